"""Which students a rule speaks of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.builders import TODAY, a_department, a_field, a_student, unreadable
from workspace_agent.model.vocabulary import PlanType
from workspace_agent.rules.caseload import here, who_may_get_an_iep, with_504, with_iep

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("student", "lists"),
    [
        pytest.param({}, "here iep may", id="an IEP"),
        pytest.param({"plan": PlanType.S504}, "here 504 may", id="a 504 plan"),
        pytest.param({"two_plans": True}, "here iep 504 may", id="both"),
        pytest.param({"plan": None}, "here may", id="no plan on record"),
        pytest.param({"plan": unreadable()}, "here", id="a Problem speaks about the plan"),
        pytest.param({"leaves": TODAY}, "", id="gone today"),
        pytest.param({"enrolled": TOMORROW}, "", id="comes tomorrow"),
        pytest.param({"enrolled": TODAY}, "here iep may", id="comes today"),
        pytest.param({"transferred_on": a_field(TOMORROW)}, "", id="transfers tomorrow"),
        pytest.param({"enrolled": unreadable()}, "here iep may", id="a first day nobody can read"),
        pytest.param({"leaves": TOMORROW}, "here iep may", id="gone tomorrow"),
        pytest.param({"leaves": unreadable()}, "here iep may", id="an exit nobody can read"),
    ],
)
def test_each_stands_once_in_each_list_that_is_meant(student: dict[str, Any], lists: str) -> None:
    department = a_department(a_student(**student))
    found = {
        "here": here(department, TODAY),
        "iep": with_iep(department, TODAY),
        "504": with_504(department, TODAY),
        "may": who_may_get_an_iep(department, TODAY),
    }

    assert {name: len(list(one)) for name, one in found.items()} == {
        name: name in lists.split() for name in found
    }
