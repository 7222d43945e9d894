from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders_tables import desk, sheet, shown, sign, student_row
from workspace_agent.intake.aliases import AliasKind, alias
from workspace_agent.intake.roster import Miss, Roster, earlier, rows_of_students
from workspace_agent.model.problem import Problem

THEO = "theo-brandvold"
ROSTER = desk(
    student_row("William", "Hartsell", preferred="Will", number="20077"),  # r1
    student_row("Santiago", "Núñez de la Vega", preferred="Santi"),  # r2
    student_row("Mark", "Sandoval", case_manager=THEO, district="lakeward", number="7"),  # r3
    student_row("May", "Sutter", case_manager=THEO, district="lakeward"),  # r4
    student_row("明", "李"),  # r5
    student_row("Rosa", "Delgadillo"),  # r6
    student_row("Rosa", "Delgadillo", case_manager=THEO, number="8"),  # r7
    student_row("Rosa", "Delgadillo", case_manager="lena-vandermolen", number="9"),  # r8
    student_row("Kerr", "Drew"),  # r9
    student_row("Drew", "Kerr", case_manager=THEO),  # r10
    student_row("Suharto", ""),  # r11
).roster


@pytest.mark.parametrize(
    ("typed", "case_manager", "expected"),
    [
        pytest.param("William Hartsell", "marisol-quintero", "r1", id="first and last"),
        pytest.param("will  hartsell", "marisol-quintero", "r1", id="preferred and last, any case"),
        pytest.param("Hartsell, Will", "marisol-quintero", "r1", id="last and preferred"),
        pytest.param("W.H.", "marisol-quintero", "r1", id="initials"),
        pytest.param("WH", "marisol-quintero", "r1", id="initials without points"),
        pytest.param("Nunez de la Vega, Santiago", "marisol-quintero", "r2", id="accents left out"),
        pytest.param("M.S.", THEO, Miss.AMBIGUOUS, id="initials of two on the list"),
        pytest.param("M.S.", "marisol-quintero", Miss.UNKNOWN, id="initials of somebody else's list"),
        pytest.param(
            "Mark Sandoval", "marisol-quintero", Miss.OF_A_COLLEAGUE, id="a full name on another list"
        ),
        pytest.param("明 李", "marisol-quintero", "r5", id="a full name as short as initials"),
        pytest.param("Rosa Delgadillo", "marisol-quintero", "r6", id="one's own before others'"),
        pytest.param("Rosa Delgadillo", "", Miss.AMBIGUOUS, id="for nobody's list, namesakes are two"),
        pytest.param("William", "marisol-quintero", Miss.UNKNOWN, id="a first name alone"),
        pytest.param("Bill Hartsell", "marisol-quintero", Miss.UNKNOWN, id="another first name"),
        pytest.param("142", "marisol-quintero", Miss.UNKNOWN, id="a number of nobody"),
        pytest.param("20077.0", "marisol-quintero", "r1", id="an id"),
        pytest.param("20077", THEO, Miss.UNKNOWN, id="an id of somebody else's list"),
        pytest.param("Hartsell Will", "marisol-quintero", "r1", id="last name first, without a comma"),
        pytest.param("Hartsell Will", THEO, Miss.UNKNOWN, id="the same on somebody else's list"),
        pytest.param("Drew Kerr", "marisol-quintero", Miss.AMBIGUOUS, id="one's name, another's turned"),
        pytest.param("Kerr Drew", "marisol-quintero", "r9", id="one's own as it stands there"),
        pytest.param("suharto", "marisol-quintero", "r11", id="the only name"),
        pytest.param("S.", "marisol-quintero", "r11", id="the only initial"),
        pytest.param("Suharto", THEO, Miss.UNKNOWN, id="one word on another list may be anybody"),
    ],
)
def test_students_are_found_by_what_people_type(typed: str, case_manager: str, expected: str | Miss) -> None:
    assert ROSTER.find(typed, case_manager) == expected


BEFORE = [student_row("Mark", "Sandoval", preferred="Marc", case_manager=THEO)]
HERS_BEFORE = alias(AliasKind.LIST, sign, "marisol-quintero", "mark sandoval")
HIS = alias(AliasKind.LIST, sign, THEO, "mark sandoval")


@pytest.mark.parametrize("typed", ["Mark Sandoval", "Sandoval, Marc"])
@pytest.mark.parametrize(
    ("aliases", "expected"),
    [
        pytest.param({HERS_BEFORE: {"r1"}, HIS: {"r1"}}, "r1", id="on this list before"),
        pytest.param({HERS_BEFORE: {"r9"}, HIS: {"r1"}}, Miss.OF_A_COLLEAGUE, id="a namesake was"),
        pytest.param({HIS: {"r1"}}, Miss.OF_A_COLLEAGUE, id="never on this list"),
    ],
)
def test_who_changed_hands_is_found_by_name_on_the_list_before(
    aliases: dict[str, set[str]], expected: str | Miss, typed: str
) -> None:
    known = {key: frozenset(refs) for key, refs in aliases.items()}
    held = earlier([("r1", one) for one in BEFORE], known, ["marisol-quintero", THEO, "lena"], sign)
    found = replace(desk(*BEFORE).roster, earlier=held)
    assert found.find(typed, "marisol-quintero") == expected
    assert found.find(typed, THEO) == "r1"


def test_initials_with_their_suffix_are_one_student() -> None:
    both = desk(student_row("Mark", "Sandoval"), student_row("May", "Sutter"))
    numbered = desk(student_row("Mark", "Sandoval")).roster
    assert both.roster.find("M.S.", "marisol-quintero") is Miss.AMBIGUOUS
    assert numbered.find("M.S.-2", "marisol-quintero") is Miss.UNKNOWN


def test_an_id_is_looked_for_in_its_district() -> None:
    assert ROSTER.numbered("lakeward", "007") == {"r3"}
    assert ROSTER.numbered("sierra-vieja", "7") == frozenset()


def test_rows_are_given_to_their_student_or_told_at_the_students_cell() -> None:
    rows = [
        ("student", "date"),
        ("Rosa Delgadillo", "11/18/2026"),
        ("", "11/18/2026"),
        ("Nobody Known", ""),
        ("#REF!", ""),
        ("", ""),
    ]
    found = list(rows_of_students(sheet("contacts", *rows), ROSTER))
    assert [shown(one)[:2] if isinstance(one, Problem) else one.student_ref for one in found] == [
        "r6",
        ("ROW_WITHOUT_STUDENT", "A3"),
        ("UNKNOWN_STUDENT", "A4"),
        ("ERROR_VALUE", "A5"),
    ]


def test_an_ambiguous_student_is_told() -> None:
    found = list(rows_of_students(sheet("contacts", ("student",), ("M.S.",), case_manager=THEO), _theo()))
    assert [shown(one)[:2] for one in found if isinstance(one, Problem)] == [("AMBIGUOUS_STUDENT", "A2")]


@pytest.mark.parametrize("partly", [False, True])
def test_a_row_that_names_a_colleagues_student_is_told(partly: bool) -> None:
    known = _theo()
    known = replace(known, lists=known.lists | {"marisol-quintero"})
    known = replace(known, partly=frozenset({"marisol-quintero"} if partly else ()))
    found = list(rows_of_students(sheet("contacts", ("student",), ("Mark Sandoval",)), known))
    told = [] if partly else [("STUDENT_OF_A_COLLEAGUE", "A2")]
    assert [shown(one)[:2] for one in found if isinstance(one, Problem)] == told
    assert len(found) == len(told)


def _theo() -> Roster:
    rows = [
        student_row("Mark", "Sandoval", case_manager=THEO),
        student_row("May", "Sutter", case_manager=THEO),
    ]
    return desk(*rows, lists=[THEO]).roster


def test_nothing_is_told_of_rows_when_the_list_could_not_be_read() -> None:
    unread = desk(lists=[]).roster
    assert list(rows_of_students(sheet("contacts", ("student",), ("Rosa Delgadillo",)), unread)) == []


def test_rows_of_a_student_about_whom_a_problem_already_speaks_are_left_out() -> None:
    unusable = desk(student_row("Rosa", "Delgadillo"), usable=False).roster
    assert list(rows_of_students(sheet("contacts", ("student",), ("Rosa Delgadillo",)), unusable)) == []


def test_the_roster_holds_no_name() -> None:
    assert "Hartsell" not in repr(ROSTER)
    assert "hartsell" not in repr(ROSTER)
