"""`serve`, cycle by cycle: it waits out what passes, catches up once, and ends for what does not pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.alerts.servers import Monitor, monitor
from tests.journeys.world import FRIDAY, MANAGER, ROBOT, World, build_world
from tests.name_scanner import NameScanner
from tests.test_names_never_leave import willows_names
from workspace_agent.alerts.watch import watch_of
from workspace_agent.cli.serve import Server, given
from workspace_agent.cli.status import NEXT_CYCLE
from workspace_agent.cli.watched import told_of
from workspace_agent.google.scopes import COMPOSE, FEATURE_SCOPES, needed_scopes
from workspace_agent.ledger.restore import check_copy
from workspace_agent.model.errors import LockHeld, SettingsError, SignInError
from workspace_agent.sign_in import TOKEN
from workspace_agent.tools import Tools, open_tools

PERIOD = timedelta(minutes=5)
MONDAY = datetime.fromisoformat("2026-11-23T07:00:00-05:00")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return build_world(tmp_path / "world")


@pytest.fixture
def quiet(world: World) -> World:
    """A department for which the agent looks, and does little else."""
    off = "".join(
        f'{name} = "off"\n' for name in ("meetings", "filing", "sharing", "progress_sheets", "digest")
    )
    world.setting(lambda text: text.replace("[department]", f"[features]\n{off}\n[department]"))
    return world


@pytest.fixture
def there(world: World) -> Iterator[Monitor]:
    with monitor() as one:
        secret = world.folder / "secrets" / "heartbeat.url"
        secret.write_text(f"{one.url}\n")
        secret.chmod(0o600)
        yield one


def say(_: str) -> None:
    pass


def never() -> bool:
    return False


@contextmanager
def serving(world: World, stop: Callable[[], bool] = never) -> Iterator[Server]:
    """What `serve` goes on with, once it is open."""
    held = given(world.config)
    settings = held.settings
    watch = watch_of(settings, world.clock, say)
    with (
        told_of(watch),
        open_tools(settings, world.clock, world.stage.endpoint, world.clock.sleep, stop) as tools,
    ):
        yield Server(tools, watch, PERIOD, held)


def test_each_cycle_does_what_is_new_and_after_a_month_asleep_there_is_one_digest_more(world: World) -> None:
    with serving(world) as server:
        assert server.cycle()
        assert world.meetings()
        assert len(world.mails(MANAGER)) == 1
        world.forget_requests()
        world.at(FRIDAY + PERIOD)
        assert server.cycle()
        assert world.writes() == []
        world.at(FRIDAY + timedelta(days=31))
        assert server.cycle()
        assert server.cycle()
    assert len(world.mails(MANAGER)) == 2


def test_when_the_next_cycle_is_to_begin_is_kept(quiet: World) -> None:
    with serving(quiet) as server:
        server.cycle()
        assert server.tools.ledger.meta(NEXT_CYCLE) == "2026-11-20T12:05:00+00:00"


def test_googles_bad_days_are_waited_out(quiet: World, there: Monitor) -> None:
    with serving(quiet) as server:
        for _ in range(9):
            quiet.fault("drive.files.list", status=503)
        assert server.cycle()
        assert server.cycle()
    assert there.signals == ["start", "log", "start", ""]


def test_a_dead_sign_in_ends_it_and_is_told(quiet: World, there: Monitor) -> None:
    quiet.fault("*", status=401)
    quiet.fault("oauth2.token", status=400, body={"error": "invalid_grant"})
    with pytest.raises(SignInError), serving(quiet) as server:
        server.cycle()
    assert there.signals == ["start", "4", "fail"]
    assert there.heard[-1] == ("fail", {"alert": "sign-in"})
    assert len(set(there.runs)) == 1


MAIL_IS_OFF = {"error": {"code": 400, "message": "Mail service not enabled", "status": "FAILED_PRECONDITION"}}


def test_mail_that_nobody_gets_is_told_by_a_way_outside_google(world: World, there: Monitor) -> None:
    world.at(MONDAY)
    with serving(world) as server:
        for hours in range(0, 36, 12):
            for _ in range(9):
                world.fault("gmail.users.drafts.create", status=400, body=MAIL_IS_OFF)
            world.at(MONDAY + timedelta(hours=hours))
            assert server.cycle()
        assert server.told == 1
        (run,) = server.tools.ledger.runs.latest(1)
        assert json.loads(run.counts)["mails_failed"]
        assert there.heard[-1] == ("fail", {"alert": "mail"})
        assert len([signal for signal in there.signals if signal == "fail"]) == 1
        world.sandbox.faults.clear()
        server.cycle()
        assert len(world.mails(MANAGER)) == 1
    assert [signal for signal in there.signals if signal != "start"] == ["", "", "log", "fail", ""]


def test_a_sign_in_that_does_not_allow_mail_is_told(quiet: World, there: Monitor) -> None:
    quiet.setting(lambda text: text.replace('digest = "off"\n', ""))
    kept = needed_scopes(FEATURE_SCOPES) - {COMPOSE}
    quiet.stage.sign_in(ROBOT, kept, quiet.folder / "secrets" / TOKEN)
    with serving(quiet) as server:
        server.cycle()
        quiet.at(FRIDAY + timedelta(hours=24))
        server.cycle()
    assert there.heard[-1] == ("fail", {"alert": "mail"})


def test_changed_settings_count_from_the_next_cycle_on(quiet: World) -> None:
    with serving(quiet) as server:
        assert server.cycle()
        quiet.setting(lambda text: text.replace("[department]", "[serve]\nevery_minutes = 9\n\n[department]"))
        assert not server.cycle()
        assert server.fresh is not None
        assert server.fresh.settings.agent.serve.every_minutes == 9


def test_a_new_sign_in_counts_from_the_next_cycle_on_and_a_refreshed_token_is_none(quiet: World) -> None:
    token = quiet.folder / "secrets" / "token.json"
    with serving(quiet) as server:
        held = json.loads(token.read_text())
        token.write_text(json.dumps(held | {"token": "another"}))
        assert server.cycle()
        token.write_text(json.dumps(held | {"refresh_token": "another"}))
        assert not server.cycle()
        assert server.fresh is not None


def another_word(secret: Path) -> None:
    secret.write_text("https://hc.example/another\n")


def taken_away(secret: Path) -> None:
    secret.unlink()


def open_to_others(secret: Path) -> None:
    secret.chmod(0o644)


@pytest.mark.parametrize("name", ["heartbeat.url", "smtp.password"])
@pytest.mark.parametrize("changes", [another_word, taken_away, open_to_others])
def test_a_new_secret_of_alerts_counts_from_the_next_cycle_on(
    quiet: World, name: str, changes: Callable[[Path], None]
) -> None:
    secret = quiet.folder / "secrets" / name
    secret.touch(0o600)
    secret.write_text("https://hc.example/one\n")
    held = given(quiet.config)
    assert not held.has_changed
    assert "hc.example" not in repr(held)
    changes(secret)
    assert held.has_changed


def test_a_monitor_that_is_named_meanwhile_hears_of_the_next_cycle(quiet: World) -> None:
    with monitor() as there:
        with serving(quiet) as server:
            assert server.cycle()
            secret = quiet.folder / "secrets" / "heartbeat.url"
            secret.touch(0o600)
            secret.write_text(there.url)
            assert not server.cycle()
        with serving(quiet) as server:
            assert server.cycle()
    assert there.signals == ["start", ""]


@pytest.mark.parametrize("name", [".#agent.toml", "states.toml"])
def test_a_link_to_nowhere_beside_the_settings_ends_nothing(quiet: World, name: str) -> None:
    """An editor locks a file with such a link while somebody types."""
    with serving(quiet) as server:
        (quiet.config / name).symlink_to("lee@desk.1234")
        assert server.cycle()


def cycle_with(world: World, mishap: Callable[[Tools], object]) -> None:
    """A cycle after something went wrong."""
    with serving(world) as server:
        mishap(server.tools)
        server.cycle()


def test_settings_that_became_wrong_end_it_and_are_told(quiet: World, there: Monitor) -> None:
    with pytest.raises(SettingsError, match=r"agent\.toml"):
        cycle_with(quiet, lambda _: quiet.setting(lambda text: f"{text}\n[nonsense]\n"))
    assert there.signals[-1] == "fail"


def test_a_mail_server_whose_password_is_not_there_yet_ends_nothing_and_is_told(
    quiet: World, there: Monitor
) -> None:
    smtp = '[alerts.smtp]\nhost = "mail.example"\nuser = "a"\nsender = "a@b.example"\nto = ["it@b.example"]\n'
    with serving(quiet) as server:
        assert server.cycle()
        quiet.setting(lambda text: text.replace("[department]", f"{smtp}\n[department]"))
        assert not server.cycle()
    with serving(quiet) as server:
        assert server.cycle()
    assert there.heard[-1] == ("fail", {"alert": "way"})


def test_a_monitor_hears_counts_and_of_no_student_anything(world: World, there: Monitor) -> None:
    with serving(world) as server:
        server.cycle()
        known = server.tools.ledger.students()
    heard = json.dumps(there.heard)
    assert NameScanner(willows_names()).shown([heard.encode()]) == set()
    assert not [ref for ref in known if ref in heard]
    assert not re.search(r"\b[A-Z]\.[A-Z]\.|@|https?:", heard)


def test_a_ledger_that_cannot_be_written_ends_it_and_is_told(quiet: World, there: Monitor) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        cycle_with(quiet, lambda tools: tools.ledger._database.execute("PRAGMA query_only = ON"))
    assert there.signals[-1] == "fail"


def test_nobody_frees_the_lock_by_removing_files(quiet: World) -> None:
    with serving(quiet) as server:
        for file in server.tools.settings.state.iterdir():
            file.unlink()
        with pytest.raises(LockHeld), serving(quiet):
            pass


def test_a_brake_does_not_end_it(world: World) -> None:
    (world.config / "policy.toml").write_text(
        (world.config / "policy.toml").read_text().replace("shares = 10", "shares = 1")
    )
    with serving(world) as server:
        assert server.cycle()
        assert server.told == 6


# ---- being asked to end


class After:
    """Asked to end once so many actions were about to begin."""

    def __init__(self, actions: int) -> None:
        self.left = actions

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_between_two_actions_it_ends_with_nothing_in_doubt_and_the_next_run_does_the_rest(
    world: World, there: Monitor
) -> None:
    with serving(world, After(30)) as server:
        assert not server.cycle()
        assert server.tools.ledger.in_doubt() == ()
        assert len(server.tools.ledger.history(1)) == 30
        (run,) = server.tools.ledger.runs.latest(9)
        assert run.exit_code == 143
    assert there.signals == ["start"]
    left = {outcome.action.key for outcome in world.run().account.outcomes}
    with serving(world) as server:
        done = [entry.key for entry in server.tools.ledger.history(1)]
    assert left
    assert not left & set(done)


def test_before_the_first_action_it_ends_without_a_write(quiet: World) -> None:
    quiet.setting(lambda text: text.replace('agent_tab = "off"\n', ""))
    with serving(quiet, After(0)) as server:
        assert not server.cycle()
    assert quiet.writes() == []


# ---- the daily copy


def test_the_ledger_is_copied_once_a_day(quiet: World) -> None:
    with serving(quiet) as server:
        folder = server.tools.settings.state / "backups"
        server.cycle()
        first = (folder / "ledger-2026-11-20.sqlite3").stat().st_mtime_ns
        quiet.at(FRIDAY + PERIOD)
        server.cycle()
        quiet.at(FRIDAY + timedelta(days=1))
        server.cycle()
    copies = sorted(folder.iterdir())
    assert [copy.name for copy in copies] == ["ledger-2026-11-20.sqlite3", "ledger-2026-11-21.sqlite3"]
    assert copies[0].stat().st_mtime_ns == first
    assert all(check_copy(copy) for copy in copies)


def test_the_ledger_is_copied_though_a_source_cannot_be_opened(quiet: World) -> None:
    quiet.fault("sheets.spreadsheets.get", status=404)
    with serving(quiet) as server:
        server.cycle()
        (run,) = server.tools.ledger.runs.latest(1)
        assert not run.is_complete, "else this proves nothing"
        assert (server.tools.settings.state / "backups" / "ledger-2026-11-20.sqlite3").exists()


def test_a_copy_that_fails_stops_nothing_and_is_told(quiet: World, there: Monitor) -> None:
    with serving(quiet) as server:
        (server.tools.settings.state / "backups").write_text("in the way")
        assert server.cycle()
    assert there.heard[-1] == ("fail", {"alert": "backup"})
