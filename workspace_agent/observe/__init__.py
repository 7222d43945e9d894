"""Google becomes Department (what people typed) and Seen (what Google holds)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from workspace_agent.duties.lost_workbooks import Remembered, remembered
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.pauses import from_control
from workspace_agent.intake.response import RawForm
from workspace_agent.intake.titles import Shows
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.policy import USUAL_HOURS, HoursLogPolicy
from workspace_agent.model.prints import KnownResponses
from workspace_agent.model.privacy import Titles
from workspace_agent.model.problem import Problem
from workspace_agent.model.seen import KnownFile, LastLook, Seen
from workspace_agent.model.waits import Pause
from workspace_agent.observe.calendars import read_calendars
from workspace_agent.observe.files import Archivist, Cabinet
from workspace_agent.observe.folders import find_workbooks
from workspace_agent.observe.offers import read_offers
from workspace_agent.observe.private_spreadsheets import with_private_spreadsheets
from workspace_agent.observe.reads import Reads
from workspace_agent.observe.responses import known_from, read_responses, with_filing_days
from workspace_agent.observe.shared import with_shared
from workspace_agent.observe.titles import shown_in_folders, shown_in_records
from workspace_agent.observe.who import together, with_left_over
from workspace_agent.observe.workbooks import read_control, read_workbooks


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger contributes to a look.

    Attributes:
        keys: Of effects that are done, or whose id is taken; not of those in doubt.
        done: Fingerprints of effects that are done, by key.
        looks: What the last looks showed.
        files: Folders and records that were made, by key.
    """

    identities: Identities
    keys: tuple[str, ...]
    done: Mapping[str, str]
    looks: Mapping[str, LastLook] = field(default_factory=dict)
    files: Mapping[str, KnownFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at everything. `intake` holds what may carry names, for this pass only.

    Attributes:
        cabinet: The folders and records, and what their marks say for a ledger that does not know it.
    """

    department: Department
    seen: Seen
    intake: Intake
    cabinet: Cabinet = field(default_factory=Cabinet)


@dataclass(frozen=True, slots=True)
class Observer:
    """Looks at one department.

    Attributes:
        sign_in: What is to be told of the sign-in.
    """

    google: Reads
    organisation: Organisation
    headings: Headings
    sign: Sign
    fresh: Iterator[str]
    hours_log: HoursLogPolicy = USUAL_HOURS
    sign_in: tuple[Problem, ...] = ()

    def observe(self, memory: Memory, now: datetime) -> Observation:
        """Read everything once; a source that cannot be read becomes a Problem.

        Args:
            memory: What the ledger knows.
            now: Aware.
        """
        robot, today = self.organisation.robot, now.astimezone(self.organisation.time_zone).date()
        cabinet = Archivist(self.google, robot, self.sign, memory.files, memory.looks).read()
        known = together(memory.identities, cabinet.files.values(), memory.looks, self.sign)
        responses = known_from(memory.looks, cabinet.files.values())
        intake = self._take_in(known, remembered(memory.looks), responses, today)
        department, opened = with_shared(self.google, with_filing_days(intake.department, cabinet), today)
        department = with_private_spreadsheets(self.google, department, cabinet)
        offers = read_offers(self.google, department, cabinet, today)
        calendars = read_calendars(self.google, department, self.sign, now, self._shows(intake, "events"))
        department = with_left_over(department, calendars.events, intake.identities.aliases, now)
        seen = Seen(
            events=calendars.events,
            unmarked=calendars.unmarked,
            calendars=calendars.readable,
            files=cabinet.files,
            gone=cabinet.gone,
            twins=cabinet.twins,
            offered=offers.usable,
            refused=offers.refused,
            done=memory.done,
            numbers=_numbers(memory.keys),
            looks=memory.looks,
            opened=opened,
        )
        department = replace(
            department,
            problems=(*department.problems, *calendars.problems, *self.sign_in),
            shown_names=(
                *department.shown_names,
                *calendars.shown_names,
                *shown_in_records(cabinet, self.organisation.manager.key, self._shows(intake, "records")),
            ),
        )
        return Observation(department, seen, intake, cabinet)

    def _shows(self, intake: Intake, whose: Titles) -> Shows:
        """The name guard, for these titles; blind where the settings do not want them looked at."""
        is_on = whose in self.organisation.privacy.titles
        return intake.guard.shown_in_full if is_on else _shows_nothing

    def _take_in(
        self,
        identities: Identities,
        before: Sequence[Remembered],
        responses: KnownResponses,
        today: date,
    ) -> Intake:
        read = read_responses(self.google, self.organisation, responses)
        form, unread = (None, (read,)) if isinstance(read, Problem) else (read, ())
        organisation, failures, others = find_workbooks(self.google, self.organisation, today, before)
        intake = take_in(
            organisation,
            self.headings,
            read_workbooks(self.google, organisation, failures),
            form,
            identities,
            self.sign,
            self.fresh,
            today,
            self.hours_log,
        )
        pauses, untold = self._control(today)
        department = intake.department
        together = replace(
            department,
            problems=(*department.problems, *unread, *untold),
            linked_sheet=form.form.get("linkedSheetId", "") if isinstance(form, RawForm) else "",
            form_unread=department.form_unread or bool(unread),
            shown_names=(
                *department.shown_names,
                *shown_in_folders(others, self._shows(intake, "other files")),
            ),
            pauses=(*department.pauses, *pauses),
        )
        return replace(intake, department=together)

    def _control(self, today: date) -> tuple[tuple[Pause, ...], tuple[Problem, ...]]:
        workbook = read_control(self.google, self.organisation)
        if workbook is None:
            return (), ()
        told = [*from_control(workbook, self.headings, self.organisation, today)]
        pauses = tuple(one for one in told if isinstance(one, Pause))
        return pauses, tuple(one for one in told if isinstance(one, Problem))


def _shows_nothing(_title: str) -> bool:
    return False


def _numbers(keys: Iterable[str]) -> dict[str, int]:
    """The highest number of each student's meetings: `meeting/<student_ref>/<number>`."""
    numbers: dict[str, int] = {}
    for key in keys:
        kind, _, rest = key.partition("/")
        if kind == "meeting":
            ref, _, number = rest.partition("/")
            numbers[ref] = max(numbers.get(ref, 0), int(number))
    return numbers
