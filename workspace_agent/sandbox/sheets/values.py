"""The methods under `spreadsheets.values`."""

from __future__ import annotations

from workspace_agent.sandbox.call import Call, Json
from workspace_agent.sandbox.sheets.a1 import Region, region_name
from workspace_agent.sandbox.sheets.append import find_table
from workspace_agent.sandbox.sheets.formulas import Calculation
from workspace_agent.sandbox.sheets.limits import refuse_growth
from workspace_agent.sandbox.sheets.locate import Located, locate
from workspace_agent.sandbox.sheets.model import Book, Sheet
from workspace_agent.sandbox.sheets.protect import refuse_protected
from workspace_agent.sandbox.sheets.render import Rendering, rendering, value_range
from workspace_agent.sandbox.sheets.shift import insertion, shift
from workspace_agent.sandbox.sheets.write import (
    Block,
    Entry,
    Written,
    block_of,
    entry_option,
    update_reply,
    write_at,
    write_block,
)


def get_values(book: Book, call: Call) -> Json:
    """`values.get`."""
    return _read(call.state.sheets.calculations.of(book), call.params["range"], rendering(call.params))


def batch_get_values(book: Book, call: Call) -> Json:
    """`values.batchGet`: one `ValueRange` per range, in the order of the request."""
    calculation, options = call.state.sheets.calculations.of(book), rendering(call.params)
    ranges = [_read(calculation, text, options) for text in call.params.get("ranges") or []]
    return {"spreadsheetId": book.book_id, "valueRanges": ranges}


def _read(calculation: Calculation, text: str, options: Rendering) -> Json:
    located = locate(calculation.book, text)
    return value_range(calculation, located.sheet, located.region, options)


def update_values(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.update`."""
    entry = entry_of(book, call.params)
    block = block_of(call.body)
    written = written_into(book, call, locate(book, call.params["range"]), block, entry)
    return book.with_sheet(written.sheet), update_answer(book, written, call.params)


def batch_update_values(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.batchUpdate`: all ranges or none."""
    entry = entry_of(book, call.body)
    done: list[Written] = []
    changed = book
    for data in call.body.get("data") or []:
        written = written_into(changed, call, locate(changed, data.get("range", "")), block_of(data), entry)
        changed = changed.with_sheet(written.sheet)
        done.append(written)
    replies = [update_answer(book, written, call.body) for written in done]
    return changed, {"spreadsheetId": book.book_id, **totals(done), "responses": replies}


def written_into(book: Book, call: Call, located: Located, block: Block, entry: Entry) -> Written:
    """Enter a block where a range says, unless the cells are protected."""
    written = write_at(located, block, entry)
    refuse_protected(book, located.sheet, written.region, call.user)
    return written


def totals(done: list[Written]) -> Json:
    """What several writes touched together; counts of zero are left out."""
    rows = {(written.sheet.sheet_id, row) for written in done for row, _ in written.places}
    columns = {(written.sheet.sheet_id, column) for written in done for _, column in written.places}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(len(written.places) for written in done),
        "totalUpdatedSheets": len({written.sheet.sheet_id for written in done}),
    }
    return {name: count for name, count in counts.items() if count}


def update_answer(book: Book, written: Written, options: Json) -> Json:
    """The wire's `UpdateValuesResponse`, with the values of the range asked for where that is wanted."""
    reply = update_reply(book.book_id, written)
    if options.get("includeValuesInResponse"):
        calculation = Calculation(book.with_sheet(written.sheet))
        shown = rendering(options, prefix="response")
        reply["updatedData"] = value_range(calculation, written.sheet, written.asked, shown)
    return reply


def append_values(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.append`: below the table that the range holds, else at the start of the range."""
    entry = entry_of(book, call.params)
    located = locate(book, call.params["range"])
    table = find_table(Calculation(book), located.sheet, located.region)
    block = block_of(call.body)
    start = _append_region(located, table, block)
    if call.params.get("insertDataOption") == "INSERT_ROWS" and start.top < located.sheet.rows:
        book = shift(book, located.sheet, "ROWS", insertion(start.top, start.height), start.height)
    roomy = _with_room(book.sheet(located.sheet.sheet_id), start)
    refuse_growth(book, book.with_sheet(roomy))
    refuse_protected(book, roomy, start, call.user)
    written = write_block(roomy, start, block, entry)
    reply: Json = {"spreadsheetId": book.book_id, "updates": update_answer(book, written, call.params)}
    if table is not None:
        reply["tableRange"] = region_name(located.sheet.title, table)
    return book.with_sheet(written.sheet), reply


def _append_region(located: Located, table: Region | None, block: Block) -> Region:
    top, left = (table.bottom, table.left) if table else (located.region.top, located.region.left)
    width = max((len(row) for row in block), default=0)
    return Region(top, left, top + max(len(block), 1), left + max(width, 1))


def _with_room(sheet: Sheet, region: Region) -> Sheet:
    return sheet.resized(max(sheet.rows, region.bottom), max(sheet.columns, region.right))


def clear_values(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.clear`: values go, formats and rules stay."""
    changed, cleared = _clear(book, call, call.params["range"])
    return changed, {"spreadsheetId": book.book_id, "clearedRange": cleared}


def batch_clear_values(book: Book, call: Call) -> tuple[Book, Json]:
    """`values.batchClear`."""
    changed, names = book, []
    for text in call.body.get("ranges") or []:
        changed, cleared = _clear(changed, call, text)
        names.append(cleared)
    return changed, {"spreadsheetId": book.book_id, "clearedRanges": names}


def _clear(book: Book, call: Call, text: str) -> tuple[Book, str]:
    located = locate(book, text)
    return cleared(book, call, located.sheet, located.region)


def cleared(book: Book, call: Call, sheet: Sheet, region: Region) -> tuple[Book, str]:
    """The spreadsheet without the values of a region, and the name of the region."""
    refuse_protected(book, sheet, region, call.user)
    blank = {place: cell.holding(None) for place, cell in sheet.cells.items() if region.holds(place)}
    return book.with_sheet(sheet.with_cells(blank)), region_name(sheet.title, region)


def entry_of(book: Book, options: Json) -> Entry:
    """How the values of a request are entered."""
    return Entry(entry_option(options), book.locale, book.wall_clock.date())
