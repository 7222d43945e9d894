"""34 CFR 300.321(e): who is excused from a meeting, with which papers, and whether they came in time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_policy,
    a_response,
    a_student,
    a_team_member,
    day,
    unreadable,
)
from workspace_agent.model.facts import TeamMember
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Role, Severity
from workspace_agent.rules.excusals import RULE

VIOLATION, DATA = Severity.VIOLATION, Severity.DATA
GENERAL, SPECIAL = Role.GENERAL_EDUCATION_TEACHER, Role.SPECIAL_EDUCATION_TEACHER
ON = day("2025-10-20")
HELD = a_meeting(ON, held=True)
LATER = day("2025-10-27")


def excused(
    agreed: str | None, sent: str | None = None, *, discussed: Any = None, role: Any = GENERAL, row: int = 2
) -> TeamMember:
    """A member with the columns of an excusal; None is an empty cell."""
    return a_team_member(
        role,
        row=row,
        excused_on=day(agreed) if agreed else None,
        area_discussed=discussed,
        input_on=day(sent) if sent else None,
    )


def found(*members: TeamMember, today: dt.date = LATER, **changes: Any) -> list[Finding]:
    changes.setdefault("meetings", (HELD,))
    department = a_department(*changes.pop("students", ()), team=members, **changes)
    return list(RULE.check(department, a_policy(), today))


def severity(*members: TeamMember, **changes: Any) -> Severity | None:
    told = found(*members, **changes)
    return told[0].severity if told else None


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        pytest.param(
            excused("2025-10-17", "2025-10-19", discussed=True), None, id="R12 consent 10-17 and input 10-19"
        ),
        pytest.param(
            excused("2025-10-17", "2025-10-21", discussed=True), VIOLATION,
            id="R12 consent 10-17 and input 10-21",
        ),
        pytest.param(
            excused("2025-10-20", discussed=False), None, id="R12 agreement of 10-20, area not discussed"
        ),
        pytest.param(excused("2025-10-17", "2025-10-20", discussed=True), None, id="input on the day"),
        pytest.param(excused("2025-10-21", discussed=False), VIOLATION, id="agreement the day after"),
        pytest.param(excused("2025-10-17", discussed=True), VIOLATION, id="no input, area discussed"),
        pytest.param(excused("2025-10-17"), DATA, id="nobody says whether the area is discussed"),
        pytest.param(excused(None, "2025-10-19"), DATA, id="input without an agreement"),
        pytest.param(excused(None, discussed=True), None, id="nothing but that the area is discussed"),
        pytest.param(excused(None), None, id="nobody is excused"),
        pytest.param(
            excused("2025-10-17", "2025-10-21", discussed=False), None, id="input late, but not needed"
        ),
    ],
)  # fmt: skip
def test_after_the_meeting(member: TeamMember, expected: Severity | None) -> None:
    assert severity(member) is expected


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        pytest.param(excused("2025-10-17", "2025-10-17", discussed=True), None, id="all is there"),
        pytest.param(excused("2025-10-17", discussed=True), DATA, id="no input yet"),
        pytest.param(excused("2025-10-17", discussed=False), None, id="no input needed"),
        pytest.param(excused("2025-10-17"), DATA, id="nobody says whether the area is discussed"),
        pytest.param(excused(None, "2025-10-17"), DATA, id="no agreement yet"),
    ],
)
def test_before_the_meeting(member: TeamMember, expected: Severity | None) -> None:
    meeting = a_meeting(ON)

    assert severity(member, today=day("2025-10-18"), meetings=(meeting,)) is expected
    assert severity(member, today=ON, meetings=(meeting,)) is expected


NO_COLUMN_FOR_INPUT = a_team_member(GENERAL, excused_on=day("2025-10-17"), area_discussed=True)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([excused("2025-10-21", role=SPECIAL)], VIOLATION, id="a special education teacher"),
        pytest.param(
            [excused("2025-10-21", role=Role.AGENCY_REPRESENTATIVE)], VIOLATION, id="the agency's"
        ),
        pytest.param([excused("2025-10-21", role=Role.PARENT)], None, id="a parent needs no excuse"),
        pytest.param([excused("2025-10-21", role=Role.OTHER_STAFF)], None, id="nor do others"),
        pytest.param(
            [excused("2025-10-21"), excused(None, row=3)], None, id="another one of the same part comes"
        ),
        pytest.param(
            [excused("2025-10-21"), excused(None, role=SPECIAL, row=3)], VIOLATION, id="another part comes"
        ),
        pytest.param([excused("2025-10-21"), a_team_member(unreadable(), row=3)], None, id="one is unread"),
        pytest.param([a_team_member(GENERAL, excused_on=day("2025-10-17"))], None, id="no further columns"),
        pytest.param(
            [a_team_member(GENERAL, input_on=day("2025-10-17"))], None, id="no column for agreements"
        ),
        pytest.param([NO_COLUMN_FOR_INPUT], None, id="no column for input"),
        pytest.param(
            [a_team_member(GENERAL, excused_on=unreadable(), area_discussed=True, input_on=ON)], None,
            id="a Problem speaks of the agreement",
        ),
        pytest.param(
            [a_team_member(GENERAL, excused_on=ON, area_discussed=unreadable(), input_on=None)], None,
            id="a Problem speaks of the area",
        ),
        pytest.param(
            [a_team_member(GENERAL, excused_on=ON, area_discussed=True, input_on=unreadable())], None,
            id="a Problem speaks of the input",
        ),
    ],
)  # fmt: skip
def test_whose_papers_are_judged(members: list[TeamMember], expected: Severity | None) -> None:
    assert severity(*members) is expected


LATE = excused("2025-10-21", discussed=False)
REPORTED = {"meetings": (a_meeting(ON),), "responses": (a_response(ON),)}
IN_QUESTION = {"meetings": (a_meeting(ON),), "responses": (a_response(ON, in_question=True),)}
OF_NOBODY = {"meetings": (a_meeting(ON),), "responses": (a_response(ON, respondent=""),)}
PUT_OFF = {"meetings": (a_meeting(ON),), "responses": (a_response(ON, held=Held.POSTPONED),)}
NEXT = a_meeting(day("2026-12-01"), row=3)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, VIOLATION, id="ticked as held"),
        pytest.param(REPORTED, VIOLATION, id="held by its form"),
        pytest.param(IN_QUESTION, None, id="held by a form that is in question"),
        pytest.param(OF_NOBODY, None, id="held by a form that nobody on the roster sent"),
        pytest.param(PUT_OFF, None, id="put off by its form"),
        pytest.param({"meetings": (a_meeting(ON),)}, None, id="nobody says that it was held"),
        pytest.param({"meetings": (a_meeting(ON, held=True, cancelled=True),)}, None, id="cancelled"),
        pytest.param(
            {"meetings": (a_meeting(ON, Purpose.REVIEW_504, held=True),)}, None, id="not of the IEP Team"
        ),
        pytest.param({"meetings": (a_meeting(None, held=True),)}, None, id="undated"),
        pytest.param({"meetings": (HELD, NEXT)}, None, id="the agreement is for the next one"),
        pytest.param(
            {"meetings": (HELD, a_meeting(day("2025-10-24"), held=True, row=3))}, None,
            id="the agreement came before a later one that was held",
        ),
        pytest.param({"meetings": (HELD, a_meeting(unreadable(), row=3))}, None, id="one cannot be read"),
        pytest.param({"unsettled": frozenset({("manager-1", "meetings")})}, None, id="one is nobody's"),
        pytest.param({"broken": frozenset({("manager-1", "team")})}, None, id="the Team sheet was not read"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, None, id="a 504 plan"),
        pytest.param({"students": (a_student(leaves=LATER),)}, None, id="the student has left"),
    ],
)  # fmt: skip
def test_for_which_meeting(changes: dict[str, Any], expected: Severity | None) -> None:
    assert severity(LATE, **changes) is expected


def test_an_agreement_from_before_the_last_meeting_is_not_for_the_next_one() -> None:
    member = excused("2025-10-17", discussed=True)
    told = found(member, meetings=(HELD, NEXT))

    assert [(one.cycle, one.severity) for one in told] == [("2025-10-20", VIOLATION)]


def test_an_agreement_belongs_to_the_meeting_that_follows_it() -> None:
    earlier = [a_meeting(day(on), held=True, row=row) for row, on in ((3, "2025-10-06"), (4, "2025-10-13"))]
    told = {
        agreed: bool(found(excused(agreed, discussed=True), meetings=(HELD, *earlier)))
        for agreed in ("2025-10-10", "2025-10-13", "2025-10-14")
    }

    assert told == {"2025-10-10": False, "2025-10-13": False, "2025-10-14": True}


OCTOBER = a_meeting(day("2026-10-05"), held=True)


@pytest.mark.parametrize(
    ("agreed", "meetings", "expected"),
    [
        pytest.param("2026-10-01", (OCTOBER,), VIOLATION, id="days before the meeting"),
        pytest.param("2026-08-06", (OCTOBER,), VIOLATION, id="60 days before it"),
        pytest.param("2026-08-05", (OCTOBER,), DATA, id="61 days: perhaps of one that is not on record"),
        pytest.param("2025-10-17", (OCTOBER,), DATA, id="kept from last year, whose meeting came later"),
        pytest.param("2025-10-05", (OCTOBER,), None, id="a year before: of another meeting"),
        pytest.param("2025-10-17", (OCTOBER, HELD), None, id="that meeting still has its row"),
        pytest.param(
            "2026-06-01", (OCTOBER, a_meeting(day("2026-03-02"), held=True)), VIOLATION,
            id="months before, and after the meeting before it",
        ),
        pytest.param(
            "2025-06-01", (OCTOBER, a_meeting(day("2025-03-02"), held=True)), None,
            id="the meeting before it is more than a year ago, and so is the agreement",
        ),
        pytest.param("2025-10-17", (a_meeting(day("2026-11-24")),), None, id="of last year, next one"),
        pytest.param("2026-08-05", (a_meeting(day("2026-11-24")),), DATA, id="of this year, next one"),
    ],
)  # fmt: skip
def test_papers_of_an_earlier_year_are_of_another_meeting(
    agreed: str, meetings: Any, expected: Severity | None
) -> None:
    assert severity(excused(agreed, discussed=True), today=TODAY, meetings=meetings) is expected


@pytest.mark.parametrize(
    ("agreed", "sent", "expected"),
    [
        pytest.param("2026-10-06", None, VIOLATION, id="agreed to the day after"),
        pytest.param("2026-10-19", None, VIOLATION, id="two weeks after"),
        pytest.param("2026-10-20", None, DATA, id="later: perhaps to the next one, which has no date yet"),
        pytest.param("2026-10-01", "2026-10-19", VIOLATION, id="input two weeks after"),
        pytest.param("2026-10-01", "2026-10-20", DATA, id="input later"),
        pytest.param("2025-10-17", "2026-10-06", DATA, id="input the day after, agreed to a year ago"),
    ],
)
def test_what_came_weeks_after_may_be_for_the_next_meeting(
    agreed: str, sent: str | None, expected: Severity
) -> None:
    [finding] = found(excused(agreed, sent, discussed=sent is not None), today=TODAY, meetings=(OCTOBER,))

    assert finding.severity is expected
    assert ("is for another meeting" in finding.arithmetic) is (expected is DATA)
    assert "date that meeting" in finding.advice


def test_two_meetings_of_one_day_are_one_finding() -> None:
    member = excused("2025-10-17", discussed=True)
    again = a_meeting(ON, row=3)

    told = found(member, today=ON, meetings=(HELD, again))

    assert [one.severity for one in told] == [VIOLATION]


def test_before_the_meeting_the_papers_of_the_last_one_do_not_count() -> None:
    last = a_meeting(day("2025-10-19"), held=True, row=3)
    told = found(excused(None, "2025-10-19"), today=ON, meetings=(a_meeting(ON), last))

    assert [one.cycle for one in told] == ["2025-10-19"]


def test_the_finding_explains_itself() -> None:
    teacher = excused("2025-10-17", "2025-10-21", discussed=True)
    representative = excused(None, "2025-10-16", role=Role.AGENCY_REPRESENTATIVE, row=3)
    [finding] = found(representative, teacher)

    assert (finding.key, finding.severity) == ("excusals/student-1/2025-10-20", VIOLATION)
    assert (finding.due, finding.place) == (ON, a_cell("I2", sheet=3))
    assert finding.arithmetic == (
        "Excused from the meeting of 20 Oct 2025: general education teacher: written input on 21 Oct 2025, "
        "1 day after the meeting; agency representative: no written agreement is on record."
    )
    assert "meet again" in finding.advice
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 20 Oct 2025", a_cell("C2", sheet=2)),
        ("general education teacher, excused in writing: 17 Oct 2025", a_cell("H2", sheet=3)),
        ("general education teacher, area discussed: yes", a_cell("G2", sheet=3)),
        ("general education teacher, written input: 21 Oct 2025", a_cell("I2", sheet=3)),
        ("agency representative, excused in writing: not on record", a_cell("H3", sheet=3)),
        ("agency representative, area discussed: not answered", a_cell("G3", sheet=3)),
        ("agency representative, written input: 16 Oct 2025", a_cell("I3", sheet=3)),
        (
            "general education teacher: written input on 21 Oct 2025, 1 day after the meeting",
            a_cell("I2", sheet=3),
        ),
        ("agency representative: no written agreement is on record", a_cell("H3", sheet=3)),
        ("today: 27 Oct 2025", None),
    ]


def test_before_the_meeting_the_advice_is_to_get_the_papers() -> None:
    [finding] = found(excused("2026-11-18", discussed=True), today=TODAY, meetings=(a_meeting(),))

    assert finding.advice.startswith("Get the agreement in writing")
    assert finding.arithmetic.endswith("the area is discussed, and no written input is on record.")
