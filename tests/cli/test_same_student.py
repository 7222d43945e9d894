"""Questions about who is who on the command line: opaque keys, links to the cells, no name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.world import MARISOL

TAKEN = "The next run takes it in; where serve is there, it does so within 5 min."
SLIP = ("Sierra Vieja ISD", "20533", "Gracie", "Ontiveros Hale", "", "IEP", "1/15/2026", "1/14/2025")
TWIN_ROW = ("Sierra Vieja ISD", "19986", "Jonah", "Pell", "", "IEP", "2/3/2026", "2/6/2025")


def type_row(department: Department, number: int, row: tuple[str, ...]) -> None:
    text = (department.config / "agent.toml").read_text(encoding="utf8")
    book = re.findall(r'id = "([^"]+)", holds = "progress', text)[0]
    google = department.stage.person(MARISOL, Path(department.config.parent))
    google.sheets.type_values(book, f"Students!A{number}", [list(row)])
    google.close()


@pytest.fixture
def asking(fresh_department: Department) -> Department:
    """A department with a question about two rows, and a student who stands there twice."""
    type_row(fresh_department, 18, SLIP)
    type_row(fresh_department, 19, TWIN_ROW)
    fresh_department.writes()
    return fresh_department


def where(department: Department) -> tuple[str, ...]:
    return ("--config", str(department.config), *AS_OF)


def test_open_questions_are_listed_with_links_and_without_names(asking: Department, command: Command) -> None:
    said = command("same-student", *where(asking))
    rows, twice = said.out.strip().split("\n\n")[1:]

    assert (said.code, said.err) == (1, "")
    assert said.out.startswith("Open questions: 2\n")
    assert "Are these rows one student?" in rows
    assert rows.count("https://docs.google.com/spreadsheets/d/") == 2
    assert "cell C4 of the list of marisol-quintero" in rows
    assert re.search(r"workspace-agent same-student [0-9a-f]{10} yes\|no$", rows)
    assert "Whose is it now?" in twice
    assert "same-student" not in twice
    assert "Ontiveros" not in said.out
    assert not re.search(r"\w\.\w\.", said.out.replace("docs.google.com", ""))


def test_as_json_and_with_initials(asking: Department, command: Command) -> None:
    opaque = command("same-student", "--json", *where(asking)).json["questions"]
    shown = command("same-student", "--json", "--initials", *where(asking)).json["questions"]

    assert [one["answers"] for one in opaque] == [["yes", "no"], []]
    assert [one["id"] for one in opaque] == [one["id"] for one in shown]
    assert [row["student"].split()[1] for row in shown[0]["rows"]] == ["(G.O.)", "(G.O.-2)"]
    assert all(re.fullmatch(r"\w{10}", row["student"]) for one in opaque for row in one["rows"])


def test_an_answer_is_recorded_without_a_write_to_google_and_counts(
    asking: Department, command: Command
) -> None:
    (question, _) = command("same-student", "--json", *where(asking)).json["questions"]
    said = command("same-student", question["id"], "No", *where(asking))

    assert (said.code, said.err) == (0, "")
    assert said.out == f"Recorded: {question['id']} no. {TAKEN}\n"
    assert asking.writes() == []
    left = command("same-student", "--json", *where(asking)).json["questions"]
    assert [one["answers"] for one in left] == [[]]


def test_an_earlier_student_is_shown_by_initials(asking: Department, command: Command) -> None:
    type_row(asking, 18, ("",) * 8)
    type_row(asking, 19, ("",) * 8)
    command("run", *where(asking))
    type_row(asking, 2, ("Sierra Vieja ISD", "99999"))
    said = command("same-student", "--initials", *where(asking))

    assert "Is this the student who had this name before?" in said.out
    assert re.search(r"earlier: \w{10} \(M\.W\.\)", said.out)


def test_without_a_question_it_says_so(department: Department, command: Command) -> None:
    said = command("same-student", *where(department))

    assert (said.code, said.out) == (0, "Open questions: none\n")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param(("abc",), "give both", id="an id without an answer"),
        pytest.param(("0000000000", "yes"), "no such question is open", id="no such question"),
    ],
)
def test_wrong_usage_is_2(
    department: Department, command: Command, arguments: tuple[str, ...], reason: str
) -> None:
    said = command("same-student", *arguments, *where(department))

    assert said.code == 2
    assert reason in said.err


def test_an_answer_that_settles_nothing_is_refused(asking: Department, command: Command) -> None:
    rows, twice = command("same-student", "--json", *where(asking)).json["questions"]

    maybe = command("same-student", rows["id"], "maybe", *where(asking))
    assert (maybe.code, "answer yes or no" in maybe.err) == (2, True)
    same = command("same-student", twice["id"], "yes", *where(asking))
    assert (same.code, "change the rows" in same.err) == (2, True)
