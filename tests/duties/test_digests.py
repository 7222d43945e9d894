"""Who is meant by a key, and whose digests are due."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_case_manager, a_district, an_organisation
from tests.builders_digest import a_recipient
from tests.builders_seen import circumstances, sign
from workspace_agent.duties.digest_recipients import Edition, Scope, recipients
from workspace_agent.duties.digests import mailing_now, mailings, occasion_of, recipient_called
from workspace_agent.duties.recipients import Recipients
from workspace_agent.model.digest_settings import DigestSettings, DigestTime
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.people import Supervisor

MANAGER = a_recipient(key="amari")
NORTH = a_recipient(key="north")
HERS = a_recipient(Edition.CASE_MANAGER, "manager-1")
CSS = a_recipient(Edition.CSS, "css-lakeward", scope=Scope(districts=frozenset({"lakeward", "sierra-vieja"})))
EVERYBODY = (MANAGER, NORTH, HERS, CSS)

CALLED = {
    "the manager in office, by the part": ("manager", MANAGER),
    "the manager in office, by key": ("amari", MANAGER),
    "a supervisor": ("north", NORTH),
    "a case manager": ("manager-1", HERS),
    "a CSS by the first district": ("css-lakeward", CSS),
    "a CSS by another district": ("css-sierra-vieja", CSS),
    "a district without the part": ("lakeward", None),
    "a district that is none": ("css-nowhere", None),
    "an address": ("o@dept.example", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("name", "meant"), CALLED.values(), ids=CALLED)
def test_a_key_means_one_recipient_or_nobody(name: str, meant: object) -> None:
    assert recipient_called(EVERYBODY, name) is meant


def test_where_somebody_has_the_key_manager_it_is_theirs() -> None:
    former = a_recipient(key="manager")
    assert recipient_called((MANAGER, former), "manager") is former


def a_supervisor(**changes: object) -> Supervisor:
    fields = {
        "key": "north",
        "name": "Nadia North",
        "email": "n@dept.example",
        "zone": "America/Los_Angeles",
        "from": "2024-08-01",
        "districts": ("district-1",),
    }
    return Supervisor.model_validate(fields | changes)


def staffed(**changes: object) -> Organisation:
    """A manager and a supervisor three hours further west; nobody else gets a digest."""
    never = DigestTime(every="never")
    return an_organisation(
        case_managers=(a_case_manager(),),
        districts=(a_district(),),
        supervisors=(a_supervisor(**changes),),
        digests=DigestSettings(case_managers=never, css=never),
    )


def keys(moment: str, **changes: object) -> list[str]:
    now = dt.datetime.fromisoformat(moment)
    return [one.key for one in mailings(staffed(**changes), now, now.date())]


BOTH = ["digest/manager/2026-W47", "digest/north/2026-W47"]
DUE = {
    "nobody's before seven": ("2026-11-16T06:59-05:00", []),
    "the manager's at seven": ("2026-11-16T07:00-05:00", BOTH[:1]),
    "both when it is seven in the west": ("2026-11-16T10:00-05:00", BOTH),
    "both on Sunday": ("2026-11-22T23:00-05:00", BOTH),
}


@pytest.mark.parametrize(("moment", "due"), DUE.values(), ids=DUE)
def test_a_digest_is_due_in_its_readers_own_morning(moment: str, due: list[str]) -> None:
    assert keys(moment) == due


OUT_OF_OFFICE = {
    "gone": {"until": "2026-11-15"},
    "not here yet": {"from": "2026-11-17"},
    "who wants none": {"digest": DigestTime(every="never")},
}


@pytest.mark.parametrize("changes", OUT_OF_OFFICE.values(), ids=OUT_OF_OFFICE)
def test_who_is_not_here_or_wants_none_gets_none(changes: dict[str, object]) -> None:
    assert keys("2026-11-16T12:00-05:00", **changes) == BOTH[:1]


def test_a_digest_can_be_written_before_it_is_due() -> None:
    now = dt.datetime.fromisoformat("2026-11-16T06:00-05:00")
    assert mailing_now(MANAGER, now).key == "digest/amari/2026-W47"


def test_the_day_of_a_digest_begins_at_midnight_in_its_readers_zone() -> None:
    now = dt.datetime.fromisoformat("2026-11-16T12:00-05:00")
    manager, north = mailings(staffed(), now, now.date())

    assert manager.day_begins == dt.datetime.fromisoformat("2026-11-16T00:00-05:00")
    assert north.day_begins == dt.datetime.fromisoformat("2026-11-16T00:00-08:00")


def test_the_access_record_calls_everybody_as_their_digest_does() -> None:
    two = staffed().model_copy(update={"districts": (a_district("district-2"), a_district("district-1"))})
    everybody = recipients(two, dt.date(2026, 11, 20))

    assert {one.key for one in everybody} >= {"north", "manager"}
    assert {Recipients(two, sign).of(one.email) for one in everybody} == {one.key for one in everybody}


def test_an_occasion_is_that_of_its_run_and_knows_of_no_earlier_mail() -> None:
    how, good = circumstances(), dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
    occasion = occasion_of(HERS, "2026-W47", how, good)

    assert (occasion.recipient, occasion.period, occasion.last_good_run) == (HERS, "2026-W47", good)
    assert (occasion.now, occasion.today, occasion.policy) == (how.now, how.today, how.policy)
    assert (occasion.previous, occasion.features) == (None, how.features)
    assert occasion.titles.keys() == occasion.reads.keys() > occasion.until.keys()
