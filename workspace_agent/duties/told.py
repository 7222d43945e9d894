"""What a run has to tell of a department, beside the department itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workspace_agent.duties.unread import Unread
from workspace_agent.model.action import Decision, Outcome
from workspace_agent.model.finding import Finding
from workspace_agent.model.problem import Problem
from workspace_agent.model.waits import Waits
from workspace_agent.rules.next_steps import NextStep


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell.

    Attributes:
        outcomes: What became of the actions of this run.
        waits: What is planned and not done now.
        unread: What could not be read in this run.
        progress_sheets: Links to students' progress sheets, by ref.
    """

    findings: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()
    decisions: Sequence[Decision] = ()
    next_steps: Sequence[NextStep] = ()
    outcomes: Sequence[Outcome] = ()
    waits: Waits = field(default_factory=Waits)
    unread: Sequence[Unread] = ()
    progress_sheets: Mapping[str, str] = field(default_factory=dict)
