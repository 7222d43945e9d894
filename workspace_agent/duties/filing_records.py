"""What has been filed of each response: under which keys and names, in how many versions, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from workspace_agent.duties.folders import Stops, Whereabouts, review_folder, student_of, year_folder
from workspace_agent.model.access import Act, Basis, Disclosure
from workspace_agent.model.facts import Department, Response
from workspace_agent.model.plan import Circumstances
from workspace_agent.model.seen import MarkedFile, Seen
from workspace_agent.model.vocabulary import Purpose

RECORD = "record"
REVIEW = "review"


def needs_review(response: Response) -> bool:
    """It fits nobody, or nobody knows who sent it (then it is for the manager alone)."""
    is_settled = response.student_ref and response.respondent and not response.repeats
    return not response.waits and not is_settled


def kind_of(response: Response) -> str:
    """The first part of its keys: whether it belongs to a student, or is kept for review."""
    return REVIEW if needs_review(response) else RECORD


def record_prefix(kind: str, response: Response) -> str:
    """What the keys of all versions begin with."""
    return f"{kind}/{response.record}/"


def sent_of(key: str) -> str:
    """When the answers of a version were sent; of one response later ones sort behind earlier ones."""
    return key.rpartition("/")[2]


def record_title(response: Response, version: int, number: int) -> str:
    """Name of the file: date and purposes, and which of several."""
    which = f", response {number}" if number > 1 else ""
    suffix = f" (v{version})" if version > 1 else ""
    return f"{_occasion(response)}{which}{suffix}.pdf"


def title_print(title: str, sign: Callable[[str], str]) -> str:
    """By this mark on a record it is known whether its name is still the one that the agent gave it."""
    return sign(f"title {title}")[:20]


def purposes_of(response: Response) -> str:
    """The meeting's purposes, as people say them."""
    return " and ".join(p.words for p in Purpose if p in response.purposes) or "meeting"


def day_of(response: Response, zone: ZoneInfo) -> date:
    """Of the meeting; where that has no date, the day on which it was sent."""
    return response.meeting_date or response.submitted.astimezone(zone).date()


def filed_for(manager: str, case_manager: str, student_ref: str) -> Disclosure:
    """What is filed is shown to whoever may open its folder by the settings; people by their keys."""
    return Disclosure(
        act=Act.FILED,
        thing=RECORD,
        recipient=" ".join(filter(None, dict.fromkeys((manager, case_manager)))),
        basis=Basis.OFFICIAL,
        students=(student_ref,) if student_ref else (),
    )


def _occasion(response: Response) -> str:
    day = response.meeting_date.isoformat() if response.meeting_date else "undated"
    return f"{day} {purposes_of(response)}"


@dataclass(frozen=True)
class Records:
    """What has been filed, and under which keys."""

    department: Department
    seen: Seen
    circumstances: Circumstances

    def key(self, response: Response) -> str:
        """Key of the version that stands there now."""
        return record_prefix(kind_of(response), response) + response.submitted.isoformat()

    def is_done(self, key: str) -> bool:
        """It lies in Drive, or the ledger knows that it was filed."""
        return key in self.seen.files or key in self.seen.done

    def was_filed(self, response: Response) -> bool:
        """It lies in its student's folder, who has left the list since: no copy is made for review."""
        prefix = record_prefix(RECORD, response)
        return kind_of(response) == REVIEW and self.is_done(prefix + response.submitted.isoformat())

    def is_kept_for_review(self, response: Response) -> bool:
        """It lies in a folder under `Needs review`, or is to be put there."""
        return needs_review(response) and not self.was_filed(response)

    def version(self, response: Response, sent: Collection[str]) -> int:
        """One more than all others that were ever filed, also those that are gone from Drive or the ledger.

        A copy and a record of the same answers are one version.

        Args:
            response: Whose versions are counted, those in its student's folder and those kept for review.
            sent: When the answers were sent that are no others.
        """
        keys = self.keys(response, RECORD) | self.keys(response, REVIEW)
        others = {sent_of(key) for key in keys}.difference(sent)
        marked = [file.version for file in self.versions(response) if sent_of(file.key) not in sent]
        return max([len(others), *marked]) + 1

    def keys(self, response: Response, kind: str) -> frozenset[str]:
        """Keys of all its versions of one kind that were ever filed."""
        prefix = record_prefix(kind, response)
        return frozenset(key for key in (*self.seen.files, *self.seen.done) if key.startswith(prefix))

    def versions(self, response: Response) -> list[MarkedFile]:
        """Files of this response, those kept for review as well, oldest first."""
        files = [file for kind in (RECORD, REVIEW) for file in self._of_kind(response, kind)]
        return sorted(files, key=lambda file: sent_of(file.key))

    def _of_kind(self, response: Response, kind: str) -> list[MarkedFile]:
        return self._files.get(record_prefix(kind, response), [])

    @cached_property
    def _files(self) -> dict[str, list[MarkedFile]]:
        """Versions of each response, oldest first, by what their keys begin with."""
        found: dict[str, list[MarkedFile]] = {}
        for key in sorted(self.seen.files):
            found.setdefault(key[: key.rfind("/") + 1], []).append(self.seen.files[key])
        return found

    def number(self, response: Response) -> int:
        """Which of several responses of one day and purpose it is."""
        return self._numbers[response.response_id]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Which of several responses of one day and purpose in one folder, so that no two names are alike.

        What is filed keeps its number; what is new gets the lowest that is free.
        """
        groups: dict[tuple[str, str], list[Response]] = {}
        for response in self.department.responses:
            groups.setdefault((self.folder(response), _occasion(response)), []).append(response)
        return {key: number for group in groups.values() for key, number in self._numbered(group)}

    def _numbered(self, group: list[Response]) -> list[tuple[str, int]]:
        taken: dict[int, str] = {}
        for response in sorted(group, key=self._filed_first):
            filed = [file.number for file in self._alike(response)]
            free = (number for number in range(1, len(group) + 1) if number not in taken)
            taken[filed[-1] if filed and filed[-1] not in taken else next(free)] = response.response_id
        return [(response_id, number) for number, response_id in taken.items()]

    def _filed_first(self, response: Response) -> tuple[bool, bool, str]:
        is_new = not self.is_done(self.key(response))
        return (is_new, not self._alike(response), response.response_id)

    def _alike(self, response: Response) -> list[MarkedFile]:
        """Its files of the kind that it is now: a number among those kept for review counts nowhere else."""
        return self._of_kind(response, kind_of(response))

    def earlier(self, response: Response, key: str) -> list[MarkedFile]:
        """Versions before one, but for those in the trash, which are left as they are."""
        versions = self.versions(response)
        return [file for file in versions if sent_of(file.key) < sent_of(key) and not file.trashed]

    def lies_with_another(self, file: MarkedFile, response: Response) -> bool:
        """Whether a version lies with another student, whom the response was about until it was edited.

        While it needs review nobody has said so yet.
        """
        return not needs_review(response) and student_of(self.lies_in(file)) not in {"", response.student_ref}

    def lies_in(self, file: MarkedFile) -> str:
        """Key of the folder of ours that it lies in; empty where people put it elsewhere."""
        return self._whereabouts.of(file)

    @cached_property
    def _whereabouts(self) -> Whereabouts:
        return Whereabouts(self.seen)

    def folder(self, response: Response) -> str:
        """Key of the folder that it goes into: beside its earlier versions, else that of its school year."""
        if needs_review(response):
            return review_folder(response.respondent)
        beside = self._whereabouts.beside(self.versions(response), response.student_ref)
        day = day_of(response, self.department.organisation.time_zone)
        return beside or year_folder(response.student_ref, day)

    def stops(self, response: Response) -> str:
        """Why filing stops at the folder that it goes into; empty where it does not."""
        return Stops(self.department, self.seen).why(self.folder(response))

    def in_question(self, response: Response) -> str:
        """What of it is not settled, `response` or `student`; empty where nothing is."""
        if response.in_question:
            return "response"
        student = self.department.by_ref.get(response.student_ref)
        return "student" if student is not None and student.held else ""

    def copies_in_review(self, response: Response) -> list[MarkedFile]:
        """What was kept for review of a response that has found its student since, oldest first."""
        if kind_of(response) == REVIEW:
            return []
        return [file for file in self._of_kind(response, REVIEW) if not file.trashed]
