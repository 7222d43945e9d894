"""What a run works with: settings, keys, lock, ledger, log and the connection to Google."""

from __future__ import annotations

import random
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from socket import create_connection
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from workspace_agent.duties.digest_recipients import Recipient, recipients
from workspace_agent.duties.folders import ROOT
from workspace_agent.duties.found_access import found_done, found_invitations
from workspace_agent.duties.recipients import Recipients
from workspace_agent.duties.sharing import shares_of
from workspace_agent.duties.sign_in import ends_by_itself, not_allowed
from workspace_agent.effects import Hands, effects
from workspace_agent.effects.perform import Performer
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.guard import Door, Guard
from workspace_agent.google.timing import Timing
from workspace_agent.google.workspace import Google, Limits
from workspace_agent.intake.aliases import by_student, merged_refs, refs_apart
from workspace_agent.intake.settings_words import settings_words
from workspace_agent.ledger.file import refusing_damage
from workspace_agent.ledger.keys import AliasKey, Sign, alias_key, how_to_put_back, key_print_of, signer
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.lock import only_one
from workspace_agent.ledger.private import make_folder, others_can_write
from workspace_agent.log import Log
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, SignInError
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import KnownFile, Seen
from workspace_agent.observe import Memory, Observation, Observer
from workspace_agent.observe.feed import Feed
from workspace_agent.observe.files import Archivist
from workspace_agent.observe.memory import answers_to_keep, recall
from workspace_agent.observe.reads import Reads
from workspace_agent.observe.root import key_print
from workspace_agent.own_words import own_words
from workspace_agent.settings import Settings
from workspace_agent.sign_in import check_account, check_observe, explained, identity, owners, short

LEDGER = "ledger.sqlite3"
ALIAS_KEY = "alias.key"
LOG = "agent.log"


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything that a run works with.

    Attributes:
        feed: What is remembered from run to run, so that a look reads only what changed; None where every
            look is a full one. `replace(tools, feed=Feed(tools.google, robot))` begins one.
    """

    settings: Settings
    google: Google
    ledger: Ledger
    key: AliasKey
    sign: Sign
    log: Log
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    door: Door
    stop: Callable[[], bool]
    feed: Feed | None = None

    @property
    def _reads(self) -> Reads:
        return self.feed or self.google

    def catch_up(self) -> None:
        """Let the feed forget what changed since the last run."""
        if self.feed is not None:
            now, organisation = self.clock(), self.organisation
            zones = {organisation.zone, *(person.zone for person in organisation.case_managers)}
            self.feed.catch_up(now, frozenset(now.astimezone(ZoneInfo(zone)).date() for zone in zones))

    def look_afresh_at(self, calendars: frozenset[str]) -> bool:
        """Whether the last look went by what the feed remembered of these calendars; it forgets that."""
        return self.feed is not None and self.feed.look_afresh_at(calendars)

    def watch(self, calendars: frozenset[str]) -> None:
        """Let the feed look at these calendars more often than once a day."""
        if self.feed is not None:
            self.feed.watch(calendars)

    def observe(self, now: datetime) -> Observation:
        """Look once; remember who is who before anything is done for anybody.

        Raises:
            SettingsError: The alias key is missing, or not the one that the folders in Drive were made with.
            SignInError: Google does not accept the sign-in, or it does not allow the workbooks to be read.
        """
        lacking = self._lacking()
        check_observe(lacking, self.settings)
        files = self.ledger.files()
        self.check_key()
        organisation = self.settings.agent.organisation_on(self._day(now))
        observer = Observer(
            self._reads,
            organisation,
            self.settings.sheets,
            self.sign,
            _fresh_refs(),
            self.settings.policy.hours_log,
            # What lacks for the form is told where it is read.
            (*not_allowed(lacking.keys() - {"form"}), *ends_by_itself(self._last_day())),
        )
        looks = self.ledger.looks()
        known = recall(self.ledger, looks)
        memory = Memory(known, self.ledger.keys(), self.ledger.done(), looks, files)
        observation = self._adopted(observer.observe(memory, now), files, now)
        identities = observation.intake.identities
        self.ledger.save_identities(identities.aliases, identities.initials)
        self.ledger.save_answers(answers_to_keep(identities.answers), now)
        guard = observation.intake.guard.with_own(own_words() | settings_words(self.settings.sheets))
        self.door.shut(guard.shows_name)
        self.log.guard(guard.redact)
        return observation

    def gone(self) -> Mapping[str, str]:
        """Links of what the ledger knows and Drive does not any more, by key."""
        robot, files = self.settings.agent.department.robot, self.ledger.files()
        return Archivist(self.google, robot, self.sign, files, self.ledger.looks()).read().gone

    def _adopted(
        self, observation: Observation, files: Mapping[str, KnownFile], now: datetime
    ) -> Observation:
        """Let the ledger learn from the marks what it does not know; then it tells what was done."""
        cabinet = observation.cabinet
        known = files.keys() | {entry.key for entry in self.ledger.in_doubt()}
        self.ledger.adopt(cabinet.files.values(), shares_of(cabinet.shared, known), now)
        self._record_found(observation.seen, now)
        return replace(observation, seen=replace(observation.seen, done=self.ledger.done()))

    def _record_found(self, seen: Seen, now: datetime) -> None:
        """What is done, and the access record does not know: another ledger's runs did it, or older ones."""
        access = self.ledger.access
        doubts = {entry.key for entry in self.ledger.in_doubt()}
        known = {*self.ledger.keys(), *doubts, *access.keys()}
        recipients = self.recipients()
        invitations = found_invitations(seen, known, recipients)
        access.enter_found((*found_done(access.unrecorded(), seen), *invitations), now)

    def recipients(self) -> Recipients:
        """How the access record speaks of people."""
        return Recipients(self.organisation, self.sign)

    @property
    def organisation(self) -> Organisation:
        """The people of the settings, with the manager who is in office now."""
        return self.settings.agent.organisation_on(self._day(self.clock()))

    @property
    def digest_recipients(self) -> tuple[Recipient, ...]:
        """Everybody for whom there is a digest now, the manager first."""
        return recipients(self.organisation, self._day(self.clock()))

    def _day(self, now: datetime) -> date:
        return now.astimezone(self.settings.agent.time_zone).date()

    def circumstances(self, observation: Observation, now: datetime) -> Circumstances:
        """What the duties may know."""
        aliases = observation.intake.identities.aliases
        return Circumstances(
            now=now,
            today=self._day(now),
            policy=self.settings.policy,
            sign=self.sign,
            aliases=by_student(aliases),
            apart=refs_apart(aliases),
            merged=merged_refs(aliases),
            key_print=key_print_of(self.key),
            root_folder=self.settings.agent.drive.root_folder,
            features=self.settings.agent.features.without(self._lacking()),
            approved=self.ledger.approved(),
            revoke_extra_readers=self.settings.agent.drive.revoke_extra_readers,
            closed_months=self._closed_months(self.settings.agent.time_zone, now),
        )

    def _last_day(self) -> date | None:
        """Of the sign-in, where it is limited in time."""
        ends = self.google.identity.ends
        return self._day(ends) if ends else None

    def _lacking(self) -> Mapping[str, frozenset[str]]:
        """By feature, the scopes that it needs and that were not granted."""
        return short(self.settings.agent, self.google.granted)

    def _closed_months(self, zone: ZoneInfo, now: datetime) -> frozenset[str]:
        this_month = f"{now.astimezone(zone):%Y-%m}"
        return frozenset(month for month in self.ledger.access.months(zone) if month < this_month)

    def performer(self, observation: Observation, today: date, run: int) -> Performer:
        """What does a run's actions."""
        hands = Hands(
            google=self.google,
            ledger=self.ledger,
            organisation=observation.department.organisation,
            files=observation.seen.files,
            top=self.settings.agent.drive.parent,
            records=observation.intake.records,
            attempts=observation.intake.attempts,
            listed=observation.intake.listed,
            today=today,
            clock=self.clock,
        )
        return Performer(effects(hands), self.ledger, self.log, run, self.clock, stop=self.stop)

    def known_key_prints(self) -> frozenset[str]:
        """Prints of the alias key that was used before: in the ledger, and on the root folder in Drive.

        Raises:
            SettingsError: There is a root folder, and it is out of sight.
        """
        prints = {self.ledger.meta("key_print"), key_print(self._reads, self.ledger.files().get(ROOT))}
        return frozenset(prints - {""})

    def check_key(self) -> None:
        """Keep a new key if none was used before. A wrong one would make every student a stranger.

        Raises:
            SettingsError: Another key was used before; nothing is written then.
        """
        own = key_print_of(self.key)
        if self.known_key_prints() - {own}:
            wrong = "is missing" if self.key.is_new else "is not the key of this department"
            raise SettingsError(f"{ALIAS_KEY} {wrong}.", advice=how_to_put_back(self.key.path))
        self.key.keep()
        self.ledger.set_meta("key_print", own)


def _fresh_refs() -> Iterator[str]:
    """Opaque keys: 10 characters without look-alikes, 49 bits of chance."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    while True:
        yield "".join(secrets.choice(alphabet) for _ in range(10))


@contextmanager
def open_tools(
    settings: Settings,
    clock: Callable[[], datetime],
    endpoint: Endpoint,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Tools]:
    """Take the lock and open everything; close it again in the end.

    Args:
        settings: What the run is told.
        clock: Gives now, aware.
        endpoint: Google, or a sandbox.
        sleep: Takes seconds; must move `clock` on.
        stop: Whether the process was asked to end; then no further action begins.

    Raises:
        LockHeld: Another run is under way.
        SignInError: There is no usable token, or Google does not accept it; with the command to type.
        SettingsError: A secret can be read by others, a folder cannot be made, or the ledger is damaged or
            cannot be written.
        GoogleUnavailable: No sandbox answers where one should.
    """
    with explaining(settings, clock):
        make_state_folder(settings)
        for folder in (settings.state, settings.secrets):
            _refuse_if_open(folder)
        with only_one(settings.state), connected(settings, clock, endpoint, KEPT, sleep, stop) as tools:
            yield tools


@contextmanager
def explaining(settings: Settings, clock: Callable[[], datetime]) -> Iterator[None]:
    """What sign-in and SQLite say in the body becomes words.

    Raises:
        SignInError: With the command to type.
        SettingsError: The ledger is damaged, or cannot be written.
    """
    try:
        with refusing_damage(settings.state / LEDGER):
            yield
    except SignInError as error:
        raise explained(error, settings, clock()) from None
    except sqlite3.OperationalError:
        # Whatever was under way is in doubt now, and the next run looks it up.
        advice = "make room on its disk, or let the agent write there; then run again"
        raise SettingsError(f"{settings.state / LEDGER} cannot be written.", advice=advice) from None


@contextmanager
def connected(
    settings: Settings,
    clock: Callable[[], datetime],
    endpoint: Endpoint,
    memory: Openers,
    sleep: Callable[[float], None] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Tools]:
    """Open everything but the lock, as `open_tools` does; `memory` opens what it remembers with."""
    door = Door()
    timing = Timing(clock=clock, sleep=sleep, jitter=random.random)
    with ExitStack() as closing:
        google = _connect(settings, endpoint, timing, door)
        closing.callback(google.close)
        knock(endpoint)
        ledger = memory.ledger(settings.state / LEDGER)
        closing.callback(ledger.close)
        log = memory.log(settings.state / LOG)
        closing.callback(log.close)
        key = alias_key(settings.secrets / ALIAS_KEY)
        yield Tools(settings, google, ledger, key, signer(key.secret), log, clock, sleep, door, stop)


def _log(path: Path) -> Log:
    try:
        return Log(path)
    except OSError:
        advice = "look at its permissions; it must be a file and no link to one"
        raise SettingsError(f"{path} cannot be written.", advice=advice) from None


@dataclass(frozen=True, slots=True)
class Openers:
    """How ledger and log are opened, by their paths."""

    ledger: Callable[[Path], Ledger]
    log: Callable[[Path], Log]


KEPT = Openers(Ledger, _log)
"""What is remembered and logged is kept."""


def make_state_folder(settings: Settings) -> None:
    """Make the folder of what is remembered, where it is not there yet.

    Raises:
        SettingsError: It cannot be made.
    """
    try:
        make_folder(settings.state)
    except OSError:
        advice = "look at [paths] in agent.toml and at the permissions"
        raise SettingsError(f"the folder {settings.state} cannot be made.", advice=advice) from None


def _refuse_if_open(folder: Path) -> None:
    """A folder of secrets that is not there is a wrong path, or nobody signed in: it is not made for that."""
    if folder.is_dir() and others_can_write(folder):
        raise SettingsError(f"Others can write into {folder}.", advice=f"chmod go-w {folder}")


_KNOCK_SECONDS = 5.0


def knock(endpoint: Endpoint) -> None:
    """Look whether a sandbox listens: patience is for Google, and waiting for this machine brings nothing.

    Raises:
        GoogleUnavailable: None does.
    """
    if not endpoint.is_sandbox or endpoint.inner is not None:
        return
    address = urlsplit(endpoint.url)
    try:
        create_connection((str(address.hostname), address.port or 80), _KNOCK_SECONDS).close()
    except OSError:
        advice = (
            f"start it: workspace-agent sandbox serve --port {address.port}; or correct google.sandbox_url "
            "in agent.toml"
        )
        raise GoogleUnavailable("sandbox", advice=advice) from None


def _connect(settings: Settings, endpoint: Endpoint, timing: Timing, guard: Guard) -> Google:
    asked = settings.agent.google
    limits = Limits(asked.quotas.by_bucket(), (asked.connect_timeout_seconds, asked.read_timeout_seconds))
    who = identity(settings)
    check_account(who, settings)
    return Google.of(endpoint, who, timing=timing, guard=guard, limits=limits, owners=owners(settings))


def endpoint_of(settings: Settings) -> Endpoint:
    """Google, or the sandbox, as the settings say."""
    return Endpoint(mode=settings.agent.google.mode, url=settings.agent.google.sandbox_url)
