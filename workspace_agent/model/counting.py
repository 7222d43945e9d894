"""Numbers of things, as people say them."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """`1 draft`, `2 drafts`; `1 row needs`, `2 rows need` where both are given."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def for_a_person(count: int) -> str:
    """`1 row or response needs a person`."""
    return counted(count, "row or response needs a person", "rows or responses need a person")
