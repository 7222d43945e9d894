"""What must hold of the agent's mails: each once, to whom it is for, in its week, and when Gmail takes it."""

from __future__ import annotations

from datetime import date, timedelta

from tests.machine.looks import Look, Mails
from tests.simulation.school import DIGESTS, School

OF_MANAGER, OF_CASE_MANAGER, OF_CSS = DIGESTS


def after_each_run(school: School, before: Look, after: Look) -> None:
    """Whatever became of the run.

    Raises:
        AssertionError: A promise was broken.
    """
    assert not school.watch.too_early, f"asked too early: {school.watch.too_early}"
    new = after.digests - before.digests
    _one_a_day(school, new)
    late = sorted(to for to, _ in new if to in school.former)
    assert not late, f"a mail went to who is not in office any more: {late}"
    twice = sorted(mail for mail, count in school.outbox().items() if count > school.ledgers)
    assert not twice, f"a digest was written twice: {twice}"


def _one_a_day(school: School, new: Mails) -> None:
    """Of the week or of the day, nobody gets two of a kind on one day."""
    today = school.world.clock.now.date()
    for to, said in new:
        kind = said.partition(" (")[0]
        if kind in DIGESTS:
            school.told_on[to, kind, today] += 1
            assert school.told_on[to, kind, today] <= school.ledgers, (
                f"two digests on one day: {kind} to {to}"
            )


def may_wait(school: School, key: str) -> bool:
    """A mail of a day of this week whose reader wants another one by now: the next one settles it."""
    _, _, period = key.rpartition("/")
    today = school.world.clock.now.date()
    days = [(today - timedelta(days=back)).isoformat() for back in range(7)]
    return key.startswith(("digest/", "ready/")) and period in days


def were_sent(school: School) -> None:
    """On a Sunday: everybody in office has the digest of the week, or had one of a day in it.

    Raises:
        AssertionError: Somebody has none.
    """
    due = {(one, OF_MANAGER) for one in (school.manager, school.supervisor) if one}
    due |= {
        (school.address(one), OF_CASE_MANAGER) for one in school.files.case_managers if one not in school.gone
    }
    due |= {(one["css"]["email"], OF_CSS) for one in school.files.about["districts"]}
    missed = sorted(due - _had(school))
    assert not missed or school.only_reports, f"a digest was not sent: {missed}"


def reached_the_supervisor(school: School) -> None:
    """Who is due to get a digest has it after this run.

    Raises:
        AssertionError: The digest was not sent.
    """
    if school.supervisor and school.report and _goes_out(school):
        has_it = (school.supervisor, OF_MANAGER) in _had(school)
        assert has_it, "a digest waited for what its reader is not told of"


def reached_the_manager(school: School) -> None:
    """After a calm run whoever has the manager's part has the digest of the week.

    Raises:
        AssertionError: The digest was not sent.
    """
    is_in_office = school.manager_from <= school.world.clock.now.date()
    if is_in_office and _goes_out(school) and not school.account.unread:
        assert (school.manager, OF_MANAGER) in _had(school), f"a digest was not sent: {school.manager}"


def _goes_out(school: School) -> bool:
    """Mail neither waits for Gmail nor is only reported."""
    opens = school.watch.gmail_opens
    return not school.only_reports and (opens is None or opens <= school.world.clock.now)


def _had(school: School) -> set[tuple[str, str]]:
    """Who got which kind of digest since Monday, of the week or of a day in it."""
    today = school.world.clock.now.date()
    monday = today - timedelta(days=today.weekday())
    periods = {f"week of {_words(monday)}", *(_words(monday + timedelta(days=days)) for days in range(7))}
    told = ((to, *said.rstrip(")").split(" (", 1)) for to, said in school.look().digests if " (" in said)
    return {(to, kind) for to, kind, period in told if period in periods}


def _words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
