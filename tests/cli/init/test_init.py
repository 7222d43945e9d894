"""`init` where nobody can be asked: flags, a file of answers, and going on where it stopped."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import Any

import pytest
import typer

from tests.cli.conftest import Command
from tests.cli.init.office import AS_OF, BEFORE_THE_CHECK, LAKEWARD, MARISOL, NAMES, WISHES, Office, wizard_of
from tests.cli.init.person import Person
from tests.journeys.world import CONFIG
from workspace_agent.cli.form_map import form_map
from workspace_agent.cli.init import (
    set_up,
    steps_key,
    steps_people,
    steps_places,
    steps_sign_in,
    steps_sources,
)
from workspace_agent.cli.init.agent_file import AgentFile
from workspace_agent.cli.init.asking import Asker, Question
from workspace_agent.cli.init.steps import STEPS
from workspace_agent.cli.init.steps_sign_in import what_is_on
from workspace_agent.cli.init.wizard import PROGRESS, Progress, Wizard, walk
from workspace_agent.cli.options import opened_to_look
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError
from workspace_agent.model.features import Features
from workspace_agent.settings import load


def arrange(office: Office, until: str = "check", **changes: Any) -> None:
    """The steps before one of them, with the answers that fit but for these."""
    walk(wizard_of(office, **changes), STEPS[: NAMES.index(until)], Progress(office.config / PROGRESS))


def test_a_file_of_answers_leads_to_a_first_plan(office: Office, command: Command) -> None:
    office.department.writes()
    answers = office.written(office.answers())

    said = command(
        "init", "--config", str(office.config), "--answers", answers, "--no-input", "--as-of", AS_OF
    )

    assert said.code == 1, "the form's questions are not confirmed yet, and doctor says so"
    assert office.done == NAMES
    assert "would be done: book: meeting 1 of" in said.out
    assert f"  workspace-agent run --config {office.config}" in said.err
    assert office.department.writes() == []
    settings = load(office.config).agent
    assert {switch.value for _, switch in settings.features} == {"report"}
    assert [book.holds for book in settings.case_managers[0].workbooks] == ["progress monitoring", "hours"]
    assert settings.case_managers[0].districts == ("sierra-vieja", "lakeward")
    assert (office.config.stat().st_mode & 0o77, office.code.stat().st_mode & 0o77) == (0, 0)


def test_flags_say_the_same_as_a_file(office: Office, command: Command) -> None:
    first, second = office.books

    said = command(
        *("init", "--no-input", "--as-of", AS_OF, "--config", str(office.config), "--mode", "sandbox"),
        *(
            "--data",
            str(office.folder),
            "--sign-in",
            "person",
            "--sandbox-url",
            office.stage.endpoint.url,
            "--name",
            "Willow",
            "--zone",
            "America/New_York",
        ),
        *("--robot", "agent@willowbridge.example", "--go-live", "2026-08-03"),
        "--district",
        'name = "Lakeward", domain = "lakeward.example", city = "Buffalo", state = "NY", css_name = "Dominic '
        'Farr", css_email = "d.farr@willowbridge.example", first_day = 2026-09-08, last_day = 2027-06-25',
        *("--manager-name", "Odalys Fenwick", "--manager-email", "o.fenwick@willowbridge.example"),
        *("--case-manager", 'name = "Marisol Quintero", email = "m.quintero@willowbridge.example"'),
        *("--workbook", f'case_manager = "marisol-quintero", id = "{first}"'),
        *("--workbook", f'case_manager = "marisol-quintero", id = "{second}", holds = "hours"'),
        *("--form", office.form, "--form-since", "2026-08-03", "--root-folder", "Records"),
        *(flag for one in _proposals(office) for flag in ("--confirm", one)),
        *("--recovery-code-to", str(office.code)),
    )

    assert said.code == 0, said.err
    assert len(office.settings["form"]["meaning"]) == 12
    assert office.settings["drive"] == {"root_folder": "Records"}


def _proposals(office: Office) -> list[str]:
    """Ids that `sheets map` gives to the questions of the form."""
    with opened_to_look(office.department.config) as tools:
        form = tools.organisation.form
        assert form is not None
        unknown = form.model_copy(update={"meaning": ()})
        found = form_map(tools.google, tools.organisation.model_copy(update={"form": unknown}))
    return [guess.id for guess in found.guesses]


ANSWERED_BY_HAND = {"sign_in_again", "pasted", "place"}


def test_every_question_has_a_flag(command: Command) -> None:
    parts = (steps_sign_in, steps_people, steps_sources, steps_places, steps_key)
    every = (one for part in parts for name, one in vars(part).items() if not name.startswith("_"))
    questions = [one for one in every if isinstance(one, Question) and one.name not in ANSWERED_BY_HAND]

    said = command("init", "--help").out

    assert [one.flag for one in questions if one.flag[:20] not in said] == []
    assert len(questions) > 20


def test_what_is_missing_is_said_all_at_once(office: Office, command: Command) -> None:
    said = command("init", "--no-input", "--config", str(office.config), "--mode", "sandbox")

    assert said.code == 2
    for flag in ("sandbox-url", "name", "zone", "robot", "district", "manager-email", "case-manager", "form"):
        assert f"--{flag}: " in said.err
    assert not office.config.exists(), "nothing is done halfway"


def test_a_file_of_answers_that_is_not_there_is_told_as_such(office: Office, command: Command) -> None:
    said = command("init", "--no-input", "--config", str(office.config), "--answers", "nofile.toml")

    assert said.code == 2
    assert "--answers nofile.toml: there is no such file" in said.err
    assert not office.config.exists()


def test_a_moment_that_is_none_is_told_before_anything_is_asked(office: Office, command: Command) -> None:
    said = command("init", "--config", str(office.config), "--as-of", "20.11.2026")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("--as-of 20.11.2026: this is no moment.\n")
    assert not office.config.exists()


@pytest.mark.parametrize("terminal", [None, Person({})], ids=["nobody", "somebody"])
def test_a_file_for_the_recovery_code_that_is_there_is_told_before_anything_is_asked(
    office: Office, terminal: Person | None
) -> None:
    office.code.write_text("of another department")

    with pytest.raises(typer.BadParameter, match="--recovery-code-to: there is such a file already"):
        set_up(office.config, office.answers(), terminal, WISHES)
    assert not office.config.exists()


def test_killed_after_each_step_it_ends_with_the_same_settings(office: Office, first_office: Office) -> None:
    for step in BEFORE_THE_CHECK:
        progress = Progress(office.config / PROGRESS)
        assert progress.left(STEPS)[0] is step

        walk(wizard_of(office), STEPS[: NAMES.index(step.name) + 1], progress)

    texts = [(one.config / "agent.toml").read_text(encoding="utf8") for one in (office, first_office)]
    assert texts[0] == texts[1]


def test_killed_within_a_step_it_goes_on_there(office: Office, first_office: Office) -> None:
    """By the system, while it waits for Google to show the form."""
    command = [sys.executable, "-m", "workspace_agent", "init", "--no-input", "--as-of", AS_OF]
    command += ["--config", str(office.config), "--answers", office.written(office.answers())]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        fault = {"method": "forms.forms.get", "nth": 1, "body": None, "delay": 0, "pid": process.pid}
        office.stage.control("POST", "faults", fault)
    assert process.returncode == -signal.SIGKILL
    assert office.done == NAMES[: NAMES.index("form")]

    arrange(office)

    assert office.settings == first_office.settings


@pytest.mark.parametrize("step", ["districts", "case-managers", "workbooks", "form"])
def test_killed_before_a_step_was_noted_it_asks_that_step_once_more(arranged: Office, step: str) -> None:
    before = arranged.settings
    Progress(arranged.config / PROGRESS).go_back(STEPS, step)

    arrange(arranged, until=NAMES[NAMES.index(step) + 1])

    assert arranged.settings == before


def test_from_goes_back_and_keeps_what_is_not_answered_anew(arranged: Office) -> None:
    key, before = arranged.key.read_text(), arranged.settings
    progress = Progress(arranged.config / PROGRESS)

    progress.go_back(STEPS, "organisation")
    assert arranged.done == ["where", "sign-in", "key"], "a code is shown once"
    wizard = wizard_of(arranged)
    wizard.asker.given = {"name": "Another name"}
    walk(wizard, BEFORE_THE_CHECK, progress)

    assert arranged.settings["department"]["name"] == "Another name"
    assert arranged.settings | {"department": before["department"]} == before
    assert arranged.key.read_text() == key


def test_what_was_switched_on_stays_on(arranged: Office) -> None:
    AgentFile(arranged.config / "agent.toml").put("features", {"digest": "on"})
    Progress(arranged.config / PROGRESS).go_back(STEPS, "where")

    arrange(arranged, until="sign-in")

    assert arranged.settings["features"] == dict.fromkeys(Features.model_fields, "report") | {"digest": "on"}


def test_what_is_on_is_told_as_on(arranged: Office, capsys: pytest.CaptureFixture[str]) -> None:
    wizard = wizard_of(arranged)
    assert what_is_on(wizard) == "No feature is on: what is on report is told, and not done."

    wizard.file.put("features", {"digest": "on", "meetings": None})
    Progress(arranged.config / PROGRESS).go_back(STEPS, "where")
    arrange(arranged, until="sign-in")

    told = "Under [features] these are on, and done by the next run: meetings, digest."
    assert told in capsys.readouterr().err


def test_a_copy_of_the_example_is_not_gone_on_with(office: Office) -> None:
    """Its people would stay beside those who are asked for, and get mail."""
    office.config.mkdir()
    shutil.copy(CONFIG / "agent.example.toml", office.config / "agent.toml")

    with pytest.raises(SettingsError, match="a copy of the example, with people who are not yours"):
        arrange(office)


def test_a_sandbox_that_does_not_listen_is_told_and_that_step_is_not_done(office: Office) -> None:
    with pytest.raises(GoogleUnavailable) as refused:
        arrange(office, sandbox_url="http://127.0.0.1:9")

    assert "workspace-agent sandbox serve --port 9" in refused.value.advice
    assert not (office.config / "agent.toml").exists()


def test_from_a_step_that_there_is_not_is_refused(arranged: Office, command: Command) -> None:
    said = command("init", "--from", "nowhere", "--config", str(arranged.config))

    assert (said.code, "should be one of: where, sign-in" in said.err) == (2, True)


def test_two_case_managers_with_the_key_typed_twice_are_one(office: Office) -> None:
    arrange(office, until="workbooks", case_manager=[MARISOL, MARISOL | {"zone": "America/Chicago"}])

    (one,) = office.settings["case_managers"]
    assert one["zone"] == "America/Chicago"


OF_THE_MANAGER = {"name": "Theo Brandt", "email": "o.fenwick@willowbridge.example"}
THE_SAME = "agent.toml: case_managers[1].email: the same as manager.email, where the name is another"


def test_an_address_that_is_taken_is_refused_before_it_is_written(office: Office) -> None:
    arrange(office, until="case-managers")
    before = (office.config / "agent.toml").read_text(encoding="utf8")

    with pytest.raises(SettingsError) as refused:
        arrange(office, until="workbooks", case_manager=[OF_THE_MANAGER])

    assert str(refused.value).startswith(THE_SAME)
    assert "nothing of what was answered here is in the file" in refused.value.advice
    assert (office.config / "agent.toml").read_text(encoding="utf8") == before


def test_an_address_that_is_taken_is_asked_for_again_at_a_terminal(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    arrange(office, until="case-managers")
    addresses = iter((OF_THE_MANAGER["email"], MARISOL["email"]))
    person = Person({"Name of the case manager": MARISOL["name"], "Their e-mail": lambda: next(addresses)})
    wizard = Wizard(office.config, Asker({}, person), AgentFile(office.config / "agent.toml"), WISHES)

    steps_people.case_managers(wizard)

    assert THE_SAME in capsys.readouterr().err
    assert [one["email"] for one in office.settings["case_managers"]] == [MARISOL["email"]]


def test_the_address_of_a_css_is_refused_to_a_manager_of_another_name(office: Office) -> None:
    with pytest.raises(SettingsError) as refused:
        arrange(office, manager_email=LAKEWARD["css_email"])

    assert "districts[2].css.email: the same as manager.email" in str(refused.value)
    assert "manager" not in office.settings


def test_what_was_wrong_before_stops_nobody_from_adding_what_is_right(office: Office) -> None:
    arrange(office, until="workbooks")
    path = office.config / "agent.toml"
    path.write_text(path.read_text(encoding="utf8").replace('"lakeward"]', '"gone"]'), encoding="utf8")
    theo = OF_THE_MANAGER | {"email": "t.brandt@willowbridge.example", "districts": ["lakeward"]}
    wizard = wizard_of(office, case_manager=[theo])

    with pytest.raises(SettingsError, match=r"case_managers\[1\].districts"):
        steps_people.case_managers(wizard)

    assert [one["key"] for one in office.settings["case_managers"]] == ["marisol-quintero", "theo-brandt"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"zone": "Eastern"}, "--zone: not a time zone", id="a zone"),
        pytest.param({"mode": "mars"}, "--mode: should be one of: google, sandbox", id="a mode"),
        pytest.param({"go_live": "8/3/2026"}, "--go-live: write a date as", id="a date"),
        pytest.param({"district": "Lakeward"}, "--district: should be a list of tables", id="no list"),
        pytest.param(
            {"district": [{"name": "Lakeward"}]}, "--district 1: --domain is missing", id="half a district"
        ),
        pytest.param(
            {"case_manager": [MARISOL | {"districts": ["elsewhere"]}]},
            "--case-manager 1: --districts: should be some of: sierra-vieja, lakeward",
            id="a district that there is not",
        ),
        pytest.param(
            {"case_manager": [MARISOL | {"key": "again"}]},
            "--case-manager 1: --key: me, again and what begins with css- mean something else",
            id="a key that means something else",
        ),
        pytest.param(
            {"case_manager": [MARISOL | {"phone": "1"}]},
            "--case-manager 1: not asked for: phone",
            id="too much",
        ),
        pytest.param(
            {"workbook": [{"case_manager": "lee", "id": "1a"}]},
            "--workbook 1: --case-manager: should be one of: marisol-quintero",
            id="a workbook of nobody",
        ),
        pytest.param(
            {"form": "https://docs.google.com/forms/d/e/1FAIpQ/viewform"},
            "--form: this is the link for those who fill in the form",
            id="the respondents' link",
        ),
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused(
    office: Office, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        arrange(office, **changes)

    assert sentence in refused.value.message


def test_an_answer_that_nobody_asks_for_is_refused(office: Office, command: Command) -> None:
    answers = office.written({"colour": "green"})

    said = command("init", "--answers", answers, "--config", str(office.config), "--no-input")

    assert (said.code, "not asked for: colour. There are: " in said.err) == (2, True)


def test_without_a_token_it_says_that_a_person_has_to_sign_in(office: Office) -> None:
    (office.folder / "secrets" / "token.json").unlink()

    with pytest.raises(SignInError, match="signing in needs a person at a terminal"):
        arrange(office)


@pytest.mark.parametrize("where", ["config", "data"])
def test_settings_of_real_people_do_not_go_into_a_checkout(office: Office, where: str) -> None:
    checkout = office.folder / where
    (checkout / ".git").mkdir(parents=True)

    with pytest.raises(SettingsError, match="lies inside a git checkout"):
        arrange(office, mode="google", sandbox_url="", data=str(office.folder / "data"))
    assert not (office.config / "agent.toml").exists()


def test_a_sandbox_may_be_rehearsed_with_anywhere(office: Office) -> None:
    (office.folder / ".git").mkdir()

    arrange(office, until="sign-in")

    assert office.done == ["where"]


def test_state_and_secrets_may_lie_elsewhere(office: Office) -> None:
    elsewhere = office.folder / "var"

    arrange(office, until="sign-in", data=str(elsewhere))

    assert office.settings["paths"] == {"state": f"{elsewhere}/state", "secrets": f"{elsewhere}/secrets"}
