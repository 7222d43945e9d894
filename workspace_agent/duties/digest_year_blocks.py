"""Blocks of the year plan: what to look out for, the year by month and week, and numbers of each person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from workspace_agent.duties.digest import Block, Figure, Figures, Section, WeekRow, Weeks
from workspace_agent.duties.digest_rows import Mark, Row, Rows, Tone
from workspace_agent.duties.digest_year_words import (
    LISTED,
    against,
    busiest_week,
    by_kind,
    grouped,
    how_much,
    loads,
    marked,
    parted,
    ranked,
    share,
    shortened,
)
from workspace_agent.model.counting import counted
from workspace_agent.model.dates import days, words
from workspace_agent.rules.year_calendar import (
    Closed,
    ContractEnd,
    DueDate,
    Obstacle,
    Overfull,
    Week,
    meetings,
)
from workspace_agent.rules.year_plan import YearPlan

PEOPLE = 30
"""Up to so many case managers, what to look out for is listed one by one; beyond, it is counted."""

BUSIEST = 10
"""How many weeks are shown where the whole year does not fit."""

LONGEST = 15
"""Lines of the longest table of numbers."""

SHOWN = 8
"""Rows of each table of what to look out for; the weeks tell the rest."""

WEEKS_ROOM = 50_000
"""Characters for the weeks: with all the rest Gmail does not clip the mail, which it does at about 102 KB."""


@dataclass(frozen=True)
class Page:
    """One plan as a page.

    Attributes:
        write: Writes names for keys, and initials for refs.
    """

    plan: YearPlan
    write: Rows

    @cached_property
    def _is_small(self) -> bool:
        """Nobody has to scroll past other people's rows for long."""
        return len(self.write.department.organisation.case_managers) <= PEOPLE

    @cached_property
    def _named_weeks(self) -> tuple[WeekRow, ...]:
        """All weeks, each due date with the student's initials; empty where that does not fit."""
        return self._fitting(self._named)

    @property
    def named(self) -> frozenset[str]:
        """Refs of the students whose initials stand in a sentence, beside those who have a row."""
        due: Iterable[DueDate] = ()
        if self._named_weeks:
            due = self.plan.due
        elif self._is_small:
            overfull, ends = self._worst[:SHOWN], self._ends[:SHOWN]
            due = chain(*(one.due[:LISTED] for one in overfull), *(one.after[:LISTED] for one in ends))
        return frozenset(one.student_ref for one in due)

    @cached_property
    def _worst(self) -> list[Overfull]:
        """The fullest weeks first."""
        return sorted(self.plan.overfull, key=lambda one: one.working_days - one.meetings)

    @cached_property
    def _ends(self) -> list[ContractEnd]:
        """Those first after which most is due."""
        return sorted(self.plan.ends, key=lambda one: -len(one.after))

    def blocks(self) -> tuple[Block, ...]:
        """What to look out for stands between the year at a glance and the single weeks."""
        return (
            self._months(),
            *self._blocked(),
            self._overfull(),
            self._contracts(),
            self._weeks(),
            self._people(),
            self._districts(),
        )

    def district(self, key: str) -> str:
        """Its name."""
        return self.write.department.organisation.district(key).name

    def _due(self, one: DueDate) -> str:
        """`J.S. annual review, 9 Dec 2026`."""
        what = marked(one.purpose, one.purpose.words)
        return f"{self.write.initials(one.student_ref)} {what}, {words(one.day)}"

    # ---- the year at a glance

    def _months(self) -> Figures:
        begins = self.plan.first_day.month - 1
        months = [(self.plan.year + at // 12, at % 12 + 1) for at in range(begins, begins + 12)]
        of = dict(grouped(self.plan.due, lambda one: (one.day.year, one.day.month)))
        named = [(words(date(*month, 1)).partition(" ")[2], of.get(month, [])) for month in months]
        return Figures("Month by month", ("Month", "Due"), loads(named))

    # ---- what to look out for

    def _blocked(self) -> Iterator[Section]:
        """Law and company practice apart; weekends last: of them one may think oneself."""
        blocked = sorted(self.plan.blocked, key=lambda one: one.obstacle is Obstacle.WEEKEND)
        by_law, by_practice = parted(blocked)
        yield self._blocked_section(
            "Due on days without work or school",
            "The due date stands, so the meeting has to be held before it: on a working day of the case "
            "manager on which the district has school.",
            by_law,
        )
        if by_practice:
            yield self._blocked_section(
                "Company practice: due on days without work or school",
                "No law sets these dates. To keep to them, hold the meeting before, on a working day of the "
                "case manager on which the district has school.",
                by_practice,
            )

    def _blocked_section(self, title: str, note: str, blocked: Sequence[DueDate]) -> Section:
        return Section(
            title,
            note,
            "Each due date is a working day and a school day.",
            tuple(map(self._blocked_row, blocked[:SHOWN])) if self._is_small else (),
            Tone.AT_RISK,
            _part(blocked) if self._is_small else self._by_district(blocked),
            len(blocked),
        )

    def _blocked_row(self, one: DueDate) -> Row:
        no_day = "No working day before it in this school year"
        return Row(
            student=self.write.initials(one.student_ref),
            case_manager=self.write.name(one.case_manager),
            what=one.purpose.words[0].upper() + one.purpose.words[1:],
            lead=f"Hold by {words(one.hold_by)}" if one.hold_by else no_day,
            why=f"Due {words(one.day)}: {self._obstacle(one)}.",
            advice="" if one.hold_by else "Settle who holds it and when, as soon as the parent can meet.",
            url=one.place.url,
            label=one.place.label,
            marks=(_plan_by(one),),
        )

    def _obstacle(self, one: DueDate) -> str:
        if one.obstacle is Obstacle.CLOSED:
            return f"{self.district(one.district)} is closed ({one.closure})"
        if one.obstacle is Obstacle.BETWEEN_YEARS:
            return f"{self.district(one.district)} has no school between two school years"
        return _OBSTACLES[one.obstacle] if one.obstacle else ""

    def _overfull(self) -> Section:
        worst = self._worst
        return Section(
            "More meetings than working days",
            "What has to be held by a day of the week, against the days on which the case manager works and "
            "a district of theirs has school. Several due dates of one student are one meeting.",
            "No week has more meetings than its case manager has working days.",
            tuple(map(self._overfull_row, worst[:SHOWN])) if self._is_small else (),
            Tone.AT_RISK,
            _part(worst) if self._is_small else shortened(map(self._overfull_line, worst)),
            len(worst),
        )

    def _overfull_line(self, one: Overfull) -> str:
        return f"{self.write.name(one.case_manager)}, week of {words(one.monday)}: {against(one)}"

    def _overfull_row(self, one: Overfull) -> Row:
        return Row(
            student="",
            case_manager=self.write.name(one.case_manager),
            what=f"Week of {words(one.monday)}",
            lead=against(one),
            why=self._listed(one.due),
            advice=f"Hold at least {counted(one.meetings - one.working_days, 'meeting')} in an earlier week.",
            marks=(_plan_by(min(one.due, key=lambda due: due.plan_by)),),
        )

    def _contracts(self) -> Section:
        """Of many case managers only those after whose end something is due."""
        ends = self._ends
        at_risk = [one for one in ends if one.after]
        return Section(
            "Contracts that end",
            "The last day of a contract after which no other begins on the next day.",
            "No contract ends in this school year.",
            tuple(map(self._contract_row, ends[:SHOWN])) if self._is_small else (),
            Tone.AT_RISK if at_risk else Tone.CALM,
            _part(ends) if self._is_small else shortened(map(self._contract_line, at_risk)),
            len(ends),
        )

    def _contract_line(self, one: ContractEnd) -> str:
        return f"{self.write.name(one.case_manager)}, {words(one.day)}: {by_kind(one.after)} due after it"

    def _contract_row(self, one: ContractEnd) -> Row:
        count = meetings(one.after)
        return Row(
            student="",
            case_manager=self.write.name(one.case_manager),
            what=f"Contract ends {words(one.day)}",
            lead=f"{counted(count, 'meeting')} due after it" if count else "Nothing is due after it",
            why=self._listed(one.after),
            advice="Hold them before it ends, or settle who takes over." if count else "",
        )

    def _listed(self, due: Sequence[DueDate]) -> str:
        """`J.S. annual review, 9 Dec 2026; A.B. reevaluation, 10 Dec 2026`."""
        return "; ".join(shortened(map(self._due, due)))

    # ---- week by week

    def _weeks(self) -> Weeks:
        """The year as far as it fits: by due date, else counted by case manager, else its busiest weeks."""
        note = (
            "Working days are days on which a case manager works and a district of theirs has school: from "
            "the fewest to the most that a case manager has."
        )
        rows = self._named_weeks or self._fitting(self._by_person)
        if rows:
            return Weeks("Week by week", note, rows)
        busiest = sorted(self.plan.weeks, key=lambda week: (-len(week.due), week.monday))[:BUSIEST]
        return Weeks(
            "The busiest weeks", note, tuple(self._week(week, self._by_district) for week in busiest)
        )

    def _fitting(self, who: Callable[[Sequence[DueDate]], tuple[str, ...]]) -> tuple[WeekRow, ...]:
        rows = tuple(self._week(week, who) for week in self.plan.weeks)
        return rows if sum(row.weight for row in rows) <= WEEKS_ROOM else ()

    @cached_property
    def _longest(self) -> int:
        return max(len(week.due) for week in self.plan.weeks)

    def _week(self, week: Week, who: Callable[[Sequence[DueDate]], tuple[str, ...]]) -> WeekRow:
        count = len(week.due)
        return WeekRow(
            monday=words(week.monday),
            working_days=self._working_days(week),
            due=Figure(how_much(week.due), share(count, self._longest)),
            who=who(week.due),
            marks=(*self._closed(week.closed), *self._look_out(week)),
        )

    @cached_property
    def _at_work(self) -> frozenset[str]:
        """Keys of the case managers who work at all in this year."""
        return frozenset(key for week in self.plan.weeks for key, count in week.working_days.items() if count)

    def _working_days(self, week: Week) -> str:
        counts = [count for key, count in week.working_days.items() if key in self._at_work]
        fewest, most = min(counts, default=0), max(counts, default=0)
        return counted(most, "working day") if fewest == most else f"{fewest} to {most} working days"

    def _named(self, due: Sequence[DueDate]) -> tuple[str, ...]:
        """`Marisol Quintero, Sierra Vieja ISD: J.S. annual review, 9 Dec 2026 (plan by 11 Nov 2026)`."""
        return tuple(
            f"{self.write.name(person)}, {self.district(district)}: "
            + "; ".join(f"{self._due(one)} (plan by {words(one.plan_by)})" for one in theirs)
            for (person, district), theirs in grouped(due, lambda one: (one.case_manager, one.district))
        )

    def _by_person(self, due: Sequence[DueDate]) -> tuple[str, ...]:
        """`Marisol Quintero: 3, Theo Brandvold: 2`."""
        of = grouped(due, lambda one: one.case_manager)
        return (ranked((self.write.name(key), len(theirs)) for key, theirs in of),) if of else ()

    def _by_district(self, due: Sequence[DueDate]) -> tuple[str, ...]:
        """`Sierra Vieja ISD: 12, Lakeward City SD: 3`."""
        of = grouped(due, lambda one: one.district)
        return (ranked((self.district(key), len(theirs)) for key, theirs in of),) if of else ()

    def _look_out(self, week: Week) -> Iterator[Mark]:
        by_law, by_practice = parted(one for one in week.due if one.obstacle)
        if by_law:
            yield Mark("To be held earlier", counted(len(by_law), "due date"), Tone.AT_RISK)
        if by_practice:
            said = counted(len(by_practice), "due date")
            yield Mark("To be held earlier by company practice", said, Tone.AT_RISK)
        full = [f"{self.write.name(one.case_manager)}, {against(one)}" for one in week.overfull]
        if full:
            yield Mark("Too full", "; ".join(shortened(full)), Tone.AT_RISK)
        ends = [f"{self.write.name(one.case_manager)}, {words(one.day)}" for one in week.ends]
        if ends:
            yield Mark("Contract ends", "; ".join(shortened(ends)), Tone.AT_RISK)

    def _closed(self, closed: Sequence[Closed]) -> Iterator[Mark]:
        """`No school: Sierra Vieja ISD (Labor Day, 1 day)`."""
        said = [
            f"{self.district(one.district)} ({one.name or 'between school years'}, {days(one.days)})"
            for one in closed
        ]
        if said:
            yield Mark("No school", "; ".join(shortened(said)))

    # ---- numbers

    def _people(self) -> Figures:
        of = grouped(self.plan.due, lambda one: one.case_manager)
        return self._table("Case manager", [(self.write.name(key), due) for key, due in of])

    def _districts(self) -> Figures:
        of = grouped(self.plan.due, lambda one: one.district)
        return self._table("District", [(self.district(key), due) for key, due in of])

    def _table(self, whose: str, named: list[tuple[str, list[DueDate]]]) -> Figures:
        """Those with the most."""
        most = sorted(named, key=lambda one: (-len(one[1]), one[0]))[:LONGEST]
        note = f"The {LONGEST} of {len(named)} with the most." if len(named) > LONGEST else ""
        columns = (whose, "Due", "Busiest week")
        pairs = zip(loads(most), most, strict=True)
        rows = tuple((name, (*load, busiest_week(due))) for (name, load), (_, due) in pairs)
        return Figures(f"{whose} by {whose.lower()}", columns, rows, note, "Nothing is due in this year.")


_OBSTACLES = {
    Obstacle.NO_CONTRACT: "the case manager has no contract on that day",
    Obstacle.HOLIDAY: "it is a federal holiday",
    Obstacle.WEEKEND: "it is on a weekend",
    Obstacle.DAY_OFF: "the contract of the case manager leaves that day out",
}


def _plan_by(due: DueDate) -> Mark:
    return Mark("Plan by (company practice)", words(due.plan_by))


def _part(of: Sequence[object]) -> tuple[str, ...]:
    """That the table below is not all."""
    return (
        (f"Shown here are {SHOWN} of {len(of)}; the weeks below tell of them all.",)
        if len(of) > SHOWN
        else ()
    )
