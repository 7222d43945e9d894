"""Reads Google's form and response objects.

Source: developers.google.com/workspace/forms/api/reference/rest/v1/forms and .../forms.responses
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from workspace_agent.intake.response import RawForm, Reply
from workspace_agent.model.organisation import Organisation, PostIepForm
from workspace_agent.model.place import ResponsePlace

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


def replies(raw: RawForm, settings: PostIepForm, organisation: Organisation) -> list[Reply]:
    """Responses that count, each once as last submitted, in the order in which they were first submitted."""
    since = datetime.combine(settings.since, time(), organisation.time_zone)
    verified = raw.form.get("settings", {}).get("emailCollectionType") != _UNVERIFIED
    meanings = by_field(settings)
    latest: dict[str, Reply] = {}
    for response in raw.responses:
        reply = _reply(response, settings.id, meanings, verified=verified)
        before = latest.get(reply.place.response_id)
        if reply.created >= since and (before is None or before.submitted < reply.submitted):
            latest[reply.place.response_id] = reply
    return sorted(latest.values(), key=lambda reply: (reply.created, reply.place))


def by_field(settings: PostIepForm) -> dict[str, str]:
    """Question id by the field that the settings say it holds."""
    return {meaning.field: meaning.question for meaning in settings.meaning}


def _reply(
    response: Mapping[str, Any], form_id: str, meanings: Mapping[str, str], *, verified: bool
) -> Reply:
    return Reply(
        place=ResponsePlace(form_id, response["responseId"]),
        created=_moment(response["createTime"]),
        submitted=_moment(response["lastSubmittedTime"]),
        address=response.get("respondentEmail", "") if verified else "",
        answers={key: _texts(answer) for key, answer in response.get("answers", {}).items()},
        questions=meanings,
    )


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(UTC)


def _texts(answer: Mapping[str, Any]) -> tuple[str, ...]:
    texts = [text.get("value", "") for text in answer.get("textAnswers", {}).get("answers", ())]
    files = [file.get("fileName", "") for file in answer.get("fileUploadAnswers", {}).get("answers", ())]
    return tuple(text for text in (*texts, *files) if text)
