"""The year plan: a school year as one page. It is mailed once, in August, and shown by command on any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Digest, Line, Occasion
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_rows import Rows
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digest_year_blocks import Page
from workspace_agent.duties.digest_year_words import parted
from workspace_agent.duties.told import Told
from workspace_agent.model.counting import counted
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import Organisation
from workspace_agent.rules.year_plan import PLAN_BEGINS_IN, first_day, year_plan

SERIES = "year_plan"
"""What the keys of its mails begin with."""


@dataclass(frozen=True, slots=True)
class YearMailing:
    """The year plan for one person.

    Attributes:
        since: From when it is due, in UTC.
    """

    recipient: Recipient
    year: int
    since: datetime

    @property
    def key(self) -> str:
        """Its identity, such as `year_plan/manager/2026`."""
        return f"{SERIES}/{self.recipient.key}/{self.year}"


def year_mailings(organisation: Organisation, now: datetime, today: date) -> Iterator[YearMailing]:
    """Year plans that are due, sent or not: in August, from the hour of the digest on the first of it.

    Whoever wants no digest gets none. What was missed for all of August is not sent any more: the weekly
    digest has told what came near, and the command shows the rest.
    """
    for recipient in recipients(organisation, today):
        local = now.astimezone(recipient.time_zone)
        due = datetime.combine(first_day(local.year), recipient.at.time, recipient.time_zone).astimezone(UTC)
        is_wanted = recipient.edition is Edition.MANAGER and recipient.at.every != "never"
        if is_wanted and local.month == PLAN_BEGINS_IN and now >= due:
            yield YearMailing(recipient, local.year, due)


def is_year_plan(key: str) -> bool:
    """The key is of a year plan."""
    return key.startswith(f"{SERIES}/")


def is_over(key: str, today: date) -> bool:
    """Nobody waits for this year plan any more: its August is over."""
    year = int(key.rpartition("/")[2])
    return (today.year, today.month) > (year, PLAN_BEGINS_IN)


def compose(department: Department, told: Told, occasion: Occasion) -> Digest:
    """Say when what is due in a school year, and what to look out for, of whom the reader may see it.

    Args:
        department: Everything.
        told: What could not be read is told first.
        occasion: Its period is the year in which the school year begins: `2026`.
    """
    department, told = narrowed(department, told, occasion.recipient.scope)
    plan = year_plan(department, occasion.policy, int(occasion.period), occasion.today)
    page = Page(plan, Rows(department, occasion.today, occasion.titles, None))
    years = f"{plan.year}-{(plan.year + 1) % 100:02}"
    blocks = page.blocks()
    return Digest(
        title="Year plan",
        organisation=department.organisation.name,
        when=f"School year {years}, as of {words(occasion.today)}",
        subject=f"Year plan {years}: {_due(page)}",
        preheader=f"{_due(page)}, {_look_out(page)}.",
        summary=frame.summary(f"{_due(page)}, {_look_out(page)}.", told.unread),
        unread=frame.unread_lines(page.write, told.unread, occasion.recipient.zone),
        trust=tuple(_cautions(page, years)),
        blocks=frame.cautious(blocks) if told.unread else blocks,
        status=frame.trust(occasion, told.unread),
        because=_because(department.organisation, occasion.recipient),
        students=tuple(sorted({*page.named, *frame.shown(department, blocks, told.unread)})),
    )


def _due(page: Page) -> str:
    """`6 due dates under law, 1 due date of company practice`."""
    by_law, by_practice = map(len, parted(page.plan.due))
    counts = ((by_law, "under law"), (by_practice, "of company practice"))
    said = (f"{counted(count, 'due date')} {whose}" for count, whose in counts if count)
    return ", ".join(said) or "nothing is due"


def _look_out(page: Page) -> str:
    by_law, by_practice = map(len, parted(page.plan.blocked))
    blocked = f"{by_law} under law and {by_practice} of company practice" if by_practice else str(by_law)
    return (
        f"{blocked} on days without work or school, "
        f"{counted(len(page.plan.overfull), 'week')} with more meetings than working days"
    )


def _cautions(page: Page, years: str) -> Iterator[Line]:
    """What the plan does not know."""
    plan = page.plan
    if plan.without_calendar:
        names = ", ".join(map(page.district, plan.without_calendar))
        yield Line(
            f"The settings hold no school calendar of {years} for {names}. Breaks there are not known, and "
            "each weekday is taken for a school day. Put the calendar into agent.toml, under [[districts]]."
        )
    if plan.without_holidays:
        yield Line(
            f"The settings hold no federal holidays of {years}, so these are taken for working days. Add "
            "them to federal_holidays in agent.toml, or leave that out: then those of the law are taken."
        )
    if plan.unknown:
        yield Line(
            f"Students of whom a due date cannot be worked out from what is on record: {len(plan.unknown)}. "
            "These dates are not here. The weekly digest says what is missing."
        )
    if plan.earlier:
        yield Line(
            f"Students with something due before {words(plan.first_day)}: {plan.earlier}. That is not here, "
            "and neither is what will be due a year after it is held."
        )


def _because(organisation: Organisation, recipient: Recipient) -> str:
    return (
        f"You get this mail once a year, in August, because agent.toml names you as {recipient.role} "
        f"of {organisation.name}. The command workspace-agent planner shows the same page as of any day. "
        f"{frame.INITIALS_ONLY}"
    )
