"""One fresh sandbox per test, its clock standing still."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sandbox.world import MANAGER, ROBOT, Person
from workspace_agent.sandbox.server import Sandbox

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.state.clock.set(NOW, frozen=True)
    return sandbox


@pytest.fixture
def robot(sandbox: Sandbox) -> Person:
    return Person(sandbox, ROBOT)


@pytest.fixture
def manager(sandbox: Sandbox) -> Person:
    return Person(sandbox, MANAGER)
