"""What a row of the Meetings sheet, or a form response, comes to: the one home of these words."""

from __future__ import annotations

from enum import StrEnum

_NOT_BOOKED = "not booked"


class RowVerdict(StrEnum):
    """What a row or a response comes to. The value is for programs, the words are for people.

    Attributes:
        words: True at the moment at which they are read.
    """

    words: str

    def __new__(cls, value: str, words: str = "") -> RowVerdict:
        """A member with its words; by its value alone it is looked up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    BOOKED = "booked", "booked"
    HOLD = "hold", "private hold"
    LINKED = "linked", "linked"
    TO_BE_BOOKED = "to_be_booked", "to be booked"
    TO_BE_HELD = "to_be_held", "to be a private hold"
    TO_BE_LINKED = "to_be_linked", "to be linked"
    TO_BE_CANCELLED = "to_be_cancelled", "to be cancelled"
    CANCELLED = "cancelled", "Cancelled is ticked"
    EXITED = "exited", "the student has left"
    STANDS = "stands", "stands as it is"
    CHANGED_BY_PERSON = "changed_by_person", "stands as a person left it"
    BOTH_CHANGED = "both_changed", "stands until row and event agree"
    MOVED_FAR = "moved_far", "stands where it was"
    AGREEMENT_GONE = "agreement_gone", "stands with its guests"
    DELETED_BY_PERSON = "deleted_by_person", "deleted by a person"
    LINKED_ELSEWHERE = "linked_elsewhere", "linked, at another time"
    CALENDAR_NOT_READ = "calendar_not_read", "not known whether it is booked"
    NOT_TICKED = "not_ticked", _NOT_BOOKED
    UNDATED = "undated", _NOT_BOOKED
    NO_TIME = "no_time", _NOT_BOOKED
    NO_PURPOSE = "no_purpose", _NOT_BOOKED
    ZONE_QUESTION = "zone_question", _NOT_BOOKED
    SAME_STUDENT = "same_student", _NOT_BOOKED
    SAME_TIME = "same_time", _NOT_BOOKED
    SAME_DAY = "same_day", _NOT_BOOKED
    LINK_OR_BOOK = "link_or_book", _NOT_BOOKED
    WHICH_MEETING = "which_meeting", _NOT_BOOKED
    WHICH_OF_THEM = "which_of_them", _NOT_BOOKED
    PAST = "past", _NOT_BOOKED
    WAITS = "waits", _NOT_BOOKED

    FILED = "filed", "filed"
    NEEDS_REVIEW = "needs_review", "needs review"
    TO_BE_FILED = "to_be_filed", "to be filed"
    TO_BE_REVIEWED = "to_be_reviewed", "to be reviewed"
    UNSETTLED = "held", "to be settled"
    NOT_YET = "not_yet", "waits"
    TRASHED = "trashed", "not filed"
    DELETED = "deleted", "deleted"
    THROWN_AWAY = "thrown_away", "in the trash"

    NOT_DONE = "not_done", "not done"
    IN_DOUBT = "in_doubt", "not known whether it was done"
    REPORT_ONLY = "report_only", "would be done"
    PAUSED = "paused", "paused"
    WAITS_FOR_APPROVAL = "waits_for_approval", "waits for approval"
    WAITS_FOR_GMAIL = "waits_for_gmail", "waits for Gmail"

    @property
    def is_not_booked(self) -> bool:
        """The row asks for no event, or something is in the way: nothing stands in Calendar for it."""
        return self.words == _NOT_BOOKED

    @property
    def event_stands(self) -> bool:
        """The agent's own event of the row is in Calendar."""
        return self in _EVENT_STANDS


_EVENT_STANDS = frozenset(
    {
        RowVerdict.BOOKED,
        RowVerdict.HOLD,
        RowVerdict.CHANGED_BY_PERSON,
        RowVerdict.BOTH_CHANGED,
        RowVerdict.MOVED_FAR,
        RowVerdict.AGREEMENT_GONE,
    }
)
