"""From lists of students to students: on two lists, in question, answered; and what is kept of them."""

from __future__ import annotations

import pytest

from tests.builders_tables import TODAY, fresh, headings, shown, sign, table, willow, workbook
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.field import Unreadable
from workspace_agent.model.field import known as value
from workspace_agent.model.organisation import Organisation, WorkbookSetting
from workspace_agent.model.question import Asks
from workspace_agent.model.vocabulary import PlanType

STUDENTS = (
    ("District", "ID", "First", "Last", "Plan", "Last annual review", "Last evaluation"),
    ("Sierra Vieja ISD", "142", "Rosa", "Delgadillo", "IEP", "11/18/2025", "2/29/2024"),
)


def take(
    *workbooks: RawWorkbook,
    known: Identities | None = None,
    start: int = 1,
    organisation: Organisation | None = None,
) -> Intake:
    identities, department = known or Identities(), organisation or willow()
    return take_in(department, headings(), workbooks, None, identities, sign, fresh(start), TODAY)


LENA = "lena-vandermolen"


def on_two_lists(**changes: str) -> Intake:
    """One student on two lists; the second with these changes."""
    row = dict(zip(STUDENTS[0], STUDENTS[1], strict=True)) | changes
    other = table(tuple(row), tuple(row.values()), spreadsheet_id="other")
    return take(workbook(table(*STUDENTS)), workbook(other, case_manager=LENA))


def test_one_student_on_two_lists_is_held_and_told_to_both() -> None:
    department = on_two_lists().department
    assert [(one.ref, one.initials, one.held) for one in department.students] == [("r1", "R.D.", True)]
    told = [one for one in department.problems if one.kind.name == "ONE_STUDENT_TWICE"]
    assert [(one.case_manager, *shown(one)[1:]) for one in told] == [
        ("marisol-quintero", "C2", "in cell C2 of the list of Lena Vandermolen"),
        (LENA, "C2", "in cell C2 of the list of Marisol Quintero"),
    ]


@pytest.mark.parametrize(("typed", "expected"), [("2/18/2026", "2026-02-18"), ("2/1/2025", "2025-02-01")])
def test_of_two_dates_in_two_lists_the_earlier_counts(typed: str, expected: str) -> None:
    dates = {"Last annual review": "3/1/2026"}
    first = table(STUDENTS[0], tuple((dict(zip(STUDENTS[0], STUDENTS[1], strict=True)) | dates).values()))
    row = dict(zip(STUDENTS[0], STUDENTS[1], strict=True)) | {"Last annual review": typed}
    other = table(tuple(row), tuple(row.values()), spreadsheet_id="other")
    (student,) = take(workbook(first), workbook(other, case_manager=LENA)).department.students

    assert str(value(student.last_annual_review)) == expected


def test_a_cell_that_cannot_be_read_is_told_of_both_rows() -> None:
    department = on_two_lists(**{"Last annual review": "last fall"}).department

    assert "NOT_A_DATE" in {one.kind.name for one in department.problems}


DATES = ("last_annual_review", "last_evaluation", "annual_review_due", "reevaluation_due", "exit")
HEADED = {
    "last_annual_review": "Last annual review",
    "last_evaluation": "Last evaluation",
    "annual_review_due": "Annual review due",
    "reevaluation_due": "Reevaluation due",
    "exit": "Exit date",
    "eligible_on": "First found eligible on",
    "enrolled": "Enrolled",
}


@pytest.mark.parametrize("name", HEADED)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("9/15/2025", "9/15/26 at 2pm", id="in the second row"),
        pytest.param("9/15/26 at 2pm", "9/15/2025", id="in the first row"),
        pytest.param("", "9/15/26 at 2pm", id="and the first row has none"),
    ],
)
def test_a_date_that_cannot_be_read_in_one_of_two_rows_stays_in_doubt(
    name: str, first: str, second: str
) -> None:
    row = dict(zip(STUDENTS[0], STUDENTS[1], strict=True))
    rows = [row | {HEADED[name]: typed} for typed in (first, second)]
    here, there = (
        table(tuple(one), tuple(one.values()), spreadsheet_id=book)
        for one, book in zip(rows, ("book", "other"), strict=True)
    )
    (student,) = take(workbook(here), workbook(there, case_manager=LENA)).department.students

    assert isinstance(getattr(student if name in DATES else student.record, name), Unreadable)


@pytest.mark.parametrize("name", ["exit", "eligible_on", "enrolled"])
def test_of_other_days_the_first_row_speaks(name: str) -> None:
    row = dict(zip(STUDENTS[0], STUDENTS[1], strict=True))
    here, there = (
        table((*row, HEADED[name]), (*row.values(), typed), spreadsheet_id=book)
        for typed, book in (("9/15/2025", "book"), ("9/1/2025", "other"))
    )
    (student,) = take(workbook(here), workbook(there, case_manager=LENA)).department.students

    assert str(value(getattr(student if name in DATES else student.record, name))) == "2025-09-15"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("IEP", "504", (PlanType.IEP, True), id="an IEP and a 504 plan"),
        pytest.param("504", "IEP", (PlanType.IEP, True), id="the other way round"),
        pytest.param("IEP", "IEP", (PlanType.IEP, False), id="the same plan twice"),
        pytest.param("504", "504", (PlanType.S504, False), id="the same 504 plan twice"),
        pytest.param("IEP", "both", (PlanType.IEP, True), id="one row says both"),
        pytest.param("504", "", (PlanType.S504, False), id="one row says nothing"),
    ],
)
def test_two_rows_of_one_student_may_be_two_plans(
    first: str, second: str, expected: tuple[PlanType, bool]
) -> None:
    row = dict(zip(STUDENTS[0], STUDENTS[1], strict=True))
    rows = (STUDENTS[0], *(tuple((row | {"Plan": plan}).values()) for plan in (first, second)))
    (student,) = take(workbook(table(*rows))).department.students

    assert (value(student.plan_type), student.two_plans) == expected


def test_of_two_rows_with_the_same_plan_the_first_is_the_one_to_open() -> None:
    (student,) = take(workbook(table(*STUDENTS, STUDENTS[1]))).department.students

    assert (student.row.a1, student.plan_type.cell.a1) == ("2:2", "E2")


def test_a_further_column_that_cannot_be_read_is_told() -> None:
    rows = ((*STUDENTS[0], "Date of referral"), (*STUDENTS[1], "last fall"))
    department = take(workbook(table(*rows))).department

    assert ("NOT_A_DATE", "H2", "") in [shown(one) for one in department.problems]


def test_the_list_that_has_let_a_student_go_does_not_count() -> None:
    for exit_, counting in (("10/9/2026", "marisol-quintero"), ("", None)):
        (student,) = on_two_lists(Exit=exit_).department.students
        assert student.held is (counting is None)
    (student,) = on_two_lists(**{"Exit": "10/9/2026", "Last annual review": "1/1/2020"}).department.students
    assert student.case_manager == "marisol-quintero"
    assert str(value(student.last_annual_review)) != "2020-01-01"


def test_an_exit_that_is_still_to_come_lets_nobody_go_yet() -> None:
    (student,) = on_two_lists(Exit="12/18/2026").department.students
    assert student.held


def test_initials_follow_the_first_row_where_one_student_is_called_two_names() -> None:
    department = on_two_lists(Preferred="Zita").department
    assert [one.initials for one in department.students] == ["R.D."]


# ---- questions about who is who


def test_a_question_names_both_cells_and_stands_where_it_is_answered() -> None:
    heads = (*STUDENTS[0], "Same student?")
    without_id = ("Sierra Vieja ISD", "", *STUDENTS[1][2:], "")
    intake = take(
        workbook(table(*STUDENTS)),
        workbook(table(heads, without_id, spreadsheet_id="other"), case_manager=LENA),
    )
    told = [one for one in intake.department.problems if one.kind.name == "SAME_STUDENT"]

    assert [(one.case_manager, one.student_ref, *shown(one)[1:]) for one in told] == [
        ("marisol-quintero", "r1", "C2", "the one in cell H2 of the list of Lena Vandermolen"),
        (LENA, "r2", "H2", "the one in cell C2 of the list of Marisol Quintero"),
    ]
    (question,) = intake.questions
    assert [row.cell.a1 for row in question.rows] == ["C2", "H2"]
    assert question.answers == ("yes", "no")
    assert question.refs == {"r1", "r2"}


def test_an_earlier_student_is_named_by_what_agrees() -> None:
    once = take(workbook(table(*STUDENTS)))
    other_id = ("Sierra Vieja ISD", "977", *STUDENTS[1][2:])
    again = take(workbook(table(STUDENTS[0], other_id)), known=once.identities, start=1000)
    (told,) = [one for one in again.department.problems if one.kind.name == "SAME_STUDENT"]

    assert told.detail == "the student who had this name before"
    assert "Is this the same student as the student who had this name before?" in told.sentence
    assert again.questions[0].refs == {"r1"}


def test_where_an_earlier_student_stands_now_is_told() -> None:
    """Two names were exchanged, as by a column that was sorted alone."""
    one = STUDENTS[1]
    other = (one[0], "55", "Ilse", "Bergqvist", *one[4:])
    once = take(workbook(table(STUDENTS[0], one, other)))
    rows = ((*one[:2], *other[2:]), (*other[:2], *one[2:]))
    again = take(workbook(table(STUDENTS[0], *rows)), known=once.identities, start=1000)

    assert [one.detail for one in again.department.problems if one.kind.name == "SAME_STUDENT"] == [
        "the student who had this name before, now in cell C3",
        "the student who had this name before, now in cell C2",
    ]
    assert [[row.cell.a1 for row in one.now] for one in again.questions] == [["C3"], ["C2"]]


WITH_ANSWER = (*STUDENTS[0], "Same student?")


def two_rows(first: str, second: str, third: bool = False) -> RawWorkbook:
    """Two (or three) rows of one name, of which one has an id, with what stands under `Same student?`."""
    rows = [(*STUDENTS[1], first), (STUDENTS[1][0], "", *STUDENTS[1][2:], second)]
    more = [("Lakeward City SD", "", *STUDENTS[1][2:], "")] if third else []
    return workbook(table(WITH_ANSWER, *rows, *more))


@pytest.mark.parametrize(
    ("before", "now", "reasons"),
    [
        pytest.param(("", ""), ("", ""), [], id="nothing is answered"),
        pytest.param(("", ""), ("FALSE", ""), [], id="an unticked box is no answer"),
        pytest.param(("", "yes"), ("", "yes"), ["it stood there before this was asked"], id="an old answer"),
        pytest.param(
            ("", ""), ("yes", "no"), ["the other row says the opposite"] * 2, id="two answers that differ"
        ),
    ],
)
def test_answers_that_do_not_count_are_told(
    before: tuple[str, str], now: tuple[str, str], reasons: list[str]
) -> None:
    once = take(two_rows(*before))
    again = take(two_rows(*now), known=once.identities, start=1000).department

    assert [one.detail for one in again.problems if one.kind.name == "ANSWER_UNCLEAR"] == reasons
    assert all(one.held for one in again.students)


def test_a_yes_where_more_than_one_other_is_asked_about_is_told() -> None:
    once = take(two_rows("", "", third=True))
    again = take(two_rows("yes", "", third=True), known=once.identities, start=1000).department

    told = {(one.place.label, one.detail) for one in again.problems if one.kind.name == "ANSWER_UNCLEAR"}
    assert told == {
        ("cell H2", "this row is asked about more than one other, so answer in the row of each of these")
    }


@pytest.mark.parametrize(("answer", "refs"), [("yes", {"r1"}), ("no", {"r1", "r2"}), ("TRUE", {"r1"})])
def test_an_answer_in_the_sheet_counts_and_is_kept(answer: str, refs: set[str]) -> None:
    once = take(two_rows("", ""))
    again = take(two_rows("", answer), known=once.identities, start=1000)

    assert {one.ref for one in again.department.students} == refs
    assert [*again.identities.answers.given.values()] == ["no" if answer == "no" else "yes"]


def test_an_answer_that_is_neither_yes_nor_no_is_told() -> None:
    department = take(two_rows("", "maybe")).department

    assert ("NOT_A_CHOICE", "H3", "yes, no") in [shown(one) for one in department.problems]


def test_what_a_student_in_question_is_called_takes_nobodys_number() -> None:
    once = take(two_rows("", ""))
    assert [one.initials for one in once.department.students] == ["R.D.", "R.D.-2"]
    assert once.identities.initials == {}

    settled = take(two_rows("", "no"), known=once.identities, start=1000)
    assert settled.identities.initials == {"r1": ("R.D.", 1), "r2": ("R.D.", 2)}


def test_while_a_list_is_missing_what_was_asked_there_is_remembered() -> None:
    once = take(two_rows("", ""))
    organisation = willow().model_copy(
        update={
            "case_managers": tuple(
                one.model_copy(update={"workbooks": (WorkbookSetting(id="b", holds="progress monitoring"),)})
                for one in willow().case_managers
            )
        }
    )
    missing = take(known=once.identities, organisation=organisation)
    gone = take(known=once.identities)

    assert missing.identities.answers.before == once.identities.answers.before
    assert gone.identities.answers.before == {}


def test_who_is_gone_is_still_known_by_dates_and_team_while_asked_about() -> None:
    dates = ("IEP", "9/15/2025", "9/15/2024")
    team = (("Student", "Role", "E-mail"), ("Omar Fakhoury", "principal", "p@sierravieja.example"))
    once = take(
        workbook(
            table(STUDENTS[0], ("Sierra Vieja ISD", "", "Omar", "Fakhoury", *dates)), table(*team, sheet_id=8)
        )
    )
    renamed = (team[0], ("Omer Fakhouri", *team[1][1:]))
    rows = table(STUDENTS[0], ("Sierra Vieja ISD", "", "Omer", "Fakhouri", *dates))
    again = take(workbook(rows, table(*renamed, sheet_id=8)), known=once.identities, start=1000)

    (question,) = again.questions
    assert question.asks is Asks.TRAITS
    assert again.identities.traits.keys() == {"r1"}
    assert len(again.identities.traits["r1"]) == 3


def test_a_name_corrected_on_the_list_first_is_asked_about_before_the_other_sheets_follow() -> None:
    dates = ("IEP", "9/15/2025", "9/15/2024")
    team = table(("Student", "Role"), ("Omar Fakhoury", "principal"), sheet_id=8)
    once = take(workbook(table(STUDENTS[0], ("Sierra Vieja ISD", "", "Omar", "Fakhoury", *dates)), team))
    rows = table(STUDENTS[0], ("Sierra Vieja ISD", "", "Omer", "Fakhouri", *dates))
    again = take(workbook(rows, team), known=once.identities, start=1000)

    (question,) = again.questions
    assert question.asks is Asks.TRAITS
    assert [student.held for student in again.department.students] == [True]


CONTACTS = (
    ("Student", "Date", "Time", "Method", "Who", "About", "Result"),
    ("Delgadillo, Rosa", "11/10/2026", "9:00 AM", "phone", "mother", "annual review", "no answer"),
)


def with_contacts(*, of_lena: bool, known: Identities | None = None) -> Intake:
    """Contacts with a student in Marisol's workbook; the student stands on Lena's list, or on hers."""
    empty = STUDENTS[:1]
    hers = table(*(empty if of_lena else STUDENTS), sheet_id=1), table(*CONTACTS, sheet_id=2)
    lenas = table(*(STUDENTS if of_lena else empty), spreadsheet_id="other")
    return take(workbook(*hers), workbook(lenas, case_manager=LENA), known=known)


def test_rows_of_a_student_who_changed_hands_keep_their_home() -> None:
    before = with_contacts(of_lena=False)
    after = with_contacts(of_lena=True, known=before.identities)
    never = with_contacts(of_lena=True)

    (student,) = after.department.students
    assert (student.ref, student.case_manager) == ("r1", LENA)
    assert [one.student_ref for one in after.department.contacts] == ["r1"]
    assert never.department.contacts == ()
    assert ("STUDENT_OF_A_COLLEAGUE", "A2", "") in map(shown, never.department.problems)
    assert ("marisol-quintero", "contacts") in never.department.unsettled
