"""Who is who: what the ledger remembers, and what the marks on the students' folders say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from workspace_agent.duties.student_marks import StudentMarks, marks_print, read_marks
from workspace_agent.intake.aliases import NOBODY, Aliases, apart, merged, merged_refs
from workspace_agent.intake.identify import Identities
from workspace_agent.intake.initials import Numbered
from workspace_agent.ledger.keys import Sign
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import EventState, LastLook, MarkedEvent, MarkedFile


def together(
    remembered: Identities, files: Iterable[MarkedFile], looks: Mapping[str, LastLook], sign: Sign
) -> Identities:
    """What the ledger knows and what the folders' marks say.

    Of a student whose folder was marked anew since the ledger's last look at it, the folder alone decides:
    the ledger was lost, or restored from an old backup, and an alias that has become somebody else's must not
    come back with it. Else the ledger may know more: what it has learnt and could not write yet.

    Args:
        remembered: By the ledger.
        files: Everything that the agent made, oldest first.
        looks: What the ledger's last looks showed.
        sign: The keyed hash.
    """
    folders = {file.marks["student_ref"]: file for file in files if file.marks.get("student_ref")}
    marks = {ref: read_marks(file.marks) for ref, file in folders.items()}
    newer = {
        ref
        for ref, file in folders.items()
        if file.key not in looks or marks_print(file.marks, sign) not in looks[file.key].shown.split()
    }
    fresh = {ref: numbered(one.initials) for ref, one in marks.items() if ref in newer}
    known = {ref: fresh.get(ref, initials) for ref, initials in remembered.initials.items()}
    return replace(
        remembered,
        aliases=_aliases(remembered.aliases, marks, frozenset(newer)),
        initials={**known, **{ref: initials for ref, initials in fresh.items() if ref not in known}},
    )


def _aliases(remembered: Aliases, marks: Mapping[str, StudentMarks], newer: frozenset[str]) -> Aliases:
    bearers: dict[str, frozenset[str]] = {}
    for ref, one in marks.items():
        bearers |= {alias: bearers.get(alias, NOBODY) | {ref} for alias in one.aliases}
    known = {key: refs - newer for key, refs in remembered.items() if not refs or refs - newer}
    for alias, refs in bearers.items():
        outdated = refs & newer - remembered.get(alias, NOBODY)
        known[alias] = refs if outdated else refs | known.get(alias, NOBODY)
    return {**known, **_told(marks)}


def _told(marks: Mapping[str, StudentMarks]) -> Aliases:
    """What people said of refs."""
    told = {merged(ref): frozenset({one.merged_into}) for ref, one in marks.items() if one.merged_into}
    return told | {apart(ref, other): NOBODY for ref, one in marks.items() for other in one.apart}


def numbered(initials: str) -> Numbered:
    """Initials as they are printed, with their number."""
    base, _, number = initials.partition("-")
    return base, int(number or 1)


def with_left_over(
    department: Department, events: Iterable[MarkedEvent], aliases: Aliases, now: datetime
) -> Department:
    """Nothing is done for a student while an event stands that was booked under a ref given up since.

    Else the meeting would be booked a second time.
    """
    owners = {person.calendar: person.key for person in department.organisation.case_managers}
    heirs = merged_refs(aliases)
    coming = [
        (event, heirs[event.mark.student_ref])
        for event in events
        if event.mark.student_ref in heirs and event.state is EventState.OPEN and event.end > now
    ]
    told = (
        Problem(ProblemKind.MERGED_EVENT, LinkPlace(event.link, "event"), owners[event.calendar], ref)
        for event, ref in coming
    )
    held = {ref for _, ref in coming}
    return replace(
        department,
        students=tuple(replace(one, held=one.held or one.ref in held) for one in department.students),
        problems=(*department.problems, *told),
    )
