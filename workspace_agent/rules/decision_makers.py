"""Somebody on the team decides for the student on the day of the meeting: a parent, or who takes their place.

34 CFR 300.30, https://sites.ed.gov/idea/regs/b/a/300.30, says who is a parent; 300.519 is about surrogate
parents, 300.520 about the transfer of rights at the age of majority.

Either parent decides unless an order says not, so nobody is left out who is not said to be restricted. This
rule asks where the dates of the Team sheet leave nobody on the day of the next dated IEP Team meeting (today,
where there is none); where an adult student and a surrogate parent, who exclude each other, are both said to
decide on that day; and where the student has come of age and no adult student is said to decide, nor anybody
since that day. A state need not transfer the rights, so this is never past due: it is input to mend. Where
the Team sheet names nobody at all who decides, the rule about the parts in the IEP Team tells it.

Each change of who decides begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student, TeamMember
from workspace_agent.model.field import Field, Missing, Value, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step
from workspace_agent.model.on_record import DecisionMaker
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.rights import decides_on, decision_makers, nobody_decides
from workspace_agent.rules.steps import of_day, of_today
from workspace_agent.rules.team_meetings import next_team_meeting, team_unread

ID = "decision_makers"
CITATION = Law("34 CFR 300.30", "https://sites.ed.gov/idea/regs/b/a/300.30")
SURROGATES = Law("34 CFR 300.519", "https://sites.ed.gov/idea/regs/b/e/300.519")
MAJORITY = Law("34 CFR 300.520", "https://sites.ed.gov/idea/regs/b/e/300.520")


@dataclass(frozen=True, slots=True)
class _Case:
    """A student and everybody who decides, did or will; on which day it counts."""

    student: Student
    makers: tuple[tuple[DecisionMaker, TeamMember], ...]
    day: date
    today: date

    def on_that_day(self) -> dict[DecisionMaker, TeamMember]:
        """Who decides then, by kind; of several of a kind the first row."""
        rows = sorted(self.makers, key=lambda one: one[1].row, reverse=True)
        return {kind: member for kind, member in rows if decides_on(member, self.day)}

    @property
    def majority(self) -> Field[date]:
        """The day on which the student comes of age, without one that may be the date of birth."""
        typed = self.student.record.majority_on
        is_other = isinstance(typed, Value) and dates.is_long_ago(
            typed.value, self.today, dates.LONGEST_OF_AGE_YEARS
        )
        return Missing(typed.cell) if is_other else typed

    def steps(self) -> Iterator[Step]:
        """Everybody with the dates between which they decide, and the days that count."""
        for kind, member in sorted(self.makers, key=lambda one: one[1].row):
            yield Step(f"decides: {kind.value}", member.row)
            yield of_day(f"{kind.value}, since", member.membership.since)
            yield of_day(f"{kind.value}, until", member.membership.until)
        yield of_day("comes of age", self.majority)
        yield Step(f"day that counts: {dates.words(self.day)}")
        yield of_today(self.today)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked about one student; the fields are those of a finding."""

    citation: Law
    cycle: str
    place: Cell
    words: str
    advice: str


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student and question."""
    for student in with_iep(department, today):
        if team_unread(department, student):
            continue
        coming = next_team_meeting(department, student, today)
        day = coming[0] if coming else today
        case = _Case(student, tuple(decision_makers(department, student)), day, today)
        questions = (_nobody(case), _two_kinds(case), _of_age(case))
        yield from (_finding(case, question) for question in questions if question)


def _nobody(case: _Case) -> _Question | None:
    if not nobody_decides((member for _, member in case.makers), case.day):
        return None
    member = max((one for _, one in case.makers), key=_last_change)
    return _Question(
        CITATION,
        f"nobody-{_last_change(member)[0].isoformat()}",
        member.row,
        f"By the dates in the Team sheet nobody decides for the student on {dates.words(case.day)}.",
        "Add who decides now to the Team sheet, or correct its dates.",
    )


def _last_change(member: TeamMember) -> tuple[date, Cell]:
    """The day until which, or from which, it is so: of one who does not decide now there is one."""
    until, since = known(member.membership.until), known(member.membership.since)
    return until or since or date.min, member.row


def _two_kinds(case: _Case) -> _Question | None:
    now = case.on_that_day()
    if not {DecisionMaker.ADULT_STUDENT, DecisionMaker.SURROGATE} <= now.keys():
        return None
    return _Question(
        SURROGATES,
        "adult-student-and-surrogate",
        now[DecisionMaker.SURROGATE].row,
        f"On {dates.words(case.day)} both an adult student and a surrogate parent are said to decide.",
        "Find out who decides, and end the other one in the Team sheet by a last day.",
    )


def _of_age(case: _Case) -> _Question | None:
    day = known(case.majority)
    if day is None or day > case.today or not case.makers:
        return None
    adult = any(kind is DecisionMaker.ADULT_STUDENT for kind, _ in case.makers)
    since = (known(member.membership.since) for _, member in case.makers)
    if adult or any(begins is not None and begins >= day for begins in since):
        return None
    return _Question(
        MAJORITY,
        f"of-age-{day.isoformat()}",
        case.majority.cell,
        f"The student came of age on {dates.words(day)}, and the Team sheet says of nobody that they decide "
        "since then.",
        "Where the rights have passed to the student, add the student to the Team sheet as holding the "
        "rights; where somebody else decides, fill in since when.",
    )


def _finding(case: _Case, question: _Question) -> Finding:
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=question.citation,
        cycle=question.cycle,
        due=None,
        arithmetic=question.words,
        advice=question.advice,
        place=question.place,
        case_manager=case.student.case_manager,
        student_ref=case.student.ref,
        steps=tuple(case.steps()),
    )


RULE = Rule(
    ID,
    "Who decides for the student",
    CITATION,
    check,
    frozenset({"students", "meetings", "team", "form"}),
    plans=IDEA,
    needs=frozenset({Input("team", "since"), Input("team", "until"), Input("students", "majority_on")}),
)
