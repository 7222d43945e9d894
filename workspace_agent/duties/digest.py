"""What any digest is made of, and the occasion on which it is written.

Each kind of digest has a composer of its own (`digest_manager.py` and its like); all give a `Digest`, and
one template shows them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_rows import Mark, Row, Tone
from workspace_agent.model.features import Features
from workspace_agent.model.finding import Until
from workspace_agent.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, with a link where there is something to open."""

    text: str
    url: str = ""

    @property
    def weight(self) -> int:
        """About how many characters of HTML it takes."""
        return len(self.text) + len(self.url) + 250


@dataclass(frozen=True, slots=True)
class More:
    """How much of one case manager's did not fit, and where to read on."""

    case_manager: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence, lines and a table of rows.

    Attributes:
        note: What stands here and how it is meant.
        empty: What is said where there is nothing.
        lines: Said before the table.
        total: How many there are, shown or not.
        more: What did not fit.
        named: Refs of students whose initials stand in its lines.
    """

    shape: ClassVar[str] = "section"

    title: str
    note: str
    empty: str
    rows: tuple[Row, ...] = ()
    tone: Tone = Tone.CALM
    lines: tuple[str, ...] = ()
    total: int = 0
    more: tuple[More, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """About how many characters of HTML it takes without its rows."""
        lines = sum(len(line) + 110 for line in self.lines)
        return len(self.note) + lines + (900 if self.rows else 300)


@dataclass(frozen=True, slots=True)
class Chart:
    """Counts by band: every band, in order."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """Bars of several charts under one heading."""

    shape: ClassVar[str] = "charts"

    title: str
    charts: tuple[Chart, ...]

    @property
    def weight(self) -> int:
        """About how many characters of HTML they take."""
        return sum(450 * len(chart.bars) for chart in self.charts)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table, in words.

    Attributes:
        words: As printed: `12 of 15`, `3`, `14 days`.
        percent: Length of the bar that stands beside it, from 0 to 100; None for no bar.
    """

    words: str
    percent: int | None = None
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of numbers: one line for each case manager, district or goal verdict.

    Attributes:
        columns: Headings; the first is that of the names.
        rows: A name, and one figure for each further column.
        note: What the numbers are.
        empty: What is said where there is no line.
        spelled: What the further columns are called where there is room for whole words; empty for one that
            tells a case manager nothing about themselves.
    """

    shape: ClassVar[str] = "figures"

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure, ...]], ...]
    note: str = ""
    empty: str = ""
    spelled: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """About how many characters of HTML it takes."""
        cells = [cell for _, figures in self.rows for cell in figures]
        bars = sum(cell.percent is not None for cell in cells)
        return len(self.note) + 180 * len(self.rows) + 95 * len(cells) + 230 * bars


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of a timeline.

    Attributes:
        monday: `7 Dec 2026`.
        working_days: In words.
        due: How much is due, and the length of its bar.
        who: Sentences: of whom what is due.
        marks: What to know about the week.
    """

    monday: str
    working_days: str
    due: Figure
    who: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def weight(self) -> int:
        """About how many characters of HTML the row takes."""
        marks = sum(mark.weight for mark in self.marks)
        return 480 + marks + sum(map(len, (self.monday, self.working_days, self.due.words, *self.who)))


@dataclass(frozen=True, slots=True)
class Weeks:
    """A timeline: one line for each week.

    Attributes:
        note: What the numbers are.
    """

    shape: ClassVar[str] = "weeks"

    title: str
    note: str
    rows: tuple[WeekRow, ...]

    @property
    def weight(self) -> int:
        """About how many characters of HTML it takes."""
        return sum(row.weight for row in self.rows)


Block = Section | Charts | Figures | Weeks


def shown_in(blocks: Iterable[Block]) -> frozenset[str]:
    """Keys of what the rows tell, without what did not fit."""
    rows = (row for block in blocks if isinstance(block, Section) for row in block.rows)
    return frozenset(key for row in rows for key in row.keys)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of everything since the last digest; `new` is None where there was none.

    What could not be looked at again, and what is over by itself, counts neither as open nor as resolved.
    """

    new: int | None
    still_open: int
    resolved: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything that one mail says.

    Attributes:
        title: What sort of mail it is: `IEP compliance`.
        when: Of which time: `Week of 16 Nov 2026`.
        preheader: What a mail program shows beside the subject: counts only.
        summary: The sentence at the top.
        unread: What could not be read, since when and what to do: said before anything else.
        changes: Against the last one; None for a mail that is not compared.
        trust: Whether the reader can rely on it, right under the summary.
        blocks: The rest, in order.
        status: How the agent itself is, at the end.
        because: Why the reader gets it.
        told: Keys of what it tells, kept so that the next one can tell new from old; with those of the last
            one that could not be looked at again.
        students: Refs of those whose initials it shows.
    """

    title: str
    organisation: str
    when: str
    subject: str
    preheader: str
    summary: str
    because: str
    unread: tuple[Line, ...] = ()
    changes: Changes | None = None
    trust: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    status: tuple[Line, ...] = ()
    told: frozenset[str] = frozenset()
    students: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How the runs of the last days went, without the one that writes this.

    Attributes:
        days: How many days back it was looked.
        runs: How many were begun.
        incomplete: How many of them did not do all their work, or could not read everything.
    """

    days: int
    runs: int
    incomplete: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When and for whom a digest is written, and what it needs beside the facts of this run.

    Attributes:
        recipient: Who reads it: what it tells was narrowed to what they may see.
        period: ISO week such as `2026-W47`, or a day such as `2026-11-20`.
        now: Moment of the run, aware.
        today: Its date in the department's zone.
        last_good_run: Aware moment of the last complete run, if there ever was one.
        previous: What the last digest told, or None where there was none.
        last: Its period; empty where there was none.
        titles: Titles of rules by id.
        reads: What each rule needs, by its id.
        until: What ends the findings of rules that end by themselves, by the rule's id.
        features: What is off is not told.
        unsent: Periods whose digest may not have been sent, as far as is known.
        untracked: Titles of what is not judged, because nothing that it needs is kept anywhere.
        health: How earlier runs went, as far as that is known.
        mail_waits_until: Aware; set where Gmail's limit made this mail late, or makes it wait now.
    """

    recipient: Recipient
    period: str
    now: datetime
    today: date
    policy: Policy
    last_good_run: datetime | None
    previous: frozenset[str] | None
    last: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    until: Mapping[str, Until] = field(default_factory=dict)
    features: Features = field(default_factory=Features)
    unsent: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    health: Health | None = None
    mail_waits_until: datetime | None = None
