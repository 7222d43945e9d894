"""Findings and exposures as they are urgent, for tests of what is told between the digests."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders import TODAY, a_cell
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Law
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity

LAW = Law("34 CFR 300.324(b)(1)(i)", "https://law.example/300.324")
PRACTICE = CompanyPolicy("the annual review is planned weeks ahead")
FOLDER = LinkPlace("https://drive.google.com/drive/folders/of-ana", "folder for records")


def a_date(
    days: int,
    severity: Severity = Severity.AT_RISK,
    *,
    student: str = "student-1",
    case_manager: str = "manager-1",
    citation: Citation = LAW,
    rule: str = "annual_review",
    today: date = TODAY,
) -> Finding:
    """A date that is so many days away; fewer than none: it has passed."""
    due = today + timedelta(days=days)
    return Finding(
        rule=rule,
        severity=severity,
        citation=citation,
        cycle=due.isoformat(),
        due=due,
        arithmetic="Last annual review long ago.",
        advice="Hold the meeting.",
        place=a_cell("G2"),
        case_manager=case_manager,
        student_ref=student,
    )


def an_exposure(case_manager: str = "manager-1", *also: str) -> Problem:
    """A folder of ours that anyone with the link can open, and others of some kinds."""
    readers = tuple(sorted(("anyone", *also)))
    return Problem(
        ProblemKind.FOLDER_OPEN, FOLDER, case_manager, detail="anyone with the link", readers=readers
    )


def an_open_workbook(case_manager: str = "manager-1") -> Finding:
    """A workbook of people's that anyone with the link can open."""
    return Finding(
        rule="shared_with_link",
        severity=Severity.AT_RISK,
        citation=Law("34 CFR 99.31(a)(1)", "https://law.example/99.31"),
        cycle="workbook-1",
        due=None,
        arithmetic="Anyone with the link can open this workbook.",
        advice="Set General access to Restricted.",
        place=a_cell("A1"),
        case_manager=case_manager,
    )
