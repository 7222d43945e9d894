"""Company practice: data on a goal are no older than twice the planned interval, long breaks left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_district,
    a_policy,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
    with_next_year,
)
from tests.builders_progress import a_goal, a_series
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Series
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.stale_data import RULE

OLD = day("2026-10-12")
PROGRESS = frozenset({("manager-1", "progress")})
GOALS = frozenset({("manager-1", "goals")})


def found(*series: Series, on: str = "2026-11-20", **changes: Any) -> list[Finding]:
    facts: dict[str, Any] = {"goals": (a_goal(),), "series": series, **changes}
    return list(RULE.check(a_department(*facts.pop("students", ()), **facts), a_policy(), day(on)))


def old(**changes: Any) -> list[Finding]:
    """Data that nothing speaks for."""
    return found(a_series([20, 21], last=OLD), **changes)


@pytest.mark.parametrize(
    ("last", "every", "in_time_until"),
    [
        pytest.param("2026-11-02", 7, "2026-11-16", id="weekly data after fourteen days"),
        pytest.param("2026-10-19", 14, "2026-11-16", id="data of every two weeks after four weeks"),
        pytest.param("2026-11-16", 1, "2026-11-18", id="daily data after two days"),
        pytest.param("2026-10-30", 7, "2026-11-13", id="a holiday is no break"),
        pytest.param("2026-11-09", 7, "2026-12-02", id="Thanksgiving week is one, with both weekends"),
        pytest.param("2026-12-14", 7, "2027-01-14", id="and so are the weeks around New Year"),
        pytest.param("2027-05-26", 7, "2027-08-21", id="and summer, as far as the calendar reaches"),
        pytest.param("2026-06-01", 7, "2026-08-23", id="and the summer before its first school day"),
    ],
)  # fmt: skip
def test_data_grow_old_after_twice_the_planned_interval(last: str, every: int, in_time_until: str) -> None:
    goal = a_goal(every=every, start=day("2026-06-01"), end=day("2027-12-31"))
    series, due = a_series([20, 21], last=day(last)), day(in_time_until)
    the_day_after = due.fromordinal(due.toordinal() + 1).isoformat()

    assert found(series, goals=(goal,), on=in_time_until) == []
    assert [one.due for one in found(series, goals=(goal,), on=the_day_after)] == [due]


@pytest.mark.parametrize(
    ("last", "in_time_until"),
    [
        pytest.param("2027-05-26", "2027-08-27", id="over the summer to the next first day of school"),
        pytest.param("2027-12-10", "2028-01-10", id="over the winter break of the next year"),
        pytest.param("2028-05-20", "2028-08-23", id="and over its summer, as far as the calendar reaches"),
    ],
)
def test_breaks_of_the_next_year_in_the_settings_count(last: str, in_time_until: str) -> None:
    goal = a_goal(every=7, start=day("2026-06-01"), end=day("2028-12-31"))
    series, due = a_series([20, 21], last=day(last)), day(in_time_until)
    the_day_after = due.fromordinal(due.toordinal() + 1).isoformat()
    facts: dict[str, Any] = {"goals": (goal,), "organisation": with_next_year()}

    assert found(series, **facts, on=in_time_until) == []
    assert [one.due for one in found(series, **facts, on=the_day_after)] == [due]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, True, id="nothing speaks for them"),
        pytest.param({"goals": (a_goal(every=None),)}, False, id="nobody typed how often data are planned"),
        pytest.param({"goals": (a_goal(every=unreadable()),)}, False, id="how often cannot be read"),
        pytest.param({"goals": (a_goal(end=day("2026-11-19")),)}, False, id="the goal ended yesterday"),
        pytest.param({"goals": (a_goal(end=day("2026-11-20")),)}, True, id="the goal ends today"),
        pytest.param({"goals": (a_goal(start=day("2026-11-21")),)}, False, id="the goal begins tomorrow"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, False, id="a 504 plan has no IEP goals"),
        pytest.param({"students": (a_student(leaves=day("2026-11-01")),)}, False, id="the student has left"),
        pytest.param({"broken": PROGRESS}, False, id="a sheet of data cannot be read"),
        pytest.param({"broken": GOALS}, False, id="the sheet of goals cannot be read whole"),
    ],
)
def test_what_cannot_be_known_is_not_told(changes: dict[str, Any], told: bool) -> None:
    assert bool(old(**changes)) is told


@pytest.mark.parametrize(
    "kind", [ProblemKind.UNKNOWN_GOAL, ProblemKind.AMBIGUOUS_GOAL, ProblemKind.PART_OR_PERCENT]
)
@pytest.mark.parametrize(("whose", "told"), [("student-1", False), ("student-9", True)])
def test_data_that_fit_no_goal_of_the_student_may_be_the_newest(
    kind: ProblemKind, whose: str, told: bool
) -> None:
    problem = Problem(kind, a_row(9), "manager-1", whose)
    assert bool(old(problems=(problem,))) is told


def test_it_is_told_with_its_arithmetic_and_the_cell_of_the_last_value() -> None:
    (finding,) = old()

    assert finding.severity is Severity.DATA
    assert finding.place == Cell("workbook-1", 8, "D3")
    assert (finding.cycle, finding.student_ref) == ("reading/2026-08-31/2026-10-26", "student-1")
    assert finding.arithmetic == (
        "The last data on goal 1 are of 12 Oct 2026, 39 days ago. Data are planned every 7 days; new ones "
        "were in time until 26 Oct 2026, 14 days later without long breaks of the school."
    )


def test_where_a_row_of_data_is_nobodys_the_doubt_is_told() -> None:
    (finding,) = old(unsettled=PROGRESS)
    assert finding.arithmetic.endswith(
        " A row of progress data could not be given to a student, so there may be newer ones."
    )


def test_without_any_data_the_days_count_from_the_beginning_of_the_goal() -> None:
    (finding,) = found(goals=(a_goal(every=1, start=day("2026-11-02")),))

    assert finding.due == day("2026-11-04")
    assert finding.place == a_row(2, sheet=6)
    assert finding.arithmetic == (
        "Goal 1 has no data since it began on 2 Nov 2026. Data are planned every day; new ones were in time "
        "until 4 Nov 2026, 2 days later without long breaks of the school."
    )


def test_a_goal_without_data_and_without_a_beginning_cannot_be_late() -> None:
    assert found(goals=(a_goal(start=None),)) == []


def test_data_from_before_the_goal_are_not_its_own() -> None:
    (finding,) = found(a_series([3, 4, 5], last=day("2026-08-24")))
    assert finding.arithmetic.startswith("Goal 1 has no data since it began on 31 Aug 2026.")


def test_the_newest_data_of_several_sheets_count() -> None:
    fresh = a_series([20], book="another workbook")
    assert found(a_series([20, 21], last=OLD), fresh) == []


def test_the_breaks_are_those_of_the_students_own_district() -> None:
    harvest = {"from": "2026-10-12", "until": "2026-10-30", "name": "harvest"}
    elsewhere = a_district("district-2", closures=[harvest])
    people = (a_student(), a_student("student-2", district="district-2"))
    organisation = an_organisation(
        districts=(a_district(), elsewhere),
        case_managers=(a_case_manager(districts=["district-1", "district-2"]),),
    )
    series = [a_series([20], last=day("2026-10-09"), student=one.ref) for one in people]
    goals = tuple(a_goal(student=one.ref, row=row) for row, one in enumerate(people, 2))
    told = found(*series, goals=goals, students=people, organisation=organisation, on="2026-10-31")

    assert [one.student_ref for one in told] == ["student-1"]


def test_a_long_weekend_is_no_break() -> None:
    """Five days without school, of which three are weekdays."""
    closed = a_district(closures=[{"from": "2026-10-21", "until": "2026-10-23", "name": "conferences"}])
    (finding,) = old(organisation=an_organisation(districts=(closed,)))
    assert finding.due == day("2026-10-26")


def test_a_goal_that_is_typed_twice_is_told_once() -> None:
    assert len(old(goals=(a_goal(), a_goal(row=3)))) == 1


def test_goals_of_one_name_in_two_workbooks_each_have_their_own_data() -> None:
    goals = (a_goal(), a_goal(book="workbook-2", start=day("2026-09-07")))
    told = found(a_series([20], last=OLD), a_series([20], book="workbook-2"), goals=goals)
    assert [one.place.url for one in told] == [Cell("workbook-1", 8, "D2").url]


@pytest.mark.parametrize(
    ("before", "since"),
    [
        pytest.param("workbook-1", "workbook-2", id="new data in the second workbook"),
        pytest.param("workbook-2", "workbook-1", id="new data in the first workbook"),
    ],
)
def test_a_goal_that_was_copied_into_the_next_workbook_has_the_data_of_both(before: str, since: str) -> None:
    goals = (a_goal(), a_goal(book="workbook-2"))
    assert found(a_series([20, 21], last=OLD, book=before), a_series([22], book=since), goals=goals) == []
    (finding,) = found(a_series([20, 21], last=OLD, book=before), goals=goals)
    assert finding.arithmetic.startswith("The last data on goal 1 are of 12 Oct 2026")


def test_the_working_begins_with_the_last_value_or_with_the_goal() -> None:
    [with_data], [without] = found(a_series([10], last=day("2026-10-12"))), found()

    assert [step.words for step in with_data.steps] == [
        "last data: 12 Oct 2026",
        "data planned every 7 days",
        "2 x 7 days later, without long breaks of the school: 26 Oct 2026",
        "today: 20 Nov 2026, 25 days after 26 Oct 2026",
    ]
    assert with_data.steps[0].place == with_data.place
    assert without.steps[0].words == "goal began: 31 Aug 2026"
