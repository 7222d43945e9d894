"""Which forms count, which report a meeting as held, and which may do so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_response
from workspace_agent.model.vocabulary import Held


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, (True, True, True), id="sent by a case manager, held"),
        pytest.param({"held": Held.POSTPONED}, (True, False, False), id="put off"),
        pytest.param({"held": None}, (True, False, False), id="does not say whether it was held"),
        pytest.param({"respondent": ""}, (False, False, False), id="sent by nobody on the roster"),
        pytest.param({"in_question": True}, (False, False, True), id="two rows claim to be it"),
        pytest.param({"repeats": True}, (False, False, True), id="says what an earlier one said"),
        pytest.param({"waits": True}, (False, False, True), id="waits for a list of students"),
    ],
)
def test_what_a_form_is_good_for(changes: dict[str, Any], expected: tuple[bool, bool, bool]) -> None:
    response = a_response(TODAY, **changes)

    assert (response.counts, response.reports_held, response.may_report_held) == expected
