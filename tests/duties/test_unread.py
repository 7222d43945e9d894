"""What could not be read is said first, is never resolved, and the digest never gives an all-clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders import a_department, a_response, a_row, a_student, day
from tests.builders_digest import an_occasion, figures, sections
from tests.builders_manager_digest import department, finding, problem
from tests.builders_seen import NOW, circumstances, nothing_seen
from tests.builders_shared import a_thing
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.restrain import restrain
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Sight, Unread, is_worth_waiting, judged, looks, unread
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.field import Unreadable, Value
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import FormPlace, LinkPlace, Place, SpreadsheetPlace
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import NOT_OPENED, NOT_READ, UNAVAILABLE, ProblemKind
from workspace_agent.model.seen import LastLook, Look
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules import RULES

K = ProblemKind
READS = {rule.id: rule.reads for rule in RULES}
HOUR = timedelta(hours=1)
BOOK = SpreadsheetPlace("book-a")


def in_order(kinds: frozenset[K]) -> list[K]:
    """By name: a set has no order of its own."""
    return [kind for kind in K if kind in kinds]


def out(kind: K = K.WORKBOOK_UNAVAILABLE, since: datetime = NOW, place: Place = BOOK) -> Unread:
    return Unread(problem(kind, place=place), since)


# ---- since when


def test_what_is_not_read_is_known_by_its_place_whatever_the_reason() -> None:
    first = unread([problem(K.WORKBOOK_UNAVAILABLE, place=BOOK)], nothing_seen(), NOW)
    later = NOW + 3 * HOUR
    seen = nothing_seen(
        looks={look.subject: LastLook(look.shown, NOW) for look in looks(first, nothing_seen())}
    )
    again = unread([problem(K.WORKBOOK_FORBIDDEN, place=BOOK)], seen, later)

    assert [one.since for one in (*first, *again)] == [NOW, NOW]


def test_what_could_be_read_again_begins_anew() -> None:
    found = unread([problem(K.WORKBOOK_UNAVAILABLE, place=BOOK)], nothing_seen(), NOW)
    [look] = looks(found, nothing_seen())
    seen = nothing_seen(looks={look.subject: LastLook(look.shown, NOW), "other": LastLook("x", NOW)})
    [back] = looks((), seen)

    assert back == Look(look.subject, "read")
    seen = nothing_seen(looks={look.subject: LastLook(back.shown, NOW)})
    assert unread([found[0].problem], seen, NOW + HOUR)[0].since == NOW + HOUR
    assert looks((), seen) == ()


def test_only_what_could_not_be_read_is_told_once_and_the_oldest_first() -> None:
    book, form = problem(K.WORKBOOK_FORBIDDEN, place=BOOK), problem(K.FORM_UNAVAILABLE, place=FormPlace("f"))
    subject = unread([form], nothing_seen(), NOW)[0].subject
    seen = nothing_seen(looks={subject: LastLook("unread", NOW - HOUR)})

    found = unread([problem(), book, book, form], seen, NOW)
    assert [one.problem for one in found] == [form, book]


def test_a_plan_remembers_what_could_not_be_read() -> None:
    told = Problem(K.WORKBOOK_UNAVAILABLE, SpreadsheetPlace("workbook-1"), "manager-1")
    plan, _ = restrain(Plan(), a_department(problems=(told,)), nothing_seen(), circumstances())

    assert Look(f"unread/manager-1/{told.place.url}", "unread") in plan.looks


@pytest.mark.parametrize("kind", in_order(UNAVAILABLE))
def test_an_outage_asks_nothing_of_anybody(kind: K) -> None:
    assert out(kind).passes
    assert "Nothing to do" in kind.advice
    assert "Share" not in kind.advice


@pytest.mark.parametrize("kind", in_order(NOT_OPENED - UNAVAILABLE))
def test_what_stays_so_asks_for_something(kind: K) -> None:
    assert not out(kind).passes
    assert "Nothing to do" not in kind.advice


# ---- whether a digest waits


@pytest.mark.parametrize(
    ("found", "waited", "waits"),
    [
        pytest.param([], 0, False, id="all could be read"),
        pytest.param([out(since=NOW)], 0, True, id="Google has just stopped answering"),
        pytest.param([out(since=NOW - 3.9 * HOUR)], 0, True, id="and for less than four hours"),
        pytest.param([out(since=NOW - 4 * HOUR)], 0, False, id="for four hours"),
        pytest.param([out(since=NOW)], 23.9, True, id="though not for the first time"),
        pytest.param([out(since=NOW)], 24, False, id="but not for more than a day"),
        pytest.param([out(K.WORKBOOK_FORBIDDEN)], 0, False, id="nobody knows when somebody shares it"),
        pytest.param([out(K.MISSING_SHEET)], 0, False, id="or brings back a sheet"),
        pytest.param([out(K.WORKBOOK_FORBIDDEN), out(K.FORM_UNAVAILABLE)], 0, True, id="both"),
    ],
)
def test_a_digest_waits_for_google_and_for_nobody_else(
    found: list[Unread], waited: float, waits: bool
) -> None:
    assert is_worth_waiting(found, NOW - waited * HOUR, NOW) is waits


# ---- what the rules may take it for


def shrunk_department(sheet: str, **changes: object) -> tuple[Department, dict[str, LastLook]]:
    """A workbook of which one sheet had twenty rows and has none."""
    book = Workbook("workbook-1", "manager-1", holds_students=True, rows={sheet: 0})
    found = replace(a_department(workbooks=(book,)), **changes)  # type: ignore[arg-type]  # fields by name
    return found, {f"source/workbook-1/{sheet}": LastLook("20", NOW)}


def test_rows_that_are_gone_count_as_unread_and_no_meeting_is_missed_there() -> None:
    missed = Problem(
        K.RESPONSE_WITHOUT_MEETING, a_response(day("2026-11-12")).place, "manager-1", "student-1"
    )
    other = Problem(K.RESPONSE_WITHOUT_MEETING, missed.place, "manager-1", "student-2")
    found, last = shrunk_department("meetings", problems=(missed, other))
    seen = nothing_seen(looks=last)

    assert judged(found, (), seen, circumstances()).broken == {("manager-1", "meetings")}
    assert judged(found, (), seen, circumstances()).problems == (other,)
    assert judged(found, (), nothing_seen(), circumstances()) == found


def test_a_day_of_exit_may_have_stood_in_a_column_that_is_gone() -> None:
    left = a_student("left", leaves=day("2026-11-01"))
    found = a_department(a_student(), left)
    gone = Problem(K.COLUMN_GONE, SpreadsheetPlace(left.row.spreadsheet_id), "manager-1", detail="exit")
    elsewhere = replace(gone, place=SpreadsheetPlace("workbook of another"))

    def exits(*problems: Problem) -> list[type]:
        how = judged(found, problems, nothing_seen(), circumstances())
        return [type(student.exit) for student in how.students]

    assert exits(gone) == [Unreadable, Value]
    assert exits(replace(gone, detail="length")) == exits(elsewhere)
    assert Unreadable not in exits(elsewhere)


# ---- what a run could have seen


def sight(*found: Unread, broken: Iterable[tuple[str, str]] = (), form_unread: bool = False) -> Sight:
    whole = a_department(broken=frozenset(broken), form_unread=form_unread)
    return Sight(whole, found, READS)


def a_finding(rule: str, subject: str) -> str:
    return f"{rule}/{subject}/2026"


HERS = ("manager-1", "meetings")
EVENT = LinkPlace("https://calendar.google.com/event?eid=1", "event")


@pytest.mark.parametrize(
    ("key", "broken", "hidden"),
    [
        pytest.param(a_finding("annual_review", "student-1"), [], False, id="all was read"),
        pytest.param(a_finding("annual_review", "student-1"), [HERS], True, id="the rule reads this sheet"),
        pytest.param(a_finding("office_hours", "manager-1"), [HERS], False, id="this rule does not"),
        pytest.param(a_finding("office_hours", "manager-1"), [("manager-1", "hours")], True, id="but this"),
        pytest.param(a_finding("annual_review", "student-1"), [("x", "meetings")], False, id="another's"),
        pytest.param(a_finding("annual_review", "nobody"), [HERS], False, id="a student on no list"),
        pytest.param(
            a_finding("annual_review", "nobody"), [("x", "students")], True, id="who may be on one not read"
        ),
    ],
)
def test_a_finding_is_out_of_sight_where_its_rule_could_not_read(
    key: str, broken: list[tuple[str, str]], hidden: bool
) -> None:
    assert sight(broken=broken).hides(key) is hidden


def test_what_hangs_on_the_form_is_out_of_sight_without_it() -> None:
    without = sight(form_unread=True)

    assert without.hides(a_finding("annual_review", "student-1"))
    assert without.hides_work_of("manager-1")
    assert not without.hides(a_finding("office_hours", "manager-1"))
    assert not sight().hides_work_of("manager-1")
    assert sight(broken=[HERS]).hides_work_of("manager-1")
    assert not sight(broken=[HERS]).hides_work_of("manager-2")


@pytest.mark.parametrize(
    ("key", "of", "hidden"),
    [
        pytest.param(a_finding("names_in_titles", "manager-1"), "manager-1", True, id="whose it is"),
        pytest.param(a_finding("names_in_titles", "manager-1"), "manager-2", False, id="another's"),
        pytest.param(a_finding("published_hours", "manager-1"), "manager-1", False, id="another rule's"),
    ],
)
@pytest.mark.parametrize("kind", [K.CALENDAR_NOT_READ, K.CALENDAR_UNAVAILABLE])
def test_what_hangs_on_a_calendar_is_out_of_sight_without_it(
    key: str, of: str, hidden: bool, kind: K
) -> None:
    assert sight(Unread(Problem(kind, EVENT, of), NOW)).hides(key) is hidden


def test_what_hangs_on_a_calendar_is_in_sight_where_only_a_workbook_is_not() -> None:
    unopened = Unread(Problem(K.WORKBOOK_UNAVAILABLE, BOOK, "manager-1"), NOW)
    assert not sight(unopened).hides(a_finding("names_in_titles", "manager-1"))


@pytest.mark.parametrize(
    ("of", "hidden"),
    [pytest.param("manager-1", True, id="theirs"), pytest.param("manager-2", False, id="another's")],
)
def test_who_can_open_a_workbook_is_out_of_sight_where_google_does_not_say(of: str, hidden: bool) -> None:
    key = a_finding("shared_outside", "manager-1")

    assert sight(Unread(Problem(K.SHARING_UNAVAILABLE, BOOK, of), NOW)).hides(key) is hidden
    untold = Sight(a_department(shared=(a_thing(case_manager=of, told=False),)), (), READS)
    assert untold.hides(key) is hidden
    assert not untold.hides(a_finding("check_in", "manager-1"))
    assert not Sight(a_department(shared=(a_thing(case_manager=of),)), (), READS).hides(key)


MINE = SpreadsheetPlace("workbook-1")
HOURS = SpreadsheetPlace("hours-1")


@pytest.mark.parametrize(
    ("place", "found", "hidden"),
    [
        pytest.param(MINE, [], False, id="all was read"),
        pytest.param(MINE, [(K.WORKBOOK_UNAVAILABLE, MINE, "manager-1")], True, id="the same workbook"),
        pytest.param(MINE, [(K.CALENDAR_NOT_READ, EVENT, "manager-1")], True, id="the owner's calendar"),
        pytest.param(MINE, [(K.WORKBOOK_UNAVAILABLE, BOOK, "manager-2")], False, id="another's workbook"),
        pytest.param(MINE, [(K.MISSING_HEADING, MINE, "manager-1")], True, id="a sheet of it"),
        pytest.param(MINE, [(K.MISSING_HEADING, HOURS, "manager-1")], False, id="a sheet of another book"),
        pytest.param(EVENT, [(K.WORKBOOK_UNAVAILABLE, BOOK, "manager-2")], True, id="an event, of anybody"),
        pytest.param(EVENT, [], False, id="an event, and all was read"),
    ],
)
def test_a_problem_is_out_of_sight_with_what_it_hangs_on(
    place: Place, found: list[tuple[K, Place, str]], hidden: bool
) -> None:
    told = [Unread(Problem(kind, where, who), NOW) for kind, where, who in found]

    assert sight(*told).hides(Problem(K.NOT_A_DATE, place).key) is hidden


# ---- the digest


def written(
    *found: Unread,
    findings: tuple[Finding, ...] = (),
    previous: frozenset[str] | None = frozenset(),
    of: Department | None = None,
) -> Digest:
    occasion = an_occasion(previous=previous, reads=READS)
    told = Told(findings, [one.problem for one in found], unread=found)
    return compose(of or department(), told, occasion)


@pytest.mark.parametrize("kind", in_order(NOT_READ))
def test_there_is_no_all_clear_while_something_could_not_be_read(kind: K) -> None:
    digest = written(out(kind))

    assert digest.summary.startswith("Not everything could be read")
    assert "not everything could be read" in digest.subject
    assert all(section.empty.startswith("Of what was read: ") for section in sections(digest))
    assert "Every source could be read." not in [line.text for line in digest.status]


def test_what_is_known_is_counted_all_the_same() -> None:
    late = finding(Severity.VIOLATION)

    assert "1 date is past due on record" in written(out(), findings=(late,)).summary
    assert written(findings=(late,)).summary == "1 date is past due on record, nothing is at risk."


def test_the_top_says_whose_source_since_when_and_what_to_do() -> None:
    [line] = written(out(K.WORKBOOK_FORBIDDEN, datetime.fromisoformat("2026-11-20T12:15+00:00"))).unread

    assert line.text == (
        "Workbook of Ana Brook, since 20 Nov 2026 at 07:15 (America/New_York): The agent may not open this "
        "workbook. Share it with Students."
    )
    assert line.url == BOOK.url


def test_of_two_workbooks_it_says_which() -> None:
    places = (MINE, HOURS, a_row(1), EVENT, BOOK)
    told = [Unread(Problem(K.WORKBOOK_UNAVAILABLE, place, "manager-1"), NOW) for place in places]

    texts = [line.text for line in written(*told, of=a_department()).unread]
    assert [text.partition(" of Marisol")[0] for text in texts] == [
        "Progress monitoring workbook",
        "Hours workbook",
        "A sheet of the progress monitoring workbook",
        "Event",
        "Workbook",
    ]


def test_what_could_not_be_looked_at_is_neither_resolved_nor_forgotten() -> None:
    hidden, gone = a_finding("annual_review", "s1"), a_finding("annual_review", "s3")
    blind = replace(department(), broken=frozenset({("ana", "students")}))
    digest = written(out(), previous=frozenset({hidden, gone}), of=blind)

    assert digest.changes is not None
    assert (digest.changes.still_open, digest.changes.resolved) == (0, 1)
    assert "1 of what the last digest told could not be looked at again" in digest.changes.note
    assert hidden in digest.told
    assert gone not in digest.told


def test_a_caseload_whose_dates_could_not_be_read_is_not_counted_as_well() -> None:
    blind = replace(department(), broken=frozenset({("ana", "meetings")}))

    assert figures(written(out(), of=blind), "Case managers")["Ana Brook"][1:3] == ("not read", "not read")
    assert figures(written(), "Case managers")["Ana Brook"][1:3] == ("none", "none")
