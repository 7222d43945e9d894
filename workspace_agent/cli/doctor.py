"""`doctor`: is everything in place, and what has to be done if it is not."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.asking import says_yes
from workspace_agent.cli.options import AsJson, AsOf, Config, load_settings, moment_to_act
from workspace_agent.model.errors import GoogleUnavailable, SettingsError

if TYPE_CHECKING:
    from workspace_agent.doctor.check import Examination, Line
    from workspace_agent.doctor.installation import Installation
    from workspace_agent.doctor.probe import Probe
    from workspace_agent.settings import Settings

PROBE = "Probe"

Json = dict[str, Any]


_Probe = Annotated[
    bool,
    typer.Option("--probe", help="Make test objects, compare Google with what is relied on, remove them."),
]
_Send = Annotated[
    bool, typer.Option("--send", help="With --probe: send two mails to the agent's own mailbox, too.")
]
_Yes = Annotated[bool, typer.Option("--yes", help="With --probe: do not ask first.")]


def doctor(
    config: Config = Path("config"),
    probe: _Probe = False,
    send: _Send = False,
    yes: _Yes = False,
    as_of: AsOf = "",
    json: AsJson = False,
) -> None:
    """Look at everything that the agent needs; say what is wrong and what to do. Only --probe writes."""
    from workspace_agent.doctor import GROUPS  # noqa: PLC0415 - heavy
    from workspace_agent.doctor.check import Examination, exit_code  # noqa: PLC0415 - heavy

    if send and not probe:
        raise typer.BadParameter("--send belongs to --probe")
    here = _installation(config, as_of)
    examination = Examination(here)
    tries = probed(examination, send=send, yes=yes) if probe else _nothing()
    with closing(here), closing(tries):  # so that Ctrl-C removes what the probe made
        _tell(chain(examination.of(GROUPS), tries), json=json)
    raise typer.Exit(exit_code(examination.lines))


def _tell(lines: Iterable[Line], *, json: bool) -> None:
    if json:
        print(show.as_json(report_json(list(lines))))
        return
    print(to_do_text(list(_printed(lines))))


def _nothing() -> Generator[Line]:
    """No lines."""
    yield from ()


def probed(examination: Examination, *, send: bool, yes: bool) -> Generator[Line]:
    """The lines of the probe; whatever stops it, what it made is removed."""
    from workspace_agent.doctor.check import Line, skips  # noqa: PLC0415 - heavy
    from workspace_agent.doctor.probe import Probe  # noqa: PLC0415 - heavy
    from workspace_agent.doctor.probe.scratch import Scratch  # noqa: PLC0415 - heavy
    from workspace_agent.doctor.settings import READ  # noqa: PLC0415 - heavy

    probe = Probe(examination.here, send)
    if not examination.stands(READ):
        yield Line(PROBE, "all of it", skips(f"because this comes first: {READ}"))
        return
    if not _agreed(probe, yes=yes):
        yield Line(PROBE, "all of it", skips("because you said no"))
        return
    scratch = Scratch(examination.here, tuple(person.calendar for person in probe.people))
    try:
        yield from examination.of(probe.groups(scratch))
    finally:
        if scratch.holds_something:
            scratch.clear()


def _agreed(probe: Probe, *, yes: bool) -> bool:
    """Say what it will do, before anything is done."""
    print("\n".join(["", "The probe will", *(f"  - {one};" for one in probe.will_do())]), file=sys.stderr)
    return yes or says_yes("Go on?")


def _installation(config: Path, as_of: str) -> Installation:
    from workspace_agent.doctor.installation import Installation  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of  # noqa: PLC0415 - heavy

    clock = clock_from(_moment(config, as_of))

    def free_bytes(folder: Path) -> int:
        return shutil.disk_usage(folder).free

    return Installation(config, clock, time.sleep, endpoint_of, free_bytes, os.geteuid())


def _moment(config: Path, as_of: str) -> datetime | None:
    """What is typed; else the time in the sandbox, which has a clock of its own; None is the present."""
    try:
        settings = load_settings(config)
    except SettingsError:
        return None  # that is in the report
    if as_of:
        return moment_to_act(settings, as_of)
    return _time_in_sandbox(settings) if settings.agent.google.mode == "sandbox" else None


def _time_in_sandbox(settings: Settings) -> datetime | None:
    from workspace_agent.google.token_info import ask  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of, knock  # noqa: PLC0415 - heavy

    endpoint = endpoint_of(settings)
    try:
        knock(endpoint)
        return ask(endpoint).at
    except GoogleUnavailable:
        return None  # that, too


def _printed(lines: Iterable[Line]) -> Iterator[Line]:
    """Each line, printed as soon as it is known: a department of a hundred case managers takes minutes."""
    title = ""
    for line in lines:
        if line.group != title:
            print(f"\n{line.group}" if title else line.group)
            title = line.group
        print("\n".join(_shown(line)), flush=True)
        yield line


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
    return "\n".join(["", title, *(_thing(number, line) for number, line in enumerate(told, 1))])


def _thing(number: int, line: Line) -> str:
    """A thing to do. The report above may be long, so it says once more what was found."""
    verdict = line.verdict
    more = "".join(f"\n     {one}" for one in (verdict.advice, verdict.link) if one)
    return f"  {number}. {verdict.standing.value}  {line.group}, {line.name}: {verdict.found}{more}"


def report_json(lines: list[Line]) -> Json:
    """The same for a program."""
    from workspace_agent.doctor.check import exit_code, to_do  # noqa: PLC0415 - heavy

    return {
        "exit_code": exit_code(lines),
        "checks": [_line_json(line) for line in lines],
        "to_do": [_line_json(line) for line in to_do(lines)],
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
