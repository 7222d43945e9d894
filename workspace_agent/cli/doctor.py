"""`doctor`: is everything in place, and what has to be done if it is not."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, AsOf, load_settings, moment

if TYPE_CHECKING:
    from workspace_agent.doctor.check import Line
    from workspace_agent.doctor.installation import Installation

Json = dict[str, Any]


def doctor(config: Path = Path("config"), as_of: AsOf = "", json: AsJson = False) -> None:
    """Look at everything that the agent needs; say what is wrong and what to do. Writes nothing to Google."""
    from workspace_agent.doctor import GROUPS  # noqa: PLC0415 - heavy
    from workspace_agent.doctor.check import Examination, exit_code  # noqa: PLC0415 - heavy

    here = _installation(config, as_of)
    examination = Examination(here)
    try:
        lines = examination.of(GROUPS)
        if json:
            print(show.as_json(report_json(list(lines))))
        else:
            print_report(lines)
            print(to_do_text(examination.lines))
    finally:
        here.close()
    raise typer.Exit(exit_code(examination.lines))


def _installation(config: Path, as_of: str) -> Installation:
    from workspace_agent.doctor.installation import Installation  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of  # noqa: PLC0415 - heavy

    clock = clock_from(_moment(config, as_of) if as_of else None)
    return Installation(config, clock, time.sleep, endpoint_of, lambda folder: shutil.disk_usage(folder).free)


def _moment(config: Path, as_of: str) -> datetime:
    return moment(as_of, load_settings(config))


def print_report(lines: Iterable[Line]) -> None:
    """Each line as soon as it is known: a department of a hundred case managers takes minutes."""
    title = ""
    for line in lines:
        if line.group != title:
            print(f"\n{line.group}" if title else line.group)
            title = line.group
        print("\n".join(_shown(line)), flush=True)


def _shown(line: Line) -> Iterator[str]:
    verdict = line.verdict
    yield f"  {verdict.standing.value:<4}  {line.name}: {verdict.found}"
    if verdict.advice:
        yield f"        What to do: {verdict.advice}"
    if verdict.link and verdict.advice:
        yield f"        {verdict.link}"


def to_do_text(lines: Iterable[Line]) -> str:
    """What a person should do, the most important first."""
    from workspace_agent.doctor.check import to_do  # noqa: PLC0415 - heavy

    told = to_do(lines)
    if not told:
        return "\nEverything is in place."
    title = "1 thing to do:" if len(told) == 1 else f"{len(told)} things to do, the most important first:"
    shown = (
        f"  {number}. {line.verdict.standing.value}  {line.group}, {line.name}: {line.verdict.advice}"
        for number, line in enumerate(told, 1)
    )
    return "\n".join(["", title, *shown])


def report_json(lines: list[Line]) -> Json:
    """The same for a program."""
    from workspace_agent.doctor.check import exit_code, to_do  # noqa: PLC0415 - heavy

    return {
        "exit_code": exit_code(lines),
        "checks": [_line_json(line) for line in lines],
        "to_do": [f"{line.group}, {line.name}: {line.verdict.advice}" for line in to_do(lines)],
    }


def _line_json(line: Line) -> Json:
    return {
        "group": line.group,
        "name": line.name,
        "standing": line.verdict.standing.value,
        "found": line.verdict.found,
        "advice": line.verdict.advice,
        "link": line.verdict.link,
    }
