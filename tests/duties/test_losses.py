"""What people threw away, deleted or copied is told once, at its top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.builders import a_department, a_response, a_student, day
from tests.builders_seen import NOW, circumstances, file_of, nothing_seen, planned, seen_after
from workspace_agent import duties
from workspace_agent.duties.losses import known_as_gone, look_of
from workspace_agent.model.plan import Plan
from workspace_agent.model.seen import LastLook, Seen

HELD = a_response(day("2026-11-12"))
STRAY = a_response(day("2026-11-12"), response_id="stray", student="")
DEPARTMENT = a_department(a_student(), responses=(HELD, STRAY))
FIRST = planned(DEPARTMENT)
AFTER = replace(seen_after(FIRST), done={action.key: action.fingerprint for action in FIRST.actions})
ROOT, HERS, STUDENT = "folder/root", "folder/case-manager/manager-1", "folder/student/student-1"
YEAR = "folder/year/student-1/2026-27"
REVIEW, REVIEWED = "folder/review", "folder/review/manager-1"
(RECORD,) = [key for key in AFTER.files if key.startswith("record/")]
(COPY,) = [key for key in AFTER.files if key.startswith("review/")]


def thrown_away(seen: Seen, *keys: str) -> Seen:
    files = {key: replace(file, trashed=key in keys or file.trashed) for key, file in seen.files.items()}
    return replace(seen, files=files)


def deleted(seen: Seen, *keys: str) -> Seen:
    files = {key: file for key, file in seen.files.items() if key not in keys}
    return replace(seen, files=files, gone={key: f"link to {key}" for key in keys})


def looked(seen: Seen, plan: Plan, since: dt.datetime = NOW) -> Seen:
    """With what the ledger remembers of a look."""
    return replace(seen, looks={look.subject: LastLook(look.shown, since) for look in plan.looks})


def told(plan: Plan) -> list[tuple[str, str]]:
    return [(problem.kind.name, problem.place.url.removeprefix("link to ")) for problem in plan.problems]


TRASHED = {
    "a record": ((RECORD,), [("RECORD_TRASHED", RECORD)]),
    "a student's folder with its record": ((STUDENT, YEAR, RECORD), [("FOLDER_TRASHED", STUDENT)]),
    "a school year with its record": ((YEAR, RECORD), [("FOLDER_TRASHED", YEAR)]),
    "the whole tree": (tuple(AFTER.files), [("FOLDER_TRASHED", ROOT)]),
    "two folders": (
        (STUDENT, YEAR, RECORD, REVIEWED, COPY),
        [("FOLDER_TRASHED", REVIEWED), ("FOLDER_TRASHED", STUDENT)],
    ),
}


@pytest.mark.parametrize(("keys", "expected"), TRASHED.values(), ids=TRASHED)
def test_what_is_in_the_trash_is_told_at_its_top(
    keys: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    plan = planned(DEPARTMENT, thrown_away(AFTER, *keys))

    assert sorted(told(plan)) == expected
    assert plan.actions == ()


GONE = {
    "a record": ((RECORD,), [("RECORD_GONE", RECORD)]),
    "a copy for review": ((COPY,), [("RECORD_GONE", COPY)]),
    "a student's folder with its record": ((STUDENT, YEAR, RECORD), [("FOLDER_GONE", STUDENT)]),
    "a school year with its record": ((YEAR, RECORD), [("FOLDER_GONE", YEAR)]),
    "a student's folder with a record from before there were school years": (
        (STUDENT, RECORD),
        [("FOLDER_GONE", STUDENT)],
    ),
    "a case manager's folder": ((HERS, STUDENT, YEAR, RECORD), [("FOLDER_GONE", HERS)]),
    "the folder for review": ((REVIEW, REVIEWED, COPY), [("FOLDER_GONE", REVIEW)]),
    "a respondent's folder": ((REVIEWED, COPY), [("FOLDER_GONE", REVIEWED)]),
}


@pytest.mark.parametrize(("keys", "expected"), GONE.values(), ids=GONE)
def test_what_was_deleted_is_told_at_its_top(keys: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    plan = planned(DEPARTMENT, deleted(AFTER, *keys))

    assert told(plan) == expected
    assert plan.actions == ()


@pytest.mark.parametrize("lost", [deleted, thrown_away], ids=["deleted", "thrown away"])
def test_a_folder_that_people_were_asked_to_delete_is_not_missed_but_its_record_is(
    lost: Callable[..., Seen],
) -> None:
    heir = a_department(a_student("student-2"), responses=(replace(HELD, student_ref="student-2"), STRAY))
    known = circumstances(merged={"student-1": "student-2"})

    plan = duties.plan(heir, lost(AFTER, STUDENT, YEAR, RECORD), known)

    losses = [(kind, key) for kind, key in told(plan) if kind != "MERGED_FOLDER"]
    assert [key for _, key in losses] == [RECORD]


def test_a_loss_is_on_the_list_of_whose_it_is() -> None:
    (problem,) = planned(DEPARTMENT, deleted(AFTER, RECORD)).problems

    assert (problem.case_manager, problem.student_ref) == ("manager-1", "student-1")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(0, 1, id="at once"),
        pytest.param(7, 1, id="a week later, so that a weekly digest tells it"),
        pytest.param(8, 0, id="not any more after that"),
    ],
)
@pytest.mark.parametrize("lost", [deleted, thrown_away], ids=["deleted", "thrown away"])
def test_a_record_is_told_for_a_week(lost: Callable[..., Seen], days: int, expected: int) -> None:
    seen = lost(AFTER, RECORD)
    later = looked(seen, planned(DEPARTMENT, seen))

    assert len(planned(DEPARTMENT, later, NOW + dt.timedelta(days=days)).problems) == expected


def test_a_folder_is_told_for_as_long_as_filing_stops_there() -> None:
    seen = deleted(AFTER, STUDENT, RECORD)
    later = looked(seen, planned(DEPARTMENT, seen))

    assert told(planned(DEPARTMENT, later, NOW + dt.timedelta(days=99))) == [("FOLDER_GONE", STUDENT)]


def test_the_deleted_folder_of_a_student_whom_nobody_has_is_told_for_a_week() -> None:
    alone = a_department(a_student("student-9"))
    seen = deleted(AFTER, STUDENT)
    later = looked(seen, planned(alone, seen))

    assert ("FOLDER_GONE", STUDENT) in told(planned(alone, later))
    assert ("FOLDER_GONE", STUDENT) not in told(planned(alone, later, NOW + dt.timedelta(days=8)))


def about_files(plan: Plan) -> list[str]:
    """What is remembered, but for what is remembered in any case: of responses, of marks on folders."""
    always = ("response/", "folder/student/")
    return [look.shown for look in plan.looks if not look.subject.startswith(always)]


def test_what_was_thrown_away_again_is_news_again() -> None:
    long_ago = NOW - dt.timedelta(days=20)
    seen = thrown_away(AFTER, RECORD)
    known = looked(seen, planned(DEPARTMENT, seen), long_ago)
    back = planned(DEPARTMENT, replace(AFTER, looks=known.looks))
    assert about_files(back) == ["live"]

    again = looked(seen, back, long_ago)
    assert told(planned(DEPARTMENT, again)) == [("RECORD_TRASHED", RECORD)]
    quiet = planned(DEPARTMENT, replace(AFTER, looks=again.looks))
    assert about_files(quiet) == []  # once is enough


def test_a_record_is_told_when_its_deleted_folder_is_there_again() -> None:
    long_ago = NOW - dt.timedelta(days=20)
    both = deleted(AFTER, STUDENT, RECORD)
    known = looked(both, planned(DEPARTMENT, both), long_ago)
    folder_again = replace(deleted(AFTER, RECORD), looks=known.looks)

    assert told(planned(DEPARTMENT, folder_again)) == [("RECORD_GONE", RECORD)]


def test_what_was_deleted_is_known_from_its_last_look() -> None:
    seen = deleted(AFTER, STUDENT, RECORD)
    looks = looked(seen, planned(DEPARTMENT, seen)).looks

    assert known_as_gone(STUDENT, looks)
    assert known_as_gone(RECORD, looks)
    assert not known_as_gone(HERS, looks)
    assert not known_as_gone(HERS, {look_of(HERS): LastLook("trashed", NOW)})


def test_of_a_copied_tree_only_the_top_is_told_and_a_copy_in_the_trash_is_not() -> None:
    top = file_of(HERS, file_id="copy", link="link to the copy")
    inside = replace(file_of(STUDENT), file_id="copy 2", parent="copy")
    trashed = replace(file_of(REVIEW), file_id="copy 3", trashed=True)
    plan = planned(DEPARTMENT, replace(AFTER, twins=(top, inside, trashed)))

    assert told(plan) == [("TWO_FILES", "the copy")]


def test_nothing_lost_is_nothing_told() -> None:
    assert planned(DEPARTMENT, AFTER).problems == ()
    assert about_files(planned(DEPARTMENT, AFTER)) == []
    assert planned(DEPARTMENT, nothing_seen()).problems == ()
