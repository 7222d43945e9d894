"""Signing in: which scopes the settings need, what was granted, and the way to the consent page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workspace_agent.google.client_file import ClientFile
from workspace_agent.google.consent import Authorisation
from workspace_agent.google.credentials import TokenFile, granted_scopes
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import DRIVE, FEATURE_SCOPES, uncovered
from workspace_agent.model.features import Switch
from workspace_agent.settings import AgentSettings

TOKEN = "token.json"  # noqa: S105 - the name of a file
CLIENT = "client_secret.json"


def feature_scopes(settings: AgentSettings) -> Mapping[str, frozenset[str]]:
    """The scopes that each feature needs as the department uses it; a feature that is off needs none.

    Args:
        settings: What stands in `agent.toml`.
    """
    unused = {feature for feature in FEATURE_SCOPES if settings.features.of(feature) is Switch.OFF}
    if settings.form is None or not settings.form.id:
        unused.add("form")
    wanted = {feature: scopes for feature, scopes in FEATURE_SCOPES.items() if feature not in unused}
    adopts = any(person.records_folder for person in settings.case_managers)
    return wanted | ({"records_folder": frozenset({DRIVE})} if adopts else {})


def wanted_scopes(settings: AgentSettings) -> frozenset[str]:
    """The least scopes with which everything works that is not off."""
    return frozenset().union(*feature_scopes(settings).values())


def granted(token_file: Path) -> frozenset[str]:
    """What the person who signed in allowed.

    Raises:
        SettingsError: Others can read the file.
        SignInError: There is no usable token file.
    """
    return granted_scopes(TokenFile.read(token_file).credentials)


def short(settings: AgentSettings, scopes: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """By feature, the scopes that are needed and were not granted; only features that lack some.

    Args:
        settings: What stands in `agent.toml`.
        scopes: Those granted.
    """
    lacking = {feature: uncovered(scopes, needed) for feature, needed in feature_scopes(settings).items()}
    return {feature: missing for feature, missing in lacking.items() if missing}


def authorisation(
    client_file: Path,
    scopes: frozenset[str],
    endpoint: Endpoint,
    login_hint: str = "",
    already_granted: frozenset[str] = frozenset(),
) -> Authorisation:
    """A visit to Google's consent page: `url` and `finish(pasted address, now)`, or `in_browser(now)`.

    Both give a `Consent`, which knows what was granted and by whom, and writes the token file (`keep`).

    Args:
        client_file: `secrets/client_secret.json`.
        scopes: What is wanted.
        endpoint: Google or the sandbox.
        login_hint: The account that should answer.
        already_granted: What an earlier token allows, which the new one shall allow as well.

    Raises:
        SettingsError: The client file is not usable, or belongs to the other side.
    """
    return Authorisation(ClientFile.read(client_file), scopes | already_granted, endpoint, login_hint)
