"""An independent, naive model of deadlines, against which the agent's findings are held after each day.

It was written from the rule book (`docs/rules.md`) and imports nothing of the agent's. It reads rows as
people typed them, counts days one by one, and knows nothing of how the agent works. It has to be given what
the agent had read: the rows and the responses as they stood at its last run.

Where the agent may be silent: the naive model reads each cell itself, and says nothing that would need one
that it cannot read. Beyond that a deadline may be missing only where the agent has a Problem about a cell of
that student which it could not read, and where the deadline hangs on it: in the list of students for the law,
in the other sheets for practice. Of a case manager of whom a whole sheet, column or workbook could not be
read, and of all students while the form could not, nothing is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.simulation import firsts, hours, legal, practice
from tests.simulation.clocks import LEFT, Case, Deadline
from tests.simulation.reports import Json, give_out
from tests.simulation.rows import Caseloads, Student, Workbooks, caseloads
from tests.simulation.typed import plain

LEGAL = (
    "initial_evaluation",
    "initial_iep",
    "annual_review",
    "reevaluation",
    "review_504",
    "reevaluation_504",
    "transfer",
    "transition",
)
PRACTICE = ("contact_attempts", "meeting_notice", "post_form", "check_in", "stale_data")
HOURS = ("office_hours", "late_hours")
RULES = (*LEGAL, *PRACTICE, *HOURS)
"""The rules that are held against the naive model."""

WHOLE_SHEETS = (
    *(
        "MISSING_SHEET",
        "MISSING_HEADING",
        "COLUMN_GONE",
        "TWO_SHEETS",
        "TWO_HEADINGS",
        "HEADINGS_MOVED",
        "TAB_",
    ),
    *("OLD_LIST", "WORKBOOK_", "LIKE_ANOTHER_SHEET", "BOOKS_", "NO_BOOKS", "TWO_FORMS", "NOT_GOOGLE_SHEETS"),
)
FORMS = ("FORM_", "RESPONSES_NOT_READ", "RESPONSES_ELSEWHERE", "QUESTION_MISSING")
UNREAD_CELLS = (
    *("NOT_A_", "AMBIGUOUS_", "DAY_WITHOUT_YEAR", "DATE_", "ERROR_VALUE", "UNLIKELY_", "INTERVAL_UNCLEAR"),
    *("VALUE_UNCLEAR", "UNKNOWN_", "PART_OR_PERCENT", "OUT_OF_RANGE", "ANOTHER_UNIT", "GOAL_"),
)
"""Kinds of Problems, by how their names begin."""

Whose = tuple[str, str]
"""A case manager, and the row in their list of students; an empty row stands for the case manager."""


@dataclass(frozen=True)
class Side:
    """What one side tells of one student or case manager, by rule."""

    told: Mapping[tuple[Whose, str], Counter[Deadline]]

    def of(self, whose: Whose, rule: str) -> Counter[Deadline]:
        """How often each deadline is told."""
        return self.told.get((whose, rule), Counter())


def complaints(
    account: Any,
    workbooks: Workbooks,
    responses: Sequence[Json],
    today: date,
    settings: Any,
) -> list[str]:
    """Each disagreement between the agent and the naive model, as one sentence without a name.

    Args:
        account: What the agent told, as `workspace_agent.settle.Account`.
        workbooks: By case manager: sheets by title, with their rows as typed, headings first.
        responses: To the form: `create_time`, `last_submitted_time`, `respondent`, and `answers` by question.
        today: The day of the run in the department's zone.
        settings: Those with which it ran.
    """
    read = caseloads(workbooks, today)
    give_out(read, responses, settings)
    unread = _unread(account)
    hidden = {_row(read, one, one.rows[0]) for one in read.students if _owners(one) & unread}
    no_form = any(one.kind.name.startswith(FORMS) for one in account.problems)
    rows = _rows(read)
    naive, agent = _naive(read, settings, today), _agent(account, rows)
    explained = _explained(account, rows)
    found = []
    for whose, rule in sorted({*naive.told, *agent.told}):
        left = Deadline(rule, LEFT, None) in naive.of(whose, rule)
        if whose[0] not in unread and whose not in hidden and not (no_form and whose[1]) and not left:
            missing, told = naive.of(whose, rule), agent.of(whose, rule)
            found += _compared(whose, rule, missing, told, explained=(whose, rule) in explained)
    return found


def _unread(account: Any) -> set[str]:
    """Case managers of whom something could not be read whole, or lost so much that it counts as unread."""
    department = account.department
    broken = {owner for owner, _ in department.broken}
    alone = {one.case_manager for one in department.students if one.row.spreadsheet_id in broken}
    told = {one.case_manager for one in account.problems if one.kind.name.startswith(WHOLE_SHEETS)}
    return broken | alone | told


def _owners(student: Student) -> set[str]:
    """All case managers in whose sheets something of the student stands, as that of the one before."""
    return {row["of"] for rows in (student.listed, *student.of.values()) for row in rows if "of" in row}


# ---- whose it is


def _rows(read: Caseloads) -> dict[Whose, Whose]:
    """Each row in a list of students, and the row under which its student is known here."""
    return {_row(read, one, row): _row(read, one, one.rows[0]) for one in read.students for row in one.listed}


def _row(read: Caseloads, student: Student, row: Mapping[str, Any]) -> Whose:
    """The initials tell students apart whose lists are in several workbooks, each in the same row."""
    of = row["of"]
    lists = {one["workbook"] for one in read.sheets[of, "students"]}
    return of, f"row {row['number']}" + (f" {plain(student.initials)}" if len(lists) > 1 else "")


def _known_as(student: Any, rows: Mapping[Whose, Whose]) -> Whose:
    """The same of a student of the agent's."""
    row = f"row {student.row.a1.split(':')[0]}"
    initials = plain(student.initials.split("-")[0])
    alone, among = (student.case_manager, row), (student.case_manager, f"{row} {initials}")
    return rows.get(alone) or rows.get(among) or alone


# ---- the two sides


def _naive(read: Caseloads, settings: Any, today: date) -> Side:
    told: dict[tuple[Whose, str], Counter[Deadline]] = {}
    for student in read.students:
        case = Case(student, read, settings, today)
        whose = _row(read, student, student.rows[0])
        _add(told, whose, (*firsts.of_student(case), *legal.of_student(case), *practice.of_student(case)))
    for person in settings.agent.case_managers:
        _add(told, (person.key, ""), hours.of_case_manager(person, read, settings, today))
    return Side(told)


def _agent(account: Any, rows: Mapping[Whose, Whose]) -> Side:
    """What is for information only is not compared, but for entries that came late."""
    told: dict[tuple[Whose, str], Counter[Deadline]] = {}
    for finding in account.findings:
        severity = finding.severity.name
        if finding.rule not in RULES or (severity == "INFO") != (finding.rule == "late_hours"):
            continue
        student = account.department.by_ref.get(finding.student_ref)
        whose = _known_as(student, rows) if student else (finding.case_manager, "")
        _add(told, whose, [Deadline(finding.rule, severity, finding.due)])
    return Side(told)


def _add(
    told: dict[tuple[Whose, str], Counter[Deadline]], whose: Whose, deadlines: Iterable[Deadline]
) -> None:
    for one in deadlines:
        told.setdefault((whose, one.rule), Counter())[one] += 1


def _explained(account: Any, rows: Mapping[Whose, Whose]) -> set[tuple[Whose, str]]:
    """Of whom the agent says that some cell cannot be read, and the rules that may hang on it."""
    students, found = account.department.by_ref, set()
    for one in account.problems:
        for ref in set(one.concerned) & set(students) if one.kind.name.startswith(UNREAD_CELLS) else ():
            in_list = getattr(one.place, "sheet_id", None) == students[ref].row.sheet_id
            rules = LEGAL if in_list else PRACTICE
            found |= {(_known_as(students[ref], rows), rule) for rule in rules}
    return found


# ---- held against each other


def _compared(
    whose: Whose, rule: str, naive: Counter[Deadline], agent: Counter[Deadline], *, explained: bool
) -> list[str]:
    """One sentence for each deadline on which the two differ; what both tell cancels out."""
    missing, invented = _in_order(naive - agent), _in_order(agent - naive)
    about = f"{rule} of {whose[0]}{', ' if whose[1] else ''}{whose[1]}"
    found = []
    while missing and invented:
        right, wrong = _pair(missing, invented)
        missing.remove(right)
        invented.remove(wrong)
        found.append(
            f"{about}: the agent tells {_words(wrong)}, and by the naive model it is {_words(right)}."
        )
    if not explained:
        found += [f"{about}: the agent does not tell {_words(one)}." for one in missing]
    found += [
        f"{about}: the agent tells {_words(one)}, of which the naive model knows nothing." for one in invented
    ]
    return found


def _in_order(told: Counter[Deadline]) -> list[Deadline]:
    return sorted(told.elements(), key=lambda one: (one.due or date.max, one.severity))


def _pair(missing: list[Deadline], invented: list[Deadline]) -> tuple[Deadline, Deadline]:
    """Two that are most likely meant to be the same: of one day, else the first ones."""
    same_day = [(right, wrong) for right in missing for wrong in invented if right.due == wrong.due]
    return same_day[0] if same_day else (missing[0], invented[0])


def _words(one: Deadline) -> str:
    due = f"{one.due.day} {one.due:%b %Y}" if one.due else "no day"
    return f"{one.severity} {due}"
