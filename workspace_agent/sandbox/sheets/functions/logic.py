"""Truth values, and choosing between values; what is not chosen is not worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from workspace_agent.sandbox.sheets.formula_reading import Asked, Truths, sound, truth, whole
from workspace_agent.sandbox.sheets.formula_signatures import Known, Lazy, eager
from workspace_agent.sandbox.sheets.formula_tree import Function, Node
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Row, Span, spread
from workspace_agent.sandbox.sheets.functions.order import order_beside
from workspace_agent.sandbox.sheets.outcomes import (
    LOADING,
    FailedError,
    Failure,
    Outcome,
    failed,
)

if TYPE_CHECKING:
    from workspace_agent.sandbox.sheets.formula_evaluation import Evaluation


def all_true(first: Truths, *rest: Truths) -> bool:
    """AND."""
    return all(_some(first, *rest))


def any_true(first: Truths, *rest: Truths) -> bool:
    """OR."""
    return any(_some(first, *rest))


def odd_true(first: Truths, *rest: Truths) -> bool:
    """XOR."""
    return sum(_some(first, *rest)) % 2 == 1


def _some(*arguments: Truths) -> list[bool]:
    found = [each for argument in arguments for each in argument]
    if not found:
        raise failed("#VALUE!", "No logical values were found.")
    return found


def negated(value: bool) -> bool:  # noqa: FBT001 - a truth value is what NOT is about
    """NOT."""
    return not value


def true() -> bool:
    """TRUE."""
    return True


def false() -> bool:
    """FALSE."""
    return False


# ---- choosing
# Each way of choosing is a function from the values so far to the place of the argument that is meant; a
# place beyond the end means that nothing is. Within ARRAYFORMULA all arguments are worked out, and the
# choice is made value by value.

_Choice = Callable[["Evaluation", Function, Callable[[int], Outcome]], int]


def _choosing(choose: _Choice, nothing: Callable[[Function], Result]) -> Callable[..., Result]:
    def chosen(evaluation: Evaluation, call: Function) -> Result:
        if evaluation.arrays:
            return _chosen_over_arrays(evaluation, call, choose, nothing)
        at = choose(evaluation, call, lambda place: evaluation.value(call.arguments[place]))
        return evaluation.result(call.arguments[at]) if at < len(call.arguments) else nothing(call)

    return chosen


def _chosen_over_arrays(
    evaluation: Evaluation, call: Function, choose: _Choice, nothing: Callable[[Function], Result]
) -> Result:
    results = tuple(evaluation.result(argument) for argument in call.arguments)

    def once(values: Row) -> Result:
        try:
            at = choose(evaluation, call, values.__getitem__)
            return values[at] if at < len(values) else nothing(call)
        except FailedError as error:
            return Outcome(error.reason)

    return spread(once, results)


def _truth(evaluation: Evaluation, call: Function, place: int, value: Outcome) -> bool:
    return truth(value, Asked(evaluation.setting, call.name, place + 1))


def _if(evaluation: Evaluation, call: Function, value: Callable[[int], Outcome]) -> int:
    return 1 if _truth(evaluation, call, 0, value(0)) else 2


def _ifs(evaluation: Evaluation, call: Function, value: Callable[[int], Outcome]) -> int:
    if len(call.arguments) % 2:
        raise failed("#N/A", "Wrong number of arguments to IFS. Every condition needs a value.")
    for at in range(0, len(call.arguments), 2):
        if _truth(evaluation, call, at, value(at)):
            return at + 1
    return len(call.arguments)


def _switch(_: Evaluation, call: Function, value: Callable[[int], Outcome]) -> int:
    sought = sound(value(0))
    for at in range(1, len(call.arguments) - 1, 2):
        case = sound(value(at))
        if order_beside(sought, case) == order_beside(case, sought):
            return at + 1
    default = len(call.arguments) - 1
    return default if default % 2 else default + 1


def _choose(evaluation: Evaluation, call: Function, value: Callable[[int], Outcome]) -> int:
    at = whole(value(0), Asked(evaluation.setting, call.name, 1))
    if not 1 <= at < len(call.arguments):
        most = len(call.arguments) - 1
        message = f"Function CHOOSE parameter 1 value is {at}. Valid values are between 1 and {most}."
        raise failed("#NUM!", message)
    return at


def _no_match(call: Function) -> Result:
    raise failed("#N/A", f"No match found in {call.name} evaluation.")


# ---- errors


def _catching(caught: Callable[[Failure], bool]) -> Callable[..., Result]:
    def tried(evaluation: Evaluation, call: Function) -> Result:
        first = evaluation.result(call.arguments[0])
        instead = call.arguments[1] if call.arguments[1:] else None
        if isinstance(first, Span) and not evaluation.arrays:
            first = evaluation.single(first)
        if isinstance(first, Outcome):
            return evaluation.result(instead) if _is_caught(first, caught) else first
        return _repaired(evaluation, first, instead, caught)

    return tried


def _repaired(
    evaluation: Evaluation, first: Array, instead: Node | None, caught: Callable[[Failure], bool]
) -> Result:
    if not any(_is_caught(each, caught) for each in first.values()):
        return first
    results = (first, evaluation.result(instead) if evaluation.arrays else evaluation.value(instead))
    return spread(lambda pair: pair[1] if _is_caught(pair[0], caught) else pair[0], results)


def _is_caught(outcome: Outcome, caught: Callable[[Failure], bool]) -> bool:
    # What is still loading is no error yet.
    return isinstance(outcome.value, Failure) and outcome.value != LOADING and caught(outcome.value)


def _array_formula(evaluation: Evaluation, call: Function) -> Result:
    return evaluation.over_arrays().result(call.arguments[0])


FUNCTIONS: Mapping[str, Known] = {
    "AND": eager(all_true),
    "CHOOSE": Lazy(_choosing(_choose, _no_match), 2),
    "FALSE": eager(false),
    "IF": Lazy(_choosing(_if, lambda _: Outcome(value=False)), 2, 3),
    "IFERROR": Lazy(_catching(lambda _: True), 1, 2),
    "IFNA": Lazy(_catching(lambda reason: reason.shown == "#N/A"), 1, 2),
    "IFS": Lazy(_choosing(_ifs, _no_match), 2),
    "NOT": eager(negated),
    "OR": eager(any_true),
    "SWITCH": Lazy(_choosing(_switch, _no_match), 3),
    "TRUE": eager(true),
    "XOR": eager(odd_true),
}
ARRAY_FORMULA = Lazy(_array_formula, 1, 1, spills=True)
