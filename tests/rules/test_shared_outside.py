"""The law on readers without consent."""

from __future__ import annotations

import pytest

from tests.builders import TODAY, a_department, a_policy
from tests.builders_shared import a_thing, other
from workspace_agent.model.finding import Finding
from workspace_agent.model.seen import Origin, ReaderKind
from workspace_agent.model.shared import Near, OtherReader, Owner, SharedThing
from workspace_agent.model.vocabulary import Severity
from workspace_agent.rules.shared_outside import RULE


def found(*things: SharedThing) -> list[Finding]:
    return list(RULE.check(a_department(shared=things), a_policy(), TODAY))


OUTSIDE, PRIVATE = other(near=Near.OUTSIDE), other(near=Near.PRIVATE)
EDITOR = other(near=Near.PRIVATE, changes=True)
PERSON = "1 person outside the company and the students' districts"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        pytest.param((OUTSIDE,), f"{PERSON}.", id="one"),
        pytest.param(
            (OUTSIDE, OUTSIDE), "2 people outside the company and the students' districts.", id="several"
        ),
        pytest.param(
            (OUTSIDE, PRIVATE),
            f"1 person with a private mailbox such as Gmail and {PERSON}.",
            id="the farthest first",
        ),
        pytest.param(
            (other(near=Near.OUTSIDE, changes=True), OUTSIDE),
            f"{PERSON} (can change it) and {PERSON}.",
            id="who can change it first",
        ),
        pytest.param(
            (EDITOR,),
            "1 person with a private mailbox such as Gmail (can change it). Students' records can be changed "
            "from a private mailbox: mend that first.",
            id="an editor with a private mailbox is the worst",
        ),
        pytest.param(
            (other(ReaderKind.GROUP, Near.OUTSIDE),),
            "1 group outside the company and the students' districts.",
            id="a group",
        ),
        pytest.param(
            (other(ReaderKind.DOMAIN, Near.OUTSIDE),),
            "everybody of 1 organisation outside the company and the students' districts.",
            id="an organisation",
        ),
    ],
)
def test_who_is_told_by_kind_and_count(others: tuple[OtherReader, ...], said: str) -> None:
    (one,) = found(a_thing(*others))

    assert one.arithmetic == f"This workbook is open to {said}"
    assert one.severity is Severity.AT_RISK
    assert one.readers == tuple(sorted(reader.kind.value for reader in others))


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(other(), id="somebody inside"),
        pytest.param(other(ReaderKind.ANYONE, Near.OUTSIDE), id="anyone with the link"),
        pytest.param(other(near=Near.UNKNOWN), id="somebody without an address"),
    ],
)
def test_of_others_other_rules_speak(reader: OtherReader) -> None:
    assert found(a_thing(reader)) == []


def test_where_readers_may_download_it_is_said_with_what_stops_it() -> None:
    (may,) = found(a_thing(OUTSIDE, downloads=True))
    assert may.arithmetic.endswith("Whoever reads it can also download, print and copy it.")
    assert may.advice.endswith("untick that viewers and commenters can download, print and copy.")

    (editor,) = found(a_thing(EDITOR, downloads=True))
    assert "download" not in editor.arithmetic + editor.advice


@pytest.mark.parametrize(
    ("owner", "origin", "advice"),
    [
        pytest.param(
            Owner.MANAGER,
            Origin.DIRECT,
            "The manager (the owner) can mend it: open this workbook, click",
            id="own",
        ),
        pytest.param(
            Owner.OTHER,
            Origin.FOLDER,
            "Its owner can mend it: it comes from a folder above: open",
            id="above",
        ),
        pytest.param(
            Owner.SHARED_DRIVE,
            Origin.DRIVE,
            "A manager of the shared drive can mend it: it comes with the shared drive: open the drive",
            id="drive",
        ),
    ],
)
def test_who_can_mend_it_and_where_to_click(owner: Owner, origin: Origin, advice: str) -> None:
    (one,) = found(a_thing(other(near=Near.OUTSIDE, origin=origin), owner=owner))
    assert one.advice.startswith(advice)


def test_two_origins_are_two_things_to_do() -> None:
    (one,) = found(a_thing(OUTSIDE, other(near=Near.PRIVATE, origin=Origin.FOLDER)))
    assert "open this workbook, click Share, and take" in one.advice
    assert "; it comes from a folder above" in one.advice
