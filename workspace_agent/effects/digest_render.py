"""The weekly digest as a mail: HTML for the eye, and the same in plain text."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workspace_agent.duties.digest import Digest

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_SENDER = "Workspace agent"


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
    environment.globals["percent"] = _percent
    return environment


def _percent(count: int, bars: tuple[tuple[str, int], ...]) -> int:
    """Length of a bar against the longest; anything that is there can be seen."""
    longest = max(other for _, other in bars)
    return max(2, round(100 * count / longest)) if count else 0
