"""Headings about the two clocks: what was is never taken for what is due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.intake.clock_words import clock_field, either_field, topic
from workspace_agent.intake.heading_words import normal_heading


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        pytest.param("ARD Due", "annual_review_due", id="ARD"),
        pytest.param("Date of last IEP", "last_annual_review", id="IEP"),
        pytest.param("Duration due", "annual_review_due", id="duration"),
        pytest.param("Next annual review", "annual_review_due", id="a review"),
        pytest.param("ARD due by", "annual_review_due", id="by a day"),
        pytest.param("IEP exp. date", "annual_review_due", id="it expires"),
        pytest.param("Date IEP meeting held", "last_annual_review", id="a meeting that was held"),
        pytest.param("Last 504 plan", "last_annual_review", id="504"),
        pytest.param("Current IEP due", "annual_review_due", id="the current one is due"),
        pytest.param("3-Yr Re-Eval Due", "reevaluation_due", id="three years"),
        pytest.param("504 re-eval due", "reevaluation_due", id="504 and an evaluation"),
        pytest.param("Triennial review due", "reevaluation_due", id="a triennial review is not annual"),
        pytest.param("Most recent FIE", "last_evaluation", id="most recent"),
        pytest.param("ETR deadline", "reevaluation_due", id="a deadline"),
        pytest.param("Eligibility expires", "reevaluation_due", id="eligibility"),
        pytest.param("Next review", "", id="a review of anything"),
        pytest.param("Plan review due", "", id="of any plan"),
        pytest.param("Last met", "", id="when they met"),
        pytest.param("Next met", "", id="when they will"),
        pytest.param("ARD held by", "", id="by somebody"),
        pytest.param("IEP date", "", id="neither last nor due"),
        pytest.param("Last IEP due", "", id="both last and due"),
        pytest.param("Held or due: IEP", "", id="a strange word"),
        pytest.param("Annual evaluation due", "", id="both clocks"),
        pytest.param("Next IEP meeting", "", id="a meeting that is arranged"),
        pytest.param("Initial IEP due", "", id="an initial one"),
        pytest.param("Speech eval due", "", id="an evaluation of something"),
        pytest.param("Days until IEP due", "", id="a number of days"),
        pytest.param("Previous IEP", "", id="it may be the one before the last"),
        pytest.param("Most IEP due", "", id="a word that means nothing there"),
        pytest.param("Due date", "", id="no clock"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_clock_and_tense(heading: str, field: str) -> None:
    assert clock_field(normal_heading(heading)) == field


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        pytest.param("IEPdate", ("last_annual_review", "annual_review_due"), id="IEP"),
        pytest.param("METdate", ("last_evaluation", "reevaluation_due"), id="MET"),
        pytest.param("IEP due", (), id="it is said"),
        pytest.param("Date", (), id="no clock"),
        pytest.param("REEDdate", (), id="a strange word"),
    ],
)
def test_what_may_be_either_is_a_question(heading: str, fields: tuple[str, ...]) -> None:
    assert either_field(normal_heading(heading)) == fields


def test_a_topic_is_what_is_left() -> None:
    assert topic("last iep") == "iep"
    assert topic("due date") == ""


CLOCK = st.sampled_from(
    ["IEP", "ARD", "annual review", "MET", "ETR", "FIE", "triennial", "eval", "3-yr", "eligibility"]
)
WAS = st.sampled_from(["last", "held", "most recent"])
IS_DUE = st.sampled_from(["due", "next", "deadline", "expires"])
AROUND = st.lists(st.sampled_from(["date", "of", "the", "student's", "on"]), max_size=2)


@given(CLOCK, WAS, IS_DUE, AROUND, st.randoms())
def test_held_and_due_are_never_confused(
    clock: str, was: str, due: str, around: list[str], order: object
) -> None:
    def said(*words: str) -> str:
        shuffled = [*words, *around]
        order.shuffle(shuffled)  # type: ignore[attr-defined]
        return clock_field(normal_heading(" ".join(shuffled)))

    assert said(clock, was).startswith("last_")
    assert said(clock, due).endswith("_due")
    assert said(clock, was, due) == said(clock) == ""
