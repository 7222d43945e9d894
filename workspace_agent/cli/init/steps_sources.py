"""The steps of `init` about what is read: workbooks, their headings, and the form.

Titles of spreadsheets may be students' names, so one is known by its id, owner, last change and sheets;
`--titles` shows the titles as well, on the terminal and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from workspace_agent.cli.init import checks
from workspace_agent.cli.init.asking import Asker, Question
from workspace_agent.cli.init.wizard import Wizard, tell
from workspace_agent.model.dates import words
from workspace_agent.model.place import SpreadsheetPlace

if TYPE_CHECKING:
    from workspace_agent.cli.form_map import FormMap
    from workspace_agent.intake.form_map import QuestionGuess
    from workspace_agent.intake.sheet_map import Guess, MappedTab
    from workspace_agent.sheet_maps import MappedBook
    from workspace_agent.tools import Tools

Values = dict[str, Any]

WORKBOOK = Question("workbook", "The workbooks of each case manager")
PLACE = Question(
    "place",
    "Link of a workbook that is not on the list, or of a folder in which all spreadsheets are workbooks "
    "(Enter: no other):",
    checks.place,
)
CONFIRM = Question("confirm", "Ids of proposals that are right", checks.line)
FORM = Question(
    "form",
    "Link of the Post IEP Meeting Form, opened to edit it; or of the spreadsheet of its responses; or none:",
    checks.form,
)
FORM_SINCE = Question("form_since", "Responses from before this day are left alone:", checks.day)
VERIFIED = Question(
    "email_addresses", "Does the form verify addresses? (Settings > Responses > Collect email)"
)

_HOLDS = (
    ("progress monitoring", "students, meetings, contacts, goals and progress"),
    ("hours", "hours and office hours"),
    ("progress monitoring and hours", "both in one workbook"),
    ("one student", "all of one student, who is named in no column"),
    ("contacts", "a contact log, and nothing else"),
)
_VERIFIED = (("typed", "no, people type them"), ("verified", "yes"))
_FIELDS = "id,name,modifiedTime,owners(emailAddress),appProperties"
_NOT_THIS = "none"
_LOOKED_INTO = 20
"""Of the spreadsheets on the list so many are opened, those that were changed last: each takes a second."""
_ID = Question("id", "Id or link of the workbook:", checks.spreadsheet)
_FOLDER = Question("folder", "Id or link of the folder:", checks.folder)


# ---- workbooks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A spreadsheet that the agent's account can see.

    Attributes:
        owner: Address; empty on a shared drive.
        holds: What its sheets look like; empty where nothing is recognised, or nobody looked.
    """

    id: str
    owner: str
    changed: date
    title: str = field(repr=False)
    holds: str = ""

    def shown(self, *, titles: bool) -> str:
        """A line to choose it by; its id stands first, where no narrow terminal cuts it off."""
        parts = (
            self.id,
            f"{self.owner or 'on a shared drive'}, {words(self.changed)}",
            self.holds,
            self.title if titles else "",
        )
        return "  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Found:
    """What of one case manager is to be read, as the settings name it."""

    books: list[Values] = field(default_factory=list)
    folders: list[Values] = field(default_factory=list)


def workbooks(wizard: Wizard) -> None:
    """Which spreadsheets are whose, and what they hold."""
    with wizard.opened() as tools:
        if wizard.asker.terminal and not wizard.has(WORKBOOK):
            _chosen_by_hand(wizard, tools)
        else:
            _as_given(wizard, tools)
    wizard.settings()


def needs_of_workbooks(wizard: Wizard) -> Iterable[Question]:
    """Somebody should have one."""
    has_one = any(one.get("workbooks") or one.get("folders") for one in wizard.file.all_of("case_managers"))
    return () if has_one else (WORKBOOK,)


def _as_given(wizard: Wizard, tools: Tools) -> None:
    people = [one["key"] for one in wizard.file.all_of("case_managers")]
    whose = Question("case_manager", "Key of the case manager:", checks.one_of(people))
    found: dict[str, Found] = {}
    for asker in wizard.asker.each(WORKBOOK, at_least_one=False):
        sources = found.setdefault(asker.ask(whose), Found())
        if _FOLDER.name in asker.given:
            sources.folders.append(_folder(asker, asker.ask(_FOLDER)))
        else:
            sources.books.append(_book(asker, tools, asker.ask(_ID)))
    for key, sources in found.items():
        _put(wizard, key, sources)


def _chosen_by_hand(wizard: Wizard, tools: Tools) -> None:
    seen = _spreadsheets(tools)
    if not seen:
        tell(f"The agent's account can see no spreadsheet yet. {_how_to_share(wizard)}")
    for person in wizard.file.all_of("case_managers"):
        _chosen_for(wizard, tools, person, seen)


def _chosen_for(wizard: Wizard, tools: Tools, person: Values, seen: Sequence[Spreadsheet]) -> None:
    tell("", f"Workbooks of {person['name']}. {_how_to_share(wizard)}")
    found = Found()
    for book in _ticked(wizard, person, seen):
        found.books.append(_book(wizard.asker, tools, book))
    while place := wizard.asker.ask(PLACE):
        kind, google_id = place
        if kind == "folder":
            found.folders.append(_folder(wizard.asker, google_id))
        else:
            found.books.append(_book(wizard.asker, tools, google_id))
    _put(wizard, person["key"], found)
    if not (found.books or found.folders):
        tell(f"None yet. To have new ones made: {wizard.command('init workbook ' + person['key'])}")


def _ticked(wizard: Wizard, person: Values, seen: Sequence[Spreadsheet]) -> list[str]:
    """Ids of those on the list; their own come first, and what is another's is not on it."""
    held = [book["id"] for book in person.get("workbooks", ())]
    taken = _taken(wizard) - set(held)
    free = [one for one in seen if one.id not in taken]
    own_first = sorted(free, key=lambda one: one.owner.casefold() != person["email"])
    choices = [(one.id, one.shown(titles=wizard.wishes.titles)) for one in own_first]
    if not choices or not wizard.asker.terminal:
        return []
    more = "" if wizard.wishes.titles else "; init --titles shows titles"
    asked = f"Which are they? (space to tick, Enter to go on{more})"
    return wizard.asker.terminal.choose_several(asked, choices, held)


def _how_to_share(wizard: Wizard) -> str:
    robot = wizard.file.value("department", "robot")
    return f"Only what is shared with {robot} can be seen: in the spreadsheet Share > {robot} > Editor."


def _taken(wizard: Wizard) -> set[str]:
    people = wizard.file.all_of("case_managers")
    return {book["id"] for person in people for book in person.get("workbooks", ())}


def _spreadsheets(tools: Tools) -> list[Spreadsheet]:
    """The one that was changed last comes first; without those that the agent keeps for itself."""
    from workspace_agent.duties.private_spreadsheets import PRIVATE  # noqa: PLC0415 - heavy
    from workspace_agent.effects.marks import KEY  # noqa: PLC0415 - heavy
    from workspace_agent.google.drive import SPREADSHEET, quote  # noqa: PLC0415 - heavy

    found = tools.google.drive.list(f"mimeType = {quote(SPREADSHEET)} and trashed = false", _FIELDS)
    theirs = (one for one in found if not one.get("appProperties", {}).get(KEY, "").startswith(PRIVATE))
    seen = sorted(map(_spreadsheet, theirs), key=lambda one: one.changed, reverse=True)
    looked_into = [
        replace(one, holds=_held(tools, _tabs(tools, one.id) or ())) for one in seen[:_LOOKED_INTO]
    ]
    return [*looked_into, *seen[_LOOKED_INTO:]]


def _spreadsheet(file: Mapping[str, Any]) -> Spreadsheet:
    owners = file.get("owners") or [{}]
    changed = datetime.fromisoformat(file["modifiedTime"]).date()
    return Spreadsheet(file["id"], owners[0].get("emailAddress", ""), changed, file["name"])


def _book(asker: Asker, tools: Tools, spreadsheet_id: str) -> Values:
    tell(SpreadsheetPlace(spreadsheet_id).url)
    holds, booking = _proposed(tools, spreadsheet_id)
    chosen = asker.choose(Question("holds", "What does it hold?"), _HOLDS, holds)
    booked = asker.given.pop("booking", booking)
    if booked == "settled":
        tell(
            "  Without a Book box a meeting is booked once its date and time stood unchanged for 15 minutes."
        )
    return {"id": spreadsheet_id, "holds": chosen} | ({"booking": booked} if booked != "box" else {})


def _folder(asker: Asker, folder_id: str) -> Values:
    return {
        "id": folder_id,
        "holds": asker.choose(Question("holds", "What do they hold?"), _HOLDS, "one student"),
    }


def _proposed(tools: Tools, spreadsheet_id: str) -> tuple[str, str]:
    """What a workbook holds, and how its meetings are booked, by the sheets that are recognised in it."""
    tabs = _tabs(tools, spreadsheet_id)
    if tabs is None:
        tell("  It cannot be opened now; if it stays so, workspace-agent plan says why.")
        return "progress monitoring", "box"
    meetings = [tab for tab in tabs if tab.kinds == ("meetings",)]
    boxed = any(column.field == "book" for tab in meetings for column in tab.columns)
    return _held(tools, tabs) or "progress monitoring", "settled" if meetings and not boxed else "box"


def _held(tools: Tools, tabs: Iterable[MappedTab]) -> str:
    """What a workbook with such sheets holds, as the settings say it; empty where they say nothing."""
    kinds = {tools.settings.sheets.sheets[tab.kinds[0]].workbook for tab in tabs}
    return " and ".join(name for name in ("progress monitoring", "hours") if name in kinds)


def _tabs(tools: Tools, spreadsheet_id: str) -> list[MappedTab] | None:
    """Sheets that are recognised without a doubt; None where the workbook cannot be opened now."""
    from workspace_agent.intake.sheet_map import map_workbook  # noqa: PLC0415 - heavy
    from workspace_agent.intake.table import WorkbookFailure  # noqa: PLC0415 - heavy
    from workspace_agent.observe.workbooks import read_spreadsheet  # noqa: PLC0415 - heavy

    book = read_spreadsheet(tools.google, spreadsheet_id, "progress monitoring and hours")
    if isinstance(book, WorkbookFailure):
        return None
    return [tab for tab in map_workbook(book, tools.settings.sheets) if len(tab.kinds) == 1]


def _put(wizard: Wizard, key: str, found: Found) -> None:
    values = {"key": key, "workbooks": found.books, "folders": found.folders or None}
    wizard.file.put_one("case_managers", values)


# ---- headings ----------------------------------------------------------------------------------------


def headings(wizard: Wizard) -> None:
    """Confirm, one by one, what headings mean that are not known."""
    from workspace_agent.cli.sheets import mapped  # noqa: PLC0415 - heavy
    from workspace_agent.cli.sheets_file import add_headings  # noqa: PLC0415 - heavy

    asked: set[str] = set()
    while True:
        books, _ = mapped(wizard.config)
        new = [one for book in books for tab in book.tabs for one in tab.guesses if one.id not in asked]
        asked |= {one.id for one in new}
        right = [one for one in _confirmed(wizard, new) if one is not None]
        if not right:
            break
        add_headings(wizard.config, right)
    tell(*_what_is_read(books))


def _confirmed(wizard: Wizard, guesses: Sequence[Guess]) -> Iterator[Guess | None]:
    for _, some in groupby(guesses, key=lambda guess: guess.cell):
        rivals = list(some)
        shown = f" ({rivals[0].heading})" if rivals[0].heading else ""
        tell("", f"A heading that is not known{shown}: {rivals[0].cell.url}")
        sheet = rivals[0].sheet.replace("_", " ")
        yield _pick(wizard, rivals, f"What does it say in the sheet of {sheet}?")


def _pick(wizard: Wizard, rivals: Sequence[Any], asked: str) -> Any:
    """The one of several proposals for one place that is right, if any is. A tie has no default."""
    confirmed: list[str] = wizard.asker.given.get(CONFIRM.name, [])
    for one in rivals:
        if one.id in confirmed:
            confirmed.remove(one.id)
            return one
    if not wizard.asker.terminal:
        ways = " or ".join(f"--confirm {one.id} ({one.field})" for one in rivals)
        tell(f"  {asked} Not confirmed, so not read: {ways}")
        return None
    choices = [(one.id, one.field.replace("_", " ")) for one in rivals]
    choices.append((_NOT_THIS, "none of these; it is not read"))
    answer = wizard.asker.terminal.choose(asked, choices, choices[0][0] if len(rivals) == 1 else _NOT_THIS)
    return next((one for one in rivals if one.id == answer), None)


def _what_is_read(books: Iterable[MappedBook]) -> Iterator[str]:
    for book in books:
        kinds = [tab.kinds[0].replace("_", " ") for tab in book.tabs if len(tab.kinds) == 1 and not tab.aside]
        yield f"{book.link}\n  read: {', '.join(kinds) or 'nothing'}"
        yield from (f"  ! {problem.sentence} {problem.advice}" for problem in book.problems)
        for tab in book.tabs:
            if tab.kinds and tab.missing:
                missing = ", ".join(name.replace("_", " ") for name in tab.missing)
                yield f"  {tab.kinds[0].replace('_', ' ')} lacks: {missing}"


# ---- form --------------------------------------------------------------------------------------------


def form(wizard: Wizard) -> None:
    """The form or the spreadsheet of its responses, and what each question holds."""
    while place := wizard.asker.ask(FORM, _form_now(wizard)):
        _put_form(wizard, place)
        looked = _look_at_form(wizard)
        if not looked.problems:
            _confirm_questions(wizard)
            return
        for problem in looked.problems:
            tell(f"{problem.sentence} {problem.advice}", problem.place.url)
        if not wizard.asker.terminal:
            return
        tell("Give the link once more when that is done, or another one.")
    wizard.file.drop("form")
    tell("No form: nothing is filed, and no date follows from a response.")


def needs_of_form(wizard: Wizard) -> Iterable[Question]:
    """None is an answer, too."""
    return () if _form_now(wizard) else (FORM,)


def _form_now(wizard: Wizard) -> str:
    there = wizard.file.value
    sheet = there("form", "responses_sheet")
    return f"https://docs.google.com/spreadsheets/d/{sheet}" if sheet else there("form", "id") or ""


def _put_form(wizard: Wizard, place: Mapping[str, str]) -> None:
    there = wizard.file.value
    since = wizard.asker.ask(FORM_SINCE, str(there("form", "since") or _first_of_august(wizard.today)))
    verified = None
    if "responses_sheet" in place:
        verified = wizard.asker.choose(VERIFIED, _VERIFIED, there("form", "email_addresses") or "typed")
    values = {"id": None, "responses_sheet": None, **place, "since": since, "email_addresses": verified}
    is_same = any(value == there("form", name) for name, value in place.items())
    wizard.file.put("form", values if is_same else values | {"meaning": []})


def _first_of_august(today: date) -> date:
    return date(today.year - (today.month < 8), 8, 1)


def _look_at_form(wizard: Wizard) -> FormMap:
    from workspace_agent.cli.form_map import form_map  # noqa: PLC0415 - heavy

    with wizard.opened() as tools:
        return form_map(tools.google, tools.organisation)


def _confirm_questions(wizard: Wizard) -> None:
    from workspace_agent.cli.form_map import lines  # noqa: PLC0415 - heavy
    from workspace_agent.cli.init.agent_file import AgentFile  # noqa: PLC0415 - as above
    from workspace_agent.cli.sheets_file import add_questions  # noqa: PLC0415 - heavy

    right = [one for one in _right_questions(wizard, _look_at_form(wizard).guesses) if one is not None]
    if right:
        add_questions(wizard.config, right)
        wizard.file = AgentFile(wizard.config / "agent.toml")
    tell(*lines(_look_at_form(wizard)))
    if strange := wizard.asker.given.pop(CONFIRM.name, []):
        tell(f"  There is no such proposal: {', '.join(strange)}")


def _right_questions(wizard: Wizard, guesses: Sequence[QuestionGuess]) -> Iterator[QuestionGuess | None]:
    for _, some in groupby(guesses, key=lambda guess: guess.where):
        rivals = list(some)
        shown = f" ({rivals[0].title})" if rivals[0].title else ""
        yield _pick(
            wizard, rivals, f"What does the {rivals[0].by} {rivals[0].label}{shown} of the form hold?"
        )
