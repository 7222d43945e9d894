"""Titles of events that show a student's full name, and those of which nothing is looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.builders import a_case_manager
from tests.builders_tables import sign, student_row
from workspace_agent.intake.names import NameGuard
from workspace_agent.model.privacy import ShownName, Titled
from workspace_agent.observe.titles import shown_in_events

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NAMES = NameGuard([("r1", student_row("June", "Bell"))], frozenset())


def event(summary: str | None = "IEP - June Bell (tri)", **changes: Any) -> dict[str, Any]:
    made = {
        "id": "e1",
        "summary": summary,
        "start": {"dateTime": "2026-12-08T14:00:00-05:00"},
        "organizer": {"self": True},
        "htmlLink": "https://www.google.com/calendar/event?eid=1",
    }
    return {key: value for key, value in (made | changes).items() if value is not None}


def marked(how: str = "") -> dict[str, Any]:
    return {"private": {"wa": "1", "wa_how": how}}


def told(*events: dict[str, Any]) -> list[ShownName]:
    return list(shown_in_events(events, a_case_manager(), NAMES.shown_in_full, sign, NOW))


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(event(), id="first and last"),
        pytest.param(event("BELL, June"), id="last and first"),
        pytest.param(event(visibility="default"), id="visible by default"),
        pytest.param(event(visibility="public"), id="public"),
        pytest.param(event(start={"date": "2026-12-08"}), id="of a whole day"),
        pytest.param(event(extendedProperties=marked()), id="the agent's own, retitled by a person"),
        pytest.param(
            event(extendedProperties=marked(), visibility="private"), id="which the agent made private itself"
        ),
        pytest.param(event(extendedProperties=marked("linked")), id="linked to a row"),
    ],
)
def test_it_is_told(shown: dict[str, Any]) -> None:
    (found,) = told(shown)

    assert (found.titled, found.case_manager) == (Titled.EVENT, "manager-1")
    assert (found.day, found.place.url) == (date(2026, 12, 8), shown["htmlLink"])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(event("J.B. tri"), id="initials"),
        pytest.param(event("Bell schedule"), id="a last name alone"),
        pytest.param(event(summary=None), id="only when somebody is busy"),
        pytest.param(event(visibility="private"), id="private"),
        pytest.param(event(visibility="confidential"), id="confidential, an older word for it"),
        pytest.param(
            event(extendedProperties=marked("linked"), visibility="private"), id="private and linked to a row"
        ),
        pytest.param(event(organizer={"email": "t@school.example"}), id="an invitation from elsewhere"),
        pytest.param(event(organizer=None), id="nobody knows whose"),
        pytest.param(event("", description="June Bell"), id="the name stands in the text"),
    ],
)
def test_it_is_not(other: dict[str, Any]) -> None:
    assert told(other) == []


def test_a_title_that_is_private_is_not_even_looked_at() -> None:
    looked_at: list[str] = []
    events = [event("secret", visibility="private"), event("open")]
    assert list(shown_in_events(events, a_case_manager(), looked_at.append, sign, NOW)) == []
    assert looked_at == ["open"]


def test_of_an_event_that_repeats_the_next_is_told_under_one_key() -> None:
    days = [
        event(id=f"e1_{day}", recurringEventId="e1", start={"dateTime": f"2026-12-{day}T14:00:00-05:00"})
        for day in ("15", "08", "22")
    ]
    (found,) = told(*days)
    (later,) = told(days[0], days[2])

    assert (found.titled, found.day, later.day) == (Titled.SERIES, date(2026, 12, 8), date(2026, 12, 15))
    assert found.subject == later.subject


def test_of_an_event_that_repeats_one_that_was_is_told_only_where_none_comes() -> None:
    past, next_one = (
        event(id=day, recurringEventId="e1", start={"dateTime": f"{day}T14:00:00-05:00"})
        for day in ("2026-11-24", "2026-12-08")
    )
    (found,) = told(past, next_one)
    (ended,) = told(past)

    assert (found.titled, found.day) == (Titled.SERIES, date(2026, 12, 8))
    assert (ended.titled, ended.day, ended.subject) == (Titled.EVENT, date(2026, 11, 24), found.subject)


def test_the_date_is_that_of_its_owner() -> None:
    (found,) = told(event(start={"dateTime": "2026-12-09T05:30:00Z"}))
    assert found.day == date(2026, 12, 8)


def test_two_events_are_two() -> None:
    assert len({one.subject for one in told(event(), event(id="e2"))}) == 2


def test_the_id_of_an_event_may_say_something_so_it_is_not_kept() -> None:
    (found,) = told(event(id="junebell"))
    assert "junebell" not in found.subject
