"""What stands around the blocks of every digest: what could not be read, what changed, why one gets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from zoneinfo import ZoneInfo

from workspace_agent.duties.digest import Block, Changes, Charts, Figures, Line, Occasion, Section, Weeks
from workspace_agent.duties.digest_over import over
from workspace_agent.duties.digest_period import period_words
from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.duties.wording import mail_waited, mail_waits
from workspace_agent.model.dates import days, words
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell, Place, SpreadsheetPlace

_BOOKS = {"one student": "workbook of one student", "contacts": "contact log"}
"""What workbooks are called, where that is not what they hold."""

MOST_UNREAD = 8
"""So many sources that could not be read are named, those unread the longest; the rest is counted."""

_MOST_PEOPLE = 4
"""Of so many case managers it is said how much of theirs is counted."""

LACKS = "lacks"
"""What the keys begin with of all that a student's coming meetings lack."""

OPENED = "student records are open to others; "
"""In the subject, before counts that may all be nought."""

_FIRST = "This is the first digest: there is no earlier one to compare with."

INITIALS_ONLY = "Students are shown by initials only; please keep it so when you answer or forward."


class Keyed(Protocol):
    """What has an identity, so that new can be told from old."""

    @property
    def key(self) -> str:
        """The same as long as it is the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since the last digest.

    Attributes:
        told: Keys that the next one compares with.
        resolved: Keys of what was told then and is not there any more.
    """

    changes: Changes
    told: frozenset[str]
    resolved: frozenset[str] = frozenset()


def compared(
    department: Department,
    findings: Iterable[Keyed],
    problems: Iterable[Keyed],
    occasion: Occasion,
    sight: Sight,
) -> Comparison:
    """Tell new from old."""
    told = frozenset({one.key for one in findings} | {one.key for one in problems})
    if occasion.previous is None:
        return Comparison(Changes(None, len(told), 0, _FIRST), told)
    missing = occasion.previous - told
    unseen = frozenset(filter(sight.hides, missing))
    gone = _of_nobody(department, occasion, missing - unseen)
    ended = over(department, occasion, missing - unseen - gone)
    resolved = missing - unseen - gone - ended
    changes = Changes(
        len(told - occasion.previous),
        len(told & occasion.previous),
        len(resolved),
        " ".join(_uncounted(len(unseen), len(gone), len(ended))),
    )
    return Comparison(changes, told | unseen, resolved)


def open_points(changes: Changes) -> str:
    """What a mail program shows beside the subject."""
    count = changes.still_open + (changes.new or 0)
    new = "" if changes.new is None else f", {changes.new} of them new"
    return f"{count} open {'point' if count == 1 else 'points'}{new}."


def when(occasion: Occasion) -> str:
    """`Week of 16 Nov 2026`."""
    said = period_words(occasion.period)
    return said[0].upper() + said[1:]


def shown(department: Department, blocks: Iterable[Block], unread: Sequence[Unread]) -> tuple[str, ...]:
    """Refs of those whose initials stand in it, students who stand on no list now among them."""
    sections = [block for block in blocks if isinstance(block, Section)]
    initials = {one for section in sections for row in section.rows for one in row.student.split(", ")}
    known = {student.ref: student.initials for student in department.students}
    in_rows = {ref for ref, shown in {**department.absent, **known}.items() if shown in initials}
    in_lines = {ref for section in sections for ref in section.named}
    unseen = {one.problem.student_ref for one in unread[:MOST_UNREAD]} - {""}
    return tuple(sorted(in_rows | in_lines | unseen))


def unread_lines(write: Rows, unread: Sequence[Unread], zone: str) -> tuple[Line, ...]:
    """What could not be read, said before anything else."""
    named, others = unread[:MOST_UNREAD], unread[MOST_UNREAD:]
    return (*(_unread(write, one, zone) for one in named), *_others_unread(write, others))


def _others_unread(write: Rows, others: Sequence[Unread]) -> Iterator[Line]:
    """`12 more: 9 of Ana Brook, 3 of Theo Stone. The first of them:`, with its link."""
    if others:
        of_each = Counter(write.name(one.problem.case_manager) for one in others).most_common()
        said = [f"{count} of {name}" for name, count in of_each[:_MOST_PEOPLE]]
        rest = sum(count for _, count in of_each[_MOST_PEOPLE:])
        listed = ", ".join((*said, *([f"{rest} of others"] if rest else [])))
        yield Line(f"{len(others)} more: {listed}. The first of them:", others[0].problem.place.url)


def _unread(write: Rows, unread: Unread, zone: str) -> Line:
    """Whose source, since when, what happened and what to do."""
    problem = unread.problem
    moment = unread.since.astimezone(ZoneInfo(zone))
    student = f" ({initials})" if (initials := write.initials(problem.student_ref)) else ""
    what = f"{_source(write.department, problem.place)}{student} of {write.name(problem.case_manager)}"
    since = f"since {words(moment.date())} at {moment:%H:%M} ({zone})"
    return Line(
        f"{what[0].upper()}{what[1:]}, {since}: {problem.sentence} {problem.advice}", problem.place.url
    )


def _source(department: Department, place: Place) -> str:
    """What to call it: `hours workbook`, `a sheet of the hours workbook`, `calendar`."""
    people = department.organisation.case_managers
    holds = {book.id: book.holds for person in people for book in person.workbooks}
    if not isinstance(place, Cell | SpreadsheetPlace) or place.spreadsheet_id not in holds:
        return place.label
    held = holds[place.spreadsheet_id]
    workbook = _BOOKS.get(held, f"{held} workbook")
    return f"a sheet of the {workbook}" if isinstance(place, Cell) else workbook


def cautious(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """An empty block says only what is known."""
    return tuple(block if isinstance(block, Charts | Weeks) else _cautious(block) for block in blocks)


def _cautious(block: Section | Figures) -> Block:
    if not block.empty:
        return block
    return replace(block, empty=f"Of what was read: {block.empty[0].lower()}{block.empty[1:]}")


def _of_nobody(department: Department, occasion: Occasion, missing: Iterable[str]) -> frozenset[str]:
    """What the last digest told of students who stand on no list now: nobody has resolved it."""
    organisation = department.organisation
    people = {organisation.manager.key, *(person.key for person in organisation.case_managers)}
    here = department.by_ref.keys() | people
    parted = ((key, *key.split("/", 2)) for key in missing if key.count("/") > 1)
    kinds = {*occasion.titles, LACKS}
    return frozenset(key for key, kind, about, _ in parted if kind in kinds and about not in here)


def _uncounted(unseen: int, gone: int, ended: int) -> Iterator[str]:
    """What is not there any more and yet does not count as resolved."""
    if unseen:
        yield (
            f"{unseen} of what the last digest told could not be looked at again, because a source "
            "could not be read: it counts neither as still open nor as resolved."
        )
    if gone:
        yield (
            f"{gone} of what the last digest told is about students who stand on no list of this digest any "
            "more: it counts neither as still open nor as resolved. If one of them has neither left nor "
            "changed hands, bring the row or the workbook back."
        )
    if ended:
        yield (
            f"{ended} of what the last digest told is over, because its day or the last day of its goal has "
            "passed: nobody has to do anything about it any more. Whether it was done is not known, so it "
            "does not count as resolved."
        )


def caution(unread: Sequence[Unread]) -> str:
    """What stands in a subject before the counts, where these are not of everything."""
    return "not everything could be read; " if unread else ""


def summary(said: str, unread: Sequence[Unread]) -> str:
    """The sentence at the top; where something could not be read, never an all-clear."""
    if unread:
        whole = "Not everything could be read, so this is not the whole picture. Of what was read:"
        return f"{whole} {said[0].lower()}{said[1:]}"
    return said[0].upper() + said[1:]


def trust(occasion: Occasion, unread: Sequence[Unread]) -> tuple[Line, ...]:
    """Whether the reader can rely on it."""
    return Line(_last_good_run(occasion)), _sources(unread)


def status(occasion: Occasion, waits: int) -> tuple[Line, ...]:
    """How the agent itself is.

    Args:
        occasion: What is known of earlier runs and mails.
        waits: How much is planned and not done.
    """
    return (
        *_runs(occasion),
        *_waits(waits),
        *map(_unsent, occasion.unsent),
        *_mail_waits(occasion),
        *_untracked(occasion.untracked),
    )


def _runs(occasion: Occasion) -> Iterator[Line]:
    health = occasion.health
    if health is None or (occasion.last_good_run is None and not health.runs):
        return
    time = "the last day" if health.days == 1 else f"the last {days(health.days)}"
    if not health.runs:
        yield Line(f"There was no run in {time} before this one. Ask whoever looks after the agent why.")
        return
    whole = "all of them complete" if not health.incomplete else f"{health.incomplete} of them not complete"
    yield Line(f"Runs in {time} before this one: {health.runs}, {whole}.")


def _waits(count: int) -> Iterator[Line]:
    if count:
        yield Line(f"{count} of what the agent would do waits. What lets it go on is said under Waits.")


def _last_good_run(occasion: Occasion) -> str:
    if occasion.last_good_run is None:
        return "Last good run: none yet before this one."
    zone = occasion.recipient.zone
    moment = occasion.last_good_run.astimezone(ZoneInfo(zone))
    ago = (occasion.today - moment.date()).days
    when = f"{days(ago)} ago" if ago > 0 else "today"
    return f"Last good run: {words(moment.date())} at {moment:%H:%M} ({zone}), {when}."


def _sources(unread: Sequence[Unread]) -> Line:
    if unread:
        return Line("Not everything could be read: it is named at the top.")
    return Line("Every source could be read.")


def _mail_waits(occasion: Occasion) -> Iterator[Line]:
    if until := occasion.mail_waits_until:
        say = mail_waits if occasion.now < until else mail_waited
        yield Line(f"{say(until, occasion.recipient.zone)}.")


def _unsent(period: str) -> Line:
    return Line(
        f"Google gave no answer when the digest of {the(period_words(period))} was sent, so it may not "
        "have reached you. It is not sent any more: this one tells what is still open."
    )


def _untracked(titles: Sequence[str]) -> Iterator[Line]:
    if titles:
        listed = "; ".join(titles)
        yield Line(
            f"Not tracked, because no sheet, form or setting here has a place for what it needs: {listed}."
        )


def the(when: str) -> str:
    """`the week of 16 Nov 2026`, but `20 Nov 2026`."""
    return f"the {when}" if when.startswith("week") else when


def because(organisation: Organisation, recipient: Recipient) -> str:
    """Why the reader gets it, and how to get it otherwise."""
    named = f"agent.toml names you as {recipient.role} of {organisation.name}"
    return (
        f"{_why(recipient.at, named)}. Whoever looks after the agent can change day, time and recipient "
        f"there. {INITIALS_ONLY}"
    )


def _why(at: DigestTime, named: str) -> str:
    if at.every == "never":
        return f"You get this mail only when somebody asks for it: {named}, and sets your digest to never"
    days_ = "every day from Monday to Friday" if at.every == "day" else f"every {at.weekday}"
    return f"You get this mail {days_} at {at.time:%H:%M} because {named}"
