from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace_agent.intake.initials import assign, initials, printed


@pytest.mark.parametrize(
    ("called", "last", "expected"),
    [
        pytest.param("May", "Winter", "M.W.", id="plain"),
        pytest.param("Grace", "Ontiveros-Hale", "G.O.", id="a hyphen"),
        pytest.param("Minh Anh", "Tran-Okoye", "M.T.", id="two first names"),
        pytest.param("Ángel", "Ibarra", "Á.I.", id="an accent"),
        pytest.param("A\u0301ngel", "Ibarra", "Á.I.", id="an accent typed apart"),
        pytest.param("Дарина", "Мельник", "Д.М.", id="Cyrillic"),
        pytest.param("Beatriz", "O'Farrill", "B.O.", id="an apostrophe"),
        pytest.param("'Aulani", "Kahale", "A.K.", id="an apostrophe in front"),
        pytest.param("santi", "núñez de la vega", "S.N.", id="lower case"),
        pytest.param("小明", "王", "小.W.", id="a name of one character is transliterated"),
        pytest.param("J", "Smith", "J.S.", id="one that is a letter already stays"),
        pytest.param("Ж", "Smith", "Z.S.", id="one Cyrillic letter"),
        pytest.param("ßeta", "Li", "S.L.", id="an upper case of two letters"),
        pytest.param("7", "Smith", "?.S.", id="no letter at all"),
        pytest.param("ʻAukai", "Kahale", "A.K.", id="a sign in front that counts as a letter"),
        pytest.param("明 华", "王-小明", "M.王.", id="of several words the first, if of one character"),
        pytest.param("ﷴ علي", "ﷲ", "م.ا.", id="a sign that is a whole word"),
        pytest.param("Ｈａｎａ", "Ⓢⓤⓡ", "H.S.", id="signs that stand for letters"),
        pytest.param("Suharto", "", "S.", id="one name"),
        pytest.param("🦊 Rey", "-Dash", "R.D.", id="signs that are none in front"),
    ],
)
def test_initials(called: str, last: str, expected: str) -> None:
    assert initials(called, last) == expected


@given(st.text(), st.text(min_size=1))
def test_initials_are_one_letter_for_each_part_and_never_its_first_word(called: str, last: str) -> None:
    first, end = initials(called, last).removesuffix(".").split(".")
    assert all(one == "?" or (len(one) == 1 and one.isalpha()) for one in (first, end))
    words = unicodedata.normalize("NFKC", called).upper().split()
    assert first.isascii() or first != next(word for word in words if any(map(str.isalpha, word)))


def test_collisions_are_numbered_by_first_sight_and_accents_fold() -> None:
    given = assign([("r1", "A.I."), ("r2", "Á.I."), ("r3", "A.I."), ("r4", "B.I.")], {})
    assert {ref: printed(numbered) for ref, numbered in given.items()} == {
        "r1": "A.I.",
        "r2": "Á.I.-2",
        "r3": "A.I.-3",
        "r4": "B.I.",
    }


def test_known_numbers_stay_whatever_the_order() -> None:
    known = {"r1": ("J.S.", 1), "r2": ("J.S.", 2)}
    given = assign([("r3", "J.S."), ("r2", "J.S."), ("r1", "J.S.")], known)
    assert given == {**known, "r3": ("J.S.", 3)}


def test_a_number_is_never_reused_after_its_student_is_gone_or_renamed() -> None:
    gone = assign([("r3", "J.S.")], {"r1": ("J.S.", 1), "r2": ("J.S.", 2)})
    assert gone["r3"] == ("J.S.", 3)
    renamed = assign([("r3", "K.S.")], gone)
    assert renamed["r3"] == ("K.S.", 1)
    assert assign([("r4", "J.S.")], renamed)["r4"] == ("J.S.", 4)


def test_who_takes_the_old_name_again_gets_the_old_number() -> None:
    known = assign([("r2", "K.S.")], {"r1": ("J.S.", 1), "r2": ("J.S.", 2)})
    assert assign([("r2", "J.S.")], known)["r2"] == ("J.S.", 2)


def test_a_new_accent_keeps_the_number() -> None:
    assert assign([("r2", "Á.I.")], {"r2": ("A.I.", 2)})["r2"] == ("Á.I.", 2)
