"""What a department keeps: a requirement whose input stands nowhere is not tracked, and that is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Input, Rule


def untracked(rules: Iterable[Rule], department: Department) -> Iterator[Rule]:
    """Rules that need something, and nothing of that is kept anywhere."""
    for rule in rules:
        if rule.needs and not any(is_kept(department, one) for one in rule.needs):
            yield rule


def is_kept(department: Department, wanted: Input) -> bool:
    """Whether some workbook has the column, the form the question, or some district the setting."""
    organisation = department.organisation
    if wanted.sheet == "form":
        return any(
            one.field == wanted.field for one in (organisation.form.meaning if organisation.form else ())
        )
    if wanted.sheet == "districts":
        return any(getattr(district, wanted.field) for district in organisation.districts)
    return any(wanted.field in book.columns.get(wanted.sheet, ()) for book in department.workbooks)
