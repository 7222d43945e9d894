"""Mail: the agent's own mailbox, which no person uses, and Gmail's limit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from workspace_agent.doctor.apis import GMAIL
from workspace_agent.doctor.check import SIGN_IN, Check, Group, Verdict, fails, passes, warns
from workspace_agent.doctor.installation import Installation
from workspace_agent.doctor.ledger import LEDGER_FILE
from workspace_agent.doctor.settings import READ
from workspace_agent.doctor.sign_in import SIGNED_IN, scope_check
from workspace_agent.duties.wording import mail_waits
from workspace_agent.google.scopes import COMPOSE
from workspace_agent.ledger.gmail_limit import mail_waits_until
from workspace_agent.model.counting import counted
from workspace_agent.sign_in import command


def checks(here: Installation) -> Iterator[Check]:
    """All of this group."""
    yield Check("mailbox", partial(_mailbox, here), (scope_check(COMPOSE),))
    yield Check("drafts", partial(_drafts, here), ("mailbox", LEDGER_FILE))
    yield Check("Gmail's limit", partial(_limit, here), (LEDGER_FILE,))


GROUP = Group("Mail", checks, (READ, SIGNED_IN, GMAIL))


def _mailbox(here: Installation) -> Verdict:
    address = here.google.gmail.address().casefold()
    if address != here.robot:
        return fails(
            f"Mail would go out from another account than {here.robot} (department.robot).",
            f"Correct the address in agent.toml, or sign in as it; type: {command('login', here.settings)}",
            exit_code=SIGN_IN,
        )
    return passes(f"Mail goes out as {address}.")


def _drafts(here: Installation) -> Verdict:
    """A draft that vanishes counts as sent: somebody who tidies up here would lose a mail."""
    in_doubt = {entry.remote_id for entry in (here.ledger.in_doubt() if here.ledger else ())}
    others = sum(draft not in in_doubt for draft in here.google.gmail.drafts())
    if others:
        return warns(
            f"{counted(others, 'draft')} in the mailbox that no run is sending: does a person use it?",
            "Let nobody use this mailbox: a draft of the agent's that a person deletes counts as sent. Then "
            f"delete the drafts of {here.robot}.",
        )
    return passes("No draft of anybody's lies in it.")


def _limit(here: Installation) -> Verdict:
    until = mail_waits_until(here.ledger, here.clock()) if here.ledger else None
    if until:
        return warns(f"{mail_waits(until, here.organisation.zone)}.", "Nothing: later runs send what is due.")
    return passes("Gmail takes mail, as far as is known.")
