"""Company practice on PLI Connect: which forms are not entered there, and until when they should be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import a_cell, a_policy, day, unreadable
from tests.builders_follow_up import ASKED, a_form, a_row_of, found, without_columns
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import Held, Severity
from workspace_agent.rules.pli_connect import RULE

OPEN: dict[str, Any] = {"in_pli_connect": False}
NOT_ASKED: dict[str, Any] = OPEN | {"asked": ASKED - {"entered in PLI Connect"}}
FRIDAY: dict[str, Any] = {"filed_on": day("2026-11-06")}
"""Veterans Day lies in the five business days after it."""


@pytest.mark.parametrize(
    ("said", "row", "is_open"),
    [
        pytest.param({}, None, False, id="the form says so"),
        pytest.param(OPEN, None, True, id="nobody says so"),
        pytest.param(OPEN, a_row_of(), True, id="the row says nothing"),
        pytest.param(OPEN, a_row_of(in_pli_connect=False), True, id="the row is not ticked"),
        pytest.param(OPEN, a_row_of(in_pli_connect=True), False, id="the row is ticked"),
        pytest.param({}, a_row_of(in_pli_connect=False), False, id="the form alone says so"),
        pytest.param(OPEN, a_row_of(in_pli_connect=unreadable()), False, id="the row cannot be read"),
        pytest.param(
            OPEN | {"unread": frozenset({"entered in PLI Connect"})},
            None,
            False,
            id="the answer cannot be read",
        ),
        pytest.param(OPEN, without_columns(a_row_of()), True, id="the sheet has no such column"),
        pytest.param(NOT_ASKED, a_row_of(), True, id="the sheet alone has a place for it"),
        pytest.param(NOT_ASKED, without_columns(a_row_of()), False, id="neither has a place for it"),
        pytest.param(NOT_ASKED, None, False, id="no question and no row"),
    ],
)
def test_whether_it_is_open(said: dict[str, Any], row: Any, is_open: bool) -> None:
    assert bool(found(RULE, a_form(**said), meetings=(row,) if row else ())) is is_open


@pytest.mark.parametrize("held", [*Held, None])
def test_it_is_filed_and_so_entered_whether_or_not_the_meeting_was_held(held: Held | None) -> None:
    assert found(RULE, a_form(about={"held": held}, **OPEN))


@pytest.mark.parametrize(
    ("today", "severity"),
    [
        pytest.param("2026-11-06", Severity.INFO, id="on the day of the filing"),
        pytest.param("2026-11-16", Severity.INFO, id="on the last day"),
        pytest.param("2026-11-17", Severity.POLICY, id="the day after"),
    ],
)
def test_until_the_last_day_it_is_for_information(today: str, severity: Severity) -> None:
    [finding] = found(RULE, a_form(about=FRIDAY, **OPEN), today=day(today))

    assert (finding.due, finding.severity) == (day("2026-11-16"), severity)


def test_what_is_not_filed_yet_is_filed_today_at_the_earliest() -> None:
    [finding] = found(RULE, a_form(**OPEN))

    assert (finding.due, finding.severity) == (day("2026-11-30"), Severity.INFO)


def test_the_number_of_days_is_the_policys() -> None:
    [finding] = found(RULE, a_form(about=FRIDAY, **OPEN), policy=a_policy(pli_connect={"days": 1}))

    assert finding.due == day("2026-11-09")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        pytest.param(None, ResponsePlace("form-1", "response-1"), id="in the form"),
        pytest.param(without_columns(a_row_of()), ResponsePlace("form-1", "response-1"), id="no column"),
        pytest.param(a_row_of(), a_cell("O2", sheet=2), id="in the row"),
    ],
)
def test_the_link_leads_to_where_it_can_be_filled_in(row: Any, place: Any) -> None:
    [finding] = found(RULE, a_form(**OPEN), meetings=(row,) if row else ())

    assert finding.place == place


@pytest.mark.parametrize(
    ("today", "said"),
    [
        pytest.param("2026-11-16", "which is due by 16 Nov 2026", id="in time"),
        pytest.param("2026-11-17", "which was due by 16 Nov 2026", id="late"),
    ],
)
def test_the_finding_explains_itself(today: str, said: str) -> None:
    [finding] = found(RULE, a_form(about=FRIDAY, **OPEN), today=day(today))

    assert finding.key == "pli_connect/student-1/print-of-response-1"
    assert finding.arithmetic == (
        "The Post IEP Meeting Form of the meeting of 5 Nov 2026 is not marked as entered in PLI Connect, "
        f"{said}, 5 business days after the form is filed."
    )


def test_the_steps_name_form_row_and_days() -> None:
    form = ResponsePlace("form-1", "response-1")
    [filed] = found(RULE, a_form(about=FRIDAY, **OPEN), meetings=(a_row_of(in_pli_connect=False),))
    [waiting] = found(
        RULE, a_form(None, about={"submitted": dt.datetime(2026, 11, 5, 20, tzinfo=dt.UTC)}, **OPEN)
    )

    assert [(one.words, one.place) for one in filed.steps] == [
        ("meeting, by the form: 5 Nov 2026", form),
        ("form filed on: 6 Nov 2026", form),
        ("entered in PLI Connect, by the row: no", a_cell("O2", sheet=2)),
        ("5 business days after 6 Nov 2026 is 16 Nov 2026", None),
        ("today: 20 Nov 2026", None),
    ]
    assert [one.words for one in waiting.steps] == [
        "form sent on: 5 Nov 2026",
        "form filed on: not filed yet",
        "5 business days after 20 Nov 2026 is 30 Nov 2026",
        "today: 20 Nov 2026",
    ]
