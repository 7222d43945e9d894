"""The sign-in: Google answers, the clocks agree, the token is renewed, and each scope was granted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from workspace_agent.doctor.check import SIGN_IN, Check, Group, Verdict, fails, passes, skips, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.google.scopes import FEATURE_SCOPES, needed_scopes, uncovered
from workspace_agent.google.secret_file import read_secret
from workspace_agent.google.token_info import ask
from workspace_agent.model.dates import words
from workspace_agent.model.errors import AccessDenied
from workspace_agent.sign_in import feature_scopes

ANSWERS = "Google answers"
SIGNED_IN = "token is renewed"

_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 - google-auth compares without a zone
_FAR, _OFF = timedelta(minutes=5), timedelta(seconds=60)
"""From the first on Google refuses a service account's signature; from the second on somebody should look."""


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check(ANSWERS, partial(_answers, here))
    yield Check("clock", partial(_clock, here), (ANSWERS,))
    yield Check("token file", partial(_token_file, here))
    yield Check(SIGNED_IN, partial(_renewed, here), (ANSWERS, "token file"))
    yield Check("end of the sign-in", partial(_ends, here), ("token file",))
    wanted = feature_scopes(here.settings.agent)
    for scope in sorted(needed_scopes(FEATURE_SCOPES).union(*wanted.values())):
        features = sorted(name for name, scopes in wanted.items() if scope in scopes)
        yield Check(scope_check(scope), partial(_scope, here, scope, features), (SIGNED_IN,))


GROUP = Group("Sign-in", checks, (READ,))


def scope_check(scope: str) -> str:
    """Name of the check whether a scope was granted."""
    return f"scope {scope.rpartition('/')[2]}"


def _answers(here: Installation) -> Verdict:
    ask(here.endpoint, timeout=here.timeout)
    where = f"the sandbox at {here.endpoint.url}" if here.endpoint.is_sandbox else "Google"
    return passes(f"{where} answers.")


def _clock(here: Installation) -> Verdict:
    before = here.clock()
    theirs = ask(here.endpoint, timeout=here.timeout).at
    after = here.clock()
    if theirs is None:
        return skips("the answer says no time")
    off = before + (after - before) / 2 - theirs - timedelta(milliseconds=500)  # theirs is in whole seconds
    found = f"The clock here is {_length(off)} {'ahead of' if off > timedelta() else 'behind'} Google's."
    if abs(off) > _FAR:
        advice = "Set it, and let the machine keep it (timedatectl set-ntp true)."
        return fails(found, _for_sandbox(here) or advice)
    if abs(off) > _OFF:
        return warns(found, _for_sandbox(here) or "Let the machine keep its time (timedatectl set-ntp true).")
    return passes("The clock here agrees with Google's.")


def _for_sandbox(here: Installation) -> str:
    return (
        "Give doctor the sandbox's time, as in --as-of 2026-11-20T07:00." if here.endpoint.is_sandbox else ""
    )


def _length(off: timedelta) -> str:
    seconds = abs(round(off.total_seconds()))
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60:,} min" if seconds < 172_800 else f"{seconds // 86_400:,} days"


def _token_file(here: Installation) -> Verdict:
    here.google.token_file.path.stat()
    return passes(f"{here.token_path} can be read.")


def _renewed(here: Installation) -> Verdict:
    """However long the token in hand would last: the next run may come after its end."""
    here.google.token_file.credentials.expiry = _LONG_AGO
    with suppress(AccessDenied):  # a missing scope is told in its own line
        here.google.drive.about()
    return passes("Google accepts the sign-in and gave a fresh access token.")


def _ends(here: Installation) -> Verdict:
    ends = json.loads(read_secret(here.token_path)).get("ends")
    if not ends:
        return passes("It does not end by itself.")
    end = datetime.fromisoformat(ends).astimezone(here.settings.agent.time_zone)
    advice = (
        "Publish the app as Internal in the Google Cloud console (docs/setup-google.md), then type "
        "workspace-agent auth login: while an app is in testing, each sign-in ends after seven days."
    )
    found = f"It ends on {words(end.date())}."
    return fails(found, advice, exit_code=SIGN_IN) if end < here.clock() else warns(found, advice)


def _scope(here: Installation, scope: str, features: list[str]) -> Verdict:
    if not uncovered(here.token_info.scopes, frozenset({scope})):
        return passes(f"Granted, for {', '.join(features)}." if features else "Granted, and not needed now.")
    if not features:
        return passes("Not granted, and not needed: what it is for is off.")
    return fails(
        f"Not granted; needed for {', '.join(features)}.",
        "workspace-agent auth login, and tick every box on Google's page.",
        exit_code=SIGN_IN,
    )
