"""What the agent relies on in Calendar, tried on the calendar of one case manager."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workspace_agent.doctor.probe.expectation import Expectation, Found, refused, seconds_until
from workspace_agent.doctor.probe.scratch import MARK, Scratch
from workspace_agent.google.calendar import Calendar, asks_for_meet
from workspace_agent.model.errors import AlreadyExists, Changed

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Events:
    """The tries.

    Attributes:
        scratch: Takes away what they make.
        calendar: On which they make it.
    """

    scratch: Scratch
    calendar: str

    def expectations(self) -> Iterator[Expectation]:
        """Each with what it relies on."""
        yield from self._of_writing()
        yield from self._of_cancelling()
        yield from self._of_conferences()

    def _of_writing(self) -> Iterator[Expectation]:
        yield Expectation(
            "C1",
            "insert, delete and insert the same id again",
            "409, and an event that is cancelled",
            "Numbers are never used again anyway, so no event comes back; a 409 that fades changes nothing.",
            self.deleted_id,
        )
        yield Expectation(
            "C2",
            "insert the same id twice at once",
            "409",
            "The sweep sees both under one mark and takes the first; a finding would have to name the other.",
            self.same_id,
        )
        yield Expectation(
            "C3",
            "patch with the etag of before a change",
            "412",
            "A person's change between look and patch could be lost: the agent would have to read again "
            "right before it writes, and say so.",
            self.old_etag,
        )

    def _of_cancelling(self) -> Iterator[Expectation]:
        yield Expectation(
            "C11",
            "cancel by patch",
            "a cancelled event that keeps its mark",
            "Mark first, then delete: two calls with a doubt in between, which the ledger can hold.",
            self.cancelled_by_patch,
        )
        yield Expectation(
            "C12",
            "list a deleted event by its mark",
            "it is listed (look again after some weeks)",
            "The ledger still knows that the meeting was booked and asks; after loss of the ledger too it "
            "would be booked again.",
            self.deleted_listed,
        )

    def _of_conferences(self) -> Iterator[Expectation]:
        yield Expectation(
            "C13",
            "ask for a Meet conference",
            "it within some seconds, or that it failed",
            "Guests are invited later than they could be; nothing is told twice.",
            self.conference,
        )
        yield Expectation(
            "C14",
            "open a conference on a calendar of somebody else's",
            "a conference, and the calendar's owner as organiser",
            "NO_VIDEO for every meeting: domain-wide delegation would be needed.",
            self.conference_of_another,
        )
        yield Expectation(
            "C15",
            "look for a telephone number beside the link",
            "one, or none",
            "The company's own lines are used, or it is told that there is none.",
            self.telephone,
        )

    def _made(self, **more: Any) -> Json:
        """A new event. That its id is taken means that an earlier sending arrived."""
        event = self.scratch.new_event(self.calendar) | more
        try:
            return self._google.insert(self.calendar, event, "none")
        except AlreadyExists:
            return self._google.get(self.calendar, event["id"])

    @property
    def _google(self) -> Calendar:
        return self.scratch.here.google.calendar

    def _again(self, event: Json) -> Found:
        body = self.scratch.event(event["id"])
        return refused(lambda: self._google.insert(self.calendar, body, "none"), AlreadyExists)

    def deleted_id(self) -> Found:
        """C1."""
        event = self._made()
        self._google.delete(self.calendar, event["id"])
        found = self._again(event)
        status = self._google.get(self.calendar, event["id"]).get("status")
        return Found(found.as_expected and status == "cancelled", f"{found.what}, and one that is {status}")

    def same_id(self) -> Found:
        """C2."""
        return self._again(self._made())

    def old_etag(self) -> Found:
        """C3."""
        event = self._made()
        self._patch(event, {"description": "changed"})
        return refused(lambda: self._patch(event, {"description": "changed again"}), Changed)

    def cancelled_by_patch(self) -> Found:
        """C11."""
        event = self._made()
        self._patch(event, {"status": "cancelled"})
        return self._listed(event)

    def deleted_listed(self) -> Found:
        """C12."""
        event = self._made()
        self._google.delete(self.calendar, event["id"])
        return self._listed(event)

    def _patch(self, event: Json, body: Json) -> None:
        self._google.patch(self.calendar, event["id"], body, event["etag"], "none")

    def _listed(self, event: Json) -> Found:
        """Whether an event is listed as cancelled, with its mark."""
        marked = self._google.list(self.calendar, privateExtendedProperty=f"{MARK}=1", showDeleted=True)
        same = [one for one in marked if one["id"] == event["id"]]
        status = same[0].get("status") if same else "not listed"
        marks = same[0].get("extendedProperties", {}).get("private", {}) if same else {}
        kept = "with its mark" if MARK in marks else "without its mark"
        return Found(status == "cancelled" and MARK in marks, f"one that is {status}, {kept}")

    def conference(self) -> Found:
        """C13."""
        _, status, waited = self._with_conference()
        told = f"{status} after {waited} s" if waited is not None else "it still pending after 10 s"
        return Found(status in {"success", "failure"}, told)

    def conference_of_another(self) -> Found:
        """C14."""
        event, status, _ = self._with_conference()
        organiser = event.get("organizer", {}).get("email", "nobody")
        is_owners = organiser.casefold() == self.calendar.casefold()
        whose = "the calendar's owner" if is_owners else "somebody else"
        return Found(status == "success" and is_owners, f"{status}, and {whose} as organiser")

    def telephone(self) -> Found:
        """C15."""
        event, _, _ = self._with_conference()
        points = event.get("conferenceData", {}).get("entryPoints", ())
        there = any(point.get("entryPointType") == "phone" for point in points)
        return Found(as_expected=True, what="one" if there else "none")

    def _with_conference(self) -> tuple[Json, str, int | None]:
        """An event with a conference, how that ended, and after how many seconds."""
        event = self._made(conferenceData=asks_for_meet(secrets.token_hex(8)))
        seen = [event]

        def is_settled() -> bool:
            seen.append(self._google.get(self.calendar, event["id"]))
            return _status(seen[-1]) != "pending"

        waited = seconds_until(self.scratch.here, is_settled, most=10)
        return seen[-1], _status(seen[-1]), waited


def _status(event: Json) -> str:
    request = event.get("conferenceData", {}).get("createRequest", {})
    return str(request.get("status", {}).get("statusCode", "none"))
