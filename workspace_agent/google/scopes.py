"""Which scopes each feature needs: the least that the methods it calls accept.

Source: the `scopes` list of each method in Google's discovery documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_AUTH = "https://www.googleapis.com/auth/"

FILES = _AUTH + "drive.file"
DRIVE = _AUTH + "drive"
"""For folders that people made: `drive.file` reaches only what the agent made itself."""
METADATA = _AUTH + "drive.metadata.readonly"
EVENTS = _AUTH + "calendar.events"
SPREADSHEETS = _AUTH + "spreadsheets"
FORM_BODY = _AUTH + "forms.body.readonly"
FORM_RESPONSES = _AUTH + "forms.responses.readonly"
COMPOSE = _AUTH + "gmail.compose"

FEATURE_SCOPES: Mapping[str, frozenset[str]] = {
    "observe": frozenset({SPREADSHEETS, METADATA}),
    "meetings": frozenset({EVENTS, FILES}),
    "form": frozenset({FORM_BODY, FORM_RESPONSES}),
    "filing": frozenset({FILES}),
    "sharing": frozenset({FILES, METADATA}),
    "progress_sheets": frozenset({FILES}),
    "agent_tab": frozenset({SPREADSHEETS, FILES}),
    "digest": frozenset({COMPOSE}),
}
"""Feature -> scopes. `observe` is what every run needs, and `form` what reading the form by its id needs; the
others are the names in `[features]`. A meeting needs the student's folder, which remembers who the student
is, and an Agent tab a private spreadsheet where others can open the workbook."""

# A wider scope that every method of the narrower one accepts too.
_WIDER: Mapping[str, frozenset[str]] = {
    FILES: frozenset({_AUTH + "drive"}),
    METADATA: frozenset({_AUTH + "drive", _AUTH + "drive.readonly", _AUTH + "drive.metadata"}),
    EVENTS: frozenset({_AUTH + "calendar"}),
    SPREADSHEETS: frozenset({_AUTH + "drive"}),
    FORM_BODY: frozenset({_AUTH + "drive", _AUTH + "drive.readonly", _AUTH + "forms.body"}),
    FORM_RESPONSES: frozenset({_AUTH + "drive"}),
    COMPOSE: frozenset({"https://mail.google.com/", _AUTH + "gmail.modify"}),
}


def needed_scopes(features: Iterable[str]) -> frozenset[str]:
    """Returns the scopes of all the features named.

    Args:
        features: Keys of `FEATURE_SCOPES`.

    Raises:
        KeyError: If there is no such feature.
    """
    return frozenset().union(*(FEATURE_SCOPES[feature] for feature in features))


def uncovered(granted: frozenset[str], needed: frozenset[str]) -> frozenset[str]:
    """Returns the needed scopes that were not granted, neither themselves nor by a wider one."""
    return frozenset(scope for scope in needed if not granted & ({scope} | _WIDER.get(scope, frozenset())))
