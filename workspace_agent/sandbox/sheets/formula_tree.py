"""Formulas as trees."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workspace_agent.sandbox.sheets.formula_text import Piece, Reference, pieces_of, reference_of
from workspace_agent.sandbox.sheets.typed import Scalar

# An operator is a function by another name: errors of `1+"x"` speak of ADD.
_LEVELS = (
    {"=": "EQ", "<>": "NE", "<": "LT", ">": "GT", "<=": "LTE", ">=": "GTE"},
    {"&": "CONCAT"},
    {"+": "ADD", "-": "MINUS"},
    {"*": "MULTIPLY", "/": "DIVIDE"},
    {"^": "POW"},
)
_SIGNS = {"+": "UPLUS", "-": "UMINUS"}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth value."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class WrittenFailure:
    """An error value that was written out, such as what is left of a lost reference."""

    text: str


@dataclass(frozen=True, slots=True)
class Cells:
    """A reference."""

    reference: Reference


@dataclass(frozen=True, slots=True)
class Name:
    """A word without parentheses: a named range."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal:
    """An array between braces, row by row."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function or an operator with its arguments; None is an argument that was left out."""

    name: str
    arguments: tuple[Node | None, ...]


Node = Constant | WrittenFailure | Cells | Name | Literal | Function


class _SyntaxError(ValueError):
    pass


@lru_cache(maxsize=4096)
def tree_of(text: str, decimal: str) -> Node | None:
    """The tree of a formula with its equals sign; None where it cannot be parsed."""
    pieces = pieces_of(text[1:], decimal)
    if pieces is None:
        return None
    parser = _Parser([piece for piece in pieces if piece.kind != "blank"], decimal)
    try:
        return parser.whole()
    except (_SyntaxError, RecursionError):
        return None


def parts(node: Node | None) -> Iterator[Node]:
    """A tree and every part of it, however deep it is."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one is None:
            continue
        yield one
        if isinstance(one, Function):
            waiting += reversed(one.arguments)
        elif isinstance(one, Literal):
            waiting += [each for row in reversed(one.rows) for each in reversed(row)]


def _number(value: float) -> Node:
    return Constant(value) if math.isfinite(value) else WrittenFailure("#NUM!")


class _Parser:
    def __init__(self, pieces: list[Piece], decimal: str) -> None:
        self._pieces = pieces
        self._decimal = decimal
        # Where a comma stands before decimals, a backslash stands between the columns of an array.
        self._across = "\\" if decimal == "," else ","
        self._at = 0

    def whole(self) -> Node:
        node = self._level(0)
        if self._at < len(self._pieces):
            raise _SyntaxError
        return node

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        node = self._level(level + 1)
        while operator := self._taken("operator", *_LEVELS[level]):
            node = Function(_LEVELS[level][operator], (node, self._level(level + 1)))
        return node

    def _signed(self) -> Node:
        if sign := self._taken("operator", *_SIGNS):
            return Function(_SIGNS[sign], (self._signed(),))
        node = self._single()
        while self._taken("operator", "%"):
            node = Function("UNARY_PERCENT", (node,))
        return node

    def _single(self) -> Node:
        if self._taken("open"):
            node = self._level(0)
            self._must("close")
            return node
        if self._taken("begin"):
            return self._literal()
        if self._at == len(self._pieces):
            raise _SyntaxError
        piece = self._pieces[self._at]
        self._at += 1
        return self._leaf(piece)

    def _leaf(self, piece: Piece) -> Node:
        if piece.kind == "name":
            return self._named(piece.text)
        if piece.kind == "number":
            return _number(float(piece.text.replace(self._decimal, ".")))
        if piece.kind == "text":
            return Constant(piece.text[1:-1].replace('""', '"'))
        if piece.kind == "reference":
            return Cells(reference_of(piece.text))
        if piece.kind == "failure":
            return WrittenFailure(piece.text)
        raise _SyntaxError

    def _named(self, text: str) -> Node:
        if not self._taken("open"):
            return Constant(text.upper() == "TRUE") if text.upper() in {"TRUE", "FALSE"} else Name(text)
        if self._taken("close"):
            return Function(text.upper(), ())
        arguments = [self._argument()]
        while self._taken("separator", ",", ";"):
            arguments.append(self._argument())
        self._must("close")
        return Function(text.upper(), tuple(arguments))

    def _argument(self) -> Node | None:
        at_end = self._at < len(self._pieces) and self._pieces[self._at].kind in {"separator", "close"}
        return None if at_end else self._level(0)

    def _literal(self) -> Node:
        rows = [[self._level(0)]]
        while mark := self._taken("separator", self._across, ";"):
            if mark == ";":
                rows.append([])
            rows[-1].append(self._level(0))
        self._must("end")
        return Literal(tuple(tuple(row) for row in rows))

    def _must(self, kind: str) -> None:
        # Sheets adds a parenthesis that is missing at the very end.
        if not self._taken(kind) and self._at < len(self._pieces):
            raise _SyntaxError

    def _taken(self, kind: str, *texts: str) -> str:
        if self._at == len(self._pieces):
            return ""
        piece = self._pieces[self._at]
        if piece.kind != kind or (texts and piece.text not in texts):
            return ""
        self._at += 1
        return piece.text
