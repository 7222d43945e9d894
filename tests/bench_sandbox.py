"""How long the sandbox takes for simple calls, on loopback and in process.

Run with `python -m tests.bench_sandbox`. In process is the application alone: what a client does is left out.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import requests

from tests.sandbox.world import EVERYTHING, ROBOT, Person
from workspace_agent.sandbox.environ import environ
from workspace_agent.sandbox.server import Sandbox, serve

ROUNDS = 300
EVENTS = "/calendar/v3/calendars/primary/events"
DAY = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}


def main() -> None:
    """Print the figures."""
    sandbox = Sandbox()
    calls = _calls(Person(sandbox, ROBOT))
    token = sandbox.state.tokens.grant(ROBOT, list(EVERYTHING))["token"]
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    with serve(sandbox) as running, requests.Session() as session:
        session.trust_env = False
        session.headers.update(headers)
        print(f"milliseconds a call, median and 95th percentile of {ROUNDS}")
        for name, path in calls.items():
            inside = _measured(lambda path=path: _in_process(sandbox, path, headers))  # type: ignore[misc]  # the default makes it untyped
            outside = _measured(lambda path=path: session.get(running.url + path).content)  # type: ignore[misc]  # the default makes it untyped
            print(f"  {name:<28} in process {inside}   loopback {outside}")


def _calls(robot: Person) -> dict[str, str]:
    for number in range(10):
        robot.post(EVENTS, DAY | {"id": f"event{number}"})
        robot.post("/drive/v3/files", {"name": f"file {number}"})
    book = robot.post("/v4/spreadsheets", {})["spreadsheetId"]
    values = {"values": [["J.S.", 7, "2026-11-20"]] * 20}
    values_of = f"/v4/spreadsheets/{book}/values/A1:C20"
    robot.ask("PUT", values_of, values, params={"valueInputOption": "RAW"})
    caseload = robot.post("/v4/spreadsheets", {})["spreadsheetId"]
    caseload_of = f"/v4/spreadsheets/{caseload}/values/A2:H201"
    typed = {"values": [_student(row) for row in range(2, 202)]}
    robot.ask("PUT", caseload_of, typed, params={"valueInputOption": "USER_ENTERED"})
    return {
        "calendar.events.get": f"{EVENTS}/event1",
        "calendar.events.list (10)": EVENTS,
        "drive.files.list (10)": "/drive/v3/files",
        "gmail.users.getProfile": "/gmail/v1/users/me/profile",
        "sheets values.get (20 x 3)": values_of,
        "sheets values.get (200 x 8)": caseload_of,
        "sheets get (200 x 8)": f"/v4/spreadsheets/{caseload}?includeGridData=true&ranges=A2:H201",
    }


def _student(row: int) -> list[object]:
    """A row of a caseload as people keep it: half of its cells are formulas."""
    return [
        f"J.S.-{row}",
        "9/14/2026",
        row % 7,
        "=TRUE",
        f"=EDATE(B{row},12)",
        f'=IF(E{row}<TODAY(),"past due",E{row}-TODAY())',
        f"=COUNTIF(C$2:C,C{row})",
        f"=VLOOKUP(A{row},A$2:C$201,3,FALSE)",
    ]


def _in_process(sandbox: Sandbox, path: str, headers: dict[str, str]) -> None:
    def start(*_: Any) -> Any:
        return None

    b"".join(sandbox.app(environ("GET", path, headers, b""), start))


def _measured(call: Callable[[], Any]) -> str:
    for _ in range(20):
        call()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        call()
        seconds.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(seconds):5.2f} {statistics.quantiles(seconds, n=20)[-1]:5.2f}"


if __name__ == "__main__":
    main()
