"""Who may open which file, in the words of Drive and in those of the newer services."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call
from workspace_agent.sandbox.drive.state import RANK, File
from workspace_agent.sandbox.errors import not_built

SCOPE = "https://www.googleapis.com/auth/"
# With nothing but these an app sees only what it made itself:
# https://developers.google.com/workspace/drive/api/guides/api-specific-auth
APP_ONLY = frozenset({f"{SCOPE}drive.file", f"{SCOPE}drive.appdata"})
_KNOWING = ("drive.files.", "drive.permissions.", "drive.v2.files.")
_WITHOUT_DRIVES = frozenset({"drive.files.export", "drive.files.emptyTrash"})
_READING = frozenset(
    {f"{SCOPE}{name}" for name in ("drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly")}
)


def register(call: Call, *, name: str, mime_type: str) -> str:
    """Make a Drive file in the caller's My Drive root, as services do that keep documents in Drive.

    Returns:
        The id of the file.
    """
    drive = call.state.drive
    root = drive.root(call.user, call.now)
    file = File(
        call.state.ids.document(),
        name,
        mime_type,
        call.user,
        call.client_id,
        call.now,
        call.now,
        call.user,
        [root.id],
    )
    return drive.add(file).id


def require(call: Call, file_id: str, role: str) -> None:
    """Let the caller through to a file, or refuse as Sheets and Forms do.

    Args:
        call: Who asks, with which scopes.
        file_id: The file.
        role: `reader` or `writer`.

    Raises:
        ApiError: 404 where the caller's app may not know the file, 403 where the caller may not do this.
    """
    call.state.drive.expire(call.now)
    file = call.state.drive.files.get(file_id)
    if file is None or not visible_to_app(call, file):
        raise ApiError(404, "Requested entity was not found.")
    if RANK[call.state.drive.role(file, call.user)] < RANK[role]:
        raise ApiError(403, "The caller does not have permission")


def touch(call: Call, file_id: str) -> None:
    """Note that a service changed what a file holds."""
    call.state.drive.touch(call.state.drive.files[file_id], call.now, call.user)


def find(call: Call, file_id: str, role: str = "reader") -> File:
    """The file that a Drive request names.

    Raises:
        ApiError: 404 where the caller may not know it, 403 where the caller may not do this with it.
    """
    if file_id == "appDataFolder":
        raise not_built("the space appDataFolder")
    drive = call.state.drive
    drive.expire(call.now)
    file = drive.root(call.user, call.now) if file_id == "root" else drive.files.get(file_id)
    if file is None or not drive.role(file, call.user) or (file.drive_id and not reaches_drives(call)):
        raise not_found(file_id)
    if not visible_to_app(call, file):
        raise not_authorized(call, file_id) if call.scopes & _READING else not_found(file_id)
    if RANK[drive.role(file, call.user)] < RANK[role]:
        raise insufficient()
    return file


def reaches_drives(call: Call) -> bool:
    """Whether a request says that it knows shared drives; methods without the parameter always do."""
    if not call.method.startswith(_KNOWING) or call.method in _WITHOUT_DRIVES:
        return True
    return bool(call.params.get("supportsAllDrives") or call.params.get("supportsTeamDrives"))


def visible_to_app(call: Call, file: File) -> bool:
    """Whether the scopes of this request reach beyond what the app made, or the app made it."""
    limited = bool(call.usable) and call.usable <= APP_ONLY
    return not limited or file.client_id == call.client_id or file.is_root


def not_found(file_id: str) -> ApiError:
    """Drive's answer for what the caller may not know."""
    return ApiError(404, f"File not found: {file_id}.", reason="notFound", location="fileId")


def not_authorized(call: Call, file_id: str) -> ApiError:
    """Drive's answer where the person may, but the app was not let near this file."""
    app = call.client_id.partition("-")[0]
    access = "read" if call.method == "drive.files.get" else "write"
    message = f"The user has not granted the app {app} {access} access to the file {file_id}."
    return ApiError(403, message, reason="appNotAuthorizedToFile")


def insufficient() -> ApiError:
    """Drive's answer for a reader who writes."""
    return ApiError(
        403,
        "The user does not have sufficient permissions for this file.",
        reason="insufficientFilePermissions",
    )
