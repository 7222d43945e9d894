"""New workbooks for a case manager: made once, filled once with empty tabs, shared with who needs them.

They are made when a person asks for them, by a command of its own; no run makes, changes or shares one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import ClassVar, Literal

from workspace_agent.duties.workbook_columns import Look, Tab
from workspace_agent.duties.workbook_tabs import HOURS_LOG, PROGRESS_MONITORING, tabs
from workspace_agent.intake.headings import Headings
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.organisation import CaseManager, Organisation
from workspace_agent.model.seen import MarkedFile
from workspace_agent.model.undo import Undo

Holds = Literal["progress monitoring", "hours", "progress monitoring and hours"]

_TITLES: Mapping[Holds, str] = {
    "progress monitoring": "Progress Monitoring",
    "hours": "Hours Log",
    "progress monitoring and hours": "Progress Monitoring and Hours",
}
_TABS: Mapping[Holds, tuple[Tab, ...]] = {
    "progress monitoring": PROGRESS_MONITORING,
    "hours": HOURS_LOG,
    "progress monitoring and hours": (*PROGRESS_MONITORING, *HOURS_LOG),
}

INSTRUCTIONS = "Instructions"

_ALWAYS = (
    "Type as you always do. Nothing has to be filled in at once, and an empty cell is fine. The agent reads "
    "these tabs again and again, and never writes into them.",
    "What the agent has to say to you stands in a tab called Agent, which it adds by itself, with a link to "
    "each cell that it could not read. Your manager gets a weekly mail.",
    "Names of students stay in this workbook. Elsewhere, on calendars, in mails and in the names of files, "
    "there are initials only. What you write in your own words is carried nowhere.",
    "What people change last counts: in the calendar, too, the agent leaves it as it is.",
    "Row 1 of each tab holds the headings by which the agent reads. Please leave them. You may add columns "
    "and tabs of your own, move columns, sort and filter.",
    "Type dates as in 9/30/2026 and times as in 10:00 AM. Point at a heading to see what belongs there.",
)

_SHOWN = {
    Look.WARNING: "A cell in bold on orange wants a look",
    Look.OVER: "A row that is struck through is over and stays for the record",
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that somebody asked for.

    Attributes:
        key: The same workbook has the same key at each asking.
        title: With the case manager's name, as on the folder of their records; of a student it holds nothing.
        zone: IANA name of the zone in which its dates and times are meant.
        template: Drive's id of a workbook to copy; empty for our own tabs.
        people: Address and role of who may open it, by the person's key.
    """

    key: str
    title: str
    case_manager: str
    holds: Holds
    zone: str
    tabs: tuple[Tab, ...]
    people: tuple[tuple[str, str, Literal["reader", "writer"]], ...]
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeWorkbook(Action):
    """Make an empty workbook, or copy a template."""

    duty: ClassVar[str] = "workbooks"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_WORKBOOK

    title: str
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillWorkbook(Action):
    """Lay tabs, headings and what may be typed into an empty workbook.

    Attributes:
        workbook: Key of the workbook.
        instructions: Rows of the first tab.
    """

    duty: ClassVar[str] = "workbooks"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.TRASH_WORKBOOK

    workbook: str
    zone: str
    tabs: tuple[Tab, ...]
    instructions: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareWorkbook(Action):
    """Let a person open a workbook.

    Attributes:
        workbook: Key of the workbook.
    """

    duty: ClassVar[str] = "workbooks"
    kind: ClassVar[Kind] = Kind.SHARE
    undo: ClassVar[Undo] = Undo.TAKE_OFF_WORKBOOK

    workbook: str
    address: str
    role: Literal["reader", "writer"]


def wanted(
    person: CaseManager, holds: Holds, year: str, organisation: Organisation, headings: Headings
) -> Workbook:
    """A workbook of ours for a school year such as `2026-27`."""
    districts = tuple(organisation.district(key) for key in person.districts)
    zones = tuple(dict.fromkeys((person.zone, *(district.zone for district in districts))))
    names = tuple(district.name for district in districts)
    manager = organisation.manager
    return Workbook(
        key=f"workbook/{person.key}/{year}/{holds.replace(' ', '-')}",
        title=f"{_TITLES[holds]} {year} - {person.name}",
        case_manager=person.key,
        holds=holds,
        zone=person.zone,
        tabs=tabs(_TABS[holds], headings, zones, names),
        people=((person.key, person.email, "writer"), (manager.key, manager.email, "reader")),
    )


def plan(workbook: Workbook, file: MarkedFile | None, done: Set[str]) -> tuple[Action, ...]:
    """What is left to do for a workbook.

    One in the trash is left there. One that was deleted for good is made and shared as for the first time:
    whoever asks for it by this command wants it. Where a person took a reader off since, that stands.

    Args:
        workbook: As asked for.
        file: As it lies in Drive; None where there is none.
        done: Keys of what the ledger knows to be done.
    """
    if file is not None and file.trashed:
        return ()
    known = done if file is not None else frozenset()
    return tuple(action for action in _actions(workbook) if action.key not in known)


def _actions(workbook: Workbook) -> Iterator[Action]:
    key, about = workbook.key, workbook.key.removeprefix("workbook/")
    yield MakeWorkbook(
        key=key,
        fingerprint="",
        summary=f"workbook: {about}",
        case_manager=workbook.case_manager,
        title=workbook.title,
        template=workbook.template,
    )
    if not workbook.template:
        yield FillWorkbook(
            key=f"tabs/{key}",
            fingerprint="",
            summary=f"tabs of workbook: {about}",
            needs=(key,),
            case_manager=workbook.case_manager,
            workbook=key,
            zone=workbook.zone,
            tabs=workbook.tabs,
            instructions=instructions(workbook),
        )
    yield from _shares(workbook, about)


def _shares(workbook: Workbook, about: str) -> Iterator[ShareWorkbook]:
    """Only a workbook that is ready is shown to people."""
    needs = (workbook.key,) if workbook.template else (workbook.key, f"tabs/{workbook.key}")
    for person, address, role in workbook.people:
        yield ShareWorkbook(
            key=f"access/{workbook.key}/{person}",
            fingerprint="",
            summary=f"workbook: {about} for {person} as {role}",
            needs=needs,
            case_manager=workbook.case_manager,
            workbook=workbook.key,
            discloses=(Disclosure(Act.SHARED, "workbook", person, Basis.OFFICIAL, (), workbook.key),),
            address=address,
            role=role,
        )


def instructions(workbook: Workbook) -> tuple[tuple[str, ...], ...]:
    """The first tab: how the agent reads the workbook, and what belongs on each tab."""
    lines = ((line,) for line in (*_ALWAYS, *_signals(workbook)))
    explained = ((tab.title, tab.typed, tab.use) for tab in workbook.tabs)
    return (
        ("How the agent reads this workbook",),
        *lines,
        (),
        ("On the tab", "you type", "and the agent"),
        *explained,
    )


def _signals(workbook: Workbook) -> Iterator[str]:
    signals = [signal for tab in workbook.tabs for signal in tab.signals]
    for look, shown in _SHOWN.items():
        if means := dict.fromkeys(signal.means for signal in signals if signal.look is look):
            yield f"{shown}: {', or '.join(means)}."
