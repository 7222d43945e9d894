"""Read the Post IEP Meeting Form, or the spreadsheet into which its responses go: one of them, never both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from workspace_agent.duties.filing_records import RECORD
from workspace_agent.duties.sign_in import not_allowed
from workspace_agent.google.scopes import FEATURE_SCOPES
from workspace_agent.intake.form import RawForm, RawResponses
from workspace_agent.intake.table import WorkbookFailure
from workspace_agent.model.errors import PASSING, GoogleRefusal
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.prints import SENT, KnownResponses, known_responses
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import LastLook, MarkedFile
from workspace_agent.observe.files import Cabinet
from workspace_agent.observe.reads import Reads
from workspace_agent.observe.workbooks import read_spreadsheet

Read = RawForm | RawResponses | Problem | None


def read_responses(google: Reads, organisation: Organisation, known: KnownResponses) -> Read:
    """All responses; why they could not be read; or None where the department has no form.

    Args:
        google: The agent's.
        organisation: With the form.
        known: What is known of its responses from before.
    """
    setting = organisation.form
    if setting is None:
        return None
    if setting.id and google.missing_scopes(FEATURE_SCOPES["form"]):
        return not_allowed(["form"])[0]
    read = _form if setting.id else _sheet
    return read(google, setting, organisation.robot, known)


def _form(google: Reads, setting: PostIepForm, robot: str, known: KnownResponses) -> RawForm | Problem:
    try:
        form = google.forms.form(setting.id)
        return RawForm(form, google.forms.responses(setting.id, _since(setting)), known)
    except GoogleRefusal as error:
        passes = isinstance(error, PASSING)
        kind = ProblemKind.FORM_UNAVAILABLE if passes else ProblemKind.FORM_NOT_READ
        return Problem(kind, setting.place, detail=robot)


def _sheet(google: Reads, setting: PostIepForm, robot: str, known: KnownResponses) -> RawResponses | Problem:
    read = read_spreadsheet(google, setting.responses_sheet, "responses")
    if isinstance(read, WorkbookFailure):
        passes = read.kind == "unavailable"
        kind = ProblemKind.FORM_UNAVAILABLE if passes else ProblemKind.RESPONSES_NOT_READ
        return Problem(kind, setting.place, detail=robot)
    return RawResponses(read, known)


def _since(form: PostIepForm) -> datetime:
    """A day early: Google does not say which zone or which of the two times it compares."""
    return datetime.combine(form.since, time(), tzinfo=UTC) - timedelta(days=1)


def known_from(looks: Mapping[str, LastLook], files: Iterable[MarkedFile]) -> KnownResponses:
    """What looks and the marks on records tell of responses."""
    return known_responses(looks, [(file.key, file.marks[SENT]) for file in files if SENT in file.marks])


def with_filing_days(department: Department, cabinet: Cabinet) -> Department:
    """Say of each response on which day its record was first filed, also where it lies in the trash.

    Of one that was deleted for good nobody knows that any more: it counts as filed on the day it was sent.
    """
    made: dict[str, list[datetime]] = {}
    for key, file in cabinet.files.items():
        if file.made is not None:
            made.setdefault(_response_of(key), []).append(file.made)
    gone = {_response_of(key) for key in cabinet.gone}
    zone = department.organisation.time_zone

    def first(response: Response) -> date | None:
        days = [*made.get(response.record, ()), *((response.submitted,) if response.record in gone else ())]
        return min(days).astimezone(zone).date() if days else None

    responses = tuple(replace(one, filed_on=first(one)) for one in department.responses)
    return replace(department, responses=responses)


def _response_of(key: str) -> str:
    """Keyed hash of the response whose record has this key; empty for all else."""
    kind, _, rest = key.partition("/")
    return rest.partition("/")[0] if kind == RECORD else ""
