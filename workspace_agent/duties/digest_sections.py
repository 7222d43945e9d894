"""Sections of the weekly digest: which rows stand together, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import EFFECTS, Row, Rows, Tone, kind
from workspace_agent.duties.wording import failure
from workspace_agent.model.action import Action, Decision, Outcome, State
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import BRAKES, ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.model.waits import Waits, Why
from workspace_agent.rules import (
    approved_platforms,
    names_in_titles,
    readers_inside,
    readers_left,
    shared_outside,
    shared_widely,
    shared_with_link,
    sharing_not_seen,
)

MOST_TALLIES = 12
"""So many case managers' filed records are counted apart, those with the most."""

MOST_RULES = 8
"""So many rules are counted apart, those with the longest late first."""

_OPENED = frozenset({ProblemKind.EXTRA_READER, ProblemKind.FOLDER_OPEN})
"""Folders and records of ours that others can open."""

_SAID_ELSEWHERE = BRAKES | _OPENED

_OPEN = frozenset({shared_with_link.ID, shared_outside.ID, shared_widely.ID, readers_left.ID})
"""Rules that say to whom students' records are open now: told first, and not among the dates."""

_PRIVACY = frozenset({names_in_titles.ID, approved_platforms.ID})
"""What may show a name to others comes before what is late."""

CHECKED = frozenset({readers_inside.ID, sharing_not_seen.ID})
"""Rules whose findings are for information and are told all the same: a person has to look."""


def is_exposure(one: Finding | Problem) -> bool:
    """Somebody beyond those responsible can open student records now."""
    return one.rule in _OPEN if isinstance(one, Finding) else one.kind in _OPENED


def worst_first(write: Rows) -> Callable[[Finding], tuple[Severity, date, str, str, str]]:
    """Order of findings: the most severe, then the longest overdue, then by person."""

    def order(finding: Finding) -> tuple[Severity, date, str, str, str]:
        who = (write.name(finding.case_manager), write.initials(finding.student_ref))
        return (finding.severity, finding.due or date.max, *who, finding.key)

    return order


def listed(write: Rows, findings: Iterable[Finding]) -> list[Finding]:
    """What a digest lists, the worst first: what is for information only where a person has to look."""
    found = (one for one in findings if one.severity is not Severity.INFO or one.rule in CHECKED)
    return sorted(found, key=worst_first(write))


def as_told(write: Rows, findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of the digest: what is open to others, then the worst."""
    order = worst_first(write)
    return sorted(findings, key=lambda finding: (finding.rule not in _OPEN, order(finding)))


def open_to_others(write: Rows, found: Sequence[Finding], problems: Iterable[Problem]) -> Section:
    """What somebody can open who should not: urgent, and first where there is any."""
    return Section(
        "Open to others",
        "Somebody beyond the case manager and the manager can open these student records now.",
        "No record is open to others.",
        (
            *(write.problem(problem) for problem in problems if problem.kind in _OPENED),
            *(write.finding(finding) for finding in found if finding.rule in _OPEN),
        ),
        Tone.PAST_DUE,
    )


def to_check(write: Rows, found: Sequence[Finding]) -> Section:
    """Who can open what, where only a person can say whether that is right."""
    return Section(
        "Sharing to check",
        "Nothing here is said to be wrong: somebody who knows these people has to look.",
        "Nothing is to be checked.",
        tuple(write.finding(finding) for finding in found if finding.rule in CHECKED),
    )


def past_due(write: Rows, found: Sequence[Finding]) -> Section:
    """Dates of the law that have passed, going by what is on record: by rule, the longest late first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        if _table(finding) is Severity.VIOLATION:
            by_rule.setdefault(write.title(finding.rule), []).append(finding)
    rules = [*by_rule.items()]
    others = sum(len(of_rule) for _, of_rule in rules[MOST_RULES:])
    return Section(
        "Past due on record",
        "A date set by law has passed, going by the sheets and forms. What was not entered shows here too.",
        "Nothing is past due.",
        tuple(write.finding(one) for of_rule in by_rule.values() for one in of_rule),
        Tone.PAST_DUE,
        (
            *(_longest(write, title, of_rule) for title, of_rule in rules[:MOST_RULES]),
            *((f"Of {len(rules) - MOST_RULES} other rules: {others}",) if others else ()),
        ),
    )


def _longest(write: Rows, title: str, found: Sequence[Finding]) -> str:
    """`Annual review of the IEP: 3, the longest 17 days late`."""
    late = max(map(write.days_late, found))
    return f"{title}: {len(found)}{f', the longest {days(late)} late' if late else ''}"


def at_risk(write: Rows, found: Sequence[Finding]) -> Section:
    """Dates of the law that are near."""
    return Section(
        "At risk",
        "A requirement of law whose date is near, or that something still missing puts in doubt.",
        "Nothing is at risk.",
        _findings(write, [one for one in found if one.rule not in _OPEN], Severity.AT_RISK),
        Tone.AT_RISK,
    )


def practice(write: Rows, found: Sequence[Finding]) -> Section:
    """What the company asks of itself. Gaps from before the agent went live are one line, not a list."""
    fresh = [one for one in found if not is_baseline(write.department, one)]
    rows = _findings(write, sorted(fresh, key=lambda one: one.rule not in _PRIVACY), Severity.POLICY)
    return Section(
        "Company practice",
        "What this company asks of itself. Nothing here is said to be past due under law.",
        "Nothing is open.",
        rows,
        lines=_baseline(write, found),
        total=len(rows),
    )


def is_baseline(department: Department, finding: Finding) -> bool:
    """A gap in company practice that was there before the agent was. What the law asks is never old."""
    since = department.organisation.go_live
    is_old = since is not None and finding.due is not None and finding.due < since
    return is_old and _table(finding) is Severity.POLICY


def _baseline(write: Rows, found: Sequence[Finding]) -> tuple[str, ...]:
    old = [finding for finding in found if is_baseline(write.department, finding)]
    since = write.department.organisation.go_live
    if not old or since is None:
        return ()
    by_rule = Counter(write.titles.get(finding.rule, finding.rule) for finding in old)
    counted = ", ".join(f"{title} {count}" for title, count in sorted(by_rule.items()))
    return (f"From before {words(since)}, when the agent went live, and not listed: {counted}.",)


def records(write: Rows, decisions: Iterable[Decision]) -> Section:
    """How many form responses were filed, per case manager; of many, those with the most."""
    filed = [decision for decision in decisions if decision.duty == "filing"]
    of_each = Counter(write.name(decision.case_manager) for decision in filed)
    named = dict(sorted(of_each.items(), key=lambda one: (-one[1], one[0]))[:MOST_TALLIES])
    told = (
        (write.name(decision.case_manager), decision.verdict.words)
        for decision in filed
        if write.name(decision.case_manager) in named
    )
    others = len(of_each) - len(named)
    rest = f"{others} other case managers: {len(filed) - sum(named.values())} responses"
    return Section(
        "Filed records",
        "Responses to the Post IEP Meeting Form since the beginning of the records.",
        "No form response has come in.",
        lines=(*_tallies(Counter(told)), *([rest] if others else [])),
        total=len(filed),
    )


def to_mend(write: Rows, found: Sequence[Finding], problems: Sequence[Problem]) -> Section:
    """What could not be judged or used, each with its cell."""
    return Section(
        "Data to mend",
        "What could not be read or is missing. Nothing is judged on it until it is mended.",
        "Every row could be used.",
        _findings(write, found, Severity.DATA)
        + tuple(write.problem(problem) for problem in problems if problem.kind not in _SAID_ELSEWHERE),
    )


def waiting(write: Rows, problems: Iterable[Problem], waits: Waits) -> Section:
    """What is planned and not done yet: behind a brake, in a pause, or because it is only reported."""
    reported = [
        held.action for held in waits.held if held.why is Why.REPORT and held.action.duty != "folders"
    ]
    rows = (
        *(write.stop(problem) for problem in problems if problem.kind in BRAKES),
        *(write.pause(pause) for pause in waits.pauses),
    )
    return Section(
        "Waits",
        "What the agent would do and does not do now, why, and what lets it go on.",
        "Nothing waits.",
        rows,
        Tone.AT_RISK,
        lines=_tallies(Counter((_deed(action), Why.REPORT.value.words) for action in reported)),
        total=len(rows) + len(reported),
    )


def untold(problems: Iterable[Problem], outcomes: Iterable[Outcome]) -> list[Problem]:
    """Problems without those of actions that have a row among what the agent did."""
    told = {failure(outcome) for outcome in _not_done(outcomes)}
    return [problem for problem in problems if problem not in told]


def _not_done(outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.state not in {State.DONE, State.SKIPPED}]


def work(write: Rows, outcomes: Iterable[Outcome]) -> Section:
    """Counts of what was done, and a row for what was not; what hangs on a failure is only counted."""
    in_order = sorted(outcomes, key=lambda outcome: outcome.action.key)
    counts = Counter((_deed(outcome.action), outcome.state.value) for outcome in in_order)
    return Section(
        "What the agent did in this run",
        "What failed or was skipped is tried again; what is unknown is for a person to look at.",
        "Nothing had to be done.",
        tuple(map(write.outcome, _not_done(in_order))),
        lines=_tallies(counts),
        total=counts.total(),
    )


def _findings(write: Rows, found: Sequence[Finding], severity: Severity) -> tuple[Row, ...]:
    return tuple(write.finding(finding) for finding in found if _table(finding) is severity)


def _table(finding: Finding) -> Severity:
    """Where a finding stands: a practice is never printed as law, however severe a rule calls it."""
    if isinstance(finding.citation, CompanyPolicy) and finding.severity < Severity.POLICY:
        return Severity.POLICY
    return finding.severity


def _deed(action: Action) -> str:
    said = EFFECTS[kind(action)]
    return said[0].upper() + said[1:]


def _tallies(counts: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """`Theo Brandvold: 3 filed, 1 needs review`: one line per first part."""
    parts: dict[str, list[str]] = {}
    for (subject, what), count in sorted(counts.items()):
        parts.setdefault(subject, []).append(f"{count} {what}")
    return tuple(f"{subject}: {', '.join(counted)}" for subject, counted in parts.items())
