"""The steps of `init` about the organisation and its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from workspace_agent.cli.init import checks
from workspace_agent.cli.init.asking import Asker, Question
from workspace_agent.cli.init.steps_sign_in import account
from workspace_agent.cli.init.wizard import Wizard, tell
from workspace_agent.model.dates import school_year_begins
from workspace_agent.model.errors import SettingsError

Values = dict[str, Any]

_UNWRITTEN = "nothing of what was answered here is in the file"

NAME = Question("name", "Name of the department, as mails show it:", checks.line)
ZONE = Question("zone", "Its time zone, in which deadlines are dates (as America/New_York):", checks.zone)
ROBOT = Question("robot", "Address of the account that the agent works as:", checks.address)
GO_LIVE = Question("go_live", "First day of the agent; older gaps are told as one number:", checks.day)

MANAGER_NAME = Question("manager_name", "Name of the manager of Special Services:", checks.line)
MANAGER_EMAIL = Question("manager_email", "The manager's e-mail address; digests go there:", checks.address)
MANAGER_ZONE = Question("manager_zone", "The manager's time zone:", checks.zone)
MANAGER_FROM = Question("manager_from", "The manager's first day in office:", checks.day)

DISTRICT = Question("district", "Another district?")
CASE_MANAGER = Question("case_manager", "Another case manager?")

_DISTRICT_NAME = Question("name", "Name of the district, as people type it in sheets and form:", checks.line)
_KEY = Question("key", "A short key for it in the settings:", checks.key)
_STATE = Question("state", "Its state, by two letters:", checks.state)
_CITY = Question("city", "Its city:", checks.line)
_ZONE = Question("zone", "Its time zone:", checks.zone)
_DOMAIN = Question("domain", "Domain of its staff's e-mail addresses (as district.example):", checks.line)
_FIRST_DAY = Question("first_day", "First day of school this school year (as 2026-09-08):", checks.day)
_LAST_DAY = Question("last_day", "Last day of school:", checks.day)
_CLOSURES = Question(
    "closures",
    "Days without school in between, as 2026-11-25 to 2026-11-27 Thanksgiving; ... (Enter: later):",
    checks.closures,
)
_CSS_NAME = Question("css_name", "Name of its Client Support Specialist (CSS):", checks.line)
_CSS_EMAIL = Question("css_email", "The CSS's e-mail address:", checks.address)
_CSS_FROM = Question("css_from", "The CSS's first day in office:", checks.day)

_PERSON_NAME = Question("name", "Name of the case manager:", checks.line)
_PERSON_KEY = Question("key", "A short key for them in the settings:", checks.person_key)
_EMAIL = Question("email", "Their e-mail address:", checks.address)
_CALENDAR = Question("calendar", "Their calendar, mostly the same address:", checks.address)
_PERSON_ZONE = Question("zone", "Their time zone:", checks.zone)
_FROM = Question("from", "Their first day as a case manager here:", checks.day)
_DISTRICTS = Question("districts", "Keys of the districts they serve, with commas between:", checks.keys)


def organisation(wizard: Wizard) -> None:
    """Name, zone, account and first day."""
    ask, there = wizard.asker.ask, wizard.file.value
    wizard.file.put(
        "department",
        {
            "name": ask(NAME, there("department", "name") or ""),
            "zone": ask(ZONE, there("department", "zone") or ""),
            "robot": _robot(wizard),
            "go_live": ask(GO_LIVE, str(there("department", "go_live") or wizard.today)),
        },
    )


def _robot(wizard: Wizard) -> str:
    if signed_in := account(wizard):
        tell(f"The agent works as {signed_in}, the account that is signed in.")
        return signed_in
    return str(wizard.asker.ask(ROBOT, wizard.file.value("department", "robot") or ""))


def needs_of_organisation(wizard: Wizard) -> Iterator[Question]:
    """What has no default."""
    there = wizard.file.value
    yield from (one for one in (NAME, ZONE) if not there("department", one.name))
    if not (account(wizard) or there("department", "robot")):
        yield ROBOT


# ---- districts ---------------------------------------------------------------------------------------


def districts(wizard: Wizard) -> None:
    """Each is written as soon as it is known."""
    known = _known(wizard, "districts")
    for asker in wizard.asker.each(DISTRICT, at_least_one=not known):
        wizard.file.put_one("districts", _that_fits(wizard, asker, "districts", _district))


def needs_of_districts(wizard: Wizard) -> Iterable[Question]:
    """One at least."""
    return () if wizard.file.all_of("districts") else (DISTRICT,)


def _district(wizard: Wizard, asker: Asker) -> Values:
    name = asker.ask(_DISTRICT_NAME)
    before = wizard.file.all_of("districts")[-1:]
    css = before[0]["css"] if before else {}
    return {
        "key": asker.ask(_KEY, checks.key_for(name)),
        "name": name,
        "domain": asker.ask(_DOMAIN),
        "city": asker.ask(_CITY),
        "state": asker.ask(_STATE),
        "zone": asker.ask(_ZONE, wizard.file.value("department", "zone")),
        "css": {
            "name": asker.ask(_CSS_NAME, css.get("name", "")),
            "email": asker.ask(_CSS_EMAIL, css.get("email", "")),
            "from": asker.ask(_CSS_FROM, str(css.get("from") or school_year_begins(wizard.today))),
        },
        **_school_year(asker),
    }


def _school_year(asker: Asker) -> Values:
    first: date = asker.ask(_FIRST_DAY)
    last = Question(_LAST_DAY.name, _LAST_DAY.text, _behind(first))
    return {"first_day": first, "last_day": asker.ask(last), "closures": asker.ask(_CLOSURES)}


def _behind(first: date) -> checks.Check:
    def check(typed: str) -> date:
        if (last := checks.day(typed)) <= first:
            raise ValueError(f"should be later than the first day, {first}")
        return last

    return check


# ---- manager -----------------------------------------------------------------------------------------


def manager(wizard: Wizard) -> None:
    """Who is in office now."""
    wizard.file.put("manager", _that_fits(wizard, wizard.asker, "manager", _manager))


def _manager(wizard: Wizard, asker: Asker) -> Values:
    ask, there = asker.ask, wizard.file.value
    zone = there("manager", "zone") or there("department", "zone")
    return {
        "name": ask(MANAGER_NAME, there("manager", "name") or ""),
        "email": ask(MANAGER_EMAIL, there("manager", "email") or ""),
        "zone": ask(MANAGER_ZONE, zone),
        "from": ask(MANAGER_FROM, str(there("manager", "from") or school_year_begins(wizard.today))),
    }


def needs_of_manager(wizard: Wizard) -> Iterator[Question]:
    """What has no default."""
    there = wizard.file.value
    yield from (
        one
        for one in (MANAGER_NAME, MANAGER_EMAIL)
        if not there("manager", one.name.removeprefix("manager_"))
    )


# ---- case managers -----------------------------------------------------------------------------------


def case_managers(wizard: Wizard) -> None:
    """Each is written as soon as they are known; their workbooks come later."""
    known = _known(wizard, "case_managers")
    for asker in wizard.asker.each(CASE_MANAGER, at_least_one=not known):
        wizard.file.put_one("case_managers", _that_fits(wizard, asker, "case_managers", _case_manager))
    wizard.settings()


def needs_of_case_managers(wizard: Wizard) -> Iterable[Question]:
    """One at least."""
    return () if wizard.file.all_of("case_managers") else (CASE_MANAGER,)


def _case_manager(wizard: Wizard, asker: Asker) -> Values:
    name = asker.ask(_PERSON_NAME)
    known = [one["key"] for one in wizard.file.all_of("districts")]
    email = asker.ask(_EMAIL)
    key = asker.ask(_PERSON_KEY, checks.key_for(name))
    is_new = key not in (one["key"] for one in wizard.file.all_of("case_managers"))
    return {
        "key": key,
        "name": name,
        "email": email,
        "calendar": asker.ask(_CALENDAR, email),
        "zone": asker.ask(_PERSON_ZONE, wizard.file.value("department", "zone")),
        "from": asker.ask(_FROM, str(school_year_begins(wizard.today))),
        "districts": asker.ask(Question(_DISTRICTS.name, _DISTRICTS.text, _some_of(known)), ", ".join(known)),
        **({"workbooks": []} if is_new else {}),
    }


def _some_of(known: list[str]) -> checks.Check:
    def check(typed: str) -> list[str]:
        keys = checks.keys(typed)
        if not keys or set(keys) - set(known):
            raise ValueError(f"should be some of: {', '.join(known)}")
        return keys

    return check


def _known(wizard: Wizard, table: str) -> list[str]:
    """Keys of those that are in the settings; what has the same key again is changed."""
    keys = [str(one["key"]) for one in wizard.file.all_of(table)]
    if keys:
        tell(f"In the settings already: {', '.join(keys)}. One with the same key again changes that one.")
    return keys


def _that_fits(wizard: Wizard, asker: Asker, table: str, asked: Callable[[Wizard, Asker], Values]) -> Values:
    """What was answered, once it goes with what stands in the settings: until then nothing of it is written.

    Raises:
        SettingsError: It does not, and nobody can be asked again.
    """
    while wrong := wizard.file.mistakes_by(table, values := asked(wizard, asker)):
        if not asker.terminal:
            raise SettingsError("\n".join(wrong), advice=f"correct the answer; {_UNWRITTEN}")
        tell(*wrong, f"Answer once more, or stop (Ctrl-C) and correct agent.toml; {_UNWRITTEN}.")
    return values
