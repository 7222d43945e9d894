"""No student's name in any event, mail, file or folder name, log, state file or terminal output.

The sheets themselves and the inside of a filed record are where names belong. A name planted in each
channel must turn this red. The names are hard ones (`hard_names.py`): words of the agent's own, short ones,
other scripts. The same days with harmless names tell what the agent says anyway; and its sentences must be
the same, whatever its students are called.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.channels import Channels, by_the_robot, in_ledger, logged, through_google
from tests.hard_names import HARD_NAMES, Name, harmless
from tests.journeys.hard_caseload import hard_world, initials_instead
from tests.journeys.world import MARISOL, PROGRESS, ROBOT, URL, WILLOW, World
from tests.name_scanner import NameScanner
from workspace_agent.cli import exposure, records, same_student, sheets, show
from workspace_agent.cli.errors import explain, where_it_broke
from workspace_agent.cli.form_map import form_map
from workspace_agent.cli.history import effect_lines, one_run
from workspace_agent.cli.options import load_settings, remembered_by
from workspace_agent.effects.access_record import as_csv
from workspace_agent.effects.digest_render import render_html, render_text
from workspace_agent.google.drive import FOLDER
from workspace_agent.intake.sheet_map import map_workbook
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.observe import Observation
from workspace_agent.observe.workbooks import read_workbooks
from workspace_agent.run import run
from workspace_agent.sheet_maps import MappedBook
from workspace_agent.think import Thought, preview, think
from workspace_agent.tools import LEDGER, Tools

STUDENTS = WILLOW / "workbooks" / "marisol-quintero" / "Progress Monitoring" / "Students.csv"
SOME_RECORDS = 12


def willows_names() -> tuple[Name, ...]:
    """The demo department's students, by first and by preferred name."""
    with STUDENTS.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((first, row["Last"]) for row in rows for first in (row["First"], row["Preferred"]) if first)


@dataclass
class Day:
    """A world in which the agent has done everything that it can do.

    Attributes:
        terminal: What it printed.
        access: What it printed of what it has shown to whom; in the order of refs, which are random.
        in_memory: What a debugger, or an error that shows its values, would print of its memory.
        broken: What is told of errors whose text is a name.
        spawned: Command lines of processes that were started meanwhile.
        titles: How many titles were found to show a name.
        refs: Of all students.
    """

    world: World
    names: Sequence[Name]
    terminal: list[str] = field(default_factory=list)
    access: list[str] = field(default_factory=list)
    in_memory: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    spawned: list[str] = field(default_factory=list)
    titles: int = 0
    refs: tuple[str, ...] = ()


SPAWNED: list[list[str]] = []
"""Where the command lines of started processes go; an audit hook stays for good, so there is one."""


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"subprocess.Popen", "os.exec", "os.posix_spawn"} and SPAWNED:
        SPAWNED[-1].append(repr(arguments[:2]))


def a_day(folder: Path, names: Sequence[Name]) -> Day:
    """Plan, preview, run, meet Google's refusals, run again, ask for the history; what was said is kept."""
    day = Day(hard_world(folder, names), names)
    SPAWNED.append(day.spawned)
    ask_who_is_who(day.world)
    with day.world.tools() as tools:
        day.terminal += list(before_the_first_run(tools))
        refuse(day.world, names[0])
        one_cycle(day, tools)
    with day.world.tools() as tools:
        one_cycle(day, tools)
        day.terminal += list(mapped(tools))
    settings = load_settings(day.world.config)
    with remembered_by(settings) as ledger:
        assert ledger is not None
        for number in (1, 2):
            day.terminal.append("\n".join(effect_lines(one_run(ledger, number, settings.agent.time_zone))))
    initials_instead(day.world)
    with day.world.tools() as tools:
        thought = think(tools)
        day.access += access_told(tools, thought)
        day.in_memory += in_memory_of(thought.observation)
    day.broken += [told for name in names for told in broken_by(" ".join(name))]
    SPAWNED.pop()
    return day


def ask_who_is_who(world: World) -> None:
    """A row that may be another student's, with an answer that does not count; and a student on it twice."""
    world.type("Students!P1", "Same student?")
    for number, row in ((700, ("20533", "Gracie", "Ontiveros-Hale")), (701, ("19986", "Jonah", "Pell"))):
        for column, text in zip("ABCD", ("Sierra Vieja ISD", *row), strict=True):
            world.type(f"Students!{column}{number}", text)
    world.type("Students!P700", "yes")


def before_the_first_run(tools: Tools) -> Iterator[str]:
    """What is asked before anything is done."""
    thought = think(tools)
    yield show.plan_text(thought, initials=True)
    yield show.as_json(show.plan_json(thought, initials=True))
    for reader in tools.digest_recipients:
        digest = preview(tools, reader)
        yield from (render_text(digest), render_html(digest))
    questions = same_student.listed(thought.observation, initials=True)
    yield from (same_student.text(questions), show.as_json({"questions": questions}))


def refuse(world: World, name: Name) -> None:
    """Google quotes what it was asked about, in its prose and where its code words stand."""
    shown = " ".join(name)
    for method, status in (
        ("calendar.events.insert", 400),
        ("drive.permissions.create", 404),
        ("drive.files.create", 403),
    ):
        quoted = {"message": f"not found: '{shown}'", "reason": shown, "location": shown, "domain": "global"}
        body = {"error": {"code": status, "message": f"Invalid query: {shown}", "errors": [quoted]}}
        world.fault(method, nth=3, status=status, body=body, when="before")


def one_cycle(day: Day, tools: Tools) -> None:
    """One run, and what it prints."""
    report = run(tools)
    day.terminal.append(show.report_text(report, 1.0))
    day.terminal.append(show.as_json(show.report_json(report, 1.0)))
    day.titles = sum(one.rule == "names_in_titles" for one in report.account.findings)
    day.refs = tuple(student.ref for student in report.account.department.students)
    day.in_memory = [repr(report)]


def in_memory_of(observation: Observation) -> Iterator[str]:
    """Each value that holds names, shown by itself: a container may hide what is in it."""
    intake = observation.intake
    rows = [row for rows in intake.listed.values() for row in rows]
    named = (*rows, *intake.records.values(), *intake.attempts.values(), intake.guard)
    yield from map(repr, named)
    yield from (repr(answer) for record in intake.records.values() for answer in record.answers)
    table = rows[0].row.sheet.table
    yield from (repr(table), repr(table.rows[1]), repr(observation))


def mapped(tools: Tools) -> Iterator[str]:
    """What `sheets map` says."""
    organisation = tools.organisation
    books = [
        MappedBook(book.case_manager, "", (), tuple(map_workbook(book, tools.settings.sheets)))
        for book in read_workbooks(tools.google, organisation, ())
        if isinstance(book, RawWorkbook)
    ]
    yield sheets.text(books, form_map(tools.google, organisation))


def access_told(tools: Tools, thought: Thought) -> Iterator[str]:
    """What is told of some students, and of what the access record knows."""
    for ref in list(thought.observation.department.by_ref)[:: len(HARD_NAMES) // SOME_RECORDS]:
        of_one = records.told(tools, thought, ref)
        yield from (records.text(of_one), show.as_json(of_one))
    entries = tools.ledger.access.entries()
    for entry in entries[:: len(entries) // SOME_RECORDS + 1]:
        told = exposure.told(tools, thought, entry.object_id)
        yield from (exposure.text(told), show.as_json(told))
    yield as_csv(entries, ZoneInfo("UTC"))


def broken_by(text: str) -> Iterator[str]:
    """What is told of a defect whose error repeats what somebody typed, with --debug and without."""
    try:
        try:
            int(text)
        except ValueError as error:
            raise KeyError(text) from error
    except KeyError as error:
        yield from (where_it_broke(error), explain(error))


# ---- what left, by the way it took


def channels(day: Day, dump: dict[str, Any]) -> Channels:
    """Everything that left the agent, by the way it took."""
    return through_google(day.world, dump) | {
        "log": logged(day.world.folder / "state"),
        "ledger": in_ledger(day.world.folder / "state" / LEDGER),
        "terminal": [text.encode() for text in (*day.terminal, *day.access)],
        "defects": [text.encode() for text in day.broken],
        "memory as printed": [text.encode() for text in day.in_memory],
        "command lines": [Path("/proc/self/cmdline").read_bytes(), *(line.encode() for line in day.spawned)],
    }


# ---- the days


@pytest.fixture(scope="module", autouse=True)
def listening() -> None:
    sys.addaudithook(_listen)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    return a_day(tmp_path_factory.mktemp("hard") / "day", HARD_NAMES)


@pytest.fixture(scope="module")
def plain_day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The same with names that mean nothing."""
    return a_day(tmp_path_factory.mktemp("harmless") / "day", harmless(HARD_NAMES))


@pytest.fixture(scope="module")
def scanner() -> NameScanner:
    return NameScanner((*HARD_NAMES, *willows_names()))


@pytest.fixture(scope="module")
def dump(day: Day) -> dict[str, Any]:
    """What Google holds after the day with hard names, before anything is planted."""
    return day.world.dump()


@pytest.fixture(scope="module")
def left(day: Day, dump: dict[str, Any]) -> Channels:
    """What left on that day."""
    return channels(day, dump)


@pytest.fixture(scope="module")
def leaks(left: Channels, plain_day: Day, scanner: NameScanner) -> dict[str, Set[str]]:
    """Names that can be read in each channel, but for those that stand there with harmless names, too."""
    said_anyway = set().union(
        *(shown(scanner, *one) for one in channels(plain_day, plain_day.world.dump()).items())
    )
    return {channel: shown(scanner, channel, contents) - said_anyway for channel, contents in left.items()}


def shown(scanner: NameScanner, channel: str, contents: Sequence[bytes]) -> Set[str]:
    """What stands in memory is printed as it is, and there is much of it."""
    if channel == "memory as printed":
        return scanner.printed(content.decode() for content in contents)
    return scanner.shown(contents)


def test_no_name_leaves_by_any_channel(day: Day, left: Channels, leaks: dict[str, Set[str]]) -> None:
    assert all(left.values()), "a channel without content proves nothing"
    assert {channel: names for channel, names in leaks.items() if names} == {}
    assert day.titles > 25, "a title that nobody looked at proves nothing"


def test_the_filed_record_does_hold_the_name(dump: dict[str, Any]) -> None:
    """Else the scanner would be blind to PDF, and the record useless."""
    contents = [base64.b64decode(file["content"]) for file in dump["files"] if file["content"]]

    assert NameScanner(willows_names()).shown(contents[:3])


# ---- the agent says the same, whatever its students are called


_OPAQUE = re.compile(r"https?://\S+|\b(?=\w*\d)(?:[\w-]{12,}|[0-9a-f]{10})\b")


def sentences(day: Day) -> Counter[str]:
    """Every line that people read, without ids; names that stand for one another have the same initials."""
    students = re.compile("|".join(day.refs))
    lines = (line.strip() for text in _told(day) for line in text.splitlines())
    return Counter(_OPAQUE.sub("<id>", students.sub("<ref>", line)) for line in lines)


def _told(day: Day) -> Iterator[str]:
    for event in day.world.meetings():
        yield f"{event['summary']}\n{event.get('description', '')}"
    with day.world.person(MARISOL) as google:
        (tab,) = google.sheets.values_batch_get(day.world.progress, ["Agent!A:H"])
    yield from ("\n".join(map(str, row)) for row in tab["values"])
    yield day.world.digest_text()
    yield from day.terminal


def test_its_sentences_are_the_same_whatever_its_students_are_called(day: Day, plain_day: Day) -> None:
    hard, plain = sentences(day), sentences(plain_day)

    assert hard - plain == Counter()
    assert plain - hard == Counter()


def test_nothing_that_it_did_was_stopped_by_a_name(day: Day, plain_day: Day) -> None:
    deeds = [Counter(entry["method"] for entry in by_the_robot(one.world)) for one in (day, plain_day)]

    assert deeds[0] == deeds[1]
    assert "[name]" not in "".join(path.read_text() for path in day.world.folder.glob("state/agent.log*"))


# ---- the control: a name planted in each channel is found there


def plant_event(day: Day) -> None:
    with day.world.raw(ROBOT, "calendar.events") as session:
        address = f"{URL}/calendar/v3/calendars/{MARISOL}/events/{day.world.meetings()[0]['id']}"
        assert session.patch(address, json={"description": "Ibarra, Ángel"}).ok


def plant_mail(day: Day) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = MARISOL, "Привет"
    message.set_content("Über Дарина Мельник.", cte="base64")
    raw = base64.urlsafe_b64encode(message.as_bytes()).decode()
    with day.world.raw(ROBOT, "drive", "gmail.compose") as session:
        assert session.post(f"{URL}/gmail/v1/users/me/messages/send", json={"raw": raw}).ok


def plant_file(day: Day) -> None:
    with day.world.raw(ROBOT, "drive") as session:
        body = {"name": "Inés de la Cruz", "mimeType": FOLDER}
        assert session.post(f"{URL}/drive/v3/files", json=body).ok


def plant_pdf(day: Day) -> None:
    uploads(day, "a record.pdf", title="Kathleen O'Neil", about=[])


def plant_progress_sheet(day: Day) -> None:
    uploads(day, f"2026-27 {PROGRESS}.pdf", title="Progress", about=["João dos Santos Pinto"])


def uploads(day: Day, name: str, *, title: str, about: list[str]) -> None:
    from workspace_agent.effects.pdf import printed  # noqa: PLC0415 - heavy

    page = {"title": title, "reference": "r1", "version": 1, "about": about, "notes": []}
    pdf = printed("record", {**page, "facts": [], "sections": []})
    meta = json.dumps({"name": name}).encode()
    related = (
        b"--x\r\nContent-Type: application/json\r\n\r\n" + meta + b"\r\n"
        b"--x\r\nContent-Type: application/pdf\r\n\r\n" + pdf + b"\r\n--x--"
    )
    with day.world.raw(ROBOT, "drive") as session:
        kind = {"Content-Type": "multipart/related; boundary=x"}
        address = f"{URL}/upload/drive/v3/files?uploadType=multipart"
        assert session.post(address, data=related, headers=kind).ok


def plant_address(day: Day) -> None:
    with day.world.raw(ROBOT, "drive") as session:
        assert session.get(f"{URL}/drive/v3/files?q=name%20contains%20%27Noor%20Haddad%27").ok


def plant_body(day: Day) -> None:
    with day.world.raw(ROBOT, "spreadsheets") as session:
        address = f"{URL}/v4/spreadsheets/{day.world.progress}/values/Agent!H190?valueInputOption=RAW"
        assert session.put(address, json={"values": [["Pieter van der Berg"]]}).ok
        assert session.put(address, json={"values": [[""]]}).ok


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


def plant_defect(day: Day) -> None:
    day.broken.append("KeyError: 'Дарья Соколова'")


def plant_memory(day: Day) -> None:
    day.in_memory.append("Answer(texts=('小明 王',))")


def plant_command_line(day: Day) -> None:
    SPAWNED.append(day.spawned)
    subprocess.run([sys.executable, "-c", "", "Ana Ruiz-Okafor"], check=True)
    SPAWNED.pop()


PLANTS: dict[str, tuple[Callable[[Day], None], str]] = {
    "events": (plant_event, "ibarra angel"),
    "mails": (plant_mail, "дарина мельник"),
    "file names and marks": (plant_file, "ines de la cruz"),
    "titles inside of PDFs": (plant_pdf, "kathleen o neil"),
    "progress sheets": (plant_progress_sheet, "joao dos santos pinto"),
    "addresses of requests": (plant_address, "noor haddad"),
    "bodies of requests": (plant_body, "pieter van der berg"),
    "agent tab": (plant_tab, "trujillo samuel"),
    "log": (plant_log, "memo lindqvist"),
    "ledger": (plant_ledger, "rosalind adeyemi"),
    "terminal": (plant_terminal, "william hartsell"),
    "defects": (plant_defect, "дарья соколова"),
    "memory as printed": (plant_memory, "小明 王"),
    "command lines": (plant_command_line, "ana ruiz okafor"),
}


@pytest.fixture(scope="module")
def planted(
    day: Day, left: Channels, leaks: dict[str, Set[str]], scanner: NameScanner
) -> dict[str, Set[str]]:
    """What can be read in each channel that was not there before; `leaks` comes first, without plants."""
    assert leaks.keys() == PLANTS.keys()
    for plant, _ in PLANTS.values():
        plant(day)
    new = {
        name: [one for one in now if one not in left[name]]
        for name, now in channels(day, day.world.dump()).items()
    }
    return {channel: shown(scanner, channel, contents) for channel, contents in new.items()}


@pytest.mark.parametrize("channel", PLANTS)
def test_a_planted_name_turns_it_red(planted: dict[str, Set[str]], channel: str) -> None:
    _, name = PLANTS[channel]
    assert name in planted[channel]
