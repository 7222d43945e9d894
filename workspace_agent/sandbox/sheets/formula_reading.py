"""Values as the kinds that functions ask for: numbers, text, truth values, days.

Sheets turns kinds into one another where one value is given: text that reads as a number counts as that
number. Within ranges and arrays it does not; there, what is of another kind is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType

from workspace_agent.sandbox.sheets.formula_values import Array, Result, Setting, Span, array_of
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.outcomes import FailedError, Failure, Outcome, failed, text_in
from workspace_agent.sandbox.sheets.serial import day_of_serial, moment_of_serial
from workspace_agent.sandbox.sheets.typed import NumberFormat, read_value


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a value: the words of refusals name the function and the place of the argument."""

    setting: Setting
    function: str
    place: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the format that it comes in."""

    number: float
    number_format: NumberFormat | None = None


Value = NewType("Value", Outcome)
"""One value that is no error."""
Numbers = NewType("Numbers", tuple[Quantity, ...])
"""The numbers of an argument."""
Truths = NewType("Truths", tuple[bool, ...])
"""The truth values of an argument."""
Texts = NewType("Texts", tuple[str, ...])
"""All values of an argument as text; a blank is an empty text."""

First = NewType("First", int)
"""A number without its decimals; of an array, its first."""

Reader = Callable[[Outcome, Asked], Any]


def sound(outcome: Outcome) -> Outcome:
    """A value that is no error.

    Raises:
        FailedError: It is one.
    """
    if isinstance(outcome.value, Failure):
        raise FailedError(outcome.value)
    return outcome


def number(outcome: Outcome, asked: Asked) -> float:
    """A number; blank and empty text count as nothing."""
    return 0.0 if outcome.value == "" else quantity(outcome, asked).number


def whole(outcome: Outcome, asked: Asked) -> int:
    """A number without its decimals."""
    return int(number(outcome, asked))


def quantity(outcome: Outcome, asked: Asked) -> Quantity:
    """A number with its format; blank counts as nothing, empty text is refused."""
    value = sound(outcome).value
    if isinstance(value, str):
        found = number_in_text(value, asked.setting)
        if found is None:
            raise _refused(asked, "number", f"'{value}' is a text")
        return Quantity(found)
    return Quantity(float(value or 0), outcome.number_format)  # type: ignore[arg-type]


def number_in_text(text: str, setting: Setting) -> float | None:
    """The number, day or time that a text reads as."""
    found = read_value(text.strip(), locale=setting.locale, today=setting.today())
    if found is None or isinstance(found.value, bool):
        return None
    return float(found.value)  # type: ignore[arg-type]


def text(outcome: Outcome, asked: Asked) -> str:
    """A text; numbers come as their format shows them, without one in full."""
    value = sound(outcome).value
    if isinstance(value, float) and outcome.number_format is None and abs(value) < 1e15:
        mark = locale_of(asked.setting.locale).decimal
        written = format(Decimal(repr(value)), "f")
        return (written.rstrip("0").rstrip(".") if "." in written else written).replace(".", mark)
    return text_in(outcome, asked.setting.locale)


def truth(outcome: Outcome, asked: Asked) -> bool:
    """A truth value; every number but 0 is true."""
    value = sound(outcome).value
    if not isinstance(value, str):
        return bool(value)
    if value.upper() not in {"TRUE", "FALSE", ""}:
        raise _refused(asked, "boolean", f"'{value}' is a text")
    return value.upper() == "TRUE"


def day(outcome: Outcome, asked: Asked) -> date:
    """A day; its time is left aside."""
    try:
        return day_of_serial(number(outcome, asked))
    except OverflowError as error:
        raise out_of_range(asked.function, asked.place) from error


def moment(outcome: Outcome, asked: Asked) -> datetime:
    """A day with its time."""
    try:
        return moment_of_serial(number(outcome, asked))
    except OverflowError as error:
        raise out_of_range(asked.function, asked.place) from error


def out_of_range(function: str, place: int) -> FailedError:
    """The refusal of a number that a function has no answer for."""
    return failed("#NUM!", f"Function {function} parameter {place} value is out of range.")


def _refused(asked: Asked, wanted: str, given: str) -> FailedError:
    return failed(
        "#VALUE!",
        f"Function {asked.function} parameter {asked.place} expects {wanted} values. "
        f"But {given} and cannot be coerced to a {wanted}.",
    )


def array(result: Result, asked: Asked) -> Array:  # noqa: ARG001 - a reader
    """An array, or a single value that is no error."""
    if isinstance(result, Outcome):
        sound(result)
    return array_of(result)


def span(result: Result, asked: Asked) -> Span:
    """The cells of a range."""
    if not isinstance(result, Span):
        array(result, asked)
        raise failed("#N/A", "Argument must be a range.")
    return result


def numbers(result: Result, asked: Asked) -> Iterator[Quantity]:
    """The numbers of an argument: in an array, text and truth values are passed over."""
    if isinstance(result, Outcome):
        yield quantity(result, asked)
        return
    for each in result.filled:
        if isinstance(sound(each).value, int | float) and not isinstance(each.value, bool):
            yield quantity(each, asked)


def truths(result: Result, asked: Asked) -> Iterator[bool]:
    """The truth values of an argument: in an array, text is passed over."""
    if isinstance(result, Outcome):
        yield truth(result, asked)
        return
    yield from (truth(each, asked) for each in result.filled if not isinstance(sound(each).value, str))


def texts(result: Result, asked: Asked) -> Iterator[str]:
    """All values of an argument as text."""
    return (text(each, asked) for each in array_of(result).values())


READERS: dict[object, Reader] = {
    Outcome: lambda outcome, _: outcome,
    Quantity: quantity,
    Value: lambda outcome, _: sound(outcome),
    bool: truth,
    date: day,
    datetime: moment,
    float: number,
    int: whole,
    str: text,
}
"""How one value is read, by the annotation of a parameter; arrays are gone through value by value."""

WHOLE: dict[object, Callable[[Result, Asked], Any]] = {
    Array: array,
    First: lambda result, asked: whole(array_of(result).rows[0][0], asked),
    Numbers: lambda result, asked: tuple(numbers(result, asked)),
    Result: lambda result, _: result,
    Span: span,
    Texts: lambda result, asked: tuple(texts(result, asked)),
    Truths: lambda result, asked: tuple(truths(result, asked)),
}
"""How a whole argument is read, by the annotation of a parameter."""
