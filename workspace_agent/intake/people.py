"""From the Students sheets to students: who is who, under which initials, found by which spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from workspace_agent.intake import one_student
from workspace_agent.intake.aliases import NOBODY
from workspace_agent.intake.answers import Answers
from workspace_agent.intake.asking import problems, questions
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.identify import Identified, Identities, Register, identify
from workspace_agent.intake.initials import Numbered, assign, initials, printed
from workspace_agent.intake.questions import standing
from workspace_agent.intake.reading import told
from workspace_agent.intake.roster import Roster, earlier, roster
from workspace_agent.intake.students import STUDENTS, disagreements, student
from workspace_agent.intake.table import Sheet, StudentRow
from workspace_agent.intake.traits import Traits, traits
from workspace_agent.model.facts import Student
from workspace_agent.model.field import Field, Unreadable, known
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.problem import Problem
from workspace_agent.model.question import Asks, Question
from workspace_agent.model.vocabulary import PlanType


@dataclass(frozen=True, slots=True)
class People:
    """All students, and how to find them.

    Attributes:
        students: One for each ref whose district is known.
        named: Each student_ref with its row, for the guard.
        questions: What is not clear about who is who.
        whole: All lists of students could be read.
    """

    students: tuple[Student, ...]
    roster: Roster
    identities: Identities
    named: tuple[tuple[str, StudentRow], ...] = field(repr=False)
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    whole: bool


def people(sheets: Sequence[Sheet], organisation: Organisation, register: Register, today: date) -> People:
    """Read the Students sheets among these sheets."""
    desk = Desk(organisation, roster((), NOBODY, NOBODY, register.sign), {}, today)
    parsed = [one for sheet in sheets if sheet.name == STUDENTS.name for one in STUDENTS.parse(sheet, desk)]
    rows = [one for one in parsed if isinstance(one, StudentRow)]
    found = traits(rows, sheets, register.sign)
    partly = _partly(sheets, organisation)
    whole = not partly
    identified = identify(rows, found, register, whole=whole)
    by_ref = _by_ref(zip(identified.refs, rows, strict=True))
    shown, kept = _initials(by_ref, identified, register.known)
    facts = _facts(by_ref, shown, identified, today)
    students = tuple(_as_one(of_one) for of_one in facts)
    asked = questions(identified)
    of_row = dict(zip(map(id, rows), found, strict=True))
    named = tuple(zip(identified.refs, rows, strict=True))
    listed = roster(
        [(ref, printed(shown[ref]), row) for ref, row in named],
        frozenset(one.ref for one in students),
        frozenset(sheet.case_manager for sheet in _read(sheets)),
        register.sign,
        partly,
        one_student.owners(named),
    )
    keys = [one.key for one in organisation.case_managers]
    before = earlier(named, identified.aliases, keys, register.sign)
    return People(
        students=students,
        roster=replace(listed, earlier=before),
        identities=Identities(
            aliases=identified.aliases,
            initials=kept,
            answers=_answers(identified, register.known.answers, whole=whole),
            traits={
                **({} if whole else register.known.traits),
                **_traits(identified, by_ref, of_row, register.known),
            },
        ),
        named=named,
        questions=asked,
        problems=(
            *(one for one in parsed if isinstance(one, Problem)),
            *one_student.problems(_whole_lists(sheets), named),
            *problems(identified, asked, register.known.answers, organisation),
            *(problem for of_one in facts for one in of_one for problem in _told(one)),
        ),
        whole=whole,
    )


def _told(one: Student) -> Iterator[Problem]:
    yield from told(one)
    yield from told(one.record)
    yield from disagreements(one)


def _whole_lists(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Lists of students whose columns of names are there."""
    named = (sheet for sheet in sheets if sheet.name == STUDENTS.name)
    return (sheet for sheet in named if not {"first", "last"} & set(sheet.lost))


def _read(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Lists of students that could be read. An empty one of one student does not say that nobody is there."""
    return (sheet for sheet in _whole_lists(sheets) if not sheet.of_one or any(sheet.rows()))


def _partly(sheets: Iterable[Sheet], organisation: Organisation) -> frozenset[str]:
    """Case managers of whom some list of students could not be read."""
    read = {sheet.table.spreadsheet_id for sheet in _read(sheets)}
    return frozenset(
        person.key
        for person in organisation.case_managers
        if any(book.holds_students and book.id not in read for book in person.workbooks)
    )


def _by_ref(named: Iterable[tuple[str, StudentRow]]) -> dict[str, list[StudentRow]]:
    """Rows of each student, those that count."""
    rows: dict[str, list[StudentRow]] = {}
    for ref, row in named:
        rows.setdefault(ref, []).append(row)
    return {ref: standing(found) for ref, found in rows.items()}


def _initials(
    by_ref: Mapping[str, Sequence[StudentRow]], identified: Identified, before: Identities
) -> tuple[Mapping[str, Numbered], Mapping[str, Numbered]]:
    """Initials to show, and those to keep: what a slip looks like for a day takes nobody's number."""
    bases = {ref: initials(rows[0].called, rows[0].last) for ref, rows in by_ref.items()}
    unclear = identified.unclear
    kept = assign([pair for pair in bases.items() if pair[0] not in unclear], before.initials)
    return assign([pair for pair in bases.items() if pair[0] in unclear], kept), kept


def _facts(
    by_ref: Mapping[str, Sequence[StudentRow]],
    shown: Mapping[str, Numbered],
    identified: Identified,
    today: date,
) -> list[list[Student]]:
    """What the rows of each student say."""
    held = identified.held
    facts = (
        [student(row, ref, printed(shown[ref]), today, held=ref in held) for row in rows if row.district]
        for ref, rows in by_ref.items()
    )
    return [of_one for of_one in facts if of_one]


def _as_one(facts: Sequence[Student]) -> Student:
    """While two rows of one student count, the first stands for it, with the earlier dates of the two.

    Where one says IEP and the other 504 there are two plans, and the requirements of the IEP hold. A date
    that cannot be read in one of them may be any: then it is not known, whatever the other says.
    """
    records = [one.record for one in facts]
    plans = {known(one.plan_type): one.plan_type for one in reversed(facts)}
    return replace(
        facts[0],
        plan_type=plans.get(PlanType.IEP, facts[0].plan_type),
        two_plans=any(one.two_plans for one in facts) or plans.keys() >= frozenset(PlanType),
        last_annual_review=_earliest([one.last_annual_review for one in facts]),
        last_evaluation=_earliest([one.last_evaluation for one in facts]),
        annual_review_due=_earliest([one.annual_review_due for one in facts]),
        reevaluation_due=_earliest([one.reevaluation_due for one in facts]),
        exit=_first([one.exit for one in facts]),
        record=replace(
            facts[0].record,
            eligible_on=_first([one.eligible_on for one in records]),
            enrolled=_first([one.enrolled for one in records]),
        ),
    )


def _earliest(fields: Sequence[Field[date]]) -> Field[date]:
    return _unread(fields) or min(fields, key=lambda one: known(one) or date.max)


def _first(fields: Sequence[Field[date]]) -> Field[date]:
    return _unread(fields) or fields[0]


def _unread(fields: Sequence[Field[date]]) -> Unreadable | None:
    return next((one for one in fields if isinstance(one, Unreadable)), None)


def _answers(identified: Identified, before: Answers, *, whole: bool) -> Answers:
    """All answers, and what stood in the rows of what is asked; on a list that is missing it still stands."""
    match, spent = identified.match, identified.heard.spent
    asked = {doubt.id: before.asked(match, doubt, spent) for doubt in identified.doubts}
    return Answers(
        given={**before.given, **identified.heard.answers},
        before=asked if whole else {**before.before, **asked},
    )


def _traits(
    identified: Identified,
    by_ref: Mapping[str, Sequence[StudentRow]],
    of_row: Mapping[int, Traits],
    before: Identities,
) -> Mapping[str, Traits]:
    """Of everybody who is clear, and still of those who are gone and asked about.

    While a list could not be read, what was known of anybody else stays as it is.
    """
    unclear = identified.unclear
    seen = {ref: [of_row[id(row)] for row in rows] for ref, rows in by_ref.items() if ref not in unclear}
    missed = {doubt.other for doubt in identified.doubts if doubt.asks is Asks.TRAITS}
    clear = {ref: frozenset().union(*traits) for ref, traits in seen.items()}
    return clear | {ref: before.traits[ref] for ref in missed}
