"""Filing and the folders that it needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import a_department, a_response, a_student, day
from tests.builders_seen import circumstances, kinds, nothing_seen, planned, seen_after, sign
from workspace_agent import duties
from workspace_agent.duties.filing import FileRecord, SupersedeRecord
from workspace_agent.duties.filing_records import title_print
from workspace_agent.duties.folders import MakeFolder
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, Look, Seen
from workspace_agent.model.vocabulary import Purpose

HELD = a_response(day("2026-11-12"))
FILED = a_department(a_student(), responses=(HELD,))
STUDENT, YEAR = "folder/student/student-1", "folder/year/student-1/2026-27"


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
    assert record.folder == "folder/year/student-1/2026-27"
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

    assert keys == ["folder/root", "folder/case-manager/manager-1", STUDENT, YEAR]


def test_folder_names_are_staff_names_initials_and_school_years() -> None:
    titles = [folder.title for folder in folders(planned(FILED)).values()]

    assert titles == ["Special Services records", "Marisol Quintero", "J.S.", "2026-27"]


def test_a_folder_of_a_student_without_initials_is_called_by_the_ref() -> None:
    nameless = a_department(a_student(initials=""), responses=(HELD,))

    assert folders(planned(nameless))[STUDENT].title == "student-1"


def test_a_students_folder_carries_the_aliases() -> None:
    known = circumstances(aliases={"student-1": ("abc", "def")})
    plan = duties.plan(FILED, nothing_seen(), known)

    assert folders(plan)["folder/student/student-1"].properties == (
        ("student_ref", "student-1"),
        ("initials", "J.S."),
        ("alias_1", "abc def"),
        ("case_manager", "manager-1"),
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
    assert [d.verdict for d in plan.decisions] == ["not_yet"]
    assert "folder/review/manager-1" not in folders(plan)


def test_a_student_who_left_the_list_is_not_filed_a_second_time() -> None:
    filed = seen_after(planned(FILED))
    plan = planned(a_department(responses=(replace(HELD, student_ref=""),)), filed)

    assert records(plan) == []
    assert [d.verdict for d in plan.decisions] == ["filed"]


def test_a_strangers_response_is_kept_from_the_students_folder() -> None:
    (record,) = records(planned(with_response(respondent="")))

    assert (record.folder, record.case_manager, record.student_ref) == ("folder/review/manager-only", "", "")


LOST = {
    "in the trash": ("thrown_away", ProblemKind.RECORD_TRASHED),
    "deleted for good": ("deleted", ProblemKind.RECORD_GONE),
}


@pytest.mark.parametrize(("verdict", "kind"), LOST.values(), ids=LOST)
def test_a_record_that_people_threw_away_is_told_and_not_filed_again(verdict: str, kind: ProblemKind) -> None:
    first = planned(FILED)
    after = seen_after(first)
    (key,) = [key for key in after.files if key.startswith("record/")]
    others = {one: file for one, file in after.files.items() if one != key}
    if verdict == "deleted":
        done = {action.key: action.fingerprint for action in first.actions}
        seen = replace(after, files=others, gone={key: "link"}, done=done)
    else:
        seen = replace(after, files={**others, key: replace(after.files[key], trashed=True)})
    plan = planned(FILED, seen)

    assert plan.actions == ()
    assert [problem.kind for problem in plan.problems] == [kind]
    assert [decision.verdict for decision in plan.decisions] == [verdict]


# ---- versions


def edited(days: int = 1, **changes: Any) -> Department:
    """The response was edited so many days later."""
    return with_response(submitted=HELD.submitted + dt.timedelta(days=days), **changes)


def superseded(plan: Plan) -> list[tuple[str, int, tuple[str, ...]]]:
    marks = [action for action in plan.actions if isinstance(action, SupersedeRecord)]
    return [(mark.title, mark.version, mark.needs) for mark in marks]


def test_the_version_before_is_marked_once_the_next_is_filed() -> None:
    plan = planned(edited(), seen_after(planned(FILED)))
    (record,) = records(plan)

    assert superseded(plan) == [("2026-11-12 annual review, superseded by v2.pdf", 2, (record.key,))]


def test_each_version_is_marked_by_the_one_after_it_and_only_once() -> None:
    seen = seen_after(planned(FILED))
    for days in (1, 2):
        seen = seen_after(planned(edited(days), seen), seen)

    assert planned(edited(2), seen).actions == ()
    titles = sorted(file.title for key, file in seen.files.items() if key.startswith("record/"))
    assert titles == [
        "2026-11-12 annual review (v2), superseded by v3.pdf",
        "2026-11-12 annual review (v3).pdf",
        "2026-11-12 annual review, superseded by v2.pdf",
    ]


TWO = (a_student(), a_student(ref="student-2"))


def about(ref: str, days: int = 0) -> Department:
    """The one response, about this student since it was edited so many days later."""
    submitted = HELD.submitted + dt.timedelta(days=days)
    return a_department(*TWO, responses=(replace(HELD, student_ref=ref, submitted=submitted),))


def test_a_version_that_lies_with_another_student_says_so_and_is_told_until_it_is_moved() -> None:
    first = seen_after(planned(about("student-1")))
    plan = planned(about("student-2", 1), first)

    assert [record.folder for record in records(plan)] == ["folder/year/student-2/2026-27"]
    assert [title for title, _, _ in superseded(plan)] == [
        "2026-11-12 annual review, superseded by v2 about another student.pdf"
    ]
    told = (ProblemKind.RECORD_OF_ANOTHER, "student-2")
    assert [(problem.kind, problem.student_ref) for problem in plan.problems] == [told]

    second = seen_after(plan, first)
    after = planned(about("student-2", 1), second)
    assert (after.actions, after.problems) == ((), plan.problems)

    for change in ({"parent": "id of folder/year/student-2/2026-27"}, {"parent": ""}, {"trashed": True}):
        told_now = {
            one.kind for one in planned(about("student-2", 1), change_record(second, **change)).problems
        }
        assert ProblemKind.RECORD_OF_ANOTHER not in told_now


def test_a_response_that_finds_its_way_back_leaves_only_the_version_between_astray() -> None:
    seen = seen_after(planned(about("student-1")))
    seen = seen_after(planned(about("student-2", 1), seen), seen)
    plan = planned(about("student-1", 2), seen)

    assert [title for title, _, _ in superseded(plan)] == [
        "2026-11-12 annual review (v2), superseded by v3 about another student.pdf"
    ]
    assert [problem.kind for problem in plan.problems] == [ProblemKind.RECORD_OF_ANOTHER]


def test_what_was_filed_for_a_student_who_left_the_list_needs_no_review_and_no_folder_for_it() -> None:
    left = a_department(a_student(ref="student-2"), responses=(replace(HELD, student_ref=""),))
    plan = planned(left, seen_after(planned(FILED)))

    assert [action.key for action in plan.actions] == []
    assert {one.verdict for one in plan.decisions if one.duty == "filing"} == {"filed"}


def test_a_new_version_that_fits_nobody_any_more_is_kept_for_review() -> None:
    plan = planned(edited(student_ref=""), seen_after(planned(FILED)))

    assert [record.folder for record in records(plan)] == ["folder/review/manager-1"]


def change_record(seen: Seen, **changes: Any) -> Seen:
    """People did something to the first version."""
    (key, *_) = sorted(key for key in seen.files if key.startswith("record/"))
    return replace(seen, files={**seen.files, key: replace(seen.files[key], **changes)})


def test_a_mark_that_failed_is_made_up_for_when_nothing_is_filed() -> None:
    first = seen_after(planned(FILED))
    second = change_record(seen_after(planned(edited(), first), first), superseded=False)
    plan = planned(edited(), second)

    assert [(version, needs) for _, version, needs in superseded(plan)] == [(2, ())]
    assert len(plan.actions) == 1


UNMARKED = {
    "a name of its own stays": ({"title": ""}, [("", 2)]),
    "in the trash it is left as it is": ({"trashed": True}, []),
    "marked before": ({"superseded": True}, []),
}


@pytest.mark.parametrize(("change", "expected"), UNMARKED.values(), ids=UNMARKED)
def test_what_people_did_to_a_version_stays(change: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    plan = planned(edited(), change_record(seen_after(planned(FILED)), **change))

    assert [(title, version) for title, version, _ in superseded(plan)] == expected
    assert [record.version for record in records(plan)] == [2]


def test_a_version_whose_number_is_not_marked_marks_no_other() -> None:
    first = seen_after(planned(FILED))
    second = seen_after(planned(edited(), first), first)
    files = {key: replace(file, version=0, superseded=False) for key, file in second.files.items()}

    assert planned(edited(), replace(second, files=files)).actions == ()


def test_a_number_is_not_used_again_when_a_version_is_gone_and_the_ledger_lost() -> None:
    first = seen_after(planned(FILED))
    second = seen_after(planned(edited(), first), first)
    (key, *_) = sorted(key for key in second.files if key.startswith("record/"))
    files = {one: file for one, file in second.files.items() if one != key}

    assert [r.version for r in records(planned(edited(2), replace(second, files=files)))] == [3]


def test_what_is_first_seen_after_an_edit_is_the_first_version() -> None:
    assert [(r.version, r.title) for r in records(planned(edited()))] == [(1, "2026-11-12 annual review.pdf")]


# ---- school years


YEARS = {
    "the first of July begins one": ({"meeting_date": day("2026-07-01")}, "2026-27"),
    "the last of June ends one": ({"meeting_date": day("2026-06-30")}, "2025-26"),
    "the turn of a century is written like any other": ({"meeting_date": day("2099-09-01")}, "2099-00"),
    "without a date that of its sending counts": (
        {"meeting_date": None, "submitted": dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)},
        "2026-27",
    ),
    "in the department's zone": (
        {"meeting_date": None, "submitted": dt.datetime(2026, 7, 1, 2, tzinfo=dt.UTC)},
        "2025-26",
    ),
}


@pytest.mark.parametrize(("change", "year"), YEARS.values(), ids=YEARS)
def test_a_record_lies_in_its_school_year(change: dict[str, Any], year: str) -> None:
    plan = planned(with_response(**change))

    assert [record.folder for record in records(plan)] == [f"folder/year/student-1/{year}"]
    assert folders(plan)[f"folder/year/student-1/{year}"].parent == STUDENT


def test_a_version_lies_beside_the_one_before_whatever_year_the_edit_says() -> None:
    seen = seen_after(planned(FILED))
    plan = planned(edited(meeting_date=day("2025-11-12")), seen)

    assert [record.folder for record in records(plan)] == [YEAR]


def test_what_lies_in_the_students_folder_from_before_keeps_its_versions_there() -> None:
    before = change_record(seen_after(planned(FILED)), parent=f"id of {STUDENT}")
    plan = planned(edited(), before)

    assert [record.folder for record in records(plan)] == [STUDENT]
    assert folders(plan) == {}


def test_a_version_whose_predecessor_people_put_elsewhere_goes_into_its_school_year() -> None:
    before = change_record(seen_after(planned(FILED)), parent="elsewhere")

    assert [record.folder for record in records(planned(edited(), before))] == [YEAR]


def test_the_next_year_has_a_folder_of_its_own() -> None:
    later = replace(OTHER, meeting_date=day("2027-09-01"))
    plan = planned(a_department(a_student(), responses=(HELD, later)), seen_after(planned(FILED)))

    assert list(folders(plan)) == ["folder/year/student-1/2027-28"]


# ---- several responses of one day and purpose

OTHER = a_response(day("2026-11-12"), response_id="response-0")


def titles(plan: Plan) -> list[str]:
    return sorted(record.title for record in records(plan))


def test_two_responses_of_one_day_have_two_names() -> None:
    both = a_department(a_student(), responses=(HELD, OTHER))

    assert titles(planned(both)) == [
        "2026-11-12 annual review, response 2.pdf",
        "2026-11-12 annual review.pdf",
    ]


def test_what_is_filed_keeps_its_name_and_number() -> None:
    both = a_department(a_student(), responses=(OTHER, HELD))
    first = seen_after(planned(FILED))
    second = seen_after(planned(both, first), first)
    later = replace(OTHER, submitted=HELD.submitted + dt.timedelta(days=1))
    plan = planned(a_department(a_student(), responses=(later, HELD)), second)

    assert titles(planned(both, first)) == ["2026-11-12 annual review, response 2.pdf"]
    assert titles(plan) == ["2026-11-12 annual review, response 2 (v2).pdf"]


def test_a_number_that_another_has_by_now_is_not_taken_along_to_another_day() -> None:
    both = a_department(a_student(), responses=(HELD, replace(OTHER, meeting_date=day("2026-11-13"))))
    seen = seen_after(planned(both))
    moved = replace(OTHER, meeting_date=HELD.meeting_date, submitted=HELD.submitted + dt.timedelta(days=1))
    plan = planned(a_department(a_student(), responses=(HELD, moved)), seen)

    assert titles(plan) == ["2026-11-12 annual review, response 2 (v2).pdf"]


def test_other_purposes_other_students_and_other_days_are_not_numbered() -> None:
    others = (
        HELD,
        replace(OTHER, purposes=frozenset({Purpose.AMENDMENT})),
        replace(OTHER, response_id="response-3", meeting_date=day("2026-11-13")),
        replace(OTHER, response_id="response-4", student_ref="student-2"),
    )
    plan = planned(a_department(a_student(), a_student("student-2", row=3), responses=others))

    assert not [title for title in titles(plan) if "response" in title]


def test_a_record_is_marked_with_version_number_and_name() -> None:
    (record,) = records(planned(FILED))

    assert dict(record.properties) == {
        "version": "1",
        "number": "1",
        "title": title_print("2026-11-12 annual review.pdf", sign),
        "sent": HELD.prints.sent,
    }


def test_nothing_is_filed_while_it_is_open_who_the_student_is() -> None:
    plan = planned(a_department(a_student(held=True), responses=(HELD,)))

    assert records(plan) == []
    assert [d.verdict for d in plan.decisions] == ["held"]


def test_a_row_in_question_is_not_filed_and_not_remembered() -> None:
    plan = planned(with_response(in_question=True))
    assert (records(plan), [d.verdict for d in plan.decisions]) == ([], ["held"])
    assert [look for look in plan.looks if look.subject.startswith("response/")] == []


def test_a_response_is_remembered_and_so_is_that_it_is_gone_but_not_where_nothing_was_read() -> None:
    (look,) = (one for one in planned(FILED).looks if one.subject.startswith("response/"))
    assert look == Look(
        f"response/{HELD.prints.sent}", f"{HELD.record} {HELD.submitted.isoformat()} sender - -"
    )
    before = replace(nothing_seen(), looks={look.subject: LastLook(look.shown, HELD.submitted)})
    emptied = a_department(a_student())
    assert Look(look.subject, f"gone {look.shown}") in planned(emptied, before).looks
    assert planned(replace(emptied, form_unread=True), before).looks == ()


@pytest.mark.parametrize("below", [(STUDENT, YEAR), (YEAR,)], ids=["the student's", "the school year's"])
def test_filing_stops_at_a_folder_in_the_trash_and_says_so(below: tuple[str, ...]) -> None:
    after = seen_after(planned(FILED))
    lost = {key: replace(after.files[key], trashed=True) for key in below}
    trashed = replace(after, files={**after.files, **lost})
    edited = with_response(submitted=HELD.submitted + dt.timedelta(days=1))
    plan = planned(edited, trashed)

    assert kinds(plan) == {}
    assert [problem.kind for problem in plan.problems] == [ProblemKind.FOLDER_TRASHED]
    assert [d.verdict for d in plan.decisions] == ["trashed"]
