"""Company practice on logged hours: which days are judged, what they hold, and where to look."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import (
    JUDGED_FROM,
    TODAY,
    a_case_manager,
    a_department,
    a_policy,
    a_row,
    an_hours_entry,
    an_organisation,
    at,
    day,
    full_days,
    hours_on,
    unreadable,
)
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding, Step
from workspace_agent.model.hours import HoursEntry
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.policy import OfficeHoursPolicy
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.hours_log import HoursLog
from workspace_agent.rules.office_hours import RULE, judged_days
from workspace_agent.rules.spans import seconds

MONDAY = day("2026-11-09")


def found(department: Department, today: dt.date = TODAY, **numbers: Any) -> list[Finding]:
    policy = a_policy(office_hours={"judged_from": JUDGED_FROM} | numbers)
    return list(RULE.check(department, policy, today))


def with_monday(*rows: HoursEntry) -> Department:
    others = full_days(last=day("2026-11-06")) + full_days(day("2026-11-10"))
    return a_department(hours=others + rows)


ONCE = " Rows that overlap count once."


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        pytest.param(
            ["08:30-12:00", "13:00-15:00"], "08:30-12:00 + 13:00-15:00 = 5.5 hours of 6.",
            id="half an hour short",
        ),
        pytest.param(["08:00-12:00", "11:30-14:30"], None, id="an overlap counts once and is enough"),
        pytest.param(
            ["09:00-12:00", "11:00-14:00"], f"09:00-14:00 = 5 hours of 6.{ONCE}",
            id="an overlap counts once and is short",
        ),
        pytest.param(
            ["08:00-13:00", "09:00-10:00", "12:00-13:30"], f"08:00-13:30 = 5.5 hours of 6.{ONCE}",
            id="one row inside another",
        ),
        pytest.param(
            ["13:00-15:00", "08:30-12:00"], "08:30-12:00 + 13:00-15:00 = 5.5 hours of 6.",
            id="the order of rows does not matter",
        ),
        pytest.param(["08:00-11:00", "11:00-14:00"], None, id="rows that touch are enough together"),
        pytest.param(
            ["08:00-10:00", "10:00-13:00"], "08:00-10:00 + 10:00-13:00 = 5 hours of 6.",
            id="rows that touch are both named",
        ),
        pytest.param(["08:00-13:59:59"], "08:00-13:59:59 = 5.99 hours of 6.", id="no rounding up"),
        pytest.param(["08:00-14:00"], None, id="exactly six hours"),
        pytest.param(["08:00-09:00"], "08:00-09:00 = 1 hour of 6.", id="one hour is singular"),
        pytest.param(["08:00-08:00"], "08:00-08:00 = 0 hours of 6.", id="a row without length"),
        pytest.param(["08:00-14:00", "16:00-09:00"], None, id="a row that ends before it starts"),
        pytest.param(["08:00-10:00", "16:00-09:00"], None, id="and silences a short day too"),
    ],
)  # fmt: skip
def test_hours_of_a_day(spans: list[str], said: str | None) -> None:
    findings = found(with_monday(*hours_on(MONDAY, *spans, row=20)))

    words = [finding.arithmetic for finding in findings]
    assert words == ([f"Logged on 9 Nov 2026: {said}"] if said else [])


def test_a_span_that_ends_before_it_starts_covers_nothing() -> None:
    spans = [(at("16:00"), at("09:00")), (at("08:00"), at("10:00"))]

    assert seconds(spans) == 2 * 3600


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(an_hours_entry(MONDAY, at("08:00"), unreadable()), False, id="an unreadable end"),
        pytest.param(an_hours_entry(MONDAY, unreadable(), at("14:00")), False, id="an unreadable start"),
        pytest.param(an_hours_entry(MONDAY, at("08:00"), None), True, id="no end"),
        pytest.param(an_hours_entry(MONDAY, None, at("14:00")), True, id="no start"),
        pytest.param(an_hours_entry(None, at("08:00"), at("14:00")), True, id="no date"),
        pytest.param(
            an_hours_entry(MONDAY, at("08:00"), at("14:00"), case_manager="manager-2"), True,
            id="somebody else's row",
        ),
    ],
)  # fmt: skip
def test_where_a_problem_speaks_the_day_is_silent(row: HoursEntry, told: bool) -> None:
    assert [finding.due for finding in found(with_monday(row))] == ([MONDAY] if told else [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param({"2026-11-06": 2, None: 3, "2026-11-10": 4}, [], id="between Friday and Tuesday: maybe"),
        pytest.param({"2026-11-10": 2, None: 3, "2026-11-06": 4}, [], id="newest first: maybe"),
        pytest.param({"2026-11-10": 9, None: 10, "2026-11-12": 11}, [MONDAY], id="row 9 is above row 10"),
        pytest.param({"2026-11-10": 3, None: 4, "2026-11-06": 2}, [MONDAY], id="after Tuesday: not Monday"),
        pytest.param({None: 2, "2026-11-06": 3, "2026-11-10": 4}, [MONDAY], id="before Friday: not Monday"),
        pytest.param({"2026-11-06": 2, None: 3}, [], id="last row, after Friday: maybe"),
    ],
)
def test_an_unreadable_date_silences_the_days_it_may_stand_for(
    rows: dict[str | None, int], told: list[dt.date]
) -> None:
    entries = [
        an_hours_entry(day(on) if on else unreadable(), at("08:00"), at("14:00"), row=row)
        for on, row in rows.items()
    ]
    findings = found(a_department(hours=tuple(entries)), day("2026-11-13"), judged_from=MONDAY)

    assert [finding.due for finding in findings] == told


@pytest.mark.parametrize(
    ("changes", "numbers", "first", "last"),
    [
        pytest.param({}, {}, "2026-11-05", "2026-11-17", id="two whole business days later"),
        pytest.param(
            {}, {"judged_after_business_days": 0}, "2026-11-05", "2026-11-19", id="today is not over"
        ),
        pytest.param({"from": "2026-11-12"}, {}, "2026-11-12", "2026-11-17", id="not before the person came"),
        pytest.param({"until": "2026-11-13"}, {}, "2026-11-05", "2026-11-13", id="not after the person left"),
    ],
)
def test_which_days_are_judged(
    changes: dict[str, Any], numbers: dict[str, Any], first: str, last: str
) -> None:
    policy = OfficeHoursPolicy.model_validate({"judged_from": JUDGED_FROM} | numbers)
    days = list(judged_days(an_organisation(), policy, a_case_manager(**changes), TODAY))

    assert (days[0], days[-1]) == (day(first), day(last))


YEAR = {"from": "2026-08-10", "until": "2027-06-11"}
SICK = {"from": "2026-11-09", "until": "2026-11-10", "name": "sick leave"}


def told_on(*contracts: dict[str, Any], hours: tuple[HoursEntry, ...] = (), **changes: Any) -> list[str]:
    """Days told short of somebody with these contracts, who logged only these hours since Monday."""
    person = a_case_manager(contract=contracts, **changes)
    department = a_department(organisation=an_organisation(case_managers=(person,)), hours=hours)
    return [finding.cycle for finding in found(department, day("2026-11-14"), judged_from=MONDAY)]


ALL, NONE = ["2026-11-09", "2026-11-10"], list[str]()


@pytest.mark.parametrize(
    ("contracts", "told"),
    [
        pytest.param((), ALL, id="no contract in the settings: every business day"),
        pytest.param((YEAR,), ALL, id="in the middle of the contract"),
        pytest.param(({"from": "2026-08-10"},), ALL, id="a contract without an end"),
        pytest.param((YEAR | {"off": [SICK]},), NONE, id="sick on both days"),
        pytest.param((YEAR | {"off": [SICK | {"until": "2026-11-09"}]},), ALL[1:], id="sick on one day"),
        pytest.param((YEAR | {"until": "2026-11-09"},), ALL[:1], id="the last day of the contract counts"),
        pytest.param((YEAR | {"from": "2026-11-10"},), ALL[1:], id="the first day of the contract counts"),
        pytest.param((YEAR | {"until": "2026-11-08"},), NONE, id="after the contract"),
        pytest.param((YEAR | {"from": "2026-11-11"},), NONE, id="before the contract"),
        pytest.param(
            (YEAR | {"until": "2026-11-08"}, {"from": "2026-11-10"}), ALL[1:], id="between two contracts"
        ),
    ],
)
def test_working_days_are_those_of_the_own_contract(
    contracts: tuple[dict[str, Any], ...], told: list[str]
) -> None:
    assert told_on(*contracts) == told


def test_a_contract_does_not_outlast_the_last_day_in_office() -> None:
    assert told_on(YEAR, until="2026-11-09") == ALL[:1]


def test_days_without_school_are_working_days() -> None:
    # The district is closed from 23 to 27 November, and the 26th is a federal holiday.
    organisation = an_organisation(case_managers=(a_case_manager(contract=[YEAR]),))
    findings = found(a_department(organisation=organisation), day("2026-12-03"))

    assert [one.cycle for one in findings] == [
        "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("contracts", "spans", "said"),
    [
        pytest.param([YEAR], "08:00-13:30", "5.5 hours of 6.", id="a contract that names no hours"),
        pytest.param([YEAR | {"hours_per_day": 4}], "08:00-12:00", None, id="part time, and all worked"),
        pytest.param(
            [YEAR | {"hours_per_day": 4}], "08:00-11:30", "3.5 hours of the contract's 4.",
            id="part time, and short",
        ),
        pytest.param(
            [YEAR | {"hours_per_day": 7.6}], "08:00-15:35", "7.58 hours of the contract's 7.6.",
            id="more than the company asks",
        ),
        pytest.param([YEAR | {"hours_per_day": 7.6}], "08:00-15:36", None, id="7.6 hours to the minute"),
        pytest.param(
            [YEAR | {"until": "2026-11-08", "hours_per_day": 4}, {"from": "2026-11-09", "hours_per_day": 5}],
            "08:00-12:00", "4 hours of the contract's 5.", id="the contract since this very day",
        ),
        pytest.param(
            [YEAR | {"until": "2026-11-09", "hours_per_day": 4}, {"from": "2026-11-10", "hours_per_day": 5}],
            "08:00-12:00", None, id="the contract up to this very day",
        ),
    ],
)  # fmt: skip
def test_the_contracts_hours_win(contracts: list[dict[str, Any]], spans: str, said: str | None) -> None:
    organisation = an_organisation(case_managers=(a_case_manager(contract=contracts),))
    department = a_department(organisation=organisation, hours=hours_on(MONDAY, spans))
    findings = found(department, day("2026-11-13"), judged_from=MONDAY)

    words = [finding.arithmetic for finding in findings if finding.due == MONDAY]
    assert words == ([f"Logged on 9 Nov 2026: {spans} = {said}"] if said else [])


def test_two_business_days_must_have_passed_even_where_they_are_no_working_days() -> None:
    off = YEAR | {"off": [SICK | {"from": "2026-11-10", "until": "2026-11-20"}]}
    department = a_department(
        organisation=an_organisation(case_managers=(a_case_manager(contract=[off]),)), hours=()
    )

    assert found(department, day("2026-11-12"), judged_from=MONDAY) == []
    assert len(found(department, day("2026-11-13"), judged_from=MONDAY)) == 1


@pytest.mark.parametrize("off", ["2026-11-07", "2026-11-08", "2026-11-11"])
def test_weekends_and_federal_holidays_are_not_judged(off: str) -> None:
    policy = OfficeHoursPolicy(judged_from=JUDGED_FROM)

    assert day(off) not in judged_days(an_organisation(), policy, a_case_manager(), TODAY)


def test_a_day_without_rows_points_to_the_end_of_the_log() -> None:
    log = full_days(last=day("2026-11-16"))
    [finding] = found(a_department(hours=log[::-1]))

    assert finding == Finding(
        rule="office_hours",
        severity=Severity.POLICY,
        citation=RULE.citation,
        cycle="2026-11-17",
        due=day("2026-11-17"),
        arithmetic="Nothing is logged on 17 Nov 2026: 0 hours of 6.",
        advice="Add the hours that are missing from the log.",
        place=a_row(len(log) + 1, book="hours-1"),
        case_manager="manager-1",
        steps=(
            Step("working day: 17 Nov 2026"),
            Step("rows of that day in the log: none"),
            Step("0 hours of 6"),
            Step("an entry was in time until 19 Nov 2026, 2 business days later"),
            Step("days are judged from 5 Nov 2026 on"),
        ),
    )
    assert finding.key == "office_hours/manager-1/2026-11-17"


def test_a_short_day_points_to_its_first_row_and_names_each() -> None:
    [finding] = found(with_monday(*hours_on(MONDAY, "13:00-15:00", "08:30-12:00", row=20)))

    assert finding.place == a_row(20, book="hours-1")
    assert finding.steps[1:-2] == (
        Step("08:30-12:00", a_row(21, book="hours-1")),
        Step("13:00-15:00", a_row(20, book="hours-1")),
        Step("5.5 hours of 6"),
    )


def test_one_business_day_is_said_so() -> None:
    *_, last = found(a_department(hours=()), judged_after_business_days=1)

    assert last.steps[-2].words == "an entry was in time until 19 Nov 2026, 1 business day later"


def test_an_empty_log_points_to_its_workbook() -> None:
    findings = found(a_department(hours=()), day("2026-11-10"))

    assert [finding.place for finding in findings] == [SpreadsheetPlace("hours-1")]


def test_a_log_that_was_not_read_is_not_judged() -> None:
    assert found(a_department(hours=(), hours_read_for=frozenset())) == []


def test_each_person_is_judged_by_their_own_log() -> None:
    organisation = an_organisation(case_managers=(a_case_manager(), a_case_manager("manager-2")))
    department = a_department(
        organisation=organisation,
        hours=full_days() + full_days(last=day("2026-11-16"), case_manager="manager-2"),
        hours_read_for=frozenset({"manager-1", "manager-2"}),
    )

    assert [finding.key for finding in found(department)] == ["office_hours/manager-2/2026-11-17"]


def test_the_number_is_the_policy_s() -> None:
    [finding] = found(with_monday(*hours_on(MONDAY, "08:00-12:15", row=20)), min_per_day=4.5)

    assert finding.arithmetic == "Logged on 9 Nov 2026: 08:00-12:15 = 4.25 hours of 4.5."


def test_a_logged_day_can_be_printed_without_a_finding() -> None:
    logged = HoursLog(a_department().hours).on(MONDAY)

    assert (logged.seconds, logged.readable, len(logged.rows)) == (21_600, True, 1)
