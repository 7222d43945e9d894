"""Company practice on the Post IEP Meeting Form: which held meetings still need one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from tests.rules.test_legal_days import C1_DAYS
from workspace_agent.model.dates import words
from workspace_agent.model.finding import Finding
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Severity
from workspace_agent.rules.post_form import RULE

POLICY, INFO = Severity.POLICY, Severity.INFO
HELD = a_meeting(day("2026-11-10"), held=True)
THE_DAY = ["2026-11-10"]
THE_DAY_BEFORE = dt.datetime(2026, 11, 9, 20, tzinfo=dt.UTC)


def found(
    *meetings: Any, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> list[Finding]:
    students = changes.pop("students", ())
    department = a_department(*students, meetings=meetings, **changes)
    return list(RULE.check(department, policy or a_policy(), today))


def form_since(iso: str) -> dict[str, Any]:
    return {"organisation": an_organisation(form={"id": "form-1", "since": iso, "meaning": []})}


def days(*meetings: Any, **changes: Any) -> list[str]:
    """Days of the meetings that still need a form."""
    return sorted(finding.cycle for finding in found(*meetings, **changes))


@pytest.mark.parametrize(
    ("held_on", "due"),
    [
        pytest.param("2025-10-17", "2025-10-21", id="R26 a Friday: by Tuesday"),
        pytest.param("2025-11-26", "2025-12-01", id="R26 before Thanksgiving, which is no business day"),
        pytest.param("2026-11-10", "2026-11-13", id="before Veterans Day"),
        pytest.param("2026-11-17", "2026-11-19", id="a Tuesday: by Thursday"),
    ],
)
def test_two_business_days_after_the_meeting(held_on: str, due: str) -> None:
    holidays = ("2025-11-27", "2026-11-11")
    form = {"id": "form-1", "since": "2025-08-01", "meaning": []}
    organisation = an_organisation(federal_holidays=holidays, form=form)
    [finding] = found(a_meeting(day(held_on), held=True), organisation=organisation)

    assert (finding.due, finding.severity) == (day(due), POLICY)


def test_business_days_are_no_school_days() -> None:
    """R26: the school is closed for the whole week of Thanksgiving, and the office is not."""
    school, wednesday = a_district(**C1_DAYS), day("2025-11-26")
    form = {"id": "form-1", "since": "2025-08-01", "meaning": []}
    organisation = an_organisation(districts=(school,), federal_holidays=("2025-11-27",), form=form)
    [finding] = found(a_meeting(wednesday, held=True), organisation=organisation)

    assert finding.due == day("2025-12-01")
    assert school.school_days_after(wednesday, 2) == day("2025-12-02")


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2026-11-09", None, id="ticked before its day"),
        pytest.param("2026-11-10", INFO, id="on the day of the meeting"),
        pytest.param("2026-11-13", INFO, id="on the last day"),
        pytest.param("2026-11-14", POLICY, id="the day after"),
    ],
)
def test_until_the_last_day_it_is_for_information(today: str, severity: Severity | None) -> None:
    severities = [finding.severity for finding in found(HELD, today=day(today))]

    assert severities == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("meeting", "needed"),
    [
        pytest.param(HELD, True, id="held"),
        pytest.param(a_meeting(day("2026-11-10")), False, id="not ticked as held"),
        pytest.param(a_meeting(day("2026-11-10"), held=True, cancelled=True), False, id="cancelled too"),
        pytest.param(a_meeting(None, held=True), False, id="no date"),
        pytest.param(a_meeting(unreadable(), held=True), False, id="an unreadable date is a Problem's"),
        pytest.param(a_meeting(day("2026-11-10"), student="student-2", held=True), False, id="nobody here"),
        pytest.param(
            a_meeting(day("2026-11-10"), Purpose.PARENT_REQUESTED, held=True), True, id="whatever its purpose"
        ),
    ],
)
def test_which_meetings_need_a_form(meeting: Any, needed: bool) -> None:
    assert days(meeting) == (THE_DAY if needed else [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"responses": (a_response(day("2026-11-10")),)}, [], id="its form has come"),
        pytest.param({"responses": (a_response(day("2026-11-13")),)}, [], id="dated three days later"),
        pytest.param({"responses": (a_response(day("2026-11-07")),)}, [], id="dated three days earlier"),
        pytest.param({"responses": (a_response(day("2026-11-14")),)}, THE_DAY, id="dated four days later"),
        pytest.param(
            {"responses": (a_response(day("2026-11-10"), student="student-2"),)}, THE_DAY, id="another's"
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-10"), held=Held.PARENT_DID_NOT_COME),)}, THE_DAY,
            id="it says that the parent did not come",
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-10"), held=None),)}, [], id="it does not say so"
        ),
        pytest.param(
            {"responses": (a_response(day("2026-11-10"), respondent="", moves_clocks=False),)}, [],
            id="sent by somebody who is not on the roster, which is told there",
        ),
        pytest.param({"responses": (a_response(None),)}, [], id="its date cannot be read"),
        pytest.param(
            {"responses": (a_response(None, submitted=THE_DAY_BEFORE),)}, THE_DAY,
            id="without a date, sent before the meeting",
        ),
        pytest.param({"form_unread": True}, [], id="the form could not be read"),
        pytest.param({"organisation": an_organisation(form=None)}, [], id="there is no form"),
        pytest.param(
            form_since("2026-11-11"), [], id="from before the day since which responses count"
        ),
        pytest.param(form_since("2026-11-10"), THE_DAY, id="on that day"),
        pytest.param({"students": (a_student(leaves=TODAY),)}, [], id="the student has left"),
        pytest.param({"students": (a_student(leaves=day("2026-11-21")),)}, THE_DAY, id="and leaves tomorrow"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, THE_DAY, id="a 504 plan"),
    ],
)  # fmt: skip
def test_whether_a_form_is_missing(changes: dict[str, Any], expected: list[str]) -> None:
    assert days(HELD, **changes) == expected


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        pytest.param(a_response(day("2026-11-12")), THE_DAY, id="the form of the second sitting"),
        pytest.param(a_response(day("2026-11-10")), ["2026-11-12"], id="the form of the first one"),
        pytest.param(a_response(day("2026-11-11")), ["2026-11-12"], id="dated between them: the first one's"),
    ],
)
def test_one_form_is_about_the_nearest_meeting(response: Any, expected: list[str]) -> None:
    second = a_meeting(day("2026-11-12"), Purpose.CONTINUED, held=True, row=3)

    assert days(HELD, second, responses=(response,)) == expected


def test_two_rows_of_one_day_are_one_finding() -> None:
    [finding] = found(a_meeting(day("2026-11-10"), held=True, row=3), HELD)

    assert finding.place == a_row(3, sheet=2)


def test_the_number_of_days_is_the_policys() -> None:
    [finding] = found(HELD, policy=a_policy(post_form={"days": 5}))

    assert (finding.due, finding.severity) == (day("2026-11-18"), POLICY)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        pytest.param("2026-11-13", "is due by 13 Nov 2026", id="in time"),
        pytest.param("2026-11-14", "was due by 13 Nov 2026", id="late"),
    ],
)
def test_the_finding_explains_itself(today: str, said: str) -> None:
    [finding] = found(HELD, today=day(today))

    assert finding.key == "post_form/student-1/2026-11-10"
    assert finding.place == a_row(2, sheet=2)
    assert finding.arithmetic == (
        "The meeting of 10 Nov 2026 is marked as held, and no form says so: "
        f"its Post IEP Meeting Form {said}."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 10 Nov 2026", a_cell("C2", sheet=2)),
        ("marked as held", a_row(2, sheet=2)),
        ("forms about this meeting: none", None),
        ("2 business days after 10 Nov 2026 is 13 Nov 2026", None),
        (f"today: {words(day(today))}", None),
    ]
