"""Read the private spreadsheets that stand in for Agent tabs: only those that are in use."""

from __future__ import annotations

from dataclasses import replace

from workspace_agent.duties.private_spreadsheets import case_manager_of_private
from workspace_agent.intake.agent_tab import agent_tabs
from workspace_agent.intake.table import RawWorkbook
from workspace_agent.model.agent_tab import PrivateSpreadsheet
from workspace_agent.model.facts import Department
from workspace_agent.model.seen import MarkedFile
from workspace_agent.observe.files import Cabinet
from workspace_agent.observe.reads import Reads
from workspace_agent.observe.workbooks import read_spreadsheet


def with_private_spreadsheets(google: Reads, department: Department, cabinet: Cabinet) -> Department:
    """The department with those that were made, also where one lies in the trash or is gone."""
    books = (book for book in department.workbooks if book.holds_students and book.private is False)
    in_use = {book.case_manager for book in books}
    made = {case_manager_of_private(key): cabinet.files.get(key) for key in (*cabinet.gone, *cabinet.files)}
    private = {person: _read(google, file) for person, file in made.items() if person in in_use}
    return replace(department, private_spreadsheets=private)


def _read(google: Reads, file: MarkedFile | None) -> PrivateSpreadsheet:
    if file is None or file.trashed or file.is_open:
        return PrivateSpreadsheet("")
    read = read_spreadsheet(google, file.file_id, "progress monitoring")
    tabs = agent_tabs(read.tables) if isinstance(read, RawWorkbook) else None
    return PrivateSpreadsheet(file.file_id, tabs)
