"""Which question may hold which field: proposals alone, and none where it is not certain which field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders_tables import table
from workspace_agent.intake.form_map import MappedForm, map_form
from workspace_agent.intake.question_map import Question, by_field, likely, proposals
from workspace_agent.intake.response import RawForm, RawResponses
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.place import Cell, FormPlace

NAMED = [
    {"question": "q1", "heading": "Student", "field": "student"},
    {"question": "q2", "heading": "Which day was it?", "field": "meeting date"},
]


def form(**where: str) -> PostIepForm:
    meaning: list[dict[str, Any]] = NAMED
    return PostIepForm.model_validate(
        {"since": date(2026, 8, 3), "meaning": meaning} | (where or {"id": "form"})
    )


def proposed(*titles: str) -> list[tuple[str, tuple[str, ...]]]:
    """Of a form in which the student is asked for under the id of the settings, and these."""
    asked = [Question("q1", "Student"), *(Question(f"new{n}", title) for n, title in enumerate(titles))]
    return [(one.question.key, one.fields) for one in proposals(asked, form())]


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        pytest.param("Date of Meeting", ("meeting date",), id="in other words"),
        pytest.param("Was the meting held", ("held",), id="misspelt"),
        pytest.param("Which day was it", ("meeting date",), id="as the department called it"),
        pytest.param("What was decided?", ("decisions",), id="decisions as a question"),
        pytest.param("ESY considered?", ("extended school year",), id="a short form, as a question"),
        pytest.param("Was ESY discussed?", ("extended school year",), id="the same, in a whole sentence"),
        pytest.param("When do the changes take effect?", ("changes start",), id="a day of changes"),
        pytest.param("Implementation date", ("changes start",), id="the same in one word"),
        pytest.param("Decisions and changes", ("decisions",), id="changes without their day"),
        pytest.param("PWN given?", ("prior written notice",), id="another short form"),
        pytest.param("Meeting date held", ("meeting date", "held"), id="one that may be either"),
    ],
)
def test_a_question_that_is_like_one(title: str, fields: tuple[str, ...]) -> None:
    assert proposed(title) == [("new0", fields)]


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Student name", id="its field has its question"),
        pytest.param("Favourite colour", id="like none"),
        pytest.param("Considered?", id="one word of a longer question"),
        pytest.param("", id="without a title"),
    ],
)
def test_a_question_that_is_nobodys_proposal(title: str) -> None:
    assert proposed(title) == []


def test_a_tie_and_two_candidates_are_not_likely() -> None:
    dates = [Question("a", "Meeting date"), Question("b", "Date of the meeting")]
    assert likely("meeting date", dates[:1], form()) == dates[0]
    assert likely("meeting date", dates, form()) is None
    assert likely("held", dates, form()) is None


def test_several_questions_may_hold_one_field() -> None:
    twice = form().model_copy(
        update={"meaning": (*form().meaning, form().meaning[0].model_copy(update={"question": "q9"}))}
    )
    assert by_field(twice) == {"student": ("q1", "q9"), "meeting date": ("q2",)}


def test_the_map_of_a_form() -> None:
    items = [
        {"title": title, "questionItem": {"question": {"questionId": key}}}
        for key, title in (("q1", "Student"), ("n1", "Date of the meeting"), ("n2", "Whose day, Ana?"))
    ]
    (mapped,) = map_form(RawForm({"items": items}, []), form())
    assert (mapped.place, dict(mapped.fields)) == (FormPlace("form"), {"student": ("q1",)})
    assert mapped.missing == ("student id", "district", "meeting date", "purposes", "held")
    assert mapped.others == ("n2",)
    (guess,) = mapped.guesses
    assert (guess.field, guess.by, guess.key, guess.title) == (
        "meeting date",
        "question",
        "n1",
        "date of the meeting",
    )


def of_sheets(*rows: tuple[str, ...]) -> list[MappedForm]:
    tables = tuple(table(row, sheet_id=number) for number, row in enumerate(rows, 1))
    raw = RawResponses(RawWorkbook("book", "", "responses", "UTC", tables))
    return map_form(raw, form(responses_sheet="book"))


def test_the_map_of_the_sheets_of_responses() -> None:
    """A sheet without timestamps is no sheet of responses; a title with a strange word is not shown."""
    found = of_sheets(("Timestamp", "student", "Ana meeting date"), ("Student", "Notes"))
    (mapped,) = found
    assert (mapped.place, dict(mapped.fields)) == (Cell("book", 1, "1:1"), {"student": ("B1",)})
    (guess,) = mapped.guesses
    assert (guess.label, guess.by, guess.title, guess.key) == ("C1", "heading", "", "Ana meeting date")
