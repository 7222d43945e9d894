"""Records that were edited, renamed, thrown away or deleted: versions stand side by side, losses stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.drive_people import (
    R01,
    Json,
    change,
    delete,
    edit_response,
    files,
    folder_of,
    names_in,
    record,
    the,
    told,
    written,
)
from tests.journeys.world import FRIDAY, World
from workspace_agent.model.action import State
from workspace_agent.model.problem_kinds import ProblemKind

DAY = "2026-11-12 annual review"
EDITS = [f"2026-11-20T11:0{minute}:00.000001Z" for minute in range(4)]


def versions(world: World, file: Json) -> list[Json]:
    """All versions of a record, oldest first, those in the trash as well."""
    prefix = file["appProperties"]["wa_key"].rpartition("/")[0]
    return [files(world)[key][0] for key in sorted(files(world)) if key.startswith(prefix)]


def names(world: World, file: Json) -> list[str]:
    return [version["name"] for version in versions(world, file)]


def test_each_edit_that_was_seen_is_a_version_and_says_what_superseded_it(world: World) -> None:
    world.first_run()
    first = record(world)
    for edit in EDITS[:3]:
        edit_response(world, edit)
        world.run()

    assert names(world, first) == [
        f"{DAY}, superseded by v2.pdf",
        f"{DAY} (v2), superseded by v3.pdf",
        f"{DAY} (v3), superseded by v4.pdf",
        f"{DAY} (v4).pdf",
    ]
    written(world)
    world.run()
    assert written(world) == []


def test_quick_edits_between_two_runs_are_one_version(world: World) -> None:
    world.first_run()
    first = record(world)
    for edit in EDITS[:3]:
        edit_response(world, edit)
    world.run()

    assert names(world, first) == [f"{DAY}, superseded by v2.pdf", f"{DAY} (v2).pdf"]


def test_what_is_first_seen_after_its_edit_is_the_first_version(world: World) -> None:
    edit_response(world, EDITS[0])
    world.run()

    assert names(world, record(world)) == [f"{DAY}.pdf"]


def test_a_version_in_the_trash_stays_there_and_the_next_is_filed(world: World) -> None:
    world.first_run()
    first = record(world)
    edit_response(world, EDITS[0])
    world.run()
    second = versions(world, first)[1]
    change(world, second, {"trashed": True})
    edit_response(world, EDITS[1])
    report = world.run()

    assert names(world, first) == [f"{DAY}, superseded by v2.pdf", f"{DAY} (v2).pdf", f"{DAY} (v3).pdf"]
    assert [version["trashed"] for version in versions(world, first)] == [False, True, False]
    assert len(told(report, ProblemKind.RECORD_TRASHED)) == 1


def test_a_name_that_a_person_gave_stays_and_the_mark_says_it(world: World) -> None:
    world.first_run()
    first = record(world)
    change(world, first, {"name": "For the file.pdf"})
    edit_response(world, EDITS[0])
    world.run()

    assert names(world, first) == ["For the file.pdf", f"{DAY} (v2).pdf"]
    assert versions(world, first)[0]["appProperties"]["wa_superseded"] == "2"
    written(world)
    world.run()
    assert written(world) == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_mark_whose_answer_was_lost_is_made_up_for(world: World, when: str) -> None:
    world.first_run()
    first = record(world)
    edit_response(world, EDITS[0])
    for _ in range(9):
        world.fault("drive.files.update", status=503, when=when)
    world.run()
    world.stage.control("DELETE", "faults")
    world.run()

    assert names(world, first) == [f"{DAY}, superseded by v2.pdf", f"{DAY} (v2).pdf"]
    written(world)
    world.run()
    assert written(world) == []


def test_a_record_in_the_trash_is_told_for_a_week_and_never_filed_again(world: World) -> None:
    world.first_run()
    first = record(world)
    change(world, first, {"trashed": True})
    reports = []
    for days in (0, 7, 9, 40):
        world.at(FRIDAY + timedelta(days=days))
        reports.append(world.run())

    assert [len(told(report, ProblemKind.RECORD_TRASHED)) for report in reports] == [1, 1, 0, 0]
    assert names(world, first) == [f"{DAY}.pdf"]

    change(world, first, {"trashed": False})
    world.run()
    change(world, first, {"trashed": True})
    assert len(told(world.run(), ProblemKind.RECORD_TRASHED)) == 1  # it is news again


def test_a_deleted_record_is_told_and_not_filed_again(world: World) -> None:
    world.first_run()
    first = record(world)
    delete(world, first)
    reports = [world.run()]
    world.at(FRIDAY + timedelta(days=9))
    reports.append(world.run())

    assert [len(told(report, ProblemKind.RECORD_GONE)) for report in reports] == [1, 0]
    assert first["appProperties"]["wa_key"] not in files(world)
    decisions = [d for d in reports[1].account.decisions if d.duty == "filing" and d.verdict == "deleted"]
    assert len(decisions) == 1


def send_again(world: World, **otherwise: str) -> None:
    """The form is sent a second time about the same meeting, with other answers to some questions."""
    form = world.ids["form"]
    sent = dict(world.dump()["forms"][form]["responses"][R01])
    answers = {
        key: answer | ({"textAnswers": {"answers": [{"value": otherwise[key]}]}} if key in otherwise else {})
        for key, answer in sent["answers"].items()
    }
    again = sent | {"responseId": "ACYDBNh-r99", "answers": answers}
    world.stage.control("POST", f"forms/{form}/responses", again)


def test_a_form_that_was_sent_twice_is_kept_for_review_until_it_is_about_another_meeting(
    world: World,
) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    send_again(world)
    report = world.run()

    (doubt,) = told(report, ProblemKind.RESPONSE_REPEATED)
    assert doubt.case_manager == "marisol-quintero"
    assert names_in(world, folder["id"]) == [f"{DAY}.pdf"]
    review = the(world, "folder/review/marisol-quintero")
    assert names_in(world, review["id"]) == [f"{DAY}.pdf"]
    written(world)
    world.run()
    assert written(world) == []

    send_again(world, **{"2b3c4d5e": "2026-11-13", "6f7a8b9c": "Amendment"})
    edit_response(world, EDITS[0], "ACYDBNh-r99")
    report = world.run()

    assert told(report, ProblemKind.RESPONSE_REPEATED) == []
    assert "2026-11-13 amendment (v2).pdf" in names_in(world, folder["id"])
    assert names_in(world, review["id"]) == []


def test_two_responses_of_one_day_and_purpose_have_two_names(world: World) -> None:
    world.first_run()
    folder = folder_of(world, record(world))
    send_again(world, **{"0d1e2f3a": "No - postponed"})
    report = world.run()
    edit_response(world, EDITS[0], "ACYDBNh-r99")
    world.run()

    assert len(told(report, ProblemKind.RESPONSES_DIFFER)) == 1
    assert names_in(world, folder["id"]) == [
        f"{DAY}, response 2 (v2).pdf",
        f"{DAY}, response 2, superseded by v2.pdf",
        f"{DAY}.pdf",
    ]


def test_a_folder_that_cannot_be_made_is_told_once_and_made_up_for(world: World) -> None:
    world.fault("drive.files.create", status=403, body=_REFUSAL)  # the first is the root
    report = world.run()

    states = {State.FAILED: 0, State.SKIPPED: 0}
    for outcome in report.account.outcomes:
        if outcome.state in states:
            states[outcome.state] += 1
    assert states[State.FAILED] == 1
    assert states[State.SKIPPED] > 20  # folders, shares, records and events hang on it
    assert len(told(report, ProblemKind.EFFECT_DENIED)) == 1
    assert " | skipped | " not in world.digest_text()

    assert {outcome.state for outcome in world.run().account.outcomes} == {State.DONE}
    written(world)
    world.run()
    assert written(world) == []


_REFUSAL = {
    "error": {
        "code": 403,
        "message": "The user's Drive storage quota has been exceeded.",
        "errors": [{"domain": "global", "reason": "storageQuotaExceeded", "message": "no"}],
    }
}
