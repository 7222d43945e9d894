"""What a spreadsheet has before anybody sets anything; recorded from replies of Google."""

from __future__ import annotations

from workspace_agent.sandbox.call import Json

ROWS, COLUMNS = 1000, 26
PIXELS = {"ROWS": 21, "COLUMNS": 100}
_BLACK: Json = {"rgbColor": {}}
_WHITE: Json = {"red": 1, "green": 1, "blue": 1}
FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": _BLACK,
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
_THEME_COLOURS: tuple[tuple[str, Json], ...] = (
    ("TEXT", {}),
    ("BACKGROUND", _WHITE),
    ("ACCENT1", {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}),
    ("ACCENT2", {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314}),
    ("ACCENT3", {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275}),
    ("ACCENT4", {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902}),
    ("ACCENT5", {"red": 1, "green": 0.42745098, "blue": 0.003921569}),
    ("ACCENT6", {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706}),
    ("LINK", {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}),
)
PROPERTIES: Json = {
    "locale": "en_US",
    "timeZone": "America/New_York",
    "autoRecalc": "ON_CHANGE",
    "defaultFormat": FORMAT,
    "spreadsheetTheme": {
        "primaryFontFamily": "Arial",
        "themeColors": [
            {"colorType": name, "color": {"rgbColor": colour}} for name, colour in _THEME_COLOURS
        ],
    },
}
