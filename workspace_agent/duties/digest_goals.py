"""How a case manager's students get on with their goals: what needs a look, and what goes well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import progress, stale_data
from workspace_agent.rules.goal_verdicts import GoalVerdict, StrengthKind
from workspace_agent.rules.judgement import Verdict

TITLE = "Progress toward goals"

NAMED = 6
"""Most students of whom it is said what goes well."""

_GOOD_NEWS = {
    StrengthKind.MASTERED: "mastered goal {}",
    StrengthKind.MAINTAINED: "keeps up goal {}",
    StrengthKind.AHEAD: "is ahead of the aimline with goal {}",
}
"""What is told by name; who is on track is counted."""


def goals(write: Rows, found: Iterable[Finding], verdicts: Sequence[GoalVerdict]) -> Section:
    """Goals with too little progress or old data, how many there are of each verdict, and the good news."""
    rows = tuple(write.finding(one) for one in found if needs_a_look(one))
    return Section(
        TITLE,
        "Goals whose data show too little progress, or that have no new data. Company practice, no date of "
        "the law.",
        "No goal is judged yet.",
        rows,
        lines=tuple(filter(None, (_counted(verdicts), _good_news(write, verdicts)))),
        total=len(rows),
        named=tuple(ref for ref, _ in [*_told_by_name(verdicts)][:NAMED]),
    )


def needs_a_look(finding: Finding) -> bool:
    """It is told with the goals, and nowhere else."""
    is_slow = finding.rule == progress.ID and finding.severity is Severity.POLICY
    return is_slow or finding.rule == stale_data.ID


def _counted(verdicts: Sequence[GoalVerdict]) -> str:
    """`12 goals: 8 on track, 2 not enough progress`, in the order of the verdicts."""
    counts = Counter(one.verdict for one in verdicts)
    said = ", ".join(f"{counts[one]} {one.value}" for one in Verdict if counts[one])
    return f"{len(verdicts)} {'goal' if len(verdicts) == 1 else 'goals'}: {said}." if verdicts else ""


def _good_news(write: Rows, verdicts: Sequence[GoalVerdict]) -> str:
    """In one line: good news belongs to those who teach."""
    news = [f"{write.initials(ref)} {said}" for ref, said in _told_by_name(verdicts)]
    more = len(news) - NAMED
    parts = news[:NAMED] + ([f"{more} more like these"] if more > 0 else [])
    reached = sum(one.benchmark is not None for verdict in verdicts for one in verdict.strengths)
    if reached:
        parts.append(f"{reached} {'benchmark was' if reached == 1 else 'benchmarks were'} reached")
    return f"Good news: {', '.join(parts)}." if parts else ""


def _told_by_name(verdicts: Sequence[GoalVerdict]) -> Iterator[tuple[str, str]]:
    for verdict in verdicts:
        for strength in verdict.strengths:
            if strength.kind in _GOOD_NEWS:
                yield verdict.student_ref, _GOOD_NEWS[strength.kind].format(verdict.number)
