"""All three case managers at once, each with their own sheets, against what was worked out by hand."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.journeys.world import MANAGER, WHOLE, WILLOW, World, build_world
from workspace_agent.duties.agent_tab import WriteAgentTab
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

Json = dict[str, Any]

EXPECTED: Json = json.loads((WILLOW / "expected.json").read_text(encoding="utf8"))
MEETINGS: dict[str, Json] = {
    one["initials"]: one["next_meeting"] for one in EXPECTED["students"] if one["next_meeting"]
}
CALENDARS = [person["calendar"] for person in WHOLE.people()]
UNBOXED = [one for one, meeting in MEETINGS.items() if "at_second_look" in meeting]
WAITS_FOR_ITS_LINK = "Z.B."
"""On another platform than Google Meet: its guests are invited once its link is in the event."""


@dataclass
class Morning:
    """Two looks, a quarter of an hour apart, and what Google held before them."""

    world: World
    before: list[Json]
    first: Report
    booked: list[Json]
    second: Report
    later: list[Json]


def events(world: World) -> list[Json]:
    """All events on the calendars of the case managers, as these see them."""
    found: list[Json] = []
    for calendar in CALENDARS:
        with world.person(calendar) as google:
            found += google.calendar.list(calendar)
    return found


def ours(found: list[Json]) -> dict[str, Json]:
    """The agent's events by the initials that end their titles."""
    marked = [one for one in found if one.get("extendedProperties", {}).get("private", {}).get("wa")]
    return {one["summary"].rpartition(" - ")[2]: one for one in marked}


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    world = build_world(tmp_path_factory.mktemp("whole"), WHOLE)
    before = events(world)
    first = world.run()
    booked = events(world)
    world.at(world.clock.now + timedelta(minutes=15))
    second = world.run()
    return Morning(world, before, first, booked, second, events(world))


def verdicts(report: Report) -> dict[str, str]:
    initials = {one.ref: one.initials for one in report.account.department.students}
    return {
        f"{initials[one.student_ref]} {one.place.label}": one.verdict
        for one in report.account.decisions
        if one.duty == "meetings" and one.student_ref
    }


@pytest.mark.parametrize("initials", MEETINGS)
def test_each_next_meeting_is_booked_or_not_as_it_should_be(morning: Morning, initials: str) -> None:
    expected = MEETINGS[initials]
    row = expected["cell"].partition("!")[2]

    assert verdicts(morning.first)[f"{initials} {row}"] == expected["state"]


@pytest.mark.parametrize("initials", MEETINGS)
def test_it_stands_in_calendar_with_its_guests(morning: Morning, initials: str) -> None:
    expected = MEETINGS[initials]
    is_hold = expected["state"] == "hold"
    event = ours(morning.booked).get(initials)

    assert (event is not None) is (expected["booked"] == "yes" or is_hold)
    if event is not None:
        assert begins(event) == moment(expected["start_utc"])
        assert addresses(event) == (set() if is_hold else {*expected["guests"]})


@pytest.mark.parametrize(
    "initials", [one for one, meeting in MEETINGS.items() if "at_second_look" in meeting]
)
def test_without_a_box_it_is_booked_at_the_second_look(morning: Morning, initials: str) -> None:
    expected = MEETINGS[initials]
    event = ours(morning.later)[initials]

    assert begins(event) == moment(expected["start_utc"])
    is_told = expected["at_second_look"] == "yes" and initials != WAITS_FOR_ITS_LINK
    assert addresses(event) == ({*expected["guests"]} if is_told else set())


def begins(event: Json) -> datetime:
    return datetime.fromisoformat(event["start"]["dateTime"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def addresses(event: Json) -> set[str]:
    return {one["email"] for one in event.get("attendees", []) if not one.get("organizer")}


@pytest.mark.parametrize("expected", EXPECTED["filing"], ids=lambda one: one["response_id"])
def test_each_response_is_filed_or_waits_for_review(morning: Morning, expected: Json) -> None:
    report = morning.first
    initials = {one["key"]: one["initials"] for one in EXPECTED["students"]}
    refs = {one.ref: one.initials for one in report.account.department.students}
    (found,) = [
        one
        for one in report.account.decisions
        if isinstance(one.place, ResponsePlace) and one.place.response_id == expected["response_id"]
    ]

    assert refs.get(found.student_ref) == initials.get(expected["student"])
    assert found.verdict == ("filed" if expected["student"] in initials else "needs_review")


ASKED = {
    "link_or_book": ProblemKind.LINK_OR_BOOK,
    "held": ProblemKind.DID_IT_TAKE_PLACE,
    "zone": ProblemKind.ZONE_QUESTION,
    "two_caseloads": ProblemKind.ONE_STUDENT_TWICE,
    "two_dates": ProblemKind.TWO_DATES,
    "contact_unsure": ProblemKind.CONTACT_UNSURE,
    "another_student_named": ProblemKind.RESPONSE_NAMES_ANOTHER,
    "row_without_student": ProblemKind.ROW_WITHOUT_STUDENT,
    "unknown_purpose": ProblemKind.UNKNOWN_PURPOSE,
    "ambiguous_student": ProblemKind.AMBIGUOUS_STUDENT,
    "unknown_student": ProblemKind.UNKNOWN_STUDENT,
}
RESPONSES = (
    ProblemKind.RESPONSE_BLANK,
    ProblemKind.RESPONSE_UNKNOWN_STRANGER,
    ProblemKind.RESPONSE_AMBIGUOUS,
    ProblemKind.RESPONSE_WITHOUT_MEETING,
)


def test_every_question_is_asked_and_no_other_of_its_kind(morning: Morning) -> None:
    """A student who stands on two lists is told at either row."""
    told = Counter(problem.kind for problem in morning.first.account.problems)
    by_hand = Counter(one["kind"] for one in EXPECTED["questions"])

    assert {kind: told[kind] for kind in RESPONSES} == dict.fromkeys(RESPONSES, 1)
    assert by_hand.pop("response") == len(RESPONSES)
    assert {name: told[ASKED[name]] for name in by_hand} == {**by_hand, "two_caseloads": 2}


def test_nobodys_own_event_is_touched(morning: Morning) -> None:
    later = {(one["id"], one["etag"]) for one in morning.later}
    assert {(one["id"], one["etag"]) for one in morning.before} <= later
    assert len({one["id"] for one in morning.before}) == len(EXPECTED["people_events"])


def told_of_privacy(report: Report) -> list[Finding]:
    return [one for one in report.account.findings if one.rule in {"approved_platforms", "names_in_titles"}]


def test_the_link_that_was_planted_is_told_at_its_cell(morning: Morning) -> None:
    (expected,) = EXPECTED["platforms"]
    (found,) = [one for one in told_of_privacy(morning.first) if one.rule == "approved_platforms"]
    book = morning.world.ids["theo_brandvold_sped_caseload_26_27_brandvold"]

    assert found.severity.name == expected["severity"]
    assert f"/{book}/" in found.place.url
    assert found.place.label == f"cell {expected['cell'].rpartition('!')[2]}"


def test_the_title_with_a_full_name_is_told_and_no_other(morning: Morning) -> None:
    """Of a private event nothing is looked at; workbooks of one student bear that student's name."""
    links = {one["summary"]: one["htmlLink"] for one in morning.before}
    by_hand = {one["n"]: one for one in json.loads((WILLOW / "calendar.json").read_text("utf-8"))["events"]}
    expected = {
        (links[by_hand[one["event"]]["summary"]], one["finding"][1])
        for one in EXPECTED["people_events"]
        if one["finding"]
    }
    told = [one for one in told_of_privacy(morning.first) if one.rule == "names_in_titles"]

    assert {(one.place.url, one.severity.name) for one in told} == expected
    assert [one.arithmetic for one in told] == [
        "The title of the event of 8 Dec 2026 shows a student's full name."
    ]


def test_the_manager_is_told_without_link_or_title(morning: Morning) -> None:
    text = morning.world.digest_text()

    assert all(one.arithmetic in " ".join(text.split()) for one in told_of_privacy(morning.first))
    assert "dropvault" not in text
    assert "June" not in text


def test_records_can_be_opened_by_the_manager_and_each_case_managers_own(morning: Morning) -> None:
    filed = {one["response_id"] for one in EXPECTED["filing"]}
    seen = {address: len(morning.world.records(address)) for address in (MANAGER, *CALENDARS)}

    assert seen[MANAGER] == len(filed)
    assert sum(seen[calendar] for calendar in CALENDARS) <= len(filed)


@pytest.mark.parametrize(("person", "where"), EXPECTED["agent_tab"].items())
def test_the_agent_tab_stands_where_only_its_readers_can_open_it(
    morning: Morning, person: str, where: str
) -> None:
    private = [one["id"] for one in morning.world.dump()["files"] if one["name"] == "Agent"]
    written = {
        one.action.spreadsheet_id: str(one.action.rows)
        for one in morning.first.account.outcomes
        if isinstance(one.action, WriteAgentTab) and one.action.case_manager == person
    }
    elsewhere = {one for one, rows in written.items() if "Others may be able to open" in rows}

    assert bool(written.keys() & set(private)) is where.startswith("in a private spreadsheet")
    assert bool(elsewhere) is where.startswith("in a private spreadsheet")
    assert len(private) == 1


def test_a_third_look_finds_nothing_to_write(morning: Morning) -> None:
    morning.world.forget_requests()
    morning.world.run()

    assert morning.world.writes() == []
