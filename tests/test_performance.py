"""No request is refused and no minute wasted, in small departments; `make bench` measures large ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, DOCUMENT, document, measured
from benchmarks.cost import Cost, least_minutes, measure
from benchmarks.department import Bench, build
from benchmarks.naive import Naive
from benchmarks.serving import measured_cycles
from tests.builders import TODAY, a_case_manager, an_organisation
from workspace_agent.mails import in_turn

_FEW = {"user": 1, "project": 10}


def with_few_reads_and_writes(bench: Bench) -> Bench:
    """Sheets allows one read and one write a minute, and the settings say so."""
    settings = bench.folder / "config" / "agent.toml"
    few = "[google.quotas]\nsheets_reads_per_minute = {few}\nsheets_writes_per_minute = {few}\n"
    text = settings.read_text(encoding="utf8") + few.replace("{few}", "{ user = 1, project = 10 }")
    settings.write_text(text, encoding="utf8")
    bench.stage.control("POST", "quotas", {"google": True, "sheets.read": _FEW, "sheets.write": _FEW})
    return bench


@pytest.mark.parametrize("seconds", [0.0, 1.0], ids=["answers at once", "answers after a second"])
def test_a_first_run_is_never_refused_and_takes_what_the_quotas_ask_for(
    tmp_path: Path, seconds: float
) -> None:
    bench = with_few_reads_and_writes(build(tmp_path / "department", 2, seconds))
    cost = measure(bench, bench.run)
    waited = cost.minutes - cost.requests * seconds / 60

    assert cost.refused == 0
    assert waited <= 1.05 * 4  # four workbooks, at one a minute


def test_a_second_run_writes_nothing_and_asks_once_for_each_thing(tmp_path: Path) -> None:
    bench = build(tmp_path / "department", 2)
    bench.run()
    cost = measure(bench, bench.run)

    # Of each case manager two workbooks, who can open each, and a calendar's own and other events; besides
    # the form, its responses, who can open it, the root folder and all folders and records.
    assert (cost.requests, cost.writes) == (2 * 6 + 5, 0)


def test_a_quiet_cycle_asks_for_two_things_and_each_calendar_and_a_changed_workbook_is_one_more(
    tmp_path: Path,
) -> None:
    quiet, one_changed = measured_cycles(tmp_path, sizes=(2,))

    assert (quiet.cost.requests, quiet.cost.writes) == (2 + 2, 0)
    assert (one_changed.cost.requests, one_changed.cost.writes) == (2 + 2 + 1, 0)


def test_the_naive_script_reads_what_the_agent_reads(tmp_path: Path) -> None:
    bench = build(tmp_path / "department", 2)
    found: list[tuple[int, int, int]] = []
    cost = measure(bench, lambda: found.append(Naive(bench).read()))

    assert found == [(206, 4, 2)]
    # Of each workbook itself, its list of sheets and each of them; of each case manager nine sheets in two.
    assert cost.requests == 2 * (2 * 2 + 9 + 1) + 2


def test_the_naive_script_waits_as_google_advises(tmp_path: Path) -> None:
    bench = with_few_reads_and_writes(build(tmp_path / "department", 1))
    cost = measure(bench, Naive(bench).read)

    assert cost.refused > 0
    assert cost.minutes > 5


def test_the_bound_is_of_the_quota_that_is_used_up_first() -> None:
    def asked(method: str, times: int) -> list[dict[str, str]]:
        return [{"method": method, "user": "me"}] * times

    assert least_minutes(asked("sheets.spreadsheets.get", 61)) == 2
    assert least_minutes(asked("gmail.users.drafts.send", 61)) == 2
    assert least_minutes([*asked("sheets.spreadsheets.get", 61), *asked("calendar.events.list", 1201)]) == 3


def test_the_ratio_is_of_minutes_to_the_bound() -> None:
    assert Cost(requests=1, writes=0, refused=0, minutes=4.2, bound=4).ratio == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("people", "parts"), [(0, [0]), (1, [1]), (52, [52]), (53, [52, 1]), (120, [52, 52, 16])]
)
def test_who_is_told_something_is_told_in_parts_and_the_manager_in_the_last(
    people: int, parts: list[int]
) -> None:
    organisation = an_organisation(
        case_managers=tuple(a_case_manager(f"cm-{number}", workbooks=[]) for number in range(people))
    )
    turns = in_turn(organisation, TODAY)

    assert [sum(key.startswith("cm-") for key in turn) for turn in turns] == parts
    assert [organisation.manager.key in turn for turn in turns] == [False] * (len(parts) - 1) + [True]


def test_the_document_is_what_was_measured() -> None:
    assert DOCUMENT.read_text(encoding="utf8") == document(measured())


def test_every_benchmark_was_measured() -> None:
    assert measured().keys() == BENCHMARKS.keys()
