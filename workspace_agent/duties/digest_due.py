"""What is due when, and which of this school year's annual reviews were held in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from workspace_agent.duties.digest import Chart, Charts, Figure, Figures, Occasion
from workspace_agent.duties.digest_people import Bands, by_case_manager, left_out, share, tally
from workspace_agent.duties.digest_rows import Rows, Tone
from workspace_agent.model import dates
from workspace_agent.rules.bands import ANNUAL_REVIEWS, PAST, REEVALUATIONS, REEVALUATIONS_504, REVIEWS_504
from workspace_agent.rules.review_history import AnnualStatus, Period, annual_statuses

BANDS = (PAST, "0-30 days", "31-60 days", "61-90 days", "later", "unknown")
"""Bars of a chart, in this order."""

_WANTED_BY = {PAST: "day passed"}
"""No law counts days for a 504 plan, so nothing of one is past due."""


def charts(bands: Bands) -> Charts:
    """Bars of IEPs; of 504 plans too, where there is one."""
    of_iep = [_chart(title, bands[title], {}) for title in (ANNUAL_REVIEWS, REEVALUATIONS)]
    of_504 = [
        _chart(f"{title} (company practice)", bands[title], _WANTED_BY)
        for title in (REVIEWS_504, REEVALUATIONS_504)
        if bands[title]
    ]
    return Charts("What is due when", (*of_iep, *of_504))


def _chart(title: str, bands: Mapping[str, str], called: Mapping[str, str]) -> Chart:
    counts = Counter(bands.values())
    return Chart(title, tuple((called.get(band, band), counts[band]) for band in BANDS))


def timely(write: Rows, occasion: Occasion) -> Figures:
    """Of each case manager the annual reviews that are due within this school year, by how they stand."""
    today = occasion.today
    year = Period(dates.school_year_begins(today), dates.school_year_ends(today))
    counts = annual_statuses(write.department, occasion.policy, year, today)
    return Figures(
        "Annual reviews of this school year",
        ("Case manager", "Timely", "Held late", "Not held", "Pending"),
        by_case_manager(write, counts, _statuses),
        f"Due from {dates.words(year.first)} to {dates.words(year.last)}, by their forms and the sheets. "
        f"Timely is a share of all but the pending ones.{left_out(len(counts))}",
        "No annual review is due in this school year.",
    )


def _statuses(counts: Counter[AnnualStatus]) -> tuple[Figure, ...]:
    in_time, pending = counts[AnnualStatus.TIMELY], counts[AnnualStatus.PENDING]
    return (
        share(in_time, counts.total() - pending),
        tally(counts[AnnualStatus.HELD_LATE], Tone.AT_RISK),
        tally(counts[AnnualStatus.NOT_HELD], Tone.PAST_DUE),
        tally(pending),
    )
