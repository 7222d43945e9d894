"""Keyed hashes that lead to students, and what people said of refs."""

from __future__ import annotations

from tests.builders_tables import sign
from workspace_agent.intake.aliases import (
    Aliases,
    AliasKind,
    alias,
    apart,
    by_student,
    established,
    joined,
    merged,
    merged_refs,
    of_kind,
    refs_apart,
)

KNOWN: Aliases = {
    "n1": frozenset({"r1"}),
    "m1": frozenset({"r1", "r2"}),
    "x2": frozenset({"r2"}),
    "x3": frozenset({"r3"}),
    merged("r9"): frozenset({"r1"}),
    apart("r2", "r1"): frozenset(),
    apart("r3", "r4"): frozenset(),
}


def test_an_alias_says_what_it_is_of_and_nothing_else() -> None:
    known = {kind: alias(kind, sign, "Rosa Delgadillo") for kind in AliasKind}

    assert [found[0] for found in known.values()] == ["n", "m", "l", "x"]
    assert {len(found) for found in known.values()} == {20}
    assert len({found[1:] for found in known.values()}) == 4
    assert alias(AliasKind.NAME, sign, "a", "b") != alias(AliasKind.NAME, sign, "ab")


def test_aliases_by_student() -> None:
    assert by_student(KNOWN) == {"r1": ("m1", "n1"), "r2": ("m1", "x2"), "r3": ("x3",)}


def test_what_people_said_of_refs() -> None:
    assert merged_refs(KNOWN) == {"r9": "r1"}
    assert refs_apart(KNOWN) == {"r1": ("r2",), "r2": ("r1",), "r3": ("r4",), "r4": ("r3",)}
    assert apart("r1", "r2") == apart("r2", "r1")


def test_a_ref_that_only_its_own_row_leads_to_is_not_established() -> None:
    assert established(KNOWN) == {"r1", "r2"}


def test_ids_and_names_by_student() -> None:
    assert of_kind(AliasKind.NUMBER, KNOWN) == {"r1": {"n1"}}
    assert of_kind(AliasKind.NAME, KNOWN) == {"r1": {"m1"}, "r2": {"m1"}}


def test_a_ref_that_starts_like_an_alias_is_none() -> None:
    assert of_kind(AliasKind.NUMBER, {apart("n3", "m4"): frozenset()}) == {}
    assert established({apart("n3", "m4"): frozenset(), merged("n3"): frozenset({"m4"})}) == frozenset()


def test_two_refs_become_one_and_who_was_apart_from_either_stays_apart() -> None:
    known = joined(KNOWN, "r2", "r5")

    assert known["m1"] == {"r1", "r5"}
    assert known["x2"] == {"r5"}
    assert known[merged("r2")] == {"r5"}
    assert apart("r1", "r5") in known


def test_a_ref_that_was_minted_for_a_question_leaves_nothing_behind() -> None:
    assert merged("r3") not in joined(KNOWN, "r3", "r1")


def test_who_was_merged_before_follows() -> None:
    assert merged_refs(joined(KNOWN, "r1", "r5"))["r9"] == "r5"
