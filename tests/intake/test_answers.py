"""What an answer to "is this the same student?" settles, from the sheet and by command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.builders_lists import Lists
from tests.builders_tables import student_row
from workspace_agent.intake.aliases import merged
from workspace_agent.intake.identify import Identified
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.question import Asks

THEO, LENA = "theo-brandvold", "lena-vandermolen"
ROSA = student_row("Rosa", "Delgadillo", number="142", index=1)
ILSE = student_row("Ilse", "Bergqvist", number="55", index=4)
OMAR = student_row("Omar", "Fakhoury", index=2)
OTHER_OMAR = student_row("Omar", "Fakhoury", case_manager=THEO, index=5)
THIRD_OMAR = student_row("Omar", "Fakhoury", case_manager=LENA, index=6)
CORRECTED = student_row("Rosa", "Delgadillo", number="977", index=1)

Answering = Callable[[Lists, Sequence[StudentRow], str], Identified]


def by_command(lists: Lists, rows: Sequence[StudentRow], answer: str) -> Identified:
    """Every question is answered alike by command."""
    for doubt in lists.look(*rows).doubts:
        lists.answer(doubt, answer)
    return lists.look(*rows)


def in_the_sheet(lists: Lists, rows: Sequence[StudentRow], answer: str) -> Identified:
    """The question is read, and the last row is answered."""
    lists.look(*rows)
    return lists.look(*rows[:-1], replace(rows[-1], same=answer == "yes"))


@pytest.fixture(params=[by_command, in_the_sheet], ids=["by command", "in the sheet"])
def answered(request: pytest.FixtureRequest) -> Answering:
    way: Answering = request.param
    return way


def whose(found: Identified) -> bool:
    return {doubt.asks for doubt in found.doubts} == {Asks.WHOSE}


# ---- two rows


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((OMAR, OTHER_OMAR), id="one name without ids"),
        pytest.param((ROSA, student_row("Rosa", "Delgadillo", index=5)), id="one name, one with an id"),
        pytest.param((ROSA, student_row("Ilse", "Bergqvist", number="142", index=5)), id="one id, two names"),
    ],
)
class TestTwoRows:
    def test_no_makes_two_students_who_are_not_asked_about_again(
        self, answered: Answering, rows: tuple[StudentRow, ...]
    ) -> None:
        lists = Lists()
        found = answered(lists, rows, "no")

        assert len(set(found.refs)) == 2
        for again in (found, lists.look(*rows), lists.look(*reversed(rows))):
            assert set(again.refs) == set(found.refs)
            assert not again.held

    def test_yes_makes_one_student_of_whom_one_row_counts(
        self, answered: Answering, rows: tuple[StudentRow, ...]
    ) -> None:
        lists = Lists()
        found = answered(lists, rows, "yes")

        assert len(set(found.refs)) == 1
        assert whose(found)
        assert whose(lists.look(*rows))

    def test_after_yes_either_row_alone_is_that_student(
        self, answered: Answering, rows: tuple[StudentRow, ...]
    ) -> None:
        for row in rows:
            lists = Lists()
            ref = answered(lists, rows, "yes").refs[0]
            found = lists.look(row)
            assert found.refs == (ref,)
            assert not found.held

    def test_what_was_said_outlasts_the_ledger(
        self, answered: Answering, rows: tuple[StudentRow, ...]
    ) -> None:
        for answer in ("yes", "no"):
            lists = Lists()
            before = answered(lists, rows, answer)
            lists.forget()
            after = lists.look(*rows)
            assert after.refs == before.refs
            assert after.held == before.held


def test_after_yes_the_row_that_has_not_let_go_counts() -> None:
    lists = Lists()
    by_command(lists, (OMAR, OTHER_OMAR), "yes")
    found = lists.look(replace(OMAR, left=date(2026, 11, 2)), OTHER_OMAR)

    assert found.refs == ("r1", "r1")
    assert not found.held


def test_the_ref_that_was_seen_first_stays_and_the_other_leads_to_it() -> None:
    lists = Lists()
    lists.look(OMAR)
    lists.look(OMAR, ROSA)
    found = by_command(lists, (student_row("Omar", "Fakhoury", number="142", index=2), ROSA), "yes")

    assert found.refs == ("r1", "r1")
    assert found.aliases[merged("r2")] == {"r1"}


def test_first_is_who_was_seen_first_whatever_the_ref() -> None:
    lists = Lists()
    lists._fresh = iter(("z", "a"))
    lists.look(OMAR)
    lists.look(OMAR, ROSA)
    found = by_command(lists, (student_row("Omar", "Fakhoury", number="142", index=2), ROSA), "yes")

    assert found.refs == ("z", "z")


def test_a_pair_is_joined_without_the_student_whom_one_row_is_only_taken_for() -> None:
    lists = Lists()
    lists.look(ROSA, ILSE)
    rows = (student_row("Rosa", "Delgadillo", number="55", index=1), ILSE)
    guess, pair = lists.look(*rows).doubts
    lists.answer(pair, "yes")
    found = lists.look(*rows)

    assert guess.asks is Asks.NAME
    assert found.refs == ("r2", "r2")
    assert merged("r1") not in found.aliases
    assert guess.id in {doubt.id for doubt in found.doubts}


@pytest.mark.parametrize(("answer", "ref"), [("yes", "r1"), ("no", "r3")])
def test_two_rows_that_are_both_only_guesses_are_one_student_once_it_is_known_who(
    answer: str, ref: str
) -> None:
    lists = Lists()
    lists.look(ROSA, ILSE)
    rows = [
        student_row(one.first, one.last, number="977", index=one.row.index, case_manager=THEO)
        for one in (ROSA, ILSE)
    ]
    *guesses, pair = lists.look(*rows).doubts
    lists.answer(pair, "yes")
    assert lists.look(*rows).held
    for guess in guesses:
        lists.answer(guess, answer)
    found = lists.look(*rows)

    assert found.refs == (ref, ref)
    assert whose(found)


def test_two_known_students_that_turn_out_to_be_one() -> None:
    lists = Lists()
    lists.look(ROSA, OMAR)
    found = by_command(lists, (ROSA, student_row("Omar", "Fakhoury", number="142", index=2)), "yes")

    assert found.refs == ("r1", "r1")
    assert found.aliases[merged("r2")] == {"r1"}
    assert lists.look(OMAR).refs == ("r1",)


def test_who_a_row_is_is_settled_before_whether_two_rows_are_one() -> None:
    lists = Lists()
    lists.look(ROSA, ILSE)
    found = by_command(lists, (ROSA, student_row("Ilse", "Bergqvist", number="142", index=4)), "yes")

    assert found.refs == ("r1", "r1")
    assert found.aliases[merged("r2")] == {"r1"}
    assert whose(found)


def test_a_wrong_yes_is_taken_back_by_no() -> None:
    lists = Lists()
    joined = by_command(lists, (OMAR, OTHER_OMAR), "yes")
    found = by_command(lists, (OMAR, OTHER_OMAR), "no")

    assert joined.refs == ("r1", "r1")
    assert len(set(found.refs)) == 2
    assert not found.held


@pytest.mark.parametrize("way", ["by command", "in the sheet"])
def test_no_counts_also_when_the_other_row_is_gone_at_the_same_time(way: str) -> None:
    lists = Lists()
    lists.look(OMAR)
    (doubt,) = lists.look(OMAR, OTHER_OMAR).doubts
    if way == "by command":
        lists.answer(doubt, "no")
    found = lists.look(replace(OTHER_OMAR, same=False) if way == "in the sheet" else OTHER_OMAR)

    assert found.refs == ("r2",)
    assert not found.held
    assert lists.look(OMAR, OTHER_OMAR).refs == ("r1", "r2")


def test_a_no_that_stood_there_before_is_none_when_the_other_row_is_gone() -> None:
    lists = Lists()
    lists.look(OMAR)
    stale = replace(OTHER_OMAR, same=False)
    lists.look(OMAR, stale)

    assert lists.look(stale).refs == ("r1",)


def test_no_about_a_row_that_is_only_a_guess_holds_whoever_it_is() -> None:
    lists = Lists()
    lists.look(ROSA)
    rows = (CORRECTED, student_row("Ilse", "Bergqvist", number="977", index=4))
    guess, pair = lists.look(*rows).doubts
    assert (pair.asks, guess.asks) == (Asks.ROWS, Asks.NAME)
    lists.answer(pair, "no")
    assert [doubt.asks for doubt in lists.look(*rows).doubts] == [Asks.NAME]

    for answer, ref in (("yes", "r1"), ("no", "r3")):
        again = Lists()
        again.known, again._fresh = lists.known, iter(("r9",))
        again.answer(guess, answer)
        found = again.look(*rows)
        assert found.refs == (ref, "r2")
        assert not found.held


def test_rows_that_agree_in_everything_cannot_be_parted_by_an_answer() -> None:
    rows = (ROSA, replace(student_row("Rosa", "Delgadillo", number="142", case_manager=THEO, index=3)))
    for way in (by_command, in_the_sheet):
        assert whose(way(Lists(), rows, "no"))


def test_of_three_rows_no_at_one_parts_it_from_both() -> None:
    rows = (OMAR, OTHER_OMAR, THIRD_OMAR)
    lists = Lists()
    found = in_the_sheet(lists, rows, "no")

    assert [doubt.asks for doubt in found.doubts] == [Asks.ROWS]
    assert found.held == set(found.refs[:2])


def test_answers_that_contradict_each_other_end_and_part() -> None:
    rows = (OMAR, OTHER_OMAR, THIRD_OMAR)
    lists = Lists()
    for doubt, answer in zip(lists.look(*rows).doubts, ("yes", "yes", "no"), strict=True):
        lists.answer(doubt, answer)
    found = lists.look(*rows)

    assert len(set(found.refs)) == 2
    assert lists.look(*rows).refs == found.refs


# ---- an earlier student


def test_yes_takes_another_id_for_a_corrected_one(answered: Answering) -> None:
    lists = Lists()
    lists.look(ROSA)
    found = answered(lists, (CORRECTED,), "yes")

    assert found.refs == ("r1",)
    assert not found.held
    assert lists.look(student_row("Rosita", "Delgadilla", number="977")).refs == ("r1",)


def test_no_makes_a_new_student_of_another_id(answered: Answering) -> None:
    lists = Lists()
    lists.look(ROSA)
    found = answered(lists, (CORRECTED,), "no")

    assert found.refs == ("r2",)
    assert not found.held
    both = lists.look(CORRECTED, ROSA)
    assert both.refs == ("r2", "r1")
    assert not both.held


def test_ids_that_were_exchanged_are_set_right_by_yes_at_both_rows() -> None:
    lists = Lists()
    lists.look(ROSA, ILSE)
    right = (
        student_row("Rosa", "Delgadillo", number="55", index=1),
        student_row("Ilse", "Bergqvist", number="142", index=4),
    )
    found = by_command(lists, right, "yes")

    assert found.refs == ("r1", "r2")
    assert not found.held
    assert lists.look(*reversed(right)).refs == ("r2", "r1")


def test_names_that_were_exchanged_are_set_right_by_no_at_both_rows() -> None:
    lists = Lists()
    lists.look(ROSA, ILSE)
    right = (
        student_row("Ilse", "Bergqvist", number="142", index=1),
        student_row("Rosa", "Delgadillo", number="55", index=4),
    )
    found = by_command(lists, right, "no")

    assert found.refs == ("r1", "r2")
    assert not lists.look(*right).held


def test_an_id_typed_at_the_wrong_row_follows_the_name_after_yes(answered: Answering) -> None:
    lists = Lists()
    lists.look(ROSA, OMAR)
    slip = student_row("Omar", "Fakhoury", number="142", index=2)
    found = answered(lists, (slip,), "yes")

    assert found.refs == ("r2",)
    assert not found.held
    assert merged("r1") not in found.aliases


@pytest.mark.parametrize(("answer", "ref"), [("yes", "r1"), ("no", "r2")])
def test_a_new_name_with_known_dates_and_team(answered: Answering, answer: str, ref: str) -> None:
    same = frozenset({"a1", "e1", "d1"})
    lists = Lists()
    lists.look(OMAR, traits={"Omar": same})
    renamed = student_row("Omer", "Fakhouri", index=2)
    lists.look(renamed, traits={"Omer": same})
    found = answered(lists, (renamed,), answer)

    assert found.refs == (ref,)
    again = lists.look(renamed, traits={"Omer": same})
    assert again.refs == (ref,)
    assert not again.held


def test_a_question_about_dates_and_team_is_not_dropped_because_a_date_was_changed() -> None:
    same = frozenset({"a1", "e1", "d1"})
    lists = Lists()
    lists.look(OMAR, traits={"Omar": same})
    renamed = student_row("Omer", "Fakhouri", index=2)
    for traits in (same, frozenset({"a2"}), frozenset()):
        assert lists.look(renamed, traits={"Omer": traits}).held == {"r1", "r2"}


# ---- what counts as an answer in the sheet


def test_what_stood_there_before_the_question_is_no_answer() -> None:
    lists = Lists()
    stale = replace(OTHER_OMAR, same=True)
    for _ in range(3):
        assert [doubt.asks for doubt in lists.look(OMAR, stale).doubts] == [Asks.ROWS]


def test_an_emptied_cell_may_be_answered_again() -> None:
    lists = Lists()
    stale = replace(OTHER_OMAR, same=True)
    lists.look(OMAR, stale)
    lists.look(OMAR, OTHER_OMAR)

    assert whose(lists.look(OMAR, stale))


def test_an_answer_that_was_changed_counts() -> None:
    lists = Lists()
    lists.look(OMAR, replace(OTHER_OMAR, same=True))
    found = lists.look(OMAR, replace(OTHER_OMAR, same=False))

    assert not found.held


def test_last_years_yes_does_not_answer_this_years_question() -> None:
    lists = Lists()
    in_the_sheet(lists, (OMAR, OTHER_OMAR), "yes")
    answered = replace(OTHER_OMAR, same=True)
    assert not lists.look(answered).held

    found = lists.look(answered, THIRD_OMAR)
    assert [doubt.asks for doubt in found.doubts] == [Asks.ROWS]
    assert [doubt.asks for doubt in lists.look(answered, THIRD_OMAR).doubts] == [Asks.ROWS]


def test_rows_that_say_the_opposite_of_each_other_settle_nothing() -> None:
    lists = Lists()
    lists.look(OMAR, OTHER_OMAR)
    found = lists.look(replace(OMAR, same=True), replace(OTHER_OMAR, same=False))

    assert [doubt.asks for doubt in found.doubts] == [Asks.ROWS]


def test_two_rows_of_one_person_that_say_the_opposite_say_nothing() -> None:
    twice = (ROSA, student_row("Rosa", "Delgadillo", number="142", case_manager=THEO, index=3))
    third = student_row("Rosa", "Delgadillo", case_manager=LENA, index=6)
    lists = Lists()
    lists.look(*twice, third)
    found = lists.look(replace(twice[0], same=True), replace(twice[1], same=False), third)

    assert Asks.ROWS in {doubt.asks for doubt in found.doubts}


def test_yes_where_more_than_one_other_is_asked_about_settles_nothing_until_one_is_left() -> None:
    lists = Lists()
    lists.look(OMAR, OTHER_OMAR, THIRD_OMAR)
    said = replace(OMAR, same=True)

    assert len(set(lists.look(said, OTHER_OMAR, THIRD_OMAR).refs)) == 3
    assert whose(lists.look(said, OTHER_OMAR))


def test_yes_in_both_rows_of_a_pair_says_which_pair_and_nothing_else() -> None:
    lists = Lists()
    lists.look(OMAR, OTHER_OMAR, THIRD_OMAR)
    rows = (replace(OMAR, same=True), replace(OTHER_OMAR, same=True), THIRD_OMAR)

    for _ in range(3):
        found = lists.look(*rows)
        assert found.refs[0] == found.refs[1] != found.refs[2]


def test_what_is_typed_counts_before_what_was_said_by_command() -> None:
    lists = Lists()
    (doubt,) = lists.look(OMAR, OTHER_OMAR).doubts
    lists.answer(doubt, "yes")
    found = lists.look(OMAR, replace(OTHER_OMAR, same=False))

    assert len(set(found.refs)) == 2


def test_a_stranger_gets_one_ref_while_others_are_answered_about() -> None:
    lists = Lists()
    for doubt in lists.look(OMAR, OTHER_OMAR).doubts:
        lists.answer(doubt, "no")

    assert lists.look(OMAR, OTHER_OMAR, ROSA).refs == ("r1", "r2", "r3")


def test_of_answers_that_contradict_each_other_no_comes_first_so_that_nobody_loses_a_ref() -> None:
    lists = Lists()
    lists.look(ROSA, ILSE, OMAR)
    rows = (
        ROSA,
        student_row("Ilse", "Bergqvist", number="142", index=4),
        student_row("Omar", "Fakhoury", number="142", index=2),
    )
    for doubt in lists.look(*rows).doubts:
        lists.answer(doubt, "no" if set(doubt.persons) == {1, 2} else "yes")
    found = lists.look(*rows)

    assert found.refs[2] == "r3"
    assert merged("r3") not in found.aliases


def test_an_answer_to_a_question_that_is_not_asked_does_nothing() -> None:
    lists = Lists()
    (doubt,) = lists.look(OMAR, OTHER_OMAR).doubts
    lists.answer(doubt, "yes")

    assert not lists.look(OMAR, ROSA).held
