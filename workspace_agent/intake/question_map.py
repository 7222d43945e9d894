"""Which question of the form, or heading of its sheet, may hold which field. These are proposals.

None is used before it is confirmed in the settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from rapidfuzz import fuzz

from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.model.form import FormField, PostIepForm, QuestionMeaning

FIELDS: tuple[str, ...] = get_args(FormField)
NEEDED: tuple[str, ...] = ("student", "student id", "district", "meeting date", "purposes", "held")
"""Without these a response says little."""

_TITLES: dict[str, tuple[str, ...]] = {
    "student": ("student", "student name", "name of student", "student first and last name"),
    "student id": ("student id", "student number", "id", "id number", "local id"),
    "district": ("district", "school district", "district of residence"),
    "meeting date": ("date of the meeting", "meeting date", "date of meeting", "iep meeting date"),
    "purposes": ("purpose of the meeting", "meeting purpose", "type of meeting", "purposes", "meeting type"),
    "held": ("was the meeting held", "meeting held", "held", "did the meeting take place", "outcome"),
    "length": (
        "length of the meeting",
        "meeting length",
        "duration",
        "duration of the meeting",
        "how long was the meeting",
        "minutes",
    ),
    "participants": ("who took part", "participants", "who attended", "attendees", "in attendance"),
    "how parents took part": (
        "how did the parent take part",
        "how the parents took part",
        "parent participation",
        "how did the parent participate",
        "how did the parent attend",
    ),
    "decisions": (
        "decisions and changes to the plan",
        "decisions",
        "changes to the plan",
        "decisions made",
        "what was decided",
        "what did the team decide",
        "decisions of the team",
    ),
    "prior written notice": (
        "prior written notice given on",
        "prior written notice",
        "pwn date",
        "pwn sent",
        "pwn given",
    ),
    "changes start": (
        "changes start",
        "changes start on",
        "first day of the changes",
        "when do the changes start",
        "date the changes take effect",
        "when do the changes take effect",
        "implementation date",
        "date of implementation",
    ),
    "extended school year": (
        "extended school year decided",
        "extended school year",
        "esy",
        "esy decided",
        "was esy considered",
        "esy discussed",
        "esy eligible",
        "extended school year considered",
    ),
    "action items": ("action items", "next steps", "follow up items", "follow up", "to do"),
    "entered in PLI Connect": ("entered in pli connect on", "entered in pli connect", "pli connect"),
}
"""What people call these questions."""

WORDS = frozenset(word for titles in _TITLES.values() for title in titles for word in title.split())
"""A title of these words alone shows nobody's name."""

_PLACED_BY = {
    "the student": frozenset({"student", "student id"}),
    "the date of the meeting": frozenset({"meeting date"}),
}
"""Whose a response is, and of which meeting: fields of which one each must be confirmed."""

_LIKE, _CLOSE = 75, 6
"""From 0 to 100, as rapidfuzz measures: like enough to be proposed, and so near together that it is a tie."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, or a heading of its sheet.

    Attributes:
        key: Google's id, or the heading in one form.
        title: What it is called; people typed it.
    """

    key: str = field(repr=False)
    title: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Meant:
    """A question that may hold one of these fields; several are a tie, for a person to settle."""

    question: Question
    fields: tuple[str, ...]


def key_of(meaning: QuestionMeaning, settings: PostIepForm) -> str:
    """What tells the question of a setting from others: its id, or its heading in one form."""
    return meaning.question if settings.id else normal_heading(meaning.heading)


def by_field(settings: PostIepForm) -> dict[str, tuple[str, ...]]:
    """The questions that the settings name for each field."""
    found: dict[str, tuple[str, ...]] = {}
    for meaning in settings.meaning:
        found[meaning.field] = (*found.get(meaning.field, ()), key_of(meaning, settings))
    return found


def unconfirmed(settings: PostIepForm) -> tuple[str, ...]:
    """What no question is named for, in plain words, and without which no response can be placed."""
    return tuple(words for words, fields in _PLACED_BY.items() if fields.isdisjoint(by_field(settings)))


def proposals(questions: Sequence[Question], settings: PostIepForm) -> Iterator[Meant]:
    """What questions that the settings do not name may hold, of the fields whose question is not there."""
    named = {key_of(meaning, settings): meaning.field for meaning in settings.meaning}
    found = {named.get(question.key) for question in questions}
    for question in questions:
        fields = () if question.key in named else _likeliest(normal_heading(question.title), settings)
        if fields and not found & set(fields):
            yield Meant(question, fields)


def likely(name: str, questions: Sequence[Question], settings: PostIepForm) -> Question | None:
    """The one question that may hold this field and no other; None where there is not exactly one."""
    fitting = [one.question for one in proposals(questions, settings) if one.fields == (name,)]
    return fitting[0] if len(fitting) == 1 else None


def _likeliest(title: str, settings: PostIepForm) -> tuple[str, ...]:
    """Compared with what people call such a question, and with what this department called it."""
    called = {name: [*titles] for name, titles in _TITLES.items()}
    for meaning in settings.meaning:
        called[meaning.field] += [normal_heading(meaning.heading)] if meaning.heading else []
    scores = {
        name: max(fuzz.token_sort_ratio(title, one) for one in titles) for name, titles in called.items()
    }
    best = max(scores.values())
    return tuple(name for name, score in scores.items() if score > best - _CLOSE) if best >= _LIKE else ()
