"""What people answer to the question "is this the same student?", and what is known after that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from workspace_agent.intake.aliases import NOBODY, Aliases, apart, joined
from workspace_agent.intake.matching import Match, Mint, Person
from workspace_agent.intake.questions import Doubt
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

    def and_also(self, match: Match, answers: Mapping[Doubt, str]) -> Heard:
        """With more of them."""
        rows = {row for doubt, answer in answers.items() if answer == YES for row in said(match, doubt)}
        ids = {doubt.id: answer for doubt, answer in answers.items()}
        between = {_between(match, doubt) for doubt in answers}
        return Heard({**self.answers, **ids}, self.spent | rows, self.settled | between)


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

    def to(self, match: Match, doubts: Sequence[Doubt], heard: Heard) -> dict[Doubt, str]:
        """Every "no" to these questions that has settled nothing yet, else one such "yes".

        Who a row is comes before whether two rows are one.
        """
        answers = {
            doubt: answer
            for doubt in doubts
            if _between(match, doubt) not in heard.settled
            and (answer := self._to_one(match, doubt, doubts, heard))
        }
        parting = {doubt: answer for doubt, answer in answers.items() if answer == NO}
        return parting or dict(sorted(answers.items(), key=lambda pair: not pair[0].other)[:1])

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


def settled(match: Match, answers: Mapping[Doubt, str], mint: Mint, order: Sequence[str]) -> Aliases:
    """What is known once questions are answered: all of them with no, or one with yes.

    A "no" at a row is meant for all that is asked there: told one after the other, the last that is left
    would look like a clear match.

    Args:
        match: The persons and what was known.
        answers: Yes or no to each question.
        mint: For a row that turns out to be somebody new.
        order: Refs in the order in which they were first seen.
    """
    if NO in answers.values():
        return {**match.aliases, **_parted(match, answers, mint)}
    (doubt,) = answers
    return _is_earlier(match, doubt) if doubt.other else _is_one(match, doubt, mint, order)


def _parted(match: Match, doubts: Iterable[Doubt], mint: Mint) -> Aliases:
    """Two students for good. A row that was only taken for somebody gets a ref of its own."""
    known: dict[str, frozenset[str]] = {}
    for doubt in doubts:
        refs = [doubt.other] if doubt.other else []
        for index in doubt.persons:
            ref, exact = match.refs[index], match.persons[index].exact
            if ref in refs or index in match.guesses:
                ref = mint(f"{exact} apart")
            known[exact] = frozenset({ref})
            refs.append(ref)
        known[apart(*refs)] = NOBODY
    return known


def _is_earlier(match: Match, doubt: Doubt) -> Aliases:
    """The row's name and id lead to that student from now on; a ref minted for the question is given up."""
    (index,), other = doubt.persons, doubt.other
    person, ref = match.persons[index], match.refs[index]
    known = dict(match.aliases if ref in match.established else joined(match.aliases, ref, other))
    known |= {key: known.get(key, NOBODY) | {other} for key in person.names}
    known |= {key: frozenset({other}) for key in (person.exact, person.number) if key}
    return known


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
