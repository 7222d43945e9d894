"""The manager's digest of the whole department, as it was sent, against what was worked out by hand.

Every number is read from what the mail shows. Where the mail counts more than the list by hand, the rest is
worked out by hand too: hours, published hours, links, titles and goals that are behind.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.builders_digest import charts, figures, section, sections
from tests.journeys.test_the_whole_department import ASKED, RESPONSES
from tests.journeys.world import WHOLE, WILLOW, World, build_world
from workspace_agent.duties.digest import Digest, Figures
from workspace_agent.duties.digest_news import without_news
from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.effects.digest_render import render_html, render_text
from workspace_agent.rules import TITLES
from workspace_agent.run import Report

Json = dict[str, Any]

EXPECTED: Json = json.loads((WILLOW / "expected.json").read_text(encoding="utf8"))
BY_HAND: Json = EXPECTED["manager_digest"]
RULES = {
    "R01": "annual_review",
    "R03": "amendment",
    "R04": "reevaluation",
    "R11": "contact_attempts",
    "R12": "team_roles",
    "R19": "transfer",
    "R21": "review_504",
    "R22": "reevaluation_504",
    "R23": "remote_meeting",
    "R26": "post_form",
    "R29": "stale_data",
}
NAMES = {
    "marisol-quintero": "Marisol Quintero",
    "theo-brandvold": "Theo Brandvold",
    "lena-vandermolen": "Lena Vandermolen",
}
SHARED_FURTHER = "theo-brandvold"
"""Others can open his workbook, which somebody has to check."""
ON_TWO_LISTS = "lena-vandermolen"
"""A student stands on her list and on another; in the digest each student counts once."""
TWO_LISTS_TOLD_AT_BOTH = 1
WAITS_FOR_ITS_LINK = 1
"""A meeting on another platform than Google Meet: its link is asked for."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(tmp_path_factory.mktemp("digest"), WHOLE)


@pytest.fixture(scope="module")
def digest(world: World) -> Digest:
    return sent_to_the_manager(world.run())


def sent_to_the_manager(report: Report) -> Digest:
    (sent,) = [
        one.action
        for one in report.account.outcomes
        if isinstance(one.action, SendDigest) and one.action.key.startswith("digest/manager/")
    ]
    return sent.digest


def kinds(digest: Digest) -> Counter[str]:
    """What it tells, by rule or kind of Problem."""
    return Counter(key.partition("/")[0] for key in digest.told)


def behind(person: str) -> int:
    return sum(
        goal["verdict"] == "INSUFFICIENT_PROGRESS"
        for one in EXPECTED["students"]
        for goal in one["progress"]
        if one["case_manager"] == person
    )


def short_days(person: str) -> int:
    days = EXPECTED["hours"][person].values()
    return sum(one["finding"] is not None and one["finding"][1] == "POLICY" for one in days)


def unread_days(person: str) -> int:
    days = EXPECTED["hours"][person].values()
    return sum(one["finding"] is not None and one["finding"][1] == "DATA" for one in days)


def short_weekdays(person: str) -> int:
    return sum(one["finding"] is not None for one in EXPECTED["office_hours"][person])


def of_privacy(person: str) -> int:
    links = [one for one in EXPECTED["platforms"] if f"/{person}/" in one["cell"]]
    first, _, last = person.partition("-")
    calendar = f"{first[0]}.{last}@willowbridge.example"
    titles = [one for one in EXPECTED["people_events"] if one["finding"] and one["calendar"] == calendar]
    return len(links) + len(titles)


def beyond(person: str) -> int:
    """Findings of company practice that the list by hand does not count among those of students."""
    return behind(person) + short_days(person) + short_weekdays(person) + of_privacy(person)


# ---- in ten seconds


def test_the_sentence_says_what_is_overdue(digest: Digest) -> None:
    counts = BY_HAND["findings_by_severity"]

    assert digest.summary == (
        f"{counts['VIOLATION']} dates are past due on record, {counts['AT_RISK']} dates are at risk."
    )
    assert digest.subject.startswith(
        f"IEP compliance: {counts['VIOLATION']} past due, {counts['AT_RISK']} at risk"
    )


def test_it_says_at_once_whether_it_can_be_trusted(digest: Digest) -> None:
    assert [line.text for line in digest.trust] == [
        "Last good run: none yet before this one.",
        "Every source could be read.",
    ]


def test_students_are_counted_by_plan(digest: Digest) -> None:
    (people,) = [one for one in digest.blocks if isinstance(one, Figures) and one.title == "Case managers"]
    by_hand = BY_HAND["students"]

    assert people.note.startswith(
        f"Students who are here: {by_hand['active']}, of whom {by_hand['IEP']} have an IEP and "
        f"{by_hand['504']} a 504 plan; left: {by_hand['exited']}."
    )


@pytest.mark.parametrize("person", NAMES)
def test_the_line_of_a_case_manager(digest: Digest, person: str) -> None:
    by_hand = BY_HAND["by_case_manager"][person]
    caseload, annual, _, open_, _ = figures(digest, "Case managers")[NAMES[person]]
    kept, of = map(int, annual.split(" of "))

    assert int(caseload) == by_hand["active"] - (person == ON_TWO_LISTS)
    assert of - kept == by_hand["annual_overdue"]
    assert int(open_) == by_hand["findings"] + beyond(person) + (person == SHARED_FURTHER)


def test_the_line_of_all(digest: Digest) -> None:
    caseload, annual, reevaluation, _, _ = figures(digest, "Case managers")["All"]

    assert int(caseload) == BY_HAND["students"]["active"]
    assert [annual, reevaluation] == [kept(BY_HAND["annual_review_IEP"]), kept(BY_HAND["reevaluation_IEP"])]


def kept(bands: Json) -> str:
    dated = sum(bands.values()) - bands["unknown"]
    return f"{dated - bands['overdue']} of {dated}"


# ---- what is due when


CHARTS = {
    "annual_review_IEP": "Annual reviews due",
    "reevaluation_IEP": "Reevaluations due",
    "review_504": "504 reviews due (company practice)",
    "reevaluation_504": "504 reevaluations due (company practice)",
}


@pytest.mark.parametrize("table", CHARTS)
def test_a_chart_counts_what_was_counted_by_hand(digest: Digest, table: str) -> None:
    bars = [*charts(digest)[CHARTS[table]].values()]

    assert bars == [
        BY_HAND[table][band] for band in ("overdue", "0-30", "31-60", "61-90", "later", "unknown")
    ]


# ---- what was found


def test_there_are_as_many_as_by_hand_of_each_severity(digest: Digest) -> None:
    counts = BY_HAND["findings_by_severity"]

    assert section(digest, "Past due on record").total == counts["VIOLATION"]
    assert section(digest, "At risk").total == counts["AT_RISK"]
    assert section(digest, "Company practice").total == counts["POLICY"] + sum(map(beyond, NAMES))
    assert section(digest, "Data to mend").total == counts["DATA"] + problems()


def problems() -> int:
    told_apart = TWO_LISTS_TOLD_AT_BOTH + WAITS_FOR_ITS_LINK
    return int(BY_HAND["questions"]) + int(BY_HAND["cell_problems"]) + told_apart


def test_there_are_as_many_as_by_hand_of_each_rule(digest: Digest) -> None:
    told = kinds(digest)

    assert {rule: told[RULES[rule]] for rule in BY_HAND["findings_by_rule"]} == BY_HAND["findings_by_rule"]


def test_past_due_is_counted_by_rule_with_its_days(digest: Digest) -> None:
    assert section(digest, "Past due on record").lines == (
        "Annual review of the IEP: 3, the longest 23 days late",
        "Reevaluation: 1, the longest 21 days late",
    )


def test_every_question_is_told(digest: Digest) -> None:
    told, by_hand = kinds(digest), Counter(one["kind"] for one in EXPECTED["questions"])

    assert sum(told[kind.name.lower()] for kind in RESPONSES) == by_hand.pop("response")
    assert {name: told[ASKED[name].name.lower()] for name in by_hand} == {**by_hand, "two_caseloads": 2}


def test_every_cell_that_cannot_be_used_is_linked(digest: Digest) -> None:
    ranges = Counter(key.rpartition("range=")[2] for key in digest.told if "range=" in key)
    cells = Counter(one["cell"].rpartition("!")[2] for one in EXPECTED["cell_problems"])
    cells = Counter({place: count for place, count in cells.items() if not place.startswith("row ")})

    assert cells
    assert cells - ranges == Counter()


# ---- meetings


def test_meetings_are_booked_or_not_as_by_hand(digest: Digest) -> None:
    counts = {state: count for state, count in BY_HAND["meetings"].items() if state != "no_row"}
    booked, hold, left = counts.pop("booked"), counts.pop("hold"), counts.pop("exited")

    assert section(digest, "Upcoming meetings").lines[0] == (
        f"{booked} booked, {sum(counts.values())} not booked, {hold} private hold, "
        f"{left} the student has left."
    )


def test_students_without_a_meeting_are_the_rest(digest: Digest) -> None:
    students = BY_HAND["students"]

    assert section(digest, "Upcoming meetings").total == (
        students["active"] + students["exited"] - BY_HAND["meetings"]["no_row"]
    )


def test_held_meetings_without_form_or_entry(digest: Digest) -> None:
    without_form = sum(
        one[0] == "R26"
        for student in EXPECTED["students"]
        for one in (*student["findings"], *student["info"])
    )
    not_entered = sum(one.get("pli_connect", "").startswith("due") for one in EXPECTED["filing"])

    assert section(digest, "Held meetings with something missing").total == without_form + not_entered


def test_records_are_filed_or_wait_for_review(digest: Digest) -> None:
    lines = section(digest, "Filed records").lines
    counts = Counter[str]()
    for line in lines:
        for counted in line.partition(": ")[2].split(", "):
            count, _, verdict = counted.partition(" ")
            counts[verdict.replace(" ", "_")] += int(count)

    assert counts == BY_HAND["filing"]


# ---- goals, check-ins, hours


def test_goals_are_counted_by_verdict(digest: Digest) -> None:
    order = ("MASTERED", "ON_TRACK", "WATCH", "INSUFFICIENT_PROGRESS", "STALE", "INSUFFICIENT_DATA")
    all_ = figures(digest, "Progress toward goals")["All"]

    assert dict(zip(order, map(int, all_), strict=True)) == BY_HAND["progress"]


def test_check_ins_are_n_of_n(digest: Digest) -> None:
    met, not_yet, unknown = figures(digest, "Check-ins of this school year")["All"]

    assert met == f"{BY_HAND['check_in']['met']} of {BY_HAND['students']['active']}"
    assert int(not_yet) + int(unknown) == BY_HAND["check_in"]["not_yet"]


@pytest.mark.parametrize("person", NAMES)
def test_hours_of_each_case_manager(digest: Digest, person: str) -> None:
    short, not_judged, published = figures(digest, "Hours")[NAMES[person]]
    week = sum(one["hours"] for one in EXPECTED["office_hours"][person])

    assert (int(short), int(not_judged)) == (short_days(person), unread_days(person))
    assert published == f"{week:g} h"


def test_hours_of_all(digest: Digest) -> None:
    each = figures(digest, "Hours").values()

    assert sum(int(short) for short, _, _ in each) == BY_HAND["hours"]["days_below_6"]
    assert sum(int(unread) for _, unread, _ in each) == BY_HAND["hours"]["days_not_judged"]


# ---- the mail


def test_the_mail_shows_all_of_these_tables_and_is_not_clipped(digest: Digest) -> None:
    text, html = render_text(digest), render_html(digest)

    assert len(html.encode()) < 90_000
    for block in digest.blocks:
        assert block.title in html
    for title in ("Progress toward goals", "Hours", "Upcoming meetings"):
        assert title.upper() in text
    for title in CHARTS.values():
        assert f"\n{title}\n" in text


def test_of_whom_it_tells_is_exactly_whose_initials_stand_in_it(digest: Digest, world: World) -> None:
    text = render_text(digest)
    report = world.run()
    initials = {one.ref: one.initials for one in report.account.department.students}

    assert {initials[ref] for ref in digest.students} == {
        one for one in initials.values() if f"{one} (" in text or f"{one}, " in text
    }


def test_the_next_one_says_how_the_runs_went_and_what_changed(digest: Digest, world: World) -> None:
    world.type("Students!G2", "2026-11-19")
    world.at(world.clock.now + timedelta(days=3))

    after = sent_to_the_manager(world.run())

    runs = [line.text for line in after.status if line.text.startswith("Runs in the last 3 days before")]
    assert len(runs) == 1
    assert runs[0].endswith("all of them complete.")
    assert after.trust[0].text.startswith("Last good run: 20 Nov 2026 at 07:")
    assert after.changes is not None
    assert after.changes.still_open == len(without_news(after.told & digest.told) or ())
    assert after.changes.resolved == section(after, "Resolved since the last digest").total
    assert "Annual review of the IEP (Marisol Quintero): M.W." in [
        *section(after, "Resolved since the last digest").lines
    ]


def test_attempts_that_nobody_made_are_over_after_the_meeting_and_not_resolved(
    digest: Digest, world: World
) -> None:
    assert any(key.startswith("contact_attempts/") for key in digest.told)
    world.at(world.clock.now + timedelta(days=10))

    after = sent_to_the_manager(world.run())

    assert after.changes is not None
    assert "of what the last digest told is over, because its day" in after.changes.note
    good_news = [line for one in sections(after) if one.title.startswith("Resolved") for line in one.lines]
    assert not any(line.startswith(TITLES["contact_attempts"]) for line in good_news)
    assert not any("/2026-11-2" in key for key in after.told if key.startswith("contact_attempts/"))
