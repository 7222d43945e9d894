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
        bucket: Which quota per minute it draws on: a key of `Quotas.by_bucket`.
        cost: How much of that quota one request takes.
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


# Units of Drive and Gmail: drive/api/guides/limits and gmail/api/reference/quota, below
# developers.google.com/workspace, as of 1 May 2026. Permissions are taken to cost what files do.
# Everything else counts requests.
METHODS = _table(
    Method("oauth2.token", "oauth2"),
    Method("sheets.spreadsheets.get", "sheets.read"),
    Method("sheets.spreadsheets.values.batchGet", "sheets.read"),
    Method("sheets.spreadsheets.create", "sheets.write", writes=True),
    Method("sheets.spreadsheets.batchUpdate", "sheets.write", writes=True),
    Method("sheets.spreadsheets.values.update", "sheets.write", writes=True),
    Method("drive.about.get", "drive", cost=5),
    Method("drive.changes.getStartPageToken", "drive", cost=5),
    Method("drive.changes.list", "drive", cost=100),
    Method("drive.files.generateIds", "drive", cost=5),
    Method("drive.files.get", "drive", cost=5),
    Method("drive.files.list", "drive", cost=100),
    Method("drive.permissions.list", "drive", cost=100),
    Method("drive.files.create", "drive", cost=50, writes=True),
    Method("drive.files.copy", "drive", cost=50, writes=True),
    Method("drive.files.update", "drive", cost=50, writes=True),
    Method("drive.files.delete", "drive", cost=50, writes=True),
    Method("drive.permissions.create", "drive", cost=50, writes=True),
    Method("drive.permissions.delete", "drive", cost=50, writes=True),
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
    Method("gmail.users.drafts.update", "gmail", cost=15, writes=True),
    Method("gmail.users.drafts.send", "gmail", cost=100, writes=True),
    Method("gmail.users.drafts.delete", "gmail", cost=10, writes=True),
    Method("gmail.users.messages.list", "gmail", cost=5),
    Method("gmail.users.messages.get", "gmail", cost=20),
    Method("forms.forms.get", "forms.read"),
    Method("forms.forms.responses.list", "forms.responses"),
)
