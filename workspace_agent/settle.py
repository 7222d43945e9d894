"""Settle: after the effects, tell the case manager in the Agent tab and the manager in the digest."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from workspace_agent import collector
from workspace_agent.duties import agent_tab, brakes, verdicts
from workspace_agent.duties.private_spreadsheets import MakePrivateSpreadsheet
from workspace_agent.duties.progress_sheets import new_progress_sheet_links, progress_sheet_links
from workspace_agent.duties.restrain import hold
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread, judged, unread
from workspace_agent.duties.wording import failure
from workspace_agent.effects.perform import Performer
from workspace_agent.google.counter import Count
from workspace_agent.model.action import Action, Decision, Kind, Outcome, State
from workspace_agent.model.agent_tab import AgentTabs, PrivateSpreadsheet
from workspace_agent.model.errors import GoogleUnavailable
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Switch
from workspace_agent.model.finding import Finding
from workspace_agent.model.frozen import bare_id
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import NOT_OPENED, ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.seen import Seen
from workspace_agent.model.waits import Stop, Waits, Why
from workspace_agent.rules import TITLES, judge
from workspace_agent.rules.next_steps import NextStep, next_steps

STOPPED = 6
"""Exit code of a run in which a brake is on."""

_UNANSWERED = frozenset({ProblemKind.EFFECT_UNAVAILABLE, ProblemKind.EFFECT_UNKNOWN})
_MAIL_COMES = frozenset({ProblemKind.MAIL_WAITS, ProblemKind.EFFECT_UNAVAILABLE})

A = TypeVar("A", bound=Action)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that a run has to tell.

    Attributes:
        unread: What could not be read.
        next_steps: What comes next, for each student.
        progress_sheets: Links to students' progress sheets, by ref.
    """

    department: Department
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...]
    waits: Waits = field(default_factory=Waits)
    outcomes: tuple[Outcome, ...] = ()
    unread: tuple[Unread, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    progress_sheets: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> Told:
        """The same as the Agent tab and the digests take it."""
        return Told(
            findings=self.findings,
            problems=self.problems,
            decisions=self.decisions,
            next_steps=self.next_steps,
            outcomes=self.outcomes,
            waits=self.waits,
            unread=self.unread,
            progress_sheets=self.progress_sheets,
        )

    @property
    def exit_code(self) -> int:
        """0: done; 1: done, some rows need a person; 5: Google did not answer; 6: a brake is on.

        All the rest was done, whatever the code.
        """
        unanswered = any(outcome.trouble in _UNANSWERED for outcome in self.outcomes)
        if unanswered or any(one.passes for one in self.unread):
            return GoogleUnavailable.exit_code
        if self.waits.stops:
            return STOPPED
        undone = any(outcome.state is not State.DONE for outcome in self.outcomes)
        return 1 if self.problems or undone else 0


def open_account(
    department: Department, seen: Seen, plan: Plan, waits: Waits, circumstances: Circumstances
) -> Account:
    """The account before the effects."""
    policy, today = circumstances.policy, circumstances.today
    department = judged(department, plan.problems, seen, circumstances)
    problems = (*department.problems, *plan.problems)
    with collector.at_rest():
        return Account(
            department=department,
            findings=judge(department, policy, today),
            problems=problems,
            decisions=plan.decisions,
            waits=waits,
            unread=unread(problems, seen, circumstances.now),
            next_steps=next_steps(department, policy, today),
            progress_sheets=progress_sheet_links(seen.files.values()),
        )


def apply(performer: Performer, account: Account, actions: Iterable[Action]) -> Account:
    """Do the actions; the account after them."""
    return with_outcomes(account, performer.perform(actions))


def with_outcomes(account: Account, outcomes: tuple[Outcome, ...]) -> Account:
    """The account after the effects: what could not be done is told like any other problem."""
    failed = (failure(outcome) for outcome in outcomes)
    problems = (*account.problems, *(problem for problem in failed if problem))
    decisions = verdicts.after(account.decisions, outcomes)
    return replace(
        account,
        problems=problems,
        decisions=decisions,
        outcomes=(*account.outcomes, *outcomes),
        progress_sheets={**account.progress_sheets, **new_progress_sheet_links(outcomes)},
    )


def instead(account: Account, before: Plan, after: Plan) -> Account:
    """The account when the meetings were thought over again: what was said of them before is taken back.

    What was not done in this run is still not done, whatever was thought since.
    """
    others = (problem for problem in account.problems if problem not in before.problems)
    undone = {
        one.place for one in account.decisions if one.verdict in {RowVerdict.NOT_DONE, RowVerdict.IN_DOUBT}
    }
    fresh = tuple(one for one in after.decisions if one.place not in undone)
    places = {one.place for one in before.decisions} - undone
    kept = (one for one in account.decisions if one.duty != "meetings" or one.place not in places)
    return replace(account, problems=(*others, *after.problems), decisions=(*kept, *fresh))


def with_new_private(account: Account, made: Mapping[str, str]) -> Account:
    """The account after private spreadsheets were made: by case manager, with Google's id."""
    new = {person: PrivateSpreadsheet(made_id, AgentTabs()) for person, made_id in made.items()}
    together = {**account.department.private_spreadsheets, **new}
    return replace(account, department=replace(account.department, private_spreadsheets=together))


def made_private(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """Google's ids of the private spreadsheets that were made in this run, by case manager."""
    done = (one for one in outcomes if one.state is State.DONE)
    return {
        one.action.case_manager: bare_id(one.link)
        for one in done
        if isinstance(one.action, MakePrivateSpreadsheet)
    }


def tab_actions(
    account: Account, circumstances: Circumstances
) -> tuple[Account, tuple[agent_tab.WriteAgentTab, ...]]:
    """Agent tabs whose content changed; the account tells of the workbooks where none may be written."""
    account = with_new_private(account, made_private(account.outcomes))
    if circumstances.features.agent_tab is Switch.OFF:
        return account, ()
    tabs, untold = agent_tab.plan(account.department, account.told, TITLES)
    return held_back(replace(account, problems=(*account.problems, *untold)), tabs, circumstances)


def held_back(
    account: Account, actions: tuple[A, ...], circumstances: Circumstances
) -> tuple[Account, tuple[A, ...]]:
    """What is settled goes by the same switches, pauses and limits as what was planned."""

    def caps(left: Iterable[Action]) -> tuple[Stop, ...]:
        return brakes.caps(left, account.department, circumstances)

    done, waits = hold(actions, circumstances.features, account.waits.pauses, caps)
    problems = (problem for stop in waits.stops for problem in stop.problems)
    return replace(account, waits=account.waits + waits, problems=(*account.problems, *problems)), done


def counts(account: Account, requests: Iterable[Count]) -> str:
    """What the run history keeps of a run, as JSON: numbers and method ids only."""
    outcomes = Tally(f"{_kind(o.action.key)} {o.state.value}" for o in account.outcomes)
    severities = Tally(finding.severity.name for finding in account.findings)
    content = {
        "outcomes": dict(sorted(outcomes.items())),
        "findings": dict(sorted(severities.items())),
        "problems": len(account.problems),
        "waits": len(account.waits.held),
        "mails_waiting": _mails_waiting(account),
        "mails_failed": mails_failed(account),
        "unread": sum(one.problem.kind in NOT_OPENED for one in account.unread),
        "requests": {row.method: row.requests for row in requests},
    }
    return json.dumps(content)


def _mails_waiting(account: Account) -> int:
    """Mails that Gmail's limit holds back."""
    held = sum(one.why is Why.LIMIT for one in account.waits.held)
    return held + sum(one.trouble is ProblemKind.MAIL_WAITS for one in account.outcomes)


def mails_failed(account: Account) -> int:
    """Mails that did not go out, and not because Gmail's limit or a bad hour of Google's holds them back."""
    mails = (one for one in account.outcomes if one.action.kind is Kind.MAIL)
    return sum(one.state is not State.DONE and one.trouble not in _MAIL_COMES for one in mails)


def _kind(key: str) -> str:
    return key.partition("/")[0]
