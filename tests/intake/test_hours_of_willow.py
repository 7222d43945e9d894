"""The hours of a whole department, kept in three ways, judged against what was worked out by hand."""

from __future__ import annotations

import json

import pytest

from tests.builders import a_policy
from tests.builders_tables import TODAY, WILLOW, fresh, headings, sign, willow, willow_workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Rule
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.late_hours import RULE as LATE
from workspace_agent.rules.office_hours import RULE as LOGGED
from workspace_agent.rules.published_hours import RULE as PUBLISHED

EXPECTED = json.loads((WILLOW / "expected.json").read_text("utf-8"))
HOURS = {
    "marisol-quintero": "Hours Log",
    "theo-brandvold": "SpEd Caseload 26-27 (Brandvold)",
    "lena-vandermolen": "Hours 2026-27",
}


def taken_in(person: str) -> Department:
    book = willow_workbook(person, HOURS[person], holds="hours")
    return take_in(willow(), headings(), [book], None, Identities(), sign, fresh(), TODAY).department


def findings(rule: Rule, person: str) -> dict[str, Severity]:
    found = rule.check(taken_in(person), a_policy(), TODAY)
    return {one.cycle: one.severity for one in found if one.case_manager == person}


@pytest.mark.parametrize("person", HOURS)
def test_each_day_is_judged_as_worked_out_by_hand(person: str) -> None:
    days = {day: one["finding"][1] for day, one in EXPECTED["hours"][person].items() if one["finding"]}

    assert findings(LOGGED, person) == {
        day: Severity.POLICY for day, severity in days.items() if severity == "POLICY"
    }
    questions = [one for one in taken_in(person).problems if one.kind is ProblemKind.END_BEFORE_START]
    assert len(questions) == [*days.values()].count("DATA")


@pytest.mark.parametrize("person", HOURS)
def test_late_entries_are_marked(person: str) -> None:
    noted = {
        day
        for day, one in EXPECTED["hours"][person].items()
        if any(note.startswith("late entry") for note in one.get("notes", ()))
    }

    assert findings(LATE, person).keys() == noted


@pytest.mark.parametrize("person", HOURS)
def test_published_hours_are_judged_by_weekday(person: str) -> None:
    weekdays = EXPECTED["office_hours"][person]

    assert len(findings(PUBLISHED, person)) == len([one for one in weekdays if one["finding"]])
