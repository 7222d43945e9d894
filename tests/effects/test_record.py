"""The filed record: everything that was answered, once, for eyes and for screen readers."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from workspace_agent.effects.pdf import own_fonts, plain, with_readings
from workspace_agent.effects.record import render_record
from workspace_agent.intake.question_map import FIELDS
from workspace_agent.intake.response import Answer, FormRecord, Upload
from workspace_agent.model.problem_kinds import ProblemKind

SUBMITTED = datetime(2026, 11, 9, 13, 2, 11, tzinfo=UTC)
FOOT = re.compile(r"Confidential student record · reference \S+ · version \d+ Page \d+ of \d+")
SAID: Mapping[str, Sequence[str]] = {
    "student": ("D'Angelo, Lucía",),
    "student id": ("50295",),
    "district": ("Lakeward City SD",),
    "meeting date": ("2026-11-05",),
    "purposes": ("Annual review", "Reevaluation"),
    "held": ("Yes",),
    "length": ("45 minutes",),
    "participants": ("Parent", "Case manager"),
    "how parents took part": ("By phone",),
    "decisions": ("Goal raised to 80.",),
    "prior written notice": ("2026-11-06",),
    "extended school year": ("No",),
    "action items": ("- Send the plan by 2026-12-01\n- Call the school by 11/12",),
    "entered in PLI Connect": ("11/13/2026",),
}


def question(name: str, *texts: str, uploads: tuple[Upload, ...] = ()) -> Answer:
    return Answer(f"Please say: {name}", texts, uploads, (name,))


def a_record(said: Mapping[str, Sequence[str]] = SAID, *others: Answer, **changes: Any) -> FormRecord:
    values: dict[str, Any] = {
        "response_id": "r02",
        "submitted": SUBMITTED,
        "first_submitted": SUBMITTED,
        "respondent": "t.brandvold@willowbridge.example",
        "counts_from": date(2026, 11, 5),
        "of_iep_team": True,
        "doubts": (),
        "answers": (*(question(name, *texts) for name, texts in said.items()), *others),
    }
    return FormRecord(**(values | changes))


RECORD = a_record()


def pdf(record: FormRecord = RECORD, version: int = 1, title: str = "Annual review, 5 Nov 2026") -> bytes:
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
    """All that stands in it, without what stands at the foot of each page."""
    pages = (" ".join(page.extract_text().split()) for page in read(document).pages)
    return " ".join(FOOT.sub("", page).strip() for page in pages)


def section(record: FormRecord, heading: str, following: str) -> str:
    """What stands in one section."""
    return words(pdf(record)).rpartition(f" {heading} ")[2].partition(f" {following}")[0]


def answering(*texts: str) -> FormRecord:
    return a_record({}, Answer("Anything else?", texts))


def without(*names: str) -> FormRecord:
    """The form has no such questions."""
    return a_record({name: texts for name, texts in SAID.items() if name not in names})


def saying(name: str, *texts: str, **changes: Any) -> FormRecord:
    return a_record({**SAID, name: texts}, **changes)


# ---- what stands first


def test_what_is_typed_over_into_pli_connect_stands_at_the_top() -> None:
    first = read(pdf()).pages[0].extract_text()

    assert first.splitlines()[:13] == [
        "Post IEP Meeting Form",
        "Annual review, 5 Nov 2026",
        "Filed 20 Nov 2026 for Theo Brandvold",
        "Response submitted 9 Nov 2026, 08:02 EST, by t.brandvold@willowbridge.example",
        "Fact On the form",
        "Student, as typed D'Angelo, Lucía",
        "Student ID, as typed 50295",
        "District Lakeward City SD",
        "Date of the meeting 5 Nov 2026",
        "Purposes Annual review",
        "Reevaluation",
        "Held Yes",
        "Length 45 minutes",
    ]


def test_a_later_version_says_which_it_replaces_and_when_the_first_was_sent() -> None:
    edited = replace(RECORD, first_submitted=datetime(2026, 11, 5, 15, 12, tzinfo=UTC))

    assert "First submitted 5 Nov 2026, 10:12 EST Version 2, replaces version 1." in words(pdf(edited, 2))
    assert "First submitted" not in words(pdf())
    assert "replaces" not in words(pdf())


def test_an_address_that_was_not_verified_is_said_to_be_none() -> None:
    assert "by somebody whose address the form did not verify Fact" in words(
        pdf(replace(RECORD, respondent=""))
    )


@pytest.mark.parametrize(
    ("doubts", "because"),
    [
        ([ProblemKind.RESPONSE_BLANK], "nothing was answered on the form."),
        (
            [ProblemKind.RESPONSE_UNKNOWN],
            "no student on the lists has the name or id that was typed.",
        ),
        (
            [ProblemKind.RESPONSE_UNKNOWN_STRANGER],
            "no student on the lists has the name or id that was typed, and its respondent is not on the "
            "roster.",
        ),
        (
            [ProblemKind.UNKNOWN_RESPONDENT, ProblemKind.RESPONSE_AMBIGUOUS],
            "its respondent is not on the roster and more than one student fits what was typed.",
        ),
    ],
)
def test_a_record_for_review_says_why(doubts: list[ProblemKind], because: str) -> None:
    shown = words(pdf(replace(RECORD, doubts=tuple(doubts))))

    assert f"willowbridge.example Kept for review because {because} Fact" in shown


def test_a_record_of_a_known_student_says_nothing_of_review() -> None:
    assert "review because" not in words(pdf())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("2026-02-28", "28 Feb 2026 Purposes", id="a date as people read it"),
        pytest.param("11/13/2026", "13 Nov 2026, typed as 11/13/2026", id="what was typed beside it"),
        pytest.param("3/4/2026", "3/4/2026, which may be 4 Mar 2026 or 3 Apr 2026", id="two readings"),
        pytest.param("sometime", "sometime Purposes", id="what is no date stays"),
        pytest.param(" ", "not answered Purposes", id="nothing"),
    ],
)
def test_the_date_of_the_meeting(typed: str, shown: str) -> None:
    assert f"Date of the meeting {shown}" in words(pdf(saying("meeting date", typed)))


def test_several_questions_for_one_field_are_all_shown() -> None:
    again = a_record(SAID, question("district"), question("decisions", "And more time."))
    shown = words(pdf(again))

    assert "Please say: district Lakeward City SD Please say: district not answered" in shown
    assert (
        "Decisions Please say: decisions Goal raised to 80. Please say: decisions And more time. Prior"
        in shown
    )


def test_what_the_form_does_not_ask_is_not_said_to_be_unanswered() -> None:
    shown = words(pdf(without("length", "decisions")))

    assert "Length No question of the form is known to ask for this." in shown
    assert "Decisions No question of the form is known to ask for this. Prior written notice" in shown


def test_the_first_day_of_the_changes_is_shown_where_the_form_asks_for_it() -> None:
    assert "First day of the changes" not in words(pdf())

    shown = words(pdf(a_record({**SAID, "changes start": ("2026-12-01",)})))
    assert "First day of the changes Please say: changes start 1 Dec 2026 Extended school year" in shown


def test_a_question_that_holds_two_fields_is_shown_once() -> None:
    both = Answer("PWN and ESY?", ("Neither.",), (), ("prior written notice", "extended school year"))
    shown = words(pdf(a_record({name: SAID[name] for name in SAID if name not in both.fields}, both)))

    assert shown.count("Neither.") == 1
    assert "Extended school year Answered under “Prior written notice”. Action items" in shown


# ---- sections


def test_who_took_part_is_told_by_part_and_then_as_it_was_typed() -> None:
    assert section(RECORD, "Part Took part", "“Not marked”") == (
        "Parent yes Student not marked General education teacher not marked Special education teacher not "
        "marked Agency representative not marked Case manager yes"
    )


def test_for_another_plan_nobody_is_said_not_to_be_marked() -> None:
    shown = words(pdf(replace(RECORD, of_iep_team=False)))

    assert "Part Took part Parent yes Case manager yes How the parents took part" in shown
    assert "marked" not in shown


def test_what_was_typed_for_a_part_stands_beside_it() -> None:
    shown = words(pdf(saying("participants", "Mom, GE teacher", "Student did not attend")))

    assert "Parent yes, typed as “Mom”" in shown
    assert "General education teacher yes, typed as “GE teacher”" in shown
    assert "Student as typed below" in shown
    assert "Student did not attend as typed “Not marked”" in shown


def test_an_unanswered_question_says_nothing_of_anybody() -> None:
    record = saying("participants")

    assert section(record, "Who took part", "How the parents") == ("Please say: participants not answered")


@pytest.mark.parametrize(
    ("participants", "shown"),
    [
        pytest.param(
            "Parent",
            "No question of the form is known to ask for this. Under “Who took part” a parent is marked.",
            id="marked",
        ),
        pytest.param(
            "Student",
            "No question of the form is known to ask for this. Under “Who took part” no parent is marked.",
            id="not marked",
        ),
        pytest.param(
            "Parent by phone",
            "No question of the form is known to ask for this. Under “Who took part” a parent is "
            "mentioned in what was typed.",
            id="mentioned",
        ),
        pytest.param("", "No question of the form is known to ask for this.", id="nobody is named at all"),
    ],
)
def test_how_parents_took_part_where_the_form_does_not_ask(participants: str, shown: str) -> None:
    said = {name: texts for name, texts in SAID.items() if name != "how parents took part"}
    record = a_record({**said, "participants": (participants,)})

    assert section(record, "How the parents took part", "Decisions") == shown


def test_how_parents_took_part_as_it_was_answered() -> None:
    assert section(RECORD, "How the parents took part", "Decisions") == (
        "Please say: how parents took part By phone"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("2026-11-06", "6 Nov 2026", id="a date"),
        pytest.param("mailed on Nov 6, 2026", "mailed on Nov 6, 2026", id="a date in a sentence"),
        pytest.param("3/4/2026", "3/4/2026, which may be 4 Mar 2026 or 3 Apr 2026", id="two readings"),
        pytest.param("mailed it", "mailed it No date was given.", id="a sentence without"),
        pytest.param("", "not answered No date was given.", id="nothing"),
    ],
)
def test_prior_written_notice(typed: str, shown: str) -> None:
    record = saying("prior written notice", typed)

    assert section(record, "Prior written notice", "Extended") == (
        f"Please say: prior written notice {shown}"
    )


def test_each_action_item_has_a_row_and_its_one_date() -> None:
    assert section(RECORD, "Item Due, by its text", "Entered") == (
        "Send the plan by 2026-12-01 1 Dec 2026 Call the school by 11/12"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("- None", "Please say: action items - None", id="none is no item"),
        pytest.param(
            "For us:\nnone\nFor the school:\ncall by Nov 20",
            "Please say: action items Item Due, by its text For us: none For the school: call by Nov 20 "
            "20 Nov 2026",
            id="none beside others stays",
        ),
    ],
)
def test_of_action_items_nothing_is_left_out(typed: str, shown: str) -> None:
    assert section(saying("action items", typed), "Action items", "Entered") == shown


def test_every_other_question_stands_at_the_end_in_its_order() -> None:
    unknown = Answer("unknown question 12ab", ("kept",))
    shown = words(
        pdf(a_record(SAID, Answer("Anything else?", ("One.", "Two.")), Answer("Nothing?", ()), unknown))
    )

    assert shown.endswith(
        "All other answers Anything else? • One. • Two. Nothing? not answered unknown question 12ab kept"
    )
    assert "All other answers" not in words(pdf())


def test_uploads_are_named_and_only_google_s_ids_are_links() -> None:
    uploads = (Upload("notes.pdf", "1AbC_-9"), Upload("plan.pdf", ""), Upload("", "2"))
    typed = ("see https://elsewhere.example/a",)
    document = pdf(
        a_record(
            {**SAID, "decisions": typed},
            Answer("Notes", typed, uploads),
            question("action items", uploads=uploads[:1]),
            question("participants", uploads=uploads[:1]),
        )
    )
    annotations = [one.get_object() for page in read(document).pages for one in page.get("/Annots", [])]

    assert "• notes.pdf • plan.pdf • file without a name" in words(document)
    assert words(document).count("notes.pdf") == 3
    assert sorted(one["/A"]["/URI"] for one in annotations) == [
        *["https://drive.google.com/file/d/1AbC_-9/view"] * 3,
        "https://drive.google.com/file/d/2/view",
    ]


# ---- nothing lost, nothing twice

TYPED = st.text("abcdefgh IJKÄéñ.,;:!?()[]#*_$@/\\-'\"•0123456789\n", min_size=1, max_size=50)


def letters(text: str) -> str:
    """Without what sets words and lines apart, and the bullets before them."""
    return re.sub(r"[\W_]+", "", text).casefold()


@given(
    answered=st.lists(
        st.tuples(
            st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(
                lambda names: tuple(sorted(names, key=FIELDS.index))
            ),
            st.lists(TYPED, max_size=3),
        ),
        min_size=1,
        max_size=16,
    ),
    of_iep_team=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_every_answer_stands_in_the_record_once_whatever_its_question_holds(
    answered: list[tuple[tuple[str, ...], list[str]]], of_iep_team: bool
) -> None:
    marked = [
        (fields, tuple(f"q{question}x{number}z {text}" for number, text in enumerate(texts)))
        for question, (fields, texts) in enumerate(answered)
    ]
    answers = (
        Answer(f"Question {'abcdefghijklmnop'[n]}", texts, (), fields)
        for n, (fields, texts) in enumerate(marked)
    )
    shown = letters(words(pdf(replace(RECORD, answers=tuple(answers), of_iep_team=of_iep_team))))

    for _, texts in marked:
        for text in texts:
            mark, *lines = (letters(line) for line in text.replace(" ", "\n", 1).split("\n"))
            assert shown.count(mark) == 1
            assert all(line in shown for line in lines)


# ---- as a document


def test_every_page_is_confidential_numbered_and_carries_the_reference() -> None:
    pages = read(pdf(answering("The team talked about the goal. " * 400))).pages

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Confidential student record · reference k7f2-19c4 · version 1" in page.extract_text()
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_no_heading_stands_alone_at_the_end_of_a_page() -> None:
    alone = [
        page.extract_text().splitlines()[-2]
        for lines in range(12, 32)
        for page in read(pdf(saying("decisions", "\n".join(["A line."] * lines)))).pages[:-1]
    ]

    assert alone
    assert not {*alone} & {
        "Prior written notice",
        "Please say: prior written notice",
        "Extended school year",
        "Please say: extended school year",
        "Action items",
        "Please say: action items",
        "Item Due, by its text",
        "Entered in PLI Connect",
        "Please say: entered in PLI Connect",
    }


def test_the_document_is_tagged_titled_and_in_english() -> None:
    document = pdf()
    reader = read(document)
    root = reader.root_object

    assert str(root["/Lang"]) == "en"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Annual review, 5 Nov 2026"
    assert b"pdfuaid" in document


def test_the_same_answers_make_the_same_bytes_without_a_time() -> None:
    document = pdf()

    assert document == pdf()
    assert b"CreationDate" not in document


def test_a_record_never_lies_in_a_file_on_its_way() -> None:
    """Where no file may hold a single byte, it is made all the same."""
    program = (
        "import resource, sys; from tests.effects.test_record import pdf; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); sys.stdout.write(str(len(pdf())))"
    )
    made = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-B", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )

    assert (made.stdout, made.stderr) == (str(len(pdf())), "")


# ---- what people type


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#pagebreak() *bold* $x$ <label> @ref `raw`", id="markup of the printer"),
        pytest.param('#read("/etc/passwd") #sys.inputs #{1+1}', id="code of the printer"),
        pytest.param("// comment /* and */ \\ backslash", id="comments"),
        pytest.param("D'Angelo's “own” words", id="apostrophes and quotes"),
        pytest.param("Żółć Ångström Nguyễn Núñez", id="accents"),
        pytest.param("Мама мыла раму", id="Cyrillic"),
    ],
)
def test_an_answer_is_shown_as_it_was_typed(text: str) -> None:
    everywhere = {name: [text] for name in FIELDS}

    assert text in words(pdf(answering(text)))
    assert words(pdf(a_record(everywhere))).count(text) >= len(FIELDS)


def test_an_answer_keeps_its_lines() -> None:
    assert "First.\nSecond." in read(pdf(saying("decisions", "First.\n\nSecond."))).pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param("王小明", "[WangXiaoMing]", id="Chinese"),
        pytest.param("Good 👍 day", "Good [:thumbsup:] day", id="a picture sign"),
        pytest.param("\U000f0000", "[?]", id="a sign that nobody knows"),
    ],
)
def test_signs_that_no_font_shows_are_spelled_out(text: str, reading: str) -> None:
    content = with_readings({"title": text, "notes": []}, own_fonts())

    assert content["title"] == reading
    assert "spells out signs that cannot be printed" in content["notes"][0]


def test_a_record_says_that_signs_are_spelled_out() -> None:
    document = pdf(answering("\U000f0000"))

    assert "[?]" in words(document)
    assert "spells out signs that cannot be printed" in words(document)
    assert b"pdfuaid" in document


def test_the_fonts_of_the_machine_help_out(tmp_path: Path) -> None:
    """In a process of its own, in whose home lies a font with these two signs (an invented one)."""
    fonts = tmp_path / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("two_signs.ttf"), fonts)
    code = (
        "import sys; from tests.effects.test_record import answering, pdf;"
        "sys.stdout.buffer.write(pdf(answering('王明')))"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / ".local" / "share")}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment, timeout=60
    )

    assert "王明" in words(done.stdout)
    assert "spells out" not in words(done.stdout)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\u202egpj.\u202c", "agpj.", id="an override of the direction"),
        pytest.param("\u2066a\u2069 \u200eb\u200f \u061cc", "a b c", id="isolates and marks of direction"),
        pytest.param("re\u200bd\u2060act\ufeffed so\u00adon", "redacted soon", id="signs of no width"),
        pytest.param("a\U000e0041b", "ab", id="tags"),
        pytest.param("a\u200db\u200c", "ab", id="joiners between Latin letters"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="a joiner that Persian is written with"),
        pytest.param("क्\u200dष", "क्\u200dष", id="a joiner after a virama"),
        pytest.param("র\u200d্য", "র\u200d্য", id="a joiner before one"),
        pytest.param("\u0600١", "\u0600١", id="a format sign that is seen"),
        pytest.param("a\x00b\x07c \ud800d", "abc d", id="control characters and half signs"),
        pytest.param("a\tb\r\nc\u2028d\x0be", "a b\nc\nd\ne", id="tabs and ends of lines"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_only_what_can_be_seen_is_printed(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        pytest.param("שלום", True, id="Hebrew"),
        pytest.param("1. عمر", True, id="Arabic after a number"),
        pytest.param("Omar عمر", False, id="Latin first"),
    ],
)
def test_a_paragraph_is_set_from_the_side_its_script_begins(text: str, is_right: bool) -> None:
    places = [place for shown, place in pieces(text) if {*shown} & {*"שלוםعمر"}]

    assert places
    assert (max(places) > 400) is is_right


def test_a_date_keeps_its_order_among_words_from_right_to_left() -> None:
    """Its parts would change places after an Arabic word, and be printed one by one."""
    assert "2026-12-01" in [shown for shown, _ in pieces("قبل 2026-12-01")]


def pieces(text: str) -> list[tuple[str, float]]:
    """Each piece of a page that is printed by itself, and how far from the left, in points."""
    found: list[tuple[str, float]] = []

    def visit(shown: str, at: Sequence[float], within: Sequence[float], _font: object, _size: object) -> None:
        found.append((shown.strip(), at[4] + at[0] * within[4]))

    read(pdf(a_record({}, Answer("1", (text,))))).pages[-1].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("عمر שלום", id="written from right to left"),
        pytest.param("תאריך 2026-12-01", id="with a date in it"),
        pytest.param("a\x00b\x07c", id="control characters"),
        pytest.param("half \ud800 a sign", id="half a sign"),
        pytest.param("e\u0301 a\u200d\ufe0f", id="marks that combine"),
        pytest.param("\u200b", id="nothing that can be seen"),
        pytest.param(" \n ", id="only blanks"),
        pytest.param("•\n-\n,;", id="only bullets and commas"),
    ],
)
def test_no_answer_stops_the_printer(text: str) -> None:
    assert pdf(answering(text)).startswith(b"%PDF")
    assert b"pdfuaid" in pdf(a_record({name: [text, text] for name in FIELDS}))


def test_a_word_longer_than_the_line_stays_on_the_page() -> None:
    said = {"student": ["x" * 300], "decisions": ["y" * 500], "action items": ["z" * 400]}
    lines = [line for page in read(pdf(a_record(said))).pages for line in page.extract_text().splitlines()]

    assert max(len(line) for line in lines) < 115
    assert "".join(lines).count("y") >= 500


def test_a_text_without_an_end_is_printed_whole() -> None:
    shown = "".join(words(pdf(a_record({"action items": ["w" * 20_000]}))).split())

    assert shown.count("w") >= 20_000


def test_a_record_without_any_answer_is_still_a_record() -> None:
    blank = a_record(dict.fromkeys(FIELDS, ()), respondent="", of_iep_team=False)

    assert "Held not answered" in words(pdf(blank))
    assert "No question of the form" not in words(pdf(blank))


def test_a_record_without_title_is_printed_all_the_same() -> None:
    document = pdf(title="")

    assert "Goal raised to 80." in words(document)
    assert b"pdfuaid" not in document
