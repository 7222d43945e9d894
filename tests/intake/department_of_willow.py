"""The whole department, taken in once, and where the places stand that `expected.json` names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.builders_tables import TODAY, WILLOW, fresh, headings, sign, whole_willow, willow_form
from workspace_agent.intake.department import Intake, take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.place import Cell

EXPECTED: Mapping[str, Any] = json.loads((WILLOW / "expected.json").read_text("utf-8"))
STUDENTS: Mapping[str, dict[str, Any]] = {one["key"]: one for one in EXPECTED["students"]}


@cache
def everything() -> Intake:
    """All workbooks of all three case managers, and the form."""
    organisation, books = whole_willow()
    return take_in(organisation, headings(), books, willow_form(), Identities(), sign, fresh(), TODAY)


def department() -> Department:
    """What is in them."""
    return everything().department


def student(key: str) -> Student:
    """By the key of `expected.json`: initials are one student's alone."""
    (found,) = [one for one in department().students if one.initials == STUDENTS[key]["initials"]]
    return found


def cell(path: str) -> Cell:
    """The place of `FILE!A1` or `FILE!row N`."""
    file, _, a1 = path.partition("!")
    tabs = sorted((WILLOW / file).parent.glob("*.csv"))
    a1 = f"{a1[4:]}:{a1[4:]}" if a1.startswith("row ") else a1
    return Cell((WILLOW / file).parent.name, tabs.index(WILLOW / file) + 1, a1)
