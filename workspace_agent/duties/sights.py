"""Who can open each folder, record, workbook and event at this look, for the access record.

What came and went between two looks nobody can see; so each look keeps who was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.duties.access import Access, Rights
from workspace_agent.duties.recipients import Recipients
from workspace_agent.intake.shared import expected_for
from workspace_agent.model.access import Sight, Sighted
from workspace_agent.model.facts import Department
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import Reader, Seen


def sights(department: Department, seen: Seen, circumstances: Circumstances) -> tuple[Sight, ...]:
    """One for each thing of which Google said who can open it."""
    recipients = Recipients(department.organisation, circumstances.sign)
    rights = Rights(department, seen, circumstances)
    workbooks = _workbooks(department, seen, recipients, circumstances.today)
    return (*_files(rights, recipients), *workbooks, *_events(seen, recipients))


def _files(rights: Rights, recipients: Recipients) -> Iterator[Sight]:
    for file in rights.seen.files.values():
        if file.readers is not None:
            access = rights.access(file.key)
            found = (
                Sighted(recipients.reader(one), one.role, _standing(access, one)) for one in file.readers
            )
            yield Sight(file.file_id, frozenset(found))


def _workbooks(department: Department, seen: Seen, recipients: Recipients, today: date) -> Iterator[Sight]:
    """Workbooks and their folders; a group or a whole organisation is never expected."""
    for shared in department.shared:
        if shared.told:
            expected = expected_for(department.organisation, shared.case_manager, today)
            found = (
                Sighted(recipients.reader(one), one.role, "expected" if expected.includes(one) else "extra")
                for one in seen.opened[shared.file_id]
            )
            yield Sight(shared.file_id, frozenset(found))


def _events(seen: Seen, recipients: Recipients) -> Iterator[Sight]:
    for event in seen.events:
        yield Sight(event.event_id, frozenset(Sighted(recipients.of(one), "guest") for one in event.guests))


def _standing(access: Access | None, reader: Reader) -> str:
    if access is None:
        return ""
    return "expected" if access.allows(reader) else "extra"
