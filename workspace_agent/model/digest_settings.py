"""When digests are sent, and of what they tell how early."""

from __future__ import annotations

from datetime import time as time_of_day
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from workspace_agent.model.frozen import Frozen

_CLOCKS_CHANGE, _CLOCKS_CHANGED = time_of_day(1), time_of_day(3)
_LATEST = time_of_day(22)
"""Of a daily digest: the timer comes each quarter of an hour, and Google may be away for a while."""

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


class DigestTime(Frozen):
    """When somebody's digest is due, in their zone.

    Attributes:
        every: `week`: on `weekday`; `day`: from Monday to Friday; `never`: they get none.
        time: Not from 01:00 to 03:00; of a daily digest not after 22:00.
    """

    every: Literal["week", "day", "never"] = "week"
    weekday: Weekday = "Monday"
    time: time_of_day = time_of_day(7, 0)

    @field_validator("time")
    @classmethod
    def _is_there_every_day(cls, time: time_of_day) -> time_of_day:
        if _CLOCKS_CHANGE <= time < _CLOCKS_CHANGED:
            raise ValueError(
                "not from 01:00 to 03:00: an hour that is not there, or there twice, when clocks change"
            )
        return time

    @model_validator(mode="after")
    def _is_sent_before_midnight(self) -> DigestTime:
        """What a day was to be told is not sent on the next one."""
        if self.every == "day" and self.time > _LATEST:
            raise ValueError(
                f"a daily digest is due at {_LATEST:%H:%M} at the latest: what is not sent by midnight is "
                'not sent any more; name an earlier time, or every = "week"'
            )
        return self


class DigestSettings(Frozen):
    """What goes for everybody, where a person's own `digest` says nothing else.

    Attributes:
        urgent_days: So many days before a date of the law it is urgent; 0 sends no urgent mail of dates.
        ready_days: So many days before a meeting its case manager gets the card that says what is still
            missing; empty for no such cards.
    """

    case_managers: DigestTime = DigestTime()
    css: DigestTime = DigestTime()
    urgent_days: Annotated[int, Field(ge=0, le=60)] = 5
    ready_days: tuple[Annotated[int, Field(ge=0, le=60)], ...] = (10, 3, 1)

    @model_validator(mode="after")
    def _fewer_each_time(self) -> DigestSettings:
        if list(self.ready_days) != sorted(set(self.ready_days), reverse=True):
            raise ValueError("ready_days: name the most days first, and none twice; as in [10, 3, 1]")
        return self
