"""A digest whose answers get lost is still one mail: drafts decide, not Message-ID."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.google.helpers import Reply, ScriptedGoogle, sandboxed
from workspace_agent.model.errors import NotFound, OutcomeUnknown


class Mailbox:
    """Applies a request, then loses the answer to each write."""

    def __init__(self) -> None:
        self.drafts: list[str] = []
        self.sent: list[str] = []

    def answer(self, request: requests.PreparedRequest) -> Reply:
        path = urlsplit(str(request.url)).path
        if request.method == "POST":
            return self.write(path, json.loads(request.body or "{}"))
        if path.endswith("/drafts"):
            return Reply(body={"drafts": [{"id": draft} for draft in self.drafts]})
        return Reply(200 if path.rsplit("/", 1)[-1] in self.drafts else 404, {"id": "d1"})

    def write(self, path: str, body: dict[str, str]) -> Reply:
        if path.endswith("/send"):
            self.drafts.remove(body["id"])
            self.sent.append(body["id"])
        else:
            self.drafts.append("d1")
        return Reply(503)


def digest() -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = "<ours@willow.example>"
    message.set_content("token-1")
    return message


def test_a_digest_whose_answers_are_lost_is_sent_once(tmp_path: Path) -> None:
    mailbox = Mailbox()
    gmail = sandboxed(tmp_path, ScriptedGoogle(mailbox.answer)).gmail
    with pytest.raises(OutcomeUnknown):
        gmail.create_draft(digest())
    [draft] = gmail.find_drafts("token-1")
    gmail.get_draft(draft)
    with pytest.raises(OutcomeUnknown):
        gmail.send_draft(draft)
    with pytest.raises(NotFound):
        gmail.get_draft(draft)
    assert (mailbox.drafts, mailbox.sent) == ([], ["d1"])
