"""What of a plan is done now: switches first, then pauses, then brakes; folders follow; every row is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.builders import a_meeting, a_response, a_row, a_student, day, unreadable
from tests.builders_seen import NOW, circumstances, nothing_seen, planned
from tests.builders_waits import (
    HERS,
    HIS,
    Book,
    Cancel,
    Change,
    File,
    Folder,
    Mail,
    Share,
    keys,
    restrained,
    some,
    two_people,
)
from workspace_agent import duties
from workspace_agent.model.action import Action, Decision
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import Value
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.waits import Held, Pause, Waits, Why

BOX = a_row(9)
MEETINGS_REPORT = Features(meetings=Switch.REPORT)


def whys(waits: Waits) -> dict[str, Why]:
    return {held.action.key: held.why for held in waits.held}


# ---- switches


def test_a_duty_on_report_is_planned_and_not_done() -> None:
    plan, waits = restrained(*some(Book, 2), *some(Share, 1), features=MEETINGS_REPORT)

    assert keys(plan.actions) == ["share/manager-1/1"]
    assert whys(waits) == {"meeting/manager-1/1": Why.REPORT, "meeting/manager-1/2": Why.REPORT}


def test_what_is_only_reported_does_not_count_for_a_brake() -> None:
    _, waits = restrained(*some(Book, 26), *some(File, 25), features=MEETINGS_REPORT)

    assert waits.stops == ()


def test_a_duty_that_is_off_is_not_even_planned() -> None:
    department = replace(two_people(), meetings=(a_meeting(),), responses=(a_response(day("2026-11-12")),))

    def wanted(**switches: Switch) -> set[str]:
        within = circumstances(features=Features(**switches))
        plan = duties.plan(department, nothing_seen(), within)
        return {action.duty for action in plan.actions} | {decision.duty for decision in plan.decisions}

    assert wanted() == {"folders", "meetings", "filing", "sharing"}
    assert wanted(meetings=Switch.OFF) == {"folders", "filing", "sharing"}
    assert wanted(meetings=Switch.OFF, filing=Switch.OFF, sharing=Switch.OFF) == set()


def test_what_has_no_switch_is_on() -> None:
    assert Features(meetings=Switch.OFF).of("folders") is Switch.ON


# ---- pauses


def ticked(cell: str = "N2") -> Value[bool]:
    return Value(value=True, cell=replace(BOX, a1=cell))


def pausing(department: Department, **changes: object) -> Department:
    return replace(department, **changes)  # type: ignore[arg-type]  # fields by name


def test_a_paused_student_rests_and_nobody_else() -> None:
    resting = a_student(paused=ticked())
    department = pausing(two_people(), students=(resting,))
    plan, waits = restrained(*some(Book, 2), department=department)

    assert keys(plan.actions) == ["meeting/manager-1/2"]
    assert whys(waits) == {"meeting/manager-1/1": Why.PAUSED}
    assert waits.held[0].because == "it is paused by cell N2"


def test_a_paused_meeting_rests_and_its_students_other_meeting_does_not() -> None:
    rows = (a_meeting(row=2, paused=ticked()), a_meeting(row=3))
    department = pausing(two_people(), meetings=rows)
    both = tuple(replace(action, student_ref="student-1") for action in some(Book, 2))
    plan, waits = restrained(*both, department=department)

    assert keys(plan.actions) == ["meeting/manager-1/2"]
    assert [pause.row for pause in waits.pauses] == [a_row(2, sheet=2)]


def test_a_paused_case_manager_rests_and_the_other_does_not() -> None:
    department = pausing(two_people(), pauses=(Pause(BOX, HERS),))
    plan, _ = restrained(*some(Book, 1), *some(Share, 1), *some(Book, 1, HIS), department=department)

    assert keys(plan.actions) == ["meeting/manager-2/1"]


@pytest.mark.parametrize("by_settings", [True, False], ids=["agent.toml", "the control workbook"])
def test_a_paused_department_rests_and_only_the_digest_goes_out(by_settings: bool) -> None:
    department = two_people()
    settings = department.organisation.model_copy(update={"paused": True})
    change = {"organisation": settings} if by_settings else {"pauses": (Pause(BOX),)}
    plan, _ = restrained(
        *some(Folder, 1), *some(Book, 1), *some(Mail, 1), department=pausing(department, **change)
    )

    assert keys(plan.actions) == ["mail/manager-1/1"]


def test_an_unticked_box_pauses_nothing() -> None:
    box = Value(value=False, cell=BOX)
    department = pausing(two_people(), students=(a_student(paused=box),), meetings=(a_meeting(paused=box),))

    assert restrained(*some(Book, 1), department=department)[1].pauses == ()


def test_a_box_that_cannot_be_read_counts_as_ticked() -> None:
    department = pausing(two_people(), students=(a_student(paused=unreadable(cell=BOX)),))
    plan, waits = restrained(*some(Book, 1), department=department)

    assert plan.actions == ()
    assert [pause.unreadable for pause in waits.pauses] == [True]


def test_what_is_paused_does_not_count_for_a_brake() -> None:
    department = pausing(two_people(), pauses=(Pause(BOX, HERS),))

    assert restrained(*some(Book, 26), department=department)[1].stops == ()


def test_a_pause_is_told_since_it_was_first_seen() -> None:
    department = pausing(two_people(), pauses=(Pause(BOX, HERS), Pause(SpreadsheetPlace("workbook-2"), HIS)))
    monday = dt.datetime(2026, 11, 16, 3, tzinfo=dt.UTC)  # still Sunday in New York
    subject = department.pauses[0].subject
    seen = nothing_seen(looks={subject: LastLook("paused", monday)})
    plan, waits = restrained(department=department, seen=seen)

    assert [pause.since for pause in waits.pauses] == [day("2026-11-15"), day("2026-11-20")]
    assert set(plan.looks) == {Look(pause.subject, "paused") for pause in waits.pauses}


def test_a_pause_that_ended_and_comes_again_begins_anew() -> None:
    pause = Pause(BOX, HERS)
    looks = {pause.subject: LastLook("paused", NOW - dt.timedelta(days=9)), "event/1": LastLook("a", NOW)}
    ended, _ = restrained(seen=nothing_seen(looks=looks))
    assert ended.looks == (Look(pause.subject, "not paused"),)

    over = {pause.subject: LastLook("not paused", NOW - dt.timedelta(days=2))}
    assert restrained(seen=nothing_seen(looks=over))[0].looks == ()
    _, again = restrained(department=pausing(two_people(), pauses=(pause,)), seen=nothing_seen(looks=over))
    assert [one.since for one in again.pauses] == [day("2026-11-20")]


# ---- what hangs together


def test_a_folder_that_only_waiting_things_need_waits_too() -> None:
    root, hers, other = (
        replace(one, key=key) for one, key in zip(some(Folder, 3), ("root", "hers", "other"), strict=True)
    )
    hers, other = replace(hers, needs=("root",)), replace(other, needs=("root",))
    booked = replace(some(Book, 1)[0], needs=("hers",))
    filed = replace(some(File, 1)[0], needs=("other",))
    plan, waits = restrained(root, hers, other, booked, filed, features=MEETINGS_REPORT)
    assert keys(plan.actions) == ["root", "other", "file/manager-1/1"]
    assert whys(waits) == {"hers": Why.REPORT, "meeting/manager-1/1": Why.REPORT}

    plan, waits = restrained(root, hers, booked, features=MEETINGS_REPORT)
    assert plan.actions == ()
    assert whys(waits) == {"root": Why.REPORT, "hers": Why.REPORT, "meeting/manager-1/1": Why.REPORT}


def test_a_folder_that_nobody_needs_yet_is_made_as_planned() -> None:
    assert keys(restrained(*some(Folder, 1))[0].actions) == ["folder/manager-1/1"]


def test_what_needs_a_waiting_action_waits_with_it() -> None:
    booked = some(Book, 1)[0]
    shared = replace(some(Share, 1)[0], needs=(booked.key,))
    plan, waits = restrained(booked, shared, features=MEETINGS_REPORT)

    assert plan.actions == ()
    assert whys(waits)[shared.key] is Why.REPORT


# ---- the account of every row


def decided(action: Action, verdict: str, because: str) -> Decision:
    assert action.place is not None
    return Decision("meetings", RowVerdict(verdict), because, action.place, HERS, action.student_ref)


def test_a_row_that_waits_is_told_as_waiting_and_with_what_it_would_come_to() -> None:
    held, done = some(Book, 2)
    paused = pausing(two_people(), students=(a_student(paused=ticked()),))
    decisions = (decided(held, "booked", "Book is ticked"), decided(done, "hold", "no agreement"))
    plan, _ = restrained(held, done, decisions=decisions, department=paused)

    assert [(one.verdict, one.because) for one in plan.decisions] == [
        ("paused", "would be booked (Book is ticked), but it is paused by cell N2"),
        ("to_be_held", "no agreement"),
    ]


def test_a_private_hold_that_is_only_reported_is_told_so() -> None:
    (action,) = some(Book, 1)
    plan, _ = restrained(
        action, decisions=(decided(action, "hold", "no agreement"),), features=MEETINGS_REPORT
    )

    (told,) = plan.decisions
    assert told.verdict == "report_only"
    assert told.because == (
        "would be a private hold (no agreement), but it is only reported ([features] meetings in agent.toml)"
    )


def test_a_row_that_waits_for_approval_is_told_so() -> None:
    actions = some(Cancel, 12)
    plan, _ = restrained(*actions, decisions=(decided(actions[0], "cancelled", "Cancelled is ticked"),))

    assert [(one.verdict, one.because) for one in plan.decisions] == [
        (
            "waits_for_approval",
            "would be cancelled (Cancelled is ticked), but it is too much at once and waits for approval",
        )
    ]


def test_what_the_duties_told_is_still_told() -> None:
    department = replace(two_people(), meetings=(a_meeting(start=None),))
    wanted = planned(department)
    plan, _ = duties.restrain.restrain(wanted, department, nothing_seen(), circumstances())

    assert [problem.kind for problem in plan.problems] == [ProblemKind.BOOKED_WITHOUT_TIME]
    assert plan.actions == wanted.actions


# ---- another look in the same run


def test_at_another_look_only_changes_are_made_of_what_neither_waits_nor_failed() -> None:
    waiting, invited, resting, refused = some(Change, 4)
    department = pausing(two_people(), students=(a_student("student-3", paused=ticked()),))
    (pause,) = restrained(department=department)[1].pauses
    waits = Waits(held=(Held(waiting, Why.BRAKE, "it is too much"),), pauses=(pause,))
    wanted = Plan(
        (waiting, invited, resting, refused, *some(Book, 1), *some(Cancel, 1)),
        decisions=tuple(
            decided(action, "booked", "Book is ticked") for action in (waiting, invited, resting)
        ),
    )
    plan = duties.restrain.restrain_again(wanted, waits, {refused.key}, circumstances())

    assert plan.actions == (invited,)
    assert [one.verdict for one in plan.decisions] == ["waits_for_approval", "booked", "paused"]


def test_at_another_look_what_is_only_reported_is_still_not_done() -> None:
    plan = duties.restrain.restrain_again(
        Plan(some(Change, 1)), Waits(), set(), circumstances(features=MEETINGS_REPORT)
    )

    assert plan.actions == ()


def test_what_waits_in_the_plan_and_after_it_is_told_together() -> None:
    [early, late] = [Held(action, Why.REPORT, "only reported") for action in some(Book, 2)]
    pause = Pause(BOX)

    assert Waits((early,)) + Waits((late,), pauses=(pause,)) == Waits((early, late), (), (pause,))
