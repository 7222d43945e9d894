"""What is due when, and which annual reviews were held in time."""

from __future__ import annotations

from tests.builders_digest import charts
from tests.builders_manager_digest import (
    department,
    told,
)


def test_a_chart_has_every_band_in_order() -> None:
    found = charts(told(of=department(students=())))

    assert [*found] == ["Annual reviews due", "Reevaluations due"]
    for bands in found.values():
        assert [*bands] == ["past due", "0-30 days", "31-60 days", "61-90 days", "later", "unknown"]
