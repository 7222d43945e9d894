"""Watches runs from the outside: the heartbeat around each, and alerts after it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from workspace_agent.alerts.heartbeat import URL_FILE, Heartbeat
from workspace_agent.alerts.memory import Memory, Ping, recall, remember
from workspace_agent.alerts.secret_files import secret_line, secret_print
from workspace_agent.alerts.smtp import PASSWORD_FILE, MailRoute
from workspace_agent.alerts.troubles import (
    Ending,
    News,
    Patience,
    Told,
    Trouble,
    after,
    after_service_failure,
    unclosed,
    untold,
)
from workspace_agent.alerts.ways import Ways, kept, ways_of
from workspace_agent.alerts.words import Message, Sender
from workspace_agent.ledger.rows import GOOD_CODES
from workspace_agent.model.errors import SettingsError
from workspace_agent.settings import Settings

Say = Callable[[str], None]
Way = TypeVar("Way", Heartbeat, MailRoute)

_COUNTS = ("outcomes", "problems", "waits", "mails_waiting", "mails_failed", "unread")
"""Of what the ledger keeps of a run, what a monitor is told: numbers by kind; of findings nothing."""
_PASSES = 5
"""A run that Google did not answer is logged at the monitor, not failed: what lasts is told by us."""
_LEFT_ALONE_FOR = timedelta(hours=1)


@dataclass(slots=True)
class Watch:
    """Tells the outside how runs go.

    Attributes:
        say: Takes a sentence for whoever reads the terminal or the journal.
        broken: Why a way cannot be used that people asked for, by its secret file. No work stops for it: the
            other way tells of it.
        run: Pairs the beginning of the present run with its end, at the monitor.
    """

    state: Path
    zone: ZoneInfo
    patience: Patience
    sender: Sender
    heartbeat: Heartbeat | None
    mail: MailRoute | None
    clock: Callable[[], datetime]
    say: Say
    broken: Mapping[str, SettingsError] = field(default_factory=dict)
    run: str = ""

    @property
    def is_on(self) -> bool:
        """There is somebody to tell."""
        return bool(self.heartbeat or self.mail)

    def begins(self) -> None:
        """A run begins."""
        self.run = str(uuid.uuid4())
        if self.heartbeat:
            self.heartbeat.ping("start", {}, self.run)

    def ended(self, ending: Ending, counts: str = "{}") -> None:
        """A run ended, or could not begin.

        Args:
            ending: How.
            counts: What the ledger keeps of it, as JSON.
        """
        if not self.is_on:
            return
        before = recall(self.state)
        ending = replace(ending, has_all_ways=not self.broken)
        told, news = after(before.told, ending, self.clock(), self.patience)
        now = self._with_ping(replace(before, told=told), ending, json.loads(counts))
        self._tell(before, now, news)

    def service_failed(self) -> None:
        """The service ended in a way that it could not tell itself."""
        before = recall(self.state)
        told, news = after_service_failure(before.told, self.clock())
        self._tell(before, replace(before, told=told), news)

    def test(self) -> tuple[bool | None, bool | None]:
        """Send a test by both ways; whether heartbeat and mail were taken, None for a way there is not."""
        message = self.sender.test()
        heard = None
        if self.heartbeat:
            told = {"alert": message.code}
            heard = self.heartbeat.ping("fail", told) and self.heartbeat.ping("", told)
        return heard, self.mail.send(message, self._now()) if self.mail else None

    def _with_ping(self, memory: Memory, ending: Ending, counts: Mapping[str, Any]) -> Memory:
        if self.heartbeat is None or ending.shows_nothing:
            return memory
        told = {"exit_code": ending.exit_code, **{key: counts[key] for key in _COUNTS if key in counts}}
        is_heard = self.heartbeat.ping(_signal(ending.exit_code, memory.told), told, self.run, tries=2)
        if not is_heard:
            self.say("The monitor did not take the heartbeat; the run is none the worse for it.")
        return replace(memory, ping=Ping(self.clock(), is_heard))

    def _tell(self, before: Memory, now: Memory, news: News) -> None:
        """Remember first: what cannot be remembered would be mailed again and again, and is not."""
        post = _Post(self.mail if self._remembered(now) else None, self._now(), self.say, now.mail_failed)
        missed = tuple(one for one in news.troubles if not self._send(self._message(one, now.told), post))
        told = untold(now.told, before.told, missed)
        if news.works_again and self.mail and not post.send(self.sender.works_again(self._now())):
            told = unclosed(told, before.told)
        after_it = replace(now, told=told, mail_failed=post.failed)
        if after_it != now:
            self._remembered(after_it)

    def _message(self, trouble: Trouble, told: Told) -> Message:
        since = told.since(trouble)
        return self.sender.trouble(trouble, since.astimezone(self.zone) if since else None)

    def _remembered(self, memory: Memory) -> bool:
        try:
            remember(self.state, memory)
        except OSError:
            return False
        return True

    def _send(self, message: Message, post: _Post) -> bool:
        """By both ways; whether it was taken by either."""
        is_heard = self.heartbeat is not None and self.heartbeat.ping(
            "fail", {"alert": message.code}, self.run
        )
        return post.send(message) or is_heard

    def _now(self) -> datetime:
        return self.clock().astimezone(self.zone)


@dataclass(slots=True)
class _Post:
    """The mail server, which is left alone for an hour after it did not take an alert.

    Each try may take as long as a server is waited for, and one that took a mail and failed to say so would
    get it with each run.

    Attributes:
        route: None where nothing is mailed.
        failed: When it did not take an alert; None where it has taken one since.
    """

    route: MailRoute | None
    now: datetime
    say: Say
    failed: datetime | None

    def send(self, message: Message) -> bool:
        """Whether it took the alert."""
        if self.route is None or (self.failed and timedelta(0) <= self.now - self.failed < _LEFT_ALONE_FOR):
            return False
        is_taken = self.route.send(message, self.now)
        self.failed = None if is_taken else self.now
        self.say("An alert was mailed." if is_taken else "The mail server did not take an alert.")
        return is_taken


def _signal(exit_code: int, told: Told) -> str:
    """Success brings a check up again, so it is only logged while something that was told is not over."""
    if exit_code in GOOD_CODES:
        return "log" if told.open else ""
    return "log" if exit_code == _PASSES else str(exit_code)


def watch_of(settings: Settings, clock: Callable[[], datetime], say: Say) -> Watch:
    """Who is told, by settings and secrets; of a way that cannot be used, whoever reads is told at once."""
    return _watch_by(ways_of(settings), clock, say)


def secret_prints(settings: Settings) -> tuple[str, ...]:
    """Whether the secrets are still those that a watch was made with; nothing of what they say."""
    return tuple(secret_print(settings.secrets / name) for name in (URL_FILE, PASSWORD_FILE))


def last_watch(config: Path, clock: Callable[[], datetime], say: Say) -> Watch | None:
    """Who is told where the settings are wrong: whom the last good ones named, None where nobody is known."""
    ways = kept(config)
    return _watch_by(ways, clock, say) if ways else None


def _watch_by(ways: Ways, clock: Callable[[], datetime], say: Say) -> Watch:
    asked = ways.alerts
    broken: dict[str, SettingsError] = {}
    watch = Watch(
        state=ways.state,
        zone=ZoneInfo(ways.zone),
        patience=Patience(timedelta(hours=asked.unavailable_hours), timedelta(hours=asked.no_good_run_hours)),
        sender=Sender(ways.department, str(ways.config)),
        heartbeat=_usable(_heartbeat, ways, URL_FILE, broken),
        mail=_usable(_mail_route, ways, PASSWORD_FILE, broken),
        clock=clock,
        say=say,
        broken=broken,
    )
    for error in broken.values():
        say(f"{error} Until that is mended nobody is told in this way. What to do: {error.advice}")
    return watch


def _usable(
    read: Callable[[Ways], Way | None], ways: Ways, secret: str, broken: dict[str, SettingsError]
) -> Way | None:
    """A way by itself: a mistake in one must not silence the other."""
    try:
        return read(ways)
    except SettingsError as error:
        broken[secret] = error
        return None


def _heartbeat(ways: Ways) -> Heartbeat | None:
    url = secret_line(ways.secrets / URL_FILE)
    return Heartbeat(url) if url else None


def _mail_route(ways: Ways) -> MailRoute | None:
    smtp = ways.alerts.smtp
    if smtp is None:
        return None
    path = ways.secrets / PASSWORD_FILE
    password = secret_line(path) if smtp.user else ""
    if smtp.user and not password:
        advice = f"write it into that file, mode 0600, or remove alerts.smtp.user: {path}"
        raise SettingsError(f"{path} holds no password for alerts.smtp.user.", advice=advice)
    return MailRoute(smtp, password)
