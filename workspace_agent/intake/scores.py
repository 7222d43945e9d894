"""From a cell to a number in the measure of its goal. What could mean two things is a Problem with both.

Under a goal in percent a cell shown as `80%` is 80, `4 of 5` is 80, and so is a plain 80. A plain 0.8 is 80
where baseline and target of the goal were typed so, too; else it may be 80% or 0.8%, and a person is asked.
`4 of 5` is 4 where the goal counts. Where nobody typed a unit it may be 4 or 80%.

Where the goal itself was typed as `8 of 10` and nobody said how it is measured, a plain 4 may be 4 of 10 or
4%; a plain 45 is more than 10 and so 45%. Where it was typed in shares without a unit, 50% is 0.5, and a
plain 50 may be 50% or 50.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from workspace_agent.intake.reading import Fault, as_date, plain
from workspace_agent.intake.table import Kind, RawCell
from workspace_agent.intake.words import MEASURES, SHORT_LEVELS, UNITS
from workspace_agent.model.dates import words
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Measure

_DAY = 86_400
_NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_WITH_UNIT = re.compile(rf"(?P<amount>{_NUMBER})\s*(?P<unit>\D*)")
_OF = re.compile(
    r"(?P<part>\d{1,4}) ?(?:of|out of|/) ?(?P<whole>\d{1,4})(?: (?:trials|times|opportunities|items))?"
)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_NOT_A_NUMBER = Fault(ProblemKind.NOT_A_NUMBER)
_TO_SIXTY = {(Measure.MINUTES, Measure.SECONDS): 60, (Measure.SECONDS, Measure.MINUTES): 1 / 60}


class _Form(Enum):
    """What was typed beside a number with a unit."""

    OF = "part of a whole"
    CLOCK = "hours and minutes, or minutes and seconds"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a cell says before its goal is asked.

    Attributes:
        unit: What was typed beside the number; NUMBER where nothing was.
        whole: Of `4 of 5` the 5.
    """

    amount: float
    unit: Measure | _Form
    whole: float = 0


PROMPT_LEVELS = ("full physical", "partial physical", "model / gestural / verbal", "independent")
"""Where the department says nothing else: from most help to none, a slash parts names of one level."""


@dataclass(frozen=True)
class PromptLevels:
    """The department's prompt levels.

    Attributes:
        names: From most help (1) to none; a slash parts several names of one level.
    """

    names: tuple[str, ...] = PROMPT_LEVELS

    def of(self, text: str) -> int | None:
        """The level that the text names."""
        return self._numbers.get(re.sub(r" prompt(?:s|ing)?$", "", plain(text)))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        known = {plain(name): number for number, text in enumerate(self.names, 1) for name in text.split("/")}
        return {short: known[name] for short, name in SHORT_LEVELS.items() if name in known} | known


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of a goal are read.

    Attributes:
        in_shares: Plain numbers are shares of one.
        whole: A plain number up to this may be a part of it; 0 where none may be.
    """

    measure: Measure
    levels: PromptLevels
    in_shares: bool = False
    whole: float = 0

    def read(self, raw: RawCell) -> float | Fault:
        """The number in the measure."""
        found = quantity(raw, self.levels)
        return found if isinstance(found, Fault) else self._fit(found)

    def _fit(self, found: Quantity) -> float | Fault:
        if found.unit is _Form.CLOCK:
            return self._clock(found.amount)
        if found.unit is _Form.OF:
            return self._part(found.amount, found.whole)
        if found.unit is Measure.NUMBER:
            return self._plain(found.amount)
        if found.unit is self.measure:
            return self._in_range(found.amount)
        if found.unit is Measure.PERCENT and self._is_unnamed_share:
            return round(found.amount / 100, 8)
        factor = _TO_SIXTY.get((found.unit, self.measure))
        return self._foreign() if factor is None else found.amount * factor

    @property
    def _is_unnamed_share(self) -> bool:
        return self.in_shares and self.measure is Measure.NUMBER

    def _plain(self, amount: float) -> float | Fault:
        if self._is_unnamed_share and amount > 1:
            return Fault(ProblemKind.VALUE_UNCLEAR, f"{amount:g}% or {amount:g}")
        if self.measure is not Measure.PERCENT:
            return self._in_range(amount)
        if 1 <= amount <= self.whole:
            return Fault(ProblemKind.PART_OR_PERCENT, f"{amount:g} of {self.whole:g} or {amount:g}%")
        if not 0 < amount <= 1:
            return self._in_range(amount)
        if self.in_shares:
            return round(100 * amount, 6)
        return Fault(ProblemKind.VALUE_UNCLEAR, f"{100 * amount:g}% or {amount:g}%")

    def _part(self, part: float, whole: float) -> float | Fault:
        share = round(100 * part / whole, 6)
        if self.measure is Measure.PERCENT:
            return share
        if self.measure is Measure.COUNT:
            return part
        if self.measure is not Measure.NUMBER:
            return self._foreign()
        return Fault(ProblemKind.VALUE_UNCLEAR, f"{part:g} or {share:g}%")

    def _clock(self, seconds: float) -> float | Fault:
        """`1:30` is an hour and a half, or a minute and a half; only `0:01:30` is one of them."""
        if self.measure not in {Measure.MINUTES, Measure.SECONDS}:
            return _NOT_A_NUMBER
        whole = round(seconds)
        if whole % 60 == 0:
            hours, minutes = divmod(whole // 60, 60)
            return Fault(ProblemKind.VALUE_UNCLEAR, f"{hours} h {minutes} min or {hours} min {minutes} sec")
        return whole / 60 if self.measure is Measure.MINUTES else float(whole)

    def _in_range(self, amount: float) -> float | Fault:
        if self.measure is Measure.PERCENT and not 0 <= amount <= 100:
            return Fault(ProblemKind.OUT_OF_RANGE, "0 to 100%")
        if self.measure is Measure.PROMPT_LEVEL and amount not in range(1, len(self.levels.names) + 1):
            return Fault(ProblemKind.OUT_OF_RANGE, f"the prompt levels 1 to {len(self.levels.names)}")
        return amount

    def _foreign(self) -> Fault:
        return Fault(ProblemKind.ANOTHER_UNIT, self.measure.words)


def measure_of(found: Quantity | Fault) -> Measure | None:
    """What a typed value says about its goal's measure; None where it says nothing."""
    if isinstance(found, Fault) or found.unit in {Measure.NUMBER, _Form.CLOCK}:
        return None
    return found.unit if isinstance(found.unit, Measure) else Measure.PERCENT


def whole_of(found: Quantity | Fault) -> float:
    """Of `4 of 5` the 5; 0 where nothing of the kind was typed."""
    return 0 if isinstance(found, Fault) else found.whole


def named_measure(text: str) -> Measure | None:
    """The measure that a phrase of people is the name of, such as `words per minute`."""
    return MEASURES.get(plain(text))


def quantity(raw: RawCell, levels: PromptLevels) -> Quantity | Fault:
    """What a cell says: a number, its unit where one was typed, or why there is none."""
    if raw.kind is Kind.TEXT:
        return _written(plain(raw.text), levels)
    if not isinstance(raw.value, float):
        return _NOT_A_NUMBER
    if raw.kind is Kind.NUMBER:
        return Quantity(raw.value, Measure.NUMBER)
    if raw.kind is Kind.PERCENT:
        return Quantity(round(100 * raw.value, 6), Measure.PERCENT)
    if raw.kind is Kind.TIME:
        return Quantity(raw.value * _DAY, _Form.CLOCK)
    return _taken_for_a_date(raw)


def _taken_for_a_date(raw: RawCell) -> Fault:
    """A date of our years, which `4/5` becomes; one of long ago is a number in a cell that shows dates."""
    day = as_date(raw)
    if not isinstance(day, date):
        return Fault(ProblemKind.DATE_FOR_NUMBER, f"a date, or {raw.value:g}")
    fraction = f", or {day.month} of {day.day}" if day.month <= day.day else ""
    return Fault(ProblemKind.DATE_FOR_NUMBER, f"{words(day)}{fraction}")


def _written(text: str, levels: PromptLevels) -> Quantity | Fault:
    level = levels.of(text)
    if level is not None:
        return Quantity(float(level), Measure.PROMPT_LEVEL)
    if match := _OF.fullmatch(text):
        part, whole = float(match["part"]), float(match["whole"])
        return Quantity(part, _Form.OF, whole) if part <= whole and whole else _NOT_A_NUMBER
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return Quantity(hours * 3600 + minutes * 60 + seconds, _Form.CLOCK)
    match = _WITH_UNIT.fullmatch(text)
    unit = UNITS.get(match["unit"].strip(" .")) if match else None
    return Quantity(float(match["amount"].replace(",", "")), unit) if match and unit else _NOT_A_NUMBER
