"""A day that lies so long ago that no student with an IEP can have it: it is asked about, and never repeated.

People type the date of birth where the day from which a transition plan is wanted, or on which the student
comes of age, belongs; and a date of birth is kept out of what is mailed.
"""

from __future__ import annotations

from datetime import date

from workspace_agent.model.facts import Student
from workspace_agent.model.field import Value
from workspace_agent.model.finding import Finding, Law, Step
from workspace_agent.model.vocabulary import Severity


def long_ago(
    rule: str, citation: Law, student: Student, typed: Value[date], called: str, longest: int
) -> Finding:
    """The question about such a day, which does not repeat it.

    Args:
        rule: Id of the rule that asks.
        citation: Why the day is wanted.
        student: Whose day it is.
        typed: The day.
        called: What it is, to begin a sentence with.
        longest: Years that it may lie back.
    """
    years = f"more than {longest} years"
    return Finding(
        rule=rule,
        severity=Severity.DATA,
        citation=citation,
        cycle="long_ago",
        due=None,
        arithmetic=f"{called} lies {years} ago, and for a student with an IEP a day so long ago "
        "cannot be it.",
        advice="Was the birth date typed? Look up the day, and mend it.",
        place=typed.cell,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(Step(f"the day typed lies {years} ago", typed.cell),),
    )
