"""Gmail v1: threads, and the history of a mailbox.

Source: users.threads and users.history in gmail.v1; https://developers.google.com/workspace/gmail/api/guides/sync.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.gmail import labels
from workspace_agent.sandbox.gmail.access import (
    check_id,
    listed,
    mailbox,
    not_found,
    page_size,
    search,
    style_of,
)
from workspace_agent.sandbox.gmail.resource import relabelled, render, snippet
from workspace_agent.sandbox.gmail.state import Event, Mail
from workspace_agent.sandbox.paging import page

_KINDS = {"messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted"}
_KINDS |= {"labelAdded": "labelsAdded", "labelRemoved": "labelsRemoved"}


def _members(call: Call) -> list[Mail]:
    wanted = call.params["id"]
    check_id(wanted)
    members = [mail for mail in mailbox(call).messages.values() if mail.thread_id == wanted]
    if not members:
        raise not_found()
    return members


def _brief(members: list[Mail]) -> Json:
    newest = max(members, key=lambda mail: mail.history)
    return {"id": newest.thread_id, "historyId": str(newest.history)}


def _list(call: Call) -> Json:
    matches, threads = search(call), dict[str, list[Mail]]()
    for mail in reversed(mailbox(call).messages.values()):
        if matches(mail):
            threads.setdefault(mail.thread_id, []).append(mail)
    items = [_brief(members) | {"snippet": snippet(members[0])} for members in threads.values()]
    return listed(call, "threads", items)


def _get(call: Call) -> Json:
    members, style = _members(call), style_of(call)
    names = call.params.get("metadataHeaders", [])
    return _brief(members) | {"messages": [render(mail, style, names) for mail in members]}


def _modify(call: Call) -> Json:
    return _relabelled(call, changed=labels.relabel(call, _members(call)))


def _trash(call: Call) -> Json:
    return _relabelled(call, changed=labels.trash(call, _members(call)))


def _untrash(call: Call) -> Json:
    return _relabelled(call, changed=labels.untrash(call, _members(call)))


def _relabelled(call: Call, *, changed: bool) -> Json:
    members = _members(call)
    head = {"id": members[0].thread_id} if changed else _brief(members)
    return head | {"messages": [relabelled(one, changed=changed) for one in members]}


def _delete(call: Call) -> Json:
    for mail in _members(call):
        call.state.gmail.drop(call.user, mail)
    return {}


def _history(call: Call) -> Json:
    """What happened after a number; a number that is not known any more is 404."""
    start = call.params.get("startHistoryId", "")
    if not start.isdigit() or not 1000 <= int(start) <= call.state.gmail.now_at:
        raise not_found()
    wanted = {_KINDS[one] for one in call.params.get("historyTypes", _KINDS)}
    events = [one for one in mailbox(call).history if one.number > int(start) and one.kind in wanted]
    items, following = page(call, [_record(one) for one in events], page_size(call))
    reply: Json = {"historyId": str(call.state.gmail.now_at)}
    return reply | ({"history": items} if items else {}) | following


def _record(event: Event) -> Json:
    entry: Json = {"message": event.message}
    if event.labels:
        entry["labelIds"] = list(event.labels)
    named = {name: event.message[name] for name in ("id", "threadId")}
    return {"id": str(event.number), "messages": [named], event.kind: [entry]}


METHODS: dict[str, Handler] = {
    "gmail.users.threads.list": _list,
    "gmail.users.threads.get": _get,
    "gmail.users.threads.modify": _modify,
    "gmail.users.threads.trash": _trash,
    "gmail.users.threads.untrash": _untrash,
    "gmail.users.threads.delete": _delete,
    "gmail.users.history.list": _history,
}
