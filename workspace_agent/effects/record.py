"""The filed record of one form response: a PDF that a person reads and a screen reader too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from workspace_agent.effects.pdf import plain, printed, replacing
from workspace_agent.effects.record_sections import facts, sections
from workspace_agent.intake.response import FormRecord
from workspace_agent.model.dates import words
from workspace_agent.model.problem_kinds import ProblemKind

_DOUBTS = {
    ProblemKind.RESPONSE_BLANK: "nothing was answered on the form",
    ProblemKind.RESPONSE_UNKNOWN: "no student on the lists has the name or id that was typed",
    ProblemKind.RESPONSE_UNKNOWN_STRANGER: (
        "no student on the lists has the name or id that was typed, and its respondent is not on the roster"
    ),
    ProblemKind.RESPONSE_AMBIGUOUS: "more than one student fits what was typed",
    ProblemKind.RESPONSE_OF_A_COLLEAGUE: (
        "no student on its respondent's list fits what was typed, but one on a colleague's does"
    ),
    ProblemKind.RESPONSE_REPEATED: "a response about the same student, date and purposes was sent before",
    ProblemKind.UNKNOWN_RESPONDENT: "its respondent is not on the roster",
}


def render_record(
    record: FormRecord, *, title: str, reference: str, version: int, filed: str, zone: tzinfo
) -> bytes:
    """The record as a tagged PDF (PDF/UA-1): the same bytes for the same input.

    Args:
        record: What was answered.
        title: Heading, and title of the document.
        reference: Opaque reference, printed on every page.
        version: 2 and above say which version they replace.
        filed: When and for whom it was filed, as a sentence.
        zone: In which the times are told.
    """
    content = {
        "title": plain(title),
        "reference": reference,
        "version": version,
        "about": [plain(filed), *_sent(record, zone)],
        "notes": list(_notes(record, version)),
        "facts": facts(record),
        "sections": sections(record),
    }
    return printed("record", content)


def _sent(record: FormRecord, zone: tzinfo) -> Iterator[str]:
    """When and by whom, as the form knows it."""
    by = plain(record.respondent) or "somebody whose address the form did not verify"
    yield f"Response submitted {_moment(record.submitted, zone)}, by {by}"
    # Google gives one in milliseconds and the other in microseconds.
    if record.submitted - record.first_submitted > timedelta(seconds=1):
        yield f"First submitted {_moment(record.first_submitted, zone)}"


def _moment(moment: datetime, zone: tzinfo) -> str:
    at = moment.astimezone(zone)
    return f"{words(at.date())}, {at:%H:%M %Z}"


def _notes(record: FormRecord, version: int) -> list[str]:
    """What a reader has to know first."""
    because = " and ".join(_DOUBTS[doubt] for doubt in record.doubts)
    return [*replacing(version), *([f"Kept for review because {because}."] if because else [])]
