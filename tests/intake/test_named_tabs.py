"""Tabs titled with a student's name, and tabs that are not read although their titles say what they are."""

from __future__ import annotations

import pytest

from tests.builders_tables import TODAY, fresh, headings, shown, sign, table, with_books, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import Table
from workspace_agent.model.facts import Department

LENA = "lena-vandermolen"
HEADS = ("District", "ID", "First", "Last", "Plan", "Last IEP", "Last evaluation")
JUNIPER = ("Saguaro Flats USD", "7731", "Juniper", "Pratt", "IEP", "12/22/2025", "1/22/2025")
RAIN = ("Saguaro Flats USD", "7752", "Rain", "Delgado", "IEP", "4/22/2026", "1/12/2024")
MEETINGS = ("Student", "Type", "Date", "Time", "Parent agreed on", "Book?", "Held?", "Cancelled?")
TEAM = ("Student", "Role", "Name", "Email", "OK to contact?")
CONTACTS = ("Student", "Date", "Time", "Method", "Who", "About", "Result")
DAYS = ("9/7/2026", "9/14/2026")


def read(*tabs: Table, rows: tuple[tuple[str, ...], ...] = (JUNIPER, RAIN)) -> Department:
    """A caseload with these tabs beside its own."""
    own = (
        table(HEADS, *rows, title="Students", sheet_id=1),
        table(MEETINGS, title="Meetings", sheet_id=2),
        table(TEAM, title="Team", sheet_id=3),
        table(CONTACTS, title="Contacts", sheet_id=4),
    )
    return take_in(
        with_books({LENA: [("book", "progress monitoring")]}),
        headings(),
        [workbook(*own, *tabs, case_manager=LENA)],
        None,
        Identities(),
        sign,
        fresh(),
        TODAY,
    ).department


def told(department: Department) -> list[tuple[str, str, str]]:
    return [shown(one) for one in department.problems]


def tab(title: str, *rows: tuple[str, ...], sheet_id: int = 11) -> Table:
    return table(*rows, title=title, sheet_id=sheet_id)


GOALS = (("Goal", *DAYS), ("Reading", "40", "50"))


def test_goals_and_days_in_tabs_with_students_names_are_read() -> None:
    department = read(tab("Juniper Pratt", *GOALS), tab("Delgado, Rain - data", *GOALS, sheet_id=12))

    assert [(one.student_ref, one.sheet_id, len(one)) for one in department.series] == [
        ("r1", 11, 2),
        ("r2", 12, 2),
    ]
    assert told(department) == []


def test_beside_sheets_of_all_of_which_none_can_be_told_nothing_of_them_is_read() -> None:
    everybody = (("Student", "Goal", *DAYS), ("Rain Delgado", "Math", "1", "2"))
    other = (("Student", "Goal", *DAYS), ("Rain Delgado", "Reading", "3", "4"))
    department = read(
        tab("First", *everybody, sheet_id=12),
        tab("Second", *other, sheet_id=13),
        tab("Juniper Pratt", *GOALS),
    )

    assert department.series == ()
    assert {kind for kind, _, _ in told(department)} == {"TWO_SHEETS"}


def test_a_day_without_a_year_in_such_a_tab_is_told() -> None:
    department = read(tab("Juniper Pratt", ("Goal", "9/7/2026", "Wk 3"), ("Reading", "40", "50")))

    assert [len(one) for one in department.series] == [1]
    assert told(department) == [("NOT_A_DATE", "C1", "")]


def test_a_weekday_beside_days_is_told_and_a_word_that_begins_like_one_is_not() -> None:
    days = tab(
        "Data", ("Student", "Goal", "9/7/2026", "Wed", "Monica"), ("Rain Delgado", "Math", "1", "2", "")
    )

    assert told(read(days)) == [("NOT_A_DATE", "D1", "")]


def test_a_goal_that_is_nowhere_is_told() -> None:
    department = read(tab("Juniper Pratt", ("Date", "Score"), ("9/7/2026", "40")))

    assert told(department) == [("MISSING_HEADING", "1:1", "goal")]


WEEKS = (("Student", "Goal", "Week 1", "Week 2"), ("Rain Delgado", "Reading", "40", "50"))
SUBJECTS = (("Student", "Date", "Reading", "Math"), ("Rain Delgado", "9/7/2026", "40", "50"))
NOT_READ = [
    pytest.param(tab("Data", *WEEKS), "TAB_WITHOUT_DATES", id="weeks by number"),
    pytest.param(
        tab("Progress", ("Student", "Goal", "Mon", "Tue"), ("Rain Delgado", "Reading", "40", "50")),
        "TAB_WITHOUT_DATES",
        id="weekdays",
    ),
    pytest.param(tab("Data", *SUBJECTS), "TAB_NOT_READ", id="a column for each subject"),
    pytest.param(
        tab("Juniper Pratt", ("Date", "Reading"), ("9/7/2026", "40")), "TAB_NOT_READ", id="a student's name"
    ),
]


@pytest.mark.parametrize(("unread", "kind"), NOT_READ)
def test_a_tab_whose_title_says_what_it_is_is_told_once(unread: Table, kind: str) -> None:
    department = read(unread)

    assert told(department) == [(kind, "1:1", "progress")]
    assert department.is_broken(department.students[1], "progress")


def test_a_month_beside_one_that_is_read_is_told() -> None:
    whole = tab("September", ("Student", "Goal", *DAYS), ("Rain Delgado", "Reading", "40", "50"))
    days = ("Student", "Goal", "5", "12", "19"), ("Rain Delgado", "Reading", "40", "50", "60")
    department = read(whole, tab("October", *days, sheet_id=12))

    assert [len(one) for one in department.series] == [2]
    assert told(department) == [("TAB_WITHOUT_DATES", "1:1", "progress")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(tab("KEY", *WEEKS), id="a title that says nothing"),
        pytest.param(tab("Attendance", *SUBJECTS), id="another thing"),
        pytest.param(tab("October", *WEEKS), id="a month where no other is read"),
        pytest.param(tab("Data", ("Student", "Goal", "Week 1")), id="nothing below its headings"),
        pytest.param(tab("Data", ("Student", "Goal", "Week 1"), ("", "", "")), id="blank rows below them"),
        pytest.param(tab("Data", ("Red", "Green"), ("1", "2")), id="no heading that is known"),
        pytest.param(tab("Juniper Pratt", ("Date", "Notes"), ("9/7/2026", "well")), id="notes on a student"),
        pytest.param(tab("Ana Nobody", ("Date", "Reading"), ("9/7/2026", "40")), id="a name on no list"),
        pytest.param(tab("Timesheet", ("Date", "Miles"), ("9/7/2026", "40")), id="what is not kept here"),
    ],
)
def test_of_other_tabs_nothing_is_told(other: Table) -> None:
    department = read(other)

    assert told(department) == []
    assert not department.is_broken(department.students[0], "progress")


def test_a_sheet_that_is_missing_is_told_once() -> None:
    department = take_in(
        with_books({LENA: [("book", "progress monitoring")]}),
        headings(),
        [workbook(tab("Team", ("Student", "Colour"), ("Rain Delgado", "red")), case_manager=LENA)],
        None,
        Identities(),
        sign,
        fresh(),
        TODAY,
    ).department

    assert {kind for kind, _, _ in told(department)} == {"MISSING_SHEET"}
