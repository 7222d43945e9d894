"""No workbook with students in it is open to anyone who has its link.

34 CFR 99.31(a)(1)(ii), https://www.law.cornell.edu/cfr/text/34/99.31: reasonable methods ensure that school
officials obtain access only to those education records in which they have legitimate educational interests. A
link is forwarded, and nobody can see by whom. It is at risk and not past due: no date has passed, and whether
anyone else has opened it is not known.

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.seen import ReaderKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import OFFICIALS, READS, downloads, finding, mend, thing

ID = "shared_with_link"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if found := [one for one in shared.others if one.kind is ReaderKind.ANYONE]:
            may = "open and change" if any(one.changes for one in found) else "open"
            said = (
                f"Anyone with the link can {may} this {thing(shared)}, without signing in."
                f"{downloads(shared, found)}",
                mend(shared, found, "set General access to Restricted"),
            )
            yield finding(ID, Severity.AT_RISK, OFFICIALS, shared, said, found)


RULE = Rule(ID, "Open to anyone with the link", OFFICIALS, check, READS)
