"""All commands, and what becomes of an error: a sentence, what to do, an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from workspace_agent.cli import (
    alert,
    auth,
    backup,
    config,
    demo,
    digest,
    doctor,
    errors,
    explain,
    exposure,
    history,
    init,
    install,
    make_again,
    planner,
    records,
    restore,
    run,
    same_student,
    sandbox,
    serve,
    sheets,
    status,
)

EPILOG = (
    "Exit codes: 0 done or handed over, 1 done but some rows need a person, 2 wrong usage, 3 settings, "
    "4 sign-in or scope, 5 Google unavailable, 6 stopped by a brake, 7 another run is under way, "
    "20 changes pending (plan --detailed-exitcode), 70 a defect of this program."
)

_DEBUG = "--debug"
_DEBUG_HELP = "Show where in the program something breaks; before or after the command. It holds no names."

app = typer.Typer(
    name="workspace-agent",
    help="Reads the department's Google Sheets, books IEP meetings under initials, files meeting forms "
    "and mails a weekly compliance digest. New here? Try: workspace-agent demo",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.add_typer(init.app, name="init")
app.command("doctor")(doctor.doctor)
app.add_typer(auth.app, name="auth")
app.command("plan")(run.plan)
app.command("run")(run.run)
app.command("serve")(serve.serve)
app.add_typer(install.app, name="install")
app.add_typer(digest.app, name="digest")
app.command("planner")(planner.planner)
app.command("status")(status.status)
app.command("history")(history.history)
app.command("same-student")(same_student.same_student)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
app.add_typer(alert.app, name="alert")
app.command("make-again")(make_again.make_again)
app.command("explain")(explain.explain)
app.command("records")(records.records)
app.command("exposure")(exposure.exposure)
app.add_typer(sheets.app, name="sheets")
app.add_typer(config.app, name="config")
app.add_typer(sandbox.app, name="sandbox")


@app.callback()
def _options(debug: Annotated[bool, typer.Option(_DEBUG, help=_DEBUG_HELP)] = False) -> None:
    del debug  # `main` looks for it itself, so that it may stand anywhere


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command.

    Args:
        arguments: Those of the process, if left out.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        app([argument for argument in given if argument != _DEBUG])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - the last door: no traceback reaches a person
        # What a library in Rust dies of is no Exception, and says what text it stumbled over.
        if _DEBUG in given:
            print(errors.where_it_broke(error), file=sys.stderr)
        print(errors.explain(error), file=sys.stderr)
        sys.exit(errors.exit_code(error))
