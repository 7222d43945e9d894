"""Nobody outside the company and the students' districts can open a workbook with students in it.

34 CFR 99.30, https://www.law.cornell.edu/cfr/text/34/99.30: education records are disclosed to others only
with the parent's signed and dated written consent, unless an exception of 34 CFR 99.31 applies. Whether there
is one does not stand in the settings, so it is at risk. Inside is who has an address of the company or of a
district that the case manager serves; a private mailbox is outside, whoever's it is.

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Law, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.shared import Near, OtherReader
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import READS, finding, mend, open_to

ID = "shared_outside"
CITATION = Law("34 CFR 99.30", "https://www.law.cornell.edu/cfr/text/34/99.30")

_STEP = "take them off, unless a parent's written consent or a contract covers them"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if found := [one for one in shared.others if _is_outside(one)]:
            said = (open_to(shared, found) + _worse(found), mend(shared, found, _STEP))
            yield finding(ID, Severity.AT_RISK, CITATION, shared, said, found)


def _is_outside(other: OtherReader) -> bool:
    return other.near in {Near.OUTSIDE, Near.PRIVATE} and other.kind is not ReaderKind.ANYONE


def _worse(found: list[OtherReader]) -> str:
    """A copy in a private mailbox is out of everybody's hands; so is what somebody changes from there."""
    worst = any(one.near is Near.PRIVATE and one.changes for one in found)
    return " Students' records can be changed from a private mailbox: mend that first." if worst else ""


RULE = Rule(ID, "Open to people outside", CITATION, check, READS)
