"""When a meeting begins: for booking it and for telling of it, by the same reading of its row."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workspace_agent.model.facts import Meeting
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.zones import zone_called


def begins(organisation: Organisation, meeting: Meeting) -> datetime | None:
    """The start in the row's zone, else in that of the case manager's calendar.

    Args:
        organisation: With the case managers, as far as the reader may know of them.
        meeting: Its row.

    Returns:
        Aware. None where there is no date or time, and where nobody can say which zone is meant: the
        spreadsheet's is another than the calendar's, or is not known.
    """
    day, start, zone = known(meeting.date), known(meeting.start), known(meeting.zone)
    if day is None or start is None:
        return None
    local = datetime.combine(day, start)
    if zone is not None:
        return local.replace(tzinfo=ZoneInfo(zone))
    person = next((one for one in organisation.case_managers if one.key == meeting.case_manager), None)
    of_workbook = zone_called(meeting.workbook_zone)
    if person is None or isinstance(meeting.zone, Unreadable):
        return None
    in_calendar = local.replace(tzinfo=ZoneInfo(person.zone))
    if of_workbook is None or local.replace(tzinfo=of_workbook).utcoffset() != in_calendar.utcoffset():
        return None
    return in_calendar
