"""How much of each service one minute allows, as `[google.quotas]` of `agent.toml` says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from workspace_agent.model.frozen import Frozen

_PerMinute = Annotated[int, Field(ge=1, le=100_000_000)]


class Quota(Frozen):
    """How much one minute allows, in requests or in units of the service.

    Attributes:
        user: To one account, whoever owns what it asks for.
        project: To all accounts together that use the same project of the Cloud console.
    """

    user: _PerMinute
    project: _PerMinute


class Quotas(Frozen):
    """Google's own quotas for a project that was made since 1 May 2026; an older one may have others.

    Sources, all below developers.google.com/workspace: sheets/api/limits, drive/api/guides/limits (units),
    calendar/api/guides/quota, gmail/api/reference/quota (units), forms/api/limits (where
    `forms.responses.list` is an expensive read).
    """

    sheets_reads_per_minute: Quota = Quota(user=60, project=300)
    sheets_writes_per_minute: Quota = Quota(user=60, project=300)
    drive_units_per_minute: Quota = Quota(user=325_000, project=1_000_000)
    calendar_requests_per_minute: Quota = Quota(user=600, project=10_000)
    gmail_units_per_minute: Quota = Quota(user=6_000, project=1_200_000)
    forms_reads_per_minute: Quota = Quota(user=390, project=975)
    forms_responses_per_minute: Quota = Quota(user=180, project=450)

    def by_bucket(self) -> Mapping[str, Quota]:
        """The same by what a method draws on."""
        return {
            "sheets.read": self.sheets_reads_per_minute,
            "sheets.write": self.sheets_writes_per_minute,
            "drive": self.drive_units_per_minute,
            "calendar": self.calendar_requests_per_minute,
            "gmail": self.gmail_units_per_minute,
            "forms.read": self.forms_reads_per_minute,
            "forms.responses": self.forms_responses_per_minute,
        }
