"""Urgent mail: a date of the law days away, or records open to others, told once and then left in peace."""

from __future__ import annotations

import pytest

from tests.journeys.drive_people import grant, the
from tests.journeys.news import at, runs, subjects, texts, without_own_digest
from tests.journeys.test_the_sharing_audit import shares, takes_all_others_off, the_hours
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World

HERS = "folder/case-manager/marisol-quintero"
OPEN = "Urgent: student records are open to others in 1 place"
NEAR = "Urgent: 2 dates of the law are days away"
LATE = "Urgent: 1 date of the law is past due on record"


def urgent(world: World, address: str) -> list[str]:
    return subjects(world, address, "Urgent")


@pytest.fixture
def calm(world: World) -> World:
    """Case managers get no digest of their own; the first run of all told what there is."""
    without_own_digest(world)
    runs(world, "2026-11-20 10:00")
    return world


# ---- dates


def test_a_date_is_told_from_the_hour_of_its_reader_on(world: World) -> None:
    without_own_digest(world)
    runs(world, "2026-11-20 07:00", "2026-11-20 08:45")
    assert (urgent(world, MANAGER), urgent(world, MARISOL)) == ([], []), "the digest told the manager"

    runs(world, "2026-11-20 09:00", "2026-11-20 09:15")
    assert (urgent(world, MANAGER), urgent(world, MARISOL)) == ([], [LATE])
    (text,) = (" ".join(one.split()) for one in texts(world, MARISOL, "Urgent"))
    assert "| Was due 18 Nov 2026" in text
    assert "| Annual review of the IEP" in text
    assert "It is sent once" in text


def test_dates_that_come_near_in_the_middle_of_a_week_are_told_once_to_both(calm: World) -> None:
    runs(calm, "2026-11-23 10:00", "2026-11-26 10:00")
    assert urgent(calm, MANAGER) == []

    runs(calm, "2026-11-27 06:45")
    assert urgent(calm, MANAGER) == []
    runs(calm, "2026-11-27 07:00", "2026-11-27 10:00", "2026-11-28 10:00", "2026-11-29 10:00")
    assert urgent(calm, MANAGER) == ["Urgent: 1 date of the law is days away"] * 2, "2 and 4 Dec"
    runs(calm, "2026-11-30 10:00", "2026-12-01 10:00", "2026-12-02 10:00")
    assert len(urgent(calm, MANAGER)) == 2

    runs(calm, "2026-12-03 10:00", "2026-12-04 10:00")
    assert urgent(calm, MANAGER)[2:] == [LATE], "it is told once more when it is past due"


def test_by_setting_no_date_is_urgent(world: World) -> None:
    world.setting(lambda text: f'{text}\n[digests]\nurgent_days = 0\ncase_managers = {{ every = "never" }}\n')
    runs(world, "2026-11-20 10:00", "2026-11-27 10:00", "2026-12-03 10:00")

    assert (urgent(world, MANAGER), urgent(world, MARISOL)) == ([], [])


def test_after_nine_days_down_each_is_told_all_of_it_in_one_mail(calm: World) -> None:
    runs(calm, "2026-11-29 10:00", "2026-11-29 10:15", "2026-11-30 10:00")

    assert urgent(calm, MANAGER) == [], "the digest of the missed week told it"
    assert urgent(calm, MARISOL) == [LATE, NEAR]


# ---- records that are open to others


def closed(world: World, key: str) -> None:
    with world.raw(ROBOT, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{the(world, key)['id']}/permissions"
        wide = [one["id"] for one in the(world, key)["permissions"] if one["type"] == "anyone"]
        assert [session.delete(f"{permissions}/{one}").ok for one in wide] == [True]


def test_an_open_folder_is_told_at_once_to_those_who_can_mend_it_and_not_again(calm: World) -> None:
    grant(calm, the(calm, HERS), type="anyone")
    runs(calm, "2026-11-21 03:00")
    assert (urgent(calm, MANAGER), urgent(calm, MARISOL)) == ([OPEN], [LATE, OPEN])
    (text,) = (" ".join(one.split()) for one in texts(calm, MANAGER, "Urgent"))
    assert "This folder is open to anyone with the link beyond case manager and manager" in text
    assert the(calm, HERS)["webViewLink"] in text

    runs(calm, "2026-11-21 03:15", "2026-11-22 10:00", "2026-11-23 10:00", "2026-11-25 10:00")
    assert (urgent(calm, MANAGER), urgent(calm, MARISOL)) == ([OPEN], [LATE, OPEN])


def test_a_folder_that_was_closed_and_is_open_again_is_told_again_but_not_what_flickers(calm: World) -> None:
    grant(calm, the(calm, HERS), type="anyone")
    runs(calm, "2026-11-21 03:00")
    closed(calm, HERS)
    runs(calm, "2026-11-21 04:00")
    grant(calm, the(calm, HERS), type="anyone")
    runs(calm, "2026-11-21 05:00")
    assert urgent(calm, MANAGER) == [OPEN]

    closed(calm, HERS)
    runs(calm, "2026-11-21 10:00", "2026-11-23 10:00")
    grant(calm, the(calm, HERS), type="anyone")
    runs(calm, "2026-11-24 10:00", "2026-11-24 10:15")
    assert urgent(calm, MANAGER) == [OPEN, OPEN]


def test_an_open_workbook_is_urgent_too(calm: World) -> None:
    shares(calm, the_hours(calm), type="anyone")
    runs(calm, "2026-11-21 03:00", "2026-11-21 03:15")
    assert urgent(calm, MANAGER) == [OPEN]

    takes_all_others_off(calm, the_hours(calm), ROBOT, MANAGER)
    runs(calm, "2026-11-21 04:00")
    assert urgent(calm, MANAGER) == [OPEN]


def test_what_was_open_before_a_digest_is_told_in_it_alone(world: World) -> None:
    shares(world, the_hours(world), type="anyone")
    runs(world, "2026-11-20 07:00", "2026-11-20 10:00")

    assert urgent(world, MANAGER) == []
    assert "OPEN TO OTHERS (1)" in world.digest_text()


# ---- a run that dies

DEATHS = {
    "no draft is made": ("gmail.users.drafts.create", "before"),
    "the answer to the draft is lost": ("gmail.users.drafts.create", "after"),
    "it is not sent": ("gmail.users.drafts.send", "before"),
    "the answer to sending is lost": ("gmail.users.drafts.send", "after"),
}


@pytest.mark.parametrize(("method", "when"), DEATHS.values(), ids=DEATHS)
def test_whatever_is_lost_on_the_way_exactly_one_mail_comes(calm: World, method: str, when: str) -> None:
    runs(calm, "2026-11-23 10:00")
    calm.fault(method, status=503, when=when)
    runs(calm, "2026-11-27 07:00", "2026-11-27 07:15", "2026-11-27 07:30")

    assert urgent(calm, MANAGER) == ["Urgent: 1 date of the law is days away"]
    with calm.tools() as tools:
        assert tools.ledger.in_doubt() == ()
    with calm.person(ROBOT) as google:
        assert google.gmail.find_drafts("urgent") == ()


def test_the_access_record_says_to_whom_what_was_mailed(calm: World) -> None:
    grant(calm, the(calm, HERS), type="anyone")
    runs(calm, "2026-11-21 03:00")
    with calm.tools() as tools:
        entries = [one for one in tools.ledger.access.entries() if one.thing == "urgent"]

    assert [(one.recipient, len(one.students)) for one in entries] == [
        ("marisol-quintero", 1),
        ("manager", 0),
        ("marisol-quintero", 0),
    ]


def test_where_mails_are_only_reported_none_is_sent_and_the_digest_tells_it_later(calm: World) -> None:
    calm.setting(lambda text: f'{text}\n[features]\ndigest = "report"\n')
    grant(calm, the(calm, HERS), type="anyone")
    calm.at(at("2026-11-21 03:00"))
    held = [one.action.key for one in calm.run().account.waits.held]

    assert [key.rpartition("/")[0] for key in held] == ["urgent/manager", "urgent/marisol-quintero"]
    assert urgent(calm, MANAGER) == []
