"""What a feed remembers of each service, and what it forgets, without any Google."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from workspace_agent.model.errors import AccessDenied
from workspace_agent.observe.feed_answers import Contents, Events, Files

ROBOT = "agent@company.example"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FOLDER = "application/vnd.google-apps.folder"
IN_A = "'a' in parents and trashed = false"
HERS = "hers@company.example"

Json = Mapping[str, Any]


def a_file(file_id: str = "f", **changes: Any) -> Json:
    """A workbook that was shared with the agent."""
    shared = [{"id": "1", "emailAddress": ROBOT, "role": "writer"}]
    about = {"id": file_id, "mimeType": "sheet", "parents": ["a"], "permissions": shared, "version": "1"}
    return {name: value for name, value in (about | changes).items() if value is not None}


@dataclass
class Disk:
    """Drive as it is now; counts what it is asked."""

    files: dict[str, Json]
    refuses: bool = False
    asked: list[str] = field(default_factory=list)

    def get(self, file_id: str, fields: str) -> Json:
        del fields
        self.asked.append(f"get {file_id}")
        return self.files[file_id]

    def list(self, q: str, fields: str) -> tuple[Json, ...]:
        del q, fields
        self.asked.append("list")
        return tuple(file for file in self.files.values() if file["id"] != "a")

    def permissions(self, file_id: str) -> tuple[Json, ...]:
        self.asked.append(f"permissions {file_id}")
        if self.refuses:
            raise AccessDenied("drive.permissions.list", 403)
        return ()


def files_of(disk: Disk, *drives: str) -> Files:
    """After a look at the folder and at what lies in it."""
    files = Files(disk, ROBOT, dict.fromkeys(drives, "token"))
    look(files)
    disk.asked.clear()
    return files


def look(files: Files) -> None:
    files.list(IN_A, "id")
    for file_id in ("a", "f"):
        files.get(file_id, "id")


def disk_with(**changes: Any) -> Disk:
    return Disk({"a": a_file("a", mimeType=FOLDER, parents=None), "f": a_file(**changes)})


ASKS_ALL = ["list", "get a", "get f"]


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        pytest.param(a_file(), [], id="a file whose content changed is where it was"),
        pytest.param(a_file(name="New"), [], id="a new name is in the log itself"),
        pytest.param(a_file(permissions=[]), [], id="so is who can open a file"),
        pytest.param(a_file(trashed=True), ASKS_ALL, id="one in the trash is in no list any more"),
        pytest.param(a_file(parents=["b"]), ASKS_ALL, id="nor is one in another folder"),
        pytest.param(a_file(appProperties={"wa": "1"}), ASKS_ALL, id="a mark may put it into another list"),
        pytest.param(a_file("new"), ASKS_ALL, id="a new file in the folder belongs to its list"),
        pytest.param(a_file("new", parents=["z"]), [], id="one elsewhere does not"),
        pytest.param(a_file("new", parents=["z"], appProperties={"wa": "1"}), ASKS_ALL, id="unless marked"),
        pytest.param(
            a_file("z", mimeType=FOLDER, parents=["y"]), ASKS_ALL, id="a folder may lie above others"
        ),
        pytest.param(
            a_file("a", mimeType=FOLDER, parents=None, name="New"), [], id="a folder's name reaches nobody"
        ),
        pytest.param(
            a_file("a", mimeType=FOLDER, parents=None, permissions=[]),
            ASKS_ALL,
            id="who can open a folder can open what lies in it",
        ),
        pytest.param(
            a_file("a", mimeType=FOLDER, parents=None, permissions=None),
            ASKS_ALL,
            id="where that cannot be seen it may have changed",
        ),
    ],
)
def test_lists_and_files_are_asked_for_again_where_a_change_may_concern_them(
    change: Json, asked: list[str]
) -> None:
    disk = disk_with()
    files = files_of(disk)
    files.learn(change)
    look(files)
    assert disk.asked == asked


def test_what_the_log_told_of_a_file_is_what_is_answered() -> None:
    files = files_of(disk_with())
    files.learn(a_file(name="New"))
    assert [files.get("f", "id")["name"], files.list(IN_A, "id")[0]["name"]] == ["New", "New"]


def test_a_file_that_comes_out_of_the_trash_after_it_went_in_is_looked_for_both_times() -> None:
    disk = disk_with()
    files = files_of(disk)
    del disk.files["f"]
    files.learn(a_file(trashed=True))
    files.list(IN_A, "id")
    files.learn(a_file())
    files.list(IN_A, "id")
    assert disk.asked == ["list", "list"]


@pytest.mark.parametrize(
    ("file", "drives", "follows"),
    [
        pytest.param({"permissions": None, "ownedByMe": True}, (), True, id="its own"),
        pytest.param({"permissions": None, "sharedWithMeTime": "2026"}, (), True, id="shared with the agent"),
        pytest.param({}, (), True, id="shared with its address among others"),
        pytest.param({"permissions": None}, (), True, id="in a folder that is followed"),
        pytest.param(
            {"permissions": [{"id": "anyoneWithLink"}], "parents": ["z"]}, (), False, id="by the link only"
        ),
        pytest.param({"driveId": "d"}, ("d",), True, id="on a drive whose log is read"),
        pytest.param({"driveId": "d"}, (), False, id="on one whose log is not"),
    ],
)
def test_a_file_is_followed_where_a_change_is_sure_to_be_told(
    file: Json, drives: tuple[str, ...], follows: bool
) -> None:
    disk = disk_with(**file)
    files = files_of(disk, *drives)
    files.get("f", "id")
    assert (files.is_followed("f"), disk.asked) == (follows, [] if follows else ["get f"])


def test_a_refusal_to_say_who_can_open_a_file_is_remembered_until_the_file_changes() -> None:
    disk = disk_with()
    disk.refuses = True
    files = files_of(disk)
    for _ in range(2):
        with pytest.raises(AccessDenied):
            files.permissions("f")
    assert disk.asked == ["permissions f"]
    files.learn(a_file())
    disk.refuses = False
    assert files.permissions("f") == ()


@pytest.mark.parametrize(
    ("versions", "known"),
    [
        pytest.param(["2"], None, id="a change makes it forget"),
        pytest.param(["2", "2"], {"cells": 2}, id="a look at a file is no change"),
        pytest.param(["2", "3"], None, id="a further change is"),
        pytest.param([None, None], None, id="without a version it may be"),
    ],
)
def test_a_content_is_forgotten_with_each_new_version(versions: list[str | None], known: Json | None) -> None:
    contents = Contents(files_of(disk_with()))
    contents.keep("f", {"cells": 1})
    for number, version in enumerate(versions, 2):
        contents.learn(a_file(version=version))
        found = contents.recall("f")
        if found is None and number == 2:
            contents.keep("f", {"cells": 2})
    assert contents.recall("f") == (known if len(versions) > 1 else {"cells": 2})


@dataclass
class Diary:
    """A calendar; counts what it is asked."""

    ours: tuple[Json, ...]
    asked: list[str] = field(default_factory=list)

    def list(self, calendar: str, **filters: Any) -> tuple[Json, ...]:
        del calendar
        is_ours = "privateExtendedProperty" in filters
        self.asked.append("ours" if is_ours else "all")
        return self.ours if is_ours else ()


def an_event(hours: int, status: str = "confirmed") -> Json:
    ends = (NOW + timedelta(hours=hours)).isoformat()
    return {"status": status, "start": {"dateTime": ends}, "end": {"dateTime": ends}}


def a_look(events: Events) -> None:
    events.list(HERS, privateExtendedProperty="wa=1")
    events.list(HERS)


@pytest.mark.parametrize(
    ("ours", "asked"),
    [
        pytest.param((an_event(1),), ["ours"], id="one that is open may be changed by people"),
        pytest.param((an_event(-1),), [], id="one that is over may not"),
        pytest.param((an_event(1, "cancelled"),), [], id="nor one that is cancelled"),
        pytest.param((), [], id="nothing changes where there is none"),
    ],
)
def test_our_events_are_asked_for_in_each_cycle_where_one_is_open(
    ours: tuple[Json, ...], asked: list[str]
) -> None:
    events, diary = a_diary(*ours)
    events.begin(NOW + timedelta(minutes=5))
    a_look(events)
    assert diary.asked == asked


def a_diary(*ours: Json) -> tuple[Events, Diary]:
    """After the first cycle."""
    diary = Diary(ours)
    events = Events(diary)
    events.begin(NOW)
    a_look(events)
    diary.asked.clear()
    return events, diary


def test_a_calendar_that_is_written_to_is_looked_at_afresh_once_and_again_in_the_next_cycle() -> None:
    events, diary = a_diary()
    events.begin(NOW)
    a_look(events)
    assert events.lose(frozenset({HERS}))
    a_look(events)
    assert not events.lose(frozenset({HERS}))
    events.begin(NOW)
    a_look(events)
    assert diary.asked == ["ours", "all"] * 2


def test_a_calendar_that_is_watched_is_looked_at_once_in_an_hour() -> None:
    events, _ = a_diary()
    events.begin(NOW + timedelta(minutes=59))
    assert events.older(frozenset({HERS}), timedelta(hours=1)) == frozenset()
    events.begin(NOW + timedelta(minutes=60))
    assert events.older(frozenset({HERS}), timedelta(hours=1)) == {HERS}
