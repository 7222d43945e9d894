"""Lines of the weekly digest: findings, problems, meetings and outcomes as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from workspace_agent.duties.wording import failure, how_to_go_on, paused, since
from workspace_agent.model.action import Action, Decision, Outcome
from workspace_agent.model.dates import days, words
from workspace_agent.model.facts import Department, Meeting
from workspace_agent.model.field import known
from workspace_agent.model.finding import Finding, Law
from workspace_agent.model.problem import Problem
from workspace_agent.model.vocabulary import Severity
from workspace_agent.model.waits import Pause, Why
from workspace_agent.rules import benchmarks, progress, stale_data, team_review

_DRAWN = frozenset({progress.ID, benchmarks.ID, stale_data.ID, team_review.ID})
"""Rules whose findings a student's progress sheet shows."""


class Tone(Enum):
    """How loudly something speaks. Its words say the same."""

    PAST_DUE = "past due"
    AT_RISK = "at risk"
    WELL = "well"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one of several things stands: `Notice: sent 3 Nov 2026`.

    Attributes:
        url: Of the cell where it is written down; empty where its row's own link is enough.
    """

    label: str
    words: str
    tone: Tone = Tone.CALM
    url: str = ""

    @property
    def weight(self) -> int:
        """About how many characters of HTML it takes."""
        return len(self.label) + len(self.words) + 60 + (len(self.url) + 50 if self.url else 0)


@dataclass(frozen=True, slots=True)
class Link:
    """Something else to open: `event`."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: who, what, why, what next, by which rule, and where.

    Attributes:
        case_manager: Name.
        owner: Key of the case manager whose it is.
        lead: The date it is about, or the verdict: the first words of the line.
        new: The last digest did not tell it.
        marks: How each of several things stands, said one after the other.
        links: What can be opened beside `url`.
        keys: Of what it tells, so that it is known what was shown.
        count: How many findings it tells.
    """

    student: str
    case_manager: str
    what: str
    lead: str = ""
    why: str = ""
    advice: str = ""
    citation: str = ""
    citation_url: str = ""
    url: str = ""
    label: str = ""
    new: bool = False
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    keys: frozenset[str] = frozenset()
    count: int = 1
    owner: str = ""

    @property
    def weight(self) -> int:
        """About how many characters of HTML the row takes: its words, and the markup around them."""
        written = (self.case_manager, self.what, self.lead, self.why, self.advice)
        linked = (self.citation, self.citation_url, self.url, self.label)
        opened = (f"{link.label}{link.url}{' ' * 60}" for link in self.links)
        marks = sum(mark.weight for mark in self.marks)
        return 520 + 90 * self.new + marks + sum(map(len, (*written, *linked, *opened)))


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes rows, with initials for refs and names for keys.

    Attributes:
        titles: Titles of rules by id.
        previous: Keys that the last digest told, or None where there was none.
        progress_sheets: Links to students' progress sheets, by ref.
    """

    department: Department
    today: date
    titles: Mapping[str, str]
    previous: frozenset[str] | None
    progress_sheets: Mapping[str, str] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """A case manager's name; the manager's own where it is nobody else's."""
        people = self.department.organisation.case_managers
        found = next((person.name for person in people if person.key == key), "")
        return found or self.department.organisation.manager.name

    def initials(self, ref: str) -> str:
        """Initials, or nothing where it is about no student."""
        return self.department.initials(ref)

    def title(self, rule: str) -> str:
        """What a rule is called."""
        return self.titles.get(rule, rule.replace("_", " ").capitalize())

    def finding(self, finding: Finding) -> Row:
        """What a rule found."""
        citation = finding.citation
        return Row(
            student=self.initials(finding.student_ref),
            case_manager=self.name(finding.case_manager),
            owner=finding.case_manager,
            lead=self._due(finding),
            what=self.title(finding.rule),
            why=finding.arithmetic,
            advice=finding.advice,
            citation=citation.words,
            citation_url=citation.url if isinstance(citation, Law) else "",
            url=finding.place.url,
            label=finding.place.label,
            new=self._is_new(finding.key),
            links=self._progress_sheet(finding),
            keys=frozenset({finding.key}),
        )

    def problem(self, problem: Problem) -> Row:
        """What could not be used."""
        return Row(
            student=", ".join(filter(None, map(self.initials, problem.concerned))),
            case_manager=self.name(problem.case_manager),
            owner=problem.case_manager,
            what=problem.sentence,
            advice=problem.advice,
            url=problem.place.url,
            label=problem.place.label,
            new=self._is_new(problem.key),
            keys=frozenset({problem.key}),
        )

    def meeting(self, decision: Decision, meeting: Meeting | None) -> Row:
        """What was decided about a meeting, and why."""
        return Row(
            student=self.initials(decision.student_ref),
            case_manager=self.name(decision.case_manager),
            owner=decision.case_manager,
            lead=decision.verdict.words,
            what=_occasion(meeting),
            why=decision.because,
            url=decision.place.url,
            label=decision.place.label,
        )

    def outcome(self, outcome: Outcome) -> Row:
        """What became of an action; its link where there is one, else where the wish came from."""
        action = outcome.action
        place, told = action.place, failure(outcome)
        return Row(
            student=self.initials(action.student_ref),
            case_manager=self.name(action.case_manager),
            owner=action.case_manager,
            lead=outcome.state.value,
            what=kind(action).replace("_", " ").capitalize(),
            why=told.sentence if told else "",
            advice=told.advice if told else "",
            url=outcome.link or (place.url if place else ""),
            label="it" if outcome.link or not place else place.label,
        )

    def stop(self, problem: Problem) -> Row:
        """What a brake says."""
        return replace(self.problem(problem), lead=Why.BRAKE.value.words)

    def pause(self, pause: Pause) -> Row:
        """For whom nothing is done, and who wanted it so."""
        student, case_manager = self.initials(pause.student_ref), self.name(pause.case_manager)
        what = paused(pause, case_manager, student)
        return Row(
            student=student,
            case_manager=case_manager,
            owner=pause.case_manager,
            lead=Why.PAUSED.value.words,
            what=f"{what[0].upper()}{what[1:]}",
            why=since(pause),
            advice=how_to_go_on(pause),
            url=pause.place.url,
            label=pause.place.label,
        )

    def _due(self, finding: Finding) -> str:
        """A deadline is due or was due; other findings only have a date they are about."""
        if finding.due is None:
            return ""
        if finding.severity > Severity.AT_RISK:
            return words(finding.due)
        if finding.due >= self.today:
            return f"Due {words(finding.due)}"
        return f"Was due {words(finding.due)}{self._late(finding)}"

    def _late(self, finding: Finding) -> str:
        """Only what is past due on record is called late: elsewhere a date may not be the last word."""
        late = self.days_late(finding)
        return f", {days(late)} late" if late and finding.severity is Severity.VIOLATION else ""

    def days_late(self, finding: Finding) -> int:
        """Days since a date that has passed; 0 where there is none, or it is still ahead."""
        return max(0, (self.today - finding.due).days) if finding.due else 0

    def _progress_sheet(self, finding: Finding) -> tuple[Link, ...]:
        url = self.progress_sheets.get(finding.student_ref, "") if finding.rule in _DRAWN else ""
        return (Link("progress sheet", url),) if url else ()

    def _is_new(self, key: str) -> bool:
        return self.previous is not None and key not in self.previous


EFFECTS = {
    "meeting": "meetings booked",
    "change": "meetings changed or guests invited",
    "cancel": "meetings cancelled",
    "back": "meetings noted as brought back",
    "hide": "guest lists closed",
    "video": "video links asked for again",
    "record": "form responses filed",
    "evidence": "records of contact attempts filed",
    "progress": "progress sheets filed",
    "renewed": "progress sheets drawn anew",
    "review": "form responses kept for review",
    "superseded": "earlier versions marked as superseded",
    "folder": "folders made",
    "mark": "folders marked anew",
    "access_record": "months of the access record filed",
    "share": "folders shared",
    "revoke": "readers taken off",
    "year_plan": "year plans sent",
    "private": "private spreadsheets for the Agent tab made",
    "downloads": "records closed to downloads",
    "unmark": "marks of shares taken away",
    "hand_over": "students' folders handed over",
    "agent_tab": "Agent tabs written",
    "digest": "digests sent",
    "copy": "copies of digests sent",
    "urgent": "urgent mails sent",
    "ready": "mails with ready-to-meet cards sent",
    "workbook": "workbooks made",
    "tabs": "workbooks filled with tabs",
    "access": "workbooks shared",
}
"""What each kind of effect is called in reports; the kind is the first part of an action's key."""


def kind(action: Action) -> str:
    """What sort of effect it is: the first part of the action's key."""
    return action.key.partition("/")[0]


def _occasion(meeting: Meeting | None) -> str:
    """Purposes and date of a meeting, as far as they can be read."""
    if meeting is None:
        return "Meeting"
    purposes = sorted(purpose.words for purpose in known(meeting.purposes) or ())
    day = known(meeting.date)
    what = " and ".join(purposes) or "meeting"
    return f"{what[0].upper()}{what[1:]}, {words(day) if day else 'no date to read'}"
