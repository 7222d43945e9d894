"""One number of many."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

from workspace_agent.sandbox.sheets.formula_reading import Numbers, Quantity, number_in_text, sound
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Setting, array_of
from workspace_agent.sandbox.sheets.outcomes import Outcome, failed


def all_of(arguments: Sequence[Numbers]) -> list[Quantity]:
    """The numbers of several arguments."""
    return [each for argument in arguments for each in argument]


def like_first(value: float, quantities: Sequence[Quantity]) -> Outcome:
    """A number in the format of the first of those that it was made of."""
    return Outcome(value, number_format=quantities[0].number_format if quantities else None)


def total(first: Numbers, *rest: Numbers) -> Outcome:
    """SUM."""
    found = all_of([first, *rest])
    return like_first(_sum(found), found)


def _sum(quantities: Sequence[Quantity]) -> float:
    return sum(each.number for each in quantities)


def product(first: Numbers, *rest: Numbers) -> Outcome:
    """PRODUCT."""
    found = all_of([first, *rest])
    return like_first(math.prod(each.number for each in found) if found else 0.0, found)


def average(first: Numbers, *rest: Numbers) -> Outcome:
    """AVERAGE; of nothing it divides by zero."""
    found = all_of([first, *rest])
    return like_first(_sum(found) / len(found), found)


def least(first: Numbers, *rest: Numbers) -> Outcome:
    """MIN; of nothing it is 0."""
    found = all_of([first, *rest])
    return like_first(min((each.number for each in found), default=0.0), found)


def greatest(first: Numbers, *rest: Numbers) -> Outcome:
    """MAX; of nothing it is 0."""
    found = all_of([first, *rest])
    return like_first(max((each.number for each in found), default=0.0), found)


def median(first: Numbers, *rest: Numbers) -> Outcome:
    """MEDIAN."""
    found = all_of([first, *rest])
    if not found:
        raise failed("#NUM!", "MEDIAN has no valid input data.")
    return like_first(statistics.median(each.number for each in found), found)


def most_frequent(first: Numbers, *rest: Numbers) -> Outcome:
    """MODE: the first number of those that occur most often."""
    found = all_of([first, *rest])
    values = [each.number for each in found]
    if len(set(values)) == len(values):
        raise failed("#N/A", "Function MODE found no number that occurs more than once.")
    return like_first(statistics.mode(values), found)


def deviation(first: Numbers, *rest: Numbers) -> float:
    """STDEV, of a sample."""
    found = [each.number for each in all_of([first, *rest])]
    if len(found) < 2:
        raise failed("#DIV/0!", "Evaluation of function STDEV caused a divide by zero error.")
    return statistics.stdev(found)


def count(setting: Setting, first: Result, *rest: Result) -> int:
    """COUNT: numbers; one that is given as text counts, one that stands in a cell as text does not."""
    return sum(_count(setting, each) for each in (first, *rest))


def _count(setting: Setting, result: Result) -> int:
    if isinstance(result, Array):
        values = (each.value for each in result.filled)
        return sum(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    if isinstance(result.value, str):
        return number_in_text(result.value, setting) is not None
    return isinstance(result.value, int | float)


def count_filled(first: Result, *rest: Result) -> int:
    """COUNTA: everything but blanks; errors and empty texts count."""
    return sum(len(array_of(each).filled) for each in (first, *rest))


def count_blank(first: Result, *rest: Result) -> int:
    """COUNTBLANK: blanks and empty texts."""
    return sum(value.value in {None, ""} for each in (first, *rest) for value in array_of(each).values())


def count_different(first: Result, *rest: Result) -> int:
    """COUNTUNIQUE; letter case counts, empty texts do not."""
    values = (value.value for each in (first, *rest) for value in array_of(each).filled)
    return len({(type(value).__name__.replace("int", "float"), value) for value in values if value != ""})


def largest(values: Numbers, rank: int) -> Outcome:
    """LARGE."""
    return _ranked("LARGE", sorted(values, key=lambda each: -each.number), rank)


def smallest(values: Numbers, rank: int) -> Outcome:
    """SMALL."""
    return _ranked("SMALL", sorted(values, key=lambda each: each.number), rank)


def _ranked(name: str, found: list[Quantity], rank: int) -> Outcome:
    if not 1 <= rank <= len(found):
        raise failed("#NUM!", f"Function {name} parameter 2 value {rank} is out of range.")
    return like_first(found[rank - 1].number, found[rank - 1 :])


def place(value: float, values: Numbers, ascending: bool = False) -> int:  # noqa: FBT001, FBT002 - as in Sheets
    """RANK: the place of a number among others, the largest first."""
    found = [each.number for each in values]
    if value not in found:
        raise failed("#N/A", f"Function RANK found no value {value:g}.")
    return 1 + sum(each < value if ascending else each > value for each in found)


def sum_of_products(first: Array, *rest: Array) -> float:
    """SUMPRODUCT: of values at the same place; text counts as 0."""
    arrays = [first, *rest]
    if len({(each.height, each.width) for each in arrays}) > 1:
        raise failed("#VALUE!", "Function SUMPRODUCT has mismatched range sizes.")
    rows = zip(*(each.values() for each in arrays), strict=True)
    return float(sum(math.prod(_factor(value) for value in row) for row in rows))


def _factor(value: Outcome) -> float:
    number = sound(value).value
    return float(number) if isinstance(number, bool | int | float) else 0.0


FUNCTIONS: Mapping[str, Known] = {
    "AVERAGE": eager(average),
    "COUNT": eager(count),
    "COUNTA": eager(count_filled),
    "COUNTBLANK": eager(count_blank),
    "COUNTUNIQUE": eager(count_different),
    "LARGE": eager(largest),
    "MAX": eager(greatest),
    "MEDIAN": eager(median),
    "MIN": eager(least),
    "MODE": eager(most_frequent),
    "PRODUCT": eager(product),
    "RANK": eager(place),
    "SMALL": eager(smallest),
    "STDEV": eager(deviation),
    "SUM": eager(total),
    "SUMPRODUCT": eager(sum_of_products, over_arrays=True),
}
