"""The calendars: the agent may write on each case manager's, and its zone is that of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workspace_agent.doctor.apis import CALENDAR
from workspace_agent.doctor.check import Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.google.scopes import EVENTS
from workspace_agent.model.dates import words
from workspace_agent.model.errors import AccessDenied, NotFound, SignInError
from workspace_agent.model.organisation import CaseManager
from workspace_agent.sign_in import explained

_WRITERS = frozenset({"writer", "owner"})


def checks(here: Installation) -> Iterator[Check]:
    """A check for each case manager who has not left."""
    for person in here.organisation.case_managers:
        if person.until is None or person.until >= here.today:
            yield Check(calendar_check(person), partial(_calendar, here, person), (scope_check(EVENTS),))


GROUP = Group("Calendars", checks, (READ, SIGNED_IN, CALENDAR))


def calendar_check(person: CaseManager) -> str:
    """Name of the check of somebody's calendar."""
    return f"calendar of {person.key}"


def _calendar(here: Installation, person: CaseManager) -> Verdict:
    advice = (
        f"Let {person.key} share it with {here.robot}: Google Calendar, Settings and sharing, Share with "
        "specific people, Make changes to events."
    )
    try:
        about = here.google.calendar.access(person.calendar)
    except SignInError as error:
        raise explained(error, here.settings, here.clock(), person.email) from None
    except (AccessDenied, NotFound):
        return fails("The agent may not open it, or it is not there.", advice)
    role, zone = about.get("accessRole", "none"), about.get("timeZone", "")
    if role not in _WRITERS:
        return fails(f"The agent may only read it ({role}).", advice)
    if zone != person.zone:
        return warns(
            f"The agent may write on it. It shows times in {zone}; agent.toml says {person.zone}.",
            "Correct the one that is wrong (Google Calendar, Settings, Time zone; or zone in agent.toml).",
        )
    return passes(f"The agent may write on it ({role}); {zone}.{_not_yet(here, person)}")


def _not_yet(here: Installation, person: CaseManager) -> str:
    return f" In office from {words(person.from_)}." if person.from_ > here.today else ""
