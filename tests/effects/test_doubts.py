"""A doubt that a look has answered is none any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import a_department, a_meeting, a_student, an_organisation
from tests.builders_seen import CALENDAR, NOW, nothing_seen, planned, seen_after, settled, sign
from tests.google.helpers import Reply, ScriptedGoogle, sandboxed
from workspace_agent.duties.digest_send import mail_print, period_of
from workspace_agent.duties.meetings_actions import BookMeeting
from workspace_agent.duties.recipients import Recipients
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.seen import MarkedFile, Origin, Reader, Seen


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


@pytest.fixture
def google(tmp_path: Path) -> Google:
    """One in which nothing has to be asked for."""
    return sandboxed(tmp_path, ScriptedGoogle(Exception("nobody should ask")))


def recipients(organisation: Organisation | None = None) -> Recipients:
    return Recipients(organisation or an_organisation(), sign)


def state(ledger: Ledger, key: str) -> str:
    entry = ledger.entry(key)
    return entry.state if entry else "let go"


MANAGER = an_organisation().manager.email


def in_doubt(ledger: Ledger, key: str, reserved: str = "", noted: str = "", to: str = MANAGER) -> str:
    fingerprint = mail_print(key, to, sign) if period_of(key) else "print"
    ledger.intend(key, fingerprint, ledger.runs.begin(NOW), NOW, reserved)
    ledger.note(key, noted)
    return key


def with_folder(key: str) -> Seen:
    return nothing_seen(files={key: MarkedFile(key, "id-1", trashed=False, link="link-1")})


def test_a_folder_that_is_there_was_made(ledger: Ledger, google: Google) -> None:
    key = in_doubt(ledger, "folder/root", reserved="id-1")
    settle_doubts(ledger, google, recipients(), with_folder(key), set(), NOW)

    entry = ledger.entry(key)
    assert entry is not None
    assert (entry.state, entry.remote_id, entry.link) == ("done", "id-1", "link-1")


def test_an_event_that_is_there_was_booked(ledger: Ledger, google: Google) -> None:
    plan = planned(a_department(students=[a_student()], meetings=[a_meeting()]))
    (booking,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    in_doubt(ledger, booking.key)
    settle_doubts(ledger, google, recipients(), seen_after(plan), set(), NOW)

    assert ledger.done() == {booking.key: "print"}


W46, W47 = "digest/manager/2026-W46", "digest/manager/2026-W47"
HERE, GONE, CLOSED = Reply(200, {"id": "id-1"}), Reply(404), Reply(403)

LEFT = {
    "a share that nobody asks for any more": (("share/folder/review/manager", "", ""), GONE, "let go"),
    "a tab, which is simply written again": (("agent_tab/book-1", "", ""), GONE, "let go"),
    "a file that a list does not show yet": (("record/1", "id-1", ""), HERE, "done"),
    "a file that was never made": (("record/1", "id-1", ""), GONE, "let go"),
    "a file that cannot be asked for now": (("record/1", "id-1", ""), CLOSED, "intended"),
    "a digest without a draft": ((W47, "", ""), GONE, "intended"),
    "a digest whose draft was sent": ((W47, "", "draft-1"), GONE, "done"),
    "a digest whose draft was not sent": ((W47, "", "draft-1"), HERE, "intended"),
    "a year plan in its August": (("year_plan/manager/2099", "", "draft-1"), HERE, "intended"),
    "a year plan of which nobody knows a draft": (("year_plan/manager/2099", "", ""), GONE, "intended"),
    "a year plan that was sent": (("year_plan/manager/2026", "", "draft-1"), GONE, "done"),
    "a year plan whose August is over": (("year_plan/manager/2020", "", "draft-1"), HERE, "let go"),
}


@pytest.mark.parametrize(("doubt", "answer", "expected"), LEFT.values(), ids=LEFT)
def test_what_is_not_seen_is_asked_for_where_it_has_an_id(
    ledger: Ledger, tmp_path: Path, doubt: tuple[str, str, str], answer: Reply, expected: str
) -> None:
    key = in_doubt(ledger, *doubt)
    google = sandboxed(tmp_path, ScriptedGoogle(answer))
    settle_doubts(ledger, google, recipients(), nothing_seen(), set(), NOW)

    assert state(ledger, key) == expected
    assert [told.key for told in ledger.history(1)] == [key] * (expected == "done")


@pytest.mark.parametrize("noted", ["", "draft-1"])
def test_a_digest_that_was_not_sent_is_let_go_once_a_later_one_has_told_so(
    ledger: Ledger, tmp_path: Path, noted: str
) -> None:
    in_doubt(ledger, W46, noted=noted)
    in_doubt(ledger, W47)
    ledger.settle(W47, "draft-2", "", NOW)
    settle_doubts(
        ledger,
        sandboxed(tmp_path, ScriptedGoogle(HERE)),
        recipients(),
        nothing_seen(),
        set(),
        NOW,
    )

    assert state(ledger, W46) == "let go"


CSS = an_organisation().districts[0].css.email
GOING = {
    "of a district that another one sorts in before": ("digest/css-zulu/2026-W46", CSS, "let go"),
    "that nobody told of yet": ("digest/css-zulu/2026-W47", CSS, "intended"),
    "to somebody who is gone": ("digest/css-zulu/2026-W47", "gone@company.example", "let go"),
    "to who held the part before": ("digest/manager/2026-W47", "gone@company.example", "let go"),
}


@pytest.mark.parametrize(("key", "to", "expected"), GOING.values(), ids=GOING)
def test_a_digest_in_doubt_waits_for_a_later_one_to_the_same_person(
    ledger: Ledger, google: Google, key: str, to: str, expected: str
) -> None:
    """The CSS got that of another week under the key of their first district."""
    in_doubt(ledger, key, to=to)
    ledger.settle(in_doubt(ledger, "digest/css-district-1/2026-W47", to=CSS), "draft-2", "", NOW)
    settle_doubts(ledger, google, recipients(), nothing_seen(), set(), NOW)

    assert state(ledger, key) == expected


UNSEEN = (
    "meeting/student-1/1",
    "change/student-1/1",
    "video/student-1/1",
    "hide/student-1/1",
    "cancel/student-1/1",
    "back/student-1/1",
)


@pytest.mark.parametrize("key", UNSEEN)
@pytest.mark.parametrize(("calendars", "expected"), [({CALENDAR}, "let go"), (set(), "intended")])
def test_what_was_to_be_on_a_calendar_is_let_go_only_where_all_of_them_were_read(
    ledger: Ledger, google: Google, key: str, calendars: set[str], expected: str
) -> None:
    in_doubt(ledger, key)
    settle_doubts(
        ledger,
        google,
        recipients(),
        nothing_seen(calendars=frozenset(calendars)),
        set(),
        NOW,
    )

    assert state(ledger, key) == expected


def test_a_share_is_let_go_only_where_it_is_known_who_can_open_the_folders(
    ledger: Ledger, google: Google
) -> None:
    key = in_doubt(ledger, "share/folder/root/manager")
    settle_doubts(ledger, google, recipients(), with_folder("folder/root"), set(), NOW)

    assert state(ledger, key) == "intended"


def test_what_is_planned_looks_its_own_doubt_up(ledger: Ledger, google: Google) -> None:
    key = in_doubt(ledger, "folder/root", reserved="id-1")
    settle_doubts(ledger, google, recipients(), with_folder(key), {key}, NOW)

    assert state(ledger, key) == "intended"


def test_a_share_that_is_seen_was_granted(ledger: Ledger, google: Google) -> None:
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
    settle_doubts(
        ledger,
        google,
        recipients(organisation),
        nothing_seen(files={"folder/root": folder}),
        set(),
        NOW,
    )

    assert (state(ledger, granted), state(ledger, other)) == ("done", "let go")


def test_what_an_events_mark_says_was_done(ledger: Ledger, google: Google) -> None:
    booked = settled(a_department(a_student(), meetings=(a_meeting(),)))
    (event,) = booked.events
    cancelled = replace(event, mark=replace(event.mark, cancelled=True))
    keys = [in_doubt(ledger, f"{kind}/student-1/1") for kind in ("change", "video", "cancel")]
    settle_doubts(ledger, google, recipients(), replace(booked, events=(cancelled,)), set(), NOW)

    assert [state(ledger, key) for key in keys] == ["done"] * 3
    assert ledger.done()["change/student-1/1"] == str(event.mark.row)
    again, back = (in_doubt(ledger, f"{kind}/student-1/1") for kind in ("cancel", "back"))
    settle_doubts(ledger, google, recipients(), booked, set(), NOW)
    assert (state(ledger, again), state(ledger, back)) == ("let go", "done")


# ---- what is entered into the access record


MARKED = {
    "where the mark is gone": ({}, "done"),
    "where it still stands": ({"shared_theo": "1 print"}, "let go"),
}


@pytest.mark.parametrize(("marks", "expected"), MARKED.values(), ids=MARKED)
def test_the_mark_of_a_share_was_taken_away(
    ledger: Ledger, google: Google, marks: dict[str, str], expected: str
) -> None:
    share = in_doubt(ledger, "share/folder/root/theo")
    ledger.settle(share, "permission-1", "", NOW)
    key = in_doubt(ledger, "unmark/folder/root/theo")
    folder = MarkedFile("folder/root", "id-1", trashed=False, link="", readers=(), marks=marks)
    settle_doubts(ledger, google, recipients(), nothing_seen(files={folder.key: folder}), set(), NOW)

    assert state(ledger, key) == expected
    assert (share in ledger.done()) is (expected != "done")


def test_the_mark_of_a_share_of_a_folder_that_is_not_there_is_let_go(ledger: Ledger, google: Google) -> None:
    key = in_doubt(ledger, "unmark/folder/root/theo")
    settle_doubts(ledger, google, recipients(), nothing_seen(), set(), NOW)

    assert state(ledger, key) == "let go"


READER, GUEST, OTHER = Reader("permission-1", address="x@e.example"), "g@e.example", "h@e.example"
TAKEN_OFF = {
    "who is not there any more": ((), "done"),
    "who is still there": ((READER,), "let go"),
    "who can open it by the folder above alone": ((replace(READER, origin=Origin.FOLDER),), "done"),
    "where Drive does not say who is there": (None, "intended"),
}


@pytest.mark.parametrize(("readers", "expected"), TAKEN_OFF.values(), ids=TAKEN_OFF)
def test_a_reader_was_taken_off(
    ledger: Ledger, google: Google, readers: tuple[Reader, ...] | None, expected: str
) -> None:
    told = Disclosure(Act.TAKEN_OFF, "folder", "address-1", Basis.ENDED, (), "folder/root")
    folder = MarkedFile("folder/root", "id-1", trashed=False, link="link-1", readers=readers)
    ledger.adopt([folder], {}, NOW)
    ledger.intend("revoke/folder/root/permission-1", "reader", 1, NOW, discloses=(told,))
    settle_doubts(ledger, google, recipients(), nothing_seen(files={folder.key: folder}), set(), NOW)

    assert state(ledger, "revoke/folder/root/permission-1") == expected
    entered = [(one.recipient, one.object_id) for one in ledger.access.entries()]
    assert entered == [("address-1", "id-1")] * (expected == "done")


MOVED = {
    "that lies with the other one": ("theo", "done"),
    "that lies where it was": ("marisol", "let go"),
}


@pytest.mark.parametrize(("mark", "expected"), MOVED.values(), ids=MOVED)
def test_a_folder_was_handed_over(ledger: Ledger, google: Google, mark: str, expected: str) -> None:
    key, marks = "folder/student/s1", {"case_manager": mark}
    folder = MarkedFile(key, "id-1", trashed=False, link="link-1", readers=(), marks=marks)
    ledger.adopt([folder], {}, NOW)
    ledger.intend("hand_over/student/s1/theo", "theo", 1, NOW)
    settle_doubts(ledger, google, recipients(), nothing_seen(files={key: folder}), set(), NOW)

    assert state(ledger, "hand_over/student/s1/theo") == expected


def told_of(act: Act, address: str) -> Disclosure:
    return Disclosure(act, "event", recipients().of(address), Basis.OFFICIAL, ("student-1",))


def test_of_invitations_only_those_are_entered_that_the_event_shows(ledger: Ledger, google: Google) -> None:
    """A change that was not applied before its answer was lost has invited nobody."""
    seen = settled(a_department(students=[a_student()], meetings=[a_meeting()]))
    event = replace(seen.events[0], guests=(GUEST,))
    intended = [told_of(act, who) for act in (Act.INVITED, Act.UNINVITED) for who in (GUEST, OTHER)]
    ledger.intend("change/student-1/1", "print", 1, NOW, discloses=intended)
    settle_doubts(ledger, google, recipients(), replace(seen, events=(event,)), set(), NOW)

    assert [(one.act, one.recipient) for one in ledger.access.entries()] == [
        ("invited", recipients().of(GUEST)),
        ("uninvited", recipients().of(OTHER)),
    ]
