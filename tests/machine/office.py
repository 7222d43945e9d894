"""The people, the agent, and what is remembered of both to judge the next run by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import ClassVar

from tests.journeys import people
from tests.journeys.world import World
from tests.kills.campaign import memory
from tests.kills.days import first_day, run_until_quiet
from tests.kills.department import ADA, BEN, CORA, NEXT_ON_TEAM, OTHER_TEACHER, STUDENTS, response
from tests.kills.prepared import Prepared
from tests.kills.remains import ledger_of
from tests.machine.looks import ROOMS, Event, File, Look, due_mails, initials_of, look
from tests.machine.sheet import DAYS, LONGEST, Row, type_sheet
from tests.machine.trouble import Trouble, run_into
from workspace_agent.tools import LEDGER

PEOPLE = (ADA, BEN, CORA)
"""Students whose meetings are acted on."""

STRANGER = "z.aunt@homemail.example"
ROOM = f"c_188abc{ROOMS}"
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
class Office:
    """A department in which people and the agent act.

    Attributes:
        rows: What the Meetings sheet says.
        theirs: Fields of events that a person changed last, later than anything in the sheet.
        deleted: Events that a person deleted, with student and start as long as the sheet is as it was then.
        touched: Events that a person changed or deleted, ever.
        moved_on: Students of whom a row vanished, became another meeting, or was dated anew in the act of
            cancelling it.
        answers: What guests answered.
        off: Guests whom a person took off an event, later than anything in the sheet, with the student.
        strangers: Events on which a person put somebody from outside.
        touches: How often a person changed an event, so that no two changes are alike.
        joined: Students whose team a teacher joined.
        trashed: Files that a person put into the trash.
        renamed: Names that a person gave to files.
        moved: Folders into which a person moved files.
        let_in: Readers whom a person let in.
        ledgers: How many ledgers there were.
    """

    world: World
    students: dict[str, int]
    rows: list[Row]
    theirs: dict[tuple[str, str], object] = field(default_factory=dict)
    deleted: dict[str, tuple[int, datetime] | None] = field(default_factory=dict)
    touched: dict[str, int] = field(default_factory=dict)
    moved_on: set[int] = field(default_factory=set)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    off: dict[tuple[str, str], int] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    touches: int = 0
    joined: set[int] = field(default_factory=set)
    trashed: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    let_in: set[tuple[str, str]] = field(default_factory=set)
    ledgers: int = 1
    responses: int = 1
    runs_of_all: ClassVar[int] = 0

    @classmethod
    def open(cls) -> Office:
        """Friday again."""
        begin = morning()
        world = begin.prepared.wake(Path(mkdtemp(dir=begin.prepared.folder.parent)) / "world")
        return cls(world, begin.students, list(begin.rows))

    def look(self) -> Look:
        """What can be seen now."""
        return look(self.world, self.students)

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
        events = self.look().events
        self.theirs = {key: v for key, v in self.theirs.items() if events[key[0]].student != student}
        self.off = {key: whose for key, whose in self.off.items() if whose != student}
        self.deleted = {
            key: None if what and what[0] == student else what for key, what in self.deleted.items()
        }

    def team_changes(self, student: int) -> None:
        """A teacher joins the team of a student, or leaves it again."""
        row = NEXT_ON_TEAM + student
        if student in self.joined:
            people.leaves_team(self.world, row)
        else:
            people.joins_team(self.world, row, STUDENTS[student], OTHER_TEACHER)
        self.joined ^= {student}

    # ---- in Calendar

    def event(self, number: int) -> Event | None:
        """One of the events that stand."""
        live = [event for event in self.look().live if event.student in PEOPLE]
        return live[number % len(live)] if live else None

    def gone(self, number: int) -> Event | None:
        """One of the events that were deleted or cancelled."""
        found = [one for one in self.look().events.values() if not one.live and one.student in PEOPLE]
        return sorted(found, key=lambda one: one.id)[number % len(found)] if found else None

    def drags(self, event: Event, start: datetime) -> None:
        """The case manager moves an event, never twice to the same minute."""
        start += timedelta(minutes=self.touches % 40)
        people.drags(self.world, event.id, start)
        self._touched(event)
        self.theirs[event.id, "start"] = start

    def retitles(self, event: Event, title: str) -> None:
        """The case manager gives an event another title."""
        people.edits(self.world, event.id, summary=title)
        self._touched(event)
        self.theirs[event.id, "summary"] = title

    def deletes(self, event: Event) -> None:
        """The case manager deletes an event."""
        people.deletes(self.world, event.id)
        self.touched[event.id] = event.student
        self.deleted[event.id] = (event.student, event.start)
        self.theirs = {key: value for key, value in self.theirs.items() if key[0] != event.id}

    def restores(self, event: Event) -> None:
        """The case manager takes an event out of the bin."""
        people.edits(self.world, event.id, status="confirmed")
        self.deleted.pop(event.id, None)
        self._touched(event)

    def decorates(self, event: Event, what: str) -> None:
        """The case manager gives an event a colour or a place that it did not have before."""
        value = str(self.touches % 11 + 1) if what == "colorId" else f"Hall {self.touches}"
        people.edits(self.world, event.id, **{what: value})
        self._touched(event)

    def books_room(self, event: Event) -> None:
        """The case manager books a room for an event."""
        if ROOM not in event.rooms:
            people.seats(self.world, event.id, on={"email": ROOM, "resource": True})
            self._touched(event)
            self.theirs[event.id, "rooms"] = frozenset({ROOM})

    def puts_on(self, event: Event) -> None:
        """The case manager puts somebody from outside on an event."""
        if STRANGER not in event.guests:
            people.seats(self.world, event.id, on={"email": STRANGER})
            self._touched(event)
            self.strangers.add(event.id)

    def takes_off(self, event: Event, guest: str) -> None:
        """The case manager takes a guest off an event."""
        if guest in event.guests:
            people.seats(self.world, event.id, off=guest)
            self._touched(event)
            self.off[event.id, guest] = event.student

    def accepts(self, event: Event) -> None:
        """A guest accepts."""
        for guest in sorted(event.guests.keys() - {STRANGER})[:1]:
            people.answers(self.world, guest, event.id)
            self.answers[event.id, guest] = "accepted"

    def _touched(self, event: Event) -> None:
        """Whatever a person changes in an event, it is to stand."""
        self.touches += 1
        self.touched[event.id] = event.student
        self.theirs[event.id, "live"] = True

    # ---- in Drive and in the form

    def file(self, number: int, kind: str) -> File | None:
        """One of the agent's files of a kind that is not in the trash."""
        ours = [one for one in self.look().files.values() if one.key and not one.trashed]
        found = [one for one in ours if one.key.startswith(kind)]
        return sorted(found, key=lambda one: one.name)[number % len(found)] if found else None

    def renames(self, file: File, name: str) -> None:
        """Somebody gives a file another name."""
        people.changes_file(self.world, file.id, name=name)
        self.renamed[file.id] = name

    def moves(self, file: File) -> None:
        """Somebody moves a file into the root folder."""
        (root,) = [one.id for one in self.look().files.values() if one.key == "folder/root"]
        if file.parents != (root,):
            people.moves(self.world, file.id, file.parents[0], root)
            self.moved[file.id] = root

    def trashes(self, file: File) -> None:
        """Somebody puts a record into the trash."""
        people.changes_file(self.world, file.id, trashed=True)
        self.trashed.add(file.id)

    def lets_in(self, file: File, address: str) -> None:
        """Somebody adds a reader to a folder."""
        people.lets_in(self.world, file.id, address)
        self.let_in.add((file.id, address))

    def takes_away(self, file: File, address: str) -> None:
        """Somebody takes a reader off a folder."""
        if address in file.readers:
            people.takes_away(self.world, file.id, address)

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
        self._one_event_each(after)
        self._people_win(before, after)
        self._cancelled_for_a_reason(before, after)
        self._pauses_hold(before, after)
        self._told_once(before, after)
        self._files(after)
        assert after.names() == []

    def _one_event_each(self, after: Look) -> None:
        numbers = Counter((event.student, event.number) for event in after.live)
        assert set(numbers.values()) <= {1}, "two live events for one number"
        untouched = [event for event in after.live if event.id not in self.touched]
        starts = Counter((event.student, event.start) for event in untouched)
        assert set(starts.values()) <= {1}, "two live events for one meeting"

    def _people_win(self, before: Look, after: Look) -> None:
        for (event_id, what), value in self.theirs.items():
            assert getattr(after.events[event_id], what) == value, f"a person's {what} was lost"
        for event_id, meeting in self.deleted.items():
            assert not after.events[event_id].live, "a deleted event came back"
            fresh = (event for event in after.live if event.id not in before.events)
            assert meeting not in [(event.student, event.start) for event in fresh], "booked again"
        for (event_id, guest), answer in self.answers.items():
            assert after.events[event_id].guests.get(guest, answer) == answer, "an answer was lost"
        for event_id in self.strangers:
            assert STRANGER in after.events[event_id].guests, "whom a person put on was taken off"
        for event_id, guest in self.off:
            assert guest not in after.events[event_id].guests, "whom a person took off was put on again"
        closed = {event.id for event in after.live if event.closed}
        assert closed <= self.strangers, "a guest list was closed although nobody is from outside"

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

    def _told_once(self, before: Look, after: Look) -> None:
        told, due = after.invitations - before.invitations, due_mails(before, after)
        assert due.must <= told <= due.must + due.may, f"told {told}, due {due}"
        assert all(count <= self.ledgers for count in after.digests.values()), "a digest was sent twice"

    def _files(self, after: Look) -> None:
        keys = Counter(file.key for file in after.files.values() if file.key)
        assert set(keys.values()) <= {1}, "two files for one key"
        assert all(after.files[file_id].trashed for file_id in self.trashed), "taken out of the trash"
        assert all(after.files[file_id].name == name for file_id, name in self.renamed.items()), (
            "renamed back"
        )
        assert all(after.files[one].parents == (where,) for one, where in self.moved.items()), "moved back"
        assert all(who in after.files[file_id].readers for file_id, who in self.let_in), (
            "a reader was shut out"
        )

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
