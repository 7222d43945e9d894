"""What somebody may do with a file: File.capabilities.

Source: https://developers.google.com/workspace/drive/api/guides/ref-roles, the descriptions in drive.v3, and
what clients of the API have recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.sandbox.call import Json
from workspace_agent.sandbox.drive.state import FOLDER, RANK, File


@dataclass(frozen=True)
class _Standing:
    """How somebody stands to a file.

    Attributes:
        binds: May restrict what others do with it.
        owns: May do away with it for good.
    """

    reads: bool
    comments: bool
    writes: bool
    trashes: bool
    owns: bool
    binds: bool
    folder: bool


def capabilities(
    file: File, rank: int, *, may_take: bool, in_trash: bool, only_managers_share: bool = False
) -> Json:
    """What somebody of this rank may do with a file; true to what the sandbox lets them do.

    Args:
        file: The file.
        rank: Of their role.
        may_take: Whether they may download or copy it.
        in_trash: Whether it, or a folder above, lies there.
        only_managers_share: Whether its shared drive lets managers alone share folders, as those made before
            2023 do until somebody changes that.
    """
    writes, owns = rank >= RANK["writer"], rank >= RANK["organizer" if file.drive_id else "owner"]
    by = _Standing(
        reads=rank >= RANK["reader"],
        comments=rank >= RANK["commenter"],
        writes=writes,
        trashes=rank >= RANK["fileOrganizer" if file.drive_id else "owner"],
        owns=owns,
        binds=writes if file.drive_id else owns,
        folder=file.mime_type == FOLDER,
    )
    shares = {"canShare": _may_share(file, by, only_managers=only_managers_share)}
    return _common(file, by, may_take=may_take, in_trash=in_trash) | shares | _of_place(file, by)


def _may_share(file: File, by: _Standing, *, only_managers: bool) -> bool:
    if not file.drive_id:
        return by.owns or (by.writes and file.extra.get("writersCanShare", True))
    if file.is_root or (by.folder and only_managers):
        return by.owns
    return by.trashes or (by.writes and not by.folder)


def _common(file: File, by: _Standing, *, may_take: bool, in_trash: bool) -> Json:
    leaves = by.owns and not in_trash and not file.is_root
    restricted = any(one.get("readOnly") for one in file.extra.get("contentRestrictions") or [])
    return {
        "canAddChildren": by.folder and by.writes,
        "canChangeCopyRequiresWriterPermission": by.binds and not by.folder,
        "canChangeItemDownloadRestriction": by.owns,
        "canChangeSecurityUpdateEnabled": False,
        "canChangeViewersCanCopyContent": by.binds and not by.folder,
        "canComment": by.comments,
        "canCopy": not by.folder and may_take,
        "canDelete": by.owns and not file.is_root,
        "canDisableInheritedPermissions": by.folder and by.owns,
        "canDownload": by.folder or may_take,
        "canEdit": by.writes,
        "canEnableInheritedPermissions": by.owns,
        "canListChildren": by.folder,
        "canModifyContent": by.writes,
        "canModifyContentRestriction": by.writes and not by.folder,
        "canModifyEditorContentRestriction": by.writes and not by.folder,
        "canModifyLabels": False,
        "canModifyOwnerContentRestriction": by.owns and not by.folder,
        "canMoveChildrenWithinDrive": by.folder and by.writes,
        "canMoveItemIntoTeamDrive": leaves,
        "canMoveItemOutOfDrive": leaves,
        "canMoveItemWithinDrive": by.writes and not file.is_root,
        "canReadLabels": False,
        "canReadRevisions": by.writes and not by.folder,
        "canRemoveChildren": by.folder and by.writes,
        "canRemoveContentRestriction": by.writes and restricted,
        "canRename": by.writes,
        "canTrash": by.trashes and not file.is_root,
        "canUntrash": by.trashes and not file.is_root,
    }


def _of_place(file: File, by: _Standing) -> Json:
    """What is said only in My Drive, or only in a shared drive."""
    if not file.drive_id:
        return {
            "canAcceptOwnership": False,
            "canAddMyDriveParent": False,
            "canRemoveMyDriveParent": by.writes and not file.is_root,
        }
    return {
        "canAddFolderFromAnotherDrive": by.folder and by.writes,
        "canDeleteChildren": by.folder and by.owns,
        "canMoveChildrenOutOfDrive": by.folder and by.owns,
        "canReadDrive": by.reads,
        "canTrashChildren": by.folder and by.trashes,
    }
