"""What the company asks of each case manager, in numbers: check-ins with students, and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta

from workspace_agent.duties.digest import Figure, Figures, Occasion
from workspace_agent.duties.digest_people import MOST_LINES, NOT_READ, by_case_manager, left_out, tally
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.model.dates import words
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.policy import Policy
from workspace_agent.rules.caseload import with_sheet
from workspace_agent.rules.check_in import is_met
from workspace_agent.rules.hours_summary import hours_summary
from workspace_agent.rules.office_hours import judged_days

_HOUR = 3600


def practice_figures(write: Rows, occasion: Occasion) -> Iterator[Figures]:
    """Check-ins where anybody keeps them; hours where a log was read and the reader may see it."""
    met = _met(write, occasion.policy)
    if met:
        yield _check_ins(write, met, occasion.policy.check_in.minutes)
    if occasion.recipient.scope.districts is None and write.department.hours_read_for:
        yield _hours(write, occasion)


def _met(write: Rows, policy: Policy) -> dict[str, Counter[bool | None]]:
    """Students of each case manager, by whether they were met this school year."""
    met: dict[str, Counter[bool | None]] = {}
    for student in with_sheet(write.department, "check_ins", write.today):
        counts = met.setdefault(student.case_manager, Counter())
        counts[is_met(write.department, student, policy, write.today)] += 1
    return met


def _check_ins(write: Rows, met: Mapping[str, Counter[bool | None]], minutes: int) -> Figures:
    return Figures(
        "Check-ins of this school year",
        ("Case manager", "Met", "Not yet", "Not known"),
        by_case_manager(write, met, _of_students),
        f"Students who were met alone for {minutes} minutes. Company practice: nothing is late before the "
        f"school year ends.{left_out(len(met))}",
        "Nobody keeps check-ins.",
        ("Students met alone this school year", "", ""),
    )


def _of_students(counts: Counter[bool | None]) -> tuple[Figure, ...]:
    """In no colour: there is time for it until the school year ends."""
    return Figure(f"{counts[True]} of {counts.total()}"), tally(counts[False]), tally(counts[None])


def _hours(write: Rows, occasion: Occasion) -> Figures:
    people = [
        person
        for person in write.department.organisation.case_managers
        if person.is_in_office(occasion.today)
    ]
    since = occasion.policy.office_hours.judged_from
    return Figures(
        "Hours",
        ("Case manager", "Short days", "Not judged", "Published"),
        tuple((one.name, _of_person(write, occasion, one)) for one in people[:MOST_LINES]),
        f"Working days since {words(since)} with fewer hours in the log than asked for, and days that cannot "
        "be judged until a row is mended. Published: office hours of a week. Company practice."
        + left_out(len(people)),
        "No case manager is in office.",
        ("Days with hours missing", "Days that cannot be judged yet", "Office hours published for a week"),
    )


def _of_person(write: Rows, occasion: Occasion, person: CaseManager) -> tuple[Figure, ...]:
    """A day that cannot be read is told at once; a short one when hours can be entered no more."""
    department, numbers, today = write.department, occasion.policy.office_hours, occasion.today
    first, yesterday = numbers.judged_from, today - timedelta(days=1)
    found = hours_summary(department, occasion.policy, person.key, first, yesterday)
    published = _published(found.published)
    if person.key not in department.hours_read_for:
        return NOT_READ, NOT_READ, published
    judged = set(judged_days(department.organisation, numbers, person, today))
    return tally(len(judged.intersection(found.short)), Tone.AT_RISK), tally(len(found.not_judged)), published


def _published(week: Mapping[str, int | None]) -> Figure:
    if not week:
        return Figure("none")
    seconds = [one for one in week.values() if one is not None]
    return Figure(f"{sum(seconds) / _HOUR:g} h") if len(seconds) == len(week) else NOT_READ
