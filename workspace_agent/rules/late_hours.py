"""Hours are logged within a few business days; what was typed later is marked as late, and counts.

Company practice: `policy.office_hours.judged_after_business_days`. Told as information: a late entry is
better than none. Only a log with a column that says when an entry was typed can tell.

Nothing restarts it: an entry stays late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity

ID = "late_hours"
CITATION = CompanyPolicy("hours are logged soon after the day")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day that has late entries."""
    late: dict[tuple[str, date], Finding] = {}
    for entry in department.hours:
        day, logged = known(entry.date), known(entry.logged)
        if day is None or logged is None or day < policy.office_hours.judged_from or logged > today:
            continue
        last = department.organisation.business_days_after(
            day, policy.office_hours.judged_after_business_days
        )
        if logged > last:
            late.setdefault((entry.case_manager, day), _finding(entry, day, logged, last))
    yield from late.values()


def _finding(entry: HoursEntry, day: date, logged: date, last: date) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.INFO,
        citation=CITATION,
        cycle=day.isoformat(),
        due=last,
        arithmetic=f"Hours of {dates.words(day)} were logged on {dates.words(logged)}; "
        f"in time was until {dates.words(last)}.",
        advice="Nothing to do: they count. Next time, log them sooner after the day.",
        place=entry.row,
        case_manager=entry.case_manager,
    )


RULE = Rule(ID, "Hours logged late", CITATION, check, frozenset({"hours"}))
