"""A column that was there and is gone moves no meeting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_meeting,
    a_student,
    a_team_member,
    an_organisation,
)
from tests.builders_seen import NOW, circumstances, kinds, nothing_seen, planned, seen_after, settled
from workspace_agent.duties.pauses import in_force
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Role
from workspace_agent.model.waits import Pause

STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address="k.osei@sierravieja.example")
WHOLE = {"students": frozenset({"first", "exit"}), "meetings": frozenset({"date", "zone", "length", "mode"})}


def department(minutes: int | None, **columns: frozenset[str]) -> Department:
    """One case manager's workbook with a meeting of 90 minutes, or of none that can be read."""
    workbook = Workbook("workbook-1", "manager-1", holds_students=True, columns=WHOLE | columns)
    row = a_meeting(minutes=minutes)
    return a_department(a_student(), meetings=(row,), team=(STAFF,), workbooks=(workbook,))


BOOK = SpreadsheetPlace("workbook-1")
BEFORE = settled(department(90))


@pytest.mark.parametrize(
    ("sheet", "left", "field"),
    [
        ("meetings", frozenset({"date", "zone", "mode"}), "length"),
        ("meetings", frozenset({"date", "zone", "length"}), "mode"),
        ("students", frozenset({"first"}), "exit"),
    ],
)
def test_a_column_that_is_gone_is_told_and_changes_no_meeting(
    sheet: str, left: frozenset[str], field: str
) -> None:
    plan = planned(department(None, **{sheet: left}), BEFORE)

    assert kinds(plan) == {}
    assert [(p.kind, p.detail) for p in plan.problems] == [(ProblemKind.COLUMN_GONE, field)]


@pytest.mark.parametrize(("booking", "told"), [("settled", True), ("box", False)])
def test_a_box_that_is_gone_books_no_date_where_the_settings_could_do_without(
    booking: str, told: bool
) -> None:
    books = [{"id": "workbook-1", "holds": "progress monitoring", "booking": booking}]
    people = (a_case_manager(workbooks=books),)
    boxed = department(90, meetings=WHOLE["meetings"] | {"book"})
    boxed = replace(boxed, organisation=an_organisation(case_managers=people))
    seen = seen_after(planned(boxed), nothing_seen())
    plan = planned(replace(boxed, workbooks=department(90).workbooks), seen)

    assert ([p.detail for p in plan.problems if p.kind is ProblemKind.COLUMN_GONE] == ["book"]) is told


def test_it_stays_so_for_a_week_and_then_it_was_meant() -> None:
    without = department(None, meetings=frozenset({"date", "zone", "mode"}))
    seen = seen_after(planned(without, BEFORE), BEFORE)

    assert kinds(planned(without, seen, NOW + dt.timedelta(days=6))) == {}
    meant = planned(without, seen, NOW + dt.timedelta(days=7))
    assert (kinds(meant), meant.problems) == ({"ChangeMeeting": 1}, ())
    assert "counts as gone after a week" in ProblemKind.COLUMN_GONE.advice


def test_a_heading_that_is_restored_goes_on_as_before() -> None:
    without = department(None, meetings=frozenset({"date", "zone", "mode"}))
    seen = seen_after(planned(without, BEFORE), BEFORE)

    assert planned(department(90), seen).actions == ()
    assert planned(department(90), seen).problems == ()


@pytest.mark.parametrize("days", [1, 8])
def test_a_heading_that_is_lost_again_rests_for_another_week(days: int) -> None:
    without = department(None, meetings=frozenset({"date", "zone", "mode"}))
    seen = seen_after(planned(without, BEFORE), BEFORE)
    restored = NOW + dt.timedelta(days=1)
    seen = seen_after(planned(department(90), seen, restored), seen, restored)
    again = restored + dt.timedelta(days=days)

    lost = planned(without, seen, again)
    assert (kinds(lost), [p.detail for p in lost.problems]) == ({}, ["length"])
    seen = seen_after(lost, seen, again)
    assert kinds(planned(without, seen, again + dt.timedelta(days=6))) == {}
    assert kinds(planned(without, seen, again + dt.timedelta(days=7))) == {"ChangeMeeting": 1}


def test_a_sheet_that_never_had_it_is_not_asked() -> None:
    never = department(90, meetings=frozenset({"date"}))

    assert planned(never, settled(never)).problems == ()
    assert planned(never, replace(BEFORE, looks={})).problems == ()


@pytest.mark.parametrize("sheet", ["students", "meetings"])
def test_where_boxes_were_that_pause_everything_rests_until_it_was_meant(sheet: str) -> None:
    boxed = department(90, **{sheet: WHOLE[sheet] | {"paused"}})
    seen = seen_after(planned(boxed), nothing_seen())
    bare = department(90)

    def resting(now: dt.datetime) -> list[Pause]:
        return [one for one in in_force(bare, seen, circumstances(now)) if one.unreadable]

    (pause,) = resting(NOW)
    assert (pause.place, pause.case_manager, pause.student_ref) == (BOOK, "manager-1", "")
    assert [p.detail for p in planned(bare, seen).problems if p.kind is ProblemKind.COLUMN_GONE] == ["paused"]
    seen = seen_after(planned(bare, seen), seen)
    assert resting(NOW + dt.timedelta(days=6))
    assert not resting(NOW + dt.timedelta(days=7))


def test_in_the_workbook_of_one_student_it_is_that_student_who_rests() -> None:
    boxed = department(90, students=WHOLE["students"] | {"paused"})
    seen = seen_after(planned(boxed), nothing_seen())
    own = replace(boxed.workbooks[0], of_one=True, columns=WHOLE)

    (pause,) = in_force(replace(boxed, workbooks=(own,)), seen, circumstances())
    assert pause.student_ref == "student-1"


def test_without_the_column_that_says_who_is_restricted_nobody_is_invited() -> None:
    known = department(90, team=frozenset({"role", "email", "contact_state"}))
    seen = seen_after(planned(replace(known, meetings=())), nothing_seen())
    lost = department(90, team=frozenset({"role", "email"}))

    assert [p.detail for p in planned(lost, seen).problems if p.kind is ProblemKind.COLUMN_GONE] == [
        "contact_state"
    ]
    assert "BookMeeting" not in kinds(planned(lost, seen))
