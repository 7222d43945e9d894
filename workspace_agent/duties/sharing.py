"""Who may open which folder and record: the manager and the case manager, and nobody else.

FERPA, 34 CFR 99.31(a)(1): only school officials with a legitimate educational interest. Permissions flow
from a folder to all that lies in it, so the root itself is shared with nobody. What people granted or took
away is told at the highest folder or record that shows it, and at nothing below.

A folder is shared before a record is put into it, so that no record lies unseen by the manager; but a record
does not wait for a share that was refused: an empty shared folder shows nothing, a record not filed is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from workspace_agent.duties import hand_over
from workspace_agent.duties.access import Access, Rights, can_be_taken_off
from workspace_agent.duties.access_record import missing
from workspace_agent.duties.filing import review_folders
from workspace_agent.duties.folders import (
    ACCESS_RECORD,
    FOLDER,
    Stops,
    case_manager_folder,
    review_folder,
    thing_of,
)
from workspace_agent.duties.grants import Grant, of_marks, revoke_key, unmark_key
from workspace_agent.duties.recipients import Recipients
from workspace_agent.duties.sharing_actions import RevokeReader, ShareFolder, TakeShareBack, UnmarkShare
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.action import Action
from workspace_agent.model.facts import Department
from workspace_agent.model.place import LinkPlace
from workspace_agent.model.plan import Circumstances, Plan
from workspace_agent.model.problem import Problem
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile, Origin, Reader, Seen
from workspace_agent.model.shared import counted

_ROLES = ("the case manager", "the manager")


def plan(department: Department, seen: Seen, circumstances: Circumstances) -> Plan:
    """Take back what has ended and grant what is missing; what is too much else is told.

    Nobody is let in before those are off who are not to read it any more, and where that fails nobody is.
    """
    rights = Rights(department, seen, circumstances)
    planned = [key for key in _shared_folders(rights) if key not in seen.files]
    total = sum((_grant(rights, key) for key in planned), Plan())
    total += sum((_compare(rights, file) for file in seen.files.values()), Plan())
    held = [one for one in total.actions if isinstance(one, ShareFolder) and rights.holds(one.folder)]
    actions = [one for one in total.actions if one not in held]
    return replace(
        total,
        actions=tuple(_in_order(rights, actions)),
        problems=(*total.problems, *_told_held(rights, held)),
    )


def _told_held(rights: Rights, shares: Iterable[ShareFolder]) -> Iterator[Problem]:
    """Once for each folder that nobody is let into; who is still there is told as an extra reader."""
    for folder, share in {share.folder: share for share in shares}.items():
        place, detail = _place(rights.seen.files[folder]), "sharing a folder for records"
        yield Problem(ProblemKind.EFFECT_WAITS, place, share.case_manager, share.student_ref, detail=detail)


def _in_order(rights: Rights, actions: Sequence[Action]) -> Iterator[Action]:
    """Who goes, who comes, and then the folders that change hands."""
    gone = [action for action in actions if isinstance(action, RevokeReader | UnmarkShare)]
    come = [_after(rights, gone, action) for action in actions if isinstance(action, ShareFolder)]
    yield from (*gone, *come)
    earlier = [(one.of, one.key) for one in gone] + [(one.folder, one.key) for one in come]
    yield from hand_over.moves(rights, earlier)
    yield from hand_over.marks(rights)


def _after(rights: Rights, gone: Iterable[RevokeReader | UnmarkShare], share: ShareFolder) -> ShareFolder:
    """Whoever is taken off above or below could read what is shared, too; a stranger only there."""
    first = (
        one.key
        for one in gone
        if one.of == share.folder or (isinstance(one, TakeShareBack) and rights.related(one.of, share.folder))
    )
    return replace(share, needs=(*share.needs, *first))


def _shared_folders(rights: Rights) -> list[str]:
    """Folders of case managers, those for responses that need a look, and that of the access record."""
    people = [person.key for person in rights.department.organisation.case_managers]
    review = review_folders(rights.department, rights.seen, rights.circumstances)
    reviewed = [key for key in map(review_folder, (*people, "")) if key in review]
    exported = missing(rights.seen, rights.circumstances) or ACCESS_RECORD in rights.seen.files
    return [*map(case_manager_folder, people), *reviewed, *([ACCESS_RECORD] if exported else [])]


def _grant(rights: Rights, key: str) -> Plan:
    """A folder whose readers Drive did not tell: what the ledger does not know as granted is granted."""
    access = rights.access(key)
    if access is None or Stops(rights.department, rights.seen).at(key):
        return Plan()
    grants = [Grant(key, person, rights.print_of(address)) for person, address in access.people.items()]
    ungranted = [grant for grant in grants if rights.seen.done.get(grant.key) != grant.to]
    return Plan(actions=tuple(_share(rights, access, grant) for grant in ungranted))


def _compare(rights: Rights, file: MarkedFile) -> Plan:
    """Who can open it, against who should."""
    access = rights.access(file.key)
    if access is None:  # whoever is not in office any more may not open it, whose ever it is
        return Plan(actions=tuple(_taken_back(rights, file, rights.anybody)))
    if file.readers is None:
        # Whom to take off cannot be seen, so nobody else is let in.
        is_granted = file.key in _shared_folders(rights) and not rights.ended(file, access)
        return _grant(rights, file.key) if is_granted else Plan()
    ended = tuple(_taken_back(rights, file, access))
    taken = {action.permission_id for action in ended if isinstance(action, TakeShareBack)}
    extra = [reader for reader in _extra(rights, file) if reader.permission_id not in taken]
    return Plan(
        actions=(*ended, *_revoked(rights, file, access, extra)),
        problems=(*_told_extra(file, access, extra), *_told_roles(rights, file, access)),
    ) + _missing(rights, file, access)


def _missing(rights: Rights, file: MarkedFile, access: Access) -> Plan:
    """Granted, once more where somebody took it away, then left to people. No record itself is shared."""
    above = rights.above(file)
    lacking = _lacking(rights, file) - (_lacking(rights, above) if above else frozenset())
    if file.trashed or not lacking or rights.handed_over(file):
        return Plan()
    if not file.key.startswith(FOLDER):
        return Plan(problems=(_problem(ProblemKind.RECORD_OUT_OF_SIGHT, file, access),))
    grants = [Grant(file.key, person, rights.print_of(access.people[person])) for person in sorted(lacking)]
    left = [grant for grant in grants if _was_made(rights, replace(grant, times=2))]
    again = (replace(grant, times=1 + _was_made(rights, grant)) for grant in grants if grant not in left)
    return Plan(
        actions=tuple(_share(rights, access, grant) for grant in again),
        problems=tuple(_told_missing(rights, file, access, [grant.person for grant in left])),
    )


def _was_made(rights: Rights, grant: Grant) -> bool:
    """To the address that they have now."""
    return rights.seen.done.get(grant.key) == grant.to


def _told_missing(
    rights: Rights, file: MarkedFile, access: Access, people: Sequence[str]
) -> Iterator[Problem]:
    """It names nobody: only who they are to the students."""
    if people:
        manager = rights.department.organisation.manager.key
        said = sorted({_ROLES[person == manager] for person in people}, reverse=True)
        words = " and ".join(said)
        yield _problem(ProblemKind.READER_MISSING, file, access, words[0].upper() + words[1:])


def _lacking(rights: Rights, file: MarkedFile) -> frozenset[str]:
    access = rights.access(file.key)
    if access is None or file.readers is None:
        return frozenset()
    there = {reader.address for reader in file.readers}
    return frozenset(person for person, address in access.people.items() if address not in there)


def shares_of(marks: Iterable[Grant], known: Set[str]) -> dict[str, str]:
    """Shares that the marks on folders tell of, and a ledger that was lost does not know: key and address.

    A folder is marked with a first share before it is shared: where the ledger knows the folder, the ledger
    knows better. A second share is marked when it is granted.

    Args:
        marks: What they tell.
        known: Keys of what the ledger knew before the look; what was in doubt then had not been shared yet.
    """
    marks = tuple(marks)
    first = (replace(grant, times=1) for grant in marks if grant.folder not in known)
    again = (replace(grant, times=2) for grant in marks if grant.times > 1)
    return {grant.key: grant.to for grant in (*first, *again)}


def _share(rights: Rights, access: Access, grant: Grant) -> ShareFolder:
    folder, person, file = grant.folder, grant.person, rights.seen.files.get(grant.folder)
    marks = of_marks(folder, file.marks) if file else ()
    return ShareFolder(
        key=grant.key,
        fingerprint=grant.to,
        summary=f"share: {folder.removeprefix(FOLDER)} with {person}",
        needs=(folder,),
        case_manager=access.case_manager,
        student_ref=access.student_ref,
        place=_place(file) if file else None,
        discloses=(Disclosure(Act.SHARED, "folder", person, Basis.OFFICIAL, _refs(access), folder),),
        folder=folder,
        person=person,
        address=access.people[person],
        again=grant.times > 1,
        marked=file is None or any((one.person, one.to) == (person, grant.to) for one in marks),
    )


def _extra(rights: Rights, file: MarkedFile) -> list[Reader]:
    """Whom the access does not allow, and who is not already too much on the folder that it lies in.

    Nor who reads the folder out of which it is being moved.
    """
    above = rights.above(file)
    told = {reader.permission_id for reader in _not_allowed(rights, above)} if above else set()
    if above and hand_over.is_moved(rights, file):
        told |= {reader.permission_id for reader in above.readers or ()}
    return [reader for reader in _not_allowed(rights, file) if reader.permission_id not in told]


def _not_allowed(rights: Rights, file: MarkedFile) -> list[Reader]:
    access = rights.access(file.key)
    if access is None:
        return []
    return [reader for reader in file.readers or () if not access.allows(reader)]


def _told_extra(file: MarkedFile, access: Access, extra: list[Reader]) -> Iterator[Problem]:
    """It names nobody: only kinds and counts."""
    if extra:
        kinds = [reader.kind for reader in extra]
        waits = file.is_open and file.key.startswith(FOLDER)
        kind = ProblemKind.FOLDER_OPEN if waits else ProblemKind.EXTRA_READER
        readers = tuple(sorted(one.value for one in kinds))
        yield replace(_problem(kind, file, access, counted(kinds)), readers=readers)


def _taken_back(rights: Rights, file: MarkedFile, access: Access) -> Iterator[TakeShareBack | UnmarkShare]:
    """What the agent granted and is to end.

    Whoever reads it in a way that cannot be ended here is remembered, and the mark stays with that.
    """
    if file.readers is None:
        return
    for grant in rights.ended(file, access):
        there = rights.still_there(file, grant)
        if not there:
            yield _unmark(file, access, grant)
        for reader in filter(can_be_taken_off, there):
            yield _take_back(file, access, grant, reader)


def _unmark(file: MarkedFile, access: Access, grant: Grant) -> UnmarkShare:
    return UnmarkShare(
        key=unmark_key(file.key, grant.person),
        fingerprint=grant.to,
        summary=f"unmark: {file.key.removeprefix(FOLDER)} for {grant.person}",
        case_manager=access.case_manager,
        student_ref=access.student_ref,
        place=_place(file),
        of=file.key,
        file_id=file.file_id,
        person=grant.person,
    )


def _take_back(file: MarkedFile, access: Access, grant: Grant, reader: Reader) -> TakeShareBack:
    told = Disclosure(
        Act.TAKEN_OFF, thing_of(file.key), grant.person, Basis.ENDED, _refs(access), made_by=file.key
    )
    return TakeShareBack(
        key=revoke_key(file.key, reader.permission_id),
        fingerprint=grant.to,
        summary=f"take back: {file.key.removeprefix(FOLDER)} from {grant.person}",
        case_manager=access.case_manager,
        student_ref=access.student_ref,
        place=_place(file),
        discloses=(told,),
        of=file.key,
        file_id=file.file_id,
        permission_id=reader.permission_id,
        person=grant.person,
    )


def _revoked(rights: Rights, file: MarkedFile, access: Access, extra: list[Reader]) -> Iterator[RevokeReader]:
    """Only what was given on the thing itself, never an owner's, and never on what the agent does not own."""
    if not rights.circumstances.revoke_extra_readers or not file.owned:
        return
    for reader in extra:
        if can_be_taken_off(reader):
            yield RevokeReader(
                key=revoke_key(file.key, reader.permission_id),
                fingerprint=reader.role,
                summary=f"take a reader off: {file.key.removeprefix(FOLDER)}",
                case_manager=access.case_manager,
                student_ref=access.student_ref,
                place=_place(file),
                discloses=(_ended(rights, file, access, reader),),
                of=file.key,
                file_id=file.file_id,
                permission_id=reader.permission_id,
            )


def _ended(rights: Rights, file: MarkedFile, access: Access, reader: Reader) -> Disclosure:
    recipients = Recipients(rights.department.organisation, rights.circumstances.sign)
    return Disclosure(
        act=Act.TAKEN_OFF,
        thing=thing_of(file.key),
        recipient=recipients.reader(reader),
        basis=Basis.ENDED,
        students=_refs(access),
        made_by=file.key,
    )


def _refs(access: Access) -> tuple[str, ...]:
    return (access.student_ref,) if access.student_ref else ()


def _told_roles(rights: Rights, file: MarkedFile, access: Access) -> Iterator[Problem]:
    """A role that people raised stays. What members of a shared drive may do there is the drive's matter."""
    above = rights.above(file)
    raised = _raised(file, access) - (_raised(above, access) if above else set())
    if raised:
        yield _problem(ProblemKind.READER_CAN_CHANGE, file, access)


def _raised(file: MarkedFile, access: Access) -> set[str]:
    return {
        reader.permission_id
        for reader in file.readers or ()
        if access.allows(reader) and reader.role != "reader" and reader.origin is not Origin.DRIVE
    }


def _problem(kind: ProblemKind, file: MarkedFile, access: Access, detail: str = "") -> Problem:
    return Problem(kind, _place(file), access.case_manager, access.student_ref, detail=detail)


def _place(file: MarkedFile) -> LinkPlace:
    return LinkPlace(file.link, thing_of(file.key))
