"""`auth` as whoever sets up the agent types it: sign in, look, take back, delegate."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import tomlkit

from tests.cli.conftest import Command, Department
from tests.journeys.world import MARISOL, ROBOT
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.scopes import COMPOSE, FEATURE_SCOPES, METADATA, SPREADSHEETS, needed_scopes
from workspace_agent.sandbox.server import Sandbox, serve

CONFIG = "--config"
ALL = sorted(needed_scopes(FEATURE_SCOPES))


@dataclass(frozen=True)
class Desk:
    """Settings without any sign-in, before a sandbox that listens."""

    url: str
    folder: Path

    @property
    def config(self) -> str:
        return str(self.folder / "config")

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def token(self) -> Path:
        return self.secrets / "token.json"

    def control(self, path: str, **body: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/_sandbox/{path}", json=body, timeout=10)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    def download(self, **how: Any) -> str:
        """A client file, as a browser leaves it behind: readable by all."""
        path = self.folder / "client_secret_123.json"
        path.write_text(json.dumps(self.control("clients", **how)))
        path.chmod(0o644)
        return str(path)

    def service_account(self, *scopes: str, calendars: str = "shared") -> dict[str, Any]:
        """Its key in place, and the settings that say so."""
        key = self.control("service-accounts")
        path = self.secrets / "service-account.json"
        self.secrets.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(key))
        self.control("delegation", client_id=key["client_id"], scopes=scopes)
        settings = Path(self.config, "agent.toml")
        how = f'[google]\nsign_in = "service account"\ncalendars = "{calendars}"'
        settings.write_text(settings.read_text().replace("[google]", how))
        return key


@pytest.fixture
def desk(tmp_path: Path, department: Department) -> Iterator[Desk]:
    with serve(Sandbox()) as running:
        (tmp_path / "config").mkdir()
        text = (department.config / "agent.toml").read_text(encoding="utf8")
        text = text.replace(department.stage.endpoint.url, running.url)
        (tmp_path / "config" / "agent.toml").write_text(text, encoding="utf8")
        yield Desk(running.url, tmp_path)


class Answering(webbrowser.BaseBrowser):
    """The browser of this machine, before which somebody answers at once."""

    def open(self, url: str, *_: Any, **__: Any) -> bool:
        threading.Thread(target=requests.get, args=(url,), kwargs={"timeout": 10}, daemon=True).start()
        return True


@pytest.fixture
def browser() -> Iterator[None]:
    name = "answering"
    webbrowser.register(name, None, Answering(name), preferred=True)
    yield
    webbrowser._tryorder.remove(name)  # type: ignore[attr-defined]
    webbrowser._browsers.pop(name)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("browser")
def test_a_sign_in_in_the_browser_leaves_a_token_that_works(desk: Desk, command: Command) -> None:
    client = desk.download()
    desk.control("consent", email=ROBOT)
    said = command("auth", "login", CONFIG, desk.config, "--client", client)

    assert said.code == 0
    assert said.out.startswith(f"Signed in as {ROBOT} (sandbox) on ")
    assert said.out.count("PASS") == len(FEATURE_SCOPES)
    assert f"Delete {client}: it is a secret." in said.err
    modes = {path.name: path.stat().st_mode & 0o777 for path in desk.secrets.iterdir()}
    assert modes == {"client_secret.json": 0o600, "token.json": 0o600}

    looked = command("auth", "status", CONFIG, desk.config, "--json")
    assert (looked.code, looked.json["accepted"], looked.json["account"]) == (0, True, ROBOT)


@pytest.mark.usefixtures("browser")
def test_what_was_not_ticked_is_told_feature_by_feature_and_granted_later(
    desk: Desk, command: Command
) -> None:
    desk.control("consent", email=ROBOT, scopes=[SPREADSHEETS, METADATA, COMPOSE])
    said = command("auth", "login", CONFIG, desk.config, "--client", desk.download(testing=True))

    assert said.code == 4
    lines = said.out.splitlines()
    assert "PASS  digest           send mail: gmail.compose" in lines
    assert "MISS  meetings         book meetings: lacks calendar.events, drive.file" in lines
    assert f"tick every box; type: workspace-agent auth login --config {desk.config}" in said.out
    assert "in 7 days: the app is in testing" in said.out
    assert "Publish the app as Internal" in said.out

    desk.control("consent", email=ROBOT)
    assert command("auth", "login", CONFIG, desk.config).code == 0


@pytest.mark.usefixtures("browser")
def test_of_another_account_nothing_is_kept(desk: Desk, command: Command) -> None:
    desk.control("consent", email=MARISOL)
    said = command("auth", "login", CONFIG, desk.config, "--client", desk.download())

    assert (said.code, said.out) == (4, "")
    assert f"You signed in as {MARISOL}; the agent's account is {ROBOT}." in said.err
    assert not desk.token.exists()


@pytest.mark.usefixtures("browser")
def test_where_google_does_not_say_whose_it_is_nothing_is_kept(desk: Desk, command: Command) -> None:
    desk.control("consent", email=MARISOL, scopes=[SPREADSHEETS, COMPOSE])
    said = command("auth", "login", CONFIG, desk.config, "--client", desk.download())

    assert (said.code, said.out) == (4, "")
    assert "Google did not say as whom you signed in. Nothing was kept." in said.err
    assert not desk.token.exists()


def test_without_a_browser_the_address_is_pasted_and_a_wrong_one_asked_for_again(desk: Desk) -> None:
    desk.control("consent", email=ROBOT)
    words = ("auth", "login", CONFIG, desk.config, "--client", desk.download(), "--no-browser")
    typing = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "workspace_agent", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert typing.stderr is not None
    page = next(line.strip() for line in typing.stderr if line.startswith("http"))
    back = requests.get(page, allow_redirects=False, timeout=10).headers["Location"]
    out, err = typing.communicate(f"{page}\n{back}\n", timeout=30)

    assert typing.returncode == 0
    assert "this is not the address on which the browser ended. Try again:" in err
    assert out.startswith(f"Signed in as {ROBOT}")
    assert TokenFile.read(desk.token).granted == set(ALL)


def test_without_a_client_file_the_sandbox_says_where_one_is(desk: Desk, command: Command) -> None:
    said = command("auth", "login", CONFIG, desk.config)

    assert (said.code, said.out) == (3, "")
    assert f"curl -d '{{}}' {desk.url}/_sandbox/clients > FILE" in said.err


@pytest.mark.parametrize("content", [None, b"\xff", b"{}"])
def test_a_client_that_is_none_is_not_copied(desk: Desk, command: Command, content: bytes | None) -> None:
    path = desk.folder / "downloaded.json"
    if content is not None:
        path.write_bytes(content)
    said = command("auth", "login", CONFIG, desk.config, "--client", str(path))

    assert (said.code, said.out) == (3, "")
    assert str(path) in said.err
    assert not (desk.secrets / "client_secret.json").exists()


def test_a_client_that_cannot_be_copied_is_told(desk: Desk, command: Command) -> None:
    kept = desk.secrets / "client_secret.json"
    (kept / "full").mkdir(parents=True)
    said = command("auth", "login", CONFIG, desk.config, "--client", desk.download())

    assert (said.code, said.out) == (3, "")
    assert f"{kept} cannot be written." in said.err


def signed_in(desk: Desk, *, scopes: list[str] = ALL, email: str = ROBOT, **more: str) -> dict[str, Any]:
    """What a sign-in left behind."""
    token = desk.control("token", email=email, scopes=scopes) | {"sandbox": True} | more
    desk.secrets.mkdir(exist_ok=True)
    desk.token.touch(mode=0o600)
    desk.token.write_text(json.dumps(token))
    return token


def test_status_says_that_google_does_not_accept_it_any_more(desk: Desk, command: Command) -> None:
    token = signed_in(desk, ends="2026-11-20T12:00:00+00:00")
    requests.delete(f"{desk.url}/_sandbox/token", json={"refresh_token": token["refresh_token"]}, timeout=10)
    said = command("auth", "status", CONFIG, desk.config)

    assert said.code == 4
    assert "The agent's sign-in ended by itself on 20 Nov 2026." in said.out
    assert f"workspace-agent auth login --config {desk.config}" in said.out


def test_status_of_another_account_is_4(desk: Desk, command: Command) -> None:
    signed_in(desk, email=MARISOL)
    said = command("auth", "status", CONFIG, desk.config)

    assert said.code == 4
    assert said.out.startswith(f"Signed in as {MARISOL} (sandbox).\n")
    assert f"signed in, and agent.toml says that the agent's account is {ROBOT}." in said.out
    assert "PASS" not in said.out


def test_nothing_is_done_as_another_account(desk: Desk, command: Command) -> None:
    signed_in(desk, email=MARISOL)
    token = json.loads(desk.token.read_text(encoding="utf8"))
    desk.token.write_text(json.dumps(token | {"account": MARISOL}), encoding="utf8")
    said = command("run", CONFIG, desk.config)

    assert (said.code, said.out) == (4, "")
    assert f"{MARISOL} signed in, and agent.toml says that the agent's account is {ROBOT}." in said.err
    assert f"sign in as {ROBOT}, or correct robot in agent.toml" in said.err


@pytest.mark.parametrize(
    ("told", "named"), [({}, "an account that Google does not name"), ({"account": MARISOL}, MARISOL)]
)
def test_status_names_nobody_whom_google_did_not_name(
    desk: Desk, command: Command, told: dict[str, str], named: str
) -> None:
    signed_in(desk, scopes=[SPREADSHEETS, COMPOSE], **told)
    said = command("auth", "status", CONFIG, desk.config)

    assert said.code == 4
    assert said.out.startswith(f"Signed in as {named} (sandbox).\n")


def test_status_of_nobody_is_4(desk: Desk, command: Command) -> None:
    said = command("auth", "status", CONFIG, desk.config)

    assert (said.code, said.out) == (4, "")
    assert f"sign in; type: workspace-agent auth login --config {desk.config}" in said.err


def test_status_where_google_gives_no_answer_tells_the_rest(desk: Desk, command: Command) -> None:
    signed_in(desk)
    body = {"error": {"code": 403, "errors": [{"reason": "accessNotConfigured", "domain": "usageLimits"}]}}
    desk.control("faults", method="drive.about.get", nth=1, status=403, body=body, delay=0)
    said = command("auth", "status", CONFIG, desk.config, "--json")

    assert (said.code, said.json["accepted"]) == (5, None)
    assert "the API is switched off" in said.json["problem"]
    assert said.json["features"]["digest"]["lacks"] == []


def test_taken_back_at_google_and_removed_here(desk: Desk, command: Command) -> None:
    token = signed_in(desk)
    said = command("auth", "revoke", CONFIG, desk.config, "--yes")

    assert (said.code, said.out) == (0, f"Taken back at Google; {desk.token} is removed.\n")
    assert not desk.token.exists()
    form = {key: token[key] for key in ("client_id", "client_secret", "refresh_token")}
    again = requests.post(f"{desk.url}/token", data=form | {"grant_type": "refresh_token"}, timeout=10)
    assert again.json()["error"] == "invalid_grant"
    assert command("auth", "revoke", CONFIG, desk.config, "--yes").code == 2


def test_where_google_is_not_reached_the_token_is_kept_for_another_try(desk: Desk, command: Command) -> None:
    signed_in(desk)
    desk.control("faults", method="oauth2.revoke", nth=1, status=503, body=None, delay=0)
    said = command("auth", "revoke", CONFIG, desk.config, "--yes")

    assert (said.code, said.out) == (5, "")
    assert f"the access may stand, so {desk.token} is kept" in said.err
    assert desk.token.exists()


def test_a_refusal_of_anybody_else_does_not_count_as_taken_back(desk: Desk, command: Command) -> None:
    signed_in(desk)
    for body in ("<html>", {"error": "invalid_request"}):
        desk.control("faults", method="oauth2.revoke", nth=1, status=400, body=body, delay=0)
        said = command("auth", "revoke", CONFIG, desk.config, "--yes")

        assert (said.code, said.out) == (5, "")
        assert desk.token.exists()


def test_what_google_forgot_already_counts_as_taken_back(desk: Desk, command: Command) -> None:
    token = signed_in(desk)
    requests.delete(f"{desk.url}/_sandbox/token", json={"refresh_token": token["refresh_token"]}, timeout=10)
    said = command("auth", "revoke", CONFIG, desk.config, "--yes")

    assert said.code == 0
    assert not desk.token.exists()


def test_a_token_of_googles_own_is_not_sent_to_a_sandbox_to_be_taken_back(
    desk: Desk, command: Command
) -> None:
    desk.token.write_text(json.dumps(signed_in(desk) | {"sandbox": False}))
    requests.delete(f"{desk.url}/_sandbox/requests", timeout=10)
    said = command("auth", "revoke", CONFIG, desk.config, "--yes")

    assert (said.code, said.out) == (3, "")
    assert "was not issued for google.mode" in said.err
    assert desk.token.exists()
    assert requests.get(f"{desk.url}/_sandbox/requests", timeout=10).json()["requests"] == []


def test_nothing_is_taken_back_before_somebody_says_yes(desk: Desk) -> None:
    signed_in(desk)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "workspace_agent", "auth", "revoke", CONFIG, desk.config],
        input="n\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "the folders and records that it made" in done.stderr.partition("Go on?")[0]
    assert "workspace-agent auth login" in done.stderr
    assert desk.token.exists()


def test_the_link_names_the_client_and_just_the_scopes_that_are_wanted(desk: Desk, command: Command) -> None:
    key = desk.service_account()
    said = command("auth", "delegation-link", CONFIG, desk.config)

    assert said.code == 0
    assert said.out == (
        "https://admin.google.com/ac/owl/domainwidedelegation"
        f"?clientScopeToAdd={','.join(ALL)}&clientIdToAdd={key['client_id']}&overwriteClientId=true\n"
    )


@pytest.mark.parametrize(("done", "forms"), [(["where"], True), (["where", "form"], False)])
def test_before_init_came_to_the_form_the_link_delegates_what_that_needs_too(
    desk: Desk, command: Command, done: list[str], *, forms: bool
) -> None:
    """The page replaces what was delegated before."""
    desk.service_account()
    settings = tomlkit.parse((Path(desk.config) / "agent.toml").read_text(encoding="utf8"))
    settings.pop("form")
    (Path(desk.config) / "agent.toml").write_text(tomlkit.dumps(settings), encoding="utf8")
    (Path(desk.config) / "init.toml").write_text(tomlkit.dumps({"done": done}), encoding="utf8")

    assert (
        "forms.responses.readonly" in command("auth", "delegation-link", CONFIG, desk.config).out
    ) is forms


def test_a_service_account_is_tried_for_each_identity(desk: Desk, command: Command) -> None:
    desk.service_account(*ALL, calendars="delegated")
    said = command("auth", "login", CONFIG, desk.config)

    assert said.code == 0
    assert said.out.startswith(f"A service account for {ROBOT} (sandbox).\n")
    assert said.out.endswith(f"PASS  as {MARISOL}\n")


def test_a_service_account_without_delegation_is_4_and_names_the_link(desk: Desk, command: Command) -> None:
    desk.service_account(calendars="delegated")
    said = command("auth", "status", CONFIG, desk.config)

    assert said.code == 4
    assert f"The service account may not act for {ROBOT}: the scopes for it were not delegated." in said.out
    assert f"workspace-agent auth delegation-link --config {desk.config}" in said.out
    assert f"FAIL  as {MARISOL}" in said.out


def test_a_service_account_has_nothing_to_take_back(desk: Desk, command: Command) -> None:
    desk.service_account(*ALL)
    said = command("auth", "revoke", CONFIG, desk.config, "--yes")

    assert said.code == 2
    assert "Domain-wide delegation" in said.err


def test_an_unattended_command_never_opens_a_browser(desk: Desk) -> None:
    program = (
        "import sys, webbrowser\n"
        "webbrowser.open = webbrowser.get = lambda *_, **__: print('opened')\n"
        "from workspace_agent.cli import main\n"
        "for verb in ('plan', 'run'):\n"
        "    try:\n        main([verb, *sys.argv[1:]])\n"
        "    except SystemExit as ended:\n        print(ended.code)\n"
        "print('google_auth_oauthlib' in sys.modules)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, CONFIG, desk.config], capture_output=True, text=True, check=False
    )

    assert done.stdout == "4\n4\nFalse\n"
    assert "auth login" in done.stderr
