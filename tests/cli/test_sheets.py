"""`sheets map`: cells and known words alone; what is confirmed is written and then read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Department
from tests.journeys.world import MARISOL
from workspace_agent.cli.sheets_file import add_headings
from workspace_agent.intake.sheet_map import Guess
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.place import Cell
from workspace_agent.settings_files import defaults_folder

COMMENTED = """\
# our own
[sheets.hours.fields]
activity = ["Doings"]  # Ana types this

[sheets.students.fields]
# asked on 11/18
exit = [
  "Gone on",  # the old one
]
"""


def rename(department: Department, cell: str, heading: str) -> None:
    text = (department.config / "agent.toml").read_text(encoding="utf8")
    book = re.findall(r'id = "([^"]+)", holds = "progress', text)[0]
    google = department.stage.person(MARISOL, Path(department.config.parent))
    google.sheets.type_values(book, f"Students!{cell}", [[heading]])
    google.close()


def test_the_map_of_a_workbook_that_is_read_whole(fresh_department: Department, command: Command) -> None:
    said = command("sheets", "map", "--config", str(fresh_department.config))

    assert (said.code, said.err) == (0, "")
    assert "  students, headings in row 1\n" in said.out
    assert "       G1  last annual review (last annual review): known heading\n" in said.out
    assert "Winter" not in said.out


def test_a_renamed_heading_is_proposed_confirmed_written_and_read(
    fresh_department: Department, command: Command
) -> None:
    where = ("--config", str(fresh_department.config))
    own = fresh_department.config / "sheets.toml"
    own.write_text(COMMENTED, encoding="utf8")
    rename(fresh_department, "G1", "Last anual reveiw")
    rename(fresh_department, "M1", "Grace Ontiveros-Hale")

    asked = command("sheets", "map", *where)
    students = next(
        tab
        for book in command("sheets", "map", "--json", *where).json["workbooks"]
        for tab in book["tabs"]
        if tab["kinds"] == ["students"]
    )
    (proposal,) = students["proposals"]

    assert asked.code == 1
    assert (
        f"       G1  ? last annual review: proposal {proposal['id']}\n    missing: last annual review"
        in asked.out
    )
    assert f"# last_annual_review = [the heading in G1]  # {proposal['id']}: https://" in asked.out
    assert students["not_known"] == ["M1"]
    assert not re.search("anual|Ontiveros", asked.out)

    assert command("sheets", "map", "--confirm", proposal["id"], *where).out.startswith(
        "[sheets.students.fields]\n"
    )
    assert own.read_text(encoding="utf8") == COMMENTED
    written = command("sheets", "map", "--confirm", proposal["id"], "--write", *where)
    again = command("sheets", "map", *where)

    assert written.code == 0
    assert written.out.endswith(
        "sheets.toml: students.last_annual_review is the heading in G1 from now on.\n"
    )
    assert own.read_text(encoding="utf8") == COMMENTED + 'last_annual_review = ["Last anual reveiw"]\n'
    assert again.code == 0
    assert "       G1  last annual review: confirmed in your sheets.toml\n" in again.out


def test_a_tie_is_a_question_with_two_answers(fresh_department: Department, command: Command) -> None:
    where = ("--config", str(fresh_department.config))
    rename(fresh_department, "G1", "IEP Date")
    said = command("sheets", "map", *where)
    one, other = re.findall(r"G1  \? [\w ]+, if not [\w ]+: proposal (\w{6})", said.out)

    assert '# last_annual_review = ["iep date"]  # ' in said.out
    assert command("sheets", "map", "--confirm", one, "--confirm", other, "--write", *where).code == 2
    assert command("sheets", "map", "--confirm", "ffffff", *where).code == 2
    assert command("sheets", "map", "--write", *where).code == 2
    assert command("sheets", "map", "--confirm", one, "--write", *where).code == 0
    assert tomllib.loads((fresh_department.config / "sheets.toml").read_text(encoding="utf8"))["sheets"] == {
        "students": {"fields": {"last_annual_review": ["IEP Date"]}}
    }


def test_a_workbook_that_cannot_be_opened_is_told(fresh_department: Department, command: Command) -> None:
    path = fresh_department.config / "agent.toml"
    text = path.read_text(encoding="utf8")
    book = re.findall(r'id = "([^"]+)", holds = "progress', text)[0]
    path.write_text(text.replace(book, "1" + "x" * 43), encoding="utf8")
    said = command("sheets", "map", "--config", str(fresh_department.config))

    assert said.code == 1
    assert "  ! This workbook was not found." in said.out


def test_what_is_never_read_is_said(fresh_department: Department, command: Command) -> None:
    path = fresh_department.config / "agent.toml"
    ignored = '[ignore]\ntabs = ["students"]\nworkbooks = ["never"]\n\n[form]'
    path.write_text(path.read_text(encoding="utf8").replace("[form]", ignored, 1), encoding="utf8")
    said = command("sheets", "map", "--config", str(fresh_department.config))
    books = command("sheets", "map", "--json", "--config", str(fresh_department.config)).json["workbooks"]

    assert said.code == 1
    assert "  never read, as agent.toml says\n    https://" in said.out
    never = "https://docs.google.com/spreadsheets/d/never/edit"
    assert f"Workbook that is never read, as agent.toml says: {never}\n" in said.out
    assert "students, headings" not in said.out
    assert [book["ignored"] for book in books].count(True) == 1
    assert [tab["ignored"] for book in books for tab in book["tabs"]].count(True) == 1


def titled(department: Department, *titles: str) -> None:
    """Adds a tab of check-ins under each of these titles."""
    text = (department.config / "agent.toml").read_text(encoding="utf8")
    book = re.findall(r'id = "([^"]+)", holds = "progress', text)[0]
    google = department.stage.person(MARISOL, Path(department.config.parent))
    google.sheets.batch_update(book, [{"addSheet": {"properties": {"title": title}}} for title in titles])
    heads = ("Date", "Minutes", "What we talked about", "Action items")
    for minutes, title in enumerate(titles, 30):
        google.sheets.type_values(book, f"'{title}'!A1", [heads, ("11/9/2026", str(minutes), "school", "")])
    google.close()


def test_tabs_with_students_names_are_mapped_as_a_run_reads_them(
    fresh_department: Department, command: Command
) -> None:
    titled(fresh_department, "May Winter", "Hartsell, William")
    said = command("sheets", "map", "--config", str(fresh_department.config))

    assert "neither is read" not in said.out
    assert "missing: student" not in said.out
    assert said.out.count("  check ins, headings in row 1\n") >= 2
    assert said.code == 0


def test_tabs_with_parts_of_names_are_told_with_the_cure(
    fresh_department: Department, command: Command
) -> None:
    titled(fresh_department, "May", "Will H")
    said = command("sheets", "map", "--config", str(fresh_department.config))

    assert said.code == 1
    assert "let its title be the student's full name" in said.out


def test_an_old_list_is_said_to_be_left_alone(fresh_department: Department, command: Command) -> None:
    text = (fresh_department.config / "agent.toml").read_text(encoding="utf8")
    book = re.findall(r'id = "([^"]+)", holds = "progress', text)[0]
    google = fresh_department.stage.person(MARISOL, Path(fresh_department.config.parent))
    tabs = google.sheets.read(book, "sheets(properties(sheetId,title))")["sheets"]
    students = next(tab["properties"]["sheetId"] for tab in tabs if tab["properties"]["title"] == "Students")
    copy = {"sourceSheetId": students, "newSheetName": "OLD caseload"}
    google.sheets.batch_update(book, [{"duplicateSheet": copy}])
    google.close()
    said = command("sheets", "map", "--config", str(fresh_department.config))

    assert "  students, not read: old, a template or empty, and another one counts\n" in said.out
    assert "  students, headings in row 1\n" in said.out
    assert "OLD" not in said.out


# ---- the file


def guess(field: str, typed: str) -> Guess:
    return Guess("abc123", "students", field, Cell("book", 1, "A1"), "", (), typed)


def test_the_first_heading_makes_the_file_and_the_same_one_is_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        add_headings(tmp_path, [guess("exit", "Gone on"), guess("exit", "Left on"), guess("plan", "Which?")])

    text = (tmp_path / "sheets.toml").read_text(encoding="utf8")
    assert text.startswith("# Headings of this department")
    assert text.endswith('[sheets.students.fields]\nexit = ["Gone on", "Left on"]\nplan = ["Which?"]\n')


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("sheets = [", "sheets.toml: ", id="no TOML"),
        pytest.param(
            '[sheets.students.fields]\nexit = "x"\n', "students.fields.exit: should be a list", id="no list"
        ),
        pytest.param(
            '[sheets.students.fields]\nplan = ["gone on"]\n',
            "one heading for two fields: gone on",
            id="taken",
        ),
    ],
)
def test_a_file_that_is_wrong_or_would_be_is_left_as_it_is(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "sheets.toml").write_text(content, encoding="utf8")

    with pytest.raises(SettingsError, match=said):
        add_headings(tmp_path, [guess("exit", "Gone on")])
    assert (tmp_path / "sheets.toml").read_text(encoding="utf8") == content
    assert [path.name for path in tmp_path.iterdir()] == ["sheets.toml"]


def test_the_headings_that_ship_with_the_program_are_not_written_to() -> None:
    with pytest.raises(SettingsError, match="ship with the program"):
        add_headings(defaults_folder(), [guess("exit", "Gone on")])
