"""Drive v3: comments on files, without replies.

Source: https://developers.google.com/workspace/drive/api/guides/manage-comments; comments.* in drive.v3.
"""

from __future__ import annotations

from html import escape

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.moments import moment
from workspace_agent.sandbox.drive.resource import person
from workspace_agent.sandbox.drive.state import File
from workspace_agent.sandbox.files import find
from workspace_agent.sandbox.paging import page


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
        one
        for one in reversed(file.comments)
        if (call.params.get("includeDeleted") or not one["deleted"]) and one["modifiedTime"] >= earliest
    ]
    comments, following = page(call, shown, min(call.params.get("pageSize", 20), 100))
    return {"kind": "drive#commentList", "comments": comments, **following}


def _found(call: Call) -> tuple[File, Json]:
    file, wanted = find(call, call.params["fileId"]), call.params["commentId"]
    for comment in file.comments:
        if comment["id"] == wanted and (call.params.get("includeDeleted") or not comment["deleted"]):
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


METHODS: dict[str, Handler] = {
    "drive.comments.create": _create,
    "drive.comments.get": _get,
    "drive.comments.list": _list,
    "drive.comments.update": _update,
    "drive.comments.delete": _delete,
}
