"""Sheets v4 through gspread's client: whole-workbook reads, whole-range writes.

Source: developers.google.com/sheets/api/reference/rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote

import requests

from workspace_agent.google.answers import Unreadable
from workspace_agent.google.api import Caller, Json
from workspace_agent.google.retry import Repeat
from workspace_agent.google.session import Timeout

_ROOT = "https://sheets.googleapis.com/v4/spreadsheets"

Rows = Sequence[Sequence[str | int | float | bool | None]]


class Sheets:
    """Spreadsheets of one identity. No guard: names live in sheets.

    Args:
        session: The identity's session.
        caller: Makes the calls.
        timeout: Seconds to connect and to read; gspread's own default is to wait for ever.
    """

    def __init__(self, session: requests.Session, caller: Caller, timeout: Timeout) -> None:
        self._session = session
        self._caller = caller
        self._timeout = timeout
        self._written: set[str] = set()

    def take_written(self) -> set[str]:
        """Returns the ids of spreadsheets to which a write was tried since the last call."""
        written, self._written = self._written, set()
        return written

    def read(self, spreadsheet_id: str, fields: str) -> Json:
        """Returns a spreadsheet with its cells, in one request.

        Args:
            spreadsheet_id: Google's id.
            fields: The mask, such as `properties(timeZone),sheets(properties,data.rowData.values)`.
        """
        return self._get("sheets.spreadsheets.get", spreadsheet_id, "", includeGridData="true", fields=fields)

    def values_batch_get(self, spreadsheet_id: str, ranges: Sequence[str]) -> tuple[Json, ...]:
        """Returns ranges as typed: numbers as numbers, dates as serial numbers.

        Args:
            spreadsheet_id: Google's id.
            ranges: In A1 notation, titles quoted.
        """
        answer = self._get(
            "sheets.spreadsheets.values.batchGet",
            spreadsheet_id,
            "/values:batchGet",
            ranges=list(ranges),
            valueRenderOption="UNFORMATTED_VALUE",
            dateTimeRenderOption="SERIAL_NUMBER",
        )
        return tuple(answer.get("valueRanges", ()))

    def create(self, title: str, locale: str, zone: str, sheets: Sequence[Json]) -> Json:
        """Creates a spreadsheet; after OutcomeUnknown look for it before trying again.

        Args:
            title: Its name in Drive.
            locale: Such as `en_US`.
            zone: IANA name of the zone in which its dates are meant.
            sheets: `Sheet` objects.

        Returns:
            The new `Spreadsheet`.
        """
        properties = {"title": title, "locale": locale, "timeZone": zone}
        body = {"properties": properties, "sheets": list(sheets)}
        return self._send(Repeat.UNSAFE, "sheets.spreadsheets.create", "post", "", body)

    def update_values(self, spreadsheet_id: str, range_: str, rows: Rows) -> Json:
        """Writes a range exactly as given (RAW): a text that begins with `=` stays a text.

        Args:
            spreadsheet_id: Google's id.
            range_: In A1 notation, title quoted.
            rows: None leaves a cell as it is, an empty text clears it.
        """
        return self._put_values(spreadsheet_id, range_, rows, "RAW")

    def type_values(self, spreadsheet_id: str, range_: str, rows: Rows) -> Json:
        """Writes a range as if a person typed it (USER_ENTERED): dates and formulas come alive.

        Only for loading the demo department, with our own texts: other people's text could be a formula.

        Args:
            spreadsheet_id: Google's id.
            range_: In A1 notation, title quoted.
            rows: What is typed.
        """
        return self._put_values(spreadsheet_id, range_, rows, "USER_ENTERED")

    def batch_update(
        self, spreadsheet_id: str, changes: Sequence[Json], repeat: Repeat = Repeat.UNSAFE
    ) -> Json:
        """Makes changes, all or none.

        Args:
            spreadsheet_id: Google's id.
            changes: `Request` objects.
            repeat: Say IDEMPOTENT where all of them set a state, such as a format.

        Returns:
            The answer, with `replies` in the order of the changes.
        """
        self._written.add(spreadsheet_id)
        path = f"/{_quoted(spreadsheet_id)}:batchUpdate"
        return self._send(
            repeat, "sheets.spreadsheets.batchUpdate", "post", path, {"requests": list(changes)}
        )

    def _put_values(self, spreadsheet_id: str, range_: str, rows: Rows, option: str) -> Json:
        self._written.add(spreadsheet_id)
        path = f"/{_quoted(spreadsheet_id)}/values/{_quoted(range_)}"
        body = {"majorDimension": "ROWS", "values": [list(row) for row in rows]}
        params = {"valueInputOption": option}
        return self._send(Repeat.IDEMPOTENT, "sheets.spreadsheets.values.update", "put", path, body, params)

    def _get(self, method: str, spreadsheet_id: str, path: str, **params: Any) -> Json:
        whole = f"{_ROOT}/{_quoted(spreadsheet_id)}{path}"
        return self._call(Repeat.IDEMPOTENT, method, lambda: self._http.request("get", whole, params))

    def _send(
        self, repeat: Repeat, method: str, verb: str, path: str, body: Json, params: Json | None = None
    ) -> Json:
        return self._call(
            repeat, method, lambda: self._http.request(verb, _ROOT + path, params=params, json=body)
        )

    def _call(self, repeat: Repeat, method: str, request: Callable[[], requests.Response]) -> Json:
        return self._caller.call(repeat, method, lambda: _json(request()))

    @cached_property
    def _http(self) -> Any:
        from workspace_agent.google.gspread_http import quiet_client  # noqa: PLC0415 - loads gspread

        return quiet_client(self._session, self._timeout)


def _json(response: requests.Response) -> Json:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        answer = None
    if isinstance(answer, dict):
        return answer
    raise Unreadable


def _quoted(text: str) -> str:
    return quote(text, safe="")
