"""`digest preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import AsOf, Config, opened_to_look

app = typer.Typer(help="The weekly mail to the manager.", no_args_is_help=True)

Html = Annotated[Path | None, typer.Option("--html", help="Write the HTML to this file as well.")]


@app.callback()
def _group() -> None:
    """The weekly mail to the manager."""


@app.command()
def preview(config: Config = Path("config"), as_of: AsOf = "", html: Html = None) -> None:
    """Print the digest as it would be sent now. Nothing is sent, and nothing is marked as sent."""
    from workspace_agent.cli.page import write_page  # noqa: PLC0415 - heavy
    from workspace_agent.effects.digest_render import render_html, render_text  # noqa: PLC0415 - heavy
    from workspace_agent.think import preview as compose  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        digest = compose(tools)
    print(render_text(digest))
    if html is not None:
        write_page(html, render_html(digest))
