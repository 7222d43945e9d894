"""`init workbook`: new workbooks for a case manager, ready to type into."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli.options import Config, opened_to_act
from workspace_agent.model.dates import school_year as this_year
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from workspace_agent.duties.workbooks import Holds, Workbook
    from workspace_agent.google.drive import Drive
    from workspace_agent.model.action import Outcome
    from workspace_agent.model.organisation import CaseManager
    from workspace_agent.model.problem_kinds import ProblemKind
    from workspace_agent.settings import Settings
    from workspace_agent.tools import Tools
    from workspace_agent.workbooks import Made

_NO_SCOPE = 4


class Which(StrEnum):
    """What the workbooks are to hold."""

    PROGRESS = "progress monitoring"
    HOURS = "hours"
    BOTH = "both"


Who = Annotated[str, typer.Argument(metavar="CASE_MANAGER", help="Key of a case manager in agent.toml.")]
Hold = Annotated[Which, typer.Option("--holds", help="Which workbooks; both are two workbooks.")]
Year = Annotated[str, typer.Option("--year", help="School year, as 2026-27; this one, if left out.")]
Template = Annotated[
    str, typer.Option("--template", help="Copy this workbook instead: its id, or its whole address.")
]


def workbook(
    who: Who,
    holds: Hold = Which.BOTH,
    year: Year = "",
    template: Template = "",
    config: Config = Path("config"),
) -> None:
    """Make the workbooks of a case manager in Drive, share them, and print their lines for agent.toml."""
    from workspace_agent.workbooks import exit_code, make  # noqa: PLC0415 - heavy

    with opened_to_act(config, "") as tools:
        wanted = _wanted(tools, who, holds, year, _id_of(template))
        made = make(tools, wanted)
    for line in _told(made):
        print(line, file=sys.stderr)
    if lines := list(_settings_lines(who, made)):
        print("\n".join(lines))
    if _is_denied_template(made):
        raise typer.Exit(_NO_SCOPE)
    raise typer.Exit(exit_code(made))


def _wanted(tools: Tools, who: str, which: Which, year: str, template: str) -> list[Workbook]:
    """What is asked for.

    Raises:
        NotThere: There is no such case manager, year or template.
    """
    from workspace_agent.duties.workbooks import wanted  # noqa: PLC0415 - heavy

    settings = tools.settings
    organisation, person = tools.organisation, _person(settings, who)
    today = tools.clock().astimezone(organisation.time_zone).date()
    school_year = _checked(year) if year else this_year(today)
    if template:
        _look_at(tools.google.drive, template, organisation.robot)
    books = (
        wanted(person, one, school_year, organisation, settings.sheets) for one in _each(which, template)
    )
    return [replace(book, template=template) for book in books]


def _each(which: Which, template: str) -> tuple[Holds, ...]:
    """A template that holds both is one workbook."""
    if which is Which.PROGRESS:
        return ("progress monitoring",)
    if which is Which.HOURS:
        return ("hours",)
    return ("progress monitoring and hours",) if template else ("progress monitoring", "hours")


def _person(settings: Settings, key: str) -> CaseManager:
    people = settings.agent.case_managers
    found = next((person for person in people if person.key == key), None)
    if found is None:
        keys = ", ".join(person.key for person in people)
        raise NotThere("There is no case manager with this key in agent.toml.", advice=f"use one of: {keys}")
    return found


def _checked(year: str) -> str:
    match = re.fullmatch(r"20(\d\d)-(\d\d)", year)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise NotThere("This is not a school year.", advice="write it as in --year 2026-27")
    return year


def _id_of(template: str) -> str:
    """The id, also out of a whole address."""
    found = re.search(r"/d/([A-Za-z0-9_-]{10,})", template)
    return found[1] if found else template


def _look_at(drive: Drive, template: str, robot: str) -> None:
    """Before anything is made, whether the template can be seen and is a spreadsheet.

    Raises:
        NotThere: It cannot be copied as it is.
    """
    from workspace_agent.google.drive import SPREADSHEET  # noqa: PLC0415 - heavy
    from workspace_agent.model.errors import AccessDenied, NotFound  # noqa: PLC0415 - heavy

    try:
        found = drive.get(template, "id,mimeType,trashed")
    except (AccessDenied, NotFound):
        raise NotThere(
            "The template is not there, or the agent may not open it.",
            advice=f"look at its id, and share it with {robot} as a viewer",
        ) from None
    if found["mimeType"] != SPREADSHEET or found.get("trashed"):
        raise NotThere(
            "The template is not a Google spreadsheet, or it lies in the trash.",
            advice="open it in Google Sheets, save it as Google Sheets (menu File), and use the id of that",
        )


def _settings_lines(who: str, made: Sequence[Made]) -> Iterator[str]:
    there = [one for one in made if one.file_id and not one.trashed]
    if there:
        yield f'# In agent.toml, among the workbooks of the case manager whose key is "{who}":'
    for one in there:
        yield f'{{ id = "{one.file_id}", holds = "{one.workbook.holds}" }},'


def _told(made: Sequence[Made]) -> Iterator[str]:
    for one in made:
        title = one.workbook.title
        if one.trashed:
            yield f"{title} lies in the trash: {one.link}"
            yield "What to do: restore it in Drive; or delete it for good, and use this command again."
            continue
        if one.gone:
            yield f"{title} was deleted since it was made, so it is made anew: {one.gone}"
        if one.file_id:
            yield f"{title} {_state(one)}: {one.link}"
        for outcome in one.undone:
            yield from _undone(outcome)


def _state(one: Made) -> str:
    if one.undone:
        return "is not ready yet"
    return "is ready" if one.outcomes else "was there already, nothing was done"


def _undone(outcome: Outcome) -> Iterator[str]:
    if _copies(outcome) and _is_denied(outcome):
        yield "Google does not let the agent copy the template."
        yield (
            "What to do: copy it by hand in Drive, share the copy with the agent, and put its id into "
            "agent.toml. Or sign the agent in with the scope https://www.googleapis.com/auth/drive as well, "
            "which it takes to copy somebody else's file, and see that its owner lets viewers copy it."
        )
        return
    from workspace_agent.duties.wording import failure  # noqa: PLC0415 - heavy

    if told := failure(outcome):
        yield told.sentence
        yield f"What to do: {_advice(outcome.trouble)}"


def _advice(trouble: ProblemKind | None) -> str:
    from workspace_agent.model.problem_kinds import ProblemKind  # noqa: PLC0415 - heavy

    if trouble is ProblemKind.EFFECT_OVERTAKEN:
        return "somebody typed into it before it was ready; empty it again, then use the same command again."
    if trouble is ProblemKind.EFFECT_DENIED:
        return "let the agent write where [drive] in agent.toml points, and use the same command again."
    return "use the same command again; it goes on where it stopped, and makes nothing twice."


def _is_denied_template(made: Sequence[Made]) -> bool:
    return any(_copies(outcome) and _is_denied(outcome) for one in made for outcome in one.undone)


def _copies(outcome: Outcome) -> bool:
    from workspace_agent.duties.workbooks import MakeWorkbook  # noqa: PLC0415 - heavy

    return isinstance(outcome.action, MakeWorkbook) and bool(outcome.action.template)


def _is_denied(outcome: Outcome) -> bool:
    """A file that was not opened with this program may look as if it were not there."""
    from workspace_agent.model.problem_kinds import ProblemKind  # noqa: PLC0415 - heavy

    return outcome.trouble in {ProblemKind.EFFECT_DENIED, ProblemKind.EFFECT_VANISHED}
