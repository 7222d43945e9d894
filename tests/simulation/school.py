"""The department as it lives through a story: the world, what people typed, and what must stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path

from tests.journeys.people import submits
from tests.journeys.world import MANAGER, ROBOT, World, build_world
from tests.kills.remains import ledger_of
from tests.machine.looks import (
    CANCELLATION,
    INVITATION,
    ROOMS,
    UPDATE,
    Event,
    Look,
    Mails,
    as_file,
    events_on,
)
from tests.machine.scene import FRIEND, Scene
from tests.simulation.deadlines import complaints
from tests.simulation.department import Generated, Json, first_rows, number_of
from tests.simulation.sheets import Row, Sheet
from tests.simulation.watch import WatchAdapter
from workspace_agent.cli.department import placeholder_of
from workspace_agent.google.workspace import Google
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.model.waits import Item
from workspace_agent.run import Report
from workspace_agent.sandbox.drive.state import File as HeldFile
from workspace_agent.settings import load
from workspace_agent.settle import Account
from workspace_agent.sign_in import TOKEN
from workspace_agent.tools import LEDGER, LOG

_KINDS = (INVITATION, UPDATE, CANCELLATION)
DIGESTS = ("IEP compliance", "Your students", "Meetings of the next 14 days")
"""How the subjects of digests begin: the manager's, a case manager's, a CSS's."""

_PERIOD = re.compile(r"(week of )?\d+ \w+ \d{4}\)")
_COPY = "[copy]"
_LET_IN = "Folder shared with you"
"""Drive's own mail: a friend whom people let in, take off and let in again hears of it each time."""

FEW = 3
"""From so many coming meetings on a share of them counts for a brake: these caseloads are small."""

LINES = '\n[meetings]\ndial_in = [{ number = "+1 555 0100", pin = "4321" }, { number = "+1 555 0101" }]\n'
"""For meetings that come without a telephone number: here Google gives none of its own."""

Deed = tuple[str, str]
"""What an entry of the access record tells: the act, and the id of the thing."""

TYPOS = ("13/45/2026", "soon", "2/30/2027", "next Tuesday", "??")
"""What people type where a date belongs, and no reader can make one of it."""


@dataclass
class School(Scene):
    """Everything that a story acts on.

    Attributes:
        files: The department on its first day.
        sheets: What people typed, by case manager and title.
        unclear: Students of whom so much was changed that only some promises can be checked.
        responses: The form's, as last sent, by their id.
        versions: How often each response was sent.
        report: What the last run said; None where it did not come to its end.
        failed: Why it did not, where it said so.
        signed_out: The agent's sign-in was revoked.
        only_reports: Everything is only to be reported.
        approved: The run that is judged was given an approval.
        asked_before: Students of whom some row called a meeting off when a run before looked.
        manager: Address of who is in office at the end of this week.
        manager_from: Their first day.
        former: Addresses of managers whose part somebody else has now.
        supervisor: Address of who reads of one case manager, if anybody does.
        told_on: Digests by reader, kind and day.
        watch: Sees all that is asked of Google.
        managers: Addresses of everybody who ever was in office.
        given: What was approved, until a run has seen all and done it.
        owed: What runs did that the access record has to tell, as far as nobody has looked for it there.
        entered: How many entries of the access record were looked at.
        is_learning: The state file was lost or changed, and no run has seen all since.
        meanwhile: Events that people changed during a run, as they left them.
        gone: Case managers who have left.
        brought_back: Called off events that people restored and the agent has had no chance to see so: who
            deletes one of these again leaves it as the agent left it.
        counts: What happened, by kind.
    """

    files: Generated = field(default_factory=lambda: Generated(Path(), ()))
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict)
    unclear: set[int] = field(default_factory=set)
    responses: dict[str, Json] = field(default_factory=dict)
    versions: Counter[str] = field(default_factory=Counter)
    report: Report | None = None
    failed: WorkspaceAgentError | None = None
    signed_out: bool = False
    only_reports: bool = False
    approved: bool = False
    asked_before: set[int] = field(default_factory=set)
    manager: str = MANAGER
    manager_from: date = date.min
    former: set[str] = field(default_factory=set)
    supervisor: str = ""
    told_on: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    managers: set[str] = field(default_factory=lambda: {MANAGER})
    given: set[Item] = field(default_factory=set)
    owed: Counter[Deed] = field(default_factory=Counter)
    entered: int = 0
    is_learning: bool = False
    meanwhile: dict[str, Event] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    brought_back: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    closing: ExitStack = field(default_factory=ExitStack)
    _people: dict[str, Google] = field(default_factory=dict)
    _subjects: dict[str, str] = field(default_factory=dict)
    _readers: dict[str, str] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _scanned: set[int] = field(default_factory=set)
    _log_read: int = 0

    @classmethod
    def open(cls, folder: Path, files: Generated) -> School:
        """The morning of the first day."""
        world = build_world(folder, files, now=files.begins)
        policy_toml = world.config / "policy.toml"
        text = policy_toml.read_text(encoding="utf8").replace("of_at_least = 10", f"of_at_least = {FEW}")
        policy_toml.write_text(text, encoding="utf8")
        world.setting(lambda settings: settings + LINES)
        world.stage.control("POST", "conferences", {"phone": False})
        school = cls(world, {}, files=files)
        for sheet in _sheets(world, files):
            school.sheets[sheet.case_manager, sheet.title] = sheet
        school.at(files.begins)
        return school

    def __post_init__(self) -> None:
        stage = self.world.stage
        assert stage.endpoint.inner is not None
        self.watch = WatchAdapter(stage.endpoint.inner, self.world.clock)
        self.world.stage = replace(stage, endpoint=replace(stage.endpoint, inner=self.watch))

    def close(self) -> None:
        """Nobody acts any more."""
        self.closing.close()

    def at(self, moment: datetime) -> None:
        """Move on; the sandbox's clock stands still, as the agent's does. Nobody goes back in time."""
        later = max(moment, self.world.clock.now)
        self.world.clock.now = later
        self.world.stage.control("POST", "clock", {"now": later.isoformat(), "frozen": True})

    # ---- people

    def address(self, case_manager: str) -> str:
        """E-mail address and calendar of a case manager."""
        return self._person(case_manager)["email"]

    def whose(self, calendar: str) -> str:
        """Key of the case manager of a calendar."""
        return next(key for key in self.files.case_managers if self.address(key) == calendar)

    @property
    def calendars(self) -> list[str]:
        """Of everybody who ever was a case manager."""
        return [self.address(key) for key in self.files.case_managers]

    def zone(self, case_manager: str) -> str:
        """In which a case manager types times."""
        return self._person(case_manager)["zone"]

    def _person(self, case_manager: str) -> Mapping[str, str]:
        return next(one for one in self.people if one["key"] == case_manager)

    @cached_property
    def people(self) -> Sequence[Mapping[str, str]]:
        """Everybody who ever was a case manager; the files of the department do not change in a story."""
        return tuple(self.files.about["case_managers"])

    @property
    def token_file(self) -> Path:
        """The agent's."""
        return self.world.folder / "secrets" / TOKEN

    @property
    def state_file(self) -> Path:
        """What the agent remembers."""
        return self.world.folder / "state" / LEDGER

    def forgets(self) -> None:
        """Its state file was lost, or is another one: what it knew of who did what may be gone."""
        self.is_learning = True
        self.entered = 0
        self.given.clear()
        self.destroyed.clear()
        self.watch.forgets()

    @property
    def agent_toml(self) -> Path:
        """The settings."""
        return self.world.config / "agent.toml"

    @property
    def meddled(self) -> set[int]:
        """Students with whose meetings somebody meddled, so that a person may have to be asked."""
        return self.unclear | set(self.touched.values())

    @property
    def account(self) -> Account:
        """What the last run told, which must have come to its end."""
        assert self.report is not None, f"it did not come to its end: {self.failed!r}"
        return self.report.account

    def person(self, address: str) -> Google:
        """Google as somebody meets it, signed in once."""
        if address not in self._people:
            self._people[address] = self.closing.enter_context(self.world.person(address))
        return self._people[address]

    # ---- in Calendar

    def restores(self, event: Event) -> None:
        """The case manager takes an event out of the bin."""
        if event.id not in self.deleted:
            self.brought_back.add(event.id)
        super().restores(event)

    def deletes(self, event: Event) -> None:
        """The case manager deletes an event."""
        super().deletes(event)
        if event.id in self.brought_back:
            self.deleted[event.id] = None

    def appoints(self, address: str) -> None:
        """Somebody has the manager's part from now on, or from tomorrow."""
        self.manager = address
        self.managers.add(address)

    # ---- sheets

    def sheet(self, case_manager: str, title: str) -> Sheet:
        """One of the sheets."""
        return self.sheets[case_manager, title]

    def is_whole(self, case_manager: str) -> bool:
        """They are there, and no sheet of theirs is emptied or has a strange heading now."""
        if case_manager in self.gone:
            return False
        theirs = [sheet for (whose, _), sheet in self.sheets.items() if whose == case_manager]
        return all(sheet.cleared is None and sheet.typed == sheet.heading for sheet in theirs)

    def home(self, row_id: str, title: str) -> Sheet | None:
        """The sheet of a kind in which a row stands."""
        return next((s for (_, t), s in self.sheets.items() if t == title and s.find(row_id)), None)

    def types(self, sheet: Sheet, row_id: str, column: str, text: str) -> None:
        """Somebody types into a cell."""
        row, address = sheet.find(row_id), sheet.address(row_id, column)
        if row is not None:
            row.cells = sheet.padded(row)
            row.cells[sheet.heading.index(column)] = text
            self._put(sheet, address, [[text]])

    def adds(self, sheet: Sheet, row: Row) -> None:
        """Somebody types a row below the others."""
        if sheet.find(row.id) is None:
            sheet.rows.append(row)
            sheet.longest = max(sheet.longest, len(sheet.rows))
            self._put(sheet, f"A{len(sheet.rows) + 1}", [sheet.padded(row)])

    def retypes(self, sheet: Sheet) -> None:
        """Somebody inserts, deletes, sorts or clears rows, or changes a heading."""
        self._put(sheet, "A1", sheet.whole())

    def _put(self, sheet: Sheet, where: str, rows: list[list[str]]) -> None:
        google = self.person(self.address(sheet.case_manager))
        google.sheets.type_values(sheet.spreadsheet, f"{sheet.title}!{where}", rows)

    # ---- the form

    def sends(self, response: Json) -> None:
        """A respondent sends a response, or edits it."""
        self.responses[response["response_id"]] = response
        self.versions[response["response_id"]] += 1
        submits(self.world, response)

    # ---- looking

    def look(self) -> Look:
        """What can be seen now; mails are read once."""
        state, digests, invitations = self.world.sandbox.state, Mails(), Mails()
        for box, subject in self._mails():
            kind = subject.partition(":")[0]
            if kind in _KINDS:
                invitations[box, kind] += 1
            elif box != ROBOT and not _is_asked_for(box, subject):
                digests[box, subject] += 1
        self._learn()
        events: dict[str, Event] = {}
        for address in self.calendars:
            held = state.calendar.calendar(address).events
            found = events_on(address, {key: entry.resource for key, entry in held.items()}, self.students)
            events |= {event.id: event for event in found}
        files = {file.id: as_file(_plain(file)) for file in state.drive.files.values()}
        return Look(events, files, invitations, digests, shown="")

    def _mails(self) -> Iterator[tuple[str, str]]:
        """Mailbox and subject; of a digest what it is of, and of any other mail of the agent all it says."""
        for box, held in self.world.sandbox.state.gmail.mailboxes.items():
            for mail in held.messages.values() if not box.endswith(ROOMS) else ():
                if mail.id not in self._subjects:
                    self._subjects[mail.id] = _told(mail.raw)
                yield box, self._subjects[mail.id]

    def outbox(self) -> Mails:
        """Digests that the agent has written, sent or not, by reader and what they are of."""
        held = self.world.sandbox.state.gmail.mailbox(ROBOT).messages.values()
        for mail in held:
            if mail.id not in self._readers:
                self._readers[mail.id] = str(message_from_bytes(mail.raw)["To"])
                self._subjects.setdefault(mail.id, _told(mail.raw))
        ours = [mail.id for mail in held if {"SENT", "DRAFT"} & set(mail.labels)]
        written = ((self._readers[one], self._subjects[one]) for one in ours)
        return Counter((to, said) for to, said in written if said.startswith(DIGESTS))

    def new_mails(self) -> list[bytes]:
        """Mails of the agent's that were not there at the last look."""
        held = self.world.sandbox.state.gmail.mailbox(ROBOT).messages.values()
        new = [mail for mail in held if mail.id not in self._read]
        self._read |= {mail.id for mail in new}
        return [mail.raw for mail in new]

    def unread(self, contents: set[bytes]) -> list[bytes]:
        """What nobody has looked through yet."""
        new = [content for content in contents if hash(content) not in self._scanned]
        self._scanned |= {hash(content) for content in new}
        return new

    def new_log(self) -> bytes:
        """What was written into the log since the last look."""
        path = self.world.folder / "state" / LOG
        content = path.read_bytes() if path.exists() else b""
        new = content[self._log_read :] if len(content) >= self._log_read else content
        self._log_read = len(content)
        return new

    def complaints(self) -> list[str]:
        """Where the agent and a naive reader of the same sheets disagree on a deadline."""
        settings = load(self.world.config)
        today = self.world.clock.now.astimezone(settings.agent.time_zone).date()
        responses = list(self.responses.values())
        return complaints(self.account, self.workbooks(), responses, today, settings)

    def workbooks(self) -> dict[str, dict[str, list[list[str]]]]:
        """All sheets as they were typed, by case manager and title."""
        found: dict[str, dict[str, list[list[str]]]] = {}
        for (case_manager, title), sheet in self.sheets.items():
            found.setdefault(case_manager, {})[title] = sheet.whole()
        return found

    def _learn(self) -> None:
        if self.state_file.exists():
            with ledger_of(self.world) as ledger:
                known = ledger.students()
            self.students |= {ref: number_of(letters) for ref, (letters, _) in known.items()}


def _plain(file: HeldFile) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "trashed": file.trashed,
        "parents": file.parents,
        "permissions": file.permissions,
        "app_properties": file.app_properties,
    }


def _is_asked_for(box: str, subject: str) -> bool:
    """A copy that a person asked for, or Drive's own mail to a friend."""
    return subject.startswith(_COPY) or (box == FRIEND and subject.startswith(_LET_IN))


def _told(raw: bytes) -> str:
    mail = message_from_bytes(raw, policy=policy.default)
    subject = " ".join(str(mail["Subject"]).split())
    kind, _, period = subject.rpartition("(")
    if kind.removeprefix(f"{_COPY} ").startswith(DIGESTS) and _PERIOD.fullmatch(period):
        return f"{kind.partition(':')[0]} ({period}"
    if subject.partition(":")[0] in _KINDS:
        return subject
    body = mail.get_body(("plain",))
    return f"{subject}\n{body.get_content() if body else ''}"


def _sheets(world: World, files: Generated) -> Iterator[Sheet]:
    """What stands in the workbooks on the first day."""
    held = world.sandbox.state.sheets
    for person in files.people():
        theirs = [one for one in files.students if one.case_manager == person["key"]]
        for book in person["workbooks"]:
            spreadsheet = world.ids[placeholder_of(person["key"], book)]
            for title, (heading, *_) in files.sheets(person["key"], book["folder"]):
                tab = held.book(spreadsheet).titled(title)
                assert tab is not None, f"no sheet {title}"
                rows = [Row(i, cells) for i, cells in first_rows(title, theirs, files.begins.date())]
                yield Sheet(person["key"], title, spreadsheet, tab.sheet_id, heading, rows)
