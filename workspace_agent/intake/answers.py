"""What people answer to the question "is this the same student?", and what is known after that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workspace_agent.intake.aliases import NOBODY, Aliases, Sign, apart, established, exact_of, joined
from workspace_agent.intake.matching import Match, Mint, Person, led
from workspace_agent.intake.questions import Doubt, question_id
from workspace_agent.model.question import Asks

YES, NO = "yes", "no"

_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Heard:
    """Answers that have settled something in this look.

    Attributes:
        answers: By id of the question.
        spent: Rows with a "yes": it says as whom, so it answers nothing else.
        settled: What has been settled between which refs, once: answers may contradict each other.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()
    settled: frozenset[tuple[str, ...]] = frozenset()

    def and_also(self, match: Match, doubt: Doubt, answer: str) -> Heard:
        """With one more."""
        return Heard(
            {**self.answers, doubt.id: answer},
            self.spent.union(said(match, doubt) if answer == YES else ()),
            self.settled | {_between(match, doubt)},
        )


def _between(match: Match, doubt: Doubt) -> tuple[str, ...]:
    return (doubt.id, *(match.refs[index] for index in doubt.persons))


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered.

    Attributes:
        given: Answers by id of the question, as kept in the ledger: those given by command, and those that
            were found in a sheet and have been used.
        before: What stood under `Same student?` in the rows of each open question when it was asked first.
            Only what has been typed since is an answer: a "yes" of last year must not settle this year's
            question.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)

    def to(self, match: Match, doubts: Sequence[Doubt], heard: Heard) -> tuple[Doubt, str] | None:
        """An answer that has settled nothing yet: every "no" first, then in the order of the questions."""
        answers = [
            (doubt, answer)
            for doubt in doubts
            if _between(match, doubt) not in heard.settled
            and (answer := self._to_one(match, doubt, doubts, heard))
        ]
        return min(answers, key=lambda pair: pair[1] == YES, default=None)

    def _to_one(self, match: Match, doubt: Doubt, doubts: Sequence[Doubt], heard: Heard) -> str:
        """Yes, no, or nothing. What was typed since counts before what was given earlier."""
        typed, may = self.typed(match, doubt, heard.spent), possible(doubt)
        words = set(typed.values())
        if not words:
            answer = self.given.get(doubt.id, "")
        elif words == {NO}:
            answer = NO
        else:
            answer = YES if words == {YES} and _says_whom(match, doubt, typed, doubts) else ""
        return answer if answer in may else ""

    def typed(self, match: Match, doubt: Doubt, spent: frozenset[str] = frozenset()) -> dict[str, str]:
        """What was typed since the question was asked, by the alias of the row."""
        now, before = said(match, doubt), self.before.get(doubt.id, "").split()
        told = zip(now.items(), before, strict=False)
        return {row: word for (row, word), old in told if word not in {old, _NOTHING} and row not in spent}

    def asked(self, match: Match, doubt: Doubt, spent: frozenset[str]) -> str:
        """What to compare with from now on: an emptied cell may be filled again."""
        now = said(match, doubt)
        before = self.before.get(doubt.id, "").split() or [*now.values()]
        told = zip(now.items(), before, strict=False)
        return " ".join(word if word == _NOTHING or row in spent else old for (row, word), old in told)

    def deny(self, person: Person, row: str, sign: Sign) -> bool:
        """It was said that this person is not the one of another row, which may be gone by now."""
        asked = question_id(sign, person.exact, row)
        before = dict(zip(sorted((person.exact, row)), self.before.get(asked, "").split(), strict=False))
        return self.given.get(asked) == NO or (_word(person) == NO != before.get(person.exact, NO))


def parted_before(found: Iterable[Person], aliases: Aliases, answers: Answers, sign: Sign) -> Aliases:
    """What is known once "no" is heard at a row that was in question with one that has gone in the meantime.

    Without it the name alone would lead the row to the very student of whom it was said that it is not.
    """
    lasting, told = established(aliases), dict(aliases)
    for person in found:
        for ref in aliases.get(person.exact, NOBODY) - lasting:
            for other in led(aliases, (*person.names, person.number)):
                rows = (key for key in exact_of(aliases, other) if key != person.exact)
                if any(answers.deny(person, row, sign) for row in rows):
                    told[apart(ref, other)] = NOBODY
    return told


def _says_whom(match: Match, doubt: Doubt, typed: Mapping[str, str], open_now: Sequence[Doubt]) -> bool:
    """A "yes" says as whom where one thing only is asked; in both rows of a pair it does so anyway."""
    if len(typed) == 2:
        return True
    asked = [one for one in open_now if one.asks is not Asks.WHOSE and typed.keys() & said(match, one).keys()]
    return asked == [doubt]


def possible(doubt: Doubt) -> tuple[str, ...]:
    """What may be answered: that two rows of one student are one is known; that they are not is news."""
    if doubt.asks is not Asks.WHOSE:
        return (YES, NO)
    return (NO,) if len(doubt.persons) == 2 else ()


def said(match: Match, doubt: Doubt) -> dict[str, str]:
    """What stands now under `Same student?` for each person of a question, by alias, in a fixed order."""
    found = sorted((match.persons[index] for index in doubt.persons), key=lambda person: person.exact)
    return {person.exact: _word(person) for person in found}


def _word(person: Person) -> str:
    answers = {YES if row.same else NO for row in person.rows if row.same is not None}
    return answers.pop() if len(answers) == 1 else _NOTHING


def settled(match: Match, doubt: Doubt, answer: str, mint: Mint, order: Sequence[str]) -> Aliases:
    """What is known once a question is answered.

    Args:
        match: The persons and what was known.
        doubt: The question.
        answer: Yes or no.
        mint: For a row that turns out to be somebody new.
        order: Refs in the order in which they were first seen.
    """
    if answer == NO:
        return _parted(match, doubt, mint)
    return _is_earlier(match, doubt) if doubt.other else _is_one(match, doubt, mint, order)


def _parted(match: Match, doubt: Doubt, mint: Mint) -> Aliases:
    """Two students for good. A row that was only taken for somebody gets a ref of its own."""
    known, refs = dict(match.aliases), [doubt.other] if doubt.other else []
    for index in doubt.persons:
        ref, exact = match.refs[index], match.persons[index].exact
        if ref in refs or index in match.guesses:
            ref = next(iter(match.own(index) - {*refs}), None) or mint(f"{exact} apart")
        known[exact] = frozenset({ref})
        refs.append(ref)
    return {**known, apart(*refs): NOBODY}


def _is_earlier(match: Match, doubt: Doubt) -> Aliases:
    """The row's name and id lead to that student from now on; a ref minted for the question is given up."""
    (index,), other = doubt.persons, doubt.other
    person = match.persons[index]
    known = {key: match.aliases.get(key, NOBODY) | {other} for key in person.names}
    known |= {key: frozenset({other}) for key in (person.exact, person.number) if key}
    return {**match.aliases, **known}


def _is_one(match: Match, doubt: Doubt, mint: Mint, order: Sequence[str]) -> Aliases:
    """Both lead to the ref that was seen first; what a row was only taken for is another question."""
    sure = [match.refs[index] for index in doubt.persons if index not in match.guesses]
    exacts = [match.persons[index].exact for index in doubt.persons]
    senior, *junior = sorted(sure, key=lambda ref: _age(ref, order)) or [mint(exacts[0])]
    known = match.aliases
    for ref in junior:
        known = joined(known, ref, senior)
    return {**known, **dict.fromkeys(exacts, frozenset({senior}))}


def _age(ref: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(ref) if ref in order else len(order), ref)
