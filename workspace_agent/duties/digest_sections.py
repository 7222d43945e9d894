"""Sections of the weekly digest: which rows stand together, in which order, and how many are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from workspace_agent.duties.digest import Block, More, Section
from workspace_agent.duties.digest_rows import EFFECTS, Row, Rows, Tone, kind
from workspace_agent.duties.wording import LEADS
from workspace_agent.model.action import Action, Decision, Outcome, State
from workspace_agent.model.agent_tab import SHEET_ID
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.place import Cell, SpreadsheetPlace
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

TABLE_ROWS = 60
"""Longest table: beyond it a link says more than a list."""

ROOM = 70_000
"""Characters for the rows of all tables: Gmail clips a mail at about 102 KB, and the frame comes on top."""

MOST_NAMED = 5
"""Case managers of whom is said how much of theirs did not fit; the others are told together."""

MOST_TALLIES = 12
"""Case managers whose filed records are counted one by one."""

FEWEST_ROWS = 3
"""What a table shows even where those before it have used up the room."""


_OPENED = frozenset({ProblemKind.EXTRA_READER, ProblemKind.FOLDER_OPEN})
"""Folders and records of ours that others can open."""

_SAID_ELSEWHERE = BRAKES | _OPENED

_OPEN = frozenset({shared_with_link.ID, shared_outside.ID, shared_widely.ID, readers_left.ID})
"""Rules that say to whom students' records are open now: told first, and not among the dates."""

_PRIVACY = frozenset({names_in_titles.ID, approved_platforms.ID})
"""What may show a name to others comes before what is late."""

_LOUD = frozenset({Tone.PAST_DUE, Tone.AT_RISK})

CHECKED = frozenset({readers_inside.ID, sharing_not_seen.ID})
"""Rules whose findings are for information and are told all the same: a person has to look."""


def worst_first(write: Rows) -> Callable[[Finding], tuple[Severity, date, str, str, str]]:
    """Order of findings: the most severe, then the longest overdue, then by person."""

    def order(finding: Finding) -> tuple[Severity, date, str, str, str]:
        who = (write.name(finding.case_manager), write.initials(finding.student_ref))
        return (finding.severity, finding.due or date.max, *who, finding.key)

    return order


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
    return Section(
        "Past due on record",
        "A date set by law has passed, going by the sheets and forms. What was not entered shows here too.",
        "Nothing is past due.",
        tuple(write.finding(one) for of_rule in by_rule.values() for one in of_rule),
        Tone.PAST_DUE,
        tuple(_longest(write, title, of_rule) for title, of_rule in by_rule.items()),
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
    """How many form responses were filed, per case manager; where they are many, of those with the most."""
    counts = Counter(
        (write.name(decision.case_manager), decision.verdict.replace("_", " "))
        for decision in decisions
        if decision.duty == "filing"
    )
    of_each = Counter[str]()
    for (name, _), count in counts.items():
        of_each[name] += count
    named = sorted(of_each, key=lambda name: (-of_each[name], name))[:MOST_TALLIES]
    others = len(of_each) - len(named)
    rest = counts.total() - sum(of_each[name] for name in named)
    return Section(
        "Filed records",
        "Responses to the Post IEP Meeting Form since the beginning of the records.",
        "No form response has come in.",
        lines=(
            *_tallies(Counter({key: count for key, count in counts.items() if key[0] in named})),
            *((f"{others} other case managers: {rest} responses",) if others else ()),
        ),
        total=counts.total(),
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
        lines=_tallies(Counter((_deed(action), LEADS[Why.REPORT]) for action in reported)),
        total=len(rows) + len(reported),
    )


def work(write: Rows, outcomes: Iterable[Outcome]) -> Section:
    """Counts of what was done, and a row for what was not; what hangs on a failure is only counted."""
    in_order = sorted(outcomes, key=lambda outcome: outcome.action.key)
    counts = Counter((_deed(outcome.action), outcome.state.value) for outcome in in_order)
    return Section(
        "What the agent did in this run",
        "What failed or was skipped is tried again; what is unknown is for a person to look at.",
        "Nothing had to be done.",
        tuple(write.outcome(o) for o in in_order if o.state not in {State.DONE, State.SKIPPED}),
        lines=_tallies(counts),
        total=counts.total(),
    )


def fitted(department: Department, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with as many rows as fit into one mail; of the rest, how many and where."""
    workbooks = _links(department)
    room = ROOM - sum(block.weight for block in blocks if not isinstance(block, Section))
    counts = iter(_counts([block for block in blocks if isinstance(block, Section)], room))
    return tuple(
        _cut(block, next(counts), workbooks) if isinstance(block, Section) else block for block in blocks
    )


def _cut(section: Section, count: int, workbooks: Mapping[str, str]) -> Section:
    total = section.total or len(section.rows)
    return replace(
        section, rows=section.rows[:count], total=total, more=_more(section.rows[count:], workbooks)
    )


def _counts(sections: Sequence[Section], room: int) -> list[int]:
    """How many rows of each fit: a few of each in any case."""
    counts = [min(FEWEST_ROWS, len(one.rows)) for one in sections]
    room -= sum(row.weight for one in sections for row in one.rows[:FEWEST_ROWS])
    for index, row in _in_turn(sections):
        room -= row.weight
        if room < 0:
            break
        counts[index] += 1
    return counts


def _in_turn(sections: Sequence[Section]) -> Iterator[tuple[int, Row]]:
    """The rows after the first few: of what is urgent all, then one of each other table after the other."""
    loud = [index for index, one in enumerate(sections) if one.tone in _LOUD]
    for index in loud:
        yield from ((index, row) for row in sections[index].rows[FEWEST_ROWS:TABLE_ROWS])
    quiet = [index for index in range(len(sections)) if index not in loud]
    for place in range(FEWEST_ROWS, TABLE_ROWS):
        for index in quiet:
            yield from ((index, row) for row in sections[index].rows[place : place + 1])


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


def _links(department: Department) -> dict[str, str]:
    """Where to read on, by name of the case manager: the Agent tab, else the workbook."""
    names = {person.key: person.name for person in department.organisation.case_managers}
    return {
        names[workbook.case_manager]: _tab(workbook)
        for workbook in department.workbooks
        if workbook.holds_students and workbook.case_manager in names
    }


def _tab(workbook: Workbook) -> str:
    if workbook.agent_tabs.own is None:
        return SpreadsheetPlace(workbook.spreadsheet_id).url
    return Cell(workbook.spreadsheet_id, SHEET_ID, "A1").url


def _more(hidden: Sequence[Row], workbooks: Mapping[str, str]) -> tuple[More, ...]:
    """Of those with the most each, of all others together: hundreds of names would fill the mail again."""
    first = {row.case_manager: row.url for row in reversed(hidden)}
    counted = Counter(row.case_manager for row in hidden)
    in_order = sorted(counted, key=lambda name: (-counted[name], name))
    named, others = in_order[:MOST_NAMED], in_order[MOST_NAMED:]
    more = tuple(More(name, counted[name], workbooks.get(name, first[name])) for name in named)
    if not others:
        return more
    count = sum(counted[name] for name in others)
    return (*more, More(f"{len(others)} others", count, workbooks.get(others[0], first[others[0]])))
