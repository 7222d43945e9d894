"""Of each held meeting its length and its action items are on record within two business days.

Company practice: `policy.meeting_record`. The day of the meeting is day 0. Only what the form asks is missed;
the length may also stand in the row of the meeting, and what is ticked as done there was named. That there is
nothing to be done is an answer. What was due before the agent went live is not told.

Each form begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.followed import READS, Followed, followed, is_settled
from workspace_agent.rules.legal_days import ends_on
from workspace_agent.rules.steps import of_tick, of_today

ID = "meeting_record"
CITATION = CompanyPolicy("date, length and action items of each meeting")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each form of a held meeting that leaves one of them open."""
    since, days = department.organisation.go_live or date.min, policy.meeting_record.days
    for one in followed(department, today):
        due = department.organisation.business_days_after(one.day, days)
        missing = [*_missing(one)]
        if one.response.reports_held and since <= due < today and missing:
            counted = Step(ends_on(days, "business", one.day, due))
            yield _finding(one, due, " and ".join(missing), (*_steps(one), counted, of_today(today)))


def _missing(one: Followed) -> Iterator[str]:
    if _lacks_length(one):
        yield "how long it took"
    if _lacks_action_items(one):
        yield "what is to be done"


def _lacks_length(one: Followed) -> bool:
    """A length that cannot be read is told as a Problem, wherever it stands."""
    in_row = one.row is not None and is_settled(one.row.minutes)
    return "length" in one.said.asked - one.said.unread and one.said.minutes is None and not in_row


def _lacks_action_items(one: Followed) -> bool:
    asked = "action items" in one.said.asked and one.said.action_items is None
    return asked and not is_settled(one.ticks.action_items_done)


def _steps(one: Followed) -> Iterator[Step]:
    said, place = one.said, one.response.place
    yield one.meeting_step
    yield Step(f"length, by the form: {_minutes(said.minutes)}", place)
    if one.row is not None:
        yield Step(f"length, by the row: {_minutes(known(one.row.minutes))}", one.row.minutes.cell)
        yield of_tick("action items done, by the row", one.ticks.action_items_done)
    items = said.action_items
    yield Step(f"action items, by the form: {'not on record' if items is None else items.count}", place)


def _minutes(minutes: int | None) -> str:
    return "not on record" if minutes is None else f"{minutes} minutes"


def _finding(one: Followed, due: date, missing: str, steps: tuple[Step, ...]) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=one.response.record,
        due=due,
        arithmetic=f"{one.form} does not say {missing}.",
        advice="Edit the form and fill that in; where nothing is to be done, answer: none.",
        place=one.response.place,
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
        steps=steps,
    )


RULE = Rule(
    ID,
    "Record of a meeting",
    CITATION,
    check,
    READS,
    plans=EITHER_PLAN,
    needs=frozenset({Input("form", "length"), Input("form", "action items")}),
    parameters=("meeting_record.days",),
)
