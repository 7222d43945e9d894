"""What must hold of who can open what, and of the access record that answers for it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

from tests.journeys.world import ROBOT
from tests.kills.remains import ledger_of
from tests.machine.looks import File, Look
from tests.simulation.onlooker import Opened, open_to_both
from tests.simulation.school import Deed, School
from workspace_agent.ledger.rows import AccessEntry
from workspace_agent.model.problem_kinds import ProblemKind

_RECORDS = ("record/", "review/", "evidence/", "progress/")
_FOLDER, _OF_CASE_MANAGER = "folder/", "folder/case-manager/"
_TOLD = (ProblemKind.EXTRA_READER, ProblemKind.FOLDER_OPEN)
_TAMPERING = (
    "UPDATE access SET recipient = 'nobody'",
    "DELETE FROM access",
    "INSERT OR REPLACE INTO access SELECT * FROM access",
)
_ONLY_BY_RUNS = ("filed", "invited", "mailed")
"""Acts that nobody can be faster with than the agent: the record tells of none that did not happen."""


def while_it_ran(school: School, seen: list[Opened]) -> None:
    """Nobody is let in while the one before them is still there.

    Raises:
        AssertionError: A promise was broken.
    """
    wrong = open_to_both(seen, (set(school.calendars), school.managers))
    files = school.look().files
    told = [(files[file_id].key, people) for file_id, people in wrong if file_id in files]
    assert not wrong, f"open to two of whom only one may read it: {told}"


# ---- the access record


def note(school: School, before: Look, after: Look) -> None:
    """Remember what a run did, whatever became of it: sooner or later the record has to tell it."""
    school.owed += _deeds(before, after)


def _deeds(before: Look, after: Look) -> Counter[Deed]:
    """What a run disclosed, or ended, as people can see it: the act, and the id of the thing."""
    deeds: Counter[Deed] = Counter()
    for file in after.files.values():
        old = before.files.get(file.id)
        is_new = file.key.startswith(_RECORDS) and (old is None or old.key != file.key)
        deeds["filed", file.key] += is_new
        if file.key.startswith(_FOLDER):
            were = old.readers if old else frozenset[str]()
            deeds["shared", file.id] += len(file.readers - were - {ROBOT})
            deeds["taken off", file.id] += len(were - file.readers)
    for event in after.events.values():
        known = before.events.get(event.id)
        guests = known.guests.keys() if known else set[str]()
        deeds["invited", event.id] += len(event.guests.keys() - guests)
        deeds["uninvited", event.id] += event.live and len(guests - event.guests.keys())
    deeds["mailed", ""] += (after.digests - before.digests).total()
    return +deeds


def after_a_calm_run(school: School) -> None:
    """All that was disclosed is entered, once, and by the run that did it, where the ledger was not lost.

    Of an event that people seated guests on, or brought back, nobody knows who did it.

    Raises:
        AssertionError: A promise was broken.
    """
    _extra_readers_are_told(school)
    with ledger_of(school.world) as ledger:
        new = [one for one in ledger.access.entries() if one.number > school.entered]
        by_itself = [one for one in new if not (one.found and one.object_id in school.touched)]
        is_settled = not ledger.in_doubt()
    if not school.is_learning:
        found = [one.key for one in by_itself if one.found]
        assert not found, f"the access record did not say who did it: {found}"
    if is_settled:
        if not school.is_learning:
            _are_entered(school.owed, Counter(map(_deed, by_itself)))
        school.owed.clear()
        unread = {one.problem.kind for one in school.account.unread}
        school.is_learning &= not unread <= {ProblemKind.SOURCE_SHRANK}
        school.entered += len(new)


def _are_entered(done: Counter[Deed], entered: Counter[Deed]) -> None:
    missing = done - entered
    assert not missing, f"the access record does not tell everything: {dict(missing)}"
    doubled = {deed: count for deed, count in (entered - done).items() if deed[0] in _ONLY_BY_RUNS}
    assert not doubled, f"the access record tells what nobody did: {doubled}"


def _deed(entry: AccessEntry) -> Deed:
    things = {"mailed": "", "filed": entry.key}
    return entry.act, things.get(entry.act, entry.object_id)


def _extra_readers_are_told(school: School) -> None:
    """Whom people let in, whoever may."""
    told = {one.place.url for one in school.account.problems if one.kind in _TOLD}
    for file_id, who in sorted(school.let_in):
        file = school.look().files[file_id]
        is_told = file.trashed or any(file_id in url for url in told)
        assert is_told, f"nobody is told that {who} can open {file.key}"


# ---- when all is quiet


def when_all_is_quiet(school: School) -> None:
    """Whatever became of the ledger.

    Raises:
        AssertionError: A promise was broken.
    """
    _entries_stay(school)
    files = school.look().files.values()
    with ledger_of(school.world) as ledger:
        filed = Counter(one.key for one in ledger.access.entries() if one.act == "filed")
    for file in files:
        if file.key.startswith(_RECORDS):
            assert filed[file.key] == 1, (
                f"{filed[file.key]} entries in the access record, not one: {file.key}"
            )
        if file.key.startswith(_OF_CASE_MANAGER):
            _open_to_whom_it_belongs(school, file)


def _entries_stay(school: School) -> None:
    """Nobody can change, delete or replace an entry: tried on a copy."""
    with closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(school.state_file)) as ledger:
            ledger.backup(copy)
        (there,) = copy.execute("SELECT count(*) FROM access").fetchone()
        for tampering in _TAMPERING if there else ():
            try:
                copy.execute(tampering)
            except sqlite3.IntegrityError:
                continue
            raise AssertionError(f"an entry of the access record can be tampered with: {tampering}")


def _open_to_whom_it_belongs(school: School, file: File) -> None:
    """To the case manager, as long as they are there, to the manager of today, and to whom people let in."""
    person = file.key.removeprefix(_OF_CASE_MANAGER)
    if any(stop.source == person for stop in school.account.waits.stops):
        return  # taking somebody off may wait there
    allowed = {ROBOT, school.manager, *([] if person in school.gone else [school.address(person)])}
    wrong = {who for who in file.readers - allowed if (file.id, who) not in school.let_in}
    assert not wrong, f"open to {sorted(wrong)}, who may not: {file.key}"
