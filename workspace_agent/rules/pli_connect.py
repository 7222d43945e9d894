"""What a Post IEP Meeting Form tells is entered in PLI Connect within five business days after it is filed.

Company practice: `policy.pli_connect`. The days run from the record that was filed, and that of a meeting
that was put off is filed, too: so nobody asks here whether it was held. The day on which the form was first
filed is day 0, whatever was edited later; one that is not filed yet is filed today at the earliest. Until the
last day it is for information only. A day or tick in the form or in the row of the meeting ends it; where
neither has a place for it, it is not tracked. Each form begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.followed import READS, Followed, followed
from workspace_agent.rules.legal_days import ends_on
from workspace_agent.rules.steps import of_tick, of_today

ID = "pli_connect"
CITATION = CompanyPolicy("each meeting entered in PLI Connect after its form is filed")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each form whose meeting is not in PLI Connect by what is on record."""
    days = policy.pli_connect.days
    for one in followed(department, today):
        if is_open(one):
            yield _finding(one, entered_by(department, policy, one, today), days, today)


def is_open(one: Followed) -> bool:
    """The meeting is not in PLI Connect by what is on record, and form or row has a place to say so."""
    asked = one.is_open("entered in PLI Connect", one.ticks.in_pli_connect)
    return asked and not one.said.in_pli_connect


def entered_by(department: Department, policy: Policy, one: Followed, today: date) -> date:
    """The last day for it; counted from today on while the form is not filed."""
    filed = one.response.filed_on or today
    return department.organisation.business_days_after(filed, policy.pli_connect.days)


def _finding(one: Followed, due: date, days: int, today: date) -> Finding:
    is_late = due < today
    return Finding(
        rule=ID,
        severity=Severity.POLICY if is_late else Severity.INFO,
        citation=CITATION,
        cycle=one.response.record,
        due=due,
        arithmetic=f"{one.form} is not marked as entered in PLI Connect, which {'was' if is_late else 'is'} "
        f"due by {dates.words(due)}, {days} business days after the form is filed.",
        advice="Enter the meeting in PLI Connect, then write down the day: in its row of the Meetings sheet, "
        "or by editing the form.",
        place=one.place(one.ticks.in_pli_connect),
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
        steps=(*_steps(one, due, days, today), of_today(today)),
    )


def _steps(one: Followed, due: date, days: int, today: date) -> Iterator[Step]:
    filed, ticked = one.response.filed_on, one.ticks.in_pli_connect
    yield one.meeting_step
    yield Step(f"form filed on: {dates.words(filed) if filed else 'not filed yet'}", one.response.place)
    if one.row is not None:
        yield of_tick("entered in PLI Connect, by the row", ticked)
    yield Step(ends_on(days, "business", filed or today, due))


RULE = Rule(
    ID,
    "Entry in PLI Connect",
    CITATION,
    check,
    READS,
    plans=EITHER_PLAN,
    needs=frozenset({Input("form", "entered in PLI Connect"), Input("meetings", "pli_connect")}),
    parameters=("pli_connect.days",),
)
