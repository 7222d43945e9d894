"""How meetings are booked, as `agent.toml` says it: lines to dial in by, and whom Calendar invites."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from workspace_agent.model.frozen import Frozen


def _telephone_number(typed: str) -> str:
    if not re.fullmatch(r"\+?[0-9][0-9 ().-]{5,24}", typed):
        raise ValueError("not a telephone number; write it as in +1 915 555 0100")
    return typed


def _pin(typed: str) -> str:
    if not re.fullmatch(r"[0-9]{0,12}", typed):
        raise ValueError("not a PIN; use at most 12 digits")
    return typed


class DialIn(Frozen):
    """A telephone conference line of the company, for meetings that Google gives no number."""

    number: Annotated[str, AfterValidator(_telephone_number)]
    pin: Annotated[str, AfterValidator(_pin)] = ""

    @property
    def key(self) -> str:
        """The same for the same line, however it is spaced."""
        return "".join(letter for letter in f"{self.number}/{self.pin}" if letter.isdigit() or letter == "/")


class MeetingSettings(Frozen):
    """How meetings are booked, beyond the numbers of the policy.

    Attributes:
        dial_in: Lines for meetings whose video link comes without a telephone number.
        invite: Who besides staff is invited by Calendar. An outside agency needs a consent that is on record.
    """

    dial_in: tuple[DialIn, ...] = ()
    invite: frozenset[Literal["parent", "student", "outside agency"]] = frozenset()
