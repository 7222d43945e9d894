"""The agent's own words come from its source, and hold no names."""

from __future__ import annotations

import pytest

from workspace_agent.own_words import own_words


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
        pytest.param("students", id="folded as names are: student's"),
    ],
)
def test_what_the_agent_says_is_known(word: str) -> None:
    assert word in own_words()


def test_names_of_students_are_none_of_its_words() -> None:
    assert not own_words() & {"hartsell", "ontiveros", "adeyemi", "pell", "smith", "garcia", "nguyen"}
