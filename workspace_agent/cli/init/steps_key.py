"""The steps of `init` about the alias key, and what an earlier installation left in Drive and Calendar.

The key is never printed but as its recovery code, and that only until somebody has typed it back.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from workspace_agent.cli.init import checks
from workspace_agent.cli.init.asking import Question, Terminal
from workspace_agent.cli.init.wizard import Wizard, tell
from workspace_agent.ledger.keys import AliasKey, key_print_of
from workspace_agent.ledger.recovery import recovery_code, secret_from
from workspace_agent.model.errors import SettingsError

if TYPE_CHECKING:
    from workspace_agent.tools import Tools

RECOVERY_CODE_TO = Question(
    "recovery_code_to", "A new file for the recovery code, to be printed and then deleted:", checks.new_file
)

_WHAT_FOR = (
    "The agent knows each student by keyed hashes, and this key is a file on this machine: {path}",
    "Whoever loses it loses who is who. Its recovery code brings it back, and is shown this once.",
    "Write it on paper, for a safe that this machine does not stand in:",
)


def alias_key(wizard: Wizard) -> None:
    """A key that is kept, and a recovery code that is written down."""
    with wizard.opened() as tools:
        known = tools.known_key_prints()
        if wizard.wishes.adopt and not known:
            raise SettingsError(
                "Drive shows no folder of all records of an earlier installation.",
                advice="sign in as the account that made it, with the same OAuth client (workspace-agent "
                "init --adopt --from sign-in); or set up anew, without --adopt",
            )
        if known and tools.key.is_new:
            tell(*_why_a_code(wizard, tools))
            _bring_back(tools, _typed_code(wizard.asker.terminal))
            return
        tools.check_key()
        path, secret = tools.key.path, tools.key.secret
    _hand_over(wizard, path, secret)


def _why_a_code(wizard: Wizard, tools: Tools) -> Iterator[str]:
    """Somebody who sets up anew is not prepared to be asked for the code of a key that is none of theirs."""
    from workspace_agent.duties.folders import ROOT  # noqa: PLC0415 - heavy
    from workspace_agent.observe.root import root_link  # noqa: PLC0415 - heavy

    link = root_link(tools.google, tools.ledger.files().get(ROOT))
    if not link:
        yield f"{tools.settings.state} remembers an earlier alias key, and {tools.key.path} is not there."
        return
    yield f"Drive shows a folder of all records, made with an earlier alias key: {link}"
    yield "Type the recovery code of that key, and the folder is taken over; or put its alias.key back into"
    yield f"{tools.key.path.parent}. If it is from a rehearsal: stop here (Ctrl-C), sign in to Drive as"
    yield f"{tools.organisation.robot}, move the folder to the trash, delete it there for good, and type:"
    yield f"  {wizard.command('init')}"


def needs_of_alias_key(wizard: Wizard) -> Iterable[Question]:
    """Paper, or a file to print."""
    return () if _will_be_restored(wizard) else (RECOVERY_CODE_TO,)


def _will_be_restored(wizard: Wizard) -> bool:
    return wizard.wishes.adopt


# ---- the code is written down ------------------------------------------------------------------------


def _hand_over(wizard: Wizard, path: Path, secret: bytes) -> None:
    code = recovery_code(secret)
    if not wizard.asker.terminal or wizard.has(RECOVERY_CODE_TO):
        _print_to_file(wizard.asker.ask(RECOVERY_CODE_TO), code)
        return
    tell(*(line.format(path=path) for line in _WHAT_FOR), "", *_in_rows(code), "")
    wizard.asker.terminal.wait_for("Is it on paper?")
    Console().clear()
    tell("Type it from the paper, to see that nothing is misread. Capitals and spaces do not count.")
    wizard.asker.terminal.text("Recovery code:", "", _same_as(secret))
    Console().clear()
    tell("It is right. Keep the paper; nobody is shown the code again.")


def _in_rows(code: str) -> Iterator[str]:
    groups = code.split(" ")
    yield from ("    " + "  ".join(groups[start : start + 7]) for start in range(0, len(groups), 7))


def _print_to_file(path: Path, code: str) -> None:
    from workspace_agent.secret_file import write_secret  # noqa: PLC0415 - heavy

    write_secret(path, "\n".join([*_in_rows(code), ""]).encode())
    tell(
        f"The recovery code of the alias key is in {path}.",
        "Print it, put the paper into a safe, and delete the file.",
    )


def _same_as(secret: bytes) -> checks.Check:
    def check(typed: str) -> bytes:
        if _secret(typed) != secret:
            raise ValueError("this is the code of another key")
        return secret

    return check


def _secret(typed: str) -> bytes:
    try:
        return secret_from(typed)
    except SettingsError as error:
        raise ValueError(str(error)) from None


# ---- and brings the key back -------------------------------------------------------------------------


def restore_key(tools: Tools, terminal: Terminal | None) -> None:
    """Bring back a lost key from its recovery code, or see that the paper is right.

    Raises:
        SettingsError: It is no code, or that of another key than the one that was used here.
    """
    secret = _typed_code(terminal)
    if tools.key.is_new:
        _bring_back(tools, secret)
        return
    if tools.key.secret != secret:
        raise SettingsError(
            f"{tools.key.path} is there, and this is not its recovery code.",
            advice="if the file is the wrong one, move it away, and type the command again",
        )
    tell(f"{tools.key.path} is there, and this is its recovery code: the paper is right.")


def _bring_back(tools: Tools, secret: bytes) -> None:
    restored = AliasKey(tools.key.path, secret, is_new=True)
    known = tools.known_key_prints()
    if known - {key_print_of(restored)}:
        raise SettingsError(
            "This is the recovery code of another alias key than the one that the folders in Drive were made "
            "with.",
            advice="look for the paper of this department, and type its code",
        )
    restored.keep()
    proof = "It is the one that was used before." if known else "Nothing was made with any key yet."
    tell(f"{restored.path} is back. {proof}")


def _typed_code(terminal: Terminal | None) -> bytes:
    """Not as a flag: those stay in the history of the shell."""
    if terminal is None:
        tell("The recovery code is read from standard input.")
        return secret_from(sys.stdin.readline())
    secret = secret_from(terminal.text("Recovery code of the alias key, from the paper:", "", _secret))
    Console().clear()
    return secret


# ---- what is there already ---------------------------------------------------------------------------


def adopt(wizard: Wizard) -> None:
    """Say what an earlier installation left, which the first run takes over."""
    from workspace_agent.duties.folders import ROOT, case_manager_of  # noqa: PLC0415 - heavy
    from workspace_agent.observe.files import Archivist  # noqa: PLC0415 - heavy

    with wizard.opened() as tools:
        tools.check_key()
        robot, ledger = tools.organisation.robot, tools.ledger
        cabinet = Archivist(tools.google, robot, tools.sign, ledger.files(), ledger.looks()).read()
        meetings = sum(_meetings(tools, person.calendar) for person in tools.organisation.case_managers)
    kinds = Counter(key.partition("/")[0] for key in cabinet.files)
    tell(f"Folder of all records: {cabinet.files[ROOT].link}")
    tell("In it, and on calendars, the agent's own:")
    tell(*(f"  {_KINDS.get(kind, kind)}: {count}" for kind, count in sorted(kinds.items())))
    tell(f"  meetings: {meetings}", "They are taken over as they are: nothing is made a second time.")
    known = {person["key"] for person in wizard.file.all_of("case_managers")}
    if strangers := {case_manager_of(key) for key in cabinet.files} - known - {""}:
        tell(
            f"Folders of case managers who are not in agent.toml: {', '.join(sorted(strangers))}.",
            "Who works here under another key now would get new folders. To correct the keys:",
            f"  {wizard.command('init --adopt --from case-managers')}",
        )


_KINDS = {
    "folder": "folders",
    "record": "records of form responses",
    "review": "form responses kept for review",
    "evidence": "records of contact attempts",
    "progress": "progress sheets",
    "private": "private spreadsheets",
    "access_record": "months of the access record",
}


def _meetings(tools: Tools, calendar: str) -> int:
    from workspace_agent.model.errors import GoogleRefusal  # noqa: PLC0415 - heavy

    try:
        return len(tools.google.calendar.list(calendar, privateExtendedProperty="wa=1"))
    except GoogleRefusal:
        tell(f"  the calendar {calendar} cannot be seen")
        return 0
