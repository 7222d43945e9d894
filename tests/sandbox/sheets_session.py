"""The handlers behind something that gspread takes for its HTTP session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.sandbox.sheets_client import SheetsClient
from workspace_agent.sandbox.call import ApiError, Json

ROUTES = (
    ("POST", r"", "create"),
    ("GET", r"/(?P<spreadsheetId>[^/:]+)", "get"),
    ("POST", r"/(?P<spreadsheetId>[^/:]+):batchUpdate", "batchUpdate"),
    ("GET", r"/(?P<spreadsheetId>[^/:]+)/values:batchGet", "values.batchGet"),
    ("POST", r"/(?P<spreadsheetId>[^/:]+)/values:batchUpdate", "values.batchUpdate"),
    ("POST", r"/(?P<spreadsheetId>[^/:]+)/values:batchClear", "values.batchClear"),
    ("POST", r"/(?P<spreadsheetId>[^/:]+)/values/(?P<range>.+):append", "values.append"),
    ("POST", r"/(?P<spreadsheetId>[^/:]+)/values/(?P<range>.+):clear", "values.clear"),
    ("GET", r"/(?P<spreadsheetId>[^/:]+)/values/(?P<range>.+)", "values.get"),
    ("PUT", r"/(?P<spreadsheetId>[^/:]+)/values/(?P<range>.+)", "values.update"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of a `requests.Response` as gspread looks at."""

    status_code: int
    body: Json

    @property
    def ok(self) -> bool:
        """Whether the call went well."""
        return self.status_code < 400

    @property
    def text(self) -> str:
        """The body as text."""
        return str(self.body)

    def json(self) -> Json:
        """The body."""
        return self.body


class Session:
    """Routes a URL of Sheets v4 to its handler."""

    def __init__(self, sheets: SheetsClient) -> None:
        self.sheets = sheets

    def request(self, method: str, url: str, params: Json | None = None, **options: Any) -> Answer:
        """Answer one request."""
        path = urlsplit(url).path.removeprefix("/v4/spreadsheets")
        name, found = next(
            (name, found)
            for verb, pattern, name in ROUTES
            if verb == method.upper() and (found := re.fullmatch(pattern, path))
        )
        query = {key: _decoded(value) for key, value in (params or {}).items() if key != "fields"}
        query |= {key: unquote(value) for key, value in found.groupdict().items()}
        try:
            return Answer(200, self.sheets.call(name, options.get("json"), **query))
        except ApiError as error:
            shown = {"code": error.status, "message": error.message, "status": error.canonical}
            return Answer(error.status, {"error": shown})


def _decoded(value: Any) -> Any:
    return {"true": True, "false": False}.get(str(value).lower(), value)
