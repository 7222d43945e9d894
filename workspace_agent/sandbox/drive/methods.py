"""Drive v3: files, generated ids and changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from workspace_agent.sandbox.call import ApiError, Binary, Call, Handler, Json
from workspace_agent.sandbox.drive import permissions
from workspace_agent.sandbox.drive.query import predicate
from workspace_agent.sandbox.drive.resource import person, render
from workspace_agent.sandbox.drive.state import FOLDER, NATIVE, RANK, SPREADSHEET, File
from workspace_agent.sandbox.errors import invalid, missing_scope
from workspace_agent.sandbox.files import APP_ONLY, SCOPE, find, insufficient, not_authorized, visible_to_app
from workspace_agent.sandbox.paging import page

_SETTABLE = (
    "copyRequiresWriterPermission",
    "contentRestrictions",
    "description",
    "downloadRestrictions",
    "folderColorRgb",
    "inheritedPermissionsDisabled",
    "originalFilename",
    "properties",
    "starred",
    "writersCanShare",
)
_METADATA_ONLY = frozenset({f"{SCOPE}drive.metadata", f"{SCOPE}drive.metadata.readonly"})
_PROPERTY_BYTES = 124


def _generate_ids(call: Call) -> Json:
    ids = [call.state.ids.file() for _ in range(call.params.get("count", 10))]
    call.state.drive.generated.update(ids)
    return {"kind": "drive#generatedIds", "space": call.params.get("space", "drive"), "ids": ids}


def _create(call: Call) -> Json:
    mime_type = _mime_type_of_new(call)
    file = File(
        id=_id_of_new(call, mime_type),
        name=call.body.get("name") or "Untitled",
        mime_type=mime_type,
        owner=call.user,
        client_id=call.client_id,
        created=_moment(call, "createdTime"),
        modified=_moment(call, "modifiedTime"),
        modifier=call.user,
        parents=[_parent_of_new(call)],
    )
    _set_metadata(call, file)
    if not file.is_native:
        _set_content(call, file, call.media.content if call.media else b"")
    call.state.drive.add(file)
    if file.mime_type == SPREADSHEET:
        call.state.sheets.adopt(file.id, title=file.name, owner=call.user)
    return render(call, file)


def _mime_type_of_new(call: Call) -> str:
    uploaded = call.media.mime_type if call.media else "application/octet-stream"
    return str(call.body.get("mimeType") or uploaded)


def _id_of_new(call: Call, mime_type: str) -> str:
    """The pre-generated id of the request, or a new one.

    Source: https://developers.google.com/workspace/drive/api/guides/create-file#generate_ids_to_use_with_your_files.
    """
    wanted = call.body.get("id")
    if not wanted:
        return call.state.ids.file()
    if wanted in call.state.drive.files:
        raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    if wanted not in call.state.drive.generated:
        raise invalid("The provided file ID is not usable.", "file.id")
    if mime_type.startswith(NATIVE) and mime_type != FOLDER:
        raise invalid("Generated IDs are not supported for Docs Editors formats.", "file.id")
    return str(wanted)


def _parent_of_new(call: Call) -> str:
    parents = call.body.get("parents") or ["root"]
    if len(parents) > 1:
        raise _too_many_parents()
    return _folder(call, parents[0]).id


def _folder(call: Call, file_id: str) -> File:
    folder = find(call, file_id, "writer")
    if folder.mime_type != FOLDER:
        raise ApiError(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    return folder


def _moment(call: Call, name: str) -> datetime:
    given = call.body.get(name)
    return datetime.fromisoformat(given) if given else call.now


def _set_metadata(call: Call, file: File) -> None:
    file.extra |= {name: call.body[name] for name in _SETTABLE if call.body.get(name) is not None}
    properties = call.body.get("appProperties") or {}
    for key, value in properties.items():
        if value is not None and len(f"{key}{value}".encode()) > _PROPERTY_BYTES:
            raise invalid(f"Key and value of a property exceed {_PROPERTY_BYTES} bytes.", "appProperties")
    merged = file.app_properties.get(call.client_id, {}) | properties
    file.app_properties[call.client_id] = {key: value for key, value in merged.items() if value is not None}


def _set_content(call: Call, file: File, content: bytes) -> None:
    file.content = content
    file.revision = call.state.ids.token(52)


def _get(call: Call) -> Json | Binary:
    file = find(call, call.params["fileId"])
    if call.params.get("alt") == "media":
        return _download(call, file)
    return render(call, file)


def _download(call: Call, file: File) -> Binary:
    reading = call.usable - _METADATA_ONLY
    if not reading:
        raise missing_scope("drive", call.method)
    if reading <= APP_ONLY and file.client_id != call.client_id:
        raise not_authorized(call, file.id)
    if file.content is None:
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise ApiError(403, message, reason="fileNotDownloadable", location="alt")
    if not render(call, file)["capabilities"]["canDownload"]:
        raise ApiError(403, "This file cannot be downloaded by the user.", reason="cannotDownloadFile")
    return Binary(file.content, file.mime_type)


def _list(call: Call) -> Json:
    matches = predicate(call, call.params["q"]) if call.params.get("q") else _everything
    found = [file for file in call.state.drive.files.values() if _listed(call, file) and matches(file)]
    ordered = _ordered(call, found)
    files, following = page(call, ordered, min(call.params.get("pageSize", 100), 1000))
    reply: Json = {
        "kind": "drive#fileList",
        "incompleteSearch": False,
        "files": [render(call, one) for one in files],
    }
    return reply | following


def _everything(_: File) -> bool:
    return True


def _listed(call: Call, file: File) -> bool:
    """Link-shared files are opened, not listed; a root is no list item."""
    held = call.state.drive.role(file, call.user, with_links=False)
    return bool(held) and not file.is_root and visible_to_app(call, file)


def _ordered(call: Call, files: list[File]) -> list[File]:
    """Sort by `orderBy`, newest first where there is none."""
    keys: dict[str, Any] = {
        "folder": lambda file: file.mime_type != FOLDER,
        "name": lambda file: file.name.lower(),
        "createdTime": lambda file: file.created,
        "modifiedTime": lambda file: file.modified,
    }
    for clause in reversed(call.params.get("orderBy", "modifiedTime desc").split(",")):
        name, _, direction = clause.strip().partition(" ")
        if name not in keys:
            raise invalid("Invalid Value", "orderBy")
        files = sorted(files, key=keys[name], reverse=direction == "desc")
    return files


def _update(call: Call) -> Json:
    file = find(call, call.params["fileId"], "writer")
    if "parents" in call.body:
        message = (
            "The parents field is not directly writable in update requests. "
            "Use the addParents and removeParents parameters instead."
        )
        raise ApiError(403, message, reason="fieldNotWritable")
    _trash(call, file)
    _move(call, file)
    file.name = call.body.get("name", file.name)
    if file.mime_type == SPREADSHEET and "name" in call.body:
        call.state.sheets.rename(file.id, file.name)
    file.mime_type = call.body.get("mimeType", file.mime_type)
    _set_metadata(call, file)
    if call.media and not file.is_native:
        _set_content(call, file, call.media.content)
    # Marks and stars give a new version, but are no modification.
    modifies = call.media or set(call.body) & {"name", "description"}
    call.state.drive.touch(file, call.now, call.user if modifies else "")
    return render(call, file)


def _trash(call: Call, file: File) -> None:
    if "trashed" in call.body and call.body["trashed"] != file.trashed:
        if RANK[call.state.drive.role(file, call.user)] < RANK["owner"]:
            raise insufficient()
        file.trashed = call.body["trashed"]


def _move(call: Call, file: File) -> None:
    leaving = _ids(call, "removeParents")
    arriving = [_folder(call, one).id for one in _ids(call, "addParents")]
    parents = [one for one in file.parents if one not in leaving]
    parents += [one for one in arriving if one not in parents]
    if len(parents) > 1:
        raise _too_many_parents()
    file.parents = parents


def _ids(call: Call, name: str) -> list[str]:
    return [one.strip() for one in call.params.get(name, "").split(",") if one.strip()]


def _too_many_parents() -> ApiError:
    return ApiError(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")


def _copy(call: Call) -> Json:
    """Copy content and description; marks, sharing and place of the original stay with it."""
    original = find(call, call.params["fileId"])
    if original.mime_type == FOLDER:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    name = call.body.get("name") or f"Copy of {original.name}"
    file = replace(
        original,
        id=call.state.ids.file(),
        name=name,
        owner=call.user,
        client_id=call.client_id,
        created=call.now,
        modified=call.now,
        modifier=call.user,
        parents=[_parent_of_new(call)],
        permissions={},
        app_properties={},
        extra=dict(original.extra),
        version=1,
    )
    _set_metadata(call, file)
    if file.mime_type == SPREADSHEET:
        call.state.sheets.duplicate(original.id, file.id, title=name, owner=call.user)
    return render(call, call.state.drive.add(file))


def _about(call: Call) -> Json:
    if not call.fields:
        message = "The 'fields' parameter is required for this method."
        raise ApiError(400, message, reason="required", location="fields")
    return {"kind": "drive#about", "user": person(call, call.user)}


def _delete(call: Call) -> Json:
    doomed = find(call, call.params["fileId"], "owner")
    if doomed.is_root:
        raise insufficient()
    for file in call.state.drive.remove(doomed, call.now):
        call.state.sheets.forget(file.id)
        call.state.forms.forms.pop(file.id, None)
    return {}


def _start_page_token(call: Call) -> Json:
    return {"kind": "drive#startPageToken", "startPageToken": str(len(call.state.drive.changes) + 1)}


def _changes(call: Call) -> Json:
    """Changes since a token, each file once, at its last change."""
    log = call.state.drive.changes
    token = call.params["pageToken"]
    if not token.isdigit():
        raise invalid("Invalid Value", "pageToken")
    start, stop = int(token) - 1, min(len(log), int(token) - 1 + call.params.get("pageSize", 100))
    latest = dict(log[start:stop])
    changes = [_change(call, file_id, moment) for file_id, moment in latest.items()]
    wanted = [one for one in changes if call.params.get("includeRemoved", True) or not one["removed"]]
    following = {"nextPageToken": str(stop + 1)} if stop < len(log) else {"newStartPageToken": str(stop + 1)}
    return {"kind": "drive#changeList", "changes": wanted, **following}


def _change(call: Call, file_id: str, moment: datetime) -> Json:
    file = call.state.drive.files.get(file_id)
    seen = file is not None and _listed(call, file)
    change: Json = {"kind": "drive#change", "changeType": "file", "fileId": file_id, "removed": not seen}
    change["time"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return change | ({"file": render(call, file)} if seen and file else {})


METHODS: dict[str, Handler] = {
    "drive.files.generateIds": _generate_ids,
    "drive.files.create": _create,
    "drive.files.get": _get,
    "drive.files.list": _list,
    "drive.files.update": _update,
    "drive.files.delete": _delete,
    "drive.files.copy": _copy,
    "drive.about.get": _about,
    "drive.changes.getStartPageToken": _start_page_token,
    "drive.changes.list": _changes,
    **permissions.METHODS,
}
