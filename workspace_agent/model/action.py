"""What is to be done, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from workspace_agent.model.access import Disclosure
from workspace_agent.model.place import Place
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.row_verdict import RowVerdict
from workspace_agent.model.undo import Undo


class Kind(Enum):
    """What an effect does to what people have: the brakes count each kind for itself."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    SHARE = "share"
    MAIL = "mail"
    DRAW = "draw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One effect in Google.

    Attributes:
        duty: Which duty wants it: the switch of `[features]` that it hangs on.
        kind: What it does to what people have.
        undo: How a person takes it back.
        key: Identity: the same effect has the same key in every run.
        fingerprint: Content: a changed fingerprint under a known key is a new version.
        needs: Keys of actions that must be done first (folder before file before share).
        summary: One line for `plan` and `history`, with student_ref instead of a name.
        case_manager: Whose work it belongs to, for the reports.
        place: What a person opens to see where the wish comes from.
        discloses: What it shows to whom, for the access record.
    """

    duty: ClassVar[str] = ""
    kind: ClassVar[Kind] = Kind.CHANGE
    undo: ClassVar[Undo] = Undo.LOOK

    key: str
    fingerprint: str
    summary: str
    needs: tuple[str, ...] = ()
    case_manager: str = ""
    student_ref: str = ""
    place: Place | None = None
    discloses: tuple[Disclosure, ...] = ()

    @property
    def concerns(self) -> frozenset[str]:
        """Case managers whose work it touches: a pause of any of them holds it."""
        return frozenset({self.case_manager})

    @property
    def mails(self) -> bool:
        """Whether people get a mail for it, from the agent or from Google."""
        return self.kind is Kind.MAIL

    @property
    def item(self) -> tuple[str, str]:
        """Key and fingerprint: the same effect with the same content."""
        return (self.key, self.fingerprint)


class State(Enum):
    """What became of an action."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action.

    Attributes:
        reason: A status or reason code, never Google's prose: for the log and `history`.
        trouble: The same for people, where it was not done: what happened and what to do.
        link: Where to look at it.
    """

    action: Action
    state: State
    reason: str = ""
    link: str = ""
    trouble: ProblemKind | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Why something is, or is not, done about one row: every row is accounted for.

    Attributes:
        verdict: What the row comes to.
        because: The reason in plain words.
        link: Of the event that the row has; empty where it has none.
    """

    duty: str
    verdict: RowVerdict
    because: str
    place: Place
    case_manager: str
    student_ref: str = ""
    link: str = ""
