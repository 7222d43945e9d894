"""Company practice on readers whom nobody knows by name."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, OtherReader, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.readers_unknown import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(other(ReaderKind.GROUP), id="a group inside"),
        pytest.param(other(ReaderKind.GROUP, Near.UNKNOWN), id="a group without an address"),
        pytest.param(other(near=Near.UNKNOWN), id="somebody without an address"),
    ],
)
def test_whom_nobody_knows_is_told_as_company_practice(reader: OtherReader) -> None:
    (one,) = found(a_thing(reader))

    assert one.severity is Severity.POLICY
    assert one.arithmetic.endswith("; nobody can see here who that is.")
    assert one.advice.endswith("share it with the people who need it instead, each by name.")


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(other(), id="a person"),
        pytest.param(other(ReaderKind.GROUP, Near.OUTSIDE), id="a group outside"),
        pytest.param(other(ReaderKind.DOMAIN, Near.UNKNOWN), id="an organisation"),
    ],
)
def test_of_others_other_rules_speak(reader: OtherReader) -> None:
    assert found(a_thing(reader)) == []
