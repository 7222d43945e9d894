"""The methods that we call: which quota each draws on, how much, and whether it writes.

The ids are Google's own (`id` in the discovery documents), so that counts and errors can be looked up there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one API.

    Attributes:
        id: Google's method id.
        bucket: Which per-minute quota it draws on: a key of `limiter.QUOTAS`.
        cost: How many of the quota's units one request takes.
        writes: True when it changes something.
    """

    id: str
    bucket: str
    cost: int = 1
    writes: bool = False

    @property
    def service(self) -> str:
        """The API's name, such as `drive`."""
        return self.id.partition(".")[0]


def _table(*methods: Method) -> Mapping[str, Method]:
    return {method.id: method for method in methods}


# Costs of Gmail: developers.google.com/gmail/api/reference/quota. Everything else counts requests.
METHODS = _table(
    Method("oauth2.token", "oauth2"),
    Method("sheets.spreadsheets.get", "sheets.read"),
    Method("sheets.spreadsheets.values.batchGet", "sheets.read"),
    Method("sheets.spreadsheets.create", "sheets.write", writes=True),
    Method("sheets.spreadsheets.batchUpdate", "sheets.write", writes=True),
    Method("sheets.spreadsheets.values.update", "sheets.write", writes=True),
    Method("drive.about.get", "drive"),
    Method("drive.files.generateIds", "drive"),
    Method("drive.files.get", "drive"),
    Method("drive.files.list", "drive"),
    Method("drive.permissions.list", "drive"),
    Method("drive.changes.getStartPageToken", "drive"),
    Method("drive.changes.list", "drive"),
    Method("drive.files.create", "drive", writes=True),
    Method("drive.files.copy", "drive", writes=True),
    Method("drive.files.update", "drive", writes=True),
    Method("drive.files.delete", "drive", writes=True),
    Method("drive.permissions.create", "drive", writes=True),
    Method("drive.permissions.delete", "drive", writes=True),
    Method("calendar.events.get", "calendar"),
    Method("calendar.events.list", "calendar"),
    Method("calendar.events.insert", "calendar", writes=True),
    Method("calendar.events.patch", "calendar", writes=True),
    Method("calendar.events.delete", "calendar", writes=True),
    Method("calendar.acl.insert", "calendar", writes=True),
    Method("gmail.users.getProfile", "gmail"),
    Method("gmail.users.drafts.get", "gmail", cost=5),
    Method("gmail.users.drafts.list", "gmail", cost=5),
    Method("gmail.users.drafts.create", "gmail", cost=10, writes=True),
    Method("gmail.users.drafts.send", "gmail", cost=100, writes=True),
    Method("gmail.users.drafts.delete", "gmail", cost=10, writes=True),
    Method("gmail.users.messages.list", "gmail", cost=5),
    Method("gmail.users.messages.get", "gmail", cost=20),
    Method("forms.forms.get", "forms.read"),
    Method("forms.forms.responses.list", "forms.responses"),
)
