"""Reads Google's form and response objects.

Source: developers.google.com/workspace/forms/api/reference/rest/v1/forms and .../forms.responses
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.known_again import known_again, prints_of, record_of
from workspace_agent.intake.question_map import NEEDED, Question, by_field, likely
from workspace_agent.intake.response import RawForm, Replies, Reply, Upload
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_UNVERIFIED = "RESPONDER_INPUT"


def questions(form: Mapping[str, Any]) -> dict[str, str]:
    """Titles by question id, in the form's order; each row of a grid is a question of its own."""
    return {key: title for item in form.get("items", ()) for key, title in _questions_of(item)}


def _questions_of(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    title = item.get("title", "")
    if "questionItem" in item:
        yield item["questionItem"]["question"]["questionId"], title
    for question in item.get("questionGroupItem", {}).get("questions", ()):
        row = question.get("rowQuestion", {}).get("title", "")
        yield question["questionId"], f"{title} [{row}]"


def replies(raw: RawForm, settings: PostIepForm, since: datetime, sign: Sign) -> Replies:
    """Responses that count, each once as last submitted, in the order in which they were first submitted."""
    verified = raw.form.get("settings", {}).get("emailCollectionType") != _UNVERIFIED
    titles = questions(raw.form)
    meanings = by_field(settings)
    latest: dict[str, Reply] = {}
    for response in raw.responses:
        address = response.get("respondentEmail", "") if verified else ""
        reply = _reply(response, settings.id, meanings, titles, address, sign)
        before = latest.get(reply.response_id)
        if reply.created >= since and (before is None or before.submitted < reply.submitted):
            latest[reply.response_id] = reply
    ordered = sorted(latest.values(), key=lambda reply: (reply.created, reply.place))
    return Replies(known_again(ordered, raw.known, sign), tuple(_missing(settings, meanings, titles)))


def _missing(
    settings: PostIepForm, meanings: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]
) -> Iterator[Problem]:
    asked = [Question(key, title) for key, title in titles.items()]
    for name in dict.fromkeys((*NEEDED, *meanings)):
        if titles.keys().isdisjoint(meanings.get(name, ())):
            found = likely(name, asked, settings)
            perhaps = f"question {found.key}" if found else ""
            yield Problem(ProblemKind.QUESTION_MISSING, settings.place, detail=name, perhaps=perhaps)


def _reply(
    response: Mapping[str, Any],
    form_id: str,
    meanings: Mapping[str, tuple[str, ...]],
    titles: Mapping[str, str],
    address: str,
    sign: Sign,
) -> Reply:
    response_id, submitted = response["responseId"], _moment(response["lastSubmittedTime"])
    said = response.get("answers", {})
    uploads = {key: tuple(_uploads(answer)) for key, answer in said.items()}
    named = {key: tuple(file.name for file in files if file.name) for key, files in uploads.items()}
    answers = {key: (*_texts(answer), *named[key]) for key, answer in said.items()}
    return Reply(
        place=ResponsePlace(form_id, response_id),
        response_id=response_id,
        record=record_of(response_id, sign),
        prints=prints_of(submitted, address, answers, meanings, sign),
        created=_moment(response["createTime"]),
        submitted=submitted,
        address=address,
        answers=answers,
        questions=meanings,
        titles=titles,
        uploads=uploads,
    )


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(UTC)


def _texts(answer: Mapping[str, Any]) -> tuple[str, ...]:
    texts = (text.get("value", "") for text in answer.get("textAnswers", {}).get("answers", ()))
    return tuple(text for text in texts if text)


def _uploads(answer: Mapping[str, Any]) -> Iterator[Upload]:
    for file in answer.get("fileUploadAnswers", {}).get("answers", ()):
        yield Upload(file.get("fileName", ""), file.get("fileId", ""))
