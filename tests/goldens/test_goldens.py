"""Every mail is letter by letter the one that somebody has looked at; and what must hold of any mail."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest

from tests.goldens.mails import FILES, Mail, mails

AGAIN = "`make goldens` writes them anew: read the difference, and look at them in a browser"
LARGEST = 90_000
"""Bytes of HTML: Gmail clips a mail at about 102 KB, with what the mail programs put around it."""

OF_THE_HTML = {"case", "manager", "it", "open"}
"""The heading of names, and `Open it`: the text names addresses instead."""

OF_THE_TEXT = {"why", "rule", "0"}
"""Said in the HTML by where something stands, and of an empty section by its sentence."""

_UNSEEN = {"head", "style", "title"}
_WORD = re.compile(r"[^\W_]+")


class Page(HTMLParser):
    """The words of a page in order, the links with their words, and the tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in _UNSEEN:
            self._inside.append(tag)
        if tag == "a":
            self.links.append((dict(attrs).get("href") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            return
        self.texts.append(data)
        if self.links and not self.links[-1][1]:
            self.links[-1] = (self.links[-1][0], data.strip())


def each() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("mail", [pytest.param(mail, id=mail.name) for mail in mails()])


def words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def test_every_file_is_of_a_mail_and_every_mail_has_its_files() -> None:
    assert {file.name for file in FILES.iterdir()} == {
        file.name for mail in mails() for file, _ in mail.files
    }, AGAIN


@each()
def test_the_mail_is_the_one_that_was_looked_at(mail: Mail) -> None:
    for file, content in mail.files:
        assert content == file.read_text(encoding="utf8"), AGAIN


@each()
def test_no_mail_program_clips_it(mail: Mail) -> None:
    assert len(mail.html.encode()) < LARGEST


@each()
def test_the_text_says_every_word_that_the_html_says(mail: Mail) -> None:
    assert words(" ".join(Page(mail.html).texts)) - words(mail.text) <= OF_THE_HTML


@each()
def test_the_html_says_every_word_that_the_text_says(mail: Mail) -> None:
    said = re.sub(r"https://\S+", "", mail.text)
    whole = " ".join(Page(mail.html).texts) + _title(mail.html)
    assert words(said) - words(whole) <= OF_THE_TEXT


@each()
def test_the_text_names_every_address_that_the_html_opens(mail: Mail) -> None:
    addresses = set(re.findall(r"https://[^\s>]+", mail.text))
    assert {address for address, _ in Page(mail.html).links} == addresses


@each()
def test_every_link_is_safe_and_says_what_it_opens(mail: Mail) -> None:
    for address, label in Page(mail.html).links:
        assert address.startswith("https://")
        assert label


@each()
def test_nothing_in_it_runs_or_is_fetched(mail: Mail) -> None:
    unsafe = {"script", "img", "svg", "link", "iframe", "form", "object", "video", "input"}
    assert unsafe.isdisjoint(Page(mail.html).tags)
    assert not re.search(r"url\(|@import|\ssrc=|\sbackground=|\son[a-z]+=", _outside_of_texts(mail.html))


@each()
def test_the_subject_and_what_stands_beside_it_are_one_line_each(mail: Mail) -> None:
    subject, preheader, empty = mail.text.splitlines()[:3]
    assert subject.startswith("Subject: ")
    assert preheader.startswith("Preheader: ")
    assert empty == ""


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " Subject Preheader " + html.unescape(found[1] if found else "")


def _outside_of_texts(page: str) -> str:
    return " ".join(re.findall(r"<[^>]*>", page)) + " ".join(
        re.findall(r"<style>.*?</style>", page, re.DOTALL)
    )
