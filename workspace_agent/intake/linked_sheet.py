"""Reads the sheets into which the responses to a form go: a row for each, a column for each question.

Forms heads the first column `Timestamp`, and one `Email Address` where it collects them; the others have the
titles of the questions. People insert columns and sort rows, so none of them is known by where it stands. Of
columns with one heading (a question that was made again leaves the old one behind) whatever is filled counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from workspace_agent.intake.aliases import Sign
from workspace_agent.intake.heading_words import normal_heading
from workspace_agent.intake.known_again import prints_of, record_of, rows_known_again
from workspace_agent.intake.question_map import FIELDS, NEEDED, Question, by_field, likely
from workspace_agent.intake.reading import Fault, as_moment, as_time
from workspace_agent.intake.response import RawResponses, Replies, Reply
from workspace_agent.intake.table import Kind, RawCell, Table
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.place import letters
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.zones import zone_called

_TIMESTAMP = "timestamp"
_ADDRESSES = ("email address", "username")
_WHO = frozenset({"student", "student id"})
_ESSENTIAL = ("meeting date", "purposes", "held")
"""With the student, without which a row says nothing."""


@dataclass(frozen=True, slots=True)
class ResponseSheet:
    """A sheet that holds responses, by its Timestamp column.

    Attributes:
        time: 0-based column of the Timestamp.
        address: Of the respondent's address, where there is one.
        columns: 0-based columns by heading in one form, without those two.
        titles: What each heading is, as it was typed.
        questions: Headings by the field that the settings say they hold, of those that are there.
    """

    table: Table
    time: int
    address: int | None
    columns: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, str]
    questions: Mapping[str, tuple[str, ...]]

    @property
    def asked(self) -> list[Question]:
        """Its headings as questions."""
        return [Question(key, title) for key, title in self.titles.items()]

    def is_of(self, settings: PostIepForm) -> bool:
        """Whether it has most of the questions that the settings name: another form may have a few."""
        return 2 * len(self.questions) >= len(by_field(settings))

    def lost(self, settings: PostIepForm) -> frozenset[str]:
        """Fields without which its rows say nothing, and for which the column that is named is not there."""
        named = by_field(settings).keys()
        who = frozenset() if _WHO & self.questions.keys() else _WHO & named
        return who | {name for name in _ESSENTIAL if name in named - self.questions.keys()}


def response_sheets(tables: tuple[Table, ...], settings: PostIepForm) -> list[ResponseSheet]:
    """The sheets of a spreadsheet that hold responses, be it to this form or another one."""
    found = (_response_sheet(table, settings) for table in tables)
    return [sheet for sheet in found if sheet is not None]


def _response_sheet(table: Table, settings: PostIepForm) -> ResponseSheet | None:
    typed = [" ".join(cell.text.split()) for cell in (table.rows[0] if table.rows else ())]
    keys = [normal_heading(text) for text in typed]
    if _TIMESTAMP not in keys:
        return None
    time = keys.index(_TIMESTAMP)
    address = next((at for at, key in enumerate(keys) if key in _ADDRESSES), None)
    asked = [at for at, key in enumerate(keys) if key and at not in {time, address}]
    columns = {keys[at]: tuple(one for one in asked if keys[one] == keys[at]) for at in asked}
    named = by_field(settings).items()
    there = {name: tuple(key for key in keys if key in columns) for name, keys in named}
    questions = {name: keys for name, keys in there.items() if keys}
    return ResponseSheet(table, time, address, columns, {keys[at]: typed[at] for at in asked}, questions)


def replies(raw: RawResponses, settings: PostIepForm, since: datetime, sign: Sign) -> Replies:
    """Responses that count, each once and as last submitted, in the order of their times."""
    place, zone = settings.place, zone_called(raw.workbook.zone)
    if zone is None:
        return Replies(problems=(Problem(ProblemKind.NOT_A_ZONE, place),), unread=True)
    every = response_sheets(raw.workbook.tables, settings)
    sheets = [sheet for sheet in every if sheet.is_of(settings)]
    whole = [sheet for sheet in sheets if not sheet.lost(settings)]
    problems = [problem for sheet in every for problem in _problems(sheet, settings)]
    if not sheets:
        problems.append(Problem(ProblemKind.MISSING_SHEET, place, detail="form responses"))
    rows = [row for sheet in whole for row in _rows(sheet, settings, zone, sign)]
    counted = [row for row in rows if isinstance(row, Reply) and row.submitted >= since]
    return Replies(
        replies=rows_known_again(counted, raw.known),
        problems=(*problems, *(row for row in rows if isinstance(row, Problem))),
        unread=len(whole) < max(len(sheets), 1),
    )


def _problems(sheet: ResponseSheet, settings: PostIepForm) -> Iterator[Problem]:
    place = sheet.table.line(0)
    if not sheet.is_of(settings):
        yield from (Problem(ProblemKind.RESPONSES_ELSEWHERE, place),) if sheet.questions else ()
        return
    lost = sheet.lost(settings)
    for name in sorted({*NEEDED, *by_field(settings)} - sheet.questions.keys(), key=FIELDS.index):
        kind = ProblemKind.MISSING_HEADING if name in lost else ProblemKind.QUESTION_MISSING
        yield Problem(kind, place, detail=name, perhaps=_perhaps(sheet, name, settings))


def _perhaps(sheet: ResponseSheet, name: str, settings: PostIepForm) -> str:
    found = likely(name, sheet.asked, settings)
    return f"heading in {letters(sheet.columns[found.key][0])}1" if found else ""


def _rows(sheet: ResponseSheet, settings: PostIepForm, zone: tzinfo, sign: Sign) -> Iterator[Reply | Problem]:
    """Below the headings; a row without a time is told where a question is answered in it."""
    verified = settings.email_addresses == "verified"
    for index in range(1, len(sheet.table.rows)):
        at, answers = as_moment(sheet.table.at(index, sheet.time)), _answers(sheet, index)
        if at is not None:
            moment = at.replace(tzinfo=zone).astimezone(UTC)
            address = _address(sheet, index) if verified else ""
            yield _reply(sheet, index, moment, address, answers, sign)
        elif any(answers[key] for keys in sheet.questions.values() for key in keys):
            yield Problem(ProblemKind.RESPONSE_UNTIMED, sheet.table.line(index))


def _address(sheet: ResponseSheet, index: int) -> str:
    return "" if sheet.address is None else sheet.table.at(index, sheet.address).text


def _answers(sheet: ResponseSheet, index: int) -> dict[str, tuple[str, ...]]:
    """Texts by heading; what stands in several columns of one heading in the same words counts once."""
    said = {
        key: [_text(sheet.table.at(index, at)) for at in columns] for key, columns in sheet.columns.items()
    }
    return {key: tuple(dict.fromkeys(text for text in texts if text)) for key, texts in said.items()}


def _text(raw: RawCell) -> str:
    """An answer as the form itself would give it: dates and times are serials in a sheet."""
    if raw.kind in {Kind.DATE, Kind.DATE_TIME}:
        return str(as_moment(raw) or raw.text).removesuffix(" 00:00:00")
    said = as_time(raw) if raw.kind is Kind.TIME else raw.text
    return raw.text if isinstance(said, Fault) else str(said)


def _reply(
    sheet: ResponseSheet,
    index: int,
    moment: datetime,
    address: str,
    answers: Mapping[str, tuple[str, ...]],
    sign: Sign,
) -> Reply:
    prints = prints_of(moment, address, answers, sheet.questions, sign)
    return Reply(
        place=sheet.table.line(index),
        response_id=prints.sent,
        record=record_of(prints.sent, sign),
        prints=replace(prints, sheets=(sheet.table.sheet_id,)),
        created=moment,
        submitted=moment,
        address=address,
        answers=answers,
        questions=sheet.questions,
        titles=sheet.titles,
    )
