"""A case manager's workbooks in a folder, one for each student, and people who move them about."""

from __future__ import annotations

from typing import Any

import tomlkit

from tests.journeys.drive_people import grant, new_folder
from tests.journeys.world import URL, WHOLE, World
from workspace_agent.cli.department import placeholder_of

LENA = "l.vandermolen@willowbridge.example"
SANTI, XANDER, RAIN, LOG = "Santi Núñez de la Vega", "Xander O'Hearn", "Rain Delgado", "Contact Log 26-27"
"""The student with the meeting to come, two others, and what is nobody's."""

_FOLDER = "application/vnd.google-apps.folder"
_SHORTCUT = "application/vnd.google-apps.shortcut"


class Caseload:
    """Lena's workbooks: all of them in one folder, which the settings name instead of them.

    Attributes:
        ids: By title.
    """

    def __init__(self, world: World) -> None:
        """Let her sort her workbooks into a new folder."""
        (lena,) = [one for one in WHOLE.about["case_managers"] if one["email"] == LENA]
        self.ids = {
            book["folder"]: world.ids[placeholder_of(lena["key"], book)] for book in lena["workbooks"]
        }
        self.folder = new_folder(world, "Caseload")
        self._files = world.raw(LENA, "drive")
        grant(world, {"id": self.folder}, LENA, "writer")
        for title in self.ids:
            self.put_in(title)
        world.setting(self._named_by_folder)

    def put_in(self, title: str) -> None:
        """She moves a workbook into the folder."""
        self._patch(self.ids[title], params={"addParents": self.folder})

    def take_out(self, title: str) -> None:
        """She moves it out again."""
        self._patch(self.ids[title], params={"removeParents": self.folder})

    def rename(self, title: str, to: str) -> None:
        """She calls it something else."""
        self._patch(self.ids[title], json={"name": to})

    def throw_away(self, title: str) -> None:
        """She puts it into the trash."""
        self._patch(self.ids[title], json={"trashed": True})

    def copy(self, title: str, to: str, folder: str = "") -> str:
        """She copies it within the folder, or into another one."""
        url = f"{URL}/drive/v3/files/{self.ids[title]}/copy"
        return self._made(self._files.post(url, json={"name": to, "parents": [folder or self.folder]}))

    def new(self, name: str, kind: str, **body: Any) -> str:
        """She makes a file of any kind."""
        about = {"name": name, "mimeType": kind, "parents": [self.folder]} | body
        return self._made(self._files.post(f"{URL}/drive/v3/files", json=about))

    def new_shortcut(self, title: str) -> str:
        """She makes a shortcut to a workbook."""
        return self.new(f"{title}, too", _SHORTCUT, shortcutDetails={"targetId": self.ids[title]})

    def new_folder(self, name: str, **body: Any) -> str:
        """She makes a folder in the folder, unless another place is said."""
        return self.new(name, _FOLDER, **body)

    def _patch(self, file_id: str, **what: Any) -> None:
        self._files.patch(f"{URL}/drive/v3/files/{file_id}", **what).raise_for_status()

    def _made(self, answer: Any) -> str:
        assert answer.ok, answer.text
        return str(answer.json()["id"])

    def _named_by_folder(self, text: str) -> str:
        settings = tomlkit.parse(text)
        (lena,) = [one for one in settings["case_managers"] if one["email"] == LENA]
        del lena["workbooks"]
        lena["folders"] = [{"id": self.folder, "holds": "one student"}]
        return tomlkit.dumps(settings)
