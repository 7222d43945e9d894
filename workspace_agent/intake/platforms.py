"""Links to platforms that are not approved, in any cell of a department's workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from workspace_agent.intake.agent_tab import is_agents
from workspace_agent.intake.table import Kind, RawCell, RawWorkbook, Table
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.privacy import UnapprovedLink

_GOOGLE = ("google.com", "forms.gle")
_MEETINGS = (
    "zoom.us",
    "zoomgov.com",
    "teams.microsoft.com",
    "teams.live.com",
    "webex.com",
    "gotomeeting.com",
    "whereby.com",
    "bluejeans.com",
    "ringcentral.com",
)
"""How a meeting is joined is for the people who meet, wherever the link stands: no file lies there."""

_LINK = re.compile(r"""(?:[a-z][a-z\d+.-]*://|(?<![\w.@/-])(?=www\.))([^\s/?#<>"]+)""")
_HOST = re.compile(r"\w[\w-]*(?:\.[\w-]+)+")


def approved(organisation: Organisation) -> tuple[str, ...]:
    """Hosts to which a link may lead, each with all hosts below it."""
    return (*_GOOGLE, *_MEETINGS, *organisation.privacy.approved_hosts, *sorted(organisation.domains))


def unapproved_links(books: Iterable[RawWorkbook], hosts: tuple[str, ...]) -> Iterator[UnapprovedLink]:
    """Cells with a link to any other host; read or not, hidden or not. The agent's own tabs are left out.

    Of a cell that is merged or filled downwards the first is told.
    """
    for book in books:
        for table in book.tables:
            if not is_agents(table):
                yield from _of_table(table, book.case_manager, hosts)


def _of_table(table: Table, case_manager: str, hosts: tuple[str, ...]) -> Iterator[UnapprovedLink]:
    for row, column in sorted({*_typed(table, hosts), *_behind(table, hosts)}):
        yield UnapprovedLink(table.cell(row, column), case_manager)


def _behind(table: Table, hosts: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Cells that lead elsewhere, whatever they show."""
    for (row, column), link in table.links.items():
        if leads_elsewhere(link, hosts) and table.links.get((row - 1, column)) != link:
            yield row, column


def _typed(table: Table, hosts: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Cells whose text holds such a link."""
    links = _texts(table, hosts)
    if not links:
        return
    above: tuple[RawCell, ...] = ()
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if id(cell) in links and above[column : column + 1] != (cell,):
                yield row, column
        above = cells


def _texts(table: Table, hosts: tuple[str, ...]) -> frozenset[int]:
    """The cells, by identity, that hold such a link: cells that are alike are one, and each is read once."""
    cells = list(chain.from_iterable(table.rows))
    distinct = dict(zip(map(id, cells), cells, strict=True))
    return frozenset(
        key
        for key, cell in distinct.items()
        if cell.kind is Kind.TEXT and leads_elsewhere(str(cell.value), hosts)
    )


def leads_elsewhere(text: str, hosts: tuple[str, ...]) -> bool:
    """The text holds a link to a host that is neither one of these nor below one.

    What counts is the host that a browser would go to: of `https://docs.google.com@files.example/` it is
    `files.example`. A link inside a link counts, too. Without `://` only what begins with `www.` is taken for
    a link; an address for e-mail is none.
    """
    folded = text.casefold()
    if ":" not in folded and "www." not in folded:
        return False
    legible = unquote(folded).replace("\\", "/")  # to a browser both are the same
    return any(not _is_approved(host, hosts) for host in _hosts(legible))


def _hosts(text: str) -> Iterator[str]:
    for link in _LINK.finditer(text):
        found = _HOST.match(link[1].rpartition("@")[2])
        if found:
            yield found[0]


def _is_approved(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)
