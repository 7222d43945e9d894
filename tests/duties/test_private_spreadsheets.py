"""When the spreadsheet that stands in for an Agent tab is made, and whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_department, a_student
from tests.builders_seen import circumstances, nothing_seen, planned, seen_after
from workspace_agent import duties
from workspace_agent.duties.private_spreadsheets import MakePrivateSpreadsheet, private_spreadsheet
from workspace_agent.duties.sharing_actions import ShareFolder
from workspace_agent.duties.whose import Owners
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Seen

SHUT = Workbook("book-a", "manager-1", holds_students=True)
OPEN = replace(SHUT, private=False)
HOURS = Workbook("hours", "manager-1", holds_students=False, private=False)
HERS = "folder/case-manager/manager-1"
KEY = private_spreadsheet("manager-1")
LINK = "https://docs.google.com/spreadsheets/d/private"


def with_books(*books: Workbook) -> Department:
    return replace(a_department(a_student()), workbooks=books)


def made(plan: Plan) -> list[MakePrivateSpreadsheet]:
    return [action for action in plan.actions if isinstance(action, MakePrivateSpreadsheet)]


def seen(*, trashed: bool) -> Seen:
    there = seen_after(planned(with_books(SHUT)))
    file = MarkedFile(KEY, "private", trashed, LINK, parent=there.files[HERS].file_id, readers=())
    return replace(there, files={**there.files, KEY: file})


def test_one_is_made_in_the_folder_that_is_shared_before() -> None:
    plan = planned(with_books(OPEN, replace(OPEN, spreadsheet_id="book-b"), HOURS))

    (action,) = made(plan)
    assert (action.key, action.folder, action.needs) == (KEY, HERS, (HERS,))
    shares = [
        at for at, one in enumerate(plan.actions) if isinstance(one, ShareFolder) and one.folder == HERS
    ]
    assert max(shares) < plan.actions.index(action)


@pytest.mark.parametrize(
    ("books", "there"),
    [
        pytest.param((SHUT,), nothing_seen(), id="nobody else can open the workbook"),
        pytest.param((HOURS,), nothing_seen(), id="nothing of students stands in it"),
        pytest.param((OPEN,), seen(trashed=False), id="it is there"),
        pytest.param((OPEN,), seen(trashed=True), id="a person threw it away"),
        pytest.param((OPEN,), nothing_seen(gone={KEY: LINK}), id="a person deleted it for good"),
        pytest.param((OPEN,), nothing_seen(gone={HERS: LINK}), id="the folder was deleted"),
        pytest.param((OPEN,), nothing_seen(done={KEY: ""}), id="a list that lags does not show it yet"),
    ],
)
def test_none_is_made_where(books: tuple[Workbook, ...], there: Seen) -> None:
    assert made(planned(with_books(*books), there)) == []


def test_none_is_made_where_no_agent_tab_is_wanted() -> None:
    off = circumstances(features=Features(agent_tab=Switch.OFF))

    assert made(duties.plan(with_books(OPEN), nothing_seen(), off)) == []


def test_it_is_its_case_managers_and_its_loss_is_told() -> None:
    whose = Owners(a_department(a_student()), {}).of(KEY)
    plan = planned(with_books(OPEN), seen(trashed=True))

    assert whose is not None
    assert (whose.case_manager, whose.student_ref) == ("manager-1", "")
    assert [one.place.url for one in plan.problems if one.kind is ProblemKind.RECORD_TRASHED] == [LINK]
