"""A digest tells the news that it shows: what it only counts is mailed all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import a_department, a_meeting, a_student
from tests.builders_digest import a_recipient, an_occasion, section
from tests.builders_news import a_date
from tests.builders_seen import circumstances
from workspace_agent.duties.digest_news import NEWS
from workspace_agent.duties.digest_recipients import Edition, Recipient, Scope
from workspace_agent.duties.digests import compose
from workspace_agent.duties.told import Told
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.news import News


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger")
    yield ledger
    ledger.close()


MANAGER = a_recipient()
OWN = a_recipient(Edition.CASE_MANAGER, "manager-1", scope=Scope(case_managers=frozenset({"manager-1"})))


@pytest.mark.parametrize("reader", [MANAGER, OWN], ids=["the manager", "a case manager"])
def test_dates_that_did_not_fit_are_not_marked(ledger: Ledger, reader: Recipient) -> None:
    found = [replace(a_date(2), cycle=str(number), arithmetic="Long ago. " * 30) for number in range(900)]
    department, how = a_department(a_student()), circumstances()
    news = News.of(department, Told(findings=found), how, ledger)
    digest = compose(department, news.told, an_occasion(reader, how.today, now=how.now))

    marks = {one for one in news.with_marks(digest, reader).told if one.startswith(NEWS)}
    hidden = sum(more.count for more in section(digest, "At risk").more)

    assert hidden > 0
    assert len(marks) == len(found) - hidden


def test_cards_of_meetings_that_did_not_fit_are_not_marked(ledger: Ledger) -> None:
    how = circumstances()
    students = [a_student(f"student-{number}", initials=f"J.{number}") for number in range(70)]
    meetings = tuple(
        a_meeting(how.today + timedelta(days=9), student=one.ref, row=number)
        for number, one in enumerate(students, 2)
    )
    department = a_department(*students, meetings=meetings)
    news = News.of(department, Told(), how, ledger)
    digest = compose(department, news.told, an_occasion(OWN, how.today, now=how.now))

    marks = {one for one in news.with_marks(digest, OWN).told if one.startswith(NEWS)}
    ready = section(digest, "Ready to meet")

    assert 0 < len(marks) == len(ready.rows) < len(meetings)
