"""What is told of a workbook beside its cells."""

from __future__ import annotations

from typing import Any, cast

import pytest

from tests.builders_tables import with_books
from workspace_agent.google.workspace import Google
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.observe.workbooks import read_workbooks


class Answers:
    """Stands for Google where every spreadsheet has these properties."""

    def __init__(self, properties: dict[str, str]) -> None:
        self._properties = properties
        self.sheets = self

    def read(self, spreadsheet_id: str, fields: str) -> dict[str, Any]:
        assert "properties(title,timeZone,locale)" in fields
        return {"spreadsheetId": spreadsheet_id, "properties": self._properties}


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        pytest.param({"title": "Rosa 26-27", "locale": "en_GB"}, ("Rosa 26-27", "en_GB"), id="both are told"),
        pytest.param({}, ("", ""), id="neither"),
    ],
)
def test_the_locale_and_the_title_are_kept_and_the_title_is_not_shown(
    properties: dict[str, str], expected: tuple[str, str]
) -> None:
    google = cast("Google", Answers({"timeZone": "America/Denver", **properties}))
    book = read_workbooks(google, with_books({"lena-vandermolen": [("book", "one student")]}))[0]

    assert isinstance(book, RawWorkbook)
    assert (book.title, book.locale) == expected
    assert "Rosa" not in repr(book)
