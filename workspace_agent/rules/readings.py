"""How "not less than annually" is counted for a student: what warns, and what is past due on record.

The company's reading warns, and so does the state's where that is earlier. Past due is said against the
state's own reading where somebody has compared its source with the state's text, else against the
anniversary, the most lenient federal reading of 34 CFR 300.324(b)(1)(i).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.due_dates import AnnualMode, anniversary, annual_due
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import ReviewLaw

_COUNTED: dict[AnnualMode, str] = {
    "anniversary": "+ 1 year = {} (anniversary)",
    "days365": "+ 365 days = {}",
    "end_minus_1": "+ 1 year - 1 day = {}",
    "strict": "+ 1 year or 365 days, the earlier = {}",
}


@dataclass(frozen=True, slots=True)
class AnnualReading:
    """How a year is counted.

    Attributes:
        company: What the company goes by.
        state: The state, by its two letters.
        law: The state's own reading, where one is known.
    """

    company: AnnualMode
    state: str
    law: ReviewLaw | None = None

    def warns(self, last: date) -> date:
        """The earlier of the company's reading and the state's."""
        own = [annual_due(last, self.law.mode)] if self.law else []
        return min([annual_due(last, self.company), *own])

    def ends(self, last: date) -> date:
        """Nothing is past due on record before this day has passed."""
        if self.law and self.law.is_checked:
            return annual_due(last, self.law.mode)
        return anniversary(last)

    def remark(self, last: date) -> str:
        """Names the source of the state's reading, where it is what makes the date early and is unchecked."""
        if not self.law or self.law.is_checked or annual_due(last, self.law.mode) == self.ends(last):
            return ""
        return (
            f"The stricter reading is that of {self.state} ({self.law.source}; nobody has compared it with "
            "the state's own text)."
        )

    def steps(self, last: date) -> Iterator[str]:
        """How the next due date is counted, one line for each reading."""
        modes: list[AnnualMode] = ["anniversary", "days365"] if self.company == "strict" else [self.company]
        yield from (_line(last, mode) for mode in modes)
        if self.company == "strict":
            yield f"strict, the earlier: {dates.words(annual_due(last, 'strict'))}"
        if self.law:
            checked = "checked" if self.law.is_checked else "not checked"
            yield f"{_line(last, self.law.mode)}, as {self.state} counts ({self.law.source}; {checked})"


def reading_of(department: Department, student: Student, policy: Policy) -> AnnualReading:
    """How a year is counted for a student, by the state of the district."""
    state = department.organisation.district(student.district).state
    return AnnualReading(policy.annual_review.mode, state, policy.state_law(state).annual_review)


def _line(last: date, mode: AnnualMode) -> str:
    counted = _COUNTED[mode].format(dates.words(annual_due(last, mode)))
    return f"{dates.words(last)} {counted}"
