"""What people are told to do is something that they can do."""

from __future__ import annotations

import re

import pytest

from workspace_agent.model.place import LinkPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

K = ProblemKind

OF_THE_AGENT = (
    K.MERGED_FOLDER,
    K.READER_MISSING,
    K.READER_CAN_CHANGE,
    K.RECORD_OUT_OF_SIGHT,
    K.RECORD_TRASHED,
    K.RECORD_GONE,
    K.REVIEWED_RECORD_STAYS,
    K.FOLDER_TRASHED,
    K.FOLDER_GONE,
    K.TWO_FILES,
    K.EXTRA_READER,
    K.FOLDER_OPEN,
)
"""About folders and records, which the agent's account owns and everybody else only reads."""


@pytest.mark.parametrize("kind", OF_THE_AGENT, ids=lambda kind: kind.name)
def test_of_folders_and_records_it_names_who_can_do_it(kind: K) -> None:
    asked = kind.advice.partition("sk whoever set up the agent")

    assert asked[0] in {"A", "Leave it so, or a"}
    assert asked[2]


@pytest.mark.parametrize("kind", K, ids=lambda kind: kind.name)
def test_settings_and_commands_are_left_to_whoever_set_up_the_agent(kind: K) -> None:
    for told in re.finditer(r"agent\.toml|workspace-agent", kind.advice):
        assert "whoever set up the agent" in kind.advice[: told.start()], "readers teach"


@pytest.mark.parametrize("kind", K, ids=lambda kind: kind.name)
def test_both_sentences_are_whole_and_leave_no_gap(kind: K) -> None:
    problem = Problem(kind, LinkPlace("https://x.example/", "x"), detail="something", approval="abc")

    assert problem.sentence.endswith((".", "?"))
    assert problem.advice.endswith((".", "?"))
    assert "{" not in f"{problem.sentence} {problem.advice}"
