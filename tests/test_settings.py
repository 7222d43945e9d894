"""Every wrong setting is named by file and key, and what was typed is not repeated."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from string import Template
from typing import Any

import pytest

from tests.journeys.world import CONFIG
from workspace_agent.duties.digest_recipients import recipients
from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.quotas import Quotas
from workspace_agent.settings import Settings, load
from workspace_agent.settings_files import defaults_folder

IDS = {
    "marisol_quintero_progress_monitoring": "book-1",
    "marisol_quintero_hours_log": "book-2",
    "form": "form-1",
}
HEALTHY = Template((CONFIG / "demo" / "agent.toml").read_text(encoding="utf8")).substitute(
    IDS | {"sandbox_url": "http://127.0.0.1:8765"}
)
ANOTHER_PERSON = """
[[case_managers]]
key = "anton-weiss"
name = "Anton Weiss"
email = "a.weiss@willowbridge.example"
calendar = "a.weiss@willowbridge.example"
zone = "America/New_York"
from = 2024-08-01
districts = ["lakeward"]
workbooks = [{ id = "book-3", holds = "progress monitoring" }]

[form]"""
TWO_PEOPLE = HEALTHY.replace("\n[form]", ANOTHER_PERSON)


def a_folder(folder: Path, agent: str = HEALTHY, **others: str) -> Path:
    """A settings folder; `policy` and `sheets` become files of their own."""
    for name, text in ({"agent": agent} | others).items():
        (folder / f"{name}.toml").write_text(text, encoding="utf8")
    return folder


def changed(old: str, new: str, text: str = HEALTHY) -> str:
    assert old in text
    return text.replace(old, new, 1)


def complaint(folder: Path) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load(folder)
    return caught.value


MISTAKES = {
    "unknown table": ("[drive]", "[drives]", "agent.toml: drives: unknown key; did you mean drive?"),
    "unknown key in a table": (
        'zone = "America/New_York"\nrobot',
        'zon = "America/New_York"\nrobot',
        "agent.toml: department.zon: unknown key; did you mean zone?",
    ),
    "unknown key in a list": (
        'email = "m.quintero@',
        'emial = "m.quintero@',
        "agent.toml: case_managers[1].emial: unknown key; did you mean email?",
    ),
    "unknown key in a list of lists": (
        'holds = "hours"',
        'hold = "hours"',
        "agent.toml: case_managers[1].workbooks[2].hold: unknown key; did you mean holds?",
    ),
    "unknown key in a table of a list": (
        "checked = false",
        "cheked = false",
        "agent.toml: districts[1].notice.cheked: unknown key; did you mean checked?",
    ),
    "unknown key in a table that may be left out": (
        "near_days",
        "near_day",
        "agent.toml: form.near_day: unknown key; did you mean near_days?",
    ),
    "unknown key in a list of a table that may be left out": (
        'question = "3f1a9c02"',
        'qestion = "3f1a9c02"',
        "agent.toml: form.meaning[1].qestion: unknown key; did you mean question?",
    ),
    "a key known by another name in the code": (
        "from = 2023-07-01",
        "form = 2023-07-01",
        "agent.toml: manager.form: unknown key; did you mean from?",
    ),
    "unknown key like no other": (
        "[drive]",
        "[drive]\nwqxj = 1",
        "agent.toml: drive.wqxj: unknown key",
    ),
    "no mode": ('mode = "sandbox"', "", "agent.toml: google.mode: is missing"),
    "no table": ("[manager]", "[drive.manager]", "agent.toml: managers: nobody is; fill in [manager]"),
    "missing key": ("first_day = 2026-08-10", "", "agent.toml: districts[1].first_day: is missing"),
    "unknown mode": (
        'mode = "sandbox"',
        'mode = "Ana Secret"',
        "agent.toml: google.mode: should be 'sandbox' or 'google'",
    ),
    "wrong type": (
        "near_days = 3",
        'near_days = "Ana Secret"',
        "agent.toml: form.near_days: should be a whole number, as in 7",
    ),
    "text for a list": (
        'districts = ["sierra-vieja", "lakeward"]',
        'districts = "Ana Secret"',
        "agent.toml: case_managers[1].districts: should be a list, as in [ ... ]",
    ),
    "a time that is none": (
        "time = 07:00:00",
        'time = "Ana Secret"',
        "agent.toml: manager.digest.time: should be a time of day, as in 07:00:00 without quotation marks",
    ),
    "bad zone": (
        'zone = "America/Denver"\ncss',
        'zone = "Ana/Secret"\ncss',
        "agent.toml: districts[1].zone: not a time zone; use a name such as America/Denver",
    ),
    "two addresses": (
        '"o.fenwick@willowbridge.example"',
        '"o.fenwick@willowbridge.example,ana.secret@home.example"',
        "agent.toml: manager.email: not one e-mail address",
    ),
    "an address with a line break": (
        '"o.fenwick@willowbridge.example"',
        '"o.fenwick@willowbridge.example\\r\\nBcc: ana.secret@home.example"',
        "agent.toml: manager.email: not one e-mail address",
    ),
    "an address that is still the example's": (
        '"o.fenwick@willowbridge.example"',
        '"manager@Example.org"',
        "agent.toml: manager.email: an address of the example; type that of your own people",
    ),
    "a key with spaces": (
        'key = "marisol-quintero"',
        'key = "Ana Secret"',
        "agent.toml: case_managers[1].key: String should match pattern",
    ),
    "a time-out of nothing": (
        "[department]",
        "read_timeout_seconds = 0\n[department]",
        "agent.toml: google.read_timeout_seconds: should be greater than 0",
    ),
    "a time-out without end": (
        "[department]",
        "read_timeout_seconds = inf\n[department]",
        "agent.toml: google.read_timeout_seconds: should be less than or equal to 3600",
    ),
    "a quota of nothing": (
        "[department]",
        "[google.quotas]\nsheets_reads_per_minute = { user = 0, project = 300 }\n[department]",
        "agent.toml: google.quotas.sheets_reads_per_minute.user: should be greater than or equal to 1",
    ),
    "a quota of the user alone": (
        "[department]",
        "[google.quotas]\nsheets_reads_per_minute = { user = 300 }\n[department]",
        "agent.toml: google.quotas.sheets_reads_per_minute.project: is missing",
    ),
    "a quota that there is not": (
        "[department]",
        "[google.quotas]\ngmail_per_minute = { user = 300, project = 300 }\n[department]",
        "agent.toml: google.quotas.gmail_per_minute: unknown key; did you mean gmail_units_per_minute?",
    ),
    "a switch that is none": (
        "[department]",
        '[features]\nmeetings = "maybe"\n[department]',
        "agent.toml: features.meetings: should be 'off', 'report' or 'on'",
    ),
    "a switch of a duty that is none": (
        "[department]",
        '[features]\nmeeting = "on"\n[department]',
        "agent.toml: features.meeting: unknown key; did you mean meetings?",
    ),
    "an unknown district": (
        'districts = ["sierra-vieja", "lakeward"]',
        'districts = ["sierra-vieja", "ana-secret"]',
        "agent.toml: case_managers[1].districts[2]: there is no district with this key",
    ),
    "two districts of one key": (
        'key = "lakeward"',
        'key = "sierra-vieja"',
        "agent.toml: districts[2].key: the same as districts[1].key",
    ),
    "a workbook named twice": (
        '"book-2"',
        '"book-1"',
        "agent.toml: case_managers[1].workbooks[2].id: the same as case_managers[1].workbooks[1].id",
    ),
    "a dial-in line that is no number": (
        "[form]",
        '[meetings]\ndial_in = [{ number = "ask Ana Secret" }]\n[form]',
        "agent.toml: meetings.dial_in[1].number: not a telephone number; write it as in +1 915 555 0100",
    ),
    "a dial-in line with a spoken PIN": (
        "[form]",
        '[meetings]\ndial_in = [{ number = "+1 555 0100", pin = "one two" }]\n[form]',
        "agent.toml: meetings.dial_in[1].pin: not a PIN; use at most 12 digits",
    ),
    "a dial-in line that is no table": (
        "[form]",
        '[meetings]\ndial_in = ["+1 555 0100"]\n[form]',
        "agent.toml: meetings.dial_in[1]: should be a table, as in { name = value }",
    ),
    "dial-in lines that are no list": (
        "[form]",
        '[meetings]\ndial_in = "+1 555 0100"\n[form]',
        "agent.toml: meetings.dial_in: should be a list, as in [ ... ]",
    ),
    "an address for an approved host": (
        'approved_hosts = ["willowbridge.zoom.example"]',
        'approved_hosts = ["files.example.org", "https://files.example.org/"]',
        "agent.toml: privacy.approved_hosts[2]: not a host; write what stands between // and the next /",
    ),
    "a word for an approved host": (
        'approved_hosts = ["willowbridge.zoom.example"]',
        'approved_hosts = ["Dropbox"]',
        "agent.toml: privacy.approved_hosts[1]: not a host; write what stands between // and the next /",
    ),
    "titles of something else": (
        'approved_hosts = ["willowbridge.zoom.example"]',
        'titles = ["mails"]',
        "agent.toml: privacy.titles[1]: should be 'events', 'workbooks', 'workbooks of one student', ",
    ),
    "an address that names no folder": (
        "workbooks = [",
        'folders = [{ id = "https://drive.google.com/drive/u/0/my-drive", holds = "hours" }]\nworkbooks = [',
        "agent.toml: case_managers[1].folders[1].id: not an id; it is what stands behind /folders/",
    ),
    "a workbook that is named and ignored": (
        "[form]",
        '[ignore]\nworkbooks = ["book-2"]\n[form]',
        "agent.toml: case_managers[1].workbooks[2].id: it stands under ignore.workbooks, too",
    ),
    "a folder named twice": (
        "workbooks = [",
        'folders = [{ id = "f", holds = "hours" }, { id = "f", holds = "hours" }]\nworkbooks = [',
        "agent.toml: case_managers[1].folders[2].id: the same as case_managers[1].folders[1].id",
    ),
    "an address that names no workbook": (
        '"book-2"',
        '"https://docs.google.com/spreadsheets/u/0/"',
        "agent.toml: case_managers[1].workbooks[2].id: not an id; it is what stands between /d/ and /edit",
    ),
    "an id that would end a link": (
        '"book-2"',
        "'book-2\" onclick=\"x'",
        "agent.toml: case_managers[1].workbooks[2].id: not an id; it is what stands between /d/ and /edit",
    ),
    "a name that commands the terminal": (
        'name = "Marisol Quintero"',
        r'name = "Marisol\u001b[2J Quintero"',
        "agent.toml: case_managers[1].name: holds a sign that nobody sees, such as a tab or a line break",
    ),
    "a name that goes on in the next line": (
        'name = "Marisol Quintero"',
        r'name = "Marisol\r\nBcc: x@elsewhere.example"',
        "agent.toml: case_managers[1].name: holds a sign that nobody sees, such as a tab or a line break",
    ),
    "a name that is read from the other side": (
        'name = "Marisol Quintero"',
        r'name = "Marisol\u202eQuintero"',
        "agent.toml: case_managers[1].name: holds a sign that nobody sees, such as a tab or a line break",
    ),
    "an address with something in it that nobody sees": (
        'email = "m.quintero@willowbridge.example"',
        r'email = "m.quintero\u202e@willowbridge.example"',
        "agent.toml: case_managers[1].email: not one e-mail address",
    ),
    "two case managers with one calendar": (
        "[form]",
        '[[case_managers]]\nkey = "theo"\nname = "T"\nemail = "t@willowbridge.example"\n'
        'calendar = "m.quintero@willowbridge.example"\nzone = "America/New_York"\nfrom = 2024-07-01\n'
        "districts = []\nworkbooks = []\n[form]",
        "agent.toml: case_managers[2].calendar: the same as case_managers[1].calendar",
    ),
    "a case manager with the manager's key": (
        'key = "marisol-quintero"',
        'key = "manager"',
        "agent.toml: case_managers[1].key: the same as manager.key",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_by_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    error = complaint(a_folder(tmp_path, changed(old, new)))

    assert any(line.startswith(said) for line in str(error).splitlines()), str(error)
    assert "secret" not in (str(error) + error.advice).casefold()


SMTP = """[alerts.smtp]
host = "mail.willowbridge.example"
sender = "agent@willowbridge.example"
to = %s

[form]"""
NOBODY_TOLD = {
    "refused": (
        '["it@example.org"]',
        "agent.toml: alerts.smtp.to[1]: an address of the example; type that of your own people, or take "
        "them out",
    ),
    "empty": ("[]", "agent.toml: alerts.smtp.to: should hold something"),
}


@pytest.mark.parametrize(("to", "said"), NOBODY_TOLD.values(), ids=NOBODY_TOLD)
def test_a_list_is_not_short_of_what_was_refused(tmp_path: Path, to: str, said: str) -> None:
    assert str(complaint(a_folder(tmp_path, changed("[form]", SMTP % to)))) == said


WRONG_TYPES = {
    "a whole number": (
        "near_days = 3",
        "near_days = 3.5",
        "form.near_days: should be a whole number, as in 7",
    ),
    "a number": (
        "[department]",
        'read_timeout_seconds = "long"\n[department]',
        "google.read_timeout_seconds: should be a number, as in 7 or 0.5",
    ),
    "yes or no": (
        "checked = false",
        'checked = "perhaps"',
        "districts[1].notice.checked: should be true or false, without quotation marks",
    ),
    "a text": (
        'name = "Marisol Quintero"',
        "name = 7",
        'case_managers[1].name: should be a text, as in "..."',
    ),
    "a day": (
        "first_day = 2026-08-10",
        'first_day = "August"',
        "districts[1].first_day: should be a day, as in 2026-11-20 without quotation marks",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_a_wrong_type_is_told_in_plain_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert str(complaint(a_folder(tmp_path, changed(old, new)))) == f"agent.toml: {said}"


AMONG_TWO = {
    "case managers of one key": (
        'key = "anton-weiss"',
        'key = "marisol-quintero"',
        "agent.toml: case_managers[2].key: the same as case_managers[1].key",
    ),
    "neither workbooks nor folders": (
        'workbooks = [{ id = "book-3", holds = "progress monitoring" }]',
        "",
        "agent.toml: case_managers[2]: name the workbooks, or folders of workbooks",
    ),
    "a workbook of somebody else": (
        '"book-3"',
        '"book-1"',
        "agent.toml: case_managers[2].workbooks[1].id: the same as case_managers[1].workbooks[1].id",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), AMONG_TWO.values(), ids=AMONG_TWO)
def test_what_two_people_may_not_share_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert str(complaint(a_folder(tmp_path, changed(old, new, TWO_PEOPLE)))) == said


def test_two_people_who_share_nothing_are_taken(tmp_path: Path) -> None:
    assert len(load(a_folder(tmp_path, TWO_PEOPLE)).agent.case_managers) == 2


A_WEISS = 'email = "a.weiss@willowbridge.example"'
CELESTE = 'name = "Celeste Arroyo", email = "c.arroyo@willowbridge.example"'
SHARED_ADDRESSES = {
    "two case managers": (
        {A_WEISS: 'email = "M.Quintero@willowbridge.example"'},
        "case_managers[2].email: the same as case_managers[1].email; one would get what is the other's",
    ),
    "two case managers under one name": (
        {A_WEISS: 'email = "m.quintero@willowbridge.example"', "Anton Weiss": "Marisol Quintero"},
        "case_managers[2].email: the same as case_managers[1].email; one would get what is the other's",
    ),
    "one who follows before the other has left": (
        {
            A_WEISS: 'email = "m.quintero@willowbridge.example"',
            "\nfrom = 2024-08-01\n": "\nfrom = 2023-08-01\nuntil = 2024-08-01\n",
        },
        "case_managers[2].email: the same as case_managers[1].email; one would get what is the other's",
    ),
    "one who follows": (
        {
            A_WEISS: 'email = "m.quintero@willowbridge.example"',
            "\nfrom = 2024-08-01\n": "\nfrom = 2023-08-01\nuntil = 2024-07-31\n",
        },
        "",
    ),
    "a case manager and the manager of another name": (
        {A_WEISS: 'email = "o.fenwick@willowbridge.example"'},
        "case_managers[2].email: the same as manager.email, where the name is another; whose is it? "
        "Write the same name in both places, or correct the address",
    ),
    "a manager who keeps a caseload": (
        {A_WEISS: 'email = "o.fenwick@willowbridge.example"', "Anton Weiss": "Fenwick, Dr. Odalys"},
        "",
    ),
    "a CSS with the address of a case manager": (
        {CELESTE: 'name = "Celeste Arroyo", email = "a.weiss@willowbridge.example"'},
        "districts[1].css.email: the same as case_managers[2].email, where the name is another; whose is it? "
        "Write the same name in both places, or correct the address",
    ),
    "a CSS who keeps a caseload": (
        {CELESTE: 'name = "Anton Weiss", email = "a.weiss@willowbridge.example"'},
        "",
    ),
}


@pytest.mark.parametrize(("changes", "said"), SHARED_ADDRESSES.values(), ids=SHARED_ADDRESSES)
def test_an_address_is_one_persons(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    text = TWO_PEOPLE
    for old, new in changes.items():
        text = changed(old, new, text)
    folder = a_folder(tmp_path, text)
    if said:
        assert str(complaint(folder)) == f"agent.toml: {said}"
    else:
        load(folder)


# ---- managers, one after the other

IN_TURN = changed(
    """[manager]
name = "Dr. Odalys Fenwick"
email = "o.fenwick@willowbridge.example"
zone = "America/New_York"
from = 2023-07-01
""",
    """[[managers]]
key = "fenwick"
name = "Dr. Odalys Fenwick"
email = "o.fenwick@willowbridge.example"
zone = "America/New_York"
from = 2023-07-01
until = 2026-11-22

[[managers]]
key = "amari"
name = "Idris Amari"
email = "i.amari@willowbridge.example"
zone = "America/New_York"
from = 2026-11-23
""",
)

NOT_IN_TURN = {
    "a gap": ("from = 2026-11-23", "from = 2026-11-24", "managers[2].from: should be the day after"),
    "an overlap": ("from = 2026-11-23", "from = 2026-11-22", "managers[2].from: should be the day after"),
    "one who never ends": ("until = 2026-11-22\n", "", "managers[2].from: should be the day after"),
    "nobody after the last": (
        "from = 2026-11-23",
        "from = 2026-11-23\nuntil = 2027-06-30",
        "managers[2].until: nobody follows",
    ),
    "one key for both": ('key = "amari"', 'key = "fenwick"', "managers[2].key: the same as managers[1].key"),
    "the key of a case manager": (
        'key = "amari"',
        'key = "marisol-quintero"',
        "case_managers[1].key: the same as managers[2].key",
    ),
    "both ways of naming them": (
        "[[managers]]",
        '[manager]\nname = "N"\nemail = "n@willowbridge.example"\nzone = "America/New_York"\n'
        "from = 2020-01-01\n\n[[managers]]",
        "managers: name them here or under manager",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), NOT_IN_TURN.values(), ids=NOT_IN_TURN)
def test_exactly_one_manager_is_in_office_on_each_day(tmp_path: Path, old: str, new: str, said: str) -> None:
    error = complaint(a_folder(tmp_path, changed(old, new, IN_TURN)))

    assert f"agent.toml: {said}" in str(error)


# ---- digests

SUPERVISOR = """
[[supervisors]]
key = "north"
name = "Nadia North"
email = "n.north@willowbridge.example"
zone = "America/Chicago"
from = 2026-08-01
case_managers = ["marisol-quintero"]
districts = ["lakeward"]
digest = { every = "day", time = 06:45:00 }

[digests]
case_managers = { every = "day", time = 07:30:00 }
css = { every = "never" }
urgent_days = 7
ready_days = [14, 2]

[form]"""
SUPERVISED = HEALTHY.replace("\n[form]", SUPERVISOR)


def test_digests_are_set_for_everybody_and_for_a_person(tmp_path: Path) -> None:
    began = "from = 2024-08-01\ndistricts"
    own = changed(began, began.replace("\n", '\ndigest = { weekday = "Friday" }\n'), SUPERVISED)
    organisation = load(a_folder(tmp_path, own)).agent.organisation_on(date(2026, 11, 20))

    manager, north, marisol, *css = recipients(organisation, date(2026, 11, 20))
    assert (manager.at.every, manager.at.weekday, manager.at.time) == ("week", "Monday", time(7))
    assert (north.at.every, north.at.time, north.zone) == ("day", time(6, 45), "America/Chicago")
    assert (marisol.at.every, marisol.at.weekday) == ("week", "Friday")
    assert {one.at.every for one in css} == {"never"}
    assert (organisation.digests.urgent_days, organisation.digests.ready_days) == (7, (14, 2))


def test_a_department_that_sets_nothing_of_digests_has_them_on_monday(tmp_path: Path) -> None:
    agent = load(a_folder(tmp_path)).agent

    assert agent.digests == DigestSettings()
    assert (agent.digests.case_managers, agent.digests.ready_days) == (DigestTime(), (10, 3, 1))


def test_the_example_sets_digests_as_they_are_by_default() -> None:
    content = tomllib.loads((CONFIG / "agent.example.toml").read_text(encoding="utf8"))

    assert DigestSettings(**content["digests"]) == DigestSettings()


def test_the_example_shows_the_quotas_that_count_without_it() -> None:
    lines = (CONFIG / "agent.example.toml").read_text(encoding="utf8").splitlines()
    shown = "\n".join(line.removeprefix("# ") for line in lines if "_per_minute = " in line)

    assert Quotas.model_validate(tomllib.loads(shown)) == Quotas()
    assert list(tomllib.loads(shown)) == list(Quotas.model_fields)


CSS = re.compile(r'css = \{ name = "[^"]*", email = "[^"]*(", from = [-0-9]*)')


def supported(*digests: str) -> str:
    """Both districts have one CSS, with what is said of the digest in each."""
    said = iter(digests)
    of_one = 'css = { name = "Celeste Arroyo", email = "c@willowbridge.example'
    return CSS.sub(lambda found: f"{of_one}{found[1]}{next(said)}", HEALTHY)


DAILY, WEEKLY = ', digest = { every = "day" }', ', digest = { every = "week" }'


def test_a_css_has_two_digests_in_no_settings(tmp_path: Path) -> None:
    load(a_folder(tmp_path, supported(DAILY, DAILY)))
    load(a_folder(tmp_path, supported("", DAILY)))

    assert str(complaint(a_folder(tmp_path, supported(DAILY, WEEKLY)))).startswith(
        "agent.toml: districts[2].css.digest: not the same as districts[1].css.digest, and this CSS gets"
    )


WRONG_DIGESTS = {
    "an unknown key": (
        "urgent_days = 7",
        "urgend_days = 7",
        "digests.urgend_days: unknown key; did you mean urgent_days?",
    ),
    "an unknown key of a time": (
        'css = { every = "never" }',
        'css = { evry = "never" }',
        "digests.css.evry: unknown key; did you mean every?",
    ),
    "an unknown frequency": (
        'every = "never"',
        'every = "month"',
        "digests.css.every: should be 'week', 'day' or",
    ),
    "fewest days first": ("[14, 2]", "[2, 14]", "digests: ready_days: name the most days first"),
    "days twice": ("[14, 2]", "[14, 14]", "digests: ready_days: name the most days first"),
    "days before the flood": (
        "[14, 2]",
        "[365]",
        "digests.ready_days[1]: should be less than or equal to 60",
    ),
    "negative days": (
        "urgent_days = 7",
        "urgent_days = -1",
        "digests.urgent_days: should be greater than",
    ),
    "an hour that is not there when clocks change": (
        "time = 06:45:00",
        "time = 02:00:00",
        "supervisors[1].digest.time: not from 01:00 to 03:00",
    ),
    "an hour that comes twice when clocks change": (
        "time = 07:30:00",
        "time = 01:00:00",
        "digests.case_managers.time: not from 01:00 to 03:00",
    ),
    "an hour of a daily digest that may end with the day": (
        "time = 06:45:00",
        "time = 23:50:00",
        "supervisors[1].digest: a daily digest is due at 22:00 at the latest",
    ),
    "a supervisor of nobody in particular": (
        'case_managers = ["marisol-quintero"]\ndistricts = ["lakeward"]\n',
        "",
        "supervisors[1]: name case_managers, districts or both",
    ),
    "a supervisor of somebody unknown": (
        'case_managers = ["marisol-quintero"]\n',
        'case_managers = ["theo"]\n',
        "supervisors[1].case_managers[1]: there is no case manager with this key",
    ),
    "a supervisor of an unknown district": (
        'districts = ["lakeward"]\ndigest',
        'districts = ["nowhere"]\ndigest',
        "supervisors[1].districts[1]: there is no district with this key",
    ),
    "the key of the manager": (
        'key = "north"',
        'key = "manager"',
        "supervisors[1].key: the same as manager.key",
    ),
    "the key of a case manager": (
        'key = "north"',
        'key = "marisol-quintero"',
        "supervisors[1].key: the same as case_managers[1].key",
    ),
    "a key that means a CSS": (
        'key = "north"',
        'key = "css-lakeward"',
        "supervisors[1].key: me, again and what begins with css-",
    ),
    "a key that means the agent": (
        'key = "north"',
        'key = "me"',
        "supervisors[1].key: me, again and what begins with css-",
    ),
    "a key that means a second share": (
        'key = "north"',
        'key = "again"',
        "supervisors[1].key: me, again and what begins with css-",
    ),
    "no address": ("n.north@", "n.north, ", "supervisors[1].email: not one e-mail address"),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG_DIGESTS.values(), ids=WRONG_DIGESTS)
def test_a_wrong_setting_of_digests_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert f"agent.toml: {said}" in str(complaint(a_folder(tmp_path, changed(old, new, SUPERVISED))))


@pytest.mark.parametrize("hour", ["00:59:00", "03:00:00"])
def test_the_hours_beside_those_that_clocks_change_in_may_be_set(tmp_path: Path, hour: str) -> None:
    load(a_folder(tmp_path, changed("time = 06:45:00", f"time = {hour}", SUPERVISED)))


def test_one_manager_alone_stays(tmp_path: Path) -> None:
    until = changed("from = 2023-07-01\n", "from = 2023-07-01\nuntil = 2026-11-22\n")

    assert "agent.toml: manager.until: nobody follows" in str(complaint(a_folder(tmp_path, until)))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        pytest.param("2020-01-01", "fenwick", id="the first, before anybody began"),
        pytest.param("2026-11-22", "fenwick", id="on the last day"),
        pytest.param("2026-11-23", "amari", id="on the first day"),
        pytest.param("2030-01-01", "amari", id="the last stays"),
    ],
)
def test_the_manager_is_whoever_is_in_office(tmp_path: Path, day: str, key: str) -> None:
    organisation = load(a_folder(tmp_path, IN_TURN)).agent.organisation_on(date.fromisoformat(day))

    assert organisation.manager.key == key
    assert [person.key for person in organisation.every_manager] == ["fenwick", "amari"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    several = changed("near_days", "near_day", changed("[drive]", "[drives]"))

    assert len(str(complaint(a_folder(tmp_path, several))).splitlines()) == 2


ELSEWHERE = {
    "nothing": "",
    "another machine": "http://ana-secret.example:8765",
    "a name that begins like loopback": "http://127.0.0.1.ana-secret.example:8765",
    "loopback as user": "http://127.0.0.1:80@ana-secret.example",
    "https": "https://127.0.0.1:8765",
    "no scheme": "127.0.0.1:8765",
    "no port": "http://127.0.0.1",
    "a port that is none": "http://127.0.0.1:99999",
    "a path": "http://127.0.0.1:8765/ana-secret",
    "half an IPv6 address": "http://[::1:8765",
}


@pytest.mark.parametrize("url", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_sandbox_is_on_this_machine(tmp_path: Path, url: str) -> None:
    error = complaint(a_folder(tmp_path, changed("http://127.0.0.1:8765", url)))

    assert str(error).startswith('agent.toml: google.sandbox_url: mode "sandbox" needs an address on this')
    assert "secret" not in str(error)


@pytest.mark.parametrize("url", ["http://localhost:1/", "http://[::1]:8765", "http://127.0.0.2:8765"])
def test_every_name_of_this_machine_will_do(tmp_path: Path, url: str) -> None:
    settings = load(a_folder(tmp_path, changed("http://127.0.0.1:8765", url)))

    assert settings.agent.google.sandbox_url == url


def test_google_itself_has_no_sandbox_address(tmp_path: Path) -> None:
    error = complaint(a_folder(tmp_path, changed('mode = "sandbox"', 'mode = "google"')))

    assert str(error).startswith('agent.toml: google.sandbox_url: belongs to mode "sandbox"')


# ---- files


def test_what_is_not_toml_is_named_by_its_line(tmp_path: Path) -> None:
    error = complaint(a_folder(tmp_path, "[google]\nmode = sandbox ana secret\n"))

    assert str(error) == f"{tmp_path / 'agent.toml'}: Invalid value (at line 2, column 8)"
    assert error.advice


@pytest.mark.parametrize("typed", ["2026-13-10", "2026-02-30", "2026-8-3", "11/20/2026", "20.11.2026"])
def test_a_date_that_is_none_is_said_to_be_none(tmp_path: Path, typed: str) -> None:
    error = complaint(a_folder(tmp_path, f'[form]\nid = "a"\nsince = {typed}  # the first day\n'))

    assert str(error) == f"{tmp_path / 'agent.toml'}: line 3 holds a date that there is not."
    assert "2026-11-20" in error.advice


@pytest.mark.parametrize(
    "line", ['since = 2026-08-03 x "11/20/2026"', "since = x  # 2026-13-10", "url = 127.0.0.1", "a = ["]
)
def test_no_other_mistake_is_taken_for_one_of_a_date(tmp_path: Path, line: str) -> None:
    assert "correct this line" in complaint(a_folder(tmp_path, f"{line}\n")).advice


def test_a_whole_address_stands_for_the_id_in_it(tmp_path: Path) -> None:
    address = "https://docs.google.com/spreadsheets/d/1elqWxMAHWdYRqaJ/edit?gid=0#gid=0"
    settings = load(a_folder(tmp_path, changed('"book-2"', f'"{address}"')))

    assert settings.agent.case_managers[0].workbooks[1].id == "1elqWxMAHWdYRqaJ"


def test_a_whole_address_stands_for_the_folder_in_it(tmp_path: Path) -> None:
    address = "https://drive.google.com/drive/u/0/folders/1elqWxMAHWdYRqaJ?usp=sharing"
    folders = f'folders = [{{ id = "{address}", holds = "one student" }}]\nworkbooks = ['
    settings = load(a_folder(tmp_path, changed("workbooks = [", folders)))

    assert settings.agent.case_managers[0].folders[0].id == "1elqWxMAHWdYRqaJ"


@pytest.mark.parametrize("name", ["", "agent.toml"], ids=["no file", "a file for a folder"])
def test_a_folder_without_settings_is_told_apart(tmp_path: Path, name: str) -> None:
    (tmp_path / "agent.toml").write_text("") if name else None
    error = complaint(tmp_path / name)

    assert str(error) == f"{tmp_path / name / 'agent.toml'} is not there."
    assert "--config" in error.advice


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "agent.toml").write_bytes('name = "Désirée"'.encode("latin-1"))

    assert str(complaint(tmp_path)) == f"{tmp_path / 'agent.toml'} is not a text in UTF-8."


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "agent.toml").mkdir()

    assert str(complaint(tmp_path)) == f"{tmp_path / 'agent.toml'} cannot be read."


def test_the_mark_that_windows_puts_first_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "agent.toml").write_text(HEALTHY, encoding="utf-8-sig")

    assert load(tmp_path).agent.google.mode == "sandbox"


SHEETS = (CONFIG / "sheets.toml").read_text(encoding="utf8")
POLICY = (CONFIG / "policy.toml").read_text(encoding="utf8")
OTHER_FILES: Mapping[str, tuple[dict[str, str], str]] = {
    "policy": (
        {"policy": changed("alert_days", "alert_day", POLICY)},
        "policy.toml: annual_review.alert_day: unknown key; did you mean alert_days?",
    ),
    "unknown sheet": (
        {"sheets": "[sheets.student.fields]\nexit = ['Gone on']\n"},
        "sheets.toml: sheets.student: unknown sheet; did you mean students?",
    ),
    "sheets": (
        {"sheets": changed("required = [", "requred = [", SHEETS)},
        "sheets.toml: sheets.students.requred: unknown key; did you mean required?",
    ),
    "law in the wrong file": (
        {"policy": POLICY + '[states.TX]\nnotice = { days = 5, source = "here" }\n'},
        "policy.toml: states: is law, not company policy; write it into states.toml",
    ),
    "no such state": (
        {"states": "[TE]\n"},
        "states.toml: TE: not a state; use its two letters, such as TX",
    ),
    "no such value of a state": (
        {"states": "[TX]\nnotise = { days = 5 }\n"},
        "states.toml: TX.notise: unknown key; did you mean notice?",
    ),
    "no such key of a value": (
        {"states": "[TX]\nnotice = { day = 5, source = '19 TAC 89', checked = 2026-11-28, days = 5 }\n"},
        "states.toml: TX.notice.day: unknown key; did you mean days?",
    ),
    "another number without its source": (
        {"states": "[TX]\nnotice = { days = 6, checked = 2026-11-28 }\n"},
        "states.toml: TX.notice.source: is missing",
    ),
    "no table": ({"states": "TX = 5\n"}, "states.toml: TX: should be a table, as in { name = value }"),
}


@pytest.mark.parametrize(("files", "said"), OTHER_FILES.values(), ids=OTHER_FILES)
def test_mistakes_in_the_other_files_are_named_too(tmp_path: Path, files: dict[str, str], said: str) -> None:
    assert str(complaint(a_folder(tmp_path, **files))) == said


# ---- what holds without a mistake


def test_the_settings_of_the_demo_are_valid(tmp_path: Path) -> None:
    settings = load(a_folder(tmp_path))

    assert settings.agent.organisation_on(date(2026, 11, 20)).case_manager("marisol-quintero").districts == (
        "sierra-vieja",
        "lakeward",
    )
    assert settings.state == (tmp_path / "../state").resolve()
    assert settings.secrets == (tmp_path / "../secrets").resolve()


def test_what_is_not_in_the_folder_comes_from_the_shipped_one(tmp_path: Path) -> None:
    settings = load(a_folder(tmp_path))

    assert defaults_folder() == CONFIG
    assert settings.policy.parent_contact.min_attempts == 3
    assert "students" in settings.sheets.sheets


def test_a_file_of_ones_own_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    own = changed("min_attempts = 3", "min_attempts = 4", POLICY)

    assert load(a_folder(tmp_path, policy=own)).policy.parent_contact.min_attempts == 4


STATE = "[TX]\nnotice = { checked = 2026-11-28 }\n[NV]\nnotice = { days = 9, source = 'NAC 388.281' }\n"


def test_a_department_confirms_and_adds_what_is_law_in_a_state(tmp_path: Path) -> None:
    policy = load(a_folder(tmp_path, states=STATE)).policy
    texas, nevada = policy.state_law("TX"), policy.state_law("NV")

    assert texas.notice is not None
    assert (texas.notice.days, texas.notice.unit, texas.notice.checked) == (5, "school", date(2026, 11, 28))
    assert texas.initial_evaluation is not None
    assert not texas.initial_evaluation.is_checked
    assert nevada.notice is not None
    assert nevada.notice.days == 9
    assert nevada.initial_evaluation is not None


def test_of_what_is_shipped_as_law_of_a_state_nothing_is_said_to_be_checked(tmp_path: Path) -> None:
    states = load(a_folder(tmp_path)).policy.states
    checked = {
        (state, name) for state, law in states.items() for name, value in law if value and value.is_checked
    }

    assert len(states) > 20
    assert checked == set()


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        pytest.param("", True, id="left out: those of the law"),
        pytest.param("federal_holidays = []", False, id="none: none"),
        pytest.param("federal_holidays = [2026-12-24]", False, id="others: only those"),
    ],
)
def test_federal_holidays_are_those_of_the_settings_or_of_the_law(
    tmp_path: Path, holidays: str, *, expected: bool
) -> None:
    start = HEALTHY.index("federal_holidays")
    end = HEALTHY.index("]", start) + 1
    folder = a_folder(tmp_path, HEALTHY[:start] + holidays + HEALTHY[end:])
    organisation = load(folder).agent.organisation_on(date(2026, 11, 20))

    assert organisation.is_business_day(date(2026, 12, 25)) is not expected


# ---- the environment: a process of its own

_SAY = """
import json, sys
from pathlib import Path
from workspace_agent.model.errors import SettingsError
from workspace_agent.settings import load
try:
    print(json.dumps({"url": load(Path(sys.argv[1])).agent.google.sandbox_url}))
except SettingsError as error:
    print(json.dumps({"error": str(error)}))
"""


def in_environment(folder: Path, **variables: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _SAY, str(folder)],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    said = in_environment(
        a_folder(tmp_path),
        WA_GOOGLE__SANDBOX_URL="http://127.0.0.1:4321",
        WA_CONFIG=str(tmp_path),
    )

    assert said == {"url": "http://127.0.0.1:4321"}


WRONG_VARIABLES: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "an address elsewhere": (
        "WA_GOOGLE__SANDBOX_URL",
        lambda said: said.startswith("agent.toml: google.sandbox_url: "),
    ),
    "a list that is none": (
        "WA_CASE_MANAGERS",
        lambda said: said == "An environment variable that begins with WA_ cannot be read.",
    ),
}


@pytest.mark.parametrize(("name", "is_right"), WRONG_VARIABLES.values(), ids=WRONG_VARIABLES)
def test_a_wrong_variable_is_a_wrong_setting(
    tmp_path: Path, name: str, is_right: Callable[[str], bool]
) -> None:
    said = in_environment(a_folder(tmp_path), **{name: "http://ana-secret.example:1"})["error"]

    assert is_right(said)
    assert "secret" not in said


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings: Settings = load(a_folder(tmp_path))

    with pytest.raises(ValueError, match="frozen"):
        settings.agent.google.mode = "google"


@pytest.mark.parametrize(
    ("policy", "number", "is_own"),
    [
        pytest.param(
            "[office_hours]\njudged_from = 2026-11-05\n", "office_hours.judged_from", True, id="own"
        ),
        pytest.param(
            "[office_hours]\njudged_from = 2026-11-05\n", "office_hours.min_per_day", False, id="not"
        ),
        pytest.param("[office_hours]\njudged_from = 2026-11-05\n", "post_form.days", False, id="no table"),
        pytest.param("[office_hours]\njudged_from = 2026-11-05\n", "office_hours", True, id="a table"),
        pytest.param(None, "office_hours.judged_from", False, id="no file of the department's own"),
    ],
)
def test_where_a_number_was_set_is_known(
    tmp_path: Path, policy: str | None, number: str, is_own: bool
) -> None:
    loaded = load(a_folder(tmp_path, **({"policy": policy} if policy else {})))

    assert loaded.set_in(number) == ((tmp_path / "policy.toml").resolve() if is_own else None)


def test_where_a_states_law_was_set_is_known(tmp_path: Path) -> None:
    own = load(a_folder(tmp_path, states="[TX]\nnotice = { checked = 2026-11-28 }\n"))

    assert own.set_in("states.TX.notice.checked") == (tmp_path / "states.toml").resolve()
    assert own.set_in("states.TX.notice.days") is None
    assert own.set_in("states.CO.notice") is None
