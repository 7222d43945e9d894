"""The sign-in: Google answers, the clocks agree, the token is renewed, and each scope was granted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from workspace_agent.doctor.check import (
    SIGN_IN,
    UNAVAILABLE,
    Check,
    Group,
    Verdict,
    fails,
    passes,
    skips,
    warns,
)
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.machine import USER
from workspace_agent.doctor.settings import READ
from workspace_agent.google.credentials import TokenFile
from workspace_agent.google.endpoint import GOOGLE_PREFIXES
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes, uncovered
from workspace_agent.google.token_info import ask
from workspace_agent.model.dates import days, words
from workspace_agent.model.errors import GoogleRefusal, GoogleUnavailable, SignInError
from workspace_agent.sign_in import command, explained, feature_scopes, how_to_grant
from workspace_agent.tools import knock

ANSWERS = "Google answers"
SECRET = "token or key"  # noqa: S105 - a name
SIGNED_IN = "token is renewed"

_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 - google-auth compares without a zone
_OLD_KEY = timedelta(days=364)
_FAR, _OFF = timedelta(minutes=5), timedelta(seconds=60)
"""From the first on Google refuses a service account's signature; from the second on somebody should look."""


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check(ANSWERS, partial(_answers, here))
    yield Check("clock", partial(_clock, here), (ANSWERS,))
    yield Check(SECRET, partial(_file, here), (USER,))
    yield Check(SIGNED_IN, partial(_renewed, here), (ANSWERS, SECRET))
    yield Check("end of the sign-in", partial(_ends, here), (SECRET,))
    wanted = feature_scopes(here.settings.agent)
    for scope in sorted(needed_scopes(FEATURE_SCOPES).union(*wanted.values())):
        features = sorted(name for name, scopes in wanted.items() if scope in scopes)
        yield Check(scope_check(scope), partial(_scope, here, scope, features), (SIGNED_IN,))


GROUP = Group("Sign-in", checks, (READ,))


def scope_check(scope: str) -> str:
    """Name of the check whether a scope was granted."""
    return f"scope {scope.rpartition('/')[2]}"


def _answers(here: Installation) -> Verdict:
    knock(here.endpoint)
    try:
        ask(here.endpoint, timeout=here.timeout)
    except GoogleUnavailable:
        hosts = ", ".join(str(urlsplit(prefix).hostname) for prefix in GOOGLE_PREFIXES)
        advice = f"Let this machine reach these by https (network, proxy, firewall): {hosts}."
        return fails("Nobody answers.", advice, exit_code=UNAVAILABLE)
    return passes(f"The sandbox at {here.endpoint.url} answers." if here.endpoint.is_sandbox else "It does.")


def _clock(here: Installation) -> Verdict:
    if here.endpoint.is_sandbox:
        return skips("the sandbox has a clock of its own")
    before = here.clock()
    theirs = ask(here.endpoint, timeout=here.timeout).at
    after = here.clock()
    if theirs is None:
        return skips("the answer says no time")
    return agreement(before + (after - before) / 2 - theirs - timedelta(milliseconds=500))  # whole seconds


def agreement(off: timedelta) -> Verdict:
    """How it stands with a clock.

    Args:
        off: What it shows less what Google's shows.
    """
    found = f"The clock here is {_length(off)} {'ahead of' if off > timedelta() else 'behind'} Google's."
    advice = "Set it, and let the machine keep it (timedatectl set-ntp true)."
    if abs(off) > _FAR:
        return fails(found, advice)
    if abs(off) > _OFF:
        return warns(found, advice)
    return passes("The clock here agrees with Google's.")


def _length(off: timedelta) -> str:
    seconds = abs(round(off.total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60:,} min" if seconds < 172_800 else f"{seconds // 86_400:,} days"


def _file(here: Installation) -> Verdict:
    try:
        path = here.google.identity.path
    except SignInError as error:
        raise explained(error, here.settings, here.clock()) from None
    return passes(f"{path} can be read.")


def _renewed(here: Installation) -> Verdict:
    """However long the token in hand would last: the next run may come after its end."""
    here.google.identity.credentials.expiry = _LONG_AGO
    try:
        here.google.drive.account()
    except SignInError as error:
        raise explained(error, here.settings, here.clock()) from None
    except GoogleUnavailable:
        raise
    except GoogleRefusal:
        pass  # a missing scope, or an API that is switched off, is told in its own line
    return passes("Google accepts the sign-in and gave a fresh access token.")


def _ends(here: Installation) -> Verdict:
    identity = here.google.identity
    return (
        _token_ends(here, identity.ends) if isinstance(identity, TokenFile) else _key_age(here, identity.path)
    )


def _token_ends(here: Installation, ends: datetime | None) -> Verdict:
    if ends is None:
        return passes("It does not end by itself.")
    found = f"It ends by itself on {words(ends.astimezone(here.settings.agent.time_zone).date())}."
    advice = (
        "While the app is in testing each sign-in lasts seven days: publish it as Internal "
        f"(docs/setup-google.md), then type: {command('login', here.settings)}"
    )
    return fails(found, advice, exit_code=SIGN_IN) if ends < here.clock() else warns(found, advice)


def _key_age(here: Installation, path: Path) -> Verdict:
    """By when the file was put there: the key itself does not say when it was made."""
    age = here.clock() - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    so_long = max(age.days, 0)  # a sandbox has a clock of its own, in which the file may be of the future
    found = f"The key of the service account has lain here for {days(so_long)}."
    advice = "Make a new key in the Google Cloud console, put it in its place, and delete the old one there."
    return warns(found, advice) if age > _OLD_KEY else passes(found)


def _scope(here: Installation, scope: str, features: list[str]) -> Verdict:
    if not uncovered(here.token_info.scopes, frozenset({scope})):
        return passes(f"Granted, for {', '.join(features)}." if features else "Granted, and not needed now.")
    if not features:
        return passes("Not granted, and not needed: what it is for is off.")
    return fails(
        f"Not granted; needed for {', '.join(features)}.",
        how_to_grant(here.settings),
        exit_code=SIGN_IN,
    )
