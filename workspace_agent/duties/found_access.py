"""What a ledger that was lost, restored or made before there was an access record finds done already.

It is entered as found, and not as made: by whom and when is not known any more, nor always to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass

from workspace_agent.duties.folders import student_of, thing_of
from workspace_agent.duties.grants import grant_of, taken_back_on, takes_back
from workspace_agent.duties.recipients import Recipients
from workspace_agent.duties.whose import student_in
from workspace_agent.model.access import MAILS, Act, Basis, Disclosure
from workspace_agent.model.seen import Seen


@dataclass(frozen=True, slots=True)
class FoundDone:
    """An effect that was found done.

    Attributes:
        key: Of the effect.
        object_id: Google's id of the thing, where the ledger does not know it by key.
        link: To that.
    """

    key: str
    disclosure: Disclosure
    object_id: str = ""
    link: str = ""


def found_done(unrecorded: Iterable[str], seen: Seen) -> tuple[FoundDone, ...]:
    """Effects that the ledger holds as done, and the access record does not know."""
    students = {file.file_id: student_of(key) for key, file in seen.files.items()}

    def student(key: str) -> str:
        file = seen.files.get(key)
        return student_in(key) or (students.get(file.parent, "") if file else "")

    return tuple(FoundDone(key, _disclosure(key, student)) for key in unrecorded)


def _disclosure(key: str, student: Callable[[str], str]) -> Disclosure:
    kind, _, rest = key.partition("/")
    if kind in MAILS:
        return Disclosure(Act.MAILED, kind, rest.partition("/")[0], Basis.OFFICIAL)
    if grant := grant_of(key):
        about = _refs(student(grant.folder))
        return Disclosure(Act.SHARED, "folder", grant.person, Basis.OFFICIAL, about, grant.folder)
    if takes_back(key):
        of = taken_back_on(key)
        return Disclosure(Act.TAKEN_OFF, thing_of(of), "", Basis.ENDED, _refs(student(of)), of)
    return Disclosure(Act.FILED, "record", "", Basis.UNKNOWN, _refs(student(key)))


def _refs(student_ref: str) -> tuple[str, ...]:
    return (student_ref,) if student_ref else ()


def found_invitations(seen: Seen, known: Set[str], recipients: Recipients) -> tuple[FoundDone, ...]:
    """Guests of events of ours that neither the ledger nor the access record knows anything of."""
    found: list[FoundDone] = []
    for event in seen.events:
        which = f"{event.mark.student_ref}/{event.mark.number}"
        key, student = f"meeting/{which}", (event.mark.student_ref,)
        if known.isdisjoint({key, f"change/{which}"}):
            for guest in event.guests:
                told = Disclosure(Act.INVITED, "event", recipients.of(guest), Basis.UNKNOWN, student)
                found.append(FoundDone(key, told, event.event_id, event.link))
    return tuple(found)
