"""`spreadsheets.batchUpdate`: all requests are applied, or none."""

from __future__ import annotations

from collections.abc import Callable

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.sheets import change_blocks as blocks
from workspace_agent.sandbox.sheets import change_cells as cells
from workspace_agent.sandbox.sheets import change_dimensions as dimensions
from workspace_agent.sandbox.sheets import change_fill as fill
from workspace_agent.sandbox.sheets import change_groups as groups
from workspace_agent.sandbox.sheets import change_looks as looks
from workspace_agent.sandbox.sheets import change_moves as moves
from workspace_agent.sandbox.sheets import change_ranges as ranges
from workspace_agent.sandbox.sheets import change_sheets as whole
from workspace_agent.sandbox.sheets import change_text as text
from workspace_agent.sandbox.sheets import metadata
from workspace_agent.sandbox.sheets.books import book_reply, shows_cells, wanted_regions
from workspace_agent.sandbox.sheets.guard import refuse_guarded
from workspace_agent.sandbox.sheets.limits import refuse_more_cells
from workspace_agent.sandbox.sheets.model import Book, RefusedError

SILENT: dict[str, Callable[[Book, Json], Book]] = {
    "addConditionalFormatRule": ranges.add_conditional_format,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "autoFill": fill.auto_fill,
    "autoResizeDimensions": dimensions.auto_resize,
    "clearBasicFilter": ranges.clear_basic_filter,
    "copyPaste": moves.copy_paste,
    "cutPaste": moves.cut_paste,
    "deleteBanding": looks.delete_banding,
    "deleteDimension": dimensions.delete_dimension,
    "deleteFilterView": looks.delete_filter_view,
    "deleteNamedRange": ranges.delete_named_range,
    "deleteProtectedRange": ranges.delete_protected_range,
    "deleteRange": blocks.delete_range,
    "deleteSheet": whole.delete_sheet,
    "insertDimension": dimensions.insert_dimension,
    "insertRange": blocks.insert_range,
    "mergeCells": ranges.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "pasteData": text.paste_data,
    "randomizeRange": fill.randomize_range,
    "repeatCell": cells.repeat_cell,
    "setBasicFilter": ranges.set_basic_filter,
    "setDataValidation": cells.set_data_validation,
    "sortRange": moves.sort_range,
    "textToColumns": text.text_to_columns,
    "unmergeCells": ranges.unmerge_cells,
    "updateBanding": looks.update_banding,
    "updateBorders": looks.update_borders,
    "updateCells": cells.update_cells,
    "updateDimensionGroup": groups.update_group,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateFilterView": looks.update_filter_view,
    "updateNamedRange": ranges.update_named_range,
    "updateProtectedRange": ranges.update_protected_range,
    "updateSheetProperties": whole.update_sheet_properties,
    "updateSpreadsheetProperties": whole.update_book_properties,
}
ANSWERED: dict[str, Callable[[Book, Json], tuple[Book, Json]]] = {
    "addBanding": looks.add_banding,
    "addDimensionGroup": groups.add_group,
    "addFilterView": looks.add_filter_view,
    "addNamedRange": ranges.add_named_range,
    "addProtectedRange": ranges.add_protected_range,
    "addSheet": whole.add_sheet,
    "deleteConditionalFormatRule": ranges.delete_conditional_format,
    "deleteDimensionGroup": groups.delete_group,
    "deleteDuplicates": text.delete_duplicates,
    "duplicateFilterView": looks.duplicate_filter_view,
    "duplicateSheet": whole.duplicate_sheet,
    "findReplace": text.find_replace,
    "trimWhitespace": text.trim_whitespace,
    "updateConditionalFormatRule": looks.update_conditional_format,
}
WITH_CALL: dict[str, Callable[[Book, Json, Call], tuple[Book, Json]]] = {
    "createDeveloperMetadata": metadata.create_metadata,
    "deleteDeveloperMetadata": metadata.delete_metadata,
    "updateDeveloperMetadata": metadata.update_metadata,
}


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
        changed, reply = _applied(changed, index, kind, request[kind] or {}, call)
        replies.append(reply)
    answer: Json = {"spreadsheetId": book.book_id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        asked = bool(call.body.get("responseIncludeGridData"))
        grid_data = shows_cells(call, asked=asked, above=("updatedSpreadsheet",))
        wanted = wanted_regions(changed, call.body.get("responseRanges"))
        shown = book_reply(changed, call, wanted=wanted, grid_data=grid_data)
        answer["updatedSpreadsheet"] = shown
    return changed, answer


def _kind(index: int, request: Json) -> str:
    if len(request) != 1:
        raise ApiError(400, f"Invalid requests[{index}]: No request set.", canonical="INVALID_ARGUMENT")
    kind = next(iter(request))
    if kind not in {*SILENT, *ANSWERED, *WITH_CALL}:
        message = f"The sandbox has no spreadsheets.batchUpdate request of kind {kind}."
        raise ApiError(501, message, canonical="UNIMPLEMENTED")
    return kind


def _applied(book: Book, index: int, kind: str, request: Json, call: Call) -> tuple[Book, Json]:
    try:
        refuse_guarded(book, kind, request, call.user)
        changed, reply = _changed(book, kind, request, call)
        refuse_more_cells(book, changed)
    except RefusedError as refusal:
        message = f"Invalid requests[{index}].{kind}: {refusal}"
        raise ApiError(400, message, canonical="INVALID_ARGUMENT") from refusal
    return changed, {} if kind in SILENT else {kind: reply}


def _changed(book: Book, kind: str, request: Json, call: Call) -> tuple[Book, Json]:
    if kind in SILENT:
        return SILENT[kind](book, request), {}
    return ANSWERED[kind](book, request) if kind in ANSWERED else WITH_CALL[kind](book, request, call)
