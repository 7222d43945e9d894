"""Gmail v1: drafts, messages and the profile.

Source: https://developers.google.com/workspace/gmail/api/guides/drafts and .../sending.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from email import message_from_bytes

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.resource import brief, render, sent
from workspace_agent.sandbox.gmail.search import matches
from workspace_agent.sandbox.gmail.state import Mail, Mailbox, recipients
from workspace_agent.sandbox.paging import page

_METADATA = frozenset({"https://www.googleapis.com/auth/gmail.metadata"})


def _mailbox(call: Call) -> Mailbox:
    user = call.params["userId"]
    if user not in {"me", call.user}:
        raise ApiError(403, f"Delegation denied for {call.user}", reason="forbidden")
    return call.state.gmail.mailbox(call.user)


def _profile(call: Call) -> Json:
    mailbox = _mailbox(call)
    return {
        "emailAddress": call.user,
        "messagesTotal": len(mailbox.messages),
        "threadsTotal": len({mail.thread_id for mail in mailbox.messages.values()}),
        "historyId": str(max((mail.history for mail in mailbox.messages.values()), default=1000)),
    }


def _raw(call: Call, message: Json) -> bytes:
    """The RFC 2822 text of a request."""
    if call.media:
        return call.media.content
    raw = message.get("raw", "")
    if not re.fullmatch(r"[\w+/-]+=*\s*", raw):
        raise invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required")
    return urlsafe_b64decode(raw.replace("+", "-").replace("/", "_") + "=" * (-len(raw) % 4))


def _check_recipients(raw: bytes) -> None:
    message = message_from_bytes(raw)
    found = recipients(message)
    if not found:
        raise invalid("Recipient address required", reason="invalidArgument")
    if not all(re.fullmatch(r"[^@\s]+@[^@\s]+", address) for address in found):
        raise invalid("Invalid To header", reason="invalidArgument")


def _thread(call: Call, message: Json) -> str:
    known = {mail.thread_id for mail in _mailbox(call).messages.values()}
    wanted = str(message.get("threadId") or "")
    if wanted and wanted not in known:
        raise _not_found()
    return wanted


def _not_found() -> ApiError:
    return ApiError(404, "Requested entity was not found.", reason="notFound")


def _create_draft(call: Call) -> Json:
    mailbox, message = _mailbox(call), call.body.get("message") or {}
    raw = _raw(call, message)
    mail = call.state.gmail.put(call.user, raw, ["DRAFT"], call.now, _thread(call, message))
    draft_id = "r" + call.state.ids.digits(19)
    mailbox.drafts[draft_id] = mail.id
    return {"id": draft_id, "message": sent(mail)}


def _draft(call: Call, draft_id: str) -> Mail:
    mailbox = _mailbox(call)
    if draft_id not in mailbox.drafts:
        raise _not_found()
    return mailbox.messages[mailbox.drafts[draft_id]]


def _get_draft(call: Call) -> Json:
    mail = _draft(call, call.params["id"])
    return {"id": call.params["id"], "message": render(mail, call.params.get("format", "full"), [])}


def _list_drafts(call: Call) -> Json:
    mailbox = _mailbox(call)
    query = call.params.get("q", "")
    drafts = [
        {"id": draft_id, "message": brief(mailbox.messages[message_id])}
        for draft_id, message_id in reversed(mailbox.drafts.items())
        if matches(mailbox.messages[message_id], query)
    ]
    return _listed(call, "drafts", drafts)


def _listed(call: Call, name: str, found: list[Json]) -> Json:
    """A page; the list itself is left out when it is empty."""
    items, following = page(call, found, min(call.params.get("maxResults", 100), 500))
    reply: Json = {"resultSizeEstimate": len(found)}
    return reply | ({name: items} if items else {}) | following


def _update_draft(call: Call) -> Json:
    old = _draft(call, call.params["id"])
    raw = _raw(call, call.body.get("message") or {})
    mailbox = _mailbox(call)
    del mailbox.messages[old.id]
    mail = call.state.gmail.put(call.user, raw, ["DRAFT"], call.now, old.thread_id)
    mailbox.drafts[call.params["id"]] = mail.id
    return {"id": call.params["id"], "message": sent(mail)}


def _send_draft(call: Call) -> Json:
    """Send a draft; draft and draft message are gone then, the sent message is a new one."""
    draft_id = str(call.body.get("id") or "")
    draft = _draft(call, draft_id)
    raw = (
        _raw(call, call.body["message"])
        if call.media or call.body.get("message", {}).get("raw")
        else draft.raw
    )
    _check_recipients(raw)
    _forget_draft(call, draft_id)
    return sent(call.state.gmail.send(call.user, raw, call.now, draft.thread_id))


def _forget_draft(call: Call, draft_id: str) -> None:
    mailbox = _mailbox(call)
    del mailbox.messages[mailbox.drafts.pop(draft_id)]


def _delete_draft(call: Call) -> Json:
    _draft(call, call.params["id"])
    _forget_draft(call, call.params["id"])
    return {}


def _send(call: Call) -> Json:
    raw = _raw(call, call.body)
    _check_recipients(raw)
    return sent(call.state.gmail.send(call.user, raw, call.now, _thread(call, call.body)))


def _list_messages(call: Call) -> Json:
    query = call.params.get("q", "")
    if query and call.usable <= _METADATA:
        raise ApiError(403, "Metadata scope does not support 'q' parameter", reason="forbidden")
    labels = set(call.params.get("labelIds", []))
    found = [
        brief(mail)
        for mail in reversed(_mailbox(call).messages.values())
        if labels <= set(mail.labels) and matches(mail, query)
    ]
    return _listed(call, "messages", found)


def _get_message(call: Call) -> Json:
    mail = _mailbox(call).messages.get(call.params["id"])
    if mail is None:
        raise _not_found()
    style = call.params.get("format", "full")
    if call.usable <= _METADATA and style in {"full", "raw"}:
        raise ApiError(403, f"Metadata scope doesn't allow format {style.upper()}", reason="forbidden")
    return render(mail, style, call.params.get("metadataHeaders", []))


METHODS: dict[str, Handler] = {
    "gmail.users.getProfile": _profile,
    "gmail.users.drafts.create": _create_draft,
    "gmail.users.drafts.get": _get_draft,
    "gmail.users.drafts.list": _list_drafts,
    "gmail.users.drafts.update": _update_draft,
    "gmail.users.drafts.send": _send_draft,
    "gmail.users.drafts.delete": _delete_draft,
    "gmail.users.messages.send": _send,
    "gmail.users.messages.list": _list_messages,
    "gmail.users.messages.get": _get_message,
}
