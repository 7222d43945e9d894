"""Requests of `batchUpdate` about groups of rows and columns.

Source: https://developers.google.com/workspace/sheets/api/guides/rowcolumn#group.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.change_dimensions import Span, span_of
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, RefusedError, Sheet

_FIELDS = ("collapsed",)
_CONTROLS = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}


def _depths(sheet: Sheet, axis: str) -> dict[int, int]:
    """How deep each row or column lies in groups."""
    depths: dict[int, int] = {}
    for group in sheet.groups:
        if group["range"]["dimension"] == axis:
            for index in range(group["range"]["startIndex"], group["range"]["endIndex"]):
                depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _grouped(span: Span, depths: dict[int, int]) -> Sheet:
    """The sheet with the groups that lead to these depths: one for each run that is as deep or deeper."""
    others = tuple(group for group in span.sheet.groups if group["range"]["dimension"] != span.axis)
    folded = {_key(group) for group in span.sheet.groups if group.get("collapsed")}
    own: list[Json] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        for start, end in _runs({index for index, found in depths.items() if found >= depth}):
            group = {"range": _range(span, start, end), "depth": depth}
            own.append({**group, "collapsed": True} if _key(group) in folded else group)
    return _told(replace(span.sheet, groups=(*others, *own)), span.axis)


def without_controls(sheet: Sheet) -> Json:
    """The grid of a copy, which shows no side of a control where no group came along.

    Source: recorded in mvsjes2/p5-google-restapi.
    """
    shown = {_CONTROLS[group["range"]["dimension"]] for group in sheet.groups}
    grid = sheet.properties["gridProperties"]
    return {name: value for name, value in grid.items() if name not in _CONTROLS.values() or name in shown}


def _told(sheet: Sheet, axis: str) -> Sheet:
    """Google shows the side of the control as soon as there is a group, and goes on showing it."""
    grid = sheet.properties["gridProperties"]
    return replace(sheet, properties={**sheet.properties, "gridProperties": {_CONTROLS[axis]: True, **grid}})


def _range(span: Span, start: int, end: int) -> Json:
    line = {"dimension": span.axis, "startIndex": start, "endIndex": end}
    return {"sheetId": span.sheet.sheet_id, **line} if span.sheet.sheet_id else line


def _key(group: Json) -> tuple[int, int, int]:
    return group["range"].get("startIndex", 0), group["range"]["endIndex"], group["depth"]


def _runs(indices: set[int]) -> list[tuple[int, int]]:
    starts = sorted(index for index in indices if index - 1 not in indices)
    ends = sorted(index + 1 for index in indices if index + 1 not in indices)
    return list(zip(starts, ends, strict=True))


def _reply(sheet: Sheet, axis: str) -> Json:
    groups = [group for group in sheet.groups if group["range"]["dimension"] == axis]
    return {"dimensionGroups": groups} if groups else {}


def add_group(book: Book, request: Json) -> tuple[Book, Json]:
    """`addDimensionGroup`: what is grouped already goes one deeper."""
    span = span_of(book, request.get("range") or {})
    depths = _depths(span.sheet, span.axis)
    deeper = {index: depths.get(index, 0) + 1 for index in span.on_grid}
    sheet = _grouped(span, depths | deeper)
    return book.with_sheet(sheet), _reply(sheet, span.axis)


def delete_group(book: Book, request: Json) -> tuple[Book, Json]:
    """`deleteDimensionGroup`: one depth less."""
    span = span_of(book, request.get("range") or {})
    depths = _depths(span.sheet, span.axis)
    inside = [index for index in span.on_grid if index in depths]
    if not inside:
        raise RefusedError("There is no dimension group to delete in the specified range.")
    sheet = _grouped(span, depths | {index: depths[index] - 1 for index in inside})
    return book.with_sheet(sheet), _reply(sheet, span.axis)


def update_group(book: Book, request: Json) -> Book:
    """`updateDimensionGroup`: folds a group or opens it; its rows or columns hide or show."""
    given = request.get("dimensionGroup") or {}
    span = span_of(book, given.get("range") or {})
    wanted = _key({"range": _range(span, span.start, span.end), "depth": int(given.get("depth") or 0)})
    found = [group for group in span.sheet.groups if _key(group) == wanted]
    if not any(group["range"]["dimension"] == span.axis for group in found):
        raise RefusedError("No dimension group at the specified range and depth.")
    paths = parse_mask(request.get("fields", ""))
    groups = tuple(
        apply_mask(group, given, paths, known=_FIELDS) if group in found else group
        for group in span.sheet.groups
    )
    hidden = {"hiddenByUser": True} if given.get("collapsed") else {}
    sizes = dict(span.sheet.sizes)
    for index in span.on_grid:
        old = {
            name: part for name, part in sizes.get((span.axis, index), {}).items() if name != "hiddenByUser"
        }
        sizes[span.axis, index] = {**old, **hidden}
    kept = {key: size for key, size in sizes.items() if size}
    return book.with_sheet(replace(span.sheet, groups=groups, sizes=kept))
