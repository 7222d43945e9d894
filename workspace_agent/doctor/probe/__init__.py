"""`doctor --probe`: make test objects, see whether Google does what the agent relies on, and remove them.

What is relied on stands in docs/unverified.md. One account can show some of it; what needs a second person,
time or luck is listed with what it needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from workspace_agent.doctor.calendars import calendar_check
from workspace_agent.doctor.check import Check, Group, Verdict, fails, passes, skips
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.machine import STATE
from workspace_agent.doctor.probe.drafts import Drafts
from workspace_agent.doctor.probe.events import Events
from workspace_agent.doctor.probe.expectation import Expectation, Found
from workspace_agent.doctor.probe.files import Files
from workspace_agent.doctor.probe.scratch import MARK, Scratch
from workspace_agent.doctor.probe.spreadsheets import Spreadsheets
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.google.scopes import COMPOSE, EVENTS, FILES, SPREADSHEETS
from workspace_agent.ledger.lock import only_one
from workspace_agent.model.counting import counted
from workspace_agent.model.errors import AlreadyExists, LockHeld
from workspace_agent.model.organisation import CaseManager

NEEDS_A_PERSON = {
    "two people with accounts, one of them as guest or reader": (
        *["C4", "C5", "C6", "C7", "C8", "C10", "C16", "C17"],
        *["D4", "D5", "D6", "D12", "D13", "D14", "D15", "D16", "D17"],
    ),
    "a shared drive and its manager": ("D18",),
    "somebody who fills in and edits a form": ("S3", "S4", "S5", "S6", "S7"),
    "somebody who types into a sheet": ("S8",),
    "a week of waiting": ("C9",),
    "a quota that is used up": ("G5",),
    "a mailbox that no person uses": ("G2",),
    "a machine whose power may be cut": ("M1",),
    "the Cloud console of the project": ("M3",),
    "somebody who signs in anew, and an administrator": ("A1", "A2", "A3", "A4", "A6"),
    "a reminder or mark looked at as a calendar's owner": ("A5",),
}
"""Lines of docs/unverified.md that no probe of one account answers, by what they need."""

_FOLDER = "folder of the probe"


@dataclass(frozen=True, slots=True)
class Probe:
    """What is tried, and what is made for that.

    Attributes:
        here: Where.
        sends: Whether two mails may go to the agent's own mailbox.
    """

    here: Installation
    sends: bool

    @property
    def people(self) -> list[CaseManager]:
        """Those on whose calendars an event is made."""
        return [one for one in self.here.organisation.case_managers if one.is_in_office(self.here.today)]

    def will_do(self) -> Iterator[str]:
        """In words, for whoever has to agree."""
        count = counted(len(self.people), "calendar")
        yield f"write a test event on {count}, five years ahead, without guests; nobody is told or reminded"
        yield "on the first of them some more, three with a Meet conference"
        yield "make a folder in Drive where records are filed, with files and spreadsheets in it"
        stays = f"send two mails to {self.here.robot} alone, which stay in its mailbox"
        yield f"make drafts to the agent's own mailbox; {stays if self.sends else 'none is sent'}"
        all_ = "all of it but those mails" if self.sends else "all of it"
        yield f"remove {all_}, also where something fails; what an earlier probe left is removed first"

    def groups(self, scratch: Scratch) -> Iterator[Group]:
        """What is tried, and at the end the removal of all that was made."""
        files = Files(scratch, self._workbook())
        needs = (READ, SIGNED_IN)
        yield Group("Probe: before", lambda _: [Check("leftovers", partial(_before, scratch))], needs)
        yield Group("Probe: each calendar", lambda _: self._writes(scratch), needs)
        yield Group("Probe: Calendar", lambda _: _of_calendar(scratch), needs)
        yield Group("Probe: Drive and Sheets", lambda _: self._of_files(files), needs)
        yield Group("Probe: Gmail", lambda _: self._of_mail(Drafts(scratch)), needs)
        yield Group("Probe: this machine", lambda _: [_lock(self.here)], (READ,))
        yield Group("Probe: for a person", lambda _: _for_a_person())
        yield Group("Probe: after", lambda _: [Check("removal", partial(_after, scratch))], needs)

    def _workbook(self) -> str:
        books = (book.id for person in self.here.organisation.case_managers for book in person.workbooks)
        return next(books, "")

    def _writes(self, scratch: Scratch) -> Iterator[Check]:
        for person in self.people:
            needs = (scope_check(EVENTS), calendar_check(person))
            yield Check(f"write on the {calendar_check(person)}", partial(_written, scratch, person), needs)

    def _of_files(self, files: Files) -> Iterator[Check]:
        yield Check(_FOLDER, partial(_folder, files), (scope_check(FILES),))
        for one in files.expectations():
            yield one.check(_FOLDER)
        for one in Spreadsheets(files).expectations():
            yield one.check(_FOLDER, scope_check(SPREADSHEETS))

    def _of_mail(self, drafts: Drafts) -> Iterator[Check]:
        for one in drafts.expectations():
            yield one.check(scope_check(COMPOSE))
        for one in drafts.sending():
            yield one.check(scope_check(COMPOSE)) if self.sends else Check(one.name, _unsent)


def _of_calendar(scratch: Scratch) -> Iterator[Check]:
    if not scratch.writable:
        yield Check("all of it", partial(skips, "because the agent could write on no calendar"))
    for calendar in scratch.writable[:1]:
        for one in Events(scratch, calendar).expectations():
            yield one.check()


def _unsent() -> Verdict:
    return skips("because it sends a mail: ask for it with --send")


def _before(scratch: Scratch) -> Verdict:
    return _removed(
        *scratch.clear(), none="No earlier probe left anything.", some="of an earlier probe removed."
    )


def _after(scratch: Scratch) -> Verdict:
    count, left = scratch.clear()
    more, left = scratch.clear() if left else (0, left)
    stays = "; ".join(_stays(scratch)) or "nothing is left"
    return _removed(count + more, left, none="Nothing is left.", some=f"removed; {stays}.")


def _stays(scratch: Scratch) -> Iterator[str]:
    if scratch.trashed:
        yield f"{len(scratch.trashed)} of them into the trash, which Drive empties after 30 days"
    if scratch.sent:
        yield f"{counted(len(scratch.sent), 'mail')} left in the agent's own mailbox, which may be deleted"


def _removed(count: int, left: list[str], *, none: str, some: str) -> Verdict:
    if left:
        advice = f"Run the probe again, which looks for them by their mark {MARK}, or delete them by hand."
        return fails(f"Still there: {', '.join(left)}.", advice)
    return passes(f"{counted(count, 'test object')} {some}" if count else none)


def _written(scratch: Scratch, person: CaseManager) -> Verdict:
    """Insert, read back, delete: some reported that what an app writes vanished without a word."""
    calendar, event = scratch.here.google.calendar, scratch.new_event(person.calendar)
    with suppress(AlreadyExists):  # an earlier sending arrived
        calendar.insert(person.calendar, event, "none")
    read = calendar.get(person.calendar, event["id"])
    marked = read.get("extendedProperties", {}).get("private", {}).get(MARK)
    calendar.delete(person.calendar, event["id"])
    if not marked or read.get("summary") != event["summary"]:
        return fails(
            "An event was written and reads otherwise.", "Report it with the edition of your Workspace."
        )
    scratch.writable.append(person.calendar)
    return passes("An event was written, read back with its mark, and deleted; nobody was told.")


def _folder(files: Files) -> Verdict:
    files.make_folder()
    return passes("Made where records are filed; all else is made in it, and goes with it.")


def _lock(here: Installation) -> Check:
    if not here.settings.state.is_dir():
        return Check("M2", partial(skips, "the state folder is not there yet"), (STATE,))
    expectation = Expectation(
        "M2",
        "lock a folder twice in the state folder",
        "a refusal",
        "Network file systems may not hold it: keep the state folder on a local disk.",
        partial(_locked_twice, here),
    )
    return expectation.check(STATE)


def _locked_twice(here: Installation) -> Found:
    folder = here.settings.state / "probe.lock"
    folder.mkdir(exist_ok=True)
    try:
        with only_one(folder):
            try:
                with only_one(folder):
                    return Found(as_expected=False, what="both")
            except LockHeld:
                return Found(as_expected=True, what="a refusal")
    finally:
        folder.rmdir()


def _for_a_person() -> Iterator[Check]:
    for needed, ids in NEEDS_A_PERSON.items():
        yield Check(", ".join(ids), partial(skips, f"needs {needed}: see docs/unverified.md"))
