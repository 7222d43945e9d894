"""What the digest says of all that is planned and not done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.builders import a_meeting, a_row, day
from tests.builders_digest import an_occasion, sections
from tests.builders_waits import HERS, Book, Folder, Share, restrained, some, two_people
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_rows import Row
from workspace_agent.duties.told import Told
from workspace_agent.duties.wording import paused_by
from workspace_agent.model.action import Decision
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.place import LinkPlace, SpreadsheetPlace
from workspace_agent.model.plan import Plan
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.waits import Held, Pause, Waits, Why

BOX = replace(a_row(2), a1="N2")


def digest(
    plan: Plan | None = None,
    waits: Waits | None = None,
    decisions: Iterable[Decision] = (),
    **switches: Switch,
) -> Digest:
    occasion = an_occasion(features=Features(**switches))
    department = replace(two_people(), meetings=(a_meeting(row=2),))
    told = Told((), plan.problems if plan else (), tuple(decisions), waits=waits or Waits())
    return compose(department, told, occasion)


def titles(told: Digest) -> list[str]:
    return [section.title for section in sections(told)]


def rows(told: Digest, title: str = "Waits") -> tuple[Row, ...]:
    return next(section.rows for section in sections(told) if section.title == title)


def test_where_nothing_waits_nothing_is_said_of_it() -> None:
    assert "Waits" not in titles(digest())


def test_what_waits_at_a_brake_is_told_once_with_its_command() -> None:
    plan, waits = restrained(*some(Book, 26))
    told = digest(plan, waits)

    (row,) = rows(told)
    assert titles(told).index("Waits") == 2
    assert (row.lead, row.case_manager, row.url) == (
        "waits for approval",
        "Marisol Quintero",
        SpreadsheetPlace("workbook-1").url,
    )
    assert (
        row.what
        == "A run does not do so much at once unasked: 26 meetings (the limit is 25). All of it waits."
    )
    assert f"workspace-agent run --approve {waits.stops[0].approval}" in row.advice
    assert row.new
    assert rows(told, "Data to mend") == ()


PAUSES = {
    "a meeting": (Pause(BOX, HERS, "student-1", a_row(2, sheet=2)), "A meeting of J.S. (Marisol Quintero)"),
    "a student": (Pause(BOX, HERS, "student-1"), "Everything of J.S. (Marisol Quintero)"),
    "a case manager": (Pause(BOX, HERS), "Everything of Marisol Quintero"),
    "everybody": (Pause(BOX), "The whole department"),
}


@pytest.mark.parametrize(("pause", "what"), PAUSES.values(), ids=PAUSES)
def test_a_pause_says_for_whom(pause: Pause, what: str) -> None:
    (row,) = rows(digest(waits=Waits(pauses=(pause,))))

    assert (row.lead, row.what, row.url) == ("paused", what, BOX.url)


def test_a_week_in_which_something_rests_is_not_empty() -> None:
    paused = digest(waits=Waits(pauses=(Pause(BOX),)))

    assert digest().summary.endswith("and nothing else is open.")
    assert paused.summary == "Nothing is past due, nothing is at risk."
    assert paused.status[0].text.startswith("1 of what the agent would do waits.")


WHENS = {
    "plain": (Pause(BOX), "by cell N2", "Untick the box."),
    "since": (Pause(BOX, since=day("2026-11-15")), "since 15 Nov 2026, by cell N2", "Untick the box."),
    "until": (
        Pause(BOX, since=day("2026-11-15"), until=day("2027-01-04")),
        "since 15 Nov 2026, until the end of 4 Jan 2027, by cell N2",
        "Untick the box.",
    ),
    "unreadable": (
        Pause(BOX, unreadable=True),
        "because cell N2 cannot be read, so that it cannot be seen whether a Paused box is ticked there",
        "Mend what cannot be read.",
    ),
    "a workbook that cannot be opened": (
        Pause(SpreadsheetPlace("workbook-1"), unreadable=True),
        "because the workbook cannot be opened or read, so that it cannot be seen whether a Paused box is "
        "ticked there",
        "It ends when it can be read again and no box is ticked there.",
    ),
    "settings": (
        Pause(LinkPlace("", "agent.toml")),
        "by agent.toml",
        "Set paused = false under [department].",
    ),
}


@pytest.mark.parametrize(("pause", "why", "advice"), WHENS.values(), ids=WHENS)
def test_a_pause_says_since_when_by_what_and_how_to_go_on(pause: Pause, why: str, advice: str) -> None:
    (row,) = rows(digest(waits=Waits(pauses=(pause,))))

    assert (row.why, row.advice) == (why, advice)


def test_what_waits_for_a_workbook_that_cannot_be_opened_says_so() -> None:
    unseen = Pause(SpreadsheetPlace("workbook-1"), unreadable=True)
    assert paused_by(unseen).startswith("it is paused, because the workbook cannot be opened or read, ")


def test_what_is_only_reported_is_counted_and_its_folders_are_not() -> None:
    names = ("folder/a", "meeting/k3/1", "meeting/k4/1", "share/folder/a/manager")
    actions = zip((*some(Folder, 1), *some(Book, 2), *some(Share, 1)), names, strict=True)
    held = tuple(Held(replace(action, key=key), Why.REPORT, "it is only reported") for action, key in actions)
    told = digest(waits=Waits(held))

    (section,) = [section for section in sections(told) if section.title == "Waits"]
    assert section.lines == ("Folders shared: 1 would be done", "Meetings booked: 2 would be done")
    assert (section.rows, section.total) == ((), 3)


def test_what_a_pause_or_a_brake_holds_is_not_listed_again() -> None:
    held = Held(some(Book, 1)[0], Why.PAUSED, "it is paused by cell N2")

    assert "Waits" not in titles(digest(waits=Waits(held=(held,))))


@pytest.mark.parametrize(
    ("verdict", "lead"),
    [("report_only", "would be done"), ("paused", "paused"), ("waits_for_approval", "waits for approval")],
)
def test_a_coming_meeting_that_waits_says_how(verdict: str, lead: str) -> None:
    decision = Decision("meetings", RowVerdict(verdict), "because", a_row(2, sheet=2), HERS, "student-1")
    (row,) = rows(digest(decisions=[decision]), "Upcoming meetings")

    assert row.lead == lead


def test_what_is_off_has_no_section() -> None:
    assert {"Upcoming meetings", "Filed records"} <= set(titles(digest()))
    assert "Upcoming meetings" not in titles(digest(meetings=Switch.OFF))
    assert "Filed records" not in titles(digest(filing=Switch.OFF))
