"""Gmail's Message resource in its four formats."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from email.message import Message
from html import escape

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import milliseconds
from workspace_agent.sandbox.gmail.search import text_of, unfolded
from workspace_agent.sandbox.gmail.state import Mail


def brief(mail: Mail) -> Json:
    """What lists hold."""
    return {"id": mail.id, "threadId": mail.thread_id}


def sent(mail: Mail) -> Json:
    """What a send answers, and a draft when it is made."""
    return brief(mail) | {"labelIds": mail.labels}


def relabelled(mail: Mail, *, changed: bool) -> Json:
    """What a change of labels answers: in brief, and with the message where nothing was to be changed."""
    return sent(mail) if changed else render(mail, "minimal", [])


def snippet(mail: Mail) -> str:
    """The beginning of the text, written for a page."""
    text = " ".join(text_of(mail.parsed()).split())[:200]
    return escape(text).replace("&#x27;", "&#39;")


def render(mail: Mail, style: str, names: list[str]) -> Json:
    """One message.

    Args:
        mail: The message.
        style: `minimal`, `metadata`, `full` or `raw`.
        names: Which headers `metadata` shows; all when empty.
    """
    message = mail.parsed()
    content = sent(mail) | {
        "snippet": snippet(mail),
        "historyId": str(mail.history),
        "internalDate": str(milliseconds(mail.received.replace(microsecond=0))),
        "sizeEstimate": len(mail.raw),
    }
    if style == "raw":
        content["raw"] = encoded(mail.raw)
    elif style == "metadata":
        content["payload"] = {"mimeType": message.get_content_type(), "headers": _headers(message, names)}
    elif style == "full":
        content["payload"] = _part(mail, message, "")
    return content


def parts(message: Message, part_id: str = "") -> Iterator[tuple[str, Message]]:
    """A message and its parts with Gmail's part ids: empty, `0`, `1`, `1.0`."""
    yield part_id, message
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        for index, child in enumerate(children):
            yield from parts(child, f"{part_id}.{index}".lstrip("."))


def attachment_id(mail: Mail, part_id: str) -> str:
    """Under what attachments.get answers with a part."""
    return "ANGjdJ" + encoded(f"{mail.id}:{part_id}".encode()).rstrip("=")


def encoded(content: bytes) -> str:
    """base64url, as Gmail carries bytes."""
    return urlsafe_b64encode(content).decode()


def _part(mail: Mail, message: Message, part_id: str) -> Json:
    part: Json = {
        "partId": part_id,
        "mimeType": message.get_content_type(),
        "filename": message.get_filename("") or "",
        "headers": _headers(message, []),
        "body": {"size": 0},
    }
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        part["parts"] = [
            _part(mail, child, f"{part_id}.{index}".lstrip(".")) for index, child in enumerate(children)
        ]
        return part
    content = message.get_payload(decode=True)
    if isinstance(content, bytes):
        # Attachments are fetched on their own: the body of a part holds either data or an attachmentId.
        where = (
            {"attachmentId": attachment_id(mail, part_id)} if part["filename"] else {"data": encoded(content)}
        )
        part["body"] = {"size": len(content)} | where
    return part


def _headers(message: Message, names: list[str]) -> list[Json]:
    wanted = {name.lower() for name in names}
    return [
        {"name": name, "value": unfolded(value)}
        for name, value in message.items()
        if not wanted or name.lower() in wanted
    ]
