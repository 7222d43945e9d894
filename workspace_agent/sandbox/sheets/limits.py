"""How much a spreadsheet holds: https://support.google.com/drive/answer/37603."""

from __future__ import annotations

from workspace_agent.sandbox.call import ApiError
from workspace_agent.sandbox.sheets.model import Book, RefusedError

CELLS = 10_000_000
CHARACTERS = 50_000


def refuse_more_cells(before: Book, after: Book) -> None:
    """Refuse a change that makes a spreadsheet too large.

    Raises:
        RefusedError: There would be more cells than a spreadsheet may have.
    """
    if _cells(before) < _cells(after) > CELLS:
        raise RefusedError(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{CELLS} cells."
        )


def refuse_growth(before: Book, after: Book) -> None:
    """Refuse the same outside `batchUpdate`.

    Raises:
        ApiError: There would be more cells than a spreadsheet may have.
    """
    try:
        refuse_more_cells(before, after)
    except RefusedError as refusal:
        raise ApiError(400, str(refusal), canonical="INVALID_ARGUMENT") from refusal


def _cells(book: Book) -> int:
    return sum(sheet.rows * sheet.columns for sheet in book.sheets)


def refuse_long_text(value: object) -> None:
    """Refuse a text that is too long for a cell.

    Raises:
        ApiError: It is.
    """
    if isinstance(value, str) and len(value) > CHARACTERS:
        message = f"Your input contains more than the maximum of {CHARACTERS} characters in a single cell."
        raise ApiError(400, message, canonical="INVALID_ARGUMENT")
