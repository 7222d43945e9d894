"""The record of contact attempts as a document: no column runs into the next, nothing stands alone."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from pypdf import PdfReader

from workspace_agent.effects.pdf import paragraphs, printed

ATTEMPT = ("1", "20 Oct 2026", "15:40", "phone", "mother", "annual review", "left voicemail")


def pdf(*attempts: Sequence[str]) -> bytes:
    content = {
        "title": "Contact attempts: annual review, 12 Nov 2026",
        "reference": "k7f2-19c4",
        "version": 1,
        "about": ["Filed on 20 Nov 2026"],
        "notes": [],
        "blank": "not written down",
        "facts": [("Student", ["Lucía D'Angelo"]), ("Held", [])],
        "attempts": [[paragraphs(text) for text in attempt] for attempt in attempts],
        "source": "As typed in the Contacts sheet.",
    }
    return printed("evidence", content)


def pages(document: bytes) -> list[str]:
    found = PdfReader(io.BytesIO(document)).pages
    return [" ".join(page.extract_text().split()) for page in found]


def test_what_is_not_written_down_is_said_to_be_so() -> None:
    (page,) = pages(pdf(ATTEMPT, ("2", "", "", "e-mail", "", "", "")))

    assert "Held not written down Attempts" in page
    assert "1 20 Oct 2026 15:40 phone mother annual review left voicemail 2 not written" in page


@pytest.mark.parametrize("column", [3, 4, 5, 6])
def test_a_word_longer_than_its_column_breaks(column: int) -> None:
    long = [*ATTEMPT]
    long[column] = "x" * 60
    pieces: list[str] = []

    def visit(shown: str, _at: object, _within: object, _font: object, _size: object) -> None:
        pieces.append(shown.strip())

    PdfReader(io.BytesIO(pdf(long))).pages[0].extract_text(visitor_text=visit)
    broken = [piece for piece in pieces if set(piece) == {"x"}]

    assert sum(map(len, broken)) == 60
    assert max(map(len, broken)) <= 28


def on_paper(document: bytes) -> list[str]:
    """Words above the lower edge of the text, page by page."""
    found: list[str] = []

    def visit(shown: str, at: Sequence[float], _within: object, _font: object, _size: object) -> None:
        if at[5] > 0.8 * 72:
            found.extend(shown.split())

    for page in PdfReader(io.BytesIO(document)).pages:
        page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("before", [0, 12, 30])
def test_a_result_that_is_longer_than_the_page_goes_on_on_the_next(before: int) -> None:
    words = [f"w{number}" for number in range(400)]
    document = pdf(*[ATTEMPT] * before, (*ATTEMPT[:-1], " ".join(words)))

    assert [word for word in on_paper(document) if word in set(words)] == words


def test_the_law_stands_with_the_sentence_before_it() -> None:
    for number in range(30, 44):
        last = pages(pdf(*[ATTEMPT] * number))[-1]
        assert "As typed in the Contacts sheet. 34 CFR 300.322(d)" in last
