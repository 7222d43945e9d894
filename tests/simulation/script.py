"""Writes the story of a seed: what people do, day by day, and what happens to the agent and to Google.

It knows no world: a seed gives the same story on any program. What cannot be done when its time comes,
because a person did something else before, is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from tests.simulation.action import ZONE, Action, Step, Story
from tests.simulation.agent_actions import (
    Approves,
    ApprovesInVain,
    Habit,
    LateLinks,
    Runs,
    Settles,
    SignsIn,
    Switches,
)
from tests.simulation.calendar_actions import Deletes, Files, Undeletes, Untrashes
from tests.simulation.choices import HOURS, Planned, back_and_forth, in_calendar
from tests.simulation.department import DISTRICTS, GOAL, Generated, Student, as_typed, enrolled, full
from tests.simulation.ledger_actions import CopiesLedger
from tests.simulation.mail_actions import ReadsWeekly
from tests.simulation.school import TYPOS
from tests.simulation.sure import HALF, sure_trouble
from tests.simulation.troubles import USUAL, trouble
from tests.simulation.typing_actions import (
    Adds,
    CallsOffAll,
    Clears,
    Enrolls,
    Inserts,
    Leaves,
    NewAddress,
    NewManager,
    Removes,
    Renames,
    Restores,
    Sends,
    Sorts,
    Transfers,
    Types,
)

_RUNS = (time(7, 5), time(16, 45))
"""When the agent runs on a working day."""

_SUNDAY = 6


@dataclass
class Writer:
    """Writes one story."""

    chance: Random
    students: list[Student]
    staff: list[str]
    today: date
    roughness: float
    noons: int
    meetings: list[Planned] = field(default_factory=list)
    reviewed: dict[int, date] = field(default_factory=dict)
    rows: int = 0
    forms: int = 0
    later: list[tuple[date, Action]] = field(default_factory=list)

    def day(self, today: date) -> Iterator[Step]:
        """Everything of one day, in its order."""
        self.today = today
        if today.weekday() >= 5:
            yield from self._weekend()
            return
        acts = sorted((self._minute(), order, act) for order, act in enumerate(self._people()))
        steps = [Step(self._at(time(8 + minute // 60, minute % 60)), act) for minute, _, act in acts]
        runs = [step for moment in _RUNS for step in self._agent(self._at(moment))]
        runs += self._at_noon() if self.roughness >= 1 else []
        yield from sorted([*steps, *runs], key=lambda step: step.at)

    def _weekend(self) -> Iterator[Step]:
        morning = self._at(time(9, 0))
        if self.today.weekday() == _SUNDAY:
            yield from (Step(morning, act) for act in (Habit(), LateLinks(), Switches("on"), Untrashes()))
            yield Step(morning, SignsIn())
            yield Step(morning, ReadsWeekly())
            yield Step(morning, Settles())
            yield Step(morning, CopiesLedger())
        elif self.chance.random() < 0.5:
            yield Step(morning, Runs())

    def _at(self, moment: time) -> datetime:
        return datetime.combine(self.today, moment, ZONE)

    def _minute(self) -> int:
        return self.chance.randrange(8 * 60)

    # ---- the agent

    def _agent(self, at: datetime) -> Iterator[Step]:
        """A run, now and then into trouble, and then another one."""
        if self.chance.random() < self.roughness:
            for minutes, act in enumerate(trouble(self.chance)):
                yield Step(at + timedelta(minutes=minutes), act)
        approves = ApprovesInVain() if self.chance.random() < self.roughness / 2 else Approves()
        yield Step(at + timedelta(minutes=17), Runs())
        yield Step(at + timedelta(minutes=18), approves)

    def _at_noon(self) -> list[Step]:
        noon, acts = self._at(time(12, 0)), sure_trouble(self.noons, self.today)
        self.noons += 1
        return [Step(noon + timedelta(minutes=minutes), act) for minutes, act in enumerate(acts)]

    # ---- people

    def _people(self) -> Iterator[Action]:
        due = [act for day, act in self.later if day <= self.today]
        self.later = [one for one in self.later if one[0] > self.today]
        yield from due
        for case_manager in self.staff:
            yield from self._daily(case_manager)
        for _ in range(self.chance.randrange(4, 11)):
            act = self.chance.choices(_WORK, weights=[weight for weight, _ in _WORK])[0][1]
            yield from act(self)

    def _daily(self, case_manager: str) -> Iterator[Action]:
        """Hours of the day, meetings that were held, reviews that come near."""
        if self.chance.random() < 0.8:
            cells = (as_typed(self.today), "8:00 AM", "2:30 PM", "6.5", "sessions")
            yield Adds(case_manager, "Hours", f"hours-{self._new()}", cells)
        theirs = {student.number for student in self.students if student.case_manager == case_manager}
        for meeting in self.meetings:
            if meeting.student in theirs and meeting.day < self.today and not meeting.done:
                yield from self._held(meeting, case_manager)
        for student in self.students:
            if student.case_manager == case_manager and self._is_due(student):
                yield from self._plan(student)

    def _is_due(self, student: Student) -> bool:
        last = self.reviewed.get(student.number, student.last_review)
        is_planned = any(one.student == student.number and not one.done for one in self.meetings)
        return not is_planned and (self.today - last).days > 330 and self.chance.random() < 0.2

    def _held(self, meeting: Planned, case_manager: str) -> Iterator[Action]:
        if self.chance.random() < 0.6:
            meeting.done = True
            yield Types("Meetings", meeting.row, "Held", "TRUE")
            if self.chance.random() < 0.8:
                yield self._form(meeting, case_manager)
            if meeting.is_review and self.chance.random() < 0.8:
                self.reviewed[meeting.student] = meeting.day
                student = f"student {meeting.student}"
                yield Types("Students", student, "Last annual review", as_typed(meeting.day))

    def _form(self, meeting: Planned, case_manager: str) -> Action:
        self.forms += 1
        held = "Yes" if self.chance.random() < 0.85 else "No - postponed"
        misspelt = self.chance.random() < 0.1
        day = meeting.day.isoformat()
        sent = Sends(self.forms, meeting.student, case_manager, day, held, misspelt=misspelt)
        if self.chance.random() < 0.3:
            edited = Sends(self.forms, meeting.student, case_manager, day, "Yes")
            self.later.append((self._soon(), edited))
        return sent

    def _plan(self, student: Student) -> Iterator[Action]:
        day, mode = self._school_day(self.chance.randrange(4, 25)), ("Google Meet", "in person")
        yield from self._asks(student, day, self.chance.choice(HOURS), self.chance.choice(mode))

    def _asks(self, student: Student, day: date, hour: str, mode: str) -> Iterator[Action]:
        is_review = self.chance.random() < 0.7
        review = "504 review" if student.plan == "504" else "annual review"
        purposes = review if is_review else "parent requested"
        row = f"meeting {student.number} {self._new()}"
        self.meetings.append(Planned(row, student.number, day, is_review))
        agreed = as_typed(self.today) if self.chance.random() < 0.6 else ""
        book = "TRUE" if self.chance.random() < 0.8 else "FALSE"
        when = (as_typed(day), hour, "", "60", mode)
        boxes = (agreed, "phone" if agreed else "", book, "FALSE", "FALSE", "")
        yield Adds(student.case_manager, "Meetings", row, (full(student.number), purposes, *when, *boxes))
        if not agreed:
            self.later.append(
                (self._soon(), Types("Meetings", row, "Agreed with parent on", as_typed(self.today)))
            )
        if book == "FALSE":
            self.later.append((self._soon(), Types("Meetings", row, "Book", "TRUE")))

    def plans(self) -> Iterator[Action]:
        """A meeting that somebody asked for."""
        yield from self._plan(self._student())

    def plans_at_one_time(self) -> Iterator[Action]:
        """Meetings of several students that people join by video, all at one time."""
        day, hour = self._school_day(self.chance.randrange(4, 25)), self.chance.choice(HOURS)
        for student in self.chance.sample(self.students, 3):
            yield from self._asks(student, day, hour, "Google Meet")

    def changes_a_meeting(self) -> Iterator[Action]:
        """Another day, another hour, called off, or a notice sent."""
        open_ = [one for one in self.meetings if not one.done and one.day > self.today]
        if not open_:
            return
        meeting = self.chance.choice(open_)
        what = self.chance.choice(
            ("Date", "Start", "Cancelled", "Notice sent", "Agreed with parent on", "Paused")
        )
        text = as_typed(self.today)
        if what == "Date":
            meeting.day = self._school_day(self.chance.randrange(4, 25))
            text = as_typed(meeting.day)
        elif what == "Start":
            text = self.chance.choice(HOURS)
        elif what == "Cancelled":
            meeting.done, text = True, "TRUE"
        elif what == "Paused":
            text = "TRUE"
            self.later.append((self._soon(), Types("Meetings", meeting.row, "Paused", "FALSE")))
        yield Types("Meetings", meeting.row, what, text)

    def records(self) -> Iterator[Action]:
        """A contact, a check-in or a score."""
        student, today = self._student(), as_typed(self.today)
        who = full(student.number)
        title = self.chance.choice(("Contacts", "Check-ins", "Progress", "Progress"))
        cells = {
            "Contacts": (
                who,
                today,
                "5:20 PM",
                self.chance.choice(("phone", "e-mail", "text")),
                "mother",
                "annual review",
                "no answer",
            ),
            "Check-ins": (who, today, self.chance.choice(("20", "30", "35")), "a new headset"),
            "Progress": (who, GOAL, today, str(self.chance.randrange(38, 90))),
        }[title]
        row = f"{title.lower()} {student.number} {self._new()}"
        yield Adds(student.case_manager, title, row, cells)
        if self.chance.random() < 0.08:
            yield from self._mistyped(title, row, "Date", today)

    def mistypes(self) -> Iterator[Action]:
        """A date of a student or of a meeting becomes one that nobody can read, for some days."""
        student = self._student()
        meetings = [one for one in self.meetings if one.student == student.number and not one.done]
        if meetings and self.chance.random() < 0.5:
            yield from self._mistyped("Meetings", meetings[0].row, "Date", as_typed(meetings[0].day))
        else:
            last = self.reviewed.get(student.number, student.last_review)
            yield from self._mistyped(
                "Students", f"student {student.number}", "Last annual review", as_typed(last)
            )

    def _mistyped(self, title: str, row: str, column: str, right: str) -> Iterator[Action]:
        yield Types(title, row, column, self.chance.choice(TYPOS))
        self.later.append((self._soon(), Types(title, row, column, right)))

    def meddles_with_a_sheet(self) -> Iterator[Action]:
        """Sorts it, inserts a blank row, deletes a row, empties it by mistake, renames a heading."""
        case_manager = self.chance.choice(self.staff)
        title, column = self.chance.choice((("Meetings", "Date"), ("Students", "Last"), ("Contacts", "Date")))
        what = self.chance.choice(["sort", "insert", "sort", "insert", "remove", "clear", "rename"])
        if what == "sort":
            yield Sorts(case_manager, title, column)
        elif what == "insert":
            yield Inserts(case_manager, title, self.chance.randrange(9))
        elif what == "remove" and self.meetings:
            yield Removes("Meetings", self.chance.choice(self.meetings).row)
        elif what == "clear":
            yield Clears(case_manager, title)
            self.later.append((self._soon(), Restores(case_manager, title)))
        elif what == "rename":
            yield Renames(case_manager, title, column, f"{column} of this one")
            self.later.append((self._soon(), Renames(case_manager, title, column, column)))

    def uses_calendar(self) -> Iterator[Action]:
        """Something is done with an event."""
        open_ = [one for one in self.meetings if not one.done and one.day > self.today]
        if not open_:
            return
        student = self.chance.choice(open_).student
        yield in_calendar(self.chance, student)

    def goes_back_and_forth(self) -> Iterator[Action]:
        """What is done on one side and then on the other, or undone."""
        open_ = [one for one in self.meetings if not one.done and one.day > self.today]
        if not open_:
            return
        meeting = self.chance.choice(open_)
        student = meeting.student
        on = Types("Meetings", meeting.row, "Cancelled", "FALSE")
        another_day = as_typed(self._school_day(12))
        yield from back_and_forth(self.chance, meeting, self._whose(student), another_day)
        for title in ("Students", "Team"):
            self.later.append((self._soon(), Restores(self._whose(student), title)))
        self.later += [(self.today + timedelta(days=2), Undeletes(student))]
        self.later += [
            (self.today + timedelta(days=3), on),
            (self.today + timedelta(days=5), Deletes(student)),
        ]

    def _whose(self, student: int) -> str:
        found = [one.case_manager for one in self.students if one.number == student]
        return found[0] if found else self.staff[0]

    def calls_off_all(self) -> Iterator[Action]:
        """Snow: a case manager calls off everything, and thinks again."""
        yield CallsOffAll(self.chance.choice(self.staff))

    def changes_settings(self) -> Iterator[Action]:
        """Everything is only reported for a while, or somebody else has the manager's part."""
        if self.chance.random() < 0.5:
            yield Switches("report")
            self.later.append((self.today + timedelta(days=2), Switches("on")))
        else:
            yield NewAddress(f"manager{self._new()}@willowbridge.example")

    def uses_drive(self) -> Iterator[Action]:
        """Something is done with a file of the agent's."""
        what = self.chance.choice(
            ("renames", "moves", "trashes", "trashes a folder", "lets in", "takes away")
        )
        yield Files(what, self.chance.randrange(99))

    def people_change(self) -> Iterator[Action]:
        """A student comes, leaves, or goes to another case manager."""
        what = self.chance.random()
        if what < 0.5 and len(self.students) < 25:
            number = max(student.number for student in self.students) + 1
            student = enrolled(number, self.chance.choice(self.staff), self.today, self.chance)
            self.students.append(student)
            yield _enrolls(student)
        elif what < 0.7 and len(self.students) > 8:
            student = self._student()
            self.students.remove(student)
            yield Types("Students", f"student {student.number}", "Exit", as_typed(self.today))
        elif what < 0.9:
            yield from self._transfers(self._student(), self.staff)
        elif len(self.staff) > 2:
            *self.staff, leaving = self.staff
            for student in [one for one in self.students if one.case_manager == leaving]:
                yield from self._transfers(student, self.staff)
            self.later.append((self.today + timedelta(days=3), Leaves(leaving)))
        else:
            yield NewManager()

    def hands_over(self) -> Iterator[Action]:
        """A student goes to another case manager."""
        yield from self._transfers(self._student(), self.staff)

    def _transfers(self, student: Student, among: Sequence[str]) -> Iterator[Action]:
        """To a colleague who works for the student's district, where there is one."""
        able = [one for one in among if student.district in DISTRICTS[one] and one != student.case_manager]
        if able:
            to = self.chance.choice(able)
            self.students[self.students.index(student)] = replace(student, case_manager=to)
            yield Transfers(student.number, to)

    def _student(self) -> Student:
        return self.chance.choice(self.students)

    def _new(self) -> int:
        self.rows += 1
        return self.rows

    def _soon(self) -> date:
        return self.today + timedelta(days=self.chance.randrange(1, 9))

    def _school_day(self, days: int) -> date:
        day = self.today + timedelta(days=days)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _enrolls(one: Student) -> Enrolls:
    dates = one.last_review.isoformat(), one.last_evaluation.isoformat()
    return Enrolls(one.number, one.case_manager, one.district, one.plan, *dates)


Work = Callable[[Writer], Iterator[Action]]
_WORK: tuple[tuple[float, Work], ...] = (
    (4, Writer.plans),
    (0.5, Writer.plans_at_one_time),
    (5, Writer.changes_a_meeting),
    (8, Writer.records),
    (2, Writer.mistypes),
    (2, Writer.meddles_with_a_sheet),
    (5, Writer.uses_calendar),
    (3, Writer.goes_back_and_forth),
    (0.5, Writer.calls_off_all),
    (0.5, Writer.changes_settings),
    (2, Writer.uses_drive),
    (1, Writer.people_change),
    (0.5, Writer.hands_over),
)


def story(seed: int, files: Generated, days: int, roughness: float = USUAL) -> Story:
    """The story of a seed.

    Args:
        seed: Any number.
        files: The department on its first day.
        days: How many.
        roughness: Share of the runs that something happens to; from 1 on something does at noon, too.
    """
    chance = Random(f"story {seed}")  # noqa: S311 - a story, not a secret
    first, noons = files.begins.date(), seed * HALF
    writer = Writer(chance, list(files.students), list(files.case_managers), first, roughness, noons)
    return tuple(step for day in range(days) for step in writer.day(first + timedelta(days=day)))
