"""What the title of a tab says of the sheet."""

from __future__ import annotations

import pytest

from tests.builders_tables import headings
from workspace_agent.intake.tab_titles import is_called, is_something_else

CONTACTS = headings().sheets["contacts"].by_title
GOALS = headings().sheets["goals"].by_title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Contacts", True, id="as it is known"),
        pytest.param("PARENT CONTACT LOG 26-27", True, id="with a school year"),
        pytest.param("My parent contacts (Fall)", True, id="with whose it is and when"),
        pytest.param("contact tracker", True, id="one and several are the same"),
        pytest.param("Contact log Nov", True, id="with a month"),
        pytest.param("Donor contact log", False, id="with a word that says more"),
        pytest.param("Student log", False, id="with another word that says more"),
        pytest.param("2026-27", False, id="a year alone"),
        pytest.param("Info", False, id="nothing that says anything"),
        pytest.param("", False, id="without a title"),
    ],
)
def test_a_title_without_when_and_whose_says_what_the_sheet_is(title: str, expected: bool) -> None:
    assert is_called(title, CONTACTS) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Mileage", True, id="another thing"),
        pytest.param("Quiz scores", True, id="another one"),
        pytest.param("Reading goals", False, id="goals of some kind"),
        pytest.param("Fall", False, id="a season"),
        pytest.param("Sheet2", False, id="a number"),
        pytest.param("Copy", False, id="a copy"),
        pytest.param("", False, id="without a title"),
    ],
)
def test_a_title_may_name_something_else(title: str, expected: bool) -> None:
    assert is_something_else(title, GOALS) is expected
