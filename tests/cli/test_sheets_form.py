"""`sheets map` and the form: what a question holds is proposed, confirmed, written and then read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Department
from workspace_agent.cli.sheets_file import add_questions
from workspace_agent.intake.form_map import QuestionGuess

UNMAPPED = '  { question = "0d1e2f3a", field = "held" },\n'
GUESS = QuestionGuess("abc123", "held", "question", "q7", "q7", "", (), "where")


def settings(department: Department) -> Path:
    return department.config / "agent.toml"


def forget(department: Department, line: str = UNMAPPED) -> None:
    """The settings do not name what this line names."""
    text = settings(department).read_text(encoding="utf8")
    assert text.count(line) == 1
    settings(department).write_text(text.replace(line, ""), encoding="utf8")


def test_a_form_whose_questions_are_all_confirmed(department: Department, command: Command) -> None:
    said = command("sheets", "map", "--config", str(department.config))
    assert (said.code, said.err) == (0, "")
    assert "    3f1a9c02  student: confirmed in your agent.toml\n" in said.out
    assert "missing" not in said.out.partition("Post IEP Meeting Form")[2]


def test_a_question_is_proposed_confirmed_written_and_read(
    fresh_department: Department, command: Command
) -> None:
    where = ("--config", str(fresh_department.config))
    forget(fresh_department)
    before = settings(fresh_department).read_text(encoding="utf8")

    asked = command("sheets", "map", *where)
    (part,) = command("sheets", "map", "--json", *where).json["form"]["parts"]
    (proposal,) = part["proposals"]
    assert asked.code == 1
    assert f"    0d1e2f3a  ? held: proposal {proposal['id']}\n    missing: held\n" in asked.out
    assert f'  {{ question = "0d1e2f3a", field = "held" }},  # {proposal["id"]}\n' in asked.out
    assert (proposal["field"], proposal["question"], part["missing"]) == ("held", "0d1e2f3a", ["held"])

    shown = command("sheets", "map", "--confirm", proposal["id"], *where)
    first, line = shown.out.splitlines()
    assert first == "# into the list `meaning` of [form] in agent.toml, between its brackets:"
    assert line == f'  {{ question = "0d1e2f3a", field = "held" }},  # {proposal["id"]}'
    typed = before.replace("\nmeaning = [\n", f"\nmeaning = [\n{line}\n")
    assert {"question": "0d1e2f3a", "field": "held"} in tomllib.loads(typed)["form"]["meaning"]
    assert settings(fresh_department).read_text(encoding="utf8") == before

    written = command("sheets", "map", "--confirm", proposal["id"], "--write", *where)
    assert written.out.endswith("agent.toml: held is the question 0d1e2f3a of the form from now on.\n")
    after = settings(fresh_department).read_text(encoding="utf8")
    assert re.findall("#.*", after) == re.findall("#.*", before)
    assert command("sheets", "map", *where).code == 0


def test_a_form_that_cannot_be_opened_is_told(fresh_department: Department, command: Command) -> None:
    text = settings(fresh_department).read_text(encoding="utf8")
    text = re.sub(r'\[form\]\nid = "[^"]+"', '[form]\nid = "nothing"', text)
    settings(fresh_department).write_text(text, encoding="utf8")
    said = command("sheets", "map", "--config", str(fresh_department.config))
    assert said.code == 1
    assert "  ! The agent may not open the Post IEP Meeting Form." in said.out
    machine = command("sheets", "map", "--json", "--config", str(fresh_department.config)).json
    assert len(machine["form"]["problems"]) == 1


def test_a_department_without_a_form_has_nothing_of_it_to_show(
    fresh_department: Department, command: Command
) -> None:
    text = settings(fresh_department).read_text(encoding="utf8")
    settings(fresh_department).write_text(text.partition("[form]")[0], encoding="utf8")
    said = command("sheets", "map", "--config", str(fresh_department.config))
    assert said.code == 0
    assert "Post IEP" not in said.out


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param('meaning = [{ question = "q1", field = "student" }]\n', id="a list on one line"),
        pytest.param(
            'meaning = [  # as asked\n  { question = "q1", field = "student" },  # by name\n]\n',
            id="a list on several lines, with comments",
        ),
        pytest.param("meaning = []\n", id="an empty list"),
        pytest.param('[[form.meaning]]\nquestion = "q1"  # by name\nfield = "student"\n', id="tables"),
    ],
)
def test_what_is_written_keeps_the_shape_of_the_list_and_its_comments(tmp_path: Path, listed: str) -> None:
    path = tmp_path / "agent.toml"
    path.write_text(f'[form]\nid = "f"  # ours\n{listed}', encoding="utf8")
    before = tomllib.loads(path.read_text(encoding="utf8"))["form"]["meaning"]
    add_questions(tmp_path, [GUESS])
    text = path.read_text(encoding="utf8")
    assert tomllib.loads(text)["form"]["meaning"] == [*before, {"question": "q7", "field": "held"}]
    assert re.findall("#.*", text) == re.findall("#.*", f"# ours\n{listed}")


@pytest.mark.parametrize(
    "listed", ["meaning = []\n", 'meaning = [{ question = "q1", field = "student" }]\n', "meaning = [\n]\n"]
)
def test_what_is_written_is_written_as_people_do(tmp_path: Path, listed: str) -> None:
    path = tmp_path / "agent.toml"
    path.write_text(f'[form]\nid = "f"\n{listed}# meaning = [\n', encoding="utf8")
    add_questions(tmp_path, [GUESS])
    add_questions(tmp_path, [GUESS])
    text = path.read_text(encoding="utf8")
    before = '  { question = "q1", field = "student" },\n' if "q1" in listed else ""
    line = '  { question = "q7", field = "held" },\n'
    assert text == f'[form]\nid = "f"\nmeaning = [\n{before}{line}{line}]\n# meaning = [\n'


def test_a_list_that_somebody_took_out_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "agent.toml"
    path.write_text('[form]\nid = "f"  # ours\n\n[google]\nmode = "google"\n', encoding="utf8")
    add_questions(tmp_path, [GUESS])
    content = tomllib.loads(path.read_text(encoding="utf8"))
    assert content["form"] == {"id": "f", "meaning": [{"question": "q7", "field": "held"}]}
    assert content["google"] == {"mode": "google"}
