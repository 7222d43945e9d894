"""How long two hundred digests take, on one core: `python -m tests.bench_digests [CASE_MANAGERS]`.

One for each case manager of a department of 3,000 students: narrowed to what they may see, composed, and
written as HTML and as text. Seconds are of the processor: others may use the machine. Exit code 1 if they
are too many.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from tests.builders import TODAY, a_policy, a_service, a_team_member, an_attempt, full_days
from tests.builders_digest import an_occasion
from tests.goldens.school import School
from workspace_agent import collector
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digests import COMPOSERS
from workspace_agent.duties.told import Told
from workspace_agent.effects.digest_render import render_html, render_text
from workspace_agent.model.facts import Department
from workspace_agent.model.vocabulary import Role
from workspace_agent.rules import READS, TITLES, judge
from workspace_agent.rules.next_steps import next_steps

CASE_MANAGERS, LIMIT_SECONDS = 200, 5
_EACH = 15
"""Students of a case manager."""

_AUTUMN = date(2026, 8, 10)
_CALLED = tuple(TODAY - timedelta(days=back) for back in (30, 40, 50))
_TEAM = (
    Role.PARENT,
    Role.GENERAL_EDUCATION_TEACHER,
    Role.SPECIAL_EDUCATION_TEACHER,
    Role.AGENCY_REPRESENTATIVE,
)

STEPS = ("narrowed", "composed", "HTML", "text")


def main(count: int) -> int:
    """Print how long all digests take, and each step; 1 where that is too long for so many."""
    department = _written_full(
        School(case_managers=count, each=_EACH, late=2, near=5, forms=10, spoilt=4).department()
    )
    told = Told(
        findings=judge(department, a_policy(), TODAY),
        problems=department.problems,
        next_steps=next_steps(department, a_policy(), TODAY),
    )
    seconds, written = dict.fromkeys(STEPS, 0.0), 0
    with collector.at_rest():  # as a run has it
        for recipient in recipients(department.organisation, TODAY):
            if recipient.edition is Edition.CASE_MANAGER:
                written += _one(department, told, recipient, seconds)
    print(f"{count} digests of {len(department.students):,} students, {len(told.findings):,} findings:")
    for step, took in seconds.items():
        print(f"  {took:5.2f} s  {step}")
    whole, limit = sum(seconds.values()), LIMIT_SECONDS * count / CASE_MANAGERS
    print(f"  {whole:5.2f} s  together, {written / count / 1000:.0f} kB each")
    if whole > limit:
        print(f"  too slow: {limit:g} s are allowed")
    return int(whole > limit)


def _written_full(department: Department) -> Department:
    """With a team, contact attempts and a service for each student, and hours of a whole autumn."""
    refs = [student.ref for student in department.students]
    people = [person.key for person in department.organisation.case_managers]
    return replace(
        department,
        team=tuple(a_team_member(role, student=ref) for ref in refs for role in _TEAM),
        contacts=tuple(an_attempt(day, student=ref) for ref in refs for day in _CALLED),
        services=tuple(a_service(TODAY + timedelta(days=90), student=ref) for ref in refs),
        hours=tuple(row for key in people for row in full_days(_AUTUMN, case_manager=key)),
    )


def _one(department: Department, told: Told, recipient: Recipient, seconds: dict[str, float]) -> int:
    """One digest; how many letters it has."""
    occasion = an_occasion(recipient, titles=TITLES, reads=READS)
    marks = [time.process_time()]
    part = narrowed(department, told, recipient.scope)
    marks.append(time.process_time())
    digest = COMPOSERS[recipient.edition](*part, occasion)
    marks.append(time.process_time())
    html = render_html(digest)
    marks.append(time.process_time())
    text = render_text(digest)
    marks.append(time.process_time())
    for step, (start, end) in zip(STEPS, pairwise(marks), strict=True):
        seconds[step] += end - start
    return len(html) + len(text)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASE_MANAGERS))
