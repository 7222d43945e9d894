"""The main job, once through: what everybody finds, and that a second run has nothing to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.journeys.world import MANAGER, MARISOL, ROBOT, WILLOW, World, build_world
from workspace_agent.model.action import State
from workspace_agent.model.finding import Finding
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.run import Report

RULES = {"annual_review": "R01", "reevaluation": "R04", "contact_attempts": "R11", "office_hours": "R28"}
EXPECTED = json.loads((WILLOW / "expected.json").read_text(encoding="utf8"))
HERS: list[dict[str, Any]] = [
    student
    for student in EXPECTED["students"]
    if student["rows"][0].startswith("workbooks/marisol-quintero/")
]
TWO_CASELOADS = "W15"
"""Held because it stands in a second caseload, which is not loaded here: so it is booked."""


@dataclass(frozen=True)
class Morning:
    """The world after one run, which the tests of this module only look at."""

    world: World
    report: Report


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    world = build_world(tmp_path_factory.mktemp("morning"))
    return Morning(world, world.run())


def row_of(student: dict[str, Any]) -> str:
    number = student["rows"][0].rpartition(" ")[2]
    return f"{number}:{number}"


def test_everything_is_done_and_some_rows_need_a_person(morning: Morning) -> None:
    report = morning.report

    assert {outcome.state for outcome in report.account.outcomes} == {State.DONE}
    assert report.exit_code == 1


def test_meetings_stand_in_the_calendar_under_initials(morning: Morning) -> None:
    wanted = {
        (s["initials"], s["next_meeting"]["start_utc"], tuple(sorted(s["next_meeting"].get("guests", []))))
        for s in HERS
        if s["next_meeting"] and s["next_meeting"]["state"] in {"booked", "hold"}
    }

    found = {
        (
            event["summary"].rpartition(" - ")[2],
            _utc(event["start"]["dateTime"]),
            tuple(sorted(guest["email"] for guest in event.get("attendees", []))),
        )
        for event in morning.world.meetings()
        if not event["summary"].endswith("- L.B.")
    }
    assert found == wanted


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(UTC).isoformat().replace("+00:00", "Z")


def test_every_row_has_the_verdict_that_people_expect(morning: Morning) -> None:
    report = morning.report
    verdicts = {
        decision.place.a1: decision.verdict
        for decision in report.account.decisions
        if decision.duty == "meetings" and hasattr(decision.place, "a1")
    }

    for student in HERS:
        coming = student["next_meeting"]
        if coming and student["key"] != TWO_CASELOADS:
            number = coming["cell"].rpartition(" ")[2]
            assert verdicts[f"{number}:{number}"] == coming["state"], student["key"]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_findings_are_those_worked_out_by_hand(morning: Morning, rule: str) -> None:
    report = morning.report
    found = {
        (_who(report, finding), finding.severity.name, str(finding.due) if finding.due else None)
        for finding in report.account.findings
        if finding.rule == rule
    }

    assert found == _expected(RULES[rule])


def _who(report: Report, finding: Finding) -> str:
    if not finding.student_ref:
        return finding.case_manager
    return report.account.department.by_ref[finding.student_ref].row.a1


def _expected(rule: str) -> set[tuple[str, str, str | None]]:
    if rule == "R28":
        days = EXPECTED["hours"]["marisol-quintero"].values()
        found = (day["finding"] for day in days if day["finding"] and day["finding"][1] == "POLICY")
        return {("marisol-quintero", severity, due) for _, severity, due in found}
    return {
        (row_of(student), severity, due)
        for student in HERS
        for name, severity, due in [*student["findings"], *student["info"]]
        if name == rule
    }


def test_initials_are_those_worked_out_by_hand(morning: Morning) -> None:
    department = morning.report.account.department

    assert {student.row.a1: student.initials for student in department.students} == {
        row_of(student): student["initials"] for student in HERS
    }


def test_records_lie_in_folders_that_manager_and_case_manager_can_open(morning: Morning) -> None:

    assert sorted(record["name"] for record in morning.world.records(MARISOL)) == [
        "2026-10-02 annual review.pdf",
        "2026-10-08 amendment.pdf",
        "2026-11-03 reevaluation.pdf",
        "2026-11-12 annual review.pdf",
    ]
    names = {record["name"] for record in morning.world.records(MANAGER)}
    assert names - {record["name"] for record in morning.world.records(MARISOL)} == {
        "2026-11-06 annual review.pdf"
    }
    assert morning.world.records("c.arroyo@willowbridge.example") == []


def test_sharing_sends_no_mail(morning: Morning) -> None:

    (digest,) = morning.world.mails(MARISOL, "in:inbox")
    assert "Your students" in digest["Subject"]


def test_the_manager_gets_one_digest_that_says_what_counts(morning: Morning) -> None:
    (mail,) = morning.world.mails(MANAGER)
    text = morning.world.digest_text()

    assert mail["Subject"] == "IEP compliance: 1 past due, 5 at risk (week of 16 Nov 2026)"
    assert mail["To"] == MANAGER
    assert ROBOT in str(mail["From"])
    assert "M.W." in text
    assert "Last annual review 18 Nov 2025" in text
    assert "34 CFR 300.324(b)(1)(i)" in text


def test_the_case_manager_finds_an_agent_tab(morning: Morning) -> None:
    report = morning.report
    told = {cell for row in morning.world.agent_tab() for cell in row}

    assert {finding.place.url for finding in report.account.findings if finding.case_manager} <= told
    hers = [problem for problem in report.account.problems if problem.case_manager]
    assert {problem.place.url for problem in hers} <= told


def test_a_second_run_writes_nothing(world: World) -> None:
    world.first_run()
    world.forget_requests()

    report = world.run()
    assert world.writes() == []
    assert report.account.outcomes == ()
    assert report.exit_code == 1


def test_nothing_of_peoples_own_is_touched(world: World) -> None:
    before = _own_events(world)
    world.run()

    assert _own_events(world) == before


def _own_events(world: World) -> list[tuple[str, str]]:
    with world.person(MARISOL) as google:
        events = google.calendar.list(MARISOL)
    return sorted((event["id"], event["etag"]) for event in events if "extendedProperties" not in event)


def test_a_violation_is_law_and_company_practice_is_not(morning: Morning) -> None:
    findings = morning.report.account.findings

    legal = {finding.rule for finding in findings if finding.severity <= Severity.AT_RISK}
    assert legal == {"annual_review", "reevaluation"}


QUESTIONS = {
    "link_or_book": ProblemKind.LINK_OR_BOOK,
    "contact_unsure": ProblemKind.CONTACT_UNSURE,
    "row_without_student": ProblemKind.ROW_WITHOUT_STUDENT,
    "another_student_named": ProblemKind.RESPONSE_NAMES_ANOTHER,
}
"""Questions about the sheets that are loaded; what responses raise has a kind for each reason."""

RESPONSES = {
    "response 5": ProblemKind.RESPONSE_UNKNOWN_STRANGER,
    "response 7": ProblemKind.RESPONSE_WITHOUT_MEETING,
}


def _place(cell: str) -> str:
    """As a Problem names it: `3:3` for `...csv!row 3`, `A13` for `...csv!A13`, `r08` for `response 8`."""
    if cell.startswith("response "):
        return f"ACYDBNh-r{int(cell.removeprefix('response ')):02d}"
    end = cell.rpartition("!")[2]
    return ":".join([end.removeprefix("row ")] * 2) if end.startswith("row ") else end


def test_questions_are_those_worked_out_by_hand(morning: Morning) -> None:
    asked = {
        (problem.kind, getattr(problem.place, "a1", "") or getattr(problem.place, "response_id", ""))
        for problem in morning.report.account.problems
    }
    sheets = ("workbooks/marisol-quintero/", "response")
    hers = [one for one in EXPECTED["questions"] if one["cell"].startswith(sheets)]
    wanted = {
        (QUESTIONS.get(one["kind"]) or RESPONSES[one["cell"]], _place(one["cell"]))
        for one in hers
        if one["kind"] in QUESTIONS or one["cell"] in RESPONSES
    }

    assert len(wanted) == 6
    assert wanted <= asked
    assert {kind for kind, _ in asked} & {
        ProblemKind.EFFECT_FAILED,
        ProblemKind.EFFECT_DENIED,
        ProblemKind.EXTRA_READER,
    } == set()
