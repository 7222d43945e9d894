"""How long all rules take for 50,000 students, on one core: `python -m tests.bench_rules [STUDENTS]`.

A department as large as no company is, so that nothing that grows with its square stays unnoticed. Each
student has two meetings, a team of four, three contact attempts, a goal with a benchmark and twenty values, a
service and a check-in, every other one a form; for one in seven nothing is in time. Seconds are of the
processor: others may use the machine. Exit code 1 if they are too many.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.builders import (
    TODAY,
    a_case_manager,
    a_department,
    a_district,
    a_field,
    a_meeting,
    a_policy,
    a_progress_report,
    a_request,
    a_response,
    a_row,
    a_service,
    a_student,
    a_team_member,
    a_waiver,
    an_attempt,
    an_organisation,
    full_days,
)
from tests.builders_follow_up import ASKED
from tests.builders_progress import a_benchmark, a_goal, a_series
from workspace_agent import collector
from workspace_agent.model.facts import Department
from workspace_agent.model.follow_up import Said
from workspace_agent.model.on_record import RequestKind
from workspace_agent.model.progress import CheckIn, Series
from workspace_agent.model.vocabulary import Method, PlanType, Role
from workspace_agent.rules import RULES, judge

STUDENTS, LIMIT_SECONDS = 50_000, 20
_EACH = 50
"""Students of a case manager."""

_LATE = timedelta(days=400)
_TEAM = (
    Role.PARENT,
    Role.GENERAL_EDUCATION_TEACHER,
    Role.SPECIAL_EDUCATION_TEACHER,
    Role.AGENCY_REPRESENTATIVE,
)
_METHODS = (Method.PHONE, Method.EMAIL, Method.LETTER)
_DISTRICTS = 20


def main(count: int) -> int:
    """Print how long all rules take, and each of them; 1 where that is too long for so many students."""
    department, policy = a_large_department(count), a_policy()
    start = time.process_time()
    with collector.at_rest():  # as a run has it
        findings = judge(department, policy, TODAY)
    seconds = time.process_time() - start
    print(f"{count:,} students x {len(RULES)} rules: {len(findings):,} findings in {seconds:.1f} s")
    for took, name in sorted((_seconds(department, number), rule.id) for number, rule in enumerate(RULES))[
        :-11:-1
    ]:
        print(f"  {took:5.2f} s  {name}")
    limit = LIMIT_SECONDS * count / STUDENTS
    if seconds > limit:
        print(f"  too slow: {limit:g} s are allowed")
    return int(seconds > limit)


def _seconds(department: Department, number: int) -> float:
    start = time.process_time()
    with collector.at_rest():
        for _ in RULES[number].check(department, a_policy(), TODAY):
            pass
    return time.process_time() - start


def a_large_department(count: int) -> Department:
    """A department of so many students, each with a row in every sheet."""
    managers = [f"manager-{number}" for number in range(-(-count // _EACH))]
    refs = [(f"student-{number}", number) for number in range(count)]
    return a_department(
        *(_student(ref, number) for ref, number in refs),
        organisation=an_organisation(
            districts=tuple(a_district(f"district-{number}") for number in range(_DISTRICTS)),
            case_managers=tuple(
                a_case_manager(key, districts=[f"district-{number % _DISTRICTS}"], workbooks=[])
                for number, key in enumerate(managers)
            ),
        ),
        meetings=tuple(meeting for ref, number in refs for meeting in _meetings(ref, number)),
        team=tuple(
            a_team_member(role, student=ref, row=4 * number + at)
            for ref, number in refs
            for at, role in enumerate(_TEAM)
        ),
        contacts=tuple(
            an_attempt(TODAY - timedelta(days=3 * at + 1), method, student=ref, row=3 * number + at)
            for ref, number in refs
            for at, method in enumerate(_METHODS)
        ),
        consents=tuple(a_waiver(TODAY - _LATE, student=ref, row=number) for ref, number in refs[::3]),
        responses=tuple(_response(ref, number) for ref, number in refs[::2]),
        services=tuple(a_service(TODAY + _LATE, student=ref, row=number) for ref, number in refs),
        requests=tuple(
            a_request(RequestKind.RECORDS, TODAY - timedelta(days=20), student=ref, row=number)
            for ref, number in refs[::10]
        ),
        progress_reports=tuple(
            a_progress_report(TODAY - timedelta(days=30), student=ref, row=number) for ref, number in refs
        ),
        check_ins=tuple(_check_in(ref, number) for ref, number in refs),
        goals=tuple(a_goal(student=ref, row=number) for ref, number in refs),
        benchmarks=tuple(a_benchmark(40, TODAY, student=ref) for ref, _ in refs),
        series=tuple(_series(ref, number) for ref, number in refs),
        hours=tuple(entry for key in managers for entry in full_days(case_manager=key)),
        hours_read_for=frozenset(managers),
    )


def _manager(number: int) -> str:
    return f"manager-{number // _EACH}"


def _student(ref: str, number: int) -> Any:
    late = _LATE if number % 7 == 0 else timedelta(0)
    return a_student(
        ref,
        plan=PlanType.S504 if number % 5 == 0 else PlanType.IEP,
        annual=TODAY - timedelta(days=number % 330) - late,
        evaluation=TODAY - timedelta(days=number % 1000) - late,
        district=f"district-{number // _EACH % _DISTRICTS}",
        case_manager=_manager(number),
        row=number + 2,
        enrolled=TODAY - _LATE,
        transition_by=TODAY + timedelta(days=number % 700),
        safeguards_given=TODAY - late,
        interpreter_needed=number % 9 == 0,
    )


def _meetings(ref: str, number: int) -> Iterator[Any]:
    mine: dict[str, Any] = {"student": ref, "case_manager": _manager(number)}
    yield a_meeting(TODAY + timedelta(days=number % 60), row=2 * number, **mine)
    yield a_meeting(TODAY - timedelta(days=number % 300 + 1), held=True, row=2 * number + 1, **mine)


def _response(ref: str, number: int) -> Any:
    return a_response(
        TODAY - timedelta(days=number % 300 + 1),
        student=ref,
        response_id=f"response-{number}",
        respondent=_manager(number),
        said=Said(asked=ASKED, decided=True),
    )


def _series(ref: str, number: int) -> Series:
    """Twenty values on both sides of the aimline; for one in seven they stay where they were."""
    gain = 0 if number % 7 == 0 else 2
    values = [10 + gain * (probe - 8) + (-1) ** probe for probe in range(20)]
    return a_series(values, student=ref)


def _check_in(ref: str, number: int) -> CheckIn:
    row = a_row(number, sheet=9)
    return CheckIn(ref, a_field(TODAY - timedelta(days=30)), a_field(30), written=True, row=row)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else STUDENTS))
