"""What was kept for review becomes its student's record, as the same file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_case_manager, a_department, a_response, a_student, an_organisation, day
from tests.builders_seen import nothing_seen, planned, seen_after, settled, sign
from workspace_agent.duties.filing import FileRecord, SupersedeRecord
from workspace_agent.duties.filing_records import title_print
from workspace_agent.duties.filing_review import MoveRecord
from workspace_agent.model.access import Act
from workspace_agent.model.action import Kind
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Seen

HELD = a_response(day("2026-11-12"))
COPY, FILED = (f"{kind}/{HELD.record}/{HELD.submitted.isoformat()}" for kind in ("review", "record"))

YEAR = "folder/year/student-1/2026-27"


def response(days: int = 0, **changes: Any) -> Department:
    """The one response, edited so many days later."""
    submitted = HELD.submitted + dt.timedelta(days=days)
    one = replace(HELD, submitted=submitted, **changes)
    return a_department(a_student(), a_student(ref="student-2", row=3), responses=(one,))


UNKNOWN = response(student_ref="")


def reviewed(**changes: Any) -> Seen:
    """It was kept for review, and people did something to the copy since."""
    seen = settled(UNKNOWN)
    return replace(seen, files={**seen.files, COPY: replace(seen.files[COPY], **changes)})


def moves(plan: Plan) -> list[MoveRecord]:
    return [action for action in plan.actions if isinstance(action, MoveRecord)]


def filed(plan: Plan) -> list[FileRecord]:
    return [action for action in plan.actions if isinstance(action, FileRecord)]


def verdicts(plan: Plan) -> list[str]:
    return [decision.verdict for decision in plan.decisions if decision.duty == "filing"]


def versions(seen: Seen) -> list[MarkedFile]:
    return [seen.files[key] for key in sorted(seen.files) if key.startswith("record/")]


def test_a_copy_that_found_its_student_is_moved_and_nothing_is_filed_beside_it() -> None:
    plan = planned(response(), reviewed())

    (move,) = moves(plan)
    assert filed(plan) == []
    assert (move.key, move.file_id, move.copy) == (FILED, f"id of {COPY}", COPY)
    assert (move.out_of, move.folder) == ("id of folder/review/manager-1", YEAR)
    assert (move.needs, move.kind) == ((move.folder,), Kind.CREATE)
    assert (move.title, move.version, move.number) == ("2026-11-12 annual review.pdf", 1, 1)
    assert dict(move.properties) == {
        "version": "1",
        "number": "1",
        "title": title_print("2026-11-12 annual review.pdf", sign),
    }
    assert verdicts(plan) == ["filed"]


def test_a_second_look_moves_nothing_and_tells_nothing() -> None:
    seen = seen_after(planned(response(), reviewed()), reviewed())
    after = planned(response(), settled(response(), seen))

    assert (after.actions, after.problems, verdicts(after)) == ((), (), ["filed"])


def test_while_drive_lags_what_the_ledger_knows_as_moved_is_not_moved_again() -> None:
    assert moves(planned(response(), replace(reviewed(), done={FILED: ""}))) == []


UNMOVED = {
    "it is open which student": {"in_question": True},
    "a list could not be read": {"waits": True},
    "nobody fits still": {"student_ref": ""},
}


@pytest.mark.parametrize("change", UNMOVED.values(), ids=UNMOVED)
def test_a_copy_stays_as_long_as_it_is_not_known_whose_it_is(change: dict[str, Any]) -> None:
    assert moves(planned(response(**change), reviewed())) == []


def test_a_copy_of_a_held_student_stays() -> None:
    held = a_department(a_student(held=True), responses=(HELD,))

    assert moves(planned(held, reviewed())) == []


def test_a_copy_stays_while_filing_stops_at_its_students_folder() -> None:
    seen = settled(response(), nothing_seen())
    folder = replace(seen.files[YEAR], trashed=True)
    kept = {key: file for key, file in seen.files.items() if key != FILED}
    both = replace(seen, files={**kept, **reviewed().files, folder.key: folder})
    plan = planned(response(), both)

    assert (plan.actions, verdicts(plan)) == ((), ["trashed"])


# ---- what people did to the copy


def test_a_copy_that_people_moved_stays_there_and_is_marked_as_the_students() -> None:
    (move,) = moves(planned(response(), reviewed(parent="elsewhere")))

    assert (move.key, move.out_of, move.needs, move.discloses) == (FILED, "", (), ())
    (after,) = versions(seen_after(planned(response(), reviewed(parent="elsewhere")), reviewed()))
    assert after.parent == "id of folder/review/manager-1"


def test_a_name_that_people_gave_a_copy_stays() -> None:
    (move,) = moves(planned(response(), reviewed(title="")))

    assert (move.title, dict(move.properties)) == ("", {"version": "1", "number": "1"})


def test_a_copy_in_the_trash_stays_there_and_the_record_is_filed_anew() -> None:
    seen = reviewed(trashed=True)
    plan = planned(response(), seen)
    assert (moves(plan), [record.key for record in filed(plan)]) == ([], [FILED])

    both = settled(response(), seen)
    restored = replace(both, files={**both.files, COPY: replace(both.files[COPY], trashed=False)})
    after = planned(response(), restored)
    assert after.actions == ()
    assert [problem.kind for problem in after.problems] == [ProblemKind.REVIEWED_RECORD_STAYS]


def test_a_deleted_copy_is_filed_anew() -> None:
    seen = settled(UNKNOWN)
    files = {key: file for key, file in seen.files.items() if key != COPY}
    plan = planned(response(), replace(seen, files=files, gone={COPY: "link"}, done={COPY: ""}))

    assert [record.key for record in filed(plan)] == [FILED]


# ---- edited as well


def test_an_edit_that_names_the_student_makes_the_copy_its_first_version() -> None:
    plan = planned(response(1), reviewed())
    (move,), (second,) = moves(plan), filed(plan)
    (mark,) = (action for action in plan.actions if isinstance(action, SupersedeRecord))

    assert (move.key, move.version, move.title) == (FILED, 1, "")
    assert (second.version, second.title) == (2, "2026-11-12 annual review (v2).pdf")
    assert FILED in second.needs
    assert (mark.file_id, mark.version, mark.needs) == (move.file_id, 2, (second.key, FILED))
    assert mark.title == "2026-11-12 annual review, superseded by v2.pdf"
    assert [one.version for one in versions(settled(response(1), reviewed()))] == [1, 2]


def test_copies_that_were_edited_while_they_waited_keep_their_order() -> None:
    twice = settled(response(1, student_ref=""), settled(UNKNOWN))
    plan = planned(response(1), twice)
    first, second = moves(plan)

    assert [(move.version, move.title) for move in (first, second)] == [
        (1, ""),
        (2, "2026-11-12 annual review (v2).pdf"),
    ]
    after = settled(response(1), twice)
    assert [(one.version, one.superseded) for one in versions(after)] == [(1, True), (2, False)]


def test_an_edit_that_was_reviewed_is_the_next_version_of_the_record() -> None:
    filed_before = settled(response())
    lost = settled(response(1, student_ref=""), filed_before)
    plan = planned(response(1), lost)

    assert [(move.version, move.title) for move in moves(plan)] == [(2, "2026-11-12 annual review (v2).pdf")]
    assert [(one.version, one.superseded) for one in versions(settled(response(1), lost))] == [
        (1, True),
        (2, False),
    ]


def test_an_older_copy_that_comes_back_after_a_version_was_filed_is_told_marked_and_stays() -> None:
    anew = settled(response(1), reviewed(trashed=True))
    restored = replace(anew, files={**anew.files, COPY: replace(anew.files[COPY], trashed=False)})
    plan = planned(response(1), restored)
    (mark,) = plan.actions

    assert isinstance(mark, SupersedeRecord)
    assert (mark.file_id, mark.version) == (f"id of {COPY}", 2)
    assert [problem.kind for problem in plan.problems] == [ProblemKind.REVIEWED_RECORD_STAYS]


def test_what_was_moved_stays_filed_when_its_student_leaves_the_list() -> None:
    seen = settled(response(), reviewed())
    plan = planned(UNKNOWN, replace(seen, done={**seen.done, COPY: "", FILED: ""}))

    assert (plan.actions, verdicts(plan)) == ((), ["filed"])


# ---- who sees it


def entered(plan: Plan) -> list[tuple[Act, str, tuple[str, ...]]]:
    (move,) = moves(plan)
    return [(one.act, one.recipient, one.students) for one in move.discloses]


def test_the_respondents_own_student_shows_it_to_nobody_else() -> None:
    told = (Act.FILED, "manager manager-1", ("student-1",))

    assert entered(planned(response(), reviewed())) == [told]


def test_a_respondent_who_is_somebody_else_sees_it_no_more() -> None:
    people = (a_case_manager(), a_case_manager("manager-2", name="Theo Brandvold", workbooks=[]))
    theirs = a_department(
        a_student(case_manager="manager-2"),
        responses=(HELD,),
        organisation=an_organisation(case_managers=people),
    )

    assert entered(planned(theirs, reviewed())) == [
        (Act.FILED, "manager manager-2", ("student-1",)),
        (Act.TAKEN_OFF, "manager-1", ("student-1",)),
    ]


def test_a_strangers_response_was_the_managers_alone_and_ends_nothing() -> None:
    strange = settled(response(respondent="", student_ref=""))
    plan = planned(response(), strange)

    assert [move.out_of for move in moves(plan)] == ["id of folder/review/manager-only"]
    assert [act for act, _, _ in entered(plan)] == [Act.FILED]


# ---- edited to a name that nobody has, and back


def astray(days: int = 1, **changes: Any) -> Department:
    """The one response, edited so many days later to a name that nobody has."""
    return response(days, student_ref="", **changes)


def all_versions(seen: Seen) -> list[tuple[str, int, str, bool]]:
    """Kind, version, title and whether it is marked as superseded, oldest first."""
    records = [file for key, file in seen.files.items() if key.startswith(("record/", "review/"))]
    ordered = sorted(records, key=lambda file: file.key.rpartition("/")[2])
    return [(one.key[:6], one.version, one.title, one.superseded) for one in ordered]


def test_an_edit_that_fits_nobody_is_the_next_version_and_marks_the_one_before() -> None:
    plan = planned(astray(), settled(response()))
    (second,) = filed(plan)
    (mark,) = (action for action in plan.actions if isinstance(action, SupersedeRecord))

    assert (second.folder, second.version) == ("folder/review/manager-1", 2)
    assert (mark.file_id, mark.version, mark.needs) == (f"id of {FILED}", 2, (second.key,))
    assert all_versions(settled(astray(), settled(response()))) == [
        ("record", 1, "2026-11-12 annual review, superseded by v2.pdf", True),
        ("review", 2, "2026-11-12 annual review (v2).pdf", False),
    ]


WHOSE = {
    "it fits nobody": {},
    "nobody knows who sent it": {"respondent": ""},
    "nobody knows who sent it, and it is about another": {"respondent": "", "student_ref": "student-2"},
}


@pytest.mark.parametrize("change", WHOSE.values(), ids=WHOSE)
def test_what_waits_for_review_says_nothing_of_its_student_to_readers_of_the_version_before(
    change: dict[str, Any],
) -> None:
    plan = planned(response(1, **({"student_ref": ""} | change)), settled(response()))
    (mark,) = (action for action in plan.actions if isinstance(action, SupersedeRecord))

    assert mark.title == "2026-11-12 annual review, superseded by v2.pdf"
    assert ProblemKind.RECORD_OF_ANOTHER not in {problem.kind for problem in plan.problems}


def test_an_edit_that_finds_its_student_again_is_the_third_version() -> None:
    seen = settled(response(2), settled(astray(), settled(response())))

    assert all_versions(seen) == [
        ("record", 1, "2026-11-12 annual review, superseded by v2.pdf", True),
        ("record", 2, "2026-11-12 annual review (v2), superseded by v3.pdf", True),
        ("record", 3, "2026-11-12 annual review (v3).pdf", False),
    ]


def test_an_edit_of_a_copy_that_was_thrown_away_is_the_version_after_it() -> None:
    assert [record.version for record in filed(planned(response(1), reviewed(trashed=True)))] == [2]


def test_a_copy_that_was_thrown_away_is_no_version_before_the_same_answers() -> None:
    assert [record.version for record in filed(planned(response(), reviewed(trashed=True)))] == [1]


def test_a_copy_and_a_record_of_the_same_answers_keep_a_number_of_their_own_folder() -> None:
    """Numbers tell files of one folder apart: those of the folder for review count for nothing elsewhere."""
    first = replace(HELD, response_id="another", record="another", student_ref="")
    two = a_department(a_student(), responses=(first, replace(HELD, student_ref="")))
    seen = settled(two)
    found = a_department(a_student(), responses=(first, HELD))

    assert [move.number for move in moves(planned(found, seen))] == [1]
