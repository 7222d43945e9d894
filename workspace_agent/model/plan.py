"""What the duties want done, why, and the circumstances under which they thought."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workspace_agent.model.action import Action, Decision
from workspace_agent.model.features import Features
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem
from workspace_agent.model.seen import Look
from workspace_agent.model.waits import Item


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a duty may know besides the department and what Google holds.

    Attributes:
        now: The moment of the run, aware.
        today: Its date in the department's zone.
        sign: Keyed hash of a text, as hexadecimal digits; the key is a secret file.
        aliases: Keyed hashes by which each student is known, kept on the student's folder.
        apart: For each student of whom people said so: who is somebody else.
        merged: For each ref that turned out to be another student: that student's.
        key_print: Fingerprint of that secret key.
        root_folder: Name of the root folder for records.
        features: What is done, only told, or left alone.
        approved: What a person let past a brake, and which is not done yet.
        run: Number of the run that does what is planned; None where nothing is done.
        closed_months: Months before this one of which the access record has entries, such as `2026-11`.
        revoke_extra_readers: Whether people who should not see the records are taken off, and not only told.
    """

    now: datetime
    today: date
    policy: Policy
    sign: Callable[[str], str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    key_print: str = ""
    root_folder: str = "Special Services records"
    features: Features = field(default_factory=Features)
    approved: frozenset[Item] = frozenset()
    revoke_extra_readers: bool = False
    closed_months: frozenset[str] = frozenset()
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Actions in the order in which they are to be done, and the account of every row.

    Attributes:
        looks: What the next run has to compare with, where no action leaves it on the thing itself.
    """

    actions: tuple[Action, ...] = ()
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    looks: tuple[Look, ...] = ()

    def __add__(self, other: Plan) -> Plan:
        return Plan(
            self.actions + other.actions,
            self.problems + other.problems,
            self.decisions + other.decisions,
            self.looks + other.looks,
        )
