"""`sandbox serve`: Google on loopback."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli.options import program

if TYPE_CHECKING:
    from workspace_agent.cli.department import DepartmentFiles

app = typer.Typer(help="A Google on this machine, to try things out and to test with.", no_args_is_help=True)

Port = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)]
Department = Annotated[
    bool, typer.Option("--department", help="With an invented department that no agent has worked for yet.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse what Google's schemas do not know.")]


@app.callback()
def _group() -> None:
    """A Google on this machine, to try things out and to test with."""


@app.command()
def serve(port: Port = 0, strict: Strict = False, department: Department = False) -> None:
    """Serve a Google on 127.0.0.1 until Ctrl-C, empty at first. The first line printed is its address."""
    from workspace_agent.sandbox.server import Sandbox  # noqa: PLC0415 - heavy
    from workspace_agent.sandbox.server import serve as start  # noqa: PLC0415 - heavy

    with start(Sandbox(strict=strict), port=port) as running:
        print(running.url, flush=True)
        try:
            if department:
                print("\n".join(furnish(running.url)), file=sys.stderr)
            running.wait()
        except KeyboardInterrupt:
            return


def furnish(url: str) -> Iterator[str]:
    """Put an invented department in; says what to type where a new one is set up."""
    from workspace_agent.cli.demo import AS_OF, CASE_MANAGERS, stage_at  # noqa: PLC0415 - heavy
    from workspace_agent.cli.department import DepartmentFiles, load  # noqa: PLC0415 - heavy
    from workspace_agent.settings_files import defaults_folder  # noqa: PLC0415 - heavy

    files = DepartmentFiles(defaults_folder() / "demo" / "department", CASE_MANAGERS)
    with tempfile.TemporaryDirectory() as tokens:
        loaded = load(stage_at(url), files, Path(tokens))
    yield "An invented department is there, and no agent has worked for it yet. In another terminal type:"
    yield f"  {program()} init --config FOLDER --as-of {AS_OF}"
    yield "and there, besides what it suggests:"
    yield from _to_type(files, url, loaded.ids["form"])


def _to_type(files: DepartmentFiles, url: str, form: str) -> Iterator[str]:
    about = files.about
    yield f"  sandbox: {url}"
    yield f"  OAuth client's file: curl -s -d '{{}}' {url}/_sandbox/clients > client.json"
    yield f"  the agent's account, on the consent page: {about['department']['robot']}"
    yield f"  department: {about['department']['name']}; {about['department']['zone']}"
    for one in about["districts"]:
        if one["key"] in {key for person in files.people() for key in person["districts"]}:
            css = f"CSS {one['css']['name']}, {one['css']['email']}"
            where = f"{one['domain']}, {one['city']}, {one['state']}, {one['zone']}"
            yield f"  district: {one['name']}, {where}; {css}; {one['first_day']} to {one['last_day']}"
    yield f"  manager: {about['manager']['name']}, {about['manager']['email']}"
    for person in files.people():
        yield f"  case manager: {person['name']}, {person['email']}, {person['zone']}"
    yield f"  form: https://docs.google.com/forms/d/{form}/edit"
