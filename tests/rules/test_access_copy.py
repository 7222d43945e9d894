"""After a review: the parent's copy of the IEP, and what teachers and providers were told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import TODAY, a_cell, a_department, a_policy, a_response, a_student, day, unreadable
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Severity
from workspace_agent.rules.access_copy import RULE

COPY, TOLD = "copy was given", "teachers and providers"
REVIEWED = "2026-09-15"


def student(copy: Any = REVIEWED, told: Any = REVIEWED, **changes: Any) -> Student:
    """Reviewed on 15 September; dates are given as they are written."""
    values: dict[str, Any] = {"copy_given": copy, "providers_informed": told}
    read: dict[str, Any] = {name: day(one) if isinstance(one, str) else one for name, one in values.items()}
    return a_student(**(read | changes))


def found(who: Student, today: str = "2026-11-20", **changes: Any) -> list[Finding]:
    return list(RULE.check(a_department(who, **changes), a_policy(), day(today)))


@pytest.mark.parametrize(
    ("who", "missing"),
    [
        pytest.param(student(), [], id="R30 both on the day of the review"),
        pytest.param(student(copy=None), [COPY], id="R30 no copy"),
        pytest.param(student(told=None), [TOLD], id="R30 nobody was told"),
        pytest.param(student(None, None), [COPY, TOLD], id="R30 neither"),
        pytest.param(student(copy="2026-09-14"), [COPY], id="a copy the day before: of the last IEP"),
        pytest.param(student(told="2026-09-14"), [TOLD], id="told the day before: of the last IEP"),
        pytest.param(student(copy=unreadable()), [], id="a Problem speaks about the copy"),
        pytest.param(a_student(copy_given=None), [COPY], id="the sheet has a column for the copy alone"),
        pytest.param(a_student(), [], id="the sheet has neither column"),
    ],
)
def test_what_is_not_on_record(who: Student, missing: list[str]) -> None:
    arithmetic = "".join(finding.arithmetic for finding in found(who))

    assert [what for what in (COPY, TOLD) if what in arithmetic] == missing


@pytest.mark.parametrize(
    ("who", "count"),
    [
        pytest.param(student(None, plan=PlanType.S504), 0, id="a 504 plan"),
        pytest.param(student(None, leaves=TODAY), 0, id="the student has left"),
        pytest.param(student(None, annual=None), 0, id="no review is on record"),
        pytest.param(
            student(None, annual=None, annual_due=day("2027-09-15")), 0, id="only when the next is due"
        ),
        pytest.param(student(None, annual=unreadable()), 0, id="a Problem speaks about the review"),
    ],
)
def test_whose_copy(who: Student, count: int) -> None:
    assert len(found(who)) == count


@pytest.mark.parametrize(
    ("today", "count"),
    [
        pytest.param("2026-09-29", 0, id="the tenth business day"),
        pytest.param("2026-09-30", 1, id="the day after it"),
    ],
)
def test_ten_business_days_later(today: str, count: int) -> None:
    assert len(found(student(copy=None), today)) == count


def test_a_review_by_its_form_begins_the_count_anew() -> None:
    [finding] = found(student(annual=day("2026-08-01")), responses=(a_response(day("2026-10-15")),))

    assert finding.cycle == "2026-10-15"


def test_the_finding_explains_itself() -> None:
    [finding] = found(student("2026-09-01", None))

    assert (finding.key, finding.severity) == ("access_copy/student-1/2026-09-15", Severity.DATA)
    assert (finding.due, finding.place) == (day("2026-09-29"), a_cell("P2"))
    assert finding.arithmetic == (
        "Last annual review 15 Sep 2026, and it is not on record since then that a copy was given to the "
        "parent and that teachers and providers were told of their duties."
    )
    assert finding.advice == "Fill in the day; if it has not been done, do it now."
    assert [(step.words, step.place) for step in finding.steps] == [
        ("Last annual review 15 Sep 2026", a_cell("G2")),
        ("a copy was given to the parent: 1 Sep 2026", a_cell("P2")),
        ("teachers and providers were told of their duties: not on record", a_cell("Q2")),
        ("15 Sep 2026 + 10 business days = 29 Sep 2026", None),
    ]
