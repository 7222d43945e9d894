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

_RECORDING = re.compile(
    r"/(?:rec|recordings?|recordingservice|clips|file|doc|whiteboards?|ldr\.php|lsr\.php)(?:/|$)"
)
"""Below these paths such platforms keep files."""

_FILE_HOSTS = (
    "dropbox.com",
    "onedrive.live.com",
    "1drv.ms",
    "box.com",
    "icloud.com",
    "wetransfer.com",
    "mega.nz",
)
"""Known so well that people type them without `https://`."""

_SAME_TO_A_BROWSER = str.maketrans("。．｡\\", ".../")
_MOST_DECODED = 5
_BARE = rf"www\.|(?:[\w-]+\.)*(?:{'|'.join(map(re.escape, _FILE_HOSTS))})/"
_LINK = re.compile(
    r"(?:https?:/*|[a-z][a-z\d+.-]{0,20}://|(?<![\w:./-])//|(?<=/url\?q=)(?!https?:)"
    rf"|(?<![\w.@/-])(?={_BARE}))"
    r"""([^\s/?#<>"]+)(?=(/[^\s?#<>"]*)?)"""
)
_HOST = re.compile(r"\w[\w-]*(?:\.[\w-]+)+")
_FILE_SERVER = re.compile(r"(?<![\w+.-])(?:file|smb|afp|nfs):/|(?<![\w:./-])//[\w-]+/\w")
_HAS_SCHEME = re.compile(r"[a-z][a-z\d+-]*:|[#/\\]", re.IGNORECASE)


def approved(organisation: Organisation) -> tuple[str, ...]:
    """Hosts to which a link may lead, each with all hosts below it."""
    return (*_GOOGLE, *organisation.privacy.approved_hosts, *sorted(organisation.domains))


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
        if leads_elsewhere(_in_full(link), hosts) and table.links.get((row - 1, column)) != link:
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


def _in_full(link: str) -> str:
    """A formula may lead to a host that it names without `https://`; `#` is a place in the same workbook."""
    return link if _HAS_SCHEME.match(link) else f"https://{link}"


def leads_elsewhere(text: str, hosts: tuple[str, ...]) -> bool:
    """The text holds a link to a host that is neither one of these nor below one, or to a server of files.

    What counts is the host that a browser would go to: of `https://docs.google.com@files.example/` it is
    `files.example`. A link inside a link counts, too, however often it is escaped. Without `://` only what
    begins with `www.` or with a well-known host of files is taken for a link; an address for e-mail is none.
    """
    folded = text.casefold()
    if not (":" in folded or "/" in folded or "\\" in folded or "www." in folded):
        return False
    return any(_leads(stage.translate(_SAME_TO_A_BROWSER), hosts) for stage in _decoded(folded))


def _decoded(text: str) -> Iterator[str]:
    """As it stands, and with what is escaped made legible, step by step."""
    for _ in range(_MOST_DECODED):
        yield text
        before, text = text, unquote(text)
        if text == before:
            return


def _leads(text: str, hosts: tuple[str, ...]) -> bool:
    if _FILE_SERVER.search(text):
        return True
    return any(not (_is_below(host, hosts) or _joins(host, path)) for host, path in _links(text))


def _links(text: str) -> Iterator[tuple[str, str]]:
    """Host and path of each."""
    for link in _LINK.finditer(text):
        found = _HOST.match(link[1].rpartition("@")[2])
        if found:
            yield found[0], link[2] or ""


def _is_below(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def _joins(host: str, path: str) -> bool:
    return _is_below(host, _MEETINGS) and not _RECORDING.search(path)
