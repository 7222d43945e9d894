"""The IEP Team has the parent, a general and a special education teacher, and an agency representative.

34 CFR 300.321(a), https://sites.ed.gov/idea/regs/b/d/300.321/a

For the next dated meeting of the IEP Team of a student with an IEP, and by the Team sheet: who really took
part is not in the sheets, so after the meeting nothing is said. Where the rights have passed to an adult
student, the student takes the parent's place; a parent who may not be contacted does not fill it. Where the
meeting is about an evaluation, somebody has to interpret its results, who may be one of the others. Nothing
is said while a row of the sheet cannot be read, and of a part for which the sheet has no column. Who is named
and excused (300.321(e)) is not missing here. Each meeting begins the count anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Meeting, Student, TeamMember
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding, Law, Rule, Step, Until
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import IDEA, ContactState, Purpose, Role, Severity
from workspace_agent.rules.caseload import with_iep
from workspace_agent.rules.rights import holds_rights
from workspace_agent.rules.steps import of_meeting
from workspace_agent.rules.team_meetings import next_team_meeting, team_unread

ID = "team_roles"
CITATION = Law("34 CFR 300.321(a)", "https://sites.ed.gov/idea/regs/b/d/300.321/a")
ADVICE = (
    "Add who is missing to the Team sheet. A general education teacher is needed unless the student takes no "
    "part in general education; a special education provider can take the special education teacher's place. "
    "Whoever is excused needs the parent's agreement in writing: 34 CFR 300.321(e)."
)


REPRESENTATIVE = "agency representative"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part in the IEP Team.

    Attributes:
        columns: Its fields, where the Team sheet has a column for each part.
        roles: Who can take it.
        purposes: Of the meetings that need it.
    """

    words: str
    columns: frozenset[str]
    roles: frozenset[Role]
    purposes: frozenset[Purpose] = frozenset(Purpose)


_GENERAL, _SPECIAL, _AGENCY = (
    Role.GENERAL_EDUCATION_TEACHER,
    Role.SPECIAL_EDUCATION_TEACHER,
    Role.AGENCY_REPRESENTATIVE,
)
_EVALUATORS = frozenset({_GENERAL, _SPECIAL, _AGENCY, Role.SCHOOL_PSYCHOLOGIST, Role.OTHER_STAFF})
_PARTS = (
    _Part("parent", frozenset({"parent", "parent_email"}), frozenset({Role.PARENT})),
    _Part("general education teacher", frozenset({"general_education_teacher"}), frozenset({_GENERAL})),
    _Part("special education teacher", frozenset({"special_education_teacher"}), frozenset({_SPECIAL})),
    _Part(REPRESENTATIVE, frozenset({"agency_representative"}), frozenset({_AGENCY})),
    _Part(
        "one who can interpret evaluation results",
        frozenset({"school_psychologist"}),
        _EVALUATORS,
        frozenset({Purpose.INITIAL, Purpose.REEVALUATION}),
    ),
)


def check(department: Department, _policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student, about the next meeting of the IEP Team."""
    for student in with_iep(department, today):
        coming = next_team_meeting(department, student, today)
        if coming is None or team_unread(department, student):
            continue
        day, meeting = coming
        named = parts(department, student, known(meeting.purposes) or frozenset(), day)
        missing = [words for words, is_named in named.items() if is_named is False]
        if missing:
            yield _finding(department, student, meeting, day, missing)


def _team(department: Department, student: Student) -> tuple[TeamMember, ...]:
    return department.team_of.get(student.ref, ())


def parts(
    department: Department, student: Student, purposes: frozenset[Purpose], day: date
) -> dict[str, bool | None]:
    """Each part that a meeting needs, and whether somebody is named who may take it.

    Args:
        department: Everything that people typed.
        student: Whose meeting it is.
        purposes: What it is about.
        day: Its date.

    Returns:
        None of a part that nobody takes and for which the Team sheet has no column.
    """
    filled = set(_filled(department, student, day))
    columns = _columns(department, student)
    needed = (part for part in _PARTS if part.purposes & purposes)
    return {part.words: bool(part.roles & filled) or _unless_kept(part, columns) for part in needed}


def _unless_kept(part: _Part, columns: frozenset[str]) -> bool | None:
    """Of a part that nobody takes: nobody is named, or there is no column where they could be."""
    is_kept = not columns or bool(({"role"} | part.columns) & columns)
    return False if is_kept else None


def _filled(department: Department, student: Student, day: date) -> Iterator[Role]:
    """Roles that somebody has who may come."""
    if holds_rights(department, student, day):
        yield Role.PARENT
    for member in _team(department, student):
        role = known(member.role)
        if role is not None and known(member.contact_state) is not ContactState.RESTRICTED:
            yield role


def _columns(department: Department, student: Student) -> frozenset[str]:
    """Fields for which the student's Team sheet has a column; none where that is not known."""
    owners = {student.case_manager, student.row.spreadsheet_id}
    kept = (book.columns.get("team", frozenset()) for book in department.workbooks if book.whose in owners)
    return frozenset().union(*kept)


def _finding(
    department: Department, student: Student, meeting: Meeting, day: date, missing: list[str]
) -> Finding:
    rows = [member.row for member in _team(department, student)]
    nobody = _listed([f"no {words}" for words in missing])
    return Finding(
        rule=ID,
        severity=Severity.DATA,
        citation=CITATION,
        cycle=day.isoformat(),
        due=day,
        arithmetic=f"For the meeting of {dates.words(day)} the Team sheet names {nobody}.",
        advice=ADVICE,
        place=min(rows, default=meeting.row),
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            of_meeting(meeting, day),
            *_steps(department, student),
            Step(f"missing: {_listed(missing)}"),
        ),
    )


def _listed(words: list[str]) -> str:
    """`no parent`, `no parent and no teacher`, `no parent, no teacher and no representative`."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _steps(department: Department, student: Student) -> Iterator[Step]:
    for member in sorted(_team(department, student), key=lambda one: one.row):
        role, state = known(member.role), known(member.contact_state)
        may_not = ", who may not be contacted" if state is ContactState.RESTRICTED else ""
        yield Step(f"on the team: {role.value if role else 'no role'}{may_not}", member.row)


RULE = Rule(
    ID,
    "Parts in the IEP Team",
    CITATION,
    check,
    frozenset({"students", "meetings", "team", "form"}),
    plans=IDEA,
    until=Until.DAY,
)
