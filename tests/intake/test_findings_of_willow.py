"""All that the rules find in a whole department: what was worked out by hand, no more and no less.

What is only for information is not listed there in full: of that, all that is listed is found. Titles of
calendar events need Google and are judged in `tests/journeys/test_the_whole_department.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from tests.builders import a_policy
from tests.builders_tables import TODAY
from tests.intake.department_of_willow import EXPECTED, STUDENTS, cell, department, student
from workspace_agent.model import dates
from workspace_agent.model.facts import Student
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import Cell
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules import judge
from workspace_agent.rules.bands import band
from workspace_agent.rules.caseload import has_left
from workspace_agent.rules.clocks import Clock, Reading, reevaluation_504_clock, review_504_clock
from workspace_agent.rules.deadlines import reevaluation_deadline, review_deadline

RULES_BY_HAND = {
    "R01": "annual_review",
    "R02": "annual_reset",
    "R03": "amendment",
    "R04": "reevaluation",
    "R06": "reevaluation_waiver",
    "R11": "contact_attempts",
    "R12": "team_roles",
    "R19": "transfer",
    "R20": "exit",
    "R21": "review_504",
    "R22": "reevaluation_504",
    "R23": "remote_meeting",
    "R26": "post_form",
    "R29": "stale_data",
}

Told = tuple[str, str, str, str | None]
"""Rule, whose it is, severity and due date."""


def all_findings() -> tuple[Finding, ...]:
    return judge(department(), a_policy(), TODAY)


def told(finding: Finding) -> Told:
    due = finding.due.isoformat() if finding.due else None
    return finding.rule, finding.student_ref or finding.case_manager, finding.severity.name, due


def by_hand() -> Counter[Told]:
    """Of students, of days, of weekdays, of cells and of goals."""
    of_students = (
        (RULES_BY_HAND[rule], student(key).ref, severity, due)
        for key, one in STUDENTS.items()
        for rule, severity, due in one["findings"]
    )
    of_days = (
        ("office_hours", person, one["finding"][1], one["finding"][2])
        for person, days in EXPECTED["hours"].items()
        for one in days.values()
        if one["finding"] and one["finding"][1] == "POLICY"  # DATA is told as a Problem, once
    )
    of_weekdays = (
        ("published_hours", person, "POLICY", None)
        for person, weekdays in EXPECTED["office_hours"].items()
        for one in weekdays
        if one["finding"]
    )
    of_links = (
        ("approved_platforms", re.split("/", one["cell"])[1], one["severity"], None)
        for one in EXPECTED["platforms"]
    )
    of_goals = (
        ("progress", student(key).ref, "POLICY", None)
        for key, one in STUDENTS.items()
        for goal in one["progress"]
        if goal["verdict"] == "INSUFFICIENT_PROGRESS"
    )
    return Counter([*of_students, *of_days, *of_weekdays, *of_links, *of_goals])


def test_the_findings_are_those_by_hand_no_more_and_no_fewer() -> None:
    found = Counter(told(one) for one in all_findings() if one.severity is not Severity.INFO)

    assert found - by_hand() == Counter()
    assert by_hand() - found == Counter()


INFO = [(key, *one) for key, of in STUDENTS.items() for one in of["info"]]


@pytest.mark.parametrize(("key", "rule", "severity", "due"), INFO)
def test_what_is_worth_knowing_is_told(key: str, rule: str, severity: str, due: str | None) -> None:
    hers = [told(one) for one in all_findings() if one.student_ref == student(key).ref]

    assert (RULES_BY_HAND[rule], student(key).ref, severity, due) in hers


def test_the_platform_is_told_at_its_cell() -> None:
    (found,) = [one.place for one in all_findings() if one.rule == "approved_platforms"]

    assert isinstance(found, Cell)
    assert [found] == [cell(one["cell"]) for one in EXPECTED["platforms"]]


def test_there_are_as_many_as_by_hand_by_severity_by_rule_and_by_case_manager() -> None:
    counts, named = EXPECTED["manager_digest"], set(RULES_BY_HAND.values())
    findings = [one for one in all_findings() if one.rule in named and one.severity is not Severity.INFO]
    rules = Counter(one.rule for one in findings)
    people = Counter(one.case_manager for one in findings)

    assert Counter(one.severity.name for one in findings) == counts["findings_by_severity"]
    assert rules == {RULES_BY_HAND[rule]: count for rule, count in counts["findings_by_rule"].items()}
    assert people == {person: one["findings"] for person, one in counts["by_case_manager"].items()}


@pytest.mark.parametrize("key", STUDENTS)
def test_both_clocks_of_each_stand_where_they_did_by_hand(key: str) -> None:
    hers, expected = student(key), STUDENTS[key]
    found = [*map(_status, (hers, hers), _due(hers))]

    assert found == [expected["annual_status"], expected["reevaluation_status"]]


def _due(hers: Student) -> list[date | None]:
    if known(hers.plan_type) is PlanType.IEP:
        deadlines = [one(department(), hers, a_policy()) for one in (review_deadline, reevaluation_deadline)]
        return [one.due if one else None for one in deadlines]
    review, evaluation = review_504_clock(department(), hers), reevaluation_504_clock(department(), hers, 3)
    return [_following(review, 1), _following(evaluation, 3)]


def _following(clock: Reading, years: int) -> date | None:
    return clock.due(lambda last: dates.add_years(last, years)) if isinstance(clock, Clock) else None


def _status(hers: Student, due: date | None) -> str:
    shown = {"past due": "overdue", "0-30 days": "0-30", "31-60 days": "31-60", "61-90 days": "61-90"}
    found = band(due, TODAY)
    return "exited" if has_left(hers, TODAY) else shown.get(found, found)
