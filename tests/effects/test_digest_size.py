"""A department so large, and so far behind, that its digest would be clipped if all of it were shown."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from tests.builders import a_case_manager, a_department, a_student, an_organisation
from tests.builders_digest import an_occasion, sections
from tests.builders_manager_digest import LAW, PRACTICE, finding, problem
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.told import Told
from workspace_agent.effects.digest_render import render_html
from workspace_agent.model.facts import Department
from workspace_agent.model.finding import Finding
from workspace_agent.model.vocabulary import Severity

SEVERITIES = (Severity.VIOLATION, Severity.AT_RISK, Severity.POLICY, Severity.DATA)
TITLES = {f"rule_{number:02}": f"A requirement with a long title, number {number}" for number in range(40)}
RULES = [*TITLES]


def findings(people: int) -> tuple[Finding, ...]:
    return tuple(
        finding(
            SEVERITIES[n % 4],
            ref=f"s{n % 500}",
            owner=f"p{n % people}",
            rule=RULES[n % len(RULES)],
            cycle=str(n),
            due=date(2026, 6, 1) + timedelta(days=n % 200),
            citation=PRACTICE if n % 4 == 2 else LAW,
        )
        for n in range(5000)
    )


def department(people: int) -> Department:
    everybody = tuple(a_case_manager(f"p{n}", name=f"Marisol Quintero-Brandvold {n}") for n in range(people))
    students = tuple(
        a_student(f"s{n}", initials=f"A.B.-{n}", case_manager=f"p{n % people}") for n in range(500)
    )
    return a_department(*students, organisation=an_organisation(case_managers=everybody))


def written(of: Department, found: tuple[Finding, ...], people: int) -> Digest:
    previous = frozenset(one.key for one in found[:2000]) | {f"rule_00/s{n}/before" for n in range(500)}
    problems = tuple(problem(owner=f"p{n % people}") for n in range(300))
    occasion = an_occasion(previous=previous, titles=TITLES)
    return compose(of, Told(findings=found, problems=problems), occasion)


@pytest.mark.parametrize("people", [3, 20, 200])
def test_five_thousand_findings_are_written_at_once_and_not_clipped(people: int) -> None:
    of, found = department(people), findings(people)
    began = time.process_time()
    digest = written(of, found, people)
    took = time.process_time() - began

    assert len(render_html(digest).encode()) < 90_000
    assert took < 1
    for part in sections(digest):
        hidden = sum(more.count for more in part.more)
        assert all(more.url for more in part.more)
        if part.title in {"Past due on record", "At risk", "Company practice", "Data to mend"}:
            assert len(part.rows) + hidden == part.total
