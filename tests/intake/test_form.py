from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import pytest

from tests.builders import a_field
from tests.builders_tables import desk, parsed, response, shown, student_row, willow
from workspace_agent.intake.form import Answered, RawForm, read_form
from workspace_agent.intake.meetings import MEETINGS
from workspace_agent.intake.names import NameGuard
from workspace_agent.intake.response import Answer, Upload
from workspace_agent.model.form import PostIepForm, QuestionMeaning
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Held, PlanType, Purpose

ROWS = [
    student_row("Rosa", "Delgadillo", number="142"),
    student_row("Omar", "Fakhoury"),
    student_row("Ilse", "Bergqvist", number="7", district="lakeward", case_manager="theo-brandvold"),
    student_row("Omar", "Fakhoury", number="9", district="lakeward", case_manager="theo-brandvold"),
]
STUDENT, NUMBER, DISTRICT, DATE, PURPOSES, HELD = (
    "3f1a9c02",
    "5e6f7a8b",
    "9c0d1e2f",
    "2b3c4d5e",
    "6f7a8b9c",
    "0d1e2f3a",
)
DECISIONS = "8f9a0b1c"
HEALTHY: dict[str, Sequence[str]] = {
    STUDENT: ["Rosa Delgadillo"],
    NUMBER: ["0142"],
    DISTRICT: ["Sierra Vieja ISD"],
    DATE: ["2026-11-12"],
    PURPOSES: ["Annual review"],
    HELD: ["Yes"],
    DECISIONS: ["Seat plan kept."],
}


def settings() -> PostIepForm:
    form = willow().form
    assert form is not None
    return form


def item(question_id: str) -> dict[str, Any]:
    return {"title": f"Title of {question_id}", "questionItem": {"question": {"questionId": question_id}}}


FORM: dict[str, Any] = {"items": [item(one.question) for one in settings().meaning]}


def take(
    *responses: Mapping[str, Any],
    form: Mapping[str, Any] = FORM,
    named: PostIepForm | None = None,
    plan: PlanType = PlanType.IEP,
) -> Answered:
    by = desk(*ROWS, lists=["marisol-quintero", "theo-brandvold"])
    planned = {ref: replace(one, plan_type=a_field(plan)) for ref, one in by.students.items()}
    by = replace(by, students=planned)
    meetings = parsed(
        MEETINGS,
        ("student", "date", "cancelled"),
        ("Rosa Delgadillo", "11/9/2026", "FALSE"),
        ("Rosa Delgadillo", "", "FALSE"),
        ("Rosa Delgadillo", "10/5/2026", "TRUE"),
        ("Omar Fakhoury", "10/8/2026", "FALSE"),
        by=by,
    )
    guard = NameGuard([(f"r{number}", row) for number, row in enumerate(ROWS, start=1)], frozenset())
    return read_form(RawForm(form, responses), named or settings(), by, meetings, guard)


def one(
    changes: Mapping[str, Sequence[str]] = MappingProxyType({}),
    respondent: str = "m.quintero@willowbridge.example",
) -> Answered:
    answers = {**HEALTHY, **changes}
    return take(response({key: texts for key, texts in answers.items() if texts}, respondent=respondent))


def kinds(answered: Answered) -> list[str]:
    return [problem.kind.name for problem in answered.problems]


def test_a_healthy_response() -> None:
    answered = one()
    (fact,) = answered.responses
    assert (fact.response_id, fact.student_ref, fact.respondent) == ("r01", "r1", "marisol-quintero")
    assert fact.submitted == datetime(2026, 11, 13, 15, 20, 8, 412906, UTC)
    assert (fact.meeting_date, fact.held) == (date(2026, 11, 12), Held.YES)
    assert fact.purposes == frozenset({Purpose.ANNUAL_REVIEW})
    assert fact.moves_clocks
    assert fact.place == ResponsePlace(settings().id, "r01")
    assert answered.problems == ()


@pytest.mark.parametrize(
    ("confirmed", "waits_for"),
    [
        pytest.param(set(), "the student and the date of the meeting", id="nothing"),
        pytest.param({"student"}, "the date of the meeting", id="the student alone"),
        pytest.param({"student id", "held"}, "the date of the meeting", id="the id alone of what is needed"),
        pytest.param({"meeting date", "purposes"}, "the student", id="all but the student"),
    ],
)
def test_until_student_and_date_are_confirmed_all_responses_wait(confirmed: set[str], waits_for: str) -> None:
    meaning = tuple(one for one in settings().meaning if one.field in confirmed)
    answered = take(response(HEALTHY), response({}), named=settings().model_copy(update={"meaning": meaning}))
    (problem,) = answered.problems
    assert (answered.responses, answered.records, answered.unread) == ((), {}, True)
    assert (problem.kind.name, problem.place, problem.detail) == (
        "FORM_UNCONFIRMED",
        settings().place,
        waits_for,
    )


@pytest.mark.parametrize("by", ["student", "student id"])
def test_a_student_is_placed_by_name_or_id(by: str) -> None:
    meaning = tuple(one for one in settings().meaning if one.field in {by, "meeting date"})
    answered = take(response(HEALTHY), named=settings().model_copy(update={"meaning": meaning}))
    assert ([fact.student_ref for fact in answered.responses], answered.unread) == (["r1"], False)


@pytest.mark.parametrize(
    ("changes", "ref", "expected"),
    [
        pytest.param({}, "r1", [], id="district, id and name agree"),
        pytest.param({NUMBER: [], DISTRICT: []}, "r1", [], id="the name alone"),
        pytest.param({STUDENT: []}, "r1", [], id="district and id alone"),
        pytest.param({STUDENT: [], DISTRICT: []}, "r1", [], id="an id that only one district has"),
        pytest.param({STUDENT: ["Delgadillo, Rosa"]}, "r1", [], id="last name first"),
        pytest.param({STUDENT: ["R.D."]}, "r1", [], id="initials of the respondent's own list"),
        pytest.param({STUDENT: ["Omar Fakhoury"]}, "", ["RESPONSE_AMBIGUOUS"], id="the id is another's"),
        pytest.param({STUDENT: ["Ann Lee"]}, "", ["RESPONSE_UNKNOWN"], id="the name fits nobody"),
        pytest.param({NUMBER: ["999"]}, "", ["RESPONSE_UNKNOWN"], id="the id fits nobody"),
        pytest.param({DISTRICT: ["Lakeward City SD"]}, "", ["RESPONSE_UNKNOWN"], id="another district"),
        pytest.param({STUDENT: [], NUMBER: []}, "", ["RESPONSE_UNKNOWN"], id="neither name nor id"),
    ],
)
def test_whom_a_response_is_about(changes: dict[str, Any], ref: str, expected: list[str]) -> None:
    answered = one(changes)
    assert answered.responses[0].student_ref == ref
    assert kinds(answered) == expected


@pytest.mark.parametrize(
    ("district", "ref", "expected"),
    [
        ("Lakeward City SD", "r4", []),
        ("Sierra Vieja ISD", "", ["RESPONSE_OF_A_COLLEAGUE"]),  # hers as well
        ("", "", ["RESPONSE_AMBIGUOUS"]),
    ],
)
def test_a_district_tells_namesakes_apart(district: str, ref: str, expected: list[str]) -> None:
    answers = {STUDENT: ["Omar Fakhoury"], DISTRICT: [district], HELD: ["No - postponed"]}
    answered = take(response(answers, respondent="l.vandermolen@willowbridge.example"))
    assert answered.responses[0].student_ref == ref
    assert kinds(answered) == expected


@pytest.mark.parametrize(
    ("answers", "respondent", "ref"),
    [
        pytest.param({}, "m.quintero", "", id="the name alone, on a colleague's list"),
        pytest.param({}, "t.brandvold", "r3", id="the same on one's own"),
        pytest.param({}, "o.fenwick", "r3", id="by somebody who has no list"),
        pytest.param({NUMBER: ["7"]}, "m.quintero", "r3", id="the id agrees"),
        pytest.param({DISTRICT: ["Lakeward City SD"]}, "l.vandermolen", "r3", id="a district of others"),
        pytest.param({DISTRICT: ["Lakeward City SD"]}, "m.quintero", "", id="one that is theirs, too"),
        pytest.param({STUDENT: [], NUMBER: ["7"]}, "m.quintero", "r3", id="the id alone"),
    ],
)
def test_a_colleagues_student_is_not_meant_by_the_name_alone(
    answers: dict[str, list[str]], respondent: str, ref: str
) -> None:
    answers = {STUDENT: ["Ilse Bergqvist"], HELD: ["No - postponed"], **answers}
    answered = take(response(answers, respondent=f"{respondent}@willowbridge.example"))
    assert answered.responses[0].student_ref == ref
    assert ("RESPONSE_OF_A_COLLEAGUE" in kinds(answered)) is not bool(ref)


def test_a_blank_response_is_told_once_and_recorded() -> None:
    answered = take(response({STUDENT: [" "]}))
    assert kinds(answered) == ["RESPONSE_BLANK"]
    assert answered.responses[0].student_ref == ""
    assert answered.records["r01"].doubts == (ProblemKind.RESPONSE_BLANK,)


def test_a_stranger_is_nobody_on_the_roster_and_the_manager_is_told() -> None:
    answered = one(respondent="t.vasquez@sierravieja.example")
    assert answered.responses[0].respondent == ""
    assert [(problem.kind.name, problem.case_manager) for problem in answered.problems] == [
        ("UNKNOWN_RESPONDENT", "")
    ]


def test_an_address_in_other_letters_is_the_same() -> None:
    assert one(respondent="M.Quintero@WillowBridge.example").responses[0].respondent == "marisol-quintero"


def test_an_address_that_the_respondent_typed_is_not_trusted() -> None:
    form = {**FORM, "settings": {"emailCollectionType": "RESPONDER_INPUT"}}
    answered = take(response(HEALTHY), form=form)
    assert answered.responses[0].respondent == ""
    record = answered.records["r01"]
    assert (record.respondent, record.doubts) == ("", (ProblemKind.UNKNOWN_RESPONDENT,))


@pytest.mark.parametrize(
    ("changes", "moves", "expected"),
    [
        pytest.param({DATE: ["2026-11-12"]}, True, [], id="three days after a meeting"),
        pytest.param({DATE: ["2026-11-06"]}, True, [], id="three days before a meeting"),
        pytest.param(
            {DATE: ["2026-11-13"]}, False, ["RESPONSE_WITHOUT_MEETING"], id="four days after a meeting"
        ),
        pytest.param(
            {DATE: ["2026-10-05"]}, False, ["RESPONSE_WITHOUT_MEETING"], id="near a cancelled meeting only"
        ),
        pytest.param(
            {DATE: ["2026-10-08"]}, False, ["RESPONSE_WITHOUT_MEETING"], id="near another student's meeting"
        ),
        pytest.param({DATE: []}, False, ["RESPONSE_WITHOUT_MEETING"], id="without a date"),
        pytest.param({DATE: ["11-12"]}, False, ["NOT_A_DATE"], id="a date without a year"),
        pytest.param({DATE: ["12/11/2026"]}, False, ["AMBIGUOUS_DATE"], id="a date with two readings"),
        pytest.param({HELD: ["No - parent did not come"]}, False, [], id="not held"),
        pytest.param({HELD: ["Perhaps"]}, False, ["NOT_A_CHOICE"], id="held or not, nobody knows"),
        pytest.param({HELD: []}, False, [], id="no word on whether it was held"),
        pytest.param(
            {PURPOSES: ["Party"], DATE: ["2026-10-02"]}, False, ["UNKNOWN_PURPOSE"], id="no known purpose"
        ),
    ],
)
def test_when_a_response_moves_due_dates(changes: dict[str, Any], moves: bool, expected: list[str]) -> None:
    answered = one(changes)
    assert answered.responses[0].moves_clocks is moves
    assert kinds(answered) == expected


@pytest.mark.parametrize(
    ("sent", "moves", "expected"),
    [
        pytest.param("2026-11-12T15:20:08Z", True, [], id="on the day"),
        pytest.param(
            "2026-11-12T03:00:00Z", False, ["RESPONSE_AHEAD"], id="still the day before in New York"
        ),
        pytest.param("2026-11-11T15:20:08Z", False, ["RESPONSE_AHEAD"], id="the day before"),
    ],
)
def test_a_meeting_is_not_held_after_its_form_was_sent(sent: str, moves: bool, expected: list[str]) -> None:
    answered = take(response(HEALTHY, submitted=sent))

    assert answered.responses[0].moves_clocks is moves
    assert kinds(answered) == expected


def test_the_day_that_is_ahead_is_told() -> None:
    (problem,) = take(response(HEALTHY, submitted="2026-11-11T15:20:08Z")).problems

    assert problem.sentence == (
        "The meeting is reported as held on 12 Nov 2026, after this response was sent; no due date was moved."
    )


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        pytest.param("11-12", "", id="no date"),
        pytest.param("12/11/2026", "11 Dec 2026 or 12 Nov 2026", id="two dates"),
    ],
)
def test_a_date_that_cannot_be_used_is_quoted_with_what_it_may_mean(typed: str, detail: str) -> None:
    (problem,) = one({DATE: [typed]}).problems
    assert (problem.quote, problem.detail) == (typed, detail)


def test_how_near_a_meeting_must_be_is_told() -> None:
    (problem,) = one({DATE: []}).problems
    assert (problem.kind.name, problem.detail) == ("RESPONSE_WITHOUT_MEETING", "3 days")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Share the room with Ilse Bergqvist.", ["RESPONSE_NAMES_ANOTHER"], id="another student"),
        pytest.param("Rosa Delgadillo did well.", [], id="the student"),
        pytest.param("The Bergqvist family came.", [], id="a last name alone proves nothing"),
    ],
)
def test_answers_that_name_another_student(text: str, expected: list[str]) -> None:
    assert kinds(one({DECISIONS: [text]})) == expected


def test_two_answers_that_are_a_name_when_they_are_put_together_name_nobody() -> None:
    assert kinds(one({DECISIONS: ["Thank you, Ilse", "Bergqvist family: call back."]})) == []


def test_problems_show_no_answer() -> None:
    answered = one({DECISIONS: ["With Ilse Bergqvist."], HELD: ["Perhaps Ilse"]})
    assert "Ilse" not in repr(answered.problems)
    assert "Rosa" not in repr(answered.responses)


def test_the_record_holds_every_question_in_the_forms_order_and_deleted_ones_last() -> None:
    grid = {
        "title": "Minutes",
        "questionGroupItem": {
            "questions": [
                {"questionId": "g1", "rowQuestion": {"title": "Speech"}},
                {"questionId": "g2", "rowQuestion": {"title": "Reading"}},
            ]
        },
    }
    form = {"items": [{"title": "A page"}, item(STUDENT), grid, {**item("q"), "title": ""}, item(DECISIONS)]}
    reply = response({"gone": ["kept"], "g2": ["20"], STUDENT: ["Rosa Delgadillo"]})
    files = {"fileUploadAnswers": {"answers": [{"fileId": "f", "fileName": "notes.pdf"}, {}]}}
    reply["answers"][DECISIONS] = {"questionId": DECISIONS, **files}
    record = take(reply, form=form).records["r01"]
    assert record.answers == (
        Answer(f"Title of {STUDENT}", ("Rosa Delgadillo",), (), ("student",)),
        Answer("Minutes [Speech]", ()),
        Answer("Minutes [Reading]", ("20",)),
        Answer("question without a title", ()),
        Answer(f"Title of {DECISIONS}", (), (Upload("notes.pdf", "f"), Upload("", "")), ("decisions",)),
        Answer("unknown question gone", ("kept",)),
    )


def test_the_record_of_a_healthy_response() -> None:
    record = one().records["r01"]
    assert (record.texts("student"), record.texts("held")) == (("Rosa Delgadillo",), ("Yes",))
    assert (record.counts_from, record.of_iep_team, record.doubts) == (date(2026, 11, 12), True, ())
    assert record.respondent == "m.quintero@willowbridge.example"
    assert record.first_submitted == datetime(2026, 11, 13, 15, 20, 8, 412000, UTC)


def test_a_question_that_holds_two_fields_is_shown_under_the_first() -> None:
    both = (*settings().meaning, QuestionMeaning(question=DECISIONS, field="held"))
    named = settings().model_copy(update={"meaning": both})
    record = take(response(HEALTHY), named=named).records["r01"]
    assert [answer.fields for answer in record.under("held")] == [("held",), ("held", "decisions")]
    assert record.texts("held") == ("Yes", "Seat plan kept.")
    assert record.under("decisions") == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, True, id="the IEP Team met"),
        pytest.param({HELD: ["No - parent did not come"]}, True, id="without the parent"),
        pytest.param({HELD: ["No - postponed"]}, False, id="the meeting was put off"),
        pytest.param({PURPOSES: ["504 review"]}, False, id="for a 504 plan"),
        pytest.param({STUDENT: ["Ann Lee"], NUMBER: []}, True, id="of a student whom nobody knows"),
    ],
)
def test_whether_the_record_is_of_a_meeting_of_the_iep_team(changes: dict[str, Any], expected: bool) -> None:
    assert one(changes).records["r01"].of_iep_team is expected


def test_a_review_under_a_504_plan_is_none_of_an_iep_team() -> None:
    assert not take(response(HEALTHY), plan=PlanType.S504).records["r01"].of_iep_team


def test_a_question_that_the_form_lacks_is_told_by_its_field() -> None:
    items = [one for one in FORM["items"] if DATE not in one["title"] and DECISIONS not in one["title"]]
    answered = take(form={"items": items})
    assert [shown(problem) for problem in answered.problems] == [
        ("QUESTION_MISSING", "form", "meeting date"),
        ("QUESTION_MISSING", "form", "decisions"),
    ]


def test_a_needed_field_that_the_settings_do_not_map_is_told() -> None:
    mapped = tuple(meaning for meaning in settings().meaning if meaning.field != "held")
    unmapped = settings().model_copy(update={"meaning": mapped})
    guard = NameGuard([], frozenset())
    answered = read_form(RawForm(FORM, []), unmapped, desk(*ROWS), [], guard)
    assert [problem.detail for problem in answered.problems] == ["held"]


def test_responses_of_before_are_left_alone_and_since_is_a_day_of_the_department() -> None:
    """3 August in New York begins at 04:00 UTC."""
    before = response(HEALTHY, response_id="old", created="2026-08-03T03:59:59Z")
    after = response(HEALTHY, response_id="new", created="2026-08-03T04:00:00.000Z")
    assert [fact.response_id for fact in take(before, after).responses] == ["new"]


def test_a_response_that_is_there_twice_counts_as_last_submitted() -> None:
    first = response(HEALTHY)
    edited = response({**HEALTHY, HELD: ["No - postponed"]}, submitted="2026-11-14T10:00:00Z")
    for pair in ((first, edited), (edited, first)):
        (fact,) = take(*pair).responses
        assert fact.held is Held.POSTPONED


@pytest.mark.parametrize(
    ("changes", "repeats", "expected"),
    [
        pytest.param({}, True, ["RESPONSE_REPEATED"], id="the same again"),
        pytest.param({DECISIONS: ["Other words."]}, True, ["RESPONSE_REPEATED"], id="in other words"),
        pytest.param(
            {HELD: ["No - postponed"]}, False, ["RESPONSES_DIFFER"], id="otherwise whether it was held"
        ),
        pytest.param({DATE: ["2026-11-10"]}, False, [], id="of another day"),
        pytest.param({PURPOSES: ["Amendment"]}, False, [], id="about something else"),
        pytest.param(
            {STUDENT: ["Ilse Bergqvist"], NUMBER: ["7"], DISTRICT: []},
            False,
            ["RESPONSE_WITHOUT_MEETING"],
            id="of another student",
        ),
    ],
)
def test_a_second_response_about_one_meeting(
    changes: dict[str, Any], repeats: bool, expected: list[str]
) -> None:
    again = {key: texts for key, texts in {**HEALTHY, **changes}.items() if texts}
    answered = take(response(HEALTHY), response(again, response_id="r02", created="2026-11-14T15:20:08.412Z"))
    first, second = answered.responses

    assert (first.repeats, second.repeats) == (False, repeats)
    assert first.moves_clocks
    assert not (second.moves_clocks and repeats)
    assert kinds(answered) == expected
    assert (answered.records["r02"].doubts == (ProblemKind.RESPONSE_REPEATED,)) is repeats


def test_a_student_about_whom_a_problem_already_speaks_is_not_found() -> None:
    by = desk(*ROWS)
    unusable = replace(by, roster=replace(by.roster, usable=frozenset()))
    guard = NameGuard([], frozenset())
    answered = read_form(RawForm(FORM, [response(HEALTHY)]), settings(), unusable, [], guard)
    assert kinds(answered) == ["RESPONSE_UNKNOWN"]


@pytest.mark.parametrize(
    ("text", "respondent", "whose"),
    [
        pytest.param("see https://files.example/s/1", "", "manager", id="of nobody known: the manager's"),
        pytest.param(
            "see https://files.example/s/1",
            "m.quintero@willowbridge.example",
            "marisol-quintero",
            id="whoever sent it",
        ),
        pytest.param("see https://docs.google.com/document/d/1", "", "", id="approved"),
        pytest.param("Seat plan kept.", "", "", id="no link"),
    ],
)
def test_a_link_in_an_answer_is_told_of_the_response(text: str, respondent: str, whose: str) -> None:
    answered = one({DECISIONS: [text]}, respondent)
    (fact,) = answered.responses
    expected = [(whose, fact.response_id, fact.place)] if whose else []

    assert [(link.case_manager, link.response_id, link.place) for link in answered.links] == expected
