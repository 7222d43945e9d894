"""Drive v3: the revisions of a file's content.

Source: https://developers.google.com/workspace/drive/api/guides/manage-revisions; revisions.* in drive.v3.
"""

from __future__ import annotations

import hashlib

from workspace_agent.sandbox.call import ApiError, Binary, Call, Handler, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.drive.export import check_may_take
from workspace_agent.sandbox.drive.resource import person
from workspace_agent.sandbox.drive.state import File, Revision
from workspace_agent.sandbox.files import find
from workspace_agent.sandbox.paging import page


def _resource(call: Call, file: File, revision: Revision) -> Json:
    content: Json = {
        "kind": "drive#revision",
        "id": revision.id,
        "mimeType": revision.mime_type,
        "modifiedTime": stamp(revision.moment),
        "lastModifyingUser": person(call, revision.modifier),
    }
    if file.is_native:
        return content | {"published": False}
    return content | {
        "keepForever": False,
        "size": str(len(revision.content)),
        "md5Checksum": hashlib.md5(revision.content, usedforsecurity=False).hexdigest(),
        "originalFilename": file.extra.get("originalFilename", file.name),
    }


def _revisions(call: Call, file: File) -> list[Revision]:
    """All revisions, oldest first; a Google document shows its present state only."""
    if file.is_native:
        return [Revision(str(file.version), b"", file.mime_type, file.modified, file.modifier)]
    return call.state.drive.revisions.get(file.id, [])


def _list(call: Call) -> Json:
    file = find(call, call.params["fileId"], "writer")
    every = [_resource(call, file, one) for one in _revisions(call, file)]
    revisions, following = page(call, every, min(call.params.get("pageSize", 200), 1000))
    return {"kind": "drive#revisionList", "revisions": revisions, **following}


def _get(call: Call) -> Json | Binary:
    file, wanted = find(call, call.params["fileId"], "writer"), call.params["revisionId"]
    newest_first = reversed(_revisions(call, file))
    revision = next((one for one in newest_first if wanted in {one.id, "head"}), None)
    if revision is None:
        raise ApiError(404, f"Revision not found: {wanted}.", reason="notFound", location="revisionId")
    if call.params.get("alt") != "media":
        return _resource(call, file, revision)
    check_may_take(call, file, "canDownload")
    return Binary(revision.content, revision.mime_type, in_parts=True)


METHODS: dict[str, Handler] = {"drive.revisions.list": _list, "drive.revisions.get": _get}
