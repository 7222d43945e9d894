"""What people do in Drive, through Google's own API, and what then lies there."""

from __future__ import annotations

from typing import Any

from tests.journeys.world import ROBOT, URL, World, is_record
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.run import Report

Json = dict[str, Any]

R01 = "ACYDBNh-r01"
"""The form response about an annual review held on 12 Nov 2026."""

_FILES = f"{URL}/drive/v3/files"
_WHO, _ID = "3f1a9c02", "5e6f7a8b"
_EVERY_DRIVE = {"supportsAllDrives": "true"}
_FIELDS = "id,name,parents,trashed,appProperties,permissions(id,type,emailAddress,role),driveId,webViewLink"


# ---- looking


def files(world: World) -> dict[str, list[Json]]:
    """Everything that the agent made, by key."""
    with world.person(ROBOT) as google:
        found = google.drive.list("appProperties has { key='wa' and value='1' }", _FIELDS)
    by_key: dict[str, list[Json]] = {}
    for file in found:
        by_key.setdefault(file["appProperties"]["wa_key"], []).append(file)
    return by_key


def the(world: World, key: str) -> Json:
    """The one folder with this key."""
    (file,) = files(world)[key]
    return file


def record(world: World, day: str = "2026-11-12") -> Json:
    """The first version of the record of this day."""
    (file,) = [
        one
        for ones in files(world).values()
        for one in ones
        if one["name"].startswith(f"{day} annual review.")
    ]
    return file


def folder_of(world: World, file: Json) -> Json:
    """The folder of ours that a file lies in."""
    (found,) = [one for ones in files(world).values() for one in ones if one["id"] in file["parents"]]
    return found


def names_in(world: World, folder_id: str) -> list[str]:
    """Names of what lies in a folder beside contact attempts and progress sheets."""
    with world.person(ROBOT) as google:
        found = [file["name"] for file in google.drive.list(f"'{folder_id}' in parents", "name")]
    return sorted(name for name in found if is_record(name))


def told(report: Report, kind: ProblemKind) -> list[Problem]:
    """Problems of one kind."""
    return [problem for problem in report.account.problems if problem.kind is kind]


def written(world: World) -> list[str]:
    """Methods of the requests that could have changed something, and forget them."""
    methods = [entry["method"] for entry in world.writes()]
    world.forget_requests()
    return methods


# ---- people at work


def change(world: World, file: Json, body: Json, who: str = ROBOT, **params: str) -> Json:
    """Somebody changes a file: its name, its place, whether it is in the trash."""
    with world.raw(who, "drive") as session:
        answer = session.patch(f"{_FILES}/{file['id']}", json=body, params=_EVERY_DRIVE | params)
    assert answer.ok, answer.text
    content: Json = answer.json()
    return content


def move(world: World, file: Json, to: str) -> None:
    """Somebody drags a file into another folder."""
    change(world, file, {}, addParents=to, removeParents=",".join(file["parents"]))


def delete(world: World, file: Json) -> None:
    """Somebody deletes a file for good."""
    with world.raw(ROBOT, "drive") as session:
        assert session.delete(f"{_FILES}/{file['id']}", params=_EVERY_DRIVE).ok


def new_folder(world: World, name: str, *readers: str, parent: str = "root") -> str:
    """Somebody makes a folder of their own, and shares it."""
    body = {"name": name, "mimeType": "application/vnd.google-apps.folder", "parents": [parent]}
    with world.raw(ROBOT, "drive") as session:
        made: Json = session.post(_FILES, json=body, params=_EVERY_DRIVE).json()
    for reader in readers:
        grant(world, made, reader)
    return str(made["id"])


def grant(world: World, file: Json, address: str = "", role: str = "reader", **body: str) -> None:
    """Somebody shares a file."""
    person = {"type": "user", "emailAddress": address} if address else {}
    quietly = {"sendNotificationEmail": "false"} if address and role != "owner" else {}
    params = _EVERY_DRIVE | quietly | ({"transferOwnership": "true"} if role == "owner" else {})
    with world.raw(ROBOT, "drive") as session:
        answer = session.post(
            f"{_FILES}/{file['id']}/permissions", json=person | {"role": role} | body, params=params
        )
    assert answer.ok, answer.text


def take_off(world: World, file: Json, address: str) -> None:
    """Somebody takes a reader off."""
    with world.raw(ROBOT, "drive") as session:
        permissions = f"{_FILES}/{file['id']}/permissions"
        listed = session.get(permissions, params=_EVERY_DRIVE | {"fields": "permissions(id,emailAddress)"})
        (found,) = [one["id"] for one in listed.json()["permissions"] if one["emailAddress"] == address]
        assert session.delete(f"{permissions}/{found}", params=_EVERY_DRIVE).ok


def edit_response(world: World, at: str, response: str = R01, **changes: Any) -> None:
    """A respondent edits their answers."""
    form = world.ids["form"]
    before = dict(world.dump()["forms"][form]["responses"][response])
    world.stage.control("POST", f"forms/{form}/responses", before | {"lastSubmittedTime": at} | changes)


def names_a_student(world: World, name: str, at: str) -> None:
    """R01 is edited: it is about this student."""
    form = world.ids["form"]
    before = world.dump()["forms"][form]["responses"][R01]
    said = {"questionId": _WHO, "textAnswers": {"answers": [{"value": name}]}}
    none = {"questionId": _ID, "textAnswers": {"answers": [{"value": ""}]}}
    edit_response(world, at, answers=before["answers"] | {_WHO: said, _ID: none})
