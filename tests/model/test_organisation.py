"""School days, business days, and settings that are refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from tests.builders import a_case_manager, a_district, an_organisation, day
from workspace_agent.model.calendar import Closure
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.people import Manager
from workspace_agent.model.place import FormPlace, SpreadsheetPlace


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2026-11-20", True, id="a Friday"),
        pytest.param("2026-11-21", False, id="a Saturday"),
        pytest.param("2026-11-22", False, id="a Sunday"),
        pytest.param("2026-11-23", False, id="the first day of a closure"),
        pytest.param("2026-11-27", False, id="the last day of a closure"),
        pytest.param("2026-11-30", True, id="the day after a closure"),
        pytest.param("2026-08-10", True, id="the first day of school"),
        pytest.param("2026-08-07", False, id="the Friday before"),
        pytest.param("2027-05-28", True, id="the last day of school"),
        pytest.param("2027-05-31", False, id="the Monday after"),
    ],
)
def test_a_school_day(on: str, expected: bool) -> None:
    assert a_district().is_school_day(day(on)) is expected


MEANING = [{"question": "3f1a9c02", "field": "held"}]
HEADED = [{"heading": "Was it held?", "field": "held"}]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        pytest.param({"id": "f", "meaning": MEANING}, FormPlace("f"), id="the form"),
        pytest.param({"responses_sheet": "s", "meaning": HEADED}, SpreadsheetPlace("s"), id="its sheet"),
    ],
)
def test_where_the_form_is_read(given: dict[str, Any], place: object) -> None:
    assert PostIepForm.model_validate({"since": "2026-08-03"} | given).place == place


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({}, "give either id", id="neither form nor sheet"),
        pytest.param({"id": "f", "responses_sheet": "s"}, "give either id", id="both, as if they were two"),
        pytest.param({"id": "f", "meaning": HEADED}, r"meaning\[1\]: question is missing", id="no question"),
        pytest.param(
            {"responses_sheet": "s", "meaning": MEANING}, r"meaning\[1\]: heading is missing", id="no heading"
        ),
    ],
)
def test_a_form_that_cannot_be_read_as_the_settings_say_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        PostIepForm.model_validate({"since": "2026-08-03", "meaning": []} | given)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("2026-11-20", "2026-11-20", id="a school day itself"),
        pytest.param("2026-11-29", "2026-11-20", id="back over a closure and a weekend"),
        pytest.param("2027-07-06", "2027-05-28", id="in summer the last day of school"),
        pytest.param("2026-08-10", "2026-08-10", id="the first day of school"),
        pytest.param("2026-08-09", None, id="before the calendar begins"),
    ],
)
def test_the_last_school_day(until: str, expected: str | None) -> None:
    assert a_district().last_school_day_until(day(until)) == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        pytest.param("2026-11-20", 0, "2026-11-20", id="none"),
        pytest.param("2026-11-20", 1, "2026-11-23", id="over a weekend"),
        pytest.param("2026-11-10", 1, "2026-11-11", id="a Wednesday"),
        pytest.param("2026-11-25", 2, "2026-11-30", id="over Thanksgiving and a weekend"),
        pytest.param("2026-11-21", 1, "2026-11-23", id="from a Saturday"),
    ],
)
def test_business_days(start: str, count: int, expected: str) -> None:
    organisation = an_organisation(federal_holidays=["2026-11-26"])

    assert organisation.business_days_after(day(start), count) == day(expected)


def test_things_are_found_by_their_key() -> None:
    organisation = an_organisation()

    assert organisation.district("district-1").state == "TX"
    assert organisation.case_manager("manager-1").zone == "America/Denver"


def test_the_zone_decides_which_day_it_is() -> None:
    night = dt.datetime(2026, 11, 20, 4, 30, tzinfo=dt.UTC)

    assert night.astimezone(an_organisation().time_zone).date() == day("2026-11-19")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"zone": "Denver"}, id="a zone that is not known"),
        pytest.param({"email": "one@company.example, two@company.example"}, id="two addresses"),
        pytest.param({"email": "one@company"}, id="no domain"),
        pytest.param({"email": "company.example"}, id="no at"),
        pytest.param({"email": "@company.example"}, id="nobody"),
        pytest.param({"email": "one@company.example\r\nBcc: two"}, id="a line break"),
        pytest.param({"key": "Not A Key"}, id="a key with spaces"),
        pytest.param({"nickname": "M"}, id="an unknown setting"),
    ],
)
def test_a_wrong_setting_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_case_manager(**changes)


def test_a_closure_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        Closure.model_validate({"from": "2026-12-24", "until": "2026-12-23", "name": "break"})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("P.Arroyo@District.example", "p.arroyo@district.example", id="somebody"),
        pytest.param("", "", id="nobody"),
    ],
)
def test_a_district_may_have_an_agency_representative(typed: str, kept: str) -> None:
    assert a_district(agency_representative=typed).agency_representative == kept


def test_an_agency_representative_is_one_address() -> None:
    with pytest.raises(ValidationError, match="not one e-mail address"):
        a_district(agency_representative="the principal")


def test_addresses_are_kept_in_one_form() -> None:
    assert a_case_manager(email="M.Quintero@Company.example").email == "m.quintero@company.example"


def test_nobody_of_the_example_is_one_of_ours() -> None:
    with pytest.raises(ValidationError, match="an address of the example"):
        a_case_manager(email="case.manager@Example.org")


@pytest.mark.parametrize(
    ("year", "today", "begun"),
    [
        pytest.param(2026, "2026-08-09", False, id="the day before"),
        pytest.param(2026, "2026-08-10", True, id="the first day"),
        pytest.param(2026, "2027-07-05", True, id="the summer after"),
        pytest.param(2027, "2027-09-01", False, id="one of which the settings hold no calendar"),
        pytest.param(2025, "2026-08-10", True, id="an earlier one"),
    ],
)
def test_school_begins_by_the_calendar_of_a_district(year: int, today: str, *, begun: bool) -> None:
    organisation = an_organisation()
    assert organisation.has_begun(organisation.case_managers[0], year, day(today)) is begun


# ---- who may read


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2026-08-02", False, id="the day before the first"),
        pytest.param("2026-08-03", True, id="the first day"),
        pytest.param("2026-11-20", True, id="the last day"),
        pytest.param("2026-11-21", False, id="the day after the last"),
    ],
)
def test_a_case_manager_in_office_reads_with_the_manager(on: str, expected: bool) -> None:
    person = a_case_manager(**{"from": "2026-08-03", "until": "2026-11-20"})
    readers = an_organisation(case_managers=(person, a_case_manager("manager-2"))).readers(
        "manager-1", day(on)
    )

    hers = {"manager-1": "manager-1@company.example"} if expected else {}
    assert readers == {"manager": "o.fenwick@company.example"} | hers


def test_without_a_last_day_somebody_stays() -> None:
    assert a_case_manager(**{"from": "2026-08-03"}).is_in_office(day("2030-01-01"))


def test_what_is_nobodys_is_the_managers_alone() -> None:
    assert an_organisation().readers("", day("2026-11-20")) == {"manager": "o.fenwick@company.example"}


def test_who_is_manager_at_another_time_belongs_to_the_company_too() -> None:
    next_one = {
        "key": "amari",
        "name": "Idris Amari",
        "email": "i.amari@sister.example",
        "zone": "America/Denver",
    }
    managers = (an_organisation().manager, Manager.model_validate(next_one | {"from": "2026-11-23"}))
    organisation = an_organisation(managers=managers)

    assert organisation.every_manager == managers
    assert "sister.example" in organisation.domains
    assert an_organisation().every_manager == (an_organisation().manager,)
