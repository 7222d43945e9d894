"""New forms, and how a form is written: what is not so is left out, as protocol buffers leave it out."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.ids import Ids


def blank(form_id: str, name: str, ids: Ids) -> Json:
    """A form without questions, not published.

    Args:
        form_id: Id of its Drive file.
        name: Name of its Drive file.
        ids: Mints ids.
    """
    return {
        "formId": form_id,
        "info": {"documentTitle": name},
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "publishSettings": publishing(is_published=False, is_accepting=False),
    } | _addresses(ids)


def _addresses(ids: Ids) -> Json:
    return {
        "revisionId": ids.hexadecimal(8),
        "responderUri": f"https://docs.google.com/forms/d/e/1FAIpQL{ids.token(50)}/viewform",
    }


def publishing(*, is_published: bool, is_accepting: bool) -> Json:
    """`publishSettings` of a form."""
    return {"publishState": {"isPublished": is_published, "isAcceptingResponses": is_accepting}}


def first_question(ids: Ids) -> Json:
    """What a form begins with that was not made by forms.create."""
    options = {"type": "RADIO", "options": [{"value": "Option 1"}]}
    question = {"questionId": ids.hexadecimal(8), "choiceQuestion": options}
    return {
        "itemId": ids.hexadecimal(8),
        "title": "Untitled Question",
        "questionItem": {"question": question},
    }


def copied(form: Json, form_id: str, name: str, ids: Ids) -> Json:
    """A form under another id: questions keep their ids, publishing and answers stay behind."""
    new = blank(form_id, name, ids)
    kept = {part: deepcopy(form[part]) for part in ("items", "settings") if part in form}
    return new | kept | {"info": form.get("info", {}) | new["info"]}


def written(value: Any) -> Any:
    """A resource as it is answered: without false, zero and what is empty; an empty object stays."""
    if isinstance(value, list):
        return [written(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: written(one) for name, one in value.items() if one or one == {}}
