"""What a check is, how one can stand, and asking all of them whatever becomes of some."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from workspace_agent.model.errors import (
    PASSING,
    GoogleUnavailable,
    SettingsError,
    SignInError,
    WorkspaceAgentError,
)

if TYPE_CHECKING:
    from workspace_agent.doctor.installation import Installation

SETTINGS, SIGN_IN, ELSE = SettingsError.exit_code, SignInError.exit_code, 1
UNAVAILABLE = GoogleUnavailable.exit_code
_FIRST_THINGS_FIRST = (SETTINGS, SIGN_IN, UNAVAILABLE, ELSE)
"""Exit codes; what stands further left keeps what stands further right from working."""


class Standing(Enum):
    """How a check stands."""

    PASS = "PASS"  # noqa: S105 - a word
    WARN = "WARN"
    FAIL = "FAIL"
    SKIP = "SKIP"
    DIFFERENT = "DIFFERENT"
    """Only of a probe: Google does something else than the agent relies on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check.

    Attributes:
        found: What was found, in a sentence or half of one; of a check that was skipped, why.
        advice: What to do; empty where there is nothing to do.
        link: Where to look.
        exit_code: What `doctor` ends with where this fails and nothing more important does.
    """

    standing: Standing
    found: str
    advice: str = ""
    link: str = ""
    exit_code: int = ELSE


def passes(found: str, link: str = "") -> Verdict:
    """All is well."""
    return Verdict(Standing.PASS, found, link=link)


def warns(found: str, advice: str, link: str = "") -> Verdict:
    """The agent works, and a person should look."""
    return Verdict(Standing.WARN, found, advice, link)


def fails(found: str, advice: str, link: str = "", exit_code: int = ELSE) -> Verdict:
    """Something does not work."""
    return Verdict(Standing.FAIL, found, advice, link, exit_code)


def skips(because: str) -> Verdict:
    """It was not looked at."""
    return Verdict(Standing.SKIP, because)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at.

    Attributes:
        name: What is looked at; in one report no name stands twice in a group.
        look: Looks; what it raises is a failure of this check alone.
        needs: Names of earlier checks without which it cannot be done.
    """

    name: str
    look: Callable[[], Verdict]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Checks under one title.

    Attributes:
        checks: Lists them; called once what the group needs is there.
        needs: Names of earlier checks without which none of them can be listed.
    """

    title: str
    checks: Callable[[Installation], Iterable[Check]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A check that was made."""

    group: str
    name: str
    verdict: Verdict


@dataclass(slots=True)
class Examination:
    """Makes checks in their order, and knows which of them stand.

    Attributes:
        lines: What was found so far.
    """

    here: Installation
    lines: list[Line] = field(default_factory=list)

    def of(self, groups: Iterable[Group]) -> Iterator[Line]:
        """Yields a line for each check of the groups, or one for a group that cannot be looked at."""
        for group in groups:
            for line in self._group(group):
                self.lines.append(line)
                yield line

    def stands(self, name: str) -> bool:
        """Whether a check was made and neither failed nor was skipped."""
        return any(line.name == name for line in self.lines) and not self._missing((name,))

    def _group(self, group: Group) -> Iterator[Line]:
        if missing := self._missing(group.needs):
            yield Line(group.title, "all of it", skips(f"because this comes first: {missing}"))
            return
        listed: list[Check] = []
        failure = _caught(lambda: listed.extend(group.checks(self.here)))
        if failure is not None:
            yield Line(group.title, "all of it", failure)
        for check in listed:
            yield Line(group.title, check.name, self._verdict(check))

    def _verdict(self, check: Check) -> Verdict:
        if missing := self._missing(check.needs):
            return skips(f"because this comes first: {missing}")
        made: list[Verdict] = []
        return _caught(lambda: made.append(check.look())) or made[0]

    def _missing(self, needs: Iterable[str]) -> str:
        """Name of the first of them that does not stand, if there is one."""
        down = {line.name for line in self.lines if line.verdict.standing in {Standing.FAIL, Standing.SKIP}}
        return next((name for name in needs if name in down), "")


def _caught(look: Callable[[], object]) -> Verdict | None:
    """What a look failed of. Of an unforeseen error only type and place are told: its text may hold names."""
    try:
        look()
    except WorkspaceAgentError as error:
        return fails(_sentence(str(error)), error.advice, exit_code=_exit_code(error))
    except Exception as error:  # noqa: BLE001 - a check that breaks must not keep the others from being made
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        return fails(f"A defect of this program: {where}.", "Report it with this line.")
    return None


def _exit_code(error: WorkspaceAgentError) -> int:
    if isinstance(error, SettingsError | SignInError):
        return error.exit_code
    return UNAVAILABLE if isinstance(error, PASSING) else ELSE


def _sentence(text: str) -> str:
    """With a full stop; a link at its end can be copied."""
    is_whole = text.endswith((".", ")")) or "://" in text.rsplit(maxsplit=1)[-1]
    return text if is_whole else f"{text}."


def exit_code(lines: Iterable[Line]) -> int:
    """0 where nothing fails, else the code of what keeps most from working."""
    failed = {line.verdict.exit_code for line in lines if line.verdict.standing is Standing.FAIL}
    return next((code for code in _FIRST_THINGS_FIRST if code in failed), 0)


def to_do(lines: Iterable[Line]) -> list[Line]:
    """What a person should do, the most important first: what fails, in its order, then the rest."""
    told = [line for line in lines if line.verdict.advice or line.verdict.standing is Standing.FAIL]
    return sorted(told, key=_importance)


_RANK: Mapping[Standing, int] = {Standing.FAIL: 0, Standing.DIFFERENT: 1, Standing.WARN: 2}


def _importance(line: Line) -> tuple[int, int]:
    code = line.verdict.exit_code if line.verdict.standing is Standing.FAIL else ELSE
    return _RANK.get(line.verdict.standing, 3), _FIRST_THINGS_FIRST.index(code)
