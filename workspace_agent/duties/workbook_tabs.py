"""The tabs of a new workbook: what each column is for, and what may be typed. `sheets.toml` has headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workspace_agent.duties.workbook_columns import Cells, Column, Look, Signal, Tab
from workspace_agent.intake.headings import Headings, SheetHeadings
from workspace_agent.intake.words import choice_words
from workspace_agent.model.vocabulary import (
    ContactState,
    Existing,
    Method,
    Mode,
    Person,
    PlanType,
    Purpose,
    Role,
)

_YES_OR_NO = ("yes", "no")
_PURPOSES = choice_words(Purpose)
_MODES = ("Google Meet", *(word for word in choice_words(Mode) if word != Mode.VIDEO.value))
_CONTACT = choice_words(ContactState)
_MEASURES = ("words per minute", "percent", "count", "prompt level")
_ZONES, _DISTRICTS = ("zones",), ("districts",)
"""Stand for what the settings say of the case manager."""

_STUDENT = Column("student", Cells.TEXT, "First and last name, as on the Students tab.")
_STARTS = Column("start", Cells.TIME, "As in 10:00 AM.")
_ENDS = Column("end", Cells.TIME, "As in 2:30 PM. Where it goes past midnight, begin a new row.")
_ENDS_FIRST = Signal(
    Look.WARNING, "an end is not after its start", 'AND({start}<>"",{end}<>"",{end}<={start})', ("end",)
)

_STUDENTS = Tab(
    "students",
    "Students",
    100,
    "One row for each student with a plan.",
    "Works out when annual review and reevaluation are due, and tells you and your manager in time.",
    (
        Column("district", Cells.CHOICE, "Pick the student's district.", _DISTRICTS),
        Column("id", Cells.DIGITS, "The district's number of the student. It helps to know a student again."),
        Column("first", Cells.TEXT, "First name."),
        Column("last", Cells.TEXT, "Last name."),
        Column("preferred", Cells.TEXT, "What the student goes by, where that is another first name."),
        Column("plan", Cells.CHOICE, "IEP or 504.", choice_words(PlanType)),
        Column("last_annual_review", Cells.DATE, "The day the last annual review was held."),
        Column("last_evaluation", Cells.DATE, "The day of the last evaluation or reevaluation."),
        Column(
            "exit", Cells.DATE, "The day the student left. Keep the row; meetings after it are called off."
        ),
        Column("transition_by", Cells.DATE, "The day by which transition has to be planned."),
        Column("language", Cells.TEXT, "The language that is spoken at home."),
        Column("interpreter", Cells.CHOICE, "Whether the family needs an interpreter.", _YES_OR_NO),
        Column("access", Cells.TEXT, "What the family needs to take part, as in: phone."),
        Column("enrolled", Cells.DATE, "The day the student came to you."),
        Column(
            "transfer", Cells.TEXT, "Where from, for a student who came with a plan: same state or another."
        ),
        Column("folder", Cells.TEXT, "Link of a folder that you have already, for a new student's records."),
        Column("paused", Cells.BOX, "While ticked, the agent does nothing for this student."),
        Column("same_student", Cells.CHOICE, "Only when the agent asks for it.", _YES_OR_NO),
    ),
    (Signal(Look.OVER, "a student has left", 'AND({exit}<>"",{exit}<=TODAY())'),),
)

_MEETINGS = Tab(
    "meetings",
    "Meetings",
    200,
    "One row for each meeting that you plan or have held.",
    "Puts the meeting on your calendar, with initials only, once Book is ticked; without the day on which "
    "the parent agreed, nobody else is invited. When you change the row, the event follows.",
    (
        _STUDENT,
        Column("purposes", Cells.SUGGESTION, "One or several, with commas between them.", _PURPOSES),
        Column("date", Cells.DATE, "The day of the meeting."),
        _STARTS,
        Column("zone", Cells.SUGGESTION, "Only where the time is not in this workbook's time zone.", _ZONES),
        Column("length", Cells.NUMBER, "Minutes, as in 60."),
        Column("mode", Cells.SUGGESTION, "For Google Meet the event gets a link.", _MODES),
        Column("agreed_on", Cells.DATE, "The day on which the parent agreed to date and time."),
        Column("agreed_how", Cells.SUGGESTION, "How the parent agreed.", choice_words(Method)),
        Column("book", Cells.BOX, "Tick it, and the next run books the meeting."),
        Column("held", Cells.BOX, "Tick it after the meeting, if it took place."),
        Column("cancelled", Cells.BOX, "Tick it to call the meeting off. To delete the row cancels nothing."),
        Column("notice_sent", Cells.DATE, "The day on which the notice of the meeting was sent."),
        Column("prior_written_notice", Cells.DATE, "The day on which prior written notice was given."),
        Column("pli_connect", Cells.DATE, "The day on which the meeting was entered in PLI Connect."),
        Column("action_items_done", Cells.BOX, "Tick it once everything that was agreed on is done."),
        Column("existing", Cells.CHOICE, "Only when the agent asks: link or book.", choice_words(Existing)),
        Column("interpreter_booked", Cells.BOX, "Tick it once the interpreter has said yes."),
        Column("paused", Cells.BOX, "While ticked, the agent does nothing about this meeting."),
    ),
    (
        Signal(Look.OVER, "a meeting is called off", "{cancelled}=TRUE"),
        Signal(
            Look.WARNING,
            "the date has passed, and neither Held nor Cancelled is ticked",
            'AND({date}<>"",{date}<TODAY(),{held}<>TRUE,{cancelled}<>TRUE)',
            ("date", "held"),
        ),
    ),
)

_TEAM = Tab(
    "team",
    "Team",
    300,
    "One row for each person on a student's team, the parents too.",
    "Invites the district's staff to meetings; parents and students only where your department wants that.",
    (
        _STUDENT,
        Column("role", Cells.SUGGESTION, "The person's part in the team.", choice_words(Role)),
        Column("email", Cells.TEXT, "One address."),
        Column("phone", Cells.DIGITS, "A telephone number."),
        Column("contact_state", Cells.CHOICE, "Whether to contact a parent or adult student.", _CONTACT),
        Column("since", Cells.DATE, "Since when."),
    ),
)

_CONTACTS = Tab(
    "contacts",
    "Contacts",
    500,
    "One row for each time that you tried to reach somebody, also in vain.",
    "Counts attempts before a meeting. A row counts when everything in it is filled in.",
    (
        _STUDENT,
        Column("date", Cells.DATE, "The day."),
        Column("time", Cells.TIME, "As in 4:10 PM."),
        Column("method", Cells.SUGGESTION, "How.", choice_words(Method)),
        Column("who", Cells.SUGGESTION, "Whom, as in: mother.", choice_words(Person)),
        Column("about", Cells.SUGGESTION, "Which meeting it was about.", _PURPOSES),
        Column("result", Cells.TEXT, "What came of it, as in: left voicemail."),
    ),
)

_CONSENTS = Tab(
    "consents",
    "Consents",
    100,
    "One row for each consent or waiver in writing.",
    "Invites an outside agency only with a consent that is in force, and knows of a waived reevaluation.",
    (
        _STUDENT,
        Column(
            "kind", Cells.SUGGESTION, "What was signed.", ("reevaluation waiver", "outside agency", "other")
        ),
        Column("who", Cells.SUGGESTION, "Who signed.", choice_words(Person)),
        Column("signed", Cells.DATE, "The day of the signature."),
        Column("until", Cells.DATE, "The last day on which it holds, where it names one."),
    ),
)

_GOALS = Tab(
    "goals",
    "Goals",
    200,
    "One row for each annual goal.",
    "Leaves it as it is: your record of what is to be reached.",
    (
        _STUDENT,
        Column("goal", Cells.TEXT, "A short name; use the same on the other tabs."),
        Column("measure", Cells.SUGGESTION, "What is counted.", _MEASURES),
        Column(
            "direction", Cells.CHOICE, "Whether the number should go up or down.", ("increase", "decrease")
        ),
        Column("baseline", Cells.TEXT, "Where the student began."),
        Column("target", Cells.TEXT, "Where the student should be at the end."),
        Column("start", Cells.DATE, "The first day of the goal."),
        Column("end", Cells.DATE, "The last day of the goal."),
        Column("criterion", Cells.TEXT, "When it is met, as in: 80 percent on 3 in a row."),
        Column("every", Cells.SUGGESTION, "How often you collect data.", ("day", "week", "2 weeks", "month")),
    ),
)

_BENCHMARKS = Tab(
    "benchmarks",
    "Benchmarks",
    200,
    "One row for each step on the way to a goal.",
    "Leaves it as it is: your record of the way there.",
    (
        _STUDENT,
        Column("goal", Cells.TEXT, "As on the Goals tab."),
        Column("benchmark", Cells.TEXT, "The step."),
        Column("target", Cells.TEXT, "Where the student should be by then."),
        Column("due", Cells.DATE, "The day by which it should be reached."),
    ),
)

_PROGRESS = Tab(
    "progress",
    "Progress",
    1000,
    "One row for each time that you measured.",
    "Leaves it as it is: your record of how far the student has come.",
    (
        _STUDENT,
        Column("goal", Cells.TEXT, "As on the Goals tab."),
        Column("date", Cells.DATE, "The day."),
        Column("value", Cells.TEXT, "What you measured. For 4 out of 5 type 80%: 4/5 would become a date."),
    ),
)

_CHECK_INS = Tab(
    "check_ins",
    "Check-ins",
    500,
    "One row for each talk with a student.",
    "Leaves it as it is: your record. What you talked about stays here.",
    (
        _STUDENT,
        Column("date", Cells.DATE, "The day."),
        Column("minutes", Cells.NUMBER, "As in 30."),
        Column("about", Cells.TEXT, "A word or two. The agent does not carry it anywhere."),
        Column("action_items", Cells.TEXT, "What comes next."),
    ),
)

_SERVICES = Tab(
    "services",
    "Services",
    200,
    "One row for each service of a plan, if you keep them here.",
    "Tells you where an IEP has no service on record, or one that ends before the next annual review.",
    (
        _STUDENT,
        Column("service", Cells.TEXT, "Which service."),
        Column("minutes", Cells.NUMBER, "Minutes each time."),
        Column("frequency", Cells.SUGGESTION, "How often.", ("each day", "each week", "each month")),
        Column("start", Cells.DATE, "The first day."),
        Column("end", Cells.DATE, "The last day."),
        Column("provider", Cells.TEXT, "Who gives it: a role, as in: speech therapist."),
    ),
)

_HOURS = Tab(
    "hours",
    "Hours",
    1000,
    "One row for each stretch of work without a break.",
    "Adds up each day and each week. Two rows that overlap count once.",
    (
        Column("date", Cells.DATE, "The day on which you worked."),
        _STARTS,
        _ENDS,
        Column("hours", Cells.NUMBER, "As you count them; the agent works with start and end."),
        Column("activity", Cells.TEXT, "What you did. The agent does not carry it anywhere."),
        Column("logged", Cells.DATE, "The day on which you typed this row, if you keep that."),
    ),
    (_ENDS_FIRST,),
)

_OFFICE_HOURS = Tab(
    "office_hours",
    "Office hours",
    20,
    "One row for each weekday on which you can be reached.",
    "Compares them with what the company asks for.",
    (
        Column(
            "weekday",
            Cells.SUGGESTION,
            "A weekday, or several as in Mon-Thu.",
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
        ),
        _STARTS,
        replace(_ENDS, hint="As in 3:00 PM."),
        Column("zone", Cells.SUGGESTION, "The time zone, where it is not this workbook's.", _ZONES),
    ),
    (_ENDS_FIRST,),
)

PROGRESS_MONITORING = (
    _STUDENTS,
    _MEETINGS,
    _TEAM,
    _CONTACTS,
    _GOALS,
    _BENCHMARKS,
    _PROGRESS,
    _CHECK_INS,
    _CONSENTS,
    _SERVICES,
)
HOURS_LOG = (_HOURS, _OFFICE_HOURS)


def tabs(
    known: Iterable[Tab], headings: Headings, zones: tuple[str, ...], districts: tuple[str, ...]
) -> tuple[Tab, ...]:
    """Tabs as they are made for a case manager.

    A department with a `sheets.toml` of its own gets its own headings, and no column that would not be read.

    Args:
        known: `PROGRESS_MONITORING` or `HOURS_LOG`.
        headings: `sheets.toml`.
        zones: Time zones of the case manager and the districts.
        districts: Names of the districts that the case manager serves.
    """
    own: dict[tuple[str, ...], tuple[str, ...]] = {_ZONES: zones, _DISTRICTS: districts}
    return tuple(
        replace(tab, columns=tuple(_columns(tab, headings.sheets[tab.kind], own)))
        for tab in known
        if tab.kind in headings.sheets
    )


def _columns(
    tab: Tab, headings: SheetHeadings, own: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Iterable[Column]:
    for column in tab.columns:
        if texts := headings.fields.get(column.field):
            choices = own.get(column.choices, column.choices)
            yield replace(column, heading=texts[0], choices=choices)
