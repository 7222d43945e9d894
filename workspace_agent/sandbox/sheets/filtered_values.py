"""The methods that find cells by data filters."""

from __future__ import annotations

from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.sheets.a1 import Area, Region
from workspace_agent.sandbox.sheets.books import book_reply, shows_cells
from workspace_agent.sandbox.sheets.locate import Located
from workspace_agent.sandbox.sheets.metadata import filtered_regions
from workspace_agent.sandbox.sheets.model import Book
from workspace_agent.sandbox.sheets.render import rendering, value_range
from workspace_agent.sandbox.sheets.values import cleared, entry_of, totals, update_answer, written_into
from workspace_agent.sandbox.sheets.write import Written, block_of


def get_by_filter(book: Book, call: Call) -> Json:
    """`spreadsheets.getByDataFilter`: only what the filters find."""
    asked = bool(call.body.get("includeGridData"))
    wanted: dict[int, list[Region]] = {}
    for one in call.body.get("dataFilters") or []:
        for sheet_id, region in filtered_regions(book, one, call.client_id):
            wanted.setdefault(sheet_id, []).append(region)
    return book_reply(book, call, wanted=wanted or None, grid_data=shows_cells(call, asked=asked))


def batch_get_by_filter(book: Book, call: Call) -> Json:
    """`values.batchGetByDataFilter`: one range per place, with the filters that found it."""
    calculation, options = call.state.sheets.calculations.of(book), rendering(call.body)
    found: dict[tuple[int, Region], list[Json]] = {}
    for one in call.body.get("dataFilters") or []:
        for place in filtered_regions(book, one, call.client_id):
            found.setdefault(place, []).append(one)
    ranges = [
        {"valueRange": value_range(calculation, book.sheet(sheet_id), region, options), "dataFilters": hits}
        for (sheet_id, region), hits in found.items()
    ]
    reply: Json = {"spreadsheetId": book.book_id}
    return {**reply, "valueRanges": ranges} if ranges else reply


def batch_update_by_filter(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.batchUpdateByDataFilter`: all places or none."""
    entry = entry_of(book, call.body)
    done: list[tuple[Written, Json]] = []
    changed = book
    for data in call.body.get("data") or []:
        block = block_of(data)
        for sheet_id, region in filtered_regions(changed, data.get("dataFilter") or {}, call.client_id):
            located = _located(changed, sheet_id, region)
            written = written_into(changed, call, located, block, entry)
            changed = changed.with_sheet(written.sheet)
            done.append((written, data.get("dataFilter") or {}))
    replies = [_told(changed, written, call, one) for written, one in done]
    counted = totals([written for written, _ in done])
    return changed, {"spreadsheetId": book.book_id, **counted, "responses": replies}


def _located(book: Book, sheet_id: int, region: Region) -> Located:
    area = Area(region.top, region.left, region.bottom, region.right)
    return Located(book.sheet(sheet_id), area, "")


def _told(book: Book, written: Written, call: Call, one: Json) -> Json:
    reply = update_answer(book, written, call.body)
    del reply["spreadsheetId"]
    return {**reply, "dataFilter": one}


def batch_clear_by_filter(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.batchClearByDataFilter`."""
    changed, names = book, []
    for one in call.body.get("dataFilters") or []:
        for sheet_id, region in filtered_regions(changed, one, call.client_id):
            changed, name = cleared(changed, call, changed.sheet(sheet_id), region)
            names.append(name)
    return changed, {"spreadsheetId": book.book_id, "clearedRanges": names}
