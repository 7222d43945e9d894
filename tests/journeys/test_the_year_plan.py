"""On the first of August the manager gets the plan of the school year, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.journeys.world import MANAGER, World
from workspace_agent.model.action import State

KEY = "year_plan/manager/2026"
JULY = "2026-07-31T07:00:00-04:00"
FIRST_OF_AUGUST = "2026-08-01T07:00:00-04:00"
SUPERVISORS = """
[[supervisors]]
key = "lead"
name = "Ines Marlowe"
email = "i.marlowe@willowbridge.example"
zone = "America/New_York"
from = 2024-08-01
districts = ["lakeward"]
"""


class Died(BaseException):
    """The agent's process is gone."""


class DyingAdapter(BaseAdapter):
    """Leads to the sandbox, until a mail is sent: then the agent dies, before or after Google sent it."""

    def __init__(self, inner: BaseAdapter, when: str) -> None:
        super().__init__()
        self._inner, self._when = inner, when

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        is_it = "/drafts/send" in str(request.url)
        if is_it and self._when == "before":
            raise Died
        answer = self._inner.send(request, *args, **kwargs)
        if is_it:
            raise Died
        return answer

    def close(self) -> None:
        self._inner.close()


def mortal(world: World, when: str) -> World:
    """The same department; the agent dies at its next mail."""
    endpoint = world.stage.endpoint
    assert endpoint.inner is not None
    dying = replace(endpoint, inner=DyingAdapter(endpoint.inner, when))
    return replace(world, stage=replace(world.stage, endpoint=dying))


def run_at(world: World, moment: str) -> dict[str, State]:
    """One run; what became of the year plan in it."""
    world.at(datetime.fromisoformat(moment))
    outcomes = world.run().account.outcomes
    return {one.action.key: one.state for one in outcomes if one.action.key.startswith("year_plan/")}


def sent(world: World, address: str = MANAGER) -> list[str]:
    """Subjects of the year plans in somebody's mailbox."""
    subjects = (str(mail["Subject"]) for mail in world.mails(address, "subject:plan"))
    return [subject for subject in subjects if subject.startswith("Year plan")]


def test_it_is_sent_once(world: World) -> None:
    assert run_at(world, JULY) == {}
    assert run_at(world, FIRST_OF_AUGUST) == {KEY: State.DONE}
    for moment in (FIRST_OF_AUGUST, "2026-08-03T07:00:00-04:00", "2026-08-31T07:00:00-04:00"):
        assert run_at(world, moment) == {}

    (subject,) = sent(world)
    assert subject.startswith("Year plan 2026-27: ")
    assert "due date" in subject


@pytest.mark.parametrize(
    ("moment", "states"),
    [
        pytest.param("2026-08-19T15:00:00-04:00", {KEY: State.DONE}, id="missed days of August are made up"),
        pytest.param("2026-09-01T07:00:00-04:00", {}, id="after August it is not sent any more"),
        pytest.param("2026-11-20T07:00:00-05:00", {}, id="nor by a first run in November"),
    ],
)
def test_what_was_missed(world: World, moment: str, states: dict[str, State]) -> None:
    assert run_at(world, moment) == states
    assert len(sent(world)) == len(states)


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_between_draft_and_the_answer_to_its_sending_one_is_sent(world: World, when: str) -> None:
    run_at(world, JULY)
    world.at(datetime.fromisoformat(FIRST_OF_AUGUST))
    with pytest.raises(Died):
        mortal(world, when).run()
    assert len(sent(world)) == (when == "after")

    run_at(world, "2026-08-01T08:00:00-04:00")
    assert len(sent(world)) == 1
    assert run_at(world, "2026-08-02T08:00:00-04:00") == {}
    with world.tools() as tools:
        assert KEY in tools.ledger.done()
        assert tools.ledger.in_doubt() == ()
        entries = [one for one in tools.ledger.access.entries() if one.key == KEY]
    assert [(one.thing, one.recipient) for one in entries] == [("year_plan", "manager")]
    assert entries[0].students


def test_killed_on_the_last_day_of_august_it_is_not_sent_in_september(world: World) -> None:
    run_at(world, JULY)
    world.at(datetime.fromisoformat("2026-08-31T06:00:00-04:00"))
    with pytest.raises(Died):
        mortal(world, "before").run()
    run_at(world, "2026-09-01T08:00:00-04:00")

    assert sent(world) == []
    with world.tools() as tools:
        assert tools.ledger.in_doubt() == ()


def test_a_supervisor_gets_a_plan_of_their_own(world: World) -> None:
    world.setting(lambda text: text.replace("[[districts]]", f"{SUPERVISORS}\n[[districts]]", 1))
    states = run_at(world, FIRST_OF_AUGUST)

    assert states == {KEY: State.DONE, "year_plan/lead/2026": State.DONE}
    whole, part = sent(world)[0], sent(world, "i.marlowe@willowbridge.example")[0]
    assert whole != part
