"""The settings: they can be read, and they hold what the coming year needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from workspace_agent.doctor.check import Check, Group, Verdict, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.model.calendar import SchoolCalendar
from workspace_agent.model.counting import counted
from workspace_agent.model.dates import add_years, days, words
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.state_law import Sourced, StateLaw

READ = "files of settings"
"""Name of the check without which nothing else can be looked at."""

_FILES = ("agent.toml", "policy.toml", "states.toml", "sheets.toml")
_SOON = 120
"""Days: the next school year's calendar should be in the settings so long before the last one ends."""


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check(READ, partial(_files, here))
    yield Check("place of the settings", partial(_outside_a_checkout, here), (READ,))
    yield Check("school calendars", partial(_calendars, here), (READ,))
    yield Check("law of the states", partial(_states, here), (READ,))
    yield Check("features", partial(_features, here), (READ,))
    yield Check("people", partial(_people, here), (READ,))


GROUP = Group("Settings", checks)


def _files(here: Installation) -> Verdict:
    settings = here.settings
    there = [name for name in _FILES if (settings.folder / name).exists()]
    return passes(f"{_listed(there)} in {settings.folder.resolve()} can be read.")


def _outside_a_checkout(here: Installation) -> Verdict:
    """What lies in a checkout is committed one day, and deleted with it."""
    settings = here.settings
    for folder in (settings.secrets, settings.state, settings.folder.resolve()):
        if checkout := next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None):
            return warns(
                f"{folder} lies in {checkout}, which is under version control.",
                "Move settings, state and secrets to a folder of their own, and say --config FOLDER.",
            )
    return passes("Settings, state and secrets lie outside every checkout.")


def _calendars(here: Installation) -> Verdict:
    ends = {district.key: _known_until(district) for district in here.organisation.districts}
    key, end = min(ends.items(), key=lambda one: one[1])
    left = (end - here.today).days
    if left < _SOON:
        gone = f"in {days(left)}" if left > 0 else "which is over"
        return warns(
            f"The last school year on record of {key} ends on {words(end)}, {gone}.",
            "Fill in the calendar of the next school year (agent.toml, districts, other_years): deadlines in "
            "school days cannot be counted without it.",
        )
    whole = end >= add_years(here.today, 1)
    later = "" if whole else "; later ones wait for the next year's calendar"
    return passes(f"School days of every district are known until {words(end)}{later}.")


def _known_until(district: SchoolCalendar) -> date:
    return max(year.last_day for year in district.school_years)


def _states(here: Installation) -> Verdict:
    laws = here.settings.policy.states
    named = sorted({district.state for district in here.organisation.districts})
    unchecked = {state: _unchecked(laws[state]) for state in named if state in laws}
    told = [f"{state} {count}" for state, count in unchecked.items() if count]
    if told:
        return warns(
            f"Values of state law that nobody has compared with the law itself: {_listed(told)}. They warn, "
            "and are never called past due on record.",
            "Compare each with its source and write the day into states.toml (checked = 2026-11-20); see "
            "docs/rules.md.",
        )
    return passes(f"What is known of the law of {_listed(named)} was compared with its source.")


def _unchecked(law: StateLaw) -> int:
    values = (getattr(law, name) for name in type(law).model_fields)
    return sum(isinstance(value, Sourced) and not value.is_checked for value in values)


def _features(here: Installation) -> Verdict:
    features = here.settings.agent.features
    if here.organisation.paused:
        return warns("The whole department is paused (department.paused).", "Set it to false to go on.")
    reported, off = _named(features, Switch.REPORT), _named(features, Switch.OFF)
    if reported:
        begun = here.organisation.go_live
        since = f"; the agent began on {words(begun)}" if begun else ""
        return warns(
            f"Only reported, not done: {_listed(reported)}{since}.",
            'Look at what workspace-agent plan says; switch each to "on" once you trust it ([features]).',
        )
    switched_off = f"; off: {_listed(off)}" if off else ""
    return passes(f"On: {_listed(_named(features, Switch.ON))}{switched_off}.")


def _named(features: Features, switch: Switch) -> list[str]:
    return [name for name in Features.model_fields if features.of(name) is switch]


def _people(here: Installation) -> Verdict:
    """That each address is one is seen when the file is read."""
    organisation, today = here.organisation, here.today
    at_work = [one.key for one in organisation.case_managers if one.is_in_office(today)]
    if not at_work:
        return warns("No case manager is in office today.", "Look at from and until in agent.toml.")
    others = len(organisation.case_managers) - len(at_work)
    apart = f" ({others} not in office today)" if others else ""
    supervisors = (
        f", {counted(len(organisation.supervisors), 'supervisor')}" if organisation.supervisors else ""
    )
    return passes(
        f"1 manager, {counted(len(organisation.case_managers), 'case manager')}{apart}{supervisors}, "
        f"{counted(len(organisation.districts), 'district')}; each address is one address."
    )


def _listed(names: list[str]) -> str:
    *most, last = names or ["none"]
    return f"{', '.join(most)} and {last}" if most else last
