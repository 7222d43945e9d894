"""Sections of the digest: what stands where, once, and how much of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders_digest import section, sections
from tests.builders_manager_digest import (
    LAW,
    PRACTICE,
    ROW,
    TODAY,
    UNKNOWN,
    USED_UP,
    department,
    finding,
    organisation,
    outcome,
    problem,
    told,
)
from workspace_agent.duties.digest_sections import MOST_RULES, MOST_TALLIES
from workspace_agent.duties.wording import failure
from workspace_agent.model.action import Decision, State
from workspace_agent.model.finding import Citation, CompanyPolicy
from workspace_agent.model.place import LinkPlace, ResponsePlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.vocabulary import Severity


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
    assert [row.lead for row in rows] == [
        "Was due 2 Oct 2026, 49 days late",
        "Was due 18 Nov 2026, 2 days late",
        "",
    ]
    assert [row.case_manager for row in rows] == ["Theo Stone", "Ana Brook", "Ana Brook"]


@pytest.mark.parametrize(
    ("severity", "due", "lead"),
    [
        pytest.param(Severity.AT_RISK, date(2026, 12, 2), "Due 2 Dec 2026", id="a deadline ahead"),
        pytest.param(Severity.AT_RISK, TODAY, "Due 20 Nov 2026", id="the due day itself is not past"),
        pytest.param(
            Severity.AT_RISK, date(2026, 11, 18), "Was due 18 Nov 2026", id="in doubt, nothing is called late"
        ),
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


def test_filed_records_are_counted_per_case_manager() -> None:
    decisions = tuple(
        Decision("filing", RowVerdict(verdict), "", ResponsePlace("form", str(n)), owner)
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
    opened = "student records are open to others; "
    assert digest.subject.startswith(f"IEP compliance: {opened}0 past due, 1 at risk")


@pytest.mark.parametrize("rule", ["readers_inside", "sharing_not_seen"])
def test_sharing_that_is_only_to_be_checked_is_told_though_it_is_for_information(rule: str) -> None:
    found = finding(Severity.INFO, rule=rule, due=None)
    digest = told((found,))

    assert len(section(digest, "Sharing to check").rows) == 1
    assert digest.told == {found.key}
    assert "Student records are open" not in digest.summary


def test_an_effect_that_failed_has_one_row() -> None:
    """What hangs on a failure has none among what the agent did, so it stands with the data to mend."""
    failed = outcome("meeting/s1/2", State.FAILED, trouble=USED_UP)
    skipped = outcome("share/root", State.SKIPPED, trouble=ProblemKind.EFFECT_WAITS)
    problems = tuple(filter(None, map(failure, (failed, skipped))))
    digest = told(problems=(*problems, problem()), outcomes=(failed, skipped))

    assert len(section(digest, "What the agent did in this run").rows) == 1
    assert [row.what for row in section(digest, "Data to mend").rows] == [
        problems[1].sentence,
        problem().sentence,
    ]
    assert digest.told >= {one.key for one in problems}


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


def test_past_due_stands_by_rule_the_longest_late_first() -> None:
    findings = (
        finding(rule="reevaluation", ref="s1", due=date(2026, 11, 1)),
        finding(ref="s2", due=date(2026, 11, 18)),
        finding(ref="s3", due=date(2026, 10, 2)),
        finding(rule="in_effect", ref="s2", due=None),
    )

    late = section(told(findings), "Past due on record")

    assert late.lines == (
        "Annual review: 2, the longest 49 days late",
        "Reevaluation: 1, the longest 19 days late",
        "In effect: 1",
    )
    assert [(row.what, row.student) for row in late.rows] == [
        ("Annual review", "Á.I."),
        ("Annual review", "M.W."),
        ("Reevaluation", "J.P."),
        ("In effect", "M.W."),
    ]


def test_what_may_show_a_name_comes_first_in_practice() -> None:
    findings = (
        finding(Severity.POLICY, citation=PRACTICE, due=date(2026, 9, 1)),
        finding(Severity.POLICY, citation=PRACTICE, rule="names_in_titles", ref="", due=date(2026, 12, 1)),
    )

    assert [row.what for row in section(told(findings), "Company practice").rows] == [
        "Names in titles",
        "Annual review",
    ]


def test_of_many_rules_the_longest_late_are_counted_apart() -> None:
    findings = tuple(
        finding(rule=f"rule_{number:02}", cycle=str(cycle), due=date(2026, 11, 18 - number))
        for number in range(MOST_RULES + 2)
        for cycle in range(2)
    )

    lines = section(told(findings), "Past due on record").lines

    assert len(lines) == MOST_RULES + 1
    assert lines[0] == "Rule 09: 2, the longest 11 days late"
    assert lines[-1] == "Of 2 other rules: 4"


def test_where_many_have_filed_records_those_with_the_most_are_counted_apart() -> None:
    one, people = department(), [f"p{number:02}" for number in range(20)]
    ana = one.organisation.case_managers[0]
    crowd = tuple(ana.model_copy(update={"key": key, "name": f"Person {key}"}) for key in people)
    many = replace(one, organisation=one.organisation.model_copy(update={"case_managers": crowd}))
    decisions = tuple(
        Decision("filing", RowVerdict.FILED, "", ResponsePlace("form", f"{key}-{n}"), key)
        for number, key in enumerate(people)
        for n in range(1 + number)
    )

    records = section(told(decisions=decisions, of=many), "Filed records")

    assert (records.lines[0], records.lines[-2]) == ("Person p08: 9 filed", "Person p19: 20 filed")
    assert records.lines[-1] == "8 other case managers: 36 responses"
    assert len(records.lines) == MOST_TALLIES + 1
    assert records.total == 210
