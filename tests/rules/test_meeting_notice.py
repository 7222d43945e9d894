"""Notice of a meeting: the latest day by district, state or company, and what missing it amounts to."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_district,
    a_meeting,
    a_policy,
    a_student,
    an_organisation,
    day,
    unreadable,
)
from tests.rules.test_legal_days import C1_DAYS
from workspace_agent.model.finding import CompanyPolicy, Finding, Law
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity
from workspace_agent.rules.meeting_notice import RULE

VIOLATION, AT_RISK, POLICY = Severity.VIOLATION, Severity.AT_RISK, Severity.POLICY
DATA, INFO = Severity.DATA, Severity.INFO
COMPANYS = {"days": 10, "unit": "calendar", "source": "company default", "checked": True}
UNCHECKED = {"days": 10, "unit": "calendar", "source": "a handbook of 2012", "checked": False, "by": "law"}
CHECKED = {"days": 10, "unit": "calendar", "source": "the code", "checked": True, "by": "law"}
MEETING = day("2026-12-15")
LATEST = day("2026-12-05")


def wanted(on: Any = MEETING, *purposes: Purpose, **changes: Any) -> Any:
    return a_meeting(on, *purposes, **({"notice_sent": None, "shorter_notice_agreed": None} | changes))


def found(
    meeting: Any = None,
    *,
    today: dt.date = LATEST,
    notice: Any = None,
    district: dict[str, Any] | None = None,
    policy: Policy | None = None,
    **changes: Any,
) -> list[Finding]:
    values = {"notice": notice} | (district or {})
    organisation = an_organisation(districts=(a_district(**values),))
    students = changes.pop("students", ())
    meetings = changes.pop("meetings", (meeting or wanted(),))
    department = a_department(*students, organisation=organisation, meetings=meetings, **changes)
    return list(RULE.check(department, policy or a_policy(), today))


def severity(meeting: Any = None, **changes: Any) -> Severity | None:
    told = found(meeting, **changes)
    return told[0].severity if told else None


def in_state(**law: Any) -> Policy:
    return a_policy(states={"TX": {"notice": {"source": "a timeline", **law}}})


@pytest.mark.parametrize(
    ("met", "days", "unit", "latest"),
    [
        pytest.param("2025-03-20", 10, "calendar", "2025-03-10", id="R10 10 days"),
        pytest.param("2024-03-05", 10, "calendar", "2024-02-24", id="R10 over a leap day, to a Saturday"),
        pytest.param("2025-12-04", 5, "school", "2025-11-20", id="R10 TX over Thanksgiving"),
        pytest.param("2025-10-16", 5, "school", "2025-10-08", id="R10 TX over a holiday"),
        pytest.param("2026-01-07", 5, "school", "2025-12-17", id="R10 TX over New Year"),
        pytest.param("2025-12-04", 5, "calendar", "2025-11-29", id="R10 NY 5 days"),
    ],
)
def test_the_latest_day(met: str, days: int, unit: str, latest: str) -> None:
    notice = {"days": days, "unit": unit, "source": "a timeline", "checked": False}
    students = (a_student(annual=None),)

    def told(today: str, sent: str | None = None) -> list[dt.date | None]:
        meeting = wanted(day(met), notice_sent=day(sent) if sent else None)
        return [
            one.due
            for one in found(meeting, today=day(today), notice=notice, district=C1_DAYS, students=students)
        ]

    assert told(met) == [day(latest)]
    assert told(met, latest) == []
    assert told(met, met) == [day(latest)]


@pytest.mark.parametrize(
    ("notice", "before", "after"),
    [
        pytest.param(COMPANYS, INFO, POLICY, id="the company's number, checked or not"),
        pytest.param(UNCHECKED, INFO, AT_RISK, id="a number that nobody checked"),
        pytest.param(CHECKED, AT_RISK, VIOLATION, id="a number that somebody checked"),
    ],
)
def test_how_serious_it_is(notice: Any, before: Severity, after: Severity) -> None:
    assert severity(notice=notice, today=day("2026-11-27")) is None
    assert severity(notice=notice, today=day("2026-11-28")) is before
    assert severity(notice=notice, today=LATEST) is before
    assert severity(notice=notice, today=day("2026-12-06")) is after
    assert severity(notice=notice, today=MEETING) is after
    assert severity(notice=notice, today=day("2026-12-16")) is None


@pytest.mark.parametrize(
    ("notice", "policy", "expected", "due"),
    [
        pytest.param(UNCHECKED, in_state(days=5, checked=TODAY), AT_RISK, "2026-12-05", id="the district's"),
        pytest.param(None, in_state(days=5), AT_RISK, "2026-12-10", id="the state's, unchecked"),
        pytest.param(None, in_state(days=5, checked=TODAY), VIOLATION, "2026-12-10", id="the state's"),
        pytest.param(None, in_state(days=5, unit="business"), AT_RISK, "2026-12-08", id="business days"),
        pytest.param(None, a_policy(), POLICY, "2026-12-05", id="the company's"),
        pytest.param(
            None, a_policy(meeting_notice={"days": 3}), POLICY, "2026-12-12", id="the company's own number"
        ),
    ],
)
def test_whose_number_counts(notice: Any, policy: Policy, expected: Severity, due: str) -> None:
    [finding] = found(notice=notice, policy=policy, today=MEETING)

    assert (finding.severity, finding.due) == (expected, day(due))
    assert isinstance(finding.citation, CompanyPolicy if expected is POLICY else Law)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param("2026-12-05", (INFO, "2026-12-05"), id="neither is missed, the earlier one is told"),
        pytest.param("2026-12-06", (POLICY, "2026-12-05"), id="the company's is missed"),
        pytest.param("2026-12-11", (AT_RISK, "2026-12-10"), id="the state's is missed as well"),
    ],
)
def test_beside_the_companys_number_the_states_counts(today: str, expected: tuple[Severity, str]) -> None:
    [finding] = found(notice=COMPANYS, policy=in_state(days=5), today=day(today))

    assert (finding.severity, finding.due) == (expected[0], day(expected[1]))


@pytest.mark.parametrize(
    ("meeting", "is_told"),
    [
        pytest.param(wanted(), True, id="no notice"),
        pytest.param(wanted(notice_sent=LATEST), False, id="sent on the latest day"),
        pytest.param(wanted(notice_sent=day("2026-12-06")), True, id="sent the day after"),
        pytest.param(wanted(notice_sent=day("2025-11-20")), True, id="sent of the meeting of last year"),
        pytest.param(
            wanted(shorter_notice_agreed=day("2025-11-20")), True, id="a shorter time agreed last year"
        ),
        pytest.param(wanted(notice_sent=unreadable()), False, id="a Problem speaks of it"),
        pytest.param(wanted(shorter_notice_agreed=day("2026-12-07")), False, id="a shorter time agreed"),
        pytest.param(wanted(shorter_notice_agreed=unreadable()), False, id="a Problem speaks of that"),
        pytest.param(a_meeting(MEETING, shorter_notice_agreed=None), False, id="no column for the notice"),
        pytest.param(a_meeting(MEETING, notice_sent=None), True, id="no column for a shorter time"),
        pytest.param(wanted(None), False, id="undated"),
        pytest.param(wanted(MEETING, Purpose.PARENT_REQUESTED), False, id="not of the IEP Team"),
        pytest.param(wanted(held=True), False, id="held already"),
    ],
)
def test_which_meetings_lack_it(meeting: Any, is_told: bool) -> None:
    assert bool(found(meeting, today=day("2026-12-08"))) is is_told


@pytest.mark.parametrize(
    "student",
    [
        pytest.param(a_student(plan=PlanType.S504), id="a 504 plan"),
        pytest.param(a_student(leaves=TODAY), id="the student has left"),
    ],
)
def test_where_it_is_silent(student: Any) -> None:
    assert found(students=(student,)) == []


def test_a_calendar_that_does_not_reach_is_input_to_mend() -> None:
    notice = {"days": 5, "unit": "school", "source": "a timeline", "checked": True}
    [finding] = found(wanted(day("2026-08-12")), today=day("2026-08-01"), notice=notice)

    assert (finding.severity, finding.due) == (DATA, None)
    assert "the school calendar in the settings does not reach 5 school days before 12 Aug 2026" in (
        finding.steps[-2].words
    )
    assert finding.advice == "Have that school year entered for the district in agent.toml."


@pytest.mark.parametrize(
    ("today", "sent", "said"),
    [
        pytest.param(
            "2026-12-05",
            None,
            "No notice is on record, and it is to be sent by then, today.",
            id="on the day",
        ),
        pytest.param("2026-12-06", None, "No notice is on record, 1 day after that.", id="missed"),
        pytest.param(
            "2026-12-09", "2026-12-08", "The notice was sent on 8 Dec 2026, 3 days later.", id="sent late"
        ),
        pytest.param(
            "2026-12-06",
            "2025-11-20",
            "No notice is on record, 1 day after that. The notice of 20 Nov 2025 is not "
            "counted: it is of an earlier meeting.",
            id="sent of the meeting of last year",
        ),
    ],
)
def test_the_finding_explains_itself(today: str, sent: str | None, said: str) -> None:
    meeting = wanted(notice_sent=day(sent) if sent else None)
    [finding] = found(meeting, today=day(today), notice=UNCHECKED)

    assert finding.key == "meeting_notice/student-1/2026-12-15"
    assert finding.place == a_cell("Q2", sheet=2)
    assert finding.arithmetic == (
        f"The meeting is on 15 Dec 2026. 10 days before 15 Dec 2026 is 5 Dec 2026. {said}"
    )


def test_the_steps_name_the_number_and_its_source() -> None:
    [finding] = found(today=day("2026-12-06"), policy=in_state(days=10, unit="calendar"))

    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 15 Dec 2026", a_cell("C2", sheet=2)),
        ("notice sent: not on record", a_cell("Q2", sheet=2)),
        ("shorter notice agreed: not on record", a_cell("R2", sheet=2)),
        ("notice: 10 days before the meeting (TX: a timeline)", None),
        ("10 days before 15 Dec 2026 is 5 Dec 2026", None),
        ("no notice is on record, 1 day after that", None),
        ("today: 6 Dec 2026", None),
    ]
