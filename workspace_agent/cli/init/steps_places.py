"""The steps of `init` about where things go: the folder of all records, and calendars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workspace_agent.cli.init import checks
from workspace_agent.cli.init.asking import Question
from workspace_agent.cli.init.wizard import Wizard, tell
from workspace_agent.model.errors import AccessDenied, NotFound, SettingsError, SignInError
from workspace_agent.model.place import FolderPlace
from workspace_agent.settings_tables import DriveSettings

if TYPE_CHECKING:
    from workspace_agent.model.organisation import CaseManager
    from workspace_agent.tools import Tools

ROOT_FOLDER = Question(
    "root_folder", "Name of the folder of all records, which the agent makes:", checks.line
)
PARENT = Question(
    "parent",
    "Link of the shared drive to make it in (Enter: the agent's own My Drive, which goes with the account):",
    checks.optional(checks.folder),
)

_WRITERS = frozenset({"writer", "owner"})


def folder(wizard: Wizard) -> None:
    """Name and place of the folder of all records.

    Raises:
        SettingsError: Nothing can be made in that place, and nobody can be asked for another.
    """
    there = wizard.file.value
    name = wizard.asker.ask(ROOT_FOLDER, there("drive", "root_folder") or DriveSettings().root_folder)
    while True:
        parent = wizard.asker.ask(PARENT, there("drive", "parent") or "")
        wrong = _wrong_with(wizard, parent) if parent else ""
        if not wrong:
            break
        tell(wrong)
        if not wizard.asker.terminal:
            raise SettingsError(
                "The folder of all records cannot be made in the place that --parent names.",
                advice="do what is said above, and type the same command again",
            )
    wizard.file.put("drive", {"root_folder": name, "parent": parent or None})


def _wrong_with(wizard: Wizard, parent: str) -> str:
    """Why nothing can be made in there, and who can change that."""
    from workspace_agent.google.reach import REACH, is_in_reach  # noqa: PLC0415 - heavy

    robot = wizard.file.value("department", "robot")
    advice = f"In the shared drive: Manage members > {robot} > Content manager."
    with wizard.opened() as tools:
        try:
            found = tools.google.drive.get(parent, f"{REACH},trashed,capabilities(canAddChildren)")
        except (AccessDenied, NotFound):
            return f"The agent cannot see it. {advice}"
        in_reach = is_in_reach(tools.google, found)
    if found.get("trashed") or not found.get("capabilities", {}).get("canAddChildren"):
        return f"The agent may not put anything there. {advice}"
    return "" if in_reach else _instead(found.get("driveId", ""))


def _instead(drive: str) -> str:
    """What to name in place of a folder into which the account may put something, and its app may not."""
    place = f"the shared drive itself: {FolderPlace(drive).url}" if drive else "a shared drive, or none"
    return (
        "A person made this folder: the scope drive.file does not let the agent put anything into it. "
        f"Name {place}. Once the folder of all records is made, move it into this folder in Drive."
    )


# ---- calendars ---------------------------------------------------------------------------------------


def calendars(wizard: Wizard) -> None:
    """Whether the agent may write on each case manager's calendar, and what they have to click."""
    while closed := _closed(wizard):
        tell("The agent may not write on the calendar of:")
        tell(*(f"  {person.name}, {person.email}" for person in closed))
        tell(*_what_to_do(wizard))
        if not wizard.asker.terminal or not wizard.asker.terminal.confirm(
            "Look again now? (No: go on without; meetings of those are told, and not booked)",
            suggestion=False,
        ):
            return
    tell("The agent may write on each case manager's calendar.")


def _closed(wizard: Wizard) -> list[CaseManager]:
    with wizard.opened() as tools:
        return [person for person in tools.organisation.case_managers if not _may_write(tools, person)]


def _may_write(tools: Tools, person: CaseManager) -> bool:
    try:
        about: dict[str, Any] = tools.google.calendar.access(person.calendar)
    except (AccessDenied, NotFound, SignInError):  # the last: the service account may not act for them
        return False
    return about.get("accessRole") in _WRITERS


def _what_to_do(wizard: Wizard) -> Iterator[str]:
    if wizard.file.value("google", "calendars") == "delegated":
        yield f"An administrator has to delegate that: {wizard.command('auth delegation-link')}"
        return
    robot = wizard.file.value("department", "robot")
    yield "Send them this:"
    yield "  1. Open https://calendar.google.com on a computer."
    yield "  2. On the left, under My calendars, point at your own calendar and click the three dots."
    yield "  3. Settings and sharing > Share with specific people or groups > Add people and groups."
    yield f"  4. Type {robot}, choose the permission Make changes to events, and click Send."
