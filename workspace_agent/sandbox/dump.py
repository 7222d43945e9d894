"""All state as JSON: everything that a person could read anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.drive.state import File
from workspace_agent.sandbox.gmail.state import Mailbox

if TYPE_CHECKING:
    from workspace_agent.sandbox.state import State


def dump(state: State) -> Json:
    """Events by calendar, files, mails by mailbox, forms and spreadsheets."""
    return {
        "now": plain(state.clock.now()),
        "calendars": {
            one.id: {
                "acl": plain(one.roles),
                "events": {name: plain(entry.resource) for name, entry in one.events.items()},
            }
            for one in state.calendar.calendars.values()
        },
        "files": [_file(file) for file in state.drive.files.values()],
        "mails": {email: _mailbox(mailbox) for email, mailbox in state.gmail.mailboxes.items()},
        "forms": {form_id: plain(held) for form_id, held in state.forms.forms.items()},
        "spreadsheets": state.sheets.dump(),
    }


def plain(value: Any) -> Any:
    """Any value in the words of JSON; bytes as base64, objects by their attributes."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(content) for key, content in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(content) for content in value]
    return plain(_attributes(value))


def _attributes(value: Any) -> Json:
    if is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return {name: content for name, content in vars(value).items() if not callable(content)}


def _file(file: File) -> Json:
    return dict(plain(file))


def _mailbox(mailbox: Mailbox) -> list[Json]:
    drafts = {message_id: draft_id for draft_id, message_id in mailbox.drafts.items()}
    return [
        {
            "id": mail.id,
            "threadId": mail.thread_id,
            "labelIds": mail.labels,
            "draftId": drafts.get(mail.id),
            "received": plain(mail.received),
            "raw": mail.raw.decode("utf-8", "replace"),
        }
        for mail in mailbox.messages.values()
    ]
