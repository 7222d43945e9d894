"""Drive v3: folders, filed records, who may read them, and what changed.

Source: developers.google.com/drive/api/reference/rest/v3. `supportsAllDrives` is on everywhere: without it
everything on a shared drive answers 404.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from workspace_agent.google.api import Api, Json
from workspace_agent.google.retry import Repeat
from workspace_agent.model.errors import GoogleUnavailable, Rejected

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FILE_FIELDS = "id,name,mimeType,parents,trashed,appProperties,version,webViewLink"
PERMISSION_FIELDS = "id,type,role,emailAddress,domain,expirationTime,deleted,permissionDetails"

NO_DOWNLOADS = {"copyRequiresWriterPermission": True}
"""Who only reads a file, or comments on it, may not download, print or copy it. Folders do not take it."""

Role = Literal["reader", "commenter", "writer"]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file or folder to be created.

    Attributes:
        file_id: From `generate_ids`, in the ledger before the call: a repeat answers 409.
        name: Without any student's name.
        parent: Folder id; empty for the top of the account's own drive.
        marks: `appProperties`, 124 bytes per pair at most; only this OAuth client sees them.
        public_marks: `properties`, which every app sees.
    """

    file_id: str
    name: str
    parent: str
    marks: Mapping[str, str] = field(default_factory=dict)
    public_marks: Mapping[str, str] = field(default_factory=dict)

    def as_body(self, mime_type: str) -> Json:
        """Returns Google's `File`."""
        body = {
            "id": self.file_id,
            "name": self.name,
            "mimeType": mime_type,
            "appProperties": dict(self.marks),
        }
        public = {"properties": dict(self.public_marks)} if self.public_marks else {}
        return body | public | ({"parents": [self.parent]} if self.parent else {})


class Drive:
    """Files of one identity.

    Args:
        api: `drive.v3`.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    def account(self) -> str:
        """Returns the address of whoever is signed in."""
        request = self._api.resource("about").get(fields="user(emailAddress)")
        return str(self._api.read(request)["user"]["emailAddress"])

    @property
    def writes(self) -> int:
        """How many writes were tried so far; whoever remembers files compares it."""
        return self._api.writes

    def start_page_token(self, drive_id: str = "") -> str:
        """Returns where a log of changes ends now.

        Args:
            drive_id: Of a shared drive, of whose items no other log is sure to tell; empty for the log of
                this account.
        """
        request = self._api.resource("changes").getStartPageToken(
            supportsAllDrives=True, **_of_drive(drive_id)
        )
        token: str = self._api.read(request)["startPageToken"]
        return token

    def changes(self, token: str, fields: str, drive_id: str = "") -> tuple[tuple[Json, ...], str]:
        """Returns what changed since a token, from all pages, and the token for the next time.

        Each entry tells how a file is now, not what changed in it. Entries are `removed` where the file was
        deleted or is out of sight; files that were only looked at are among them.
        Source: developers.google.com/drive/api/guides/about-changes

        Args:
            token: From `start_page_token` or the last call.
            fields: The mask of one file.
            drive_id: As it was for the token.

        Raises:
            Rejected: If Google does not take the token, or gives none for the next time.
        """
        changes = self._api.resource("changes")
        request = changes.list(
            pageToken=token,
            fields=f"nextPageToken,newStartPageToken,changes(changeType,fileId,removed,file({fields}))",
            pageSize=1000,
            includeRemoved=True,
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
            **_of_drive(drive_id),
        )
        pages = tuple(self._api.pages(changes, request))
        found = tuple(change for page in pages for change in page.get("changes", ()))
        following = pages[-1].get("newStartPageToken")
        if not following:
            raise Rejected("drive.changes.list", 200, "newStartPageToken")
        return found, str(following)

    def generate_ids(self, count: int) -> tuple[str, ...]:
        """Returns ids for files to be created; not usable for Google Docs, Sheets or conversions.

        Args:
            count: 1 to 1000.
        """
        request = self._api.resource("files").generateIds(count=count, space="drive", type="files")
        return tuple(self._api.read(request).get("ids", ()))

    def create_folder(self, new: NewFile) -> Json:
        """Creates a folder.

        Raises:
            AlreadyExists: If the id is taken: this call was applied before.
        """
        body = new.as_body(FOLDER)
        request = self._api.resource("files").create(body=body, fields=FILE_FIELDS, supportsAllDrives=True)
        answer: Json = self._api.write(Repeat.KEYED, request, body)
        return answer

    def create_spreadsheet(self, name: str, parent: str, marks: Mapping[str, str]) -> Json:
        """Creates an empty spreadsheet. Drive chooses its id: after OutcomeUnknown look for the marks.

        Args:
            name: Without any student's name.
            parent: Folder id; empty for the top of the account's own drive.
            marks: `appProperties`, 124 bytes per pair at most.
        """
        return self._create_spreadsheet(_native(name, parent, marks))

    def _create_spreadsheet(self, content: Json) -> Json:
        body = content | {"mimeType": SPREADSHEET}
        request = self._api.resource("files").create(body=body, fields=FILE_FIELDS, supportsAllDrives=True)
        answer: Json = self._api.write(Repeat.UNSAFE, request, body)
        return answer

    def create_closed_spreadsheet(self, name: str, parent: str, marks: Mapping[str, str]) -> Json:
        """The same, of which readers may make no copy.

        Args:
            name: Without any student's name.
            parent: Folder id; empty for the top of the account's own drive.
            marks: `appProperties`, 124 bytes per pair at most.
        """
        return self._create_spreadsheet(_native(name, parent, marks) | NO_DOWNLOADS)

    def copy(self, file_id: str, name: str, parent: str, marks: Mapping[str, str]) -> Json:
        """Copies a file with its content, without who may open it. As with `create_spreadsheet`.

        Args:
            file_id: What is copied.
            name: Without any student's name.
            parent: Folder id; empty for the top of the account's own drive.
            marks: `appProperties` of the copy.
        """
        body = _native(name, parent, marks)
        request = self._api.resource("files").copy(
            fileId=file_id, body=body, fields=FILE_FIELDS, supportsAllDrives=True
        )
        answer: Json = self._api.write(Repeat.UNSAFE, request, body)
        return answer

    def upload(self, new: NewFile, content: bytes, mime_type: str) -> Json:
        """Creates a file with its content, in one multipart request (up to 5 MB).

        Who only reads it may not download it.
        The content is not looked at by the guard: a filed record holds the student's name by design.

        Args:
            new: Id, name, folder and marks.
            content: The file.
            mime_type: A format that Drive does not convert, such as `application/pdf`.

        Raises:
            AlreadyExists: If the id is taken: this call was applied before.
        """
        from googleapiclient.http import MediaInMemoryUpload  # noqa: PLC0415 - heavy

        body = new.as_body(mime_type) | NO_DOWNLOADS
        media = MediaInMemoryUpload(content, mimetype=mime_type, resumable=False)
        request = self._api.resource("files").create(
            body=body, media_body=media, fields=FILE_FIELDS, supportsAllDrives=True
        )
        answer: Json = self._api.write(Repeat.KEYED, request, body)
        return answer

    def replace(self, file_id: str, body: Json, content: bytes, mime_type: str) -> Json:
        """Changes a file's content, and with the same request its marks. A repeat changes nothing more.

        Drive keeps the content before for 30 days. The content is not looked at by the guard.
        Source: developers.google.com/drive/api/guides/manage-uploads, and Revision of drive.v3.

        Args:
            file_id: Google's id.
            body: As in `update`.
            content: The file.
            mime_type: As it was made with.
        """
        from googleapiclient.http import MediaInMemoryUpload  # noqa: PLC0415 - heavy

        media = MediaInMemoryUpload(content, mimetype=mime_type, resumable=False)
        request = self._api.resource("files").update(
            fileId=file_id, body=body, media_body=media, fields=FILE_FIELDS, supportsAllDrives=True
        )
        answer: Json = self._api.write(Repeat.IDEMPOTENT, request, body)
        return answer

    def update(self, file_id: str, body: Json) -> Json:
        """Changes a file's name or marks; what is not named in the body stays. A repeat changes nothing more.

        Args:
            file_id: Google's id.
            body: `name`, `appProperties` (only the pairs that change; None takes one away), `NO_DOWNLOADS`.
        """
        request = self._api.resource("files").update(
            fileId=file_id, body=body, fields=FILE_FIELDS, supportsAllDrives=True
        )
        answer: Json = self._api.write(Repeat.IDEMPOTENT, request, body)
        return answer

    def move(self, file_id: str, to: str, away_from: str, body: Json) -> Json:
        """Moves a file from one folder into another, and changes its name or marks in the same request.

        Who can open the one folder loses it as who can open the other gets it; what was given on the file
        itself stays. A repeat changes nothing more.

        Source: developers.google.com/drive/api/guides/folder#move_files_between_folders

        Args:
            file_id: Google's id.
            to: Id of the folder it goes into.
            away_from: Id of the folder it lies in.
            body: As in `update`; may be empty.
        """
        request = self._api.resource("files").update(
            fileId=file_id,
            addParents=to,
            removeParents=away_from,
            body=body,
            fields=FILE_FIELDS,
            supportsAllDrives=True,
        )
        answer: Json = self._api.write(Repeat.IDEMPOTENT, request, body)
        return answer

    def get(self, file_id: str, fields: str = FILE_FIELDS) -> Json:
        """Returns what Drive knows of a file; a trashed file is found too.

        Args:
            file_id: Google's id.
            fields: The mask.
        """
        request = self._api.resource("files").get(fileId=file_id, fields=fields, supportsAllDrives=True)
        answer: Json = self._api.read(request)
        return answer

    def download(self, file_id: str) -> bytes:
        """Returns a file's content."""
        request = self._api.resource("files").get_media(fileId=file_id, supportsAllDrives=True)
        content: bytes = self._api.read(request)
        return content

    def bytes_used(self) -> tuple[int, int]:
        """Returns how much of the account's storage is used, and how much there is; 0 for no limit."""
        request = self._api.resource("about").get(fields="storageQuota(limit,usage)")
        quota = self._api.read(request).get("storageQuota", {})
        return int(quota.get("usage", 0)), int(quota.get("limit", 0))

    def delete(self, file_id: str) -> None:
        """Deletes a file for good, a folder with all that lies in it. Only for what was made as a test.

        Args:
            file_id: Google's id.

        Raises:
            NotFound: If it is gone already.
            AccessDenied: On a shared drive, to whom only manages its content: there it can go to the trash.
        """
        request = self._api.resource("files").delete(fileId=file_id, supportsAllDrives=True)
        self._api.write(Repeat.IDEMPOTENT, request, {})

    def list(self, q: str, fields: str = FILE_FIELDS) -> tuple[Json, ...]:
        """Returns all files that match, from all pages. Trashed ones too, unless `q` says `trashed = false`.

        Args:
            q: Drive's query; texts in it go through `quote`. By parent or mark, not by name: names lag.
            fields: The mask of one file.

        Raises:
            GoogleUnavailable: If Google did not look everywhere: such a list proves nothing.
        """
        files = self._api.resource("files")
        request = files.list(
            q=self._api.check_query(q),
            fields=f"nextPageToken,incompleteSearch,files({fields})",
            pageSize=1000,
            supportsAllDrives=True,
            includeItemsFromAllDrives=True,
        )
        pages = tuple(self._api.pages(files, request))
        if any(page.get("incompleteSearch") for page in pages):
            raise GoogleUnavailable("drive.files.list", 200, "incompleteSearch")
        return tuple(file for page in pages for file in page.get("files", ()))

    def permissions(self, file_id: str) -> tuple[Json, ...]:
        """Returns all who can open a file, inherited ones included."""
        permissions = self._api.resource("permissions")
        request = permissions.list(
            fileId=file_id,
            fields=f"nextPageToken,permissions({PERMISSION_FIELDS})",
            pageSize=100,
            supportsAllDrives=True,
        )
        pages = self._api.pages(permissions, request)
        return tuple(one for page in pages for one in page.get("permissions", ()))

    def share(self, file_id: str, email: str, role: Role) -> Json:
        """Lets a person open a file, without a mail to them.

        Unsafe to repeat: what a second grant does is not documented. List first, grant the difference. One
        call at a time per file: of concurrent changes the last one wins.

        Args:
            file_id: Google's id.
            email: Whose.
            role: What they may do.
        """
        body = {"type": "user", "role": role, "emailAddress": email}
        request = self._api.resource("permissions").create(
            fileId=file_id,
            body=body,
            fields=PERMISSION_FIELDS,
            sendNotificationEmail=False,
            supportsAllDrives=True,
        )
        answer: Json = self._api.write(Repeat.UNSAFE, request, body)
        return answer

    def unshare(self, file_id: str, permission_id: str) -> None:
        """Takes a permission off that was given on the file itself; nobody is told.

        Args:
            file_id: Google's id.
            permission_id: From `permissions`.

        Raises:
            NotFound: If it is gone already.
        """
        request = self._api.resource("permissions").delete(
            fileId=file_id, permissionId=permission_id, supportsAllDrives=True
        )
        self._api.write(Repeat.IDEMPOTENT, request, {})


def _of_drive(drive_id: str) -> dict[str, str]:
    return {"driveId": drive_id} if drive_id else {}


def _native(name: str, parent: str, marks: Mapping[str, str]) -> Json:
    """A file of one of Google's own kinds: for those no ids are reserved."""
    body = {"name": name, "appProperties": dict(marks)}
    return body | {"parents": [parent or "root"]}


def quote(text: str) -> str:
    """Returns a text as a literal of Drive's query language.

    The backslash goes first; the other way round an apostrophe could end the literal.
    Source: developers.google.com/drive/api/guides/ref-search-terms.
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
