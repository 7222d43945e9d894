"""Where folders are made, and where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import (
    a_case_manager,
    a_cell,
    a_department,
    a_meeting,
    a_response,
    a_student,
    an_organisation,
    day,
)
from tests.builders_seen import (
    ANYONE,
    a_reader,
    circumstances,
    file_of,
    kinds,
    nothing_seen,
    planned,
    seen_after,
    sign,
    verdicts,
)
from workspace_agent import duties
from workspace_agent.duties.folders import OPEN, AdoptFolder, MakeFolder
from workspace_agent.duties.grants import address_print
from workspace_agent.duties.meetings_actions import BookMeeting
from workspace_agent.duties.sharing_actions import ShareFolder
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.field import Value
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Refusal, Seen

HELD = a_response(day("2026-11-12"))
NEW = replace(a_response(day("2026-11-13")), student_ref="student-2", response_id="response-2")
STRAY = replace(HELD, student_ref="", response_id="stray")
ONE = a_department(a_student(), responses=(HELD,))
TWO = a_department(a_student(), a_student("student-2", row=3), responses=(HELD, NEW))
FIRST = planned(ONE)
AFTER = replace(seen_after(FIRST), done={action.key: action.fingerprint for action in FIRST.actions})
ROOT, HERS = "folder/root", "folder/case-manager/manager-1"


SHARED_FIRST = (
    ("shared_manager", f"1 {address_print('o.fenwick@company.example', sign)}"),
    ("shared_manager-1", f"1 {address_print('manager-1@company.example', sign)}"),
)


def folders(plan: Plan) -> list[str]:
    return [action.key for action in plan.actions if isinstance(action, MakeFolder)]


def thrown_away(key: str) -> Seen:
    """With all that lies below."""
    lost = {key}
    for file in AFTER.files.values():
        if file.parent in {AFTER.files[one].file_id for one in lost}:
            lost.add(file.key)
    files = {one: replace(file, trashed=one in lost) for one, file in AFTER.files.items()}
    return replace(AFTER, files=files)


def deleted(key: str) -> Seen:
    files = {one: file for one, file in AFTER.files.items() if one != key}
    return replace(AFTER, files=files, gone={key: "link"})


def opened(key: str) -> Seen:
    """By link, and with it all that lies below."""
    below = thrown_away(key).files
    files = {
        one: replace(file, readers=(*(file.readers or ()), ANYONE)) if below[one].trashed else file
        for one, file in AFTER.files.items()
    }
    return replace(AFTER, files=files)


@pytest.mark.parametrize("key", [ROOT, HERS])
def test_nothing_is_made_below_a_folder_that_is_open_and_what_would_go_there_waits(key: str) -> None:
    plan = planned(TWO, opened(key))

    assert kinds(plan) == {}
    assert [(d.verdict, d.because) for d in plan.decisions if d.student_ref == "student-2"] == [
        ("not_yet", OPEN)
    ]
    assert [(one.kind, one.place.url) for one in plan.problems] == [
        (ProblemKind.FOLDER_OPEN, AFTER.files[key].link)
    ]


LOST = {
    "the root is in the trash": thrown_away(ROOT),
    "the case manager's folder is in the trash": thrown_away(HERS),
    "the case manager's folder was deleted": deleted(HERS),
}


@pytest.mark.parametrize("seen", LOST.values(), ids=LOST)
def test_nothing_is_made_below_or_beside_a_folder_that_is_lost(seen: Seen) -> None:
    plan = planned(TWO, seen)

    assert kinds(plan) == {}
    assert [d.verdict for d in plan.decisions if d.student_ref == "student-2"] == ["trashed"]


def test_nothing_is_shared_that_would_lie_in_a_folder_that_is_lost() -> None:
    both = a_department(a_student(), responses=(HELD, STRAY))

    assert kinds(planned(both, thrown_away(ROOT))) == {}


def test_no_meeting_is_booked_for_a_student_whose_folder_cannot_be_made() -> None:
    meetings = [a_meeting(), a_meeting(student="student-2", row=3)]
    both = a_department(a_student(), a_student("student-2", row=3), meetings=meetings)
    plan = planned(both, thrown_away(HERS))

    assert [action.student_ref for action in plan.actions] == ["student-1"]
    assert verdicts(plan) == ["booked", "not_done"]


def test_a_second_look_at_the_meetings_alone_decides_as_the_first() -> None:
    meetings = [a_meeting(), a_meeting(student="student-2", row=3)]
    students = (a_student(), a_student("student-2", row=3))
    both = a_department(*students, meetings=meetings, responses=(NEW,))
    first, second = (
        look(both, thrown_away(HERS), circumstances()) for look in (duties.plan, duties.plan_meetings)
    )

    assert [action for action in first.actions if isinstance(action, BookMeeting)] == [*second.actions]
    assert verdicts(second) == ["booked", "not_done"]


def test_a_folder_that_only_the_ledger_knows_is_not_lost() -> None:
    plan = planned(TWO, replace(AFTER, files={}))

    assert folders(plan) == ["folder/student/student-2", "folder/year/student-2/2026-27"]


def test_each_case_manager_has_a_folder_of_their_own() -> None:
    people = (a_case_manager(), a_case_manager("manager-2", name="Theo Brandvold", workbooks=[]))
    plan = planned(a_department(organisation=an_organisation(case_managers=people)))

    assert folders(plan) == [ROOT, HERS, "folder/case-manager/manager-2"]


def test_a_folder_remembers_with_whom_it_is_shared_first() -> None:
    (folder,) = [a for a in FIRST.actions if isinstance(a, MakeFolder) and a.key == HERS]

    assert folder.properties == SHARED_FIRST


def test_a_folder_is_not_said_to_be_shared_with_who_has_left() -> None:
    left = an_organisation(case_managers=(a_case_manager(until="2026-11-19"),))
    plan = planned(a_department(organisation=left))
    (folder,) = [a for a in plan.actions if isinstance(a, MakeFolder) and a.key == HERS]

    assert [name for name, _ in folder.properties] == ["shared_manager"]


def test_a_students_folder_remembers_whose_it_is() -> None:
    (folder,) = [
        a for a in FIRST.actions if isinstance(a, MakeFolder) and a.key.startswith("folder/student/")
    ]

    assert dict(folder.properties)["case_manager"] == "manager-1"


# ---- people's own folders

THEIRS = file_of(HERS, file_id="theirs", readers=(a_reader("manager-1@company.example", role="owner"),))


def test_a_folder_of_theirs_is_marked_and_nothing_is_made_in_its_place() -> None:
    plan = planned(ONE, nothing_seen(offered={HERS: THEIRS}))
    (used,) = [action for action in plan.actions if isinstance(action, AdoptFolder)]

    assert (used.key, used.file_id) == (HERS, "theirs")
    assert used.properties == SHARED_FIRST
    assert HERS not in folders(plan)
    assert plan.actions.index(used) == 0
    shares = [action for action in plan.actions if isinstance(action, ShareFolder)]
    assert [(share.folder, share.person) for share in shares if share.folder == HERS] == [(HERS, "manager")]


def test_a_folder_of_theirs_is_left_alone_while_nothing_is_done() -> None:
    off = Features(
        meetings=Switch.REPORT,
        filing=Switch.REPORT,
        progress_sheets=Switch.REPORT,
        sharing=Switch.REPORT,
    )
    plan = duties.plan(ONE, nothing_seen(offered={HERS: THEIRS}), circumstances(features=off))

    assert not [action for action in plan.actions if isinstance(action, AdoptFolder)]


CLOSED = Refusal(ProblemKind.RECORDS_FOLDER_CLOSED, "agent@company.example")


def test_one_that_cannot_be_used_is_told_and_nothing_is_made_beside_it() -> None:
    person = a_case_manager(records_folder="theirs-12345")
    department = replace(ONE, organisation=an_organisation(case_managers=(person,)))
    plan = planned(department, nothing_seen(refused={HERS: CLOSED}))

    assert plan.actions == ()
    (problem,) = plan.problems
    assert (problem.kind, problem.case_manager) == (ProblemKind.RECORDS_FOLDER_CLOSED, "manager-1")
    assert problem.place.url.endswith("/folders/theirs-12345")
    assert "agent@company.example" in problem.advice


def test_one_that_is_named_too_late_stops_nothing() -> None:
    person = a_case_manager(records_folder="theirs-12345")
    department = replace(TWO, organisation=an_organisation(case_managers=(person,)))
    plan = planned(department, replace(AFTER, refused={HERS: Refusal(ProblemKind.RECORDS_FOLDER_LATE)}))

    assert folders(plan) == ["folder/student/student-2", "folder/year/student-2/2026-27"]


STUDENTS = "folder/student/student-1"
NAMED = Value("theirs-12345", a_cell("N2"))


def test_a_folder_of_theirs_for_a_student_is_marked_as_the_students_and_filed_in() -> None:
    theirs = file_of(
        STUDENTS, file_id="theirs", readers=(a_reader("manager-1@company.example", role="owner"),)
    )
    plan = planned(ONE, nothing_seen(offered={STUDENTS: theirs}))
    (used,) = [action for action in plan.actions if isinstance(action, AdoptFolder)]

    assert (used.key, used.case_manager, used.student_ref) == (STUDENTS, "manager-1", "student-1")
    assert dict(used.properties)["student_ref"] == "student-1"
    assert STUDENTS not in folders(plan)
    assert "folder/year/student-1/2026-27" in folders(plan)
    shares = [action for action in plan.actions if isinstance(action, ShareFolder)]
    assert [share.person for share in shares if share.folder == STUDENTS] == ["manager"]
    assert [look.subject for look in plan.looks if look.subject == STUDENTS] == [STUDENTS]


def test_one_for_a_student_that_cannot_be_used_is_told_at_its_cell_and_stops_this_student_alone() -> None:
    students = (a_student(folder=NAMED), a_student(ref="student-2", row=3))
    plan = planned(
        replace(TWO, students=students),
        nothing_seen(refused={STUDENTS: Refusal(ProblemKind.RECORDS_FOLDER_TAKEN)}),
    )
    (problem,) = plan.problems

    assert (problem.kind, problem.place) == (ProblemKind.STUDENT_FOLDER_TAKEN, NAMED.cell)
    assert (problem.case_manager, problem.student_ref) == ("manager-1", "student-1")
    assert not [key for key in folders(plan) if key.startswith((STUDENTS, "folder/year/student-1"))]
    assert "folder/student/student-2" in folders(plan)
