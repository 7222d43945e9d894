from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders_tables import TODAY, desk, parsed, problems_of, sheet, shown, student_row
from workspace_agent.intake.reading import told
from workspace_agent.intake.students import STUDENTS, disagreements, student
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import PlanType

FIELDS = (
    "district",
    "id",
    "first",
    "last",
    "preferred",
    "plan",
    "last_annual_review",
    "last_evaluation",
    "exit",
)
HEALTHY = {
    "district": "Sierra Vieja ISD",
    "id": "0142",
    "first": "Rosalind",
    "last": "Adeyemi",
    "preferred": "Rose",
    "plan": "IEP",
    "last_annual_review": "11/18/2025",
    "last_evaluation": "2/29/2024",
    "exit": "",
}


def listed(case_manager: str = "marisol-quintero", **changes: str) -> list[StudentRow | Problem]:
    row = tuple({**HEALTHY, **changes}[field] for field in FIELDS)
    return list(STUDENTS.parse(sheet("students", FIELDS, row, case_manager=case_manager), desk()))  # type: ignore[arg-type]


def test_a_row_says_who_the_student_is() -> None:
    (row,) = listed()
    assert isinstance(row, StudentRow)
    assert (row.district, row.number) == ("sierra-vieja", "142")
    assert (row.first, row.last, row.called) == ("Rosalind", "Adeyemi", "Rose")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"first": "", "last": "—"}, [("ROW_WITHOUT_STUDENT", "C2", "")], id="no name"),
        pytest.param({"district": "Elsewhere ISD"}, [("UNKNOWN_DISTRICT", "A2", "")], id="no such district"),
        pytest.param({"district": ""}, [("UNKNOWN_DISTRICT", "A2", "")], id="no district of several"),
        pytest.param({"id": "4/5"}, [("NOT_A_NUMBER", "B2", "")], id="an id that Sheets made a date of"),
        pytest.param({"id": ""}, [], id="no id"),
        pytest.param({"preferred": "N/A"}, [], id="no preferred name"),
        pytest.param({"district": "SIERRA VIEJA ISD"}, [], id="the district in other letters"),
        pytest.param({"district": "sierra-vieja"}, [], id="the district by its key"),
    ],
)
def test_what_is_told_of_a_row(changes: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    found = listed(**changes)
    assert [shown(one) for one in found if isinstance(one, Problem)] == expected


ONE_NAME = {
    "a first name": {"first": "Suharto", "last": ""},
    "a last name": {"first": "", "last": "Suharto"},
    "and no id": {"first": "", "last": "Suharto", "id": ""},
    "and no plan": {"first": "Suharto", "last": "", "plan": ""},
}


@pytest.mark.parametrize("changes", ONE_NAME.values(), ids=ONE_NAME)
def test_a_student_may_have_one_name(changes: dict[str, str]) -> None:
    (row,) = listed(**changes)
    assert isinstance(row, StudentRow)
    assert (row.first, row.last, row.full_name) == ("Suharto", "", "Suharto")


NOT_ONE_NAME = {
    "nothing says that it is a student": {"id": "", "plan": ""},
    "an id may be a count": dict.fromkeys(("plan", "last_annual_review", "last_evaluation"), ""),
    "several words": {"first": "Rosalind Adeyemi"},
    "initials": {"first": "R.A."},
}


@pytest.mark.parametrize("changes", NOT_ONE_NAME.values(), ids=NOT_ONE_NAME)
def test_one_name_is_no_student_where(changes: dict[str, str]) -> None:
    (problem,) = listed(**{"first": "Suharto", "last": "", **changes})
    assert isinstance(problem, Problem)
    assert shown(problem) == ("ROW_WITHOUT_STUDENT", "D2", "")


def test_a_blank_district_is_the_only_one_that_the_case_manager_serves() -> None:
    (row,) = listed("theo-brandvold", district="")
    assert isinstance(row, StudentRow)
    assert row.district == "lakeward"


def test_nothing_is_read_where_a_name_column_is_lost() -> None:
    lost = Problem(ProblemKind.MISSING_HEADING, SpreadsheetPlace("book"), detail="first")
    broken = replace(sheet("students", ("last",), ("Adeyemi",)), lost={"first": lost})
    assert list(STUDENTS.parse(broken, desk())) == []


def fact(**changes: str) -> object:
    (row,) = listed(**changes)
    assert isinstance(row, StudentRow)
    return student(row, "r1", "R.A.", TODAY, held=False)


def test_the_facts_of_a_student() -> None:
    (row,) = listed()
    assert isinstance(row, StudentRow)
    one = student(row, "r1", "R.A.", TODAY, held=True)
    assert (one.ref, one.initials, one.district, one.held) == ("r1", "R.A.", "sierra-vieja", True)
    assert known(one.plan_type) is PlanType.IEP
    assert known(one.last_annual_review) == date(2025, 11, 18)
    assert known(one.last_evaluation) == date(2024, 2, 29)
    assert isinstance(one.exit, Missing)
    assert one.row.a1 == "2:2"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="a healthy row"),
        pytest.param({"plan": "504"}, [], id="504 arrives as a number"),
        pytest.param({"plan": "SST"}, [("NOT_A_CHOICE", "F2", "IEP, 504")], id="an unknown plan"),
        pytest.param({"last_annual_review": ""}, [], id="a blank date is not a bad one"),
        pytest.param(
            {"last_annual_review": "'03/04/2026"},
            [("AMBIGUOUS_DATE", "G2", "4 Mar 2026 or 3 Apr 2026")],
            id="two dates",
        ),
        pytest.param({"last_evaluation": "11/31/2024"}, [("NOT_A_DATE", "H2", "")], id="not a date"),
        pytest.param(
            {"last_annual_review": "11/18/2027"},
            [("DATE_IN_THE_FUTURE", "G2", "")],
            id="the last review cannot lie ahead",
        ),
        pytest.param(
            {"last_annual_review": "5/6/2011", "last_evaluation": "5/6/2011"},
            [("DATE_LONG_AGO", "G2", ""), ("DATE_LONG_AGO", "H2", "")],
            id="a birth date for a review or an evaluation",
        ),
        pytest.param(
            {"last_evaluation": "11/19/2018"}, [("DATE_LONG_AGO", "H2", "")], id="more than eight years ago"
        ),
        pytest.param({"last_evaluation": "11/20/2018"}, [], id="eight years ago, an evaluation forgotten"),
        pytest.param(
            {"last_evaluation": "5/6/2011", "exit": "6/1/2014"}, [], id="of somebody who has left it is old"
        ),
        pytest.param({"exit": "6/1/2027"}, [], id="an exit can"),
        pytest.param({"exit": "No"}, [], id="the answer that there is none"),
        pytest.param({"exit": "Nov"}, [("NOT_A_DATE", "I2", "")], id="no day of exit"),
    ],
)
def test_what_is_told_of_a_students_facts(
    changes: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert [shown(one) for one in told(fact(**changes))] == expected


DATES = ("first", "last", "last_annual_review", "annual_review_due", "last_evaluation", "reevaluation_due")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(("12/10/2025", "12/10/2026", "1/9/2024", "1/9/2027"), [], id="all follow"),
        pytest.param(("12/10/2025", "12/9/2026", "1/9/2024", "1/8/2027"), [], id="the day before"),
        pytest.param(("3/1/2023", "2/29/2024", "2/29/2024", "2/28/2027"), [], id="over leap days"),
        pytest.param(("", "12/10/2026", "—", "1/9/2027"), [], id="only due dates"),
        pytest.param(("12/10/2025", "", "1/9/2024", "N/A"), [], id="only what was done"),
        pytest.param(("12/10/2025", "", "1/9/2025", "1/9/2027"), [], id="an evaluation planned a year early"),
        pytest.param(
            ("12/10/2025", "12/12/2026", "1/9/2024", "1/9/2027"),
            [("TWO_DATES", "D2", "10 Dec 2025")],
            id="two days late",
        ),
        pytest.param(
            ("12/10/2025", "12/10/2026", "1/9/2024", "3/9/2027"),
            [("TWO_DATES", "F2", "9 Jan 2024")],
            id="an evaluation months late",
        ),
    ],
)
def test_due_dates_that_do_not_follow_are_asked_about(
    typed: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    columns, row = (*DATES, "district"), ("Rosalind", "Adeyemi", *typed, "Sierra Vieja ISD")
    (read,) = STUDENTS.parse(sheet("students", columns, row), desk())

    assert isinstance(read, StudentRow)
    assert [shown(one) for one in disagreements(student(read, "r1", "R.A.", TODAY, held=False))] == expected


def test_a_due_date_so_long_ago_is_another_day() -> None:
    row = ("Rosalind", "Adeyemi", "", "5/6/2011", "", "5/6/2012", "Sierra Vieja ISD")
    (typed,) = STUDENTS.parse(sheet("students", (*DATES, "district"), row), desk())

    assert isinstance(typed, StudentRow)
    found = [shown(one)[:2] for one in told(student(typed, "r1", "R.A.", TODAY, held=False))]
    assert found == [("DATE_LONG_AGO", "D2"), ("DATE_LONG_AGO", "F2")]


def test_problems_carry_the_student() -> None:
    assert [one.student_ref for one in told(fact(plan="SST"))] == ["r1"]


def test_rows_of_nothing_are_nothing() -> None:
    assert parsed(STUDENTS, ("first", "last"), ("", "N/A")) == []
    assert problems_of([]) == []
    assert student_row().preferred == ""


def named(*cells: str, columns: tuple[str, ...] = ("name", "district")) -> list[StudentRow | Problem]:
    return list(STUDENTS.parse(sheet("students", columns, (*cells, "Sierra Vieja ISD")), desk()))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        pytest.param("Tran-Okoye, Minh Anh", "Minh Anh", "Tran-Okoye", id="last name first"),
        pytest.param("Delacroix,Amélie", "Amélie", "Delacroix", id="no space after the comma"),
        pytest.param("Reyes, Nolan, Jr.", "Nolan", "Reyes", id="with a suffix"),
        pytest.param("Rain Delgado", "Rain", "Delgado", id="two words"),
        pytest.param("Rain  T. Delgado", "Rain", "Delgado", id="with a middle initial"),
    ],
)
def test_a_name_in_one_column_is_parted_where_it_can_be(typed: str, first: str, last: str) -> None:
    (row,) = named(typed)

    assert isinstance(row, StudentRow)
    assert (row.first, row.last) == (first, last)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        pytest.param("Maria Luz Ortega", "NAME_IN_ONE", id="three words"),
        pytest.param("Rain", "NAME_IN_ONE", id="one word"),
        pytest.param("Delgado,", "NAME_IN_ONE", id="nothing after the comma"),
        pytest.param(", Rain", "NAME_IN_ONE", id="nothing before the comma"),
        pytest.param("—", "ROW_WITHOUT_STUDENT", id="nothing"),
    ],
)
def test_a_name_in_one_column_is_never_guessed_at(typed: str, kind: str) -> None:
    assert [shown(one)[:2] for one in named(typed) if isinstance(one, Problem)] == [(kind, "A2")]


@pytest.mark.parametrize("typed", ["Delgado,", "R.D.", "Maria Luz Ortega"])
def test_an_id_makes_no_name_of_what_is_none(typed: str) -> None:
    (problem,) = parsed(STUDENTS, _LIST, (typed, "142", "IEP", ""))
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.NAME_IN_ONE


_LIST = ("name", "id", "plan", "last_annual_review")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(("IEP count", "3"), True, id="a count"),
        pytest.param(("504s: 1",), True, id="a label with its number"),
        pytest.param(("Updated 11/1",), True, id="a note with a date"),
        pytest.param(("*see notes*",), True, id="a note between stars"),
        pytest.param(("Open slot",), True, id="a place for somebody to come"),
        pytest.param(("J D",), True, id="letters"),
        pytest.param(("Nam Solo",), False, id="a name alone"),
        pytest.param(("J D", "", "IEP"), False, id="letters beside a plan"),
        pytest.param(("Suharto", "142", "IEP"), False, id="one name with an id"),
        pytest.param(("Rain Delgado*", "", "", "11/18/2025"), False, id="a star beside a date"),
    ],
)
def test_a_note_in_a_row_of_its_own_is_told_and_makes_no_student(
    cells: tuple[str, ...], *, told: bool
) -> None:
    found = parsed(STUDENTS, _LIST, (*cells, *[""] * (len(_LIST) - len(cells))))

    assert (problems_of(found) == [("NOT_A_NAME", "A2", "")]) is told
    assert any(isinstance(one, StudentRow) for one in found) is not told


def test_a_note_under_first_and_last_name_is_told_as_well() -> None:
    found = parsed(STUDENTS, ("first", "last", "plan"), ("count", "3 of 4", ""))

    assert problems_of(found) == [("NOT_A_NAME", "A2", "")]


def test_two_columns_of_names_go_before_one() -> None:
    (row,) = named("A. Delgado", "Ana", "Delgado", columns=("name", "first", "last", "district"))

    assert isinstance(row, StudentRow)
    assert row.first == "Ana"


def came_here(**cells: str) -> Student:
    rows = sheet("students", (*FIELDS, *cells), (*HEALTHY.values(), *cells.values()))
    (row,) = STUDENTS.parse(rows, desk())
    assert isinstance(row, StudentRow)
    return student(row, "r1", "R.A.", TODAY, held=False)


@pytest.mark.parametrize(
    ("field", "typed", "came"),
    [
        pytest.param("transfer", "another state", True, id="where from"),
        pytest.param("transfer", "yes", True, id="yes"),
        pytest.param("transfer", "no", False, id="no"),
        pytest.param("transfer", "—", False, id="nothing"),
        pytest.param("entered_from", "Transfer, same state", True, id="said so"),
        pytest.param("entered_from", "transferred", True, id="said so in another word"),
        pytest.param("entered_from", "Kindergarten", False, id="any other way of coming"),
        pytest.param("entered_from", "", False, id="nobody said how"),
    ],
)
def test_who_transferred_in_has_a_day_of_enrollment(field: str, typed: str, came: bool) -> None:
    found = came_here(enrolled="10/26/2026", **{field: typed}).transferred_on

    assert (found and known(found)) == (date(2026, 10, 26) if came else None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"enrolled": "sometime", "transfer": "Ohio"}, [("NOT_A_DATE", "J2", "")], id="the day"),
        pytest.param({"enrolled": "sometime", "transfer": ""}, [], id="not where it does not matter"),
        pytest.param(
            {"enrolled": "10/26/2026", "transfer": "#REF!"}, [("ERROR_VALUE", "K2", "")], id="whether at all"
        ),
    ],
)
def test_what_is_told_of_a_transfer(cells: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert [shown(one) for one in told(came_here(**cells))] == expected


FOLDER_ID = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV"
FOLDERS = {
    "an id alone could be a title": (FOLDER_ID, None),
    "a title like an id": ("Grace_Ontiveros-Hale_2026", None),
    "a title in one word": ("GraceOntiverosHaleRecords2026", None),
    "the address in the browser": (f"https://drive.google.com/drive/folders/{FOLDER_ID}", FOLDER_ID),
    "with an account and more behind it": (
        f"https://drive.google.com/drive/u/0/folders/{FOLDER_ID}?usp=sharing",
        FOLDER_ID,
    ),
    "a title": ("Rosalind's folder 2026", None),
    "a long word is no id": ("Wolfeschlegelsteinhausenbergerdorff", None),
    "another host": (f"https://elsewhere.example/drive/folders/{FOLDER_ID}", None),
    "a spreadsheet": (f"https://docs.google.com/spreadsheets/d/{FOLDER_ID}/edit", None),
    "a number": ("2026", None),
}


@pytest.mark.parametrize(("typed", "found"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_is_named_by_its_link(typed: str, found: str | None) -> None:
    (row,) = STUDENTS.parse(sheet("students", (*FIELDS, "folder"), (*HEALTHY.values(), typed)), desk())
    assert isinstance(row, StudentRow)
    facts = student(row, "r1", "R.A.", TODAY, held=False)

    assert facts.folder is not None
    assert known(facts.folder) == found
    problems = [problem.kind for problem in told(facts)]
    assert problems == ([] if found else [ProblemKind.NOT_A_FOLDER])
