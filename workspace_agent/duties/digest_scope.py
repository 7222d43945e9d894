"""What one reader may see of a department: what is left out here, no digest of theirs can tell.

A composer is given a department that was narrowed already. So nobody's initials reach somebody without a
legitimate educational interest (34 CFR 99.31(a)(1)) because a composer forgot to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.duties.told import Told
from workspace_agent.model.action import Action, Decision
from workspace_agent.model.agent_tab import AgentTab, AgentTabs
from workspace_agent.model.facts import Department, Response, SheetKey, Workbook
from workspace_agent.model.finding import Finding
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.waits import Pause, Waits
from workspace_agent.rules.next_steps import NextStep

T = TypeVar("T")


def narrowed(department: Department, told: Told, scope: Scope) -> tuple[Department, Told]:
    """The department and what there is to tell of it, as far as a reader may see it."""
    if scope.is_everything:
        return department, told
    view = _View.of(department, scope)
    seen, said = view.department(department), view.told(told)
    about = _about(seen, said)
    absent = {ref: initials for ref, initials in department.absent.items() if ref in about}
    return replace(seen, absent=absent), said


def _about(department: Department, told: Told) -> frozenset[str]:
    """Students of whom something is told: one who stands on no list now is shown to nobody else."""
    rows = (
        *(one.student_ref for one in told.findings),
        *(one.student_ref for one in told.decisions),
        *(one.action.student_ref for one in told.outcomes),
        *(one.action.student_ref for one in told.waits.held),
    )
    problems = (*department.problems, *told.problems, *(one.problem for one in told.unread))
    return frozenset(rows).union(*(one.concerned for one in problems))


def _people(department: Department, scope: Scope) -> list[CaseManager]:
    """Case managers whose students may be seen: by the settings, and by the districts that sheets name.

    A student of a district that their case manager's settings do not name is nevertheless of that district.
    """
    districts = scope.districts
    by_students = {one.case_manager for one in department.students if districts and one.district in districts}
    return [
        person
        for person in department.organisation.case_managers
        if scope.case_managers is None or person.key in scope.case_managers
        if districts is None or person.key in by_students or not districts.isdisjoint(person.districts)
    ]


def _of_hours(person: CaseManager) -> Iterator[str]:
    """Ids of workbooks, and of folders of workbooks, that hold hours alone."""
    yield from (book.id for book in person.workbooks if book.holds == "hours")
    yield from (folder.id for folder in person.folders if folder.holds == "hours")


@dataclass(frozen=True, slots=True)
class _View:
    """Which case managers and students may be seen.

    Attributes:
        books: Ids of the workbooks of these people.
        others: Refs of the students who stand on a list, on none of these people's, and may not be seen.
        colleagues: Keys of all other case managers.
        whole: No district limits it: what concerns a case manager alone may be seen too.
        hours: Ids of workbooks, and of folders of workbooks, that hold hours alone.
    """

    people: frozenset[str]
    books: frozenset[str]
    students: frozenset[str]
    others: frozenset[str]
    colleagues: frozenset[str]
    whole: bool
    hours: frozenset[str]

    @classmethod
    def of(cls, department: Department, scope: Scope) -> _View:
        shown = _people(department, scope)
        people = frozenset(person.key for person in shown)
        books = frozenset(book.id for person in shown for book in person.workbooks)
        students = frozenset(
            student.ref
            for student in department.students
            if student.case_manager in people
            if scope.districts is None or student.district in scope.districts
        )
        theirs = (book.students for book in department.workbooks if book.case_manager in people)
        others = frozenset(department.by_ref).difference(students, *theirs)
        colleagues = frozenset(one.key for one in department.organisation.case_managers) - people
        hours = frozenset(id_ for person in shown for id_ in _of_hours(person))
        return cls(people, books, students, others, colleagues, scope.districts is None, hours)

    def department(self, department: Department) -> Department:
        """Of whose it is by student, else by case manager."""
        return replace(
            department,
            organisation=self._organisation(department.organisation),
            students=tuple(one for one in department.students if one.ref in self.students),
            meetings=self._of_students(department.meetings),
            team=self._of_students(department.team),
            contacts=self._of_students(department.contacts),
            consents=self._of_students(department.consents),
            hours=self._of_people(department.hours) if self.whole else (),
            office_hours=self._of_people(department.office_hours) if self.whole else (),
            goals=self._of_students(department.goals),
            benchmarks=self._of_students(department.benchmarks),
            series=self._of_students(department.series),
            check_ins=self._of_students(department.check_ins),
            services=self._of_students(department.services),
            requests=self._of_students(department.requests),
            progress_reports=self._of_students(department.progress_reports),
            responses=tuple(one for one in department.responses if self._shows_response(one)),
            workbooks=tuple(self._workbook(one) for one in self._of_people(department.workbooks)),
            private_spreadsheets={
                key: one
                for key, one in department.private_spreadsheets.items()
                if self.whole and key in self.people
            },
            folders=self._of_people(department.folders),
            gone=self._of_people(department.gone) if self.whole else (),
            problems=tuple(one for one in department.problems if self._shows_problem(one)),
            hours_read_for=department.hours_read_for & self.people if self.whole else frozenset(),
            broken=self._of_sheets(department.broken),
            kept=self._of_sheets(department.kept),
            unsettled=self._of_sheets(department.unsettled),
            nobodys=self._of_people(department.nobodys) if self.whole else (),
            pauses=tuple(one for one in department.pauses if self._shows_pause(one)),
            links=self._of_people(department.links) if self.whole else (),
            shown_names=self._of_people(department.shown_names) if self.whole else (),
            shared=self._of_people(department.shared) if self.whole else (),
        )

    def told(self, told: Told) -> Told:
        return Told(
            findings=[one for one in told.findings if self._shows(one)],
            problems=[one for one in told.problems if self._shows_problem(one)],
            decisions=[one for one in told.decisions if self._shows(one)],
            next_steps=[one for one in told.next_steps if self._shows(one)],
            outcomes=[one for one in told.outcomes if self._shows(one.action)],
            waits=self._waits(told.waits),
            unread=[one for one in told.unread if self._shows_unread(one.problem)],
            progress_sheets={ref: link for ref, link in told.progress_sheets.items() if ref in self.students},
        )

    def _organisation(self, organisation: Organisation) -> Organisation:
        people = tuple(person for person in organisation.case_managers if person.key in self.people)
        return organisation.model_copy(update={"case_managers": people})

    def _waits(self, waits: Waits) -> Waits:
        return Waits(
            tuple(one for one in waits.held if self._shows(one.action)),
            tuple(one for one in waits.stops if self.whole and one.source in self.people),
            tuple(one for one in waits.pauses if self._shows_pause(one)),
        )

    def _of_students(self, rows: Iterable[T]) -> tuple[T, ...]:
        return tuple(one for one in rows if one.student_ref in self.students)  # type: ignore[attr-defined]  # each row of a student has it

    def _of_people(self, rows: Iterable[T]) -> tuple[T, ...]:
        return tuple(one for one in rows if one.case_manager in self.people)  # type: ignore[attr-defined]  # each row of a case manager has it

    def _of_sheets(self, sheets: frozenset[SheetKey]) -> frozenset[SheetKey]:
        return frozenset(one for one in sheets if one[0] in self.people | self.books)

    def _workbook(self, book: Workbook) -> Workbook:
        """Of a district alone nothing is shown that a workbook holds of all districts together."""
        if self.whole:
            return book
        own = AgentTab(()) if book.agent_tabs.own else None
        return replace(book, students=book.students & self.students, agent_tabs=AgentTabs(own))

    def _shows(self, one: Finding | Decision | NextStep | Action) -> bool:
        """What is about no student, or one who stands on no list now, is the case manager's."""
        if one.student_ref in self.students:
            return True
        return self.whole and one.case_manager in self.people and one.student_ref not in self.others

    def _shows_problem(self, one: Problem) -> bool:
        """One about several students is shown where all of them may be seen.

        What stands in a colleague's sheets is the colleague's to mend.
        """
        if self.whole and one.case_manager in self.colleagues:
            return False
        if one.concerned and self.students.issuperset(one.concerned):
            return True
        return self.whole and one.case_manager in self.people and self.others.isdisjoint(one.concerned)

    def _shows_unread(self, one: Problem) -> bool:
        """A source tells of no student: whoever may be told of anything in it is told that it is unread.

        What is nobody's own, such as the form, is everybody's. Of a district alone neither hours nor sharing
        are told.
        """
        if not self.whole and self._is_of_no_district(one):
            return False
        if one.concerned:
            return self._shows_problem(one)
        return one.case_manager in self.people or not one.case_manager

    def _is_of_no_district(self, one: Problem) -> bool:
        return one.kind is ProblemKind.SHARING_UNAVAILABLE or any(id_ in one.place.url for id_ in self.hours)

    def _shows_response(self, one: Response) -> bool:
        if one.student_ref:
            return one.student_ref in self.students
        return self.whole and one.respondent in self.people

    def _shows_pause(self, one: Pause) -> bool:
        if one.student_ref:
            return one.student_ref in self.students
        return one.case_manager in self.people or not one.case_manager
