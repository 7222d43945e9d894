"""The alias key: its recovery code is written down, brings it back, and no other does."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Department
from tests.cli.init.office import AS_OF, NAMES, Office, wizard_of
from tests.cli.init.person import Person
from tests.journeys.world import ROBOT
from workspace_agent.cli.init import set_up
from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.steps import steps_for
from workspace_agent.cli.init.steps_key import alias_key, restore_key
from workspace_agent.cli.init.wizard import PROGRESS, Progress, Wishes, walk
from workspace_agent.cli.options import opened_to_look
from workspace_agent.ledger.recovery import recovery_code, secret_from
from workspace_agent.model.errors import SettingsError

ANOTHER = recovery_code(bytes(32))


def code_of(office: Office) -> str:
    return recovery_code(bytes.fromhex(office.key.read_text()))


def restored(office: Office, code: str) -> None:
    with opened_to_look(office.config, AS_OF) as tools:
        restore_key(tools, Person({"Recovery code": code}))


def test_the_code_in_the_file_is_that_of_the_key_and_nothing_else_holds_either(arranged: Office) -> None:
    code = arranged.code.read_text()

    assert secret_from(code) == bytes.fromhex(arranged.key.read_text())
    secrets = (arranged.key.read_text(), *code.split("\n"))
    others = [path for path in arranged.folder.rglob("*") if path not in (arranged.key, arranged.code)]
    for path in (path for path in others if path.is_file()):
        assert not any(secret.strip() and secret.encode() in path.read_bytes() for secret in secrets), path


def test_a_lost_key_comes_back_from_its_code(arranged: Office, capsys: pytest.CaptureFixture[str]) -> None:
    code, key = code_of(arranged), arranged.key.read_text()
    arranged.key.unlink()

    restored(arranged, code.lower().replace(" ", "-"))

    assert (arranged.key.read_text(), arranged.key.stat().st_mode & 0o777) == (key, 0o600)
    told = "".join(capsys.readouterr())
    assert "It is the one that was used before." in told
    assert code not in told


def test_the_code_of_another_key_is_refused(arranged: Office) -> None:
    arranged.key.unlink()

    with pytest.raises(SettingsError, match="the recovery code of another alias key"):
        restored(arranged, ANOTHER)
    assert not arranged.key.exists()


def test_with_the_key_there_it_says_whether_the_paper_is_right(
    arranged: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    restored(arranged, code_of(arranged))

    assert "the paper is right" in capsys.readouterr().err
    with pytest.raises(SettingsError, match="this is not its recovery code"):
        restored(arranged, ANOTHER)


def test_the_code_may_come_from_standard_input_and_is_never_a_flag(arranged: Office) -> None:
    code, key = code_of(arranged), arranged.key.read_text()
    arranged.key.unlink()
    command = [sys.executable, "-m", "workspace_agent", "init", "--restore-key", "--config"]
    command.append(str(arranged.config))

    done = subprocess.run(command, input=f"{code}\n", capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert (done.returncode, arranged.key.read_text()) == (0, key), done.stderr
    assert code not in done.stdout + done.stderr


def test_where_the_key_was_lost_the_step_asks_for_its_code(
    arranged: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    code, key = code_of(arranged), arranged.key.read_text()
    arranged.key.unlink()
    arranged.code.unlink()  # it was printed
    progress = Progress(arranged.config / PROGRESS)
    progress.go_back(steps_for(Wishes()), "key")
    wizard = wizard_of(arranged)
    wizard.asker.terminal = person = Person({"Recovery code of the alias key": code})

    walk(wizard, steps_for(Wishes())[: NAMES.index("check")], progress)

    assert arranged.key.read_text() == key
    assert len(person.asked) == 1
    assert "remembers an earlier alias key" in capsys.readouterr().err


# ---- a new machine -----------------------------------------------------------------------------------


@pytest.fixture
def left_behind(fresh_department: Department, command: Command) -> Department:
    """The agent ran, booked meetings and made folders; then its machine was lost."""
    settings = fresh_department.config / "agent.toml"
    off = "\n".join(
        f'{duty} = "off"' for duty in ("filing", "sharing", "progress_sheets", "agent_tab", "digest")
    )
    settings.write_text(f"{settings.read_text()}\n[features]\n{off}\n")
    command("run", "--config", str(fresh_department.config), "--as-of", AS_OF)
    return fresh_department


def test_whoever_sets_up_anew_is_told_whose_code_is_asked_for_and_the_way_out(
    left_behind: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_of(Office(tmp_path, left_behind))
    office = Office(tmp_path / "new", left_behind)
    office.folder.mkdir()
    office.sign_in()
    wizard, steps = wizard_of(office), steps_for(Wishes())
    walk(wizard, steps[: NAMES.index("key")], Progress(office.config / PROGRESS))
    wizard.asker.terminal = Person({"Recovery code of the alias key": code})

    alias_key(wizard)

    told = capsys.readouterr().err
    assert "made with an earlier alias key: https://drive.google.com/drive/folders/" in told
    assert f"sign in to Drive as\n{ROBOT}, move the folder to the trash" in told
    assert office.key.exists()


def test_an_earlier_installation_is_taken_over_with_the_code(
    left_behind: Department, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code, made = code_of(Office(tmp_path, left_behind)), Counter(left_behind.writes())
    office = Office(tmp_path / "new machine", left_behind)
    office.folder.mkdir()
    office.sign_in()
    wishes, given = Wishes(adopt=True, as_of=AS_OF), office.answers()
    wrong = Person({"Recovery code of the alias key": ANOTHER})

    with pytest.raises(SettingsError, match="the recovery code of another alias key"):
        set_up(office.config, given, wrong, wishes)
    set_up(office.config, {}, Person({"Recovery code of the alias key": code}), wishes)

    told = capsys.readouterr().err
    assert f"  folders: {made['drive.files.create']}\n" in told
    assert f"  meetings: {made['calendar.events.insert']}\n" in told
    AgentFile(office.config / "agent.toml").put("features", {"meetings": "on"})
    capsys.readouterr()
    report = command("run", "--json", "--config", str(office.config), "--as-of", AS_OF).json
    assert report["outcomes"] == [], "nothing is made a second time"


def test_where_nothing_was_left_behind_there_is_nothing_to_adopt(arranged: Office) -> None:
    (arranged.folder / "state" / "ledger.sqlite3").unlink()
    progress = Progress(arranged.config / PROGRESS)
    progress.go_back(steps_for(Wishes()), "key")
    wizard = wizard_of(arranged)
    wizard.wishes = Wishes(adopt=True)

    with pytest.raises(SettingsError, match="shows no folder of all records of an earlier installation"):
        walk(wizard, steps_for(wizard.wishes), progress)
