"""Transition plans: in the first IEP in force when the student turns 16."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_field,
    a_policy,
    a_response,
    a_student,
    day,
    unreadable,
)
from workspace_agent.model.facts import Student
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.transition import RULE

PAST, RISK = Severity.VIOLATION, Severity.AT_RISK
AT_16 = {"years": 16, "source": "a list", "checked": "2024-01-01"}
CHECKED = a_policy(states={"TX": {"transition_age": AT_16}})


def student(by: Any, annual: Any = "2026-09-15", planned: Any = None, **changes: Any) -> Student:
    """Dates are given as they are written; nothing is planned."""
    values = {"transition_by": by, "annual": annual, "transition_planned": planned}
    read: dict[str, Any] = {name: day(one) if isinstance(one, str) else one for name, one in values.items()}
    return a_student(**read, **changes)


def found(who: Student, today: str = "2026-11-20", **changes: Any) -> list[Finding]:
    policy = changes.pop("policy", CHECKED)
    return list(RULE.check(a_department(who, **changes), policy, day(today)))


def severities(who: Student, today: str = "2026-11-20", **changes: Any) -> list[Severity]:
    return [finding.severity for finding in found(who, today, **changes)]


@pytest.mark.parametrize(
    ("who", "today", "expected"),
    [
        pytest.param(
            student("2026-02-10", "2025-05-01"),
            "2025-05-02",
            [RISK],
            id="R16 16 within the year of the IEP: wanted though the child is 15",
        ),
        pytest.param(
            student("2026-02-10", "2025-02-05"), "2025-05-02", [], id="R16 16 after its end: the next one"
        ),
        pytest.param(student("2026-02-05", "2025-02-05"), "2025-05-02", [RISK], id="16 on its last day"),
        pytest.param(student("2026-02-06", "2025-02-05"), "2025-05-02", [], id="16 the day after it"),
        pytest.param(
            student("2026-02-28", "2025-03-10"), "2025-05-02", [RISK], id="R16 14 in Virginia, born 29 Feb"
        ),
        pytest.param(student("2026-02-10", "2025-05-01"), "2026-02-10", [RISK], id="on the day"),
        pytest.param(student("2026-02-10", "2025-05-01"), "2026-02-11", [PAST], id="the day after it"),
        pytest.param(
            student("2026-02-10", "2025-02-05"), "2026-02-10", [], id="the review is overdue, and the day not"
        ),
        pytest.param(
            student("2026-02-10", "2025-02-05"), "2026-02-11", [PAST], id="both the review and the day are"
        ),
        pytest.param(student("2026-02-10", "2025-05-01", "2025-05-01"), "2026-02-11", [], id="it is there"),
        pytest.param(student("2026-02-10", "2025-05-01", "2026-03-01"), "2026-03-02", [], id="it came late"),
        pytest.param(
            student("2026-02-10", "2025-05-01", unreadable()), "2026-02-11", [], id="a Problem speaks of it"
        ),
        pytest.param(student(unreadable()), "2026-11-20", [], id="a Problem speaks of the day"),
        pytest.param(student(None), "2026-11-20", [], id="no day: too young, or not known"),
        pytest.param(student("2026-11-30", None), "2026-11-20", [], id="the end of the IEP is not known"),
        pytest.param(student("2026-11-19", None), "2026-11-20", [PAST], id="but the day has passed"),
    ],
)
def test_the_first_plan_that_reaches_the_day(who: Student, today: str, expected: list[Severity]) -> None:
    assert severities(who, today) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        pytest.param(a_student(transition_by=day("2026-01-01")), [], id="no column for the plan"),
        pytest.param(a_student(transition_planned=None), [], id="no column for the day"),
        pytest.param(student("2026-01-01", plan=PlanType.S504), [], id="a 504 plan"),
        pytest.param(student("2026-01-01", leaves=TODAY), [], id="the student has left"),
        pytest.param(student("2026-01-01", leaves=unreadable()), [RISK], id="who may have left"),
    ],
)
def test_whose_plan(who: Student, expected: list[Severity]) -> None:
    assert severities(who) == expected


NO_IEP = {"annual": None, "evaluation": day("2026-11-01"), "eligible_on": day("2026-11-01")}
CAME = {"enrolled": day("2026-10-01")}


@pytest.mark.parametrize(
    ("changes", "today", "expected", "due"),
    [
        pytest.param(NO_IEP, "2026-11-20", RISK, "2026-12-01", id="the first IEP is not due yet"),
        pytest.param(NO_IEP, "2026-12-02", RISK, "2026-12-01", id="it is late, which another rule says"),
        pytest.param(
            NO_IEP | {"annual": "2025-09-01"}, "2026-12-02", RISK, "2026-12-01", id="only a 504 review before"
        ),
        pytest.param(
            NO_IEP | {"annual": "2026-11-10"}, "2026-11-10", RISK, "2026-11-10", id="the day of the first IEP"
        ),
        pytest.param(
            NO_IEP | {"annual": "2026-11-10"}, "2026-11-11", PAST, "2026-11-10", id="the day after it was"
        ),
        pytest.param(
            NO_IEP | {"plan_starts": day("2026-11-15")}, "2026-11-16", PAST, "2026-11-15", id="it has begun"
        ),
        pytest.param(
            NO_IEP | {"annual": "2026-11-10", "plan_starts": day("2026-11-15")}, "2026-11-15", RISK,
            "2026-11-15", id="it begins later than it was written",
        ),
        pytest.param(
            {"annual": "2026-05-01", **CAME}, "2026-11-20", RISK, "2027-10-01", id="no IEP since enrollment"
        ),
        pytest.param(
            {"annual": "2026-05-01", **CAME}, "2027-10-02", PAST, "2027-10-01", id="nor within a year"
        ),
        pytest.param({"annual": "2026-10-20", **CAME}, "2026-11-20", PAST, "2026-10-20", id="an IEP since"),
        pytest.param(
            {"annual": "2026-10-20", "enrolled": day("2025-02-01")}, "2026-11-20", PAST, "2026-02-01",
            id="it cannot be the first one",
        ),
        pytest.param(
            {"annual": "2026-10-20", "enrolled": day("2024-02-01")}, "2026-11-20", PAST, "2025-09-16",
            id="enrolled long before",
        ),
        pytest.param(
            {"annual": "2026-05-01", "transferred_on": a_field(day("2026-10-01"))}, "2026-11-20", RISK,
            "2027-10-01", id="transferred in",
        ),
        pytest.param({"annual": unreadable(), **CAME}, "2026-11-20", RISK, "2027-10-01", id="of some day"),
        pytest.param({"enrolled": unreadable()}, "2026-11-20", RISK, "2025-09-16", id="enrolled some day"),
        pytest.param({"eligible_on": unreadable()}, "2026-11-20", RISK, "2025-09-16", id="eligible some day"),
    ],
)  # fmt: skip
def test_who_had_no_iep_here_on_that_day_is_judged_by_the_first_one(
    changes: dict[str, Any], today: str, expected: Severity, due: str
) -> None:
    [finding] = found(student("2025-09-16", **changes), today)

    assert (finding.severity, finding.due) == (expected, day(due))
    assert finding.cycle == "2025-09-16"


@pytest.mark.parametrize(
    ("row", "form", "today", "expected"),
    [
        pytest.param("2026-11-20", "2026-10-25", "2026-11-20", RISK, id="the row is later: on its day"),
        pytest.param("2026-11-20", "2026-10-25", "2026-11-21", PAST, id="the row is later: the day after"),
        pytest.param("2026-10-25", "2026-11-20", "2026-11-20", RISK, id="the form is later: on its day"),
        pytest.param("2026-10-25", "2026-11-20", "2026-11-21", PAST, id="the form is later: the day after"),
    ],
)
def test_of_two_dates_of_the_first_iep_the_later_decides(
    row: str, form: str, today: str, expected: Severity
) -> None:
    who = student("2026-10-20", row, eligible_on=day("2026-10-15"))
    [finding] = found(who, today, responses=(a_response(day(form), Purpose.INITIAL),))

    assert (finding.severity, finding.due) == (expected, day("2026-11-20"))


def test_the_first_iep_here_explains_itself() -> None:
    [finding] = found(student("2025-09-16", **NO_IEP | {"annual": "2026-11-10"}))

    assert finding.arithmetic == (
        "A transition plan has to be in the first IEP that is in force on 16 Sep 2025, or in the first one "
        "here, of 10 Nov 2026, and none is on record: 10 days past due on record."
    )
    assert [step.words for step in finding.steps[-2:]] == [
        "the first IEP here is of 10 Nov 2026 at the latest",
        "today: 20 Nov 2026, 10 days after 10 Nov 2026",
    ]


def test_a_first_iep_to_come_explains_itself() -> None:
    [finding] = found(student("2025-09-16", **NO_IEP))

    assert finding.arithmetic == (
        "A transition plan has to be in the first IEP that is in force on 16 Sep 2025, and none is on record"
        ". The student was found eligible on 1 Nov 2026 and has no IEP yet: the first one, due by 1 Dec "
        "2026, has to hold it."
    )
    assert finding.steps[-1].words == "first found eligible: 1 Nov 2026"
    assert finding.advice == "Write a transition plan into the first IEP, and fill in the day."


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param("2027-09-14", [RISK], id="16 on the last day by the state's reading"),
        pytest.param("2027-09-15", [], id="16 on the anniversary: the next one"),
    ],
)
def test_the_iep_lasts_as_the_state_counts(by: str, expected: list[Severity]) -> None:
    policy = a_policy(states={"TX": {"annual_review": {"mode": "end_minus_1", "source": "a source"}}})

    assert severities(student(by), policy=policy) == expected


UNCHECKED_14 = {"transition_age": {"years": 14, "source": "a list"}}


@pytest.mark.parametrize(
    ("law", "majority", "today", "expected"),
    [
        pytest.param({}, None, "2026-11-20", RISK, id="nothing is known: 50 days after"),
        pytest.param({}, None, "2030-10-01", RISK, id="four years later: 16, had it been 12"),
        pytest.param({}, None, "2030-10-02", PAST, id="the day after that"),
        pytest.param({}, unreadable(), "2030-10-01", RISK, id="a Problem speaks of the day of majority"),
        pytest.param({}, "2030-10-01", "2028-10-01", RISK, id="of age at 18, so 16 two years before"),
        pytest.param({}, "2030-10-01", "2028-10-02", PAST, id="the day after that, too"),
        pytest.param({}, "2028-10-01", "2026-11-20", PAST, id="16 on the day that was typed"),
        pytest.param({}, "2028-09-30", "2026-11-20", RISK, id="16 before it: one of the two days is wrong"),
        pytest.param({}, "2012-05-01", "2026-11-20", RISK, id="a birth date says nothing of 16"),
        pytest.param(UNCHECKED_14, "2030-12-01", "2028-10-02", RISK, id="14, unchecked: 16 two months later"),
        pytest.param(UNCHECKED_14, "2030-12-01", "2028-12-02", PAST, id="and the day after it"),
    ],
)
def test_where_nobody_has_checked_the_age_the_student_is_16_first(
    law: dict[str, Any], majority: Any, today: str, expected: Severity
) -> None:
    majority_on = day(majority) if isinstance(majority, str) else majority
    who = student("2026-10-01", majority_on=majority_on)
    told = severities(who, today, policy=a_policy(states={"TX": law}))

    assert [one for one in told if one is not Severity.DATA] == [expected]


@pytest.mark.parametrize(
    ("majority", "lenient", "steps"),
    [
        pytest.param(
            None, "1 Oct 2030: in 1411 days", ["at 16 at the latest: 1 Oct 2030"], id="by the earliest age"
        ),
        pytest.param(
            "2030-12-01", "1 Dec 2028: in 742 days",
            ["comes of age: 1 Dec 2030", "at 16, 2 years before: 1 Dec 2028"], id="by the day of majority",
        ),
    ],
)  # fmt: skip
def test_an_age_that_nobody_knows_is_said(majority: str | None, lenient: str, steps: list[str]) -> None:
    who = student("2026-10-01", majority_on=day(majority) if majority else None)
    [finding] = found(who, policy=a_policy())

    assert finding.arithmetic.endswith(f"on the most lenient reading the day is {lenient}.")
    assert [step.words for step in finding.steps[2:-1]] == [
        "nobody has checked at which age the state wants it",
        *steps,
    ]


@pytest.mark.parametrize(
    ("age", "today", "expected"),
    [
        pytest.param({"years": 14}, "2026-02-11", RISK, id="14, unchecked: the day after"),
        pytest.param({"years": 14}, "2028-02-10", RISK, id="14, unchecked: at 16"),
        pytest.param({"years": 14}, "2028-02-11", PAST, id="14, unchecked: the day after that"),
        pytest.param({"years": 14, "checked": "2026-01-01"}, "2026-02-11", PAST, id="14, checked"),
        pytest.param({"years": 16}, "2026-02-11", PAST, id="16, as everywhere"),
    ],
)
def test_an_earlier_age_of_the_state(age: dict[str, Any], today: str, expected: Severity) -> None:
    policy = a_policy(states={"TX": {"transition_age": {"source": "a list", **age}}})

    assert severities(student("2026-02-10"), today, policy=policy) == [expected]


def test_what_is_wanted_explains_itself() -> None:
    [finding] = found(student("2026-02-10", "2025-05-01"), "2026-02-09")

    assert (finding.key, finding.due) == ("transition/student-1/2026-02-10", day("2026-02-10"))
    assert finding.place == a_cell("Q2")
    assert finding.arithmetic == (
        "A transition plan has to be in the first IEP that is in force on 10 Feb 2026, in 1 day, and none is "
        "on record. The IEP now in force reaches that day: Last annual review 1 May 2025, so the next annual "
        "review is due by 1 May 2026."
    )
    assert [(step.words, step.place) for step in finding.steps] == [
        ("transition by: 10 Feb 2026", a_cell("P2")),
        ("transition plan in the IEP: not on record", a_cell("Q2")),
        ("the IEP now in force lasts until 1 May 2026: Last annual review 1 May 2025", a_cell("G2")),
        ("today: 9 Feb 2026, 1 day before 10 Feb 2026", None),
    ]


@pytest.mark.parametrize(
    ("majority", "expected"),
    [
        pytest.param(None, [], id="no day is typed"),
        pytest.param(unreadable(), [], id="a Problem speaks of it"),
        pytest.param(day("2029-01-02"), [], id="of age later"),
        pytest.param(day("2029-01-01"), ["transition/student-1/order"], id="of age on that day"),
        pytest.param(day("2028-01-01"), ["transition/student-1/order"], id="of age before it"),
    ],
)
def test_a_plan_is_wanted_years_before_the_student_comes_of_age(majority: Any, expected: list[str]) -> None:
    told = found(student("2029-01-01", majority_on=majority))

    assert [one.key for one in told if one.severity is Severity.DATA] == expected
    assert len(told) == len(expected)


def test_what_has_passed_explains_itself() -> None:
    [finding] = found(student("2026-02-10", "2025-05-01"), "2026-02-13")

    assert finding.arithmetic == (
        "A transition plan has to be in the first IEP that is in force on 10 Feb 2026, and none is on record"
        ": 3 days past due on record."
    )
    assert finding.steps[-1].words == "today: 13 Feb 2026, 3 days after 10 Feb 2026"
    assert finding.advice == (
        "Write a transition plan into the IEP, by an amendment or at the next review, and fill in the day."
    )


def test_a_doubt_is_told_instead() -> None:
    [finding] = found(student("2026-02-10", leaves=unreadable()))

    assert finding.arithmetic.endswith(
        "and none is on record. The day of exit cannot be read, so the student may have left."
    )
    assert finding.advice == "Mend the day of exit in the Students sheet."


def test_an_unchecked_age_is_said() -> None:
    policy = a_policy(states={"TX": {"transition_age": {"years": 14, "source": "a list"}}})
    [finding] = found(student("2026-02-10"), policy=policy)

    assert finding.arithmetic.endswith(
        "and none is on record; on the most lenient reading the day is 10 Feb 2028: in 447 days."
    )
    assert [step.words for step in finding.steps[2:]] == [
        "the state wants it at 14, by an unchecked source: a list",
        "at 16 at the latest: 10 Feb 2028",
        "today: 20 Nov 2026, 283 days after 10 Feb 2026",
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        pytest.param("2010-05-01", Severity.DATA, id="a birth date"),
        pytest.param("2018-11-19", Severity.DATA, id="more than 8 years ago"),
        pytest.param("2018-11-20", PAST, id="8 years ago"),
    ],
)
@pytest.mark.parametrize("changes", [{}, NO_IEP], ids=["with an IEP", "before the first"])
def test_a_day_so_long_ago_is_asked_about(by: str, expected: Severity, changes: dict[str, Any]) -> None:
    wanted = RISK if changes and expected is PAST else expected

    assert severities(student(by, **changes)) == [wanted]


def test_a_day_so_long_ago_explains_itself_without_repeating_it() -> None:
    [finding] = found(student("2010-05-01"))

    assert (finding.key, finding.due) == ("transition/student-1/long_ago", None)
    assert finding.place == a_cell("P2")
    assert finding.arithmetic == (
        "The day from which a transition plan is wanted lies more than 8 years ago, and for a student with "
        "an IEP a day so long ago cannot be it."
    )
    assert finding.advice == "Was the birth date typed? Look up the day, and mend it."
    assert [(step.words, step.place) for step in finding.steps] == [
        ("the day typed lies more than 8 years ago", a_cell("P2"))
    ]
