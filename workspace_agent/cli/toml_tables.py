"""Tables inside of a list, in TOML as people write it; tomlkit alone leaves out blanks and line ends."""

from __future__ import annotations

from collections.abc import Mapping

import tomlkit
from tomlkit.items import Array, InlineTable, Item, Whitespace

_INDENT = "  "


def inline_table(values: Mapping[str, Item]) -> Item:
    """`{ id = "1a", holds = "hours" }`."""
    pairs = ", ".join(f"{key} = {value.as_string()}" for key, value in values.items())
    table = tomlkit.value(f"{{ {pairs} }}")
    if isinstance(table, InlineTable) and not table.as_string().endswith(" }"):
        table.value.body.append((None, Whitespace(" ")))  # tomlkit drops it behind a date
    return table


def add_table(array: Array, table: Item) -> None:
    """Put a table at the end of a list, on a line of its own; comments in the list stay."""
    if "\n" not in array.as_string():
        held = [item for item in array if isinstance(item, Item)]
        array.clear()
        for one in held:
            array.add_line(one, indent=_INDENT)
        array.add_line(table, indent=_INDENT)
        array.add_line(indent="")
        return
    array.add_line(table, indent=_INDENT)
