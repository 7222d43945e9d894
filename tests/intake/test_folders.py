"""What each workbook of a folder holds: its own part, where another workbook beside it holds the rest."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.builders_tables import headings, table, willow
from workspace_agent.intake.folders import fitted, listed
from workspace_agent.intake.table import RawWorkbook, Table, WorkbookFailure
from workspace_agent.model.organisation import FolderSetting, Holds, Organisation, WorkbookSetting

LENA = "lena-vandermolen"
STUDENTS = table(("First", "Last", "Plan", "Last annual review", "Last evaluation"))
HOURS = table(("Date", "Start", "End"))
CONTACTS = table(("Student", "Date", "Time", "Method", "Who", "About", "Result"))
NOBODYS_CONTACTS = table(("Date", "Time", "Method", "Who", "About", "Result"))
UNKNOWN = table(("Something", "else"))


def kept(holds: Holds, books: Iterable[str], named: tuple[WorkbookSetting, ...] = ()) -> Organisation:
    """One folder of one case manager."""
    folder = FolderSetting(id="folder", holds=holds)
    return willow().with_workbooks({LENA: (*named, *map(folder.book, books))})


def held(holds: Holds, *books: Table) -> list[str]:
    """What is held by workbooks with one sheet each."""
    raw = [opened(str(number), holds, one) for number, one in enumerate(books)]
    organisation, changed = fitted(kept(holds, [book.spreadsheet_id for book in raw]), raw, headings())
    in_settings = [book.holds for book in organisation.case_manager(LENA).workbooks]

    assert in_settings == [book.holds for book in changed if isinstance(book, RawWorkbook)]
    return [*in_settings]


def opened(book: str, holds: str, *tables: Table) -> RawWorkbook:
    return RawWorkbook(book, LENA, holds, "America/Phoenix", tables)


BOTH: Holds = "progress monitoring and hours"


@pytest.mark.parametrize(
    ("holds", "books", "expected"),
    [
        pytest.param(BOTH, [STUDENTS, HOURS], ["progress monitoring", "hours"], id="a part each"),
        pytest.param(BOTH, [STUDENTS], [BOTH], id="hours are missed where nobody has them"),
        pytest.param(BOTH, [HOURS], [BOTH], id="students too"),
        pytest.param(
            "one student", [STUDENTS, CONTACTS, HOURS], ["one student", "contacts", "hours"], id="beside"
        ),
        pytest.param("one student", [NOBODYS_CONTACTS], ["one student"], id="contacts of nobody are no log"),
        pytest.param("one student", [UNKNOWN], ["one student"], id="nothing is recognised"),
        pytest.param("hours", [HOURS], ["hours"], id="hours alone"),
    ],
)
def test_what_a_workbook_holds(holds: Holds, books: list[Table], expected: list[str]) -> None:
    assert held(holds, *books) == expected


def test_one_that_could_not_be_opened_holds_what_the_folder_does() -> None:
    failure = WorkbookFailure("1", LENA, "forbidden")
    books: list[RawWorkbook | WorkbookFailure] = [failure, opened("2", "one student", CONTACTS)]
    organisation, changed = fitted(kept("one student", ["1", "2"]), books, headings())

    assert [book.holds for book in organisation.case_manager(LENA).workbooks] == ["one student", "contacts"]
    assert changed[0] == failure


def test_what_the_settings_say_of_a_workbook_stands() -> None:
    named = (WorkbookSetting(id="1", holds="one student"),)
    organisation, _ = fitted(kept("hours", [], named), [opened("1", "one student", CONTACTS)], headings())

    assert [book.holds for book in organisation.case_manager(LENA).workbooks] == ["one student"]


def test_workbooks_of_a_folder_are_counted_unless_it_could_not_be_listed() -> None:
    counts = [(one.folder_id, one.count) for one in listed(kept("hours", ["1", "2", "3"]), {"3"})]
    assert counts == [("folder", 2)]
    assert list(listed(kept("hours", ["folder"]), set())) == []
