"""The law on readers at the company or a district."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.seen import Origin, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.readers_inside import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


def test_it_is_told_for_information_as_one_count() -> None:
    (one,) = found(a_thing(other(), other(origin=Origin.FOLDER)))

    assert one.severity is Severity.INFO
    assert one.arithmetic == (
        "This workbook is open to 2 people at the company or the students' districts, beside case manager, "
        "manager and CSS."
    )
    assert one.advice.startswith(
        "Check that each has a legitimate educational interest in these students. If somebody has none: The "
        "case manager (the owner) can mend it: open this workbook, click Share, and take them off"
    )


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(other(near=Near.OUTSIDE), id="somebody outside"),
        pytest.param(other(ReaderKind.GROUP), id="a group"),
        pytest.param(other(ReaderKind.DOMAIN), id="an organisation"),
    ],
)
def test_of_others_other_rules_speak(reader: OtherReader) -> None:
    assert found(a_thing(reader)) == []
