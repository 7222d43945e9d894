"""New, Still open and Resolved are against the digest that was sent last, whatever became of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_department, a_row, a_student
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_seen import sign
from tests.kills.campaign import memory
from workspace_agent.duties.digest import Changes
from workspace_agent.duties.digest_frame import compared
from workspace_agent.duties.unread import Sight
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.told_to import ToldTo
from workspace_agent.model.finding import CompanyPolicy, Finding
from workspace_agent.model.vocabulary import Severity

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PREFIX = "digest/manager/"
DEPARTMENT = a_department(a_student("student-1"))
RULE, PRACTICE = "annual_review", CompanyPolicy("Plan early")
SIGHT = Sight(DEPARTMENT, (), {RULE: frozenset()})


class Fate(Enum):
    """What becomes of a week's digest."""

    SENT = "sent"
    NOT_DUE = "nothing is begun"
    NOT_MADE = "it is told and intended, and no draft is made"
    KEPT = "its draft is not sent in its week"
    LATE = "its draft is sent by the next run, which found something else meanwhile"


Week = tuple[frozenset[str], Fate, int]
"""What is found, what becomes of the digest, and by how many weeks the clock moves on, or back."""

WEEKS = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from("abcde"), max_size=5),
        st.sampled_from(Fate),
        st.sampled_from([1, 1, 1, 2, 52, -52]),
    ),
    max_size=12,
)


def findings(cycles: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(
        Finding(RULE, Severity.AT_RISK, PRACTICE, cycle, None, "", "", a_row(2), "manager-1", "student-1")
        for cycle in cycles
    )


@contextmanager
def a_ledger() -> Iterator[Ledger]:
    with TemporaryDirectory(dir=memory()) as folder:
        ledger = Ledger(Path(folder) / "ledger")
        try:
            yield ledger
        finally:
            ledger.close()


def written(ledger: Ledger, key: str, found: frozenset[str]) -> tuple[Changes, frozenset[str]]:
    """What a digest says of changes, and what it tells."""
    _, previous = ToldTo(ledger, a_recipient(), sign).last_digest(key) or (None, None)
    occasion = an_occasion(previous=previous, titles={RULE: "Annual review"})
    comparison = compared(DEPARTMENT, findings(found), (), occasion, SIGHT)
    return comparison.changes, comparison.told


def post(ledger: Ledger, key: str, told: frozenset[str], fate: Fate, now: datetime) -> None:
    """As the effect does it, up to where it comes."""
    if fate is Fate.NOT_DUE:
        return
    ledger.intend(key, key, ledger.runs.begin(now), now)
    ledger.mails.tell(key, told)
    if fate is not Fate.NOT_MADE:
        ledger.note(key, "draft")
    if fate is Fate.LATE:
        ledger.runs.begin(now)
    if fate in {Fate.SENT, Fate.LATE}:
        ledger.settle(key, "draft", "", now)


@given(WEEKS)
def test_changes_are_against_what_somebody_was_told_last(weeks: list[Week]) -> None:
    last: frozenset[str] | None = None
    now, known = NOW, set[str]()
    with a_ledger() as ledger:
        for found, fate, moved in weeks:
            now += timedelta(weeks=moved)
            key = f"{PREFIX}{now:%G-W%V}"
            if key in known:
                continue
            known.add(key)
            changes, told = written(ledger, key, found)
            if last is None:
                assert (changes.new, changes.still_open, changes.resolved) == (None, len(found), 0)
            else:
                expected = len(found - last), len(found & last), len(last - found)
                assert (changes.new, changes.still_open, changes.resolved) == expected
            post(ledger, key, told, fate, now)
            last = found if fate in {Fate.SENT, Fate.LATE} else last
