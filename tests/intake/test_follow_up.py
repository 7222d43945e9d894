"""What a form says of what has to follow, and what is ticked in the row of the meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from tests.builders_tables import desk, parsed, problems_of, response, student_row, willow
from workspace_agent.intake.action_items import action_items
from workspace_agent.intake.form import Answered, RawForm, read_form
from workspace_agent.intake.meetings import MEETINGS
from workspace_agent.intake.names import NameGuard
from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import known
from workspace_agent.model.follow_up import ActionItems, Said
from workspace_agent.model.form import PostIepForm, QuestionMeaning

ROSA = student_row("Rosa", "Delgadillo", number="142")
DATE, DECISIONS, NOTICE, ITEMS, ENTERED = "2b3c4d5e", "8f9a0b1c", "3d4e5f6a", "b1c2d3e4", "f5a6b7c8"
LENGTH, CHANGES, ESY = "1a1a1a1a", "2b2b2b2b", "7b8c9d0e"


def settings() -> PostIepForm:
    """Willow's form with questions about the length and about when the changes start."""
    form = willow().form
    assert form is not None
    further = (
        QuestionMeaning(question=LENGTH, field="length"),
        QuestionMeaning(question=CHANGES, field="changes start"),
    )
    return form.model_copy(update={"meaning": (*form.meaning, *further)})


def taken(
    answers: Mapping[str, Sequence[str]] = MappingProxyType({}),
    without: str = "",
    form: PostIepForm | None = None,
) -> Answered:
    """What is taken from a response about Rosa's meeting of 5 Nov 2026, in a form without a question."""
    form = form or settings()
    asked = [one.question for one in form.meaning if one.question != without]
    items = [{"title": key, "questionItem": {"question": {"questionId": key}}} for key in asked]
    about = {"3f1a9c02": ["Rosa Delgadillo"], DATE: ["2026-11-05"], "0d1e2f3a": ["Yes"]}
    raw = RawForm({"items": items}, [response(about | {key: [*said] for key, said in answers.items()})])
    return read_form(raw, form, desk(ROSA), (), NameGuard([("r1", ROSA)], frozenset()))


def said(
    answers: Mapping[str, Sequence[str]] = MappingProxyType({}), form: PostIepForm | None = None
) -> Said:
    (fact,) = taken(answers, form=form).responses
    return fact.said


def test_a_whole_answer() -> None:
    found = said({
        DECISIONS: ["Goal raised."],
        NOTICE: ["2026-11-06"],
        ITEMS: ["Send the plan by 11/20/2026."],
        ENTERED: ["2026-11-09"],
        LENGTH: ["1:15"],
        CHANGES: ["2026-11-30"],
        ESY: ["No"],
    })  # fmt: skip

    assert (found.notice_given, found.in_pli_connect, found.minutes) == (date(2026, 11, 6), True, 75)
    assert (found.decided, found.action_items) == (True, ActionItems(1, date(2026, 11, 20)))
    assert (found.changes_start, found.extended_school_year) == (date(2026, 11, 30), True)
    assert {"decisions", "prior written notice", "length", "action items"} < found.asked
    assert not found.unread


def test_no_answer() -> None:
    found = said()

    assert (found.notice_given, found.in_pli_connect, found.minutes) == (None, False, None)
    assert (found.decided, found.action_items, found.unread) == (False, None, frozenset())
    assert (found.changes_start, found.extended_school_year) == (None, False)


def test_a_question_that_is_gone_from_the_form_is_not_asked() -> None:
    (fact,) = taken(without=LENGTH).responses

    assert "length" not in fact.said.asked
    assert "action items" in fact.said.asked


@pytest.mark.parametrize(
    ("question", "typed", "told"),
    [
        pytest.param(NOTICE, "soon", ["NOT_A_DATE"], id="a notice without a day"),
        pytest.param(NOTICE, "3/4/2026", ["AMBIGUOUS_DATE"], id="a notice on one of two days"),
        pytest.param(NOTICE, "2026-11-21", ["DATE_IN_THE_FUTURE"], id="a notice given tomorrow"),
        pytest.param(NOTICE, "2026-11-20", [], id="a notice given today"),
        pytest.param(NOTICE, "N/A", [], id="a word for nothing"),
        pytest.param(ENTERED, "when I am back", ["NOT_A_DATE"], id="entered when"),
        pytest.param(ENTERED, "2026-12-01", ["DATE_IN_THE_FUTURE"], id="entered in the future"),
        pytest.param(ENTERED, "Yes", [], id="entered, without the day"),
        pytest.param(LENGTH, "long", ["NOT_A_LENGTH"], id="a length in words"),
        pytest.param(LENGTH, "01:30:00", [], id="a length as forms have it"),
        pytest.param(LENGTH, "2", ["LENGTH_UNCLEAR"], id="hours or minutes"),
        pytest.param(CHANGES, "2027-01-04", [], id="changes that start later"),
        pytest.param(CHANGES, "after the break", ["NOT_A_DATE"], id="changes without a day"),
        pytest.param(CHANGES, "N/A", [], id="no changes"),
    ],
)
def test_what_cannot_be_used_is_told_at_the_response(question: str, typed: str, told: list[str]) -> None:
    answered = taken({question: [typed]})
    (fact,) = answered.responses

    assert [problem.kind.name for problem in answered.problems] == told
    assert {problem.place for problem in answered.problems} <= {fact.place}
    assert bool(fact.said.unread) is bool(told)


@pytest.mark.parametrize(
    ("typed", "entered"),
    [
        pytest.param("2026-11-09", True, id="a day"),
        pytest.param("yes", True, id="yes"),
        pytest.param("No", False, id="no"),
        pytest.param("not yet", False, id="words"),
    ],
)
def test_whether_it_is_in_pli_connect(typed: str, entered: bool) -> None:
    assert said({ENTERED: [typed]}).in_pli_connect is entered


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Call mom.\n\nSend the plan.", ActionItems(2), id="two"),
        pytest.param("None.", ActionItems(0), id="none"),
        pytest.param("Call mom.\n- None", ActionItems(1), id="none is not counted"),
        pytest.param("None on 2026-12-01\nnone", ActionItems(1, date(2026, 12, 1)), id="begins with none"),
        pytest.param("by 12/18/2026\nby Nov 25", ActionItems(2, date(2026, 11, 25)), id="the earliest day"),
        pytest.param("Data since 10/13/2026", ActionItems(1), id="a day before the meeting"),
        pytest.param("   ", None, id="blanks"),
    ],
)
def test_how_much_is_to_be_done_and_by_when(typed: str, expected: ActionItems | None) -> None:
    assert said({ITEMS: [typed]}).action_items == expected


@pytest.mark.parametrize("about", [{}, {DATE: []}], ids=["with the day", "without the day"])
@pytest.mark.parametrize(
    "typed",
    ["by Nov 20", "Write 20-Nov-2026", "by 2026-11-20 or on 11/25", "1. Call 2. Write", "- None", "by 11/12"],
)
def test_the_record_shows_as_many_and_the_same_day(typed: str, about: dict[str, list[str]]) -> None:
    answered = taken({ITEMS: [typed], **about})
    (fact,), (record,) = answered.responses, answered.records.values()
    shown = [one for one in action_items(record.texts("action items"), record.counts_from) if one.to_do]
    days = [one.due for one in shown if one.due]

    assert fact.said.action_items == ActionItems(len(shown), min(days, default=None))


def test_without_a_meeting_date_days_count_from_when_it_was_sent() -> None:
    """It was sent on 13 Nov 2026."""
    items = said({DATE: [], ITEMS: ["by 11/13", "by 2026-11-12"]}).action_items

    assert items == ActionItems(2, date(2026, 11, 13))


# ---- in the row of the meeting

TICKED = ("prior_written_notice", "pli_connect", "action_items_done")


def row(*cells: str) -> list[Any]:
    rows = ("student", "date", *TICKED), ("Rosa Delgadillo", "11/5/2026", *cells)
    return parsed(MEETINGS, *rows)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(("11/6/2026", "11/9/2026", "11/10/2026"), (date(2026, 11, 6), True, True), id="days"),
        pytest.param(("", "TRUE", "TRUE"), (None, True, True), id="ticks"),
        pytest.param(("", "FALSE", "FALSE"), (None, False, False), id="unticked"),
        pytest.param(("", "x", "done"), (None, True, True), id="words for a tick"),
        pytest.param(("N/A", "", ""), (None, None, None), id="nothing"),
    ],
)
def test_what_is_ticked_in_a_row(cells: tuple[str, ...], expected: tuple[object, ...]) -> None:
    (meeting,) = row(*cells)
    ticks = meeting.ticks

    assert (
        known(ticks.notice_given),
        known(ticks.in_pli_connect),
        known(ticks.action_items_done),
    ) == expected


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(("TRUE", "", ""), [("NOT_A_DATE", "C2", "")], id="a notice is a day"),
        pytest.param(("12/1/2026", "", ""), [("DATE_IN_THE_FUTURE", "C2", "")], id="a notice to come"),
        pytest.param(("", "soon", ""), [("NOT_A_DATE", "D2", "")], id="entered soon"),
        pytest.param(("", "", "12/1/2026"), [("DATE_IN_THE_FUTURE", "E2", "")], id="done in the future"),
    ],
)
def test_what_cannot_be_read_there_is_told_once(cells: tuple[str, ...], told: list[Any]) -> None:
    assert problems_of(row(*cells)) == told


def test_a_column_that_is_missing_has_its_row_for_a_cell() -> None:
    (meeting,) = parsed(MEETINGS, ("student", "date"), ("Rosa Delgadillo", "11/5/2026"))

    assert isinstance(meeting, Meeting)
    assert meeting.ticks.notice_given.cell == meeting.row


PARTICIPANTS, PARENTS = "4b5c6d7e", "5c5c5c5c"


@pytest.mark.parametrize(
    ("chosen", "how", "without_parent"),
    [
        pytest.param([], "", False, id="nothing is answered"),
        pytest.param(["Parent", "Special education teacher"], "", False, id="a parent is marked"),
        pytest.param(["Special education teacher", "Other staff"], "", True, id="no parent is marked"),
        pytest.param(["Special education teacher"], "by phone", False, id="but they took part by phone"),
        pytest.param(["Special education teacher"], "n/a", True, id="a word for nothing"),
        pytest.param(["Special education teacher", "R. Delgadillo"], "", False, id="somebody is typed"),
        pytest.param(["Special education teacher", "Mom by phone"], "", False, id="a parent is mentioned"),
    ],
)
def test_whether_a_parent_was_there(chosen: list[str], how: str, without_parent: bool) -> None:
    meaning = QuestionMeaning(question=PARENTS, field="how parents took part")
    form = settings().model_copy(update={"meaning": (*settings().meaning, meaning)})
    answers = {PARTICIPANTS: chosen, PARENTS: [how]}

    assert said(answers, form).without_parent is without_parent
