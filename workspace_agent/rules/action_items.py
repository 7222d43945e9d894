"""Action items of a meeting are followed up until they are ticked as done.

Company practice. They are for information, and overdue from the day after the earliest day that stands in
them, as in "by 11/20/2026"; without such a day, or with one that has two readings, nothing is overdue. What
they say is never told. A tick in the row of the meeting ends it, and so does an edit of the form by which
nothing is left to be done. Each form begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Rule, Step
from workspace_agent.model.follow_up import ActionItems
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.followed import READS, Followed, followed, is_settled
from workspace_agent.rules.steps import of_tick, of_today

ID = "action_items"
CITATION = CompanyPolicy("action items followed up until they are done")


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each form with action items that are not ticked as done."""
    for one in followed(department, today):
        items = one.said.action_items
        if items and items.count and not is_settled(one.ticks.action_items_done):
            yield _finding(one, items, today)


def _finding(one: Followed, items: ActionItems, today: date) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.POLICY if items.due and items.due < today else Severity.INFO,
        citation=CITATION,
        cycle=one.response.record,
        due=items.due,
        arithmetic=f"{one.form} names {_counted(items.count)} not ticked as done{_first(items.due, today)}.",
        advice="When all is done, tick Action items done in the meeting's row of the Meetings sheet; add the "
        "column if it is not there.",
        place=one.place(one.ticks.action_items_done),
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
        steps=(*_steps(one, items), of_today(today)),
    )


def _steps(one: Followed, items: ActionItems) -> Iterator[Step]:
    yield one.meeting_step
    yield Step(f"action items: {items.count}", one.response.place)
    yield Step(f"earliest day in them: {dates.words(items.due) if items.due else 'none'}", one.response.place)
    if one.row is not None:
        yield of_tick("action items done, by the row", one.ticks.action_items_done)


def _counted(count: int) -> str:
    return f"{count} action item that is" if count == 1 else f"{count} action items that are"


def _first(due: date | None, today: date) -> str:
    if due is None:
        return ""
    return f"; the earliest day in them {'was' if due < today else 'is'} {dates.words(due)}"


RULE = Rule(
    ID,
    "Action items",
    CITATION,
    check,
    READS,
    plans=EITHER_PLAN,
    needs=frozenset({Input("form", "action items")}),
)
