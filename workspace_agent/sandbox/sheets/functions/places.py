"""Where cells lie, and cells that are named by text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from workspace_agent.sandbox.sheets.a1 import Region, column_letters, quote_title
from workspace_agent.sandbox.sheets.formula_reading import Asked, Value, span, text
from workspace_agent.sandbox.sheets.formula_signatures import Known, Lazy, eager
from workspace_agent.sandbox.sheets.formula_text import pieces_of, reference_of
from workspace_agent.sandbox.sheets.formula_tree import Function
from workspace_agent.sandbox.sheets.formula_values import Array, Result, Setting, Span
from workspace_agent.sandbox.sheets.locales import locale_of
from workspace_agent.sandbox.sheets.outcomes import LOST, FailedError, Outcome, failed, text_in

if TYPE_CHECKING:
    from workspace_agent.sandbox.sheets.formula_evaluation import Evaluation


def _numbered(number: Callable[[int, int], int]) -> Callable[..., Result]:
    """The numbers of the rows or columns of a range; by itself, one number."""

    def numbers(evaluation: Evaluation, call: Function) -> Result:
        if not call.arguments:
            return Outcome(number(*evaluation.place) + 1)
        given = evaluation.result(call.arguments[0])
        region = span(given, Asked(evaluation.setting, call.name, 1)).region
        if not evaluation.arrays:
            return Outcome(number(region.top, region.left) + 1)
        corner = number(region.top, region.left) + 1
        if number(1, 0):
            return Array(tuple((Outcome(corner + down),) for down in range(region.height)))
        return Array((tuple(Outcome(corner + across) for across in range(region.width)),))

    return numbers


def rows(values: Array) -> int:
    """ROWS."""
    return values.height


def columns(values: Array) -> int:
    """COLUMNS."""
    return values.width


def _indirect(evaluation: Evaluation, call: Function) -> Result:
    """INDIRECT: cells that are named by a text in A1 notation."""
    name = text(evaluation.value(call.arguments[0]), Asked(evaluation.setting, call.name, 1))
    pieces = pieces_of(name, locale_of(evaluation.setting.locale).decimal)
    if pieces is None or [piece.kind for piece in pieces] != ["reference"]:
        raise failed(
            "#REF!",
            f"Function INDIRECT parameter 1 value is '{name}'. It is not a valid cell/range reference.",
        )
    return evaluation.span(reference_of(name))


def offset(
    start: Span, down: int, across: int, height: int | None = None, width: int | None = None
) -> Result:
    """OFFSET: cells so far away from others, and as large or as large as told."""
    tall, wide = start.height if height is None else height, start.width if width is None else width
    if tall < 1 or wide < 1:
        raise failed("#VALUE!", "Function OFFSET parameters 4 and 5 should be 1 or more.")
    top, left = start.region.top + down, start.region.left + across
    region = Region(top, left, top + tall, left + wide)
    grid = start.sheet.grid
    if top < 0 or left < 0 or region.bottom > grid.bottom or region.right > grid.right:
        raise FailedError(LOST)
    return start.part(Region(down, across, down + tall, across + wide))


def address(row: int, column: int, kind: int = 1, a1: bool = True, title: str = "") -> str:  # noqa: FBT001, FBT002
    """ADDRESS: the name of a cell as text."""
    if row < 1 or column < 1 or kind not in {1, 2, 3, 4}:
        raise failed("#VALUE!", "Function ADDRESS parameters are out of range.")
    if not a1:
        raise failed("#VALUE!", "The sandbox writes addresses in A1 notation only.")
    across, down = "$" if kind in {1, 3} else "", "$" if kind in {1, 2} else ""
    cell = f"{across}{column_letters(column - 1)}{down}{row}"
    return f"{quote_title(title)}!{cell}" if title else cell


def hyperlink(setting: Setting, link: Value, label: Value | None = None) -> Outcome:
    """HYPERLINK: a label that leads to an address; without one, the address itself."""
    shown = link if label is None or label.value is None else label
    return Outcome(shown.value, text_in(link, setting.locale), shown.number_format)


FUNCTIONS: Mapping[str, Known] = {
    "ADDRESS": eager(address),
    "COLUMN": Lazy(_numbered(lambda _, column: column), 0, 1, spills=True),
    "COLUMNS": eager(columns),
    "HYPERLINK": eager(hyperlink),
    "INDIRECT": Lazy(_indirect, 1, 2, spills=True),
    "OFFSET": eager(offset),
    "ROW": Lazy(_numbered(lambda row, _: row), 0, 1, spills=True),
    "ROWS": eager(rows),
}
