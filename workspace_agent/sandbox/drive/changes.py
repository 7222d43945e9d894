"""Drive v3: the changes feed.

Source: https://developers.google.com/workspace/drive/api/guides/manage-changes; changes.list in drive.v3.
"""

from __future__ import annotations

from datetime import datetime

from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.listing import is_listed, reaches_all
from workspace_agent.sandbox.drive.resource import render
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import find


def _start_page_token(call: Call) -> Json:
    _check_drive(call)
    return {"kind": "drive#startPageToken", "startPageToken": str(len(call.state.drive.changes) + 1)}


def _list(call: Call) -> Json:
    """Changes since a token, each file once, at its last change; the caller's own are among them."""
    _check_drive(call)
    call.state.drive.expire(call.now)
    log = call.state.drive.changes
    start = _start(call, len(log))
    stop = min(len(log), start + call.params.get("pageSize", 100))
    latest: dict[str, datetime] = {}
    for file_id, moment in log[start:stop]:
        latest.pop(file_id, None)
        latest[file_id] = moment
    changes = [
        _change(call, file_id, moment) for file_id, moment in latest.items() if _is_told(call, file_id)
    ]
    wanted = [one for one in changes if call.params.get("includeRemoved", True) or not one["removed"]]
    following = {"nextPageToken": str(stop + 1)} if stop < len(log) else {"newStartPageToken": str(stop + 1)}
    return {"kind": "drive#changeList", "changes": wanted, **following}


def _check_drive(call: Call) -> None:
    """The log of a shared drive is its members'."""
    if drive_id := call.params.get("driveId"):
        find(call, drive_id)


def _start(call: Call, length: int) -> int:
    token = call.params["pageToken"]
    if not token.isdigit() or not 1 <= int(token) <= length + 1:
        raise invalid("Invalid Value", "pageToken")
    return int(token) - 1


def _is_told(call: Call, file_id: str) -> bool:
    """Whether the log that is asked for tells of a file.

    Of a shared drive's items the drive's own log tells, and that of whoever may open only some of them; the
    log of its members does not, but for the drive itself. Nobody hears of what they could never see.
    Source: https://developers.google.com/workspace/drive/api/guides/about-changes
    """
    drive = call.state.drive
    lies_in = drive.drive_of.get(file_id, "")
    if asked := call.params.get("driveId"):
        return lies_in == str(asked)
    is_item = bool(lies_in) and file_id != lies_in
    if is_item and (not reaches_all(call) or _is_member(call, lies_in)):
        return False
    return call.user.lower() in drive.seen_by.get(file_id, ())


def _is_member(call: Call, drive_id: str) -> bool:
    root = call.state.drive.files.get(drive_id)
    return root is not None and bool(call.state.drive.role(root, call.user))


def _change(call: Call, file_id: str, moment: datetime) -> Json:
    drive = call.state.drive
    if drive.drive_of.get(file_id) == file_id:
        return _change_of_drive(call, file_id, moment)
    file = drive.files.get(file_id)
    seen = file is not None and is_listed(call, file)
    change: Json = {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "fileId": file_id,
        "removed": not seen,
        "time": stamp(moment),
    }
    return change | ({"file": render(call, file)} if seen and file else {})


def _change_of_drive(call: Call, drive_id: str, moment: datetime) -> Json:
    return {
        "kind": "drive#change",
        "type": "drive",
        "changeType": "drive",
        "driveId": drive_id,
        "removed": not _is_member(call, drive_id),
        "time": stamp(moment),
    }


METHODS: dict[str, Handler] = {
    "drive.changes.getStartPageToken": _start_page_token,
    "drive.changes.list": _list,
}
