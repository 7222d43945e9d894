"""Parents get written notice a reasonable time before what was proposed or refused is done.

34 CFR 300.503(a), https://sites.ed.gov/idea/regs/b/e/300.503/a

Asked is only for the day on which it was given: of each held meeting of a student with an IEP of which the
form names a decision, two business days later (`policy.meeting_record`). Where the form has no question about
decisions, each meeting is taken to have made one. The day may stand in the form or in the row of the meeting;
where neither has a place for it, it is not tracked.

Not judged is whether the notice came in time, because nothing says whether services changed and from when;
so nothing is ever past due on record here. Nor is what the notice says, nor a notice about a request that was
refused without a meeting, nor meetings about a 504 plan, of which this section does not speak.

Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model.facts import Department
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding, Law, Rule
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import ABOUT_504, IDEA, Held, PlanType, Severity
from workspace_agent.rules.followed import READS, Followed, followed

ID = "prior_written_notice"
CITATION = Law("34 CFR 300.503(a)", "https://sites.ed.gov/idea/regs/b/e/300.503/a")


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding for each meeting that decided something and of which no notice is on record."""
    for one in followed(department, today):
        due = department.organisation.business_days_after(one.day, policy.meeting_record.days)
        if due < today and _decided(one) and _has_no_notice(one):
            yield _finding(one, due)


def _decided(one: Followed) -> bool:
    """An IEP Team meeting that was held, and came to something."""
    about_iep = known(one.student.plan_type) is PlanType.IEP and one.response.purposes - ABOUT_504
    decided = one.said.decided or "decisions" not in one.said.asked
    return bool(about_iep) and one.response.held is Held.YES and decided


def _has_no_notice(one: Followed) -> bool:
    is_open = one.is_open("prior written notice", one.ticks.notice_given)
    return is_open and one.said.notice_given is None


def _finding(one: Followed, due: date) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=one.response.record,
        due=due,
        arithmetic=f"{one.form} names no day on which prior written notice was given.",
        advice="Write down the day on which prior written notice was given: in the meeting's row of the "
        "Meetings sheet, or by editing the form. If none was given, give it before anything is changed.",
        place=one.place(one.ticks.notice_given),
        case_manager=one.student.case_manager,
        student_ref=one.student.ref,
    )


RULE = Rule(ID, "Prior written notice", CITATION, check, READS, plans=IDEA)
