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
        "application/rtf": "rtf",
        "application/vnd.oasis.opendocument.text": "odt",
        "text/html": "html",
        "application/pdf": "pdf",
        "text/x-markdown": "markdown",
        "text/markdown": "markdown",
        "application/epub+zip": "epub",
        "application/zip": "zip",
        _OFFICE + "wordprocessingml.document": "docx",
        "text/plain": "txt",
    },
    SPREADSHEET: {
        "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
        "text/tab-separated-values": "tsv",
        "application/pdf": "pdf",
        _OFFICE + "spreadsheetml.sheet": "xlsx",
        "text/csv": "csv",
        "application/zip": "zip",
        "application/vnd.oasis.opendocument.spreadsheet": "ods",
    },
}
_PRESENTATIONS = "vnd.oasis.opendocument.presentation"
_SLIDES = _OFFICE + "presentationml."
# What `about.get` says beside: recorded in mvsjes2/p5-google-restapi.
OTHER_FORMATS = {
    "drawing": ["image/svg+xml", "image/png", "application/pdf", "image/jpeg"],
    "form": ["application/zip"],
    "mail-layout": ["text/plain"],
    "presentation": [
        f"application/{_PRESENTATIONS}",
        "application/pdf",
        f"{_SLIDES}presentation",
        "text/plain",
    ],
    "script": [f"{NATIVE}script+json"],
    "site": ["text/plain"],
    "vid": ["video/mp4"],
}
_MACROS = ".macroenabled.12"
IMPORTS = {
    "document": [
        *(f"application/{name}" for name in ("msword", "pdf", "rtf", "vnd.oasis.opendocument.text")),
        f"application/vnd.ms-word.document{_MACROS}",
        f"application/vnd.ms-word.template{_MACROS}",
        f"{_OFFICE}wordprocessingml.document",
        f"{_OFFICE}wordprocessingml.template",
        "application/x-vnd.oasis.opendocument.text",
        *(f"image/{name}" for name in ("bmp", "gif", "jpeg", "jpg", "pjpeg", "png", "x-bmp", "x-png")),
        *(f"text/{name}" for name in ("html", "markdown", "plain", "richtext", "rtf", "x-markdown")),
    ],
    "spreadsheet": [
        "application/vnd.ms-excel",
        f"application/vnd.ms-excel.sheet{_MACROS}",
        f"application/vnd.ms-excel.template{_MACROS}",
        "application/vnd.oasis.opendocument.spreadsheet",
        f"{_OFFICE}spreadsheetml.sheet",
        f"{_OFFICE}spreadsheetml.template",
        "application/x-vnd.oasis.opendocument.spreadsheet",
        "text/comma-separated-values",
        "text/csv",
        "text/tab-separated-values",
    ],
    "presentation": [
        "application/vnd.ms-powerpoint",
        *(
            f"application/vnd.ms-powerpoint.{name}{_MACROS}"
            for name in ("presentation", "slideshow", "template")
        ),
        f"application/{_PRESENTATIONS}",
        *(f"{_SLIDES}{name}" for name in ("presentation", "slideshow", "template")),
        f"application/x-{_PRESENTATIONS}",
    ],
    "drawing": ["application/x-msmetafile"],
    "script": [f"{NATIVE}script+json", f"{NATIVE}script+text/plain"],
    "vid": [f"video/{name}" for name in ("mp4", "ogg", "quicktime", "webm")],
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
