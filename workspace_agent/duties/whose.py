"""Whose folder or record it is, which case manager's and which student's: by its key, never by its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workspace_agent.duties.evidence import student_of_evidence
from workspace_agent.duties.filing_records import needs_review, record_prefix
from workspace_agent.duties.folders import (
    ACCESS_RECORD,
    MANAGER_ONLY,
    case_manager_of,
    respondent_of,
    student_of,
)
from workspace_agent.duties.private_spreadsheets import case_manager_of_private
from workspace_agent.duties.progress_sheets import student_of_progress_sheet
from workspace_agent.model.facts import Department, Response


@dataclass(frozen=True, slots=True)
class Whose:
    """A case manager by key, and a student; both empty where it is the manager's alone.

    Attributes:
        held: It is not settled which student this is, so nothing is done for it.
    """

    case_manager: str = ""
    student_ref: str = ""
    held: bool = False


def student_in(key: str) -> str:
    """The student whose it is, where its key says that: of a record of the form it does not."""
    return student_of(key) or student_of_evidence(key) or student_of_progress_sheet(key)


@dataclass(frozen=True)
class Owners:
    """Tells whose a thing is.

    Attributes:
        merged: For each ref that turned out to be another student: that student's.
    """

    department: Department
    merged: Mapping[str, str]

    def of(self, key: str) -> Whose | None:
        """Whose it is, or None for the root and for what nobody has on a list any more."""
        if key == ACCESS_RECORD:
            return Whose()
        if person := case_manager_of(key) or case_manager_of_private(key):
            return Whose(person)
        if respondent := respondent_of(key):
            return Whose("" if respondent == MANAGER_ONLY else respondent)
        if ref := student_in(key):
            return self._student(ref)
        response = self.response(key)
        return self._record(key, response) if response else None

    def response(self, key: str) -> Response | None:
        """The response that a record holds; None where it is another thing, or the response is gone."""
        return self._responses.get(key[: key.rfind("/") + 1])

    def _student(self, ref: str) -> Whose | None:
        """Also of a ref that was given up: it is settled which student that is."""
        heir = self.merged.get(ref)
        student = self.department.by_ref.get(heir or ref)
        return Whose(student.case_manager, student.ref, student.held and not heir) if student else None

    def _record(self, key: str, response: Response) -> Whose | None:
        if key.startswith("review/"):
            return Whose(response.respondent)
        return None if needs_review(response) else self._student(response.student_ref)

    @cached_property
    def _responses(self) -> dict[str, Response]:
        return {
            record_prefix(kind, response): response
            for response in self.department.responses
            for kind in ("record", "review")
        }
