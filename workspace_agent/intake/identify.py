"""Which student is a row about? Matching to refs by keyed hashes; a doubt is a question, never a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workspace_agent.intake.initials import Numbered
from workspace_agent.intake.names import folded
from workspace_agent.intake.table import StudentRow
from workspace_agent.model.problem import Problem, ProblemKind

Sign = Callable[[str], str]
"""The keyed hash: what it was given cannot be found out from what it returns."""

SHARED = ""
"""Instead of a ref: a name that several students have, which therefore points to none of them."""

_UNSEEN = "an earlier row"


@dataclass(frozen=True, slots=True)
class Identities:
    """What is kept of who is who. It holds no name.

    Attributes:
        aliases: student_ref by keyed hash of (district + id), (full name), (name + case manager).
        initials: Initials and their number by student_ref; see `initials.assign` for its other keys.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    initials: Mapping[str, Numbered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identified:
    """The outcome, in the order of the rows.

    Attributes:
        refs: student_ref of each row.
        held: Students about whom a question stands open.
        aliases: All aliases to keep; old ones are never dropped.
        problems: The questions.
    """

    refs: tuple[str, ...]
    held: frozenset[str]
    aliases: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """Rows that agree, with their keyed hashes.

    Attributes:
        number: Of district and id, or empty.
        name: Of the full name.
        lists: Of name and case manager, one for each list it stands on.
        open: Of id and name together, for a ref that is used only while a question is open.
    """

    rows: tuple[StudentRow, ...]
    number: str
    name: str
    lists: frozenset[str]
    open: str

    @property
    def names(self) -> frozenset[str]:
        """All hashes that the name goes into."""
        return self.lists | {self.name}


def normal_number(text: str) -> str:
    """A district's student id in one form: `0142`, `142.0` and `142` are the same id."""
    number = "".join(text.split()).casefold()
    if re.fullmatch(r"[0-9]+(\.0*)?", number):
        return number.split(".")[0].lstrip("0") or "0"
    return number


def identify(
    rows: Sequence[StudentRow], known: Mapping[str, str], sign: Sign, fresh: Iterator[str]
) -> Identified:
    """Match rows to students.

    An id (of its district) is the strongest sign, then name with case manager, then the name. Rows that agree
    in id and name are one student. Two rows for one student, one id under two names, or a row that two
    students fit are questions, and these students are held until a person has settled them. A row in doubt
    teaches no alias, so that a slip does not become a fact by standing there for a day.

    Args:
        rows: Rows of all Students sheets of the department.
        known: Aliases from before.
        sign: The keyed hash.
        fresh: Refs that were never used.
    """
    persons = _persons(rows, sign)
    claims = _claims(persons, known, sign)
    refs = [
        claims.get(index) or known.get(person.open) or next(fresh) for index, person in enumerate(persons)
    ]
    doubts = {
        index: rivals
        for index, person in enumerate(persons)
        if (rivals := _rivals(index, persons, refs, known))
    }
    ref_of = {row.row.place("first"): refs[i] for i, person in enumerate(persons) for row in person.rows}
    several = {refs[index] for index, person in enumerate(persons) if len(person.rows) > 1}
    return Identified(
        refs=tuple(ref_of[row.row.place("first")] for row in rows),
        held=frozenset(several | {refs[index] for index in doubts} | set().union(*doubts.values())),
        aliases=_aliases(persons, refs, doubts, claims, known, sign),
        problems=tuple(_questions(persons, refs, doubts)),
    )


def _persons(rows: Sequence[StudentRow], sign: Sign) -> tuple[_Person, ...]:
    """Group rows that agree in id and name; one without id joins the only student of its name."""
    groups: dict[tuple[str, str], list[StudentRow]] = {}
    for row in sorted(rows, key=lambda row: not _number(row)):
        name = _name(row)
        namesakes = [key for key in groups if key[1] == name and key[0]]
        alone = not _number(row) and len(namesakes) == 1
        groups.setdefault(namesakes[0] if alone else (_number(row), name), []).append(row)
    return tuple(_person(number, name, group, sign) for (number, name), group in groups.items())


def _name(row: StudentRow) -> str:
    return folded(f"{row.first} {row.last}")


def _number(row: StudentRow) -> str:
    return f"{row.district}\n{row.number}" if row.district and row.number else ""


def _person(number: str, name: str, rows: Iterable[StudentRow], sign: Sign) -> _Person:
    rows = tuple(rows)
    return _Person(
        rows=rows,
        number=sign(f"id\n{number}") if number else "",
        name=sign(f"name\n{name}"),
        lists=frozenset(sign(f"list\n{row.case_manager}\n{name}") for row in rows),
        open=sign(f"open\n{number}\n{name}"),
    )


def _has_number(ref: str, sign: Sign) -> str:
    """Hash that says that a student has an id: another id under the same name is then no clear match."""
    return sign(f"has id\n{ref}")


def _claims(persons: Sequence[_Person], known: Mapping[str, str], sign: Sign) -> dict[int, str]:
    """Known refs by index of the person that clearly has them, the strongest sign first."""

    def by_number(person: _Person) -> set[str]:
        return _refs({person.number}, known)

    def by_list(person: _Person) -> set[str]:
        return _refs(person.lists, known)

    def by_name(person: _Person) -> set[str]:
        refs = _refs({person.name}, known)
        return {ref for ref in refs if not (person.number and _has_number(ref, sign) in known)}

    claims: dict[int, str] = {}
    for sign_of in (by_number, by_list, by_name):
        claims |= _clear(persons, sign_of, claims, known)
    return claims


def _refs(keys: Iterable[str], known: Mapping[str, str]) -> set[str]:
    return {known[key] for key in keys if key in known} - {SHARED}


def _clear(
    persons: Sequence[_Person],
    sign_of: Callable[[_Person], set[str]],
    claims: Mapping[int, str],
    known: Mapping[str, str],
) -> dict[int, str]:
    """Refs that one sign gives to one person alone; of several under one id, to the one whose name fits."""
    wanted: dict[str, list[int]] = {}
    for index, person in enumerate(persons):
        refs = sign_of(person) - set(claims.values())
        if index not in claims and len(refs) == 1:
            wanted.setdefault(refs.pop(), []).append(index)
    clear: dict[int, str] = {}
    for ref, indexes in wanted.items():
        fitting = [index for index in indexes if ref in _refs(persons[index].names, known)]
        chosen = fitting if len(indexes) > 1 else indexes
        if len(chosen) == 1:
            clear[chosen[0]] = ref
    return clear


def _rivals(
    index: int, persons: Sequence[_Person], refs: Sequence[str], known: Mapping[str, str]
) -> set[str]:
    """Refs of other students that this person might be; empty where it is clear."""
    person = persons[index]
    rivals = {refs[i] for i, other in enumerate(persons) if i != index and _alike(person, other)}
    holders = {ref: persons[i] for i, ref in enumerate(refs)}
    for ref in _refs(person.names, known) - {refs[index]}:
        if not _is_another(person, ref, holders.get(ref), known):
            rivals.add(ref)
    return rivals


def _alike(person: _Person, other: _Person) -> bool:
    """One id under two names, or one name of which not both have an id."""
    if person.number and other.number:
        return person.number == other.number
    return person.name == other.name


def _is_another(person: _Person, ref: str, holder: _Person | None, known: Mapping[str, str]) -> bool:
    """The student of this name is here under an id of its own: then the name proves nothing.

    Not where the names of two known ids were exchanged: a column that was sorted alone looks like that.
    """
    if holder is None or not person.number or known.get(holder.number) != ref:
        return False
    return holder.name == person.name or person.number not in known


def _aliases(
    persons: Sequence[_Person],
    refs: Sequence[str],
    doubts: Mapping[int, object],
    claims: Mapping[int, str],
    known: Mapping[str, str],
    sign: Sign,
) -> dict[str, str]:
    kept = dict(known)
    seen = Counter(key for person in persons for key in person.names)
    for index, (person, ref) in enumerate(zip(persons, refs, strict=True)):
        if index not in doubts:
            kept |= _taught(person, ref, sign)
            kept |= {key: SHARED for key in person.names if seen[key] > 1 or known.get(key, ref) != ref}
        elif index not in claims:
            kept[person.open] = ref
    return kept


def _taught(person: _Person, ref: str, sign: Sign) -> dict[str, str]:
    numbers = {person.number, _has_number(ref, sign)} if person.number else set()
    return dict.fromkeys(numbers | person.names, ref)


def _questions(
    persons: Sequence[_Person], refs: Sequence[str], doubts: Mapping[int, set[str]]
) -> Iterator[Problem]:
    """A question at each row in doubt, with the cell of another row that it may be the same as."""
    for index, person in enumerate(persons):
        rivals = doubts.get(index, set())
        others = [row for i, other in enumerate(persons) if refs[i] in rivals for row in other.rows]
        for row in person.rows:
            alike = [other for other in (*person.rows, *others) if other is not row]
            if alike or rivals:
                yield _question(row, refs[index], alike)


def _question(row: StudentRow, ref: str, alike: Sequence[StudentRow]) -> Problem:
    detail = alike[0].row.place("first").label if alike else _UNSEEN
    place = row.row.place("first")
    return Problem(ProblemKind.SAME_STUDENT, place, row.case_manager, ref, detail=detail)
