"""One number of those that meet conditions.

Where values and conditions lie in different ranges, Sheets wants true ranges and no arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from workspace_agent.sandbox.sheets.formula_reading import Numbers, Quantity, Value, sound
from workspace_agent.sandbox.sheets.formula_signatures import Known, eager
from workspace_agent.sandbox.sheets.formula_values import Array, Setting, Span
from workspace_agent.sandbox.sheets.functions.criteria import matching
from workspace_agent.sandbox.sheets.functions.totals import average, greatest, least, total
from workspace_agent.sandbox.sheets.outcomes import BLANK, Outcome, failed

Pairs = Annotated[object, Array, Value]


def count_if(setting: Setting, values: Array, criterion: Value) -> int:
    """COUNTIF."""
    test = matching(criterion, setting)
    blanks = values.height * values.width - len(values.filled)
    return sum(map(test, values.filled)) + (blanks if test(BLANK) else 0)


def count_ifs(setting: Setting, values: Array, criterion: Value, *more: Pairs) -> int:
    """COUNTIFS."""
    return sum(_met(setting, "COUNTIFS", values, (values, criterion, *more)))


def sum_if(setting: Setting, values: Array, criterion: Value, summed: Span | None = None) -> Outcome:
    """SUMIF."""
    return total(_chosen_beside(setting, values, criterion, summed))


def average_if(setting: Setting, values: Array, criterion: Value, averaged: Span | None = None) -> Outcome:
    """AVERAGEIF."""
    return average(_chosen_beside(setting, values, criterion, averaged))


def sum_ifs(setting: Setting, summed: Span, values: Array, criterion: Value, *more: Pairs) -> Outcome:
    """SUMIFS."""
    return total(_chosen(setting, "SUMIFS", summed, (values, criterion, *more)))


def average_ifs(setting: Setting, averaged: Span, values: Array, criterion: Value, *more: Pairs) -> Outcome:
    """AVERAGEIFS."""
    return average(_chosen(setting, "AVERAGEIFS", averaged, (values, criterion, *more)))


def least_ifs(setting: Setting, sought: Span, values: Array, criterion: Value, *more: Pairs) -> Outcome:
    """MINIFS."""
    return least(_chosen(setting, "MINIFS", sought, (values, criterion, *more)))


def greatest_ifs(setting: Setting, sought: Span, values: Array, criterion: Value, *more: Pairs) -> Outcome:
    """MAXIFS."""
    return greatest(_chosen(setting, "MAXIFS", sought, (values, criterion, *more)))


def _chosen_beside(setting: Setting, values: Array, criterion: Value, beside: Span | None) -> Numbers:
    """The numbers that lie as the values do that meet the criterion."""
    test = matching(criterion, setting)
    pairs = zip(values.values(), (beside or values).values(), strict=False)
    return numbers_among([number for value, number in pairs if test(value)])


def _chosen(setting: Setting, name: str, numbers: Array, pairs: Sequence[object]) -> Numbers:
    met = _met(setting, name, numbers, pairs)
    return numbers_among([value for value, good in zip(numbers.values(), met, strict=True) if good])


def _met(setting: Setting, name: str, like: Array, pairs: Sequence[object]) -> list[bool]:
    """Of each value, whether all that lies beside it meets its condition."""
    met = [True] * (like.height * like.width)
    for values, criterion in zip(pairs[::2], pairs[1::2], strict=True):
        assert isinstance(values, Array) and isinstance(criterion, Outcome)  # noqa: PT018, S101 - as declared
        if (values.height, values.width) != (like.height, like.width):
            raise failed("#VALUE!", f"Array arguments to {name} are of different size.")
        test = matching(criterion, setting)
        met = [good and test(value) for good, value in zip(met, values.values(), strict=True)]
    return met


def numbers_among(values: Sequence[Outcome]) -> Numbers:
    """The numbers among some values; an error among them fails."""
    found = [sound(value) for value in values]
    return Numbers(
        tuple(
            Quantity(float(each.value), each.number_format)
            for each in found
            if isinstance(each.value, int | float) and not isinstance(each.value, bool)
        )
    )


FUNCTIONS: Mapping[str, Known] = {
    "AVERAGEIF": eager(average_if),
    "AVERAGEIFS": eager(average_ifs),
    "COUNTIF": eager(count_if),
    "COUNTIFS": eager(count_ifs),
    "MAXIFS": eager(greatest_ifs),
    "MINIFS": eager(least_ifs),
    "SUMIF": eager(sum_if),
    "SUMIFS": eager(sum_ifs),
}
