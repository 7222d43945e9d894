"""The weekly digest: when it is due, what stands where, and what it does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_district
from tests.builders_digest import a_recipient, an_occasion, changes, charts, figures, section, sections
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_period import due, first_day
from workspace_agent.duties.digest_sections import FEWEST_ROWS, TABLE_ROWS
from workspace_agent.duties.digest_send import send
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Decision, Outcome, State
from workspace_agent.model.agent_tab import SHEET_ID, AgentTab, AgentTabs
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.facts import Department, Meeting, Student, Workbook
from workspace_agent.model.field import Field, Missing, Value
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Law
from workspace_agent.model.follow_up import Ticks
from workspace_agent.model.on_record import Arrangements, StudentRecord, none_of
from workspace_agent.model.organisation import CaseManager, Manager, Organisation
from workspace_agent.model.place import Cell, LinkPlace, Place, ResponsePlace, SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import PlanType, Purpose, Severity

TODAY = date(2026, 11, 20)
NEW_YORK = ZoneInfo("America/New_York")
LAW = Law("34 CFR 300.324(b)(1)(i)", "https://law.example/300.324")
PRACTICE = CompanyPolicy("three attempts, two methods")
ROW = Cell("book-a", 7, "12:12")
UNKNOWN, USED_UP = ProblemKind.EFFECT_UNKNOWN, ProblemKind.EFFECT_USED_UP


def organisation() -> Organisation:
    """As the settings are read: two case managers, a manager in New York."""
    person = {"zone": "America/Denver", "from": date(2024, 8, 1), "districts": (), "workbooks": ()}
    people = (
        {
            **person,
            "key": key,
            "name": name,
            "email": f"{key}@dept.example",
            "calendar": f"{key}@dept.example",
        }
        for key, name in (("ana", "Ana Brook"), ("theo", "Theo Stone"))
    )
    boss = {"name": "Odalys Fenwick", "email": "o@dept.example", "zone": "America/New_York"}
    return Organisation(
        name="Willow Bridge, Special Services",
        zone="America/New_York",
        robot="agent@dept.example",
        federal_holidays=(),
        manager=Manager.model_validate({**boss, "from": date(2024, 8, 1)}),
        case_managers=tuple(CaseManager.model_validate(one) for one in people),
        districts=(a_district("north"),),
    )


def student(ref: str, initials: str, owner: str = "ana", gone: date | None = None) -> Student:
    left: Field[date] = Value(gone, ROW) if gone else Missing(ROW)
    plan, none = Value(PlanType.IEP, ROW), Missing(ROW)
    record = none_of(StudentRecord, ROW)
    return Student(ref, initials, "north", owner, plan, none, none, left, ROW, none, none, record)


def meeting(
    ref: str, row: Cell, day: date | None = None, purposes: frozenset[Purpose] = frozenset()
) -> Meeting:
    empty = Missing(row)
    return Meeting(
        student_ref=ref,
        case_manager="ana",
        purposes=Value(purposes, row) if purposes else empty,
        date=Value(day, row) if day else empty,
        start=empty,
        zone=empty,
        workbook_zone="America/Denver",
        arrangements=none_of(Arrangements, row),
        minutes=empty,
        mode=empty,
        agreed_on=empty,
        book=empty,
        held=False,
        cancelled=False,
        existing=empty,
        ticks=Ticks(empty, empty, empty),
        row=row,
    )


def department(
    meetings: tuple[Meeting, ...] = (),
    workbooks: tuple[Workbook, ...] = (),
    students: tuple[Student, ...] | None = None,
) -> Department:
    known = (student("s1", "J.P."), student("s2", "M.W."), student("s3", "Á.I.", "theo"))
    return Department(organisation(), students or known, meetings, workbooks=workbooks)


def finding(
    severity: Severity = Severity.VIOLATION,
    ref: str = "s1",
    due: date | None = date(2026, 11, 18),
    *,
    citation: Citation = LAW,
    rule: str = "annual_review",
    owner: str = "ana",
    cycle: str = "2026",
) -> Finding:
    return Finding(
        rule, severity, citation, cycle, due, "18 Nov 2025 plus 1 year.", "Hold it.", ROW, owner, ref
    )


def problem(
    kind: ProblemKind = ProblemKind.NOT_A_TIME, owner: str = "ana", ref: str = "", place: Place = ROW
) -> Problem:
    return Problem(kind, place, owner, ref, detail="Students")


def decision(verdict: str, place: Place, ref: str = "s1", duty: str = "meetings") -> Decision:
    return Decision(duty, verdict, "because of a reason", place, "ana", ref)


def outcome(
    key: str,
    state: State,
    link: str = "",
    place: Place | None = ROW,
    reason: str = "",
    trouble: ProblemKind | None = None,
) -> Outcome:
    action = Action(
        key=key, fingerprint="f", summary="for history", case_manager="ana", student_ref="s1", place=place
    )
    return Outcome(action, state, reason, link, trouble)


def told(
    findings: tuple[Finding, ...] = (),
    problems: tuple[Problem, ...] = (),
    outcomes: tuple[Outcome, ...] = (),
    decisions: tuple[Decision, ...] = (),
    *,
    of: Department | None = None,
    previous: frozenset[str] | None = frozenset(),
    last_good_run: datetime | None = None,
    titles: Mapping[str, str] | None = None,
    unsent: tuple[str, ...] = (),
    unread: tuple[Unread, ...] = (),
    untracked: tuple[str, ...] = (),
) -> Digest:
    occasion = an_occasion(
        last_good_run=last_good_run,
        previous=previous,
        titles=titles or {},
        unsent=unsent,
        untracked=untracked,
    )
    what = Told(findings, problems, decisions, outcomes=outcomes, unread=unread)
    return compose(of or department(), what, occasion)


def period(now: datetime, when: DigestTime | None = None, zone: ZoneInfo = NEW_YORK) -> str | None:
    """The week whose digest is due."""
    found = due(now, when or DigestTime(), zone)
    return found.period if found else None


# ---- when it is due ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-16T06:59-05:00", None, id="a minute before Monday seven nothing is due"),
        pytest.param("2026-11-16T07:00-05:00", "2026-W47", id="at Monday seven it is due"),
        pytest.param("2026-11-17T03:00-05:00", "2026-W47", id="a missed Monday is due on Tuesday"),
        pytest.param("2026-11-22T23:59-05:00", "2026-W47", id="and still on Sunday night"),
        pytest.param("2026-11-23T00:00-05:00", None, id="but not in the week after"),
        pytest.param("2026-03-08T03:30-04:00", "2026-W10", id="the Sunday on which clocks go forward"),
        pytest.param("2026-11-01T01:30-05:00", "2026-W44", id="the hour that comes twice"),
        pytest.param("2026-03-09T07:00-04:00", "2026-W11", id="the Monday after clocks went forward"),
        pytest.param("2026-03-09T06:59-04:00", None, id="the minute before it"),
        pytest.param("2028-02-29T12:00-05:00", "2028-W09", id="29 February"),
        pytest.param("2026-12-31T12:00-05:00", "2026-W53", id="the last day of a long year"),
        pytest.param("2027-01-01T12:00-05:00", "2026-W53", id="New Year's Day is in last year's week"),
        pytest.param("2027-01-04T07:00-05:00", "2027-W01", id="the first Monday of the year"),
        pytest.param("2024-12-30T07:00-05:00", "2025-W01", id="a December Monday of next year's week"),
    ],
)
def test_a_digest_is_due_from_its_moment_to_the_end_of_the_week(now: str, expected: str | None) -> None:
    assert period(datetime.fromisoformat(now)) == expected


def test_the_moment_is_in_the_managers_zone_whatever_zone_now_is_told_in() -> None:
    noon = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)

    assert period(noon) == "2026-W47"
    assert period(noon, zone=ZoneInfo("America/Denver")) is None


def test_another_weekday_waits_for_its_day() -> None:
    friday = DigestTime(weekday="Friday", time=dt.time(9, 0))

    assert period(datetime(2026, 11, 19, 23, 0, tzinfo=NEW_YORK), friday) is None
    assert period(datetime(2026, 11, 20, 9, 0, tzinfo=NEW_YORK), friday) == "2026-W47"


@pytest.mark.parametrize(
    ("period", "day"),
    [
        pytest.param("2026-W47", date(2026, 11, 16), id="in the middle of a year"),
        pytest.param("2026-W53", date(2026, 12, 28), id="week 53"),
        pytest.param("2025-W01", date(2024, 12, 30), id="a first week that begins in December"),
    ],
)
def test_a_week_begins_on_its_monday(period: str, day: date) -> None:
    assert first_day(period) == day


# ---- subject and summary -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "near", "summary"),
    [
        pytest.param(0, 0, "Nothing is past due, nothing is at risk.", id="nothing at all is said in words"),
        pytest.param(1, 0, "1 date is past due on record, nothing is at risk.", id="one past due"),
        pytest.param(0, 2, "Nothing is past due on record, 2 dates are at risk.", id="only near dates"),
    ],
)
def test_the_summary_is_one_sentence_and_the_subject_only_counts(late: int, near: int, summary: str) -> None:
    past = tuple(finding(cycle=str(n)) for n in range(late))
    close = tuple(finding(Severity.AT_RISK, cycle=str(n)) for n in range(near))

    digest = told(past + close)

    assert digest.summary == summary
    assert digest.subject == f"IEP compliance: {late} past due, {near} at risk (week of 16 Nov 2026)"


def test_sections_stand_in_order_and_an_empty_one_says_so() -> None:
    digest = told()

    assert [part.title for part in sections(digest)] == [
        "Past due on record",
        "At risk",
        "Company practice",
        "Upcoming meetings",
        "Filed records",
        "Data to mend",
        "What the agent did in this run",
    ]
    assert all(part.empty and part.total == 0 for part in sections(digest))


# ---- what changed ------------------------------------------------------------------------------------------


def test_the_first_digest_calls_nothing_new() -> None:
    digest = told((finding(),), (problem(),), previous=None)

    assert (changes(digest).new, changes(digest).still_open) == (None, 2)
    assert "first digest" in changes(digest).note
    assert not any(row.new for part in sections(digest) for row in part.rows)


def test_new_open_and_resolved_are_told_by_key() -> None:
    old, fresh = finding(ref="s1"), finding(ref="s2")
    previous = frozenset({old.key, "gone/s9/2025", problem().key})

    digest = told((old, fresh), (problem(),), previous=previous)

    assert (changes(digest).new, changes(digest).still_open, changes(digest).resolved) == (1, 2, 1)
    assert {row.student: row.new for row in sections(digest)[0].rows} == {"J.P.": False, "M.W.": True}
    assert digest.told == {old.key, fresh.key, problem().key}


def test_what_was_told_of_students_on_no_list_any_more_is_not_resolved() -> None:
    """Whoever trashed a workbook has resolved nothing."""
    rules = ("annual_review", "office_hours", "names_in_titles")
    titles = {rule: rule for rule in rules}
    previous = {
        "names_in_titles/manager/opaque",
        "annual_review/s9/2025",
        "annual_review/s1/2025",
        "office_hours/ana/2026-11-09",
        "not_a_date/x",
    }

    found = changes(told((), titles=titles, previous=frozenset(previous)))

    assert found.resolved == 4
    assert "1 of what the last digest told is about students who stand on no list any more" in found.note


def test_what_is_only_for_information_is_not_told() -> None:
    digest = told((finding(Severity.INFO),))

    assert digest.told == frozenset()
    assert not any(part.rows for part in sections(digest))


# ---- law and practice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "citation", "title"),
    [
        pytest.param(Severity.VIOLATION, LAW, "Past due on record", id="a passed date of the law"),
        pytest.param(Severity.AT_RISK, LAW, "At risk", id="a near date of the law"),
        pytest.param(Severity.POLICY, PRACTICE, "Company practice", id="a practice"),
        pytest.param(Severity.VIOLATION, PRACTICE, "Company practice", id="a practice called a violation"),
        pytest.param(Severity.AT_RISK, PRACTICE, "Company practice", id="a practice called a risk"),
        pytest.param(Severity.DATA, LAW, "Data to mend", id="something missing"),
    ],
)
def test_law_and_practice_never_share_a_table(severity: Severity, citation: Citation, title: str) -> None:
    digest = told((finding(severity, citation=citation),))

    assert [part.title for part in sections(digest) if part.rows] == [title]
    assert section(digest, title).rows[0].citation == citation.words


def test_gaps_from_before_the_agent_are_one_line_and_what_the_law_asks_is_never_old() -> None:
    old, practice = date(2026, 11, 2), CompanyPolicy("office hours")
    findings = (
        finding(Severity.POLICY, ref="s1", due=old, citation=practice),
        finding(Severity.POLICY, ref="s2", due=old, citation=practice),
        finding(Severity.POLICY, ref="s3", due=TODAY, citation=practice),
        finding(Severity.VIOLATION, ref="s1", due=old),
    )
    titles = {"annual_review": "Hours"}
    live = organisation().model_copy(update={"go_live": date(2026, 11, 18)})
    digest = told(findings, of=replace(department(), organisation=live), titles=titles)

    assert len(section(digest, "Company practice").rows) == 1
    assert section(digest, "Company practice").lines == (
        "From before 18 Nov 2026, when the agent went live, and not listed: Hours 2.",
    )
    assert sections(digest)[0].total == 1
    assert section(told(findings), "Company practice").lines == ()


def test_the_longest_overdue_comes_first_and_what_has_no_date_last() -> None:
    findings = (
        finding(ref="s1", due=None),
        finding(ref="s2", due=date(2026, 11, 18)),
        finding(ref="s3", due=date(2026, 10, 2), owner="theo"),
    )

    rows = sections(told(findings))[0].rows

    assert [row.student for row in rows] == ["Á.I.", "M.W.", "J.P."]
    assert [row.lead for row in rows] == ["Was due 2 Oct 2026", "Was due 18 Nov 2026", ""]
    assert [row.case_manager for row in rows] == ["Theo Stone", "Ana Brook", "Ana Brook"]


@pytest.mark.parametrize(
    ("severity", "due", "lead"),
    [
        pytest.param(Severity.AT_RISK, date(2026, 12, 2), "Due 2 Dec 2026", id="a deadline ahead"),
        pytest.param(Severity.AT_RISK, TODAY, "Due 20 Nov 2026", id="the due day itself is not past"),
        pytest.param(Severity.POLICY, date(2026, 11, 9), "9 Nov 2026", id="a day that was short of hours"),
    ],
)
def test_a_line_begins_with_its_date(severity: Severity, due: date, lead: str) -> None:
    digest = told((finding(severity, due=due),))

    assert [row.lead for part in sections(digest) for row in part.rows] == [lead]


def test_a_rule_is_called_by_its_title_where_one_is_given() -> None:
    findings = (finding(), finding(rule="three_year_review", ref="s2"))

    rows = sections(told(findings, titles={"annual_review": "Annual review of the IEP"}))[0].rows

    assert [row.what for row in rows] == ["Annual review of the IEP", "Three year review"]


def test_a_finding_about_a_person_at_work_has_no_student() -> None:
    row = sections(told((finding(Severity.POLICY, ref="", citation=PRACTICE),)))[2].rows[0]

    assert (row.student, row.case_manager) == ("", "Ana Brook")


def test_what_is_nobodys_else_is_the_managers() -> None:
    digest = told(problems=(problem(ProblemKind.UNKNOWN_RESPONDENT, owner=""),))

    assert section(digest, "Data to mend").rows[0].case_manager == "Odalys Fenwick"


# ---- meetings, records, work -------------------------------------------------------------------------------


def test_meetings_ahead_are_told_nearest_first_with_their_verdict() -> None:
    rows = [Cell("book-a", 3, f"{n}:{n}") for n in range(2, 6)]
    meetings = (
        meeting("s1", rows[0], date(2026, 12, 4), frozenset({Purpose.REEVALUATION, Purpose.ANNUAL_REVIEW})),
        meeting("s2", rows[1], date(2026, 11, 24), frozenset({Purpose.AMENDMENT})),
        meeting("s1", rows[2], date(2026, 11, 19)),
        meeting("s2", rows[3]),
    )
    decisions = (
        decision("hold", rows[0]),
        decision("booked", rows[1], "s2"),
        decision("ended", rows[2]),
        decision("undated", rows[3], "s2"),
        decision("row_gone", LinkPlace("https://calendar.example/e", "event")),
        decision("shared", rows[0], duty="sharing"),
    )

    told_meetings = section(told(decisions=decisions, of=department(meetings)), "Upcoming meetings").rows

    assert [(row.lead, row.what) for row in told_meetings] == [
        ("booked", "Amendment, 24 Nov 2026"),
        ("private hold", "Annual review and reevaluation, 4 Dec 2026"),
        ("not booked", "Meeting"),
        ("not booked", "Meeting, no date to read"),
    ]
    assert {row.why for row in told_meetings} == {"because of a reason"}


def test_filed_records_are_counted_per_case_manager() -> None:
    decisions = tuple(
        Decision("filing", verdict, "", ResponsePlace("form", str(n)), owner)
        for n, (verdict, owner) in enumerate(
            [("filed", "theo"), ("filed", "ana"), ("needs_review", "theo"), ("filed", "theo")]
        )
    )

    records = section(told(decisions=decisions), "Filed records")

    assert records.lines == ("Ana Brook: 1 filed", "Theo Stone: 2 filed, 1 needs review")
    assert records.total == 4


@pytest.mark.parametrize("rule", ["shared_with_link", "shared_outside", "shared_widely"])
def test_a_workbook_that_is_open_to_others_comes_first_and_is_no_date_at_risk(rule: str) -> None:
    digest = told((finding(Severity.AT_RISK, rule=rule, due=None), finding(Severity.AT_RISK)))

    assert sections(digest)[0].title == "Open to others"
    assert len(sections(digest)[0].rows) == len(section(digest, "At risk").rows) == 1
    assert digest.subject.startswith("IEP compliance: 0 past due, 1 at risk")


@pytest.mark.parametrize("rule", ["readers_inside", "sharing_not_seen"])
def test_sharing_that_is_only_to_be_checked_is_told_though_it_is_for_information(rule: str) -> None:
    found = finding(Severity.INFO, rule=rule, due=None)
    digest = told((found,))

    assert len(section(digest, "Sharing to check").rows) == 1
    assert digest.told == {found.key}
    assert "Student records are open" not in digest.summary


@pytest.mark.parametrize("kind", [ProblemKind.EXTRA_READER, ProblemKind.FOLDER_OPEN])
def test_what_is_open_to_others_comes_first_and_is_told_once(kind: ProblemKind) -> None:
    folder = LinkPlace("https://drive.example/f", "folder")
    digest = told(problems=(problem(), problem(kind, place=folder)))

    assert sections(digest)[0].title == "Open to others"
    assert [row.url for row in sections(digest)[0].rows] == [folder.url]
    assert [row.url for row in section(digest, "Data to mend").rows] == [ROW.url]
    assert digest.summary.endswith("Student records are open to others: see below.")


def test_what_the_agent_did_is_counted_and_what_failed_is_told_once() -> None:
    outcomes = (
        outcome("meeting/s1/2", State.FAILED, reason="quotaExceeded", trouble=USED_UP),
        outcome("meeting/s1/1", State.DONE),
        outcome("agent_tab/book-a", State.UNKNOWN, link="https://drive.example/f", trouble=UNKNOWN),
        outcome("record/r1", State.SKIPPED, place=None),
    )

    work = section(told(outcomes=outcomes), "What the agent did in this run")

    assert work.lines == (
        "Agent tabs written: 1 unknown",
        "Form responses filed: 1 skipped",
        "Meetings booked: 1 done, 1 failed",
    )
    assert work.total == 4
    assert [(row.lead, row.what, row.why, row.label, row.url) for row in work.rows] == [
        (
            "unknown",
            "Agent tab",
            UNKNOWN.sentence.format(detail="writing the Agent tab"),
            "it",
            "https://drive.example/f",
        ),
        ("failed", "Meeting", USED_UP.sentence.format(detail="booking this meeting"), "row 12", ROW.url),
    ]


# ---- counts and status -------------------------------------------------------------------------------------


def test_a_chart_has_every_band_in_order() -> None:
    found = charts(told(of=department(students=())))

    assert [*found] == ["Annual reviews due", "Reevaluations due"]
    for bands in found.values():
        assert [*bands] == ["past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown"]


def test_shares_count_active_students_with_nothing_past_due() -> None:
    students = (
        student("s1", "J.P."),
        student("s2", "M.W."),
        student("s3", "T.M.", gone=date(2026, 10, 1)),
        student("s4", "R.A.", gone=TODAY),
        student("s5", "B.O.", "theo"),
    )
    findings = (finding(ref="s1"), finding(ref="s1", cycle="2025"), finding(Severity.AT_RISK, ref="s2"))

    shares = figures(told(findings, of=department(students=students)), "Caseloads")

    assert shares == {"Ana Brook": ("2 of 3",), "Theo Stone": ("1 of 1",)}


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        pytest.param(None, "Last good run: none yet before this one.", id="there was none"),
        pytest.param(
            datetime(2026, 11, 20, 11, 30, tzinfo=UTC),
            "Last good run: 20 Nov 2026 at 06:30 (America/New_York), today.",
            id="this morning",
        ),
        pytest.param(
            datetime(2026, 11, 20, 4, 30, tzinfo=UTC),
            "Last good run: 19 Nov 2026 at 23:30 (America/New_York), 1 day ago.",
            id="last night by the manager's clock",
        ),
    ],
)
def test_the_last_good_run_is_told_in_the_managers_zone(moment: datetime | None, sentence: str) -> None:
    digest = told(last_good_run=moment)

    assert [line.text for line in digest.status] == [sentence, "Every source could be read."]


def test_a_digest_of_an_earlier_week_that_may_not_have_come_is_told() -> None:
    line = told(unsent=("2026-W46",)).status[-1].text

    assert line.startswith("Google gave no answer when the digest of the week of 9 Nov 2026 was sent")


def test_what_is_not_tracked_is_said_once_by_its_title() -> None:
    line = told(untracked=("Notice of a meeting", "Progress reports")).status[-1].text

    assert line == (
        "Not tracked, because no sheet, form or setting here has a place for what it needs: "
        "Notice of a meeting; Progress reports."
    )
    assert not any("Not tracked" in line.text for line in told().status)


def test_the_digest_says_why_it_comes() -> None:
    because = told().because

    assert "every Monday at 07:00" in because
    assert "manager of Willow Bridge, Special Services" in because


# ---- length ------------------------------------------------------------------------------------------------


def test_no_table_is_longer_than_its_cap_and_the_rest_is_linked() -> None:
    short = LinkPlace("https://x.example/1", "it")
    problems = tuple(
        problem(place=LinkPlace(f"{short.url}{n}", "it"), owner="ana" if n % 2 else "theo") for n in range(70)
    )

    mend = section(told(problems=problems), "Data to mend")

    assert (len(mend.rows), mend.total) == (TABLE_ROWS, 70)
    assert [(more.case_manager, more.count) for more in mend.more] == [("Theo Stone", 10)]
    assert mend.more[0].url.startswith(short.url)


def test_a_full_mail_still_shows_the_first_rows_of_every_table() -> None:
    law = tuple(finding(cycle=str(n)) for n in range(200))
    practice = tuple(finding(Severity.POLICY, citation=PRACTICE, cycle=str(n)) for n in range(30))
    near = tuple(finding(Severity.AT_RISK, cycle=str(n)) for n in range(100))

    digest = told(law + near + practice)

    assert [part.total for part in sections(digest)[:3]] == [200, 100, 30]
    assert len(sections(digest)[0].rows) == TABLE_ROWS
    assert FEWEST_ROWS < len(sections(digest)[1].rows) < 40
    assert len(sections(digest)[2].rows) == FEWEST_ROWS


@pytest.mark.parametrize(
    ("workbook", "url"),
    [
        pytest.param(
            Workbook("book-a", "ana", holds_students=True, agent_tabs=AgentTabs(AgentTab(()))),
            Cell("book-a", SHEET_ID, "A1").url,
            id="in the Agent tab",
        ),
        pytest.param(
            Workbook("book-a", "ana", holds_students=True),
            SpreadsheetPlace("book-a").url,
            id="in the workbook where there is no tab",
        ),
        pytest.param(Workbook("hours", "ana", holds_students=False), ROW.url, id="else in the first cell"),
        pytest.param(
            Workbook("book-b", "left", holds_students=True), ROW.url, id="not in another person's workbook"
        ),
    ],
)
def test_more_is_read_where_the_case_manager_reads_it(workbook: Workbook, url: str) -> None:
    findings = tuple(finding(cycle=str(n)) for n in range(70))

    digest = told(findings, of=department(workbooks=(workbook,)))

    assert [more.url for more in sections(digest)[0].more] == [url]


def test_the_same_facts_in_another_order_make_the_same_digest() -> None:
    findings = (finding(), finding(Severity.AT_RISK, ref="s2"), finding(ref="s3", owner="theo"))
    problems = (problem(), problem(ProblemKind.NOT_A_DATE), problem(owner="theo"))

    assert told(findings, problems) == told(findings[::-1], problems[::-1])


# ---- whom it shows, for the access record


def test_a_digest_knows_of_whom_it_tells() -> None:
    digest = told((finding(ref="s2"),), decisions=(decision("not_ticked", ROW, "s3"),))

    assert set(digest.students) == {"s2", "s3"}
    assert told().students == ()


def test_it_knows_of_whom_it_tells_that_nothing_could_be_read_or_found() -> None:
    gone = replace(department(), absent={"s9": "B.S.", "s8": "C.D."})
    missed = (problem(ProblemKind.WORKBOOK_GONE, ref="s9"),)
    unopened = Unread(
        problem(ProblemKind.WORKBOOK_UNAVAILABLE, ref="s3"), datetime(2026, 11, 20, 12, tzinfo=UTC)
    )

    assert set(told(problems=missed, of=gone).students) == {"s9"}
    assert set(told(unread=(unopened,)).students) == {"s3"}


def test_sending_it_shows_them_to_the_manager() -> None:
    digest = told((finding(ref="s2"),))
    action = send(organisation(), a_recipient(), digest, "digest/manager/2026-W47", str)

    assert action.discloses == (Disclosure(Act.MAILED, "digest", "manager", Basis.OFFICIAL, ("s2",)),)
