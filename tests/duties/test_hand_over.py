"""People change: who is taken off, who is let in after that, and which folders are moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from tests.builders import a_case_manager, a_department, a_response, a_student, an_organisation, day
from tests.builders_seen import ANYONE, a_reader, circumstances, handed_down, planned, seen_after, sign
from workspace_agent import duties
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.duties.grants import address_print
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.model.facts import Department
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.people import Manager
from workspace_agent.model.plan import Plan
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import Origin, Reader, Seen

HERS, HIS = "folder/case-manager/manager-1", "folder/case-manager/manager-2"
STUDENT = "folder/student/student-1"
HER, HIM, MANAGER = "manager-1@company.example", "manager-2@company.example", "o.fenwick@company.example"
AMARI = "i.amari@company.example"
HELD = a_response(day("2026-11-12"))


def two_people(**his: Any) -> Organisation:
    him = a_case_manager("manager-2", name="Theo Brandvold", workbooks=[], **his)
    return an_organisation(case_managers=(a_case_manager(), him))


def department(
    case_manager: str = "manager-1", organisation: Organisation | None = None, **student: Any
) -> Department:
    return a_department(
        a_student(case_manager=case_manager, **student),
        organisation=organisation or two_people(),
        responses=(HELD,),
    )


BEFORE = seen_after(planned(department()))
RECORD = next(key for key in BEFORE.files if key.startswith("record/"))


def but(key: str, seen: Seen = BEFORE, **changes: Any) -> Seen:
    """The same, where one folder or record differs."""
    return replace(seen, files=handed_down({**seen.files, key: replace(seen.files[key], **changes)}))


def open_to(
    key: str, reader: Reader, seen: Seen = BEFORE, marks: Mapping[str, str] = MappingProxyType({})
) -> Seen:
    file = seen.files[key]
    return but(key, seen, readers=(*(file.readers or ()), reader), marks={**file.marks, **marks})


def mark(address: str, times: int = 1) -> str:
    return f"{times} {address_print(address, sign)}"


def of(plan: Plan, *kinds: type) -> list[str]:
    """Keys of the actions of these kinds, in order."""
    return [action.key for action in plan.actions if isinstance(action, kinds)]


def told(plan: Plan) -> list[tuple[ProblemKind, str]]:
    return [(problem.kind, problem.place.url.removeprefix("link to ")) for problem in plan.problems]


def move_of(plan: Plan) -> HandOver:
    (move,) = [action for action in plan.actions if isinstance(action, HandOver)]
    return move


# ---- a student has another case manager


def test_the_folder_is_moved_and_nobody_is_let_in_beside_that() -> None:
    plan = planned(department("manager-2"), BEFORE)
    move = move_of(plan)

    assert (move.away_from, move.into, move.to, move.case_manager) == (
        f"id of {HERS}",
        HIS,
        "manager-2",
        "manager-1",
    )
    assert of(plan, ShareFolder, RevokeReader) == []
    assert told(plan) == []


def test_then_nothing_is_left_to_do() -> None:
    after = seen_after(planned(department("manager-2"), BEFORE), BEFORE)

    readers = {reader.address for reader in after.files[RECORD].readers or ()}
    assert readers == {HIM, MANAGER}
    assert planned(department("manager-2"), after).actions == ()


def test_the_other_folder_is_made_and_shared_first() -> None:
    alone = {key: file for key, file in BEFORE.files.items() if key != HIS}
    plan = planned(department("manager-2"), replace(BEFORE, files=alone))

    assert set(of(plan, ShareFolder)) < set(move_of(plan).needs)
    assert move_of(plan).needs[0] == HIS
    assert [action.key for action in plan.actions].index(HIS) < plan.actions.index(move_of(plan))


STAYS: Mapping[str, tuple[Department, Seen]] = {
    "while it is open who the student is": (department("manager-2", held=True), BEFORE),
    "in the trash": (department("manager-2"), but(STUDENT, trashed=True)),
    "where the other folder is open by link": (department("manager-2"), but(HIS, readers=(ANYONE,))),
    "where the other folder is in the trash": (department("manager-2"), but(HIS, trashed=True)),
    "where a person has moved it": (department("manager-2"), but(STUDENT, parent="elsewhere", readers=())),
    "in the folder of a colleague to whom a person moved it": (
        department(),
        but(STUDENT, parent=f"id of {HIS}"),
    ),
    "of a student whom nobody has on a list": (a_department(organisation=two_people()), BEFORE),
}


@pytest.mark.parametrize(("now", "seen"), STAYS.values(), ids=STAYS)
def test_a_folder_stays(now: Department, seen: Seen) -> None:
    assert of(planned(now, seen), HandOver) == []


def test_a_folder_without_a_mark_is_with_whom_it_lies() -> None:
    bare = but(STUDENT, marks={})
    plan = planned(department("manager-2"), bare)

    assert (move_of(plan).case_manager, move_of(plan).to) == ("manager-1", "manager-2")
    assert of(plan, ShareFolder) == []
    assert planned(department("manager-2"), seen_after(plan, bare)).actions == ()


def test_a_folder_without_a_mark_that_lies_with_nobody_stays() -> None:
    plan = planned(
        department("manager-2"), but(STUDENT, marks={}, parent=BEFORE.files["folder/root"].file_id)
    )

    assert of(plan, HandOver) == []


def test_while_it_cannot_be_moved_nobody_is_let_in_beside_the_one_before() -> None:
    plan = planned(department("manager-2"), but(HIS, trashed=True))

    assert of(plan, ShareFolder) == []
    assert (ProblemKind.EXTRA_READER, STUDENT) in told(plan)


def test_where_a_person_moved_it_the_new_one_is_let_in_after_the_one_before_is_taken_off() -> None:
    there = but(STUDENT, parent="elsewhere", readers=())
    first = seen_after(planned(department(), there), there)
    plan = planned(department("manager-2"), first)

    assert of(plan, TakeShareBack) == [f"revoke/{STUDENT}/permission of {HER}"]
    (share,) = [action for action in plan.actions if isinstance(action, ShareFolder)]
    assert share.key == f"share/{STUDENT}/manager-2"
    assert f"revoke/{STUDENT}/permission of {HER}" in share.needs
    assert planned(department("manager-2"), seen_after(plan, first)).actions == ()


def test_what_was_shared_directly_is_taken_back_before_the_folder_is_moved() -> None:
    seen = open_to(STUDENT, a_reader(HER), marks={"shared_manager-1": mark(HER)})
    plan = planned(department("manager-2"), seen)

    (back,) = of(plan, TakeShareBack)
    assert back in move_of(plan).needs
    assert [type(action).__name__ for action in plan.actions] == ["TakeShareBack", "HandOver"]


def test_a_stranger_on_the_folder_is_told_although_it_is_moved() -> None:
    plan = planned(department("manager-2"), open_to(STUDENT, a_reader("x@elsewhere.example")))

    assert told(plan) == [(ProblemKind.EXTRA_READER, STUDENT)]


def test_a_folder_that_a_person_put_where_it_belongs_is_marked_so() -> None:
    there = but(STUDENT, parent=f"id of {HIS}", readers=())
    plan = planned(department("manager-2"), there)

    assert of(plan, HandOver, MarkFolder) == ["mark/student/student-1/case_manager"]
    assert planned(department("manager-2"), seen_after(plan, there)).actions == ()


def test_a_school_years_folder_that_a_person_put_there_is_not_taken_for_the_students() -> None:
    year = next(key for key in BEFORE.files if key.startswith("folder/year/"))
    plan = planned(department(), but(year, parent=BEFORE.files[HERS].file_id))

    assert [action for action in plan.actions if isinstance(action, MarkFolder)] == []


def test_in_shadow_mode_nothing_is_marked() -> None:
    there = but(STUDENT, parent=f"id of {HIS}", readers=())
    shadow = Features(
        meetings=Switch.REPORT,
        sharing=Switch.REPORT,
        filing=Switch.REPORT,
        progress_sheets=Switch.REPORT,
    )
    plan = duties.plan(department("manager-2"), there, circumstances(features=shadow))

    assert of(plan, MarkFolder) == []


# ---- somebody leaves


LEFT = {
    "by the last day in the settings": department(organisation=two_people(until="2026-11-19")),
    "by other settings": department(organisation=an_organisation(case_managers=(a_case_manager(),))),
}


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
def test_whoever_left_is_taken_off_what_the_agent_shared(left: Department) -> None:
    plan = planned(left, BEFORE)

    assert of(plan, RevokeReader, ShareFolder) == [f"revoke/{HIS}/permission of {HIM}"]
    assert told(plan) == []
    assert planned(left, seen_after(plan, BEFORE)).actions == ()


@pytest.mark.parametrize("last", ["2026-11-20", "2026-11-21"])
def test_the_last_day_is_a_day_in_office(last: str) -> None:
    assert planned(department(organisation=two_people(until=last)), BEFORE).actions == ()


def test_without_marks_the_ledger_says_what_was_shared() -> None:
    done = {action.key: action.fingerprint for action in planned(department()).actions}
    bare = replace(but(HIS, marks={}), done=done)
    plan = planned(LEFT["by other settings"], bare)

    assert of(plan, TakeShareBack) == [f"revoke/{HIS}/permission of {HIM}"]


def test_what_a_person_granted_a_leaver_is_told_and_stays() -> None:
    plan = planned(LEFT["by other settings"], open_to(STUDENT, a_reader(HIM)))

    assert (ProblemKind.EXTRA_READER, STUDENT) in told(plan)
    assert f"revoke/{STUDENT}/permission of {HIM}" not in of(plan, RevokeReader)


STAYING = {
    "who was made owner": {"role": "owner"},
    "who reads by a folder of somebody's, as far as Drive tells": {"origin": Origin.FOLDER},
}


def his_in_place(*readers: Reader) -> Seen:
    """The second case manager's folder is open to these alone."""
    return but(HIS, parent="elsewhere", readers=readers)


def test_of_whom_a_person_has_taken_off_the_mark_goes() -> None:
    plan = planned(LEFT["by other settings"], his_in_place(a_reader(MANAGER)))

    assert of(plan, RevokeReader, UnmarkShare) == [f"unmark/{HIS}/manager-2"]
    assert told(plan) == []


@pytest.mark.parametrize("how", STAYING.values(), ids=STAYING)
def test_who_cannot_be_taken_off_is_not_forgotten(how: dict[str, Any]) -> None:
    plan = planned(LEFT["by other settings"], his_in_place(a_reader(MANAGER), a_reader(HIM, **how)))

    assert of(plan, RevokeReader, UnmarkShare) == []
    assert told(plan) == [(ProblemKind.EXTRA_READER, HIS)]


@pytest.mark.parametrize("how", STAYING.values(), ids=STAYING)
def test_beside_who_cannot_be_taken_off_nobody_is_let_in(how: dict[str, Any]) -> None:
    seen = his_in_place(a_reader(HIM), a_reader(MANAGER, **how))
    plan = planned(with_manager("amari", AMARI), seen)

    assert of(plan, ShareFolder) == [f"share/{HERS}/amari"]
    assert sorted(told(plan), key=str) == [
        (ProblemKind.EFFECT_WAITS, HIS),
        (ProblemKind.EXTRA_READER, HIS),
    ]


def test_nobody_is_let_in_above_either() -> None:
    stays = a_reader(MANAGER, role="owner")
    seen = but(STUDENT, open_to_no_manager(), readers=(stays,), marks={"shared_manager": mark(MANAGER)})
    plan = planned(with_manager("amari", AMARI), seen)

    assert of(plan, ShareFolder) == [f"share/{HIS}/amari"]
    assert (ProblemKind.EFFECT_WAITS, HERS) in told(plan)


def open_to_no_manager() -> Seen:
    """A person has taken the manager off the first case manager's folder."""
    return but(HERS, readers=(a_reader(HER),))


def test_who_reads_by_the_folder_above_goes_with_what_is_taken_back_there() -> None:
    seen = but(STUDENT, marks={"shared_manager": mark(MANAGER)})
    now = with_manager("amari", AMARI)
    plan = planned(now, seen)

    assert of(plan, UnmarkShare) == [f"unmark/{STUDENT}/manager"]
    assert f"share/{HERS}/amari" in of(plan, ShareFolder)
    assert planned(now, seen_after(plan, seen)).actions == ()


def test_where_drive_does_not_tell_what_comes_from_above_nobody_is_forgotten_below() -> None:
    untold = a_reader(MANAGER, origin=Origin.FOLDER)
    seen = but(STUDENT, readers=(untold,), marks={"shared_manager": mark(MANAGER)})
    seen = replace(seen, files={**seen.files, HERS: replace(seen.files[HERS], readers=(untold,))})
    plan = planned(with_manager("amari", AMARI), seen)

    assert of(plan, UnmarkShare) == []
    assert of(plan, ShareFolder) == [f"share/{HIS}/amari"]


@pytest.mark.parametrize("at", [STUDENT, HIS])
def test_no_folder_is_moved_to_where_somebody_stays_who_is_not_to_read_it(at: str) -> None:
    stays = a_reader("old@company.example", role="owner")
    plan = planned(department("manager-2"), open_to(at, stays, marks={"shared_x": mark(stays.address)}))

    assert of(plan, HandOver, ShareFolder) == []
    assert (ProblemKind.EXTRA_READER, STUDENT) in told(plan)


def test_whoever_was_let_into_anothers_folder_is_taken_off_by_the_agents_own_mark() -> None:
    plan = planned(with_manager("amari", AMARI), but(HIS, owned=False))

    assert f"revoke/{HIS}/permission of {MANAGER}" in of(plan, TakeShareBack)
    needs = {action.folder: action.needs for action in plan.actions if isinstance(action, ShareFolder)}
    assert f"revoke/{HIS}/permission of {MANAGER}" in needs[HIS]


def test_where_drive_does_not_say_who_is_there_nobody_is_taken_off_and_nobody_let_in() -> None:
    files = {**BEFORE.files, HIS: replace(BEFORE.files[HIS], readers=None)}
    plan = planned(LEFT["by other settings"], replace(BEFORE, files=files))

    assert of(plan, RevokeReader, UnmarkShare, ShareFolder) == []
    assert told(plan) == []


def test_whoever_comes_back_is_let_in_as_for_the_first_time() -> None:
    left = LEFT["by the last day in the settings"]
    gone = seen_after(planned(left, BEFORE), BEFORE)
    (share,) = [action for action in planned(department(), gone).actions if isinstance(action, ShareFolder)]

    assert (share.folder, share.person, share.again, share.marked) == (HIS, "manager-2", False, False)


# ---- another manager, another address


def with_manager(key: str, address: str) -> Department:
    manager = {"key": key, "name": "Idris Amari", "email": address, "zone": "America/New_York"}
    amari = Manager.model_validate(manager | {"from": "2026-11-20"})
    return department(organisation=two_people().model_copy(update={"manager": amari}))


@pytest.mark.parametrize("key", ["amari", "manager"], ids=["another manager", "another address"])
def test_the_former_goes_before_the_new_one_comes_on_every_folder(key: str) -> None:
    now = with_manager(key, AMARI)
    plan = planned(now, BEFORE)

    assert of(plan, TakeShareBack) == [f"revoke/{at}/permission of {MANAGER}" for at in (HERS, HIS)]
    shares = [action for action in plan.actions if isinstance(action, ShareFolder)]
    assert [(share.folder, share.person, share.address) for share in shares] == [
        (HERS, key, AMARI),
        (HIS, key, AMARI),
    ]
    assert [share.needs for share in shares] == [
        (at, f"revoke/{at}/permission of {MANAGER}") for at in (HERS, HIS)
    ]
    assert not any(share.again for share in shares)
    after = seen_after(plan, BEFORE)
    assert (planned(now, after).actions, planned(now, after).problems) == ((), ())


def test_whoever_reads_below_goes_before_somebody_is_let_in_above() -> None:
    seen = open_to(STUDENT, a_reader(MANAGER), marks={"shared_manager": mark(MANAGER)})
    plan = planned(with_manager("amari", AMARI), seen)

    below = f"revoke/{STUDENT}/permission of {MANAGER}"
    needs = {action.folder: action.needs for action in plan.actions if isinstance(action, ShareFolder)}
    assert below in needs[HERS]
    assert below not in needs[HIS]


def test_a_stranger_who_is_taken_off_by_setting_goes_first_where_they_were_let_in() -> None:
    stranger = a_reader("x@elsewhere.example")
    seen = open_to(HERS, stranger, but(HERS, readers=()))
    seen = open_to(RECORD, a_reader("y@elsewhere.example"), seen)
    plan = duties.plan(department(), seen, circumstances(revoke_extra_readers=True))

    shares = [action for action in plan.actions if isinstance(action, ShareFolder)]
    assert {share.needs for share in shares} == {(HERS, f"revoke/{HERS}/permission of x@elsewhere.example")}


def test_a_case_manager_who_became_manager_keeps_what_they_may_read() -> None:
    promoted = two_people(until="2026-11-19").model_copy(
        update={"manager": with_manager("theo", HIM).organisation.manager}
    )
    plan = planned(department(organisation=promoted), BEFORE)

    assert f"revoke/{HIS}/permission of {HIM}" not in of(plan, TakeShareBack)
    assert f"share/{HIS}/theo" not in of(plan, ShareFolder)


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        pytest.param(MANAGER, True, id="who is in office no more"),
        pytest.param(HIM, False, id="who may be the right one"),
    ],
)
def test_while_it_is_open_who_the_student_is_nobody_stays_who_has_left(address: str, taken: bool) -> None:
    held = department(held=True, organisation=with_manager("amari", AMARI).organisation)
    seen = open_to(STUDENT, a_reader(address), marks={"shared_manager-2": mark(address)})
    plan = planned(held, seen)

    key = f"revoke/{STUDENT}/permission of {address}"
    assert (key in of(plan, TakeShareBack)) is taken
    needs = [
        action.needs for action in plan.actions if isinstance(action, ShareFolder) and action.folder == HERS
    ]
    assert (key in needs[0]) is taken


def test_of_a_folder_that_is_not_settled_and_whose_readers_are_not_told_nothing_is_done() -> None:
    files = {**BEFORE.files, STUDENT: replace(BEFORE.files[STUDENT], readers=None)}
    plan = planned(department(held=True), replace(BEFORE, files=files))

    assert of(plan, TakeShareBack) == []
