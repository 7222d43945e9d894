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
_LONGEST = 4000
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""Canonical combining class of the sign that binds two consonants of an Indic script."""

_SEEN = frozenset("\n\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Format characters that are seen: Unicode's Prepended_Concatenation_Mark."""

_READINGS = "What stands in [square brackets] spells out signs that cannot be printed; its source holds them."


def plain(text: str) -> str:
    """What can be seen of a text, in lines.

    Without control characters and half characters, which no font shows and JSON may refuse; and without
    invisible format characters: those that turn the direction of writing (U+202E and its like) can make a
    record read otherwise than it was typed, and those of no width hide a word from whoever searches for it.
    Joiners stay where a script is written with them.
    """
    lines = "\n".join(text.splitlines()).replace("\t", " ")
    neighbours = zip(f"\n{lines}", lines, f"{lines[1:]}\n", strict=False)
    return "".join(sign for before, sign, after in neighbours if _is_seen(before, sign, after))


def _is_seen(before: str, sign: str, after: str) -> bool:
    if sign in _JOINERS:
        return _VIRAMA in map(unicodedata.combining, (before, after)) or _is_cursive(before + after)
    return sign in _SEEN or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}


def _is_cursive(signs: str) -> bool:
    """Letters of Arabic and its like, between which a joiner shows (RFC 5892, appendix A)."""
    return all(unicodedata.bidirectional(sign) == "AL" for sign in signs)


def paragraphs(text: str) -> list[str]:
    """A text as its paragraphs: people press Enter in a form, and the printer can set no endless one."""
    return [part for line in plain(text).split("\n") for part in _parts(line)]


def _parts(line: str) -> list[str]:
    return [line[start : start + _LONGEST] for start in range(0, len(line), _LONGEST) if line.strip()]


def replacing(version: int) -> list[str]:
    """What a version says of the one before it."""
    return [f"Version {version}, replaces version {version - 1}."] if version > 1 else []


def printed(name: str, content: dict[str, Any]) -> bytes:
    """The PDF (PDF/UA-1): the same bytes for the same content, on one machine at least.

    Signs that the fonts of the printer do not have are taken from those of this machine; where these have
    none either there is a Latin reading, so that no sign is lost in silence.

    Args:
        name: Of the template, which begins where `page.typ` ends.
        content: What stands in it; `title`, `reference`, `version`, `about` and `notes` are of the page.
    """
    from typst import TypstError  # noqa: PLC0415

    template = b"".join((_TEMPLATES / f"{one}.typ").read_bytes() for one in ("page", name))
    for fonts in (own_fonts, _fonts_of_this_machine):
        try:
            return _compiled(template, content, fonts())
        except TypstError:
            continue
    readable = with_readings(content, _fonts_of_this_machine())
    try:
        return _compiled(template, readable, _fonts_of_this_machine())
    except TypstError:
        # Better a record that a screen reader has trouble with than none.
        return _compiled(template, readable, _fonts_of_this_machine(), pdf_standards=())


def with_readings(content: dict[str, Any], fonts: Any) -> dict[str, Any]:
    """The content with a Latin reading for each run of signs that these fonts cannot show."""
    signs = sorted({sign for sign in json.dumps(content, ensure_ascii=False) if not sign.isascii()})
    strange = "".join(map(re.escape, _without_glyph(signs, fonts)))
    if not strange:
        return content
    run = re.compile(f"[{strange}]+")
    read = _mapped(
        content, lambda text: run.sub(lambda match: f"[{anyascii(match[0]).strip() or '?'}]", text)
    )
    return {**read, "notes": [*read["notes"], _READINGS]}


def _without_glyph(signs: list[str], fonts: Any) -> list[str]:
    """Which of these the fonts cannot show, found by halving: the printer names one at a time only."""
    from typst import TypstError  # noqa: PLC0415

    try:
        _compiled(_PROBE, signs, fonts)
    except TypstError:
        half = len(signs) // 2
        return _without_glyph(signs[:half], fonts) + _without_glyph(signs[half:], fonts) if half else signs
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


def _compiled(
    template: bytes, data: Any, fonts: Any, pdf_standards: tuple[Literal["ua-1"], ...] = ("ua-1",)
) -> bytes:
    import typst  # noqa: PLC0415 - heavy, and it must not run before a fork

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
def own_fonts() -> Any:
    """Those inside the package: the same on every machine."""
    from typst import Fonts  # noqa: PLC0415

    return Fonts(include_system_fonts=False)


@cache
def _fonts_of_this_machine() -> Any:
    """Looking for them takes a tenth of a second: only a record that needs one waits for it."""
    from typst import Fonts  # noqa: PLC0415

    return Fonts(include_system_fonts=True)
