"""Alerts by mail, through a real conversation with a server on this machine."""

from __future__ import annotations

import base64
import email
import email.policy
import ipaddress
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.alerts.servers import Mailbox, dripping, mail_server
from workspace_agent.alerts.smtp import MailRoute
from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.alerts.words import Message, Sender
from workspace_agent.settings_tables import SmtpSettings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MESSAGE = Sender("Willowbridge", "/etc/workspace-agent").test()


def route(box: Mailbox, security: str = "none", user: str = "") -> MailRoute:
    settings = SmtpSettings.model_validate(
        {
            "host": "127.0.0.1",
            "port": box.port,
            "security": security,
            "user": user,
            "sender": "agent@willowbridge.example",
            "to": ("it@willowbridge.example", "other@willowbridge.example"),
        }
    )
    return MailRoute(settings, "open sesame", box.trust)


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for 127.0.0.1, for the server, and as what a client trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    long_ago, later = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    made = builder.not_valid_before(long_ago).not_valid_after(later).add_extension(here, critical=True)
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return _server(path), ssl.create_default_context(cafile=path)


def _server(path: Path) -> ssl.SSLContext:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server


def test_a_mail_says_by_itself_that_no_person_wrote_it() -> None:
    with mail_server() as box:
        assert route(box).send(MESSAGE, NOW)
    (raw,) = box.mails
    mail = email.message_from_string(raw)
    assert mail["Subject"] == "workspace-agent: a test (Willowbridge)"
    assert mail["To"] == "it@willowbridge.example, other@willowbridge.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Fri, 20 Nov 2026 12:00:00 +0000"
    assert "There is nothing to do." in raw


def test_a_password_goes_out_only_in_secret(secret: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    with mail_server(secret) as box:
        assert route(box, "starttls", "agent").send(MESSAGE, NOW)
    words = [line.split()[0].upper() for line in box.lines]
    assert words.index("STARTTLS") < words.index("AUTH")
    (auth,) = [line for line in box.lines if line.startswith("AUTH")]
    assert base64.b64decode(auth.split()[-1]) == b"\0agent\0open sesame"


def test_a_server_that_cannot_speak_in_secret_gets_no_password() -> None:
    with mail_server() as box:
        assert not route(box, "starttls", "agent").send(MESSAGE, NOW)
    assert not [line for line in box.lines if line.startswith("AUTH")]


def test_a_certificate_that_nobody_vouches_for_is_not_taken(
    secret: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    with mail_server(secret) as box:
        box.trust = ssl.create_default_context()
        assert not route(box, "starttls").send(MESSAGE, NOW)
    assert box.mails == []


def test_a_server_that_refuses_raises_nothing() -> None:
    with mail_server() as box:
        box.refuses = True
        assert not route(box).send(MESSAGE, NOW)


def test_a_server_that_is_not_there_raises_nothing() -> None:
    with mail_server() as box:
        pass
    assert not route(box).send(MESSAGE, NOW)


@pytest.mark.parametrize("goodbye", ["500 what is that", "421 in a bad temper", ""])
def test_a_mail_that_was_taken_is_taken_whatever_comes_after_it(goodbye: str) -> None:
    with mail_server() as box:
        box.goodbye = goodbye
        assert route(box).send(MESSAGE, NOW)
    assert len(box.mails) == 1


def test_a_server_that_looks_at_a_mail_for_longer_than_it_is_waited_for_has_taken_it() -> None:
    with mail_server() as box:
        box.looks_for = 0.6
        assert replace(route(box), limit=TimeLimit(0.2)).send(MESSAGE, NOW)
    assert len(box.mails) == 1


def test_a_server_that_looks_at_a_mail_is_waited_for_longer_than_at_other_steps() -> None:
    with mail_server() as box:
        box.looks_for, box.verdict = 0.6, "554 that looks like an advertisement"
        assert not replace(route(box), timeout=0.2).send(MESSAGE, NOW)


def test_a_server_that_hangs_up_when_it_has_the_whole_mail_may_have_taken_it() -> None:
    with mail_server() as box:
        box.verdict = ""
        assert route(box).send(MESSAGE, NOW)
    assert len(box.mails) == 1


def test_a_mail_that_is_refused_in_the_end_was_not_taken() -> None:
    with mail_server() as box:
        box.verdict = "554 that looks like an advertisement"
        assert not route(box).send(MESSAGE, NOW)


def test_a_line_that_is_a_dot_ends_no_mail_and_other_letters_come_through() -> None:
    message = Message("test", "Schule für Fröbel", ".\n.und mehr\n")
    with mail_server() as box:
        assert route(box).send(message, NOW)
    (raw,) = box.mails
    assert raw.isascii()
    mail = email.message_from_string(raw.replace("\r\n..", "\r\n."), policy=email.policy.default)
    assert mail["Subject"] == "Schule für Fröbel"
    assert mail.get_content().splitlines() == [".", ".und mehr"]
    assert box.lines[-1].upper() == "QUIT"


@pytest.mark.parametrize("begins", [b"220 ", b"220 here\r\n250-"], ids=["greeting", "EHLO"])
def test_a_server_that_answers_byte_by_byte_is_not_waited_for(begins: bytes) -> None:
    began = time.monotonic()
    with dripping(begins) as port:
        slow = replace(route(Mailbox(port)), limit=TimeLimit(0.3))
        assert [slow.send(MESSAGE, NOW) for _ in range(9)] == [False] * 9
    assert time.monotonic() - began < 2, "while the first hangs, no other is begun"


def test_the_password_is_not_shown() -> None:
    assert "open sesame" not in repr(route(Mailbox(port=1)))


def test_mail_in_the_clear_stays_on_this_machine() -> None:
    with pytest.raises(ValueError, match="only for a mail server on this machine"):
        SmtpSettings(host="mail.example", security="none", sender="a@b.example", to=("c@b.example",))
