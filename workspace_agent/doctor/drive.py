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
from workspace_agent.duties.folders import ROOT, case_manager_folder
from workspace_agent.effects.marks import KEY
from workspace_agent.google.reach import REACH, is_in_reach
from workspace_agent.google.scopes import METADATA
from workspace_agent.ledger.keys import how_to_put_back, key_print_of
from workspace_agent.model.errors import AccessDenied, NotFound
from workspace_agent.model.features import Switch
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.place import FolderPlace
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import KnownFile
from workspace_agent.observe.root import key_print
from workspace_agent.sign_in import command, how_to_grant

PARENT = "drive.parent"
LET_IT_SHARE = (
    "Make the agent's account a Manager of the shared drive, or have a manager switch on Allow content "
    "managers to share folders in its settings; it is off in shared drives from before 2023."
)
_NAME_ANOTHER = (
    "Name another folder as records_folder in agent.toml, or take the line out: the agent makes one then."
)
_TAKE_IT_OUT = (
    "Take records_folder out of agent.toml. The folder that is in use may be moved and renamed in Drive."
)
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
            yield Check(f"records folder of {person.key}", partial(_records, here, person), (LEDGER_FILE,))


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
    return _can_hold(here, parent, PARENT)


def _records(here: Installation, person: CaseManager) -> Verdict:
    """The same judgement as that of a run, in the same order."""
    folder, own = person.records_folder, case_manager_folder(person.key)
    link = FolderPlace(folder).url
    used = here.ledger.files().get(own) if here.ledger else None
    if used and used.file_id == folder:
        return _can_hold(here, folder, "records_folder")
    if _is_named_twice(here, folder):
        return fails(ProblemKind.RECORDS_FOLDER_TAKEN.sentence, _NAME_ANOTHER, link)
    if used:
        return warns(ProblemKind.RECORDS_FOLDER_LATE.sentence, _TAKE_IT_OUT, link)
    if _mark_on(here, folder) not in {"", own}:
        return fails(ProblemKind.RECORDS_FOLDER_TAKEN.sentence, _NAME_ANOTHER, link)
    return _can_hold(here, folder, "records_folder")


def _is_named_twice(here: Installation, folder: str) -> bool:
    return sum(one.records_folder == folder for one in here.organisation.case_managers) > 1


def _mark_on(here: Installation, folder: str) -> str:
    """What the agent uses it for; empty where it does not, or may not look."""
    try:
        found = here.google.drive.get(folder, "appProperties")
    except (AccessDenied, NotFound):
        return ""
    return str(found.get("appProperties", {}).get(KEY, ""))


def _can_hold(here: Installation, folder: str, setting: str) -> Verdict:
    link = FolderPlace(folder).url
    advice = (
        f"Share it with {here.robot} as an editor or content manager, or correct {setting} in agent.toml."
    )
    try:
        found = here.google.drive.get(folder, f"{REACH},trashed,capabilities(canAddChildren)")
    except (AccessDenied, NotFound):
        return fails("The agent may not open this folder, or it is gone.", advice, link)
    if found.get("trashed") or not found.get("capabilities", {}).get("canAddChildren"):
        return fails("The agent may not put anything into this folder.", advice, link)
    if not is_in_reach(here.google, found):
        return fails(
            "A person made this folder: the scope drive.file does not let the agent put anything into it.",
            _instead(here, setting, found.get("driveId", "")),
            link,
        )
    where = "On a shared drive" if "driveId" in found else "In somebody's My Drive"
    return passes(f"{where}; the agent may put files into it.", link)


def _instead(here: Installation, setting: str, drive: str) -> str:
    """What to name in place of a folder that is out of the app's reach."""
    if setting != PARENT:
        return how_to_grant(here.settings)
    moved = "Once the folder of all records is made, move it into this folder in Drive."
    if drive:
        return f'Write parent = "{drive}" under [drive] in agent.toml: the shared drive itself. {moved}'
    return f"Leave parent out of [drive] in agent.toml. {moved}"


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
    return _usable(here, known) if known else passes("There, and made with this alias key.", link)


def _usable(here: Installation, root: KnownFile) -> Verdict:
    """Whether it is in reach and people can be let in; of a shared drive itself Drive does not say that."""
    found = here.google.drive.get(root.file_id, f"{REACH},capabilities(canShare)")
    if not is_in_reach(here.google, found):
        return fails(
            "Google counts it no more as made by the agent, as when access was taken back: nothing is filed.",
            "Sign in once with the scope drive, which reaches it: docs/setup-google.md, under End it.",
            root.link,
            SIGN_IN,
        )
    may_share = "driveId" not in found or found.get("capabilities", {}).get("canShare")
    if not may_share and here.settings.agent.features.sharing is not Switch.OFF:
        return fails(
            "The agent may not share its folders here, so nobody is let in to records.",
            LET_IT_SHARE,
            root.link,
        )
    return passes("There, and made with this alias key.", root.link)
