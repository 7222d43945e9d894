"""The agent can see who opens each workbook that it works with.

Company practice: sharing is looked at every day. Google tells it only to those who may edit a file: where the
agent may only view it, that is said, and not that nothing is wrong.

It holds for what the agent may do now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import finding, thing

ID = "sharing_not_seen"
CITATION = CompanyPolicy("sharing is looked at every day")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks."""
    del policy, today  # it asks for no number and no date
    for shared in department.shared:
        if not shared.told:
            said = (
                f"Who can open this {thing(shared)} cannot be looked at: the agent may not edit it.",
                f"Its owner can mend it: open this {thing(shared)}, click Share, and make the agent's "
                "account an editor.",
            )
            yield finding(ID, Severity.INFO, CITATION, shared, said)


RULE = Rule(ID, "Sharing cannot be looked at", CITATION, check, frozenset({"students", "hours", "contacts"}))
