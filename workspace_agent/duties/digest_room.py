"""How much fits into one mail: rows of every table, and of the rest how many and where to read on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workspace_agent.duties.digest import Block, Line, More, Section
from workspace_agent.duties.digest_rows import Row, Tone
from workspace_agent.model.agent_tab import SHEET_ID
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.place import Cell, SpreadsheetPlace

TABLE_ROWS = 60
"""Longest table: beyond it a link says more than a list."""

ROOM = 84_000
"""Characters for all blocks: Gmail clips a mail at about 102 KB, and the frame comes on top."""

FEWEST_ROWS = 3
"""What a table shows even where those before it have used up the room."""

AS_MANY_AS_FIT = 1_000
"""More rows than there is ever room for."""

MOST_LINKS = 4
"""So many case managers are named where not all rows of theirs are shown."""

_LINK = 230
"""Characters of one."""

_LOUD = frozenset({Tone.PAST_DUE, Tone.AT_RISK})


def fitted(
    department: Department, blocks: Sequence[Block], above: Sequence[Line], most: int = AS_MANY_AS_FIT
) -> tuple[Block, ...]:
    """The blocks with as many rows as fit into one mail; of the rest, how many and where.

    Args:
        department: With the workbooks where one reads on.
        blocks: In order.
        above: What stands above them and takes room too.
        most: Rows of all tables together, but for the few that each shows in any case.
    """
    workbooks = _links(department)
    sections = [block for block in blocks if isinstance(block, Section)]
    taken = sum(map(_links_of, sections)) + sum(one.weight for one in (*blocks, *above))
    counts = iter(_counts(sections, ROOM - taken, most))
    return tuple(
        _cut(block, next(counts), workbooks) if isinstance(block, Section) else block for block in blocks
    )


def _links_of(section: Section) -> int:
    """Characters of the links to what may not be shown."""
    people = {row.owner for row in section.rows[FEWEST_ROWS:]}
    return _LINK * min(len(people), MOST_LINKS + 1)


def _cut(section: Section, count: int, workbooks: Mapping[str, str]) -> Section:
    total = section.total or sum(row.count for row in section.rows)
    return replace(
        section, rows=section.rows[:count], total=total, more=_more(section.rows[count:], workbooks)
    )


def _counts(sections: Sequence[Section], room: int, most: int) -> list[int]:
    """How many rows of each fit: a few of each in any case."""
    counts = [min(FEWEST_ROWS, len(one.rows)) for one in sections]
    room -= sum(row.weight for one in sections for row in one.rows[:FEWEST_ROWS])
    for index, row in _in_turn(sections):
        room -= row.weight
        if room < 0 or sum(counts) >= most:
            break
        counts[index] += 1
    return counts


def _in_turn(sections: Sequence[Section]) -> Iterator[tuple[int, Row]]:
    """The rows after the first few: of what is urgent all, then one of each other table after the other."""
    loud = [index for index, one in enumerate(sections) if one.tone in _LOUD]
    for index in loud:
        yield from ((index, row) for row in sections[index].rows[FEWEST_ROWS:TABLE_ROWS])
    quiet = [index for index in range(len(sections)) if index not in loud]
    for place in range(FEWEST_ROWS, TABLE_ROWS):
        for index in quiet:
            yield from ((index, row) for row in sections[index].rows[place : place + 1])


def _links(department: Department) -> dict[str, str]:
    """Where to read on, by key of the case manager: the Agent tab, else the workbook."""
    people = {person.key for person in department.organisation.case_managers}
    return {
        workbook.case_manager: _tab(workbook)
        for workbook in department.workbooks
        if workbook.holds_students and workbook.case_manager in people
    }


def _tab(workbook: Workbook) -> str:
    if workbook.agent_tabs.own is None:
        return SpreadsheetPlace(workbook.spreadsheet_id).url
    return Cell(workbook.spreadsheet_id, SHEET_ID, "A1").url


def _more(hidden: Sequence[Row], workbooks: Mapping[str, str]) -> tuple[More, ...]:
    """Of whom most is hidden, each with a link; the others together, with that of the first of them."""
    first = {row.owner: row for row in reversed(hidden)}
    counts = Counter[str]()
    for row in hidden:
        counts[row.owner] += row.count
    people = sorted(counts, key=lambda key: (-counts[key], first[key].case_manager, key))
    named, others = people[:MOST_LINKS], people[MOST_LINKS:]
    if len(others) == 1:
        named, others = people, []
    links = {key: workbooks.get(key, first[key].url) for key in people}
    more = [More(first[key].case_manager, counts[key], links[key]) for key in named]
    if others:
        together = f"{len(others)} others, beginning with {first[others[0]].case_manager}"
        more.append(More(together, sum(counts[key] for key in others), links[others[0]]))
    return tuple(more)
