"""The collector rests while rules judge, and not a moment longer."""

from __future__ import annotations

import gc

import pytest

from workspace_agent import collector


def test_it_rests_for_the_block_alone() -> None:
    assert gc.isenabled()
    with collector.at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), collector.at_rest():
        _ = 1 / 0
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collector.at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
