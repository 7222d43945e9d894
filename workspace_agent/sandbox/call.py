"""One request as the sandbox's handlers see it, after routing, decoding and sign-in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workspace_agent.sandbox.state import State

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal that the server turns into the error shape of the service that was called.

    Args:
        status: HTTP status.
        message: Google's prose.
        reason: Old-style reason (`notFound`, `duplicate`, `forbidden`, ...).
        domain: Old-style domain; `global` where Google gives no other.
        location: Old-style location, such as a parameter name.
        canonical: New-style status (`NOT_FOUND`); derived from the HTTP status when left out.

    Attributes:
        beside: What else is wrong with the request; the older services list it too.
        brief: What the old-style entry says instead of the message.
        details: New-style details.
        headers: Further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        reason: str = "",
        domain: str = "global",
        location: str = "",
        canonical: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.reason = reason
        self.domain = domain
        self.location = location
        self.canonical = canonical
        self.brief = ""
        self.details: list[Json] = []
        self.beside: list[ApiError] = []
        self.headers: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Media:
    """What came with an upload."""

    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Binary:
    """An answer that is not JSON.

    Attributes:
        in_parts: Whether a client may ask for a part of it with `Range`.
    """

    content: bytes
    mime_type: str
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A request that was understood and allowed, before it is done; its attributes are those of `Call`."""

    method: str
    params: Json
    body: Json
    headers: dict[str, str]
    user: str
    scopes: frozenset[str]
    usable: frozenset[str]
    client_id: str
    fields: str
    robot: bool
    mask: Json


@dataclass(frozen=True, slots=True)
class Call:
    """One authorised request to one method.

    Attributes:
        method: Google's method id, such as `calendar.events.insert`.
        params: Path and query parameters, decoded to the types that the discovery document gives;
            repeated parameters are lists. `fields` is applied by the server and is not in here.
        body: The JSON body, or an empty dict.
        headers: Request headers, lower-case names.
        media: The uploaded part, if any.
        user: E-mail address of the signed-in user.
        now: The sandbox's clock, aware, in UTC.
        state: Everything that the sandbox holds.
        scopes: Every scope of the token.
        usable: Those of them that open this very method.
        client_id: The OAuth client of the token: "the app" of `drive.file` and `appProperties`.
        fields: The partial response mask as sent, for methods that behave differently under one.
        robot: Whether the user is a service account without a person behind it.
        mask: What is left of the reply; empty where that is everything.
    """

    method: str
    params: Json
    body: Json
    headers: Mapping[str, str]
    media: Media | None
    user: str
    now: datetime
    state: State
    scopes: frozenset[str] = field(default_factory=frozenset)
    usable: frozenset[str] = field(default_factory=frozenset)
    client_id: str = ""
    fields: str = ""
    robot: bool = False
    mask: Json = field(default_factory=dict)


Handler = Callable[[Call], "Json | Binary"]
