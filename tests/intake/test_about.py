"""What attempts to reach parents are about, in the words of people who keep a log of them."""

from __future__ import annotations

import pytest

from workspace_agent.intake.about import About, about
from workspace_agent.model.vocabulary import Purpose


@pytest.mark.parametrize(
    "text",
    [
        "IEP",
        "ARD",
        "IEP mtg",
        "the IEP meeting",
        "IEP team meeting",
        "ARD meeting",
        "IEP date",
        "IEP meeting time",
        "ARD date/time",
        "schedule ARD",
        "Schedule IEP mtg.",
        "scheduling the IEP",
        "set up IEP",
        "schedule meeting",
        "set up a meeting",
        "reschedule mtg",
        "IEP invite",
        "re: IEP meeting",
        "IEP mtg & behavior",
        "grades, IEP meeting",
        "attendance and ARD",
        "IEP/attendance",
        "IEP mtg - time",
    ],
)
def test_the_meeting_without_a_purpose(text: str) -> None:
    assert about(text) == About(frozenset(), any_meeting=True)


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("annual review", {Purpose.ANNUAL_REVIEW}),
        ("annual IEP", {Purpose.ANNUAL_REVIEW}),
        ("annual rev.", {Purpose.ANNUAL_REVIEW}),
        ("set up annual", {Purpose.ANNUAL_REVIEW}),
        ("annual ARD date", {Purpose.ANNUAL_REVIEW}),
        ("Annual/Tri", {Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION}),
        ("schedule re-eval meeting", {Purpose.REEVALUATION}),
        ("504 meeting", {Purpose.REVIEW_504}),
        ("amendment, behavior", {Purpose.AMENDMENT}),
    ],
)
def test_a_purpose(text: str, purposes: set[Purpose]) -> None:
    assert about(text) == About(frozenset(purposes), any_meeting=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "behavior",
        "attendance",
        "grades",
        "homework",
        "checking in",
        "meeting",
        "meeting with teacher about lunch",
        "schedule meeting with teacher",
        "schedule meeting w/ teacher",
        "schedule call",
        "date",
        "IEP goals",
        "IEP progress report",
        "not about IEP",
        "annual review of attendance",
        "annual physical",
        "re-eval consent",
        "initial contact",
        "schedule change",
    ],
)
def test_something_else(text: str) -> None:
    assert about(text) == About(frozenset(), any_meeting=False)
