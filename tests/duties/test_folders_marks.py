"""What stands on a student's folder, and when it is written anew."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_department, a_row, a_student
from tests.builders_seen import circumstances, nothing_seen, sign
from workspace_agent import duties
from workspace_agent.duties.folders import MakeFolder
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.duties.restrain import restrain
from workspace_agent.duties.student_marks import StudentMarks, marks_print, read_marks
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import Value
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Look, MarkedFile

FOLDER = "folder/student/student-1"
STANDING = {"student_ref": "student-1", "initials": "J.S.", "alias_1": "a1 a2", "key": FOLDER}


def a_folder(marks: dict[str, str] | None = None, *, trashed: bool = False, key: str = FOLDER) -> MarkedFile:
    return MarkedFile(key, "file-1", trashed=trashed, link="https://drive/1", marks=marks or STANDING)


def planned(*folders: MarkedFile, department: Department | None = None, **known: Any) -> Plan:
    """The plan where these folders stand and this is known; of the aliases what stands, unless said."""
    facts = {"aliases": {"student-1": ("a2", "a1")}} | known
    seen = nothing_seen(files={folder.key: folder for folder in folders})
    return duties.plan(department or a_department(), seen, circumstances(**facts))


def changes(plan: Plan) -> list[MarkFolder]:
    return [action for action in plan.actions if isinstance(action, MarkFolder)]


def test_a_folder_whose_marks_are_right_is_left_alone() -> None:
    assert changes(planned(a_folder())) == []


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(
            {"aliases": {"student-1": ("a1", "a2", "a3")}}, {"alias_1": "a1 a2 a3"}, id="a new alias"
        ),
        pytest.param(
            {"aliases": {"student-1": ("a1",)}}, {"alias_1": "a1"}, id="an alias that is another's now"
        ),
        pytest.param({"apart": {"student-1": ("r9", "r8")}}, {"apart_1": "r8 r9"}, id="somebody else"),
        pytest.param({"merged": {"student-1": "r9"}}, {"merged_into": "r9"}, id="another student after all"),
    ],
)
def test_what_is_known_since_is_written(known: dict[str, Any], expected: dict[str, str]) -> None:
    (change,) = changes(planned(a_folder(), **known))

    assert change.file_id == "file-1"
    assert expected.items() <= dict(change.properties).items()


def test_a_mark_that_is_not_wanted_any_more_is_taken_away_and_others_marks_stay() -> None:
    long_ago = STANDING | {"alias_2": "a3", "shared_manager": "1"}
    (change,) = changes(planned(a_folder(long_ago)))

    assert dict(change.properties) == {
        "student_ref": "student-1",
        "initials": "J.S.",
        "alias_1": "a1 a2",
        "alias_2": None,
    }


def test_initials_follow_the_preferred_name() -> None:
    called = a_department(a_student(initials="B.S."))
    (change,) = changes(planned(a_folder(), department=called))

    assert dict(change.properties)["initials"] == "B.S."


def test_a_student_in_question_keeps_the_marks() -> None:
    held = a_department(a_student(held=True))

    assert changes(planned(a_folder(), department=held, aliases={})) == []


def test_who_is_on_no_list_any_more_keeps_the_initials() -> None:
    (change,) = changes(planned(a_folder(), department=a_department(a_student("other")), aliases={}))

    assert change.properties[:2] == (("student_ref", "student-1"), ("initials", "J.S."))


def test_a_folder_in_the_trash_and_one_that_is_no_students_are_left_alone() -> None:
    others = a_folder({"key": "folder/root"}, key="folder/root")

    assert changes(planned(a_folder(trashed=True), others, aliases={})) == []


def test_what_a_look_shows_is_remembered_and_what_it_is_about_to_become() -> None:
    assert Look(FOLDER, marks_print(STANDING, sign)) in planned(a_folder()).looks

    changed = planned(a_folder(), aliases={})
    (change,) = changes(changed)
    (look,) = [one for one in changed.looks if one.subject == FOLDER]
    assert set(look.shown.split()) == {marks_print(STANDING, sign), change.fingerprint}


def test_of_a_folder_that_is_made_it_is_remembered_what_it_will_show() -> None:
    plan = planned(apart={"student-1": ("r9",)})
    (made,) = [one for one in plan.actions if isinstance(one, MakeFolder) and one.key == FOLDER]

    assert [one for one in plan.looks if one.subject.startswith("folder/")] == [
        Look(FOLDER, marks_print(dict(made.properties), sign))
    ]


def test_others_marks_are_no_part_of_what_a_look_shows() -> None:
    assert marks_print(STANDING | {"shared_manager": "1"}, sign) == marks_print(STANDING, sign)
    assert marks_print(STANDING | {"apart_1": "r9"}, sign) != marks_print(STANDING, sign)


def test_a_folder_of_one_who_turned_out_to_be_another_is_told() -> None:
    old = a_folder({"student_ref": "r9", "initials": "J.S."}, key="folder/student/r9")
    plan = planned(old, merged={"r9": "student-1"})

    (problem,) = [one for one in plan.problems if one.kind is ProblemKind.MERGED_FOLDER]
    assert (problem.student_ref, problem.place.url) == ("student-1", "https://drive/1")


@pytest.mark.parametrize(
    "known",
    [
        pytest.param({"apart": {"student-1": ("r9",), "r9": ("student-1",)}}, id="said to be somebody else"),
        pytest.param({"merged": {"r9": "student-1"}}, id="said to be the same"),
    ],
)
def test_who_was_answered_about_gets_a_folder_that_remembers_it(known: dict[str, Any]) -> None:
    def made(department: Department) -> set[str]:
        plan = planned(department=department, **known)
        return {action.key for action in plan.actions if isinstance(action, MakeFolder)}

    assert FOLDER in made(a_department())
    assert FOLDER not in made(a_department(a_student(held=True)))


def test_where_nothing_is_done_for_which_there_are_folders_none_is_made_or_marked() -> None:
    said: dict[str, Any] = {"apart": {"student-1": ("r9",)}}
    quiet = Features(
        meetings=Switch.REPORT,
        sharing=Switch.OFF,
        filing=Switch.REPORT,
        progress_sheets=Switch.REPORT,
    )

    assert [one.duty for one in planned(**said).actions].count("folders") > 0
    assert [one for one in planned(features=quiet, **said).actions if one.key.startswith("folder/")] == []
    assert changes(planned(a_folder(), features=quiet, **said)) == []


def test_what_lies_in_the_trash_is_looked_at_all_the_same() -> None:
    assert Look(FOLDER, marks_print(STANDING, sign)) in planned(a_folder(trashed=True), aliases={}).looks


def test_a_paused_student_s_folder_is_neither_made_nor_marked() -> None:
    said: dict[str, Any] = {"apart": {"student-1": ("r9",)}}

    def done(*folders: MarkedFile, paused: bool) -> list[str]:
        box = Value(value=True, cell=a_row(9)) if paused else None
        department = a_department(a_student(paused=box), meetings=())
        known = circumstances(**said)
        seen = nothing_seen(files={folder.key: folder for folder in folders})
        plan, _ = restrain(duties.plan(department, seen, known), department, seen, known)
        return [action.key for action in plan.actions]

    assert FOLDER in done(paused=False)
    assert "mark/student-1" in done(a_folder(), paused=False)
    assert FOLDER not in done(paused=True)
    assert "mark/student-1" not in done(a_folder(), paused=True)


WORDS = st.lists(
    st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=10, max_size=20), unique=True, max_size=60
)


@given(WORDS, WORDS, st.sampled_from(["", "r9k2m4n6p8"]))
def test_marks_are_read_as_they_were_written_and_fit(aliases: list[str], apart: list[str], into: str) -> None:
    marks = StudentMarks("k3m9p2q4r6", "Д.М.-12", tuple(sorted(aliases)), tuple(sorted(apart)), into)
    pairs = dict(marks.as_pairs())

    assert read_marks(pairs) == marks
    assert all(len(f"wa_{name}{value}".encode()) <= 124 for name, value in pairs.items())


def test_a_hundred_aliases_fit_into_the_pairs_that_drive_allows() -> None:
    aliases = tuple(f"{number:020}" for number in range(100))

    assert len(StudentMarks("k3m9p2q4r6", "J.S.", aliases).as_pairs()) + 2 <= 30
