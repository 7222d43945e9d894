"""The digest as a mail: what a phone, a screen reader and a spam filter make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from tests.builders_digest import sections
from workspace_agent.duties.digest import (
    Changes,
    Chart,
    Charts,
    Digest,
    Figure,
    Figures,
    Line,
    More,
    Section,
)
from workspace_agent.duties.digest_due import BANDS
from workspace_agent.duties.digest_rows import Link, Mark, Row, Tone
from workspace_agent.effects.digest_render import message, render_html, render_text

LAW = "34 CFR 300.324(b)(1)(i)"
SHEET = "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789_-abcdef/edit"
COUNTS = (3, 7, 5, 0, 40, 1)
READABLE = {"#b3261e", "#8a5a00", "#1b6e3c", "#5f6368", "#1f2328", "#1f4e8c"}


CELL = f"{SHEET}?gid=2#gid=2&range=K2"


def row(n: int = 2, *, new: bool = False) -> Row:
    return Row(
        student=f"Á.{chr(65 + n % 26)}.-{n}",
        case_manager="Theo Brandvold",
        lead=f"Was due {1 + n % 28} Nov 2026",
        what="Annual review of the IEP",
        why=f"Last review {1 + n % 28} Nov 2025 plus one year is {1 + n % 28} Nov 2026, {n} days ago.",
        advice="Hold the annual review, or correct the date if it was held.",
        citation=LAW,
        citation_url="https://sites.ed.gov/idea/regs/b/d/300.324/b/1",
        url=f"{SHEET}?gid=1837429#gid=1837429&range={n}%3A{n}",
        label=f"row {n}",
        new=new,
    )


def digest(rows: tuple[Row, ...] = (row(),), **changed: object) -> Digest:
    whole = Digest(
        title="IEP compliance",
        organisation="Willow Bridge Learning",
        subject="IEP compliance: 1 past due, 0 at risk (week of 16 Nov 2026)",
        preheader="3 open points, 1 of them new.",
        when="Week of 16 Nov 2026",
        summary="1 date is past due on record, nothing is at risk.",
        changes=Changes(1, 2, 3),
        blocks=(
            Section(
                "Past due on record", "By law.", "Nothing is past due.", rows, Tone.PAST_DUE, (), len(rows)
            ),
            Section("At risk", "Near.", "Nothing is at risk.", tone=Tone.AT_RISK),
            Section("Filed records", "Responses.", "None.", lines=("Theo Brandvold: 2 filed",), total=2),
            Charts("What is due when", (Chart("Annual reviews", tuple(zip(BANDS, COUNTS, strict=True))),)),
            Figures(
                "Caseloads",
                ("Case manager", "Nothing past due"),
                (("Theo Brandvold", (Figure("13 of 14", 93),)),),
                "Active students.",
            ),
        ),
        status=(Line("Last good run: 19 Nov 2026."), Line("Not read: workbook.", SHEET)),
        because="You get this mail every Monday.",
    )
    return replace(whole, **changed)  # type: ignore[arg-type]  # fields by name


NEAR = Section("At risk", "Near.", "Nothing is at risk.", (row(),), Tone.AT_RISK)
UNREAD = (Line("Workbook.", SHEET),)


def sixty() -> tuple[Row, ...]:
    return tuple(row(n, new=True) for n in range(2, 62))


class Page(HTMLParser):
    """Collects the tags with their attributes, and checks that they are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_sixty_rows_are_shorter_than_what_a_mail_program_clips() -> None:
    assert len(render_html(digest(sixty())).encode()) < 90_000


def test_the_html_needs_nothing_from_outside() -> None:
    page = Page(render_html(digest(sixty())))

    assert {tag for tag, _ in page.tags}.isdisjoint({"img", "svg", "script", "link", "iframe", "form"})
    assert not any("src" in attributes or "background" in attributes for _, attributes in page.tags)
    assert "url(" not in render_html(digest())
    assert "@import" not in render_html(digest())


def test_every_tag_is_closed_and_the_language_is_told() -> None:
    html = render_html(digest(sixty()))
    page = Page(html)

    assert page.open == []
    assert html.startswith("<!DOCTYPE html>")
    assert page.all("html") == [{"lang": "en"}]


def test_only_tables_of_data_have_captions_and_headings() -> None:
    html = render_html(digest())

    for table in re.findall(r"<table[^>]*>(?:(?!<table|</table).)*", html, re.DOTALL):
        layout = 'role="presentation"' in table.partition(">")[0]
        assert layout != ("<caption" in table)
    assert all(attributes.get("scope") in {"row", "col"} for attributes in Page(html).all("th"))


def test_every_finding_has_a_link_to_its_cell() -> None:
    rows = sixty()
    links = [attributes["href"] for attributes in Page(render_html(digest(rows))).all("a")]

    assert [link for link in links if link and "range=" in link] == [entry.url for entry in rows]


def test_text_is_dark_enough_to_read() -> None:
    colours = set(re.findall(r'style="[^"]*?(?<![-\w])color:(#\w+)', render_html(digest(sixty()))))

    assert colours <= READABLE


def test_dark_mode_turns_every_colour_that_stands_on_an_element() -> None:
    html = render_html(digest(sixty()))
    coloured = [
        attributes
        for _, attributes in Page(html).tags
        if "color:#" in re.sub(r"(border|background)[^;]*", "", attributes.get("style") or "")
    ]

    assert coloured
    assert all(attributes.get("class") for attributes in coloured)


def test_bars_are_as_long_as_their_counts_and_none_is_invisible() -> None:
    widths = re.findall(r'<td class="b[^"]*" width="(\d+)%"', render_html(digest()))

    assert widths == ["8", "18", "12", "100", "2", "93"]


def test_what_is_typed_cannot_become_markup() -> None:
    html = render_html(digest((replace(row(), what="<b>&</b>", url='https://x.example/?a&"'),)))

    assert "&lt;b&gt;&amp;&lt;/b&gt;" in html
    assert 'href="https://x.example/?a&amp;&#34;"' in html


def test_the_text_holds_every_pair_of_initials_and_due_date_and_every_link() -> None:
    rows = sixty()
    lines = render_text(digest(rows)).splitlines()

    for entry in rows:
        assert any(entry.student in line and entry.lead in line for line in lines)
        assert any(entry.url in line for line in lines)


@pytest.mark.parametrize("render", [render_html, render_text], ids=["html", "text"])
def test_both_parts_say_the_same(render: Callable[..., str]) -> None:
    said = render(digest((row(new=True),)), "tok-1")

    for words in (
        "Willow Bridge Learning",
        "16 Nov 2026",
        "1 date is past due on record, nothing is at risk.",
        "new since the last digest",
        "Theo Brandvold: 2 filed",
        "Nothing is at risk.",
        "61-90 days",
        "Last good run: 19 Nov 2026.",
        SHEET,
        "13 of 14",
        LAW,
        "Hold the annual review",
        "You get this mail every Monday.",
        "Reference tok-1",
    ):
        assert words in said


@pytest.mark.parametrize("render", [render_html, render_text], ids=["html", "text"])
def test_a_first_digest_has_no_new_and_resolved(render: Callable[..., str]) -> None:
    said = render(digest(changes=Changes(None, 4, 0, "This is the first digest.")))

    assert "This is the first digest. 4 open." in said
    assert "resolved" not in said


@pytest.mark.parametrize("render", [render_html, render_text], ids=["html", "text"])
def test_rows_that_did_not_fit_are_counted_and_linked(render: Callable[..., str]) -> None:
    section = replace(sections(digest())[0], more=(More("Theo Brandvold", 9, SHEET),))

    said = render(digest(blocks=(section,)))

    assert "and 9 more of" in said
    assert SHEET in said


def test_a_mark_links_its_words_to_the_cell() -> None:
    marks = (Mark("Notice", "not sent", Tone.AT_RISK, CELL), Mark("Roles", "all named", Tone.WELL))
    marked = digest((replace(row(), marks=marks),))

    linked = re.findall(
        r'Notice: <b class="a"[^>]*><a class="a"[^>]*href="([^"]+)">not sent</a></b>', render_html(marked)
    )
    assert [unescape(one) for one in linked] == [CELL]
    assert re.search(r"Roles: <span[^>]*>all named</span>", render_html(marked))
    assert f"Notice: not sent\n    <{CELL}>" in render_text(marked)


def test_a_row_takes_no_more_html_than_it_is_reckoned_with() -> None:
    marks = (Mark("Notice", "1 of 3", Tone.AT_RISK), Mark("Dial-in", "not given", Tone.AT_RISK, CELL))
    whole = replace(row(), new=True, links=(Link("event", SHEET),), marks=marks)

    for entry in (row(), whole):
        taken = len(render_html(digest((entry, entry)))) - len(render_html(digest((entry,))))
        assert taken <= entry.weight


@pytest.mark.parametrize("bar", [None, 0, 40, 100])
def test_a_line_of_figures_takes_about_as_much_html_as_it_is_reckoned_with(bar: int | None) -> None:
    cells = tuple(Figure("13 of 14", bar, Tone.WELL) for _ in range(5))
    block = Figures("Caseloads", ("Case manager", *"abcde"), (("Theo Brandvold", cells),))
    more = replace(block, rows=block.rows * 2)

    taken = len(render_html(digest(blocks=(more,)))) - len(render_html(digest(blocks=(block,))))

    assert 0.6 < taken / (more.weight - block.weight) <= 1


def test_the_text_is_as_wide_as_a_terminal_but_for_addresses() -> None:
    lines = render_text(digest(sixty(), summary="4 dates are past due on record. " * 9)).splitlines()

    assert max(len(line) for line in lines if "https://" not in line) in range(70, 79)
    assert all(line.split("https://")[1] for line in lines if "https://" in line)


def people(*columns: str) -> Figures:
    cells = tuple(Figure("13 of 14", 93) for _ in columns)
    return Figures("Caseloads", ("Case manager", *columns), (("Ana Brook", cells), ("Theo Stone", cells)))


def test_figures_stand_under_their_headings_in_the_text() -> None:
    said = render_text(digest(blocks=(people("Annual", "Reevaluations"),)))

    assert "Case manager  Annual    Reevaluations\nAna Brook     13 of 14  13 of 14\n" in said


def test_figures_that_are_too_wide_for_that_are_said_one_after_the_other() -> None:
    said = render_text(digest(blocks=(people(*(f"Reviews due in {month}" for month in range(9))),)))

    assert "\nAna Brook: Reviews due in 0 13 of 14, Reviews due in 1 13 of 14," in said


@pytest.mark.parametrize(
    ("shown", "colour"),
    [
        pytest.param(digest(), "#b3261e", id="something is past due"),
        pytest.param(digest(blocks=(NEAR,)), "#8a5a00", id="something is at risk"),
        pytest.param(digest(blocks=()), "#1b6e3c", id="all is well"),
        pytest.param(digest(blocks=(), unread=UNREAD), "#8a5a00", id="nobody knows that all is well"),
    ],
)
def test_the_mail_begins_in_the_colour_of_the_worst(shown: Digest, colour: str) -> None:
    assert re.findall(r'bgcolor="(#\w+)"', render_html(shown))[0] == colour


def test_a_row_without_student_names_the_case_manager() -> None:
    bare = Row(student="", case_manager="Theo Brandvold", what="Office hours")

    assert "Theo Brandvold | Office hours\n" in render_text(digest((bare,)))
    assert Page(render_html(digest((bare,)))).open == []


def test_the_mail_has_both_parts_and_marks_itself_as_automatic() -> None:
    mail = message(digest(), "agent@dept.example", "boss@dept.example", "tok-42")

    assert mail["Subject"] == digest().subject
    assert mail["To"] == "boss@dept.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all("Reference tok-42" in part.get_content() for part in mail.iter_parts())


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("boss@dept.example, thief@evil.example", id="a comma"),
        pytest.param("boss@dept.example; thief@evil.example", id="a semicolon"),
        pytest.param("boss@dept.example\r\nBcc: thief@evil.example", id="a line break"),
        pytest.param("Boss <boss@dept.example>", id="a display name"),
        pytest.param("boss", id="no domain"),
        pytest.param("", id="nothing"),
    ],
)
def test_nobody_is_added_by_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="not exactly one e-mail address"):
        message(digest(), "agent@dept.example", address, "tok")
