"""Each rule lists what it asks of a state's law, so that the rule book and `explain` can say it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, ModuleType
from typing import Any

import pytest

from workspace_agent.model.finding import Rule
from workspace_agent.model.state_law import StateLaw
from workspace_agent.rules import RULES
from workspace_agent.rules.requirement import parameters

Function = Callable[..., Any]


def code_of(code: CodeType) -> Iterator[CodeType]:
    """A function's code, with that of the comprehensions and lambdas in it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from code_of(one)


def functions(thing: Any, names: frozenset[str]) -> Iterator[Function]:
    """What a name may call: a function, those of a class, or those of a module that are named."""
    if isinstance(thing, ModuleType):
        for name in names & vars(thing).keys():
            yield from functions(vars(thing)[name], frozenset())
    elif isinstance(thing, type):
        for part in vars(thing).values():
            yield from functions(part.fget if isinstance(part, property) else part, frozenset())
    elif inspect.isfunction(thing):
        yield inspect.unwrap(thing)


def asked_of_states(function: Function, seen: set[Function]) -> frozenset[str]:
    """What a function of the rules, or one that it calls, asks of a state's law, as `StateLaw` names it."""
    if function in seen or not function.__module__.startswith("workspace_agent.rules."):
        return frozenset()
    seen.add(function)
    names = frozenset(name for code in code_of(function.__code__) for name in code.co_names)
    own = names & StateLaw.model_fields.keys() if "state_law" in names else frozenset()
    used = (function.__globals__[name] for name in names & function.__globals__.keys())
    called = (one for thing in used for one in functions(thing, names))
    return own.union(*(asked_of_states(one, seen) for one in called))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_lists_what_it_asks_of_a_states_law(rule: Rule) -> None:
    listed = {one.removeprefix("states.") for one in parameters(rule) if one.startswith("states.")}

    assert listed == asked_of_states(rule.check, set())
