"""A question about who is who, which only a person can answer. It holds no name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from workspace_agent.model.place import Cell


class Asks(Enum):
    """What is asked, and of which earlier student where one side of the question is no row any more."""

    ROWS = "the student of another row"
    NAME = "the student who had this name before"
    NUMBER = "the student who had this id before"
    TRAITS = "a student whose row is gone and who had the same dates and team"
    WHOSE = "on one list only"


@dataclass(frozen=True, slots=True)
class Asked:
    """One row that a question is about.

    Attributes:
        cell: Where it is answered; where the name stands, if there is no column for answers.
        case_manager: Whose list it is on.
        ref: The student whom the row stands for while the question is open.
    """

    cell: Cell
    case_manager: str
    ref: str


@dataclass(frozen=True, slots=True)
class Question:
    """Is this the same student?

    Attributes:
        id: Opaque, and the same in every run: a keyed hash.
        rows: The rows that it is about: two, or one that may be an earlier student.
        other: Ref of that earlier student; else empty.
        now: Rows that stand for that earlier student now, if any.
        answers: What settles it, of yes and no; where nothing does, only a change in the sheets does.
    """

    id: str
    asks: Asks
    rows: tuple[Asked, ...]
    other: str = ""
    now: tuple[Asked, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def refs(self) -> frozenset[str]:
        """All students whom nothing is done for until it is answered."""
        return frozenset({row.ref for row in self.rows} | {self.other}) - {""}
