"""`restore`: put a copy of the ledger in its place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli.options import Config, load_settings
from workspace_agent.model.errors import SettingsError

if TYPE_CHECKING:
    from workspace_agent.settings import Settings

Copy = Annotated[Path, typer.Argument(help="A copy that backup made, or one of state/backups.")]

WHAT_FOLLOWS = (
    "The next run looks at everything and learns from its marks in Google what the copy does not know: no "
    "event, record or folder is made twice. A mail that was sent after the copy was made may be sent once "
    "more. "
    "Look first: workspace-agent plan"
)


def restore(file: Copy, config: Config = Path("config")) -> None:
    """Check a copy of the ledger and put it in the place of the ledger, which is kept beside it."""
    from workspace_agent.ledger.lock import only_one  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.restore import check_copy, mark_put_back  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.restore import restore as put_back  # noqa: PLC0415 - heavy
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.tools import LEDGER, make_state_folder  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    _fits(settings, check_copy(file))
    make_state_folder(settings)
    ledger, now = settings.state / LEDGER, clock_from()().astimezone(settings.agent.time_zone)
    aside = ledger.with_name(f"{ledger.stem}-replaced-{now:%Y-%m-%dT%H%M%S}{ledger.suffix}")
    with only_one(settings.state):
        put_back(file, ledger, aside)
        mark_put_back(ledger, now)
    print(ledger)
    if aside.exists():
        print(f"What was there is kept: {aside}", file=sys.stderr)
    print(WHAT_FOLLOWS, file=sys.stderr)


def _fits(settings: Settings, kept_with: str) -> None:
    """A ledger without its key knows nobody.

    Raises:
        SettingsError: The copy was kept with another alias key than the one in the secrets folder.
    """
    from workspace_agent.ledger.keys import alias_key, how_to_put_back, key_print_of  # noqa: PLC0415 - heavy
    from workspace_agent.tools import ALIAS_KEY  # noqa: PLC0415 - heavy

    key = alias_key(settings.secrets / ALIAS_KEY)
    if kept_with and kept_with != key_print_of(key):
        wrong = "is missing" if key.is_new else "is another one"
        said = f"The copy belongs to an {ALIAS_KEY} that {wrong} here."
        raise SettingsError(said, advice=how_to_put_back(key.path))
