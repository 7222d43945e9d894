"""Gmail v1: a message is made as a draft and then sent, so that a lost answer can be looked up.

Gmail replaces Message-ID, so a header of ours cannot tell whether a message was sent.
Source: developers.google.com/gmail/api/guides/drafts (sending deletes the draft).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal

from workspace_agent.google.api import Api, Json
from workspace_agent.google.retry import Repeat

_WIRE = SMTP.clone(max_line_length=900)
"""A subject is not folded: some mail programs show the blank at which it would be. RFC 5322 allows 998."""

Format = Literal["minimal", "full", "raw", "metadata"]


class Gmail:
    """The mailbox of one identity.

    Args:
        api: `gmail.v1`.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    def create_draft(self, message: EmailMessage) -> str:
        """Makes a draft and returns its id.

        Unsafe to repeat: after OutcomeUnknown `find_drafts` decides.

        Args:
            message: With a token of ours in its text. The guard sees it decoded.
        """
        request = self._api.resource("users.drafts").create(userId="me", body=_draft(message))
        return str(self._api.write(Repeat.UNSAFE, request, message)["id"])

    def update_draft(self, draft_id: str, message: EmailMessage) -> None:
        """Replaces what a draft says. It keeps its id; its message is another one.

        Args:
            draft_id: Google's id.
            message: With the token of ours by which the draft is found.

        Raises:
            NotFound: If it was sent, or deleted by a person.
        """
        body = _draft(message)
        request = self._api.resource("users.drafts").update(userId="me", id=draft_id, body=body)
        self._api.write(Repeat.IDEMPOTENT, request, message)

    def get_draft(self, draft_id: str) -> Json:
        """Returns a draft's ids.

        Raises:
            NotFound: If it was sent, or deleted by a person.
        """
        request = self._api.resource("users.drafts").get(userId="me", id=draft_id, format="minimal")
        answer: Json = self._api.read(request)
        return answer

    def find_drafts(self, token: str) -> tuple[str, ...]:
        """Returns the ids of the drafts in which a token stands.

        Args:
            token: Opaque, letters and digits.
        """
        drafts = self._api.resource("users.drafts")
        request = drafts.list(userId="me", q=self._api.check_query(f'"{token}"'), maxResults=500)
        pages = self._api.pages(drafts, request)
        return tuple(str(draft["id"]) for page in pages for draft in page.get("drafts", ()))

    def send_draft(self, draft_id: str) -> Json:
        """Sends a draft.

        Unsafe to repeat: after OutcomeUnknown `get_draft` decides.

        Returns:
            The message's `id`, `threadId` and `labelIds`.
        """
        body = {"id": draft_id}
        request = self._api.resource("users.drafts").send(userId="me", body=body)
        answer: Json = self._api.write(Repeat.UNSAFE, request, body)
        return answer

    def address(self) -> str:
        """Returns the address of the mailbox."""
        return str(self._api.read(self._api.resource("users").getProfile(userId="me"))["emailAddress"])

    def drafts(self) -> tuple[str, ...]:
        """Returns the ids of all drafts in the mailbox, whoever made them."""
        drafts = self._api.resource("users.drafts")
        pages = self._api.pages(drafts, drafts.list(userId="me", maxResults=500))
        return tuple(str(draft["id"]) for page in pages for draft in page.get("drafts", ()))

    def delete_draft(self, draft_id: str) -> None:
        """Deletes a draft for good. Only for what was made as a test.

        Args:
            draft_id: Google's id.

        Raises:
            NotFound: If it is gone already.
        """
        request = self._api.resource("users.drafts").delete(userId="me", id=draft_id)
        self._api.write(Repeat.IDEMPOTENT, request, {})

    def messages(self, query: str) -> tuple[str, ...]:
        """Returns the ids of messages that match. Needs a reading scope, which the agent does not ask for.

        Args:
            query: As in Gmail's search box.
        """
        messages = self._api.resource("users.messages")
        request = messages.list(userId="me", q=self._api.check_query(query), maxResults=500)
        pages = self._api.pages(messages, request)
        return tuple(str(one["id"]) for page in pages for one in page.get("messages", ()))

    def get_message(self, message_id: str, format_: Format = "metadata") -> Json:
        """Returns a message. Needs a reading scope.

        Args:
            message_id: Google's id.
            format_: How much of it.
        """
        request = self._api.resource("users.messages").get(userId="me", id=message_id, format=format_)
        answer: Json = self._api.read(request)
        return answer


def _draft(message: EmailMessage) -> Json:
    raw = urlsafe_b64encode(message.as_bytes(policy=_WIRE)).decode("ascii")
    return {"message": {"raw": raw}}
