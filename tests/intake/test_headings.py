from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from tests.builders_tables import headings, marisol, shown, table, workbook
from workspace_agent.intake.headings import Headings, extended
from workspace_agent.intake.recognise import recognise
from workspace_agent.model.agent_tab import SHEET_ID, copy_id

READ = frozenset(headings().sheets)
HOURS = ("Date", "Start", "End", "Hours", "Activity")
OFFICE = ("Weekday", "Start", "End", "Zone")
STUDENTS = ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation")


def test_a_workbook_may_be_spared_a_column() -> None:
    rows = (("Student", "Purposes", "Date", "Start", "Agreed with parent on", "Held", "Cancelled"),)
    book = workbook(table(*rows))

    assert "book" in recognise(book, headings(), READ).sheets[0].lost
    assert recognise(book, headings(), READ, frozenset({"book"})).sheets[0].lost == {}


def test_the_canonical_workbooks_are_recognised_without_a_word() -> None:
    progress, hours = (recognise(book, headings(), READ) for book in marisol())
    assert {sheet.name for sheet in progress.sheets} == {
        "students",
        "meetings",
        "team",
        "contacts",
        "consents",
        "goals",
        "benchmarks",
        "progress",
        "check_ins",
    }
    assert {sheet.name for sheet in hours.sheets} == {"hours", "office_hours"}
    assert progress.problems == hours.problems == ()


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        pytest.param([table(HOURS), table(OFFICE)], [], id="both sheets are there"),
        pytest.param([table(OFFICE), table(HOURS)], [], id="their order does not count"),
        pytest.param(
            [table(("UPDATED ON", "11/18"), (), HOURS), table(OFFICE)],
            [],
            id="a banner above the headings does not count",
        ),
        pytest.param(
            [table(HOURS), table(OFFICE), table(("COLOR KEY",), ("red = late",)), table()],
            [],
            id="sheets of which nothing is known are left alone",
        ),
        pytest.param(
            [table(HOURS), table(OFFICE), table(("Student", "Date", "Notes"))],
            [],
            id="two known headings do not make a sheet",
        ),
        pytest.param(
            [table(HOURS), table(OFFICE), table(("Start", "End", "Zone", "Hours"))],
            [],
            id="a table that fits two kinds equally is left alone",
        ),
        pytest.param(
            [table(HOURS)], [("MISSING_SHEET", "workbook", "office hours")], id="a sheet is missing"
        ),
        pytest.param(
            [],
            [("MISSING_SHEET", "workbook", "hours"), ("MISSING_SHEET", "workbook", "office hours")],
            id="an empty workbook lacks both",
        ),
        pytest.param([table(*[()] * 9, HOURS), table(OFFICE)], [], id="headings in the tenth row"),
        pytest.param(
            [table(*[()] * 10, HOURS), table(OFFICE)],
            [("MISSING_SHEET", "workbook", "hours")],
            id="headings in the eleventh row are not looked for",
        ),
        pytest.param(
            [table(HOURS), table(OFFICE), table(("old",), HOURS)],
            [("TWO_SHEETS", "2:2", "hours")],
            id="two sheets look alike and neither is read",
        ),
        pytest.param(
            [table(("Day", *HOURS[1:])), table(OFFICE)],
            [("MISSING_HEADING", "1:1", "date")],
            id="a required heading was renamed",
        ),
        pytest.param(
            [table((*HOURS, "start:")), table(OFFICE)],
            [("TWO_HEADINGS", "F1", "start")],
            id="two columns look alike",
        ),
        pytest.param(
            [table((*HOURS, "activity")), table(OFFICE)],
            [("TWO_HEADINGS", "F1", "activity")],
            id="two optional columns look alike",
        ),
    ],
)
def test_what_is_missing_or_doubled_is_told(
    tables: list[object], expected: list[tuple[str, str, str]]
) -> None:
    found = recognise(workbook(*tables, holds="hours"), headings(), READ)  # type: ignore[arg-type]
    assert [shown(problem) for problem in found.problems] == expected
    assert all(problem.case_manager == "marisol-quintero" for problem in found.problems)


@pytest.mark.parametrize(
    ("holds", "read"),
    [
        ("hours", ["hours", "pauses"]),
        ("progress monitoring", ["contacts", "students", "pauses"]),
        ("one student", ["contacts", "students", "pauses"]),
        ("progress monitoring and hours", ["hours", "contacts", "students", "pauses"]),
        ("contacts", ["contacts", "pauses"]),
    ],
)
def test_a_sheet_is_read_only_from_a_workbook_that_holds_such(holds: str, read: list[str]) -> None:
    calls = ("Student", "Date", "Time", "Method", "Who", "About", "Result")
    tables = [table(one) for one in (HOURS, calls, STUDENTS, ("Paused", "Until"))]
    found = recognise(workbook(*tables, holds=holds), headings(), READ)

    assert [sheet.name for sheet in found.sheets] == read


def test_what_a_sheet_is_called_decides_where_its_headings_fit_two_kinds() -> None:
    rows = ("Start", "End", "Zone", "Hours")
    hours, office = (
        recognise(workbook(table(rows, title=title), holds="hours"), headings(), READ)
        for title in ("HOURS 26-27", "Office Hrs")
    )

    assert [sheet.name for sheet in hours.sheets] == ["hours"]
    assert [sheet.name for sheet in office.sheets] == ["office_hours"]


def test_one_column_does_instead_of_two() -> None:
    both = recognise(workbook(table(STUDENTS)), headings(), READ).sheets[0]
    one = recognise(workbook(table(("Student Name (Last, First)", *STUDENTS[4:]))), headings(), READ).sheets[
        0
    ]

    assert "last" in both.columns
    assert (one.columns["name"], one.lost) == (0, {})


def test_a_doubled_sheet_is_not_read() -> None:
    found = recognise(workbook(table(HOURS), table(HOURS), table(OFFICE), holds="hours"), headings(), READ)
    assert [sheet.name for sheet in found.sheets] == ["office_hours"]


def test_a_missing_and_a_doubled_column_are_lost_and_the_rest_is_read() -> None:
    found = recognise(workbook(table(("When", "Start", "End", "END"), ()), holds="hours"), headings(), READ)
    assert found.sheets == ()
    found = recognise(
        workbook(table(("Start", "End", "END", "Hours", "Activity")), holds="hours"), headings(), READ
    )
    assert sorted(found.sheets[0].lost) == ["date", "end"]
    assert found.sheets[0].columns["start"] == 0


def test_a_workbook_of_both_kinds_needs_the_sheets_of_both() -> None:
    found = recognise(workbook(table(STUDENTS), holds="progress monitoring and hours"), headings(), READ)
    assert {problem.detail for problem in found.problems} == {
        "meetings",
        "team",
        "contacts",
        "hours",
        "office hours",
    }


def test_a_kind_that_is_not_read_is_left_alone_even_where_it_is_broken() -> None:
    check_ins = table(("Student", "Date", "Min.", "Action items"))
    goals = [table(("Student", "Goal", "Target", "End"))] * 2
    found = recognise(workbook(table(STUDENTS), check_ins, *goals), headings(), {"students"})
    assert [sheet.name for sheet in found.sheets] == ["students"]
    assert {problem.kind.name for problem in found.problems} == {"MISSING_SHEET"}


def test_the_agents_own_tab_is_never_read_as_data() -> None:
    agent = table(HOURS, title="Somebody's name for it", sheet_id=SHEET_ID)
    copy = table(HOURS, title="Mine", sheet_id=copy_id(2))
    found = recognise(workbook(agent, table(HOURS), copy, table(OFFICE), holds="hours"), headings(), READ)
    assert found.agent_tabs.own is not None
    assert found.problems == ()
    assert len(found.sheets) == 2


@pytest.mark.parametrize(
    ("block", "message"),
    [
        pytest.param({"required": ["zone"]}, "not among the fields: zone", id="a required unknown field"),
        pytest.param(
            {"fields": {"a": ["Day"], "b": ["day:"]}},
            "one heading for two fields: day",
            id="a doubled heading",
        ),
        pytest.param(
            {"fields": {"a": ["# of min", "Number of minutes"]}},
            r"stands twice \(case, .*\): number of minutes",
            id="one said twice",
        ),
        pytest.param({"telling": ["zone"]}, "not among the fields: zone", id="a telling unknown field"),
        pytest.param(
            {"confirmed": {"zone": ["Z"]}}, "not a field of this sheet: zone", id="an own heading of no field"
        ),
        pytest.param(
            {"fields": {"a": ["A"], "b": ["B"]}, "confirmed": {"a": ["Day"], "b": ["day"]}},
            "one heading for two fields: day",
            id="an own heading for two fields",
        ),
    ],
)
def test_headings_that_contradict_themselves_are_refused(block: dict[str, object], message: str) -> None:
    kind = {"workbook": "hours", "fields": {"date": ["Date"]}, **block}
    with pytest.raises(ValidationError, match=message):
        Headings.model_validate({"sheets": {"hours": kind}})


SHIPPED = {
    "sheets": {
        "hours": {
            "workbook": "hours",
            "titles": ["Hours"],
            "required": ["date"],
            "fields": {"date": ["Date"], "logged": ["Logged"]},
        }
    }
}


def with_own(own: Mapping[str, object]) -> Headings:
    return Headings.model_validate(extended(SHIPPED, own))


def test_a_departments_own_headings_are_added_and_count_before_ours() -> None:
    own = {"sheets": {"hours": {"titles": ["My time"], "fields": {"date": ["Worked on", "Logged"]}}}}
    hours = with_own(own).sheets["hours"]

    assert hours.by_title == {"hours", "my time"}
    assert [hours.field_of(text) for text in ("date", "worked on", "logged", "zone")] == ["date"] * 3 + [""]
    assert hours.by_confirmed == {"worked on": "date", "logged": "date"}
    assert with_own({}).sheets["hours"].field_of("logged") == "logged"
    assert "worked" not in with_own(own).vocabulary


def test_what_speaks_against_a_sheet_is_added_too() -> None:
    own = {"sheets": {"hours": {"not_with": ["Last thing"]}}}
    ours = {"sheets": {"hours": {**SHIPPED["sheets"]["hours"], "not_with": ["Miles"]}}}
    hours = Headings.model_validate(extended(ours, own)).sheets["hours"]

    assert [hours.speaks_against([text]) for text in ("total miles", "last thing", "last")] == [
        True,
        True,
        False,
    ]


def test_one_and_several_are_the_same_where_a_heading_speaks_for_or_against() -> None:
    own = {"sheets": {"hours": {"trade": ["Shifts"], "not_with": ["Vendors"]}}}
    hours = with_own(own).sheets["hours"]

    assert [hours.speaks_its_trade([text]) for text in ("shift", "my shifts", "shifted")] == [
        True,
        True,
        False,
    ]
    assert [hours.speaks_against([text]) for text in ("vendor", "vendors")] == [True, True]


def test_what_names_no_trade_needs_none() -> None:
    assert with_own({"sheets": {"hours": {"trade": []}}}).sheets["hours"].speaks_its_trade(["x"])


def test_a_list_of_headings_that_speak_against_is_added_to() -> None:
    ours = {
        "lists": {"others": ["Bus"]},
        "sheets": {"hours": {**SHIPPED["sheets"]["hours"], "not_with": ["<others>", "Miles"]}},
    }
    hours = Headings.model_validate(extended(ours, {"lists": {"others": ["Ferry"]}})).sheets["hours"]

    assert [hours.speaks_against([text]) for text in ("bus", "ferry", "miles", "others")] == [True] * 3 + [
        False
    ]


def test_whatever_else_a_department_says_of_a_sheet_counts_instead_of_ours() -> None:
    assert with_own({"sheets": {"hours": {"required": []}}}).sheets["hours"].required == ()


LISTED = {
    "lists": {"student": ["Student", "Learner"]},
    "sheets": {
        "hours": {"workbook": "hours", "fields": {"student": ["<student>", "Who"]}},
        "students": {"workbook": "hours", "fields": {"name": ["<student>"], "id": ["ID"]}},
    },
}


def listed(own: Mapping[str, object]) -> list[tuple[str, str]]:
    """What `Learner` and `Cub` mean on both sheets."""
    kinds = Headings.model_validate(extended(LISTED, own)).sheets.values()
    return [(kind.field_of("learner"), kind.field_of("cub")) for kind in kinds]


def test_a_spelling_is_added_to_a_list_once_for_all_sheets_that_name_it() -> None:
    own = {"lists": {"student": ["Cub"]}}
    known = Headings.model_validate(extended(LISTED, own))

    assert listed({}) == [("student", ""), ("name", "")]
    assert listed(own) == [("student", "student"), ("name", "name")]
    assert [kind.by_confirmed.keys() for kind in known.sheets.values()] == [{"cub"}, {"cub"}]
    assert "cub" not in known.vocabulary


def test_a_spelling_of_one_sheet_and_one_of_a_list_are_both_added() -> None:
    own = {"lists": {"student": ["Cub"]}, "sheets": {"hours": {"fields": {"student": ["Pal"]}}}}
    hours = Headings.model_validate(extended(LISTED, own)).sheets["hours"]

    assert hours.by_confirmed.keys() == {"cub", "pal"}


@pytest.mark.parametrize(
    "own",
    [
        pytest.param({"lists": {"studnet": ["Cub"]}}, id="a list that no sheet names"),
        pytest.param(
            {"sheets": {"x": {"workbook": "any", "fields": {"a": ["<pupil>"]}}}}, id="there is no such list"
        ),
        pytest.param({"lists": {"student": "Cub"}}, id="no list at all"),
        pytest.param({"lists": ["Cub"]}, id="without a name"),
    ],
)
def test_lists_that_are_not_there_or_wrong_are_refused(own: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Headings.model_validate(extended(LISTED, own))


CALLS = {
    "workbook": "any",
    "about": ["call"],
    "repeated": ["date", "score"],
    "fields": {
        "date": ["Date"],
        "score": ["Score"],
        "method": ["Type of call", "Method"],
        "who": ["Called person", "Call to"],
        "result": ["Call result", "End"],
        "end": ["Call end"],
        "call": ["Call"],
    },
}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        pytest.param("date of call", "date", id="what the sheet is about says nothing"),
        pytest.param("date of the call", "date", id="nor does an article"),
        pytest.param("the method", "method", id="an article alone"),
        pytest.param("call type", "method", id="in another order"),
        pytest.param("type", "", id="a bare word that only says something of a call"),
        pytest.param("call date 2", "date", id="a number, where fields stand there again and again"),
        pytest.param("score 1", "score", id="a number alone"),
        pytest.param("method 1", "", id="of another field a number counts"),
        pytest.param("call", "call", id="a heading of nothing else"),
        pytest.param("the call", "call", id="with an article"),
        pytest.param(
            "end of call", "result", id="a heading that is known counts before what is left of others"
        ),
        pytest.param("call of", "call", id="nothing is left"),
        pytest.param("date of birth", "", id="another word is strange"),
    ],
)
def test_words_that_say_nothing_in_a_sheet_do_not_count(heading: str, field: str) -> None:
    kinds = Headings.model_validate({"sheets": {"calls": CALLS}}).sheets
    assert kinds["calls"].field_of(heading) == field


def test_what_is_left_of_two_fields_means_neither() -> None:
    fields = {"a": ["Call type"], "b": ["Type of the call"]}
    calls = {"workbook": "any", "about": ["call", "phone"], "fields": fields}
    kind = Headings.model_validate({"sheets": {"calls": calls}}).sheets["calls"]
    assert [kind.field_of(text) for text in ("call type", "type of call", "phone type")] == ["a", "b", ""]


@pytest.mark.parametrize(
    "own", [{"sheets": "x"}, {"sheets": {"hours": 1}}, {"sheets": {"other": {}}}, {"sheet": {}}]
)
def test_what_has_not_the_right_shape_is_refused(own: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        with_own(own)


def test_a_list_of_students_without_a_date_is_none_unless_it_is_called_so() -> None:
    rows = ("First", "Last", "Plan", "ID")
    plain, called = (
        recognise(workbook(table(rows, title=title)), headings(), READ) for title in ("Rides", "My Caseload")
    )

    assert plain.sheets == ()
    assert [sheet.name for sheet in called.sheets] == ["students"]


@pytest.mark.parametrize(
    ("title", "column", "expected"),
    [
        pytest.param("Coverage", "Notes", ["hours"], id="nothing speaks against it"),
        pytest.param("Coverage", "Student", [], id="a heading does"),
        pytest.param("Coverage", "Reason for absence", [], id="a word of one does"),
        pytest.param("Hours", "Student", ["hours"], id="the title says what it is"),
    ],
)
def test_a_heading_may_speak_against_a_kind_of_sheet(title: str, column: str, expected: list[str]) -> None:
    found = recognise(workbook(table((*HOURS, column), title=title), holds="hours"), headings(), READ)
    assert [sheet.name for sheet in found.sheets] == expected


def test_a_sheet_that_lost_most_headings_is_recognised_by_its_title() -> None:
    rows = ("Date", "Time", "Mode")
    plain, called = (
        recognise(workbook(table(rows, title=title)), headings(), READ) for title in ("", "Contact Log")
    )

    assert plain.sheets == ()
    assert sorted(called.sheets[0].lost) == ["about", "result", "student", "who"]


def test_of_two_rows_that_fit_the_upper_one_holds_the_headings() -> None:
    (found,) = recognise(workbook(table(HOURS, HOURS), holds="hours"), headings(), READ).sheets
    assert found.header == 0
