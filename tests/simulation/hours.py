"""Hours: working days on which too little is logged, and entries that came late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.simulation.clocks import Deadline
from tests.simulation.days import ONE, business_days_later, each_day, holidays, is_business_day
from tests.simulation.rows import Caseloads, Row
from tests.simulation.typed import UNREADABLE, day, is_blank, minute, number, plain

Stretch = tuple[object, object, object]
"""Day, start and end as they were read."""


def of_case_manager(person: Any, caseloads: Caseloads, settings: Any, today: date) -> Iterator[Deadline]:
    """All of them; nothing where there is no log."""
    rows = caseloads.sheets.get((person.key, "hours"), [])
    weeks = caseloads.sheets.get((person.key, "weeks"), [])
    if (person.key, "hours") not in caseloads.sheets and (person.key, "weeks") not in caseloads.sheets:
        return
    stretches = [*_entries(rows, today), *_of_weeks(weeks, today)]
    numbers, free = settings.policy.office_hours, holidays(settings)
    for on in each_day(numbers.judged_from, today):
        judged = business_days_later(on, numbers.judged_after_business_days, free) < today
        asked = _hours_asked(person, on, numbers)
        if not judged or not is_business_day(on, free) or asked is None:
            continue
        spans = [(start, end) for made, start, end in stretches if made == on]
        if not _is_doubtful(stretches, on) and _minutes(spans) < asked * 60:
            yield Deadline("office_hours", "POLICY", on)
    yield from _late_entries(rows, settings, today)


def _hours_asked(person: Any, on: date, numbers: Any) -> float | None:
    """Nothing on a day on which this person does not work."""
    if not person.from_ <= on <= (person.until or on):
        return None
    periods = [one for one in person.contract if one.from_ <= on <= (one.until or on)]
    if not periods:
        return None if person.contract else float(numbers.min_per_day)
    if any(closure.from_ <= on <= closure.until for closure in periods[0].off):
        return None
    return float(periods[0].hours_per_day or numbers.min_per_day)


def _entries(rows: list[Row], today: date) -> list[Stretch]:
    """One for each row in which anything is logged; of days to come few whole ones are slips."""
    filled = [row for row in rows if any(not is_blank(row.get(name)) for name in ("start", "end", "hours"))]
    ahead = [row for row in filled if isinstance(on := day(row.get("date")), date) and on > today]
    whole = [row for row in ahead if all(isinstance(minute(row.get(name)), int) for name in ("start", "end"))]
    kept = [row for row in filled if row not in ahead or (len(ahead) < 5 and row in whole)]
    return [(day(row.get("date"), today) or UNREADABLE, *_times(row, kept)) for row in kept]


def _times(row: Row, rows: list[Row]) -> tuple[object, object]:
    start, end = minute(row.get("start")), minute(row.get("end"))
    total = number(row.get("hours"))
    if isinstance(start, int) and isinstance(end, int) and total and total <= 12:
        worked = (end - start) / 60
        alone = sum(plain(one.get("date")) == plain(row.get("date")) for one in rows) == 1
        if total < worked - 1 or (alone and total > worked + 0.25):
            return start, UNREADABLE
    return start, end


def _of_weeks(rows: list[Row], today: date) -> list[Stretch]:
    found: list[Stretch] = []
    for row in rows:
        monday = day(row.get("week"))
        for back, name in enumerate(("mon", "tue", "wed", "thu", "fri")):
            start, end = minute(row.get(f"{name} in")), minute(row.get(f"{name} out"))
            if isinstance(monday, date) and (start, end) != (None, None) and monday + back * ONE <= today:
                found.append((monday + back * ONE, start, end))
    return found


def _is_doubtful(stretches: list[Stretch], on: date) -> bool:
    """A time of that day cannot be meant, or an unreadable day between two others may be this one."""
    if any(made == on and not _can_be_meant(start, end) for made, start, end in stretches):
        return True
    days = [date.min, *(made for made, _, _ in stretches), date.max]
    unread = [index for index, made in enumerate(days) if made == UNREADABLE]
    for index in unread:
        above = next(one for one in reversed(days[:index]) if isinstance(one, date))
        below = next(one for one in days[index:] if isinstance(one, date))
        if min(above, below) <= on <= max(above, below):
            return True
    return False


def _can_be_meant(start: object, end: object) -> bool:
    """Neither in the night, nor longer than half a day."""
    if not (isinstance(start, int) and isinstance(end, int)):
        return False
    return start >= 5 * 60 and 0 <= end - start <= 12 * 60


def _minutes(spans: list[tuple[object, object]]) -> int:
    """What is covered, minute by minute."""
    covered: set[int] = set()
    for start, end in spans:
        if isinstance(start, int) and isinstance(end, int):
            covered |= set(range(start, end))
    return len(covered)


def _late_entries(rows: list[Row], settings: Any, today: date) -> Iterator[Deadline]:
    numbers, free = settings.policy.office_hours, holidays(settings)
    late = set()
    for row in rows:
        on, logged = day(row.get("date"), today), day(row.get("logged"))
        if (
            isinstance(on, date)
            and isinstance(logged, date)
            and numbers.judged_from <= on
            and logged <= today
        ):
            last = business_days_later(on, numbers.judged_after_business_days, free)
            late |= {(on, last)} if logged > last else set()
    yield from (Deadline("late_hours", "INFO", last) for _, last in sorted(late))
