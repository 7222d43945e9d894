"""Who can open the folders and records: what is missing is granted once more, what is too much is told."""

from __future__ import annotations

import pytest

from tests.journeys.drive_people import (
    Json,
    change,
    edit_response,
    files,
    folder_of,
    grant,
    new_folder,
    record,
    take_off,
    the,
    told,
    written,
)
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.duties.folders import OPEN
from workspace_agent.duties.sharing_actions import RevokeReader
from workspace_agent.model.action import State
from workspace_agent.model.problem_kinds import ProblemKind

HERS = "folder/case-manager/marisol-quintero"
STRANGER = "x.stranger@elsewhere.example"


def addresses(file: Json) -> set[str]:
    return {one.get("emailAddress", one["type"]) for one in file["permissions"]}


def lose_the_ledger(world: World) -> None:
    (world.folder / "state" / "ledger.sqlite3").unlink()


def test_a_reader_who_was_taken_off_is_granted_once_more_and_then_told(world: World) -> None:
    world.first_run()
    take_off(world, the(world, HERS), MANAGER)
    assert told(world.run(), ProblemKind.READER_MISSING) == []
    assert MANAGER in addresses(the(world, HERS))

    take_off(world, the(world, HERS), MANAGER)
    written(world)
    report = world.run()
    (problem,) = told(report, ProblemKind.READER_MISSING)
    assert problem.place.url == the(world, HERS)["webViewLink"]
    assert "drive.permissions.create" not in written(world)


def test_once_more_holds_also_when_the_ledger_is_lost_in_between(world: World) -> None:
    world.first_run()
    lose_the_ledger(world)
    take_off(world, the(world, HERS), MANAGER)
    world.run()
    assert MANAGER in addresses(the(world, HERS))

    lose_the_ledger(world)
    take_off(world, the(world, HERS), MANAGER)
    for _ in range(2):
        report = world.run()
        assert len(told(report, ProblemKind.READER_MISSING)) == 1
    assert MANAGER not in addresses(the(world, HERS))


def test_a_share_that_was_refused_is_tried_again_and_keeps_no_record_waiting(world: World) -> None:
    for nth in (1, 2):
        world.fault("drive.permissions.create", status=403, nth=nth)
    report = world.run()
    assert len(told(report, ProblemKind.EFFECT_DENIED)) == 2
    assert record(world)["name"] == "2026-11-12 annual review.pdf"

    world.run()
    assert {MANAGER, MARISOL} <= addresses(record(world))


def test_a_raised_role_stays_and_is_told(world: World) -> None:
    world.first_run()
    grant(world, the(world, HERS), MARISOL, "writer")
    written(world)
    report = world.run()

    (problem,) = told(report, ProblemKind.READER_CAN_CHANGE)
    assert problem.place.url == the(world, HERS)["webViewLink"]
    assert set(written(world)) <= {"sheets.spreadsheets.batchUpdate"}


def test_extra_readers_are_told_where_they_are_and_nobody_is_named(world: World) -> None:
    world.first_run()
    one, root = record(world), the(world, "folder/root")
    grant(world, one, STRANGER)
    grant(world, one, type="anyone")
    grant(world, root, type="domain", domain="willowbridge.example")
    report = world.run()

    problems = [*told(report, ProblemKind.EXTRA_READER), *told(report, ProblemKind.FOLDER_OPEN)]
    assert {(problem.place.url, problem.detail) for problem in problems} == {
        (one["webViewLink"], "1 person and anyone with the link"),
        (root["webViewLink"], "everybody of 1 organisation"),
    }
    assert STRANGER not in str(world.agent_tab())
    assert {STRANGER, "anyone"} <= addresses(record(world))


def test_the_digest_tells_of_others_first(world: World) -> None:
    world.first_run()
    grant(world, the(world, HERS), STRANGER)
    (world.folder / "state" / "ledger.sqlite3").unlink()
    world.run()  # with a new ledger this week's digest is sent again

    text = world.mails(MANAGER)[0].get_body(("plain",))
    assert text is not None
    content = text.get_content()
    assert content.index("OPEN TO OTHERS (1)") < content.index("PAST DUE ON RECORD")
    assert "This is open to 1 person beyond case manager and manager." in " ".join(content.split())
    assert STRANGER not in content


def test_by_setting_extra_readers_are_taken_off_where_they_were_given(world: World) -> None:
    world.first_run()
    one = record(world)
    folder = folder_of(world, one)
    grant(world, folder, STRANGER)
    grant(world, one, "second@elsewhere.example")
    grant(world, one, type="anyone")
    elsewhere = new_folder(world, "Board", "board@willowbridge.example")
    change(world, folder, {}, addParents=elsewhere, removeParents=folder["parents"][0])
    world.setting(lambda text: text.replace("[drive]", "[drive]\nrevoke_extra_readers = true"))
    outcomes = world.run().account.outcomes
    assert {outcome.state for outcome in outcomes} == {State.DONE}
    assert sum(isinstance(outcome.action, RevokeReader) for outcome in outcomes) == 3

    left = {MANAGER, MARISOL, ROBOT, "board@willowbridge.example"}  # the last by the folder above
    assert addresses(record(world)) == left
    assert addresses(the(world, folder["appProperties"]["wa_key"])) == left
    assert STRANGER not in addresses(record(world))

    written(world)
    report = world.run()
    assert [p.place.url for p in told(report, ProblemKind.EXTRA_READER)] == [folder["webViewLink"]]
    assert set(written(world)) <= {"sheets.spreadsheets.batchUpdate"}  # the Agent tab tells one reader less


def test_files_that_people_made_are_left_alone(world: World) -> None:
    world.first_run()
    theirs = new_folder(world, "Plans", STRANGER, parent=the(world, HERS)["id"])
    world.setting(lambda text: text.replace("[drive]", "[drive]\nrevoke_extra_readers = true"))
    written(world)
    report = world.run()

    assert told(report, ProblemKind.EXTRA_READER) == []
    assert written(world) == []
    with world.person(ROBOT) as google:
        readers = {one["emailAddress"] for one in google.drive.permissions(theirs)}
    assert STRANGER in readers


def test_the_number_of_requests_does_not_grow_with_the_number_of_files(world: World) -> None:
    world.first_run()
    world.forget_requests()
    world.run()
    asked = [entry["method"] for entry in world.stage.control("GET", "requests")["requests"]]

    assert len(files(world)) > 15
    assert [method for method in asked if method.startswith("drive.")] == [
        "drive.files.list",
        "drive.files.list",
        "drive.files.get",  # who can open the Progress Monitoring workbook
        "drive.files.get",  # who can open the Hours Log
        "drive.files.get",  # who can open the form
    ]


WIDE = {"by link": {"type": "anyone"}, "to the company": {"type": "domain", "domain": "willowbridge.example"}}


@pytest.mark.parametrize("reader", WIDE.values(), ids=WIDE)
def test_nothing_is_filed_into_a_folder_that_is_open_until_it_is_closed(world: World, reader: Json) -> None:
    world.first_run()
    grant(world, the(world, HERS), **reader)
    before = files(world).keys()
    edit_response(world, "2026-11-20T16:00:00Z")
    report = world.run()

    (problem,) = told(report, ProblemKind.FOLDER_OPEN)
    assert problem.place.url == the(world, HERS)["webViewLink"]
    assert told(report, ProblemKind.EXTRA_READER) == []
    assert files(world).keys() == before
    (waits,) = [one for one in report.account.decisions if (one.duty, one.verdict) == ("filing", "not_yet")]
    assert waits.because == OPEN
    assert waits.place is not None

    with world.raw(ROBOT, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{the(world, HERS)['id']}/permissions"
        wide = [one for one in the(world, HERS)["permissions"] if one["type"] == reader["type"]]
        assert [session.delete(f"{permissions}/{one['id']}").ok for one in wide] == [True]
    assert told(world.run(), ProblemKind.FOLDER_OPEN) == []
    assert len(files(world).keys() - before) == 1
    assert "v2" in next(files(world)[key][0]["name"] for key in files(world).keys() - before)
