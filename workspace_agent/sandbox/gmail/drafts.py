"""Gmail v1: drafts.

Source: https://developers.google.com/workspace/gmail/api/guides/drafts.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.gmail.access import (
    check_sending,
    listed,
    mailbox,
    not_found,
    raw_of,
    search,
    sender,
    thread_for,
)
from workspace_agent.sandbox.gmail.resource import brief, render, sent
from workspace_agent.sandbox.gmail.stamp import undated
from workspace_agent.sandbox.gmail.state import Mail


def _create(call: Call) -> Json:
    held, message = mailbox(call), call.body.get("message") or {}
    raw = raw_of(call, message)
    mail = _put(call, raw, thread_for(call, message, raw))
    draft_id = "r-" + call.state.ids.digits(18)
    held.drafts[draft_id] = mail.id
    return {"id": draft_id, "message": sent(mail)}


def _put(call: Call, raw: bytes, thread_id: str) -> Mail:
    stamped = call.state.gmail.stamp(raw, sender(call), call.now)
    return call.state.gmail.put(call.user, stamped, ["DRAFT"], call.now, thread_id)


def _draft(call: Call, draft_id: str) -> Mail:
    held = mailbox(call)
    if draft_id not in held.drafts:
        raise not_found()
    return held.messages[held.drafts[draft_id]]


def _get(call: Call) -> Json:
    mail = _draft(call, call.params["id"])
    return {"id": call.params["id"], "message": render(mail, call.params.get("format", "full"), [])}


def _list(call: Call) -> Json:
    held, matches = mailbox(call), search(call)
    drafts = [
        {"id": draft_id, "message": brief(held.messages[message_id])}
        for draft_id, message_id in reversed(held.drafts.items())
        if matches(held.messages[message_id])
    ]
    return listed(call, "drafts", drafts)


def _update(call: Call) -> Json:
    """Replace the content; the draft keeps its id, its message gets a new one."""
    old = _draft(call, call.params["id"])
    raw = raw_of(call, call.body.get("message") or {})
    call.state.gmail.drop(call.user, old)
    mail = _put(call, raw, old.thread_id)
    mailbox(call).drafts[call.params["id"]] = mail.id
    return {"id": call.params["id"], "message": sent(mail)}


def _send(call: Call) -> Json:
    """Send a draft; draft and draft message are gone then, the sent message is a new one."""
    draft_id = str(call.body.get("id") or "")
    draft = _draft(call, draft_id)
    replaced = call.media or (call.body.get("message") or {}).get("raw")
    raw = raw_of(call, call.body.get("message") or {}) if replaced else draft.raw
    check_sending(call, raw)
    gmail, by = call.state.gmail, sender(call)
    stamped = gmail.stamp(raw, by, call.now) if replaced else undated(raw)
    _forget(call, draft_id)
    return sent(gmail.send(stamped, by, call.now, draft.thread_id))


def _forget(call: Call, draft_id: str) -> None:
    call.state.gmail.drop(call.user, _draft(call, draft_id))


def _delete(call: Call) -> Json:
    _draft(call, call.params["id"])
    _forget(call, call.params["id"])
    return {}


METHODS: dict[str, Handler] = {
    "gmail.users.drafts.create": _create,
    "gmail.users.drafts.get": _get,
    "gmail.users.drafts.list": _list,
    "gmail.users.drafts.update": _update,
    "gmail.users.drafts.send": _send,
    "gmail.users.drafts.delete": _delete,
}
