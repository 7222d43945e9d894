"""The Students sheet: one row per student. The only sheet that says who exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from workspace_agent.intake.captions import is_name
from workspace_agent.intake.desk import Desk, SheetParser
from workspace_agent.intake.identify import normal_number
from workspace_agent.intake.names import folded
from workspace_agent.intake.pauses import paused
from workspace_agent.intake.reading import (
    Conversion,
    Fault,
    as_choice,
    as_date,
    as_tick,
    date_until,
    not_long_ago,
    plain,
    problem,
    read,
)
from workspace_agent.intake.student_record import student_record
from workspace_agent.intake.table import Kind, RawCell, Row, Sheet, StudentRow
from workspace_agent.intake.words import PLAN_TYPES, choices
from workspace_agent.model import dates
from workspace_agent.model.due_dates import reevaluation_follows, review_follows
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Field, Missing, Unreadable, Value, known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import PlanType

_MIDDLE_INITIAL = re.compile(r"[^\W\d_]\.")
_ONE_WORD = re.compile(r"[^\s.,]+")
_LONGEST_NAME, _LONGEST_NUMBER = 100, 40
_FOLDER = re.compile(r"https://drive\.google\.com/\S*/folders/((?=\S*\d)[\w-]{19,80})(?:[/?#]\S*)?", re.ASCII)
"""The whole link: an id alone looks like a title without spaces, which may be a name, and would be sent to
Drive in the address of a request."""
_WHO = frozenset({"first", "last", "name", "preferred", "id", "district"})
"""Fields that say who it is: a number in one of them may be a count."""

_TWO_PLANS = frozenset(
    {
        "both",
        "both plans",
        *(
            f"{one}{between}{other}"
            for one, other in (("iep", "504"), ("504", "iep"))
            for between in (" + ", "+", " & ", "&", " and ", ", ")
        ),
    }
)
"""An IEP and a 504 plan at once. `IEP/504` is what headings say, and may stand for either."""

_plan_type = as_choice({**PLAN_TYPES, **dict.fromkeys(_TWO_PLANS, PlanType.IEP)}, choices(PlanType))


def parse(sheet: Sheet, desk: Desk) -> Iterator[StudentRow | Problem]:
    """Rows that say who a student is. `student` makes facts of them once it is known who is who."""
    if {"first", "last"} & set(sheet.lost):
        return
    for row in sheet.rows():
        names = _names(row)
        if isinstance(names, Problem):
            yield names
        else:
            yield from _student_row(row, names, desk)


def _names(row: Row) -> tuple[str, str] | Problem:
    """First and last name, from two columns or from one; of who has one name, that and nothing."""
    columns = ("first", "last") if {"first", "last"} <= row.sheet.columns.keys() else ("name",)
    if only := _only_name(row, columns):
        return only, ""
    faults = ((name, fault) for name in columns if (fault := _fault(row.raw(name))))
    if first := next(faults, None):
        return problem(row, *first)
    if columns == ("name",):
        parts = _parted(row.raw("name").text)
    else:
        parts = row.raw("first").text, row.raw("last").text
    if _says_nothing_else(row) and not is_name(*(parts or (row.raw("name").text,))):
        return problem(row, columns[0], ProblemKind.NOT_A_NAME)
    return parts or problem(row, "name", ProblemKind.NAME_IN_ONE)


def _only_name(row: Row, columns: tuple[str, ...]) -> str:
    """The one word that stands under these columns, where the rest of the row says that it is a student's.

    Of several words one may be the name that is missing under the other heading.
    """
    filled = [raw for name in columns if not (raw := row.raw(name)).blank]
    is_one = len(filled) == 1 and _fault(filled[0]) is None and bool(_ONE_WORD.fullmatch(filled[0].text))
    wanted = [{"id"}] if columns == ("name",) else [{"id"}, {"district", "plan"}]
    known_as = any(not any(row.raw(name).blank for name in fields) for fields in wanted)
    return filled[0].text if is_one and known_as and not _says_nothing_else(row) else ""


def _says_nothing_else(row: Row) -> bool:
    """No plan and no date stands beside the name: it may be a note, or a label of a count."""
    return all(row.raw(name).idle for name in row.sheet.columns if name not in _WHO)


def _fault(raw: RawCell) -> ProblemKind | None:
    """Why a cell holds no name."""
    if raw.blank:
        return ProblemKind.ROW_WITHOUT_STUDENT
    if raw.kind is Kind.ERROR:
        return ProblemKind.ERROR_VALUE
    fits = len(raw.text) <= _LONGEST_NAME and any(map(str.isalpha, raw.text))
    return None if fits else ProblemKind.NOT_A_NAME


def _parted(name: str) -> tuple[str, str] | None:
    """`Last, First`, or two words; of more words nobody can tell where the last name begins."""
    last, comma, first = name.partition(",")
    if comma:
        given = first.partition(",")[0].strip()
        return (given, last.strip()) if given and last.strip() else None
    words = [word for word in name.split() if not _MIDDLE_INITIAL.fullmatch(word)]
    return (words[0], words[1]) if len(words) == 2 else None


def _student_row(row: Row, names: tuple[str, str], desk: Desk) -> Iterator[StudentRow | Problem]:
    number, district, same = read(row, "id", _as_number), _district(row, desk.organisation), _same(row)
    yield from (field.problem for field in (number, district, same) if isinstance(field, Unreadable))
    preferred, left = row.raw("preferred"), known(_exit(row))
    unfit = _fault(preferred)
    if unfit and not preferred.blank:
        yield problem(row, "preferred", unfit)
    yield StudentRow(
        row=row,
        district=known(district) or "",
        number=known(number) or "",
        first=names[0],
        last=names[1],
        preferred="" if unfit else preferred.text,
        left=left if left and left <= desk.today else None,
        same=known(same),
    )


def _same(row: Row) -> Field[bool]:
    """The answer to a question about this row. An unticked box says nothing, as everywhere."""
    if row.raw("same_student").idle:
        return Missing(row.place("same_student"))
    return read(row, "same_student", as_tick)


def _district(row: Row, organisation: Organisation) -> Field[str]:
    """Key of the district; where none is typed, the only one that the case manager serves."""
    raw, place = row.raw("district"), row.place("district")
    served = organisation.case_manager(row.sheet.case_manager).districts
    if raw.blank and len(served) == 1:
        return Value(served[0], place)
    for district in organisation.districts:
        if folded(raw.text) in {folded(district.name), folded(district.key)}:
            return Value(district.key, place)
    return Unreadable(problem(row, "district", ProblemKind.UNKNOWN_DISTRICT), place)


def _as_number(raw: RawCell) -> str | Fault:
    if raw.kind not in {Kind.NUMBER, Kind.TEXT} or len(raw.text) > _LONGEST_NUMBER:
        return Fault(ProblemKind.NOT_A_NUMBER)
    return normal_number(raw.text)


def student(typed: StudentRow, ref: str, initials: str, today: date, *, held: bool) -> Student:
    """The facts of a row whose student is known.

    Args:
        typed: A row with a known district.
        ref: The student's key.
        initials: As printed.
        today: The last day on which a past review or evaluation can have been.
        held: A question about who this is stands open.
    """
    row = typed.row.of(ref)
    done, due = (_of_ours(convert, typed, today) for convert in (date_until(today), as_date))
    return Student(
        ref=ref,
        initials=initials,
        district=typed.district,
        case_manager=typed.case_manager,
        plan_type=read(row, "plan", _plan_type),
        last_annual_review=read(row, "last_annual_review", done),
        last_evaluation=read(row, "last_evaluation", done),
        exit=_exit(row),
        row=row.line,
        annual_review_due=read(row, "annual_review_due", due),
        reevaluation_due=read(row, "reevaluation_due", due),
        record=student_record(row, today),
        held=held,
        paused=paused(row),
        transferred_on=_transferred_on(row),
        folder=read(row, "folder", _as_folder),
        two_plans=plain(row.raw("plan").text) in _TWO_PLANS,
    )


def _of_ours(convert: Conversion[date], typed: StudentRow, today: date) -> Conversion[date]:
    """Whoever has left was last reviewed however long ago."""
    return convert if typed.left else not_long_ago(convert, today)


def _as_folder(raw: RawCell) -> str | Fault:
    found = _FOLDER.fullmatch(raw.meant)
    return found[1] if found else Fault(ProblemKind.NOT_A_FOLDER)


def _exit(row: Row) -> Field[date]:
    """Whoever answers `no` has not left."""
    stays = plain(row.raw("exit").text) in {"no", "n"}
    return Missing(row.place("exit")) if stays else read(row, "exit", as_date)


def _transferred_on(row: Row) -> Field[date] | None:
    """The day of enrollment of a student who came from another agency; it matters for no other."""
    came = read(row, "transfer", _as_origin)
    if isinstance(came, Missing):
        came = read(row, "entered_from", _as_transfer)
    if isinstance(came, Unreadable):
        return came
    return read(row, "enrolled", as_date) if known(came) else None


def _as_origin(raw: RawCell) -> bool:
    """Where from: whatever stands there, but a no."""
    return as_tick(raw) is not False


def _as_transfer(raw: RawCell) -> bool:
    """Any way of coming may stand here, so a transfer has to be called one."""
    return any(word.startswith("transfer") for word in plain(raw.text).split())


def disagreements(facts: Student) -> Iterator[Problem]:
    """Due dates that do not follow from the dates of the last ones in the same row."""
    yield from _disagreement(facts, facts.last_annual_review, facts.annual_review_due, review_follows)
    yield from _disagreement(facts, facts.last_evaluation, facts.reevaluation_due, reevaluation_follows)


def _disagreement(
    facts: Student, last: Field[date], due: Field[date], follows: Callable[[date, date], bool]
) -> Iterator[Problem]:
    if isinstance(last, Value) and isinstance(due, Value) and not follows(last.value, due.value):
        detail = dates.words(last.value)
        yield Problem(ProblemKind.TWO_DATES, due.cell, facts.case_manager, facts.ref, detail=detail)


STUDENTS = SheetParser("students", "students", parse)
