"""Everything that people typed becomes one Department, without a name in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workspace_agent.intake import SHEETS
from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.contacts import CONTACTS
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.folders import listed
from workspace_agent.intake.form import Answered, read_form
from workspace_agent.intake.gone import (
    absent,
    is_gone,
    standing_in,
)
from workspace_agent.intake.harmless import harmless
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.identify import Identities, Register
from workspace_agent.intake.laid_out import READ, LaidOut, lay_out
from workspace_agent.intake.many_rows import in_one
from workspace_agent.intake.meetings import MEETINGS, parse_nobodys
from workspace_agent.intake.names import NameGuard
from workspace_agent.intake.other_years import told_once
from workspace_agent.intake.pauses import FAILURES, PAUSES, out_of_sight
from workspace_agent.intake.platforms import approved, unapproved_links
from workspace_agent.intake.reading import told
from workspace_agent.intake.recognise import Recognised
from workspace_agent.intake.response import FormRecord, RawForm, RawResponses
from workspace_agent.intake.restricted import contradictions, with_restricted
from workspace_agent.intake.roster import Roster, rows_of_nobody
from workspace_agent.intake.scores import PromptLevels
from workspace_agent.intake.settings_words import settings_words
from workspace_agent.intake.table import RawWorkbook, Row, Sheet, StudentRow, WorkbookFailure
from workspace_agent.intake.titles import shown_names
from workspace_agent.intake.two_forms import Reading, in_one_form
from workspace_agent.model.facts import Department, NobodysMeeting, SheetKey, Workbook
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import USUAL_HOURS, HoursLogPolicy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.question import Question

_NOBODYS_ROW = frozenset(
    {
        ProblemKind.ROW_WITHOUT_STUDENT,
        ProblemKind.UNKNOWN_STUDENT,
        ProblemKind.STUDENT_OF_A_COLLEAGUE,
        ProblemKind.AMBIGUOUS_STUDENT,
        ProblemKind.ERROR_VALUE,
    }
)

_TWICE = frozenset({ProblemKind.TWO_SHEETS, ProblemKind.TWO_FORMS})
_TABS = frozenset({ProblemKind.TAB_WITHOUT_DATES, ProblemKind.TAB_NOT_READ})
_COUNTED = ("students", "meetings", "team")
"""Kinds of which a look remembers how many rows there are; of others only whether there are any."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in.

    Attributes:
        identities: To be saved before the first effect.
        questions: What is not clear about who is who.
        records: Form responses for filing, by response id: they may hold names and live for one pass.
        attempts: Rows of contact attempts by their place, to be quoted as they were typed; the same holds.
        listed: Each student_ref with its rows on the lists of students; the same holds.
        guard: Finds students' names in what is about to leave.
    """

    department: Department
    identities: Identities
    questions: tuple[Question, ...]
    records: Mapping[str, FormRecord] = field(repr=False)
    attempts: Mapping[Cell, Row] = field(repr=False)
    listed: Mapping[str, tuple[StudentRow, ...]] = field(repr=False)
    guard: NameGuard = field(repr=False)


def take_in(  # noqa: PLR0913, PLR0917 - the one place where everything comes together
    organisation: Organisation,
    headings: Headings,
    workbooks: Sequence[RawWorkbook | WorkbookFailure],
    form: RawForm | RawResponses | None,
    identities: Identities,
    sign: Sign,
    fresh: Iterator[str],
    today: date,
    hours_log: HoursLogPolicy = USUAL_HOURS,
) -> Intake:
    """Read all workbooks and the form.

    Args:
        organisation: The department's settings.
        headings: `sheets.toml`.
        workbooks: In the order of the settings, which is the order in which initials are numbered.
        form: None where there is none, or where it could not be read, which the caller tells.
        identities: Who is who, from before.
        sign: The keyed hash.
        fresh: Student refs that were never used.
        today: The date in the department's zone.
        hours_log: What hours are likely.
    """
    laid = lay_out(organisation, headings, workbooks, Register(identities, sign, fresh), today)
    taken = _taken(laid, headings, today, hours_log)
    guard = NameGuard(laid.everybody.named, settings_words(laid.organisation, taken.facts["team"]))
    answered = _answered(form, taken.desk, taken.facts["meetings"], guard)
    return Intake(
        department=_department(laid, taken, answered, headings, guard),
        identities=laid.everybody.identities,
        questions=laid.everybody.questions,
        records=answered.records,
        attempts={row.line: row for sheet in laid.sheets_of(CONTACTS.name) for row in sheet.rows()},
        listed=_by_ref(laid.everybody.named),
        guard=guard,
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """What stands in the sheets.

    Attributes:
        desk: What was known when they were read.
        facts: By field of the Department.
        told_twice: What stands there in two forms that differ.
        untold: What else could not be used.
    """

    desk: Desk
    facts: Mapping[str, Any]
    told_twice: tuple[Problem, ...]
    untold: tuple[Problem, ...]


def _taken(laid: LaidOut, headings: Headings, today: date, hours_log: HoursLogPolicy) -> _Taken:
    everybody = laid.everybody
    desk = Desk(
        laid.organisation,
        everybody.roster,
        {student.ref: student for student in everybody.students},
        today,
        lists_missing=not everybody.whole,
        broken=_broken(laid, headings) | _doubled(laid.unclear, laid.organisation, headings),
        prompt_levels=PromptLevels(headings.prompt_levels),
        hours_log=hours_log,
    )
    readings, told_twice = _in_one_form(_readings(laid.sheets, desk))
    facts, untold = _facts(readings)
    facts["team"] = with_restricted(facts["team"], laid.sheets, desk)
    unseen = out_of_sight(laid.workbooks, laid.unclear, laid.organisation, everybody.roster.owners)
    facts["pauses"] += tuple(unseen)
    return _Taken(desk, facts, tuple(told_twice), (*untold, *contradictions(facts["team"], desk)))


def _by_ref(named: Iterable[tuple[str, StudentRow]]) -> Mapping[str, tuple[StudentRow, ...]]:
    rows: dict[str, tuple[StudentRow, ...]] = {}
    for ref, row in named:
        rows[ref] = (*rows.get(ref, ()), row)
    return rows


def _department(
    laid: LaidOut, taken: _Taken, answered: Answered, headings: Headings, guard: NameGuard
) -> Department:
    organisation, everybody, sheets = laid.organisation, laid.everybody, laid.sheets
    standing = standing_in(everybody.named)
    problems = [
        *_failures(laid.workbooks, organisation),
        *laid.unclear,
        *everybody.problems,
        *taken.told_twice,
        *taken.untold,
        *answered.problems,
    ]
    department = Department(
        organisation,
        students=everybody.students,
        responses=answered.responses,
        folders=tuple(listed(organisation, {book.spreadsheet_id for book in laid.lost})),
        gone=laid.lost,
        absent=absent({ref for ref, _ in everybody.named}, everybody.identities.initials),
        workbooks=tuple(_workbook(book, found, headings, standing) for book, found in laid.books),
        problems=tuple(dict.fromkeys(harmless(one, taken.desk.today) for one in problems)),
        hours_read_for=_hours_read_for(sheets, headings) - _unclear_hours(problems, headings),
        broken=taken.desk.broken | _doubled(taken.told_twice, organisation, headings),
        kept=frozenset((sheet.case_manager, headings.serves(sheet.name)) for sheet in sheets),
        unsettled=_unsettled(sheets, headings, taken.untold)
        | _partly_known(sheets, headings, everybody.roster),
        nobodys=_nobodys(laid.sheets_of(MEETINGS.name), taken.desk),
        form_unread=answered.unread,
        links=(
            *unapproved_links((book for book, _ in laid.books), approved(organisation)),
            *answered.links,
        ),
        shown_names=tuple(shown_names(laid.books, organisation.privacy.titles, guard.shown_in_full)),
    )
    return replace(department, **taken.facts)


def _readings(sheets: Iterable[Sheet], desk: Desk) -> dict[str, list[Reading]]:
    """What all sheets but those of the first kind came to, by field of the Department."""
    readings: dict[str, list[Reading]] = {}
    facts: dict[str, Any] = {}
    desk = replace(desk, read=facts)
    for parser in SHEETS[1:]:
        of_it = readings.setdefault(parser.into, [])
        named = (sheet for sheet in sheets if sheet.name == parser.name)
        of_it += (told_once(Reading(sheet, tuple(parser.parse(sheet, desk)))) for sheet in named)
        facts[parser.into] = tuple(fact for one in of_it for fact in one.facts)
    return readings


def _in_one_form(
    readings: Mapping[str, Sequence[Reading]],
) -> tuple[Mapping[str, Sequence[Reading]], list[Problem]]:
    """Without what stands there in two forms, and what is told of it."""
    settled = {into: in_one_form(of_it, into) for into, of_it in readings.items()}
    told_twice = [problem for _, problems in settled.values() for problem in problems]
    return {into: counting for into, (counting, _) in settled.items()}, told_twice


def _facts(readings: Mapping[str, Sequence[Reading]]) -> tuple[dict[str, Any], list[Problem]]:
    """Facts by field of the Department, and the Problems met."""
    facts = {into: tuple(fact for one in of_it for fact in one.facts) for into, of_it in readings.items()}
    parsed = [one for of_it in readings.values() for reading in of_it for one in reading.parsed]
    problems = [problem for one in parsed for problem in ([one] if isinstance(one, Problem) else told(one))]
    return facts, [*in_one(problems)]


def _answered(
    form: RawForm | RawResponses | None, desk: Desk, meetings: Sequence[Any], guard: NameGuard
) -> Answered:
    settings = desk.organisation.form
    if settings is None or form is None:
        return Answered()
    return read_form(form, settings, desk, meetings, guard)


def _failures(
    workbooks: Iterable[RawWorkbook | WorkbookFailure], organisation: Organisation
) -> Iterator[Problem]:
    """What is told of workbooks that are not read; of those that are gone the brakes tell."""
    for book in workbooks:
        if isinstance(book, WorkbookFailure) and not is_gone(book):
            detail = book.detail or organisation.robot
            yield Problem(FAILURES[book.kind], book.place, book.case_manager, detail=detail)


def _workbook(
    book: RawWorkbook, found: Recognised, headings: Headings, standing: Mapping[str, frozenset[str]]
) -> Workbook:
    kinds = [(headings.serves(sheet.name), sheet) for sheet in found.sheets]
    sheets_of = {name: [sheet for kind, sheet in kinds if kind == name] for name, _ in kinds}
    filled = {name for name, sheets in sheets_of.items() if any(any(sheet.rows()) for sheet in sheets)}
    return Workbook(
        spreadsheet_id=book.spreadsheet_id,
        case_manager=book.case_manager,
        holds_students=book.of_one or "progress monitoring" in book.holds,
        of_one=book.of_one,
        agent_tabs=found.agent_tabs,
        rows={
            name: sum(len([*sheet.rows()]) for sheet in sheets)
            for name, sheets in sheets_of.items()
            if name in _COUNTED
        },
        columns={name: _in_each(sheets) for name, sheets in sheets_of.items()},
        filled=frozenset(filled & headings.optional - {PAUSES.name, *_COUNTED}),
        students=standing.get(book.spreadsheet_id, frozenset()),
    )


def _in_each(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Fields for which all of these sheets have a column."""
    return frozenset.intersection(*(frozenset(sheet.columns) for sheet in sheets))


def _unclear_hours(problems: Iterable[Problem], headings: Headings) -> frozenset[str]:
    """Case managers whose hours stand there twice: what one of the sheets lacks may stand in the other."""
    twice = (problem for problem in problems if problem.kind in _TWICE)
    return frozenset(one.case_manager for one in twice if _doubled_kind(one, headings) == HOURS.into)


def _hours_read_for(sheets: Iterable[Sheet], headings: Headings) -> frozenset[str]:
    """Case managers whose hours could be read: only for them does an empty day mean something."""
    hours = [sheet for sheet in sheets if headings.serves(sheet.name) == "hours"]
    lossy = {sheet.case_manager for sheet in hours if sheet.lost}
    return frozenset({sheet.case_manager for sheet in hours} - lossy)


def _broken(laid: LaidOut, headings: Headings) -> frozenset[SheetKey]:
    """Sheets that should be there and are not, or that lost a column, or that are of nobody known."""
    known = laid.everybody.roster
    keys = [((sheet.whose, headings.serves(sheet.name)), sheet) for sheet in laid.sheets]
    lossy = {key for key, sheet in keys if sheet.lost or sheet.unread or _is_nobodys(sheet, known)}
    wanted = {
        (book.id if book.of_one else person.key, name)
        for person in laid.organisation.case_managers
        for book in person.workbooks
        for name in {*headings.kept_in(book.holds)} - person.keeps_elsewhere(book)
        if name in READ
    }
    return frozenset((wanted - {key for key, _ in keys}) | lossy)


def _is_nobodys(sheet: Sheet, known: Roster) -> bool:
    """It cannot be told which student its workbook holds."""
    return sheet.of_one and sheet.table.spreadsheet_id not in known.owners


def _nobodys(sheets: Iterable[Sheet], desk: Desk) -> tuple[NobodysMeeting, ...]:
    found = (parse_nobodys(sheet, desk) for sheet in sheets)
    return tuple(one for rows in found for one in rows)


def _doubled(
    problems: Iterable[Problem], organisation: Organisation, headings: Headings
) -> frozenset[SheetKey]:
    """Sheets that stand there twice, or whose tab is not read: those that a workbook may do without, too."""
    alone = {book.id for person in organisation.case_managers for book in person.workbooks if book.of_one}
    twice = (problem for problem in problems if problem.kind in _TWICE | _TABS)
    return frozenset((_whose(problem, alone), _doubled_kind(problem, headings)) for problem in twice)


def _doubled_kind(problem: Problem, headings: Headings) -> str:
    """What the sheets are of which there are two, whichever way they are kept."""
    return headings.serves(problem.detail.replace(" ", "_"))


def _whose(problem: Problem, alone: Set[str]) -> str:
    book = getattr(problem.place, "spreadsheet_id", "")
    return book if book in alone else problem.case_manager


def _unsettled(
    sheets: Sequence[Sheet], headings: Headings, problems: Iterable[Problem]
) -> frozenset[SheetKey]:
    """Sheets with a row that could not be given to a student: it may be anybody's."""
    names = {(sheet.table.spreadsheet_id, sheet.table.sheet_id): sheet for sheet in sheets}
    cells = (problem.place for problem in problems if problem.kind in _NOBODYS_ROW)
    found = (names.get((cell.spreadsheet_id, cell.sheet_id)) for cell in cells if isinstance(cell, Cell))
    return frozenset((sheet.whose, headings.serves(sheet.name)) for sheet in found if sheet is not None)


def _partly_known(sheets: Iterable[Sheet], headings: Headings, known: Roster) -> frozenset[SheetKey]:
    """Sheets with a row that may be of a student whose list could not be read: nothing is told of it."""
    about = (one for one in sheets if one.case_manager in known.partly and "student" in one.columns)
    doubtful = (one for one in about if any(rows_of_nobody(one, known)))
    return frozenset((one.whose, headings.serves(one.name)) for one in doubtful)
