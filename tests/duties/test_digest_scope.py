"""What a reader may see: of every field of a department, and of everything that is told, only their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import product
from typing import Any

import pytest
from pydantic import BaseModel

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_district,
    a_field,
    a_meeting,
    a_progress_report,
    a_request,
    a_response,
    a_row,
    a_service,
    a_student,
    a_team_member,
    a_waiver,
    an_attempt,
    an_organisation,
    hours_on,
    office_hours_on,
)
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.action import Action, Decision, Kind, Outcome, State
from workspace_agent.model.agent_tab import AgentTab, AgentTabs, PrivateSpreadsheet
from workspace_agent.model.facts import Department, NobodysMeeting, Workbook
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.on_record import RequestKind
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.privacy import ShownName, Titled, UnapprovedLink
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import CheckIn
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.shared import SharedThing
from workspace_agent.model.vocabulary import Role, Severity
from workspace_agent.model.waits import Held, Pause, Stop, Waits, Why
from workspace_agent.model.workbook_folders import GoneWorkbook, WorkbookFolder
from workspace_agent.rules.next_steps import NextStep, ToDo

PEOPLE = ("ilse", "theo")
DISTRICTS = ("north", "south")
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
DEPARTMENT_WIDE = {"organisation", "linked_sheet", "form_unread"}
"""Fields that are about nobody; of the organisation only the case managers are."""


@dataclass(frozen=True)
class Child:
    """A student of one case manager in one district."""

    whose: str
    district: str

    @property
    def ref(self) -> str:
        return f"{self.whose}/{self.district}"


CHILDREN = [Child(*both) for both in product(PEOPLE, DISTRICTS)]


def book(whose: str) -> str:
    return f"book of {whose}"


def place(whose: str) -> Cell:
    return Cell(book(whose), 1, "B2")


def problem(whose: str = "", *refs: str) -> Problem:
    return Problem(ProblemKind.NOT_A_DATE, place(whose or "nobody"), whose, students=refs)


def absent(whose: str) -> str:
    return f"{whose}/left"


def tabs(whose: str) -> AgentTabs:
    return AgentTabs(AgentTab(((f"{whose}/south",), (f"{whose}/north",))))


def of_student(child: Child) -> dict[str, Any]:
    """One row of every field that is about students."""
    ref, whose = child.ref, child.whose
    check_in = CheckIn(ref, a_field(TODAY), a_field(30), written=True, row=a_row(2))
    return {
        "students": a_student(ref, initials=ref, district=child.district, case_manager=whose),
        "meetings": a_meeting(student=ref, case_manager=whose),
        "team": a_team_member(Role.PARENT, student=ref),
        "contacts": an_attempt(TODAY, student=ref),
        "consents": a_waiver(TODAY, student=ref),
        "goals": a_goal(student=ref),
        "benchmarks": a_benchmark(1, TODAY, student=ref),
        "series": a_series([1, 2], student=ref),
        "check_ins": check_in,
        "services": a_service(TODAY, student=ref),
        "requests": a_request(RequestKind.RECORDS, TODAY, student=ref),
        "progress_reports": a_progress_report(TODAY, student=ref),
        "responses": a_response(TODAY, student=ref, respondent=whose),
        "problems": problem(whose, ref),
        "pauses": Pause(place(whose), whose, ref),
    }


def of_person(whose: str) -> dict[str, Any]:
    """One row of every field that is about case managers."""
    theirs = frozenset(child.ref for child in CHILDREN if child.whose == whose)
    return {
        "hours": hours_on(TODAY, "08:00-14:00", case_manager=whose)[0],
        "office_hours": office_hours_on(0, case_manager=whose),
        "workbooks": Workbook(book(whose), whose, True, agent_tabs=tabs(whose), students=theirs),
        "folders": WorkbookFolder(f"folder of {whose}", whose, 1),
        "gone": GoneWorkbook(f"gone from {whose}", "folder", whose, frozenset({absent(whose)})),
        "nobodys": NobodysMeeting(whose, a_field(TODAY), a_field(None)),
        "links": UnapprovedLink(place(whose), whose),
        "shown_names": ShownName(Titled.TAB, place(whose), whose, f"title of {whose}"),
        "shared": SharedThing(SpreadsheetPlace(book(whose)), whose),
        "responses": a_response(TODAY, student="", respondent=whose),
        "problems": problem(whose),
        "pauses": Pause(place(whose), whose),
    }


BY_KEY: dict[str, Any] = {
    "private_spreadsheets": {one: PrivateSpreadsheet(f"private of {one}", tabs(one)) for one in PEOPLE},
    "absent": {absent(one): f"{one}/A.B." for one in PEOPLE},
    "hours_read_for": frozenset(PEOPLE),
    "broken": frozenset((owner, "goals") for one in PEOPLE for owner in (one, book(one))),
    "kept": frozenset((one, "goals") for one in PEOPLE),
    "unsettled": frozenset((one, "team") for one in PEOPLE),
}


def department() -> Department:
    """Two case managers in the same two districts, one student of each; every field is filled."""
    people = tuple(
        a_case_manager(one, districts=DISTRICTS, workbooks=({"id": book(one), "holds": "one student"},))
        for one in PEOPLE
    )
    districts = tuple(map(a_district, DISTRICTS))
    rows: dict[str, list[Any]] = {}
    for part in (*map(of_student, CHILDREN), *map(of_person, PEOPLE)):
        for name, row in part.items():
            rows.setdefault(name, []).append(row)
    rows["problems"] += [
        problem(),
        problem("ilse", absent("ilse")),
        problem("ilse", *(c.ref for c in CHILDREN)),
    ]
    rows["pauses"].append(Pause(SpreadsheetPlace("control")))
    filled = {name: tuple(of_one) for name, of_one in rows.items()}
    settings = {"linked_sheet": "answers", "form_unread": True}
    organisation = an_organisation(case_managers=people, districts=districts)
    return a_department(**filled, **BY_KEY, **settings, organisation=organisation)


def finding(whose: str, ref: str = "") -> Finding:
    policy = CompanyPolicy("practice")
    return Finding("rule", Severity.POLICY, policy, "1", TODAY, "", "", place(whose), whose, ref)


def action(whose: str, ref: str = "") -> Action:
    return Action(
        key=f"meeting/{ref or whose}/1", fingerprint="f", summary="", case_manager=whose, student_ref=ref
    )


def told() -> Told:
    """Something of every sort about each student, about each case manager, and about nobody."""
    about = [(child.whose, child.ref) for child in CHILDREN]
    about += [(one, "") for one in PEOPLE] + [(one, absent(one)) for one in PEOPLE] + [("", "")]
    actions = [action(*one) for one in about]
    problems = [problem(whose, *filter(None, [ref])) for whose, ref in about]
    return Told(
        findings=[finding(*one) for one in about],
        problems=problems,
        decisions=[
            Decision("meetings", RowVerdict.BOOKED, "", place(whose), whose, ref) for whose, ref in about
        ],
        next_steps=[NextStep(ref, whose, ToDo.PLAN, TODAY, "", place(whose)) for whose, ref in about],
        outcomes=[Outcome(one, State.DONE) for one in actions],
        waits=Waits(
            tuple(Held(one, Why.PAUSED, "") for one in actions),
            tuple(Stop(one, Kind.CREATE, frozenset(), (problem(one),)) for one in (*PEOPLE, "")),
            tuple(Pause(place(whose), whose, ref) for whose, ref in about),
        ),
        unread=[Unread(one, NOON) for one in problems],
        progress_sheets={ref: f"https://drive.example/{ref}" for _, ref in about if ref},
    )


SCOPES: Mapping[str, Scope] = {
    "a case manager": Scope(case_managers=frozenset({"ilse"})),
    "a district": Scope(districts=frozenset({"north"})),
    "a district of one case manager": Scope(frozenset({"ilse"}), frozenset({"north"})),
    "a district where nobody works": Scope(districts=frozenset({"east"})),
}
"""Of a case manager, of supervisors and of a CSS."""

each_scope = pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)


def may_see(scope: Scope) -> set[str]:
    """Refs."""
    return {
        child.ref
        for child in CHILDREN
        if scope.case_managers is None or child.whose in scope.case_managers
        if scope.districts is None or child.district in scope.districts
    }


def people(scope: Scope) -> set[str]:
    """Keys of the case managers whose students are seen."""
    return {ref.partition("/")[0] for ref in may_see(scope)}


def texts(thing: object) -> Iterator[str]:
    """Every text that can be found in a value, however deep."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, BaseModel):
        yield from texts([getattr(thing, name) for name in type(thing).model_fields])
    elif is_dataclass(thing):
        yield from texts([getattr(thing, one.name) for one in fields(thing)])
    elif isinstance(thing, Mapping):
        yield from texts([*thing.keys(), *thing.values()])
    elif isinstance(thing, tuple | list | frozenset | set):
        for part in thing:
            yield from texts(part)


def test_every_field_of_a_department_is_filled_here() -> None:
    """A new field has to be narrowed too: name it in one of these tables, and see that it is."""
    of_students, of_people = of_student(CHILDREN[0]).keys(), of_person("ilse").keys()

    assert {
        one.name for one in fields(Department)
    } == of_students | of_people | BY_KEY.keys() | DEPARTMENT_WIDE
    assert all(getattr(department(), one.name) for one in fields(Department))
    assert all(getattr(told(), one.name) for one in fields(Told))
    assert all(getattr(told().waits, one.name) for one in fields(Waits))


@each_scope
def test_nothing_of_anybody_else_is_found_however_deep_one_looks(scope: Scope) -> None:
    hidden = {child.ref for child in CHILDREN} - may_see(scope)
    hidden |= {absent(one) for one in PEOPLE if scope.districts or one not in people(scope)}
    unseen_people = set(PEOPLE) - people(scope)

    found = [*texts(narrowed(department(), told(), scope))]

    assert [text for text in found if any(ref in text for ref in hidden)] == []
    assert [text for text in found if any(one in text for one in unseen_people)] == []


@each_scope
@pytest.mark.parametrize("name", of_student(CHILDREN[0]))
def test_of_each_students_rows_all_are_there(scope: Scope, name: str) -> None:
    seen, _ = narrowed(department(), told(), scope)
    wanted = [of_student(child)[name] for child in CHILDREN if child.ref in may_see(scope)]

    assert [one for one in getattr(seen, name) if one in wanted] == wanted


@each_scope
@pytest.mark.parametrize("name", of_person("ilse"))
def test_of_a_case_managers_own_rows_all_are_there_where_no_district_limits_it(
    scope: Scope, name: str
) -> None:
    """Hours, links and the like are of no district: whoever sees one district alone does not see them."""
    seen, _ = narrowed(department(), told(), scope)
    everything = [of_person(one)[name] for one in sorted(people(scope))]
    wanted = everything if scope.districts is None else []
    shown = {"folders", "pauses"}

    found = [one for one in getattr(seen, name) if one in [of_person(whose)[name] for whose in PEOPLE]]

    assert found == (everything if name in shown else wanted)


@each_scope
def test_what_is_kept_by_key_is_kept_for_the_readers_own(scope: Scope) -> None:
    seen, _ = narrowed(department(), told(), scope)
    whole, own = scope.districts is None, people(scope)

    assert seen.private_spreadsheets.keys() == (own if whole else set())
    assert seen.absent.keys() == ({absent(one) for one in own} if whole else set())
    assert seen.hours_read_for == (own if whole else set())
    assert {owner for owner, _ in seen.broken} == own | {book(one) for one in own}
    assert {owner for owner, _ in seen.kept} == {owner for owner, _ in seen.unsettled} == own
    assert [one.key for one in seen.organisation.case_managers] == sorted(own)


@each_scope
def test_of_what_is_told_everything_of_the_readers_own_is_there(scope: Scope) -> None:
    _, said = narrowed(department(), told(), scope)
    whole = scope.districts is None
    own = [(child.whose, child.ref) for child in CHILDREN if child.ref in may_see(scope)]
    if whole:
        own += [(one, "") for one in people(scope)] + [(one, absent(one)) for one in people(scope)]

    for part in (said.findings, said.decisions, said.next_steps, [one.action for one in said.outcomes]):
        assert {(one.case_manager, one.student_ref) for one in part} == set(own)
    assert {(one.case_manager, *one.concerned) for one in said.problems} == {
        tuple(filter(None, one)) for one in own
    }
    sources = {(one, "") for one in (*people(scope), "")}
    unread = {(one.problem.case_manager, "".join(one.problem.concerned)) for one in said.unread}
    assert unread == sources.union(own), "a source of nobody's own is everybody's"
    assert [one.action for one in said.waits.held] == [one.action for one in said.outcomes]
    assert {one.source for one in said.waits.stops} == (people(scope) if whole else set())
    assert {one.student_ref for one in said.waits.pauses} == {
        "",
        *(ref for _, ref in own if ref in may_see(scope)),
    }


STRAYS: Mapping[str, tuple[Scope, bool]] = {
    "the district of the sheet": (Scope(districts=frozenset({"east"})), True),
    "that district, of this case manager": (Scope(frozenset({"ilse"}), frozenset({"east"})), True),
    "that district, of another case manager": (Scope(frozenset({"theo"}), frozenset({"east"})), False),
    "another district": (Scope(districts=frozenset({"north"})), False),
}


@pytest.mark.parametrize(("scope", "seen"), STRAYS.values(), ids=STRAYS)
def test_a_student_is_seen_by_the_district_of_the_sheet_whatever_the_settings_name(
    scope: Scope, *, seen: bool
) -> None:
    """The case manager's setting names two districts; the sheet names a third for this student."""
    stray = a_student("ilse/east", initials="S.S.", row=9, district="east", case_manager="ilse")
    whole = department()
    whole = replace(whole, students=(*whole.students, stray))

    shown, said = narrowed(whole, Told(findings=[finding("ilse", stray.ref)]), scope)

    assert (stray in shown.students) is (bool(said.findings)) is seen


def test_what_is_about_several_students_is_told_to_whoever_may_see_all_of_them() -> None:
    both = problem("", "ilse/north", "ilse/south")

    def shown_to(scope: str) -> bool:
        return bool(narrowed(department(), Told(problems=[both]), SCOPES[scope])[1].problems)

    assert shown_to("a case manager")
    assert not shown_to("a district")


def test_a_student_on_two_lists_is_asked_about_on_each_by_whoever_keeps_it() -> None:
    """The student is one case manager's; the row in the other's list is the other's to answer."""
    ilses, theos = problem("ilse", "ilse/north"), problem("theo", "ilse/north")
    whole = department()
    lists = tuple(replace(one, students=one.students | {"ilse/north"}) for one in whole.workbooks)

    def asked(whose: str, of: Department) -> list[Problem]:
        scope = Scope(case_managers=frozenset({whose}))
        return [*narrowed(of, Told(problems=[ilses, theos]), scope)[1].problems]

    assert asked("ilse", whole) == asked("ilse", replace(whole, workbooks=lists)) == [ilses]
    assert asked("theo", replace(whole, workbooks=lists)) == [theos]
    assert asked("theo", whole) == [], "it stands on no list of theirs now"


def test_whoever_may_see_everything_is_shown_it_as_it_is() -> None:
    whole, everything = department(), told()

    assert narrowed(whole, everything, Scope()) == (whole, everything)
