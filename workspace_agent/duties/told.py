"""What a run has to tell of a department, beside the department itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workspace_agent.model.action import Decision
from workspace_agent.model.finding import Finding
from workspace_agent.model.problem import Problem
from workspace_agent.rules.next_steps import NextStep


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell."""

    findings: Sequence[Finding] = ()
    problems: Sequence[Problem] = ()
    decisions: Sequence[Decision] = ()
    next_steps: Sequence[NextStep] = ()
