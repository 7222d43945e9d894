"""Gmail v1: labels, and putting them on messages and threads.

Source: https://developers.google.com/workspace/gmail/api/guides/labels; users.labels in gmail.v1.
"""

from __future__ import annotations

from collections.abc import Iterable

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.gmail.access import mailbox, not_found
from workspace_agent.sandbox.gmail.state import Mail

_CATEGORIES = tuple(f"CATEGORY_{name}" for name in ("PERSONAL", "SOCIAL", "UPDATES", "FORUMS", "PROMOTIONS"))
SYSTEM = ("INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT", "CHAT", *_CATEGORIES)
# https://developers.google.com/workspace/gmail/api/guides/labels: these cannot be applied by hand.
_FIXED = frozenset({"SENT", "DRAFT", "CHAT"})


def _resource(call: Call, label_id: str) -> Json:
    own = mailbox(call).labels
    if label_id in SYSTEM:
        return {"id": label_id, "name": label_id, "type": "system"}
    visibility = {"messageListVisibility": "show", "labelListVisibility": "labelShow"}
    return {"id": label_id, "name": own[label_id], "type": "user"} | visibility


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
    """Answer labels.create."""
    own = mailbox(call).labels
    label_id = f"Label_{len(own) + 1}_{call.state.ids.digits(4)}"
    own[label_id] = _free_name(call)
    return _resource(call, label_id)


def change_label(call: Call) -> Json:
    """Answer labels.patch and labels.update."""
    label_id = _own(call)
    mailbox(call).labels[label_id] = _free_name(call)
    return _resource(call, label_id)


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


def _free_name(call: Call) -> str:
    name = str(call.body.get("name") or "")
    if not name or name.upper() in SYSTEM:
        raise invalid("Invalid label name", reason="invalidArgument")
    if name in mailbox(call).labels.values():
        raise ApiError(409, "Label name exists or conflicts", reason="aborted", canonical="ABORTED")
    return name


def relabel(call: Call, mails: Iterable[Mail]) -> None:
    """Put on and take off the labels that a request names.

    Raises:
        ApiError: 400 for a label that is not there or is Gmail's own business.
    """
    add, remove = call.body.get("addLabelIds") or [], call.body.get("removeLabelIds") or []
    known = {*SYSTEM, *mailbox(call).labels} - _FIXED
    for label_id in (*add, *remove):
        if label_id not in known:
            raise invalid(f"Invalid label: {label_id}", reason="invalidArgument")
    for mail in mails:
        call.state.gmail.relabel(call.user, mail, add, remove)


def trash(call: Call, mails: Iterable[Mail]) -> None:
    """Into the trash, out of the inbox."""
    for mail in mails:
        call.state.gmail.relabel(call.user, mail, ["TRASH"], ["INBOX"])


def untrash(call: Call, mails: Iterable[Mail]) -> None:
    """Out of the trash."""
    for mail in mails:
        call.state.gmail.relabel(call.user, mail, (), ["TRASH"])
