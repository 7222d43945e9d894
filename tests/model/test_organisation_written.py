"""Settings that people copy out of a browser or a phone bill: taken as meant, or refused in plain words."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.builders import a_case_manager
from workspace_agent.model.meeting_settings import DialIn
from workspace_agent.model.organisation import CaseManager, FolderSetting, WorkbookSetting

ID = "1elqWxMAHWdYRqaJ-_x"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(ID, id="the id"),
        pytest.param(f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=0#gid=0", id="the address"),
        pytest.param(f"https://docs.google.com/spreadsheets/u/1/d/{ID}", id="of a second account"),
    ],
)
def test_a_workbook_is_named_by_its_id_or_its_address(typed: str) -> None:
    assert WorkbookSetting(id=typed, holds="hours").id == ID


def test_an_address_without_an_id_is_refused() -> None:
    with pytest.raises(ValidationError, match="between /d/ and /edit"):
        WorkbookSetting(id="https://docs.google.com/forms/d/e/published/viewform", holds="hours")


@pytest.mark.parametrize("typed", [ID, f"https://drive.google.com/drive/u/1/folders/{ID}?usp=sharing"])
def test_a_folder_by_id_or_address(typed: str) -> None:
    assert FolderSetting(id=typed, holds="one student").id == ID


def test_a_name_may_be_spelled_with_joiners() -> None:
    kept = a_case_manager().model_dump(by_alias=True)
    assert CaseManager.model_validate({**kept, "name": "علی\u200cرضا"}).name == "علی\u200cرضا"


def test_an_address_without_a_folder_is_refused() -> None:
    with pytest.raises(ValidationError, match="behind /folders/"):
        FolderSetting(id="https://drive.google.com/drive/my-drive", holds="hours")


def test_a_case_manager_keeps_workbooks_or_folders() -> None:
    kept = a_case_manager().model_dump(by_alias=True, exclude={"workbooks", "folders"})
    with pytest.raises(ValidationError, match="name the workbooks, or folders"):
        CaseManager.model_validate(kept)
    assert CaseManager.model_validate({**kept, "folders": []}).workbooks == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"number": "ask the office"}, "not a telephone number"),
        ({"number": "+1 555 0100", "pin": "one two"}, "not a PIN"),
    ],
)
def test_a_dial_in_line_is_digits(line: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        DialIn.model_validate(line)


def test_a_dial_in_line_may_do_without_a_pin() -> None:
    assert DialIn(number="+1 (915) 555-0100").pin == ""
