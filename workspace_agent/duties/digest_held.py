"""Meetings that were held, and which of their papers are not on record: one line for each meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.duties.digest import Section
from workspace_agent.duties.digest_rows import Mark, Row, Rows, Tone
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Student
from workspace_agent.model.place import Place
from workspace_agent.model.policy import Policy
from workspace_agent.rules import pli_connect, prior_written_notice
from workspace_agent.rules.followed import Followed, followed
from workspace_agent.rules.post_form import lacking_forms

FORM, NOTICE, PLI_CONNECT = "Post IEP Meeting Form", "Prior written notice", "PLI Connect"


@dataclass(frozen=True, slots=True)
class _Held:
    """A meeting of which something is not on record."""

    student: Student
    day: date
    what: str
    marks: tuple[Mark, ...]
    place: Place


def held(write: Rows, policy: Policy) -> Section:
    """The longest ago first."""
    found = [*_without_form(write, policy), *_without_papers(write, policy)]
    found.sort(key=lambda one: (one.day, write.name(one.student.case_manager), one.student.initials))
    return Section(
        "Held meetings with something missing",
        "Prior written notice is asked for by law (34 CFR 300.503). The form and the entry in PLI Connect "
        "are company practice. What is past due is listed above.",
        "Every held meeting has its form, its prior written notice and its entry in PLI Connect.",
        tuple(_row(write, one) for one in found),
    )


def _without_form(write: Rows, policy: Policy) -> Iterator[_Held]:
    for one in lacking_forms(write.department, policy, write.today):
        mark = Mark(FORM, f"none has come; {_due(one.due, write.today)}", _tone(one.due, write.today))
        yield _Held(one.student, one.day, "Meeting without a form", (mark,), one.row.row)


def _without_papers(write: Rows, policy: Policy) -> Iterator[_Held]:
    for one in followed(write.department, write.today):
        marks = tuple(_lacks(write, policy, one))
        if marks:
            place = one.row.row if one.row else one.response.place
            yield _Held(one.student, one.day, "Meeting with a form", marks, place)


def _lacks(write: Rows, policy: Policy, one: Followed) -> Iterator[Mark]:
    department, today = write.department, write.today
    if prior_written_notice.is_judged(one) and prior_written_notice.is_open(department, one):
        yield Mark(NOTICE, "no day on record", Tone.AT_RISK)
    if pli_connect.is_open(one):
        due = pli_connect.entered_by(department, policy, one, today)
        yield Mark(PLI_CONNECT, f"not entered; {_due(due, today)}", _tone(due, today))


def _due(due: date, today: date) -> str:
    return f"{'was due' if due < today else 'due'} {words(due)}"


def _tone(due: date, today: date) -> Tone:
    return Tone.AT_RISK if due < today else Tone.CALM


def _row(write: Rows, one: _Held) -> Row:
    return Row(
        student=one.student.initials,
        case_manager=write.name(one.student.case_manager),
        owner=one.student.case_manager,
        lead=words(one.day),
        what=one.what,
        marks=one.marks,
        url=one.place.url,
        label=one.place.label,
    )
