"""Of each district the state is known and the school calendar reaches far enough to judge by.

Company practice: `agent.toml`. A state that is none has no law to look up, and without the calendar of the
next school year neither its first day nor days of school can be counted. Where a calendar is missing,
whatever is counted from it is left out or falls back on the due date itself, which the findings say; this
is where it is asked for.

Told for each case manager with students of the district. Nothing restarts it: it ends once the settings are
complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step
from workspace_agent.model.organisation import District
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import is_state
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import here

ID = "district_settings"
CITATION = CompanyPolicy("the settings say all that is counted from them")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each case manager, district and thing that is missing."""
    for student in _one_of_each(department, today):
        district = department.organisation.district(student.district)
        if not is_state(district.state):
            words = f"The state of {district.name} is {district.state}, which is none of the United States"
            yield _finding(student, "state", words, "state", "its two letters")
        if not _reaches(district, today + timedelta(days=policy.in_effect.alert_days)):
            last = max(year.first_day for year in district.school_years)
            words = f"The last school year on record of {district.name} began on {dates.words(last)}"
            yield _finding(student, f"calendar-{last.isoformat()}", words, "other_years", "the next one")


def _one_of_each(department: Department, today: date) -> list[Student]:
    """Of each case manager and district the student whose row comes first."""
    first: dict[tuple[str, str], Student] = {}
    for student in sorted(here(department, today), key=lambda one: (one.row, one.ref)):
        first.setdefault((student.case_manager, student.district), student)
    return list(first.values())


def _reaches(district: District, day: date) -> bool:
    return district.knows(day) or district.first_day_after(day) is not None


def _finding(student: Student, what: str, words: str, key: str, missing: str) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=f"{student.district}-{what}",
        due=None,
        arithmetic=f"{words}: what depends on it cannot be judged.",
        advice=f"Ask whoever keeps the settings to fill in {missing} (agent.toml, districts, {key}).",
        place=SpreadsheetPlace(student.row.spreadsheet_id),
        case_manager=student.case_manager,
        steps=(Step(words[0].lower() + words[1:]),),
    )


RULE = Rule(
    ID,
    "Settings of a district",
    CITATION,
    check,
    frozenset({"students"}),
    plans=EITHER_PLAN,
    parameters=("in_effect.alert_days",),
)
