"""Mails that come between the digests, and the year plan, of the same departments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.goldens.stories import Story
from workspace_agent.duties import digest_cards, digest_urgent, digest_year_plan
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_recipients import Edition
from workspace_agent.duties.digest_scope import narrowed


def urgent(story: Story) -> Digest:
    """What cannot wait, for the manager."""
    occasion = story.occasion(story.reader(Edition.MANAGER), period=story.today.isoformat())
    days = story.department.organisation.digests.urgent_days
    points = digest_urgent.points(story.told, story.today, days, {}, occasion.now)
    return digest_urgent.compose(story.department, story.told, occasion, points)


def cards(story: Story) -> Digest:
    """Meetings to get ready for, of the first case manager."""
    occasion = story.occasion(story.reader(Edition.CASE_MANAGER), period=story.today.isoformat())
    department, told = narrowed(story.department, story.told, occasion.recipient.scope)
    due = digest_cards.cards(department, told, occasion, ())
    return digest_cards.compose(department, told, occasion, due)


def year_plan(story: Story) -> Digest:
    """The school year, for the manager."""
    occasion = story.occasion(story.reader(Edition.MANAGER), period="2026")
    return digest_year_plan.compose(story.department, story.told, occasion)


OTHERS: Mapping[str, Mapping[str, Callable[[Story], Digest]]] = {
    "bad-week": {"urgent": urgent, "cards": cards},
    "august": {"year-plan": year_plan},
    "huge": {"urgent": urgent, "cards": cards, "year-plan": year_plan},
    "odd-letters": {"urgent": urgent, "cards": cards, "year-plan": year_plan},
}
"""By story and name."""
