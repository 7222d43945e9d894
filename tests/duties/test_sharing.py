"""Who may open which folder."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import a_department, a_response, a_student, day
from tests.builders_seen import a_reader, nothing_seen, planned, seen_after
from workspace_agent.duties.sharing import ShareFolder
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem import ProblemKind
from workspace_agent.model.seen import Seen

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
    assert {action.key.rpartition("/")[2] for action in again.actions} == {"again"}

    twice = replace(bare, done=once | {action.key: action.fingerprint for action in again.actions})
    plan = planned(PLAIN, twice)
    assert plan.actions == ()
    assert {problem.kind for problem in plan.problems} == {ProblemKind.READER_MISSING}


def test_an_extra_reader_is_reported_and_not_removed() -> None:
    people = ("manager-1@company.example", "o.fenwick@company.example")
    after = seen_after(planned(PLAIN))

    assert planned(PLAIN, with_readers(after, HERS, *people)).problems == ()
    plan = planned(PLAIN, with_readers(after, HERS, *people, "stranger@elsewhere.example"))
    assert plan.actions == ()
    assert [problem.kind for problem in plan.problems] == [ProblemKind.EXTRA_READER]


def test_a_folder_in_the_trash_is_not_shared() -> None:
    seen = with_readers(seen_after(planned(PLAIN)), HERS)
    trashed = replace(seen, files={**seen.files, HERS: replace(seen.files[HERS], trashed=True)})

    assert shares(planned(PLAIN, trashed)) == set()
