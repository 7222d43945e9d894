"""Draw a student's progress sheet as a PDF, upload it under a reserved id, and replace what it shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from workspace_agent.duties.progress_chart import GoalChart
from workspace_agent.duties.progress_sheets import (
    PRINT,
    FileProgressSheet,
    ProgressSheet,
    RenewProgressSheet,
)
from workspace_agent.effects.folders import FileIds, FindFolder, find_file
from workspace_agent.effects.marks import file_marks, prefixed, unprefixed
from workspace_agent.effects.pdf import printed
from workspace_agent.effects.perform import Done
from workspace_agent.google.drive import Drive, NewFile
from workspace_agent.ledger.rows import Entry
from workspace_agent.model.dates import words

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class FileProgressSheetEffect:
    """A repeat under the reserved id is answered with 409, so there is never a second sheet."""

    drive: Drive
    ids: FileIds
    folder_id: FindFolder

    def reserve(self, action: FileProgressSheet) -> str:
        """An id from `files.generateIds`."""
        return self.ids.take()

    def find(self, action: FileProgressSheet, entry: Entry) -> Done | None:
        """The file under the reserved id, if the upload was applied."""
        return find_file(self.drive, entry.reserved_id)

    def perform(self, action: FileProgressSheet, entry: Entry) -> Done:
        """Draw and upload."""
        marks = file_marks(action.key, action.properties)
        new = NewFile(entry.reserved_id, action.title, self.folder_id(action.folder), marks)
        made = self.drive.upload(new, draw(action.sheet), _PDF)
        return Done(made["id"], made.get("webViewLink", ""))


@dataclass(frozen=True, slots=True)
class RenewProgressSheetEffect:
    """Content and marks change in one request: where the mark is new, all is. A repeat writes the same."""

    drive: Drive

    def reserve(self, action: RenewProgressSheet) -> str:
        """Nothing to reserve."""
        return ""

    def find(self, action: RenewProgressSheet, entry: Entry) -> Done | None:
        """The file, if its mark says that it shows this."""
        file = self.drive.get(action.file_id, "id,webViewLink,appProperties")
        shows = unprefixed(file.get("appProperties", {})).get(PRINT)
        return Done(file["id"], file.get("webViewLink", "")) if shows == action.fingerprint else None

    def perform(self, action: RenewProgressSheet, entry: Entry) -> Done:
        """Draw it and replace what is there."""
        body = {"appProperties": prefixed(action.properties)}
        file = self.drive.replace(action.file_id, body, draw(action.sheet), _PDF)
        return Done(file["id"], file.get("webViewLink", ""))


def draw(sheet: ProgressSheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1): the same bytes for the same sheet."""
    return printed("progress", content(sheet))


def content(sheet: ProgressSheet) -> dict[str, Any]:
    """What the template `progress.typ` draws."""
    return {
        "title": f"Progress toward annual goals, {sheet.school_year}",
        "reference": sheet.student,
        "about": list(sheet.about),
        "notes": [],
        "deciding": sheet.deciding,
        "method": sheet.method,
        "goals": [_goal(goal) for goal in sheet.goals],
        "not_drawn": [asdict(one) for one in sheet.not_drawn],
    }


def _goal(goal: GoalChart) -> dict[str, Any]:
    return {
        "number": goal.number,
        "measure": goal.measure.words,
        "url": goal.url,
        "days": asdict(goal.days),
        "values": asdict(goal.values),
        "dots": [asdict(dot) for dot in goal.dots],
        "aimline": asdict(goal.aimline),
        "target": goal.target,
        "trend": goal.trend,
        "reviews": [{"at": day.toordinal(), "words": words(day)} for day in goal.reviews],
        "aims": [asdict(aim) for aim in goal.aims],
        "verdict": goal.verdict,
        "why": goal.why,
        "facts": goal.facts,
        "benchmarks": goal.benchmarks,
        "next_steps": goal.next_steps,
    }
