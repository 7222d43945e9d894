"""`planner`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workspace_agent.cli.options import AsOf, Config, opened_to_look

Year = Annotated[
    int | None,
    typer.Option("--year", min=2000, max=2100, help="In which August the school year begins, as 2026."),
]
Html = Annotated[Path | None, typer.Option("--html", help="Write the page to this file as well.")]
Open = Annotated[bool, typer.Option("--open", help="Show the page in the browser.")]


def planner(
    config: Config = Path("config"),
    as_of: AsOf = "",
    year: Year = None,
    html: Html = None,
    show: Open = False,
) -> None:
    """Print a school year week by week: what is due when, and what to look out for. Nothing is sent."""
    from workspace_agent.cli.page import open_page, write_page  # noqa: PLC0415 - heavy
    from workspace_agent.effects.digest_render import render_html, render_text  # noqa: PLC0415 - heavy
    from workspace_agent.think import foresee_year  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        plan = foresee_year(tools, year)
    print(render_text(plan))
    if html is not None:
        write_page(html, render_html(plan))
    if show:
        open_page(render_html(plan))
