"""Parents get periodic progress reports on the dates that the IEP names, as with the report cards.

34 CFR 300.320(a)(3)(ii), https://sites.ed.gov/idea/regs/b/d/300.320/a/3

For students with an IEP whose case manager keeps a sheet of progress reports. The dates that bind stand in
each IEP, which is not read; this rule goes by the district's `report_dates` in the settings. So a date
without a report on record is at risk once it has passed, and never said to be past due: the IEP may name a
later one. A date before the student came, was found eligible or had the plan now in force is not judged.

A report counts for a date if it was sent after the date before, in the same school year; the first one that
was sent late counts, too, and that is told for information.

Each date begins the count anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student, concerns
from workspace_agent.model.field import Unreadable, Value
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import came, with_iep
from workspace_agent.rules.steps import distance, of_day

ID = "progress_report"
CITATION = Law("34 CFR 300.320(a)(3)(ii)", "https://sites.ed.gov/idea/regs/b/d/300.320/a/3")
_SHEET = "progress_reports"


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about: it counts if it was sent from `first` on, and is due by `due`."""

    first: date
    due: date


def periods(report_dates: tuple[date, ...]) -> Iterator[Period]:
    """One for each date, the earliest first; none reaches back into the school year before."""
    ordered = sorted({*report_dates})
    for before, due in pairwise([date.min, *ordered]):
        yield Period(max(before + timedelta(days=1), dates.school_year_begins(due)), due)


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each date without a report in time; one where a district has no dates at all."""
    for student in with_iep(department, today):
        since, sent = _here_since(student), _sent(department, student, today)
        if since is None or sent is None:
            continue
        for period in periods(department.organisation.district(student.district).report_dates):
            if since <= period.due:
                yield from _judge(student, period, sent, policy.progress_report.grace_days, today)
    yield from _without_dates(department, today)


def _here_since(student: Student) -> date | None:
    """The first day on which a report may be due; None where that cannot be read."""
    record = student.record
    days = [came(student), record.eligible_on, record.plan_starts]
    if any(isinstance(day, Unreadable) for day in days):
        return None
    return max((day.value for day in days if isinstance(day, Value)), default=date.min)


def _sent(department: Department, student: Student, today: date) -> list[Value[date]] | None:
    """When reports were sent, the earliest first; None where one may stand that was not read."""
    hidden = concerns(department.broken | department.unsettled, student, _SHEET)
    rows = department.progress_reports_of.get(student.ref, ())
    unread = any(isinstance(one.sent_on, Unreadable) for one in rows)
    if hidden or unread or not department.keeps(student.case_manager, _SHEET):
        return None
    sent = [one.sent_on for one in rows if isinstance(one.sent_on, Value)]
    return sorted((one for one in sent if one.value <= today), key=lambda one: (one.value, one.cell))


def _judge(
    student: Student, period: Period, sent: list[Value[date]], grace: int, today: date
) -> Iterator[Finding]:
    last_day = period.due + timedelta(days=grace)
    report = next((one for one in sent if one.value >= period.first), None)
    if report is None and last_day < today:
        yield _overdue(student, period, sent, today)
    elif report is not None and report.value > last_day:
        yield _late(student, period, report)


def _overdue(student: Student, period: Period, sent: list[Value[date]], today: date) -> Finding:
    last = sent[-1] if sent else None
    since = f"since {dates.words(period.first)}"
    before = of_day("last progress report", last) if last else Step("progress reports: none on record")
    return Finding(
        rule=ID,
        severity=Severity.AT_RISK,
        citation=CITATION,
        cycle=period.due.isoformat(),
        due=period.due,
        arithmetic=f"By the district's dates a progress report was due by {dates.words(period.due)}, "
        f"{dates.days((today - period.due).days)} ago, and none is on record that was sent {since}.",
        advice="Send the report, and write down the day in the sheet of progress reports. If the IEP names "
        "another date, that one counts.",
        place=last.cell if last else student.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(_report_date(period), before, distance(period.due, today)),
    )


def _late(student: Student, period: Period, report: Value[date]) -> Finding:
    late = dates.days((report.value - period.due).days)
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        citation=CITATION,
        cycle=period.due.isoformat(),
        due=period.due,
        arithmetic=f"By the district's dates a progress report was due by {dates.words(period.due)}; it was "
        f"sent on {dates.words(report.value)}, {late} late.",
        advice="Nothing is to be done about it.",
        place=report.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(_report_date(period), of_day("progress report sent", report), Step(f"sent {late} after it")),
    )


def _report_date(period: Period) -> Step:
    return Step(f"report date of the district: {dates.words(period.due)}")


def _without_dates(department: Department, today: date) -> Iterator[Finding]:
    """Where reports are written down, but the settings do not say when they are due."""
    rows: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
    for student in with_iep(department, today):
        if not department.organisation.district(student.district).report_dates:
            reports = department.progress_reports_of.get(student.ref, ())
            rows[student.case_manager, student.district] += [one.row for one in reports]
    for (case_manager, district), found in rows.items():
        if found:
            yield _undated(case_manager, district, min(found))


def _undated(case_manager: str, district: str, row: Cell) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=district,
        due=None,
        arithmetic="Progress reports are written down here, but the settings hold no report dates of the "
        "district, so it cannot be worked out when they are due.",
        advice="Ask IT to fill in report_dates of the district in agent.toml.",
        place=row,
        case_manager=case_manager,
    )


RULE = Rule(
    ID,
    "Progress reports to parents",
    CITATION,
    check,
    frozenset({"students", _SHEET}),
    plans=IDEA,
    needs=frozenset({Input(_SHEET, "sent_on")}),
    parameters=("progress_report.grace_days",),
)
