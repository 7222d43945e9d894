"""One digest in each period, under one key, to one person alone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.builders import a_department, an_organisation
from tests.builders_digest import a_recipient, an_occasion
from tests.builders_seen import sign
from workspace_agent.duties.digest import Digest
from workspace_agent.duties.digest_manager import compose
from workspace_agent.duties.digest_period import next_due, period
from workspace_agent.duties.digest_recipients import Edition
from workspace_agent.duties.digest_send import (
    copy,
    digest_key,
    is_for,
    is_to,
    key_prefix,
    mail_print,
    period_of,
    recipient_of,
    send,
)
from workspace_agent.duties.told import Told
from workspace_agent.duties.wording import failure
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Outcome, State
from workspace_agent.model.digest_settings import DigestTime
from workspace_agent.model.problem_kinds import ProblemKind

NEW_YORK = ZoneInfo("America/New_York")
MANAGER = a_recipient()
KEY = digest_key(MANAGER, "2026-W47")

WEEKS = {
    "of its Monday": ("2026-11-16T00:00:00-05:00", "2026-W47"),
    "of its Sunday, in the manager's zone": ("2026-11-23T04:59:00+00:00", "2026-W47"),
    "that began in the last year": ("2027-01-01T12:00:00-05:00", "2026-W53"),
}


@pytest.mark.parametrize(("moment", "week"), WEEKS.values(), ids=WEEKS)
def test_a_moment_is_in_the_week(moment: str, week: str) -> None:
    assert period(dt.datetime.fromisoformat(moment), DigestTime(), NEW_YORK) == week


def test_a_daily_digest_is_of_the_day_in_its_readers_zone() -> None:
    moment = dt.datetime.fromisoformat("2026-11-21T04:59:00+00:00")
    assert period(moment, DigestTime(every="day"), NEW_YORK) == "2026-11-20"


def a_digest() -> Digest:
    return compose(a_department(), Told(), an_occasion(MANAGER))


def test_a_digest_goes_to_the_manager_under_the_key_of_its_week() -> None:
    organisation = an_organisation()
    action = send(organisation, MANAGER, a_digest(), KEY, sign)

    assert action.key == "digest/manager/2026-W47"
    assert action.fingerprint == action.token == mail_print(KEY, MANAGER.email, sign)
    assert (action.sender, action.recipient) == (organisation.robot, MANAGER.email)
    assert action.summary == "digest: 2026-W47 to manager"
    assert (recipient_of(action.key), period_of(action.key)) == ("manager", "2026-W47")


def test_the_key_of_something_else_has_no_period() -> None:
    assert (recipient_of("meeting/student-1/1"), period_of("meeting/student-1/1")) == ("", "")


def test_a_case_managers_digest_is_theirs_and_the_managers_is_nobodys() -> None:
    hers = a_recipient(Edition.CASE_MANAGER, "manager-1")
    organisation = an_organisation()

    assert (
        send(organisation, hers, a_digest(), digest_key(hers, "2026-W47"), sign).case_manager == "manager-1"
    )
    assert send(organisation, MANAGER, a_digest(), KEY, sign).case_manager == ""


WANTED = mail_print(KEY, "o@dept.example", sign)
KEPT = {
    "to the same address": (WANTED, True),
    "to whoever held the part before": (mail_print(KEY, "old@dept.example", sign), False),
    "of an earlier version, which kept the key": (KEY, True),
    "of another week": (mail_print("digest/manager/2026-W46", "o@dept.example", sign), False),
}


@pytest.mark.parametrize(("kept", "same"), KEPT.values(), ids=KEPT)
def test_a_mail_is_known_again_by_whom_it_was_to(kept: str, same: bool) -> None:
    assert is_for(kept, KEY, WANTED) is same
    assert is_to(a_recipient(email="o@dept.example"), KEY, kept, sign) is same


def test_a_copy_is_marked_as_one_and_counts_for_no_period() -> None:
    digest = a_digest()
    action = copy(an_organisation(), MANAGER, digest, 12, sign)

    assert action.key == "copy/manager/12"
    assert action.summary == "copy of the digest to manager"
    assert action.digest.subject == f"[copy] {digest.subject}"
    assert action.discloses == (Disclosure(Act.MAILED, "digest", "manager", Basis.OFFICIAL, digest.students),)
    assert recipient_of(action.key) == ""


def test_a_mail_that_could_not_be_sent_is_told_with_its_reader() -> None:
    action = copy(an_organisation(), MANAGER, a_digest(), 12, sign)
    problem = failure(Outcome(action, State.FAILED, trouble=ProblemKind.MAIL_WAITS))

    assert problem is not None
    assert problem.sentence == (
        "Gmail's limit is reached, so this was not done: sending a copy of a digest to manager."
    )


def test_the_digests_of_a_css_are_known_whatever_district_they_are_called_by() -> None:
    assert key_prefix(MANAGER) == "digest/manager/"
    assert key_prefix(a_recipient(Edition.CSS, "css-lakeward")) == "digest/css-"


FRIDAY = "2026-11-20T12:00:00-05:00"
NEXT = {
    "of the week, before its day": (
        DigestTime(weekday="Friday", time=dt.time(13)),
        FRIDAY,
        "2026-11-20T13:00-05:00",
    ),
    "of the week, at its moment": (
        DigestTime(weekday="Friday", time=dt.time(12)),
        FRIDAY,
        "2026-11-27T12:00-05:00",
    ),
    "of the week, on another day": (DigestTime(), FRIDAY, "2026-11-23T07:00-05:00"),
    "of the day, over the weekend": (DigestTime(every="day"), FRIDAY, "2026-11-23T07:00-05:00"),
    "when clocks go back": (DigestTime(), "2026-10-26T12:00:00-04:00", "2026-11-02T07:00-05:00"),
    "when clocks go forward": (DigestTime(), "2027-03-08T12:00:00-05:00", "2027-03-15T07:00-04:00"),
}


@pytest.mark.parametrize(("at", "now", "expected"), NEXT.values(), ids=NEXT)
def test_the_next_digest_is_due(at: DigestTime, now: str, expected: str) -> None:
    found = next_due(dt.datetime.fromisoformat(now), at, NEW_YORK)

    assert found == dt.datetime.fromisoformat(expected)


def test_who_wants_no_digest_has_no_next_one() -> None:
    assert next_due(dt.datetime.fromisoformat(FRIDAY), DigestTime(every="never"), NEW_YORK) is None
