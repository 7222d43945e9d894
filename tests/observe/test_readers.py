"""Who can open a file, as Drive tells it in a list: all of it, only whose it is, or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from workspace_agent.model.seen import Origin, Reader, ReaderKind
from workspace_agent.observe.readers import Lookout

ROBOT = "agent@company.example"
INHERITED = [{"permissionType": "file", "inherited": True}]
DIRECT = [{"permissionType": "file", "inherited": False}]
MEMBER = [{"permissionType": "member", "inherited": True}]
BOTH = [*INHERITED, *DIRECT]


class Asked:
    """Stands for Drive where it has to be asked about one file; counts how often it is."""

    def __init__(self, **permissions: list[dict[str, Any]]) -> None:
        self._permissions = permissions
        self.drive = self
        self.asked: list[str] = []

    def permissions(self, file_id: str) -> list[dict[str, Any]]:
        self.asked.append(file_id)
        return self._permissions[file_id]


def permission(address: str = "ana@company.example", **changes: Any) -> dict[str, Any]:
    person = {"id": f"p {address}", "type": "user", "role": "reader", "emailAddress": address}
    return person | {"permissionDetails": DIRECT} | changes


def reader(address: str = "ana@company.example", origin: Origin = Origin.DIRECT) -> Reader:
    return Reader(f"p {address}", ReaderKind.PERSON, address, "reader", origin)


def lookout(asked: Asked, *files: dict[str, Any]) -> Lookout:
    return Lookout(asked, ROBOT, {file["id"]: file for file in files})  # type: ignore[arg-type]


ORIGINS = {
    "given on the file": ({"permissionDetails": DIRECT}, Origin.DIRECT),
    "handed down by a folder": ({"permissionDetails": INHERITED}, Origin.FOLDER),
    "both": ({"permissionDetails": BOTH}, Origin.DIRECT),
    "a member of the shared drive": ({"permissionDetails": MEMBER}, Origin.DRIVE),
    "not said: as if handed down, so that it is never taken off": ({"permissionDetails": []}, Origin.FOLDER),
}


@pytest.mark.parametrize(("changes", "expected"), ORIGINS.values(), ids=ORIGINS)
def test_where_a_right_comes_from(changes: dict[str, Any], expected: Origin) -> None:
    file = {"id": "f", "permissions": [permission(**changes)]}

    assert lookout(Asked(), file).readers("f") == (reader(origin=expected),)


def test_the_agent_and_deleted_accounts_are_left_out_and_case_does_not_count() -> None:
    others = [permission("Agent@Company.example"), permission("gone@company.example", deleted=True)]
    ana = permission() | {"emailAddress": "Ana@Company.example"}

    assert lookout(Asked(), {"id": "f", "permissions": [*others, ana]}).readers("f") == (reader(),)


def test_on_a_shared_drive_only_what_differs_from_its_folder_is_asked_for() -> None:
    asked = Asked(root=[permission()], record=[permission(), permission("x@elsewhere.example")])
    ids = {"permissionIds": ["1"]}
    look = lookout(
        asked,
        {"id": "root", **ids},
        {"id": "folder", "parents": ["root"], **ids},
        {"id": "file", "parents": ["folder"], **ids},
        {"id": "record", "parents": ["folder"], "permissionIds": ["1", "2"]},
    )

    assert look.readers("file") == look.readers("folder") == (reader(origin=Origin.FOLDER),)
    assert len(look.readers("record") or ()) == 2
    assert asked.asked == ["root", "record"]


def test_where_not_even_the_ids_are_told_each_is_asked_for() -> None:
    asked = Asked(root=[], file=[])
    look = lookout(asked, {"id": "root"}, {"id": "file", "parents": ["root"]})

    assert (look.readers("root"), look.readers("file")) == ((), ())
    assert asked.asked == ["root", "file"]
