"""Of several folders or records that claim one key, which is in use; and in which order all are read."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from workspace_agent.duties.folders import ROOT
from workspace_agent.model.seen import KnownFile
from workspace_agent.observe.files import Archivist, Cabinet

ROBOT = "agent@company.example"
KEY = "folder/student/k3"
OLD, NEW = "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"


class Listed:
    """Stands for a Drive that lists these files, in this order."""

    def __init__(self, files: tuple[dict[str, Any], ...]) -> None:
        self._files = files
        self.drive = self

    def list(self, *_: str) -> list[dict[str, Any]]:
        return list(self._files)


def file(file_id: str, created: str = OLD, key: str = KEY, **changes: Any) -> dict[str, Any]:
    marks = {"wa": "1", "wa_key": key}
    return {"id": file_id, "createdTime": created, "appProperties": marks, "permissions": []} | changes


def read(files: tuple[dict[str, Any], ...], known: str = "") -> Cabinet:
    remembered = {ROOT: KnownFile("root", "")} | ({KEY: KnownFile(known, "")} if known else {})
    everything = (*files, file("root", "2026-10-01T00:00:00Z", ROOT))
    google: Any = Listed(everything)
    return Archivist(google, ROBOT, str, remembered, {}).read()


CLAIMS = {
    "the oldest is used": ([file("b"), file("a", NEW)], "", ["b", "a"]),
    "of one moment the first id, so that it is always the same": ([file("b"), file("a")], "", ["a", "b"]),
    "the ledger's own before an older one": ([file("b"), file("a", NEW)], "a", ["a", "b"]),
    "one in the trash gives way to a newer one": ([file("b", trashed=True), file("a", NEW)], "", ["a", "b"]),
    "also where it is the ledger's own": ([file("b", trashed=True), file("a", NEW)], "b", ["a", "b"]),
    "of three the others are told, oldest first": (
        [file("c"), file("b", NEW), file("a", "2026-11-03T00:00:00Z")],
        "",
        ["c", "b", "a"],
    ),
}


@pytest.mark.parametrize(("files", "known", "expected"), CLAIMS.values(), ids=CLAIMS)
def test_of_several_with_one_key_one_is_used_and_the_others_told(
    files: list[dict[str, Any]], known: str, expected: list[str]
) -> None:
    for listed in permutations(files):
        cabinet = read(listed, known)

        assert cabinet.files[KEY].file_id == expected[0]
        assert [twin.file_id for twin in cabinet.twins] == expected[1:]


def test_all_are_read_in_the_order_in_which_they_were_made() -> None:
    """By it students are numbered whose initials collide, when the ledger is lost."""
    made = [
        file(f"id-{n}", f"2026-11-0{n}T00:00:00Z", f"folder/student/k{n}", trashed=n == 1) for n in (1, 2, 3)
    ]
    for listed in permutations(made):
        assert [*read(listed).files] == [ROOT, *(f"folder/student/k{n}" for n in (1, 2, 3))]
