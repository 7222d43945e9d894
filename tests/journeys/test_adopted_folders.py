"""A folder that a case manager has already is used for records: marked, never renamed, moved or copied."""

from __future__ import annotations

import pytest

from tests.journeys.colleagues import switched
from tests.journeys.drive_people import Json, change, files, folder_of, record, told, written
from tests.journeys.test_change_of_hands import MONDAY, amari_follows
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from tests.kills.onlooker import AMARI
from workspace_agent.google.scopes import DRIVE, FEATURE_SCOPES, needed_scopes
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

HERS = "folder/case-manager/marisol-quintero"
NAME = "Zephyrine Quackenbush and others"
STRANGER = "x.stranger@elsewhere.example"
COLLEAGUE = "a.colleague@willowbridge.example"
_FILES = f"{URL}/drive/v3/files"


def her_folder(world: World, **readers: str) -> str:
    """A folder that she owns, by id, shared with these in these roles."""
    with world.raw(MARISOL, "drive") as session:
        body = {"name": NAME, "mimeType": "application/vnd.google-apps.folder"}
        made: Json = session.post(_FILES, json=body).json()
        for address, role in readers.items():
            person = {"type": "user", "emailAddress": address, "role": role}
            quiet = {"sendNotificationEmail": "false"}
            assert session.post(f"{_FILES}/{made['id']}/permissions", json=person, params=quiet).ok
    return str(made["id"])


def uses(world: World, folder_id: str) -> None:
    """The settings name it, and the agent is signed in with what that needs."""
    world.setting(
        lambda text: text.replace("workbooks = [", f'records_folder = "{folder_id}"\nworkbooks = [', 1)
    )
    signs_in(world, DRIVE)


def signs_in(world: World, *more: str) -> None:
    token = world.folder / "secrets" / "token.json"
    world.stage.sign_in(ROBOT, {*needed_scopes(FEATURE_SCOPES), *more}, token)


def in_folder(world: World, folder_id: str) -> Json:
    with world.person(MARISOL) as google:
        return google.drive.get(folder_id, "id,name,parents,permissions(emailAddress,role)")


def readers(folder: Json) -> dict[str, str]:
    return {one["emailAddress"]: one["role"] for one in folder["permissions"]}


def test_it_is_marked_and_shared_with_who_is_missing_and_records_are_filed_in_it(world: World) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    before = in_folder(world, theirs)
    uses(world, theirs)
    world.run()

    after = in_folder(world, theirs)
    assert (after["name"], after["parents"]) == (before["name"], before["parents"])
    assert readers(after) == {MARISOL: "owner", ROBOT: "writer", MANAGER: "reader"}
    (hers,) = files(world)[HERS]
    assert hers["id"] == theirs
    student = folder_of(world, folder_of(world, record(world)))
    assert student["parents"] == [theirs]
    written(world)
    world.run()
    assert not [method for method in written(world) if method.startswith("drive")]


def test_who_else_can_open_it_is_told_and_its_name_is_not(world: World) -> None:
    theirs = her_folder(world, **{ROBOT: "writer", COLLEAGUE: "reader"})
    uses(world, theirs)
    report = world.run()

    (extra,) = told(report, ProblemKind.EXTRA_READER)
    assert (extra.place.url.rpartition("/")[2], extra.detail) == (theirs, "1 person")
    assert "Zephyrine" not in world.digest_text()
    assert COLLEAGUE in readers(in_folder(world, theirs))


@pytest.mark.parametrize("refused", [(), (1,)], ids=["who goes is taken off", "who goes cannot be taken off"])
def test_another_manager_is_let_in_where_the_former_is_taken_off(
    world: World, refused: tuple[int, ...]
) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    uses(world, theirs)
    world.run()
    amari_follows(world)
    world.at(MONDAY)
    for nth in refused:
        world.fault("drive.permissions.delete", status=403, nth=nth)
    report = world.run()

    assert {MANAGER, AMARI} & set(readers(in_folder(world, theirs))) == {MANAGER if refused else AMARI}
    assert bool(told(report, ProblemKind.EFFECT_WAITS)) is bool(refused)


def closed(world: World) -> str:
    return her_folder(world)


def for_reading(world: World) -> str:
    return her_folder(world, **{ROBOT: "reader"})


def in_the_trash(world: World) -> str:
    folder_id = her_folder(world, **{ROBOT: "writer"})
    change(world, {"id": folder_id}, {"trashed": True}, who=MARISOL)
    return folder_id


REFUSED = {
    "it is not shared with the agent": (closed, ProblemKind.RECORDS_FOLDER_CLOSED),
    "the agent may only read": (for_reading, ProblemKind.RECORDS_FOLDER_CLOSED),
    "it lies in the trash": (in_the_trash, ProblemKind.RECORDS_FOLDER_UNFIT),
    "it is no folder": (lambda world: world.progress, ProblemKind.RECORDS_FOLDER_UNFIT),
}


def nothing_is_made(world: World, report: Report, kind: ProblemKind) -> None:
    assert [problem.case_manager for problem in told(report, kind)] == ["marisol-quintero"]
    assert not [
        key for key in files(world) if key.startswith(("folder/case-manager", "folder/student", "record"))
    ]


@pytest.mark.parametrize(("offered", "kind"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_told_and_nothing_is_made_beside_it(
    world: World, offered: object, kind: ProblemKind
) -> None:
    assert callable(offered)
    uses(world, offered(world))

    nothing_is_made(world, world.run(), kind)


OPEN = {
    "to anyone with its link": ({"type": "anyone"}, "anyone with the link"),
    "to the company": (
        {"type": "domain", "domain": "willowbridge.example"},
        "everybody of 1 organisation",
    ),
    "to a group": ({"type": "group", "emailAddress": "team@willowbridge.example"}, "1 group"),
    "to somebody outside": ({"type": "user", "emailAddress": STRANGER}, "1 person"),
}


@pytest.mark.parametrize(("reader", "said"), OPEN.values(), ids=OPEN)
def test_one_that_is_open_to_others_is_used_once_it_is_closed(world: World, reader: Json, said: str) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    with world.raw(MARISOL, "drive") as session:
        permissions = f"{_FILES}/{theirs}/permissions"
        opened: Json = session.post(permissions, json={"role": "reader"} | reader).json()
        uses(world, theirs)
        report = world.run()
        nothing_is_made(world, report, ProblemKind.RECORDS_FOLDER_OPEN)
        (problem,) = told(report, ProblemKind.RECORDS_FOLDER_OPEN)
        assert problem.detail == said
        assert problem.place.url.endswith(theirs)
        assert said in " ".join(world.digest_text().split())

        assert session.delete(f"{permissions}/{opened['id']}").ok
    assert told(world.run(), ProblemKind.RECORDS_FOLDER_OPEN) == []
    assert folder_of(world, folder_of(world, record(world)))["parents"] == [theirs]


def test_without_the_scope_it_is_told_and_with_it_all_is_made_up_for(world: World) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    uses(world, theirs)
    signs_in(world)
    nothing_is_made(world, world.run(), ProblemKind.RECORDS_FOLDER_CLOSED)

    signs_in(world, DRIVE)
    report = world.run()
    assert told(report, ProblemKind.RECORDS_FOLDER_CLOSED) == []
    assert folder_of(world, folder_of(world, record(world)))["parents"] == [theirs]


def test_a_folder_of_the_agents_own_is_not_used_twice(world: World) -> None:
    world.first_run()
    root = files(world)["folder/root"][0]["id"]
    uses(world, root)
    report = world.run()

    assert len(told(report, ProblemKind.RECORDS_FOLDER_LATE)) == 1
    assert len(files(world)[HERS]) == 1


def test_when_the_agent_is_taken_off_that_is_told_and_it_goes_on_when_it_is_let_in_again(
    world: World,
) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    uses(world, theirs)
    world.run()
    with world.person(MARISOL) as google:
        (mine,) = [one for one in google.drive.permissions(theirs) if one["emailAddress"] == ROBOT]
        google.drive.unshare(theirs, mine["id"])
    report = world.run()
    assert [one.place.url.rpartition("/")[2] for one in told(report, ProblemKind.FOLDER_GONE)] == [theirs]
    assert {one.kind for one in report.account.problems}.isdisjoint(
        {ProblemKind.RECORDS_FOLDER_LATE, ProblemKind.RECORDS_FOLDER_CLOSED}
    )
    assert HERS not in files(world)

    with world.person(MARISOL) as google:
        google.drive.share(theirs, ROBOT, "writer")
    assert told(world.run(), ProblemKind.FOLDER_GONE) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mark_whose_answer_was_lost_is_made_once(world: World, when: str) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    uses(world, theirs)
    for _ in range(9):
        world.fault("drive.files.update", status=503, when=when)
    world.run()
    world.stage.control("DELETE", "faults")
    world.run()

    assert [one["id"] for one in files(world)[HERS]] == [theirs]
    assert folder_of(world, folder_of(world, record(world)))["parents"] == [theirs]


# ---- a student's


def names(world: World, folder_id: str, *rows: int) -> None:
    """These rows of the Students sheet name it, and the agent is signed in with what that needs."""
    world.type("Students!N1", "Folder")
    for row in rows:
        world.type(f"Students!N{row}", f"https://drive.google.com/drive/folders/{folder_id}?usp=sharing")
    signs_in(world, DRIVE)


def adopted(world: World) -> list[str]:
    """Ids of folders of people's that carry a student's mark."""
    marked = [one for key, ones in files(world).items() if key.startswith("folder/student/") for one in ones]
    return [one["id"] for one in marked if one["name"] == NAME]


def test_a_students_own_folder_is_used_and_stays_where_and_what_it_is(world: World) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    before = in_folder(world, theirs)
    names(world, theirs, 5)
    world.run()

    after = in_folder(world, theirs)
    assert (after["name"], after["parents"]) == (before["name"], before["parents"])
    assert readers(after) == {MARISOL: "owner", ROBOT: "writer", MANAGER: "reader"}
    assert adopted(world) == [theirs]
    assert folder_of(world, folder_of(world, record(world)))["id"] == theirs
    written(world)
    report = world.run()
    assert not [method for method in written(world) if method.startswith("drive")]
    assert "Zephyrine" not in world.digest_text()
    assert told(report, ProblemKind.STUDENT_FOLDER_LATE) == []


def test_a_folder_named_for_two_students_is_a_question_at_both_cells(world: World) -> None:
    theirs = her_folder(world, **{ROBOT: "writer"})
    names(world, theirs, 2, 5)
    report = world.run()

    cells = [one.place.url for one in told(report, ProblemKind.STUDENT_FOLDER_TAKEN)]
    assert [url.rpartition("=")[2] for url in cells] == ["N2", "N5"]
    assert adopted(world) == []


def test_a_folder_that_is_another_students_already_is_refused(world: World) -> None:
    switched(world, progress_sheets="off")  # else the other student has a folder by then
    theirs = her_folder(world, **{ROBOT: "writer"})
    names(world, theirs, 5)
    world.run()
    world.type("Students!N5", "")
    names(world, theirs, 3)
    report = world.run()

    at = {one.place.url.rpartition("=")[2]: one.kind for one in report.account.problems}
    assert at["N3"] is ProblemKind.STUDENT_FOLDER_TAKEN
    assert adopted(world) == [theirs]
