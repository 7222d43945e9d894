"""What must hold after each run, after each calm one, and when all is quiet."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests import channels
from tests.kills.remains import ledger_of
from tests.machine.looks import Event, Look
from tests.name_scanner import NameScanner
from tests.simulation import access, mails
from tests.simulation.department import name
from tests.simulation.school import FEW, TYPOS, School
from tests.simulation.sheets import Row, Sheet
from tests.simulation.typing_actions import FORMER, student_of
from workspace_agent.model.action import State
from workspace_agent.model.facts import Response
from workspace_agent.model.place import Cell, ResponsePlace
from workspace_agent.model.problem_kinds import ProblemKind
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

_LINE = re.compile(r"\+1 555 010\d")
"""A number of the company's."""

_PERCENT = 30
"""Of the coming meetings: more than that is not cancelled in one run without an approval."""

_NOT_WANTED = ("Held", "Cancelled", "Paused")
"""Boxes of a row that asks for no event when one of them is ticked."""

_DONE = ("booked", "hold")
"""Verdicts that say that the event of a row is there, as the row asks."""


def after_each_run(school: School, before: Look, after: Look) -> None:
    """Whatever became of the run.

    Raises:
        AssertionError: A promise was broken.
    """
    school.one_event_each(after)
    school.people_win(before, after)
    _cancelled_for_a_reason(school, before, after)
    _brakes_hold(school, before, after)
    _switches_hold(school)
    _trash_is_left_alone(school, before, after)
    _invited_with_a_link(school)
    _lines_are_not_shared(school)
    _pauses_hold(school, before, after)
    school.told_once(before, after)
    mails.after_each_run(school, before, after)
    _refusals_are_true(school, before, after)
    school.files_stand(after)
    access.note(school, before, after)
    _nameless(school)


def _cancelled_for_a_reason(school: School, before: Look, after: Look) -> None:
    """Only because a row that stands there says so, and said so at a look before: never at once."""
    called_off = [row for sheet, row in _rows(school, "Meetings") if _is(sheet, row, "Cancelled")]
    left = [row for sheet, row in _rows(school, "Students") if sheet.get(row.id, "Exit")]
    asked = {student for row in (*called_off, *left) if (student := student_of(row.id)) is not None}
    for event in _cancelled(before, after):
        assert event.student in asked, f"cancelled without being asked: {event}"
        assert event.student in school.asked_before, f"cancelled at the first look: {event}"
    school.asked_before = asked


def _cancelled(before: Look, after: Look) -> list[Event]:
    return [event for event in before.live if not after.events[event.id].live]


def _brakes_hold(school: School, before: Look, after: Look) -> None:
    """Nobody approved it: not too many at once, and nothing while a sheet is empty."""
    if school.approved or school.given:
        return
    for (case_manager, title), sheet in school.sheets.items():
        calendar, now = school.address(case_manager), school.world.clock.now
        coming = [one for one in before.live if one.calendar == calendar and one.start > now]
        gone = [one for one in _cancelled(before, after) if one.calendar == calendar]
        too_many = len(coming) >= FEW and len(gone) * 100 > len(coming) * _PERCENT
        assert not too_many, f"a brake did not hold: {len(gone)} of {len(coming)} were cancelled"
        is_empty = sheet.cleared is not None and title in ("Students", "Meetings", "Team")
        assert not (gone and is_empty), f"a brake did not hold: cancelled while {title} was empty"


def _switches_hold(school: School) -> None:
    written = [one["method"] for one in school.world.writes()] if school.only_reports else []
    assert not written, f"what is only to be reported was done: {written}"


def _refusals_are_true(school: School, before: Look, after: Look) -> None:
    """What could not be done, as the agent says, is not there."""
    outcomes = school.report.account.outcomes if school.report else ()
    refused = {one.action.key for one in outcomes if one.state is State.FAILED}
    new = {file.key for file in after.files.values() if file.id not in before.files}
    fresh = [(one.student, one.number) for one in after.events.values() if one.id not in before.events]
    new |= {
        f"meeting/{ref}/{number}" for ref, who in school.students.items() for of, number in fresh if of == who
    }
    assert not refused & new, f"done, and the agent says that it was not: {refused & new}"


def _trash_is_left_alone(school: School, before: Look, after: Look) -> None:
    """Nothing is filed into what lies in the trash."""
    for file in after.files.values():
        above, seen = file.parents, file.id in before.files
        while above and not seen:
            parent = after.files.get(above[0])
            assert not (parent and parent.id in school.trashed), "filed into a folder that lies in the trash"
            above = parent.parents if parent else ()


def _invited_with_a_link(school: School) -> None:
    """Nobody is invited while Google still makes the link."""
    for address in school.calendars:
        for entry in school.world.sandbox.state.calendar.calendar(address).events.values():
            request = entry.resource.get("conferenceData", {}).get("createRequest", {})
            is_pending = request.get("status", {}).get("statusCode") == "pending"
            guests = [one for one in entry.resource.get("attendees", ()) if not one.get("organizer")]
            is_ours = entry.resource.get("extendedProperties", {}).get("private", {}).get("wa")
            untouched = entry.resource["id"] not in school.touched
            assert not (is_pending and guests and is_ours and untouched), "invited before there was a link"


def _lines_are_not_shared(school: School) -> None:
    """Two meetings at one time have two dial-in lines, where no person has laid them upon each other."""
    taken: list[tuple[str, datetime, datetime]] = []
    for address in school.calendars:
        for entry in school.world.sandbox.state.calendar.calendar(address).events.values():
            event = entry.resource
            line = _LINE.search(event.get("description", ""))
            is_ours = event.get("extendedProperties", {}).get("private", {}).get("wa")
            if line and is_ours and event["status"] != "cancelled" and event["id"] not in school.touched:
                start, end = (datetime.fromisoformat(event[side]["dateTime"]) for side in ("start", "end"))
                same = [one for one in taken if one[0] == line[0] and one[1] < end and start < one[2]]
                assert not same, f"two meetings share a dial-in line: {line[0]}, {start}"
                taken.append((line[0], start, end))


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
    _sees_what_is_back(school)
    access.after_a_calm_run(school)
    _nothing_is_asked_twice(school)
    _broken_cells_are_told(school)
    _responses_are_filed_or_told(school)
    mails.reached_the_manager(school)
    for complaint in school.complaints():
        raise AssertionError(complaint)


def _sees_what_is_back(school: School) -> None:
    """It could read and write all that there is of an event, so it knows by now who brought it back."""
    paused = {student_of(row.id) for sheet, row in _rows(school, "Meetings") if _is(sheet, row, "Paused")}
    events = school.look().events
    school.brought_back -= {
        event_id
        for event_id in school.brought_back
        if school.is_whole(school.whose(events[event_id].calendar))
        and events[event_id].student not in paused
        and not school.only_reports
    }


def _nothing_is_asked_twice(school: School) -> None:
    """What was approved is done, or nobody wants it any more."""
    waiting = {item for stop in school.account.waits.stops for item in stop.items}
    again = sorted(school.given & waiting)
    assert not again, f"an approval is asked for again: {again}"
    if not school.account.unread:
        school.given.clear()


def _broken_cells_are_told(school: School) -> None:
    told = {one.place for one in school.account.problems}
    for (case_manager, title), sheet in school.sheets.items():
        for column in _DATES.get(title, ()) if school.is_whole(case_manager) else ():
            for row in sheet.rows:
                if _is_read(row) and sheet.get(row.id, column) in TYPOS:
                    cell = Cell(sheet.spreadsheet, sheet.gid, sheet.address(row.id, column))
                    assert cell in told, f"nobody is told of {title} {column} {sheet.get(row.id, column)}"


def _is_read(row: Row) -> bool:
    """Of a student who is on another list now the row in the former one counts for nothing."""
    return bool(row.id) and not row.id.endswith(FORMER)


def _responses_are_filed_or_told(school: School) -> None:
    """Each version that a run saw lies in Drive, or did until a person deleted it, or is told as waiting."""
    account = school.account
    keys = {file.key for file in school.look().files.values()} | school.destroyed
    told = {one.place.response_id for one in account.problems if isinstance(one.place, ResponsePlace)}
    kinds = {one.kind for one in account.problems}
    known = {one.response_id: one for one in account.department.responses}
    if account.department.form_unread:
        return
    for response_id in school.responses:
        assert response_id in known or response_id in told, "a response was lost"
        found = known.get(response_id)
        if found is None:
            continue
        filed = any(
            f"{kind}/{found.record}/{found.submitted.isoformat()}" in keys for kind in ("record", "review")
        )
        waits = found.waits and account.unread
        held = any(found.record in one.action.key for one in account.waits.held)
        in_trash = ProblemKind.FOLDER_TRASHED in kinds and _verdict_on(school, found) == "trashed"
        is_settled = filed or waits or held or in_trash
        assert is_settled, f"a response is neither filed nor told: {found}, {_files_of(found, keys)}"


def _verdict_on(school: School, response: Response) -> str:
    """What the last run says of a response."""
    decisions = school.account.decisions
    return next((one.verdict for one in decisions if one.place == response.place), "")


def _files_of(response: Response, keys: set[str]) -> list[str]:
    return sorted(key for key in keys if response.record in key)


# ---- when all is quiet


def when_all_is_quiet(school: School) -> None:
    """Nothing was doubled or left, and what remembers holds no name.

    Raises:
        AssertionError: A promise was broken.
    """
    with ledger_of(school.world) as ledger:
        doubts = [one.key for one in ledger.in_doubt() if not mails.may_wait(school, one.key)]
    assert not doubts, f"in doubt for ever: {doubts}"
    shown = _SCANNER.shown(channels.in_ledger(school.world.folder / "state" / LEDGER))
    assert not shown, f"names in the ledger: {sorted(shown)}"
    access.when_all_is_quiet(school)
    _work_is_done(school)
    _guest_lists_are_closed(school)
    mails.were_sent(school)


def _guest_lists_are_closed(school: School) -> None:
    """Where somebody from outside was put on, and the row neither rests nor asks for the end of it."""
    rows = _rows(school, "Meetings")
    resting = {
        student_of(row.id) for sheet, row in rows if _is(sheet, row, "Paused") or _is(sheet, row, "Cancelled")
    }
    soon = school.world.clock.now + timedelta(hours=1)
    for event in school.look().live:
        is_rowless = event.student in school.unclear or not school.is_whole(school.whose(event.calendar))
        is_idle = is_rowless or event.student in resting or event.start < soon or school.only_reports
        is_open = event.id in school.strangers and not event.closed
        assert is_idle or not is_open, f"a guest list stays open to somebody from outside: {event}"


def _work_is_done(school: School) -> None:
    """What the sheet asks for is there; where people meddled with it, the agent says why it is not."""
    soon = school.world.clock.now + timedelta(days=1)
    there = {(event.student, event.start) for event in school.look().live}
    for sheet, row in _rows(school, "Meetings"):
        student, start = student_of(row.id), _start(school, sheet, row)
        if start is None or start <= soon or not school.is_whole(sheet.case_manager):
            continue
        is_asked = _is(sheet, row, "Book") and not any(_is(sheet, row, one) for one in _NOT_WANTED)
        if is_asked and student is not None and (student, start) not in there:
            said = _said_of(school, sheet, row)
            is_asked_of_people = student in school.meddled or _is_twice(school, sheet, row)
            is_told = is_asked_of_people and said and said not in _DONE
            assert is_told, f"a meeting was not booked: student {student}, {start}; the agent says {said!r}"


def _is_twice(school: School, sheet: Sheet, row: Row) -> bool:
    """Another row of the student has the same day and purposes: perhaps one meeting, typed twice."""
    days = [
        (student_of(one.id), where.get(one.id, "Date"), where.get(one.id, "Purposes"))
        for where, one in _rows(school, "Meetings")
    ]
    return days.count((student_of(row.id), sheet.get(row.id, "Date"), sheet.get(row.id, "Purposes"))) > 1


def booked_rows(school: School) -> list[Row]:
    """Rows that ask for an event, and have one that stands where they say, more than a day ahead."""
    soon = school.world.clock.now + timedelta(days=1)
    there = {(event.student, event.start) for event in school.look().live}
    return [
        row
        for sheet, row in _rows(school, "Meetings")
        if _is(sheet, row, "Book")
        and not any(_is(sheet, row, one) for one in _NOT_WANTED)
        and (start := _start(school, sheet, row)) is not None
        and start > soon
        and (student_of(row.id), start) in there
    ]


def _said_of(school: School, sheet: Sheet, row: Row) -> str:
    """The last run's verdict on a row; empty where it says nothing of it."""
    number = sheet.rows.index(row) + 2
    place = Cell(sheet.spreadsheet, sheet.gid, f"{number}:{number}")
    return next((one.verdict for one in school.account.decisions if one.place == place), "")


def _start(school: School, sheet: Sheet, row: Row) -> datetime | None:
    day, clock = sheet.get(row.id, "Date"), sheet.get(row.id, "Start")
    zone = ZoneInfo(school.zone(sheet.case_manager))
    try:
        return datetime.strptime(f"{day} {clock}", "%m/%d/%Y %I:%M %p").replace(tzinfo=zone)
    except ValueError:
        return None
