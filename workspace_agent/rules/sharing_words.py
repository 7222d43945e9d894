"""How it is said who can open a thing, and who can mend it where: kinds and counts, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workspace_agent.model.finding import Citation, Finding, Law
from workspace_agent.model.seen import Origin, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, SharedThing, how_many
from workspace_agent.model.vocabulary import Severity

OFFICIALS = Law("34 CFR 99.31(a)(1)", "https://www.law.cornell.edu/cfr/text/34/99.31")
"""School officials with a legitimate educational interest alone, kept so by reasonable methods (ii)."""

READS = frozenset({"students", "hours", "contacts", "sharing"})
"""Whose workbooks these are, and the look at who can open them."""

_WHERE = {
    Origin.DIRECT: "open this {thing}, click Share, and {step}",
    Origin.FOLDER: "it comes from a folder above: open the folder that this {thing} lies in, click Share "
    "there (or on the next folder above), and {step}",
    Origin.DRIVE: "it comes with the shared drive: open the drive, click Manage members, and {step}",
}
_NO_DOWNLOADS = (
    " Until then, under Share and its gear, untick that viewers and commenters can download, print and copy."
)


def finding(
    rule: str,
    severity: Severity,
    citation: Citation,
    shared: SharedThing,
    said: tuple[str, str],
    others: Sequence[OtherReader] = (),
) -> Finding:
    """A finding about who can open a thing; one of a rule for each.

    Args:
        rule: Its id.
        severity: How serious it is.
        citation: Law or company practice.
        shared: The thing.
        said: What is so, and what to do.
        others: Who can open it and should not.
    """
    return Finding(
        rule=rule,
        severity=severity,
        citation=citation,
        cycle=shared.file_id,
        due=None,
        arithmetic=said[0],
        advice=said[1],
        place=shared.place,
        case_manager=shared.case_manager,
        readers=tuple(sorted(one.kind.value for one in others)),
    )


def thing(shared: SharedThing) -> str:
    """`workbook` or `folder of workbooks`."""
    return shared.place.label


def open_to(shared: SharedThing, others: Sequence[OtherReader], also: str = "") -> str:
    """`This workbook is open to 2 people outside the company ... (can change it) and 1 group ...`.

    Args:
        shared: The thing.
        others: Whom it is about.
        also: What follows before the full stop.
    """
    return f"This {thing(shared)} is open to {_counted(others)}{also}.{downloads(shared, others)}"


def _counted(others: Iterable[OtherReader]) -> str:
    """The farthest first, and of them those who can change it."""
    counts = Counter((one.near, one.kind, one.changes) for one in others)
    far, kinds = list(reversed(Near)), list(ReaderKind)
    keys = sorted(counts, key=lambda key: (far.index(key[0]), kinds.index(key[1]), not key[2]))
    return " and ".join(_many(*key, counts[key]) for key in keys)


def _many(near: Near, kind: ReaderKind, changes: bool, count: int) -> str:  # noqa: FBT001 - part of a key
    who = how_many(kind, count)
    return f"{who} {near.value}{' (can change it)' if changes else ''}"


def downloads(shared: SharedThing, others: Sequence[OtherReader]) -> str:
    """That who only reads it may take it away; nothing where they may not."""
    may = shared.downloads and any(not one.changes for one in others)
    return " Whoever reads it can also download, print and copy it." if may else ""


def mend(shared: SharedThing, others: Sequence[OtherReader], step: str) -> str:
    """Who can mend it, where to click, and what until then.

    Args:
        shared: The thing.
        others: Whom it is about.
        step: What to do in the window for sharing.
    """
    until = _NO_DOWNLOADS if downloads(shared, others) else ""
    return f"{who(shared)} can mend it: {'; '.join(_ways(shared, others, step))}.{until}"


def who(shared: SharedThing) -> str:
    """Who can change who opens it, at the beginning of a sentence."""
    words = shared.owner.value
    return words[0].upper() + words[1:]


def _ways(shared: SharedThing, others: Iterable[OtherReader], step: str) -> Iterator[str]:
    origins = {one.origin for one in others}
    for origin in Origin:
        if origin in origins:
            yield _WHERE[origin].format(thing=thing(shared), step=step)
