"""Next year's workbook beside this year's, in summer: it waits until it holds most of the students."""

from __future__ import annotations

import pytest

from tests.builders import TODAY
from tests.builders_tables import fresh, headings, sign, table, willow
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.next_year import settled
from workspace_agent.intake.table import RawWorkbook, WorkbookFailure
from workspace_agent.model.organisation import FolderSetting, Holds, Organisation
from workspace_agent.model.problem_kinds import ProblemKind

LENA = "lena-vandermolen"
CASELOAD: Holds = "progress monitoring"
STUDENTS = ("First", "Last", "Plan", "Last annual review", "Last evaluation")


def kept(holds: Holds = CASELOAD, follows: tuple[str, ...] = ("now",)) -> Organisation:
    folder = FolderSetting(id="folder", holds=holds)
    return willow().with_workbooks({LENA: (*map(folder.book, follows), folder.book("next", follows))})


def book(name: str, students: int, holds: Holds = CASELOAD) -> RawWorkbook:
    rows = [("Ana", f"Ruiz{number}", "IEP", "1/12/2026", "1/12/2025") for number in range(students)]
    one = table(STUDENTS, *rows, title="Students", spreadsheet_id=name)
    return RawWorkbook(name, LENA, holds, "America/Phoenix", (one,))


def read(organisation: Organisation, *books: RawWorkbook | WorkbookFailure) -> tuple[list[str], list[str]]:
    """What is read, and what is told of the others."""
    left, workbooks = settled(organisation, books, headings())
    in_settings = [one.id for one in left.case_manager(LENA).workbooks]
    told = [one.detail or one.kind for one in workbooks if isinstance(one, WorkbookFailure)]
    opened = [one.spreadsheet_id for one in workbooks if isinstance(one, RawWorkbook)]
    assert {*opened} <= {*in_settings}
    return in_settings, told


@pytest.mark.parametrize(
    ("now", "coming", "expected"),
    [
        pytest.param(40, 2, (["now"], ["it holds 2 students, and this year's 40"]), id="a copied template"),
        pytest.param(
            40, 1, (["now"], ["it holds 1 student, and this year's 40"]), id="with a single student"
        ),
        pytest.param(40, 20, (["now"], ["it holds 20 students, and this year's 40"]), id="half of them"),
        pytest.param(40, 21, (["next"], []), id="most of them"),
        pytest.param(0, 0, (["next"], []), id="hours have no students"),
    ],
)
def test_the_one_that_is_read(now: int, coming: int, expected: tuple[list[str], list[str]]) -> None:
    assert read(kept(), book("now", now), book("next", coming)) == expected


def test_two_that_become_one_are_counted_together() -> None:
    organisation = kept(follows=("iep", "504"))
    assert read(organisation, book("iep", 20), book("504", 4), book("next", 12))[0] == ["iep", "504"]
    assert read(organisation, book("iep", 20), book("504", 4), book("next", 13))[0] == ["next"]


def test_of_one_student_it_has_to_hold_the_student() -> None:
    organisation = kept("one student")
    waits = read(organisation, book("now", 1, "one student"), book("next", 0, "one student"))

    assert waits == (["now"], ["it holds 0 students, and this year's 1"])
    assert read(organisation, book("now", 1, "one student"), book("next", 1, "one student")) == (["next"], [])


def test_what_could_not_be_opened_is_compared_with_nothing() -> None:
    unopened = [WorkbookFailure(name, LENA, "unavailable") for name in ("now", "next")]

    assert read(kept(), book("now", 40), unopened[1]) == (["now"], ["unavailable"])
    assert read(kept(), unopened[0], book("next", 40)) == (
        ["now"],
        ["unavailable", "this year's cannot be compared with it now"],
    )


def test_what_is_not_read_for_another_reason_is_left_alone() -> None:
    assert read(kept(), book("now", 40))[0] == ["now", "next"]


def test_it_is_told_and_pauses_nobody() -> None:
    books = [book("now", 3), book("next", 1)]
    department = take_in(kept(), headings(), books, None, Identities(), sign, fresh(), TODAY).department

    (told,) = [one for one in department.problems if one.kind is ProblemKind.WORKBOOK_OF_NEXT_YEAR]
    assert told.sentence.endswith("it holds 1 student, and this year's 3.")
    assert (department.pauses, len(department.students)) == ((), 0)
