"""The same reading, as tutorials teach it: the measure for what the agent saves.

It reads every sheet of every workbook, every event of every calendar, and the responses of the form, and does
nothing with them. It follows, with nothing added and nothing taken away:

- gspread's own user guide (docs.gspread.org/en/latest/user-guide.html): `open_by_key`, `worksheets`, and
  `get_all_records` for each sheet. That is the frugal one of the ways shown there: `worksheet(title)` for
  each sheet asks for the list of sheets again, each time.
- the sample of events.list (calendar/api/v3/reference/events/list): pages until there is no token.
- the guide to form responses (forms/api/guides/retrieve-forms-responses).
- Google's advice for a quota that is used up (sheets/api/limits): wait 1, 2, 4 seconds and so on, at most 64,
  and try again. Without that it would end with an error in its first minute.

Google's pages lie below developers.google.com/workspace.

It differs in one thing: the libraries reach the sandbox through a session of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import gspread
from googleapiclient.discovery import build
from gspread.exceptions import APIError

from benchmarks.department import Bench
from benchmarks.typed import Json
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.http import RequestsHttp
from workspace_agent.google.session import connect
from workspace_agent.settings import Settings
from workspace_agent.sign_in import TOKEN

T = TypeVar("T")

_LONGEST_WAIT = 64


class Naive:
    """A script.

    Args:
        bench: The department that it reads.
    """

    def __init__(self, bench: Bench) -> None:
        self._settings: Settings = bench.settings
        self._sleep = bench.clock.sleep
        session = connect(bench.endpoint, TokenFile.read(self._settings.secrets / TOKEN))
        self._gspread = gspread.Client(None, session=session)  # type: ignore[arg-type]  # the session signs
        self._http = RequestsHttp(session)

    def read(self) -> tuple[int, int, int]:
        """How many rows, events and responses there are."""
        people = self._settings.agent.case_managers
        rows = sum(self._rows(book.id) for person in people for book in person.workbooks)
        events = sum(len(list(self._events(person.calendar))) for person in people)
        form = self._settings.agent.form
        return rows, events, len(self._responses(form.id)) if form else 0

    def _rows(self, key: str) -> int:
        workbook = self._patiently(lambda: self._gspread.open_by_key(key))
        sheets = self._patiently(workbook.worksheets)
        return sum(len(self._patiently(sheet.get_all_records)) for sheet in sheets)

    def _events(self, calendar: str) -> Iterator[Json]:
        service = build("calendar", "v3", http=self._http, cache_discovery=False)
        token = None
        while True:
            page = service.events().list(calendarId=calendar, pageToken=token).execute()
            yield from page["items"]
            token = page.get("nextPageToken")
            if not token:
                return

    def _responses(self, form: str) -> list[Any]:
        service = build("forms", "v1", http=self._http, cache_discovery=False)
        service.forms().get(formId=form).execute()
        found: list[Any] = service.forms().responses().list(formId=form).execute().get("responses", [])
        return found

    def _patiently(self, call: Callable[[], T]) -> T:
        """Truncated exponential backoff."""
        seconds = 1
        while True:
            try:
                return call()
            except APIError as error:
                if error.code != 429:
                    raise
            self._sleep(seconds)
            seconds = min(2 * seconds, _LONGEST_WAIT)
