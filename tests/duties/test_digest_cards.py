"""When a card is due, that none comes twice, and what the mail of a morning says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_district,
    a_meeting,
    a_student,
    an_organisation,
    unreadable,
)
from tests.builders_digest import a_recipient, an_occasion, section
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_cards import Card, cards, compose, marks, shown
from workspace_agent.duties.digest_case_manager import compose as compose_digest
from workspace_agent.duties.digest_news import ready_key
from workspace_agent.duties.digest_recipients import Edition
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.digest_settings import DigestSettings
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

OFF = [{"from": "2026-12-21", "until": "2027-01-08", "name": "vacation"}]
SUMMER = [{"from": "2026-11-21", "until": "2026-12-31", "name": "a long leave"}]


def department(
    *meetings: Meeting, off: Any = (), leads: tuple[int, ...] = (10, 3, 1), **changes: Any
) -> Department:
    contract = ({"from": "2026-08-01", "off": off},) if off else ()
    organisation = an_organisation(
        case_managers=(a_case_manager(contract=contract),),
        districts=(a_district(),),
        digests=DigestSettings(ready_days=leads),
    )
    students = (a_student(), a_student("student-2", initials="M.W.", row=3))
    return a_department(*students, organisation=organisation, meetings=meetings, **changes)


def occasion(today: date, now: datetime | None = None) -> Any:
    reader = a_recipient(Edition.CASE_MANAGER, "manager-1", zone="America/Denver")
    moment = now or datetime.combine(today, time(14), tzinfo=UTC)
    return an_occasion(reader, today, now=moment, period=today.isoformat())


def due(where: Department, today: date, heard: Iterable[str] = ()) -> tuple[Card, ...]:
    return cards(where, Told(), occasion(today), heard)


def leads(where: Department, today: date, heard: Iterable[str] = ()) -> list[int]:
    return [one.lead for one in due(where, today, heard)]


# ---- when

TUESDAY, MONDAY = date(2026, 12, 15), date(2026, 12, 14)

DAYS = {
    "eleven days before": (TUESDAY, date(2026, 12, 3), []),
    "on Friday, for a card of Saturday": (TUESDAY, date(2026, 12, 4), [10]),
    "a morning that was missed": (TUESDAY, date(2026, 12, 8), [10]),
    "on the Friday before, for a card of Saturday": (TUESDAY, date(2026, 12, 11), [3]),
    "on the weekend, where Friday was missed": (TUESDAY, date(2026, 12, 12), [3]),
    "the day before": (TUESDAY, MONDAY, [1]),
    "on the day itself, before it begins": (TUESDAY, TUESDAY, [1]),
    "after it": (TUESDAY, date(2026, 12, 16), []),
    "for a Monday on the Friday before": (MONDAY, date(2026, 12, 11), [1]),
    "for the Friday after Thanksgiving on the Wednesday before": (
        date(2026, 11, 27),
        date(2026, 11, 25),
        [1],
    ),
    "for the Monday after that on this Friday": (date(2026, 11, 30), date(2026, 11, 27), [1]),
}


@pytest.mark.parametrize(("on", "today", "expected"), DAYS.values(), ids=DAYS)
def test_a_card_is_due(on: date, today: date, expected: list[int]) -> None:
    assert leads(department(a_meeting(on)), today) == expected


def test_before_a_vacation_all_cards_of_it_are_one_the_latest() -> None:
    """The one who comes back on 11 Jan 2027 sees on 18 Dec 2026 what the meeting of that day lacks."""
    where = department(a_meeting(date(2027, 1, 11)), off=OFF)

    assert leads(where, date(2026, 12, 17)) == []
    assert leads(where, date(2026, 12, 18)) == [1]


def test_a_long_leave_brings_no_card_forward() -> None:
    where = department(a_meeting(date(2026, 12, 29)), off=SUMMER)

    days = (date(2026, 11, 20), date(2026, 12, 18), date(2026, 12, 19), date(2026, 12, 26))
    assert [leads(where, one) for one in days] == [[], [], [10], [3]]


def test_a_card_for_a_meeting_that_has_begun_helps_nobody() -> None:
    where = department(a_meeting(TUESDAY, start=time(10)))

    def at(clock: str) -> int:
        now = datetime.fromisoformat(f"2026-12-15T{clock}-07:00")
        return len(cards(where, Told(), occasion(TUESDAY, now), ()))

    assert (at("09:59"), at("10:00")) == (1, 0)


def test_the_zone_of_the_row_counts_and_a_row_without_a_time_has_not_begun() -> None:
    now = datetime.fromisoformat("2026-12-15T09:00:00-07:00")
    rows = (
        a_meeting(TUESDAY, start=time(10), zone="America/New_York"),
        a_meeting(TUESDAY, start=None, student="student-2", row=3),
    )
    found = cards(department(*rows), Told(), occasion(TUESDAY, now), ())

    assert [one.ready.student.ref for one in found] == ["student-2"]


ZONES = {
    "a zone of its own that is the calendar's": ("GMT-07:00", None, 0),
    "a zone of its own in which it began long ago": ("GMT+09:00", None, 1),
    "a zone that nobody knows": ("Nowhere/Land", None, 1),
    "a zone of its own, and one in the row": ("GMT-07:00", "America/New_York", 0),
    "a zone in the row that cannot be read": ("America/Denver", unreadable(), 1),
}


@pytest.mark.parametrize(("of_workbook", "of_row", "count"), ZONES.values(), ids=ZONES)
def test_where_the_zone_is_not_clear_it_has_not_begun(of_workbook: str, of_row: Any, count: int) -> None:
    now = datetime.fromisoformat("2026-12-15T11:00:00-07:00")
    where = department(a_meeting(TUESDAY, start=time(10), zone=of_row, workbook_zone=of_workbook))

    assert len(cards(where, Told(), occasion(TUESDAY, now), ())) == count


def test_without_leads_there_are_no_cards() -> None:
    assert leads(department(a_meeting(TUESDAY), leads=()), MONDAY) == []


# ---- never twice

MARK = "news/ready/student-1/2026-12-15"

HEARD = {
    "nothing yet": ([], [3]),
    "the card of ten days": ([f"{MARK} 10"], [3]),
    "this very card": ([f"{MARK} 10", f"{MARK} 3"], []),
    "a later one": ([f"{MARK} 1", f"{MARK} 10"], []),
    "one of another date, since it was moved": (["news/ready/student-1/2026-12-11 1"], [3]),
    "one of another student": (["news/ready/student-2/2026-12-15 1"], [3]),
    "something urgent": (["news/urgent/annual_review/student-1/2026-12-15 near 2026-12-01"], [3]),
}


@pytest.mark.parametrize(("heard", "expected"), HEARD.values(), ids=HEARD)
def test_of_a_meeting_only_later_cards_are_sent(heard: list[str], expected: list[int]) -> None:
    assert leads(department(a_meeting(TUESDAY)), date(2026, 12, 11), heard) == expected


def test_what_is_sent_is_known_by_its_mark() -> None:
    where = department(a_meeting(TUESDAY))
    sent = marks(due(where, date(2026, 12, 11)))

    assert sent == {f"{MARK} 3"}
    assert leads(where, date(2026, 12, 11), sent) == []


def test_a_card_that_did_not_fit_was_not_told_and_comes_the_next_morning() -> None:
    where = department(*(a_meeting(TUESDAY, row=row) for row in range(2, 82)))
    found = due(where, MONDAY)
    many = compose(where, Told(), occasion(MONDAY), found)
    hidden = len(found) - len(section(many, "Meetings coming up").rows)

    assert hidden > 0
    assert len([*shown(found, many.blocks)]) == len(found) - hidden


def test_the_digest_of_a_morning_tells_the_cards_that_it_shows() -> None:
    near, far = date(2026, 12, 14), date(2026, 12, 15)
    where = department(a_meeting(near), a_meeting(far, student="student-2", row=3))
    found = due(where, date(2026, 12, 4))
    digest = compose_digest(where, Told(), occasion(date(2026, 12, 4)))

    assert [one.ready.day for one in found] == [near, far]
    assert [one.ready.day for one in shown(found, digest.blocks)] == [near]


def test_all_cards_of_a_day_are_one_mail() -> None:
    reader = a_recipient(Edition.CASE_MANAGER, "manager-1")

    assert ready_key(reader, date(2026, 12, 11)) == "ready/manager-1/2026-12-11"


# ---- what it says


def mail(where: Department, today: date, told: Told | None = None) -> Digest:
    return compose(where, told or Told(), occasion(today), due(where, today))


def test_the_nearest_meeting_stands_first_with_its_marks() -> None:
    rows = (
        a_meeting(date(2026, 12, 15), notice_sent=None),
        a_meeting(date(2026, 12, 14), student="student-2", row=3, notice_sent=date(2026, 11, 3)),
    )
    digest = mail(department(*rows), date(2026, 12, 11))
    shown = section(digest, "Meetings coming up")

    assert [(row.student, row.lead) for row in shown.rows] == [
        ("M.W.", "Mon 14 Dec 2026, in 3 days"),
        ("J.S.", "Tue 15 Dec 2026, in 4 days"),
    ]
    assert {"Notice": "sent 3 Nov 2026"}.items() <= {
        one.label: one.words for one in shown.rows[0].marks
    }.items()
    assert digest.students == ("student-1", "student-2")
    assert digest.told == {"news/ready/student-1/2026-12-15 3", "news/ready/student-2/2026-12-14 1"}


def test_the_subject_counts_and_names_nobody() -> None:
    rows = (a_meeting(TUESDAY), a_meeting(TUESDAY, student="student-2", row=3))
    one, two = department(rows[0]), department(*rows)

    assert mail(one, MONDAY).subject == "Ready to meet: 1 meeting coming up, 1 with something missing"
    assert mail(two, MONDAY).subject == "Ready to meet: 2 meetings coming up, 2 with something missing"
    assert mail(two, MONDAY).preheader == "2 meetings coming up: how notice, team and all the rest stand."


def test_where_nothing_is_missing_it_says_so() -> None:
    where = department(a_meeting(TUESDAY))
    found = tuple(Card(replace(one.ready, things=()), one.lead) for one in due(where, MONDAY))
    digest = compose(where, Told(), occasion(MONDAY), found)

    assert digest.summary == "1 meeting coming up, nothing known to be missing."


@pytest.mark.parametrize(
    ("days", "said"),
    [((10, 3, 1), "10, 3 and 1 day before"), ((5, 2), "5 and 2 days before"), ((3,), "3 days before")],
)
def test_it_says_why_it_is_sent_and_when(days: tuple[int, ...], said: str) -> None:
    digest = mail(department(a_meeting(TUESDAY), leads=days), MONDAY)

    assert f"as case manager of Willow Bridge Learning, Special Services: {said} a meeting" in digest.because
    assert "A card is sent once, and anew where a meeting is moved." in digest.because


def test_what_could_not_be_read_is_said_there_too() -> None:
    problem = Problem(ProblemKind.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("hours-1"), "manager-1")
    unread = Told(unread=[Unread(problem, datetime(2026, 12, 14, tzinfo=UTC))])

    assert len(mail(department(a_meeting(TUESDAY)), MONDAY, unread).unread) == 1
