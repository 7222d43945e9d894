"""A department's own settings: what is confirmed is added, and all else in them stays, comments too."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import ParseError
from tomlkit.items import AoT, Array, Item, Table

from workspace_agent.cli.toml_tables import add_table, inline_table
from workspace_agent.intake.form_map import QuestionGuess
from workspace_agent.intake.sheet_map import Guess
from workspace_agent.ledger.private import replacing
from workspace_agent.model.errors import SettingsError
from workspace_agent.settings import headings_with
from workspace_agent.settings_files import defaults_folder

_BEGINNING = """\
# Headings of this department, beside those that the agent ships with: see docs/add-a-sheet.md.
# A heading that holds a student's name does not belong here: rename it in the sheet.
"""


def add_headings(folder: Path, confirmed: Iterable[Guess]) -> Path:
    """Write confirmed headings into the settings of a department.

    Args:
        folder: Holds `agent.toml`.
        confirmed: What a person has looked at.

    Returns:
        The file.

    Raises:
        SettingsError: The file is wrong, or would be; it is left as it was then.
    """
    path = folder / "sheets.toml"
    if path.parent.resolve() == defaults_folder().resolve():
        raise SettingsError(
            f"{path} holds the headings that ship with the program.",
            advice="name the department's own folder of settings with --config DIR",
        )
    document = _document(path)
    for guess in confirmed:
        heading = _headings_of(document, guess)
        if guess.typed not in heading:
            heading.append(guess.typed)
    headings_with(document.unwrap(), path)
    _replace(path, tomlkit.dumps(document))
    return path


def add_questions(folder: Path, confirmed: Iterable[QuestionGuess]) -> Path:
    """Write what confirmed questions of the form hold into the settings of a department.

    What was there before stays: a question that was deleted has answers still.

    Args:
        folder: Holds `agent.toml`.
        confirmed: What a person has looked at.

    Returns:
        The file.

    Raises:
        SettingsError: The file cannot be written.
    """
    path = folder / "agent.toml"
    document = _document(path)
    form = document["form"]
    if isinstance(form, Table) and "meaning" not in form:
        form["meaning"] = tomlkit.array()  # somebody took the last one out, and the list with it
    for guess in confirmed:
        _add(form["meaning"], {guess.by: guess.key, "field": guess.field})
    _replace(path, tomlkit.dumps(document))
    return path


def _add(meanings: Item | Container, meaning: dict[str, str]) -> None:
    """To a list of one line or several, or to tables of their own."""
    if isinstance(meanings, AoT):
        meanings.append(tomlkit.item(meaning))
    elif isinstance(meanings, Array):
        add_table(meanings, inline_table({key: tomlkit.item(value) for key, value in meaning.items()}))


def _document(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig") if path.exists() else _BEGINNING)
    except ParseError as error:
        raise SettingsError(f"{path}: {error}", advice="correct this line; it is not TOML") from None


def _headings_of(document: tomlkit.TOMLDocument, guess: Guess) -> Array:
    """The list of one field, made where there is none."""
    table: tomlkit.TOMLDocument | Table = document
    for key in ("sheets", guess.sheet, "fields"):
        if key not in table:
            table[key] = tomlkit.table(is_super_table=key != "fields")
        table = table[key]
    if guess.field not in table:
        table[guess.field] = tomlkit.array()
    found = table[guess.field]
    if not isinstance(found, Array):
        where = f"sheets.{guess.sheet}.fields.{guess.field}"
        raise SettingsError(f"sheets.toml: {where}: should be a list, as in [ ... ]")
    return found


def _replace(path: Path, text: str) -> None:
    """Whole or not at all."""
    try:
        with replacing(path) as fresh:
            fresh.write_text(text, encoding="utf-8")
            if path.exists():
                fresh.chmod(path.stat().st_mode)
    except OSError:
        raise SettingsError(f"{path} cannot be written.", advice="look at its permissions") from None
