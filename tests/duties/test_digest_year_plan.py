"""The year plan: what it says, to whom, and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    a_case_manager,
    a_department,
    a_district,
    a_student,
    an_organisation,
    day,
)
from tests.builders_digest import a_recipient, an_occasion, figures, section
from workspace_agent.duties.digest import Digest, Figure, WeekRow, Weeks
from workspace_agent.duties.digest_recipients import Scope
from workspace_agent.duties.digest_rows import Tone
from workspace_agent.duties.digest_year_blocks import BUSIEST, LONGEST, PEOPLE
from workspace_agent.duties.digest_year_plan import compose, is_over, is_year_plan, year_mailings
from workspace_agent.duties.digest_year_words import LISTED
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.effects.digest_render import render_html
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import PlanType

AUGUST = day("2026-08-01")
HOLIDAYS = ("2026-09-07", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01")
UNTIL_JUNE = {"from": "2026-08-03", "until": "2027-06-04"}
BLOCKED = "Due on days without work or school"
OVERFULL = "More meetings than working days"
ENDS = "Contracts that end"


def reviewed(on: str, ref: str = "student-1", **changed: Any) -> Student:
    """Whose annual review is due a year after a day, and no reevaluation in these years."""
    return a_student(ref, annual=day(on), evaluation=day("2028-09-01"), **changed)


def a_place(*students: Student, **person: Any) -> Department:
    organisation = an_organisation(federal_holidays=HOLIDAYS, case_managers=(a_case_manager(**person),))
    return a_department(*students, organisation=organisation)


def plan(
    department: Department, told: Told | None = None, scope: Scope | None = None, **changed: Any
) -> Digest:
    recipient = a_recipient(scope=scope or Scope())
    return compose(department, told or Told(), an_occasion(recipient, AUGUST, **{"period": "2026"} | changed))


def weeks(digest: Digest) -> Weeks:
    return next(block for block in digest.blocks if isinstance(block, Weeks))


def week(digest: Digest, monday: str) -> WeekRow:
    return next(row for row in weeks(digest).rows if row.monday == monday)


def many(people: int, each: int, *, districts: int = 1, last: date = date(2025, 9, 1)) -> Department:
    """Case managers, each with students whose reviews are due one day after the other."""
    served = [a_district(f"district-{n}", name=f"Cedar Hollow {n}") for n in range(1, districts + 1)]
    staff = [
        a_case_manager(
            f"person-{n}", name=f"Person {n}", districts=[served[n % districts].key], contract=[UNTIL_JUNE]
        )
        for n in range(people)
    ]
    students = (
        reviewed(
            (last + dt.timedelta(days=(number * each + n) % 330)).isoformat(),
            f"{one.key}-{n}",
            initials=f"J.S.-{number * each + n}",
            case_manager=one.key,
            district=one.districts[0],
        )
        for number, one in enumerate(staff)
        for n in range(each)
    )
    organisation = an_organisation(
        federal_holidays=HOLIDAYS, districts=tuple(served), case_managers=tuple(staff)
    )
    return a_department(*students, organisation=organisation, hours=(), office_hours=(), workbooks=())


# ---- the sentence at the top


@pytest.mark.parametrize(
    ("students", "summary"),
    [
        pytest.param(
            (reviewed("2027-11-04"),),
            "Nothing is due, 0 on days without work or school, 0 weeks with more meetings than working days.",
            id="nothing",
        ),
        pytest.param(
            (reviewed("2025-11-07"),),
            "1 due date under law, 1 on days without work or school, 0 weeks with more meetings than working "
            "days.",
            id="one on a Saturday",
        ),
        pytest.param(
            [reviewed("2025-11-04", f"s{n}") for n in range(6)],
            "6 due dates under law, 0 on days without work or school, 1 week with more meetings than working "
            "days.",
            id="six in one week",
        ),
    ],
)
def test_the_sentence_at_the_top(students: Iterable[Student], summary: str) -> None:
    digest = plan(a_place(*students))

    assert digest.summary == summary
    assert digest.preheader.casefold() == summary.casefold()
    assert digest.when == "School year 2026-27, as of 1 Aug 2026"


def test_the_subject_holds_counts_only() -> None:
    assert plan(a_place(reviewed("2025-11-07"))).subject == "Year plan 2026-27: 1 due date under law"
    assert plan(a_place(), period="2099").subject == "Year plan 2099-00: nothing is due"


def with_504(review: str) -> Student:
    """With a 504 plan, whose review is due a year after a day by company practice."""
    plan = PlanType.S504
    return a_student(
        "student-9", plan=plan, initials="P.P.", annual=day(review), evaluation=day("2028-09-01")
    )


def test_company_practice_is_counted_apart_from_the_law() -> None:
    saturday = "2025-11-07"
    digest = plan(a_place(reviewed(saturday), with_504(saturday)))
    only = plan(a_place(with_504(saturday)))

    assert digest.subject == "Year plan 2026-27: 1 due date under law, 1 due date of company practice"
    assert only.subject == "Year plan 2026-27: 1 due date of company practice"
    assert digest.summary == (
        "1 due date under law, 1 due date of company practice, 1 under law and 1 of company practice on days "
        "without work or school, 0 weeks with more meetings than working days."
    )


def test_company_practice_is_never_said_in_one_sentence_with_the_law() -> None:
    digest = plan(a_place(reviewed("2025-11-07"), with_504("2025-11-07")))
    by_law, by_practice = section(digest, BLOCKED), section(digest, f"Company practice: {BLOCKED.lower()}")
    of_week = week(digest, "2 Nov 2026")

    assert [row.student for row in by_law.rows] == ["J.S."]
    assert "The due date stands" in by_law.note
    assert [row.student for row in by_practice.rows] == ["P.P."]
    assert by_practice.note.startswith("No law sets these dates.")
    assert of_week.due.words == "1 due, 1 by company practice"
    assert "P.P. 504 review (company practice), 7 Nov 2026" in of_week.who[0]
    assert {mark.label for mark in of_week.marks} >= {
        "To be held earlier",
        "To be held earlier by company practice",
    }
    assert week(plan(a_place(with_504("2025-11-07"))), "2 Nov 2026").due.words == "1 due by company practice"
    assert figures(digest, "Month by month")["Nov 2026"] == (
        "2: 1 annual review, 1 504 review (company practice)",
    )


def test_where_something_could_not_be_read_it_says_so_first() -> None:
    problem = Problem(ProblemKind.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("workbook-1"), "manager-1")
    digest = plan(
        a_place(reviewed("2025-11-04")),
        Told(unread=(Unread(problem, dt.datetime(2026, 8, 1, tzinfo=dt.UTC)),)),
    )

    assert digest.summary.startswith(
        "Not everything could be read, so this is not the whole picture. Of what"
    )
    assert "Marisol Quintero" in digest.unread[0].text
    assert section(digest, ENDS).empty.startswith("Of what was read: ")


@pytest.mark.parametrize(
    ("department", "year", "said"),
    [
        pytest.param(a_place(reviewed("2025-11-04")), "2026", [], id="nothing is missing"),
        pytest.param(
            a_place(reviewed("2026-11-04")),
            "2027",
            [
                "The settings hold no school calendar of 2027-28 for Sierra Vieja ISD.",
                "The settings hold no federal holidays of 2027-28, so these are taken for working days.",
            ],
            id="no calendars of that year",
        ),
        pytest.param(
            a_place(a_student(evaluation=None)),
            "2026",
            ["Students of whom a due date cannot be worked out from what is on record: 1."],
            id="no evaluation on record",
        ),
        pytest.param(
            a_place(reviewed("2025-07-31")),
            "2026",
            ["Students with something due before 1 Aug 2026: 1."],
            id="due in July",
        ),
    ],
)
def test_what_the_plan_does_not_know(department: Department, year: str, said: list[str]) -> None:
    cautions = plan(department, period=year).trust

    assert [line.text.partition(". ")[0].partition(": 1")[0] for line in cautions] == [
        one.rstrip(".").partition(": 1")[0] for one in said
    ]


# ---- what to look out for


@pytest.mark.parametrize(
    ("last", "person", "lead", "why"),
    [
        pytest.param(
            "2025-11-07", {}, "Hold by 6 Nov 2026", "Due 7 Nov 2026: it is on a weekend.", id="a Saturday"
        ),
        pytest.param(
            "2025-11-25",
            {},
            "Hold by 20 Nov 2026",
            "Due 25 Nov 2026: Sierra Vieja ISD is closed (closed).",
            id="a break",
        ),
        pytest.param(
            "2026-06-15",
            {},
            "Hold by 28 May 2027",
            "Due 15 Jun 2027: Sierra Vieja ISD has no school between two school years.",
            id="summer",
        ),
        pytest.param(
            "2026-06-15",
            {"contract": [UNTIL_JUNE]},
            "Hold by 28 May 2027",
            "Due 15 Jun 2027: the case manager has no contract on that day.",
            id="after the contract",
        ),
        pytest.param(
            "2025-08-01",
            {},
            "No working day before it in this school year",
            "Due 1 Aug 2026: it is on a weekend.",
            id="no day before it",
        ),
    ],
)
def test_a_due_date_on_a_day_without_work_or_school(
    last: str, person: dict[str, Any], lead: str, why: str
) -> None:
    (row,) = section(plan(a_place(reviewed(last), **person)), BLOCKED).rows

    assert (row.student, row.what, row.lead, row.why) == ("J.S.", "Annual review", lead, why)
    assert bool(row.advice) == lead.startswith("No")
    assert row.url.endswith("range=2%3A2")
    assert [mark.label for mark in row.marks] == ["Plan by (company practice)"]


def test_weekends_come_last() -> None:
    rows = section(
        plan(a_place(reviewed("2025-11-07", initials="A.A."), reviewed("2025-11-25", "s2", initials="B.B."))),
        BLOCKED,
    ).rows

    assert [row.student for row in rows] == ["B.B.", "A.A."]


def test_a_week_with_more_meetings_than_days() -> None:
    department = a_place(*(reviewed("2025-11-04", f"s{n}", initials=f"A.B.-{n}") for n in range(7)))
    digest = plan(department)
    (row,) = section(digest, OVERFULL).rows

    assert (row.case_manager, row.what, row.lead) == (
        "Marisol Quintero",
        "Week of 2 Nov 2026",
        "7 meetings on 5 working days",
    )
    assert row.advice == "Hold at least 2 meetings in an earlier week."
    assert row.why.startswith("A.B.-0 annual review, 4 Nov 2026; A.B.-1")
    assert [mark.words for mark in row.marks] == ["7 Oct 2026"]
    assert "Too full" in {mark.label for mark in week(digest, "2 Nov 2026").marks}


@pytest.mark.parametrize(
    ("last", "lead", "advised", "tone"),
    [
        pytest.param("2026-06-15", "1 meeting due after it", True, Tone.AT_RISK, id="something is due"),
        pytest.param("2025-11-04", "Nothing is due after it", False, Tone.CALM, id="nothing is due"),
    ],
)
def test_a_contract_that_ends(last: str, lead: str, advised: bool, tone: Tone) -> None:
    digest = plan(a_place(reviewed(last), contract=[UNTIL_JUNE]))
    (row,) = section(digest, ENDS).rows

    assert (row.what, row.lead, bool(row.advice)) == ("Contract ends 4 Jun 2027", lead, advised)
    assert section(digest, ENDS).tone is tone
    assert [mark.label for mark in week(digest, "31 May 2027").marks] == ["No school", "Contract ends"]


def test_a_long_list_is_cut_and_says_so() -> None:
    department = a_place(*(reviewed("2025-11-04", f"s{n}") for n in range(LISTED + 3)))
    (row,) = section(plan(department), OVERFULL).rows

    assert row.why.endswith("; and 3 more")


# ---- week by week


def test_a_week_names_each_due_date_with_its_day_to_plan_by() -> None:
    digest = plan(a_place(reviewed("2025-11-04")))
    row, empty = week(digest, "2 Nov 2026"), week(digest, "9 Nov 2026")

    assert (row.working_days, row.due.words, row.due.percent) == ("5 working days", "1 due", 100)
    assert row.who == (
        "Marisol Quintero, Sierra Vieja ISD: J.S. annual review, 4 Nov 2026 (plan by 7 Oct 2026)",
    )
    assert (empty.working_days, empty.due.words, empty.due.percent, empty.who) == (
        "4 working days",
        "nothing due",
        0,
        (),
    )


def test_a_week_says_where_there_is_no_school_and_what_to_hold_earlier() -> None:
    marks = week(plan(a_place(reviewed("2025-11-25"))), "23 Nov 2026").marks

    assert [(mark.label, mark.words, mark.tone) for mark in marks] == [
        ("No school", "Sierra Vieja ISD (closed, 5 days)", Tone.CALM),
        ("To be held earlier", "1 due date", Tone.AT_RISK),
    ]


def test_working_days_are_those_of_whoever_works_in_this_year() -> None:
    people = (
        a_case_manager(),
        a_case_manager("half", contract=[{"from": "2026-08-03", "until": "2026-11-03"}], workbooks=()),
        a_case_manager("gone", until="2026-06-30", workbooks=()),
    )
    organisation = an_organisation(federal_holidays=HOLIDAYS, case_managers=people)
    digest = plan(a_department(organisation=organisation))

    assert week(digest, "26 Oct 2026").working_days == "5 working days"
    assert week(digest, "2 Nov 2026").working_days == "2 to 5 working days"


def test_the_year_at_a_glance_and_the_numbers_of_each() -> None:
    digest = plan(
        a_place(
            reviewed("2025-11-04"), a_student("s2", annual=day("2025-11-05"), evaluation=day("2024-01-11"))
        )
    )
    months = figures(digest, "Month by month")

    assert list(months)[::11] == ["Aug 2026", "Jul 2027"]
    assert (months["Oct 2026"], months["Nov 2026"]) == (("nothing",), ("2 annual reviews",))
    of_each = ("3: 2 annual reviews, 1 reevaluation", "2 Nov 2026: 2")
    assert figures(digest, "Case manager by case manager") == {"Marisol Quintero": of_each}
    assert figures(digest, "District by district") == {"Sierra Vieja ISD": of_each}


# ---- as far as it fits


def test_where_names_do_not_fit_a_week_counts_by_case_manager() -> None:
    department = many(28, 12)
    digest = plan(department)

    assert len(weeks(digest).rows) == 53
    assert week(digest, "7 Dec 2026").who == ("Person 8: 7",)
    shown = set(re.findall(r"J\.S\.-\d+", render_html(digest)))
    assert shown
    assert shown == {department.initials(one) for one in digest.students}


def test_two_hundred_case_managers_are_summarised() -> None:
    digest = plan(many(200, 15, districts=20))
    busiest = weeks(digest)

    assert (busiest.title, len(busiest.rows)) == ("The busiest weeks", BUSIEST)
    counts = [int(row.due.words.split()[0]) for row in busiest.rows]
    assert counts == sorted(counts, reverse=True)
    assert busiest.rows[0].who[0].startswith("Cedar Hollow ")
    assert digest.students == ()
    for title in (BLOCKED, OVERFULL, ENDS):
        assert not section(digest, title).rows
        assert section(digest, title).total
    assert section(digest, BLOCKED).lines[0].startswith("Cedar Hollow ")
    assert len(figures(digest, "Case manager by case manager")) == LONGEST
    assert len(render_html(digest).encode()) < 90_000


def test_many_of_whom_nothing_is_due() -> None:
    digest = plan(many(PEOPLE + 1, 1, last=date(2027, 9, 1)))

    assert section(digest, BLOCKED).lines == section(digest, OVERFULL).lines == ()
    assert all(row.who == () for row in weeks(digest).rows)


@pytest.mark.parametrize(
    ("people", "each"), [(3, 14), (8, 12), (12, 8), (16, 15), (30, 15), (60, 10), (100, 3)]
)
def test_it_is_shorter_than_what_a_mail_program_clips(people: int, each: int) -> None:
    digest = plan(many(people, each, districts=max(1, people // 8)))

    assert len(render_html(digest).encode()) < 90_000


# ---- for whom


def test_a_supervisor_sees_their_own_people_only() -> None:
    people = a_case_manager(), a_case_manager("manager-2", name="Theo Brandvold", workbooks=())
    organisation = an_organisation(federal_holidays=HOLIDAYS, case_managers=people)
    department = a_department(
        reviewed("2025-11-04", initials="A.A."),
        reviewed("2025-11-07", "s2", initials="B.B.", case_manager="manager-2"),
        organisation=organisation,
    )
    digest = plan(department, scope=Scope(case_managers=frozenset({"manager-1"})))

    assert digest.students == ("student-1",)
    assert "B.B." not in render_html(digest)
    assert "Theo" not in render_html(digest)


NEW_YORK = "America/New_York"
DUE: list[Any] = [
    pytest.param("2026-08-01T06:59:00-04:00", {}, [], id="before the hour of the digest"),
    pytest.param("2026-08-01T07:00:00-04:00", {}, ["year_plan/manager/2026"], id="at that hour"),
    pytest.param("2026-08-01T09:59:00-04:00", {"zone": "America/Los_Angeles"}, [], id="in their own zone"),
    pytest.param("2026-08-31T23:59:00-04:00", {}, ["year_plan/manager/2026"], id="until the end of August"),
    pytest.param("2026-09-01T00:00:00-04:00", {}, [], id="not in September"),
    pytest.param("2026-07-31T23:59:00-04:00", {}, [], id="not in July"),
    pytest.param("2026-08-03T07:00:00-04:00", {"digest": {"every": "never"}}, [], id="who wants no digest"),
    pytest.param(
        "2026-08-03T07:00:00-04:00",
        {"digest": {"every": "day", "time": "06:00"}},
        ["year_plan/manager/2026"],
        id="who gets one each day",
    ),
]


def with_manager(**changed: Any) -> Organisation:
    manager = {"name": "Odalys Fenwick", "email": "o@dept.example", "zone": NEW_YORK, "from": "2023-07-01"}
    return an_organisation(manager=manager | changed)


@pytest.mark.parametrize(("now", "manager", "keys"), DUE)
def test_it_is_due_in_august(now: str, manager: dict[str, Any], keys: list[str]) -> None:
    moment = dt.datetime.fromisoformat(now)

    assert [one.key for one in year_mailings(with_manager(**manager), moment, moment.date())] == keys


def test_supervisors_get_theirs_and_case_managers_none() -> None:
    supervisor = {
        "key": "lead",
        "name": "Ines Marlowe",
        "email": "i@dept.example",
        "zone": NEW_YORK,
        "from": "2024-08-01",
        "districts": ["district-1"],
    }
    moment = dt.datetime.fromisoformat("2026-08-03T12:00:00-04:00")
    found = year_mailings(an_organisation(supervisors=(supervisor,)), moment, moment.date())

    assert [one.key for one in found] == ["year_plan/manager/2026", "year_plan/lead/2026"]


@pytest.mark.parametrize(
    ("today", "over"),
    [("2026-08-31", False), ("2026-09-01", True), ("2027-01-01", True), ("2026-08-01", False)],
)
def test_after_august_nobody_waits_for_it(today: str, over: bool) -> None:
    assert is_over("year_plan/manager/2026", day(today)) is over


def test_its_keys_are_its_own() -> None:
    assert is_year_plan("year_plan/manager/2026")
    assert not is_year_plan("digest/manager/2026-W31")


def test_a_timeline_weighs_what_its_weeks_weigh() -> None:
    week = WeekRow("7 Dec 2026", "5 working days", Figure("2 due", 50))

    assert Weeks("Week by week", "", (week, week)).weight == 2 * week.weight > 0
