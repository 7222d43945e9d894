"""Files about students lie on approved platforms only: no cell and no form response links to anything else.

Company practice: the company says which platforms these are (`[privacy] approved_hosts`); a contractor keeps
education records under the school's control, 34 CFR 99.31(a)(1)(i)(B). Every cell counts, whatever column it
stands in, and every answer. How a meeting is joined, by whatever platform, is no file.

It holds for the sheets as they stand now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.privacy import UnapprovedLink
from workspace_agent.model.vocabulary import Severity

ID = "approved_platforms"
CITATION = CompanyPolicy("files about students on approved platforms only")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each cell and each response. What the link says is not repeated."""
    del policy, today  # it asks for no number and no date
    for link in department.links:
        yield Finding(
            rule=ID,
            severity=Severity.POLICY,
            citation=CITATION,
            cycle=link.subject,
            due=None,
            arithmetic=f"This {_what(link)} holds a link to a platform that is not approved.",
            advice="If it leads to a file about a student, move the file to Drive and put its new link here. "
            "If the platform is approved, ask whoever set up the agent to add it to agent.toml.",
            place=link.place,
            case_manager=link.case_manager,
        )


def _what(link: UnapprovedLink) -> str:
    return "form response" if link.response_id else "cell"


READS = frozenset({"students", "hours", "contacts", "form"})
RULE = Rule(ID, "Link to another platform", CITATION, check, READS)
