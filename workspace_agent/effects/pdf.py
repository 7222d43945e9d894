"""Prints a template and its content as a PDF that a person reads and a screen reader too."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from anyascii import anyascii

_TEMPLATES = Path(__file__).parent / "templates"
_PROBE = b"""#set document(title: "probe")
#for sign in json(bytes(sys.inputs.record)) [#sign ]"""
_READINGS = "What stands in [square brackets] spells out signs that cannot be printed; its source holds them."


def plain(text: str) -> str:
    """Without control characters and half characters, which no font shows and JSON may refuse."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})


def printed(name: str, content: dict[str, Any]) -> bytes:
    """The PDF (PDF/UA-1): the same bytes for the same content.

    Where the fonts have no glyph there is a Latin reading, so that no sign is lost in silence.

    Args:
        name: Of the template, which begins where `page.typ` ends.
        content: What stands in it; `title`, `reference`, `version` and `notes` are of the page.
    """
    from typst import TypstError  # noqa: PLC0415

    template = b"".join((_TEMPLATES / f"{one}.typ").read_bytes() for one in ("page", name))
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
