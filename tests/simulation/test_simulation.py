"""The simulated year tells the same story each time, and finds the heart of one that went wrong."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from tests.journeys.world import MANAGER
from tests.simulation.__main__ import STARTS, actions, called, first_day, seeds_of
from tests.simulation.action import Step, Story, as_json, from_json
from tests.simulation.agent_actions import Switches
from tests.simulation.department import full, name, number_of, opened
from tests.simulation.live import Broken, live
from tests.simulation.school import School
from tests.simulation.script import story
from tests.simulation.shrink import shortest
from tests.simulation.sure import HALF, sure_trouble
from tests.simulation.troubles import USUAL
from tests.simulation.typing_actions import NewManager
from workspace_agent.settings import load

DAYS = 40


def of(seed: int, days: int = DAYS, roughness: float = USUAL) -> Story:
    return story(seed, opened(seed, first_day(seed, days)), days, roughness)


def test_a_seed_tells_the_same_story_each_time_and_another_seed_another_one() -> None:
    assert as_json(of(3)) == as_json(of(3))
    assert as_json(of(3)) != as_json(of(9))


def test_a_story_can_be_written_down_and_read_again() -> None:
    assert from_json(as_json(of(4)), actions()) == of(4)


def happened(steps: Story) -> set[str]:
    return {type(step.action).__name__ for step in steps}


def test_all_that_can_happen_happens_within_a_year_and_a_rough_fortnight() -> None:
    years = {name for seed in range(6) for name in happened(of(seed, 200))}
    fortnights = {name for seed in range(4) for name in happened(of(seed, 14, 1))}

    assert years | fortnights == set(actions())


@pytest.mark.parametrize(("roughness", "days"), [(USUAL, 0), (1, 10)], ids=["usual", "rough"])
def test_something_hits_for_certain_at_noon_of_each_rough_working_day(roughness: float, days: int) -> None:
    steps = of(1, 14, roughness)
    noons = [(step.at.date(), step.action) for step in steps if step.at.time() == time(12)]
    sure = [sure_trouble(HALF + number, day)[0] for number, day in enumerate(working_days(steps))]

    assert sum((day, action) in noons for day, action in zip(working_days(steps), sure, strict=True)) == days


def working_days(steps: Story) -> list[date]:
    return sorted({step.at.date() for step in steps if step.at.weekday() < 5})


@pytest.mark.parametrize(
    ("text", "seeds", "said"),
    [("0-2", [0, 1, 2], "seeds 0 to 2"), ("3,6,4", [3, 6, 4], "seeds 3, 4, 6"), ("7", [7], "seed 7")],
)
def test_seeds_are_a_span_or_a_list(text: str, seeds: list[int], said: str) -> None:
    assert (seeds_of(text), called(seeds)) == (seeds, said)


def test_time_goes_on() -> None:
    steps = of(5)
    assert [step.at for step in steps] == sorted(step.at for step in steps)


@pytest.mark.parametrize("seed", range(len(STARTS)))
def test_each_department_has_two_or_three_case_managers_with_students_of_their_own(seed: int) -> None:
    files = opened(seed, first_day(seed, DAYS))
    assert {student.case_manager for student in files.students} == {*files.case_managers}
    assert len({full(student.number) for student in files.students}) == len(files.students) in range(8, 22)


def test_initials_tell_students_apart() -> None:
    for number in range(300):
        first, last = name(number)
        assert number_of(f"{first[0]}.{last[0]}.") == number


def test_a_few_days_come_to_their_end() -> None:
    seed = 1
    files = opened(seed, first_day(seed, DAYS))
    lived = live(files, story(seed, files, 3))

    assert lived.broken is None, lived.broken
    assert lived.counts["runs"] > 3


def test_turning_switches_leaves_the_next_manager_in_office(tmp_path: Path) -> None:
    school = School.open(tmp_path / "world", opened(1, first_day(1, DAYS)))
    for action in (NewManager(), Switches("report"), Switches("on")):
        action.do(school)
    school.close()

    former, following = load(school.world.config).agent.managers
    assert (former.email, following.email) == (MANAGER, school.manager)


@dataclass(frozen=True, slots=True)
class Fails:
    """Raises an error, one without a message as much as any other."""

    error: Exception

    def do(self, school: School) -> None:
        """Raise it."""
        assert not school.failed, "a story begins well"
        raise self.error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AssertionError("names left"), "names left"),
        (AssertionError(), "AssertionError in test_simulation.py: raise self.error"),
        (KeyError("wa"), "KeyError in test_simulation.py: 'wa'"),
    ],
)
def test_a_failure_without_a_message_says_what_was_asked(error: Exception, said: str) -> None:
    files = opened(1, first_day(1, DAYS))
    broken = live(files, (Step(files.begins, Fails(error)),)).broken

    assert broken is not None
    assert broken.what == said


@dataclass(frozen=True, slots=True)
class Says:
    """Stands for any action."""

    word: str

    def do(self, school: School) -> None:
        """Nothing."""


def in_turn(words: str) -> Story:
    begins = first_day(0, DAYS)
    return tuple(Step(begins + timedelta(minutes=at), Says(word)) for at, word in enumerate(words))


def breaks_where_a_comes_before_b(steps: Story) -> Broken | None:
    """With another failure where there is a c without an a."""
    said = "".join(step.action.word for step in steps if isinstance(step.action, Says))
    if "b" in said and "a" in said[: said.index("b")]:
        return Broken(said.index("b"), steps[said.index("b")], "a before b: here", "")
    return Broken(0, steps[0], "another one", "") if "c" in said else None


def test_the_shortest_story_has_nothing_left_that_could_be_left_out() -> None:
    steps = in_turn("xxcxaxxxxcyyyyyyxxxxxzbzzzzzzzc")
    broken = breaks_where_a_comes_before_b(steps)
    assert broken is not None
    shorter = shortest(steps, broken, breaks_where_a_comes_before_b, 60, itertools.count().__next__)

    assert "".join(str(step.action.word) for step in shorter if isinstance(step.action, Says)) == "ab"


def test_when_time_is_up_the_shortest_so_far_is_told() -> None:
    steps = in_turn("xxxxaxxxxxbxxx")
    broken = breaks_where_a_comes_before_b(steps)
    assert broken is not None
    shorter = shortest(steps, broken, breaks_where_a_comes_before_b, -1, itertools.count().__next__)

    assert shorter == steps[:11]
