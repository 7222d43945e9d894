"""What is on record of one meeting alone, without agreement and notice that its row holds from another.

People use a row again for the meeting of the next year. A day from before the last annual review, or more
than a year before the meeting, is of that one; but what is only weeks before the meeting may be of it, even
where a review lies between. A day after the meeting is no record of what was done before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import Field, Missing, Value, known
from workspace_agent.rules.clocks import Clock, held_reviews, review_on_sheet

Paper = tuple[str, Callable[[Meeting], Field[date]]]
"""What to call it before its day, and its column."""

_AHEAD = timedelta(days=60)
"""So long before a meeting, at most, it is agreed on while another one is still to be held."""


def with_own_papers(department: Department, student: Student, meeting: Meeting, day: date) -> Meeting:
    """The meeting as if nothing that is of another one stood in its row.

    Args:
        department: Everything that people typed.
        student: Whose meeting it is.
        meeting: Its row.
        day: Its date.
    """
    since = _papers_since(department, student, day)
    arrangements = meeting.arrangements
    return replace(
        meeting,
        agreed_on=_own(meeting.agreed_on, since, day),
        arrangements=replace(
            arrangements,
            notice_sent=_own(arrangements.notice_sent, since, day),
            shorter_notice_agreed=_own(arrangements.shorter_notice_agreed, since, day),
        ),
    )


AGREEMENT: Paper = ("agreement of", lambda meeting: meeting.agreed_on)
NOTICE: Paper = ("notice of", lambda meeting: meeting.arrangements.notice_sent)
SHORTER_NOTICE: Paper = ("shorter notice agreed on", lambda one: one.arrangements.shorter_notice_agreed)


def not_counted(meeting: Meeting, own: Meeting, day: date, *papers: Paper) -> tuple[str, ...]:
    """What was left out of some papers, each a sentence without its full stop."""
    return tuple(
        f"the {words} {dates.words(typed)} is not counted: {_why(typed, day)}"
        for words, column in papers
        if column(meeting) != column(own) and (typed := known(column(meeting))) is not None
    )


def _why(typed: date, day: date) -> str:
    return "it is after the meeting" if typed > day else "it is of an earlier meeting"


def _own(field: Field[date], since: date, day: date) -> Field[date]:
    is_other = isinstance(field, Value) and not since <= field.value <= day
    return Missing(field.cell) if is_other else field


def _papers_since(department: Department, student: Student, day: date) -> date:
    year_before = dates.add_years(day, -1)
    review = max((at for at in _reviews(department, student) if at < day), default=year_before)
    return max(min(review, day - _AHEAD), year_before)


def _reviews(department: Department, student: Student) -> Iterator[date]:
    for clock in (review_on_sheet(student), *held_reviews(department, student)):
        if isinstance(clock, Clock) and clock.started is not None:
            yield clock.started
