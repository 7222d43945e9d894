"""What is done about who may open a folder or record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workspace_agent.model.action import Action, Kind
from workspace_agent.model.undo import Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFolder(Action):
    """Let one person read one folder, without a mail from Google.

    Attributes:
        folder: Key of the folder.
        person: Key of the person in the settings.
        address: Theirs, from the settings.
        again: It was granted before and taken away since: once more, and then never.
        marked: The folder says already that it is shared with them.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.SHARE
    undo: ClassVar[Undo] = Undo.TAKE_OFF

    folder: str
    person: str
    address: str
    again: bool
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeReader(Action):
    """Take a permission off that was given on a folder or record of ours itself. Only by setting.

    Attributes:
        of: Key of the folder or record.
        file_id: Drive's id of the folder or record.
        permission_id: Google's id of the permission.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.REMOVE
    undo: ClassVar[Undo] = Undo.SHARE_AGAIN

    of: str
    file_id: str
    permission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeShareBack(RevokeReader):
    """End what the agent itself granted to somebody who has left, or under an address that is theirs no more.

    No setting is needed, and whose the folder is does not matter: the agent made it. Its mark goes too, so
    that whoever comes back is let in again.

    Attributes:
        person: Key of the person in the settings of that time.
    """

    undo: ClassVar[Undo] = Undo.SHARE_BY_HAND

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkShare(Action):
    """Forget what the agent granted, where a person has ended it: only the mark is left.

    Attributes:
        of: Key of the folder.
        file_id: Drive's id of the folder.
        person: Key of the person in the settings of that time.
    """

    duty: ClassVar[str] = "sharing"
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.ANSWER_ANEW

    of: str
    file_id: str
    person: str
