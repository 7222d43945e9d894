"""docs/troubleshooting.md: prose by symptom from a template, and in each place the program's own texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from tests.troubleshooting.texts import Text, all_texts, refusals
from workspace_agent.model.problem_kinds import ProblemKind

DOCUMENT = Path(__file__).parents[2] / "docs" / "troubleshooting.md"
TEMPLATE = Path(__file__).with_name("template.md")

_DIRECTIVE = re.compile(r"<!-- (errors|kinds): (.+) -->|<!-- (refusals) -->")
_HEAD = ("| it says | what to do |", "|---|---|")


def document() -> str:
    """The whole document."""
    return _DIRECTIVE.sub(_table, TEMPLATE.read_text(encoding="utf8"))


def patterns() -> tuple[str, ...]:
    """Modules, as patterns, whose errors the template has a place for."""
    return tuple(one for what, asked in _directives() if what == "errors" for one in asked.split())


def placed_kinds() -> tuple[ProblemKind, ...]:
    """Kinds of problems that the template has a place for."""
    return tuple(kind for what, asked in _directives() if what == "kinds" for kind in _kinds(asked))


def belongs(text: Text) -> str:
    """The narrowest pattern that a text's module fits; an empty text where there is none."""
    fitting = [one for one in patterns() if fnmatch(text.module, one)]
    return max(fitting, key=len, default="")


def _directives() -> Iterator[tuple[str, str]]:
    for what, asked, _ in _DIRECTIVE.findall(TEMPLATE.read_text(encoding="utf8")):
        yield what, asked


def _table(directive: re.Match[str]) -> str:
    what, asked, _ = directive.groups()
    if what == "errors":
        wanted = set(asked.split())
        rows = sorted({(text.said, text.advice) for text in all_texts() if belongs(text) in wanted})
    elif what == "kinds":
        rows = [(_shown(kind.value[0]), _shown(kind.value[1])) for kind in _kinds(asked)]
    else:
        rows = [(f"METHOD: {one.saying} (STATUS CODE)", one.advice) for _, one in refusals()]
        rows = sorted(set(rows))
    return "\n".join((*_HEAD, *(f"| {_cell(said)} | {_cell(advice)} |" for said, advice in rows)))


def _kinds(asked: str) -> Iterator[ProblemKind]:
    """`A..C D`: from A to C as they stand in the source, and D."""
    order = list(ProblemKind)
    for part in asked.split():
        first, _, last = part.partition("..")
        begins = order.index(ProblemKind[first])
        yield from order[begins : order.index(ProblemKind[last or first]) + 1]


def _shown(text: str) -> str:
    return re.sub(r"\{\w+\}", "… ", text).replace("…  ", "… ").strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
