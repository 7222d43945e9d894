"""The ledger file: nothing committed is lost, and nobody else reads it."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from workspace_agent.ledger.file import to_read, to_write
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Recorded, Run
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.seen import KnownFile, LastLook, Look, MarkedFile
from workspace_agent.model.undo import Undo

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
W46, W47, W48 = (f"digest/manager/2026-W{week}" for week in (46, 47, 48))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def seen_by_another(path: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def states(ledger: Ledger) -> tuple[dict[str, str], list[str]]:
    return ledger.done(), [entry.key for entry in ledger.in_doubt()]


# ---- effects


def test_an_intent_is_on_disk_before_the_call(ledger: Ledger, path: Path) -> None:
    ledger.intend("record/1", "print", 1, NOW, "reserved")

    question = "SELECT key, fingerprint, state, reserved_id FROM effects"
    assert seen_by_another(path, question) == [("record/1", "print", "intended", "reserved")]


def test_an_id_handed_out_midway_is_on_disk_at_once(ledger: Ledger, path: Path) -> None:
    ledger.intend(W47, W47, 1, NOW)
    ledger.note(W47, "draft-1")

    assert seen_by_another(path, "SELECT remote_id, state FROM effects") == [("draft-1", "intended")]


def test_what_is_done_is_in_doubt_no_more(ledger: Ledger) -> None:
    ledger.intend("record/1", "print", 1, NOW)
    assert states(ledger) == ({}, ["record/1"])

    ledger.settle("record/1", "file-1", "link", NOW)
    assert states(ledger) == ({"record/1": "print"}, [])
    entry = ledger.entry("record/1")
    assert entry is not None
    assert (entry.remote_id, entry.link, entry.state) == ("file-1", "link", "done")


def test_keys_are_used_up_by_what_is_done_or_taken_and_not_by_what_is_in_doubt(ledger: Ledger) -> None:
    for key in ("meeting/k3/1", "meeting/k3/2", "meeting/k3/3"):
        ledger.intend(key, "print", 1, NOW)
    ledger.settle("meeting/k3/1", "event-1", "link", NOW)
    ledger.spend("meeting/k3/2")

    assert ledger.keys() == ("meeting/k3/1", "meeting/k3/2")


def test_what_was_refused_leaves_no_trace(ledger: Ledger) -> None:
    ledger.intend("record/1", "print", 1, NOW)
    ledger.withdraw("record/1")

    assert states(ledger) == ({}, [])
    assert ledger.entry("record/1") is None


def test_a_refused_change_leaves_done_what_was_done(ledger: Ledger) -> None:
    ledger.intend("meeting/k3/1", "old", 1, NOW)
    ledger.settle("meeting/k3/1", "event-1", "link", NOW)
    before = ledger.entry("meeting/k3/1")
    ledger.intend("meeting/k3/1", "new", 2, NOW)
    ledger.withdraw("meeting/k3/1", before)

    assert ledger.entry("meeting/k3/1") == before


def test_nothing_is_lost_by_reopening(ledger: Ledger, path: Path) -> None:
    ledger.save_identities({"alias": frozenset({"k3", "k4"}), "k3/k4": frozenset()}, {"k3": ("J.S.", 2)})
    ledger.answer("q1", "yes", NOW)
    ledger.intend("record/1", "print", 1, NOW)
    ledger.settle("record/1", "file-1", "link", NOW)
    ledger.intend("record/2", "print", 1, NOW, "reserved")
    ledger.set_meta("key_print", "abc")
    ledger.runs.end(ledger.runs.begin(NOW), NOW, 1, "{}")
    ledger.close()

    again = Ledger(path)
    assert again.aliases() == {"alias": {"k3", "k4"}, "k3/k4": frozenset()}
    assert again.answers() == {"q1": "yes"}
    assert again.students() == {"k3": ("J.S.", 2)}
    assert states(again) == ({"record/1": "print"}, ["record/2"])
    assert again.meta("key_print") == "abc"
    assert [(run.number, run.exit_code) for run in again.runs.latest(5)] == [(1, 1)]
    again.close()


# ---- looks and history


def test_what_still_looks_the_same_keeps_the_moment_it_was_first_seen(ledger: Ledger) -> None:
    ledger.look([Look("event/1", "a"), Look("event/2", "b")], NOW)
    later = NOW + timedelta(minutes=15)
    ledger.look([Look("event/1", "a"), Look("event/2", "changed")], later)

    assert ledger.looks() == {"event/1": LastLook("a", NOW), "event/2": LastLook("changed", later)}


def test_what_was_not_looked_at_for_two_months_is_forgotten(ledger: Ledger) -> None:
    ledger.look([Look("event/1", "a"), Look("event/2", "b")], NOW)
    ledger.look([Look("event/2", "b")], NOW + timedelta(days=59))
    ledger.look([], NOW + timedelta(days=61))

    assert set(ledger.looks()) == {"event/2"}


def test_how_large_a_sheet_was_is_never_forgotten(ledger: Ledger) -> None:
    """A workbook that was shut over the summer, and comes back empty, still meets its brake."""
    sheets = {"source/workbook-1/meetings", "columns/workbook-1/meetings", "workbook/workbook-1"}
    ledger.look([Look(subject, "40") for subject in sheets], NOW)
    ledger.look([], NOW + timedelta(days=400))

    assert set(ledger.looks()) == sheets


def test_the_history_keeps_every_outcome_of_an_effect(ledger: Ledger, path: Path) -> None:
    action = Action(key="record/1", fingerprint="print", summary="file: record for k3m9")
    ledger.record(1, Outcome(action, State.FAILED, "status 503"), NOW)
    ledger.record(2, Outcome(action, State.DONE, link="link"), NOW)

    question = "SELECT run, key, state, reason, link FROM history ORDER BY number"
    assert seen_by_another(path, question) == [
        (1, "record/1", "failed", "status 503", ""),
        (2, "record/1", "done", "", "link"),
    ]


def test_what_is_refused_at_each_look_is_kept_once_a_day_and_its_runs_are_forgotten(
    ledger: Ledger, path: Path
) -> None:
    """A calendar that is shared without the right to write is tried again 288 times a day."""
    action = Action(key="meeting/k3/1", fingerprint="print", summary="book: meeting 1 of k3")
    refused = Outcome(action, State.FAILED, "forbidden")
    midnight = NOW.replace(hour=0)
    for look in range(2 * 288):
        now = midnight + timedelta(minutes=5 * look)
        run = ledger.runs.begin(now)
        ledger.record(run, refused, now)
        ledger.runs.end(run, now, 1, "{}")

    assert seen_by_another(path, "SELECT run, key, state FROM history") == [
        (1, "meeting/k3/1", "failed"),
        (289, "meeting/k3/1", "failed"),
    ]
    ledger.runs.forget_idle(midnight + timedelta(days=62))
    assert [run.number for run in ledger.runs.latest(9)] == [576, 289, 1]


@pytest.mark.parametrize(
    "other",
    [
        Outcome(Action(key="record/1", fingerprint="a", summary="what"), State.FAILED, "status 503"),
        Outcome(Action(key="record/1", fingerprint="a", summary="what"), State.SKIPPED, "status 403"),
        Outcome(Action(key="record/1", fingerprint="a", summary="else"), State.FAILED, "status 403"),
        Outcome(Action(key="record/2", fingerprint="a", summary="what"), State.FAILED, "status 403"),
        Outcome(Action(key="record/1", fingerprint="a", summary="what"), State.DONE),
    ],
    ids=["another reason", "another state", "other words", "another effect", "done"],
)
def test_what_became_of_an_effect_in_another_way_is_kept(ledger: Ledger, path: Path, other: Outcome) -> None:
    refused = Outcome(Action(key="record/1", fingerprint="a", summary="what"), State.FAILED, "status 403")
    for run, outcome in enumerate((refused, other, refused, refused), 1):
        ledger.record(run, outcome, NOW)

    kept = [run for (run,) in seen_by_another(path, "SELECT run FROM history")]
    assert kept == ([1, 2] if other.action.key == "record/2" else [1, 2, 3])


def test_what_is_done_is_kept_each_time(ledger: Ledger, path: Path) -> None:
    done = Outcome(Action(key="tab/1", fingerprint="a", summary="what"), State.DONE, link="link")
    for run in (1, 2):
        ledger.record(run, done, NOW)

    assert seen_by_another(path, "SELECT run FROM history") == [(1,), (2,)]


class MakeAFile(Action):
    """An action that a person can take back."""

    undo = Undo.TRASH_FILE


def test_the_history_of_one_run_is_told_in_order(ledger: Ledger) -> None:
    for run, key in ((1, "record/1"), (2, "record/2"), (2, "record/3")):
        action = MakeAFile(key=key, fingerprint="print", summary=f"file: {key}")
        ledger.record(run, Outcome(action, State.DONE, link=f"link of {key}"), NOW)

    assert ledger.history(2) == (
        Recorded("record/2", "file: record/2", "TRASH_FILE", "done", "", "link of record/2", NOW),
        Recorded("record/3", "file: record/3", "TRASH_FILE", "done", "", "link of record/3", NOW),
    )
    assert ledger.history(3) == ()


# ---- approvals


def test_an_approval_is_on_disk_at_once_and_outlives_the_process(ledger: Ledger, path: Path) -> None:
    ledger.approve([("meeting/k3/1", "print"), ("source/book/meetings", "18 to 2")], NOW)
    ledger.close()

    again = Ledger(path)
    assert again.approved() == {("meeting/k3/1", "print"), ("source/book/meetings", "18 to 2")}
    again.close()


def test_an_approval_goes_with_just_the_content_that_is_spent(ledger: Ledger) -> None:
    ledger.approve([("a", "1"), ("b", "1"), ("c", "1")], NOW)
    ledger.forget_approvals({("b", "1"), ("c", "2")})

    assert ledger.approved() == {("a", "1"), ("c", "1")}


# ---- the file


def test_a_power_cut_loses_nothing_that_was_committed(ledger: Ledger) -> None:
    database = ledger._database
    assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert database.execute("PRAGMA synchronous").fetchone() == (2,), "2 is FULL"


@pytest.mark.parametrize("mode_before", [None, 0o644], ids=["a new file", "a file that others could read"])
def test_the_file_is_its_owners_alone(path: Path, mode_before: int | None) -> None:
    if mode_before:
        path.touch(mode=mode_before)
    Ledger(path).close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _from_the_future(path: Path) -> None:
    Ledger(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _not_a_database(path: Path) -> None:
    path.write_bytes(b"anything else, and long enough to be looked at" * 50)


UNUSABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "written by a newer version": (_from_the_future, "newer version"),
    "damaged": (_not_a_database, "damaged"),
}


@pytest.mark.parametrize(("spoil", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_refused(path: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(path)
    before = path.read_bytes()

    for opened in (to_write, to_read):
        with pytest.raises(SettingsError, match=said) as caught:
            Ledger(path, opened)
        assert caught.value.advice
        assert path.read_bytes() == before


def test_a_reader_sees_what_is_there_and_cannot_write(ledger: Ledger, path: Path) -> None:
    ledger.set_meta("key_print", "abc")
    reader = Ledger(path, to_read)
    assert reader.meta("key_print") == "abc"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.set_meta("key_print", "def")
    reader.close()

    assert ledger.meta("key_print") == "abc"


# ---- who is who


def test_what_is_saved_of_who_is_who_replaces_what_was_known(ledger: Ledger) -> None:
    """An alias that has become somebody else's must not come back from an old ledger."""
    k3, k4 = frozenset({"k3"}), frozenset({"k4"})
    ledger.save_identities({"a1": k3, "a2": k4}, {"k3": ("J.S.", 1), "k4": ("J.S.", 2)})
    ledger.save_identities({"a2": k3}, {"k3": ("J.S.", 1), "k4": ("J.S.", 2)})

    assert ledger.aliases() == {"a2": k3}


def test_students_come_back_in_the_order_in_which_they_were_first_seen(ledger: Ledger) -> None:
    seen = {"k9": ("A.A.", 1), "k1": ("B.B.", 1), "k5": ("C.C.", 1)}
    ledger.save_identities({}, seen)
    ledger.save_identities({}, {**ledger.students(), "k0": ("D.D.", 1)})

    assert [*ledger.students()] == ["k9", "k1", "k5", "k0"]


def test_an_answer_that_is_saved_again_keeps_its_moment(ledger: Ledger, path: Path) -> None:
    ledger.answer("q1", "yes", NOW)
    ledger.save_answers({"q1": "yes", "q2": "no"}, NOW + timedelta(days=1))
    ledger.save_answers({"q1": "yes", "q2": "yes"}, NOW + timedelta(days=2))

    moments = seen_by_another(path, "SELECT question, answer, at FROM answers ORDER BY question")
    assert [(question, answer, str(at)[8:10]) for question, answer, at in moments] == [
        ("q1", "yes", "20"),
        ("q2", "yes", "22"),
    ]


def test_answers_that_are_not_saved_again_are_gone(ledger: Ledger) -> None:
    ledger.save_answers({"q1": "yes", "asked/q2": "- -"}, NOW)
    ledger.save_answers({"q1": "yes"}, NOW)

    assert ledger.answers() == {"q1": "yes"}


def test_answers_of_who_is_who_and_approvals_leave_each_other_alone(ledger: Ledger) -> None:
    ledger.approve([("cancel/k3/1", "f")], NOW)
    ledger.save_answers({"q1": "yes"}, NOW)
    assert ledger.answers() == {"q1": "yes"}
    assert ledger.approved() == {("cancel/k3/1", "f")}

    ledger.forget_approvals({("cancel/k3/1", "f")})
    assert (ledger.answers(), ledger.approved()) == ({"q1": "yes"}, frozenset())


def test_identities_are_saved_altogether_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger.save_identities({"a1": frozenset({"k3"})}, {"k3": (None, 1)})  # type: ignore[dict-item]

    assert ledger.aliases() == {}


# ---- runs

ENDINGS = {
    "a part of it waits": ([0, 6], 1),
    "never ran": ([], None),
    "done": ([0], 0),
    "rows need a person": ([1], 0),
    "the later one failed": ([0, 5], 0),
    "never a good one": ([5, 3], None),
    "the later one was killed": ([1, None], 0),
}


@pytest.mark.parametrize(("codes", "good"), ENDINGS.values(), ids=ENDINGS)
def test_the_last_good_run_is_the_last_that_did_its_work(
    ledger: Ledger, codes: list[int | None], good: int | None
) -> None:
    for number, code in enumerate(codes):
        run = ledger.runs.begin(NOW)
        if code is not None:
            ledger.runs.end(run, NOW + timedelta(hours=number), code, "{}")

    assert ledger.runs.last_good() == (None if good is None else NOW + timedelta(hours=good))


def test_a_run_that_could_not_open_a_source_is_no_good_one(ledger: Ledger) -> None:
    for hour, counts in enumerate(('{"unread": 0}', '{"unread": 1}', "{}", '{"unread": 2}')):
        ledger.runs.end(ledger.runs.begin(NOW), NOW + timedelta(hours=hour), 1, counts)

    assert ledger.runs.last_good() == NOW + timedelta(hours=2)


def test_a_run_under_a_clock_that_was_ahead_is_not_the_last_for_ever(ledger: Ledger) -> None:
    for end in (NOW + timedelta(days=365), NOW):
        ledger.runs.end(ledger.runs.begin(end), end, 0, "{}")

    assert ledger.runs.last_good() == NOW


def test_runs_come_newest_first_and_only_as_many_as_asked(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.runs.begin(NOW)

    assert [run.number for run in ledger.runs.latest(2)] == [3, 2]
    assert ledger.runs.latest(1)[0].ended is None


def test_runs_of_the_last_days_are_found_without_commands(ledger: Ledger) -> None:
    for day, counts in ((0, "{}"), (3, "{}"), (4, '{"command": "init workbook"}'), (5, "{}")):
        moment = NOW + timedelta(days=day)
        ledger.runs.end(ledger.runs.begin(moment), moment, 0, counts)

    assert [run.number for run in ledger.runs.since(NOW + timedelta(days=3))] == [4, 2]


@pytest.mark.parametrize(
    ("code", "counts", "complete"),
    [
        pytest.param(0, "{}", True, id="done"),
        pytest.param(1, '{"unread": 0}', True, id="rows need a person"),
        pytest.param(6, "{}", True, id="a part of it waits"),
        pytest.param(5, "{}", False, id="Google did not answer"),
        pytest.param(1, '{"unread": 2}', False, id="not everything could be read"),
        pytest.param(None, "{}", False, id="killed"),
    ],
)
def test_a_run_is_complete_where_it_did_all_its_work(
    ledger: Ledger,
    code: int | None,
    counts: str,
    complete: bool,
) -> None:
    run = ledger.runs.begin(NOW)
    if code is not None:
        ledger.runs.end(run, NOW, code, counts)

    assert ledger.runs.latest(1)[0].is_complete is complete


def test_a_run_is_found_by_its_number(ledger: Ledger) -> None:
    number = ledger.runs.begin(NOW)

    assert ledger.runs.of(number) == Run(number, NOW, None, None, "{}")
    assert ledger.runs.of(number + 1) is None


# ---- folders and records

FOLDER = MarkedFile("folder/root", "id-1", trashed=False, link="link-1")


def test_what_was_made_is_known_by_its_key(ledger: Ledger) -> None:
    for key, made in (("folder/root", "id-1"), ("record/r", "id-2"), ("meeting/a/1", "id-3")):
        ledger.intend(key, "f", 1, NOW)
        ledger.settle(key, made, f"link of {made}", NOW)
    ledger.intend("review/r", "f", 1, NOW, "id-4")

    assert ledger.files() == {
        "folder/root": KnownFile("id-1", "link of id-1"),
        "record/r": KnownFile("id-2", "link of id-2"),
    }


COPY, FILED = "review/r/2026-11-12", "record/r/2026-11-12"


def kept_for_review(ledger: Ledger) -> None:
    ledger.intend(COPY, "f", 1, NOW, "id-1")
    ledger.settle(COPY, "id-1", "link-1", NOW)


def test_what_was_moved_out_of_review_is_known_by_its_new_key_alone(ledger: Ledger) -> None:
    kept_for_review(ledger)
    ledger.intend(FILED, "id-1", 2, NOW, "id-9")
    assert set(ledger.files()) == {COPY}

    ledger.settle(FILED, "id-1", "link-1", NOW)
    assert ledger.files() == {FILED: KnownFile("id-1", "link-1")}
    assert ledger.entry(COPY) is None


def test_that_it_was_moved_is_learnt_from_its_mark(ledger: Ledger) -> None:
    kept_for_review(ledger)
    ledger.adopt([replace(FOLDER, key=FILED)], {}, NOW)

    assert ledger.keys() == (FILED,)


def test_a_copy_that_is_another_file_and_one_in_doubt_stay_known(ledger: Ledger) -> None:
    kept_for_review(ledger)
    ledger.intend("review/other/1", "f", 1, NOW, "id-3")
    for key, made in ((FILED, "id-2"), (f"superseded/{COPY}", "id-1")):
        ledger.intend(key, "f", 2, NOW)
        ledger.settle(key, made, "", NOW)

    assert set(ledger.files()) == {COPY, FILED}
    assert [entry.key for entry in ledger.in_doubt()] == ["review/other/1"]


def test_a_lost_ledger_learns_from_the_marks(ledger: Ledger) -> None:
    ledger.adopt([FOLDER], {"share/folder/root/manager": "print"}, NOW)

    assert ledger.files() == {"folder/root": KnownFile("id-1", "link-1")}
    assert set(ledger.done()) == {"folder/root", "share/folder/root/manager"}


def test_what_it_knows_it_does_not_learn_anew(ledger: Ledger) -> None:
    ledger.intend("folder/root", "print", 7, NOW, "id-1")
    ledger.settle("folder/root", "id-1", "the link then", NOW)
    ledger.adopt([FOLDER], {}, NOW)
    entry = ledger.entry("folder/root")

    assert entry is not None
    assert (entry.fingerprint, entry.run, entry.link) == ("print", 7, "the link then")


def test_it_follows_to_the_file_that_is_in_use(ledger: Ledger) -> None:
    ledger.adopt([FOLDER], {}, NOW)
    ledger.adopt([replace(FOLDER, file_id="id-9", link="link-9")], {}, NOW)

    assert ledger.files() == {"folder/root": KnownFile("id-9", "link-9")}


def test_a_doubt_is_not_settled_by_learning(ledger: Ledger) -> None:
    ledger.intend("folder/root", "f", 1, NOW, "id-1")
    ledger.intend("share/folder/root/manager", "f", 1, NOW)
    ledger.adopt([FOLDER], {"share/folder/root/manager": "print"}, NOW)

    assert len(ledger.in_doubt()) == 2


def test_what_is_to_be_made_again_is_forgotten_with_its_shares_and_looks(ledger: Ledger) -> None:
    other = replace(FOLDER, key="folder/root-2", file_id="id-2")
    shares = ["share/folder/root/manager", "share/folder/root/manager/again", "share/folder/root-2/manager"]
    ledger.adopt([FOLDER, other], dict.fromkeys(shares, "print"), NOW)
    ledger.look([Look("file/folder/root", "gone"), Look("file/folder/root-2", "gone")], NOW)
    ledger.forget_file("folder/root", "file/folder/root")

    assert set(ledger.done()) == {"folder/root-2", "share/folder/root-2/manager"}
    assert set(ledger.looks()) == {"file/folder/root-2"}


TAKEN_BACK = {
    "the share": ("share/folder/a/theo", "print", True),
    "the second share": ("share/folder/a/theo/again", "print", True),
    "under another address": ("share/folder/a/theo", "other print", False),
    "of another folder": ("share/folder/b/theo", "print", False),
    "of a folder that lies in it": ("share/folder/a/2026/theo", "print", False),
}


@pytest.mark.parametrize(("share", "to", "forgotten"), TAKEN_BACK.values(), ids=TAKEN_BACK)
@pytest.mark.parametrize("how", ["revoke/folder/a/permission", "unmark/folder/a/theo"])
def test_what_was_taken_back_counts_as_never_shared(
    ledger: Ledger,
    share: str,
    to: str,
    forgotten: bool,
    how: str,
) -> None:
    for key, fingerprint in ((share, to), (how, "print")):
        ledger.intend(key, fingerprint, 1, NOW)
        ledger.settle(key, "id", "", NOW)

    assert (share not in ledger.done()) is forgotten
    assert how in ledger.done()


def test_the_first_run_since_a_moment_is_told_in_whatever_zone_it_was_written(ledger: Ledger) -> None:
    moments = [NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=2)]
    for moment, hours in zip(moments, (9, -7, 0), strict=True):
        ledger.runs.begin(moment.astimezone(timezone(timedelta(hours=hours))))

    late = NOW + timedelta(hours=9)
    assert ledger.runs.first_since(NOW, late) == NOW
    assert ledger.runs.first_since(NOW + timedelta(minutes=1), late) == moments[1]
    assert ledger.runs.first_since(NOW + timedelta(hours=3), late) is None


def test_a_run_that_a_wrong_clock_put_ahead_is_none_since_a_moment(ledger: Ledger) -> None:
    ledger.runs.begin(NOW + timedelta(days=365))
    ledger.runs.begin(NOW + timedelta(minutes=5))

    assert ledger.runs.first_since(NOW, NOW + timedelta(hours=1)) == NOW + timedelta(minutes=5)
