"""What a sheet's parser is given beside the sheet, and what a parser is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workspace_agent.intake.roster import Roster
from workspace_agent.intake.scores import PromptLevels
from workspace_agent.intake.table import Sheet
from workspace_agent.model.facts import Student
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.policy import USUAL_HOURS, HoursLogPolicy


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known before the sheets about students are read.

    Attributes:
        students: Students by ref.
        today: The date in the department's zone.
        prompt_levels: What the department calls the steps from most help to none.
        read: Facts of the sheets that were read before this one, by field of the Department.
        broken: Case manager and kind of sheet, where the sheet or a column of it could not be read.
        lists_missing: Some case manager's list of students could not be read.
        hours_log: What hours are likely.
    """

    organisation: Organisation
    roster: Roster
    students: Mapping[str, Student]
    today: date
    lists_missing: bool = False
    broken: frozenset[tuple[str, str]] = frozenset()
    prompt_levels: PromptLevels = field(default_factory=PromptLevels)
    read: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    hours_log: HoursLogPolicy = USUAL_HOURS


@dataclass(frozen=True, slots=True)
class SheetParser:
    """One kind of sheet.

    Attributes:
        name: Its name in `sheets.toml`.
        into: The field of the Department that its facts fill.
        parse: Pure; yields facts and Problems in the order of the rows. Problems of unreadable fields need
            not be yielded: they are taken from the facts.
    """

    name: str
    into: str
    parse: Callable[[Sheet, Desk], Iterable[object]]
