"""Ready-to-meet cards: ten, three and one days before a meeting, one mail a morning, no card twice."""

from __future__ import annotations

from tests.journeys.news import runs, subjects, texts, without_own_digest
from tests.journeys.test_unread_sources import with_sheets, without_sheets
from tests.journeys.world import MANAGER, MARISOL, World

READY = "Ready to meet"


def shown(world: World) -> list[list[str]]:
    """Of each mail of cards the initials and the date of each meeting."""
    return [
        [
            f"{line.split()[0]} {line.split(' | ')[1].split(',')[0]}"
            for line in text.splitlines()
            if " | " in line
        ]
        for text in texts(world, MARISOL, READY)
    ]


FRIDAY = ["R.A. Tue 24 Nov 2026", "B.O. Tue 1 Dec 2026", "M.W. Wed 2 Dec 2026"]
"""Three days before a Tuesday is Saturday, ten days before one is Saturday, before a Wednesday Sunday."""

MONDAY = ["R.A. Tue 24 Nov 2026", "M.L. Thu 3 Dec 2026"]


def test_all_cards_of_a_morning_are_one_mail_to_the_case_manager_alone(world: World) -> None:
    without_own_digest(world)
    runs(world, "2026-11-20 08:45")
    assert shown(world) == []

    runs(world, "2026-11-20 09:00", "2026-11-20 09:15", "2026-11-21 10:00", "2026-11-22 10:00")
    assert shown(world) == [FRIDAY]
    assert subjects(world, MANAGER, READY) == []
    (text,) = texts(world, MARISOL, READY)
    assert "Contact attempts: 1 of 3 days; 1 of 2 methods" in text
    assert subjects(world, MARISOL, READY) == [
        "Ready to meet: 3 meetings coming up, 1 with something missing"
    ]

    runs(world, "2026-11-23 10:00", "2026-11-23 11:00")
    assert shown(world) == [FRIDAY, MONDAY]


def test_missed_mornings_are_made_up_with_the_nearest_card(world: World) -> None:
    without_own_digest(world)
    runs(world, "2026-11-20 10:00", "2026-11-29 10:00", "2026-11-30 10:00")

    missed, monday = shown(world)[1:]
    assert missed == [
        "B.O. Tue 1 Dec 2026",
        "M.W. Wed 2 Dec 2026",
        "M.L. Thu 3 Dec 2026",
        "W.H. Fri 4 Dec 2026",
        "I.K. Tue 8 Dec 2026",
    ]
    assert monday[0] == "B.O. Tue 1 Dec 2026"


def test_a_meeting_that_is_moved_gets_its_cards_for_the_new_date(world: World) -> None:
    without_own_digest(world)
    runs(world, "2026-11-20 10:00", "2026-11-23 10:00")
    world.type("Meetings!C2", "12/3/2026")  # M.W., from the day before
    runs(world, "2026-11-24 10:00")

    assert shown(world)[-1] == ["M.W. Thu 3 Dec 2026", "W.H. Fri 4 Dec 2026"]
    world.type("Meetings!C2", "12/2/2026")
    runs(world, "2026-11-25 10:00")
    assert "M.W. Wed 2 Dec 2026" not in shown(world)[-1], "that date had its card"


def test_by_setting_there_are_none(world: World) -> None:
    world.setting(lambda text: f"{text}\n[digests]\nready_days = []\n")
    runs(world, "2026-11-20 10:00", "2026-11-23 10:00")

    assert shown(world) == []


def test_while_the_workbook_cannot_be_read_no_card_is_lost(world: World) -> None:
    without_own_digest(world)
    without_sheets(world)
    runs(world, "2026-11-20 10:00")
    assert shown(world) == []
    with_sheets(world)
    runs(world, "2026-11-20 11:00")
    assert shown(world) == [FRIDAY]


def test_a_mail_of_cards_whose_answer_is_lost_comes_once(world: World) -> None:
    without_own_digest(world)
    runs(world, "2026-11-20 08:00")
    world.fault("gmail.users.drafts.send", nth=2, status=503, when="after")
    runs(world, "2026-11-20 10:00", "2026-11-20 10:15", "2026-11-21 10:00")

    assert shown(world) == [FRIDAY]
