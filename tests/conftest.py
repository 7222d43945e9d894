"""What holds in every test that meets the sandbox."""

from __future__ import annotations

import gc
import logging
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from googleapiclient.schema import Schemas
from hypothesis import settings

from tests.kills.campaign import memory

# Journeys make much and keep little: looking for rings of garbage less often saves a tenth of their time.
gc.set_threshold(100_000, 20, 100)

# For each client that is built Google's library writes a docstring for each method; nobody reads them here.
Schemas.prettyPrintSchema = Schemas.prettyPrintByName = lambda *_: ""

# How long an example takes says how busy the machine is, and nothing about the program.
settings.register_profile("whatever else runs", deadline=None)
settings.load_profile("whatever else runs")

# The ledger waits for the disk at every commit, so in tests its disk is memory where there is such a one.
if memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory()))


LONG = ("test_names_never_leave.py",)
"""A minute for few tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files are given out whole: the long ones first, so that no process is left alone with one at last."""
    counts = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in LONG, -counts[item.path], item.path))


class Bugs(logging.Handler):
    """Collects what the sandbox says of its mistakes: replies against the schemas, handlers that stumble."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@pytest.fixture(autouse=True)
def sandbox_bugs() -> Iterator[list[str]]:
    """Every reply of the test run is what Google's documents promise; who plants a bug takes it out again."""
    logger, bugs = logging.getLogger("workspace_agent.sandbox"), Bugs()
    logger.addHandler(bugs)
    yield bugs.found
    logger.removeHandler(bugs)
    assert bugs.found == []
