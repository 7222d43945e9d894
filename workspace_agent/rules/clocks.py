"""Which date a due date is counted from, where that date stands, and how to say it.

Where a sheet holds due dates instead of the dates of what was done, they count as they were typed. Where
it holds both and they disagree, a person is asked; the earlier one warns, and only when the later one has
passed too is it said to be past due.

Where the row and the form of one review give two dates, the earlier one warns as well, and what the later one
makes due has to pass before anything is past due.

A held meeting with its form restarts a clock from its own date, early or late. An amendment never does,
and neither does a meeting that is only ticked as held. Where the rows of the meetings cannot be read, the
form alone counts: it cannot be said that its meeting does not stand there.

A review from before the day on which the student was first found eligible was not of an IEP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.due_dates import REVIEW_YEARS, anniversary, reevaluation_follows, review_follows
from workspace_agent.model.facts import Department, Response, Student
from workspace_agent.model.field import Field, Missing, Unreadable, Value, known
from workspace_agent.model.finding import Step
from workspace_agent.model.place import Place
from workspace_agent.model.vocabulary import Purpose
from workspace_agent.rules.cycles import Cycle
from workspace_agent.rules.remembered import remembered

ANNUAL = frozenset({Purpose.ANNUAL_REVIEW, Purpose.INITIAL})
REEVALUATION = frozenset({Purpose.REEVALUATION})
REVIEW_504 = frozenset({Purpose.REVIEW_504, Purpose.ANNUAL_REVIEW})
REEVALUATION_504 = frozenset({Purpose.REEVALUATION_504, Purpose.REEVALUATION})
"""The plan says which law a meeting stands under, so the shorter word means the same there."""

RESTARTING: Mapping[Purpose, frozenset[Purpose]] = {
    Purpose.INITIAL: ANNUAL,
    Purpose.ANNUAL_REVIEW: ANNUAL,
    Purpose.REEVALUATION: REEVALUATION,
    Purpose.REVIEW_504: REVIEW_504,
    Purpose.REEVALUATION_504: REEVALUATION_504,
}
"""By the purpose that is due: what a meeting has to be about, one of these, to restart its clock."""

ONE_REVIEW = timedelta(days=60)
"""Two dates that are closer are of one annual review: a team that meets each year does not do so again."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a due date is worked out from: what was done last, or the due date that was typed, or both.

    Attributes:
        started: The date of what was done; None where the sheet holds only when it is due.
        place: Where it stands.
        words: What happened then, to begin a sentence with: `Last annual review 18 Nov 2025`.
        typed: The due date as typed, where it does not follow from `started`.
        remark: What else has to be said about it, as a whole sentence; mostly nothing.
        inputs: What it was read from, each with its cell.
    """

    started: date | None
    place: Place
    words: str
    typed: date | None = None
    remark: str = ""
    inputs: tuple[Step, ...] = ()

    def due(self, following: Following) -> date:
        """The earlier of what follows from `started` and what was typed."""
        return min(self._dates(following))

    def lenient(self, following: Following) -> date:
        """The later of the two: nothing is past due on record before it has passed as well."""
        return max(self._dates(following))

    def began(self, years: int) -> date:
        """The first day of the cycle of so many years, where only its end is known."""
        return self.started or dates.add_years(self.due(lambda started: started), -years)

    def _dates(self, following: Following) -> list[date]:
        followed = [following(self.started)] if self.started else []
        return followed + ([self.typed] if self.typed else [])


Following = Callable[[date], date]
"""The due date that follows from a date on which something was done."""

Reading = Clock | Missing | Unreadable
"""A clock; or nothing on record; or a cell about which a Problem already speaks."""


@remembered
def annual_clock(department: Department, student: Student) -> Reading:
    """What the next annual review is counted from.

    Args:
        department: Everything that people typed.
        student: Whose clock it is.

    Returns:
        The sheet's date, or a later annual review or initial IEP that its form reports as held; both where
        they are dates of one review. An unreadable date silences the clock, because the cell may hold the
        later of the two; unless the sheet says when the next one is due.
    """
    dated_twice = review_dated_twice(department, student)
    if dated_twice is not None:
        return dated_twice.clock
    return _later(review_on_sheet(student), held_reviews(department, student), REVIEW_YEARS)


@dataclass(frozen=True, slots=True)
class DatedTwice:
    """The last annual review, of which the row and the form give two dates.

    Attributes:
        by_row: The clock by the row; its `started` is None where only the due date is typed.
        is_disputed: They are farther apart than a form may be from its meeting, so a person is asked.
    """

    by_row: Clock
    by_form: Clock
    is_disputed: bool

    @property
    def row_says(self) -> str:
        """`20 Oct 2026`, or `due by 20 Oct 2027`."""
        if self.by_row.started is not None:
            return dates.words(self.by_row.started)
        return f"due by {dates.words(self.by_row.due(anniversary))}"

    @property
    def clock(self) -> Clock:
        """Counted from the earlier date, and not past due before the later one makes it so."""
        earlier, later = sorted((self.by_row, self.by_form), key=lambda one: one.began(REVIEW_YEARS))
        counted = earlier if self.by_row.started else self.by_form
        return replace(
            counted,
            words=f"{self.by_form.words} (the row of the student says {self.row_says})",
            typed=later.lenient(anniversary) if self.by_row.started else self.by_row.typed,
            remark="The two do not agree: one of them has to be corrected." if self.is_disputed else "",
            inputs=(*self.by_row.inputs, *self.by_form.inputs),
        )


@remembered
def review_dated_twice(department: Department, student: Student) -> DatedTwice | None:
    """The last review by its form, if the row has another date of it; not where it has two by itself."""
    by_row, held = review_on_sheet(student), held_reviews(department, student)
    if not isinstance(by_row, Clock) or (by_row.started and by_row.typed) or not held:
        return None
    typed = by_row.began(REVIEW_YEARS)
    apart = [abs(one.began(REVIEW_YEARS) - typed) for one in held]
    if not apart[-1] or apart[-1] > ONE_REVIEW or apart[-1] > min(apart):
        return None
    form = department.organisation.form
    return DatedTwice(by_row, held[-1], is_disputed=apart[-1].days > (form.near_days if form else 0))


def review_on_sheet(student: Student) -> Reading:
    """What the row alone says of the last annual review, or of when the next is due."""
    reading = _on_sheet(
        student.last_annual_review,
        student.annual_review_due,
        "Last annual review",
        REVIEW_YEARS,
        review_follows,
    )
    if isinstance(reading, Clock) and not is_of_iep(reading.started, student):
        return Missing(student.last_annual_review.cell)
    return reading


def held_reviews(department: Department, student: Student) -> tuple[Clock, ...]:
    """Annual reviews and initial IEPs that their forms report as held, the latest last."""
    held = held_meetings(department, student, ANNUAL, "Annual review")
    return tuple(clock for clock in held if is_of_iep(clock.started, student))


def is_of_iep(held: date | None, student: Student) -> bool:
    """Not where it was held before the student was first found eligible: that was a 504 review."""
    eligible = known(student.record.eligible_on)
    return held is None or eligible is None or held >= eligible


@remembered
def reevaluation_clock(department: Department, student: Student, cycle: Cycle) -> Reading:
    """What the next reevaluation is counted from.

    Args:
        department: Everything that people typed.
        student: Whose clock it is.
        cycle: In how many years the next is due, and whether an agreement can take its place.

    Returns:
        The sheet's date, or a later reevaluation that its form reports as held, or the signing of an
        agreement that none is needed. One that was signed late restarts the clock as well; what was past due
        until then is in the remark. One that cannot take the place of a reevaluation restarts nothing.
    """
    clock = evaluation_clock(department, student, cycle.years)
    if not isinstance(clock, Clock):
        return clock
    unreadable = [one.signed for one in department.waivers(student.ref) if isinstance(one.signed, Unreadable)]
    if unreadable:
        return min(unreadable, key=lambda field: field.cell)
    signed = agreements(department, student, clock, cycle)
    return signed[-1].after if signed else clock


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement that no reevaluation is needed, signed since the last evaluation.

    Attributes:
        before: The clock as it stood without it.
        after: The clock since.
    """

    signed: Value[date]
    before: Clock
    after: Clock


def agreements(department: Department, student: Student, clock: Clock, cycle: Cycle) -> list[Agreement]:
    """Those that can be read, in the order of signing; one of an older cycle counts for nothing."""
    fields = [one.signed for one in department.waivers(student.ref) if isinstance(one.signed, Value)]
    found: list[Agreement] = []
    for signed in sorted(fields, key=lambda field: (field.value, field.cell)):
        if signed.value > clock.began(cycle.years):
            found.append(Agreement(signed, clock, _after(clock, signed, cycle)))
            clock = found[-1].after
    return found


@remembered
def evaluation_clock(department: Department, student: Student, years: int) -> Reading:
    """The same, as if there were no agreements."""
    on_sheet = _on_sheet(
        student.last_evaluation, student.reevaluation_due, "Last evaluation", years, reevaluation_follows
    )
    held = held_meetings(department, student, REEVALUATION, "Reevaluation")
    return _later(on_sheet, sorted((*_first_decided(student), *held), key=_started), years)


def _first_decided(student: Student) -> Iterable[Clock]:
    """The decision that the student is eligible: a reevaluation is counted from it as from the later ones."""
    eligible = student.record.eligible_on
    if isinstance(eligible, Value):
        said = f"First found eligible {dates.words(eligible.value)}"
        inputs = (_input("First found eligible", eligible.value, eligible.cell),)
        yield Clock(eligible.value, eligible.cell, said, inputs=inputs)


def review_504_clock(department: Department, student: Student) -> Reading:
    """What the next review of a 504 plan is counted from: the sheet's date, or a later one by its form."""
    on_sheet = _on_sheet(
        student.last_annual_review,
        student.annual_review_due,
        "Last 504 review",
        REVIEW_YEARS,
        review_follows,
    )
    return _later(on_sheet, held_meetings(department, student, REVIEW_504, "504 review"), REVIEW_YEARS)


def reevaluation_504_clock(department: Department, student: Student, years: int) -> Reading:
    """What the next 504 reevaluation is counted from: the sheet's date, or a later one by its form."""
    on_sheet = _on_sheet(
        student.last_evaluation, student.reevaluation_due, "Last 504 evaluation", years, reevaluation_follows
    )
    return _later(on_sheet, held_meetings(department, student, REEVALUATION_504, "504 reevaluation"), years)


def _on_sheet(
    last: Field[date], due: Field[date], words: str, years: int, follows: Callable[[date, date], bool]
) -> Reading:
    """The clock of a row: by what was done last, by when the next is due, or by both where they differ."""
    if isinstance(due, Value) and not isinstance(last, Value):
        said = f"The due date typed is {dates.words(due.value)}"
        return Clock(None, due.cell, said, typed=due.value, inputs=(_typed(due),))
    if not isinstance(last, Value):
        return due if isinstance(due, Unreadable) else last
    said = f"{words} {dates.words(last.value)}"
    counted = Clock(last.value, last.cell, said, inputs=(_input(words, last.value, last.cell),))
    return _with_typed(counted, due, last.value, years, follows) if isinstance(due, Value) else counted


def _with_typed(
    clock: Clock, due: Value[date], last: date, years: int, follows: Callable[[date, date], bool]
) -> Clock:
    """A typed due date says nothing new where it follows from the last date and is not earlier."""
    agreed, latest = follows(last, due.value), dates.add_years(last, years)
    if agreed and due.value >= latest - timedelta(days=1):
        return clock
    return replace(
        clock,
        words=f"{clock.words}, and the due date typed is {dates.words(due.value)}",
        typed=due.value,
        remark="" if agreed else "The two do not agree: one of them has to be corrected.",
        inputs=(*clock.inputs, _typed(due)),
    )


def _typed(due: Value[date]) -> Step:
    return _input("Due date typed", due.value, due.cell)


def _input(words: str, day: date, place: Place) -> Step:
    return Step(f"{words[0].lower()}{words[1:]}: {dates.words(day)}", place)


@remembered
def held_meetings(
    department: Department, student: Student, purposes: frozenset[Purpose], words: str
) -> tuple[Clock, ...]:
    """Meetings that restart the clock, the latest last; of two forms on one date always the same one."""
    responses = [
        response
        for response in department.responses_of.get(student.ref, ())
        if response.purposes & purposes
        if response.moves_clocks or _counts_unseen(department, student, response)
    ]
    responses.sort(key=lambda response: response.response_id)
    clocks = [clock for response in responses for clock in _from_form(response, words)]
    return tuple(sorted(clocks, key=_started))


def _started(clock: Clock) -> date:
    return clock.started or date.min


def _counts_unseen(department: Department, student: Student, response: Response) -> bool:
    """A form counts without its meeting's row where that row may be one that could not be read."""
    return response.may_report_held and rows_unread(department, student)


def rows_unread(department: Department, student: Student) -> bool:
    """Whether the student may have a meeting whose row, or whose date, could not be read."""
    return department.is_broken(student, "meetings") or any(
        not meeting.cancelled and isinstance(meeting.date, Unreadable)
        for meeting in department.meetings_of.get(student.ref, ())
    )


def _from_form(response: Response, words: str) -> Iterable[Clock]:
    if response.meeting_date is not None:
        day, place = response.meeting_date, response.place
        said = f"{words} held on {dates.words(day)}, by its form"
        yield Clock(day, place, said, inputs=(_input(f"{words} held, by its form", day, place),))


def _later(on_sheet: Reading, held: Sequence[Clock], years: int) -> Reading:
    if isinstance(on_sheet, Unreadable) or not held:
        return on_sheet
    if isinstance(on_sheet, Clock) and on_sheet.began(years) >= held[-1].began(years):
        return on_sheet
    return held[-1]


def _after(clock: Clock, signed: Value[date], cycle: Cycle) -> Clock:
    """The clock after one agreement; a late one says what it made up for."""
    said = f"Agreement of {dates.words(signed.value)} that no reevaluation is needed"
    if not cycle.waivable:
        return replace(clock, remark=not_counted(signed.value, cycle))
    agreement = (_input("Agreement that none is needed, signed", signed.value, signed.cell),)
    due = clock.lenient(cycle.following)
    if signed.value <= due:
        return Clock(signed.value, signed.cell, said, inputs=agreement)
    late = dates.days((signed.value - due).days)
    remark = f"It was signed {late} late: the reevaluation was due by {dates.words(due)}."
    return Clock(signed.value, signed.cell, said, remark=remark, inputs=(*clock.inputs, *agreement))


def not_counted(signed: date, cycle: Cycle) -> str:
    """That an agreement does not move a cycle that cannot be waived; federal law counts it."""
    agreement = f"The agreement of {dates.words(signed)} that none is needed"
    if cycle.binds:
        return f"{agreement} is not counted, because this cycle cannot be waived."
    return f"{agreement} counts by federal law, but not in this cycle, which cannot be waived."
