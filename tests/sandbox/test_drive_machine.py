"""Files made, moved, shared, trashed and deleted in any order: nobody reads what is not shared with them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.sandbox.test_drive_permissions import FILES, FOLDER
from tests.sandbox.world import MANAGER, PARENT, ROBOT, Json, Person
from workspace_agent.sandbox.server import Sandbox

OTHERS = st.sampled_from([MANAGER, PARENT])
NUMBER = st.integers(0, 5)
ROLES = st.sampled_from(["reader", "commenter", "writer"])


class Files(RuleBasedStateMachine):
    """The model: who owns what, what lies where, and who was given what directly."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox()
        self.sandbox.state.clock.set(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), frozen=True)
        self.people = {email: Person(self.sandbox, email) for email in (ROBOT, MANAGER, PARENT)}
        self.parent: dict[str, str] = {}
        self.given: dict[str, dict[str, str]] = {}
        self.ids: list[str] = []
        self.root = str(self.people[ROBOT].get(f"{FILES}/root")["id"])

    def named(self, number: int) -> str:
        return self.ids[number % len(self.ids)] if self.ids else self.root

    def ask(self, who: str, verb: str, path: str, body: Json | None = None, **params: str) -> int:
        status = self.people[who].ask(verb, path, body, params=params).status_code
        assert status < 500
        return status

    @rule(number=NUMBER, twice=st.booleans())
    def make(self, number: int, twice: bool) -> None:
        wanted = self.people[ROBOT].get(f"{FILES}/generateIds", count=1)["ids"][0]
        place = self.named(number)
        body: Json = {"id": wanted, "mimeType": FOLDER, "parents": [place]}
        assert self.ask(ROBOT, "POST", FILES, body) == 200
        if twice:
            assert self.ask(ROBOT, "POST", FILES, body) == 409
        self.ids.append(wanted)
        self.parent[wanted], self.given[wanted] = place, {}

    @rule(number=NUMBER, email=OTHERS, role=ROLES)
    def share(self, number: int, email: str, role: str) -> None:
        if self.ids:
            file_id = self.named(number)
            body = {"type": "user", "role": role, "emailAddress": email}
            assert self.ask(ROBOT, "POST", f"{FILES}/{file_id}/permissions", body) == 200
            self.given[file_id][email] = role

    @rule(number=NUMBER, email=OTHERS)
    def unshare(self, number: int, email: str) -> None:
        if not self.ids:
            return
        file_id = self.named(number)
        listed = self.people[ROBOT].get(f"{FILES}/{file_id}/permissions", fields="*")["permissions"]
        found = [one["id"] for one in listed if one["emailAddress"] == email]
        if found:
            status = self.ask(ROBOT, "DELETE", f"{FILES}/{file_id}/permissions/{found[0]}")
            assert status == (204 if email in self.given[file_id] else 403)
            self.given[file_id].pop(email, None)

    @rule(number=NUMBER, into=NUMBER)
    def move(self, number: int, into: int) -> None:
        if not self.ids:
            return
        file_id, place = self.named(number), self.named(into)
        if place == self.parent[file_id]:
            return
        params = {"addParents": place, "removeParents": self.parent[file_id]}
        status = self.ask(ROBOT, "PATCH", f"{FILES}/{file_id}", {}, **params)
        assert status == (403 if file_id in self.chain(place) else 200)
        if status == 200:
            self.parent[file_id] = place

    @rule(number=NUMBER, trashed=st.booleans())
    def trash(self, number: int, trashed: bool) -> None:
        if self.ids:
            assert self.ask(ROBOT, "PATCH", f"{FILES}/{self.named(number)}", {"trashed": trashed}) == 200

    @rule(number=NUMBER)
    def delete(self, number: int) -> None:
        if not self.ids:
            return
        file_id = self.named(number)
        gone = {one for one in self.ids if file_id in self.chain(one)}
        assert self.ask(ROBOT, "DELETE", f"{FILES}/{file_id}") == 204
        self.ids = [one for one in self.ids if one not in gone]

    @rule(number=NUMBER)
    def intrude(self, number: int) -> None:
        """Somebody who may only read at best tries to delete."""
        if self.ids:
            assert self.ask(PARENT, "DELETE", f"{FILES}/{self.named(number)}") in {403, 404}

    def chain(self, file_id: str) -> list[str]:
        chain = [file_id]
        while chain[-1] in self.parent:
            chain.append(self.parent[chain[-1]])
        return chain

    @invariant()
    def readers_are_those_of_the_file_and_of_the_folders_above(self) -> None:
        for email in (MANAGER, PARENT):
            listed = {one["id"] for one in self.people[email].get(FILES, pageSize=1000)["files"]}
            allowed = {
                one for one in self.ids if any(email in self.given.get(link, {}) for link in self.chain(one))
            }
            assert listed == allowed

    @invariant()
    def every_id_is_one_file(self) -> None:
        listed = [one["id"] for one in self.people[ROBOT].get(FILES, pageSize=1000)["files"]]
        assert sorted(listed) == sorted(self.ids)

    @invariant()
    def roles_are_the_highest_of_the_chain(self) -> None:
        state = self.sandbox.state.drive
        rank = ["", "reader", "commenter", "writer"]
        for file_id in self.ids:
            for email in (MANAGER, PARENT):
                given = [self.given.get(link, {}).get(email, "") for link in self.chain(file_id)]
                assert state.role(state.files[file_id], email) == max(given, key=rank.index)


TestFiles = Files.TestCase
TestFiles.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
