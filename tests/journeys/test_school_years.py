"""Records lie under the case manager, the student's initials and the school year of the meeting."""

from __future__ import annotations

from tests.journeys.drive_people import (
    Json,
    change,
    delete,
    edit_response,
    files,
    folder_of,
    move,
    names_in,
    record,
    told,
    written,
)
from tests.journeys.world import World
from workspace_agent.model.problem_kinds import ProblemKind

EDIT = "2026-11-20T11:00:00.000001Z"
V1, V2 = "2026-11-12 annual review.pdf", "2026-11-12 annual review (v2).pdf"
SUPERSEDED = "2026-11-12 annual review, superseded by v2.pdf"


def path_of(world: World, file: Json) -> list[str]:
    """Names of the folders of ours above a file, the highest first."""
    folders = {one["id"]: one for ones in files(world).values() for one in ones}
    path: list[str] = []
    while (parent := folders.get(file["parents"][0])) is not None:
        path, file = [parent["name"], *path], parent
    return path


def test_a_record_lies_under_its_case_manager_student_and_school_year(world: World) -> None:
    world.first_run()

    assert path_of(world, record(world)) == [
        "Special Services records",
        "Marisol Quintero",
        "J.P.",
        "2026-27",
    ]


def test_no_record_costs_more_than_one_folder_for_its_student_and_year(world: World) -> None:
    report = world.first_run()

    keys = [outcome.action.key for outcome in report.account.outcomes]
    years = [key for key in keys if key.startswith("folder/year/")]
    duties = {"filing", "progress_sheets"}
    filed = [outcome.action for outcome in report.account.outcomes if outcome.action.duty in duties]
    assert len(years) == len(set(years)) == len({(one.student_ref) for one in filed if one.student_ref})
    papers = ("record/", "review/", "evidence/", "progress/")
    made = [key for key in keys if key.startswith(("folder/", *papers))]
    assert written(world).count("drive.files.create") == len(made)


def test_filing_stops_for_a_school_year_in_the_trash_and_for_no_other_student(world: World) -> None:
    world.first_run()
    year = folder_of(world, record(world))
    change(world, year, {"trashed": True})
    edit_response(world, EDIT)
    before = sorted(files(world))
    report = world.run()

    assert [problem.place.url for problem in told(report, ProblemKind.FOLDER_TRASHED)] == [
        year["webViewLink"]
    ]
    assert sorted(files(world)) == before
    change(world, year, {"trashed": False})
    world.run()
    assert {SUPERSEDED, V2} <= set(names_in(world, year["id"]))


def test_a_school_year_that_was_deleted_is_told_once_at_its_folder(world: World) -> None:
    world.first_run()
    year = folder_of(world, record(world))
    delete(world, year)
    report = world.run()

    gone = (ProblemKind.FOLDER_GONE, ProblemKind.RECORD_GONE)
    assert [one.place.url for one in report.account.problems if one.kind in gone] == [year["webViewLink"]]


def test_records_from_before_stay_in_the_students_folder_with_their_versions(world: World) -> None:
    world.first_run()
    first = record(world)
    student = folder_of(world, folder_of(world, first))
    move(world, first, student["id"])
    edit_response(world, EDIT)
    world.run()

    assert [name for name in names_in(world, student["id"]) if name.endswith(".pdf")] == [V2, SUPERSEDED]
    written(world)
    world.run()
    assert written(world) == []


def test_a_students_folder_keeps_the_name_that_it_has(world: World) -> None:
    world.first_run()
    student = folder_of(world, folder_of(world, record(world)))
    change(world, student, {"name": "From before"})
    edit_response(world, EDIT)
    world.run()

    assert folder_of(world, folder_of(world, record_now(world, V2)))["name"] == "From before"


def record_now(world: World, name: str) -> Json:
    (file,) = [one for ones in files(world).values() for one in ones if one["name"] == name]
    return file
