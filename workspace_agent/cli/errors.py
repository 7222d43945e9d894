"""Errors as people meet them: what happened, what to do, and the exit code that scripts see."""

from __future__ import annotations

import traceback
from pathlib import Path

from workspace_agent.model.errors import WorkspaceAgentError

DEFECT = 70


def exit_code(error: BaseException) -> int:
    """The exit code that belongs to an error."""
    return error.exit_code if isinstance(error, WorkspaceAgentError) else DEFECT


def explain(error: BaseException) -> str:
    """What happened and what to do.

    Of an unforeseen error only its type and place are told: its text may hold names.
    """
    if isinstance(error, WorkspaceAgentError):
        advice = f"\nWhat to do: {error.advice}" if error.advice else ""
        return f"{error}{advice}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"A defect of this program: {type(error).__name__} at {where}. Run again with --debug to see more."


def where_it_broke(error: BaseException | None) -> str:
    """A traceback without what the errors say, the first cause first: only types and lines of source.

    What an error says may be what somebody typed: `invalid literal for int() with base 10: 'Ana Brook'`.
    """
    if error is None:
        return ""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = "".join(traceback.format_tb(error.__traceback__))
    return f"{where_it_broke(earlier)}{lines}{type(error).__qualname__}\n"
