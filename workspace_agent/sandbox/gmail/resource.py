"""Gmail's Message resource in its four formats."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from email.message import Message

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


def render(mail: Mail, style: str, names: list[str]) -> Json:
    """One message.

    Args:
        mail: The message.
        style: `minimal`, `metadata`, `full` or `raw`.
        names: Which headers `metadata` shows; all when empty.
    """
    message = mail.parsed()
    content = sent(mail) | {
        "snippet": " ".join(text_of(message).split())[:200],
        "historyId": str(mail.history),
        "internalDate": str(milliseconds(mail.received)),
        "sizeEstimate": len(mail.raw),
    }
    if style == "raw":
        content["raw"] = encoded(mail.raw)
    elif style == "metadata":
        content["payload"] = {"mimeType": message.get_content_type(), "headers": _headers(message, names)}
    elif style == "full":
        content["payload"] = _part(message, "")
    return content


def encoded(content: bytes) -> str:
    """base64url, as Gmail carries bytes."""
    return urlsafe_b64encode(content).decode()


def _part(message: Message, part_id: str) -> Json:
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
            _part(child, f"{part_id}.{index}".lstrip(".")) for index, child in enumerate(children)
        ]
        return part
    content = message.get_payload(decode=True)
    if isinstance(content, bytes):
        part["body"] = {"size": len(content), "data": encoded(content)}
    return part


def _headers(message: Message, names: list[str]) -> list[Json]:
    wanted = {name.lower() for name in names}
    return [
        {"name": name, "value": unfolded(value)}
        for name, value in message.items()
        if not wanted or name.lower() in wanted
    ]
