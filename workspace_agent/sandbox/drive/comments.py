"""Drive v3: comments on files, and replies to them.

Source: https://developers.google.com/workspace/drive/api/guides/manage-comments; comments.* in drive.v3.
"""

from __future__ import annotations

from html import escape

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.moments import moment
from workspace_agent.sandbox.drive.resource import person
from workspace_agent.sandbox.drive.state import File
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import find
from workspace_agent.sandbox.paging import page

_ACTIONS = ("resolve", "reopen")


def _check_fields(call: Call) -> None:
    if not call.fields:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")


def _create(call: Call) -> Json:
    _check_fields(call)
    file = find(call, call.params["fileId"], "commenter")
    content = call.body.get("content") or ""
    comment: Json = {
        "kind": "drive#comment",
        "id": "AAAA" + call.state.ids.token(7),
        "author": _author(call),
        "content": content,
        "htmlContent": escape(content),
        "createdTime": stamp(call.now),
        "modifiedTime": stamp(call.now),
        "deleted": False,
        "replies": [],
    }
    comment |= {name: call.body[name] for name in ("anchor", "quotedFileContent") if call.body.get(name)}
    file.comments.append(comment)
    call.state.drive.touch(file, call.now)
    return comment


def _author(call: Call) -> Json:
    """Who wrote it, without an address."""
    return {name: person(call, call.user)[name] for name in ("kind", "displayName", "me")}


def _list(call: Call) -> Json:
    _check_fields(call)
    file = find(call, call.params["fileId"])
    since = call.params.get("startModifiedTime")
    # Kept stamps all have one form, so that they compare as texts.
    earliest = stamp(moment(since, "startModifiedTime")) if since else ""
    shown = [
        one for one in reversed(file.comments) if _is_shown(call, one) and one["modifiedTime"] >= earliest
    ]
    comments, following = page(call, shown, min(call.params.get("pageSize", 20), 100))
    return {"kind": "drive#commentList", "comments": comments, **following}


def _found(call: Call) -> tuple[File, Json]:
    file, wanted = find(call, call.params["fileId"]), call.params["commentId"]
    for comment in file.comments:
        if comment["id"] == wanted and _is_shown(call, comment):
            return file, comment
    raise ApiError(404, f"Comment not found: {wanted}.", reason="notFound", location="commentId")


def _get(call: Call) -> Json:
    _check_fields(call)
    return _found(call)[1]


def _update(call: Call) -> Json:
    _check_fields(call)
    file, comment = _found(call)
    content = call.body.get("content") or ""
    comment |= {"content": content, "htmlContent": escape(content), "modifiedTime": stamp(call.now)}
    call.state.drive.touch(file, call.now)
    return comment


def _delete(call: Call) -> Json:
    file, comment = _found(call)
    comment["deleted"] = True
    for name in ("content", "htmlContent"):
        comment.pop(name, None)
    call.state.drive.touch(file, call.now)
    return {}


def _reply(call: Call) -> Json:
    _check_fields(call)
    file = find(call, call.params["fileId"], "commenter")
    comment, content, action = _found(call)[1], call.body.get("content") or "", call.body.get("action")
    if action not in {None, *_ACTIONS} or not (content or action):
        raise invalid("A reply has content, or an action of resolve or reopen.", "reply")
    reply: Json = {
        "kind": "drive#reply",
        "id": "AAAA" + call.state.ids.token(7),
        "author": _author(call),
        **_text(content),
        "createdTime": stamp(call.now),
        "modifiedTime": stamp(call.now),
        "deleted": False,
    }
    if action:
        reply["action"], comment["resolved"] = action, action == "resolve"
    comment["replies"].append(reply)
    comment["modifiedTime"] = stamp(call.now)
    call.state.drive.touch(file, call.now)
    return reply


def _text(content: str) -> Json:
    return {"content": content, "htmlContent": escape(content)} if content else {}


def _replies(call: Call) -> Json:
    _check_fields(call)
    shown = [one for one in _found(call)[1]["replies"] if _is_shown(call, one)]
    replies, following = page(call, shown, min(call.params.get("pageSize", 20), 100))
    return {"kind": "drive#replyList", "replies": replies, **following}


def _is_shown(call: Call, one: Json) -> bool:
    return bool(call.params.get("includeDeleted") or not one["deleted"])


def _found_reply(call: Call) -> tuple[File, Json]:
    file, comment = _found(call)
    wanted = call.params["replyId"]
    for reply in comment["replies"]:
        if reply["id"] == wanted and _is_shown(call, reply):
            return file, reply
    raise ApiError(404, f"Reply not found: {wanted}.", reason="notFound", location="replyId")


def _get_reply(call: Call) -> Json:
    _check_fields(call)
    return _found_reply(call)[1]


def _update_reply(call: Call) -> Json:
    _check_fields(call)
    file, reply = _found_reply(call)
    reply |= _text(call.body.get("content") or "") | {"modifiedTime": stamp(call.now)}
    call.state.drive.touch(file, call.now)
    return reply


def _delete_reply(call: Call) -> Json:
    file, reply = _found_reply(call)
    reply["deleted"] = True
    for name in ("content", "htmlContent"):
        reply.pop(name, None)
    call.state.drive.touch(file, call.now)
    return {}


METHODS: dict[str, Handler] = {
    "drive.comments.create": _create,
    "drive.comments.get": _get,
    "drive.comments.list": _list,
    "drive.comments.update": _update,
    "drive.comments.delete": _delete,
    "drive.replies.create": _reply,
    "drive.replies.get": _get_reply,
    "drive.replies.list": _replies,
    "drive.replies.update": _update_reply,
    "drive.replies.delete": _delete_reply,
}
