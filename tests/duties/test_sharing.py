"""Who may open which folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_case_manager, a_department, a_response, a_student, an_organisation, day
from tests.builders_seen import (
    a_reader,
    circumstances,
    handed_down,
    nothing_seen,
    planned,
    seen_after,
)
from workspace_agent import duties
from workspace_agent.duties.grants import Grant
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.sharing import shares_of
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Origin, Reader, ReaderKind, Seen

HERS = "folder/case-manager/manager-1"
PLAIN = a_department(a_student())
STRAY = a_department(a_student(), responses=(replace(a_response(day("2026-11-12")), student_ref=""),))


def shares(plan: Plan) -> set[tuple[str, str]]:
    return {(action.folder, action.address) for action in plan.actions if isinstance(action, ShareFolder)}


def with_readers(seen: Seen, key: str, *readers: str) -> Seen:
    folder = replace(seen.files[key], readers=tuple(map(a_reader, readers)))
    return replace(seen, files={**seen.files, key: folder})


def test_manager_and_case_manager_read_the_case_managers_folder() -> None:
    assert shares(planned(PLAIN)) == {
        (HERS, "o.fenwick@company.example"),
        (HERS, "manager-1@company.example"),
    }


def test_the_root_is_shared_with_nobody() -> None:
    assert "folder/root" not in {folder for folder, _ in shares(planned(STRAY))}


def test_a_review_folder_is_shared_likewise() -> None:
    assert ("folder/review/manager-1", "manager-1@company.example") in shares(planned(STRAY))


def test_what_came_from_a_stranger_is_for_the_manager_alone() -> None:
    stranger = replace(STRAY.responses[0], respondent="")
    plan = planned(a_department(a_student(), responses=(stranger,)))

    only = {address for folder, address in shares(plan) if folder == "folder/review/manager-only"}
    assert only == {"o.fenwick@company.example"}


def test_a_second_look_shares_nothing() -> None:
    assert shares(planned(PLAIN, seen_after(planned(PLAIN)))) == set()


def test_the_ledger_counts_where_drive_did_not_say() -> None:
    done = {action.key: action.fingerprint for action in planned(PLAIN).actions}

    assert shares(planned(PLAIN, nothing_seen(done=done))) == set()


def test_a_folder_whose_readers_are_not_listed_is_left_to_the_ledger() -> None:
    after = seen_after(planned(PLAIN))
    blind = replace(after, files={**after.files, HERS: replace(after.files[HERS], readers=None)})

    assert len(shares(planned(PLAIN, blind))) == 2


def test_a_missing_reader_is_granted_again() -> None:
    seen = with_readers(seen_after(planned(PLAIN)), HERS, "manager-1@company.example")

    assert shares(planned(PLAIN, seen)) == {(HERS, "o.fenwick@company.example")}


def test_a_reader_who_was_taken_off_twice_is_left_to_people() -> None:
    once = {action.key: action.fingerprint for action in planned(PLAIN).actions}
    bare = replace(with_readers(seen_after(planned(PLAIN)), HERS), done=once)
    again = planned(PLAIN, bare)
    assert [a.again for a in again.actions if isinstance(a, ShareFolder)] == [True, True]

    twice = replace(bare, done=once | {action.key: action.fingerprint for action in again.actions})
    plan = planned(PLAIN, twice)
    assert plan.actions == ()
    assert [problem.kind for problem in plan.problems] == [ProblemKind.READER_MISSING]
    assert plan.problems[0].detail == "The manager and the case manager"


@pytest.mark.parametrize(
    ("there", "who"),
    [("manager-1@company.example", "The manager"), ("o.fenwick@company.example", "The case manager")],
)
def test_it_is_said_who_cannot_open_it_but_no_name(there: str, who: str) -> None:
    first = {action.key: action.fingerprint for action in planned(PLAIN).actions}
    done = first | {f"{key}/again": to for key, to in first.items()}
    (problem,) = planned(
        PLAIN, replace(with_readers(seen_after(planned(PLAIN)), HERS, there), done=done)
    ).problems

    assert problem.sentence.startswith(f"{who} cannot open this folder")


def test_a_folder_in_the_trash_is_not_shared() -> None:
    seen = with_readers(seen_after(planned(PLAIN)), HERS)
    trashed = replace(seen, files={**seen.files, HERS: replace(seen.files[HERS], trashed=True)})

    assert shares(planned(PLAIN, trashed)) == set()


# ---- what the marks tell a ledger that was lost

KNOWN = {HERS}


@pytest.mark.parametrize(
    ("times", "known", "expected"),
    [
        pytest.param(1, set(), ["share/{}/manager"], id="a first share that the ledger never heard of"),
        pytest.param(2, set(), ["share/{}/manager", "share/{}/manager/again"], id="both"),
        pytest.param(1, KNOWN, [], id="the ledger knows the folder: it knows better whether it was shared"),
        pytest.param(2, KNOWN, ["share/{}/manager/again"], id="a backup from before the second share"),
    ],
)
def test_a_folder_remembers_how_often_it_was_shared(times: int, known: set[str], expected: list[str]) -> None:
    assert shares_of([Grant(HERS, "manager", "print", times)], known) == dict.fromkeys(
        (key.format(HERS) for key in expected), "print"
    )


# ---- what is too much

STUDENT = "folder/student/student-1"
HELD = a_response(day("2026-11-12"))
FILED = a_department(a_student(), responses=(HELD,))
AFTER = seen_after(planned(FILED))
(RECORD,) = [key for key in AFTER.files if key.startswith("record/")]
PLACES = {"record": RECORD, "student": STUDENT, "case manager": HERS, "root": "folder/root"}


def opened(key: str, *readers: Reader, department: Department = FILED, seen: Seen = AFTER) -> Plan:
    """The plan when a folder or record, and all in it, is open to these as well."""
    return planned(department, opened_to(key, *readers, seen=seen))


def opened_to(key: str, *readers: Reader, seen: Seen = AFTER) -> Seen:
    file = seen.files[key]
    opened = replace(file, readers=(*(file.readers or ()), *readers))
    return replace(seen, files=handed_down({**seen.files, key: opened}))


def told(plan: Plan) -> list[tuple[ProblemKind, str]]:
    return [(problem.kind, problem.place.url.removeprefix("link to ")) for problem in plan.problems]


@pytest.mark.parametrize("key", PLACES.values(), ids=PLACES)
def test_an_extra_reader_is_told_at_the_highest_place_that_shows_it(key: str) -> None:
    plan = opened(key, a_reader("stranger@elsewhere.example"))

    assert (told(plan), plan.actions) == ([(ProblemKind.EXTRA_READER, key)], ())


READERS = {
    "1 person": [a_reader("x@elsewhere.example")],
    "2 people": [a_reader("x@elsewhere.example"), a_reader("y@elsewhere.example")],
    "1 group": [a_reader("all@company.example", kind=ReaderKind.GROUP)],
    "everybody of 1 organisation": [a_reader("", kind=ReaderKind.DOMAIN)],
    "1 person and anyone with the link": [
        a_reader("", permission_id="anyone", kind=ReaderKind.ANYONE),
        a_reader("x@elsewhere.example"),
    ],
}


@pytest.mark.parametrize(("words", "readers"), READERS.items(), ids=READERS)
def test_kinds_and_counts_are_told_and_nobody_is_named(words: str, readers: list[Reader]) -> None:
    (problem,) = opened(HERS, *readers).problems

    assert f"is open to {words} beyond case manager and manager" in problem.sentence
    assert problem.readers == tuple(sorted(one.kind.value for one in readers))


def test_a_group_is_not_the_person_whose_address_it_has() -> None:
    group = a_reader("manager-1@company.example", permission_id="group", kind=ReaderKind.GROUP)

    assert told(opened(HERS, group)) == [(ProblemKind.EXTRA_READER, HERS)]


def test_the_manager_may_see_the_root_and_need_not() -> None:
    assert told(opened("folder/root", a_reader("o.fenwick@company.example"))) == []


def test_the_folder_of_who_turned_out_to_be_another_is_that_students() -> None:
    people = (a_case_manager(), a_case_manager("manager-2", name="Theo Brandvold", workbooks=[]))
    heir = a_student("student-2", case_manager="manager-2", held=True)
    department = a_department(heir, organisation=an_organisation(case_managers=people))
    known = circumstances(merged={"student-1": "student-2"})
    plan = duties.plan(department, opened_to(STUDENT, a_reader("x@elsewhere.example")), known)

    extra = [one for one in plan.problems if one.kind is ProblemKind.EXTRA_READER]
    assert [(one.case_manager, one.student_ref) for one in extra] == [("manager-2", "student-2")]
    (move,) = [action for action in plan.actions if isinstance(action, HandOver)]
    assert (move.file_id, move.to, move.student_ref) == (f"id of {STUDENT}", "manager-2", "student-2")


def test_a_record_that_nobody_has_on_a_list_goes_by_its_folder() -> None:
    forgotten = a_department(a_student("student-9"))

    assert told(planned(forgotten, AFTER)) == []
    assert told(opened(RECORD, a_reader("x@elsewhere.example"), department=forgotten)) == [
        (ProblemKind.EXTRA_READER, RECORD)
    ]


def test_a_record_that_lies_nowhere_and_that_nobody_has_is_the_managers_alone() -> None:
    forgotten = a_department(a_student("student-9"))
    astray = replace(AFTER.files[RECORD], parent="elsewhere")
    plan = planned(forgotten, replace(AFTER, files={**AFTER.files, RECORD: astray}))

    assert told(plan) == [(ProblemKind.EXTRA_READER, RECORD)]


def test_nothing_is_said_of_a_student_while_it_is_open_who_that_is() -> None:
    held = a_department(a_student(held=True), responses=(HELD,))

    assert told(opened(STUDENT, a_reader("x@elsewhere.example"), department=held)) == []


def test_what_was_dragged_into_the_folder_of_such_a_student_is_told_by_itself() -> None:
    stray = replace(HELD, response_id="stray", student_ref="")
    held = a_department(a_student(held=True), responses=(stray,))
    seen = seen_after(planned(held), AFTER)
    (key,) = [key for key in seen.files if key.startswith("review/")]
    dragged = replace(seen.files[key], parent=seen.files[STUDENT].file_id)
    seen = replace(seen, files={**seen.files, key: dragged})

    assert told(opened(STUDENT, a_reader("x@elsewhere.example"), department=held, seen=seen)) == [
        (ProblemKind.EXTRA_READER, key)
    ]


ROLES = {
    "a writer": (a_reader("manager-1@company.example", role="writer"), [ProblemKind.READER_CAN_CHANGE]),
    "a commenter": (a_reader("manager-1@company.example", role="commenter"), [ProblemKind.READER_CAN_CHANGE]),
    "an owner": (a_reader("o.fenwick@company.example", role="owner"), [ProblemKind.READER_CAN_CHANGE]),
    "a manager of the shared drive": (
        a_reader("o.fenwick@company.example", role="organizer", origin=Origin.DRIVE),
        [],
    ),
}


@pytest.mark.parametrize(("reader", "expected"), ROLES.values(), ids=ROLES)
def test_a_raised_role_is_told_at_the_highest_place_and_stays(
    reader: Reader, expected: list[ProblemKind]
) -> None:
    plan = opened(HERS, reader)

    assert [kind for kind, _ in told(plan)] == expected
    assert plan.actions == ()


# ---- what lies where it cannot be read


def moved_out(key: str) -> Seen:
    """A folder or record that lies elsewhere now, where nobody of ours can open it."""
    astray = replace(AFTER.files[key], parent="elsewhere", readers=())
    files = {**AFTER.files, key: astray}
    below = {astray.file_id}
    for one in list(files.values()):
        if one.parent in below:
            below.add(one.file_id)
            files[one.key] = replace(one, readers=())
    return replace(AFTER, files=files)


def test_a_moved_folder_is_shared_where_it_is() -> None:
    plan = planned(FILED, moved_out(STUDENT))

    assert (told(plan), shares(plan)) == (
        [],
        {(STUDENT, "o.fenwick@company.example"), (STUDENT, "manager-1@company.example")},
    )


def test_a_moved_record_is_told_and_not_shared_by_itself() -> None:
    plan = planned(FILED, moved_out(RECORD))

    assert (told(plan), plan.actions) == ([(ProblemKind.RECORD_OUT_OF_SIGHT, RECORD)], ())


def test_whose_readers_drive_does_not_tell_is_left_alone() -> None:
    files = {key: replace(file, readers=None) for key, file in AFTER.files.items()}
    done = {action.key: action.fingerprint for action in planned(FILED).actions}
    plan = planned(FILED, replace(AFTER, files=files, done=done))

    assert (plan.actions, plan.problems) == ((), ())


# ---- taking off, by setting only

STRANGER = a_reader("stranger@elsewhere.example")
TAKEN_OFF = {
    "given on the record": (RECORD, STRANGER, [RECORD]),
    "given on the folder: there, and with it on all below": (HERS, STRANGER, [HERS]),
    "handed down from a folder of somebody's": (HERS, replace(STRANGER, origin=Origin.FOLDER), []),
    "a member of the shared drive": (HERS, replace(STRANGER, origin=Origin.DRIVE), []),
    "an owner": (HERS, replace(STRANGER, role="owner"), []),
    "anyone with the link": (RECORD, a_reader("", kind=ReaderKind.ANYONE), [RECORD]),
}


@pytest.mark.parametrize(("key", "reader", "expected"), TAKEN_OFF.values(), ids=TAKEN_OFF)
def test_only_what_was_given_on_the_thing_itself_is_taken_off(
    key: str, reader: Reader, expected: list[str]
) -> None:
    plan = revoking(FILED, with_reader(AFTER, key, reader))

    revoked = [action.file_id for action in plan.actions if isinstance(action, RevokeReader)]
    assert revoked == [f"id of {one}" for one in expected]
    assert len(plan.actions) == len(revoked)
    assert [kind for kind, _ in told(plan)] == [ProblemKind.EXTRA_READER]


def revoking(department: Department, seen: Seen) -> Plan:
    return duties.plan(department, seen, circumstances(revoke_extra_readers=True))


def with_reader(seen: Seen, key: str, reader: Reader) -> Seen:
    file = seen.files[key]
    return replace(seen, files={**seen.files, key: replace(file, readers=(*(file.readers or ()), reader))})


def test_nobody_is_taken_off_what_the_agent_does_not_own() -> None:
    given_away = replace(AFTER.files[RECORD], owned=False)
    seen = with_reader(replace(AFTER, files={**AFTER.files, RECORD: given_away}), RECORD, STRANGER)
    plan = revoking(FILED, seen)

    assert (told(plan), plan.actions) == ([(ProblemKind.EXTRA_READER, RECORD)], ())
