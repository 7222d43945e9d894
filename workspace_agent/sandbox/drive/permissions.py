"""Drive v3: who may open a file.

Source: https://developers.google.com/workspace/drive/api/guides/manage-sharing and drive.v3.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.moments import moment
from workspace_agent.sandbox.drive.resource import abilities, web_link
from workspace_agent.sandbox.drive.state import FOLDER, File, permission, permission_id
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import find, insufficient
from workspace_agent.sandbox.gmail.state import Note
from workspace_agent.sandbox.paging import page

_MAILED = ("user", "group")
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
    kind, role = _demanded(call, "type", _KINDS), _demanded(call, "role", _ROLES)
    _check_role(call, file, role)
    _check_mail(call, kind, role)
    if role == "owner" and kind != "user":
        raise invalid("Only a user can own a file.", "permission.type")
    ends = _expiration(call, kind)
    created = permission(kind, role, _grantee(call, kind))
    if file.permissions.get(created["id"], {}).get("role") == "owner":
        return call.state.drive.effective(file)[created["id"]]
    if role == "owner":
        _give_away(file)
        file.owner = created["emailAddress"]
    if call.body.get("allowFileDiscovery") and kind in {"anyone", "domain"}:
        created["allowFileDiscovery"] = True
    file.permissions[created["id"]] = created
    if kind == "user":
        file.shared.setdefault(created["id"], (call.now, call.user))
    _end(call, file, created, ends)
    _note(call, file)
    if kind in _MAILED and call.params.get("sendNotificationEmail", True):
        _notify(call, file, created["emailAddress"])
    return call.state.drive.effective(file)[created["id"]]


def _demanded(call: Call, name: str, allowed: tuple[str, ...]) -> str:
    value = call.body.get(name)
    if value not in allowed:
        text = f"The permission {name} field is required."
        raise invalid(text, f"permission.{name}", reason="required")
    return str(value)


def _check_mail(call: Call, kind: str, role: str) -> None:
    """Only persons and groups get a mail, and a new owner always does.

    No mail to nobody in particular is no fault: recorded in mvsjes2/p5-google-restapi.
    """
    wanted = call.params.get("sendNotificationEmail")
    if (wanted and kind not in _MAILED) or (role == "owner" and wanted is False):
        text = (
            "The sendNotificationEmail parameter is only applicable for permissions of type 'user' or "
            "'group', and must not be disabled for ownership transfers."
        )
        raise ApiError(403, text, reason="forbidden", location="sendNotificationEmail")


def _check_role(call: Call, file: File, role: str) -> None:
    """Some roles exist in shared drives only, others only outside; ownership is given away on purpose.

    Source: https://developers.google.com/workspace/drive/api/guides/ref-roles.
    """
    if role in {"organizer", "fileOrganizer"} and not file.drive_id:
        message = f"The {role} role is only supported for shared drives."
        raise ApiError(403, message, reason=f"{role}OnNonTeamDriveNotSupported")
    if role == "organizer" and not file.is_root:
        raise ApiError(403, "Only members of a shared drive can be managers.", reason="forbidden")
    if role != "owner":
        return
    if not call.params.get("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise ApiError(403, message, reason="forbidden", location="transferOwnership")
    if file.owner != call.user:
        raise insufficient()


def _give_away(file: File) -> None:
    file.permissions[permission_id(file.owner)] = permission("user", "writer", file.owner)


def _check_pending(call: Call, file: File, changed: Json) -> None:
    """A file is offered by its owner, to somebody who writes to it.

    Source: https://developers.google.com/workspace/drive/api/guides/transfer-file.
    """
    is_writer = changed["type"] == "user" and changed["role"] == "writer"
    if changed.get("pendingOwner") and not (is_writer and file.owner == call.user):
        raise ApiError(403, "A pending owner must be a writer.", reason="pendingOwnerWriterRequired")


def _expiration(call: Call, kind: str) -> datetime | None:
    """When the request lets a permission end, at most a year from now.

    Source: the description of Permission.expirationTime in drive.v3.
    """
    given = call.body.get("expirationTime")
    if not given:
        return None
    ends = moment(given, "permission.expirationTime")
    if kind not in {"user", "group"} or not call.now < ends <= call.now + timedelta(days=366):
        raise invalid("The expiration time of the permission is invalid.", "permission.expirationTime")
    return ends


def _end(call: Call, file: File, entry: Json, ends: datetime | None) -> None:
    if ends:
        entry["expirationTime"] = stamp(ends)
        call.state.drive.end(file, entry["id"], ends)


def _note(call: Call, file: File) -> None:
    call.state.drive.touch(file, call.now)
    call.state.drive.touch_inside(file, call.now)


def _shareable(call: Call) -> File:
    file = find(call, call.params["fileId"], "writer")
    if not abilities(call, file)["canShare"]:
        raise insufficient()
    return file


def _grantee(call: Call, kind: str) -> str:
    email = call.body.get("emailAddress") or ""
    if bool(email) != (kind in _MAILED) or (email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email)):
        raise _not_applicable("emailAddress")
    if kind == "domain" and not call.body.get("domain"):
        raise _not_applicable("domain")
    return str(email or call.body.get("domain") or "")


def _not_applicable(name: str) -> ApiError:
    text = f"The specified {name} is invalid or not applicable for the given permission type."
    return invalid(text, f"permission.{name}")


def _notify(call: Call, file: File, recipient: str) -> None:
    noun = "Folder" if file.mime_type == FOLDER else "Item"
    lines = [
        f"{call.user} has invited you to open the following {noun.lower()}: {file.name}",
        call.params.get("emailMessage", ""),
        web_link(file),
    ]
    note = Note(_NOTIFIER, recipient, f'{noun} shared with you: "{file.name}"', "\n".join(lines))
    call.state.gmail.notify(note, call.now)


def _update(call: Call) -> Json:
    file = _shareable(call)
    direct = _direct(call, file)
    role = call.body.get("role", direct["role"])
    if role not in _ROLES or direct["role"] == "owner":
        raise invalid("The role of this permission cannot be set so.", "permission.role")
    accepts = role == "owner" and bool(direct.get("pendingOwner")) and direct["emailAddress"] == call.user
    if not (accepts and call.params.get("transferOwnership")):
        _check_role(call, file, role)
    wanted = call.body.get("pendingOwner", direct.get("pendingOwner")) and role != "owner"
    changed = {**direct, "role": role, "pendingOwner": bool(wanted)}
    _check_pending(call, file, changed)
    ends = _expiration(call, direct["type"])
    if role == "owner":
        _give_away(file)
        file.owner = direct["emailAddress"]
    direct |= changed
    if not wanted:
        del direct["pendingOwner"]
    _end(call, file, direct, ends)
    if call.params.get("removeExpiration"):
        direct.pop("expirationTime", None)
    _note(call, file)
    return call.state.drive.effective(file)[direct["id"]]


def _delete(call: Call) -> Json:
    file = _own_or_shareable(call)
    direct = _direct(call, file)
    if direct["role"] == "owner":
        raise insufficient()
    _note(call, file)
    del file.permissions[direct["id"]]
    file.shared.pop(direct["id"], None)
    return {}


def _own_or_shareable(call: Call) -> File:
    """Everybody may give up the own permission."""
    if call.params["permissionId"] == permission_id(call.user):
        return find(call, call.params["fileId"])
    return _shareable(call)


def _direct(call: Call, file: File) -> Json:
    """The permission on the file itself; an inherited one can be changed only where it was given."""
    entry = _entry(call, file)
    if entry["id"] in file.permissions:
        return file.permissions[entry["id"]]
    if file.drive_id:
        message = "Cannot update or delete an inherited permission on a shared drive item."
        raise ApiError(403, message, reason="cannotModifyInheritedTeamDrivePermission")
    message = "Cannot update or delete an inherited permission."
    raise ApiError(403, message, reason="cannotModifyInheritedPermission")


METHODS: dict[str, Handler] = {
    "drive.permissions.list": _list,
    "drive.permissions.get": _get,
    "drive.permissions.create": _create,
    "drive.permissions.update": _update,
    "drive.permissions.delete": _delete,
}
