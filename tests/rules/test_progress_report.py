"""Progress reports to parents: sent by each of the district's dates, or told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import (
    a_cell,
    a_department,
    a_district,
    a_policy,
    a_progress_report,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.progress_report import RULE, Period, periods

DATES = ("2025-10-17", "2025-12-19", "2026-03-13", "2026-05-21")
KEPT = {"kept": frozenset({("manager-1", "progress_reports")})}


def department(
    *sent: Any, student: Student | None = None, dates: tuple[str, ...] = DATES, **changes: Any
) -> Department:
    """One student, and these days on which reports were sent."""
    reports = tuple(a_progress_report(on, row=row) for row, on in enumerate(sent, 2))
    organisation = an_organisation(districts=(a_district(report_dates=dates),))
    values: dict[str, Any] = {"organisation": organisation, "progress_reports": reports, **KEPT, **changes}
    return a_department(student or a_student(), **values)


def found(*sent: Any, today: str, grace: int = 0, **changes: Any) -> list[Finding]:
    """What is found, where dates are given as they are written."""
    days = [day(on) if isinstance(on, str) else on for on in sent]
    policy = a_policy(progress_report={"grace_days": grace})
    return list(RULE.check(department(*days, **changes), policy, day(today)))


def told(*sent: Any, today: str, **changes: Any) -> list[tuple[Severity, str]]:
    return [(one.severity, one.cycle) for one in found(*sent, today=today, **changes)]


LATE, MISSING, DATA = Severity.INFO, Severity.AT_RISK, Severity.DATA


@pytest.mark.parametrize(
    ("sent", "today", "expected"),
    [
        pytest.param(["2025-10-17"], "2025-10-18", [], id="R13 sent on the date"),
        pytest.param(["2025-10-18"], "2025-10-18", [(LATE, "2025-10-17")], id="a day late"),
        pytest.param(["2025-10-24"], "2025-10-24", [(LATE, "2025-10-17")], id="R13 seven days late"),
        pytest.param([], "2025-10-17", [], id="nothing on the date itself"),
        pytest.param([], "2025-10-18", [(MISSING, "2025-10-17")], id="nothing the day after"),
        pytest.param(["2025-10-17"], "2025-12-19", [], id="nothing on the next date itself"),
        pytest.param(["2025-10-17"], "2025-12-20", [(MISSING, "2025-12-19")], id="R13 overdue by a day"),
        pytest.param(
            ["2025-10-18"],
            "2025-12-20",
            [(LATE, "2025-10-17")],
            id="one after the date before counts for both",
        ),
        pytest.param(
            [], "2025-12-20", [(MISSING, "2025-10-17"), (MISSING, "2025-12-19")], id="nothing by two dates"
        ),
        pytest.param(["2025-07-01"], "2025-10-18", [], id="sent on the first day of the school year"),
        pytest.param(
            ["2025-06-30"], "2025-10-18", [(MISSING, "2025-10-17")], id="sent in the school year before"
        ),
        pytest.param(["2025-10-19"], "2025-10-18", [(MISSING, "2025-10-17")], id="only tomorrow"),
        pytest.param(["2025-10-17", None], "2025-10-18", [], id="a row without a day says nothing"),
        pytest.param([unreadable()], "2025-10-18", [], id="a Problem speaks about a row"),
    ],
)
def test_a_report_by_each_date(sent: list[Any], today: str, expected: list[Any]) -> None:
    assert told(*sent, today=today) == expected


@pytest.mark.parametrize(
    ("sent", "today", "expected"),
    [
        pytest.param([], "2025-10-20", [], id="the last day of grace"),
        pytest.param([], "2025-10-21", [(MISSING, "2025-10-17")], id="the day after it"),
        pytest.param(["2025-10-20"], "2025-10-21", [], id="sent on the last day of grace"),
        pytest.param(["2025-10-21"], "2025-10-21", [(LATE, "2025-10-17")], id="sent the day after it"),
    ],
)
def test_days_of_grace(sent: list[Any], today: str, expected: list[Any]) -> None:
    assert told(*sent, today=today, grace=3) == expected


@pytest.mark.parametrize(
    ("student", "count"),
    [
        pytest.param(a_student(enrolled=day("2025-10-17")), 1, id="enrolled on the date"),
        pytest.param(a_student(enrolled=day("2025-10-18")), 0, id="enrolled the day after it"),
        pytest.param(a_student(eligible_on=day("2025-10-18")), 0, id="found eligible the day after it"),
        pytest.param(a_student(plan_starts=day("2025-10-18")), 0, id="the plan began the day after it"),
        pytest.param(
            a_student(enrolled=day("2025-08-11"), plan_starts=day("2025-10-18")),
            0,
            id="enrolled before, and the plan began after it",
        ),
        pytest.param(a_student(enrolled=unreadable()), 0, id="a Problem speaks about the day of enrollment"),
        pytest.param(
            a_student(transferred_on=Value(day("2025-10-18"), a_cell("J2"))), 0, id="came the day after it"
        ),
        pytest.param(a_student(plan=PlanType.S504), 0, id="a 504 plan"),
        pytest.param(a_student(leaves=day("2025-10-20")), 0, id="the student has left"),
    ],
)
def test_whose_reports(student: Student, count: int) -> None:
    assert len(found(today="2025-10-20", student=student)) == count


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kept": frozenset()}, id="nobody keeps such a sheet"),
        pytest.param({"broken": frozenset({("manager-1", "progress_reports")})}, id="it could not be read"),
        pytest.param({"unsettled": frozenset({("manager-1", "progress_reports")})}, id="a row is nobody's"),
        pytest.param({"dates": ()}, id="no dates, and no report either"),
    ],
)
def test_where_nothing_can_be_said(changes: Any) -> None:
    assert found(today="2025-10-20", **changes) == []


def test_dates_are_periods_of_one_school_year() -> None:
    dates = tuple(date.fromisoformat(one) for one in ("2026-10-16", "2026-05-21", "2026-03-13", "2026-10-16"))

    assert list(periods(dates)) == [
        Period(day("2025-07-01"), day("2026-03-13")),
        Period(day("2026-03-14"), day("2026-05-21")),
        Period(day("2026-07-01"), day("2026-10-16")),
    ]


def test_a_missing_report_explains_itself() -> None:
    [finding] = found("2025-10-17", today="2025-12-20")

    assert (finding.key, finding.due) == ("progress_report/student-1/2025-12-19", day("2025-12-19"))
    assert finding.place == a_cell("B2", sheet=8)
    assert finding.arithmetic == (
        "By the district's dates a progress report was due by 19 Dec 2025, 1 day ago, and none is on record "
        "that was sent since 18 Oct 2025."
    )
    assert finding.advice == (
        "Send the report, and write down the day in the sheet of progress reports. If the IEP names another "
        "date, that one counts."
    )
    assert [step.words for step in finding.steps] == [
        "report date of the district: 19 Dec 2025",
        "last progress report: 17 Oct 2025",
        "today: 20 Dec 2025, 1 day after 19 Dec 2025",
    ]


def test_where_no_report_is_on_record_the_student_is_told() -> None:
    [finding] = found(today="2025-10-18")

    assert finding.place == a_row(2)
    assert finding.steps[1].words == "progress reports: none on record"


def test_a_late_report_is_told_for_information() -> None:
    [finding] = found("2025-10-24", today="2025-11-20")

    assert finding.place == a_cell("B2", sheet=8)
    assert finding.arithmetic == (
        "By the district's dates a progress report was due by 17 Oct 2025; it was sent on 24 Oct 2025, "
        "7 days late."
    )
    assert [step.words for step in finding.steps] == [
        "report date of the district: 17 Oct 2025",
        "progress report sent: 24 Oct 2025",
        "sent 7 days after it",
    ]


def test_a_district_without_dates_is_told_once_where_reports_are_written_down() -> None:
    [finding] = found("2025-10-17", "2025-09-17", today="2025-12-20", dates=())

    assert (finding.key, finding.severity) == ("progress_report/manager-1/district-1", DATA)
    assert (finding.place, finding.due) == (a_row(2, sheet=8), None)
    assert finding.advice == "Ask IT to fill in report_dates of the district in agent.toml."
