"""Sheets v4: which handler answers which method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workspace_agent.sandbox import files
from workspace_agent.sandbox.call import Call, Handler, Json
from workspace_agent.sandbox.sheets.books import book_reply, created_book, get_book
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
    return book_reply(book, call.user)


def _reading(answer: Callable[[Book, Call], Json]) -> Handler:
    def handler(call: Call) -> Json:
        book_id = call.params["spreadsheetId"]
        files.require(call, book_id, "reader")
        return answer(replace(call.state.sheets.book(book_id), now=call.now), call)

    return handler


def _writing(change: Callable[[Book, Call], tuple[Book, Json]]) -> Handler:
    def handler(call: Call) -> Json:
        book_id = call.params["spreadsheetId"]
        files.require(call, book_id, "writer")
        sheets = call.state.sheets
        with sheets.lock:
            changed, reply = change(replace(sheets.book(book_id), now=call.now), call)
            sheets.keep(changed)
        call.state.drive.files[book_id].name = changed.properties["title"]
        files.touch(call, book_id)
        return reply

    return handler


METHODS: dict[str, Handler] = {
    "sheets.spreadsheets.create": _create,
    "sheets.spreadsheets.get": _reading(get_book),
    "sheets.spreadsheets.batchUpdate": _writing(batch_update),
    "sheets.spreadsheets.values.get": _reading(get_values),
    "sheets.spreadsheets.values.batchGet": _reading(batch_get_values),
    "sheets.spreadsheets.values.update": _writing(update_values),
    "sheets.spreadsheets.values.batchUpdate": _writing(batch_update_values),
    "sheets.spreadsheets.values.append": _writing(append_values),
    "sheets.spreadsheets.values.clear": _writing(clear_values),
    "sheets.spreadsheets.values.batchClear": _writing(batch_clear_values),
}
