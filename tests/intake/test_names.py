from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_tables import student_row, willow
from workspace_agent.intake.names import NameGuard, folded, words_of
from workspace_agent.intake.settings_words import settings_words

OWN = frozenset({"grant", "quintero", "ontiveros", "friday", "april", "made", "today", "was", "due", "guest"})


def guard(*names: tuple[str, str] | tuple[str, str, str], own: frozenset[str] = OWN) -> NameGuard:
    rows = [student_row(name[0], name[1], preferred="".join(name[2:])) for name in names]
    return NameGuard([(f"r{number}", one) for number, one in enumerate(rows, start=1)], own)


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
        ("𝐆𝐫𝐚𝐜𝐞 𝒪ku", "grace oku"),
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
        pytest.param("Santi Vega", id="one of many last names"),
        pytest.param("Minh Tran", id="one of two first names"),
        pytest.param("Darina Melnik", id="Cyrillic in Latin letters"),
        pytest.param("Wang Xiaoming", id="Chinese in Latin letters"),
        pytest.param("Joerg Mueller", id="umlauts spelled out"),
        pytest.param("Jorg Muller", id="umlauts left out"),
        pytest.param("Harold Trask", id="a suffix left out"),
        pytest.param("AN LE", id="a short one"),
        pytest.param("김민준의 회의", id="Korean inside a sentence"),
        pytest.param("an_le-iep.pdf", id="a short one in a file name"),
        pytest.param("王 明", id="two single characters"),
        pytest.param("Tomasina X.", id="a last name of one letter"),
        pytest.param("Grant Hartsell", id="one word of ours and one that is none"),
        pytest.param("محمود الأمين", id="Arabic, not drawn apart"),
        pytest.param("Itzel Tz'unun", id="a letter that is an apostrophe"),
        pytest.param("Ｊｏｎａｈ　Ｐｅｌｌ", id="wide letters"),
        pytest.param("𝐉𝐨𝐧𝐚𝐡 𝐏𝐞𝐥𝐥", id="bold letters of mathematics"),
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
        ("Minh Anh", "Tran"),
        ("Jörg", "Müller"),
        ("Harold", "Trask Jr."),
        ("An", "Le"),
        ("明", "王"),
        ("Tomasina", "X"),
        ("민준", "김"),
        ("م\u0640حم\u0640ود", "الأمين"),
        ("Itzél", "Tzꞌunun"),
    )
    assert found(text)
    assert found.shows_name(text)
    assert "[name]" in found.redact(text)


ONE_NAME = {
    "alone": ("notes on Suharto", True),
    "in Latin letters": ("Zinedin", True),
    "in its own": ("Зинедин", True),
    "a short one": ("Rain today", False),
    "a word of ours": ("Grant today", False),
    "part of a word": ("Suhartoism", False),
}


@pytest.mark.parametrize(("text", "shown"), ONE_NAME.values(), ids=ONE_NAME)
def test_the_only_name_is_looked_for_alone_like_a_rare_last_one(text: str, *, shown: bool) -> None:
    found = guard(("Suharto", ""), ("Зинедин", ""), ("Rain", ""), ("Grant", ""))
    assert found.shows_name(text) is shown
    assert bool(found.shown_in_full(text)) is shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jonah Pell's IEP", "[name] IEP"),
        ("Jonah Pell’s data", "[name] data"),
        ("JONAH PELL'S DATA", "[name] DATA"),
        ("Jonah Pells IEP", "[name] IEP"),
        ("Pell, Jonah's", "[name]"),
        ("Pell Jonahs", "[name]"),
        ("prep: Will Hartsell’s annual", "prep: [name] annual"),
        ("the Hartsells", "the [name]"),
        ("Iris Kovalenkos", "[name]"),
        ("Beatriz O'Farrill's", "[name]"),
        ("Beatriz OFarrill’s", "[name]"),
        ("Grace Ontiveros-Hale's", "[name]"),
        ("Ontiveros-Hale's plan", "[name] plan"),
        ("Sam Brooks' goals", "[name]' goals"),
        ("An Le's IEP", "[name] IEP"),
        ("Дарина Мельник’s", "[name]"),
        ("Jonah “JP” Pell", "[name]"),
        ("Jonah ‘JP’ Pell's", "[name]"),
        ('Jonah "J. P." Pell', "[name]"),
        ("Jonah (JP) Pell", "[name]"),
        ("An (Annie) Le", "[name]"),
        ("Jonah M. Pell", "[name]"),
        ("Jonah Michael Pell’s IEP", "[name] IEP"),
        ("jonah_m_pell.pdf", "[name].pdf"),
        ("Jonah O'Neil Pell", "[name]"),
    ],
)
def test_a_name_is_seen_with_a_possessive_and_with_a_name_between(text: str, expected: str) -> None:
    found = guard(
        ("Jonah", "Pell"),
        ("William", "Hartsell", "Will"),
        ("Iris", "Kovalenko"),
        ("Beatriz", "O'Farrill"),
        ("Grace", "Ontiveros-Hale"),
        ("Sam", "Brooks"),
        ("An", "Le"),
        ("Дарина", "Мельник"),
    )
    assert found.shows_name(text)
    assert found.redact(text) == expected


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        pytest.param("May", "Grant", "May grants", id="a short name and a bare s"),
        pytest.param("An", "Le", "an old le", id="a word between short names"),
        pytest.param("April", "Friday", "April’s Fridays", id="our own words with an s"),
        pytest.param("April", "Friday", "April 3 (XQ) Friday", id="our own words, something else between"),
        pytest.param("Jonah", "Pell", "Jonah wrote to Pell", id="two words between"),
        pytest.param("Jonah", "Pell", "Jonah Pellstrom", id="a longer name"),
        pytest.param("June", "Bell", "June and Bell", id="two people"),
        pytest.param("E", "明", "the 明", id="the end of a Latin word before another script"),
        pytest.param("明", "E", "明 event", id="the beginning of one behind it"),
        pytest.param("Jonah", "Pell", "Jonah [name] Pell", id="where another name was"),
        pytest.param("Ann", "Quintero", "Quintero's", id="the last name of a case manager"),
    ],
)
def test_a_possessive_makes_no_name_of_a_word(first: str, last: str, text: str) -> None:
    found = guard((first, last))
    assert not found.shows_name(text)
    assert found.redact(text) == text


def test_a_name_that_ends_in_s_is_not_the_possessive_of_another() -> None:
    found = guard(("Will", "Robert"), ("Will", "Roberts"))
    assert found.shown_in_full("with Will Roberts on Tuesday") == {"r2"}


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
    ("first", "last", "text"),
    [
        pytest.param("J", "S", "IEP annual review - J.S.", id="a list that says no more than initials"),
        pytest.param("É", "Ö", "E.O.-2", id="the same with accents"),
        pytest.param("April", "Friday", "Friday, April 3", id="a weekday and a month"),
        pytest.param("Ma", "De", "made", id="a name that put together is a word"),
        pytest.param("To", "Day", "due today", id="another"),
        pytest.param("A", "Guest", "a guest", id="an article and a noun"),
        pytest.param("Ann", "Quintero", "Quintero", id="the last name of a case manager"),
        pytest.param("An", "Le", "https://x.example/d/1-an7le_z", id="short names, by chance in an id"),
        pytest.param("Ada", "Bee", "3f9-ada0bee-11", id="the same in a hash"),
    ],
)
def test_our_own_words_are_left_alone_whoever_bears_them(first: str, last: str, text: str) -> None:
    found = guard((first, last))
    assert not found(text)
    assert found.redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with Harold Trask III", {"r2"}),
        ("with Mary Ann Lee", {"r3"}),
        ("with Ann Lee", {"r3", "r4"}),
        ("Ann Lee and Mary Ann Lee", {"r3", "r4"}),
        ("with Harold Trask", {"r1", "r2"}),
    ],
)
def test_whose_name_is_part_of_a_longer_one_is_not_meant(text: str, expected: set[str]) -> None:
    found = guard(("Harold", "Trask Jr."), ("Harold", "Trask III"), ("Mary Ann", "Lee"), ("Ann", "Lee"))
    assert found.shown_in_full(text) == expected


def test_a_name_that_put_together_is_a_word_is_not_shown_by_it() -> None:
    found = guard(("Ma", "De"), ("To", "Day"), ("Ann", "Ual"), own=frozenset())
    assert found.shown_in_full("Annual review, made today") == frozenset()
    assert found.shown_in_full("De, Ma") == {"r1"}


def test_initials_and_the_names_of_staff_are_no_full_name_of_a_student() -> None:
    found = guard(("J", "S"), ("Marisol", "Quintero"), own=frozenset({"marisol", "quintero"}))
    assert found.shown_in_full("IEP annual review - J.S., with Marisol Quintero") == frozenset()


def test_more_words_of_ours_can_be_told() -> None:
    found = guard(("Bo", "Window"), own=frozenset())
    assert found.shows_name("the window opens")
    assert not found.with_own(frozenset({"window"})).shows_name("the window opens")
    assert found.with_own(frozenset({"window"})).shows_name("Bo Window")


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


LETTERS = st.text(st.characters(categories=["L", "Mn", "Mc"]), min_size=1, max_size=8).filter(
    lambda text: words_of(text) != frozenset()
)


@given(LETTERS, LETTERS, st.text(max_size=20), st.text(max_size=20))
def test_any_name_in_letters_is_found_and_nothing_of_it_is_left(
    first: str, last: str, before: str, after: str
) -> None:
    found = guard((first, last), own=frozenset())
    text = f"{before} - {first} {last} - {after}"
    says_more_than_initials = any(len(word) > 1 or not word.isascii() for word in words_of(f"{first} {last}"))
    assert found.shows_name(text) or not says_more_than_initials
    assert not found.shows_name(found.redact(text))


@given(LETTERS, LETTERS, st.lists(st.text(max_size=9)))
def test_a_text_of_our_own_words_is_never_changed(first: str, last: str, sentence: list[str]) -> None:
    text = " ".join(sentence)
    assert guard((first, last), own=words_of(text)).redact(text) == text


def test_words_of_the_settings_are_folded() -> None:
    words = settings_words(willow())
    assert {"quintero", "fenwick", "lakeward", "winter"} <= words
    assert "hartsell" not in words
