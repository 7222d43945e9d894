"""Why a finding is there, in full: what is asked, on what authority, the arithmetic, and what would clear it.

Nothing is judged here: a finding is said again with its rule's own words, and of a student also which rules
found nothing, and which could find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from typing import Any

from workspace_agent.duties.told import Told
from workspace_agent.model import dates
from workspace_agent.model.facts import Department, Student
from workspace_agent.model.field import Missing, known
from workspace_agent.model.finding import CompanyPolicy, Finding, Input, Law, Rule, Step
from workspace_agent.model.place import Cell, SpreadsheetPlace
from workspace_agent.model.policy import Policy
from workspace_agent.model.problem import Problem
from workspace_agent.model.vocabulary import EITHER_PLAN, Severity
from workspace_agent.rules.caseload import came, has_left, is_to_come
from workspace_agent.rules.next_steps import NextStep
from workspace_agent.rules.requirement import Requirement, numbers, requirement, state_law
from workspace_agent.rules.tracking import untracked

Origin = Callable[[str], str]
"""Where a number of the policy was set, in words, by its dotted name."""


@dataclass(frozen=True, slots=True)
class Number:
    """One of the company's numbers.

    Attributes:
        name: As in `annual_review.alert_days`.
        origin: Where it was set.
    """

    name: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding, in full.

    Attributes:
        asked: The requirement, in the words of its rule.
        authority: The section of the law, or that it is company practice.
        link: To the law; empty for company practice.
        found: What was found, in sentences, with whatever is in doubt about it.
        steps: How it was worked out, line by line; none where the sentences say it all.
        state_law: What the law of the student's state says of it.
        why: How serious it is, and why not worse.
    """

    finding: Finding
    title: str
    asked: Requirement
    authority: str
    link: str
    found: str
    steps: tuple[Step, ...]
    numbers: tuple[Number, ...]
    state_law: tuple[Number, ...]
    why: str


def explain(
    finding: Finding, rule: Rule, policy: Policy, origin: Origin, today: date, state: str = ""
) -> Explanation:
    """A finding with everything that it rests on.

    Args:
        finding: What was found.
        rule: The rule that found it.
        policy: The company's numbers, and what is law in each state.
        origin: Tells where each of them was set.
        today: The day of judgement.
        state: The student's; empty where it is about none.
    """
    citation = finding.citation
    of_state = state_law(policy, rule, state) if state else {}
    return Explanation(
        finding=finding,
        title=rule.title,
        asked=requirement(rule),
        authority=_authority(citation),
        link=_link(citation),
        found=finding.arithmetic,
        steps=finding.steps,
        numbers=_numbers(numbers(policy, rule), origin),
        state_law=_numbers(of_state, origin),
        why=why_not_worse(finding, today, goes_by_unchecked=_is_unchecked(of_state)),
    )


def _is_unchecked(of_state: Mapping[str, Any]) -> bool:
    """A value of the state's own law counts here that nobody has compared with its text."""
    return any(name.endswith(".checked") and value is None for name, value in of_state.items())


def _numbers(found: Mapping[str, Any], origin: Origin) -> tuple[Number, ...]:
    return tuple(Number(name, shown(value), origin(name)) for name, value in found.items())


def _authority(citation: Law | CompanyPolicy) -> str:
    if isinstance(citation, Law):
        return citation.words
    return f"company practice, not law: {citation.name}"


def _link(citation: Law | CompanyPolicy) -> str:
    return citation.url if isinstance(citation, Law) else ""


def shown(value: Any) -> str:
    """A number of the settings as people read it."""
    if value is None:
        return "nothing"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return dates.words(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def why_not_worse(finding: Finding, today: date, *, goes_by_unchecked: bool = False) -> str:
    """The severity, and what keeps it from being a worse one.

    Args:
        finding: What was found.
        today: The day of judgement.
        goes_by_unchecked: It goes by a value of the state's law that was not compared with its text.
    """
    if finding.severity is Severity.AT_RISK:
        said = _not_past_due(finding.due, today, goes_by_unchecked=goes_by_unchecked)
        return f"At risk: a requirement of law. {said}"
    return _WHY[finding.severity]


def _not_past_due(due: date | None, today: date, *, goes_by_unchecked: bool) -> str:
    if due is None:
        return "It has no date that could pass, so it is not past due on record."
    if due >= today:
        return f"Its date, {dates.words(due)}, has not passed, so it is not past due on record."
    unchecked = ", or it is the state's, by a source that was not checked" if goes_by_unchecked else ""
    return (
        f"Its date, {dates.words(due)}, has passed; but not in the reading most lenient to the school, or "
        f"something leaves it in doubt{unchecked}: what was found, above, says which. So it is not called "
        "past due on record."
    )


_WHY = {
    Severity.VIOLATION: (
        "Past due on record: a date set by law has passed in the reading most lenient to the school, going "
        "by what stands in the sheets and forms. This is the worst that is ever said."
    ),
    Severity.POLICY: (
        "Company practice: what the company asks of itself. It is never past due on record, because that is "
        "said only of a date that the law sets."
    ),
    Severity.DATA: (
        "Data to mend: something is missing, is too old or does not fit together. It says nothing of a date "
        "of the law that has passed, so nothing is past due on record here."
    ),
    Severity.INFO: (
        "For information: nothing is said to be wrong. Where a person has to look, the advice says so."
    ),
}


@dataclass(frozen=True, slots=True)
class OfRule:
    """What a rule asks for, and what it found.

    Attributes:
        words: Why nothing was found, or could be; empty where something was.
    """

    title: str
    asked: Requirement
    authority: str
    link: str
    numbers: tuple[Number, ...]
    findings: tuple[Finding, ...]
    words: str


def of_rule(
    rule: Rule, department: Department, findings: Iterable[Finding], policy: Policy, origin: Origin
) -> OfRule:
    """One rule by itself, with all that it found, in the order of `findings`."""
    own = tuple(finding for finding in findings if finding.rule == rule.id)
    return OfRule(
        title=rule.title,
        asked=requirement(rule),
        authority=_authority(rule.citation),
        link=_link(rule.citation),
        numbers=_numbers(numbers(policy, rule), origin),
        findings=own,
        words="" if own else _found_nothing(rule, department),
    )


def _found_nothing(rule: Rule, department: Department) -> str:
    if any(untracked((rule,), department)):
        return f"This rule found nothing; it is {_not_tracked(rule)}."
    lost = {kind for _, kind in department.broken} & rule.reads
    if lost or ("form" in rule.reads and department.form_unread):
        return "This rule found nothing, but not all that it goes by could be read."
    return "This rule found nothing."


@dataclass(frozen=True, slots=True)
class Quiet:
    """A rule that found nothing about a student.

    Attributes:
        words: `nothing found`, or why nothing could be found.
    """

    rule: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class OfStudent:
    """Everything that was judged of one student.

    Attributes:
        standing: Which plan; or why nothing is judged.
        quiet: The rules of the student's plan that found nothing.
        problems: What cannot be used: a rule that needs it says nothing until it is mended.
        next_step: What comes next; None where nothing says so.
    """

    student_ref: str
    standing: str
    findings: tuple[Finding, ...]
    quiet: tuple[Quiet, ...]
    problems: tuple[Problem, ...]
    next_step: NextStep | None = None


def of_student(
    student: Student,
    department: Department,
    told: Told,
    rules: Iterable[Rule],
    today: date,
) -> OfStudent:
    """What each rule of the student's plan found, and what keeps rules from finding something.

    Args:
        student: Whoever is asked about.
        department: Everything that people typed.
        told: Of everybody, findings in the order in which they are told.
        rules: All there are.
        today: The day of judgement.
    """
    own = tuple(finding for finding in told.findings if finding.student_ref == student.ref)
    found = {finding.rule for finding in own}
    plans = EITHER_PLAN if student.two_plans else {known(student.plan_type)}
    of_plan = [rule for rule in rules if plans & rule.plans and rule.id not in found]
    is_judged = not has_left(student, today) and not is_to_come(student, today)
    quiet = tuple(_quiet(of_plan, student, department)) if is_judged else ()
    silencing = tuple(one for one in told.problems if _may_silence(one, student, department))
    step = next((one for one in told.next_steps if one.student_ref == student.ref), None)
    return OfStudent(student.ref, _standing(student, today), own, quiet, silencing, step)


def on_no_list(student_ref: str, findings: Iterable[Finding], problems: Iterable[Problem]) -> OfStudent:
    """The same of somebody who was known once and stands on no list now."""
    own = tuple(finding for finding in findings if finding.student_ref == student_ref)
    about = tuple(problem for problem in problems if student_ref in problem.concerned)
    return OfStudent(student_ref, "On no list of students now, so nothing is judged.", own, (), about)


def _standing(student: Student, today: date) -> str:
    gone, plan = known(student.exit), known(student.plan_type)
    if has_left(student, today) and gone is not None:
        return f"Left on {dates.words(gone)}, so nothing is judged any more."
    first = known(came(student))
    if is_to_come(student, today) and first is not None:
        return f"Comes on {dates.words(first)}, so nothing is judged yet."
    if plan is not None:
        return f"Plan: {plan.value}."
    if isinstance(student.plan_type, Missing):
        return "No plan is on record, so no rule of a plan is judged."
    return "The plan cannot be read, so no rule of a plan is judged."


def _quiet(rules: list[Rule], student: Student, department: Department) -> Iterator[Quiet]:
    books = tuple(book for book in department.workbooks if book.case_manager == student.case_manager)
    nowhere = {rule.id for rule in untracked(rules, replace(department, workbooks=books))}
    for rule in rules:
        words = _not_tracked(rule) if rule.id in nowhere else _not_judged(rule, student, department)
        yield Quiet(rule.id, rule.title, words or "nothing found")


def _not_tracked(rule: Rule) -> str:
    wanted = sorted(map(input_words, rule.needs))
    return f"not tracked here: it needs {' or '.join(wanted)}"


def input_words(wanted: Input) -> str:
    """What a department may keep, and where."""
    field, sheet = (name.replace("_", " ") for name in (wanted.field, wanted.sheet))
    if wanted.sheet == "form":
        return f"the question about {field} in the form"
    if wanted.sheet == "districts":
        return f"{wanted.field} of a district in agent.toml"
    return f"the column {field} in the {sheet} sheet"


def _not_judged(rule: Rule, student: Student, department: Department) -> str:
    """Why nothing that was found does not mean that all is well; nothing where it does."""
    lost = sorted(kind.replace("_", " ") for kind in rule.reads if department.is_broken(student, kind))
    if "form" in rule.reads and department.form_unread:
        return "nothing found, but the form could not be read"
    return f"nothing found, but not all could be read: {' and '.join(lost)}" if lost else ""


def _may_silence(problem: Problem, student: Student, department: Department) -> bool:
    """It is about this student; or about nobody, where this student may be meant."""
    if problem.concerned:
        return student.ref in problem.concerned
    if not isinstance(problem.place, Cell | SpreadsheetPlace):
        return problem.case_manager in {"", student.case_manager}
    return problem.place.spreadsheet_id in _books_of(student, department)


def _books_of(student: Student, department: Department) -> Iterator[str]:
    """Where rows about the student may stand: not in hours, nor in the workbook of another student."""
    yield student.row.spreadsheet_id
    yield department.linked_sheet
    for book in department.organisation.case_manager(student.case_manager).workbooks:
        if book.holds != "hours" and not book.of_one:
            yield book.id
