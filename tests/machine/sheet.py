"""The Meetings sheet as the machine's people type it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.journeys.world import MARISOL, World
from tests.kills.department import COLUMNS, STUDENTS

ZONE = ZoneInfo("America/Denver")
DAYS = ("12/2/2026", "12/3/2026", "12/10/2026")
TIMES = ("9:00 AM", "1:30 PM")
PURPOSES = ("annual review", "reevaluation")
LONGEST = 10
"""Rows that a sheet may have."""

_BOXES = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as somebody means it."""

    student: int
    purposes: str = PURPOSES[0]
    day: str = DAYS[0]
    time: str = TIMES[0]
    agreed: bool = True
    book: bool = True
    held: bool = False
    cancelled: bool = False
    paused: bool = False

    @property
    def start(self) -> datetime:
        """When it is meant to begin."""
        typed = datetime.strptime(f"{self.day} {self.time}", "%m/%d/%Y %I:%M %p")  # noqa: DTZ007 - the zone follows
        return typed.replace(tzinfo=ZONE)

    @property
    def asks_for_event(self) -> bool:
        """As far as the row itself can say."""
        return self.book and not (self.held or self.cancelled)

    def cells(self) -> list[str]:
        """The row as it is typed."""
        agreed = "11/17/2026" if self.agreed else ""
        boxes = [str(box).upper() for box in (self.book, self.held, self.cancelled, self.paused)]
        asked = [STUDENTS[self.student], self.purposes, self.day, self.time, "", "60", "Google Meet"]
        return [*asked, agreed, "phone" if agreed else "", *boxes]


def type_sheet(world: World, rows: list[Row]) -> None:
    """Type the whole sheet anew: what inserting, deleting and sorting rows come to."""
    heading = [*COLUMNS, "Paused"]
    blank = [""] * (len(heading) - _BOXES) + ["FALSE"] * _BOXES
    lines = [row.cells() for row in rows] + [blank] * (LONGEST - len(rows))
    with world.person(MARISOL) as google:
        google.sheets.type_values(world.progress, "Meetings!A1", [heading, *lines])
