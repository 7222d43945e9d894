"""Why a finding is there, and what was judged of a student: by opaque keys, and without a write."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.conftest import AS_OF, Command, Department
from tests.journeys.world import MARISOL
from workspace_agent.cli.explain import one_student
from workspace_agent.model.errors import NotThere
from workspace_agent.rules import RULES

Json = dict[str, Any]


def where(department: Department) -> tuple[str, ...]:
    return ("--config", str(department.config), *AS_OF)


def listed(department: Department, command: Command) -> list[Json]:
    found: list[Json] = command("explain", "--json", *where(department)).json["findings"]
    return found


def a_key(department: Department, command: Command, rule: str) -> str:
    """The key of the first finding of a rule."""
    keys: list[str] = [one["key"] for one in listed(department, command)]
    return next(key for key in keys if key.startswith(f"{rule}/"))


def test_without_a_key_all_findings_are_listed_the_worst_first(
    department: Department, command: Command
) -> None:
    said = command("explain", *where(department))
    found = listed(department, command)

    assert said.code == 0
    assert found[0]["severity"] == "past due on record"
    assert found[0]["words"] == "past due on record, 18 Nov 2026: Annual review of the IEP"
    assert {one["severity"] for one in found} > {"at risk", "company practice", "for information"}
    assert [line for line in said.out.splitlines() if line[0] != " "] == [one["key"] for one in found]
    assert department.writes() == []


def test_a_finding_is_explained_in_full(department: Department, command: Command) -> None:
    key = a_key(department, command, "annual_review")
    told = command("explain", key, "--json", *where(department)).json

    assert told["requirement"].startswith("The IEP Team reviews a child's IEP")
    assert told["how_it_is_meant"]
    assert told["authority"] == "34 CFR 300.324(b)(1)(i)"
    assert told["authority_link"].startswith("https://sites.ed.gov/")
    assert told["found"].startswith("Last annual review ")
    assert all(step["words"] for step in told["steps"])
    assert any(step["link"].startswith("https://docs.google.com/spreadsheets/") for step in told["steps"])
    assert {one["where_set"] for one in told["numbers"]} == {"the default that ships with the program"}
    assert "reading most lenient to the school" in told["why_not_worse"]
    assert told["restarted_by"].startswith("Restarted by any complete review")
    assert department.writes() == []


def test_it_is_told_in_paragraphs_too(department: Department, command: Command) -> None:
    key = a_key(department, command, "office_hours")
    said = command("explain", key, *where(department))
    headings = [line for line in said.out.splitlines() if line.endswith(":") and line[0] != " "]

    assert said.out.startswith(f"{key}\ncompany practice, ")
    assert headings == [
        "What is asked:",
        "On what authority:",
        "What was found:",
        "How it was worked out:",
        "The company's numbers it went by:",
        "How serious, and why not worse:",
        "What would clear it:",
        "Where to look:",
    ]
    assert "company practice, not law: hours worked are logged on each working day" in said.out
    assert "office_hours.min_per_day = 6 (the default that ships with the program)" in said.out


def test_a_number_of_the_department_names_its_file(department: Department, command: Command) -> None:
    own = department.config / "policy.toml"
    own.write_text("[office_hours]\nmin_per_day = 7.5\njudged_from = 2026-11-05\n", encoding="utf8")
    try:
        key = a_key(department, command, "office_hours")
        told = command("explain", key, "--json", *where(department)).json
    finally:
        own.unlink()
    numbers = {one["name"]: (one["value"], one["where_set"]) for one in told["numbers"]}

    assert numbers["office_hours.min_per_day"] == ("7.5", f"set in {own.resolve()}")
    assert numbers["office_hours.judged_from"] == ("5 Nov 2026", f"set in {own.resolve()}")
    assert numbers["office_hours.judged_after_business_days"][1] == "the default that ships with the program"


def test_a_beginning_is_enough_where_one_finding_has_it(department: Department, command: Command) -> None:
    key = a_key(department, command, "annual_review")
    beginning = key.rpartition("/")[0]

    for typed in (key, beginning, key[:-1]):
        assert command("explain", typed, "--json", *where(department)).json["key"] == key


UNKNOWN = {
    "of several findings": ("annual_revie", "findings have a key that begins so.", "annual_review/"),
    "an id of a rule, mistyped": ("in_efect", "No finding has this key now", "in_effect"),
    "initials": ("M.W.", "Students are asked for by key, not by initials.", "records --initials"),
    "initials of two": ("MW-2", "Students are asked for by key, not by initials.", "records --initials"),
    "mistyped": (
        "ofice_hours/marisol-quintero/2026-11-9",
        "No finding has this key now",
        "office_hours/marisol",
    ),
    "like nothing": ("zzzzzzzzzz", "No finding has this key now", "workspace-agent explain"),
}


@pytest.mark.parametrize(("typed", "sentence", "advice"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_is_answered_with_what_is_near(
    department: Department, command: Command, typed: str, sentence: str, advice: str
) -> None:
    said = command("explain", typed, *where(department))
    first, _, rest = said.err.partition("\nWhat to do: ")

    assert (said.code, said.out) == (2, "")
    assert sentence in first
    assert advice in rest
    assert typed not in first


def test_of_a_student_everything_that_was_judged_is_told(department: Department, command: Command) -> None:
    key = a_key(department, command, "annual_review")
    ref = key.split("/")[1]
    told = command("explain", ref, "--json", *where(department)).json
    of_iep = {rule.id for rule in RULES if any(plan.value == "IEP" for plan in rule.plans)}

    assert (told["student"], told["standing"]) == (ref, "Plan: IEP.")
    assert key in {one["key"] for one in told["findings"]}
    found = {one["key"].partition("/")[0] for one in told["findings"]}
    assert {one["rule"] for one in told["quiet"]} == of_iep - found
    assert {one["words"] for one in told["quiet"] if one["rule"] == "amendment"} == {"nothing found"}
    assert any(one["sentence"] for one in told["problems"])
    assert department.writes() == []


def test_the_beginning_of_a_students_key_is_enough(department: Department, command: Command) -> None:
    ref = a_key(department, command, "annual_review").split("/")[1]
    told = command("explain", ref[:-1], "--json", *where(department)).json

    assert told["student"] == ref


def test_the_beginning_of_several_students_keys_is_not() -> None:
    known = ("k4m9", "k3m9", "p2q7")

    assert [one_student(known, typed) for typed in ("k3", "p", "z")] == ["k3m9", "p2q7", ""]
    with pytest.raises(NotThere, match="2 students have a key that begins so") as refused:
        one_student(known, "k")
    assert refused.value.advice == "ask for one of them:\n  k3m9\n  k4m9"


def test_of_a_rule_all_that_it_asks_for_and_found_is_told(department: Department, command: Command) -> None:
    told = command("explain", "annual_review", "--json", *where(department)).json
    of_rule = [one["key"] for one in listed(department, command) if one["key"].startswith("annual_review/")]
    said = command("explain", "annual_review", *where(department))

    assert [one["key"] for one in told["findings"]] == of_rule
    assert told["requirement"].startswith("The IEP Team reviews a child's IEP")
    assert (told["authority"], told["found_nothing"]) == ("34 CFR 300.324(b)(1)(i)", "")
    assert (said.code, said.out.splitlines()[0]) == (0, "annual_review: Annual review of the IEP")
    assert [line for line in said.out.splitlines() if line.endswith(":") and line[0] != " "] == [
        "What is asked:",
        "On what authority:",
        "The company's numbers it goes by:",
        "What begins its count anew:",
        "What was found:",
    ]


def test_a_rule_that_found_nothing_says_so(department: Department, command: Command) -> None:
    said = command("explain", "in_effect", *where(department))

    assert said.code == 0
    assert said.out.endswith("What was found:\n  This rule found nothing.\n")
    assert department.writes() == []


def test_initials_are_shown_only_where_they_are_asked_for(department: Department, command: Command) -> None:
    key = a_key(department, command, "annual_review")
    ref = key.split("/")[1]
    for typed in ((), (key,), (ref,)):
        plain = command("explain", *typed, *where(department)).out
        shown = command("explain", *typed, "--initials", *where(department)).out

        assert "(M.W.)" not in plain
        assert re.search(r"\(M\.W\.\)", shown)
        assert plain == re.sub(r" \(\w\.\w\.(-\d)?\)", "", shown)


def test_where_a_source_could_not_be_read_an_unknown_key_says_so(
    fresh_department: Department, command: Command
) -> None:
    fault = {"method": "forms.forms.get", "status": 403, "nth": 1, "body": None, "delay": 0, "when": "before"}
    fresh_department.stage.control("POST", "faults", fault)
    said = command("explain", "post_form/zzzzzzzzzz/2026-11-17", *where(fresh_department))

    assert said.code == 2
    assert "Something that it rests on could not be read now" in said.err


def test_a_student_who_stands_on_no_list_any_more_is_known(
    fresh_department: Department, command: Command
) -> None:
    key = a_key(fresh_department, command, "annual_review")
    ref, link = key.split("/")[1], command("explain", key, "--json", *where(fresh_department)).json["link"]
    book, row = re.findall(r"/d/([^/]+)/.*range=[A-Z]+(\d+)", link)[0]
    google = fresh_department.stage.person(MARISOL, fresh_department.config.parent)
    google.sheets.type_values(book, f"Students!A{row}", [[""] * 12])
    google.close()
    said = command("explain", ref, *where(fresh_department))

    assert said.code == 0
    assert said.out.startswith(
        f"{ref}: On no list of students now, so nothing is judged.\n\nFound:\n  nothing\n"
    )
