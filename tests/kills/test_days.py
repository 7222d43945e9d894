"""What the busy day comes to when nothing happens to the agent: said here once, in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys import people
from tests.journeys.world import MANAGER, ROBOT, World
from tests.kills.days import busy_day, run_until_quiet
from tests.kills.department import ADA, AGENCY, BEN, CORA, CSS, DEV, EVA, INITIALS, OTHER_TEACHER, TEACHER
from tests.kills.remains import difference, file_key, remains


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = busy_day(tmp_path_factory.mktemp("busy day"))
    for mails in world.sandbox.state.gmail.mailboxes.values():
        mails.messages.clear()
    run_until_quiet(world)
    return world


def test_each_guest_is_told_once_of_what_concerns_them(world: World) -> None:
    """Of Ada's meeting all are told: Calendar cannot invite one guest without telling the others."""
    told = Counter(
        (mail.split()[0], mail.split(": ")[1], initials)
        for mail in remains(world)["mails"]
        for initials in INITIALS
        if initials in mail
    )

    assert told == Counter(
        [
            (OTHER_TEACHER, "Invitation", INITIALS[ADA]),
            *((guest, "Updated invitation", INITIALS[ADA]) for guest in (CSS, TEACHER)),
            *(
                (guest, "Updated invitation", INITIALS[BEN])
                for guest in (AGENCY, CSS, OTHER_TEACHER, TEACHER)
            ),
            *((guest, "Canceled event", INITIALS[CORA]) for guest in (CSS, TEACHER)),
            *((guest, "Invitation", INITIALS[DEV]) for guest in (CSS, TEACHER)),
            *((guest, "Invitation", INITIALS[EVA]) for guest in (CSS, TEACHER)),
        ]
    )


def test_one_digest_is_sent(world: World) -> None:
    digests = [mail for mail in remains(world)["mails"] if "IEP compliance" in mail]

    assert [mail.partition(":")[0] for mail in digests] == [f"{ROBOT} SENT", f"{MANAGER} INBOX,UNREAD"]


def answers(world: World, student: int) -> dict[str, str]:
    attendees = world.meeting(INITIALS[student])["attendees"]
    return {guest["email"]: guest["responseStatus"] for guest in attendees}


def test_answers_given_before_a_guest_was_added_are_kept(world: World) -> None:
    assert answers(world, ADA) == {CSS: "accepted", OTHER_TEACHER: "needsAction", TEACHER: "needsAction"}


def test_answers_to_the_old_time_are_kept(world: World) -> None:
    assert answers(world, BEN) == {
        AGENCY: "needsAction",
        CSS: "accepted",
        OTHER_TEACHER: "accepted",
        TEACHER: "needsAction",
    }


def test_every_event_is_as_its_row_says(world: World) -> None:
    seen = [
        (event["summary"][-4:], event["status"], event["start"]["dateTime"]) for event in world.meetings()
    ]

    assert seen == [
        ("A.B.", "confirmed", "2026-12-02T10:00:00-07:00"),
        ("B.C.", "confirmed", "2026-12-03T15:30:00-07:00"),
        ("C.D.", "cancelled", "2026-12-04T11:00:00-07:00"),
        ("E.F.", "confirmed", "2026-12-08T09:00:00-07:00"),
        ("D.E.", "confirmed", "2026-12-09T13:00:00-07:00"),
    ]
    assert all(event.get("hangoutLink") for event in world.meetings())


def test_the_edited_response_lies_beside_the_first(world: World) -> None:
    records = [line for line in remains(world)["files"] if line.startswith(("record/", "review/"))]

    assert [(line.split("'")[1], line.split("in [")[1].split("]")[0]) for line in records] == [
        ("2026-11-12 annual review, superseded by v2.pdf", "'folder/year/A.B.-1/2026-27'"),
        ("2026-11-12 annual review (v2).pdf", "'folder/year/A.B.-1/2026-27'"),
        ("2026-11-12 annual review.pdf", "'folder/year/B.C.-1/2026-27'"),
        ("2026-11-12 annual review.pdf", "'folder/review/marisol-quintero'"),
    ]


def test_the_manager_is_let_in_again_and_reads_what_is_for_review(world: World) -> None:
    files = remains(world)["files"]
    shared = [line for line in files if line.startswith(("folder/case-manager/", "folder/review/"))]

    assert len(shared) == 2
    assert all(f"reader {MANAGER}" in line for line in shared)


LEFT_BEHIND: dict[str, Callable[[World], None]] = {
    "how to dial in": lambda world: _edits(world, description="Call 555 0100."),
    "when it ends": lambda world: _edits(world, end={"dateTime": "2026-12-02T15:00:00-05:00"}),
    "who may invite others": lambda world: _edits(world, guestsCanInviteOthers=True),
    "a mark on a file": lambda world: _marks(world, wa_superseded="9"),
}


def _edits(world: World, **fields: Any) -> None:
    people.edits(world, world.meeting(INITIALS[ADA])["id"], **fields)


def _marks(world: World, **marks: str) -> None:
    file = next(file for file in world.dump()["files"] if file_key(file).startswith("record/"))
    people.changes_file(world, file["id"], appProperties=marks)


@pytest.mark.parametrize("changes", LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_what_an_agent_leaves_behind_is_compared_with_all_that_matters(
    world: World, changes: Callable[[World], None]
) -> None:
    """These stand last: the day is not the same after them."""
    before = remains(world)
    changes(world)

    assert difference(before, remains(world)) != ""
