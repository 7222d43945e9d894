"""Drive v3: shared drives.

Source: https://developers.google.com/workspace/drive/api/guides/manage-shareddrives; drives.* in drive.v3.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.state import FOLDER, RANK, File, SharedDrive, permission, permission_id
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import insufficient
from workspace_agent.sandbox.paging import page

_AND = re.compile(r"\s+and\s+(?=(?:[^']|'(?:[^'\\]|\\.)*')*$)")
_CLAUSE = re.compile(r"\s*(\w+)\s*(contains|!=|=)\s*('(?:[^'\\]|\\.)*'|\w+)\s*")


def _resource(call: Call, drive: SharedDrive) -> Json:
    rank = RANK[_role(call, drive.id)]
    manages, writes = rank >= RANK["organizer"], rank >= RANK["writer"]
    return {
        "kind": "drive#drive",
        "id": drive.id,
        "name": drive.name,
        "createdTime": stamp(drive.created),
        "colorRgb": drive.color,
        "hidden": call.user in drive.hidden_by,
        "restrictions": {"adminManagedRestrictions": False, "domainUsersOnly": False} | drive.restrictions,
        "capabilities": {
            "canAddChildren": writes,
            "canDeleteDrive": manages,
            "canEdit": writes,
            "canListChildren": True,
            "canManageMembers": manages,
            "canRenameDrive": manages,
            "canShare": writes,
        },
    }


def _role(call: Call, drive_id: str) -> str:
    return call.state.drive.role(call.state.drive.files[drive_id], call.user)


def _create(call: Call) -> Json:
    drives, request = call.state.drive, (call.user, call.params["requestId"])
    if request in drives.requests:
        raise ApiError(409, "A shared drive already exists for this request ID.", reason="alreadyExists")
    if not call.body.get("name"):
        raise ApiError(400, "The name field is required.", reason="required", location="drive.name")
    drive = SharedDrive("0A" + call.state.ids.token(15) + "Uk9PVA", call.body["name"], call.now)
    root = File(drive.id, "Drive", FOLDER, "", call.client_id, call.now, call.now, call.user, is_root=True)
    root.drive_id = drive.id
    root.permissions = {permission_id(call.user): permission("user", "organizer", call.user)}
    drives.files[root.id], drives.drives[drive.id], drives.requests[request] = root, drive, drive.id
    return _resource(call, drive)


def _found(call: Call, role: str) -> SharedDrive:
    call.state.drive.expire(call.now)
    drive_id = call.params["driveId"]
    if drive_id not in call.state.drive.drives or not _role(call, drive_id):
        raise ApiError(404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId")
    if RANK[_role(call, drive_id)] < RANK[role]:
        raise insufficient()
    return call.state.drive.drives[drive_id]


def _get(call: Call) -> Json:
    return _resource(call, _found(call, "reader"))


def _list(call: Call) -> Json:
    matches = _matching(call, call.params.get("q") or "")
    mine = [one for one in call.state.drive.drives.values() if _role(call, one.id) and matches(one)]
    drives, following = page(call, mine, min(call.params.get("pageSize", 10), 100))
    reply: Json = {"kind": "drive#driveList", "drives": [_resource(call, one) for one in drives]}
    return reply | following


def _matching(call: Call, text: str) -> Callable[[SharedDrive], bool]:
    """What a `q` asks of a shared drive: clauses such as `name contains 'x'`, joined by `and`.

    Source: https://developers.google.com/workspace/drive/api/guides/ref-search-terms#drive_properties.
    """
    clauses = _AND.split(text) if text.strip() else []
    found = [_CLAUSE.fullmatch(clause) for clause in clauses]
    if not all(found):
        raise invalid("Invalid Value", "q")
    tests = [_test(call, *clause.groups()) for clause in found if clause]
    return lambda drive: all(test(drive) for test in tests)


def _test(call: Call, field: str, verb: str, value: str) -> Callable[[SharedDrive], bool]:
    wanted = re.sub(r"\\(.)", r"\1", value[1:-1]).casefold() if value[0] == "'" else value
    if field == "name" and value[0] == "'":
        if verb == "contains":
            return lambda drive: wanted in drive.name.casefold()
        return lambda drive: (drive.name.casefold() == wanted) == (verb == "=")
    if field == "hidden" and value in {"true", "false"} and verb != "contains":
        return lambda drive: (call.user in drive.hidden_by) == ((wanted == "true") == (verb == "="))
    raise invalid("Invalid Value", "q")


def _update(call: Call) -> Json:
    drive = _found(call, "organizer")
    drive.name = call.body.get("name") or drive.name
    drive.color = call.body.get("colorRgb") or drive.color
    drive.restrictions |= call.body.get("restrictions") or {}
    return _resource(call, drive)


def _delete(call: Call) -> Json:
    drive = _found(call, "organizer")
    if any(one.drive_id == drive.id and not one.is_root for one in call.state.drive.files.values()):
        raise ApiError(
            403, "A shared drive with items in it cannot be deleted.", reason="cannotDeleteResource"
        )
    del call.state.drive.drives[drive.id]
    call.state.drive.remove(call.state.drive.files[drive.id], call.now)
    return {}


def _hide(call: Call) -> Json:
    drive = _found(call, "reader")
    drive.hidden_by.add(call.user)
    return _resource(call, drive)


def _unhide(call: Call) -> Json:
    drive = _found(call, "reader")
    drive.hidden_by.discard(call.user)
    return _resource(call, drive)


METHODS: dict[str, Handler] = {
    "drive.drives.create": _create,
    "drive.drives.get": _get,
    "drive.drives.list": _list,
    "drive.drives.update": _update,
    "drive.drives.delete": _delete,
    "drive.drives.hide": _hide,
    "drive.drives.unhide": _unhide,
}
