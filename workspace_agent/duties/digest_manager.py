"""The manager's digest: what it says. When it is due and how it looks is told elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import (
    Chart,
    Charts,
    Digest,
    Figure,
    Figures,
    Occasion,
    Section,
)
from workspace_agent.duties.digest_period import period_words
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.duties.digest_sections import (
    CHECKED,
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
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.action import Decision
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.bands import due_bands

BANDS = ("past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown")
"""Bars of a chart, in this order."""


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """Say what a manager has to know this week, worst first."""
    write = Rows(department, occasion.today, occasion.titles, occasion.previous, told.progress_sheets)
    found = sorted(
        (one for one in told.findings if one.severity is not Severity.INFO or one.rule in CHECKED),
        key=worst_first(write),
    )
    unusable = sorted(told.problems, key=lambda p: (write.name(p.case_manager), p.place.url, p.kind.name))
    urgent = open_to_others(write, found, unusable)
    late, near = past_due(write, found), at_risk(write, found)
    waits = waiting(write, unusable, told.waits)
    doubtful = to_check(write, found)
    sight = Sight(department, tuple(told.unread), occasion.reads)
    blocks = fitted(
        department,
        (
            *((urgent,) if urgent.rows else ()),
            late,
            near,
            *((waits,) if waits.total else ()),
            practice(write, found),
            *((doubtful,) if doubtful.rows else ()),
            *_of_duties(write, told.decisions, occasion.features),
            _charts(department, occasion),
            _shares(write, found, sight),
            to_mend(write, found, unusable),
            work(write, told.outcomes),
        ),
    )
    counts = len(late.rows), len(near.rows)
    comparison = frame.compared(department, found, unusable, occasion, sight)
    return Digest(
        title="IEP compliance",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=_subject(*counts, period_words(occasion.period), told.unread),
        preheader=frame.open_points(comparison.changes),
        summary=_summary(*counts, len(urgent.rows), told.unread),
        unread=frame.unread_lines(write, told.unread, occasion.recipient.zone),
        changes=comparison.changes,
        blocks=frame.cautious(blocks) if told.unread else blocks,
        status=frame.status(occasion, told.unread),
        because=frame.because(department.organisation, occasion.recipient, "as manager"),
        told=comparison.told,
        students=frame.shown(department, blocks, told.unread),
    )


def _of_duties(write: Rows, decisions: Sequence[Decision], features: Features) -> Iterator[Section]:
    if features.meetings is not Switch.OFF:
        yield meetings(write, decisions)
    if features.filing is not Switch.OFF:
        yield records(write, decisions)


def _subject(late: int, near: int, when: str, unread: Sequence[Unread]) -> str:
    caution = "not everything could be read; " if unread else ""
    return f"IEP compliance: {caution}{late} past due, {near} at risk ({when})"


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


def _dates(count: int) -> str:
    return {0: "nothing is", 1: "1 date is"}.get(count, f"{count} dates are")


def _charts(department: Department, occasion: Occasion) -> Charts:
    due = due_bands(department, occasion.policy, occasion.today)
    return Charts("What is due when", tuple(_chart(title, counts) for title, counts in due.items()))


def _chart(title: str, counts: Mapping[str, int]) -> Chart:
    return Chart(title, tuple((band, counts.get(band, 0)) for band in BANDS))


def _shares(write: Rows, found: Sequence[Finding], sight: Sight) -> Figures:
    """Of each case manager whose dates could be read, how many active students have nothing past due."""
    late = {finding.student_ref for finding in found if finding.severity is Severity.VIOLATION}
    caseloads: dict[str, list[bool]] = {}
    for student in write.department.students:
        here = (known(student.exit) or date.max) >= write.today
        if here and not sight.hides_work_of(student.case_manager):
            caseloads.setdefault(write.name(student.case_manager), []).append(student.ref not in late)
    return Figures(
        "Caseloads",
        ("Case manager", "Nothing past due"),
        tuple((name, (_share(well),)) for name, well in sorted(caseloads.items())),
        "Active students for whom nothing set by law is past due on record.",
        "No case manager has a student.",
    )


def _share(well: Sequence[bool]) -> Figure:
    tone = Tone.WELL if all(well) else Tone.AT_RISK
    return Figure(f"{sum(well)} of {len(well)}", round(100 * sum(well) / len(well)), tone)
