"""One browser for all tests, and all mails that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# `make browser` installs what is needed; whoever runs all tests without it leaves these out.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Without a window; it is closed in the end."""
    from tests.browser.chromium import chromium  # noqa: PLC0415 - not everybody has it

    with chromium() as found:
        yield found
