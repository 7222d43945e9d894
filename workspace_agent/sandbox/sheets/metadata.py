"""Developer metadata: notes for programs that stay with their row, column, sheet or spreadsheet.

Source: https://developers.google.com/workspace/sheets/api/guides/metadata.
"""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.sheets.a1 import Region
from workspace_agent.sandbox.sheets.books import mint_sheet_id
from workspace_agent.sandbox.sheets.filters import (
    matches,
    region_of_location,
    region_of_range,
    seen_by_client,
)
from workspace_agent.sandbox.sheets.mask import apply_mask, parse_mask
from workspace_agent.sandbox.sheets.model import Book, Note, RefusedError

_FIELDS = ("metadataKey", "metadataValue", "visibility", "location")


def get_metadata(book: Book, call: Call) -> Json:
    """`developerMetadata.get`."""
    for note in book.notes:
        if note.metadata["metadataId"] == call.params["metadataId"] and seen_by_client(note, call.client_id):
            return note.metadata
    raise ApiError(404, f"No developer metadata with ID {call.params['metadataId']}.", canonical="NOT_FOUND")


def search_metadata(book: Book, call: Call) -> Json:
    """`developerMetadata.search`: what matches any of the filters, and which."""
    filters = call.body.get("dataFilters") or []
    matched: list[Json] = []
    for note in book.notes:
        hits = [one for one in filters if matches(book, note, one, call.client_id)]
        if hits:
            matched.append({"developerMetadata": note.metadata, "dataFilters": hits})
    return {"matchedDeveloperMetadata": matched} if matched else {}


def create_metadata(book: Book, request: Json, call: Call) -> tuple[Book, Json]:
    """`createDeveloperMetadata`: the id may be chosen by the client."""
    given = {
        name: part for name, part in (request.get("developerMetadata") or {}).items() if part is not None
    }
    if not given.get("metadataKey"):
        raise RefusedError("developerMetadata.metadataKey is required.")
    _refuse_visibility(given)
    taken = {note.metadata["metadataId"] for note in book.notes}
    chosen = given.get("metadataId") or mint_sheet_id(f"{book.book_id}/metadata/{len(taken)}", taken)
    if chosen in taken:
        raise RefusedError(f"developerMetadata.metadataId {chosen} is already in use.")
    location = _location(book, given.get("location") or {})
    metadata = {**given, "metadataId": chosen, "location": location}
    changed = replace(book, notes=(*book.notes, Note(metadata, call.client_id)))
    return changed, {"developerMetadata": metadata}


def _refuse_visibility(given: Json) -> None:
    if given.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise RefusedError("developerMetadata.visibility must be DOCUMENT or PROJECT.")


def _location(book: Book, given: Json) -> Json:
    """A location as Google answers it, with its type.

    Raises:
        RefusedError: It is none, or more than one row or column.
    """
    if given.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    if given.get("dimensionRange"):
        return _line(book, given["dimensionRange"])
    if given.get("sheetId") is None:
        raise RefusedError("developerMetadata.location must be specified.")
    return {"locationType": "SHEET", "sheetId": book.sheet(int(given["sheetId"])).sheet_id}


def _line(book: Book, span: Json) -> Json:
    sheet = book.sheet(int(span.get("sheetId") or 0))
    start, end = int(span.get("startIndex") or 0), int(span.get("endIndex") or 0)
    axis = span.get("dimension")
    length = sheet.rows if axis == "ROWS" else sheet.columns
    if axis not in {"ROWS", "COLUMNS"} or end - start != 1 or not 0 <= start < length:
        raise RefusedError("developerMetadata.location.dimensionRange must be a single row or column.")
    line = {"sheetId": sheet.sheet_id, "dimension": axis, "startIndex": start, "endIndex": end}
    return {"locationType": axis.removesuffix("S"), "dimensionRange": line}


def update_metadata(book: Book, request: Json, call: Call) -> tuple[Book, Json]:
    """`updateDeveloperMetadata`: everything that the filters match."""
    given = dict(request.get("developerMetadata") or {})
    paths = parse_mask(request.get("fields", ""))
    if any(path[0] in {"location", "*"} for path in paths) and given.get("location"):
        given["location"] = _location(book, given["location"])
    changed: list[Json] = []
    notes: list[Note] = []
    for note in book.notes:
        if any(matches(book, note, one, call.client_id) for one in request.get("dataFilters") or []):
            note = replace(note, metadata=apply_mask(note.metadata, given, paths, known=_FIELDS))  # noqa: PLW2901
            _refuse_visibility(note.metadata)
            changed.append(note.metadata)
        notes.append(note)
    return replace(book, notes=tuple(notes)), {"developerMetadata": changed} if changed else {}


def delete_metadata(book: Book, request: Json, call: Call) -> tuple[Book, Json]:
    """`deleteDeveloperMetadata`: everything that the filter matches."""
    gone = [
        note for note in book.notes if matches(book, note, request.get("dataFilter") or {}, call.client_id)
    ]
    changed = replace(book, notes=tuple(note for note in book.notes if note not in gone))
    return changed, {"deletedDeveloperMetadata": [note.metadata for note in gone]} if gone else {}


def filtered_regions(book: Book, data_filter: Json, client_id: str) -> list[tuple[int, Region]]:
    """The sheets and regions that a data filter of a values method names."""
    if "developerMetadataLookup" not in data_filter:
        return [region_of_range(book, data_filter)]
    found = (note for note in book.notes if matches(book, note, data_filter, client_id))
    return [region_of_location(book, note.metadata["location"]) for note in found]
