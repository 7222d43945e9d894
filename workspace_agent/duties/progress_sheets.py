"""Keep a progress sheet for each student and school year: a chart and a verdict for each annual goal.

It is a picture of what the workbook holds, for the people who may open the student's folder; the data stay in
the workbook. It is written in the week's first run after the moment at which the manager's digest is due, and
before that digest is, so that the digest's links show what the digest says; then again when it says something
else, once a week at most. A changed one replaces the content of the same file: Drive keeps what it showed
before for a month, and links to it stay.

Whatever people call it and wherever they move it, it is followed. One that was thrown away or deleted is not
made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import ClassVar
from zoneinfo import ZoneInfo

from workspace_agent.duties.digest_period import due
from workspace_agent.duties.filing_records import filed_for, title_print
from workspace_agent.duties.folders import Stops, year_folder
from workspace_agent.duties.progress_chart import GoalChart, goal_chart
from workspace_agent.model.action import Action, Kind, Outcome, State
from workspace_agent.model.dates import school_year, school_year_from, words
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import LinkPlace, Place
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import MarkedFile, Seen
from workspace_agent.model.undo import Undo
from workspace_agent.rules.goal_verdicts import GoalVerdict, Unjudged, judged_goals
from workspace_agent.rules.progress_words import METHOD_WORDS
from workspace_agent.rules.reviewed import reviews

PRINT, WEEK = "print", "week"
"""Marks on the file: of what it shows, and in which ISO week that was written."""
_SHEET = "progress/"

Found = GoalVerdict | Unjudged


@dataclass(frozen=True, slots=True)
class NotDrawn:
    """A goal without a chart: why, and its row."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressSheet:
    """Everything that one sheet says. It holds no day of today: as long as nothing changes, it is the same.

    Attributes:
        student: Ref.
        until: The day of the last data point.
        row: Of the first goal.
        deciding: How many last points the verdict goes by.
        method: How trend lines are drawn.
    """

    student: str
    initials: str
    district: str
    case_manager: str
    until: date
    row: Place
    deciding: int
    method: str
    goals: tuple[GoalChart, ...]
    not_drawn: tuple[NotDrawn, ...]

    @property
    def school_year(self) -> str:
        """That of the last data point, such as `2026-27`."""
        return school_year(self.until)

    @property
    def key(self) -> str:
        """Its identity."""
        return f"{_SHEET}{self.student}/{self.school_year}"

    @property
    def about(self) -> tuple[str, ...]:
        """Whose it is and of when, in words."""
        return (
            f"{self.initials}, {self.district}; case manager: {self.case_manager}",
            f"School year {self.school_year}, as of the last data of {words(self.until)}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProgressSheet(Action):
    """Draw a student's first sheet of a school year and upload it.

    Attributes:
        title: Name of the file.
        folder: Key of the folder it goes into.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "progress_sheets"
    kind: ClassVar[Kind] = Kind.DRAW
    undo: ClassVar[Undo] = Undo.TRASH_FILE

    sheet: ProgressSheet
    title: str
    folder: str
    properties: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewProgressSheet(Action):
    """Draw it anew in the same file; its name, its place and who can open it stay.

    Attributes:
        file_id: Drive's id of the file.
        properties: Marks that change.
    """

    duty: ClassVar[str] = "progress_sheets"
    undo: ClassVar[Undo] = Undo.EARLIER_CONTENT

    sheet: ProgressSheet
    file_id: str
    properties: tuple[tuple[str, str], ...]


def student_of_progress_sheet(key: str) -> str:
    """Whose sheet it is, by its key; empty where it is another thing."""
    return key.removeprefix(_SHEET).partition("/")[0] if key.startswith(_SHEET) else ""


def folder_of_progress_sheet(key: str) -> str:
    """Key of the folder that a sheet is made in."""
    ref, _, year = key.removeprefix(_SHEET).partition("/")
    return year_folder(ref, school_year_from(int(year[:4])))


def progress_sheet_links(files: Iterable[MarkedFile]) -> dict[str, str]:
    """Where each student's sheet can be opened, the latest school year's, but for those in the trash."""
    there = sorted((file for file in files if not file.trashed), key=lambda file: file.key)
    return {ref: file.link for file in there if (ref := student_of_progress_sheet(file.key))}


def new_progress_sheet_links(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The same of what was filed in this run."""
    done = (one for one in outcomes if one.state is State.DONE)
    return {one.action.student_ref: one.link for one in done if isinstance(one.action, FileProgressSheet)}


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One file for each student of whom there are data, with what they say this week."""
    week = _week(department.organisation, circumstances.now)
    if not week:
        return Plan()
    keeper = _Keeper(department, seen, circumstances, week)
    return Plan(
        actions=tuple(
            action for sheet in _sheets(department, circumstances) for action in keeper.actions(sheet)
        )
    )


def _week(organisation: Organisation, now: datetime) -> str:
    """The ISO week, once the moment of the manager's digest has come, whether they want one or not."""
    manager = organisation.manager
    found = due(now, manager.digest.model_copy(update={"every": "week"}), ZoneInfo(manager.zone))
    return found.period if found else ""


def _sheets(department: Department, circumstances: Circumstances) -> Iterator[ProgressSheet]:
    """One for each student with data on a goal of today, unless it is not settled who the student is."""
    judged = judged_goals(department, circumstances.policy, circumstances.today)
    # In the order of the sheets: a ref is random, and the access record counts its entries.
    place = {student.ref: number for number, student in enumerate(department.students)}
    by_student = sorted(judged, key=lambda found: (place[found.one.student.ref], found.one.goal.number))
    for _, together in groupby(by_student, key=lambda found: found.one.student.ref):
        goals = [*together]
        student = goals[0].one.student
        until = max((day for found in goals if (day := found.one.last)), default=None)
        if until and not student.held and any(isinstance(found, GoalVerdict) for found in goals):
            yield _sheet(department, circumstances, student, goals, until)


def _sheet(
    department: Department, circumstances: Circumstances, student: Student, goals: list[Found], until: date
) -> ProgressSheet:
    numbers, organisation = circumstances.policy.progress, department.organisation
    days = sorted({day for day in reviews(department, student) if day <= circumstances.today})
    return ProgressSheet(
        student=student.ref,
        initials=student.initials,
        district=organisation.district(student.district).name,
        case_manager=organisation.case_manager(student.case_manager).name,
        until=until,
        row=goals[0].one.goal.row,
        deciding=numbers.last_n,
        method=METHOD_WORDS[numbers.trend],
        goals=tuple(goal_chart(one, days, numbers) for one in goals if isinstance(one, GoalVerdict)),
        not_drawn=tuple(_not_drawn(one) for one in goals if isinstance(one, Unjudged)),
    )


def _not_drawn(found: Unjudged) -> NotDrawn:
    goal, names = found.one.goal, " and ".join(found.lacks.names)
    because = f"it has no {names} on record" if names else "something in its row cannot be read"
    return NotDrawn(f"Goal {goal.number} is not drawn: {because}.", goal.row.url)


@dataclass(frozen=True)
class _Keeper:
    """Compares a sheet with the one that lies in Drive.

    Attributes:
        week: The ISO week.
    """

    department: Department
    seen: Seen
    circumstances: Circumstances
    week: str

    def actions(self, sheet: ProgressSheet) -> Iterator[Action]:
        """What is to be done about it, if anything."""
        file = self.seen.files.get(sheet.key)
        if file is None:
            if self._may_be_filed(sheet.key):
                yield self._filed(sheet)
        elif self._is_old(file, sheet):
            yield self._renewed(file, sheet)

    def _may_be_filed(self, key: str) -> bool:
        """It never was, and filing does not stop where it goes."""
        stops = Stops(self.department, self.seen)
        return not stops.was_made(key) and not stops.at(folder_of_progress_sheet(key))

    def _is_old(self, file: MarkedFile, sheet: ProgressSheet) -> bool:
        """What is open to anyone is not added to, and what a person threw away is left alone."""
        if file.trashed or file.is_open:
            return False
        return file.marks.get(PRINT) != self._print(sheet) and file.marks.get(WEEK) != self.week

    def _print(self, sheet: ProgressSheet) -> str:
        return self.circumstances.sign(repr(sheet))[:16]

    def _filed(self, sheet: ProgressSheet) -> FileProgressSheet:
        folder, title = folder_of_progress_sheet(sheet.key), f"{sheet.school_year} progress sheet.pdf"
        manager, case_manager = self.department.organisation.manager.key, self._case_manager(sheet)
        return FileProgressSheet(
            key=sheet.key,
            fingerprint=self._print(sheet),
            summary=f"file: progress sheet of {sheet.student}",
            needs=(folder,),
            case_manager=case_manager,
            student_ref=sheet.student,
            place=sheet.row,
            discloses=(filed_for(manager, case_manager, sheet.student),),
            sheet=sheet,
            title=title,
            folder=folder,
            properties=(*self._marks(sheet), ("title", title_print(title, self.circumstances.sign))),
        )

    def _renewed(self, file: MarkedFile, sheet: ProgressSheet) -> RenewProgressSheet:
        return RenewProgressSheet(
            key=f"renewed/{sheet.key}",
            fingerprint=self._print(sheet),
            summary=f"renew: progress sheet of {sheet.student}",
            case_manager=self._case_manager(sheet),
            student_ref=sheet.student,
            place=LinkPlace(file.link, "progress sheet"),
            sheet=sheet,
            file_id=file.file_id,
            properties=self._marks(sheet),
        )

    def _marks(self, sheet: ProgressSheet) -> tuple[tuple[str, str], ...]:
        return ((PRINT, self._print(sheet)), (WEEK, self.week))

    def _case_manager(self, sheet: ProgressSheet) -> str:
        return self.department.by_ref[sheet.student].case_manager
