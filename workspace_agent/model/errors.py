"""Everything that can stop a call, a duty or a run, each with what to do next.

No error here holds a URL, a body or Google's prose: those may hold names.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import ClassVar

_CODES = re.compile(r"[a-z]+([A-Z][a-z0-9]*)+|[a-z]+(_[a-z]+)+|[A-Z]+(_[A-Z0-9]+)+")
_LONGEST_CODE = 64
_SINGLE_WORDS = frozenset(
    {
        *("required", "invalid", "forbidden", "duplicate", "deleted", "gone", "conflict", "unknown"),
        *("UNAVAILABLE", "INTERNAL", "ABORTED", "CANCELLED", "UNKNOWN", "UNAUTHENTICATED"),
    }
)
"""Codes of Google's that are one word, and so might be a name.

Sources: developers.google.com/workspace/drive/api/guides/handle-errors, /calendar/api/guides/errors;
cloud.google.com/apis/design/errors (handling errors)."""


class WorkspaceAgentError(Exception):
    """Root of all errors of this program.

    Attributes:
        advice: What the reader should do next; empty when there is nothing to do.
        exit_code: What a command ends with (70, a defect, where nothing else is said).
    """

    advice: str = ""
    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice or self.advice


class SettingsError(WorkspaceAgentError):
    """A setting, a file of settings or its protection is wrong."""

    exit_code = 3


class SignInError(WorkspaceAgentError):
    """Google does not accept who we are; no call of this identity can succeed.

    Attributes:
        reason: The token endpoint's word, such as `invalid_grant`; empty when unknown.
    """

    advice = "sign in; type: workspace-agent auth login"
    exit_code = 4

    def __init__(self, message: str, *, reason: str = "", advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.reason = code_word(reason)


class Stopped(WorkspaceAgentError):  # noqa: N818 - says it shortest
    """The run was asked to end: the action in hand was finished or is in doubt, and no further one began."""

    advice = "nothing to do: the next run goes on where this one ended"
    exit_code = 143  # as shells say it of what SIGTERM ended: 128 + 15


class NotThere(WorkspaceAgentError):  # noqa: N818 - says it shortest
    """A command was asked about something that there is not: a run, an approval, a lost file."""

    exit_code = 2


class WrongUsage(WorkspaceAgentError):  # noqa: N818 - the word of the list of exit codes
    """A command was typed as it cannot be meant, or where it cannot do its work."""

    exit_code = 2


class LockHeld(WorkspaceAgentError):  # noqa: N818 - the word of the design
    """Another run holds the ledger's lock."""

    advice = (
        "wait for the other run to end; serve does by itself what run does, and is to be stopped for any "
        "other command: systemctl stop workspace-agent"
    )
    exit_code = 7


class NameRefused(WorkspaceAgentError):  # noqa: N818 - the word of the design
    """A text on its way out shows a name of the roster. The text is not repeated here.

    Attributes:
        channel: The service it was going to.
        field: Where in the body it stood.
    """

    advice = "report this as a defect: the text must be made of initials and typed values"

    def __init__(self, channel: str, field: str) -> None:
        super().__init__(f"{channel}: refused to send {field}: it shows a name of the roster")
        self.channel = channel
        self.field = field


class GoogleRefusal(WorkspaceAgentError):  # noqa: N818 - base of what Google answers
    """What Google answered to one call.

    Attributes:
        method: Google's method id, such as `calendar.events.insert`.
        status: HTTP status; 0 when there was no answer.
        reason: Google's code word, such as `rateLimitExceeded`; empty when there was none.
    """

    saying: ClassVar[str] = "refused"
    exit_code = 5

    def __init__(self, method: str, status: int = 0, reason: str = "", *, advice: str = "") -> None:
        self.method = method
        self.status = status
        self.reason = code_word(reason)
        code = " ".join(part for part in (str(status or ""), self.reason) if part)
        super().__init__(f"{method}: {self.saying}" + (f" ({code})" if code else ""), advice=advice)


class GoogleUnavailable(GoogleRefusal):
    """Google could not be reached, is overloaded or asks to wait longer than this call may.

    Attributes:
        retry_at: When Google says it will answer again, in UTC; None when it did not say.
    """

    saying = "Google is not available now"
    advice = "nothing to do: the next run tries again"

    def __init__(
        self,
        method: str,
        status: int = 0,
        reason: str = "",
        *,
        retry_at: datetime | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(method, status, reason, advice=advice)
        self.retry_at = retry_at


class MailWaits(GoogleUnavailable):
    """Gmail's limit is reached: no mail is tried before `retry_at`."""

    saying = "Gmail's limit is reached, so mail waits"
    advice = "nothing to do: workspace-agent status says until when, and the runs after that send what is due"


class QuotaExhausted(GoogleRefusal):
    """A quota is used up for longer than a run lasts, or the API is switched off for the project."""

    saying = "a quota is used up, or the API is switched off"
    advice = "look at APIs & Services > Quotas in the Google Cloud console; the next run tries again"


class AccessDenied(GoogleRefusal):
    """This identity may not do this with this object."""

    saying = "access denied"
    exit_code = 4
    advice = (
        "share the object with the account that the agent uses; where a scope is missing, "
        "workspace-agent auth status says how to allow it"
    )


class NotDelegated(AccessDenied):
    """The service account may not act as the owner of this object, or they have no account any more."""

    saying = "the agent may not act as its owner"
    advice = "workspace-agent auth status says for whom, and why"


class NotFound(GoogleRefusal):
    """The object does not exist, or this identity may not know that it does."""

    saying = "not found"
    advice = "check the id, and that the object is shared with the account that the agent uses"


class AlreadyExists(GoogleRefusal):
    """The id chosen for the new object is taken: read it and compare."""

    saying = "already there"


class Changed(GoogleRefusal):
    """The object changed since it was read: read it again."""

    saying = "changed meanwhile"


class Gone(GoogleRefusal):
    """The object was deleted, or the sync token is too old."""

    saying = "gone"


class Rejected(GoogleRefusal):
    """Google does not accept the request as it is; a repeat cannot help."""

    saying = "not accepted as it is"
    advice = "report this as a defect, with the method and the code"


class OutcomeUnknown(GoogleRefusal):
    """The request may or may not have been applied: look it up, do not send it again."""

    saying = "no usable answer; it may have been applied"
    advice = "nothing to do: the next run looks it up"


PASSING = (GoogleUnavailable, QuotaExhausted, OutcomeUnknown)
"""What passes without anybody's doing: Google did not answer, or not usably."""


def code_word(reason: object) -> str:
    """Returns a reason if it is one code word, else nothing: prose may hold names, and be one.

    Codes are put together of words (`rateLimitExceeded`, `invalid_grant`), or stand on a list.

    Args:
        reason: What stood in the answer.
    """
    if not isinstance(reason, str) or len(reason) > _LONGEST_CODE:
        return ""
    return reason if reason in _SINGLE_WORDS or _CODES.fullmatch(reason) else ""
