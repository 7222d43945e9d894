"""The functions that formulas may call; every other name is unknown, so that no test leans on it.

What each does is said on its page under https://support.google.com/docs/table/25273. A module holds those of
one kind in its own `FUNCTIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from workspace_agent.sandbox.sheets.formula_signatures import Known
from workspace_agent.sandbox.sheets.functions import (
    arrays,
    conditions,
    dates,
    information,
    logic,
    lookups,
    numbers,
    operators,
    patterns,
    places,
    texts,
    totals,
    trends,
    workdays,
)

_MODULES: Mapping[str, tuple[ModuleType, ...]] = {
    "Operators": (operators,),
    "Logic": (logic,),
    "Information": (information,),
    "Numbers": (numbers,),
    "Totals": (totals, conditions, trends),
    "Dates": (dates, workdays),
    "Text": (texts, patterns),
    "Lookup": (lookups, places),
    "Arrays": (arrays,),
}
GROUPS: Mapping[str, Mapping[str, Known]] = {
    title: {name: known for module in modules for name, known in module.FUNCTIONS.items()}
    for title, modules in _MODULES.items()
}
FUNCTIONS: Mapping[str, Known] = {name: known for group in GROUPS.values() for name, known in group.items()}
