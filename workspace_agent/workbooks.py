"""Make the workbooks that a person asked for: look, plan, do. No part of a run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workspace_agent.duties.workbooks import Workbook, plan
from workspace_agent.effects import Hands, effects
from workspace_agent.effects.perform import Performer
from workspace_agent.effects.workbooks import MARK, find_workbook
from workspace_agent.model.action import Action, Outcome, State
from workspace_agent.model.errors import WorkspaceAgentError
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.model.seen import MarkedFile
from workspace_agent.observe.files import ask
from workspace_agent.tools import Tools

_PASSES = frozenset({ProblemKind.EFFECT_UNAVAILABLE, ProblemKind.EFFECT_USED_UP, ProblemKind.EFFECT_UNKNOWN})


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one workbook.

    Attributes:
        file_id: Drive's id; empty where it could not be made.
        trashed: It lies in the trash, and was left there.
        gone: Link of one that was made before and is not there any more.
    """

    workbook: Workbook
    file_id: str
    link: str
    trashed: bool
    gone: str
    outcomes: tuple[Outcome, ...]

    @property
    def undone(self) -> tuple[Outcome, ...]:
        """What could not be done, but for what was only skipped."""
        return tuple(one for one in self.outcomes if one.state not in {State.DONE, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class _Known:
    """A workbook as it lies in Drive, and the link of one that is gone."""

    file: MarkedFile | None
    gone: str = ""


def make(tools: Tools, wanted: Sequence[Workbook]) -> tuple[Made, ...]:
    """Make what is not there yet, and go on where an earlier try ended."""
    number = tools.ledger.runs.begin(tools.clock())
    try:
        known = {workbook.key: _look(tools, workbook) for workbook in wanted}
        made = _make(tools, wanted, known, number)
    except WorkspaceAgentError as error:
        tools.ledger.runs.end(number, tools.clock(), error.exit_code, _counts(()))
        raise
    outcomes = tuple(outcome for one in made for outcome in one.outcomes)
    tools.ledger.runs.end(number, tools.clock(), exit_code(made), _counts(outcomes))
    return made


def exit_code(made: Sequence[Made]) -> int:
    """0 if all is done, 5 if Google did not answer, 1 if somebody has to look."""
    troubles = {outcome.trouble for one in made for outcome in one.undone}
    if troubles & _PASSES:
        return 5
    return 1 if troubles or any(one.trashed for one in made) else 0


def _look(tools: Tools, workbook: Workbook) -> _Known:
    """By the id that the ledger knows, else by its mark."""
    entry = tools.ledger.entry(workbook.key)
    if entry is not None and entry.state == "done":
        file = ask(tools.google, entry.remote_id)
        gone = "" if file else entry.link
    else:
        gone = ""
        file = find_workbook(tools.google.drive, MARK, workbook.key, tools.settings.agent.drive.parent)
    if file is None:
        return _Known(None, gone)
    trashed = bool(file.get("trashed"))
    return _Known(MarkedFile(workbook.key, file["id"], trashed, file.get("webViewLink", "")))


def _make(
    tools: Tools, wanted: Sequence[Workbook], known: dict[str, _Known], number: int
) -> tuple[Made, ...]:
    now, organisation = tools.clock(), tools.organisation
    hands = Hands(
        google=tools.google,
        ledger=tools.ledger,
        organisation=organisation,
        files={key: one.file for key, one in known.items() if one.file is not None},
        records={},
        attempts={},
        listed={},
        today=now.astimezone(organisation.time_zone).date(),
        clock=tools.clock,
        top=tools.settings.agent.drive.parent,
    )
    performer = Performer(effects(hands), tools.ledger, tools.log, number, tools.clock)
    done = tools.ledger.done().keys()
    return tuple(
        _made(tools, one, known[one.key], performer.perform(plan(one, known[one.key].file, done)))
        for one in wanted
    )


def _made(tools: Tools, workbook: Workbook, known: _Known, outcomes: tuple[Outcome, ...]) -> Made:
    if known.file is not None:
        file_id, link = known.file.file_id, known.file.link
    else:
        entry = tools.ledger.entry(workbook.key)
        is_made = entry is not None and entry.state == "done"
        file_id, link = (entry.remote_id, entry.link) if entry is not None and is_made else ("", "")
    trashed = known.file is not None and known.file.trashed
    return Made(workbook, file_id, link, trashed, known.gone, outcomes)


def _counts(outcomes: Sequence[Outcome]) -> str:
    """For the history, with a word by which this does not pass for a run."""
    done = Counter(f"{_kind(one.action)} {one.state.value}" for one in outcomes)
    return json.dumps({"command": "init workbook", "outcomes": dict(sorted(done.items()))})


def _kind(action: Action) -> str:
    return action.key.partition("/")[0]
