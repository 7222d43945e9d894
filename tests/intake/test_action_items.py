from __future__ import annotations

from datetime import date

import pytest

from workspace_agent.intake.action_items import action_items

MET = date(2026, 11, 5)


def texts(*typed: str) -> list[str]:
    return [item.text for item in action_items(typed, MET)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Tell the therapist.", ["Tell the therapist."], id="one"),
        pytest.param("Call\n\n  Write \r\nSend", ["Call", "Write", "Send"], id="a line each"),
        pytest.param("- Call\n* Write\n– Send\n• Ask", ["Call", "Write", "Send", "Ask"], id="bullets"),
        pytest.param("• Call • Write •Send", ["Call", "Write", "Send"], id="bullets in one line"),
        pytest.param("1. Call\n2) Write", ["1. Call", "2) Write"], id="numbers, as they were typed"),
        pytest.param(
            "1. Call 2. Write 3) Send", ["1. Call", "2. Write", "3) Send"], id="numbers in one line"
        ),
        pytest.param("To do: 1) call 2) write", ["To do: 1) call", "2) write"], id="after a word"),
        pytest.param("1. Meet on Nov 2. 2. Send", ["1. Meet on Nov 2. 2. Send"], id="numbers out of turn"),
        pytest.param("In grade 3. Send 20) more", ["In grade 3. Send 20) more"], id="not from 1 on"),
        pytest.param("re-test - then call", ["re-test - then call"], id="a dash within"),
        pytest.param("-5 dB is too much", ["-5 dB is too much"], id="a minus is no bullet"),
        pytest.param("-\n• \n ", ["-"], id="nothing but bullets"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_each_item_by_itself(typed: str, expected: list[str]) -> None:
    assert texts(typed) == expected


def test_several_answers_follow_each_other() -> None:
    assert texts("Call", "Write") == ["Call", "Write"]


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        pytest.param("Send by 2026-12-01.", date(2026, 12, 1), id="a date"),
        pytest.param("Send 2026-11-05", MET, id="on the day of the meeting"),
        pytest.param("Send the notes of 2026-11-04", None, id="before the meeting nothing was due"),
        pytest.param("Write 20-Nov-2026", date(2026, 11, 20), id="with hyphens"),
        pytest.param("Send by 11/12", None, id="without a year, two readings"),
        pytest.param("Send by Nov 20", date(2026, 11, 20), id="without a year the next such day"),
        pytest.param("by 2026-11-20 or on 11/25", None, id="two dates"),
        pytest.param("Send it soon", None, id="none"),
    ],
)
def test_when_it_is_due(typed: str, due: date | None) -> None:
    (item,) = action_items([typed], MET)
    assert item.due == due


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Call mom.", [True], id="one"),
        pytest.param("1. Call 2. Write", [True, True], id="two in one line"),
        pytest.param("None.", [False], id="none"),
        pytest.param("- None", [False], id="none, with a bullet"),
        pytest.param("1. No action items", [False], id="none, with a number"),
        pytest.param("no action items at this time", [False], id="none in more words"),
        pytest.param("N/A", [False], id="a word for nothing"),
        pytest.param("-", [False], id="a sign for nothing"),
        pytest.param("For the district:\nnone", [True, False], id="none beside another"),
        pytest.param("None of the teachers has the plan yet.", [True], id="begins with none"),
    ],
)
def test_what_says_that_nothing_is_to_be_done_is_none(typed: str, expected: list[bool]) -> None:
    assert [item.to_do for item in action_items([typed], MET)] == expected
