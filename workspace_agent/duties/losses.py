"""Tell what people threw away, deleted for good or copied. Nothing is brought back, moved or made again.

A record is told for as long as it takes to stand in one weekly digest, and then no more: it is a person's
decision. A folder is told for as long as filing stops there; one that was deleted, and that nobody has on a
list any more, is told like a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from workspace_agent.duties.access_record import is_month
from workspace_agent.duties.evidence import day_of_evidence
from workspace_agent.duties.filing_records import day_of
from workspace_agent.duties.folders import (
    ACCESS_RECORD,
    FOLDER,
    REVIEW,
    case_manager_folder,
    respondent_of,
    review_folder,
    student_folder,
    student_of,
    thing_of,
    year_folder,
    year_of,
)
from workspace_agent.duties.private_spreadsheets import case_manager_of_private
from workspace_agent.duties.progress_sheets import folder_of_progress_sheet, student_of_progress_sheet
from workspace_agent.duties.whose import Owners, Whose
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look, Seen

_TOLD_FOR = timedelta(days=8)
_LIVE, _TRASHED, _GONE, _GONE_WITHIN = "live", "trashed", "gone", "gone within"


def known_as_gone(key: str, looks: Mapping[str, LastLook]) -> bool:
    """Whether an earlier look found that it was deleted for good: nobody need ask for it again."""
    last = looks.get(look_of(key))
    return last is not None and last.shown in {_GONE, _GONE_WITHIN}


def look_of(key: str) -> str:
    """Under which name the ledger remembers how a folder or record was last seen."""
    return f"file/{key}"


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One line for each loss, at the highest folder that shows it."""
    told = _Teller(department, seen, circumstances)
    return Plan(
        problems=(*told.trashed(), *told.gone(), *told.twins()),
        looks=tuple(Look(look_of(key), state) for key, state in told.states.items()),
    )


@dataclass(frozen=True)
class _Teller:
    department: Department
    seen: Seen
    circumstances: Circumstances

    @cached_property
    def states(self) -> dict[str, str]:
        """How each lost thing is seen, and each that was lost at the last look and is back."""
        lost = {key: _TRASHED for key, file in self.seen.files.items() if file.trashed}
        gone = self.seen.gone.keys()
        lost |= {key: _GONE if gone.isdisjoint(self._above(key)) else _GONE_WITHIN for key in gone}
        back = {key: _LIVE for key in self.seen.files if self._last(key) not in {"", _LIVE}}
        return back | lost

    def _last(self, key: str) -> str:
        last = self.seen.looks.get(look_of(key))
        return last.shown if last else ""

    def _above(self, key: str) -> set[str]:
        """Where it was made, or may have been: Drive does not say where a deleted thing lay."""
        whose = self.whose(key)
        if is_month(key):
            return {ACCESS_RECORD}
        if year_of(key):
            return {student_folder(student_of(key))}
        if student_of(key) or case_manager_of_private(key):
            return {case_manager_folder(whose.case_manager)}
        if respondent_of(key):
            return {REVIEW}
        if key.startswith(FOLDER):
            return set()
        return self._above_record(key, whose)

    def _above_record(self, key: str, whose: Whose) -> set[str]:
        """A student's record lay in the folder of its school year; an old one perhaps in the student's."""
        if not whose.student_ref:
            return {review_folder(whose.case_manager)}
        if student_of_progress_sheet(key):
            return {student_folder(whose.student_ref), folder_of_progress_sheet(key)}
        response, zone = self._owners.response(key), self.department.organisation.time_zone
        day = day_of(response, zone) if response else day_of_evidence(key)
        return {student_folder(whose.student_ref), year_folder(whose.student_ref, day)}

    def trashed(self) -> Iterator[Problem]:
        trashed = [f for f in self.seen.files.values() if f.trashed and not self._was_given_up(f.key)]
        ids = {file.file_id for file in trashed}
        for file in trashed:
            if file.parent in ids:
                continue
            if file.key.startswith(FOLDER):
                yield self._problem(ProblemKind.FOLDER_TRASHED, file.key, file.link)
            elif self._is_news(file.key):
                yield self._problem(ProblemKind.RECORD_TRASHED, file.key, file.link)

    def gone(self) -> Iterator[Problem]:
        for key, link in self.seen.gone.items():
            if self.states[key] == _GONE_WITHIN or self._was_given_up(key):
                continue
            if self._stops_filing(key) or self._is_news(key):
                kind = ProblemKind.FOLDER_GONE if key.startswith(FOLDER) else ProblemKind.RECORD_GONE
                yield self._problem(kind, key, link)

    def twins(self) -> Iterator[Problem]:
        """Of a copied tree only its top."""
        ids = {file.file_id for file in self.seen.twins}
        for file in self.seen.twins:
            if not file.trashed and file.parent not in ids:
                yield self._problem(ProblemKind.TWO_FILES, file.key, file.link)

    def _was_given_up(self, key: str) -> bool:
        """The folder of a ref that turned out to be another student: people were asked to delete it."""
        return student_of(key) in self.circumstances.merged

    def _stops_filing(self, key: str) -> bool:
        """A folder, but for that of a student whom nobody has on a list any more."""
        return key.startswith(FOLDER) and not (student_of(key) and self._owners.of(key) is None)

    def _is_news(self, key: str) -> bool:
        last = self.seen.looks.get(look_of(key))
        if last is None or last.shown != self.states[key]:
            return True
        return self.circumstances.now - last.since < _TOLD_FOR

    def whose(self, key: str) -> Whose:
        return self._owners.of(key) or Whose()

    @cached_property
    def _owners(self) -> Owners:
        return Owners(self.department, self.circumstances.merged)

    def _problem(self, kind: ProblemKind, key: str, link: str) -> Problem:
        whose = self.whose(key)
        place = LinkPlace(link, thing_of(key))
        return Problem(kind, place, whose.case_manager, whose.student_ref)
