"""What a state wants instead of, or beside, the federal numbers: each value with its source.

A value that nobody has compared with the state's own text yields a warning at most, never "past due".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, RootModel, model_validator

from workspace_agent.model.due_dates import REEVALUATION_YEARS, AnnualMode
from workspace_agent.model.frozen import Frozen, OneLine

Unit = Literal["calendar", "school", "business"]

STATES = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
        "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND",
        "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
        "DC", "PR", "AS", "GU", "MP", "VI",
    }
)  # fmt: skip
"""The states, the District of Columbia, Puerto Rico and the territories, by their postal codes."""


def is_state(code: str) -> bool:
    """The code of a state, the District of Columbia or a territory."""
    return code in STATES


def _state(code: str) -> str:
    if not is_state(code):
        raise ValueError("not a state; use its two letters, such as TX")
    return code


State = Annotated[str, AfterValidator(_state)]


class Tolling(Enum):
    """What moves the end of an evaluation's timeframe, beside the days counted. A closed list."""

    NONE = "none"
    SUMMER = "summer"
    """Days between the last day of a school year and the first of the next are not counted (PA)."""

    BREAKS_OF_FIVE = "breaks of five school days"
    """Breaks of five school days or more are not counted, nor the weekends beside them. Where 30 days or more
    of the school year are left, summer is counted in the reading that warns (GA)."""

    BREAKS_OVER_FIVE = "breaks of more than five school days"
    """Those are not counted; begun in the last 30 days of a school year: 30 days into the next one (CA)."""

    CLOSED_DAYS = "closed days"
    """Holidays, breaks and summer are not counted, nor absences beyond eight school days (FL)."""

    YEAR_END = "end of the school year"
    """With too few school days left, the day before the next school year begins (IL)."""

    ABSENCES = "absences"
    """Three absences or more are added; begun 35 to 44 school days before summer: 30 June (TX)."""


def _said(source: str) -> str:
    if not source.strip():
        raise ValueError("is empty; name the text in which it stands")
    return source


class Sourced(Frozen):
    """A value of a state's law.

    Attributes:
        source: Where it stands, or where we have it from.
        checked: The day as of which somebody compared it with the state's own text; None while nobody has.
    """

    source: Annotated[OneLine, AfterValidator(_said)]
    checked: date | None = None

    @property
    def is_checked(self) -> bool:
        """It may be called past due on record: an unchecked value is a warning at most."""
        return self.checked is not None


class ReviewLaw(Sourced):
    """How a state reads "not less than annually"."""

    mode: AnnualMode


class ReevaluationLaw(Sourced):
    """A shorter cycle of reevaluations.

    Attributes:
        waivable: Parent and agency may agree that none is needed.
        only_for: The disability for which it is shorter; empty where it is for all students.
    """

    years: Annotated[int, Field(ge=1, le=REEVALUATION_YEARS)]
    waivable: bool = True
    only_for: OneLine = ""


class DaysLaw(Sourced):
    """A number of days."""

    days: Annotated[int, Field(ge=0, le=400)]
    unit: Unit = "calendar"


_UNITS = {Tolling.YEAR_END: "school", Tolling.ABSENCES: "school"}
"""In which unit days are counted that are tolled so; else calendar days."""


class EvaluationLaw(DaysLaw):
    """The timeframe of an initial evaluation (34 CFR 300.301(c)(1)(ii))."""

    counted_from: Literal["consent", "referral"] = "consent"
    tolling: Tolling = Tolling.NONE

    @model_validator(mode="after")
    def _fits(self) -> EvaluationLaw:
        unit = _UNITS.get(self.tolling, "calendar")
        if self.tolling is not Tolling.NONE and self.unit != unit:
            raise ValueError(f'tolling "{self.tolling.value}" is for days in unit "{unit}"')
        return self


class AgeLaw(Sourced):
    """An age in years."""

    years: Annotated[int, Field(ge=1, le=30)]


class StateLaw(Frozen):
    """What differs from federal law in a state; None where nothing does, or nothing is known.

    Attributes:
        initial_iep: From eligibility to the meeting that writes the first IEP.
        notice: Of a meeting, to the parent, before it.
        prior_written_notice: Before a change begins.
        documents: What is to be discussed, to the parent, before the meeting.
        transition_age: A transition plan is in the IEP that is in force at this age.
        majority_age: Rights transfer to the student.
        records_access: From a parent's request to inspection.
        transfer: How long comparable services may stand in for a plan of one's own.
    """

    annual_review: ReviewLaw | None = None
    reevaluation: ReevaluationLaw | None = None
    initial_evaluation: EvaluationLaw | None = None
    initial_iep: DaysLaw | None = None
    notice: DaysLaw | None = None
    prior_written_notice: DaysLaw | None = None
    documents: DaysLaw | None = None
    transition_age: AgeLaw | None = None
    majority_age: AgeLaw | None = None
    records_access: DaysLaw | None = None
    transfer: DaysLaw | None = None


class States(RootModel[Mapping[State, StateLaw]]):
    """The laws of all states, as `states.toml` holds them."""


def overridden(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The content of our `states.toml`, where each value of a department's own one counts instead.

    A value of which the department says nothing but when it was `checked` keeps our number and source. One
    that says more is the department's alone, so that our source never stands behind another number.
    """
    return {**ours, **{state: _values(ours.get(state, {}), values) for state, values in own.items()}}


def _values(ours: Mapping[str, Any], own: Any) -> Any:
    if not isinstance(own, Mapping):
        return own  # no table: its type will be refused
    confirmed = {name: ours[name] | value for name, value in own.items() if name in ours and _confirms(value)}
    return {**ours, **own, **confirmed}


def _confirms(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"checked"}
