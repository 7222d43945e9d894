"""Sections of a case manager's own digest: next steps, questions, and what the manager sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workspace_agent.duties.digest import Block, Figures, Section
from workspace_agent.duties.digest_people import Cells, tally
from workspace_agent.duties.digest_ready import CARD, coming, meeting_row, when
from workspace_agent.duties.digest_rows import Link, Row, Rows, Tone
from workspace_agent.duties.told import Told
from workspace_agent.model.dates import days, words, words_of_week
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import QUESTIONS
from workspace_agent.rules.next_steps import NextStep, ToDo
from workspace_agent.rules.preparation import Readiness, Standing

READY_DAYS = 10
"""How far ahead meetings are shown with everything that they need."""

SOON = timedelta(days=30)
"""Steps beyond it are counted and not listed: nobody does them today."""

ROWS = 50
"""Most rows of one mail: it is worked off on a telephone."""

IN_ONE_ROW = 10
"""Most findings that one row names."""


# ---- what to do


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days until the next digest.

    Attributes:
        last: The last of them.
        words: `this week`.
    """

    last: date
    words: str

    def of(self, steps: Iterable[NextStep]) -> tuple[NextStep, ...]:
        """Those whose day is one of these, or has passed."""
        return tuple(step for step in steps if step.by <= self.last)


def ahead(today: date, at: DigestTime) -> Ahead:
    """Until Sunday; who is written to later in the week than on Mondays has Monday's steps to do as well."""
    if at.every == "week" and at.weekday != "Monday":
        return Ahead(today + timedelta(days=6), "in the next 7 days")
    return Ahead(today + timedelta(days=6 - today.weekday()), "this week")


def next_steps(write: Rows, told: Told) -> Section:
    """One for each student, in the order of their days, with row and event."""
    events = _events(told)
    soon = [step for step in told.next_steps if step.by <= write.today + SOON]
    later = [step.by for step in told.next_steps if step.by > write.today + SOON]
    return Section(
        "Next steps",
        "The next thing to do for each student, the earliest day first.",
        "Nothing is to be done in the next 30 days.",
        tuple(_step(write, step, events) for step in soon),
        lines=_later(later, len(soon)),
        total=len(soon),
    )


def _events(told: Told) -> Mapping[Place, str]:
    """Links of events by the row of their meeting."""
    return {one.place: one.link for one in told.decisions if one.link}


def _event(events: Mapping[Place, str], meeting: Place | None) -> tuple[Link, ...]:
    link = events.get(meeting, "") if meeting else ""
    return (Link("event", link),) if link else ()


def _step(write: Rows, step: NextStep, events: Mapping[Place, str]) -> Row:
    return Row(
        student=write.initials(step.student_ref),
        case_manager=write.name(step.case_manager),
        owner=step.case_manager,
        lead=_by(step, write.today),
        what=step.words,
        url=step.place.url,
        label=step.place.label,
        links=_event(events, step.meeting),
    )


def _by(step: NextStep, today: date) -> str:
    """`By Tue 3 Nov 2026, 17 days late`, `On Mon 23 Nov 2026, in 3 days`."""
    if step.by < today:
        return f"By {words_of_week(step.by)}, {days((today - step.by).days)} late"
    return f"{'On' if step.what is ToDo.HOLD else 'By'} {when(step.by, today)}"


def _later(later: Sequence[date], soon: int) -> tuple[str, ...]:
    if not later:
        return ()
    whose = f"{len(later)} {'student' if len(later) == 1 else 'students'}"
    begin = "" if soon else "Nothing is to be done in the next 30 days. "
    return (f"{begin}For {whose} the next step is more than 30 days away, the first on {words(min(later))}.",)


def ready_to_meet(write: Rows, told: Told, policy: Policy) -> Section:
    """Each meeting of the next days, with how everything that it needs stands."""
    last_day = write.today + timedelta(days=READY_DAYS)
    meetings = coming(write.department, told, policy, write.today, last_day)
    events = _events(told)
    return Section(
        "Ready to meet",
        f"Meetings of the next {READY_DAYS} days, and how what they need stands.",
        f"No meeting is coming up in the next {READY_DAYS} days.",
        tuple(_card(write, one, events) for one in meetings),
    )


def _card(write: Rows, one: Readiness, events: Mapping[Place, str]) -> Row:
    """What no sheet has a place for is left out: it would be the same for every meeting."""
    kept = CARD - {each.thing for each in one.things if each.standing is Standing.NOT_KEPT}
    return replace(meeting_row(write, one, kept), links=_event(events, one.meeting.row))


def questions(write: Rows, problems: Iterable[Problem]) -> Section:
    """What only the case manager can answer, and what nothing is done about until then."""
    return Section(
        "Questions that wait for you",
        "Nothing is booked or changed for these until you have answered in the cell.",
        "No question waits for you.",
        tuple(write.problem(problem) for problem in problems if problem.kind in QUESTIONS),
        Tone.AT_RISK,
    )


# ---- what the manager sees


def manager_sees(write: Rows, seen: Sequence[Section], tables: Iterable[Figures]) -> Figures:
    """The numbers of the manager's digest that are about this case manager.

    Args:
        write: Of the department as it was narrowed to the case manager.
        seen: The findings, by severity.
        tables: The manager's, in which the case manager is the only line.
    """
    counts = ((section.title, (tally(len(section.rows), section.tone),)) for section in seen)
    lines = (*counts, *(line for table in tables for line in _turned(table)))
    name = write.department.organisation.manager.name
    return Figures(
        "What your manager sees about you",
        ("What", "Yours"),
        lines,
        f"{name} reads the same numbers in the manager's digest. Check-ins and hours are company practice.",
        "Nothing is known about you.",
    )


def _turned(table: Figures) -> Iterator[tuple[str, Cells]]:
    """One line of many columns as many lines; a bar compares people, so there is none."""
    for _, figures in table.rows:
        for said, figure in zip(table.spelled, figures, strict=True):
            if said:
                yield said, (replace(figure, percent=None),)


def together(section: Section) -> Section:
    """The findings of one title in one row, each with its own link; one that stands alone stays whole."""
    titled: dict[str, list[Row]] = {}
    for row in section.rows:
        titled.setdefault(row.what, []).append(row)
    rows = (_one(part) for rows in titled.values() for part in _parts(rows))
    return replace(section, rows=tuple(rows), total=section.total or sum(row.count for row in section.rows))


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[first : first + IN_ONE_ROW] for first in range(0, len(rows), IN_ONE_ROW))


def _one(rows: Sequence[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    first = rows[0]
    return replace(
        first,
        student=", ".join(dict.fromkeys(row.student for row in rows if row.student)),
        lead=_how_many(rows),
        why="; ".join(filter(None, map(_named, rows))),
        advice=first.advice if {row.advice for row in rows} == {first.advice} else "",
        url="",
        label="",
        new=any(row.new for row in rows),
        keys=frozenset(key for row in rows for key in row.keys),
        count=sum(row.count for row in rows),
        links=tuple(
            Link(f"{row.label} of {row.student}" if row.student else row.label, row.url) for row in rows
        ),
    )


def _how_many(rows: Sequence[Row]) -> str:
    students = {row.student for row in rows if row.student}
    return f"{len(rows)} students" if len(students) == len(rows) else f"{len(rows)} times"


def _named(row: Row) -> str:
    """`J.P. was due 3 Nov 2026 (new)`; nothing where there is no date to tell."""
    said = f"{row.student} {row.lead[0].lower()}{row.lead[1:]}".strip() if row.lead else ""
    return f"{said} (new)" if said and row.new else said


def addressed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Everything is the reader's own: their name is not said in each row."""
    return tuple(_addressed(block) if isinstance(block, Section) else block for block in blocks)


def _addressed(section: Section) -> Section:
    rows = (replace(row, case_manager="" if row.student else "You") for row in section.rows)
    return replace(section, rows=tuple(rows))
