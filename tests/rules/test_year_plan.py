"""A school year, week by week: what is due when, who works then, and what stands in the way."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_district,
    a_policy,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.vocabulary import PlanType, Purpose
from workspace_agent.rules.next_steps import next_steps
from workspace_agent.rules.year_calendar import DueDate, Obstacle, Week, meetings
from workspace_agent.rules.year_plan import YearPlan, year_of, year_plan

AUGUST = day("2026-08-01")
HOLIDAYS = ("2026-09-07", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01", "2029-01-01")
UNTIL_JUNE = {"from": "2026-08-03", "until": "2027-06-04"}


def a_place(*students: Student, district: dict[str, Any] | None = None, **person: Any) -> Department:
    """One case manager and one district, with something of theirs changed."""
    organisation = an_organisation(
        federal_holidays=HOLIDAYS,
        districts=(a_district(**(district or {})),),
        case_managers=(a_case_manager(**person),),
    )
    return a_department(*students, organisation=organisation)


def reviewed(on: str, ref: str = "student-1", **changed: Any) -> Student:
    """Whose annual review is due a year after a day, and no reevaluation in these years."""
    return a_student(ref, annual=day(on), evaluation=day("2028-09-01"), **changed)


def plan(department: Department, year: int = 2026, today: dt.date = AUGUST) -> YearPlan:
    return year_plan(department, a_policy(), year, today)


def due_on(on: str, district: dict[str, Any] | None = None, **person: Any) -> DueDate:
    """The one due date of a student who was reviewed a year before a day."""
    department = a_place(reviewed(on), district=district, **person)
    (found,) = plan(department).due
    return found


def week_of(found: YearPlan, monday: str) -> Week:
    return next(week for week in found.weeks if week.monday == day(monday))


# ---- the weeks of a year


@pytest.mark.parametrize(
    ("year", "count", "first", "last"),
    [
        pytest.param(2026, 53, "2026-07-27", "2027-07-26", id="begins on a Saturday, and week 53 is in it"),
        pytest.param(2027, 53, "2027-07-26", "2028-07-31", id="its 31 July is a Monday; with a leap day"),
        pytest.param(2028, 53, "2028-07-31", "2029-07-30", id="begins on a Tuesday"),
        pytest.param(2022, 53, "2022-08-01", "2023-07-31", id="begins on a Monday"),
    ],
)
def test_all_weeks_that_hold_a_day_of_the_year(year: int, count: int, first: str, last: str) -> None:
    mondays = [week.monday for week in plan(a_place(), year).weeks]

    assert (len(mondays), mondays[0], mondays[-1]) == (count + (year == 2027), day(first), day(last))
    assert {(after - before).days for before, after in pairwise(mondays)} == {7}


@pytest.mark.parametrize(
    ("on", "year"),
    [("2026-07-31", 2025), ("2026-08-01", 2026), ("2026-12-31", 2026), ("2027-01-01", 2026)],
)
def test_a_day_is_in_the_year_that_begins_in_august(on: str, year: int) -> None:
    assert year_of(day(on)) == year


def test_a_week_over_new_year_holds_what_is_due_on_both_sides() -> None:
    found = plan(a_place(reviewed("2025-12-29"), reviewed("2026-01-02", "student-2")))

    assert [one.day for one in week_of(found, "2026-12-28").due] == [day("2026-12-29"), day("2027-01-02")]


@pytest.mark.parametrize(
    ("monday", "working"),
    [
        pytest.param("2026-07-27", 0, id="only its weekend is in the year"),
        pytest.param("2026-08-10", 5, id="the first week of school"),
        pytest.param("2026-09-07", 4, id="a federal holiday"),
        pytest.param("2026-11-23", 0, id="a break of the district"),
        pytest.param("2026-10-26", 5, id="clocks go back at its end"),
        pytest.param("2027-03-08", 5, id="clocks go forward at its end"),
        pytest.param("2027-05-31", 0, id="school is over"),
    ],
)
def test_working_days_of_a_week(monday: str, working: int) -> None:
    assert week_of(plan(a_place()), monday).working_days == {"manager-1": working}


def test_a_working_day_is_one_on_which_any_district_of_theirs_has_school() -> None:
    open_then = a_district("district-2", closures=())
    organisation = an_organisation(
        federal_holidays=HOLIDAYS,
        districts=(a_district(), open_then),
        case_managers=(a_case_manager(districts=["district-1", "district-2"]),),
    )
    found = plan(a_department(organisation=organisation))

    assert week_of(found, "2026-11-23").working_days == {"manager-1": 4}


def test_days_without_school_by_district_and_name() -> None:
    week = week_of(plan(a_place()), "2027-01-04")
    summer = week_of(plan(a_place()), "2027-06-28")

    assert [(one.district, one.name, one.days) for one in week.closed] == [("district-1", "closed", 1)]
    assert [(one.name, one.days) for one in summer.closed] == [("", 5)]
    assert week_of(plan(a_place()), "2026-11-02").closed == ()


# ---- what is due


def test_due_dates_are_those_of_the_next_steps() -> None:
    """With nothing planned, the next step is to plan the meeting: on the same day, and as long before."""
    department = a_place(reviewed("2025-11-04"))
    (found,) = plan(department).due
    (step,) = next_steps(department, a_policy(), AUGUST)

    assert (found.day, found.purpose, found.plan_by) == (
        day("2026-11-04"),
        Purpose.ANNUAL_REVIEW,
        day("2026-10-07"),
    )
    assert (step.by, "4 Nov 2026" in step.words) == (found.plan_by, True)


def test_every_kind_of_meeting() -> None:
    found = plan(
        a_place(
            a_student("iep", annual=day("2025-10-01"), evaluation=day("2023-10-02")),
            a_student("504", plan=PlanType.S504, annual=day("2025-10-05"), evaluation=day("2023-10-06")),
            a_student("first", annual=None, evaluation=day("2026-09-07"), eligible_on=day("2026-09-08")),
        )
    )

    assert [(one.student_ref, one.purpose.value, one.day.isoformat()) for one in found.due] == [
        ("iep", "annual_review", "2026-10-01"),
        ("iep", "reevaluation", "2026-10-02"),
        ("504", "review_504", "2026-10-05"),
        ("504", "reevaluation_504", "2026-10-06"),
        ("first", "initial", "2026-10-08"),
    ]
    assert meetings(found.due) == 3


@pytest.mark.parametrize(
    ("student", "due"),
    [
        pytest.param(reviewed("2025-08-01"), 1, id="on the first day of the year"),
        pytest.param(reviewed("2025-07-31"), 0, id="on the day before it"),
        pytest.param(reviewed("2026-07-31"), 1, id="on its last day"),
        pytest.param(reviewed("2026-08-01"), 0, id="on the day after it"),
        pytest.param(reviewed("2025-11-04", leaves=day("2026-11-05")), 1, id="before the student leaves"),
        pytest.param(reviewed("2025-11-04", leaves=day("2026-11-04")), 0, id="once the student has left"),
        pytest.param(reviewed("2025-11-04", leaves=AUGUST), 0, id="of a student who has left"),
        pytest.param(reviewed("2025-11-04", enrolled=day("2026-08-10")), 1, id="of one who comes in August"),
    ],
)
def test_what_belongs_into_the_year(student: Student, due: int) -> None:
    assert len(plan(a_place(student)).due) == due


@pytest.mark.parametrize(("last", "earlier"), [("2025-07-31", 1), ("2025-08-01", 0), ("2025-11-04", 0)])
def test_what_is_due_before_the_year_is_counted(last: str, earlier: int) -> None:
    assert plan(a_place(reviewed(last))).earlier == earlier


@pytest.mark.parametrize(
    ("student", "unknown"),
    [
        pytest.param(reviewed("2025-11-04"), (), id="everything is on record"),
        pytest.param(a_student(evaluation=None), ("student-1",), id="no evaluation is on record"),
        pytest.param(a_student(plan=unreadable()), ("student-1",), id="the plan cannot be read"),
        pytest.param(a_student(evaluation=None, leaves=AUGUST), (), id="of a student who has left"),
    ],
)
def test_students_of_whom_a_due_date_is_not_known(student: Student, unknown: tuple[str, ...]) -> None:
    assert plan(a_place(student)).unknown == unknown


# ---- days on which it cannot be held

FEBRUARY_OFF = {"from": "2027-02-08", "until": "2027-02-12", "name": "leave"}
YEARS = [{"first_day": "2027-08-09", "last_day": "2028-05-26"}]

BLOCKED: list[Any] = [
    pytest.param("2025-11-04", {}, None, "2026-11-04", id="a day of work and school"),
    pytest.param("2025-11-07", {}, Obstacle.WEEKEND, "2026-11-06", id="a Saturday"),
    pytest.param("2025-11-11", {}, Obstacle.HOLIDAY, "2026-11-10", id="a federal holiday"),
    pytest.param("2025-11-25", {}, Obstacle.CLOSED, "2026-11-20", id="a break"),
    pytest.param("2025-12-26", {}, Obstacle.CLOSED, "2026-12-18", id="a Saturday within a break"),
    pytest.param("2026-06-15", {}, Obstacle.BETWEEN_YEARS, "2027-05-28", id="in summer"),
    pytest.param(
        "2026-06-15", {"contract": [UNTIL_JUNE]}, Obstacle.NO_CONTRACT, "2027-05-28", id="after the contract"
    ),
    pytest.param(
        "2026-02-10",
        {"contract": [UNTIL_JUNE | {"off": [FEBRUARY_OFF]}]},
        Obstacle.DAY_OFF,
        "2027-02-05",
        id="on leave",
    ),
    pytest.param("2025-08-01", {}, Obstacle.WEEKEND, None, id="before the first working day"),
    pytest.param("2025-11-04", {"until": "2026-07-31"}, Obstacle.NO_CONTRACT, None, id="nobody is in office"),
]


@pytest.mark.parametrize(("last", "person", "obstacle", "hold_by"), BLOCKED)
def test_it_has_to_be_held_before(
    last: str, person: dict[str, Any], obstacle: Obstacle | None, hold_by: str | None
) -> None:
    found = due_on(last, **person)

    assert (found.obstacle, found.hold_by) == (obstacle, day(hold_by) if hold_by else None)
    assert found.closure == ("closed" if obstacle is Obstacle.CLOSED else "")


def test_it_may_be_held_on_the_first_day_of_the_year() -> None:
    (found,) = plan(a_place(reviewed("2024-08-02")), 2025, day("2025-08-01")).due

    assert (found.day, found.hold_by) == (day("2025-08-02"), day("2025-08-01"))


def test_only_what_cannot_be_held_on_its_day_is_blocked() -> None:
    found = plan(a_place(reviewed("2025-11-04"), reviewed("2025-11-07", "student-2")))

    assert [one.student_ref for one in found.blocked] == ["student-2"]
    assert found.due[0].monday == day("2026-11-02")


# ---- a calendar that the settings do not hold


def test_without_a_calendar_of_the_year_each_weekday_is_taken_for_a_school_day() -> None:
    found = plan(a_place(reviewed("2026-12-27")), 2027)

    assert found.without_calendar == ("district-1",)
    assert found.without_holidays
    assert week_of(found, "2027-12-20").working_days == {"manager-1": 5}
    assert [(one.day, one.hold_by) for one in found.due] == [(day("2027-12-27"), day("2027-12-27"))]


def test_the_calendar_of_the_year_may_stand_among_the_other_years() -> None:
    known = plan(a_place(district={"other_years": YEARS}), 2027)

    assert known.without_calendar == ()
    assert not plan(a_place()).without_holidays
    assert plan(a_place()).without_calendar == ()


@pytest.mark.parametrize(
    ("first_day", "without"),
    [("2026-07-06", ()), ("2026-06-29", ("district-1",))],
    ids=["school begins in July", "it begins in June, with the year before"],
)
def test_a_year_of_school_may_begin_before_august(first_day: str, without: tuple[str, ...]) -> None:
    assert plan(a_place(district={"first_day": first_day})).without_calendar == without


def test_a_district_that_nobody_serves_is_not_in_it() -> None:
    organisation = an_organisation(districts=(a_district(), a_district("district-2", closures=())))

    assert plan(a_department(organisation=organisation), 2027).without_calendar == ("district-1",)


# ---- too much for a week


def several(count: int, last: str) -> list[Student]:
    return [reviewed(last, f"student-{number}") for number in range(count)]


@pytest.mark.parametrize(
    ("students", "monday", "overfull"),
    [
        pytest.param(several(5, "2025-11-04"), "2026-11-02", None, id="as many as there are days"),
        pytest.param(several(6, "2025-11-04"), "2026-11-02", (6, 5), id="one more"),
        pytest.param(several(5, "2025-11-10"), "2026-11-09", (5, 4), id="in a week with a holiday"),
        pytest.param(
            [*several(4, "2025-11-18"), *(reviewed("2025-11-25", f"later-{n}") for n in range(2))],
            "2026-11-16",
            (6, 5),
            id="what falls into a break counts in the week before",
        ),
        pytest.param(
            [a_student(f"s{n}", annual=day("2025-11-04"), evaluation=day("2023-11-05")) for n in range(5)],
            "2026-11-02",
            None,
            id="two due dates of one student are one meeting",
        ),
        pytest.param(several(1, "2025-08-01"), "2026-07-27", None, id="what has no day to be held on"),
    ],
)
def test_a_week_with_more_meetings_than_days(
    students: list[Student], monday: str, overfull: tuple[int, int] | None
) -> None:
    found = plan(a_place(*students))

    assert [(one.monday, one.meetings, one.working_days) for one in found.overfull] == (
        [(day(monday), *overfull)] if overfull else []
    )


# ---- contracts that end

END: list[Any] = [
    pytest.param({}, [], id="no end is agreed on"),
    pytest.param({"contract": [UNTIL_JUNE]}, [("2027-06-04", 1)], id="in June, with a review due after it"),
    pytest.param(
        {"contract": [UNTIL_JUNE, {"from": "2027-06-05"}]}, [], id="the next one begins on the next day"
    ),
    pytest.param(
        {"contract": [UNTIL_JUNE, {"from": "2027-06-14"}]},
        [("2027-06-04", 0)],
        id="the next begins before it",
    ),
    pytest.param(
        {
            "contract": [
                {"from": "2026-08-03", "until": "2027-01-29"},
                {"from": "2027-02-08", "until": "2027-06-04"},
            ]
        },
        [("2027-01-29", 0), ("2027-06-04", 1)],
        id="two in one year",
    ),
    pytest.param({"until": "2027-03-31"}, [("2027-03-31", 1)], id="the time in office"),
    pytest.param(
        {"contract": [UNTIL_JUNE], "until": "2027-03-31"}, [("2027-03-31", 1)], id="before the contract"
    ),
    pytest.param({"contract": [{"from": "2026-08-03", "until": "2027-08-03"}]}, [], id="in another year"),
]


@pytest.mark.parametrize(("person", "ends"), END)
def test_the_end_of_a_contract_and_what_is_due_after_it(
    person: dict[str, Any], ends: list[tuple[str, int]]
) -> None:
    found = plan(a_place(reviewed("2026-06-15"), **person))

    assert [(one.day.isoformat(), len(one.after)) for one in found.ends] == ends
    assert all(one in week_of(found, "2027-05-31").ends for one in found.ends if one.day == day("2027-06-04"))


def test_what_is_due_to_somebody_else_after_it_is_not_theirs() -> None:
    people = a_case_manager(contract=[UNTIL_JUNE]), a_case_manager("manager-2", workbooks=())
    organisation = an_organisation(case_managers=people)
    student = reviewed("2026-06-15", case_manager="manager-2")

    assert [one.after for one in plan(a_department(student, organisation=organisation)).ends] == [()]


def test_a_year_without_students() -> None:
    found = year_plan(a_department(organisation=an_organisation()), a_policy(), 2030, AUGUST)

    assert (found.due, found.blocked, found.overfull, found.ends) == ((), (), (), ())
    assert found.first_day == day("2030-08-01")
