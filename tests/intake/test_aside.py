"""Tabs that are set aside: old lists, templates, empty ones beside the one that counts, what is ignored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.builders_tables import TODAY, fresh, headings, shown, sign, table, willow, workbook
from workspace_agent.intake.aside import by_their_titles
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.sheet_map import map_workbook
from workspace_agent.intake.table import RawWorkbook, Table, WorkbookFailure
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Ignored, Organisation

STUDENTS = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation")
ROSA = ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024")
OMAR = ("Sierra Vieja ISD", "143", "Omar", "Fakhoury", "IEP", "11/18/2025", "2/29/2024")
REN = ("Sierra Vieja ISD", "144", "Ren", "Quill", "IEP", "11/18/2024", "2/29/2024")
NOTHING_IN_IT: tuple[Sequence[str], ...] = ()


def students(title: str, *rows: Sequence[str]) -> Table:
    return table(STUDENTS, *rows, title=title, sheet_id=sum(map(ord, title)))


def ignoring(*titles: str) -> Organisation:
    return willow().model_copy(update={"ignore": Ignored(tabs=titles)})


def taken_in(*tables: Table, ignored: Sequence[str] = (), today: date = TODAY) -> Department:
    book = workbook(*tables)
    return take_in(
        ignoring(*ignored), headings(), [book], None, Identities(), sign, fresh(), today
    ).department


def initials(department: Department) -> list[str]:
    return [one.initials for one in department.students]


def told(department: Department) -> list[str]:
    return [one.kind.name for one in department.problems if one.kind.name != "MISSING_SHEET"]


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(students("TEMPLATE - copy me"), id="an empty template"),
        pytest.param(students("TEMPLATE - copy me", REN), id="a template with an example"),
        pytest.param(students("Blank"), id="a blank one"),
        pytest.param(students("Sheet7"), id="headings and no rows"),
        pytest.param(students("Sheet7", STUDENTS, ("GRADE 9",)), id="headings and captions"),
        pytest.param(students("Students 24-25", REN), id="of an earlier school year"),
        pytest.param(students("2025-2026", REN), id="of the last school year"),
        pytest.param(students("Students 27-28", REN), id="of the next school year"),
        pytest.param(students("OLD caseload", REN), id="an old one"),
        pytest.param(students("Archive", REN), id="an archive"),
        pytest.param(students("Last year's students", REN), id="last year's"),
        pytest.param(students("Former students", REN), id="of former students"),
        pytest.param(students("Exited", REN), id="of who has left"),
        pytest.param(students("Backup - do not use", REN), id="a backup"),
    ],
)
@pytest.mark.parametrize("title", ["Students", "My kids", "Caseload 26-27"])
def test_what_is_not_meant_is_neither_read_nor_told(title: str, beside: Table) -> None:
    for tabs in ((students(title, ROSA, OMAR), beside), (beside, students(title, ROSA, OMAR))):
        department = taken_in(*tabs)

        assert initials(department) == ["R.D.", "O.F."]
        assert told(department) == []


@pytest.mark.parametrize(
    "tabs",
    [
        pytest.param([students("Students 25-26", ROSA)], id="the only list was not renamed"),
        pytest.param([students("Old caseload", ROSA)], id="the only list is called old"),
        pytest.param([students("Template", ROSA), students("Blank")], id="a template that is filled in"),
    ],
)
def test_where_no_other_list_is_left_it_is_read(tabs: Sequence[Table]) -> None:
    assert initials(taken_in(*tabs)) == ["R.D."]


@pytest.mark.parametrize(
    "tabs",
    [
        pytest.param([students("Spring", ROSA), students("Second", OMAR)], id="neither is old"),
        pytest.param([students("Students 25-26", ROSA), students("Old", OMAR)], id="both are old"),
    ],
)
def test_what_cannot_be_told_is_asked(tabs: Sequence[Table]) -> None:
    department = taken_in(*tabs)

    assert initials(department) == []
    assert "TWO_SHEETS" in told(department)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 6, 30), ["R.D."], id="until it is over, this year's"),
        pytest.param(date(2026, 7, 1), [], id="in summer either may count"),
        pytest.param(date(2026, 9, 30), ["O.F."], id="once school has begun, the next one's"),
    ],
)
def test_of_two_school_years_the_present_one_counts(today: date, expected: list[str]) -> None:
    tabs = (students("Students 25-26", ROSA), students("Students 26-27", OMAR))
    department = taken_in(*tabs, today=today)

    assert initials(department) == expected
    assert ("TWO_SHEETS" in told(department)) is not bool(expected)


@pytest.mark.parametrize("title", ["Students", "My students 26-27"])
def test_an_empty_list_that_is_called_so_may_have_been_emptied_and_stays_the_list(title: str) -> None:
    department = taken_in(students(title), students("Band", ROSA))

    assert (initials(department), told(department)) == ([], ["LIKE_ANOTHER_SHEET"])


def test_an_old_list_is_told_where_the_one_that_counts_is_empty() -> None:
    department = taken_in(students("Students"), students("Students 25-26", ROSA), students("Template"))
    (problem,) = (one for one in department.problems if one.kind.name == "OLD_LIST")

    assert shown(problem) == ("OLD_LIST", "1:1", "")
    assert initials(department) == []


def test_an_old_log_is_not_told_where_this_years_is_not_begun() -> None:
    contacts = ("Student", "Date", "Time", "Method", "Who", "About", "Result")
    call = ("Rosa Delgadillo", "11/9/2025", "9:00 AM", "phone", "mom", "annual", "ok")
    tabs = [table(contacts, title="Contacts", sheet_id=2), table(contacts, call, title="Old", sheet_id=3)]
    department = taken_in(students("Students", ROSA), *tabs)

    assert (told(department), department.contacts) == ([], ())


def test_a_log_of_last_year_in_another_shape_is_read_with_this_years() -> None:
    hours = table(
        ("Date", "Start", "End"), ("11/5/2025", "8:00 AM", "2:00 PM"), title="Hours 25-26", sheet_id=2
    )
    weekly = table(
        ("Week", "Mon in", "Mon out"), ("11/9/2026", "8:00 AM", "2:00 PM"), title="Weekly", sheet_id=3
    )
    books = by_their_titles([workbook(hours, weekly, holds="hours")], willow(), TODAY)
    assert isinstance(books[0], RawWorkbook)
    found = recognise(books[0], headings(), headings().sheets.keys())

    assert [sheet.table.title for sheet in found.sheets] == ["Hours 25-26", "Weekly"]
    assert found.aside == ()


def test_a_tab_of_a_student_whose_name_says_old_is_read() -> None:
    columns = ("Date", "Time", "Method", "Who", "About", "Result")
    call = ("11/9/2026", "9:00 AM", "phone", "mom", "annual", "ok")
    tabs = [
        students("Students", ROSA, (*OMAR[:3], "Old", *OMAR[4:])),
        table(columns, call, title="Rosa Delgadillo", sheet_id=2),
        table(columns, call, title="Omar Old", sheet_id=3),
        table(columns, title="TEMPLATE", sheet_id=4),
    ]
    department = taken_in(*tabs)

    assert len(department.contacts) == 2
    assert told(department) == []


# ---- what is never read


@pytest.mark.parametrize("typed", ["Scratch", "scratch", " SCRATCH! "])
def test_a_tab_that_is_ignored_is_not_read(typed: str) -> None:
    tabs = (students("Students", ROSA), students("Scratch", OMAR))

    assert told(taken_in(*tabs)) == ["LIKE_ANOTHER_SHEET"]
    department = taken_in(*tabs, ignored=[typed])
    assert (initials(department), told(department)) == (["R.D."], [])


def test_a_title_that_says_nothing_ignores_nothing() -> None:
    assert initials(taken_in(students("", ROSA), ignored=["", "--"])) == ["R.D."]


def test_a_workbook_that_cannot_be_opened_stays_as_it_is() -> None:
    closed = WorkbookFailure("closed", "marisol-quintero", "forbidden")
    assert by_their_titles([closed], ignoring("Scratch"), TODAY) == [closed]


def test_the_map_says_what_is_set_aside_and_ignored() -> None:
    tabs = (students("Students", ROSA), students("Old", ("Sierra Vieja ISD",)), students("Scratch", OMAR))
    (book,) = by_their_titles([workbook(*tabs)], ignoring("Scratch"), TODAY)
    assert isinstance(book, RawWorkbook)
    aside = {sheet.table.sheet_id for sheet in recognise(book, headings(), {"students"}).aside}
    mapped = [*map_workbook(book, headings(), aside=aside)]

    assert [(tab.kinds, tab.aside, tab.ignored) for tab in mapped] == [
        (("students",), False, False),
        (("students",), True, False),
        ((), False, True),
    ]


def test_a_template_is_no_sign_that_last_years_title_is_out_of_use() -> None:
    by_date = ("Student", "Goal", "Target", "11/9/2026", "11/16/2026")
    tabs = [
        table(by_date, ("Rosa Delgadillo", "1", "80%", "37%", "39%"), title="Progress 25-26", sheet_id=2),
        table(by_date, title="Template", sheet_id=3),
    ]
    assert len(taken_in(students("Students", ROSA), *tabs).goals) == 1
