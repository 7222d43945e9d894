"""What is off for want of a scope is told feature by feature."""

from __future__ import annotations

from datetime import date

import pytest

from workspace_agent.duties.sign_in import ends_by_itself, not_allowed
from workspace_agent.google.scopes import FEATURE_SCOPES
from workspace_agent.model.features import Features, Switch
from workspace_agent.model.problem_kinds import NOT_OPENED


@pytest.mark.parametrize("feature", sorted(FEATURE_SCOPES.keys() - {"observe"}))
def test_each_feature_has_a_sentence_and_the_command_that_says_more(feature: str) -> None:
    (problem,) = not_allowed({feature})

    assert problem.sentence.startswith("The agent was not allowed to ")
    assert "workspace-agent auth status" in problem.advice
    assert problem.case_manager == ""


def test_each_is_a_problem_of_its_own_and_nothing_else_is_told() -> None:
    problems = not_allowed({*FEATURE_SCOPES, "records_folder"})

    assert len({problem.key for problem in problems}) == len(FEATURE_SCOPES) - 1


@pytest.mark.parametrize(("feature", "unread"), [("meetings", True), ("form", True), ("digest", False)])
def test_what_is_not_read_counts_as_unread(feature: str, unread: bool) -> None:
    (problem,) = not_allowed({feature})

    assert (problem.kind in NOT_OPENED) is unread


def test_a_sign_in_that_ends_is_told_with_its_day_and_one_that_does_not_is_not() -> None:
    (problem,) = ends_by_itself(date(2026, 11, 27))

    assert problem.sentence.startswith("The agent's sign-in ends by itself on 27 Nov 2026;")
    assert "publish the app as Internal" in problem.advice
    assert ends_by_itself(None) == ()


def test_features_without_some_leave_the_others_as_they_were() -> None:
    features = Features(filing=Switch.REPORT).without(["meetings", "digest"])

    off = {name for name in Features.model_fields if features.of(name) is Switch.OFF}
    assert off == {"meetings", "digest"}
    assert features.filing is Switch.REPORT
