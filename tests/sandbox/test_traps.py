"""What surprises naive clients of Calendar, Drive, Gmail and Forms, one sentence each.

The suites beside this one go into the details; here each surprise is shown once, as shortly as it can be.
"""

from __future__ import annotations

import re

import pytest

from tests.sandbox.test_calendar_events import EVENTS, conference, ids, insert
from tests.sandbox.test_calendar_sharing import guests, share, subjects
from tests.sandbox.test_drive_permissions import FILES, FOLDER, inbox
from tests.sandbox.test_drive_permissions import share as share_file
from tests.sandbox.test_gmail import ME, found, headers, raw
from tests.sandbox.world import MANAGER, PARENT, ROBOT, SCOPE, Json, Person, control
from workspace_agent.sandbox.server import Sandbox

MEETING = f"{EVENTS}/meeting1"
FREE_BUSY = "/calendar/v3/freeBusy"
DAY: Json = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z"}
VERSION: Json = {"conferenceDataVersion": 1}


def asked(person: Person, *calendars: str, **more: object) -> Json:
    return person.post(FREE_BUSY, {**DAY, "items": [{"id": one} for one in calendars], **more})


def reasons(answer: Json) -> dict[str, str]:
    listed = answer["calendars"] | answer.get("groups", {})
    return {one: found["errors"][0]["reason"] for one, found in listed.items() if "errors" in found}


def points(event: Json) -> list[str]:
    return [one["entryPointType"] for one in event.get("conferenceData", {}).get("entryPoints", [])]


def test_the_scope_for_events_does_not_open_free_busy(sandbox: Sandbox) -> None:
    clerk = Person(sandbox, ROBOT, (f"{SCOPE}calendar.events",))
    body = {**DAY, "items": [{"id": ROBOT}]}
    assert clerk.refused("POST", FREE_BUSY, body) == (403, "insufficientPermissions")


def test_a_calendar_that_cannot_be_read_looks_free(robot: Person) -> None:
    answer = asked(robot, MANAGER)
    assert answer["calendars"][MANAGER] == {
        "errors": [{"domain": "global", "reason": "notFound"}],
        "busy": [],
    }


def test_more_than_fifty_calendars_are_too_many_for_each_of_them(robot: Person) -> None:
    many = [f"p{number}@willow.example" for number in range(50)]
    assert set(reasons(asked(robot, ROBOT, *many)).values()) == {"tooManyCalendarsRequested"}
    assert ROBOT not in reasons(asked(robot, ROBOT, *many[:49]))


@pytest.mark.parametrize("reason", ["internalError", "notFound"])
def test_free_busy_fails_for_one_calendar_on_order(sandbox: Sandbox, robot: Person, reason: str) -> None:
    control(sandbox, "POST", "freebusy", {"calendar": ROBOT, "reason": reason})
    assert reasons(asked(robot, ROBOT)) == {ROBOT: reason}
    control(sandbox, "POST", "freebusy", {"calendar": ROBOT, "reason": ""})
    assert reasons(asked(robot, ROBOT)) == {}


def test_groups_are_opened_unless_they_are_too_big(sandbox: Sandbox, robot: Person, manager: Person) -> None:
    staff = "staff@willow.example"
    control(sandbox, "POST", "groups", {"email": staff, "members": [ROBOT, MANAGER]})
    answer = asked(robot, staff)
    assert answer["groups"] == {staff: {"calendars": [ROBOT, MANAGER]}}
    assert reasons(answer) == {MANAGER: "notFound"}
    assert reasons(asked(robot, staff, groupExpansionMax=1)) == {staff: "groupTooBig"}
    rule = {"role": "reader", "scope": {"type": "group", "value": staff}}
    manager.post("/calendar/v3/calendars/primary/acl", rule)
    assert robot.get(f"/calendar/v3/calendars/{MANAGER}/events")["accessRole"] == "reader"


def test_a_repeated_insert_without_an_id_books_twice_and_with_one_once(robot: Person) -> None:
    insert(robot)
    insert(robot)
    insert(robot, id="meeting1")
    answer = robot.ask("POST", EVENTS, robot.get(MEETING) | {"iCalUID": None})
    assert (answer.status_code, len(ids(robot))) == (409, 3)


def test_a_uuid_with_dashes_is_no_event_id(robot: Person) -> None:
    body = robot.get(f"{EVENTS}/{insert(robot)['id']}")
    wrong = {"id": "5a0e9e0e-8b1f-4d56-9c58-0d7f6c0c5a11", "start": body["start"], "end": body["end"]}
    assert robot.refused("POST", EVENTS, wrong) == (400, "invalid")


def test_a_blind_patch_brings_a_deleted_event_back(robot: Person) -> None:
    insert(robot, id="meeting1")
    robot.delete(MEETING)
    assert robot.patch(MEETING, {"status": "confirmed"})["status"] == "confirmed"


def test_a_full_update_drops_what_it_does_not_send_and_an_etag_guards_against_it(robot: Person) -> None:
    marks = {"private": {"ref": "42"}, "shared": {"s": "1"}}
    event = insert(robot, id="meeting1", summary="J.S.", location="Room 2", extendedProperties=marks)
    robot.patch(MEETING, {"summary": "A.B."})
    times = {"start": event["start"], "end": event["end"]}
    stale = robot.ask("PUT", MEETING, times, headers={"If-Match": event["etag"]})
    assert (stale.status_code, stale.json()["error"]["errors"][0]["reason"]) == (412, "conditionNotMet")
    assert robot.ask("PUT", MEETING, times).ok
    assert {"summary", "location", "extendedProperties"}.isdisjoint(robot.get(MEETING))


def test_what_was_seen_already_is_not_sent_again(robot: Person) -> None:
    event = insert(robot, id="meeting1")
    again = robot.ask("GET", MEETING, headers={"If-None-Match": event["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    robot.patch(MEETING, {"summary": "A.B."})
    assert robot.ask("GET", MEETING, headers={"If-None-Match": event["etag"]}).status_code == 200


def test_without_the_version_a_conference_is_ignored_on_every_write(robot: Person) -> None:
    insert(robot, id="meeting1", conferenceData=conference("r1"))
    robot.patch(MEETING, {"conferenceData": conference("r2")})
    assert "conferenceData" not in robot.get(MEETING)
    robot.patch(MEETING, {"conferenceData": conference("r3")}, **VERSION)
    robot.patch(MEETING, {"conferenceData": None})
    assert "hangoutLink" in robot.get(MEETING)


def test_a_failed_request_id_is_ignored_for_ever_and_a_new_one_is_not(
    sandbox: Sandbox, robot: Person
) -> None:
    control(sandbox, "POST", "conferences", {"outcome": "failure"})
    insert(robot, id="meeting1", conferenceData=conference("r1"), params=VERSION)
    status = robot.get(MEETING)["conferenceData"]["createRequest"]["status"]
    assert (status, points(robot.get(MEETING))) == ({"statusCode": "failure"}, [])
    control(sandbox, "POST", "conferences", {"outcome": "success"})
    for request, made in (("r1", False), ("r2", True)):
        robot.patch(MEETING, {"conferenceData": conference(request)}, **VERSION)
        assert ("hangoutLink" in robot.get(MEETING)) is made


def test_a_conference_is_pending_before_it_is_made_and_may_lack_a_phone(
    sandbox: Sandbox, robot: Person
) -> None:
    control(sandbox, "POST", "conferences", {"looks": 3, "phone": False})
    made = insert(robot, id="meeting1", conferenceData=conference("r1"), params=VERSION)
    assert made["conferenceData"]["createRequest"]["status"] == {"statusCode": "pending"}
    assert [points(robot.get(MEETING)) for _ in range(3)] == [[], [], ["video"]]
    control(sandbox, "POST", "conferences", {})
    insert(robot, id="meeting2", conferenceData=conference("r1"), params=VERSION)
    assert points(robot.get(f"{EVENTS}/meeting2")) == ["video", "phone", "more"]


def test_a_copied_conference_is_the_same_room_for_two_meetings(robot: Person) -> None:
    insert(robot, id="meeting1", conferenceData=conference("r1"), params=VERSION)
    first = robot.get(MEETING)
    second = insert(robot, conferenceData=first["conferenceData"], params=VERSION)
    assert second["hangoutLink"] == first["hangoutLink"]


def test_guests_see_one_another_and_invite_others_unless_told_not_to(sandbox: Sandbox, robot: Person) -> None:
    parent = Person(sandbox, PARENT)
    insert(robot, id="meeting1", attendees=guests(MANAGER, PARENT))
    assert len(parent.get(MEETING)["attendees"]) == 2
    robot.patch(MEETING, {"guestsCanSeeOtherGuests": False, "guestsCanInviteOthers": False})
    assert [one["email"] for one in parent.get(MEETING)["attendees"]] == [PARENT]
    more = {"attendees": guests(PARENT, "other@home.example")}
    assert parent.refused("PATCH", MEETING, more) == (403, "forbiddenForNonOrganizer")


def test_a_time_without_offset_or_zone_is_refused(robot: Person) -> None:
    naive = {"start": {"dateTime": "2026-12-01T10:00:00"}, "end": {"dateTime": "2026-12-01T11:00:00"}}
    assert robot.refused("POST", EVENTS, naive) == (400, "required")


def test_mail_goes_out_on_request_only_and_to_whom_was_said(sandbox: Sandbox, robot: Person) -> None:
    for wanted in ("none", "externalOnly", "all"):
        both = guests(MANAGER, PARENT)
        insert(robot, summary=wanted, attendees=both, params={"sendUpdates": wanted})
    assert subjects(sandbox, MANAGER) == ["Invitation: all"]
    assert subjects(sandbox, PARENT) == ["Invitation: externalOnly", "Invitation: all"]


def test_a_reader_sees_private_events_as_busy(robot: Person, manager: Person) -> None:
    insert(manager, id="meeting1", summary="J.S.", visibility="private")
    share(manager, "reader")
    assert "summary" not in robot.get(f"/calendar/v3/calendars/{MANAGER}/events/meeting1")


def test_a_new_file_is_not_found_by_name_for_a_while_but_by_its_folder(
    sandbox: Sandbox, robot: Person
) -> None:
    control(sandbox, "POST", "quirks", {"name_lag": 300})
    robot.post(FILES, {"name": "plan"})
    assert robot.get(FILES, q="name = 'plan'")["files"] == []
    assert len(robot.get(FILES, q="'root' in parents")["files"]) == 1
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:05:00Z", "frozen": True})
    assert len(robot.get(FILES, q="name = 'plan'")["files"]) == 1


def test_a_reserved_id_makes_a_repeat_harmless_but_not_for_documents(robot: Person) -> None:
    first, second = robot.get(f"{FILES}/generateIds", count=2)["ids"]
    robot.post(FILES, {"id": first})
    assert robot.refused("POST", FILES, {"id": first}) == (409, "fileIdInUse")
    document = {"id": second, "mimeType": "application/vnd.google-apps.document"}
    assert robot.refused("POST", FILES, document) == (400, "invalid")


def test_an_unescaped_name_breaks_a_query(robot: Person) -> None:
    robot.post(FILES, {"name": "O'Neil"})
    assert robot.refused("GET", FILES, params={"q": "name = 'O'Neil'"}) == (400, "invalid")
    assert len(robot.get(FILES, q="name = 'O\\'Neil'")["files"]) == 1


def test_a_trashed_twin_is_found_and_what_lies_in_a_trashed_folder_is_trashed(robot: Person) -> None:
    top = robot.post(FILES, {"name": "plan", "mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"name": "child", "parents": [top]})["id"]
    robot.patch(f"{FILES}/{top}", {"trashed": True})
    robot.post(FILES, {"name": "plan", "mimeType": FOLDER})
    assert len(robot.get(FILES, q="name = 'plan'")["files"]) == 2
    assert len(robot.get(FILES, q="name = 'plan' and trashed = false")["files"]) == 1
    state = robot.get(f"{FILES}/{child}", fields="trashed,explicitlyTrashed")
    assert state == {"trashed": True, "explicitlyTrashed": False}


def test_a_page_may_be_empty_with_more_to_come(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "quirks", {"empty_first_page": True})
    insert(robot)
    page = robot.get(EVENTS)
    assert (page["items"], "nextPageToken" in page, "nextSyncToken" in page) == ([], True, False)


def test_sharing_mails_by_default_every_time_and_makes_no_second_permission(
    robot: Person, manager: Person
) -> None:
    file_id = robot.post(FILES, {"name": "record"})["id"]
    share_file(robot, file_id, emailMessage="for the file")
    share_file(robot, file_id)
    share_file(robot, file_id, sendNotificationEmail="false")
    assert len(inbox(manager)) == 2
    listed = robot.get(f"{FILES}/{file_id}/permissions", fields="permissions(emailAddress)")["permissions"]
    assert [one["emailAddress"] for one in listed] == [ROBOT, MANAGER]
    assert len(found(manager, '"for the file"')) == 1


def test_readers_of_a_folder_read_its_files_and_cannot_be_taken_off_one(
    robot: Person, manager: Person
) -> None:
    top = robot.post(FILES, {"mimeType": FOLDER})["id"]
    child = robot.post(FILES, {"parents": [top]})["id"]
    granted = share_file(robot, top)["id"]
    assert manager.get(f"{FILES}/{child}")["id"] == child
    path = f"{FILES}/{child}/permissions/{granted}"
    assert robot.refused("DELETE", path) == (403, "cannotModifyInheritedPermission")


def test_the_last_page_of_changes_alone_says_where_to_begin_next_time(robot: Person) -> None:
    start = robot.get("/drive/v3/changes/startPageToken")["startPageToken"]
    made = [robot.post(FILES, {})["id"] for _ in range(2)]
    page = robot.get("/drive/v3/changes", pageToken=start, pageSize=1)
    assert ("newStartPageToken" in page, [one["fileId"] for one in page["changes"]]) == (False, made[:1])
    last = robot.get("/drive/v3/changes", pageToken=page["nextPageToken"], pageSize=1)
    assert ("nextPageToken" in last, [one["fileId"] for one in last["changes"]]) == (False, made[1:])
    robot.delete(f"{FILES}/{made[0]}")
    feed = robot.get("/drive/v3/changes", pageToken=last["newStartPageToken"])["changes"]
    assert [(one["fileId"], one["removed"], "file" in one) for one in feed] == [(made[0], True, False)]


def test_a_star_moves_the_version_and_not_the_time(sandbox: Sandbox, robot: Person) -> None:
    file_id = robot.post(FILES, {})["id"]
    control(sandbox, "POST", "clock", {"now": "2026-11-20T13:00:00Z", "frozen": True})
    seen = robot.patch(f"{FILES}/{file_id}", {"starred": True}, fields="version,modifiedTime")
    assert seen == {"version": "2", "modifiedTime": "2026-11-20T12:00:00.000Z"}


def test_an_edited_response_keeps_its_id_and_its_first_time(sandbox: Sandbox, robot: Person) -> None:
    control(sandbox, "POST", "forms", {"owner": ROBOT, "form": {"formId": "form", "info": {}}})
    first = control(sandbox, "POST", "forms/form/responses", {"answers": {}})
    control(sandbox, "POST", "clock", {"now": "2026-11-21T09:00:00Z", "frozen": True})
    control(sandbox, "POST", "forms/form/responses", {"responseId": first["responseId"], "answers": {}})
    [held] = robot.get("/v1/forms/form/responses")["responses"]
    assert (held["responseId"], held["createTime"]) == (first["responseId"], first["createTime"])
    assert re.fullmatch(r"[\d-]+T[\d:]+\.\d{3}Z", held["createTime"])
    assert re.fullmatch(r"[\d-]+T[\d:]+\.\d{6}Z", held["lastSubmittedTime"])
    assert held["lastSubmittedTime"] > held["createTime"]


def test_a_message_id_of_ones_own_is_replaced(robot: Person, manager: Person) -> None:
    robot.post(f"{ME}/messages/send", {"raw": raw(Message_ID="<mine@agent>")})
    received = headers(manager, found(manager)[0])
    assert received["Message-Id"].endswith("@mail.gmail.com>")
    assert "<mine@agent>" not in received.values()


def test_a_comma_in_to_is_a_second_recipient(robot: Person, sandbox: Sandbox) -> None:
    robot.post(f"{ME}/messages/send", {"raw": raw(to=f"{MANAGER}, {PARENT}")})
    assert [len(found(Person(sandbox, email))) for email in (MANAGER, PARENT)] == [1, 1]


def test_a_deleted_event_keeps_its_id_is_readable_and_is_gone_only_once(robot: Person) -> None:
    insert(robot, id="meeting1")
    robot.delete(MEETING)
    assert robot.get(MEETING)["status"] == "cancelled"
    assert robot.refused("DELETE", MEETING) == (410, "deleted")


def test_a_sync_token_that_ran_out_names_its_place(robot: Person) -> None:
    answer = robot.ask("GET", EVENTS, params={"syncToken": "sync-999"}).json()["error"]["errors"][0]
    assert (answer["domain"], answer["location"]) == ("calendar", "syncToken")


def test_drive_answers_four_fields_unless_asked(robot: Person) -> None:
    made = robot.post(FILES, {"name": "x"})
    assert set(made) == set(robot.get(f"{FILES}/{made['id']}")) == {"kind", "id", "name", "mimeType"}
