"""Requests of `batchUpdate` about looks and views: borders, banding, filter views, conditional formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import Place, Region
from workspace_agent.sandbox.sheets.books import mint_sheet_id
from workspace_agent.sandbox.sheets.change_ranges import closed_rule
from workspace_agent.sandbox.sheets.colours import synced
from workspace_agent.sandbox.sheets.grid import grid_range, region_on, tidy
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, Cell, RefusedError, Sheet

_SIDES = ("top", "bottom", "left", "right")
_BAND_FIELDS = ("range", "rowProperties", "columnProperties")
_VIEW_FIELDS = ("title", "range", "namedRangeId", "sortSpecs", "criteria", "filterSpecs")


def update_borders(book: Book, request: Json) -> Book:
    """`updateBorders`: outer lines on the edge of the range, inner ones between its cells."""
    sheet, region = region_on(book, request.get("range") or {})
    given = {name: request[name] for name in (*_SIDES, "innerHorizontal", "innerVertical") if name in request}
    changed = {
        place: _bordered(sheet.cell(place), dict(_lines(place, region, given))) for place in region.places()
    }
    return book.with_sheet(sheet.with_cells(changed))


def _lines(place: Place, region: Region, given: Json) -> Iterator[tuple[str, Json]]:
    edges = {
        "top": place[0] == region.top,
        "bottom": place[0] == region.bottom - 1,
        "left": place[1] == region.left,
        "right": place[1] == region.right - 1,
    }
    for side, at_edge in edges.items():
        inner = "innerHorizontal" if side in {"top", "bottom"} else "innerVertical"
        name = side if at_edge else inner
        if name in given:
            yield side, given[name] or {}


def _bordered(cell: Cell, lines: Json) -> Cell:
    borders = {**cell.format.get("borders", {}), **{side: _line(line) for side, line in lines.items()}}
    shown = {side: line for side, line in borders.items() if line}
    rest = {name: part for name, part in cell.format.items() if name != "borders"}
    return replace(cell, format={**rest, "borders": shown} if shown else rest)


def _line(line: Json) -> Json:
    if line.get("style", "NONE") in {"NONE", "STYLE_UNSPECIFIED"}:
        return {}
    widths = {"SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
    black: Json = {} if {"color", "colorStyle"} & set(line) else {"color": {}}
    return synced({}, {**line, **black, "width": widths.get(line["style"], 1)})


def add_banding(book: Book, request: Json) -> tuple[Book, Json]:
    """`addBanding`."""
    given = request.get("bandedRange") or {}
    sheet, region = region_on(book, given.get("range") or {})
    if not given.get("rowProperties") and not given.get("columnProperties"):
        raise RefusedError("At least one of rowProperties or columnProperties must be specified.")
    for banded in sheet.banded:
        if region_on(book, banded["range"])[1].meets(region):
            raise RefusedError("You cannot add alternating colors to a range that already has them.")
    taken = {banded["bandedRangeId"] for each in book.sheets for banded in each.banded}
    minted = given.get("bandedRangeId") or mint_sheet_id(f"{book.book_id}/band/{len(taken)}", taken)
    band = synced({}, {**given, "bandedRangeId": minted, "range": grid_range(sheet.sheet_id, region)})
    return book.with_sheet(replace(sheet, banded=(*sheet.banded, band))), {"bandedRange": band}


def _banded(book: Book, band_id: object) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for band in sheet.banded:
            if band["bandedRangeId"] == band_id:
                return sheet, band
    raise RefusedError(f"No banding with id: {band_id}")


def update_banding(book: Book, request: Json) -> Book:
    """`updateBanding`."""
    given = request.get("bandedRange") or {}
    sheet, old = _banded(book, given.get("bandedRangeId"))
    masked = apply_mask(old, given, parse_mask(request.get("fields", "")), known=_BAND_FIELDS)
    new = synced(old, {**masked, "range": tidy(masked["range"])})
    return book.with_sheet(
        replace(sheet, banded=tuple(new if band is old else band for band in sheet.banded))
    )


def delete_banding(book: Book, request: Json) -> Book:
    """`deleteBanding`."""
    sheet, gone = _banded(book, request.get("bandedRangeId"))
    return book.with_sheet(replace(sheet, banded=tuple(band for band in sheet.banded if band is not gone)))


def add_filter_view(book: Book, request: Json) -> tuple[Book, Json]:
    """`addFilterView`: kept, without hiding rows."""
    given = dict(request.get("filter") or {})
    sheet, region = region_on(book, given.get("range") or {})
    taken = {view["filterViewId"] for each in book.sheets for view in each.filter_views}
    view = {
        **given,
        "filterViewId": given.get("filterViewId")
        or mint_sheet_id(f"{book.book_id}/view/{len(taken)}", taken),
        "title": given.get("title") or f"Filter {len(sheet.filter_views) + 1}",
        "range": grid_range(sheet.sheet_id, region),
    }
    return book.with_sheet(replace(sheet, filter_views=(*sheet.filter_views, view))), {"filter": view}


def _viewed(book: Book, view_id: object) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for view in sheet.filter_views:
            if view["filterViewId"] == view_id:
                return sheet, view
    raise RefusedError(f"No filter view with id: {view_id}")


def update_filter_view(book: Book, request: Json) -> Book:
    """`updateFilterView`."""
    given = request.get("filter") or {}
    sheet, old = _viewed(book, given.get("filterViewId"))
    new = apply_mask(old, given, parse_mask(request.get("fields", "")), known=_VIEW_FIELDS)
    views = tuple(new if view is old else view for view in sheet.filter_views)
    return book.with_sheet(replace(sheet, filter_views=views))


def duplicate_filter_view(book: Book, request: Json) -> tuple[Book, Json]:
    """`duplicateFilterView`."""
    _, source = _viewed(book, request.get("filterId"))
    copy = {name: part for name, part in source.items() if name != "filterViewId"}
    return add_filter_view(book, {"filter": {**copy, "title": f"Copy of {source['title']}"}})


def delete_filter_view(book: Book, request: Json) -> Book:
    """`deleteFilterView`."""
    sheet, gone = _viewed(book, request.get("filterId"))
    views = tuple(view for view in sheet.filter_views if view is not gone)
    return book.with_sheet(replace(sheet, filter_views=views))


def update_conditional_format(book: Book, request: Json) -> tuple[Book, Json]:
    """`updateConditionalFormatRule`: another rule at the place, or the rule at another place."""
    given = request.get("rule")
    first = (given or {}).get("ranges") or [{}]
    chosen = request.get("sheetId")
    sheet = book.sheet(int(first[0].get("sheetId") or 0 if chosen is None else chosen))
    place = int(request.get("index") or 0)
    if place >= len(sheet.conditional):
        raise RefusedError(f"No conditional format on sheet: {sheet.sheet_id} at index: {place}")
    old = sheet.conditional[place]
    target = int(request.get("newIndex") or 0) if given is None else place
    new = old if given is None else closed_rule(book, given)
    rest = [*sheet.conditional[:place], *sheet.conditional[place + 1 :]]
    rest.insert(target, new)
    reply = {"newRule": new, "newIndex": target}
    before = {"oldIndex": place} if given is None else {"oldRule": old, "oldIndex": place}
    return book.with_sheet(replace(sheet, conditional=tuple(rest))), {**reply, **before}
