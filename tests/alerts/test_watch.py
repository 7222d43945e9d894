"""Heartbeat and mail around the runs of a department: who hears what, and that nobody waits for them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.alerts.servers import Mailbox, Monitor, mail_server, monitor
from tests.journeys.world import FRIDAY, Clock
from workspace_agent.alerts.heartbeat import Heartbeat
from workspace_agent.alerts.memory import recall
from workspace_agent.alerts.smtp import MailRoute
from workspace_agent.alerts.time_limit import TimeLimit
from workspace_agent.alerts.troubles import Ending, Patience
from workspace_agent.alerts.watch import Watch
from workspace_agent.alerts.words import Sender
from workspace_agent.settings_tables import SmtpSettings

COUNTS = json.dumps(
    {
        "outcomes": {"meeting done": 2},
        "findings": {"POLICY": 1},
        "problems": 3,
        "waits": 0,
        "requests": {"drive.files.list": 4},
    }
)


@dataclass
class Office:
    """Who hears of the runs."""

    watch: Watch
    clock: Clock
    monitor: Monitor
    box: Mailbox
    said: list[str] = field(default_factory=list)

    def run(self, ending: Ending, hours: float = 0) -> None:
        self.clock.sleep(hours * 3600)
        self.watch.begins()
        self.watch.ended(ending, COUNTS)

    @property
    def subjects(self) -> list[str]:
        lines = (line for mail in self.box.mails for line in mail.splitlines())
        return [line.removeprefix("Subject: ") for line in lines if line.startswith("Subject: ")]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    said: list[str] = []
    clock = Clock(FRIDAY)
    with monitor() as there, mail_server() as box:
        settings = SmtpSettings(
            host="127.0.0.1", port=box.port, security="none", sender="a@b.example", to=("it@b.example",)
        )
        watch = Watch(
            state=tmp_path,
            zone=ZoneInfo("America/New_York"),
            patience=Patience(timedelta(hours=6), timedelta(hours=24)),
            sender=Sender("Willowbridge", "/etc/workspace-agent"),
            heartbeat=Heartbeat(there.url),
            mail=MailRoute(settings),
            clock=clock,
            say=said.append,
        )
        yield Office(watch, clock, there, box, said)


def test_a_good_run_is_heard_with_its_counts_and_mails_nobody(office: Office) -> None:
    office.run(Ending(1))
    assert office.monitor.heard == [
        ("start", {}),
        (
            "",
            {
                "exit_code": 1,
                "outcomes": {"meeting done": 2},
                "problems": 3,
                "waits": 0,
            },
        ),
    ]
    assert len(set(office.monitor.runs)) == 1
    assert office.box.mails == []


def test_a_dead_sign_in_fails_at_the_monitor_and_is_mailed_once(office: Office) -> None:
    office.run(Ending(4))
    assert len(set(office.monitor.runs)) == 1
    office.run(Ending(4), hours=0.1)
    office.run(Ending(0), hours=0.1)
    assert office.monitor.signals == ["start", "4", "fail", "start", "4", "start", ""]
    assert office.subjects == [
        "workspace-agent: Google does not accept the sign-in (Willowbridge)",
        "workspace-agent: it works again (Willowbridge)",
    ]
    assert "Since: 20 Nov 2026 07:00 (EST)." in office.box.mails[0]
    assert "\r\n    workspace-agent doctor --config /etc/workspace-agent\r\n" in office.box.mails[0]


def test_a_bad_hour_of_googles_is_only_logged(office: Office) -> None:
    office.run(Ending(5))
    assert office.monitor.signals == ["start", "log"]
    assert office.box.mails == []


@pytest.mark.parametrize(
    ("endings", "signals"),
    [
        pytest.param([Ending(6), Ending(6), Ending(0)], ["log", "fail", "log", ""], id="a brake"),
        pytest.param(
            [Ending(0, is_backed_up=False), Ending(0, is_backed_up=False), Ending(0)],
            ["log", "fail", "log", ""],
            id="a ledger that cannot be copied",
        ),
        pytest.param(
            [Ending(4), Ending(1, is_complete=False), Ending(1)],
            ["4", "fail", "log", ""],
            id="a run that cannot open all sources after a dead sign-in",
        ),
        pytest.param(
            [Ending(1, is_complete=False), Ending(1, is_complete=False)],
            ["", ""],
            id="what is not told yet keeps the check alive",
        ),
    ],
)
def test_a_check_that_went_down_comes_up_when_it_works_again(
    office: Office, endings: list[Ending], signals: list[str]
) -> None:
    for ending in endings:
        office.run(ending, hours=0.1)
    assert [signal for signal in office.monitor.signals if signal != "start"] == signals


def test_a_run_that_was_asked_to_end_is_no_failure(office: Office) -> None:
    office.run(Ending(143))
    assert office.monitor.signals == ["start"]


def test_a_mail_that_was_not_taken_comes_with_a_run_an_hour_later(office: Office) -> None:
    office.box.refuses, office.monitor.status = True, 500
    office.run(Ending(4))
    office.box.refuses = False
    office.run(Ending(4), hours=0.9)
    assert office.subjects == []
    office.run(Ending(4), hours=0.2)
    office.run(Ending(4), hours=0.1)
    assert len(office.subjects) == 1
    assert office.said.count("An alert was mailed.") == 1
    assert office.said.count("The mail server did not take an alert.") == 1


def test_that_it_works_again_comes_an_hour_later_if_it_was_not_taken(office: Office) -> None:
    office.run(Ending(4))
    office.box.refuses = True
    office.run(Ending(0), hours=0.1)
    office.box.refuses = False
    office.run(Ending(0), hours=0.1)
    assert office.subjects[1:] == []
    office.run(Ending(0), hours=1)
    office.run(Ending(0), hours=0.1)
    assert office.subjects[1:] == ["workspace-agent: it works again (Willowbridge)"]


def test_a_restart_does_not_forget_that_the_mail_server_is_left_alone(office: Office) -> None:
    office.box.refuses, office.monitor.status = True, 500
    office.run(Ending(4))
    asked = len(office.box.lines)
    office.watch = replace(office.watch)
    office.run(Ending(4), hours=0.1)
    office.watch.service_failed()
    assert len(office.box.lines) == asked


def test_a_server_that_looks_long_at_a_mail_gets_it_once(office: Office) -> None:
    assert office.watch.mail
    office.watch.heartbeat = None
    office.watch.mail = replace(office.watch.mail, limit=TimeLimit(0.2))
    office.box.looks_for = 0.4
    for ending in (Ending(4), Ending(4), Ending(4), Ending(0), Ending(0), Ending(0)):
        office.run(ending, hours=0.1)
        time.sleep(0.3)
    assert [one.split(": ")[1] for one in office.subjects] == [
        "Google does not accept the sign-in (Willowbridge)",
        "it works again (Willowbridge)",
    ]


def test_what_cannot_be_remembered_is_not_mailed_again_and_again(office: Office) -> None:
    (office.watch.state / "alerts.json").mkdir()
    office.run(Ending(3))
    assert office.monitor.signals == ["start", "3", "fail"]
    assert office.box.mails == []


def test_how_the_last_heartbeat_went_is_remembered(office: Office) -> None:
    office.run(Ending(0))
    ping = recall(office.watch.state).ping
    assert ping is not None
    assert ping.is_heard
    office.monitor.status = 500
    office.run(Ending(0))
    ping = recall(office.watch.state).ping
    assert ping is not None
    assert not ping.is_heard


def test_where_nobody_is_told_nothing_is_written(office: Office) -> None:
    watch = replace(office.watch, heartbeat=None, mail=None)
    watch.begins()
    watch.ended(Ending(4))
    assert list(watch.state.iterdir()) == []


def test_a_test_goes_down_and_up_at_the_monitor_and_is_mailed(office: Office) -> None:
    assert office.watch.test() == (True, True)
    assert office.monitor.signals == ["fail", ""]
    assert office.subjects == ["workspace-agent: a test (Willowbridge)"]


def test_a_failed_service_is_told(office: Office) -> None:
    office.watch.service_failed()
    assert office.monitor.signals == ["fail"]
    assert office.subjects == ["workspace-agent: the service failed (Willowbridge)"]
