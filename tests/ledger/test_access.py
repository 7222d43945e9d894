"""The access record: entered with its effect, once, and never changed by anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workspace_agent.duties.found_access import FoundDone
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.access import Act, Basis, Disclosure, Sight, Sighted

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")
FILED = Disclosure(Act.FILED, "record", "manager ana", Basis.OFFICIAL, ("k3",))
SHARED = Disclosure(Act.SHARED, "folder", "manager", Basis.OFFICIAL, (), "folder/root")
INVITED = Disclosure(Act.INVITED, "event", "address-1", Basis.CONSENT, ("k3",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def settle(ledger: Ledger, key: str, *discloses: Disclosure, now: datetime = NOW) -> None:
    ledger.intend(key, "print", 7, now, discloses=discloses)
    ledger.settle(key, f"id of {key}", f"link of {key}", now)


def test_an_effect_is_entered_when_it_is_settled_and_not_before(ledger: Ledger) -> None:
    ledger.intend("record/1", "print", 7, NOW, "reserved", (FILED,))
    assert ledger.access.entries() == ()

    later = NOW + timedelta(days=2)
    ledger.settle("record/1", "file-1", "link-1", later)
    (entry,) = ledger.access.entries()
    assert (entry.number, entry.at, entry.run, entry.key) == (1, later, 7, "record/1")
    assert (entry.act, entry.thing, entry.object_id, entry.link) == ("filed", "record", "file-1", "link-1")
    assert (entry.recipient, entry.students, entry.exempt, entry.found) == (
        "manager ana",
        ("k3",),
        True,
        False,
    )
    assert "300" not in entry.purpose
    assert "99.31(a)(1)" in entry.basis


def test_nothing_is_entered_of_what_was_refused_or_discloses_nothing(ledger: Ledger) -> None:
    ledger.intend("record/1", "print", 7, NOW, discloses=(FILED,))
    ledger.withdraw("record/1")
    settle(ledger, "folder/root")

    assert ledger.access.entries() == ()


def test_a_share_is_an_entry_about_the_folder_and_not_about_the_permission(ledger: Ledger) -> None:
    settle(ledger, "folder/root")
    settle(ledger, "share/folder/root/manager", SHARED)

    assert [entry.object_id for entry in ledger.access.entries()] == ["id of folder/root"]


def test_each_guest_has_an_entry_of_their_own(ledger: Ledger) -> None:
    settle(ledger, "meeting/k3/1", INVITED, Disclosure(Act.INVITED, "event", "css-d", Basis.OFFICIAL))

    assert [(one.recipient, one.exempt) for one in ledger.access.entries()] == [
        ("address-1", False),
        ("css-d", True),
    ]


def test_what_turned_out_otherwise_is_entered_as_it_turned_out(ledger: Ledger) -> None:
    ledger.intend("meeting/k3/1", "print", 7, NOW, discloses=(INVITED, FILED))
    ledger.expect("meeting/k3/1", (INVITED,))
    ledger.settle("meeting/k3/1", "event-1", "", NOW)

    assert [entry.act for entry in ledger.access.entries()] == ["invited"]


class DiskFull(sqlite3.Connection):
    """Has no room for an entry."""

    def execute(self, sql: str, *arguments: object) -> sqlite3.Cursor:
        if sql.startswith("INSERT INTO access "):
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(sql, *arguments)  # type: ignore[arg-type]


def test_an_effect_is_not_settled_without_its_entry(path: Path) -> None:
    Ledger(path).close()
    ledger = Ledger(path, lambda file: sqlite3.connect(file, isolation_level=None, factory=DiskFull))
    ledger.intend("record/1", "print", 7, NOW, discloses=(FILED,))
    with pytest.raises(sqlite3.OperationalError):
        ledger.settle("record/1", "file-1", "link-1", NOW)

    assert [entry.key for entry in ledger.in_doubt()] == ["record/1"]
    ledger.close()


TAMPERING = {
    "changed": "UPDATE access SET recipient = 'nobody'",
    "deleted": "DELETE FROM access",
    "replaced": "INSERT OR REPLACE INTO access SELECT * FROM access",
    "replaced, and said so the other way": "REPLACE INTO access SELECT * FROM access WHERE number = 1",
    "overwritten on a conflict": (
        "INSERT INTO access SELECT * FROM access WHERE true ON CONFLICT DO UPDATE SET recipient = 'nobody'"
    ),
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_an_entry_cannot_be(ledger: Ledger, path: Path, statement: str) -> None:
    settle(ledger, "record/1", FILED)
    before = ledger.access.entries()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        connection.execute(statement)
    connection.close()

    assert ledger.access.entries() == before


# ---- found


def test_what_is_done_and_has_no_entry_is_told(ledger: Ledger) -> None:
    disclosing = (
        *("digest/m/2026-W47", "evidence/k3/1", "ready/m/2026-11-20", "record/1", "review/1"),
        *("revoke/f/1", "share/f/ana", "urgent/m/3fa9", "year_plan/m/2026"),
    )
    for key in (*disclosing, "meeting/k3/1", "folder/root", "access_record/2026-10"):
        settle(ledger, key)
    settle(ledger, "record/2", FILED)
    ledger.intend("record/3", "print", 1, NOW)

    assert ledger.access.unrecorded() == disclosing
    assert ledger.access.keys() == {"record/2"}


def test_what_is_found_says_so_and_is_found_once(ledger: Ledger) -> None:
    settle(ledger, "folder/root")
    settle(ledger, "share/folder/root/manager")
    found = [
        FoundDone("share/folder/root/manager", SHARED),
        FoundDone("meeting/k3/1", INVITED, "event-1", "link"),
    ]
    ledger.access.enter_found(found, NOW)

    assert [(one.object_id, one.link, one.run, one.found) for one in ledger.access.entries()] == [
        ("id of folder/root", "link of share/folder/root/manager", 0, True),
        ("event-1", "link", 0, True),
    ]
    assert ledger.access.unrecorded() == ()


# ---- months

MIDNIGHT = datetime(2026, 12, 1, 7, tzinfo=UTC)
"""In Denver."""


def test_a_month_is_one_of_the_department_s_zone(ledger: Ledger) -> None:
    settle(ledger, "record/1", FILED, now=MIDNIGHT - timedelta(microseconds=1))
    settle(ledger, "record/2", FILED, now=MIDNIGHT)

    assert ledger.access.months(DENVER) == {"2026-11", "2026-12"}
    assert ledger.access.months(ZoneInfo("UTC")) == {"2026-12"}
    ends = [ledger.access.entries(None, MIDNIGHT), ledger.access.entries(MIDNIGHT.astimezone(DENVER))]
    assert [[entry.key for entry in one] for one in ends] == [["record/1"], ["record/2"]]


# ---- sights


def look(ledger: Ledger, minutes: int, *readers: Sighted) -> None:
    ledger.access.look([Sight("file-1", frozenset(readers))], NOW + timedelta(minutes=minutes))


def sights(ledger: Ledger) -> list[tuple[str, list[int]]]:
    """With the minutes of the first and the last look, and of the first that missed them."""
    found = ledger.access.seen("file-1")
    moments = [[moment for moment in (one.first, one.last, one.missed) if moment] for one in found]
    minutes = [[(moment - NOW) // timedelta(minutes=1) for moment in some] for some in moments]
    return [(f"{one.reader} {one.role}", some) for one, some in zip(found, minutes, strict=True)]


ANA, STRANGER = Sighted("ana", "reader", "expected"), Sighted("address-1", "reader", "extra")


def test_a_reader_is_seen_from_the_first_look_to_the_last(ledger: Ledger) -> None:
    look(ledger, 0, ANA)
    look(ledger, 1, ANA, STRANGER)
    look(ledger, 2, ANA, STRANGER)
    look(ledger, 3, ANA)
    look(ledger, 4, ANA)

    assert sights(ledger) == [("ana reader", [0, 4]), ("address-1 reader", [1, 2, 3])]


def test_who_comes_back_is_seen_anew_and_so_is_another_role(ledger: Ledger) -> None:
    look(ledger, 0, STRANGER)
    look(ledger, 1)
    look(ledger, 2, STRANGER)
    look(ledger, 3, Sighted("address-1", "writer", "extra"))

    assert sights(ledger) == [
        ("address-1 reader", [0, 0, 1]),
        ("address-1 reader", [2, 2, 3]),
        ("address-1 writer", [3, 3]),
    ]


def test_what_was_not_looked_at_proves_nothing(ledger: Ledger) -> None:
    look(ledger, 0, STRANGER)
    ledger.access.look([Sight("file-2", frozenset({ANA}))], NOW + timedelta(minutes=1))

    assert sights(ledger) == [("address-1 reader", [0, 0])]
