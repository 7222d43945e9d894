"""The law on records that anyone with a link can open."""

from __future__ import annotations

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.shared_with_link import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


LINK = other(ReaderKind.ANYONE, Near.OUTSIDE)


def test_it_is_law_at_risk_and_never_past_due() -> None:
    (one,) = found(a_thing(LINK))

    assert (one.severity, one.due, one.student_ref) == (Severity.AT_RISK, None, "")
    assert one.key == "shared_with_link/manager-1/workbook-1"
    assert one.arithmetic == "Anyone with the link can open this workbook, without signing in."
    assert one.advice == (
        "The case manager (the owner) can mend it: open this workbook, click Share, and set General access "
        "to Restricted."
    )


def test_that_they_can_change_it_is_said() -> None:
    (one,) = found(a_thing(other(ReaderKind.ANYONE, Near.OUTSIDE, changes=True)))
    assert one.arithmetic.startswith("Anyone with the link can open and change this workbook")


def test_of_other_readers_other_rules_speak() -> None:
    assert found(a_thing(other(), other(near=Near.PRIVATE), other(ReaderKind.DOMAIN))) == []
