from __future__ import annotations

import pytest

from workspace_agent.intake.participants import parent, participants
from workspace_agent.intake.response import Participant, Presence

YES, NOT, BELOW = Presence.MARKED, Presence.NOT_MARKED, Presence.MENTIONED


def shown(*texts: str, of_iep_team: bool = True) -> list[tuple[str, str]]:
    return [(one.who, one.presence.value) for one in participants(texts, of_iep_team=of_iep_team)]


def test_every_part_of_an_iep_team_is_told() -> None:
    assert shown("Parent", "Agency representative", "Interpreter", "Case manager") == [
        ("Parent", "yes"),
        ("Student", "not marked"),
        ("General education teacher", "not marked"),
        ("Special education teacher", "not marked"),
        ("Agency representative", "yes"),
        ("Interpreter", "yes"),
        ("Case manager", "yes"),
    ]


def test_of_another_group_only_those_are_told_who_are_marked() -> None:
    assert shown("Parent", "Counselor", of_iep_team=False) == [("Parent", "yes"), ("Counselor", "yes")]


@pytest.mark.parametrize("texts", [(), ("",), (" \n",)])
def test_nothing_is_said_of_anybody_where_nothing_was_answered(texts: tuple[str, ...]) -> None:
    assert shown(*texts) == []
    assert parent(texts) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Parent, Student", [("Parent", ()), ("Student", ())], id="as a sheet of responses has it"
        ),
        pytest.param(
            "mother; dad\nFoster", [("Parent", ("mother", "dad", "Foster"))], id="one part in words"
        ),
        pytest.param(
            "student, GE Teacher",
            [("Student", ()), ("General education teacher", ("GE Teacher",))],
            id="another word for a part",
        ),
        pytest.param(
            "Speech therapist", [("Speech therapist", ())], id="a word that says more than its part"
        ),
        pytest.param("Other staff", [("Other staff", ())], id="a part that says nothing"),
    ],
)
def test_a_known_part_that_was_chosen(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = participants([text], of_iep_team=False)
    assert found == tuple(Participant(who, YES, typed) for who, typed in expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("parent did not attend", id="absent"),
        pytest.param("Mother was invited but declined", id="declined"),
        pytest.param("student not present", id="not present"),
        pytest.param("none", id="nobody"),
        pytest.param("Parent, did not attend", id="a part and then that it was absent"),
        pytest.param("Absent: Parent, Student", id="parts behind a word"),
        pytest.param("Absent:\nParent", id="parts in a line of their own"),
        pytest.param("Pell,  ,Jonah", id="a name"),
        pytest.param(",;", id="nothing but commas"),
    ],
)
def test_of_what_else_was_typed_nobody_is_said_to_have_taken_part(text: str) -> None:
    rows = dict(shown(f" {text} "))

    assert rows.pop(text) == "as typed"
    assert set(rows.values()) <= {"not marked", "as typed below"}


def test_a_box_counts_beside_what_else_was_typed() -> None:
    assert shown("Parent", "Student was ill", "Psychologist, Other staff", of_iep_team=False) == [
        ("Parent", "yes"),
        ("School psychologist", "yes"),
        ("Other staff", "yes"),
        ("Student was ill", "as typed"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Parent", YES, id="marked"),
        pytest.param("Mom", YES, id="in another word"),
        pytest.param("Case manager", NOT, id="not marked"),
        pytest.param("Parent (by phone)", BELOW, id="with something beside it"),
        pytest.param("No parent", BELOW, id="mentioned as one who did not come"),
        pytest.param("Parent, Ann Pell", BELOW, id="with a name beside it"),
        pytest.param("Ann (mother), Case manager", BELOW, id="in a word of a longer text"),
        pytest.param("Parental rights advocate", NOT, id="as a part of another word"),
    ],
)
def test_a_part_that_is_mentioned_is_never_said_not_to_be_marked(text: str, expected: Presence) -> None:
    assert parent([text]) is expected
