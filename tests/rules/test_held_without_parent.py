"""34 CFR 300.322(d): a meeting without a parent, and what is on record of the attempts to arrange it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    a_meeting,
    a_policy,
    a_row,
    a_student,
    a_team_member,
    an_attempt,
    day,
    unreadable,
)
from tests.builders_follow_up import MET, a_form, a_row_of, found
from workspace_agent.model.finding import CompanyPolicy, Law
from workspace_agent.model.vocabulary import ContactState, Held, Method, PlanType, Purpose, Role, Severity
from workspace_agent.rules.held_without_parent import RULE

VIOLATION, POLICY = Severity.VIOLATION, Severity.POLICY
NO_ANSWER: dict[str, Any] = {"agreed_on": None}
CALL = an_attempt(day("2026-10-20"), Method.PHONE, row=2)
MAIL = an_attempt(day("2026-10-26"), Method.EMAIL, row=3)
LETTER = an_attempt(day("2026-10-28"), Method.LETTER, row=4)


def severity(row: Any = None, **changes: Any) -> Severity | None:
    """How serious it is, if it is told."""
    form = changes.pop("form", a_form(without_parent=True))
    meetings = changes.pop("meetings", (row or a_row_of(**NO_ANSWER),))
    told = found(RULE, form, meetings=meetings, **changes)
    return told[0].severity if told else None


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param((), VIOLATION, id="nothing on record"),
        pytest.param((CALL,), POLICY, id="one attempt"),
        pytest.param((CALL, MAIL), POLICY, id="two attempts"),
        pytest.param((CALL, MAIL, LETTER), None, id="three attempts by three methods"),
        pytest.param((an_attempt(day("2026-11-06")),), VIOLATION, id="the day after the meeting"),
        pytest.param((an_attempt(MET),), POLICY, id="on its day"),
        pytest.param((an_attempt(day("2026-10-20"), has_result=False),), POLICY, id="one without a result"),
        pytest.param((an_attempt(day("2026-10-20"), about=()),), POLICY, id="about something else"),
        pytest.param((an_attempt(day("2025-11-05")),), VIOLATION, id="a year before"),
        pytest.param((an_attempt(day("2025-11-06")),), POLICY, id="the day after that"),
        pytest.param((an_attempt(unreadable()),), None, id="an attempt whose date cannot be read"),
        pytest.param((an_attempt(None),), POLICY, id="an attempt without a date"),
    ],
)
def test_what_is_on_record(attempts: Any, expected: Severity | None) -> None:
    assert severity(contacts=attempts) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(a_row_of(agreed_on=day("2026-11-01")), None, id="the parent had agreed to it"),
        pytest.param(a_row_of(agreed_on=unreadable()), None, id="a Problem speaks about the agreement"),
        pytest.param(a_row_of(**NO_ANSWER, notice_sent=day("2026-10-20")), POLICY, id="the notice was sent"),
        pytest.param(a_row_of(**NO_ANSWER, notice_sent=None), VIOLATION, id="and was not sent"),
        pytest.param(a_row_of(agreed_on=MET), None, id="agreed on the day of the meeting"),
        pytest.param(a_row_of(agreed_on=day("2026-11-06")), VIOLATION, id="agreed the day after it"),
        pytest.param(a_row_of(agreed_on=day("2026-09-06")), None, id="agreed before it"),
        pytest.param(a_row_of(agreed_on=day("2026-09-05")), VIOLATION, id="agreed to an earlier meeting"),
        pytest.param(
            a_row_of(**NO_ANSWER, notice_sent=day("2026-11-10")), VIOLATION, id="the notice was sent later"
        ),
    ],
)
def test_a_notice_or_an_agreement_is_a_record_as_well(row: Any, expected: Severity | None) -> None:
    assert severity(row) is expected


def test_an_agreement_after_the_meeting_is_named() -> None:
    [finding] = found(RULE, a_form(without_parent=True), meetings=(a_row_of(agreed_on=day("2026-11-07")),))
    said = "he agreement of 7 Nov 2026 is not counted: it is after the meeting"

    assert finding.arithmetic.endswith(f"no agreement is on record. T{said}.")
    assert f"t{said}" in [one.words for one in finding.steps]


def test_where_attempts_are_always_wanted_an_agreement_does_not_end_them() -> None:
    row, policy = a_row_of(agreed_on=day("2026-11-01")), a_policy(parent_contact={"applies": "always"})

    assert severity(row, policy=policy) is POLICY


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        pytest.param(a_form(), None, id="a parent is marked, or nothing is known"),
        pytest.param(
            a_form(about={"held": Held.PARENT_DID_NOT_COME}, without_parent=True), None, id="it was not held"
        ),
        pytest.param(a_form(about={"held": None}, without_parent=True), None, id="it does not say held"),
        pytest.param(
            a_form(MET, Purpose.PARENT_REQUESTED, without_parent=True), None, id="not of the IEP Team"
        ),
        pytest.param(a_form(MET, Purpose.REVIEW_504, without_parent=True), None, id="about a 504 plan"),
        pytest.param(a_form(MET, Purpose.CONTINUED, without_parent=True), VIOLATION, id="a continued one"),
    ],
)
def test_which_meetings_are_judged(form: Any, expected: Severity | None) -> None:
    assert severity(form=form) is expected


ADULT = a_team_member(Role.STUDENT, state=ContactState.HOLDS_RIGHTS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, None, id="a 504 plan"),
        pytest.param({"meetings": ()}, None, id="no row near it, which is told as a Problem"),
        pytest.param({"team": (ADULT,)}, None, id="an adult student"),
        *(
            pytest.param({"broken": frozenset({("manager-1", sheet)})}, None, id=f"{sheet} were not read")
            for sheet in ("contacts", "meetings", "team")
        ),
        pytest.param({"unsettled": frozenset({("manager-1", "contacts")})}, None, id="a contact is nobody's"),
        pytest.param(
            {"unsettled": frozenset({("manager-2", "contacts")})}, VIOLATION, id="another's is nobody's"
        ),
    ],
)
def test_where_it_is_silent(changes: dict[str, Any], expected: Severity | None) -> None:
    assert severity(**changes) is expected


def test_attempts_for_the_meeting_before_do_not_count() -> None:
    before = a_meeting(day("2026-10-27"), held=True, row=3)
    told = found(
        RULE, a_form(without_parent=True), meetings=(a_row_of(**NO_ANSWER), before), contacts=(CALL, LETTER)
    )

    assert told[0].severity is POLICY
    assert "attempt: 20 Oct 2026, phone: before the previous meeting" in [one.words for one in told[0].steps]


def test_the_finding_explains_itself() -> None:
    [legal] = found(RULE, a_form(without_parent=True), meetings=(a_row_of(**NO_ANSWER),))
    [practice] = found(RULE, a_form(without_parent=True), meetings=(a_row_of(**NO_ANSWER),), contacts=(CALL,))

    assert legal.key == "held_without_parent/student-1/print-of-response-1"
    assert (legal.due, legal.place) == (MET, a_row(2, sheet=2))
    assert isinstance(legal.citation, Law)
    assert legal.arithmetic == (
        "The Post IEP Meeting Form of the meeting of 5 Nov 2026 marks no parent among the participants, and "
        "no contact since the previous meeting, no notice and no agreement is on record."
    )
    assert isinstance(practice.citation, CompanyPolicy)
    assert practice.arithmetic.endswith("contact attempts on record are 1 of 3 days and 1 of 2 methods.")
    assert [one.words for one in practice.steps] == [
        "meeting: 5 Nov 2026",
        "participants of the form: no parent is marked",
        "notice sent: not on record",
        "the parent agreed: not on record",
        "attempt: 20 Oct 2026, phone: counts",
        "days that count: 20 Oct 2026",
        "methods that count: phone",
        "still missing: 2 more attempts, each on another day, one of them by another method",
    ]
