"""Each thing that can be wrong, broken once: just its line fails, and says what to do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.doctor.conftest import Clinic
from tests.doctor.test_probe import only_manages_content
from tests.journeys.colleagues import hire
from tests.journeys.drive_people import new_folder, the
from tests.journeys.test_a_shared_drive import ROOT, shared_drive
from tests.journeys.test_only_the_linked_sheet import ROWS, links, reads_the_sheet, types
from tests.journeys.world import FRIDAY, MANAGER, MARISOL, ROBOT, URL
from workspace_agent.alerts.memory import Memory, Ping, remember
from workspace_agent.cli.doctor import to_do_text
from workspace_agent.doctor.check import Check, Examination, Group, Standing, exit_code, passes, to_do
from workspace_agent.doctor.sign_in import agreement
from workspace_agent.google.scopes import (
    COMPOSE,
    DRIVE,
    FEATURE_SCOPES,
    METADATA,
    SPREADSHEETS,
    needed_scopes,
)
from workspace_agent.model.errors import GoogleUnavailable
from workspace_agent.tools import ALIAS_KEY, LEDGER

Break = Callable[[Clinic], object]

BOOK, HOURS = "1 of 2, marisol-quintero", "2 of 2, marisol-quintero"
CALENDAR = "calendar of marisol-quintero"


def test_nothing_fails_where_all_is_well(clinic: Clinic) -> None:
    clinic.look()

    assert clinic.standing(Standing.FAIL) == []
    assert clinic.standing(Standing.WARN) == ["law of the states"]
    assert clinic.standing(Standing.SKIP) == ["clock", "control workbook"]
    assert exit_code(clinic.lines) == 0


def test_looking_writes_nothing(clinic: Clinic) -> None:
    before = sorted((path, path.stat().st_size) for path in clinic.state.rglob("*"))

    clinic.look()

    assert clinic.world.writes() == []
    assert sorted((path, path.stat().st_size) for path in clinic.state.rglob("*")) == before


def test_before_the_first_run_all_is_well_too(clinic: Clinic) -> None:
    (clinic.state / LEDGER).unlink()
    clinic.state.rmdir()

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []


def test_a_fresh_token_is_asked_for_however_good_the_one_in_hand_is(clinic: Clinic) -> None:
    clinic.look("Sheets")
    clinic.world.forget_requests()

    clinic.look("Sheets")

    asked = clinic.world.stage.control("GET", "requests")["requests"]
    assert [one["method"] for one in asked].count("oauth2.token") == 1


# ---- what breaks it


def without_compose(clinic: Clinic) -> None:
    scopes = needed_scopes(FEATURE_SCOPES) - {COMPOSE}
    clinic.world.stage.sign_in(ROBOT, scopes, clinic.secrets / "token.json")


def signed_in_as_another(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: text.replace(f'robot = "{ROBOT}"', 'robot = "robot@willow.example"'))


def consent_taken_back(clinic: Clinic) -> None:
    token = re.search(r'"refresh_token": "([^"]+)"', (clinic.secrets / "token.json").read_text())
    assert token
    clinic.world.stage.control("DELETE", "token", {"refresh_token": token[1]})


def no_token(clinic: Clinic) -> None:
    (clinic.secrets / "token.json").unlink()


def ends_soon(clinic: Clinic) -> None:
    _write_end(clinic, "2026-11-27T12:00:00+00:00")


def has_ended(clinic: Clinic) -> None:
    _write_end(clinic, "2026-11-19T12:00:00+00:00")


def _write_end(clinic: Clinic, end: str) -> None:
    path = clinic.secrets / "token.json"
    path.write_text(path.read_text().replace("{", f'{{"ends": "{end}",', 1))


def looked_at_by_another(clinic: Clinic) -> None:
    clinic.user += 4321


def loose_secret(clinic: Clinic) -> None:
    (clinic.secrets / "heartbeat.url").chmod(0o644)


def folder_open_to_others(clinic: Clinic) -> None:
    clinic.state.chmod(0o777)


def disk_full(clinic: Clinic) -> None:
    clinic.free_bytes = 10**6


def disk_nearly_full(clinic: Clinic) -> None:
    clinic.free_bytes = 10**8


def a_typing_mistake(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: text.replace("near_days", "neer_days"))


def summer_comes(clinic: Clinic) -> None:
    clinic.world.at(FRIDAY + timedelta(days=150))
    ledger = clinic.ledger()
    ledger.runs.end(ledger.runs.begin(clinic.world.clock()), clinic.world.clock(), 0, "{}")
    ledger.close()


def only_reported(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: f'{text}\n[features]\nmeetings = "report"\n')


def unshared(clinic: Clinic) -> None:
    _without_robot(clinic, f"{URL}/drive/v3/files/{clinic.world.progress}/permissions")


def _without_robot(clinic: Clinic, permissions: str) -> None:
    with clinic.world.raw(MARISOL, "drive") as session:
        found = session.get(permissions, params={"fields": "permissions(id,emailAddress)"}).json()
        (robot,) = [one["id"] for one in found["permissions"] if one["emailAddress"] == ROBOT]
        session.delete(f"{permissions}/{robot}").raise_for_status()


def only_to_read(clinic: Clinic) -> None:
    unshared(clinic)
    with clinic.world.person(MARISOL) as google:
        google.drive.share(clinic.world.progress, ROBOT, "reader")


def heading_renamed(clinic: Clinic) -> None:
    clinic.world.type("Meetings!C1", "Zebra")


def zone_of_the_workbook(clinic: Clinic) -> None:
    with clinic.world.person(MARISOL) as google:
        properties = {"properties": {"timeZone": "America/Chicago"}, "fields": "timeZone"}
        google.sheets.batch_update(clinic.world.progress, [{"updateSpreadsheetProperties": properties}])


def no_such_control(clinic: Clinic) -> None:
    control = 'zone = "America/New_York"\ncontrol = "1NoSuchWorkbookAnywhereAtAll"'
    clinic.world.setting(lambda text: text.replace('zone = "America/New_York"', control, 1))


def no_such_form(clinic: Clinic) -> None:
    form = clinic.world.ids["form"]
    clinic.world.setting(lambda text: text.replace(form, f"{form}-not"))


def question_gone(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: text.replace("f5a6b7c8", "00000000"))


def since_tomorrow(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: text.replace("since = 2026-08-03", "since = 2027-08-03"))


def calendar_unshared(clinic: Clinic) -> None:
    _calendar_role(clinic, "none")


def calendar_only_to_read(clinic: Clinic) -> None:
    _calendar_role(clinic, "reader")


def _calendar_role(clinic: Clinic, role: str) -> None:
    rule = f"{URL}/calendar/v3/calendars/{MARISOL}/acl/user:{ROBOT}"
    with clinic.world.raw(MARISOL, "calendar") as session:
        session.patch(rule, json={"role": role}).raise_for_status()


def zone_of_the_calendar(clinic: Clinic) -> None:
    with clinic.world.raw(MARISOL, "calendar") as session:
        zone = {"timeZone": "America/Chicago"}
        session.patch(f"{URL}/calendar/v3/calendars/{MARISOL}", json=zone).raise_for_status()


def another_key(clinic: Clinic) -> None:
    (clinic.secrets / ALIAS_KEY).write_text("ab" * 32)


def no_key(clinic: Clinic) -> None:
    (clinic.secrets / ALIAS_KEY).unlink()


def another_key_and_no_ledger(clinic: Clinic) -> None:
    another_key(clinic)
    (clinic.state / LEDGER).unlink()


def newer_ledger(clinic: Clinic) -> None:
    database = sqlite3.connect(clinic.state / LEDGER)
    database.execute("PRAGMA user_version=99")
    database.close()


def damaged_ledger(clinic: Clinic) -> None:
    path = clinic.state / LEDGER
    content = bytearray(path.read_bytes())
    content[4096:] = b"\0" * (len(content) - 4096)
    path.write_bytes(content)


def in_doubt(clinic: Clinic) -> None:
    ledger = clinic.ledger()
    ledger.intend("meeting/x/1", "f", 1, FRIDAY)
    ledger.close()


def no_such_parent(clinic: Clinic) -> None:
    clinic.world.setting(lambda text: text.replace("[drive]", '[drive]\nparent = "0NoSuchDrive"'))


def a_persons_draft(clinic: Clinic) -> None:
    with clinic.world.raw(ROBOT, "gmail.compose") as session:
        message = {"message": {"raw": "U3ViamVjdDogaGkNCg0KaGkNCg=="}}
        session.post(f"{URL}/gmail/v1/users/me/drafts", json=message).raise_for_status()


def days_later(clinic: Clinic) -> None:
    clinic.world.at(FRIDAY + timedelta(days=4))


def a_day_later(clinic: Clinic) -> None:
    clinic.world.at(FRIDAY + timedelta(hours=30))


def clock_was_ahead(clinic: Clinic) -> None:
    ledger = clinic.ledger()
    ahead = FRIDAY + timedelta(days=300)
    ledger.runs.end(ledger.runs.begin(FRIDAY), ahead, 0, "{}")
    ledger.close()


def run_stopped(clinic: Clinic) -> None:
    ledger = clinic.ledger()
    ledger.runs.begin(FRIDAY)
    ledger.close()


def run_at_a_brake(clinic: Clinic) -> None:
    ledger = clinic.ledger()
    ledger.runs.end(ledger.runs.begin(FRIDAY), FRIDAY, 6, '{"waits": 9}')
    ledger.close()


def no_heartbeat(clinic: Clinic) -> None:
    (clinic.secrets / "heartbeat.url").unlink()


def no_address(clinic: Clinic) -> None:
    (clinic.secrets / "heartbeat.url").write_text("ask Ana")


def heartbeat_refused(clinic: Clinic) -> None:
    remember(clinic.state, Memory(ping=Ping(FRIDAY, is_heard=False)))


FAILS: list[tuple[Break, str, str, int]] = [
    (a_typing_mistake, "files of settings", "neer_days", 3),
    (folder_open_to_others, "state folder", "chmod go-w", 3),
    (looked_at_by_another, "user", "sudo -u", 3),
    (loose_secret, "secret files", "chmod 600", 3),
    (disk_full, "disk", "1 MB free", 1),
    (no_token, "token or key", "auth login", 4),
    (consent_taken_back, "token is renewed", "access was taken back", 4),
    (has_ended, "end of the sign-in", "19 Nov 2026", 4),
    (without_compose, "scope gmail.compose", "needed for digest", 4),
    (unshared, BOOK, f"Share it with {ROBOT}", 1),
    (heading_renamed, BOOK, "sheets map", 1),
    (no_such_control, "control workbook", "agent.toml", 1),
    (no_such_form, "form and responses", f"Share it with {ROBOT}", 1),
    (question_gone, "questions", "entered in PLI Connect", 1),
    (calendar_unshared, CALENDAR, f"share it with {ROBOT}", 1),
    (calendar_only_to_read, CALENDAR, "only read it (reader)", 1),
    (another_key, "alias key", "not the key of this ledger", 3),
    (no_key, "alias key", "is missing", 3),
    (another_key_and_no_ledger, "folder of all records", "another one than its folders were made with", 3),
    (newer_ledger, "ledger", "newer version", 3),
    (damaged_ledger, "ledger", "damaged", 3),
    (no_such_parent, "parent folder", "drive.parent", 1),
    (days_later, "last good run", "4 days ago", 1),
    (no_address, "alerts", "begins with https://", 3),
]
"""What is broken, the line that fails, what it says, and the exit code."""

OF_SHEETS = (unshared, heading_renamed, no_such_control, only_to_read, zone_of_the_workbook)


@pytest.mark.parametrize(("breaks", "name", "says", "code"), FAILS, ids=[row[0].__name__ for row in FAILS])
def test_just_its_line_fails(clinic: Clinic, breaks: Break, name: str, says: str, code: int) -> None:
    breaks(clinic)

    lines = clinic.look("" if breaks in OF_SHEETS else "Sheets")

    assert clinic.standing(Standing.FAIL) == [name]
    assert says in clinic.found(name)
    assert exit_code(lines) == code
    assert to_do(lines)[0].name == name


@pytest.mark.parametrize(
    ("breaks", "name"),
    [
        (another_key, "alias key"),
        (no_key, "alias key"),
        (another_key_and_no_ledger, "folder of all records"),
    ],
)
def test_a_wrong_key_is_told_with_the_command_that_brings_it_back(
    clinic: Clinic, breaks: Break, name: str
) -> None:
    breaks(clinic)

    clinic.look("Sheets")

    assert "from its recovery code: workspace-agent init --restore-key" in clinic.found(name)


def test_a_workbook_that_is_not_shared_is_known_by_its_link_and_what_it_is_to_hold(clinic: Clinic) -> None:
    unshared(clinic)

    clinic.look()

    assert "may not open this workbook. It is to hold: progress monitoring." in clinic.found(BOOK)
    (line,) = [line for line in clinic.lines if line.name == BOOK]
    assert to_do_text([line]).endswith(
        f"\n     https://docs.google.com/spreadsheets/d/{clinic.world.progress}/edit"
    )


def test_the_cell_of_a_heading_that_was_renamed_is_named_and_not_its_text(clinic: Clinic) -> None:
    heading_renamed(clinic)

    clinic.look()

    assert "Not known there, and perhaps meant so: C1." in clinic.found(BOOK)
    assert "Zebra" not in clinic.found(BOOK)


def test_before_the_first_run_none_was_to_be_good(clinic: Clinic) -> None:
    (clinic.state / LEDGER).unlink()
    clinic.ledger().close()

    clinic.look("Sheets")

    assert "There was no run yet" in clinic.found("last good run")
    assert "last good run" not in clinic.standing(Standing.WARN)


def test_no_form_is_told(clinic: Clinic) -> None:
    settings = clinic.world.config / "agent.toml"
    before, _, after = settings.read_text().partition("[form]")
    rest = after[found.start() :] if (found := re.search(r"^\[+(?!form)\w", after, re.MULTILINE)) else ""
    settings.write_text(before + rest)

    clinic.look("Sheets")

    assert "form and responses" in clinic.standing(Standing.WARN)
    assert "init --from form" in clinic.found("form and responses")


@pytest.mark.parametrize(
    ("off", "standing", "says"),
    [
        (timedelta(minutes=10), Standing.FAIL, "10 min ahead of Google's"),
        (timedelta(minutes=-2), Standing.WARN, "2 min behind Google's"),
        (timedelta(days=-8), Standing.FAIL, "8 days behind Google's"),
        (timedelta(seconds=59), Standing.PASS, "agrees"),
    ],
)
def test_the_clock_may_be_off_by_a_minute(off: timedelta, standing: Standing, says: str) -> None:
    verdict = agreement(off)

    assert verdict.standing is standing
    assert says in verdict.found


WARNS: list[tuple[Break, str, str]] = [
    (summer_comes, "school calendars", "other_years"),
    (only_reported, "features", "Only reported, not done: meetings"),
    (disk_nearly_full, "disk", "500 MB"),
    (ends_soon, "end of the sign-in", "publish it as Internal"),
    (only_to_read, BOOK, "may only read it"),
    (zone_of_the_workbook, BOOK, "America/Chicago"),
    (since_tomorrow, "form and responses", "still to come"),
    (zone_of_the_calendar, CALENDAR, "America/Chicago"),
    (in_doubt, "effects in doubt", "workspace-agent run"),
    (a_persons_draft, "drafts", "1 draft in the mailbox"),
    (a_day_later, "last good run", "That is 30 h ago"),
    (clock_was_ahead, "last good run", "ahead of the clock"),
    (run_stopped, "last run", "has not ended"),
    (no_heartbeat, "alerts", "heartbeat.url"),
    (heartbeat_refused, "alerts", "did not take the last heartbeat, of 20 Nov 2026 07:00"),
]


@pytest.mark.parametrize(("breaks", "name", "says"), WARNS, ids=[row[0].__name__ for row in WARNS])
def test_just_its_line_warns(clinic: Clinic, breaks: Break, name: str, says: str) -> None:
    breaks(clinic)

    lines = clinic.look("" if breaks in OF_SHEETS else "Sheets")

    assert clinic.standing(Standing.WARN) == sorted(
        {name, "law of the states"}, key=[line.name for line in lines].index
    )
    assert says in clinic.found(name)
    assert exit_code(lines) == 0


def _switched_off(clinic: Clinic, method: str) -> None:
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}
    error = {"code": 403, "status": "PERMISSION_DENIED", "message": "off", "details": [info]}
    for _ in range(3):
        clinic.world.fault(method, status=403, body={"error": error})


@pytest.mark.parametrize(
    ("method", "api", "group"),
    [
        ("drive.*", "Google Drive API", "Drive"),
        ("sheets.*", "Google Sheets API", "Sheets"),
        ("calendar.*", "Google Calendar API", "Calendars"),
        ("gmail.*", "Gmail API", "Mail"),
        ("forms.*", "Google Forms API", "Form"),
    ],
)
def test_an_api_that_is_switched_off_is_told_once(clinic: Clinic, method: str, api: str, group: str) -> None:
    _switched_off(clinic, method)

    lines = clinic.look("Sheets" if group != "Sheets" else "")

    assert clinic.standing(Standing.FAIL) == [api]
    assert {line.verdict.standing for line in lines if line.group == group} == {Standing.SKIP}
    assert "APIs & Services > Library" in clinic.found(api)
    assert exit_code(lines) == 4


@pytest.mark.parametrize("scope", sorted(needed_scopes(FEATURE_SCOPES)))
def test_a_scope_that_misses_is_one_failure_and_nobody_is_asked_to_share(clinic: Clinic, scope: str) -> None:
    scopes = needed_scopes(FEATURE_SCOPES) - {scope}
    clinic.world.stage.sign_in(ROBOT, scopes, clinic.secrets / "token.json")

    lines = clinic.look("" if scope in {SPREADSHEETS, METADATA} else "Sheets")

    assert clinic.standing(Standing.FAIL) == [f"scope {scope.rpartition('/')[2]}"]
    assert exit_code(lines) == 4


def test_a_brake_is_told_with_what_waits(clinic: Clinic) -> None:
    run_at_a_brake(clinic)

    clinic.look("Sheets")

    assert "a brake is on" in clinic.found("last run")
    assert "9 actions" in clinic.found("what waits")


@pytest.mark.parametrize(
    ("code", "counts", "said"),
    [
        (6, '{"waits": 1}', "1 action waits for an approval."),
        (6, '{"waits": 2}', "2 actions wait, some of them for an approval."),
        (1, '{"waits": 1, "problems": 1}', "1 action waits; 1 row or response needs a person."),
        (1, '{"waits": 0, "problems": 2}', "0 actions wait; 2 rows or responses need a person."),
    ],
)
def test_what_waits_is_counted(clinic: Clinic, code: int, counts: str, said: str) -> None:
    ledger = clinic.ledger()
    ledger.runs.end(ledger.runs.begin(FRIDAY), FRIDAY, code, counts)
    ledger.close()

    clinic.look("Sheets")

    assert said in clinic.found("what waits")


def test_a_stopped_run_does_not_hide_what_waits(clinic: Clinic) -> None:
    run_at_a_brake(clinic)
    run_stopped(clinic)

    clinic.look("Sheets")

    assert "9 actions" in clinic.found("what waits")


def test_another_account_is_told_of_drive_and_of_mail(clinic: Clinic) -> None:
    signed_in_as_another(clinic)

    lines = clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["account", "mailbox"]
    assert exit_code(lines) == 4


def test_what_depends_on_a_failure_is_skipped_and_says_so(clinic: Clinic) -> None:
    a_typing_mistake(clinic)

    clinic.look()

    skipped = [line.verdict.found for line in clinic.lines if line.verdict.standing is Standing.SKIP]
    assert len(skipped) == len(clinic.lines) - 2  # but for itself and the versions
    assert set(skipped) == {"because this comes first: files of settings"}


def test_without_google_everything_else_is_told(clinic: Clinic) -> None:
    for _ in range(9):
        clinic.world.fault("*", status=503)

    lines = clinic.look()

    assert clinic.standing(Standing.FAIL) == ["Google answers"]
    assert "gmail.googleapis.com" in clinic.found("Google answers")
    assert exit_code(lines) == 5
    assert "last good run" in clinic.standing(Standing.PASS)


# ---- the report itself


def _examined(*checks: Check) -> Examination:
    examination = Examination(here=None)  # type: ignore[arg-type]  # these checks look at nothing
    list(examination.of([Group("Some", lambda _: checks)]))
    return examination


def _raises(error: Exception) -> Callable[[], object]:
    def look() -> object:
        raise error

    return look


def test_a_check_that_breaks_is_its_own_failure_and_repeats_no_text() -> None:
    examination = _examined(
        Check("first", _raises(ValueError("invalid literal: 'Ana Brook'"))),  # type: ignore[arg-type]
        Check("second", lambda: passes("All is well.")),
    )

    assert [line.verdict.standing for line in examination.lines] == [Standing.FAIL, Standing.PASS]
    assert "Brook" not in repr(examination.lines)
    assert "ValueError at test_doctor.py" in examination.lines[0].verdict.found


def test_a_group_that_cannot_be_listed_is_one_failure() -> None:
    def unlisted(_here: object) -> list[Check]:
        raise GoogleUnavailable("drive.files.list", 503)

    examination = Examination(here=None)  # type: ignore[arg-type]  # as above
    list(examination.of([Group("Some", unlisted), Group("Others", lambda _: [])]))

    (line,) = examination.lines
    assert (line.verdict.standing, line.verdict.exit_code) == (Standing.FAIL, 5)


# ---- folders of workbooks


def _with_folder(clinic: Clinic, name: str, *, shared: bool) -> None:
    """A folder with the case manager's workbooks, called as a student, instead of naming these."""
    with clinic.world.raw(MARISOL, "drive") as session:
        made = {"name": name, "mimeType": "application/vnd.google-apps.folder"}
        folder = session.post(f"{URL}/drive/v3/files", json=made).json()["id"]
        for book in (clinic.world.progress, clinic.world.ids["marisol_quintero_hours_log"]):
            moved = {"addParents": folder}
            session.patch(f"{URL}/drive/v3/files/{book}", params=moved).raise_for_status()
    if shared:
        with clinic.world.person(MARISOL) as google:
            google.drive.share(folder, ROBOT, "reader")
    setting = f'folders = [{{ id = "{folder}", holds = "progress monitoring and hours" }}]'
    pattern = re.compile(r"workbooks = \[.*?\n\]", re.DOTALL)
    clinic.world.setting(lambda text: pattern.sub(setting, text))


def test_the_workbooks_of_a_folder_are_looked_at(clinic: Clinic) -> None:
    _with_folder(clinic, "Rosa Delgadillo 26-27", shared=True)

    clinic.look()

    assert clinic.standing(Standing.FAIL) == []
    assert [line.name for line in clinic.lines if line.group == "Sheets"][:2] == [BOOK, HOURS]
    assert "Delgadillo" not in repr(clinic.lines)


def test_a_folder_that_is_not_shared_fails_without_its_title(clinic: Clinic) -> None:
    _with_folder(clinic, "Rosa Delgadillo 26-27", shared=False)

    clinic.look()

    assert clinic.standing(Standing.FAIL) == ["1 of 1, marisol-quintero"]
    assert f"Share it with {ROBOT}" in clinic.found("1 of 1, marisol-quintero")
    assert "Delgadillo" not in repr(clinic.lines)


# ---- other ways to set a department up


def test_the_spreadsheet_of_responses_is_looked_at_instead_of_the_form(clinic: Clinic) -> None:
    links(clinic.world)
    types(clinic.world, ROWS)
    clinic.world.setting(lambda text: reads_the_sheet(text, clinic.world))

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []
    assert "the spreadsheet of responses" in clinic.found("form and responses")
    assert "student id" in clinic.found("questions")


def test_a_spreadsheet_without_responses_fails(clinic: Clinic) -> None:
    links(clinic.world)
    clinic.world.setting(lambda text: reads_the_sheet(text, clinic.world))

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["questions"]
    assert "Link the form" in clinic.found("questions")


def test_a_shared_drive_is_told_apart_from_my_drive(clinic: Clinic) -> None:
    shared_drive(clinic.world)

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []
    assert "On a shared drive; the agent may put files into it." in clinic.found("parent folder")


def made_by_a_person(clinic: Clinic, folder: str) -> None:
    clinic.world.sandbox.state.drive.files[folder].client_id = "the page of Drive"


def test_a_shared_drive_itself_takes_files_of_the_agents_whoever_made_it(clinic: Clinic) -> None:
    drive = shared_drive(clinic.world)
    clinic.world.setting(lambda text: text.replace(drive["folder"], drive["id"]))
    made_by_a_person(clinic, drive["id"])

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []


def test_a_persons_folder_on_a_shared_drive_fails_and_the_drive_is_named_instead(clinic: Clinic) -> None:
    drive = shared_drive(clinic.world)
    made_by_a_person(clinic, drive["folder"])

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["parent folder"]
    assert f'Write parent = "{drive["id"]}" under [drive]' in clinic.found("parent folder")


def test_a_persons_folder_in_my_drive_fails_and_is_better_left_out(clinic: Clinic) -> None:
    folder = new_folder(clinic.world, "Records")
    clinic.world.setting(lambda text: text.replace("[drive]", f'[drive]\nparent = "{folder}"'))
    made_by_a_person(clinic, folder)

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["parent folder"]
    assert "Leave parent out of [drive]" in clinic.found("parent folder")


def is_content_manager(clinic: Clinic, *, restricted: bool) -> None:
    """The agent is, of a shared drive in which it filed by now; on old ones managers alone share folders."""
    drive = shared_drive(clinic.world)
    with clinic.world.person(ROBOT) as google:
        google.drive.delete(the(clinic.world, ROOT)["id"])  # of My Drive
    clinic.world.run()
    only_manages_content(clinic, drive["id"])
    body = {"restrictions": {"sharingFoldersRequiresOrganizerPermission": restricted}}
    with clinic.world.raw(MANAGER, "drive") as session:
        session.patch(f"{URL}/drive/v3/drives/{drive['id']}", json=body).raise_for_status()


@pytest.mark.parametrize(("restricted", "fails"), [(False, []), (True, ["folder of all records"])])
def test_who_may_not_share_folders_on_a_shared_drive_is_told(
    clinic: Clinic, fails: list[str], *, restricted: bool
) -> None:
    is_content_manager(clinic, restricted=restricted)

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == fails
    assert ("Allow content managers to share folders" in clinic.found("folder of all records")) is restricted


def test_where_nothing_is_shared_nobody_has_to_be_let_in(clinic: Clinic) -> None:
    is_content_manager(clinic, restricted=True)
    clinic.world.setting(lambda text: f'{text}\n[features]\nsharing = "off"\n')

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []


def test_folders_that_google_took_from_the_app_are_told_with_the_way_back(clinic: Clinic) -> None:
    clinic.world.run()
    clinic.world.stage.control("POST", "quirks", {"revoked_apps_lose_files": True})
    consent_taken_back(clinic)
    token, scopes = clinic.secrets / "token.json", needed_scopes(FEATURE_SCOPES)
    clinic.world.stage.sign_in(ROBOT, scopes, token)

    lines = clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["folder of all records"]
    assert "Sign in once with the scope drive" in clinic.found("folder of all records")
    assert exit_code(lines) == 4

    clinic.world.stage.sign_in(ROBOT, scopes | {DRIVE}, token)
    clinic.look("Sheets")
    assert clinic.standing(Standing.FAIL) == []


def test_with_the_scope_for_all_of_drive_a_persons_folder_will_do(clinic: Clinic) -> None:
    made_by_a_person(clinic, shared_drive(clinic.world)["folder"])
    scopes = needed_scopes(FEATURE_SCOPES) | {DRIVE}
    clinic.world.stage.sign_in(ROBOT, scopes, clinic.secrets / "token.json")

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []


HERS = "records folder of marisol-quintero"


def names_for_records(clinic: Clinic, folder: str) -> None:
    """Settings alone: nobody signed in with the scope that this takes."""
    her_zone = 'zone = "America/Denver"\n'
    clinic.world.setting(
        lambda text: text.replace(f"{her_zone}from", f'{her_zone}records_folder = "{folder}"\nfrom')
    )


def named_for_records(clinic: Clinic, folder: str) -> None:
    names_for_records(clinic, folder)
    scopes = needed_scopes(FEATURE_SCOPES) | {DRIVE}
    clinic.world.stage.sign_in(ROBOT, scopes, clinic.secrets / "token.json")


def test_the_folder_of_all_records_is_nobodys_own(clinic: Clinic) -> None:
    named_for_records(clinic, the(clinic.world, ROOT)["id"])

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == [HERS]
    assert "is in use for something else, or named twice" in clinic.found(HERS)


def test_a_records_folder_that_is_named_twice_fails_at_both(clinic: Clinic) -> None:
    folder = new_folder(clinic.world, "Records")
    named_for_records(clinic, folder)
    hire(clinic.world, "theo", "Theo Brandvold", columns=["ID"], rows=[], more=f'records_folder = "{folder}"')
    clinic.world.setting(lambda text: f"{text}\nfrom = 2025-08-18\n")

    clinic.look("Sheets")

    assert {HERS, "records folder of theo"} <= set(clinic.standing(Standing.FAIL))


def test_a_records_folder_beside_the_one_that_is_in_use_is_told(clinic: Clinic) -> None:
    clinic.world.run()
    named_for_records(clinic, the(clinic.world, ROOT)["id"])

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == []
    assert HERS in clinic.standing(Standing.WARN)
    assert "has another one" in clinic.found(HERS)


def test_a_records_folder_that_is_in_use_passes(clinic: Clinic) -> None:
    clinic.world.run()
    named_for_records(clinic, the(clinic.world, "folder/case-manager/marisol-quintero")["id"])

    clinic.look("Sheets")

    assert HERS in clinic.standing(Standing.PASS)


def test_a_records_folder_that_was_never_shared_fails(clinic: Clinic) -> None:
    names_for_records(clinic, "1NotShared00")

    clinic.look("Sheets")

    assert clinic.standing(Standing.FAIL) == ["scope drive", HERS]
