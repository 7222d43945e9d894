"""The weekly digest: when it is due and what it says. How it looks is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_sections import (
    Section,
    at_risk,
    fitted,
    meetings,
    open_to_others,
    past_due,
    practice,
    records,
    to_mend,
    waiting,
    work,
    worst_first,
)
from workspace_agent.model.action import Decision, Outcome
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.organisation import DigestTime, Organisation
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.model.waits import Waits

BANDS = ("past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown")
"""Bars of a chart, in this order."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_SOURCE_NOT_READ = frozenset(
    {
        ProblemKind.MISSING_SHEET,
        ProblemKind.TWO_SHEETS,
        ProblemKind.WORKBOOK_FORBIDDEN,
        ProblemKind.WORKBOOK_NOT_FOUND,
        ProblemKind.WORKBOOK_NOT_READ,
        ProblemKind.FORM_NOT_READ,
        ProblemKind.CALENDAR_NOT_READ,
    }
)
_OUT_OF_SIGHT = _SOURCE_NOT_READ | {ProblemKind.SOURCE_SHRANK}


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of everything since the last digest; `new` is None where there was none."""

    new: int | None
    still_open: int
    resolved: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts by band: every band, in order."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A case manager's n of N."""

    case_manager: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with a link where there is something to open."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that one digest says.

    Attributes:
        told: Keys of what it tells, kept so that the next one can tell new from old.
    """

    organisation: str
    subject: str
    week: str
    summary: str
    changes: Changes
    sections: tuple[Section, ...]
    charts: tuple[Chart, ...]
    shares: tuple[Share, ...]
    status: tuple[Line, ...]
    because: str
    told: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When a digest is written, and what it needs beside the facts of this run.

    Attributes:
        period: ISO week, such as `2026-W47`.
        last_good_run: Aware moment of the last complete run, if there ever was one.
        previous: What the last digest told, or None where there was none.
        due: Counts by title of a chart and band (`BANDS`).
        titles: Titles of rules by id.
        waits: What is planned and not done now.
        features: What is off is not told.
    """

    period: str
    today: date
    last_good_run: datetime | None
    previous: frozenset[str] | None
    due: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    waits: Waits = field(default_factory=Waits)
    features: Features = field(default_factory=Features)


def due_period(now: datetime, digest: DigestTime, zone: tzinfo) -> str | None:
    """The ISO week whose digest is due, or None before this week's moment.

    A missed Monday is due on any later day of its week. A week that was missed whole is not sent any
    more: the next one tells the same, and is fresher.
    """
    today = now.astimezone(zone).date()
    day = today + timedelta(days=_WEEKDAYS.index(digest.weekday) - today.weekday())
    # Two datetimes of one zone are compared by their wall clock; only UTC knows which hour came first.
    moment = datetime.combine(day, digest.time, tzinfo=zone).astimezone(UTC)
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}" if now.astimezone(UTC) >= moment else None


def monday(period: str) -> date:
    """The first day of an ISO week such as `2026-W47`."""
    year, _, week = period.partition("-W")
    return date.fromisocalendar(int(year), int(week), 1)


def compose(
    department: Department,
    findings: Iterable[Finding],
    problems: Iterable[Problem],
    outcomes: Iterable[Outcome],
    decisions: Iterable[Decision],
    occasion: Occasion,
) -> Digest:
    """Say what a manager has to know this week, worst first."""
    write = Rows(department, occasion.today, occasion.titles, occasion.previous)
    told_findings = (finding for finding in findings if finding.severity is not Severity.INFO)
    found = sorted(told_findings, key=worst_first(write))
    unusable = sorted(problems, key=lambda p: (write.name(p.case_manager), p.place.url, p.kind.name))
    decisions = tuple(decisions)
    urgent, late, near = open_to_others(write, unusable), past_due(write, found), at_risk(write, found)
    waits = waiting(write, unusable, occasion.waits)
    sections = fitted(
        department,
        (
            *((urgent,) if urgent.rows else ()),
            late,
            near,
            *((waits,) if waits.total else ()),
            practice(write, found),
            *_of_duties(write, decisions, occasion.features),
            to_mend(write, found, unusable),
            work(write, outcomes),
        ),
    )
    counts = len(late.rows), len(near.rows)
    week = words(monday(occasion.period))
    told = frozenset({finding.key for finding in found} | {problem.key for problem in unusable})
    return Digest(
        organisation=department.organisation.name,
        subject=f"IEP compliance: {counts[0]} past due, {counts[1]} at risk (week of {week})",
        week=week,
        summary=_summary(*counts, len(urgent.rows)),
        changes=_changes(told, occasion.previous, unusable),
        sections=sections,
        charts=tuple(_chart(title, counts) for title, counts in occasion.due.items()),
        shares=_shares(write, found),
        status=(Line(_last_good_run(department, occasion)), *_not_read(write, unusable)),
        because=_because(department.organisation),
        told=told,
    )


def _of_duties(write: Rows, decisions: Sequence[Decision], features: Features) -> Iterator[Section]:
    if features.meetings is not Switch.OFF:
        yield meetings(write, decisions)
    if features.filing is not Switch.OFF:
        yield records(write, decisions)


def _summary(late: int, near: int, opened: int) -> str:
    others = " Student records are open to others: see below." if opened else ""
    if not late and not near:
        return f"Nothing is past due, nothing is at risk.{others}"
    sentence = f"{_dates(late)} past due on record, {_dates(near)} at risk.{others}"
    return sentence[0].upper() + sentence[1:]


def _dates(count: int) -> str:
    return {0: "nothing is", 1: "1 date is"}.get(count, f"{count} dates are")


def _changes(told: frozenset[str], previous: frozenset[str] | None, unusable: Sequence[Problem]) -> Changes:
    """What is not seen any more counts as resolved, with a caveat where not everything could be read."""
    if previous is None:
        return Changes(
            None, len(told), 0, "This is the first digest: there is no earlier one to compare with."
        )
    note = ""
    if any(problem.kind in _OUT_OF_SIGHT for problem in unusable):
        note = "Not every source could be read, so some of what counts as resolved may only be out of sight."
    return Changes(len(told - previous), len(told & previous), len(previous - told), note)


def _chart(title: str, counts: Mapping[str, int]) -> Chart:
    return Chart(title, tuple((band, counts.get(band, 0)) for band in BANDS))


def _shares(write: Rows, found: Sequence[Finding]) -> tuple[Share, ...]:
    """Per case manager, how many active students have nothing past due on record."""
    late = {finding.student_ref for finding in found if finding.severity is Severity.VIOLATION}
    caseloads: dict[str, list[bool]] = {}
    for student in write.department.students:
        if (known(student.exit) or date.max) >= write.today:
            caseloads.setdefault(write.name(student.case_manager), []).append(student.ref not in late)
    return tuple(Share(name, sum(well), len(well)) for name, well in sorted(caseloads.items()))


def _last_good_run(department: Department, occasion: Occasion) -> str:
    if occasion.last_good_run is None:
        return "Last good run: none yet before this one."
    zone = department.organisation.manager.zone
    moment = occasion.last_good_run.astimezone(ZoneInfo(zone))
    ago = (occasion.today - moment.date()).days
    when = f"{days(ago)} ago" if ago > 0 else "today"
    return f"Last good run: {words(moment.date())} at {moment:%H:%M} ({zone}), {when}."


def _not_read(write: Rows, unusable: Sequence[Problem]) -> tuple[Line, ...]:
    lines = [
        Line(
            f"Not read: {problem.place.label} of {write.name(problem.case_manager)}. {problem.sentence}",
            problem.place.url,
        )
        for problem in unusable
        if problem.kind in _SOURCE_NOT_READ
    ]
    return tuple(lines) or (Line("Every source could be read."),)


def _because(organisation: Organisation) -> str:
    at = organisation.manager.digest
    return (
        f"You get this mail every {at.weekday} at {at.time:%H:%M} because agent.toml names you as manager of "
        f"{organisation.name}. Whoever looks after the agent can change day, time and recipient there. "
        "Students are shown by initials only; please keep it so when you answer or forward."
    )
