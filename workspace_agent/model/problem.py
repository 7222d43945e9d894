"""What could not be used, where it stands and what to do: never with a name or free text."""

from __future__ import annotations

from dataclasses import dataclass

from workspace_agent.model.place import Place
from workspace_agent.model.problem_kinds import ProblemKind


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
        approval: What to pass to `run --approve`, where a brake is on.
        link: Of an event that is to be looked at too.
        students: Refs of several students whom it concerns alike.
        perhaps: What may be the one that is missing, such as `heading in C1`.
        readers: Kinds of those who can open it, one for each: where one more can, it is worse.
        about: Which meeting of the student it is about, where known: tomorrow its row may stand elsewhere.
    """

    kind: ProblemKind
    place: Place
    case_manager: str = ""
    student_ref: str = ""
    quote: str = ""
    detail: str = ""
    approval: str = ""
    link: str = ""
    about: str = ""
    perhaps: str = ""
    students: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    @property
    def concerned(self) -> tuple[str, ...]:
        """Refs of the student or students it is about, where any is known."""
        return (self.student_ref, *self.students) if self.student_ref else self.students

    @property
    def sentence(self) -> str:
        """What happened."""
        quoted = f"“{self.quote}” " if self.quote else "This "
        perhaps = f"; perhaps it is the {self.perhaps}" if self.perhaps else ""
        return self.kind.sentence.format(quote=quoted, detail=self.detail, perhaps=perhaps)

    @property
    def advice(self) -> str:
        """What to do."""
        approve = f"workspace-agent run --approve {self.approval}"
        texts = {"quote": self.quote, "detail": self.detail, "link": self.link}
        return self.kind.advice.format(approve=approve, **texts)

    @property
    def key(self) -> str:
        """Identity, for telling new from old."""
        where = f"{self.student_ref}/{self.about}" if self.about else self.place.url
        return f"{self.kind.name.lower()}/{where}"
