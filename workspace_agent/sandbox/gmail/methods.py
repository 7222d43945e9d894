"""Gmail v1: messages and the profile.

Source: https://developers.google.com/workspace/gmail/api/guides/sending; users.messages in gmail.v1.
"""

from __future__ import annotations

from email.message import Message

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.gmail import drafts, labels, settings, threads
from workspace_agent.sandbox.gmail.access import (
    check_sending,
    found,
    listed,
    mailbox,
    not_found,
    raw_of,
    search,
    sender,
    style_of,
    thread_for,
)
from workspace_agent.sandbox.gmail.resource import (
    attachment_id,
    brief,
    encoded,
    parts,
    relabelled,
    render,
    sent,
)
from workspace_agent.sandbox.gmail.state import Mail


def _profile(call: Call) -> Json:
    held = mailbox(call)
    return {
        "emailAddress": call.user,
        "messagesTotal": len(held.messages),
        "threadsTotal": len({mail.thread_id for mail in held.messages.values()}),
        "historyId": str(call.state.gmail.now_at),
    }


def _send(call: Call) -> Json:
    raw = raw_of(call, call.body)
    check_sending(call, raw)
    gmail, by, thread_id = call.state.gmail, sender(call), thread_for(call, call.body, raw)
    return sent(gmail.send(gmail.stamp(raw, by, call.now), by, call.now, thread_id))


def _insert(call: Call) -> Json:
    """Lay a message into the own mailbox as it is, as IMAP does; nobody gets it."""
    raw = raw_of(call, call.body)
    wanted = call.body.get("labelIds") or []
    return sent(call.state.gmail.put(call.user, raw, wanted, call.now, thread_for(call, call.body, raw)))


def _list(call: Call) -> Json:
    matches = search(call)
    hits = [brief(mail) for mail in reversed(mailbox(call).messages.values()) if matches(mail)]
    return listed(call, "messages", hits)


def _get(call: Call) -> Json:
    mail = found(call, call.params["id"])
    return render(mail, style_of(call), call.params.get("metadataHeaders", []))


def _attachment(call: Call) -> Json:
    mail = found(call, call.params["messageId"])
    part = _part(mail, call.params["id"])
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    return {"size": len(content), "data": encoded(content)}


def _part(mail: Mail, wanted: str) -> Message:
    for part_id, part in parts(mail.parsed()):
        if attachment_id(mail, part_id) == wanted:
            return part
    raise not_found()


def _modify(call: Call) -> Json:
    mail = found(call, call.params["id"])
    return relabelled(mail, changed=labels.relabel(call, [mail]))


def _trash(call: Call) -> Json:
    mail = found(call, call.params["id"])
    return relabelled(mail, changed=labels.trash(call, [mail]))


def _untrash(call: Call) -> Json:
    mail = found(call, call.params["id"])
    return relabelled(mail, changed=labels.untrash(call, [mail]))


def _delete(call: Call) -> Json:
    call.state.gmail.drop(call.user, found(call, call.params["id"]))
    return {}


def _named(call: Call) -> list[Mail]:
    """The messages of a batch; ids that are not there are passed over."""
    held = mailbox(call).messages
    return [held[one] for one in call.body.get("ids") or [] if one in held]


def _batch_delete(call: Call) -> Json:
    for mail in _named(call):
        call.state.gmail.drop(call.user, mail)
    return {}


def _batch_modify(call: Call) -> Json:
    labels.relabel(call, _named(call))
    return {}


METHODS: dict[str, Handler] = {
    "gmail.users.getProfile": _profile,
    "gmail.users.messages.send": _send,
    "gmail.users.messages.insert": _insert,
    "gmail.users.messages.list": _list,
    "gmail.users.messages.get": _get,
    "gmail.users.messages.attachments.get": _attachment,
    "gmail.users.messages.modify": _modify,
    "gmail.users.messages.trash": _trash,
    "gmail.users.messages.untrash": _untrash,
    "gmail.users.messages.delete": _delete,
    "gmail.users.messages.batchDelete": _batch_delete,
    "gmail.users.messages.batchModify": _batch_modify,
    "gmail.users.labels.list": labels.list_labels,
    "gmail.users.labels.get": labels.get_label,
    "gmail.users.labels.create": labels.create_label,
    "gmail.users.labels.patch": labels.change_label,
    "gmail.users.labels.update": labels.replace_label,
    "gmail.users.labels.delete": labels.delete_label,
    **drafts.METHODS,
    **settings.METHODS,
    **threads.METHODS,
}
