"""The deadlines of practice, worked out again: contacts, notices, forms, check-ins, data, hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.simulation.clocks import LEFT, Case, Clock, Deadline, annual
from tests.simulation.days import (
    ONE,
    business_days_later,
    days_later_without_breaks,
    holidays,
    is_business_day,
    school_days_before,
    years_later,
)
from tests.simulation.reports import is_cancelled, is_held, purposes
from tests.simulation.rows import Row
from tests.simulation.typed import UNREADABLE, Day, day, is_blank, minute, number, plain, text

TEAM = {"annual review", "reevaluation", "initial", "continued"}
PARENTS = {
    *(
        "parent",
        "parents",
        "mother",
        "mom",
        "mum",
        "father",
        "dad",
        "guardian",
        "guardians",
        "foster",
        "surrogate",
    ),
    *("grandmother", "grandma", "grandfather", "grandpa", "stepmother", "stepfather"),
}
METHODS = {
    "phone": {"phone", "call", "phone call", "gv", "gv call", "gv voicemail", "voicemail", "voice"},
    "e-mail": {"e-mail", "email"},
    "text": {"text", "sms", "gv text"},
    "letter": {"letter"},
    "visit": {"visit", "home visit", "in person"},
    "video": {"video", "zoom", "meet", "google meet"},
    "chat": {"chat", "google chat"},
}
LEVELS = {"full physical", "partial physical", "model", "gestural", "verbal", "independent"}


def of_student(case: Case) -> Iterator[Deadline]:
    """All deadlines of practice that are about a student."""
    if not case.is_here or case.district is None:
        return
    if case.plan in {"IEP", "both"}:
        yield from _contact_attempts(case)
        yield from _meeting_notice(case)
        yield from _stale_data(case)
    yield from _post_form(case)
    yield from _check_in(case)


# ---- before a meeting


def _meeting(case: Case) -> tuple[date, Row] | None:
    """The next meeting of the IEP Team, else one of today, of which no form has come."""
    left = case.day("exit", done=False)
    dated = [
        (on, row["workbook"], row["number"], row)
        for row in case.student.of.get("meetings", [])
        if not is_cancelled(row) and purposes(row.get("purposes")) & TEAM
        if isinstance(on := day(row.get("date")), date) and on >= case.today and not _has_form(case, on)
        if (not isinstance(left, date) or left > on) and (not is_held(row) or on == case.today)
    ]
    coming = sorted(dated, key=lambda one: (is_held(one[3]), *one[:3]))
    return (coming[0][0], coming[0][3]) if coming else None


def _has_form(case: Case, on: date) -> bool:
    near = case.settings.agent.form.near_days if case.settings.agent.form else 0
    reports = case.student.of.get("reports", [])
    dated = [report for report in reports if isinstance(report["met"], date) and report["sent"] >= on]
    return any(abs((report["met"] - on).days) <= near for report in dated)


def _papers_since(case: Case, on: date) -> date:
    """Since when an agreement or a notice is of this meeting and not of the one of a year before."""
    clock, year_before = annual(case), years_later(on, -1)
    reviewed = [day(row.get("last_annual_review"), case.today) for row in case.student.rows]
    reviewed += [clock.started] if isinstance(clock, Clock) else []
    last = max((one for one in reviewed if isinstance(one, date) and one < on), default=year_before)
    return max(min(last, on - timedelta(days=60)), year_before)


def _is_of(case: Case, on: date, paper: object) -> bool:
    return isinstance(paper, date) and _papers_since(case, on) <= paper <= on


def _contact_attempts(case: Case) -> Iterator[Deadline]:
    numbers, found = case.settings.policy.parent_contact, _meeting(case)
    if found is None or (found[0] - case.today).days > numbers.alert_days_before:
        return
    on, row = found
    agreed = day(row.get("agreed_on"), case.today)
    if numbers.applies == "until_reply" and (agreed == UNREADABLE or _is_of(case, on, agreed)):
        return
    counting = [one for one in case.student.of.get("contacts", []) if _counts(case, one, on, row)]
    days = {day(one["date"]) for one in counting}
    methods = {_method(one["method"]) for one in counting}
    made = len(days) if numbers.distinct_days else len(counting)
    if made < numbers.min_attempts or len(methods) < numbers.min_methods:
        yield Deadline("contact_attempts", "POLICY", on)


def _method(typed: Any) -> str:
    return next((method for method, ways in METHODS.items() if plain(typed) in ways), "")


def _counts(case: Case, contact: Row, on: date, meeting: Row) -> bool:
    """About this meeting, with whoever decides, with everything written down, and in time."""
    made, at, starts = (
        day(contact.get("date"), case.today),
        minute(contact.get("time")),
        minute(meeting.get("start")),
    )
    clock, year_before = annual(case), years_later(on, -1)
    began = clock.began if isinstance(clock, Clock) and clock.began < on else year_before
    if not isinstance(made, date) or not isinstance(at, int) or made <= max(began, year_before):
        return False
    in_time = made < on or (made == on and isinstance(starts, int) and at < starts)
    whole = bool(_method(contact.get("method"))) and not is_blank(contact.get("result"))
    return in_time and whole and _is_about(contact, meeting) and _is_with_who_decides(case, contact, on)


def _is_about(contact: Row, meeting: Row) -> bool:
    said = plain(contact.get("about"))
    words = set(re.findall(r"[a-z]+", said))
    arranged = {"schedule", "scheduling", "date", "time", "for", "the", "to", "reminder", "invitation"}
    bare = bool(words) and words <= {"iep", "meeting", "mtg", "team"} | arranged
    any_meeting = bare and bool(words & {"iep"} or (words & {"meeting", "mtg"} and words & arranged))
    return any_meeting or bool(purposes(said) & purposes(meeting.get("purposes")))


def _is_with_who_decides(case: Case, contact: Row, on: date) -> bool:
    words = set(re.findall(r"[a-z]+", plain(contact.get("who"))))
    with_parent = bool(words & PARENTS)
    if any(_is_adult(row, on) for row in case.student.of.get("team", [])):
        return "student" in words and not with_parent
    return with_parent


def _is_adult(member: Row, on: date) -> bool:
    """The student, to whom the rights have passed."""
    since, until = day(member.get("since")), day(member.get("until"))
    holds = plain(member.get("contact_state")).replace("_", " ") in {"holds rights", "yes", "y"}
    begun = not isinstance(since, date) or since <= on
    lasts = not isinstance(until, date) or on <= until
    return plain(member.get("role")) in {"student", "adult student"} and holds and begun and lasts


def _meeting_notice(case: Case) -> Iterator[Deadline]:
    """By the district's number, and by the state's beside a number of the company: the worse one is told."""
    found = _meeting(case)
    if found is None or "notice_sent" not in found[1] or is_held(found[1]):
        return
    on, row = found
    sent, shorter = (day(row.get(name), case.today) for name in ("notice_sent", "shorter_notice_agreed"))
    if UNREADABLE in (sent, shorter) or _is_of(case, on, shorter):
        return
    told = []
    for count, unit, severity in _notice_numbers(case):
        latest = _days_before(case, on, count, unit)
        in_time = _is_of(case, on, sent) and latest is not None and isinstance(sent, date) and sent <= latest
        if latest is None:
            told.append(Deadline("meeting_notice", "DATA", None))
        elif latest < case.today and not in_time:
            told.append(Deadline("meeting_notice", severity, latest))
        elif severity == "VIOLATION" and not in_time and (latest - case.today).days <= _notice_alert(case):
            told.append(Deadline("meeting_notice", "AT_RISK", latest))
    ranks = ["VIOLATION", "AT_RISK", "POLICY", "DATA"]
    yield from sorted(told, key=lambda one: (ranks.index(one.severity), one.due or date.max))[:1]


def _notice_alert(case: Case) -> int:
    return int(case.settings.policy.meeting_notice.alert_days)


def _notice_numbers(case: Case) -> Iterator[tuple[int, str, str]]:
    """Days, their unit, and what it is when they are missed."""
    own, state = case.district.notice, case.law.notice if case.law else None
    by_law = own is not None and own.by == "law"
    if own is not None:
        missed = "VIOLATION" if own.checked else "AT_RISK"
        yield own.days, own.unit, missed if by_law else "POLICY"
    if state is not None and not by_law:
        yield state.days, state.unit, "VIOLATION" if state.checked else "AT_RISK"
    if own is None and state is None:
        yield case.settings.policy.meeting_notice.days, "calendar", "POLICY"


def _days_before(case: Case, on: date, count: int, unit: str) -> date | None:
    if unit == "school":
        return school_days_before(case.district, on, count)
    if unit == "calendar":
        return on - timedelta(days=count)
    while count:
        on -= ONE
        count -= is_business_day(on, holidays(case.settings))
    return on


# ---- after a meeting, and through the year


def _post_form(case: Case) -> Iterator[Deadline]:
    """Two business days after each meeting that is ticked as held."""
    form = case.settings.agent.form
    if form is None:
        return
    rows = [row for row in case.student.of.get("meetings", []) if is_held(row) and not is_cancelled(row)]
    days = {
        on for row in rows if isinstance(on := day(row.get("date")), date) and form.since <= on <= case.today
    }
    for report in case.student.of.get("reports", []):
        if report["held"] not in {"yes", ""}:
            continue
        met = report["met"]
        if isinstance(met, date):
            nearest = min(days, key=lambda on: (abs((on - met).days), on), default=None)
            near = nearest is not None and abs((nearest - met).days) <= form.near_days
            rows = [row for row in rows if not (near and day(row.get("date")) == nearest)]
        else:
            rows = [row for row in rows if not _is_until(row, report["sent"])]
    for on in days & {day(row.get("date")) for row in rows}:
        due = business_days_later(on, case.settings.policy.post_form.days, holidays(case.settings))
        if due < case.today:
            yield Deadline("post_form", "POLICY", due)


def _is_until(row: Row, last: date) -> bool:
    on = day(row.get("date"))
    return isinstance(on, date) and on <= last


def _check_in(case: Case) -> Iterator[Deadline]:
    """Once the last day of school has passed: one of thirty minutes since 1 July."""
    district, numbers, key = case.district, case.settings.policy.check_in, case.student.case_manager
    keeps = (key, "check_ins") in case.caseloads.sheets
    lost = any(_may_be_of(case, row) for row in case.caseloads.nobodys.get((key, "check_ins"), []))
    if not keeps or lost or case.today <= district.last_day:
        return
    rows = case.student.of.get("check_ins", [])
    if case.came == UNREADABLE or any(_is_unread(row, case.today) for row in rows):
        return
    first = district.first_day
    since = date(first.year - (first.month < 7), 7, 1)
    done = [row for row in rows if since <= _on(row) < years_later(since, 1)]
    longest = max((number(row.get("minutes")) or 0 for row in done), default=0)
    came = case.came if isinstance(case.came, date) else since
    if longest < numbers.minutes and (district.last_day - came).days >= numbers.late_days:
        yield Deadline("check_in", "POLICY", district.last_day)


def _may_be_of(case: Case, row: Row) -> bool:
    """A row of nobody may be of every student of that case manager, in a workbook of one of that one."""
    return "student" in row or row["workbook"] == case.student.rows[0]["workbook"]


def _is_unread(row: Row, today: date) -> bool:
    minutes = row.get("minutes")
    return day(row.get("date"), today) == UNREADABLE or (not is_blank(minutes) and number(minutes) is None)


def _on(row: Row) -> date:
    on = day(row.get("date"))
    return on if isinstance(on, date) else date.min


def _stale_data(case: Case) -> Iterator[Deadline]:
    """Two planned intervals after the last value of each goal, without long breaks.

    An end before the beginning cannot be right, so nobody knows that the goal has ended.
    """
    numbers, goals = case.settings.policy.progress, case.student.of.get("goals", [])
    data = case.student.of.get("progress", [])
    if {plain(row.get("goal")) for row in data} - {plain(goal.get("goal")) for goal in goals}:
        return  # some are of a goal that is not known, so there may be newer ones of each
    for goal in _each_once(goals):
        own = _own_data(goal, goals, data)
        values = [text(row.get("value")) for row in own]
        if len({value.endswith("%") for value in values if value}) > 1:
            yield Deadline("stale_data", LEFT, None)  # whether the others are percentages is not worked out
        start, end, every = day(goal.get("start")), day(goal.get("end")), _interval(goal.get("every"))
        begun = not isinstance(start, date) or start <= case.today
        ended = isinstance(end, date) and end < case.today and not (isinstance(start, date) and end < start)
        last = max((on for row in own if (on := _taken(row, goal, case.today))), default=start)
        if not begun or ended or every is None or not isinstance(last, date):
            continue
        least, count = numbers.break_weekdays, numbers.stale_factor * every
        due = days_later_without_breaks(case.district, last, count, least)
        if due < case.today:
            yield Deadline("stale_data", "DATA", due)


def _each_once(goals: list[Row]) -> list[Row]:
    """A goal that the next case manager copied is one; so is one that is typed twice."""
    return list({_which(goal): goal for goal in reversed(goals)}.values())


def _which(goal: Row) -> tuple[str, Day]:
    return plain(goal.get("goal")), day(goal.get("start"))


def _own_data(goal: Row, goals: list[Row], data: list[Row]) -> list[Row]:
    """All of its name, but those beside another goal of that name, as last year's, in another workbook."""
    namesakes = [one for one in goals if plain(one.get("goal")) == plain(goal.get("goal"))]
    others = {_book(one) for one in namesakes} - {_book(one) for one in goals if _which(one) == _which(goal)}
    return [row for row in data if plain(row.get("goal")) == _which(goal)[0] and _book(row) not in others]


def _book(row: Row) -> tuple[str, str]:
    return row["of"], row["workbook"]


def _taken(row: Row, goal: Row, today: date) -> date | None:
    """The day of a value of this goal that can be used."""
    on, start = day(row.get("date"), today), day(goal.get("start"))
    is_value = number(row.get("value")) is not None or plain(row.get("value")) in LEVELS
    if not (is_value and isinstance(on, date)) or (isinstance(start, date) and on < start):
        return None
    return on


def _interval(typed: Any) -> int | None:
    """Planned days between two values: `week`, `weekly`, `2 weeks`, `every 2 weeks`."""
    found = re.fullmatch(r"(?:every )?(?:(\d+) )?(day|daily|week|weekly|month|monthly)s?", plain(typed))
    if found is None:
        return None
    days = {"da": 1, "we": 7, "mo": 31}[found[2][:2]]
    return int(found[1] or 1) * days
