"""Colours as Google keeps them: eight bits a channel, under an old name and a new one at once."""

from __future__ import annotations

import struct
from typing import Any

from workspace_agent.sandbox.call import Json

_CHANNELS = frozenset({"red", "green", "blue", "alpha"})


def synced(before: Json, after: Json) -> Json:
    """A message whose colours agree under both of their names.

    `xColorStyle.rgbColor` is the new name of `xColor`; whichever a request changed gives the other.

    Args:
        before: The message before the request.
        after: The message with what the request set or cleared.
    """
    paired = dict(after)
    names = {each.removesuffix("Style") for each in (*before, *after)}
    for name in filter(_is_old_name, names):
        paired |= _pair(name, before, after)
    nested = {
        name: synced(_message(before.get(name)), part) if isinstance(part, dict) else part
        for name, part in paired.items()
    }
    return {name: _quantised(part) for name, part in nested.items() if part is not None}


def _is_old_name(name: str) -> bool:
    return name == "color" or (name.endswith("Color") and name not in {"rgbColor", "themeColor"})


def _message(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _pair(name: str, before: Json, after: Json) -> Json:
    style = f"{name}Style"
    if after.get(name) != before.get(name):
        return {style: {"rgbColor": after[name]} if after.get(name) is not None else None}
    if after.get(style) == before.get(style):
        return {}
    if "themeColor" in (after.get(style) or {}):
        return {name: None}
    rgb = (after.get(style) or {}).get("rgbColor")
    return {name: rgb, style: None if rgb is None else after[style]}


def _quantised(value: Any) -> Any:
    if not isinstance(value, dict) or not value or not value.keys() <= _CHANNELS:
        return value
    channels = {name: _channel(part) for name, part in value.items()}
    return {name: part for name, part in channels.items() if part}


def _channel(share: float) -> float | int:
    single = struct.pack("f", int(min(max(share, 0), 1) * 255 + 1e-5) / 255)
    # The shortest text that a single-precision number comes back from, which is how Google prints it.
    shown = next(
        number
        for number in (float(f"{struct.unpack('f', single)[0]:.{digits}g}") for digits in range(6, 10))
        if struct.pack("f", number) == single
    )
    return int(shown) if shown.is_integer() else shown
