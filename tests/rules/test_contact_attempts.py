"""Company practice on contact attempts: which count, for which meeting, and when it is told."""

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
    a_row,
    a_student,
    a_team_member,
    an_attempt,
    an_organisation,
    at,
    day,
    unreadable,
)
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import ContactState, Held, Method, Person, PlanType, Purpose, Role
from workspace_agent.rules.attempts import LookedAt, Verdict, judge_attempts
from workspace_agent.rules.contact_attempts import RULE

PHONE, EMAIL, LETTER, TEXT = Method.PHONE, Method.EMAIL, Method.LETTER, Method.TEXT
SOON = day("2026-11-24")
CALL = an_attempt(day("2026-11-10"), PHONE)
MAIL = an_attempt(day("2026-11-12"), EMAIL)
SECOND_CALL = an_attempt(day("2026-11-16"), PHONE)
LATE_EVENING = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)
ENOUGH = (CALL, MAIL, SECOND_CALL)


def verdict(
    *attempts: ContactAttempt, today: dt.date = TODAY, policy: Policy | None = None, **changes: Any
) -> Verdict:
    changes.setdefault("meetings", (a_meeting(),))
    department = a_department(*changes.pop("students", ()), contacts=attempts, **changes)
    return judge_attempts(department, policy or a_policy(), department.students[0], today)


def found(*attempts: ContactAttempt, today: dt.date = TODAY, **changes: Any) -> list[Finding]:
    changes.setdefault("meetings", (a_meeting(SOON, agreed_on=None),))
    department = a_department(*changes.pop("students", ()), contacts=attempts, **changes)
    return list(RULE.check(department, a_policy(), today))


@pytest.mark.parametrize(
    ("attempts", "agreed_on", "findings"),
    [
        pytest.param(
            [("2025-10-01", PHONE), ("2025-10-06", EMAIL), ("2025-10-10", LETTER)], None, 0, id="met"
        ),
        pytest.param([("2025-10-01", PHONE)] * 3, None, 1, id="three calls on one day count once"),
        pytest.param(
            [("2025-10-01", PHONE), ("2025-10-06", EMAIL), ("2025-10-21", PHONE)], None, 1,
            id="the last one is after the meeting",
        ),
        pytest.param(
            [("2025-10-01", PHONE), ("2025-10-06", EMAIL)], "2025-10-07", 0, id="the parent said yes"
        ),
    ],
)  # fmt: skip
def test_the_examples_of_the_rule_book(
    attempts: list[tuple[str, Method]], agreed_on: str | None, findings: int
) -> None:
    rows = [an_attempt(day(on), method) for on, method in attempts]
    meeting = a_meeting(day("2025-10-20"), agreed_on=day(agreed_on) if agreed_on else None)
    students = (a_student(annual=day("2024-10-25")),)

    assert len(found(*rows, today=day("2025-10-15"), meetings=(meeting,), students=students)) == findings


@pytest.mark.parametrize(
    ("attempt", "reason"),
    [
        pytest.param(an_attempt(day("2026-11-10")), "", id="a call to the parent with its result counts"),
        pytest.param(an_attempt(None), "no date", id="no date"),
        pytest.param(an_attempt(unreadable()), "no date", id="an unreadable date"),
        pytest.param(an_attempt(day("2026-09-16")), "", id="the day after the last review"),
        pytest.param(
            an_attempt(day("2026-09-15")), "before the last annual review", id="the day of the last review"
        ),
        pytest.param(
            an_attempt(day("2026-11-10"), about=()), "about something else", id="about something else"
        ),
        pytest.param(
            an_attempt(day("2026-11-10"), about=(), about_any_meeting=True), "", id="about the IEP meeting"
        ),
        pytest.param(
            an_attempt(day("2026-11-10"), about=(Purpose.REEVALUATION,)), "about something else",
            id="about another meeting",
        ),
        pytest.param(
            an_attempt(day("2026-11-10"), person=Person.STUDENT), "not the person who holds the rights",
            id="with the student",
        ),
        pytest.param(
            an_attempt(day("2026-11-10"), person=Person.OTHER), "not the person who holds the rights",
            id="with somebody else",
        ),
        pytest.param(an_attempt(day("2026-11-10"), time=None), "no time", id="no time"),
        pytest.param(an_attempt(day("2026-11-10"), time=unreadable()), "no time", id="an unreadable time"),
        pytest.param(an_attempt(day("2026-11-10"), None), "no method", id="no method"),
        pytest.param(an_attempt(day("2026-11-10"), has_result=False), "no result", id="no result"),
        pytest.param(an_attempt(day("2026-11-20")), "", id="today"),
        pytest.param(an_attempt(day("2026-11-21")), "in the future", id="dated tomorrow"),
        pytest.param(an_attempt(day("2026-12-16")), "after the meeting", id="dated after the meeting"),
    ],
)  # fmt: skip
def test_why_an_attempt_does_not_count(attempt: ContactAttempt, reason: str) -> None:
    expected = ((reason, 1),) if reason else ()

    assert verdict(attempt).not_counted == expected


@pytest.mark.parametrize(
    ("time", "start", "counted"),
    [
        pytest.param("09:59", at("10:00"), 1, id="a minute before the start"),
        pytest.param("10:00", at("10:00"), 0, id="at the start"),
        pytest.param("08:00", None, 0, id="no start is known, so it may be after it"),
        pytest.param("08:00", unreadable(), 0, id="the start cannot be read"),
    ],
)
def test_on_the_day_of_the_meeting_the_time_decides(time: str, start: Any, counted: int) -> None:
    meetings = (a_meeting(TODAY, start=start),)

    assert verdict(an_attempt(TODAY, time=at(time)), meetings=meetings).counted == counted


@pytest.mark.parametrize(
    ("attempts", "why"),
    [
        pytest.param(ENOUGH, "enough", id="three days and two methods"),
        pytest.param((CALL, MAIL), "2 of 3 days", id="two days"),
        pytest.param((CALL, SECOND_CALL), "2 of 3 days; 1 of 2 methods", id="two days and one method"),
        pytest.param(
            (CALL, SECOND_CALL, an_attempt(day("2026-11-17"))), "1 of 2 methods", id="three days, one method"
        ),
        pytest.param((), "0 of 3 days; 0 of 2 methods", id="nothing on record"),
        pytest.param(
            (CALL, an_attempt(day("2026-11-10"), EMAIL), SECOND_CALL, an_attempt(day("2026-11-17"))),
            "enough", id="a second method on a day that counts already",
        ),
    ],
)  # fmt: skip
def test_days_and_methods_are_needed(attempts: tuple[ContactAttempt, ...], why: str) -> None:
    answer = verdict(*attempts)

    assert (answer.why, answer.sufficient) == (why, why == "enough")


def test_the_verdict_tells_everything_that_is_printed() -> None:
    same_day = an_attempt(day("2026-11-10"), PHONE, time=at("12:40"))
    answer = verdict(CALL, same_day, MAIL, an_attempt(day("2026-10-01"), about=()))

    assert answer == Verdict(
        applies=True,
        why="2 of 3 days",
        counted=2,
        days=(day("2026-11-10"), day("2026-11-12")),
        methods=(EMAIL, PHONE),
        sufficient=False,
        meeting=a_meeting(),
        not_counted=(("about something else", 1), ("same day as another", 1)),
        missing="one more attempt, on another day",
        looked_at=(
            LookedAt(an_attempt(day("2026-10-01"), about=()), "about something else"),
            LookedAt(same_day, ""),
            LookedAt(CALL, ""),
            LookedAt(MAIL, ""),
        ),
    )
    assert (answer.judged_against, answer.agreed_on) == (day("2026-12-15"), day("2026-11-16"))


@pytest.mark.parametrize(
    ("numbers", "attempts", "why"),
    [
        pytest.param({"distinct_days": False}, (CALL, CALL, MAIL), "enough", id="rows count, not days"),
        pytest.param({"distinct_days": False}, (CALL, MAIL), "2 of 3 attempts", id="rows are too few"),
        pytest.param({"min_methods": 1}, (CALL, SECOND_CALL), "2 of 3 days", id="one method is enough"),
        pytest.param({"min_attempts": 2}, (CALL, MAIL), "enough", id="two days are enough"),
    ],
)
def test_the_numbers_are_the_policy_s(
    numbers: dict[str, Any], attempts: tuple[ContactAttempt, ...], why: str
) -> None:
    assert verdict(*attempts, policy=a_policy(parent_contact=numbers)).why == why


@pytest.mark.parametrize(
    ("numbers", "attempts", "missing"),
    [
        pytest.param({}, ENOUGH, "", id="nothing"),
        pytest.param({}, (CALL, MAIL), "one more attempt, on another day", id="a third day"),
        pytest.param(
            {}, (CALL, SECOND_CALL), "one more attempt, on another day, by another method",
            id="a third day and a second method",
        ),
        pytest.param(
            {}, (CALL, SECOND_CALL, an_attempt(day("2026-11-17"))), "one more attempt, by another method",
            id="a second method alone",
        ),
        pytest.param(
            {}, (CALL,), "2 more attempts, each on another day, one of them by another method", id="two more"
        ),
        pytest.param(
            {}, (), "3 more attempts, each on another day, by 2 other methods", id="all three"
        ),
        pytest.param(
            {"distinct_days": False}, (CALL, MAIL), "one more attempt", id="rows count, not days"
        ),
    ],
)  # fmt: skip
def test_what_is_still_missing(
    numbers: dict[str, Any], attempts: tuple[ContactAttempt, ...], missing: str
) -> None:
    assert verdict(*attempts, policy=a_policy(parent_contact=numbers)).missing == missing


@pytest.mark.parametrize(
    ("student", "why"),
    [
        pytest.param(a_student(plan=PlanType.S504), "not for a 504 plan", id="504"),
        pytest.param(a_student(plan=None), "the plan is unknown", id="no plan"),
        pytest.param(a_student(plan=unreadable()), "the plan is unknown", id="an unreadable plan"),
        pytest.param(a_student(leaves=TODAY), "the student has left", id="left"),
    ],
)
def test_where_it_does_not_apply(student: Student, why: str) -> None:
    answer = verdict(students=(student,))

    assert answer == Verdict(applies=False, why=why)
    assert (answer.judged_against, answer.agreed_on) == (None, None)


@pytest.mark.parametrize(
    ("meetings", "responses", "expected"),
    [
        pytest.param((), (), None, id="no meeting"),
        pytest.param((a_meeting(day("2026-12-15")),), (), "2026-12-15", id="the next one"),
        pytest.param(
            (a_meeting(day("2026-12-15")), a_meeting(day("2026-12-01"))), (), "2026-12-01", id="first of two"
        ),
        pytest.param((a_meeting(TODAY),), (), "2026-11-20", id="today's"),
        pytest.param(
            (a_meeting(day("2026-12-15"), book=False),), (), "2026-12-15", id="not ticked, but dated"
        ),
        pytest.param((a_meeting(day("2026-12-15"), cancelled=True),), (), None, id="cancelled"),
        pytest.param((a_meeting(None),), (), None, id="undated"),
        pytest.param((a_meeting(unreadable()),), (), None, id="an unreadable date"),
        pytest.param((a_meeting(student="student-2"),), (), None, id="another student's"),
        pytest.param(
            (a_meeting(day("2026-12-15"), Purpose.PARENT_REQUESTED),), (), None, id="not of the IEP Team"
        ),
        pytest.param(
            (a_meeting(day("2026-12-15"), Purpose.REVIEW_504),), (), None, id="a 504 meeting does not count"
        ),
        pytest.param((a_meeting(unknown_purpose=unreadable()),), (), None, id="an unknown purpose"),
        pytest.param(
            (a_meeting(day("2026-12-15"), Purpose.CONTINUED),), (), "2026-12-15", id="a continued meeting"
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True), a_meeting(day("2026-10-10"), held=True)), (),
            "2026-11-10", id="the last one without a form",
        ),
        pytest.param((a_meeting(TODAY, held=True),), (), "2026-11-20", id="held today, without a form"),
        pytest.param((a_meeting(day("2026-12-15"), held=True),), (), None, id="held in the future"),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True),), (a_response(day("2026-11-10")),), None,
            id="the last one has its form",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10")),),
            (a_response(day("2026-11-10"), held=Held.PARENT_DID_NOT_COME, moves_clocks=False),), None,
            id="not held, and its form says so",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True),), (a_response(day("2026-11-13")),), None,
            id="its form is dated three days later",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True),), (a_response(day("2026-11-14")),), "2026-11-10",
            id="a form four days later is another meeting's",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True),), (a_response(None),), "2026-11-10",
            id="a form without a date",
        ),
        pytest.param(
            (a_meeting(day("2026-11-10"), held=True),), (a_response(day("2026-11-10"), student="student-2"),),
            "2026-11-10", id="another student's form",
        ),
        pytest.param(
            (a_meeting(day("2026-11-23")),),
            (a_response(TODAY, held=Held.POSTPONED, moves_clocks=False),), "2026-11-23",
            id="a form that says it was put off is not about the new date",
        ),
        pytest.param(
            (a_meeting(day("2026-11-21")),),
            (a_response(TODAY, submitted=LATE_EVENING, held=Held.POSTPONED, moves_clocks=False),),
            "2026-11-21", id="put off to tomorrow, sent in the evening, when it is tomorrow in UTC",
        ),
    ],
)  # fmt: skip
def test_which_meeting_is_judged(meetings: Any, responses: Any, expected: str | None) -> None:
    answer = verdict(*ENOUGH, meetings=meetings, responses=responses)

    assert answer.judged_against == (day(expected) if expected else None)
    assert (answer.sufficient is None) is (expected is None)


def test_without_a_form_in_the_settings_only_the_exact_day_has_one() -> None:
    organisation = an_organisation(form=None)
    meetings, responses = (a_meeting(day("2026-11-10")),), (a_response(day("2026-11-11")),)

    answer = verdict(meetings=meetings, responses=responses, organisation=organisation)

    assert answer.judged_against == day("2026-11-10")


def test_without_a_meeting_the_count_is_about_the_annual_review() -> None:
    about_another = an_attempt(day("2026-11-12"), about=(Purpose.REEVALUATION,))
    answer = verdict(CALL, about_another, an_attempt(day("2026-11-13"), student="student-2"), meetings=())

    assert (answer.counted, answer.sufficient) == (1, None)
    assert answer.why == "no dated IEP Team meeting to judge against"


DUE_ONLY: dict[str, Any] = {"annual": None, "annual_due": day("2026-12-01")}


@pytest.mark.parametrize(
    ("changes", "attempt", "counted"),
    [
        pytest.param({"annual": None}, "2025-11-25", 1, id="no review: within the year before the meeting"),
        pytest.param({"annual": None}, "2025-11-24", 0, id="no review: a year before it"),
        pytest.param({"annual": unreadable()}, "2025-11-24", 0, id="the review cannot be read"),
        pytest.param({"annual": day("2025-06-01")}, "2025-11-24", 0, id="the review is longer ago"),
        pytest.param(DUE_ONLY, "2025-12-02", 1, id="a due date alone: within the year before it"),
        pytest.param(DUE_ONLY, "2025-12-01", 0, id="a due date alone: a year before it"),
        pytest.param(
            DUE_ONLY | {"annual_due": day("2027-11-24")}, "2026-11-10", 1,
            id="a due date that is counted from this meeting already",
        ),
    ],
)  # fmt: skip
def test_an_attempt_of_the_last_year_is_none(changes: dict[str, Any], attempt: str, counted: int) -> None:
    meetings, students = (a_meeting(SOON),), (a_student(**changes),)

    assert verdict(an_attempt(day(attempt)), meetings=meetings, students=students).counted == counted


def test_the_attempts_for_the_meeting_of_last_year_are_none_for_this_one() -> None:
    calls = (("2025-11-03", PHONE), ("2025-11-05", EMAIL), ("2025-11-10", PHONE))
    rows = [an_attempt(day(on), method) for on, method in calls]
    [finding] = found(*rows, students=(a_student(**DUE_ONLY),))

    assert "are 0 of 3 days and 0 of 2 methods" in finding.arithmetic
    assert finding.arithmetic.endswith("Not counted: before the last annual review (3).")


def test_an_attempt_of_more_than_a_year_before_says_so() -> None:
    answer = verdict(an_attempt(day("2020-01-08")), students=(a_student(annual=None),))

    assert answer.not_counted == (("before the year before the meeting", 1),)


@pytest.mark.parametrize(
    ("member", "counted"),
    [
        pytest.param(a_team_member(Role.STUDENT, state=ContactState.HOLDS_RIGHTS), 1, id="an adult student"),
        pytest.param(a_team_member(Role.STUDENT), 3, id="a student who does not hold rights"),
        pytest.param(a_team_member(Role.PARENT, state=ContactState.HOLDS_RIGHTS), 3, id="a parent who does"),
        pytest.param(
            a_team_member(Role.STUDENT, student="student-2", state=ContactState.HOLDS_RIGHTS), 3,
            id="another student",
        ),
        pytest.param(a_team_member(unreadable(), state=ContactState.HOLDS_RIGHTS), 3, id="unreadable role"),
    ],
)  # fmt: skip
def test_for_an_adult_student_only_attempts_with_the_student_count(member: Any, counted: int) -> None:
    with_student = an_attempt(day("2026-11-12"), TEXT, person=Person.STUDENT)

    assert verdict(*ENOUGH, with_student, team=(member,)).counted == counted


def test_whose_attempts_count_goes_by_the_day_of_the_meeting() -> None:
    of_age = a_team_member(Role.STUDENT, state=ContactState.HOLDS_RIGHTS, since=day("2026-12-01"))
    with_student = an_attempt(day("2026-11-12"), TEXT, person=Person.STUDENT)

    assert verdict(*ENOUGH, with_student, team=(of_age,)).counted == 1
    assert verdict(*ENOUGH, with_student, team=(of_age,), meetings=()).counted == 3


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        pytest.param(a_meeting(SOON, agreed_on=None), 1, id="in 4 days, short, no agreement"),
        pytest.param(a_meeting(TODAY, agreed_on=None), 1, id="today"),
        pytest.param(a_meeting(day("2026-11-27"), agreed_on=None), 1, id="in 7 days"),
        pytest.param(a_meeting(day("2026-11-28"), agreed_on=None), 0, id="in 8 days"),
        pytest.param(a_meeting(SOON), 0, id="the parent agreed"),
        pytest.param(a_meeting(SOON, agreed_on=unreadable()), 0, id="a Problem speaks about the agreement"),
        pytest.param(a_meeting(SOON, agreed_on=None, book=False), 1, id="not ticked, but dated"),
        pytest.param(a_meeting(day("2026-11-19"), agreed_on=None), 0, id="past"),
        pytest.param(a_meeting(None, agreed_on=None), 0, id="no date"),
    ],
)
def test_it_is_told_in_the_week_before_the_meeting(meeting: Any, expected: int) -> None:
    assert len(found(CALL, meetings=(meeting,))) == expected


@pytest.mark.parametrize(
    ("agreed_on", "expected"),
    [
        pytest.param(None, ["no agreement"], id="no answer"),
        pytest.param(day("2026-11-16"), ["the parent agreed on 16 Nov 2026"], id="the parent agreed"),
        pytest.param(unreadable(), ["no agreement"], id="a Problem speaks about the agreement"),
    ],
)
def test_a_company_may_want_them_whatever_the_parent_answered(agreed_on: Any, expected: list[str]) -> None:
    department = a_department(contacts=(CALL,), meetings=(a_meeting(SOON, agreed_on=agreed_on),))
    told = list(RULE.check(department, a_policy(parent_contact={"applies": "always"}), TODAY))

    assert [one.arithmetic.rpartition("methods, and ")[2].rstrip(".") for one in told] == expected
    assert ["record the day of agreement" in one.advice for one in told] == [agreed_on is None]


def test_enough_attempts_are_not_told() -> None:
    assert found(*ENOUGH) == []


def test_nothing_is_asked_about_a_student_who_is_still_to_come() -> None:
    to_come, came = (a_student(enrolled=TODAY + dt.timedelta(days=days)) for days in (1, 0))

    assert [len(found(students=(one,))) for one in (to_come, came)] == [0, 1]


def test_the_finding_explains_itself() -> None:
    [finding] = found(CALL, an_attempt(day("2026-10-01"), about=()), an_attempt(None, None))

    assert finding.key == "contact_attempts/student-1/2026-11-24"
    assert (finding.due, finding.place) == (SOON, a_row(2, sheet=2))
    assert finding.arithmetic == (
        "The meeting of 24 Nov 2026 is in 4 days: contact attempts on record are 1 of 3 days and "
        "1 of 2 methods, and no agreement. Not counted: about something else (1); no date (1)."
    )
    assert finding.advice == (
        "Still missing: 2 more attempts, each on another day, one of them by another method. Write down "
        "date, time, method and result of each; or record the day of agreement in the meeting's row. "
        "34 CFR 300.322(d) asks for a record of each attempt; their number is company practice."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 24 Nov 2026", a_cell("C2", sheet=2)),
        ("the parent agreed: not on record", a_cell("H2", sheet=2)),
        ("attempt: 1 Oct 2026, phone: about something else", a_row(2, sheet=4)),
        ("attempt: 10 Nov 2026, phone: counts", a_row(2, sheet=4)),
        ("attempt: no date, no method: no date", a_row(2, sheet=4)),
        ("days that count: 10 Nov 2026", None),
        ("methods that count: phone", None),
        ("still missing: 2 more attempts, each on another day, one of them by another method", None),
        ("today: 20 Nov 2026", None),
    ]


TOO_FEW = "Too few days are left for that before the meeting, so it may have to be moved."


@pytest.mark.parametrize(
    ("attempts", "today", "applies", "are_too_few"),
    [
        pytest.param((), "2026-11-21", {}, False, id="three attempts, three days"),
        pytest.param((), "2026-11-22", {}, True, id="three attempts, two days"),
        pytest.param((CALL,), "2026-11-22", {}, False, id="two attempts, two days"),
        pytest.param((an_attempt(day("2026-11-22")),), "2026-11-22", {}, True, id="today is taken already"),
        pytest.param((CALL, MAIL), "2026-11-24", {}, True, id="one attempt, on the day of the meeting"),
        pytest.param((), "2026-11-22", {"distinct_days": False}, False, id="all on one day"),
    ],
)
def test_that_too_few_days_are_left_is_said(
    attempts: Any, today: str, applies: dict[str, Any], are_too_few: bool
) -> None:
    meetings, policy = (a_meeting(SOON, agreed_on=None),), a_policy(parent_contact=applies)
    department = a_department(contacts=attempts, meetings=meetings)
    [finding] = RULE.check(department, policy, day(today))

    assert (TOO_FEW in finding.advice) is are_too_few


def test_an_agreement_to_the_meeting_of_last_year_is_none() -> None:
    [finding] = found(
        CALL, meetings=(a_meeting(SOON, agreed_on=day("2025-11-01"), notice_sent=day("2025-11-01")),)
    )
    said = "he agreement of 1 Nov 2025 is not counted: it is of an earlier meeting"

    assert finding.arithmetic.endswith(f"and no agreement. T{said}.")
    assert f"t{said}" in [one.words for one in finding.steps]


def test_nothing_uncounted_is_not_mentioned() -> None:
    [finding] = found(CALL)

    assert finding.arithmetic.endswith("and no agreement.")


def test_the_order_of_rows_does_not_matter() -> None:
    meetings = (a_meeting(SOON, agreed_on=None, row=3), a_meeting(SOON, row=2))
    department = a_department(contacts=ENOUGH[:2], meetings=meetings)
    turned = a_department(contacts=ENOUGH[1::-1], meetings=meetings[::-1])

    def answer(of: Department) -> Verdict:
        return judge_attempts(of, a_policy(), a_student(), TODAY)

    assert answer(department) == answer(turned)
