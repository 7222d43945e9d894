"""What a rule found, with its citation, its arithmetic and the cell to fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from workspace_agent.model.place import Place
from workspace_agent.model.vocabulary import PlanType, Severity

if TYPE_CHECKING:
    from workspace_agent.model.facts import Department
    from workspace_agent.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Law:
    """A section of federal or state law."""

    section: str
    url: str

    @property
    def words(self) -> str:
        """As printed."""
        return self.section


@dataclass(frozen=True, slots=True)
class CompanyPolicy:
    """A practice of the company. Never printed as law."""

    name: str

    @property
    def words(self) -> str:
        """As printed."""
        return f"company practice: {self.name}"


Citation = Law | CompanyPolicy


@dataclass(frozen=True, slots=True)
class Step:
    """One line of how a finding was worked out.

    Attributes:
        words: An input as it was read, or one step of the arithmetic; no sentence, no name.
        place: Where the input stands; None for a step of the arithmetic.
    """

    words: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """Something that a department may keep, or not.

    Attributes:
        sheet: Its name in `sheets.toml`, or `form` or `districts` of `agent.toml`.
        field: Its column, question or setting.
    """

    sheet: str
    field: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement that one student or one day does not meet, or soon will not.

    Attributes:
        rule: The rule's id (its file name).
        severity: How serious it is.
        citation: Law or company practice.
        cycle: What tells this occurrence from next year's: a due date, a meeting's date, a day.
        due: The date it is about, if any.
        arithmetic: How the date or number was worked out, in plain words.
        advice: What to do next.
        place: The cell to open.
        case_manager: Key of the case manager.
        student_ref: The student, or empty where it is about the case manager.
        steps: The same as `arithmetic` line by line, each input with its cell.
        readers: Kinds of those who can open it, one for each: where one more can, it is worse.
    """

    rule: str
    severity: Severity
    citation: Citation
    cycle: str
    due: date | None
    arithmetic: str
    advice: str
    place: Place
    case_manager: str
    student_ref: str = ""
    steps: tuple[Step, ...] = ()
    readers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Identity, so that New, Still open and Resolved can be told."""
        return f"{self.rule}/{self.student_ref or self.case_manager}/{self.cycle}"


class Until(Enum):
    """What ends a finding by itself, whatever was done or left undone: it is over then, and not resolved."""

    DAY = "the day that is its cycle"
    UNHELD = "the day of the meeting that is its cycle, where nobody says that it was held"
    GOAL = "the last day of the goal with which its cycle begins"


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement. `check` is pure and yields findings in any order.

    Attributes:
        reads: The sheets that it needs, by their names in `sheets.toml`, `form` and `calendar`: while one of
            them cannot be read, a finding that is not made any more has not been resolved.
        plans: The plans that the requirement is about; none where it is not about a student's plan.
        needs: What a department has to keep for it, one of these at least; else it is not tracked.
        parameters: The numbers of `policy.toml` that it goes by, as in `annual_review.alert_days`.
        until: What ends what it finds by itself; None where somebody has to do something.
    """

    id: str
    title: str
    citation: Citation
    check: Callable[[Department, Policy, date], Iterable[Finding]]
    reads: frozenset[str]
    plans: frozenset[PlanType] = frozenset()
    needs: frozenset[Input] = frozenset()
    parameters: tuple[str, ...] = ()
    until: Until | None = None
