"""The weekly digest: what it says. When it is due and how it looks is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workspace_agent.duties.digest_period import monday
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_sections import (
    CHECKED,
    Section,
    at_risk,
    fitted,
    meetings,
    open_to_others,
    past_due,
    practice,
    records,
    to_check,
    to_mend,
    waiting,
    work,
    worst_first,
)
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.action import Decision, Outcome
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell, Place, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.vocabulary import Severity
from workspace_agent.model.waits import Waits

BANDS = ("past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown")
"""Bars of a chart, in this order."""

_BOOKS = {"one student": "workbook of one student", "contacts": "contact log"}
"""What workbooks are called, where that is not what they hold."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of everything since the last digest; `new` is None where there was none.

    What could not be looked at again counts neither as open nor as resolved.
    """

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
        unread: What could not be read, since when and what to do: said before anything else.
        told: Keys of what it tells, kept so that the next one can tell new from old; with those of the last
            one that could not be looked at again.
        students: Refs of those whose initials it shows.
    """

    organisation: str
    subject: str
    week: str
    summary: str
    unread: tuple[Line, ...]
    changes: Changes
    sections: tuple[Section, ...]
    charts: tuple[Chart, ...]
    shares: tuple[Share, ...]
    status: tuple[Line, ...]
    because: str
    told: frozenset[str]
    students: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When a digest is written, and what it needs beside the facts of this run.

    Attributes:
        period: ISO week, such as `2026-W47`.
        last_good_run: Aware moment of the last complete run, if there ever was one.
        previous: What the last digest told, or None where there was none.
        due: Counts by title of a chart and band (`BANDS`).
        titles: Titles of rules by id.
        reads: What each rule needs, by its id.
        unread: What could not be read in this run.
        waits: What is planned and not done now.
        features: What is off is not told.
        unsent: Weeks whose digest may not have been sent, as far as is known.
        untracked: Titles of what is not judged, because nothing that it needs is kept anywhere.
    """

    period: str
    today: date
    last_good_run: datetime | None
    previous: frozenset[str] | None
    due: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    waits: Waits = field(default_factory=Waits)
    features: Features = field(default_factory=Features)
    unsent: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()


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
    told_findings = (one for one in findings if one.severity is not Severity.INFO or one.rule in CHECKED)
    found = sorted(told_findings, key=worst_first(write))
    unusable = sorted(problems, key=lambda p: (write.name(p.case_manager), p.place.url, p.kind.name))
    decisions = tuple(decisions)
    urgent = open_to_others(write, found, unusable)
    late, near = past_due(write, found), at_risk(write, found)
    waits = waiting(write, unusable, occasion.waits)
    doubtful = to_check(write, found)
    sections = fitted(
        department,
        (
            *((urgent,) if urgent.rows else ()),
            late,
            near,
            *((waits,) if waits.total else ()),
            practice(write, found),
            *((doubtful,) if doubtful.rows else ()),
            *_of_duties(write, decisions, occasion.features),
            to_mend(write, found, unusable),
            work(write, outcomes),
        ),
    )
    sight = Sight(department, occasion.unread, occasion.reads)
    counts = len(late.rows), len(near.rows)
    week = words(monday(occasion.period))
    told = frozenset({finding.key for finding in found} | {problem.key for problem in unusable})
    unseen = frozenset(key for key in (occasion.previous or frozenset()) - told if sight.hides(key))
    return Digest(
        organisation=department.organisation.name,
        subject=_subject(*counts, week, occasion.unread),
        week=week,
        summary=_summary(*counts, len(urgent.rows), occasion.unread),
        unread=tuple(_unread(write, one) for one in occasion.unread),
        changes=_changes(told, occasion.previous, unseen, _of_nobody(department, occasion)),
        sections=tuple(map(_cautious, sections)) if occasion.unread else sections,
        charts=tuple(_chart(title, counts) for title, counts in occasion.due.items()),
        shares=_shares(write, found, sight),
        status=(
            Line(_last_good_run(department, occasion)),
            _sources(occasion.unread),
            *map(_unsent, occasion.unsent),
            *_untracked(occasion.untracked),
        ),
        because=_because(department.organisation),
        told=told | unseen,
        students=_shown(department, sections, occasion.unread),
    )


def _shown(department: Department, sections: Iterable[Section], unread: Iterable[Unread]) -> tuple[str, ...]:
    """Whose initials stand in it, those of students who stand on no list now among them."""
    initials = {one for section in sections for row in section.rows for one in row.student.split(", ")}
    known = {student.ref: student.initials for student in department.students}
    named = {ref for ref, shown in {**department.absent, **known}.items() if shown in initials}
    unseen = {one.problem.student_ref for one in unread} - {""}
    return tuple(sorted(named | unseen))


def _of_duties(write: Rows, decisions: Sequence[Decision], features: Features) -> Iterator[Section]:
    if features.meetings is not Switch.OFF:
        yield meetings(write, decisions)
    if features.filing is not Switch.OFF:
        yield records(write, decisions)


def _subject(late: int, near: int, week: str, unread: Sequence[Unread]) -> str:
    caution = "not everything could be read; " if unread else ""
    return f"IEP compliance: {caution}{late} past due, {near} at risk (week of {week})"


def _summary(late: int, near: int, opened: int, unread: Sequence[Unread]) -> str:
    """The sentence at the top; where something could not be read, never an all-clear."""
    others = " Student records are open to others: see below." if opened else ""
    if late or near:
        counted = f"{_dates(late)} past due on record, {_dates(near)} at risk.{others}"
    else:
        counted = f"nothing is past due, nothing is at risk.{others}"
    if unread:
        return f"Not everything could be read, so this is not the whole picture. Of what was read: {counted}"
    return counted[0].upper() + counted[1:]


def _unread(write: Rows, unread: Unread) -> Line:
    """Whose source, since when, what happened and what to do."""
    problem, zone = unread.problem, write.department.organisation.manager.zone
    moment = unread.since.astimezone(ZoneInfo(zone))
    student = f" ({initials})" if (initials := write.initials(problem.student_ref)) else ""
    what = f"{_source(write.department, problem.place)}{student} of {write.name(problem.case_manager)}"
    since = f"since {words(moment.date())} at {moment:%H:%M} ({zone})"
    return Line(
        f"{what[0].upper()}{what[1:]}, {since}: {problem.sentence} {problem.advice}", problem.place.url
    )


def _source(department: Department, place: Place) -> str:
    """What to call it: `hours workbook`, `a sheet of the hours workbook`, `calendar`."""
    people = department.organisation.case_managers
    holds = {book.id: book.holds for person in people for book in person.workbooks}
    if not isinstance(place, Cell | SpreadsheetPlace) or place.spreadsheet_id not in holds:
        return place.label
    held = holds[place.spreadsheet_id]
    workbook = _BOOKS.get(held, f"{held} workbook")
    return f"a sheet of the {workbook}" if isinstance(place, Cell) else workbook


def _cautious(section: Section) -> Section:
    """An empty section says only what is known."""
    return replace(section, empty=f"Of what was read: {section.empty[0].lower()}{section.empty[1:]}")


def _dates(count: int) -> str:
    return {0: "nothing is", 1: "1 date is"}.get(count, f"{count} dates are")


def _of_nobody(department: Department, occasion: Occasion) -> frozenset[str]:
    """Findings of the last digest about students who stand on no list now: nobody has resolved these."""
    organisation = department.organisation
    people = {organisation.manager.key, *(person.key for person in organisation.case_managers)}
    parted = ((key, *key.split("/", 2)) for key in occasion.previous or () if key.count("/") > 1)
    return frozenset(
        key
        for key, rule, about, _ in parted
        if rule in occasion.titles and about not in department.by_ref.keys() | people
    )


def _changes(
    told: frozenset[str], previous: frozenset[str] | None, unseen: frozenset[str], of_nobody: frozenset[str]
) -> Changes:
    """What is not there any more counts as resolved, but for what could not be looked at."""
    if previous is None:
        return Changes(
            None, len(told), 0, "This is the first digest: there is no earlier one to compare with."
        )
    notes: list[str] = []
    if unseen:
        notes.append(
            f"{len(unseen)} of what the last digest told could not be looked at again, because a source "
            "could not be read: it counts neither as still open nor as resolved."
        )
    gone = of_nobody - unseen
    if gone:
        notes.append(
            f"{len(gone)} of what the last digest told is about students who stand on no list any more: it "
            "counts neither as still open nor as resolved. If one of them has not left, bring the row or the "
            "workbook back."
        )
    resolved = previous - told - unseen - gone
    return Changes(len(told - previous), len(told & previous), len(resolved), " ".join(notes))


def _chart(title: str, counts: Mapping[str, int]) -> Chart:
    return Chart(title, tuple((band, counts.get(band, 0)) for band in BANDS))


def _shares(write: Rows, found: Sequence[Finding], sight: Sight) -> tuple[Share, ...]:
    """Of each case manager whose dates could be read, how many active students have nothing past due."""
    late = {finding.student_ref for finding in found if finding.severity is Severity.VIOLATION}
    caseloads: dict[str, list[bool]] = {}
    for student in write.department.students:
        here = (known(student.exit) or date.max) >= write.today
        if here and not sight.hides_work_of(student.case_manager):
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


def _sources(unread: Sequence[Unread]) -> Line:
    if unread:
        return Line("Not everything could be read: it is named at the top.")
    return Line("Every source could be read.")


def _unsent(week: str) -> Line:
    return Line(
        f"Google gave no answer when the digest of the week of {words(monday(week))} was sent, so it may not "
        "have reached you. It is not sent any more: this one tells what is still open."
    )


def _untracked(titles: Sequence[str]) -> Iterator[Line]:
    if titles:
        listed = "; ".join(titles)
        yield Line(
            f"Not tracked, because no sheet, form or setting here has a place for what it needs: {listed}."
        )


def _because(organisation: Organisation) -> str:
    at = organisation.manager.digest
    return (
        f"You get this mail every {at.weekday} at {at.time:%H:%M} because agent.toml names you as manager of "
        f"{organisation.name}. Whoever looks after the agent can change day, time and recipient there. "
        "Students are shown by initials only; please keep it so when you answer or forward."
    )
