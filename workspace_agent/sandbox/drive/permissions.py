"""Drive v3: who may open a file.

Source: https://developers.google.com/workspace/drive/api/guides/manage-sharing and drive.v3.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.drive.resource import render
from workspace_agent.sandbox.drive.state import FOLDER, File, permission
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import find, insufficient
from workspace_agent.sandbox.gmail.state import Note
from workspace_agent.sandbox.paging import page

_KINDS = ("user", "group", "domain", "anyone")
_ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
_NOTIFIER = "drive-shares-dm-noreply@google.com"


def _list(call: Call) -> Json:
    file = find(call, call.params["fileId"], "writer")
    entries = list(call.state.drive.effective(file).values())
    permissions, following = page(call, entries, min(call.params.get("pageSize", 100), 100))
    reply: Json = {"kind": "drive#permissionList", "permissions": permissions}
    return reply | following


def _get(call: Call) -> Json:
    return _entry(call, find(call, call.params["fileId"]))


def _entry(call: Call, file: File) -> Json:
    wanted = call.params["permissionId"]
    entry = call.state.drive.effective(file).get(wanted)
    if entry is None:
        raise ApiError(404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId")
    return entry


def _create(call: Call) -> Json:
    """Grant a role; a grantee who has one gets the new one, not a second permission."""
    file = _shareable(call)
    kind, role = call.body.get("type"), call.body.get("role")
    if kind not in _KINDS or role not in _ROLES:
        raise invalid(
            "The permission type and role fields are required.", "permission.type", reason="required"
        )
    if role == "owner":
        raise ApiError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            reason="forbidden",
        )
    created = permission(kind, role, _grantee(call, kind))
    if call.body.get("expirationTime"):
        created["expirationTime"] = call.body["expirationTime"]
    if file.permissions.get(created["id"], {}).get("role") == "owner":
        return call.state.drive.effective(file)[created["id"]]
    file.permissions[created["id"]] = created
    call.state.drive.touch(file, call.now)
    if kind in {"user", "group"} and call.params.get("sendNotificationEmail", True):
        _notify(call, file, created["emailAddress"])
    return call.state.drive.effective(file)[created["id"]]


def _shareable(call: Call) -> File:
    file = find(call, call.params["fileId"], "writer")
    if not render(call, file)["capabilities"]["canShare"]:
        raise insufficient()
    return file


def _grantee(call: Call, kind: str) -> str:
    name = {"anyone": "", "domain": "domain"}.get(kind, "emailAddress")
    grantee = call.body.get(name, "") if name else ""
    if name and not grantee:
        raise invalid(f"The {name} field is required for the permission type '{kind}'.", f"permission.{name}")
    return str(grantee)


def _notify(call: Call, file: File, recipient: str) -> None:
    noun = "Folder" if file.mime_type == FOLDER else "Item"
    lines = [
        f"{call.user} has invited you to open the following {noun.lower()}: {file.name}",
        call.params.get("emailMessage", ""),
        render(call, file)["webViewLink"],
    ]
    note = Note(_NOTIFIER, recipient, f'{noun} shared with you: "{file.name}"', "\n".join(lines))
    call.state.gmail.notify(note, call.now)


def _update(call: Call) -> Json:
    file = _shareable(call)
    direct = _direct(call, file)
    if call.body.get("role") not in _ROLES[:-1] or direct["role"] == "owner":
        raise invalid("The role of this permission cannot be set so.", "permission.role")
    direct["role"] = call.body["role"]
    if call.params.get("removeExpiration"):
        direct.pop("expirationTime", None)
    call.state.drive.touch(file, call.now)
    return call.state.drive.effective(file)[direct["id"]]


def _delete(call: Call) -> Json:
    file = _shareable(call)
    direct = _direct(call, file)
    if direct["role"] == "owner":
        raise insufficient()
    del file.permissions[direct["id"]]
    call.state.drive.touch(file, call.now)
    return {}


def _direct(call: Call, file: File) -> Json:
    """The permission on the file itself; an inherited one can be changed only where it was given."""
    entry = _entry(call, file)
    if entry["id"] not in file.permissions:
        raise ApiError(
            403, "Cannot update or delete an inherited permission.", reason="cannotModifyInheritedPermission"
        )
    return file.permissions[entry["id"]]


METHODS: dict[str, Handler] = {
    "drive.permissions.list": _list,
    "drive.permissions.get": _get,
    "drive.permissions.create": _create,
    "drive.permissions.update": _update,
    "drive.permissions.delete": _delete,
}
