"""Uploads that Drive converts into spreadsheets."""

from __future__ import annotations

from workspace_agent.sandbox.call import Call
from workspace_agent.sandbox.drive.state import SPREADSHEET, File
from workspace_agent.sandbox.errors import not_built
from workspace_agent.sandbox.sheets.imports import DELIMITERS, Source, imported
from workspace_agent.sandbox.sheets.model import Book


def spreadsheet(call: Call, file: File) -> Book | None:
    """What an upload makes of a spreadsheet file; None where nothing is uploaded, or the file is none.

    Raises:
        ApiError: 501 for types that the sandbox does not read, 400 for what does not fit.
    """
    if call.media is None or file.mime_type != SPREADSHEET:
        return None
    if call.media.mime_type not in DELIMITERS:
        raise not_built(f"the import of {call.media.mime_type} into a spreadsheet")
    title = call.body.get("name", file.name)
    source = Source(call.media.content, call.media.mime_type, title, file.owner or call.user, call.now)
    return imported(file.id, source)
