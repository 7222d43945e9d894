"""A finding in full, and what was judged of a student."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_case_manager,
    a_cell,
    a_department,
    a_district,
    a_policy,
    a_row,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_sections import as_told
from workspace_agent.duties.explanation import (
    Explanation,
    explain,
    of_rule,
    of_student,
    on_no_list,
    shown,
    why_not_worse,
)
from workspace_agent.duties.told import Told
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Law, Rule, Step
from workspace_agent.model.place import FormPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import EITHER_PLAN, IDEA, SECTION_504, PlanType, Severity
from workspace_agent.rules import RULES, annual_review, office_hours
from workspace_agent.rules import exit as exit_day
from workspace_agent.rules.next_steps import NextStep, ToDo

LAW = Law("34 CFR 300.1", "https://law.example/300.1")


def a_finding(**changes: Any) -> Finding:
    values: dict[str, Any] = {
        "rule": "annual_review",
        "severity": Severity.AT_RISK,
        "citation": LAW,
        "cycle": "2026-12-10",
        "due": day("2026-12-10"),
        "arithmetic": "One and one are two.",
        "advice": "Hold it.",
        "place": a_cell("G2"),
        "case_manager": "manager-1",
        "student_ref": "student-1",
    }
    return Finding(**values | changes)


def told(finding: Finding, **policy: Any) -> Explanation:
    return explain(finding, annual_review.RULE, a_policy(**policy), lambda name: f"from {name}", TODAY)


# ---- one finding


def test_a_finding_comes_with_the_words_of_its_rule_and_its_law() -> None:
    found = told(a_finding())

    assert found.title == "Annual review of the IEP"
    assert found.asked.sentence.startswith("The IEP Team reviews")
    assert (found.authority, found.link) == ("34 CFR 300.1", "https://law.example/300.1")


def test_company_practice_is_never_shown_as_law() -> None:
    found = told(a_finding(citation=CompanyPolicy("planned ahead")))

    assert (found.authority, found.link) == ("company practice, not law: planned ahead", "")


def test_the_sentences_of_the_finding_are_told_and_then_the_steps_line_by_line() -> None:
    steps = (Step("last: 10 Dec 2025", a_cell("G2")), Step("and a year: 10 Dec 2026"))

    assert told(a_finding(steps=steps)).steps == steps
    assert told(a_finding(steps=steps)).found == "One and one are two."
    assert told(a_finding()).steps == ()


def test_numbers_come_with_where_they_were_set() -> None:
    rule = dataclasses.replace(annual_review.RULE, parameters=("annual_review.alert_days",))
    policy = a_policy(annual_review={"alert_days": 45})
    (found,) = explain(a_finding(), rule, policy, lambda name: f"from {name}", TODAY).numbers

    assert (found.name, found.value) == ("annual_review.alert_days", "45")
    assert found.origin == "from annual_review.alert_days"


def test_the_law_of_the_students_state_is_told_with_its_source() -> None:
    rule = dataclasses.replace(annual_review.RULE, parameters=("states.annual_review",))
    law = {"mode": "days365", "source": "a guide", "checked": "2026-11-05"}
    policy = a_policy(states={"CA": {"annual_review": law}})

    def words(state: str) -> dict[str, str]:
        found = explain(a_finding(), rule, policy, str, TODAY, state)
        assert found.numbers == ()
        return {one.name: one.value for one in found.state_law}

    assert words("CA") == {
        "states.CA.annual_review.mode": "days365",
        "states.CA.annual_review.source": "a guide",
        "states.CA.annual_review.checked": "5 Nov 2026",
    }
    assert words("TX") == {"states.TX.annual_review": "nothing"}
    assert words("") == {}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(None, "nothing", id="nothing"),
        pytest.param(Severity.INFO, "5", id="one of a closed list"),
        pytest.param(True, "yes", id="a switch that is on"),
        pytest.param(False, "no", id="a switch that is off"),
        pytest.param(dt.date(2026, 11, 5), "5 Nov 2026", id="a day"),
        pytest.param(dt.time(5), "05:00", id="a time"),
        pytest.param(6.0, "6", id="a round number"),
        pytest.param(7.5, "7.5", id="hours and a half"),
        pytest.param("strict", "strict", id="a word"),
        pytest.param(30, "30", id="a count"),
    ],
)
def test_a_number_is_shown_as_people_read_it(value: Any, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize(
    ("severity", "due", "said"),
    [
        pytest.param(Severity.VIOLATION, "2026-11-18", "This is the worst", id="past due on record"),
        pytest.param(Severity.AT_RISK, "2026-12-10", "10 Dec 2026, has not passed", id="near"),
        pytest.param(Severity.AT_RISK, "2026-11-20", "20 Nov 2026, has not passed", id="today"),
        pytest.param(Severity.AT_RISK, "2026-11-19", "has passed; but", id="passed, and in doubt"),
        pytest.param(Severity.AT_RISK, None, "no date that could pass", id="without a date"),
        pytest.param(Severity.POLICY, "2026-11-18", "never past due on record", id="company practice"),
        pytest.param(Severity.DATA, None, "Data to mend", id="data to mend"),
        pytest.param(Severity.INFO, None, "nothing is said to be wrong", id="for information"),
    ],
)
def test_why_it_is_not_worse(severity: Severity, due: str | None, said: str) -> None:
    words = why_not_worse(a_finding(severity=severity, due=day(due) if due else None), TODAY)

    assert said in words
    assert words.endswith(".")
    assert "violation" not in words.lower()


@pytest.mark.parametrize(
    ("checked", "said"),
    [pytest.param(None, True, id="nobody compared it"), pytest.param("2026-11-05", False, id="checked")],
)
def test_an_unchecked_source_is_named_only_where_one_counts(checked: str | None, *, said: bool) -> None:
    rule = dataclasses.replace(annual_review.RULE, parameters=("states.annual_review",))
    law = {"mode": "days365", "source": "a guide", "checked": checked}
    policy = a_policy(states={"CA": {"annual_review": law}})
    passed = a_finding(due=day("2026-11-19"))

    assert ("was not checked" in explain(passed, rule, policy, str, TODAY, "CA").why) is said
    assert "was not checked" not in explain(passed, rule, policy, str, TODAY, "TX").why


# ---- one rule


LEAVING = Workbook("w", "manager-1", holds_students=True, columns={"students": frozenset({"exit"})})


def test_of_a_rule_only_its_own_findings_are_told() -> None:
    own, other = a_finding(), a_finding(rule="transfer")
    found = of_rule(annual_review.RULE, a_department(), (other, own), a_policy(), str)

    assert (found.findings, found.words) == ((own,), "")
    assert (found.title, found.authority) == ("Annual review of the IEP", "34 CFR 300.324(b)(1)(i)")
    assert found.link.startswith("https://sites.ed.gov/")
    assert "annual_review.alert_days" in {one.name for one in found.numbers}


NOTHING = "This rule found nothing."
NOT_ALL = "This rule found nothing, but not all that it goes by could be read."


@pytest.mark.parametrize(
    ("rule", "parts", "words"),
    [
        pytest.param(office_hours.RULE, {}, NOTHING, id="all was read"),
        pytest.param(office_hours.RULE, {"form_unread": True}, NOTHING, id="a form it does not read"),
        pytest.param(exit_day.RULE, {"workbooks": (LEAVING,), "form_unread": True}, NOT_ALL, id="the form"),
        pytest.param(
            office_hours.RULE, {"broken": frozenset({("manager-2", "hours")})}, NOT_ALL, id="a sheet"
        ),
        pytest.param(
            office_hours.RULE, {"broken": frozenset({("manager-2", "team")})}, NOTHING, id="another sheet"
        ),
        pytest.param(
            exit_day.RULE, {},
            f"{NOTHING[:-1]}; it is not tracked here: it needs the column exit in the students sheet.",
            id="nobody keeps it",
        ),
    ],
)  # fmt: skip
def test_why_a_rule_found_nothing(rule: Rule, parts: dict[str, Any], words: str) -> None:
    assert of_rule(rule, a_department(**parts), (), a_policy(), str).words == words


# ---- one student


def a_rule(name: str, *needs: Input, **changes: Any) -> Rule:
    values: dict[str, Any] = {"reads": frozenset({"students"}), "plans": IDEA, "needs": frozenset(needs)}
    return Rule(name, name.upper(), LAW, lambda *_: (), **values | changes)


def quiet(*rules: Rule, **parts: Any) -> dict[str, str]:
    """What is said of rules that found nothing."""
    found = of_student(a_student(), a_department(**parts), Told(), rules, TODAY).quiet
    return {one.rule: one.words for one in found}


MINUTES = Input("meetings", "minutes")
NEEDED = {
    "a column": (MINUTES, "the column minutes in the meetings sheet"),
    "a question": (Input("form", "notice_given"), "the question about notice given in the form"),
    "a setting": (Input("districts", "closures"), "closures of a district in agent.toml"),
}


def with_minutes(case_manager: str) -> Workbook:
    return Workbook("w", case_manager, holds_students=True, columns={"meetings": frozenset({"minutes"})})


def test_rules_of_the_plan_that_found_nothing_are_named() -> None:
    rules = (
        a_rule("one"),
        a_rule("either", plans=EITHER_PLAN),
        a_rule("other", plans=SECTION_504),
        a_rule("nobodys", plans=frozenset()),
    )

    assert quiet(*rules) == {"one": "nothing found", "either": "nothing found"}


def test_a_rule_that_found_something_is_not_quiet() -> None:
    finding, other = a_finding(rule="one"), a_finding(rule="two", student_ref="student-2")
    steps = [
        NextStep(ref, "manager-1", ToDo.HOLD, TODAY, "Hold the meeting.", a_row(2))
        for ref in ("student-2", "student-1")
    ]
    rules = a_rule("one"), a_rule("two")
    found = of_student(a_student(), a_department(), Told((finding, other), (), (), steps), rules, TODAY)

    assert found.findings == (finding,)
    assert found.next_step is steps[1]
    assert [one.rule for one in found.quiet] == ["two"]


@pytest.mark.parametrize(
    ("wanted", "words"), [pytest.param(*row, id=name) for name, row in list(NEEDED.items())[:2]]
)
def test_what_is_not_kept_is_not_tracked(wanted: Input, words: str) -> None:
    assert quiet(a_rule("one", wanted)) == {"one": f"not tracked here: it needs {words}"}


def test_one_of_several_is_enough_and_all_are_named() -> None:
    rule = a_rule("one", *(wanted for wanted, _ in NEEDED.values() if wanted.sheet != "districts"))

    assert quiet(rule)["one"].endswith(" or the question about notice given in the form")
    assert quiet(rule, workbooks=(with_minutes("manager-1"),)) == {"one": "nothing found"}


def test_what_only_a_colleague_keeps_is_not_tracked_here() -> None:
    said = quiet(a_rule("one", MINUTES), workbooks=(with_minutes("manager-2"),))["one"]
    assert said.startswith("not tracked")


def test_a_setting_of_a_district_that_nobody_filled_in_is_named() -> None:
    wanted, words = NEEDED["a setting"]
    organisation = an_organisation(districts=(a_district(closures=[]),))

    assert quiet(a_rule("one", wanted), organisation=organisation)["one"].endswith(f"needs {words}")
    assert quiet(a_rule("one", wanted))["one"] == "nothing found"


def test_nothing_found_is_not_all_well_where_a_sheet_could_not_be_read() -> None:
    rules = (a_rule("one", reads=frozenset({"check_ins", "team"})), a_rule("two"))
    broken = frozenset({("manager-1", "check_ins"), ("manager-1", "team")})

    assert quiet(*rules, broken=broken) == {
        "one": "nothing found, but not all could be read: check ins and team",
        "two": "nothing found",
    }


def test_nor_where_the_form_could_not_be_read() -> None:
    rules = (a_rule("one", reads=frozenset({"form"})), a_rule("two"))

    assert quiet(*rules, form_unread=True)["one"] == "nothing found, but the form could not be read"
    assert quiet(*rules, form_unread=True)["two"] == "nothing found"


GONE = a_student(leaves=day("2026-11-20"))
COMES = a_student(enrolled=day("2026-11-21"))


@pytest.mark.parametrize(
    ("student", "standing", "judged"),
    [
        pytest.param(a_student(), "Plan: IEP.", {"one"}, id="with an IEP"),
        pytest.param(a_student(plan=PlanType.S504), "Plan: 504.", {"other"}, id="with a 504 plan"),
        pytest.param(a_student(two_plans=True), "Plan: IEP.", {"one", "other"}, id="with both"),
        pytest.param(a_student(plan=None), "No plan is on record, so", set(), id="no plan"),
        pytest.param(
            a_student(plan=unreadable()), "The plan cannot be read, so", set(), id="unreadable plan"
        ),
        pytest.param(COMES, "Comes on 21 Nov 2026, so nothing is judged yet.", set(), id="to come"),
        pytest.param(GONE, "Left on 20 Nov 2026, so nothing is judged any more.", set(), id="left"),
    ],
)
def test_how_a_student_stands(student: Any, standing: str, judged: set[str]) -> None:
    rules = (a_rule("one"), a_rule("other", plans=SECTION_504))
    found = of_student(student, a_department(), Told(), rules, TODAY)

    assert found.standing.startswith(standing)
    assert {one.rule for one in found.quiet} == judged
    assert found.next_step is None


def a_problem(**changes: Any) -> Problem:
    values: dict[str, Any] = {
        "kind": ProblemKind.NOT_A_DATE,
        "place": a_cell("C9"),
        "case_manager": "manager-1",
    }
    return Problem(**values | changes)


HERE, ELSEWHERE = SpreadsheetPlace("workbook-1"), SpreadsheetPlace("workbook-9")
FORM = FormPlace("form-1")


def department_with(book: dict[str, str]) -> Department:
    person = a_case_manager(workbooks=[{"id": "workbook-1", "holds": "progress monitoring"}, book])
    return a_department(organisation=an_organisation(case_managers=(person,)), linked_sheet="linked")


@pytest.mark.parametrize(
    ("problem", "is_told"),
    [
        pytest.param(a_problem(student_ref="student-1", place=ELSEWHERE), True, id="about the student"),
        pytest.param(a_problem(students=("student-1",), student_ref="student-2"), True, id="about two"),
        pytest.param(a_problem(student_ref="student-2"), False, id="about somebody else"),
        pytest.param(a_problem(), True, id="a row of nobody in the same workbook"),
        pytest.param(a_problem(place=HERE), True, id="the workbook"),
        pytest.param(a_problem(place=ELSEWHERE), False, id="another workbook"),
        pytest.param(a_problem(place=SpreadsheetPlace("linked")), True, id="the sheet of responses"),
        pytest.param(a_problem(place=FORM, case_manager=""), True, id="the form"),
        pytest.param(a_problem(place=FORM), True, id="a response to this case manager"),
        pytest.param(a_problem(place=FORM, case_manager="manager-2"), False, id="to another one"),
    ],
)
def test_which_problems_may_silence_a_rule(problem: Problem, is_told: bool) -> None:
    department = department_with({"id": "hours-1", "holds": "hours"})
    found = of_student(a_student(), department, Told((), (problem,)), (), TODAY)

    assert found.problems == ((problem,) if is_told else ())


@pytest.mark.parametrize(
    ("holds", "is_told"),
    [
        pytest.param("contacts", True, id="contacts stand there"),
        pytest.param("hours", False, id="only hours stand there"),
        pytest.param("one student", False, id="it is another student's"),
    ],
)
def test_in_which_other_workbooks_a_row_may_be_the_students(holds: str, is_told: bool) -> None:
    department, problem = (
        department_with({"id": "other-1", "holds": holds}),
        a_problem(place=SpreadsheetPlace("other-1")),
    )
    found = of_student(a_student(), department, Told((), (problem,)), (), TODAY)

    assert found.problems == ((problem,) if is_told else ())


def test_who_stands_on_no_list_is_not_judged() -> None:
    about, other = a_problem(student_ref="student-1"), a_problem()
    finding = a_finding()
    found = on_no_list("student-1", (finding, a_finding(student_ref="x")), (about, other))

    assert found.standing == "On no list of students now, so nothing is judged."
    assert (found.findings, found.problems, found.quiet) == ((finding,), (about,), ())


def test_every_rule_can_explain_itself() -> None:
    for rule in RULES:
        found = explain(a_finding(rule=rule.id), rule, a_policy(), str, TODAY)
        assert found.asked.sentence
    assert explain(a_finding(), office_hours.RULE, a_policy(), str, TODAY).numbers


def test_findings_are_told_as_in_the_digest() -> None:
    """What is open to others stands there first, then the worst, then the longest overdue."""
    opened = a_finding(rule="shared_with_link", due=None, cycle="workbook-1")
    late, near = a_finding(severity=Severity.VIOLATION), a_finding(rule="transfer")
    nearer = a_finding(rule="reevaluation", due=day("2026-12-01"))
    rows = Rows(a_department(), TODAY, {}, None)

    assert as_told(rows, (near, nearer, late, opened)) == [opened, late, nearer, near]
