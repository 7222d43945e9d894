"""Titles of events, workbooks, tabs and records show students by initials, never by their full names.

Company practice: initials only in calendars and notes. A title is read by more people than what it stands
over: by every guest, in every notification, and by whoever can see the calendar. Private events are not read,
and a title of somebody from outside is not the case manager's to change.

It holds for what stands there now: nothing restarts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.privacy import ShownName, Titled
from workspace_agent.model.vocabulary import Severity

ID = "names_in_titles"
CITATION = CompanyPolicy("students by initials only")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each title. Neither the title nor whose name it is is repeated."""
    del policy, today  # it asks for no number and no date
    for shown in department.shown_names:
        yield Finding(
            rule=ID,
            severity=Severity.POLICY,
            citation=CITATION,
            cycle=shown.subject,
            due=shown.day,
            arithmetic=f"The title of {_what(shown)} shows a student's full name.",
            advice="Put the initials there instead. The agent does not change it.",
            place=shown.place,
            case_manager=shown.case_manager,
        )


def _what(shown: ShownName) -> str:
    """`the event of 8 Dec 2026`, `a repeating event, next on 8 Dec 2026`, `this workbook`."""
    if shown.day is None:
        return f"this {shown.titled.value}"
    if shown.titled is Titled.SERIES:
        return f"a {shown.titled.value}, next on {words(shown.day)},"
    return f"the {shown.titled.value} of {words(shown.day)}"


RULE = Rule(
    ID, "Full name in a title", CITATION, check, frozenset({"students", "hours", "contacts", "calendar"})
)
