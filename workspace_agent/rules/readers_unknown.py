"""Whoever can open a workbook with students in it is known by name: no group, and nobody without an address.

Company practice: who is in a group changes without a trace, and the workbook does not show who they are; so
nobody can say that each has a legitimate educational interest, 34 CFR 99.31(a)(1).

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, OtherReader
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import READS, finding, mend, open_to

ID = "readers_unknown"
CITATION = CompanyPolicy("students' records are shared with people by name")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks; of groups outside another rule speaks."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if found := [one for one in shared.others if _is_unknown(one)]:
            said = (
                open_to(shared, found, "; nobody can see here who that is"),
                mend(shared, found, "share it with the people who need it instead, each by name"),
            )
            yield finding(ID, Severity.POLICY, CITATION, shared, said)


def _is_unknown(other: OtherReader) -> bool:
    of_a_group = other.kind is ReaderKind.GROUP and other.near is Near.INSIDE
    nameless = other.kind in {ReaderKind.GROUP, ReaderKind.PERSON} and other.near is Near.UNKNOWN
    return of_a_group or nameless


RULE = Rule(ID, "Open to readers nobody knows by name", CITATION, check, READS)
