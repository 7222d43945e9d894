"""What else people may keep of a student, a meeting or the team: columns that a department may lack.

A field is `Missing` at the whole row where its sheet has no such column, and `Missing` at its own cell where
the column is there and nothing is filled in: a rule speaks of the second only.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from workspace_agent.model.field import Field, Missing
from workspace_agent.model.place import Cell


class Access(Enum):
    """What somebody needs to take part in a meeting."""

    PHONE_ONLY = "telephone only"
    RELAY = "relay or captions"


class DecisionMaker(Enum):
    """Who decides for the student (34 CFR 300.30, 300.519, 300.520)."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    FOSTER_PARENT = "foster parent"
    SURROGATE = "surrogate parent"
    ADULT_STUDENT = "adult student"


class RequestKind(Enum):
    """What a parent or the school asked for."""

    RECORDS = "records"
    EVALUATION = "evaluation"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRecord:
    """Further columns of the Students sheet. Dates are days on which something was done.

    Attributes:
        referred_on: Referral for an evaluation.
        consent_received: The parent's consent to the first evaluation arrived (34 CFR 300.301(c)).
        eligible_on: It was first determined that the student needs special education (300.323(c)(1)).
        plan_starts: First day of the plan now in force.
        enrolled: First day of the student here.
        transition_by: The first IEP in force from this day on has a transition plan (300.320(b)).
        transition_planned: The transition plan went into the IEP.
        majority_on: The student comes of age (300.520).
        rights_told: The student was told which rights will transfer (300.320(c)).
        safeguards_given: The parent got the procedural safeguards notice (300.504(a)).
        copy_given: The parent got a copy of the IEP (300.322(f)).
        providers_informed: Teachers and providers were told of their duties under the plan (300.323(d)).
        records_notice: The parent was told that records are no longer needed (300.624).
        reevaluation_years: Years between reevaluations, where a state wants fewer than three.
        extended_school_year: Whether ESY services were decided on, yes or no (300.106).
        other_language: The parent's language is another than English; which one stays in the sheet.
        interpreter_needed: An interpreter is needed.
        access: What else is needed to take part.
    """

    referred_on: Field[date]
    consent_received: Field[date]
    eligible_on: Field[date]
    plan_starts: Field[date]
    enrolled: Field[date]
    transition_by: Field[date]
    transition_planned: Field[date]
    majority_on: Field[date]
    rights_told: Field[date]
    safeguards_given: Field[date]
    copy_given: Field[date]
    providers_informed: Field[date]
    records_notice: Field[date]
    reevaluation_years: Field[int]
    extended_school_year: Field[bool]
    other_language: Field[bool]
    interpreter_needed: Field[bool]
    access: Field[Access]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangements:
    """Further columns of a meeting's row.

    Attributes:
        notice_sent: The parent was sent the notice of the meeting (34 CFR 300.322(a)).
        shorter_notice_agreed: The parent agreed to less time than is usual.
        interpreter_booked: An interpreter is booked, or whoever else makes taking part possible.
        dial_in_given: A telephone number to join by was given to who needs one.
        student_invited: The student was invited (300.321(b)).
        parent_input: What the parent wants to be spoken of has come in (300.324(a)(1)(ii)).
        changes_start: First day of what was decided there (300.503(a)).
    """

    notice_sent: Field[date]
    shorter_notice_agreed: Field[date]
    interpreter_booked: Field[bool]
    dial_in_given: Field[bool]
    student_invited: Field[bool]
    parent_input: Field[bool]
    changes_start: Field[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Further columns of a row of the Team sheet.

    Attributes:
        decision_maker: Who this is among those who decide for the student; Missing for all others.
        since: First day of that.
        until: Last day of that.
        excused_on: The parent agreed in writing that this member need not come (34 CFR 300.321(e)).
        area_discussed: The member's area is discussed: then it takes consent and written input.
        input_on: The member's written input arrived.
    """

    decision_maker: Field[DecisionMaker]
    since: Field[date]
    until: Field[date]
    excused_on: Field[date]
    area_discussed: Field[bool]
    input_on: Field[date]


_Columns = TypeVar("_Columns", StudentRecord, Arrangements, Membership)


def none_of(columns: type[_Columns], row: Cell) -> _Columns:
    """Of a row whose sheet has none of these columns."""
    nothing: dict[str, Any] = {one.name: Missing(row) for one in fields(columns)}
    return columns(**nothing)


@dataclass(frozen=True, slots=True)
class Request:
    """Something that was asked for, and when it was answered.

    Attributes:
        agreed_on: Parent and school agreed to it, where that is needed (34 CFR 300.303(b)(1)).
    """

    student_ref: str
    kind: Field[RequestKind]
    asked_on: Field[date]
    agreed_on: Field[date]
    answered_on: Field[date]
    row: Cell


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """A periodic progress report that parents were sent (34 CFR 300.320(a)(3)(ii))."""

    student_ref: str
    sent_on: Field[date]
    row: Cell
