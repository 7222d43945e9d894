"""Nothing is called past due on record while what the verdict needs could not be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_department,
    a_field,
    a_meeting,
    a_policy,
    a_response,
    a_row,
    a_student,
    a_waiver,
    day,
    unreadable,
)
from workspace_agent.model.consents import AgencyConsent, UnclearConsent
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Held, Purpose, Severity
from workspace_agent.rules import annual_review, contact_attempts, initial_iep, judge, reevaluation
from workspace_agent.rules.bands import ANNUAL_REVIEWS, REEVALUATIONS, bands_of

VIOLATION, AT_RISK = Severity.VIOLATION, Severity.AT_RISK
LONG_AGO = day("2022-09-30")
MEETINGS = frozenset({("manager-1", "meetings")})
CONSENTS = frozenset({("manager-1", "consents")})
CONTACTS = frozenset({("manager-1", "contacts")})


def late(**changes: Any) -> Department:
    """A student both of whose dates have passed on record."""
    return a_department(a_student(annual=LONG_AGO, evaluation=LONG_AGO), **changes)


def of(department: Department, rule: Any) -> Finding | None:
    """What a rule finds, if anything."""
    return next(iter(rule.RULE.check(department, a_policy(), TODAY)), None)


def severities(department: Department) -> list[Severity | None]:
    """Of annual review and reevaluation; None where there is nothing, or nothing but information."""
    both = (of(department, annual_review), of(department, reevaluation))
    return [one.severity if one and one.severity is not Severity.INFO else None for one in both]


def unclear(student: str = "student-1") -> UnclearConsent:
    return UnclearConsent(student, unreadable(), a_row(2, sheet=5))


def an_agency_consent() -> AgencyConsent:
    return AgencyConsent("student-1", a_field(None), a_field(None), a_row(2, sheet=5))


def undated(*purposes: Purpose, **changes: Any) -> dict[str, Any]:
    form = a_response(None, *purposes, moves_clocks=False)
    return {"responses": (replace(form, **changes),)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [VIOLATION, VIOLATION], id="all of it was read"),
        pytest.param({"form_unread": True}, [AT_RISK, AT_RISK], id="the form was not"),
        pytest.param({"broken": CONSENTS}, [VIOLATION, AT_RISK], id="the sheet of agreements was not"),
        pytest.param({"unsettled": CONSENTS}, [VIOLATION, AT_RISK], id="an agreement is of nobody known"),
        pytest.param({"consents": (unclear(),)}, [VIOLATION, AT_RISK], id="a consent of an unknown kind"),
        pytest.param(
            {"consents": (unclear("other"),)}, [VIOLATION, VIOLATION], id="another student's of such a kind"
        ),
        pytest.param({"consents": (a_waiver(None),)}, [VIOLATION, AT_RISK], id="an agreement is not signed"),
        pytest.param(
            {"consents": (an_agency_consent(),)}, [VIOLATION, VIOLATION], id="a consent to something else"
        ),
        pytest.param(undated(), [AT_RISK, VIOLATION], id="a held review has a date that cannot be read"),
        pytest.param(undated(student_ref="other"), [VIOLATION, VIOLATION], id="another student's"),
        pytest.param(undated(respondent=""), [VIOLATION, VIOLATION], id="sent by nobody on the roster"),
        pytest.param(undated(held=Held.POSTPONED), [VIOLATION, VIOLATION], id="one that was put off"),
        pytest.param({"broken": MEETINGS}, [VIOLATION, VIOLATION], id="no form waits for its row"),
    ],
)
def test_a_passed_date_is_past_due_only_where_everything_was_read(
    changes: dict[str, Any], expected: list[Severity]
) -> None:
    assert severities(late(**changes)) == expected


def test_an_exit_that_cannot_be_read_may_be_past() -> None:
    assert severities(a_department(a_student(annual=LONG_AGO, evaluation=LONG_AGO, leaves=unreadable()))) == [
        AT_RISK,
        AT_RISK,
    ]


def test_what_is_in_doubt_says_so_keeps_its_key_and_its_bar_is_unknown() -> None:
    certain, doubtful = late(), late(form_unread=True)
    before, after = of(certain, annual_review), of(doubtful, annual_review)

    assert before is not None
    assert after is not None
    assert before.key == after.key
    assert "past due" not in after.arithmetic
    assert "The Post IEP Meeting Form could not be read" in after.arithmetic
    assert of_iep(doubtful) == ["unknown", "unknown"]
    assert of_iep(certain) == ["past due", "past due"]


def of_iep(department: Department) -> list[str]:
    bands = bands_of(department, a_policy(), TODAY)
    return [band for what in (ANNUAL_REVIEWS, REEVALUATIONS) for band in bands[what].values()]


def test_a_date_that_is_still_to_come_is_not_doubted() -> None:
    healthy = a_department(form_unread=True)

    assert "unknown" not in of_iep(healthy)


# ---- the form counts where the rows cannot be read


def reported(**changes: Any) -> dict[str, Any]:
    """Forms about both meetings, near no row that could be read."""
    both = (Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION)
    form = a_response(day("2026-11-12"), *both, moves_clocks=False)
    return {"responses": (replace(form, **changes),)}


UNREAD_ROW = a_meeting(unreadable(), held=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, AT_RISK, id="a form near no row moves nothing, but leaves it in doubt"),
        pytest.param({"broken": MEETINGS}, None, id="where the sheet cannot be read it counts"),
        pytest.param({"meetings": (UNREAD_ROW,)}, None, id="and where a row's date cannot be"),
        pytest.param(
            {"meetings": (replace(UNREAD_ROW, cancelled=True),)}, AT_RISK, id="but for a cancelled row"
        ),
        pytest.param(
            {"meetings": (replace(UNREAD_ROW, student_ref="other"),)}, AT_RISK, id="or another student's"
        ),
        pytest.param({"broken": frozenset({("other", "meetings")})}, AT_RISK, id="or another's sheet"),
    ],
)
def test_a_form_counts_where_its_row_may_not_have_been_read(
    changes: dict[str, Any], expected: Severity | None
) -> None:
    assert severities(late(**reported(), **changes)) == [expected, expected]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"held": Held.POSTPONED}, id="not held"),
        pytest.param({"respondent": ""}, id="sent by nobody on the roster"),
    ],
)
def test_a_form_that_never_moves_a_date_does_not_move_it_then(changes: dict[str, Any]) -> None:
    assert severities(late(**reported(**changes), broken=MEETINGS)) == [VIOLATION, VIOLATION]


# ---- a form whose meeting has no row any more

REVIEWED, MET = day("2025-11-14"), day("2026-11-12")


def reviewed_last_year(*responses: Response, **student: Any) -> Finding | None:
    """What is said of an annual review whose day has passed, beside forms that moved nothing."""
    values: dict[str, Any] = {"annual": REVIEWED, **student}
    next_year = a_meeting(day("2027-11-10"))
    found = of(a_department(a_student(**values), responses=responses, meetings=(next_year,)), annual_review)
    return found if found and found.severity is not Severity.INFO else None


def without_row(met: str, **changes: Any) -> Response:
    return a_response(day(met), moves_clocks=False, **changes)


@pytest.mark.parametrize(
    ("response", "severity"),
    [
        pytest.param(without_row("2026-11-12"), AT_RISK, id="its row was used again for next year's"),
        pytest.param(without_row("2025-11-14"), VIOLATION, id="the review that is on record"),
        pytest.param(without_row("2025-11-15"), VIOLATION, id="even by its own day the next is past due"),
        pytest.param(without_row("2025-11-20"), AT_RISK, id="by its own day the next is due today"),
        pytest.param(without_row("2026-11-12", held=Held.PARENT_DID_NOT_COME), VIOLATION, id="not held"),
        pytest.param(without_row("2026-11-12", respondent=""), VIOLATION, id="sent by nobody known"),
        pytest.param(
            without_row("2026-11-12", submitted=dt.datetime(2026, 11, 12, 3, tzinfo=dt.UTC)), VIOLATION,
            id="sent the evening before",
        ),
        pytest.param(
            a_response(MET, Purpose.AMENDMENT, moves_clocks=False), VIOLATION, id="of another purpose"
        ),
    ],
)  # fmt: skip
def test_a_held_review_without_a_row_leaves_it_in_doubt(response: Response, severity: Severity) -> None:
    finding = reviewed_last_year(response)

    assert finding is not None
    assert finding.severity is severity


def test_the_form_that_leaves_it_in_doubt_is_named_with_its_day() -> None:
    older = without_row("2026-11-02", response_id="response-0")
    finding = reviewed_last_year(older, without_row("2026-11-12"))

    assert finding is not None
    assert finding.due == day("2026-11-14")
    assert finding.arithmetic == (
        "Last annual review 14 Nov 2025, so the next was due by 14 Nov 2026, if none was held since. A "
        "form reports such a meeting as held on 12 Nov 2026, and no meeting near that day is in the Meetings "
        "sheet."
    )
    assert finding.advice == "Add that meeting to the Meetings sheet, or correct the date in that response."


def test_a_reevaluation_without_a_row_is_in_doubt_for_three_years() -> None:
    def severity(met: str) -> Severity | None:
        form = a_response(day(met), Purpose.REEVALUATION, moves_clocks=False)
        return severities(a_department(a_student(evaluation=LONG_AGO), responses=(form,)))[1]

    assert severity("2023-11-20") is AT_RISK
    assert severity("2023-11-19") is VIOLATION


@pytest.mark.parametrize(
    ("met", "severity"),
    [
        pytest.param("2025-09-01", AT_RISK, id="since the determination, however long ago"),
        pytest.param("2025-08-31", VIOLATION, id="before it: of a 504 plan"),
    ],
)
def test_a_first_iep_without_a_row(met: str, severity: Severity) -> None:
    eligible = a_student(annual=None, eligible_on=day("2025-09-01"))
    finding = of(a_department(eligible, responses=(without_row(met),)), initial_iep)

    assert finding is not None
    assert finding.severity is severity


# ---- a consent since then, and nobody says what came of it


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [AT_RISK, AT_RISK], id="consent to a first evaluation since"),
        pytest.param({"consent_received": LONG_AGO}, [VIOLATION, VIOLATION], id="not since"),
        pytest.param({"consent_received": None}, [VIOLATION, VIOLATION], id="no consent"),
        pytest.param({"consent_received": unreadable()}, [VIOLATION, VIOLATION], id="a Problem speaks of it"),
        pytest.param({"eligible_on": LONG_AGO}, [VIOLATION, VIOLATION], id="found eligible long ago"),
    ],
)
def test_what_is_from_before_a_consent_may_be_of_a_504_plan(
    changes: dict[str, Any], expected: list[Severity]
) -> None:
    record: dict[str, Any] = {"consent_received": day("2026-08-20"), "eligible_on": None, **changes}
    assert severities(a_department(a_student(annual=LONG_AGO, evaluation=LONG_AGO, **record))) == expected


def test_without_a_column_for_it_nobody_is_asked_when_a_student_was_found_eligible() -> None:
    consented = a_student(annual=LONG_AGO, evaluation=LONG_AGO, consent_received=day("2026-08-20"))
    never = a_department(consented)

    assert severities(never) == [VIOLATION, VIOLATION]


def test_it_is_said_what_to_fill_in() -> None:
    finding = reviewed_last_year(consent_received=day("2026-08-20"), eligible_on=None)

    assert finding is not None
    assert finding.severity is AT_RISK
    assert finding.arithmetic == (
        "Last annual review 14 Nov 2025, so the next was due by 14 Nov 2026, if none was held since. "
        "Consent to the first evaluation was received on 20 Aug 2026, and it is not on record when the "
        "student was first found eligible, so what is from before may be of a 504 plan."
    )
    assert finding.advice == "Fill in the day on which the student was first found eligible."


# ---- what else is said


def test_the_next_step_does_not_ask_for_what_may_be_planned_already() -> None:
    finding = of(late(broken=MEETINGS), annual_review)

    assert finding is not None
    assert finding.advice.startswith("Mend the Meetings sheet")


def test_nobody_is_told_to_plan_a_review_that_may_stand_where_it_cannot_be_read() -> None:
    unplanned = a_department(a_student(annual=day("2025-12-28")))
    tomorrow = day("2026-11-21")

    assert [*annual_review.RULE.check(unplanned, a_policy(), tomorrow)]
    unread = replace(unplanned, broken=MEETINGS)
    assert [*annual_review.RULE.check(unread, a_policy(), tomorrow)] == []


@pytest.mark.parametrize("broken", [MEETINGS, CONTACTS], ids=["meetings", "contacts"])
def test_attempts_are_not_counted_in_sheets_that_cannot_be_read(
    broken: frozenset[tuple[str, str]],
) -> None:
    soon = a_department(meetings=(a_meeting(day("2026-11-24"), agreed_on=None),))

    assert of(soon, contact_attempts) is not None
    assert of(replace(soon, broken=broken), contact_attempts) is None


def test_every_other_finding_stays() -> None:
    others = {finding.key for finding in judge(late(), a_policy(), TODAY)}

    assert {finding.key for finding in judge(late(form_unread=True), a_policy(), TODAY)} == others
