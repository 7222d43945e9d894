"""The digest that each case manager gets: one a week, of their own students, with links to row and event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage

import pytest

from tests.journeys.world import MARISOL, WHOLE, World, build_world
from workspace_agent.run import Report

STUDENTS = "subject:students"
NAMES = {person["key"]: person["name"] for person in WHOLE.people()}
ADDRESSES = {person["key"]: person["email"] for person in WHOLE.people()}


@dataclass
class Week:
    """Two runs of one week, and the mail that each case manager got."""

    world: World
    first: Report
    second: Report
    mails: dict[str, list[EmailMessage]]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    world = build_world(tmp_path_factory.mktemp("whole"), WHOLE)
    first = world.run()
    world.at(world.clock.now + timedelta(hours=6))
    second = world.run()
    mails = {key: world.mails(address, STUDENTS) for key, address in ADDRESSES.items()}
    return Week(world, first, second, mails)


def text(week: Week, case_manager: str) -> str:
    (mail,) = week.mails[case_manager]
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def in_one_line(week: Week, case_manager: str) -> str:
    """Its sentences are wrapped."""
    return " ".join(text(week, case_manager).split())


def initials_of(week: Week, *case_managers: str) -> set[str]:
    students = week.first.account.department.students
    return {one.initials for one in students if one.case_manager in case_managers}


def shows(said: str, initials: str) -> bool:
    """They stand there by themselves: `J.S.` is not shown by `J.S.-2`."""
    return bool(re.search(rf"(?<![\w.]){re.escape(initials)}(?![-\w])", said))


def entry(said: str, *parts: str) -> str:
    """The one row of the mail in which all of this stands."""
    rows = (" ".join(row.split()) for row in said.split("\n\n"))
    (found,) = [row for row in rows if all(part in row for part in parts)]
    return found


@pytest.mark.parametrize("case_manager", ADDRESSES)
def test_each_of_them_gets_one_a_week(week: Week, case_manager: str) -> None:
    (mail,) = week.mails[case_manager]

    assert mail["To"] == ADDRESSES[case_manager]
    assert re.fullmatch(
        r"Your students: \d+ past due, \d+ next steps? this week \(week of 16 Nov 2026\)",
        mail["Subject"].strip(),
    )


@pytest.mark.parametrize("case_manager", ADDRESSES)
def test_it_shows_their_own_students_and_nothing_of_a_colleagues(week: Week, case_manager: str) -> None:
    said = in_one_line(week, case_manager)
    others = initials_of(week, *(ADDRESSES.keys() - {case_manager})) - initials_of(week, case_manager)

    assert any(shows(said, one) for one in initials_of(week, case_manager))
    assert [one for one in others if shows(said, one)] == []
    settled = said.replace("of the list of Lena Vandermolen", "").replace(
        "of the list of Marisol Quintero", ""
    )
    assert [name for key, name in NAMES.items() if key != case_manager and name in settled] == [], (
        "but for the question whose a student is who stands on two lists"
    )


def test_of_a_student_on_two_lists_each_is_asked_about_their_own_row(week: Week) -> None:
    hers, lenas = in_one_line(week, "marisol-quintero"), in_one_line(week, "lena-vandermolen")

    assert "of the list of Lena Vandermolen" in hers
    assert "of the list of Marisol Quintero" not in hers
    assert "of the list of Marisol Quintero" in lenas


def test_the_access_record_says_whom_each_of_them_was_shown(week: Week) -> None:
    refs = {one.initials: one.ref for one in week.first.account.department.students}
    mailed = {
        outcome.action.discloses[0].recipient: outcome.action.discloses[0].students
        for outcome in week.first.account.outcomes
        if outcome.action.key.startswith("digest/")
    }

    for case_manager in ADDRESSES:
        said = text(week, case_manager)
        shown = {refs[one] for one in initials_of(week, case_manager) if shows(said, one)}
        assert shown == set(mailed[case_manager])


def test_a_step_towards_a_meeting_opens_its_row_and_its_event(week: Week) -> None:
    hold = entry(text(week, "marisol-quintero"), "M.W. | On Wed 2 Dec 2026, in 12 days", "Hold the meeting")
    row, event = re.findall(r"https://\S+", hold)

    assert event == week.world.meeting("M.W.")["htmlLink"]
    assert week.world.progress in row
    assert row.endswith("&range=2%3A2")
    with week.world.person(MARISOL) as google:
        (found,) = google.sheets.values_batch_get(week.world.progress, ["Meetings!A2:C2"])
    assert found["values"][0][2] == (date(2026, 12, 2) - date(1899, 12, 30)).days, "as Sheets counts days"


def test_questions_and_the_meeting_of_next_week_are_told(week: Week) -> None:
    said = text(week, "marisol-quintero")

    assert "Type link or book" in entry(said, "W.H.", "An event made by hand looks like this meeting")
    assert "Contact attempts: 1 of 3 days" in entry(said, "R.A. | Tue 24 Nov 2026, in 4 days")


def test_the_manager_is_told_the_same_numbers(week: Week) -> None:
    said, department = text(week, "marisol-quintero"), week.first.account
    own = [one for one in department.findings if one.case_manager == "marisol-quintero"]

    for severity in ("Past due on record", "At risk", "Company practice"):
        (count,) = re.findall(rf"^{severity} +(\d+)$", said, re.MULTILINE)
        assert int(count) == sum(one.severity.words == severity.lower() for one in own)
    assert "Dr. Odalys Fenwick reads the same numbers" in said
