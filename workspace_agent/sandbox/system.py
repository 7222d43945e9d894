"""The parameters that every method takes. They say how an answer is written, never what is in it.

Sources: the `parameters` at the top of the discovery documents; what values Google takes and what it says of
others was measured in brekkylab/backlot#202 (`$.xgafv`), #203 (`callback`, `prettyPrint`), #306 (repeats) and
#309 (`alt`). `quotaUser` and `userIp` choose a bucket of quotas and change no answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workspace_agent.sandbox.errors import bad_api_key, bad_argument

Query = dict[str, list[str]]
# `fields` is one of them, but which fields there are depends on the method.
NAMES = frozenset(
    {
        "$.xgafv",
        "access_token",
        "alt",
        "callback",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "upload_protocol",
        "userIp",
    }
)
_CALLABLE = re.compile(r"[A-Za-z0-9_$.\[\]]+")
_API_KEY = re.compile(r"AIza[\w-]{35}")
_FORMATS = frozenset({"", "json", "media", "proto"})


@dataclass(frozen=True, slots=True)
class System:
    """What a request says about its answer.

    Attributes:
        alt: The format, in small letters; empty for the default.
        callback: The JavaScript function that a `<script>` element waits for; empty for plain JSON.
        pretty: Whether the answer is indented.
        xgafv: Which error shape is asked for: 1, 2 or nothing.
        key: An API key.
    """

    alt: str = ""
    callback: str = ""
    pretty: bool = True
    xgafv: str = ""
    key: str = ""


PLAIN = System()


def first(query: Query, name: str) -> str:
    """The first of the texts that a parameter was sent with, or nothing."""
    texts = query.get(name)
    return texts[0] if texts else ""


def read(query: Query, verb: str) -> System:
    """The system parameters as they were sent; of several the first counts, of `$.xgafv` the last."""
    if NAMES.isdisjoint(query):
        return PLAIN
    alt = first(query, "alt").lower()
    return System(
        alt=alt,
        callback=first(query, "callback") if verb == "GET" and alt in {"", "json"} else "",
        pretty=first(query, "prettyPrint") not in {"false", "0"},
        xgafv=query.get("$.xgafv", [""])[-1],
        key=first(query, "key"),
    )


def check(system: System, query: Query, service: str) -> None:
    """Refuse values that Google does not take, before it asks who calls.

    Raises:
        ApiError: 400.
    """
    if "$.xgafv" in query and system.xgafv not in {"1", "2"}:
        said = f"Invalid value '{system.xgafv}' for system query parameter : $.xgafv"
        raise bad_argument(f"Invalid query parameters. {said}")
    if system.alt not in _FORMATS:
        raise bad_argument(f"Invalid value \"{first(query, 'alt')}\" for query parameter 'alt'")
    if system.callback and not _CALLABLE.fullmatch(system.callback):
        allowed = "only alphabet, number, '_', '$', '.', '[' and ']' are allowed."
        raise bad_argument(f"Invalid JSONP callback name: '{system.callback}'; {allowed}")
    # The sandbox hands out no keys: one of the right form is taken for the app's own.
    if system.key and not _API_KEY.fullmatch(system.key):
        raise bad_api_key(service)


def check_format(system: System, *, bytes_to_send: bool) -> None:
    """Refuse a format that a method does not answer in.

    Raises:
        ApiError: 400.
    """
    if system.alt == "proto" or (system.alt == "media" and not bytes_to_send):
        raise bad_argument(f'Unsupported alt type "{system.alt}" for non byte stream request.')
