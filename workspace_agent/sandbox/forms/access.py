"""Which form a request means, and how a form is shown."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.files import require
from workspace_agent.sandbox.forms.making import written
from workspace_agent.sandbox.forms.state import HeldForm


def held(call: Call, role: str = "reader") -> HeldForm:
    """The form of a request.

    Raises:
        ApiError: 404 where there is none, 403 where the caller may not do this with it.
    """
    form_id = call.params["formId"]
    if form_id not in call.state.forms.forms:
        raise ApiError(404, "Requested entity was not found.")
    require(call, form_id, role)
    return call.state.forms.forms[form_id]


def shown(call: Call, form: Json) -> Json:
    """A form; its document title is the name of its Drive file, which people change there."""
    info = form.get("info", {})
    if "documentTitle" in info:
        form = form | {"info": info | {"documentTitle": call.state.drive.files[form["formId"]].name}}
    answer: Json = written(form)
    return answer
