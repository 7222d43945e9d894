"""Whatever comes, goes, hides and is killed: everybody is told each piece of urgent news exactly once.

Real ledger, performer and doubts; only the mailbox and the facts are made up. What was told is read from the
text of the mails that were sent, and compared with an account kept here by simpler means.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_case_manager, a_department, a_district, a_meeting, a_student, an_organisation
from tests.builders_news import a_date, an_open_workbook
from tests.builders_seen import circumstances, nothing_seen, sign
from workspace_agent import mails, settle
from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.duties.recipients import Recipients
from workspace_agent.effects.digest import SendDigestEffect
from workspace_agent.effects.doubts import settle_doubts
from workspace_agent.effects.perform import Performer
from workspace_agent.google.gmail import Gmail
from workspace_agent.google.workspace import Google
from workspace_agent.ledger.file import to_write
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.log import Log
from workspace_agent.model.errors import NotFound
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.finding import Finding
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.vocabulary import Severity

START = datetime(2026, 11, 17, 15, tzinfo=UTC)
"""A Tuesday, ten o'clock in New York."""

FIRST_DAY = START.date()
NEW_YORK = ZoneInfo("America/New_York")
PEOPLE = ("manager-1", "manager-2")
READERS = {"manager": PEOPLE, "over-south": PEOPLE[1:], "manager-1": PEOPLE[:1], "manager-2": PEOPLE[1:]}
"""Whose news each of them may be told."""

OPEN, NEAR, PASSED, PAST_DUE = 9, 1, 2, 3
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """Something that may be urgent: a date, or where `due` is None a workbook that is open to others."""

    number: int
    owner: str
    due: date | None
    doubtful: bool = False

    def finding(self, today: date) -> Finding:
        said = f"Item {self.number}."
        if self.due is None:
            return replace(an_open_workbook(self.owner), arithmetic=said, cycle=f"book-{self.number}")
        late = self.due < today and not self.doubtful
        found = a_date(
            (self.due - FIRST_DAY).days,
            Severity.VIOLATION if late else Severity.AT_RISK,
            student=f"student-{self.owner[-1]}",
            case_manager=self.owner,
            today=FIRST_DAY,
        )
        return replace(found, arithmetic=said)

    def stage(self, today: date) -> int:
        """None where it is not urgent on this day."""
        if self.due is None:
            return OPEN
        left = (self.due - today).days
        if not -7 <= left <= 5:
            return 0
        return NEAR if left >= 0 else (PASSED if self.doubtful else PAST_DUE)


ITEMS = (
    Item(0, "manager-1", FIRST_DAY + 2 * DAY),
    Item(1, "manager-2", FIRST_DAY + 3 * DAY, doubtful=True),
    Item(2, "manager-1", FIRST_DAY + 7 * DAY),
    Item(3, "manager-2", FIRST_DAY - DAY),
    Item(4, "manager-1", None),
    Item(5, "manager-2", None),
)


# ---- a mailbox that may die


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Mailbox:
    """Drafts and sent mails, and the number of the request before or after which the process dies."""

    drafts: dict[str, tuple[EmailMessage, Any]] = field(default_factory=dict)
    sent: list[tuple[EmailMessage, Any]] = field(default_factory=list)
    made: int = 0
    left: int = -1
    state: Any = None

    def _step(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1

    def create_draft(self, mail: EmailMessage) -> str:
        self._step()
        self.made += 1
        self.drafts[f"draft-{self.made}"] = (mail, dict(self.state))
        self._step()
        return f"draft-{self.made}"

    def update_draft(self, draft: str, mail: EmailMessage) -> None:
        self._step()
        if draft not in self.drafts:
            raise NotFound("gmail.users.drafts.update", 404)
        self.drafts[draft] = (mail, dict(self.state))
        self._step()

    def send_draft(self, draft: str) -> None:
        self._step()
        self.sent.append(self.drafts.pop(draft))
        self._step()

    def get_draft(self, draft: str) -> None:
        self._step()
        if draft not in self.drafts:
            raise NotFound("gmail.users.drafts.get", 404)

    def find_drafts(self, token: str) -> tuple[str, ...]:
        self._step()
        return tuple(one for one, (mail, _) in self.drafts.items() if token in body(mail))


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\n    ", " ")  # a line that was wrapped is one line


# ---- the account that is kept here


@dataclass
class Memory:
    """How often an item has come, as a look shows it."""

    times: int = 0
    gone: datetime | None = None

    def look(self, now: datetime, *, there: bool, hidden: bool) -> None:
        if there:
            is_back = self.gone is not None and now - self.gone > DAY
            self.times += self.times == 0 or is_back
            self.gone = None
        elif self.times and not hidden and self.gone is None:
            self.gone = now


@dataclass(frozen=True)
class Step:
    """One run: how long after the last one, what is there, what hides, and where it dies."""

    hours: int
    there: frozenset[int]
    hidden: frozenset[str] = frozenset()
    dies: int = -1
    meeting: int = 0


steps = st.lists(
    st.builds(
        Step,
        hours=st.sampled_from([1, 5, 23, 26, 72]),
        there=st.frozensets(st.sampled_from(range(len(ITEMS)))),
        hidden=st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(PEOPLE))),
        dies=st.one_of(st.just(-1), st.integers(0, 12)),
        meeting=st.sampled_from([0, 0, 4]),
    ),
    min_size=1,
    max_size=12,
)


@dataclass
class Office:
    """A department whose facts are made up, and the agent that tells of them."""

    ledger: Ledger
    log: Log
    box: Mailbox = field(default_factory=Mailbox)
    now: datetime = START
    memory: dict[int, Memory] = field(default_factory=lambda: {one.number: Memory() for one in ITEMS})

    @property
    def today(self) -> date:
        return self.now.astimezone(NEW_YORK).date()

    def run(self, step: Step) -> bool:
        """One run; whether it came to its end."""
        self.now += timedelta(hours=step.hours)
        self.box.left = step.dies
        try:
            self._cycle(step)
        except Killed:
            return False
        return True

    def _cycle(self, step: Step) -> None:
        ledger, google = self.ledger, cast("Google", SimpleNamespace(gmail=self.box))
        how = circumstances(self.now, today=self.today)
        account = self._account(step, how)
        run = ledger.runs.begin(self.now)
        organisation = account.department.organisation
        settle_doubts(ledger, google, Recipients(organisation, sign), nothing_seen(), set(), self.now)
        ledger.look(mails.urgent_looks(account, how, ledger), self.now)
        self._look(step)
        effect = SendDigestEffect(cast("Gmail", self.box), ledger, lambda: self.now)
        performer = Performer({SendDigest: effect}, ledger, self.log, run, lambda: self.now)
        (everybody,) = mails.in_turn(organisation, self.today)
        account, digests = mails.digest_actions(account, how, ledger, everybody)
        account = settle.apply(performer, account, digests)
        account, news = mails.news_actions(account, how, ledger, everybody)
        settle.apply(performer, account, news)
        ledger.runs.end(run, self.now, 0, "{}")

    def _account(self, step: Step, how: Circumstances) -> settle.Account:
        found = tuple(
            one.finding(self.today)
            for one in ITEMS
            if one.number in step.there and one.owner not in step.hidden
        )
        assert how.today == self.today
        return settle.Account(the_department(step), found, (), ())

    def _look(self, step: Step) -> None:
        for one in ITEMS:
            hidden = one.owner in step.hidden
            is_urgent = one.number in step.there and bool(one.stage(self.today)) and not hidden
            self.memory[one.number].look(self.now, there=is_urgent, hidden=hidden)
        self.box.state = {one.number: (self.memory[one.number].times, one.stage(self.today)) for one in ITEMS}


def the_department(step: Step) -> Department:
    never = {"every": "never", "time": "08:00"}
    people = tuple(
        a_case_manager(one, districts=[f"district-{one[-1]}"], zone="America/New_York", digest=never)
        for one in PEOPLE
    )
    over = {"key": "over-south", "name": "Ines Calloway", "email": "i.calloway@company.example"}
    organisation = an_organisation(
        case_managers=people,
        districts=(a_district("district-1"), a_district("district-2")),
        supervisors=(
            {**over, "zone": "America/New_York", "from": "2024-08-01", "case_managers": ["manager-2"]},
        ),
    )
    students = (
        a_student("student-1"),
        a_student("student-2", initials="M.W.", row=3, district="district-2", case_manager="manager-2"),
    )
    broken = frozenset((one, "students") for one in step.hidden)
    return a_department(
        *students, organisation=organisation, broken=broken, meetings=(the_meeting(step.meeting),)
    )


def the_meeting(moved: int) -> Meeting:
    return a_meeting(FIRST_DAY + (12 + moved) * DAY)


# ---- what the mails tell

_ROW = re.compile(r"\| ((?:Was due|Due) [^|]+ \| )?[^|\n]+\n+  Why: Item (\d+)\.")
_CARD = re.compile(r"J\.S\. \(.*\| \w{3} (\d+ \w{3} \d{4}), ")


def told(mail: EmailMessage, state: Any) -> Iterator[tuple[int, int, int]]:
    """Of each item that a mail tells its number, its occurrence and its stage."""
    for _, number in _ROW.findall(body(mail)):
        yield (int(number), *state[int(number)])


def key_of(mail: EmailMessage) -> str:
    addresses = {
        "o.fenwick@company.example": "manager",
        "i.calloway@company.example": "over-south",
        "c.arroyo@company.example": "css",
    }
    return addresses.get(str(mail["to"]), str(mail["to"]).partition("@")[0])


def check_once(office: Office) -> dict[tuple[str, int, int], int]:
    """No urgent mail tells what its reader was told; the worst stage that each was told."""
    worst: dict[tuple[str, int, int], int] = {}
    for mail, state in office.box.sent:
        reader = key_of(mail)
        is_urgent = str(mail["subject"]).startswith("Urgent")
        for number, times, stage in told(mail, state):
            assert ITEMS[number].owner in READERS[reader], "told to somebody who may not see it"
            before = worst.get((reader, number, times), 0)
            assert not is_urgent or stage > before, f"{reader} was told item {number} twice"
            worst[(reader, number, times)] = max(stage, before)
    return worst


def check_all(office: Office, step: Step) -> None:
    """After a whole run whoever may see something urgent was told it: dates from their hour on."""
    worst = check_once(office)
    wall = office.now.astimezone(NEW_YORK)
    for reader, owners in READERS.items():
        hour = 8 if reader in PEOPLE else 7
        for one in ITEMS:
            stage = one.stage(office.today)
            is_there = one.number in step.there and one.owner in owners and one.owner not in step.hidden
            if is_there and stage and (wall.hour >= hour or stage == OPEN):
                times = office.memory[one.number].times
                assert worst.get((reader, one.number, times), 0) >= stage, f"{reader} lacks {one.number}"


def check_cards(office: Office) -> None:
    """Of one date there are three cards at most, and no mail comes twice."""
    cards = Counter(day for mail, _ in office.box.sent for day in _cards(mail))
    references = Counter(_token(mail) for mail, _ in office.box.sent)

    assert all(count <= 3 for count in cards.values())
    assert all(count == 1 for count in references.values())


def _cards(mail: EmailMessage) -> list[str]:
    return _CARD.findall(body(mail)) if str(mail["subject"]).startswith("Ready") else []


def _token(mail: EmailMessage) -> str:
    return body(mail).rpartition("Reference ")[2].strip()


def unsynced(path: Path) -> sqlite3.Connection:
    """Nothing here outlives the process: the disk need not be waited for."""
    database = to_write(path)
    database.execute("PRAGMA synchronous=OFF")
    return database


@settings(max_examples=60)
@given(steps)
def test_everybody_is_told_everything_urgent_exactly_once(drawn: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger, log = Ledger(Path(folder) / "ledger", unsynced), Log(Path(folder) / "log")
        office = Office(ledger, log)
        try:
            for step in drawn:
                if office.run(step):
                    check_all(office, step)
                check_once(office)
                check_cards(office)
            calm = replace(drawn[-1], hours=1, dies=-1)
            assert office.run(calm)
            check_all(office, calm)
            sent = len(office.box.sent)
            assert office.run(replace(calm, hours=0))
            assert len(office.box.sent) == sent, "a second run with nothing changed sends nothing"
        finally:
            log.close()
            ledger.close()
