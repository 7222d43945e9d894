"""Who only reads a record may not take it along: forbidden again once, then left to people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_department, a_student
from tests.builders_seen import circumstances, file_of, nothing_seen
from workspace_agent.duties.downloads import ForbidDownloads, plan
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind

RECORD = "record/key-1/1"
FORBIDDEN, LEFT = ProblemKind.DOWNLOADS_FORBIDDEN, ProblemKind.DOWNLOADS_LEFT


def planned(key: str = RECORD, **changes: Any) -> Plan:
    files = {key: file_of(key, **{"downloads": True} | changes)}
    return plan(a_department(a_student()), nothing_seen(files=files), circumstances())


CASES = {
    "from before records were made so": ({"closed": 0}, [f"downloads/{RECORD}/1"], []),
    "somebody allowed it": ({"closed": 1}, [f"downloads/{RECORD}/2"], [FORBIDDEN]),
    "allowed once more": ({"closed": 2}, [], [LEFT]),
    "not the agent's to change": ({"closed": 0, "owned": False}, [], [LEFT]),
    "in the trash": ({"closed": 1, "trashed": True}, [], []),
    "as it should be": ({"closed": 1, "downloads": False}, [], []),
    "a folder, which cannot forbid it": ({"key": "folder/root"}, [], []),
}


@pytest.mark.parametrize(("changes", "keys", "kinds"), CASES.values(), ids=CASES)
def test_what_is_done_and_what_is_told(
    changes: dict[str, Any], keys: list[str], kinds: list[ProblemKind]
) -> None:
    found = planned(**changes)

    assert [action.key for action in found.actions] == keys
    assert [problem.kind for problem in found.problems] == kinds


def test_it_is_told_to_those_whose_record_it_is() -> None:
    found = planned("record/student-1", closed=1, link="https://drive.example/r")
    (action,), (problem,) = found.actions, found.problems

    assert isinstance(action, ForbidDownloads)
    assert (action.file_id, action.times) == ("id of record/student-1", 2)
    assert problem.place.url == "https://drive.example/r"
    assert action.place == problem.place
    assert action.case_manager == problem.case_manager
