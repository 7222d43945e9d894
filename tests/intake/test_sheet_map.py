"""What was recognised, how that is known, what is missing: without what somebody typed."""

from __future__ import annotations

import pytest

from tests.builders_tables import headings, table, workbook
from workspace_agent.intake.headings import Headings, extended
from workspace_agent.intake.sheet_map import MappedTab, map_workbook
from workspace_agent.intake.table import Table
from workspace_agent.model.agent_tab import SHEET_ID

HOURS = ("Date", "Start", "End", "Hours", "Activity")


BOTH = "progress monitoring and hours"


def mapped(*tables: Table, known: Headings | None = None, holds: str = BOTH) -> list[MappedTab]:
    return list(map_workbook(workbook(*tables, holds=holds), known or headings()))


def test_what_is_read_from_which_cell_and_how_that_is_known() -> None:
    (tab,) = mapped(
        table(("updated",), (), ("Date", "Time in", "Time out", "Rosas notes", "Aktivity"), title="Hours")
    )

    assert (tab.kinds, tab.likely, tab.place.a1, tab.needs_a_person) == (("hours",), "", "3:3", False)
    assert [(one.field, one.cell.a1, one.heading, one.how.name) for one in tab.columns] == [
        ("date", "A3", "date", "KNOWN"),
        ("start", "B3", "time in", "KNOWN"),
        ("end", "C3", "time out", "KNOWN"),
    ]
    assert [cell.a1 for cell in tab.strange] == ["D3"]
    (guess,) = tab.guesses
    assert (guess.sheet, guess.field, guess.cell.a1, guess.heading, guess.rivals) == (
        "hours",
        "activity",
        "E3",
        "",
        (),
    )
    assert guess.typed == "Aktivity"
    assert "Aktivity" not in repr(tab)


def test_a_confirmed_heading_is_told_as_such_and_shown_only_where_its_words_are_known() -> None:
    own = {"sheets": {"hours": {"fields": {"activity": ["Doings", "Work"]}}}}
    known = Headings.model_validate(extended({"sheets": _plain(headings())}, own))
    (tab,) = mapped(table(("Date", "Start", "End", "Doings")), known=known)

    assert [(one.field, one.heading, one.how.name) for one in tab.columns][3:] == [
        ("activity", "", "CONFIRMED")
    ]


def _plain(known: Headings) -> dict[str, object]:
    return {name: kind.model_dump(mode="json") for name, kind in known.sheets.items()}


def test_a_sheet_of_another_workbook_is_only_likely() -> None:
    (tab,) = mapped(table(HOURS), holds="progress monitoring")

    assert (tab.kinds, tab.likely) == ((), "hours")


def test_what_is_missing_or_doubled_needs_a_person() -> None:
    (missing,) = mapped(table(("Start", "End", "Hours", "Activity")))
    (doubled,) = mapped(table((*HOURS, "Time in")))
    (spared,) = map_workbook(workbook(table(HOURS[1:]), holds=BOTH), headings(), frozenset({"date"}))

    assert (missing.missing, missing.needs_a_person) == (("date",), True)
    assert [(name, [cell.a1 for cell in cells]) for name, cells in doubled.doubled] == [
        ("start", ["B1", "F1"])
    ]
    assert doubled.needs_a_person
    assert "start" not in {column.field for column in doubled.columns}
    assert (spared.missing, spared.needs_a_person) == ((), False)


@pytest.mark.parametrize(
    ("typed", "kinds", "likely"),
    [
        pytest.param(table(("COLOR KEY",), ("red = late",)), (), "", id="nothing is known"),
        pytest.param(table(), (), "", id="nothing is there"),
        pytest.param(table(("Start", "End", "Zone", "Hours")), ("hours", "office_hours"), "", id="a tie"),
        pytest.param(
            table(("StudentLastName", "StudentFirstName", "IEPdate", "METdate")),
            (),
            "students",
            id="if it is meant so",
        ),
        pytest.param(
            table(("Student", "Date", "Time", "Method", "Who", "Reason", "Color", "Shape")),
            (),
            "contacts",
            id="without anything that says what it is",
        ),
    ],
)
def test_what_is_not_recognised(typed: Table, kinds: tuple[str, ...], likely: str) -> None:
    (tab,) = mapped(typed)

    assert (tab.kinds, tab.likely) == (kinds, likely)
    assert tab.needs_a_person == (len(kinds) > 1)


def test_a_tie_of_fields_is_two_proposals_of_one_cell() -> None:
    (tab,) = mapped(table(("First", "Last", "IEP due", "METdate")))

    assert [(one.field, one.rivals, one.cell.a1, one.heading) for one in tab.guesses] == [
        ("last_evaluation", ("reevaluation_due",), "D1", "multidisciplinary date"),
        ("reevaluation_due", ("last_evaluation",), "D1", "multidisciplinary date"),
    ]
    assert len({one.id for one in tab.guesses}) == 2
    assert [one.id for one in mapped(table(("First", "Last", "IEP due", "METdate")))[0].guesses] == [
        one.id for one in tab.guesses
    ]


def test_columns_headed_by_dates_are_told_by_their_cells() -> None:
    (tab,) = mapped(table(("Student", "Goal", "9/14/2026", "9/21/2026", "Notes")))

    assert (tab.kinds, tab.missing) == (("progress_by_date",), ())
    assert [(one.field, one.cell.a1, one.how.name) for one in tab.columns][2:] == [
        ("value", "C1", "DATED"),
        ("value", "D1", "DATED"),
    ]
    assert [cell.a1 for cell in tab.strange] == ["E1"]


def test_the_agents_own_tab_is_left_out() -> None:
    assert mapped(table(HOURS, sheet_id=SHEET_ID), table(HOURS))[0].place.sheet_id == 7


def test_a_tab_of_one_student_by_its_title_misses_no_student() -> None:
    tab = table(("Goal", "9/7/2026", "Cues"), ("Reading", "40", "2"), title="Rosa Delgadillo")
    (mapped_tab,) = map_workbook(workbook(tab), headings(), owned={tab.sheet_id})

    assert (mapped_tab.kinds, mapped_tab.missing) == (("progress_by_date",), ())
