"""The decision table, field by field, and what it promises whatever people do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_seen import NOW, event_of, planned
from tests.duties.test_meetings_second_look import ROW, booking, department
from workspace_agent.duties.meetings_merge import (
    Merge,
    Sides,
    Wish,
    guest_change,
    last_sides,
    merge,
    next_sides,
    wish,
)
from workspace_agent.model.seen import EventField, LastLook, Prints

TIME = frozenset({EventField.TIME})
NONE: frozenset[EventField] = frozenset()


def at(time: str) -> Prints:
    return Prints("summary", "description", time, "guests")


@pytest.mark.parametrize(
    ("last_row", "last_event", "row", "event", "expected"),
    [
        pytest.param("a", "a", "a", "a", Merge(), id="same, same: nothing"),
        pytest.param("a", "a", "b", "a", Merge(patch=TIME), id="changed, same: patch"),
        pytest.param("a", "a", "a", "b", Merge(theirs=TIME), id="same, changed by a person: theirs"),
        pytest.param("a", "a", "b", "b", Merge(), id="both changed to the same: nothing"),
        pytest.param("a", "a", "b", "c", Merge(questions=TIME), id="both changed, differently: a question"),
        pytest.param("a", "b", "a", "b", Merge(theirs=TIME), id="theirs stays theirs"),
        pytest.param("a", "b", "c", "b", Merge(patch=TIME), id="until the row is changed"),
        pytest.param("a", "b", "a", "a", Merge(), id="or a person makes them agree"),
    ],
)
def test_decision_table(last_row: str, last_event: str, row: str, event: str, expected: Merge) -> None:
    assert merge(Sides(at(last_row), at(last_event)), at(row), at(event)) == expected


letters = st.sampled_from(["a", "b", "c"])
lists = st.frozensets(st.sampled_from("abcd")).map(lambda names: "-".join(sorted(names)))
prints = st.builds(Prints, letters, letters, letters, lists)
fields = st.frozensets(st.sampled_from([one for one in EventField if one is not EventField.GUESTS]))
standings = st.builds(Sides, prints, prints, fields)
GUESTS = frozenset({EventField.GUESTS})


@given(standings, prints, prints)
def test_a_field_has_one_fate_and_only_where_the_two_differ(last: Sides, row: Prints, event: Prints) -> None:
    merged = merge(last, row, event)
    fates = [merged.patch, merged.theirs, merged.questions]

    assert frozenset().union(*fates) == row.differing(event)
    assert sum(map(len, fates)) == len(row.differing(event))


@given(standings, prints, prints)
def test_nothing_is_written_over_what_a_person_changed_since_the_last_look(
    last: Sides, row: Prints, event: Prints
) -> None:
    assert not (merge(last, row, event).patch - GUESTS) & event.differing(last.event)


@given(standings, prints, prints)
def test_the_next_look_decides_the_same_where_nobody_did_anything(
    last: Sides, row: Prints, event: Prints
) -> None:
    merged = merge(last, row, event)

    assert merge(next_sides(last, row, event, merged), row, event) == merged


def patched(last: Sides, row: Prints, event: Prints) -> Prints:
    """The event after the patch that the table asks for."""
    change = guest_change(last, row, event)
    listed = "-".join(sorted((event.each_guest | change.on) - change.off))
    return event.taking(merge(last, row, event).patch, replace(row, guests=listed))


@given(standings, prints, prints, prints)
def test_after_a_patch_there_is_nothing_left_to_patch(
    last: Sides, row: Prints, event: Prints, later: Prints
) -> None:
    after = patched(last, row, event)
    again = merge(Sides(row, after), row, after)
    changed = merge(Sides(row, after), later, after)

    assert not again.patch
    assert changed.patch - GUESTS == (later.differing(after) & later.differing(row)) - GUESTS, (
        "newest act wins"
    )


@given(standings, prints, prints)
def test_a_guest_comes_or_goes_only_because_somebody_said_so(last: Sides, row: Prints, event: Prints) -> None:
    before, after = event.each_guest, patched(last, row, event).each_guest

    assert after - before <= row.each_guest - last.row.each_guest, "put on by the row since the last look"
    assert before - after <= last.row.each_guest - row.each_guest, "taken off by the row since the last look"


@given(prints, prints, prints)
def test_a_wish_to_cancel_never_meets_an_event_that_was_touched_since(
    row: Prints, last: Prints, event: Prints
) -> None:
    expected = Wish.CANCEL if event == last else Wish.KEPT

    assert wish(Sides(row, last), event) is expected
    assert wish(Sides(row, last, wish=Wish.KEPT), event) is Wish.KEPT


EVENT = event_of(booking(planned(department(ROW))))


@given(standings, st.sampled_from(Wish))
def test_what_was_remembered_is_what_is_read(standing: Sides, said: Wish) -> None:
    standing = replace(standing, wish=said)
    look = standing.look(EVENT)
    looks = {look.subject: LastLook(look.shown, NOW)}

    assert last_sides(EVENT, looks) == replace(standing, since=NOW)


def test_what_was_remembered_before_the_event_was_written_is_of_no_use() -> None:
    look = Sides(at("a"), at("b")).look(EVENT)
    written = replace(EVENT, mark=replace(EVENT.mark, row=at("c")))

    assert last_sides(written, {look.subject: LastLook(look.shown, NOW)}) == Sides(at("c"), EVENT.mark.event)
    assert last_sides(EVENT, {look.subject: LastLook("from another version", NOW)}) == Sides(
        EVENT.mark.row, EVENT.mark.event
    )
