"""Drive v3: files and generated ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox.call import ApiError, Binary, Call, Handler, Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.drive import (
    about,
    changes,
    comments,
    drives,
    export,
    imports,
    listing,
    marks,
    moments,
    older,
    permissions,
    revisions,
    shortcuts,
)
from workspace_agent.sandbox.drive.resource import abilities, render
from workspace_agent.sandbox.drive.state import FOLDER, FORM, NATIVE, SHORTCUT, SPREADSHEET, File, Revision
from workspace_agent.sandbox.errors import invalid, missing_scope, not_writable
from workspace_agent.sandbox.files import APP_ONLY, SCOPE, find, insufficient, not_authorized

_SETTABLE = (
    "copyRequiresWriterPermission",
    "contentRestrictions",
    "description",
    "downloadRestrictions",
    "folderColorRgb",
    "inheritedPermissionsDisabled",
    "originalFilename",
    "starred",
    "writersCanShare",
)
_NEVER_UPDATED = ("createdTime", "sharedWithMeTime", "trashedTime")
_METADATA_ONLY = frozenset({f"{SCOPE}drive.metadata", f"{SCOPE}drive.metadata.readonly"})


def _generate_ids(call: Call) -> Json:
    ids = [call.state.ids.file() for _ in range(call.params.get("count", 10))]
    call.state.drive.generated.update(ids)
    return {"kind": "drive#generatedIds", "space": call.params.get("space", "drive"), "ids": ids}


def _create(call: Call) -> Json:
    mime_type = _mime_type_of_new(call)
    parent = _parent_of_new(call)
    shortcut = shortcuts.details_of_new(call) if mime_type == SHORTCUT else {}
    times = moments.sent(call)
    file = File(
        id=_id_of_new(call, mime_type),
        name=_name_of_new(call, shortcut),
        mime_type=mime_type,
        owner="" if parent.drive_id else call.user,
        client_id=call.client_id,
        created=times.get("createdTime", call.now),
        modified=times.get("modifiedTime", call.now),
        modifier=call.user,
        parents=[parent.id],
        drive_id=parent.drive_id,
    )
    book = imports.spreadsheet(call, file)
    _set_metadata(call, file)
    if shortcut:
        file.extra["shortcutDetails"] = shortcut
    if not file.is_native:
        file.extra.setdefault("originalFilename", file.name)
    _set_content(call, file)
    call.state.drive.add(file)
    if file.mime_type == FORM:
        call.state.forms.adopt(file.id, file.name)
    if book:
        call.state.sheets.keep(book)
    elif file.mime_type == SPREADSHEET:
        call.state.sheets.adopt(file.id, title=file.name, owner=call.user)
    return render(call, file, call.mask)


def _name_of_new(call: Call, shortcut: Json) -> str:
    """A shortcut without a name is called as its target is."""
    target = call.state.drive.files[shortcut["targetId"]].name if shortcut else ""
    return str(call.body.get("name") or target or "Untitled")


def _mime_type_of_new(call: Call) -> str:
    uploaded = call.media.mime_type if call.media else "application/octet-stream"
    return str(call.body.get("mimeType") or uploaded)


def _id_of_new(call: Call, mime_type: str) -> str:
    """The pre-generated id of the request, or a new one.

    Source: https://developers.google.com/workspace/drive/api/guides/create-file#generate_ids_to_use_with_your_files.
    """
    wanted = call.body.get("id")
    if not wanted:
        return _minted(call, mime_type)
    if wanted in call.state.drive.files:
        raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    if wanted not in call.state.drive.generated:
        raise invalid("The provided file ID is not usable.", "file.id")
    if mime_type.startswith(NATIVE) and mime_type != FOLDER:
        raise invalid("Generated IDs are not supported for Docs Editors formats.", "file.id")
    return str(wanted)


def _minted(call: Call, mime_type: str) -> str:
    """Longer for what an editor keeps than for folders, shortcuts and uploads.

    Source: recorded in mvsjes2/p5-google-restapi.
    """
    edited = mime_type.startswith(NATIVE) and mime_type not in {FOLDER, SHORTCUT}
    return call.state.ids.document() if edited else call.state.ids.file()


def _parent_of_new(call: Call) -> File:
    parents = call.body.get("parents") or ["root"]
    if len(parents) > 1:
        raise _too_many_parents()
    return _folder(call, parents[0])


def _folder(call: Call, file_id: str) -> File:
    folder = find(call, file_id, "writer")
    if folder.mime_type != FOLDER:
        raise ApiError(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    return folder


def _set_metadata(call: Call, file: File) -> None:
    file.extra |= {name: call.body[name] for name in _SETTABLE if call.body.get(name) is not None}
    file.properties, file.app_properties = marks.merged(call, file)


def _set_content(call: Call, file: File) -> None:
    """Keep an upload; what is uploaded as a Google document is converted, and only exported from then on."""
    content = call.media.content if call.media else b""
    if file.is_native:
        if call.media:
            file.original, file.original_type = content, call.media.mime_type
        return
    file.content = content
    file.revision = call.state.ids.token(52)
    revision = Revision(file.revision, content, file.mime_type, call.now, call.user)
    call.state.drive.revisions.setdefault(file.id, []).append(revision)


def _get(call: Call) -> Json | Binary:
    file = find(call, call.params["fileId"])
    if call.params.get("alt") == "media":
        return _download(call, file)
    if call.params.get("acknowledgeAbuse"):
        message = "The acknowledgeAbuse parameter is only applicable for download requests."
        raise ApiError(403, message, reason="invalidAbuseAcknowledgment", location="acknowledgeAbuse")
    return render(call, file, call.mask)


def _download(call: Call, file: File) -> Binary:
    reading = call.usable - _METADATA_ONLY
    if not reading:
        raise missing_scope("drive", call.method, load().methods[call.method].scopes - _METADATA_ONLY)
    if reading <= APP_ONLY and file.client_id != call.client_id:
        raise not_authorized(call, file.id)
    if file.content is None:
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise ApiError(403, message, reason="fileNotDownloadable", location="alt")
    export.check_may_take(call, file, "canDownload")
    return Binary(file.content, file.mime_type, in_parts=True)


def _update(call: Call) -> Json:
    file = find(call, call.params["fileId"], "writer")
    _check_update(call, file)
    times, book = moments.sent(call), imports.spreadsheet(call, file)
    file.trashed = call.body.get("trashed", file.trashed)
    _move(call, file)
    file.name = call.body.get("name", file.name)
    if book:
        call.state.sheets.keep(book)
    elif file.mime_type == SPREADSHEET and "name" in call.body:
        call.state.sheets.rename(file.id, file.name)
    file.mime_type = call.body.get("mimeType", file.mime_type)
    _set_metadata(call, file)
    if call.media:
        _set_content(call, file)
    # Marks and stars give a new version, but are no modification.
    modifies = call.media or set(call.body) & {"name", "description"}
    call.state.drive.touch(file, call.now, call.user if modifies else "")
    file.modified = times.get("modifiedTime", file.modified)
    return render(call, file, call.mask)


def _check_update(call: Call, file: File) -> None:
    """Everything that may be refused, before anything changes."""
    if "parents" in call.body:
        message = (
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead."
        )
        raise ApiError(403, message, reason="fieldNotWritable")
    _check_writable(call, file)
    shortcuts.check_keeps_target(call)
    moments.sent(call)
    _check_may_bind(call, file)
    marks.merged(call, file)
    moves_to_trash = call.body.get("trashed", file.trashed) != file.trashed
    if moves_to_trash and not abilities(call, file)["canTrash"]:
        raise insufficient()
    _new_place(call, file)


def _check_writable(call: Call, file: File) -> None:
    """Refuse what is set once or by Google alone; clients send the id and the kind along as they were."""
    kept = {"id": file.id, "kind": "drive#file", **dict.fromkeys(_NEVER_UPDATED)}
    if any(call.body.get(name) not in {None, value} for name, value in kept.items()):
        raise not_writable()


def _check_may_bind(call: Call, file: File) -> None:
    """Who only writes to a file does not decide whether readers may copy it."""
    wanted = call.body.get("copyRequiresWriterPermission")
    if wanted is None or wanted == bool(file.extra.get("copyRequiresWriterPermission")):
        return
    if not abilities(call, file)["canChangeCopyRequiresWriterPermission"]:
        raise insufficient()


def _new_place(call: Call, file: File) -> tuple[list[str], str]:
    """The parents of a file after a request, and the shared drive that it is in then.

    Raises:
        ApiError: 403 or 404 where it may not go there.
    """
    leaving = _ids(call, "removeParents")
    arriving = [_folder(call, one) for one in _ids(call, "addParents")]
    staying = [one for one in file.parents if one not in leaving]
    # An owner who names one folder moves the file there, without a word of where it was:
    # https://developers.google.com/workspace/drive/api/guides/ref-single-parent, and the suites of pygsheets
    # and pubkey/google-drive-mock.
    if len(arriving) == 1 and file.owner == call.user:
        staying = []
    parents = staying + [one.id for one in arriving if one.id not in staying]
    if len(parents) > 1:
        raise _too_many_parents()
    if file.is_root and parents:
        raise insufficient()
    _check_no_circle(call, file, arriving)
    drive_id = arriving[0].drive_id if arriving else file.drive_id
    if drive_id != file.drive_id and file.mime_type == FOLDER and not file.drive_id:
        message = "Moving folders into shared drives is not supported."
        raise ApiError(403, message, reason="teamDrivesFolderMoveInNotSupported")
    return parents, drive_id


def _move(call: Call, file: File) -> None:
    parents, drive_id = _new_place(call, file)
    if parents != file.parents:
        file.parents = parents
        call.state.drive.touch_inside(file, call.now)
    if drive_id != file.drive_id:
        _change_drive(call, file, drive_id)


def _check_no_circle(call: Call, file: File, arriving: list[File]) -> None:
    if any(file in call.state.drive.chain(folder) for folder in arriving):
        message = "A folder cannot be moved into itself or into a folder inside it."
        raise ApiError(403, message, reason="cannotMoveIntoItself")


def _change_drive(call: Call, file: File, drive_id: str) -> None:
    """Into a shared drive the owner is lost, out of it the mover becomes one."""
    file.drive_id = drive_id
    file.permissions = {key: one for key, one in file.permissions.items() if one["role"] != "owner"}
    file.owner = "" if drive_id else call.user
    if file.owner:
        call.state.drive.add(file)
    for child in call.state.drive.children(file):
        _change_drive(call, child, drive_id)


def _ids(call: Call, name: str) -> list[str]:
    named = [one.strip() for one in call.params.get(name, "").split(",") if one.strip()]
    return [call.state.drive.root(call.user, call.now).id if one == "root" else one for one in named]


def _too_many_parents() -> ApiError:
    return ApiError(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")


def _copy(call: Call) -> Json:
    """Copy content and description; marks, sharing and place of the original stay with it."""
    moments.sent(call)
    original = find(call, call.params["fileId"])
    if original.mime_type == FOLDER or not abilities(call, original)["canCopy"]:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    parent = _parent_of_new(call)
    name = call.body.get("name") or f"Copy of {original.name}"
    file = replace(
        original,
        id=_minted(call, original.mime_type),
        name=name,
        owner="" if parent.drive_id else call.user,
        drive_id=parent.drive_id,
        client_id=call.client_id,
        created=call.now,
        modified=call.now,
        modifier=call.user,
        parents=[parent.id],
        trashed=False,
        permissions={},
        app_properties={},
        properties=dict(original.properties),
        comments=[],
        noticed=None,
        shared={},
        extra=dict(original.extra),
        version=1,
    )
    _set_metadata(call, file)
    call.state.drive.revisions[file.id] = call.state.drive.revisions.get(original.id, [])[-1:]
    if file.mime_type == SPREADSHEET:
        call.state.sheets.duplicate(original.id, file.id, title=name, owner=call.user)
    if file.mime_type == FORM:
        call.state.forms.duplicate(original.id, file.id, name)
    return render(call, call.state.drive.add(file), call.mask)


def _delete(call: Call) -> Json:
    file = find(call, call.params["fileId"])
    if not abilities(call, file)["canDelete"]:
        raise insufficient()
    _remove(call, file)
    return {}


def _remove(call: Call, file: File) -> None:
    for gone in call.state.drive.remove(file, call.now):
        call.state.sheets.forget(gone.id)
        call.state.forms.forms.pop(gone.id, None)


def _empty_trash(call: Call) -> Json:
    drive_id = call.params.get("driveId", "")
    for file in list(call.state.drive.files.values()):
        mine = file.drive_id == drive_id and abilities(call, file)["canDelete"]
        if file.trashed and mine and file.id in call.state.drive.files:
            _remove(call, file)
    return {}


def _check_new(call: Call) -> None:
    _parent_of_new(call)
    _id_of_new(call, _mime_type_of_new(call))
    moments.sent(call)


def _check_changed(call: Call) -> None:
    _check_update(call, find(call, call.params["fileId"], "writer"))


# What is refused before the content of a resumable upload is there.
CHECKS: dict[str, Callable[[Call], None]] = {
    "drive.files.create": _check_new,
    "drive.files.update": _check_changed,
}
METHODS: dict[str, Handler] = {
    "drive.files.generateIds": _generate_ids,
    "drive.files.create": _create,
    "drive.files.get": _get,
    "drive.files.update": _update,
    "drive.files.delete": _delete,
    "drive.files.copy": _copy,
    "drive.files.emptyTrash": _empty_trash,
    **about.METHODS,
    **changes.METHODS,
    **comments.METHODS,
    **drives.METHODS,
    **export.METHODS,
    **listing.METHODS,
    **older.METHODS,
    **permissions.METHODS,
    **revisions.METHODS,
}
