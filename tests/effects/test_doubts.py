"""A doubt that a look has answered is none any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import a_department, a_meeting, a_student, an_organisation
from tests.builders_seen import CALENDAR, NOW, nothing_seen, planned, seen_after, settled
from workspace_agent.duties.meetings_actions import BookMeeting
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.seen import MarkedFile, Reader, Seen


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


def state(ledger: Ledger, key: str) -> str:
    entry = ledger.entry(key)
    return entry.state if entry else "let go"


def in_doubt(ledger: Ledger, key: str, reserved: str = "", noted: str = "") -> str:
    ledger.intend(key, "print", 1, NOW, reserved)
    ledger.note(key, noted)
    return key


def with_folder(key: str) -> Seen:
    return nothing_seen(files={key: MarkedFile(key, "id-1", trashed=False, link="link-1")})


def test_a_folder_that_is_there_was_made(ledger: Ledger) -> None:
    key = in_doubt(ledger, "folder/root", reserved="id-1")
    settle_doubts(ledger, an_organisation(), with_folder(key), set(), NOW)

    entry = ledger.entry(key)
    assert entry is not None
    assert (entry.state, entry.remote_id, entry.link) == ("done", "id-1", "link-1")


def test_an_event_that_is_there_was_booked(ledger: Ledger) -> None:
    plan = planned(a_department(students=[a_student()], meetings=[a_meeting()]))
    (booking,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    in_doubt(ledger, booking.key)
    settle_doubts(ledger, an_organisation(), seen_after(plan), set(), NOW)

    assert ledger.done() == {booking.key: "print"}


LEFT = {
    "a share that nobody asks for any more": ("share/folder/review/manager", "", "", "let go"),
    "a tab, which is simply written again": ("agent_tab/book-1", "", "", "let go"),
    "a digest without a draft": ("digest/manager/2026-W46", "", "", "let go"),
    "a digest whose draft was being sent": ("digest/manager/2026-W46", "", "draft-1", "intended"),
    "a file that a list may not show yet": ("record/1", "id-1", "", "intended"),
}


@pytest.mark.parametrize(("key", "reserved", "noted", "expected"), LEFT.values(), ids=LEFT)
def test_what_is_not_seen_is_kept_only_where_its_id_can_be_asked_for(
    ledger: Ledger, key: str, reserved: str, noted: str, expected: str
) -> None:
    in_doubt(ledger, key, reserved, noted)
    settle_doubts(ledger, an_organisation(), nothing_seen(), set(), NOW)

    assert state(ledger, key) == expected


UNSEEN = (
    "meeting/student-1/1",
    "change/student-1/1",
    "video/student-1/1",
    "hide/student-1/1",
    "cancel/student-1/1",
)


@pytest.mark.parametrize("key", UNSEEN)
@pytest.mark.parametrize(("calendars", "expected"), [({CALENDAR}, "let go"), (set(), "intended")])
def test_what_was_to_be_on_a_calendar_is_let_go_only_where_all_of_them_were_read(
    ledger: Ledger, key: str, calendars: set[str], expected: str
) -> None:
    in_doubt(ledger, key)
    settle_doubts(ledger, an_organisation(), nothing_seen(calendars=frozenset(calendars)), set(), NOW)

    assert state(ledger, key) == expected


def test_a_share_is_let_go_only_where_it_is_known_who_can_open_the_folders(ledger: Ledger) -> None:
    key = in_doubt(ledger, "share/folder/root/manager")
    settle_doubts(ledger, an_organisation(), with_folder("folder/root"), set(), NOW)

    assert state(ledger, key) == "intended"


def test_what_is_planned_looks_its_own_doubt_up(ledger: Ledger) -> None:
    key = in_doubt(ledger, "folder/root", reserved="id-1")
    settle_doubts(ledger, an_organisation(), with_folder(key), {key}, NOW)

    assert state(ledger, key) == "intended"


def test_a_share_that_is_seen_was_granted(ledger: Ledger) -> None:
    organisation = an_organisation()
    folder = MarkedFile(
        "folder/root",
        "id-1",
        trashed=False,
        link="",
        readers=(Reader("p1", address=organisation.manager.email),),
    )
    granted = in_doubt(ledger, f"share/folder/root/{organisation.manager.key}")
    other = in_doubt(ledger, "share/folder/root/manager-1")
    settle_doubts(ledger, organisation, nothing_seen(files={"folder/root": folder}), set(), NOW)

    assert (state(ledger, granted), state(ledger, other)) == ("done", "let go")


def test_what_an_events_mark_says_was_done(ledger: Ledger) -> None:
    booked = settled(a_department(a_student(), meetings=(a_meeting(),)))
    (event,) = booked.events
    cancelled = replace(event, mark=replace(event.mark, cancelled=True))
    keys = [in_doubt(ledger, f"{kind}/student-1/1") for kind in ("change", "video", "cancel")]
    settle_doubts(ledger, an_organisation(), replace(booked, events=(cancelled,)), set(), NOW)

    assert [state(ledger, key) for key in keys] == ["done"] * 3
    assert ledger.done()["change/student-1/1"] == str(event.mark.row)
    again = in_doubt(ledger, "cancel/student-1/1")
    settle_doubts(ledger, an_organisation(), booked, set(), NOW)
    assert state(ledger, again) == "let go"
