"""What each question of the form, or heading of its sheet, was taken for: for a person to look at.

Nothing here shows what somebody typed, but for titles of which every word is known.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.linked_sheet import ResponseSheet, response_sheets
from workspace_agent.intake.question_map import NEEDED, WORDS, Question, by_field, proposals
from workspace_agent.intake.replies import questions
from workspace_agent.intake.response import RawForm, RawResponses
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.place import Cell, FormPlace, letters


@dataclass(frozen=True, slots=True)
class QuestionGuess:
    """A question that may hold a field.

    Attributes:
        id: By which a person confirms it.
        by: `question` or `heading`, as the settings call what tells it.
        key: Google's id of the question, or the heading as it was typed.
        label: Where it is: the id, or the cell of the heading.
        title: What it is called, in one form; empty where it holds a word that is not known.
        rivals: Other fields that it may hold.
        where: What tells the question from all others.
    """

    id: str
    field: str
    by: str
    key: str = dataclasses.field(repr=False)
    label: str
    title: str
    rivals: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class MappedForm:
    """A form, or one sheet of responses, as it is read.

    Attributes:
        fields: Where the question of each field is, by field.
        missing: Fields that the settings name or that are needed, and that have no question.
        others: Questions that are no field's: their ids or cells.
    """

    place: FormPlace | Cell
    fields: Mapping[str, tuple[str, ...]]
    guesses: tuple[QuestionGuess, ...]
    missing: tuple[str, ...]
    others: tuple[str, ...]


def map_form(raw: RawForm | RawResponses, settings: PostIepForm) -> list[MappedForm]:
    """The form, or each sheet of its spreadsheet that holds responses to any form."""
    if isinstance(raw, RawForm):
        asked = {key: (key, title) for key, title in questions(raw.form).items()}
        return [_mapped(FormPlace(settings.id), asked, settings)]
    return [
        _mapped(sheet.table.line(0), _headings(sheet), settings)
        for sheet in response_sheets(raw.workbook.tables, settings)
    ]


def _headings(sheet: ResponseSheet) -> dict[str, tuple[str, str]]:
    return {key: (f"{letters(columns[0])}1", sheet.titles[key]) for key, columns in sheet.columns.items()}


def _mapped(
    place: FormPlace | Cell, asked: Mapping[str, tuple[str, str]], settings: PostIepForm
) -> MappedForm:
    """Of questions that are asked: by key where each is and what it is called."""
    named = by_field(settings)
    fields = {name: tuple(asked[key][0] for key in keys if key in asked) for name, keys in named.items()}
    found = {name: labels for name, labels in fields.items() if labels}
    guesses = tuple(_guesses(place, asked, settings))
    used = {label for labels in found.values() for label in labels} | {guess.label for guess in guesses}
    return MappedForm(
        place=place,
        fields=found,
        guesses=guesses,
        missing=tuple(name for name in dict.fromkeys((*NEEDED, *named)) if name not in found),
        others=tuple(label for label, _ in asked.values() if label not in used),
    )


def _guesses(
    place: FormPlace | Cell, asked: Mapping[str, tuple[str, str]], settings: PostIepForm
) -> Iterator[QuestionGuess]:
    for one in proposals([Question(key, title) for key, (_, title) in asked.items()], settings):
        label, title = asked[one.question.key]
        where = f"{place.url}/{label}"
        for name in one.fields:
            yield QuestionGuess(
                id=hashlib.sha256(f"{where}/{name}".encode()).hexdigest()[:6],
                field=name,
                by="question" if settings.id else "heading",
                key=label if settings.id else title,
                label=label,
                title=_printable(title),
                rivals=tuple(other for other in one.fields if other != name),
                where=where,
            )


def _printable(title: str) -> str:
    text = normal_heading(title)
    return text if WORDS.issuperset(text.split()) else ""
