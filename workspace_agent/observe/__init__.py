"""Google becomes Department (what people typed) and Seen (what Google holds)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from workspace_agent.google.workspace import Google
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.form import RawForm
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.identify import Identities
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.errors import GoogleRefusal
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation, PostIepForm
from workspace_agent.model.place import FormPlace
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.seen import LastLook, Seen
from workspace_agent.observe.calendars import read_calendars
from workspace_agent.observe.files import read_files
from workspace_agent.observe.who import together, with_left_over
from workspace_agent.observe.workbooks import is_private, read_workbooks


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger contributes to a look.

    Attributes:
        done: Fingerprints of effects that are done, by key.
        looks: What the last looks showed.
    """

    identities: Identities
    done: Mapping[str, str]
    looks: Mapping[str, LastLook] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at everything. `intake` holds what may carry names, for this pass only."""

    department: Department
    seen: Seen
    intake: Intake


@dataclass(frozen=True, slots=True)
class Observer:
    """Looks at one department."""

    google: Google
    organisation: Organisation
    headings: Headings
    sign: Sign
    fresh: Iterator[str]

    def observe(self, memory: Memory, now: datetime, previous: Observation | None = None) -> Observation:
        """Read everything once; a source that cannot be read becomes a Problem.

        Args:
            memory: What the ledger knows.
            now: Aware.
            previous: The look before this one, for a feed that reads only what changed. A full look
                needs none.
        """
        del previous  # every look is a full one; a feed of changes would start from here
        files = read_files(self.google, self.organisation)
        known = together(memory.identities, files.values(), memory.looks, self.sign)
        intake = self._take_in(known, now)
        department = self._with_privacy(intake.department)
        calendars = read_calendars(self.google, department, self.sign, now)
        department = with_left_over(department, calendars.events, intake.identities.aliases, now)
        seen = Seen(
            events=calendars.events,
            unmarked=calendars.unmarked,
            calendars=calendars.readable,
            files=files,
            done=memory.done,
            numbers=_numbers(memory.done),
            looks=memory.looks,
        )
        problems = (*department.problems, *calendars.problems)
        return Observation(replace(department, problems=problems), seen, intake)

    def _take_in(self, identities: Identities, now: datetime) -> Intake:
        form, problems = self._form()
        intake = take_in(
            self.organisation,
            self.headings,
            read_workbooks(self.google, self.organisation),
            form,
            identities,
            self.sign,
            self.fresh,
            now.astimezone(self.organisation.time_zone).date(),
        )
        together = (*intake.department.problems, *problems)
        return replace(intake, department=replace(intake.department, problems=together))

    def _form(self) -> tuple[RawForm | None, tuple[Problem, ...]]:
        setting = self.organisation.form
        if setting is None:
            return None, ()
        try:
            form = self.google.forms.form(setting.id)
            responses = self.google.forms.responses(setting.id, _since(setting))
        except GoogleRefusal:
            place = FormPlace(setting.id)
            return None, (Problem(ProblemKind.FORM_NOT_READ, place, detail=self.organisation.robot),)
        return RawForm(form, responses), ()

    def _with_privacy(self, department: Department) -> Department:
        workbooks = tuple(
            replace(book, private=self._is_private(book.spreadsheet_id, book.case_manager))
            if book.holds_students
            else book
            for book in department.workbooks
        )
        return replace(department, workbooks=workbooks)

    def _is_private(self, spreadsheet_id: str, case_manager: str) -> bool:
        return is_private(self.google, self.organisation, spreadsheet_id, case_manager)


def _since(form: PostIepForm) -> datetime:
    """A day early: Google does not say which zone or which of the two times it compares."""
    return datetime.combine(form.since, time(), tzinfo=UTC) - timedelta(days=1)


def _numbers(done: Mapping[str, str]) -> dict[str, int]:
    """The highest number of each student's meetings: `meeting/<student_ref>/<number>`."""
    numbers: dict[str, int] = {}
    for key in done:
        kind, _, rest = key.partition("/")
        if kind == "meeting":
            ref, _, number = rest.partition("/")
            numbers[ref] = max(numbers.get(ref, 0), int(number))
    return numbers
