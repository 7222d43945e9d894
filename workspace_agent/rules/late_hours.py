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
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.policy import OfficeHoursPolicy, Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.hours_log import hours_logs
from workspace_agent.rules.legal_days import ends_on
from workspace_agent.rules.steps import of_day

ID = "late_hours"
CITATION = CompanyPolicy("hours are logged soon after the day")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each day that has late entries, about the first of them in the log."""
    for log in hours_logs(department).values():
        late: dict[str, Finding] = {}
        for entry in log.rows:
            for finding in _late(department.organisation, policy.office_hours, entry, today):
                late.setdefault(finding.cycle, finding)
        yield from late.values()


def _late(
    organisation: Organisation, numbers: OfficeHoursPolicy, entry: HoursEntry, today: date
) -> Iterator[Finding]:
    day, logged = known(entry.date), known(entry.logged)
    if day is None or logged is None or day < numbers.judged_from or logged > today:
        return
    last = organisation.business_days_after(day, numbers.judged_after_business_days)
    if logged > last:
        counted = ends_on(numbers.judged_after_business_days, "business", day, last)
        yield _finding(entry, day, logged, last, counted)


def _finding(entry: HoursEntry, day: date, logged: date, last: date, counted: str) -> Finding:
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
        steps=(of_day("hours of", entry.date), Step(counted), of_day("logged", entry.logged)),
    )


RULE = Rule(
    ID,
    "Hours logged late",
    CITATION,
    check,
    frozenset({"hours"}),
    parameters=("office_hours.judged_from", "office_hours.judged_after_business_days"),
)
