"""The same where a service account signs in and acts for each case manager."""

from __future__ import annotations

import json
import os
from datetime import timedelta

from tests.doctor.conftest import Clinic
from tests.journeys.world import FRIDAY, MARISOL
from workspace_agent.doctor.check import Standing, exit_code
from workspace_agent.google.scopes import COMPOSE, FEATURE_SCOPES, needed_scopes

SCOPES = needed_scopes(FEATURE_SCOPES)


def delegate(clinic: Clinic, scopes: frozenset[str] = SCOPES) -> None:
    """A service account with its key, and what an administrator let it do."""
    key = clinic.world.stage.control("POST", "service-accounts", {})
    path = clinic.secrets / "service-account.json"
    path.write_text(json.dumps(key))
    path.chmod(0o600)
    os.utime(path, (FRIDAY.timestamp(), FRIDAY.timestamp()))
    asked = {"client_id": key["client_id"], "scopes": sorted(scopes)}
    clinic.world.stage.control("POST", "delegation", asked)
    mode = '[google]\nsign_in = "service account"\ncalendars = "delegated"'
    clinic.world.setting(lambda text: text.replace("[google]", mode, 1))
    (clinic.secrets / "token.json").unlink()


def test_nothing_fails_where_all_is_delegated(clinic: Clinic) -> None:
    delegate(clinic)

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []
    assert "The agent may write on it (owner)" in clinic.found("calendar of marisol-quintero")
    assert "lain here for 0 days" in clinic.found("end of the sign-in")


def test_a_key_that_is_newer_than_the_sandboxs_clock_lies_there_for_no_days(clinic: Clinic) -> None:
    delegate(clinic)
    later = (FRIDAY + timedelta(days=9)).timestamp()
    os.utime(clinic.secrets / "service-account.json", (later, later))

    clinic.look("Sheets")

    assert "lain here for 0 days" in clinic.found("end of the sign-in")


def test_an_old_key_should_be_replaced(clinic: Clinic) -> None:
    delegate(clinic)
    old = (FRIDAY - timedelta(days=365)).timestamp()
    os.utime(clinic.secrets / "service-account.json", (old, old))

    clinic.look("Sheets")

    assert "Make a new key" in clinic.found("end of the sign-in")
    assert "end of the sign-in" in clinic.standing(Standing.WARN)


def test_a_scope_that_was_not_delegated_fails_and_names_the_link(clinic: Clinic) -> None:
    delegate(clinic, SCOPES - {COMPOSE})

    lines = clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["scope gmail.compose"]
    assert "workspace-agent auth delegation-link" in clinic.found("scope gmail.compose")
    assert exit_code(lines) == 4


def test_without_delegation_nothing_is_skipped_silently(clinic: Clinic) -> None:
    delegate(clinic, frozenset())

    lines = clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["token is renewed"]
    assert "auth delegation-link" in clinic.found("token is renewed")
    assert exit_code(lines) == 4


def test_a_case_manager_without_an_account_is_told_by_calendar(clinic: Clinic) -> None:
    delegate(clinic)
    clinic.world.setting(
        lambda text: text.replace(f'calendar = "{MARISOL}"', 'calendar = "room@willow.example"')
    )

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["calendar of marisol-quintero"]


def test_a_case_manager_for_whom_it_may_not_act_is_told_as_such(clinic: Clinic) -> None:
    delegate(clinic)
    clinic.world.fault("oauth2.token", nth=2, status=400, body={"error": "invalid_grant"})

    lines = clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["calendar of marisol-quintero"]
    found = clinic.found("calendar of marisol-quintero")
    assert f"Google does not accept the service account for {MARISOL}" in found
    assert "share it" not in found
    assert exit_code(lines) == 4
