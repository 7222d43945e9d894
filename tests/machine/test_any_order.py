"""People and the agent act in any order, and the agent's runs get into trouble.

A short look here; `make machine` looks for long and prints the seed that it began with.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.journeys.world import MANAGER, MARISOL
from tests.kills.department import CSS, TEACHER
from tests.kills.losses import LOSSES
from tests.kills.steps import Point
from tests.machine.office import PEOPLE, Office
from tests.machine.scene import FRIEND
from tests.machine.sheet import DAYS, PURPOSES, TIMES, Row
from tests.machine.trouble import Loss, Trouble

A_FEW = settings(
    max_examples=6,
    stateful_step_count=14,
    phases=(Phase.generate,),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

numbers = st.integers(0, 9)
rows = st.builds(
    Row,
    student=st.sampled_from(PEOPLE),
    purposes=st.sampled_from(PURPOSES),
    day=st.sampled_from(DAYS),
    time=st.sampled_from(TIMES),
    agreed=st.booleans(),
    book=st.sampled_from([True, True, True, False]),
    held=st.sampled_from([False, False, False, True]),
    cancelled=st.sampled_from([False, False, True]),
)
troubles: st.SearchStrategy[Trouble] = st.one_of(
    st.none(),
    st.builds(Loss, st.sampled_from(LOSSES), st.integers(1, 40)),
    st.builds(
        Point,
        st.sampled_from(["request", "commit"]),
        st.integers(1, 60),
        st.sampled_from(["before", "after"]),
    ),
)
times = st.sampled_from([timedelta(minutes=1), timedelta(minutes=16), timedelta(hours=20)])
starts = rows.map(lambda row: row.start.replace(hour=15))


class AnyOrder(RuleBasedStateMachine):
    """Each rule is something that somebody does."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office.open()

    @rule(number=numbers, row=rows)
    def a_row_is_retyped(self, number: int, row: Row) -> None:
        self.office.retypes(number, row)

    @rule(row=rows)
    def a_row_is_added(self, row: Row) -> None:
        self.office.adds(row)

    @rule(number=numbers)
    def a_row_is_removed(self, number: int) -> None:
        self.office.removes(number)

    @rule()
    def the_sheet_is_sorted(self) -> None:
        self.office.sorts()

    @rule(student=st.sampled_from(PEOPLE))
    def the_team_changes(self, student: int) -> None:
        self.office.team_changes(student)

    @rule(number=numbers, start=starts)
    def an_event_is_dragged(self, number: int, start: datetime) -> None:
        if event := self.office.event(number):
            self.office.drags(event, start)

    @rule(number=numbers, start=starts)
    def a_row_is_cancelled_and_its_event_dragged(self, number: int, start: datetime) -> None:
        event = self.office.event(number)
        if event and self.office.calls_off(event):
            self.office.drags(event, start)

    @rule(number=numbers)
    def a_meeting_is_called_off(self, number: int) -> None:
        event = self.office.event(number)
        if event and self.office.calls_off(event):
            self.office.runs_twice()

    @rule(number=numbers, wanted=st.booleans())
    def an_event_is_brought_back(self, number: int, wanted: bool) -> None:
        if event := self.office.gone(number):
            if wanted:
                self.office.wants_again(event)
            self.office.restores(event)

    @rule(number=numbers, what=st.sampled_from(["colorId", "location"]))
    def an_event_is_decorated(self, number: int, what: str) -> None:
        if event := self.office.event(number):
            self.office.decorates(event, what)

    @rule(number=numbers)
    def a_room_is_booked(self, number: int) -> None:
        if event := self.office.event(number):
            self.office.books_room(event)

    @rule(number=numbers)
    def somebody_from_outside_is_put_on(self, number: int) -> None:
        if event := self.office.event(number):
            self.office.puts_on(event)

    @rule(number=numbers, guest=st.sampled_from([CSS, TEACHER]))
    def a_guest_is_taken_off(self, number: int, guest: str) -> None:
        if event := self.office.event(number):
            self.office.takes_off(event, guest)

    @rule(number=numbers)
    def a_row_is_paused(self, number: int) -> None:
        self.office.pauses(number)

    @rule(number=numbers)
    def an_event_is_retitled(self, number: int) -> None:
        if event := self.office.event(number):
            self.office.retitles(event, event.summary + "!")

    @rule(number=numbers)
    def an_event_is_deleted(self, number: int) -> None:
        if event := self.office.event(number):
            self.office.deletes(event)

    @rule(number=numbers)
    def a_guest_accepts(self, number: int) -> None:
        if event := self.office.event(number):
            self.office.accepts(event)

    @rule(number=numbers)
    def a_file_is_renamed(self, number: int) -> None:
        if file := self.office.file(number, ""):
            self.office.renames(file, f"A better name {number}")

    @rule(number=numbers, kind=st.sampled_from(["record/", "folder/student/"]))
    def a_file_is_moved(self, number: int, kind: str) -> None:
        if file := self.office.file(number, kind):
            self.office.moves(file)

    @rule(number=numbers)
    def a_record_is_trashed(self, number: int) -> None:
        if file := self.office.file(number, "record/"):
            self.office.trashes(file)

    @rule(number=numbers, who=st.sampled_from([MANAGER, MARISOL]))
    def a_reader_is_taken_away(self, number: int, who: str) -> None:
        if file := self.office.file(number, "folder/case-manager/"):
            self.office.takes_away(file, who)

    @rule(number=numbers)
    def a_reader_is_let_in(self, number: int) -> None:
        if file := self.office.file(number, "folder/case-manager/"):
            self.office.lets_in(file, FRIEND)

    @rule(number=st.integers(1, 3))
    def a_response_is_submitted(self, number: int) -> None:
        self.office.submits(number)

    @rule()
    def the_ledger_is_lost(self) -> None:
        self.office.loses_ledger()

    @rule(time=times, trouble=troubles)
    def the_agent_runs(self, time: timedelta, trouble: Trouble) -> None:
        self.office.passes(time)
        self.office.runs(trouble)

    @rule(time=times)
    def the_agent_runs_in_peace(self, time: timedelta) -> None:
        self.office.passes(time)
        self.office.runs()

    def teardown(self) -> None:
        try:
            self.office.becomes_quiet()
        finally:
            shutil.rmtree(self.office.world.folder.parent)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = A_FEW
