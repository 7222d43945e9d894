"""Every mail as people see it: by day, by night, on a phone, in a frame, enlarged, and inverted by force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.chromium import DARK, LIGHT, LOOKS, PHONE, Look, Shown, shown
from tests.browser.contrast import INVERSIONS, contrast
from tests.goldens.mails import kept

TEXT, BAR = 4.5, 3.0
"""Least contrast."""

BAR_ERROR = 3
"""Per cent: a bar of a whole number of pixels, in the narrowest column."""

# A mail is shown inside of a mail program's page, which has the landmarks.
AXE = {
    "resultTypes": ["violations"],
    "rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}},
}

MAILS = [pytest.param(file.read_text(encoding="utf8"), id=file.stem) for file in kept()]


@pytest.fixture(scope="module", params=MAILS)
def mail(request: pytest.FixtureRequest) -> str:
    """The HTML of one mail."""
    return str(request.param)


@pytest.fixture(scope="module", params=[pytest.param(look, id=look.name) for look in LOOKS])
def seen(request: pytest.FixtureRequest, browser: Browser, mail: str) -> Iterator[Shown]:
    """That mail, as somebody looks at it."""
    with shown(browser, mail, request.param) as found:
        yield found


def test_nothing_reaches_beyond_the_edge(seen: Shown) -> None:
    assert seen.measure("overflow") == 0
    assert seen.measure("cut") == []


def test_every_text_stands_out_from_what_is_behind_it(seen: Shown) -> None:
    assert [one for one in seen.measure("colours") if contrast(one[1], one[2]) < TEXT] == []
    assert [one for one in seen.measure("bars") if contrast(one[1], one[2]) < BAR] == []


def test_every_bar_is_as_long_as_it_says(seen: Shown) -> None:
    assert [(said, is_) for said, is_ in seen.measure("lengths") if abs(said - is_) > BAR_ERROR] == []


def test_nothing_is_hidden_but_what_stands_beside_the_subject(seen: Shown) -> None:
    assert len(seen.measure("hidden")) == 1


@pytest.mark.parametrize("look", [pytest.param(look, id=look.name) for look in (LIGHT, DARK, PHONE)])
def test_axe_finds_nothing(browser: Browser, mail: str, look: Look) -> None:
    with shown(browser, mail, look) as seen:
        found = Axe().run(seen.frame, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200], len(one["nodes"])) for one in found] == []


def test_nothing_is_asked_for(seen: Shown) -> None:
    assert seen.requests == []


def test_it_can_be_read_at_twice_the_size(browser: Browser, mail: str) -> None:
    with shown(browser, mail, LIGHT) as seen:
        seen.measure("enlarge")
        assert seen.measure("overflow") == 0
        assert seen.measure("cut") == []


def test_colours_survive_a_mail_program_that_inverts_them(browser: Browser, mail: str) -> None:
    with shown(browser, mail, LIGHT) as seen:
        texts, bars = seen.measure("colours"), seen.measure("bars")
    faint = [
        (name, words)
        for (name, turned), (words, colour, behind) in product(INVERSIONS.items(), texts)
        if contrast(turned(colour), turned(behind)) < TEXT
    ]
    faint += [
        (name, words)
        for (name, turned), (words, colour, behind) in product(INVERSIONS.items(), bars)
        if contrast(turned(colour), turned(behind)) < BAR
    ]
    assert faint == []
