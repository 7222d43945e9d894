"""Students of a case manager who is not in office any more: told until each is on another list.

Who stands on a case manager's list is remembered at each look. So it is known whom a list took along that
was emptied, or that left the settings with its case manager. Where the ledger knows nothing of a case manager
(it is new, or was lost), the marks on the students' folders say who was with them last. Of who has left
nothing is remembered, and a student whose folder was thrown away is not missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workspace_agent.duties.folders import CASE_MANAGER, case_manager_folder, student_folder, student_of
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.place import LinkPlace, Place, SpreadsheetPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, Seen

_SUBJECT = "caseload/"
_NO_BOOK = "-"

Refs = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Caseload:
    """Who was on a case manager's lists last, and one of the workbooks, where that is known."""

    spreadsheet_id: str = _NO_BOOK
    students: Refs = frozenset()


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """What is told, and what the next look has to know."""
    watch = _Watch(department, seen, circumstances)
    return Plan(problems=tuple(watch.told()), looks=tuple(watch.looks()))


@dataclass(frozen=True)
class _Watch:
    department: Department
    seen: Seen
    circumstances: Circumstances

    def told(self) -> Iterator[Problem]:
        """One line for each case manager: who still stands on the list, and who stands nowhere."""
        for person in sorted(self._known.keys() | self._now.keys()):
            if not self._is_gone(person):
                continue
            now = self._now.get(person, _Caseload())
            if now.students:
                place, said = SpreadsheetPlace(now.spreadsheet_id), _counted(now.students)
                yield Problem(ProblemKind.CASELOAD_OF_LEAVER, place, person, detail=said)
            missed = self._missed(person)
            if missed and self._all_lists_read:
                yield self._on_no_list(person, missed)

    def looks(self) -> Iterator[Look]:
        for person in sorted(self._known.keys() | self._now.keys()):
            now, before = self._now.get(person), self._known.get(person, _Caseload())
            kept = self._missed(person) if self._is_kept(person) else frozenset()
            students = kept | (now.students if now else frozenset())
            book = now.spreadsheet_id if now else before.spreadsheet_id
            yield Look(f"{_SUBJECT}{person}", " ".join((book, *sorted(students))))

    def _on_no_list(self, person: str, missed: Refs) -> Problem:
        return Problem(
            ProblemKind.STUDENTS_OF_LEAVER,
            self._place(person, missed),
            person if person in self._in_settings else "",
            detail=f"{_counted(missed)} on no list: they were with {person}",
            students=tuple(sorted(missed)),
        )

    def _place(self, person: str, missed: Refs) -> Place:
        """The folder of them all, else one of theirs, else the list they stood on."""
        keys = (case_manager_folder(person), *map(student_folder, sorted(missed)))
        files = (self.seen.files.get(key) for key in keys)
        link = next((file.link for file in files if file is not None and not file.trashed), "")
        return LinkPlace(link, "folder") if link else SpreadsheetPlace(self._known[person].spreadsheet_id)

    def _missed(self, person: str) -> Refs:
        """Those of the last look who stand nowhere now, and whose folder nobody has thrown away."""
        missed = self._known.get(person, _Caseload()).students - self._listed
        return frozenset(ref for ref in missed if not self._is_thrown_away(student_folder(ref)))

    def _is_thrown_away(self, folder: str) -> bool:
        file = self.seen.files.get(folder)
        return folder in self.seen.gone or (file is not None and file.trashed)

    def _is_gone(self, person: str) -> bool:
        """Not in the settings any more, or the last day in office is over."""
        known = self._in_settings.get(person)
        last = known.until if known else None
        return known is None or (last is not None and last < self.circumstances.today)

    def _is_kept(self, person: str) -> bool:
        """Whether those who do not stand there now are remembered still; in office they were taken off."""
        return self._is_gone(person) or self.department.lacks(person, "students")

    @cached_property
    def _in_settings(self) -> Mapping[str, CaseManager]:
        return {person.key: person for person in self.department.organisation.case_managers}

    @cached_property
    def _all_lists_read(self) -> bool:
        """Else a student who stands nowhere may stand on one that was not."""
        return not any(self.department.lacks(person, "students") for person in self._in_settings)

    @cached_property
    def _listed(self) -> Refs:
        """Everybody who stands on some list, leavers included, and who turned out to be one of them."""
        refs = self.department.by_ref.keys() | {ref for book in self._books for ref in book.students}
        return frozenset(refs) | {old for old, heir in self.circumstances.merged.items() if heir in refs}

    @cached_property
    def _books(self) -> tuple[Workbook, ...]:
        return tuple(book for book in self.department.workbooks if book.students)

    @cached_property
    def _now(self) -> Mapping[str, _Caseload]:
        found: dict[str, _Caseload] = {}
        for book in self._books:
            before = found.get(book.case_manager, _Caseload(book.spreadsheet_id))
            found[book.case_manager] = _Caseload(before.spreadsheet_id, before.students | book.students)
        return found

    @cached_property
    def _known(self) -> Mapping[str, _Caseload]:
        """As it was at the last look; of a case manager whom no look knows as the folders' marks say."""
        found = {
            subject.removeprefix(_SUBJECT): _read(look.shown)
            for subject, look in self.seen.looks.items()
            if subject.startswith(_SUBJECT)
        }
        marked: dict[str, Refs] = {}
        for key, file in self.seen.files.items():
            person = file.marks.get(CASE_MANAGER, "")
            if person and person not in found and self._is_gone(person):
                marked[person] = marked.get(person, frozenset()) | {student_of(key)}
        return found | {person: _Caseload(students=refs) for person, refs in marked.items()}


def _read(shown: str) -> _Caseload:
    book, *refs = shown.split()
    return _Caseload(book, frozenset(refs))


def _counted(students: Refs) -> str:
    return "1 student stands" if len(students) == 1 else f"{len(students)} students stand"
