"""The weekly digest as a mail: HTML for the eye, and the same in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from workspace_agent.duties.digest import Block, Digest, Figures, Section
from workspace_agent.duties.digest_rows import Tone

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_SENDER = "Workspace agent"
_WIDTH = 78
"""Letters in a line of the text: a terminal shows 80, and mail programs wrap at 78 (RFC 5322, 2.1.1)."""


def render_html(digest: Digest, token: str = "") -> str:
    """The digest as HTML that needs nothing from outside: no image, no script, no remote style."""
    return _environment().get_template("digest.html.j2").render(digest=digest, token=token)


def render_text(digest: Digest, token: str = "") -> str:
    """The digest as plain text, saying everything that the HTML says."""
    return _environment().get_template("digest.txt.j2").render(digest=digest, token=token)


def message(digest: Digest, sender: str, recipient: str, token: str) -> EmailMessage:
    """The mail.

    Args:
        digest: What to say.
        sender: One address.
        recipient: One address.
        token: Unique and opaque; stands in both bodies, so that a draft whose id was lost can be found.

    Raises:
        ValueError: An address is not exactly one address.
    """
    mail = EmailMessage()
    mail["Subject"] = digest.subject
    mail["From"] = _address(sender, _SENDER)
    mail["To"] = _address(recipient)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same, in Exchange's words
    mail.set_content(render_text(digest, token), cte="quoted-printable")
    mail.add_alternative(render_html(digest, token), subtype="html", cte="quoted-printable")
    return mail


def _address(address: str, display_name: str = "") -> Address:
    """One address, parsed as such, so that a comma or a line break cannot add a recipient."""
    try:
        return Address(display_name=display_name, addr_spec=address)
    except Exception as error:  # the parser raises another class for each mistake, IndexError among them
        raise ValueError("not exactly one e-mail address") from error


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["quiet"] = _is_quiet
    environment.globals["percent"] = _percent
    environment.globals["loudest"] = _loudest
    environment.globals["tabulated"] = _tabulated
    environment.globals["wrapped"] = _wrapped
    return environment


def _percent(count: int, bars: tuple[tuple[str, int], ...]) -> int:
    """Length of a bar against the longest; anything that is there can be seen."""
    longest = max(other for _, other in bars)
    return max(2, round(100 * count / longest)) if count else 0


def _is_quiet(block: Block) -> bool:
    """There is nothing in it: what is all clear takes one line each."""
    if isinstance(block, Section):
        return not block.rows and not block.lines
    return isinstance(block, Figures) and not block.rows


def _loudest(digest: Digest) -> str:
    """In whose colour the mail begins; where something was not read, it is not known that all is well."""
    sections = [block for block in digest.blocks if isinstance(block, Section) and block.rows]
    tones = {section.tone for section in sections}
    tones |= {mark.tone for section in sections for row in section.rows for mark in row.marks}
    tones |= {Tone.AT_RISK} if digest.unread else set()
    return next((tone for tone in (Tone.PAST_DUE, Tone.AT_RISK) if tone in tones), Tone.WELL).value


def _wrapped(text: str, indent: int = 0) -> str:
    """The text in lines, those after the first set in; an address is never broken."""
    if len(text) <= _WIDTH - indent:
        return text
    wrapper = TextWrapper(
        _WIDTH - indent, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(text)


def _tabulated(block: Figures) -> Iterator[str]:
    """One line for each name under the headings; where that is too wide, a sentence for each."""
    lines = [block.columns, *((name, *(cell.words for cell in cells)) for name, cells in block.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) > _WIDTH:
        return (_wrapped(_said(block.columns, line), 2) for line in lines[1:])
    return ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _said(columns: tuple[str, ...], line: tuple[str, ...]) -> str:
    """`Theo Brandvold: Students 13, Open 4`."""
    figures = (f"{column} {words}" for column, words in zip(columns[1:], line[1:], strict=True))
    return f"{line[0]}: {', '.join(figures)}"
