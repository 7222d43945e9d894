"""What the sandbox holds of Forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import stamp, stamp_micro
from workspace_agent.sandbox.forms.grading import graded, is_quiz
from workspace_agent.sandbox.forms.making import blank, copied, first_question
from workspace_agent.sandbox.ids import Ids


@dataclass(slots=True)
class HeldForm:
    """A form and its responses by id. Who may open it is a matter of its Drive file."""

    form: Json
    responses: dict[str, Json] = field(default_factory=dict)

    def submit(self, response: Json, response_id: str, now: datetime) -> Json:
        """Take a respondent's answers; the same response again is an edit."""
        known = self.responses.get(response_id, {})
        stored = {
            "createTime": known.get("createTime", stamp(now)),
            "lastSubmittedTime": stamp_micro(now),
            **response,
            "responseId": response_id,
        }
        stored.pop("formId", None)
        if "answers" in stored:
            stored["answers"] = {
                name: {"questionId": name} | one
                for name, one in stored["answers"].items()
                if _is_answered(one)
            }
        if is_quiz(self.form):
            stored = graded(self.form, stored)
        self.responses[response_id] = stored
        return stored


def _is_answered(answer: Json) -> bool:
    """Questions that were left empty are absent from a response; an answer may yet consist of a grade."""
    texts = answer.get("textAnswers", {"answers": [{}]})
    return bool(texts.get("answers"))


class FormsState:
    """All forms."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.forms: dict[str, HeldForm] = {}

    def adopt(self, form_id: str, name: str) -> None:
        """Keep the form behind a Drive file that was just made."""
        form = blank(form_id, name, self._ids)
        self.forms[form_id] = HeldForm(form | {"items": [first_question(self._ids)]})

    def duplicate(self, original: str, form_id: str, name: str) -> None:
        """Keep the form behind a copied Drive file."""
        if original in self.forms:
            self.forms[form_id] = HeldForm(copied(self.forms[original].form, form_id, name, self._ids))
