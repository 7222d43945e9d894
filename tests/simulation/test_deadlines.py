"""The naive model agrees with the agent about the demo department, and finds whatever is told wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.journeys.world import WHOLE, World, build_world
from tests.simulation.deadlines import RULES, complaints
from workspace_agent.cli.department import placeholder_of
from workspace_agent.model.finding import Finding
from workspace_agent.model.place import FormPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Severity
from workspace_agent.settings import Settings
from workspace_agent.settings import load as load_settings
from workspace_agent.settle import Account
from workspace_agent.think import think

DAYS = [date(2026, month, 1) for month in range(8, 13)] + [date(2027, month, 1) for month in range(1, 7)]
MARISOL, THEO, LENA = "marisol-quintero", "theo-brandvold", "lena-vandermolen"
DECEMBER, JUNE = date(2026, 12, 1), date(2027, 6, 1)
NOVEMBER = date(2026, 11, 20)


Typed = dict[str, dict[str, list[list[str]]]]


def sheets() -> Typed:
    """What stands in all workbooks of the demo department, as typed."""
    return {
        person["key"]: {
            f"{book['folder']}/{title}": rows
            for book in person["workbooks"]
            for title, rows in WHOLE.sheets(person["key"], book["folder"])
        }
        for person in WHOLE.people()
    }


@dataclass
class Year:
    """The department through a year in which nobody types anything more."""

    world: World
    settings: Settings
    workbooks: Typed
    accounts: dict[date, Account] = field(default_factory=dict)

    def account(self, day: date) -> Account:
        """What the agent thinks on a day."""
        if day not in self.accounts:
            self.world.at(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
            with self.world.tools() as tools:
                self.accounts[day] = think(tools).account
        return self.accounts[day]

    def types(self, case_manager: str, title: str, cell: str, *texts: str) -> None:
        """A case manager types into a row, from this cell on."""
        person = next(one for one in WHOLE.people() if one["key"] == case_manager)
        book = next(
            one for one in person["workbooks"] if f"{one['folder']}/{title}" in self.workbooks[case_manager]
        )
        with self.world.person(person["email"]) as google:
            spreadsheet = self.world.ids[placeholder_of(case_manager, book)]
            google.sheets.type_values(spreadsheet, f"'{title}'!{cell}", [texts])
        rows = self.workbooks[case_manager][f"{book['folder']}/{title}"]
        column, row = ord(cell[0]) - ord("A"), int(cell[1:])
        rows += [[""] * len(rows[0]) for _ in range(row - len(rows))]
        rows[row - 1][column : column + len(texts)] = texts

    def complaints(self, account: Account, day: date) -> list[str]:
        """What the naive model has against an account."""
        return complaints(account, self.workbooks, WHOLE.responses(), day, self.settings)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    world = build_world(tmp_path_factory.mktemp("year"), WHOLE)
    return Year(world, load_settings(world.config), sheets())


@pytest.mark.parametrize("day", [*DAYS, NOVEMBER], ids=str)
def test_the_naive_model_has_nothing_against_the_agent(year: Year, day: date) -> None:
    assert year.complaints(year.account(day), day) == []


def test_much_is_compared(year: Year) -> None:
    told = {finding.rule for day in (NOVEMBER, JUNE) for finding in year.account(day).findings}

    unseen = {"initial_evaluation", "initial_iep", "meeting_notice", "transition"}
    assert {*RULES} - told == unseen, "the demo department has no columns for these"


# ---- what is told wrong


Change = Callable[[Finding], Finding | None]


def dropped(_: Finding) -> None:
    return None


def a_day_later(finding: Finding) -> Finding:
    assert finding.due is not None
    return replace(finding, due=finding.due + timedelta(days=1))


def a_year_later(finding: Finding) -> Finding:
    assert finding.due is not None
    return replace(finding, due=finding.due + timedelta(days=365))


def said_to_be(severity: Severity) -> Change:
    return lambda finding: replace(finding, severity=severity)


def of_rule(rule: str) -> Change:
    return lambda finding: replace(finding, rule=rule)


@dataclass(frozen=True)
class Wrong:
    """One thing that is told wrong.

    Attributes:
        initials: Of the student; empty where it is about a case manager.
        due: Of several findings, which one.
    """

    day: date
    rule: str
    initials: str
    change: Change
    due: date | None = None


WRONGS = {
    "an annual review past due is left out": Wrong(DECEMBER, "annual_review", "M.W.", dropped),
    "an annual review at risk is left out": Wrong(DECEMBER, "annual_review", "W.H.", dropped),
    "an annual review past due is only at risk": Wrong(
        DECEMBER, "annual_review", "S.N.", said_to_be(Severity.AT_RISK)
    ),
    "an annual review at risk is past due": Wrong(
        DECEMBER, "annual_review", "B.O.", said_to_be(Severity.VIOLATION)
    ),
    "an annual review is a day later": Wrong(DECEMBER, "annual_review", "R.A.", a_day_later),
    "the planning of a review is a day later": Wrong(DECEMBER, "annual_review", "S.Q.", a_day_later),
    "a review without a date is left out": Wrong(DECEMBER, "annual_review", "I.K.", dropped),
    "a reevaluation is a year later": Wrong(DECEMBER, "reevaluation", "M.S.-2", a_year_later),
    "a reevaluation is left out": Wrong(DECEMBER, "reevaluation", "J.B.", dropped),
    "a 504 review is past due by law": Wrong(DECEMBER, "review_504", "M.L.", said_to_be(Severity.VIOLATION)),
    "a 504 reevaluation is left out": Wrong(DECEMBER, "reevaluation_504", "M.L.", dropped),
    "a transfer is left out": Wrong(DECEMBER, "transfer", "A.D.", dropped),
    "contact attempts are left out": Wrong(NOVEMBER, "contact_attempts", "R.A.", dropped),
    "a form is a day later": Wrong(DECEMBER, "post_form", "T.M.", a_day_later),
    "data are a day later": Wrong(DECEMBER, "stale_data", "J.B.", a_day_later),
    "a check-in is left out": Wrong(JUNE, "check_in", "X.O.", dropped),
    "a check-in is at risk": Wrong(JUNE, "check_in", "J.P.", said_to_be(Severity.AT_RISK)),
    "a short day is left out": Wrong(NOVEMBER, "office_hours", "", dropped, date(2026, 11, 13)),
    "a short day is told on a full one": Wrong(NOVEMBER, "office_hours", "", a_day_later, date(2026, 11, 9)),
    "a late entry is left out": Wrong(NOVEMBER, "late_hours", "", dropped),
}


def found(account: Account, wrong: Wrong) -> Finding:
    """The first finding that is meant."""
    initials = account.department.initials
    return next(
        one
        for one in account.findings
        if one.rule == wrong.rule and initials(one.student_ref) == wrong.initials
        if wrong.due in {None, one.due}
    )


def with_change(account: Account, wrong: Wrong) -> Account:
    """The account with one finding told wrong."""
    meant = found(account, wrong)
    changed = (wrong.change(one) if one is meant else one for one in account.findings)
    return replace(account, findings=tuple(one for one in changed if one is not None))


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS)
def test_what_is_told_wrong_is_one_complaint(year: Year, wrong: Wrong) -> None:
    told = year.complaints(with_change(year.account(wrong.day), wrong), wrong.day)

    assert len(told) == 1
    assert told[0].startswith(f"{wrong.rule} of ")


@pytest.mark.parametrize(
    "rule", ["annual_review", "reevaluation", "contact_attempts", "transition", "check_in"]
)
def test_what_is_invented_is_one_complaint(year: Year, rule: str) -> None:
    """Of a student of whom nothing is due."""
    account = year.account(NOVEMBER)
    meant = found(account, Wrong(NOVEMBER, "review_504", "M.L.", dropped))
    fresh = next(one.ref for one in account.department.students if one.initials == "H.F.")
    invented = replace(meant, rule=rule, student_ref=fresh)

    told = year.complaints(replace(account, findings=(*account.findings, invented)), NOVEMBER)

    assert len(told) == 1
    assert told[0].endswith("of which the naive model knows nothing.")


# ---- what a year brings


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """A goal that ends before it starts; a student who went to the next case manager, who copied the goal."""
    world = build_world(tmp_path_factory.mktemp("later"), WHOLE)
    year = Year(world, load_settings(world.config), sheets())
    year.types(MARISOL, "Goals", "H7", "8/7/2026")
    year.types(MARISOL, "Students", "I16", "11/16/2026")
    goal = ("Leilani Brooks-Tate", "Writes a topic sentence (0-10)")
    year.types(MARISOL, "Goals", "A12", *goal, "", "increase", "2", "9", "8/24/2026", "5/17/2027", "", "week")
    return year


@pytest.mark.parametrize("day", [NOVEMBER, DECEMBER, date(2027, 1, 8)], ids=str)
def test_it_has_nothing_against_the_agent_either_once_a_student_has_another_case_manager(
    later: Year, day: date
) -> None:
    assert later.complaints(later.account(day), day) == []


@pytest.mark.parametrize(
    ("rule", "initials", "case_manager", "due"),
    [
        pytest.param(
            "stale_data", "I.K.", MARISOL, date(2026, 10, 19), id="a goal that ends before it starts"
        ),
        pytest.param("stale_data", "L.B.", LENA, date(2026, 12, 9), id="a goal that was copied"),
    ],
)
def test_these_are_told(later: Year, rule: str, initials: str, case_manager: str, due: date) -> None:
    account = later.account(date(2027, 1, 8))
    told = found(account, Wrong(date(2027, 1, 8), rule, initials, dropped))

    assert (told.case_manager, told.due) == (case_manager, due)


# ---- what the agent may be silent about


def without(account: Account, case_manager: str) -> Account:
    """Nothing is told of this case manager."""
    return replace(
        account, findings=tuple(one for one in account.findings if one.case_manager != case_manager)
    )


def test_a_cell_that_could_not_be_read_explains_what_hangs_on_it(year: Year) -> None:
    account = with_change(year.account(DECEMBER), WRONGS["an annual review at risk is left out"])
    student = next(one for one in account.department.students if one.initials == "W.H.")
    in_list = replace(student.row, a1="G3")
    elsewhere = replace(in_list, sheet_id=student.row.sheet_id + 1)

    told = [
        year.complaints(replace(account, problems=(*account.problems, problem)), DECEMBER)
        for place in (in_list, elsewhere)
        for problem in [Problem(ProblemKind.NOT_A_DATE, place, student.case_manager, student.ref)]
    ]

    assert [len(one) for one in told] == [0, 1]


def test_a_sheet_that_could_not_be_read_whole_explains_everything_of_its_owner(year: Year) -> None:
    account = without(year.account(NOVEMBER), "theo-brandvold")
    department = replace(account.department, broken=frozenset({("theo-brandvold", "students")}))

    assert len(year.complaints(account, NOVEMBER)) > 10
    assert year.complaints(replace(account, department=department), NOVEMBER) == []


def test_it_explains_what_is_told_of_who_stood_on_that_list_before(later: Year) -> None:
    day = date(2027, 1, 8)
    account = without(later.account(day), LENA)
    department = replace(account.department, broken=frozenset({(MARISOL, "progress")}))

    told, left = (
        later.complaints(account, day),
        later.complaints(replace(account, department=department), day),
    )

    about = "stale_data of lena-vandermolen, row 2 l.b.: the agent does not tell DATA 9 Dec 2026."
    assert about in told
    assert about not in left


def test_while_the_form_could_not_be_read_hours_are_still_compared(year: Year) -> None:
    account = replace(year.account(NOVEMBER), findings=())
    unread = Problem(ProblemKind.FORM_UNAVAILABLE, FormPlace("form"))

    told = year.complaints(replace(account, problems=(*account.problems, unread)), NOVEMBER)

    assert {one.partition(" of ")[0] for one in told} == {"office_hours", "late_hours"}


def test_complaints_name_nobody(year: Year) -> None:
    account = replace(year.account(DECEMBER), findings=())

    told = "\n".join(year.complaints(account, DECEMBER))

    students = year.workbooks["marisol-quintero"]["Progress Monitoring/Students"]
    assert "annual_review of marisol-quintero, row 2" in told
    assert not [name for row in students for name in row[2:4] if str(name) in told]
