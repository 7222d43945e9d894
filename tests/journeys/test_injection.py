"""What people type is data to the agent, wherever they type it, and to whoever reads what the agent says.

Hostile texts stand in every place that people can type into. Each of them holds a word that nothing else
holds, so that one may be found in whatever left; and each way out has a check of its own, which a planted
defect turns red.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.channels import by_the_robot, through_google
from tests.journeys.hard_caseload import hard_world
from tests.journeys.obeyed import (
    MARK,
    commands,
    formulas,
    headers,
    hurt,
    marked,
    obeyed,
    searches,
    strange_files,
    torn,
    working_cells,
)
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, World
from workspace_agent.cli import same_student, show
from workspace_agent.cli.history import effect_lines, one_run
from workspace_agent.cli.options import load_settings, remembered_by
from workspace_agent.effects.access_record import as_csv
from workspace_agent.effects.digest_render import render_html, render_text
from workspace_agent.run import run
from workspace_agent.think import preview, think
from workspace_agent.tools import LEDGER, Tools

HOSTILE = (
    *("=cmd|' /C zqxw'!A0", '=HYPERLINK("http://zqxw.example","x")', "+zqxw()", "-zqxw", "@SUM(zqxw)"),
    *("\tzqxw", "\rzqxw", "zqxw\nFrom: me", "zqxw\r\nBcc: x@elsewhere.example\r\n\r\n", "＝zqxw()"),
    *("<script>zqxw()</script>", '"><img src=x onerror=zqxw()>', '<a href="javascript:zqxw()">a</a>'),
    *("{{ zqxw.__class__ }}", "{% include 'zqxw' %}", "${zqxw}", "%(zqxw)s %s %n", "{zqxw!r}"),
    *("' or name contains 'zqxw", "\\' or 'zqxw' in parents or '", "zqxw\\", "\\\\'zqxw"),
    *('#read("/etc/passwd") zqxw', '#eval("1+1") zqxw', "$ zqxw", "@zqxw", '"zqxw', "*_zqxw"),
    *("\x1b[31mzqxw\x1b[0m", "\x1b]8;;http://zqxw.example\x07x\x1b]8;;\x07", "\x9b2Jzqxw", "zqxw\x07\x7f"),
    *("[red]zqxw[/]", "[link=http://zqxw.example]x[/link]", "[/zqxw]", "[bold zqxw"),
    *('zqxw","level":"error', 'zqxw"}\n{"event":"effect', "\u2028zqxw\u2029", "\x00zqxw", "\ud7ffzqxw\ufffe"),
    *("\u202ezqxw\u202c", "\u2066zqxw\u2069", "\u200fzqxw\u200e", "zq\u00adzqxw", "\ufeffzqxw"),
    *("../../zqxw", "/etc/zqxw", "C:\\zqxw", "zqxw/../..", "~zqxw", "zqxw;rm -rf *", "$(zqxw)", "`zqxw`"),
    *("zqxw'; DROP TABLE effects;--", "zqxw' OR '1'='1", '"; DELETE FROM runs; zqxw'),
)  # fmt: skip

NAMES = tuple(
    (first, f"Zqxw{last}") for first, last in zip(HOSTILE, (*HOSTILE[9:], *HOSTILE[:9]), strict=True)
)
"""Students who are called so: first and last name are hostile."""


@dataclass
class Day:
    """What the agent did and said among them."""

    world: World
    dump: dict[str, Any] = field(default_factory=dict)
    terminal: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    csv: str = ""
    initials: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    day = Day(hard_world(tmp_path_factory.mktemp("hostile") / "day", NAMES, NAMES))
    hostile_settings(day.world)
    hostile_places(day.world)
    with day.world.tools() as tools:
        before_the_run(day, tools)
    for _ in range(2):
        with day.world.tools() as tools:
            after_a_run(day, tools)
    day.dump = day.world.dump()
    return day


def hostile_settings(world: World) -> None:
    """Names in the settings that would be markup, formulas or commands elsewhere."""
    world.setting(lambda text: text.replace('"Marisol Quintero"', f"'{STAFF}'"))
    world.setting(lambda text: text.replace('"Sierra Vieja ISD"', "'Sierra Vieja ISD'"))
    world.setting(lambda text: text.replace('"Willow Bridge Learning, Special Services"', f"'{COMPANY}'"))


STAFF = '=1+1 <b onclick="x()">Marisol</b> [red]Q[/] {{ 7*7 }} \\'
COMPANY = '@Willow <script>x()</script> [link=http://x.example]%s #eval("1")'


def hostile_places(world: World) -> None:
    """What the names do not reach: addresses, dates, titles of tabs and workbooks, answers."""
    rows = [["May Winter", f"'{one}", f"'{one}", f"'{one}", f"'{one}"] for one in HOSTILE]
    add = [
        {"addSheet": {"properties": {"title": f"{number} {one}"[:99]}}}
        for number, one in enumerate(HOSTILE)
        if "\x00" not in one
    ]
    with world.person(MARISOL) as google:
        for sheet in ("Meetings", "Team", "Contacts", "Goals", "Progress", "Check-ins"):
            google.sheets.type_values(world.progress, f"'{sheet}'!A300", rows)
        google.sheets.batch_update(world.progress, add)
        google.drive.update(world.progress, {"name": HOSTILE[0]})
    world.type("Students!P1", "Same student?")
    for row in (3, 4, 5):
        world.type(f"Students!P{row}", f"'{HOSTILE[row]}")
    answers = {"3f1a9c02": ["May Winter"], "6f7a8b9c": ["Annual review"], "8f9a0b1c": ["\n".join(HOSTILE)]}
    response = {
        "responseId": "ACYDBNh-x1",
        "createTime": "2026-11-19T15:00:08.412Z",
        "lastSubmittedTime": "2026-11-19T15:00:08.412Z",
        "answers": {
            question: {"questionId": question, "textAnswers": {"answers": [{"value": one} for one in texts]}}
            for question, texts in answers.items()
        },
    }
    world.stage.control("POST", f"forms/{world.ids['form']}/responses", response)


def before_the_run(day: Day, tools: Tools) -> None:
    thought = think(tools)
    day.initials = tuple(student.initials for student in thought.observation.department.students)
    day.terminal.append(show.plan_text(thought, initials=True))
    day.documents.append(show.as_json(show.plan_json(thought, initials=True)))
    digest = preview(tools)
    day.terminal.append(render_text(digest))
    day.html.append(render_html(digest))
    day.terminal.append(same_student.text(same_student.listed(thought.observation, initials=True)))


def after_a_run(day: Day, tools: Tools) -> None:
    report = run(tools)
    day.terminal.append(show.report_text(report, 1.0))
    day.documents.append(show.as_json(show.report_json(report, 1.0)))
    day.csv = as_csv(tools.ledger.access.entries(), ZoneInfo("UTC"))
    settings = load_settings(day.world.config)
    with remembered_by(settings) as ledger:
        assert ledger is not None
        told = one_run(ledger, report.run, settings.agent.time_zone)
    day.terminal.append("\n".join(effect_lines(told)))
    day.documents.append(show.as_json(told))


# ---- the checks


def log_of(day: Day) -> list[str]:
    return (day.world.folder / "state" / "agent.log").read_text(encoding="utf8").splitlines()


def mails(day: Day) -> list[EmailMessage]:
    return day.world.mails(MANAGER)


CHECKS: dict[str, Callable[[Day], list[str]]] = {
    "free text": lambda day: [one for text in leaving(day) for one in marked(text)],
    "terminal": lambda day: [one for text in day.terminal for one in commands(text)],
    "documents": lambda day: [one for text in day.documents for one in (*torn(text), *commands(text))],
    "log": lambda day: [one for line in log_of(day) for one in (*torn(line), *commands(line))],
    "mails": lambda day: [one for html in htmls(day) for one in (*obeyed(html), *commands(html))],
    "headers": lambda day: [one for mail in mails(day) for one in headers(mail)],
    "cells": lambda day: working_cells(list(by_the_robot(day.world))),
    "access record": lambda day: formulas(day.csv),
    "searches": lambda day: searches(list(by_the_robot(day.world))),
    "events and files": lambda day: [one for text in named(day) for one in commands(text)],
    "tab": lambda day: [one for row in day.world.agent_tab() for cell in row for one in commands(str(cell))],
    "files on disk": lambda day: strange_files(day.world),
    "ledger": lambda day: hurt(day.world.folder / "state" / LEDGER),
}


def htmls(day: Day) -> list[str]:
    parts = [mail.get_body(("html",)) for mail in mails(day)]
    return [*day.html, *(str(part.get_content()) for part in parts if part is not None)]


def named(day: Day) -> list[str]:
    """Titles and texts of the agent's events, and names of its files."""
    events = [event for calendar in day.dump["calendars"].values() for event in calendar["events"].values()]
    own = [one for one in events if one.get("extendedProperties", {}).get("private", {}).get("wa")]
    texts = [one.get(key, "") for one in own for key in ("summary", "description", "location")]
    return [*texts, *(file["name"] for file in day.dump["files"] if file["owner"] == ROBOT)]


def leaving(day: Day) -> list[str]:
    """All of it, but for the name of a workbook, which is its owner's."""
    left = through_google(day.world, day.dump)
    del left["file names and marks"]
    texts = [one.decode(errors="replace") for content in left.values() for one in content]
    own = [json.dumps(file | {"content": ""}) for file in day.dump["files"] if file["owner"] == ROBOT]
    return [*day.terminal, *day.documents, *day.html, day.csv, *log_of(day), *texts, *own]


@pytest.fixture(scope="module")
def wrong(day: Day) -> dict[str, list[str]]:
    """What each check finds, before anything is planted."""
    return {name: check(day) for name, check in CHECKS.items()}


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_that_people_type_is_obeyed(wrong: dict[str, list[str]], check: str) -> None:
    assert wrong[check] == []


def test_the_day_was_worth_looking_at(day: Day) -> None:
    assert len(day.initials) > len(NAMES)
    assert len(mails(day)) == 1
    assert len(named(day)) > 20
    assert '<b onclick="x()">' in day.terminal[1], "names of staff are told as they are"
    assert "&lt;b onclick=" in day.html[0]


def test_initials_are_letters_whatever_a_student_is_called(day: Day) -> None:
    assert [
        one for one in day.initials if not re.fullmatch(r"([^\W\d_]|\?)\.([^\W\d_]|\?)\.(-\d+)?", one)
    ] == []


def test_a_record_shows_answers_as_they_were_typed(day: Day) -> None:
    """Typst's code and markup are text in it; no file of this machine is read into it."""
    files = [base64.b64decode(file["content"]) for file in day.dump["files"] if file["content"]]
    pdfs = [one for one in files if one.startswith(b"%PDF")]
    text = " ".join(page.extract_text() for one in pdfs for page in PdfReader(io.BytesIO(one)).pages)

    for one in (
        '#read("/etc/passwd")',
        '#eval("1+1")',
        "<script>zqxw()</script>",
        "{{ zqxw.__class__ }}",
        "*_zqxw",
    ):
        assert one in text
    assert "root:" not in text
    assert [sign for sign in text if sign != "\n" and unicodedata.category(sign) == "Cc"] == []


# ---- the control: a defect planted in each way out is found there


def plant_header(day: Day) -> None:
    mail = EmailMessage()
    mail["To"], mail["Cc"], mail["Subject"] = MANAGER, "x@elsewhere.example", "compliance"
    raw = base64.urlsafe_b64encode(mail.as_bytes()).decode()
    with day.world.raw(ROBOT, "gmail.compose") as session:
        assert session.post(f"{URL}/gmail/v1/users/me/messages/send", json={"raw": raw}).ok


def plant_formula(day: Day) -> None:
    with day.world.raw(ROBOT, "spreadsheets") as session:
        address = f"{URL}/v4/spreadsheets/{day.world.progress}/values/Agent!H90"
        assert session.put(f"{address}?valueInputOption=USER_ENTERED", json={"values": [["=1+1"]]}).ok


def plant_search(day: Day) -> None:
    with day.world.raw(ROBOT, "drive") as session:
        session.get(f"{URL}/drive/v3/files", params={"q": "name = 'O'Neil' or trashed = true"})


def plant_title(day: Day) -> None:
    with day.world.raw(ROBOT, "drive") as session:
        assert session.post(f"{URL}/drive/v3/files", json={"name": "J.S.\u202e"}).ok
    day.dump = day.world.dump()


def plant_line(day: Day) -> None:
    with (day.world.folder / "state" / "agent.log").open("a") as log:
        log.write('{"event": "effect"\n')


def plant_file(day: Day) -> None:
    (day.world.folder / "state" / MARK).touch()


def plant_loss(day: Day) -> None:
    with closing(sqlite3.connect(day.world.folder / "state" / LEDGER)) as database:
        database.execute("DROP TABLE history")


PLANTS: dict[str, Callable[[Day], None]] = {
    "free text": lambda day: day.terminal.append(f"IEP of {MARK}"),
    "terminal": lambda day: day.terminal.append("\x1b[31m"),
    "documents": lambda day: day.documents.append('{"student": "J.S.", "J.S."}'),
    "log": plant_line,
    "mails": lambda day: day.html.append('<p><a href="javascript:x()">J.S.</a></p>'),
    "headers": plant_header,
    "cells": plant_formula,
    "access record": lambda day: setattr(day, "csv", f"{day.csv}1,@SUM(A1)\r\n"),
    "searches": plant_search,
    "events and files": plant_title,
    "tab": lambda day: day.world.type("Agent!A1", "J.S.\u2066"),
    "files on disk": plant_file,
    "ledger": plant_loss,
}


@pytest.fixture(scope="module")
def planted(day: Day, wrong: dict[str, list[str]]) -> dict[str, list[str]]:
    """What each check finds once a defect is planted in it; `wrong` comes first, without plants."""
    assert wrong.keys() == PLANTS.keys()
    for plant in PLANTS.values():
        plant(day)
    return {name: check(day) for name, check in CHECKS.items()}


@pytest.mark.parametrize("check", CHECKS)
def test_a_planted_defect_turns_it_red(planted: dict[str, list[str]], check: str) -> None:
    assert planted[check]
