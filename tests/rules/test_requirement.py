"""A rule's docstring, taken apart, and the company's numbers that it goes by."""

from __future__ import annotations

import dataclasses
import sys
from types import ModuleType
from typing import Any

import pytest

from tests.builders import a_policy
from workspace_agent.model.finding import CompanyPolicy, Rule
from workspace_agent.rules import RULES, annual_review, office_hours, reevaluation, team_roles
from workspace_agent.rules.requirement import numbers, parameters, plain, requirement, state_law

EACH_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def a_rule(docstring: str, *listed: str) -> Rule:
    """A rule in a file of its own that says this."""
    module = ModuleType(f"a rule that says {docstring}", docstring)
    sys.modules[module.__name__] = module

    def check(*_: Any) -> tuple[()]:
        return ()

    check.__module__ = module.__name__
    return Rule("x", "X", CompanyPolicy("x"), check, frozenset(), parameters=listed)


WHOLE = """A plan is kept
for a year.

34 CFR 300.1(a) and (b), https://law.example/300.1

Of one thing. Of another (`policy.post_form.days`).
Each plan begins the count anew. Not before.
"""


def test_a_docstring_is_parted() -> None:
    found = requirement(a_rule(WHOLE))

    assert found.sentence == "A plan is kept for a year."
    assert found.said == ("Of one thing. Of another (days under [post_form] in policy.toml).",)
    assert found.restarts == "Each plan begins the count anew. Not before."


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        pytest.param("34 CFR 99.30, https://a.example/99", (), id="nothing but a citation"),
        pytest.param("34 CFR 99.30, https://a.example/99. It is so.", None, id="more than a citation"),
        pytest.param("Restarted by a plan.", (), id="nothing but what restarts it"),
    ],
)
def test_what_is_left_out(paragraph: str, said: tuple[str, ...] | None) -> None:
    assert requirement(a_rule(f"It is.\n\n{paragraph}")).said == ((paragraph,) if said is None else said)


def test_a_rule_that_says_nothing_asks_nothing() -> None:
    found = requirement(a_rule(""))

    assert (found.sentence, found.said, found.restarts) == ("", (), "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("by `policy.post_form`", "by [post_form] in policy.toml", id="a table"),
        pytest.param("`policy.a.b`, so", "b under [a] in policy.toml, so", id="a number"),
        pytest.param("`judged_from`\n or then", "judged_from or then", id="code over two lines"),
        pytest.param("a cycle (cycles.py): so", "a cycle: so", id="a file of the program"),
    ],
)
def test_signs_of_code_are_written_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@EACH_RULE
def test_each_rule_says_what_it_asks_and_what_restarts_it(rule: Rule) -> None:
    found = requirement(rule)

    assert found.sentence.endswith(".")
    assert found.restarts.endswith(".")
    assert found.restarts not in found.said
    assert "`" not in " ".join((found.sentence, *found.said, found.restarts))


def test_real_rules_are_parted() -> None:
    assert requirement(annual_review.RULE).restarts.startswith("Restarted by any complete review")
    assert requirement(team_roles.RULE).restarts == "Each meeting begins the count anew."
    assert requirement(team_roles.RULE).said[-1].startswith("For the next dated meeting")
    assert "https://" not in " ".join(requirement(reevaluation.RULE).said)


@EACH_RULE
def test_each_number_that_a_rule_lists_is_in_the_policy(rule: Rule) -> None:
    found = {**numbers(a_policy(), rule), **state_law(a_policy(), rule, "TX")}

    assert len(found) >= len(parameters(rule))


@pytest.mark.parametrize(
    ("rule", "listed"),
    [
        pytest.param(a_rule(WHOLE, "meetings.far_days"), ("meetings.far_days",), id="what it lists"),
        pytest.param(a_rule(WHOLE), ("post_form.days",), id="else what it speaks of"),
        pytest.param(a_rule("`policy.brakes` and `policy.brakes`."), ("brakes",), id="once"),
        pytest.param(a_rule("Nothing."), (), id="none"),
    ],
)
def test_which_numbers_a_rule_goes_by(rule: Rule, listed: tuple[str, ...]) -> None:
    assert parameters(rule) == listed


def test_of_a_table_every_number_is_told() -> None:
    found = numbers(a_policy(post_form={"days": 5}), dataclasses.replace(office_hours.RULE, parameters=()))

    assert list(found) == [
        "office_hours.min_per_day",
        "office_hours.judged_from",
        "office_hours.judged_after_business_days",
    ]
    assert numbers(a_policy(post_form={"days": 5}), a_rule("", "post_form.days")) == {"post_form.days": 5}


def test_a_number_that_is_not_there_is_a_defect() -> None:
    with pytest.raises(LookupError):
        numbers(a_policy(), a_rule("", "post_form.weeks"))


TEXAS = {"TX": {"notice": {"days": 5, "unit": "school", "source": "a timeline"}}}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param(
            "TX", {"days": 5, "unit": "school", "source": "a timeline", "checked": None}, id="its own"
        ),
        pytest.param("CO", None, id="nothing that differs"),
    ],
)
def test_what_a_states_law_says_is_told_apart(state: str, told: dict[str, Any] | None) -> None:
    policy, rule = a_policy(states=TEXAS), a_rule("", "states.notice", "post_form.days")
    found = {f"states.{state}.notice.{name}": value for name, value in (told or {}).items()}

    assert dict(sorted(state_law(policy, rule, state).items())) == dict(
        sorted((found or {f"states.{state}.notice": None}).items())
    )
    assert list(numbers(policy, rule)) == ["post_form.days"]


def test_what_no_states_law_is_asked_for_is_a_defect() -> None:
    with pytest.raises(LookupError):
        state_law(a_policy(), a_rule("", "states.weather"), "TX")
