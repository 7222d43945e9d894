"""The ledger and the alias key that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workspace_agent.doctor.check import SETTINGS, Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.settings import READ
from workspace_agent.ledger.keys import how_to_put_back, key_print_of
from workspace_agent.model.counting import counted

LEDGER_FILE = "ledger"
ALIAS = "alias key"


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check(LEDGER_FILE, partial(_file, here))
    yield Check(ALIAS, partial(_alias, here), (LEDGER_FILE,))
    yield Check("effects in doubt", partial(_doubts, here), (LEDGER_FILE,))


GROUP = Group("Ledger", checks, (READ,))


def _file(here: Installation) -> Verdict:
    ledger = here.ledger
    if ledger is None:
        return passes("Not there yet: the first run makes it.")
    if not ledger.is_whole():
        return fails(
            f"{here.ledger_path} is damaged.",
            "Put the last good copy of state/backups in its place: workspace-agent restore FILE. Where there "
            "is none, move it away: the next run finds everything again by its marks.",
            exit_code=SETTINGS,
        )
    students, done = counted(len(ledger.students()), "student"), counted(len(ledger.done()), "thing")
    return passes(f"Whole; {students} known, {done} done.")


def _alias(here: Installation) -> Verdict:
    key, known = here.alias_key, here.ledger.meta("key_print") if here.ledger else ""
    if key.is_new and known:
        return fails(
            f"{key.path} is missing.",
            how_to_put_back(key.path),
            exit_code=SETTINGS,
        )
    if key.is_new:
        return passes("Not there yet: the first run makes it.")
    if known and known != key_print_of(key):
        return fails(
            f"{key.path} is not the key of this ledger.",
            how_to_put_back(key.path),
            exit_code=SETTINGS,
        )
    return passes("There; keep a copy of it, or its recovery code, apart from the ledger.")


def _doubts(here: Installation) -> Verdict:
    count = len(here.ledger.in_doubt()) if here.ledger else 0
    if count:
        return warns(
            f"{counted(count, 'effect')} in doubt: a run was stopped, or an answer of Google's was lost.",
            "Let the next run look them up: workspace-agent run",
        )
    return passes("None.")
