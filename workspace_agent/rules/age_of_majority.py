"""A year before the student comes of age, the IEP says that the student was told which rights will transfer.

34 CFR 300.320(c), https://sites.ed.gov/idea/regs/b/d/300.320/c

For students with an IEP, where the Students sheet has the day on which the student comes of age and a column
for the day on which the student was told. So the IEP in force a year before that day is to say it: it is
wanted once the IEP now in force reaches it. What was told later than that is on record and ends it, though it
came late. Whether rights transfer at all, and at what age, is the state's law: where they do not, nobody
types the day. One that lies too long ago is asked about. The notices after the transfer (34 CFR 300.520) are
not judged.

Restarted by nothing: a day on which the student was told ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Value, is_blank
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.first_plan import Content, judge
from workspace_agent.rules.long_ago import long_ago
from workspace_agent.rules.steps import of_day

ID = "age_of_majority"
CITATION = Law("34 CFR 300.320(c)", "https://sites.ed.gov/idea/regs/b/d/300.320/c")
CALLED = "The day on which the student comes of age"
YEARS_BEFORE = 1


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student with an IEP."""
    for student in with_iep(department, today):
        majority = student.record.majority_on
        if not isinstance(majority, Value):
            continue
        if dates.is_long_ago(majority.value, today, dates.LONGEST_OF_AGE_YEARS):
            yield long_ago(ID, CITATION, student, majority, CALLED, dates.LONGEST_OF_AGE_YEARS)
        elif is_blank(student.record.rights_told, student.row):
            yield from judge(department, student, _content(student, majority), policy, today)


def _content(student: Student, majority: Value[date]) -> Content:
    told, by = student.record.rights_told, dates.add_years(majority.value, -YEARS_BEFORE)
    return Content(
        rule=ID,
        citation=CITATION,
        what="A statement that the student was told which rights will transfer",
        by=by,
        lenient=by,
        why=(
            of_day("comes of age", majority),
            Step(f"{dates.words(majority.value)} - {YEARS_BEFORE} year = {dates.words(by)}"),
            of_day("student told of the rights", told),
        ),
        place=told.cell,
        advice="Tell the student which rights will transfer, write into the IEP that this was done, and fill "
        "in the day.",
    )


RULE = Rule(
    ID,
    "Rights at the age of majority",
    CITATION,
    check,
    frozenset({"students", "meetings", "form"}),
    plans=IDEA,
    needs=frozenset({Input("students", "rights_told")}),
    parameters=("annual_review.mode", "states.annual_review"),
)
