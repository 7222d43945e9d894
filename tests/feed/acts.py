"""What people do while the agent stays running, in any order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import requests

from tests.feed.department import Caseload
from tests.feed.serving import Serving
from tests.journeys import people
from tests.journeys.caseload_folder import LENA
from tests.journeys.drive_people import change, grant, move, new_folder, take_off
from tests.journeys.world import MARISOL, ROBOT, URL
from tests.kills.department import STUDENTS, response
from workspace_agent.google.drive import FOLDER, SPREADSHEET
from workspace_agent.model.errors import WorkspaceAgentError

Json = dict[str, Any]

STRANGER = "x.stranger@elsewhere.example"
_TYPED = (
    "",
    "TRUE",
    "FALSE",
    "12/3/2026",
    "1:30 PM",
    "37%",
    "4/5",
    "Ada Birchwood",
    "annual review",
    "?",
    "=TODAY()",
)
_SHORTCUT = "application/vnd.google-apps.shortcut"
_NAMES = ("Ada Birchwood", "Archive", "Notes", "Ben Castellan 2025-26", "Meetings")


class People:
    """Whoever works in the department.

    Attributes:
        acts: What they may do next; each is done with a choice of what to do it to.
        done: What they did.
    """

    def __init__(self, agent: Serving, caseload: Caseload, seed: int) -> None:
        self._agent, self._world, self._caseload = agent, agent.world, caseload
        self._random = Random(seed)  # noqa: S311 - the same people with every run
        self._elsewhere = new_folder(self._world, "Elsewhere")
        self._edits = 0
        self.acts: tuple[Callable[[], None], ...] = (
            self.types,
            self.types,
            self.renames,
            self.shares,
            self.unshares,
            self.opens_to_all_with_the_link,
            self.trashes,
            self.moves,
            self.closes_downloads,
            self.adds_a_file,
            self.adds_a_shortcut,
            self.copies_the_workbook,
            self.takes_it_out_or_puts_it_in,
            self.shuts_the_agent_out_or_lets_it_in,
            self.answers_the_form,
            self.drags_an_event,
            self.deletes_an_event,
            self.lets_time_pass,
            self.lets_the_agent_run,
        )
        self.done: list[str] = []

    def act(self) -> None:
        """Somebody does something; what Google refuses does not happen."""
        chosen = self._random.choice(self.acts)
        self.done.append(chosen.__name__)
        with suppress(AssertionError, requests.HTTPError):
            chosen()

    # ---- workbooks, records and folders

    def types(self) -> None:
        book, who = self._random.choice(self._books())
        with self._world.person(who) as google:
            sheets = google.sheets.read(book, "sheets.properties.title")["sheets"]
            titles = [one["properties"]["title"] for one in sheets if one["properties"]["title"] != "Agent"]
            cell = f"{self._random.choice('ABCDEFGH')}{self._random.randint(2, 8)}"
            where = self._random.choice(titles).replace("'", "''")
            google.sheets.type_values(book, f"'{where}'!{cell}", [[self._random.choice(_TYPED)]])

    def renames(self) -> None:
        change(self._world, self._any_file(), {"name": self._random.choice(_NAMES)})

    def shares(self) -> None:
        grant(self._world, self._any_file(), self._random.choice([STRANGER, LENA, MARISOL]))

    def unshares(self) -> None:
        file = self._any_file()
        own = [p for p in file["permissions"].values() if p.get("emailAddress") in {STRANGER, MARISOL}]
        if own and own[0]["role"] != "owner":
            take_off(self._world, file, own[0]["emailAddress"])

    def opens_to_all_with_the_link(self) -> None:
        grant(self._world, self._any_file(), type="anyone")

    def trashes(self) -> None:
        file = self._any_file()
        change(self._world, file, {"trashed": not file["trashed"]})

    def moves(self) -> None:
        file = self._any_file()
        if file["parents"]:
            move(self._world, file, self._random.choice([self._elsewhere, self._caseload.folder]))

    def closes_downloads(self) -> None:
        file = self._any_file()
        if file["mime_type"] != FOLDER:
            change(self._world, file, {"copyRequiresWriterPermission": self._random.random() < 0.5})

    def adds_a_file(self) -> None:
        kind = self._random.choice([SPREADSHEET, FOLDER, "application/vnd.google-apps.document"])
        self._caseload.new(self._random.choice(_NAMES), kind)

    def adds_a_shortcut(self) -> None:
        details = {"targetId": self._world.progress}
        self._caseload.new(self._random.choice(_NAMES), _SHORTCUT, shortcutDetails=details)

    def copies_the_workbook(self) -> None:
        self._caseload.copy(self._random.choice(_NAMES))

    def takes_it_out_or_puts_it_in(self) -> None:
        lies_in = self._files()[self._world.progress]["parents"]
        self._caseload.take_out_or_put_in(is_in=self._caseload.folder in lies_in)

    def shuts_the_agent_out_or_lets_it_in(self) -> None:
        """The owner takes the agent off a workbook or folder, or shares it with the agent again."""
        theirs = [one for one in self._workable() if one["owner"] not in {ROBOT, ""}]
        file = self._random.choice(theirs)
        own = [key for key, p in file["permissions"].items() if p.get("emailAddress") == ROBOT]
        permissions = f"{URL}/drive/v3/files/{file['id']}/permissions"
        with self._world.raw(file["owner"], "drive") as session:
            if own:
                assert session.delete(f"{permissions}/{own[0]}").ok
            else:
                body = {"type": "user", "role": "writer", "emailAddress": ROBOT}
                assert session.post(permissions, json=body).ok

    # ---- the form and the calendar

    def answers_the_form(self) -> None:
        self._edits += 1
        number = self._random.randint(1, 3)
        sent = f"2026-11-20T12:{self._edits:02}:00.000001Z"
        people.submits(self._world, response(number, STUDENTS[number], sent))

    def drags_an_event(self) -> None:
        for event in self._open_events()[:1]:
            start = datetime.fromisoformat(event["start"]["dateTime"])
            people.drags(self._world, event["id"], start + timedelta(days=self._random.randint(-1, 2)))

    def deletes_an_event(self) -> None:
        for event in self._open_events()[:1]:
            people.deletes(self._world, event["id"])

    # ---- the agent

    def lets_time_pass(self) -> None:
        self._world.at(self._world.clock.now + timedelta(minutes=self._random.choice([1, 20, 300])))

    def lets_the_agent_run(self) -> None:
        with suppress(WorkspaceAgentError):
            self._agent.cycle()

    # ---- looking

    def _files(self) -> dict[str, Json]:
        return {file["id"]: file for file in self._world.dump()["files"]}

    def _books(self) -> list[tuple[str, str]]:
        """Workbooks, and who types into them."""
        hers = [(self._world.ids[one], MARISOL) for one in sorted(self._world.ids) if one != "form"]
        return [*hers, (self._caseload.control, ROBOT)]

    def _workable(self) -> list[Json]:
        """Files and folders, in an order without chance, that the agent's account may change."""
        reach = (file for file in self._files().values() if not file["is_root"])
        return sorted(reach, key=lambda file: (file["created"], file["name"], file["id"]))

    def _any_file(self) -> Json:
        mine = [one for one in self._workable() if one["owner"] == ROBOT or _is_writer(one)]
        return self._random.choice(mine)

    def _open_events(self) -> list[Json]:
        found = [event for event in self._world.meetings() if event["status"] != "cancelled"]
        self._random.shuffle(found)
        return found


def _is_writer(file: Json) -> bool:
    return any(p.get("emailAddress") == ROBOT and p["role"] == "writer" for p in file["permissions"].values())
