"""Company practice on where files about students lie."""

from __future__ import annotations

from tests.builders import TODAY, a_cell, a_department, a_policy
from workspace_agent.model.place import ResponsePlace
from workspace_agent.model.privacy import UnapprovedLink
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.approved_platforms import RULE


def test_each_cell_is_told_once_as_company_practice() -> None:
    cells = (a_cell("N16"), a_cell("N16", sheet=2), a_cell("C3", book="workbook-2"))
    department = a_department(links=tuple(UnapprovedLink(cell, "manager-1") for cell in cells))
    found = list(RULE.check(department, a_policy(), TODAY))

    assert [finding.place for finding in found] == [*cells]
    assert {finding.severity for finding in found} == {Severity.POLICY}
    assert len({finding.key for finding in found}) == len(cells)
    assert found[0].key == "approved_platforms/manager-1/workbook-1/1/N16"
    assert found[0].arithmetic == "This cell holds a link to a platform that is not approved."


def test_a_form_response_is_told_by_its_id_wherever_its_row_stands() -> None:
    links = (
        UnapprovedLink(ResponsePlace("form-1", "r1"), "manager-1", "r1"),
        UnapprovedLink(a_cell("4:4"), "manager-1", "r2"),
    )
    found = list(RULE.check(a_department(links=links), a_policy(), TODAY))

    assert [one.key for one in found] == [
        "approved_platforms/manager-1/r1",
        "approved_platforms/manager-1/r2",
    ]
    assert {one.arithmetic for one in found} == {
        "This form response holds a link to a platform that is not approved."
    }


def test_it_hangs_on_the_form_as_well() -> None:
    assert "form" in RULE.reads
