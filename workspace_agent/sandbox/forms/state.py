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
        self.responses[response_id] = stored
        return stored


class FormsState:
    """All forms."""

    def __init__(self) -> None:
        self.forms: dict[str, HeldForm] = {}
