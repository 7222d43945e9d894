"""The first steps of `init`: Google or a sandbox, and the account that the agent works as."""

from __future__ import annotations

import json
import os
import pwd
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workspace_agent.cli.auth_words import open_this
from workspace_agent.cli.init import checks
from workspace_agent.cli.init.asking import Question
from workspace_agent.cli.init.wizard import Wizard, tell
from workspace_agent.ledger.private import make_folder
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError, WorkspaceAgentError
from workspace_agent.model.features import Features

if TYPE_CHECKING:
    from workspace_agent.google.consent import Authorisation, Consent
    from workspace_agent.google.endpoint import Endpoint

SIGN_IN = Question("sign_in", "Who signs in?")
KEY_FILE = Question(
    "service_account_file", "The service account's key (JSON: docs/setup-google.md):", checks.file
)
CALENDARS = Question("calendars", "How does the agent get at the case managers' calendars?")
MODE = Question("mode", "Google itself, or a sandbox to rehearse with?")
DATA = Question("data", "In which folder shall the folders of state and secrets be made?", checks.own_folder)
SANDBOX_URL = Question("sandbox_url", "Where does the sandbox listen?", checks.sandbox_url)
CLIENT_FILE = Question(
    "client_file", "The OAuth client's file (JSON of a Desktop app: docs/setup-google.md):", checks.file
)
AGAIN = Question("sign_in_again", "Sign in as another account, or once more?")
BROWSER = Question("browser", "How do you get to the consent page?")
PASTED = Question("pasted", "Paste here the whole address on which the browser ended:", checks.line)

_MODES = (("google", "Google itself"), ("sandbox", "a sandbox on this machine, to rehearse"))
_WHO = (
    ("person", "the agent's own account, once, on Google's page"),
    ("service account", "a service account that an administrator lets act for the agent's account"),
)
_CALENDARS = (
    ("shared", "each shares theirs with the agent's account"),
    ("delegated", "the service account acts for each of them"),
)
_BROWSERS = (
    ("open", "open it in the browser of this machine"),
    ("paste", "show me its address: I open it in any browser, and paste what comes of it"),
)
_PORT = "http://127.0.0.1:8765"


def where(wizard: Wizard) -> None:
    """Which Google, and folders for settings, state and secrets."""
    mode = wizard.asker.choose(MODE, _MODES, wizard.file.value("google", "mode") or "google")
    is_free = mode == "sandbox" or wizard.wishes.here
    if not is_free:
        _outside_of_checkouts(wizard.config)
    url = _sandbox(wizard) if mode == "sandbox" else None
    paths = _paths(wizard)
    if not is_free:
        _outside_of_checkouts(*(wizard.config / path for path in paths.values()))
    _make(wizard.config)
    wizard.file.put("google", {"mode": mode, "sandbox_url": url})
    wizard.file.put("paths", paths)
    if not any(wizard.file.value("features", name) for name in Features.model_fields):
        wizard.file.put("features", dict.fromkeys(Features.model_fields, "report"))
    tell(f"Written: {wizard.config / 'agent.toml'}.", what_is_on(wizard))


def what_is_on(wizard: Wizard) -> str:
    """Which features are done, and not only told."""
    acting = [
        name.replace("_", " ")
        for name in Features.model_fields
        if wizard.file.value("features", name) not in {"off", "report"}
    ]
    if not acting:
        return "No feature is on: what is on report is told, and not done."
    return f"Under [features] these are on, and done by the next run: {', '.join(acting)}."


def _sandbox(wizard: Wizard) -> str:
    """Where it listens."""
    from workspace_agent.google.endpoint import Endpoint  # noqa: PLC0415 - heavy
    from workspace_agent.tools import knock  # noqa: PLC0415 - heavy

    while True:
        url: str = wizard.asker.ask(SANDBOX_URL, wizard.file.value("google", "sandbox_url") or _PORT)
        try:
            knock(Endpoint(mode="sandbox", url=url))
        except GoogleUnavailable as error:
            if not wizard.asker.terminal:
                raise
            tell(f"No sandbox answers there. {error.advice}")
        else:
            return url


def _paths(wizard: Wizard) -> dict[str, str]:
    """Of `[paths]`; left alone where somebody put state and secrets into different places."""
    now = {name: str(wizard.file.value("paths", name) or f"../{name}") for name in ("state", "secrets")}
    folders = {(wizard.config / path).resolve().parent for path in now.values()}
    if len(folders) > 1:
        return now
    beside = folders.pop()
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)  # of a system user; the environment may be somebody else's
    chosen: Path = wizard.asker.ask(
        DATA, str(home if checks.checked(checks.own_folder, str(beside)) else beside)
    )
    return now if chosen == beside else {name: str(chosen / name) for name in now}


def _outside_of_checkouts(*folders: Path) -> None:
    for folder in folders:
        if any((above / ".git").exists() for above in (folder, *folder.resolve().parents)):
            raise SettingsError(
                f"{folder} lies inside a git checkout, and what lies there is soon published.",
                advice="name a folder outside with --config DIR and --data DIR, or say --here",
            )


def needs_of_where(wizard: Wizard) -> Iterator[Question]:
    """What is not known yet."""
    if not wizard.file.value("google", "mode"):
        yield MODE
    if wizard.asker.given.get(MODE.name) == "sandbox":
        yield SANDBOX_URL


# ---- sign-in -----------------------------------------------------------------------------------------


def sign_in(wizard: Wizard) -> None:
    """A token file, or the key of a service account, among the secrets."""
    _make(wizard.secrets)
    who = wizard.asker.choose(SIGN_IN, _WHO, wizard.file.value("google", "sign_in") or "person")
    if who == "person":
        wizard.file.put("google", {"sign_in": None, "calendars": None})
        _as_a_person(wizard)
        return
    key = _key_file(wizard)
    as_whom = wizard.asker.choose(CALENDARS, _CALENDARS, wizard.file.value("google", "calendars") or "shared")
    wizard.file.put("google", {"sign_in": who, "calendars": as_whom})
    tell("A super administrator opens this page and chooses Authorise:", "", _link(key), "")
    if wizard.asker.terminal:
        wizard.asker.terminal.wait_for("Is that done? It may take minutes until Google heeds it.")


def needs_of_sign_in(wizard: Wizard) -> Iterator[Question]:
    """A key, or the token that only a person can get.

    Raises:
        SignInError: Nobody has signed in.
    """
    from workspace_agent.sign_in import KEY, TOKEN  # noqa: PLC0415 - heavy

    now = wizard.file.value("google", "sign_in") or "person"
    if wizard.asker.given.get(SIGN_IN.name, now) != "person":
        yield from () if (wizard.secrets / KEY).exists() else (KEY_FILE,)
    elif not (wizard.secrets / TOKEN).exists():
        raise SignInError(
            f"there is no {wizard.secrets / TOKEN}, and signing in needs a person at a terminal.",
            advice="type workspace-agent init at a terminal; or bring a token file there, with mode 0600; or "
            'use a service account: --sign-in "service account"',
        )


def _key_file(wizard: Wizard) -> Path:
    """The service account's key among the secrets: the one that is there, or the one that is named."""
    from workspace_agent.google.service_account import ServiceAccountKey  # noqa: PLC0415 - heavy
    from workspace_agent.secret_file import write_secret  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import KEY  # noqa: PLC0415 - heavy

    path = wizard.secrets / KEY
    if path.exists() and not wizard.has(KEY_FILE):
        return path
    chosen: Path = wizard.asker.ask(KEY_FILE)
    write_secret(path, chosen.read_bytes())
    try:
        ServiceAccountKey.read(path)
    except SettingsError:
        path.unlink()
        raise
    tell(f"Copied to {path}, where only you can read it. Delete {chosen}: it is a secret.")
    return path


def _link(key: Path) -> str:
    from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes  # noqa: PLC0415 - heavy
    from workspace_agent.google.service_account import ServiceAccountKey, delegation_link  # noqa: PLC0415 - heavy

    return delegation_link(ServiceAccountKey.read(key).client_id, needed_scopes(FEATURE_SCOPES))


# ---- as a person -------------------------------------------------------------------------------------


def _as_a_person(wizard: Wizard) -> None:
    from workspace_agent.sign_in import TOKEN  # noqa: PLC0415 - heavy

    token_file = wizard.secrets / TOKEN
    if _is_of_this_side(wizard, token_file) and not _wants_another(wizard, token_file):
        return
    consent = _consent(wizard, _client_file(wizard))
    consent.keep(token_file)
    tell(f"Signed in as {consent.account or 'an account that Google did not name'}. Written: {token_file}.")
    _tell_missing(consent.granted)


def account(wizard: Wizard) -> str:
    """Address of the account that is signed in; empty where it is not known."""
    from workspace_agent.google.credentials import TokenFile  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import TOKEN  # noqa: PLC0415 - heavy

    try:
        return str(TokenFile.read(wizard.secrets / TOKEN).credentials.as_info().get("account", ""))
    except WorkspaceAgentError:
        return ""


def _make(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError:
        raise SettingsError(f"{folder} cannot be made.", advice="look at its permissions") from None


def _is_of_this_side(wizard: Wizard, token_file: Path) -> bool:
    """There is a token file, and Google or the sandbox gave it, whichever is used now."""
    from workspace_agent.google.credentials import TokenFile  # noqa: PLC0415 - heavy

    return token_file.exists() and TokenFile.read(token_file).sandbox is endpoint(wizard).is_sandbox


def _wants_another(wizard: Wizard, token_file: Path) -> bool:
    from workspace_agent.sign_in import granted  # noqa: PLC0415 - heavy

    scopes = granted(token_file)
    tell(f"Signed in already, as {account(wizard) or 'an account that is not named'}.")
    _tell_missing(scopes)
    terminal = wizard.asker.terminal
    return bool(terminal and terminal.confirm(AGAIN.text, suggestion=bool(_missing(scopes))))


def _missing(scopes: frozenset[str]) -> frozenset[str]:
    from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes, uncovered  # noqa: PLC0415 - heavy

    return uncovered(scopes, needed_scopes(FEATURE_SCOPES))


def _tell_missing(scopes: frozenset[str]) -> None:
    from workspace_agent.google.scopes import FEATURE_SCOPES, uncovered  # noqa: PLC0415 - heavy

    for feature, needed in FEATURE_SCOPES.items():
        if missing := uncovered(scopes, needed):
            tell(f"  Not granted, so {feature.replace('_', ' ')} cannot work: {', '.join(sorted(missing))}")


def _client_file(wizard: Wizard) -> Path:
    """The client's file among the secrets: the one that is there, or the one that is named."""
    from workspace_agent.secret_file import write_secret  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import CLIENT  # noqa: PLC0415 - heavy

    path = wizard.secrets / CLIENT
    if not wizard.has(CLIENT_FILE) and path.exists() and _is_usable(path, endpoint(wizard)):
        return path
    write_secret(path, _client(wizard, path).encode())
    return path


def _is_usable(path: Path, there: Endpoint) -> bool:
    from workspace_agent.google.client_file import ClientFile  # noqa: PLC0415 - heavy

    try:
        ClientFile.read(path, there)
    except SettingsError:
        return False
    return True


def _client(wizard: Wizard, path: Path) -> str:
    """Content of the client's file; the sandbox hands one out, as the Google Cloud console does."""
    from workspace_agent.cli.demo import stage_at  # noqa: PLC0415 - heavy

    there = endpoint(wizard)
    if there.is_sandbox and not wizard.has(CLIENT_FILE):
        tell("The sandbox hands out an OAuth client's file, as the Google Cloud console would.")
        return json.dumps(stage_at(there.url).control("POST", "clients", {}))
    chosen: Path = wizard.asker.ask(Question(CLIENT_FILE.name, CLIENT_FILE.text, _client_for(there)))
    tell(f"Copied to {path}, where only you can read it. Delete {chosen}: it is a secret.")
    return chosen.read_text(encoding="utf-8")


def _client_for(there: Endpoint) -> checks.Check:
    def check(typed: str) -> Path:
        from workspace_agent.google.client_file import ClientFile  # noqa: PLC0415 - heavy

        path = checks.file(typed)
        try:
            ClientFile.parse(path, path.read_text(encoding="utf-8"), there)
        except (SettingsError, UnicodeDecodeError) as error:
            raise ValueError(f"{error} Choose the JSON of a Desktop app.") from None
        return path

    return check


def _consent(wizard: Wizard, client: Path) -> Consent:
    from workspace_agent.run import clock_from  # noqa: PLC0415 - heavy

    browser = wizard.asker.choose(BROWSER, _BROWSERS, "open" if _has_browser() else "paste")
    while True:
        asked = _authorisation(wizard, client)
        try:
            if browser == "open":
                return asked.in_browser(clock_from()())
            tell(open_this(asked.url), "")
            return asked.finish(wizard.asker.ask(PASTED), clock_from()())
        except SignInError as error:
            if not wizard.asker.terminal:
                raise
            tell(f"{error} {error.advice}" if browser == "paste" else f"{error}", "")
            browser = "paste"


def _authorisation(wizard: Wizard, client: Path) -> Authorisation:
    from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import authorisation  # noqa: PLC0415 - heavy

    hint = wizard.file.value("department", "robot") or ""
    return authorisation(client, needed_scopes(FEATURE_SCOPES), endpoint(wizard), hint)


def endpoint(wizard: Wizard) -> Endpoint:
    """Google or the sandbox, as it was chosen."""
    from workspace_agent.google.endpoint import Endpoint  # noqa: PLC0415 - heavy

    mode = wizard.file.value("google", "mode")
    return Endpoint(mode=mode, url=wizard.file.value("google", "sandbox_url") or "")


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
