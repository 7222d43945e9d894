"""The measures find what they look for: a page with one defect each, and one without any."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import FRAME, LIGHT, PHONE, Look, shown
from tests.browser.contrast import contrast, lightness_turned, negative

SOUND = "<p style='color:#222;background:#fff;font-size:15px'>Nothing is past due.</p>"


def measured(browser: Browser, what: str, body: str, look: Look = PHONE) -> Any:
    page = f"<!DOCTYPE html><html lang='en'><body style='margin:0;background:#fff'><h1>Digest</h1>{body}"
    with shown(browser, page, look) as seen:
        return seen.measure(what)


@pytest.mark.parametrize("look", [PHONE, FRAME])
def test_what_is_wider_than_the_window_is_measured(browser: Browser, look: Look) -> None:
    assert measured(browser, "overflow", "<div style='width:400px'>wide</div>", look) == 10
    assert measured(browser, "overflow", SOUND, look) == 0


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div style='width:500px;text-align:right'>wide</div>", id="beyond the window"),
        pytest.param("<div style='height:9px;overflow:hidden'>wide<br>wide</div>", id="cut off below"),
        pytest.param("<div style='width:9px;overflow:hidden'>wide</div>", id="cut off at the side"),
    ],
)
def test_text_that_is_cut_is_named(browser: Browser, body: str) -> None:
    assert "wide" in measured(browser, "cut", body)
    assert measured(browser, "cut", SOUND) == []


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility:hidden",
        "font-size:0",
        "font-size:9px",
        "display:block;height:0;width:0;font-size:0",
    ],
)
def test_text_that_nobody_sees_is_named(browser: Browser, style: str) -> None:
    assert measured(browser, "hidden", f"<span style='{style}'>unseen</span>") == ["unseen"]
    assert measured(browser, "hidden", SOUND) == []


def test_the_colour_behind_a_text_is_that_of_what_it_stands_in(browser: Browser) -> None:
    body = "<div style='background:#1f4e8c'><p><b style='color:#fff'>new</b></p></div>"

    assert measured(browser, "colours", body)[1] == ["new", [255, 255, 255], [31, 78, 140]]


def test_what_a_page_asks_for_is_noted(browser: Browser) -> None:
    with shown(browser, "<h1>Digest</h1><img src='https://pixel.example/1.gif'>", LIGHT) as seen:
        seen.page.wait_for_timeout(100)

    assert seen.requests == ["https://pixel.example/1.gif"]


def test_twice_the_size_is_twice_the_size(browser: Browser) -> None:
    with shown(browser, f"<h1>Digest</h1>{SOUND}", LIGHT) as seen:
        seen.measure("enlarge")
        assert seen.page.eval_on_selector("p", "one => getComputedStyle(one).fontSize") == "30px"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param((0, 0, 0), (255, 255, 255), 21.0, id="black on white"),
        pytest.param((255, 255, 255), (119, 119, 119), 4.48, id="the lightest grey that just fails on white"),
        pytest.param((179, 38, 30), (179, 38, 30), 1.0, id="a colour on itself"),
    ],
)
def test_contrast_is_that_of_the_guideline(one: Any, other: Any, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_an_inverted_white_is_black_and_a_hue_stays() -> None:
    assert lightness_turned((255, 255, 255)) == [0, 0, 0]
    assert [round(part) for part in negative((255, 255, 255))] == [0, 0, 0]
    red, green, blue = lightness_turned((120, 0, 0))
    assert red > 200
    assert green == blue
