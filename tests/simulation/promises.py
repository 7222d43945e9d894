"""What must hold after each run, after each calm one, and when all is quiet."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests import channels
from tests.kills.remains import ledger_of
from tests.machine.looks import Look
from tests.name_scanner import NameScanner
from tests.simulation.department import name
from tests.simulation.school import TYPOS, School
from tests.simulation.sheets import Row, Sheet
from tests.simulation.typing_actions import student_of
from workspace_agent.model.facts import Response
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.tools import LEDGER

_ALL = 400
_SCANNER = NameScanner([name(number) for number in range(_ALL)])
_DATES = {
    "Students": ("Last annual review", "Last evaluation", "Exit"),
    "Meetings": ("Date", "Agreed with parent on"),
    "Contacts": ("Date",),
    "Check-ins": ("Date",),
    "Progress": ("Date",),
    "Hours": ("Date",),
}
"""Columns of which each cell is read as a date, whatever else stands in its row."""

_NOT_WANTED = ("Held", "Cancelled", "Paused")
"""Boxes of a row that asks for no event when one of them is ticked."""


def after_each_run(school: School, before: Look, after: Look) -> None:
    """Whatever became of the run.

    Raises:
        AssertionError: A promise was broken.
    """
    school.one_event_each(after)
    school.people_win(before, after)
    _cancelled_for_a_reason(school, before, after)
    _pauses_hold(school, before, after)
    school.told_once(before, after)
    school.files_stand(after)
    _nameless(school)


def _cancelled_for_a_reason(school: School, before: Look, after: Look) -> None:
    """Only because a row that stands there says so: never because rows vanished."""
    asked = {student_of(row.id) for sheet, row in _rows(school, "Meetings") if _is(sheet, row, "Cancelled")}
    asked |= {student_of(row.id) for sheet, row in _rows(school, "Students") if sheet.get(row.id, "Exit")}
    for event in before.live:
        assert after.events[event.id].live or event.student in asked, "cancelled without being asked"


def _pauses_hold(school: School, before: Look, after: Look) -> None:
    """Nothing is written of a student all of whose rows are paused."""
    rows = _rows(school, "Meetings")
    awake = {student_of(row.id) for sheet, row in rows if not _is(sheet, row, "Paused")}
    for student in {student_of(row.id) for _, row in rows} - awake:
        was, now = (
            [one for one in look.events.values() if one.student == student] for look in (before, after)
        )
        assert was == now, "a meeting was written although its row is paused"


def _rows(school: School, title: str) -> list[tuple[Sheet, Row]]:
    return [(s, row) for (_, t), s in school.sheets.items() if t == title for row in s.rows if row.id]


def _is(sheet: Sheet, row: Row, column: str) -> bool:
    return sheet.get(row.id, column).upper() == "TRUE"


# ---- nameless


def _nameless(school: School) -> None:
    """What left: all that the agent asked of Google, what it wrote into its log, and its mails."""
    asked = {*channels.addresses(school.world), *channels.bodies(school.world)}
    shown = _SCANNER.shown([*school.unread(asked), *school.new_mails(), school.new_log()])
    assert not shown, f"names left: {sorted(shown)}"


# ---- nothing silent


def after_a_calm_run(school: School) -> None:
    """A run that Google answered and that came to its end.

    Raises:
        AssertionError: A promise was broken.
    """
    _broken_cells_are_told(school)
    _responses_are_filed_or_told(school)
    for complaint in school.complaints():
        raise AssertionError(complaint)


def _broken_cells_are_told(school: School) -> None:
    assert school.report is not None
    told = {one.place for one in school.report.account.problems}
    for (_, title), sheet in school.sheets.items():
        for column in _DATES.get(title, ()) if sheet.typed == sheet.heading else ():
            for row in sheet.rows:
                if row.id and sheet.get(row.id, column) in TYPOS:
                    cell = Cell(sheet.spreadsheet, sheet.gid, sheet.address(row.id, column))
                    assert cell in told, f"nobody is told of {title} {column} {sheet.get(row.id, column)}"


def _responses_are_filed_or_told(school: School) -> None:
    """Each version that a run saw lies in Drive, or its response is told."""
    assert school.report is not None
    account = school.report.account
    keys = {file.key for file in school.look().files.values()}
    told = {one.place.response_id for one in account.problems if isinstance(one.place, ResponsePlace)}
    known = {one.response_id: one for one in account.department.responses}
    if account.department.form_unread:
        return
    for response_id in school.responses:
        assert response_id in known or response_id in told, "a response was lost"
        found = known.get(response_id)
        filed = found and any(
            f"{kind}/{found.record}/{found.submitted.isoformat()}" in keys for kind in ("record", "review")
        )
        waits = found is not None and found.waits and account.unread
        is_settled = filed or response_id in told or waits or account.waits.held
        assert is_settled, f"a response is neither filed nor told: {found}, {_files_of(found, keys)}"


def _files_of(response: Response | None, keys: set[str]) -> list[str]:
    return sorted(key for key in keys if response and response.record in key)


# ---- when all is quiet


def when_all_is_quiet(school: School) -> None:
    """Nothing was doubled or left, and what remembers holds no name.

    Raises:
        AssertionError: A promise was broken.
    """
    with ledger_of(school.world) as ledger:
        assert not list(ledger.in_doubt()), "something is in doubt for ever"
    shown = _SCANNER.shown(channels.in_ledger(school.world.folder / "state" / LEDGER))
    assert not shown, f"names in the ledger: {sorted(shown)}"
    _work_is_done(school)


def _work_is_done(school: School) -> None:
    """Of meetings that nobody meddled with: what the sheet asks for is there, and no more."""
    now, events = school.world.clock.now, school.look().live
    wanted: Counter[tuple[int, datetime]] = Counter()
    for sheet, row in _rows(school, "Meetings"):
        if not school.is_whole(sheet.case_manager):
            continue
        student = student_of(row.id)
        start = _start(school, sheet, row)
        is_asked = _is(sheet, row, "Book") and not any(_is(sheet, row, one) for one in _NOT_WANTED)
        if student is not None and start and is_asked and start > now + timedelta(days=1):
            wanted[student, start] += 1
    there = {(event.student, event.start) for event in events}
    for student, start in wanted:
        is_there = student in school.meddled or (student, start) in there
        assert is_there, f"a meeting was not booked: student {student}, {start}; {_told_of(school, student)}"


def _told_of(school: School, student: int) -> list[str]:
    """What the last run said about a student's meetings."""
    assert school.report is not None
    account, refs = (
        school.report.account,
        {ref for ref, number in school.students.items() if number == student},
    )
    problems = [one.kind.name for one in account.problems if refs & {*one.concerned}]
    stops = [stop.kind.name for stop in account.waits.stops]
    return [*problems, *(one.verdict for one in account.decisions if one.student_ref in refs), *stops]


def _start(school: School, sheet: Sheet, row: Row) -> datetime | None:
    day, clock = sheet.get(row.id, "Date"), sheet.get(row.id, "Start")
    zone = ZoneInfo(school.zone(sheet.case_manager))
    try:
        return datetime.strptime(f"{day} {clock}", "%m/%d/%Y %I:%M %p").replace(tzinfo=zone)
    except ValueError:
        return None
