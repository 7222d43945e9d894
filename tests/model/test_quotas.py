"""Google's quotas, and those of the settings instead."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workspace_agent.model.quotas import Quota, Quotas


def test_what_the_settings_name_counts_and_all_else_is_googles() -> None:
    buckets = Quotas(sheets_reads_per_minute=Quota(user=300, project=300)).by_bucket()
    assert buckets["sheets.read"] == Quota(user=300, project=300)
    assert buckets["sheets.write"] == Quota(user=60, project=300)


def test_each_quota_is_some_bucket() -> None:
    assert list(Quotas().by_bucket().values()) == [getattr(Quotas(), name) for name in Quotas.model_fields]


@pytest.mark.parametrize("wrong", [{"user": 0, "project": 1}, {"user": 1}, {"user": 1, "project": 10**9}])
def test_a_quota_is_two_numbers_that_leave_room_for_a_request(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Quota.model_validate(wrong)
