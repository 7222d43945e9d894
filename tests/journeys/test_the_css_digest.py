"""Each CSS of the department gets one digest a week: their districts' meetings, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

import pytest

from tests.journeys.world import WHOLE, World, build_world
from workspace_agent.model.facts import Department

CSS = {
    "sierra-vieja": "c.arroyo@willowbridge.example",
    "lakeward": "d.farr@willowbridge.example",
}
QUERY = "subject:(meetings of the next)"


@dataclass
class Week:
    """The department after its first run of a week, and what was read of it."""

    world: World
    department: Department


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    world = build_world(tmp_path_factory.mktemp("css"), WHOLE)
    report = world.run()
    return Week(world, report.account.department)


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def initials(department: Department, district: str) -> set[str]:
    return {one.initials for one in department.students if one.district == district}


@pytest.mark.parametrize("district", CSS)
def test_a_css_gets_one_with_counts_only_in_its_subject(week: Week, district: str) -> None:
    (mail,) = week.world.mails(CSS[district], QUERY)
    subject = str(mail["Subject"])

    assert mail["To"] == CSS[district]
    assert subject.startswith("Meetings of the next 14 days: ")
    assert not any(one.initials in subject for one in week.department.students)


@pytest.mark.parametrize("district", CSS)
def test_it_names_only_students_of_their_districts(week: Week, district: str) -> None:
    said = text(*week.world.mails(CSS[district], QUERY))
    words = set(said.split())
    theirs = initials(week.department, district)
    others = {one.initials for one in week.department.students} - theirs

    assert words & theirs
    assert words & others == set()


def test_it_says_what_is_missing_for_which_meeting_and_where(week: Week) -> None:
    said = text(*week.world.mails(CSS["lakeward"], QUERY))

    _, _, monday = said.partition("MON 23 NOV 2026, IN 3 DAYS")
    assert "R.N. (Theo Brandvold) | 09:15 (America/New_York) | Annual review" in monday
    assert "Agency representative: not named" in said
    assert "https://docs.google.com/spreadsheets/d/" in said


def test_dates_that_are_due_hours_and_progress_are_not_theirs(week: Week) -> None:
    for address in CSS.values():
        said = text(*week.world.mails(address, QUERY))
        assert not any(word in said for word in ("past due", "at risk", "hours", "goal", "reevaluation"))


def test_nobody_else_gets_it_and_they_get_nothing_else(week: Week) -> None:
    with week.world.person(CSS["lakeward"]) as google:
        subjects = google.gmail.messages("subject:compliance")

    assert subjects == ()
    assert week.world.mails("m.quintero@willowbridge.example", QUERY) == []


def test_the_next_week_tells_what_is_still_open(week: Week) -> None:
    assert "digest/css-lakeward/2026-W47" not in sent(week.world), "not twice in a week"
    week.world.at(datetime.fromisoformat("2026-11-23T09:30:00-05:00"))

    assert "digest/css-lakeward/2026-W48" in sent(week.world)
    latest = [text(mail) for mail in week.world.mails(CSS["lakeward"], QUERY)]
    assert sorted("still open" in one for one in latest) == [False, True]


def sent(world: World) -> set[str]:
    return {one.action.key for one in world.run().account.outcomes if one.action.duty == "digest"}
