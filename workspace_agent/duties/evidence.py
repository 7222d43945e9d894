"""File, for each meeting about an IEP, a chronological record of the attempts to reach the parents.

34 CFR 300.322(d), https://sites.ed.gov/idea/regs/b/d/300.322/d: a meeting may be held without a parent only
if the agency has kept a record of its attempts to arrange a mutually agreed on time and place. It is filed
when the day of the meeting is over, whether a parent came or not: who needs it needs it years later. Rows
that are changed afterwards make a version of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from workspace_agent.duties.filing import SupersedeRecord, superseded_title
from workspace_agent.duties.filing_records import filed_for, title_print
from workspace_agent.duties.folders import Stops, Whereabouts, year_folder
from workspace_agent.model.action import Action, Kind
from workspace_agent.model.contacts import ContactAttempt
from workspace_agent.model.dates import words
from workspace_agent.model.facts import Department, Meeting, Student
from workspace_agent.model.field import known
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.seen import MarkedFile, Seen
from workspace_agent.model.undo import Undo
from workspace_agent.model.vocabulary import ABOUT_504, PlanType, Purpose
from workspace_agent.rules.attempts import attempts_towards

EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEvidence(Action):
    """Render the attempts towards one meeting and upload them.

    Attributes:
        title: Name of the file.
        heading: Heading of the document: purposes and date.
        folder: Key of the folder it goes into.
        version: 1 for the first, 2 for the first change of the rows, and so on.
        meeting: The meeting, of several rows the first.
        attempts: From the first to the last; what was typed is looked up when the PDF is made.
        properties: Further marks to keep on it.
    """

    duty: ClassVar[str] = "filing"
    kind: ClassVar[Kind] = Kind.CREATE
    undo: ClassVar[Undo] = Undo.TRASH_FILE

    title: str
    heading: str
    folder: str
    version: int
    meeting: Meeting
    attempts: tuple[ContactAttempt, ...]
    properties: tuple[tuple[str, str], ...] = field(default=())


def day_of_evidence(key: str) -> date:
    """The day of the meeting whose evidence it is, by its key."""
    return date.fromisoformat(key.split("/")[2])


def student_of_evidence(key: str) -> str:
    """Whose evidence it is, by its key; empty where it is another thing."""
    kind, _, rest = key.partition("/")
    return rest.partition("/")[0] if kind == EVIDENCE else ""


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """One document for each meeting that is over and towards which anybody was contacted."""
    cases = _cases(department, seen, circumstances)
    return sum((case.plan() for case in cases), Plan())


def _cases(department: Department, seen: Seen, circumstances: Circumstances) -> Iterator[_Case]:
    stops, whereabouts = Stops(department, seen), Whereabouts(seen)
    for (ref, day), meetings in _sittings(department, circumstances.today).items():
        student = department.by_ref.get(ref)
        if student is None or not _is_settled(department, student):
            continue
        if attempts := attempts_towards(department, ref, _purposes(meetings), day):
            manager = department.organisation.manager.key
            case = _Case(seen, circumstances, student, day, tuple(meetings), attempts, manager, whereabouts)
            if not stops.at(case.folder):
                yield case


def _sittings(department: Department, today: date) -> dict[tuple[str, date], list[Meeting]]:
    """Meetings that are over; two rows of one student and day are one sitting."""
    began = _began(department)
    sittings: dict[tuple[str, date], list[Meeting]] = {}
    for meeting in filter(_is_with_parents, department.meetings):
        day = known(meeting.date)
        if day is not None and began <= day < today:
            sittings.setdefault((meeting.student_ref, day), []).append(meeting)
    return sittings


def _is_with_parents(meeting: Meeting) -> bool:
    """Whatever it is about, an amendment too; the law about IEPs asks for no record of a 504 meeting."""
    return not meeting.cancelled and bool((known(meeting.purposes) or frozenset()) - ABOUT_504)


def _began(department: Department) -> date:
    """Meetings before the agent came have their evidence where it was kept then."""
    organisation = department.organisation
    since = organisation.form.since if organisation.form else date.min
    return organisation.go_live or since


def _is_settled(department: Department, student: Student) -> bool:
    """It is known who the student is, that the law about IEPs applies, and what is on the sheet."""
    is_iep = known(student.plan_type) is PlanType.IEP
    return is_iep and not student.held and not department.is_broken(student, "contacts")


@dataclass(frozen=True, slots=True)
class _Case:
    """One sitting and the attempts towards it.

    Attributes:
        manager: The manager's key in the settings.
    """

    seen: Seen
    circumstances: Circumstances
    student: Student
    day: date
    meetings: tuple[Meeting, ...]
    attempts: tuple[ContactAttempt, ...]
    manager: str
    whereabouts: Whereabouts

    @property
    def folder(self) -> str:
        """Key of the folder it goes into: beside its earlier versions, else that of its school year."""
        filed = [file for file in self.seen.files.values() if file.key.startswith(self.prefix)]
        return self.whereabouts.beside(filed, self.student.ref) or year_folder(self.student.ref, self.day)

    @property
    def prefix(self) -> str:
        return f"{EVIDENCE}/{self.student.ref}/{self.day.isoformat()}/"

    @property
    def print(self) -> str:
        """Of what is typed: sorting the sheet changes nothing of it."""
        return self.circumstances.sign("\n".join(one.typed for one in self.attempts))[:16]

    def plan(self) -> Plan:
        """Nothing where the last version says the same."""
        filed = self._versions()
        number, last = max(filed, default=(0, ""))
        if last == self.print:
            return Plan(actions=tuple(self._superseded(number, needs=())))
        key = f"{self.prefix}{number + 1}-{self.print}"
        return Plan(actions=(self._evidence(key, number + 1), *self._superseded(number + 1, needs=(key,))))

    def _versions(self) -> list[tuple[int, str]]:
        """Number and print of each that was ever filed, also of those that are gone."""
        keys = {key for key in (*self.seen.files, *self.seen.done) if key.startswith(self.prefix)}
        parts = (key.removeprefix(self.prefix).partition("-") for key in keys)
        return [(int(number), print_) for number, _, print_ in parts]

    def _evidence(self, key: str, version: int) -> FileEvidence:
        title = f"{self._stem}{f' (v{version})' if version > 1 else ''}.pdf"
        return FileEvidence(
            key=key,
            fingerprint=self.print,
            summary=f"file: contact attempts for {self.student.ref}",
            needs=(self.folder,),
            case_manager=self.student.case_manager,
            student_ref=self.student.ref,
            place=self.meetings[0].row,
            discloses=(filed_for(self.manager, self.student.case_manager, self.student.ref),),
            title=title,
            heading=f"Contact attempts: {self._said}, {words(self.day)}",
            folder=self.folder,
            version=version,
            meeting=self.meetings[0],
            attempts=self.attempts,
            properties=(
                ("version", str(version)),
                ("title", title_print(title, self.circumstances.sign)),
            ),
        )

    def _superseded(self, version: int, needs: tuple[str, ...]) -> Iterator[SupersedeRecord]:
        """Earlier versions that nothing says so of yet, but for those in the trash."""
        for file in self.seen.files.values():
            if self._is_earlier(file, version) and not file.trashed and not file.superseded:
                yield SupersedeRecord(
                    key=f"superseded/{file.key}",
                    fingerprint=str(version),
                    summary=f"mark: contact attempts superseded by v{version}",
                    needs=needs,
                    case_manager=self.student.case_manager,
                    student_ref=self.student.ref,
                    place=LinkPlace(file.link, "record"),
                    file_id=file.file_id,
                    title=superseded_title(file, version),
                    version=version,
                )

    def _is_earlier(self, file: MarkedFile, version: int) -> bool:
        return file.key.startswith(self.prefix) and file.version < version

    @property
    def _said(self) -> str:
        purposes = _purposes(self.meetings)
        return " and ".join(purpose.words for purpose in Purpose if purpose in purposes)

    @property
    def _stem(self) -> str:
        return f"{self.day.isoformat()} contact attempts"


def _purposes(meetings: Iterable[Meeting]) -> frozenset[Purpose]:
    return frozenset(purpose for meeting in meetings for purpose in known(meeting.purposes) or ())
