"""What people do with events and files of the agent's, in Calendar and Drive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.journeys.world import ROBOT
from tests.machine.looks import Event, File
from tests.machine.scene import FRIEND, STRANGER
from tests.simulation.school import School


def coming(school: School, student: int) -> Event | None:
    """The last event of a student that stands and is more than a day away."""
    tomorrow = school.world.clock.now + timedelta(days=1)
    found = [one for one in school.look().live if one.student == student and one.start > tomorrow]
    return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Drags:
    """A case manager drags an event to a later day, at a minute of its own."""

    student: int
    days: int

    def do(self, school: School) -> None:
        """Drag it."""
        if event := coming(school, self.student):
            school.drags(event, (event.start + timedelta(days=self.days)).replace(hour=15, minute=0))
            school.unclear.add(self.student)


@dataclass(frozen=True, slots=True)
class Touches:
    """A case manager changes an event: its title, colour, place, or a room is booked for it."""

    student: int
    what: str

    def do(self, school: School) -> None:
        """Change it."""
        event = coming(school, self.student)
        if event is None:
            return
        if self.what == "title":
            school.retitles(event, event.summary + "!")
        elif self.what == "room":
            school.books_room(event)
        else:
            school.decorates(event, self.what)


@dataclass(frozen=True, slots=True)
class Deletes:
    """A case manager deletes an event."""

    student: int

    def do(self, school: School) -> None:
        """Delete it."""
        if event := coming(school, self.student):
            school.deletes(event)
            school.unclear.add(self.student)


@dataclass(frozen=True, slots=True)
class Undeletes:
    """A case manager takes an event out of the bin."""

    student: int

    def do(self, school: School) -> None:
        """Bring it back."""
        now = school.world.clock.now
        gone = [one for one in school.look().events.values() if one.student == self.student and not one.live]
        found = sorted((one for one in gone if one.start > now), key=lambda one: int(one.number))
        if found:
            school.restores(found[-1])
            school.unclear.add(self.student)


@dataclass(frozen=True, slots=True)
class Seats:
    """A case manager puts somebody from outside on an event, or takes a guest off it."""

    student: int
    off: int = 0

    def do(self, school: School) -> None:
        """Seat them."""
        event = coming(school, self.student)
        if event is None:
            return
        if not self.off:
            school.puts_on(event)
        elif guests := sorted(event.guests.keys() - {STRANGER}):
            school.takes_off(event, guests[self.off % len(guests)])


@dataclass(frozen=True, slots=True)
class Accepts:
    """A guest accepts."""

    student: int

    def do(self, school: School) -> None:
        """Accept."""
        if event := coming(school, self.student):
            school.accepts(event)


_KINDS = {
    "lets in": "folder/case-manager/",
    "takes away": "folder/case-manager/",
    "trashes a folder": "folder/student/",
}


@dataclass(frozen=True, slots=True)
class Untrashes:
    """Somebody takes everything out of the trash."""

    def do(self, school: School) -> None:
        """Bring it all back."""
        for file in school.look().files.values():
            if file.id in school.trashed:
                school.takes_out_of_the_trash(file)


def file_of(school: School, kind: str, number: int) -> File | None:
    """One of the agent's files of a kind that is not in the trash."""
    ours = [one for one in school.look().files.values() if one.key.startswith(kind) and not one.trashed]
    return sorted(ours, key=lambda one: one.name)[number % len(ours)] if ours else None


@dataclass(frozen=True, slots=True)
class Files:
    """Somebody renames, moves or trashes a file of the agent's, or lets somebody in or takes somebody off."""

    what: str
    number: int

    def do(self, school: School) -> None:
        """Do it."""
        kind = _KINDS.get(self.what, "record/")
        file = file_of(school, kind, self.number)
        if file is None:
            return
        if self.what == "renames":
            school.renames(file, f"A better name {self.number}")
        elif self.what == "moves":
            school.moves(file)
        elif self.what.startswith("trashes"):
            school.trashes(file)
        elif self.what == "lets in":
            school.lets_in(file, FRIEND)
        elif readers := sorted(file.readers - {ROBOT}):
            school.takes_away(file, readers[self.number % len(readers)])
