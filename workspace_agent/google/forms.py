"""Forms v1: what a form asks and what was answered.

Source: developers.google.com/forms/api/reference/rest.
"""

from __future__ import annotations

from datetime import UTC, datetime

from workspace_agent.google.api import Api, Json


class Forms:
    """Forms that one identity may read.

    Args:
        api: `forms.v1`.
    """

    def __init__(self, api: Api) -> None:
        self._api = api

    def form(self, form_id: str) -> Json:
        """Returns a form: its items and question ids."""
        answer: Json = self._api.read(self._api.resource("forms").get(formId=form_id))
        return answer

    def responses(self, form_id: str, since: datetime | None = None) -> tuple[Json, ...]:
        """Returns responses from all pages, in no particular order.

        Args:
            form_id: Google's id.
            since: Aware. Responses submitted then or later; let it overlap with the last look, because
                Google does not say whether a later edit counts as submitting.
        """
        responses = self._api.resource("forms.responses")
        request = responses.list(formId=form_id, **({"filter": _since(since)} if since else {}))
        pages = self._api.pages(responses, request)
        return tuple(response for page in pages for response in page.get("responses", ()))


def _since(moment: datetime) -> str:
    zulu = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return f"timestamp >= {zulu}Z"
