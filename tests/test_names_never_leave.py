"""No student's name in any event, mail, file or folder name, log, state file or terminal output.

The sheets themselves and the inside of a filed record are where names belong. A name planted in each
channel must turn this red: the second test does that.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.decoding import folded, readings
from tests.journeys.people import edits
from tests.journeys.world import MARISOL, ROBOT, URL, WILLOW, World, build_world
from workspace_agent.cli import exposure, records, same_student, show
from workspace_agent.cli.history import effect_lines, one_run
from workspace_agent.cli.options import remembered
from workspace_agent.effects.access_record import as_csv
from workspace_agent.effects.digest_render import render_html, render_text
from workspace_agent.google.drive import FOLDER
from workspace_agent.run import run
from workspace_agent.think import preview, think

UTC = ZoneInfo("UTC")
Channels = dict[str, list[bytes]]
STUDENTS = WILLOW / "workbooks" / "marisol-quintero" / "Progress Monitoring" / "Students.csv"


def names() -> list[str]:
    """Every student in full, either way round, and every surname that is no everyday word."""
    found: list[str] = []
    with STUDENTS.open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            firsts = {row["First"], row["Preferred"]} - {""}
            found += [f"{first} {row['Last']}" for first in firsts]
            found += [f"{row['Last']}, {first}" for first in firsts]
            found += [row["Last"]] if len(row["Last"]) > 4 and row["Last"] != "Winter" else []
    return [folded(name) for name in found]


def leaks(channels: Channels) -> set[str]:
    """The channels in which a name can be read."""
    anybody = re.compile("|".join(re.escape(name) for name in names()))
    return {
        channel
        for channel, contents in channels.items()
        if any(anybody.search(folded(text)) for content in contents for text in set(readings(content)))
    }


@dataclass
class Day:
    """A world in which the agent has done everything that it can do, and what its terminal said.

    Attributes:
        titles: How many titles were found to show a name.
    """

    world: World
    titles: int = 0
    terminal: list[str] = field(default_factory=list)


def ask_who_is_who(world: World) -> None:
    """A row that may be another student's, with an answer that does not count; and a student on it twice."""
    world.type("Students!N1", "Same student?")
    for number, row in ((18, ("20533", "Gracie", "Ontiveros-Hale")), (19, ("19986", "Jonah", "Pell"))):
        for column, text in zip("ABCD", ("Sierra Vieja ISD", *row), strict=True):
            world.type(f"Students!{column}{number}", text)
    world.type("Students!N18", "yes")


def shown_in_titles(world: World, name: str) -> str:
    """A student's name in the titles of an event, a workbook and a tab, with the id of the event."""
    times = {"dateTime": "2026-12-08T10:00:00", "timeZone": "America/Denver"}
    tab = {"addSheet": {"properties": {"sheetId": 77, "title": name}}}
    with world.person(MARISOL) as google:
        made = google.calendar.insert(MARISOL, {"summary": name, "start": times, "end": times}, "none")
        google.sheets.batch_update(world.progress, [tab])
        google.drive.update(world.progress, {"name": name})
    return str(made["id"])


def initials_instead(world: World, event_id: str) -> None:
    """What people made stays theirs, and is no channel of the agent's."""
    edits(world, event_id, summary="J.P.")
    tab = {"updateSheetProperties": {"properties": {"sheetId": 77, "title": "J.P."}, "fields": "title"}}
    with world.person(MARISOL) as google:
        google.sheets.batch_update(world.progress, [tab])
        google.drive.update(world.progress, {"name": "J.P."})


def a_day(folder: Path) -> Day:
    """Plan, preview, run twice, ask for the history; what was printed is kept."""
    day = Day(build_world(folder))
    ask_who_is_who(day.world)
    event_id = shown_in_titles(day.world, "Jonah Pell")
    with day.world.tools() as tools:
        thought = think(tools)
        day.terminal.append(show.plan_text(thought, initials=True))
        day.terminal.append(show.as_json(show.plan_json(thought, initials=True)))
        digest = preview(tools)
        day.terminal += [render_text(digest), render_html(digest)]
        questions = same_student.listed(tools.observe(tools.clock()), initials=True)
        day.terminal += [same_student.text(questions), show.as_json({"questions": questions})]
        for _ in range(2):
            report = run(tools)
            day.terminal.append(show.report_text(report, 1.0))
            day.terminal.append(show.as_json(show.report_json(report, 1.0)))
            day.titles = sum(one.rule == "names_in_titles" for one in report.account.findings)
    with remembered(day.world.config) as (ledger, zone):
        assert ledger is not None
        for number in (1, 2):
            day.terminal.append("\n".join(effect_lines(one_run(ledger, number, zone))))
    initials_instead(day.world, event_id)
    day.terminal += list(access_told(day.world))
    return day


def access_told(world: World) -> Iterator[str]:
    """What is told of a student and of everything that the access record knows."""
    with world.tools() as tools:
        thought = think(tools)
        for ref in thought.observation.department.by_ref:
            of_one = records.told(tools, thought, ref)
            yield from (records.text(of_one), show.as_json(of_one))
        for entry in tools.ledger.access.entries():
            of_one = exposure.told(tools, thought, entry.object_id)
            yield from (exposure.text(of_one), show.as_json(of_one))
        yield as_csv(tools.ledger.access.entries(), UTC)


def channels(day: Day) -> Channels:
    """Everything that left the agent, by the way it took."""
    dump = day.world.dump()
    return {
        "events": list(_events(dump)),
        "mails": [mail["raw"].encode() for box in dump["mails"].values() for mail in box],
        "file names and marks": list(_files(dump)),
        "addresses of requests": list(_addresses(day.world)),
        "agent tab": [json.dumps(day.world.agent_tab()).encode()],
        "log": [path.read_bytes() for path in (day.world.folder / "state").glob("agent.log*")],
        "ledger": list(_ledger(day.world.folder / "state" / "ledger.sqlite3")),
        "terminal": [text.encode() for text in day.terminal],
    }


def _events(dump: dict[str, Any]) -> Iterator[bytes]:
    for calendar in dump["calendars"].values():
        for event in calendar["events"].values():
            yield json.dumps(event).encode()


def _files(dump: dict[str, Any]) -> Iterator[bytes]:
    for file in dump["files"]:
        yield json.dumps({key: value for key, value in file.items() if key != "content"}).encode()


def _addresses(world: World) -> Iterator[bytes]:
    for entry in world.stage.control("GET", "requests")["requests"]:
        if entry["user"] == ROBOT:
            yield f"{entry['path']} {json.dumps(entry['query'])}".encode()


def _ledger(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            rows = database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own tables
            yield json.dumps(rows, default=str).encode()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    return a_day(tmp_path_factory.mktemp("names"))


def test_no_name_leaves_by_any_channel(day: Day) -> None:
    found = channels(day)

    assert all(found.values()), "a channel without content proves nothing"
    assert leaks(found) == set()
    assert day.titles == 3, "a title that nobody looked at proves nothing"


def test_the_filed_record_does_hold_the_name(day: Day) -> None:
    """Else the scanner would be blind to PDF, and the record useless."""
    contents = [base64.b64decode(file["content"]) for file in day.world.dump()["files"] if file["content"]]

    assert leaks({"records": contents}) == {"records"}


# ---- the control: a name planted in each channel is found there


def plant_event(day: Day) -> None:
    with day.world.person(MARISOL) as google:
        times = {"dateTime": "2026-12-24T10:00:00", "timeZone": "America/Denver"}
        google.calendar.insert(MARISOL, {"summary": "Ibarra, Ángel", "start": times, "end": times}, "none")


def plant_mail(day: Day) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = MARISOL, "Привет"
    message.set_content("Über Дарина Мельник.", cte="base64")
    raw = base64.urlsafe_b64encode(message.as_bytes()).decode()
    with day.world.raw(ROBOT, "drive", "gmail.compose") as session:
        assert session.post(f"{URL}/gmail/v1/users/me/messages/send", json={"raw": raw}).ok


def plant_file(day: Day) -> None:
    with day.world.raw(ROBOT, "drive", "gmail.compose") as session:
        body = {"name": "Grace Ontiveros-Hale", "mimeType": FOLDER}
        assert session.post(f"{URL}/drive/v3/files", json=body).ok


def plant_address(day: Day) -> None:
    with day.world.raw(ROBOT, "drive", "gmail.compose") as session:
        assert session.get(f"{URL}/drive/v3/files?q=name%20contains%20%27Noor%20Haddad%27").ok


def plant_tab(day: Day) -> None:
    day.world.type("Agent!A1", "Trujillo, Samuel")


def plant_log(day: Day) -> None:
    with (day.world.folder / "state" / "agent.log").open("a") as log:
        log.write('{"event": "Memo \\u004cindqvist"}\n')


def plant_ledger(day: Day) -> None:
    with closing(sqlite3.connect(day.world.folder / "state" / "ledger.sqlite3")) as database:
        database.execute("INSERT INTO meta VALUES ('x', 'Rosalind Adeyemi')")
        database.commit()


def plant_terminal(day: Day) -> None:
    day.terminal.append("W.H. is William Hartsell")


PLANTS: dict[str, Callable[[Day], None]] = {
    "events": plant_event,
    "mails": plant_mail,
    "file names and marks": plant_file,
    "addresses of requests": plant_address,
    "agent tab": plant_tab,
    "log": plant_log,
    "ledger": plant_ledger,
    "terminal": plant_terminal,
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    day = a_day(tmp_path_factory.mktemp("planted"))
    for plant in PLANTS.values():
        plant(day)
    return leaks(channels(day))


@pytest.mark.parametrize("channel", PLANTS)
def test_a_planted_name_turns_it_red(planted: set[str], channel: str) -> None:
    assert channel in planted


def test_every_channel_has_its_plant(day: Day) -> None:
    assert channels(day).keys() == PLANTS.keys()
