"""What the access record keeps: to whom each effect shows what, who can open what, and a table each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.builders import (
    a_department,
    a_field,
    a_meeting,
    a_response,
    a_row,
    a_student,
    a_team_member,
    an_attempt,
    an_organisation,
    day,
)
from tests.builders_seen import (
    ANYONE,
    NOW,
    a_reader,
    circumstances,
    nothing_seen,
    planned,
    seen_after,
    settled,
    sign,
)
from tests.builders_shared import a_thing
from workspace_agent import duties
from workspace_agent.duties.access_record import FileMonth
from workspace_agent.duties.evidence import FileEvidence
from workspace_agent.duties.filing import FileRecord
from workspace_agent.duties.found_access import found_done, found_invitations
from workspace_agent.duties.meetings_actions import BookMeeting, ChangeMeeting
from workspace_agent.duties.recipients import Recipients
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder
from workspace_agent.duties.sights import sights
from workspace_agent.model.access import Act, Basis, Disclosure, Sighted
from workspace_agent.model.action import Action
from workspace_agent.model.consents import AgencyConsent
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import LastLook, MarkedFile, Reader, ReaderKind, Seen
from workspace_agent.model.vocabulary import Mode, Role

RECIPIENTS = Recipients(an_organisation(), sign)
STRANGER = "x@elsewhere.example"
HELD = a_response(day("2026-11-12"))
FILED = a_department(a_student(), responses=(HELD,))
AFTER = seen_after(planned(FILED))
(RECORD,) = [key for key in AFTER.files if key.startswith("record/")]
HERS, STUDENT = "folder/case-manager/manager-1", "folder/student/student-1"


def told(plan: Plan, kind: type[Action]) -> list[Disclosure]:
    return [one for action in plan.actions if isinstance(action, kind) for one in action.discloses]


# ---- people


PEOPLE = {
    "the manager": ("o.fenwick@company.example", "manager"),
    "a case manager, however it is written": ("Manager-1@company.example", "manager-1"),
    "the CSS of a district": ("c.arroyo@company.example", "css-district-1"),
}


@pytest.mark.parametrize(("address", "key"), PEOPLE.values(), ids=PEOPLE)
def test_people_of_the_settings_are_known_by_their_key(address: str, key: str) -> None:
    assert RECIPIENTS.of(address) == key


def test_of_others_only_a_keyed_hash_is_kept() -> None:
    hashed = RECIPIENTS.of(STRANGER)

    assert hashed == RECIPIENTS.of(STRANGER.upper()) == f"address-{sign(f'recipient {STRANGER}')[:16]}"
    assert hashed != RECIPIENTS.of("y@elsewhere.example")


READERS = {
    "a person": (a_reader("o.fenwick@company.example"), "manager"),
    "a group": (a_reader("all@company.example", kind=ReaderKind.GROUP), "group-"),
    "a group that bears the manager's address": (
        a_reader("o.fenwick@company.example", kind=ReaderKind.GROUP),
        "group-",
    ),
    "a whole company": (Reader("domain-1", ReaderKind.DOMAIN), "everybody-of-a-domain"),
    "anyone": (Reader("anyoneWithLink", ReaderKind.ANYONE), "anyone-with-the-link"),
    "whose address is not told": (Reader("permission-7"), "permission-"),
}


@pytest.mark.parametrize(("reader", "said"), READERS.values(), ids=READERS)
def test_a_reader_is(reader: Reader, said: str) -> None:
    assert RECIPIENTS.reader(reader).startswith(said)


# ---- what effects disclose


def test_a_record_is_filed_for_those_who_read_its_folder() -> None:
    assert told(planned(FILED), FileRecord) == [
        Disclosure(Act.FILED, "record", "manager manager-1", Basis.OFFICIAL, ("student-1",))
    ]


def test_a_record_of_contact_attempts_is_filed_likewise() -> None:
    met = a_meeting(day("2026-11-12"), held=True)
    attempt = an_attempt(day("2026-10-20"))

    assert told(planned(a_department(a_student(), meetings=(met,), contacts=(attempt,))), FileEvidence) == [
        Disclosure(Act.FILED, "record", "manager manager-1", Basis.OFFICIAL, ("student-1",))
    ]


STRAYS = {"of a case manager": ("manager-1", "manager manager-1"), "of a stranger": ("", "manager")}


@pytest.mark.parametrize(("respondent", "readers"), STRAYS.values(), ids=STRAYS)
def test_what_is_kept_for_review_is_about_nobody_yet(respondent: str, readers: str) -> None:
    stray = replace(HELD, student_ref="", respondent=respondent)

    assert told(planned(a_department(a_student(), responses=(stray,))), FileRecord) == [
        Disclosure(Act.FILED, "record", readers, Basis.OFFICIAL)
    ]


def test_a_share_tells_which_folder_is_shown_to_whom() -> None:
    assert set(told(planned(FILED), ShareFolder)) == {
        Disclosure(Act.SHARED, "folder", person, Basis.OFFICIAL, (), HERS)
        for person in ("manager", "manager-1")
    }


REVOKED = {"a record": (RECORD, "record"), "a student's folder": (STUDENT, "folder")}


@pytest.mark.parametrize(("key", "thing"), REVOKED.values(), ids=REVOKED)
def test_whoever_is_taken_off_is_told_by_a_hash(key: str, thing: str) -> None:
    file = AFTER.files[key]
    opened = replace(file, readers=(*(file.readers or ()), a_reader(STRANGER)))
    now = circumstances(revoke_extra_readers=True)
    plan = duties.plan(FILED, replace(AFTER, files={**AFTER.files, key: opened}), now)

    assert told(plan, RevokeReader) == [
        Disclosure(Act.TAKEN_OFF, thing, RECIPIENTS.of(STRANGER), Basis.ENDED, ("student-1",), key)
    ]


MOTHER, WORKER, TEACHER = "mother@home.example", "worker@agency.example", "k.osei@sierravieja.example"
TEAM = {
    Role.PARENT: MOTHER,
    Role.OUTSIDE_AGENCY: WORKER,
    Role.GENERAL_EDUCATION_TEACHER: TEACHER,
}
BASES = {MOTHER: Basis.PARENT, WORKER: Basis.CONSENT, TEACHER: Basis.OFFICIAL}
IN_PERSON = a_meeting(mode=Mode.IN_PERSON)


def invitation(address: str, basis: Basis) -> Disclosure:
    return Disclosure(Act.INVITED, "event", RECIPIENTS.of(address), basis, ("student-1",))


def with_team(*roles: Role) -> Plan:
    signed = AgencyConsent("student-1", a_field(day("2026-10-01")), a_field(None), a_row(2))
    department = a_department(
        a_student(),
        meetings=(IN_PERSON,),
        team=tuple(a_team_member(role, address=TEAM[role]) for role in roles),
        consents=(signed,),
    )
    return planned(department)


def test_each_guest_is_told_with_the_right_by_which_they_are_invited() -> None:
    css = invitation("c.arroyo@company.example", Basis.OFFICIAL)

    assert set(told(with_team(*TEAM), BookMeeting)) == {css, *(invitation(*one) for one in BASES.items())}


def test_whoever_stands_there_twice_is_exempt_only_if_they_are_so_in_both_parts() -> None:
    department = a_department(
        a_student(),
        meetings=(IN_PERSON,),
        team=(
            a_team_member(Role.GENERAL_EDUCATION_TEACHER, address=TEACHER),
            a_team_member(Role.PARENT, address=TEACHER, row=3),
            a_team_member(Role.OUTSIDE_AGENCY, address=TEACHER, row=4, student="student-2"),
            a_team_member(Role.OUTSIDE_AGENCY, address=None, row=5),
            a_team_member(None, address=TEACHER, row=6),
        ),
    )

    assert invitation(TEACHER, Basis.PARENT) in told(planned(department), BookMeeting)


STAFF = a_team_member(Role.GENERAL_EDUCATION_TEACHER, address=TEACHER)
OTHER = a_team_member(Role.SPECIAL_EDUCATION_TEACHER, address="m.bravo@sierravieja.example", row=3)


def test_a_change_tells_only_who_comes_and_who_goes() -> None:
    before = a_department(a_student(), meetings=(IN_PERSON,), team=(STAFF,))
    after = replace(before, team=(OTHER,))
    seen = settled(before)
    for minutes in (1, 20):
        moment = NOW + dt.timedelta(minutes=minutes)
        plan = planned(after, seen, moment)
        seen = replace(seen, looks=looks(plan, seen, moment))

    assert set(told(plan, ChangeMeeting)) == {
        invitation("m.bravo@sierravieja.example", Basis.OFFICIAL),
        Disclosure(Act.UNINVITED, "event", RECIPIENTS.of(TEACHER), Basis.ENDED, ("student-1",)),
    }


def looks(plan: Plan, seen: Seen, now: dt.datetime) -> Mapping[str, LastLook]:
    fresh = {one.subject: LastLook(one.shown, now) for one in plan.looks}
    same = {key: last for key, last in seen.looks.items() if key in fresh and fresh[key].shown == last.shown}
    return {**seen.looks, **fresh, **same}


def test_a_change_of_time_invites_nobody() -> None:
    before = a_department(a_student(), meetings=(IN_PERSON,), team=(STAFF,))
    moved = replace(before, meetings=(a_meeting(day("2026-12-16"), mode=Mode.IN_PERSON),))
    plan = planned(moved, settled(before))

    assert any(isinstance(action, ChangeMeeting) for action in plan.actions)
    assert told(plan, ChangeMeeting) == []


# ---- who can open what


def seen_by(seen: Seen) -> dict[str, set[Sighted]]:
    return {one.object_id: set(one.readers) for one in sights(FILED, seen, circumstances())}


def test_a_look_tells_who_can_open_each_folder_and_record() -> None:
    file = AFTER.files[RECORD]
    opened = replace(file, readers=(*(file.readers or ()), a_reader(STRANGER, role="writer")))
    found = seen_by(replace(AFTER, files={**AFTER.files, RECORD: opened}))

    assert found[f"id of {RECORD}"] == {
        Sighted("manager", "reader", "expected"),
        Sighted("manager-1", "reader", "expected"),
        Sighted(RECIPIENTS.of(STRANGER), "writer", "extra"),
    }
    assert found["id of folder/root"] == set()


def test_a_look_tells_who_can_open_a_workbook_of_which_google_says_so() -> None:
    department = replace(FILED, shared=(a_thing(), a_thing(place=SpreadsheetPlace("hours-1"), told=False)))
    readers = (a_reader("manager-1@company.example", role="owner"), a_reader(STRANGER))
    found = sights(department, nothing_seen(opened={"workbook-1": readers}), circumstances())

    assert {one.object_id: set(one.readers) for one in found} == {
        "workbook-1": {
            Sighted("manager-1", "owner", "expected"),
            Sighted(RECIPIENTS.of(STRANGER), "reader", "extra"),
        }
    }


def test_where_drive_does_not_say_who_nothing_is_told() -> None:
    shut = replace(AFTER.files[RECORD], readers=None)

    assert f"id of {RECORD}" not in seen_by(replace(AFTER, files={**AFTER.files, RECORD: shut}))


def test_while_it_is_not_settled_whose_it_is_nobody_is_called_extra() -> None:
    held = replace(FILED, students=(a_student(held=True),))
    file = replace(AFTER.files[STUDENT], readers=(a_reader(STRANGER),))
    found = sights(held, replace(AFTER, files={STUDENT: file}), circumstances())

    assert [one.readers for one in found] == [{Sighted(RECIPIENTS.of(STRANGER), "reader", "")}]


def test_guests_are_those_who_can_see_an_event() -> None:
    department = a_department(a_student(), meetings=(IN_PERSON,), team=(STAFF,))
    seen = settled(department)
    (event,) = seen.events
    found = {one.object_id: one.readers for one in sights(department, seen, circumstances())}

    assert found[event.event_id] == {
        Sighted(RECIPIENTS.of(TEACHER), "guest"),
        Sighted("css-district-1", "guest"),
    }


# ---- found


FOUND = {
    "a record": (RECORD, Disclosure(Act.FILED, "record", "", Basis.UNKNOWN, ("student-1",))),
    "a record that is gone": ("record/gone", Disclosure(Act.FILED, "record", "", Basis.UNKNOWN)),
    "a record of contact attempts that is gone": (
        "evidence/student-1/2026-11-12/1-abc",
        Disclosure(Act.FILED, "record", "", Basis.UNKNOWN, ("student-1",)),
    ),
    "a share": (
        f"share/{HERS}/manager",
        Disclosure(Act.SHARED, "folder", "manager", Basis.OFFICIAL, (), HERS),
    ),
    "a second share of a student's folder": (
        f"share/{STUDENT}/manager-1/again",
        Disclosure(Act.SHARED, "folder", "manager-1", Basis.OFFICIAL, ("student-1",), STUDENT),
    ),
    "a reader taken off a record": (
        f"revoke/{RECORD}/permission-1",
        Disclosure(Act.TAKEN_OFF, "record", "", Basis.ENDED, ("student-1",), RECORD),
    ),
    "a reader taken off a folder": (
        f"revoke/{HERS}/permission-1",
        Disclosure(Act.TAKEN_OFF, "folder", "", Basis.ENDED, (), HERS),
    ),
    "a year plan": ("year_plan/manager/2026", Disclosure(Act.MAILED, "year_plan", "manager", Basis.OFFICIAL)),
    "a digest": ("digest/manager/2026-W47", Disclosure(Act.MAILED, "digest", "manager", Basis.OFFICIAL)),
    "an urgent mail": (
        "urgent/manager/3fa94c21d0b7",
        Disclosure(Act.MAILED, "urgent", "manager", Basis.OFFICIAL),
    ),
    "a mail of cards": (
        "ready/manager-1/2026-11-20",
        Disclosure(Act.MAILED, "ready", "manager-1", Basis.OFFICIAL),
    ),
}


@pytest.mark.parametrize(("key", "disclosure"), FOUND.values(), ids=FOUND)
def test_what_is_found_done_is_told_as_far_as_its_key_says(key: str, disclosure: Disclosure) -> None:
    (found,) = found_done([key], AFTER)

    assert (found.key, found.disclosure) == (key, disclosure)


def test_guests_of_an_event_that_the_ledger_lost_are_found() -> None:
    department = a_department(a_student(), meetings=(IN_PERSON,), team=(STAFF,))
    seen = settled(department)
    (event,) = seen.events
    found = found_invitations(seen, set(), RECIPIENTS)

    assert {(one.key, one.object_id, one.link) for one in found} == {
        ("meeting/student-1/1", event.event_id, event.link)
    }
    assert {one.disclosure for one in found} == {
        invitation(TEACHER, Basis.UNKNOWN),
        invitation("c.arroyo@company.example", Basis.UNKNOWN),
    }


@pytest.mark.parametrize("known", ["meeting/student-1/1", "change/student-1/1"])
def test_guests_of_an_event_that_the_ledger_knows_are_not_found_again(known: str) -> None:
    seen = settled(a_department(a_student(), meetings=(IN_PERSON,), team=(STAFF,)))

    assert found_invitations(seen, {known}, RECIPIENTS) == ()


# ---- the table of a month


def months(**changes: Any) -> Circumstances:
    return circumstances(closed_months=frozenset({"2026-10", "2026-11"}), **changes)


def filed(plan: Plan) -> list[str]:
    return [action.month for action in plan.actions if isinstance(action, FileMonth)]


def test_each_month_that_is_over_is_filed_after_its_folder_was_shared_with_the_manager_alone() -> None:
    plan = duties.plan(FILED, AFTER, months())
    keys = [action.key for action in plan.actions]

    assert filed(plan) == ["2026-10", "2026-11"]
    assert keys == [
        "folder/access-record",
        "share/folder/access-record/manager",
        "access_record/2026-10",
        "access_record/2026-11",
    ]
    assert plan.actions[-1].needs == ("folder/access-record",)
    assert told(plan, FileMonth) == []


def test_a_month_is_filed_once() -> None:
    plan = duties.plan(FILED, AFTER, months())
    seen = replace(seen_after(plan, AFTER), done={"access_record/2026-11": "2026-11"})
    october = MarkedFile("access_record/2026-10", "id-10", trashed=True, link="link-10")

    assert (
        filed(duties.plan(FILED, replace(seen, files={**seen.files, october.key: october}), months())) == []
    )
    assert filed(duties.plan(FILED, seen, months())) == ["2026-10"]


ACTS = {
    "everything is only reported": (
        dict.fromkeys(("meetings", "filing", "progress_sheets", "sharing"), Switch.REPORT),
        [],
    ),
    "records alone are filed": (
        {"meetings": Switch.OFF, "sharing": Switch.OFF},
        ["2026-10", "2026-11"],
    ),
}


@pytest.mark.parametrize(("switches", "expected"), ACTS.values(), ids=ACTS)
def test_nothing_is_filed_of_a_department_for_which_nothing_is_done(
    switches: Mapping[str, Switch], expected: list[str]
) -> None:
    plan = duties.plan(FILED, AFTER, months(features=Features(**switches)))

    assert filed(plan) == expected
    assert ("folder/access-record" in {action.key for action in plan.actions}) is bool(expected)


@pytest.mark.parametrize("lost", [{"trashed": True}, {"readers": (ANYONE,)}], ids=["thrown away", "open"])
def test_nothing_is_filed_into_a_folder_that_is(lost: Mapping[str, Any]) -> None:
    seen = seen_after(duties.plan(FILED, AFTER, months()), AFTER)
    folder = replace(seen.files["folder/access-record"], **lost)
    plan = duties.plan(FILED, replace(seen, files={**seen.files, folder.key: folder}), months())

    assert filed(plan) == []


def test_a_table_is_the_manager_s_alone_and_its_folder_too() -> None:
    plan = duties.plan(FILED, AFTER, months())
    seen = seen_after(plan, AFTER)
    folder = seen.files["folder/access-record"]
    table = MarkedFile("access_record/2026-11", "id-11", trashed=False, link="", parent=folder.file_id)
    his = a_reader("manager-1@company.example")
    opened = replace(table, readers=(*(folder.readers or ()), his))
    found = sights(FILED, replace(seen, files={**seen.files, opened.key: opened}), months())
    (readers,) = [one.readers for one in found if one.object_id == "id-11"]

    assert readers == {Sighted("manager", "reader", "expected"), Sighted("manager-1", "reader", "extra")}


def test_a_table_that_went_with_its_folder_is_not_told_apart_from_it() -> None:
    gone = {key: f"link to {key}" for key in ("folder/access-record", "access_record/2026-11")}
    seen = replace(AFTER, gone=gone, done=dict.fromkeys(gone, ""))

    assert [problem.place.url for problem in duties.plan(FILED, seen, months()).problems] == [
        "link to folder/access-record"
    ]
