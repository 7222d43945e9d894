"""34 CFR 300.301(c)-(d): 60 days from consent, or the state's own timeframe, checked or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_policy,
    a_response,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.initial_evaluation import ADVICE, NO_CONSENT, RULE

VIOLATION, AT_RISK, DATA = Severity.VIOLATION, Severity.AT_RISK, Severity.DATA

CONSENT = day("2026-09-21")
"""60 days after it is TODAY."""

AGREED: dict[str, Any] = {"consent_received": CONSENT}
ALONE: dict[str, Any] = AGREED | {"annual": None, "evaluation": None}
SECTION_504: dict[str, Any] = AGREED | {"plan": PlanType.S504}


def a_child(consent: Any = CONSENT, **changes: Any) -> Student:
    """Nobody has decided anything about this student yet."""
    values: dict[str, Any] = {"plan": None, "annual": None, "evaluation": None, "consent_received": consent}
    return a_student(**values | changes)


def in_district(student: Student, **district: Any) -> Department:
    return a_department(student, organisation=an_organisation(districts=(a_district(**district),)))


def a_timeframe(days: int, *, state: str = "TX", checked: bool = False, **changes: Any) -> Policy:
    law = {"days": days, "source": "a copy", "checked": day("2026-11-01") if checked else None}
    return a_policy(states={state: {"initial_evaluation": law | changes}})


FEDERAL = {"days": 60, "source": "a copy", "checked": day("2026-11-01")}
AS_FEDERAL = a_timeframe(60, checked=True)
"""Somebody has checked that the state has no timeframe of its own."""


def found(department: Department, today: dt.date = TODAY, policy: Policy = AS_FEDERAL) -> list[Finding]:
    return list(RULE.check(department, policy, today))


def told(student: Student, today: str, policy: Policy = AS_FEDERAL) -> tuple[Severity, str] | None:
    findings = found(a_department(student), day(today), policy)
    return (findings[0].severity, f"{findings[0].due}") if findings else None


@pytest.mark.parametrize(
    ("consent", "due"),
    [
        pytest.param("2025-01-15", "2025-03-16", id="a Sunday does not move"),
        pytest.param("2024-01-15", "2024-03-15", id="over a leap day"),
        pytest.param("2025-11-03", "2026-01-02", id="holidays count"),
    ],
)
def test_it_is_due_60_days_after_consent(consent: str, due: str) -> None:
    child = a_child(day(consent))

    assert told(child, due) == (AT_RISK, due)
    assert told(child, f"{day(due) + dt.timedelta(days=1)}") == (VIOLATION, due)


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2026-10-20", None, id="31 days before"),
        pytest.param("2026-10-21", AT_RISK, id="30 days before"),
        pytest.param("2026-11-20", AT_RISK, id="the day itself is not past"),
        pytest.param("2026-11-21", VIOLATION, id="one day after"),
    ],
)
def test_it_is_spoken_of_from_30_days_before(today: str, severity: Severity | None) -> None:
    findings = found(a_department(a_child()), day(today))

    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_the_company_may_speak_of_it_later() -> None:
    policy = a_policy(initial_evaluation={"alert_days": 29}, states={"TX": {"initial_evaluation": FEDERAL}})

    assert told(a_child(), "2026-10-21", policy) is None
    assert told(a_child(), "2026-10-22", policy) == (AT_RISK, "2026-11-20")


@pytest.mark.parametrize(
    ("days", "checked", "today", "expected"),
    [
        pytest.param(45, True, "2026-11-06", (VIOLATION, "2026-11-05"), id="stricter, checked, passed"),
        pytest.param(45, True, "2026-11-05", (AT_RISK, "2026-11-05"), id="stricter, checked, its day"),
        pytest.param(45, False, "2026-11-06", (AT_RISK, "2026-11-05"), id="stricter, unchecked, passed"),
        pytest.param(45, False, "2026-11-20", (AT_RISK, "2026-11-05"), id="and the federal day"),
        pytest.param(45, False, "2026-11-21", (AT_RISK, "2026-11-05"), id="and the federal day passed"),
        pytest.param(90, True, "2026-11-21", (AT_RISK, "2026-12-20"), id="longer, checked"),
        pytest.param(90, True, "2026-11-19", None, id="and it is not near"),
        pytest.param(90, True, "2026-12-21", (VIOLATION, "2026-12-20"), id="and it passed"),
        pytest.param(90, False, "2026-11-21", (AT_RISK, "2026-11-20"), id="longer, unchecked"),
        pytest.param(90, False, "2026-12-21", (AT_RISK, "2026-11-20"), id="and it passed as well"),
        pytest.param(60, False, "2026-11-21", (AT_RISK, "2026-11-20"), id="the same, unchecked"),
    ],
)  # fmt: skip
def test_a_state_may_have_a_timeframe_of_its_own(
    days: int, checked: bool, today: str, expected: tuple[Severity, str] | None
) -> None:
    assert told(a_child(), today, a_timeframe(days, checked=checked)) == expected


@pytest.mark.parametrize(
    ("checked", "today", "expected"),
    [
        pytest.param(True, "2027-02-02", (AT_RISK, "2026-11-30"), id="checked: absences may have moved it"),
        pytest.param(True, "2027-02-17", (VIOLATION, "2027-02-16"), id="by no more than as many days again"),
        pytest.param(False, "2027-02-17", (AT_RISK, "2026-11-20"), id="unchecked: never"),
    ],
)
def test_in_texas_absences_that_are_not_on_record_speak_for_the_school(
    checked: bool, today: str, expected: tuple[Severity, str]
) -> None:
    texas = a_timeframe(45, checked=checked, unit="school", tolling="absences")

    assert told(a_child(), today, texas) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, None, id="a healthy student"),
        pytest.param(AGREED, None, id="evaluated before the consent: to a reevaluation"),
        pytest.param(AGREED | {"evaluation": None}, None, id="an IEP before the consent: the same"),
        pytest.param(AGREED | {"evaluation": CONSENT}, None, id="evaluated since"),
        pytest.param(AGREED | {"eligible_on": CONSENT}, None, id="eligible since"),
        pytest.param(
            AGREED | {"eligible_on": day("2026-09-20")}, None, id="eligible before"
        ),
        pytest.param(ALONE | {"eligible_on": day("2026-09-20")}, None, id="and nothing else"),
        pytest.param(ALONE | {"evaluation": day("2026-09-20")}, None, id="evaluated before: the same"),
        pytest.param(ALONE, VIOLATION, id="an IEP is chosen, and nothing is on record"),
        pytest.param(ALONE | {"annual": CONSENT}, None, id="an IEP since"),
        pytest.param(ALONE | {"annual_due": day("2027-09-01")}, None, id="a review that is due"),
        pytest.param(AGREED | {"evaluation": unreadable()}, None, id="evaluated some day"),
        pytest.param(AGREED | {"eligible_on": unreadable()}, None, id="eligible some day"),
        pytest.param(AGREED | {"annual": unreadable()}, None, id="an IEP of some day"),
        pytest.param({"consent_received": unreadable()}, None, id="consent that cannot be read"),
        pytest.param({"consent_received": None}, None, id="no consent yet"),
        pytest.param(ALONE | {"plan": None}, VIOLATION, id="no plan yet"),
        pytest.param(AGREED | {"plan": None}, None, id="a plan was not chosen, but there is one"),
        pytest.param(AGREED | {"plan": unreadable()}, None, id="a plan that cannot be read"),
        pytest.param(SECTION_504, VIOLATION, id="a 504 plan, evaluated and reviewed for it before"),
        pytest.param(SECTION_504 | {"evaluation": None}, VIOLATION, id="a 504 plan, not evaluated"),
        pytest.param(SECTION_504 | {"annual": CONSENT}, VIOLATION, id="a 504 plan, reviewed since"),
        pytest.param(SECTION_504 | {"evaluation": CONSENT}, None, id="a 504 plan, evaluated since"),
        pytest.param(SECTION_504 | {"evaluation": unreadable()}, None, id="a 504 plan, some day"),
        pytest.param(SECTION_504 | {"eligible_on": CONSENT}, None, id="a 504 plan, eligible since"),
        pytest.param(SECTION_504 | {"eligible_on": unreadable()}, None, id="a 504 plan, eligible some day"),
        pytest.param(ALONE | {"leaves": TODAY}, None, id="left"),
        pytest.param(ALONE | {"leaves": day("2026-12-01")}, VIOLATION, id="leaves later"),
    ],
)  # fmt: skip
def test_who_is_judged(changes: dict[str, Any], expected: Severity | None) -> None:
    findings = found(a_department(a_student(**{"annual": day("2026-09-15")} | changes)), day("2026-11-21"))

    assert [finding.severity for finding in findings] == ([expected] if expected else [])


def test_a_first_iep_that_its_form_reports_ends_it() -> None:
    form = a_response(day("2026-11-02"), Purpose.INITIAL)
    assert found(a_department(a_child(), responses=(form,)), day("2026-11-21")) == []


@pytest.mark.parametrize(
    ("changes", "department", "advice"),
    [
        pytest.param({}, {"form_unread": True}, "Wait until the form can be read again.", id="the form"),
        pytest.param(
            {"leaves": unreadable()}, {}, "Mend the day of exit in the Students sheet.", id="the day of exit"
        ),
    ],
)
def test_while_it_may_be_done_nothing_is_past_due(
    changes: dict[str, Any], department: dict[str, Any], advice: str
) -> None:
    [finding] = found(a_department(a_child(**changes), **department), day("2026-11-21"))

    assert (finding.severity, finding.due, finding.advice) == (AT_RISK, day("2026-11-20"), advice)
    assert "It was due by 20 Nov 2026, if it is not done. " in finding.arithmetic


# ---- states that count from the referral

VIRGINIA = a_timeframe(65, state="VA", unit="business", counted_from="referral")
CHECKED = a_timeframe(65, state="VA", unit="business", counted_from="referral", checked=True)


@pytest.mark.parametrize(
    ("changes", "policy", "expected"),
    [
        pytest.param(
            {"referred_on": day("2026-08-17")}, CHECKED, (VIOLATION, "2026-11-19"), id="checked: alone"
        ),
        pytest.param(
            {"referred_on": day("2026-08-17")}, VIRGINIA, (AT_RISK, "2026-11-19"),
            id="unchecked and stricter: never past due",
        ),
        pytest.param(
            {"referred_on": day("2026-08-20")}, VIRGINIA, (AT_RISK, "2026-11-20"), id="unchecked and longer"
        ),
        pytest.param(
            {"referred_on": day("2026-08-17"), "consent_received": None}, VIRGINIA, (AT_RISK, "2026-11-19"),
            id="unchecked, without a consent: never past due",
        ),
        pytest.param(
            {"referred_on": day("2026-08-17"), "consent_received": None}, CHECKED, (VIOLATION, "2026-11-19"),
            id="checked, without a consent",
        ),
        pytest.param({"referred_on": None, "consent_received": None}, CHECKED, None, id="neither of them"),
        pytest.param({"referred_on": unreadable()}, CHECKED, None, id="a referral that cannot be read"),
        pytest.param({"referred_on": None}, CHECKED, (DATA, "None"), id="a consent without a referral"),
    ],
)  # fmt: skip
def test_counted_from_the_referral(
    changes: dict[str, Any], policy: Policy, expected: tuple[Severity, str] | None
) -> None:
    findings = found(in_district(a_child(**changes), state="VA"), day("2026-11-21"), policy)

    assert [(finding.severity, f"{finding.due}") for finding in findings] == ([expected] if expected else [])


def test_without_a_consent_it_is_told_at_the_referral() -> None:
    child = a_child(None, referred_on=day("2026-08-17"))
    [finding] = found(in_district(child, state="VA"), TODAY, VIRGINIA)

    assert finding.place == a_cell("Q2")
    assert finding.cycle == "2026-08-17"
    assert finding.arithmetic == (
        "Referred on 17 Aug 2026. VA wants it within 65 business days from referral, by a source that was "
        "not compared with its law. 65 business days after 17 Aug 2026 is 19 Nov 2026. 19 Nov 2026 has "
        "passed; whether it was the last day is not certain."
    )


# ---- a referral of which nothing came

REFERRED: dict[str, Any] = {"referred_on": day("2026-01-10"), "consent_received": None}


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        pytest.param({}, True, id="no consent ten months later"),
        pytest.param({"referred_on": day("2026-10-20")}, True, id="31 days later"),
        pytest.param({"referred_on": day("2026-10-21")}, False, id="30 days later"),
        pytest.param({"referred_on": unreadable()}, False, id="a Problem speaks about the referral"),
        pytest.param({"consent_received": unreadable()}, False, id="or about the consent"),
        pytest.param({"consent_received": day("2026-11-02")}, False, id="a consent"),
        pytest.param({"evaluation": day("2026-05-04")}, False, id="an evaluation"),
        pytest.param({"eligible_on": day("2026-05-04")}, False, id="a determination"),
        pytest.param({"annual": day("2026-05-04")}, False, id="an IEP"),
        pytest.param({"plan": PlanType.IEP}, True, id="an IEP is chosen, and nothing is on record"),
        pytest.param({"plan": PlanType.S504, "annual": day("2026-05-04")}, True, id="a 504 plan"),
        pytest.param({"plan": PlanType.S504, "evaluation": day("2026-05-04")}, False, id="evaluated for it"),
    ],
)
def test_a_referral_without_a_consent_is_asked_about(changes: dict[str, Any], is_told: bool) -> None:
    values = {"plan": None, "annual": None, "evaluation": None, **REFERRED, **changes}
    findings = found(a_department(a_student(**values)))

    assert [(one.severity, one.due) for one in findings] == [(DATA, None)] * is_told


def test_without_a_column_for_the_consent_nothing_is_asked() -> None:
    child = a_student(plan=None, annual=None, evaluation=None, referred_on=day("2026-01-10"))

    assert found(a_department(child)) == []


def test_what_is_asked_about_a_referral() -> None:
    [finding] = found(a_department(a_child(None, referred_on=day("2026-01-10"))))

    assert finding.key == "initial_evaluation/student-1/2026-01-10"
    assert finding.place == a_cell("Q2")
    assert finding.arithmetic == (
        "Referred on 10 Jan 2026, 314 days ago. No consent to an evaluation is on record, nor anything "
        "else that came of it."
    )
    assert finding.advice == NO_CONSENT


# ---- what cannot be worked out


@pytest.mark.parametrize(
    ("changes", "district", "policy", "said", "advice"),
    [
        pytest.param(
            {}, {"state": "ZZ"}, a_policy(),
            "The settings put the district in ZZ, which is no state, so its law is not known.",
            "Have the state of the district corrected in agent.toml. Until then go by the federal 60 days: "
            "20 Nov 2026.", id="no state",
        ),
        pytest.param(
            {}, {"state": "VA"}, VIRGINIA,
            "VA counts from the referral, and the day of the referral is not on record.",
            "Fill in the day of the referral. Until then go by the federal 60 days: 20 Nov 2026.",
            id="no referral",
        ),
        pytest.param(
            {"consent_received": day("2027-04-01")}, {}, a_timeframe(45, unit="school"),
            "The school calendar in the settings does not reach 45 school days after 1 Apr 2027.",
            "Have that school year entered for the district in agent.toml. Until then go by the federal "
            "60 days: 31 May 2027.", id="no calendar of next year",
        ),
        pytest.param(
            {"consent_received": None, "referred_on": day("2027-04-01")}, {},
            a_timeframe(45, unit="school", counted_from="referral"),
            "The school calendar in the settings does not reach 45 school days after 1 Apr 2027.",
            "Have that school year entered for the district in agent.toml.", id="nor a consent",
        ),
    ],
)  # fmt: skip
def test_what_is_lacking_is_told(
    changes: dict[str, Any], district: dict[str, Any], policy: Policy, said: str, advice: str
) -> None:
    [finding] = found(in_district(a_child(**changes), **district), TODAY, policy)

    assert (finding.severity, finding.due) == (DATA, None)
    assert finding.arithmetic.partition(". ")[2] == said
    assert finding.advice == advice


def test_with_the_calendar_of_next_year_it_is_worked_out() -> None:
    next_year = {"first_day": "2027-08-09", "last_day": "2028-05-26"}
    child = a_child(day("2027-04-01"))
    texas = a_timeframe(45, unit="school", checked=True)
    [finding] = found(in_district(child, other_years=[next_year]), day("2027-08-10"), texas)

    assert (finding.severity, finding.due) == (AT_RISK, day("2027-08-12"))


# ---- in words


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_department(a_child()), day("2026-11-21"))

    assert finding == Finding(
        rule="initial_evaluation",
        severity=VIOLATION,
        citation=RULE.citation,
        cycle="2026-09-21",
        due=day("2026-11-20"),
        arithmetic="Consent received on 21 Sep 2026. TX wants it within 60 days from consent. 60 days after "
        "21 Sep 2026 is 20 Nov 2026. It was due by 20 Nov 2026: 1 day past due on record.",
        advice=ADVICE,
        place=a_cell("P2"),
        case_manager="manager-1",
        student_ref="student-1",
        steps=(
            Step("consent received on 21 Sep 2026", a_cell("P2")),
            Step("TX wants it within 60 days from consent"),
            Step("60 days after 21 Sep 2026 is 20 Nov 2026"),
            Step("it was due by 20 Nov 2026: 1 day past due on record"),
            Step("TX: a copy"),
        ),
    )


def test_where_nobody_has_said_whether_the_state_has_a_timeframe_nothing_is_past_due() -> None:
    [finding] = found(a_department(a_child()), day("2027-06-01"), a_policy())

    assert (finding.severity, finding.due) == (AT_RISK, day("2026-11-20"))
    assert finding.arithmetic == (
        "Consent received on 21 Sep 2026. 60 days after 21 Sep 2026 is 20 Nov 2026. Whether TX has a "
        "timeframe of its own does not stand in states.toml. 20 Nov 2026 has passed; whether it was the last "
        "day is not certain."
    )


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        pytest.param(
            a_timeframe(45),
            "TX wants it within 45 days from consent, by a source that was not compared with its law. "
            "45 days after 21 Sep 2026 is 5 Nov 2026. Federal law: 60 days after 21 Sep 2026 is 20 Nov 2026. "
            "5 Nov 2026 has passed; whether it was the last day is not certain.",
            id="unchecked",
        ),
        pytest.param(
            a_timeframe(65, checked=True),
            "TX wants it within 65 days from consent. 65 days after 21 Sep 2026 is 25 Nov 2026. "
            "It is due by 25 Nov 2026: in 5 days.",
            id="checked",
        ),
    ],
)
def test_a_states_timeframe_is_told_with_its_source(policy: Policy, said: str) -> None:
    [finding] = found(a_department(a_child()), TODAY, policy)

    assert finding.arithmetic == f"Consent received on 21 Sep 2026. {said}"
    assert finding.steps[-1] == Step("TX: a copy")


def test_a_sheet_without_the_column_is_not_spoken_of() -> None:
    child = a_student(plan=None, annual=None, evaluation=None)

    assert child.record.consent_received == Missing(a_row(2))
    assert found(a_department(child), day("2026-11-21"), CHECKED) == []
