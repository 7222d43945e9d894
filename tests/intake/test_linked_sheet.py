"""The form by the sheet of its responses: which rows count, and which earlier response each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.builders_tables import desk, response, shown, student_row, table, willow
from workspace_agent.intake.form import Answered, RawForm, RawResponses, read_form
from workspace_agent.intake.names import NameGuard
from workspace_agent.intake.table import RawWorkbook, Table
from workspace_agent.model.follow_up import ActionItems
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.place import Cell
from workspace_agent.model.prints import KnownResponses, Version, known_responses, look, looks_at_gone
from workspace_agent.model.seen import LastLook
from workspace_agent.model.vocabulary import Held, Purpose

MARISOL, THEO = "m.quintero@willowbridge.example", "t.brandvold@willowbridge.example"
HEADINGS = {
    "student": "Student (first and last name)",
    "student id": "Student ID",
    "district": "District",
    "meeting date": "Date of the meeting",
    "purposes": "Purpose of the meeting",
    "held": "Was the meeting held?",
    "decisions": "Decisions and changes to the plan",
}
HEADS = ("Timestamp", "Email Address", *HEADINGS.values())
ROSA = (
    "11/13/2026 08:20:08",
    MARISOL,
    "Rosa Delgadillo",
    "0142",
    "Sierra Vieja ISD",
    "11/12/2026",
    "Annual review",
    "Yes",
    "Seat plan kept.",
)
OMAR = (
    "11/16/2026 09:00:00",
    MARISOL,
    "Omar Fakhoury",
    "",
    "Sierra Vieja ISD",
    "11/16/2026",
    "Amendment",
    "Yes",
    "None",
)
AT = datetime(2026, 11, 13, 15, 20, 8, tzinfo=UTC)

Row = Sequence[str]


def changed(row: Row, **changes: str) -> tuple[str, ...]:
    """The row with other answers; `at` is its time and `by` its respondent."""
    names = ["at", "by", *(name.replace(" ", "_") for name in HEADINGS)]
    cells = dict(zip(names, row, strict=True)) | changes
    return tuple(cells.values())


EDITED = changed(ROSA, at="11/14/2026 10:00:00", decisions="Seat plan changed.")


def settings(**changes: Any) -> PostIepForm:
    meaning = [{"heading": heading, "field": name} for name, heading in HEADINGS.items()]
    given = {"responses_sheet": "book", "since": date(2026, 8, 3), "email_addresses": "verified"}
    return PostIepForm.model_validate(given | {"meaning": meaning} | changes)


def sheet(*rows: Row, heads: Row = HEADS, sheet_id: int = 7) -> Table:
    return table(heads, *rows, sheet_id=sheet_id)


def take(
    *tables: Table,
    known: KnownResponses | None = None,
    form: PostIepForm | None = None,
    zone: str = "America/Denver",
) -> Answered:
    students = [student_row("Rosa", "Delgadillo", number="142"), student_row("Omar", "Fakhoury")]
    raw = RawResponses(RawWorkbook("book", "", "responses", zone, tables), known or KnownResponses())
    return read_form(raw, form or settings(), desk(*students), [], NameGuard([], frozenset()))


def of_form(*responses: Any, known: KnownResponses | None = None) -> Answered:
    """What the same responses are where the form itself is read."""
    setting = willow().form
    assert setting is not None
    raw = RawForm({"items": []}, responses, known or KnownResponses())
    return read_form(raw, setting, desk(), [], NameGuard([], frozenset()))


def remembered(*looks: Answered) -> KnownResponses:
    """What one look after the other leaves in the ledger."""
    kept: dict[str, LastLook] = {}
    for answered in looks:
        there = [one for one in answered.responses if not one.in_question]
        found = [look(Version(one.record, one.submitted), one.prints) for one in there]
        found += looks_at_gone(kept, [one.prints.sent for one in answered.responses])
        kept |= {one.subject: LastLook(one.shown, AT) for one in found}
    return known_responses(kept, [])


def versions(answered: Answered) -> list[tuple[str, datetime]]:
    return [(one.record, one.submitted) for one in answered.responses]


def kinds(answered: Answered) -> list[tuple[str, str, str]]:
    wanted = {"RESPONSE_WITHOUT_MEETING"}
    return [shown(one) for one in answered.problems if one.kind.name not in wanted]


# ---- what a row says


def test_until_the_headings_are_confirmed_a_sheet_waits_and_is_told_once() -> None:
    answered = take(sheet(ROSA, changed(OMAR, at="")), form=settings(meaning=[]))
    (problem,) = answered.problems
    assert (problem.kind.name, problem.place) == ("FORM_UNCONFIRMED", settings().place)
    assert (answered.responses, answered.unread) == ((), True)


def test_a_row_is_a_response() -> None:
    answered = take(sheet(ROSA))
    (fact,) = answered.responses
    assert (fact.student_ref, fact.respondent, fact.submitted) == ("r1", "marisol-quintero", AT)
    assert (fact.meeting_date, fact.held) == (date(2026, 11, 12), Held.YES)
    assert fact.purposes == frozenset({Purpose.ANNUAL_REVIEW})
    assert fact.place == Cell("book", 7, "2:2")
    assert (kinds(answered), answered.unread) == ([], False)


FOLLOWED = {
    "prior written notice": "Prior written notice given on",
    "entered in PLI Connect": "Entered in PLI Connect on",
    "length": "Length",
    "action items": "Action items",
}


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        pytest.param("75", 75, id="a number"),
        pytest.param("1:15", 75, id="a time, as Forms writes a duration"),
        pytest.param("1 hr 15 min", 75, id="words"),
    ],
)
def test_what_follows_a_meeting_is_read_as_from_the_form(length: str, minutes: int) -> None:
    form = settings(meaning=[{"heading": one, "field": name} for name, one in (HEADINGS | FOLLOWED).items()])
    typed = ("11/14/2026", "11/16/2026", length, "Send the plan by 11/20/2026.")
    (fact,) = take(sheet((*ROSA, *typed), heads=(*HEADS, *FOLLOWED.values())), form=form).responses

    assert (fact.said.notice_given, fact.said.in_pli_connect) == (date(2026, 11, 14), True)
    assert (fact.said.minutes, fact.said.action_items) == (minutes, ActionItems(1, date(2026, 11, 20)))
    assert {*FOLLOWED} < fact.said.asked


def test_an_answer_that_cannot_be_used_is_told_at_its_row() -> None:
    form = settings(meaning=[{"heading": one, "field": name} for name, one in (HEADINGS | FOLLOWED).items()])
    typed = ("11/21/2026", "", "", "")
    answered = take(sheet((*ROSA, *typed), heads=(*HEADS, *FOLLOWED.values())), form=form)

    assert kinds(answered) == [("DATE_IN_THE_FUTURE", "2:2", "")]


def test_the_record_holds_every_question_as_the_form_would_give_it() -> None:
    heads = (*HEADS, "Started", "Ready by", "")
    record = take(sheet((*ROSA, "9:30", "11/20/2026 10:00:00", "x"), heads=heads)).records
    (only,) = record.values()
    assert [(answer.question, answer.texts) for answer in only.answers] == [
        ("Student (first and last name)", ("Rosa Delgadillo",)),
        ("Student ID", ("142",)),
        ("District", ("Sierra Vieja ISD",)),
        ("Date of the meeting", ("2026-11-12",)),
        ("Purpose of the meeting", ("Annual review",)),
        ("Was the meeting held?", ("Yes",)),
        ("Decisions and changes to the plan", ("Seat plan kept.",)),
        ("Started", ("09:30:00",)),
        ("Ready by", ("2026-11-20 10:00:00",)),
    ]


def test_columns_are_known_by_their_headings_wherever_they_stand() -> None:
    heads = ("Checked", *HEADS[2:], "email address", "TIMESTAMP")
    row = ("x", *ROSA[2:], MARISOL, ROSA[0])
    assert versions(take(sheet(row, heads=heads))) == versions(take(sheet(ROSA)))


def test_a_question_that_was_made_again_has_two_columns_of_which_one_is_filled() -> None:
    heads = (*HEADS, "Date of the meeting")
    old, new = (*ROSA, ""), (*changed(OMAR, meeting_date=""), "11/16/2026")
    answered = take(sheet(old, new, heads=heads))
    assert [one.meeting_date for one in answered.responses] == [date(2026, 11, 12), date(2026, 11, 16)]


def test_two_answers_in_columns_of_one_heading_are_no_date() -> None:
    heads = (*HEADS, "Date of the meeting")
    answered = take(sheet((*ROSA, "11/13/2026"), heads=heads))
    assert kinds(answered) == [("NOT_A_DATE", "2:2", "")]


@pytest.mark.parametrize(
    ("form", "heads"),
    [
        pytest.param(settings(email_addresses="typed"), HEADS, id="the form does not verify them"),
        pytest.param(settings(), ("Timestamp", "Notes", *HEADS[2:]), id="there is no such column"),
    ],
)
def test_without_a_verified_address_nobody_knows_who_sent_it(form: PostIepForm, heads: Row) -> None:
    answered = take(sheet(ROSA, heads=heads), form=form)
    assert answered.responses[0].respondent == ""
    assert kinds(answered) == [("UNKNOWN_RESPONDENT", "2:2", "")]


def test_rows_without_a_time_are_told_where_they_say_anything() -> None:
    written, text = changed(ROSA, at=""), changed(ROSA, at="'last week")
    answered = take(sheet(("",) * 9, written, text, ROSA))
    assert kinds(answered) == [("RESPONSE_UNTIMED", "3:3", ""), ("RESPONSE_UNTIMED", "4:4", "")]
    assert len(answered.responses) == 1


def test_rows_of_before_are_left_alone() -> None:
    assert take(sheet(changed(ROSA, at="08/02/2026 21:59:59"))).responses == ()
    assert len(take(sheet(changed(ROSA, at="08/02/2026 22:00:00"))).responses) == 1


def test_a_spreadsheet_whose_zone_nobody_knows_is_not_read() -> None:
    answered = take(sheet(ROSA), zone="Moon/Base")
    assert (kinds(answered), answered.unread) == ([("NOT_A_ZONE", "workbook", "")], True)


# ---- which sheets, which headings


def test_of_a_spreadsheet_without_responses_nothing_is_read() -> None:
    for tables in ((), (table(("Student", "Notes")),), (table(),)):
        answered = take(*tables)
        assert (kinds(answered), answered.unread) == (
            [("MISSING_SHEET", "workbook", "form responses")],
            True,
        )


def test_another_form_in_the_spreadsheet_is_told_where_it_asks_some_of_the_same() -> None:
    mileage = table(("Timestamp", "Miles"), (ROSA[0], "12"), sheet_id=8)
    intake = table(("Timestamp", "District", "Student ID"), (ROSA[0], "x", "1"), sheet_id=9)
    answered = take(mileage, intake, sheet(ROSA))
    assert (kinds(answered), answered.unread) == ([("RESPONSES_ELSEWHERE", "1:1", "")], False)
    assert len(answered.responses) == 1


def test_two_forms_that_feed_one_spreadsheet_are_both_read() -> None:
    other = ("Timestamp", "Email Address", "Learner", *HEADS[3:])
    meaning = [*settings().model_dump()["meaning"], {"heading": "Learner", "field": "student"}]
    answered = take(sheet(ROSA), sheet(OMAR, heads=other, sheet_id=8), form=settings(meaning=meaning))
    assert [one.student_ref for one in answered.responses] == ["r1", "r2"]


@pytest.mark.parametrize(
    ("lost", "now", "kind", "perhaps"),
    [
        pytest.param("meeting date", "Meeting date", "MISSING_HEADING", "heading in F1", id="renamed"),
        pytest.param("held", "Notes", "MISSING_HEADING", "", id="gone"),
        pytest.param("decisions", "What we settled", "QUESTION_MISSING", "", id="one that can be spared"),
        pytest.param("student id", "Local ID", "QUESTION_MISSING", "heading in D1", id="id beside the name"),
    ],
)
def test_a_heading_that_is_gone(lost: str, now: str, kind: str, perhaps: str) -> None:
    """Without the date of the meeting or whether it was held a row says nothing, so the sheet waits."""
    heads = tuple(now if head == HEADINGS[lost] else head for head in HEADS)
    answered = take(sheet(ROSA, heads=heads))
    told = [(one.kind.name, one.place, one.detail, one.perhaps) for one in answered.problems]
    assert told[0] == (kind, Cell("book", 7, "1:1"), lost, perhaps)
    assert answered.unread is (kind == "MISSING_HEADING")
    assert len(answered.responses) == (0 if answered.unread else 1)


def test_without_name_and_id_nobody_knows_whose_a_row_is() -> None:
    heads = ("Timestamp", "Email Address", "Who", "Which", *HEADS[4:])
    answered = take(sheet(ROSA, heads=heads))
    assert answered.unread
    assert {one.detail for one in answered.problems} == {"student", "student id"}


def test_a_field_that_the_settings_do_not_name_is_told_and_the_rest_read() -> None:
    meaning = [one for one in settings().model_dump()["meaning"] if one["field"] != "held"]
    answered = take(sheet(ROSA), form=settings(meaning=meaning))
    assert (kinds(answered), answered.unread) == ([("QUESTION_MISSING", "1:1", "held")], False)
    (told,) = [one for one in answered.problems if one.kind.name == "QUESTION_MISSING"]
    assert told.sentence == "The form has no question for `held`; perhaps it is the heading in H1."


# ---- which earlier response it is


def test_sorting_and_rows_above_change_nothing() -> None:
    first = take(sheet(ROSA, OMAR))
    again = take(sheet(("",) * 9, OMAR, ROSA), known=remembered(first))
    assert versions(again) == versions(first)


def test_an_edited_row_is_the_next_version_and_stays_it() -> None:
    first = take(sheet(ROSA, OMAR))
    second = take(sheet(EDITED, OMAR), known=remembered(first))
    third = take(sheet(EDITED, OMAR), known=remembered(first, second))
    once_more = changed(EDITED, at="11/14/2026 11:00:00")
    fourth = take(sheet(once_more, OMAR), known=remembered(first, second, third))
    edited = {one.record: one.submitted for one in second.responses}
    assert edited == {
        first.responses[0].record: datetime(2026, 11, 14, 17, tzinfo=UTC),
        first.responses[1].record: first.responses[1].submitted,
    }
    assert versions(third) == versions(second)
    assert {record for record, _ in versions(fourth)} == edited.keys()


@pytest.mark.parametrize(
    ("after", "same"),
    [
        pytest.param(changed(EDITED, meeting_date="11/11/2026"), True, id="the day was corrected"),
        pytest.param(
            changed(EDITED, student="Omar Fakhoury", student_id=""), True, id="the student was corrected"
        ),
        pytest.param(
            changed(
                ROSA,
                at="11/14/2026 10:00:00",
                student="Omar Fakhoury",
                student_id="",
                meeting_date="11/11/2026",
            ),
            False,
            id="another student and another day",
        ),
        pytest.param(changed(EDITED, by=THEO), False, id="another respondent"),
        pytest.param(changed(EDITED, at="11/13/2026 08:00:00"), False, id="sent before the one that is gone"),
        pytest.param(
            changed(EDITED, meeting_date="12/1/2026", purposes="Amendment", district="", held="No"),
            False,
            id="the same student, but most answers differ",
        ),
    ],
)
def test_what_an_edit_is(after: Row, same: bool) -> None:
    first = take(sheet(ROSA))
    (fact,) = take(sheet(after), known=remembered(first)).responses
    assert (fact.record == first.responses[0].record) is same


def test_a_new_response_is_no_edit_of_one_that_still_stands_there_or_went_long_ago() -> None:
    first = take(sheet(ROSA))
    beside = take(sheet(ROSA, EDITED), known=remembered(first))
    assert len(beside.responses) == 2
    emptied = take(sheet(OMAR), known=remembered(first))
    later = take(sheet(OMAR, EDITED), known=remembered(first, emptied))
    assert first.responses[0].record not in {one.record for one in later.responses}


def test_of_two_that_an_edit_may_be_the_one_that_is_more_alike_is_taken() -> None:
    other = changed(ROSA, at="11/13/2026 09:00:00", purposes="Reevaluation", decisions="Much")
    first = take(sheet(ROSA, other))
    second = take(sheet(EDITED), known=remembered(first))
    assert versions(second)[0][0] == first.responses[0].record


def test_of_two_that_are_equally_alike_neither_is_and_it_is_a_response_of_its_own() -> None:
    other = changed(ROSA, at="11/13/2026 09:00:00", decisions="Much")
    first = take(sheet(ROSA, other))
    (record,) = (record for record, _ in versions(take(sheet(EDITED), known=remembered(first))))
    assert record not in {record for record, _ in versions(first)}


def test_another_zone_of_the_spreadsheet_files_nothing_again() -> None:
    """All times are others then, and all answers the same; two that say the same stay two."""
    twin = changed(ROSA, at="11/13/2026 08:21:00")
    first = take(sheet(ROSA, OMAR, twin))
    again = take(sheet(ROSA, OMAR, twin), zone="America/New_York", known=remembered(first))
    assert sorted(versions(again)) == sorted(versions(first))


def before_a_field_was_added(known: KnownResponses) -> KnownResponses:
    """As a ledger has it in which one field fewer was told of each response."""
    fewer = ((version, replace(prints, answers=prints.answers[:-1])) for version, prints in known.standing)
    return replace(known, standing=tuple(fewer))


def test_a_ledger_of_before_a_field_was_added_knows_responses_again() -> None:
    first = take(sheet(ROSA))
    known = before_a_field_was_added(remembered(first))
    moved = take(sheet(ROSA), zone="America/New_York", known=known)
    (edited,) = take(sheet(EDITED), known=known).responses
    both = take(sheet(changed(ROSA, decisions="Another plan."), ROSA), known=known)

    assert versions(moved) == versions(first)
    assert edited.record == first.responses[0].record
    assert [one.in_question for one in both.responses] == [False, True]


def test_a_row_that_comes_back_is_the_same() -> None:
    first = take(sheet(ROSA))
    emptied = take(sheet(), known=remembered(first))
    assert versions(take(sheet(ROSA), known=remembered(first, emptied))) == versions(first)


def test_a_sheet_that_was_linked_anew_holds_copies_and_an_edit_there_is_an_edit() -> None:
    first = take(sheet(ROSA))
    linked = take(sheet(ROSA), sheet(ROSA, sheet_id=8), known=remembered(first))
    assert versions(linked) == versions(first)
    assert linked.responses[0].prints.sheets == (7, 8)
    (edited,) = take(sheet(ROSA), sheet(EDITED, sheet_id=8), known=remembered(first, linked)).responses
    assert (edited.record, edited.place) == (first.responses[0].record, Cell("book", 8, "2:2"))


def test_two_rows_of_one_time_and_respondent_that_differ_are_a_question() -> None:
    other = changed(ROSA, decisions="Another plan.")
    unfiled = take(sheet(ROSA, other))
    assert [one.in_question for one in unfiled.responses] == [True, True]
    assert len({one.response_id for one in unfiled.responses}) == 2
    assert sorted(kinds(unfiled)) == [("RESPONSE_TWICE", "2:2", ""), ("RESPONSE_TWICE", "3:3", "")]


def test_of_such_rows_nothing_else_is_told() -> None:
    other = changed(ROSA, meeting_date="12/11/2026", decisions="As for Omar Fakhoury.")
    told = [one.kind.name for one in take(sheet(changed(other, purposes="Party"), other)).problems]
    assert told == ["RESPONSE_TWICE", "RESPONSE_TWICE"]


def test_of_two_such_rows_the_one_that_was_there_before_is_not_in_question() -> None:
    first = take(sheet(ROSA))
    both = take(sheet(changed(ROSA, decisions="Another plan."), ROSA), known=remembered(first))
    assert [(one.place, one.in_question) for one in both.responses] == [
        (Cell("book", 7, "3:3"), False),
        (Cell("book", 7, "2:2"), True),
    ]


def test_the_problem_of_a_row_is_the_same_wherever_it_is_sorted() -> None:
    stray = changed(ROSA, student="Nobody Known", student_id="")
    above, below = take(sheet(stray, OMAR)), take(sheet(OMAR, stray))
    assert [one.key for one in above.problems] == [one.key for one in below.problems]


# ---- from the form itself to its sheet, and back

AS_RESPONSE = response(
    {"3f1a9c02": ["Rosa Delgadillo"], "2b3c4d5e": ["2026-11-12"]},
    created="2026-11-13T15:20:08.412Z",
    submitted="2026-11-13T15:20:08.412906Z",
)


def test_what_was_filed_from_the_form_is_the_same_in_its_sheet() -> None:
    api = of_form(AS_RESPONSE)
    assert versions(take(sheet(ROSA), known=remembered(api))) == versions(api)


def test_what_was_filed_from_the_sheet_is_the_same_in_the_form() -> None:
    rows = take(sheet(ROSA))
    assert versions(of_form(AS_RESPONSE, known=remembered(rows))) == versions(rows)


def test_an_edit_since_then_is_the_next_version() -> None:
    rows = take(sheet(ROSA))
    edited = {**AS_RESPONSE, "lastSubmittedTime": "2026-11-20T10:00:00Z"}
    (version,) = versions(of_form(edited, known=remembered(rows)))
    assert version == (rows.responses[0].record, datetime(2026, 11, 20, 10, tzinfo=UTC))


def test_a_version_that_was_filed_from_the_sheet_is_the_same_in_the_form() -> None:
    api = of_form(AS_RESPONSE)
    row = take(sheet(EDITED), known=KnownResponses({}, remembered(api).standing))
    edited = {**AS_RESPONSE, "lastSubmittedTime": "2026-11-14T17:00:00.250000Z"}
    filed = Version(api.responses[0].record, row.responses[0].submitted)
    known = KnownResponses({**remembered(api).versions, row.responses[0].prints.sent: filed})
    assert versions(of_form(edited, known=known)) == [(filed.record, filed.submitted)]


def test_two_responses_of_one_second_keep_their_own_ids() -> None:
    first = of_form(AS_RESPONSE)
    both = of_form(AS_RESPONSE, {**AS_RESPONSE, "responseId": "r02"}, known=remembered(first))
    assert len({record for record, _ in versions(both)}) == 2


def test_an_edit_while_the_sheet_was_not_read_yet_is_found_in_it() -> None:
    said: dict[str, str] = {one.field: one.question for one in (willow().form or settings()).meaning}
    answers = dict(zip(HEADINGS, ROSA[2:], strict=True)) | {"meeting date": "2026-11-12", "student id": "142"}
    api = of_form({**AS_RESPONSE, "answers": response({said[k]: [v] for k, v in answers.items()})["answers"]})
    (fact,) = take(sheet(EDITED), known=remembered(api)).responses
    assert fact.record == api.responses[0].record
