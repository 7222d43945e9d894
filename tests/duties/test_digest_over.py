"""What ended by itself since the last digest is over, and not resolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from tests.builders import TODAY, a_department, a_meeting, a_student
from tests.builders_digest import an_occasion
from tests.builders_progress import a_goal
from tests.rules.found_in import FOUND_IN, POLICY
from workspace_agent.duties.digest_frame import Comparison, compared
from workspace_agent.duties.digest_over import over
from workspace_agent.duties.unread import Sight
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Rule
from workspace_agent.model.progress import Goal
from workspace_agent.rules import READS, RULES, TITLES, UNTIL, progress

YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
READING = "reading/2026-08-31"
ENDING = [rule for rule in RULES if rule.until and rule is not progress.RULE]
"""All but what is said of a goal's progress, which ends as well when its data have become too old."""


def is_over(key: str, department: Department, today: dt.date = TODAY) -> bool:
    """Whether what is not found any more has ended by itself."""
    return over(department, an_occasion(today=today, until=UNTIL), (key,)) == {key}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param(f"contact_attempts/student-1/{YESTERDAY}", True, id="its meeting was yesterday"),
        pytest.param(f"contact_attempts/student-1/{TODAY}", False, id="its meeting is today"),
        pytest.param(f"contact_attempts/student-1/{TOMORROW}", False, id="its meeting is tomorrow"),
        pytest.param(f"services/student-1/{YESTERDAY}", True, id="the service ended yesterday"),
        pytest.param("services/student-1/none", False, id="a cycle that is no day"),
        pytest.param(f"annual_review/student-1/{YESTERDAY}", False, id="what is past due does not end"),
        pytest.param(f"NOT_A_TIME/https://x/{YESTERDAY}", False, id="a Problem"),
        pytest.param(f"decision_makers/student-1/nobody-{YESTERDAY}", False, id="somebody has to decide"),
    ],
)
def test_what_ends_with_a_day_is_over_when_it_has_passed(key: str, expected: bool) -> None:
    assert is_over(key, a_department(a_student())) is expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(False, True, id="nobody says that it was held"),
        pytest.param(True, False, id="it was held, so the papers have come"),
    ],
)
def test_papers_of_a_meeting_that_was_held_can_still_come(held: bool, expected: bool) -> None:
    department = a_department(a_student(), meetings=(a_meeting(YESTERDAY, held=held),))

    assert is_over(f"excusals/student-1/{YESTERDAY}", department) is expected


@pytest.mark.parametrize(
    ("key", "goals", "expected"),
    [
        pytest.param(f"progress/student-1/{READING}", (a_goal(end=YESTERDAY),), True, id="ended"),
        pytest.param(f"progress/student-1/{READING}", (a_goal(end=TODAY),), False, id="ends today"),
        pytest.param(f"progress/student-1/{READING}", (a_goal(end=None),), False, id="without an end"),
        pytest.param(f"progress/student-1/{READING}", (), False, id="its row is gone"),
        pytest.param(
            f"progress/student-2/{READING}", (a_goal(end=YESTERDAY),), False, id="of another student"
        ),
        pytest.param(
            f"progress/student-1/{READING}",
            (a_goal(end=YESTERDAY), a_goal(end=TOMORROW, row=3)),
            False,
            id="typed twice, with a later end",
        ),
        pytest.param(
            f"progress/student-1/{READING}1", (a_goal(end=YESTERDAY),), False, id="the beginning of a name"
        ),
        pytest.param(
            f"stale_data/student-1/{READING}/2026-10-01", (a_goal(end=YESTERDAY),), True, id="ended, no data"
        ),
        pytest.param(
            f"stale_data/student-1/{READING}/2026-10-01", (a_goal(),), False, id="goes on, and data have come"
        ),
    ],
)
def test_what_is_about_a_goal_ends_with_it(key: str, goals: tuple[Goal, ...], expected: bool) -> None:
    assert is_over(key, a_department(a_student(), goals=goals)) is expected


def compared_on(
    day: dt.date, department: Department, found: Iterable[Finding], previous: frozenset[str] | None
) -> Comparison:
    """Everything can be read."""
    occasion = an_occasion(today=day, previous=previous, titles=TITLES, reads=READS, until=UNTIL)
    return compared(department, found, (), occasion, Sight(department, (), READS))


@pytest.mark.parametrize("rule", ENDING, ids=lambda rule: rule.id)
def test_where_nobody_does_anything_nothing_is_resolved(rule: Rule) -> None:
    """Day by day for a year."""
    department = FOUND_IN[rule.id]
    previous: frozenset[str] | None = None
    for day in (TODAY + dt.timedelta(days=ahead) for ahead in range(366)):
        found = rule.check(department, POLICY, day)
        comparison = compared_on(day, department, found, previous)
        assert not comparison.resolved
        previous = comparison.told


def test_what_is_over_is_counted_apart_and_not_told_again() -> None:
    """Of three attempts there was one, and the day of the meeting has passed."""
    past, ahead = (
        f"contact_attempts/student-1/{YESTERDAY}",
        f"contact_attempts/student-1/{TOMORROW}",
    )
    found = compared_on(TODAY, a_department(a_student()), (), frozenset({past, ahead}))

    assert found.resolved == {ahead}
    assert (found.changes.new, found.changes.still_open, found.changes.resolved) == (0, 0, 1)
    assert found.changes.note == (
        "1 of what the last digest told is over, because its day or the last day of its goal has passed: "
        "nobody has to do anything about it any more. Whether it was done is not known, so it does not count "
        "as resolved."
    )
    assert found.told == frozenset()


def test_of_a_student_on_no_list_and_of_what_cannot_be_read_nothing_is_over() -> None:
    department = a_department(a_student(), broken=frozenset({("workbook-1", "contacts")}))
    unread, gone = (f"contact_attempts/{student}/{YESTERDAY}" for student in ("student-1", "student-9"))
    found = compared_on(TODAY, department, (), frozenset({unread, gone}))

    assert found.resolved == frozenset()
    assert "is over" not in found.changes.note
    assert found.told == {unread}
