from __future__ import annotations

import pytest

from workspace_agent.intake.form_record import is_of_iep_team
from workspace_agent.model.vocabulary import PlanType, Purpose

IEP, S504 = PlanType.IEP, PlanType.S504
ANNUAL, ASKED, OF_504 = Purpose.ANNUAL_REVIEW, Purpose.PARENT_REQUESTED, Purpose.REVIEW_504


@pytest.mark.parametrize(
    ("purposes", "plan_type", "expected"),
    [
        pytest.param({ANNUAL}, IEP, True, id="an annual review under an IEP"),
        pytest.param({ANNUAL}, None, True, id="the purpose alone says it"),
        pytest.param({ANNUAL}, S504, False, id="the plan is a 504 plan, whatever the review is called"),
        pytest.param({OF_504}, None, False, id="a 504 review"),
        pytest.param({OF_504, ANNUAL}, IEP, False, id="both at once"),
        pytest.param({Purpose.REEVALUATION_504}, IEP, False, id="a 504 reevaluation"),
        pytest.param({ASKED}, IEP, True, id="asked for by the parent, under an IEP"),
        pytest.param({ASKED}, S504, False, id="asked for by the parent, under a 504 plan"),
        pytest.param({ASKED}, None, False, id="asked for by the parent, the plan not known"),
        pytest.param(set(), IEP, False, id="no purpose could be read"),
    ],
)
def test_whether_the_iep_team_met(purposes: set[Purpose], plan_type: PlanType | None, expected: bool) -> None:
    assert is_of_iep_team(frozenset(purposes), plan_type) is expected
