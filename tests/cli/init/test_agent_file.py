"""`agent.toml` as `init` writes it: the example's comments stay, and what a person typed stays."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.world import CONFIG
from workspace_agent.cli.init.agent_file import AgentFile, that_holds
from workspace_agent.model.errors import SettingsError

EXAMPLE = (CONFIG / "agent.example.toml").read_text(encoding="utf8")
DISTRICT = {"key": "lakeward", "name": "Lakeward", "state": "NY", "closures": []}
PERSON = {"key": "lee", "name": "Lee", "districts": ["lakeward"], "workbooks": []}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.toml"


def content(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf8"))


def comments(text: str) -> set[str]:
    parts = [line.split("#")[1:] for line in text.splitlines()]
    return {part.strip() for some in parts for part in some}


def everything(path: Path) -> None:
    """Each table of the example, filled in."""
    file = AgentFile(path)
    file.put("google", {"mode": "google"})
    file.put("department", {"name": "Here", "zone": "America/Denver", "go_live": date(2026, 8, 3)})
    file.put_one("districts", DISTRICT)
    file.put("manager", {"name": "Kit"})
    file.put_one("case_managers", PERSON)
    file.put("form", {"id": "abc", "since": date(2026, 8, 3), "meaning": []})
    file.put("drive", {"root_folder": "Records"})
    file.put("features", {"meetings": "report"})


def test_of_the_example_only_what_holds_for_everybody_is_set_at_first(path: Path) -> None:
    AgentFile(path).put("google", {"mode": "google"})

    assert content(path).keys() == {"google", "paths", "log", "digests", "ignore", "meetings", "privacy"}
    assert "dial_in" not in content(path)["meetings"], "a number of the example is nobody's"


def test_every_comment_of_the_example_is_kept(path: Path) -> None:
    everything(path)

    how_to_copy_it = comments(EXAMPLE.partition("# Beside")[0])
    assert comments(EXAMPLE) - how_to_copy_it - comments(path.read_text(encoding="utf8")) == set()


def test_nothing_that_is_only_an_example_is_set(path: Path) -> None:
    everything(path)

    text = path.read_text(encoding="utf8")
    set_values = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert "xample" not in set_values.replace("ready_days", "").partition("\n[digests]")[0].split("#")[0]
    assert "First Last" not in set_values


def test_tables_stand_where_the_example_has_them(path: Path) -> None:
    everything(path)

    mine, theirs = heads(path.read_text(encoding="utf8")), heads(EXAMPLE)
    assert mine == [head for head in theirs if head in mine]


def heads(text: str) -> list[str]:
    return [line.strip("[").split("]")[0] for line in text.splitlines() if line[:1] == "["]


def test_more_districts_stand_behind_the_first(path: Path) -> None:
    everything(path)
    file = AgentFile(path)

    file.put_one("districts", {"key": "saguaro", "name": "Saguaro"})
    file.put_one("districts", {"key": "sierra", "name": "Sierra", "css": {"name": "Lou"}})

    found = content(path)
    assert [one["key"] for one in found["districts"]] == ["lakeward", "saguaro", "sierra"]
    assert found["districts"][2]["css"] == {"name": "Lou"}
    assert [one["key"] for one in found["case_managers"]] == ["lee"]


def test_the_same_key_again_changes_that_one(path: Path) -> None:
    everything(path)

    books = [{"id": "1a", "holds": "hours"}, {"id": "1b", "holds": "contacts"}]
    AgentFile(path).put_one("case_managers", {"key": "lee", "workbooks": books})

    assert content(path)["case_managers"] == [PERSON | {"workbooks": books}]


def heads_above(path: Path, line: str) -> str:
    """The nearest head of a table above a line, be it a comment."""
    above = path.read_text(encoding="utf8").partition(f"\n{line}\n")[0]
    return [one for one in above.splitlines() if one.lstrip("# ").startswith("[")][-1].split("]")[0]


@pytest.mark.parametrize("mode", ["at once", "later"])
def test_no_key_stands_below_a_table_that_is_a_comment(path: Path, mode: str) -> None:
    where = {"mode": "sandbox", "sandbox_url": "http://127.0.0.1:1"}
    file = AgentFile(path)
    if mode == "later":
        file.put("google", {"mode": "google"})
        file.put_one("districts", {"key": "lakeward", "name": "Lakeward"})
    file.put("google", where)
    file.put_one("districts", {"key": "lakeward", "name": "Lakeward", "zone": "America/New_York"})
    file.put("google", {"sign_in": "person"})

    assert heads_above(path, 'sandbox_url = "http://127.0.0.1:1"') == "[google"
    assert heads_above(path, 'sign_in = "person"') == "[google"
    assert content(path)["google"] == where | {"sign_in": "person"}
    assert content(path)["districts"] == [{"key": "lakeward", "name": "Lakeward", "zone": "America/New_York"}]


def test_a_table_that_somebody_wrote_in_another_way_is_filled_in_all_the_same(path: Path) -> None:
    path.write_text('google.mode = "google"\n', encoding="utf8")

    AgentFile(path).put("google", {"sign_in": "person"})

    assert content(path) == {"google": {"mode": "google", "sign_in": "person"}}


def test_tables_in_a_table_are_written_as_people_do(path: Path) -> None:
    file = AgentFile(path)
    css = {"name": "Lou", "from": date(2025, 7, 1)}
    file.put_one(
        "districts", DISTRICT | {"css": css, "closures": [{"from": date(2026, 11, 25), "name": "x"}]}
    )

    text = path.read_text(encoding="utf8")
    assert '\ncss = { name = "Lou", from = 2025-07-01 }\n' in text
    assert '\nclosures = [\n  { from = 2026-11-25, name = "x" },\n]\n' in text


def test_what_a_person_typed_meanwhile_stays(path: Path) -> None:
    everything(path)
    typed = path.read_text(encoding="utf8").replace(
        'name = "Here"', 'control = "1abc"   # the manager\'s\nname = "Here"'
    )
    path.write_text(typed + "\n# my own note\n", encoding="utf8")

    AgentFile(path).put("department", {"name": "There"})

    assert path.read_text(encoding="utf8") == f"{typed}\n# my own note\n".replace('"Here"', '"There"')


def test_a_table_whose_commented_example_is_gone_is_added_at_the_end(path: Path) -> None:
    path.write_text('[google]\nmode = "google"\n', encoding="utf8")

    AgentFile(path).put("drive", {"root_folder": "Records"})

    assert content(path) == {"google": {"mode": "google"}, "drive": {"root_folder": "Records"}}


def test_none_takes_a_key_out_and_drop_a_table(path: Path) -> None:
    everything(path)
    file = AgentFile(path)
    file.put("google", {"mode": "sandbox", "sandbox_url": "http://127.0.0.1:1"})
    file.put("google", {"mode": "google", "sandbox_url": None})

    file.drop("form")

    assert content(path)["google"] == {"mode": "google"}
    assert "form" not in content(path)
    assert (file.value("google", "mode"), file.value("form", "id")) == ("google", None)


def test_a_file_that_is_no_toml_is_left_alone(path: Path) -> None:
    path.write_text("[google\n", encoding="utf8")

    with pytest.raises(SettingsError, match=r"agent\.toml: .*line 1"):
        AgentFile(path)


def test_a_date_that_is_none_is_told_as_one(path: Path) -> None:
    path.write_text("[department]\ngo_live = 2026-13-10\n", encoding="utf8")

    with pytest.raises(SettingsError, match=r"agent\.toml: line 2 holds a date that there is not\."):
        AgentFile(path)


NESTED = {
    "a list below": '[[districts]]\nkey = "one"\n\n[[districts.closures]]\nname = "x"\n',
    "a table below": '[[districts]]\nkey = "one"\n[districts.css]  # theirs\nname = "Lou"\n',
    "both, and others": '[[districts]]\nkey = "one"\n[districts.css]\nname = "Lou"\n[[districts.closures]]\n'
    'name = "x"\n\n# [[districts.other_years]]\n\n[[case_managers]]\nkey = "lee"\n',
    "with blanks": '[[ districts ]]\nkey = "one"\n[ districts.css ]\nname = "Lou"\n',
    "indented": '  [[districts]]\n  key = "one"\n    [districts.css]\n    name = "Lou"\n',
    "between brackets": 'districts = [{ key = "one", css = { name = "Lou" } }]\n',
    "not together": '[[districts]]\nkey = "zero"\n[form]\nid = "x"\n[[districts]]\nkey = "one"\n'
    '[districts.css]\nname = "Lou"\n',
}
"""What people may write by hand: what belongs to the last one stands below it."""


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NESTED.items()])
def test_what_stands_below_one_of_a_list_stays_theirs_when_one_more_is_added(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf8")
    before = content(path)
    two = {"key": "two", "css": {"name": "Kit", "from": date(2026, 8, 3)}, "closures": []}

    AgentFile(path).put_one("districts", two)

    assert content(path) == before | {"districts": [*before["districts"], two]}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NESTED.items()])
def test_what_stands_below_one_of_a_list_can_be_changed(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf8")
    before = content(path)
    changed = {"state": "NY", "css": {"name": "Kit"}}

    AgentFile(path).put_one("districts", {"key": "one", "closures": None, **changed})

    *others, one = before["districts"]
    one = {key: value for key, value in one.items() if key != "closures"}
    assert content(path) == before | {"districts": [*others, one | changed]}


def test_only_a_text_that_says_what_is_wanted_is_written() -> None:
    wanted = {"districts": [{"key": "one"}, {"key": "two"}]}
    moved, broken = '[[districts]]\nkey = "two"\n', "[districts\n"
    right = '[[districts]]\nkey = "one"\n[[districts]]\nkey = "two"\n'

    assert that_holds(wanted, broken, moved, right) == right
    with pytest.raises(SettingsError, match="it was left as it was"):
        that_holds(wanted, broken, moved)
