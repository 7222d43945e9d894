"""Further columns of the Students sheet: what was done for a student and when, and what the family needs.

Which language a family speaks stays in the sheet, and so does whoever interprets.
"""

from __future__ import annotations

import re
from datetime import date

from workspace_agent.intake.loose_words import as_arranged, done_on, is_open, words
from workspace_agent.intake.reading import Fault, as_date, plain, read, read_if_said, says_a_day
from workspace_agent.intake.table import RawCell, Row
from workspace_agent.model.field import Field
from workspace_agent.model.on_record import Access, StudentRecord
from workspace_agent.model.problem_kinds import ProblemKind

_ENGLISH = frozenset({"english", "eng", "en", "us", "american", "only"})
"""Of these alone consists what people type for a home in which English is spoken."""

_DECIDED = frozenset(
    {
        *("yes", "y", "no", "n", "x", "true", "✓", "✔", "☑", "✅", "considered", "decided", "discussed"),
        *("eligible", "not eligible", "ineligible", "qualifies", "does not qualify", "dnq", "declined"),
        *("needed", "not needed", "recommended", "not recommended", "required", "not required"),
    }
)
"""Any answer to whether there will be extended school year services, whatever it is."""

_YEARS = re.compile(r"([123])(?:[ -]?(?:years?|yrs?))?")
_RELAY = re.compile(
    r"\b(?:relay|vrs|tty|tdd|caption(?:s|ing|ed)?|cart|asl|sign language|deaf|hard of hearing|hoh)\b"
)
_PHONE = re.compile(
    r"(?:tele)?phone(?: calls?)?|calls?|landline"
    r"|.*\b(?:phone only|only (?:by |a |has a )?phone|by phone|landline"
    r"|no (?:computer|internet|wi-?fi|video|device|camera|webcam|zoom))\b.*"
)


def student_record(row: Row, today: date) -> StudentRecord:
    """What the row of a student says in these columns.

    Args:
        row: Known to be this student's.
        today: The last day on which something can have been done.
    """

    def done(name: str) -> Field[date]:
        return read_if_said(row, name, done_on(today))

    return StudentRecord(
        referred_on=done("referred_on"),
        consent_received=done("consent_received"),
        eligible_on=done("eligible_on"),
        plan_starts=read(row, "plan_starts", as_date),
        enrolled=read(row, "enrolled", as_date),
        transition_by=read(row, "transition_by", as_date),
        transition_planned=done("transition_planned"),
        majority_on=read(row, "majority_on", as_date),
        rights_told=done("rights_told"),
        safeguards_given=done("safeguards_given"),
        copy_given=done("copy_given"),
        providers_informed=done("providers_informed"),
        records_notice=done("records_notice"),
        reevaluation_years=read(row, "reevaluation_years", _as_years),
        extended_school_year=read_if_said(row, "extended_school_year", _as_decided),
        other_language=read_if_said(row, "language", _as_other_language),
        interpreter_needed=read_if_said(row, "interpreter", as_arranged),
        access=read_if_said(row, "access", _as_access),
    )


def _as_years(raw: RawCell) -> int | Fault:
    found = _YEARS.fullmatch(plain(raw.text))
    return int(found[1]) if found else Fault(ProblemKind.NOT_A_CHOICE, "1, 2, 3")


def _as_decided(raw: RawCell) -> bool | Fault | None:
    """Yes and no are decisions alike, and so is the day of one."""
    if raw.value is False or is_open(raw):
        return None
    if plain(raw.text).rstrip(".") in _DECIDED or says_a_day(raw):
        return True
    return Fault(ProblemKind.NOT_A_CHOICE, "yes, no")


def _as_other_language(raw: RawCell) -> bool | None:
    """A language code in digits says nothing here: every system has its own."""
    spoken = words(raw.text)
    return None if is_open(raw) or not spoken else not _ENGLISH.issuperset(spoken)


def _as_access(raw: RawCell) -> Access | None:
    """People write many things here; what is not about how to take part from afar asks for nothing."""
    typed = plain(raw.text)
    if _RELAY.search(typed):
        return Access.RELAY
    return Access.PHONE_ONLY if _PHONE.fullmatch(typed) else None
