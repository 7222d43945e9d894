"""A timeline of weeks, as a page and as plain text."""

from __future__ import annotations

import re

from tests.effects.test_digest_render import Page
from workspace_agent.duties.digest import Digest, Figure, WeekRow, Weeks
from workspace_agent.duties.digest_rows import Mark, Tone
from workspace_agent.effects.digest_render import render_html, render_text

FULL = WeekRow(
    monday="7 Dec 2026",
    working_days="5 working days",
    due=Figure("2 due", 50),
    who=("Theo Brandvold, Lakeward <City> SD: Z.B. annual review, 10 Dec 2026 (plan by 12 Nov 2026)",),
    marks=(
        Mark("No school", "Saguaro Flats USD (Winter break, 1 day)"),
        Mark("To be held earlier", "1 due date", Tone.AT_RISK),
    ),
)
EMPTY = WeekRow("14 Dec 2026", "0 working days", Figure("nothing due", 0))


def a_plan(*rows: WeekRow) -> Digest:
    return Digest(
        title="Year plan",
        organisation="Willow Bridge Learning",
        when="School year 2026-27",
        subject="Year plan 2026-27: 2 due dates",
        preheader="2 due dates.",
        summary="2 due dates.",
        because="You get this mail once a year.",
        blocks=(Weeks("Week by week", "Working days.", rows),),
    )


def test_each_week_is_a_row_with_a_heading_of_its_own() -> None:
    html = render_html(a_plan(FULL, EMPTY))
    page = Page(html)

    assert page.open == []
    assert sum(cell.get("scope") == "row" for cell in page.all("th")) == 2
    assert "Lakeward &lt;City&gt; SD" in html
    assert '<b class="a" style="color:#8a5a00">1 due date</b>' in html


def test_a_bar_is_as_long_as_the_week_is_full() -> None:
    bars = re.findall(r'<td class="b" width="(\d+)%"', render_html(a_plan(FULL, EMPTY)))

    assert bars == ["50"]


def test_the_text_says_all_that_the_page_says() -> None:
    assert render_text(a_plan(FULL, EMPTY)).partition("WEEK BY WEEK")[2].partition("ABOUT THIS MAIL")[0] == (
        "\n------------\n"
        "Working days.\n\n"
        "7 Dec 2026 | 5 working days | 2 due #############\n"
        "  Theo Brandvold, Lakeward <City> SD: Z.B. annual review, 10 Dec 2026 (plan\n"
        "    by 12 Nov 2026)\n"
        "  No school: Saguaro Flats USD (Winter break, 1 day)\n"
        "  To be held earlier: 1 due date\n\n"
        "14 Dec 2026 | 0 working days | nothing due\n\n"
    )
