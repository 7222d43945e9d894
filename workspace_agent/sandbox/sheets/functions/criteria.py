"""Criteria as COUNTIF and its kin take them: `>5`, `<>done`, `a*`, 7, TRUE."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from workspace_agent.sandbox.sheets.formula_reading import number_in_text
from workspace_agent.sandbox.sheets.formula_values import Setting
from workspace_agent.sandbox.sheets.functions.order import likeness, order
from workspace_agent.sandbox.sheets.outcomes import Outcome
from workspace_agent.sandbox.sheets.typed import read_value

Test = Callable[[Outcome], bool]

_SIGN = re.compile(r"(<=|>=|<>|[<>=])?(.*)", re.DOTALL)
_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def matching(criterion: Outcome, setting: Setting) -> Test:
    """The test that a criterion asks for."""
    if not isinstance(criterion.value, str):
        return _equal(criterion.value, setting)
    found = _SIGN.fullmatch(criterion.value)
    sign, rest = (found[1] or "", found[2]) if found else ("", "")
    if not rest and sign in {"=", "<>"}:
        return lambda outcome: (outcome.value is None) == (sign == "=")
    sought = _sought(rest, setting)
    if sign in _COMPARE:
        return _compared(sign, sought)
    equal = _equal(sought, setting)
    return (lambda outcome: not equal(outcome)) if sign == "<>" else equal


def _sought(text: str, setting: Setting) -> object:
    found = read_value(text.strip(), locale=setting.locale, today=setting.today())
    return text if found is None else found.value


def _equal(sought: object, setting: Setting) -> Test:
    if sought in {None, ""}:
        return lambda outcome: outcome.value in {None, ""}
    if isinstance(sought, str | bool):
        like = likeness(sought)
        return lambda outcome: like(outcome.value)
    return lambda outcome: _number(outcome.value, setting) == sought


def _number(value: object, setting: Setting) -> float | None:
    """A number, also one that a cell holds as text."""
    if isinstance(value, str):
        return number_in_text(value, setting)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _compared(sign: str, sought: object) -> Test:
    compare, kind = _COMPARE[sign], order(sought)[0]

    def test(outcome: Outcome) -> bool:
        key = order(outcome.value)
        return key[0] == kind and bool(compare(key, order(sought)))

    return test
