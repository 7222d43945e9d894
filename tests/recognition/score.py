"""How sheets are recognised, against what a person says they are: right, missing, wrong.

What is wrong is far worse than what is missing: a missing column is told, a wrong one is believed.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tests.builders_tables import headings, typed
from workspace_agent.intake.recognise import best_fits
from workspace_agent.intake.table import Table
from workspace_agent.model.place import letters


class Expected(BaseModel):
    """The file beside a CSV file; its keys are described in `tests/intake/recognition/README.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sheet: str
    header: int = 0
    title: str = ""
    merged: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}


@dataclass(frozen=True)
class Score:
    """What came of one file: `sheet`, `header`, and the fields by name."""

    name: str
    right: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counted = (
            f"{self.name}: right {len(self.right)}, missing {len(self.missing)}, wrong {len(self.wrong)}"
        )
        told = [
            f"  {word}: {', '.join(what)}"
            for word, what in (("missing", self.missing), ("wrong", self.wrong))
            if what
        ]
        return "\n".join([counted, *told])


def scores(folder: Path) -> Iterator[Score]:
    """Of every CSV file of a folder and the folders in it that has a TOML file of its name beside it."""
    for path in sorted(folder.rglob("*.csv")):
        beside = path.with_suffix(".toml")
        if beside.exists():
            expected = Expected.model_validate(tomllib.loads(beside.read_text(encoding="utf-8-sig")))
            yield compared(str(path.relative_to(folder)), expected, recognised(path, expected))


def recognised(path: Path, expected: Expected) -> Expected:
    """What the program takes the file for; a field with two columns has none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = tuple(tuple(map(typed, row)) for row in csv.reader(file))
    fits = best_fits(Table("book", 1, rows, expected.title, "", dict(_spans(expected.merged))), headings())
    if len(fits) != 1:
        return Expected(sheet="")
    columns, dated = fits[0].columns, headings().sheets[fits[0].name].dated
    once = {name: (column,) for name, column in columns.fields.items() if name not in columns.doubled}
    every = {**once, **columns.repeated, **({dated: columns.dated} if dated else {})}
    named = {name: ",".join(map(letters, several)) for name, several in every.items()}
    return Expected(sheet=fits[0].name, header=fits[0].row.row + 1, fields=named)


def compared(name: str, expected: Expected, found: Expected) -> Score:
    """One mark for the kind of sheet and its row of headings, and one for each field of either."""
    score = Score(name)
    if found.sheet != expected.sheet:
        (score.wrong if found.sheet else score.missing).append("sheet")
        score.wrong.extend(found.fields)
        score.missing.extend(expected.fields)
        return score
    score.right.append("sheet")
    if expected.sheet and expected.header:
        (score.right if found.header == expected.header else score.wrong).append("header")
    for one in sorted(expected.fields.keys() | found.fields.keys()):
        if found.fields.get(one) == expected.fields.get(one):
            score.right.append(one)
        else:
            (score.wrong if one in found.fields else score.missing).append(one)
    return score


def _spans(merged: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], int]]:
    for area in merged:
        left, top, right, bottom = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
        for row in range(int(top) - 1, int(bottom)):
            yield (row, _column(left)), _column(right) + 1


def _column(called: str) -> int:
    number = 0
    for letter in called:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
