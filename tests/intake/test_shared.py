"""Who of a file's readers is expected, and how near the others are."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_case_manager, a_district, an_organisation
from workspace_agent.intake.shared import Opened, expected_for, is_private, kept_from, shared_thing
from workspace_agent.model.place import FolderPlace, FormPlace, SpreadsheetPlace
from workspace_agent.model.seen import Origin, Reader, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, Owner, Shareable, SharedThing

HERS, MANAGER = "manager-1@company.example", "o.fenwick@company.example"
BOOK = SpreadsheetPlace("workbook-1")
OTHER_DISTRICT = a_district(
    "district-2",
    domain="lakeward.example",
    css={"name": "Dominic Farr", "email": "d.farr@support.example", "from": "2025-08-18"},
)
ORGANISATION = an_organisation(
    districts=(a_district(), OTHER_DISTRICT),
    case_managers=(a_case_manager(), a_case_manager("manager-2", districts=["district-2"], workbooks=[])),
)


def a_reader(address: str = "", **changes: Any) -> Reader:
    return Reader(**{"permission_id": f"p {address}", "address": address} | changes)


OWNED = (a_reader(HERS, role="owner"), a_reader(MANAGER))


def opened(*readers: Reader, place: Shareable = BOOK, **changes: Any) -> Opened:
    return Opened(**{"place": place, "case_manager": "manager-1", "readers": readers} | changes)


def seen(*readers: Reader, above: Opened | None = None, **changes: Any) -> SharedThing:
    return shared_thing(ORGANISATION, opened(*OWNED, *readers, **changes), TODAY, above)


NEAR = {
    "the company": ("a.colleague@company.example", Near.INSIDE),
    "another case manager": ("manager-2@company.example", Near.INSIDE),
    "a district of theirs": ("a.teacher@sierravieja.example", Near.INSIDE),
    "a school of it": ("a.teacher@mail.sierravieja.example", Near.INSIDE),
    "a district of another's": ("a.teacher@lakeward.example", Near.OUTSIDE),
    "what only ends like one": ("a.teacher@notsierravieja.example", Near.OUTSIDE),
    "elsewhere": ("somebody@elsewhere.example", Near.OUTSIDE),
    "a private mailbox": ("some@gmail.com", Near.PRIVATE),
    "an address that is not told": ("", Near.UNKNOWN),
}


@pytest.mark.parametrize(("address", "near"), NEAR.values(), ids=NEAR)
def test_how_near_a_person_is(address: str, near: Near) -> None:
    assert seen(a_reader(address)).others == (OtherReader(ReaderKind.PERSON, near),)


@pytest.mark.parametrize("address", [HERS, MANAGER, "c.arroyo@company.example"])
def test_case_manager_manager_and_css_are_expected(address: str) -> None:
    assert seen(a_reader(address)).others == ()


def test_a_group_or_a_domain_is_never_expected() -> None:
    group = a_reader(MANAGER, kind=ReaderKind.GROUP)
    domain = a_reader("company.example", kind=ReaderKind.DOMAIN)
    found = seen(domain, group).others

    assert [(one.kind, one.near) for one in found] == [
        (ReaderKind.DOMAIN, Near.INSIDE),
        (ReaderKind.GROUP, Near.INSIDE),
    ]


def test_anyone_with_the_link_is_outside() -> None:
    (one,) = seen(a_reader(kind=ReaderKind.ANYONE, permission_id="anyoneWithLink", role="writer")).others
    assert one == OtherReader(ReaderKind.ANYONE, Near.OUTSIDE, changes=True)


@pytest.mark.parametrize(
    ("role", "changes"), [("reader", False), ("commenter", False), ("writer", True), ("organizer", True)]
)
def test_who_may_change_it(role: str, changes: bool) -> None:
    (one,) = seen(a_reader("somebody@elsewhere.example", role=role, origin=Origin.DRIVE)).others
    assert (one.changes, one.origin) == (changes, Origin.DRIVE)


def test_a_host_where_anybody_has_a_mailbox_is_never_the_department_s() -> None:
    css = {"name": "Celeste Arroyo", "email": "css@gmail.com", "from": "2024-08-01"}
    expected = expected_for(an_organisation(districts=(a_district(css=css),)), "manager-1", TODAY)

    assert "css@gmail.com" in expected.people
    assert expected.near(a_reader("some@gmail.com")) is Near.PRIVATE


def test_what_is_the_whole_department_s_is_the_manager_s_and_every_district_is_inside() -> None:
    expected = expected_for(ORGANISATION, "manager", TODAY)

    assert expected.people == {MANAGER}
    assert expected.near(a_reader("a.teacher@lakeward.example")) is Near.INSIDE
    assert expected.near(a_reader("d.farr@support.example")) is Near.INSIDE


OWNERS = {
    "the case manager": ((a_reader(HERS, role="owner"),), {}, Owner.CASE_MANAGER),
    "the manager": ((a_reader(MANAGER, role="owner"),), {}, Owner.MANAGER),
    "another case manager": ((a_reader("manager-2@company.example", role="owner"),), {}, Owner.OTHER),
    "the agent, who is left out": ((a_reader(HERS),), {}, Owner.AGENT),
    "nobody, on a shared drive": ((a_reader(HERS),), {"on_shared_drive": True}, Owner.SHARED_DRIVE),
}


@pytest.mark.parametrize(("readers", "changes", "owner"), OWNERS.values(), ids=OWNERS)
def test_who_can_mend_it(readers: tuple[Reader, ...], changes: dict[str, Any], owner: Owner) -> None:
    assert shared_thing(ORGANISATION, opened(*readers, **changes), TODAY).owner is owner


@pytest.mark.parametrize(
    ("readers", "opens"),
    [
        pytest.param((a_reader(HERS, role="owner"),), False, id="not shared with them"),
        pytest.param((a_reader(MANAGER),), True, id="by name"),
        pytest.param((a_reader("team@x.example", kind=ReaderKind.GROUP),), True, id="perhaps in a group"),
        pytest.param((a_reader("team@company.example"),), False, id="another person"),
    ],
)
def test_whether_the_manager_can_open_it(readers: tuple[Reader, ...], opens: bool) -> None:
    assert shared_thing(ORGANISATION, opened(*readers), TODAY).manager_opens is opens


FRIEND = a_reader("somebody@elsewhere.example", origin=Origin.FOLDER)
FOLDER = opened(a_reader(HERS, role="owner"), FRIEND, place=FolderPlace("folder-1"))


def test_a_folder_is_known_by_its_id() -> None:
    assert shared_thing(ORGANISATION, FOLDER, TODAY).file_id == "folder-1"


def test_what_is_told_of_a_folder_is_not_told_of_what_lies_in_it() -> None:
    book = opened(a_reader(HERS, role="owner"), FRIEND)

    assert len(shared_thing(ORGANISATION, FOLDER, TODAY).others) == 1
    assert not shared_thing(ORGANISATION, FOLDER, TODAY).manager_opens
    assert shared_thing(ORGANISATION, book, TODAY, FOLDER).others == ()
    assert shared_thing(ORGANISATION, book, TODAY, FOLDER).manager_opens


def test_what_is_more_than_on_its_folder_is_told() -> None:
    raised = a_reader("somebody@elsewhere.example", role="writer")
    assert len(shared_thing(ORGANISATION, opened(*OWNED, raised), TODAY, FOLDER).others) == 1


def test_a_workbook_that_was_shut_to_the_manager_is_told_where_its_folder_is_not() -> None:
    folder = opened(*OWNED, place=FolderPlace("folder-1"))
    assert not shared_thing(ORGANISATION, opened(a_reader(HERS, role="owner")), TODAY, folder).manager_opens


@pytest.mark.parametrize("above", [None, opened(place=FolderPlace("folder-1"), readers=None)])
def test_a_folder_of_which_nothing_is_told_hides_nothing(above: Opened | None) -> None:
    found = shared_thing(ORGANISATION, opened(a_reader(HERS, role="owner"), FRIEND), TODAY, above)
    assert (len(found.others), found.manager_opens) == (1, False)


def test_where_drive_does_not_say_who_can_open_it_nothing_is_known() -> None:
    found = shared_thing(ORGANISATION, opened(readers=None), TODAY)
    assert (found.told, found.others, found.file_id) == (False, (), "workbook-1")


def test_a_form_is_not_downloaded_and_its_manager_need_not_open_it() -> None:
    found = shared_thing(ORGANISATION, opened(place=FormPlace("form-1"), downloads=True), TODAY)
    assert (found.file_id, found.downloads, found.manager_opens) == ("form-1", False, True)


def test_of_a_folder_nobody_can_say_whether_its_files_may_be_downloaded() -> None:
    assert seen(downloads=True).downloads
    assert not seen(place=FolderPlace("folder-1"), downloads=True).downloads


PRIVATE = {
    "theirs and the manager's": (OWNED, True),
    "a css can open it": ((*OWNED, a_reader("c.arroyo@company.example")), False),
    "a group, whatever its address": ((a_reader(HERS, kind=ReaderKind.GROUP),), False),
    "nobody knows": (None, None),
}


@pytest.mark.parametrize(("readers", "private"), PRIVATE.values(), ids=PRIVATE)
def test_whether_the_agent_may_write_its_tab(
    readers: tuple[Reader, ...] | None, private: bool | None
) -> None:
    assert is_private(ORGANISATION, opened(readers=readers), TODAY) is private
    assert is_private(ORGANISATION, opened(readers=readers, trashed=True), TODAY) is None


GONE = an_organisation(
    districts=(
        a_district(
            css={"name": "C. A.", "email": "css@company.example", "from": "2024-08-01", "until": "2026-11-19"}
        ),
    ),
    case_managers=(a_case_manager(until="2026-11-19"), a_case_manager("manager-2", workbooks=[])),
)
LAST_DAY, DAY_AFTER = dt.date(2026, 11, 19), dt.date(2026, 11, 20)


def test_on_the_last_day_a_case_manager_and_a_css_are_expected_and_on_the_next_they_have_left() -> None:
    book = opened(*OWNED, a_reader("css@company.example"))
    before, after = shared_thing(GONE, book, LAST_DAY), shared_thing(GONE, book, DAY_AFTER)

    assert (before.others, before.owner) == ((), Owner.CASE_MANAGER)
    assert [one.near for one in after.others] == [Near.LEFT, Near.LEFT]
    assert after.owner is Owner.LEFT


def test_the_workbook_of_who_has_left_is_private_no_more() -> None:
    assert is_private(GONE, opened(*OWNED), LAST_DAY)
    assert is_private(GONE, opened(*OWNED), DAY_AFTER) is False


def test_an_address_that_went_to_another_has_not_left() -> None:
    heir = a_case_manager("manager-2", email=HERS, workbooks=[])
    organisation = an_organisation(case_managers=(a_case_manager(until="2026-11-19"), heir))

    assert organisation.left(DAY_AFTER) == frozenset()


def test_a_css_who_begins_later_is_not_expected_and_has_not_left() -> None:
    css = {"name": "C. A.", "email": "css@company.example", "from": "2026-12-01"}
    later = an_organisation(districts=(a_district(css=css),))
    (one,) = shared_thing(later, opened(*OWNED, a_reader("css@company.example")), DAY_AFTER).others

    assert one.near is Near.INSIDE


KEPT_FROM = {
    "the link": (a_reader(kind=ReaderKind.ANYONE), True),
    "an organisation": (a_reader("company.example", kind=ReaderKind.DOMAIN), True),
    "a group": (a_reader("team@company.example", kind=ReaderKind.GROUP), True),
    "somebody outside": (a_reader("x@elsewhere.example"), True),
    "an address that is not told": (a_reader(), True),
    "a colleague": (a_reader("a.colleague@company.example"), False),
    "the case manager": (a_reader(HERS), False),
}


@pytest.mark.parametrize(("reader", "kept"), KEPT_FROM.values(), ids=KEPT_FROM)
def test_from_whom_records_are_kept(reader: Reader, kept: bool) -> None:
    assert bool(kept_from(ORGANISATION, "manager-1", [reader], TODAY)) is kept
