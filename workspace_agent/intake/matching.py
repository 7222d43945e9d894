"""Rows that agree are one person; persons are matched with known students, the strongest sign first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workspace_agent.intake.aliases import (
    NOBODY,
    Aliases,
    AliasKind,
    Sign,
    alias,
    established,
    of_kind,
    refs_apart,
)
from workspace_agent.intake.names import folded
from workspace_agent.intake.table import StudentRow
from workspace_agent.intake.traits import Traits


@dataclass(frozen=True, slots=True)
class Person:
    """Rows that agree in id and name, or, without an id, in name, list and district; with their aliases.

    Attributes:
        number: Of district and id, or empty.
        name: Of the full name.
        lists: Of name and case manager, one for each list it stands on.
        exact: Of all that these rows agree in.
    """

    rows: tuple[StudentRow, ...]
    number: str
    name: str
    lists: frozenset[str]
    exact: str
    traits: Traits

    @property
    def names(self) -> frozenset[str]:
        """All aliases that the name goes into."""
        return self.lists | {self.name}


def persons(rows: Sequence[StudentRow], traits: Sequence[Traits], sign: Sign) -> tuple[Person, ...]:
    """Group rows that agree, those with an id first."""
    groups: dict[tuple[str, ...], list[tuple[StudentRow, Traits]]] = {}
    for row, found in sorted(zip(rows, traits, strict=True), key=lambda pair: not pair[0].has_number):
        groups.setdefault(_same(row), []).append((row, found))
    return tuple(_person(key, group, sign) for key, group in groups.items())


def _same(row: StudentRow) -> tuple[str, ...]:
    told = row.number if row.has_number else f"on {row.case_manager}"
    return (row.district, told, _name(row))


def _name(row: StudentRow) -> str:
    return folded(f"{row.first} {row.last}")


def _person(key: tuple[str, ...], group: Sequence[tuple[StudentRow, Traits]], sign: Sign) -> Person:
    rows, name = tuple(row for row, _ in group), key[-1]
    row = rows[0]
    return Person(
        rows=rows,
        number=alias(AliasKind.NUMBER, sign, row.district, row.number) if row.has_number else "",
        name=alias(AliasKind.NAME, sign, name),
        lists=frozenset(alias(AliasKind.LIST, sign, row.case_manager, name) for row in rows),
        exact=alias(AliasKind.EXACT, sign, *key),
        traits=frozenset().union(*(traits for _, traits in group)),
    )


class Mint:
    """Gives out refs that were never used, one for each thing that asks.

    Args:
        fresh: Such refs.
    """

    def __init__(self, fresh: Iterator[str]) -> None:
        self._fresh = fresh
        self._given: dict[str, str] = {}

    def __call__(self, asking: str) -> str:
        """The same ref whenever the same thing asks."""
        if asking not in self._given:
            self._given[asking] = next(self._fresh)
        return self._given[asking]


@dataclass(frozen=True)
class Match:
    """Persons with their refs.

    Attributes:
        refs: One for each person; the same one where two are known to be one student.
        guesses: Indexes of persons whose ref is only a guess.
        aliases: What was known.
    """

    persons: tuple[Person, ...]
    refs: tuple[str, ...]
    guesses: frozenset[int]
    aliases: Aliases

    @cached_property
    def holders(self) -> Mapping[str, tuple[int, ...]]:
        """Indexes of the persons of each ref."""
        return indexed((ref, index) for index, ref in enumerate(self.refs))

    @cached_property
    def numbers(self) -> Mapping[str, frozenset[str]]:
        """Aliases of ids, by ref."""
        return of_kind(AliasKind.NUMBER, self.aliases)

    @cached_property
    def named(self) -> Mapping[str, frozenset[str]]:
        """Aliases of full names, by ref."""
        return of_kind(AliasKind.NAME, self.aliases)

    @cached_property
    def established(self) -> frozenset[str]:
        """Refs that are known by more than one row's exact words."""
        return established(self.aliases)

    def led(self, keys: Iterable[str]) -> frozenset[str]:
        """Everybody to whom these aliases lead."""
        return led(self.aliases, keys)

    def own(self, index: int) -> frozenset[str]:
        """The ref that was minted, or set by a person, for just these rows, if there is one."""
        return self.led((self.persons[index].exact,))


def led(aliases: Aliases, keys: Iterable[str]) -> frozenset[str]:
    """Everybody to whom these aliases lead."""
    return NOBODY.union(*(aliases.get(key, NOBODY) for key in keys))


def indexed(pairs: Iterable[tuple[str, int]]) -> Mapping[str, tuple[int, ...]]:
    """Indexes by key."""
    found: dict[str, list[int]] = {}
    for key, index in pairs:
        found.setdefault(key, []).append(index)
    return {key: tuple(indexes) for key, indexes in found.items()}


def match(found: tuple[Person, ...], aliases: Aliases, mint: Mint, *, whole: bool) -> Match:
    """Give each person a ref.

    What a person said of just this row counts first, then id and name together, the id, name with case
    manager, the name. Only then comes a guess: a name whose student has another id, or, where not every list
    could be read, a student who may stand on the list that is missing. A ref that was minted for a question
    is given up for either.
    """
    signs, lasting = _Signs(found, aliases, whole=whole), established(aliases)
    minted = {index: ref for index, person in enumerate(found) for ref in aliases.get(person.exact, NOBODY)}
    claims = {index: ref for index, ref in minted.items() if ref in lasting}
    while clear := signs.clearest(claims):
        claims |= clear
    guesses = signs.guesses(claims)
    refs = minted | guesses | claims
    return Match(
        persons=found,
        refs=tuple(refs.get(index) or mint(person.exact) for index, person in enumerate(found)),
        guesses=frozenset(guesses),
        aliases=aliases,
    )


class _Signs:
    """Whom a person may be, by one sign each."""

    def __init__(self, found: Sequence[Person], aliases: Aliases, *, whole: bool) -> None:
        self._found = found
        self._aliases = aliases
        self._whole = whole
        self._numbers = of_kind(AliasKind.NUMBER, aliases)
        self._apart = refs_apart(aliases)

    def clearest(self, claims: Mapping[int, str]) -> dict[int, str]:
        """What the strongest sign gives that still gives anything: each claim may make another one clear."""
        signs = [self._by_both, self._by_list]
        if self._whole:
            signs = [self._by_both, self._by_number, self._by_list, self._by_name]
        return next((clear for sign in signs if (clear := self._clear(sign, claims))), {})

    def guesses(self, claims: Mapping[int, str]) -> dict[int, str]:
        """What is left, and no clear match."""
        guesses = self._clear(self._by_number, claims)
        return guesses | self._clear(self._any_name, {**claims, **guesses})

    def _by_both(self, person: Person) -> frozenset[str]:
        return self._by_number(person) & self._any_name(person)

    def _by_number(self, person: Person) -> frozenset[str]:
        return led(self._aliases, (person.number,))

    def _by_list(self, person: Person) -> frozenset[str]:
        return self._agreeing(person, led(self._aliases, person.lists))

    def _by_name(self, person: Person) -> frozenset[str]:
        return self._agreeing(person, self._any_name(person))

    def _any_name(self, person: Person) -> frozenset[str]:
        return led(self._aliases, person.names)

    def _agreeing(self, person: Person, refs: frozenset[str]) -> frozenset[str]:
        """Another id under the same name is no clear match."""
        return frozenset(ref for ref in refs if not contradicts(person, ref, self._numbers))

    def _clear(self, sign: Callable[[Person], frozenset[str]], taken: Mapping[int, str]) -> dict[int, str]:
        """Refs that one sign gives to one person alone, and to whom it gives no other."""
        gone = frozenset(taken.values())
        wanted: dict[str, list[int]] = {}
        for index, person in enumerate(self._found):
            refs = sign(person) - gone if index not in taken else NOBODY
            if len(refs) == 1 and not refs & self._barred(person):
                wanted.setdefault(next(iter(refs)), []).append(index)
        return {indexes[0]: ref for ref, indexes in wanted.items() if len(indexes) == 1}

    def _barred(self, person: Person) -> frozenset[str]:
        """Students of whom a person has said that they are not this row's."""
        own = self._aliases.get(person.exact, NOBODY)
        return NOBODY.union(*(self._apart.get(ref, ()) for ref in own))


def contradicts(person: Person, ref: str, known: Mapping[str, frozenset[str]]) -> bool:
    """The row has an id, and the student of this ref is known by another one."""
    return bool(person.number and known.get(ref)) and person.number not in known[ref]
