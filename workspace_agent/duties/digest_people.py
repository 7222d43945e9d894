"""One line for each case manager: who needs help, at a glance; and how a figure is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from workspace_agent.duties.digest import Figure, Figures
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.duties.digest_sections import is_baseline
from workspace_agent.duties.unread import Sight
from workspace_agent.model.dates import days
from workspace_agent.model.facts import Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.bands import ANNUAL_REVIEWS, PAST, REEVALUATIONS, UNKNOWN
from workspace_agent.rules.caseload import has_left, here

MOST_LINES = 12
"""Longest table of case managers: a mail that is clipped says nothing."""

EVERYBODY = "All"
NOT_READ = Figure("not read")

K = TypeVar("K")

Cells = tuple[Figure, ...]

Bands = Mapping[str, Mapping[str, str]]
"""The band of each student's due date, by what is due and ref: see `rules/bands.py`."""


def share(count: int, of: int) -> Figure:
    """`12 of 15`; in green where nothing is missing."""
    if not of:
        return Figure("none")
    return Figure(f"{count} of {of}", tone=Tone.WELL if count == of else Tone.AT_RISK)


def tally(count: int, tone: Tone = Tone.CALM) -> Figure:
    """A number; nothing to speak of where it is 0."""
    return Figure(str(count), tone=tone if count else Tone.CALM)


def by_case_manager(
    write: Rows, counts: Mapping[str, Counter[K]], figures: Callable[[Counter[K]], Cells]
) -> tuple[tuple[str, Cells], ...]:
    """A line for each case manager, by name; and one of all where there are several."""
    people = sorted(counts, key=lambda key: (write.name(key), key))[:MOST_LINES]
    lines = [(write.name(key), figures(counts[key])) for key in people]
    if len(counts) > 1:
        lines.append((EVERYBODY, figures(sum(counts.values(), Counter[K]()))))
    return tuple(lines)


def left_out(people: int) -> str:
    """What a table of so many case managers does not show, as a sentence; empty where it shows all."""
    return f" Here are the first {MOST_LINES} of {people} case managers." if people > MOST_LINES else ""


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to say of one case manager, or of all.

    Attributes:
        read: Everything that tells their due dates could be read.
    """

    name: str
    students: Sequence[Student]
    open: Sequence[Finding]
    read: bool = True


def case_managers(write: Rows, found: Sequence[Finding], bands: Bands, sight: Sight) -> Figures:
    """Caseload, what is kept, and what is open, those with most open first; the last line is of all."""
    everybody = [*_each(write, found, sight)]
    everybody.sort(key=lambda one: (-len(one.open), one.name))
    shown = everybody[:MOST_LINES]
    most = max((len(one.open) for one in everybody), default=0)
    lines = [(one.name, _figures(write, one, bands, most)) for one in shown]
    if len(everybody) > 1:
        lines.append((EVERYBODY, _figures(write, _together(everybody), bands, 0)))
    return Figures(
        "Case managers",
        ("Case manager", "Students", "Annual", "Reeval.", "Open", "Oldest"),
        tuple(lines),
        " ".join(_note(write)) + left_out(len(everybody)),
        "No case manager is named in the settings.",
        (
            "Students who are here",
            "Annual review of the IEP not past due",
            "Reevaluation not past due",
            "Open findings, those in data among them",
            "Days since the earliest date of these",
        ),
    )


def _each(write: Rows, found: Sequence[Finding], sight: Sight) -> Iterator[_Work]:
    """Everybody who works here now, or has a student or something open."""
    students: dict[str, list[Student]] = {}
    for student in here(write.department, write.today):
        students.setdefault(student.case_manager, []).append(student)
    open_: dict[str, list[Finding]] = {}
    for finding in found:
        if not is_baseline(write.department, finding):
            open_.setdefault(finding.case_manager, []).append(finding)
    for person in write.department.organisation.case_managers:
        caseload, theirs = students.get(person.key, []), open_.get(person.key, [])
        if caseload or theirs or person.is_in_office(write.today):
            yield _Work(person.name, caseload, theirs, not sight.hides_work_of(person.key))


def _together(everybody: Sequence[_Work]) -> _Work:
    return _Work(
        EVERYBODY,
        [student for one in everybody for student in one.students],
        [finding for one in everybody for finding in one.open],
        all(one.read for one in everybody),
    )


def _figures(write: Rows, one: _Work, bands: Bands, most: int) -> tuple[Figure, ...]:
    count = len(one.open)
    oldest = max(map(write.days_late, one.open), default=0)
    return (
        Figure(str(len(one.students))),
        _kept(one, bands[ANNUAL_REVIEWS]),
        _kept(one, bands[REEVALUATIONS]),
        Figure(str(count), round(100 * count / most) if most else None),
        Figure(days(oldest) if oldest else "none"),
    )


def _kept(one: _Work, bands: Mapping[str, str]) -> Figure:
    """Of the students whose date is known, those whose date has not passed; with a bar."""
    dated = [bands[student.ref] for student in one.students if bands.get(student.ref, UNKNOWN) != UNKNOWN]
    kept, of = len(dated) - dated.count(PAST), len(dated)
    if not one.read:
        return NOT_READ
    return replace(share(kept, of), percent=round(100 * kept / of) if of else None)


def _note(write: Rows) -> Iterator[str]:
    department, today = write.department, write.today
    plans = Counter(known(student.plan_type) for student in here(department, today))
    left = sum(has_left(student, today) for student in department.students)
    yield (
        f"Students who are here: {plans.total()}, of whom {plans[PlanType.IEP]} have an IEP and "
        f"{plans[PlanType.S504]} a 504 plan; left: {left}."
    )
    yield "Annual and Reeval.: those with an IEP whose date is known and has not passed."
    yield "Open: what the rules found, as listed below. Oldest: days since the earliest date among these."
