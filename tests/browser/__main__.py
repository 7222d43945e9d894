"""Write the pictures of the documents, of mails that are kept: `python -m tests.browser`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.browser.chromium import DARK, LIGHT, PHONE, Look, chromium, shown
from tests.goldens.mails import kept

DOCS = Path(__file__).parents[2] / "docs"
STORY = "bad-week-"
HEIGHT = 1080
"""Pixels from the top: enough to see what the mail is like."""


def main() -> None:
    """Each reader's mail of a bad week, and the manager's by night and on a phone as well."""
    with chromium() as browser:
        for file, look, picture in _pictures():
            with shown(browser, file.read_text(encoding="utf8"), look) as seen:
                height = min(HEIGHT, seen.page.evaluate("document.documentElement.scrollHeight"))
                seen.page.set_viewport_size({"width": look.width, "height": height})
                seen.page.screenshot(path=DOCS / picture)
            print(f"docs/{picture}: {(DOCS / picture).stat().st_size / 1000:.0f} kB")


def _pictures() -> Iterator[tuple[Path, Look, str]]:
    for file in kept():
        reader = file.stem.removeprefix(STORY)
        if reader != file.stem:
            yield file, LIGHT, f"digest-{reader}.png"
        if reader == "manager":
            yield file, DARK, "digest-manager-dark.png"
            yield file, PHONE, "digest-manager-phone.png"


if __name__ == "__main__":
    main()
