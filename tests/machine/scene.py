"""What people do in Calendar and Drive, and what is remembered of it to judge the next run by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.journeys import drive_people, people
from tests.journeys.world import World
from tests.machine.looks import ROOMS, Event, File, Look, due_mails, look

STRANGER = "z.aunt@homemail.example"
FRIEND = "a.friend@homemail.example"
"""Whom people let into folders."""
ROOM = f"c_188abc{ROOMS}"


@dataclass
class Scene:
    """A department, and what people did in it that must stand.

    Attributes:
        students: Which student an opaque key stands for.
        theirs: Fields of events that a person changed last, later than anything in the sheet.
        deleted: Events that a person deleted, with student and start as long as the sheet is as it was then.
        touched: Events that a person changed or deleted, ever.
        answers: What guests answered.
        off: Guests whom a person took off an event, later than anything in the sheet, with the student.
        strangers: Events on which a person put somebody from outside.
        touches: How often a person changed an event, so that no two changes are alike.
        trashed: Files that a person put into the trash.
        destroyed: Keys of files that a person deleted for good.
        renamed: Names that a person gave to files.
        moved: Folders into which a person moved files.
        let_in: Readers whom a person let in.
        ledgers: How many ledgers there were.
    """

    world: World
    students: dict[str, int]
    theirs: dict[tuple[str, str], object] = field(default_factory=dict)
    deleted: dict[str, tuple[int, datetime] | None] = field(default_factory=dict)
    touched: dict[str, int] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    off: dict[tuple[str, str], int] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    touches: int = 0
    trashed: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    let_in: set[tuple[str, str]] = field(default_factory=set)
    ledgers: int = 1

    def look(self) -> Look:
        """What can be seen now."""
        return look(self.world, self.students)

    def sheet_speaks(self, student: int | None) -> None:
        """Somebody typed about a student: that is newer than what was done in Calendar before."""
        events = self.look().events
        self.theirs = {key: v for key, v in self.theirs.items() if events[key[0]].student != student}
        self.off = {key: whose for key, whose in self.off.items() if whose != student}
        self.deleted = {
            key: None if what and what[0] == student else what for key, what in self.deleted.items()
        }

    # ---- in Calendar

    def drags(self, event: Event, start: datetime) -> None:
        """The case manager moves an event, never twice to the same minute."""
        start += timedelta(minutes=self.touches % 40)
        people.drags(self.world, event.id, start, who=event.calendar)
        self._touched(event)
        self.theirs[event.id, "start"] = start

    def retitles(self, event: Event, title: str) -> None:
        """The case manager gives an event another title."""
        people.edits(self.world, event.id, summary=title, who=event.calendar)
        self._touched(event)
        self.theirs[event.id, "summary"] = title

    def deletes(self, event: Event) -> None:
        """The case manager deletes an event."""
        people.deletes(self.world, event.id, who=event.calendar)
        self.touched[event.id] = event.student
        self.deleted[event.id] = (event.student, event.start)
        self.theirs = {key: value for key, value in self.theirs.items() if key[0] != event.id}

    def restores(self, event: Event) -> None:
        """The case manager takes an event out of the bin."""
        people.edits(self.world, event.id, status="confirmed", who=event.calendar)
        self.deleted.pop(event.id, None)
        self._touched(event)

    def decorates(self, event: Event, what: str) -> None:
        """The case manager gives an event a colour or a place that it did not have before."""
        value = str(self.touches % 11 + 1) if what == "colorId" else f"Hall {self.touches}"
        people.edits(self.world, event.id, **{what: value}, who=event.calendar)
        self._touched(event)

    def books_room(self, event: Event) -> None:
        """The case manager books a room for an event."""
        if ROOM not in event.rooms:
            people.seats(self.world, event.id, on={"email": ROOM, "resource": True}, who=event.calendar)
            self._touched(event)
            self.theirs[event.id, "rooms"] = frozenset({ROOM})

    def puts_on(self, event: Event) -> None:
        """The case manager puts somebody from outside on an event."""
        if STRANGER not in event.guests:
            people.seats(self.world, event.id, on={"email": STRANGER}, who=event.calendar)
            self._touched(event)
            self.strangers.add(event.id)

    def takes_off(self, event: Event, guest: str) -> None:
        """The case manager takes a guest off an event."""
        if guest in event.guests:
            people.seats(self.world, event.id, off=guest, who=event.calendar)
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

    # ---- in Drive

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

    def deletes_for_good(self, file: File) -> None:
        """Somebody deletes a file, and not into the trash."""
        drive_people.delete(self.world, {"id": file.id})
        self.destroyed.add(file.key)
        self.trashed.discard(file.id)
        self.renamed.pop(file.id, None)
        self.moved.pop(file.id, None)

    def takes_out_of_the_trash(self, file: File) -> None:
        """Somebody brings a file back."""
        people.changes_file(self.world, file.id, trashed=False)
        self.trashed.discard(file.id)

    def lets_in(self, file: File, address: str) -> None:
        """Somebody adds a reader to a folder."""
        people.lets_in(self.world, file.id, address)
        self.let_in.add((file.id, address))

    def takes_away(self, file: File, address: str) -> None:
        """Somebody takes a reader off a folder."""
        if address in file.readers:
            people.takes_away(self.world, file.id, address)
            self.let_in.discard((file.id, address))

    # ---- what may never happen

    def one_event_each(self, after: Look) -> None:
        """No meeting has two events."""
        numbers = Counter((event.student, event.number) for event in after.live)
        assert set(numbers.values()) <= {1}, "two live events for one number"
        untouched = [event for event in after.live if event.id not in self.touched]
        starts = Counter((event.student, event.start) for event in untouched)
        assert set(starts.values()) <= {1}, "two live events for one meeting"

    def people_win(self, before: Look, after: Look) -> None:
        """What a person did last in Calendar stands."""
        for (event_id, what), value in self.theirs.items():
            event = after.events[event_id]
            assert getattr(event, what) == value, f"a person's {what} was lost: {event}"
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

    def told_once(self, before: Look, after: Look) -> None:
        """Guests hear of a change once, and everybody gets a digest once."""
        told, due = after.invitations - before.invitations, due_mails(before, after)
        assert due.must <= told <= due.must + due.may, f"told {told}, due {due}"
        assert all(count <= self.ledgers for count in after.digests.values()), "a digest was sent twice"

    def files_stand(self, after: Look) -> None:
        """Nothing is filed twice, and what a person did to a file stands."""
        keys = Counter(file.key for file in after.files.values() if file.key)
        assert set(keys.values()) <= {1}, "two files for one key"
        assert not self.destroyed & keys.keys(), "what was deleted for good was made again"
        assert all(after.files[file_id].trashed for file_id in self.trashed), "taken out of the trash"
        assert all(after.files[file_id].name == name for file_id, name in self.renamed.items()), (
            "renamed back"
        )
        assert all(after.files[one].parents == (where,) for one, where in self.moved.items()), "moved back"
        assert all(who in after.files[file_id].readers for file_id, who in self.let_in), (
            "a reader was shut out"
        )
