"""Everything that people typed becomes one Department, without a name in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workspace_agent.intake import SHEETS
from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.aside import by_their_titles
from workspace_agent.intake.common_words import common_words
from workspace_agent.intake.contacts import CONTACTS
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.folders import fitted, listed
from workspace_agent.intake.form import Answered, read_form
from workspace_agent.intake.gone import (
    absent,
    found_elsewhere,
    gone,
    is_gone,
    missed,
    standing_in,
    without_unmissed,
)
from workspace_agent.intake.headings import Headings
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.identify import Identities, Register
from workspace_agent.intake.meetings import MEETINGS, parse_nobodys
from workspace_agent.intake.names import NameGuard
from workspace_agent.intake.next_year import settled
from workspace_agent.intake.pauses import FAILURES, out_of_sight
from workspace_agent.intake.people import people
from workspace_agent.intake.platforms import approved, unapproved_links
from workspace_agent.intake.reading import told
from workspace_agent.intake.recognise import Recognised, recognise
from workspace_agent.intake.response import FormRecord, RawForm, RawResponses
from workspace_agent.intake.roster import Roster, rows_of_nobody
from workspace_agent.intake.scores import PromptLevels
from workspace_agent.intake.table import RawWorkbook, Row, Sheet, StudentRow, WorkbookFailure
from workspace_agent.intake.titled import by_title
from workspace_agent.intake.titles import shown_names
from workspace_agent.intake.two_forms import Reading, in_one_form
from workspace_agent.model.facts import Department, NobodysMeeting, SheetKey, Workbook
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import USUAL_HOURS, HoursLogPolicy
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.question import Question

READ = frozenset(parser.name for parser in SHEETS)
_NOBODYS_ROW = frozenset(
    {
        ProblemKind.ROW_WITHOUT_STUDENT,
        ProblemKind.UNKNOWN_STUDENT,
        ProblemKind.AMBIGUOUS_STUDENT,
        ProblemKind.ERROR_VALUE,
    }
)

_TWICE = frozenset({ProblemKind.TWO_SHEETS, ProblemKind.TWO_FORMS})
_COUNTED = ("students", "meetings", "team")


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in.

    Attributes:
        identities: To be saved before the first effect.
        questions: What is not clear about who is who.
        records: Form responses for filing, by response id: they may hold names and live for one pass.
        attempts: Rows of contact attempts by their place, to be quoted as they were typed; the same holds.
        listed: Each student_ref with its row on a list of students; the same holds.
        guard: Finds students' names in what is about to leave.
    """

    department: Department
    identities: Identities
    questions: tuple[Question, ...]
    records: Mapping[str, FormRecord] = field(repr=False)
    attempts: Mapping[Cell, Row] = field(repr=False)
    listed: Mapping[str, StudentRow] = field(repr=False)
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
    workbooks = by_their_titles(workbooks, organisation, today)
    organisation, workbooks = fitted(*settled(organisation, workbooks, headings), headings)
    books = _recognised(workbooks, organisation, headings)
    sheets = [sheet for _, found in books for sheet in found.sheets]
    everybody = people(sheets, organisation, Register(identities, sign, fresh), today)
    books = [(book, by_title(found, headings, everybody.roster)) for book, found in books]
    sheets = [sheet for _, found in books for sheet in found.sheets]
    students = {student.ref: student for student in everybody.students}
    there = found_elsewhere((ref for ref, _ in everybody.named), everybody.identities.aliases)
    workbooks = missed(workbooks, there)
    lost, workbooks = tuple(gone(workbooks)), without_unmissed(workbooks)
    unclear = [problem for _, found in books for problem in found.problems]
    broken = _broken(organisation, headings, sheets, everybody.roster) | _doubled(unclear, organisation)
    levels = PromptLevels(headings.prompt_levels)
    desk = Desk(
        organisation,
        everybody.roster,
        students,
        today,
        lists_missing=not everybody.whole,
        broken=broken,
        prompt_levels=levels,
        hours_log=hours_log,
    )
    readings, told_twice = _in_one_form(_readings(sheets, desk))
    facts, untold = _facts(readings)
    broken |= _doubled(told_twice, organisation)
    facts["pauses"] += tuple(out_of_sight(workbooks, unclear, organisation, everybody.roster.owners))
    guard = NameGuard(everybody.named, common_words(organisation, facts["team"]))
    answered = _answered(form, desk, facts["meetings"], guard)
    standing = standing_in(everybody.named)
    problems = [
        *_failures(workbooks, organisation),
        *unclear,
        *everybody.problems,
        *told_twice,
        *untold,
        *answered.problems,
    ]
    department = Department(
        organisation,
        students=everybody.students,
        responses=answered.responses,
        folders=tuple(listed(organisation, {book.spreadsheet_id for book in lost})),
        gone=lost,
        absent=absent(lost, everybody.identities.initials),
        workbooks=tuple(_workbook(book, found, headings, standing) for book, found in books),
        problems=tuple(dict.fromkeys(problems)),
        hours_read_for=_hours_read_for(sheets, headings) - _of_whom(told_twice),
        broken=broken,
        kept=frozenset((sheet.case_manager, headings.serves(sheet.name)) for sheet in sheets),
        unsettled=_unsettled(sheets, headings, untold) | _partly_known(sheets, headings, everybody.roster),
        nobodys=_nobodys(sheets, desk),
        form_unread=answered.unread,
        links=tuple(unapproved_links((book for book, _ in books), approved(organisation))),
        shown_names=tuple(shown_names(books, organisation.privacy.titles, guard.shown_in_full)),
    )
    return Intake(
        department=replace(department, **facts),
        identities=everybody.identities,
        questions=everybody.questions,
        records=answered.records,
        attempts={row.line: row for sheet in sheets if sheet.name == CONTACTS.name for row in sheet.rows()},
        listed=dict(everybody.named),
        guard=guard,
    )


def _recognised(
    workbooks: Iterable[RawWorkbook | WorkbookFailure], organisation: Organisation, headings: Headings
) -> list[tuple[RawWorkbook, Recognised]]:
    return [
        (book, recognise(book, headings, READ, spared(book, organisation), elsewhere(book, organisation)))
        for book in workbooks
        if isinstance(book, RawWorkbook)
    ]


def spared(book: RawWorkbook, organisation: Organisation) -> frozenset[str]:
    """Where meetings are booked without a box, there is no column for it to miss; nor for an only student."""
    box = {"book"} if organisation.is_settled(book.spreadsheet_id) else set()
    return frozenset(box | ({"student"} if book.of_one else set()))


def elsewhere(book: RawWorkbook, organisation: Organisation) -> frozenset[str]:
    """Kinds of sheets that another workbook of the case manager holds instead."""
    person = organisation.case_manager(book.case_manager)
    return next(
        (person.keeps_elsewhere(one) for one in person.workbooks if one.id == book.spreadsheet_id),
        frozenset(),
    )


def _readings(sheets: Iterable[Sheet], desk: Desk) -> dict[str, list[Reading]]:
    """What all sheets but those of the first kind came to, by field of the Department."""
    readings: dict[str, list[Reading]] = {}
    facts: dict[str, Any] = {}
    desk = replace(desk, read=facts)
    for parser in SHEETS[1:]:
        of_it = readings.setdefault(parser.into, [])
        named = (sheet for sheet in sheets if sheet.name == parser.name)
        of_it += (Reading(sheet, tuple(parser.parse(sheet, desk))) for sheet in named)
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
    return facts, problems


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
    kinds = [(kind, sheet) for sheet in found.sheets if (kind := headings.serves(sheet.name)) in _COUNTED]
    counted = {name: [sheet for kind, sheet in kinds if kind == name] for name, _ in kinds}
    return Workbook(
        spreadsheet_id=book.spreadsheet_id,
        case_manager=book.case_manager,
        holds_students=book.of_one or "progress monitoring" in book.holds,
        of_one=book.of_one,
        agent_tabs=found.agent_tabs,
        rows={name: sum(len([*sheet.rows()]) for sheet in sheets) for name, sheets in counted.items()},
        columns={name: _in_each(sheets) for name, sheets in counted.items()},
        students=standing.get(book.spreadsheet_id, frozenset()),
    )


def _in_each(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Fields for which all of these sheets have a column."""
    return frozenset.intersection(*(frozenset(sheet.columns) for sheet in sheets))


def _of_whom(told_twice: Iterable[Problem]) -> frozenset[str]:
    """Case managers whose hours stand there twice and differ."""
    return frozenset(problem.case_manager for problem in told_twice if problem.detail == HOURS.name)


def _hours_read_for(sheets: Iterable[Sheet], headings: Headings) -> frozenset[str]:
    """Case managers whose hours could be read: only for them does an empty day mean something."""
    hours = [sheet for sheet in sheets if headings.serves(sheet.name) == "hours"]
    lossy = {sheet.case_manager for sheet in hours if sheet.lost}
    return frozenset({sheet.case_manager for sheet in hours} - lossy)


def _broken(
    organisation: Organisation, headings: Headings, sheets: Iterable[Sheet], known: Roster
) -> frozenset[SheetKey]:
    """Sheets that should be there and are not, or that lost a column, or that are of nobody known."""
    keys = [((sheet.whose, headings.serves(sheet.name)), sheet) for sheet in sheets]
    lossy = {key for key, sheet in keys if sheet.lost or sheet.unread or _is_nobodys(sheet, known)}
    wanted = {
        (book.id if book.of_one else person.key, name)
        for person in organisation.case_managers
        for book in person.workbooks
        for name in {*headings.kept_in(book.holds)} - person.keeps_elsewhere(book)
        if name in READ
    }
    return frozenset((wanted - {key for key, _ in keys}) | lossy)


def _is_nobodys(sheet: Sheet, known: Roster) -> bool:
    """It cannot be told which student its workbook holds."""
    return sheet.of_one and sheet.table.spreadsheet_id not in known.owners


def _nobodys(sheets: Iterable[Sheet], desk: Desk) -> tuple[NobodysMeeting, ...]:
    found = (parse_nobodys(sheet, desk) for sheet in sheets if sheet.name == MEETINGS.name)
    return tuple(one for rows in found for one in rows)


def _doubled(problems: Iterable[Problem], organisation: Organisation) -> frozenset[SheetKey]:
    """Sheets that stand there twice, so that neither is read: those that a workbook may do without, too."""
    alone = {book.id for person in organisation.case_managers for book in person.workbooks if book.of_one}
    twice = (
        problem for problem in problems if problem.kind in {ProblemKind.TWO_SHEETS, ProblemKind.TWO_FORMS}
    )
    return frozenset((_whose(problem, alone), problem.detail.replace(" ", "_")) for problem in twice)


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
