"""The progress sheet of a student: when it is filed, drawn anew and left alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_meeting,
    a_policy,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_digest import an_occasion, section
from tests.builders_progress import a_goal, a_series
from tests.builders_seen import ANYONE, NOW, circumstances, file_of, nothing_seen, planned, seen_after
from workspace_agent import duties
from workspace_agent.duties.brakes import caps
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.duties.digest_rows import Link
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.progress_sheets import (
    FileProgressSheet,
    ProgressSheet,
    RenewProgressSheet,
    new_progress_sheet_links,
    progress_sheet_links,
    student_of_progress_sheet,
)
from workspace_agent.duties.told import Told
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.plan import Plan
from workspace_agent.model.policy import BrakesPolicy
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Seen
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules import progress

VALUES = [11, 12, 11, 12, 11, 12, 11, 12]
KEY = "progress/student-1/2026-27"
NEXT_WEEK = NOW + dt.timedelta(days=7)
MONDAY = dt.datetime(2026, 11, 16, 7, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
"""The moment of the manager's digest."""


def with_data(*values: float, **changes: Any) -> Department:
    data = {"goals": (a_goal(),), "series": (a_series([*VALUES, *values]),)}
    return a_department(**(data | changes))


def filed(plan: Plan) -> list[FileProgressSheet]:
    return [action for action in plan.actions if isinstance(action, FileProgressSheet)]


def renewed(plan: Plan) -> list[RenewProgressSheet]:
    return [action for action in plan.actions if isinstance(action, RenewProgressSheet)]


def sheet(department: Department) -> ProgressSheet:
    (found,) = filed(planned(department))
    return found.sheet


def after(department: Department, **changes: Any) -> Seen:
    """What Google holds once the sheet was filed."""
    seen = seen_after(planned(department))
    return replace(seen, files={**seen.files, KEY: replace(seen.files[KEY], **changes)})


# ---- filed


def test_it_is_filed_with_the_student_for_the_school_year_of_its_data() -> None:
    (found,) = filed(planned(with_data()))

    assert (found.key, found.title) == (KEY, "2026-27 progress sheet.pdf")
    assert found.needs == (found.folder,) == ("folder/year/student-1/2026-27",)
    assert found.discloses[0].students == ("student-1",)


def test_it_says_whose_it_is_and_of_when() -> None:
    assert sheet(with_data()).about == (
        "J.S., Sierra Vieja ISD; case manager: Marisol Quintero",
        "School year 2026-27, as of the last data of 16 Nov 2026",
    )


def test_goals_stand_in_the_order_of_their_numbers() -> None:
    goals = (a_goal(number=2, key="b"), a_goal(number=1, row=3))
    found = sheet(with_data(goals=goals, series=(a_series(VALUES), a_series(VALUES, goal="b"))))
    assert [goal.number for goal in found.goals] == [1, 2]


def test_days_on_which_the_team_looked_at_the_plan_are_drawn() -> None:
    meetings = (a_meeting(day("2026-10-08"), held=True), a_meeting(day("2026-12-08"), held=True, row=3))
    (goal,) = sheet(with_data(meetings=meetings)).goals
    assert day("2026-10-08") in goal.reviews
    assert day("2026-12-08") not in goal.reviews


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        pytest.param({"target": None}, "Goal 2 is not drawn: it has no target on record.", id="left out"),
        pytest.param(
            {"target": None, "end": None},
            "Goal 2 is not drawn: it has no target and end on record.",
            id="two left out",
        ),
        pytest.param(
            {"target": unreadable()},
            "Goal 2 is not drawn: something in its row cannot be read.",
            id="cannot be read",
        ),
    ],
)
def test_why_a_goal_is_not_drawn_is_told(goal: dict[str, Any], expected: str) -> None:
    found = sheet(with_data(goals=(a_goal(), a_goal(number=2, key="b", row=3, **goal))))
    assert [one.words for one in found.not_drawn] == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"series": ()}, id="there are no data"),
        pytest.param({"goals": (a_goal(target=None),)}, id="no goal can be drawn"),
        pytest.param({"students": (a_student(held=True),)}, id="it is not settled who the student is"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, id="there is no IEP"),
        pytest.param({"broken": frozenset({("manager-1", "progress")})}, id="the sheet cannot be read"),
    ],
)
def test_nothing_is_filed_while(changes: dict[str, Any]) -> None:
    assert filed(planned(with_data(**changes))) == []


@pytest.mark.parametrize(
    ("now", "count"),
    [
        pytest.param(MONDAY - dt.timedelta(minutes=1), 0, id="before the moment of the digest"),
        pytest.param(MONDAY, 1, id="at that moment"),
    ],
)
@pytest.mark.parametrize("every", ["week", "never", "day"])
def test_it_comes_with_the_managers_digest(now: dt.datetime, count: int, every: str) -> None:
    organisation = an_organisation()
    manager = organisation.manager.model_copy(
        update={"digest": organisation.manager.digest.model_copy(update={"every": every})}
    )
    department = with_data(organisation=organisation.model_copy(update={"manager": manager}))
    assert len(filed(planned(department, now=now))) == count


@pytest.mark.parametrize("lost", [{"trashed": True}, {"readers": (ANYONE,)}], ids=["in the trash", "open"])
def test_nothing_is_filed_where_filing_stops(lost: dict[str, Any]) -> None:
    folder = "folder/student/student-1"
    seen = nothing_seen(files={folder: file_of(folder, **lost)})
    assert filed(planned(with_data(), seen)) == []


def test_where_it_is_off_nothing_is_planned() -> None:
    off = circumstances(features=Features(progress_sheets=Switch.OFF))
    assert filed(duties.plan(with_data(), nothing_seen(), off)) == []


def test_a_new_school_year_has_a_sheet_of_its_own() -> None:
    goal, now = a_goal(end=day("2027-11-30")), dt.datetime(2027, 8, 20, 12, tzinfo=dt.UTC)
    seen = after(with_data(goals=(goal,)))
    of_autumn = with_data(goals=(goal,), series=(a_series(VALUES, last=day("2027-08-16")),))

    assert [one.key for one in filed(planned(of_autumn, seen, now))] == ["progress/student-1/2027-28"]
    assert renewed(planned(of_autumn, seen, now)) == []


# ---- drawn anew


def test_an_unchanged_one_is_left_alone_for_ever() -> None:
    department = with_data()
    assert planned(department, after(department), NEXT_WEEK).actions == ()


def test_new_data_are_drawn_into_the_same_file_next_week() -> None:
    department = with_data(13)
    (again,) = renewed(planned(department, after(with_data()), NEXT_WEEK))

    assert (again.key, again.file_id) == (f"renewed/{KEY}", f"id of {KEY}")
    assert filed(planned(department, after(with_data()), NEXT_WEEK)) == []


def test_once_a_week_is_enough() -> None:
    assert renewed(planned(with_data(13), after(with_data()))) == []


def test_once_drawn_anew_it_is_done() -> None:
    department, seen = with_data(13), after(with_data())
    again = seen_after(planned(department, seen, NEXT_WEEK), seen, NEXT_WEEK)

    assert planned(department, again, NEXT_WEEK).actions == ()
    assert planned(department, again, NEXT_WEEK + dt.timedelta(days=7)).actions == ()


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"title": ""}, id="was renamed"),
        pytest.param({"parent": "a folder of people's"}, id="was moved"),
    ],
)
def test_it_is_followed_where_it(changed: dict[str, Any]) -> None:
    assert len(renewed(planned(with_data(13), after(with_data(), **changed), NEXT_WEEK))) == 1


@pytest.mark.parametrize(
    "changed", [{"trashed": True}, {"readers": (ANYONE,)}], ids=["in the trash", "open to anyone"]
)
def test_it_is_left_alone_where_it_is(changed: dict[str, Any]) -> None:
    plan = planned(with_data(13), after(with_data(), **changed), NEXT_WEEK)
    assert (renewed(plan), filed(plan)) == ([], [])


def test_one_in_the_trash_is_told() -> None:
    plan = planned(with_data(), after(with_data(), trashed=True))
    assert [(one.kind, one.student_ref) for one in plan.problems] == [
        (ProblemKind.RECORD_TRASHED, "student-1")
    ]


@pytest.mark.parametrize("gone", [{}, {KEY: "link"}], ids=["as the ledger knows", "as is seen"])
def test_one_that_was_deleted_is_not_filed_again(gone: dict[str, str]) -> None:
    seen = after(with_data())
    files = {key: file for key, file in seen.files.items() if key != KEY}
    plan = planned(with_data(), replace(seen, files=files, gone=gone, done={KEY: ""}))

    assert filed(plan) == []
    assert [one.kind for one in plan.problems] == [ProblemKind.RECORD_GONE] * len(gone)


def test_one_that_went_with_its_school_year_is_told_at_the_folder() -> None:
    seen = after(with_data())
    lost = {KEY, "folder/year/student-1/2026-27"}
    files = {key: file for key, file in seen.files.items() if key not in lost}
    gone = replace(seen, files=files, gone=dict.fromkeys(lost, "link"), done=dict.fromkeys(lost, ""))

    assert [one.kind for one in planned(with_data(), gone).problems] == [ProblemKind.FOLDER_GONE]


def test_it_is_the_students_for_whoever_may_open_it() -> None:
    stranger = after(with_data(), readers=())
    assert {one.student_ref for one in planned(with_data(), stranger).problems} == {"student-1"}


# ---- brakes


@pytest.mark.parametrize(
    ("limit", "waits"), [pytest.param(1, True, id="above"), pytest.param(2, False, id="within the limit")]
)
def test_sheets_have_a_limit_of_their_own(limit: int, waits: bool) -> None:
    two = with_data(
        students=(a_student(), a_student("student-2", row=3)),
        goals=(a_goal(), a_goal(student="student-2", row=3)),
        series=(a_series(VALUES), a_series(VALUES, student="student-2")),
    )
    brakes = BrakesPolicy(creations=0, drawings=limit)
    now = circumstances(policy=a_policy().model_copy(update={"brakes": brakes}))
    stops = caps(filed(duties.plan(two, nothing_seen(), now)), two, now)

    assert bool(stops) is waits
    assert [one.detail for stop in stops for one in stop.problems] == (
        ["2 progress sheets (the limit is 1)"] * waits
    )


def test_drawing_anew_has_no_limit() -> None:
    department = with_data(13)
    actions: list[Action] = [*renewed(planned(department, after(with_data()), NEXT_WEEK))]
    none = circumstances(policy=a_policy().model_copy(update={"brakes": BrakesPolicy(drawings=0)}))
    assert caps(actions, department, none) == ()


# ---- links


def test_whose_it_is_is_in_its_key_alone() -> None:
    assert student_of_progress_sheet(KEY) == "student-1"
    assert student_of_progress_sheet("evidence/student-1/2026-11-12/1-a") == ""


def test_the_link_is_to_the_latest_sheet_that_is_not_thrown_away() -> None:
    files = [
        file_of("progress/student-1/2026-27"),
        file_of("progress/student-1/2027-28"),
        file_of("progress/student-1/2028-29", trashed=True),
        file_of("folder/student/student-2"),
    ]
    assert progress_sheet_links(files) == {"student-1": "link to progress/student-1/2027-28"}


def test_what_was_filed_in_this_run_has_its_link_too() -> None:
    plan = planned(with_data())
    outcomes = [Outcome(action, State.DONE, link="its link") for action in plan.actions]
    assert new_progress_sheet_links(outcomes) == {"student-1": "its link"}
    assert new_progress_sheet_links(replace(one, state=State.FAILED) for one in outcomes) == {}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        pytest.param({"student-1": "its link"}, (Link("progress sheet", "its link"),), id="there is one"),
        pytest.param({"student-2": "another"}, (), id="another student has one"),
    ],
)
def test_a_finding_about_progress_leads_to_the_sheet(
    links: dict[str, str], expected: tuple[Link, ...]
) -> None:
    department = with_data()
    (finding,) = progress.check(department, a_policy(), day("2026-11-20"))
    other = replace(finding, rule="hours", citation=finding.citation)
    told = Told(findings=(finding, other), progress_sheets=links)
    rows = section(compose(department, told, an_occasion()), "Company practice").rows

    assert sorted(row.links for row in rows) == sorted([(), expected], key=str)


def test_who_may_not_see_a_student_gets_no_link() -> None:
    people = (a_case_manager(), a_case_manager("manager-2"))
    department = with_data(
        organisation=an_organisation(case_managers=people),
        students=(a_student(), a_student("student-2", case_manager="manager-2", row=3)),
    )
    told = Told(progress_sheets={"student-1": "one", "student-2": "two"})
    _, seen = narrowed(department, told, Scope(case_managers=frozenset({"manager-2"})))

    assert seen.progress_sheets == {"student-2": "two"}
