"""What a cell turned out to be: a value, nothing, or something a person has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from workspace_agent.model.place import Cell
from workspace_agent.model.problem import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A readable cell."""

    value: T
    cell: Cell


@dataclass(frozen=True, slots=True)
class Missing:
    """An empty cell, or the cell where a missing column would have been (then the row)."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell about which a Problem already speaks: rules stay silent on it."""

    problem: Problem
    cell: Cell


Field = Value[T] | Missing | Unreadable


def known(field: Field[T]) -> T | None:
    """The value, or None where there is none to use."""
    return field.value if isinstance(field, Value) else None


def has_column(field: Field[Any], row: Cell) -> bool:
    """Whether the sheet has the column at all: one that is missing has its row for a cell."""
    return field.cell != row


def is_blank(field: Field[Any], row: Cell) -> bool:
    """The column is there, and nothing is filled in."""
    return isinstance(field, Missing) and has_column(field, row)
