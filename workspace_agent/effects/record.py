"""The filed record of one form response: a PDF that a person reads and a screen reader too."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from workspace_agent.effects.pdf import plain, printed
from workspace_agent.intake.response import Answer, FormRecord
from workspace_agent.model.dates import words

_LONGEST = 4000


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
        "filed": plain(filed),
        "notes": [f"Version {version}, replaces version {version - 1}"] if version > 1 else [],
        "facts": _facts(record, zone),
        "answers": [_answer(answer) for answer in record.answers],
    }
    return printed("record", content)


def _facts(record: FormRecord, zone: tzinfo) -> list[tuple[str, str]]:
    facts = [
        ("Student, as typed", plain(record.student)),
        ("District", plain(record.district)),
        ("Date of the meeting", _day(record.meeting_date)),
        ("Purposes", ", ".join(sorted(purpose.words for purpose in record.purposes))),
        ("Held", record.held.value if record.held else ""),
        ("Respondent", record.respondent),
        ("Submitted", _moment(record.submitted, zone)),
    ]
    # Google gives one in milliseconds and the other in microseconds.
    if abs(record.submitted - record.first_submitted) > timedelta(seconds=1):
        facts.append(("First submitted", _moment(record.first_submitted, zone)))
    return facts


def _answer(answer: Answer) -> dict[str, Any]:
    """Each text as its paragraphs: people press Enter in the form."""
    texts = [[part for line in plain(text).split("\n") for part in _parts(line)] for text in answer.texts]
    return {"question": plain(answer.question), "texts": [text for text in texts if text]}


def _parts(line: str) -> list[str]:
    """A line as it is, or in parts where it is longer than the printer can set as one paragraph."""
    return [line[start : start + _LONGEST] for start in range(0, len(line), _LONGEST) if line.strip()]


def _day(typed: str) -> str:
    """A date as people read it here; whatever is none stays as it was typed."""
    try:
        return words(date.fromisoformat(typed))
    except ValueError:
        return plain(typed)


def _moment(moment: datetime, zone: tzinfo) -> str:
    at = moment.astimezone(zone)
    return f"{words(at.date())}, {at:%H:%M %Z}"
