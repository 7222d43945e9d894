"""`digest preview`, `digest send` and `digest list`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import (
    AsJson,
    AsOf,
    Config,
    asked_at,
    load_settings,
    opened_to_act,
    opened_to_look,
    remembered_by,
)
from workspace_agent.cli.page import open_page, write_page
from workspace_agent.model.errors import NotThere

if TYPE_CHECKING:
    from workspace_agent.duties.digest_recipients import Recipient
    from workspace_agent.duties.digests import Mailing
    from workspace_agent.ledger.told_to import ToldTo
    from workspace_agent.model.action import Outcome

Json = dict[str, Any]

ME = "me"

app = typer.Typer(help="The mails to manager, supervisors, case managers and CSS.", no_args_is_help=True)

For = Annotated[
    str,
    typer.Option(
        "--for", metavar="KEY", help="Whose: manager, a supervisor's or case manager's key, css-<district>."
    ),
]
Html = Annotated[Path | None, typer.Option("--html", help="Write the HTML to this file as well.")]
Open = Annotated[bool, typer.Option("--open", help="Show it in the browser as well.")]
To = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="me|KEY",
        help="me: the manager's, to the agent's own mailbox; a key: that person's own, to that person.",
    ),
]


@app.callback()
def _group() -> None:
    """The mails to manager, supervisors, case managers and CSS."""


@app.command()
def preview(
    config: Config = Path("config"),
    as_of: AsOf = "",
    recipient: For = "manager",
    html: Html = None,
    open_: Open = False,
) -> None:
    """Print a digest as it would be sent now. Nothing is sent, and nothing is marked as sent."""
    from workspace_agent.effects.digest_render import render_html, render_text  # noqa: PLC0415 - heavy
    from workspace_agent.think import preview as compose  # noqa: PLC0415 - heavy

    with opened_to_look(config, as_of) as tools:
        digest = compose(tools, _called(tools.digest_recipients, "--for", recipient))
    print(render_text(digest))
    if html is not None:
        write_page(html, render_html(digest))
    if open_:
        open_page(render_html(digest))


@app.command()
def send(to: To, config: Config = Path("config"), as_of: AsOf = "") -> None:
    """Send a copy of a digest now. It is marked as a copy; what is due is sent as if nothing had been."""
    from workspace_agent.copies import exit_code, send_copy  # noqa: PLC0415 - heavy

    with opened_to_act(config, as_of) as tools:
        of = tools.digest_recipients[0] if to == ME else _called(tools.digest_recipients, "--to", to, ME)
        own = tools.organisation.robot
        outcome = send_copy(tools, of, replace(of, key=ME, email=own) if to == ME else of)
    print(_sent(outcome, to), file=sys.stderr)
    raise typer.Exit(exit_code(outcome))


def _sent(outcome: Outcome, to: str) -> str:
    from workspace_agent.duties.wording import failure  # noqa: PLC0415 - heavy

    problem = failure(outcome)
    if problem is None:
        return f"A copy was sent to {'the agent itself' if to == ME else to}."
    return f"{problem.sentence}\nWhat to do: ask for it again later; a copy is not sent by itself."


def _called(recipients: Iterable[Recipient], option: str, name: str, *others: str) -> Recipient:
    """Whom a key means.

    Raises:
        NotThere: Nobody who works here now and gets a digest: an address is no key. What was typed is not
            repeated, as it could be a name.
    """
    from workspace_agent.duties.digests import recipient_called  # noqa: PLC0415 - heavy

    everybody = tuple(recipients)
    if found := recipient_called(everybody, name):
        return found
    keys = ", ".join((*others, *(one.key for one in everybody)))
    raise NotThere(f"{option}: nobody here who gets a digest has this key.", advice=f"name one of: {keys}")


@app.command("list")
def list_(config: Config = Path("config"), as_of: AsOf = "", json: AsJson = False) -> None:
    """Tell who gets which digest when, which was sent last and when the next is due. Google is not asked."""
    from workspace_agent.duties.digest_recipients import recipients  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.keys import alias_key, signer  # noqa: PLC0415 - heavy
    from workspace_agent.ledger.told_to import ToldTo  # noqa: PLC0415 - heavy
    from workspace_agent.tools import ALIAS_KEY  # noqa: PLC0415 - heavy

    settings = load_settings(config)
    moment = asked_at(as_of, settings)
    today = moment.astimezone(settings.agent.time_zone).date()
    with remembered_by(settings) as ledger:
        sign = signer(alias_key(settings.secrets / ALIAS_KEY).secret)
        everybody = recipients(settings.agent.organisation_on(today), today)
        content = [_line(one, ToldTo(ledger, one, sign) if ledger else None, moment) for one in everybody]
    if json:
        print(show.as_json({"switch": settings.agent.features.digest.value, "digests": content}))
    else:
        print(_table(content, settings.agent.features.digest.value))


def _line(recipient: Recipient, told_to: ToldTo | None, moment: datetime) -> Json:
    from workspace_agent.cli.status import local  # noqa: PLC0415 - heavy
    from workspace_agent.duties.digest_send import period_of  # noqa: PLC0415 - heavy

    zone = recipient.time_zone
    last = next(told_to.digests(), None) if told_to else None
    return {
        "key": recipient.key,
        "digest": recipient.edition.value,
        "to": recipient.email,
        "when": _when(recipient),
        "last_sent": local(last.at, zone) if last else "",
        "last_period": period_of(last.key) if last else "",
        "next_due": local(_coming(recipient, told_to, moment), zone),
        "zone": recipient.zone,
    }


def _coming(recipient: Recipient, told_to: ToldTo | None, moment: datetime) -> datetime | None:
    """Since when the first one is due that is not settled: whose time was put later has had this week's."""
    from workspace_agent.duties.digest_period import next_due  # noqa: PLC0415 - heavy
    from workspace_agent.duties.digests import mailing_for  # noqa: PLC0415 - heavy

    after: datetime | None = moment
    while after:
        found = mailing_for(recipient, after)
        if found and not _is_settled(found, told_to, moment):
            return found.since
        after = next_due(after, recipient.at, recipient.time_zone)
    return None


def _is_settled(found: Mailing, told_to: ToldTo | None, moment: datetime) -> bool:
    from workspace_agent.mails import is_settled  # noqa: PLC0415 - heavy

    if told_to is None:
        return found.until is not None
    return is_settled(found, told_to.ledger, moment, told_to.sign)


def _when(recipient: Recipient) -> str:
    at = recipient.at
    days = {"week": at.weekday, "day": "Monday to Friday"}.get(at.every)
    return f"{days} {at.time:%H:%M}" if days else "never"


_COLUMNS = {
    "key": "KEY",
    "digest": "DIGEST",
    "to": "TO",
    "when": "WHEN",
    "last_sent": "LAST SENT",
    "next_due": "NEXT DUE",
    "zone": "ZONE",
}


def _table(content: list[Json], switch: str) -> str:
    rows = [tuple(_COLUMNS.values()), *(tuple(one[name] or "-" for name in _COLUMNS) for one in content)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    off = [] if switch == "on" else [f'Nothing is sent: digest = "{switch}" under [features] in agent.toml.']
    return "\n".join((*off, *lines))
