"""How students get on with their goals: verdicts by case manager, what goes well, what is not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workspace_agent.duties.digest import Block, Figure, Figures, Section
from workspace_agent.duties.digest_people import by_case_manager, left_out, tally
from workspace_agent.duties.digest_rows import Row, Rows, Tone
from workspace_agent.model.policy import Policy
from workspace_agent.rules.goal_verdicts import GoalVerdict, Strength, StrengthKind, Unjudged, judged_goals
from workspace_agent.rules.judgement import Verdict
from workspace_agent.rules.progress_words import strength_words

MOST_STRENGTHS = 5

COLUMNS = {
    Verdict.MASTERED: ("Met", Tone.WELL),
    Verdict.ON_TRACK: ("On track", Tone.WELL),
    Verdict.WATCH: ("Watch", Tone.CALM),
    Verdict.INSUFFICIENT_PROGRESS: ("Behind", Tone.AT_RISK),
    Verdict.STALE: ("Old data", Tone.AT_RISK),
    Verdict.INSUFFICIENT_DATA: ("Few data", Tone.CALM),
}
"""What a column of verdicts is called: short, so that all fit on a phone."""

_WELL = {
    StrengthKind.MASTERED: "mastered",
    StrengthKind.MAINTAINED: "maintained",
    StrengthKind.BENCHMARK_REACHED: "reached a benchmark",
    StrengthKind.AHEAD: "ahead of the aimline",
    StrengthKind.ON_TRACK: "on track",
}
"""Each strength as it is counted, the greatest first."""


def progress(write: Rows, policy: Policy) -> Iterator[Block]:
    """Counts and good news; nothing where nobody has a goal."""
    goals = [*judged_goals(write.department, policy, write.today)]
    judged = [one for one in goals if isinstance(one, GoalVerdict)]
    if not goals:
        return
    yield _verdicts(write, judged, [one for one in goals if isinstance(one, Unjudged)])
    found = [*_strengths(judged)]
    if found:
        yield _going_well(write, found)


def _verdicts(write: Rows, judged: Sequence[GoalVerdict], unjudged: Sequence[Unjudged]) -> Figures:
    counts: dict[str, Counter[Verdict]] = {}
    for one in judged:
        counts.setdefault(one.one.student.case_manager, Counter())[one.verdict] += 1
    why = _not_judged(unjudged)
    return Figures(
        "Progress toward goals",
        ("Case manager", *(words for words, _ in COLUMNS.values())),
        by_case_manager(write, counts, _by_verdict),
        f"Goals by what their data say, in this company's reading.{why}{left_out(len(counts))}",
        f"No goal can be judged.{why}",
    )


def _by_verdict(counts: Counter[Verdict]) -> tuple[Figure, ...]:
    return tuple(tally(counts[verdict], tone) for verdict, (_, tone) in COLUMNS.items())


def _not_judged(unjudged: Sequence[Unjudged]) -> str:
    if not unjudged:
        return ""
    why = Counter(" and ".join(one.lacks.names) for one in unjudged)
    unread = why.pop("", 0)
    said = [f"{count} without {names}" for names, count in sorted(why.items())]
    said += [f"{unread} with a cell that cannot be read"] if unread else []
    return f" Not judged: {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class _GoesWell:
    """A goal, and what goes well with it."""

    goal: GoalVerdict
    strength: Strength


def _strengths(judged: Iterable[GoalVerdict]) -> Iterator[_GoesWell]:
    yield from (_GoesWell(one, strength) for one in judged for strength in one.strengths)


def _going_well(write: Rows, found: Sequence[_GoesWell]) -> Section:
    """How often what; the greatest of it by student."""
    counts, order = Counter(one.strength.kind for one in found), [*_WELL]
    said = ", ".join(f"{counts[kind]} {words}" for kind, words in _WELL.items() if counts[kind])
    notable = [one for one in found if one.strength.kind is not StrengthKind.ON_TRACK]
    notable.sort(key=lambda one: (order.index(one.strength.kind), -(one.strength.percent or 0), one.goal.row))
    return Section(
        "Going well",
        "What teachers and students may be proud of.",
        "Nothing to tell.",
        tuple(_row(write, one) for one in notable[:MOST_STRENGTHS]),
        Tone.WELL,
        (f"Goals: {said}.",),
        len(found),
    )


def _row(write: Rows, one: _GoesWell) -> Row:
    student, goal = one.goal.one.student, one.goal
    return Row(
        student=student.initials,
        case_manager=write.name(student.case_manager),
        owner=student.case_manager,
        what=f"Goal {goal.number}",
        why=strength_words(one.strength),
        url=goal.row.url,
        label=goal.row.label,
    )
