"""All methods that the sandbox builds."""

from __future__ import annotations

from collections.abc import Callable

from workspace_agent.sandbox.calendar import methods as calendar
from workspace_agent.sandbox.call import Call, Handler
from workspace_agent.sandbox.drive import methods as drive
from workspace_agent.sandbox.forms import methods as forms
from workspace_agent.sandbox.gmail import methods as gmail
from workspace_agent.sandbox.sheets import methods as sheets

# What a method refuses of an upload that is only announced.
CHECKS: dict[str, Callable[[Call], None]] = drive.CHECKS
METHODS: dict[str, Handler] = {
    **sheets.METHODS,
    **drive.METHODS,
    **calendar.METHODS,
    **gmail.METHODS,
    **forms.METHODS,
}
