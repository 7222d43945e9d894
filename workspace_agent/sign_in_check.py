"""Whether Google accepts the sign-in: one small request for each identity."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from workspace_agent.google.credentials import Identity, TokenFile
from workspace_agent.google.endpoint import Endpoint
from workspace_agent.google.timing import Timing
from workspace_agent.google.workspace import Google, Limits
from workspace_agent.model.errors import AccessDenied, GoogleRefusal, SignInError
from workspace_agent.settings import Settings
from workspace_agent.sign_in import explained, identity, is_robot, of_another, owners

_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """What Google says to one identity.

    Attributes:
        whose: An address: of the person who signed in, as Google gave it, now or at the sign-in, and empty
            where it never did; or of the one for whom a service account acts.
        granted: The scopes that it was allowed; none where it is not accepted.
        works: Whether it is accepted; None where Google did not answer.
        problem: Why it is not, or was not told; empty where it is.
        advice: What to do then.
    """

    whose: str
    granted: frozenset[str]
    works: bool | None = True
    problem: str = ""
    advice: str = ""


def check(settings: Settings, endpoint: Endpoint, clock: Callable[[], datetime]) -> Iterator[Accepted]:
    """Asks Google about the robot, and about each case manager for whom a service account acts.

    Args:
        settings: Whose sign-in it is.
        endpoint: Google or the sandbox.
        clock: Gives now, aware.

    Raises:
        SettingsError: A secret can be read by others, or belongs to the other side.
        SignInError: Nobody is signed in.
    """
    try:
        who = identity(settings)
        address = who.account if isinstance(who, TokenFile) else settings.agent.department.robot
        yield _check_one(settings, endpoint, clock, who, address)
    except SignInError as error:
        raise explained(error, settings, clock()) from None
    addresses = {person.calendar: person.email for person in settings.agent.case_managers}
    for calendar, owner in owners(settings).items():
        yield _check_one(settings, endpoint, clock, owner, addresses[calendar])


def _check_one(
    settings: Settings, endpoint: Endpoint, clock: Callable[[], datetime], who: Identity, address: str
) -> Accepted:
    asked = settings.agent.google
    google = Google.of(
        endpoint,
        who,
        timing=Timing(clock=clock, sleep=time.sleep, jitter=random.random),
        guard=_says_nothing,
        limits=Limits(
            timeout=(asked.connect_timeout_seconds, asked.read_timeout_seconds), patience=_PATIENCE_SECONDS
        ),
    )
    try:
        granted = google.granted
        if asked.sign_in == "person":
            address = google.drive.account()
    except SignInError as error:
        told = explained(error, settings, clock(), address)
        return Accepted(address, frozenset(), works=False, problem=str(told), advice=told.advice)
    except AccessDenied:
        pass  # signed in, without the scope for this question
    except GoogleRefusal as error:
        granted = who.granted or frozenset()
        return Accepted(address, granted, works=None, problem=str(error), advice=error.advice)
    finally:
        google.close()
    if asked.sign_in == "person" and address and not is_robot(address, settings):
        told = of_another(address, settings)
        return Accepted(address, frozenset(), works=False, problem=str(told), advice=told.advice)
    return Accepted(address, granted)


def _says_nothing(_text: str) -> bool:
    return False
