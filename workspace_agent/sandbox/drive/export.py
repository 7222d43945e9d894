"""Drive v3: files.export, for spreadsheets and for documents that were made from an upload.

Source: https://developers.google.com/workspace/drive/api/guides/ref-export-formats; files.export in drive.v3.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape

from workspace_agent.sandbox.call import ApiError, Binary, Call, Handler
from workspace_agent.sandbox.drive.formats import FORMATS
from workspace_agent.sandbox.drive.resource import abilities
from workspace_agent.sandbox.drive.state import SPREADSHEET, File
from workspace_agent.sandbox.errors import not_built
from workspace_agent.sandbox.files import find
from workspace_agent.sandbox.sheets import exports, office
from workspace_agent.sandbox.sheets.model import Book

_OF_A_SPREADSHEET: dict[str, Callable[[Book], bytes]] = {
    "text/csv": exports.csv,
    "text/tab-separated-values": exports.tsv,
    "application/pdf": lambda book: _pdf(list(exports.lines(book))),
    "application/zip": exports.pages,
    "application/x-vnd.oasis.opendocument.spreadsheet": office.ods,
    "application/vnd.oasis.opendocument.spreadsheet": office.ods,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": office.xlsx,
}
_MOST_BYTES = 10 * 2**20


def _export(call: Call) -> Binary:
    file, wanted = find(call, call.params["fileId"]), call.params["mimeType"].lower()
    if file.mime_type not in FORMATS:
        message = "Export only supports Docs Editors files."
        raise ApiError(403, message, reason="fileNotExportable")
    if wanted not in FORMATS[file.mime_type]:
        message = "The requested conversion is not supported."
        raise ApiError(400, message, reason="badRequest", location="convertTo")
    check_may_take(call, file, "canDownload")
    content = _converted(call, file, wanted)
    if len(content) > _MOST_BYTES:
        raise ApiError(403, "This file is too large to be exported.", reason="exportSizeLimitExceeded")
    return Binary(content, call.params["mimeType"])


def check_may_take(call: Call, file: File, capability: str) -> None:
    """Hold back the content of a file from who may see it and no more.

    Raises:
        ApiError: 403.
    """
    if not abilities(call, file)[capability]:
        raise ApiError(403, "This file cannot be downloaded by the user.", reason="cannotDownloadFile")


def _converted(call: Call, file: File, wanted: str) -> bytes:
    if file.mime_type == SPREADSHEET:
        return _OF_A_SPREADSHEET[wanted](replace(call.state.sheets.book(file.id), now=call.now))
    if wanted not in {"text/plain", "text/html", "application/pdf"}:
        raise not_built(f"drive.files.export of {file.mime_type} as {wanted}")
    if file.original_type not in {"", "text/plain", "text/html"}:
        raise not_built(f"drive.files.export of a document made from {file.original_type}")
    text = _text(file)
    if wanted == "text/plain":
        # Google's plain text begins with a byte order mark.
        return text.encode("utf-8-sig")
    return _html(file, text) if wanted == "text/html" else _pdf(text.splitlines())


def _text(file: File) -> str:
    source = file.original.decode("utf-8", "replace")
    if file.original_type != "text/html":
        return source
    body = re.sub(r"(?is)<(style|script|title)\b.*?</\1>", "", source)
    lines = re.sub(r"(?i)<(br|/p|/h\d|/li|/tr|/div)\b[^>]*>", "\n", re.sub(r"\s+", " ", body))
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines.split("\n")).strip()


def _html(file: File, text: str) -> bytes:
    if file.original_type == "text/html":
        return file.original
    paragraphs = "".join(f"<p><span>{escape(line)}</span></p>" for line in text.splitlines())
    return f'<html><head><meta charset="utf-8"></head><body>{paragraphs}</body></html>'.encode()


def _pdf(lines: list[str]) -> bytes:
    """One page that holds the text: enough for a reader to open and search."""
    shown = "".join(f"({_literal(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 56 785 Td\n{shown}ET".encode("latin-1", "replace")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    return _assembled(parts)


def _literal(line: str) -> str:
    return re.sub(r"([\\()])", r"\\\1", line)


def _assembled(parts: list[bytes]) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(parts) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


METHODS: dict[str, Handler] = {"drive.files.export": _export}
