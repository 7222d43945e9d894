"""Pages that say which student is overdue: written for their owner alone, and shown in a browser."""

from __future__ import annotations

import sys
from pathlib import Path

from workspace_agent.model.errors import SettingsError


def write_page(path: Path, html: str) -> None:
    """Its owner's alone from the first byte.

    Args:
        path: As given to `--html`.
        html: The page.

    Raises:
        SettingsError: It cannot be written there.
    """
    from workspace_agent.ledger.private import replacing  # noqa: PLC0415 - heavy

    try:
        with replacing(path) as fresh:
            fresh.write_text(html, encoding="utf8")
    except OSError:
        raise SettingsError(
            f"--html {path}: cannot be written", advice="name a file in a folder that exists"
        ) from None


def open_page(html: str) -> None:
    """Show it in this machine's browser, from a private file that stays for as long as a person keeps it."""
    import webbrowser  # noqa: PLC0415 - heavy
    from tempfile import mkdtemp  # noqa: PLC0415 - heavy

    path = Path(mkdtemp(prefix="workspace-agent-")) / "page.html"
    write_page(path, html)
    if not webbrowser.open(path.as_uri()):
        print("No browser could be opened here.", file=sys.stderr)
    print(f"The page is {path}. Delete it when you have seen it.", file=sys.stderr)
