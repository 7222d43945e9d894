"""How the Post IEP Meeting Form is read, as `agent.toml` says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workspace_agent.model.frozen import Frozen, GoogleId
from workspace_agent.model.place import FormPlace, SpreadsheetPlace

FormField = Literal[
    "student",
    "student id",
    "district",
    "meeting date",
    "purposes",
    "held",
    "length",
    "participants",
    "how parents took part",
    "decisions",
    "prior written notice",
    "extended school year",
    "action items",
    "entered in PLI Connect",
    "changes start",
]
"""What a question of the Post IEP Meeting Form may hold. Ledgers go by this order: add at its end."""


class QuestionMeaning(Frozen):
    """Which question of the form holds which field.

    Attributes:
        question: Google's id of the question, for a form that is read itself.
        heading: What the question is called, for a form whose linked sheet is read.
    """

    question: str = ""
    heading: str = ""
    field: FormField


class PostIepForm(Frozen):
    """The Post IEP Meeting Form: read itself, or from the spreadsheet into which its responses go.

    Attributes:
        id: Google's id of the form, or its whole address.
        responses_sheet: Of the spreadsheet with its responses instead, for whom nobody may give the form.
        email_addresses: Whether the form verifies them: its sheet does not show that.
        since: Responses first submitted before this day are left alone.
        near_days: A response moves a due date only this close to a dated meeting.
    """

    id: GoogleId = ""
    responses_sheet: GoogleId = ""
    email_addresses: Literal["typed", "verified"] = "typed"
    since: date
    near_days: Annotated[int, Field(ge=0)] = 3
    meaning: tuple[QuestionMeaning, ...]

    @model_validator(mode="after")
    def _is_read_in_one_way(self) -> PostIepForm:
        if bool(self.id) == bool(self.responses_sheet):
            raise ValueError("give either id, of the form, or responses_sheet, of its responses")
        named = "question" if self.id else "heading"
        for number, meaning in enumerate(self.meaning, 1):
            if not getattr(meaning, named):
                raise ValueError(f"meaning[{number}]: {named} is missing")
        return self

    @property
    def place(self) -> FormPlace | SpreadsheetPlace:
        """Where to look at it."""
        return FormPlace(self.id) if self.id else SpreadsheetPlace(self.responses_sheet)
