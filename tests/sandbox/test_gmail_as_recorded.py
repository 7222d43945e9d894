"""What Gmail answers, as recorded by clients of the API; the data are invented."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from tests.sandbox.conftest import NOW
from tests.sandbox.test_gmail import ME, found, raw
from tests.sandbox.world import MANAGER, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

VIA = "from 100000000001 named unknown by gmailapi.google.com with HTTPREST"
PLAIN = urlsafe_b64encode(
    b'From: test@example.com\r\nTo: manager@willow.example\r\nSubject: Review\r\n\r\nIt\'s <due> & "ready".'
).decode()


def lines(person: Person, message_id: str) -> list[tuple[str, str]]:
    payload = person.get(f"{ME}/messages/{message_id}", format="metadata")["payload"]
    return [(one["name"], one["value"]) for one in payload["headers"]]


def draft(person: Person) -> Json:
    return person.post(f"{ME}/drafts", {"message": {"raw": PLAIN}})


def test_a_draft_is_stamped_when_it_is_made_and_anew_when_it_is_sent(sandbox: Sandbox, robot: Person) -> None:
    made = draft(robot)
    kept = lines(robot, made["message"]["id"])
    assert [name for name, _ in kept] == ["Received", "From", "To", "Subject", "Date", "Message-Id"]
    assert kept[0][1] == f"{VIA}; Fri, 20 Nov 2026 12:00:00 +0000"
    assert kept[1] == ("From", ROBOT)
    sandbox.state.clock.set(NOW + timedelta(seconds=9), frozen=True)
    sent = lines(robot, robot.post(f"{ME}/drafts/send", {"id": made["id"]})["id"])
    assert [name for name, _ in sent] == ["Received", *(name for name, _ in kept)]
    assert dict(sent)["Date"] == "Fri, 20 Nov 2026 12:00:09 +0000"
    assert dict(sent)["Message-Id"] != dict(kept)["Message-Id"]


def test_a_message_that_is_sent_at_once_has_passed_the_same_doors(robot: Person, manager: Person) -> None:
    sent = robot.post(f"{ME}/messages/send", {"raw": PLAIN})
    assert [name for name, _ in lines(robot, sent["id"])].count("Received") == 2
    names = [name for name, _ in lines(manager, found(manager)[0])]
    assert not [name for name in names if name.startswith("X-Google-Original")]


def test_snippets_are_written_for_a_page(robot: Person) -> None:
    draft(robot)
    shown = "It&#39;s &lt;due&gt; &amp; &quot;ready&quot;."
    assert robot.get(f"{ME}/messages/{found(robot)[0]}")["snippet"] == shown
    assert robot.get(f"{ME}/threads")["threads"][0]["snippet"] == shown


def test_messages_arrive_on_a_whole_second(sandbox: Sandbox, robot: Person) -> None:
    sandbox.state.clock.set(NOW + timedelta(milliseconds=345), frozen=True)
    draft(robot)
    assert robot.get(f"{ME}/messages/{found(robot)[0]}")["internalDate"].endswith("000")


def test_a_change_of_labels_answers_in_brief_and_no_change_with_the_message(robot: Person) -> None:
    message = draft(robot)["message"]["id"]
    path, brief = f"{ME}/messages/{message}", {"id", "threadId", "labelIds"}
    minimal = brief | {"snippet", "sizeEstimate", "historyId", "internalDate"}
    assert set(robot.post(f"{path}/modify", {"addLabelIds": ["STARRED"]})) == brief
    assert set(robot.post(f"{path}/modify", {"addLabelIds": ["STARRED"]})) == minimal
    assert set(robot.post(f"{path}/untrash", {})) == minimal
    assert set(robot.post(f"{path}/trash", {})) == brief
    thread = f"{ME}/threads/{message}"
    assert set(robot.post(f"{thread}/untrash", {})) == {"id", "messages"}
    same = robot.post(f"{thread}/modify", {"removeLabelIds": ["UNREAD"]})
    assert set(same) == {"id", "historyId", "messages"}
    assert set(same["messages"][0]) == minimal


def test_history_tells_the_labels_that_a_message_had_then(robot: Person, manager: Person) -> None:
    since = manager.get(f"{ME}/profile")["historyId"]
    robot.post(f"{ME}/messages/send", {"raw": raw()})
    message = found(manager)[0]
    manager.post(f"{ME}/messages/{message}/trash", {})
    added, labelled, cleared = manager.get(f"{ME}/history", startHistoryId=since)["history"]
    assert added["messages"] == [{"id": message, "threadId": message}]
    assert added["messagesAdded"][0]["message"]["labelIds"] == ["UNREAD", "INBOX"]
    assert labelled["labelsAdded"][0]["message"]["labelIds"] == ["UNREAD", "INBOX", "TRASH"]
    assert cleared["labelsRemoved"][0]["message"]["labelIds"] == ["UNREAD", "TRASH"]


def test_labels_of_gmails_own_are_hidden_where_gmail_hides_them(robot: Person) -> None:
    held = {one["id"]: one for one in robot.get(f"{ME}/labels")["labels"]}
    assert held["INBOX"] == {"id": "INBOX", "name": "INBOX", "type": "system"}
    hidden = {"messageListVisibility": "hide", "labelListVisibility": "labelHide"}
    for name in ("CHAT", "IMPORTANT", "TRASH", "SPAM", "CATEGORY_UPDATES"):
        assert held[name] == {"id": name, "name": name, "type": "system"} | hidden


def test_a_label_keeps_its_settings_and_says_of_which_type_it_is_only_later(robot: Person) -> None:
    made = robot.post(f"{ME}/labels", {"name": "Filed", "labelListVisibility": "labelHide"})
    assert made == {
        "id": "Label_1",
        "name": "Filed",
        "messageListVisibility": "show",
        "labelListVisibility": "labelHide",
    }
    counts = {"messagesTotal": 0, "messagesUnread": 0, "threadsTotal": 0, "threadsUnread": 0}
    changed = robot.patch(f"{ME}/labels/Label_1", {"name": "Done"})
    assert changed == made | {"name": "Done", "type": "user"} | counts
    colour = {"textColor": "#ffffff", "backgroundColor": "#16a766"}
    assert robot.patch(f"{ME}/labels/Label_1", {"color": colour})["color"] == colour
    assert robot.post(f"{ME}/labels", {"name": "Next"})["id"] == "Label_2"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/drive/v3/files", 403),
        ("/calendar/v3/calendars/primary", 403),
        ("/v4/spreadsheets/x", 403),
        (f"{ME}/profile", 401),
        ("/v1/forms/x", 401),
    ],
)
def test_who_sends_no_token_is_unregistered_where_a_key_would_do(
    robot: Person, path: str, status: int
) -> None:
    robot.session.headers.pop("Authorization")
    host = {"/v4": "sheets", "/gm": "gmail", "/v1": "forms"}.get(path[:3], "www")
    answer = robot.session.get(f"https://{host}.googleapis.com{path}")
    text = {401: "missing required authentication", 403: "Method doesn't allow unregistered callers"}
    assert answer.status_code == status
    assert text[status] in answer.json()["error"]["message"]
    if path.startswith("/gmail"):
        assert answer.json()["error"]["errors"][0]["message"] == "Login Required."


def test_the_manager_sees_what_the_robot_wrote(robot: Person, manager: Person) -> None:
    robot.post(f"{ME}/messages/send", {"raw": PLAIN})
    assert dict(lines(manager, found(manager)[0]))["To"] == MANAGER


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("has:drive", True),
        ("has:spreadsheet", True),
        ("has:document", False),
        ("list:parents", True),
        ("list:staff", False),
        ("deliveredto:manager@willow.example", True),
        ("category:updates", True),
        ("category:primary", False),
    ],
)
def test_more_ways_to_find_a_message(robot: Person, query: str, hits: bool) -> None:
    link = "https://docs.google.com/spreadsheets/d/1/edit"
    body = raw(text=link, **{"List-ID": "Parents <parents.willow.example>"})
    robot.post(f"{ME}/messages", {"raw": body, "labelIds": ["INBOX", "CATEGORY_UPDATES"]})
    assert bool(found(robot, query)) is hits


def test_a_deleted_thread_takes_its_draft_along(robot: Person) -> None:
    made = draft(robot)
    robot.delete(f"{ME}/threads/{made['message']['threadId']}")
    assert robot.get(f"{ME}/drafts") == {"resultSizeEstimate": 0}
    assert robot.refused("GET", f"{ME}/drafts/{made['id']}") == (404, "notFound")


SETTINGS = "/gmail/v1/users/me/settings"


def test_an_address_to_send_from_is_ones_own(robot: Person) -> None:
    own = robot.get(f"{SETTINGS}/sendAs")["sendAs"]
    assert [(one["sendAsEmail"], one["isPrimary"], one["signature"]) for one in own] == [(ROBOT, True, "")]
    path = f"{SETTINGS}/sendAs/{ROBOT}"
    assert robot.patch(path, {"signature": "<b>Lee</b>"})["signature"] == "<b>Lee</b>"
    assert robot.ask("PUT", path, {"displayName": "Lee"}).json()["signature"] == ""
    assert robot.get(path)["displayName"] == "Lee"
    assert robot.refused("GET", f"{SETTINGS}/sendAs/{MANAGER}") == (404, "notFound")


def test_filters_are_kept(robot: Person) -> None:
    path, wanted = f"{SETTINGS}/filters", {"criteria": {"from": "x"}, "action": {"addLabelIds": ["STARRED"]}}
    assert robot.get(path) == {}
    made = robot.post(path, wanted)
    assert robot.get(f"{path}/{made['id']}") == made == wanted | {"id": made["id"]}
    assert robot.get(path) == {"filter": [made]}
    assert robot.refused("POST", path, wanted) == (400, "failedPrecondition")
    assert robot.refused("POST", path, wanted | {"criteria": {}}) == (400, "invalidArgument")
    assert robot.refused("POST", path, wanted | {"action": {}}) == (400, "invalidArgument")
    other = {"criteria": {"to": "y"}, "action": {"removeLabelIds": ["Label_9"]}}
    assert robot.refused("POST", path, other) == (400, "invalidArgument")
    robot.delete(f"{path}/{made['id']}")
    assert robot.refused("GET", f"{path}/{made['id']}") == (404, "notFound")
