"""A case manager who leaves: nobody who was with them is lost from sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.builders import a_case_manager, a_student, an_organisation, day
from tests.builders_seen import NOW, circumstances, file_of, nothing_seen
from workspace_agent.duties import left_behind
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import LinkPlace, SpreadsheetPlace
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, MarkedFile, Seen

HERS, HIS = "manager-1", "manager-2"
LEFT = day("2026-11-19")
HIS_FOLDER = f"folder/case-manager/{HIS}"
A_FOLDER = "folder/student/a"


def department(*, hers: str = "", his: str | None = "a b", until: object = None) -> Department:
    """Two case managers and the refs on their lists; None where his list is not there."""
    people = [
        a_case_manager(HERS),
        a_case_manager(HIS, until=until, workbooks=[{"id": "his", "holds": "progress monitoring"}]),
    ]
    books = [a_book(HERS, "workbook-1", hers), *([a_book(HIS, "his", his)] if his is not None else [])]
    return Department(
        organisation=an_organisation(case_managers=people),
        students=tuple(a_student(ref) for ref in f"{hers} {his or ''}".split()),
        workbooks=tuple(books),
    )


def a_book(person: str, spreadsheet_id: str, refs: str) -> Workbook:
    students = frozenset(refs.split())
    return Workbook(spreadsheet_id, person, holds_students=True, students=students)


def without_him(hers: str = "") -> Department:
    """He was taken out of the settings, and his list with him."""
    both = department(hers=hers, his=None)
    people = both.organisation.case_managers[:1]
    return replace(both, organisation=both.organisation.model_copy(update={"case_managers": people}))


def after(before: Department, *files: MarkedFile) -> Seen:
    """What is known after a look at a department."""
    looks = left_behind.plan(before, nothing_seen(), circumstances()).looks
    known = {look.subject: LastLook(look.shown, NOW) for look in looks}
    return nothing_seen(looks=known, files={file.key: file for file in files})


def told(plan: Plan) -> list[tuple[ProblemKind, str, str]]:
    return [(one.kind, one.case_manager, " ".join(one.students)) for one in plan.problems]


def planned(now: Department, seen: Seen, merged: Iterable[tuple[str, str]] = ()) -> Plan:
    return left_behind.plan(now, seen, circumstances(merged=dict(merged)))


def test_whose_last_day_is_over_is_told_with_the_number_who_stand_on_the_list() -> None:
    plan = planned(department(until=LEFT), after(department()))

    (problem,) = plan.problems
    assert (problem.kind, problem.case_manager) == (ProblemKind.CASELOAD_OF_LEAVER, HIS)
    assert problem.place == SpreadsheetPlace("his")
    assert "2 students stand on the list still" in problem.sentence


@pytest.mark.parametrize("until", [None, day("2026-11-20"), day("2027-06-01")])
def test_in_office_nothing_is_told_whoever_was_taken_off_the_list(until: object) -> None:
    plan = planned(department(his="a", until=until), after(department()))

    assert plan.problems == ()
    assert plan.looks[0].shown == "his a"


def test_whom_the_settings_took_along_is_told_in_one_line_with_the_folder() -> None:
    plan = planned(without_him(), after(department(), file_of(HIS_FOLDER)))

    assert told(plan) == [(ProblemKind.STUDENTS_OF_LEAVER, "", "a b")]
    (problem,) = plan.problems
    assert problem.place == LinkPlace(f"link to {HIS_FOLDER}", "folder")
    assert f"2 students stand on no list: they were with {HIS}" in problem.sentence
    assert "caseload/manager-2" in {look.subject for look in plan.looks}, "told until they are somewhere"


def test_without_a_folder_the_list_they_stood_on_is_named() -> None:
    thrown_away = replace(file_of(HIS_FOLDER), trashed=True)
    (problem,) = planned(without_him(), after(department(his="a"), thrown_away)).problems

    assert problem.place == SpreadsheetPlace("his")
    assert "1 student stands on no list" in problem.sentence


def test_who_clears_the_list_after_the_last_day_clears_nobody_from_sight() -> None:
    plan = planned(department(his="a", until=LEFT), after(department()))
    expected = [(ProblemKind.CASELOAD_OF_LEAVER, HIS, ""), (ProblemKind.STUDENTS_OF_LEAVER, HIS, "b")]
    assert told(plan) == expected


SETTLED = {
    "on another list": (without_him("a b"), ()),
    "another student, as it turned out": (without_him("a c"), [("b", "c")]),
}


@pytest.mark.parametrize(("now", "merged"), SETTLED.values(), ids=SETTLED)
def test_who_stands_on_a_list_again_is_not_told(now: Department, merged: Iterable[tuple[str, str]]) -> None:
    plan = planned(now, after(department()), merged)
    assert plan.problems == ()
    assert plan.looks[1].shown == "his"


def test_whose_folder_was_thrown_away_is_not_told() -> None:
    seen = after(department(), replace(file_of(A_FOLDER), trashed=True))
    plan = planned(without_him(), replace(seen, gone={"folder/student/b": "link"}))
    assert plan.problems == ()


def test_while_a_list_cannot_be_read_nobody_is_missed_and_nobody_forgotten() -> None:
    unread = frozenset({(HERS, "students")})
    plan = planned(replace(without_him(), broken=unread), after(department(hers="c")))

    assert plan.problems == ()
    assert [look.shown for look in plan.looks] == ["workbook-1 c", "his a b"]


def marked(ref: str, person: str) -> MarkedFile:
    return file_of(f"folder/student/{ref}", marks={"student_ref": ref, "case_manager": person})


def test_without_a_look_the_marks_say_who_was_with_a_leaver() -> None:
    files = {one.key: one for one in (marked("a", HIS), marked("b", HIS), marked("c", HERS))}
    plan = planned(without_him("b"), nothing_seen(files=files))

    assert told(plan) == [(ProblemKind.STUDENTS_OF_LEAVER, "", "a")]
    assert plan.problems[0].place == LinkPlace(f"link to {A_FOLDER}", "folder")


def test_who_had_left_before_is_not_told_by_an_old_mark() -> None:
    """The look knows better: in office, the row was taken off the list."""
    plan = planned(without_him("b"), after(department(his="b"), marked("a", HIS)))
    assert plan.problems == ()


def test_two_workbooks_are_one_list() -> None:
    both = department(until=LEFT)
    more = replace(both, workbooks=(*both.workbooks, a_book(HIS, "his-2", "c")))
    (problem,) = planned(more, after(department())).problems
    assert "3 students stand" in problem.sentence
