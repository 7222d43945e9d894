"""Keys of people that something else goes by."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.builders import a_case_manager


@pytest.mark.parametrize("key", ["me", "again", "css-lakeward"])
def test_a_key_that_means_something_else_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="choose another key"):
        a_case_manager(key)


def test_a_key_that_only_begins_like_one_is_not() -> None:
    assert a_case_manager("megan").key == "megan"
