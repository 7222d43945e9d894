"""What the agent relies on in Sheets, tried in a spreadsheet of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workspace_agent.doctor.probe.expectation import Expectation, Found, refused
from workspace_agent.doctor.probe.files import Files
from workspace_agent.doctor.probe.scratch import MARK, TITLE
from workspace_agent.google.sheets import Sheets
from workspace_agent.model.errors import Rejected

_TAB, _COPY, _TWICE = 101, 102, 103
_FIELDS = "sheets(properties(sheetId,title),developerMetadata(metadataKey,metadataValue))"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spreadsheets:
    """The tries.

    Attributes:
        files: Has the folder in which the spreadsheets are made, and with which they go.
    """

    files: Files

    def expectations(self) -> Iterator[Expectation]:
        """Each with what it relies on."""
        yield Expectation(
            "S1",
            "add a tab of an id that is there, in a batch with another change",
            "400, and nothing of the batch",
            "A second Agent tab, which nobody would write any more.",
            self.same_tab,
        )
        yield Expectation(
            "S2",
            "mark a tab, rename and sort it, mark it anew",
            "the mark on the tab",
            "Without its mark a tab counts as typed into: each change of its content would leave one more "
            "copy of "
            "it.",
            self.marked_tab,
        )

    @property
    def _sheets(self) -> Sheets:
        return self.files.scratch.here.google.sheets

    def _spreadsheet(self) -> str:
        made = self.files.scratch.here.google.drive.create_spreadsheet(TITLE, self.files.folder, {MARK: "1"})
        return str(made["id"])

    def same_tab(self) -> Found:
        """S1."""
        book = self._spreadsheet()
        tab = {"addSheet": {"properties": {"sheetId": _TWICE, "title": "Probe"}}}
        self._add(book, tab)
        other = {"addSheet": {"properties": {"sheetId": _TWICE + 1, "title": "Nothing of the batch"}}}
        found = refused(lambda: self._sheets.batch_update(book, [other, tab]), Rejected)
        applied = _TWICE + 1 in {one["properties"]["sheetId"] for one in self._read(book)}
        return Found(
            found.as_expected and not applied,
            f"{found.what}, and {'one' if applied else 'nothing'} of the batch",
        )

    def _add(self, book: str, tab: Json) -> None:
        self._sheets.batch_update(book, [tab])

    def _read(self, book: str) -> list[Json]:
        sheets: list[Json] = self._sheets.read(book, _FIELDS)["sheets"]
        return sheets

    def marked_tab(self) -> Found:
        """S2."""
        book = self._spreadsheet()
        self._sheets.batch_update(book, [*_marked(), *_renamed_and_sorted(), _mark_anew(), _duplicated()])
        marks = {one["properties"]["sheetId"]: _marks(one) for one in self._read(book)}
        kept = marks.get(_TAB) == {MARK: "2"}
        copied = "bears it too" if marks.get(_COPY) else "bears none"
        return Found(kept, f"{'the mark' if kept else 'no mark'} on the tab; a copy of the tab {copied}")


def _marked() -> list[Json]:
    mark = {
        "metadataKey": MARK,
        "metadataValue": "1",
        "visibility": "DOCUMENT",
        "location": {"sheetId": _TAB},
    }
    return [
        {"addSheet": {"properties": {"sheetId": _TAB, "title": "Probe"}}},
        {"createDeveloperMetadata": {"developerMetadata": mark}},
    ]


def _renamed_and_sorted() -> list[Json]:
    return [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": _TAB, "title": "Probe, renamed"},
                "fields": "title",
            }
        },
        {
            "sortRange": {
                "range": {"sheetId": _TAB, "startRowIndex": 0, "endRowIndex": 5},
                "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
            }
        },
    ]


def _mark_anew() -> Json:
    return {
        "updateDeveloperMetadata": {
            "dataFilters": [{"developerMetadataLookup": {"metadataKey": MARK}}],
            "developerMetadata": {"metadataValue": "2"},
            "fields": "metadataValue",
        }
    }


def _duplicated() -> Json:
    return {"duplicateSheet": {"sourceSheetId": _TAB, "newSheetId": _COPY, "newSheetName": "Probe, copied"}}


def _marks(sheet: Json) -> dict[str, str]:
    return {one["metadataKey"]: one["metadataValue"] for one in sheet.get("developerMetadata", ())}
