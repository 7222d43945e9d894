"""The case manager's digest: what is to be done first, what the manager sees, and nothing of anybody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    TODAY,
    a_cell,
    a_department,
    a_meeting,
    a_row,
    a_student,
    an_organisation,
    day,
    full_days,
    hours_on,
)
from tests.builders_digest import a_recipient, an_occasion, changes, figures, section, sections
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties import digest_manager
from workspace_agent.duties.digest import Digest, Figures, Section
from workspace_agent.duties.digest_case_manager import compose
from workspace_agent.duties.digest_own import IN_ONE_ROW, ROWS
from workspace_agent.duties.digest_recipients import Edition, Scope
from workspace_agent.duties.digest_rows import Link
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.model.action import Decision
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import known
from workspace_agent.model.finding import Citation, CompanyPolicy, Finding, Law
from workspace_agent.model.place import Cell, Place
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.progress import Criterion
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import Severity
from workspace_agent.model.waits import Pause, Waits
from workspace_agent.rules.next_steps import NextStep, ToDo

HERS = "manager-1"
LAW = Law("34 CFR 300.324(b)(1)(i)", "https://law.example/300.324")
PRACTICE = CompanyPolicy("practice")
RECIPIENT = a_recipient(
    Edition.CASE_MANAGER, HERS, scope=Scope(case_managers=frozenset({HERS})), setting="case_managers"
)
TITLES = {"annual_review": "Annual review", "progress": "Progress toward goals", "stale_data": "New data"}
SEEN = "What your manager sees about you"
REFS = ("student-1", "student-2", "student-3")
INITIALS = {"student-1": "J.P.", "student-2": "M.W.", "student-3": "Á.I."}


def department(count: int = 3, **changes: Any) -> Department:
    students = [
        a_student(ref, initials=INITIALS[ref], row=number) for number, ref in enumerate(REFS[:count], 2)
    ]
    return replace(a_department(), students=tuple(students), **changes)


def finding(
    severity: Severity = Severity.VIOLATION,
    ref: str = "student-1",
    due: date | None = date(2026, 11, 18),
    *,
    citation: Citation = LAW,
    rule: str = "annual_review",
    cycle: str = "2026",
    place: Place | None = None,
) -> Finding:
    where = place or a_cell(f"G{ref[-1:]}")
    return Finding(rule, severity, citation, cycle, due, "How it was reckoned.", "Hold it.", where, HERS, ref)


def practice(ref: str = "student-1", **changes: Any) -> Finding:
    return finding(Severity.POLICY, ref, citation=PRACTICE, **changes)


def problem(kind: ProblemKind = ProblemKind.NOT_A_DATE, ref: str = "student-1", a1: str = "B2") -> Problem:
    return Problem(kind, a_cell(a1), HERS, ref, detail="cell C2")


def step(by: date, ref: str = "student-1", what: ToDo = ToDo.PLAN, meeting: Cell | None = None) -> NextStep:
    return NextStep(ref, HERS, what, by, "Agree on a date.", a_row(2), meeting)


def digest(told: Told | None = None, of: Department | None = None, **occasion: Any) -> Digest:
    when = an_occasion(RECIPIENT, **({"titles": TITLES} | occasion))
    return compose(department() if of is None else of, told or Told(), when)


def titles(one: Digest) -> list[str]:
    return [block.title for block in one.blocks]


# ---- the sentence and the subject --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "steps", "summary", "counts"),
    [
        pytest.param(
            0,
            [],
            "Nothing is to be done this week, and nothing is past due on record.",
            "0 past due, 0 next steps this week",
            id="an empty week says so",
        ),
        pytest.param(
            1,
            ["2026-11-20"],
            "1 next step this week, and 1 date is past due on record.",
            "1 past due, 1 next step this week",
            id="one of each",
        ),
        pytest.param(
            2,
            ["2026-11-13", "2026-11-19", "2026-11-22"],
            "3 next steps this week, 2 of them late, and 2 dates are past due on record.",
            "2 past due, 3 next steps this week",
            id="what is late is to be done this week too",
        ),
        pytest.param(
            0,
            ["2026-11-23"],
            "Nothing is to be done this week, and nothing is past due on record.",
            "0 past due, 0 next steps this week",
            id="the week ends on Sunday",
        ),
    ],
)
def test_the_summary_is_one_sentence_and_the_subject_only_counts(
    late: int, steps: list[str], summary: str, counts: str
) -> None:
    findings = [finding(cycle=str(number)) for number in range(late)]

    found = digest(Told(findings, next_steps=[step(day(one)) for one in steps]))

    assert found.summary == summary
    assert found.subject == f"Your students: {counts} (week of 16 Nov 2026)"
    assert found.preheader == f"{late} open point{'' if late == 1 else 's'}, {late} of them new."


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param({}, "1 next step this week", id="on Mondays: until Sunday"),
        pytest.param({"weekday": "Friday"}, "3 next steps in the next 7 days", id="until the next Friday"),
        pytest.param({"every": "day"}, "1 next step this week", id="daily: until Sunday"),
    ],
)
def test_it_counts_what_is_to_be_done_before_the_next_digest(at: dict[str, str], said: str) -> None:
    """On Friday, 20 Nov."""
    steps = [step(day(one)) for one in ("2026-11-22", "2026-11-23", "2026-11-26", "2026-11-27")]
    recipient = replace(RECIPIENT, at=DigestTime.model_validate(at))

    found = compose(department(), Told(next_steps=steps), an_occasion(recipient, titles=TITLES))

    assert found.summary == f"{said}, and nothing is past due on record."
    assert found.subject == f"Your students: 0 past due, {said} (week of 16 Nov 2026)"


@pytest.mark.parametrize(
    ("kinds", "steps", "summary"),
    [
        pytest.param(
            [ProblemKind.NOT_A_DATE],
            [],
            "No next step is due this week, and nothing is past due on record. 1 thing is to be mended: see "
            "below.",
            id="a cell to mend",
        ),
        pytest.param(
            [ProblemKind.LINK_OR_BOOK],
            [],
            "No next step is due this week, and nothing is past due on record. 1 question waits for you: see "
            "below.",
            id="a question",
        ),
        pytest.param(
            [
                ProblemKind.NOT_A_DATE,
                ProblemKind.NOT_A_TIME,
                ProblemKind.LINK_OR_BOOK,
                ProblemKind.SAME_STUDENT,
            ],
            [],
            "No next step is due this week, and nothing is past due on record. 2 things are to be mended and "
            "2 questions wait for you: see below.",
            id="both",
        ),
        pytest.param(
            [ProblemKind.NOT_A_DATE],
            ["2026-11-20"],
            "1 next step this week, and nothing is past due on record.",
            id="beside a step",
        ),
    ],
)
def test_a_week_without_steps_is_not_idle_where_something_is_to_be_mended_or_answered(
    kinds: list[ProblemKind], steps: list[str], summary: str
) -> None:
    told = [problem(kind, a1=f"B{at}") for at, kind in enumerate(kinds, 2)]

    assert digest(Told(problems=told, next_steps=[step(day(one)) for one in steps])).summary == summary


def test_a_week_without_steps_is_told_by_its_days() -> None:
    recipient = replace(RECIPIENT, at=DigestTime(weekday="Thursday"))

    found = compose(department(), Told(), an_occasion(recipient, titles=TITLES))

    assert found.summary == "Nothing is to be done in the next 7 days, and nothing is past due on record."


def test_where_something_could_not_be_read_nothing_is_all_clear() -> None:
    lost = problem(ProblemKind.WORKBOOK_UNAVAILABLE, ref="student-3")
    noon = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)

    found = digest(Told(problems=[lost], unread=[Unread(lost, noon)]))

    assert found.summary.startswith("Not everything could be read, so this is not the whole picture. Of what")
    assert "not everything could be read; 0 past due" in found.subject
    assert section(found, "Next steps").empty.startswith("Of what was read: ")
    assert found.students == ("student-3",)


# ---- what to do --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "what", "lead"),
    [
        pytest.param("2026-11-13", ToDo.FORM, "By Fri 13 Nov 2026, 7 days late", id="late"),
        pytest.param("2026-11-19", ToDo.HOLD, "By Thu 19 Nov 2026, 1 day late", id="late by a day"),
        pytest.param("2026-11-20", ToDo.NOTICE, "By Fri 20 Nov 2026, today", id="today"),
        pytest.param("2026-11-21", ToDo.PLAN, "By Sat 21 Nov 2026, in 1 day", id="tomorrow"),
        pytest.param(
            "2026-12-01", ToDo.HOLD, "On Tue 1 Dec 2026, in 11 days", id="a meeting is held on its day"
        ),
    ],
)
def test_a_next_step_says_by_when_and_how_many_days_are_left(by: str, what: ToDo, lead: str) -> None:
    (row,) = section(digest(Told(next_steps=[step(day(by), what=what)])), "Next steps").rows

    assert (row.student, row.lead, row.what) == ("J.P.", lead, "Agree on a date.")
    assert row.url == a_row(2).url


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        pytest.param(["https://event.example"], (Link("event", "https://event.example"),), id="booked"),
        pytest.param([""], (), id="not booked"),
        pytest.param([], (), id="nothing was decided about it"),
    ],
)
def test_a_step_towards_a_meeting_opens_its_event_too(links: list[str], expected: tuple[Link, ...]) -> None:
    row = a_row(2, sheet=2)
    decisions = [Decision("meetings", RowVerdict.BOOKED, "", row, HERS, "student-1", link) for link in links]
    steps = [step(day("2026-12-01"), meeting=row), step(day("2026-12-02"), "student-2")]

    found = section(digest(Told(next_steps=steps, decisions=decisions)), "Next steps")

    assert [one.links for one in found.rows] == [expected, ()]


def test_what_is_far_away_is_counted_and_not_listed() -> None:
    near, far, farther = (
        step(day("2026-12-20")),
        step(day("2026-12-21"), "student-2"),
        step(day("2027-03-01")),
    )

    found = section(digest(Told(next_steps=[near, far, farther])), "Next steps")
    alone = section(digest(Told(next_steps=[far])), "Next steps")

    assert [row.student for row in found.rows] == ["J.P."]
    assert found.lines == (
        "For 2 students the next step is more than 30 days away, the first on 21 Dec 2026.",
    )
    assert (alone.rows, alone.lines) == (
        (),
        (
            "Nothing is to be done in the next 30 days. For 1 student the next step is more than 30 days "
            "away, the first on 21 Dec 2026.",
        ),
    )


def test_a_meeting_of_the_next_days_says_what_it_still_lacks() -> None:
    row = a_meeting(day("2026-11-30"), agreed_on=None)
    later = a_meeting(day("2026-12-01"), student="student-2", row=3)
    booked = Decision("meetings", RowVerdict.HOLD, "", row.row, HERS, "student-1", "https://event.example")

    found = section(digest(Told(decisions=[booked]), department(meetings=(row, later))), "Ready to meet")

    (card,) = found.rows
    assert (card.student, card.lead, card.what) == ("J.P.", "Mon 30 Nov 2026, in 10 days", "Annual review")
    assert ("Parent's agreement", "not on record") in [(mark.label, mark.words) for mark in card.marks]
    assert card.links == (Link("event", "https://event.example"),)
    assert "Notice" not in [mark.label for mark in card.marks], "no sheet here has a place for it"


def test_questions_come_before_all_other_data_and_stand_there_alone() -> None:
    asked = [
        problem(kind, a1=f"M{at}")
        for at, kind in enumerate((ProblemKind.LINK_OR_BOOK, ProblemKind.SAME_STUDENT))
    ]

    found = digest(Told(problems=[*asked, problem()]))

    assert [row.label for row in section(found, "Questions that wait for you").rows] == ["cell M0", "cell M1"]
    assert [row.label for row in section(found, "Data to mend").rows] == ["cell B2"]
    assert titles(found).index("Questions that wait for you") < titles(found).index("Data to mend")


def test_what_is_open_to_others_comes_before_everything() -> None:
    found = digest(Told([finding(Severity.AT_RISK, rule="shared_with_link")]))

    assert titles(found)[0] == "Open to others"
    assert found.summary.endswith("Student records are open to others: see below.")


def test_what_waits_is_told() -> None:
    found = digest(Told(waits=Waits(pauses=(Pause(a_cell("N2"), HERS, "student-1"),))))

    (row,) = section(found, "Waits").rows
    assert (row.student, row.lead) == ("J.P.", "paused")


# ---- what the manager sees ---------------------------------------------------------------------------------


MIXED = [
    finding(ref="student-1"),
    finding(ref="student-2", due=day("2026-11-02")),
    finding(Severity.AT_RISK, "student-3", day("2026-12-01")),
    practice("student-1", rule="post_form"),
    practice("student-2", rule="progress", due=None),
    practice("", rule="office_hours", due=day("2026-11-09")),
    finding(Severity.DATA, "student-3", rule="roles"),
    finding(Severity.INFO, "student-3", rule="roles", cycle="told to nobody"),
]


def test_the_numbers_are_those_of_the_managers_digest() -> None:
    occasion = an_occasion(titles=TITLES)
    theirs = digest_manager.compose(department(), Told(MIXED), occasion)

    found = digest(Told(MIXED))

    counted = figures(found, SEEN)
    for title in ("Past due on record", "At risk", "Company practice"):
        (wanted,) = [one.total or len(one.rows) for one in sections(theirs) if one.title == title]
        assert counted[title] == (str(wanted),)
        assert section(found, title).total == wanted
    (table,) = [one for one in theirs.blocks if one.title == "Case managers"]
    assert isinstance(table, Figures)
    ((_, line),) = table.rows
    own = [counted[words] for words in table.spelled]
    assert own == [(figure.words,) for figure in line]


def test_it_is_said_who_the_manager_is() -> None:
    (block,) = [one for one in digest().blocks if one.title == SEEN]

    assert getattr(block, "note", "").startswith("Odalys Fenwick reads the same numbers")


def test_findings_of_one_title_stand_together_each_with_its_link() -> None:
    (row,) = section(digest(Told(MIXED)), "Past due on record").rows

    assert (row.student, row.lead, row.what) == ("M.W., J.P.", "2 students", "Annual review")
    assert (
        row.why == "M.W. was due 2 Nov 2026, 18 days late (new); J.P. was due 18 Nov 2026, 2 days late (new)"
    )
    assert row.new
    assert row.advice == "Hold it."
    assert [link.label for link in row.links] == ["cell G2 of M.W.", "cell G1 of J.P."]
    assert row.url == ""


def test_one_that_stands_alone_stays_whole() -> None:
    (row,) = section(digest(Told(MIXED)), "At risk").rows

    assert (row.student, row.why, row.advice) == ("Á.I.", "How it was reckoned.", "Hold it.")
    assert row.url == a_cell("G3").url


def test_different_advice_is_left_to_the_cells_and_days_of_nobody_are_counted() -> None:
    days = [practice("", rule="office_hours", due=day(f"2026-11-0{n}"), cycle=str(n)) for n in (5, 6)]
    days[1] = replace(days[1], advice="Another.")

    (row,) = section(digest(Told(days), previous=None), "Company practice").rows

    assert (row.student, row.case_manager, row.lead) == ("", "You", "2 times")
    assert (row.why, row.advice, row.new) == ("5 Nov 2026; 6 Nov 2026", "", False)
    assert [link.label for link in row.links] == ["cell G", "cell G"]


def test_a_row_names_only_so_many() -> None:
    many = [finding(cycle=str(number), due=None) for number in range(IN_ONE_ROW + 1)]

    rows = section(digest(Told(many)), "Past due on record").rows

    assert [len(row.links) for row in rows] == [IN_ONE_ROW, 0]
    assert (rows[0].student, rows[0].lead, rows[0].why) == ("J.P.", f"{IN_ONE_ROW} times", "")


def test_hours_and_check_ins_are_told_as_the_manager_sees_them() -> None:
    of_others = tuple(one for one in full_days() if known(one.date) != day("2026-11-09"))
    log = (*of_others, *hours_on(day("2026-11-09"), "08:00-09:00", row=90))

    assert figures(digest(), SEEN)["Days with hours missing"] == ("0",)
    assert figures(digest(of=department(hours=log)), SEEN)["Days with hours missing"] == ("1",)
    assert figures(digest(), SEEN)["Days that cannot be judged yet"] == ("0",)
    assert figures(digest(), SEEN)["Office hours published for a week"] == ("35 h",)
    kept = department(kept=frozenset({(HERS, "check_ins")}))
    assert figures(digest(of=kept), SEEN)["Students met alone this school year"] == ("0 of 3",)


def test_whoever_has_no_student_is_told_so() -> None:
    found = digest(of=department(0))

    assert figures(found, SEEN)["Students who are here"] == ("0",)


def test_gaps_from_before_the_agent_are_one_line_as_for_the_manager() -> None:
    old = practice(due=day("2026-08-01"))
    live = department(organisation=an_organisation(go_live="2026-11-01"))

    found = section(digest(Told([old]), live), "Company practice")

    assert found.rows == ()
    assert found.lines == (
        "From before 1 Nov 2026, when the agent went live, and not listed: Annual review 1.",
    )


# ---- goals -------------------------------------------------------------------------------------------------


GOALS = "Progress toward goals"


def test_goals_that_need_a_look_are_listed_once() -> None:
    slow, old = practice(rule="progress", due=None), finding(Severity.DATA, "student-2", rule="stale_data")
    bare = finding(Severity.DATA, "student-3", rule="progress")

    found = digest(Told([slow, old, bare]))

    assert [row.student for row in section(found, GOALS).rows] == ["J.P.", "M.W."]
    assert [row.student for row in section(found, "Data to mend").rows] == ["Á.I."]
    practices = section(found, "Company practice")
    assert (practices.rows, practices.total) == ((), 1)
    assert practices.lines == ("1 of them: see “Progress toward goals”.",)


def test_verdicts_are_counted_and_good_news_are_told() -> None:
    slow, fast = [12.0 + 2 * week for week in range(10)], [40.0 + 2 * week for week in range(10)]
    goals = (
        a_goal(),
        a_goal(student="student-2"),
        a_goal(student="student-3", target=50, criterion=Criterion(50, 3)),
    )
    series = (
        a_series(slow),
        a_series(fast, student="student-2"),
        a_series(fast, student="student-3"),
    )
    reached = (a_benchmark(20, day("2026-11-10"), student="student-2"),)

    found = digest(of=department(goals=goals, series=series, benchmarks=reached))

    counted, news = section(found, GOALS).lines
    assert counted == "3 goals: 1 mastered, 1 not enough progress, 1 on track."
    assert news == (
        "Good news: M.W. is ahead of the aimline with goal 1, Á.I. mastered goal 1, 1 benchmark was reached."
    )
    assert set(found.students) == {"student-2", "student-3"}, "the access record knows whom it shows"


def test_good_news_are_one_line_however_much_there_is() -> None:
    fast = [40.0 + 2 * week for week in range(10)]
    keys = [str(number) for number in range(9)]
    goals = tuple(a_goal(key=key, number=number) for number, key in enumerate(keys, 1))
    series = tuple(a_series(fast, goal=key) for key in keys)
    reached = tuple(a_benchmark(20, day("2026-11-10"), goal=key) for key in keys)

    _, news = section(digest(of=department(goals=goals, series=series, benchmarks=reached)), GOALS).lines

    assert news.endswith("goal 6, 3 more like these, 9 benchmarks were reached.")


def test_without_goals_nothing_is_said_of_them() -> None:
    found = section(digest(), GOALS)

    assert (found.rows, found.lines, found.empty) == ((), (), "No goal is judged yet.")


# ---- the frame ---------------------------------------------------------------------------------------------


def test_new_open_and_resolved_are_told_as_for_the_manager() -> None:
    old, fresh = finding(), finding(ref="student-2")

    found = digest(Told([old, fresh]), previous=frozenset({old.key, "annual_review/student-3/2025"}))

    assert (changes(found).new, changes(found).still_open, changes(found).resolved) == (1, 1, 1)
    assert found.told == {old.key, fresh.key}
    (row,) = section(found, "Past due on record").rows
    assert row.why == "J.P. was due 18 Nov 2026, 2 days late; M.W. was due 18 Nov 2026, 2 days late (new)"


def test_it_says_when_the_last_one_was_and_why_this_one_comes() -> None:
    assert digest(last="2026-W46").trust[-1].text == "Your last digest was that of the week of 9 Nov 2026."
    assert not any("last digest" in line.text for line in digest().trust)
    assert "names you as case manager of Willow Bridge" in digest().because


def test_a_block_that_is_never_empty_needs_no_caution() -> None:
    never = Section("Going well", "", "")

    assert frame.cautious((never,)) == (never,)


@pytest.mark.parametrize(("switch", "told"), [(Switch.ON, True), (Switch.OFF, False)])
def test_it_names_the_tab_where_there_is_one(switch: Switch, told: bool) -> None:
    found = digest(features=Features(agent_tab=switch))

    assert any("Agent tab" in line.text for line in found.status) is told


def test_what_no_sheet_has_a_place_for_is_for_the_manager_to_decide() -> None:
    assert not any("Not tracked" in line.text for line in digest(untracked=("Transition plan",)).status)


def test_nobodys_name_stands_in_a_row() -> None:
    found = digest(Told(MIXED, [problem()], next_steps=[step(TODAY)]))

    assert {row.case_manager for one in sections(found) for row in one.rows} == {"", "You"}


def test_a_full_mail_is_worked_off_on_a_telephone() -> None:
    many = [
        one
        for number in range(200)
        for one in (
            finding(rule=f"law {number}"),
            finding(Severity.AT_RISK, rule=f"near {number}"),
            practice(rule=f"practice {number}"),
            finding(Severity.DATA, rule=f"data {number}"),
            finding(Severity.DATA, rule="stale_data", cycle=str(number)),
            finding(Severity.AT_RISK, rule="shared_with_link", cycle=str(number)),
        )
    ]
    asked = [problem(ProblemKind.LINK_OR_BOOK, a1=f"M{number}") for number in range(50)]
    steps = [step(TODAY, REFS[number % 3]) for number in range(100)]

    found = digest(Told(many, asked, next_steps=steps))

    shown = {one.title: len(one.rows) for one in sections(found)}
    assert sum(shown.values()) == ROWS
    assert all(count >= 3 for title, count in shown.items() if title != "Ready to meet")
    assert shown["Open to others"] > 3, "what comes first has the room"
    assert all(one.more for one in sections(found) if one.rows)


def test_the_same_facts_in_another_order_make_the_same_digest() -> None:
    problems = [problem(), problem(ProblemKind.NOT_A_TIME), problem(ProblemKind.LINK_OR_BOOK)]

    assert digest(Told(MIXED, problems)) == digest(Told(MIXED[::-1], problems[::-1]))
