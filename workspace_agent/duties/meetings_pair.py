"""A row and its event side by side, with what the last look showed of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workspace_agent.duties.meetings_event import EventText, guest_print
from workspace_agent.duties.meetings_guests import is_outside
from workspace_agent.duties.meetings_merge import (
    GuestChange,
    Merge,
    Sides,
    guest_change,
    merge,
    next_sides,
)
from workspace_agent.duties.meetings_rows import Booking, Case
from workspace_agent.model.field import known
from workspace_agent.model.seen import MarkedEvent, Video
from workspace_agent.model.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Pair:
    """A row, its event, and what the last look showed of them."""

    case: Case
    booking: Booking
    event: MarkedEvent
    last: Sides

    @property
    def merged(self) -> Merge:
        """What the decision table says, before anything is left out."""
        return merge(self.last, self.booking.prints, self.event.prints)

    @property
    def sides(self) -> Sides:
        """What the next look compares with."""
        return next_sides(self.last, self.booking.prints, self.event.prints, self.merged)

    @property
    def guests(self) -> GuestChange:
        """Whom the row puts on the event, and takes off it."""
        return guest_change(self.last, self.booking.prints, self.event.prints)

    @property
    def text(self) -> EventText:
        """The row's text, with the guests as row and people together leave them."""
        sign = self.case.circumstances.sign
        came = {one for one in self.booking.text.guests if guest_print(sign, one) in self.guests.on}
        stay = {one for one in self.event.guests if guest_print(sign, one) not in self.guests.off}
        outside = (self.booking.text.outside or self.strangers(stay)) and not self.was_opened
        return replace(self.booking.text, guests=tuple(sorted(came | stay)), outside=outside)

    def strangers(self, guests: Iterable[str]) -> bool:
        """Somebody from outside is among them."""
        return any(is_outside(self.case.department, self.case.student, one) for one in guests)

    @property
    def was_opened(self) -> bool:
        """A person opened the guest list again after the agent had closed it."""
        return self.event.mark.hidden and self.event.open_list

    @property
    def must_hide(self) -> bool:
        """Somebody from outside is on an event of ours whose guest list is open, and nobody chose that."""
        closes = self.event.open_list and not self.event.mark.hidden and not self.event.mark.linked
        return closes and self.strangers(self.event.guests)

    @property
    def lost_agreement(self) -> bool:
        """Guests were invited, and the parent's agreement is not on record any more: they stay invited."""
        return self.booking.is_hold and bool(self.last.row.each_guest)

    @property
    def waits_for_video(self) -> bool:
        """Nobody new is invited before there is a link to join by."""
        return bool(self.guests.on) and not self.has_link

    @property
    def has_link(self) -> bool:
        """There is a link to join by, or none is needed. Where another platform is meant, Meet is not it."""
        wrong = known(self.booking.meeting.mode) is Mode.OTHER_PLATFORM and self.event.only_meet
        return not self.booking.needs_link or (self.event.video is Video.READY and not wrong)
