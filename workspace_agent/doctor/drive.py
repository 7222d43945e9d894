"""Drive: whose it is, how full, and the folder of all records with the print of the alias key on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workspace_agent.doctor.apis import DRIVE
from workspace_agent.doctor.check import SETTINGS, SIGN_IN, Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.ledger import ALIAS, LEDGER_FILE
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.duties.folders import ROOT
from workspace_agent.google.scopes import METADATA
from workspace_agent.ledger.keys import how_to_put_back, key_print_of
from workspace_agent.model.errors import AccessDenied, NotFound
from workspace_agent.model.place import FolderPlace
from workspace_agent.observe.root import key_print
from workspace_agent.sign_in import command

_NEARLY_FULL = 0.9
_MEGABYTE = 10**6


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check("account", partial(_account, here))
    yield Check("room", partial(_room, here))
    yield Check("parent folder", partial(_parent, here))
    yield Check("folder of all records", partial(_root, here), (LEDGER_FILE, ALIAS))
    for person in here.organisation.case_managers:
        if person.records_folder:
            yield Check(f"records folder of {person.key}", partial(_records, here, person.records_folder))


GROUP = Group("Drive", checks, (READ, SIGNED_IN, DRIVE, scope_check(METADATA)))


def _account(here: Installation) -> Verdict:
    address = here.google.drive.account().casefold()
    if address != here.robot:
        return fails(
            f"Signed in is another account than {here.robot} (department.robot).",
            f"Correct the address in agent.toml, or sign in as it; type: {command('login', here.settings)}",
            exit_code=SIGN_IN,
        )
    return passes(f"Signed in as {address}.")


def _room(here: Installation) -> Verdict:
    used, limit = here.google.drive.bytes_used()
    if not limit:
        return passes("There is no limit.")
    found = f"{used // _MEGABYTE:,} of {limit // _MEGABYTE:,} MB are used."
    if used > limit * _NEARLY_FULL:
        return warns(found, "Make room in the agent's Drive: when it is full nothing can be filed.")
    return passes(f"Less than nine tenths of {limit // _MEGABYTE:,} MB are used.")


def _parent(here: Installation) -> Verdict:
    parent = here.settings.agent.drive.parent
    if not parent:
        return passes(
            "The folder of all records is made in the account's own My Drive, and is lost with the "
            "account; a shared drive keeps it (drive.parent)."
        )
    return _can_hold(here, parent, "drive.parent")


def _records(here: Installation, folder: str) -> Verdict:
    return _can_hold(here, folder, "records_folder")


def _can_hold(here: Installation, folder: str, setting: str) -> Verdict:
    link = FolderPlace(folder).url
    advice = (
        f"Share it with {here.robot} as an editor or content manager, or correct {setting} in agent.toml. "
        "A folder that a person made needs the scope drive."
    )
    try:
        found = here.google.drive.get(folder, "driveId,trashed,capabilities(canAddChildren)")
    except (AccessDenied, NotFound):
        return fails("The agent may not open this folder, or it is gone.", advice, link)
    if found.get("trashed") or not found.get("capabilities", {}).get("canAddChildren"):
        return fails("The agent may not put anything into this folder.", advice, link)
    where = "On a shared drive" if "driveId" in found else "In somebody's My Drive"
    return passes(f"{where}; the agent may put files into it.", link)


def _root(here: Installation) -> Verdict:
    known = here.ledger.files().get(ROOT) if here.ledger else None
    theirs = key_print(here.google, known)
    if not theirs:
        return passes("Not made yet: the first run that files something makes it.")
    link = known.link if known else ""
    if theirs != key_print_of(here.alias_key):
        wrong = "is missing" if here.alias_key.is_new else "is another one than its folders were made with"
        return fails(
            f"The alias key {wrong}.",
            how_to_put_back(here.alias_key.path),
            link,
            SETTINGS,
        )
    return passes("There, and made with this alias key.", link)
