"""What is told of a student to a parent, and of a thing that was exposed: keys and links, no name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.world import MARISOL, ROBOT, is_record
from workspace_agent.cli.exposure import id_of
from workspace_agent.duties.folders import student_of

Json = dict[str, Any]

STRANGER = "x.stranger@elsewhere.example"


def where(department: Department) -> tuple[str, ...]:
    return ("--config", str(department.config), *AS_OF)


def records_in_drive(department: Department) -> list[Json]:
    """The filed records, with the key of the student in whose folder each lies."""
    google = department.stage.person(ROBOT, Path(department.config.parent))
    pdf = "mimeType = 'application/pdf'"
    found = google.drive.list(pdf, "id,name,webViewLink,parents,appProperties")
    folders = google.drive.list("trashed = false", "id,appProperties")
    keys = {one["id"]: one.get("appProperties", {}).get("wa_key", "") for one in folders}
    google.close()
    return [file | {"ref": student_of(keys[file["parents"][0]])} for file in found]


def a_record(department: Department) -> Json:
    """One of a form response that lies with its student."""
    filed = (file for file in records_in_drive(department) if file["ref"])
    return next(file for file in filed if is_record(file["name"]))


def let_in(department: Department, file_id: str) -> None:
    google = department.stage.person(ROBOT, Path(department.config.parent))
    google.drive.share(file_id, STRANGER, "reader")
    google.close()


def test_a_parent_is_told_of_everything_with_links(ran: Department, command: Command) -> None:
    file = a_record(ran)
    said = command("records", file["ref"], "--json", *where(ran))
    told = said.json

    assert (said.code, told["student"]) == (0, file["ref"])
    assert {one["thing"] for one in told["files"]} == {"folder", "record"}
    (filed,) = [one for one in told["files"] if one["link"] == file["webViewLink"]]
    assert {reader["who"] for reader in filed["readers"]} == {
        "manager (manager)",
        "marisol-quintero (case manager)",
    }
    assert {one["what"] for one in told["access"]} >= {"filed"}
    assert {"students", "meetings", "form"} <= {row["sheet"] for row in told["rows"]}
    assert told["by_hand"]
    assert told["cannot_know"]
    assert ran.writes() == []


def test_it_is_told_in_sentences_too_and_initials_only_where_they_are_asked_for(
    ran: Department, command: Command
) -> None:
    ref = a_record(ran)["ref"]
    plain = command("records", ref, *where(ran)).out
    shown = command("records", ref, "--initials", *where(ran)).out

    assert plain.startswith(f"{ref}: all that the agent holds.")
    assert "marisol-quintero (case manager): reader, expected; seen from 2026-11-20T07:00" in plain
    assert "@" not in plain
    assert re.match(rf"{ref} \(\w\.\w\.(-\d)?\): ", shown)
    assert plain.splitlines()[1:] == shown.splitlines()[1:]


def test_mails_are_told_of_whom_they_show(ran: Department, command: Command) -> None:
    """Every student of whom the digest told; and nobody else."""
    refs = {file["ref"] for file in records_in_drive(ran) if file["ref"]}
    mails = {ref: command("records", ref, "--json", *where(ran)).json["mails"] for ref in refs}

    told = {ref: sorted((mail["who"], mail["thing"]) for mail in found) for ref, found in mails.items()}
    assert all(len(found) == len(set(found)) for found in told.values()), "nobody is mailed the same twice"
    may_be_told = {
        "manager (manager)",
        "marisol-quintero (case manager)",
        "css-lakeward (CSS)",
        "css-sierra-vieja (CSS)",
    }
    assert {whom for found in told.values() for whom, _ in found} <= may_be_told
    assert any(told.values())


UNKNOWN = {
    "a student whom nobody knows": ("records", "zzzzzzzzzz", "No student is known by this key."),
    "a thing that the agent never saw": ("exposure", "1AbC", "The agent knows nothing of this."),
}


@pytest.mark.parametrize(("asked", "of", "sentence"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_says_what_to_do(
    ran: Department, command: Command, asked: str, of: str, sentence: str
) -> None:
    said = command(asked, of, *where(ran))

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{sentence}\nWhat to do: ")


def test_an_incident_is_told_with_who_could_open_it_and_by_what(ran: Department, command: Command) -> None:
    file = a_record(ran)
    let_in(ran, file["id"])
    told = command("exposure", file["webViewLink"], "--json", *where(ran)).json

    (extra,) = [reader for reader in told["seen"] if reader["standing"] == "extra"]
    assert re.fullmatch(
        r"address-[0-9a-f]{16} \(an address outside the settings, as a keyed hash\)", extra["who"]
    )
    assert [entry["what"] for entry in told["given"]] == ["filed"]
    assert {entry["who"] for entry in told["given_above"]} == {
        "manager (manager)",
        "marisol-quintero (case manager)",
    }
    assert told["students"] == [file["ref"]]
    assert told["is_there"]

    text = command("exposure", file["id"], *where(ran)).out
    assert "reader, extra; seen from" in text
    assert STRANGER not in text
    assert ran.writes()[1:] == [], "the first is the stranger's being let in"


def folder_of(department: Department, ref: str) -> Json:
    google = department.stage.person(ROBOT, Path(department.config.parent))
    found = google.drive.list("trashed = false", "id,webViewLink,appProperties")
    (folder,) = [
        one for one in found if one.get("appProperties", {}).get("wa_key") == f"folder/student/{ref}"
    ]
    google.close()
    return folder


def test_of_a_folder_what_lies_in_it_was_exposed_too(ran: Department, command: Command) -> None:
    file = a_record(ran)
    folder = folder_of(ran, file["ref"])
    told = command("exposure", folder["webViewLink"], "--json", *where(ran)).json

    assert told["students"] == [file["ref"]]
    assert {one["thing"] for one in told["inside"]} == {"folder", "record"}, "that of the school year, too"
    assert file["webViewLink"] in {one["link"] for one in told["inside"]}
    assert "filed" in {entry["what"] for entry in told["given_inside"]}
    text = command("exposure", folder["id"], *where(ran)).out
    assert text.startswith(f"{folder['id']}: about {file['ref']}.")
    assert f"  record, version 1: {file['webViewLink']}" in text


def test_of_an_event_it_says_that_the_calendar_may_be_open_to_others(
    ran: Department, command: Command
) -> None:
    google = ran.stage.person(ROBOT, Path(ran.config.parent))
    (event, *_) = google.calendar.list(MARISOL, privateExtendedProperty="wa=1")
    google.close()
    told = command("exposure", event["id"], "--json", *where(ran)).json

    assert len(told["students"]) == 1
    assert told["inside"] == []
    assert told["cannot_know"][0].startswith("The owner of the calendar")


def clear_the_row_of(department: Department, command: Command, ref: str) -> None:
    """Their row is emptied, and the agent has been there since."""
    rows = command("records", ref, "--json", *where(department)).json["rows"]
    (link,) = [row["link"] for row in rows if row["sheet"] == "students"]
    book, line = id_of(link), link.rpartition("=")[2].partition("%3A")[0]
    google = department.stage.person(MARISOL, Path(department.config.parent))
    google.sheets.type_values(book, f"Students!A{line}", [[""] * 13])
    google.close()
    assert command("run", *where(department)).code in {0, 1}
    department.writes()


def test_of_who_stands_on_no_list_any_more_the_records_are_found_still(
    ran: Department, command: Command
) -> None:
    ref = a_record(ran)["ref"]
    before = command("records", ref, "--json", *where(ran)).json
    clear_the_row_of(ran, command, ref)
    after = command("records", ref, "--json", *where(ran)).json
    text = command("records", ref, "--initials", *where(ran)).out

    assert {one["link"] for one in after["files"]} == {one["link"] for one in before["files"]}
    assert (before["on_a_list"], after["on_a_list"]) == (True, False)
    assert re.match(rf"{ref} \(\w\.\w\.(-\d)?\): on no list now, so this is not all\. ", text)
    assert "The student is on no list of students now" in text


def test_without_a_key_everybody_is_listed_with_theirs(ran: Department, command: Command) -> None:
    ref = a_record(ran)["ref"]
    clear_the_row_of(ran, command, ref)
    plain = command("records", *where(ran)).out.splitlines()
    shown = command("records", "--initials", *where(ran)).out.splitlines()
    known = command("records", "--json", *where(ran)).json["students"]

    assert plain[-1] == f"{ref}: on no list now"
    assert re.fullmatch(rf"{ref} \(\w\.\w\.(-\d)?\): on no list now", shown[-1])
    assert all(re.fullmatch(r"\w{10}: marisol-quintero", line) for line in plain[:-1])
    assert [one["student"] for one in known] == [line.partition(":")[0] for line in plain]


def test_before_the_first_list_nobody_is_known(fresh_department: Department, command: Command) -> None:
    settings = fresh_department.config / "agent.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('holds = "progress monitoring"', 'holds = "hours"')
    )
    assert command("records", *where(fresh_department)).out == "No student is known yet.\n"


IDS = {
    "as it is": ("1AbC-x_9", "1AbC-x_9"),
    "of a file": ("https://drive.google.com/file/d/1AbC-x_9/view?usp=drivesdk", "1AbC-x_9"),
    "of a workbook": ("https://docs.google.com/spreadsheets/d/1AbC-x_9/edit?gid=3#gid=3", "1AbC-x_9"),
    "of a folder": ("https://drive.google.com/drive/folders/1AbC-x_9", "1AbC-x_9"),
    "of an old link": ("https://drive.google.com/open?id=1AbC-x_9", "1AbC-x_9"),
    "of an event": ("https://www.google.com/calendar/event?eid=MDFhYmMgYUBiLmV4YW1wbGU", "01abc"),
    "of an event that cannot be read": ("https://www.google.com/calendar/event?eid=A", "A"),
}


@pytest.mark.parametrize(("typed", "expected"), IDS.values(), ids=IDS)
def test_an_id_is_found_in_a_link(typed: str, expected: str) -> None:
    assert id_of(typed) == expected
