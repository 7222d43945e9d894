"""Reading files of settings, and what is wrong in one in the words of the file."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import pydantic_settings
from pydantic import BaseModel, RootModel, ValidationError

from workspace_agent.intake.headings import Headings
from workspace_agent.model.errors import SettingsError

_Settings = TypeVar("_Settings", bound=BaseModel)
_Location = tuple[int | str, ...]


def defaults_folder() -> Path:
    """Where the settings that ship with the program lie: in the wheel, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "_config"
    return installed if installed.is_dir() else package.parent / "config"


def read(path: Path, kind: type[_Settings]) -> _Settings:
    """A file of settings.

    Raises:
        SettingsError: It is missing or not TOML, or a key is wrong; the message names file and key.
    """
    return valid(path, kind, content(path))


def valid(path: Path, kind: type[_Settings], found: dict[str, Any]) -> _Settings:
    """What stands in a file, as settings.

    Args:
        path: Where it lies, for messages.
        kind: What it holds.
        found: Its content.

    Raises:
        SettingsError: A key is wrong; the message names file and key.
    """
    try:
        return kind(**found)
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(path, kind, error))) from None
    except pydantic_settings.SettingsError:
        raise SettingsError(
            "An environment variable that begins with WA_ cannot be read.",
            advice="write tables and lists into agent.toml; a variable is for one value, "
            "such as WA_GOOGLE__SANDBOX_URL",
        ) from None


def content(path: Path) -> dict[str, Any]:
    """What stands in a TOML file.

    Raises:
        SettingsError: It cannot be read, or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise no_toml(path, text, error) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not a text in UTF-8.", advice="save it as UTF-8") from None
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError(
            f"{path} is not there.",
            advice="name the folder of settings with --config DIR, or make it with workspace-agent init",
        ) from None
    except OSError:
        raise SettingsError(f"{path} cannot be read.", advice="look at its permissions") from None


_LINE = re.compile(r"\(at line (\d+)")
_TEXTS = re.compile(r""""[^"]*"|'[^']*'|#.*""")
"""Texts and comments, in which anything may stand."""
_DATE = re.compile(r"(?<![\w./-])\d{1,4}([-./])\d{1,2}\1\d{1,4}(?![\w./-])")


def no_toml(path: Path, text: str, error: tomllib.TOMLDecodeError) -> SettingsError:
    """What is wrong in a file that is not TOML, with its line; a date that is none is what people mistype.

    Args:
        path: Where it lies.
        text: What stands in it.
        error: What Python says of it.
    """
    found = _LINE.search(str(error))
    line = text.split("\n")[int(found[1]) - 1] if found else ""
    if found and any(not _is_date(one[0]) for one in _DATE.finditer(_TEXTS.sub("", line))):
        return SettingsError(
            f"{path}: line {found[1]} holds a date that there is not.",
            advice="write year, month and day as in 2026-11-20, without quotation marks",
        )
    return SettingsError(f"{path}: {error}", advice="correct this line; it is not TOML")


def _is_date(typed: str) -> bool:
    try:
        return typed == date.fromisoformat(typed).isoformat()
    except ValueError:
        return False


def _our_sheets() -> Mapping[str, Any]:
    return dict(content(defaults_folder() / "sheets.toml")["sheets"])


_WHOLE, _NUMBER = "should be a whole number, as in 7", "should be a number, as in 7 or 0.5"
_YES_OR_NO = "should be true or false, without quotation marks"
_DAY = "should be a day, as in 2026-11-20 without quotation marks"
_TIME = "should be a time of day, as in 07:00:00 without quotation marks"
_TABLE, _LIST = "should be a table, as in { name = value }", "should be a list, as in [ ... ]"
_SAID = {
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
    "mapping_type": _TABLE,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "string_type": 'should be a text, as in "..."',
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "time_type": _TIME,
    "time_parsing": _TIME,
    "too_short": "should hold something",
}
"""Instead of what pydantic says, which names types of Python and of our own."""


def _complaints(path: Path, kind: type[BaseModel], error: ValidationError) -> Iterator[str]:
    """One line for each mistake. What was typed is not repeated: it could be a secret or a name."""
    details = error.errors(include_url=False, include_input=False)
    places = [detail["loc"] for detail in details]
    for detail in details:
        if detail["type"] == "too_short" and _is_above_one_of(places, detail["loc"]):
            continue  # it is short of what was refused
        where = "".join(f"{part}: " for part in [_dotted(detail["loc"])] if part)
        if detail["type"] == "extra_forbidden":
            said = f"unknown key{_suggestion(kind, detail['loc'])}"
        elif kind is Headings and detail["type"] == "missing" and detail["loc"][2:] == ("workbook",):
            said = f"unknown sheet{_like_one_of(str(detail['loc'][1]), _our_sheets())}"
            where = f"{_dotted(detail['loc'][:-1])}: "
        elif detail["type"] == "missing":
            said = "is missing"
        else:
            said = _in_words(detail)
        for line in said.splitlines():
            yield f"{path.name}: {where}{line}"


def _is_above_one_of(places: Iterable[_Location], place: _Location) -> bool:
    return any(len(one) > len(place) and one[: len(place)] == place for one in places)


def _in_words(detail: Mapping[str, Any]) -> str:
    said = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return _SAID.get(detail["type"], said)


def _dotted(location: _Location) -> str:
    """As the file has it: a department's own headings stand under `fields`, as ours do."""
    text = ""
    for part in ("fields" if part == "confirmed" else part for part in location if part != "[key]"):
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _suggestion(kind: type[BaseModel], location: _Location) -> str:
    """`; did you mean email?`, from the keys that the place in question knows."""
    place: Any = kind
    for part in location[:-1]:
        place = _below(place, part)
    return _like_one_of(str(location[-1]), _keys(place))


def _like_one_of(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _keys(place: Any) -> Iterator[str]:
    if isinstance(place, type) and issubclass(place, BaseModel):
        for name, field in place.model_fields.items():
            yield field.alias or name


def _below(place: Any, part: int | str) -> Any:
    """The type behind one key or number, through `tuple[X, ...]`, `Mapping[str, X]` and `X | None`."""
    if isinstance(place, type) and issubclass(place, RootModel):
        place = place.model_fields["root"].annotation
    if isinstance(place, type) and issubclass(place, BaseModel):
        fields = place.model_fields.items()
        return next((_plain(f.annotation) for name, f in fields if part in {name, f.alias}), None)
    arguments = get_args(place)
    if not arguments:
        return None
    return _plain(arguments[1] if get_origin(place) is Mapping else arguments[0])


def _plain(annotation: Any) -> Any:
    """`X` of `X | None`."""
    if get_origin(annotation) in {Union, UnionType}:
        return get_args(annotation)[0]
    return annotation
