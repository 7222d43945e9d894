"""Load a department of CSV files into a sandbox, through Google's own API, as its people would have.

Each person types into their own workbooks with their own token and shares them with manager and agent. Only
what no API offers (the form with its responses, the clock, tokens) goes through the sandbox's control routes.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any

import requests

from workspace_agent.google.credentials import write_token
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes
from workspace_agent.google.timing import Timing
from workspace_agent.google.workspace import Google

Json = dict[str, Any]

_AUTH = "https://www.googleapis.com/auth/"
_PERSON_SCOPES = [_AUTH + "spreadsheets", _AUTH + "drive", _AUTH + "calendar", _AUTH + "gmail.readonly"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A sandbox and how to reach it.

    Attributes:
        endpoint: Where Google's API answers.
        timing: Clock and sleep of the clients that load and look.
    """

    endpoint: Endpoint
    timing: Timing

    def control(self, verb: str, path: str, body: Json | None = None) -> Json:
        """Call a control route.

        Args:
            verb: HTTP verb.
            path: Behind `/_sandbox/`.
            body: JSON.
        """
        return self._sent(verb, f"_sandbox/{path}", body, {})

    def set_zone(self, calendar: str, email: str, zone: str) -> None:
        """Let a calendar show times in a zone, as its owner does under Settings."""
        token = self.control("POST", "token", {"email": email, "scopes": [_AUTH + "calendar"]})["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        self._sent("PATCH", f"calendar/v3/calendars/{calendar}", {"timeZone": zone}, bearer)

    def _sent(self, verb: str, path: str, body: Json | None, headers: dict[str, str]) -> Json:
        with requests.Session() as session:
            session.trust_env = False
            if self.endpoint.inner is not None:
                session.mount(self.endpoint.url, self.endpoint.inner)
            url = f"{self.endpoint.url}/{path}"
            answer = session.request(verb, url, json=body, headers=headers, timeout=30)
        answer.raise_for_status()
        content: Json = answer.json()
        return content

    def sign_in(self, email: str, scopes: Iterable[str], token_file: Path) -> None:
        """Write a token file for a person: what consenting in a browser would have left behind."""
        token = self.control("POST", "token", {"email": email, "scopes": sorted(scopes)})
        write_token(token_file, token | {"sandbox": True})

    def person(self, email: str, folder: Path) -> Google:
        """Google as a person meets it, with everything that a person may do."""
        token_file = folder / f"{email.partition('@')[0]}.token.json"
        self.sign_in(email, _PERSON_SCOPES, token_file)
        return Google.connect(self.endpoint, token_file, timing=self.timing, guard=lambda _text: False)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded.

    Attributes:
        ids: Google's ids, by the placeholders of the settings.
        rows: Rows typed, by sheet.
        responses: Responses to the form.
    """

    ids: dict[str, str]
    rows: dict[str, int]
    responses: int


@dataclass(frozen=True, slots=True)
class DepartmentFiles:
    """A department as a folder: `department.toml`, `form.json`, `calendar.json`, `workbooks/`."""

    folder: Path
    case_managers: tuple[str, ...]

    @property
    def about(self) -> Json:
        """`department.toml`."""
        return tomllib.loads((self.folder / "department.toml").read_text(encoding="utf8"))

    def people(self) -> list[Json]:
        """The case managers that are to be loaded."""
        return [person for person in self.about["case_managers"] if person["key"] in self.case_managers]

    def sheets(self, case_manager: str, workbook: str) -> Iterator[tuple[str, list[list[str]]]]:
        """Title and rows of each sheet, as typed."""
        for path in sorted((self.folder / "workbooks" / case_manager / workbook).glob("*.csv")):
            with path.open(encoding="utf8", newline="") as file:
                yield path.stem, list(csv.reader(file))

    def responses(self) -> list[Json]:
        """Responses, except those of case managers who are not loaded."""
        absent = {p["email"] for p in self.about["case_managers"] if p["key"] not in self.case_managers}
        return [r for r in self.form()["responses"] if r["respondent"] not in absent]

    def form(self) -> Json:
        """`form.json`."""
        content: Json = json.loads((self.folder / "form.json").read_text(encoding="utf8"))
        return content

    def events(self) -> list[Json]:
        """Events that the loaded case managers made by hand."""
        content = json.loads((self.folder / "calendar.json").read_text(encoding="utf8"))
        calendars = {person["calendar"] for person in self.people()}
        return [event for event in content["events"] if event["calendar"] in calendars]


def load(stage: Stage, files: DepartmentFiles, tokens: Path) -> Loaded:
    """Set the clock, type the workbooks, share them, put events and form in place.

    Args:
        stage: The sandbox.
        files: The department.
        tokens: Folder for the token files of the people who type.
    """
    about = files.about
    stage.control("POST", "clock", {"now": about["clock"]["as_of"].isoformat()})
    robot = about["department"]["robot"]
    ids: dict[str, str] = {}
    rows: dict[str, int] = {}
    for person in files.people():
        google = stage.person(person["email"], tokens)
        for book in person["workbooks"]:
            sheets = list(files.sheets(person["key"], book["folder"]))
            placeholder = placeholder_of(person["key"], book)
            ids[placeholder] = _type_workbook(google, book, about["department"]["locale"], sheets)
            google.drive.share(ids[placeholder], robot, "writer")
            google.drive.share(ids[placeholder], about["manager"]["email"], "reader")
            for reader in book["other_readers"]:
                google.drive.share(ids[placeholder], reader, "reader")
            rows |= {title: len(typed) - 1 for title, typed in sheets}
        google.calendar.acl_insert(person["calendar"], robot, "writer")
        stage.set_zone(person["calendar"], person["email"], person["zone"])
        _make_events(google, person["calendar"], files.events())
        google.close()
    ids["form"] = _put_form(stage, files, robot)
    return Loaded(ids, rows, len(files.responses()))


def placeholder_of(case_manager: str, book: Json) -> str:
    """What stands for the id of a workbook in a template of settings; its title may be a student's name."""
    if book["holds"] == "one student":
        return f"{case_manager}_{sha256(book['folder'].encode()).hexdigest()[:8]}".replace("-", "_")
    return re.sub(r"[^a-z0-9]+", "_", f"{case_manager} {book['folder']}".lower()).strip("_")


def write_settings(stage: Stage, template: Path, ids: dict[str, str], config: Path, robot: str) -> None:
    """Write `agent.toml` from its template, and the agent's own token file with the least scopes."""
    config.mkdir(parents=True, exist_ok=True)
    text = Template(template.read_text(encoding="utf8"))
    filled = text.substitute(ids | {"sandbox_url": stage.endpoint.url})
    (config / "agent.toml").write_text(filled, encoding="utf8")
    secrets = config.parent / "secrets"
    secrets.mkdir(mode=0o700, exist_ok=True)
    stage.sign_in(robot, needed_scopes(FEATURE_SCOPES), secrets / "token.json")


def _type_workbook(google: Google, book: Json, locale: str, sheets: list[tuple[str, list[list[str]]]]) -> str:
    properties = [{"properties": {"title": title}} for title, _ in sheets]
    made = google.sheets.create(book["folder"], locale, book["zone"], properties)
    spreadsheet_id = str(made["spreadsheetId"])
    for title, rows in sheets:
        quoted = title.replace("'", "''")
        google.sheets.type_values(spreadsheet_id, f"'{quoted}'!A1", rows)
    return spreadsheet_id


def _make_events(google: Google, calendar: str, events: list[Json]) -> None:
    for event in events:
        if event["calendar"] != calendar:
            continue
        body = {key: event[key] for key in ("summary", "description", "start", "end", "visibility")}
        body["attendees"] = [{"email": address} for address in event["attendees"]]
        body |= {key: event[key] for key in ("recurrence", "transparency") if key in event}
        google.calendar.insert(calendar, body, "none")


_QUESTIONS: dict[str, Json] = {
    "short_text": {"textQuestion": {}},
    "paragraph": {"textQuestion": {"paragraph": True}},
    "date": {"dateQuestion": {"includeYear": True}},
}
_CHOICES = {"drop_down": "DROP_DOWN", "checkbox": "CHECKBOX", "multiple_choice": "RADIO"}


def _put_form(stage: Stage, files: DepartmentFiles, robot: str) -> str:
    form = files.form()
    manager = files.about["manager"]["email"]
    resource = {
        "formId": form["form_id"],
        "info": {"title": form["title"], "documentTitle": form["title"]},
        "settings": {"emailCollectionType": form["email_collection"]},
        "items": [_item(question) for question in form["questions"]],
    }
    stage.control("POST", "forms", {"owner": manager, "editors": [robot], "form": resource})
    for response in files.responses():
        stage.control("POST", f"forms/{form['form_id']}/responses", as_response(response))
    return str(form["form_id"])


def _item(question: Json) -> Json:
    kind = question["type"]
    asked = _QUESTIONS.get(kind) or {
        "choiceQuestion": {
            "type": _CHOICES[kind],
            "options": [{"value": option} for option in question["options"]],
        }
    }
    inner = {"questionId": question["id"], "required": question["required"], **asked}
    return {"itemId": question["id"], "title": question["title"], "questionItem": {"question": inner}}


def as_response(response: Json) -> Json:
    """A response of `form.json` as Google's `FormResponse`."""
    return {
        "responseId": response["response_id"],
        "createTime": response["create_time"],
        "lastSubmittedTime": response["last_submitted_time"],
        "respondentEmail": response["respondent"],
        "answers": {
            question: {"questionId": question, "textAnswers": {"answers": [{"value": v} for v in values]}}
            for question, values in response["answers"].items()
        },
    }
