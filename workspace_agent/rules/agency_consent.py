"""An outside agency is invited to an IEP Team meeting only with the consent of the parent or adult student.

34 CFR 300.321(b)(3), https://sites.ed.gov/idea/regs/b/d/300.321/b

For the next dated meeting of the IEP Team of a student whose Team sheet names an outside agency: a consent in
the Consents sheet has to cover its day. While it does not, the agent invites nobody of the agency. Nothing is
said where no Consents sheet is kept, and while a row, its kind or a date of it cannot be read.

Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.consents import AgencyConsent, UnclearConsent
from workspace_agent.model.facts import Department, Meeting, Student, TeamMember, concerns
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import Finding, Input, Law, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, Role, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.steps import of_day, of_meeting
from workspace_agent.rules.team_meetings import next_team_meeting

ID = "agency_consent"
CITATION = Law("34 CFR 300.321(b)(3)", "https://sites.ed.gov/idea/regs/b/d/300.321/b")


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting of the IEP Team."""
    for student in with_iep(department, today):
        coming = next_team_meeting(department, student, today)
        agencies = _agencies(department, student)
        if coming is None or not agencies or _is_unread(department, student):
            continue
        day, meeting = coming
        if not department.has_agency_consent(student.ref, day):
            yield _finding(department, student, meeting, day, agencies[0])


def _agencies(department: Department, student: Student) -> list[TeamMember]:
    team = department.team_of.get(student.ref, ())
    return sorted((one for one in team if known(one.role) is Role.OUTSIDE_AGENCY), key=lambda one: one.row)


def _consents(department: Department, student: Student) -> list[AgencyConsent]:
    rows = (one for one in department.consents_of.get(student.ref, ()) if isinstance(one, AgencyConsent))
    return sorted(rows, key=lambda one: one.row)


def _is_unread(department: Department, student: Student) -> bool:
    """Whether no consents are kept, or one may stand where it could not be read."""
    hidden = concerns(department.broken | department.unsettled, student, "consents")
    unread = any(
        isinstance(field, Unreadable)
        for one in _consents(department, student)
        for field in (one.signed, one.until)
    )
    unclear = any(isinstance(one, UnclearConsent) for one in department.consents_of.get(student.ref, ()))
    return hidden or unread or unclear or not department.keeps(student.case_manager, "consents")


def _finding(
    department: Department, student: Student, meeting: Meeting, day: date, agency: TeamMember
) -> Finding:
    consents = _consents(department, student)
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"The Team sheet names an outside agency, and no consent on record covers the meeting of "
        f"{dates.words(day)}.",
        advice="Get the written consent of the parent, or of an adult student, and add it to the Consents "
        "sheet; until then nobody of the agency is invited.",
        place=agency.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            Step("on the team: outside agency", agency.row),
            *(of_day("consent signed", one.signed) for one in consents),
            *(of_day("consent until", one.until) for one in consents),
        ),
    )


RULE = Rule(
    ID,
    "Consent to invite an outside agency",
    CITATION,
    check,
    frozenset({"students", "meetings", "team", "consents", "form"}),
    plans=IDEA,
    needs=frozenset({Input("consents", "signed")}),
    until=Until.DAY,
)
