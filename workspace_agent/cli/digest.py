"""`digest preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import AsOf, Config, opened

app = typer.Typer(help="The weekly mail to the manager.", no_args_is_help=True)

Html = Annotated[Path | None, typer.Option("--html", help="Write the HTML to this file as well.")]


@app.callback()
def _group() -> None:
    """The weekly mail to the manager."""


@app.command()
def preview(config: Config = Path("config"), as_of: AsOf = "", html: Html = None) -> None:
    """Print the digest as it would be sent now. Nothing is sent, and nothing is marked as sent."""
    from workspace_agent.effects.digest_render import render_html, render_text  # noqa: PLC0415 - heavy
    from workspace_agent.run import preview as compose  # noqa: PLC0415 - heavy

    with opened(config, as_of, only_sandbox=False) as tools:
        digest = compose(tools)
    print(render_text(digest))
    if html is not None:
        html.write_text(render_html(digest), encoding="utf8")
        html.chmod(0o600)
