"""Who can open the workbooks, the folders they lie in, and what the whole department works with.

One request for each: of a file in My Drive Drive tells all permissions with the file. On a shared drive, and
where the agent may not share a file, they are asked for with a second one; that answers 403 to whoever may
only read the file. Source: `permissions` of File, and permissions.list, in drive.v3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from workspace_agent.intake.shared import Opened, is_private, shared_thing
from workspace_agent.model.errors import PASSING, GoogleRefusal
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import FolderPlace, FormPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Reader
from workspace_agent.model.shared import Shareable, SharedThing, drive_id
from workspace_agent.observe.readers import READER_FIELDS, Lookout
from workspace_agent.observe.reads import Reads

_FIELDS = f"id,trashed,copyRequiresWriterPermission,{READER_FIELDS}"


def with_shared(
    google: Reads, department: Department, today: date
) -> tuple[Department, Mapping[str, tuple[Reader, ...]]]:
    """The department with who can open what people made, and the readers themselves, by Drive's id.

    Where Google does not answer, or something lies in the trash, there is a Problem.

    What could not be read is told already, and not asked for once more.
    """
    audit = _Audit(google, department, today)
    shared = (*audit.folders(), *audit.workbooks(), *audit.of_everybody())
    looked_at = replace(
        department,
        shared=shared,
        workbooks=tuple(audit.with_privacy(book) for book in department.workbooks),
        problems=(*department.problems, *audit.problems),
    )
    return looked_at, audit.readers()


@dataclass(frozen=True, slots=True)
class _Audit:
    """One look at everything.

    Attributes:
        seen: What Drive told, by id; None where it did not answer.
        problems: What could not be asked for.
    """

    google: Reads
    department: Department
    today: date
    seen: dict[str, Opened | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def _organisation(self) -> Organisation:
        return self.department.organisation

    def folders(self) -> Iterator[SharedThing]:
        """Folders of workbooks that could be listed."""
        for folder in self.department.folders:
            yield from self._thing(FolderPlace(folder.folder_id), folder.case_manager)

    def workbooks(self) -> Iterator[SharedThing]:
        """Workbooks that could be read; after the folders that they lie in."""
        lies_in = {book.id: book.folder for book in self._organisation.found_workbooks}
        for book in self.department.workbooks:
            above = self.seen.get(lies_in.get(book.spreadsheet_id, ""))
            yield from self._thing(SpreadsheetPlace(book.spreadsheet_id), book.case_manager, above)

    def of_everybody(self) -> Iterator[SharedThing]:
        """The control workbook, the form, and the spreadsheet of its responses.

        Of the form those who work on it: who may only fill it in is another view, which Drive leaves out
        unless it is asked for. Source: `includePermissionsForView` of files.get, in drive.v3.
        """
        form = self._organisation.form
        if form and form.id:
            yield from self._thing(FormPlace(form.id), self._organisation.manager.key)
        responses = self.department.linked_sheet or (form.responses_sheet if form else "")
        for spreadsheet_id in (self._organisation.control, responses):
            if spreadsheet_id:
                yield from self._thing(SpreadsheetPlace(spreadsheet_id), self._organisation.manager.key)

    def readers(self) -> dict[str, tuple[Reader, ...]]:
        """Who can open what, where Drive told it."""
        told = ((file_id, opened.readers if opened else None) for file_id, opened in self.seen.items())
        return {file_id: readers for file_id, readers in told if readers is not None}

    def with_privacy(self, book: Workbook) -> Workbook:
        """Whether the Agent tab may be written into it."""
        opened = self.seen[book.spreadsheet_id]
        return replace(book, private=is_private(self._organisation, opened, self.today) if opened else None)

    def _thing(
        self, place: Shareable, case_manager: str, above: Opened | None = None
    ) -> Iterator[SharedThing]:
        opened = self.seen[drive_id(place)] = self._look(place, case_manager)
        if opened is None:
            self.problems.append(Problem(ProblemKind.SHARING_UNAVAILABLE, place, case_manager))
        else:
            if opened.trashed:
                self.problems.append(Problem(ProblemKind.SOURCE_TRASHED, place, case_manager))
            yield shared_thing(self._organisation, opened, self.today, above)

    def _look(self, place: Shareable, case_manager: str) -> Opened | None:
        file_id = drive_id(place)
        try:
            file = self.google.drive.get(file_id, _FIELDS)
            readers = Lookout(self.google, self._organisation.robot, {file_id: file}).readers(file_id)
        except PASSING:
            return None
        except GoogleRefusal:
            return Opened(place, case_manager, readers=None)
        downloads = not file.get("copyRequiresWriterPermission")
        return Opened(
            place, case_manager, readers, "driveId" in file, downloads, trashed=bool(file.get("trashed"))
        )
