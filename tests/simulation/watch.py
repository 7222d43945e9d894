"""Between agent and Google: notes what is asked earlier than Google allowed, or hides something."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from datetime import datetime, timedelta
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tests.google.helpers import Reply

_IN_TEXT = re.compile(r"Retry after ([-0-9T:.]+Z)")
_EVENT = re.compile(r"/events/([0-9a-v]+)")
_LIMITS = (403, 429)
_GMAIL = "/gmail/"

Asked = tuple[str | None, str | None, bytes | str | None]


class WatchAdapter(BaseAdapter):
    """Lets everything through.

    A request that Google asks to wait is not sent again before; Gmail's limit goes for all that is mail.

    Attributes:
        too_early: What was asked all the same, and how long before.
        gmail_opens: Until when Gmail said that it takes nothing.
    """

    def __init__(self, inner: BaseAdapter, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._inner, self._clock = inner, clock
        self._waits: dict[Asked, datetime] = {}
        self.gmail_opens: datetime | None = None
        self.too_early: list[str] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As Google answers."""
        now, is_mail = self._clock(), _GMAIL in str(request.url)
        asked = request.method, request.url, request.body
        waits = [self._waits.pop(asked, None), self.gmail_opens if is_mail else None]
        left = [until - now for until in waits if until and now < until]
        if left:
            self.too_early.append(f"{request.method} {request.path_url}, {max(left)} before Google allows it")
        answer = self._inner.send(request, *args, **kwargs)
        if until := _asked_to_wait(answer, now):
            self._waits[asked] = until
            self.gmail_opens = until if is_mail else self.gmail_opens
        return answer

    def forgets(self) -> None:
        """Whoever was asked to wait cannot know of it any more."""
        self._waits.clear()
        self.gmail_opens = None

    def close(self) -> None:
        """Nothing is open."""
        self._inner.close()


def _asked_to_wait(answer: requests.Response, now: datetime) -> datetime | None:
    """Until when, where Google said so."""
    if answer.status_code not in _LIMITS:
        return None
    if seconds := answer.headers.get("Retry-After"):
        return now + timedelta(seconds=int(seconds))
    found = _IN_TEXT.search(answer.text)
    return datetime.fromisoformat(found[1].replace("Z", "+00:00")) if found else None


class MeddlingAdapter(BaseAdapter):
    """Lets somebody act just before the first change of an event gets through.

    Args:
        inner: Google.
        act: Is given the event's id.
    """

    def __init__(self, inner: BaseAdapter, act: Callable[[str], None]) -> None:
        super().__init__()
        self._inner, self._act = inner, act
        self._is_over = False

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As Google answers."""
        changed = _EVENT.search(str(request.url)) if request.method == "PATCH" else None
        if changed and not self._is_over:
            self._is_over = True
            self._act(changed[1])
        return self._inner.send(request, *args, **kwargs)

    def close(self) -> None:
        """Nothing is open."""
        self._inner.close()


class HidingAdapter(BaseAdapter):
    """Answers 503 to whatever is asked of some spreadsheets."""

    def __init__(self, inner: BaseAdapter, hidden: Set[str]) -> None:
        super().__init__()
        self._inner, self._hidden = inner, hidden

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As Google, or not at all."""
        if any(f"/spreadsheets/{one}" in str(request.url) for one in self._hidden):
            return Reply(503).as_response(request)
        return self._inner.send(request, *args, **kwargs)

    def close(self) -> None:
        """Nothing is open."""
        self._inner.close()
