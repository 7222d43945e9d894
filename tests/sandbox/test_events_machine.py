"""Two people at one another's events in any order: whatever they do, their calendars agree."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.sandbox.test_calendar_events import EVENTS
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

IDS = st.sampled_from(["meeting1", "meeting2"])
NUMBER = st.integers(0, 3)
PEOPLE = st.sampled_from([ROBOT, MANAGER])
GUESTS = st.lists(st.sampled_from([ROBOT, MANAGER, PARENT]), unique=True)
ANSWERS = st.sampled_from(["accepted", "declined", "tentative"])
TIMES: Json = {
    "start": {"dateTime": "2026-12-01T10:00:00Z"},
    "end": {"dateTime": "2026-12-01T11:00:00Z"},
}


class Events(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox()
        self.sandbox.state.clock.set(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), frozen=True)
        self.people = {email: Person(self.sandbox, email) for email in (ROBOT, MANAGER, PARENT)}
        self.taken: set[tuple[str, str]] = set()

    def ask(self, who: str, verb: str, path: str, body: Json | None = None) -> int:
        status = self.people[who].ask(verb, path, body).status_code
        assert status < 500
        return status

    @rule(who=PEOPLE, event_id=IDS, guests=GUESTS, open_to_guests=st.booleans())
    def insert(self, who: str, event_id: str, guests: list[str], open_to_guests: bool) -> None:
        known = self.ask(who, "GET", f"{EVENTS}/{event_id}") == 200
        attendees = [{"email": one} for one in guests]
        body = TIMES | {"id": event_id, "attendees": attendees, "guestsCanModify": open_to_guests}
        assert self.ask(who, "POST", EVENTS, body) == (409 if known else 200)
        self.taken.add((who, event_id))

    @rule(who=PEOPLE, event_id=IDS, title=st.sampled_from(["A.B.", "C.D."]))
    def retitle(self, who: str, event_id: str, title: str) -> None:
        assert self.ask(who, "PATCH", f"{EVENTS}/{event_id}", {"summary": title}) in {200, 403, 404}

    @precondition(lambda self: self.taken)
    @rule(number=NUMBER, guests=GUESTS)
    def invite(self, number: int, guests: list[str]) -> None:
        """An organiser changes who is invited."""
        who, event_id = sorted(self.taken)[number % len(self.taken)]
        attendees = [{"email": one} for one in guests]
        assert self.ask(who, "PATCH", f"{EVENTS}/{event_id}", {"attendees": attendees}) == 200

    @rule(who=PEOPLE, event_id=IDS, guest=st.sampled_from([ROBOT, PARENT]))
    def bring(self, who: str, event_id: str, guest: str) -> None:
        """Somebody, perhaps a guest, invites one more."""
        event = self.people[who].ask("GET", f"{EVENTS}/{event_id}").json()
        attendees = [*event.get("attendees", []), {"email": guest}]
        assert self.ask(who, "PATCH", f"{EVENTS}/{event_id}", {"attendees": attendees}) in {200, 404}

    @rule(who=PEOPLE, event_id=IDS, answer=ANSWERS)
    def respond(self, who: str, event_id: str, answer: str) -> None:
        attendees = [{"email": who, "responseStatus": answer}]
        body = {"attendeesOmitted": True, "attendees": attendees}
        assert self.ask(who, "PATCH", f"{EVENTS}/{event_id}", body) in {200, 404}

    @rule(who=PEOPLE, event_id=IDS)
    def delete(self, who: str, event_id: str) -> None:
        assert self.ask(who, "DELETE", f"{EVENTS}/{event_id}") in {204, 404, 410}

    @rule(who=PEOPLE, event_id=IDS)
    def restore(self, who: str, event_id: str) -> None:
        assert self.ask(who, "PATCH", f"{EVENTS}/{event_id}", {"status": "confirmed"}) in {200, 403, 404}

    @invariant()
    def ids_stay_taken(self) -> None:
        for who, event_id in self.taken:
            assert self.ask(who, "GET", f"{EVENTS}/{event_id}") == 200

    @invariant()
    def copies_agree_with_the_organisers_event(self) -> None:
        calendars = self.sandbox.state.calendar.calendars
        for calendar in calendars.values():
            assert len({one.resource["id"] for one in calendar.events.values()}) == len(calendar.events)
            for entry in calendar.events.values():
                organizer = entry.resource["organizer"]["email"]
                if organizer == calendar.id or entry.cancelled:
                    continue
                original = calendars[organizer].events[entry.source].resource
                for name in ("summary", "attendees", "status", "iCalUID", "start"):
                    assert entry.resource.get(name) == original.get(name)
                assert calendar.id in {one["email"] for one in original.get("attendees", [])}

    @invariant()
    def every_guest_has_a_copy(self) -> None:
        calendars = self.sandbox.state.calendar.calendars
        for calendar in list(calendars.values()):
            for entry in calendar.events.values():
                if entry.resource["organizer"]["email"] == calendar.id:
                    key = (calendar.id, entry.resource["id"])
                    guests = {one["email"] for one in entry.resource.get("attendees", [])} - {calendar.id}
                    assert all(key in calendars[guest].copies for guest in guests)


TestEvents = Events.TestCase
TestEvents.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
