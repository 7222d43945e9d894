"""Short questions to whoever sits at the terminal, and what is said where nobody does."""

from __future__ import annotations

import sys

from workspace_agent.model.errors import WrongUsage


def ask(question: str, *, or_yes: bool = False) -> str:
    """One line from whoever sits there; the question goes to stderr, to the last blank (typer's does not).

    Args:
        question: What is asked.
        or_yes: Whether the command has the flag `--yes`, which answers it.

    Raises:
        WrongUsage: Nobody can be asked.
    """
    print(question, end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
        there = "type the command at a terminal"
        raise WrongUsage(
            "This command asks something, and nobody is there to answer.",
            advice=f"add --yes if you mean it, or {there}" if or_yes else there,
        )
    return line.strip()


def says_yes(question: str) -> bool:
    """Whether that is meant; for a command that has the flag `--yes`.

    Raises:
        WrongUsage: Nobody can be asked.
    """
    return ask(f"{question} [y/N]", or_yes=True).casefold() in {"y", "yes"}
