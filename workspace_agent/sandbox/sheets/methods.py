"""Sheets v4: which handler answers which method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox import files
from workspace_agent.sandbox.call import ApiError, Call, Handler, Json
from workspace_agent.sandbox.sheets.books import book_reply, created_book, get_book
from workspace_agent.sandbox.sheets.change_sheets import copied_to
from workspace_agent.sandbox.sheets.filtered_values import (
    batch_clear_by_filter,
    batch_get_by_filter,
    batch_update_by_filter,
    get_by_filter,
)
from workspace_agent.sandbox.sheets.metadata import get_metadata, search_metadata
from workspace_agent.sandbox.sheets.model import Book
from workspace_agent.sandbox.sheets.requests import batch_update
from workspace_agent.sandbox.sheets.values import (
    append_values,
    batch_clear_values,
    batch_get_values,
    batch_update_values,
    clear_values,
    get_values,
    update_values,
)

MIME_TYPE = "application/vnd.google-apps.spreadsheet"


def _create(call: Call) -> Json:
    # Built once without an id: a request that is refused must not leave a file behind.
    name = created_book(call, "").properties["title"]
    book = created_book(call, files.register(call, name=name, mime_type=MIME_TYPE))
    call.state.sheets.keep(book)
    return book_reply(book, call)


def _open(call: Call, file_id: str, role: str) -> None:
    """Let the caller through to a spreadsheet; files of other kinds, such as xlsx, are none.

    Source: theoephraim/node-google-spreadsheet#651, googleworkspace/php-samples#65.
    """
    files.require(call, file_id, role)
    if call.state.drive.files[file_id].mime_type != MIME_TYPE:
        text = "This operation is not supported for this document"
        raise ApiError(400, text, canonical="FAILED_PRECONDITION")


def _reading(answer: Callable[[Book, Call], Json]) -> Handler:
    def handler(call: Call) -> Json:
        book_id = call.params["spreadsheetId"]
        _open(call, book_id, "reader")
        return answer(replace(call.state.sheets.book(book_id), now=call.now), call)

    return handler


def _writing(change: Callable[[Book, Call], tuple[Book, Json]]) -> Handler:
    def handler(call: Call) -> Json:
        book_id = call.params["spreadsheetId"]
        _open(call, book_id, "writer")
        sheets = call.state.sheets
        with sheets.lock:
            changed, reply = change(replace(sheets.book(book_id), now=call.now), call)
            sheets.keep(changed)
        call.state.drive.files[book_id].name = changed.properties["title"]
        files.touch(call, book_id)
        return reply

    return handler


def _copy_to(call: Call) -> Json:
    """`sheets.copyTo`: into the same spreadsheet or another."""
    book_id, target_id = call.params["spreadsheetId"], call.body.get("destinationSpreadsheetId", "")
    _open(call, book_id, "reader")
    _open(call, target_id, "writer")
    sheets = call.state.sheets
    with sheets.lock:
        target, reply = copied_to(sheets.book(book_id), sheets.book(target_id), call.params["sheetId"])
        sheets.keep(target)
    files.touch(call, target_id)
    return reply


METHODS: dict[str, Handler] = {
    "sheets.spreadsheets.create": _create,
    "sheets.spreadsheets.get": _reading(get_book),
    "sheets.spreadsheets.getByDataFilter": _reading(get_by_filter),
    "sheets.spreadsheets.developerMetadata.get": _reading(get_metadata),
    "sheets.spreadsheets.developerMetadata.search": _reading(search_metadata),
    "sheets.spreadsheets.sheets.copyTo": _copy_to,
    "sheets.spreadsheets.values.batchGetByDataFilter": _reading(batch_get_by_filter),
    "sheets.spreadsheets.values.batchUpdateByDataFilter": _writing(batch_update_by_filter),
    "sheets.spreadsheets.values.batchClearByDataFilter": _writing(batch_clear_by_filter),
    "sheets.spreadsheets.batchUpdate": _writing(batch_update),
    "sheets.spreadsheets.values.get": _reading(get_values),
    "sheets.spreadsheets.values.batchGet": _reading(batch_get_values),
    "sheets.spreadsheets.values.update": _writing(update_values),
    "sheets.spreadsheets.values.batchUpdate": _writing(batch_update_values),
    "sheets.spreadsheets.values.append": _writing(append_values),
    "sheets.spreadsheets.values.clear": _writing(clear_values),
    "sheets.spreadsheets.values.batchClear": _writing(batch_clear_values),
}
