"""What the agent relies on in Drive, tried in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from workspace_agent.doctor.drive import LET_IT_SHARE
from workspace_agent.doctor.probe.expectation import Expectation, Found, lag, refused, seconds_until
from workspace_agent.doctor.probe.scratch import MARK, TITLE, Scratch
from workspace_agent.google.drive import FILE_FIELDS, Drive, NewFile, quote
from workspace_agent.model.errors import AlreadyExists, NotFound

_MARKS = {MARK: "1"}
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n%%EOF\n"

Json = dict[str, Any]


@dataclass(slots=True)
class Files:
    """The tries.

    Attributes:
        scratch: Takes away what they make.
        workbook: Id of one of the department's, which is only looked at; empty where there is none.
        folder: Id of the folder in which all is made; empty before it is.
    """

    scratch: Scratch
    workbook: str
    folder: str = field(default="")

    def expectations(self) -> Iterator[Expectation]:
        """Each with what it relies on."""
        yield Expectation(
            "D1",
            "make a folder under a reserved id, twice",
            "409",
            "A folder would be looked up by its mark after a lost answer, like everything whose id was lost.",
            self.reserved_id,
        )
        yield Expectation(
            "D2",
            "search for a new folder by its mark",
            "it at once",
            "Only after loss of the ledger within the lag could a folder be made twice; a run would have "
            "to wait "
            "after such a loss.",
            self.found_by_mark,
        )
        yield Expectation(
            "D3",
            "move, name and mark a file in one request, twice",
            "all of it, and no refusal",
            "A record could lie with its student under its old key: it would be marked there at the next "
            "run, as "
            "if a person had moved it.",
            self.moved_and_marked,
        )
        yield from self._of_the_workbook()
        yield Expectation(
            "D8",
            "upload a file that readers may not download",
            "that it is kept so (a reader has to try the download)",
            "Readers can take a record along, as before.",
            self.no_downloads,
        )
        yield from self._of_folders()

    def _of_folders(self) -> Iterator[Expectation]:
        yield Expectation(
            "D9",
            "list what lies in the trash",
            "it is listed (look again within 30 days)",
            "The ledger still knows that it was filed; after loss of the ledger too it would be filed again.",
            self.trashed,
        )
        yield Expectation(
            "D10",
            "list what lies in a folder that is gone",
            "404",
            "It is told as a folder without workbooks: nothing of it counts as gone either way.",
            self.folder_gone,
        )
        yield Expectation(
            "D11",
            "list what lies in two folders, one of which is gone",
            "what lies in the other, or 404",
            "Folders below are not told of.",
            self.two_folders,
        )
        yield Expectation(
            "D19",
            "ask whether the agent may share a folder that it makes",
            "it may",
            f"Nobody is let in to records. {LET_IT_SHARE}",
            self.may_share,
        )

    def _of_the_workbook(self) -> Iterator[Expectation]:
        if self.workbook:
            yield Expectation(
                "D7",
                "look who can open one of the department's workbooks",
                "each permission, with where it comes from",
                "It is told that who can open it cannot be looked at; where permissionDetails are missing, "
                "it is "
                "said to come from a folder above, nobody is taken off there, and so nobody is let in who "
                "follows "
                "somebody.",
                self.permissions,
            )

    @property
    def _drive(self) -> Drive:
        return self.scratch.here.google.drive

    def make_folder(self) -> None:
        """The folder of the probe, made where records would be filed."""
        (folder,) = self.scratch.new_files(1)
        self._make(folder, self.scratch.here.settings.agent.drive.parent)
        self.folder = folder

    def _make(self, folder: str, parent: str) -> None:
        with suppress(AlreadyExists):  # an earlier sending arrived
            self._drive.create_folder(NewFile(folder, TITLE, parent, _MARKS))

    def _folder_within(self) -> str:
        (folder,) = self.scratch.new_files(1)
        self._make(folder, self.folder)
        return folder

    def _file(self) -> str:
        (file_id,) = self.scratch.new_files(1)
        with suppress(AlreadyExists):
            self._drive.upload(NewFile(file_id, f"{TITLE}.pdf", self.folder, _MARKS), _PDF, "application/pdf")
        return file_id

    def reserved_id(self) -> Found:
        """D1."""
        folder = self._folder_within()
        again = NewFile(folder, TITLE, self.folder, _MARKS)
        return refused(lambda: self._drive.create_folder(again), AlreadyExists)

    def found_by_mark(self) -> Found:
        """D2."""
        folder = self._folder_within()
        query = f"appProperties has {{ key={quote(MARK)} and value='1' }}"

        def is_found() -> bool:
            return any(file["id"] == folder for file in self._drive.list(query, "id"))

        return lag(seconds_until(self.scratch.here, is_found))

    def moved_and_marked(self) -> Found:
        """D3."""
        file_id, to = self._file(), self._folder_within()
        body = {"name": f"{TITLE}, moved.pdf", "appProperties": {"wa_probe_moved": "1"}}
        for _ in range(2):
            self._drive.move(file_id, to, self.folder, body)
        file = self._drive.get(file_id, FILE_FIELDS)
        done = {
            "moved": file.get("parents") == [to],
            "named": file["name"] == body["name"],
            "marked": file.get("appProperties", {}).get("wa_probe_moved") == "1",
        }
        return Found(
            all(done.values()), ", ".join(name for name, is_so in done.items() if is_so) or "none of it"
        )

    def permissions(self) -> Found:
        """D7."""
        fields = "driveId,permissions(id,permissionDetails(permissionType))"
        file = self._drive.get(self.workbook, fields)
        listed = file.get("permissions", [])
        with_details = sum("permissionDetails" in one for one in listed)
        where = "on a shared drive" if "driveId" in file else "in My Drive"
        as_expected = bool(listed) and with_details == len(listed)
        return Found(as_expected, f"{len(listed)} {where}, {with_details} of them with where it comes from")

    def no_downloads(self) -> Found:
        """D8."""
        is_set = self._drive.get(self._file(), "copyRequiresWriterPermission").get(
            "copyRequiresWriterPermission"
        )
        return Found(bool(is_set), "that it is kept so" if is_set else "that it is not kept")

    def trashed(self) -> Found:
        """D9."""
        file_id = self._file()
        self._drive.update(file_id, {"trashed": True})
        query = f"{quote(self.folder)} in parents and trashed = true"
        listed = any(file["id"] == file_id for file in self._drive.list(query, "id"))
        return Found(listed, "it there" if listed else "nothing")

    def folder_gone(self) -> Found:
        """D10."""
        gone = self._gone()
        return refused(lambda: self._drive.list(f"{quote(gone)} in parents", "id"), NotFound)

    def two_folders(self) -> Found:
        """D11."""
        gone, file_id = self._gone(), self._file()
        query = f"({quote(self.folder)} in parents or {quote(gone)} in parents) and trashed = false"
        try:
            listed = any(file["id"] == file_id for file in self._drive.list(query, "id"))
        except NotFound:
            return Found(as_expected=True, what="404")
        return Found(listed, "what lies in the other" if listed else "nothing")

    def may_share(self) -> Found:
        """D19."""
        may = self._drive.get(self.folder, "capabilities(canShare)").get("capabilities", {}).get("canShare")
        return Found(bool(may), "it may" if may else "it may not")

    def _gone(self) -> str:
        """A folder that is deleted for good: what is in the trash can still be opened."""
        folder = self._folder_within()
        self._drive.delete(folder)
        return folder
