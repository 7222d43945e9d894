"""The brakes: too much at once waits, for one source alone, until just that is approved."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_policy
from tests.builders_seen import NOW, file_of, nothing_seen
from tests.builders_waits import (
    HERS,
    HIS,
    Book,
    Cancel,
    Change,
    File,
    Folder,
    Mail,
    Revoke,
    Share,
    keys,
    looked,
    restrained,
    some,
    standing,
    two_people,
)
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.meetings_actions import ChangeMeeting, TakeGuestsOff
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.place import LinkPlace, SpreadsheetPlace
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, Look, Seen
from workspace_agent.model.waits import Pause, Stop, Waits, Why

HER_BOOK = SpreadsheetPlace("workbook-1")


def the_stop(waits: Waits) -> Stop:
    (stop,) = waits.stops
    return stop


def told(plan: Plan) -> list[tuple[ProblemKind, str]]:
    return [(problem.kind, problem.detail) for problem in plan.problems]


# ---- students' folders that would go to somebody else


def hand_overs(count: int, of: int) -> tuple[tuple[HandOver, ...], Seen]:
    """So many folders of hers that would go to him, of so many that are with her; others are in the trash."""
    marks = {"case_manager": HERS}
    folders = [file_of(f"folder/student/s{number}", marks=marks) for number in range(of)]
    folders += [file_of(f"folder/student/old-{number}", marks=marks, trashed=True) for number in range(9)]
    folders += [file_of(f"folder/student/his-{number}", marks={"case_manager": HIS}) for number in range(9)]
    moves = tuple(
        HandOver(
            key=f"hand_over/student/s{number}",
            fingerprint=HIS,
            summary="hand over",
            case_manager=HERS,
            student_ref=f"s{number}",
            file_id="id",
            away_from="hers",
            into="his",
            to=HIS,
        )
        for number in range(count)
    )
    return moves, nothing_seen(files={file.key: file for file in folders})


@pytest.mark.parametrize(
    ("count", "of", "stops"),
    [
        pytest.param(2, 2, False, id="two students"),
        pytest.param(3, 9, True, id="three of a small list"),
        pytest.param(3, 10, False, id="30 % of a list"),
        pytest.param(4, 10, True, id="more than that"),
        pytest.param(12, 12, True, id="a whole list"),
    ],
)
def test_many_of_them_at_once_wait(count: int, of: int, stops: bool) -> None:
    moves, seen = hand_overs(count, of)
    plan, waits = restrained(*moves, seen=seen)

    assert (plan.actions == ()) is stops
    detail = f"{count} students' folders that would go to others of {of}"
    assert told(plan) == [(ProblemKind.TOO_MANY_REMOVALS, detail)] * stops
    assert len(waits.held) == count * stops


def test_of_a_list_that_suddenly_empties_nothing_goes_to_others() -> None:
    moves, seen = hand_overs(1, 20)
    seen = replace(seen, looks=looked(students=20))
    plan, waits = restrained(*moves, seen=seen, department=two_people({"students": 1}))

    assert plan.actions == ()
    assert [held.why for held in waits.held] == [Why.BRAKE]


@pytest.mark.parametrize(
    ("whose", "held"),
    [
        pytest.param(HERS, 1, id="of the one before"),
        pytest.param(HIS, 1, id="of the one who has the student now"),
        pytest.param("somebody-else", 0, id="of somebody else"),
    ],
)
def test_a_pause_holds_them(whose: str, held: int) -> None:
    moves, seen = hand_overs(1, 20)
    paused = replace(two_people(), pauses=(Pause(LinkPlace("", "control"), whose),))
    _, waits = restrained(*moves, seen=seen, department=paused)

    assert len(waits.held) == held


# ---- taken away


@pytest.mark.parametrize(
    ("cancelled", "of", "stops"),
    [
        pytest.param(29, 100, False, id="29 % are taken away"),
        pytest.param(30, 100, False, id="so are 30 %"),
        pytest.param(31, 100, True, id="31 % wait"),
        pytest.param(9, 9, False, id="of 9 things a share says nothing"),
        pytest.param(3, 10, False, id="3 of 10 are taken away"),
        pytest.param(4, 10, True, id="4 of 10 wait"),
        pytest.param(4, 11, True, id="4 of 11 wait"),
        pytest.param(12, 0, True, id="many that nobody counted wait too"),
    ],
)
def test_removals(cancelled: int, of: int, stops: bool) -> None:
    seen = nothing_seen(events=standing(of))
    plan, waits = restrained(*some(Cancel, cancelled), seen=seen)

    assert (len(plan.actions), len(waits.held)) == ((0, cancelled) if stops else (cancelled, 0))
    assert len(waits.stops) == stops


def test_what_counts_is_what_still_stands_on_this_calendar() -> None:
    ended = standing(20, start=NOW - dt.timedelta(days=9))
    elsewhere = standing(20, "manager-2@company.example")
    gone = standing(20, state=EventState.CANCELLED)
    _, waits = restrained(
        *some(Cancel, 4), seen=nothing_seen(events=(*standing(11), *ended, *elsewhere, *gone))
    )

    assert the_stop(waits).problems[0].detail == "4 meetings of 11"


def test_readers_taken_off_are_not_compared_with_meetings() -> None:
    seen = nothing_seen(events=standing(11))
    few, _ = restrained(*some(Revoke, 9), *some(Cancel, 3), seen=seen)
    many, _ = restrained(*some(Revoke, 10), *some(Cancel, 3), seen=seen)

    assert len(few.actions) == 12
    assert keys(many.actions) == keys(some(Cancel, 3)), "a cancellation does not wait for readers"
    assert told(many) == [(ProblemKind.TOO_MANY_REMOVALS, "10 readers of folders or records of 10")]


def changes(kind: type[ChangeMeeting], count: int, *, tell: bool) -> list[ChangeMeeting]:
    """So many changes of meetings."""
    nothing: Any = None
    about = {"calendar": "", "event_id": "", "mark": nothing, "text": nothing, "etag": ""}
    return [
        kind(
            key=f"change/{number}",
            fingerprint="",
            summary="",
            case_manager=HERS,
            fields=frozenset(),
            tell_guests=tell,
            **about,
        )
        for number in range(count)
    ]


def test_guest_lists_and_cancellations_are_counted_apart_and_do_not_wait_for_each_other() -> None:
    seen = nothing_seen(events=standing(11))
    off, three = changes(TakeGuestsOff, 4, tell=False), some(Cancel, 3)
    plan, waits = restrained(*off, *three, seen=seen)

    assert keys(plan.actions) == keys(three)
    assert told(plan) == [(ProblemKind.TOO_MANY_REMOVALS, "4 meetings that would lose guests of 11")]

    _, both = restrained(*off, *some(Cancel, 4), seen=seen)
    assert len({stop.approval for stop in both.stops}) == 2, "each has a word of its own"

    passed, _ = restrained(*off, *three, seen=seen, approved=the_stop(waits).items)
    assert len(passed.actions) == 7


def test_all_removals_of_a_source_that_shrank_wait_together() -> None:
    department, seen = two_people({"meetings": 10}), nothing_seen(looks=looked(meetings=100))
    plan, waits = restrained(
        *changes(TakeGuestsOff, 1, tell=True), *some(Cancel, 1), department=department, seen=seen
    )

    assert (plan.actions, len(waits.held), len(waits.stops)) == ((), 2, 1)


@pytest.mark.parametrize(
    ("count", "tell", "stops"),
    [
        pytest.param(25, True, False, id="25 meetings whose guests get a mail"),
        pytest.param(26, True, True, id="26 of them wait"),
        pytest.param(90, False, False, id="a change that mails nobody does not count"),
    ],
)
def test_changes_of_which_guests_are_mailed_count_as_mails(count: int, tell: bool, stops: bool) -> None:
    plan, waits = restrained(*changes(ChangeMeeting, count, tell=tell))

    assert len(plan.actions) == (0 if stops else count)
    assert [stop.kind for stop in waits.stops] == [Kind.MAIL] * stops
    said = "26 meetings whose guests get a mail (the limit is 25)"
    assert told(plan) == [(ProblemKind.TOO_MANY_AT_ONCE, said)] * stops


def test_removals_that_wait_are_told_with_the_workbook_and_the_command() -> None:
    plan, waits = restrained(*some(Cancel, 4), seen=nothing_seen(events=standing(11)))

    (problem,) = plan.problems
    assert (problem.kind, problem.place, problem.case_manager) == (
        ProblemKind.TOO_MANY_REMOVALS,
        HER_BOOK,
        HERS,
    )
    assert f"workspace-agent run --approve {the_stop(waits).approval}" in problem.advice
    assert {held.why for held in waits.held} == {Why.BRAKE}


def test_nothing_else_waits_with_the_removals() -> None:
    others = (*some(Book, 3), *some(Change, 3), *some(Cancel, 2, HIS))
    plan, _ = restrained(*some(Cancel, 4), *others, seen=nothing_seen(events=standing(11)))

    assert keys(plan.actions) == keys(others)


# ---- rows that are gone


@pytest.mark.parametrize(
    ("was", "now", "shrank"),
    [
        pytest.param(100, 61, False, id="39 % fewer rows are a tidy-up"),
        pytest.param(100, 60, True, id="40 % fewer are a mistake"),
        pytest.param(100, 59, True, id="so are 41 %"),
        pytest.param(9, 2, False, id="of 9 rows a share says nothing"),
        pytest.param(10, 6, True, id="of 10 it does"),
        pytest.param(1, 0, True, id="an emptied sheet is one however short it was"),
        pytest.param(0, 0, False, id="an empty sheet that was empty has lost nothing"),
        pytest.param(10, 40, False, id="more rows are no loss"),
    ],
)
def test_rows_that_are_gone(was: int, now: int, shrank: bool) -> None:
    seen = nothing_seen(looks=looked(meetings=was), events=standing(11))
    plan, waits = restrained(*some(Cancel, 1), department=two_people({"meetings": now}), seen=seen)

    assert len(waits.held) == shrank
    expected = [(ProblemKind.SOURCE_SHRANK, f"meetings: {was} before, {now} now")] if shrank else []
    assert told(plan)[: len(expected) or None] == expected


def test_one_workbook_is_told_once_and_only_its_owners_removals_wait() -> None:
    department = two_people({"students": 0, "meetings": 2}, {"meetings": 18})
    seen = nothing_seen(looks=looked(students=16, meetings=18))
    plan, waits = restrained(
        *some(Cancel, 1), *some(Cancel, 1, HIS), *some(Book, 1), department=department, seen=seen
    )

    assert keys(plan.actions) == ["cancel/manager-2/1", "meeting/manager-1/1"]
    assert told(plan) == [
        (ProblemKind.SOURCE_SHRANK, "students: 16 before, 0 now, meetings: 18 before, 2 now"),
        (ProblemKind.TOO_MANY_REMOVALS, "1 meeting of 1"),
    ]
    assert {problem.place for problem in plan.problems} == {HER_BOOK}
    assert the_stop(waits).source == HERS


def test_a_shrunk_source_is_told_also_where_nothing_would_be_taken_away() -> None:
    plan, waits = restrained(
        department=two_people({"meetings": 0}), seen=nothing_seen(looks=looked(meetings=18))
    )

    assert [problem.kind for problem in plan.problems] == [ProblemKind.SOURCE_SHRANK]
    assert waits.stops


def test_only_good_looks_are_remembered() -> None:
    first, _ = restrained(department=two_people({"students": 16, "meetings": 18}))
    seen = nothing_seen(looks=looked(students=16, meetings=18))
    later, _ = restrained(department=two_people({"students": 17, "meetings": 2}), seen=seen)

    assert first.looks == (Look("source/workbook-1/students", "16"), Look("source/workbook-1/meetings", "18"))
    assert later.looks[:2] == (
        Look("source/workbook-1/students", "17"),
        Look("source/workbook-1/meetings", "18"),
    )


def test_an_approved_loss_is_the_next_good_look() -> None:
    department, seen = two_people({"meetings": 2}), nothing_seen(looks=looked(meetings=18))
    _, waits = restrained(*some(Cancel, 1), department=department, seen=seen)
    plan, after = restrained(
        *some(Cancel, 1), department=department, seen=seen, approved=the_stop(waits).items
    )

    assert keys(plan.actions) == ["cancel/manager-1/1"]
    assert (plan.looks, after.stops) == ((Look("source/workbook-1/meetings", "2"),), ())


# ---- too much at once


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        pytest.param(Book, 25, id="meetings"),
        pytest.param(File, 25, id="records"),
        pytest.param(Share, 10, id="shares"),
        pytest.param(Mail, 25, id="mails"),
    ],
)
def test_caps(kind: type[Action], limit: int) -> None:
    within, _ = restrained(*some(kind, limit))
    above, waits = restrained(*some(kind, limit + 1))

    assert len(within.actions) == limit
    assert (above.actions, len(waits.held)) == ((), limit + 1)
    assert [problem.kind for problem in above.problems] == [ProblemKind.TOO_MANY_AT_ONCE]


def test_changes_have_no_cap() -> None:
    assert len(restrained(*some(Change, 200))[0].actions) == 200


def test_meetings_and_records_are_counted_together_and_told_apart() -> None:
    plan, _ = restrained(*some(Book, 20), *some(File, 6))

    assert told(plan) == [(ProblemKind.TOO_MANY_AT_ONCE, "20 meetings and 6 records (the limit is 25)")]


def test_folders_do_not_count() -> None:
    folders = some(Folder, 30)
    books = tuple(
        replace(book, needs=(folder.key,)) for book, folder in zip(some(Book, 20), folders, strict=False)
    )
    plan, waits = restrained(*folders, *books)

    assert (len(plan.actions), waits.held) == (50, ())


def test_each_source_and_kind_has_its_own_cap() -> None:
    others = (*some(Book, 25, HIS), *some(Share, 10))
    plan, waits = restrained(*some(Book, 26), *others)

    assert keys(plan.actions) == keys(others)
    assert (the_stop(waits).source, the_stop(waits).kind) == (HERS, Kind.CREATE)


def test_what_is_nobodys_own_lies_in_drive() -> None:
    plan, _ = restrained(*some(Share, 11, ""))

    assert [problem.place for problem in plan.problems] == [LinkPlace("https://drive.google.com/", "Drive")]


def test_the_limits_are_the_companys() -> None:
    changes: dict[str, Any] = {"policy": a_policy(brakes={"creations": 1, "removals_percent": 100})}
    plan, _ = restrained(*some(Book, 2), *some(Cancel, 11), seen=nothing_seen(events=standing(11)), **changes)

    assert len(plan.actions) == 11


def test_a_duty_that_has_no_word_of_its_own_is_told_by_its_name() -> None:
    class Odd(Book):
        duty = "notices"

    plan, _ = restrained(*some(Odd, 26))
    assert told(plan) == [(ProblemKind.TOO_MANY_AT_ONCE, "26 notices (the limit is 25)")]


# ---- approving


def waiting(*actions: Action) -> Stop:
    return the_stop(restrained(*actions)[1])


def test_an_approval_covers_exactly_what_waited() -> None:
    actions = some(Book, 26)
    plan, waits = restrained(*actions, approved=waiting(*actions).items)

    assert (keys(plan.actions), waits.held, plan.problems) == (keys(actions), (), ())


def test_an_approval_does_not_cover_what_came_later() -> None:
    approved = waiting(*some(Book, 26)).items
    plan, waits = restrained(*some(Book, 26 + 26), approved=approved)

    assert keys(plan.actions) == keys(some(Book, 26))
    assert len(waits.held) == 26


def test_an_approval_does_not_cover_a_changed_action() -> None:
    approved = waiting(*some(Book, 26)).items
    changed = tuple(replace(action, fingerprint="another") for action in some(Book, 26))

    assert restrained(*changed, approved=approved)[0].actions == ()


def test_what_is_left_of_an_approval_still_passes() -> None:
    approved = waiting(*some(Book, 60)).items
    left = some(Book, 60)[20:]

    assert restrained(*left, approved=approved)[0].actions == left


def test_the_hash_stays_as_long_as_nothing_changes() -> None:
    assert waiting(*some(Book, 26)).approval == waiting(*reversed(some(Book, 26))).approval
    assert waiting(*some(Book, 26)).approval != waiting(*some(Book, 27)).approval


def test_the_hash_of_one_source_does_not_hang_on_another() -> None:
    _, alone = restrained(*some(Book, 26))
    _, together = restrained(*some(Book, 26), *some(Book, 30, HIS))

    assert the_stop(alone).approval == next(s for s in together.stops if s.source == HERS).approval


def test_the_same_items_of_another_source_have_another_hash() -> None:
    stop = waiting(*some(Book, 26))

    assert replace(stop, source=HIS).approval != stop.approval
    assert replace(stop, kind=Kind.SHARE).approval != stop.approval
