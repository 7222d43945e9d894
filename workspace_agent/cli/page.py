"""Pages that show students: written for their owner alone, and shown in the browser."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from tempfile import mkdtemp

from workspace_agent.model.errors import SettingsError


def write_page(path: Path, html: str) -> None:
    """Its owner's alone from the first byte: a page says which student is overdue.

    Raises:
        SettingsError: It cannot be written.
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
    """Show it in the browser, from a file in a folder that its owner alone can enter."""
    page = Path(mkdtemp(prefix="workspace-agent-")) / "page.html"
    write_page(page, html)
    opened = webbrowser.open(page.as_uri())
    told = "The page is open in your browser" if opened else "No browser could be opened for the page"
    print(f"{told}: {page}\nIt shows students' initials: delete it when you have seen it.", file=sys.stderr)
