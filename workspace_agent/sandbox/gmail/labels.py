"""Gmail v1: labels, and putting them on messages and threads.

Source: https://developers.google.com/workspace/gmail/api/guides/labels; users.labels in gmail.v1.
"""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.access import mailbox, not_found
from workspace_agent.sandbox.gmail.state import Mail

_CATEGORIES = tuple(f"CATEGORY_{name}" for name in ("FORUMS", "UPDATES", "PERSONAL", "PROMOTIONS", "SOCIAL"))
# In the order in which they are listed.
SYSTEM = ("CHAT", "SENT", "INBOX", "IMPORTANT", "TRASH", "DRAFT", "SPAM", *_CATEGORIES, "STARRED", "UNREAD")
# https://developers.google.com/workspace/gmail/api/guides/labels: these cannot be applied by hand.
_DEFAULTS: Json = {"name": "", "messageListVisibility": "show", "labelListVisibility": "labelShow"}
_HIDDEN: Json = {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
_SHOWN = frozenset({"INBOX", "SENT", "DRAFT", "STARRED", "UNREAD"})
_FIXED = frozenset({"SENT", "DRAFT", "CHAT"})


def _resource(call: Call, label_id: str) -> Json:
    if label_id in SYSTEM:
        content = {"id": label_id, "name": label_id, "type": "system"}
        return content if label_id in _SHOWN else content | _HIDDEN
    return {"id": label_id, "type": "user"} | mailbox(call).labels[label_id]


def list_labels(call: Call) -> Json:
    """Answer labels.list."""
    return {"labels": [_resource(call, one) for one in (*SYSTEM, *mailbox(call).labels)]}


def get_label(call: Call) -> Json:
    """Answer labels.get: the label with what is counted under it."""
    label_id = call.params["id"]
    if label_id not in (*SYSTEM, *mailbox(call).labels):
        raise not_found()
    mails = [one for one in mailbox(call).messages.values() if label_id in one.labels]
    unread = [one for one in mails if "UNREAD" in one.labels]
    return _resource(call, label_id) | {
        "messagesTotal": len(mails),
        "messagesUnread": len(unread),
        "threadsTotal": len({one.thread_id for one in mails}),
        "threadsUnread": len({one.thread_id for one in unread}),
    }


def create_label(call: Call) -> Json:
    """Answer labels.create, which does not say of which type the label is."""
    held = mailbox(call)
    settings = _settings(call, _DEFAULTS)
    held.made_labels += 1
    label_id = f"Label_{held.made_labels}"
    held.labels[label_id] = settings
    return {"id": label_id} | settings


def change_label(call: Call) -> Json:
    """Answer labels.patch."""
    own, label_id = mailbox(call).labels, _own(call)
    own[label_id] = _settings(call, own[label_id])
    return get_label(call)


def replace_label(call: Call) -> Json:
    """Answer labels.update: what is not sent is set back."""
    own, label_id = mailbox(call).labels, _own(call)
    own[label_id] = _settings(call, _DEFAULTS | {"name": own[label_id]["name"]})
    return get_label(call)


def _settings(call: Call, held: Json) -> Json:
    sent = {name: call.body[name] for name in (*_DEFAULTS, "color") if call.body.get(name)}
    settings = held | sent
    if settings["name"] != held["name"] or not settings["name"]:
        _check_free(call, settings["name"])
    return settings


def delete_label(call: Call) -> Json:
    """Answer labels.delete: the label comes off every message."""
    label_id = _own(call)
    for mail in mailbox(call).messages.values():
        call.state.gmail.relabel(call.user, mail, (), [label_id])
    del mailbox(call).labels[label_id]
    return {}


def _own(call: Call) -> str:
    label_id = str(call.params["id"])
    if label_id in SYSTEM:
        raise invalid("Invalid delete request", reason="invalidArgument")
    if label_id not in mailbox(call).labels:
        raise not_found()
    return label_id


def _check_free(call: Call, name: str) -> None:
    if not name or name.upper() in SYSTEM:
        raise invalid("Invalid label name", reason="invalidArgument")
    if any(held["name"] == name for held in mailbox(call).labels.values()):
        raise ApiError(409, "Label name exists or conflicts", reason="aborted", canonical="ABORTED")


def relabel(call: Call, mails: Iterable[Mail]) -> bool:
    """Put on and take off the labels that a request names; whether that changed anything.

    Raises:
        ApiError: 400 for a label that is not there or is Gmail's own business.
    """
    add, remove = call.body.get("addLabelIds") or [], call.body.get("removeLabelIds") or []
    known = {*SYSTEM, *mailbox(call).labels} - _FIXED
    for label_id in (*add, *remove):
        if label_id not in known:
            raise invalid(f"Invalid label: {label_id}", reason="invalidArgument")
    return _changed(call, mails, add, remove)


def _changed(call: Call, mails: Iterable[Mail], add: list[str], remove: list[str]) -> bool:
    changes = [call.state.gmail.relabel(call.user, mail, add, remove) for mail in mails]
    return any(changes)


def trash(call: Call, mails: Iterable[Mail]) -> bool:
    """Into the trash, out of the inbox."""
    return _changed(call, mails, ["TRASH"], ["INBOX"])


def untrash(call: Call, mails: Iterable[Mail]) -> bool:
    """Out of the trash."""
    return _changed(call, mails, [], ["TRASH"])
