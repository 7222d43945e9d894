"""Fields, places, problems, findings and the closed sets of words."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy, a_student, unreadable
from workspace_agent.model.field import Field, Missing, Value, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Law
from workspace_agent.model.place import (
    Cell,
    FolderPlace,
    FormPlace,
    LinkPlace,
    Place,
    ResponsePlace,
    SpreadsheetPlace,
)
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Purpose, Severity


def test_only_a_value_is_known() -> None:
    fields: list[Field[int]] = [Value(1, a_cell()), Missing(a_cell()), unreadable()]

    assert [known(field) for field in fields] == [1, None, None]


@pytest.mark.parametrize(
    ("place", "url", "label"),
    [
        pytest.param(
            Cell("book", 7, "H12"),
            "https://docs.google.com/spreadsheets/d/book/edit?gid=7#gid=7&range=H12",
            "cell H12",
            id="a cell",
        ),
        pytest.param(
            Cell("book", 7, "12:12"),
            "https://docs.google.com/spreadsheets/d/book/edit?gid=7#gid=7&range=12%3A12",
            "row 12",
            id="a row",
        ),
        pytest.param(
            SpreadsheetPlace("book"),
            "https://docs.google.com/spreadsheets/d/book/edit",
            "workbook",
            id="a workbook",
        ),
        pytest.param(
            ResponsePlace("form", "a b"),
            "https://docs.google.com/forms/d/form/edit#response=a%20b",
            "form response",
            id="a response",
        ),
        pytest.param(
            FolderPlace("folder"),
            "https://drive.google.com/drive/folders/folder",
            "folder of workbooks",
            id="a folder",
        ),
        pytest.param(FormPlace("form"), "https://docs.google.com/forms/d/form/edit", "form", id="a form"),
        pytest.param(
            LinkPlace("https://calendar.google.com/x", "event"),
            "https://calendar.google.com/x",
            "event",
            id="a link",
        ),
    ],
)
def test_a_place_opens(place: Place, url: str, label: str) -> None:
    assert (place.url, place.label) == (url, label)


@pytest.mark.parametrize("kind", ProblemKind)
@pytest.mark.parametrize("quote", ["", "11/31/2026"])
def test_no_problem_leaves_a_gap_in_its_text(kind: ProblemKind, quote: str) -> None:
    problem = Problem(kind, a_cell(), quote=quote, detail="IEP, 504")

    assert not set("{}") & set(problem.sentence + problem.advice)
    assert problem.sentence[0] in "“" or problem.sentence[0].isupper()
    assert problem.sentence.endswith((".", "?"))
    assert problem.advice.endswith((".", "?"))


def test_a_problem_quotes_only_what_it_was_given() -> None:
    quoted = Problem(ProblemKind.NOT_A_DATE, a_cell("I13"), quote="11/31/2026")
    bare = Problem(ProblemKind.NOT_A_DATE, a_cell("I13"))

    assert quoted.sentence == "“11/31/2026” is not a date that can be read."
    assert bare.sentence == "This is not a date that can be read."


def test_a_problem_is_known_by_its_kind_and_place() -> None:
    assert Problem(ProblemKind.NOT_A_DATE, a_cell("I13")).key == f"not_a_date/{a_cell('I13').url}"


def test_company_practice_is_never_printed_as_law() -> None:
    assert Law("34 CFR 300.324", "https://example.org").words == "34 CFR 300.324"
    assert CompanyPolicy("three attempts").words == "company practice: three attempts"


def test_a_finding_is_known_by_rule_and_cycle_of_its_student_or_person() -> None:
    about_student = Finding(
        "rule", Severity.INFO, CompanyPolicy("x"), "2026", TODAY, "", "", a_cell(), "manager-1", "student-1"
    )
    about_person = Finding(
        "rule", Severity.INFO, CompanyPolicy("x"), "2026", TODAY, "", "", a_cell(), "manager-1"
    )

    assert (about_student.key, about_person.key) == ("rule/student-1/2026", "rule/manager-1/2026")


def test_every_severity_and_purpose_has_words() -> None:
    assert Severity.VIOLATION.words == "past due on record"
    assert sorted(Severity)[0] is Severity.VIOLATION
    assert all(severity.words for severity in Severity)
    assert (Purpose.ANNUAL_REVIEW.words, Purpose.REVIEW_504.words) == ("annual review", "504 review")


def test_students_are_found_by_their_ref() -> None:
    assert a_department(a_student("a"), a_student("b")).by_ref["b"] == a_student("b")


def test_the_numbers_of_the_rule_book_are_the_defaults() -> None:
    policy = Policy.model_validate({"office_hours": {"judged_from": "2026-11-05"}})

    assert policy == a_policy()
    assert (policy.annual_review.mode, policy.annual_review.plan_lead_days) == ("strict", 28)
    assert (policy.annual_review.alert_days, policy.reevaluation.years) == (30, 3)
    assert (policy.reevaluation.alert_days, policy.reevaluation.notice_days) == (90, 120)
    assert (policy.parent_contact.min_attempts, policy.parent_contact.min_methods) == (3, 2)
    assert (policy.initial_evaluation.alert_days, policy.initial_iep.alert_days) == (30, 14)
    assert policy.parent_contact.distinct_days
    assert policy.parent_contact.alert_days_before == 7
    assert policy.office_hours.judged_from == dt.date(2026, 11, 5)
    assert (policy.office_hours.min_per_day, policy.office_hours.judged_after_business_days) == (6, 2)
