"""The Meetings sheet: one row per meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.durations import as_minutes
from workspace_agent.intake.loose_words import as_arranged, done_on
from workspace_agent.intake.pauses import paused
from workspace_agent.intake.reading import (
    Fault,
    as_choice,
    as_date,
    as_tick,
    as_time,
    as_zone,
    date_until,
    done_until,
    plain,
    problem,
    read,
    read_if_said,
    told,
)
from workspace_agent.intake.roster import rows_of_nobody, rows_of_students
from workspace_agent.intake.stretches import clock, other_half
from workspace_agent.intake.table import RawCell, Row, Sheet
from workspace_agent.intake.words import EXISTING, MODES, TOOK_PLACE, choices, purposes
from workspace_agent.model.facts import Meeting, NobodysMeeting
from workspace_agent.model.field import Field, Missing, Unreadable, Value, known
from workspace_agent.model.follow_up import Ticks
from workspace_agent.model.on_record import Arrangements
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Existing, Mode, Purpose

_EARLIEST, _LATEST = dt.time(6), dt.time(21)
"""Between these a meeting may start."""


def parse(sheet: Sheet, desk: Desk) -> Iterator[Meeting | Problem]:
    """Meetings, in the order of the rows."""
    yield from _doubtful_setting(sheet, desk)
    for row in rows_of_students(sheet, desk.roster):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _meeting(row, desk)


def _doubtful_setting(sheet: Sheet, desk: Desk) -> Iterator[Problem]:
    """Whoever added the box to the sheet wants it to count, whatever the settings say of the workbook."""
    spreadsheet_id = sheet.table.spreadsheet_id
    if "book" in sheet.columns and desk.organisation.is_settled(spreadsheet_id):
        place = SpreadsheetPlace(spreadsheet_id)
        yield Problem(ProblemKind.BOX_AND_SETTLED, place, sheet.case_manager)


def parse_nobodys(sheet: Sheet, desk: Desk) -> Iterator[NobodysMeeting]:
    """What rows that name no student say; that they name none is told by `parse`."""
    for row in rows_of_nobody(sheet, desk.roster):
        purposes_ = read(row, "purposes", _as_purposes)
        yield NobodysMeeting(sheet.case_manager, read(row, "date", as_date), purposes_)


def _meeting(row: Row, desk: Desk) -> Iterator[Meeting | Problem]:
    held, cancelled = read(row, "held", as_tick), _cancelled(row)
    day = read(row, "date", as_date)
    took_place = _took_place(row) if (known(day) or desk.today) <= desk.today else None
    ticks, arrangements = _ticks(row, desk.today), _arrangements(row, desk.today)
    yield from (field.problem for field in (held, cancelled) if isinstance(field, Unreadable))
    yield from (*told(ticks), *told(arrangements))
    yield Meeting(
        student_ref=row.student_ref,
        case_manager=row.sheet.case_manager,
        purposes=read(row, "purposes", _as_purposes),
        date=day,
        start=_start(row, lies_behind=(known(day) or desk.today) < desk.today),
        zone=read(row, "zone", as_zone),
        workbook_zone=row.sheet.zone,
        minutes=read(row, "length", as_minutes),
        mode=read(row, "mode", as_choice(MODES, choices(Mode))),
        agreed_on=read(row, "agreed_on", date_until(desk.today)),
        book=_book(row),
        held=known(held) or took_place is True,
        cancelled=known(cancelled) or False,
        existing=read(row, "existing", as_choice(EXISTING, choices(Existing))),
        ticks=ticks,
        arrangements=arrangements,
        has_box=_has_box(row, desk),
        row=row.line,
        paused=paused(row),
        fell_through=took_place is False,
    )


def _ticks(row: Row, today: dt.date) -> Ticks:
    return Ticks(
        notice_given=read(row, "prior_written_notice", date_until(today)),
        in_pli_connect=read(row, "pli_connect", done_until(today)),
        action_items_done=read(row, "action_items_done", done_until(today)),
    )


def _arrangements(row: Row, today: dt.date) -> Arrangements:
    return Arrangements(
        notice_sent=read_if_said(row, "notice_sent", done_on(today)),
        shorter_notice_agreed=read_if_said(row, "shorter_notice_agreed", done_on(today)),
        interpreter_booked=read_if_said(row, "interpreter_booked", as_arranged),
        dial_in_given=read_if_said(row, "dial_in_given", as_arranged),
        student_invited=read(row, "student_invited", done_until(today)),
        parent_input=read_if_said(row, "parent_input", as_arranged),
        changes_start=read(row, "changes_start", as_date),
    )


def _start(row: Row, *, lies_behind: bool) -> Field[dt.time]:
    """In the night nobody meets: `2:30` without AM or PM is what Sheets takes for 2:30 AM."""
    start = read(row, "start", as_time)
    moment = known(start)
    if moment is None or lies_behind or _EARLIEST <= moment <= _LATEST:
        return start
    both = f"{clock(moment)}; was {clock(other_half(moment))} meant?"
    return Unreadable(problem(row, "start", ProblemKind.UNLIKELY_START, both), start.cell)


def _has_box(row: Row, desk: Desk) -> bool:
    return "book" in row.sheet.columns or not desk.organisation.is_settled(row.sheet.table.spreadsheet_id)


def _as_purposes(raw: RawCell) -> frozenset[Purpose] | Fault:
    found, complete = purposes([raw.text])
    return found if complete else Fault(ProblemKind.UNKNOWN_PURPOSE, choices(Purpose))


def _cancelled(row: Row) -> Field[bool]:
    """From a box of its own, or from a column that says how it stands with the meeting."""
    columns = row.sheet.columns
    if "status" in columns and "cancelled" not in columns:
        return read(row, "status", _as_cancelled)
    return read(row, "cancelled", as_tick)


def _took_place(row: Row) -> bool | None:
    """What a column that says how it stands with the meeting says of it; a Held box goes before."""
    if "held" in row.sheet.columns:
        return None
    return TOOK_PLACE.get(plain(row.raw("status").text).replace("-", " ").rstrip("."))


def _as_cancelled(raw: RawCell) -> bool | Fault:
    """Only this one word counts; who writes more than it may mean something else."""
    status = plain(raw.text)
    if status in {"cancelled", "canceled"}:
        return True
    return (
        Fault(ProblemKind.NOT_A_CHOICE, "Cancelled, or nothing with that word")
        if "cancel" in status
        else False
    )


def _book(row: Row) -> Field[bool]:
    """Whether to book. A blank cell under a Book heading is an unticked box; only no heading is Missing."""
    ticked = read(row, "book", as_tick)
    if isinstance(ticked, Missing) and "book" in row.sheet.columns:
        return Value(value=False, cell=ticked.cell)
    return ticked


MEETINGS = SheetParser("meetings", "meetings", parse)
