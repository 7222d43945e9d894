"""The case manager is in contact with each family at least every thirty days.

Company practice: `policy.family_contact`, and off unless that names a number of days. A contact counts when
it goes both ways: it was with the parent, or with a student who holds the rights, and what came of it is not
a voicemail or another way of not being reached. What it was about does not matter. Long breaks of the
district's school calendar are left out. Nothing is said of a student with a row that cannot be read, and of
a case manager who keeps no such sheet. It is for both plans.

Each contact restarts it. Before the first one the days count from the first day of school, from the day on
which the student came, or from the day on which the agent went live, whichever is last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workspace_agent.model import dates
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Unreadable, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Rule, Step
from workspace_agent.model.place import Cell
from workspace_agent.model.policy import Policy
from workspace_agent.model.vocabulary import EITHER_PLAN, Person, Severity
from workspace_agent.rules.caseload import came, with_sheet
from workspace_agent.rules.freshness import Breaks
from workspace_agent.rules.rights import holds_rights

ID = "family_contact"
CITATION = CompanyPolicy("regular contact with each family")


@dataclass(frozen=True, slots=True)
class Contacts:
    """What is on record of one family.

    Attributes:
        last: The last contact that went both ways, unless the days count from a later beginning.
        since: From when the days count: that contact, or the beginning.
        not_counted: How many rows since then are no such contact, by reason.
    """

    last: ContactAttempt | None
    since: date
    not_counted: tuple[tuple[str, int], ...]


def check(department: Department, policy: Policy, today: date) -> Iterator[Finding]:
    """One finding at most for each student."""
    days = policy.family_contact.days
    if not days:
        return
    least = policy.progress.break_weekdays
    breaks = {one.key: Breaks(one, least) for one in department.organisation.districts}
    for student in with_sheet(department, "contacts", today):
        contacts = _contacts(department, student, today)
        if contacts is None or (today - contacts.since).days <= days:
            continue  # breaks only make it later
        due = breaks[student.district].after(contacts.since, days)
        if due < today:
            yield _finding(student, contacts, due, days, today)


def _contacts(department: Department, student: Student, today: date) -> Contacts | None:
    """None where a Problem speaks of a day that may be the last one, or the first."""
    rows = department.contacts_of.get(student.ref, ())
    why_not = {row.row: _objection(department, student, row) for row in rows}
    counting = [row for row in rows if not why_not[row.row]]
    fields = (came(student), *(row.date for row in counting))
    if any(isinstance(field, Unreadable) for field in fields):
        return None
    last = max((row for row in counting if _day(row) <= today), key=_order, default=None)
    since = max(_beginning(department, student, today), _day(last))
    later = Counter(why for row in rows if (why := why_not[row.row]) and since < _day(row) <= today)
    return Contacts(last if since == _day(last) else None, since, tuple(sorted(later.items())))


def _objection(department: Department, student: Student, row: ContactAttempt) -> str:
    """Why a row is no contact that goes both ways, or nothing."""
    adult = row.person is Person.STUDENT and holds_rights(department, student, _day(row))
    if row.person is not Person.PARENT and not adult:
        return "with somebody else"
    return "" if row.answered else "without an answer"


def _beginning(department: Department, student: Student, today: date) -> date:
    organisation = department.organisation
    first_day = organisation.district(student.district).begun_by(today).first_day
    return max(first_day, known(came(student)) or first_day, organisation.go_live or first_day)


def _day(row: ContactAttempt | None) -> date:
    """Before all others where there is none."""
    return (known(row.date) if row else None) or date.min


def _order(row: ContactAttempt) -> tuple[date, Cell]:
    return _day(row), row.row


def _finding(student: Student, contacts: Contacts, due: date, days: int, today: date) -> Finding:
    last = contacts.last.row if contacts.last else None
    return Finding(
        rule=ID,
        severity=Severity.POLICY,
        citation=CITATION,
        cycle=due.isoformat(),
        due=due,
        arithmetic=_arithmetic(contacts, due, days, today),
        advice="Get in touch with the family and write down what came of it, also of a meeting or a message "
        "that they answered.",
        place=last or student.row,
        case_manager=student.case_manager,
        student_ref=student.ref,
        steps=(
            Step(f"{'two-way contact on' if last else 'counted from'} {dates.words(contacts.since)}", last),
            Step(f"{dates.days(days)} without long breaks: until {dates.words(due)}"),
        ),
    )


def _arithmetic(contacts: Contacts, due: date, days: int, today: date) -> str:
    on = dates.words(contacts.since)
    said = f"No two-way contact with the family is on record since {on}"
    if contacts.last:
        said = f"The last two-way contact with the family on record is of {on}"
    ago = dates.days((today - contacts.since).days)
    reasons = "; ".join(f"{reason} ({count})" for reason, count in contacts.not_counted)
    return (
        f"{said}, {ago} ago; the next was in time until {dates.words(due)}, {dates.days(days)} later without "
        f"long breaks of the school.{f' Not counted since then: {reasons}.' if reasons else ''}"
    )


RULE = Rule(
    ID,
    "Contact with the family",
    CITATION,
    check,
    frozenset({"students", "contacts", "team"}),
    plans=EITHER_PLAN,
    parameters=("family_contact.days",),
)
