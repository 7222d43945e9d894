"""The Post IEP Meeting Form: responses become facts for the rules and records for the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from workspace_agent.intake import follow_up, linked_sheet
from workspace_agent.intake import replies as of_form
from workspace_agent.intake.desk import Desk
from workspace_agent.intake.form_record import form_record
from workspace_agent.intake.names import NameGuard, folded
from workspace_agent.intake.platforms import approved, leads_elsewhere
from workspace_agent.intake.question_map import unconfirmed
from workspace_agent.intake.reading import Fault, date_or_fault, quotable
from workspace_agent.intake.response import FormRecord, RawForm, RawResponses, Replies, Reply
from workspace_agent.intake.words import choices, held, purposes
from workspace_agent.intake.written_dates import written_date
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Meeting, Response, concerns
from workspace_agent.model.field import known
from workspace_agent.model.form import PostIepForm
from workspace_agent.model.organisation import Organisation
from workspace_agent.model.place import Cell
from workspace_agent.model.privacy import UnapprovedLink
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.vocabulary import Held, PlanType, Purpose

__all__ = ["Answered", "RawForm", "RawResponses", "read_form"]

_NOBODY = frozenset(
    {
        ProblemKind.RESPONSE_UNKNOWN,
        ProblemKind.RESPONSE_AMBIGUOUS,
        ProblemKind.RESPONSE_OF_A_COLLEAGUE,
    }
)
_IDENTIFYING = frozenset({"student", "student id", "district"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What the form gave.

    Attributes:
        records: For filing, by response id; they may hold names and live for one pass.
        unread: Some responses could not be read.
        links: Responses that hold a link to a platform that is not approved.
    """

    responses: tuple[Response, ...] = ()
    records: Mapping[str, FormRecord] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: bool = False
    links: tuple[UnapprovedLink, ...] = ()


def read_form(
    raw: RawForm | RawResponses,
    settings: PostIepForm,
    desk: Desk,
    meetings: Sequence[Meeting],
    guard: NameGuard,
) -> Answered:
    """Facts, records and Problems of all responses that count.

    Args:
        raw: Form and responses, or the spreadsheet of the responses, as Google gave them.
        settings: Which question means what, and how near a meeting must be.
        desk: Roster, students and settings.
        meetings: All meetings: a response moves a due date only near one of its student's.
        guard: Finds the names of other students in answers.
    """
    gathered = _gathered(raw, settings, desk)
    facts, problems = [], list(gathered.problems)
    records: dict[str, FormRecord] = {}
    links: list[UnapprovedLink] = []
    sent: dict[_Occasion, set[Held | None]] = {}
    for reply in gathered.replies:
        fact, doubt = _response(reply, settings, desk, meetings)
        fact, others = _compared(fact, sent)
        facts.append(fact)
        doubts = tuple(_doubts(fact, doubt))
        problems += (_told(fact, kind) for kind in others)
        problems += _problems(reply, fact, doubts, guard, desk.today)
        problems += _without_meeting(reply, fact, settings, desk)
        records[fact.response_id] = form_record(
            reply, fact, doubts, _plan_type(fact, desk), _counts_from(reply, desk)
        )
        links += _links(reply, fact, desk.organisation)
    return Answered(tuple(facts), records, tuple(problems), gathered.unread, tuple(links))


_Occasion = tuple[str, date, frozenset[Purpose]]


def _compared(
    fact: Response, sent: dict[_Occasion, set[Held | None]]
) -> tuple[Response, tuple[ProblemKind, ...]]:
    """The fact beside those that were sent before it: a second one of a meeting is no second record.

    Args:
        fact: Of a response.
        sent: What earlier ones say of each meeting; this one is added.
    """
    if not (fact.student_ref and fact.respondent and fact.meeting_date and fact.purposes) or fact.in_question:
        return fact, ()
    before = sent.setdefault((fact.student_ref, fact.meeting_date, fact.purposes), set())
    if fact.held in before:
        return replace(fact, repeats=True, moves_clocks=False), ()
    before.add(fact.held)
    return fact, (ProblemKind.RESPONSES_DIFFER,) if len(before) > 1 else ()


def _links(reply: Reply, fact: Response, organisation: Organisation) -> Iterator[UnapprovedLink]:
    """Told to whoever sent it; to the manager where that is nobody of the department."""
    texts = (text for answer in reply.answers.values() for text in answer)
    if any(leads_elsewhere(text, approved(organisation)) for text in texts):
        yield UnapprovedLink(fact.place, fact.respondent or organisation.manager.key, fact.response_id)


def _gathered(raw: RawForm | RawResponses, settings: PostIepForm, desk: Desk) -> Replies:
    """All wait, blank ones too, while it is only a guess whose they are: else they would be filed twice."""
    if waits_for := unconfirmed(settings):
        detail = " and ".join(waits_for)
        told = Problem(ProblemKind.FORM_UNCONFIRMED, settings.place, detail=detail)
        return Replies(problems=(told,), unread=True)
    since = datetime.combine(settings.since, time(), desk.organisation.time_zone)
    if isinstance(raw, RawForm):
        return of_form.replies(raw, settings, since, desk.roster.sign)
    return linked_sheet.replies(raw, settings, since, desk.roster.sign)


def _response(
    reply: Reply, settings: PostIepForm, desk: Desk, meetings: Sequence[Meeting]
) -> tuple[Response, ProblemKind | None]:
    """The fact, and why it has no student where it has none."""
    respondent = _respondent(reply.address, desk.organisation)
    ref, doubt = _student(reply, respondent, desk)
    waits = doubt in _NOBODY and desk.lists_missing
    day, outcome = _date(reply), held(reply.text("held"))
    near = day is not None and _near(day, ref, meetings, settings.near_days)
    fact = Response(
        response_id=reply.response_id,
        record=reply.record,
        prints=reply.prints,
        submitted=reply.submitted,
        student_ref=ref,
        respondent=respondent,
        meeting_date=day,
        purposes=purposes(reply.texts("purposes"))[0],
        held=outcome,
        moves_clocks=outcome is Held.YES and near and bool(respondent) and _day_ahead(reply, desk) is None,
        place=reply.place,
        said=follow_up.said(reply, _counts_from(reply, desk), desk.today),
        waits=waits,
        in_question=reply.in_question,
    )
    return fact, None if waits else doubt


def _respondent(address: str, organisation: Organisation) -> str:
    """Key of the case manager with this address, or empty."""
    typed = address.casefold()
    return next((one.key for one in organisation.case_managers if one.email.casefold() == typed), "")


def _date(reply: Reply) -> date | None:
    read = written_date(reply.text("meeting date"))
    return read if isinstance(read, date) else None


def _counts_from(reply: Reply, desk: Desk) -> date:
    """The day of the meeting; where that cannot be read, on which the form was sent."""
    return _date(reply) or _sent_on(reply, desk)


def _sent_on(reply: Reply, desk: Desk) -> date:
    return reply.submitted.astimezone(desk.organisation.time_zone).date()


def _day_ahead(reply: Reply, desk: Desk) -> date | None:
    """The day that it speaks of, if it was sent before: such a meeting cannot have been held."""
    day = _date(reply)
    return day if day is not None and day > _sent_on(reply, desk) else None


def _near(day: date, ref: str, meetings: Sequence[Meeting], limit: int) -> bool:
    dates = [known(one.date) for one in meetings if one.student_ref == ref and not one.cancelled]
    return any(abs((day - other).days) <= limit for other in dates if other is not None)


def _student(reply: Reply, respondent: str, desk: Desk) -> tuple[str, ProblemKind | None]:
    """The student by name and id together, else by the one that is given; or empty and why."""
    if reply.blank:
        return "", ProblemKind.RESPONSE_BLANK
    name, number = reply.text("student"), reply.text("student id")
    signs = []
    if name:
        signs.append(_of_district(desk.roster.candidates(name, respondent), reply, desk))
    if number:
        signs.append(_of_district(_numbered(number, desk), reply, desk))
    agreed = frozenset.intersection(*signs) if signs else frozenset()
    if len(agreed) == 1:
        ref = next(iter(agreed))
        guessed = not number and _may_be_a_namesake(ref, reply, respondent, desk)
        return ("", ProblemKind.RESPONSE_OF_A_COLLEAGUE) if guessed else (ref, None)
    several = bool(agreed) or (len(signs) == 2 and all(signs))
    return "", ProblemKind.RESPONSE_AMBIGUOUS if several else ProblemKind.RESPONSE_UNKNOWN


def _may_be_a_namesake(ref: str, reply: Reply, respondent: str, desk: Desk) -> bool:
    """The student never was the respondent's, but may be called as one who is not on their list yet.

    A district tells the two apart only where the respondent has no students in it.
    """
    if not respondent or desk.roster.had(respondent, ref):
        return False
    served = desk.organisation.case_manager(respondent).districts
    return not reply.text("district") or desk.students[ref].district in served


def _numbered(number: str, desk: Desk) -> frozenset[str]:
    found = (desk.roster.numbered(one.key, number) for one in desk.organisation.districts)
    return frozenset().union(*found)


def _of_district(refs: frozenset[str], reply: Reply, desk: Desk) -> frozenset[str]:
    """Those that can be used and are of the district that was answered, where one was."""
    answered = folded(reply.text("district"))
    return frozenset(
        ref
        for ref in refs & desk.roster.usable
        if answered in {"", folded(desk.organisation.district(desk.students[ref].district).name)}
    )


def _plan_type(fact: Response, desk: Desk) -> PlanType | None:
    return known(desk.students[fact.student_ref].plan_type) if fact.student_ref else None


def _problems(
    reply: Reply, fact: Response, doubts: tuple[ProblemKind, ...], guard: NameGuard, today: date
) -> Iterator[Problem]:
    """Of two rows that claim to be one response nothing else is told: one of them goes."""
    if fact.in_question:
        yield _told(fact, ProblemKind.RESPONSE_TWICE)
        return
    yield from (_told(fact, kind) for kind in doubts)
    yield from _unread(reply, fact)
    for name, fault in follow_up.unread(reply, today).items():
        yield _told(fact, fault.kind, reply.text(name), fault.detail)
    if fact.student_ref and _shown(reply, guard) - {fact.student_ref}:
        yield _told(fact, ProblemKind.RESPONSE_NAMES_ANOTHER)


def _without_meeting(reply: Reply, fact: Response, settings: PostIepForm, desk: Desk) -> Iterator[Problem]:
    """Nothing is missed in a sheet that could not be read, or for a response whose day is told already."""
    if not _expects_meeting(fact) or not fact.respondent or fact.moves_clocks:
        return
    is_told = bool(reply.text("meeting date")) and fact.meeting_date is None
    if fact.in_question or fact.repeats or is_told:
        return
    ahead = _day_ahead(reply, desk)
    if ahead is not None:
        yield _told(fact, ProblemKind.RESPONSE_AHEAD, detail=words(ahead))
    elif not concerns(desk.broken, desk.students[fact.student_ref], "meetings"):
        yield _told(fact, ProblemKind.RESPONSE_WITHOUT_MEETING, detail=days(settings.near_days))


def _doubts(fact: Response, doubt: ProblemKind | None) -> Iterator[ProblemKind]:
    """Whose it is and who sent it; one line where neither is known."""
    if doubt is ProblemKind.RESPONSE_UNKNOWN and not fact.respondent:
        yield ProblemKind.RESPONSE_UNKNOWN_STRANGER
        return
    if not fact.respondent:
        yield ProblemKind.UNKNOWN_RESPONDENT
    if fact.repeats:
        yield ProblemKind.RESPONSE_REPEATED
    if doubt is not None:
        yield doubt


def _told(fact: Response, kind: ProblemKind, quote: str = "", detail: str = "") -> Problem:
    """A row of a sheet may stand elsewhere tomorrow: its Problem is known by the response."""
    about = fact.response_id if isinstance(fact.place, Cell) else ""
    return Problem(kind, fact.place, fact.respondent, fact.student_ref, quotable(quote), detail, about=about)


def _unread(reply: Reply, fact: Response) -> Iterator[Problem]:
    """Answers that stand there but cannot be used."""
    if typed := reply.text("meeting date"):
        read = date_or_fault(written_date(typed))
        yield from (_told(fact, read.kind, typed, read.detail),) if isinstance(read, Fault) else ()
    if reply.texts("purposes") and not purposes(reply.texts("purposes"))[1]:
        yield _told(fact, ProblemKind.UNKNOWN_PURPOSE, detail=choices(Purpose))
    if reply.text("held") and fact.held is None:
        yield _told(fact, ProblemKind.NOT_A_CHOICE, detail=choices(Held))


def _expects_meeting(fact: Response) -> bool:
    return bool(fact.student_ref and fact.purposes) and fact.held is Held.YES


def _shown(reply: Reply, guard: NameGuard) -> frozenset[str]:
    """Students whose names stand in answers, apart from those that say whom the response is about."""
    about = {key for name in _IDENTIFYING for key in reply.questions.get(name, ())}
    texts = [text for key, answer in reply.answers.items() if key not in about for text in answer]
    return frozenset().union(*map(guard.shown_in_full, texts))
