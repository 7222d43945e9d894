"""What Google's error replies mean: by status and reason, old style and new style, never by prose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.google.helpers import START, Reply, new_style, old_style
from workspace_agent.google.answers import Answer, Meaning, Refused

M = Meaning
HTML = Reply(429, b"<html>Jane Doe did too much</html>")
DETAILED = {
    "error": {"code": 403, "status": "PERMISSION_DENIED", "details": [{"reason": "SERVICE_DISABLED"}]}
}
GMAIL_RATE = {
    "error": {
        "code": 403,
        "status": "PERMISSION_DENIED",
        "message": "User-rate limit exceeded.  Retry after 2026-09-11T20:00:00.000Z",
        "errors": [{"reason": "rateLimitExceeded", "domain": "usageLimits"}],
    }
}


SENT_TOO_MUCH = {
    "error": {"code": 429, "message": "550 5.4.5 Daily user sending limit exceeded.", "status": "UNKNOWN"}
}


def answer_of(reply: Reply) -> Answer:
    response = reply.as_response(requests.Request("GET", "https://www.googleapis.com/x").prepare())
    return Refused(response.status_code, response.headers, response.content).answer


@pytest.mark.parametrize(
    ("reply", "meaning", "reason"),
    [
        (old_style(403, "rateLimitExceeded", "usageLimits"), M.NOT_DONE_YET, "rateLimitExceeded"),
        (old_style(403, "userRateLimitExceeded", "usageLimits"), M.NOT_DONE_YET, "userRateLimitExceeded"),
        (new_style(403, "PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED"), M.NOT_DONE_YET, "RATE_LIMIT_EXCEEDED"),
        (Reply(403, GMAIL_RATE), M.NOT_DONE_YET, "rateLimitExceeded"),
        (new_style(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), M.NOT_DONE_YET, "RATE_LIMIT_EXCEEDED"),
        (new_style(429, "RESOURCE_EXHAUSTED"), M.NOT_DONE_YET, "RESOURCE_EXHAUSTED"),
        (HTML, M.NOT_DONE_YET, ""),
        (old_style(403, "quotaExceeded", "usageLimits"), M.USED_UP, "quotaExceeded"),
        (old_style(403, "dailyLimitExceeded", "usageLimits"), M.USED_UP, "dailyLimitExceeded"),
        (old_style(429, "dailyLimitExceeded", "usageLimits"), M.USED_UP, "dailyLimitExceeded"),
        (Reply(429, SENT_TOO_MUCH), M.USED_UP, "dailyLimitExceeded"),
        (Reply(550, SENT_TOO_MUCH), M.USED_UP, "dailyLimitExceeded"),
        (old_style(403, "sharingRateLimitExceeded"), M.USED_UP, "sharingRateLimitExceeded"),
        (old_style(403, "accessNotConfigured", "usageLimits"), M.USED_UP, "accessNotConfigured"),
        (old_style(403, "somethingNew", "usageLimits"), M.USED_UP, "somethingNew"),
        (Reply(403, DETAILED), M.USED_UP, "SERVICE_DISABLED"),
        (old_style(403, "forbidden"), M.DENIED, "forbidden"),
        (old_style(403, "insufficientPermissions"), M.DENIED, "insufficientPermissions"),
        (old_style(403, "forbiddenForServiceAccounts", "calendar"), M.DENIED, "forbiddenForServiceAccounts"),
        (new_style(403, "PERMISSION_DENIED"), M.DENIED, "PERMISSION_DENIED"),
        (old_style(403, "forbidden", message="rateLimitExceeded, said the prose"), M.DENIED, "forbidden"),
        (Reply(403, b""), M.DENIED, ""),
        (Reply(403, []), M.DENIED, ""),
        (Reply(403, {"error": "prose"}), M.DENIED, ""),
        (Reply(403, {"error": {"errors": "prose", "details": [1, {"reason": 7}]}}), M.DENIED, ""),
        (old_style(401, "authError"), M.SIGNED_OUT, "authError"),
        (old_style(404, "notFound"), M.MISSING, "notFound"),
        (new_style(404, "NOT_FOUND"), M.MISSING, "NOT_FOUND"),
        (old_style(409, "duplicate"), M.TAKEN, "duplicate"),
        (old_style(410, "fullSyncRequired", "calendar"), M.GONE, "fullSyncRequired"),
        (old_style(412, "conditionNotMet"), M.CHANGED, "conditionNotMet"),
        (Reply(408), M.UNSURE, ""),
        (old_style(500, "backendError"), M.UNSURE, "backendError"),
        (Reply(502, b"<html>"), M.UNSURE, ""),
        (new_style(503, "UNAVAILABLE"), M.UNSURE, "UNAVAILABLE"),
        (Reply(504), M.UNSURE, ""),
        (Reply(507), M.UNSURE, ""),
        (Reply(501), M.WRONG, ""),
        (new_style(400, "INVALID_ARGUMENT"), M.WRONG, "INVALID_ARGUMENT"),
        (Reply(302), M.WRONG, ""),
        (old_style(400, "Jane Doe"), M.WRONG, ""),
    ],
)
def test_meaning(reply: Reply, meaning: Meaning, reason: str) -> None:
    answer = answer_of(reply)
    assert (answer.meaning, answer.reason) == (meaning, reason)


IN_AN_HOUR = datetime(2026, 9, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(429, headers={"Retry-After": "7"}), START + timedelta(seconds=7)),
        (Reply(429, headers={"Retry-After": "Fri, 11 Sep 2026 20:00:00 GMT"}), IN_AN_HOUR),
        (Reply(429, headers={"Retry-After": "Fri, 11 Sep 2026 20:00:00 -0000"}), IN_AN_HOUR),
        (Reply(429, headers={"Retry-After": "soon"}), None),
        (Reply(429, headers={"Retry-After": "9" * 400}), START + timedelta(days=1)),
        (Reply(403, GMAIL_RATE), IN_AN_HOUR),
        (old_style(429, "rateLimitExceeded", message="Retry after 2026-09-11T20:00:00Z"), IN_AN_HOUR),
        (old_style(429, "rateLimitExceeded", message="Retry after 2026-99-11T20:00:00Z"), None),
        (HTML, None),
    ],
)
def test_when_google_opens_again(reply: Reply, expected: datetime | None) -> None:
    assert answer_of(reply).retry_at(START) == expected


def test_an_answer_shows_nothing_of_its_body() -> None:
    answer = answer_of(HTML)
    assert "Jane" not in repr(answer) + str(answer) + str(Refused(429, {}, b"Jane"))
