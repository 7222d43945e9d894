"""An office for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Department
from tests.cli.init.office import BEFORE_THE_CHECK, Office, wizard_of
from tests.journeys.world import FRIDAY
from workspace_agent.cli.init.wizard import PROGRESS, Progress, walk


@pytest.fixture
def office(tmp_path: Path, department: Department) -> Office:
    """Nothing is set up; the agent's account has signed in, and it is the time that tests say."""
    department.stage.control("POST", "clock", {"now": FRIDAY.isoformat()})
    office = Office(tmp_path, department)
    office.sign_in()
    return office


@pytest.fixture(scope="session")
def first_office(tmp_path_factory: pytest.TempPathFactory, department: Department) -> Office:
    """The one that others are copies of."""
    office = Office(tmp_path_factory.mktemp("arranged"), department)
    office.sign_in()
    walk(wizard_of(office), BEFORE_THE_CHECK, Progress(office.config / PROGRESS))
    return office


@pytest.fixture
def arranged(tmp_path: Path, first_office: Office) -> Office:
    """Everything is set up but for the last look and the first plan."""
    shutil.copytree(first_office.folder, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path, first_office.department)
