"""`digest preview --for`, `digest send` and `digest list`: whose, to whom, and what stays due."""

from __future__ import annotations

import stat
import webbrowser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.builders import an_organisation
from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.readers import EAST, SUPERVISORS
from tests.journeys.world import MANAGER, ROBOT
from tests.kills.losses import gmails_limit
from workspace_agent.cli.access_words import Words
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.people import Supervisor
from workspace_agent.tools import LEDGER

KEYS = "manager, east, west"


@pytest.fixture
def supervised(fresh_department: Department) -> Department:
    """With two supervisors."""
    agent = fresh_department.config / "agent.toml"
    agent.write_text(agent.read_text(encoding="utf8") + SUPERVISORS, encoding="utf8")
    return fresh_department


def where(department: Department) -> tuple[str, ...]:
    return ("--config", str(department.config), *AS_OF)


def mails(department: Department) -> list[tuple[str, str]]:
    """Recipient and beginning of the subject of everything that was sent."""
    sent = [
        mail["raw"]
        for mail in department.stage.control("GET", "dump")["mails"].get(ROBOT, ())
        if "SENT" in mail["labelIds"]
    ]
    return sorted((_header(raw, "To"), _header(raw, "Subject")[:6]) for raw in sent)


def _header(raw: str, name: str) -> str:
    return next(line.partition(": ")[2] for line in raw.splitlines() if line.startswith(f"{name}: "))


# ---- preview


def test_a_preview_is_of_whom_one_asks_for(supervised: Department, command: Command) -> None:
    own, east = (command("digest", "preview", *who, *where(supervised)) for who in ((), ("--for", "east")))

    assert (own.code, east.code) == (0, 0)
    assert "34 CFR 300.324" in east.out
    assert supervised.writes() == []


@pytest.mark.parametrize("name", ["nobody", MANAGER, "css-nowhere", "", "me"])
def test_a_preview_for_nobody_names_those_who_get_one(
    supervised: Department, command: Command, name: str
) -> None:
    said = command("digest", "preview", "--for", name, *where(supervised))

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("--for: nobody here who gets a digest has this key.\n")
    assert f"What to do: name one of: {KEYS}" in said.err


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Path]:
    """A browser that only notes what it is to open."""
    program, opened = tmp_path / "browser", tmp_path / "opened"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n', encoding="utf8")
    program.chmod(0o700)
    webbrowser.register("noting", None, webbrowser.GenericBrowser([str(program), "%s"]), preferred=True)
    yield opened
    webbrowser._tryorder.remove("noting")  # type: ignore[attr-defined]  # what register did


def test_a_preview_opens_in_the_browser_from_a_file_of_ones_own(
    department: Department, command: Command, browser: Path
) -> None:
    said = command("digest", "preview", "--open", *where(department))
    page = Path(browser.read_text(encoding="utf8").removeprefix("file://"))

    assert said.code == 0
    assert f"The page is open in your browser: {page}" in said.err
    assert "<html" in page.read_text(encoding="utf8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    page.unlink()
    page.parent.rmdir()


# ---- send


def test_a_copy_goes_to_whose_it_is_and_what_is_due_is_sent_as_well(
    supervised: Department, command: Command
) -> None:
    sent = command("digest", "send", "--to", "east", *where(supervised))
    mine = command("digest", "send", "--to", "me", *where(supervised))
    assert (sent.code, sent.err) == (0, "A copy was sent to east.\n")
    assert (mine.code, mine.err) == (0, "A copy was sent to the agent itself.\n")
    assert mails(supervised) == [(ROBOT, "[copy]"), (EAST, "[copy]")]

    assert command("run", *where(supervised)).code == 1
    due = [(who, subject) for who, subject in mails(supervised) if subject != "[copy]"]
    assert {who for who, _ in due} >= {MANAGER, EAST}


@pytest.mark.parametrize("name", ["nobody", EAST, "someone@elsewhere.example", "css-nowhere"])
def test_a_copy_to_nobody_on_the_roster_is_refused(
    supervised: Department, command: Command, name: str
) -> None:
    said = command("digest", "send", "--to", name, *where(supervised))

    assert said.code == 2
    assert f"name one of: me, {KEYS}" in said.err
    assert supervised.writes() == []


def test_a_copy_is_in_history_and_access_record(supervised: Department, command: Command) -> None:
    command("digest", "send", "--to", "manager", *where(supervised))
    config = ("--config", str(supervised.config))
    told = command("history", "1", *config)
    assert "copy of the digest to manager" in told.out
    assert "A mail cannot be taken back." in told.out

    ledger = Ledger(supervised.state / LEDGER)
    (entry,) = ledger.access.entries()
    assert (entry.key, entry.act, entry.thing, entry.recipient) == (
        "copy/manager/1",
        "mailed",
        "digest",
        "manager",
    )
    assert entry.students
    assert ledger.runs.last_good() is None
    ledger.close()


def test_where_digests_are_off_no_copy_is_sent(supervised: Department, command: Command) -> None:
    agent = supervised.config / "agent.toml"
    agent.write_text(f'{agent.read_text(encoding="utf8")}\n[features]\ndigest = "off"\n', encoding="utf8")
    said = command("digest", "send", "--to", "me", *where(supervised))

    assert said.code == 3
    assert said.err.startswith("Digests are off, so none is sent.")
    assert 'Nothing is sent: digest = "off"' in command("digest", "list", *where(supervised)).out


def test_a_copy_that_google_does_not_take_is_not_sent_later(supervised: Department, command: Command) -> None:
    fault = {"method": "gmail.users.drafts.create", "nth": 1, "status": 400, "body": None, "delay": 0}
    supervised.stage.control("POST", "faults", fault)
    said = command("digest", "send", "--to", "east", *where(supervised))

    assert said.code == 1
    assert said.err.startswith("This could not be done: sending a copy of a digest to east.")
    assert "ask for it again" in said.err


# ---- list


def test_the_list_says_who_gets_what_when(supervised: Department, command: Command) -> None:
    before = command("digest", "list", "--json", *where(supervised)).json
    manager, east, west = before["digests"][:3]
    assert before["switch"] == "on"
    assert (manager["key"], manager["digest"], manager["to"]) == ("manager", "manager", MANAGER)
    assert (east["when"], east["last_sent"], east["next_due"]) == (
        "Monday 07:00",
        "",
        "2026-11-16T07:00-05:00",
    )
    assert (west["zone"], west["next_due"]) == ("America/Los_Angeles", "2026-11-16T07:00-08:00")

    command("run", *where(supervised))
    after = command("digest", "list", "--json", *where(supervised)).json["digests"]
    assert [one["last_period"] for one in after[:3]] == ["2026-W47"] * 3
    assert after[0]["next_due"] == "2026-11-23T07:00-05:00"
    table = command("digest", "list", *where(supervised))
    assert (table.code, table.err) == (0, "")
    header, first, *_ = table.out.splitlines()
    assert header.split() == ["KEY", "DIGEST", "TO", "WHEN", "LAST", "SENT", "NEXT", "DUE", "ZONE"]
    assert first.split()[:3] == ["manager", "manager", MANAGER]


LATER = ("--as-of", "2026-11-20T09:00")


def easts(supervised: Department, command: Command) -> dict[str, str]:
    """Her line two hours later."""
    listed = command("digest", "list", "--json", "--config", str(supervised.config), *LATER).json["digests"]
    (line,) = [one for one in listed if one["key"] == "east"]
    return dict(line)


def test_who_had_the_weeks_today_and_gets_it_daily_now_is_due_on_the_next_day(
    supervised: Department, command: Command
) -> None:
    """As `run` has it: no second one on the same day."""
    command("run", *where(supervised))
    agent = supervised.config / "agent.toml"
    text = agent.read_text(encoding="utf8").replace(
        'key = "east"\n', 'key = "east"\ndigest = { every = "day" }\n'
    )
    agent.write_text(text, encoding="utf8")
    sent = mails(supervised)
    line = easts(supervised, command)
    command("run", "--config", str(supervised.config), *LATER)

    assert (line["last_period"], line["next_due"]) == ("2026-W47", "2026-11-23T07:00-05:00")
    assert mails(supervised) == sent


def test_who_had_the_weeks_and_gets_it_later_in_the_week_now_is_due_in_the_next_one(
    supervised: Department, command: Command
) -> None:
    """As `run` has it: no second one of the same week."""
    command("run", *where(supervised))
    agent = supervised.config / "agent.toml"
    at_three = 'key = "east"\ndigest = { weekday = "Friday", time = 15:00:00 }\n'
    agent.write_text(agent.read_text(encoding="utf8").replace('key = "east"\n', at_three), encoding="utf8")
    sent = mails(supervised)
    line = easts(supervised, command)
    command("run", "--config", str(supervised.config), "--as-of", "2026-11-20T16:00")

    assert (line["last_period"], line["next_due"]) == ("2026-W47", "2026-11-27T15:00-05:00")
    assert mails(supervised) == sent


@pytest.mark.parametrize(
    ("has_run", "next_due"), [(True, "2026-11-27T07:00-05:00"), (False, "2026-12-04T07:00-05:00")]
)
def test_what_nobody_could_send_over_a_weekend_is_still_due(
    supervised: Department, command: Command, has_run: bool, next_due: str
) -> None:
    agent = supervised.config / "agent.toml"
    text = agent.read_text(encoding="utf8").replace(
        'key = "east"\n', 'key = "east"\ndigest = { weekday = "Friday" }\n'
    )
    agent.write_text(text, encoding="utf8")
    if has_run:
        command("run", *where(supervised))
    monday = ("--config", str(supervised.config), "--as-of", "2026-11-30T06:00")
    listed = command("digest", "list", "--json", *monday).json["digests"]

    assert [one["next_due"] for one in listed if one["key"] == "east"] == [next_due]


def test_who_follows_was_sent_nothing_and_is_due(supervised: Department, command: Command) -> None:
    command("run", *where(supervised))
    agent = supervised.config / "agent.toml"
    agent.write_text(agent.read_text(encoding="utf8").replace(EAST, f"new-{EAST}"), encoding="utf8")
    line = easts(supervised, command)

    assert (line["last_sent"], line["next_due"]) == ("", "2026-11-16T07:00-05:00")


def test_who_gets_none_stands_on_the_list_without_a_day(supervised: Department, command: Command) -> None:
    agent = supervised.config / "agent.toml"
    text = agent.read_text(encoding="utf8").replace(
        'key = "east"\n', 'key = "east"\ndigest = { every = "never" }\n'
    )
    agent.write_text(text, encoding="utf8")
    east = easts(supervised, command)

    assert (east["when"], east["next_due"]) == ("never", "")


# ---- status


OPENS = datetime.fromisoformat("2026-11-20T15:04:00-05:00")


def test_status_says_until_when_mail_waits_and_how_many(supervised: Department, command: Command) -> None:
    for nth in range(2, 9):
        limit = {"nth": nth, "status": 429, "body": gmails_limit(OPENS), "delay": 0}
        supervised.stage.control("POST", "faults", {"method": "gmail.users.drafts.create"} | limit)
    command("run", *where(supervised))
    said, as_json = (
        command("status", *where(supervised)),
        command("status", "--json", *where(supervised)).json,
    )

    waits = "Mail waits until 20 Nov 2026 15:04 (America/New_York), because Gmail's limit is reached"
    assert f"{waits}; 2 mails are to be sent then." in said.out
    assert (as_json["mail_waits_until"], as_json["mails_waiting"]) == ("2026-11-20T15:04-05:00", 2)
    later = ("--config", str(supervised.config), "--as-of", "2026-11-20T15:05")
    assert "Mail waits" not in command("status", *later).out


def test_the_last_digest_is_the_one_that_was_sent_last(supervised: Department, command: Command) -> None:
    command("run", *where(supervised))
    ledger = Ledger(supervised.state / LEDGER)
    ledger.intend("digest/a-first/2026-W48", "print", ledger.runs.begin(OPENS), OPENS)
    ledger.settle("digest/a-first/2026-W48", "draft", "", OPENS)
    ledger.close()

    assert command("status", "--json", *where(supervised)).json["last_digest"] == "digest/a-first/2026-W48"


# ---- the access record


def test_the_access_record_says_what_part_a_reader_has() -> None:
    north = Supervisor.model_validate(
        {
            "key": "north",
            "name": "Nadia North",
            "email": "n@dept.example",
            "zone": "UTC",
            "from": "2026-01-01",
            "districts": ("district-1",),
        }
    )
    words = Words(an_organisation(supervisors=(north,)), ZoneInfo("UTC"))

    assert words.who("north me") == "north (supervisor), me (the agent's own mailbox)"
