"""A complete review restarts the clock from its own date: the worked examples of the rule book."""

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
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.dates import words
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules import annual_review
from workspace_agent.rules.annual_reset import RULE
from workspace_agent.rules.deadlines import review_deadline


def found(student: Any, *responses: Any, today: dt.date = TODAY, **changes: Any) -> list[Finding]:
    department = a_department(student, responses=responses, **changes)
    return list(RULE.check(department, a_policy(), today))


@pytest.mark.parametrize(
    ("last", "held", "said", "following"),
    [
        pytest.param(
            "2024-11-14", "2025-10-03", "in time, 42 days early: it was due by 14 Nov 2025", "2026-10-03",
            id="held early: the next is counted from its own date",
        ),
        pytest.param(
            "2024-11-14", "2025-11-13", "in time, 1 day early: it was due by 14 Nov 2025", "2026-11-13",
            id="the day before",
        ),
        pytest.param(
            "2024-11-14", "2025-11-14", "in time: it was due by 14 Nov 2025", "2026-11-14", id="on the day"
        ),
        pytest.param(
            "2024-11-14", "2025-11-15", "1 day late: it was due by 14 Nov 2025", "2026-11-15",
            id="the day after",
        ),
        pytest.param(
            "2024-11-14", "2025-12-01", "17 days late: it was due by 14 Nov 2025", "2026-12-01",
            id="held late: the next is counted from its own date",
        ),
        pytest.param(
            "2024-02-29", "2025-02-20", "in time, 8 days early: it was due by 28 Feb 2025", "2026-02-20",
            id="29 Feb clips to 28 Feb",
        ),
        pytest.param(
            "2023-03-01", "2024-03-01", "in time: it was due by 1 Mar 2024", "2025-03-01",
            id="in time on the most lenient reading of a leap span",
        ),
        pytest.param(
            "2022-03-01", "2023-03-01", "in time: it was due by 1 Mar 2023", "2024-02-29",
            id="the next warns on the strict one",
        ),
    ],
)  # fmt: skip
def test_the_clock_goes_on_from_the_meeting(last: str, held: str, said: str, following: str) -> None:
    [finding] = found(a_student(annual=day(last)), a_response(day(held)), today=day(held))

    assert (finding.severity, finding.due) == (Severity.INFO, day(following))
    assert f", {said}, so the next is due by" in finding.arithmetic


def test_it_is_the_date_that_the_annual_review_counts_from() -> None:
    student, form = a_student(annual=day("2024-11-14")), a_response(day("2025-12-01"))
    [reset] = found(student, form, today=day("2025-12-01"))
    department = a_department(student, responses=(form,))
    [due] = annual_review.RULE.check(department, a_policy(), day("2026-12-01"))

    assert reset.due == due.due == day("2026-12-01")


@pytest.mark.parametrize(
    ("student", "changes", "count"),
    [
        pytest.param(a_student(annual=day("2025-11-14")), {}, 1, id="an IEP"),
        pytest.param(a_student(plan=PlanType.S504), {}, 0, id="a 504 plan"),
        pytest.param(a_student(leaves=TODAY), {}, 0, id="the student has left"),
        pytest.param(a_student(annual=None), {}, 1, id="no earlier review is on record"),
        pytest.param(a_student(annual=unreadable()), {}, 1, id="a Problem speaks about the one before"),
        pytest.param(a_student(annual=day("2026-11-12")), {}, 1, id="the row says the same date"),
    ],
)
def test_whom_it_is_about(student: Any, changes: dict[str, Any], count: int) -> None:
    assert len(found(student, a_response(day("2026-11-12")), **changes)) == count


@pytest.mark.parametrize(
    ("response", "count"),
    [
        pytest.param(a_response(day("2026-11-12"), Purpose.INITIAL), 1, id="an initial IEP"),
        pytest.param(a_response(day("2026-11-12"), Purpose.AMENDMENT), 0, id="an amendment"),
        pytest.param(a_response(day("2026-11-12"), Purpose.REEVALUATION), 0, id="a reevaluation"),
        pytest.param(a_response(day("2026-11-12"), moves_clocks=False), 0, id="near no meeting"),
        pytest.param(a_response(day("2026-07-01")), 1, id="on the first day of this school year"),
        pytest.param(a_response(day("2026-06-30")), 0, id="in the school year before"),
    ],
)
def test_which_forms_count(response: Any, count: int) -> None:
    assert len(found(a_student(annual=day("2025-11-14")), response)) == count


def test_a_meeting_that_is_only_ticked_resets_nothing() -> None:
    ticked = a_meeting(day("2026-11-12"), held=True)

    assert found(a_student(annual=day("2025-11-14")), meetings=(ticked,)) == []


def test_of_two_reviews_the_first_made_the_second_due() -> None:
    forms = (
        a_response(day("2026-09-01"), response_id="a"),
        a_response(day("2026-11-12"), response_id="b"),
    )
    [finding] = found(a_student(annual=day("2025-11-14")), *forms)

    assert finding.cycle == "2026-11-12"
    assert "293 days early: it was due by 1 Sep 2027" in finding.arithmetic
    assert found(a_student(annual=day("2025-11-14")), *forms[::-1]) == [finding]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("2026-11-19", "7 days early: it was due by 19 Nov 2026", id="of the one before"),
        pytest.param("2027-11-12", "and no earlier one is on record", id="of this one"),
        pytest.param("2027-11-15", "and no earlier one is on record", id="of this one, a few days off"),
    ],
)
def test_a_typed_due_date_tells_when_it_was_due(typed: str, said: str) -> None:
    [finding] = found(a_student(annual=None, annual_due=day(typed)), a_response(day("2026-11-12")))

    assert said in finding.arithmetic


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("2026-11-09", "and no earlier one is on record", id="three days apart: the same"),
        pytest.param("2026-11-15", "and no earlier one is on record", id="three days later: the same"),
        pytest.param("2026-09-12", "304 days early: it was due by 12 Sep 2027", id="61 days: another one"),
    ],
)
def test_the_row_and_the_form_may_be_a_few_days_apart(typed: str, said: str) -> None:
    [finding] = found(a_student(annual=day(typed)), a_response(day("2026-11-12")))

    assert said in finding.arithmetic


@pytest.mark.parametrize(
    ("row", "following", "row_says"),
    [
        pytest.param({"annual": day("2026-10-20")}, "2027-10-10", "20 Oct 2026", id="the row is later"),
        pytest.param({"annual": day("2026-10-01")}, "2027-10-01", "1 Oct 2026", id="the row is earlier"),
        pytest.param({"annual": day("2026-10-14")}, "2027-10-10", "14 Oct 2026", id="four days apart"),
        pytest.param({"annual": day("2026-08-11")}, "2027-08-11", "11 Aug 2026", id="60 days apart"),
        pytest.param(
            {"annual": None, "annual_due": day("2027-10-20")},
            "2027-10-10",
            "due by 20 Oct 2027",
            id="typed",
        ),
    ],
)
@pytest.mark.parametrize("today", ["2026-11-20", "2027-09-15"])
def test_two_dates_of_one_review_are_a_question(
    row: dict[str, Any], following: str, row_says: str, today: str
) -> None:
    student, form = a_student(**row), a_response(day("2026-10-10"))
    [finding] = found(student, form, today=day(today))
    next_due = review_deadline(a_department(student, responses=(form,)), student, a_policy())
    said = "Until then the next is due by"
    if day(following) < day(today):
        said = "By the earlier of the two the next was due by"

    assert (finding.severity, finding.due, finding.cycle) == (Severity.DATA, None, "2026-10-10")
    assert finding.arithmetic == (
        f"Annual review held on 10 Oct 2026, by its form (the row of the student says {row_says}). "
        "The two do not agree: one of them has to be corrected. "
        f"{said} {words(day(following))}."
    )
    assert next_due is not None
    assert next_due.due == day(following)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        pytest.param("2026-11-01", "Until then the next is due by 1 Nov 2026.", id="on the day"),
        pytest.param(
            "2026-11-02", "By the earlier of the two the next was due by 1 Nov 2026.", id="the day after"
        ),
    ],
)
def test_a_day_that_has_passed_is_no_promise(today: str, said: str) -> None:
    [finding] = found(a_student(annual=day("2025-11-01")), a_response(day("2025-11-18")), today=day(today))

    assert finding.arithmetic.endswith(said)


def test_the_question_is_asked_at_the_row() -> None:
    [finding] = found(a_student(annual=day("2026-10-20")), a_response(day("2026-10-10")))

    assert finding.place == a_cell("G2")
    assert finding.advice == (
        "Correct the date in the row of the student, or the date of the meeting by editing the form."
    )
    assert [one.words for one in finding.steps] == [
        "last annual review: 20 Oct 2026",
        "annual review held, by its form: 10 Oct 2026",
        "next due, by the earlier of the two: 10 Oct 2027",
    ]


def test_a_later_review_in_the_row_makes_the_form_history() -> None:
    assert found(a_student(annual=day("2026-11-10")), a_response(day("2026-09-01"))) == []


def test_without_a_form_in_the_settings_only_the_same_day_is_the_same_review() -> None:
    student = a_student(annual=day("2026-11-11"))
    [finding] = found(student, a_response(day("2026-11-12")), organisation=an_organisation(form=None))

    assert finding.severity is Severity.DATA


def test_the_finding_explains_itself() -> None:
    [finding] = found(a_student(annual=day("2025-11-10")), a_response(day("2026-11-12")))

    assert finding.key == "annual_reset/student-1/2026-11-12"
    assert finding.place == ResponsePlace("form-1", "response-1")
    assert finding.advice == "Nothing needs to be done."
    assert finding.arithmetic == (
        "The annual review was held on 12 Nov 2026, 2 days late: it was due by 10 Nov 2026, so the next is "
        "due by 12 Nov 2027."
    )
    assert finding.steps == (
        Step("last annual review: 10 Nov 2025", a_cell("G2")),
        Step("annual review held, by its form: 12 Nov 2026", ResponsePlace("form-1", "response-1")),
        Step("2 days late: it was due by 10 Nov 2026"),
        Step("next due: 12 Nov 2027"),
    )
