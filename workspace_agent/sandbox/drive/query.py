"""The `q` of files.list.

Source: https://developers.google.com/workspace/drive/api/guides/search-files and .../ref-search-terms.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from workspace_agent.sandbox.call import ApiError, Call
from workspace_agent.sandbox.clock import as_printed
from workspace_agent.sandbox.drive.moments import moment
from workspace_agent.sandbox.drive.resource import viewed
from workspace_agent.sandbox.drive.state import RANK, File
from workspace_agent.sandbox.errors import invalid
from workspace_agent.sandbox.files import not_found

Predicate = Callable[[File], bool]
_TOKEN = re.compile(r"""\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z][A-Za-z.]*|[<>!]=|[=<>(){}])\s*""")
_COMPARE: dict[str, Callable[[datetime, datetime], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TIMES: dict[str, Callable[[File], datetime | None]] = {
    "createdTime": lambda file: as_printed(file.created),
    "modifiedTime": lambda file: as_printed(file.modified),
}


def predicate(call: Call, text: str) -> Predicate:
    """Read a query.

    Raises:
        ApiError: 400 "Invalid Value" for anything that is not in the grammar.
    """
    parser = _Parser(call, text)
    found = parser.expression()
    if parser.tokens:
        raise _refused()
    return found


class _Parser:
    """Clauses joined by `and` and `or`, read from left to right; parentheses group."""

    def __init__(self, call: Call, text: str) -> None:
        self._call = call
        self.tokens: list[str] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _refused()
            self.tokens.append(match[1])
            position = match.end()

    def expression(self) -> Predicate:
        left = self._term()
        while self.tokens and self.tokens[0] in {"and", "or"}:
            left = _joined(self._take(), left, self._term())
        return left

    def _term(self) -> Predicate:
        word = self._take()
        if word == "not":
            inner = self._term()
            return lambda file: not inner(file)
        if word == "(":
            grouped = self.expression()
            self._expect(")")
            return grouped
        if word[0] in "'\"":
            self._expect("in")
            return self._membership(_text(word), self._take())
        return self._clause(word, self._take())

    def _clause(self, field: str, verb: str) -> Predicate:
        if field in {"appProperties", "properties"} and verb == "has":
            return self._property(field)
        if field == "parents" and verb == "in":
            # Not in the documentation, but Google takes it, and gspread writes it.
            return self._membership(self._string(), "parents")
        times = _TIMES | {"viewedByMeTime": partial(viewed, self._call)}
        if field in times and verb in _COMPARE:
            return _timed(times[field], verb, self._string())
        if field in {"trashed", "starred", "sharedWithMe"} and verb in {"=", "!="}:
            return self._flag(field, verb)
        if field == "fullText" and verb == "contains":
            return _full_text(self._string())
        return self._worded(field, verb, self._string())

    def _worded(self, field: str, verb: str, value: str) -> Predicate:
        if field == "visibility" and verb in {"=", "!="}:
            return lambda file: (_visibility(self._call, file) == value) == (verb == "=")
        found = _worded(field, verb, value)
        if field != "name":
            return found
        lag = self._call.state.quirks.name_lag
        return lambda file: self._indexed(file, lag) and found(file)

    def _flag(self, field: str, verb: str) -> Predicate:
        word = self._take()
        if word not in {"true", "false"}:
            raise _refused()
        wanted = (word == "true") == (verb == "=")
        drive, user = self._call.state.drive, self._call.user
        flags: dict[str, Predicate] = {
            "trashed": drive.is_trashed,
            "starred": lambda file: bool(file.extra.get("starred")),
            "sharedWithMe": lambda file: file.owner != user and not file.drive_id and _is_named(file, user),
        }
        return lambda file: flags[field](file) == wanted

    def _indexed(self, file: File, lag: float) -> bool:
        """Whether the search knows a file's name or marks yet; parents and types it knows at once."""
        return file.created + timedelta(seconds=lag) <= self._call.now

    def _membership(self, value: str, collection: str) -> Predicate:
        if collection == "parents":
            drive = self._call.state.drive
            parent = drive.root(self._call.user, self._call.now).id if value == "root" else value
            folder = drive.files.get(parent)
            if folder is None or not drive.role(folder, self._call.user):
                raise not_found("")  # Google does not say which
            return lambda file: parent in file.parents
        email = self._call.user if value == "me" else value
        if collection == "owners":
            return lambda file: file.owner == email
        if collection not in {"readers", "writers"}:
            raise _refused()
        return lambda file: self._has_role(file, email, collection.removesuffix("s"))

    def _has_role(self, file: File, email: str, role: str) -> bool:
        held = self._call.state.drive.role(file, email, with_links=False)
        return RANK[held] >= RANK[role]

    def _property(self, field: str) -> Predicate:
        for token in ("{", "key", "="):
            self._expect(token)
        key = self._string()
        for token in ("and", "value", "="):
            self._expect(token)
        value = self._string()
        self._expect("}")
        lag, app = self._call.state.quirks.mark_lag, self._call.client_id
        if field == "properties":
            return lambda file: self._indexed(file, lag) and file.properties.get(key) == value
        return lambda file: self._indexed(file, lag) and file.app_properties.get(app, {}).get(key) == value

    def _take(self) -> str:
        if not self.tokens:
            raise _refused()
        return self.tokens.pop(0)

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise _refused()

    def _string(self) -> str:
        token = self._take()
        if token[0] not in "'\"":
            raise _refused()
        return _text(token)


def _joined(word: str, left: Predicate, right: Predicate) -> Predicate:
    if word == "and":
        return lambda file: left(file) and right(file)
    return lambda file: left(file) or right(file)


def _worded(field: str, verb: str, value: str) -> Predicate:
    getters: dict[str, Callable[[File], str]] = {
        "name": lambda file: file.name,
        "mimeType": lambda file: file.mime_type,
        "shortcutDetails.targetId": lambda file: file.extra.get("shortcutDetails", {}).get("targetId", ""),
    }
    if field not in getters:
        raise _refused()
    get = getters[field]
    if verb == "contains":
        return _contains(get, value, words=field == "name")
    if verb not in {"=", "!="}:
        raise _refused()
    # Names are compared without regard to case.
    return lambda file: (get(file).lower() == value.lower()) == (verb == "=")


def _contains(get: Callable[[File], str], value: str, *, words: bool) -> Predicate:
    """`name contains` matches the beginnings of words only; `mimeType contains` a prefix."""
    if not words:
        return lambda file: get(file).startswith(value)
    pattern = re.compile(r"(?<!\w)" + re.escape(value), re.IGNORECASE)
    return lambda file: bool(pattern.search(get(file)))


def _full_text(value: str) -> Predicate:
    """Words of name, description and textual content; a phrase where the value is in double quotes."""
    words = [value.strip('"')] if value.startswith('"') else value.split()
    patterns = [re.compile(r"(?<!\w)" + re.escape(word) + r"(?!\w)", re.IGNORECASE) for word in words]
    return lambda file: all(pattern.search(_searched(file)) for pattern in patterns)


def _searched(file: File) -> str:
    textual = f"{file.mime_type}{file.original_type}".count("text/")
    content = (file.content or file.original).decode("utf-8", "replace") if textual else ""
    return f"{file.name}\n{file.extra.get('description', '')}\n{content}"


def _is_named(file: File, email: str) -> bool:
    return any(one.get("emailAddress", "").lower() == email.lower() for one in file.permissions.values())


def _visibility(call: Call, file: File) -> str:
    """The widest circle that a file is open to."""
    entries = call.state.drive.effective(file).values()
    for kind in ("anyone", "domain"):
        open_to = [one for one in entries if one["type"] == kind]
        if any(one.get("allowFileDiscovery") for one in open_to):
            return f"{kind}CanFind"
        if open_to:
            return f"{kind}WithLink"
    return "limited"


def _timed(get: Callable[[File], datetime | None], verb: str, text: str) -> Predicate:
    wanted = moment(text, "q")
    compare = _COMPARE[verb]
    return lambda file: (found := get(file)) is not None and compare(found, wanted)


def _text(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1])


def _refused() -> ApiError:
    return invalid("Invalid Value", "q")
