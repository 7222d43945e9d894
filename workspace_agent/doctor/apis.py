"""The APIs: each has to be switched on in the Google Cloud project of the OAuth client or service account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from workspace_agent.doctor.check import SIGN_IN, Check, Group, Verdict, fails, passes
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN
from workspace_agent.model.errors import GoogleRefusal, GoogleUnavailable, QuotaExhausted

CALENDAR, DRIVE, FORMS, GMAIL, SHEETS = (
    "Google Calendar API",
    "Google Drive API",
    "Google Forms API",
    "Gmail API",
    "Google Sheets API",
)
_SWITCHED_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
"""Sources: developers.google.com/workspace/drive/api/guides/handle-errors and
cloud.google.com/apis/design/errors."""
_NONE = "none"
"""An id of nothing: that it is not found is an answer, too."""


def checks(here: Installation) -> Iterator[Check]:
    """A check for each API that the settings need."""
    google, organisation = here.google, here.organisation
    books = (book.id for person in organisation.case_managers for book in person.workbooks)
    book, form = next(books, _NONE), organisation.form
    yield Check(DRIVE, partial(_is_on, google.drive.account))
    yield Check(SHEETS, partial(_is_on, partial(google.sheets.read, book, "spreadsheetId")))
    yield Check(CALENDAR, partial(_is_on, partial(google.calendar.access, here.robot)))
    yield Check(GMAIL, partial(_is_on, google.gmail.address))
    if form is not None and form.id:
        yield Check(FORMS, partial(_is_on, partial(google.forms.form, form.id)))


GROUP = Group("APIs", checks, (READ, SIGNED_IN))


def _is_on(ask: Callable[[], object]) -> Verdict:
    """Whatever else it refuses, it answers."""
    try:
        ask()
    except GoogleUnavailable:
        raise
    except QuotaExhausted as error:
        if error.reason not in _SWITCHED_OFF:
            raise
        return fails(
            "It is switched off in the project of the OAuth client or service account.",
            "Switch it on in the Google Cloud console under APIs & Services > Library; wait some minutes.",
            exit_code=SIGN_IN,
        )
    except GoogleRefusal:
        pass
    return passes("It answers.")
