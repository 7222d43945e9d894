"""34 CFR 300.321(b)(3): an outside agency on the team, and a consent that covers the meeting."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_field,
    a_meeting,
    a_policy,
    a_row,
    a_student,
    a_team_member,
    a_waiver,
    day,
    unreadable,
)
from workspace_agent.model.consents import AgencyConsent, UnclearConsent
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import PlanType, Purpose, Role, Severity
from workspace_agent.rules.agency_consent import RULE

AGENCY = a_team_member(Role.OUTSIDE_AGENCY)
KEPT = frozenset({("manager-1", "consents")})


def consent(signed: Any, until: Any = None, *, student: str = "student-1", row: int = 2) -> AgencyConsent:
    cells = a_cell(f"D{row}", sheet=5), a_cell(f"E{row}", sheet=5)
    return AgencyConsent(student, a_field(signed, cells[0]), a_field(until, cells[1]), a_row(row, sheet=5))


def found(*consents: Any, **changes: Any) -> list[Finding]:
    values: dict[str, Any] = {"meetings": (a_meeting(),), "team": (AGENCY,), "kept": KEPT} | changes
    department = a_department(*values.pop("students", ()), consents=consents, **values)
    return list(RULE.check(department, a_policy(), TODAY))


@pytest.mark.parametrize(
    ("consents", "is_missed"),
    [
        pytest.param((), True, id="no consent"),
        pytest.param((consent(day("2026-09-01")),), False, id="one without an end"),
        pytest.param((consent(day("2026-09-01"), day("2026-12-15")),), False, id="until the meeting"),
        pytest.param((consent(day("2026-09-01"), day("2026-12-14")),), True, id="until the day before"),
        pytest.param((consent(None),), True, id="not signed"),
        pytest.param(
            (UnclearConsent("student-1", unreadable(), a_row(2, sheet=5)),),
            False,
            id="a Problem speaks of its kind",
        ),
        pytest.param((consent(unreadable()),), False, id="a Problem speaks of the signature"),
        pytest.param((consent(day("2026-09-01"), unreadable()),), False, id="a Problem speaks of its end"),
        pytest.param((consent(day("2026-09-01"), student="student-2"),), True, id="another student's"),
        pytest.param((a_waiver(day("2026-09-01")),), True, id="an agreement about something else"),
    ],
)
def test_whether_a_consent_covers_the_meeting(consents: Any, is_missed: bool) -> None:
    assert bool(found(*consents)) is is_missed


@pytest.mark.parametrize(
    ("changes", "is_missed"),
    [
        pytest.param({"team": (a_team_member(),)}, False, id="no outside agency"),
        pytest.param({"team": (a_team_member(unreadable()),)}, False, id="a role that cannot be read"),
        pytest.param({"meetings": ()}, False, id="no meeting"),
        pytest.param({"meetings": (a_meeting(day("2026-11-19")),)}, False, id="yesterday's"),
        pytest.param(
            {"meetings": (a_meeting(day("2026-12-15"), Purpose.PARENT_REQUESTED),)},
            False,
            id="not of the IEP Team",
        ),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, False, id="a 504 plan"),
        pytest.param({"kept": frozenset()}, False, id="no Consents sheet is kept"),
        pytest.param({"broken": KEPT}, False, id="it was not read"),
        pytest.param({"unsettled": KEPT}, False, id="a row of it is nobody's"),
        pytest.param({"unsettled": frozenset({("manager-2", "consents")})}, True, id="another's is nobody's"),
    ],
)
def test_where_it_is_silent(changes: dict[str, Any], is_missed: bool) -> None:
    assert bool(found(**changes)) is is_missed


def test_the_finding_explains_itself() -> None:
    another = a_team_member(Role.OUTSIDE_AGENCY, row=4)
    [finding] = found(consent(day("2026-09-01"), day("2026-10-31")), team=(another, AGENCY))

    assert (finding.key, finding.severity) == ("agency_consent/student-1/2026-12-15", Severity.DATA)
    assert (finding.due, finding.place) == (day("2026-12-15"), a_row(2, sheet=3))
    assert finding.arithmetic == (
        "The Team sheet names an outside agency, and no consent on record covers the meeting of 15 Dec 2026."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("meeting: 15 Dec 2026", a_cell("C2", sheet=2)),
        ("on the team: outside agency", a_row(2, sheet=3)),
        ("consent signed: 1 Sep 2026", a_cell("D2", sheet=5)),
        ("consent until: 31 Oct 2026", a_cell("E2", sheet=5)),
    ]
