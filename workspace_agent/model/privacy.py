"""Where students' files and names may stand, and what of people's own is looked at for it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Literal

from pydantic import AfterValidator

from workspace_agent.model.frozen import Frozen
from workspace_agent.model.place import Cell, Place, ResponsePlace

_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"


def _host(typed: str) -> str:
    if not re.fullmatch(rf"{_LABEL}(\.{_LABEL})+", typed):
        raise ValueError("not a host; write what stands between // and the next /, as in files.example.org")
    return typed.casefold()


Host = Annotated[str, AfterValidator(_host)]
Titles = Literal["events", "workbooks", "workbooks of one student", "tabs", "records", "other files"]


class PrivacySettings(Frozen):
    """What is told of links and titles.

    Attributes:
        approved_hosts: Where students' files may lie, each with all hosts below it, beside Google's own, the
            company's and its districts' domains.
        titles: Whose titles are looked at for a student's full name. Workbooks that hold one student, and
            their tabs, are left alone unless they are named: many departments name them after the student.
            Records, and their folders, are the agent's own, once a person has renamed them. Other files are
            those that lie in a folder of workbooks and are no spreadsheets; they are left alone likewise.
    """

    approved_hosts: tuple[Host, ...] = ()
    titles: frozenset[Titles] = frozenset({"events", "workbooks", "tabs", "records"})


@dataclass(frozen=True, slots=True)
class UnapprovedLink:
    """A cell or form response that holds a link to a platform that is not approved. The link is not kept.

    Attributes:
        response_id: Of a response: its row may stand elsewhere tomorrow.
    """

    place: Cell | ResponsePlace
    case_manager: str
    response_id: str = ""

    @property
    def subject(self) -> str:
        """What tells it from others, at every look."""
        place = self.place
        if self.response_id or not isinstance(place, Cell):
            return self.response_id
        return f"{place.spreadsheet_id}/{place.sheet_id}/{place.a1}"


class Titled(Enum):
    """What has a title that shows a student's full name, as people call it."""

    EVENT = "event"
    SERIES = "repeating event"
    WORKBOOK = "workbook"
    TAB = "tab"
    FOLDER = "folder"
    RECORD = "record"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ShownName:
    """A title that shows a student's full name. Neither title nor student is kept.

    Attributes:
        subject: What tells it from others, at every look; opaque.
        day: Of an event: its date, in the zone of its owner; of a repeating one the next, if there is one.
    """

    titled: Titled
    place: Place
    case_manager: str
    subject: str
    day: dt.date | None = None
