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
    ("typed", "met", "due"),
    [
        pytest.param("Send by 2026-12-01.", MET, date(2026, 12, 1), id="a date"),
        pytest.param("Send by Dec 1, 2026", None, date(2026, 12, 1), id="the day of the meeting not known"),
        pytest.param("Send 2026-11-05", MET, MET, id="on the day of the meeting"),
        pytest.param("Send the notes of 2026-11-04", MET, None, id="before the meeting nothing was due"),
        pytest.param("Send by 11/12", MET, None, id="without a year"),
        pytest.param("Send it soon", MET, None, id="none"),
    ],
)
def test_when_it_is_due(typed: str, met: date | None, due: date | None) -> None:
    (item,) = action_items([typed], met)
    assert item.due == due
