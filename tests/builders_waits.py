"""Actions of every kind, and a case manager's calendar full of events, for tests of what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from tests.builders import a_case_manager, a_department, a_row, a_student, an_organisation
from tests.builders_seen import CALENDAR, NOW, circumstances, nothing_seen
from workspace_agent.duties.restrain import restrain
from workspace_agent.model.action import Action, Decision, Kind
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.plan import Plan
from workspace_agent.model.seen import EventMark, EventState, LastLook, MarkedEvent, Prints, Seen
from workspace_agent.model.waits import Waits

HERS, HIS = "manager-1", "manager-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Action):
    """Takes a meeting away."""

    duty: ClassVar[str] = "meetings"
    kind: ClassVar[Kind] = Kind.REMOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Action):
    """Books a meeting."""

    duty: ClassVar[str] = "meetings"
    kind: ClassVar[Kind] = Kind.CREATE


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Action):
    """Files a record."""

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Action):
    """Shares a folder."""

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke(Action):
    """Takes a reader off."""

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.REMOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(Action):
    """Sends a mail."""

    duty: ClassVar[str] = "digest"
    kind: ClassVar[Kind] = Kind.MAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Action):
    """Changes a meeting."""

    duty: ClassVar[str] = "meetings"
    kind: ClassVar[Kind] = Kind.CHANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder(Action):
    """Makes a folder."""

    duty: ClassVar[str] = "folders"
    kind: ClassVar[Kind] = Kind.CREATE


_PREFIXES: dict[type[Action], str] = {Book: "meeting"}


def some(kind: type[Action], count: int, whose: str = HERS, *needs: str) -> tuple[Action, ...]:
    """So many actions of one kind; each has a row of its own and a student of its own."""
    return tuple(
        kind(
            key=f"{_PREFIXES.get(kind, kind.__name__.lower())}/{whose}/{number}",
            fingerprint=f"print-{number}",
            summary=f"{kind.__name__.lower()} {number}",
            needs=needs,
            case_manager=whose,
            student_ref=f"student-{number}",
            place=a_row(number + 1, sheet=2),
        )
        for number in range(1, count + 1)
    )


def standing(count: int, calendar: str = CALENDAR, **changes: Any) -> tuple[MarkedEvent, ...]:
    """So many meetings to come that the agent booked."""
    start = changes.pop("start", NOW + dt.timedelta(days=10))
    day = start.date()
    values: dict[str, Any] = {
        "calendar": calendar,
        "event_id": "event",
        "state": EventState.OPEN,
        "mark": EventMark("student-1", 1, day, frozenset(), Prints(), Prints()),
        "prints": Prints(),
        "start": start,
        "end": start + dt.timedelta(hours=1),
        "etag": '"1"',
        "link": "https://calendar.google.com/event?eid=1",
    }
    return tuple(MarkedEvent(**(values | changes)) for _ in range(count))


def two_people(rows: dict[str, int] | None = None, his_rows: dict[str, int] | None = None) -> Department:
    """Two case managers with a workbook each; `rows` are how many rows their sheets hold."""
    people = (
        a_case_manager(HERS),
        a_case_manager(
            HIS, name="Theo Brandvold", workbooks=[{"id": "workbook-2", "holds": "progress monitoring"}]
        ),
    )
    return a_department(
        a_student(),
        a_student("student-2", case_manager=HIS, initials="T.B.", row=3),
        organisation=an_organisation(case_managers=people),
        workbooks=(
            Workbook("workbook-1", HERS, holds_students=True, rows=rows or {}),
            Workbook("workbook-2", HIS, holds_students=True, rows=his_rows or {}),
        ),
    )


def looked(**rows: int) -> dict[str, LastLook]:
    """The last good look at the sheets of the first workbook."""
    long_ago = NOW - dt.timedelta(days=3)
    return {f"source/workbook-1/{name}": LastLook(str(count), long_ago) for name, count in rows.items()}


def restrained(
    *actions: Action,
    department: Department | None = None,
    seen: Seen | None = None,
    decisions: Iterable[Decision] = (),
    **changes: Any,
) -> tuple[Plan, Waits]:
    """What of these actions is done now, and what waits."""
    wanted = Plan(actions, decisions=tuple(decisions))
    return restrain(wanted, department or two_people(), seen or nothing_seen(), circumstances(**changes))


def keys(actions: Iterable[Action]) -> list[str]:
    """Keys, in order."""
    return [action.key for action in actions]
