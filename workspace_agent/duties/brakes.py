"""The brakes: too much at once waits until a person approves just that, and nothing else waits with it.

A source is what one case manager keeps, workbooks and calendar. Each source and each kind of action has a
brake of its own, so that one emptied workbook, or one first run, stops nobody else. What is taken away is
counted by what it is, so that no single cancellation waits because a colleague left many guest lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from workspace_agent.duties import lost_sheets, lost_workbooks
from workspace_agent.duties.folders import CASE_MANAGER
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.meetings_actions import TakeGuestsOff
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.facts import Department, SheetKey
from workspace_agent.model.place import FolderPlace, LinkPlace, Place, SpreadsheetPlace
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.policy import BrakesPolicy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, Look, Seen
from workspace_agent.model.waits import Item, Stop, approval
from workspace_agent.model.workbook_folders import GoneWorkbook

_TOLD, _GUESTS, _READERS, _HANDED = "told", "guests", "readers", "handed over"
_MANY_HANDED = 3
"""One or two students change hands on any day; of more a share says something, however short the list is."""
_BOOKS = "workbooks"
_IN_WORKBOOKS = ("students", "meetings", "team", "contacts")
"""What is gone with workbooks that are."""

_THINGS = {
    "meetings": ("meeting", "meetings"),
    "filing": ("record", "records"),
    "sharing": ("share of a folder", "shares of folders"),
    "digest": ("mail", "mails"),
    "progress_sheets": ("progress sheet", "progress sheets"),
    "access_record": ("month of the access record", "months of the access record"),
    _TOLD: ("meeting whose guests get a mail", "meetings whose guests get a mail"),
    _GUESTS: ("meeting that would lose guests", "meetings that would lose guests"),
    _READERS: ("reader of a folder or record", "readers of folders or records"),
    _HANDED: ("student's folder that would go to another", "students' folders that would go to others"),
}
"""What actions are counted as, one and many: by their duty, where nothing else is said."""


def caps(actions: Iterable[Action], department: Department, circumstances: Circumstances) -> tuple[Stop, ...]:
    """Kinds of a source of which more is wanted than a run does unasked."""
    limits = _limits(circumstances.policy.brakes)
    groups = _groups(actions, circumstances)
    return tuple(
        _too_many(source, kind, group, limits[kind], department)
        for (source, kind), group in sorted(groups.items(), key=lambda pair: (pair[0][0], pair[0][1].value))
        if kind in limits and len(group) > limits[kind]
    )


def removals(
    actions: Iterable[Action], department: Department, seen: Seen, circumstances: Circumstances
) -> tuple[Stop, ...]:
    """Sources of which too much would be taken away, or that have lost many rows."""
    groups = _groups(actions, circumstances)
    fewer = [one for one in _counted_sheets(department, seen, circumstances) if one.shrank(circumstances)]
    gone = lost_workbooks.missed(department, circumstances.approved)
    missed = lost_sheets.missed(department, seen, circumstances.approved)
    sources = sorted(
        {source for source, kind in groups if kind is Kind.REMOVE}
        | {one.source for one in fewer}
        | {one.case_manager for one in gone}
        | {one.case_manager for one in missed}
    )
    return tuple(
        stop
        for source in sources
        for stop in _stops_of(
            _Source(source, department, seen, circumstances),
            groups.get((source, Kind.REMOVE), []),
            [one for one in fewer if one.source == source],
        )
    )


def _stops_of(source: _Source, group: Sequence[Action], fewer: Sequence[_SheetRows]) -> Iterator[Stop]:
    """Where the workbook of one student shrank, what is that student's waits, and nothing else with it."""
    left, owners = list(group), {one.whose for one in fewer} - {source.key}
    for spreadsheet_id in sorted(owners):
        own = [action for action in left if source.is_of(action, spreadsheet_id)]
        left = [action for action in left if action not in own]
        yield _removal_stop(source, own, [one for one in fewer if one.whose == spreadsheet_id])
    shared = [one for one in fewer if one.whose == source.key]
    yield from _removal_stops(source, left, shared)
    yield from _lost_stop(source, {book for one in shared for book in one.gone})
    yield from _missed_stop(source)


def shrunk(department: Department, seen: Seen, circumstances: Circumstances) -> frozenset[SheetKey]:
    """Sheets of which many rows, or all, are gone, and nobody has said that this is meant."""
    missed = lost_sheets.missed(department, seen, circumstances.approved)
    return frozenset(one.key for one in missed) | frozenset(
        (one.whose, kind)
        for one in _counted_sheets(department, seen, circumstances)
        if one.shrank(circumstances)
        for kind in (_IN_WORKBOOKS if one.name == _BOOKS else (one.name,))
    )


def looks(department: Department, seen: Seen, circumstances: Circumstances) -> tuple[Look, ...]:
    """The last good look at each sheet: while it is shrunk and nobody approved, that is the look before."""
    sheets = _sheets(department, seen)
    return (
        *(Look(one.subject, str(one.was if one.shrank(circumstances) else one.now)) for one in sheets),
        *lost_sheets.looks(department, seen, circumstances.approved),
        *lost_workbooks.looks(department, circumstances.approved),
    )


# ---- too much at once


def _limits(brakes: BrakesPolicy) -> dict[Kind, int]:
    return {
        Kind.CREATE: brakes.creations,
        Kind.DRAW: brakes.drawings,
        Kind.SHARE: brakes.shares,
        Kind.MAIL: brakes.mails,
    }


def _groups(actions: Iterable[Action], circumstances: Circumstances) -> dict[tuple[str, Kind], list[Action]]:
    """By source and kind, without what a person has approved."""
    groups: dict[tuple[str, Kind], list[Action]] = {}
    for action in actions:
        if action.item not in circumstances.approved:
            groups.setdefault((action.case_manager, _braked_as(action)), []).append(action)
    return groups


def _braked_as(action: Action) -> Kind:
    """A change of which people get a mail counts with the mails; a removal is a removal first."""
    return Kind.MAIL if action.kind is Kind.CHANGE and action.mails else action.kind


def _counted_as(action: Action) -> str:
    if isinstance(action, HandOver):
        return _HANDED
    if action.kind is Kind.REMOVE:
        lost = {"sharing": _READERS, "meetings": _GUESTS if isinstance(action, TakeGuestsOff) else "meetings"}
        return lost.get(action.duty, action.duty)
    return _TOLD if _braked_as(action) is not action.kind else action.duty


def _too_many(source: str, kind: Kind, group: Sequence[Action], limit: int, department: Department) -> Stop:
    items = frozenset(action.item for action in group)
    told = Problem(
        ProblemKind.TOO_MANY_AT_ONCE,
        _place(source, department),
        source,
        detail=f"{_counted(Counter(map(_counted_as, group)))} (the limit is {limit})",
        approval=approval(source, kind, items),
    )
    return Stop(source, kind, items, (told,))


def _counted(counts: Mapping[str, int]) -> str:
    """`12 meetings and 1 record`."""
    words = {what: _THINGS.get(what, (what, what)) for what in counts}
    return " and ".join(f"{count} {words[what][count != 1]}" for what, count in counts.items())


def _place(source: str, department: Department) -> Place:
    """The first workbook of the source; what is nobody's own lies in Drive."""
    books = [book for book in department.workbooks if book.holds_students and book.case_manager == source]
    if not books:
        return LinkPlace("https://drive.google.com/", "Drive")
    return SpreadsheetPlace(books[0].spreadsheet_id)


# ---- taken away, or gone


@dataclass(frozen=True, slots=True)
class _SheetRows:
    """How many rows one sheet holds, or a folder workbooks, and held at the last good look.

    Attributes:
        gone: Of a folder the workbooks that are missed.
    """

    source: str
    whose: str
    place: SpreadsheetPlace | FolderPlace
    name: str
    was: int
    now: int
    gone: frozenset[GoneWorkbook] = frozenset()

    @property
    def subject(self) -> str:
        book = getattr(self.place, "spreadsheet_id", "")
        return f"source/{book}/{self.name}"

    @property
    def items(self) -> frozenset[Item]:
        """What an approval of this loss covers."""
        lost = frozenset(map(lost_workbooks.item, self.gone))
        return lost or frozenset({(self.subject, f"{self.was} to {self.now}")})

    def shrank(self, circumstances: Circumstances) -> bool:
        """It lost all its rows, or a large share of them, and nobody has said that this is meant."""
        brakes, lost = circumstances.policy.brakes, self.was - self.now
        emptied = self.now == 0 < self.was
        many = self.was >= brakes.of_at_least and 100 * lost >= brakes.shrunk_percent * self.was
        return (emptied or many) and not self.items <= circumstances.approved


def _sheets(department: Department, seen: Seen) -> list[_SheetRows]:
    """All sheets that could be read, with the look before; at a first look that is this one."""
    found = [
        _SheetRows(book.case_manager, book.whose, SpreadsheetPlace(book.spreadsheet_id), name, now, now)
        for book in department.workbooks
        for name, now in book.rows.items()
    ]
    looks = [seen.looks.get(one.subject) for one in found]
    return [
        replace(one, was=int(last.shown)) if last else one for one, last in zip(found, looks, strict=True)
    ]


def _folders(department: Department, circumstances: Circumstances) -> Iterator[_SheetRows]:
    """Folders of workbooks: what is missed from them was there, however long ago it went."""
    missed = lost_workbooks.missed(department, circumstances.approved)
    for one in department.folders:
        gone = frozenset(book for book in missed if book.folder_id == one.folder_id)
        owner, place, was = one.case_manager, FolderPlace(one.folder_id), one.count + len(gone)
        yield _SheetRows(owner, owner, place, _BOOKS, was, one.count, gone)


def _counted_sheets(department: Department, seen: Seen, circumstances: Circumstances) -> list[_SheetRows]:
    return [*_sheets(department, seen), *_folders(department, circumstances)]


@dataclass(frozen=True, slots=True)
class _Source:
    """What is known of one case manager's workbooks and calendar."""

    key: str
    department: Department
    seen: Seen
    circumstances: Circumstances

    def standing(self, what: str, count: int) -> int:
        """Of how many `count` would go: meetings to come, students; of others only they are known."""
        if what == _HANDED:
            return max(count, self._students())
        return max(count, self._meetings() if what in {"meetings", _GUESTS} else 0)

    def is_of(self, action: Action, spreadsheet_id: str) -> bool:
        """The action is about the student whose row stands in this workbook."""
        student = self.department.by_ref.get(action.student_ref)
        return student is not None and student.row.spreadsheet_id == spreadsheet_id

    def _students(self) -> int:
        """Folders of students that are with this case manager."""
        files = self.seen.files.values()
        return sum(file.marks.get(CASE_MANAGER) == self.key and not file.trashed for file in files)

    def _meetings(self) -> int:
        people = self.department.organisation.case_managers
        calendars = {person.calendar for person in people if person.key == self.key}
        events = (event for event in self.seen.events if event.calendar in calendars)
        return sum(e.state is EventState.OPEN and e.end > self.circumstances.now for e in events)


def _removal_stops(source: _Source, group: Sequence[Action], shrunk: Sequence[_SheetRows]) -> Iterator[Stop]:
    """All removals of a source that shrank; else those of which too much would go at once."""
    if shrunk:
        yield _removal_stop(source, group, shrunk)
        return
    for what in dict.fromkeys(map(_counted_as, group)):
        taken = [action for action in group if _counted_as(action) == what]
        if _is_over(source, what, len(taken)):
            yield _removal_stop(source, taken, ())


def _removal_stop(source: _Source, group: Sequence[Action], shrunk: Sequence[_SheetRows]) -> Stop:
    lost = frozenset[Item]().union(*(sheet.items for sheet in shrunk))
    items = lost | {action.item for action in group}
    approves = approval(source.key, Kind.REMOVE, items)
    counts = Counter(map(_counted_as, group))
    problems = [*_gone(source, shrunk, approves), *_taken_away(source, counts, approves)]
    return Stop(source.key, Kind.REMOVE, items, tuple(problems))


def _lost_stop(source: _Source, told: Set[GoneWorkbook]) -> Iterator[Stop]:
    """Workbooks that are gone, and too few for anything else to wait."""
    missed = lost_workbooks.missed(source.department, source.circumstances.approved)
    lost = [book for book in missed if book.case_manager == source.key and book not in told]
    if lost:
        items = frozenset(map(lost_workbooks.item, lost))
        approves = approval(source.key, Kind.REMOVE, items)
        problems = tuple(lost_workbooks.problem(book, approves) for book in lost)
        yield Stop(source.key, Kind.REMOVE, items, problems)


def _missed_stop(source: _Source) -> Iterator[Stop]:
    """Sheets that are gone and on which nothing hangs that could be taken away: nothing else waits."""
    missed = lost_sheets.missed(source.department, source.seen, source.circumstances.approved)
    lost = [one for one in missed if one.case_manager == source.key]
    if lost:
        items = frozenset(one.item for one in lost)
        approves = approval(source.key, Kind.REMOVE, items)
        yield Stop(source.key, Kind.REMOVE, items, tuple(lost_sheets.problems(lost, approves)))


def _is_over(source: _Source, what: str, count: int) -> bool:
    brakes, standing = source.circumstances.policy.brakes, source.standing(what, count)
    enough = count >= _MANY_HANDED if what == _HANDED else standing >= brakes.of_at_least
    return enough and 100 * count > brakes.removals_percent * standing


def _gone(source: _Source, shrunk: Sequence[_SheetRows], approves: str) -> Iterator[Problem]:
    for place in dict.fromkeys(sheet.place for sheet in shrunk):
        sheets = [sheet for sheet in shrunk if sheet.place == place]
        detail = ", ".join(f"{sheet.name}: {sheet.was} before, {sheet.now} now" for sheet in sheets)
        of_folder = isinstance(place, FolderPlace)
        kind = ProblemKind.BOOKS_SHRANK if of_folder else ProblemKind.SOURCE_SHRANK
        yield Problem(kind, place, source.key, detail=detail, approval=approves)
    for book in sorted((book for sheet in shrunk for book in sheet.gone), key=lost_workbooks.item):
        yield lost_workbooks.problem(book, approves)


def _taken_away(source: _Source, counts: Mapping[str, int], approves: str) -> Iterator[Problem]:
    said = (
        f"{_counted(Counter({what: count}))} of {source.standing(what, count)}"
        for what, count in counts.items()
    )
    if detail := " and ".join(said):
        place = _place(source.key, source.department)
        yield Problem(ProblemKind.TOO_MANY_REMOVALS, place, source.key, detail=detail, approval=approves)
