"""Everything that gspread asks of Drive: files, sharing, comments, the import of CSV and all exports."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast
from xml.etree import ElementTree
from zipfile import ZipFile

import gspread
import pytest
from googleapiclient.http import MediaIoBaseUpload
from gspread.utils import ExportFormat, ValueRenderOption
from pypdf import PdfReader

from tests.sandbox.test_drive_content import upload
from tests.sandbox.world import MANAGER, ROBOT, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

FILES = "/drive/v3/files"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
IMPORT = "drive.v2.files.update"
LOG = 'Date,Hours,Note\n2026-11-20,1.5,"one, two"\n2026-11-21,37%,"say ""hi"""\n,=1+1,\u00fc\n'


def client_of(person: Person) -> gspread.Client:
    return gspread.Client(cast("Any", None), session=person.session)


@pytest.fixture
def client(robot: Person) -> gspread.Client:
    return client_of(robot)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Hours")


# The import of CSV, through Drive v2.


def test_a_csv_replaces_everything(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["old"]], "Z9")
    book.add_worksheet("More", 5, 5)
    book.sheet1.define_named_range("A1", "Name")
    reply = client.import_csv(book.id, LOG)
    assert (reply["kind"], reply["id"], reply["title"], reply["mimeType"]) == (
        "drive#file",
        book.id,
        "Hours",
        SPREADSHEET,
    )
    again = client.open_by_key(book.id)
    (sheet,) = again.worksheets()
    assert (sheet.title, sheet.id != 0, sheet.row_count, sheet.col_count) == ("Hours", True, 1000, 26)
    assert sheet.get_all_values() == [
        ["Date", "Hours", "Note"],
        ["2026-11-20", "1.5", "one, two"],
        ["2026-11-21", "37%", 'say "hi"'],
        ["", "2", "\u00fc"],
    ]
    assert again.list_named_ranges() == []


def test_what_a_csv_holds_is_read_as_if_it_were_typed(
    client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    client.import_csv(book.id, LOG.encode())
    values = client.open_by_key(book.id).sheet1.get(
        "A2:B4", value_render_option=ValueRenderOption.unformatted
    )
    assert values == [[46346, 1.5], [46347, 0.37], ["", 2]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("", [[]]),
        ("\ufeffa,b\r\nc\r\n", [["a", "b"], ["c", ""]]),
        ('"two\nlines",b', [["two\nlines", "b"]]),
        ("a;b", [["a;b"]]),
        (b"\xff,b", [["\ufffd", "b"]]),
    ],
)
def test_odd_csv_is_imported_too(
    client: gspread.Client, book: gspread.Spreadsheet, content: str | bytes, rows: list[list[str]]
) -> None:
    client.import_csv(book.id, content)
    assert client.open_by_key(book.id).sheet1.get_all_values() == rows


def test_a_long_and_wide_csv_gets_the_room_it_needs(
    client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    client.import_csv(book.id, "\n".join([",".join(["x"] * 30)] * 1200))
    sheet = client.open_by_key(book.id).sheet1
    assert (sheet.row_count, sheet.col_count, sheet.acell("AD1200").value) == (1200, 30, "x")


def test_an_import_is_a_new_version_of_the_file_and_stands_in_the_log(
    sandbox: Sandbox, robot: Person, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    token = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    control(sandbox, "POST", "clock", {"now": "2026-11-21T12:00:00Z", "frozen": True})
    reply = client.import_csv(book.id, LOG)
    assert (reply["modifiedDate"], reply["etag"]) == ("2026-11-21T12:00:00.000Z", '"MTc5NTI2MjQwMDAwMA"')
    assert [one["fileId"] for one in robot.get("/drive/v3/changes", pageToken=token)["changes"]] == [book.id]
    entry = next(one for one in reversed(sandbox.requests.entries) if one["method"] == IMPORT)
    assert (entry["verb"], entry["user"], entry["write"]) == ("PUT", ROBOT, True)
    assert entry["body"] == {"media": "text/csv", "size": len(LOG.encode())}


def test_an_import_fails_on_order_before_and_after_it_was_applied(
    sandbox: Sandbox, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.sheet1.update([["old"]], "A1")
    for when, title in (("before", "Sheet1"), ("after", "Hours")):
        control(sandbox, "POST", "faults", {"method": IMPORT, "status": 503, "when": when})
        with pytest.raises(gspread.exceptions.APIError):
            client.import_csv(book.id, LOG)
        assert client.open_by_key(book.id).sheet1.title == title


def test_only_who_may_write_imports(robot: Person, manager: Person, book: gspread.Spreadsheet) -> None:
    reader: Json = {"type": "user", "role": "reader", "emailAddress": MANAGER}
    with pytest.raises(gspread.exceptions.APIError, match="File not found") as unknown:
        client_of(manager).import_csv(book.id, LOG)
    assert unknown.value.code == 404
    robot.post(f"{FILES}/{book.id}/permissions", reader)
    with pytest.raises(gspread.exceptions.APIError, match="sufficient permissions") as forbidden:
        client_of(manager).import_csv(book.id, LOG)
    assert forbidden.value.code == 403


@pytest.mark.parametrize(
    "csv", ["x" * 50_001, "x" * 140_000, "\n".join(["," * 20_000] * 1_000)], ids=["cell", "field", "grid"]
)
def test_what_does_not_fit_changes_nothing(
    client: gspread.Client, book: gspread.Spreadsheet, csv: str
) -> None:
    book.sheet1.update([["old"]], "A1")
    with pytest.raises(gspread.exceptions.APIError) as caught:
        client.import_csv(book.id, csv)
    assert caught.value.code == 400
    assert client.open_by_key(book.id).sheet1.acell("A1").value == "old"


def test_what_v2_can_do_beside_that_is_not_built(robot: Person, book: gspread.Spreadsheet) -> None:
    for verb, path in (("GET", "/drive/v2/files"), ("PUT", f"/drive/v2/files/{book.id}")):
        answer = robot.ask(verb, path, None if verb == "GET" else {"title": "x"})
        assert (answer.status_code, "drive.v2.files." in answer.json()["error"]["message"]) == (501, True)


def test_v3_imports_text_into_spreadsheets_as_well(robot: Person) -> None:
    made = upload(robot, "a\tb\n1\t2", "text/tab-separated-values", name="Made", mimeType=SPREADSHEET)["id"]
    values = f"/v4/spreadsheets/{made}/values/A1:B2"
    assert robot.get(values)["values"] == [["a", "b"], ["1", "2"]]
    media = MediaIoBaseUpload(BytesIO(b"c,d"), mimetype="text/csv")
    files = robot.service("drive", "v3").files()
    files.update(fileId=made, body={"name": "Again"}, media_body=media).execute()
    assert robot.get(values) == {"range": "Again!A1:B2", "majorDimension": "ROWS", "values": [["c", "d"]]}
    office = MediaIoBaseUpload(BytesIO(b"PK"), mimetype="application/vnd.ms-excel")
    refused = robot.ask(
        "POST",
        f"/upload{FILES}",
        params={"uploadType": "multipart"},
        data=office.getbytes(0, 2),
        headers={"Content-Type": "application/vnd.ms-excel"},
    )
    assert refused.status_code == 400
    with pytest.raises(Exception, match="does not build the import of application"):
        files.create(body={"mimeType": SPREADSHEET}, media_body=office).execute()


# Exports.


@pytest.fixture
def filled(client: gspread.Client, book: gspread.Spreadsheet) -> gspread.Spreadsheet:
    rows = [["Date", "Share", "Done"], ["2026-11-20", "37%", "TRUE"], ['a "b", c', "=2*3.5", "<&>\t\x02"]]
    book.sheet1.update(rows, "A1", raw=False)
    book.add_worksheet("It's & more", 5, 5).update([["x", "", "y"], ["z"]], "A1")
    return client.open_by_key(book.id)


def test_csv_and_tsv_hold_the_first_sheet(filled: gspread.Spreadsheet) -> None:
    csv = 'Date,Share,Done\r\n2026-11-20,37%,TRUE\r\n"a ""b"", c",7,<&>\t\x02'
    assert filled.export(ExportFormat.CSV).decode() == csv
    tsv = 'Date\tShare\tDone\r\n2026-11-20\t37%\tTRUE\r\na "b", c\t7\t<&> \x02'
    assert filled.export(ExportFormat.TSV).decode() == tsv


def test_rows_of_a_csv_are_of_one_length(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    assert book.export(ExportFormat.CSV) == b""
    book.sheet1.update([["x", "", "y"], [], ["z"]], "A1")
    assert book.export(ExportFormat.CSV) == b"x,,y\r\n,,\r\nz,,"
    client.import_csv(book.id, book.export(ExportFormat.CSV))
    assert client.open_by_key(book.id).sheet1.get_all_values() == [
        ["x", "", "y"],
        ["", "", ""],
        ["z", "", ""],
    ]


def test_a_pdf_holds_what_is_shown(filled: gspread.Spreadsheet) -> None:
    text = PdfReader(BytesIO(filled.export())).pages[0].extract_text()
    assert [word in text for word in ("2026-11-20", "37%", 'a "b", c', "7", "x")] == [True] * 5


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - the sandbox wrote it


def parts(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_sheet_becomes_a_web_page(filled: gspread.Spreadsheet) -> None:
    pages = parts(filled.export(ExportFormat.ZIPPED_HTML))
    assert set(pages) == {"Sheet1.html", "It's & more.html"}
    assert "<td>37%</td>" in pages["Sheet1.html"]
    assert "<td>&lt;&amp;&gt;" in pages["Sheet1.html"]


MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def test_an_excel_workbook_holds_values_with_their_patterns(filled: gspread.Spreadsheet) -> None:
    found = {name: read(text) for name, text in parts(filled.export(ExportFormat.EXCEL)).items()}
    titles = [one.get("name") for one in found["xl/workbook.xml"].iterfind(".//m:sheet", MAIN)]
    assert titles == ["Sheet1", "It's & more"]
    cells = {one.get("r"): one for one in found["xl/worksheets/sheet1.xml"].iterfind(".//m:c", MAIN)}
    values = {name: "".join(one.itertext()) for name, one in cells.items()}
    assert {name: values[name] for name in ("A1", "A2", "B2", "C2", "B3", "C3")} == {
        "A1": "Date",
        "A2": "46346",
        "B2": "0.37",
        "C2": "1",
        "B3": "7",
        "C3": "<&>\t",
    }
    styles = found["xl/styles.xml"]
    patterns = [one.get("formatCode") for one in styles.iterfind(".//m:numFmt", MAIN)]
    uses = [one.get("numFmtId") for one in styles.iterfind("m:cellXfs/m:xf", MAIN)]
    shown_as = {name: uses[int(cells[name].get("s") or 0)] for name in ("A2", "B2", "B3")}
    numbers = {"164": patterns[0], "165": patterns[1], None: ""}
    assert {name: numbers[number] for name, number in shown_as.items()} == {
        "A2": "yyyy-mm-dd",
        "B2": "0%",
        "B3": "",
    }


def test_an_open_document_holds_values_with_their_types(filled: gspread.Spreadsheet) -> None:
    content = filled.export(ExportFormat.OPEN_OFFICE_SHEET)
    assert content[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    root = read(parts(content)["content.xml"])
    office, table = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table"))
    cells = list(root.iter(f"{table}table-cell"))
    kinds = [one.get(f"{office}value-type") for one in cells[3:6]]
    assert kinds == ["date", "float", "boolean"]
    assert cells[3].get(f"{office}date-value") == "2026-11-20T00:00:00"
    assert cells[4].get(f"{office}value") == "0.37"


def test_an_export_comes_as_an_attachment_in_the_type_that_was_asked_for(robot: Person, book: Any) -> None:
    answer = robot.ask("GET", f"{FILES}/{book.id}/export", params={"mimeType": "text/csv"})
    kind, place = answer.headers["Content-Type"], answer.headers["Content-Disposition"]
    assert (kind, place) == ("text/csv", "attachment")


# Files, comments and ownership.


def test_spreadsheets_are_found_in_a_folder(robot: Person, client: gspread.Client) -> None:
    folder = robot.post(FILES, {"name": "Logs", "mimeType": FOLDER})["id"]
    client.create("Elsewhere")
    made = client.create("Here", folder_id=folder)
    assert [one["id"] for one in client.list_spreadsheet_files(folder_id=folder)] == [made.id]
    assert client.open("Here", folder_id=folder).id == made.id
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Elsewhere", folder_id=folder)


def test_a_copy_takes_comments_along(
    robot: Person, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    robot.post(f"{FILES}/{book.id}/comments", {"content": "Check row 2"}, fields="id")
    copy = client.copy(book.id, title="Copy")
    found = robot.get(f"{FILES}/{copy.id}/comments", fields="comments(content)")["comments"]
    assert found == [{"content": "Check row 2"}]


def test_a_copy_takes_people_along_until_google_refuses_the_owner(
    robot: Person, client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    """As it is with Google: burnash/gspread#1544."""
    book.share(MANAGER, perm_type="user", role="reader", notify=False)
    with pytest.raises(gspread.exceptions.APIError, match="transferOwnership parameter must be enabled"):
        client.copy(book.id, title="Copy", copy_permissions=True)
    assert [one["name"] for one in robot.get(FILES)["files"]] == ["Hours", "Copy"]


@pytest.mark.parametrize(
    ("who", "kind", "held"),
    [("willow.example", "domain", ("domain", "reader")), (None, "anyone", ("anyone", "reader"))],
)
def test_a_spreadsheet_is_shared_with_many(
    book: gspread.Spreadsheet, who: str | None, kind: str, held: tuple[str, str]
) -> None:
    book.share(cast("str", who), perm_type=kind, role="reader", with_link=True)
    assert held in {(one["type"], one["role"]) for one in book.list_permissions()}


def test_ownership_is_offered_and_accepted(robot: Person, manager: Person, book: gspread.Spreadsheet) -> None:
    made = book.share(MANAGER, perm_type="user", role="writer", notify=False).json()["id"]
    theirs = client_of(manager).open_by_key(book.id)
    with pytest.raises(gspread.exceptions.APIError) as early:
        theirs.accept_ownership(made)
    assert early.value.code == 403
    book.transfer_ownership(made)
    offered = robot.get(f"{FILES}/{book.id}/permissions/{made}", fields="role,pendingOwner")
    assert offered == {"role": "writer", "pendingOwner": True}
    theirs.accept_ownership(made)
    assert {one["emailAddress"]: one["role"] for one in theirs.list_permissions()} == {
        ROBOT: "writer",
        MANAGER: "owner",
    }
    assert manager.get(f"{FILES}/{book.id}", fields="ownedByMe") == {"ownedByMe": True}
    assert "pendingOwner" not in manager.get(f"{FILES}/{book.id}/permissions/{made}", fields="*")


def test_only_the_owner_offers_and_only_to_a_writer(
    robot: Person, manager: Person, book: gspread.Spreadsheet
) -> None:
    made = book.share(MANAGER, perm_type="user", role="reader", notify=False).json()["id"]
    path = f"{FILES}/{book.id}/permissions/{made}"
    assert robot.refused("PATCH", path, {"pendingOwner": True}) == (403, "pendingOwnerWriterRequired")
    robot.patch(path, {"role": "writer"})
    assert manager.refused("PATCH", path, {"pendingOwner": True})[0] == 403
