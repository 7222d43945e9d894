"""What `auth` says: who is signed in, since when and until when, and what each feature lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from workspace_agent.model.dates import days, left, words
from workspace_agent.model.errors import GoogleUnavailable, SignInError

if TYPE_CHECKING:
    from workspace_agent.settings import Settings
    from workspace_agent.sign_in_check import Accepted

Json = dict[str, Any]

_FOR = {
    "observe": "read workbooks",
    "form": "read the form",
    "meetings": "book meetings",
    "filing": "file records",
    "sharing": "share folders and records",
    "progress_sheets": "file progress sheets",
    "agent_tab": "write Agent tabs",
    "digest": "send mail",
    "records_folder": "file into folders that people made",
}
_IN_TESTING = (
    "This sign-in ends by itself on {day}, {left}: the app is in testing, or access was given for a time. "
    "Publish the app as Internal (docs/setup-google.md) and sign in again: a sign-in from before ends all "
    "the same."
)


def open_this(url: str) -> str:
    """What to do with the page's address."""
    return (
        f"1. Open this page in a browser on any machine:\n\n{url}\n\n"
        "2. Choose the agent's account, tick every box, choose Continue.\n"
        "3. The browser then says that it cannot reach localhost. That is as it should be: copy all of the "
        "address bar and paste it here."
    )


def content(settings: Settings, accepted: Sequence[Accepted], now: datetime) -> Json:
    """All of it, as JSON.

    Args:
        settings: Whose sign-in it is.
        accepted: What Google said, of the robot first.
        now: Aware.
    """
    from workspace_agent.sign_in import feature_scopes, how_to_grant, short  # noqa: PLC0415 - heavy

    robot, *owners = accepted
    lacking = short(settings.agent, robot.granted)
    return {
        "sign_in": settings.agent.google.sign_in,
        "mode": settings.agent.google.mode,
        **_one(robot),
        **_times(settings),
        "asked": now.isoformat(),
        "features": {
            feature: {"needs": _names(needed), "lacks": _names(lacking.get(feature, frozenset()))}
            for feature, needed in feature_scopes(settings.agent).items()
        },
        "how_to_grant": how_to_grant(settings) if lacking and robot.works else "",
        "owners": [_one(owner) for owner in owners],
    }


def _one(accepted: Accepted) -> Json:
    return {
        "account": accepted.whose,
        "accepted": accepted.works,
        "problem": accepted.problem,
        "advice": accepted.advice,
    }


def _times(settings: Settings) -> Json:
    from workspace_agent.google.credentials import TokenFile  # noqa: PLC0415 - heavy
    from workspace_agent.sign_in import TOKEN  # noqa: PLC0415 - heavy

    if settings.agent.google.sign_in != "person":
        return {"signed_in": None, "ends": None}
    token, zone = TokenFile.read(settings.secrets / TOKEN), settings.agent.time_zone
    return {
        name: moment.astimezone(zone).isoformat() if moment else None
        for name, moment in (("signed_in", token.signed_in), ("ends", token.ends))
    }


def _names(scopes: frozenset[str]) -> list[str]:
    return sorted(scope.rpartition("/")[2] for scope in scopes)


def exit_code(content: Json) -> int:
    """4: somebody is not accepted, or a scope is missing; 5: Google did not answer; else 0."""
    everybody = [content, *content["owners"]]
    lacks = content["accepted"] and any(feature["lacks"] for feature in content["features"].values())
    if lacks or any(one["accepted"] is False for one in everybody):
        return SignInError.exit_code
    return GoogleUnavailable.exit_code if any(one["accepted"] is None for one in everybody) else 0


def text(content: Json, settings: Settings) -> str:
    """The same for a person to read."""
    return "\n".join(_lines(content, settings))


def _lines(content: Json, settings: Settings) -> Iterator[str]:
    today = datetime.fromisoformat(content["asked"]).astimezone(settings.agent.time_zone).date()
    yield _who(content, today)
    yield from _trouble(content)
    if content["accepted"] is not False:
        yield from _features(content)
    if content["how_to_grant"]:
        yield f"What to do: {content['how_to_grant']}"
    ends = datetime.fromisoformat(content["ends"]).date() if content["ends"] else date.min
    if ends >= today:
        yield _IN_TESTING.format(day=words(ends), left=left((ends - today).days))
    for owner in content["owners"]:
        yield f"{_verdict(owner)}  as {owner['account']}"
        yield from _trouble(owner)


def _who(content: Json, today: date) -> str:
    side = " (sandbox)" if content["mode"] == "sandbox" else ""
    if content["sign_in"] != "person":
        return f"A service account for {content['account']}{side}."
    if not content["signed_in"]:
        return f"Signed in as {content['account']}{side}."
    day = datetime.fromisoformat(content["signed_in"]).date()
    age = days((today - day).days) + " ago" if day < today else "today"
    return f"Signed in as {content['account']}{side} on {words(day)}, {age}."


def _trouble(one: Json) -> Iterator[str]:
    if one["problem"]:
        yield one["problem"]
    if one["advice"]:
        yield f"What to do: {one['advice']}"


def _features(content: Json) -> Iterator[str]:
    for name, feature in content["features"].items():
        verdict = "MISS" if feature["lacks"] else "PASS"
        scopes = ", ".join(feature["lacks"] or feature["needs"])
        lacks = "lacks " if feature["lacks"] else ""
        yield f"{verdict}  {name:<15}  {_FOR[name]}: {lacks}{scopes}"


def _verdict(one: Json) -> str:
    return {True: "PASS", False: "FAIL", None: "????"}[one["accepted"]]
