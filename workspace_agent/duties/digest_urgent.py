"""Urgent mail: a date of the law is days away or has just passed, or student records are open to others.

Each of these is told once, and again only when it gets worse, or when it was resolved and came back. What was
past due long before is the digest's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Block, Digest, Occasion, Section, shown_in
from workspace_agent.duties.digest_news import NEWS, URGENT
from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_room import fitted
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.duties.digest_sections import is_exposure, worst_first
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Law
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.vocabulary import Severity

_JUST_PASSED = 7
"""Days for which a date that has passed is urgent."""

_FLICKER = timedelta(days=1)
"""What is back sooner than that was never really gone."""

_THERE, _GONE = "there", "gone"


class Stage(Enum):
    """How far it has come, the mildest first."""

    NEAR = "near"
    PASSED = "passed"
    PAST_DUE = "past_due"
    OPEN = "open"


_BY_WEIGHT = tuple(Stage)
_MILDER = {Stage.PASSED: (Stage.NEAR,), Stage.PAST_DUE: (Stage.NEAR, Stage.PASSED)}


@dataclass(frozen=True, slots=True)
class Point:
    """Something urgent.

    Attributes:
        since: The moment at which it was first seen, as text: it tells this occurrence from an earlier one.
    """

    what: Finding | Problem
    stage: Stage
    since: str

    @property
    def subject(self) -> str:
        """Under which a look at it is remembered."""
        return _subject(self.what.key)

    @property
    def marks(self) -> frozenset[str]:
        """Whoever is told this stage needs not be told a milder one any more, nor that fewer can open it."""
        stages = (self.stage, *_MILDER.get(self.stage, ()))
        return frozenset(f"{self._mark(stage)}{readers}" for stage in stages for readers in self._readers())

    def _mark(self, stage: Stage) -> str:
        return f"{NEWS}{URGENT}/{self.what.key} {stage.value} {self.since}"

    def _readers(self) -> Iterator[str]:
        """Nothing, and ` user 1`, ` user 2` and so on for those of each kind who can open it."""
        yield ""
        for kind, count in Counter(self.what.readers).items():
            yield from (f" {kind} {number}" for number in range(1, count + 1))


def marks(found: Iterable[Point]) -> frozenset[str]:
    """What is kept of points that are told."""
    return frozenset(mark for one in found for mark in one.marks)


def shown(found: Iterable[Point], blocks: Iterable[Block]) -> Iterator[Point]:
    """Those that have a row of their own: what did not fit into a mail was not told."""
    keys = shown_in(blocks)
    return (one for one in found if one.what.key in keys)


def _subject(key: str) -> str:
    return f"{URGENT}/{key}"


# ---- what is urgent


def points(
    told: Told, today: date, days: int, looks: Mapping[str, LastLook], now: datetime
) -> tuple[Point, ...]:
    """Everything urgent, each once at its worst stage.

    Args:
        told: What there is to tell.
        today: In the department's zone.
        days: So many days before a date of the law it is urgent; 0 for no dates.
        looks: What the last looks showed.
        now: Aware.
    """
    staged = sorted(_staged(told, today, days), key=lambda pair: _BY_WEIGHT.index(pair[1]))
    worst = {what.key: (what, stage) for what, stage in staged}
    return tuple(
        Point(what, stage, _since(looks.get(_subject(key)), now)) for key, (what, stage) in worst.items()
    )


def _staged(told: Told, today: date, days: int) -> Iterator[tuple[Finding | Problem, Stage]]:
    both: tuple[Finding | Problem, ...] = (*told.problems, *told.findings)
    yield from ((one, Stage.OPEN) for one in both if is_exposure(one))
    for finding in told.findings if days else ():
        if stage := _stage(finding, today, days):
            yield finding, stage


def _stage(finding: Finding, today: date, days: int) -> Stage | None:
    """A date that has passed is past due on record only where the finding says so."""
    is_law = isinstance(finding.citation, Law) and finding.severity <= Severity.AT_RISK
    if finding.due is None or not is_law or not -_JUST_PASSED <= (finding.due - today).days <= days:
        return None
    if finding.severity is Severity.VIOLATION:
        return Stage.PAST_DUE
    return Stage.NEAR if finding.due >= today else Stage.PASSED


# ---- what is remembered of it


def _since(last: LastLook | None, now: datetime) -> str:
    """When this occurrence was first seen."""
    if last is None:
        return now.isoformat()
    state, since = last.shown.split()
    is_back = state == _GONE and now - last.since > _FLICKER
    return now.isoformat() if is_back else since


def looks(found: Iterable[Point], before: Mapping[str, LastLook], sight: Sight) -> tuple[Look, ...]:
    """For the next look to compare with. What could not be looked at is not gone.

    Args:
        found: What is urgent now.
        before: What the last looks showed.
        sight: Tells what could not be looked at.
    """
    there = {one.subject: one.since for one in found}
    missed = {
        subject: last.shown.split()[1]
        for subject, last in before.items()
        if subject.startswith(_subject("")) and subject not in there and last.shown.startswith(_THERE)
    }
    hidden = {subject for subject in missed if sight.hides(subject.removeprefix(_subject("")))}
    return (
        *(Look(subject, f"{_THERE} {since}") for subject, since in there.items()),
        *(Look(one, f"{_THERE if one in hidden else _GONE} {since}") for one, since in missed.items()),
    )


# ---- the mail


@dataclass(frozen=True, slots=True)
class _Words:
    """How one stage is said: its heading, what it means, and how many there are, one and many."""

    title: str
    note: str
    one: str
    many: str
    tone: Tone


_WORDS = {
    Stage.OPEN: _Words(
        "Open to others",
        "Somebody beyond the case manager and the manager can open these student records now.",
        "student records are open to others in 1 place",
        "student records are open to others in {} places",
        Tone.PAST_DUE,
    ),
    Stage.PAST_DUE: _Words(
        "Past due on record",
        "A date set by law passed in the last few days, going by the sheets and forms.",
        "1 date of the law is past due on record",
        "{} dates of the law are past due on record",
        Tone.PAST_DUE,
    ),
    Stage.PASSED: _Words(
        "Passed, and perhaps past due",
        "A date set by law passed in the last few days, by its strictest reading or with something in doubt.",
        "1 date of the law has passed and may be past due",
        "{} dates of the law have passed and may be past due",
        Tone.AT_RISK,
    ),
    Stage.NEAR: _Words(
        "Days away",
        "A date set by law that something is still missing for.",
        "1 date of the law is days away",
        "{} dates of the law are days away",
        Tone.AT_RISK,
    ),
}
"""Every stage, in the order in which the mail tells them."""


def compose(department: Department, told: Told, occasion: Occasion, found: Sequence[Point]) -> Digest:
    """Say what is urgent and new to the reader, who may see all of it."""
    write = Rows(department, occasion.today, occasion.titles, None)
    unread = frame.unread_lines(write, told.unread, occasion.recipient.zone)
    blocks = fitted(department, tuple(_sections(write, found)), unread)
    counts = Counter(one.stage for one in found)
    said = [_counted(words, counts[stage]) for stage, words in _WORDS.items() if counts[stage]]
    count = f"{len(found)} urgent {'point' if len(found) == 1 else 'points'}"
    return Digest(
        title="Urgent",
        organisation=department.organisation.name,
        when=frame.when(occasion),
        subject=f"Urgent: {', '.join(said)}",
        preheader=f"{count}, each told once.",
        summary=" ".join(f"{one[0].upper()}{one[1:]}." for one in said),
        unread=unread,
        blocks=blocks,
        trust=frame.trust(occasion, told.unread),
        because=_because(department.organisation, occasion.recipient),
        told=marks(shown(found, blocks)),
        students=frame.shown(department, blocks, told.unread),
    )


def _sections(write: Rows, found: Sequence[Point]) -> Iterator[Section]:
    order = worst_first(write)
    for stage, words in _WORDS.items():
        of_stage = [one.what for one in found if one.stage is stage]
        problems = sorted((one for one in of_stage if isinstance(one, Problem)), key=lambda one: one.key)
        findings = sorted((one for one in of_stage if isinstance(one, Finding)), key=order)
        rows = (*map(write.problem, problems), *map(write.finding, findings))
        if rows:
            yield Section(words.title, words.note, "", rows, words.tone, total=len(rows))


def _counted(words: _Words, count: int) -> str:
    return words.one if count == 1 else words.many.format(count)


def _because(organisation: Organisation, recipient: Recipient) -> str:
    """Why the reader gets it, and that it is not repeated."""
    return (
        f"You get this mail because agent.toml names you as {recipient.role} of {organisation.name}, and "
        "this cannot wait for a digest. It is sent once: what stands here is not mailed as urgent again "
        f"unless it gets worse, or comes back after it was resolved. {frame.INITIALS_ONLY}"
    )
