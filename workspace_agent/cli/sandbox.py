"""`sandbox serve`: Google on loopback."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="A Google on this machine, to try things out and to test with.", no_args_is_help=True)

Port = Annotated[int, typer.Option("--port", help="Port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse what Google's schemas do not know.")]


@app.callback()
def _group() -> None:
    """A Google on this machine, to try things out and to test with."""


@app.command()
def serve(port: Port = 0, strict: Strict = False) -> None:
    """Serve an empty Google on 127.0.0.1 until Ctrl-C. The first line printed is its address."""
    from workspace_agent.sandbox.server import Sandbox  # noqa: PLC0415 - heavy
    from workspace_agent.sandbox.server import serve as start  # noqa: PLC0415 - heavy

    with start(Sandbox(strict=strict), port=port) as running:
        print(running.url, flush=True)
        try:
            running.wait()
        except KeyboardInterrupt:
            return
