"""Each reader at the company or a district has a legitimate educational interest in a workbook's students.

34 CFR 99.31(a)(1), https://www.law.cornell.edu/cfr/text/34/99.31. A teacher of the district may well have
one: so it is told for information, as a count, and a person looks at who they are.

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, OtherReader
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import OFFICIALS, READS, finding, mend, open_to

ID = "readers_inside"

_BESIDE = ", beside case manager, manager and CSS"
_CHECK = "Check that each has a legitimate educational interest in these students. If somebody has none:"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks, beyond case manager, manager and CSS."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if found := [one for one in shared.others if _is_inside(one)]:
            said = (open_to(shared, found, _BESIDE), f"{_CHECK} {mend(shared, found, 'take them off')}")
            yield finding(ID, Severity.INFO, OFFICIALS, shared, said)


def _is_inside(other: OtherReader) -> bool:
    return other.kind is ReaderKind.PERSON and other.near is Near.INSIDE


RULE = Rule(ID, "More readers inside", OFFICIALS, check, READS)
