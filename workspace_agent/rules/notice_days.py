"""How early parents are told of a meeting, and on which day at the latest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import Unreadable, has_column, known
from workspace_agent.model.organisation import District, Organisation
from workspace_agent.model.policy import Policy
from workspace_agent.model.state_law import Unit
from workspace_agent.rules.legal_days import LegalDay, Reckoning, counting, latest_before


@dataclass(frozen=True, slots=True)
class NoticeNumber:
    """How early parents are told.

    Attributes:
        is_law: It is a district's or a state's, not the company's.
        is_checked: Its source was compared with the text in force.
    """

    days: int
    unit: Unit
    source: str
    is_law: bool
    is_checked: bool


def asks_for_notice(meeting: Meeting) -> bool:
    """There is a column for it, no Problem speaks of it, and no shorter time is agreed on."""
    sent, shorter = meeting.arrangements.notice_sent, meeting.arrangements.shorter_notice_agreed
    unread = isinstance(sent, Unreadable) or isinstance(shorter, Unreadable)
    return has_column(sent, meeting.row) and not unread and known(shorter) is None


def notice_numbers(district: District, policy: Policy) -> Iterator[NoticeNumber]:
    """The district's; the state's where that is missing or the company's; the company's without either."""
    own, state = district.notice, policy.state_law(district.state).notice
    is_law = own is not None and own.by == "law"
    if own is not None:
        yield NoticeNumber(own.days, own.unit, own.source, is_law, own.checked)
    if state is not None and not is_law:
        source = f"{district.state}: {state.source}"
        yield NoticeNumber(state.days, state.unit, source, is_law=True, is_checked=state.is_checked)
    if own is None and state is None:
        days = policy.meeting_notice.days
        yield NoticeNumber(days, "calendar", "company default", is_law=False, is_checked=False)


def latest_notice(
    organisation: Organisation, district: District, day: date, number: NoticeNumber
) -> Reckoning:
    """The latest day for the notice of a meeting on a day, by one number."""
    return latest_before(counting(organisation, district), day, number.days, number.unit)


def notice_by(organisation: Organisation, district: District, policy: Policy, day: date) -> date | None:
    """The earliest day that a number asks for; None where the school calendars do not reach so far."""
    found = (latest_notice(organisation, district, day, one) for one in notice_numbers(district, policy))
    return min((one.day for one in found if isinstance(one, LegalDay)), default=None)
