"""By what a form response is known again: from look to look, and whether the form or its sheet was read.

The Forms API gives a response an id that stays. In the linked sheet a response is a row without an id: people
sort it, and an edit writes other answers and another time over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workspace_agent.model.seen import LastLook, Look

_LOOK, _GONE = "response/", "gone"
SENT = "sent"
"""The mark on a record that says which version of a response it holds."""


@dataclass(frozen=True, slots=True)
class ResponsePrints:
    """Keyed hashes of one version of a response.

    Attributes:
        sent: Of its time, to the second, and its respondent.
        sender: Of its respondent alone.
        answers: Of what was answered for each field of the settings, empty where nothing was.
        sheets: Ids of the sheets in which it stands; none where the form itself was read.
    """

    sent: str
    sender: str
    answers: tuple[str, ...] = ()
    sheets: tuple[int, ...] = ()

    def alike(self, other: ResponsePrints) -> tuple[int, int]:
        """How many answers are the same in both, and how many differ; blank ones in both do not count."""
        pairs = [pair for pair in zip(self.answers, other.answers, strict=True) if any(pair)]
        same = sum(one == another for one, another in pairs)
        return same, len(pairs) - same


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a response, as it was filed or is to be.

    Attributes:
        record: Keyed hash under which all versions of the response are filed.
        submitted: When this one was submitted, aware UTC.
    """

    record: str
    submitted: datetime


Standing = tuple[Version, ResponsePrints]
"""A version with its prints."""


@dataclass(frozen=True, slots=True)
class KnownResponses:
    """What is known of responses from before.

    Attributes:
        versions: By their print `sent`: from the marks of records, and from the looks.
        standing: Those that stood there at the last look, with all their prints.
    """

    versions: Mapping[str, Version] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()


def look(version: Version, prints: ResponsePrints) -> Look:
    """What to remember of a response that stands there."""
    sheets = ".".join(map(str, prints.sheets))
    answers = ".".join(prints.answers)
    said = (version.record, version.submitted.isoformat(), prints.sender, sheets or "-", answers or "-")
    return Look(f"{_LOOK}{prints.sent}", " ".join(said))


def looks_at_gone(looks: Mapping[str, LastLook], there: Iterable[str]) -> tuple[Look, ...]:
    """What to remember of responses that stood there at the last look and do not now.

    Args:
        looks: What the last looks showed.
        there: Prints `sent` of what stands there now.
    """
    now = {f"{_LOOK}{sent}" for sent in there}
    return tuple(
        Look(subject, f"{_GONE} {last.shown}")
        for subject, last in looks.items()
        if subject.startswith(_LOOK) and subject not in now and not last.shown.startswith(_GONE)
    )


def known_responses(looks: Mapping[str, LastLook], records: Iterable[tuple[str, str]]) -> KnownResponses:
    """Everything that looks and marks tell.

    Args:
        looks: What the last looks showed.
        records: Of each record that was filed its key and its mark `sent`.
    """
    seen = {
        subject.removeprefix(_LOOK): last.shown
        for subject, last in looks.items()
        if subject.startswith(_LOOK)
    }
    marked = {sent: _version(key.split("/")) for key, sent in records}
    looked = {sent: _version(["", *shown.removeprefix(_GONE).split()]) for sent, shown in seen.items()}
    return KnownResponses(
        versions=marked | looked,
        standing=tuple(
            (looked[sent], _prints(sent, shown))
            for sent, shown in seen.items()
            if not shown.startswith(_GONE)
        ),
    )


def _version(parts: list[str]) -> Version:
    return Version(parts[1], datetime.fromisoformat(parts[2]))


def _prints(sent: str, shown: str) -> ResponsePrints:
    _, _, sender, sheets, answers = shown.split()
    ids = () if sheets == "-" else tuple(map(int, sheets.split(".")))
    return ResponsePrints(sent, sender, () if answers == "-" else tuple(answers.split(".")), ids)
