"""A workbook that is gone from its folder counts as not opened, as long as somebody is missed with it."""

from __future__ import annotations

from dataclasses import replace

from tests.builders_tables import TODAY, fresh, headings, sign, table, willow
from workspace_agent.intake.aliases import merged
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.gone import found_elsewhere
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.organisation import FolderSetting, Holds
from workspace_agent.model.workbook_folders import GoneWorkbook, WorkbookFolder

LENA = "lena-vandermolen"
STUDENT = ("District", "First", "Last", "Plan", "Last annual review", "Last evaluation", "Exit")
ANA = ("Saguaro Flats USD", "Ana", "Ruiz", "IEP", "1/12/2026", "1/12/2025", "")
BO = ("Saguaro Flats USD", "Bo", "Soto", "504", "1/12/2026", "1/12/2025", "")
LEFT = ("Saguaro Flats USD", "Cy", "Tran", "504", "1/12/2026", "1/12/2025", "11/2/2026")


def book(name: str, holds: Holds, *students: tuple[str, ...]) -> RawWorkbook:
    one = table(STUDENT, *students, title="Students", spreadsheet_id=name)
    return RawWorkbook(name, LENA, holds, "America/Phoenix", (one,))


def lost(name: str, *students: str) -> WorkbookFailure:
    return WorkbookFailure(name, LENA, "gone", folder="folder", students=frozenset(students))


def take(
    *books: RawWorkbook | WorkbookFailure, holds: Holds = "one student", before: Identities | None = None
) -> Intake:
    folder = FolderSetting(id="folder", holds=holds)
    organisation = willow().with_workbooks({LENA: tuple(folder.book(one.spreadsheet_id) for one in books)})
    return take_in(
        organisation, headings(), books, None, before or Identities(), sign, fresh(start=10), TODAY
    )


def known() -> tuple[Identities, str, str]:
    """Ana and Bo, who were seen the day before, and their refs."""
    intake = take(book("a", "one student", ANA), book("b", "one student", BO))
    ana, bo = (student.ref for student in intake.department.students)
    return intake.identities, ana, bo


def test_who_stands_in_each_workbook_and_has_not_left() -> None:
    department = take(book("a", "progress monitoring", ANA, LEFT, BO), holds="progress monitoring").department

    (workbook,) = department.workbooks
    assert [one.initials for one in department.students if one.ref in workbook.students] == ["A.R.", "B.S."]


def test_who_is_missed_keeps_initials_and_the_sheets_count_as_not_read() -> None:
    identities, ana, bo = known()
    department = take(book("a", "one student", ANA), lost("b", bo), before=identities).department

    assert department.gone == (GoneWorkbook("b", "folder", LENA, frozenset({bo})),)
    assert (department.initials(ana), department.initials(bo)) == ("A.R.", "B.S.")
    assert department.folders == (WorkbookFolder("folder", LENA, 1),)
    assert ("b", "students") in department.broken
    assert department.pauses == ()


def test_a_caseload_that_is_gone_may_have_held_a_pause() -> None:
    identities, _, bo = known()
    books = (book("a", "progress monitoring", ANA), lost("b", bo))
    department = take(*books, holds="progress monitoring", before=identities).department

    assert [(one.case_manager, one.unreadable) for one in department.pauses] == [(LENA, True)]


def test_nobody_is_missed_who_stands_elsewhere() -> None:
    identities, _, bo = known()
    books = (book("a", "progress monitoring", ANA, BO), lost("b", bo))
    department = take(*books, holds="progress monitoring", before=identities).department

    assert department.gone == (GoneWorkbook("b", "folder", LENA, frozenset()),)
    assert (department.absent, department.pauses) == ({}, ())


def test_of_a_ref_that_was_given_up_the_heir_is_looked_for() -> None:
    aliases = {merged("old"): frozenset({"new"}), merged("older"): frozenset({"nobody"})}
    assert found_elsewhere(["new"], aliases) == {"new", "old"}


def test_of_whom_nothing_is_known_there_are_no_initials() -> None:
    department = take(book("a", "one student", ANA), lost("b", "stranger")).department
    assert department.initials("stranger") == ""
    assert replace(department, absent={"stranger": "S.S."}).initials("stranger") == "S.S."
