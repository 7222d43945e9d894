"""Forbid that those who only read a record take it along, and mark how often that was done."""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.duties.downloads import ForbidDownloads
from workspace_agent.effects.marks import CLOSED
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import NO_DOWNLOADS, Drive
from workspace_agent.ledger.rows import Entry


@dataclass(frozen=True, slots=True)
class ForbidDownloadsEffect:
    """A repeat changes nothing: flag and mark come with one request."""

    drive: Drive

    def reserve(self, action: ForbidDownloads) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: ForbidDownloads, entry: Entry) -> Done | None:
        """The record, if its mark says so."""
        file = self.drive.get(action.file_id, "id,webViewLink,appProperties")
        marked = file.get("appProperties", {}).get(CLOSED) == str(action.times)
        return Done(file["id"], file.get("webViewLink", "")) if marked else None

    def perform(self, action: ForbidDownloads, entry: Entry) -> Done:
        """Forbid and mark it."""
        file = self.drive.update(
            action.file_id, NO_DOWNLOADS | {"appProperties": {CLOSED: str(action.times)}}
        )
        return Done(file["id"], file.get("webViewLink", ""))
