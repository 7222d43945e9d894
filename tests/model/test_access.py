"""By what right, and for what, somebody is given access."""

from __future__ import annotations

import pytest

from workspace_agent.model.access import Act, Basis


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_purpose(act: Act) -> None:
    assert act.purpose.startswith("to ")


def test_only_officials_and_parents_are_exempt() -> None:
    """34 CFR 300.614: parents, and authorised employees of the agency."""
    assert {basis for basis in Basis if basis.exempt} == {Basis.OFFICIAL, Basis.PARENT}


@pytest.mark.parametrize("basis", [Basis.OFFICIAL, Basis.PARENT, Basis.CONSENT])
def test_a_right_names_its_law(basis: Basis) -> None:
    assert "34 CFR 99." in basis.value
