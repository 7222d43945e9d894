"""34 CFR 300.324(b)(1)(i): the worked examples of the rule book, and the traps of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_response,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.due_dates import AnnualMode, annual_due
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.organisation import District
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Severity
from workspace_agent.rules.annual_review import PLANNED_AHEAD, RULE, plan_by

VIOLATION, AT_RISK, POLICY = Severity.VIOLATION, Severity.AT_RISK, Severity.POLICY
MONDAY = day("2026-11-23")
"""31 days before 24 Dec, and after the day by which a meeting due then should be planned."""

SCHOOL_YEAR = a_district(
    first_day="2025-08-13",
    last_day="2026-05-21",
    closures=[
        {"from": first, "until": last, "name": "closed"}
        for first, last in [
            ("2025-09-01", "2025-09-01"),
            ("2025-10-13", "2025-10-13"),
            ("2025-11-24", "2025-11-28"),
            ("2025-12-22", "2026-01-02"),
            ("2026-01-19", "2026-01-19"),
            ("2026-03-09", "2026-03-13"),
        ]
    ],
)


def found(department: Department, today: dt.date = TODAY, policy: Policy | None = None) -> list[Finding]:
    return list(RULE.check(department, policy or a_policy(), today))


def found_for(last: str, today: str, **changes: Any) -> Severity | None:
    findings = found(a_department(a_student(annual=day(last)), **changes), day(today))
    return findings[0].severity if findings else None


@pytest.mark.parametrize(
    ("last", "mode", "due"),
    [
        pytest.param("2024-09-12", "anniversary", "2025-09-12", id="anniversary is the same day"),
        pytest.param("2024-09-12", "days365", "2025-09-12", id="365 days without a leap day agree"),
        pytest.param("2024-09-12", "strict", "2025-09-12", id="strict without a leap day agrees"),
        pytest.param("2024-09-12", "end_minus_1", "2025-09-11", id="a plan that ends the day before"),
        pytest.param("2023-03-01", "anniversary", "2024-03-01", id="a leap day in the span: anniversary"),
        pytest.param("2023-03-01", "days365", "2024-02-29", id="a leap day in the span: 365 days"),
        pytest.param("2023-03-01", "strict", "2024-02-29", id="a leap day in the span: strict is earlier"),
        pytest.param("2024-02-29", "anniversary", "2025-02-28", id="29 Feb clips to 28 Feb"),
        pytest.param("2024-02-29", "strict", "2025-02-28", id="29 Feb clips to 28 Feb in strict too"),
        pytest.param(
            "2024-02-29", "end_minus_1", "2025-02-27", id="29 Feb clips before the day is taken off"
        ),
        pytest.param("2024-03-01", "strict", "2025-03-01", id="a Saturday does not move"),
        pytest.param("2023-10-10", "anniversary", "2024-10-10", id="a leap day months back: anniversary"),
        pytest.param("2023-10-10", "days365", "2024-10-09", id="a leap day months back: 365 days"),
        pytest.param("2023-10-10", "strict", "2024-10-09", id="a leap day months back: strict"),
        pytest.param("2025-07-06", "strict", "2026-07-06", id="summer does not move it"),
    ],
)
def test_the_due_date_follows_the_mode(last: str, mode: AnnualMode, due: str) -> None:
    assert annual_due(day(last), mode) == day(due)


@pytest.mark.parametrize(
    ("last", "today", "severity"),
    [
        pytest.param("2025-11-18", "2026-11-20", VIOLATION, id="two days after the anniversary"),
        pytest.param("2025-11-18", "2026-11-19", VIOLATION, id="one day after the anniversary"),
        pytest.param("2025-11-18", "2026-11-18", AT_RISK, id="the due day itself is not past"),
        pytest.param("2025-11-18", "2026-10-19", AT_RISK, id="30 days left"),
        pytest.param("2025-11-18", "2026-10-18", None, id="31 days left"),
        pytest.param("2024-02-29", "2025-02-28", AT_RISK, id="leap day clips to 28 Feb, which is not late"),
        pytest.param("2024-02-29", "2025-03-01", VIOLATION, id="leap day: 1 Mar is a day late"),
        pytest.param("2023-02-28", "2024-02-28", AT_RISK, id="28 Feb before a leap day stays 28 Feb"),
        pytest.param(
            "2023-02-28", "2024-02-29", VIOLATION, id="28 Feb before a leap day is late on the 29th"
        ),
        pytest.param("2023-03-01", "2024-02-29", AT_RISK, id="the strict date of a leap span"),
        pytest.param("2023-03-01", "2024-03-01", AT_RISK, id="strict has passed, the anniversary has not"),
        pytest.param("2023-03-01", "2024-03-02", VIOLATION, id="the anniversary of a leap span has passed"),
        pytest.param("2024-03-01", "2025-03-02", VIOLATION, id="a Saturday due date is late on Sunday"),
        pytest.param("2025-07-06", "2026-07-07", VIOLATION, id="summer is no excuse"),
    ],
)
def test_only_a_passed_anniversary_is_past_due(last: str, today: str, severity: Severity | None) -> None:
    assert found_for(last, today) is severity


BEGUN = {"annual": None, "evaluation": None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"annual": None}, [Severity.DATA], id="no review, and nothing says why"),
        pytest.param({"annual": None, "eligible_on": day("2026-11-01")}, [], id="the first IEP is to come"),
        pytest.param(
            {"annual": None, "eligible_on": day("2026-11-01"), "plan_starts": day("2026-11-10")},
            [Severity.DATA], id="the first IEP began, and no review says when it was written",
        ),
        pytest.param(
            {"annual": day("2025-09-01"), "eligible_on": day("2026-11-01")}, [],
            id="a 504 review before eligibility is none of an IEP",
        ),
        pytest.param(
            {"annual": day("2025-09-01"), "eligible_on": day("2025-09-01")}, [VIOLATION],
            id="a review of the day of eligibility is",
        ),
        pytest.param({**BEGUN, "consent_received": day("2026-10-01")}, [], id="in evaluation"),
        pytest.param(
            {"annual": None, "consent_received": day("2026-10-01")}, [Severity.DATA], id="evaluated"
        ),
        pytest.param({"plan": None}, [Severity.DATA], id="no plan is chosen"),
        pytest.param(
            {"plan": None, **BEGUN, "consent_received": day("2026-10-01")}, [], id="no plan yet: in it"
        ),
        pytest.param(
            {"plan": None, **BEGUN, "referred_on": day("2026-10-01")}, [], id="no plan yet: referred"
        ),
        pytest.param(
            {"plan": None, **BEGUN, "evaluation": day("2026-11-01"), "consent_received": day("2026-10-01")},
            [], id="no plan: not found eligible",
        ),
        pytest.param(
            {"plan": None, **BEGUN, "eligible_on": day("2026-11-01")}, [], id="no plan yet: found eligible"
        ),
        pytest.param(
            {"plan": None, "eligible_on": day("2026-09-01")}, [Severity.DATA], id="an IEP since, not chosen"
        ),
        pytest.param(
            {"plan": None, "consent_received": day("2026-08-01")}, [Severity.DATA], id="consent, and an IEP"
        ),
    ],
)  # fmt: skip
def test_where_the_first_iep_is_to_come_no_review_is_asked_for(
    changes: dict[str, Any], expected: list[Severity]
) -> None:
    assert [finding.severity for finding in found(a_department(a_student(**changes)))] == expected


@pytest.mark.parametrize(
    ("annual", "changes", "today", "expected"),
    [
        pytest.param(
            "2024-11-14", {"responses": (a_response(day("2025-10-03")),)}, "2026-10-03", "2026-10-03",
            id="held early: counted from its own date",
        ),
        pytest.param(
            "2024-11-14", {"responses": (a_response(day("2025-12-01")),)}, "2026-12-01", "2026-12-01",
            id="held 17 days late: counted from the late date",
        ),
        pytest.param(
            "2024-02-29", {"responses": (a_response(day("2025-02-20")),)}, "2026-02-20", "2026-02-20",
            id="held early after a leap day",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2025-09-10"), Purpose.AMENDMENT),)},
            "2026-01-22", "2026-01-22", id="an amendment does not restart it",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2026-01-20"), Purpose.AMENDMENT),)},
            "2026-01-22", "2026-01-22", id="an amendment two days before does not restart it",
        ),
        pytest.param(
            "2025-01-22",
            {"responses": (a_response(day("2025-09-10"), Purpose.AMENDMENT, Purpose.ANNUAL_REVIEW),)},
            "2026-09-10", "2026-09-10", id="a full review with an amendment does",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2025-09-10"), Purpose.INITIAL),)},
            "2026-09-10", "2026-09-10", id="an initial IEP starts it",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2025-09-10"), Purpose.REEVALUATION),)},
            "2026-01-22", "2026-01-22", id="a reevaluation is another clock",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2025-09-10"), moves_clocks=False),)},
            "2026-01-22", "2026-01-22", id="a form without a dated meeting near it moves nothing",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(None),)}, "2026-01-22", "2026-01-22",
            id="a form without a date moves nothing",
        ),
        pytest.param(
            "2025-01-22", {"responses": (a_response(day("2025-09-10"), student="student-2"),)},
            "2026-01-22", "2026-01-22", id="another student's form moves nothing",
        ),
        pytest.param(
            "2025-11-03", {"responses": (a_response(day("2025-09-03")),)}, "2026-11-03", "2026-11-03",
            id="a later date in the sheet stands against an older form",
        ),
        pytest.param(
            "2025-01-22", {"meetings": (a_meeting(day("2025-12-10"), held=True),)},
            "2026-01-22", "2026-01-22", id="a meeting only ticked as held moves nothing",
        ),
    ],
)  # fmt: skip
def test_a_held_review_restarts_the_clock(
    annual: str, changes: dict[str, Any], today: str, expected: str
) -> None:
    [finding] = found(a_department(a_student(annual=day(annual)), **changes), day(today))

    assert (finding.severity, finding.due) == (AT_RISK, day(expected))


@pytest.mark.parametrize(
    ("row", "today", "expected"),
    [
        pytest.param({"annual": day("2025-12-10")}, "2026-11-30", (AT_RISK, "2026-11-30"), id="by form"),
        pytest.param({"annual": day("2025-11-20")}, "2026-11-20", (AT_RISK, "2026-11-20"), id="by row"),
        pytest.param({"annual": day("2025-12-10")}, "2026-12-01", (AT_RISK, "2026-11-30"), id="gone"),
        pytest.param({"annual": day("2025-12-10")}, "2026-12-10", (AT_RISK, "2026-11-30"), id="by the later"),
        pytest.param({"annual": day("2025-12-10")}, "2026-12-11", (VIOLATION, "2026-12-10"), id="past both"),
        pytest.param({"annual": day("2025-11-20")}, "2026-12-01", (VIOLATION, "2026-11-30"), id="both gone"),
        pytest.param({"annual": day("2025-12-02")}, "2026-12-01", (AT_RISK, "2026-11-30"), id="2 days"),
        pytest.param({"annual": day("2026-01-29")}, "2026-12-01", (AT_RISK, "2026-11-30"), id="60 days"),
        pytest.param({"annual": day("2026-01-30")}, "2026-12-01", None, id="61 days: another one"),
        pytest.param(
            {"annual": None, "annual_due": day("2026-12-10")}, "2026-12-01", (AT_RISK, "2026-11-30"),
            id="a later due date is typed",
        ),
        pytest.param(
            {"annual": None, "annual_due": day("2026-11-20")}, "2026-11-25", (AT_RISK, "2026-11-20"),
            id="an earlier due date is typed",
        ),
    ],
)  # fmt: skip
def test_of_two_dates_of_one_review_the_earlier_warns_and_the_later_has_to_pass(
    row: dict[str, Any], today: str, expected: tuple[Severity, str] | None
) -> None:
    department = a_department(a_student(**row), responses=(a_response(day("2025-11-30")),))
    told = [(one.severity, str(one.due)) for one in found(department, day(today))]

    assert told == ([expected] if expected else [])


def test_two_dates_of_one_review_are_both_named() -> None:
    student, form = a_student(annual=day("2025-12-10")), a_response(day("2025-11-30"))
    [finding] = found(a_department(student, responses=(form,)))

    assert finding.arithmetic == (
        "Annual review held on 30 Nov 2025, by its form (the row of the student says 10 Dec 2025), so the "
        "next is due by 30 Nov 2026: in 10 days. The two do not agree: one of them has to be corrected."
    )
    assert [one.words for one in finding.steps][:2] == [
        "last annual review: 10 Dec 2025",
        "annual review held, by its form: 30 Nov 2025",
    ]


def test_a_row_that_speaks_of_the_review_before_the_last_is_no_second_date() -> None:
    forms = (a_response(day("2025-10-10"), response_id="a"), a_response(day("2025-11-30"), response_id="b"))
    [finding] = found(a_department(a_student(annual=day("2025-10-11")), responses=forms))

    assert finding.arithmetic.startswith("Annual review held on 30 Nov 2025, by its form, so the next is due")


def test_a_late_review_is_past_due_until_its_form_is_there() -> None:
    student = a_student(annual=day("2024-11-14"))
    [finding] = found(a_department(student), day("2025-12-01"))

    assert finding.arithmetic.endswith("due by 14 Nov 2025: 17 days past due on record.")


def test_an_amendment_leaves_the_day_after_past_due() -> None:
    amended = a_response(day("2026-01-20"), Purpose.AMENDMENT)

    assert found_for("2025-01-22", "2026-01-23", responses=(amended,)) is VIOLATION


def test_of_two_forms_the_later_meeting_counts_in_any_order() -> None:
    forms = (a_response(day("2025-12-01"), response_id="b"), a_response(day("2025-11-20"), response_id="a"))
    student = a_student(annual=day("2025-01-22"))

    assert found(a_department(student, responses=forms), day("2026-11-25")) == found(
        a_department(student, responses=forms[::-1]), day("2026-11-25")
    )


def test_the_place_is_the_response_where_a_form_moved_the_clock() -> None:
    [finding] = found(a_department(a_student(annual=None), responses=(a_response(day("2025-12-01")),)), TODAY)

    assert finding.place == ResponsePlace("form-1", "response-1")
    assert finding.arithmetic.startswith("Annual review held on 1 Dec 2025, by its form, so the next is due")


def test_the_place_is_the_sheet_where_its_date_agrees_with_the_form() -> None:
    student = a_student(annual=day("2025-12-01"))
    [finding] = found(a_department(student, responses=(a_response(day("2025-12-01")),)), TODAY)

    assert finding.place == a_cell("G2")


@pytest.mark.parametrize(
    ("student", "severity"),
    [
        pytest.param(a_student(), None, id="a healthy student"),
        pytest.param(a_student(annual=None), Severity.DATA, id="no annual review on record"),
        pytest.param(a_student(annual=unreadable()), None, id="a Problem already speaks about the date"),
        pytest.param(a_student(plan=PlanType.S504, annual=None), None, id="a 504 plan has no annual clock"),
        pytest.param(a_student(plan=None), Severity.DATA, id="no plan on record"),
        pytest.param(a_student(plan=unreadable()), None, id="a Problem already speaks about the plan"),
        pytest.param(a_student(plan=None, leaves=TODAY), None, id="no plan, but the student has left"),
        pytest.param(a_student(annual=None, leaves=TODAY), None, id="no review, but leaves today"),
        pytest.param(
            a_student(annual=day("2025-09-30"), leaves=day("2026-10-05")), None,
            id="past due before the exit, and left since",
        ),
        pytest.param(
            a_student(annual=day("2025-09-30"), leaves=day("2026-09-15")), None, id="left before it was due"
        ),
        pytest.param(
            a_student(annual=day("2025-09-30"), leaves=day("2027-05-21")), VIOLATION,
            id="an exit in the future ends nothing yet",
        ),
        pytest.param(
            a_student(annual=day("2025-09-30"), leaves=unreadable()), AT_RISK,
            id="an exit that cannot be read ends nothing, and nothing is called past due",
        ),
        pytest.param(
            a_student(annual=day("2025-09-30"), held=True), VIOLATION,
            id="a question about who it is holds effects, not judgement",
        ),
    ],
)  # fmt: skip
def test_who_is_judged(student: Any, severity: Severity | None) -> None:
    findings = found(a_department(student))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_an_unreadable_date_stays_silent_although_a_form_is_there() -> None:
    department = a_department(a_student(annual=unreadable()), responses=(a_response(day("2025-01-22")),))

    assert found(department) == []


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_department(a_student(annual=day("2025-11-18"))))

    assert finding == Finding(
        rule="annual_review",
        severity=VIOLATION,
        citation=RULE.citation,
        cycle="2026-11-18",
        due=day("2026-11-18"),
        arithmetic="Last annual review 18 Nov 2025, so the next was due by 18 Nov 2026: "
        "2 days past due on record.",
        advice="Hold the review, then send the Post IEP Meeting Form.",
        place=a_cell("G2"),
        case_manager="manager-1",
        student_ref="student-1",
        steps=(
            Step("last annual review: 18 Nov 2025", a_cell("G2")),
            Step("18 Nov 2025 + 1 year = 18 Nov 2026 (anniversary)"),
            Step("18 Nov 2025 + 365 days = 18 Nov 2026"),
            Step("strict, the earlier: 18 Nov 2026"),
            Step("today: 20 Nov 2026, 2 days after 18 Nov 2026"),
        ),
    )


@pytest.mark.parametrize(
    ("student", "arithmetic", "advice", "cell"),
    [
        pytest.param(
            a_student(plan=None), "No plan is on record, so it", "Choose IEP or 504.", "F2", id="no plan"
        ),
        pytest.param(
            a_student(annual=None), "No annual review is on record, so it", "Fill in the date", "G2",
            id="no review",
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_cell(
    student: Any, arithmetic: str, advice: str, cell: str
) -> None:
    [finding] = found(a_department(student))

    assert finding.arithmetic.startswith(arithmetic)
    assert finding.advice.startswith(advice)
    assert (finding.place, finding.due, finding.cycle) == (a_cell(cell), None, "unknown")


@pytest.mark.parametrize(
    ("today", "words", "due"),
    [
        pytest.param("2024-02-28", "is due by 29 Feb 2024: in 1 day.", "2024-02-29", id="the day before"),
        pytest.param("2024-02-29", "is due by 29 Feb 2024: today.", "2024-02-29", id="the strict day"),
        pytest.param(
            "2024-03-01",
            "was due by 29 Feb 2024 on the strictest reading; on the most lenient it is 1 Mar 2024: today.",
            "2024-02-29",
            id="between the two readings",
        ),
        pytest.param(
            "2024-03-02", "was due by 1 Mar 2024: 1 day past due on record.", "2024-03-01", id="past both"
        ),
    ],
)
def test_a_leap_span_is_explained_and_keeps_its_key(today: str, words: str, due: str) -> None:
    [finding] = found(a_department(a_student(annual=day("2023-03-01"))), day(today))

    assert finding.arithmetic == f"Last annual review 1 Mar 2023, so the next {words}"
    assert finding.due == day(due)
    assert finding.key == "annual_review/student-1/2024-03-01"


SAY_WHETHER = (
    "Say whether the meeting of 19 Nov 2026 took place: tick Held and send its Post IEP Meeting Form, or "
    "give it a new date."
)


@pytest.mark.parametrize(
    ("meetings", "advice"),
    [
        pytest.param((), "Hold the review, then send the Post IEP Meeting Form.", id="nothing planned"),
        pytest.param(
            (a_meeting(day("2026-11-23")),),
            "A meeting is planned for 23 Nov 2026: hold it, then send the Post IEP Meeting Form.",
            id="planned",
        ),
        pytest.param(
            (a_meeting(day("2025-11-26")), a_meeting(day("2026-11-25"))),
            "A meeting is planned for 25 Nov 2026: hold it, then send the Post IEP Meeting Form.",
            id="planned for the due day",
        ),
        pytest.param(
            (a_meeting(day("2026-12-20")),),
            "The meeting of 20 Dec 2026 is too late: move it to 25 Nov 2026 or before.",
            id="planned too late",
        ),
        pytest.param(
            (a_meeting(day("2026-12-09")), a_meeting(day("2026-11-24"))),
            "A meeting is planned for 24 Nov 2026: hold it, then send the Post IEP Meeting Form.",
            id="the next of two",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True), a_meeting(day("2026-12-02"))),
            "The meeting of 10 Nov 2026 is ticked as held: send its Post IEP Meeting Form.",
            id="held without its form",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True, cancelled=True),),
            "Hold the review, then send the Post IEP Meeting Form.",
            id="ticked as held and cancelled",
        ),
        pytest.param(
            (a_meeting(day("2025-11-25"), held=True),),
            "Hold the review, then send the Post IEP Meeting Form.",
            id="the meeting that counts already",
        ),
        pytest.param(
            (a_meeting(day("2026-11-21"), held=True),),
            "Hold the review, then send the Post IEP Meeting Form.",
            id="ticked as held in the future",
        ),
        pytest.param((a_meeting(day("2026-11-19")),), SAY_WHETHER, id="its day has passed"),
        pytest.param(
            (a_meeting(day("2026-11-19"), book=False),), SAY_WHETHER, id="its day has passed, never booked"
        ),
        pytest.param(
            (a_meeting(day("2026-11-19")), a_meeting(day("2026-11-24"), row=3)), SAY_WHETHER,
            id="first of all, also where the next one is planned",
        ),
        pytest.param(
            (a_meeting(day("2026-11-19")), a_meeting(day("2026-11-10"), held=True, row=3)),
            "The meeting of 10 Nov 2026 is ticked as held: send its Post IEP Meeting Form.",
            id="another one is ticked",
        ),
        pytest.param(
            (a_meeting(day("2026-11-19"), Purpose.REEVALUATION),),
            "Hold the review, then send the Post IEP Meeting Form.", id="passed, for another purpose",
        ),
    ],
)  # fmt: skip
def test_a_warning_stays_and_its_advice_follows_the_sheet(meetings: Any, advice: str) -> None:
    [finding] = found(a_department(a_student(annual=day("2025-11-25")), meetings=meetings))

    assert (finding.severity, finding.advice) == (AT_RISK, advice)


@pytest.mark.parametrize(
    ("last", "today", "planned_for", "advice"),
    [
        pytest.param(
            "2025-11-18", "2026-11-20", "2026-12-20", "A meeting is planned for 20 Dec 2026: hold it",
            id="past due already: the sooner the better",
        ),
        pytest.param(
            "2023-03-01", "2024-03-01", "2024-03-04",
            "The meeting of 4 Mar 2024 is too late: move it to 1 Mar 2024 or before.",
            id="the strict day has passed: by the most lenient one",
        ),
    ],
)  # fmt: skip
def test_a_meeting_is_moved_while_that_helps(last: str, today: str, planned_for: str, advice: str) -> None:
    student, meeting = a_student(annual=day(last)), a_meeting(day(planned_for))
    [finding] = found(a_department(student, meetings=(meeting,)), day(today))

    assert finding.advice.startswith(advice)


def test_a_meeting_after_the_due_date_is_not_planned_in_time() -> None:
    student, late = a_student(annual=day("2025-12-24")), a_meeting(day("2027-02-20"))
    [finding] = found(a_department(student, meetings=(late,)), MONDAY)

    assert finding.severity is POLICY
    assert finding.advice == "The meeting of 20 Feb 2027 is too late: move it to 24 Dec 2026 or before."
    assert finding.arithmetic.endswith("; the one that asks to be booked is dated 20 Feb 2027.")
    assert found(a_department(student, meetings=(late, a_meeting(day("2026-12-24"), row=3))), MONDAY) == []


@pytest.mark.parametrize(
    ("district", "due", "expected"),
    [
        pytest.param(SCHOOL_YEAR, "2026-07-06", "2026-04-23", id="summer: from the last day of school"),
        pytest.param(SCHOOL_YEAR, "2026-03-11", "2026-02-06", id="spring break: from the Friday before"),
        pytest.param(SCHOOL_YEAR, "2026-02-10", "2026-01-13", id="a school day"),
        pytest.param(SCHOOL_YEAR, "2025-08-01", "2025-07-04", id="before the calendar begins"),
        pytest.param(SCHOOL_YEAR, "2026-08-12", "2026-04-23", id="the last day of summer"),
        pytest.param(SCHOOL_YEAR, "2026-08-13", "2026-07-16", id="the next school year may have begun"),
        pytest.param(SCHOOL_YEAR, "2026-11-12", "2026-10-15", id="the calendar does not reach so far"),
    ],
)
def test_plan_by_is_counted_from_the_last_school_day(district: District, due: str, expected: str) -> None:
    assert plan_by(district, a_case_manager(), day(due), 28).day == day(expected)


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        pytest.param((), POLICY, id="nothing in the sheet"),
        pytest.param((a_meeting(day("2026-12-10")),), None, id="ticked and dated"),
        pytest.param((a_meeting(MONDAY),), None, id="ticked for today"),
        pytest.param((a_meeting(day("2026-11-19")),), POLICY, id="its day has passed"),
        pytest.param((a_meeting(day("2026-12-10"), book=False),), POLICY, id="the box is not ticked"),
        pytest.param((a_meeting(day("2026-12-10"), book=unreadable()),), POLICY, id="the box is unreadable"),
        pytest.param((a_meeting(day("2026-12-10"), book=None),), None, id="no box, but date and start"),
        pytest.param(
            (a_meeting(day("2026-12-10"), book=None, start=None),), POLICY, id="no box and no start"
        ),
        pytest.param((a_meeting(None),), POLICY, id="ticked without a date"),
        pytest.param((a_meeting(day("2026-12-10"), cancelled=True),), POLICY, id="cancelled"),
        pytest.param((a_meeting(day("2026-12-10"), held=True),), POLICY, id="ticked as held"),
        pytest.param((a_meeting(day("2026-12-10"), Purpose.REEVALUATION),), POLICY, id="another purpose"),
        pytest.param(
            (a_meeting(day("2026-12-10"), Purpose.REEVALUATION, Purpose.ANNUAL_REVIEW),), None,
            id="one of two purposes",
        ),
        pytest.param(
            (a_meeting(day("2026-12-10"), unknown_purpose=unreadable()),), POLICY, id="an unknown purpose"
        ),
        pytest.param((a_meeting(day("2026-12-10"), student="student-2"),), POLICY, id="another student's"),
    ],
)  # fmt: skip
def test_planning_ahead_is_company_practice(meetings: Any, expected: Severity | None) -> None:
    department = a_department(a_student(annual=day("2025-12-24")), meetings=meetings)
    findings = found(department, MONDAY)

    assert [finding.severity for finding in findings] == ([expected] if expected else [])


def test_nobody_agrees_on_a_second_date_before_it_is_said_what_became_of_the_first() -> None:
    student = a_student(annual=day("2025-12-24"))
    [finding] = found(a_department(student, meetings=(a_meeting(day("2026-11-19")),)), MONDAY)

    assert (finding.severity, finding.advice) == (POLICY, SAY_WHETHER)


def test_a_review_that_may_have_been_held_is_past_due_on_record_all_the_same() -> None:
    student = a_student(annual=day("2025-11-10"))
    [finding] = found(a_department(student, meetings=(a_meeting(day("2026-11-19")),)))

    assert (finding.severity, finding.due, finding.advice) == (VIOLATION, day("2026-11-10"), SAY_WHETHER)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-11-19", None, id="31 days and more left, plan_by is tomorrow"),
        pytest.param("2026-11-20", None, id="the day of plan_by has not passed"),
        pytest.param("2026-11-21", "2026-11-20", id="plan_by has passed"),
    ],
)
def test_plan_by_itself_is_not_late(today: str, expected: str | None) -> None:
    findings = found(a_department(a_student(annual=day("2025-12-22"))), day(today))

    assert [finding.due for finding in findings] == ([day(expected)] if expected else [])


def test_a_finding_on_planning_says_how_the_day_was_found() -> None:
    [finding] = found(a_department(a_student(annual=day("2025-12-22"))), day("2026-11-21"))

    assert finding.citation == PLANNED_AHEAD
    assert finding.cycle == "2026-12-22"
    assert finding.arithmetic == (
        "Last annual review 22 Dec 2025, so the next is due by 22 Dec 2026 and should have been planned by "
        "20 Nov 2026 (28 days before 18 Dec 2026, the last school day); no annual review is dated and asks "
        "to be booked."
    )


def test_where_no_school_calendar_reaches_the_due_date_itself_counts() -> None:
    organisation = an_organisation(districts=(a_district(first_day="2025-08-11", last_day="2026-05-29"),))
    department = a_department(a_student(annual=day("2025-12-23")), organisation=organisation)
    policy = a_policy(annual_review={"plan_lead_days": 40})

    [finding] = found(department, TODAY, policy)

    assert "planned by 13 Nov 2026 (40 days before)" in finding.arithmetic


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-11-19T05:30:00+00:00", AT_RISK, id="22:30 in Denver is still the due day"),
        pytest.param("2026-11-19T07:00:00+00:00", VIOLATION, id="midnight in Denver has passed"),
    ],
)
def test_the_day_is_the_day_of_the_zone(moment: str, expected: Severity) -> None:
    # The due day is 18 Nov: at 05:30 UTC on the 19th it is 22:30 on the 18th in Denver.
    today = dt.datetime.fromisoformat(moment).astimezone(ZoneInfo("America/Denver")).date()

    assert found_for("2025-11-18", today.isoformat()) is expected


def test_a_form_of_a_meeting_that_was_not_held_moves_nothing() -> None:
    form = a_response(day("2026-11-16"), held=Held.PARENT_DID_NOT_COME, moves_clocks=False)

    assert found_for("2025-11-18", "2026-11-20", responses=(form,)) is VIOLATION


# ---- the state's own reading


def counted_in_texas(mode: AnnualMode, **law: Any) -> Policy:
    reading = {"mode": mode, "source": "a source", **law}
    return a_policy(states={"TX": {"annual_review": reading}})


CHECKED = {"checked": "2026-11-28"}


@pytest.mark.parametrize(
    ("policy", "today", "expected"),
    [
        pytest.param(a_policy(), "2024-03-01", (AT_RISK, "2024-02-29"), id="no state reading: strict"),
        pytest.param(a_policy(), "2024-03-02", (VIOLATION, "2024-03-01"), id="no state reading: anniversary"),
        pytest.param(
            counted_in_texas("days365"), "2024-03-01", (AT_RISK, "2024-02-29"), id="365 days, not checked"
        ),
        pytest.param(
            counted_in_texas("days365", **CHECKED), "2024-02-29", (AT_RISK, "2024-02-29"),
            id="365 days, checked: on the day",
        ),
        pytest.param(
            counted_in_texas("days365", **CHECKED), "2024-03-01", (VIOLATION, "2024-02-29"),
            id="365 days, checked: the day after",
        ),
        pytest.param(
            counted_in_texas("end_minus_1"), "2024-03-01", (AT_RISK, "2024-02-29"),
            id="the last day of the plan, not checked",
        ),
        pytest.param(
            counted_in_texas("end_minus_1", **CHECKED), "2024-03-01", (VIOLATION, "2024-02-29"),
            id="the last day of the plan, checked",
        ),
        pytest.param(
            counted_in_texas("anniversary", **CHECKED), "2024-03-01", (AT_RISK, "2024-02-29"),
            id="the anniversary, checked: the strict date still warns",
        ),
        pytest.param(
            counted_in_texas("strict", **CHECKED), "2024-03-01", (VIOLATION, "2024-02-29"),
            id="both readings, checked",
        ),
    ],
)  # fmt: skip
def test_past_due_is_said_against_the_states_own_reading(
    policy: Policy, today: str, expected: tuple[Severity, str]
) -> None:
    [finding] = found(a_department(a_student(annual=day("2023-03-01"))), day(today), policy)

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


@pytest.mark.parametrize(
    ("company", "due"),
    [
        pytest.param("anniversary", "2024-02-29", id="the anniversary"),
        pytest.param("end_minus_1", "2024-02-29", id="the last day of the plan"),
    ],
)
def test_the_earlier_of_company_and_state_warns(company: str, due: str) -> None:
    policy = a_policy(
        annual_review={"mode": company},
        states={"TX": {"annual_review": {"mode": "days365", "source": "a source"}}},
    )
    [finding] = found(a_department(a_student(annual=day("2023-03-01"))), day("2024-02-20"), policy)

    assert finding.due == day(due)


def test_an_unchecked_stricter_reading_names_its_source() -> None:
    student = a_student(annual=day("2023-03-01"))
    [finding] = found(a_department(student), day("2024-03-01"), counted_in_texas("days365"))

    assert finding.arithmetic.endswith(
        "on the most lenient it is 1 Mar 2024: today. The stricter reading is that of TX (a source; nobody "
        "has compared it with the state's own text)."
    )
    assert [one.words for one in finding.steps] == [
        "last annual review: 1 Mar 2023",
        "1 Mar 2023 + 1 year = 1 Mar 2024 (anniversary)",
        "1 Mar 2023 + 365 days = 29 Feb 2024",
        "strict, the earlier: 29 Feb 2024",
        "1 Mar 2023 + 365 days = 29 Feb 2024, as TX counts (a source; not checked)",
        "not past due on record before 1 Mar 2024 has passed",
        "today: 1 Mar 2024, 1 day after 29 Feb 2024",
    ]


def test_a_state_that_counts_to_the_anniversary_is_not_named_as_stricter() -> None:
    student = a_student(annual=day("2023-03-01"))
    [finding] = found(a_department(student), day("2024-03-01"), counted_in_texas("anniversary"))

    assert finding.arithmetic.endswith("on the most lenient it is 1 Mar 2024: today.")


def test_a_checked_reading_is_in_the_steps() -> None:
    student = a_student(annual=day("2023-03-01"))
    [finding] = found(a_department(student), day("2024-03-01"), counted_in_texas("end_minus_1", **CHECKED))

    assert "1 Mar 2023 + 1 year - 1 day = 29 Feb 2024, as TX counts (a source; checked)" in {
        one.words for one in finding.steps
    }


def boundaries() -> Iterator[Any]:
    """Each worked example of the rule book in each reading, as that of a state that somebody checked."""
    examples = {
        "2024-09-12": ("2025-09-12", "2025-09-12", "2025-09-12", "2025-09-11"),
        "2023-03-01": ("2024-03-01", "2024-02-29", "2024-02-29", "2024-02-29"),
        "2024-02-29": ("2025-02-28", "2025-02-28", "2025-02-28", "2025-02-27"),
        "2024-03-01": ("2025-03-01", "2025-03-01", "2025-03-01", "2025-02-28"),
        "2023-10-10": ("2024-10-10", "2024-10-09", "2024-10-09", "2024-10-09"),
        "2025-07-06": ("2026-07-06", "2026-07-06", "2026-07-06", "2026-07-05"),
        "2023-02-28": ("2024-02-28", "2024-02-28", "2024-02-28", "2024-02-27"),
    }
    modes: tuple[AnnualMode, ...] = ("anniversary", "days365", "strict", "end_minus_1")
    for last, dues in examples.items():
        for mode, due in zip(modes, dues, strict=True):
            yield pytest.param(last, mode, due, id=f"{last} by {mode}")


@pytest.mark.parametrize(("last", "mode", "due"), [*boundaries()])
def test_the_day_before_the_day_and_the_day_after(last: str, mode: AnnualMode, due: str) -> None:
    department, policy = a_department(a_student(annual=day(last))), counted_in_texas(mode, **CHECKED)
    near = [day(due) + dt.timedelta(days=number) for number in (-1, 0, 1)]
    found_on = [found(department, today, policy)[0] for today in near]

    assert [one.severity for one in found_on] == [AT_RISK, AT_RISK, VIOLATION]
    assert found_on[2].due == day(due)


# ---- the case manager's contract


@pytest.mark.parametrize(
    ("contracts", "expected", "called"),
    [
        pytest.param((), "2026-04-23", "the last school day", id="no contract in the settings"),
        pytest.param(
            ({"from": "2025-08-01", "until": "2026-05-15"},), "2026-04-17",
            "the last day of the case manager's contract", id="the contract ends before school does",
        ),
        pytest.param(
            ({"from": "2025-08-01", "until": "2026-06-30"},), "2026-04-23", "the last school day",
            id="the contract ends after it",
        ),
        pytest.param(
            ({"from": "2026-08-01"},), "2026-04-23", "the last school day", id="the contract begins later"
        ),
    ],
)  # fmt: skip
def test_plan_by_ends_with_the_contract(contracts: Any, expected: str, called: str) -> None:
    by = plan_by(SCHOOL_YEAR, a_case_manager(contract=contracts), day("2026-07-06"), 28)

    assert by.day == day(expected)
    assert by.words.endswith(called)


def test_the_contract_counts_where_no_calendar_reaches() -> None:
    case_manager = a_case_manager(contract=({"from": "2025-08-01", "until": "2027-05-14"},))

    assert plan_by(SCHOOL_YEAR, case_manager, day("2027-07-06"), 28).day == day("2027-04-16")


# ---- how it was worked out, line by line


def test_a_typed_due_date_is_a_line_of_its_own() -> None:
    student = a_student(annual=day("2025-12-10"), annual_due=day("2026-12-01"))
    [finding] = found(a_department(student))

    assert finding.steps == (
        Step("last annual review: 10 Dec 2025", a_cell("G2")),
        Step("due date typed: 1 Dec 2026", a_cell("M2")),
        Step("10 Dec 2025 + 1 year = 10 Dec 2026 (anniversary)"),
        Step("10 Dec 2025 + 365 days = 10 Dec 2026"),
        Step("strict, the earlier: 10 Dec 2026"),
        Step("the earlier of the two on record: 1 Dec 2026"),
        Step("not past due on record before 10 Dec 2026 has passed"),
        Step("today: 20 Nov 2026, 11 days before 1 Dec 2026"),
    )


def test_a_typed_due_date_alone_needs_no_counting() -> None:
    [finding] = found(a_department(a_student(annual=None, annual_due=day("2026-11-20"))))

    assert finding.steps == (
        Step("due date typed: 20 Nov 2026", a_cell("M2")),
        Step("today: 20 Nov 2026"),
    )


def test_a_form_is_a_line_with_its_response() -> None:
    [finding] = found(a_department(a_student(annual=None), responses=(a_response(day("2025-12-01")),)), TODAY)

    assert finding.steps[0] == Step(
        "annual review held, by its form: 1 Dec 2025", ResponsePlace("form-1", "response-1")
    )


def test_planning_shows_the_day_by_which_it_should_have_been_planned() -> None:
    [finding] = found(a_department(a_student(annual=day("2025-12-22"))), day("2026-11-21"))

    assert [one.words for one in finding.steps[-2:]] == [
        "planned by: 20 Nov 2026 (28 days before 18 Dec 2026, the last school day)",
        "today: 21 Nov 2026, 1 day after 20 Nov 2026",
    ]


def test_what_is_missing_is_a_line_with_its_cell() -> None:
    [finding] = found(a_department(a_student(annual=None)))

    assert finding.steps == (Step("no annual review is on record", a_cell("G2")),)
