"""What is for information in Willow, and what may not be found there, against the work by hand."""

from __future__ import annotations

import pytest

from tests.builders import a_policy
from tests.builders_tables import TODAY
from tests.intake.department_of_willow import STUDENTS, department
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import judge

FOR_INFORMATION = {"R02": "annual_reset", "R06": "reevaluation_waiver"}
NOT_THERE = (
    "in_effect",
    "two_plans",
    "reevaluation_gap",
    "dates_after_exit",
    "dates_before_enrollment",
    "district_settings",
)


@pytest.mark.parametrize("rule", FOR_INFORMATION)
def test_what_is_for_information_is_what_was_worked_out_by_hand(rule: str) -> None:
    by_hand = {
        (one["initials"], severity, due)
        for one in STUDENTS.values()
        for name, severity, due in one["info"]
        if name == rule
    }
    initials = {one.ref: one.initials for one in department().students}
    found = {
        (initials[one.student_ref], one.severity.name, one.due and one.due.isoformat())
        for one in judge(department(), a_policy(), TODAY)
        if one.rule == FOR_INFORMATION[rule]
    }

    assert by_hand
    assert found == by_hand


@pytest.mark.parametrize("rule", NOT_THERE)
def test_nothing_is_found_where_nothing_is_wrong(rule: str) -> None:
    """Every date that is there was in force on the first day of school, and nobody has two plans."""
    assert [one for one in judge(department(), a_policy(), TODAY) if one.rule == rule] == []


def test_information_is_never_counted_as_something_to_do() -> None:
    found = [one for one in judge(department(), a_policy(), TODAY) if one.rule in FOR_INFORMATION.values()]

    assert {one.severity for one in found} == {Severity.INFO}
