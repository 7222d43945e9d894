"""One user's calls to the Sheets handlers, without a server."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime
from typing import Any, Self

import pytest

from workspace_agent.sandbox.call import ApiError, Call, Json
from workspace_agent.sandbox.drive.state import permission, permission_id
from workspace_agent.sandbox.sheets.methods import METHODS
from workspace_agent.sandbox.state import State

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class SheetsClient:
    """Calls methods for one user on one spreadsheet."""

    def __init__(self, *, locale: str = "en_US", user: str = "owner@dept.example", **properties: Any) -> None:
        self.state = State()
        self.user = user
        self.now = NOW
        self.client_id = "app"
        created = self.call("create", body={"properties": {"title": "Book", "locale": locale}, **properties})
        self.book_id: str = created["spreadsheetId"]

    def call(self, method: str, body: Json | None = None, *, user: str = "", **params: Any) -> Json:
        """Call `spreadsheets.<method>`."""
        call = Call(
            method=f"sheets.spreadsheets.{method}",
            params=params,
            body=body or {},
            headers={},
            media=None,
            user=user or self.user,
            now=self.now,
            state=self.state,
            client_id=self.client_id,
        )
        reply = METHODS[call.method](call)
        assert isinstance(reply, dict)
        return reply

    def share(self, user: str, role: str) -> None:
        """Let somebody else open the spreadsheet."""
        self.state.drive.files[self.book_id].permissions[permission_id(user)] = permission("user", role, user)

    def as_app(self, client_id: str) -> Self:
        """The same spreadsheet through another app."""
        other = copy(self)
        other.client_id = client_id
        return other

    def here(self, method: str, body: Json | None = None, *, user: str = "", **params: Any) -> Json:
        """Call a method on the spreadsheet."""
        return self.call(method, body, user=user, spreadsheetId=self.book_id, **params)

    def type_in(self, cells: str, values: list[list[Any]], option: str = "USER_ENTERED") -> Json:
        """Enter values as a person would."""
        return self.here("values.update", {"values": values}, range=cells, valueInputOption=option)

    def read(self, cells: str, **options: Any) -> Any:
        """Values of a range; an empty list when there are none."""
        return self.here("values.get", None, range=cells, **options).get("values", [])

    def change(self, kind: str, request: Json) -> Json:
        """One request of `batchUpdate`; its reply."""
        reply = self.here("batchUpdate", {"requests": [{kind: request}]})
        answered: Json = reply["replies"][0].get(kind, {})
        return answered

    def cell(self, name: str) -> Json:
        """One cell as `CellData`."""
        book = self.here("get", ranges=[name], includeGridData=True)
        rows = book["sheets"][0]["data"][0].get("rowData", [{}])
        data: Json = (rows[0].get("values") or [{}])[0]
        return data

    def sheet(self, index: int = 0) -> Json:
        """One sheet's description."""
        described: Json = self.here("get")["sheets"][index]
        return described


def refused(status: int, message: str) -> Any:
    """Expect a refusal with this status whose message holds this text."""
    return pytest.raises(ApiError, match=message, check=lambda error: error.status == status)


def grid(top: int, left: int, bottom: int, right: int) -> Json:
    """A `GridRange` on the first sheet."""
    return {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def rows(start: int, end: int, axis: str = "ROWS") -> Json:
    """A `DimensionRange` on the first sheet."""
    return {"sheetId": 0, "dimension": axis, "startIndex": start, "endIndex": end}
