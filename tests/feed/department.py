"""A small department in which everything is that a look asks for, and whose caseload lies in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit

from tests.journeys.drive_people import new_folder
from tests.journeys.world import MARISOL, ROBOT, URL, World, build_world
from tests.kills.department import SMALL
from workspace_agent.google.drive import FOLDER, SPREADSHEET

_SHEETS = [{"properties": {"title": "Pauses"}}]
_FILES = f"{URL}/drive/v3/files"


class Caseload:
    """Marisol's folder.

    Attributes:
        folder: With the Progress Monitoring workbook, and a folder of last year's in it.
        control: The manager's control workbook.
        named: A folder for her records, which she has made and named, and the agent does not use yet.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.folder = self.new("Caseload", FOLDER, parents=["root"])
        self.archive = self.new("2025-26", FOLDER)
        self.new("Last year", SPREADSHEET, parents=[self.archive])
        self._change(world.progress, addParents=self.folder)
        self._let_in(self.folder, "writer")
        self.named = new_folder(world, "Records of Marisol")
        with world.person(ROBOT) as google:
            made = google.sheets.create(
                "Control", "en_US", "America/Denver", [{"properties": {"title": "Pauses"}}]
            )
            self.control = str(made["spreadsheetId"])
            google.sheets.type_values(self.control, "Pauses!A1", [["Who", "Paused", "Until"]])
        world.setting(self._named_by_folder)

    def new(self, name: str, kind: str, **body: Any) -> str:
        """She makes a file of any kind, in the folder unless another place is said."""
        about = {"name": name, "mimeType": kind} | ({} if "parents" in body else {"parents": [self.folder]})
        with self._world.raw(MARISOL, "drive") as session:
            return str(session.post(_FILES, json=about | body).json()["id"])

    def copy(self, name: str) -> None:
        """She copies the workbook within the folder."""
        with self._world.raw(MARISOL, "drive") as session:
            body = {"name": name, "parents": [self.folder]}
            session.post(f"{_FILES}/{self._world.progress}/copy", json=body).raise_for_status()

    def take_out_or_put_in(self, *, is_in: bool) -> None:
        """She moves the workbook out of the folder, or back."""
        self._change(self._world.progress, **{"removeParents" if is_in else "addParents": self.folder})

    def _let_in(self, file_id: str, role: str) -> None:
        body = {"type": "user", "role": role, "emailAddress": ROBOT}
        with self._world.raw(MARISOL, "drive") as session:
            session.post(f"{_FILES}/{file_id}/permissions", json=body).raise_for_status()

    def _change(self, file_id: str, **params: str) -> None:
        with self._world.raw(MARISOL, "drive") as session:
            session.patch(f"{_FILES}/{file_id}", params=params, json={}).raise_for_status()

    def _named_by_folder(self, text: str) -> str:
        settings = tomlkit.parse(text)
        (marisol,) = settings["case_managers"]
        marisol["workbooks"] = [one for one in marisol["workbooks"] if one["id"] != self._world.progress]
        marisol["folders"] = [{"id": self.folder, "holds": "progress monitoring"}]
        marisol["records_folder"] = self.named
        settings["department"]["control"] = self.control
        return tomlkit.dumps(settings)


def build(folder: Path) -> tuple[World, Caseload]:
    """The department on Friday, before the agent gets up."""
    world = build_world(folder, SMALL)
    return world, Caseload(world)
