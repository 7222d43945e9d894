"""Drive v3: the changes feed.

Source: https://developers.google.com/workspace/drive/api/guides/manage-changes; changes.list in drive.v3.
"""

from __future__ import annotations

from datetime import datetime

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.listing import is_listed, reaches_all
from workspace_agent.sandbox.drive.resource import render
from workspace_agent.sandbox.drive.state import File
from workspace_agent.sandbox.errors import invalid


def _start_page_token(call: Call) -> Json:
    return {"kind": "drive#startPageToken", "startPageToken": str(len(call.state.drive.changes) + 1)}


def _list(call: Call) -> Json:
    """Changes since a token, each file once, at its last change; the caller's own are among them."""
    call.state.drive.expire(call.now)
    log = call.state.drive.changes
    start = _start(call, len(log))
    stop = min(len(log), start + call.params.get("pageSize", 100))
    latest: dict[str, datetime] = {}
    for file_id, moment in log[start:stop]:
        latest.pop(file_id, None)
        latest[file_id] = moment
    changes = [_change(call, file_id, moment) for file_id, moment in latest.items()]
    wanted = [one for one in changes if call.params.get("includeRemoved", True) or not one["removed"]]
    following = {"nextPageToken": str(stop + 1)} if stop < len(log) else {"newStartPageToken": str(stop + 1)}
    return {"kind": "drive#changeList", "changes": wanted, **following}


def _start(call: Call, length: int) -> int:
    token = call.params["pageToken"]
    if not token.isdigit() or not 1 <= int(token) <= length + 1:
        raise invalid("Invalid Value", "pageToken")
    return int(token) - 1


def _change(call: Call, file_id: str, moment: datetime) -> Json:
    file = call.state.drive.files.get(file_id)
    seen = file is not None and is_listed(call, file) and _in_place(call, file)
    change: Json = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "fileId": file_id,
        "removed": not seen,
        "time": stamp(moment),
    }
    return change | ({"file": render(call, file)} if seen and file else {})


def _in_place(call: Call, file: File) -> bool:
    if file.drive_id:
        return reaches_all(call) and call.params.get("driveId", file.drive_id) == file.drive_id
    return not call.params.get("driveId")


METHODS: dict[str, Handler] = {
    "drive.changes.getStartPageToken": _start_page_token,
    "drive.changes.list": _list,
}
