"""The record of contact attempts towards a meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_department, a_meeting, a_row, a_student, an_attempt, an_organisation, day
from tests.builders_seen import ANYONE, circumstances, file_of, nothing_seen, planned, seen_after
from workspace_agent import duties
from workspace_agent.duties.evidence import FileEvidence, student_of_evidence
from workspace_agent.duties.filing import SupersedeRecord
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Seen
from workspace_agent.model.vocabulary import ABOUT_504, PlanType, Purpose

MET = day("2026-11-12")
FIRST = replace(an_attempt(day("2026-10-20"), row=2), typed="voicemail")
SECOND = replace(an_attempt(day("2026-10-26"), row=3), typed="no reply")
ABOUT_ANY = an_attempt(day("2026-10-20"), about=(), about_any_meeting=True)
OTHER = an_attempt(day("2026-10-27"), about=(), row=4)


def after_a_meeting(*contacts: ContactAttempt, **changes: Any) -> Department:
    changes = {"meetings": (a_meeting(MET, held=True),), "contacts": contacts or (FIRST, SECOND)} | changes
    return a_department(**changes)


def evidence(plan: Plan) -> list[FileEvidence]:
    return [action for action in plan.actions if isinstance(action, FileEvidence)]


def superseded(plan: Plan) -> list[SupersedeRecord]:
    return [action for action in plan.actions if isinstance(action, SupersedeRecord)]


def filed(department: Department, seen: Seen | None = None) -> Seen:
    return seen_after(planned(department, seen), seen)


def test_after_the_meeting_its_attempts_are_filed_with_the_student() -> None:
    (found,) = evidence(planned(after_a_meeting(SECOND, FIRST)))

    assert found.title == "2026-11-12 contact attempts.pdf"
    assert found.heading == "Contact attempts: annual review, 12 Nov 2026"
    assert found.needs == (found.folder,) == ("folder/year/student-1/2026-27",)
    assert found.attempts == (FIRST, SECOND)
    assert student_of_evidence(found.key) == "student-1"


def test_whose_it_is_is_in_its_key_alone() -> None:
    assert student_of_evidence("record/abc/2026-11-12") == ""


@pytest.mark.parametrize(
    "meeting",
    [
        pytest.param(a_meeting(day("2026-11-20")), id="while its day is not over"),
        pytest.param(a_meeting(None), id="without a date"),
        pytest.param(a_meeting(MET, cancelled=True), id="that was cancelled"),
        pytest.param(a_meeting(MET, Purpose.REVIEW_504), id="about a 504 plan"),
        pytest.param(a_meeting(MET, student="student-9"), id="of somebody unknown"),
        pytest.param(a_meeting(day("2026-07-31")), id="before the agent came"),
    ],
)
def test_nothing_is_filed_of_a_meeting(meeting: Any) -> None:
    went_live = an_organisation(go_live=day("2026-08-01"))
    assert evidence(planned(after_a_meeting(ABOUT_ANY, meetings=(meeting,), organisation=went_live))) == []


@pytest.mark.parametrize("purpose", [one for one in Purpose if one not in ABOUT_504])
def test_it_is_filed_whatever_the_meeting_of_an_iep_is_about(purpose: Purpose) -> None:
    department = after_a_meeting(ABOUT_ANY, meetings=(a_meeting(MET, purpose),))
    assert len(evidence(planned(department))) == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"contacts": (OTHER,)}, id="no attempt is about it"),
        pytest.param({"students": (a_student(held=True),)}, id="it is not settled who the student is"),
        pytest.param({"students": (a_student(plan=PlanType.S504),)}, id="the law is another"),
        pytest.param({"broken": frozenset({("manager-1", "contacts")})}, id="the sheet cannot be read"),
    ],
)
def test_nothing_is_filed_while(changes: dict[str, Any]) -> None:
    assert evidence(planned(replace(after_a_meeting(), **changes))) == []


@pytest.mark.parametrize("lost", [{"trashed": True}, {"readers": (ANYONE,)}], ids=["in the trash", "open"])
def test_nothing_is_filed_where_filing_stops(lost: dict[str, Any]) -> None:
    department = after_a_meeting()
    seen = filed(department)
    folder = "folder/student/student-1"
    files = {folder: replace(seen.files[folder], **lost)}
    assert evidence(planned(department, replace(seen, files={}))) != []

    assert evidence(planned(department, replace(seen, files=files))) == []


def test_an_unchanged_record_is_filed_once() -> None:
    department = after_a_meeting()
    assert planned(department, filed(department)).actions == ()


def test_one_that_was_deleted_is_not_filed_again() -> None:
    department = after_a_meeting()
    seen = filed(department)
    (key,) = (key for key in seen.files if student_of_evidence(key))
    without = {other: file for other, file in seen.files.items() if other != key}

    assert evidence(planned(department, replace(seen, files=without, done={key: ""}))) == []


def test_a_version_lies_beside_the_one_before() -> None:
    seen, own = filed(after_a_meeting()), "id of folder/student/student-1"
    files = {
        key: replace(file, parent=own) if student_of_evidence(key) else file
        for key, file in seen.files.items()
    }
    changed = after_a_meeting(FIRST, replace(SECOND, typed="agreed to 12 Nov"))
    (again,) = evidence(planned(changed, replace(seen, files=files)))

    assert again.folder == "folder/student/student-1"


def test_one_that_went_with_its_school_year_is_told_at_the_folder() -> None:
    seen = filed(after_a_meeting())
    lost = {key for key in seen.files if student_of_evidence(key) or key.startswith("folder/year/")}
    files = {key: file for key, file in seen.files.items() if key not in lost}
    gone = replace(seen, files=files, gone=dict.fromkeys(lost, "link"), done=dict.fromkeys(lost, ""))

    assert [one.kind for one in planned(after_a_meeting(), gone).problems] == [ProblemKind.FOLDER_GONE]


def test_changed_rows_make_a_version_and_the_one_before_says_so() -> None:
    seen = filed(after_a_meeting())
    corrected = after_a_meeting(FIRST, replace(SECOND, typed="agreed to 12 Nov"))
    plan = planned(corrected, seen)

    assert [(one.version, one.title) for one in evidence(plan)] == [
        (2, "2026-11-12 contact attempts (v2).pdf")
    ]
    assert [one.title for one in superseded(plan)] == ["2026-11-12 contact attempts, superseded by v2.pdf"]
    assert planned(corrected, seen_after(plan, seen)).actions == ()


def test_a_change_that_is_taken_back_is_a_third_version() -> None:
    first = after_a_meeting()
    seen = filed(after_a_meeting(FIRST), filed(first))

    assert [one.version for one in evidence(planned(first, seen))] == [3]


def test_a_version_whose_mark_was_lost_on_the_way_is_marked_later() -> None:
    seen = filed(after_a_meeting(FIRST), filed(after_a_meeting()))
    files = {key: replace(file, superseded=False) for key, file in seen.files.items()}
    plan = planned(after_a_meeting(FIRST), replace(seen, files=files))

    assert evidence(plan) == []
    assert len(superseded(plan)) == 1


def test_a_name_that_a_person_gave_a_version_stays() -> None:
    seen = filed(after_a_meeting())
    files = {key: replace(file, title="") for key, file in seen.files.items()}
    plan = planned(after_a_meeting(FIRST), replace(seen, files=files))

    assert [one.title for one in superseded(plan)] == [""]


def test_two_rows_of_one_day_are_one_sitting() -> None:
    both = (a_meeting(MET), a_meeting(MET, Purpose.REEVALUATION, row=3))
    about = an_attempt(day("2026-10-21"), about=(Purpose.REEVALUATION,), row=4)
    (found,) = evidence(planned(after_a_meeting(FIRST, about, meetings=both)))

    assert found.heading == "Contact attempts: annual review and reevaluation, 12 Nov 2026"
    assert found.attempts == (FIRST, about)


def test_where_rows_stand_makes_no_difference() -> None:
    both = (a_meeting(MET), a_meeting(MET, Purpose.REEVALUATION, row=3))
    early = an_attempt(day("2026-10-16"), about=(Purpose.REEVALUATION,), row=4)
    tied = replace(FIRST, typed="busy")
    rows = (FIRST, tied, SECOND, replace(early, typed="agreed"))
    seen = filed(after_a_meeting(*rows, meetings=both))
    moved = (replace(row, row=a_row(9 - number, sheet=4)) for number, row in enumerate(rows))
    sorted_otherwise = after_a_meeting(*reversed([*moved]), meetings=both[::-1])

    assert [one.typed for one in evidence(planned(after_a_meeting(*rows, meetings=both)))[0].attempts] == [
        "agreed",
        "busy",
        "voicemail",
        "no reply",
    ]
    assert planned(sorted_otherwise, seen).actions == ()


def test_attempts_towards_the_meeting_before_belong_to_that_one() -> None:
    before = a_meeting(day("2026-10-22"), held=True, row=3)
    department = after_a_meeting(meetings=(a_meeting(MET), before))
    found = {one.meeting.row.a1: one.attempts for one in evidence(planned(department))}

    assert found == {"2:2": (SECOND,), "3:3": (FIRST,)}


def test_where_filing_is_off_nothing_is_planned() -> None:
    off = circumstances()
    off = replace(off, features=off.features.model_copy(update={"filing": type(off.features.filing)("off")}))
    assert evidence(duties.plan(after_a_meeting(), nothing_seen(), off)) == []


def test_it_is_the_students_for_whoever_may_open_it() -> None:
    department = after_a_meeting()
    seen = filed(department)
    (key,) = (key for key in seen.files if student_of_evidence(key))
    stranger = file_of(key, readers=())
    plan = planned(department, replace(seen, files={**seen.files, key: stranger}))

    assert {one.student_ref for one in plan.problems} == {"student-1"}
