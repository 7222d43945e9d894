"""Settle: after the effects, tell the case manager in the Agent tab and the manager in the digest."""

from __future__ import annotations

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workspace_agent.duties import agent_tab
from workspace_agent.duties.digest import Digest, Occasion, compose, due_period
from workspace_agent.effects.digest import SendDigest
from workspace_agent.google.counter import Count
from workspace_agent.ledger.keys import Sign
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.action import Decision, Outcome, State
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem, ProblemKind
from workspace_agent.rules import RULES, judge
from workspace_agent.rules.bands import due_bands

TITLES: Mapping[str, str] = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that a run has to tell."""

    department: Department
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    decisions: tuple[Decision, ...]
    due: Mapping[str, Mapping[str, int]]
    outcomes: tuple[Outcome, ...] = ()

    @property
    def exit_code(self) -> int:
        """0: done; 1: done, some rows need a person."""
        undone = any(outcome.state is not State.DONE for outcome in self.outcomes)
        return 1 if self.problems or undone else 0


def open_account(department: Department, plan: Plan, policy: Policy, today: date) -> Account:
    """The account before the effects."""
    return Account(
        department=department,
        findings=judge(department, policy, today),
        problems=(*department.problems, *plan.problems),
        decisions=plan.decisions,
        due=due_bands(department, policy, today),
    )


def with_outcomes(account: Account, outcomes: tuple[Outcome, ...]) -> Account:
    """The account after the effects: what could not be done is told like any other problem."""
    failed = (_failure(outcome) for outcome in outcomes)
    problems = (*account.problems, *(problem for problem in failed if problem))
    return replace(account, problems=problems, outcomes=(*account.outcomes, *outcomes))


def instead(account: Account, before: Plan, after: Plan) -> Account:
    """The account when the meetings were thought over again: what was said of them before is taken back."""
    others = (problem for problem in account.problems if problem not in before.problems)
    kept = (decision for decision in account.decisions if decision not in before.decisions)
    return replace(account, problems=(*others, *after.problems), decisions=(*kept, *after.decisions))


def _failure(outcome: Outcome) -> Problem | None:
    if outcome.state in {State.DONE, State.SKIPPED}:
        return None
    unknown = outcome.state is State.UNKNOWN
    kind = ProblemKind.EFFECT_UNKNOWN if unknown else ProblemKind.EFFECT_FAILED
    action = outcome.action
    place = action.place or LinkPlace("https://drive.google.com/", "Drive")
    return Problem(kind, place, action.case_manager, action.student_ref, detail=outcome.reason)


def tab_actions(account: Account) -> tuple[Account, tuple[agent_tab.WriteAgentTab, ...]]:
    """Agent tabs whose content changed; the account tells of the workbooks where none may be written."""
    told = (account.department, account.findings, account.problems, account.decisions)
    tabs, untold = agent_tab.plan(*told, TITLES)
    return replace(account, problems=(*account.problems, *untold)), tabs


def digest_key(account: Account, now: datetime) -> str | None:
    """Key of the digest that is due, sent or not; None before this week's moment."""
    manager = account.department.organisation.manager
    period = due_period(now, manager.digest, ZoneInfo(manager.zone))
    return f"digest/{manager.key}/{period}" if period else None


def preview_key(account: Account, now: datetime) -> str:
    """Key of this week's digest, due or not."""
    manager = account.department.organisation.manager
    year, week, _ = now.astimezone(ZoneInfo(manager.zone)).date().isocalendar()
    return f"digest/{manager.key}/{year}-W{week:02d}"


def counts(account: Account, requests: Iterable[Count]) -> str:
    """What the run history keeps of a run, as JSON: numbers and method ids only."""
    outcomes = Tally(f"{_kind(o.action.key)} {o.state.value}" for o in account.outcomes)
    severities = Tally(finding.severity.name for finding in account.findings)
    content = {
        "outcomes": dict(sorted(outcomes.items())),
        "findings": dict(sorted(severities.items())),
        "problems": len(account.problems),
        "requests": {row.method: row.requests for row in requests},
    }
    return json.dumps(content)


def _kind(key: str) -> str:
    return key.partition("/")[0]


def write_digest(account: Account, key: str, today: date, ledger: Ledger) -> Digest:
    """The digest of a week."""
    prefix, _, period = key.rpartition("/")
    occasion = Occasion(
        period=period,
        today=today,
        last_good_run=ledger.last_good_run(),
        previous=ledger.told(f"{prefix}/", key),
        due=account.due,
        titles=TITLES,
    )
    return compose(
        account.department,
        account.findings,
        account.problems,
        account.outcomes,
        account.decisions,
        occasion,
    )


def digest_actions(
    account: Account, circumstances: Circumstances, ledger: Ledger, sign: Sign
) -> tuple[SendDigest, ...]:
    """The digest, where one is due that was not sent."""
    key = digest_key(account, circumstances.now)
    if key is None or key in ledger.done():
        return ()
    digest = write_digest(account, key, circumstances.today, ledger)
    entry = ledger.entry(key)
    if entry is None or not entry.remote_id:
        # A draft that lies there from an earlier run tells what that run told, not this one.
        ledger.tell(key, digest.told)
    return (_digest_action(account, digest, key, sign),)


def _digest_action(account: Account, digest: Digest, key: str, sign: Sign) -> SendDigest:
    """Send it to the manager, and to nobody else."""
    organisation = account.department.organisation
    return SendDigest(
        key=key,
        fingerprint=key,
        summary=f"digest: {key.rpartition('/')[2]} to {organisation.manager.key}",
        digest=digest,
        sender=organisation.robot,
        recipient=organisation.manager.email,
        token=sign(key)[:20],
    )
