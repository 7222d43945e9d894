"""The filed record of one form response: a PDF that a person reads and a screen reader too."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Literal

from anyascii import anyascii

from workspace_agent.intake.response import Answer, FormRecord
from workspace_agent.model.dates import words

_TEMPLATE = Path(__file__).parent / "templates" / "record.typ"
_PROBE = b"""#set document(title: "probe")
#for sign in json(bytes(sys.inputs.record)) [#sign ]"""
_LONGEST = 4000
_READINGS = "What stands in [square brackets] spells out signs that cannot be printed; the form holds them."


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
        "title": _plain(title),
        "reference": reference,
        "version": version,
        "filed": _plain(filed),
        "notes": [f"Version {version}, replaces version {version - 1}"] if version > 1 else [],
        "facts": _facts(record, zone),
        "answers": [_answer(answer) for answer in record.answers],
    }
    return _printed(content)


def _facts(record: FormRecord, zone: tzinfo) -> list[tuple[str, str]]:
    facts = [
        ("Student, as typed", _plain(record.student)),
        ("District", _plain(record.district)),
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
    texts = [[part for line in _plain(text).split("\n") for part in _parts(line)] for text in answer.texts]
    return {"question": _plain(answer.question), "texts": [text for text in texts if text]}


def _parts(line: str) -> list[str]:
    """A line as it is, or in parts where it is longer than the printer can set as one paragraph."""
    return [line[start : start + _LONGEST] for start in range(0, len(line), _LONGEST) if line.strip()]


def _day(typed: str) -> str:
    """A date as people read it here; whatever is none stays as it was typed."""
    try:
        return words(date.fromisoformat(typed))
    except ValueError:
        return _plain(typed)


def _moment(moment: datetime, zone: tzinfo) -> str:
    at = moment.astimezone(zone)
    return f"{words(at.date())}, {at:%H:%M %Z}"


def _plain(text: str) -> str:
    """Without control characters and half characters, which no font shows and JSON may refuse."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})


def _printed(content: dict[str, Any]) -> bytes:
    """The PDF, with a Latin reading where the fonts have no glyph, so that no sign is lost in silence."""
    from typst import TypstError  # noqa: PLC0415

    template = _TEMPLATE.read_bytes()
    try:
        return _compiled(template, content)
    except TypstError:
        readable = _with_readings(content)
    try:
        return _compiled(template, readable)
    except TypstError:
        # Better a record that a screen reader has trouble with than none.
        return _compiled(template, readable, pdf_standards=())


def _with_readings(content: dict[str, Any]) -> dict[str, Any]:
    signs = sorted({sign for sign in json.dumps(content, ensure_ascii=False) if not sign.isascii()})
    strange = "".join(map(re.escape, _without_glyph(signs)))
    if not strange:
        return content
    run = re.compile(f"[{strange}]+")
    read = _mapped(
        content, lambda text: run.sub(lambda match: f"[{anyascii(match[0]).strip() or '?'}]", text)
    )
    return {**read, "notes": [*read["notes"], _READINGS]}


def _without_glyph(signs: list[str]) -> list[str]:
    """Which of these the fonts cannot show, found by halving: the printer names one at a time only."""
    from typst import TypstError  # noqa: PLC0415

    try:
        _compiled(_PROBE, signs)
    except TypstError:
        half = len(signs) // 2
        return _without_glyph(signs[:half]) + _without_glyph(signs[half:]) if half else signs
    return []


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every text changed."""
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_mapped(entry, change) for entry in value]
        case dict():
            return {key: _mapped(entry, change) for key, entry in value.items()}
        case _:
            return value


def _compiled(template: bytes, data: Any, pdf_standards: tuple[Literal["ua-1"], ...] = ("ua-1",)) -> bytes:
    """One PDF. Only the fonts inside the package are used: the same on every machine."""
    import typst  # noqa: PLC0415 - heavy, and it must not run before a fork

    fonts = _fonts()
    inputs = {"record": json.dumps(data)}
    pdf: bytes = typst.compile(
        template,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=list(pdf_standards),
    )
    return pdf


@cache
def _fonts() -> Any:
    from typst import Fonts  # noqa: PLC0415

    return Fonts(include_system_fonts=False)
