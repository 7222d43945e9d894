"""`sheets map`: what was recognised in workbooks and form, and confirming what a heading means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workspace_agent.cli import show
from workspace_agent.cli.options import AsJson, Config, opened_to_look

if TYPE_CHECKING:
    from workspace_agent.cli.form_map import FormMap
    from workspace_agent.intake.form_map import QuestionGuess
    from workspace_agent.intake.sheet_map import Column, Guess, MappedTab
    from workspace_agent.sheet_maps import MappedBook

Json = dict[str, Any]

UNSETTLED = 1

app = typer.Typer(help="The department's own sheets.", no_args_is_help=True)

Confirm = Annotated[
    list[str] | None, typer.Option("--confirm", help="Id of a proposal that is right; may be repeated.")
]
Write = Annotated[bool, typer.Option("--write", help="Write what is confirmed into the settings.")]


@app.callback()
def _group() -> None:
    """The department's own sheets."""


@app.command("map")
def map_(
    config: Config = Path("config"), confirm: Confirm = None, write: Write = False, json: AsJson = False
) -> None:
    """Show which sheet, column and question is taken for what, how that is known, and what is missing.

    What is not certain is a proposal, and is not used until it is confirmed. Nothing is written to Google.
    """
    if write and not confirm:
        raise typer.BadParameter("say what is right, as in --confirm 3fa2c1 --write; see `sheets map` alone")
    books, form = mapped(config)
    if confirm:
        headings = [guess for book in books for tab in book.tabs for guess in tab.guesses]
        _confirm(config, _chosen((*headings, *form.guesses), confirm), write=write)
        return
    print(_as_json(books, form) if json else text(books, form))
    raise typer.Exit(UNSETTLED if form.unsettled or any(book.unsettled for book in books) else 0)


def mapped(config: Path) -> tuple[list[MappedBook], FormMap]:
    """What workbooks and form are taken for."""
    from workspace_agent.cli.form_map import form_map  # noqa: PLC0415 - heavy
    from workspace_agent.sheet_maps import mapped_books  # noqa: PLC0415 - heavy

    with opened_to_look(config) as tools:
        today = tools.clock().astimezone(tools.organisation.time_zone).date()
        books = mapped_books(tools.google, tools.organisation, tools.settings.sheets, tools.sign, today)
        return books, form_map(tools.google, tools.organisation)


def _chosen(proposed: Iterable[Guess | QuestionGuess], ids: Sequence[str]) -> list[Guess | QuestionGuess]:
    guesses = {guess.id: guess for guess in proposed}
    unknown = [one for one in ids if one not in guesses]
    if unknown:
        raise typer.BadParameter(f"no proposal {', '.join(unknown)}; see `sheets map` alone")
    return [guesses[one] for one in dict.fromkeys(ids)]


def _confirm(config: Path, chosen: Sequence[Guess | QuestionGuess], *, write: bool) -> None:
    from workspace_agent.cli.sheets_file import add_headings, add_questions  # noqa: PLC0415 - heavy
    from workspace_agent.intake.sheet_map import Guess  # noqa: PLC0415 - heavy

    headings = [one for one in chosen if isinstance(one, Guess)]
    questions = [one for one in chosen if not isinstance(one, Guess)]
    if len({one.cell for one in headings}) + len({one.where for one in questions}) < len(chosen):
        raise typer.BadParameter("it can mean one field only: confirm one of its proposals")
    if not write:
        print("\n".join(_blocks(headings, questions)))
        return
    path = add_headings(config, headings) if headings else config
    for guess in headings:
        print(f"{path}: {guess.sheet}.{guess.field} is the heading in {guess.cell.a1} from now on.")
    path = add_questions(config, questions) if questions else config
    for one in questions:
        print(f"{path}: {one.field} is the {one.by} {one.label} of the form from now on.")


def _blocks(headings: Sequence[Guess], questions: Sequence[QuestionGuess]) -> Iterator[str]:
    from workspace_agent.cli.form_map import block  # noqa: PLC0415 - heavy

    yield from _block(headings)
    yield from block(questions) if questions else ()


# ---- for a person ------------------------------------------------------------------------------------


def text(books: Iterable[MappedBook], form: FormMap) -> str:
    """The map for a person at a terminal, and the block of TOML that would confirm its proposals."""
    from workspace_agent.cli.form_map import lines  # noqa: PLC0415 - heavy

    every = list(books)
    guesses = [guess for book in every for tab in book.tabs for guess in tab.guesses]
    shown = [line for book in every for line in _lines(book)]
    return "\n".join([*shown, *lines(form), *_how_to_confirm(guesses, form.guesses)]).rstrip()


def _lines(book: MappedBook) -> Iterator[str]:
    if book.ignored:
        yield f"Workbook that is never read, as agent.toml says: {book.link}"
        return
    yield f"Workbook of {book.case_manager}: {book.link}"
    for problem in book.problems:
        yield f"  ! {problem.sentence} {problem.advice}"
        yield f"    {problem.place.url}"
    for tab in book.tabs:
        yield _what(tab)
        yield f"    {tab.place.url}"
        yield from _columns(tab)
    yield ""


def _what(tab: MappedTab) -> str:
    row = tab.place.a1.partition(":")[0]
    if tab.ignored:
        return "  never read, as agent.toml says"
    if tab.aside:
        return f"  {_words(tab.kinds[0])}, not read: old, a template or empty, and another one counts"
    if len(tab.kinds) > 1:
        return f"  ? It may be {_or(tab.kinds)}, so it is not read. Which one? Give the tab that title."
    if tab.kinds:
        return f"  {_words(tab.kinds[0])}, headings in row {row}"
    return (
        f"  not read; it may be {_words(tab.likely)}, headings in row {row}" if tab.likely else "  not read"
    )


def _columns(tab: MappedTab) -> Iterator[str]:
    for column in tab.columns:
        heading = f" ({column.heading})" if column.heading else ""
        yield f"    {column.cell.a1:>5}  {_words(column.field)}{heading}: {column.how.value}"
    for name, cells in tab.doubled:
        yield f"        ?  {_words(name)}: {' or '.join(cell.a1 for cell in cells)}; rename one of them"
    for guess in tab.guesses:
        yield f"    {guess.cell.a1:>5}  ? {_words(guess.field)}{_unless(guess)}: proposal {guess.id}"
    if tab.missing:
        yield f"    missing: {', '.join(map(_words, tab.missing))}"
    if tab.strange:
        yield f"    not known, not read: {', '.join(cell.a1 for cell in tab.strange)}"


def _unless(guess: Guess) -> str:
    return f", if not {_or(guess.rivals)}" if guess.rivals else ""


def _or(names: Iterable[str]) -> str:
    return " or ".join(map(_words, names))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _how_to_confirm(headings: Sequence[Guess], questions: Sequence[QuestionGuess]) -> list[str]:
    ids = [*(one.id for one in headings), *(one.id for one in questions)]
    if not ids:
        return []
    return [
        "Proposals are not used. Look at the cell; where one is right, confirm it by its id, as in",
        f"  workspace-agent sheets map --confirm {ids[0]} --write",
        "or put this into sheets.toml beside agent.toml, and what is about the form into agent.toml itself",
        "(headings with unknown words are not shown: copy them from their cells, unless they hold a",
        "student's name):",
        "",
        *_blocks(headings, questions),
    ]


def _block(guesses: Sequence[Guess]) -> Iterator[str]:
    """TOML to put into `sheets.toml`. What is a tie, or cannot be shown, is a comment in it."""
    for sheet in dict.fromkeys(guess.sheet for guess in guesses):
        yield f"[sheets.{sheet}.fields]"
        certain: dict[str, list[Guess]] = {}
        for guess in (one for one in guesses if one.sheet == sheet):
            if guess.heading and not guess.rivals:
                certain.setdefault(guess.field, []).append(guess)
            else:
                shown = f'"{guess.heading}"' if guess.heading else f"the heading in {guess.cell.a1}"
                yield f"# {guess.field} = [{shown}]  # {guess.id}: {guess.cell.url}"
        for name, some in certain.items():
            listed = ", ".join(f'"{heading}"' for heading in dict.fromkeys(guess.heading for guess in some))
            yield f"{name} = [{listed}]  # {', '.join(guess.id for guess in some)}"
        yield ""


# ---- for a program -----------------------------------------------------------------------------------


def _as_json(books: Sequence[MappedBook], form: FormMap) -> str:
    from workspace_agent.cli.form_map import as_json  # noqa: PLC0415 - heavy

    return show.as_json({"workbooks": [_book(book) for book in books], "form": as_json(form)})


def _book(book: MappedBook) -> Json:
    return {
        "case_manager": book.case_manager,
        "link": book.link,
        "ignored": book.ignored,
        "problems": [{"sentence": one.sentence, "link": one.place.url} for one in book.problems],
        "tabs": [_tab(tab) for tab in book.tabs],
    }


def _tab(tab: MappedTab) -> Json:
    return {
        "link": tab.place.url,
        "row": tab.place.a1.partition(":")[0],
        "kinds": list(tab.kinds),
        "aside": tab.aside,
        "ignored": tab.ignored,
        "likely": tab.likely,
        "fields": [_column(column) for column in tab.columns],
        "doubled": {name: [cell.a1 for cell in cells] for name, cells in tab.doubled},
        "missing": list(tab.missing),
        "proposals": [_proposal(guess) for guess in tab.guesses],
        "not_known": [cell.a1 for cell in tab.strange],
    }


def _column(column: Column) -> Json:
    return {
        "field": column.field,
        "cell": column.cell.a1,
        "link": column.cell.url,
        "heading": column.heading,
        "how": column.how.name.lower(),
    }


def _proposal(guess: Guess) -> Json:
    return {
        "id": guess.id,
        "field": guess.field,
        "or": list(guess.rivals),
        "cell": guess.cell.a1,
        "link": guess.cell.url,
        "heading": guess.heading,
    }
