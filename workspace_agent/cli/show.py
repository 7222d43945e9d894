"""Plans and reports as JSON and as plain text. Students are opaque keys unless initials are asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from workspace_agent.duties import wording
from workspace_agent.duties.digest_rows import EFFECTS
from workspace_agent.model.action import Decision, State
from workspace_agent.model.counting import for_a_person
from workspace_agent.model.errors import GoogleUnavailable
from workspace_agent.model.problem_kinds import BRAKES
from workspace_agent.model.row_verdict import RowVerdict

if TYPE_CHECKING:
    from workspace_agent.model.facts import Department
    from workspace_agent.model.problem import Problem
    from workspace_agent.model.waits import Pause, Waits
    from workspace_agent.run import Report
    from workspace_agent.settle import Account
    from workspace_agent.think import Thought

Json = dict[str, Any]


def as_json(content: Json) -> str:
    """Pretty JSON."""
    return json.dumps(content, ensure_ascii=False, indent=1)


_UNANSWERED = (
    "Google was not available for something (exit code 5): the next run tries again. A digest that is due "
    "waits for it some hours."
)
_BOOKED = frozenset(
    {
        RowVerdict.BOOKED,
        RowVerdict.HOLD,
        RowVerdict.LINKED,
        RowVerdict.TO_BE_BOOKED,
        RowVerdict.TO_BE_HELD,
        RowVerdict.TO_BE_LINKED,
    }
)


class Who:
    """How a student is shown to the reader of a terminal."""

    def __init__(self, department: Department, *, initials: bool) -> None:
        self._department = department
        self._initials = initials

    def __call__(self, ref: str) -> str:
        """`k3m9…` or `k3m9… (J.S.)`."""
        shown = self._department.initials(ref)
        return f"{ref} ({shown})" if shown and self._initials else ref


def plan_json(thought: Thought, *, initials: bool) -> Json:
    """A plan as JSON."""
    who = Who(thought.account.department, initials=initials)
    return {
        "actions": [
            {
                "key": action.key,
                "summary": action.summary,
                "student": who(action.student_ref),
                "needs": action.needs,
            }
            for action in thought.plan.actions
        ],
        "waits": _waits_json(thought.account.waits),
        "decisions": [_decision(decision, who) for decision in thought.plan.decisions],
        "problems": [_problem(problem, who) for problem in thought.account.problems],
        "findings": dict(Counter(finding.severity.name for finding in thought.account.findings)),
    }


def _waits_json(waits: Waits) -> Json:
    """What is planned and not done now, by opaque keys."""
    return {
        "actions": [
            {
                "key": one.action.key,
                "summary": one.action.summary,
                "why": one.why.value,
                "because": one.because,
            }
            for one in waits.held
        ],
        "brakes": [
            {"case_manager": stop.source, "kind": stop.kind.value, "approval": stop.approval}
            for stop in waits.stops
        ],
        "paused": [
            {
                "what": wording.paused(pause, pause.case_manager, pause.student_ref),
                "since": wording.since(pause),
                "link": pause.place.url,
            }
            for pause in waits.pauses
        ],
    }


def _decision(decision: Decision, who: Who) -> Json:
    return {
        "duty": decision.duty,
        "verdict": decision.verdict,
        "because": decision.because,
        "student": who(decision.student_ref),
        "link": decision.place.url,
    }


def _problem(problem: Problem, who: Who) -> Json:
    return {
        "kind": problem.kind.name.lower(),
        "sentence": problem.sentence,
        "advice": problem.advice,
        "student": ", ".join(map(who, problem.concerned)),
        "link": problem.place.url,
    }


def plan_text(thought: Thought, *, initials: bool) -> str:
    """A plan for a person at a terminal."""
    who = Who(thought.account.department, initials=initials)
    meetings = (decision for decision in thought.plan.decisions if decision.duty == "meetings")
    unbooked = (decision for decision in meetings if decision.verdict not in _BOOKED)
    actions = [f"  {action.summary}{_named(action.student_ref, who)}" for action in thought.plan.actions]
    notes = [_unbooked_line(decision, who) for decision in unbooked]
    problems = (problem for problem in thought.account.problems if problem.kind not in BRAKES)
    return "\n".join(
        [
            *_block(f"To do: {len(actions)}", actions or ["  nothing"]),
            *_block_of_waits(thought.account),
            *_block("Meetings that are not booked, or not as their rows say, and why:", notes or ["  none"]),
            *_block("Rows that need a person:", _problem_lines(problems, who) or ["  none"]),
        ]
    )


def _unbooked_line(decision: Decision, who: Who) -> str:
    said = f"  {decision.verdict.words}: {who(decision.student_ref)}: {decision.because}"
    return f"{said}\n    {decision.place.url}"


def _named(ref: str, who: Who) -> str:
    shown = who(ref)
    return shown.removeprefix(ref) if shown != ref else ""


def _block(title: str, lines: Iterable[str]) -> list[str]:
    return [title, *lines, ""]


def _block_of_waits(account: Account) -> list[str]:
    lines = waits_lines(account)
    return _block(f"Planned, and not done now: {len(account.waits.held)}", lines) if lines else []


def waits_lines(account: Account) -> list[str]:
    """What waits, why, and what lets it go on. Students are opaque keys."""
    stops = [problem for problem in account.problems if problem.kind in BRAKES]
    return [
        *(f"  {one.why.value.words}: {one.action.summary}" for one in account.waits.held),
        *(f"  {p.case_manager}: {p.sentence}\n    {p.advice}\n    {p.place.url}" for p in stops),
        *(_pause_line(pause) for pause in account.waits.pauses),
    ]


def _pause_line(pause: Pause) -> str:
    what = wording.paused(pause, pause.case_manager, pause.student_ref)
    told = f"  paused: {what}, {wording.since(pause)}. {wording.how_to_go_on(pause)}"
    return f"{told}\n    {pause.place.url}" if pause.place.url else told


def _problem_lines(problems: Iterable[Problem], who: Who) -> list[str]:
    return [
        f"  {', '.join(map(who, p.concerned))}{': ' if p.concerned else ''}{p.sentence} {p.advice}"
        f"\n    {p.place.url}"
        for p in problems
    ]


def report_json(report: Report, seconds: float) -> Json:
    """What a run did, as JSON."""
    return {
        "run": report.run,
        "exit_code": report.exit_code,
        "seconds": round(seconds, 2),
        "outcomes": [
            {"key": o.action.key, "state": o.state.value, "reason": o.reason, "link": o.link}
            for o in report.account.outcomes
        ],
        "waits": _waits_json(report.account.waits),
        "findings": dict(Counter(finding.severity.name for finding in report.account.findings)),
        "problems": len(report.account.problems),
        "requests": [
            {"service": row.service, "method": row.method, "writes": row.writes, "requests": row.requests}
            for row in report.requests
        ],
        "write_requests": sum(row.requests for row in report.requests if row.writes),
    }


def report_text(report: Report, seconds: float) -> str:
    """What a run did, in a few lines."""
    done = Counter(o.action.key.partition("/")[0] for o in report.account.outcomes if o.state is State.DONE)
    undone = [o for o in report.account.outcomes if o.state not in {State.DONE, State.SKIPPED}]
    skipped = sum(o.state is State.SKIPPED for o in report.account.outcomes)
    parts = [f"{EFFECTS[kind]} {count}" for kind, count in sorted(done.items())]
    lines = [f"Run {report.run}: {', '.join(parts) or 'nothing to do'}."]
    lines += [f"  not done: {o.action.summary} ({o.state.value}: {o.reason})" for o in undone]
    lines += waits_lines(report.account)
    lines += [f"  skipped, because it needs one of these first: {skipped}"] if skipped else []
    lines.append(_needs(report))
    lines += ["A brake is on (exit code 6); everything else was done."] if report.account.waits.stops else []
    lines += [_UNANSWERED] if report.exit_code == GoogleUnavailable.exit_code else []
    requests = sum(row.requests for row in report.requests)
    writes = sum(row.requests for row in report.requests if row.writes)
    lines.append(f"{requests} requests to Google, {writes} of them writes; {seconds:.1f} s.")
    return "\n".join(lines)


def _needs(report: Report) -> str:
    count = sum(problem.kind not in BRAKES for problem in report.account.problems)
    if not count:
        return "Every row could be used."
    code = f" (exit code {report.exit_code})" if report.exit_code == 1 else ""
    each = "it" if count == 1 else "each"
    return f"{for_a_person(count)}{code}: {each} is named with a link in the Agent tab and the digest."
