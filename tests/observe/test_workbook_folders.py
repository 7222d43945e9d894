"""Workbooks are found in folders: in the folder itself, without what is in the trash, by one list each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import TODAY, a_case_manager, an_organisation
from workspace_agent.duties.lost_workbooks import Remembered
from workspace_agent.model.errors import GoogleUnavailable, NotFound
from workspace_agent.model.organisation import Ignored, Organisation
from workspace_agent.observe.folders import find_workbooks

SHEET = "application/vnd.google-apps.spreadsheet"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERS, HIS = "manager-1", "manager-2"


class Listed:
    """Stands for a Drive whose folders list these files, or answer with an error."""

    def __init__(self, **folders: list[dict[str, Any]] | Exception) -> None:
        self._folders = folders
        self._below = [{"id": "s", "parents": ["full"]}, {"id": "t", "parents": ["shut"]}]
        self.drive = self

    def list(self, q: str, fields: str) -> list[dict[str, Any]]:
        assert "trashed = false" in q
        if fields == "id,parents":
            return [one for one in self._below if one["parents"][0] in q]
        assert fields.startswith("id,name,mimeType,shortcutDetails")
        answer = self._folders[q.split("'")[1]]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def get(self, file_id: str, fields: str) -> dict[str, Any]:
        assert fields == "trashed"
        if file_id == "hidden":
            raise NotFound("get", 404, "notFound")
        return {"trashed": file_id == "trashed"}


def file(file_id: str, name: str = "", kind: str = SHEET) -> dict[str, Any]:
    return {"id": file_id, "name": name or file_id, "mimeType": kind}


def shortcut(file_id: str, target: str, kind: str = SHEET) -> dict[str, Any]:
    details = {"shortcutDetails": {"targetId": target, "targetMimeType": kind}}
    return file(file_id, kind="application/vnd.google-apps.shortcut") | details


def keeping(*folders: str, his: tuple[str, ...] = ()) -> Organisation:
    def settings(names: tuple[str, ...]) -> list[dict[str, str]]:
        return [{"id": name, "holds": "one student"} for name in names]

    return an_organisation(
        case_managers=(
            a_case_manager(HERS, workbooks=[{"id": "log", "holds": "contacts"}], folders=settings(folders)),
            a_case_manager(HIS, name="Theo Brandvold", workbooks=[], folders=settings(his)),
        )
    )


def lost(
    organisation: Organisation, *before: Remembered, **folders: Any
) -> list[tuple[str, list[str], bool]]:
    """What is gone, whom it concerns, and whether it still counts among the workbooks."""
    google: Any = Listed(**folders)
    department, failures, _ = find_workbooks(google, organisation, TODAY, before)
    books = {book.id for person in department.case_managers for book in person.workbooks}
    gone = [failure for failure in failures if failure.kind == "gone"]
    return [(one.spreadsheet_id, sorted(one.students), one.spreadsheet_id in books) for one in gone]


def found(organisation: Organisation, **folders: Any) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    """Ids of the workbooks by case manager, and those that are not to be read, with the reason."""
    google: Any = Listed(**folders)
    department, failures, _ = find_workbooks(google, organisation, TODAY)
    books = {person.key: [book.id for book in person.workbooks] for person in department.case_managers}
    return books, [(failure.spreadsheet_id, failure.kind) for failure in failures]


def test_a_workbook_that_is_ignored_is_not_there() -> None:
    organisation = keeping("f").model_copy(update={"ignore": Ignored(workbooks=("2",))})
    books, failures = found(organisation, f=[file("1", "a"), file("2", "b")])

    assert (books[HERS], failures) == (["log", "1"], [])


def test_spreadsheets_of_a_folder_are_workbooks_by_title() -> None:
    files = [
        file("2", "b"),
        file("1", "a"),
        file("doc", kind="application/vnd.google-apps.document"),
        file("folder", kind="application/vnd.google-apps.folder"),
        file("log"),
    ]
    books, failures = found(keeping("f"), f=files)

    assert (books[HERS], failures) == (["log", "1", "2"], [])


def test_what_the_settings_say_of_a_workbook_stands() -> None:
    google: Any = Listed(f=[file("log"), file("1")])
    department, _, _ = find_workbooks(google, keeping("f"), TODAY)

    assert [(book.id, book.holds) for book in department.case_manager(HERS).workbooks] == [
        ("log", "contacts"),
        ("1", "one student"),
    ]


def test_shortcuts_are_followed() -> None:
    files = [
        shortcut("s", "1"),
        file("1"),
        shortcut("to a folder", "x", "application/vnd.google-apps.folder"),
    ]
    books, failures = found(keeping("f"), f=files)

    assert (books[HERS], failures) == (["log", "1"], [])


def test_a_shortcut_into_the_trash_is_none_and_one_that_cannot_be_followed_is_read_to_tell() -> None:
    books, _ = found(keeping("f"), f=[shortcut("a", "trashed"), shortcut("b", "hidden"), file("trashed-2")])
    assert books[HERS] == ["log", "hidden", "trashed-2"]


def test_a_spreadsheet_of_another_program_is_told() -> None:
    books, failures = found(keeping("f"), f=[file("1"), file("x", kind=EXCEL)])

    assert (books[HERS], failures) == (["log", "1", "x"], [("x", "not_sheets")])


def test_of_two_years_one_counts_and_what_is_unclear_is_among_the_workbooks() -> None:
    files = [file("old", "Ana 25-26"), file("new", "Ana 26-27"), file("one", "Bo"), file("two", "Bo 26-27")]
    books, failures = found(keeping("f"), f=files)

    assert books[HERS] == ["log", "new", "one", "two"]
    assert failures == [("one", "which_year"), ("two", "which_year")]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(
            GoogleUnavailable("drive.files.list", 503, "backendError"), "folder_unavailable", id="no answer"
        ),
        pytest.param(
            NotFound("drive.files.list", 404, "notFound"), "folder_not_listed", id="not shared, or gone"
        ),
        pytest.param([file("d", kind="application/pdf")], "folder_empty", id="nothing in it"),
    ],
)
def test_a_folder_that_shows_nothing_counts_as_a_workbook_that_could_not_be_read(
    answer: Any, reason: str
) -> None:
    books, failures = found(keeping("f", "g"), f=answer, g=[file("1")])

    assert (books[HERS], failures) == (["log", "f", "1"], [("f", reason)])


def folder(file_id: str, name: str = "") -> dict[str, Any]:
    return file(file_id, name, "application/vnd.google-apps.folder")


@pytest.mark.parametrize(
    ("below", "failures"),
    [
        pytest.param(folder("full"), [("full", "folder_below")], id="with spreadsheets in it"),
        pytest.param(folder("empty"), [], id="without"),
        pytest.param(folder("full", "Archived"), [], id="an archive"),
        pytest.param(folder("full", "Caseload 24-25"), [], id="of a school year that is over"),
        pytest.param(folder("full", "Caseload 26-27"), [("full", "folder_below")], id="of this school year"),
    ],
)
def test_a_folder_below_is_told(below: dict[str, Any], failures: list[tuple[str, str]]) -> None:
    assert found(keeping("f"), f=[file("1"), below]) == ({HERS: ["log", "1"], HIS: []}, failures)


def test_a_folder_below_that_the_settings_name_is_read() -> None:
    books, failures = found(keeping("f", "full"), f=[file("1"), folder("full")], full=[file("2")])
    assert (books[HERS], failures) == (["log", "1", "2"], [])


def test_where_google_does_not_say_what_lies_below_nothing_is_told() -> None:
    class Silent(Listed):
        def list(self, q: str, fields: str) -> list[dict[str, Any]]:
            if fields == "id,parents":
                raise GoogleUnavailable("drive.files.list", 503, "backendError")
            return super().list(q, fields)

    google: Any = Silent(f=[file("1"), folder("full")])
    assert find_workbooks(google, keeping("f"), TODAY)[1] == ()


def test_a_workbook_in_the_folders_of_two_people_is_a_question() -> None:
    books, failures = found(keeping("f", his=("g",)), f=[file("1"), file("2")], g=[file("1")])

    assert books == {HERS: ["log", "1", "2"], HIS: ["1"]}
    assert failures == [("1", "of_two"), ("1", "of_two")]


def test_in_two_folders_of_one_person_it_is_one() -> None:
    books, failures = found(keeping("f", "g"), f=[file("1")], g=[shortcut("s", "1")])
    assert (books[HERS], failures) == (["log", "1"], [])


def was(book: str, folder: str = "f") -> Remembered:
    return Remembered(book, folder, frozenset({f"student of {book}"}))


def test_what_lay_there_before_and_does_not_any_more_still_counts_as_a_workbook() -> None:
    assert lost(keeping("f"), was("1"), was("2"), f=[file("1")]) == [("2", ["student of 2"], True)]


@pytest.mark.parametrize(
    ("before", "folders"),
    [
        pytest.param(was("1"), {"f": [file("1")], "g": []}, id="it is there"),
        pytest.param(was("1"), {"f": [file("2")], "g": [file("1")]}, id="it lies in another folder"),
        pytest.param(was("log"), {"f": [file("1")], "g": []}, id="the settings name it now"),
        pytest.param(was("1", "no more"), {"f": [file("2")], "g": []}, id="the settings name no such folder"),
        pytest.param(was("1"), {"f": [], "g": []}, id="an empty folder is told as one"),
        pytest.param(
            was("1"),
            {"f": GoogleUnavailable("drive.files.list", 503, "backendError"), "g": []},
            id="Google did not answer",
        ),
    ],
)
def test_what_is_not_lost(before: Remembered, folders: dict[str, Any]) -> None:
    assert lost(keeping("f", his=("g",)), before, **folders) == []


def test_nobody_is_missed_with_what_lies_behind_a_later_year() -> None:
    files = [file("old", "Ana 25-26"), file("new", "Ana 26-27")]
    assert lost(keeping("f"), was("old"), f=files) == [("old", [], False)]


def test_before_school_begins_both_years_may_count() -> None:
    files = [file("now", "Ana 26-27"), file("next", "Ana 27-28")]
    google: Any = Listed(f=files)
    department, failures, _ = find_workbooks(google, keeping("f"), date(2027, 7, 5))

    assert [(book.id, book.follows) for book in department.found_workbooks] == [
        ("next", ("now",)),
        ("now", ()),
    ]
    assert failures == ()
