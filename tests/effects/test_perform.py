"""What becomes of an action, whatever Google answers, and what the ledger then knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from workspace_agent.duties.wording import failure
from workspace_agent.effects.perform import Done, Performer
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.ledger.rows import Entry
from workspace_agent.log import Log
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action, Kind, Outcome, State
from workspace_agent.model.errors import (
    AccessDenied,
    AlreadyExists,
    Changed,
    Gone,
    GoogleUnavailable,
    NameRefused,
    NotFound,
    OutcomeUnknown,
    QuotaExhausted,
    Rejected,
    SignInError,
    Stopped,
)
from workspace_agent.model.problem_kinds import ProblemKind

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
METHOD = "drive.files.create"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Action):
    """Anything that can be done."""


@dataclass
class FakeEffect:
    """Does what it is told and counts how often it is asked.

    Attributes:
        answers: What each `perform` ends with; one that is left out succeeds.
        there: What a look-up finds, or what it ends with.
        midway: An id that is noted before the answer, as a draft's is.
    """

    ledger: Ledger
    answers: dict[str, Exception] = field(default_factory=dict)
    there: Done | Exception | None = None
    midway: str = ""
    calls: list[str] = field(default_factory=list)
    intents: list[Entry | None] = field(default_factory=list)

    def reserve(self, action: Thing) -> str:
        self.calls.append(f"reserve {action.key}")
        return f"reserved-{action.key}"

    def find(self, action: Thing, entry: Entry) -> Done | None:
        self.calls.append(f"find {action.key} {entry.reserved_id}")
        if isinstance(self.there, Exception):
            raise self.there
        return self.there

    def perform(self, action: Thing, entry: Entry) -> Done:
        self.calls.append(f"perform {action.key} {entry.reserved_id}")
        self.intents.append(self.ledger.entry(action.key))
        if self.midway:
            self.ledger.note(action.key, self.midway)
        if action.key in self.answers:
            raise self.answers[action.key]
        return Done(f"id-{action.key}", f"link-{action.key}")


@dataclass
class Bench:
    """A performer with one fake effect, on a real ledger."""

    ledger: Ledger
    effect: FakeEffect
    performer: Performer

    def perform(self, *actions: Thing) -> tuple[Outcome, ...]:
        return self.performer.perform(actions)

    def one(self, action: Thing) -> Outcome:
        (outcome,) = self.perform(action)
        return outcome

    def state(self, key: str) -> str:
        entry = self.ledger.entry(key)
        return entry.state if entry else "unknown"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    ledger, log = Ledger(tmp_path / "ledger"), Log(tmp_path / "log")
    effect = FakeEffect(ledger)
    yield Bench(ledger, effect, Performer({Thing: effect}, ledger, log, 7, lambda: NOW))
    log.close()
    ledger.close()


def a_thing(key: str = "a", *needs: str, fingerprint: str = "print") -> Thing:
    return Thing(key=key, fingerprint=fingerprint, summary=key, needs=needs)


def in_doubt(bench: Bench, key: str = "a") -> None:
    bench.ledger.intend(key, "print", 6, NOW, "reserved-before")


# ---- being asked to end


def test_between_two_actions_nothing_further_begins(bench: Bench) -> None:
    performer = replace(bench.performer, stop=lambda: "perform a reserved-a" in bench.effect.calls)
    with pytest.raises(Stopped):
        performer.perform((a_thing("a"), a_thing("b")))

    assert (bench.state("a"), bench.state("b")) == ("done", "unknown")


def test_an_action_that_waits_for_its_turn_is_given_up_and_stays_in_doubt(bench: Bench) -> None:
    bench.effect.answers["a"] = Stopped("asked to end")
    with pytest.raises(Stopped):
        bench.one(a_thing())

    assert bench.state("a") == "intended"
    assert bench.ledger.history(7) == ()


# ---- a fresh action


def test_what_succeeds_is_done_with_its_link(bench: Bench) -> None:
    outcome = bench.one(a_thing())

    assert (outcome.state, outcome.link) == (State.DONE, "link-a")
    assert bench.effect.calls == ["reserve a", "perform a reserved-a"]
    assert bench.ledger.done() == {"a": "print"}


def test_the_intent_is_in_the_ledger_when_google_hears_of_it(bench: Bench) -> None:
    bench.one(a_thing())

    (intent,) = bench.effect.intents
    assert intent == Entry("a", "print", "intended", 7, "reserved-a", "", "")


ANSWERS = {
    "no answer": (OutcomeUnknown(METHOD), State.UNKNOWN, "no answer", "intended"),
    "no usable answer": (OutcomeUnknown(METHOD, 503), State.UNKNOWN, "no answer", "intended"),
    "overloaded": (GoogleUnavailable(METHOD, 503), State.FAILED, "status 503", "intended"),
    "forbidden": (AccessDenied(METHOD, 403, "forbidden"), State.FAILED, "forbidden", "unknown"),
    "no such folder": (NotFound(METHOD, 404, "notFound"), State.FAILED, "notFound", "unknown"),
    "deleted meanwhile": (Gone(METHOD, 410), State.FAILED, "status 410", "unknown"),
    "malformed": (Rejected(METHOD, 400, "badRequest"), State.FAILED, "badRequest", "unknown"),
    "used up": (QuotaExhausted(METHOD, 403, "quotaExceeded"), State.FAILED, "quotaExceeded", "unknown"),
    "taken, and not ours": (AlreadyExists(METHOD, 409, "duplicate"), State.FAILED, "duplicate", "spent"),
    "changed by a person": (Changed(METHOD, 412), State.FAILED, "status 412", "unknown"),
    "a name": (NameRefused("drive", "body.name"), State.FAILED, "a name in body.name", "unknown"),
}


@pytest.mark.parametrize(("answer", "state", "reason", "known"), ANSWERS.values(), ids=ANSWERS)
def test_each_answer_has_its_outcome_and_its_trace(
    bench: Bench, answer: Exception, state: State, reason: str, known: str
) -> None:
    bench.effect.answers["a"] = answer
    outcome = bench.one(a_thing())

    assert (outcome.state, outcome.reason) == (state, reason)
    assert bench.state("a") == known


TROUBLES = {
    "no answer": "EFFECT_UNKNOWN",
    "no usable answer": "EFFECT_UNKNOWN",
    "overloaded": "EFFECT_UNAVAILABLE",
    "forbidden": "EFFECT_DENIED",
    "no such folder": "EFFECT_VANISHED",
    "deleted meanwhile": "EFFECT_VANISHED",
    "malformed": "EFFECT_FAILED",
    "used up": "EFFECT_USED_UP",
    "taken, and not ours": "EFFECT_TAKEN",
    "changed by a person": "EFFECT_OVERTAKEN",
    "a name": "EFFECT_NAMED",
}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_answer_has_words_for_people_and_no_code_in_them(bench: Bench, case: str) -> None:
    bench.effect.answers["a"], *_ = ANSWERS[case]
    outcome = bench.one(a_thing())
    told = failure(outcome)

    assert outcome.trouble is not None
    assert outcome.trouble.name == TROUBLES[case]
    assert told is not None
    assert outcome.reason == "no answer" or outcome.reason not in f"{told.sentence} {told.advice}"


def test_a_defect_is_told_without_its_type(bench: Bench) -> None:
    bench.effect.answers["a"] = KeyError("x")
    outcome = bench.one(a_thing())
    told = failure(outcome)

    assert outcome.reason == "defect KeyError"
    assert told is not None
    assert "defect" not in told.sentence


def test_of_a_mail_nobody_can_always_see_whether_it_was_sent(bench: Bench) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Mail(Action):
        kind: ClassVar[Kind] = Kind.MAIL

    bench.effect.answers["a"] = OutcomeUnknown(METHOD)
    performer = replace(bench.performer, effects={Mail: bench.effect})
    (outcome,) = performer.perform([Mail(key="a", fingerprint="f", summary="mail")])

    assert outcome.trouble is ProblemKind.MAIL_UNKNOWN


def test_what_is_done_or_hangs_on_something_is_no_trouble(bench: Bench) -> None:
    bench.effect.answers["a"] = Rejected(METHOD, 400)
    outcomes = bench.perform(a_thing("a"), a_thing("b", "a"), a_thing("c"))

    assert [failure(outcome) is None for outcome in outcomes] == [False, True, True]


@pytest.mark.parametrize("answer", [AlreadyExists(METHOD, 409), Changed(METHOD, 412)], ids=["409", "412"])
def test_what_an_earlier_attempt_did_is_done(bench: Bench, answer: Exception) -> None:
    bench.effect.answers["a"] = answer
    bench.effect.there = Done("id-found", "link-found")
    outcome = bench.one(a_thing())

    assert (outcome.state, outcome.link) == (State.DONE, "link-found")
    assert bench.state("a") == "done"


def test_a_refused_sign_in_stops_everything(bench: Bench) -> None:
    bench.effect.answers["b"] = SignInError("no")
    with pytest.raises(SignInError):
        bench.perform(a_thing("a"), a_thing("b"), a_thing("c"))

    assert [call for call in bench.effect.calls if call.endswith("c")] == []
    assert (bench.state("a"), bench.state("b")) == ("done", "intended")


def test_what_needs_a_failure_is_skipped_and_everything_else_is_done(bench: Bench) -> None:
    bench.effect.answers["folder"] = AccessDenied(METHOD, 403, "forbidden")
    outcomes = bench.perform(
        a_thing("folder"),
        a_thing("file", "folder"),
        a_thing("share", "file"),
        a_thing("other folder"),
        a_thing("other file", "other folder"),
    )

    assert {outcome.action.key: outcome.state for outcome in outcomes} == {
        "folder": State.FAILED,
        "file": State.SKIPPED,
        "share": State.SKIPPED,
        "other folder": State.DONE,
        "other file": State.DONE,
    }
    assert outcomes[1].reason == "something it needs could not be done"
    assert bench.state("file") == "unknown"


@pytest.mark.parametrize("first", ["revoke/folder/1", "unmark/folder/theo"])
def test_whoever_waits_until_another_is_taken_off_is_told(bench: Bench, first: str) -> None:
    bench.effect.answers[first] = AccessDenied(METHOD, 403, "forbidden")
    _, share = bench.perform(a_thing(first), a_thing("share", first))

    assert (share.state, share.trouble) == (State.SKIPPED, ProblemKind.EFFECT_WAITS)


def test_what_needs_a_failure_is_skipped_when_it_is_planned_again(bench: Bench) -> None:
    bench.effect.answers["folder"] = Rejected(METHOD, 400)
    bench.perform(a_thing("folder"))

    assert bench.one(a_thing("file", "folder")).state is State.SKIPPED
    bench.effect.answers.clear()
    states = [outcome.state for outcome in bench.perform(a_thing("folder"), a_thing("file", "folder"))]
    assert states == [State.DONE, State.DONE]


def test_nothing_is_done_that_the_ledger_would_not_remember(bench: Bench) -> None:
    bench.ledger._database.execute("PRAGMA query_only=1")

    with pytest.raises(sqlite3.OperationalError):
        bench.perform(a_thing("a"), a_thing("b"))
    assert bench.effect.calls == ["reserve a"]


# ---- an action in doubt


def test_what_is_in_doubt_is_looked_up_before_it_is_repeated(bench: Bench) -> None:
    in_doubt(bench)
    bench.effect.there = Done("id-found", "link-found")

    assert bench.one(a_thing()).link == "link-found"
    assert bench.effect.calls == ["find a reserved-before"]
    assert bench.state("a") == "done"


NOTHING_THERE: dict[str, Exception | None] = {
    "nothing found": None,
    "nothing to look in": NotFound(METHOD, 404),
}


@pytest.mark.parametrize("there", NOTHING_THERE.values(), ids=NOTHING_THERE)
def test_what_is_not_there_is_done_under_the_id_reserved_before(
    bench: Bench, there: Exception | None
) -> None:
    in_doubt(bench)
    bench.effect.there = there

    assert bench.one(a_thing()).state is State.DONE
    assert bench.effect.calls == ["find a reserved-before", "perform a reserved-before"]


NO_LOOK = {
    "overloaded": GoogleUnavailable(METHOD, 503),
    "used up": QuotaExhausted(METHOD, 403, "quotaExceeded"),
    "forbidden": AccessDenied(METHOD, 403, "forbidden"),
    "malformed": Rejected(METHOD, 400),
}


@pytest.mark.parametrize("there", NO_LOOK.values(), ids=NO_LOOK)
def test_what_could_not_be_looked_up_stays_in_doubt_and_is_not_repeated(
    bench: Bench, there: Exception
) -> None:
    in_doubt(bench)
    bench.effect.there = there

    assert bench.one(a_thing()).state is State.UNKNOWN
    assert bench.effect.calls == ["find a reserved-before"]
    assert bench.state("a") == "intended"


def test_a_conflict_that_cannot_be_looked_up_is_in_doubt(bench: Bench) -> None:
    bench.effect.answers["a"] = AlreadyExists(METHOD, 409)
    bench.effect.there = GoogleUnavailable(METHOD, 503)

    assert bench.one(a_thing()).state is State.UNKNOWN
    assert bench.state("a") == "intended"


# ---- what the ledger must not forget

REFUSALS: dict[str, Callable[[], Exception]] = {
    "refused": lambda: QuotaExhausted(METHOD, 403, "quotaExceeded"),
    "a name": lambda: NameRefused("gmail", "body"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_draft_that_could_not_be_sent_is_remembered(bench: Bench, refusal: Callable[[], Exception]) -> None:
    bench.effect.midway, bench.effect.answers["a"] = "draft-1", refusal()

    assert bench.one(a_thing()).state is State.FAILED
    entry = bench.ledger.entry("a")
    assert entry is not None
    assert (entry.state, entry.remote_id) == ("intended", "draft-1")


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_refused_change_leaves_the_booking_done(bench: Bench, refusal: Callable[[], Exception]) -> None:
    bench.one(a_thing())
    bench.effect.answers["a"] = refusal()

    assert bench.one(a_thing(fingerprint="new")).state is State.FAILED
    assert bench.ledger.done() == {"a": "print"}


def test_every_outcome_is_logged_by_its_key(bench: Bench, tmp_path: Path) -> None:
    bench.effect.answers["a"] = Rejected(METHOD, 400, "badRequest")
    bench.perform(a_thing("a"), a_thing("b"))

    log = (tmp_path / "log").read_text(encoding="utf8")
    assert '"key": "a", "state": "failed", "reason": "badRequest"' in log
    assert '"key": "b", "state": "done"' in log


# ---- what is entered into the access record


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(Thing):
    """Anything that can be mailed."""

    kind: ClassVar[Kind] = Kind.MAIL


def told(recipient: str) -> tuple[Disclosure, ...]:
    return (Disclosure(Act.FILED, "record", recipient, Basis.OFFICIAL),)


def entered(bench: Bench) -> list[str]:
    return [entry.recipient for entry in bench.ledger.access.entries()]


def test_what_is_done_is_entered_and_what_is_refused_is_not(bench: Bench) -> None:
    bench.effect.answers["refused"] = Rejected(METHOD, 400)
    bench.perform(
        *(Thing(key=key, fingerprint="f", summary="", discloses=told(key)) for key in ("done", "refused"))
    )

    assert entered(bench) == ["done"]


KINDS: dict[str, tuple[type[Thing], str]] = {
    "a thing is done as it is wanted now": (Thing, "now"),
    "a mail tells what it was written for, until its effect has written it anew": (Mail, "before"),
}


@pytest.mark.parametrize(("kind", "expected"), KINDS.values(), ids=KINDS)
def test_after_a_doubt(bench: Bench, kind: type[Thing], expected: str) -> None:
    bench.ledger.intend("a", "f", 1, NOW, discloses=told("before"))
    performer = replace(bench.performer, effects={kind: bench.effect})
    performer.perform([kind(key="a", fingerprint="f", summary="", discloses=told("now"))])

    assert entered(bench) == [expected]
