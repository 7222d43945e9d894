"""Chromium, told to show mails: nothing is loaded, and whatever a mail asks for is noted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Frame, Page, Request, sync_playwright

_MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf8")
_STYLE_SHEET = re.compile(r"<style>.*?</style>", re.DOTALL)
_OPTIONS = ["--no-sandbox", "--disable-lcd-text"]
_CALLED = ("chromium", "chromium-browser", "google-chrome")


class ChromiumMissingError(Exception):
    """There is no Chromium on this machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window.

    Raises:
        ChromiumMissingError: It is not installed.
    """
    found = next(filter(None, map(shutil.which, _CALLED)), None)
    if found is None:
        raise ChromiumMissingError("Chromium is not installed: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-lcd-text"]
        )
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a mail.

    Attributes:
        width: Of what the mail is shown in, in pixels.
        scheme: What the person prefers.
        framed: Shown in a frame inside of a wider page, as mail programs do it.
        forgetful: The mail's style sheet is thrown away, as some mail programs do it.
    """

    name: str
    width: int
    scheme: Literal["light", "dark"] = "light"
    framed: bool = False
    forgetful: bool = False


LIGHT = Look("light", 720)
DARK = Look("dark", 720, "dark")
PHONE = Look("phone", 390)
DARK_PHONE = Look("dark phone", 390, "dark")
FRAME = Look("frame", 390, framed=True)
SMALL_PHONE = Look("small phone", 320)
FORGETFUL = Look("without a style sheet", 390, forgetful=True)
LOOKS = (LIGHT, DARK, PHONE, DARK_PHONE, FRAME, SMALL_PHONE, FORGETFUL)


@dataclass(frozen=True)
class Shown:
    """A mail in the browser.

    Attributes:
        page: The whole page.
        frame: Where the mail itself is.
        requests: Addresses that it asked for.
    """

    page: Page
    frame: Frame
    requests: list[str] = field(default_factory=list)

    def measure(self, what: str) -> Any:
        """What a function of `measures.js` gives, called without arguments."""
        return self.frame.evaluate(f"() => {{ {_MEASURES}; return {what}(); }}")


@contextmanager
def shown(browser: Browser, mail: str, look: Look) -> Iterator[Shown]:
    """A mail as somebody looks at it. No request leaves the browser."""
    width = 800 if look.framed else look.width
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=look.scheme, offline=True
    )
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: _noted(requests, request))
    mail = _STYLE_SHEET.sub("", mail) if look.forgetful else mail
    if look.framed:
        page.set_content("<!DOCTYPE html><title>A mail program</title><iframe title='mail'></iframe>")
        page.eval_on_selector(
            "iframe", f"(frame, mail) => {{ frame.width = {look.width}; frame.srcdoc = mail; }}", mail
        )
        page.frames[-1].wait_for_selector("h1")
    else:
        page.set_content(mail)
    yield Shown(page, page.frames[-1], requests)
    context.close()


def _noted(requests: list[str], request: Request) -> None:
    if not request.url.startswith(("about:", "data:")):
        requests.append(request.url)
