"""What must hold of `identify` whatever people type, in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.builders_lists import Lists
from tests.builders_tables import student_row
from workspace_agent.intake.identify import Identified
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.question import Asks

LISTS = ("marisol-quintero", "theo-brandvold", "lena-vandermolen")

ROWS = st.builds(
    student_row,
    st.sampled_from(["Rosa", "Omar"]),
    st.just("Delgadillo"),
    number=st.sampled_from(["", "1", "2"]),
    district=st.sampled_from(["sierra-vieja", "lakeward", ""]),
    case_manager=st.sampled_from(LISTS[:2]),
    left=st.sampled_from([None, None, date(2026, 11, 2)]),
    same=st.sampled_from([None, None, None, True, False]),
)
SHEETS = st.lists(ROWS, max_size=5)
HISTORIES = st.lists(SHEETS, max_size=3)


def seen(*history: list[StudentRow]) -> Lists:
    lists = Lists()
    for rows in history:
        lists.look(*rows)
    return lists


def again(lists: Lists, *rows: StudentRow) -> Identified:
    """A look that is not remembered."""
    other = Lists()
    other.known, other._fresh = lists.known, iter(f"new{number}" for number in range(99))
    return other.look(*rows)


@given(HISTORIES, SHEETS, st.randoms(use_true_random=False))
def test_permuting_rows_changes_no_ref(
    history: list[list[StudentRow]], rows: list[StudentRow], random: Callable[..., None]
) -> None:
    lists = seen(*history, rows)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    first = again(lists, *rows)
    other = again(lists, *(rows[index] for index in order))

    assert other.refs == tuple(first.refs[index] for index in order)
    assert other.held == first.held
    assert {doubt.id for doubt in other.doubts} == {doubt.id for doubt in first.doubts}


def rosa(number: str = "", **more: Any) -> StudentRow:
    return student_row("Rosa", "Delgadillo", number=number, **more)


def omar(number: str = "", **more: Any) -> StudentRow:
    return student_row("Omar", "Delgadillo", number=number, **more)


LAKEWARD, THEO = {"district": "lakeward"}, {"case_manager": LISTS[1]}

# What was found with many more examples than a test can afford each time.

ONE_CLAIM_MAKES_ANOTHER_CLEAR = (
    [[omar("2", **LAKEWARD)], [rosa("2"), rosa("2", **LAKEWARD, **THEO), omar("1")]],
    [rosa(), omar(), omar("2")],
)
A_GUESS_STAYS_A_GUESS = (
    [[rosa("1", **LAKEWARD), omar(**THEO)], [rosa(), omar("1")]],
    [rosa("1"), omar(), omar("1")],
)
WHO_IS_ASKED_ABOUT_TEACHES_NOTHING = ([[rosa(), omar()]], [omar("1"), omar("1", **LAKEWARD, **THEO)])
A_NAME_IN_QUESTION_IS_NOT_TAUGHT = ([[rosa("1")]], [rosa(), omar("1"), omar("1", **LAKEWARD)])
A_NEWCOMER_IS_NO_SUSPECT_THE_SECOND_TIME = (
    [[rosa("1", **LAKEWARD), omar("1")]],
    [rosa("1"), rosa("1", **LAKEWARD), rosa("2")],
)
NO_AT_A_ROW_IS_NO_TO_ALL = (
    [[rosa("1"), rosa("1", **LAKEWARD, **THEO)], [rosa(), rosa(), rosa(**THEO), rosa(**LAKEWARD)]],
    [rosa(), rosa(**LAKEWARD, same=False)],
)


@example(*ONE_CLAIM_MAKES_ANOTHER_CLEAR)
@example(*A_GUESS_STAYS_A_GUESS)
@example(*WHO_IS_ASKED_ABOUT_TEACHES_NOTHING)
@example(*NO_AT_A_ROW_IS_NO_TO_ALL)
@example(*A_NEWCOMER_IS_NO_SUSPECT_THE_SECOND_TIME)
@example(*A_NAME_IN_QUESTION_IS_NOT_TAUGHT)
@settings(max_examples=200)
@given(HISTORIES, SHEETS)
def test_looking_again_changes_nothing(history: list[list[StudentRow]], rows: list[StudentRow]) -> None:
    lists = seen(*history)
    first = lists.look(*rows)
    second = lists.look(*rows)

    assert second.refs == first.refs
    assert second.held == first.held
    assert second.aliases == first.aliases


@given(HISTORIES, SHEETS)
def test_no_two_rows_that_are_not_in_question_have_one_ref(
    history: list[list[StudentRow]], rows: list[StudentRow]
) -> None:
    found = seen(*history).look(*rows)
    for one, ref in zip(rows, found.refs, strict=True):
        for other, its in zip(rows, found.refs, strict=True):
            if one is not other and ref == its and ref not in found.held:
                assert one.left or other.left


@given(HISTORIES)
def test_nothing_is_one_student_without_an_id_a_name_or_an_answer(history: list[list[StudentRow]]) -> None:
    lists = Lists()
    signs: dict[str, list[tuple[set[str], set[str]]]] = {}
    for rows in history:
        silent = [replace(row, same=None) for row in rows]
        found = lists.look(*silent)
        for row, ref in zip(silent, found.refs, strict=True):
            if ref not in found.held:
                signs.setdefault(ref, []).append(({row.first}, {row.number} - {""}))
    for known in signs.values():
        names, numbers = known[0]
        for name, number in known[1:]:
            assert names & name or numbers & number
            names |= name
            numbers |= number


NO_ABOUT_A_GUESS_TO_AN_EARLIER_STUDENT = (
    [[rosa("1", **LAKEWARD), omar()], [rosa(), omar("1")]],
    [rosa("1", **LAKEWARD), omar("1", **LAKEWARD)],
    [False],
)
TOLD_APART_BY_DISTRICT_ALONE = (
    [[rosa("1", **THEO), rosa("1", **LAKEWARD)]],
    [rosa(**THEO), rosa(**LAKEWARD, **THEO)],
    [False],
)
NO_ABOUT_A_GUESS = ([[rosa("1")]], [rosa("1", **LAKEWARD), omar(), omar("1", **LAKEWARD)], [False])


@example(*NO_ABOUT_A_GUESS)
@example(*TOLD_APART_BY_DISTRICT_ALONE)
@example(*NO_ABOUT_A_GUESS_TO_AN_EARLIER_STUDENT)
@settings(max_examples=200)
@given(HISTORIES, SHEETS, st.lists(st.booleans(), min_size=1))
def test_answering_every_question_ends_all_questions(
    history: list[list[StudentRow]], rows: list[StudentRow], answers: list[bool]
) -> None:
    lists = seen(*history)
    left = [replace(row, same=None) for row in rows]
    for round_ in range(40):
        found = lists.look(*left)
        if not found.doubts:
            break
        doubt = found.doubts[0]
        if doubt.asks is Asks.WHOSE:
            row = found.match.persons[doubt.persons[-1]].rows[-1]
            left = [one for one in left if one is not row]
        else:
            lists.answer(doubt, "yes" if answers[round_ % len(answers)] else "no")
    assert not lists.look(*left).doubts


# ---- known students, and slips


@dataclass(frozen=True)
class Child:
    """Somebody who exists, whatever stands in the sheets."""

    name: str
    number: str


CHILDREN = [Child("Rosa", "1"), Child("Omar", "2"), Child("Ilse", "3"), Child("Jun", ""), Child("Noor", "")]


@dataclass(frozen=True)
class Typed:
    """How a child's row stands there today."""

    child: int
    name: str
    number: str
    case_manager: str = LISTS[0]

    def row(self) -> StudentRow:
        return student_row(
            self.name, "Delgadillo", number=self.number, case_manager=self.case_manager, index=self.child + 1
        )


def correct(child: int) -> Typed:
    return Typed(child, CHILDREN[child].name, CHILDREN[child].number)


SLIPS = st.sampled_from(["typo", "no id", "another's id", "another's name", "moved", "gone"])
DAYS = st.lists(
    st.lists(st.tuples(st.integers(0, 4), SLIPS, st.integers(0, 4)), max_size=4), min_size=1, max_size=5
)


def slipped(rows: dict[int, Typed], child: int, slip: str, other: int) -> None:
    """One slip in one row; a row has one at a time, so that it can still be told whose it is."""
    row = correct(child)
    if slip == "typo" and row.number:
        rows[child] = replace(row, name=f"{row.name}x")
    if slip == "no id":
        rows[child] = replace(row, number="")
    if slip == "another's id" and other != child and CHILDREN[other].number:
        rows[child] = replace(row, number=CHILDREN[other].number)
    if slip == "another's name" and other != child and row.number:
        rows[child] = replace(row, name=CHILDREN[other].name)
    if slip == "moved":
        rows[child] = replace(row, case_manager=LISTS[1 + other % 2])
    if slip == "gone":
        rows.pop(child, None)


FILLED_DOWN_THEN_ANOTHERS_ID = [[(0, "another's name", 2)], [(0, "gone", 0), (2, "another's id", 0)]]


@example(FILLED_DOWN_THEN_ANOTHERS_ID)
@settings(max_examples=200)
@given(DAYS)
def test_a_ref_never_moves_from_one_child_to_another_without_a_question(
    days: list[list[tuple[int, str, int]]],
) -> None:
    lists = Lists()
    first = lists.look(*(correct(child).row() for child in range(5)))
    owner = dict(zip(first.refs, range(5), strict=True))
    for slips in days:
        rows = {child: correct(child) for child in range(5)}
        for child, slip, other in slips:
            slipped(rows, child, slip, other)
        found = lists.look(*(typed.row() for typed in rows.values()))
        for child, ref in zip(rows, found.refs, strict=True):
            assert ref in found.held or owner.setdefault(ref, child) == child


@given(
    st.integers(0, 2),
    st.text("abcdefghij", min_size=1),
    st.text("klmnop", min_size=1),
    st.sampled_from(LISTS),
)
def test_a_correction_of_a_name_with_an_id_keeps_the_ref(
    child: int, first: str, last: str, case_manager: str
) -> None:
    lists = Lists()
    rows = [correct(one).row() for one in range(5)]
    before = lists.look(*rows)
    number = CHILDREN[child].number
    rows[child] = student_row(first, last, number=number, case_manager=case_manager, index=child + 1)
    found = lists.look(*rows)

    assert found.refs == before.refs
    assert not found.doubts


@given(DAYS)
def test_when_all_slips_are_corrected_everybody_is_who_they_were(
    days: list[list[tuple[int, str, int]]],
) -> None:
    lists = Lists()
    rows = [correct(child).row() for child in range(5)]
    before = lists.look(*rows)
    for slips in days:
        typed = {child: correct(child) for child in range(5)}
        for child, slip, other in slips:
            slipped(typed, child, slip, other)
        lists.look(*(one.row() for one in typed.values()))
    found = lists.look(*rows)

    assert found.refs == before.refs
    assert not found.doubts
