"""What is told when: a table of stories, each a list of runs and what somebody hears after each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workspace_agent.alerts.troubles import (
    Ending,
    Mail,
    News,
    Patience,
    Told,
    Trouble,
    after,
    after_service_failure,
    untold,
)

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
PATIENCE = Patience(unavailable=timedelta(hours=6), no_good_run=timedelta(hours=24))
AGAIN = "works again"
UNREAD = -1
"""Stands for a run that ended with 1 and could not open all its sources."""

Story = list[tuple[float, int, list[str]]]
"""Hours after the start, exit code, what is told."""


def ending(code: int) -> Ending:
    return Ending(1, is_complete=False) if code == UNREAD else Ending(code)


def words(news: News) -> list[str]:
    return [one.value for one in news.troubles] + [AGAIN] * news.works_again


@pytest.mark.parametrize(
    "story",
    [
        pytest.param([(0, 0, []), (1, 1, []), (2, 0, [])], id="good runs are no news"),
        pytest.param(
            [
                (0, 4, ["sign-in"]),
                (1, 4, []),
                (23.9, 4, []),
                (24, 4, ["sign-in"]),
                (25, 1, [AGAIN]),
                (26, 1, []),
            ],
            id="a dead sign-in is told at once, daily, and once it is over",
        ),
        pytest.param([(0, 3, ["settings"]), (0.1, 0, [AGAIN])], id="so is a wrong setting"),
        pytest.param([(0, 70, ["defect"]), (0.1, 70, [])], id="so is a defect, and not at each restart"),
        pytest.param([(0, 5, []), (5.9, 5, []), (6, 0, [])], id="a bad hour of Google's is no news"),
        pytest.param(
            [(0, 5, []), (6, 5, ["unavailable"]), (7, 5, []), (30, 5, ["unavailable"]), (31, 0, [AGAIN])],
            id="Google unavailable for six hours is",
        ),
        pytest.param(
            [(0, 5, []), (3, UNREAD, []), (6.5, 5, []), (12.5, 5, ["unavailable"])],
            id="as long as no run in between was answered",
        ),
        pytest.param(
            [(0, UNREAD, []), (7, 5, []), (7.1, UNREAD, []), (24, UNREAD, ["no-good-run"])],
            id="a source that is shut since morning is not Google that blinks at noon",
        ),
        pytest.param(
            [(0, 5, []), (3, 7, []), (3.1, 143, []), (6, 5, ["unavailable"])],
            id="a run that shows nothing was not answered",
        ),
        pytest.param(
            [(0, 5, []), (3, 0, []), (6.5, 5, [])], id="a good run in between begins the count anew"
        ),
        pytest.param(
            [(0, UNREAD, []), (23, UNREAD, []), (24, UNREAD, ["no-good-run"]), (25, 0, [AGAIN])],
            id="runs that cannot open all sources are told after a day",
        ),
        pytest.param(
            [(0, 6, ["brake"]), (25, 6, []), (49, 6, []), (50, 0, []), (51, 6, ["brake"])],
            id="a brake is told once, and nothing works again because it never stopped",
        ),
        pytest.param(
            [(0, 6, ["brake"]), (20, 5, []), (25, 6, []), (40, UNREAD, []), (50, 6, [])],
            id="a brake is told once though runs between failed: they do not show that it is off",
        ),
        pytest.param(
            [(0, 70, ["defect"]), (1, 0, [AGAIN]), (2, 70, []), (3, 0, []), (25, 70, ["defect"])],
            id="what comes and goes is told once a day",
        ),
        pytest.param(
            [(0, 5, []), (6, 5, ["unavailable"]), (7, 4, ["sign-in"]), (8, 0, [AGAIN])],
            id="one trouble after another works again once",
        ),
        pytest.param(
            [(0, 4, ["sign-in"]), (1, 7, []), (2, 143, []), (3, 2, []), (4, 0, [AGAIN])],
            id="another run, a stopped run and wrong usage change nothing",
        ),
        pytest.param(
            [(48, 4, ["sign-in"]), (0, 4, ["sign-in"])], id="a clock that was put back keeps nobody quiet"
        ),
    ],
)
def test_a_story(story: Story) -> None:
    told = Told()
    for hours, code, expected in story:
        told, news = after(told, ending(code), START + timedelta(hours=hours), PATIENCE)
        assert words(news) == expected, f"after {hours} hours"


def test_a_copy_that_failed_is_told_though_the_run_was_good() -> None:
    told, news = after(Told(), Ending(0, is_backed_up=False), START, PATIENCE)
    assert words(news) == ["backup"]
    assert words(after(told, Ending(0), START, PATIENCE)[1]) == []


def test_a_way_that_is_broken_is_told_daily_and_nothing_works_again_when_it_is_mended() -> None:
    broken = Ending(0, has_all_ways=False)
    told, news = after(Told(), broken, START, PATIENCE)
    assert words(news) == ["way"]
    told, news = after(told, broken, START + timedelta(hours=1), PATIENCE)
    assert words(news) == []
    told, news = after(told, broken, START + timedelta(days=1), PATIENCE)
    assert words(news) == ["way"]
    assert words(after_service_failure(told, START + timedelta(days=1))[1]) == ["service"]
    assert words(after(told, Ending(0), START + timedelta(days=2), PATIENCE)[1]) == []


def test_a_service_that_failed_is_told_and_works_again() -> None:
    told, news = after_service_failure(Told(), START)
    assert words(news) == ["service"]
    told, news = after_service_failure(told, START + timedelta(hours=1))
    assert words(news) == []
    assert words(after(told, Ending(0), START + timedelta(hours=2), PATIENCE)[1]) == [AGAIN]


def test_where_the_agent_told_already_why_the_failed_service_adds_nothing() -> None:
    told, _ = after(Told(), Ending(4), START, PATIENCE)
    assert words(after_service_failure(told, START)[1]) == []


def test_a_brake_does_not_hide_that_the_service_failed() -> None:
    told, _ = after(Told(), Ending(6), START, PATIENCE)
    told, news = after_service_failure(told, START)
    assert words(news) == ["service"]
    assert Trouble.BRAKE in told.open


def test_what_nobody_took_is_told_again_at_the_next_run() -> None:
    told, news = after(Told(), Ending(4), START, PATIENCE)
    told = untold(told, Told(), news.troubles)
    assert words(after(told, Ending(4), START + timedelta(minutes=5), PATIENCE)[1]) == ["sign-in"]
    assert words(after(told, Ending(0), START + timedelta(minutes=5), PATIENCE)[1]) == []


MailStory = list[tuple[float, Mail | None, list[str]]]
"""Hours after the start, what became of the run's mail, what is told."""


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(
            [
                (0, Mail.REFUSED, []),
                (23, Mail.REFUSED, []),
                (24, Mail.REFUSED, ["mail"]),
                (47, Mail.REFUSED, []),
                (48, Mail.REFUSED, ["mail"]),
                (49, Mail.GOES_OUT, [AGAIN]),
                (50, Mail.REFUSED, []),
            ],
            id="mail that is refused is told after a day, daily, and once it goes out again",
        ),
        pytest.param(
            [(0, Mail.NOT_ALLOWED, []), (24, Mail.NOT_ALLOWED, ["mail"]), (25, Mail.NONE_DUE, [AGAIN])],
            id="a sign-in that does not allow mail is over with the next one, though no mail is due",
        ),
        pytest.param(
            [(0, Mail.REFUSED, []), (17, Mail.NONE_DUE, []), (24, Mail.REFUSED, ["mail"])],
            id="a daily digest is not due before its hour, and that mends nothing",
        ),
        pytest.param(
            [(0, Mail.REFUSED, []), (24, Mail.REFUSED, ["mail"]), (79, Mail.NONE_DUE, [])],
            id="nor is it at a weekend, and what nobody tries is not told again",
        ),
        pytest.param(
            [(0, Mail.REFUSED, []), (24, Mail.REFUSED, ["mail"]), (96, Mail.NONE_DUE, [AGAIN])],
            id="what was not refused for three days is over",
        ),
        pytest.param(
            [(0, Mail.REFUSED, []), (24, Mail.NONE_DUE, []), (48, Mail.NONE_DUE, [])],
            id="a mail that was refused once, and is not wanted any more, is no news",
        ),
        pytest.param(
            [(0, Mail.REFUSED, []), (3, None, []), (24, Mail.REFUSED, ["mail"])],
            id="a run that did not come to its mails mends nothing",
        ),
    ],
)
def test_a_story_of_mail(story: MailStory) -> None:
    told = Told()
    for hours, mail, expected in story:
        told, news = after(told, Ending(1, mail=mail), START + timedelta(hours=hours), PATIENCE)
        assert words(news) == expected, f"after {hours} hours"


def test_mail_that_was_told_does_not_hide_that_the_service_failed() -> None:
    told, _ = after(Told(), Ending(1, mail=Mail.REFUSED), START, PATIENCE)
    told, news = after(told, Ending(1, mail=Mail.REFUSED), START + timedelta(days=1), PATIENCE)
    assert words(news) == ["mail"]
    assert words(after_service_failure(told, START + timedelta(days=1))[1]) == ["service"]
