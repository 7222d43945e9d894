"""Which student is a row about? One clear match by keyed hashes, or a question to a person; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workspace_agent.intake.aliases import NOBODY, Aliases, Sign, joined
from workspace_agent.intake.answers import Answers, Heard, parted_before, settled
from workspace_agent.intake.initials import Numbered
from workspace_agent.intake.matching import Match, Mint, Person, match, persons
from workspace_agent.intake.questions import Doubt, doubts
from workspace_agent.intake.table import StudentRow
from workspace_agent.intake.traits import Traits
from workspace_agent.model.question import Asks


@dataclass(frozen=True, slots=True)
class Identities:
    """What is kept of who is who. It holds no name.

    Attributes:
        aliases: The refs that keyed hashes lead to; see `aliases`.
        initials: Initials and their number by student_ref, in order of first sight; see `initials.assign`
            for its other keys.
        answers: What people answered, and what stood in the sheet before.
        traits: By what students were recognised when they were last seen, by student_ref.
    """

    aliases: Aliases = field(default_factory=dict)
    initials: Mapping[str, Numbered] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)
    traits: Mapping[str, Traits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """What identifying students needs.

    Attributes:
        known: Who is who, from before.
        sign: The keyed hash.
        fresh: Refs that were never used.
    """

    known: Identities
    sign: Sign
    fresh: Iterator[str]


@dataclass(frozen=True, slots=True)
class Identified:
    """The outcome.

    Attributes:
        refs: student_ref of each row, in the order of the rows.
        match: The persons that the rows are, and their refs.
        doubts: The questions that stand open.
        aliases: All that is known now.
        heard: The answers that settled something.
    """

    refs: tuple[str, ...]
    match: Match
    doubts: tuple[Doubt, ...]
    aliases: Aliases
    heard: Heard

    @property
    def unclear(self) -> frozenset[str]:
        """Students of whom it is not clear who they are."""
        return _unclear(self.match, self.doubts)

    @property
    def held(self) -> frozenset[str]:
        """Students about whom any question stands open."""
        return NOBODY.union(*(_concerned(self.match, doubt) for doubt in self.doubts))


def normal_number(text: str) -> str:
    """A district's student id in one form: `0142`, `142.0` and `142` are the same id."""
    number = "".join(text.split()).casefold()
    if re.fullmatch(r"[0-9]+(\.0*)?", number):
        return number.split(".")[0].lstrip("0") or "0"
    return number


def identify(
    rows: Sequence[StudentRow], traits: Sequence[Traits], register: Register, *, whole: bool = True
) -> Identified:
    """Match rows to students.

    Rows that agree in id and name are one student. Whatever is no clear match (see `matching`) is asked, and
    the students it concerns are held until a person has answered or changed a row. A row in doubt teaches no
    alias of its name or id, so that a slip does not become a fact by standing there for a day.

    An answer changes what is known, and then everything is looked at anew.

    Args:
        rows: Rows of all Students sheets of the department.
        traits: Those of each row.
        register: What was known, and what makes something new.
        whole: All lists of students could be read; else who is missing may stand on one that was not.
    """
    known, mint = register.known, Mint(register.fresh)
    found = persons(rows, traits, register.sign)
    aliases, heard = parted_before(found, known.aliases, known.answers, register.sign), Heard()
    while True:
        matched = match(found, aliases, mint, whole=whole)
        asked = doubts(matched, known.traits, known.answers.before, register.sign)
        answered = known.answers.to(matched, asked, heard)
        if answered is None:
            break
        heard = heard.and_also(matched, *answered)
        aliases = settled(matched, *answered, mint, tuple(known.initials))
    return Identified(
        refs=_in_order(rows, matched),
        match=matched,
        doubts=asked,
        aliases=_taught(matched, _unclear(matched, asked)),
        heard=heard,
    )


def _unclear(matched: Match, asked: Iterable[Doubt]) -> frozenset[str]:
    """Not those of whom it is only asked which of two rows counts."""
    return NOBODY.union(*(_concerned(matched, doubt) for doubt in asked if doubt.asks is not Asks.WHOSE))


def _concerned(matched: Match, doubt: Doubt) -> frozenset[str]:
    return frozenset({matched.refs[index] for index in doubt.persons} | {doubt.other} - {""})


def _in_order(rows: Sequence[StudentRow], matched: Match) -> tuple[str, ...]:
    refs = {
        id(row): ref for person, ref in zip(matched.persons, matched.refs, strict=True) for row in person.rows
    }
    return tuple(refs[id(row)] for row in rows)


def _taught(matched: Match, unclear: frozenset[str]) -> Aliases:
    """What was known, and what the rows of students about whom nothing is asked teach.

    A name may be several students', but not while it is asked whose it is; an id is whose row bears it now.
    Who is in question, or could not be told from others by id or list, is known again by the very same row.
    """
    kept = _given_up(matched)
    rows = [*zip(matched.persons, matched.refs, strict=True)]
    asked = {key for person, ref in rows if ref in unclear for key in person.names}
    numbers: dict[str, frozenset[str]] = {}
    for person, ref in rows:
        if ref not in unclear:
            kept |= {key: kept.get(key, NOBODY) | {ref} for key in person.names - asked}
            numbers[person.number] = numbers.get(person.number, NOBODY) | {ref}
    numbers.pop("", None)
    kept |= numbers
    return kept | {person.exact: frozenset({ref}) for person, ref in _by_row(matched, kept, unclear)}


def _given_up(matched: Match) -> dict[str, frozenset[str]]:
    """What was known, where a ref that was minted for a question has turned out to be somebody known."""
    known = matched.aliases
    for index, ref in enumerate(matched.refs):
        for minted in matched.own(index) - matched.established - {ref}:
            known = joined(known, minted, ref) if index not in matched.guesses else known
    return dict(known)


def _by_row(matched: Match, known: Aliases, unclear: frozenset[str]) -> Iterator[tuple[Person, str]]:
    for index, (person, ref) in enumerate(zip(matched.persons, matched.refs, strict=True)):
        is_alone = person.number or any(known[key] == frozenset({ref}) for key in person.lists & known.keys())
        if index not in matched.guesses and (ref in unclear or not is_alone):
            yield person, ref
