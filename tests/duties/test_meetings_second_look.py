"""Meetings: what becomes of a row and its event at the second look and later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_field,
    a_meeting,
    a_student,
    a_team_member,
    an_organisation,
    day,
    unreadable,
)
from tests.builders_seen import NOW, kinds, nothing_seen, planned, seen_after, settled, sign, verdicts
from workspace_agent.duties.meetings_actions import BookMeeting, CancelMeeting, ChangeMeeting
from workspace_agent.duties.meetings_event import guest_print
from workspace_agent.model.action import Kind
from workspace_agent.model.facts import Department, Meeting, NobodysMeeting, Workbook
from workspace_agent.model.field import Missing
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventField, EventState, LastLook, Look, Prints, Seen, Video
from workspace_agent.model.vocabulary import ContactState, Existing, Mode, PlanType, Purpose, Role

STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address="k.osei@sierravieja.example")
TEACHER = a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="m.bravo@sierravieja.example")
RETYPED_STAFF = a_team_member(Role.PARENT)
"""The row of the staff member, after somebody typed another role into it."""

GUESTS = ("c.arroyo@company.example", "k.osei@sierravieja.example")
QUARTER = dt.timedelta(minutes=15)


def department(*meetings: Meeting, **student: Any) -> Department:
    return a_department(a_student(**student), meetings=meetings, team=(STAFF,))


def booking(plan: Plan) -> BookMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    return action


def change(plan: Plan) -> ChangeMeeting:
    (action,) = [action for action in plan.actions if isinstance(action, ChangeMeeting)]
    return action


def problems(plan: Plan) -> list[ProblemKind]:
    return [problem.kind for problem in plan.problems]


ROW_DAY = day("2026-12-15")
ROW = a_meeting(ROW_DAY)
AFTER = settled(department(ROW))
(EVENT,) = AFTER.events


def with_event(before: Seen = AFTER, **changes: Any) -> Seen:
    """Somebody did something to the event since the last look."""
    (event,) = before.events
    return replace(before, events=(replace(event, **changes),))


def dragged(before: Seen = AFTER, by: dt.timedelta = dt.timedelta(hours=3)) -> Seen:
    """Somebody dragged the event."""
    (event,) = before.events
    moved = replace(event.prints, time=f"dragged by {by} from {event.prints.time}")
    return with_event(before, prints=moved, start=event.start + by, end=event.end + by)


def test_guests_are_invited_once_the_link_is_there() -> None:
    plan = planned(department(ROW))
    assert booking(plan).text.guests == ()
    assert booking(plan).request_id

    invitation = change(planned(department(ROW), seen_after(plan)))
    assert invitation.fields == {EventField.GUESTS}
    assert (invitation.text.guests, invitation.tell_guests) == (GUESTS, True)


def test_a_meeting_in_person_needs_no_link_and_invites_at_once() -> None:
    plan = planned(department(a_meeting(mode=Mode.IN_PERSON)))

    assert (booking(plan).request_id, booking(plan).text.guests) == ("", GUESTS)
    assert planned(department(a_meeting(mode=Mode.IN_PERSON)), seen_after(plan)).actions == ()


def test_a_second_look_finds_nothing_to_do() -> None:
    assert planned(department(ROW), AFTER).actions == ()
    assert verdicts(planned(department(ROW), AFTER)) == ["booked"]
    assert EVENT.guests == GUESTS


# ---- the row changed


def test_a_changed_time_is_patched_and_told() -> None:
    action = change(planned(department(a_meeting(start=dt.time(11, 0))), AFTER))

    assert (action.event_id, action.etag, action.tell_guests) == (EVENT.event_id, EVENT.etag, True)
    assert action.fields == {EventField.TIME}
    assert action.mark.number == 1


def test_a_redated_row_keeps_its_event() -> None:
    action = change(planned(department(a_meeting(day("2026-12-16"))), AFTER))

    assert action.event_id == EVENT.event_id
    assert action.mark.day == day("2026-12-16")


def test_a_new_guest_is_told() -> None:
    plan = planned(a_department(a_student(), meetings=(ROW,), team=(STAFF, TEACHER)), AFTER)

    assert change(plan).tell_guests is True
    assert change(plan).fields == {EventField.GUESTS, EventField.DESCRIPTION}


def test_a_guest_less_is_patched_without_a_mail() -> None:
    retyped = replace(department(ROW), team=(RETYPED_STAFF,))

    assert change(planned(retyped, AFTER)).tell_guests is False


def test_an_agreement_on_record_turns_a_hold_into_an_invitation() -> None:
    hold = settled(department(a_meeting(agreed_on=None)))
    action = change(planned(department(a_meeting()), hold))

    assert hold.events[0].guests == ()
    assert (action.tell_guests, action.text.guests) == (True, GUESTS)


def test_a_patched_event_is_settled() -> None:
    moved = department(a_meeting(day("2026-12-16")))
    after = seen_after(planned(moved, AFTER), AFTER)

    assert planned(moved, after).actions == ()


def test_a_move_by_more_than_half_a_year_is_a_question() -> None:
    """Next year's date typed over this year's, while this year's meeting is still to come."""
    over = department(a_meeting(day("2027-12-14")))
    plan = planned(over, AFTER)

    assert (plan.actions, verdicts(plan), problems(plan)) == ((), ["moved_far"], [ProblemKind.MOVED_FAR])
    assert plan.problems[0].sentence == (
        "The row was moved by more than 180 days, so it may be another meeting; nothing is changed."
    )
    assert verdicts(planned(over, seen_after(plan, AFTER))) == ["moved_far"]
    assert verdicts(planned(department(ROW), seen_after(plan, AFTER))) == ["booked"]


# ---- people win


@pytest.mark.parametrize(
    ("row", "field", "verdict", "problem"),
    [
        pytest.param(ROW, "time", "changed_by_person", ProblemKind.EVENT_CHANGED, id="a dragged event stays"),
        pytest.param(ROW, "summary", "changed_by_person", ProblemKind.EVENT_CHANGED, id="a retitled one too"),
        pytest.param(
            ROW,
            "guests",
            "changed_by_person",
            ProblemKind.EVENT_CHANGED,
            id="a guest put on stays on",
        ),
        pytest.param(
            a_meeting(start=dt.time(11, 0)),
            "time",
            "both_changed",
            ProblemKind.BOTH_CHANGED,
            id="both changed, differently: a question",
        ),
    ],
)
def test_people_win(row: Meeting, field: str, verdict: str, problem: ProblemKind) -> None:
    seen = with_event(prints=replace(EVENT.prints, **{field: "theirs"}))
    first = planned(department(row), seen)
    second = planned(department(row), seen_after(first, seen))

    for plan in (first, second):
        assert (plan.actions, verdicts(plan), problems(plan)) == ((), [verdict], [problem])


def told(plan: Plan) -> tuple[str, str]:
    (problem,) = plan.problems
    return problem.sentence, problem.advice


def test_what_differs_is_said_with_both_values_and_both_links() -> None:
    sentence, advice = told(planned(department(ROW), dragged()))

    row, event = "15 Dec 2026, 10:00 AM, 60 minutes", "15 Dec 2026, 1:00 PM, 60 minutes"
    assert f"differs from its row: time (row: {row}; event: {event})." in sentence
    assert EVENT.link in advice
    both, advice = told(planned(department(a_meeting(start=dt.time(11))), dragged()))
    assert "time (row: 15 Dec 2026, 11:00 AM, 60 minutes; event:" in both
    assert EVENT.link in advice


@pytest.mark.parametrize(
    ("field", "theirs", "said"),
    [
        ("summary", "theirs", "title"),
        ("description", "theirs", "description"),
        ("guests", EVENT.prints.guests + "-0123", "guests (1 on the event without a row that asks for them)"),
        ("guests", "0123", "(1 on the event without a row that asks for them; 2 asked for by a row and not"),
        ("guests", "", "guests (2 asked for by a row and not on the event)"),
    ],
)
def test_titles_texts_and_addresses_are_never_quoted(field: str, theirs: str, said: str) -> None:
    sentence, _ = told(planned(department(ROW), with_event(prints=replace(EVENT.prints, **{field: theirs}))))

    assert said in sentence
    assert "theirs" not in sentence


def test_a_question_is_the_same_one_when_the_row_stands_elsewhere() -> None:
    above = planned(department(a_meeting(row=2)), dragged()).problems[0]
    below = planned(department(a_meeting(row=3)), dragged()).problems[0]

    assert above.place != below.place
    assert above.key == below.key
    other = planned(department(a_meeting(day("2026-12-16"), row=3)), dragged()).problems[0]
    assert other.key != above.key
    without_time = a_meeting(None, unknown_purpose=unreadable(ProblemKind.UNKNOWN_PURPOSE))
    (nothing_known,) = planned(department(without_time)).problems
    assert nothing_known.place.url in nothing_known.key


def test_a_new_time_in_the_row_leaves_a_title_that_a_person_gave() -> None:
    seen = with_event(prints=replace(EVENT.prints, summary="theirs"))
    plan = planned(department(a_meeting(start=dt.time(11))), seen)

    assert change(plan).fields == {EventField.TIME}
    assert change(plan).mark.event.summary == "theirs"
    assert problems(plan) == [ProblemKind.EVENT_CHANGED]
    after = seen_after(plan, seen)
    assert planned(department(a_meeting(start=dt.time(11))), after).actions == ()


def test_a_person_who_drags_and_then_types_is_followed_to_where_they_typed() -> None:
    """Dragged on Monday, seen, typed anew on Wednesday: the newest act wins."""
    monday = dragged()
    seen = seen_after(planned(department(ROW), monday), monday)
    wednesday = planned(department(a_meeting(start=dt.time(16))), seen)

    assert change(wednesday).fields == {EventField.TIME}
    assert change(wednesday).text.start.hour == 16


def test_a_person_who_types_and_then_drags_is_followed_to_where_they_dragged() -> None:
    typed = department(a_meeting(start=dt.time(11)))
    seen = dragged(seen_after(planned(typed, AFTER), AFTER))

    assert verdicts(planned(typed, seen)) == ["changed_by_person"]


@pytest.mark.parametrize(
    ("then_row", "then_drag", "verdict", "fields"),
    [
        pytest.param(dt.time(11), False, "both_changed", None, id="nothing more: it stays a question"),
        pytest.param(dt.time(14), False, "booked", {EventField.TIME}, id="the row is typed again and wins"),
        pytest.param(dt.time(11), True, "changed_by_person", None, id="the event is dragged again and wins"),
        pytest.param(dt.time(14), True, "both_changed", None, id="both again: a question again"),
    ],
)
def test_a_question_is_answered_by_the_next_act(
    then_row: dt.time, then_drag: bool, verdict: str, fields: set[EventField] | None
) -> None:
    asked = dragged()
    seen = seen_after(planned(department(a_meeting(start=dt.time(11))), asked), asked)
    seen = dragged(seen, dt.timedelta(hours=1)) if then_drag else seen
    plan = planned(department(a_meeting(start=then_row)), seen)

    assert verdicts(plan) == [verdict]
    assert (change(plan).fields if fields else None) == fields


def test_both_changed_to_the_same_needs_no_write() -> None:
    moved = department(a_meeting(start=dt.time(11, 0)))
    (wanted,) = settled(moved).events
    same = with_event(prints=wanted.prints, start=wanted.start, end=wanted.end)
    plan = planned(moved, same)

    assert (plan.actions, verdicts(plan)) == ((), ["booked"])
    later = planned(department(a_meeting(start=dt.time(12))), seen_after(plan, same))
    assert change(later).fields == {EventField.TIME}


def test_without_the_ledger_the_mark_tells_what_changed() -> None:
    lost = replace(dragged(), looks={}, done={})

    assert verdicts(planned(department(ROW), lost)) == ["changed_by_person"]
    assert verdicts(planned(department(a_meeting(start=dt.time(11))), lost)) == ["both_changed"]


def test_an_event_whose_mark_is_not_whole_counts_as_changed_by_a_person() -> None:
    spoilt = with_event(mark=replace(EVENT.mark, row=Prints(), event=Prints()))

    assert planned(department(ROW), spoilt).actions == ()
    assert planned(department(a_meeting(start=dt.time(11))), spoilt).actions == ()


# ---- deleted, cancelled, ended, gone


def test_an_event_that_a_person_deleted_is_not_booked_again_for_that_date() -> None:
    plan = planned(department(ROW), with_event(state=EventState.CANCELLED))

    assert (plan.actions, verdicts(plan)) == ((), ["deleted_by_person"])
    assert problems(plan) == [ProblemKind.EVENT_DELETED]


def test_a_new_date_after_a_deletion_is_a_new_event_with_the_next_number() -> None:
    plan = planned(department(a_meeting(day("2026-12-17"))), with_event(state=EventState.CANCELLED))

    assert booking(plan).mark.number == 2
    assert booking(plan).event_id != EVENT.event_id


def test_a_deletion_is_remembered_when_google_has_forgotten_it() -> None:
    plan = planned(department(ROW), replace(AFTER, events=()))

    assert verdicts(plan) == ["deleted_by_person"]
    assert "BookMeeting" not in kinds(plan)


def cancelled_after(
    minutes: int, seen: Seen = AFTER, row: Meeting | None = None, **student: Any
) -> tuple[Plan, Seen]:
    """The plan some minutes after a first look at a cancelled row."""
    wish = department(row or a_meeting(cancelled=True), **student)
    first = planned(wish, seen)
    assert "CancelMeeting" not in kinds(first)
    after = seen_after(first, seen)
    return planned(wish, after, NOW + dt.timedelta(minutes=minutes)), after


def test_a_quarter_of_an_hour_is_counted_in_minutes_of_the_clock() -> None:
    """A run at 8:15 is not too early because the one at 8:00 began half a second late."""
    wish, late = department(a_meeting(cancelled=True)), NOW + dt.timedelta(milliseconds=500)
    after = seen_after(planned(wish, AFTER, late), AFTER, late)

    assert "CancelMeeting" in kinds(planned(wish, after, NOW + QUARTER))
    assert "CancelMeeting" not in kinds(planned(wish, after, NOW + dt.timedelta(minutes=14, seconds=59)))


@pytest.mark.parametrize(("minutes", "cancels"), [(14, False), (15, True)])
def test_a_cancelled_row_cancels_its_event_when_it_was_seen_twice(minutes: int, cancels: bool) -> None:
    plan, _ = cancelled_after(minutes)

    assert ("CancelMeeting" in kinds(plan)) is cancels
    assert problems(plan) == []
    assert verdicts(plan) == ["cancelled"]


def test_the_cancellation_is_told_to_guests_and_marked_as_the_agents_own() -> None:
    plan, _ = cancelled_after(20)
    (action,) = [one for one in plan.actions if isinstance(one, CancelMeeting)]

    assert (action.event_id, action.etag, action.tell_guests) == (EVENT.event_id, EVENT.etag, True)
    assert action.mark.cancelled is True


def test_so_does_the_exit_of_the_student_before_the_meeting() -> None:
    plan, _ = cancelled_after(20, row=ROW, leaves=day("2026-12-14"))

    assert kinds(plan) == {"CancelMeeting": 1}
    assert planned(department(ROW, leaves=ROW_DAY), AFTER).actions == (), "a last meeting on the last day"


@pytest.mark.parametrize(
    "unsure",
    [
        pytest.param({"held": True}, id="it is not settled who the student is"),
        pytest.param({"broken": frozenset({("manager-1", "meetings")})}, id="the sheet lost a column"),
    ],
)
def test_nothing_is_cancelled_where_the_row_is_not_certain(unsure: dict[str, Any]) -> None:
    wish = department(a_meeting(cancelled=True), held=bool(unsure.get("held")))
    wish = replace(wish, broken=unsure.get("broken", frozenset()))
    after = seen_after(planned(wish, AFTER), AFTER)

    assert planned(wish, after, NOW + 2 * QUARTER).actions == ()


def test_an_event_that_a_person_changes_after_the_wish_is_kept() -> None:
    _, after = cancelled_after(0)
    wish, touched = department(a_meeting(cancelled=True)), dragged(after)
    plan = planned(wish, touched, NOW + QUARTER)
    later = planned(wish, seen_after(plan, touched), NOW + 8 * QUARTER)

    for one in (plan, later):
        assert (one.actions, problems(one)) == ((), [ProblemKind.CANCEL_REFUSED])


@pytest.mark.parametrize(
    "touched",
    [pytest.param(dragged(), id="dragged"), pytest.param(with_event(rest="a room"), id="given a room")],
)
def test_so_is_one_that_was_changed_in_the_same_interval(touched: Seen) -> None:
    plan = planned(department(a_meeting(cancelled=True)), touched)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])


def test_so_is_one_that_is_given_a_colour_or_a_room_after_the_wish() -> None:
    _, after = cancelled_after(0)
    touched = with_event(after, rest="another colour")
    plan = planned(department(a_meeting(cancelled=True)), touched, NOW + QUARTER)
    later = planned(department(a_meeting(cancelled=True)), seen_after(plan, touched), NOW + 8 * QUARTER)

    for one in (plan, later):
        assert (one.actions, problems(one)) == ((), [ProblemKind.CANCEL_REFUSED])
    assert planned(department(ROW), touched).actions == (), "it is nothing that row and event could differ in"


@pytest.mark.parametrize(("rest", "cancels"), [("a colour", False), ("", True)], ids=["touched", "untouched"])
def test_after_the_ledger_was_lost_an_event_is_cancelled_only_as_the_agent_made_it(
    rest: str, cancels: bool
) -> None:
    lost = replace(with_event(rest=rest), looks={}, done={})
    plan, after = cancelled_after(15, lost)
    later = planned(department(a_meeting(cancelled=True)), after, NOW + 8 * QUARTER)

    for one in (plan, later):
        assert ("CancelMeeting" in kinds(one)) is cancels
        assert problems(one) == ([] if cancels else [ProblemKind.CANCEL_REFUSED])


def test_unticking_and_ticking_again_is_a_new_wish() -> None:
    touched = dragged()
    seen = seen_after(planned(department(a_meeting(cancelled=True)), touched), touched)
    seen = seen_after(planned(department(ROW), seen, NOW + QUARTER), seen, NOW + QUARTER)
    plan, _ = cancelled_after(60, seen)

    assert kinds(plan) == {"CancelMeeting": 1}


def test_an_event_that_was_changed_and_seen_before_the_wish_is_cancelled() -> None:
    seen = dragged()
    seen = seen_after(planned(department(ROW), seen), seen)
    plan, _ = cancelled_after(15, seen)

    assert kinds(plan) == {"CancelMeeting": 1}


def gone() -> Seen:
    """The agent has cancelled the event."""
    plan, after = cancelled_after(15)
    return seen_after(plan, after)


def test_a_cancelled_meeting_stays_cancelled() -> None:
    plan = planned(department(a_meeting(cancelled=True)), gone())

    assert (plan.actions, plan.problems, verdicts(plan)) == ((), (), ["cancelled"])


def test_wanted_again_after_our_cancellation_it_is_a_new_event() -> None:
    plan = planned(department(ROW), gone())
    assert booking(plan).mark.number == 2

    again = settled(department(ROW), gone())
    assert planned(department(ROW), again).actions == ()
    assert [event.state for event in again.events] == [EventState.CANCELLED, EventState.OPEN]


def test_so_it_is_when_google_has_forgotten_the_cancelled_event() -> None:
    assert (
        booking(planned(department(ROW), replace(gone(), events=(), numbers={"student-1": 1}))).mark.number
        == 2
    )


def test_a_person_who_brings_a_cancelled_event_back_is_followed() -> None:
    back = with_event(gone(), state=EventState.OPEN)
    plan = planned(department(a_meeting(cancelled=True)), back, NOW + 8 * QUARTER)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.CANCEL_REFUSED])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"book": False}, id="Book is unticked"),
        pytest.param({"held": True}, id="it was held on another day"),
    ],
)
def test_an_event_that_is_not_asked_for_any_more_is_told_as_long_as_it_stands(
    changed: dict[str, Any],
) -> None:
    plan = planned(department(a_meeting(**changed)), AFTER)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.EVENT_STANDS])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"start": None}, id="its start was emptied"),
        pytest.param({"start": unreadable()}, id="its start cannot be read"),
        pytest.param({"minutes": unreadable()}, id="its length cannot be read"),
        pytest.param({"zone": unreadable()}, id="its zone cannot be read"),
        pytest.param({"unknown_purpose": unreadable()}, id="its purpose cannot be read"),
        pytest.param({"book": False}, id="Book is unticked"),
    ],
)
def test_a_meeting_is_not_called_not_booked_while_its_event_stands(changed: dict[str, Any]) -> None:
    (event,) = AFTER.events
    (decided,) = planned(department(a_meeting(**changed)), AFTER).decisions

    assert (decided.verdict, decided.link) == ("stands", event.link)
    assert verdicts(planned(department(a_meeting(**changed)))) != ["stands"]


EMPTIED = [
    pytest.param(
        a_meeting(start=None), ProblemKind.STANDS_WITHOUT_START, "the row lacks the start", id="start"
    ),
    pytest.param(
        replace(a_meeting(), purposes=Missing(a_meeting().row)),
        ProblemKind.STANDS_WITHOUT_PURPOSE,
        "no purpose is typed",
        id="purpose",
    ),
]


@pytest.mark.parametrize(("row", "kind", "because"), EMPTIED)
def test_where_a_cell_was_emptied_it_is_told_that_the_event_stays(
    row: Meeting, kind: ProblemKind, because: str
) -> None:
    (event,) = AFTER.events
    plan = planned(department(row), AFTER)
    (problem,) = plan.problems

    assert (plan.actions, problem.kind, problem.place) == ((), kind, row.row)
    assert "the event stays in Calendar" in problem.sentence
    assert event.link in problem.advice
    assert [one.because for one in plan.decisions] == [f"the event stays in Calendar as it is; {because}"]


def test_nor_where_two_students_may_be_one_or_two_rows_are_alike() -> None:
    held = planned(department(a_meeting(), held=True), AFTER)
    alike = planned(department(a_meeting(), a_meeting(row=3)), AFTER)

    assert verdicts(held) == ["stands"]
    assert verdicts(alike) == ["booked", "same_time"]


def test_a_vanished_row_is_reported_and_the_event_stays() -> None:
    plan = planned(department(), AFTER, NOW + 8 * QUARTER)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.ROW_GONE])


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param({"broken": frozenset({("manager-1", "meetings")})}, id="the sheet lost a column"),
        pytest.param({"meetings": (a_meeting(unreadable()),)}, id="a date of the student cannot be read"),
    ],
)
def test_a_row_that_may_only_be_hidden_is_not_a_vanished_one(hidden: dict[str, Any]) -> None:
    assert problems(planned(replace(department(), **hidden), AFTER)) == []


@pytest.mark.parametrize(
    ("nobodys", "gone"),
    [
        pytest.param({}, False, id="it may be the row that is missing"),
        pytest.param({"purposes": None}, False, id="its purposes are missing"),
        pytest.param({"on": unreadable()}, False, id="its date cannot be read"),
        pytest.param({"on": day("2026-12-10")}, True, id="it has another date"),
        pytest.param({"on": None}, True, id="it has no date"),
        pytest.param({"purposes": frozenset({Purpose.AMENDMENT})}, True, id="it has other purposes"),
        pytest.param({"case_manager": "manager-2"}, True, id="it is in somebody else's workbook"),
    ],
)
def test_a_row_without_a_student_explains_only_the_meeting_that_it_may_be(
    nobodys: dict[str, Any], gone: bool
) -> None:
    values: dict[str, Any] = {
        "on": ROW_DAY,
        "purposes": frozenset({Purpose.ANNUAL_REVIEW}),
        "case_manager": "manager-1",
    }
    values |= nobodys
    row = NobodysMeeting(values["case_manager"], a_field(values["on"]), a_field(values["purposes"]))
    plan = planned(replace(department(), nobodys=(row,)), AFTER)

    assert (ProblemKind.ROW_GONE in problems(plan)) is gone
    assert plan.actions == ()


@pytest.mark.parametrize(
    "unclear",
    [
        pytest.param({"broken": frozenset({("manager-1", "team")})}, id="its sheet lost a column"),
        pytest.param({"unsettled": frozenset({("manager-1", "team")})}, id="a row of it is nobody's"),
        pytest.param({"team": (a_team_member(unreadable()),)}, id="a role cannot be read"),
    ],
)
def test_a_team_that_is_not_whole_takes_nobody_off_an_event(unclear: dict[str, Any]) -> None:
    bare = replace(department(ROW), **({"team": ()} | unclear))
    plan = planned(bare, AFTER)

    assert plan.actions == ()
    whole = replace(bare, broken=frozenset(), unsettled=frozenset(), team=(RETYPED_STAFF,))
    assert kinds(planned(whole, seen_after(plan, AFTER))) == {"TakeGuestsOff": 1}


def test_a_new_time_keeps_all_guests_while_the_team_cannot_be_read() -> None:
    bare = replace(department(a_meeting(start=dt.time(11))), team=(a_team_member(unreadable()),))

    assert change(planned(bare, AFTER)).fields == {EventField.TIME}


def test_a_meeting_that_ended_today_is_left_as_it_was() -> None:
    evening = dt.datetime(2026, 12, 15, 23, tzinfo=dt.UTC)

    assert planned(department(ROW), AFTER, evening).actions == ()
    assert "BookMeeting" not in kinds(planned(department(ROW), nothing_seen(), evening))


def test_an_ended_event_is_never_written_again_and_a_second_sitting_gets_the_next_number() -> None:
    later = dt.datetime(2026, 12, 16, 12, tzinfo=dt.UTC)
    both = planned(department(ROW, a_meeting(day("2026-12-18"), row=3)), AFTER, later)
    retyped = planned(department(a_meeting(day("2026-12-18"))), AFTER, later)

    for plan in (both, retyped):
        assert "ChangeMeeting" not in kinds(plan)
        assert booking(plan).mark.number == 2


# ---- which row is which event


def test_two_meetings_on_one_day_keep_their_own_events() -> None:
    review, amendment = a_meeting(), a_meeting(ROW_DAY, Purpose.AMENDMENT, start=dt.time(15), row=3)
    after = settled(department(review, amendment))
    plan = planned(department(a_meeting(start=dt.time(11))), after)

    assert change(plan).mark.number == 1
    assert problems(plan) == [ProblemKind.ROW_GONE]


def test_a_cancelled_row_keeps_its_event_from_a_new_row_of_the_same_purpose() -> None:
    rows = (a_meeting(cancelled=True), a_meeting(day("2026-12-17"), row=3))

    assert booking(planned(department(*rows), AFTER)).mark.number == 2


AFTERNOON = a_meeting(start=dt.time(15), row=3)


@pytest.mark.parametrize("seen", [nothing_seen(), AFTER], ids=["both are new", "one is booked"])
@pytest.mark.parametrize("rows", [(ROW, AFTERNOON), (AFTERNOON, ROW)], ids=["below", "above"])
def test_a_second_row_of_one_day_and_purpose_is_asked_about(seen: Seen, rows: tuple[Meeting, ...]) -> None:
    plan = planned(department(*rows), seen)

    assert problems(plan) == [ProblemKind.TWO_ROWS_ONE_DAY]
    assert {plan.problems[0].place.url, plan.problems[0].link} == {row.row.url for row in rows}
    assert kinds(plan).get("BookMeeting", 0) == (0 if seen is AFTER else 1)
    assert sorted(verdicts(plan)) == ["booked", "same_day"]


def test_which_a_person_answers_in_the_second_row() -> None:
    both = department(ROW, replace(AFTERNOON, existing=a_field(Existing.BOOK)))

    assert booking(planned(both, AFTER)).mark.number == 2
    assert planned(both, settled(both, AFTER)).problems == ()
    answer_removed = department(ROW, AFTERNOON)
    assert planned(answer_removed, settled(both, AFTER)).problems == (), "both are booked, so it is settled"


def test_a_row_with_other_purposes_or_a_second_sitting_is_another_meeting() -> None:
    amendment = a_meeting(ROW_DAY, Purpose.AMENDMENT, start=dt.time(15), row=3)
    assert booking(planned(department(ROW, amendment), AFTER)).mark.number == 2

    noon = dt.datetime(2026, 12, 15, 19, tzinfo=dt.UTC)
    assert booking(planned(department(ROW, AFTERNOON), AFTER, noon)).mark.number == 2


def test_two_rows_of_one_student_become_two_events() -> None:
    rows = (a_meeting(), a_meeting(day("2027-01-12"), Purpose.REEVALUATION, row=3))
    plan = planned(department(*rows))

    assert [a.key for a in plan.actions if isinstance(a, BookMeeting)] == [
        "meeting/student-1/1",
        "meeting/student-1/2",
    ]
    assert planned(department(*reversed(rows)), settled(department(*rows))).actions == ()


def test_numbers_in_the_ledger_are_never_used_again() -> None:
    plan = planned(department(a_meeting()), nothing_seen(numbers={"student-1": 4}))

    assert booking(plan).mark.number == 5


def test_the_event_of_a_student_who_is_on_no_list_is_told_and_not_doubled() -> None:
    stranger = replace(EVENT, mark=replace(EVENT.mark, student_ref="somebody-else"))
    plan = planned(department(ROW), nothing_seen(events=(stranger,)))

    assert problems(plan) == [ProblemKind.ROW_GONE, ProblemKind.EVENT_OF_NOBODY]
    unread = replace(department(), broken=frozenset({("manager-1", "students")}))
    assert planned(unread, nothing_seen(events=(stranger,))).problems == ()


@pytest.mark.parametrize(
    ("emptied", "whose", "told"),
    [
        pytest.param("students", "somebody-else", False, id="the students, and the event of one of them"),
        pytest.param("meetings", "student-1", False, id="the meetings, and the event of one of them"),
        pytest.param("meetings", "somebody-else", True, id="the meetings, and the event of a stranger"),
        pytest.param("students", "student-1", True, id="the students, and the event of one who is left"),
        pytest.param("team", "student-1", True, id="another sheet"),
    ],
)
def test_while_a_brake_speaks_of_rows_that_are_gone_no_event_of_theirs_is_said_to_have_lost_its_row(
    emptied: str, whose: str, told: bool
) -> None:
    seen = with_event(mark=replace(EVENT.mark, student_ref=whose))
    seen = replace(seen, looks={**seen.looks, f"source/workbook-1/{emptied}": LastLook("1", NOW)})
    book = Workbook("workbook-1", "manager-1", holds_students=True, rows={emptied: 0})

    plan = planned(replace(department(), workbooks=(book,)), seen)
    assert (ProblemKind.ROW_GONE in problems(plan)) is told


# ---- caseloads and calendars


def test_meetings_go_to_their_own_case_managers_calendar() -> None:
    people = (a_case_manager(), a_case_manager("manager-2", zone="America/Denver"))
    whole = a_department(
        a_student(case_manager="manager-2"),
        meetings=(a_meeting(case_manager="manager-2"),),
        organisation=an_organisation(case_managers=people),
    )
    seen = nothing_seen(calendars=frozenset({"manager-2@company.example"}))

    assert booking(planned(whole, seen)).calendar == "manager-2@company.example"


MOVED = a_department(
    a_student(case_manager="manager-2"),
    meetings=(a_meeting(case_manager="manager-2"),),
    team=(STAFF,),
    organisation=an_organisation(
        case_managers=(a_case_manager(), a_case_manager("manager-2", zone="America/Denver"))
    ),
)
BOTH = frozenset({"manager-1@company.example", "manager-2@company.example"})


def test_a_student_who_moves_to_another_caseload_keeps_the_event_where_it_is() -> None:
    plan = planned(MOVED, replace(AFTER, calendars=BOTH))

    assert "BookMeeting" not in kinds(plan)
    assert kinds(plan)["HandOver"] == 1
    assert problems(plan) == [ProblemKind.ON_FORMER_CALENDAR]


def test_nothing_is_booked_while_the_calendar_with_the_event_cannot_be_read() -> None:
    only_new = frozenset({"manager-2@company.example"})
    plan = planned(MOVED, replace(AFTER, events=(), calendars=only_new))

    assert verdicts(plan) == ["waits"]
    assert "BookMeeting" not in kinds(plan)


# ---- sheets without a box


def test_without_a_box_a_date_is_booked_when_it_has_stood_for_a_quarter_of_an_hour() -> None:
    rows = department(a_meeting(book=None, has_box=False))
    first = planned(rows)
    assert (verdicts(first), "BookMeeting" in kinds(first)) == (["waits"], False)

    seen = seen_after(first)
    assert verdicts(planned(rows, seen, NOW + dt.timedelta(minutes=14))) == ["waits"]
    assert verdicts(planned(rows, seen, NOW + QUARTER)) == ["booked"]
    assert first.looks[0].subject.startswith("row/")
    assert first.looks[0] in planned(rows, seen, NOW + QUARTER).looks, "so that it is not forgotten"


def test_a_date_that_is_typed_anew_starts_the_quarter_of_an_hour_anew() -> None:
    seen = seen_after(planned(department(a_meeting(book=None, has_box=False))))
    typed = department(a_meeting(start=dt.time(11), book=None, has_box=False))

    assert verdicts(planned(typed, seen, NOW + QUARTER)) == ["waits"]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(a_meeting(start=dt.time(11), book=None, has_box=False), id="another time"),
        pytest.param(a_meeting(None, book=None, has_box=False), id="no date"),
        pytest.param(None, id="no row"),
    ],
)
def test_a_date_that_was_another_one_in_between_starts_the_quarter_of_an_hour_anew(
    between: Meeting | None,
) -> None:
    typed, seen = a_meeting(book=None, has_box=False), nothing_seen()
    verdict = []
    for minute, row in ((0, typed), (10, between), (20, typed), (34, typed), (35, typed)):
        now = NOW + dt.timedelta(minutes=minute)
        plan = planned(department(*[row] if row else []), seen, now)
        seen = seen_after(replace(plan, actions=()), seen, now)
        verdict += verdicts(plan)[-1:] if row is typed else []

    assert verdict == ["waits", "waits", "waits", "booked"]


@pytest.mark.parametrize(
    "unread",
    [
        pytest.param({"broken": frozenset({("manager-1", "meetings")}), "meetings": ()}, id="the sheet"),
        pytest.param({"students": (), "meetings": ()}, id="the workbook"),
    ],
)
def test_a_look_that_could_not_be_taken_in_between_changes_nothing(unread: dict[str, Any]) -> None:
    rows = department(a_meeting(book=None, has_box=False))
    seen = seen_after(planned(rows))
    five, then = (
        NOW + dt.timedelta(minutes=5),
        planned(replace(rows, **unread), seen, NOW + dt.timedelta(minutes=5)),
    )

    assert verdicts(planned(rows, seen_after(then, seen, five), NOW + QUARTER)) == ["booked"]


def test_without_a_box_and_a_date_nothing_is_asked() -> None:
    plan = planned(department(a_meeting(None, book=None, has_box=False)))

    assert (verdicts(plan), plan.problems) == (["undated"], ())


# ---- guests, one by one


def with_guests(*guests: str, before: Seen = AFTER) -> Seen:
    """Somebody changed the guest list of the event."""
    (event,) = before.events
    listed = "-".join(sorted(guest_print(sign, guest) for guest in guests))
    return with_event(before, guests=guests, prints=replace(event.prints, guests=listed))


CSS, OSEI = GUESTS
BRAVO, STRANGER = "m.bravo@sierravieja.example", "aunt@home.example"


@pytest.mark.parametrize(
    ("on_event", "invited", "outside"),
    [
        pytest.param((CSS, OSEI), (CSS, OSEI, BRAVO), False, id="a new member of the team is put on"),
        pytest.param((CSS,), (CSS, BRAVO), False, id="whom a person took off stays off"),
        pytest.param(
            (CSS, OSEI, STRANGER),
            (STRANGER, CSS, OSEI, BRAVO),
            True,
            id="whom a person put on stays on, and guests do not see one another",
        ),
    ],
)
def test_both_sides_changes_of_the_guests_go_together(
    on_event: tuple[str, ...], invited: tuple[str, ...], outside: bool
) -> None:
    team = (STAFF, TEACHER)
    plan = planned(a_department(a_student(), meetings=(ROW,), team=team), with_guests(*on_event))

    assert change(plan).text.guests == tuple(sorted(invited))
    assert change(plan).text.outside is outside
    after = seen_after(plan, with_guests(*on_event))
    assert planned(a_department(a_student(), meetings=(ROW,), team=team), after).actions == ()


def test_a_member_who_leaves_the_team_is_taken_off_and_nobody_else() -> None:
    retyped = replace(department(ROW), team=(RETYPED_STAFF,))
    plan = planned(retyped, with_guests(CSS, OSEI, STRANGER))

    assert change(plan).text.guests == (STRANGER, CSS)
    assert change(plan).tell_guests is False


WITH_AUNT = with_guests(*GUESTS, STRANGER)


def test_somebody_from_outside_who_is_put_on_closes_the_guest_list_once_without_a_mail() -> None:
    plan = planned(department(ROW), WITH_AUNT)
    assert kinds(plan) == {"HideGuests": 1}
    assert "so guests do not see one another" in told(plan)[0]

    closed = seen_after(plan, WITH_AUNT)
    assert planned(department(ROW), closed).actions == ()
    opened = with_event(closed, open_list=True)
    again = planned(department(ROW), opened)
    assert again.actions == (), "a person has opened it on purpose"
    assert "see one another" not in told(again)[0]


def test_an_open_list_stays_open_when_somebody_joins_the_team() -> None:
    closed = seen_after(planned(department(ROW), WITH_AUNT), WITH_AUNT)
    joined = replace(department(ROW), team=(STAFF, TEACHER))
    opened = with_event(closed, open_list=True)

    assert change(planned(joined, closed)).open_list is False
    plan = planned(joined, opened)
    assert change(plan).open_list is None
    assert planned(joined, seen_after(plan, opened)).actions == ()


def test_when_nobody_from_outside_is_left_the_list_may_be_closed_anew() -> None:
    closed = seen_after(planned(department(ROW), WITH_AUNT), WITH_AUNT)
    joined = replace(department(ROW), team=(STAFF, TEACHER))
    without = with_guests(*GUESTS, before=closed)
    plan = planned(joined, without)
    assert change(plan).open_list is True
    after = seen_after(plan, without)
    anew = with_guests(*GUESTS, BRAVO, STRANGER, before=after)

    assert kinds(planned(joined, anew)) == {"HideGuests": 1}


@pytest.mark.parametrize("open_list", [True, False])
def test_how_a_person_set_the_list_stays_when_somebody_joins_the_team(*, open_list: bool) -> None:
    joined = replace(department(ROW), team=(STAFF, TEACHER))

    assert change(planned(joined, with_event(open_list=open_list))).open_list is None


def test_a_new_time_leaves_the_list_as_it_is() -> None:
    closed = seen_after(planned(department(ROW), WITH_AUNT), WITH_AUNT)

    assert change(planned(department(a_meeting(start=dt.time(11))), closed)).open_list is None


def test_a_list_that_was_closed_from_the_beginning_stays_open_when_a_person_opens_it() -> None:
    parent = a_team_member(Role.PARENT, address="parent@home.example")
    invites = an_organisation(meetings={"invite": ["parent"]})
    whole = replace(department(a_meeting(mode=Mode.IN_PERSON)), team=(STAFF, parent), organisation=invites)
    seen = settled(whole)

    assert seen.events[0].open_list is False
    assert planned(whole, with_event(seen, open_list=True)).actions == ()


def test_staff_put_on_by_hand_and_an_event_made_by_hand_keep_their_list() -> None:
    assert planned(department(ROW), with_guests(*GUESTS, "new@sierravieja.example")).actions == ()
    (event,) = WITH_AUNT.events
    linked = with_event(WITH_AUNT, mark=replace(event.mark, linked=True))
    assert planned(department(ROW), linked).actions == ()


def test_a_new_time_goes_first_and_the_list_is_closed_at_the_next_look() -> None:
    later = department(a_meeting(start=dt.time(11)))
    plan = planned(later, WITH_AUNT)

    assert kinds(plan) == {"ChangeMeeting": 1}
    assert kinds(planned(later, seen_after(plan, WITH_AUNT))) == {"HideGuests": 1}


def guest_kept(plan: Plan) -> bool:
    return "TakeGuestsOff" not in kinds(plan) and ProblemKind.EVENT_CHANGED in problems(plan)


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(AFTER, id="one row less"),
        pytest.param(replace(AFTER, looks={}), id="and the ledger lost"),
    ],
)
def test_whose_team_row_vanished_stays_on_the_event_and_that_is_told(seen: Seen) -> None:
    without = replace(department(ROW), team=())
    for hour in range(3):
        plan = planned(without, seen, NOW + dt.timedelta(hours=hour))
        assert guest_kept(plan)
        seen = seen_after(plan, seen, NOW + dt.timedelta(hours=hour))

    assert seen.events[0].guests == GUESTS
    back = planned(department(ROW), seen)
    assert (kinds(back), problems(back)) == ({"ChangeMeeting": 1}, []), "only the text names the role again"


def test_a_row_that_vanished_while_the_sheet_was_not_whole_is_no_decision_either() -> None:
    unsure = replace(department(ROW), team=(), unsettled=frozenset({("manager-1", "team")}))
    seen = seen_after(planned(unsure, AFTER), AFTER)

    assert guest_kept(planned(replace(department(ROW), team=()), seen))


def test_a_restricted_row_is_a_hard_block_also_while_another_row_vanishes() -> None:
    invites = an_organisation(meetings={"invite": ["parent"]})
    parent = a_team_member(Role.PARENT, address="parent@home.example")
    both = replace(department(ROW), team=(STAFF, parent), organisation=invites)
    seen = settled(both)
    blocked = replace(parent, contact_state=a_field(ContactState.RESTRICTED))
    plan = planned(replace(both, team=(blocked,)), seen)

    assert change(plan).text.guests == GUESTS, "the teacher without a row stays, the parent does not"
    assert kinds(plan) == {"TakeGuestsOff": 1}


def test_a_row_that_names_somebody_else_now_replaces_the_guest() -> None:
    plan = planned(replace(department(ROW), team=(TEACHER,)), AFTER)

    assert change(plan).text.guests == (CSS, BRAVO)


def test_a_new_time_and_a_failed_link_are_two_patches_in_two_looks() -> None:
    seen = with_event(video=Video.FAILED)
    seen = seen_after(planned(department(ROW), seen), seen)
    plan = planned(department(a_meeting(start=dt.time(11))), seen, NOW + QUARTER)
    assert kinds(plan) == {"ChangeMeeting": 1}

    then = planned(department(a_meeting(start=dt.time(11))), seen_after(plan, seen), NOW + QUARTER)
    assert kinds(then) == {"AskForVideo": 1}


# ---- old rows, retyped rows, and what stands elsewhere


@pytest.mark.parametrize(
    "old",
    [
        pytest.param(a_meeting(day("2026-11-10")), id="last month's, never ticked as held"),
        pytest.param(a_meeting(day("2026-11-10"), held=True), id="one that was held"),
        pytest.param(a_meeting(day("2027-03-01"), cancelled=True), id="a cancelled one"),
        pytest.param(a_meeting(day("2027-03-01"), book=False), id="a draft"),
    ],
)
def test_an_old_row_does_not_take_the_event_of_a_redated_one(old: Meeting) -> None:
    seen = settled(department(old, a_meeting(row=3)))
    plan = planned(department(old, a_meeting(day("2026-12-16"), row=3)), seen)

    assert kinds(plan) == {"ChangeMeeting": 1}
    assert {*problems(plan)} <= {ProblemKind.DID_IT_TAKE_PLACE}


def test_back_to_the_date_that_was_cancelled_moves_the_event_that_stands() -> None:
    second = settled(department(a_meeting(day("2026-12-17"))), gone())
    plan = planned(department(ROW), second)

    assert change(plan).mark.number == 2
    assert "BookMeeting" not in kinds(plan)


RETYPED = a_meeting(day("2026-12-16"), Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION)


def test_a_row_retyped_beyond_recognition_is_a_question() -> None:
    plan = planned(department(RETYPED), AFTER)

    assert (kinds(plan), verdicts(plan)) == ({}, ["which_meeting"])
    assert problems(plan) == [ProblemKind.WHICH_MEETING]


def test_which_a_person_answers_in_the_row() -> None:
    same = planned(department(replace(RETYPED, existing=a_field(Existing.LINK))), AFTER)
    another = planned(department(replace(RETYPED, existing=a_field(Existing.BOOK))), AFTER)

    assert change(same).event_id == EVENT.event_id
    assert booking(another).mark.number == 2


def test_a_second_sitting_on_the_same_day_is_a_new_event() -> None:
    noon = dt.datetime(2026, 12, 15, 19, tzinfo=dt.UTC)
    plan = planned(department(a_meeting(start=dt.time(14))), AFTER, noon)

    assert booking(plan).mark.number == 2


def test_a_lost_agreement_keeps_the_guests_and_is_asked_about() -> None:
    plan = planned(department(a_meeting(agreed_on=None)), AFTER)

    assert (plan.actions, problems(plan)) == ((), [ProblemKind.AGREEMENT_GONE])
    assert verdicts(planned(department(ROW), seen_after(plan, AFTER))) == ["booked"]


def test_the_owner_of_the_calendar_is_no_guest_of_their_own_meeting() -> None:
    own = a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="manager-1@company.example")
    seen = settled(a_department(a_student(), meetings=(ROW,), team=(STAFF, own)))

    assert seen.events[0].guests == GUESTS


def test_a_meeting_on_a_calendar_that_nobody_has_any_more_is_asked_about() -> None:
    elsewhere = LastLook(f"{'x' * 12} 2026-12-20", NOW)
    seen = nothing_seen(looks={"meeting/student-1/1": elsewhere})
    plan = planned(department(ROW), seen)

    assert (verdicts(plan), problems(plan)) == (["waits"], [ProblemKind.CALENDAR_GONE])
    answered = replace(ROW, existing=a_field(Existing.BOOK))
    assert verdicts(planned(department(answered), seen)) == ["booked"]


def test_where_a_meeting_stood_is_remembered_until_it_is_over_however_long_its_calendar_is_unread() -> None:
    where = Look("meeting/student-1/1", f"{'x' * 12} 2026-12-20")
    seen = nothing_seen(looks={where.subject: LastLook(where.shown, NOW)})

    assert where in planned(department(), seen, NOW + dt.timedelta(days=20)).looks
    assert where not in planned(department(), seen, NOW + dt.timedelta(days=40)).looks


def test_a_brake_counts_guests_that_are_taken_off() -> None:
    plan = planned(replace(department(ROW), team=(RETYPED_STAFF,)), AFTER)

    assert change(plan).kind is Kind.REMOVE


def test_a_plan_that_cannot_be_read_any_more_renames_no_event() -> None:
    """The heading was renamed, or the cell says TBD: that is told, and the title stays."""
    assert planned(department(a_meeting(), plan=unreadable()), AFTER).actions == ()
    assert EventField.SUMMARY in change(planned(department(a_meeting(), plan=PlanType.S504), AFTER)).fields
