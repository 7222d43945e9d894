"""A line of docs/unverified.md that one account can answer: what is relied on, and what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workspace_agent.doctor.check import Check, Standing, Verdict, passes, skips
from workspace_agent.doctor.installation import Installation
from workspace_agent.model.errors import GoogleRefusal


@dataclass(frozen=True, slots=True)
class Found:
    """What Google did.

    Attributes:
        as_expected: It is what the agent relies on.
        what: In half a sentence.
    """

    as_expected: bool
    what: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line.

    Attributes:
        id: Of the line in docs/unverified.md.
        asks: What is tried.
        expected: What the agent relies on.
        otherwise: What it means if it is otherwise, as the line says.
        ask: Tries it.
    """

    id: str
    asks: str
    expected: str
    otherwise: str
    ask: Callable[[], Found]

    def check(self, *needs: str) -> Check:
        """As a line of the report."""
        return Check(self.name, self._verdict, needs)

    @property
    def name(self) -> str:
        """Of its line in the report."""
        return f"{self.id} {self.asks}"

    def _verdict(self) -> Verdict:
        try:
            found = self.ask()
        except GoogleRefusal as error:
            return skips(f"no answer this time: {error}")
        told = f"expected {self.expected}; found {found.what}."
        return passes(told) if found.as_expected else Verdict(Standing.DIFFERENT, told, self.otherwise)


def refused(call: Callable[[], object], by: type[GoogleRefusal]) -> Found:
    """What becomes of a call that should be refused; another refusal is no answer to the question."""
    try:
        call()
    except by as error:
        return Found(as_expected=True, what=str(error.status))
    return Found(as_expected=False, what="that it was accepted")


def seconds_until(here: Installation, is_there: Callable[[], bool], most: int = 30) -> int | None:
    """For how many seconds something could not be found yet; None where it never was."""
    for waited in range(most + 1):
        if is_there():
            return waited
        here.sleep(1)
    return None


def lag(seconds: int | None) -> Found:
    """A lag, where none is expected."""
    if seconds is None:
        return Found(as_expected=False, what="nothing in 30 s")
    return Found(seconds == 0, f"it after {seconds} s" if seconds else "it at once")
