"""A department that can give the agent only the sheet into which the responses to its form go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomlkit

from tests.journeys.people import submits
from tests.journeys.world import MANAGER, MARISOL, MARISOLS, ROBOT, World, build_world
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report
from workspace_agent.tools import LEDGER

Json = dict[str, Any]

FORM = MARISOLS.form()
RESPONSES = MARISOLS.responses()
TAB = "Form Responses 1"
ZONE = ZoneInfo("America/New_York")


def cells(response: Json) -> list[str]:
    """A row as Forms writes it."""
    at = datetime.fromisoformat(response["last_submitted_time"]).astimezone(ZONE)
    answers = (", ".join(response["answers"].get(one["id"], ())) for one in FORM["questions"])
    return [f"{at:%m/%d/%Y %H:%M:%S}", response["respondent"], *answers]


HEADS = ["Timestamp", "Email Address", *(one["title"] for one in FORM["questions"])]
ROWS = [cells(one) for one in RESPONSES]
EDITED = [*ROWS[0][:9], "Another decision.", *ROWS[0][10:]]
EDITED[0] = "11/20/2026 06:30:00"


def types(world: World, rows: list[list[str]], tab: str = TAB) -> None:
    """What stands in the sheet from now on."""
    blank = [[""] * len(HEADS)] * 3
    with world.person(MANAGER) as google:
        google.sheets.type_values(world.ids["responses"], f"'{tab}'!A1", [HEADS, *rows, *blank])


def links(world: World) -> None:
    """The manager makes the form write into a spreadsheet, which the agent may read."""
    with world.person(MANAGER) as google:
        tabs = [{"properties": {"title": title}} for title in (TAB, "Form Responses 2")]
        made = google.sheets.create("Post IEP (responses)", "en_US", str(ZONE), tabs)
        world.ids["responses"] = made["spreadsheetId"]
        google.drive.share(made["spreadsheetId"], ROBOT, "reader")


def reads_the_sheet(text: str, world: World) -> str:
    """The settings name the sheet instead of the form, and headings beside the ids."""
    settings = tomlkit.parse(text)
    form = settings["form"]
    titles = {one["id"]: one["title"] for one in FORM["questions"]}
    form["meaning"] = [dict(one) | {"heading": titles[one["question"]]} for one in form["meaning"]]
    form["responses_sheet"] = world.ids["responses"]
    form["email_addresses"] = "verified"
    del form["id"]
    return tomlkit.dumps(settings)


def without_meaning(text: str) -> str:
    """The settings as they are before anybody has confirmed a question."""
    settings = tomlkit.parse(text)
    settings["form"]["meaning"] = []
    return tomlkit.dumps(settings)


@pytest.fixture
def sheet(tmp_path: Path) -> World:
    """The department, where the agent was never given the form."""
    world = build_world(tmp_path)
    links(world)
    types(world, ROWS)
    world.setting(lambda text: reads_the_sheet(text, world))
    return world


def names(world: World) -> list[str]:
    return sorted(one["name"] for one in world.records(ROBOT))


def told(report: Report, kind: ProblemKind) -> int:
    return sum(one.kind is kind for one in report.account.department.problems)


def test_the_sheet_tells_all_that_the_form_tells_and_a_second_run_writes_nothing(
    sheet: World, tmp_path: Path
) -> None:
    sheet.run()
    by_form = build_world(tmp_path / "form")
    by_form.run()
    assert names(sheet) == names(by_form)
    assert sheet.digest_text().count("past due on record") == by_form.digest_text().count(
        "past due on record"
    )

    sheet.forget_requests()
    sheet.run()
    assert sheet.writes() == []
    assert not any(one["service"] == "forms" for one in sheet.stage.control("GET", "requests")["requests"])


def test_sorted_and_with_an_edit_only_the_edit_is_filed_as_the_second_version(sheet: World) -> None:
    sheet.run()
    before = names(sheet)
    types(sheet, [*reversed(ROWS[1:]), EDITED])
    sheet.run()

    assert len(names(sheet)) == len(before) + 1
    assert sum(name.endswith("(v2).pdf") for name in names(sheet)) == 1
    assert sum("superseded by v2" in name for name in names(sheet)) == 1
    sheet.forget_requests()
    sheet.run()
    assert sheet.writes() == []


def test_a_row_that_a_person_deletes_takes_nothing_with_it(sheet: World) -> None:
    sheet.run()
    before = names(sheet)
    types(sheet, [*ROWS[1:], [""] * len(HEADS)])
    sheet.run()
    types(sheet, ROWS)
    sheet.run()
    assert names(sheet) == before


def test_a_tab_that_was_linked_anew_with_copies_of_all_files_nothing_again(sheet: World) -> None:
    sheet.run()
    before = names(sheet)
    types(sheet, ROWS, "Form Responses 2")
    sheet.run()
    assert names(sheet) == before


def test_without_the_ledger_the_marks_on_the_records_tell(sheet: World) -> None:
    sheet.run()
    types(sheet, [EDITED, *ROWS[1:]])
    sheet.run()
    before = names(sheet)
    (sheet.folder / "state" / LEDGER).unlink()
    sheet.run()
    assert names(sheet) == before


def test_two_rows_of_one_time_and_respondent_are_asked_about_and_not_filed(sheet: World) -> None:
    types(sheet, [ROWS[0], [*EDITED[:0], ROWS[0][0], *EDITED[1:]], *ROWS[1:]])
    report = sheet.run()
    assert told(report, ProblemKind.RESPONSE_TWICE) == 2
    assert len(names(sheet)) == len(ROWS) - 1

    types(sheet, ROWS)
    assert told(sheet.run(), ProblemKind.RESPONSE_TWICE) == 0
    assert len(names(sheet)) == len(ROWS)


def test_from_the_form_to_its_sheet_and_back_nothing_is_filed_twice(world: World) -> None:
    world.first_run()
    before = names(world)
    links(world)
    types(world, ROWS)
    by_form = (world.config / "agent.toml").read_text(encoding="utf8")
    world.setting(lambda text: reads_the_sheet(text, world))
    world.run()
    assert names(world) == before

    types(world, [EDITED, *ROWS[1:]])
    world.run()
    assert len(names(world)) == len(before) + 1

    edited = RESPONSES[0] | {"last_submitted_time": "2026-11-20T11:30:00.250000Z"}
    edited["answers"] = edited["answers"] | {FORM["questions"][7]["id"]: ["Another decision."]}
    submits(world, edited)
    world.setting(lambda _: by_form)
    world.run()
    assert len(names(world)) == len(before) + 1
    assert told(world.run(), ProblemKind.RESPONSE_TWICE) == 0


def test_a_sheet_that_is_not_shared_is_told_and_nothing_is_past_due_for_sure(world: World) -> None:
    links(world)
    world.setting(lambda text: reads_the_sheet(text, world).replace(world.ids["responses"], "1" + "x" * 43))
    report = world.run()
    assert told(report, ProblemKind.RESPONSES_NOT_READ) == 1
    assert report.account.department.form_unread


@pytest.mark.parametrize(
    "reads",
    [pytest.param(reads_the_sheet, id="the sheet"), pytest.param(lambda text, _: text, id="the form")],
)
def test_until_somebody_confirms_the_questions_nothing_is_filed_and_then_each_response_once(
    world: World, reads: Callable[[str, World], str]
) -> None:
    links(world)
    types(world, [*ROWS, ["11/19/2026 09:00:00", MARISOL, *[""] * (len(HEADS) - 2)]])
    submits(world, RESPONSES[0] | {"response_id": "blank", "answers": {}})
    confirmed = reads((world.config / "agent.toml").read_text(encoding="utf8"), world)
    world.setting(lambda _: without_meaning(confirmed))

    report = world.run()
    about_the_form = [one for one in report.account.problems if "form" in one.sentence.casefold()]
    assert [one.kind for one in about_the_form] == [ProblemKind.FORM_UNCONFIRMED]
    assert "sheets map --confirm" in about_the_form[0].advice
    assert (names(world), report.account.department.form_unread) == ([], True)

    world.setting(lambda _: confirmed)
    report = world.run()
    assert told(report, ProblemKind.RESPONSE_BLANK) == 1
    assert len(names(world)) == len(ROWS) + 1
    world.forget_requests()
    world.run()
    assert world.writes() == []
