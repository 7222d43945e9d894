"""Company practice on students' names in titles."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy
from workspace_agent.model.privacy import ShownName, Titled
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.names_in_titles import RULE

DAY = dt.date(2026, 12, 8)


@pytest.mark.parametrize(
    ("titled", "day", "said"),
    [
        pytest.param(Titled.EVENT, DAY, "the event of 8 Dec 2026", id="an event has a date"),
        pytest.param(
            Titled.SERIES, DAY, "a repeating event, next on 8 Dec 2026,", id="a repeating event the next"
        ),
        pytest.param(Titled.WORKBOOK, None, "this workbook", id="a workbook"),
        pytest.param(Titled.TAB, None, "this tab", id="a tab"),
        pytest.param(Titled.RECORD, None, "this record", id="a record"),
    ],
)
def test_what_it_is_and_when_is_said_and_nothing_of_the_title(
    titled: Titled, day: dt.date | None, said: str
) -> None:
    shown = ShownName(titled, a_cell(), "manager-1", "opaque", day)
    (found,) = RULE.check(a_department(shown_names=(shown,)), a_policy(), TODAY)

    assert found.arithmetic == f"The title of {said} shows a student's full name."
    assert (found.severity, found.due, found.student_ref) == (Severity.POLICY, day, "")
    assert found.key == "names_in_titles/manager-1/opaque"


def test_it_hangs_on_every_workbook_of_which_the_title_is_looked_at() -> None:
    """While an Hours Log or a contact log cannot be read, its title has not been mended."""
    assert {"students", "hours", "contacts", "calendar"} <= RULE.reads
