"""Values from the settings that are printed: none of them commands a mail or a terminal."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from workspace_agent.model.frozen import OneLine

ONE_LINE: TypeAdapter[str] = TypeAdapter(OneLine)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Willow\nBcc: all@elsewhere.example", id="a line break"),
        pytest.param("Willow\x1b[2J", id="a terminal's escape"),
        pytest.param("Willow\u202egro", id="a sign that turns the line round"),
        pytest.param("Willow\u2028Bridge", id="a line separator"),
    ],
)
def test_a_sign_that_nobody_sees_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="a sign that nobody sees"):
        ONE_LINE.validate_python(typed)


def test_joiners_with_which_names_are_spelled_are_taken() -> None:
    assert ONE_LINE.validate_python("شاه\u200cرخ") == "شاه\u200cرخ"
