"""Signing in: which scopes the settings need, what was granted, and the way to the consent page."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workspace_agent.google.client_file import ClientFile
from workspace_agent.google.credentials import Identity, TokenFile
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import DRIVE, EVENTS, FEATURE_SCOPES, uncovered
from workspace_agent.google.service_account import NOT_DELEGATED, ServiceAccountKey
from workspace_agent.google.session import INVALID_RAPT
from workspace_agent.model.dates import words
from workspace_agent.model.errors import SignInError, WorkspaceAgentError
from workspace_agent.model.features import Switch
from workspace_agent.settings import AgentSettings, Settings

if TYPE_CHECKING:
    from workspace_agent.google.consent import Authorisation

TOKEN = "token.json"  # noqa: S105 - the name of a file
CLIENT = "client_secret.json"
KEY = "service-account.json"

_AGAIN = "sign in again; type: {login}"
_PUBLISH = (
    "while the app is in testing each sign-in lasts seven days: publish it as Internal "
    "(docs/setup-google.md), then sign in again; type: {login}"
)
_OF_PERSONS: Mapping[str, tuple[str, str]] = {
    "invalid_grant": (
        "Google does not accept the agent's sign-in any more: access was taken back, the account's password "
        "was changed, or the sign-in was not used for six months.",
        _AGAIN,
    ),
    "unauthorized_client": ("The agent's sign-in belongs to another OAuth client.", _AGAIN),
    "invalid_scope": ("The agent's sign-in does not allow what its token file says.", _AGAIN),
    "invalid_client": (
        "Google does not know the agent's OAuth client any more, or its secret was replaced.",
        "download the client's JSON once more; type: {login} --client FILE",
    ),
    "deleted_client": (
        "The agent's OAuth client was deleted in the Google Cloud console.",
        "make another one (docs/setup-google.md); type: {login} --client FILE",
    ),
    "admin_policy_enforced": (
        "Your organisation blocks the agent's app.",
        "an administrator trusts it in the Admin console under Security > Access and data control > API "
        "controls (docs/setup-google.md); then type: {login}",
    ),
    INVALID_RAPT: (
        "Your organisation makes everybody sign in again every so many hours, the agent too.",
        "an administrator exempts trusted apps in the Admin console under Security > Google Cloud session "
        "control, or the agent signs in with a service account (docs/setup-google.md); then type: {login}",
    ),
}
"""What the token endpoint says to a person's token, and what that means.

Source: developers.google.com/identity/protocols/oauth2#expiration,
developers.google.com/identity/protocols/oauth2/web-server#authorization-errors."""

_OF_SERVICE_ACCOUNTS: Mapping[str, tuple[str, str]] = {
    NOT_DELEGATED: (
        "The service account may not act for {subject}: the scopes for it were not delegated.",
        "an administrator opens the address that this prints: {link}",
    ),
    "invalid_grant": (
        "Google does not accept the service account for {subject}: its key was deleted, the address has no "
        "account, or this machine's clock is wrong.",
        "see which; type: {status}",
    ),
}
"""The same of a service account. Source: developers.google.com/identity/protocols/oauth2/service-account."""


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
    return TokenFile.read(token_file).granted


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
    from workspace_agent.google.consent import Authorisation  # noqa: PLC0415 - 500 ms, for one command

    return Authorisation(
        ClientFile.read(client_file, endpoint), scopes | already_granted, endpoint, login_hint
    )


def identity(settings: Settings) -> Identity:
    """Who signs in for the department. Nobody is asked: without a usable file there is no sign-in.

    Raises:
        SettingsError: A secret can be read by others, or there is no usable key.
        SignInError: There is no usable token file.
    """
    if settings.agent.google.sign_in == "person":
        return TokenFile.read(settings.secrets / TOKEN)
    robot = settings.agent.department.robot
    return ServiceAccountKey.read(settings.secrets / KEY).acting_as(robot, wanted_scopes(settings.agent))


def is_robot(account: str, settings: Settings) -> bool:
    """Whether an address is that of the agent's account."""
    return account.casefold() == settings.agent.department.robot.casefold()


def check_account(who: Identity, settings: Settings) -> None:
    """Whoever signed in is the agent: else it would work, and mail, as somebody the settings do not name.

    Args:
        who: A person's sign-in, whose account is known where Google named it; a service account acts for the
            address that the settings name.
        settings: What stands in `agent.toml`.

    Raises:
        SignInError: It is another account.
    """
    if isinstance(who, TokenFile) and who.account and not is_robot(who.account, settings):
        raise of_another(who.account, settings)


def of_another(account: str, settings: Settings) -> SignInError:
    """What is said of a stored sign-in as another account than the agent's."""
    robot = settings.agent.department.robot
    return SignInError(
        f"{account} signed in, and agent.toml says that the agent's account is {robot}.",
        advice=f"sign in as {robot}, or correct robot in agent.toml; type: {command('login', settings)}",
    )


def consent_of(settings: Settings) -> object:
    """What was given at the last sign-in, to see whether there was another one; None where it cannot be read.

    A token that was only refreshed is the same consent.
    """
    try:
        held = identity(settings)
        return held.credentials.refresh_token if isinstance(held, TokenFile) else held.path.read_bytes()
    except (WorkspaceAgentError, OSError):
        return None


def owners(settings: Settings) -> Mapping[str, Identity]:
    """As whom each case manager's calendar is read and written, where that is not the robot.

    Raises:
        SettingsError: There is no usable key.
    """
    if settings.agent.google.calendars == "shared":
        return {}
    key, scopes = ServiceAccountKey.read(settings.secrets / KEY), frozenset({EVENTS})
    people = settings.agent.case_managers
    return {person.calendar: key.acting_as(person.email, scopes) for person in people}


def check_observe(lacking: Mapping[str, frozenset[str]], settings: Settings) -> None:
    """Without these scopes nothing can be read, so nothing can be done.

    Raises:
        SignInError: Some were not granted.
    """
    missing = ", ".join(sorted(scope.rpartition("/")[2] for scope in lacking.get("observe", ())))
    if missing:
        raise SignInError(
            f"The agent may not read the workbooks. Scopes that were not granted: {missing}.",
            advice=how_to_grant(settings),
        )


def how_to_grant(settings: Settings) -> str:
    """What to type so that scopes that miss are granted."""
    if settings.agent.google.sign_in == "service account":
        return f"an administrator opens the address that this prints: {command('delegation-link', settings)}"
    return f"sign in again and tick every box; type: {command('login', settings)}"


def explained(error: SignInError, settings: Settings, now: datetime, subject: str = "") -> SignInError:
    """The same with its cause, as far as it is known, and the one command to type.

    Args:
        error: What stopped a command; one with an advice of its own is kept as it is.
        settings: Whose sign-in it is.
        now: Aware.
        subject: For whom a service account acts, where that is not the robot.
    """
    if error.advice != SignInError.advice:
        return error
    message, advice = _cause(error, settings, now)
    return SignInError(
        message.format(subject=subject or settings.agent.department.robot),
        reason=error.reason,
        advice=advice.format(
            login=command("login", settings),
            link=command("delegation-link", settings),
            status=command("status", settings),
        ),
    )


def command(verb: str, settings: Settings) -> str:
    """What to type, such as `workspace-agent auth login --config /srv/agent/config`."""
    return f"workspace-agent auth {verb} --config {shlex.quote(str(settings.folder))}"


def _cause(error: SignInError, settings: Settings, now: datetime) -> tuple[str, str]:
    if settings.agent.google.sign_in == "service account":
        return _OF_SERVICE_ACCOUNTS.get(error.reason, (str(error), "type: {status}"))
    if error.reason == "invalid_grant" and (ended := _ended(settings, now)):
        return ended, _PUBLISH
    return _OF_PERSONS.get(error.reason, (str(error), "sign in; type: {login}"))


def _ended(settings: Settings, now: datetime) -> str:
    """A sentence where the consent was limited in time, and that time is over."""
    try:
        ends = TokenFile.read(settings.secrets / TOKEN).ends
    except WorkspaceAgentError:
        return ""
    if ends is None or ends > now:
        return ""
    return (
        f"The agent's sign-in ended by itself on {words(ends.astimezone(settings.agent.time_zone).date())}."
    )
