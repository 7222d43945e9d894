"""Field masks of update requests: which parts of a message a request sets or clears."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.sheets.model import RefusedError

Path = tuple[str, ...]

_PIECE = re.compile(r"[A-Za-z]+|\*|[(),./]")


def parse_mask(mask: str) -> list[Path]:
    """The paths of a mask such as `note,userEnteredFormat(numberFormat,textFormat.bold)`.

    Raises:
        RefusedError: The mask names nothing.
    """
    paths: list[Path] = []
    prefixes: list[Path] = [()]
    path: Path = ()
    for piece in _PIECE.findall(mask):
        if piece == "(":
            prefixes.append(prefixes[-1] + path)
            path = ()
        elif piece in {",", ")"}:
            paths.extend([prefixes[-1] + path] if path else [])
            path = ()
            prefixes = prefixes[:-1] if piece == ")" and len(prefixes) > 1 else prefixes
        elif piece not in {".", "/"}:
            path = (*path, piece)
    paths.extend([prefixes[-1] + path] if path else [])
    if not paths:
        raise RefusedError("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return paths


def apply_mask(old: Json, new: Json, paths: Iterable[Path], *, known: Iterable[str]) -> Json:
    """Take the masked parts of one message over into another; parts that the new one lacks are cleared.

    Args:
        old: The message as it is.
        new: The message of the request.
        paths: Paths of the mask.
        known: Names that the message may hold at the top; `*` stands for all of them.

    Raises:
        RefusedError: A path starts with a name that the message does not have.
    """
    names = frozenset(known)
    result = old
    for path in paths:
        if path == ("*",):
            result = apply_mask(result, new, [(name,) for name in sorted(names)], known=names)
        elif path[0] in names:
            result = _copied(result, new, path)
        else:
            raise RefusedError(f"Invalid field: {'.'.join(path)}")
    return result


def _copied(old: Json, new: Json, path: Path) -> Json:
    name = path[0]
    # A list is copied whole, whatever the mask names inside it.
    if len(path) == 1 or path[1] == "*" or isinstance(new.get(name), list):
        value: Any = new.get(name)
    else:
        value = _copied(old.get(name) or {}, new.get(name) or {}, path[1:]) or None
    kept = {key: part for key, part in old.items() if key != name}
    return kept if value is None else {**kept, name: value}
