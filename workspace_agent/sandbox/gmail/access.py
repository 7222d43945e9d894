"""What the methods of Gmail share: whose mailbox, which message, which text, which thread."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.search import Context, Finder, finder
from workspace_agent.sandbox.gmail.stamp import Sender
from workspace_agent.sandbox.gmail.state import Mail, Mailbox, recipients, references, topic
from workspace_agent.sandbox.paging import page

_METADATA = frozenset({"https://www.googleapis.com/auth/gmail.metadata"})
_MOST_BYTES = 36_700_160  # mediaUpload.maxSize of messages.send in gmail.v1: 25 MB of attachments as base64
_MOST_RAW = 25 * 2**20  # of a message: https://support.google.com/mail/answer/6584
_MOST_RECIPIENTS = 500  # of one message: https://support.google.com/a/answer/166852


def mailbox(call: Call) -> Mailbox:
    """The caller's mailbox.

    Raises:
        ApiError: 403 for anybody else's.
    """
    user = call.params["userId"]
    if user.lower() not in {"me", call.user.lower()}:
        raise ApiError(403, f"Delegation denied for {call.user}", reason="forbidden")
    return call.state.gmail.mailbox(call.user)


def not_found() -> ApiError:
    """Gmail's answer for what is not there."""
    return ApiError(404, "Requested entity was not found.", reason="notFound")


def check_id(value: str, name: str = "id") -> None:
    """Refuse what cannot be an id: ids are hexadecimal and fit into 63 bits.

    Source: measured by the project brekkylab/backlot, issue 39.

    Raises:
        ApiError: 400.
    """
    if not re.fullmatch(r"[0-9a-fA-F]{1,16}", value) or int(value, 16) >= 2**63:
        raise invalid(f"Invalid {name} value", reason="invalidArgument")


def found(call: Call, message_id: str) -> Mail:
    """One message of the caller.

    Raises:
        ApiError: 400 for what is no id, 404 for one that is not there.
    """
    held = mailbox(call)
    check_id(message_id)
    if message_id not in held.messages:
        raise not_found()
    return held.messages[message_id]


def style_of(call: Call) -> str:
    """The format in which messages are asked for.

    Raises:
        ApiError: 403 for a token that sees metadata only.
    """
    style = str(call.params.get("format", "full"))
    if call.usable <= _METADATA and style in {"full", "raw"}:
        raise ApiError(403, f"Metadata scope doesn't allow format {style.upper()}", reason="forbidden")
    return style


def raw_of(call: Call, message: Json) -> bytes:
    """The RFC 2822 text of a request.

    Raises:
        ApiError: 400 where there is none, 413 where it is too long.
    """
    content = call.media.content if call.media else _decoded(message.get("raw") or "")
    if len(content) > (_MOST_BYTES if call.media else _MOST_RAW):
        raise ApiError(413, "Request Entity Too Large", reason="uploadTooLarge")
    return content


def _decoded(raw: str) -> bytes:
    """The words for what is no base64 are from FlowCrypt/flowcrypt-android#859."""
    packed = raw.strip().rstrip("=").replace("+", "-").replace("/", "_")
    if not packed:
        text = "'raw' RFC822 payload message string or uploading message via /upload/* URL required"
        raise invalid(text, reason="invalidArgument")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", packed) or len(packed) % 4 == 1:
        text = f"Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed for \"{raw[:80]}\""
        raise invalid(text, reason="invalidArgument")
    return urlsafe_b64decode(packed + "=" * (-len(packed) % 4))


def sender(call: Call) -> Sender:
    """Who sends, through which app."""
    return Sender(call.user, call.client_id.partition("-")[0])


def check_sending(call: Call, raw: bytes) -> None:
    """Refuse a mail without proper recipients, or any mail while the sender is blocked.

    Raises:
        ApiError: 400, or 429 or 403 with the time in the text and no Retry-After.
    """
    addresses = recipients(message_from_bytes(raw))
    if not addresses:
        raise invalid("Recipient address required", reason="invalidArgument")
    if len(addresses) > _MOST_RECIPIENTS:
        raise invalid("Too many recipients", reason="invalidArgument")
    if not all(re.fullmatch(r"[^@\s]+@[^@\s]+", address) for address in addresses):
        raise invalid("Invalid To header", reason="invalidArgument")
    block = call.state.gmail.blocks.get(call.user.lower())
    if block and call.now < block.until:
        later = replace(block, until=block.until + timedelta(seconds=block.push))
        call.state.gmail.blocks[call.user.lower()] = later
        message = f"User-rate limit exceeded.  Retry after {stamp(block.until)}"
        raise ApiError(block.status, message, reason="rateLimitExceeded")


def thread_for(call: Call, message: Json, raw: bytes) -> str:
    """The thread that a message joins, or an empty string: id, References and subject must all agree.

    Source: the description of Message.threadId in gmail.v1.

    Raises:
        ApiError: 400 for what is no id, 404 for a thread that is not there.
    """
    wanted = str(message.get("threadId") or "")
    if not wanted:
        return ""
    check_id(wanted, "thread_id")
    members = [mail for mail in mailbox(call).messages.values() if mail.thread_id == wanted]
    if not members:
        raise not_found()
    parsed = message_from_bytes(raw)
    held = [mail.parsed() for mail in members]
    answers = references(parsed) & {str(one["Message-ID"] or "").strip() for one in held}
    return wanted if answers and topic(parsed) in {topic(one) for one in held} else ""


def search(call: Call) -> Finder:
    """The query of a request.

    Raises:
        ApiError: 403 for a token that sees metadata only.
    """
    query = call.params.get("q", "")
    if query and call.usable <= _METADATA:
        raise ApiError(403, "Metadata scope does not support 'q' parameter", reason="forbidden")
    names = {held["name"]: label_id for label_id, held in mailbox(call).labels.items()}
    everywhere = bool(call.params.get("includeSpamTrash"))
    hits = finder(query, Context(call.now, names, everywhere))
    labels = set(call.params.get("labelIds", []))
    if labels & {"TRASH", "SPAM"}:
        hits = finder(query, Context(call.now, names, everywhere=True))
    return lambda mail: labels <= set(mail.labels) and hits(mail)


def listed(call: Call, name: str, items: list[Json]) -> Json:
    """A page; the list itself is left out when it is empty."""
    shown, following = page(call, items, page_size(call))
    reply: Json = {"resultSizeEstimate": len(items)}
    return reply | ({name: shown} if shown else {}) | following


def page_size(call: Call) -> int:
    """How many items a page may have.

    Raises:
        ApiError: 400 for none at all (brekkylab/backlot measured it).
    """
    wanted: int = call.params.get("maxResults", 100)
    if not 0 < wanted < 2**31:
        raise invalid("Invalid maxResults", reason="invalidArgument")
    return min(wanted, 500)
