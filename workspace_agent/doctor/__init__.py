"""Is everything in place? Each check says how it stands, what was found, what to do; none stops the rest."""

from __future__ import annotations

from workspace_agent.doctor import (
    apis,
    calendars,
    drive,
    form,
    ledger,
    machine,
    mail,
    runs,
    settings,
    sheets,
    sign_in,
)
from workspace_agent.doctor.check import Group

GROUPS: tuple[Group, ...] = (
    settings.GROUP,
    machine.GROUP,
    sign_in.GROUP,
    apis.GROUP,
    sheets.GROUP,
    form.GROUP,
    calendars.GROUP,
    ledger.GROUP,
    drive.GROUP,
    mail.GROUP,
    runs.GROUP,
)
"""In this order: what later ones need comes first."""
