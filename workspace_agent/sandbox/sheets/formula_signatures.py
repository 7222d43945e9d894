"""Spreadsheet functions made of Python functions: what they take stands in their annotations.

A parameter of a kind in `formula_reading.READERS` takes one value; within ARRAYFORMULA the function is asked
once for each value of an array. A kind in `formula_reading.WHOLE` takes an argument as a whole. A parameter
with a default may be left out. `*rest: Annotated[object, Array, Value]` takes the two kinds in turn.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any, Protocol, get_args, get_type_hints

from workspace_agent.sandbox.sheets.formula_reading import READERS, WHOLE, Asked
from workspace_agent.sandbox.sheets.formula_tree import Function
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Row, Setting, array_of, spread
from workspace_agent.sandbox.sheets.limits import CHARACTERS
from workspace_agent.sandbox.sheets.outcomes import FailedError, Outcome, failed

if TYPE_CHECKING:
    from workspace_agent.sandbox.sheets.formula_evaluation import Evaluation

_MANY = 255


class Known(Protocol):
    """A function that formulas may call."""

    @property
    def spills(self) -> bool:
        """Whether it may give more than one value."""

    def result(self, evaluation: Evaluation, call: Function) -> Result:
        """What a call comes to.

        Raises:
            FailedError: It cannot be worked out.
        """


@dataclass(frozen=True, slots=True)
class Lazy:
    """A function that chooses which of its arguments are worked out at all.

    Attributes:
        work: Is given the formula and the arguments as they were written.
        least: How many arguments it needs.
        most: How many it takes.
        spills: Whether it may give more than one value by itself.
    """

    work: Callable[[Evaluation, Function], Result]
    least: int
    most: int = _MANY
    spills: bool = False

    def result(self, evaluation: Evaluation, call: Function) -> Result:
        """What a call comes to."""
        _refuse_count(call, self.least, self.most)
        return self.work(evaluation, call)


@dataclass(frozen=True, slots=True)
class Eager:
    """A function of values.

    Attributes:
        work: The Python function.
        kinds: Annotations of its parameters, without the setting.
        turns: Kinds that take turns in what follows those.
        least: How many arguments it needs.
        takes_setting: Whether its first parameter is the setting.
        over_arrays: Whether its arguments are worked out as within ARRAYFORMULA.
        spills: Whether it may give more than one value.
    """

    work: Callable[..., object]
    kinds: tuple[object, ...]
    turns: tuple[object, ...]
    least: int
    takes_setting: bool
    over_arrays: bool
    spills: bool

    def result(self, evaluation: Evaluation, call: Function) -> Result:
        """What a call comes to."""
        most = _MANY if self.turns else len(self.kinds)
        _refuse_count(call, self.least, most)
        if self.turns and (len(call.arguments) - len(self.kinds)) % len(self.turns):
            raise failed("#N/A", f"Wrong number of arguments to {call.name}.")
        inner = evaluation.over_arrays() if self.over_arrays else evaluation
        results = tuple(inner.result(argument) for argument in call.arguments)
        alone = [at for at in range(len(results)) if self._kind(at) in READERS]
        if inner.arrays and any(not array_of(results[at]).single for at in alone):
            return self._spread(inner.setting, call.name, results, alone)
        given = (inner.single(one) if at in alone else one for at, one in enumerate(results))
        return self._worked(inner.setting, call.name, tuple(given))

    def _kind(self, at: int) -> object:
        if at < len(self.kinds):
            return self.kinds[at]
        return self.turns[(at - len(self.kinds)) % len(self.turns)]

    def _spread(self, setting: Setting, name: str, results: tuple[Result, ...], alone: list[int]) -> Array:
        def once(values: Row) -> Result:
            given = list(results)
            for at, value in zip(alone, values, strict=True):
                given[at] = value
            try:
                return self._worked(setting, name, tuple(given))
            except FailedError as error:
                return Outcome(error.reason)

        return spread(once, tuple(results[at] for at in alone))

    def _worked(self, setting: Setting, name: str, given: tuple[Result, ...]) -> Result:
        read = [self._read(one, Asked(setting, name, at + 1)) for at, one in enumerate(given)]
        try:
            value = self.work(*([setting, *read] if self.takes_setting else read))
        except ZeroDivisionError:
            raise failed("#DIV/0!", f"Evaluation of function {name} caused a divide by zero error.") from None
        except (ArithmeticError, ValueError):
            raise failed("#NUM!", f"Function {name} result is out of range.") from None
        return value if isinstance(value, Array) else _bounded(name, value)

    def _read(self, given: Result, asked: Asked) -> Any:
        kind = self._kind(asked.place - 1)
        if isinstance(given, Outcome) and kind in READERS:
            return READERS[kind](given, asked)
        return WHOLE[kind](given, asked)


def _bounded(name: str, value: Any) -> Outcome:
    """A single value, unless it is longer or larger than any cell may hold."""
    outcome = value if isinstance(value, Outcome) else Outcome(value)
    if isinstance(outcome.value, float) and not math.isfinite(outcome.value):
        raise failed("#NUM!", f"Function {name} result is out of range.")
    if isinstance(outcome.value, str) and len(outcome.value) > CHARACTERS:
        message = f"Text result of {name} is longer than the limit of {CHARACTERS} characters."
        raise failed("#VALUE!", message)
    return outcome


def _refuse_count(call: Function, least: int, most: int) -> None:
    count = len(call.arguments)
    if least <= count <= most:
        return
    span = f"{least}" if least == most else f"between {least} and {most}"
    wanted = f"at least {least}" if most == _MANY else span
    message = (
        f"Wrong number of arguments to {call.name}. Expected {wanted} arguments, but got {count} arguments."
    )
    raise failed("#N/A", message)


def eager(work: Callable[..., object], *, over_arrays: bool = False) -> Eager:
    """A spreadsheet function made of a Python function.

    Args:
        work: The Python function; its annotations are kinds of `formula_reading`.
        over_arrays: Whether its arguments are worked out as within ARRAYFORMULA, as those of FILTER are.
    """
    hints = get_type_hints(work, include_extras=True)
    returned = hints.pop("return")
    parameters = inspect.signature(work).parameters.values()
    plain = [each for each in parameters if each.kind is not each.VAR_POSITIONAL]
    kinds = [_kind(hints[each.name]) for each in plain]
    takes_setting = Setting in kinds[:1]
    repeated = [hints[each.name] for each in parameters if each.kind is each.VAR_POSITIONAL]
    return Eager(
        work,
        tuple(kinds[takes_setting:]),
        tuple(turn for hint in repeated for turn in _turns(hint)),
        sum(each.default is each.empty for each in plain) - takes_setting,
        takes_setting,
        over_arrays,
        returned in {Array, Result},
    )


def _kind(hint: object) -> object:
    """The kind that a hint means; one that may be None is a parameter that may be left out."""
    if NoneType in get_args(hint):
        kind = next(each for each in get_args(hint) if each is not NoneType)
        return Result if len(get_args(hint)) > 2 else kind
    return hint


def _turns(hint: Any) -> tuple[object, ...]:
    return getattr(hint, "__metadata__", (hint,))
