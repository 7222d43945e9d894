"""The access record: one entry for each thing that somebody was shown, and a table for each month."""

from __future__ import annotations

import base64
import csv
import io
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta

from tests.journeys.drive_people import Json, delete, files, grant, record, take_off, the
from tests.journeys.world import FRIDAY, MANAGER, MARISOL, ROBOT, World
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import AccessEntry, SeenReader
from workspace_agent.model.access import Basis
from workspace_agent.tools import LEDGER

HERS = "folder/case-manager/marisol-quintero"
STRANGER = "x.stranger@elsewhere.example"
DECEMBER, JANUARY = FRIDAY + timedelta(days=14), FRIDAY + timedelta(days=50)


def entries(world: World) -> tuple[AccessEntry, ...]:
    with closing(Ledger(world.folder / "state" / LEDGER)) as ledger:
        return ledger.access.entries()


def seen(world: World, object_id: str) -> tuple[SeenReader, ...]:
    with closing(Ledger(world.folder / "state" / LEDGER)) as ledger:
        return ledger.access.seen(object_id)


def counted(world: World) -> Counter[tuple[str, str]]:
    return Counter((entry.act, entry.thing) for entry in entries(world))


def revoke(world: World) -> None:
    world.setting(lambda text: text.replace("[drive]", "[drive]\nrevoke_extra_readers = true"))


def lose_the_ledger(world: World) -> None:
    (world.folder / "state" / LEDGER).unlink()


def months(world: World) -> dict[str, list[Json]]:
    return {key: found for key, found in files(world).items() if key.startswith("access_record/")}


def rows_of(world: World, file: Json) -> list[dict[str, str]]:
    (content,) = [one["content"] for one in world.dump()["files"] if one["id"] == file["id"]]
    return list(csv.DictReader(io.StringIO(base64.b64decode(content).decode(), newline="")))


def test_everything_is_entered_once_and_a_second_run_enters_nothing(world: World) -> None:
    world.first_run()
    first = entries(world)
    papers = ("record/", "review/", "evidence/", "progress/")
    filed = [key for key in files(world) if key.startswith(papers)]
    world.run()

    assert entries(world) == first
    assert sorted(one.key for one in first if one.act == "filed") == sorted(filed)
    mailed = Counter(one.recipient for one in first if one.act == "mailed")
    assert mailed["manager"] == 1
    assert set(mailed.values()) == {1}
    shared = {(one.key, one.object_id) for one in first if one.act == "shared"}
    assert (f"share/{HERS}/marisol-quintero", the(world, HERS)["id"]) in shared
    assert {one.run for one in first} == {1}
    assert not any(one.found for one in first)
    assert "@" not in "".join(one.recipient for one in first)


def test_each_guest_who_is_invited_is_entered_with_their_event(world: World) -> None:
    world.first_run()
    invited = Counter(entry.object_id for entry in entries(world) if entry.act == "invited")
    events = {event["id"]: len(event.get("attendees", ())) for event in world.meetings()}

    assert invited
    assert invited == {event: guests for event, guests in events.items() if guests}


def test_a_reader_who_is_taken_off_is_entered_without_an_address(world: World) -> None:
    world.first_run()
    grant(world, the(world, HERS), STRANGER)
    revoke(world)
    for _ in range(2):
        world.run()
    (entry,) = [one for one in entries(world) if one.act == "taken off"]

    assert (entry.thing, entry.object_id, entry.exempt) == ("folder", the(world, HERS)["id"], False)
    assert entry.recipient.startswith("address-")
    assert STRANGER not in (world.folder / "state" / LEDGER).read_bytes().decode("latin-1")


def test_a_reader_who_was_taken_off_by_an_answer_that_was_lost_is_entered_once(world: World) -> None:
    world.first_run()
    grant(world, the(world, HERS), STRANGER)
    revoke(world)
    world.fault("drive.permissions.delete", when="reset-after")
    for _ in range(3):
        world.run()

    assert counted(world)["taken off", "folder"] == 1


def test_who_could_open_a_thing_is_known_from_the_first_look_to_the_last(world: World) -> None:
    world.first_run()
    one = record(world)
    grant(world, one, STRANGER)
    for minutes in (10, 20):
        world.at(FRIDAY + timedelta(minutes=minutes))
        world.run()
    take_off(world, one, STRANGER)
    world.at(FRIDAY + timedelta(minutes=30))
    world.run()
    (stranger,) = [reader for reader in seen(world, one["id"]) if reader.standing == "extra"]

    assert stranger.missed is not None
    assert [
        (moment - FRIDAY) // timedelta(minutes=1)
        for moment in (stranger.first, stranger.last, stranger.missed)
    ] == [10, 20, 30]
    stays = {reader.reader for reader in seen(world, one["id"]) if reader.missed is None}
    assert stays == {"manager", "marisol-quintero"}


def test_a_ledger_that_was_lost_enters_what_it_finds_as_found(world: World) -> None:
    world.first_run()
    before = counted(world)
    lose_the_ledger(world)
    world.run()
    after = entries(world)

    assert Counter((one.act, one.thing) for one in after) == before
    told = {(one.run, one.basis) for one in after if one.act in {"filed", "invited"}}
    assert told == {(0, Basis.UNKNOWN.value)}
    assert {one.found for one in after if one.act != "mailed"} == {True}  # a mail may go out once more
    world.run()
    assert entries(world) == after


def test_a_ledger_from_before_the_record_enters_what_it_had_done(world: World) -> None:
    world.first_run()
    kept = {"filed", "shared", "mailed"}
    before = Counter(one.key for one in entries(world) if one.act in kept)
    with closing(sqlite3.connect(world.folder / "state" / LEDGER)) as older:
        older.executescript(
            "DROP TABLE access; DROP TABLE sights; ALTER TABLE effects DROP COLUMN discloses;"
            "PRAGMA user_version = 4"
        )
    world.run()

    assert Counter(one.key for one in entries(world)) == before
    assert all(one.found for one in entries(world))
    assert (world.folder / "state" / f"{LEDGER}.v4-before-v5").exists()


# ---- the table of a month


def test_a_month_is_filed_once_when_it_is_over_for_the_manager_alone(world: World) -> None:
    world.first_run()
    assert months(world) == {}
    november = entries(world)
    world.at(DECEMBER)
    for _ in range(2):
        world.run()
    ((file,),) = months(world).values()

    assert file["name"] == "2026-11 access record.csv"
    rows = rows_of(world, file)
    assert [row["number"] for row in rows] == [str(entry.number) for entry in november]
    assert rows[0]["at"].startswith("2026-11-20T0")
    readers = {one["emailAddress"] for one in file["permissions"]}
    assert readers == {ROBOT, MANAGER}
    with world.person(MARISOL) as google:
        assert google.drive.list("name contains 'access record'", "id") == ()


def test_a_month_that_was_missed_is_made_up_for(world: World) -> None:
    world.first_run()
    world.at(DECEMBER)
    world.setting(lambda text: text.replace("[department]", "[department]\npaused = true"))
    world.run()
    assert months(world) == {}

    world.setting(lambda text: text.replace("paused = true", "paused = false"))
    world.at(JANUARY)
    world.run()
    assert {"access_record/2026-11", "access_record/2026-12"} >= months(world).keys()
    assert "access_record/2026-11" in months(world)


def test_a_lost_ledger_makes_no_second_table_of_a_month(world: World) -> None:
    world.first_run()
    world.at(DECEMBER)
    world.run()
    lose_the_ledger(world)
    for _ in range(2):
        world.run()

    assert {key: len(found) for key, found in months(world).items()} == {"access_record/2026-11": 1}


def test_a_table_that_was_deleted_is_not_made_again(world: World) -> None:
    world.first_run()
    world.at(DECEMBER)
    world.run()
    ((file,),) = months(world).values()
    delete(world, file)
    for _ in range(2):
        world.run()

    assert months(world) == {}


def test_an_upload_whose_answer_was_lost_leaves_one_table(world: World) -> None:
    world.first_run()
    world.at(DECEMBER)
    world.fault("drive.files.create", nth=2, when="reset-after")
    for _ in range(2):
        world.run()

    assert {key: len(found) for key, found in months(world).items()} == {"access_record/2026-11": 1}
