from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_tables import fresh, shown, sign, student_row
from workspace_agent.intake.identify import Identified, identify, normal_number
from workspace_agent.intake.table import StudentRow

ROSA = student_row("Rosa", "Delgadillo", number="142", index=1)
OMAR = student_row("Omar", "Fakhoury", index=2)


def after(*before: Sequence[StudentRow]) -> dict[str, str]:
    """Aliases after these lists were read one after the other."""
    known: dict[str, str] = {}
    numbers = fresh()
    for rows in before:
        known = dict(identify(rows, known, sign, numbers).aliases)
    return known


def look(rows: Sequence[StudentRow], known: dict[str, str] | None = None) -> Identified:
    return identify(rows, known or {}, sign, fresh(100))


@pytest.mark.parametrize("typed", ["142", "0142", "142.0", " 142 ", "0142."])
def test_spellings_of_one_id_are_one_id(typed: str) -> None:
    assert normal_number(typed) == "142"


@pytest.mark.parametrize(("typed", "expected"), [("000", "0"), ("A-017", "a-017"), ("a 17", "a17")])
def test_other_ids(typed: str, expected: str) -> None:
    assert normal_number(typed) == expected


def test_strangers_get_fresh_refs_and_no_question() -> None:
    found = look([ROSA, OMAR])
    assert found.refs == ("r100", "r101")
    assert (found.held, found.problems) == (frozenset(), ())


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(ROSA, id="nothing changed"),
        pytest.param(student_row("Rosa", "Delgadilla", number="142"), id="the name was corrected"),
        pytest.param(student_row("Rosa", "Delgadillo"), id="the id was removed"),
        pytest.param(student_row("Rosa", "Delgadillo", number="143"), id="the id was corrected"),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="142", case_manager="theo-brandvold"),
            id="there is a new case manager",
        ),
        pytest.param(
            student_row("Rosita", "Delgadilla", number="142", case_manager="theo-brandvold"),
            id="name and case manager changed, the id did not",
        ),
        pytest.param(student_row("ROSA", "delgadillo"), id="case does not count"),
        pytest.param(
            student_row("Rosa", "Delgadillo", number="142", district="", case_manager="theo-brandvold"),
            id="without a district an id says nothing and the name decides",
        ),
    ],
)
def test_a_student_with_an_id_is_found_again(row: StudentRow) -> None:
    found = look([row, OMAR], after([ROSA, OMAR]))
    assert found.refs == ("r1", "r2")
    assert found.problems == ()


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(student_row("Omar", "Fakhoury", number="7", index=2), id="an id was added"),
        pytest.param(
            student_row("Omar", "Fakhoury", case_manager="theo-brandvold", index=2), id="a new case manager"
        ),
        pytest.param(
            student_row("Omar", "Fakhoury", number="7", case_manager="theo-brandvold", index=2),
            id="an id was added by a new case manager",
        ),
    ],
)
def test_a_student_without_an_id_is_found_again(row: StudentRow) -> None:
    found = look([ROSA, row], after([ROSA, OMAR]))
    assert found.refs == ("r1", "r2")
    assert found.problems == ()


def test_an_id_belongs_to_its_district() -> None:
    found = look([ROSA, student_row("Ilse", "Bergqvist", number="142", district="lakeward", index=2)])
    assert len(set(found.refs)) == 2
    assert found.problems == ()


def test_one_student_on_two_lists_is_one_ref_and_a_question_at_both_rows() -> None:
    other = student_row("Rosa", "Delgadillo", number="142", case_manager="lena-vandermolen", index=4)
    found = look([ROSA, OMAR, other])
    assert found.refs == ("r100", "r101", "r100")
    assert found.held == {"r100"}
    assert [(one.case_manager, *shown(one)) for one in found.problems] == [
        ("marisol-quintero", "SAME_STUDENT", "A2", "cell A5"),
        ("lena-vandermolen", "SAME_STUDENT", "A5", "cell A2"),
    ]


def test_it_stays_one_student_and_is_clear_again_when_one_row_is_removed() -> None:
    other = student_row("Rosa", "Delgadillo", number="142", case_manager="lena-vandermolen", index=4)
    for left in (ROSA, other):
        found = look([left], after([ROSA, other]))
        assert (found.refs, found.held, found.problems) == (("r1",), frozenset(), ())


def test_a_second_row_of_one_name_without_an_id_is_a_question() -> None:
    other = student_row("Rosa", "Delgadillo", case_manager="theo-brandvold", index=4)
    found = look([other, ROSA])
    assert found.refs == ("r100", "r100")
    assert found.held == {"r100"}
    assert len(found.problems) == 2


def test_namesakes_with_ids_of_their_own_are_two_students() -> None:
    other = student_row("Rosa", "Delgadillo", number="977", case_manager="theo-brandvold", index=4)
    found = look([ROSA, other])
    assert len(set(found.refs)) == 2
    assert found.problems == ()
    assert look([ROSA, other], after([ROSA, other])).refs == ("r1", "r2")


def test_namesakes_stay_apart_when_the_second_comes_later() -> None:
    other = student_row("Rosa", "Delgadillo", number="977", case_manager="theo-brandvold", index=4)
    found = look([other, ROSA], after([ROSA]))
    assert found.refs == ("r100", "r1")
    assert found.problems == ()


def test_a_row_without_id_among_namesakes_is_a_question() -> None:
    others = [
        student_row("Rosa", "Delgadillo", number="977", case_manager="theo-brandvold", index=4),
        student_row("Rosa", "Delgadillo", case_manager="lena-vandermolen", index=6),
    ]
    found = look([ROSA, *others])
    assert len(set(found.refs)) == 3
    assert found.held == set(found.refs)
    assert [one.place.label for one in found.problems] == ["cell A2", "cell A5", "cell A7"]


def test_one_id_under_two_names_is_a_question_and_two_students() -> None:
    other = student_row("Ilse", "Bergqvist", number="142", index=4)
    found = look([ROSA, other])
    assert len(set(found.refs)) == 2
    assert found.held == set(found.refs)
    assert [shown(one)[1:] for one in found.problems] == [("A2", "cell A5"), ("A5", "cell A2")]


def test_of_one_id_under_two_names_the_known_name_keeps_the_ref() -> None:
    slip = student_row("Ilse", "Bergqvist", number="142", index=4)
    found = look([slip, ROSA], after([ROSA]))
    assert found.refs == ("r100", "r1")
    assert found.held == {"r100", "r1"}


def test_a_slip_in_an_id_is_settled_by_correcting_it() -> None:
    ilse = student_row("Ilse", "Bergqvist", number="55", index=4)
    slip = student_row("Ilse", "Bergqvist", number="142", index=4)
    during = look([ROSA, slip], after([ROSA, ilse]))
    assert during.refs == ("r1", "r2")
    assert during.held == {"r1", "r2"}
    settled = look([ROSA, ilse], after([ROSA, ilse], [ROSA, slip]))
    assert (settled.refs, settled.problems) == (("r1", "r2"), ())


def test_students_in_doubt_keep_their_refs_while_they_are_in_doubt() -> None:
    rows = [ROSA, student_row("Ilse", "Bergqvist", number="142", index=4)]
    assert look(rows, after(rows)).refs == ("r1", "r2")
    assert look(rows, after(rows, rows)).refs == ("r1", "r2")


def test_exchanged_names_are_a_question_and_the_ids_count() -> None:
    ilse = student_row("Ilse", "Bergqvist", number="55", index=4)
    sorted_alone = [
        student_row("Ilse", "Bergqvist", number="142", index=1),
        student_row("Rosa", "Delgadillo", number="55", index=4),
    ]
    found = look(sorted_alone, after([ROSA, ilse]))
    assert found.refs == ("r1", "r2")
    assert found.held == {"r1", "r2"}
    assert look([ROSA, ilse], after([ROSA, ilse], sorted_alone)).problems == ()


def test_a_known_id_under_the_name_of_a_student_who_is_not_here_is_a_question() -> None:
    found = look([student_row("Omar", "Fakhoury", number="142")], after([ROSA, OMAR]))
    assert found.refs == ("r1",)
    assert found.held == {"r1", "r2"}
    assert [shown(one)[2] for one in found.problems] == ["an earlier row"]


def test_another_id_on_another_list_under_a_known_name_is_a_question() -> None:
    other = student_row("Rosa", "Delgadillo", number="977", case_manager="theo-brandvold")
    found = look([other], after([ROSA]))
    assert found.refs == ("r100",)
    assert found.held == {"r1", "r100"}


def test_a_new_student_may_bear_the_name_that_another_was_corrected_from() -> None:
    corrected = student_row("Rosa", "Delgadilla", number="142", index=1)
    newcomer = student_row("Rosa", "Delgadillo", number="977", index=4)
    found = look([corrected, newcomer], after([ROSA], [corrected]))
    assert found.refs == ("r1", "r100")
    assert found.problems == ()


def test_two_who_could_both_be_the_one_known_without_id_are_a_question() -> None:
    known = after([student_row("Rosa", "Delgadillo")])
    rows = [
        student_row("Rosa", "Delgadillo", number="142", index=1),
        student_row("Rosa", "Delgadillo", number="977", index=4),
    ]
    found = look(rows, known)
    assert found.refs == ("r100", "r101")
    assert found.held == {"r1", "r100", "r101"}


def test_nothing_known_is_forgotten_and_no_name_is_kept() -> None:
    known = after([ROSA, OMAR])
    found = look([student_row("Rosa", "Delgadilla", number="142")], known)
    assert known.items() <= found.aliases.items()
    assert "delgadill" not in repr(found).casefold()


NAMES = st.sampled_from(["Rosa", "Omar", "Ilse"])
CAST = [
    student_row(first, last, number=number, case_manager=case_manager, index=index)
    for index, (first, last, number, case_manager) in enumerate(
        [
            ("Rosa", "Delgadillo", "1", "marisol-quintero"),
            ("Omar", "Fakhoury", "2", "marisol-quintero"),
            ("Ilse", "Bergqvist", "", "marisol-quintero"),
            ("Rosa", "Delgadillo", "3", "theo-brandvold"),
            ("Jun", "Watanabe", "", "theo-brandvold"),
            ("Omar", "Fakhoury", "4", "lena-vandermolen"),
        ],
        start=1,
    )
]


@given(st.permutations(range(len(CAST))))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    found = look([CAST[index] for index in order], after(CAST))
    assert found.refs == tuple(f"r{expected}" for expected in _minted(order))
    assert found.problems == ()


def _minted(order: list[int]) -> list[int]:
    """Rows with an id are seen first; refs `r1` to `r6` were minted in that order."""
    first_seen = sorted(range(len(CAST)), key=lambda index: not CAST[index].number)
    return [first_seen.index(index) + 1 for index in order]


@given(st.permutations(range(len(CAST))), st.lists(st.integers(0, 5), max_size=6), NAMES, NAMES)
def test_names_may_be_corrected_wherever_there_is_an_id(
    order: list[int], corrected: list[int], first: str, last: str
) -> None:
    rows = [
        student_row(
            f"{first}{index}", last, number=row.number, case_manager=row.case_manager, index=index + 1
        )
        if index in corrected and row.number
        else row
        for index, row in enumerate(CAST)
    ]
    found = look([rows[index] for index in order], after(CAST))
    assert found.refs == tuple(f"r{expected}" for expected in _minted(order))
    assert found.problems == ()


ROWS = st.builds(
    student_row,
    st.sampled_from(["Rosa", "Omar"]),
    st.just("Delgadillo"),
    number=st.sampled_from(["", "1", "2"]),
    case_manager=st.sampled_from(["marisol-quintero", "theo-brandvold"]),
)


@given(st.lists(st.lists(ROWS, max_size=4), max_size=3))
def test_whatever_is_typed_each_row_has_a_ref_and_doubt_is_stable(lists: list[list[StudentRow]]) -> None:
    placed = [
        [
            student_row(one.first, one.last, number=one.number, case_manager=one.case_manager, index=index)
            for index, one in enumerate(rows, start=1)
        ]
        for rows in lists
    ]
    known = after(*placed)
    for rows in placed[-1:]:
        once = look(rows, known)
        again = look(list(reversed(rows)), dict(once.aliases))
        assert again.refs[::-1] == once.refs
        assert again.held == once.held
        assert {one.student_ref for one in once.problems} <= once.held
