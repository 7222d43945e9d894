"""The agent's own words come from the texts in its source, and hold no names that are not said."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import workspace_agent
from tests import hard_names
from tests.builders_tables import student_row
from workspace_agent.intake.names import NameGuard, words_of
from workspace_agent.own_words import own_words, strings

PACKAGE = Path(workspace_agent.__file__).parent
SPEAKING = ("model", "intake", "rules", "duties", "effects", "google")
FILES = [path for part in SPEAKING for path in (PACKAGE / part).rglob("*.py")]


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("reevaluation", id="of a rule"),
        pytest.param("aimline", id="of progress"),
        pytest.param("folders", id="of a duty"),
        pytest.param("caption", id="of a template of mails"),
        pytest.param("november", id="a month"),
        pytest.param("nov", id="a month in short"),
        pytest.param("friday", id="a day of the week"),
        pytest.param("phoenix", id="of a zone"),
        pytest.param("students", id="folded as names are: student's"),
    ],
)
def test_what_the_agent_says_is_known(word: str) -> None:
    assert word in own_words()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param('"""Of Mary Lee."""\n', "", id="a docstring"),
        pytest.param('def due():\n    """Of Mary.\n\n    Or Lee.\n    """\n', "", id="a docstring of lines"),
        pytest.param("x = 1  # of 'Mary' Lee\n", "", id="a comment"),
        pytest.param("mary = lee\n", "", id="names of the code"),
        pytest.param('x = "Due # soon"\n', "due soon", id="a text"),
        pytest.param("x = 'due'\n", "due", id="in single quotes"),
        pytest.param('x = """Due\n\nsoon."""\n', "due soon", id="a text of lines"),
        pytest.param('x = ("due "\n     "soon")\n', "due soon", id="in two pieces"),
        pytest.param('x = f"due {mary:%d} soon"\n', "due soon", id="of an f-string what stands there"),
        pytest.param("x = f\"is {'due' if lee else 'not'}\"\n", "is due not", id="and what may stand there"),
        pytest.param('x = "due\\nsoon\\u2019"\n', "due soon", id="escapes"),
    ],
)
def test_texts_are_said_and_what_explains_the_code_is_not(source: str, said: str) -> None:
    assert words_of(" ".join(strings(source))) == {*said.split()}


def test_no_text_of_the_source_is_missed() -> None:
    """The quick reading against Python's own: a word that it misses might stop a sentence."""
    missed: set[str] = set()
    for path in FILES:
        source = path.read_text("utf8")
        missed |= words_of(" ".join(_texts_of(ast.parse(source)))) - words_of(" ".join(strings(source)))

    patterns = {
        "bmet",
        "band",
        "bthrough",
        "bto",
        "bre",
    }  # of regular expressions: a backslash, and what follows it
    assert {word for word in missed - patterns if len(word) > 2 and word.isascii()} == set()


def _texts_of(tree: ast.Module) -> Iterator[str]:
    nodes = [*ast.walk(tree)]
    explaining = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.value


NAMES = (
    *hard_names.PARTICLES,
    *hard_names.APOSTROPHES,
    *hard_names.DOUBLE,
    *hard_names.SUFFIXES,
    *hard_names.SCRIPTS,
    *hard_names.INSIDE,
)
"""Those that are not made of the agent's words or the sheets' on purpose."""

SAID = {"jan", "mar", "mac", "ten", "don"} | {
    *("also", "done", "every", "need", "planned", "start", "taken", "time", "wrong"),
}
"""Months in short, and words of sentences."""


def test_names_of_students_are_none_of_its_words_but_for_those_that_are_said() -> None:
    names = {word for pair in NAMES for part in pair for word in words_of(part)}
    assert {word for word in names & own_words() if len(word) > 2} == SAID


@pytest.mark.parametrize(
    "name", [("Mary", "Lee"), ("Ana", "Ruiz"), ("Grace", "Lee"), ("Ann", "Reed"), ("Mary", "Foster")]
)
def test_a_name_that_only_explains_the_code_is_seen(name: tuple[str, str]) -> None:
    guard = NameGuard([("r1", student_row(*name))], own_words())

    assert guard(f"IEP annual review - {' '.join(name)}")
