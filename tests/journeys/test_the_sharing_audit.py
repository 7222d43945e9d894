"""Who can open people's own workbooks: looked at in every run, told with what to click, left to people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.journeys.caseload_folder import Caseload
from tests.journeys.drive_people import change, grant
from tests.journeys.world import MANAGER, MARISOL, ROBOT, URL, WHOLE, World, build_world
from workspace_agent.model.finding import Finding
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.run import Report

TEACHER = "a.teacher@sierravieja.example"
FRIEND = "some@gmail.com"
OTHER = "x.stranger@elsewhere.example"
AUDIT = frozenset(
    {
        *("shared_with_link", "shared_outside", "shared_widely", "readers_left"),
        *("readers_unknown", "readers_inside", "manager_cannot_open", "sharing_not_seen"),
    }
)
Json = dict[str, Any]


def audit(report: Report) -> dict[str, Finding]:
    """What was found about who can open what, by rule."""
    return {one.rule: one for one in report.account.findings if one.rule in AUDIT}


def the_workbook(world: World) -> Json:
    return {"id": world.progress}


def the_hours(world: World) -> Json:
    return {"id": world.ids["marisol_quintero_hours_log"]}


def shares(world: World, file: Json, address: str = "", who: str = MARISOL, **body: str) -> None:
    """The owner shares a file, to be read unless another role is said."""
    person = {"type": "user", "emailAddress": address} if address else {}
    with world.raw(who, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{file['id']}/permissions"
        assert session.post(permissions, json={"role": "reader"} | person | body).ok


def takes_all_others_off(world: World, file: Json, *expected: str) -> None:
    """The owner takes everybody off but these."""
    with world.raw(MARISOL, "drive") as session:
        permissions = f"{URL}/drive/v3/files/{file['id']}/permissions"
        for entry in session.get(permissions, params={"fields": "*"}).json()["permissions"]:
            if entry.get("emailAddress") not in {MARISOL, *expected}:
                assert session.delete(f"{permissions}/{entry['id']}").ok


def without_drive(world: World) -> None:
    """Google Drive does not say what any file is."""
    for nth in range(1, 30):
        world.fault("drive.files.get", nth=nth, status=503, when="before")


def everything_said(world: World) -> str:
    return " ".join(cell for row in world.agent_tab() for cell in row) + world.digest_text()


def test_a_department_that_shares_as_it_should_is_left_in_peace(world: World) -> None:
    assert audit(world.run()) == {}
    assert "OPEN TO OTHERS" not in world.digest_text()
    assert "SHARING TO CHECK" not in world.digest_text()


CASES: dict[str, tuple[Json, str, Severity, str, str]] = {
    "anyone with the link": (
        {"type": "anyone"},
        "shared_with_link",
        Severity.AT_RISK,
        "Anyone with the link can open this workbook, without signing in.",
        "click Share, and set General access to Restricted.",
    ),
    "anyone with the link, and to change it": (
        {"type": "anyone", "role": "writer"},
        "shared_with_link",
        Severity.AT_RISK,
        "Anyone with the link can open and change this workbook",
        "set General access to Restricted.",
    ),
    "the whole company": (
        {"type": "domain", "domain": "willowbridge.example"},
        "shared_widely",
        Severity.AT_RISK,
        "open to everybody of 1 organisation at the company or the students' districts.",
        "set General access to Restricted.",
    ),
    "another organisation": (
        {"type": "domain", "domain": "elsewhere.example"},
        "shared_outside",
        Severity.AT_RISK,
        "everybody of 1 organisation outside the company and the students' districts.",
        "take them off, unless a parent's written consent or a contract covers them.",
    ),
    "a group": (
        {"type": "group", "emailAddress": "team@willowbridge.example"},
        "readers_unknown",
        Severity.POLICY,
        "1 group at the company or the students' districts; nobody can see here who that is.",
        "share it with the people who need it instead, each by name.",
    ),
    "somebody outside": (
        {"type": "user", "emailAddress": OTHER},
        "shared_outside",
        Severity.AT_RISK,
        "This workbook is open to 1 person outside the company and the students' districts.",
        "open this workbook, click Share, and take them off",
    ),
    "somebody of a district that is not theirs": (
        {"type": "user", "emailAddress": "a.teacher@saguaroflats.example"},
        "shared_outside",
        Severity.AT_RISK,
        "1 person outside the company and the students' districts.",
        "take them off",
    ),
    "an editor with a private mailbox": (
        {"type": "user", "emailAddress": FRIEND, "role": "writer"},
        "shared_outside",
        Severity.AT_RISK,
        "1 person with a private mailbox such as Gmail (can change it). Students' records can be changed "
        "from a private mailbox: mend that first.",
        "take them off",
    ),
    "a teacher of the district": (
        {"type": "user", "emailAddress": TEACHER},
        "readers_inside",
        Severity.INFO,
        "1 person at the company or the students' districts, beside case manager, manager and CSS.",
        "Check that each has a legitimate educational interest in these students.",
    ),
}


@pytest.mark.parametrize(("reader", "rule", "severity", "said", "advice"), CASES.values(), ids=CASES)
def test_an_hours_log_is_told_to_both_until_it_is_mended(
    world: World, reader: Json, rule: str, severity: Severity, said: str, advice: str
) -> None:
    hours = the_hours(world)
    shares(world, hours, **reader)
    found = audit(world.run())
    text = everything_said(world)

    assert set(found) == {rule}
    one = found[rule]
    assert (one.severity, one.case_manager) == (severity, "marisol-quintero")
    assert one.place.url.endswith(f"/{hours['id']}/edit")
    assert said in one.arithmetic
    assert one.advice.startswith(("The case manager (the owner) can mend it: ", "Check that each"))
    assert advice in one.advice
    assert text.count(one.arithmetic) == 2
    assert one.place.url in text
    assert not any(address in text for address in (FRIEND, OTHER, TEACHER, "team@willowbridge"))

    takes_all_others_off(world, hours, MANAGER, ROBOT)
    assert audit(world.run()) == {}


def test_the_form_and_the_sheet_that_it_is_linked_to_are_looked_at(world: World) -> None:
    with world.raw(MANAGER, "drive") as session:
        body = {"name": "Responses", "mimeType": "application/vnd.google-apps.spreadsheet"}
        sheet: Json = session.post(f"{URL}/drive/v3/files", json=body).json()
    shares(world, sheet, ROBOT, who=MANAGER, role="writer")
    form = world.dump()["forms"][world.ids["form"]]["form"]
    world.stage.control("POST", "forms", {"form": form | {"linkedSheetId": sheet["id"]}})
    assert audit(world.run()) == {}

    shares(world, {"id": world.ids["form"]}, who=MANAGER, type="anyone")
    shares(world, sheet, who=MANAGER, type="anyone")
    found = [one for one in world.run().account.findings if one.rule == "shared_with_link"]
    assert {one.place.url.split("/")[-2] for one in found} == {world.ids["form"], sheet["id"]}
    assert {one.case_manager for one in found} == {"manager"}
    assert any("can open this form" in one.arithmetic for one in found)


def test_what_is_open_comes_first_in_the_digest_and_is_no_date_that_is_past(world: World) -> None:
    shares(world, the_workbook(world), type="anyone")
    world.run()
    text = " ".join(world.digest_text().split())

    assert text.index("OPEN TO OTHERS (1)") < text.index("PAST DUE ON RECORD")
    assert text.count("Anyone with the link can open this workbook") == 1
    assert "Student records are open to others: see below." in text
    assert "34 CFR 99.31(a)(1)" in text


def test_of_a_workbook_that_others_can_open_the_digest_tells_and_its_tab_nothing(world: World) -> None:
    shares(world, the_workbook(world), TEACHER)
    report = world.run()

    assert "readers_inside" in audit(report)
    assert "Others may be able to open this workbook" in world.agent_tab()[0][0]
    assert len(world.agent_tab()) == 3
    assert "SHARING TO CHECK (1)" in world.digest_text()


def test_a_css_of_a_district_that_is_theirs_is_expected(world: World) -> None:
    shares(world, the_workbook(world), "c.arroyo@willowbridge.example")
    assert audit(world.run()) == {}


def test_where_readers_may_download_that_is_told_until_it_is_forbidden(world: World) -> None:
    hours = the_hours(world)
    shares(world, hours, FRIEND)
    may = audit(world.run())["shared_outside"]
    assert "can also download, print and copy it." in may.arithmetic
    assert "untick that viewers and commenters can download" in may.advice

    change(world, hours, {"copyRequiresWriterPermission": True}, MARISOL)
    may_not = audit(world.run())["shared_outside"]
    assert "download" not in may_not.arithmetic + may_not.advice


def test_what_the_manager_cannot_open_is_told_until_it_is_shared(world: World) -> None:
    hours = the_hours(world)
    takes_all_others_off(world, hours, ROBOT)
    found = audit(world.run())

    assert set(found) == {"manager_cannot_open"}
    one = found["manager_cannot_open"]
    assert (one.severity, one.place.url.split("/")[-2]) == (Severity.POLICY, hours["id"])
    assert one.advice.endswith("open this workbook, click Share, and add the manager.")
    assert everything_said(world).count(one.arithmetic) == 2

    shares(world, hours, MANAGER)
    assert audit(world.run()) == {}


def test_where_the_agent_may_only_read_it_says_that_it_cannot_look(world: World) -> None:
    hours = the_hours(world)
    shares(world, hours, ROBOT)
    report = world.run()
    found = audit(report)

    assert set(found) == {"sharing_not_seen"}
    assert found["sharing_not_seen"].severity is Severity.INFO
    assert "make the agent's account an editor." in found["sharing_not_seen"].advice
    assert everything_said(world).count("cannot be looked at: the agent may not edit it.") == 2
    assert report.exit_code == 1  # for the rows that need a person, as ever


def test_an_outage_is_no_finding_and_resolves_none(world: World) -> None:
    shares(world, the_workbook(world), FRIEND)
    world.run()
    without_drive(world)
    report = world.run()

    assert "shared_outside" not in audit(report)
    told = [one for one in report.account.problems if one.kind is ProblemKind.SHARING_UNAVAILABLE]
    assert len(told) == 3  # the two workbooks and the form
    assert report.exit_code == 5
    assert ProblemKind.TAB_NOT_WRITTEN not in {one.kind for one in report.account.problems}
    assert "agent_tab" not in {one.action.duty for one in report.account.outcomes}


def test_a_folder_of_workbooks_is_told_once_and_not_at_each_workbook(tmp_path: Any) -> None:
    world = build_world(tmp_path, WHOLE)
    caseload = Caseload(world)
    folder = {"id": caseload.folder}
    grant(world, folder, FRIEND)
    grant(world, folder, MANAGER)
    found = [one for one in world.run().account.findings if one.rule == "shared_outside"]

    (one,) = found
    assert one.place.url.endswith(caseload.folder)
    assert (
        one.arithmetic == "This folder of workbooks is open to 1 person with a private mailbox such as Gmail."
    )
    assert one.advice.startswith("Whoever set up the agent (its account is the owner) can mend it: open")


def test_what_comes_from_a_folder_above_is_said_to(world: World) -> None:
    with world.raw(MARISOL, "drive") as session:
        body = {"name": "Mine", "mimeType": "application/vnd.google-apps.folder"}
        above = session.post(f"{URL}/drive/v3/files", json=body).json()["id"]
        moved = {"addParents": above}
        assert session.patch(f"{URL}/drive/v3/files/{the_hours(world)['id']}", params=moved, json={}).ok
        reader = {"type": "user", "role": "reader", "emailAddress": OTHER}
        assert session.post(f"{URL}/drive/v3/files/{above}/permissions", json=reader).ok
    one = audit(world.run())["shared_outside"]

    assert "it comes from a folder above: open the folder that this workbook lies in" in one.advice
    assert "open this workbook, click Share" not in one.advice


def test_what_is_told_is_written_once(world: World) -> None:
    shares(world, the_hours(world), FRIEND)
    world.run()
    world.forget_requests()
    world.run()

    assert world.writes() == []


def test_who_could_open_a_workbook_is_kept_for_the_day_somebody_asks(world: World) -> None:
    shares(world, the_hours(world), FRIEND)
    world.run()
    takes_all_others_off(world, the_hours(world), MANAGER, ROBOT)
    world.run()
    with world.tools() as tools:
        seen = tools.ledger.access.seen(the_hours(world)["id"])

    expected = {one.reader for one in seen if one.standing == "expected"}
    assert expected == {"manager", "marisol-quintero"}
    (friend,) = [one for one in seen if one.standing == "extra"]
    assert friend.reader.startswith("address-")
    assert friend.missed is not None


def test_the_workbook_of_who_has_left_is_to_be_transferred_and_holds_no_deadlines(world: World) -> None:
    began = "\nfrom = 2024-08-01\n"
    world.setting(lambda text: text.replace(began, f"{began}until = 2026-11-22\n", 1))
    world.at(datetime.fromisoformat("2026-11-23T09:00:00-05:00"))
    report = world.run()

    found = audit(report)
    assert "readers_left" in found
    assert found["readers_left"].advice.startswith("The owner of this workbook has left")
    assert found["readers_left"].arithmetic in " ".join(world.digest_text().split())
    assert "Others may be able to open this workbook" in world.agent_tab()[0][0]
    assert len(world.agent_tab()) == 3


def test_on_a_shared_drive_its_managers_can_mend_it(world: World) -> None:
    """A member of the drive reads all that lies in it: that is mended where members are managed."""
    with world.raw(MARISOL, "drive") as session:
        everywhere = {"supportsAllDrives": "true"}
        made = session.post(f"{URL}/drive/v3/drives", params={"requestId": "1"}, json={"name": "All"}).json()
        permissions = f"{URL}/drive/v3/files/{made['id']}/permissions"
        for address, role in ((ROBOT, "writer"), (MANAGER, "organizer"), (OTHER, "reader")):
            member = {"type": "user", "role": role, "emailAddress": address}
            assert session.post(permissions, params=everywhere, json=member).ok
        hours = f"{URL}/drive/v3/files/{the_hours(world)['id']}"
        assert session.patch(hours, params=everywhere | {"addParents": made["id"]}, json={}).ok
    found = audit(world.run())

    assert set(found) == {"shared_outside"}
    assert found["shared_outside"].advice.startswith(
        "A manager of the shared drive can mend it: it comes with the shared drive: open the drive"
    )
