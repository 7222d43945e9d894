"""Which earlier response a response is, so that none is filed twice and an edit becomes the next version.

The form itself gives a response an id that stays. A row of its sheet has none: it is known by its time, to
the second, and its respondent, wherever people sort it. An edit writes another time into its row: so a row
that is new is the edit of one that is gone from the same sheet since the last look, where respondent and
student, or respondent and day of the meeting, are the same, and more of the answers are than are not. One
that says in all what such a row said is that row: the zone of the sheet was changed, or the time typed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.question_map import FIELDS
from workspace_agent.intake.reading import plain
from workspace_agent.intake.response import Reply
from workspace_agent.model.prints import KnownResponses, ResponsePrints, Standing, Version

_TELLING = tuple(FIELDS.index(name) for name in ("student", "student id", "meeting date"))


def record_of(response_id: str, sign: Sign) -> str:
    """Under which the versions of a response are filed: Google's ids are too long for a mark on a file."""
    return sign(response_id)[:20]


def sent_print(submitted: datetime, address: str, sign: Sign) -> str:
    """Of a time, to the second, and a respondent: alike in the form and in its sheet."""
    return sign(f"sent\n{int(submitted.timestamp())}\n{address.casefold()}")[:20]


def prints_of(
    submitted: datetime,
    address: str,
    answers: Mapping[str, tuple[str, ...]],
    questions: Mapping[str, tuple[str, ...]],
    sign: Sign,
) -> ResponsePrints:
    """Prints of one version.

    Args:
        submitted: Aware.
        address: Of the respondent, or empty.
        answers: By question.
        questions: By field of the settings.
        sign: The keyed hash.
    """
    asked = (questions.get(name, ()) for name in FIELDS)
    said = [" ".join(text for key in keys for text in answers.get(key, ())) for keys in asked]
    return ResponsePrints(
        sent=sent_print(submitted, address, sign),
        sender=sign(f"sender\n{address.casefold()}")[:8],
        answers=tuple(sign(f"answer\n{plain(text)}")[:8] if text.strip() else "" for text in said),
    )


def known_again(replies: Sequence[Reply], known: KnownResponses, sign: Sign) -> tuple[Reply, ...]:
    """Responses with ids: those that were filed from the form's sheet before keep the record of then."""
    own = {reply.record for reply in replies}
    filed = {version.record for version in known.versions.values()}
    others = {sent: version for sent, version in known.versions.items() if version.record not in own}
    return tuple(
        _as_filed(reply, known) if reply.record in filed else _as_in_sheet(reply, others, sign)
        for reply in replies
    )


def _as_filed(reply: Reply, known: KnownResponses) -> Reply:
    """A version that was filed from the sheet has its time to the second alone."""
    same = known.versions.get(reply.prints.sent)
    return reply if same is None or same.record != reply.record else _as(reply, same)


def _as_in_sheet(reply: Reply, others: Mapping[str, Version], sign: Sign) -> Reply:
    same = others.get(reply.prints.sent)
    if same is not None:
        return _as(reply, same)
    first = others.get(sent_print(reply.created, reply.address, sign))
    return reply if first is None else replace(reply, record=first.record)


def _as(reply: Reply, version: Version) -> Reply:
    return replace(reply, record=version.record, submitted=version.submitted)


def rows_known_again(rows: Iterable[Reply], known: KnownResponses) -> tuple[Reply, ...]:
    """Rows of the form's sheets, each response once and as last submitted, in the order of their times."""
    known = _as_asked_now(known)
    found = _each_once(rows, known)
    clear = [row for row in found if not row.in_question]
    versions = {**_moved(clear, known), **known.versions}
    settled = [_as(row, versions[row.prints.sent]) if row.prints.sent in versions else row for row in clear]
    latest: dict[str, Reply] = {}
    for row in sorted(settled, key=lambda row: row.submitted):
        latest[row.record] = row
    asked = (row for row in found if row.in_question)
    return tuple(sorted((*latest.values(), *asked), key=lambda row: (row.submitted, row.response_id)))


def _as_asked_now(known: KnownResponses) -> KnownResponses:
    """What was remembered before a field was added to those of a form has no answer to it."""
    blank = ("",) * len(FIELDS)
    standing = (
        (version, replace(prints, answers=(*prints.answers, *blank[len(prints.answers) :])))
        for version, prints in known.standing
    )
    return replace(known, standing=tuple(standing))


def _each_once(rows: Iterable[Reply], known: KnownResponses) -> list[Reply]:
    """Copies of a row count once; rows with one time and respondent that differ are a question."""
    alike: dict[str, dict[tuple[str, ...], list[Reply]]] = {}
    for row in rows:
        alike.setdefault(row.prints.sent, {}).setdefault(row.prints.answers, []).append(row)
    before = {prints.sent: prints.answers for _, prints in known.standing}
    return [one for sent, copies in alike.items() for one in _of_one_time(copies, before.get(sent))]


def _of_one_time(
    copies: Mapping[tuple[str, ...], list[Reply]], before: tuple[str, ...] | None
) -> Iterable[Reply]:
    for number, answers in enumerate(sorted(copies), 1):
        same = copies[answers]
        sheets = tuple(dict.fromkeys(sheet for row in same for sheet in row.prints.sheets))
        first = replace(same[0], prints=replace(same[0].prints, sheets=sheets))
        if len(copies) == 1 or answers == before:
            yield first
        else:
            yield replace(first, response_id=f"{first.response_id}-{number}", in_question=True)


def _moved(rows: Sequence[Reply], known: KnownResponses) -> dict[str, Version]:
    """Which version each row that is new is, by its print; none of one that is a response of its own."""
    there = {row.prints.sent: frozenset(row.prints.sheets) for row in rows}
    fresh = sorted((row for row in rows if row.prints.sent not in known.versions), key=_time)
    left = sorted(known.standing, key=lambda one: one[0].submitted)
    versions: dict[str, Version] = {}
    for find in (_unchanged, _edited):
        for row in fresh:
            gone = [one for one in left if _is_gone_from_sheet_of(row, one[1], there)]
            found = None if row.prints.sent in versions else find(row, gone)
            if found is not None:
                left.remove(found)
                submitted = row.submitted if find is _edited else found[0].submitted
                versions[row.prints.sent] = Version(found[0].record, submitted)
    return versions


def _time(row: Reply) -> datetime:
    return row.submitted


def _is_gone_from_sheet_of(row: Reply, before: ResponsePrints, there: Mapping[str, frozenset[int]]) -> bool:
    """Same respondent, and in a sheet where this row is now the other one is not any more.

    What was read from the form itself stood in no sheet, so that it is gone where it stands in none now.
    """
    stood = frozenset(before.sheets or row.prints.sheets)
    gone = stood - there.get(before.sent, frozenset())
    return before.sender == row.prints.sender and bool(gone & frozenset(row.prints.sheets))


def _unchanged(row: Reply, gone: Sequence[Standing]) -> Standing | None:
    return next((one for one in gone if one[1].answers == row.prints.answers), None)


def _edited(row: Reply, gone: Sequence[Standing]) -> Standing | None:
    """The one that is most alike; of two that are so equally, neither: then the row is filed by itself."""
    scores = {one: _likeness(row, one) for one in gone}
    best = max(scores.values(), default=0)
    found = [one for one, score in scores.items() if score == best]
    return found[0] if best and len(found) == 1 else None


def _likeness(row: Reply, before: Standing) -> int:
    """How many answers are the same; 0 where it cannot be the same response."""
    version, prints = before
    told = [prints.answers[at] for at in _TELLING if prints.answers[at] == row.prints.answers[at]]
    same, other = prints.alike(row.prints)
    return same if version.submitted < row.submitted and any(told) and same > other else 0
