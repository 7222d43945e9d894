"""`agent.toml` as `init` writes it: the tables of the example that are filled in, the others as comments.

The example's comments stay, and so does whatever a person wrote into the file meanwhile.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Item, Table

from workspace_agent.cli.init.mistakes import mistakes
from workspace_agent.cli.toml_tables import add_table, inline_table
from workspace_agent.ledger.private import replacing
from workspace_agent.model.errors import SettingsError
from workspace_agent.model.people import EXAMPLE
from workspace_agent.settings_files import defaults_folder, no_toml

Values = Mapping[str, Any]

_BEGINNING = """\
# Settings of this department, written by workspace-agent init. Change them as you like: what init does not
# ask for, it leaves as it is.
"""
_KEPT = {
    "paths": {"state", "secrets"},
    "log": {"format"},
    "department": {"paused"},
    "manager": {"digest"},
    "digests": {"case_managers", "css", "urgent_days", "ready_days"},
    "ignore": {"tabs", "workbooks"},
    "meetings": {"invite"},
    "privacy": {"approved_hosts", "titles"},
    "form": {"near_days"},
}
"""What the example says that holds for everybody. All else in it is an example, and becomes a comment."""

_AT_ONCE = ("paths", "log", "digests", "ignore", "meetings", "privacy")
"""Tables that hold nothing else."""


class AgentFile:
    """The file of one department; every change is on the disk at once, whole or not at all.

    Args:
        path: `agent.toml`; need not exist yet.

    Raises:
        SettingsError: It is there and is not TOML, or a copy of the example.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keep(_read(path) if path.exists() else _beginning())

    def value(self, table: str, key: str) -> Any:
        """What stands there, None where nothing does."""
        found = self._content.get(table)
        return found.get(key) if isinstance(found, dict) else None

    def all_of(self, table: str) -> list[dict[str, Any]]:
        """The tables of a list, such as `districts`."""
        found = self._content.get(table)
        return found if isinstance(found, list) else []

    def put(self, table: str, values: Values) -> None:
        """Set keys of a table; one whose value is None is taken out.

        Raises:
            SettingsError: The file cannot be written.
        """
        self._save(self._with(table, values))

    def put_one(self, table: str, values: Values) -> None:
        """Set keys of the one table of a list that has this `key`, or add it.

        Raises:
            SettingsError: The file cannot be written.
        """
        self._save(self._with_one(table, values))

    def mistakes_by(self, table: str, values: Values) -> list[str]:
        """What `put`, or `put_one` where the values have a `key`, would make wrong that is not wrong now."""
        changed = self._with_one(table, values) if "key" in values else self._with(table, values)
        known = mistakes(self._content)
        return [one for one in mistakes(tomllib.loads(changed)) if one not in known]

    def drop(self, table: str) -> None:
        """Take a table out.

        Raises:
            SettingsError: The file cannot be written.
        """
        document = self._document()
        if table in document:
            document.remove(table)
            kept = {name: held for name, held in self._content.items() if name != table}
            self._save(that_holds(kept, tomlkit.dumps(document)))

    def _with(self, table: str, values: Values) -> str:
        if table in self._document():
            return _with_values(self._text, table, 0, values)
        return _with_block(self._text, table, values)

    def _with_one(self, table: str, values: Values) -> str:
        document = self._document()
        if table not in document:
            return _with_block(self._text, table, values)
        keys = [one.get("key") for one in document[table]]
        if values["key"] not in keys:
            return _with_one_more(self._text, table, values)
        return _with_values(self._text, table, keys.index(values["key"]), values)

    def _document(self) -> tomlkit.TOMLDocument:
        return tomlkit.parse(self._text)

    def _save(self, text: str) -> None:
        content = tomllib.loads(text)  # before the file is replaced: a broken one would stop who reads it
        try:
            with replacing(self._path) as fresh:
                fresh.write_text(text, encoding="utf-8")
        except OSError:
            raise SettingsError(
                f"{self._path} cannot be written.", advice="look at its permissions"
            ) from None
        self._text, self._content = text, content

    def _keep(self, text: str) -> None:
        self._text, self._content = text, tomllib.loads(text)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise no_toml(path, text, error) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None
    if f"@{EXAMPLE}" in str(content).casefold():
        raise SettingsError(
            f"{path} is a copy of the example, with people who are not yours.",
            advice=f"move it away and type this once more: init asks for all of it; or replace each address "
            f"at {EXAMPLE} first",
        )
    return text


# ---- the example -------------------------------------------------------------------------------------


def _blocks() -> dict[str, str]:
    """The example's text, table by table; what stands above the first is under the empty name."""
    blocks, name = {"": ""}, ""
    for line in (defaults_folder() / "agent.example.toml").read_text(encoding="utf-8").splitlines(True):
        if header := re.match(r"\[+(\w+)\]", line):
            name = header[1]
            blocks[name] = ""
        blocks[name] += line
    return blocks


def _beginning() -> str:
    blocks = _blocks()
    _how_to_copy_it, beside, more = blocks.pop("").partition("# Beside")
    return _BEGINNING + beside + more + "".join(_first(name, block) for name, block in blocks.items())


def _first(name: str, block: str) -> str:
    return _filled(name, block, {}) if name in _AT_ONCE else _as_comment(block)


def _as_comment(text: str) -> str:
    return "".join(
        line if line.lstrip().startswith("#") or not line.strip() else f"# {line}"
        for line in text.splitlines(True)
    )


def _filled(name: str, block: str, values: Values) -> str:
    """A block of the example with these values; what is only an example becomes a comment."""
    header, missing, lines = block.splitlines()[0], dict(values), []
    for key, item in _pairs(name, block):
        if key is None:
            lines.append(item.as_string())
        elif key in values:
            lines.append(_pair(key, _instead_of(key, item, missing.pop(key))))
            lines.append(_as_comment(_pair(key, item)) if "#" in item.as_string() else "")
        else:
            kept = key in _KEPT.get(name, ())
            lines.append(_pair(key, item) if kept else _as_comment(_pair(key, item)))
    return _behind_the_others("\n".join([header, "".join(lines)]), name, 0, missing)


def _pairs(name: str, block: str) -> Iterator[tuple[str | None, Item]]:
    table = tomlkit.parse(block)[name]
    (table,) = table if isinstance(table, AoT) else (table,)
    for key, item in table.value.body:
        yield (key.key if key else None), item


def _pair(key: str, item: Item) -> str:
    document = tomlkit.document()
    document.append(key, item)
    return tomlkit.dumps(document).rstrip("\n") + "\n"


# ---- values ------------------------------------------------------------------------------------------


def _item(value: Any) -> Item:
    if isinstance(value, dict):
        return inline_table({key: _item(one) for key, one in value.items()})
    if isinstance(value, list):
        return _array(value)
    item: Item = tomlkit.item(value)
    return item


def _array(values: list[Any]) -> Array:
    """Tables stand each on a line of its own."""
    array = tomlkit.array()
    for value in values:
        item = _item(value)
        if isinstance(item, InlineTable):
            add_table(array, item)
        else:
            array.append(item)
    return array


def _instead_of(key: str, old: Item, value: Any) -> Item:
    """The value, with the comment that stands behind the old one, where comments of the example begin."""
    item = _item(value)
    if old.trivia.comment:
        width = len(f"{key} = {item.as_string()}")
        item.trivia.comment_ws, item.trivia.comment = " " * max(2, 32 - width), old.trivia.comment
    return item


def _change(table: Any, values: Values) -> None:
    for key, value in values.items():
        if value is not None:
            table[key] = _item(value)
        elif key in table:
            del table[key]


def _with_values(text: str, name: str, number: int, values: Values) -> str:
    """Set keys of a table, or of one of a list, by its number; new ones stand behind its others.

    tomlkit would put these behind all comments that follow, which are other tables that are not filled in.
    """
    document, wanted = tomlkit.parse(text), tomllib.loads(text)
    table = _one_of(document[name], number)
    new = {key: value for key, value in values.items() if value is not None and key not in table}
    _change(table, {key: value for key, value in values.items() if key not in new})
    placed = _behind_the_others(tomlkit.dumps(document), name, number, new)
    _change(table, new)
    _one_of(wanted[name], number).update(_plain(values))
    for key in [key for key, value in values.items() if value is None]:
        _one_of(wanted[name], number).pop(key, None)
    return that_holds(wanted, placed, tomlkit.dumps(document))


def _one_of(found: Any, number: int) -> Any:
    """A table, or one of a list of them, be it written as tables of their own or between brackets."""
    return found[number] if isinstance(found, list) else found


def _plain(values: Values) -> dict[str, Any]:
    return {key: _item(value).unwrap() for key, value in values.items() if value is not None}


def that_holds(wanted: Values, *texts: str) -> str:
    """The first of these that says what is wanted: somebody may write tables in another way.

    By such a way what is one person's could come to stand below another.

    Raises:
        SettingsError: None of them does.
    """
    for text in texts:
        if _holds(text, wanted):
            return text
    raise SettingsError(
        "agent.toml is written in a way in which init cannot change it; it was left as it was.",
        advice="write its tables as agent.example.toml does, or add by hand what init was to add",
    )


def _holds(text: str, wanted: Values) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _behind_the_others(text: str, name: str, number: int, values: Values) -> str:
    lines = text.splitlines(True)
    heads = [at for at, line in enumerate(lines) if re.match(rf"\[+{name}\]", line)]
    if number >= len(heads):
        return text
    end = _end_of(lines, heads[number])
    block = range(heads[number], end)
    last = max(at for at in block if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    place = next((at for at in range(last, end) if not lines[at].strip()), end)
    pairs = (_pair(key, _item(value)) for key, value in values.items())
    return "".join([*lines[:place], *pairs, *lines[place:]])


def _end_of(lines: list[str], head: int, whose: str = "") -> int:
    """Where the next table begins, be it as a comment.

    Args:
        lines: Of the file.
        head: Where this one begins.
        whose: Tables below this one belong to it: `[districts.css]` to `districts`.
    """
    below = re.compile(rf"(# )?\[+\s*{whose}\s*\." if whose else "(?!)")
    following = (at for at in range(head + 1, len(lines)) if re.match(r"(# )?\[", lines[at]))
    return next((at for at in following if not below.match(lines[at])), len(lines))


# ---- blocks ------------------------------------------------------------------------------------------


def _with_block(text: str, name: str, values: Values) -> str:
    """Put a table where the example has it, or at the end."""
    given = {key: value for key, value in values.items() if value is not None}
    block = _blocks()[name]
    filled, comment = _filled(name, block, given), _as_comment(block)
    wanted = tomllib.loads(text) | tomllib.loads(filled)
    return that_holds(wanted, text.replace(comment, filled, 1), f"{text.rstrip()}\n\n{filled}")


def _with_one_more(text: str, name: str, values: Values) -> str:
    """Put one more table of a list behind those that are there."""
    given = {key: value for key, value in values.items() if value is not None}
    wanted, document = tomllib.loads(text), tomlkit.parse(text)
    wanted[name].append(_plain(given))
    found = document[name]
    if isinstance(found, Array):
        add_table(found, _item(given))
    elif isinstance(found, AoT):
        found.append(_table(given))
    return that_holds(wanted, _behind_the_last(text, name, given), tomlkit.dumps(document))


def _table(values: Values) -> Table:
    table = tomlkit.table()
    _change(table, values)
    return table


def _behind_the_last(text: str, name: str, values: Values) -> str:
    """Behind the last table of a list and all that belongs to it: tables below it would change hands."""
    lines = text.splitlines(True)
    heads = [number for number, line in enumerate(lines) if line.startswith(f"[[{name}]]")]
    if not heads:
        return text
    end = _end_of(lines, heads[-1], name)
    table = f"[[{name}]]\n{''.join(_pair(key, _item(value)) for key, value in values.items())}\n"
    gap = "" if end < len(lines) or text.endswith("\n\n") else "\n"
    return "".join([*lines[:end], gap, table, *lines[end:]])
