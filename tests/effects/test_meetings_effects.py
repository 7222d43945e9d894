"""A booking whose answer was lost is known again by its mark, whatever Google keeps of empty values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_meeting, a_student
from tests.builders_seen import planned
from tests.google.helpers import Reply, ScriptedGoogle, sandboxed
from workspace_agent.duties.meetings_actions import BookMeeting
from workspace_agent.effects.marks import event_marks, read_event_mark
from workspace_agent.effects.meetings import BookMeetingEffect
from workspace_agent.effects.perform import Done
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.seen import EventMark, Prints

ENTRY = Entry("meeting/student-1/1", "print", "intended", 1, "", "", "")


def booking() -> BookMeeting:
    plan = planned(a_department(students=[a_student()], meetings=[a_meeting()]))
    (action,) = [action for action in plan.actions if isinstance(action, BookMeeting)]
    return action


def kept(mark: EventMark) -> dict[str, str]:
    """The mark on an event, as a Google gives it back that keeps no empty values."""
    return {name: value for name, value in event_marks(mark).items() if value}


def found(folder: Path, action: BookMeeting, marks: dict[str, str]) -> Done | None:
    event: dict[str, Any] = {"id": action.event_id, "status": "confirmed"}
    body = event | {"extendedProperties": {"private": marks}}
    effect = BookMeetingEffect(sandboxed(folder, ScriptedGoogle(Reply(body=body))).calendar)
    return effect.find(action, ENTRY)


def test_an_event_without_the_empty_marks_is_the_one_that_was_booked(tmp_path: Path) -> None:
    action = booking()
    marks = kept(action.mark)

    assert "wa_how" not in marks
    assert found(tmp_path, action, marks) == Done(action.event_id)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"wa_how": "cancelled"}, id="a mark that should be empty is not"),
        pytest.param({"wa_number": "2"}, id="another number"),
        pytest.param({"wa_student": ""}, id="nobody's"),
    ],
)
def test_an_event_with_other_marks_is_another(tmp_path: Path, change: dict[str, str]) -> None:
    action = booking()

    assert found(tmp_path, action, kept(action.mark) | change) is None


def test_a_mark_is_read_without_its_empty_values() -> None:
    mark = EventMark("student-1", 1, TODAY, frozenset(), Prints("a", "b", "c", "d"), Prints("a", "b", "c"))

    assert read_event_mark(kept(mark), TODAY) == mark
