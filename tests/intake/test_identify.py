"""Which student is a row about: one clear match, or a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.builders_lists import Lists
from tests.builders_tables import sign, student_row
from workspace_agent.intake.identify import Identified, Identities, Register, identify, normal_number
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.question import Asks

THEO, LENA = "theo-brandvold", "lena-vandermolen"
ROSA = student_row("Rosa", "Delgadillo", number="142", index=1)
OMAR = student_row("Omar", "Fakhoury", index=2)
ILSE = student_row("Ilse", "Bergqvist", number="55", index=4)


def after(*before: Sequence[StudentRow]) -> Lists:
    """An agent that has seen these lists, one after the other."""
    lists = Lists()
    for rows in before:
        lists.look(*rows)
    return lists


def asked(found: Identified) -> list[tuple[Asks, tuple[str, ...]]]:
    """What is asked, and about whom."""
    return [
        (doubt.asks, (*(found.match.refs[index] for index in doubt.persons), *filter(None, [doubt.other])))
        for doubt in found.doubts
    ]


def clear(found: Identified) -> bool:
    return not found.doubts and not found.held


@pytest.mark.parametrize("typed", ["142", "0142", "142.0", " 142 ", "0142."])
def test_spellings_of_one_id_are_one_id(typed: str) -> None:
    assert normal_number(typed) == "142"


@pytest.mark.parametrize(("typed", "expected"), [("000", "0"), ("A-017", "a-017"), ("a 17", "a17")])
def test_other_ids(typed: str, expected: str) -> None:
    assert normal_number(typed) == expected


def test_strangers_get_fresh_refs_and_no_question() -> None:
    found = Lists().look(ROSA, OMAR)

    assert found.refs == ("r1", "r2")
    assert clear(found)


# ---- found again


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(ROSA, id="nothing changed"),
        pytest.param(student_row("Rosa", "Delgadilla", number="142"), id="the name was corrected"),
        pytest.param(student_row("Rosa", "Delgadillo"), id="the id was removed"),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="142", case_manager=THEO), id="a new case manager"
        ),
        pytest.param(
            student_row("Rosita", "Delgadilla", number="142", case_manager=THEO),
            id="name and case manager changed, the id did not",
        ),
        pytest.param(student_row("ROSA", "delgadillo"), id="case does not count"),
        pytest.param(
            student_row("Rosa", "Delgadillo", preferred="Rosie", number="142"), id="a preferred name"
        ),
        pytest.param(student_row("Rosa", "Delgadillo Núñez", number="142"), id="a second surname was added"),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="142", district="", case_manager=THEO),
            id="without a district an id says nothing and the name decides",
        ),
    ],
)
def test_a_student_with_an_id_is_found_again(row: StudentRow) -> None:
    found = after([ROSA, OMAR]).look(row, OMAR)

    assert found.refs == ("r1", "r2")
    assert clear(found)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(student_row("Omar", "Fakhoury", number="7", index=2), id="an id was added"),
        pytest.param(student_row("Omar", "Fakhoury", case_manager=THEO, index=2), id="a new case manager"),
        pytest.param(
            student_row("Omar", "Fakhoury", number="7", case_manager=THEO, index=2),
            id="an id was added by a new case manager",
        ),
        pytest.param(
            student_row("Omar", "Fakhoury", case_manager="m-quintero", index=2),
            id="the key of the case manager was changed in the settings",
        ),
        pytest.param(
            student_row("Omar", "Fakhoury", district="lakeward", index=2), id="the district was corrected"
        ),
    ],
)
def test_a_student_without_an_id_is_found_again(row: StudentRow) -> None:
    found = after([ROSA, OMAR]).look(ROSA, row)

    assert found.refs == ("r1", "r2")
    assert clear(found)


def test_a_corrected_name_stays_known_under_both() -> None:
    lists = after([OMAR], [student_row("Omar", "Fakhoury", number="7")])
    lists.look(student_row("Omar", "Fakoury", number="7"))

    for row in (student_row("Omar", "Fakoury"), OMAR):
        assert lists.look(row).refs == ("r1",)


# ---- two students


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            student_row("Ilse", "Bergqvist", number="142", district="lakeward", index=2),
            id="one number in two districts",
        ),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="977", case_manager=THEO, index=2),
            id="one name under two ids",
        ),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="142", district="lakeward", index=2),
            id="one name and one number in two districts",
        ),
        pytest.param(student_row("Rita", "Delgadillo", number="143", index=2), id="twins"),
        pytest.param(student_row("Rita", "Delgadillo", index=2), id="twins, one without an id"),
        pytest.param(student_row("", "Delgadillo", number="143", index=2), id="a row without a first name"),
    ],
)
def test_two_students_are_two(other: StudentRow) -> None:
    lists = Lists()
    first = lists.look(ROSA, other)

    assert len(set(first.refs)) == 2
    assert clear(first)
    again = lists.look(other, ROSA)
    assert again.refs == first.refs[::-1]
    assert clear(again)


def test_namesakes_stay_apart_when_the_second_comes_later() -> None:
    other = student_row("Rosa", "Delgadillo", number="977", case_manager=THEO, index=4)
    lists = after([ROSA])

    for _ in range(2):
        found = lists.look(other, ROSA)
        assert found.refs == ("r2", "r1")
        assert clear(found)


def test_a_new_student_may_bear_the_name_that_another_was_corrected_from() -> None:
    corrected = student_row("Rosa", "Delgadilla", number="142", index=1)
    newcomer = student_row("Rosa", "Delgadillo", number="977", index=4)
    lists = after([ROSA], [corrected])

    for _ in range(2):
        found = lists.look(corrected, newcomer)
        assert found.refs == ("r1", "r2")
        assert clear(found)


# ---- two rows of one student


def test_one_student_on_two_lists_is_one_ref_and_a_question() -> None:
    other = student_row("Rosa", "Delgadillo", number="142", case_manager=LENA, index=4)
    found = Lists().look(ROSA, OMAR, other)

    assert found.refs == ("r1", "r2", "r1")
    assert asked(found) == [(Asks.WHOSE, ("r1",))]
    assert found.held == {"r1"}
    assert not found.unclear


def test_it_stays_one_student_and_is_clear_again_when_one_row_is_removed() -> None:
    other = student_row("Rosa", "Delgadillo", number="142", case_manager=LENA, index=4)
    for left in (ROSA, other):
        found = after([ROSA, other]).look(left)
        assert found.refs == ("r1",)
        assert clear(found)


@pytest.mark.parametrize(
    ("one", "other", "held"),
    [
        pytest.param(None, None, True, id="both stand"),
        pytest.param(None, date(2026, 11, 2), False, id="one list has let the student go"),
        pytest.param(
            date(2026, 9, 1), date(2026, 11, 2), False, id="the student left one list after the other"
        ),
        pytest.param(date(2026, 11, 2), date(2026, 11, 2), True, id="the student left both on one day"),
    ],
)
def test_the_row_that_counts_is_the_one_that_has_not_let_go(
    one: date | None, other: date | None, held: bool
) -> None:
    rows = [
        student_row("Rosa", "Delgadillo", number="142", left=one),
        student_row("Rosa", "Delgadillo", number="142", case_manager=LENA, index=4, left=other),
    ]
    found = Lists().look(*rows)

    assert found.refs == ("r1", "r1")
    assert bool(found.held) is held


def test_two_equal_rows_on_one_list_are_one_student_of_whom_one_row_counts() -> None:
    found = Lists().look(OMAR, student_row("Omar", "Fakhoury", index=5))

    assert found.refs == ("r1", "r1")
    assert asked(found) == [(Asks.WHOSE, ("r1",))]


# ---- questions about two rows


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            student_row("Rosa", "Delgadillo", case_manager=THEO, index=4), id="a name without an id"
        ),
        pytest.param(student_row("Rosa", "Delgadillo", index=4), id="a name without an id on the same list"),
        pytest.param(
            student_row("Rosa", "Delgadillo", district="lakeward", case_manager=THEO, index=4),
            id="a name without an id in another district",
        ),
        pytest.param(student_row("Ilse", "Bergqvist", number="142", index=4), id="one id under two names"),
        pytest.param(
            student_row("Rosa", "Delgadila", number="142", index=4), id="one id and a slip in the name"
        ),
    ],
)
def test_rows_that_may_be_one_student_are_two_refs_and_a_question(other: StudentRow) -> None:
    lists = Lists()
    for _ in range(3):
        found = lists.look(ROSA, other)
        assert found.refs == ("r1", "r2")
        assert asked(found) == [(Asks.ROWS, ("r1", "r2"))]
        assert found.held == {"r1", "r2"}


def test_one_name_without_ids_on_two_lists_is_a_question() -> None:
    found = Lists().look(OMAR, student_row("Omar", "Fakhoury", case_manager=THEO, index=5))

    assert len(set(found.refs)) == 2
    assert [asks for asks, _ in asked(found)] == [Asks.ROWS]


def test_a_row_without_id_among_namesakes_is_a_question_with_each() -> None:
    others = [
        student_row("Rosa", "Delgadillo", number="977", case_manager=THEO, index=4),
        student_row("Rosa", "Delgadillo", case_manager=LENA, index=6),
    ]
    found = Lists().look(ROSA, *others)

    assert asked(found) == [(Asks.ROWS, ("r1", "r3")), (Asks.ROWS, ("r2", "r3"))]


def test_of_one_id_under_two_names_the_known_name_keeps_the_ref() -> None:
    slip = student_row("Ilse", "Bergqvist", number="142", index=4)
    found = after([ROSA]).look(slip, ROSA)

    assert found.refs == ("r2", "r1")
    assert found.held == {"r1", "r2"}


def test_id_and_name_together_count_more_than_the_id_alone() -> None:
    """A slip puts the id at another row too, and there is a second row of the name."""
    omar = student_row("Omar", "Fakhoury", number="7", index=2)
    lists = after([ROSA, omar])
    slip = student_row("Rosa", "Delgadillo", number="7", index=1)
    found = lists.look(slip, student_row("Omar", "Fakhoury", district="lakeward", index=3), omar)

    assert found.refs[2] == "r2"
    assert found.refs[0] == "r1"


def test_a_moved_row_is_clear_once_the_old_one_is_gone() -> None:
    moved = student_row("Omar", "Fakhoury", case_manager=THEO, index=5)
    lists = after([OMAR], [OMAR, moved])

    found = lists.look(moved)
    assert found.refs == ("r1",)
    assert clear(found)


def test_a_slip_in_an_id_is_settled_by_correcting_it() -> None:
    slip = student_row("Ilse", "Bergqvist", number="142", index=4)
    lists = after([ROSA, ILSE])

    during = lists.look(ROSA, slip)
    assert during.refs == ("r1", "r2")
    assert asked(during) == [(Asks.NAME, ("r2", "r2")), (Asks.ROWS, ("r1", "r2"))]
    settled = lists.look(ROSA, ILSE)
    assert settled.refs == ("r1", "r2")
    assert clear(settled)


# ---- questions about earlier students


@pytest.mark.parametrize("case_manager", ["marisol-quintero", THEO])
def test_another_id_under_a_known_name_is_a_question(case_manager: str) -> None:
    lists = after([ROSA])
    for _ in range(2):
        found = lists.look(student_row("Rosa", "Delgadillo", number="977", case_manager=case_manager))
        assert found.refs == ("r1",)
        assert asked(found) == [(Asks.NAME, ("r1", "r1"))]
        assert found.held == {"r1"}


def test_a_known_student_who_gets_the_name_of_another_is_a_question() -> None:
    """Else a slip in the name today and one in the id tomorrow would make one of the other."""
    lists = after([ROSA, ILSE])
    for _ in range(2):
        found = lists.look(student_row("Ilse", "Bergqvist", number="142", index=1), ILSE)
        assert found.refs == ("r1", "r2")
        assert asked(found) == [(Asks.NAME, ("r1", "r2"))]


def test_exchanged_names_are_questions_and_the_ids_count_until_then() -> None:
    sorted_alone = [
        student_row("Ilse", "Bergqvist", number="142", index=1),
        student_row("Rosa", "Delgadillo", number="55", index=4),
    ]
    lists = after([ROSA, ILSE])

    for _ in range(2):
        found = lists.look(*sorted_alone)
        assert found.refs == ("r1", "r2")
        assert asked(found) == [(Asks.NAME, ("r1", "r2")), (Asks.NAME, ("r2", "r1"))]
    assert clear(lists.look(ROSA, ILSE))


CASELOAD = [
    student_row(
        f"First{chr(97 + number)}", f"Last{chr(97 + number)}", number=str(100 + number), index=number + 1
    )
    for number in range(16)
]


@pytest.mark.parametrize("shift", [1, 5])
def test_a_column_of_ids_that_was_sorted_alone_makes_nobody_somebody_else(shift: int) -> None:
    shifted = [
        replace(row, number=CASELOAD[(number + shift) % 16].number) for number, row in enumerate(CASELOAD)
    ]
    lists = after(CASELOAD)
    before = lists.look(*CASELOAD).refs

    assert lists.look(*shifted).held == set(before)
    found = lists.look(*CASELOAD)
    assert found.refs == before
    assert clear(found)


def test_many_students_take_no_more_hashes_each_than_a_few() -> None:
    def letters(number: int) -> str:
        return "".join(chr(97 + int(digit)) for digit in str(number))

    many = [
        replace(
            ROSA, first=letters(number), last=letters(number * 7), number=str(number) if number % 3 else ""
        )
        for number in range(1000)
    ]
    counted: Counter[str] = Counter()

    def counting(text: str) -> str:
        counted["hashes"] += 1
        return sign(text)

    known = Identities()
    for expected in (1000, 0):
        fresh_refs = iter([f"r{number}" for number in range(expected)])
        found = identify(many, [frozenset()] * 1000, Register(known, counting, fresh_refs))
        known = Identities(found.aliases)
        assert clear(found)
    assert counted["hashes"] < 2 * 1000 * 5


def test_a_known_id_under_the_name_of_a_student_who_is_not_here_is_a_question() -> None:
    found = after([ROSA, OMAR]).look(student_row("Omar", "Fakhoury", number="142"))

    assert asked(found) == [(Asks.NAME, ("r1", "r2"))]
    assert found.held == {"r1", "r2"}


def test_an_id_that_another_student_had_before_is_a_question() -> None:
    lists = after([ROSA])
    lists.answer(lists.look(student_row("Rosa", "Delgadillo", number="143")).doubts[0], "yes")
    corrected = student_row("Rosa", "Delgadillo", number="143")
    lists.look(corrected)

    found = lists.look(corrected, student_row("Ilse", "Bergqvist", number="142", index=4))
    assert asked(found) == [(Asks.NUMBER, ("r2", "r1"))]


def test_two_who_could_both_be_the_one_known_without_id_are_questions() -> None:
    rows = [
        student_row("Rosa", "Delgadillo", number="142", index=1),
        student_row("Rosa", "Delgadillo", number="977", index=4),
    ]
    lists = after([student_row("Rosa", "Delgadillo")])

    for _ in range(2):
        found = lists.look(*rows)
        assert found.refs == ("r2", "r3")
        assert asked(found) == [(Asks.NAME, ("r2", "r1")), (Asks.NAME, ("r3", "r1"))]


def test_who_keeps_a_ref_that_somebody_else_may_have_teaches_nothing_until_that_is_settled() -> None:
    """Else the question would vanish by itself once the id of the one had been learnt."""
    rows = [
        student_row("Omar", "Fakhoury", number="1", index=2),
        student_row("Omar", "Fakhoury", number="2", case_manager=THEO, index=5),
    ]
    lists = after([OMAR])

    for _ in range(2):
        assert asked(lists.look(*rows)) == [(Asks.NAME, ("r2", "r1"))]


def test_namesakes_without_ids_on_lists_whose_keys_were_changed_are_asked_about() -> None:
    one, other = OMAR, student_row("Omar", "Fakhoury", case_manager=THEO, index=5)
    lists = after([one, other])
    lists.answer(lists.look(one, other).doubts[0], "no")
    assert clear(lists.look(one, other))

    renamed = [student_row("Omar", "Fakhoury", case_manager=key, index=2) for key in ("m-q", "t-b")]
    found = lists.look(*renamed)
    assert found.held >= {"r1", "r2"}


# ---- lists that could not be read


def test_a_name_is_no_clear_match_while_its_student_may_stand_on_a_list_that_is_missing() -> None:
    elsewhere = student_row("Omar", "Fakhoury", case_manager=THEO, index=5)
    lists = after([OMAR])

    assert asked(lists.look(elsewhere, whole=False)) == [(Asks.NAME, ("r1", "r1"))]
    assert clear(lists.look(elsewhere))


def test_an_id_under_another_name_is_no_clear_match_while_a_list_is_missing() -> None:
    slip = student_row("Ilse", "Bergqvist", number="142", case_manager=THEO, index=5)
    lists = after([ROSA])

    assert asked(lists.look(slip, whole=False)) == [(Asks.NUMBER, ("r1", "r1"))]
    assert clear(lists.look(student_row("Rosa", "Delgadillo", number="142", case_manager=THEO), whole=False))


# ---- dates and team


SAME = frozenset({"a1", "e1", "d1", "d2", "t1"})


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        pytest.param({"a1", "e1", "t1"}, True, id="three agree"),
        pytest.param({"a1", "e1", "d9", "d1", "t9"}, True, id="three agree, of two meetings one"),
        pytest.param({"a1", "e1", "d9", "t9"}, False, id="two agree"),
        pytest.param({"a1", "d1", "d2", "e9"}, False, id="two agree, though in two meetings"),
        pytest.param(set(), False, id="nothing is typed"),
    ],
)
def test_a_new_name_with_the_dates_and_team_of_one_who_is_gone(traits: set[str], expected: bool) -> None:
    lists = Lists()
    lists.look(ROSA, OMAR, traits={"Omar": SAME})
    for _ in range(2):
        found = lists.look(ROSA, student_row("Omer", "Fakhouri", index=2), traits={"Omer": frozenset(traits)})
        assert found.refs == ("r1", "r3")
        assert asked(found) == ([(Asks.TRAITS, ("r3", "r2"))] if expected else [])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(student_row("Omer", "Fakhouri", number="7", index=2), True, id="an id came with it"),
        pytest.param(OMAR, False, id="nobody is gone"),
    ],
)
def test_when_it_is_asked_by_dates_and_team(row: StudentRow, expected: bool) -> None:
    lists = Lists()
    lists.look(OMAR, traits={"Omar": SAME})

    assert bool(lists.look(row, traits={row.first: SAME}).doubts) is expected


def test_two_ids_are_two_students_whatever_their_dates() -> None:
    lists = Lists()
    lists.look(ROSA, traits={"Rosa": SAME})

    assert clear(lists.look(ILSE, traits={"Ilse": SAME}))


# ---- what is kept


def test_nothing_known_is_forgotten_and_no_name_is_kept() -> None:
    lists = after([ROSA, OMAR])
    before = lists.known.aliases
    found = lists.look(student_row("Rosa", "Delgadilla", number="142"))

    assert before.items() <= found.aliases.items()
    assert "delgadill" not in repr(found).casefold()


def test_a_row_in_doubt_teaches_neither_its_name_nor_its_id() -> None:
    lists = after([ROSA])
    before = set(lists.known.aliases)
    lists.look(ROSA, student_row("Ilse", "Bergqvist", number="142", index=4))

    assert {key[0] for key in set(lists.known.aliases) - before} == {"x"}
