"""Every mail of every story, and the files in which each of them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.goldens.others import OTHERS
from tests.goldens.specimen import specimen
from tests.goldens.stories import STORIES, Story
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digests import COMPOSERS
from workspace_agent.effects.digest_render import render_html, render_text

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it is kept: `bad-week-case-manager.html`, and beside it the text under its subject."""

    name: str
    html: str
    text: str

    @property
    def files(self) -> Iterator[tuple[Path, str]]:
        """What stands in which file."""
        yield FILES / f"{self.name}.html", self.html
        yield FILES / f"{self.name}.txt", self.text


@cache
def mails() -> tuple[Mail, ...]:
    """Of each story one for each kind of reader, of some those that come between; and the specimen."""
    stories = (mail for name, story in STORIES.items() for mail in _of(name, story()))
    return (*stories, _mail("specimen", specimen()))


def _of(name: str, story: Story) -> Iterator[Mail]:
    for edition in COMPOSERS:
        reader = edition.value.lower().replace(" ", "-")
        yield _mail(f"{name}-{reader}", story.digest(edition))
    for kind, compose in OTHERS.get(name, {}).items():
        yield _mail(f"{name}-{kind}", compose(story))


def _mail(name: str, digest: Digest) -> Mail:
    heads = f"Subject: {digest.subject}\nPreheader: {digest.preheader}\n\n"
    return Mail(name, render_html(digest, "token"), heads + render_text(digest, "token"))


def kept() -> list[Path]:
    """The HTML files that are kept, in order."""
    return sorted(FILES.glob("*.html"))
