"""Nobody who has left the department can open a workbook with students in it.

34 CFR 99.31(a)(1), https://www.law.cornell.edu/cfr/text/34/99.31: whoever is not responsible for these
students any more has no legitimate educational interest in them. The last days stand in the settings. Whether
anyone has opened it since is not known, so it is at risk. Who owns it cannot be taken off: it has to be
transferred.

It holds for who can open it now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.shared import Near, OtherReader, Owner, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.sharing_words import OFFICIALS, READS, finding, mend, open_to, thing

ID = "readers_left"


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each workbook or folder of workbooks."""
    del policy, today  # who has left is said with the readers
    for shared in department.shared:
        if found := [one for one in shared.others if one.near is Near.LEFT]:
            said = (open_to(shared, found), _advice(shared, found))
            yield finding(ID, Severity.AT_RISK, OFFICIALS, shared, said, found)


def _advice(shared: SharedThing, found: Sequence[OtherReader]) -> str:
    if shared.owner is not Owner.LEFT:
        return mend(shared, found, "take them off")
    return (
        f"The owner of this {thing(shared)} has left: the manager asks an administrator of the company's "
        "Google accounts to transfer it to whoever follows, and then to take off those who have left."
    )


RULE = Rule(ID, "Open to people who have left", OFFICIALS, check, READS)
