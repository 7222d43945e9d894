"""Departments drawn at random: most of what people may type, and of what they leave out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

from hypothesis import strategies as st

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_progress_report,
    a_request,
    a_response,
    a_service,
    a_student,
    a_team_member,
    a_waiver,
    an_attempt,
    an_hours_entry,
    an_organisation,
    office_hours_on,
    unreadable,
)
from tests.builders_follow_up import ASKED
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.follow_up import ActionItems, Said
from workspace_agent.model.on_record import (
    Access,
    Arrangements,
    DecisionMaker,
    Membership,
    RequestKind,
    StudentRecord,
)
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.privacy import ShownName, Titled, UnapprovedLink
from workspace_agent.model.seen import Origin, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, Owner, SharedThing
from workspace_agent.model.vocabulary import ContactState, Method, Mode, PlanType, Purpose, Role

A_MONTH = dt.timedelta(days=31)
REPORTING = an_organisation(districts=(a_district(report_dates=["2026-10-30", "2026-11-13"]),))

refs = st.sampled_from(["student-1", "student-2", "student-3"])
edges = st.builds(
    lambda years, more: dates.add_years(TODAY, -years) + dt.timedelta(days=more),
    st.integers(0, 3),
    st.sampled_from([-31, -30, -1, 0, 1, 2, 30, 31, 45, 90, 91, 120]),
)
"""Days on which something becomes due about the day of judgement."""

days = (
    st.none()
    | st.just(unreadable())
    | edges
    | st.just(dt.date(2024, 2, 29))
    | st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 31))
)
near = st.none() | st.dates(dt.date(2026, 10, 20), dt.date(2026, 12, 31))
times = st.none() | st.just(unreadable()) | st.times(dt.time(6), dt.time(18))
purposes = st.sampled_from(Purpose)
rows = st.integers(2, 30)
scores = st.none() | st.just(unreadable()) | st.integers(0, 20)
plans = st.sampled_from([PlanType.IEP, PlanType.IEP, PlanType.S504, None, unreadable()])


def some(strategy: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    """Rows as a sheet has them: no two stand in one place."""
    return st.lists(strategy, max_size=most, unique_by=_place).map(tuple)


def _place(row: Any) -> Any:
    return row.place if hasattr(row, "place") else getattr(row, "row", row)


def columns(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Some columns that a sheet may lack, by name, each with something that may stand there."""
    strategies = {one.name: _of_column(one.name, str(one.type)) for one in dataclasses.fields(kind)}
    return st.fixed_dictionaries({}, optional=strategies)


def _of_column(name: str, kind: str) -> st.SearchStrategy[Any]:
    values = {
        "Field[date]": near if name in {"notice_sent", "excused_on", "input_on"} else days,
        "Field[int]": st.integers(1, 3),
        "Field[bool]": st.booleans(),
        "Field[Access]": st.sampled_from(Access),
        "Field[DecisionMaker]": st.sampled_from(DecisionMaker),
    }
    return st.none() | st.just(unreadable()) | values[kind]


def anybody(ref: str, row: int) -> st.SearchStrategy[Any]:
    named = ("annual", "evaluation", "annual_due", "evaluation_due", "leaves")
    plain = st.fixed_dictionaries({"plan": plans, "two_plans": st.booleans(), **dict.fromkeys(named, days)})
    return st.tuples(plain, columns(StudentRecord)).map(lambda of: a_student(ref, row=row, **of[0], **of[1]))


students = st.tuples(anybody("student-1", 2), anybody("student-2", 3), anybody("student-3", 4))
plain_meetings = st.fixed_dictionaries({
    "student": refs, "start": times, "agreed_on": near, "book": st.none() | st.booleans(),
    "minutes": st.none() | st.just(unreadable()) | st.integers(15, 240),
    "mode": st.none() | st.sampled_from(Mode), "held": st.booleans(), "cancelled": st.booleans(),
    "row": rows,
})  # fmt: skip
meetings = st.tuples(near, purposes, plain_meetings, columns(Arrangements)).map(
    lambda of: a_meeting(of[0], of[1], **of[2], **of[3])
)
members = st.tuples(
    st.sampled_from(Role), refs, st.sampled_from(ContactState), rows, columns(Membership)
).map(lambda of: a_team_member(of[0], student=of[1], state=of[2], row=of[3], **of[4]))
attempts = st.builds(
    an_attempt, near, st.none() | st.sampled_from(Method), student=refs, time=times,
    about=some(purposes, 2), has_result=st.booleans(), row=rows,
)  # fmt: skip
said = st.builds(
    Said, asked=st.frozensets(st.sampled_from(sorted(ASKED))), notice_given=near, decided=st.booleans(),
    in_pli_connect=st.booleans(), minutes=st.none() | st.just(60),
    action_items=st.none() | st.builds(ActionItems, st.integers(0, 2), near), changes_start=near,
    without_parent=st.booleans(),
)  # fmt: skip
links = st.builds(UnapprovedLink, st.builds(a_cell, st.sampled_from(("C2", "C3"))), st.just("manager-1"))
shown_names = st.builds(
    ShownName, st.sampled_from(Titled), st.just(a_cell()), st.just("manager-1"), st.sampled_from("abc"), near
)
others = st.builds(
    OtherReader, st.sampled_from(ReaderKind), st.sampled_from(Near), st.booleans(), st.sampled_from(Origin)
)
things = st.builds(
    SharedThing, st.builds(SpreadsheetPlace, st.sampled_from("abc")), st.just("manager-1"),
    st.sampled_from(Owner), st.lists(others, max_size=3).map(tuple), *(st.booleans() for _ in range(3)),
)  # fmt: skip
KEPT = frozenset(("manager-1", kind) for kind in ("progress_reports", "consents", "contacts"))
departments = st.builds(
    lambda people, **parts: a_department(*people, **parts),
    students,
    meetings=some(meetings),
    contacts=some(attempts, 6),
    consents=some(st.builds(a_waiver, days, student=refs, row=rows)),
    responses=some(st.builds(
        a_response, near, purposes, student=refs, response_id=st.sampled_from("abcd"),
        moves_clocks=st.booleans(), said=said, filed_on=near,
    )),
    team=some(members),
    requests=some(st.builds(
        a_request, st.none() | st.sampled_from(RequestKind), days, student=refs, agreed_on=days,
        answered_on=days, row=rows,
    )),
    progress_reports=some(st.builds(a_progress_report, days, student=refs, row=rows)),
    kept=st.sampled_from([frozenset(), KEPT]),
    organisation=st.sampled_from([an_organisation(), REPORTING]),
    services=some(st.builds(a_service, days, student=refs, called=st.sampled_from("ab"), row=rows)),
    hours=some(st.builds(an_hours_entry, near | st.just(unreadable()), times, times, row=rows), 8),
    goals=some(st.builds(
        a_goal, student=refs, key=st.sampled_from(["reading", ""]), number=st.integers(1, 2), row=rows,
        baseline=scores, target=scores, start=near, end=near, every=st.none() | st.integers(1, 14),
    )),
    series=st.lists(st.builds(
        a_series, st.lists(st.integers(0, 20), min_size=1, max_size=9), last=st.dates(TODAY - A_MONTH, TODAY),
        student=refs, goal=st.sampled_from(["reading", ""]), book=st.sampled_from(["workbook-1", "b-2"]),
    ), max_size=4).map(tuple),
    benchmarks=some(st.builds(a_benchmark, scores, near, student=refs, number=rows)),
    office_hours=some(st.builds(office_hours_on, st.none() | st.integers(0, 6), times, times, row=rows), 6),
    links=some(links),
    shared=some(things, 3),
    shown_names=st.lists(shown_names, max_size=3, unique_by=lambda one: one.subject).map(tuple),
)  # fmt: skip


def shuffled(department: Department, chance: random.Random) -> Department:
    names = (
        *("students", "meetings", "contacts", "consents", "responses", "team", "services", "hours"),
        *("office_hours", "goals", "series", "benchmarks", "links", "shown_names", "shared"),
        *("requests", "progress_reports"),
    )
    parts: dict[str, Any] = {name: getattr(department, name) for name in names}
    turned: dict[str, Any] = {name: tuple(chance.sample(part, len(part))) for name, part in parts.items()}
    return dataclasses.replace(department, **turned)
