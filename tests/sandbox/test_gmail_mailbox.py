"""A mailbox at work: threads, labels, attachments, searches, history and limits."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.message import EmailMessage

import pytest

from tests.sandbox.test_gmail import ME, found, headers, raw
from tests.sandbox.world import MANAGER, ROBOT, SCOPE, Json, Person, control
from workspace_agent.sandbox.server import Sandbox


def send(person: Person, **parts: str) -> Json:
    return person.post(f"{ME}/messages/send", {"raw": raw(**parts)})


def with_attachment() -> str:
    message = EmailMessage()
    message["To"], message["Subject"] = MANAGER, "Report"
    message.set_content("see the file")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    return urlsafe_b64encode(message.as_bytes()).decode()


def test_an_attachment_is_fetched_on_its_own(robot: Person, manager: Person) -> None:
    robot.post(f"{ME}/messages/send", {"raw": with_attachment()})
    message = manager.get(f"{ME}/messages/{found(manager)[0]}")
    text, file = message["payload"]["parts"]
    assert (text["filename"], "data" in text["body"]) == ("", True)
    assert (file["partId"], file["filename"], file["body"]["size"]) == ("1", "report.pdf", 8)
    assert "data" not in file["body"]
    path = f"{ME}/messages/{message['id']}/attachments"
    fetched = manager.get(f"{path}/{file['body']['attachmentId']}")
    assert urlsafe_b64decode(fetched["data"]) == b"%PDF-1.4"
    assert manager.refused("GET", f"{path}/none") == (404, "notFound")


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ("abc123", (404, "notFound")),
        ("18c9a1b2c3d4e5f6", (404, "notFound")),
        ("ffffffffffffffff", (400, "invalidArgument")),
        ("18c9a1b2c3d4e5f6aa", (400, "invalidArgument")),
        ("nosuchmessageid", (400, "invalidArgument")),
    ],
)
def test_what_is_no_id_is_400_and_what_is_not_there_404(
    robot: Person, wrong: str, answer: tuple[int, str]
) -> None:
    assert robot.refused("GET", f"{ME}/messages/{wrong}") == answer


def test_metadata_shows_the_headers_that_were_asked_for(robot: Person) -> None:
    sent = send(robot)
    shown = robot.get(f"{ME}/messages/{sent['id']}", format="metadata", metadataHeaders=["subject", "to"])
    assert {one["name"] for one in shown["payload"]["headers"]} == {"Subject", "To"}
    assert "payload" not in robot.get(f"{ME}/messages/{sent['id']}", format="minimal")


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("is:unread", 3),
        ("is:read", 0),
        ("is:starred", 1),
        ("label:case-load", 1),
        ("has:attachment", 1),
        ("filename:pdf", 1),
        ("filename:report", 1),
        ("alpha OR beta", 2),
        ("subject:(alpha OR beta)", 2),
        ("{subject:alpha subject:beta}", 2),
        ("subject:alpha OR subject:beta -beta", 1),
        ("(alpha beta)", 0),
        (f"from:{ROBOT} in:inbox", 3),
        ("after:2026/11/20", 3),
        ("before:2026/11/20", 0),
        ("after:1795176000", 3),
        ("newer_than:1d", 3),
        ("older_than:1d", 0),
        ("larger:1M", 0),
        ("smaller:1M", 3),
        ("in:trash", 1),
        ("in:anywhere", 4),
        ("gone", 0),
        ("gone in:trash", 1),
    ],
)
def test_operators_find(robot: Person, manager: Person, query: str, hits: int) -> None:
    for subject in ("alpha", "beta", "gone"):
        send(robot, subject=subject)
    robot.post(f"{ME}/messages/send", {"raw": with_attachment()})
    alpha, gone = (found(manager, subject)[0] for subject in ("alpha", "gone"))
    label = manager.post(f"{ME}/labels", {"name": "Case load"})["id"]
    manager.post(f"{ME}/messages/{alpha}/modify", {"addLabelIds": [label, "STARRED"]})
    manager.post(f"{ME}/messages/{gone}/trash", {})
    assert len(found(manager, query)) == hits


def test_labels_are_made_put_on_renamed_and_deleted(robot: Person, manager: Person) -> None:
    send(robot)
    message = found(manager)[0]
    label = manager.post(f"{ME}/labels", {"name": "Filed"})
    assert manager.refused("POST", f"{ME}/labels", {"name": "Filed"})[0] == 409
    assert manager.refused("POST", f"{ME}/labels", {"name": "inbox"})[0] == 400
    body = {"addLabelIds": [label["id"]], "removeLabelIds": ["UNREAD"]}
    assert manager.post(f"{ME}/messages/{message}/modify", body)["labelIds"] == ["INBOX", label["id"]]
    counted = manager.get(f"{ME}/labels/{label['id']}")
    assert (counted["messagesTotal"], counted["messagesUnread"], counted["threadsTotal"]) == (1, 0, 1)
    assert manager.patch(f"{ME}/labels/{label['id']}", {"name": "Done"})["name"] == "Done"
    assert {one["name"] for one in manager.get(f"{ME}/labels")["labels"]} > {"INBOX", "Done"}
    for wrong in ("SENT", "Label_9"):
        refusal = manager.refused("POST", f"{ME}/messages/{message}/modify", {"addLabelIds": [wrong]})
        assert refusal == (400, "invalidArgument")
    manager.delete(f"{ME}/labels/{label['id']}")
    assert manager.get(f"{ME}/messages/{message}")["labelIds"] == ["INBOX"]
    assert manager.refused("DELETE", f"{ME}/labels/INBOX")[0] == 400
    assert manager.refused("GET", f"{ME}/labels/Label_9") == (404, "notFound")


def test_an_answer_is_in_the_same_thread_on_both_sides(robot: Person, manager: Person) -> None:
    first = send(robot)
    received = manager.get(f"{ME}/messages/{found(manager)[0]}")
    message_id = headers(manager, received["id"])["Message-Id"]
    body = {
        "raw": raw(to=ROBOT, subject="Re: Digest", References=message_id),
        "threadId": received["threadId"],
    }
    manager.post(f"{ME}/messages/send", body)
    for person, thread in ((robot, first["threadId"]), (manager, received["threadId"])):
        listed = person.get(f"{ME}/threads")["threads"]
        assert [one["id"] for one in listed] == [thread]
        assert len(person.get(f"{ME}/threads/{thread}", format="minimal")["messages"]) == 2
    moved = manager.post(f"{ME}/threads/{received['threadId']}/trash", {})["messages"]
    assert all("TRASH" in one["labelIds"] for one in moved)
    assert manager.get(f"{ME}/threads") == {"resultSizeEstimate": 0}
    manager.post(f"{ME}/threads/{received['threadId']}/untrash", {})
    manager.post(f"{ME}/threads/{received['threadId']}/modify", {"addLabelIds": ["STARRED"]})
    assert len(found(manager, "is:starred")) == 2
    manager.delete(f"{ME}/threads/{received['threadId']}")
    assert manager.refused("GET", f"{ME}/threads/{received['threadId']}") == (404, "notFound")


def test_deleted_messages_are_gone_for_good(robot: Person, manager: Person) -> None:
    for subject in ("a", "b", "c"):
        send(robot, subject=subject)
    first, *rest = found(manager)
    manager.post(f"{ME}/messages/{first}/trash", {})
    assert manager.post(f"{ME}/messages/{first}/untrash", {})["labelIds"] == ["UNREAD"]
    manager.delete(f"{ME}/messages/{first}")
    assert manager.ask("POST", f"{ME}/messages/batchModify", {"ids": rest, "addLabelIds": ["SPAM"]}).ok
    assert (found(manager), found(manager, "in:spam")) == ([], rest)
    assert manager.ask("POST", f"{ME}/messages/batchDelete", {"ids": [*rest, first]}).ok
    assert found(manager, "in:anywhere") == []


def test_a_deleted_draft_message_takes_its_draft_along(robot: Person) -> None:
    made = robot.post(f"{ME}/drafts", {"message": {"raw": raw()}})
    robot.delete(f"{ME}/messages/{made['message']['id']}")
    assert robot.refused("GET", f"{ME}/drafts/{made['id']}") == (404, "notFound")


def test_history_tells_what_came_after(robot: Person, manager: Person) -> None:
    since = manager.get(f"{ME}/profile")["historyId"]
    assert manager.get(f"{ME}/history", startHistoryId=since) == {"historyId": since}
    send(robot)
    message = found(manager)[0]
    manager.post(f"{ME}/messages/{message}/modify", {"removeLabelIds": ["UNREAD"]})
    told = manager.get(f"{ME}/history", startHistoryId=since)["history"]
    assert [sorted(one)[-1] for one in told] == ["messagesAdded", "messages"]
    assert told[1]["labelsRemoved"][0]["labelIds"] == ["UNREAD"]
    added = manager.get(f"{ME}/history", startHistoryId=since, historyTypes="messageAdded")["history"]
    assert [one["messagesAdded"][0]["message"]["id"] for one in added] == [message]
    assert manager.refused("GET", f"{ME}/history", params={"startHistoryId": "7"}) == (404, "notFound")


def test_an_inserted_message_reaches_nobody_and_stays_as_it_is(robot: Person, manager: Person) -> None:
    body = {"raw": raw(Message_ID="<mine@agent>"), "labelIds": ["INBOX"]}
    made = robot.post(f"{ME}/messages", body)
    assert (headers(robot, made["id"])["Message-ID"], found(manager)) == ("<mine@agent>", [])


@pytest.mark.parametrize(("status", "canonical"), [(429, "RESOURCE_EXHAUSTED"), (403, "PERMISSION_DENIED")])
def test_a_reached_sending_limit_names_its_end_in_the_text_only(
    sandbox: Sandbox, robot: Person, manager: Person, status: int, canonical: str
) -> None:
    until = {"until": "2026-11-20T12:10:00Z", "email": ROBOT, "status": status, "push": 60}
    control(sandbox, "POST", "gmail", until)
    draft = robot.post(f"{ME}/drafts", {"message": {"raw": raw()}})["id"]
    answer = robot.ask("POST", f"{ME}/messages/send", {"raw": raw()})
    error = answer.json()["error"]
    assert error["message"] == "User-rate limit exceeded.  Retry after 2026-11-20T12:10:00.000Z"
    assert (error["code"], error["status"], "Retry-After" in answer.headers) == (status, canonical, False)
    later = robot.ask("POST", f"{ME}/drafts/send", {"id": draft}).json()["error"]["message"]
    assert later.endswith("2026-11-20T12:11:00.000Z")
    control(sandbox, "POST", "clock", {"now": "2026-11-20T12:12:00Z", "frozen": True})
    robot.post(f"{ME}/drafts/send", {"id": draft})
    assert len(found(manager)) == 1


def test_a_message_of_more_than_the_upload_limit_is_refused(robot: Person) -> None:
    answer = robot.session.post(
        f"https://www.googleapis.com/upload{ME}/messages/send?uploadType=media",
        data=b"To: a@b.example\r\n\r\n" + b"x" * 36_700_160,
        headers={"Content-Type": "message/rfc822"},
    )
    assert answer.status_code == 413


def test_the_metadata_scope_sees_no_text(sandbox: Sandbox, robot: Person) -> None:
    sent = send(robot)
    clerk = Person(sandbox, ROBOT, (f"{SCOPE}gmail.metadata",))
    assert clerk.get(f"{ME}/messages/{sent['id']}", format="metadata")["id"] == sent["id"]
    assert clerk.refused("GET", f"{ME}/threads", params={"q": "x"}) == (403, "forbidden")
    assert clerk.refused("GET", f"{ME}/threads/{sent['threadId']}") == (403, "forbidden")
