"""`spreadsheets.batchUpdate`: all requests are applied, or none."""

from __future__ import annotations

from collections.abc import Callable

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.sheets import change_cells as cells
from workspace_agent.sandbox.sheets import change_dimensions as dimensions
from workspace_agent.sandbox.sheets import change_moves as moves
from workspace_agent.sandbox.sheets import change_ranges as ranges
from workspace_agent.sandbox.sheets import change_sheets as whole
from workspace_agent.sandbox.sheets.books import book_reply, shows_cells
from workspace_agent.sandbox.sheets.grid import region_on
from workspace_agent.sandbox.sheets.model import Book, RefusedError
from workspace_agent.sandbox.sheets.protect import refuse_protected

SILENT: dict[str, Callable[[Book, Json], Book]] = {
    "addConditionalFormatRule": ranges.add_conditional_format,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "autoResizeDimensions": dimensions.auto_resize,
    "clearBasicFilter": ranges.clear_basic_filter,
    "copyPaste": moves.copy_paste,
    "cutPaste": moves.cut_paste,
    "deleteDimension": dimensions.delete_dimension,
    "deleteNamedRange": ranges.delete_named_range,
    "deleteProtectedRange": ranges.delete_protected_range,
    "deleteSheet": whole.delete_sheet,
    "insertDimension": dimensions.insert_dimension,
    "mergeCells": ranges.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": ranges.set_basic_filter,
    "setDataValidation": cells.set_data_validation,
    "sortRange": moves.sort_range,
    "unmergeCells": ranges.unmerge_cells,
    "updateCells": cells.update_cells,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateNamedRange": ranges.update_named_range,
    "updateProtectedRange": ranges.update_protected_range,
    "updateSheetProperties": whole.update_sheet_properties,
    "updateSpreadsheetProperties": whole.update_book_properties,
}
ANSWERED: dict[str, Callable[[Book, Json], tuple[Book, Json]]] = {
    "addNamedRange": ranges.add_named_range,
    "addProtectedRange": ranges.add_protected_range,
    "addSheet": whole.add_sheet,
    "deleteConditionalFormatRule": ranges.delete_conditional_format,
    "duplicateSheet": whole.duplicate_sheet,
}
_GUARDED = {"mergeCells", "repeatCell", "setDataValidation", "sortRange", "unmergeCells", "updateCells"}


def batch_update(book: Book, call: Call) -> tuple[Book, Json]:
    """Apply the requests in order.

    Raises:
        ApiError: One of them is refused, names its place and kind; 501 where its kind is not built.
    """
    requests = call.body.get("requests") or []
    if not requests:
        raise ApiError(400, "Must specify at least one request.", canonical="INVALID_ARGUMENT")
    changed, replies = book, []
    for index, request in enumerate(requests):
        kind = _kind(index, request)
        changed, reply = _applied(changed, index, kind, request[kind] or {}, call.user)
        replies.append(reply)
    answer: Json = {"spreadsheetId": book.book_id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        asked = bool(call.body.get("responseIncludeGridData"))
        grid_data = shows_cells(call, asked=asked, above=("updatedSpreadsheet",))
        shown = book_reply(changed, call.user, ranges=call.body.get("responseRanges"), grid_data=grid_data)
        answer["updatedSpreadsheet"] = shown
    return changed, answer


def _kind(index: int, request: Json) -> str:
    if len(request) != 1:
        raise ApiError(400, f"Invalid requests[{index}]: No request set.", canonical="INVALID_ARGUMENT")
    kind = next(iter(request))
    if kind not in SILENT and kind not in ANSWERED:
        message = f"The sandbox has no spreadsheets.batchUpdate request of kind {kind}."
        raise ApiError(501, message, canonical="UNIMPLEMENTED")
    return kind


def _applied(book: Book, index: int, kind: str, request: Json, user: str) -> tuple[Book, Json]:
    try:
        _refuse_guarded(book, kind, request, user)
        if kind in SILENT:
            return SILENT[kind](book, request), {}
        changed, reply = ANSWERED[kind](book, request)
    except RefusedError as refusal:
        message = f"Invalid requests[{index}].{kind}: {refusal}"
        raise ApiError(400, message, canonical="INVALID_ARGUMENT") from refusal
    return changed, {kind: reply}


def _refuse_guarded(book: Book, kind: str, request: Json, user: str) -> None:
    if kind in _GUARDED and "range" in request:
        sheet, region = region_on(book, request["range"])
        refuse_protected(book, sheet, region, user)
