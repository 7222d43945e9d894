"""Where it is not clear who a person is: what has to be asked."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from workspace_agent.intake.aliases import Sign, apart
from workspace_agent.intake.matching import Match, contradicts, indexed
from workspace_agent.intake.table import StudentRow
from workspace_agent.intake.traits import Alike, Traits
from workspace_agent.model.question import Asks

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question, in terms of a match.

    Attributes:
        id: See `Question`.
        persons: Indexes of the one or two persons that it is about.
        other: Ref of the earlier student that the person may be, where it is not about two persons.
    """

    id: str
    asks: Asks
    persons: tuple[int, ...]
    other: str = ""


def doubts(
    match: Match, gone: Mapping[str, Traits], asked_before: Container[str], sign: Sign
) -> tuple[Doubt, ...]:
    """All questions: who a row is, then whether two rows are one student, then which row counts.

    Args:
        match: Persons and their refs.
        gone: Traits of students as they were last seen.
        asked_before: Ids of questions that were open at the last look.
        sign: The keyed hash.
    """
    pairs = frozenset(_pairs(match))
    found = [
        _doubt(match, asks, (index,), sign, other)
        for index in range(len(match.persons))
        for other, asks in sorted(_earlier(match, index, pairs).items())
    ]
    ids = {doubt.id for doubt in found}
    found += [one for one in _lookalikes(match, gone, asked_before, sign) if one.id not in ids]
    found += [_doubt(match, Asks.ROWS, pair, sign) for pair in sorted(pairs)]
    return (*found, *_rows_of_one(match, sign))


def _doubt(match: Match, asks: Asks, indexes: tuple[int, ...], sign: Sign, other: str = "") -> Doubt:
    sides = [match.persons[index].exact for index in indexes]
    return Doubt(question_id(sign, *sides, other=other), asks, indexes, other)


def question_id(sign: Sign, *rows: str, other: str = "") -> str:
    """The same in every run for the same rows, by their aliases, and the same earlier student."""
    return sign("\n".join(("same student?", *sorted(rows), other)))[:_DIGITS]


def _pairs(match: Match) -> Iterator[tuple[int, int]]:
    """Persons with one id under two names, or with one name of which not both have an id."""
    people = list(enumerate(match.persons))
    by_number = indexed((person.number, index) for index, person in people if person.number)
    by_name = indexed((person.name, index) for index, person in people)
    for indexes in by_number.values():
        yield from (pair for pair in combinations(indexes, 2) if not _is_settled(match, *pair))
    for indexes in by_name.values():
        for one, other in combinations(indexes, 2):
            both = match.persons[one].number and match.persons[other].number
            if not both and not _is_settled(match, one, other):
                yield one, other


def _is_settled(match: Match, one: int, other: int) -> bool:
    if match.refs[one] == match.refs[other]:
        return True
    return any(_is_apart(match, one, ref) for ref in _refs(match, other))


def _is_apart(match: Match, index: int, other: str) -> bool:
    """A person has said that these rows are not of that student."""
    return any(apart(ref, other) in match.aliases for ref in _refs(match, index))


def _refs(match: Match, index: int) -> frozenset[str]:
    """The ref, and the one that was minted, where the first is only a guess."""
    return match.own(index) | {match.refs[index]}


def _earlier(match: Match, index: int, pairs: frozenset[tuple[int, int]]) -> dict[str, Asks]:
    """Students known before who this person may be by name or id, and why it is asked."""
    person, guessed = match.persons[index], index in match.guesses
    if not guessed and _is_as_known(match, index):
        return {}
    found = dict.fromkeys(match.led((person.number,)), Asks.NUMBER)
    found |= dict.fromkeys(match.led(person.names), Asks.NAME)
    if not guessed:
        found.pop(match.refs[index], None)
    return {
        other: asks
        for other, asks in found.items()
        if _is_open(match, index, other, pairs) and not _is_namesake(match, index, other)
    }


def _is_open(match: Match, index: int, other: str, pairs: frozenset[tuple[int, int]]) -> bool:
    """Nobody has answered it, and no question about the two rows asks the same."""
    if _is_apart(match, index, other):
        return False
    holders = match.holders.get(other, ())
    return not any(tuple(sorted((index, holder))) in pairs for holder in holders)


def _is_as_known(match: Match, index: int) -> bool:
    """Its name and its id, if it has one, lead to this very student already."""
    person, ref = match.persons[index], match.refs[index]
    has_number = ref in match.led((person.number,)) or not person.number
    return has_number and ref in match.led(person.names)


def _is_namesake(match: Match, index: int, other: str) -> bool:
    """A newcomer with an id, while the student of this name is here under another: the name proves nothing.

    Not where a known student has got the name: names exchanged, filled down or sorted alone look so.
    """
    person, ref = match.persons[index], match.refs[index]
    holders = (match.persons[holder] for holder in match.holders.get(other, ()))
    here = any(other in match.led((holder.number,)) for holder in holders)
    is_renamed = ref in match.led((person.number,)) and ref in match.named
    return here and bool(person.number) and not is_renamed and other not in match.led((person.number,))


def _lookalikes(
    match: Match, gone: Mapping[str, Traits], asked_before: Container[str], sign: Sign
) -> Iterator[Doubt]:
    """Somebody nobody has seen before, and students who are gone and had the same dates and team.

    Once asked it is not dropped because a date was changed: only an answer makes the newcomer known.
    """
    absent = {ref: traits for ref, traits in gone.items() if ref not in match.holders}
    alike = Alike(absent)
    for index, (person, own) in enumerate(zip(match.persons, match.refs, strict=True)):
        if own in match.established:
            continue
        like, seen_before = alike.to(person.traits), person.exact in match.aliases
        for ref in absent if seen_before else like:
            if contradicts(person, ref, match.numbers) or apart(own, ref) in match.aliases:
                continue
            doubt = _doubt(match, Asks.TRAITS, (index,), sign, ref)
            if ref in like or doubt.id in asked_before:
                yield doubt


def standing(rows: Sequence[StudentRow]) -> list[StudentRow]:
    """Of several rows of one student those that count: whom no list has let go, else who left last."""
    last = max(row.left or date.max for row in rows)
    return [row for row in rows if (row.left or date.max) == last]


def _rows_of_one(match: Match, sign: Sign) -> Iterator[Doubt]:
    """Students of whom more than one row counts; the person with an id keeps the ref if they are parted."""
    for indexes in match.holders.values():
        rows = standing([row for index in indexes for row in match.persons[index].rows])
        if len(rows) < 2:
            continue
        standing_there = {id(row) for row in rows}
        concerned = [
            index
            for index in sorted(indexes, key=lambda i: (not match.persons[i].number, match.persons[i].exact))
            if any(id(row) in standing_there for row in match.persons[index].rows)
        ]
        for other in concerned[1:]:
            yield _doubt(match, Asks.WHOSE, (concerned[0], other), sign)
        if len(concerned) == 1:
            yield _doubt(match, Asks.WHOSE, (concerned[0],), sign)
