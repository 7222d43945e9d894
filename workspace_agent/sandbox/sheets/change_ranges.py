"""Requests of `batchUpdate` about ranges: merges, protection, names, filters and conditional formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.a1 import CELL_LIKE, Region
from workspace_agent.sandbox.sheets.books import mint_sheet_id
from workspace_agent.sandbox.sheets.change_moves import sorted_by
from workspace_agent.sandbox.sheets.colours import synced
from workspace_agent.sandbox.sheets.grid import grid_range, region_on, tidy
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet

_PROTECTED_FIELDS = ("range", "namedRangeId", "description", "warningOnly", "unprotectedRanges", "editors")
_NAME = re.compile(r"[^\W\d]\w{0,249}")
_NAMED_FIELDS = ("name", "range")


def merge_cells(book: Book, request: Json) -> Book:
    """`mergeCells`: only the top-left cell of each merged region keeps its value."""
    sheet, region = region_on(book, request.get("range") or {})
    apart = _without_merges(sheet, region)
    pieces = tuple(_pieces(region, request.get("mergeType") or "MERGE_ALL"))
    merged = replace(
        apart, merges=(*apart.merges, *(piece for piece in pieces if piece.height * piece.width > 1))
    )
    covered = [place for place in merged.cells if region.holds(place) and merged.hidden_by_merge(place)]
    emptied = {place: merged.cell(place).holding(None) for place in covered}
    return book.with_sheet(merged.with_cells(emptied))


def _pieces(region: Region, kind: str) -> Iterator[Region]:
    if kind == "MERGE_ROWS":
        return (Region(row, region.left, row + 1, region.right) for row in range(region.top, region.bottom))
    if kind == "MERGE_COLUMNS":
        return (
            Region(region.top, column, region.bottom, column + 1)
            for column in range(region.left, region.right)
        )
    return iter([region])


def unmerge_cells(book: Book, request: Json) -> Book:
    """`unmergeCells`."""
    sheet, region = region_on(book, request.get("range") or {})
    return book.with_sheet(_without_merges(sheet, region))


def _without_merges(sheet: Sheet, region: Region) -> Sheet:
    for merge in sheet.merges:
        inside = region.holds((merge.top, merge.left)) and region.holds((merge.bottom - 1, merge.right - 1))
        if merge.meets(region) and not inside:
            raise RefusedError("You must select all cells in a merged range to merge or unmerge them.")
    return replace(sheet, merges=tuple(merge for merge in sheet.merges if not merge.meets(region)))


def add_protected_range(book: Book, request: Json) -> tuple[Book, Json]:
    """`addProtectedRange`."""
    given = {name: part for name, part in (request.get("protectedRange") or {}).items() if part}
    spanned = given.get("range") or {}
    sheet = book.sheet(int(spanned.get("sheetId") or 0))
    taken = {entry["protectedRangeId"] for each in book.sheets for entry in each.protected}
    minted = mint_sheet_id(f"{book.book_id}/protected/{len(taken)}", taken)
    editors = {name: who for name, who in given.pop("editors", {}).items() if who}
    protection = {
        **given,
        "protectedRangeId": given.get("protectedRangeId", minted),
        "range": tidy(spanned),
        "requestingUserCanEdit": True,
    }
    # The reply repeats the editors as given; whoever reads the sheet later sees the owner among them, too.
    users = list(dict.fromkeys([*editors.get("users", []), *([book.owner] if book.owner else [])]))
    kept = {**protection, "editors": {**editors, "users": users}}
    changed = replace(sheet, protected=(*sheet.protected, kept))
    return book.with_sheet(changed), {"protectedRange": {**protection, "editors": editors}}


def _protecting(book: Book, protected_id: object) -> Sheet:
    for sheet in book.sheets:
        if any(entry["protectedRangeId"] == protected_id for entry in sheet.protected):
            return sheet
    raise RefusedError(f"No protected range with id: {protected_id}")


def update_protected_range(book: Book, request: Json) -> Book:
    """`updateProtectedRange`."""
    given = request.get("protectedRange") or {}
    sheet = _protecting(book, given.get("protectedRangeId"))
    paths = parse_mask(request.get("fields", ""))
    entries = tuple(
        apply_mask(entry, given, paths, known=_PROTECTED_FIELDS)
        if entry["protectedRangeId"] == given["protectedRangeId"]
        else entry
        for entry in sheet.protected
    )
    return book.with_sheet(replace(sheet, protected=entries))


def delete_protected_range(book: Book, request: Json) -> Book:
    """`deleteProtectedRange`."""
    gone = request.get("protectedRangeId")
    sheet = _protecting(book, gone)
    kept = tuple(entry for entry in sheet.protected if entry["protectedRangeId"] != gone)
    return book.with_sheet(replace(sheet, protected=kept))


def add_named_range(book: Book, request: Json) -> tuple[Book, Json]:
    """`addNamedRange`."""
    given = request.get("namedRange") or {}
    name, range_ = given.get("name") or "", given.get("range")
    _refuse_named(book, name, range_, book.named)
    minted = str(mint_sheet_id(f"{book.book_id}/named/{name}", set()))
    wanted = given.get("namedRangeId") or minted
    if any(entry["namedRangeId"] == wanted for entry in book.named):
        raise RefusedError(f"A named range with the id {wanted} already exists.")
    named = {"namedRangeId": wanted, "name": name, "range": tidy(range_ or {})}
    return replace(book, named=(*book.named, named)), {"namedRange": named}


def _refuse_named(book: Book, name: str, range_: Json | None, others: Iterable[Json]) -> None:
    """Refuse names that are taken or could be read as a cell, and cells that are none.

    Source: https://support.google.com/docs/answer/63175.
    """
    if range_ is None:
        raise RefusedError("A named range needs a range.")
    region_on(book, range_)
    if any(entry["name"].casefold() == name.casefold() for entry in others):
        raise RefusedError(f'A named range with the name "{name}" already exists.')
    if not _NAME.fullmatch(name) or CELL_LIKE.fullmatch(name) or name.casefold() in {"true", "false"}:
        raise RefusedError(f'"{name}" is not a valid name for a range.')


def _named(book: Book, named_id: object) -> Json:
    for entry in book.named:
        if entry["namedRangeId"] == named_id:
            return entry
    raise RefusedError(f"No named range with id: {named_id}")


def update_named_range(book: Book, request: Json) -> Book:
    """`updateNamedRange`."""
    given = request.get("namedRange") or {}
    old = _named(book, given.get("namedRangeId"))
    new = apply_mask(old, given, parse_mask(request.get("fields", "")), known=_NAMED_FIELDS)
    others = [entry for entry in book.named if entry is not old]
    _refuse_named(book, new.get("name") or "", new.get("range"), others)
    return replace(book, named=tuple(new if entry is old else entry for entry in book.named))


def delete_named_range(book: Book, request: Json) -> Book:
    """`deleteNamedRange`."""
    gone = _named(book, request.get("namedRangeId"))
    return replace(book, named=tuple(entry for entry in book.named if entry is not gone))


def set_basic_filter(book: Book, request: Json) -> Book:
    """`setBasicFilter`: kept, without hiding rows; the rows below the headings are sorted.

    Source: the suite of nithinmurali/pygsheets, which looks at the first row afterwards.
    """
    given = request.get("filter") or {}
    sheet, region = region_on(book, given.get("range") or {})
    kept = {name: value for name, value in given.items() if value}
    body = replace(region, top=min(region.top + 1, region.bottom))
    changed = sorted_by(book, sheet, body, kept.get("sortSpecs", [])).sheet(sheet.sheet_id)
    shown = {**kept, **_both_ways(kept), "range": grid_range(sheet.sheet_id, region)}
    return book.with_sheet(replace(changed, basic_filter=shown))


def _both_ways(given: Json) -> Json:
    """What a filter asks of its columns, under the old name and the new one at once."""
    told = [
        {"columnIndex": int(column), "filterCriteria": asked}
        for column, asked in given.get("criteria", {}).items()
        if column.isdecimal()
    ]
    specs = given.get("filterSpecs") or told
    if not specs:
        return {}
    criteria = {str(one.get("columnIndex", 0)): one.get("filterCriteria", {}) for one in specs}
    return {"criteria": criteria, "filterSpecs": specs}


def clear_basic_filter(book: Book, request: Json) -> Book:
    """`clearBasicFilter`."""
    return book.with_sheet(replace(book.sheet(int(request.get("sheetId") or 0)), basic_filter=None))


def add_conditional_format(book: Book, request: Json) -> Book:
    """`addConditionalFormatRule`: kept, without colouring anything."""
    rule = closed_rule(book, request.get("rule") or {})
    if not rule["ranges"]:
        raise RefusedError("A conditional format rule needs at least one range.")
    sheet = book.sheet(int(rule["ranges"][0].get("sheetId") or 0))
    place = int(request.get("index") or 0)
    rules = (*sheet.conditional[:place], rule, *sheet.conditional[place:])
    return book.with_sheet(replace(sheet, conditional=rules))


def closed_rule(book: Book, rule: Json) -> Json:
    """A conditional format as it is kept: ranges end with the grid, colours have both of their names.

    Source: recorded in mvsjes2/p5-google-restapi.
    """
    found = [region_on(book, given) for given in rule.get("ranges") or []]
    return {**synced({}, rule), "ranges": [grid_range(sheet.sheet_id, region) for sheet, region in found]}


def delete_conditional_format(book: Book, request: Json) -> tuple[Book, Json]:
    """`deleteConditionalFormatRule`."""
    sheet = book.sheet(int(request.get("sheetId") or 0))
    place = int(request.get("index") or 0)
    if not 0 <= place < len(sheet.conditional):
        raise RefusedError(f"No conditional format on sheet: {sheet.sheet_id} at index: {place}")
    rules = (*sheet.conditional[:place], *sheet.conditional[place + 1 :])
    return book.with_sheet(replace(sheet, conditional=rules)), {"rule": sheet.conditional[place]}
