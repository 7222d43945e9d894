"""Do what the plan says, with the ledger around every effect.

The intent is committed before Google hears of it. An intent without an outcome is in doubt: it is looked
up first, and only what is not there is done, under the same reserved id, so that a repeat is answered
with 409 and not with a second event, file or mail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from workspace_agent.duties.grants import takes_back
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.log import Log
from workspace_agent.model.action import Action, Kind, Outcome, State
from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    Changed,
    Gone,
    GoogleRefusal,
    GoogleUnavailable,
    MailWaits,
    NameRefused,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
    SettingsError,
    SignInError,
    Stopped,
)
from workspace_agent.model.problem_kinds import ProblemKind

_TROUBLES: tuple[tuple[type[GoogleRefusal], ProblemKind], ...] = (
    (MailWaits, ProblemKind.MAIL_WAITS),
    (GoogleUnavailable, ProblemKind.EFFECT_UNAVAILABLE),
    (QuotaExhausted, ProblemKind.EFFECT_USED_UP),
    (AccessDenied, ProblemKind.EFFECT_DENIED),
    (AlreadyExists, ProblemKind.EFFECT_TAKEN),
    (Changed, ProblemKind.EFFECT_OVERTAKEN),
    (NotFound, ProblemKind.EFFECT_VANISHED),
    (Gone, ProblemKind.EFFECT_VANISHED),
)
"""What a refusal means to people; any other is a fault that only the log can tell more of."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an effect left behind in Google."""

    remote_id: str
    link: str = ""


class Effect(Protocol):
    """How one kind of action is done, and how to see whether it has been done."""

    def reserve(self, action: Any) -> str:
        """An id that Google keeps for this action, or an empty text where none is needed."""

    def find(self, action: Any, entry: Entry) -> Done | None:
        """What is there already, if anything. Called for an intent in doubt and after a 409 or 412."""

    def perform(self, action: Any, entry: Entry) -> Done:
        """Do it once."""


@dataclass(frozen=True, slots=True)
class Performer:
    """Performs the actions of one run, in order.

    Attributes:
        undone: Keys of what could not be done in this run; what needs one of them is skipped, also when it
            is planned once more later on.
        stop: Whether the process was asked to end; asked between actions.
    """

    effects: Mapping[type[Action], Effect]
    ledger: Ledger
    log: Log
    run: int
    clock: Callable[[], datetime]
    undone: set[str] = field(default_factory=set)
    stop: Callable[[], bool] = lambda: False

    def perform(self, actions: Iterable[Action]) -> tuple[Outcome, ...]:
        """Do all; what hangs on a failure is skipped and reported, everything else still happens.

        Raises:
            SignInError: Google does not accept who we are; nothing further can succeed.
            Stopped: The process was asked to end, and what was begun is settled or in doubt.
            sqlite3.Error: The ledger cannot be written; nothing is done that it would not remember.
        """
        outcomes: list[Outcome] = []
        for action in actions:
            if self.stop():
                raise Stopped("The run was asked to end before it was through.")
            outcome = self._skip(action) if self.undone & set(action.needs) else self._one(action)
            self._note(action, outcome)
            self.ledger.record(self.run, outcome, self.clock())
            self.log.say("effect", key=action.key, state=outcome.state.value, reason=outcome.reason)
            outcomes.append(outcome)
        return tuple(outcomes)

    def _note(self, action: Action, outcome: Outcome) -> None:
        if outcome.state is State.DONE:
            self.undone.discard(action.key)
        else:
            self.undone.add(action.key)

    def _skip(self, action: Action) -> Outcome:
        # Whoever is let in after somebody was taken off waits for that, and people have to know why.
        waits = any(map(takes_back, self.undone & set(action.needs)))
        trouble = ProblemKind.EFFECT_WAITS if waits else None
        return Outcome(action, State.SKIPPED, "something it needs could not be done", trouble=trouble)

    def _one(self, action: Action) -> Outcome:
        before = self.ledger.entry(action.key)
        try:
            done = self._found_or_done(self.effects[type(action)], action, before)
        except OutcomeUnknown as error:
            return Outcome(action, State.UNKNOWN, error.reason or "no answer", trouble=_unknown(action))
        except GoogleRefusal as error:
            self._let_go(action, before, error)
            return _refused(action, error)
        except NameRefused as error:
            self._withdraw(action, before)
            named = ProblemKind.EFFECT_NAMED
            return Outcome(action, State.FAILED, f"a name in {error.field}", trouble=named)
        except (SignInError, SettingsError, Stopped, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001 - one odd answer must not stop everybody's work
            # Only the type is told: the text may hold what people typed. The intent stays in doubt.
            defect = f"defect {type(error).__name__}"
            return Outcome(action, State.FAILED, defect, trouble=ProblemKind.EFFECT_FAILED)
        link = done.link or (action.place.url if action.place else "")
        self.ledger.settle(action.key, done.remote_id, link, self.clock(), action.fingerprint)
        return Outcome(action, State.DONE, link=link)

    def _found_or_done(self, effect: Effect, action: Action, before: Entry | None) -> Done:
        if before is not None and before.state == "intended":
            return self._look(effect, action, before) or self._do_after_all(effect, action, before)
        reserved, told = effect.reserve(action), action.discloses
        self.ledger.intend(action.key, action.fingerprint, self.run, self.clock(), reserved, told)
        fresh = Entry(action.key, action.fingerprint, "intended", self.run, reserved, "", "", told)
        return self._do(effect, action, fresh)

    def _do_after_all(self, effect: Effect, action: Action, before: Entry) -> Done:
        """What it discloses may be something else by now; of a mail that is kept once its draft says so."""
        if action.kind is not Kind.MAIL and action.discloses != before.discloses:
            self.ledger.expect(action.key, action.discloses)
        return self._do(effect, action, before)

    def _do(self, effect: Effect, action: Action, entry: Entry) -> Done:
        try:
            return effect.perform(action, entry)
        except (AlreadyExists, Changed):
            # The answer to an earlier attempt of this very call may have been lost.
            found = self._look(effect, action, entry)
            if found is None:
                raise
            return found

    def _look(self, effect: Effect, action: Action, entry: Entry) -> Done | None:
        """A look-up that is refused answers nothing: the effect stays in doubt."""
        try:
            return effect.find(action, entry)
        except NotFound:
            return None
        except MailWaits:
            raise
        except GoogleRefusal as error:
            raise OutcomeUnknown(error.method, error.status, error.reason) from None

    def _let_go(self, action: Action, before: Entry | None, error: GoogleRefusal) -> None:
        """After a refusal nothing is in doubt, but for what may have been applied before it."""
        is_fresh = before is None or before.state != "intended"
        if isinstance(error, AlreadyExists):
            self.ledger.spend(action.key)
        elif not isinstance(error, GoogleUnavailable) or (is_fresh and isinstance(error, MailWaits)):
            self._withdraw(action, before)

    def _withdraw(self, action: Action, before: Entry | None) -> None:
        """Unless something was made midway: the draft that could not be sent is sent next time."""
        entry = self.ledger.entry(action.key)
        if entry is not None and not (entry.state == "intended" and entry.remote_id):
            self.ledger.withdraw(action.key, before)


def _refused(action: Action, error: GoogleRefusal) -> Outcome:
    trouble = next((kind for type_, kind in _TROUBLES if isinstance(error, type_)), ProblemKind.EFFECT_FAILED)
    return Outcome(action, State.FAILED, error.reason or f"status {error.status}", trouble=trouble)


def _unknown(action: Action) -> ProblemKind:
    """Everything is looked up at the next run; whether a mail was sent cannot always be seen."""
    return ProblemKind.MAIL_UNKNOWN if action.kind is Kind.MAIL else ProblemKind.EFFECT_UNKNOWN
