"""Form responses that are followed up, each with the row of its meeting: what is said in either counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Response, Student
from workspace_agent.model.field import Field, Missing, Unreadable, has_column, known
from workspace_agent.model.finding import Step
from workspace_agent.model.follow_up import Said, Ticks
from workspace_agent.model.form import FormField
from workspace_agent.model.place import Place
from workspace_agent.rules.caseload import has_left

READS = frozenset({"students", "meetings", "form"})


@dataclass(frozen=True, slots=True)
class Followed:
    """One response.

    Attributes:
        row: The nearest dated row of the student, where one is near enough.
        day: Of the meeting; where that cannot be read, on which the form was sent.
    """

    student: Student
    response: Response
    row: Meeting | None
    day: date

    @property
    def said(self) -> Said:
        """What the form says."""
        return self.response.said

    @property
    def ticks(self) -> Ticks:
        """What is ticked in the row."""
        nothing = Missing(self.student.row)
        return self.row.ticks if self.row else Ticks(nothing, nothing, nothing)

    @property
    def form(self) -> str:
        """What to call it at the beginning of a sentence."""
        if self.response.meeting_date is None:
            return f"The Post IEP Meeting Form sent on {dates.words(self.day)}"
        return f"The Post IEP Meeting Form of the meeting of {dates.words(self.day)}"

    @property
    def meeting_step(self) -> Step:
        """The day that the form is about, as one line of working."""
        words = "form sent on" if self.response.meeting_date is None else "meeting, by the form"
        return Step(f"{words}: {dates.words(self.day)}", self.response.place)

    def is_open(self, name: FormField, cell: Field[Any]) -> bool:
        """Whether one of the two asks for it, neither says it, and no Problem speaks of it already.

        Args:
            name: The question, which is not answered.
            cell: Where the row may say it.
        """
        if name in self.said.unread or is_settled(cell):
            return False
        return name in self.said.asked or self._has_column(cell)

    def place(self, cell: Field[Any]) -> Place:
        """Where to fill it in: in the row, if its sheet has the column, else in the form."""
        return cell.cell if self._has_column(cell) else self.response.place

    def _has_column(self, cell: Field[Any]) -> bool:
        """There is a row, and its sheet has the column."""
        return self.row is not None and has_column(cell, self.row.row)


def is_settled(cell: Field[Any]) -> bool:
    """Something stands there, or what stands there is told as a Problem; an unticked box is nothing."""
    return isinstance(cell, Unreadable) or bool(known(cell))


def followed(department: Department, today: date) -> Iterator[Followed]:
    """Responses about students who are still here and whose meetings could be read.

    Those that wait, that are in question or that nobody on the roster sent are told elsewhere, and what was
    before the day since which responses count is not judged.
    """
    form = department.organisation.form
    if form is None:
        return
    for response in department.responses:
        student = department.by_ref.get(response.student_ref)
        day = response.meeting_date or _sent_on(department, response)
        if student is None or has_left(student, today) or department.is_broken(student, "meetings"):
            continue
        if response.counts and day >= form.since:
            yield Followed(student, response, _row(department, response, day, form.near_days), day)


def _sent_on(department: Department, response: Response) -> date:
    """The day on which a response was sent, in the department's zone."""
    return response.submitted.astimezone(department.organisation.time_zone).date()


def _row(department: Department, response: Response, day: date, limit: int) -> Meeting | None:
    """Of two that are as near the earlier one; of one day the one with a purpose of the form."""
    rows = department.meetings_of.get(response.student_ref, ())
    dated = ((on, one) for one in rows if not one.cancelled and (on := known(one.date)) is not None)
    near = [
        (abs((on - day).days), on, not _is_about(one, response), one.row, one)
        for on, one in dated
        if abs((on - day).days) <= limit
    ]
    return min(near)[-1] if near else None


def _is_about(meeting: Meeting, response: Response) -> bool:
    purposes = known(meeting.purposes) or frozenset()
    return bool(purposes & response.purposes)
