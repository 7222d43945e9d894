"""Parents get written notice a reasonable time before what was proposed or refused is done.

34 CFR 300.503(a), https://sites.ed.gov/idea/regs/b/e/300.503/a

For each held meeting of a student with an IEP whose form names a decision. Where the form has no question
about decisions, each meeting is taken to have made one. The day of the notice may stand in the form
or in the row of the meeting; where neither has a place for it, it is not tracked.

Where the first day of what was decided is known, from the form or from the row, the notice has to be given on
or before it: federal law says "a reasonable time" and names no number. It is at risk from some days before
that day (`policy.prior_written_notice`); once that day is over, a notice that is missing, or was given later,
is past due on record. Of two first days the later one counts. Where the state wants a number of days before
it (`states.toml`), missing that is at risk, or past due where somebody has compared the number with the text
in force; it is at risk as many days before that day, too. What begins before its own meeting is a mistake in
one of the two days, and asked about. A notice from before the previous meeting is not about this one. A late
notice is told until the next meeting of which a form comes.

Where the first day is not known, nothing is past due: this rule asks for the day of the notice, two business
days after the meeting (`policy.meeting_record`). It does not judge what the notice says, nor a request that
was refused without a meeting, nor meetings about a 504 plan, of which this section does not speak.

Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, concerns
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import DaysLaw
from workspace_agent.model.vocabulary import ABOUT_504, IDEA, PlanType, Severity
from workspace_agent.rules.attempts import meeting_before
from workspace_agent.rules.followed import READS, Followed, followed
from workspace_agent.rules.legal_days import Unreached, counting, latest_before, sentences, span
from workspace_agent.rules.steps import of_day, of_today

ID = "prior_written_notice"
CITATION = Law("34 CFR 300.503(a)", "https://sites.ed.gov/idea/regs/b/e/300.503/a")
_GIVE = (
    "Write down the day on which prior written notice was given: in the meeting's row of the Meetings sheet, "
    "or by editing the form. If none was given, give it before anything is changed."
)
_LATE = (
    "Correct the day of the notice, or the first day of what was decided, if one of them is wrong. If both "
    "are right, ask the manager what to do about it."
)
_CONTRADICTS = (
    "Correct the first day of what was decided, or the day of the meeting, in the meeting's row of the "
    "Meetings sheet or by editing the form."
)
_ENTER = "Have that school year entered for the district in agent.toml."


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of one notice.

    Attributes:
        due: The day by which it had to be given.
        lines: Whole sentences without their full stops.
    """

    severity: Severity
    due: date
    lines: tuple[str, ...]
    advice: str = _GIVE


@dataclass(frozen=True, slots=True)
class _Case:
    """A meeting that decided something, and the first day of that.

    Attributes:
        given: The earliest day on which notice was given, by form or row.
        by_state: How many days before it the state wants the notice.
    """

    form: Followed
    start: date
    given: date | None
    state: str
    by_state: DaysLaw | None
    today: date


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each meeting that decided something."""
    judged = [one for one in followed(department, today) if is_judged(one)]
    last = _last_days(judged)
    for one in judged:
        told = _told(department, policy, one, today)
        is_over = _given(department, one) is not None and one.day < last[one.student.ref]
        if told and not is_over:
            yield _finding(one, told, today)


def is_judged(one: Followed) -> bool:
    """An IEP Team meeting that was held, and came to something."""
    about_iep = known(one.student.plan_type) is PlanType.IEP and one.response.purposes - ABOUT_504
    decided = one.said.decided or "decisions" not in one.said.asked or bool(_starts(one))
    return bool(about_iep) and one.response.reports_held and decided


def is_open(department: Department, one: Followed) -> bool:
    """No day of the notice is on record, though form or row asks for it and nothing there is unreadable."""
    if _given(department, one) is not None:
        return False
    is_older = bool(_days(one)) and not _is_unreadable(one)
    return is_older or one.is_open("prior written notice", one.ticks.notice_given)


def _last_days(judged: Iterable[Followed]) -> dict[str, date]:
    """The day of the last meeting, by student."""
    return {one.student.ref: one.day for one in sorted(judged, key=lambda one: one.day)}


def _starts(one: Followed) -> list[date]:
    """First days of what was decided, as form and row have them."""
    typed = known(one.row.arrangements.changes_start) if one.row else None
    return [day for day in (one.said.changes_start, typed) if day is not None]


def _days(one: Followed) -> list[date]:
    """Days of the notice, as form and row have them."""
    days = (one.said.notice_given, known(one.ticks.notice_given))
    return [day for day in days if day is not None]


def _given(department: Department, one: Followed) -> date | None:
    """The earlier day of the two; one from before the previous meeting is about that one."""
    since = meeting_before(department, one.student.ref, one.day)
    return min((day for day in _days(one) if day >= since), default=None)


def _older(one: Followed) -> str:
    day = dates.words(max(_days(one)))
    return f"the notice of {day} is not counted: it was given before the previous meeting"


def _told(department: Department, policy: Policy, one: Followed, today: date) -> _Told | None:
    told = _worst(department, policy, one, today)
    if told is None or not _days(one) or _given(department, one) is not None:
        return told
    return replace(told, lines=(*told.lines, _older(one)))


def _worst(department: Department, policy: Policy, one: Followed, today: date) -> _Told | None:
    starts, given = _starts(one), _given(department, one)
    if not starts:
        return _asked(department, policy, one, today)
    open_or_given = given is not None or is_open(department, one)
    if _is_unread(department, one) or not open_or_given:
        return None
    state = department.organisation.district(one.student.district).state
    law = policy.state_law(state).prior_written_notice
    case = _Case(one, max(starts), given, state, law, today)
    readings = (
        _by_start(case),
        _before_state(department, policy, case),
        _near(policy, case),
        _asked(department, policy, one, today),
    )
    worst = min((told for told in readings if told), key=lambda told: told.severity, default=None)
    return _contradiction(case) or worst


def _contradiction(case: _Case) -> _Told | None:
    """What was decided cannot have begun before the meeting that decided it."""
    met = case.form.response.meeting_date
    if met is None or case.start >= met:
        return None
    early = dates.days((met - case.start).days)
    line = f"that is {early} before the meeting, so one of the two days is wrong"
    return _Told(Severity.DATA, case.start, (_begins(case), line), _CONTRADICTS)


def _is_unread(department: Department, one: Followed) -> bool:
    """Another day of the notice may stand where it cannot be read: a Problem speaks of it."""
    if one.row is None and concerns(department.unsettled, one.student, "meetings"):
        return True
    return _is_unreadable(one)


def _is_unreadable(one: Followed) -> bool:
    return "prior written notice" in one.said.unread or isinstance(one.ticks.notice_given, Unreadable)


def _asked(department: Department, policy: Policy, one: Followed, today: date) -> _Told | None:
    """Where nobody says when anything changes, or that is far: only the day of the notice is asked for."""
    due = department.organisation.business_days_after(one.day, policy.meeting_record.days)
    if due >= today or not is_open(department, one):
        return None
    return _Told(Severity.DATA, due, (f"{one.form} names no day on which prior written notice was given",))


def _by_start(case: _Case) -> _Told | None:
    """Missing after the first day of what was decided, or given later than that."""
    if case.given is None and case.start < case.today:
        line = (
            f"no prior written notice is on record, {dates.days((case.today - case.start).days)} after that"
        )
        return _Told(Severity.VIOLATION, case.start, (_begins(case), line))
    if case.given is not None and case.given > case.start:
        return _Told(Severity.VIOLATION, case.start, (_begins(case), _later(case.given, case.start)), _LATE)
    return None


def _before_state(department: Department, policy: Policy, case: _Case) -> _Told | None:
    """Later than the state wants it, or nearly; though not later than the first day of what was decided."""
    law = case.by_state
    if law is None:
        return None
    district = department.organisation.district(case.form.student.district)
    latest = latest_before(counting(department.organisation, district), case.start, law.days, law.unit)
    if isinstance(latest, Unreached):
        return _Told(Severity.DATA, case.start, (_begins(case), *latest.lines), _ENTER)
    is_missed = (case.given or case.today) > latest.day
    left = (latest.day - case.today).days
    if not is_missed and (case.given is not None or left > policy.prior_written_notice.alert_days):
        return None
    severity = Severity.VIOLATION if is_missed and law.is_checked else Severity.AT_RISK
    lines = (_begins(case), _wants(case.state, law), *latest.lines, _so_far(case, latest.day))
    return _Told(severity, latest.day, lines, _LATE if case.given else _GIVE)


def _wants(state: str, law: DaysLaw) -> str:
    doubt = "" if law.is_checked else ", by a source that was not compared with its law"
    return f"{state} wants the notice {span(law.days, law.unit)} before{doubt}"


def _so_far(case: _Case, latest: date) -> str:
    if case.given:
        return _later(case.given, latest)
    if latest < case.today:
        return "no prior written notice is on record"
    left = dates.left((latest - case.today).days)
    return f"it is to be given by then, {left}, and none is on record"


def _near(policy: Policy, case: _Case) -> _Told | None:
    """Missing, and what was decided begins soon."""
    left = (case.start - case.today).days
    if case.given is not None or left > policy.prior_written_notice.alert_days:
        return None
    line = f"that is {dates.left(left)}, and no prior written notice is on record"
    return _Told(Severity.AT_RISK, case.start, (_begins(case), line))


def _begins(case: _Case) -> str:
    form = case.form
    meeting = "the meeting of" if form.response.meeting_date else "the meeting whose form was sent on"
    return f"what was decided in {meeting} {dates.words(form.day)} begins on {dates.words(case.start)}"


def _later(given: date, day: date) -> str:
    return f"prior written notice was given on {dates.words(given)}, {dates.days((given - day).days)} later"


def _finding(one: Followed, told: _Told, today: date) -> Finding:
    return Finding(
        rule=ID,
        severity=told.severity,
        citation=CITATION,
        cycle=one.response.record,
        due=told.due,
        arithmetic=sentences(told.lines),
        advice=told.advice,
        place=one.place(one.ticks.notice_given),
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
        steps=(*_inputs(one), *map(Step, told.lines), of_today(today)),
    )


def _inputs(one: Followed) -> Iterator[Step]:
    place = one.response.place
    for words, day in (
        ("the meeting, by the form", one.response.meeting_date),
        ("first day of what was decided, by the form", one.said.changes_start),
        ("notice given, by the form", one.said.notice_given),
    ):
        yield Step(f"{words}: {dates.words(day) if day else 'not on record'}", place)
    if one.row is not None:
        yield of_day("first day of what was decided, by the row", one.row.arrangements.changes_start)
        yield of_day("notice given, by the row", one.ticks.notice_given)


RULE = Rule(
    ID,
    "Prior written notice",
    CITATION,
    check,
    READS,
    plans=IDEA,
    needs=frozenset({Input("form", "prior written notice"), Input("meetings", "prior_written_notice")}),
    parameters=("meeting_record.days", "prior_written_notice.alert_days", "states.prior_written_notice"),
)
