"""The words of the field, one per thing, as closed sets."""

from __future__ import annotations

from enum import Enum, IntEnum


class PlanType(Enum):
    """Which law the student's plan stands under."""

    IEP = "IEP"
    S504 = "504"


IDEA = frozenset({PlanType.IEP})
SECTION_504 = frozenset({PlanType.S504})
EITHER_PLAN = frozenset(PlanType)
"""Which plans a requirement is about."""


class Purpose(Enum):
    """Why a meeting is held. A meeting may have several."""

    ANNUAL_REVIEW = "annual_review"
    REEVALUATION = "reevaluation"
    INITIAL = "initial"
    AMENDMENT = "amendment"
    REVIEW_504 = "review_504"
    REEVALUATION_504 = "reevaluation_504"
    PARENT_REQUESTED = "parent_requested"
    CONTINUED = "continued"

    @property
    def words(self) -> str:
        """As people read it: `annual review`, `504 review`."""
        return _PURPOSE_WORDS.get(self, self.value.replace("_", " "))


_PURPOSE_WORDS = {
    Purpose.INITIAL: "initial IEP",
    Purpose.REVIEW_504: "504 review",
    Purpose.REEVALUATION_504: "504 reevaluation",
    Purpose.PARENT_REQUESTED: "parent requested",
    Purpose.CONTINUED: "continued meeting",
}

IEP_TEAM_PURPOSES = frozenset(
    {Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION, Purpose.INITIAL, Purpose.CONTINUED}
)
"""Purposes for which 34 CFR 300.322 wants the parent at the table."""

ABOUT_504 = frozenset({Purpose.REVIEW_504, Purpose.REEVALUATION_504})
"""Purposes of which IDEA's rules do not speak."""


class Mode(Enum):
    """How a meeting is held: `VIDEO` is Google Meet, whose link the agent asks for."""

    VIDEO = "video"
    OTHER_PLATFORM = "other platform"
    PHONE = "phone"
    IN_PERSON = "in person"


class Existing(Enum):
    """What to do about an event that a person made and that looks like a meeting of the sheet."""

    LINK = "link"
    BOOK = "book"


class Method(Enum):
    """How a parent was contacted. Voice calls, voicemail and phone are one method."""

    PHONE = "phone"
    EMAIL = "e-mail"
    TEXT = "text"
    LETTER = "letter"
    VISIT = "visit"
    VIDEO = "video"
    CHAT = "chat"


class Person(Enum):
    """Whom a contact attempt was made with."""

    PARENT = "parent"
    STUDENT = "student"
    OTHER = "other"


class Role(Enum):
    """A participant's part in the IEP Team (34 CFR 300.321)."""

    PARENT = "parent"
    STUDENT = "student"
    GENERAL_EDUCATION_TEACHER = "general education teacher"
    SPECIAL_EDUCATION_TEACHER = "special education teacher"
    AGENCY_REPRESENTATIVE = "agency representative"
    SCHOOL_PSYCHOLOGIST = "school psychologist"
    INTERPRETER = "interpreter"
    OUTSIDE_AGENCY = "outside agency"
    OTHER_STAFF = "other staff"


class ContactState(Enum):
    """Whether a parent or adult student may be contacted (34 CFR 99.4, 300.613(c))."""

    HOLDS_RIGHTS = "holds_rights"
    PRESUMED = "presumed"
    UNSURE = "unsure"
    RESTRICTED = "restricted"


class Held(Enum):
    """What the form says of a meeting."""

    YES = "yes"
    PARENT_DID_NOT_COME = "parent did not come"
    POSTPONED = "postponed"


class Severity(IntEnum):
    """How serious a finding is; a lower number is worse, so that sorting puts the worst first."""

    VIOLATION = 1
    AT_RISK = 2
    POLICY = 3
    DATA = 4
    INFO = 5

    @property
    def words(self) -> str:
        """What is printed. The mail is discoverable: a date has passed *on record*."""
        return _SEVERITY_WORDS[self]


_SEVERITY_WORDS = {
    Severity.VIOLATION: "past due on record",
    Severity.AT_RISK: "at risk",
    Severity.POLICY: "company practice",
    Severity.DATA: "data to mend",
    Severity.INFO: "for information",
}
