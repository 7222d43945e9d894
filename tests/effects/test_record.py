"""The filed record: everything that was answered, for eyes and for screen readers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from workspace_agent.effects.record import render_record
from workspace_agent.intake.response import Answer, FormRecord
from workspace_agent.model.vocabulary import Held, Purpose

SUBMITTED = datetime(2026, 11, 9, 13, 2, 11, tzinfo=UTC)
RECORD = FormRecord(
    response_id="r02",
    submitted=SUBMITTED,
    first_submitted=SUBMITTED,
    student="D'Angelo, Lucía",
    district="Lakeward City SD",
    respondent="t.brandvold@willowbridge.example",
    meeting_date="2026-11-05",
    purposes=frozenset({Purpose.ANNUAL_REVIEW, Purpose.REEVALUATION}),
    held=Held.YES,
    answers=(
        Answer("Student", ("D'Angelo, Lucía",)),
        Answer("Who took part?", ("Parent", "Case manager")),
        Answer("Prior written notice given on", ()),
    ),
)


def pdf(record: FormRecord = RECORD, version: int = 1, title: str = "Post IEP meeting, 5 Nov 2026") -> bytes:
    return render_record(
        record,
        title=title,
        reference="k7f2-19c4",
        version=version,
        filed="Filed 20 Nov 2026 for Theo Brandvold",
        zone=ZoneInfo("America/New_York"),
    )


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def words(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def answering(*texts: str) -> FormRecord:
    return replace(RECORD, answers=(Answer("Decisions", texts),))


def test_the_facts_stand_at_the_top() -> None:
    shown = words(pdf())

    for fact in (
        "Post IEP meeting, 5 Nov 2026",
        "Filed 20 Nov 2026 for Theo Brandvold",
        "D'Angelo, Lucía",
        "District Lakeward City SD",
        "Date of the meeting 5 Nov 2026",
        "Purposes annual review, reevaluation",
        "Held yes",
        "Respondent t.brandvold@willowbridge.example",
        "Submitted 9 Nov 2026, 08:02 EST",
        "Who took part? • Parent • Case manager",
        "Prior written notice given on not answered",
    ):
        assert fact in shown
    assert "replaces" not in shown
    assert "First submitted" not in shown


def test_every_page_is_confidential_numbered_and_carries_the_reference() -> None:
    document = pdf(answering("The team talked about the goal. " * 400))
    pages = read(document).pages

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Confidential student record · reference k7f2-19c4 · version 1" in page.extract_text()
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_a_later_version_says_which_it_replaces_and_when_the_first_was_sent() -> None:
    shown = words(pdf(replace(RECORD, first_submitted=datetime(2026, 11, 5, 15, 12, tzinfo=UTC)), version=2))

    assert "Version 2, replaces version 1" in shown
    assert "First submitted 5 Nov 2026, 10:12 EST" in shown


def test_the_document_is_tagged_titled_and_in_english() -> None:
    document = pdf()
    reader = read(document)
    root = reader.root_object

    assert str(root["/Lang"]) == "en"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Post IEP meeting, 5 Nov 2026"
    assert b"pdfuaid" in document


def test_the_same_answers_make_the_same_bytes_without_a_time() -> None:
    document = pdf()

    assert document == pdf()
    assert b"CreationDate" not in document


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#pagebreak() *bold* $x$ <label> @ref `raw`", id="markup of the printer"),
        pytest.param("// comment /* and */ \\ backslash", id="comments"),
        pytest.param("D'Angelo's “own” words", id="apostrophes and quotes"),
        pytest.param("Żółć Ångström Nguyễn Núñez", id="accents"),
        pytest.param("Мама мыла раму", id="Cyrillic"),
    ],
)
def test_an_answer_is_shown_as_it_was_typed(text: str) -> None:
    assert text in words(pdf(answering(text)))


def test_an_answer_keeps_its_lines() -> None:
    assert "First.\nSecond." in read(pdf(answering("First.\n\nSecond."))).pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param("王小明", "[WangXiaoMing]", id="Chinese"),
        pytest.param("Good 👍 day", "Good [:thumbsup:] day", id="a picture sign"),
        pytest.param("\U000f0000", "[?]", id="a sign that nobody knows"),
    ],
)
def test_signs_that_no_font_shows_are_spelled_out_and_the_record_says_so(text: str, reading: str) -> None:
    document = pdf(answering(text))

    assert reading in words(document)
    assert "spells out signs that cannot be printed" in words(document)
    assert b"pdfuaid" in document


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("عمر שלום", id="written from right to left"),
        pytest.param("a\x00b\x07c", id="control characters"),
        pytest.param("half \ud800 a sign", id="half a sign"),
        pytest.param("e\u0301 a\u200d\ufe0f", id="marks that combine"),
        pytest.param("\u200b", id="nothing that can be seen"),
        pytest.param(" \n ", id="only blanks"),
    ],
)
def test_no_answer_stops_the_printer(text: str) -> None:
    assert pdf(answering(text)).startswith(b"%PDF")


def test_a_word_longer_than_the_line_stays_on_the_page() -> None:
    document = pdf(replace(answering("y" * 500), student="x" * 300))

    lines = read(document).pages[0].extract_text().splitlines()
    assert max(len(line) for line in lines) < 110
    assert "".join(lines).count("y") >= 500


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("2026-02-28", "Date of the meeting 28 Feb 2026", id="a date as people read it"),
        pytest.param("sometime", "Date of the meeting sometime", id="what is no date stays"),
        pytest.param("", "Date of the meeting not answered", id="nothing"),
    ],
)
def test_the_date_of_the_meeting(typed: str, shown: str) -> None:
    assert shown in words(pdf(replace(RECORD, meeting_date=typed)))


def test_a_record_without_any_answer_is_still_a_record() -> None:
    blank = replace(
        RECORD, student="", district="", respondent="", held=None, purposes=frozenset(), answers=()
    )

    assert "Held not answered" in words(pdf(blank))


def test_a_record_without_title_is_printed_all_the_same() -> None:
    document = pdf(title="")

    assert "Who took part?" in words(document)
    assert b"pdfuaid" not in document
