"""Pure: tables and form answers become facts and Problems; names stop here.

A new sheet is one parser file, one line here and one block in `config/sheets.toml`.
"""

from __future__ import annotations

from workspace_agent.intake.benchmarks import BENCHMARKS
from workspace_agent.intake.check_ins import CHECK_INS
from workspace_agent.intake.consents import CONSENTS
from workspace_agent.intake.contacts import CONTACTS
from workspace_agent.intake.goals import GOALS
from workspace_agent.intake.hours import HOURS
from workspace_agent.intake.hours_by_week import HOURS_BY_WEEK
from workspace_agent.intake.meetings import MEETINGS
from workspace_agent.intake.office_hours import OFFICE_HOURS
from workspace_agent.intake.pauses import PAUSES
from workspace_agent.intake.progress import PROGRESS
from workspace_agent.intake.progress_by_date import GOALS_BY_DATE, PROGRESS_BY_DATE
from workspace_agent.intake.progress_reports import PROGRESS_REPORTS
from workspace_agent.intake.requests import REQUESTS
from workspace_agent.intake.services import SERVICES
from workspace_agent.intake.students import STUDENTS
from workspace_agent.intake.team import TEAM
from workspace_agent.intake.team_by_student import TEAM_BY_STUDENT

SHEETS = (
    STUDENTS,
    MEETINGS,
    TEAM,
    TEAM_BY_STUDENT,
    CONTACTS,
    CONSENTS,
    GOALS,
    GOALS_BY_DATE,
    BENCHMARKS,
    PROGRESS,
    PROGRESS_BY_DATE,
    CHECK_INS,
    SERVICES,
    REQUESTS,
    PROGRESS_REPORTS,
    HOURS,
    HOURS_BY_WEEK,
    OFFICE_HOURS,
    PAUSES,
)
"""Sheets in order of reading: students first, because the others name them; goals before data."""
