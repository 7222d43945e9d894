"""Who is meant by a key, and for whom there is a digest at all."""

from __future__ import annotations

import pytest

from tests.builders_digest import a_recipient
from workspace_agent.duties.digest_recipients import Edition, Scope
from workspace_agent.duties.digests import reader_called

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
def test_a_key_means_one_reader_or_nobody(name: str, meant: object) -> None:
    assert reader_called(EVERYBODY, name) is meant


def test_where_somebody_has_the_key_manager_it_is_theirs() -> None:
    former = a_recipient(key="manager")
    assert reader_called((MANAGER, former), "manager") is former
