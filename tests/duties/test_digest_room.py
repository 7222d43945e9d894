"""How much of the digest fits into one mail, and where the rest can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.builders import a_case_manager
from tests.builders_digest import section, sections
from tests.builders_manager_digest import (
    PRACTICE,
    ROW,
    department,
    finding,
    problem,
    told,
)
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_frame import MOST_UNREAD
from workspace_agent.duties.digest_room import FEWEST_ROWS, MOST_LINKS, TABLE_ROWS
from workspace_agent.duties.unread import Unread
from workspace_agent.effects.digest_render import render_html
from workspace_agent.model.agent_tab import SHEET_ID, AgentTab, AgentTabs
from workspace_agent.model.facts import Workbook
from workspace_agent.model.place import Cell, LinkPlace, SpreadsheetPlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity


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


def test_what_is_urgent_is_shown_first_and_the_rest_shares_what_is_left() -> None:
    near = tuple(finding(Severity.AT_RISK, cycle=str(n)) for n in range(30))
    practice = tuple(finding(Severity.POLICY, citation=PRACTICE, cycle=str(n)) for n in range(TABLE_ROWS))
    data = tuple(finding(Severity.DATA, cycle=str(n)) for n in range(TABLE_ROWS))

    digest = told(near + practice + data)
    shown = {part.title: len(part.rows) for part in sections(digest)}

    assert shown["At risk"] == 30
    assert FEWEST_ROWS < shown["Data to mend"] < TABLE_ROWS
    assert 0 <= shown["Company practice"] - shown["Data to mend"] <= 1


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


def test_of_many_unread_sources_the_first_are_named_and_take_their_room() -> None:
    law = tuple(finding(cycle=str(n)) for n in range(200))
    law += tuple(finding(Severity.DATA, cycle=str(n)) for n in range(200))
    lost = tuple(
        Unread(
            problem(
                ProblemKind.WORKBOOK_UNAVAILABLE,
                owner="theo" if n % 3 else "ana",
                ref="s3" if n == 299 else "",
                place=SpreadsheetPlace(f"book-{n}"),
            ),
            datetime(2026, 11, 19, tzinfo=UTC),
        )
        for n in range(300)
    )

    digest = told(law, unread=lost)

    assert len(digest.unread) == MOST_UNREAD + 1
    assert digest.unread[-1].text == "292 more: 195 of Theo Stone, 97 of Ana Brook. The first of them:"
    assert digest.unread[-1].url == SpreadsheetPlace(f"book-{MOST_UNREAD}").url
    assert "s3" not in digest.students
    assert len(render_html(digest)) < 90_000
    assert rows_of(digest) < rows_of(told(law))


def rows_of(digest: Digest) -> int:
    return sum(len(part.rows) for part in sections(digest))


def test_of_unread_sources_of_many_people_those_with_most_are_counted_apart() -> None:
    everybody = tuple(a_case_manager(f"p{number}", name=f"Person {number}") for number in range(7))
    of = department()
    of = replace(of, organisation=of.organisation.model_copy(update={"case_managers": everybody}))
    owners = [f"p{number}" for number in range(7) for _ in range(9 - number)]
    lost = tuple(
        Unread(problem(ProblemKind.WORKBOOK_UNAVAILABLE, owner), datetime(2026, 11, 19, tzinfo=UTC))
        for owner in owners
    )

    assert told(unread=lost, of=of).unread[-1].text == (
        "34 more: 8 of Person 1, 7 of Person 2, 6 of Person 3, 5 of Person 4, 8 of others. The first of them:"
    )


def more_of(people: int) -> list[tuple[str, int, str]]:
    """What is said of rows of so many case managers, of which most do not fit."""
    everybody = tuple(a_case_manager(f"p{number}", name=f"Person {number}") for number in range(people))
    books = tuple(Workbook(f"book-{number}", f"p{number}", holds_students=True) for number in range(people))
    law = tuple(finding(owner=f"p{n % people}", cycle=str(n)) for n in range(people * 2 * TABLE_ROWS))
    of = department(workbooks=books)
    of = replace(of, organisation=of.organisation.model_copy(update={"case_managers": everybody}))
    return [(more.case_manager, more.count, more.url) for more in sections(told(law, of=of))[0].more]


def test_two_people_of_one_name_are_two_links() -> None:
    everybody = tuple(a_case_manager(f"p{number}", name="Ana Brook") for number in range(2))
    books = tuple(Workbook(f"book-{number}", f"p{number}", holds_students=True) for number in range(2))
    law = tuple(finding(owner=f"p{n % 2}", cycle=str(n)) for n in range(2 * TABLE_ROWS))
    of = department(workbooks=books)
    of = replace(of, organisation=of.organisation.model_copy(update={"case_managers": everybody}))

    more = sections(told(law, of=of))[0].more

    assert [one.case_manager for one in more] == ["Ana Brook", "Ana Brook"]
    assert len({one.url for one in more}) == 2


@pytest.mark.parametrize("people", [2, MOST_LINKS, MOST_LINKS + 1])
def test_some_case_managers_are_all_named(people: int) -> None:
    assert sorted(name for name, _, _ in more_of(people)) == [f"Person {number}" for number in range(people)]


def test_of_many_those_with_most_are_named_and_the_others_counted_together() -> None:
    more = more_of(12)

    assert len(more) == MOST_LINKS + 1
    assert more[-1][0].startswith("8 others, beginning with Person ")
    assert sum(count for _, count, _ in more) == 23 * TABLE_ROWS
    assert all(url.startswith("https://docs.google.com/spreadsheets/d/book-") for _, _, url in more)


def test_of_whom_most_is_hidden_comes_first() -> None:
    law = tuple(finding(owner="ana", cycle=str(n)) for n in range(TABLE_ROWS + 1))
    law += tuple(finding(owner="theo", cycle=str(n)) for n in range(2))

    more = sections(told(law))[0].more

    assert [(one.case_manager, one.count) for one in more] == [("Theo Stone", 2), ("Ana Brook", 1)]
