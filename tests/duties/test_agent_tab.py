"""The Agent tab: what it says, and when it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import pytest

from workspace_agent.duties.agent_tab import COLUMNS, WriteAgentTab, plan, rows
from workspace_agent.duties.told import Told
from workspace_agent.model.action import Decision
from workspace_agent.model.agent_tab import AgentTab, AgentTabs, Grid, PrivateSpreadsheet, copy_id, line_print
from workspace_agent.model.facts import Department, Meeting, Student, Workbook
from workspace_agent.model.field import Missing, Value
from workspace_agent.model.finding import CompanyPolicy, Finding, Law
from workspace_agent.model.follow_up import Ticks
from workspace_agent.model.on_record import Arrangements, StudentRecord, none_of
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.people import Manager
from workspace_agent.model.place import Cell, LinkPlace, Place, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.next_steps import NextStep, ToDo

LAW = Law("34 CFR 300.324(b)(1)(i)", "https://law.example/300.324")
ROW = Cell("book-a", 7, "12:12")
ELSEWHERE = LinkPlace("https://calendar.example/event", "event")
BOOK = Workbook("book-a", "ana", holds_students=True)


def organisation() -> Organisation:
    boss = {"name": "Odalys Fenwick", "email": "o@dept.example", "zone": "America/New_York"}
    return Organisation(
        name="Willow Bridge",
        zone="America/New_York",
        robot="agent@dept.example",
        federal_holidays=(),
        manager=Manager.model_validate({**boss, "from": date(2024, 8, 1)}),
        case_managers=(),
        districts=(),
    )


def student(ref: str, initials: str, book: str = "book-a") -> Student:
    row = Cell(book, 1, "2:2")
    empty = Missing(row)
    return Student(
        ref,
        initials,
        "north",
        "ana",
        Value(PlanType.IEP, row),
        empty,
        empty,
        empty,
        row,
        empty,
        empty,
        none_of(StudentRecord, row),
    )


def meeting(row: Cell, day: date | None) -> Meeting:
    empty = Missing(row)
    return Meeting(
        student_ref="s1",
        case_manager="ana",
        purposes=empty,
        date=Value(day, row) if day else empty,
        start=empty,
        zone=empty,
        workbook_zone="America/Denver",
        arrangements=none_of(Arrangements, row),
        minutes=empty,
        mode=empty,
        agreed_on=empty,
        book=empty,
        held=False,
        cancelled=False,
        existing=empty,
        ticks=Ticks(empty, empty, empty),
        row=row,
    )


def department(
    *workbooks: Workbook, meetings: tuple[Meeting, ...] = (), students: tuple[Student, ...] = ()
) -> Department:
    known = students or (student("s1", "J.P."), student("s2", "M.W."))
    return Department(organisation(), known, meetings, workbooks=workbooks)


def finding(
    severity: Severity = Severity.VIOLATION,
    ref: str = "s1",
    due: date | None = date(2026, 11, 18),
    owner: str = "ana",
    place: Place = ROW,
) -> Finding:
    return Finding(
        "annual_review", severity, LAW, "2026", due, "18 Nov 2025 plus 1 year.", "Hold it.", place, owner, ref
    )


def problem(place: Place = ROW, owner: str = "ana", ref: str = "") -> Problem:
    return Problem(ProblemKind.NOT_A_TIME, place, owner, ref)


def decision(verdict: str = "not_ticked", place: Place = ROW, owner: str = "ana") -> Decision:
    return Decision("meetings", RowVerdict(verdict), "Book is not ticked", place, owner, "s1")


def table(grid: Grid) -> Grid:
    """What stands under the headings."""
    return grid[grid.index(COLUMNS) + 1 :]


def test_the_tab_says_what_it_is_before_anything_else() -> None:
    about = " ".join(chain.from_iterable(rows(department(), Told(), "ana")[:3]))

    assert "The agent rewrites this tab" in about
    assert "What is typed here is not read" in about


def test_a_tab_with_nothing_to_tell_says_so() -> None:
    (line,) = table(rows(department(), Told(), "ana"))

    assert line == ("Nothing to mend: every row could be used, and nothing is due.",)


def test_a_finding_stands_with_its_arithmetic_citation_and_cell() -> None:
    (line,) = table(rows(department(), Told([finding()]), "ana"))

    assert line == (
        "J.P.",
        "Annual review",
        "past due on record",
        "18 Nov 2026",
        "18 Nov 2025 plus 1 year.",
        "Hold it.",
        "34 CFR 300.324(b)(1)(i)",
        ROW.url,
    )
    assert len(line) == len(COLUMNS)


def test_company_practice_is_called_so_and_a_title_is_used_where_one_is_given() -> None:
    practice = Finding(
        "hours", Severity.POLICY, CompanyPolicy("six hours"), "2026", None, "5 of 6.", "Log.", ROW, "ana"
    )

    (line,) = table(rows(department(), Told([practice]), "ana", {"hours": "Office hours"}))

    assert line[:4] == ("", "Office hours", "company practice", "")
    assert line[6] == "company practice: six hours"


def test_findings_come_worst_first_then_problems_then_meetings_by_date() -> None:
    late, soon, undated = (Cell("book-a", 3, f"{n}:{n}") for n in (2, 3, 4))
    meetings = (meeting(late, date(2026, 12, 9)), meeting(soon, date(2026, 12, 1)), meeting(undated, None))

    lines = table(
        rows(
            department(meetings=meetings),
            Told(
                [finding(Severity.AT_RISK), finding(due=None, ref="s2"), finding()],
                [problem(ref="s2")],
                [
                    decision("undated", undated),
                    decision("deleted_by_person", ELSEWHERE),
                    decision("booked", late),
                    decision("hold", soon),
                ],
                [
                    NextStep("s2", "ana", ToDo.HOLD, date(2026, 12, 1), "Hold the meeting.", soon),
                    NextStep("s1", "ana", ToDo.NOTICE, date(2026, 11, 30), "Send the notice.", late),
                    NextStep("s1", "theo", ToDo.HOLD, date(2026, 12, 1), "Somebody else's.", soon),
                ],
            ),
            "ana",
        )
    )

    assert [(line[0], line[1], line[2], line[3]) for line in lines] == [
        ("J.P.", "Annual review", "past due on record", "18 Nov 2026"),
        ("M.W.", "Annual review", "past due on record", ""),
        ("J.P.", "Annual review", "at risk", "18 Nov 2026"),
        ("M.W.", "This is not a time that can be read.", "data to mend", ""),
        ("J.P.", "Next step", "", "30 Nov 2026"),
        ("M.W.", "Next step", "", "1 Dec 2026"),
        ("J.P.", "Meeting: private hold", "", "1 Dec 2026"),
        ("J.P.", "Meeting: booked", "", "9 Dec 2026"),
        ("J.P.", "Meeting: deleted by a person", "", ""),
        ("J.P.", "Meeting: not booked", "", ""),
    ]
    assert [line[5] for line in lines[4:6]] == ["Send the notice.", "Hold the meeting."]
    assert {line[4] for line in lines[6:]} == {"Book is not ticked"}


def test_only_the_case_managers_own_work_is_told() -> None:
    filing = Decision("filing", RowVerdict.FILED, "", ROW, "ana")

    lines = table(
        rows(
            department(),
            Told([finding(owner="theo")], [problem(owner="")], [decision(owner="theo"), filing]),
            "ana",
        )
    )

    assert len(lines) == 1
    assert lines[0][0].startswith("Nothing to mend")


def test_the_same_facts_in_another_order_make_the_same_tab() -> None:
    findings = [finding(), finding(ref="s2"), finding(Severity.DATA)]
    problems = [problem(), problem(SpreadsheetPlace("book-a"))]
    decisions = [decision(), decision("booked", ELSEWHERE)]

    forward = rows(department(), Told(findings, problems, decisions), "ana")

    assert forward == rows(department(), Told(findings[::-1], problems[::-1], decisions[::-1]), "ana")


def test_a_new_tab_is_written_with_its_identity_and_content() -> None:
    (action,), untold = plan(department(BOOK), Told([finding()]))

    assert isinstance(action, WriteAgentTab)
    assert (action.key, action.spreadsheet_id, action.tab) == ("agent_tab/book-a", "book-a", None)
    assert action.rows == rows(department(BOOK), Told([finding()]), "ana")
    assert len(action.fingerprint) == 64
    assert "J.P." not in action.summary
    assert untold == ()


def test_the_fingerprint_follows_the_content() -> None:
    (one,), _ = plan(department(BOOK), Told([finding()]))
    (same,), _ = plan(department(BOOK), Told([finding()]))
    (other,), _ = plan(department(BOOK), Told())

    assert one.fingerprint == same.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("extra", "writes"),
    [
        pytest.param((), 0, id="what stands there already is not written again"),
        pytest.param(((), ("", "")), 0, id="empty rows at the end do not count"),
        pytest.param((("typed by hand",),), 1, id="what a person typed below does not stay"),
    ],
)
def test_a_tab_is_written_only_when_it_differs(extra: Grid, writes: int) -> None:
    grid = rows(department(), Told([finding()], [problem()], []), "ana")
    book = with_tab(AgentTab(grid + extra))

    actions, _ = plan(department(book), Told([finding()], [problem()], []))

    assert [action.tab for action in actions] == [book.agent_tabs.own] * writes


def test_empty_cells_at_the_end_of_a_row_are_no_difference() -> None:
    grid = rows(department(), Told([], [], [decision()]), "ana")
    padded = tuple((*line, "", "") for line in grid)

    assert plan(department(with_tab(AgentTab(padded))), Told([], [], [decision()])) == ((), ())


def with_tab(tab: AgentTab | None, **around: Any) -> Workbook:
    return replace(BOOK, agent_tabs=AgentTabs(tab, **around))


def as_written(grid: Grid) -> AgentTab:
    return AgentTab(grid, frozenset(map(line_print, grid)))


OLD = rows(department(), Told([finding(), finding(ref="s2")]), "ana")


def typed_over(grid: Grid) -> Grid:
    return (("my notes",), *grid[1:])


@pytest.mark.parametrize(
    ("change", "copies"),
    [
        pytest.param(lambda grid: grid, 0, id="as it was written"),
        pytest.param(lambda grid: grid[:-2], 0, id="a line was deleted"),
        pytest.param(lambda grid: grid[::-1], 0, id="the lines were sorted"),
        pytest.param(lambda grid: grid[:0], 0, id="all was deleted"),
        pytest.param(typed_over, 1, id="a cell was typed over"),
        pytest.param(lambda grid: (*grid, (), ("call her",)), 1, id="something was typed below"),
        pytest.param(lambda grid: (*grid[:-1], (*grid[-1], "x")), 1, id="something was typed beside"),
    ],
)
def test_what_people_typed_is_kept_in_a_copy_and_the_tab_is_written_whole(
    change: Callable[[Grid], Grid], copies: int
) -> None:
    tab = replace(as_written(OLD), rows=change(OLD))
    book = with_tab(tab, next_copy=4)

    (action,), told = plan(department(book), Told([finding()]))

    assert action.copy == 4 * copies
    assert [line[1] for line in table(action.rows)] == (
        ["Annual review"] + [problem_of_copy(4).sentence] * copies
    )
    assert told == (), "there is no copy to tell of before it is made"


def problem_of_copy(number: int) -> Problem:
    return Problem(ProblemKind.TAB_COPIED, Cell("book-a", copy_id(number), "A1"), "ana")


def test_a_tab_without_its_mark_may_be_anybodys_text_so_that_a_copy_is_kept() -> None:
    (action,), _ = plan(department(with_tab(AgentTab(OLD))), Told([finding()]))

    assert action.copy == 1


def test_a_copy_is_told_as_long_as_it_stands_and_the_tab_is_not_written_again_for_it() -> None:
    before = with_tab(replace(as_written(OLD), rows=typed_over(OLD)))
    (action,), _ = plan(department(before), Told([finding()]))
    after = with_tab(as_written(action.rows), copies=(copy_id(1),), next_copy=2)

    actions, told = plan(department(after), Told([finding()]))

    assert actions == ()
    assert told == (problem_of_copy(1),)


def test_a_persons_own_tab_of_the_same_title_is_left_alone() -> None:
    actions, (told,) = plan(department(with_tab(None, title_taken=True)), Told([finding()]))

    assert actions == ()
    assert told.kind is ProblemKind.TAB_TAKEN


def test_the_agents_renamed_tab_is_written_beside_a_persons_tab_of_the_title() -> None:
    book = with_tab(as_written(OLD), title_taken=True)

    (action,), told = plan(department(book), Told([finding()]))

    assert (action.tab, told) == (book.agent_tabs.own, ())


def test_a_workbook_without_students_gets_no_tab() -> None:
    assert plan(department(Workbook("hours", "ana", holds_students=False)), Told()) == ((), ())


OPEN = Workbook("book-a", "ana", holds_students=True, private=False)


def opened(*books: Workbook, **private: PrivateSpreadsheet) -> Department:
    """A department with workbooks that others can open, and private spreadsheets by case manager."""
    return replace(department(*books), private_spreadsheets=private)


def test_what_others_may_not_read_stands_in_the_private_spreadsheet() -> None:
    there = opened(OPEN, ana=PrivateSpreadsheet("private-ana", AgentTabs()))

    (told, pointer), problems = plan(there, Told([finding()]))

    assert (told.spreadsheet_id, told.alone, problems) == ("private-ana", True, ())
    assert "Annual review" in str(told.rows)
    assert (pointer.spreadsheet_id, pointer.alone) == ("book-a", False)
    assert "Annual review" not in str(pointer.rows)
    assert "/private-ana/edit#gid=" in pointer.rows[-1][0]


def test_only_what_belongs_to_such_a_workbook_stands_there() -> None:
    shut = Workbook("book-b", "ana", holds_students=True)
    students = (student("s1", "J.P."), student("s2", "M.W.", "book-b"))
    there = replace(
        department(OPEN, shut, students=students),
        private_spreadsheets={"ana": PrivateSpreadsheet("private-ana", AgentTabs())},
    )

    actions, _ = plan(there, Told([finding(), finding(ref="s2")]))

    said = {action.spreadsheet_id: str(action.rows) for action in actions}
    assert {where for where, text in said.items() if "J.P." in text} == {"private-ana"}
    assert {where for where, text in said.items() if "M.W." in text} == {"book-b"}


@pytest.mark.parametrize(
    ("there", "kinds"),
    [
        pytest.param(
            opened(OPEN, ana=PrivateSpreadsheet("")), [ProblemKind.TAB_NOT_WRITTEN], id="it is lost"
        ),
        pytest.param(opened(OPEN), [], id="it is still to be made, and whatever stops that is told"),
        pytest.param(opened(BOOK, ana=PrivateSpreadsheet("")), [], id="it is not needed any more"),
        pytest.param(
            opened(replace(OPEN, private=None), ana=PrivateSpreadsheet("")),
            [],
            id="nobody knows who can read it",
        ),
    ],
)
def test_nothing_of_it_stands_in_the_workbook_without_a_private_spreadsheet(
    there: Department, kinds: list[ProblemKind]
) -> None:
    actions, told = plan(there, Told([finding()]))

    assert [one.kind for one in told] == kinds
    assert [action for action in actions if not there.workbooks[0].private] == []


@pytest.mark.parametrize(
    "private",
    [
        pytest.param({}, id="none could be made"),
        pytest.param({"ana": PrivateSpreadsheet("")}, id="it is lost"),
    ],
)
def test_what_stood_in_a_workbook_goes_when_others_can_open_it(
    private: dict[str, PrivateSpreadsheet],
) -> None:
    (before,), _ = plan(department(BOOK), Told([finding()]))
    tab = AgentTab(before.rows, frozenset(map(line_print, before.rows)))
    there = opened(replace(OPEN, agent_tabs=AgentTabs(own=tab)), **private)

    (pointer,), _ = plan(there, Told([finding()]))

    assert (pointer.spreadsheet_id, len(pointer.rows)) == ("book-a", 1)
    assert "J.P." not in str(pointer.rows)


def test_a_private_spreadsheet_that_is_not_needed_any_more_is_left_as_it_is() -> None:
    there = opened(BOOK, ana=PrivateSpreadsheet("private-ana", AgentTabs()))

    actions, _ = plan(there, Told([finding()]))

    assert [action.spreadsheet_id for action in actions] == ["book-a"]


def test_a_persons_own_tab_in_an_open_workbook_is_left_alone() -> None:
    taken = replace(OPEN, agent_tabs=AgentTabs(title_taken=True))
    there = opened(taken, ana=PrivateSpreadsheet("private-ana", AgentTabs()))

    actions, told = plan(there, Told([finding()]))

    assert ([action.spreadsheet_id for action in actions], told) == (["private-ana"], ())


def test_where_google_does_not_say_who_can_open_it_nothing_is_written_and_nobody_accused() -> None:
    book = Workbook("book-a", "ana", holds_students=True, private=None)
    assert plan(department(book), Told([finding()])) == ((), ())


@pytest.mark.parametrize(
    ("thing", "home"),
    [
        pytest.param(finding(ref="s2"), "book-b", id="the student's workbook, wherever the cell is"),
        pytest.param(
            finding(ref="", place=Cell("book-b", 1, "A1")), "book-b", id="else the workbook of the cell"
        ),
        pytest.param(finding(ref="", place=Cell("hours", 1, "A1")), "book-a", id="else the first workbook"),
        pytest.param(finding(ref="", place=ELSEWHERE), "book-a", id="the first for what is in no workbook"),
    ],
)
def test_with_a_workbook_per_student_everything_is_told_once(thing: Finding, home: str) -> None:
    books = (BOOK, Workbook("book-b", "ana", holds_students=True))
    students = (student("s1", "J.P."), student("s2", "M.W.", "book-b"))

    actions, _ = plan(department(*books, students=students), Told([thing]))

    telling = [action.spreadsheet_id for action in actions if "Annual review" in str(action.rows)]
    assert telling == [home]
