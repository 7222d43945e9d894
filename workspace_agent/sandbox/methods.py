"""All methods that the sandbox builds."""

from __future__ import annotations

from workspace_agent.sandbox import calendar, drive, forms, gmail, sheets
from workspace_agent.sandbox.call import Handler

METHODS: dict[str, Handler] = {
    **sheets.METHODS,
    **drive.METHODS,
    **calendar.METHODS,
    **gmail.METHODS,
    **forms.METHODS,
}
