"""Why a date that has passed on record may not be past due: what the verdict needs could not be read.

A Problem speaks of it already. Until it is mended nothing is called past due on record, and nothing all
clear: the finding stays, as one that something still missing puts in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.consents import Consent, UnclearConsent, Waiver
from workspace_agent.model.facts import Department, Response, Student, concerns
from workspace_agent.model.field import Missing, Unreadable, is_blank, known
from workspace_agent.model.vocabulary import ABOUT_504, PlanType, Purpose
from workspace_agent.rules.clocks import ANNUAL, is_of_iep
from workspace_agent.rules.last_on_record import last_on_record, next_after


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could not be read.

    Attributes:
        words: As a whole sentence.
        advice: What to do about it.
    """

    words: str
    advice: str


_LEFT = Doubt(
    "The day of exit cannot be read, so the student may have left.",
    "Mend the day of exit in the Students sheet.",
)
_FORM = Doubt(
    "The Post IEP Meeting Form could not be read, and a meeting held since may be reported there.",
    "Wait until the form can be read again.",
)
_UNDATED = Doubt(
    "A form reports such a meeting as held, but its date cannot be read.",
    "Correct the date in that response.",
)
_CONSENTS = Doubt(
    "A row of the Consents sheet could not be read, and it may say that no reevaluation is needed.",
    "Mend the Consents sheet.",
)
_UNCLEAR = Doubt(
    "A row of the Consents sheet does not say what was signed, or when, and it may say that no reevaluation "
    "is needed.",
    "Mend that row of the Consents sheet.",
)
_REVIEW = Doubt(
    "The date of the last review cannot be read, and it may be a later one.",
    "Mend the date of the last review in the Students sheet.",
)
_EVALUATION = Doubt(
    "The date of the last evaluation cannot be read, and it may be a later one.",
    "Mend the date of the last evaluation in the Students sheet.",
)
_ELIGIBLE = Doubt(
    "The day on which the student was first found eligible cannot be read, and it may be a later one.",
    "Mend the day of eligibility in the Students sheet.",
)
_CAME = Doubt(
    "The day of enrollment cannot be read, so the student may have come later.",
    "Mend the day of enrollment in the Students sheet.",
)


def of_review(
    department: Department, student: Student, purposes: frozenset[Purpose], day: date
) -> Doubt | None:
    """The first reason to doubt that something is past due for want of a meeting.

    Args:
        department: Everything that people typed.
        student: Whose meeting it would be.
        purposes: The meeting has one of these.
        day: On which it would be past due.
    """
    return next(_reasons(department, student, purposes, day), None)


def of_reevaluation(
    department: Department, student: Student, purposes: frozenset[Purpose], day: date
) -> Doubt | None:
    """The same, and whether an agreement that none is needed may stand where it could not be read."""
    return of_review(department, student, purposes, day) or _of_agreement(department, student)


def of_exit(student: Student) -> Doubt | None:
    """Whether the student may have left, for all that can be read."""
    return _LEFT if isinstance(student.exit, Unreadable) else None


def of_coming(student: Student) -> Doubt | None:
    """Whether the student may have come later than what is on record says."""
    days = (student.record.enrolled, student.transferred_on)
    return _CAME if any(isinstance(day, Unreadable) for day in days) else None


def of_eligibility(student: Student) -> Doubt | None:
    """Whether the student may have been found eligible later than what is on record says."""
    return _ELIGIBLE if isinstance(student.record.eligible_on, Unreadable) else None


def _reasons(
    department: Department, student: Student, purposes: frozenset[Purpose], day: date
) -> Iterator[Doubt]:
    if isinstance(student.exit, Unreadable):
        yield _LEFT
    if department.form_unread:
        yield _FORM
    if any(_is_undated(response, purposes) for response in department.responses_of.get(student.ref, ())):
        yield _UNDATED
    met = _without_row(department, student, purposes, day)
    if met is not None:
        yield _unmatched(met)
    yield from _of_dates(student, purposes)
    consent = _consent_since(department, student, purposes)
    if consent is not None:
        yield _of_which_plan(consent)


def _of_dates(student: Student, purposes: frozenset[Purpose]) -> Iterator[Doubt]:
    """A due date that was typed says nothing of what the cell beside it may hold."""
    is_evaluation = Purpose.REEVALUATION in purposes
    last = student.last_evaluation if is_evaluation else student.last_annual_review
    if isinstance(last, Unreadable):
        yield _EVALUATION if is_evaluation else _REVIEW
    eligible = of_eligibility(student)
    if eligible and not purposes & ABOUT_504:
        yield eligible


def _without_row(
    department: Department, student: Student, purposes: frozenset[Purpose], day: date
) -> date | None:
    """The last day on which a form reports such a meeting as held that moved nothing, if it might have.

    Its row may be used for the meeting of the next year by now, or stand in the workbook of the last one.
    """
    held = [
        response.meeting_date
        for response in department.responses_of.get(student.ref, ())
        if response.may_report_held and not response.moves_clocks and response.purposes & purposes
        if response.meeting_date is not None and not _is_ahead(department, response, response.meeting_date)
    ]
    last = last_on_record(department, student, purposes)
    return max((met for met in held if _counts(met, student, purposes, last, day)), default=None)


def _is_ahead(department: Department, response: Response, met: date) -> bool:
    """Sent before the day that it speaks of: such a meeting cannot have been held."""
    return met > response.submitted.astimezone(department.organisation.time_zone).date()


def _counts(met: date, student: Student, purposes: frozenset[Purpose], last: date | None, day: date) -> bool:
    """Whether, if it was held, the next one would not be past due; or there would be one at all."""
    if purposes == ANNUAL and not is_of_iep(met, student):
        return False
    return last is None or (met > last and next_after(met, purposes) >= day)


def _unmatched(met: date) -> Doubt:
    return Doubt(
        f"A form reports such a meeting as held on {dates.words(met)}, and no meeting near that day is in "
        "the Meetings sheet.",
        "Add that meeting to the Meetings sheet, or correct the date in that response.",
    )


def _consent_since(department: Department, student: Student, purposes: frozenset[Purpose]) -> date | None:
    """The day of consent to a first evaluation, where the last one on record is from before it.

    Who changes a row from 504 to IEP leaves the dates of the 504 plan in it. It may also be the consent to a
    reevaluation, so it restarts nothing.
    """
    record, last = student.record, last_on_record(department, student, purposes)
    consent, is_iep = known(record.consent_received), known(student.plan_type) is PlanType.IEP
    if not is_iep or purposes & ABOUT_504 or not is_blank(record.eligible_on, student.row):
        return None
    return consent if consent and last and consent > last else None


def _of_which_plan(consent: date) -> Doubt:
    return Doubt(
        f"Consent to the first evaluation was received on {dates.words(consent)}, and it is not on record "
        "when the student was first found eligible, so what is from before may be of a 504 plan.",
        "Fill in the day on which the student was first found eligible.",
    )


def _of_agreement(department: Department, student: Student) -> Doubt | None:
    if concerns(department.broken | department.unsettled, student, "consents"):
        return _CONSENTS
    consents = department.consents_of.get(student.ref, ())
    return _UNCLEAR if any(_may_be_agreement(one) for one in consents) else None


def _may_be_agreement(consent: Consent) -> bool:
    unsigned = isinstance(consent, Waiver) and isinstance(consent.signed, Missing)
    return unsigned or isinstance(consent, UnclearConsent)


def _is_undated(response: Response, purposes: frozenset[Purpose]) -> bool:
    is_undated = response.may_report_held and response.meeting_date is None
    return is_undated and bool(response.purposes & purposes)
