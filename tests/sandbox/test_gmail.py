from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from tests.sandbox.world import MANAGER, PARENT, ROBOT, SCOPE, Json, Person
from workspace_agent.sandbox.server import Sandbox

ME = "/gmail/v1/users/me"


def raw(to: str = MANAGER, subject: str = "Digest", text: str = "token qz-71 Zoë", **headers: str) -> str:
    message = EmailMessage()
    if to:
        message["To"] = to
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return urlsafe_b64encode(message.as_bytes()).decode()


def draft(person: Person, **parts: str) -> str:
    return str(person.post(f"{ME}/drafts", {"message": {"raw": raw(**parts)}})["id"])


def found(person: Person, query: str = "") -> list[str]:
    return [one["id"] for one in person.get(f"{ME}/messages", q=query).get("messages", [])]


def headers(person: Person, message_id: str) -> dict[str, str]:
    listed = person.get(f"{ME}/messages/{message_id}", format="metadata")["payload"]["headers"]
    return {one["name"]: one["value"] for one in listed}


def test_an_empty_mailbox_has_no_list_at_all(robot: Person) -> None:
    assert robot.get(f"{ME}/messages") == {"resultSizeEstimate": 0}
    assert robot.get(f"{ME}/drafts") == {"resultSizeEstimate": 0}
    assert robot.get(f"{ME}/profile")["messagesTotal"] == 0


def test_a_draft_is_sent_once_and_then_gone(robot: Person, manager: Person) -> None:
    draft_id = draft(robot)
    assert robot.get(f"{ME}/drafts/{draft_id}")["message"]["labelIds"] == ["DRAFT"]
    sent = robot.post(f"{ME}/drafts/send", {"id": draft_id})
    assert set(sent) == {"id", "threadId", "labelIds"}
    assert sent["labelIds"] == ["SENT"]
    assert robot.refused("GET", f"{ME}/drafts/{draft_id}") == (404, "notFound")
    assert robot.refused("POST", f"{ME}/drafts/send", {"id": draft_id}) == (404, "notFound")
    assert found(robot) == [sent["id"]]
    assert [manager.get(f"{ME}/messages/{one}")["labelIds"] for one in found(manager)] == [
        ["UNREAD", "INBOX"]
    ]


def test_gmail_gives_its_own_message_id_and_forgets_the_senders(robot: Person, manager: Person) -> None:
    robot.post(f"{ME}/messages/send", {"raw": raw(Message_ID="<mine@agent>")})
    kept = headers(manager, found(manager)[0])
    assert "<mine@agent>" not in kept.values()
    assert kept["Message-Id"].endswith("@mail.gmail.com>")
    assert found(manager, f"rfc822msgid:{kept['Message-Id']}") == found(manager)
    assert found(manager, "rfc822msgid:mine@agent") == []


def test_the_sender_is_who_signed_in(robot: Person, manager: Person) -> None:
    robot.post(f"{ME}/messages/send", {"raw": raw(From="Boss <boss@willow.example>")})
    assert headers(manager, found(manager)[0])["From"] == ROBOT


def test_a_blind_copy_arrives_and_is_seen_by_the_sender_only(
    sandbox: Sandbox, robot: Person, manager: Person
) -> None:
    sent = robot.post(f"{ME}/messages/send", {"raw": raw(Bcc=PARENT)})
    parent = Person(sandbox, PARENT)
    assert "Bcc" not in headers(parent, found(parent)[0])
    assert "Bcc" not in headers(manager, found(manager)[0])
    assert headers(robot, sent["id"])["Bcc"] == PARENT


def test_a_mail_to_oneself_is_one_message(robot: Person) -> None:
    sent = robot.post(f"{ME}/messages/send", {"raw": raw(to=ROBOT)})
    assert sent["labelIds"] == ["UNREAD", "SENT", "INBOX"]
    assert found(robot) == [sent["id"]]


@pytest.mark.parametrize(
    ("to", "message"), [("", "Recipient address required"), ("nobody", "Invalid To header")]
)
def test_a_mail_needs_a_recipient(robot: Person, to: str, message: str) -> None:
    error = robot.ask("POST", f"{ME}/messages/send", {"raw": raw(to=to)}).json()["error"]
    assert (error["code"], error["message"], error["status"]) == (400, message, "INVALID_ARGUMENT")
    assert error["errors"][0]["reason"] == "invalidArgument"
    assert robot.refused("POST", f"{ME}/drafts/send", {"id": draft(robot, to=to)})[0] == 400


def test_a_body_without_raw_is_refused(robot: Person) -> None:
    assert robot.refused("POST", f"{ME}/messages/send", {})[0] == 400
    assert robot.refused("POST", f"{ME}/messages/send", {"raw": "not base64!"})[0] == 400


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("qz-71", 1),
        ('"token qz"', 1),
        ('"qz token"', 0),
        ("toke", 0),
        ("Zoë", 1),
        ("subject:digest", 1),
        ("subject:token", 0),
        (f"from:{ROBOT} to:{MANAGER}", 1),
        ("in:drafts", 0),
        ("in:sent -in:inbox", 1),
        ("in:inbox", 0),
        ("digest -token", 0),
    ],
)
def test_search_finds_whole_words(robot: Person, query: str, hits: int) -> None:
    robot.post(f"{ME}/messages/send", {"raw": raw()})
    assert len(found(robot, query)) == hits


def test_an_operator_that_is_not_built_says_so(robot: Person) -> None:
    draft(robot)
    assert robot.refused("GET", f"{ME}/messages", params={"q": "has:yellow-star"}) == (501, "notImplemented")


def test_drafts_are_found_by_a_token_and_listed_in_pages(robot: Person) -> None:
    first, second = draft(robot, text="alpha"), draft(robot, text="beta")
    assert [one["id"] for one in robot.get(f"{ME}/drafts", q="alpha")["drafts"]] == [first]
    page = robot.get(f"{ME}/drafts", maxResults=1)
    rest = robot.get(f"{ME}/drafts", maxResults=1, pageToken=page["nextPageToken"])
    assert [one["id"] for one in page["drafts"] + rest["drafts"]] == [second, first]


def test_a_draft_is_rewritten_and_deleted(robot: Person) -> None:
    draft_id = draft(robot)
    assert robot.ask("PUT", f"{ME}/drafts/{draft_id}", {"message": {"raw": raw(subject="Second")}}).ok
    assert headers(robot, found(robot)[0])["Subject"] == "Second"
    robot.delete(f"{ME}/drafts/{draft_id}")
    assert found(robot) == []


def test_the_formats_of_a_message(robot: Person) -> None:
    sent = robot.post(f"{ME}/messages/send", {"raw": raw()})["id"]

    def shown(**params: object) -> Json:
        return robot.get(f"{ME}/messages/{sent}", **params)

    full = shown()
    assert urlsafe_b64decode(full["payload"]["body"]["data"]).decode().strip() == "token qz-71 Zoë"
    assert message_from_bytes(urlsafe_b64decode(shown(format="raw")["raw"]))["Subject"] == "Digest"
    assert {"raw", "payload"}.isdisjoint(shown(format="minimal"))
    chosen = shown(format="metadata", metadataHeaders=["Subject"])["payload"]["headers"]
    assert chosen == [{"name": "Subject", "value": "Digest"}]


def test_parts_of_a_multipart_message_are_numbered(robot: Person) -> None:
    message = EmailMessage()
    message["To"] = MANAGER
    message.set_content("plain")
    message.add_alternative("<p>rich</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="d.pdf")
    encoded = urlsafe_b64encode(message.as_bytes()).decode()
    sent = robot.post(f"{ME}/messages/send", {"raw": encoded})["id"]
    parts = robot.get(f"{ME}/messages/{sent}")["payload"]["parts"]
    assert [(part["partId"], part["mimeType"], part["filename"]) for part in parts] == [
        ("0", "multipart/alternative", ""),
        ("1", "application/pdf", "d.pdf"),
    ]
    assert [part["partId"] for part in parts[0]["parts"]] == ["0.0", "0.1"]


def test_another_persons_mailbox_is_closed(robot: Person) -> None:
    assert robot.refused("GET", f"/gmail/v1/users/{MANAGER}/messages") == (403, "forbidden")


def test_compose_may_look_for_drafts_but_not_for_messages(sandbox: Sandbox) -> None:
    composer = Person(sandbox, ROBOT, (f"{SCOPE}gmail.compose",))
    draft(composer)
    assert len(composer.get(f"{ME}/drafts", q="digest")["drafts"]) == 1
    assert composer.refused("GET", f"{ME}/messages") == (403, "insufficientPermissions")


def test_the_metadata_scope_neither_searches_nor_reads(sandbox: Sandbox, robot: Person) -> None:
    sent = robot.post(f"{ME}/messages/send", {"raw": raw()})["id"]
    onlooker = Person(sandbox, ROBOT, (f"{SCOPE}gmail.metadata",))
    assert onlooker.get(f"{ME}/messages/{sent}", format="metadata")["id"] == sent
    assert onlooker.refused("GET", f"{ME}/messages", params={"q": "x"}) == (403, "forbidden")
    assert onlooker.refused("GET", f"{ME}/messages/{sent}") == (403, "forbidden")


def test_a_reply_joins_a_thread_by_id_references_and_subject_together(robot: Person) -> None:
    first = robot.post(f"{ME}/messages/send", {"raw": raw()})
    answers = {"In_Reply_To": headers(robot, first["id"])["Message-Id"]}

    def thread_of(**parts: str) -> str:
        message = {"raw": raw(**parts), "threadId": first["threadId"]}
        return str(robot.post(f"{ME}/messages/send", message)["threadId"])

    assert thread_of(subject="Re: Digest", **answers) == first["threadId"]
    assert thread_of(subject="Re: Digest") != first["threadId"]
    assert thread_of(subject="Other", **answers) != first["threadId"]
    for wrong, answer in (("none", (400, "invalidArgument")), ("18c9a1b2c3d4e5f6", (404, "notFound"))):
        message = {"raw": raw(), "threadId": wrong}
        assert robot.refused("POST", f"{ME}/messages/send", message) == answer


def test_the_real_client_sends_a_draft(robot: Person, manager: Person) -> None:
    users = robot.service("gmail", "v1").users()
    made = users.drafts().create(userId="me", body={"message": {"raw": raw()}}).execute()
    users.drafts().send(userId="me", body={"id": made["id"]}).execute()
    assert len(found(manager)) == 1


def test_a_media_upload_is_a_mail_too(robot: Person, manager: Person) -> None:
    url = "https://gmail.googleapis.com/upload/gmail/v1/users/me/messages/send?uploadType=media"
    content = urlsafe_b64decode(raw())
    assert robot.session.post(url, data=content, headers={"Content-Type": "message/rfc822"}).ok
    assert len(found(manager)) == 1
