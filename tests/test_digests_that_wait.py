"""A digest waits for a source that Google does not give, if its reader would be told of that source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders_seen import NOW, circumstances
from tests.duties.test_unread_by_scope import HOURS, a_source, two_case_managers
from workspace_agent import mails, settle
from workspace_agent.duties.unread import Unread
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.place import LinkPlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind

FORM = LinkPlace("https://docs.google.com/forms/d/form-1", "form")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


ALL = {"manager", "of-one", "of-two", "of-the-district"}
UNREAD = {
    "nothing": ((), ALL),
    "a workbook of one case manager": ((a_source(),), {"of-two"}),
    "hours, which are told of no district": ((HOURS,), {"of-two", "of-the-district"}),
    "a workbook of each": ((a_source(), a_source("manager-2")), set[str]()),
    "the form, which is everybody's": ((Problem(ProblemKind.FORM_UNAVAILABLE, FORM, ""),), set[str]()),
    "what is not shared, which nobody waits for": (
        (Problem(ProblemKind.WORKBOOK_FORBIDDEN, SpreadsheetPlace("book-1"), "manager-1"),),
        ALL,
    ),
}


@pytest.mark.parametrize(("problems", "sent"), UNREAD.values(), ids=UNREAD)
def test_a_digest_waits_for_its_own_readers_sources(
    ledger: Ledger, problems: tuple[Problem, ...], sent: set[str]
) -> None:
    unread = tuple(Unread(problem, NOW - timedelta(minutes=1)) for problem in problems)
    account = settle.Account(two_case_managers(), (), (), (), unread=unread)
    (everybody,) = mails.in_turn(account.department.organisation, circumstances().today)
    _, actions = mails.digest_actions(account, circumstances(), ledger, everybody)

    assert {action.key.split("/")[1] for action in actions} == sent
