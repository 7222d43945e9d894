"""Who gets which digest, when, and whose students it tells of."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import TODAY, a_case_manager, a_district, an_organisation
from workspace_agent.duties.digest_recipients import Edition, Recipient, Scope, recipients
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.organisation import Organisation

SUPERVISOR: dict[str, Any] = {
    "key": "sup",
    "name": "Ruth Vale",
    "email": "r.vale@company.example",
    "zone": "America/Chicago",
    "from": "2024-08-01",
}
DAILY = {"every": "day", "time": "06:30:00"}


def css(email: str, **changes: Any) -> dict[str, Any]:
    return {"name": email.partition("@")[0], "email": email, "from": "2024-08-01"} | changes


def found(edition: Edition, today: date = TODAY, **changes: Any) -> list[Recipient]:
    return [one for one in recipients(an_organisation(**changes), today) if one.edition is edition]


def test_the_manager_comes_first_and_sees_everything() -> None:
    first, *others = recipients(an_organisation(), TODAY)

    assert (first.edition, first.key, first.setting) == (Edition.MANAGER, "manager", "manager")
    assert first.scope.is_everything
    assert not any(one.scope.is_everything for one in others)
    assert first.time_zone == ZoneInfo("America/New_York")


def test_a_case_manager_sees_their_own_students() -> None:
    (one,) = found(Edition.CASE_MANAGER)

    assert (one.key, one.email, one.zone) == ("manager-1", "manager-1@company.example", "America/Denver")
    assert (one.scope, one.setting) == (Scope(case_managers=frozenset({"manager-1"})), "case_managers")


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        pytest.param(
            {"case_managers": ["manager-1"]}, Scope(frozenset({"manager-1"})), id="of case managers"
        ),
        pytest.param(
            {"districts": ["district-1"]}, Scope(None, frozenset({"district-1"})), id="of districts"
        ),
        pytest.param(
            {"case_managers": ["manager-1"], "districts": ["district-1"]},
            Scope(frozenset({"manager-1"}), frozenset({"district-1"})),
            id="of both",
        ),
    ],
)
def test_a_supervisor_reads_the_managers_digest_of_some(given: dict[str, Any], scope: Scope) -> None:
    _, one = found(Edition.MANAGER, supervisors=({**SUPERVISOR, **given},))

    assert (one.key, one.setting, one.scope) == ("sup", "supervisors", scope)


@pytest.mark.parametrize("until", [TODAY, TODAY - dt.timedelta(1)], ids=["the last day", "the day after it"])
def test_whoever_has_left_gets_none(until: date) -> None:
    gone: dict[str, Any] = {"until": until}
    counts = [
        len(found(Edition.MANAGER, supervisors=({**SUPERVISOR, **gone, "districts": ["district-1"]},))) - 1,
        len(found(Edition.CASE_MANAGER, case_managers=(a_case_manager(**gone),))),
        len(found(Edition.CSS, districts=(a_district(css=css("c@company.example", **gone)),))),
    ]

    assert counts == [int(until == TODAY)] * 3


def test_a_css_gets_one_digest_for_all_districts_that_they_support() -> None:
    north, east, south = (
        a_district("north", css=css("c@company.example"), zone="America/Chicago"),
        a_district("east", css=css("c@company.example")),
        a_district("south", css=css("d@company.example")),
    )

    one, other = found(Edition.CSS, districts=(north, east, south))

    assert (one.key, one.email, one.zone) == ("css-east", "c@company.example", "America/Denver")
    assert one.scope == Scope(districts=frozenset({"north", "east"}))
    assert (other.key, other.scope) == ("css-south", Scope(districts=frozenset({"south"})))


def test_a_persons_own_time_goes_before_that_of_everybody() -> None:
    settings = {"case_managers": {"weekday": "Tuesday"}, "css": {"weekday": "Friday"}}
    own = DigestTime.model_validate(DAILY)

    def times(organisation: Organisation) -> list[DigestTime]:
        return [one.at for one in recipients(organisation, TODAY)[1:]]

    assert times(an_organisation(digests=settings)) == [
        DigestTime(weekday="Tuesday"),
        DigestTime(weekday="Friday"),
    ]
    people = a_case_manager(digest=DAILY)
    districts = a_district(css=css("c@company.example", digest=DAILY))
    assert (
        times(an_organisation(digests=settings, case_managers=(people,), districts=(districts,))) == [own] * 2
    )


def test_a_css_says_of_any_district_when_their_digest_is_due() -> None:
    districts = (
        a_district("east", css=css("c@company.example")),
        a_district("north", css=css("c@company.example", digest=DAILY)),
    )
    (one,) = found(Edition.CSS, districts=districts)

    assert one.at == DigestTime.model_validate(DAILY)
