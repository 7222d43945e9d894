"""What may be typed at `init`, and what it stands for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workspace_agent.cli.init import checks
from workspace_agent.cli.init.checks import Check, checked

BOOK = "1AbCdEfGhIjKlMnOp"
THANKSGIVING = {"from": date(2026, 11, 25), "until": date(2026, 11, 27), "name": "Thanksgiving"}


@pytest.mark.parametrize(
    ("check", "typed", "value"),
    [
        pytest.param(checks.day, " 2026-09-08 ", date(2026, 9, 8), id="a date"),
        pytest.param(checks.zone, "America/Denver", "America/Denver", id="a zone"),
        pytest.param(checks.address, "Kit@School.example", "kit@school.example", id="an address"),
        pytest.param(checks.state, "tx", "TX", id="a state"),
        pytest.param(checks.key, "lakeward-2", "lakeward-2", id="a key"),
        pytest.param(checks.keys, "a, b  c", ["a", "b", "c"], id="several keys"),
        pytest.param(checks.closures, "", [], id="no closures"),
        pytest.param(
            checks.closures, "2026-11-25 to 2026-11-27 Thanksgiving", [THANKSGIVING], id="a closure"
        ),
        pytest.param(
            checks.closures,
            "2026-09-07; 2026-11-25 to 2026-11-27 Thanksgiving;",
            [{"from": date(2026, 9, 7), "until": date(2026, 9, 7), "name": "no school"}, THANKSGIVING],
            id="a closure of one day without a name, and another",
        ),
        pytest.param(checks.spreadsheet, BOOK, BOOK, id="an id"),
        pytest.param(
            checks.spreadsheet,
            f"https://docs.google.com/spreadsheets/d/{BOOK}/edit?gid=0#gid=0",
            BOOK,
            id="an address of a spreadsheet",
        ),
        pytest.param(
            checks.folder, f"https://drive.google.com/drive/u/0/folders/{BOOK}", BOOK, id="a folder"
        ),
        pytest.param(checks.place, "", None, id="no place"),
        pytest.param(
            checks.place,
            f"https://drive.google.com/drive/folders/{BOOK}",
            ("folder", BOOK),
            id="a place: folder",
        ),
        pytest.param(checks.place, BOOK, ("spreadsheet", BOOK), id="a place: a workbook"),
        pytest.param(checks.form, "None", {}, id="no form"),
        pytest.param(checks.form, f"https://docs.google.com/forms/d/{BOOK}/edit", {"id": BOOK}, id="a form"),
        pytest.param(
            checks.form,
            f"https://docs.google.com/spreadsheets/d/{BOOK}/edit",
            {"responses_sheet": BOOK},
            id="a sheet of responses",
        ),
        pytest.param(checks.sandbox_url, "http://127.0.0.1:8765", "http://127.0.0.1:8765", id="a sandbox"),
        pytest.param(checks.optional(checks.day), " ", "", id="nothing where nothing is needed"),
    ],
)
def test_it_stands_for(check: Check, typed: str, value: Any) -> None:
    assert check(typed) == value


@pytest.mark.parametrize(
    ("check", "typed", "wrong"),
    [
        pytest.param(
            checks.day, "9/8/2026", "write a date as year-month-day, as in 2026-09-08", id="slashes"
        ),
        pytest.param(checks.day, "2026-02-30", "there is no such day", id="a day that is not"),
        pytest.param(checks.day, "20260908", "write a date as", id="without dashes"),
        pytest.param(checks.zone, "Eastern", "not a time zone; use a name such as", id="no IANA zone"),
        pytest.param(checks.address, "kit at example", "not one e-mail address", id="no address"),
        pytest.param(
            checks.address,
            "lee@office.example, ana@office.example",
            "not one e-mail address",
            id="two addresses",
        ),
        pytest.param(checks.state, "Texas", "use the two letters of the state", id="a state in words"),
        pytest.param(checks.state, "ZZ", "use the two letters of the state", id="no state"),
        pytest.param(checks.person_key, "me", "me, again and what begins with css-", id="a reserved key"),
        pytest.param(checks.person_key, "css-lee", "me, again and what begins", id="the key of a CSS"),
        pytest.param(checks.key, "Lake Ward", "use small letters, digits and dashes", id="no key"),
        pytest.param(checks.line, "  ", "type something", id="an empty line"),
        pytest.param(checks.closures, "Thanksgiving", "write a date as", id="a closure without days"),
        pytest.param(checks.closures, "2026-11-27 to 2026-11-25", "it ends before it begins", id="backwards"),
        pytest.param(
            checks.spreadsheet,
            f"https://drive.google.com/drive/folders/{BOOK}",
            "this is the address of a folder",
            id="a folder for a workbook",
        ),
        pytest.param(
            checks.folder,
            f"https://docs.google.com/spreadsheets/d/{BOOK}/edit",
            "this is the address of a file",
            id="a workbook for a folder",
        ),
        pytest.param(
            checks.form,
            "https://docs.google.com/forms/d/e/1FAIpQLSfAbC/viewform",
            "this is the link for those who fill in the form",
            id="the respondents' link",
        ),
        pytest.param(checks.form, "", "where there is no form, type none", id="a bare Enter for no form"),
        pytest.param(
            checks.form,
            "https://forms.gle/AbCdEf",
            "this is the link for those who fill in",
            id="a short link",
        ),
        pytest.param(
            checks.sandbox_url, "http://example.org", "not an address on this machine", id="elsewhere"
        ),
        pytest.param(checks.file, "/no/such/file", "there is no such file", id="no file"),
        pytest.param(checks.new_file, "/no/such/file", "its folder is not there", id="no folder"),
        pytest.param(checks.one_of(["a", "b"]), "c", "should be one of: a, b", id="none of these"),
    ],
)
def test_it_cannot_be_meant(check: Check, typed: str, wrong: str) -> None:
    assert wrong in checked(check, typed)


def test_a_new_file_is_never_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "there").touch()

    assert checked(checks.new_file, str(tmp_path / "there")) == "there is such a file already"
    assert checks.new_file(str(tmp_path / "new")) == tmp_path / "new"
    assert checks.file(str(tmp_path / "there")) == tmp_path / "there"


@pytest.mark.parametrize(
    ("name", "key"),
    [("Sierra Vieja ISD", "sierra-vieja-isd"), ("Zoë O'Hara", "zoe-o-hara"), ("北京", "")],
)
def test_a_key_is_made_of_a_name(name: str, key: str) -> None:
    assert checks.key_for(name) == key
