"""Who is who, from the ledger and from the marks on the folders, when one of the two is old or lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import a_department, a_student
from tests.builders_seen import CALENDAR, sign
from workspace_agent.duties.student_marks import StudentMarks, marks_print
from workspace_agent.intake.aliases import Aliases, apart, merged
from workspace_agent.intake.answers import Answers
from workspace_agent.intake.identify import Identities
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventMark, EventState, LastLook, MarkedEvent, MarkedFile, Prints
from workspace_agent.observe.memory import answers_to_keep, looks, recall
from workspace_agent.observe.who import together, with_left_over

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def refs(*names: str) -> frozenset[str]:
    return frozenset(names)


def folder(ref: str, *aliases: str, initials: str = "J.S.", **said: str) -> MarkedFile:
    pairs = dict(StudentMarks(ref, initials, aliases).as_pairs()) | said
    return MarkedFile(f"folder/student/{ref}", f"id-{ref}", trashed=False, link="", marks=pairs)


def known(*files: MarkedFile, seen: bool = True, **aliases: frozenset[str]) -> Identities:
    """What is known where the ledger holds these aliases, and has seen these folders as they are or not."""
    last = {file.key: LastLook(marks_print(file.marks, sign), NOW) for file in files} if seen else {}
    return together(Identities(aliases), files, last, sign)


def test_without_a_ledger_the_folders_bring_everybody_back() -> None:
    found = known(folder("k3", "n1", "m1", initials="J.S.-2"), folder("k4", "n2", "m1"), seen=False)

    assert found.aliases == {"n1": refs("k3"), "n2": refs("k4"), "m1": refs("k3", "k4")}
    assert [*found.initials.items()] == [("k3", ("J.S.", 2)), ("k4", ("J.S.", 1))]


def test_what_people_said_comes_back_with_them() -> None:
    found = known(folder("k3", "n1", apart_1="k4 k5"), folder("k9", merged_into="k3"), seen=False)

    assert found.aliases == {
        "n1": refs("k3"),
        apart("k3", "k4"): refs(),
        apart("k3", "k5"): refs(),
        merged("k9"): refs("k3"),
    }


def test_what_the_ledger_learnt_and_could_not_write_yet_is_known() -> None:
    assert known(folder("k3", "n1"), n1=refs("k3"), m1=refs("k3")).aliases["m1"] == refs("k3")


@pytest.mark.parametrize(
    ("remembered", "expected"),
    [
        pytest.param({"m1": refs("k3")}, {"n1": refs("k3")}, id="an alias that the folder has lost since"),
        pytest.param(
            {"m1": refs("k3", "k4")}, {"n1": refs("k3"), "m1": refs("k4")}, id="one that is another's now"
        ),
        pytest.param(
            {"n1": refs("k7")}, {"n1": refs("k3")}, id="one that was somebody's without a folder of their own"
        ),
        pytest.param({"n1": refs("k3", "k7")}, {"n1": refs("k3", "k7")}, id="one that two students share"),
    ],
)
def test_an_old_ledger_does_not_bring_back_what_the_folder_says_otherwise(
    remembered: Aliases, expected: Aliases
) -> None:
    assert known(folder("k3", "n1"), seen=False, **remembered).aliases == expected


def test_a_folder_that_was_marked_anew_since_the_last_look_decides_alone() -> None:
    old = {"folder/student/k3": LastLook("another print", NOW)}
    found = together(
        Identities({"m1": refs("k3")}, {"k3": ("J.S.", 1)}),
        [folder("k3", "n1", initials="B.S.-3")],
        old,
        sign,
    )

    assert found.aliases == {"n1": refs("k3")}
    assert found.initials == {"k3": ("B.S.", 3)}


def test_a_change_that_the_ledger_itself_was_about_to_make_does_not_make_it_old() -> None:
    file = folder("k3", "n1")
    shown = {file.key: LastLook(f"before {marks_print(file.marks, sign)}", NOW)}

    assert "m1" in together(Identities({"m1": refs("k3")}), [file], shown, sign).aliases


def test_the_ledger_knows_the_initials_where_it_is_not_old() -> None:
    files = [folder("k3", "n1")]
    seen = {files[0].key: LastLook(marks_print(files[0].marks, sign), NOW)}
    found = together(Identities({}, {"k1": ("A.A.", 1), "k3": ("B.S.", 1)}), files, seen, sign)

    assert [*found.initials.items()] == [("k1", ("A.A.", 1)), ("k3", ("B.S.", 1))]


def test_files_that_are_no_students_say_nothing_of_who_is_who() -> None:
    root = MarkedFile("folder/root", "id", trashed=False, link="", marks={"key_print": "abc"})

    assert known(root, seen=False) == Identities()


# ---- the ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    yield ledger
    ledger.close()


def test_what_is_kept_of_who_is_who_comes_back_from_the_ledger(ledger: Ledger) -> None:
    kept = Identities(
        {"n1": refs("k3"), "m1": refs("k3", "k4"), apart("k3", "k4"): refs()},
        {"k4": ("J.S.", 1), "k3": ("J.S.", 2)},
        Answers({"q1": "yes"}, {"q1": "yes -", "q2": "-"}),
        {"k3": refs("a1", "e1"), "k4": refs()},
    )
    ledger.save_identities(kept.aliases, kept.initials)
    ledger.save_answers(answers_to_keep(kept.answers), NOW)
    ledger.look(looks(kept), NOW)

    assert recall(ledger, ledger.looks()) == kept


# ---- events of a ref that was given up


def an_event(ref: str, **changes: object) -> MarkedEvent:
    start = NOW + dt.timedelta(days=9)
    values: dict[str, object] = {
        "calendar": CALENDAR,
        "event_id": "e1",
        "state": EventState.OPEN,
        "mark": EventMark(ref, 1, start.date(), frozenset(), Prints(), Prints()),
        "prints": Prints(),
        "start": start,
        "end": start + dt.timedelta(hours=1),
        "etag": "",
        "link": "https://calendar/e1",
    }
    return MarkedEvent(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "held"),
    [
        pytest.param(an_event("k9"), True, id="it stands"),
        pytest.param(an_event("k9", state=EventState.CANCELLED), False, id="it was deleted"),
        pytest.param(an_event("k9", end=NOW), False, id="it has ended"),
        pytest.param(an_event("student-1"), False, id="it is the student's own"),
    ],
)
def test_nothing_is_done_while_an_event_stands_under_a_ref_that_was_given_up(
    event: MarkedEvent, held: bool
) -> None:
    department = a_department(a_student(), a_student("student-2"))
    found = with_left_over(department, [event], {merged("k9"): refs("student-1")}, NOW)

    assert [one.held for one in found.students] == [held, False]
    assert [(one.kind, one.student_ref) for one in found.problems] == (
        [(ProblemKind.MERGED_EVENT, "student-1")] if held else []
    )


def test_who_is_held_for_another_reason_stays_so() -> None:
    found = with_left_over(a_department(a_student(held=True)), [], {}, NOW)

    assert found.students[0].held
