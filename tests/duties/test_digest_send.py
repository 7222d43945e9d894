"""One digest a week, under one key, to the manager alone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_department, an_organisation
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_seen import sign
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_period import period
from workspace_agent.duties.digest_send import digest_key, period_of, reader_of, send
from workspace_agent.duties.told import Told
from workspace_agent.model.digest_settings import DigestTime

WEEKS = {
    "of its Monday": ("2026-11-16T00:00:00-05:00", "2026-W47"),
    "of its Sunday, in the manager's zone": ("2026-11-23T04:59:00+00:00", "2026-W47"),
    "that began in the last year": ("2027-01-01T12:00:00-05:00", "2026-W53"),
}


@pytest.mark.parametrize(("moment", "week"), WEEKS.values(), ids=WEEKS)
def test_a_moment_is_in_the_week(moment: str, week: str) -> None:
    assert period(dt.datetime.fromisoformat(moment), DigestTime(), ZoneInfo("America/New_York")) == week


def test_a_digest_goes_to_the_manager_under_the_key_of_its_week() -> None:
    organisation = an_organisation()
    manager = a_recipient()
    digest = compose(a_department(), Told(), an_occasion(manager))
    action = send(organisation, manager, digest, digest_key(manager, "2026-W47"), sign)

    assert action.key == action.fingerprint == "digest/manager/2026-W47"
    assert (action.sender, action.recipient) == (organisation.robot, manager.email)
    assert (action.digest, action.token) == (digest, sign(action.key)[:20])
    assert action.summary == "digest: 2026-W47 to manager"
    assert (reader_of(action.key), period_of(action.key)) == ("manager", "2026-W47")


def test_the_key_of_something_else_has_no_period() -> None:
    assert (reader_of("meeting/student-1/1"), period_of("meeting/student-1/1")) == ("", "")
