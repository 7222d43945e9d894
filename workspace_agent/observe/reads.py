"""What a look may ask of Google: it reads, and can write nothing.

`Google` answers from Google itself; a `Feed` answers from memory where nothing changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

Json = Mapping[str, Any]


class DriveReads(Protocol):
    """Files, and who can open them."""

    def get(self, file_id: str, fields: str) -> Json:
        """What Drive knows of a file, at least these fields of it."""

    def list(self, q: str, fields: str) -> tuple[Json, ...]:
        """All files that match, with at least these fields."""

    def permissions(self, file_id: str) -> tuple[Json, ...]:
        """All who can open a file."""


class SheetsReads(Protocol):
    """Spreadsheets."""

    def read(self, spreadsheet_id: str, fields: str) -> Json:
        """A spreadsheet with its cells."""


class FormsReads(Protocol):
    """Forms and what was answered."""

    def form(self, form_id: str) -> Json:
        """A form: its items and question ids."""

    def responses(self, form_id: str, since: datetime | None = None) -> tuple[Json, ...]:
        """Responses submitted then or later."""


class CalendarReads(Protocol):
    """Events."""

    def list(self, calendar: str, **filters: Any) -> tuple[Json, ...]:
        """All events that match Google's own filters."""


class Reads(Protocol):
    """The services, as far as a look needs them."""

    @property
    def drive(self) -> DriveReads:
        """Files."""

    @property
    def sheets(self) -> SheetsReads:
        """Spreadsheets."""

    @property
    def forms(self) -> FormsReads:
        """Forms."""

    @property
    def calendar(self) -> CalendarReads:
        """Events."""

    def missing_scopes(self, needed: frozenset[str]) -> frozenset[str]:
        """The scopes that were not granted."""
