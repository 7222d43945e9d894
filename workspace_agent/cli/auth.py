"""`auth`: sign in, see what was granted, take it back, delegate to a service account."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workspace_agent.cli import auth_words, show
from workspace_agent.cli.asking import ask, says_yes
from workspace_agent.cli.options import AsJson, Config, load_settings
from workspace_agent.model.errors import GoogleUnavailable, NotThere, SettingsError, SignInError

if TYPE_CHECKING:
    from workspace_agent.google.consent import Authorisation, Consent
    from workspace_agent.google.endpoint import Endpoint
    from workspace_agent.settings import Settings

app = typer.Typer(help="Sign in to Google, see what was granted, take it back.", no_args_is_help=True)

_WITHOUT_CONSENT = (
    "an administrator takes its client off under Domain-wide delegation in the Admin console; then delete "
    "its key in the Google Cloud console and service-account.json in the folder of secrets"
)
_CONNECTIONS = "https://myaccount.google.com/connections"
_LOSES = (
    "Google may also take from the agent the folders and records that it made, even where somebody signs in "
    "again: then it can file nothing until they are given back (docs/setup-google.md, under End it). To sign "
    "in anew, workspace-agent auth login alone is enough."
)
_ASK_AGAIN = frozenset({"missing_code", "mismatching_state"})
"""What comes of a wrong paste."""

Client = Annotated[
    Path | None,
    typer.Option(
        "--client",
        metavar="FILE",
        help="The OAuth client's JSON as downloaded; it is copied into the folder of secrets.",
    ),
]
NoBrowser = Annotated[
    bool,
    typer.Option("--no-browser", help="Print the page's address, to open anywhere, and ask for the answer."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether that is meant.")]


@app.command("login")
def login(config: Config = Path("config"), client: Client = None, no_browser: NoBrowser = False) -> None:
    """Sign in on Google's page as the agent's account; with a service account, try whom it may act for."""
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import TOKEN  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of, knock  # noqa: PLC0415 - heavy

    settings, clock = load_settings(config), clock_from()
    endpoint = endpoint_of(settings)
    knock(endpoint)
    if settings.agent.google.sign_in == "person":
        consent = _consent(settings, endpoint, client, clock(), no_browser=no_browser)
        _check_account(consent.account, settings)
        consent.keep(settings.secrets / TOKEN)
    _tell(settings, endpoint, clock(), as_json=False)


@app.command("status")
def status(config: Config = Path("config"), json: AsJson = False) -> None:
    """Tell who is signed in, whether Google accepts that, and which scope each feature lacks."""
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of, knock  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    endpoint = endpoint_of(settings)
    knock(endpoint)
    _tell(settings, endpoint, clock_from()(), as_json=json)


@app.command("revoke")
def revoke(config: Config = Path("config"), yes: Yes = False) -> None:
    """Take back at Google what the agent was allowed, and remove its token file."""
    from workspace_agent.google import revoke as at_google  # noqa: PLC0415 - heavy
    from workspace_agent.google.credentials import TokenFile  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import TOKEN  # noqa: PLC0415 - heavy
    from workspace_agent.tools import endpoint_of  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    if settings.agent.google.sign_in != "person":
        raise NotThere("A service account has no sign-in to take back.", advice=_WITHOUT_CONSENT)
    try:
        token = TokenFile.read(settings.secrets / TOKEN)
    except SignInError as error:
        raise NotThere(
            f"There is no sign-in to take back: {error}.",
            advice=f"access that stands all the same is taken off at {_CONNECTIONS}",
        ) from None
    print(_LOSES, file=sys.stderr)
    if not (yes or says_yes("The agent can do nothing until somebody signs in again. Go on?")):
        raise typer.Abort
    try:
        at_google.revoke(token, endpoint_of(settings))
    except GoogleUnavailable as error:
        raise GoogleUnavailable(
            error.method,
            error.status,
            advice=f"the access may stand, so {token.path} is kept. Try again, or take the app off at "
            f"{_CONNECTIONS} and delete the file",
        ) from None
    token.remove()
    print(f"Taken back at Google; {token.path} is removed.")


@app.command("delegation-link")
def delegation_link(config: Config = Path("config")) -> None:
    """Print the page of the Admin console that delegates to the service account just what is wanted."""
    from workspace_agent.cli.init.wizard import is_under_way  # noqa: PLC0415 - heavy
    from workspace_agent.google.scopes import FEATURE_SCOPES  # noqa: PLC0415 - heavy
    from workspace_agent.google.service_account import ServiceAccountKey, delegation_link  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import KEY, wanted_scopes  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    key, scopes = ServiceAccountKey.read(settings.secrets / KEY), wanted_scopes(settings.agent)
    if is_under_way(config, "form"):  # what the page delegates takes the place of what was delegated before
        scopes |= FEATURE_SCOPES["form"]
    print(delegation_link(key.client_id, scopes))
    print(
        f"A super administrator opens it and chooses Authorise: {len(scopes)} scopes for the client "
        f"{key.client_id}. It may take a day until Google heeds it, mostly minutes.",
        file=sys.stderr,
    )


def _consent(
    settings: Settings, endpoint: Endpoint, client: Path | None, now: datetime, *, no_browser: bool
) -> Consent:
    from workspace_agent.sign_in import CLIENT, TOKEN, authorisation, granted, wanted_scopes  # noqa: PLC0415 - heavy

    _make_secrets(settings)
    kept = settings.secrets / CLIENT
    if client is not None:
        _copy(client, kept, endpoint)
    try:
        before = granted(settings.secrets / TOKEN)
    except SignInError:
        before = frozenset()
    asked = authorisation(
        kept, wanted_scopes(settings.agent), endpoint, settings.agent.department.robot, before
    )
    return _pasted(asked, now) if no_browser else asked.in_browser(now)


def _make_secrets(settings: Settings) -> None:
    from workspace_agent.ledger.private import make_folder  # noqa: PLC0415 - heavy

    try:
        make_folder(settings.secrets)
    except OSError:
        advice = "look at [paths] in agent.toml and at the permissions"
        raise SettingsError(f"the folder {settings.secrets} cannot be made.", advice=advice) from None


def _copy(client: Path, kept: Path, endpoint: Endpoint) -> None:
    from workspace_agent.google.client_file import ClientFile  # noqa: PLC0415 - heavy
    from workspace_agent.secret_file import write_secret  # noqa: PLC0415 - heavy

    try:
        text = client.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"--client {client} cannot be read.", advice="name the JSON file as downloaded"
        ) from None
    ClientFile.parse(client, text, endpoint)
    write_secret(kept, text.encode())
    if client.resolve() != kept.resolve():
        print(f"Copied to {kept}. Delete {client}: it is a secret.", file=sys.stderr)


def _pasted(asked: Authorisation, now: datetime) -> Consent:
    print(auth_words.open_this(asked.url), file=sys.stderr)
    while True:
        answer = ask("Address:")
        try:
            return asked.finish(answer, now)
        except SignInError as error:
            if error.reason not in _ASK_AGAIN:
                raise
            print(f"That did not work: {error} Try again: {error.advice}.", file=sys.stderr)


def _check_account(account: str, settings: Settings) -> None:
    """Nothing is kept of a consent of somebody else's: their files would become the agent's."""
    from workspace_agent.sign_in import is_robot  # noqa: PLC0415 - heavy

    robot = settings.agent.department.robot
    if not account:
        raise SignInError(
            "Google did not say as whom you signed in. Nothing was kept.",
            advice="type the command again and tick every box; the Google Drive API must be switched on: "
            "docs/setup-google.md",
        )
    if not is_robot(account, settings):
        raise SignInError(
            f"You signed in as {account}; the agent's account is {robot}. Nothing was kept.",
            advice=f"type the command again and choose {robot} on Google's page, or correct robot in "
            f"agent.toml; {account} takes the app off at {_CONNECTIONS}",
        )


def _tell(settings: Settings, endpoint: Endpoint, now: datetime, *, as_json: bool) -> None:
    from workspace_agent.sign_in_check import check  # noqa: PLC0415 - heavy

    accepted = list(check(settings, endpoint, lambda: now))
    content = auth_words.content(settings, accepted, now)
    print(show.as_json(content) if as_json else auth_words.text(content, settings))
    code = auth_words.exit_code(content)
    if code:
        raise typer.Exit(code)
