"""What is urgent, how it is remembered, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.builders import TODAY, a_department, a_student
from tests.builders_digest import a_recipient, an_occasion, section, sections
from tests.builders_news import PRACTICE, a_date, an_exposure, an_open_workbook
from workspace_agent.duties import digest_urgent
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_news import NEWS, has_come, key_prefixes, urgent_key, without_news
from workspace_agent.duties.digest_recipients import Edition
from workspace_agent.duties.digest_rows import Tone
from workspace_agent.duties.digest_urgent import Point, Stage, compose, looks, points
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight, Unread
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.vocabulary import Severity

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
DAYS = 5
READS = {"annual_review": frozenset({"students"}), "shared_with_link": frozenset({"sharing"})}
VIOLATION, AT_RISK, POLICY = Severity.VIOLATION, Severity.AT_RISK, Severity.POLICY


def told(*found: Finding | Problem) -> Told:
    return Told(
        findings=[one for one in found if isinstance(one, Finding)],
        problems=[one for one in found if isinstance(one, Problem)],
    )


def urgent(
    *found: Finding | Problem,
    days: int = DAYS,
    before: Mapping[str, LastLook] | None = None,
    now: datetime = NOW,
    today: date = TODAY,
) -> tuple[Point, ...]:
    return points(told(*found), today, days, before or {}, now)


# ---- what is urgent

STAGES: dict[str, tuple[Finding | Problem, Stage | None]] = {
    "due today": (a_date(0), Stage.NEAR),
    "due in as many days as the settings say": (a_date(DAYS), Stage.NEAR),
    "due a day later than that": (a_date(DAYS + 1), None),
    "past due since yesterday": (a_date(-1, VIOLATION), Stage.PAST_DUE),
    "past due since a week": (a_date(-7, VIOLATION), Stage.PAST_DUE),
    "past due since before that, the digest's business": (a_date(-8, VIOLATION), None),
    "passed by the strictest reading only": (a_date(-1), Stage.PASSED),
    "passed in doubt, long ago": (a_date(-8), None),
    "company practice": (a_date(2, POLICY, citation=PRACTICE), None),
    "company practice that a rule calls severe": (a_date(2, AT_RISK, citation=PRACTICE), None),
    "a date of the law that nothing is missing for": (a_date(2, Severity.INFO), None),
    "a date of the law that cannot be read": (replace(a_date(2), due=None), None),
    "a folder that anyone can open": (an_exposure(), Stage.OPEN),
    "a workbook that anyone can open": (an_open_workbook(), Stage.OPEN),
    "a Problem of another sort": (replace(an_exposure(), kind=ProblemKind.TWO_FILES), None),
}


@pytest.mark.parametrize(("found", "stage"), STAGES.values(), ids=STAGES)
def test_it_is_urgent_at_its_stage(found: Finding | Problem, stage: Stage | None) -> None:
    assert [one.stage for one in urgent(found)] == ([stage] if stage else [])


def test_no_days_turn_dates_off_and_leave_exposures() -> None:
    found = urgent(a_date(0), a_date(-1, VIOLATION), an_exposure(), days=0)

    assert [one.stage for one in found] == [Stage.OPEN]


def test_of_two_findings_with_one_key_the_worse_counts() -> None:
    found = (a_date(-1, VIOLATION), a_date(-1))

    assert [one.stage for one in urgent(*found)] == [one.stage for one in urgent(*reversed(found))]
    assert [one.stage for one in urgent(*found)] == [Stage.PAST_DUE]


def test_whoever_is_told_a_stage_needs_no_milder_one() -> None:
    near, passed, late = (
        Point(a_date(-1), stage, "since").marks for stage in (Stage.NEAR, Stage.PASSED, Stage.PAST_DUE)
    )

    assert near < passed < late
    assert [len(marks) for marks in (near, passed, late)] == [1, 2, 3]
    assert {mark.startswith(NEWS) for mark in late} == {True}


def test_an_exposure_is_no_stage_of_a_date() -> None:
    (workbook,), (folder,) = urgent(an_open_workbook()), urgent(an_exposure())

    assert len(workbook.marks) == 1
    assert len(folder.marks) == 2


WORSE: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]] = {
    "the same": (("user",), ("user",), False),
    "a second person": (("user",), ("user", "user"), True),
    "somebody of another kind": (("user", "user"), ("group", "user"), True),
    "one person fewer": (("user", "user"), ("user",), False),
    "nobody any more but whom it was told of first": (("group", "user"), (), False),
}


@pytest.mark.parametrize(("before", "now", "is_worse"), WORSE.values(), ids=WORSE)
def test_an_exposure_is_told_again_where_more_can_open_it(
    before: tuple[str, ...], now: tuple[str, ...], is_worse: bool
) -> None:
    folders = (urgent(an_exposure("manager-1", *readers)) for readers in (before, now))
    workbooks = (urgent(replace(an_open_workbook(), readers=readers)) for readers in (before, now))
    for both in (folders, workbooks):
        (first,), (second,) = both
        assert_told_again(first, second, is_worse=is_worse)


def assert_told_again(first: Point, second: Point, *, is_worse: bool) -> None:
    assert second.what.key == first.what.key
    assert bool(second.marks - first.marks) is is_worse


# ---- what is remembered

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEY = f"urgent/{a_date(2).key}"
FIRST = "2026-11-16T14:00:00+00:00"

OCCURRENCES = {
    "never seen": (None, NOW.isoformat()),
    "there since": (LastLook(f"there {FIRST}", NOW - 4 * DAY), FIRST),
    "gone for an hour, which is flicker": (LastLook(f"gone {FIRST}", NOW - HOUR), FIRST),
    "gone for a day to the second": (LastLook(f"gone {FIRST}", NOW - DAY), FIRST),
    "gone for longer": (LastLook(f"gone {FIRST}", NOW - DAY - HOUR), NOW.isoformat()),
}


@pytest.mark.parametrize(("last", "since"), OCCURRENCES.values(), ids=OCCURRENCES)
def test_an_occurrence_goes_by_when_it_was_first_seen(last: LastLook | None, since: str) -> None:
    (one,) = urgent(a_date(2), before={KEY: last} if last else {})

    assert one.since == since


def sight(*unread: Unread, broken: bool = False) -> Sight:
    lost = frozenset({("manager-1", "students")}) if broken else frozenset()
    return Sight(replace(a_department(a_student()), broken=lost), unread, READS)


def test_what_is_there_is_remembered_with_its_first_moment() -> None:
    assert looks(urgent(a_date(2)), {}, sight()) == (Look(KEY, f"there {NOW.isoformat()}"),)


GONE = {
    "resolved": (f"there {FIRST}", sight(), (Look(KEY, f"gone {FIRST}"),)),
    "not to be seen now": (f"there {FIRST}", sight(broken=True), (Look(KEY, f"there {FIRST}"),)),
    "gone before": (f"gone {FIRST}", sight(), ()),
    "gone before, and not to be seen now": (f"gone {FIRST}", sight(broken=True), ()),
}


@pytest.mark.parametrize(("shown", "how", "expected"), GONE.values(), ids=GONE)
def test_what_is_not_there_is_remembered_as(shown: str, how: Sight, expected: tuple[Look, ...]) -> None:
    assert looks((), {KEY: LastLook(shown, NOW - DAY)}, how) == expected


def test_looks_at_other_things_are_left_alone() -> None:
    assert looks((), {"unread/manager-1/x": LastLook("unread", NOW)}, sight()) == ()


def test_a_look_that_was_written_changes_nothing() -> None:
    """A run that is killed after its look sees the same occurrence again."""
    first = urgent(a_date(2))
    written = {one.subject: LastLook(one.shown, NOW) for one in looks(first, {}, sight())}

    assert urgent(a_date(2), before=written, now=NOW + HOUR) == first


# ---- the mail


def mail(*found: Finding | Problem, edition: Edition = Edition.MANAGER) -> Digest:
    department = a_department(a_student(), a_student("student-2", initials="M.W.", row=3))
    occasion = an_occasion(
        a_recipient(edition), period="2026-11-20", titles={"annual_review": "Annual review of the IEP"}
    )
    return compose(department, told(*found), occasion, urgent(*found))


def test_the_worst_stands_first_and_each_stage_under_its_own_heading() -> None:
    found = (a_date(3), a_date(1, student="student-2"), a_date(-1), a_date(-2, VIOLATION), an_exposure())
    digest = mail(*found)

    assert [(one.title, one.total, one.tone) for one in sections(digest)] == [
        ("Open to others", 1, Tone.PAST_DUE),
        ("Past due on record", 1, Tone.PAST_DUE),
        ("Passed, and perhaps past due", 1, Tone.AT_RISK),
        ("Days away", 2, Tone.AT_RISK),
    ]
    assert [(row.student, row.lead) for row in section(digest, "Days away").rows] == [
        ("M.W.", "Due 21 Nov 2026"),
        ("J.S.", "Due 23 Nov 2026"),
    ]
    assert digest.students == ("student-1", "student-2")
    assert digest.told == digest_urgent.marks(urgent(*found))


def test_what_did_not_fit_was_not_told() -> None:
    found = [replace(a_date(2), cycle=str(number)) for number in range(200)]
    digest = mail(*found)
    rows = section(digest, "Days away").rows

    assert 0 < len(rows) < len(found)
    assert digest.told == digest_urgent.marks(
        one for one in urgent(*found) if {one.what.key} in [row.keys for row in rows]
    )


def test_a_record_that_is_open_stands_before_a_workbook() -> None:
    digest = mail(an_open_workbook(), an_exposure())

    assert [row.label for row in section(digest, "Open to others").rows] == ["folder for records", "cell A1"]


SUBJECTS: dict[str, tuple[tuple[Finding | Problem, ...], str, str]] = {
    "one date": (
        (a_date(2),),
        "Urgent: 1 date of the law is days away",
        "1 date of the law is days away.",
    ),
    "several": (
        (a_date(2), a_date(3), a_date(-1, VIOLATION), a_date(-2, VIOLATION), a_date(-3), a_date(-4)),
        "Urgent: 2 dates of the law are past due on record, 2 dates of the law have passed and may be past "
        "due, 2 dates of the law are days away",
        "2 dates of the law are past due on record. 2 dates of the law have passed and may be past due. "
        "2 dates of the law are days away.",
    ),
    "one place": (
        (an_exposure(),),
        "Urgent: student records are open to others in 1 place",
        "Student records are open to others in 1 place.",
    ),
    "several places": (
        (an_exposure(), an_open_workbook()),
        "Urgent: student records are open to others in 2 places",
        "Student records are open to others in 2 places.",
    ),
}


@pytest.mark.parametrize(("found", "subject", "summary"), SUBJECTS.values(), ids=SUBJECTS)
def test_the_subject_counts_and_names_nobody(
    found: tuple[Finding | Problem, ...], subject: str, summary: str
) -> None:
    digest = mail(*found)

    assert (digest.subject, digest.summary) == (subject, summary)
    points_ = "1 urgent point" if len(found) == 1 else f"{len(found)} urgent points"
    assert digest.preheader == f"{points_}, each told once."


@pytest.mark.parametrize(
    ("edition", "part"), [(Edition.MANAGER, "manager"), (Edition.CASE_MANAGER, "case manager")]
)
def test_it_says_why_it_is_sent_and_that_it_is_not_repeated(edition: Edition, part: str) -> None:
    digest = mail(a_date(2), edition=edition)

    assert digest.because == (
        f"You get this mail because agent.toml names you as {part} of Willow Bridge Learning, Special "
        "Services, and this cannot wait for a digest. It is sent once: what stands here is not mailed as "
        "urgent again unless it gets worse, or comes back after it was resolved. Students are shown by "
        "initials only; please keep it so when you answer or forward."
    )
    assert digest.changes is None
    assert digest.when == "20 Nov 2026"


def test_what_could_not_be_read_is_said_there_too() -> None:
    problem = Problem(ProblemKind.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("workbook-1"), "manager-1")
    unread = replace(told(a_date(2)), unread=[Unread(problem, NOW)])
    digest = compose(a_department(a_student()), unread, an_occasion(), urgent(a_date(2)))

    assert len(digest.unread) == 1


# ---- keys and hours


def test_the_same_news_has_the_same_key_whatever_its_order() -> None:
    manager = a_recipient()

    assert urgent_key(manager, ["a", "b"], str) == urgent_key(manager, ["b", "a"], str)
    assert urgent_key(manager, ["a"], str) == "urgent/manager/a"
    assert key_prefixes(manager) == ("digest/manager/", "urgent/manager/", "ready/manager/")


def test_marks_are_no_points_of_a_digest() -> None:
    assert without_news(None) is None
    kept = frozenset({"annual_review/s/1"})
    assert without_news(kept | {"news/urgent/x near y"}) == kept


HOURS = {
    "a minute before it": ("2026-11-20T06:59:00-07:00", False),
    "at the hour, in their zone": ("2026-11-20T07:00:00-07:00", True),
    "late in the evening": ("2026-11-20T23:00:00-07:00", True),
}


@pytest.mark.parametrize("every", ["week", "day", "never"])
@pytest.mark.parametrize(("moment", "expected"), HOURS.values(), ids=HOURS)
def test_mails_come_from_the_hour_of_their_reader_on(every: str, moment: str, expected: bool) -> None:
    denver = a_recipient(zone="America/Denver", at=DigestTime.model_validate({"every": every}))

    assert has_come(datetime.fromisoformat(moment), denver, TODAY) is expected
