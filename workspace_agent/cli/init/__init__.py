"""`init`: set up a department, step by step; whatever is done stays done."""

from __future__ import annotations

import shlex
import sys
import tomllib
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from workspace_agent.cli import workbook
from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.asking import Asker, Terminal
from workspace_agent.cli.init.steps import steps_for
from workspace_agent.cli.init.steps_key import restore_key
from workspace_agent.cli.init.wizard import PROGRESS, Progress, Wishes, Wizard, tell, walk
from workspace_agent.cli.options import AsOf, as_typed, opened_to_act, program
from workspace_agent.settings_files import content

_STOPPED = 130
_KEPT = (
    "What was answered before this step is kept, and so is each district and case manager that was answered "
    "to the end; one that was being typed is not."
)
_DEFAULT = Path("~/workspace-agent/config")
_ANSWERS = "Answers"
_LISTS = ("district", "case_manager", "workbook")

app = typer.Typer(help="Set up a department step by step, or make workbooks.", invoke_without_command=True)
app.command("workbook")(workbook.workbook)

Folder = Annotated[
    Path,
    typer.Option(
        "--config",
        envvar="WA_CONFIG",
        help="Folder for the settings, outside any checkout.",
        show_default=True,
    ),
]
From = Annotated[str, typer.Option("--from", metavar="STEP", help="Go back to this step and on from there.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ask nobody: take flags and --answers alone.")]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", help="TOML file of answers: the flags below, with _ for -."),
]
Titles = Annotated[
    bool,
    typer.Option("--titles", help="Show titles of spreadsheets; they may be students' names."),
]
Here = Annotated[bool, typer.Option("--here", help="Allow settings inside a git checkout.")]
Adopt = Annotated[bool, typer.Option("--adopt", help="Take over what an earlier installation made.")]
RestoreKey = Annotated[
    bool, typer.Option("--restore-key", help="Bring a lost alias key back from its recovery code, and end.")
]


def _answer(what: str) -> Any:
    return typer.Option(help=what, rich_help_panel=_ANSWERS)


def _table(what: str, example: str) -> Any:
    return typer.Option(metavar="KEY=VALUE,...", help=f"{what}: '{example}'", rich_help_panel=_ANSWERS)


@app.callback()
def init(  # noqa: PLR0917 - a flag for each question
    context: typer.Context,
    config: Folder = _DEFAULT,
    from_: From = "",
    no_input: NoInput = False,
    answers: Answers = None,
    titles: Titles = False,
    here: Here = False,
    adopt: Adopt = False,
    restore: RestoreKey = False,
    as_of: AsOf = "",
    mode: Annotated[str, _answer("google or sandbox")] = "",
    sandbox_url: Annotated[str, _answer("Where the sandbox listens")] = "",
    data: Annotated[str, _answer("Folder in which the folders state and secrets are made")] = "",
    sign_in: Annotated[str, _answer("person or service account")] = "",
    service_account_file: Annotated[str, _answer("The service account's key")] = "",
    calendars: Annotated[str, _answer("shared or delegated, with a service account")] = "",
    client_file: Annotated[str, _answer("The OAuth client's file")] = "",
    browser: Annotated[str, _answer("open or paste: how you get to the consent page")] = "",
    name: Annotated[str, _answer("Name of the department")] = "",
    zone: Annotated[str, _answer("Its time zone")] = "",
    robot: Annotated[str, _answer("Address of the agent's account, where Google does not tell it")] = "",
    go_live: Annotated[str, _answer("First day of the agent")] = "",
    district: Annotated[list[str] | None, _table("A district", 'name="...", state="TX", ...')] = None,
    manager_name: Annotated[str, _answer("The manager's name")] = "",
    manager_email: Annotated[str, _answer("Their e-mail address")] = "",
    manager_zone: Annotated[str, _answer("Their time zone")] = "",
    manager_from: Annotated[str, _answer("Their first day in office")] = "",
    case_manager: Annotated[list[str] | None, _table("A case manager", 'name="...", email="..."')] = None,
    workbook: Annotated[
        list[str] | None,
        _table("A workbook, or a folder of them", 'case_manager="...", id="...", holds="hours"'),
    ] = None,
    confirm: Annotated[
        list[str] | None, _answer("Id of a proposed heading or question that is right")
    ] = None,
    form: Annotated[str, _answer("Link of the form or its responses; or none")] = "",
    form_since: Annotated[str, _answer("First day whose responses count")] = "",
    email_addresses: Annotated[str, _answer("typed or verified, where responses are read from a sheet")] = "",
    root_folder: Annotated[str, _answer("Name of the folder of all records")] = "",
    parent: Annotated[str, _answer("Link of the shared drive to make it in")] = "",
    recovery_code_to: Annotated[str, _answer("New file for the recovery code, where nobody is asked")] = "",
) -> None:
    """Set up a department, step by step. Stopped midway, the same command goes on where it was."""
    asked = {name: value for name, value in locals().items() if name not in _NO_ANSWERS}
    if context.invoked_subcommand:
        return
    if as_of:
        as_typed(as_of)  # before anything is asked
    given = _from_file(answers, asked.keys()) | _typed(asked)
    terminal = None if no_input or not _is_terminal() else Terminal()
    folder, wishes = config.expanduser().absolute(), Wishes(titles, here, adopt, as_of)
    with _stopping(folder):
        if restore:
            with opened_to_act(folder, as_of) as tools:
                restore_key(tools, terminal)
            return
        raise typer.Exit(set_up(folder, given, terminal, wishes, from_))


_NO_ANSWERS = frozenset(
    {"context", "config", "from_", "no_input", "answers", "titles", "here", "adopt", "restore", "as_of"}
)
"""Options that answer no question; all others do, and a file of answers may give them as well."""


@contextmanager
def _stopping(folder: Path) -> Iterator[None]:
    """Ctrl-C and Ctrl-D are no errors."""
    try:
        yield
    except (KeyboardInterrupt, EOFError):
        go_on = f"{program()} init --config {shlex.quote(str(folder))}"
        tell("", f"Stopped. {_KEPT} Go on with: {go_on}")
        raise typer.Exit(_STOPPED) from None


def set_up(
    config: Path, given: Mapping[str, Any], terminal: Terminal | None, wishes: Wishes, from_: str = ""
) -> int:
    """Walk through the steps that are not done yet.

    Args:
        config: Folder of the settings.
        given: Answers, by the name of the question.
        terminal: Who is asked; None where nobody can be.
        wishes: What the command line says beside.
        from_: A step to go back to; empty to go on.

    Returns:
        The exit code.

    Raises:
        typer.BadParameter: There is no such step, or an answer is missing or wrong.
    """
    steps, progress = steps_for(wishes), Progress(config / PROGRESS)
    if from_:
        names = [step.name for step in steps]
        if from_ not in names:
            raise typer.BadParameter(f"--from: should be one of: {', '.join(names)}")
        progress.go_back(steps, from_)
    wizard = Wizard(config, Asker(dict(given), terminal), AgentFile(config / "agent.toml"), wishes)
    walk(wizard, steps, progress)
    return wizard.exit_code


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _from_file(path: Path | None, known: Set[str]) -> dict[str, Any]:
    if path and not path.exists():
        raise typer.BadParameter(f"--answers {path}: there is no such file")
    found = content(path) if path else {}
    if unknown := sorted(found.keys() - known):
        told = ", ".join(sorted(known))
        raise typer.BadParameter(f"{path}: not asked for: {', '.join(unknown)}. There are: {told}")
    return found


def _typed(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was given on the command line; tables as tables."""
    return {
        name: [_table_of(name, one) for one in value] if name in _LISTS else value
        for name, value in asked.items()
        if value
    }


def _table_of(key: str, typed: str) -> dict[str, Any]:
    try:
        table: dict[str, Any] = tomllib.loads(f"table = {{ {typed} }}")["table"]
    except tomllib.TOMLDecodeError:
        flag = f"--{key.replace('_', '-')}"
        raise typer.BadParameter(f'{flag}: write it as in \'name = "Lakeward", state = "NY"\'') from None
    return table
