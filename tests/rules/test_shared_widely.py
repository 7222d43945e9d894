"""The law on records that are open to a whole organisation."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, OtherReader, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.shared_widely import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


@pytest.mark.parametrize("near", [Near.INSIDE, Near.UNKNOWN])
def test_an_organisation_is_told(near: Near) -> None:
    (one,) = found(a_thing(other(ReaderKind.DOMAIN, near)))

    assert one.severity is Severity.AT_RISK
    assert one.arithmetic == f"This workbook is open to everybody of 1 organisation {near.value}."
    assert one.advice.endswith("click Share, and set General access to Restricted.")


def test_several_are_counted() -> None:
    (one,) = found(a_thing(other(ReaderKind.DOMAIN), other(ReaderKind.DOMAIN)))
    assert "everybody of 2 organisations" in one.arithmetic


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(other(ReaderKind.DOMAIN, Near.OUTSIDE), id="an organisation outside"),
        pytest.param(other(ReaderKind.GROUP), id="a group"),
        pytest.param(other(), id="a person"),
    ],
)
def test_of_others_other_rules_speak(reader: OtherReader) -> None:
    assert found(a_thing(reader)) == []
