"""The kinds of consents, as people type them: what is unmistakable, what is not ours, what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders_tables import parsed, problems_of
from workspace_agent.intake.consents import CONSENTS
from workspace_agent.model.consents import AgencyConsent, UnclearConsent, Waiver
from workspace_agent.model.problem import Problem

HEADINGS = ("student", "kind", "who", "signed", "until")
KINDS = "reevaluation waiver, outside agency, other"


def found(kind: str, *, who: str = "mother", signed: str = "8/1/2026", until: str = "") -> list[Any]:
    return parsed(CONSENTS, HEADINGS, ("Rosa Delgadillo", kind, who, signed, until))


def kinds(kind: str, **cells: str) -> list[type]:
    return [type(one) for one in found(kind, **cells) if not isinstance(one, Problem)]


@pytest.mark.parametrize(
    "kind",
    [
        *("reevaluation waiver", "Re-evaluation waiver", "Reeval waiver", "re-eval waiver"),
        *("Waiver of reevaluation", "reevaluation waiver (3-yr)", "Reevaluation waived"),
        "triennial reeval waiver",
    ],
)  # fmt: skip
def test_a_waiver_of_a_reevaluation(kind: str) -> None:
    assert kinds(kind) == [Waiver]
    assert problems_of(found(kind)) == []


@pytest.mark.parametrize(
    "kind", ["outside agency", "agency", "Agency invitation", "outside agency invitation", "Invite agencies"]
)
def test_a_consent_to_invite_an_agency(kind: str) -> None:
    assert kinds(kind) == [AgencyConsent]
    assert problems_of(found(kind)) == []


@pytest.mark.parametrize(
    "kind",
    [
        *("other", "parent invitation", "Consent to evaluate", "initial evaluation", "Initial services"),
        *(
            "Release of information",
            "Release to an agency",
            "photo release",
            "Medicaid billing",
            "telehealth",
        ),
        *(
            "Consent for reevaluation",
            "Reeval consent",
            "permission to re-evaluate",
            "reevaluation (consent)",
        ),
        *("waiver of 10-day notice", "Excusal waiver", "fee waiver"),
    ],
)
def test_what_is_none_of_ours_stays_silent(kind: str) -> None:
    assert found(kind) == []


@pytest.mark.parametrize(
    "kind",
    [
        *("waiver", "REED waiver", "evaluation waiver", "IEP waiver", "Triennial", "reevaluation"),
        *("no reevaluation needed", "not a reevaluation waiver", "reeval waiver revoked", "other: reeval"),
        *("declined agency invitation", "form 12", "consent"),
    ],
)
def test_whatever_else_stands_there_is_asked(kind: str) -> None:
    assert kinds(kind) == [UnclearConsent]
    assert problems_of(found(kind)) == [("NOT_A_CHOICE", "B2", KINDS)]


def test_an_error_in_its_place_is_told() -> None:
    assert kinds("#REF!") == [UnclearConsent]
    assert problems_of(found("#REF!")) == [("ERROR_VALUE", "B2", "")]


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        pytest.param({}, True, id="somebody signed something"),
        pytest.param({"who": ""}, True, id="a day of signing"),
        pytest.param({"signed": ""}, True, id="somebody"),
        pytest.param({"who": "", "signed": "", "until": "6/1/2027"}, True, id="a last day"),
        pytest.param({"who": "", "signed": ""}, False, id="a row that is only begun"),
    ],
)
def test_a_row_without_a_kind(cells: dict[str, str], is_told: bool) -> None:
    told = [("CONSENT_TO_WHAT", "B2", KINDS)] if is_told else []

    assert kinds("", **cells) == [UnclearConsent] * is_told
    assert problems_of(found("", **cells)) == told


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("reevaluation waiver", Waiver), ("outside agency", AgencyConsent), ("other", None)],
)
def test_one_that_is_not_signed_is_told(kind: str, expected: type | None) -> None:
    assert kinds(kind, signed="") == ([expected] if expected else [])
    told = [("CONSENT_NOT_SIGNED", "D2", "")] if expected else []
    assert problems_of(found(kind, signed="")) == told
