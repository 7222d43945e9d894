"""What Google's documents say only in their descriptions, brought into the schemas.

Three patterns are read; what they get wrong is listed here, with the sentence that says otherwise:

* read-only fields: "Output only.", "Read-only." or "This field is read-only.", beside the flag `readOnly`;
* closed lists of values: "Possible values are:" and a list of quoted words (Calendar has no `enum` at all);
* required fields: the annotation `required` with its methods, and "Required." in the schemas whose names end
  in `Request`. Elsewhere "Required." speaks of what a whole resource must have in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workspace_agent.sandbox.call import Json

_READ_ONLY = re.compile(
    r"(?:^|Deprecated: |\. )Output only\b|(?<![\w`])Read[- ][Oo]nly\.|[Tt]his field is read-only\."
)
_VALUES = re.compile(r'^- "([^"]+)"', re.MULTILINE)
EVERY = "*"
# Fields that the pattern finds and that can be written all the same.
_WRITABLE = {
    # "The ID of the protected range. This field is read-only.", but UpdateProtectedRangeRequest asks for it.
    "sheets": {"ProtectedRange.protectedRangeId"},
    # "Read only. The question ID. On creation, it can be provided but the ID must not be already used in the
    # form."; "documentTitle can be set on create, but cannot be modified by a batchUpdate request."
    "forms": {"Question.questionId", "Info.documentTitle"},
    # "Output only. Identifies what kind of resource this is." Clients send it along, and it says nothing new.
    "drive": {"File.kind", "Permission.kind", "Drive.kind", "Comment.kind", "Reply.kind"},
}
# Read-only fields with the methods that may write them; the pattern does not find all of these.
_READ_ONLY_BUT = {
    # "To change the organizer, use the move operation. Read-only, except when importing an event."  # noqa: ERA001
    "calendar": {"Event.organizer": ("calendar.events.import",)},
    # "This is read-only for all operations except create."
    "gmail": {"SendAs.sendAsEmail": ("gmail.users.settings.sendAs.create",)},
    # "Output only. The email address of the user or group to which this permission refers.", but
    # https://developers.google.com/workspace/drive/api/guides/manage-sharing creates permissions with it.
    "drive": {
        "Permission.emailAddress": ("drive.permissions.create",),
        "Permission.domain": ("drive.permissions.create",),
    },
}
# Lists that are not closed: "Additional group of errors may be added in the future", "If a client encounters
# an unfamiliar or empty type, it should still be able to display the entry points".
_OPEN = {"calendar": {"Error.reason", "ConferenceSolutionKey.type"}}
# Required fields whose absence the service's own code answers in words of its own, or which may come
# otherwise: the raw mail as an upload, a label's visibility by default.
_ANSWERED_ELSEWHERE = {
    "calendar": {"Event.start", "Event.end"},
    "gmail": {"Message.raw", "Draft.id", "Label.labelListVisibility", "Label.messageListVisibility"},
    "drive": {"Permission.role", "Permission.type"},
}


def enrich(service: str, schemas: Mapping[str, Json]) -> None:
    """Add `readOnly`, `enum` and `demands` to the schemas where the prose says so.

    `writableIn` names the methods for which a read-only field is none; `demands` gives the required fields
    of an object, each with the methods that require it.
    """
    for name, schema in schemas.items():
        for path, owner, field in _fields(name, schema):
            _mark(service, path, field)
            demanding = _demanding(service, path, name, field)
            if demanding:
                owner.setdefault("demands", {})[path.rpartition(".")[2]] = demanding


def _fields(path: str, schema: Json) -> Iterator[tuple[str, Json, Json]]:
    for name, field in schema.get("properties", {}).items():
        yield f"{path}.{name}", schema, field
        yield from _fields(f"{path}.{name}", field)
        yield from _fields(f"{path}.{name}[]", field.get("items", {}))


def _mark(service: str, path: str, field: Json) -> None:
    text = field.get("description", "")
    exceptions = _READ_ONLY_BUT.get(service, {})
    if path in _WRITABLE.get(service, ()):
        field["readOnly"] = False
    elif path in exceptions or _READ_ONLY.search(text):
        field["readOnly"] = True
        field["writableIn"] = exceptions.get(path, ())
    if "ossible values are:" in text and path not in _OPEN.get(service, ()):
        target = field.get("items", field)
        target.setdefault("enum", _VALUES.findall(text))


def _demanding(service: str, path: str, schema: str, field: Json) -> frozenset[str]:
    if path in _ANSWERED_ELSEWHERE.get(service, ()):
        return frozenset()
    if schema.endswith("Request") and field.get("description", "").startswith("Required."):
        return frozenset({EVERY})
    return frozenset(field.get("annotations", {}).get("required", ()))
