"""What the sandbox holds of Forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.clock import stamp, stamp_micro


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
            stored["answers"] = {name: one for name, one in stored["answers"].items() if _is_answered(one)}
        self.responses[response_id] = stored
        return stored


def _is_answered(answer: Json) -> bool:
    """Questions that were left empty are absent from a response; an answer may yet consist of a grade."""
    texts = answer.get("textAnswers", {"answers": [{}]})
    return bool(texts.get("answers"))


class FormsState:
    """All forms."""

    def __init__(self) -> None:
        self.forms: dict[str, HeldForm] = {}
