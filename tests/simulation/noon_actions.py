"""What hits a meeting that is booked, or a record that is filed, for certain; see `sure.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.journeys.test_meanwhile import LaggingAdapter
from tests.kills.remains import ledger_of
from tests.machine.looks import Event
from tests.machine.scene import STRANGER
from tests.machine.trouble import AtSettling
from tests.simulation import promises
from tests.simulation.agent_actions import Meanwhile, Runs, run
from tests.simulation.calendar_actions import file_of
from tests.simulation.department import DOMAINS, full
from tests.simulation.school import School
from tests.simulation.sheets import Row
from tests.simulation.typing_actions import FORMER, Adds, Sends, Types, student_of

_QUARTER = timedelta(minutes=16)


def _booked(school: School) -> list[tuple[Row, Event]]:
    """Rows that can be read and whose events stand where they say, each with the student's first event.

    None where the agent may do nothing.
    """
    if school.signed_out or school.only_reports:
        return []
    live = school.look().live
    return [
        (row, next(event for event in live if event.student == student_of(row.id)))
        for row in promises.booked_rows(school)
        if (sheet := school.home(row.id, "Meetings")) and school.is_whole(sheet.case_manager)
    ]


def _somebody(school: School, number: int) -> tuple[str, int] | None:
    """A case manager whose sheets can be read, and a student of theirs with whose meetings nobody meddled."""
    rows = [
        (case_manager, row.id)
        for (case_manager, title), sheet in school.sheets.items()
        if title == "Students" and school.is_whole(case_manager)
        for row in sheet.rows
        if row.id and not row.id.endswith(FORMER) and not sheet.get(row.id, "Exit")
    ]
    listed = [(case_manager, student_of(row_id) or 0) for case_manager, row_id in rows]
    quiet = sorted(one for one in listed if one[1] not in school.unclear)
    return quiet[number % len(quiet)] if quiet else None


def _in_doubt(school: School) -> set[str]:
    """Keys of what the agent does not know whether it did."""
    with ledger_of(school.world) as ledger:
        return {entry.key for entry in ledger.in_doubt()}


def _event_in_doubt(school: School) -> Event | None:
    """An event that the agent made and does not know of."""
    keys, refs = _in_doubt(school), {student: ref for ref, student in school.students.items()}
    events = school.look().events.values()
    return next((one for one in events if f"meeting/{refs[one.student]}/{one.number}" in keys), None)


@dataclass(frozen=True, slots=True)
class AsksForMeeting:
    """A case manager asks for a meeting that the parent agreed to.

    Attributes:
        number: Of whom it is.
        day: As it is typed.
        agreed: The day on which the parent agreed, as it is typed.
        mode: How they meet.
    """

    number: int
    day: str
    agreed: str
    mode: str = "Google Meet"

    def do(self, school: School) -> None:
        """Type it."""
        if found := _somebody(school, self.number):
            case_manager, student = found
            when = self.day, "11:15 AM", "", "60", self.mode
            boxes = self.agreed, "phone", "TRUE", "FALSE", "FALSE", ""
            row_id = f"meeting {student} noon-{self.number}"
            cells = full(student), "parent requested", *when, *boxes
            Adds(case_manager, "Meetings", row_id, cells).do(school)


@dataclass(frozen=True, slots=True)
class SendsForm:
    """A case manager sends the form of a meeting that did not take place; the same number again is an edit.

    It is filed, and moves no deadline.
    """

    number: int

    def do(self, school: School) -> None:
        """Send it."""
        if found := _somebody(school, self.number):
            case_manager, student = found
            Sends(self.number, student, case_manager, "2026-08-03", "No - postponed").do(school)


@dataclass(frozen=True, slots=True)
class TrashesFolder:
    """The folder of a student is put into the trash, and another form of the same student comes."""

    number: int

    def do(self, school: School) -> None:
        """Send one, run, trash the folder, and send another."""
        if not (found := _somebody(school, self.number)):
            return
        SendsForm(self.number).do(school)
        Runs().do(school)
        keys = {f"folder/student/{ref}" for ref, student in school.students.items() if student == found[1]}
        for file in school.look().files.values():
            if file.key in keys and not file.trashed:
                school.trashes(file)
        Sends(self.number + 1, found[1], found[0], "2026-08-04", "No - postponed").do(school)


@dataclass(frozen=True, slots=True)
class MovedTwice:
    """A row says another time, and just before the agent moves its event the case manager drags it."""

    days: int

    def do(self, school: School) -> None:
        """Type it, run, and drag."""
        for row, _ in _booked(school)[:1]:
            Types("Meetings", row.id, "Start", f"2:{self.days:02d} PM").do(school)
            Meanwhile(self.days).do(school)


@dataclass(frozen=True, slots=True)
class InvitesAnother:
    """Somebody joins the team of a student after a guest of the meeting has accepted."""

    number: int

    def do(self, school: School) -> None:
        """Accept, type the new member, and run."""
        invited = [event for _, event in _booked(school) if event.guests.keys() - {STRANGER}]
        for event in invited[:1]:
            student, listed = event.student, school.home(f"student {event.student}", "Students")
            assert listed is not None, "a meeting is booked for somebody on no list"
            school.accepts(event)
            domain = DOMAINS[listed.get(f"student {student}", "District")]
            cells = full(student), "nurse", f"nurse{self.number}@{domain}"
            Adds(listed.case_manager, "Team", f"team {student} noon-{self.number}", cells).do(school)
            run(school)


@dataclass(frozen=True, slots=True)
class SeatsStranger:
    """Somebody from outside is put on an event, and the next run closes its guest list."""

    def do(self, school: School) -> None:
        """Seat them, and run."""
        for _, event in _booked(school)[:1]:
            school.puts_on(event)
            Runs().do(school)
            is_closed, whose = school.look().events[event.id].closed, school.whose(event.calendar)
            is_unread = any(one.problem.case_manager == whose for one in school.account.unread)
            assert is_closed or is_unread, f"a guest list stays open to strangers: {event}"


@dataclass(frozen=True, slots=True)
class BringsBack:
    """A meeting is called off and its event brought back; when the agent has seen that, it is deleted."""

    def do(self, school: School) -> None:
        """Call it off, bring it back, delete it; and run after each."""
        for row, event in _booked(school)[:1]:
            school.unclear.add(event.student)
            Types("Meetings", row.id, "Cancelled", "TRUE").do(school)
            for _ in range(2):
                Runs().do(school)
                school.at(school.world.clock.now + _QUARTER)
            if school.look().events[event.id].live:
                return
            school.restores(event)
            Types("Meetings", row.id, "Cancelled", "FALSE").do(school)
            Runs().do(school)
            school.deletes(event)
            Runs().do(school)


@dataclass(frozen=True, slots=True)
class DiesSettling:
    """The agent is killed as soon as its ledger holds what became of the first request to a method."""

    method: str

    def do(self, school: School) -> None:
        """Die."""
        run(school, AtSettling(self.method))


@dataclass(frozen=True, slots=True)
class DeletesUnheard:
    """A case manager deletes the event that the agent made and does not know of."""

    def do(self, school: School) -> None:
        """Delete it."""
        event = _event_in_doubt(school)
        if event and event.live:
            school.deletes(event)
            school.unclear.add(event.student)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Calendar does not list the event that the agent made and does not know of."""

    def do(self, school: School) -> None:
        """Run."""
        hidden = event.id if (event := _event_in_doubt(school)) else ""
        with school.world.behind(lambda inner: LaggingAdapter(inner, hidden)):
            run(school)


@dataclass(frozen=True, slots=True)
class Unfound:
    """Drive's search does not find the file that the agent made and does not know of."""

    def do(self, school: School) -> None:
        """Run."""
        keys, files = _in_doubt(school), school.look().files.values()
        hidden = next((file.id for file in files if file.key in keys), "")
        with school.world.behind(lambda inner: LaggingAdapter(inner, hidden)):
            run(school)


@dataclass(frozen=True, slots=True)
class DeletesForGood:
    """Somebody deletes a record, and not into the trash."""

    number: int

    def do(self, school: School) -> None:
        """Delete it."""
        file = file_of(school, "record/", self.number)
        if file and not school.is_learning:
            school.deletes_for_good(file)
