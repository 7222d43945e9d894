"""The case manager's digest: what to do next, what stands in the way of it, and what the manager sees.

For somebody who teaches and reads it on a telephone on Monday morning: the first thing to do stands first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Block, Digest, Figures, Line, Occasion, Section
from workspace_agent.duties.digest_goals import TITLE, goals, needs_a_look
from workspace_agent.duties.digest_own import (
    ROWS,
    Ahead,
    addressed,
    ahead,
    manager_sees,
    next_steps,
    questions,
    ready_to_meet,
    together,
)
from workspace_agent.duties.digest_people import case_managers
from workspace_agent.duties.digest_period import period_words
from workspace_agent.duties.digest_practice import practice_figures
from workspace_agent.duties.digest_room import fitted
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_sections import (
    at_risk,
    listed,
    open_to_others,
    past_due,
    practice,
    to_check,
    to_mend,
    waiting,
)
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Switch
from workspace_agent.model.finding import Finding
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import QUESTIONS
from workspace_agent.rules.bands import bands_of
from workspace_agent.rules.goal_verdicts import verdicts as goal_verdicts
from workspace_agent.rules.next_steps import NextStep


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """Say what a case manager has to do, the next thing first.

    Args:
        department: Narrowed to the case manager.
        told: The same.
        occasion: For whom and when it is written.
    """
    write = Rows(department, occasion.today, occasion.titles, occasion.previous, told.progress_sheets)
    found = listed(write, told.findings)
    problems = sorted(told.problems, key=lambda one: (one.place.url, one.kind.name))
    sight = Sight(department, tuple(told.unread), occasion.reads)
    comparison = frame.compared(department, found, problems, occasion, sight)
    soon = ahead(write.today, occasion.recipient.at)
    numbers = tuple(_numbers(write, found, occasion, sight))
    parts = tuple(_blocks(write, told, found, problems, numbers, occasion.policy))
    unread = frame.unread_lines(write, told.unread, occasion.recipient.zone)
    blocks = addressed(fitted(department, parts, unread, ROWS))
    return Digest(
        title="Your students",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=_subject(write, told, found, soon, occasion.period),
        preheader=frame.open_points(comparison.changes),
        summary=_summary(write, told, found, soon),
        unread=unread,
        changes=comparison.changes,
        trust=(*frame.trust(occasion, told.unread), *_last(occasion)),
        blocks=frame.cautious(blocks) if told.unread else blocks,
        status=(
            *_in_the_tab(occasion),
            *frame.status(replace(occasion, untracked=()), waiting(write, problems, told.waits).total),
        ),
        because=frame.because(department.organisation, occasion.recipient),
        told=comparison.told,
        students=frame.shown(department, blocks, told.unread),
    )


def _blocks(
    write: Rows,
    told: Told,
    found: Sequence[Finding],
    problems: Sequence[Problem],
    numbers: Sequence[Figures],
    policy: Policy,
) -> Iterator[Block]:
    """What to do comes first, then what the manager sees, then data and goals."""
    seen = past_due(write, found), at_risk(write, found), practice(write, found)
    yield from _some(open_to_others(write, found, problems))
    yield next_steps(write, told)
    yield ready_to_meet(write, told, policy)
    yield from _some(questions(write, problems))
    yield from _some(waiting(write, problems, told.waits))
    yield manager_sees(write, seen, numbers)
    yield from _some(together(seen[0]))
    yield from _some(together(seen[1]))
    yield from _some(_practice(write, _without_goals(found), seen[2]))
    yield from _some(to_check(write, found))
    yield together(_mending(write, found, problems))
    yield goals(write, found, goal_verdicts(write.department, policy, write.today))


def _numbers(write: Rows, found: Sequence[Finding], occasion: Occasion, sight: Sight) -> Iterator[Figures]:
    """Made as the manager's are, so that they are the same."""
    bands = bands_of(write.department, occasion.policy, occasion.today)
    yield case_managers(write, found, bands, sight)
    yield from practice_figures(write, occasion)


def _some(section: Section) -> Iterator[Section]:
    """A table that is left out where nothing stands in it."""
    if section.rows or section.lines:
        yield section


def _practice(write: Rows, found: Sequence[Finding], whole: Section) -> Section:
    """All are counted; those about goals are listed there."""
    here = together(practice(write, found))
    apart = len(whole.rows) - here.total
    lines = (*here.lines, *((f"{apart} of them: see “{TITLE}”.",) if apart else ()))
    return replace(here, lines=lines, total=len(whole.rows))


def _mending(write: Rows, found: Sequence[Finding], problems: Sequence[Problem]) -> Section:
    """Without what stands among the questions or the goals."""
    return to_mend(write, _without_goals(found), [one for one in problems if one.kind not in QUESTIONS])


def _without_goals(found: Sequence[Finding]) -> Sequence[Finding]:
    """Those about goals are listed with the goals."""
    return [one for one in found if not needs_a_look(one)]


def _subject(write: Rows, told: Told, found: Sequence[Finding], soon: Ahead, period: str) -> str:
    """Counts only."""
    late, steps = len(past_due(write, found).rows), len(soon.of(told.next_steps))
    opened = frame.OPENED if open_to_others(write, found, told.problems).rows else ""
    caution = f"{frame.caution(told.unread)}{opened}"
    return f"Your students: {caution}{late} past due, {_steps(steps)} {soon.words} ({period_words(period)})"


def _summary(write: Rows, told: Told, found: Sequence[Finding], soon: Ahead) -> str:
    """The sentence at the top."""
    steps = soon.of(told.next_steps)
    besides = "" if steps else _besides(write, told, found)
    to_do = f"no next step is due {soon.words}" if besides else _to_do(write, steps, soon)
    said = f"{to_do}, and {_late(len(past_due(write, found).rows))}.{besides}"
    if open_to_others(write, found, told.problems).rows:
        said += " Student records are open to others: see below."
    return frame.summary(said, told.unread)


def _besides(write: Rows, told: Told, found: Sequence[Finding]) -> str:
    """What is to be done without a day of its own: where it is there, a week without steps is no idle one."""
    mend = together(_mending(write, found, told.problems)).total
    asked = len(questions(write, told.problems).rows)
    parts = (
        f"{mend} {'thing is' if mend == 1 else 'things are'} to be mended" if mend else "",
        f"{asked} {'question waits' if asked == 1 else 'questions wait'} for you" if asked else "",
    )
    said = " and ".join(filter(None, parts))
    return f" {said}: see below." if said else ""


def _to_do(write: Rows, steps: Sequence[NextStep], soon: Ahead) -> str:
    """`5 next steps this week, 2 of them late`."""
    late = sum(step.by < write.today for step in steps)
    if not steps:
        return f"nothing is to be done {soon.words}"
    return f"{_steps(len(steps))} {soon.words}" + (f", {late} of them late" if late else "")


def _steps(count: int) -> str:
    return f"{count} next step" if count == 1 else f"{count} next steps"


def _late(count: int) -> str:
    return {0: "nothing is past due on record", 1: "1 date is past due on record"}.get(
        count, f"{count} dates are past due on record"
    )


def _in_the_tab(occasion: Occasion) -> Iterator[Line]:
    if occasion.features.agent_tab is Switch.ON:
        yield Line("Everything that was found also stands in the Agent tab of your workbook.")


def _last(occasion: Occasion) -> Iterator[Line]:
    """Of which time the last digest was; of the first one something else is said."""
    if occasion.last:
        yield Line(f"Your last digest was that of {frame.the(period_words(occasion.last))}.")
