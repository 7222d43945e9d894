"""On which day a record was first filed, by what Drive says of its versions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.builders import a_department, a_response, day
from workspace_agent.model.seen import MarkedFile
from workspace_agent.observe.files import Cabinet
from workspace_agent.observe.responses import with_filing_days

OF_IT = "record/print-of-response-1/2026-11-05T20:00:00+00:00"
EDITED = "record/print-of-response-1/2026-11-09T20:00:00+00:00"


def a_file(key: str, made: str | None, **changes: Any) -> dict[str, MarkedFile]:
    values: dict[str, Any] = {"trashed": False, "made": datetime.fromisoformat(made) if made else None}
    return {key: MarkedFile(key=key, file_id="file-1", link="", **(values | changes))}


@pytest.mark.parametrize(
    ("files", "gone", "filed_on"),
    [
        pytest.param({}, {}, None, id="not filed yet"),
        pytest.param(a_file(OF_IT, "2026-11-20T12:00:00Z"), {}, "2026-11-20", id="filed"),
        pytest.param(
            a_file(OF_IT, "2026-11-21T04:59:00Z"), {}, "2026-11-20", id="late in the department's zone"
        ),
        pytest.param(
            a_file(OF_IT, "2026-11-06T12:00:00Z") | a_file(EDITED, "2026-11-10T12:00:00Z"),
            {},
            "2026-11-06",
            id="the first version counts",
        ),
        pytest.param(
            a_file(OF_IT, "2026-11-20T12:00:00Z", trashed=True), {}, "2026-11-20", id="in the trash"
        ),
        pytest.param({}, {OF_IT: "link"}, "2026-11-05", id="deleted for good: the day it was sent"),
        pytest.param(
            a_file(OF_IT.replace("record/", "review/"), "2026-11-20T12:00:00Z"),
            {},
            None,
            id="a copy for review",
        ),
        pytest.param(a_file("record/another/1", "2026-11-20T12:00:00Z"), {}, None, id="another response's"),
        pytest.param(a_file(OF_IT, None), {}, None, id="Drive does not say"),
    ],
)
def test_the_day_of_the_filing(
    files: dict[str, MarkedFile], gone: dict[str, str], filed_on: str | None
) -> None:
    department = a_department(responses=(a_response(day("2026-11-05")),))
    (response,) = with_filing_days(department, Cabinet(files=files, gone=gone)).responses

    assert response.filed_on == (date.fromisoformat(filed_on) if filed_on else None)
