"""Forms v1: making forms and changing them, as their authors do.

Source: https://developers.google.com/workspace/forms/api/guides/update-form-quiz; forms.create,
forms.batchUpdate and forms.setPublishSettings in forms.v1.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.discovery import load
from workspace_agent.sandbox.drive.state import NATIVE
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import register, touch
from workspace_agent.sandbox.forms.access import held, shown
from workspace_agent.sandbox.forms.grading import every_question, is_quiz, questions
from workspace_agent.sandbox.forms.making import blank, publishing, written
from workspace_agent.sandbox.forms.state import HeldForm
from workspace_agent.sandbox.validate import property_of, resolve

Change = Callable[[Call, Json, Json], Json]


def _create(call: Call) -> Json:
    """Make a form without items; since 31 January 2026 it is not published by that."""
    info = call.body.get("info") or {}
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        raise invalid(
            "Only info.title can be set when creating a form. To add items, settings, etc., use batchUpdate."
        )
    name = info.get("documentTitle") or "Untitled form"
    form_id = register(call, name=name, mime_type=NATIVE + "form")
    form = blank(form_id, name, call.state.ids)
    if info.get("title"):
        form["info"]["title"] = info["title"]
    if call.params.get("unpublished") is False:
        form["publishSettings"] = publishing(is_published=True, is_accepting=True)
    call.state.forms.forms[form_id] = HeldForm(form)
    return shown(call, form)


def _publish(call: Call) -> Json:
    form = held(call, "writer").form
    sent = (call.body.get("publishSettings") or {}).get("publishState") or {}
    is_published = bool(sent.get("isPublished"))
    is_accepting = bool(sent.get("isAcceptingResponses"))
    if is_accepting and not is_published:
        raise invalid("A form that is not published cannot accept responses.")
    form["publishSettings"] = publishing(is_published=is_published, is_accepting=is_accepting)
    return {"formId": form["formId"], "publishSettings": written(form["publishSettings"])}


def _batch_update(call: Call) -> Json:
    """Apply all requests or none."""
    kept = held(call, "writer")
    form = deepcopy(kept.form)
    required = (call.body.get("writeControl") or {}).get("requiredRevisionId")
    if required and required != form.get("revisionId"):
        raise invalid("The required revision ID does not match the latest revision of the form.")
    requests = call.body.get("requests") or []
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = [_applied(call, form, index, request) for index, request in enumerate(requests)]
    form["revisionId"] = call.state.ids.hexadecimal(8)
    kept.form = form
    touch(call, form["formId"])
    reply: Json = {"replies": replies, "writeControl": {"requiredRevisionId": form["revisionId"]}}
    return reply | ({"form": shown(call, form)} if call.body.get("includeFormInResponse") else {})


def _applied(call: Call, form: Json, index: int, request: Json) -> Json:
    """Apply one request; a refusal says which one it was."""
    try:
        return _apply(call, form, request)
    except ApiError as refusal:
        raise invalid(f"Invalid requests[{index}]: {refusal.message}") from None


def _apply(call: Call, form: Json, request: Json) -> Json:
    if len(request) != 1:
        raise invalid("Exactly one kind of request must be set.")
    [(kind, content)] = request.items()
    reply = _CHANGES[kind](call, form, content)
    if not is_quiz(form) and any("grading" in one for one in every_question(form)):
        raise invalid("Invalid grading, grading cannot be set on a form that has no grading settings.")
    return reply


def _create_item(call: Call, form: Json, content: Json) -> Json:
    items = form.setdefault("items", [])
    item = deepcopy(content.get("item") or {})
    item.setdefault("itemId", call.state.ids.hexadecimal(8))
    asked = questions(item)
    for question in asked:
        question.setdefault("questionId", call.state.ids.hexadecimal(8))
    items.insert(_index(content.get("location"), len(items) + 1), item)
    return {
        "createItem": {
            "itemId": item["itemId"],
            **({"questionId": [one["questionId"] for one in asked]} if asked else {}),
        }
    }


def _index(location: Json | None, length: int) -> int:
    index = (location or {}).get("index")
    if index is None or not 0 <= index < length:
        raise invalid("Invalid location: the index is out of range.")
    return int(index)


def _update_item(_call: Call, form: Json, content: Json) -> Json:
    items, sent = form.get("items", []), content.get("item") or {}
    item = items[_index(content.get("location"), len(items))]
    kept = [one.get("questionId") for one in questions(item)]
    _masked("Item", item, sent, content.get("updateMask"))
    for question, question_id in zip(questions(item), kept, strict=False):
        question.setdefault("questionId", question_id)
    return {}


def _delete_item(_call: Call, form: Json, content: Json) -> Json:
    items = form.get("items", [])
    del items[_index(content.get("location"), len(items))]
    return {}


def _move_item(_call: Call, form: Json, content: Json) -> Json:
    items = form.get("items", [])
    item = items.pop(_index(content.get("originalLocation"), len(items)))
    items.insert(_index(content.get("newLocation"), len(items) + 1), item)
    return {}


def _update_info(_call: Call, form: Json, content: Json) -> Json:
    sent = {name: text for name, text in (content.get("info") or {}).items() if name != "documentTitle"}
    _masked("Info", form.setdefault("info", {}), sent, content.get("updateMask"), keep=("documentTitle",))
    return {}


def _update_settings(_call: Call, form: Json, content: Json) -> Json:
    sent = content.get("settings") or {}
    _masked("FormSettings", form.setdefault("settings", {}), sent, content.get("updateMask"))
    if not is_quiz(form):
        for question in every_question(form):
            question.pop("grading", None)
    return {}


def _masked(
    kind: str, target: Json, sent: Json, mask: str | None, keep: tuple[str, ...] = ("itemId",)
) -> None:
    """Set what the mask names; what it names and the request leaves out is cleared."""
    if not mask:
        raise invalid("The updateMask must be set.")
    paths = [name for name in {*target, *sent} if name not in keep] if mask == "*" else mask.split(",")
    for path in paths:
        names = path.strip().split(".")
        _check_path(kind, names)
        _set(target, sent, names)


def _check_path(kind: str, names: list[str]) -> None:
    schemas = load().schemas["forms"]
    schema: Json | None = {"$ref": kind}
    for name in names:
        schema = property_of(resolve(schemas, schema), name) if schema else None
    if schema is None:
        raise invalid(f"Invalid updateMask: there is no {'.'.join(names)}.")


def _set(target: Json, sent: Json, path: list[str]) -> None:
    first, *rest = path
    if rest:
        _set(target.setdefault(first, {}), sent.get(first) or {}, rest)
    elif first in sent:
        target[first] = deepcopy(sent[first])
    else:
        target.pop(first, None)


_CHANGES: dict[str, Change] = {
    "createItem": _create_item,
    "updateItem": _update_item,
    "deleteItem": _delete_item,
    "moveItem": _move_item,
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
}

METHODS: dict[str, Handler] = {
    "forms.forms.create": _create,
    "forms.forms.batchUpdate": _batch_update,
    "forms.forms.setPublishSettings": _publish,
}
