"""A workbook for each student: what is wrong with one holds up, and hides, nothing of another."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import a_case_manager, a_department, a_student, an_organisation
from tests.builders_seen import NOW, circumstances, nothing_seen
from tests.builders_waits import HERS, Cancel, looked, restrained, some, standing
from workspace_agent.duties import brakes, columns
from workspace_agent.duties.meetings_dates import dates_looked
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import Cell, LinkPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look

EVENT = LinkPlace("https://calendar.google.com/event?eid=1", "event")
READS = {"annual_review": frozenset({"students", "meetings"})}


def two_books(**rows: int) -> Department:
    """Two students of one case manager, a workbook each and a contact log; `rows` are those of the first."""
    held = {"workbook-1": "one student", "workbook-2": "one student", "log": "contacts"}
    books = [{"id": book, "holds": holds} for book, holds in held.items()]
    first, second = a_student(), a_student("student-2", initials="T.B.")
    return a_department(
        replace(first, row=Cell("workbook-1", 1, "2:2")),
        replace(second, row=Cell("workbook-2", 1, "2:2")),
        organisation=an_organisation(case_managers=(a_case_manager(HERS, workbooks=books),)),
        workbooks=(
            Workbook("workbook-1", HERS, holds_students=True, of_one=True, rows=rows),
            Workbook("workbook-2", HERS, holds_students=True, of_one=True, rows={"meetings": 1}),
        ),
    )


def test_what_waits_where_a_sheet_was_emptied_is_that_students() -> None:
    seen = nothing_seen(looks=looked(meetings=2))
    plan, waits = restrained(*some(Cancel, 2), department=two_books(meetings=0), seen=seen)

    assert [action.student_ref for action in plan.actions] == ["student-2"]
    assert [one.action.student_ref for one in waits.held] == ["student-1"]
    assert [(one.kind, one.place) for one in plan.problems[:1]] == [
        (ProblemKind.SOURCE_SHRANK, SpreadsheetPlace("workbook-1"))
    ]


def test_what_waits_so_does_not_count_against_the_others() -> None:
    """Of 12 meetings 7 would be cancelled; but 4 of them wait already, and 3 of 12 are not many."""
    seen = nothing_seen(events=standing(12), looks=looked(meetings=2))
    own, others = some(Cancel, 7)[:4], some(Cancel, 7)[4:]
    own = tuple(replace(action, student_ref="student-1") for action in own)
    plan, waits = restrained(*own, *others, department=two_books(meetings=0), seen=seen)

    assert (plan.actions, len(waits.held)) == (others, 4)


def test_only_that_students_sheet_counts_as_unread() -> None:
    seen = nothing_seen(looks=looked(meetings=2))
    shrunk = brakes.shrunk(two_books(meetings=0), seen, circumstances())

    assert shrunk == {("workbook-1", "meetings")}


def test_a_column_that_is_gone_is_gone_for_one() -> None:
    found = two_books()
    looks = {"columns/workbook-1/meetings": LastLook("zone", NOW)}
    book = replace(found.workbooks[0], columns={"meetings": frozenset({"date"})})
    department, told = columns.watch(
        replace(found, workbooks=(book, found.workbooks[1])), nothing_seen(looks=looks), circumstances()
    )

    assert department.broken == {("workbook-1", "meetings")}
    assert [one.kind for one in told.problems] == [ProblemKind.COLUMN_GONE]


def test_a_date_that_cannot_be_seen_has_not_gone() -> None:
    looks = {f"row/{ref}/date": LastLook("dated", NOW) for ref in ("student-1", "student-2")}
    unread = replace(two_books(), broken=frozenset({("workbook-1", "meetings")}))

    assert dates_looked(unread, nothing_seen(looks=looks), circumstances()) == (
        Look("row/student-2/date", "gone"),
    )


def sight() -> Sight:
    """The first workbook could not be opened."""
    unopened = Problem(ProblemKind.WORKBOOK_FORBIDDEN, SpreadsheetPlace("workbook-1"), HERS)
    broken = frozenset({("workbook-1", kind) for kind in ("students", "meetings")})
    _, second = two_books().students
    found = replace(two_books(), students=(second,), broken=broken)
    return Sight(found, (Unread(unopened, NOW),), READS)


def test_what_its_student_was_told_is_not_resolved() -> None:
    assert sight().hides("annual_review/student-1/2026")
    assert not sight().hides("annual_review/student-2/2026")
    assert sight().hides_work_of(HERS)


def test_problems_of_another_students_workbook_are_in_sight() -> None:
    def hides(book: str) -> bool:
        return sight().hides(Problem(ProblemKind.NOT_A_DATE, Cell(book, 1, "A1")).key)

    assert [hides(book) for book in ("workbook-1", "workbook-2", "log")] == [True, False, True]


def test_so_are_problems_of_another_students_meetings() -> None:
    def hides(ref: str) -> bool:
        problem = Problem(ProblemKind.EVENT_CHANGED, EVENT, HERS, ref, about="annual_review")
        return sight().hides(problem.key)

    assert [hides(ref) for ref in ("student-1", "student-2")] == [True, False]
