"""An amendment of the IEP without the date of the parent's agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_response,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Meeting, Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import annual_review
from workspace_agent.rules.amendment import RULE

AMENDMENT = Purpose.AMENDMENT


def amended(on: Any = dt.date(2026, 10, 21), *others: Purpose, **changes: Any) -> Meeting:
    values: dict[str, Any] = {"agreed_on": None, "held": True, **changes}
    return a_meeting(on, AMENDMENT, *others, **values)


def found(*meetings: Meeting, **changes: Any) -> list[Finding]:
    department = a_department(*changes.pop("students", ()), meetings=meetings, **changes)
    return list(RULE.check(department, a_policy(), TODAY))


def lacking(*meetings: Meeting, **changes: Any) -> list[Finding]:
    return [one for one in found(*meetings, **changes) if one.severity is Severity.DATA]


@pytest.mark.parametrize(
    ("meeting", "count"),
    [
        pytest.param(amended(), 1, id="no day of agreement"),
        pytest.param(amended(agreed_on=day("2026-10-20")), 0, id="agreed"),
        pytest.param(amended(agreed_on=unreadable()), 0, id="a Problem speaks about that day"),
        pytest.param(amended(held=False), 0, id="not held yet"),
        pytest.param(amended(cancelled=True), 0, id="cancelled"),
        pytest.param(amended(student="student-2"), 0, id="nobody here"),
        pytest.param(amended(None), 0, id="without a date"),
        pytest.param(amended(unreadable()), 0, id="a Problem speaks about its date"),
        pytest.param(amended(TODAY), 1, id="held today"),
        pytest.param(amended(day("2026-11-21")), 0, id="marked as held before its day"),
        pytest.param(amended(day("2026-09-16")), 1, id="the day after the last annual review"),
        pytest.param(amended(day("2026-09-15")), 0, id="on the day of the last annual review"),
        pytest.param(amended(day("2026-10-21"), Purpose.ANNUAL_REVIEW), 0, id="a review of the whole plan"),
        pytest.param(amended(day("2026-10-21"), Purpose.PARENT_REQUESTED), 1, id="and wanted by the parent"),
        pytest.param(amended(unknown_purpose=unreadable()), 0, id="an unknown purpose"),
        pytest.param(a_meeting(day("2026-10-21"), agreed_on=None, held=True), 0, id="no amendment"),
    ],
)
def test_which_amendments_lack_an_agreement(meeting: Meeting, count: int) -> None:
    assert len(lacking(meeting)) == count


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, 0, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, 0, id="the student has left"),
        pytest.param({"students": (a_student(annual=None),)}, 1, id="no annual review is on record"),
        pytest.param({"responses": (a_response(day("2026-11-20")),)}, 0, id="a review was held since"),
        pytest.param({"broken": frozenset({("manager-1", "meetings")})}, 0, id="a column was not found"),
        pytest.param({"broken": frozenset({("manager-2", "meetings")})}, 1, id="somebody else's"),
    ],
)
def test_when_it_is_told(changes: dict[str, Any], count: int) -> None:
    assert len(lacking(amended(), **changes)) == count


@pytest.mark.parametrize(
    ("student", "count"),
    [
        pytest.param(a_student(annual=None, annual_due=day("2027-09-15")), 1, id="after the last one"),
        pytest.param(a_student(annual=None, annual_due=day("2027-11-15")), 0, id="before the last one"),
        pytest.param(a_student(annual=unreadable()), 0, id="a Problem speaks about the last one"),
    ],
)
def test_the_last_review_may_be_known_by_when_the_next_is_due(student: Student, count: int) -> None:
    assert len(found(amended(), students=(student,))) == count


def test_two_rows_of_one_day_are_one_finding() -> None:
    [finding] = found(amended(row=3), amended(row=2))

    assert finding.place == a_cell("H3", sheet=2)


def test_the_finding_explains_itself() -> None:
    [finding] = found(amended())

    assert (finding.key, finding.severity) == ("amendment/student-1/2026-10-21", Severity.DATA)
    assert (finding.due, finding.place) == (None, a_cell("H2", sheet=2))
    assert finding.arithmetic == "The amendment of 21 Oct 2026 has no date on which the parent agreed."
    assert finding.steps == (
        Step("amendment held: 21 Oct 2026", a_cell("C2", sheet=2)),
        Step("no agreement is on record", a_cell("H2", sheet=2)),
        Step("the next annual review stays due by 15 Sep 2027"),
    )


def test_where_no_review_is_on_record_nothing_is_said_of_the_next_one() -> None:
    [finding] = found(amended(), students=(a_student(annual=None),))

    assert len(finding.steps) == 2


@pytest.mark.parametrize(
    ("agreed", "severity"),
    [
        pytest.param("2026-10-21", Severity.INFO, id="on the day of the amendment"),
        pytest.param("2026-10-22", Severity.DATA, id="a day after it"),
    ],
)
def test_a_parent_who_agreed_only_after_it_is_asked_about(agreed: str, severity: Severity) -> None:
    [finding] = found(amended(agreed_on=day(agreed)))

    assert finding.severity is severity
    assert ("1 day after it was made." in finding.arithmetic) == (severity is Severity.DATA)


@pytest.mark.parametrize(
    ("held", "purposes", "today", "expected"),
    [
        pytest.param(
            "2025-09-10", (AMENDMENT,), "2026-01-22", (Severity.AT_RISK, "2026-01-22"), id="the due day stays"
        ),
        pytest.param(
            "2025-09-10", (AMENDMENT,), "2026-01-23", (Severity.VIOLATION, "2026-01-22"), id="the day after"
        ),
        pytest.param(
            "2026-01-20", (AMENDMENT,), "2026-01-22", (Severity.AT_RISK, "2026-01-22"),
            id="two days before it is due: the due day",
        ),
        pytest.param(
            "2026-01-20", (AMENDMENT,), "2026-01-23", (Severity.VIOLATION, "2026-01-22"),
            id="two days before it is due: the day after",
        ),
        pytest.param(
            "2025-09-10", (AMENDMENT, Purpose.ANNUAL_REVIEW), "2026-09-10", (Severity.AT_RISK, "2026-09-10"),
            id="a full review counts from its own date",
        ),
    ],
)  # fmt: skip
def test_the_worked_examples_of_the_rule_book(
    held: str, purposes: tuple[Purpose, ...], today: str, expected: tuple[Severity, str]
) -> None:
    student = a_student(annual=day("2025-01-22"))
    department = a_department(student, responses=(a_response(day(held), *purposes),))
    [finding] = annual_review.RULE.check(department, a_policy(), day(today))

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


def test_an_agreed_amendment_is_told_for_information_and_moves_nothing() -> None:
    [finding] = found(amended(agreed_on=day("2026-10-20")))

    assert (finding.severity, finding.due) == (Severity.INFO, None)
    assert finding.arithmetic == (
        "The amendment of 21 Oct 2026 was agreed to by the parent on 20 Oct 2026; it does not move the "
        "annual review."
    )
    assert finding.steps[1] == Step("the parent agreed on 20 Oct 2026", a_cell("H2", sheet=2))


@pytest.mark.parametrize("open_row", [2, 3])
def test_of_two_rows_of_one_day_the_one_without_an_agreement_is_told(open_row: int) -> None:
    agreed = amended(agreed_on=day("2026-10-20"), row=5 - open_row)
    [finding] = found(agreed, amended(row=open_row))

    assert (finding.severity, finding.place) == (Severity.DATA, a_cell(f"H{open_row}", sheet=2))
