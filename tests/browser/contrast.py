"""Contrast of two colours, and what becomes of a colour in a mail program that makes its own dark mode.

Sources: WCAG 2.2, 1.4.3 (4.5:1 for text) and 1.4.11 (3:1 for bars), and its definition of relative luminance.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Mapping, Sequence

Colour = Sequence[float]
"""Red, green and blue, from 0 to 255."""


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def lightness_turned(colour: Colour) -> Colour:
    """The same hue and strength, as light as it was dark."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour[:3]))
    return [255 * part for part in colorsys.hls_to_rgb(hue, 1 - lightness, saturation)]


def negative(colour: Colour) -> Colour:
    """As the filters `invert(1) hue-rotate(180deg)` turn it, by the matrix of the filter effects standard."""
    red, green, blue = (255 - part for part in colour[:3])
    return [
        min(255, max(0, row[0] * red + row[1] * green + row[2] * blue))
        for row in (
            (-0.574, 1.430, 0.144),
            (0.426, 0.430, 0.144),
            (0.426, 1.430, -0.856),
        )
    ]


INVERSIONS: Mapping[str, Callable[[Colour], Colour]] = {
    "lightness turned": lightness_turned,
    "negative": negative,
}
"""What mail programs do to colours of a mail that they think is light, whatever the mail itself says."""
