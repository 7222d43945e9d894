"""What is told when: pure, of what is remembered, how a run ended, and the time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum

from workspace_agent.ledger.rows import GOOD_CODES


class Trouble(Enum):
    """Why the agent does not work, or a part of its work waits."""

    SIGN_IN = "sign-in"
    SETTINGS = "settings"
    UNAVAILABLE = "unavailable"
    NO_GOOD_RUN = "no-good-run"
    MAIL = "mail"
    BRAKE = "brake"
    BACKUP = "backup"
    WAY = "way"
    DEFECT = "defect"
    SERVICE = "service"


AGAIN_AFTER = timedelta(days=1)
"""A trouble that lasts is told once more so much later; one that comes and goes no more often either."""

TOLD_ONCE = frozenset({Trouble.BRAKE})
"""A brake is somebody's to release, and the digests tell of it."""
_GOES_ON = frozenset({Trouble.BRAKE, Trouble.BACKUP, Trouble.WAY})
"""The work itself is done, so when it ends nothing "works again"."""
_OF_A_PART = _GOES_ON | {Trouble.MAIL}
"""They say nothing of why a service fails."""
_NONE_REFUSED_FOR = timedelta(days=3)
"""After it mail that was refused is over, though none went out: nobody is to get it any more. It is longer
than the weekend on which no daily digest is due."""

_UNANSWERED = 5
"""Exit code of a run that Google did not answer, or not wholly."""
_BY_CODE = {3: Trouble.SETTINGS, 4: Trouble.SIGN_IN}


class Mail(Enum):
    """What became of the mails of a run."""

    GOES_OUT = "goes out, or none is wanted"
    NONE_DUE = "none was due, or all of it waits for what passes"
    REFUSED = "at least one was refused, by Google or by the guard of names"
    NOT_ALLOWED = "the sign-in does not allow any"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long something may last before it is told."""

    unavailable: timedelta
    no_good_run: timedelta


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    Attributes:
        exit_code: That of the command.
        is_complete: All its sources could be opened.
        is_backed_up: The daily copy of the ledger was made, where it was due.
        mail: What became of its mails; None where it did not come so far.
        has_all_ways: Each way by which people are to be told of it can be used.
    """

    exit_code: int
    is_complete: bool = True
    is_backed_up: bool = True
    mail: Mail | None = None
    has_all_ways: bool = True

    @property
    def shows_nothing(self) -> bool:
        """Wrong usage, another run, a run that was asked to end: how the agent is does not show."""
        return self.exit_code in {2, 7, 143}

    @property
    def is_good(self) -> bool:
        """It did its work, as `status` counts it."""
        return self.exit_code in GOOD_CODES and self.is_complete


@dataclass(frozen=True, slots=True)
class Told:
    """What is remembered from run to run.

    Attributes:
        bad_since: When the first run after the last good one ended.
        unavailable_since: When the first run ended that Google did not answer, of those without another
            in between. A count of its own: a source that is shut to the agent is no bad day of Google's.
        unmailed_since: When the first mail did not go out, of those since one did.
        refused_at: When the last one was refused.
        last: When each trouble was told last.
        open: Those that were told and are not over.
    """

    bad_since: datetime | None = None
    unavailable_since: datetime | None = None
    unmailed_since: datetime | None = None
    refused_at: datetime | None = None
    last: Mapping[Trouble, datetime] = field(default_factory=dict)
    open: frozenset[Trouble] = frozenset()

    def since(self, trouble: Trouble) -> datetime | None:
        """Since when a trouble lasts."""
        counts = {Trouble.UNAVAILABLE: self.unavailable_since, Trouble.MAIL: self.unmailed_since}
        return counts.get(trouble, self.bad_since)


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told now.

    Attributes:
        troubles: Each by a message of its own.
        works_again: Work goes on after a trouble that was told.
    """

    troubles: tuple[Trouble, ...] = ()
    works_again: bool = False


def after(told: Told, ending: Ending, now: datetime, patience: Patience) -> tuple[Told, News]:
    """What is remembered after a run, and what is to be told."""
    if ending.shows_nothing:
        return told, News()
    told = replace(
        _after_mail(told, ending.mail, now),
        bad_since=None if ending.is_good else told.bad_since or now,
        unavailable_since=(told.unavailable_since or now) if ending.exit_code == _UNANSWERED else None,
    )
    return _next(told, _troubles(told, ending, now, patience), now, is_good=ending.is_good)


def after_service_failure(told: Told, now: datetime) -> tuple[Told, News]:
    """The same where nothing is known but that the service failed; what was told already says more."""
    if told.open - _OF_A_PART - {Trouble.SERVICE}:
        return told, News()
    return _next(told, {Trouble.SERVICE}, now, is_good=False)


def untold(told: Told, before: Told, troubles: tuple[Trouble, ...]) -> Told:
    """As if these had not been told: nobody took the message, so that the next run tries again."""
    last = {one: when for one, when in told.last.items() if one not in troubles}
    last |= {one: when for one, when in before.last.items() if one in troubles}
    return replace(told, last=last, open=told.open - set(troubles) | (before.open & set(troubles)))


def unclosed(told: Told, before: Told) -> Told:
    """As if nothing were over: nobody took the message of it, so that the next good run tries again."""
    return replace(told, open=told.open | (before.open - _GOES_ON))


def _after_mail(told: Told, mail: Mail | None, now: datetime) -> Told:
    if mail is None:
        return told
    if mail in {Mail.REFUSED, Mail.NOT_ALLOWED}:
        refused_at = now if mail is Mail.REFUSED else told.refused_at
        return replace(told, unmailed_since=told.unmailed_since or now, refused_at=refused_at)
    if mail is Mail.NONE_DUE and told.refused_at and _is_within(_NONE_REFUSED_FOR, told.refused_at, now):
        return told
    return replace(told, unmailed_since=None, refused_at=None)


def _troubles(told: Told, ending: Ending, now: datetime, patience: Patience) -> set[Trouble]:
    found = set() if ending.is_backed_up else {Trouble.BACKUP}
    if not ending.has_all_ways:
        found.add(Trouble.WAY)
    is_refused = ending.mail in {Mail.REFUSED, Mail.NOT_ALLOWED}
    if is_refused and _lasts(told.unmailed_since, patience.no_good_run, now):
        found.add(Trouble.MAIL)
    if ending.exit_code == 6:
        found.add(Trouble.BRAKE)
    if ending.exit_code in _BY_CODE:
        found.add(_BY_CODE[ending.exit_code])
    elif ending.exit_code == _UNANSWERED:
        found |= {Trouble.UNAVAILABLE} if _lasts(told.unavailable_since, patience.unavailable, now) else set()
    elif ending.exit_code not in GOOD_CODES:
        found.add(Trouble.DEFECT)
    elif _lasts(told.bad_since, patience.no_good_run, now):
        found.add(Trouble.NO_GOOD_RUN)
    return found


def _lasts(since: datetime | None, patience: timedelta, now: datetime) -> bool:
    return since is not None and now - since >= patience


def _next(told: Told, troubles: set[Trouble], now: datetime, *, is_good: bool) -> tuple[Told, News]:
    # A run that failed does not show what of all else is over.
    lasting = troubles | ({Trouble.MAIL} if told.unmailed_since else set())
    over = told.open - lasting if is_good else frozenset()
    due = tuple(one for one in Trouble if one in troubles and _is_due(told, one, now))
    remembered = replace(
        told,
        last={**told.last, **dict.fromkeys(due, now)},
        open=(told.open - over) | set(due),
    )
    return remembered, News(due, works_again=bool(over - _GOES_ON))


def _is_due(told: Told, trouble: Trouble, now: datetime) -> bool:
    last = told.last.get(trouble)
    if trouble in told.open and trouble in TOLD_ONCE:
        return False
    return last is None or not _is_within(AGAIN_AFTER, last, now)


def _is_within(span: timedelta, moment: datetime, now: datetime) -> bool:
    """Not where a clock was put back: the moment lies ahead then."""
    return timedelta(0) <= now - moment < span
