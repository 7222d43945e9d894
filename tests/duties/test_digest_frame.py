"""What stands around the blocks of a digest: trust, status, why it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest

from tests.builders import a_department, an_organisation
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_manager_digest import told
from workspace_agent.duties import digest_frame as frame
from workspace_agent.duties.digest import Health, Section
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.told import Told
from workspace_agent.model.digest_settings import DigestTime


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        pytest.param(None, "Last good run: none yet before this one.", id="there was none"),
        pytest.param(
            datetime(2026, 11, 20, 11, 30, tzinfo=UTC),
            "Last good run: 20 Nov 2026 at 06:30 (America/New_York), today.",
            id="this morning",
        ),
        pytest.param(
            datetime(2026, 11, 20, 4, 30, tzinfo=UTC),
            "Last good run: 19 Nov 2026 at 23:30 (America/New_York), 1 day ago.",
            id="last night by the manager's clock",
        ),
    ],
)
def test_the_last_good_run_is_told_in_the_managers_zone(moment: datetime | None, sentence: str) -> None:
    digest = told(last_good_run=moment)

    assert [line.text for line in digest.trust] == [sentence, "Every source could be read."]
    assert digest.status == ()


def test_a_digest_of_an_earlier_week_that_may_not_have_come_is_told() -> None:
    line = told(unsent=("2026-W46",)).status[-1].text

    assert line.startswith("Google gave no answer when the digest of the week of 9 Nov 2026 was sent")


def test_what_is_not_tracked_is_said_once_by_its_title() -> None:
    line = told(untracked=("Notice of a meeting", "Progress reports")).status[-1].text

    assert line == (
        "Not tracked, because no sheet, form or setting here has a place for what it needs: "
        "Notice of a meeting; Progress reports."
    )
    assert not any("Not tracked" in line.text for line in told().status)


WHEN = {
    "week": "You get this mail every Monday at 07:00 because agent.toml names you as {} of Willow Bridge",
    "day": (
        "You get this mail every day from Monday to Friday at 07:00 because agent.toml names you as {} of "
        "Willow Bridge"
    ),
    "never": "You get this mail only when somebody asks for it: agent.toml names you as {} of Willow Bridge",
}
ROLES = {
    "manager": "manager",
    "supervisors": "supervisor",
    "case_managers": "case manager",
    "districts": "CSS",
}


@pytest.mark.parametrize("every", WHEN)
@pytest.mark.parametrize("setting", ROLES)
def test_a_digest_says_why_it_comes(every: Literal["week", "day", "never"], setting: str) -> None:
    recipient = a_recipient(at=DigestTime(every=every), setting=setting)
    said = frame.because(an_organisation(), recipient)

    assert said.startswith(WHEN[every].format(ROLES[setting]))
    assert said.endswith(frame.INITIALS_ONLY)


def test_a_supervisor_reads_that_they_are_one() -> None:
    occasion = an_occasion(a_recipient(setting="supervisors"))

    assert "names you as supervisor of" in compose(a_department(), Told(), occasion).because


GOOD = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("health", "last_good_run", "said"),
    [
        pytest.param(None, GOOD, [], id="nobody knows"),
        pytest.param(
            Health(7, 28, 0), GOOD, ["Runs in the last 7 days before this one: 28, all of them complete."],
            id="a good week",
        ),
        pytest.param(
            Health(7, 28, 2), GOOD, ["Runs in the last 7 days before this one: 28, 2 of them not complete."],
            id="two were not complete",
        ),
        pytest.param(
            Health(1, 4, 0), GOOD, ["Runs in the last day before this one: 4, all of them complete."],
            id="a daily digest",
        ),
        pytest.param(
            Health(7, 0, 0), GOOD,
            ["There was no run in the last 7 days before this one. Ask whoever looks after the agent why."],
            id="the agent stood still",
        ),
        pytest.param(Health(7, 0, 0), None, [], id="the very first run"),
    ],
)  # fmt: skip
def test_how_the_runs_went_is_told(
    health: Health | None, last_good_run: datetime | None, said: list[str]
) -> None:
    occasion = an_occasion(health=health, last_good_run=last_good_run)

    assert [line.text for line in frame.status(occasion, 0)] == said


def test_how_much_waits_is_told_where_something_does() -> None:
    (line,) = frame.status(an_occasion(), 3)

    assert line.text.startswith("3 of what the agent would do waits.")


def test_a_block_that_has_nothing_to_say_when_it_is_empty_says_nothing_with_caution_either() -> None:
    silent, speaking = Section("Going well", "", ""), Section("At risk", "", "Nothing is at risk.")

    assert frame.cautious((silent, speaking)) == (
        silent,
        replace(speaking, empty="Of what was read: nothing is at risk."),
    )
