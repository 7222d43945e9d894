"""What a run could not read: since when, and what must not be said of it.

What stands in a source that could not be read is not known: it is neither resolved nor past due, and nothing
is all clear. A source that Google did not give is back by itself; one that is not shared stays so until
somebody shares it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from workspace_agent.duties import brakes
from workspace_agent.model.facts import Department, SheetKey, Student, concerns
from workspace_agent.model.field import Missing, Unreadable
from workspace_agent.model.organisation import WorkbookSetting
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import NOT_OPENED, NOT_READ, UNAVAILABLE, ProblemKind
from workspace_agent.model.seen import LastLook, Look, Seen

_UNREAD, _READ = "unread", "read"
_CALENDARS = frozenset(
    {
        ProblemKind.CALENDAR_NOT_READ,
        ProblemKind.CALENDAR_NOT_DELEGATED,
        ProblemKind.CALENDARS_NOT_ALLOWED,
        ProblemKind.CALENDAR_UNAVAILABLE,
    }
)
_SHARING = frozenset({ProblemKind.SHARING_UNAVAILABLE})
_OUTAGE = timedelta(hours=4)
_LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Unread:
    """A source, a sheet or a column that could not be read.

    Attributes:
        since: When that was first seen, aware.
    """

    problem: Problem
    since: datetime

    @property
    def subject(self) -> str:
        """Under which a look at it is remembered."""
        return _subject(self.problem)

    @property
    def passes(self) -> bool:
        """Google did not answer; nobody has to do anything."""
        return self.problem.kind in UNAVAILABLE


def unread(problems: Iterable[Problem], seen: Seen, now: datetime) -> tuple[Unread, ...]:
    """Everything that could not be read, the oldest first."""
    found = dict.fromkeys(problem for problem in problems if problem.kind in NOT_READ)
    told = (Unread(problem, _since(seen.looks.get(_subject(problem)), now)) for problem in found)
    return tuple(sorted(told, key=lambda one: one.since))


def _subject(problem: Problem) -> str:
    """The same for whatever reason it is not read."""
    return f"unread/{problem.case_manager}/{problem.place.url}"


def _since(last: LastLook | None, now: datetime) -> datetime:
    return last.since if last and last.shown == _UNREAD else now


def looks(found: Iterable[Unread], seen: Seen) -> tuple[Look, ...]:
    """For the next look to compare with: what could not be read, and what could be again."""
    now = {one.subject for one in found}
    before = {subject for subject, last in seen.looks.items() if last.shown == _UNREAD}
    return (
        *(Look(subject, _UNREAD) for subject in sorted(now)),
        *(Look(subject, _READ) for subject in sorted(before - now)),
    )


def is_worth_waiting(found: Iterable[Unread], wanted: datetime, now: datetime) -> bool:
    """Whether a digest that is due waits, so that it tells what it cannot tell now.

    It waits while Google does not answer for a source, as long as that is young. It waits for nobody to share
    something, and no longer than a day, however Google's troubles come and go.

    Args:
        found: What could not be read.
        wanted: When the first run began that could have sent it, aware.
        now: Aware.
    """
    young = any(one.passes and now - one.since < _OUTAGE for one in found)
    return young and now - wanted < _LONGEST_WAIT


def judged(department: Department, problems: Iterable[Problem], seen: Seen, how: Circumstances) -> Department:
    """The department as the rules may take it: what was there and is gone counts as unread, not as none.

    Args:
        department: What was read.
        problems: What is told in this run.
        seen: What the last looks showed.
        how: Limits, and what a person has approved.
    """
    shrunk = brakes.shrunk(department, seen, how)
    lost = [one for one in problems if (one.kind, one.detail) == (ProblemKind.COLUMN_GONE, "exit")]
    return replace(
        department,
        students=tuple(_without_exit(student, lost) for student in department.students),
        problems=tuple(one for one in department.problems if not _misses_a_row(department, one, shrunk)),
        broken=department.broken | shrunk,
    )


def _without_exit(student: Student, lost: Iterable[Problem]) -> Student:
    """The day of exit may have stood in a column that is gone."""
    for problem in lost:
        in_it = problem.place == SpreadsheetPlace(student.row.spreadsheet_id)
        if in_it and isinstance(student.exit, Missing):
            return replace(student, exit=Unreadable(problem, student.exit.cell))
    return student


def _misses_a_row(department: Department, problem: Problem, shrunk: frozenset[SheetKey]) -> bool:
    """A form's meeting is not missed where rows are gone."""
    student = department.by_ref.get(problem.student_ref)
    gone = student is not None and concerns(shrunk, student, "meetings")
    return problem.kind is ProblemKind.RESPONSE_WITHOUT_MEETING and gone


def _book(problem: Problem) -> str:
    """The address of its workbook, whatever of it is shown."""
    return problem.place.url.partition("/edit")[0]


@dataclass(frozen=True)
class Sight:
    """Tells of what the last digest told and this run did not find whether it could have found it.

    Attributes:
        reads: What each rule needs, by its id.
    """

    department: Department
    unread: tuple[Unread, ...]
    reads: Mapping[str, frozenset[str]]

    def hides(self, key: str) -> bool:
        """Whether the finding or the Problem with this key may stand where nothing could be read."""
        kind, _, rest = key.partition("/")
        if kind in self.reads:
            return self._hides_finding(self.reads[kind], rest.partition("/")[0])
        return self._hides_problem(rest)

    def hides_work_of(self, case_manager: str) -> bool:
        """Whether dates of this case manager's students may stand where nothing could be read."""
        lost = any(self.department.lacks(case_manager, kind) for kind in ("students", "meetings"))
        return self.department.form_unread or lost

    def _hides_finding(self, reads: frozenset[str], subject: str) -> bool:
        """A student who is on no list may be on one that could not be read."""
        if "form" in reads and self.department.form_unread:
            return True
        if "calendar" in reads and self._hides(_CALENDARS, subject):
            return True
        if "sharing" in reads and self._hides_sharing_of(subject):
            return True
        if student := self.department.by_ref.get(subject):
            return any(self.department.is_broken(student, kind) for kind in reads)
        if subject in self._people:
            return any(self.department.lacks(subject, kind) for kind in reads)
        return any(kind == "students" for _, kind in self.department.broken)

    def _hides(self, kinds: frozenset[ProblemKind], subject: str) -> bool:
        problems = (one.problem for one in self.unread if one.problem.kind in kinds)
        return any(problem.case_manager in {subject, ""} for problem in problems)

    def _hides_sharing_of(self, subject: str) -> bool:
        """Google did not answer, or does not tell the agent any more who can open something of theirs."""
        untold = (one for one in self.department.shared if not one.told)
        return self._hides(_SHARING, subject) or any(one.case_manager == subject for one in untold)

    def _hides_problem(self, rest: str) -> bool:
        """Problems of a workbook hang on what its owner has; those of events, files and forms on anything."""
        student = self.department.by_ref.get(rest.partition("/")[0])
        stands = student.row.url if student else rest
        owners = set(self._owners(rest))
        near = (one.problem for one in self.unread if not self._is_of_another(one.problem, stands))
        return any(not owners or self._may_hang_on(problem, rest, owners) for problem in near)

    @staticmethod
    def _may_hang_on(unread: Problem, url: str, owners: set[str]) -> bool:
        """On the whole of a source that was not opened; on a sheet only in its own workbook."""
        if unread.kind in NOT_OPENED:
            return unread.case_manager in owners
        return _book(unread) in url

    def _is_of_another(self, unread: Problem, url: str) -> bool:
        """What stands in the workbook of one student does not hang on that of another."""
        both = self._is_of_one(unread.place.url) and self._is_of_one(url)
        return both and _book(unread) not in url

    def _is_of_one(self, url: str) -> bool:
        return any(book.of_one and book.id in url for book in self._books)

    def _owners(self, url: str) -> Iterator[str]:
        for person in self.department.organisation.case_managers:
            if any(book.id in url for book in person.workbooks):
                yield person.key

    @cached_property
    def _books(self) -> tuple[WorkbookSetting, ...]:
        people = self.department.organisation.case_managers
        return tuple(book for person in people for book in person.workbooks)

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(person.key for person in self.department.organisation.case_managers)
