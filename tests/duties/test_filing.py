"""Filing and the folders that it needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from tests.builders import a_department, a_response, a_student, day
from tests.builders_seen import circumstances, kinds, nothing_seen, planned, seen_after
from workspace_agent import duties
from workspace_agent.duties.filing import FileRecord
from workspace_agent.duties.folders import MakeFolder
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.vocabulary import Purpose

HELD = a_response(day("2026-11-12"))
FILED = a_department(a_student(), responses=(HELD,))


def records(plan: Plan) -> list[FileRecord]:
    return [action for action in plan.actions if isinstance(action, FileRecord)]


def folders(plan: Plan) -> dict[str, MakeFolder]:
    return {action.key: action for action in plan.actions if isinstance(action, MakeFolder)}


def with_response(**changes: Any) -> Department:
    return a_department(a_student(), responses=(replace(HELD, **changes),))


def test_a_response_is_filed_under_its_date_and_purpose() -> None:
    (record,) = records(planned(FILED))

    assert record.title == "2026-11-12 annual review.pdf"
    assert record.heading == "Annual review, 12 Nov 2026"
    assert record.folder == "folder/student/student-1"
    assert record.needs == (record.folder,)


def test_several_purposes_and_no_date_are_said() -> None:
    both = frozenset({Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION})
    (record,) = records(planned(with_response(meeting_date=None, purposes=both)))
    (bare,) = records(planned(with_response(purposes=frozenset())))

    assert record.title == "undated annual review and reevaluation.pdf"
    assert record.heading == "Annual review and reevaluation, date not given"
    assert bare.title == "2026-11-12 meeting.pdf"


def test_folders_come_parents_first() -> None:
    keys = list(folders(planned(FILED)))

    assert keys == ["folder/root", "folder/case-manager/manager-1", "folder/student/student-1"]


def test_folder_names_are_staff_names_and_opaque_keys() -> None:
    titles = {folder.title for folder in folders(planned(FILED)).values()}

    assert titles == {"Special Services records", "Marisol Quintero", "student-1"}


def test_a_students_folder_carries_the_aliases() -> None:
    known = circumstances(aliases={"student-1": ("abc", "def")})
    plan = duties.plan(FILED, nothing_seen(), known)

    assert folders(plan)["folder/student/student-1"].properties == (
        ("student_ref", "student-1"),
        ("initials", "J.S."),
        ("alias_1", "abc def"),
    )


def test_a_second_look_files_nothing() -> None:
    assert planned(FILED, seen_after(planned(FILED))).actions == ()


def test_what_the_ledger_knows_is_not_filed_again_while_drive_lags() -> None:
    done = {action.key: action.fingerprint for action in planned(FILED).actions}

    assert planned(FILED, nothing_seen(done=done)).actions == ()


def test_an_edited_response_becomes_the_second_version_beside_the_first() -> None:
    edited = with_response(submitted=HELD.submitted + dt.timedelta(days=1))
    (record,) = records(planned(edited, seen_after(planned(FILED))))

    assert (record.version, record.title) == (2, "2026-11-12 annual review (v2).pdf")


def test_a_response_that_still_fits_nobody_stays_where_it_is_kept() -> None:
    stray = with_response(student_ref="")
    plan = planned(stray, seen_after(planned(stray)))

    assert (plan.actions, plan.problems) == ((), ())


def test_a_response_that_fits_nobody_goes_to_its_respondents_review_folder() -> None:
    plan = planned(with_response(student_ref=""))

    assert records(plan)[0].folder == "folder/review/manager-1"
    assert folders(plan)["folder/review/manager-1"].title == "Marisol Quintero"
    assert folders(plan)["folder/review"].title == "Needs review"


def test_an_unknown_respondents_response_is_for_the_manager_alone() -> None:
    plan = planned(with_response(student_ref="", respondent=""))

    assert records(plan)[0].folder == "folder/review/manager-only"
    assert folders(plan)["folder/review/manager-only"].title == "Manager only"


def test_a_response_waits_while_a_list_of_students_cannot_be_read() -> None:
    plan = planned(with_response(student_ref="", waits=True))

    assert records(plan) == []
    assert [d.verdict for d in plan.decisions] == ["waits"]
    assert "folder/review/manager-1" not in folders(plan)


def test_a_strangers_response_is_kept_from_the_students_folder() -> None:
    (record,) = records(planned(with_response(respondent="")))

    assert (record.folder, record.case_manager, record.student_ref) == ("folder/review/manager-only", "", "")


def test_a_record_that_found_its_student_is_filed_and_its_copy_is_told() -> None:
    reviewed = seen_after(planned(with_response(student_ref="")))
    plan = planned(FILED, reviewed)

    assert [record.version for record in records(plan)] == [1]
    after = planned(FILED, seen_after(plan, reviewed))
    assert after.actions == ()
    assert [problem.kind for problem in after.problems] == [ProblemKind.REVIEWED_RECORD_STAYS]


def test_a_record_in_the_trash_is_told_and_not_filed_again() -> None:
    after = seen_after(planned(FILED))
    (key,) = [key for key in after.files if key.startswith("record/")]
    plan = planned(FILED, replace(after, files={**after.files, key: replace(after.files[key], trashed=True)}))

    assert plan.actions == ()
    assert [problem.kind for problem in plan.problems] == [ProblemKind.RECORD_TRASHED]


def test_nothing_is_filed_while_it_is_open_who_the_student_is() -> None:
    plan = planned(a_department(a_student(held=True), responses=(HELD,)))

    assert records(plan) == []
    assert [d.verdict for d in plan.decisions] == ["held"]


def test_filing_stops_at_a_folder_in_the_trash_and_says_so() -> None:
    after = seen_after(planned(FILED))
    key = "folder/student/student-1"
    trashed = replace(after, files={**after.files, key: replace(after.files[key], trashed=True)})
    edited = with_response(submitted=HELD.submitted + dt.timedelta(days=1))
    plan = planned(edited, trashed)

    assert kinds(plan) == {}
    assert [problem.kind for problem in plan.problems] == [ProblemKind.FOLDER_TRASHED]
    assert [d.verdict for d in plan.decisions] == ["trashed"]
