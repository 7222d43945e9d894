"""Departments on the days on which a digest is hardest to get right, judged by the rules themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any

from tests.builders import TODAY, a_policy
from tests.builders_digest import an_occasion
from tests.builders_seen import CALENDAR, nothing_seen, planned
from tests.builders_tables import fresh, headings, sign, whole_willow, willow_form
from tests.goldens.school import School
from workspace_agent.duties.digest import Digest, Occasion
from workspace_agent.duties.digest_recipients import Edition, Recipient, recipients
from workspace_agent.duties.digest_scope import narrowed
from workspace_agent.duties.digests import compose
from workspace_agent.duties.told import Told
from workspace_agent.duties.unread import Unread
from workspace_agent.intake.department import take_in
from workspace_agent.intake.identify import Identities
from workspace_agent.model.facts import Department
from workspace_agent.model.organisation import CaseManager
from workspace_agent.model.place import SpreadsheetPlace
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.rules import READS, RULES, TITLES, judge
from workspace_agent.rules.next_steps import next_steps
from workspace_agent.rules.tracking import untracked

_AUGUST = dt.date(2026, 8, 3)
_WHEN_DOWN = dt.datetime(2026, 11, 11, 12, 2, tzinfo=dt.UTC)
_LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenträgerinnenverein"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A department, what there is to tell of it, and what its last digests told.

    Attributes:
        repeated: Every so many-th of what a digest tells stood in the last one too; 0 where there was none.
    """

    department: Department
    told: Told
    repeated: int
    today: dt.date = TODAY
    last_good_run: dt.datetime | None = None
    unsent: tuple[str, ...] = ()

    def reader(self, edition: Edition) -> Recipient:
        """The first who gets it."""
        everybody = recipients(self.department.organisation, self.today)
        return next(one for one in everybody if one.edition is edition)

    def digest(self, edition: Edition) -> Digest:
        """What the first who gets it reads."""
        reader = self.reader(edition)
        occasion = self.occasion(reader, previous=self._before(reader))
        return compose(self.department, self.told, occasion)

    def occasion(self, recipient: Recipient, **changes: Any) -> Occasion:
        """The week of the story, if nothing else is said."""
        year, week, _ = self.today.isocalendar()
        fields: dict[str, Any] = {
            "period": f"{year}-W{week:02d}",
            "previous": None,
            "last_good_run": self.last_good_run,
            "titles": TITLES,
            "reads": READS,
            "unsent": self.unsent,
            "untracked": tuple(rule.title for rule in untracked(RULES, self.department)),
        }
        return an_occasion(recipient, self.today, **(fields | changes))

    def _before(self, reader: Recipient) -> frozenset[str] | None:
        """What their last digest told: a part of what this one tells, and three that were mended since."""
        if not self.repeated:
            return None
        told = compose(self.department, self.told, self.occasion(reader)).told
        theirs, _ = narrowed(self.department, self.told, reader.scope)
        mended = (f"annual_review/{student.ref}/2019" for student in theirs.students[:3])
        return frozenset([*sorted(told)[:: self.repeated], *mended])


def _told(department: Department, today: dt.date = TODAY, **changes: Any) -> Told:
    """By the rules; what is decided about meetings, where nothing was booked before."""
    seen = nothing_seen(calendars=frozenset({CALENDAR, *_calendars(department)}))
    plan = planned(department, seen, dt.datetime.combine(today, dt.time(12), dt.UTC))
    told = Told(
        findings=judge(department, a_policy(), today),
        problems=(*department.problems, *plan.problems),
        decisions=plan.decisions,
        next_steps=next_steps(department, a_policy(), today),
    )
    return replace(told, **changes)


def _calendars(department: Department) -> set[str]:
    return {person.calendar for person in department.organisation.case_managers}


@cache
def willow() -> Department:
    """The department Willow, its workbooks under ids as Google gives them."""
    organisation, books = whole_willow()
    people = tuple(_with_ids(person) for person in organisation.case_managers)
    organisation = organisation.model_copy(update={"case_managers": people})
    renamed = [
        replace(
            book,
            spreadsheet_id=_id(book.spreadsheet_id),
            tables=tuple(replace(one, spreadsheet_id=_id(one.spreadsheet_id)) for one in book.tables),
        )
        for book in books
    ]
    taken = take_in(organisation, headings(), renamed, willow_form(), Identities(), sign, fresh(), TODAY)
    return taken.department


def _with_ids(person: CaseManager) -> CaseManager:
    books = tuple(book.model_copy(update={"id": _id(book.id)}) for book in person.workbooks)
    return person.model_copy(update={"workbooks": books})


def _id(name: str) -> str:
    """As long as those of Google: a workbook may be called after a student, its id never is."""
    return f"1{sha256(name.encode()).hexdigest()[:43]}"


def all_well() -> Story:
    """Nothing is wrong with anybody."""
    department = School(case_managers=4, each=14).department()
    told = _told(department)
    return Story(
        department=department,
        told=told,
        repeated=1,
        last_good_run=_an_hour_ago(TODAY),
    )


def first_run() -> Story:
    """There was no digest before, and company practice from before going live is not listed."""
    old = willow()
    organisation = old.organisation.model_copy(update={"go_live": dt.date(2026, 11, 16)})
    department = replace(old, organisation=organisation)
    return Story(department=department, told=_told(department), repeated=0)


def bad_week() -> Story:
    """The department Willow as it stands: something of everything."""
    department = willow()
    told = _told(department)
    return Story(
        department=department,
        told=told,
        repeated=3,
        last_good_run=_an_hour_ago(TODAY),
    )


def august() -> Story:
    """School has not begun, and nobody has worked an hour yet."""
    school = School(case_managers=4, each=14, near=9, today=_AUGUST, has_hours=False)
    department = school.department()
    told = _told(department, _AUGUST)
    return Story(
        department=department,
        told=told,
        repeated=4,
        today=_AUGUST,
        last_good_run=_an_hour_ago(_AUGUST),
    )


def nine_days_down() -> Story:
    """The agent did not run for nine days, and a workbook cannot be opened any more."""
    department = willow()
    book = SpreadsheetPlace(_id("Progress Monitoring"))
    problem = Problem(ProblemKind.WORKBOOK_UNAVAILABLE, book, "marisol-quintero")
    told = _told(department)
    return Story(
        department=department,
        told=replace(told, problems=(*told.problems, problem), unread=(Unread(problem, _WHEN_DOWN),)),
        repeated=2,
        last_good_run=_WHEN_DOWN,
        unsent=("2026-W46",),
    )


def huge() -> Story:
    """Two hundred case managers, three thousand students, more than five thousand findings."""
    department = School(case_managers=200, each=15, late=2, near=5, forms=10, spoilt=4).department()
    told = _told(department)
    return Story(
        department=department,
        told=told,
        repeated=3,
        last_good_run=_an_hour_ago(TODAY),
    )


def odd_letters() -> Story:
    """Right to left, accents, markup in the settings, and words without end."""
    school = School(
        case_managers=4,
        each=6,
        late=2,
        near=3,
        spoilt=5,
        organisation={"name": "<script>alert('mail')</script> & Söhne"},
        names=('<b>Theo</b> & "Sons" Brandvold', _LONG_WORD, "شیرین عبادی", "Nguyễn Thị Phương-Ánh"),
        initials=("א.ב.", "Ž.Ł.", "ش.ع.", "Ñ.Ç.", "李.W.", "Ø.Þ.-12"),
    )
    department = school.department()
    told = _told(department)
    return Story(
        department=department,
        told=told,
        repeated=3,
        last_good_run=_an_hour_ago(TODAY),
    )


def _an_hour_ago(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(11), tzinfo=dt.UTC)


STORIES: Mapping[str, Callable[[], Story]] = {
    "all-well": all_well,
    "first-run": first_run,
    "bad-week": bad_week,
    "august": august,
    "nine-days-down": nine_days_down,
    "huge": huge,
    "odd-letters": odd_letters,
}
"""By the name of its files."""
