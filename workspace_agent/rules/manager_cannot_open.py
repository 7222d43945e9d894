"""The manager can open every case manager's workbooks: the Hours Log, and the folder of progress monitoring.

Company practice: both are shared with the manager. What is shared with a group, a whole organisation or by
link may reach the manager, so nothing is said there.

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import READS, finding, thing, who

ID = "manager_cannot_open"
CITATION = CompanyPolicy("workbooks are shared with the manager")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook; for a folder of workbooks one, and none for what lies in it."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if shared.told and not shared.manager_opens:
            said = (
                f"The manager cannot open this {thing(shared)}: it is not shared with them.",
                f"{who(shared)} can mend it: open this {thing(shared)}, click Share, and add the manager.",
            )
            yield finding(ID, Severity.POLICY, CITATION, shared, said)


RULE = Rule(ID, "Not shared with the manager", CITATION, check, READS)
