"""What the further columns of the Students sheet say, and what they never carry."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from tests.builders_tables import TODAY, desk, sheet, shown
from workspace_agent.intake.reading import told
from workspace_agent.intake.students import STUDENTS, student
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.on_record import Access, StudentRecord
from workspace_agent.model.vocabulary import PlanType


def kept(**cells: str) -> Student:
    """A student whose sheet has these columns."""
    columns, row = (
        ("first", "last", "district", *cells),
        ("Rosa", "Delgadillo", "Sierra Vieja ISD", *cells.values()),
    )
    (read,) = STUDENTS.parse(sheet("students", columns, row), desk())
    assert isinstance(read, StudentRow)
    return student(read, "r1", "R.D.", TODAY, held=False)


DONE = (
    "referred_on",
    "consent_received",
    "eligible_on",
    "transition_planned",
    "rights_told",
    "safeguards_given",
    "copy_given",
    "providers_informed",
    "records_notice",
)
TO_COME = ("plan_starts", "enrolled", "transition_by", "majority_on")


@pytest.mark.parametrize("name", [*DONE, *TO_COME])
def test_a_day_is_read(name: str) -> None:
    assert known(getattr(kept(**{name: "11/3/2026"}).record, name)) == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [*((name, [("DATE_IN_THE_FUTURE", "D2", "")]) for name in DONE), *((name, []) for name in TO_COME)],
)
def test_only_what_was_done_cannot_lie_ahead(name: str, expected: list[tuple[str, str, str]]) -> None:
    assert [shown(one) for one in told(kept(**{name: "6/1/2027"}).record)] == expected


@pytest.mark.parametrize("typed", ["'3/4/2012", "'13/13/2012", "'4 March 1912", "'born 3/4/2012"])
@pytest.mark.parametrize("name", ["transition_by", "majority_on", "enrolled"])
def test_what_may_be_a_date_of_birth_is_not_repeated(name: str, typed: str) -> None:
    (only,) = told(kept(**{name: typed}).record)

    assert shown(only) == ("NOT_A_DATE", "D2", "")
    assert only.sentence == "This is not a date that can be read."


@pytest.mark.parametrize("name", [one.name for one in fields(StudentRecord)])
def test_without_its_column_a_field_is_missing_at_the_row(name: str) -> None:
    found = getattr(kept().record, name)
    assert isinstance(found, Missing)
    assert found.cell.a1 == "2:2"


@pytest.mark.parametrize("name", [*DONE, *TO_COME, "reevaluation_years", "extended_school_year"])
def test_a_blank_cell_is_missing_at_its_own_place(name: str) -> None:
    found = getattr(kept(**{name: ""}).record, name)
    assert isinstance(found, Missing)
    assert found.cell.a1 == "D2"


READ: dict[str, tuple[str, str, str, Any]] = {
    "two years": ("reevaluation_years", "reevaluation_years", "2", 2),
    "years in words": ("reevaluation_years", "reevaluation_years", "3 yrs", 3),
    "services were decided on": ("extended_school_year", "extended_school_year", "Y", True),
    "a no is a decision": ("extended_school_year", "extended_school_year", "No", True),
    "considered": ("extended_school_year", "extended_school_year", "Considered.", True),
    "the day of the decision": ("extended_school_year", "extended_school_year", "11/3/2026", True),
    "a ticked box": ("extended_school_year", "extended_school_year", "TRUE", True),
    "an unticked box": ("extended_school_year", "extended_school_year", "FALSE", None),
    "not decided yet": ("extended_school_year", "extended_school_year", "TBD", None),
    "not done": ("copy_given", "copy_given", "no", None),
    "not done yet": ("copy_given", "copy_given", "pending", None),
    "a box beside a date": ("safeguards_given", "safeguards_given", "FALSE", None),
    "English": ("language", "other_language", "English", False),
    "its short form": ("language", "other_language", "EN", False),
    "English alone": ("language", "other_language", "English only", False),
    "another language": ("language", "other_language", "Vietnamese", True),
    "English beside another": ("language", "other_language", "English/Spanish", True),
    "a code in digits": ("language", "other_language", "'01", None),
    "nobody knows the language": ("language", "other_language", "unknown", None),
    "no language": ("language", "other_language", "", None),
    "an interpreter is needed": ("interpreter", "interpreter_needed", "yes", True),
    "none is needed": ("interpreter", "interpreter_needed", "not needed", False),
    "a box for none": ("interpreter", "interpreter_needed", "FALSE", False),
    "who interprets": ("interpreter", "interpreter_needed", "Thuy Bach", True),
    "nobody knows yet": ("interpreter", "interpreter_needed", "?", None),
    "telephone": ("access", "access", "phone", Access.PHONE_ONLY),
    "telephone alone": ("access", "access", "Mom has phone only", Access.PHONE_ONLY),
    "no computer": ("access", "access", "no computer at home", Access.PHONE_ONLY),
    "no internet": ("access", "access", "No internet", Access.PHONE_ONLY),
    "landline": ("access", "access", "landline", Access.PHONE_ONLY),
    "captions": ("access", "access", "needs captions", Access.RELAY),
    "sign language": ("access", "access", "ASL", Access.RELAY),
    "relay before telephone": ("access", "access", "phone (TTY)", Access.RELAY),
    "no phone is no need of one": ("access", "access", "no phone", None),
    "another need": ("access", "access", "wheelchair", None),
}


@pytest.mark.parametrize(("column", "name", "typed", "expected"), READ.values(), ids=READ)
def test_what_a_cell_says(column: str, name: str, typed: str, expected: object) -> None:
    one = kept(**{column: typed})
    assert known(getattr(one.record, name)) is expected or known(getattr(one.record, name)) == expected
    assert [*told(one.record)] == []


UNREAD = {
    "a day that is none": ("referred_on", "fall", ("NOT_A_DATE", "D2", "")),
    "a tick where a day belongs": ("copy_given", "TRUE", ("NOT_A_DATE", "D2", "")),
    "more years than three": ("reevaluation_years", "5", ("NOT_A_CHOICE", "D2", "1, 2, 3")),
    "no decision": ("extended_school_year", "reading", ("NOT_A_CHOICE", "D2", "yes, no")),
    "an error": ("interpreter", "#REF!", ("ERROR_VALUE", "D2", "")),
}


@pytest.mark.parametrize(("column", "typed", "expected"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told_at_its_cell(
    column: str, typed: str, expected: tuple[str, str, str]
) -> None:
    assert [shown(one) for one in told(kept(**{column: typed}).record)] == [expected]


def test_neither_language_nor_interpreter_is_carried() -> None:
    one = kept(language="Vietnamese", interpreter="Thuy Bach", access="wheelchair")
    assert not any(word in repr(one) for word in ("Vietnamese", "Thuy", "Bach", "wheelchair"))


@pytest.mark.parametrize("typed", ["IEP + 504", "both", "IEP and 504", "504 & IEP"])
def test_one_cell_may_name_two_plans(typed: str) -> None:
    one = kept(plan=typed)
    assert (known(one.plan_type), one.two_plans) == (PlanType.IEP, True)


@pytest.mark.parametrize("typed", ["IEP", "504", "IEP/504", ""])
def test_no_other_cell_names_two(typed: str) -> None:
    assert not kept(plan=typed).two_plans
