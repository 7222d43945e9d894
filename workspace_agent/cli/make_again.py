"""`make-again`: let the next run make folders and records that were deleted for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli.options import Config, opened_to_look, taken_by
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from collections.abc import Mapping

Links = Annotated[list[str] | None, typer.Argument(help="Links from the digest or from this list.")]
All = Annotated[bool, typer.Option("--all", help="Everything that is gone.")]


def make_again(links: Links = None, everything: All = False, config: Config = Path("config")) -> None:
    """List folders and records that were deleted for good, or let the next run make some of them again."""
    from workspace_agent.ledger.inbox import Decision, hand_over  # noqa: PLC0415 - heavy

    with opened_to_look(config) as tools:
        gone = tools.gone()
        wanted = sorted(gone) if everything else _chosen(gone, links or [])
        if wanted:
            hand_over(
                tools.settings.state,
                Decision(again={key: tools.ledger.files()[key].file_id for key in wanted}),
                tools.clock(),
            )
    for key in wanted:
        print(f"Is made again, where it is needed: {key}")
    print(taken_by(tools.settings) if wanted else "\n".join(_listed(gone)))


def _listed(gone: Mapping[str, str]) -> list[str]:
    if not gone:
        return ["Nothing that the agent made was deleted for good."]
    lines = [f"  {key}\n    {link}" for key, link in sorted(gone.items())]
    return ["Deleted for good:", *lines, "To have one made again, name its link; to have all, --all."]


def _chosen(gone: Mapping[str, str], links: list[str]) -> list[str]:
    """Keys of what is to be made again.

    Raises:
        NotThere: A link is to nothing that is gone: what is still there is not made a second time.
    """
    keys = {link: key for key, link in gone.items()}
    for link in links:
        if link not in keys:
            advice = "list the links: workspace-agent make-again; what lies in the trash is restored in Drive"
            raise NotThere(f"{link} is not the link of something that was deleted for good.", advice=advice)
    return [keys[link] for link in links]
