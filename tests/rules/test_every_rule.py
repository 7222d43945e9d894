"""What holds for every rule, checked once for all of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
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
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Law, Rule
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
from workspace_agent.model.vocabulary import ContactState, Method, PlanType, Purpose, Role, Severity
from workspace_agent.rules import RULES, annual_review, judge

HERE = Path(__file__).parent
EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
A_FEW = settings(max_examples=40, deadline=None)
A_MONTH = dt.timedelta(days=31)
POLICY = a_policy(records={"years_after_exit": 1})
"""Healthy numbers, where a rule that is off unless the company says a number is on as well."""

REPORTING = an_organisation(districts=(a_district(report_dates=["2026-10-30", "2026-11-13"]),))
LEGAL = (Severity.VIOLATION, Severity.AT_RISK)

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
    "held": st.booleans(), "cancelled": st.booleans(), "row": rows,
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
KEPT = frozenset({("manager-1", "progress_reports"), ("manager-1", "consents")})
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


def own_words(rule: Rule) -> str:
    return sys.modules[rule.check.__module__].__doc__ or ""


def test_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_titles_are_unique() -> None:
    assert len({rule.title for rule in RULES}) == len(RULES)


@EACH_RULE
def test_the_id_is_the_file_name(rule: Rule) -> None:
    assert rule.check.__module__ == f"workspace_agent.rules.{rule.id}"


@EACH_RULE
def test_the_docstring_is_the_requirement_with_its_source_and_what_restarts_it(rule: Rule) -> None:
    words = own_words(rule)
    source = rule.citation.url if isinstance(rule.citation, Law) else "Company practice"

    assert words.partition("\n")[0].endswith(".")
    assert source in words
    assert any(word in words for word in ("Restarted by", "restarts it", "begins the count anew"))


@EACH_RULE
def test_the_citation_names_law_with_a_link_or_company_practice(rule: Rule) -> None:
    if isinstance(rule.citation, Law):
        assert rule.citation.section.startswith("34 CFR ")
        assert rule.citation.url.startswith("https://")
    else:
        assert rule.citation.name


@EACH_RULE
def test_there_is_a_test_file(rule: Rule) -> None:
    assert (HERE / f"test_{rule.id}.py").is_file()


@EACH_RULE
def test_a_healthy_department_has_no_findings(rule: Rule) -> None:
    assert list(rule.check(a_department(), a_policy(), TODAY)) == []


def test_every_file_with_a_rule_is_in_the_list() -> None:
    folder = Path(sys.modules["workspace_agent.rules"].__file__ or "").parent
    files = {path.stem for path in folder.glob("*.py") if "\nRULE = " in path.read_text(encoding="utf-8")}

    assert files == {rule.id for rule in RULES}


@A_FEW
@given(departments, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(department: Department, chance: random.Random) -> None:
    assert judge(department, POLICY, TODAY) == judge(shuffled(department, chance), POLICY, TODAY)


@A_FEW
@given(departments)
def test_law_and_company_practice_are_never_mixed(department: Department) -> None:
    for finding in judge(department, POLICY, TODAY):
        legal = isinstance(finding.citation, Law)
        assert legal or finding.severity not in LEGAL
        assert isinstance(finding.citation, CompanyPolicy) or finding.severity is not Severity.POLICY


@A_FEW
@given(departments)
def test_a_finding_about_a_student_is_about_a_plan_that_the_rule_is_about(department: Department) -> None:
    plans_of = {rule.id: rule.plans for rule in RULES}
    for finding in judge(department, POLICY, TODAY):
        student = department.by_ref.get(finding.student_ref)
        plan = known(student.plan_type) if student else None
        if student is not None and plan is not None and not student.two_plans:
            assert plan in plans_of[finding.rule]


UNTIL = {
    "contact_attempts": "the meeting",
    "remote_meeting": "the meeting",
    "team_roles": "the meeting",
    "student_invited": "the meeting",
    "excusals": "the meeting, where nobody says that it was held",
    "decision_makers": "the meeting, and then who decides today",
    "agency_consent": "the meeting",
    "interpreter": "the meeting",
    "dial_in": "the meeting",
    "meeting_notice": "the meeting",
    "progress": "the end of the goal",
    "stale_data": "the end of the goal",
    "team_review": "the end of the goal",
    "benchmarks": "the end of the goal",
    "services": "the end of the service",
}
"""What is told only until something is over: a day later it may have gone."""


@A_FEW
@given(departments, st.integers(1, 40))
def test_a_day_later_is_never_less_urgent(department: Department, ahead: int) -> None:
    today = TODAY + dt.timedelta(days=ahead)
    tomorrow = today + dt.timedelta(days=1)
    assume(not any(known(one.exit) == tomorrow for one in department.students))
    now, later = (_urgency(department, day) for day in (today, tomorrow))

    assert not {
        key: (severity.name, later.get(key))
        for key, severity in now.items()
        if key[0] not in UNTIL and later.get(key, Severity.INFO + 1) > severity
    }


def _urgency(department: Department, today: dt.date) -> dict[tuple[str, str], Severity]:
    """The worst of each rule about each student or case manager."""
    worst: dict[tuple[str, str], Severity] = {}
    for finding in reversed(judge(department, POLICY, today)):
        worst[finding.rule, finding.student_ref or finding.case_manager] = finding.severity
    return worst


@A_FEW
@given(departments, near, refs)
def test_an_amendment_moves_no_review(department: Department, met: dt.date | None, ref: str) -> None:
    amended = dataclasses.replace(
        department,
        meetings=(*department.meetings, a_meeting(met, Purpose.AMENDMENT, student=ref, held=True, row=99)),
        responses=(
            *department.responses,
            a_response(met, Purpose.AMENDMENT, student=ref, response_id="amendment"),
        ),
    )
    before, after = (
        {(one.key, one.severity, one.due) for one in annual_review.check(of, POLICY, TODAY)}
        for of in (department, amended)
    )

    assert before == after


@A_FEW
@given(departments)
def test_each_key_is_told_once(department: Department) -> None:
    keys = [finding.key for finding in judge(department, POLICY, TODAY)]

    assert len(keys) == len(set(keys))


@A_FEW
@given(departments)
def test_each_finding_is_whole_sentences_with_a_link(department: Department) -> None:
    for finding in judge(department, POLICY, TODAY):
        assert finding.rule in {rule.id for rule in RULES}
        assert finding.arithmetic.endswith(".")
        assert finding.advice.endswith(".")
        assert finding.place.url.startswith("https://")


def test_the_worst_come_first_then_the_earliest_then_the_key() -> None:
    people = (
        a_student("student-1", annual=None),
        a_student("student-2", annual=dt.date(2025, 12, 10)),
        a_student("student-4", annual=dt.date(2025, 11, 18), evaluation=dt.date(2023, 1, 1)),
        a_student("student-3", annual=dt.date(2025, 11, 18)),
    )
    keys = [finding.key for finding in judge(a_department(*people), a_policy(), TODAY)]

    assert keys == [
        "reevaluation/student-4/2026-01-01",
        "annual_review/student-3/2026-11-18",
        "annual_review/student-4/2026-11-18",
        "annual_review/student-2/2026-12-10",
        "annual_review/student-1/unknown",
    ]


def test_a_law_at_risk_comes_before_an_earlier_day_of_company_practice() -> None:
    at_risk = a_student(annual=dt.date(2025, 12, 10))
    findings = judge(a_department(at_risk, hours=()), a_policy(), dt.date(2026, 11, 12))

    assert [finding.rule for finding in findings] == ["annual_review", "office_hours", "office_hours"]


def test_the_undated_come_last_among_equals() -> None:
    without_friday = tuple(office_hours_on(weekday) for weekday in range(4))
    department = a_department(hours=(), office_hours=without_friday)

    rules = [finding.rule for finding in judge(department, a_policy(), dt.date(2026, 11, 10))]

    assert rules == ["office_hours", "published_hours"]
