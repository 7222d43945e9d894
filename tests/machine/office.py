"""The people, the agent, and what is remembered of both to judge the next run by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from tests.journeys import people
from tests.kills.campaign import memory
from tests.kills.days import first_day, run_until_quiet
from tests.kills.department import ADA, BEN, CORA, NEXT_ON_TEAM, OTHER_TEACHER, STUDENTS, response
from tests.kills.prepared import Prepared
from tests.kills.remains import ledger_of
from tests.machine.looks import Event, Look, initials_of
from tests.machine.scene import Scene
from tests.machine.sheet import DAYS, LONGEST, Row, type_sheet
from tests.machine.trouble import Trouble, run_into
from workspace_agent.tools import LEDGER

PEOPLE = (ADA, BEN, CORA)
"""Students whose meetings are acted on."""

_QUARTER = timedelta(minutes=16)

_LAST_MOMENT = datetime.fromisoformat("2026-11-30T12:00:00-05:00")
"""All meetings lie after it: what is over is never written again."""


@dataclass(frozen=True, slots=True)
class Morning:
    """Friday, after the agent's first runs."""

    prepared: Prepared
    rows: tuple[Row, ...]
    students: dict[str, int]


@cache
def morning() -> Morning:
    """Prepared once a process."""
    folder = Path(mkdtemp(dir=memory()))
    world, rows = first_day(folder / "morning"), (Row(ADA), Row(BEN, day=DAYS[1]), Row(CORA, agreed=False))
    type_sheet(world, list(rows))
    run_until_quiet(world)
    with ledger_of(world) as ledger:
        students = initials_of(ledger.students())
    return Morning(Prepared.of(world), rows, students)


@dataclass
class Office(Scene):
    """A department in which people and the agent act.

    Attributes:
        rows: What the Meetings sheet says.
        moved_on: Students of whom a row vanished, became another meeting, or was dated anew in the act of
            cancelling it.
        joined: Students whose team a teacher joined.
    """

    rows: list[Row] = field(default_factory=list)
    moved_on: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    responses: int = 1
    runs_of_all: ClassVar[int] = 0

    @classmethod
    def open(cls) -> Office:
        """Friday again."""
        begin = morning()
        world = begin.prepared.wake(Path(mkdtemp(dir=begin.prepared.folder.parent)) / "world")
        return cls(world, begin.students, rows=list(begin.rows))

    # ---- in the sheet

    def retypes(self, number: int, row: Row) -> None:
        """Somebody changes a row."""
        old = self.rows[number % len(self.rows)]
        new = replace(row, student=old.student)
        if self._is_twin(new, old):
            return
        if old.purposes != new.purposes or (old.start != new.start and not new.asks_for_event):
            self.moved_on.add(old.student)
        self._type([new if one is old else one for one in self.rows], old.student)

    def adds(self, row: Row) -> None:
        """Somebody inserts a row."""
        if len(self.rows) < LONGEST and not self._is_twin(row):
            self._type([row, *self.rows], row.student)

    def _is_twin(self, row: Row, instead_of: Row | None = None) -> bool:
        """Two rows of a student at one time, or of one day and purpose, are a question.

        The tables of `tests/duties` ask it.
        """
        others = [one for one in self.rows if one is not instead_of and one.student == row.student]
        same_time = row.start in [one.start for one in others]
        return same_time or (row.day, row.purposes) in [(one.day, one.purposes) for one in others]

    def calls_off(self, event: Event) -> Row | None:
        """Somebody ticks Cancelled in the row of an event, as it stands in the sheet."""
        return self._ticks(event, cancelled=True)

    def wants_again(self, event: Event) -> Row | None:
        """Somebody unticks Cancelled in the row of an event."""
        return self._ticks(event, cancelled=False)

    def _ticks(self, event: Event, *, cancelled: bool) -> Row | None:
        rows = (row for row in self.rows if (row.student, row.start) == (event.student, event.start))
        old = next((row for row in rows if row.cancelled is not cancelled and row.book), None)
        if old is not None:
            new = replace(old, cancelled=cancelled, held=False)
            self._type([new if row is old else row for row in self.rows], old.student)
        return old

    def pauses(self, number: int) -> None:
        """Somebody ticks or unticks Paused in a row, which says nothing of its meeting."""
        old = self.rows[number % len(self.rows)]
        self.rows = [replace(row, paused=not row.paused) if row is old else row for row in self.rows]
        type_sheet(self.world, self.rows)

    def removes(self, number: int) -> None:
        """Somebody deletes a row."""
        if len(self.rows) > 1:
            old = self.rows[number % len(self.rows)]
            self.moved_on.add(old.student)
            self._type([one for one in self.rows if one is not old], old.student)

    def sorts(self) -> None:
        """Somebody sorts the sheet, which changes nothing."""
        self._type(sorted(self.rows, key=lambda row: (row.start, -row.student)), None)

    def _type(self, rows: list[Row], student: int | None) -> None:
        """What somebody types is newer than what was done in Calendar before."""
        self.rows = rows
        type_sheet(self.world, rows)
        self.sheet_speaks(student)

    def team_changes(self, student: int) -> None:
        """A teacher joins the team of a student, or leaves it again."""
        row = NEXT_ON_TEAM + student
        if student in self.joined:
            people.leaves_team(self.world, row)
        else:
            people.joins_team(self.world, row, STUDENTS[student], OTHER_TEACHER)
        self.joined ^= {student}

    # ---- which event

    def event(self, number: int) -> Event | None:
        """One of the events that stand."""
        live = [event for event in self.look().live if event.student in PEOPLE]
        return live[number % len(live)] if live else None

    def gone(self, number: int) -> Event | None:
        """One of the events that were deleted or cancelled."""
        found = [one for one in self.look().events.values() if not one.live and one.student in PEOPLE]
        return sorted(found, key=lambda one: one.id)[number % len(found)] if found else None

    # ---- in the form

    def submits(self, number: int) -> None:
        """A response is sent, or edited."""
        self.responses += 1
        now = self.world.clock().replace(microsecond=self.responses)
        moment = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
        people.submits(self.world, response(number, STUDENTS[PEOPLE[number % len(PEOPLE)]], moment))

    # ---- the agent

    def runs_twice(self) -> None:
        """Two runs, a quarter of an hour apart: enough for whatever has to be seen twice."""
        self.runs()
        self.passes(_QUARTER)
        self.runs()

    def passes(self, time: timedelta) -> None:
        """Time goes on, but not past the first meeting."""
        self.world.at(min(self.world.clock.now + time, _LAST_MOMENT))

    def loses_ledger(self) -> None:
        """The state file is gone."""
        (self.world.folder / "state" / LEDGER).unlink(missing_ok=True)
        self.ledgers += 1

    def runs(self, trouble: Trouble = None) -> bool:
        """The agent runs, and what it did is judged. Whether it wrote anything."""
        Office.runs_of_all += 1
        before = self.look()
        self.world.forget_requests()
        run_into(self.world, trouble)
        self.judge(before, self.look())
        return bool(self.world.writes())

    def judge(self, before: Look, after: Look) -> None:
        """What may never happen.

        Raises:
            AssertionError: It happened.
        """
        self.one_event_each(after)
        self.people_win(before, after)
        self._cancelled_for_a_reason(before, after)
        self._pauses_hold(before, after)
        self.told_once(before, after)
        self.files_stand(after)
        assert after.names() == []

    def _pauses_hold(self, before: Look, after: Look) -> None:
        awake = {row.student for row in self.rows if not row.paused}
        for student in {row.student for row in self.rows} - awake:
            seen = [
                [one for one in look.events.values() if one.student == student] for look in (before, after)
            ]
            assert seen[0] == seen[1], "a meeting was written although its row is paused"

    def _cancelled_for_a_reason(self, before: Look, after: Look) -> None:
        asked = {row.student for row in self.rows if row.cancelled}
        for event in before.live:
            assert after.events[event.id].live or event.student in asked, "cancelled without being asked"

    # ---- in the end

    def becomes_quiet(self, runs: int = 6) -> None:
        """Nothing happens any more, so the agent comes to an end with its work.

        Raises:
            AssertionError: It does not, or its work is not done.
        """
        for _ in range(runs):
            self.world.at(self.world.clock.now + _QUARTER)
            if not self.runs():
                break
        assert not self.runs(), "it is never quiet"
        self._work_is_done(self.look())

    def _work_is_done(self, look: Look) -> None:
        """Of meetings that nobody touched in Calendar: what the sheet asks for is there, and no more.

        Whether a row that became another meeting is the old one's, or whose event a vanished row had, is a
        question that nobody answers here: nothing is booked or cancelled until somebody does.
        """
        for student in set(PEOPLE) - set(self.touched.values()) - self.moved_on:
            rows = [row for row in self.rows if row.student == student]
            if any(row.paused for row in rows):
                continue
            wanted = {row.start for row in rows if row.asks_for_event}
            there = {event.start for event in look.live if event.student == student}
            assert wanted <= there, "a meeting was not booked"
            if all(row.asks_for_event or row.cancelled for row in rows):
                assert there <= wanted, "a meeting was not cancelled"
