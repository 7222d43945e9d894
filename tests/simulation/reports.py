"""What the form responses say of meetings, given to the students whom they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulation.rows import Caseloads, Row, Student, named
from tests.simulation.typed import Cell, day, plain, text, ticked

Json = Mapping[str, Any]

PURPOSES = {
    "annual review": {"annual", "annual review"},
    "reevaluation": {"reevaluation", "re-evaluation", "reeval", "re-eval", "tri", "triennial"},
    "initial": {"initial"},
    "amendment": {"amendment"},
    "504 review": {"504", "504 review", "504 annual review"},
    "504 reevaluation": {"504 reevaluation", "504 re-evaluation"},
    "parent requested": {"parent requested", "parent request"},
    "continued": {"continued"},
}
_BESIDE = {"meeting", "mtg", "iep", "schedule", "scheduling", "the", "for"}


def purposes(cell: Cell) -> set[str]:
    """What a meeting is about; nothing where one of its purposes is not known."""
    parts = [part for part in re.split(r"[,;/&+]|\band\b", plain(cell)) if part.strip()]
    found = [_purpose(part) for part in parts]
    return set() if "" in found else set(found)


def _purpose(part: str) -> str:
    said = " ".join(word for word in part.split() if word not in _BESIDE)
    return next((purpose for purpose, ways in PURPOSES.items() if said in ways), "")


def give_out(caseloads: Caseloads, responses: Sequence[Json], settings: Any) -> None:
    """Add to each student the reports about them, as rows of a sheet `reports`."""
    form = settings.agent.form
    if form is None:
        return
    zone = ZoneInfo(settings.agent.department.zone)
    for response in responses:
        said = {one.field: response["answers"].get(one.question, []) for one in form.meaning}
        if _moment(response["create_time"], zone) < form.since:
            continue
        sender = _sender(response["respondent"], settings)
        meant = _students(caseloads, said, sender, settings)
        if len(meant) == 1:
            sent = _moment(response.get("last_submitted_time") or response["create_time"], zone)
            meant[0].of.setdefault("reports", []).append(_report(said, sender, sent))


def _moment(stamp: str, zone: ZoneInfo) -> date:
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(zone).date()


def _sender(address: str, settings: Any) -> str:
    keys = [one.key for one in settings.agent.case_managers if one.email.casefold() == address.casefold()]
    return keys[0] if keys else ""


def _report(said: Mapping[str, list[str]], sender: str, sent: date) -> Row:
    return {
        "met": day(_first(said, "meeting date")),
        "purposes": purposes(", ".join(said.get("purposes", []))),
        "held": plain(_first(said, "held")),
        "sent": sent,
        "sender": sender,
    }


def _first(said: Mapping[str, list[str]], name: str) -> str:
    return (said.get(name) or [""])[0]


def _students(
    caseloads: Caseloads, said: Mapping[str, list[str]], sender: str, settings: Any
) -> list[Student]:
    """By name and number together, else by the one that is given."""
    name, number, district = (_first(said, one) for one in ("student", "student id", "district"))
    meant = [one for one in caseloads.students if not district or _is_in(one, district, settings)]
    if number:
        meant = [one for one in meant if text(one.rows[0].get("id")).lstrip("0") == number.lstrip("0")]
    if name:
        own = [one for one in meant if any(row["of"] == sender for row in one.listed)]
        meant = named(own, name) or named(meant, name)
    return meant if name or number else []


def district_of(student: Student, settings: Any) -> Any:
    """The one that is typed, else the only one that the case manager serves."""
    typed = plain(student.rows[0].get("district"))
    person = next(one for one in settings.agent.case_managers if one.key == student.case_manager)
    for district in settings.agent.districts:
        alone = not typed and tuple(person.districts) == (district.key,)
        if alone or typed in {plain(district.name), plain(district.key)}:
            return district
    return None


def _is_in(student: Student, district: str, settings: Any) -> bool:
    found = district_of(student, settings)
    return found is not None and plain(found.name) == plain(district)


def held(student: Student, about: set[str], settings: Any) -> list[date]:
    """Days of meetings that restart a clock: reported as held, near a dated meeting that is not cancelled."""
    form = settings.agent.form
    near = form.near_days if form else 0
    rows = [row for row in student.of.get("meetings", []) if not is_cancelled(row)]
    dated = [day(row.get("date")) for row in rows]
    unread = any(isinstance(one, str) for one in dated)
    found = []
    for report in student.of.get("reports", []):
        met = report["met"]
        if not (isinstance(met, date) and report["held"] == "yes" and report["sender"]):
            continue
        close = any(isinstance(one, date) and abs((one - met).days) <= near for one in dated)
        if report["purposes"] & about and ((close and met <= report["sent"]) or unread):
            found.append(met)
    return sorted(found)


def is_cancelled(row: Row) -> bool:
    """By its box, or by the word in the status."""
    return ticked(row.get("cancelled")) or plain(row.get("status")) in {"cancelled", "canceled"}


def is_held(row: Row) -> bool:
    """By its box, or, where there is no box, by the word in the status."""
    return ticked(row["held"]) if "held" in row else plain(row.get("status")) in {"held", "done", "completed"}
