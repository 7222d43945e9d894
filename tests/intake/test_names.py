from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_tables import student_row, willow
from workspace_agent.intake.common_words import common_words
from workspace_agent.intake.names import NameGuard, folded

COMMON = frozenset({"grant", "quintero", "ontiveros"})


def guard(*names: tuple[str, str] | tuple[str, str, str], common: frozenset[str] = COMMON) -> NameGuard:
    rows = [student_row(name[0], name[1], preferred="".join(name[2:])) for name in names]
    return NameGuard([(f"r{number}", one) for number, one in enumerate(rows, start=1)], common)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ángel  Ibarra", "angel ibarra"),
        ("Ibarra, Ángel", "angel ibarra"),
        ("O'Farrill", "ofarrill"),
        ("O’Farrill", "ofarrill"),
        ("Brooks-Tate", "brooks tate"),
        ("Núñez de la Vega, Santi", "santi nunez de la vega"),
        ("Дарина МЕЛЬНИК", "дарина мельник"),
        ("Søren Łukasz Straße", "soren lukasz strasse"),
    ],
)
def test_names_fold_for_comparing(typed: str, expected: str) -> None:
    assert folded(typed) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("IEP of Jonah Pell on Tuesday", id="first and last"),
        pytest.param("Pell, Jonah", id="last and first"),
        pytest.param("jonah_pell-iep.pdf", id="in a file name"),
        pytest.param("JONAH.PELL@example.org", id="in an address"),
        pytest.param("JonahPell", id="without anything between"),
        pytest.param("Jonah\n  Pell", id="across a line"),
        pytest.param("Jonah (Pell)", id="with brackets"),
        pytest.param("Will Hartsell", id="preferred and last"),
        pytest.param("William Hartsell", id="first and last where another is preferred"),
        pytest.param("the Hartsell file", id="a rare last name alone"),
        pytest.param("hartsell.family@homemail.example", id="a rare last name in an address"),
        pytest.param("Angel Ibarra", id="accents left out"),
        pytest.param("A\u0301ngel Ibarra", id="accents typed apart"),
        pytest.param("Jo\u00adnah Pell", id="a soft hyphen inside"),
        pytest.param("Beatriz O’Farrill", id="another apostrophe"),
        pytest.param("Beatriz O Farrill", id="no apostrophe"),
        pytest.param("Beatriz OFarrill", id="apostrophe left out"),
        pytest.param("Grace Ontiveros Hale", id="hyphen left out"),
        pytest.param("Grace Hale", id="half of a double name"),
        pytest.param("Мельник Дарина", id="Cyrillic"),
        pytest.param("学生王小明的会议", id="Chinese inside a sentence"),
        pytest.param("Santi Núñez de la Vega", id="many words"),
    ],
)
def test_names_are_found(text: str) -> None:
    found = guard(
        ("Jonah", "Pell"),
        ("William", "Hartsell", "Will"),
        ("Ángel", "Ibarra"),
        ("Beatriz", "O'Farrill"),
        ("Grace", "Ontiveros-Hale"),
        ("Дарина", "Мельник"),
        ("小明", "王"),
        ("Santiago", "Núñez de la Vega", "Santi"),
    )
    assert found(text)
    assert found.shows_name(text)
    assert "[name]" in found.redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 May",
        "Due in May 2026.",
        "Grant the request",
        "May grants",
        "Marisol Quintero",
        "Grace period",
        "de la",
        "M.G. J.P.",
        "Pell grants pay for college",
        "compelling",
        "",
    ],
)
def test_innocent_text_is_left_alone(text: str) -> None:
    found = guard(("May", "Grant"), ("Jonah", "Pell"), ("Ann", "Quintero"), ("Grace", "Ontiveros-Hale"))
    assert not found(text)
    assert found.redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jonah Pell and Will Hartsell met.", "[name] and [name] met."),
        ("Hartsell, William", "[name]"),
        ("für A\u0301ngel  Ibarra!", "für [name]!"),
        ("Straße 5, Jonah Pell", "Straße 5, [name]"),
    ],
)
def test_names_are_cut_out_of_the_original_text(text: str, expected: str) -> None:
    found = guard(("Jonah", "Pell"), ("William", "Hartsell", "Will"), ("Ángel", "Ibarra"))
    assert found.redact(text) == expected


def test_it_says_whose_full_names_are_shown_and_does_not_count_last_names_alone() -> None:
    found = guard(("Hope", "Ferreira"), ("Tomás", "Ferreira"))
    assert found.shown_in_full("with Hope Ferreira on Tuesdays") == {"r1"}
    assert found.shown_in_full("the Ferreira family") == frozenset()
    assert found.shows_name("the Ferreira family")


@pytest.mark.parametrize(("first", "last"), [("", "Pell"), ("Jonah", ""), ("142", "Pell"), ("Jonah", "—")])
def test_a_name_without_letters_in_one_part_finds_nothing_by_accident(first: str, last: str) -> None:
    assert not guard((first, last)).shows_name("Nothing to see here, 142 —")


def test_repr_shows_no_name() -> None:
    assert "Pell" not in repr(guard(("Jonah", "Pell")))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_planted_name_is_found_in_any_text_and_nothing_of_it_is_left(before: str, after: str) -> None:
    found = guard(("Jonah", "Hartsell"))
    text = f"{before} Jonah Hartsell {after}"
    assert found.shows_name(text)
    assert not found.shows_name(found.redact(text))


def test_words_of_the_settings_our_templates_and_the_calendar_are_common() -> None:
    common = common_words(willow())
    assert {"quintero", "fenwick", "monday", "november", "correct", "lakeward", "grant", "student"} <= common
    assert "hartsell" not in common
