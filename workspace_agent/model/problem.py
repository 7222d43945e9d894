"""What could not be used, where it stands and what to do: never with a name or free text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.place import Place


class ProblemKind(Enum):
    """Each kind with its sentence (what happened) and its advice (what to do).

    `{quote}` is the cell's own text, given only where it is digits, punctuation and month words;
    `{detail}` is one of our own typed values.
    """

    NOT_A_DATE = ("{quote}is not a date that can be read.", "Type a date such as 11/30/2026.")
    AMBIGUOUS_DATE = ("{quote}could be two different dates.", "Type the date again, without an apostrophe.")
    DATE_IN_THE_FUTURE = ("{quote}lies in the future.", "Correct the date.")
    NOT_A_TIME = ("{quote}is not a time that can be read.", "Type a time such as 10:00 AM.")
    NOT_A_NUMBER = ("{quote}is not a number that can be used.", "Type a number.")
    NOT_A_CHOICE = ("The cell holds a word that is not known here.", "Choose one of: {detail}.")
    NOT_A_ZONE = ("The time zone is not known.", "Use a name such as America/Denver.")
    NOT_AN_ADDRESS = ("This is not one e-mail address.", "Type a single address.")
    ERROR_VALUE = ("The cell shows an error of the spreadsheet.", "Mend the formula or type the value.")
    END_BEFORE_START = (
        "The entry ends before it starts; its day is not judged.",
        "Is {detail} meant, or did it run past midnight? Correct the end.",
    )
    MISSING_SHEET = (
        "No sheet with the headings of `{detail}` was found.",
        "Restore the sheet or its headings.",
    )
    MISSING_HEADING = ("The column `{detail}` was not found.", "Restore the heading.")
    TWO_SHEETS = ("Two sheets look like `{detail}`; neither is read.", "Rename the headings of one of them.")
    TWO_HEADINGS = ("Two columns look like `{detail}`; neither is read.", "Rename one of them.")
    WORKBOOK_FORBIDDEN = ("The agent may not open this workbook.", "Share it with {detail}.")
    WORKBOOK_NOT_FOUND = ("This workbook was not found.", "Correct its id in agent.toml, or restore it.")
    WORKBOOK_NOT_READ = ("This workbook could not be read.", "It is tried again at the next run.")
    FORM_NOT_READ = ("The Post IEP Meeting Form could not be read.", "Share it with {detail}.")
    CALENDAR_NOT_READ = (
        "This calendar could not be read.",
        "Share it with {detail} (make changes to events).",
    )
    ROW_WITHOUT_STUDENT = ("The row has entries but no student.", "Whose row is it? Fill in the student.")
    UNKNOWN_STUDENT = ("No student on the list has this name.", "Who is meant? Correct the name.")
    AMBIGUOUS_STUDENT = ("More than one student fits.", "Which one is meant? Write the name in full.")
    SAME_STUDENT = (
        "Is this the same student as {detail}? Nothing is done for either until this is settled.",
        "Type yes or no under `Same student?` in this row; add that column if it is not there. Or correct "
        "the name or the id, or remove a row, so that it is clear.",
    )
    ONE_STUDENT_TWICE = (
        "This student also stands {detail}. Nothing is done until one row is left; until then the earlier "
        "dates count.",
        "Whose student is this now? Remove the other row, or type the day of exit there. If these are two "
        "students, correct the id or the name, or type no under `Same student?`.",
    )
    ANSWER_UNCLEAR = (
        "The answer under `Same student?` does not count: {detail}.",
        "Empty the cell and answer again at the next look, or correct the rows.",
    )
    MERGED_FOLDER = (
        "This folder was made before its student turned out to be the same as another; it stays as it is.",
        "Move what lies in it into the student's other folder, then delete it.",
    )
    MERGED_EVENT = (
        "This event was booked before its student turned out to be the same as another; nothing is done for "
        "the student while it stands.",
        "Delete it in Calendar; the row books the meeting again, if it is still asked for.",
    )
    UNKNOWN_DISTRICT = (
        "This district is not in the settings.",
        "Correct it, or add the district to agent.toml.",
    )
    UNKNOWN_PURPOSE = ("A purpose of this meeting is not known.", "Use one of: {detail}.")
    CONTACT_INCOMPLETE = ("The attempt has no {detail} and does not count.", "Fill it in.")
    CONTACT_UNSURE = (
        "It is not settled whether this person may be contacted.",
        "Ask the TLS or the CSS, then type holds_rights or restricted.",
    )
    RESPONSE_BLANK = ("A response came in without any answer; it is kept for review.", "Discard it?")
    RESPONSE_UNKNOWN = (
        "No student of this name or id; the response is kept for review.",
        "Which student is meant? Correct the response.",
    )
    RESPONSE_UNKNOWN_STRANGER = (
        "No student of this name or id, and the respondent is not on the roster; only the manager sees it.",
        "Which student is meant, and who sent it?",
    )
    RESPONSE_AMBIGUOUS = (
        "More than one student fits this response; it is kept for review.",
        "Which student is meant? Add the id to the response.",
    )
    RESPONSE_WITHOUT_MEETING = (
        "Filed, but no meeting of this student is dated within {detail} of it, so no due date was moved.",
        "Which meeting was it? Add it to the Meetings sheet.",
    )
    RESPONSE_NAMES_ANOTHER = (
        "An answer names another student. The record is filed.",
        "Correct the response.",
    )
    UNKNOWN_RESPONDENT = (
        "The respondent is not on the roster; the response is kept for the manager alone and moves no date.",
        "Who sent it? If it is true, a case manager may send it again.",
    )
    QUESTION_MISSING = (
        "The form has no question for `{detail}`.",
        "Correct the form, or its ids in agent.toml.",
    )
    ZONE_QUESTION = (
        "The spreadsheet and the calendar are in different time zones; nothing is booked.",
        "Which zone is meant? Fill in the Zone column.",
    )
    LINK_OR_BOOK = (
        "An event made by hand looks like this meeting; nothing is booked.",
        "Link or book? Untick Book to keep the event by hand, or delete it to have this one booked.",
    )
    BOOKED_WITHOUT_PURPOSE = ("Book is ticked, but the purpose is missing.", "Fill in the purposes.")
    BOOKED_WITHOUT_TIME = ("Book is ticked, but date or time is missing.", "Fill in date and start.")
    BOTH_CHANGED = ("The row and its event were both changed; nothing is written.", "Make them agree.")
    EVENT_CHANGED = (
        "A person changed the event of this meeting; it stays as it is.",
        "Correct the row to match.",
    )
    EVENT_DELETED = (
        "A person deleted the event of this meeting; it is not booked again for that date.",
        "Type a new date, or tick Cancelled.",
    )
    TWO_ROWS_ALIKE = (
        "Another row of this student has the same date and time; one meeting is booked, not two.",
        "Remove one of the rows, or correct its time.",
    )
    EVENT_STANDS = (
        "The row asks for no meeting any more, but the event still stands.",
        "Delete the event in Calendar, so that its guests are told; or correct the row.",
    )
    TAB_TAKEN = (
        "A tab titled Agent stands here that the agent did not make, so nothing is written.",
        "Rename that tab.",
    )
    READER_MISSING = (
        "This folder was shared twice with somebody who cannot open it now.",
        "Share it by hand, or leave it so.",
    )
    RECORD_TRASHED = ("A filed record is in the trash.", "Restore it, or leave it so.")
    REVIEWED_RECORD_STAYS = (
        "This record has been filed for its student; its copy under Needs review is still there.",
        "Delete the copy.",
    )
    ROW_GONE = (
        "The row of a booked meeting is gone; the event stays.",
        "Restore the row, or delete the event.",
    )
    FOLDER_TRASHED = ("This folder is in the trash; filing there stops.", "Restore it.")
    EXTRA_READER = ("Somebody beyond case manager and manager can open this.", "Remove the extra reader.")
    TAB_NOT_WRITTEN = (
        "Others can open this workbook, so the Agent tab is not written into it.",
        "See the weekly digest instead, or remove the other readers.",
    )
    EFFECT_FAILED = ("This could not be done: {detail}.", "It is tried again at the next run.")
    EFFECT_UNKNOWN = ("Google gave no answer, so it is not known whether this was done.", "Please look.")

    def __init__(self, sentence: str, advice: str) -> None:
        self.sentence = sentence
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person has to look at.

    Attributes:
        kind: What is wrong.
        place: The cell, workbook or response to open.
        case_manager: Key of the case manager whose data it is; empty for the manager's own.
        student_ref: The student, where one is known.
        quote: The cell's text, only where `quotable` allowed it.
        detail: A typed value of our own: a column's field name, a list of choices, a time.
    """

    kind: ProblemKind
    place: Place
    case_manager: str = ""
    student_ref: str = ""
    quote: str = ""
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What happened."""
        quoted = f"“{self.quote}” " if self.quote else "This "
        return self.kind.sentence.format(quote=quoted, detail=self.detail)

    @property
    def advice(self) -> str:
        """What to do."""
        return self.kind.advice.format(quote=self.quote, detail=self.detail)

    @property
    def key(self) -> str:
        """Identity, for telling new from old."""
        return f"{self.kind.name.lower()}/{self.place.url}"
