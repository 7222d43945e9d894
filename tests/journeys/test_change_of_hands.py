"""People change: nobody is let in before those who go are taken off, and no folder stands open to both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.journeys import people
from tests.journeys.colleagues import approvals, foreseen, hire, switched
from tests.journeys.drive_people import (
    Json,
    files,
    grant,
    move,
    new_folder,
    record,
    take_off,
    the,
    told,
    written,
)
from tests.journeys.test_pauses import in_control
from tests.journeys.test_the_access_record import entries
from tests.journeys.test_who_can_open import addresses, lose_the_ledger
from tests.journeys.world import MANAGER, MARISOL, World, build_world
from tests.kills.days import run_until_quiet
from tests.kills.department import COLUMNS_OF_STUDENTS, SMALL, STUDENTS, response
from tests.kills.onlooker import AMARI, LENA, THEO, Onlooker, too_open
from tests.kills.prepared import Prepared
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.sharing_actions import ShareFolder, TakeShareBack
from workspace_agent.model.access import Basis
from workspace_agent.model.action import Action, State
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
HERS = "folder/case-manager/marisol-quintero"
THEIRS = "folder/case-manager/theo"
STRANGER = "x.stranger@elsewhere.example"
COLUMNS = list(COLUMNS_OF_STUDENTS)
FROM = "from = 2025-08-19"
NEW_ADDRESS = "odalys.fenwick@willowbridge.example"
NEXT_MANAGER = f"""
[[managers]]
key = "amari"
name = "Idris Amari"
email = "{AMARI}"
zone = "America/New_York"
from = 2026-11-23
"""
_MORE = ("Fenn", "Gia", "Hollis", "Iris", "Juno", "Kit", "Lark")


def row(number: int, name: str = "") -> list[str]:
    """A row of a list; a student of the first case manager's, if no other is named."""
    first, last = (name or STUDENTS[number]).split()
    return ["Sierra Vieja ISD", str(31001 + number), first, last, "IEP", "1/12/2026", "10/7/2024", ""]


@pytest.fixture
def unwatched(tmp_path: Path) -> World:
    """A small department with a second case manager; everything is filed and shared."""
    first = build_world(tmp_path / "first", SMALL)
    hire(first, "theo", "Theo Brandvold", columns=COLUMNS, rows=[row(90, "Quillon Ashgrove")], more=FROM)
    run_until_quiet(first)
    return Prepared.of(first).wake(tmp_path / "world")


@pytest.fixture
def world(unwatched: World) -> Iterator[World]:
    """The same, and somebody looks on all the time."""
    yield unwatched
    assert too_open(onlooker(unwatched).seen) == []


def onlooker(world: World) -> Onlooker:
    """Who looks on."""
    assert isinstance(world.sandbox, Onlooker)
    return world.sandbox


def hand_over(world: World, *students: int) -> None:
    """These students leave one list and come onto the other one."""
    theirs = _agent_toml(world).rpartition('workbooks = [{ id = "')[2].partition('"')[0]
    for place, student in enumerate(students):
        world.type(f"Students!H{student + 2}", "11/20/2026")
        with world.person(THEO) as google:
            google.sheets.type_values(theirs, f"Students!A{place + 3}", [row(student)])


def _agent_toml(world: World) -> str:
    return (world.config / "agent.toml").read_text(encoding="utf8")


def folder_of_ada(world: World) -> Json:
    """The folder of the student who changes hands."""
    every = (one for ones in files(world).values() for one in ones)
    (folder,) = [one for one in every if one["appProperties"].get("wa_initials") == "A.B."]
    return folder


def is_quiet(world: World) -> bool:
    written(world)
    world.run()
    return written(world) == []


def not_done(report: Report) -> list[State]:
    return [one.state for one in report.account.outcomes if one.state is not State.DONE]


def done(report: Report, kind: type[Action]) -> list[str]:
    """Summaries of what was done of one kind, its refs left out."""
    outcomes = (one for one in report.account.outcomes if isinstance(one.action, kind))
    return [f"{one.action.key.split('/')[0]} {one.state.value}" for one in outcomes]


def leaves(world: World, how: str) -> None:
    """The second case manager leaves."""
    if how == "until":
        changes(world, FROM, f"{FROM}\nuntil = 2026-11-19")
    else:
        world.setting(lambda text: text.rpartition("[[case_managers]]")[0])


def amari_follows(world: World) -> None:
    """From Monday another manager is in office."""
    changes(world, "[manager]\n", '[[managers]]\nkey = "manager"\n')
    changes(world, "from = 2023-07-01\n", "from = 2023-07-01\nuntil = 2026-11-22\n")
    world.setting(lambda text: text + NEXT_MANAGER)


def many(world: World, count: int) -> None:
    """The first case manager has as many students, each with a folder."""
    names = [f"{first} Thistlewood" for first in _MORE[: count - len(STUDENTS)]]
    place = len(STUDENTS) + 2
    with world.person(MARISOL) as google:
        rows = [row(len(STUDENTS) + number, name) for number, name in enumerate(names)]
        google.sheets.type_values(world.progress, f"Students!A{place}", rows)
    for number, name in enumerate((*STUDENTS, *names), start=50):
        people.submits(world, response(number, name, f"2026-11-19T15:{number - 30}:00.000001Z"))


def pause(world: World, whose: str) -> None:
    """The manager lets one of the case managers rest."""
    in_control(world, [whose, "TRUE", ""])


def changes(world: World, what: str, to: str) -> None:
    """Whoever set up the agent changes agent.toml."""
    assert what in _agent_toml(world)
    world.setting(lambda text: text.replace(what, to))


# ---- a student has another case manager


def test_the_folder_goes_from_one_to_the_other_in_one_move(world: World) -> None:
    before = folder_of_ada(world)
    hand_over(world, 0)
    report = world.run()

    after = folder_of_ada(world)
    assert (after["id"], after["parents"]) == (before["id"], [the(world, THEIRS)["id"]])
    assert MARISOL in addresses(before)
    assert {THEO, MANAGER} < addresses(after)
    assert MARISOL not in addresses(after) | addresses(record(world))
    assert done(report, HandOver) == ["hand_over done"]
    assert done(report, ShareFolder) == []
    assert told(report, ProblemKind.EXTRA_READER) == []
    assert is_quiet(world)


def test_both_sides_of_it_are_in_the_access_record(world: World) -> None:
    hand_over(world, 0)
    folder = folder_of_ada(world)
    world.run()

    last = [one for one in entries(world) if one.key.startswith("hand_over/")]
    assert [(one.act, one.recipient, one.basis, one.object_id) for one in last] == [
        ("taken off", "marisol-quintero", Basis.ENDED.value, folder["id"]),
        ("shared", "theo", Basis.OFFICIAL.value, folder["id"]),
    ]


def test_without_the_ledger_the_mark_says_whose_it_was(world: World) -> None:
    hand_over(world, 0)
    lose_the_ledger(world)
    world.run()

    assert folder_of_ada(world)["parents"] == [the(world, THEIRS)["id"]]
    lose_the_ledger(world)
    world.run()
    assert is_quiet(world)


def test_a_folder_that_a_person_moved_is_followed_and_shared_by_itself(world: World) -> None:
    elsewhere = new_folder(world, "Archive")
    move(world, folder_of_ada(world), elsewhere)
    world.run()
    assert MARISOL in addresses(folder_of_ada(world))

    lose_the_ledger(world)  # whom it was shared with stands on the folder
    hand_over(world, 0)
    report = world.run()
    assert folder_of_ada(world)["parents"] == [elsewhere]
    assert MARISOL not in addresses(folder_of_ada(world))
    assert {THEO, MANAGER} < addresses(folder_of_ada(world))
    assert done(report, HandOver) == []
    assert is_quiet(world)


def test_a_folder_that_a_person_moved_to_a_colleague_stays_there(unwatched: World) -> None:
    world = unwatched
    move(world, folder_of_ada(world), the(world, THEIRS)["id"])
    report = world.run()
    assert len(told(report, ProblemKind.EXTRA_READER)) == 1
    assert folder_of_ada(world)["parents"] == [the(world, THEIRS)["id"]]


def test_nothing_moves_while_it_is_asked_who_the_student_is(world: World) -> None:
    place = folder_of_ada(world)["parents"]
    hand_over(world, 0)
    world.type("Students!H2", "")  # and now the student stands on two lists
    world.run()

    assert folder_of_ada(world)["parents"] == place


def test_a_list_that_was_pasted_into_another_workbook_opens_nothing_unasked(world: World) -> None:
    many(world, 12)
    run_until_quiet(world)
    onlooker(world).begin()
    hand_over(world, *range(5))
    report = world.run()

    assert done(report, HandOver) == []
    (problem,) = told(report, ProblemKind.TOO_MANY_REMOVALS)
    assert problem.detail == "5 students' folders that would go to others of 12"
    assert THEO not in addresses(folder_of_ada(world))

    report = world.run(*approvals(report))
    assert done(report, HandOver) == ["hand_over done"] * 5
    assert is_quiet(world)


@pytest.mark.parametrize("whose", ["marisol-quintero", "theo"])
def test_a_pause_of_either_holds_it(world: World, whose: str) -> None:
    hand_over(world, 0)
    pause(world, whose)
    report = world.run()

    assert done(report, HandOver) == []
    assert MARISOL in addresses(folder_of_ada(world))


def test_while_sharing_is_only_reported_nothing_moves(world: World) -> None:
    hand_over(world, 0)
    switched(world, sharing="report")
    world.run()

    assert MARISOL in addresses(folder_of_ada(world))
    assert [one for one in foreseen(world) if one.startswith("hand over")] == []


def test_a_move_that_is_refused_is_told_and_lets_nobody_in(world: World) -> None:
    hand_over(world, 0)
    world.fault("drive.files.update", nth=2, status=403)  # after new marks of who is who
    report = world.run()

    assert [p.detail for p in told(report, ProblemKind.EFFECT_DENIED)] == [
        "moving a student's folder to another case manager"
    ]
    assert THEO not in addresses(folder_of_ada(world))
    world.run()
    assert THEO in addresses(folder_of_ada(world))


# ---- somebody leaves, or comes


@pytest.mark.parametrize("ledger", ["kept", "lost"])
@pytest.mark.parametrize("how", ["until", "taken out"])
def test_what_was_shared_with_a_leaver_is_taken_back_without_a_setting(
    world: World, how: str, ledger: str
) -> None:
    leaves(world, how)
    if ledger == "lost":
        lose_the_ledger(world)
    assert THEO in addresses(the(world, THEIRS))
    report = world.run()

    assert THEO not in addresses(the(world, THEIRS))
    assert MANAGER in addresses(the(world, THEIRS))
    assert done(report, TakeShareBack) == ["revoke done"]
    assert told(report, ProblemKind.EXTRA_READER) == []
    assert [
        (one.recipient, one.basis) for one in entries(world) if one.act == "taken off" and not one.found
    ] == [("theo", Basis.ENDED.value)]
    assert done(world.run(), TakeShareBack) == []
    assert is_quiet(world)


def test_students_of_a_leaver_stay_where_the_manager_alone_can_read_them(world: World) -> None:
    changes(world, "\nfrom = 2024-08-01\n", "\nfrom = 2024-08-01\nuntil = 2026-11-22\n")
    place = folder_of_ada(world)["parents"]
    world.at(MONDAY)
    world.run()

    assert folder_of_ada(world)["parents"] == place
    assert addresses(folder_of_ada(world)) & {MARISOL, MANAGER} == {MANAGER}


def test_what_other_people_granted_a_leaver_is_told_and_stays(unwatched: World) -> None:
    world = unwatched
    grant(world, folder_of_ada(world), THEO)
    leaves(world, "until")
    report = world.run()

    (problem,) = told(report, ProblemKind.EXTRA_READER)
    assert problem.place.url == folder_of_ada(world)["webViewLink"]
    assert THEO in addresses(folder_of_ada(world))


@pytest.mark.parametrize("ledger", ["kept", "lost"])
def test_whoever_comes_back_is_let_in_again_as_for_the_first_time(world: World, ledger: str) -> None:
    leaves(world, "until")
    world.run()
    if ledger == "lost":
        lose_the_ledger(world)
    changes(world, "\nuntil = 2026-11-19", "")
    assert done(world.run(), ShareFolder) == ["share done"]
    assert THEO in addresses(the(world, THEIRS))

    take_off(world, the(world, THEIRS), THEO)
    world.run()
    assert THEO in addresses(the(world, THEIRS)), "once more"


def test_whoever_has_not_begun_is_not_let_in_yet(world: World) -> None:
    more = "from = 2026-11-23"
    hire(world, "lena", "Lena Vandermolen", columns=COLUMNS, rows=[row(91, "Rook Ambler")], more=more)
    world.run()
    assert LENA not in addresses(the(world, "folder/case-manager/lena"))

    world.at(MONDAY)
    world.run()
    assert LENA in addresses(the(world, "folder/case-manager/lena"))
    assert is_quiet(world)


# ---- another manager, another address


def test_on_the_day_of_the_change_the_former_manager_goes_and_then_the_new_one_comes(world: World) -> None:
    amari_follows(world)
    world.run()
    assert MANAGER in addresses(the(world, HERS))
    assert AMARI not in addresses(the(world, HERS))

    world.at(MONDAY)
    report = world.run()
    for ones in files(world).values():
        assert MANAGER not in addresses(ones[0])
    assert {AMARI, MARISOL} <= addresses(folder_of_ada(world))
    assert AMARI in addresses(the(world, THEIRS))
    assert set(done(report, TakeShareBack)) == {"revoke done"}
    assert told(report, ProblemKind.EXTRA_READER) == []
    assert len(world.mails(AMARI)) == 1
    assert is_quiet(world)


def test_another_address_is_let_in_after_the_old_one_was_taken_off(world: World) -> None:
    lose_the_ledger(world)
    changes(world, f'email = "{MANAGER}"', f'email = "{NEW_ADDRESS}"')
    report = world.run()

    assert addresses(the(world, HERS)) & {MANAGER, NEW_ADDRESS} == {NEW_ADDRESS}
    assert told(report, ProblemKind.EXTRA_READER) == []
    assert is_quiet(world)


# ---- nobody is let in before


def test_where_nobody_can_be_taken_off_nobody_is_let_in_and_that_is_told(unwatched: World) -> None:
    world = unwatched
    amari_follows(world)
    world.at(MONDAY)
    for nth in range(1, 4):
        world.fault("drive.permissions.delete", status=403, nth=nth)
    report = world.run()

    assert MANAGER in addresses(the(world, HERS))
    assert AMARI not in addresses(the(world, HERS))
    assert "taking a reader off" in {p.detail for p in told(report, ProblemKind.EFFECT_DENIED)}
    assert "sharing a folder for records" in {p.detail for p in told(report, ProblemKind.EFFECT_WAITS)}
    run_until_quiet(world)
    assert addresses(the(world, HERS)) & {MANAGER, AMARI} == {AMARI}
    # What was made meanwhile in a folder was open to whoever could not be taken off it.
    assert too_open(onlooker(world).seen) == [f"open to {MANAGER}, who never should"]
