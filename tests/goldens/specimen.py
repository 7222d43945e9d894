"""A mail that nobody is sent: each part that a digest can be made of, with all that it can hold."""

from __future__ import annotations

from workspace_agent.duties.digest import (
    Block,
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
from workspace_agent.duties.digest_rows import Link, Mark, Row, Tone

SHEET = (
    "https://docs.google.com/spreadsheets/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789_-abcdef/edit#gid=7&range="
)
EVENT = "https://calendar.google.com/calendar/event?eid=MTIzNDU2Nzg5MGFiY2RlZg"
LAW = "34 CFR 300.322(a)(1)"
PEOPLE = ("Marisol Quintero", "Theo Brandvold", "Lena Vandermolen", "Ada Castellanos-Dvořák")
VERDICTS = ("Met", "On track", "Watch", "Behind", "Old data", "Few data")


def specimen() -> Digest:
    """Everything at once."""
    return Digest(
        title="IEP compliance",
        organisation="Willow Bridge Learning, Special Services",
        when="Week of 16 Nov 2026",
        subject="IEP compliance: 2 past due, 1 at risk (week of 16 Nov 2026)",
        preheader="14 open points, 3 of them new.",
        summary="2 dates are past due on record, 1 date is at risk.",
        because="You get this mail every Monday at 07:00 because agent.toml names you as manager.",
        unread=(
            Line(
                "The hours workbook of Theo Brandvold, since 11 Nov 2026 at 07:02: not shared.", f"{SHEET}A1"
            ),
        ),
        changes=Changes(3, 11, 6, "2 of what the last digest told could not be looked at again."),
        trust=(
            Line("Last good run: today at 06:58 (America/New_York)."),
            Line("41 of 42 sources could be read.", f"{SHEET}A1"),
        ),
        blocks=(_people(), _verdicts(), _past_due(), _meetings(), _charts(), *_empty()),
        status=(Line("29 runs in seven days, 1 of them incomplete."), Line("3 actions wait.", f"{SHEET}A1")),
    )


def _people() -> Figures:
    return Figures(
        "Case managers",
        ("Case manager", "Students", "Annual", "Reeval.", "Open", "Oldest"),
        tuple((name, _person(at)) for at, name in enumerate(PEOPLE)),
        "Annual and Reeval.: students whose review and reevaluation are not past due, of those with a date.",
    )


def _person(at: int) -> tuple[Figure, ...]:
    late, count = at % 3, 14 - at
    return (
        Figure(str(count)),
        _share(count - late, count),
        _share(count, count),
        Figure(str(late * 4), late * 40, Tone.CALM),
        Figure(f"{late * 11} days" if late else "none", None, Tone.PAST_DUE if late else Tone.CALM),
    )


def _share(kept: int, of: int) -> Figure:
    return Figure(f"{kept} of {of}", round(100 * kept / of), Tone.WELL if kept == of else Tone.AT_RISK)


def _verdicts() -> Figures:
    rows = tuple((name, tuple(Figure(str(12 * at % 17)) for at in range(6))) for name in PEOPLE[:2])
    return Figures(
        "Progress toward goals", ("Case manager", *VERDICTS), rows, "Goals by what their data say."
    )


def _past_due() -> Section:
    return Section(
        "Past due on record",
        "A date set by law has passed, going by the sheets and forms.",
        "Nothing is past due.",
        (_late("M.S.-2", True), _late("Á.I.", False)),
        Tone.PAST_DUE,
        ("Annual review of the IEP: 2, the longest 23 days late",),
        9,
        (More("Marisol Quintero", 4, f"{SHEET}A1"), More("Theo Brandvold", 3, f"{SHEET}A2")),
    )


def _late(student: str, new: bool) -> Row:
    return Row(
        student=student,
        case_manager="Theo Brandvold",
        lead="Was due 28 Oct 2026, 23 days late",
        what="Annual review of the IEP",
        why="Last annual review 28 Oct 2025, so the next was due by 28 Oct 2026.",
        advice="Hold the review, then send the Post IEP Meeting Form.",
        citation="34 CFR 300.324(b)(1)(i)",
        citation_url="https://sites.ed.gov/idea/regs/b/d/300.324/b/1",
        url=f"{SHEET}F5",
        label="cell F5",
        new=new,
        links=(Link("event", EVENT),),
    )


def _meetings() -> Section:
    marks = (
        Mark("Notice", "sent 3 Nov 2026", Tone.WELL),
        Mark("Contact attempts", "1 of 3", Tone.AT_RISK),
        Mark("Roles", "lacks: general education teacher", Tone.AT_RISK),
        Mark("Interpreter", "booked", Tone.WELL),
        Mark("Progress", "could not be read", Tone.CALM),
    )
    row = Row(
        student="J.P.",
        case_manager="Marisol Quintero",
        lead="Tue 1 Dec 2026, in 11 days",
        what="Annual review",
        marks=marks,
        url=f"{SHEET}9:9",
        label="row 9",
        links=(Link("event", EVENT),),
    )
    return Section("Ready to meet", "Meetings of the next days.", "No meeting is coming up.", (row,), total=1)


def _charts() -> Charts:
    bands = ("past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown")
    annual, reevaluations = (2, 5, 9, 0, 31, 1), (0, 1, 2, 4, 44, 0)
    return Charts(
        "What is due when",
        (
            Chart("Annual reviews due", tuple(zip(bands, annual, strict=True))),
            Chart("Reevaluations due", tuple(zip(bands, reevaluations, strict=True))),
        ),
    )


def _empty() -> tuple[Block, ...]:
    filed = ("Theo Brandvold: 2 filed", "Lena Vandermolen: 1 filed")
    return (
        Section("Company practice", "What this company asks of itself.", "Nothing is open."),
        Section("Filed records", "Responses.", "None.", lines=filed, total=3),
        Figures("Hours", ("Case manager", "Short days"), (), "Working days.", "Nobody is in office."),
    )
