"""Perform actions and look up what became of them, with the ledger around every effect.

`effects(hands)` names the effect for each kind of action: one line per duty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from workspace_agent.duties.access_record import FileMonth
from workspace_agent.duties.agent_tab import WriteAgentTab
from workspace_agent.duties.digest_send import SendDigest
from workspace_agent.duties.downloads import ForbidDownloads
from workspace_agent.duties.evidence import FileEvidence
from workspace_agent.duties.filing import FileRecord, SupersedeRecord
from workspace_agent.duties.filing_review import MoveRecord
from workspace_agent.duties.folders import AdoptFolder, MakeFolder
from workspace_agent.duties.folders_marks import MarkFolder
from workspace_agent.duties.hand_over import HandOver
from workspace_agent.duties.meetings_actions import (
    AskForVideo,
    BookMeeting,
    CancelMeeting,
    ChangeMeeting,
    HideGuests,
    LinkMeeting,
    RenewMark,
    TakeGuestsOff,
)
from workspace_agent.duties.private_spreadsheets import MakePrivateSpreadsheet
from workspace_agent.duties.progress_sheets import FileProgressSheet, RenewProgressSheet
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.duties.workbooks import FillWorkbook, MakeWorkbook, ShareWorkbook
from workspace_agent.effects.access_record import FileMonthEffect
from workspace_agent.effects.agent_tab import WriteAgentTabEffect
from workspace_agent.effects.digest import SendDigestEffect
from workspace_agent.effects.downloads import ForbidDownloadsEffect
from workspace_agent.effects.evidence import FileEvidenceEffect
from workspace_agent.effects.filing import FileRecordEffect, MoveRecordEffect, SupersedeRecordEffect
from workspace_agent.effects.folders import AdoptFolderEffect, FileIds, MakeFolderEffect, MarkFolderEffect
from workspace_agent.effects.meetings import (
    AskForVideoEffect,
    BookMeetingEffect,
    CancelMeetingEffect,
    ChangeMeetingEffect,
    HideGuestsEffect,
    MarkMeetingEffect,
)
from workspace_agent.effects.perform import Effect
from workspace_agent.effects.private_spreadsheets import MakePrivateSpreadsheetEffect
from workspace_agent.effects.progress_sheets import FileProgressSheetEffect, RenewProgressSheetEffect
from workspace_agent.effects.sharing import (
    HandOverEffect,
    RevokeReaderEffect,
    ShareFolderEffect,
    TakeShareBackEffect,
    UnmarkShareEffect,
)
from workspace_agent.effects.workbooks import FillWorkbookEffect, MakeWorkbookEffect, ShareWorkbookEffect
from workspace_agent.google.workspace import Google
from workspace_agent.intake.response import FormRecord
from workspace_agent.intake.table import Row, StudentRow
from workspace_agent.ledger.ledger import Ledger
from workspace_agent.model.action import Action
from workspace_agent.model.errors import NotFound
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell
from workspace_agent.model.seen import MarkedFile


@dataclass(frozen=True, slots=True)
class Hands:
    """What effects work with.

    Attributes:
        files: Folders and files as they were seen, by key.
        records: Answers of the form, by response id: they hold names and live for this pass only.
        attempts: Rows of contact attempts, by their place; the same holds.
        listed: Each student's rows on the lists of students; the same holds.
        top: Drive's id of the folder or shared drive for the root folder; empty for My Drive.
    """

    google: Google
    ledger: Ledger
    organisation: Organisation
    files: Mapping[str, MarkedFile]
    records: Mapping[str, FormRecord]
    attempts: Mapping[Cell, Row]
    listed: Mapping[str, tuple[StudentRow, ...]]
    today: date
    clock: Callable[[], datetime]
    top: str = ""

    def folder_id(self, key: str) -> str:
        """Drive's id of a folder: as seen, else as the ledger knows it from this very run.

        What the root lies in has no key, and is where the settings want it.

        Raises:
            NotFound: There is none. Without its parent a file would land at the top of the drive.
        """
        if not key:
            return self.top
        if key in self.files:
            return self.files[key].file_id
        entry = self.ledger.entry(key)
        if entry is None or not entry.remote_id:
            raise NotFound("drive.files.get", reason="folderUnknown")
        return entry.remote_id


def effects(hands: Hands) -> Mapping[type[Action], Effect]:
    """The effect for each kind of action."""
    drive, calendar = hands.google.drive, hands.google.calendar
    ids = FileIds(drive)
    return {
        MakeFolder: MakeFolderEffect(drive, ids, hands.folder_id),
        AdoptFolder: AdoptFolderEffect(drive, ids),
        MarkFolder: MarkFolderEffect(drive),
        ShareFolder: ShareFolderEffect(drive, hands.folder_id),
        RevokeReader: RevokeReaderEffect(drive),
        ForbidDownloads: ForbidDownloadsEffect(drive),
        TakeShareBack: TakeShareBackEffect(drive),
        UnmarkShare: UnmarkShareEffect(drive),
        HandOver: HandOverEffect(drive, hands.folder_id),
        BookMeeting: BookMeetingEffect(calendar),
        ChangeMeeting: ChangeMeetingEffect(calendar),
        TakeGuestsOff: ChangeMeetingEffect(calendar),
        AskForVideo: AskForVideoEffect(calendar),
        HideGuests: HideGuestsEffect(calendar),
        LinkMeeting: MarkMeetingEffect(calendar),
        RenewMark: MarkMeetingEffect(calendar),
        CancelMeeting: CancelMeetingEffect(calendar),
        FileRecord: FileRecordEffect(
            drive, ids, hands.folder_id, hands.records, hands.organisation, hands.today
        ),
        FileEvidence: FileEvidenceEffect(
            drive, ids, hands.folder_id, hands.attempts, hands.listed, hands.organisation, hands.today
        ),
        FileProgressSheet: FileProgressSheetEffect(drive, ids, hands.folder_id),
        RenewProgressSheet: RenewProgressSheetEffect(drive),
        MoveRecord: MoveRecordEffect(drive, ids, hands.folder_id),
        SupersedeRecord: SupersedeRecordEffect(drive),
        FileMonth: FileMonthEffect(
            drive, ids, hands.folder_id, hands.ledger.access, hands.organisation.time_zone
        ),
        MakePrivateSpreadsheet: MakePrivateSpreadsheetEffect(drive, hands.folder_id),
        WriteAgentTab: WriteAgentTabEffect(hands.google.sheets),
        MakeWorkbook: MakeWorkbookEffect(drive, hands.top),
        FillWorkbook: FillWorkbookEffect(hands.google.sheets, hands.folder_id),
        ShareWorkbook: ShareWorkbookEffect(drive, hands.folder_id),
        SendDigest: SendDigestEffect(hands.google.gmail, hands.ledger, hands.clock),
    }
