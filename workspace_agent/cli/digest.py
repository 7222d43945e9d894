"""`digest preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import AsOf, Config, opened_to_look
from workspace_agent.model.errors import SettingsError

app = typer.Typer(help="The weekly mail to the manager.", no_args_is_help=True)

Html = Annotated[Path | None, typer.Option("--html", help="Write the HTML to this file as well.")]


@app.callback()
def _group() -> None:
    """The weekly mail to the manager."""


@app.command()
def preview(config: Config = Path("config"), as_of: AsOf = "", html: Html = None) -> None:
    """Print the digest as it would be sent now. Nothing is sent, and nothing is marked as sent."""
    from workspace_agent.effects.digest_render import render_html, render_text  # noqa: PLC0415 - heavy
    from workspace_agent.think import preview as compose  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        digest = compose(tools)
    print(render_text(digest))
    if html is not None:
        _write_private(html, render_html(digest))


def _write_private(path: Path, text: str) -> None:
    """Its owner's alone from the first byte: the digest says which student is overdue."""
    from workspace_agent.ledger.private import replacing  # noqa: PLC0415 - heavy

    try:
        with replacing(path) as fresh:
            fresh.write_text(text, encoding="utf8")
    except OSError:
        raise SettingsError(
            f"--html {path}: cannot be written", advice="name a file in a folder that exists"
        ) from None
