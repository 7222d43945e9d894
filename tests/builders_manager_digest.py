"""A small department, what there may be to tell of it, and the manager's digest of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.builders import a_district
from tests.builders_digest import an_occasion
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.action import Action, Decision, Outcome, State
from workspace_agent.model.facts import Department, Meeting, Student, Workbook
from workspace_agent.model.field import Field, Missing, Value
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Law
from workspace_agent.model.follow_up import Ticks
from workspace_agent.model.on_record import Arrangements, StudentRecord, none_of
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.people import Manager
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity

TODAY = date(2026, 11, 20)
NEW_YORK = ZoneInfo("America/New_York")
LAW = Law("34 CFR 300.324(b)(1)(i)", "https://law.example/300.324")
PRACTICE = CompanyPolicy("three attempts, two methods")
ROW = Cell("book-a", 7, "12:12")
UNKNOWN, USED_UP = ProblemKind.EFFECT_UNKNOWN, ProblemKind.EFFECT_USED_UP


def organisation() -> Organisation:
    """As the settings are read: two case managers, a manager in New York."""
    person = {"zone": "America/Denver", "from": date(2024, 8, 1), "districts": (), "workbooks": ()}
    people = (
        {
            **person,
            "key": key,
            "name": name,
            "email": f"{key}@dept.example",
            "calendar": f"{key}@dept.example",
        }
        for key, name in (("ana", "Ana Brook"), ("theo", "Theo Stone"))
    )
    boss = {"name": "Odalys Fenwick", "email": "o@dept.example", "zone": "America/New_York"}
    return Organisation(
        name="Willow Bridge, Special Services",
        zone="America/New_York",
        robot="agent@dept.example",
        federal_holidays=(),
        manager=Manager.model_validate({**boss, "from": date(2024, 8, 1)}),
        case_managers=tuple(CaseManager.model_validate(one) for one in people),
        districts=(a_district("north"),),
    )


def student(ref: str, initials: str, owner: str = "ana", gone: date | None = None) -> Student:
    left: Field[date] = Value(gone, ROW) if gone else Missing(ROW)
    plan, none = Value(PlanType.IEP, ROW), Missing(ROW)
    record = none_of(StudentRecord, ROW)
    return Student(ref, initials, "north", owner, plan, none, none, left, ROW, none, none, record)


def meeting(
    ref: str, row: Cell, day: date | None = None, purposes: frozenset[Purpose] = frozenset()
) -> Meeting:
    empty = Missing(row)
    return Meeting(
        student_ref=ref,
        case_manager="ana",
        purposes=Value(purposes, row) if purposes else empty,
        date=Value(day, row) if day else empty,
        start=empty,
        zone=empty,
        workbook_zone="America/Denver",
        arrangements=none_of(Arrangements, row),
        minutes=empty,
        mode=empty,
        agreed_on=empty,
        book=empty,
        held=False,
        cancelled=False,
        existing=empty,
        ticks=Ticks(empty, empty, empty),
        row=row,
    )


def department(
    meetings: tuple[Meeting, ...] = (),
    workbooks: tuple[Workbook, ...] = (),
    students: tuple[Student, ...] | None = None,
) -> Department:
    known = (student("s1", "J.P."), student("s2", "M.W."), student("s3", "Á.I.", "theo"))
    return Department(organisation(), students or known, meetings, workbooks=workbooks)


def finding(
    severity: Severity = Severity.VIOLATION,
    ref: str = "s1",
    due: date | None = date(2026, 11, 18),
    *,
    citation: Citation = LAW,
    rule: str = "annual_review",
    owner: str = "ana",
    cycle: str = "2026",
) -> Finding:
    return Finding(
        rule, severity, citation, cycle, due, "18 Nov 2025 plus 1 year.", "Hold it.", ROW, owner, ref
    )


def problem(
    kind: ProblemKind = ProblemKind.NOT_A_TIME, owner: str = "ana", ref: str = "", place: Place = ROW
) -> Problem:
    return Problem(kind, place, owner, ref, detail="Students")


def decision(verdict: str, place: Place, ref: str = "s1", duty: str = "meetings") -> Decision:
    return Decision(duty, RowVerdict(verdict), "because of a reason", place, "ana", ref)


def outcome(
    key: str,
    state: State,
    link: str = "",
    place: Place | None = ROW,
    reason: str = "",
    trouble: ProblemKind | None = None,
) -> Outcome:
    action = Action(
        key=key, fingerprint="f", summary="for history", case_manager="ana", student_ref="s1", place=place
    )
    return Outcome(action, state, reason, link, trouble)


def writing(
    department: Department,
    previous: frozenset[str] | None = frozenset(),
    titles: Mapping[str, str] | None = None,
) -> Rows:
    """What writes names, initials and titles."""
    return Rows(department, TODAY, titles or {}, previous)


def told(
    findings: tuple[Finding, ...] = (),
    problems: tuple[Problem, ...] = (),
    outcomes: tuple[Outcome, ...] = (),
    decisions: tuple[Decision, ...] = (),
    *,
    of: Department | None = None,
    previous: frozenset[str] | None = frozenset(),
    last_good_run: datetime | None = None,
    titles: Mapping[str, str] | None = None,
    unsent: tuple[str, ...] = (),
    unread: tuple[Unread, ...] = (),
    untracked: tuple[str, ...] = (),
) -> Digest:
    occasion = an_occasion(
        last_good_run=last_good_run,
        previous=previous,
        titles=titles or {},
        unsent=unsent,
        untracked=untracked,
    )
    what = Told(findings, problems, decisions, outcomes=outcomes, unread=unread)
    return compose(of or department(), what, occasion)
