"""What a department does not keep is not tracked: that is known by its sheets, form and settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_department, a_district, an_organisation
from workspace_agent.model.facts import Department, Workbook
from workspace_agent.model.finding import Input
from workspace_agent.rules import RULES
from workspace_agent.rules.tracking import is_kept, untracked

NOTICE, LENGTH = Input("meetings", "notice_sent"), Input("form", "length")
_FORM = {"id": "form-1", "since": "2026-08-03", "meaning": [{"question": "q1", "field": "length"}]}
_NO_FORM = a_department(organisation=an_organisation(form=None))


def with_columns(*names: str) -> Department:
    columns = {"meetings": frozenset(names)}
    return a_department(workbooks=(Workbook("w", "manager-1", holds_students=True, columns=columns),))


@pytest.mark.parametrize(
    ("wanted", "department", "kept"),
    [
        pytest.param(NOTICE, with_columns("date", "notice_sent"), True, id="some workbook has the column"),
        pytest.param(NOTICE, with_columns("date"), False, id="no workbook has it"),
        pytest.param(Input("team", "notice_sent"), with_columns("notice_sent"), False, id="of another sheet"),
        pytest.param(LENGTH, a_department(), False, id="the form does not ask"),
        pytest.param(
            LENGTH,
            a_department(organisation=an_organisation(form=_FORM)),
            True,
            id="the form asks",
        ),
        pytest.param(
            LENGTH,
            a_department(organisation=an_organisation(form=None)),
            False,
            id="no form",
        ),
        pytest.param(Input("districts", "closures"), a_department(), True, id="a district says it"),
        pytest.param(
            Input("districts", "closures"),
            a_department(organisation=an_organisation(districts=(a_district(closures=[]),))),
            False,
            id="no district says it",
        ),
    ],
)
def test_what_is_kept_is_known(wanted: Input, department: Department, kept: bool) -> None:
    assert is_kept(department, wanted) is kept


def test_a_rule_is_tracked_where_one_of_its_inputs_is_kept() -> None:
    needing = replace(RULES[0], needs=frozenset({NOTICE, LENGTH}))
    asking_nothing = replace(RULES[0], needs=frozenset())

    assert [*untracked([needing, asking_nothing], with_columns("date"))] == [needing]
    assert [*untracked([needing], with_columns("notice_sent"))] == []
