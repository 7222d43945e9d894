"""34 CFR 300.303(b)(2): the worked examples of the rule book, with agreements that none is needed."""

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
    a_waiver,
    day,
    unreadable,
)
from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.reevaluation import RULE, SOONER

VIOLATION, AT_RISK = Severity.VIOLATION, Severity.AT_RISK
POLICY, INFO = Severity.POLICY, Severity.INFO


def found(department: Department, today: dt.date = TODAY, policy: Policy | None = None) -> list[Finding]:
    return list(RULE.check(department, policy or a_policy(), today))


def due_after(evaluation: str, today: str, years: int = 3, **changes: Any) -> tuple[Severity, dt.date | None]:
    department = a_department(a_student(evaluation=day(evaluation)), **changes)
    [finding] = found(department, day(today), a_policy(reevaluation={"years": years}))
    return finding.severity, finding.due


@pytest.mark.parametrize(
    ("evaluation", "due"),
    [
        pytest.param("2022-05-31", "2025-05-31", id="a Saturday does not move"),
        pytest.param("2024-02-29", "2027-02-28", id="29 Feb clips to 28 Feb"),
        pytest.param("2023-08-15", "2026-08-15", id="a Saturday in summer is still due"),
        pytest.param("2021-02-28", "2024-02-28", id="28 Feb stays 28 Feb in a leap year"),
    ],
)
def test_it_is_due_years_later_not_days(evaluation: str, due: str) -> None:
    assert due_after(evaluation, due) == (AT_RISK, day(due))


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2027-06-01", VIOLATION, id="one day after"),
        pytest.param("2027-05-31", AT_RISK, id="the due day itself is not past"),
        pytest.param("2027-03-02", AT_RISK, id="90 days before"),
        pytest.param("2027-03-01", INFO, id="91 days before"),
        pytest.param("2027-01-31", INFO, id="120 days before"),
        pytest.param("2027-01-30", None, id="121 days before"),
    ],
)
def test_it_is_spoken_of_from_120_days_before(today: str, severity: Severity | None) -> None:
    findings = found(a_department(a_student(evaluation=day("2024-05-31"))), day(today))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("evaluation", "waivers", "today", "expected"),
    [
        pytest.param(
            "2023-01-20", (a_waiver(day("2025-11-12")),), "2028-11-12", (AT_RISK, "2028-11-12"),
            id="signed in time: counted from the signing, not from the due date",
        ),
        pytest.param(
            "2021-03-01", (a_waiver(day("2024-02-29")),), "2027-02-28", (AT_RISK, "2027-02-28"),
            id="signed on a leap day and on the last day but one",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2026-01-20")),), "2029-01-20", (AT_RISK, "2029-01-20"),
            id="signed on the due day is in time",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2026-01-21")),), "2029-01-21", (AT_RISK, "2029-01-21"),
            id="signed a day late: counted from the signing",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2026-01-25")),), "2029-01-25", (AT_RISK, "2029-01-25"),
            id="signed 5 days late: counted from the signing",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2025-11-12")), a_waiver(day("2028-10-01"), row=3)),
            "2031-10-01", (AT_RISK, "2031-10-01"), id="two in a row, each in time",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2028-10-01"), row=3), a_waiver(day("2025-11-12"))),
            "2031-10-01", (AT_RISK, "2031-10-01"), id="two in a row, typed the other way round",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2022-11-12")),), "2026-01-20", (AT_RISK, "2026-01-20"),
            id="one of an older cycle counts for nothing",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2023-01-20")),), "2026-01-20", (AT_RISK, "2026-01-20"),
            id="signed on the day of the evaluation changes nothing",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(None),), "2026-01-20", (AT_RISK, "2026-01-20"),
            id="not signed counts for nothing",
        ),
        pytest.param(
            "2023-01-20", (a_waiver(day("2025-11-12"), student="student-2"),),
            "2026-01-20", (AT_RISK, "2026-01-20"), id="another student's counts for nothing",
        ),
    ],
)  # fmt: skip
def test_an_agreement_restarts_the_clock(
    evaluation: str, waivers: Any, today: str, expected: tuple[Severity, str]
) -> None:
    severity, due = expected

    assert due_after(evaluation, today, consents=waivers) == (severity, day(due))


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2026-01-20", AT_RISK, id="the due day"),
        pytest.param("2026-01-21", VIOLATION, id="the first of the five days"),
        pytest.param("2026-01-24", VIOLATION, id="the last day before it is signed"),
    ],
)
def test_until_an_agreement_is_signed_it_is_past_due(today: str, severity: Severity) -> None:
    assert due_after("2023-01-20", today) == (severity, day("2026-01-20"))


def test_a_late_agreement_is_explained() -> None:
    department = a_department(
        a_student(evaluation=day("2023-01-20")), consents=(a_waiver(day("2026-01-25")),)
    )
    [finding] = found(department, day("2028-11-26"))

    assert finding.arithmetic == (
        "Agreement of 25 Jan 2026 that no reevaluation is needed, so the next is due by 25 Jan 2029: "
        "in 60 days. It was signed 5 days late: the reevaluation was due by 20 Jan 2026."
    )
    assert finding.steps == (
        Step("last evaluation: 20 Jan 2023", a_cell("H2")),
        Step("agreement that none is needed, signed: 25 Jan 2026", a_cell("D2", sheet=5)),
        Step("25 Jan 2026 + 3 years = 25 Jan 2029"),
        Step("today: 26 Nov 2028, 60 days before 25 Jan 2029"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="on the due day"),
        pytest.param({"evaluation_due": day("2026-02-10")}, id="by the later of two dates on record"),
    ],
)
def test_an_agreement_in_time_needs_no_remark(changes: dict[str, Any]) -> None:
    signed = changes.get("evaluation_due", day("2026-01-20"))
    student = a_student(evaluation=day("2023-01-20"), **changes)
    [finding] = found(a_department(student, consents=(a_waiver(signed),)), day("2029-01-15"))

    assert "late" not in finding.arithmetic


def test_an_agreement_in_time_is_the_place_and_the_reason() -> None:
    department = a_department(
        a_student(evaluation=day("2023-01-20")), consents=(a_waiver(day("2025-11-12")),)
    )
    [finding] = found(department, day("2028-11-10"))

    assert finding.place == a_cell("D2", sheet=5)
    assert finding.arithmetic == (
        "Agreement of 12 Nov 2025 that no reevaluation is needed, so the next is due by 12 Nov 2028: "
        "in 2 days."
    )


def test_an_agreement_of_the_day_of_the_evaluation_is_not_the_reason() -> None:
    department = a_department(
        a_student(evaluation=day("2023-01-20")), consents=(a_waiver(day("2023-01-20")),)
    )
    [finding] = found(department, day("2026-01-20"))

    assert finding.place == a_cell("H2")


@pytest.mark.parametrize(
    ("response", "due"),
    [
        pytest.param(a_response(day("2026-01-12"), Purpose.REEVALUATION), "2029-01-12", id="a reevaluation"),
        pytest.param(
            a_response(day("2026-01-12"), Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION), "2029-01-12",
            id="a reevaluation with an annual review",
        ),
        pytest.param(
            a_response(day("2026-01-12"), Purpose.ANNUAL_REVIEW), "2026-11-30",
            id="an annual review is another clock",
        ),
        pytest.param(a_response(day("2026-01-12"), Purpose.AMENDMENT), "2026-11-30", id="an amendment"),
    ],
)  # fmt: skip
def test_a_held_reevaluation_restarts_the_clock(response: Any, due: str) -> None:
    assert due_after("2023-11-30", due, responses=(response,)) == (AT_RISK, day(due))


def test_of_two_forms_on_one_date_the_same_one_is_shown_in_any_order() -> None:
    forms = tuple(a_response(day("2026-01-12"), Purpose.REEVALUATION, response_id=key) for key in "ab")
    places = [
        found(a_department(responses=order), day("2029-01-12"))[0].place for order in (forms, forms[::-1])
    ]

    assert places == [ResponsePlace("form-1", "b")] * 2


@pytest.mark.parametrize(
    ("student", "waivers", "severity"),
    [
        pytest.param(a_student(), (), None, id="a healthy student"),
        pytest.param(a_student(evaluation=None), (), Severity.DATA, id="no evaluation on record"),
        pytest.param(
            a_student(evaluation=None), (a_waiver(day("2026-10-20")),), Severity.DATA,
            id="an agreement cannot be in time for an unknown date",
        ),
        pytest.param(a_student(evaluation=unreadable()), (), None, id="a Problem speaks about the date"),
        pytest.param(
            a_student(evaluation=day("2023-01-20")),
            (a_waiver(unreadable(cell=a_cell("D4"))), a_waiver(unreadable(cell=a_cell("D3")))), None,
            id="a Problem speaks about the day of signing",
        ),
        pytest.param(
            a_student(plan=PlanType.S504, evaluation=day("2023-01-20")), (), None, id="not for a 504 plan"
        ),
        pytest.param(a_student(plan=None, evaluation=day("2023-01-20")), (), None, id="the plan is unknown"),
        pytest.param(
            a_student(evaluation=day("2023-01-20"), leaves=TODAY), (), None, id="the student leaves today"
        ),
        pytest.param(
            a_student(evaluation=day("2023-01-20"), leaves=day("2026-11-21")), (), VIOLATION,
            id="the student leaves tomorrow",
        ),
    ],
)  # fmt: skip
def test_who_is_judged(student: Student, waivers: Any, severity: Severity | None) -> None:
    findings = found(a_department(student, consents=waivers))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("changes", "today", "expected"),
    [
        pytest.param(
            {"evaluation": day("2023-01-01")}, "2026-11-20", None, id="the later decision was on eligibility"
        ),
        pytest.param({"evaluation": None}, "2026-11-20", None, id="the only decision was on eligibility"),
        pytest.param({"evaluation": day("2023-01-01")}, "2029-11-01", AT_RISK, id="three years after it"),
        pytest.param({"evaluation": day("2023-01-01")}, "2029-11-02", VIOLATION, id="and they have passed"),
        pytest.param({"evaluation": day("2026-11-15")}, "2029-11-02", AT_RISK, id="evaluated since"),
    ],
)
def test_the_decision_on_eligibility_counts(
    changes: dict[str, Any], today: str, expected: Severity | None
) -> None:
    findings = found(a_department(a_student(eligible_on=day("2026-11-01"), **changes)), day(today))

    assert [finding.severity for finding in findings] == ([expected] if expected else [])


def test_the_decision_on_eligibility_is_the_place_and_the_reason() -> None:
    student = a_student(evaluation=day("2023-01-01"), eligible_on=day("2026-11-01"))
    [finding] = found(a_department(student), day("2029-11-01"))

    assert (finding.place, finding.due) == (a_cell("P2"), day("2029-11-01"))
    assert finding.arithmetic == ("First found eligible 1 Nov 2026, so the next is due by 1 Nov 2029: today.")
    assert finding.steps[0] == Step("first found eligible: 1 Nov 2026", a_cell("P2"))


def test_while_a_student_is_evaluated_for_the_first_time_no_evaluation_is_asked_for() -> None:
    student = a_student(annual=None, evaluation=None, consent_received=day("2026-10-01"))

    assert found(a_department(student)) == []


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_department(a_student(evaluation=day("2024-02-29"))))

    assert finding == Finding(
        rule="reevaluation",
        severity=INFO,
        citation=RULE.citation,
        cycle="2027-02-28",
        due=day("2027-02-28"),
        arithmetic="Last evaluation 29 Feb 2024, so the next is due by 28 Feb 2027: in 100 days.",
        advice="Hold the reevaluation, then send the Post IEP Meeting Form.",
        place=a_cell("H2"),
        case_manager="manager-1",
        student_ref="student-1",
        steps=(
            Step("last evaluation: 29 Feb 2024", a_cell("H2")),
            Step("29 Feb 2024 + 3 years = 28 Feb 2027"),
            Step("today: 20 Nov 2026, 100 days before 28 Feb 2027"),
        ),
    )


def test_what_is_missing_is_named_with_its_cell() -> None:
    [finding] = found(a_department(a_student(evaluation=None)))

    assert (finding.place, finding.due, finding.cycle) == (a_cell("H2"), None, "unknown")
    assert finding.advice == "Fill in the date of the last one."


def test_a_warning_stays_although_a_meeting_is_planned() -> None:
    meetings = (a_meeting(day("2026-12-01"), Purpose.REEVALUATION),)
    [finding] = found(a_department(a_student(evaluation=day("2023-12-04")), meetings=meetings))

    assert (finding.severity, finding.due) == (AT_RISK, day("2026-12-04"))
    assert finding.advice.startswith("A meeting is planned for 1 Dec 2026: hold it")


# ---- a shorter cycle: 22 Pa. Code 14.124 wants two years for some students, and no agreement moves them


def pennsylvania(**law: Any) -> dict[str, Any]:
    """A policy in whose state a cycle of two years cannot be waived."""
    rule = {"years": 2, "waivable": False, "only_for": "some", "source": "22 Pa. Code 14.124", **law}
    return {"states": {"TX": {"reevaluation": rule}}}


CHECKED = {"checked": "2026-11-28"}


def two_years(evaluation: str = "2023-08-15", **changes: Any) -> Student:
    return a_student(evaluation=day(evaluation), reevaluation_years=2, **changes)


@pytest.mark.parametrize(
    ("student", "law", "today", "expected"),
    [
        pytest.param(two_years(), CHECKED, "2025-08-15", (AT_RISK, "2025-08-15"), id="two years, on the day"),
        pytest.param(two_years(), CHECKED, "2025-08-16", (VIOLATION, "2025-08-15"), id="checked: a day late"),
        pytest.param(two_years(), {}, "2025-08-16", (AT_RISK, "2025-08-15"), id="unchecked: at risk at most"),
        pytest.param(two_years(), {}, "2026-08-15", (AT_RISK, "2025-08-15"), id="unchecked: until 3 years"),
        pytest.param(two_years(), {}, "2026-08-16", (VIOLATION, "2026-08-15"), id="unchecked: after 3 years"),
        pytest.param(
            two_years(), None, "2025-08-16", (AT_RISK, "2025-08-15"), id="typed, and no law is known"
        ),
        pytest.param(
            two_years(), {"years": 1}, "2025-08-16", (AT_RISK, "2025-08-15"), id="a law of other students"
        ),
        pytest.param(
            a_student(evaluation=day("2023-08-15")), CHECKED, "2026-08-15", (AT_RISK, "2026-08-15"),
            id="three years for everybody else",
        ),
        pytest.param(
            a_student(evaluation=day("2023-08-15"), reevaluation_years=unreadable()), CHECKED, "2026-08-15",
            (AT_RISK, "2026-08-15"), id="a Problem speaks about the years",
        ),
        pytest.param(
            a_student(evaluation=day("2023-08-15")), {**CHECKED, "only_for": ""}, "2025-08-16",
            (VIOLATION, "2025-08-15"), id="a state that wants it of everybody",
        ),
        pytest.param(
            a_student(evaluation=day("2023-08-15"), reevaluation_years=5), CHECKED, "2026-08-16",
            (VIOLATION, "2026-08-15"), id="nobody has more than three years",
        ),
    ],
)  # fmt: skip
def test_a_shorter_cycle_warns_and_binds_only_where_it_was_checked(
    student: Student, law: dict[str, Any] | None, today: str, expected: tuple[Severity, str]
) -> None:
    policy = a_policy() if law is None else a_policy(**pennsylvania(**law))
    [finding] = found(a_department(student), day(today), policy)

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


@pytest.mark.parametrize(
    ("law", "today", "expected"),
    [
        pytest.param(CHECKED, "2025-08-16", (VIOLATION, "2025-08-15"), id="checked: the due date stays"),
        pytest.param({}, "2025-08-16", (AT_RISK, "2025-08-15"), id="unchecked: the due date stays"),
        pytest.param({}, "2028-02-01", (AT_RISK, "2025-08-15"), id="unchecked: federal law counts it"),
        pytest.param({}, "2028-02-02", (VIOLATION, "2028-02-01"), id="unchecked: three years after it"),
        pytest.param(
            {**CHECKED, "waivable": True}, "2027-02-01", (AT_RISK, "2027-02-01"), id="a state that allows it"
        ),
    ],
)
def test_an_agreement_does_not_move_a_cycle_that_cannot_be_waived(
    law: dict[str, Any], today: str, expected: tuple[Severity, str]
) -> None:
    department = a_department(two_years(), consents=(a_waiver(day("2025-02-01")),))
    [finding] = found(department, day(today), a_policy(**pennsylvania(**law)))

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


def test_an_agreement_that_is_not_counted_is_named() -> None:
    department = a_department(two_years(), consents=(a_waiver(day("2025-02-01")),))
    [finding] = found(department, day("2025-08-16"), a_policy(**pennsylvania()))
    [past_due] = found(department, day("2028-02-02"), a_policy(**pennsylvania()))

    assert (finding.place, past_due.place) == (a_cell("H2"), a_cell("D2", sheet=5))
    assert past_due.arithmetic.startswith(
        "Agreement of 1 Feb 2025 that no reevaluation is needed, so the next"
    )
    assert finding.arithmetic == (
        "Last evaluation 15 Aug 2023, so the next was due by 15 Aug 2025, or is by 1 Feb 2028. "
        "The agreement of 1 Feb 2025 that none is needed counts by federal law, but not in this cycle, which "
        "cannot be waived. "
        "State law wants it sooner than federal law (22 Pa. Code 14.124; nobody has compared that with the "
        "state's own text)."
    )
    assert [one.words for one in finding.steps] == [
        "last evaluation: 15 Aug 2023",
        "15 Aug 2023 + 2 years = 15 Aug 2025",
        "not past due on record before 1 Feb 2028 has passed",
        "today: 16 Aug 2025, 1 day after 15 Aug 2025",
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2025-05-16", (INFO, "2025-08-15"), id="91 days before two years"),
        pytest.param("2025-05-17", (POLICY, "2025-08-15"), id="90 days before two years"),
        pytest.param("2025-08-16", (POLICY, "2025-08-15"), id="two years have passed"),
        pytest.param("2026-05-16", (POLICY, "2025-08-15"), id="91 days before three years"),
        pytest.param("2026-05-17", (AT_RISK, "2026-08-15"), id="90 days before three years"),
        pytest.param("2026-08-15", (AT_RISK, "2026-08-15"), id="the last day of three years"),
        pytest.param("2026-08-16", (VIOLATION, "2026-08-15"), id="three years have passed"),
    ],
)
def test_until_the_laws_own_date_is_near_a_cycle_of_the_company_is_company_practice(
    today: str, expected: tuple[Severity, str]
) -> None:
    severity, due = expected

    assert due_after("2023-08-15", today, years=2) == (severity, day(due))


def test_a_cycle_of_the_company_explains_itself_under_the_same_key() -> None:
    department = a_department(a_student(evaluation=day("2023-08-15")))
    [ours] = found(department, day("2025-08-16"), a_policy(reevaluation={"years": 2}))
    [law] = found(department, day("2026-08-16"))

    assert ours.key == law.key == "reevaluation/student-1/2026-08-15"
    assert (ours.citation, law.citation) == (SOONER, RULE.citation)
    assert ours.arithmetic == (
        "Last evaluation 15 Aug 2023, so the next was due by 15 Aug 2025, or is by 15 Aug 2026. Company "
        "practice wants it sooner than the law."
    )


@pytest.mark.parametrize(
    ("law", "today", "expected"),
    [
        pytest.param(
            CHECKED, "2025-08-16", (VIOLATION, "2025-08-15"), id="of the same years: the law counts"
        ),
        pytest.param({}, "2025-08-15", (AT_RISK, "2025-08-15"), id="unchecked: the law warns"),
    ],
)
def test_a_law_of_two_years_is_no_company_practice(
    law: dict[str, Any], today: str, expected: tuple[Severity, str]
) -> None:
    policy = a_policy(reevaluation={"years": 2}, **pennsylvania(**law))
    [finding] = found(a_department(two_years()), day(today), policy)

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


def test_a_late_agreement_is_late_by_the_law_and_not_by_the_company() -> None:
    department = a_department(
        a_student(evaluation=day("2023-01-20")), consents=(a_waiver(day("2025-12-01")),)
    )
    [finding] = found(department, day("2027-11-30"), a_policy(reevaluation={"years": 2}))

    assert (finding.severity, "late" in finding.arithmetic) == (POLICY, False)


def test_a_typed_due_date_and_the_last_date_are_both_in_the_steps() -> None:
    student = a_student(evaluation=day("2023-10-30"), evaluation_due=day("2027-01-19"))
    [finding] = found(a_department(student), TODAY)

    assert finding.steps == (
        Step("last evaluation: 30 Oct 2023", a_cell("H2")),
        Step("due date typed: 19 Jan 2027", a_cell("N2")),
        Step("30 Oct 2023 + 3 years = 30 Oct 2026"),
        Step("the earlier of the two on record: 30 Oct 2026"),
        Step("not past due on record before 19 Jan 2027 has passed"),
        Step("today: 20 Nov 2026, 21 days after 30 Oct 2026"),
    )


@pytest.mark.parametrize(
    ("held", "told"),
    [
        pytest.param("2026-11-03", True, id="in this school year"),
        pytest.param("2026-07-01", True, id="on its first day"),
        pytest.param("2026-06-30", False, id="in the last one"),
    ],
)
def test_what_restarted_it_in_this_school_year_is_told_for_information(held: str, told: bool) -> None:
    form = a_response(day(held), Purpose.REEVALUATION)
    found = list(RULE.check(a_department(responses=(form,)), a_policy(), TODAY))

    due = dates.add_years(day(held), 3)
    assert [(one.severity, one.due, one.place) for one in found] == [(Severity.INFO, due, form.place)] * told
