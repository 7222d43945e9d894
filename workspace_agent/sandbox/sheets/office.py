"""A spreadsheet as an office document.

Sources: ECMA-376 part 1, chapters 12 and 18 (Office Open XML); OASIS Open Document 1.3 part 3, chapter 9.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from workspace_agent.sandbox.sheets.a1 import cell_name
from workspace_agent.sandbox.sheets.exports import Shown, Table, packed, tables
from workspace_agent.sandbox.sheets.model import Book
from workspace_agent.sandbox.sheets.serial import moment_of_serial

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org/"
_MAIN = f'xmlns="{_SCHEMAS}spreadsheetml/2006/main"'
_RELATIONS = f"{_SCHEMAS}officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-"
_FIRST_OWN_FORMAT = 164  # the numbers below are built in
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xlsx(book: Book) -> bytes:
    """An Excel workbook; dates and percentages keep their patterns."""
    held = tables(book)
    cells = [cell for table in held.values() for row in table for cell in row]
    patterns = sorted({cell.format.pattern for cell in cells if cell.format and cell.format.pattern})
    styles = {pattern: index for index, pattern in enumerate(patterns, 1)}
    sheets = {
        f"xl/worksheets/sheet{number}.xml": _worksheet(table, styles)
        for number, table in enumerate(held.values(), 1)
    }
    return packed({**_package(list(held)), "xl/styles.xml": _styles(patterns), **sheets})


def _package(titles: list[str]) -> dict[str, str]:
    """What names the sheets and says where they are."""
    numbers = range(1, len(titles) + 1)
    links = [_link(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    return {
        "[Content_Types].xml": _types(len(titles)),
        "_rels/.rels": _relationships(_link("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relationships(*links, _link("rIdStyles", "styles", "styles.xml")),
        "xl/workbook.xml": (
            f'{_XML}<workbook {_MAIN} xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ),
    }


def _types(count: int) -> str:
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    rels = f'<Default Extension="rels" ContentType="{_TYPE}package.relationships+xml"/>'
    return f'{_XML}<Types xmlns="{_SCHEMAS}package/2006/content-types">{rels}{overrides}</Types>'


def _link(link_id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{link_id}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _relationships(*links: str) -> str:
    inner = "".join(links)
    return f'{_XML}<Relationships xmlns="{_SCHEMAS}package/2006/relationships">{inner}</Relationships>'


def _styles(patterns: list[str]) -> str:
    numbered = list(enumerate(patterns, _FIRST_OWN_FORMAT))
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(pattern)}/>' for number, pattern in numbered
    )
    uses = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number, _ in numbered)
    listed = f'<numFmts count="{len(patterns)}">{formats}</numFmts>' if patterns else ""
    plain = "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    plain += "<cellStyleXfs><xf/></cellStyleXfs>"
    return f"{_XML}<styleSheet {_MAIN}>{listed}{plain}<cellXfs><xf/>{uses}</cellXfs></styleSheet>"


def _worksheet(table: Table, styles: dict[str, int]) -> str:
    rows = []
    for index, row in enumerate(table):
        cells = "".join(_cell(cell, cell_name((index, column)), styles) for column, cell in enumerate(row))
        rows.append(f'<row r="{index + 1}">{cells}</row>')
    return f"{_XML}<worksheet {_MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def _cell(cell: Shown, name: str, styles: dict[str, int]) -> str:
    if isinstance(cell.number, bool):
        return f'<c r="{name}" t="b"><v>{int(cell.number)}</v></c>'
    if cell.number is not None:
        style = styles.get(cell.format.pattern, 0) if cell.format else 0
        return f'<c r="{name}" s="{style}"><v>{cell.number!r}</v></c>'
    if not cell.text:
        return ""
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'


def _text(cell: Shown) -> str:
    return escape(_NO_XML.sub("", cell.text))


def ods(book: Book) -> bytes:
    """An OpenDocument spreadsheet."""
    body = "".join(
        f"<table:table table:name={quoteattr(title)}>{''.join(_ods_row(row) for row in table)}</table:table>"
        for title, table in tables(book).items()
    )
    spaces = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'{_XML}<office:document-content {spaces} office:version="1.3"><office:body><office:spreadsheet>'
        f"{body}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"content.xml": content, "META-INF/manifest.xml": _manifest()}
    return packed(parts, first=("mimetype", _ODS))


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODS), ("content.xml", "text/xml"))
    )
    space = f'xmlns:manifest="{_ODF}manifest:1.0"'
    return f'{_XML}<manifest:manifest {space} manifest:version="1.3">{entries}</manifest:manifest>'


def _ods_row(row: list[Shown]) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"


def _ods_cell(cell: Shown) -> str:
    if not cell.text and cell.number is None:
        return "<table:table-cell/>"
    return f"<table:table-cell{_ods_value(cell)}><text:p>{_text(cell)}</text:p></table:table-cell>"


def _ods_value(cell: Shown) -> str:
    if isinstance(cell.number, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(cell.number).lower()}"'
    if cell.number is None:
        return ' office:value-type="string"'
    if cell.format and cell.format.kind in {"DATE", "DATE_TIME"}:
        moment = moment_of_serial(cell.number).isoformat()
        return f' office:value-type="date" office:date-value="{moment}"'
    return f' office:value-type="float" office:value="{cell.number!r}"'
