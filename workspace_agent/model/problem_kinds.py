"""Every kind of problem, each with what is said to people: a table of texts, as long as it has to be."""

from __future__ import annotations

from enum import Enum

_KEEPER = "whoever set up the agent"
"""Readers of these texts teach: they have no command line, and only read the folders of records."""

_GRANT = f"Ask {_KEEPER} to allow it: `workspace-agent auth status` says how."
_IN_DRIVE = "(in Drive, with the agent's account)"
_TRIED_AGAIN = "Nothing to do: it is tried again at the next run."


class ProblemKind(Enum):
    """Each kind with its sentence (what happened) and its advice (what to do).

    `{quote}` is the cell's own text, given only where it has the shape of a date or a time;
    `{detail}` is one of our own typed values, `{approve}` the command that lets it past a brake, `{link}`
    the link of an event that is to be looked at too.
    """

    NOT_A_DATE = ("{quote}is not a date that can be read.", "Type a date such as 11/30/2026.")
    AMBIGUOUS_DATE = ("{quote}could be {detail}.", "Type the date again, without an apostrophe.")
    DAY_WITHOUT_YEAR = (
        "{quote}says no year, and nor does the title of the sheet or workbook; its column is not read.",
        "Type the date with its year, or name the school year in the title, as 2026-27.",
    )
    DATE_IN_THE_FUTURE = ("{quote}lies in the future.", "Correct the date.")
    DATE_LONG_AGO = (
        "This day lies so long ago that it may be a date of birth; nothing is judged by it.",
        "Look it up and correct it. If it is right, the next one is long since due: see to it.",
    )
    TWO_DATES = (
        "This due date does not follow from the last date in its row, {detail}.",
        "Which of the two is right? Correct the other; until then the earlier one warns.",
    )
    NOT_A_TIME = ("{quote}is not a time that can be read.", "Type a time such as 10:00 AM.")
    NO_TIMES = (
        "A time that can be read is missing here and in {detail}; these days are not judged.",
        "Type a time such as 10:00 AM into each, or empty the other time of a day on which nobody worked.",
    )
    NOT_A_NUMBER = ("{quote}is not a number that can be used.", "Type a number.")
    NOT_A_FOLDER = (
        "This is no link to a folder in Drive.",
        "Open the folder, copy the address that the browser shows, and paste it here.",
    )
    NOT_A_CHOICE = ("The cell holds a word that is not known here.", "Choose one of: {detail}.")
    CONSENT_TO_WHAT = ("This row does not say what was signed.", "Choose one of: {detail}.")
    CONSENT_NOT_SIGNED = (
        "The day on which this was signed is not typed, so it counts for nothing.",
        "Type that day. If it is not signed yet, take the row out until it is.",
    )
    NOT_A_ZONE = ("The time zone is not known.", "Use a name such as America/Denver.")
    NOT_AN_ADDRESS = ("This is not one e-mail address.", "Type a single address.")
    NOT_OF_THE_DISTRICT = (
        "This address is not one of the student's district, so nobody is invited by it.",
        "Correct it (the district's own end with @{detail}), or choose another role.",
    )
    ERROR_VALUE = ("The cell shows an error of the spreadsheet.", "Mend the formula or type the value.")
    END_BEFORE_START = (
        "The entry ends before it starts; its day is not judged.",
        "Is {detail} meant, or did it run past midnight? Correct the end.",
    )
    UNLIKELY_HOURS = (
        "{detail} The day is not judged.",
        f"Correct AM or PM of the start or the end. If it is right as it is, ask {_KEEPER} to allow it "
        "(hours_log in policy.toml).",
    )
    UNLIKELY_START = (
        "The meeting starts at {detail} It is not booked.",
        "Type the time again with AM or PM. Meetings are booked between 6:00 AM and 9:00 PM.",
    )
    ANOTHER_TOTAL = (
        "The typed total does not fit its times: {detail}. The day is not judged.",
        "Correct the total, the start or the end.",
    )
    NOT_A_FREQUENCY = ("This does not say how often.", "Type {detail}, or as in: 2 times a week.")
    SERVICE_ENDS_FIRST = ("The service ends before it starts.", "Correct its start or its end.")
    MISSING_SHEET = (
        "No sheet with the headings of `{detail}` was found.",
        "Restore the sheet or its headings.",
    )
    MISSING_HEADING = (
        "The column `{detail}` was not found{perhaps}.",
        f"Restore the heading, or ask {_KEEPER} to have the new one known (`workspace-agent sheets map`).",
    )
    COLUMN_GONE = (
        "The column `{detail}` was there and is gone; no meeting of this workbook is changed.",
        "Restore the heading. A column that was removed on purpose counts as gone after a week.",
    )
    TWO_SHEETS = (
        "Two sheets look like `{detail}`; neither is read.",
        "Rename the headings of one of them. If each is of one student, let its title be the student's full "
        "name, as on the list of students.",
    )
    TWO_FORMS = (
        "Two sheets hold the same `{detail}` in two forms and say different things; neither is read.",
        "Compare this cell with the other sheet ({link}) and correct the one that is wrong. If one of them "
        f"is not needed, delete it, or ask {_KEEPER} to have it ignored.",
    )
    LIKE_ANOTHER_SHEET = (
        "This sheet looks like `{detail}`, too; it is not read, as another one is called so.",
        "If its rows count, move them there. Else rename two of its headings, or leave it.",
    )
    TAB_WITHOUT_DATES = (
        "By its title this tab is one of `{detail}`, but its columns have no dates, so it is not read.",
        "Put a column Date beside the scores, or a whole date such as 9/14/2026 above each column. If it is "
        f"not meant to be read, give it another title, or ask {_KEEPER} to have it ignored.",
    )
    TAB_NOT_READ = (
        "By its title this tab is one of `{detail}`, but it lacks their headings, so it is not read.",
        f"Give it these headings, or ask {_KEEPER} to have its own known (`workspace-agent sheets map`). "
        "If it is not meant to be read, give it another title.",
    )
    OLD_LIST = (
        "This list of students has the title of an old one or of a template, so it is not read; but the one "
        "beside it, which is read, is empty.",
        "Fill in the other one. Or, if this is the list that counts, give it the title Students.",
    )
    TWO_HEADINGS = ("Two columns look like `{detail}`; neither is read.", "Rename one of them.")
    HEADINGS_MOVED = (
        "Headings stand here again, in other columns than at the top; what is below them may be misread.",
        "Move these columns under the headings at the top, or the rows to a sheet of their own.",
    )
    WORKBOOK_FORBIDDEN = ("The agent may not open this workbook.", "Share it with {detail}.")
    WORKBOOK_NOT_FOUND = (
        "This workbook was not found.",
        f"Restore it, or ask {_KEEPER} to correct its id in agent.toml.",
    )
    WORKBOOK_NOT_READ = (
        "This workbook could not be read; it may not be a Google Sheets file.",
        f"Open it. If it is an Excel file, save it as Google Sheets (File menu) and ask {_KEEPER} to put the "
        "new id into agent.toml.",
    )
    WORKBOOK_OF_WHICH_YEAR = (
        "Two workbooks of this folder have the same title, and it does not say which school year's each is; "
        "neither is read.",
        "Put the school year into both titles (as in 26-27), or move one out of the folder.",
    )
    WORKBOOK_TWICE = (
        "Two workbooks of this folder look like the same one by their titles; neither is read.",
        "Delete the copy, or move it out of the folder. If both count, give them titles that differ.",
    )
    WORKBOOK_OF_AN_EARLIER_YEAR = (
        "The title of this workbook names an earlier school year than that of another, otherwise like it, in "
        "its folder; it is not read.",
        f"If it is done with, move it out of the folder. If it still counts, ask {_KEEPER} to name it in "
        "agent.toml.",
    )
    WORKBOOK_OF_NEXT_YEAR = (
        "This workbook is for the next school year and is not read yet: {detail}.",
        "Nothing to do while it is being filled in. Is it ready? It is read instead of this year's once it "
        "holds more than half as many students, or school has begun.",
    )
    WORKBOOK_GONE = (
        "This workbook was in its folder and is not there any more, or not shared; {detail} on no other "
        "list. Nothing of theirs is cancelled or taken away.",
        "Move it back, or restore it if it is in the trash. If the student has left, type the day of exit "
        "into it first, and take it out on a later day. If it is meant as it is, have it approved: "
        "{approve}.",
    )
    SOURCE_TRASHED = (
        "This lies in the trash of Drive. It is still read, and nothing is written into it; after 30 days "
        "there Google deletes it for good.",
        f"Restore it. If it is done with, ask {_KEEPER} to take it out of agent.toml.",
    )
    NOT_GOOGLE_SHEETS = (
        "This file in a folder of workbooks is of another program, such as Excel, so it is not read.",
        "Open it and choose File > Save as Google Sheets; then move this file out of the folder.",
    )
    WORKBOOK_OF_TWO = (
        "This workbook stands in the folders of two case managers; it is read for neither.",
        "Whose is it? Take it out of the other folder.",
    )
    BOOKS_NOT_LISTED = (
        "The agent may not open this folder of workbooks, or it is gone.",
        f"Share it with {{detail}}, or ask {_KEEPER} to correct its id in agent.toml.",
    )
    BOOKS_UNAVAILABLE = ("Google did not answer when this folder of workbooks was listed.", _TRIED_AGAIN)
    NO_BOOKS = (
        "No spreadsheet was found in this folder of workbooks.",
        "Move the workbooks into it, or restore the folder if it is in the trash.",
    )
    BOOKS_BELOW = (
        "This folder lies in a folder of workbooks, and spreadsheets lie in it, which are not read.",
        f"If these are workbooks, move them one folder up, or ask {_KEEPER} to name this folder in "
        "agent.toml. If not, put the word archive into its name.",
    )
    WORKBOOK_UNAVAILABLE = ("Google did not answer when this workbook was read.", _TRIED_AGAIN)
    SHARING_UNAVAILABLE = ("Google did not answer when asked who can open this.", _TRIED_AGAIN)
    FORM_NOT_READ = (
        "The agent may not open the Post IEP Meeting Form.",
        f"Share it with {{detail}}, or ask {_KEEPER} to correct its id in agent.toml.",
    )
    RESPONSES_NOT_READ = (
        "The agent may not open the spreadsheet of responses to the Post IEP Meeting Form, or it is gone.",
        f"Share it with {{detail}}, or ask {_KEEPER} to correct its id in agent.toml.",
    )
    FORM_UNCONFIRMED = (
        "Nobody has confirmed yet which question of the Post IEP Meeting Form asks for {detail}; until then "
        "no response is used or filed.",
        f"Ask {_KEEPER} to look at what `workspace-agent sheets map` proposes, and to confirm it "
        "(`workspace-agent sheets map --confirm ID --write`).",
    )
    FORM_UNAVAILABLE = ("Google did not answer when the Post IEP Meeting Form was read.", _TRIED_AGAIN)
    CALENDAR_NOT_READ = (
        "The agent may not open this calendar.",
        "Share it with {detail} (make changes to events).",
    )
    CALENDAR_NOT_DELEGATED = (
        "The agent may not act as the owner of this calendar.",
        f"Ask {_KEEPER} (`workspace-agent auth status` says why): the account may be closed.",
    )
    CALENDARS_NOT_ALLOWED = (
        "The agent was not allowed to {detail}: no meeting is looked at or booked.",
        _GRANT,
    )
    FORM_NOT_ALLOWED = (
        "The agent was not allowed to {detail}: no response is read or filed.",
        _GRANT,
    )
    SIGN_IN_ENDS = (
        "The agent's sign-in ends by itself on {detail}; from then on nothing is done.",
        f"Ask {_KEEPER} to publish the app as Internal and to sign in again: `workspace-agent auth status`.",
    )
    FEATURE_NOT_ALLOWED = ("The agent was not allowed to {detail}, so that is off.", _GRANT)
    CALENDAR_UNAVAILABLE = ("Google did not answer when this calendar was read.", _TRIED_AGAIN)
    NOT_A_LENGTH = ("This is not a length of time.", "Type the minutes, such as 60.")
    LENGTH_UNCLEAR = ("It may be {detail}.", "Type the minutes, such as 60.")
    WEEK_UNCLEAR = (
        "A Saturday may stand for the week before it or after it; the row is not counted.",
        "Type the Monday of the week.",
    )
    NOT_A_NAME = (
        "A name has letters, no digits and a hundred characters at most; this one is not used.",
        "Type the name alone, and whatever else there is to say in another column. A row that is of no "
        "student is better moved out of the list.",
    )
    NAME_IN_ONE = (
        "It cannot be told where the last name begins; the student is not read.",
        "Type the name as Last, First.",
    )
    DATE_FOR_NUMBER = (
        "Sheets made a date of what was typed here: it may be {detail}. The value is not used.",
        "Type the score as the goal is typed, such as 44, 80% or 4 of 5.",
    )
    VALUE_UNCLEAR = (
        "It may be {detail}; the value is not used.",
        "Type it with its unit, such as 80% or 90 sec; where the goal has none, type one under Measure.",
    )
    PART_OR_PERCENT = (
        "It may be {detail}; neither this value nor others like it on this goal are used.",
        "Type percent or count under Measure in the row of the goal, or type values such as 4 of 10 or 40%.",
    )
    ANOTHER_UNIT = (
        "The goal is measured in {detail}, which this is not; the value is not used.",
        "Type it in the unit of the goal, or correct the goal.",
    )
    OUT_OF_RANGE = ("The value lies outside of {detail}; it is not used.", "Correct it.")
    INTERVAL_UNCLEAR = ("It may be {detail}.", "Type how often, such as week or 2 weeks.")
    GOAL_CONTRADICTS = (
        "The goal is to {detail}, but its target lies the other way from its baseline.",
        "Correct direction, baseline or target.",
    )
    GOAL_ENDS_FIRST = ("The goal ends before it starts.", "Correct one of the dates.")
    UNKNOWN_GOAL = (
        "No goal of this student is called so; what stands under this name is not used.",
        "Write it as on the Goals sheet, or add the goal there.",
    )
    AMBIGUOUS_GOAL = (
        "More than one goal of this student fits; what stands here is not used.",
        "Name the goal, and call no two goals of one student the same.",
    )
    ROW_WITHOUT_STUDENT = ("The row has entries but no student.", "Whose row is it? Fill in the student.")
    NO_STUDENT = (
        "The settings say that this workbook holds one student, but none stands in it; its other sheets are "
        "not read.",
        "Fill in the student's row.",
    )
    TWO_STUDENTS = (
        "The settings say that this workbook holds one student, but a second one stands here; whose its "
        "other sheets are cannot be told, so they are not read.",
        "Move this row to a workbook of its own.",
    )
    ROW_OF_ANOTHER = (
        "The row names another student than the one whom this workbook holds; it is not used.",
        "Correct the name, or move the row to that student's workbook.",
    )
    UNKNOWN_STUDENT = ("No student on the list has this name.", "Who is meant? Correct the name.")
    STUDENT_OF_A_COLLEAGUE = (
        "No student on this case manager's list has this name, but one on a colleague's has; the row is not "
        "used.",
        "Who is meant? Correct the name, or add the student to the list. A student who has left that list "
        "stays on it, with the day of exit. If the colleague's is meant, move the row to the colleague's "
        "workbook.",
    )
    OF_ANOTHER_YEAR = (
        "This tab is of another school year. From here on it names students or goals that are on no list "
        "now; what it says of them is not used.",
        "Nothing to do where they have left or are over. Of one that is on a list still, correct the name.",
    )
    AMBIGUOUS_STUDENT = (
        "More than one student fits.",
        "Which one is meant? Write the name in full; where two have the same, give one of them a preferred "
        "name in the Students sheet and use that.",
    )
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
        f"Empty the cell and answer again at the next look, or correct the rows, or ask {_KEEPER} to answer "
        "(`workspace-agent same-student`).",
    )
    MERGED_FOLDER = (
        "This folder was made before its student turned out to be the same as another; it stays as it is.",
        f"Ask {_KEEPER} to move what lies in it into the student's other folder and then to delete it "
        f"{_IN_DRIVE}.",
    )
    MERGED_EVENT = (
        "This event was booked before its student turned out to be the same as another; nothing is done for "
        "the student while it stands.",
        "Delete it in Calendar; the row books the meeting again, if it is still asked for.",
    )
    UNKNOWN_DISTRICT = (
        "This district is not in the settings.",
        f"Correct it, or ask {_KEEPER} to add the district to agent.toml.",
    )
    UNKNOWN_PURPOSE = ("A purpose of this meeting is not known.", "Use one of: {detail}.")
    CONTACT_INCOMPLETE = ("The attempt has no {detail} and does not count.", "Fill it in.")
    CONTACT_UNSURE = (
        "It is not settled whether this person may be contacted.",
        "Ask the TLS or the CSS, then type holds_rights or restricted.",
    )
    ALSO_RESTRICTED = (
        "This person also stands in {detail}, which says restricted: nobody is invited at this address.",
        "If it is the same person, nothing is to be done. If not, correct the address or the contact state "
        "in {detail} ({link}).",
    )
    CSS_RESTRICTED = (
        "This row marks the district's CSS as restricted, so the CSS is not invited to this student's "
        "meetings.",
        "If that is meant, nothing is to be done. If not, correct the contact state; or the address, where "
        "the row is about somebody else.",
    )
    RESPONSE_BLANK = ("A response came in without any answer; it waits for review.", "Discard it?")
    RESPONSE_UNKNOWN = (
        "No student of this name or id; the response waits for review.",
        "Which student is meant? Correct the response.",
    )
    RESPONSE_UNKNOWN_STRANGER = (
        "No student of this name or id, and the respondent is not on the roster; only the manager sees it.",
        "Which student is meant, and who sent it?",
    )
    RESPONSE_AMBIGUOUS = (
        "More than one student fits this response; it waits for review.",
        "Which student is meant? Add the id to the response.",
    )
    RESPONSE_OF_A_COLLEAGUE = (
        "No student on its respondent's list fits this response, but one on a colleague's does; it waits for "
        "review.",
        "Which student is meant? Add the id to the response, or the student to the list.",
    )
    RESPONSE_REPEATED = (
        "A response about the same student, date and purposes was sent before; this one waits for review.",
        "If it is about another meeting, correct its date or purposes. If not, leave it there.",
    )
    RESPONSES_DIFFER = (
        "Two responses about one meeting differ in whether it was held.",
        "Which is right? Correct the other one.",
    )
    RESPONSE_WITHOUT_MEETING = (
        "No meeting of this student is dated within {detail} of this response's, so no due date was moved.",
        "Which meeting was it? Add it to the Meetings sheet.",
    )
    RESPONSE_AHEAD = (
        "The meeting is reported as held on {detail}, after this response was sent; no due date was moved.",
        "Correct the date in the response, or what it says of the meeting.",
    )
    RESPONSE_NAMES_ANOTHER = (
        "An answer of this response names another student.",
        "Correct the response.",
    )
    UNKNOWN_RESPONDENT = (
        "The respondent is not on the roster; the response is for the manager alone and moves no date.",
        "Who sent it? If it is true, a case manager may send it again.",
    )
    QUESTION_MISSING = (
        "The form has no question for `{detail}`{perhaps}.",
        f"Correct the form, or ask {_KEEPER} to have the new one known (`workspace-agent sheets map`).",
    )
    RESPONSES_ELSEWHERE = (
        "This sheet has timestamps and some of the form's questions, but not most of them; it is not read.",
        "If it holds responses to the Post IEP Meeting Form, "
        f"ask {_KEEPER} to have its headings known (`workspace-agent sheets map`). Else leave it.",
    )
    RESPONSE_UNTIMED = (
        "This row has no timestamp, so it is not taken for a response.",
        "If it is one, restore its timestamp; if not, move it to another sheet.",
    )
    RESPONSE_TWICE = (
        "Two rows have this timestamp and respondent, and their answers differ; this one is not filed.",
        "Which of them counts? Delete the other one.",
    )
    ZONE_QUESTION = (
        "The spreadsheet and the calendar are in different time zones; nothing is booked.",
        "Which zone is meant? Fill in the Zone column.",
    )
    LINK_OR_BOOK = (
        "An event made by hand looks like this meeting; nothing is booked.",
        "Type link or book into the column Existing event. Or delete that event to have this one booked.",
    )
    MANY_TO_LINK = (
        "More than one event made by hand looks like this meeting, so link does not say which; nothing is "
        "booked.",
        "Delete or move the others in Calendar, so that one is left near this time. Or type book to have "
        "another one booked.",
    )
    LINKED_ELSEWHERE = (
        "The event to which this row is linked is at another time, and the agent never writes it, because "
        "somebody else made it or it repeats. Nothing is booked.",
        "Correct the row to match, or have the event moved ({link}). Or type book into the column Existing "
        "event to have a meeting of its own booked.",
    )
    BOX_AND_SETTLED = (
        "The settings say that this workbook has no Book box, but it has one: only ticked rows are booked.",
        f'Remove the column Book from the sheet, or ask {_KEEPER} to change "settled" in agent.toml.',
    )
    BOOKED_WITHOUT_PURPOSE = (
        "A meeting is wanted here, but the purpose is missing.",
        "Fill in the purposes.",
    )
    BOOKED_WITHOUT_TIME = (
        "A meeting is wanted here, but the row lacks {detail}.",
        "Fill in {detail}.",
    )
    STANDS_WITHOUT_PURPOSE = (
        "This meeting is booked, but its row lacks the purpose now; the event stays in Calendar as it is, "
        "with whoever is invited.",
        "Type the purposes again (the event says which: {link}). If the meeting is off, tick Cancelled.",
    )
    STANDS_WITHOUT_START = (
        "This meeting is booked, but its row lacks the start now; the event stays in Calendar at its time, "
        "with whoever is invited.",
        "Type the start again (the event says when: {link}). If the meeting is off, tick Cancelled.",
    )
    BOTH_CHANGED = (
        "The row and its event were both changed, differently: {detail}. Nothing is written.",
        "Change the row or the event ({link}): whatever you change next counts.",
    )
    EVENT_CHANGED = (
        "The event of this meeting differs from its row: {detail}. It stays as it is.",
        "Correct the row to match, or change the event ({link}).",
    )
    EVENT_DELETED = (
        "A person deleted the event of this meeting; it is not booked again for that date.",
        "Type a new date, or tick Cancelled.",
    )
    TWO_ROWS_ALIKE = (
        "Another row of this student has the same date and time; one meeting is booked, not two.",
        "Remove one of the rows (the other one: {link}), or correct its time.",
    )
    TWO_ROWS_ONE_DAY = (
        "Another row of this student has the same date and purposes at another time. Is it one meeting? This "
        "row is not booked.",
        "Remove one of the rows if it is (the other one: {link}). If there are two meetings, type book into "
        "the column Existing event of this row.",
    )
    WHICH_MEETING = (
        "An event of this student stands that no row asks for any more. Is this row that meeting, retyped?",
        "Type link into the column Existing event if it is, or book if it is another meeting. Or delete the "
        "event in Calendar.",
    )
    WHICH_OF_THEM = (
        "{detail} events of this student stand that no row asks for any more. Which of them is this row's?",
        "Give this row the date back that it had, wait for the next run, and type the new one. Or delete in "
        "Calendar what is not wanted. If this is another meeting, type book into the column Existing event.",
    )
    EVENT_OF_NOBODY = (
        "The agent's event for a student who is on no list now looks like this meeting; nothing is booked.",
        "Delete that event in Calendar, or bring the student's old row back.",
    )
    CASELOAD_OF_LEAVER = (
        "The last day in office of this case manager is over, and {detail} on the list still.",
        "Put each on the list of whoever has the student now, or type the day of exit. Let somebody else own "
        "the workbook: it may be lost with the account of its owner.",
    )
    STUDENTS_OF_LEAVER = (
        "{detail}, who is not in office any more. Nothing is judged or booked for them.",
        "Whose are they now? Put each on a list, with the day of exit where one has left.",
    )
    AGREEMENT_GONE = (
        "Guests are invited, but the parent's agreement does not stand in the row any more; they stay.",
        "Type the date of the agreement again, or tick Cancelled.",
    )
    CALENDAR_GONE = (
        "A meeting of this student stands on a calendar that the settings do not name any more; nothing is "
        "booked.",
        "Look there first. Then type book into the column Existing event to have this meeting booked.",
    )
    EVENT_STANDS = (
        "The row asks for no meeting any more, but the event still stands.",
        "Tick Cancelled to have it cancelled, or delete it in Calendar; or correct the row.",
    )
    CANCEL_REFUSED = (
        "The row asks to cancel this meeting, but a person changed the event since; it stays.",
        "Delete the event in Calendar; or untick Cancelled, wait for the next run, and tick it again.",
    )
    MOVED_FAR = (
        "The row was moved by more than {detail}, so it may be another meeting; nothing is changed.",
        "Add a new row for the new meeting and give this one its date back; or delete the event in Calendar.",
    )
    NO_VIDEO = (
        "The event has no video link, so nobody new is invited.",
        "Put a link into the event in Calendar (Google Meet or another); the guests are invited then.",
    )
    LINKED_WITHOUT_VIDEO = (
        "The event that a person made for this meeting has no video link.",
        "Put a link into it in Calendar (Google Meet or another), or correct the mode. Its guests are yours "
        "to invite.",
    )
    NO_LINK_YET = (
        "The meeting is to be on another platform than Google Meet, and the event has no link to it yet, so "
        "nobody new is invited.",
        "Put the link into the event in Calendar; the guests are invited then. Or correct the mode.",
    )
    VIDEO_LATE = (
        "Google has not made the video link of this meeting yet, so nobody is invited.",
        "If it stays so, put a link into the event in Calendar.",
    )
    NO_DIAL_IN = (
        "The meeting has no telephone number to join by, and none of the department's lines is free then.",
        f"Put a number into the event in Calendar, or ask {_KEEPER} for another line.",
    )
    ON_FORMER_CALENDAR = (
        "The event of this meeting stands on the former case manager's calendar.",
        "Leave it so; or tick Cancelled, wait until the event is gone, and untick it to have it booked here.",
    )
    TAB_TAKEN = (
        "A tab titled Agent stands here that the agent did not make, so nothing is written.",
        "Rename that tab.",
    )
    TAB_COPIED = (
        "Somebody typed into the Agent tab, which the agent rewrites; what stood there is kept in this copy.",
        "Move what is needed to where it belongs and delete the copy; or rename it to keep it.",
    )
    READER_MISSING = (
        "{detail} cannot open this folder: it was shared with them twice, and they were taken off each time.",
        f"Leave it so, or ask {_KEEPER} to share it {_IN_DRIVE}.",
    )
    DOWNLOADS_FORBIDDEN = (
        "Those who read this record could download, print and copy it: somebody had allowed it.",
        "Nothing to do: the agent forbids it once more, and leaves it so if it is allowed again.",
    )
    DOWNLOADS_LEFT = (
        "Those who read this record can download, print and copy it.",
        f"Leave it so, or ask {_KEEPER} to forbid it {_IN_DRIVE}: Share, then the gear.",
    )
    READER_CAN_CHANGE = (
        "Somebody who should only read this can comment on it or change it.",
        f"Leave it so, or ask {_KEEPER} to set the role back to Viewer {_IN_DRIVE}.",
    )
    RECORD_OUT_OF_SIGHT = (
        "The manager or the case manager cannot open this record where it lies now.",
        f"Ask {_KEEPER} to move it back into its folder, or to share it {_IN_DRIVE}.",
    )
    RECORDS_FOLDER_CLOSED = (
        "The agent cannot use the folder of records that the settings name. Nothing new is filed or booked "
        "for this case manager, and no other folder is made.",
        "Share the folder with {detail} as an editor. If it is shared so, the agent has to sign in with the "
        f"scope `drive`, which folders made by people need: ask {_KEEPER}.",
    )
    RECORDS_FOLDER_OPEN = (
        "The folder of records that the settings name is open to others: {detail}. Nothing new is filed or "
        "booked for this case manager until that is mended, and no other folder is made.",
        "Open it, click Share, set General access to Restricted, and take off groups and whoever is outside "
        "the company and the students' districts; what comes from a folder above is taken off there.",
    )
    RECORDS_FOLDER_UNFIT = (
        "What the settings name as a folder of records is no folder, or lies in the trash. Nothing new is "
        "filed or booked for this case manager, and no other folder is made.",
        f"Restore it, or ask {_KEEPER} to correct `records_folder` in agent.toml.",
    )
    RECORDS_FOLDER_TAKEN = (
        "The folder of records that the settings name is in use for something else, or named twice: whose is "
        "it? Nothing new is filed or booked for this case manager until that is settled.",
        f"Ask {_KEEPER} to correct `records_folder` in agent.toml.",
    )
    RECORDS_FOLDER_LATE = (
        "The folder of records that the settings name is not used: this case manager has another one.",
        f"Ask {_KEEPER} to take `records_folder` out of agent.toml. The folder that is in use may be moved "
        "and renamed in Drive.",
    )
    STUDENT_FOLDER_CLOSED = (
        "The agent cannot use the folder that is named here. Nothing new is filed or booked for this "
        "student, and no other folder is made.",
        "Share the folder with {detail} as an editor. If it is shared so, the agent has to sign in with the "
        f"scope `drive`, which folders made by people need: ask {_KEEPER}.",
    )
    STUDENT_FOLDER_OPEN = (
        "The folder that is named here is open to others: {detail}. Nothing new is filed or booked for this "
        "student until that is mended, and no other folder is made.",
        "Open it, click Share, set General access to Restricted, and take off groups and whoever is outside "
        "the company and the students' districts; what comes from a folder above is taken off there.",
    )
    STUDENT_FOLDER_UNFIT = (
        "What is named here is no folder, or lies in the trash. Nothing new is filed or booked for this "
        "student, and no other folder is made.",
        "Restore it, or name another folder, or none.",
    )
    STUDENT_FOLDER_TAKEN = (
        "The folder that is named here is in use for something else, or named twice: whose is it? Nothing "
        "new is filed or booked for this student until that is settled.",
        "Leave the link with the one student whose folder it is.",
    )
    STUDENT_FOLDER_LATE = (
        "The folder that is named here is not used: this student has another one.",
        "Empty the cell. The folder that is in use may be moved and renamed in Drive.",
    )
    RECORD_TRASHED = (
        "A filed record was moved to the trash; it is not filed again.",
        f"Leave it so, or ask {_KEEPER} to restore it {_IN_DRIVE}.",
    )
    RECORD_GONE = (
        "A filed record was deleted for good, or the agent cannot see it any more; it is not filed again.",
        f"Leave it so, or ask {_KEEPER} to have it filed again (`workspace-agent make-again` with its link).",
    )
    RECORD_OF_ANOTHER = (
        "An earlier version of a response about this student lies in another student's folder: the response "
        "was about that student before it was corrected.",
        "If it tells of this student, move it into this student's folder, or to the trash.",
    )
    REVIEWED_RECORD_STAYS = (
        "This response was filed with its student; an older copy of it still lies under Needs review.",
        f"Leave it so, or ask {_KEEPER} to delete the copy {_IN_DRIVE}.",
    )
    ROW_GONE = (
        "No row asks for this booked meeting any more; the event stays.",
        "Restore its row, or delete the event.",
    )
    ROW_REDATED = (
        "An event of this student stands that no row asks for any more; it stays. Is this its row, with "
        "another date or without one?",
        "If it is, give the row its former date back, wait for the next run, and then change it. Or delete "
        "the event in Calendar ({link}).",
    )
    DID_IT_TAKE_PLACE = (
        "The day of this meeting has passed, and nobody has said whether it took place.",
        "If it did, tick Held and send the Post IEP Meeting Form; if not, tick Cancelled or type a new date.",
    )
    FOLDER_TRASHED = (
        "This folder is in the trash; filing there stops.",
        f"Ask {_KEEPER} to restore it {_IN_DRIVE}.",
    )
    FOLDER_GONE = (
        "This folder was deleted for good, or the agent cannot see it any more; nothing is filed there.",
        f"Ask {_KEEPER} to have it restored, if that can be done, or to have a new one made "
        "(`workspace-agent make-again` with its link).",
    )
    TWO_FILES = (
        "Two folders or records carry the same mark of the agent; this one is not used.",
        f"Ask {_KEEPER} to move this one to the trash, if it is a copy {_IN_DRIVE}.",
    )
    EXTRA_READER = (
        "This is open to {detail} beyond case manager and manager.",
        f"Ask {_KEEPER} at once to take them off, or to move it to a folder that they cannot open "
        f"{_IN_DRIVE}.",
    )
    FOLDER_OPEN = (
        "This folder is open to {detail} beyond case manager and manager: nothing new is filed or made there "
        "until it is closed.",
        f"Ask {_KEEPER} at once to open it, click Share, and set General access to Restricted {_IN_DRIVE}.",
    )
    TAB_NOT_WRITTEN = (
        "Others can open this workbook, and the spreadsheet that stands in for its Agent tab lies in the "
        "trash, was deleted, is open to others by link or cannot be read.",
        f"Ask {_KEEPER} to restore it, or to have it made again (`workspace-agent make-again`); or have the "
        "workbook's owner take the other people off (Share).",
    )
    TOO_MANY_REMOVALS = (
        "Much would be cancelled or taken away at once: {detail}. All of it waits and stands as it is.",
        "Undo in the sheet what is not meant. If all of it is meant, have it approved: {approve}.",
    )
    TOO_MANY_AT_ONCE = (
        "A run does not do so much at once unasked: {detail}. All of it waits.",
        f"Ask {_KEEPER} to show what it is (workspace-agent plan). If all of it is meant, have it approved: "
        "{approve}.",
    )
    PAUSED_ELSEWHERE = (
        "A Paused box is not looked for in this workbook, so it pauses nobody.",
        "Move the sheet to the workbook that holds the students.",
    )
    SOURCE_SHRANK = (
        "Many rows are gone ({detail}). Nothing that hangs on this workbook is cancelled or taken away.",
        "Restore the rows (File, Version history). If it is meant, have it approved: {approve}.",
    )
    SHEET_GONE = (
        "A sheet that was kept in this workbook is gone or holds no rows: {detail}. What it said is neither "
        "resolved nor missing.",
        "Bring it back, its headings or its rows (File, Version history). If it is not kept any more, have "
        "that approved: {approve}.",
    )
    BOOKS_SHRANK = (
        "Many workbooks are gone from this folder ({detail}). Nothing that hangs on them is cancelled or "
        "taken away.",
        "Move them back. If it is meant, have it approved: {approve}.",
    )
    EFFECT_UNAVAILABLE = ("Google did not answer, so this was not done: {detail}.", _TRIED_AGAIN)
    EFFECT_OVERTAKEN = (
        "Somebody changed it at the same moment, so this was not done: {detail}.",
        "Nothing to do: what they did stands, and the next run looks at it anew.",
    )
    EFFECT_TAKEN = (
        "An earlier try left something that nobody can see, so this was not done: {detail}.",
        "Nothing to do: the next run begins afresh.",
    )
    EFFECT_VANISHED = (
        "What it belongs to is not there any more, so this was not done: {detail}.",
        "Nothing to do, if it was deleted on purpose: the next run looks at it anew.",
    )
    EFFECT_DENIED = (
        "Google does not let the agent do this: {detail}.",
        f"Ask whoever owns it to let the agent's account change it, or {_KEEPER} to look at what it may do: "
        "`workspace-agent doctor` says so. It is tried again at each run.",
    )
    EFFECT_WAITS = (
        "Somebody who is not to read this any more is not taken off yet, so this waits: {detail}.",
        "Look at what is told about taking a reader off. Both are tried again at each run, in that order.",
    )
    EFFECT_USED_UP = (
        "What Google allows in a day is used up, so this was not done: {detail}.",
        "Nothing to do: it is tried again at each run. If it stays so, tell whoever set up the agent.",
    )
    EFFECT_NAMED = (
        "It would have shown a student's name, so this was not done: {detail}.",
        "Tell whoever set up the agent: it is a fault of the program.",
    )
    EFFECT_FAILED = (
        "This could not be done: {detail}.",
        "It is tried again at the next run. If it stays so, tell whoever set up the agent.",
    )
    EFFECT_UNKNOWN = (
        "Google gave no answer, so it is not known whether this was done: {detail}.",
        "Nothing to do: the next run looks it up.",
    )
    MAIL_WAITS = (
        "Gmail's limit is reached, so this was not done: {detail}.",
        "Nothing to do: it is done when Gmail allows it again.",
    )
    MAIL_UNKNOWN = (
        "Google gave no answer, so it is not known whether this was done: {detail}.",
        "See whether the mail has come. It is not sent again unless it is certain that it was not.",
    )

    def __init__(self, sentence: str, advice: str) -> None:
        self.sentence = sentence
        self.advice = advice


BRAKES = frozenset(
    {
        ProblemKind.TOO_MANY_REMOVALS,
        ProblemKind.TOO_MANY_AT_ONCE,
        ProblemKind.SOURCE_SHRANK,
        ProblemKind.SHEET_GONE,
        ProblemKind.BOOKS_SHRANK,
        ProblemKind.WORKBOOK_GONE,
    }
)
"""What a brake says: told with what waits, not with what is to be mended."""

QUESTIONS = frozenset(
    {
        ProblemKind.LINK_OR_BOOK,
        ProblemKind.MANY_TO_LINK,
        ProblemKind.WHICH_MEETING,
        ProblemKind.WHICH_OF_THEM,
        ProblemKind.EVENT_OF_NOBODY,
        ProblemKind.SAME_STUDENT,
        ProblemKind.ONE_STUDENT_TWICE,
    }
)
"""Which event is meant, or which student: until somebody answers nothing is done about it."""

UNAVAILABLE = frozenset(
    {
        ProblemKind.WORKBOOK_UNAVAILABLE,
        ProblemKind.BOOKS_UNAVAILABLE,
        ProblemKind.FORM_UNAVAILABLE,
        ProblemKind.CALENDAR_UNAVAILABLE,
        ProblemKind.SHARING_UNAVAILABLE,
    }
)
"""Google did not answer: it passes without anybody's doing."""

NOT_OPENED: frozenset[ProblemKind] = UNAVAILABLE | {
    ProblemKind.WORKBOOK_FORBIDDEN,
    ProblemKind.WORKBOOK_NOT_FOUND,
    ProblemKind.WORKBOOK_NOT_READ,
    ProblemKind.WORKBOOK_OF_WHICH_YEAR,
    ProblemKind.WORKBOOK_TWICE,
    ProblemKind.WORKBOOK_OF_AN_EARLIER_YEAR,
    ProblemKind.WORKBOOK_OF_TWO,
    ProblemKind.WORKBOOK_GONE,
    ProblemKind.NOT_GOOGLE_SHEETS,
    ProblemKind.BOOKS_NOT_LISTED,
    ProblemKind.NO_BOOKS,
    ProblemKind.FORM_NOT_READ,
    ProblemKind.RESPONSES_NOT_READ,
    ProblemKind.CALENDAR_NOT_READ,
    ProblemKind.CALENDAR_NOT_DELEGATED,
    ProblemKind.CALENDARS_NOT_ALLOWED,
    ProblemKind.FORM_NOT_ALLOWED,
}
"""Nothing of a source could be read."""

NOT_READ: frozenset[ProblemKind] = NOT_OPENED | {
    ProblemKind.MISSING_SHEET,
    ProblemKind.TWO_SHEETS,
    ProblemKind.TWO_FORMS,
    ProblemKind.TAB_WITHOUT_DATES,
    ProblemKind.TAB_NOT_READ,
    ProblemKind.OLD_LIST,
    ProblemKind.MISSING_HEADING,
    ProblemKind.TWO_HEADINGS,
    ProblemKind.FORM_UNCONFIRMED,
    ProblemKind.SOURCE_SHRANK,
    ProblemKind.SHEET_GONE,
    ProblemKind.BOOKS_SHRANK,
}
"""A source, a sheet or a column could not be read, or lies empty: what stands there is not known."""
