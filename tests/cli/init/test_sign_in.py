"""Signing in during `init`: on the consent page, and with a service account."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import typer

from tests.cli.conftest import Department
from tests.cli.init.office import NAMES, WISHES, Office, wizard_of
from tests.cli.init.person import Person
from tests.journeys.world import ROBOT
from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.asking import Asker
from workspace_agent.cli.init.steps import STEPS
from workspace_agent.cli.init.wizard import PROGRESS, Progress, Wizard, walk
from workspace_agent.google.scopes import EVENTS, FEATURE_SCOPES, needed_scopes
from workspace_agent.model.errors import SettingsError
from workspace_agent.sign_in import CLIENT, KEY, TOKEN, granted

CAPTURED = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, department: Department) -> Office:
    """Nobody has signed in."""
    return Office(tmp_path, department)


def walked(wizard: Wizard, until: str) -> None:
    walk(wizard, STEPS[: NAMES.index(until)], Progress(wizard.config / PROGRESS))


def at_the_terminal(office: Office, person: Person) -> Wizard:
    given = {"mode": "sandbox", "sandbox_url": office.stage.endpoint.url}
    return Wizard(office.config, Asker(given, person), AgentFile(office.config / "agent.toml"), WISHES)


def at_the_page(office: Office, capsys: CAPTURED, **how: object) -> Callable[[], str]:
    """Somebody who opens the page that is shown, answers it, and copies the address on which it ends."""

    def answer() -> str:
        page = re.findall(r"^http://127\S+", capsys.readouterr().err, re.M)[-1]
        office.stage.control("POST", "consent", {"email": ROBOT, **how})
        ended = requests.get(page, allow_redirects=False, timeout=9).headers["Location"]
        office.stage.control("DELETE", "consent")
        return ended

    return answer


def test_the_pasted_address_signs_in_and_names_the_account(office: Office, capsys: CAPTURED) -> None:
    person = Person({"consent page": "paste", "Paste here": at_the_page(office, capsys)})

    walked(at_the_terminal(office, person), "organisation")

    secrets = office.folder / "secrets"
    assert f"Signed in as {ROBOT}." in capsys.readouterr().err
    assert granted(secrets / TOKEN) == needed_scopes(FEATURE_SCOPES)
    assert {path.name: path.stat().st_mode & 0o777 for path in secrets.iterdir()} == {
        TOKEN: 0o600,
        CLIENT: 0o600,
    }

    person.answers |= {"Name of the dep": "Willow", "time zone": "America/Denver"}
    walked(at_the_terminal(office, person), "districts")
    assert office.settings["department"]["robot"] == ROBOT
    assert not [asked for asked in person.asked if "Address of the account" in asked]


def test_a_wrong_paste_is_asked_again_and_a_box_that_is_not_ticked_is_told(
    office: Office, capsys: CAPTURED
) -> None:
    scopes = sorted(needed_scopes(FEATURE_SCOPES) - {EVENTS})
    right = at_the_page(office, capsys, email="other.agent@willowbridge.example", scopes=scopes)
    pasted = iter(["http://localhost/?state=other&code=4", None])
    person = Person({"consent page": "paste", "Paste here": lambda: next(pasted) or right()})

    walked(at_the_terminal(office, person), "organisation")

    told = capsys.readouterr().err
    assert f"Not granted, so meetings cannot work: {EVENTS}" in told
    assert sum("Paste here" in asked for asked in person.asked) == 2


# ---- service account ---------------------------------------------------------------------------------


def key_file(office: Office) -> tuple[Path, str]:
    """As downloaded, with its client id."""
    made = office.stage.control("POST", "service-accounts", {"email": "bot@willow.iam.gserviceaccount.com"})
    path = office.folder / "downloaded.json"
    path.write_text(json.dumps(made))
    return path, made["client_id"]


def test_a_service_account_needs_nobody_at_a_page(office: Office, capsys: CAPTURED) -> None:
    path, client_id = key_file(office)
    scopes = sorted(needed_scopes(FEATURE_SCOPES))
    office.stage.control("POST", "delegation", {"client_id": client_id, "scopes": scopes})

    wizard = wizard_of(
        office, sign_in="service account", service_account_file=str(path), calendars="delegated"
    )
    walked(wizard, "key")

    assert f"clientIdToAdd={client_id}" in capsys.readouterr().err
    assert (office.folder / "secrets" / KEY).stat().st_mode & 0o777 == 0o600
    google = office.settings["google"]
    assert (google["sign_in"], google["calendars"]) == ("service account", "delegated")
    assert len(office.settings["case_managers"][0]["workbooks"]) == 2


@pytest.mark.parametrize(("content", "said"), [("{}", "is no key"), ("no JSON", "is no key")])
def test_what_is_no_key_is_not_kept(office: Office, content: str, said: str) -> None:
    wrong = office.folder / "wrong.json"
    wrong.write_text(content)

    with pytest.raises(SettingsError, match=said):
        walked(wizard_of(office, sign_in="service account", service_account_file=str(wrong)), "organisation")
    assert not (office.folder / "secrets" / KEY).exists()


def test_without_its_key_a_service_account_is_asked_for_it(office: Office) -> None:
    with pytest.raises(typer.BadParameter, match="--service-account-file"):
        walked(wizard_of(office, sign_in="service account"), "organisation")
