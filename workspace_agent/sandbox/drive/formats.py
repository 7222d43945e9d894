"""What Google documents are exported as, and where the links for it lead.

Source: https://developers.google.com/workspace/drive/api/guides/ref-export-formats; the links as recorded by
clients of the API.
"""

from __future__ import annotations

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.drive.state import NATIVE, SPREADSHEET, File

_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENT = NATIVE + "document"
# By type, with the name that a link has for the format.
FORMATS = {
    _DOCUMENT: {
        "text/plain": "txt",
        "text/html": "html",
        "application/pdf": "pdf",
        "text/markdown": "markdown",
        "application/rtf": "rtf",
        "application/zip": "zip",
        "application/epub+zip": "epub",
        "application/vnd.oasis.opendocument.text": "odt",
        _OFFICE + "wordprocessingml.document": "docx",
    },
    SPREADSHEET: {
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "application/pdf": "pdf",
        "application/zip": "zip",
        "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
        _OFFICE + "spreadsheetml.sheet": "xlsx",
    },
}
_LINKS = {
    _DOCUMENT: "https://docs.google.com/feeds/download/documents/export/Export?id={}&exportFormat={}",
    SPREADSHEET: "https://docs.google.com/spreadsheets/export?id={}&exportFormat={}",
}


def export_links(file: File) -> Json:
    """A link per format; nothing for what is not exported."""
    if file.mime_type not in FORMATS:
        return {}
    link = _LINKS[file.mime_type]
    formats = FORMATS[file.mime_type].items()
    return {"exportLinks": {wanted: link.format(file.id, name) for wanted, name in formats}}
