"""Several sheets of one kind: months and weeks, copies, a tab for each student, and what is a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.builders_tables import TODAY, fresh, headings, shown, sign, table, willow, workbook
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.recognise import recognise
from workspace_agent.intake.table import Standing, Table
from workspace_agent.model.facts import Department
from workspace_agent.model.field import known

HOURS = ("Date", "Start", "End")
FIRST = ("11/5/2026", "8:00 AM", "2:00 PM")
SECOND = ("10/6/2026", "8:00 AM", "2:00 PM")


def hours(title: str, *rows: Sequence[str], columns: Sequence[str] = HOURS) -> Table:
    return table(columns, *rows, title=title, sheet_id=sum(map(ord, title)))


def read(*tables: Table) -> list[str]:
    """Titles of the sheets of hours that are read."""
    found = recognise(workbook(*tables, holds="hours"), headings(), {"hours"})
    doubled = [one for one in found.problems if one.kind.name == "TWO_SHEETS"]
    assert bool(found.doubled) is bool(doubled) is (not found.sheets)
    return [sheet.table.title for sheet in found.sheets]


@pytest.mark.parametrize(
    "titles",
    [
        ("Aug", "Sept", "October"),
        ("Aug 2026", "Sep 2026", "Jan 2027", "Aug 2027"),
        ("Hours Aug", "Hours Sep"),
        ("November Log", "December log"),
        ("Week 1", "Week 2", "wk 3"),
        ("Week of 11/2", "Week of 11/9"),
        ("8/3-8/7", "8/10 to 8/14"),
        ("Q1", "Q2"),
        ("Quarter 1", "Quarter 2"),
        ("Q1 26-27", "Q2 26-27"),
        ("Week 24-25", "Week 26-27"),
    ],
)
def test_months_and_weeks_are_read_together(titles: tuple[str, ...]) -> None:
    tabs = [hours(title, (f"11/{number}/2026", *FIRST[1:])) for number, title in enumerate(titles, 2)]
    assert read(*tabs) == [*titles]


@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("Hours", "Aug"), id="one is none"),
        pytest.param(("Aug", "August"), id="one twice"),
        pytest.param(("Hours 1", "Hours 2"), id="numbers alone"),
        pytest.param(("Aug", "Sep draft"), id="another word"),
        pytest.param(("Quarter", "Week 2"), id="a word without its number"),
        pytest.param(("Hours", "Hours too"), id="no period at all"),
        pytest.param(("Hours 25-26", "Timesheet 2025-26"), id="the same school year"),
        pytest.param(("Hours 25-26", "Mine 26-27"), id="a school year beside another word"),
        pytest.param(("Hours", "Hours Oct"), id="a month beside the title alone"),
    ],
)
def test_what_is_no_row_of_periods_is_asked(titles: tuple[str, str]) -> None:
    assert read(hours(titles[0], FIRST), hours(titles[1], SECOND)) == []


def test_last_year_s_is_not_taken_because_the_other_is_not_called_so() -> None:
    last_year = replace(hours("Hours 25-26", SECOND), standing=Standing.OTHER_YEAR)
    assert read(hours("Mine", FIRST), last_year) == []


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(("Hours", "Mileage"), ["Hours"], id="one is called so"),
        pytest.param(("My hours (fall)", "Mileage"), ["My hours (fall)"], id="with whose it is and when"),
        pytest.param(("Mileage", "Time Log", "Rides"), ["Time Log"], id="by another name, among several"),
        pytest.param(("Aug", "Sept", "Mileage"), ["Aug", "Sept"], id="months"),
        pytest.param(("Aug", "Mileage"), [], id="a month alone is no name"),
        pytest.param(("Hours", "Sheet2"), [], id="the other has no name"),
        pytest.param(("Hours", ""), [], id="nor that one"),
        pytest.param(("Hours", "Timesheet"), [], id="both are called so"),
        pytest.param(("Hours", "Copy"), [], id="a copy by hand"),
        pytest.param(("Rides", "Mileage"), [], id="none is called so"),
    ],
)
def test_of_two_sheets_the_one_that_is_called_so_is_read(titles: Sequence[str], expected: list[str]) -> None:
    tabs = [hours(title, (f"11/{number}/2026", *FIRST[1:])) for number, title in enumerate(titles, 2)]
    found = recognise(workbook(*tabs, holds="hours"), headings(), {"hours"})

    assert [sheet.table.title for sheet in found.sheets] == expected
    others = [problem for problem in found.problems if problem.kind.name == "LIKE_ANOTHER_SHEET"]
    assert [problem.detail for problem in others] == ["hours"] * (len(titles) - len(expected)) * bool(
        expected
    )


def test_what_is_called_so_and_lacks_a_column_is_a_question() -> None:
    assert read(hours("Hours", FIRST[1:], columns=("Start", "End", "Hours")), hours("Mileage", SECOND)) == []


ACTIVE = (*HOURS, "Activity")


@pytest.mark.parametrize(
    ("tabs", "expected"),
    [
        pytest.param([hours("All", FIRST, SECOND), hours("Oct", SECOND)], ["All"], id="a part"),
        pytest.param([hours("Oct", SECOND), hours("All", FIRST, SECOND)], ["All"], id="before the whole"),
        pytest.param(
            [hours("Oct", SECOND), hours("Nov", FIRST), hours("All", SECOND, FIRST)], ["All"], id="a sum"
        ),
        pytest.param([hours("One", FIRST), hours("Two", FIRST)], ["One"], id="the same twice"),
        pytest.param(
            [hours("All", (*FIRST, "x"), columns=ACTIVE), hours("View", FIRST)], ["All"], id="fewer columns"
        ),
        pytest.param(
            [hours("View", FIRST), hours("All", (*FIRST, "x"), (*SECOND, "y"), columns=ACTIVE)],
            ["All"],
            id="fewer columns, before",
        ),
        pytest.param([hours("Mine", FIRST), hours("Copy of Mine", FIRST, SECOND)], [], id="a copy by hand"),
        pytest.param([hours("Mine", FIRST, SECOND), hours("Copy of Mine", FIRST)], ["Mine"], id="and less"),
        pytest.param([hours("One", FIRST), hours("Two")], ["One"], id="an empty one says nothing"),
        pytest.param([hours("One", FIRST), hours("Hours")], ["Hours"], id="but the one called so"),
        pytest.param(
            [hours("One", FIRST), hours("Two", FIRST[1:], columns=("Start", "End", "Hours"))],
            [],
            id="a column is lost",
        ),
    ],
)
def test_a_copy_is_not_read_twice(tabs: list[Table], expected: list[str]) -> None:
    assert read(*tabs) == expected


@pytest.mark.parametrize(
    "columns",
    [("Student", "Date", "Type"), ("Student", "Date", "Type", "Time", "Book", "Type")],
    ids=["with fewer columns", "with one twice"],
)
def test_a_view_of_meetings_is_not_read_twice(columns: tuple[str, ...]) -> None:
    whole = ("Student", "Date", "Type", "Time", "Book", "Held", "Cancelled", "Parent agreed on")
    row = ("Rosa Delgadillo", "12/1/2026", "Annual", "10:00 AM", "TRUE", "", "", "")
    tabs = [
        table(whole, row, ("Omar Fakhoury", *row[1:]), title="Meetings", sheet_id=2),
        table(columns, row[: len(columns)], title="This week", sheet_id=3),
    ]
    found = recognise(workbook(*tabs), headings(), {"meetings"})

    assert [sheet.table.title for sheet in found.sheets] == ["Meetings"]


def test_a_view_of_students_by_their_names_is_not_read_twice() -> None:
    view = table(("First", "Last", "Plan"), ("Rosa", "Delgadillo", "IEP"), title="IEP", sheet_id=2)
    department = taken_in(view, STUDENTS)

    assert [one.initials for one in department.students] == ["R.D.", "O.F."]


BY_DATE = ("Student", "Goal", "9/14/2026", "9/21/2026")
SIDE_BY_SIDE = ("Student", "Goal", "Date", "Score", "Date", "Score")
EARLIER, LATER = ("9/14/2026", "37%", "9/21/2026", "39%"), ("11/9/2026", "51%", "11/16/2026", "53%")


@pytest.mark.parametrize(
    ("tabs", "expected"),
    [
        pytest.param(
            {
                "Sept": (BY_DATE, ("Rosa Delgadillo", "1", "37%", "39%")),
                "Nov": ((*BY_DATE[:2], "11/9/2026", "11/16/2026"), ("Rosa Delgadillo", "1", "37%", "39%")),
            },
            ["Sept", "Nov"],
            id="other dates with the same scores are no copy",
        ),
        pytest.param(
            {
                "Data": (BY_DATE, ("Rosa Delgadillo", "1", "37%", "39%")),
                "View": ((*BY_DATE[:2], "9/21/2026"), ("Rosa Delgadillo", "1", "39%")),
            },
            ["Data"],
            id="fewer dates are",
        ),
        pytest.param(
            {
                "Sept": (SIDE_BY_SIDE, ("Rosa Delgadillo", "1", *EARLIER)),
                "Nov": (SIDE_BY_SIDE, ("Rosa Delgadillo", "1", *EARLIER[:2], *LATER[2:])),
            },
            ["Sept", "Nov"],
            id="what differs in a later turn of date and score is no copy",
        ),
        pytest.param(
            {
                "Data": (SIDE_BY_SIDE, ("Rosa Delgadillo", "1", *EARLIER)),
                "View": (SIDE_BY_SIDE, ("Rosa Delgadillo", "1", *EARLIER[:2], "", "")),
            },
            ["Data"],
            id="turns to come say nothing",
        ),
    ],
)
def test_of_progress_data_the_dates_tell_what_is_a_copy(
    tabs: dict[str, tuple[Sequence[str], Sequence[str]]], expected: list[str]
) -> None:
    sheets = [table(*rows, title=title, sheet_id=at) for at, (title, rows) in enumerate(tabs.items(), 2)]
    found = recognise(workbook(*sheets), headings(), {"progress", "progress_by_date"})

    assert [sheet.table.title for sheet in found.sheets] == expected


def test_hours_of_months_are_all_counted_and_one_lost_column_makes_all_of_them_unread() -> None:
    whole = taken_in(hours("Oct", SECOND), hours("Nov", FIRST), holds="hours")
    columns = ("Start", "End", "Hours")
    lossy = taken_in(hours("Oct", SECOND), hours("Nov", FIRST[1:], columns=columns), holds="hours")

    assert len(whole.hours) == 2
    assert whole.hours_read_for == {"marisol-quintero"}
    assert lossy.hours_read_for == frozenset()
    assert ("marisol-quintero", "hours") in lossy.broken


# ---- a tab for each school year

SUMMER, NOVEMBER = date(2026, 7, 30), date(2026, 11, 20)
LOG = ("Student", *("Date", "Time", "Method", "Who", "About", "Result"))
JUNE_3 = ("Rosa Delgadillo", "6/3/2026", "9:00 AM", "phone", "mom", "annual", "no answer")
JUNE_9 = ("Rosa Delgadillo", "6/9/2026", "9:00 AM", "email", "mom", "annual", "no answer")
NOVEMBER_9 = ("Rosa Delgadillo", "11/9/2026", "9:00 AM", "phone", "mom", "annual", "ok")


def in_years(today: date, *tables: Table, holds: str = "progress monitoring") -> Department:
    book = workbook(*tables, holds=holds)
    return take_in(willow(), headings(), [book], None, Identities(), sign, fresh(), today).department


def log(title: str, *rows: Sequence[str]) -> Table:
    return table(LOG, *rows, title=title, sheet_id=sum(map(ord, title)))


@pytest.mark.parametrize("today", [SUMMER, NOVEMBER], ids=["in summer", "in november"])
@pytest.mark.parametrize(
    "titles",
    [
        pytest.param(("Contacts 2025-26", "Contacts 2026-27"), id="each with its year"),
        pytest.param(("2025-26", "2026-27"), id="by the years alone"),
        pytest.param(("Contacts 25-26", "Contacts"), id="last year's beside the one in use"),
        pytest.param(("Q4 25-26", "Q1 26-27"), id="parts of years"),
        pytest.param(("Q1 25-26", "Q1 26-27"), id="the same part of two years"),
        pytest.param(("May 2025-26", "May 2026-27"), id="the same month of two years"),
    ],
)
def test_contacts_of_two_school_years_are_read_together(titles: tuple[str, str], today: date) -> None:
    rows = [] if today == SUMMER else [NOVEMBER_9]
    tabs = [log(titles[0], JUNE_3, JUNE_9), log(titles[1], *rows, ("Omar Fakhoury", "7/1/2026", *JUNE_9[2:]))]
    department = in_years(today, STUDENTS, *tabs)

    assert len(department.contacts) == 3 + len(rows)
    assert told(department) == []
    assert ("marisol-quintero", "contacts") not in department.broken


def test_the_tab_that_is_called_so_and_shares_rows_with_this_years_is_a_question() -> None:
    tabs = [log("Contacts", JUNE_9, NOVEMBER_9), log("Contacts 26-27", NOVEMBER_9, JUNE_3)]
    department = in_years(NOVEMBER, STUDENTS, *tabs)

    assert department.contacts == ()
    assert told(department) == [("TWO_SHEETS", "contacts")]


def test_next_years_tab_that_is_not_begun_is_not_missed() -> None:
    department = in_years(NOVEMBER, STUDENTS, log("Contacts 26-27", NOVEMBER_9), log("Contacts 27-28"))
    assert (len(department.contacts), told(department)) == (1, [])


DATED = {
    "meetings": (
        ("Student", "Type", "Date", "Time", "Parent agreed on", "Book?", "Held?", "Cancelled?"),
        ("Annual", "10:00 AM", "", "TRUE", "TRUE", "FALSE"),
    ),
    "contacts": (LOG, JUNE_3[2:]),
    "check_ins": (("Student", "Date", "Minutes", "Topics", "Next steps"), ("30", "x", "x")),
    "consents": (("Student", "Signed", "Kind of consent"), ("reevaluation waiver",)),
}


@pytest.mark.parametrize("kind", DATED)
def test_rows_of_a_day_count_in_whatever_years_tab_they_stand(kind: str) -> None:
    columns, rest = DATED[kind]
    named = list(columns).index("Signed" if "Signed" in columns else "Date")

    def row(day: str) -> tuple[str, ...]:
        cells = ["Rosa Delgadillo", *rest]
        cells.insert(named, day)
        return tuple(cells)

    def tab(title: str, sheet_id: int, *days: str) -> Table:
        return table(columns, *map(row, days), title=title, sheet_id=sheet_id)

    alone = in_years(NOVEMBER, STUDENTS, tab("Alone", 2, "6/3/2026", "11/9/2026"))
    parted = in_years(NOVEMBER, STUDENTS, tab("25-26", 2, "6/3/2026"), tab("26-27", 3, "11/9/2026"))

    assert len(getattr(parted, kind)) == len(getattr(alone, kind)) == 2
    assert [one.kind for one in parted.problems] == [one.kind for one in alone.problems]


@pytest.mark.parametrize("today", [SUMMER, NOVEMBER], ids=["in summer", "in november"])
def test_hours_of_two_school_years_are_read_together(today: date) -> None:
    tabs = [hours("Hours 25-26", ("6/3/2026", *FIRST[1:])), hours("Hours 26-27", ("7/6/2026", *FIRST[1:]))]
    assert len(in_years(today, *tabs, holds="hours").hours) == 2


def progress(title: str, days: Sequence[str], target: str = "") -> Table:
    columns = ("Student", "Goal", *(["Target"] if target else ()), *days)
    values = [f"{30 + at}%" for at, _ in enumerate(days)]
    row = ("Rosa Delgadillo", "1", *([target] if target else ()), *values)
    return table(columns, row, title=title, sheet_id=sum(map(ord, title)))


MAY, AUTUMN = ("5/4/2026", "5/11/2026"), ("11/9/2026", "11/16/2026")


def test_progress_of_two_school_years_is_all_there() -> None:
    parted = in_years(NOVEMBER, STUDENTS, progress("Progress 25-26", MAY), progress("Progress 26-27", AUTUMN))
    assert sorted(day for one in parted.series for day in one.days) == sorted(
        date(2026, month, day).toordinal() for month, day in ((5, 4), (5, 11), (11, 9), (11, 16))
    )


def test_beside_data_of_two_school_years_the_target_of_this_year_counts() -> None:
    tabs = [progress("Progress 25-26", MAY, "60%"), progress("Progress 26-27", AUTUMN, "80%")]
    department = in_years(NOVEMBER, STUDENTS, *tabs)

    assert [known(goal.target) for goal in department.goals] == [80.0]
    assert [len(one) for one in department.series] == [2, 2]
    assert [one.kind.name for one in department.problems if one.kind.name != "MISSING_SHEET"] == []


def test_a_goal_that_stands_in_the_tabs_of_two_months_is_not_unclear() -> None:
    tabs = [progress("May", MAY, "80%"), progress("Nov", AUTUMN, "80%")]
    department = in_years(NOVEMBER, STUDENTS, *tabs)

    assert [len(one) for one in department.series] == [2, 2]
    assert [one.kind.name for one in department.problems if one.kind.name != "MISSING_SHEET"] == []


def test_a_tab_of_last_year_that_nobody_renamed_holds_this_years_goals() -> None:
    department = in_years(NOVEMBER, STUDENTS, progress("Progress 25-26", AUTUMN, "80%"))
    assert [known(goal.target) for goal in department.goals] == [80.0]


def test_who_has_left_is_told_once_for_last_years_tab_and_leaves_nothing_unsettled() -> None:
    left = [("Ren Quill", *JUNE_3[1:]), ("Ana Berg", *JUNE_9[1:])]
    tabs = [log("Contacts 25-26", JUNE_3, *left), log("Contacts 26-27", NOVEMBER_9)]
    department = in_years(NOVEMBER, STUDENTS, *tabs)

    assert [shown(one) for one in department.problems if one.kind.name != "MISSING_SHEET"] == [
        ("OF_ANOTHER_YEAR", "A3", "")
    ]
    assert len(department.contacts) == 2
    assert department.unsettled == frozenset()


def test_who_is_on_no_list_is_told_row_by_row_in_this_years_tab() -> None:
    tabs = [log("Contacts 25-26", JUNE_3), log("Contacts 26-27", ("Ren Quill", *NOVEMBER_9[1:]))]
    department = in_years(NOVEMBER, STUDENTS, *tabs)

    assert {one.kind.name for one in department.problems} == {"MISSING_SHEET", "UNKNOWN_STUDENT"}
    assert department.unsettled == {("marisol-quintero", "contacts")}


# ---- a tab for each student

STUDENTS = table(
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
    ("Sierra Vieja ISD", "143", "Omar", "Fakhoury", "IEP", "11/18/2025", "2/29/2024"),
    sheet_id=1,
    title="Students",
)
CONTACTS = ("Date", "Time", "Method", "Who", "About", "Result")
CALL = ("11/9/2026", "9:00 AM", "phone", "mom", "annual", "ok")
MAIL = ("11/10/2026", "9:00 AM", "email", "mom", "annual", "ok")


def contacts(title: str, *rows: Sequence[str], columns: Sequence[str] = CONTACTS) -> Table:
    return table(columns, *rows, title=title, sheet_id=sum(map(ord, title)))


def taken_in(*tables: Table, holds: str = "progress monitoring") -> Department:
    book = workbook(*tables, holds=holds)
    return take_in(willow(), headings(), [book], None, Identities(), sign, fresh(), TODAY).department


def said(department: Department) -> list[tuple[str, str]]:
    """Whose contacts are read, and when each was."""
    initials = {one.ref: one.initials for one in department.students}
    return [(initials[one.student_ref], str(known(one.date))) for one in department.contacts]


def told(department: Department) -> list[tuple[str, str]]:
    return [
        (kind, detail)
        for kind, _, detail in map(shown, department.problems)
        if detail in {"contacts", "student", "method"}
    ]


ROSAS, OMARS = ("R.D.", "2026-11-09"), ("O.F.", "2026-11-10")


@pytest.mark.parametrize(
    "titles",
    [
        ("Rosa Delgadillo", "Omar Fakhoury"),
        ("Delgadillo, Rosa", "Fakhoury Omar"),
        ("Rosa Delgadillo Contacts", "Log Omar Fakhoury"),
    ],
)
def test_a_tab_titled_with_a_name_is_of_that_student(titles: tuple[str, str]) -> None:
    department = taken_in(STUDENTS, contacts(titles[0], CALL), contacts(titles[1], MAIL))

    assert said(department) == [ROSAS, OMARS]
    assert told(department) == []
    assert ("marisol-quintero", "contacts") not in department.broken


def test_one_tab_alone_is_too() -> None:
    department = taken_in(STUDENTS, contacts("Rosa Delgadillo", CALL))
    assert (said(department), told(department)) == ([ROSAS], [])


def test_tabs_beside_the_sheet_of_all_are_read_with_it() -> None:
    everybodys = contacts("Contacts", ("Omar Fakhoury", *MAIL), columns=("Student", *CONTACTS))
    department = taken_in(STUDENTS, everybodys, contacts("Rosa Delgadillo", CALL))

    assert (said(department), told(department)) == ([OMARS, ROSAS], [])


@pytest.mark.parametrize("rosas", [True, False], ids=["with a tab of a student", "without one"])
def test_beside_the_sheet_that_is_called_so_another_one_is_told_and_not_read(rosas: bool) -> None:
    everybodys = contacts("Contacts", ("Omar Fakhoury", *MAIL), columns=("Student", *CONTACTS))
    tabs = [everybodys, contacts("Discipline", MAIL), *([contacts("Rosa Delgadillo", CALL)] if rosas else [])]
    department = taken_in(STUDENTS, *tabs)

    assert (said(department), told(department)) == (
        [OMARS, ROSAS][: len(tabs) - 1],
        [("LIKE_ANOTHER_SHEET", "contacts")],
    )
    assert ("marisol-quintero", "contacts") not in department.broken


def test_tabs_that_only_show_what_the_sheet_of_all_says_are_not_read_twice() -> None:
    rows = (("Omar Fakhoury", *MAIL), ("Rosa Delgadillo", *CALL))
    everybodys = contacts("Contacts", *rows, columns=("Student", *CONTACTS))
    department = taken_in(STUDENTS, everybodys, contacts("Rosa Delgadillo", CALL))

    assert (said(department), told(department)) == ([OMARS, ROSAS], [])


@pytest.mark.parametrize(
    "tabs",
    [
        pytest.param(
            [
                contacts("Contacts", ("Rosa Delgadillo", *CALL), columns=("Student", *CONTACTS)),
                contacts("Rosa Delgadillo", CALL, MAIL),
            ],
            id="some rows of a tab stand elsewhere, too",
        ),
        pytest.param(
            [contacts("Rosa Delgadillo", CALL), contacts("Delgadillo, Rosa", MAIL)], id="two of one student"
        ),
        pytest.param(
            [contacts("Rosa Delgadillo", CALL), contacts("Other", MAIL), contacts("Another", CALL)],
            id="two beside it",
        ),
    ],
)
def test_what_cannot_be_told_is_asked(tabs: list[Table]) -> None:
    department = taken_in(STUDENTS, *tabs)

    assert department.contacts == ()
    assert {kind for kind, detail in told(department) if detail == "contacts"} == {"TWO_SHEETS"}
    assert ("marisol-quintero", "contacts") in department.broken


@pytest.mark.parametrize("title", ["Rosa", "R.D.", "142", "Nobody Known", "Contacts"])
def test_a_title_that_is_no_full_name_of_the_list_says_nothing(title: str) -> None:
    department = taken_in(STUDENTS, contacts(title, CALL))

    assert department.contacts == ()
    assert told(department) == [("MISSING_HEADING", "student")]


@pytest.mark.parametrize(
    ("more", "expected"), [("38%", 1), ("39%", 0)], ids=["the same scores once", "other ones are asked about"]
)
def test_a_tab_of_scores_by_date_repeats_the_sheet_of_all_only_where_the_scores_do(
    more: str, expected: int
) -> None:
    heads = ("Student", "Goal", "Target", "9/14/2026", "9/21/2026", "12/14/2026")
    every = table(heads, ("Rosa Delgadillo", "1", "80%", "37%", "38%", ""), title="Data", sheet_id=2)
    rosas = table(heads[1:], ("1", "80%", "37%", more, ""), title="Rosa Delgadillo", sheet_id=3)
    department = taken_in(STUDENTS, every, rosas)

    assert len(department.series) == expected


def test_a_column_that_is_lost_in_one_tab_is_told() -> None:
    without = contacts("Rosa Delgadillo", (*CALL[:2], *CALL[3:]), columns=(*CONTACTS[:2], *CONTACTS[3:]))
    department = taken_in(STUDENTS, without, contacts("Omar Fakhoury", MAIL))

    assert told(department) == [("MISSING_HEADING", "method")]
    assert len(department.contacts) == 2
    assert ("marisol-quintero", "contacts") in department.broken


def test_rows_and_columns_of_several_sheets_are_those_of_all() -> None:
    """So that a tab that vanishes is rows that vanish, and a column that is lost in one is lost."""
    columns = ("Type", "Date", "Time", "Parent agreed on", "Book?", "Held?", "Cancelled?")
    row = ("Annual", "12/1/2026", "10:00 AM", "", "TRUE", "FALSE", "FALSE")
    tabs = (
        table((*columns, "Zone"), (*row, ""), title="Rosa Delgadillo", sheet_id=2),
        table(columns, row, row, title="Omar Fakhoury", sheet_id=3),
    )
    (book,) = taken_in(STUDENTS, *tabs).workbooks

    assert book.rows["meetings"] == 3
    assert {"date", "book"} <= book.columns["meetings"]
    assert "zone" not in book.columns["meetings"]
