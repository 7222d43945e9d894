"""Requests per minute, counted on the sandbox's clock; nothing is limited until somebody says so.

The shapes of the answers are those of recorded traffic; Calendar's is that of
Atrejoe/Inky-Calendar-Server#104.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from workspace_agent.sandbox.auth import Grant
from workspace_agent.sandbox.call import ApiError, Json
from workspace_agent.sandbox.clock import stamp
from workspace_agent.sandbox.discovery import Method
from workspace_agent.sandbox.errors import host
from workspace_agent.sandbox.requestlog import is_write

MINUTE = timedelta(minutes=1)
# A new project's, as of 1 May 2026. Sources: the pages named, below https://developers.google.com/workspace.
GOOGLES: dict[str, dict[str, int]] = {
    "sheets.read": {"user": 60, "project": 300},  # sheets/api/limits
    "sheets.write": {"user": 60, "project": 300},  # sheets/api/limits
    "forms.read": {"user": 390, "project": 975},  # forms/api/limits
    "forms.expensive_read": {"user": 180, "project": 450},  # forms/api/limits
    "forms.write": {"user": 150, "project": 375},  # forms/api/limits
    "gmail.units": {"user": 6_000, "project": 1_200_000},  # gmail/api/reference/quota
    "drive.units": {"user": 325_000, "project": 1_000_000},  # drive/api/guides/limits
    "calendar.queries": {"user": 600, "project": 10_000},  # calendar/api/guides/quota
}
# Units where a service counts those, by method. Sources: gmail/api/reference/quota (a whole message or thread
# costs more since 1 May 2026) and drive/api/guides/limits. What is in neither costs what its like does.
_UNITS = {
    "gmail.users.messages.send": 100,
    "gmail.users.drafts.send": 100,
    "gmail.users.drafts.create": 10,
    "gmail.users.drafts.delete": 10,
    "gmail.users.drafts.update": 15,
    "gmail.users.messages.get": 20,
    "gmail.users.messages.delete": 10,
    "gmail.users.messages.insert": 25,
    "gmail.users.messages.import": 25,
    "gmail.users.threads.get": 40,
    "gmail.users.threads.list": 10,
    "gmail.users.getProfile": 1,
    "gmail.users.labels.get": 1,
    "gmail.users.labels.list": 1,
    "drive.files.generateIds": 5,
    "drive.changes.getStartPageToken": 5,
}


@dataclass(slots=True)
class Spent:
    """What one user or project spent lately: moments and costs."""

    entries: deque[tuple[datetime, int]] = field(default_factory=deque)

    def since(self, moment: datetime) -> int:
        """The sum since a moment; what lies before it is forgotten."""
        while self.entries and self.entries[0][0] < moment:
            self.entries.popleft()
        return sum(cost for _, cost in self.entries)


class Quotas:
    """Limits by class (`sheets.read`) and scope (`user`, `project`), and what was spent."""

    def __init__(self) -> None:
        self.limits: dict[str, dict[str, int]] = {}
        self._spent: dict[str, Spent] = {}

    def set(self, limits: Mapping[str, Mapping[str, int]]) -> None:
        """Replace all limits and forget what was spent.

        Raises:
            ValueError: A class or a scope is not known.
        """
        for name, scopes in limits.items():
            if name not in GOOGLES or not set(scopes) <= {"user", "project"}:
                raise ValueError(
                    f"{name} {dict(scopes)}: classes are {sorted(GOOGLES)}, scopes user, project"
                )
        self.limits = {
            name: {scope: int(most) for scope, most in one.items()} for name, one in limits.items()
        }
        self._spent = {}

    def spend(self, method: Method, grant: Grant, now: datetime) -> None:
        """Count a request, or refuse it. What is refused is not counted.

        Raises:
            ApiError: As the service answers when a quota is used up.
        """
        name = quota_class(method)
        limits = self.limits.get(name)
        if limits is None:
            return
        family = name.partition(".")[0]
        cost, opened = cost_of(method), _window(family, now)
        spent = {scope: self._of(name, scope, grant) for scope in limits}
        for scope, most in limits.items():
            if spent[scope].since(opened) + cost > most:
                raise _REFUSALS[family](_Excess(name, scope, most, grant, opened))
        for one in spent.values():
            one.entries.append((now, cost))

    def _of(self, name: str, scope: str, grant: Grant) -> Spent:
        who = f" {grant.email}" if scope == "user" else ""
        return self._spent.setdefault(f"{name} {_project(grant)}{who}", Spent())


def quota_class(method: Method) -> str:
    """The class that a method is counted in."""
    if method.id == "forms.forms.responses.list":
        return "forms.expensive_read"
    if method.service in {"sheets", "forms"}:
        return f"{method.service}.{'write' if is_write(method) else 'read'}"
    family = method.service.partition(".")[0]
    return f"{family}.{'queries' if family == 'calendar' else 'units'}"


def cost_of(method: Method) -> int:
    """How much of its class a request takes."""
    if method.id in _UNITS:
        return _UNITS[method.id]
    family = method.service.partition(".")[0]
    if family == "drive":
        return _of_files(method)
    return 5 if family == "gmail" else 1


def _of_files(method: Method) -> int:
    """Drive's; a download is counted as any other get, though it costs more at Google."""
    if is_write(method):
        return 50
    return 100 if method.id.endswith(".list") else 5


def _window(service: str, now: datetime) -> datetime:
    """Where the present minute began: Calendar's slides, the others' start anew with each minute."""
    return now - MINUTE if service == "calendar" else now.replace(second=0, microsecond=0)


def _project(grant: Grant) -> str:
    return grant.client_id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class _Excess:
    name: str
    scope: str
    most: int
    grant: Grant
    opened: datetime

    @property
    def kind(self) -> str:
        """The class in Google's words, such as `Read requests`."""
        word = self.name.partition(".")[2].replace("_", " ")
        return "Queries" if word == "queries" else f"{word.capitalize()} requests"

    def message(self, host: str) -> str:
        """Google's prose."""
        per = "per minute per user" if self.scope == "user" else "per minute"
        return (
            f"Quota exceeded for quota metric '{self.kind}' and limit '{self.kind} {per}' of service "
            f"'{host}' for consumer 'project_number:{_project(self.grant)}'."
        )

    def detail(self, host: str) -> Json:
        """Google's `ErrorInfo`."""
        metric = self.kind.lower().replace(" ", "_")
        limit = self.kind.title().replace(" ", "") + "PerMinute" + ("PerUser" if self.scope == "user" else "")
        return {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "RATE_LIMIT_EXCEEDED",
            "domain": "googleapis.com",
            "metadata": {
                "service": host,
                "consumer": f"projects/{_project(self.grant)}",
                "quota_limit": limit,
                "quota_limit_value": str(self.most),
                "quota_location": "global",
                "quota_metric": f"{host}/{metric}",
                "quota_unit": "1/min/{project}" + ("/{user}" if self.scope == "user" else ""),
            },
        }


def _newer(excess: _Excess) -> ApiError:
    """Sheets and Forms: 429 without `Retry-After`."""
    counted = host(excess.name)
    refusal = ApiError(429, excess.message(counted))
    help_link = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    refusal.details = [
        excess.detail(counted),
        {"@type": "type.googleapis.com/google.rpc.Help", "links": [help_link]},
    ]
    return refusal


def _calendar(excess: _Excess) -> ApiError:
    counted = host(excess.name)
    refusal = ApiError(
        403,
        excess.message(counted),
        reason="rateLimitExceeded",
        domain="usageLimits",
        canonical="PERMISSION_DENIED",
    )
    refusal.details = [excess.detail(counted)]
    return refusal


def _drive(excess: _Excess) -> ApiError:
    """Source: https://developers.google.com/workspace/drive/api/guides/handle-errors."""
    if excess.scope == "user":
        return ApiError(403, "User Rate Limit Exceeded", reason="userRateLimitExceeded", domain="usageLimits")
    return ApiError(403, "Rate Limit Exceeded", reason="rateLimitExceeded", domain="usageLimits")


def _gmail(excess: _Excess) -> ApiError:
    """The time at which the window reopens stands in the text only."""
    again = stamp(excess.opened + MINUTE)
    return ApiError(
        429,
        f"User-rate limit exceeded.  Retry after {again}",
        reason="rateLimitExceeded",
        domain="usageLimits",
        canonical="RESOURCE_EXHAUSTED",
    )


_REFUSALS: dict[str, Callable[[_Excess], ApiError]] = {
    "sheets": _newer,
    "forms": _newer,
    "calendar": _calendar,
    "drive": _drive,
    "gmail": _gmail,
}
