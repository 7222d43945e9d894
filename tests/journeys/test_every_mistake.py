"""Every deliberate mistake in a sheet of the demo department is told where it stands, and no other row is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journeys.world import ROBOT, WHOLE, WILLOW, World, build_world
from workspace_agent.model.place import Cell
from workspace_agent.model.problem_kinds import ProblemKind

HEADING = re.compile(r"## \S+(?: / (?P<book>.+))?")
LINE = re.compile(r"\| (?P<cell>\S.*?![A-Z]+\d+) \| .*? \| (?P<told>.+) \|")
LETTERS = re.compile(r"^[A-Z]+|:.*$")
NOTHING = re.compile(r"Nothing(\.|;| at once| yet)")
"""Whereas "Nothing is logged for 17 Nov" is something."""


@dataclass(frozen=True)
class Mistake:
    """One line of `mistakes.md`: where it stands (`Workbook/Sheet!B10`), and what should be told."""

    cell: str
    told: str

    @property
    def is_none(self) -> bool:
        return NOTHING.match(self.told) is not None


def mistakes() -> Iterator[Mistake]:
    """Those of the workbooks; of form and calendar the whole department's story tells."""
    book = ""
    for line in (WILLOW / "mistakes.md").read_text(encoding="utf8").splitlines():
        if heading := HEADING.fullmatch(line):
            book = heading["book"] or ""
        elif found := LINE.fullmatch(line):
            cell = found["cell"].replace(" / ", "/")
            yield Mistake(cell if "/" in cell else f"{book}/{cell}", found["told"])


MISTAKES = tuple(mistakes())

OWN = "Progress Monitoring"
LOG = "Hours Log"
THEOS = "SpEd Caseload 26-27 (Brandvold)"
NO_HOURS = "office_hours"

TOLD = {
    f"{OWN}/Students!G15": "annual_review",
    f"{OWN}/Students!G16": "ONE_STUDENT_TWICE",
    f"{OWN}/Meetings!A13": "ROW_WITHOUT_STUDENT",
    f"{OWN}/Meetings!H18": "hold",
    f"{OWN}/Meetings!K16": "post_form",
    f"{OWN}/Meetings!J7": "contact_attempts",
    f"{OWN}/Meetings!J3": "LINK_OR_BOOK",
    f"{OWN}/Team!E39": "CONTACT_UNSURE",
    f"{OWN}/Contacts!G32": "CONTACT_INCOMPLETE",
    f"{OWN}/Progress!D66": "NOT_A_NUMBER",
    f"{OWN}/Progress!C48": "stale_data",
    f"{LOG}/Hours!C11": "END_BEFORE_START",
    f"{THEOS}/CASELOAD!F12": "AMBIGUOUS_DATE",
    f"{THEOS}/CASELOAD!I13": "NOT_A_DATE",
    f"{THEOS}/CASELOAD!G6": "TWO_DATES",
    f"{THEOS}/CASELOAD!N16": "approved_platforms",
    f"{THEOS}/Mtgs!C7": "NOT_A_DATE",
    f"{THEOS}/Mtgs!B8": "UNKNOWN_PURPOSE",
    f"{THEOS}/Mtgs!G3": "post_form",
    f"{THEOS}/Mtgs!G4": "post_form",
    f"{THEOS}/Mtgs!F4": "amendment",
    f"{THEOS}/Mtgs!G5": "DID_IT_TAKE_PLACE",
    f"{THEOS}/Mtgs!F10": "contact_attempts",
    f"{THEOS}/Mtgs!D12": "NOT_A_TIME",
    f"{THEOS}/Team!I8": "team_roles",
    f"{THEOS}/Team!F3": "CONTACT_UNSURE",
    f"{THEOS}/Parent Contact Log!A5": "AMBIGUOUS_STUDENT",
    f"{THEOS}/Parent Contact Log!A21": "UNKNOWN_STUDENT",
    f"{THEOS}/Parent Contact Log!C23": "CONTACT_INCOMPLETE",
    f"{THEOS}/Data!D29": "DATE_FOR_NUMBER",
    f"{THEOS}/Data!C38": "stale_data",
    f"{THEOS}/1-1 Check Ins!B5": "DATE_IN_THE_FUTURE",
    f"{THEOS}/Hours!C11": "END_BEFORE_START",
    f"{THEOS}/Hours!C9": NO_HOURS,
    f"{THEOS}/Hours!F10": "late_hours",
    f"{THEOS}/Office Hrs!C6": "published_hours",
    "Santi Núñez de la Vega/Meetings!C2": "ZONE_QUESTION",
    "Santi Núñez de la Vega/Meetings!F2": "contact_attempts",
    "Contact Log 26-27/Log!C8": "CONTACT_INCOMPLETE",
    "Rain Delgado/Data!C4": "progress",
    "Hours 2026-27/Weekly!C5": "END_BEFORE_START",
    "Hours 2026-27/Weekly!D5": NO_HOURS,
    "Hours 2026-27/Weekly!I3": NO_HOURS,
}
"""What is told in the row where the mistake stands."""

ELSEWHERE = {
    f"{OWN}/Students!I14": (f"{OWN}/Meetings!10", "exited"),
    f"{OWN}/Team!B12": (f"{OWN}/Team!11", "team_roles"),
    f"{OWN}/Team!B34": (f"{OWN}/Team!31", "team_roles"),
    f"{LOG}/Hours!C7": (f"{LOG}/Hours!6", NO_HOURS),
    f"{LOG}/Hours!A13": (f"{LOG}/Hours!15", NO_HOURS),
    f"{THEOS}/Hours!B6": (f"{THEOS}/Hours!5", NO_HOURS),
    f"{THEOS}/Hours!A11": (f"{THEOS}/Hours!12", NO_HOURS),
    "Juniper Pratt/Meetings!B3": ("Juniper Pratt/Student!2", "annual_review"),
}
"""What is told in another row: where a day or a team begins, where a date is missing."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """By row, what one run tells of it: kinds of problems, rules that found something, verdicts."""
    world = build_world(tmp_path_factory.mktemp("mistakes"), WHOLE)
    account, titles = world.run().account, tabs(world)
    words = (
        *((one.place, one.kind.name) for one in account.problems),
        *((one.place, one.rule) for one in account.findings),
        *((one.place, one.verdict) for one in account.decisions),
    )
    found: dict[str, set[str]] = {}
    for place, word in words:
        if isinstance(place, Cell):
            sheet = titles[place.spreadsheet_id, place.sheet_id]
            found.setdefault(row_of(f"{sheet}!{place.a1}"), set()).add(word)
    return found


def row_of(cell: str) -> str:
    sheet, _, a1 = cell.partition("!")
    return f"{sheet}!{LETTERS.sub('', a1)}"


def tabs(world: World) -> dict[tuple[str, int], str]:
    """What each sheet is called, with its workbook."""
    fields = "properties.title,sheets.properties(sheetId,title)"
    with world.person(ROBOT) as google:
        books = {one: google.sheets.read(one, fields) for one in world.dump()["spreadsheets"]}
    return {
        (id_, sheet["properties"]["sheetId"]): f"{book['properties']['title']}/{sheet['properties']['title']}"
        for id_, book in books.items()
        for sheet in book["sheets"]
    }


@pytest.mark.parametrize("mistake", [one for one in MISTAKES if not one.is_none], ids=lambda one: one.cell)
def test_what_is_wrong_is_told(told: dict[str, set[str]], mistake: Mistake) -> None:
    row, word = ELSEWHERE.get(mistake.cell) or (row_of(mistake.cell), TOLD[mistake.cell])
    assert word in told[row]


@pytest.mark.parametrize("mistake", [one for one in MISTAKES if one.is_none], ids=lambda one: one.cell)
def test_what_only_looks_wrong_is_no_problem(told: dict[str, set[str]], mistake: Mistake) -> None:
    assert not [word for word in told.get(row_of(mistake.cell), ()) if word in ProblemKind.__members__]


def test_one_who_came_without_a_plan_is_told_although_a_blank_is_none(told: dict[str, set[str]]) -> None:
    assert "transfer" in told[f"{THEOS}/CASELOAD!7"]
