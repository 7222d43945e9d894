"""Send a copy of a digest because a person asked for it: look, judge, send. No part of a run."""

from __future__ import annotations

import json

from workspace_agent.duties.digest_recipients import Recipient
from workspace_agent.duties.digest_send import copy
from workspace_agent.model.action import Outcome, State
from workspace_agent.model.errors import GoogleUnavailable, SettingsError, WorkspaceAgentError
from workspace_agent.model.features import Switch
from workspace_agent.model.problem_kinds import ProblemKind
from workspace_agent.think import digest_now, think
from workspace_agent.tools import Tools

_PASSES = frozenset(
    {
        ProblemKind.EFFECT_UNAVAILABLE,
        ProblemKind.EFFECT_USED_UP,
        ProblemKind.MAIL_UNKNOWN,
        ProblemKind.MAIL_WAITS,
    }
)


def send_copy(tools: Tools, of: Recipient, to: Recipient) -> Outcome:
    """Send somebody's digest as it is now; the one of the period is due as it was.

    Args:
        tools: What it works with.
        of: Whose digest it is.
        to: The same person, or the agent's own mailbox.

    Raises:
        SettingsError: Digests are switched off.
    """
    if tools.settings.agent.features.digest is Switch.OFF:
        raise SettingsError(
            "Digests are off, so none is sent.", advice='set digest = "on" under [features] in agent.toml'
        )
    number = tools.ledger.runs.begin(tools.clock())
    try:
        outcome = _sent(tools, of, to, number)
    except WorkspaceAgentError as error:
        tools.ledger.runs.end(number, tools.clock(), error.exit_code, _counts({}))
        raise
    counted = _counts({f"copy {outcome.state.value}": 1})
    tools.ledger.runs.end(number, tools.clock(), exit_code(outcome), counted)
    return outcome


def exit_code(outcome: Outcome) -> int:
    """0 if it was sent, 5 if Google does not take it now or did not answer, 1 if somebody has to look."""
    if outcome.state is State.DONE:
        return 0
    return GoogleUnavailable.exit_code if outcome.trouble in _PASSES else 1


def _sent(tools: Tools, of: Recipient, to: Recipient, number: int) -> Outcome:
    """No brake holds what one person asked for once."""
    thought = think(tools, run=number)
    action = copy(tools.organisation, to, digest_now(tools, thought, of), number, tools.sign)
    performer = tools.performer(thought.observation, thought.circumstances.today, number)
    (outcome,) = performer.perform([action])
    return outcome


def _counts(outcomes: dict[str, int]) -> str:
    return json.dumps({"command": "digest send", "outcomes": outcomes})
