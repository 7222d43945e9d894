"""The Requests sheet: what was asked for, and when it was answered.

Of all that families ask for, records, an evaluation and a meeting are followed. A row that says `other` and
none of these is left alone; one that says nothing of all that is told, because a right may stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.loose_words import done_on, words
from workspace_agent.intake.reading import Fault, read, read_if_said
from workspace_agent.intake.roster import rows_of_students
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.intake.words import choices
from workspace_agent.model.on_record import Request, RequestKind
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

_KINDS = {
    **dict.fromkeys(("record", "records", "file", "files", "copy", "copies"), RequestKind.RECORDS),
    **dict.fromkeys(
        ("evaluation", "evaluate", "eval", "reevaluation", "reeval", "testing", "test", "assessment"),
        RequestKind.EVALUATION,
    ),
    **dict.fromkeys(("meeting", "meet", "mtg", "ard"), RequestKind.MEETING),
}
"""Words by which a request says what was asked for."""

_OTHER = "other"


def parse(sheet: Sheet, desk: Desk) -> Iterator[Request | Problem]:
    """Requests, in the order of the rows."""
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        elif not _is_other(row.raw("kind")):
            yield _request(row, desk)


def _is_other(raw: RawCell) -> bool:
    """It says `other` and nothing that is followed: records from another school are records."""
    said = words(raw.text)
    return _OTHER in said and _KINDS.keys().isdisjoint(said)


def _request(row: Row, desk: Desk) -> Request:
    done = done_on(desk.today)
    return Request(
        student_ref=row.student_ref,
        kind=read(row, "kind", _as_kind),
        asked_on=read_if_said(row, "asked_on", done),
        agreed_on=read_if_said(row, "agreed_on", done),
        answered_on=read_if_said(row, "answered_on", done),
        row=row.line,
    )


def _as_kind(raw: RawCell) -> RequestKind | Fault:
    """The one kind that its words name; an evaluation by somebody independent is something else."""
    said = words(raw.text)
    found = {_KINDS[word] for word in said if word in _KINDS}
    if len(found) == 1 and "independent" not in said:
        return found.pop()
    return Fault(ProblemKind.NOT_A_CHOICE, f"{choices(RequestKind)}, {_OTHER}")


REQUESTS = SheetParser("requests", "requests", parse)
