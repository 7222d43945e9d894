"""The last guard sees every text of every write, as its reader would."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from tests.google.helpers import Reply, ScriptedGoogle, sandboxed
from workspace_agent.google.drive import NewFile, quote
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import NameRefused

NAME = "Mia Gonzálvez"


def shows_name(text: str) -> bool:
    return NAME in text


def message(subject: str = "Digest", plain: str = "J.S.", html: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["To"] = "boss@willow.example"
    mail["Subject"] = subject
    mail.set_content(plain)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def with_attachment() -> EmailMessage:
    mail = message()
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=f"{NAME}.pdf")
    return mail


def event(google: Google, body: dict[str, Any]) -> Any:
    return google.calendar.insert("c", {"id": "e0123"} | body, "none")


def upload(google: Google, new: NewFile) -> Any:
    return google.drive.upload(new, NAME.encode(), "application/pdf")


GUESTS = {"attendees": [{"email": "a@b.example"}, {"email": "c@d.example", "displayName": NAME}]}
REFUSED: list[tuple[Callable[[Google], Any], str, str]] = [
    (lambda g: event(g, {"summary": f"IEP {NAME}"}), "calendar", "body.summary"),
    (lambda g: event(g, GUESTS), "calendar", "body.attendees[1].displayName"),
    (
        lambda g: event(g, {"attendees": [{"email": f"{NAME} <a@b.c>"}]}),
        "calendar",
        "body.attendees[0].email",
    ),
    (
        lambda g: event(g, {"extendedProperties": {"private": {NAME: "1"}}}),
        "calendar",
        "a key of body.extendedProperties.private",
    ),
    (lambda g: g.calendar.patch("c", "e", {"location": NAME}, "t", "none"), "calendar", "body.location"),
    (
        lambda g: g.calendar.patch("c", "e", GUESTS, "t", "none", [PRESENT]),
        "calendar",
        "body.attendees[1].displayName",
    ),
    (lambda g: event(g, {"start": {"timeZone": NAME}}), "calendar", "body.start.timeZone"),
    (lambda g: g.calendar.list("c", q=NAME), "calendar", "body.q"),
    (lambda g: g.drive.create_folder(NewFile("f", NAME, "p")), "drive", "body.name"),
    (lambda g: upload(g, NewFile("f", f"{NAME}.pdf", "p")), "drive", "body.name"),
    (lambda g: upload(g, NewFile("f", "x", "p", {"who": NAME})), "drive", "body.appProperties.who"),
    (lambda g: g.drive.list(f"name = {quote(NAME)}"), "drive", "body.q"),
    (lambda g: g.gmail.create_draft(message(subject=NAME)), "gmail", "header Subject"),
    (lambda g: g.gmail.create_draft(message(plain=f"About {NAME}")), "gmail", "part 0"),
    (lambda g: g.gmail.create_draft(message(html=f"<p>{NAME}</p>")), "gmail", "part 2"),
    (lambda g: g.gmail.create_draft(message(html="<b>Mia</b> Gonz&aacute;lvez")), "gmail", "part 2"),
    (lambda g: g.gmail.create_draft(message(html="<td>Mia</td><td>Gonzálvez</td>")), "gmail", "part 2"),
    (lambda g: g.gmail.create_draft(with_attachment()), "gmail", "header Content-Disposition"),
    (lambda g: g.gmail.update_draft("d", message(plain=f"About {NAME}")), "gmail", "part 0"),
    (lambda g: g.gmail.find_drafts(NAME), "gmail", "body.q"),
]


@pytest.mark.parametrize(("act", "channel", "field"), REFUSED)
def test_a_name_is_refused_before_anything_is_sent(
    tmp_path: Path, act: Callable[[Google], Any], channel: str, field: str
) -> None:
    server = ScriptedGoogle()
    with pytest.raises(NameRefused) as caught:
        act(sandboxed(tmp_path, server, guard=shows_name))
    assert server.asked == []
    assert (caught.value.channel, caught.value.field) == (channel, field)
    assert "Mia" not in str(caught.value)


PRESENT: dict[str, Any] = {"email": "c@d.example", "displayName": NAME, "comment": f"for {NAME}"}
ADDRESS = "mia.gonzalvez@home.example"
ALLOWED: list[Callable[[Google], Any]] = [
    lambda g: event(g, {"attendees": [{"email": ADDRESS}]}),
    lambda g: g.drive.share("f", ADDRESS, "reader"),
    lambda g: g.calendar.acl_insert("c", ADDRESS, "reader"),
    lambda g: upload(g, NewFile("f", "J.S. v1.pdf", "p")),
    lambda g: g.calendar.patch("c", "e", {"attendees": [PRESENT]}, "t", "none", [PRESENT]),
    lambda g: event(g, {"start": {"timeZone": "America/Gonzalvez"}}),
    lambda g: g.sheets.update_values("b", "A1", [[NAME]]),
]


@pytest.mark.parametrize("act", ALLOWED)
def test_addresses_records_and_sheets_are_let_through(tmp_path: Path, act: Callable[[Google], Any]) -> None:
    server = ScriptedGoogle(Reply())
    act(sandboxed(tmp_path, server, guard=lambda text: "gonzalvez" in text or shows_name(text)))
    assert len(server.asked) == 1
