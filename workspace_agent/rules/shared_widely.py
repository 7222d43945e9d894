"""No workbook with students in it is open to a whole organisation.

34 CFR 99.31(a)(1)(ii), https://www.law.cornell.edu/cfr/text/34/99.31: school officials obtain access only to
those education records in which they have legitimate educational interests. Not everybody of a company or
district has one in these students.

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

ID = "shared_widely"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks; of organisations outside another rule speaks."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if found := [one for one in shared.others if _is_wide(one)]:
            said = (open_to(shared, found), mend(shared, found, "set General access to Restricted"))
            yield finding(ID, Severity.AT_RISK, OFFICIALS, shared, said, found)


def _is_wide(other: OtherReader) -> bool:
    return other.kind is ReaderKind.DOMAIN and other.near not in {Near.OUTSIDE, Near.PRIVATE}


RULE = Rule(ID, "Open to a whole organisation", OFFICIALS, check, READS)
