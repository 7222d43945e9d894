"""34 CFR 300.503(a): of which meetings the notice is missed, and by what day it had to be given."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import a_cell, a_district, a_policy, a_row, a_student, an_organisation, day, unreadable
from tests.builders_follow_up import ASKED, MET, a_form, a_row_of, found, without_columns
from tests.rules.test_legal_days import C1_DAYS
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.vocabulary import Held, PlanType, Purpose, Severity
from workspace_agent.rules.prior_written_notice import RULE

OPEN: dict[str, Any] = {"notice_given": None}
NOT_ASKED: dict[str, Any] = OPEN | {"asked": ASKED - {"prior written notice"}}


@pytest.mark.parametrize(
    ("said", "row", "is_missed"),
    [
        pytest.param({}, None, False, id="the form gives the day"),
        pytest.param(OPEN, None, True, id="nobody gives it"),
        pytest.param(OPEN, a_row_of(), True, id="the row does not give it"),
        pytest.param(OPEN, a_row_of(notice_given=MET), False, id="the row gives it"),
        pytest.param(OPEN, a_row_of(notice_given=unreadable()), False, id="the row cannot be read"),
        pytest.param(
            OPEN | {"unread": frozenset({"prior written notice"})},
            None,
            False,
            id="the answer cannot be read",
        ),
        pytest.param(NOT_ASKED, a_row_of(), True, id="the sheet alone has a place for it"),
        pytest.param(NOT_ASKED, without_columns(a_row_of()), False, id="neither has a place for it"),
        pytest.param(OPEN | {"decided": False}, None, False, id="nothing was decided"),
        pytest.param(
            OPEN | {"decided": False, "asked": ASKED - {"decisions"}},
            None,
            True,
            id="nothing asks what was decided",
        ),
    ],
)
def test_whether_a_notice_is_missed(said: dict[str, Any], row: Any, is_missed: bool) -> None:
    assert bool(found(RULE, a_form(**said), meetings=(row,) if row else ())) is is_missed


@pytest.mark.parametrize(
    ("purposes", "held", "plan", "is_judged"),
    [
        pytest.param([Purpose.AMENDMENT], Held.YES, PlanType.IEP, True, id="an amendment"),
        pytest.param([Purpose.ANNUAL_REVIEW], Held.PARENT_DID_NOT_COME, PlanType.IEP, False, id="not held"),
        pytest.param([Purpose.ANNUAL_REVIEW], None, PlanType.IEP, False, id="not said to be held"),
        pytest.param([Purpose.REVIEW_504], Held.YES, PlanType.IEP, False, id="about a 504 plan"),
        pytest.param(
            [Purpose.REVIEW_504, Purpose.INITIAL],
            Held.YES,
            PlanType.IEP,
            True,
            id="about a 504 plan and an IEP",
        ),
        pytest.param(
            [Purpose.PARENT_REQUESTED], Held.YES, PlanType.S504, False, id="a student with a 504 plan"
        ),
        pytest.param([Purpose.ANNUAL_REVIEW], Held.YES, None, False, id="of a plan that is not known"),
    ],
)
def test_which_meetings_are_judged(
    purposes: list[Purpose], held: Held | None, plan: PlanType | None, is_judged: bool
) -> None:
    response = a_form(MET, *purposes, about={"held": held}, **OPEN)

    assert bool(found(RULE, response, students=(a_student(plan=plan),))) is is_judged


@pytest.mark.parametrize(
    ("today", "days", "is_missed"),
    [
        pytest.param("2026-11-09", 2, False, id="the second business day"),
        pytest.param("2026-11-10", 2, True, id="the day after"),
        pytest.param("2026-11-10", 3, False, id="the number is the policy's"),
    ],
)
def test_two_business_days_later(today: str, days: int, is_missed: bool) -> None:
    policy = a_policy(meeting_record={"days": days})

    assert bool(found(RULE, a_form(**OPEN), today=day(today), policy=policy)) is is_missed


def test_the_finding_explains_itself() -> None:
    [finding] = found(RULE, a_form(**OPEN), meetings=(a_row_of(),))

    assert finding.key == "prior_written_notice/student-1/print-of-response-1"
    assert (finding.severity, finding.due) == (Severity.DATA, day("2026-11-09"))
    assert finding.place == a_cell("N2", sheet=2)
    assert finding.arithmetic == (
        "The Post IEP Meeting Form of the meeting of 5 Nov 2026 names no day on which prior written notice "
        "was given."
    )
    assert [(one.words, one.place) for one in finding.steps] == [
        ("the meeting, by the form: 5 Nov 2026", FORM),
        ("first day of what was decided, by the form: not on record", FORM),
        ("notice given, by the form: not on record", FORM),
        ("first day of what was decided, by the row: not on record", a_row(2, sheet=2)),
        ("notice given, by the row: not on record", a_cell("N2", sheet=2)),
        (finding.arithmetic.rstrip("."), None),
        ("today: 20 Nov 2026", None),
    ]


FORM = ResponsePlace("form-1", "response-1")
VIOLATION, AT_RISK, DATA = Severity.VIOLATION, Severity.AT_RISK, Severity.DATA
DECIDED = day("2025-10-20")


def noticed(
    starts: str | None,
    given: str | None,
    *,
    today: str = "2025-10-21",
    row: Any = None,
    policy: Any = None,
    **changes: Any,
) -> list[Finding]:
    """What is found of a meeting of 20 Oct 2025 in the district C1; a row may say more."""
    answers: dict[str, Any] = {"changes_start": day(starts) if starts else None}
    answers["notice_given"] = day(given) if given else None
    organisation = an_organisation(
        districts=(a_district(**C1_DAYS),), form={"id": "form-1", "since": "2025-08-01", "meaning": []}
    )
    form = a_form(changes.pop("met", DECIDED), **(answers | changes.pop("said", {})))
    return found(
        RULE,
        form,
        *changes.pop("forms", ()),
        today=day(today),
        policy=policy,
        meetings=((row,) if row else ()) + changes.pop("rows", ()),
        organisation=organisation,
        **changes,
    )


def severity(*args: Any, **changes: Any) -> Severity | None:
    told = noticed(*args, **changes)
    return told[0].severity if told else None


def in_texas(**law: Any) -> Any:
    values = {"days": 5, "unit": "school", "source": "a timeline of 2012", **law}
    return a_policy(states={"TX": {"prior_written_notice": values}})


@pytest.mark.parametrize(
    ("starts", "given", "today", "expected"),
    [
        pytest.param("2025-10-27", "2025-10-21", "2025-11-20", None, id="R14 notice 10-21, start 10-27"),
        pytest.param("2025-10-27", "2025-10-28", "2025-11-20", VIOLATION, id="R14 notice 10-28, start 10-27"),
        pytest.param("2025-10-27", "2025-10-27", "2025-11-20", None, id="on the first day"),
        pytest.param("2025-10-27", None, "2025-10-28", VIOLATION, id="none the day after the first day"),
        pytest.param("2025-10-27", None, "2025-10-27", AT_RISK, id="none on the first day"),
        pytest.param("2025-10-29", None, "2025-10-22", AT_RISK, id="none 7 days before it"),
        pytest.param("2025-10-30", None, "2025-10-22", None, id="none 8 days before it, not yet asked for"),
        pytest.param("2025-11-28", None, "2025-10-23", DATA, id="none long before it, but asked for"),
        pytest.param(None, None, "2025-10-23", DATA, id="nobody says when it begins"),
        pytest.param(None, "2025-12-01", "2025-12-02", None, id="nobody says when it began"),
    ],
)
def test_by_the_first_day_of_what_was_decided(
    starts: str | None, given: str | None, today: str, expected: Severity | None
) -> None:
    assert severity(starts, given, today=today) is expected


@pytest.mark.parametrize(
    ("given", "today", "policy", "expected"),
    [
        pytest.param("2025-11-20", "2025-12-08", in_texas(), None, id="R14 TX by 11-20"),
        pytest.param("2025-11-21", "2025-12-08", in_texas(), AT_RISK, id="R14 TX the day after"),
        pytest.param("2025-11-21", "2025-12-08", in_texas(checked=DECIDED), VIOLATION, id="a checked number"),
        pytest.param("2025-11-21", "2025-12-08", a_policy(), None, id="no number of the state's"),
        pytest.param(None, "2025-11-12", in_texas(), DATA, id="none 8 days before the latest day"),
        pytest.param(None, "2025-11-13", in_texas(), AT_RISK, id="none 7 days before it"),
        pytest.param(None, "2025-11-20", in_texas(), AT_RISK, id="none on the latest day"),
        pytest.param(None, "2025-11-21", in_texas(), AT_RISK, id="none the day after"),
        pytest.param(None, "2025-11-21", in_texas(checked=DECIDED), VIOLATION, id="none, a checked number"),
        pytest.param("2025-12-05", "2025-12-08", in_texas(), VIOLATION, id="after the first day"),
    ],
)
def test_by_the_number_of_the_state(
    given: str | None, today: str, policy: Any, expected: Severity | None
) -> None:
    assert severity("2025-12-04", given, today=today, policy=policy) is expected


def test_a_calendar_that_does_not_reach_is_input_to_mend() -> None:
    [finding] = noticed("2026-12-04", "2025-12-01", today="2025-12-02", policy=in_texas())

    assert finding.severity is DATA
    assert "does not reach 5 school days before 4 Dec 2026" in finding.arithmetic
    assert finding.advice == "Have that school year entered for the district in agent.toml."


def held_row(**changes: Any) -> Any:
    return a_row_of(DECIDED, **changes)


WITHOUT_QUESTION = {"asked": ASKED - {"prior written notice"}}


@pytest.mark.parametrize(
    ("starts", "given", "changes", "expected"),
    [
        pytest.param(
            None, None, {"row": held_row(changes_start=day("2025-10-27"))}, VIOLATION, id="by the row"
        ),
        pytest.param(
            "2025-10-27", None, {"row": held_row(changes_start=day("2025-11-21"))}, AT_RISK,
            id="of two starts the later one",
        ),
        pytest.param(
            "2025-10-27", "2025-10-28", {"row": held_row(notice_given=day("2025-10-21"))}, None,
            id="of two notices the earlier one",
        ),
        pytest.param(
            "2025-10-27", "2025-10-28", {"row": held_row(notice_given=unreadable())}, None,
            id="the row may hold an earlier one",
        ),
        pytest.param(
            "2025-10-27", None, {"said": {"unread": frozenset({"prior written notice"})}}, None,
            id="the form may hold one",
        ),
        pytest.param(
            "2025-10-27", None, {"unsettled": frozenset({("manager-1", "meetings")})}, None,
            id="a row that is nobody's may hold one",
        ),
        pytest.param(
            "2025-10-27", None,
            {"unsettled": frozenset({("manager-1", "meetings")}), "row": held_row()}, VIOLATION,
            id="its own row holds none",
        ),
        pytest.param("2025-10-27", None, {"said": WITHOUT_QUESTION}, None, id="no place for the notice"),
        pytest.param(
            "2025-10-27", None, {"said": {"decided": False}}, VIOLATION, id="what begins was decided"
        ),
    ],
)  # fmt: skip
def test_form_and_row_together(
    starts: str | None, given: str | None, changes: dict[str, Any], expected: Severity | None
) -> None:
    assert severity(starts, given, today="2025-11-20", **changes) is expected


@pytest.mark.parametrize(
    ("starts", "given", "changes", "expected"),
    [
        pytest.param("2025-10-19", None, {}, DATA, id="begins the day before the meeting"),
        pytest.param("2025-10-19", "2025-10-21", {}, DATA, id="and the notice came later"),
        pytest.param("2025-10-20", None, {}, VIOLATION, id="begins on the day of the meeting"),
        pytest.param("2025-10-19", None, {"met": None}, VIOLATION, id="a meeting undated"),
    ],
)
def test_what_begins_before_its_meeting_contradicts_itself(
    starts: str, given: str | None, changes: dict[str, Any], expected: Severity
) -> None:
    assert severity(starts, given, today="2027-01-20", **changes) is expected


def test_the_contradiction_is_named_where_it_stands() -> None:
    row = held_row(changes_start=day("2025-10-13"))
    [finding] = noticed(None, "2025-10-21", today="2025-11-20", row=row)

    assert finding.arithmetic == (
        "What was decided in the meeting of 20 Oct 2025 begins on 13 Oct 2025. "
        "That is 7 days before the meeting, so one of the two days is wrong."
    )
    assert finding.advice.startswith("Correct the first day of what was decided, or the day of the meeting")


@pytest.mark.parametrize(
    ("given", "changes", "expected"),
    [
        pytest.param("2024-10-19", {}, VIOLATION, id="more than a year before the meeting"),
        pytest.param("2024-10-20", {}, None, id="a year before it"),
        pytest.param("2025-09-30", {"before": "2025-10-01"}, VIOLATION, id="before the meeting before"),
        pytest.param("2025-10-01", {"before": "2025-10-01"}, None, id="on the day of the meeting before"),
    ],
)
def test_a_notice_of_an_earlier_meeting_counts_for_nothing(
    given: str, changes: dict[str, str], expected: Severity | None
) -> None:
    rows = tuple(a_row_of(day(on), held=True, row=3) for on in changes.values())

    assert severity("2025-10-27", given, today="2025-11-20", rows=rows) is expected


def test_a_notice_that_does_not_count_is_named() -> None:
    [finding] = noticed("2025-10-27", "2024-10-19", today="2025-11-20")

    assert finding.arithmetic.endswith(
        "No prior written notice is on record, 24 days after that. "
        "The notice of 19 Oct 2024 is not counted: it was given before the previous meeting."
    )


def test_a_late_notice_is_told_until_the_next_form() -> None:
    later = a_form(day("2025-11-12"), about={"response_id": "response-2"})

    assert severity("2025-10-27", "2025-10-28", today="2025-11-20", forms=(later,)) is None
    assert severity("2025-10-27", None, today="2025-11-20", forms=(later,)) is VIOLATION


@pytest.mark.parametrize(
    ("given", "policy", "due", "said"),
    [
        pytest.param(
            None, a_policy(), "2025-12-04", "No prior written notice is on record, 4 days after that.",
            id="missing",
        ),
        pytest.param(
            "2025-12-05", a_policy(), "2025-12-04",
            "Prior written notice was given on 5 Dec 2025, 1 day later.", id="late",
        ),
        pytest.param(
            "2025-11-24", in_texas(), "2025-11-20",
            "TX wants the notice 5 school days before, by a source that was not compared with its law. "
            "5 school days before 4 Dec 2025 is 20 Nov 2025. "
            "Prior written notice was given on 24 Nov 2025, 4 days later.", id="late for the state",
        ),
    ],
)  # fmt: skip
def test_the_arithmetic(given: str | None, policy: Any, due: str, said: str) -> None:
    [finding] = noticed("2025-12-04", given, today="2025-12-08", policy=policy)

    assert finding.due == day(due)
    assert finding.arithmetic == (
        f"What was decided in the meeting of 20 Oct 2025 begins on 4 Dec 2025. {said}"
    )


def test_a_number_that_was_checked_is_not_doubted() -> None:
    [missing] = noticed("2025-12-04", None, today="2025-11-24", policy=in_texas(checked=DECIDED))
    [near] = noticed("2025-12-04", None, today="2025-12-01")

    assert "TX wants the notice 5 school days before. " in missing.arithmetic
    [early] = noticed("2025-12-04", None, today="2025-11-18", policy=in_texas(checked=DECIDED))
    assert early.due == day("2025-11-20")
    assert early.arithmetic.endswith("It is to be given by then, in 2 days, and none is on record.")
    assert near.arithmetic.endswith("That is in 3 days, and no prior written notice is on record.")
    assert missing.advice == near.advice
